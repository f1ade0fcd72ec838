//! Figures of ads by key: tool, channel, campaign, item, keyword, creative, what was typed, day. Counted where somebody
//! asks for them, in numbers instead of texts, for there may be a hundred thousand keywords over many days.

use super::chosen::{AdSpans, ROW};
use super::narrow::AdFilter;
use crate::metric::{AnyPart, Entry, Marks, MoneyPart, Part, Rests, Tally};
use crate::model::{AdChannel, AdRow, Money, Period, Role, Roles};
use crate::store::Ads;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Days that a keyword may be without impressions before it is listed.
pub const QUIET_DAYS: i32 = 15;

/// What ads are broken down by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum AdCut {
    /// The tool.
    Tool,
    /// Search or targeted.
    Channel,
    /// The campaign.
    Campaign,
    /// The item.
    Item,
    /// The keyword.
    Keyword,
    /// The creative: its title and picture.
    Creative,
    /// What was really typed.
    Term,
    /// The day.
    Date,
}

/// What a row may leave blank.
pub(super) const PARTS: [AnyPart; 7] = [
    AnyPart::Count(Part::AdImpressions),
    AnyPart::Count(Part::AdClicks),
    AnyPart::Count(Part::AdFavorites),
    AnyPart::Count(Part::AdCarts),
    AnyPart::Amount(MoneyPart::AdCost),
    AnyPart::Amount(MoneyPart::AdOrders),
    AnyPart::Amount(MoneyPart::AdRevenue),
];

/// Sums of reporting rows: a fifth of a whole tally's size.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct AdSums {
    /// Times shown.
    pub impressions: u64,
    /// Clicks.
    pub clicks: u64,
    favorites: u64,
    carts: u64,
    ranked: u64,
    scored: u64,
    /// Cost.
    pub cost: Money,
    orders: Money,
    revenue: Money,
    rank_weight: Money,
    quality_weight: Money,
    marks: Marks,
    told: Roles,
}

impl AdSums {
    /// Adds those of a row's numbers that are taken from it.
    pub fn add(&mut self, row: &AdRow, figures: Roles) {
        let weighed = |value: Money| Money(value.0 * Decimal::from(row.impressions));
        let count = |role: Role, number: u64| if figures.has(role) { number } else { 0 };
        let money = |role: Role, number: Money| if figures.has(role) { number } else { Money::ZERO };
        self.told = self.told.union(figures);
        self.impressions += count(Role::Impressions, row.impressions);
        self.clicks += count(Role::Clicks, row.clicks);
        self.favorites += count(Role::Favorites, row.favorites);
        self.carts += count(Role::Carts, row.carts);
        self.cost += money(Role::Cost, row.cost);
        self.orders += money(Role::Orders, row.orders);
        self.revenue += money(Role::Revenue, row.revenue);
        for (part, role) in [(MoneyPart::AdCost, Role::Cost), (MoneyPart::AdRevenue, Role::Revenue)] {
            if figures.has(role) {
                self.marks.money(part, row.currency);
            }
        }
        if let Some(rank) = row.rank.filter(|_| figures.has(Role::AvgRank)) {
            self.ranked += row.impressions;
            self.rank_weight += weighed(rank);
        }
        if let Some(quality) = row.quality.filter(|_| figures.has(Role::QualityScore)) {
            self.scored += row.impressions;
            self.quality_weight += weighed(quality);
        }
    }

    /// Adds other sums.
    pub fn merge(&mut self, other: &AdSums) {
        self.impressions += other.impressions;
        self.clicks += other.clicks;
        self.favorites += other.favorites;
        self.carts += other.carts;
        self.ranked += other.ranked;
        self.scored += other.scored;
        self.cost += other.cost;
        self.orders += other.orders;
        self.revenue += other.revenue;
        self.rank_weight += other.rank_weight;
        self.quality_weight += other.quality_weight;
        self.marks.merge(&other.marks);
        self.told = self.told.union(other.told);
    }

    /// Adds them to a tally.
    pub fn put(&self, tally: &mut Tally) {
        tally[Part::AdImpressions] += self.impressions;
        tally[Part::AdClicks] += self.clicks;
        tally[Part::AdFavorites] += self.favorites;
        tally[Part::AdCarts] += self.carts;
        tally[Part::AdRankedImpressions] += self.ranked;
        tally[Part::AdScoredImpressions] += self.scored;
        tally[MoneyPart::AdCost] += self.cost;
        tally[MoneyPart::AdOrders] += self.orders;
        tally[MoneyPart::AdRevenue] += self.revenue;
        tally[MoneyPart::AdRankWeight] += self.rank_weight;
        tally[MoneyPart::AdQualityWeight] += self.quality_weight;
        tally.marks.merge(&self.marks);
    }

    /// The column of an entry that no row says anything in; None where rows say something in all of them.
    pub fn untold(&self, entry: &Entry) -> Option<Role> {
        Rests::of(entry).parts.iter().filter_map(|part| part.reported()).find(|role| !self.told.has(*role))
    }

    /// The same as a tally, for the catalogue's formulas.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.put(&mut tally);
        tally
    }
}

/// What one key has counted, and the latest of what must not be added up.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AdKey {
    /// Sums.
    pub sums: AdSums,
    /// Latest quality score.
    pub quality: Latest,
    /// Latest bid of the key's own, taken back or not.
    pub bid: Latest,
    /// Latest default bid.
    pub default_bid: Latest,
    /// Latest category bid.
    pub category_bid: Latest,
    /// Items under the key, by their numbers.
    pub items: BTreeSet<u32>,
}

impl AdKey {
    /// The key's own bid. A later day that tells the default and none of its own has taken it back.
    pub fn own_bid(&self) -> Option<Money> {
        self.bid.value().filter(|_| self.bid.day() >= self.default_bid.day())
    }

    /// What is bid for the keyword: its own bid, else the default.
    pub fn effective_bid(&self) -> Option<Money> {
        self.own_bid().or(self.default_bid.value())
    }

    fn see(&mut self, row: &AdRow, figures: Roles) {
        self.sums.add(row, figures);
        if !figures.has(ROW) {
            return;
        }
        self.quality.see(row, row.quality);
        self.bid.see(row, row.bid);
        self.default_bid.see(row, row.default_bid);
        self.category_bid.see(row, row.category_bid);
        if row.item != 0 {
            self.items.insert(row.item);
        }
    }
}

impl AdKey {
    /// Adds what a key of the same text has counted.
    fn merge(&mut self, other: AdKey) {
        self.sums.merge(&other.sums);
        for (mine, theirs) in [
            (&mut self.quality, other.quality),
            (&mut self.bid, other.bid),
            (&mut self.default_bid, other.default_bid),
            (&mut self.category_bid, other.category_bid),
        ] {
            mine.0 = mine.0.max(theirs.0);
        }
        self.items.extend(other.items);
    }
}

/// The latest value of a column: of the last day, there of the row shown most, there the largest.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Latest(Option<(i32, u64, Money)>);

impl Latest {
    /// The value.
    pub fn value(self) -> Option<Money> {
        self.0.map(|(_, _, value)| value)
    }

    fn day(self) -> Option<i32> {
        self.0.map(|(day, _, _)| day)
    }

    fn see(&mut self, row: &AdRow, value: Option<Money>) {
        if let Some(value) = value {
            let new = (row.when.map_or(0, |days| days.to.0), row.impressions, value);
            self.0 = Some(self.0.map_or(new, |old| old.max(new)));
        }
    }
}

/// The numbers under which a row counts; `None` where it does not name the key.
fn key_of(cut: AdCut, row: &AdRow) -> Option<(u32, u32)> {
    let named = |number: u32| (number != 0).then_some((number, 0));
    match cut {
        AdCut::Tool => Some((row.tool, 0)),
        AdCut::Channel => Some((row.channel as u32, 0)),
        AdCut::Campaign => named(row.campaign),
        AdCut::Item => named(row.item),
        AdCut::Keyword => named(row.keyword),
        AdCut::Term => named(row.term),
        AdCut::Creative => (row.creative != 0 || row.picture != 0).then_some((row.creative, row.picture)),
        // Days may lie before 1970: shifted, they keep their order.
        AdCut::Date => Some(row.when.map_or((0, 0), |when| (shifted(when.from.0), shifted(when.to.0)))),
    }
}

/// Whether a row names a key of a cut. Tools, channels and days have all rows, if only an empty one.
pub fn names(cut: AdCut, row: &AdRow) -> bool {
    key_of(cut, row).is_some()
}

/// Whether a row stands under a key.
pub fn is_under(cut: AdCut, key: &str, ads: &Ads, row: &AdRow) -> bool {
    key_of(cut, row).is_some_and(|numbers| match cut {
        AdCut::Tool | AdCut::Campaign | AdCut::Item | AdCut::Keyword | AdCut::Term => ads.texts.text(numbers.0) == key,
        _ => text(cut, numbers, ads, row) == key,
    })
}

fn shifted(day: i32) -> u32 {
    (i64::from(day) - i64::from(i32::MIN)) as u32
}

/// The text of a key.
fn text(cut: AdCut, (first, second): (u32, u32), ads: &Ads, row: &AdRow) -> String {
    match cut {
        AdCut::Channel => [AdChannel::Unknown, AdChannel::Search, AdChannel::Targeted]
            .into_iter()
            .find(|channel| *channel as u32 == first)
            .map_or("", AdChannel::name)
            .to_string(),
        AdCut::Creative => creative(ads, first, second),
        AdCut::Date => date(row),
        _ => ads.texts.text(first).to_string(),
    }
}

/// The days of a row as a key.
pub fn date(row: &AdRow) -> String {
    let days = |when: Period| if when.from == when.to { when.from.to_string() } else { format!("{}~{}", when.from, when.to) };
    row.when.map(days).unwrap_or_default()
}

/// The name of a creative: its title, and its picture where it has one.
pub fn creative(ads: &Ads, title: u32, picture: u32) -> String {
    match (ads.texts.text(title), ads.texts.text(picture)) {
        (title, "") => title.to_string(),
        ("", picture) => picture.to_string(),
        (title, picture) => format!("{title} · {picture}"),
    }
}

/// What each key of a cut has counted in the period. Rows that name no such key are no part of it, but for tools,
/// channels and days, which every row has, if only an empty one.
pub fn ad_keys(ads: &Ads, only: &AdFilter, period: Period, cut: AdCut) -> BTreeMap<String, AdKey> {
    let mut numbers: BTreeMap<(u32, u32), (&AdRow, AdKey)> = BTreeMap::new();
    for (row, figures) in AdSpans::of(ads, only, |row| names(cut, row)).rows(period) {
        if let Some(key) = key_of(cut, row) {
            numbers.entry(key).or_insert_with(|| (row, AdKey::default())).1.see(row, figures);
        }
    }
    let mut out: BTreeMap<String, AdKey> = BTreeMap::new();
    // Two creatives may read alike once title and picture are put together: they count as one.
    for (key, (row, counted)) in numbers {
        out.entry(text(cut, key, ads, row)).or_default().merge(counted);
    }
    out
}

/// C27: what each creative of each item has counted in the period. Rows that tell neither impressions nor clicks compare
/// nothing.
pub fn ad_creatives(ads: &Ads, only: &AdFilter, period: Period) -> BTreeMap<String, BTreeMap<String, AdSums>> {
    let mut numbers: BTreeMap<u32, BTreeMap<(u32, u32), AdSums>> = BTreeMap::new();
    let compares = |figures: &Roles| figures.has(Role::Impressions) || figures.has(Role::Clicks);
    let rows = AdSpans::of(ads, only, |row| names(AdCut::Creative, row));
    for (row, figures) in rows.rows(period).filter(|(_, figures)| compares(figures)) {
        numbers.entry(row.item).or_default().entry((row.creative, row.picture)).or_default().add(row, figures);
    }
    let named = |creatives: BTreeMap<(u32, u32), AdSums>| {
        let mut out: BTreeMap<String, AdSums> = BTreeMap::new();
        for ((title, picture), sums) in creatives {
            out.entry(creative(ads, title, picture)).or_default().merge(&sums);
        }
        out
    };
    numbers.into_iter().map(|(item, creatives)| (ads.texts.text(item).to_string(), named(creatives))).collect()
}

/// The last 15 days up to the period's end, or to the last day of the keyword reports; None where they do not reach back so
/// far.
pub fn quiet_days(ads: &Ads, period: Period) -> Option<Period> {
    let covered = keyword_rows(ads).filter_map(|row| row.when).reduce(Period::union)?;
    let to = covered.to.min(period.to);
    let window = Period { from: to.plus(1 - QUIET_DAYS), to };
    (window.from >= covered.from).then_some(window)
}

fn keyword_rows(ads: &Ads) -> impl Iterator<Item = &AdRow> {
    ads.rows().iter().filter(|row| row.keyword != 0)
}

/// C29: keywords without an impression in [`quiet_days`], with those days. A list without days tells keywords that the rows
/// of the days may lack, and no impressions of those days.
pub fn quiet_keywords(ads: &Ads, only: &AdFilter, period: Period) -> Option<(Period, BTreeSet<String>)> {
    let window = quiet_days(ads, period)?;
    let mut seen: BTreeMap<u32, bool> = BTreeMap::new();
    let known = |row: &&AdRow| only.takes(ads, row) && row.when.is_none_or(|when| when.from <= window.to);
    for row in keyword_rows(ads).filter(known) {
        let shown = row.impressions > 0 && row.when.is_some_and(|when| when.to >= window.from);
        *seen.entry(row.keyword).or_default() |= shown;
    }
    let quiet = seen.into_iter().filter(|(_, shown)| !shown).map(|(keyword, _)| ads.texts.text(keyword).to_string());
    Some((window, quiet.collect()))
}
