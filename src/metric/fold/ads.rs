//! Group C: what paid tools report. Rows come ready counted; the art is to count nothing twice.
//!
//! The reports of one tool overlap: the campaign's row holds what the rows of its items tell, and those hold what the
//! rows of their keywords tell. So, for the same days of the same tool (and campaign, where every row names one), only the
//! coarsest rows that can answer are added up: for totals the coarsest there are, for keywords the coarsest that name a
//! keyword. A row that stands for several days counts where all of them lie inside, and never beside rows of single days
//! that it holds. Source of the rules: the catalogue's entries C01 to C33.

use crate::metric::{MoneyPart, Part, Tally};
use crate::model::{AdChannel, AdLevel, AdRow, AdState, LocalClock, Money, Period, Scope};
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

/// What one key has counted, and the latest of what must not be added up.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AdKey {
    /// Sums.
    pub tally: Tally,
    /// Latest quality score.
    pub quality: Latest,
    /// Latest bid of the key's own.
    pub bid: Latest,
    /// Latest default bid.
    pub default_bid: Latest,
    /// Latest category bid.
    pub category_bid: Latest,
    /// Items under the key.
    pub items: BTreeSet<String>,
}

impl AdKey {
    /// What is bid for the keyword: its own bid, else the default.
    pub fn effective_bid(&self) -> Option<Money> {
        self.bid.value().or(self.default_bid.value())
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

    fn see(&mut self, row: &AdRow, value: Option<Money>) {
        if let Some(value) = value {
            let new = (row.when.map_or(0, |days| days.to.0), row.impressions, value);
            self.0 = Some(self.0.map_or(new, |old| old.max(new)));
        }
    }
}

/// Where a campaign or a promoted item stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Standing {
    /// The campaign.
    pub campaign: String,
    /// The item; empty for the campaign itself.
    pub item: String,
    /// Its state.
    pub state: AdState,
    /// Impressions in the period while the item was told to be off sale: the data contradict themselves.
    pub conflict: u64,
}

/// Everything counted of ads, beside the tallies of the grids.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AdsMeasured {
    /// By key.
    pub keys: BTreeMap<AdCut, BTreeMap<String, AdKey>>,
    /// Numbers of entries that are no sums: states, records, lists.
    pub values: BTreeMap<&'static str, u64>,
    /// Where campaigns and items stand, at the period's end.
    pub standings: Vec<Standing>,
    /// Keywords without impressions in the last days; None where too few days are loaded.
    pub quiet: Option<(Period, Vec<String>)>,
    /// By item and creative.
    pub creatives: BTreeMap<String, BTreeMap<String, Tally>>,
    /// Rows of finer reports, which tell the same again.
    pub finer: u64,
    /// Rows without a day that are left out.
    pub undated: u64,
}

/// Adds the figures of ads to the tallies of a period, its days and its buckets, and counts all else.
pub fn measure_ads(
    ads: &Ads,
    clock: &LocalClock,
    period: Period,
    total: &mut Tally,
    days: &mut [Tally],
    series: &mut [(Period, Tally)],
) -> AdsMeasured {
    let mut out = AdsMeasured { undated: ads.left_out(), ..AdsMeasured::default() };
    records(ads, clock, period, &mut out);
    if !ads.loaded() {
        return out;
    }
    let chosen = choose(ads, |_| true);
    out.finer = ads.rows().iter().filter(|row| ads.counts(row) && inside(row, period)).count() as u64
        - chosen.iter().filter(|row| inside(row, period)).count() as u64;
    let buckets: Vec<Period> = series.iter().map(|(bucket, _)| *bucket).collect();
    let day = |at: usize| period.from.plus(at as i32);
    let daily: Vec<Period> = (0..days.len()).map(|at| Period { from: day(at), to: day(at) }).collect();
    for row in &chosen {
        let Some(when) = row.when else {
            add(total, row);
            continue;
        };
        touched(&[period], when).for_each(|(_, whole)| put(total, row, whole));
        touched(&daily, when).for_each(|(at, whole)| put(&mut days[at], row, whole));
        touched(&buckets, when).for_each(|(at, whole)| put(&mut series[at].1, row, whole));
    }
    keys(ads, period, &chosen, &mut out);
    standings(ads, period, &mut out);
    out.quiet = quiet(ads, period);
    out
}

/// Whether a row counts in a period.
fn inside(row: &AdRow, period: Period) -> bool {
    row.when.is_none_or(|when| period.contains(when.from) && period.contains(when.to))
}

/// The buckets, which follow each other in time, that hold a day of a span, and whether they hold all of them.
fn touched(buckets: &[Period], when: Period) -> impl Iterator<Item = (usize, bool)> {
    let first = buckets.partition_point(|bucket| bucket.to < when.from);
    let within = buckets.iter().enumerate().skip(first).take_while(move |(_, bucket)| bucket.from <= when.to);
    within.map(move |(at, bucket)| (at, bucket.contains(when.from) && bucket.contains(when.to)))
}

/// Adds a row to a bucket that holds all its days; a bucket that holds only some of them cannot be known.
fn put(tally: &mut Tally, row: &AdRow, whole: bool) {
    if whole { add(tally, row) } else { tally[Part::AdRowsCut] += 1 }
}

/// Adds one row's numbers.
fn add(tally: &mut Tally, row: &AdRow) {
    let weighed = |value: Money| Money(value.0 * Decimal::from(row.impressions));
    tally[Part::AdImpressions] += row.impressions;
    tally[Part::AdClicks] += row.clicks;
    tally[Part::AdFavorites] += row.favorites;
    tally[Part::AdCarts] += row.carts;
    tally[MoneyPart::AdCost] += row.cost;
    tally[MoneyPart::AdOrders] += row.orders;
    tally[MoneyPart::AdRevenue] += row.revenue;
    if let Some(rank) = row.rank {
        tally[Part::AdRankedImpressions] += row.impressions;
        tally[MoneyPart::AdRankWeight] += weighed(rank);
    }
    if let Some(quality) = row.quality {
        tally[Part::AdScoredImpressions] += row.impressions;
        tally[MoneyPart::AdQualityWeight] += weighed(quality);
    }
}

/// The rows to add up, out of those that can answer: nothing is told twice by them.
fn choose(ads: &Ads, answers: impl Fn(&AdRow) -> bool) -> Vec<&AdRow> {
    type Days = Option<(i32, i32)>;
    let mut units: BTreeMap<u32, BTreeMap<(i32, Days), Vec<&AdRow>>> = BTreeMap::new();
    for row in ads.rows().iter().filter(|row| ads.counts(row) && answers(row)) {
        let days: Days = row.when.map(|days| (days.from.0, days.to.0));
        let length = days.map_or(i32::MAX, |(from, to)| to - from);
        units.entry(row.tool).or_default().entry((length, days)).or_default().push(row);
    }
    let mut out = Vec::new();
    for tool in units.values() {
        let mut taken: BTreeSet<i32> = BTreeSet::new();
        for ((_, days), rows) in tool {
            if let Some((from, to)) = days {
                if taken.range(from..=to).next().is_some() {
                    continue;
                }
                taken.extend(*from..=*to);
            }
            coarsest(rows, &mut out);
        }
    }
    out
}

/// The coarsest rows of one tool and time: for each campaign where every row names one, else over all.
fn coarsest<'a>(rows: &[&'a AdRow], out: &mut Vec<&'a AdRow>) {
    let named = rows.iter().all(|row| row.campaign != 0);
    let campaign = |row: &AdRow| if named { row.campaign } else { 0 };
    let mut best: BTreeMap<u32, AdLevel> = BTreeMap::new();
    for row in rows {
        let level = best.entry(campaign(row)).or_insert(row.level);
        *level = row.level.min(*level);
    }
    out.extend(rows.iter().filter(|row| best.get(&campaign(row)) == Some(&row.level)));
}

/// The rows that are added up over a period: all of them, or those under a key.
pub fn ad_rows<'a>(ads: &'a Ads, period: Period, key: Option<(AdCut, &str)>) -> Vec<&'a AdRow> {
    let named: fn(&AdRow) -> bool = match key {
        Some((AdCut::Campaign, _)) => |row| row.campaign != 0,
        Some((AdCut::Item, _)) => |row| row.item != 0,
        Some((AdCut::Keyword, _)) => |row| row.keyword != 0,
        Some((AdCut::Term, _)) => |row| row.term != 0,
        Some((AdCut::Creative, _)) => |row| row.creative != 0 || row.picture != 0,
        _ => |_| true,
    };
    let under = |row: &AdRow| match key {
        None => true,
        Some((AdCut::Tool, key)) => ads.texts.text(row.tool) == key,
        Some((AdCut::Channel, key)) => row.channel.name() == key,
        Some((AdCut::Campaign, key)) => ads.texts.text(row.campaign) == key,
        Some((AdCut::Item, key)) => ads.texts.text(row.item) == key,
        Some((AdCut::Keyword, key)) => ads.texts.text(row.keyword) == key,
        Some((AdCut::Term, key)) => ads.texts.text(row.term) == key,
        Some((AdCut::Creative, key)) => creative(ads, row) == key,
        Some((AdCut::Date, key)) => date(row) == key,
    };
    choose(ads, named).into_iter().filter(|row| inside(row, period) && under(row)).collect()
}

/// The days of a row as a key.
fn date(row: &AdRow) -> String {
    let days = |when: Period| if when.from == when.to { when.from.to_string() } else { format!("{}~{}", when.from, when.to) };
    row.when.map(days).unwrap_or_default()
}

/// The name of a creative: its title, and its picture where it has one.
fn creative(ads: &Ads, row: &AdRow) -> String {
    let (title, picture) = (ads.texts.text(row.creative), ads.texts.text(row.picture));
    match (title, picture) {
        (title, "") => title.to_string(),
        ("", picture) => picture.to_string(),
        (title, picture) => format!("{title} · {picture}"),
    }
}

/// The number under which a row counts.
type KeyOf = fn(&AdRow) -> u32;

fn keys(ads: &Ads, period: Period, chosen: &[&AdRow], out: &mut AdsMeasured) {
    let text = |number: u32| ads.texts.text(number).to_string();
    let all = chosen.iter().filter(|row| inside(row, period));
    for row in all {
        see(out, AdCut::Tool, text(row.tool), ads, row);
        see(out, AdCut::Channel, row.channel.name().to_string(), ads, row);
        see(out, AdCut::Date, date(row), ads, row);
    }
    let cuts: [(AdCut, KeyOf); 4] = [
        (AdCut::Campaign, |row| row.campaign),
        (AdCut::Item, |row| row.item),
        (AdCut::Keyword, |row| row.keyword),
        (AdCut::Term, |row| row.term),
    ];
    for (cut, of) in cuts {
        for row in choose(ads, |row| of(row) != 0).into_iter().filter(|row| inside(row, period)) {
            see(out, cut, text(of(row)), ads, row);
        }
    }
    for row in choose(ads, |row| row.creative != 0 || row.picture != 0).into_iter().filter(|row| inside(row, period)) {
        see(out, AdCut::Creative, creative(ads, row), ads, row);
        let item = out.creatives.entry(text(row.item)).or_default();
        add(item.entry(creative(ads, row)).or_default(), row);
    }
    out.values.insert("keywords_in_use", out.keys.get(&AdCut::Keyword).map_or(0, BTreeMap::len) as u64);
}

fn see(out: &mut AdsMeasured, cut: AdCut, key: String, ads: &Ads, row: &AdRow) {
    let key = out.keys.entry(cut).or_default().entry(key).or_default();
    add(&mut key.tally, row);
    key.quality.see(row, row.quality);
    key.bid.see(row, row.bid);
    key.default_bid.see(row, row.default_bid);
    key.category_bid.see(row, row.category_bid);
    if row.item != 0 {
        key.items.insert(ads.texts.text(row.item).to_string());
    }
}

/// C30 to C33: operations in the period, by what they were done to.
fn records(ads: &Ads, clock: &LocalClock, period: Period, out: &mut AdsMeasured) {
    let mut clock = clock.clone();
    let ids =
        [(Scope::Keyword, "log_keyword"), (Scope::Item, "log_item"), (Scope::Account, "log_account"), (Scope::Creative, "log_creative")];
    for (scope, id) in ids {
        let of = ads.log().iter().filter(|operation| operation.scope == scope && period.contains(clock.day(operation.time)));
        out.values.insert(id, of.count() as u64);
    }
}

/// C07, C15 to C22: the latest state of each campaign and item up to the period's end.
pub fn standings(ads: &Ads, period: Period, out: &mut AdsMeasured) {
    #[derive(Default)]
    struct Seen {
        /// The last day that tells a state, how it ranks among the states of that day, and the state.
        state: Option<(i32, u8, AdState)>,
        targeted: bool,
    }
    let mut campaigns: BTreeMap<&str, Seen> = BTreeMap::new();
    let mut items: BTreeMap<(&str, &str), (Seen, u64)> = BTreeMap::new();
    for row in ads.rows().iter().filter(|row| ads.counts(row) && row.when.is_none_or(|when| when.to <= period.to)) {
        let day = row.when.map_or(0, |when| when.to.0);
        let newer = |seen: &mut Seen, state: AdState| {
            if state != AdState::Unknown {
                seen.state = seen.state.max(Some((day, rank(state), state)));
            }
        };
        let (campaign, item) = (ads.texts.text(row.campaign), ads.texts.text(row.item));
        if row.campaign != 0 {
            let seen = campaigns.entry(campaign).or_default();
            newer(seen, row.campaign_state);
            seen.targeted |= row.channel == AdChannel::Targeted;
        }
        if row.item != 0 {
            let (seen, conflict) = items.entry((campaign, item)).or_default();
            newer(seen, row.item_state);
            if row.item_state == AdState::Delisted && inside(row, period) {
                *conflict += row.impressions;
            }
        }
    }
    let state = |seen: &Seen| seen.state.map_or(AdState::Unknown, |(_, _, state)| state);
    let items_of =
        |campaign: &str| items.iter().filter(|((of, _), _)| *of == campaign).map(|(_, (seen, _))| state(seen)).collect::<Vec<_>>();
    let count = |n: usize| n as u64;
    let campaigns_in = |wanted: AdState| count(campaigns.values().filter(|seen| state(seen) == wanted).count());
    let items_in = |wanted: AdState| count(items.values().filter(|(seen, _)| state(seen) == wanted).count());
    let all_paused = |campaign: &str| {
        let states = items_of(campaign);
        !states.is_empty() && states.iter().all(|state| *state == AdState::Paused)
    };
    out.values.extend([
        ("ad_targeted", count(campaigns.values().filter(|seen| seen.targeted).count())),
        ("campaign_paused", campaigns_in(AdState::Paused)),
        ("campaign_active", campaigns_in(AdState::Active)),
        ("campaign_without_items", count(campaigns.keys().filter(|campaign| items_of(campaign).is_empty()).count())),
        ("campaign_all_items_paused", count(campaigns.keys().filter(|campaign| all_paused(campaign)).count())),
        ("ad_item_active", items_in(AdState::Active)),
        ("ad_item_paused", items_in(AdState::Paused)),
        ("ad_rejected", items_in(AdState::Rejected)),
        ("ad_item_delisted", items_in(AdState::Delisted)),
    ]);
    let standing = |campaign: &str, item: &str, seen: &Seen, conflict| Standing {
        campaign: campaign.to_string(),
        item: item.to_string(),
        state: state(seen),
        conflict,
    };
    out.standings = campaigns.iter().map(|(campaign, seen)| standing(campaign, "", seen, 0)).collect();
    out.standings.extend(items.iter().map(|((campaign, item), (seen, conflict))| standing(campaign, item, seen, *conflict)));
    out.standings.sort_by(|a, b| (&a.campaign, &a.item).cmp(&(&b.campaign, &b.item)));
}

/// Of several states of one day the one nearest to being shown: what one row tells as active is online.
fn rank(state: AdState) -> u8 {
    match state {
        AdState::Active => 4,
        AdState::Paused => 3,
        AdState::Rejected => 2,
        AdState::Delisted => 1,
        AdState::Unknown => 0,
    }
}

/// C29: keywords without an impression in the last 15 days up to the period's end, or to the last day of the reports.
fn quiet(ads: &Ads, period: Period) -> Option<(Period, Vec<String>)> {
    let rows = || ads.rows().iter().filter(|row| row.keyword != 0);
    let covered = rows().filter_map(|row| row.when).reduce(Period::union)?;
    let to = covered.to.min(period.to);
    let window = Period { from: to.plus(1 - QUIET_DAYS), to };
    if window.from < covered.from {
        return None;
    }
    let mut seen: BTreeMap<&str, bool> = BTreeMap::new();
    for row in rows() {
        let Some(when) = row.when.filter(|when| when.from <= window.to) else { continue };
        let shown = when.to >= window.from && row.impressions > 0;
        *seen.entry(ads.texts.text(row.keyword)).or_default() |= shown;
    }
    Some((window, seen.into_iter().filter(|(_, shown)| !shown).map(|(keyword, _)| keyword.to_string()).collect()))
}
