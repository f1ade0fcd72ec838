//! What the answer says of paid tools beside plain figures: rows of breakdowns, states, lists, operations.

use super::{Dimension, Figure, Note, Row, Titles};
use crate::metric::fold::{AdCut, AdKey, Standing};
use crate::metric::proportions::{Difference, compare};
use crate::metric::words::{self, Evidence};
use crate::metric::{Data, Entry, Loaded, Measured, MetricId, MoneyPart, Part, Tallies, Tally, evaluate};
use crate::model::{AdState, Money, Period, Scope, Table, Value, arrange};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Figures of every breakdown of ads, the first one sorts.
pub const METRICS: &[&str] = &[
    "ad_cost",
    "ad_impressions",
    "ad_clicks",
    "ad_ctr",
    "ad_cpc",
    "ad_avg_rank",
    "ad_orders",
    "ad_revenue",
    "ad_roi",
    "ad_cost_per_order",
    "ad_conversion_rate",
    "ad_favorites",
    "ad_carts",
];

/// Columns that the rows of keywords and items carry besides: their latest values.
const FIELDS: &[&str] = &["ad_quality_score", "ad_default_bid", "ad_category_bid"];

/// Suggestions for one item.
const SUGGESTIONS: usize = 20;

/// A keyword and the items that use it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InUse {
    /// The keyword.
    pub keyword: String,
    /// The items, in order of their ids.
    pub items: Vec<String>,
    /// What is bid for it: its own bid, else the default.
    pub effective_bid: Option<Money>,
}

/// Where a campaign or a promoted item stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StandingRow {
    /// The campaign.
    pub campaign: String,
    /// The item; empty for the campaign itself.
    pub item: String,
    /// Its state.
    pub state: AdState,
    /// Impressions that contradict the state.
    pub conflict: u64,
}

/// One creative of an item, compared with the one shown most.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CreativeRow {
    /// The item.
    pub item: String,
    /// The creative.
    pub creative: String,
    /// Times shown.
    pub impressions: u64,
    /// Clicks.
    pub clicks: u64,
    /// Its click-through rate against that of the item's most shown creative; None for that one.
    pub against: Option<Difference>,
}

/// One operation of the period.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OperationRow {
    /// Local time, `2026-06-18 09:30:00`.
    pub time: String,
    /// What it was done to.
    pub scope: Scope,
    /// What was done.
    pub action: String,
    /// The very thing.
    pub object: String,
    /// Its value before.
    pub before: String,
    /// Its value after.
    pub after: String,
}

/// A keyword worth trying for an item.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Suggestion {
    /// The item.
    pub item: String,
    /// The word.
    pub word: String,
    /// Whether a report names it, or only the title.
    pub reported: bool,
    /// Clicks it has brought elsewhere.
    pub clicks: u64,
}

/// Tables and lists of paid tools.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct AdsReport {
    /// C14: keywords with the items that use them, the most contested first.
    pub in_use: Vec<InUse>,
    /// C29: the days looked at, and the keywords without an impression; None where too few days are loaded.
    pub quiet: Option<(Period, Vec<String>)>,
    /// C15 to C22.
    pub standings: Vec<StandingRow>,
    /// C27.
    pub creatives: Vec<CreativeRow>,
    /// C30 to C33, in order of time.
    pub operations: Vec<OperationRow>,
    /// C12.
    pub suggestions: Vec<Suggestion>,
    /// C13: words that go with the one asked for, with their figures.
    pub related: Vec<Row>,
}

/// The figures of paid tools that are no sums: states, records, lists.
pub fn settle(figure: &mut Figure, measured: &Measured, loaded: Loaded) {
    let entry = figure.metric.0;
    if loaded.lack(entry).is_some() {
        return;
    }
    let number = match entry.id {
        "keywords_without_impressions" => None, // the list itself stands among the tables
        "keywords_in_use" => None,
        id => measured.ads.values.get(id),
    };
    if let Some(number) = number {
        figure.value = Some(Value::Count(*number));
        figure.why = None;
    }
}

/// What to keep in mind when reading a figure of paid tools.
pub fn notes(entry: &Entry, data: &Data<'_>, measured: &Measured, notes: &mut Vec<Note>) {
    if !entry.needs.contains(&Table::Ads) {
        return;
    }
    if measured.ads.undated > 0 {
        notes.push(Note::UndatedLeftOut { table: Table::Ads, rows: measured.ads.undated });
    } else if data.ads.undated() {
        notes.push(Note::Undated { table: Table::Ads });
    }
    if measured.ads.finer > 0 && entry.kind.is_figure() {
        notes.push(Note::OverlappingReports { rows: measured.ads.finer });
    }
    let conflict: u64 = measured.ads.standings.iter().map(|standing| standing.conflict).sum();
    if entry.id == "ad_item_delisted" && conflict > 0 {
        notes.push(Note::StateConflict { impressions: conflict });
    }
}

/// The cut of a dimension.
pub fn cut(dimension: Dimension) -> Option<AdCut> {
    Some(match dimension {
        Dimension::Tool => AdCut::Tool,
        Dimension::Channel => AdCut::Channel,
        Dimension::Campaign => AdCut::Campaign,
        Dimension::Item => AdCut::Item,
        Dimension::Keyword => AdCut::Keyword,
        Dimension::Creative => AdCut::Creative,
        Dimension::Date => AdCut::Date,
        Dimension::SearchTerm => AdCut::Term,
        _ => return None,
    })
}

/// The keys of a dimension that ads have counted.
pub fn keys(dimension: Dimension, measured: &Measured) -> Option<&BTreeMap<String, AdKey>> {
    cut(dimension).and_then(|cut| measured.ads.keys.get(&cut))
}

/// The keys that cost the most, where only so many rows are wanted: figures need not be formed for all of them.
pub fn dearest(keys: &BTreeMap<String, AdKey>, most: usize, loaded: Loaded) -> BTreeSet<&str> {
    let known = MetricId::of("ad_cost").is_some_and(|metric| loaded.lack(metric.0).is_none());
    let cost = |key: &AdKey| if known { key.tally[MoneyPart::AdCost].to_f64() } else { 0.0 };
    let mut order: Vec<(f64, &str)> = keys.iter().map(|(text, key)| (cost(key), text.as_str())).collect();
    arrange(&mut order, |a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    order.into_iter().take(most).map(|(_, text)| text).collect()
}

/// The figures of one key.
pub fn figures(dimension: Dimension, key: Option<&AdKey>, whole: &Tally, loaded: Loaded) -> Vec<Figure> {
    let empty = AdKey::default();
    let key = key.unwrap_or(&empty);
    let tallies = Tallies { here: &key.tally, whole, days: &[] };
    let mut out: Vec<Figure> = METRICS.iter().filter_map(|id| MetricId::of(id)).map(|metric| figure(metric, loaded, tallies)).collect();
    if matches!(dimension, Dimension::Keyword | Dimension::Item) {
        let latest = [key.quality.value(), key.default_bid.value(), key.category_bid.value()];
        out.extend(FIELDS.iter().zip(latest).filter_map(|(id, value)| {
            let metric = MetricId::of(id)?;
            let value = value.map(Value::Money);
            let lack = loaded.lack(metric.0);
            Some(Figure { value, why: lack, ..blank(metric) })
        }));
    }
    out
}

fn figure(metric: MetricId, loaded: Loaded, tallies: Tallies<'_>) -> Figure {
    let computed = evaluate(metric.0, loaded, tallies);
    let (numerator, denominator) = (computed.numerator, computed.denominator);
    Figure { value: computed.value, numerator, denominator, why: computed.why, ..blank(metric) }
}

fn blank(metric: MetricId) -> Figure {
    Figure { metric, value: None, numerator: None, denominator: None, why: None, notes: Vec::new() }
}

/// The name to show for a key: an item's title, from the products or from the ads themselves.
pub fn label(dimension: Dimension, key: &str, data: &Data<'_>, titles: &Titles) -> Option<String> {
    if dimension != Dimension::Item {
        return None;
    }
    let of_ads = || data.ads.texts.find(key).and_then(|item| data.ads.title(item)).map(str::to_string);
    titles.get(key).cloned().or_else(of_ads)
}

/// The tables and lists; None where nothing of paid tools is loaded.
pub fn report(
    data: &Data<'_>,
    titles: &Titles,
    measured: &Measured,
    period: Period,
    limit: Option<usize>,
    word: Option<&str>,
    loaded: Loaded,
) -> Option<AdsReport> {
    if !data.ads.loaded() && !data.ads.log_loaded() {
        return None;
    }
    let most = limit.unwrap_or(usize::MAX);
    let ads = &measured.ads;
    let mut in_use: Vec<InUse> = keys(Dimension::Keyword, measured)
        .into_iter()
        .flatten()
        .filter(|(_, key)| !key.items.is_empty())
        .map(|(keyword, key)| InUse {
            keyword: keyword.clone(),
            items: key.items.iter().cloned().collect(),
            effective_bid: key.effective_bid(),
        })
        .collect();
    arrange(&mut in_use, |a, b| b.items.len().cmp(&a.items.len()));
    in_use.truncate(most);
    let row = |standing: &Standing| StandingRow {
        campaign: standing.campaign.clone(),
        item: standing.item.clone(),
        state: standing.state,
        conflict: standing.conflict,
    };
    Some(AdsReport {
        in_use,
        quiet: ads.quiet.clone().map(|(days, words)| (days, words.into_iter().take(most).collect())),
        standings: ads.standings.iter().take(most).map(row).collect(),
        creatives: creatives(measured).into_iter().take(most).collect(),
        operations: operations(data, period).into_iter().take(most).collect(),
        suggestions: suggestions(data, titles, measured).into_iter().take(most).collect(),
        related: word.map_or_else(Vec::new, |word| related(word, measured, loaded)),
    })
}

/// C27: each item's creatives, the most shown first, which the others are compared with.
fn creatives(measured: &Measured) -> Vec<CreativeRow> {
    let mut out = Vec::new();
    for (item, creatives) in &measured.ads.creatives {
        let cases = |tally: &Tally| (tally[Part::AdClicks], tally[Part::AdImpressions]);
        let mut rows: Vec<(&String, (u64, u64))> = creatives.iter().map(|(creative, tally)| (creative, cases(tally))).collect();
        arrange(&mut rows, |a, b| b.1.1.cmp(&a.1.1).then_with(|| a.0.cmp(b.0)));
        let first = rows[0].1;
        out.extend(rows.iter().enumerate().map(|(at, (creative, (clicks, impressions)))| CreativeRow {
            item: item.clone(),
            creative: (*creative).clone(),
            impressions: *impressions,
            clicks: *clicks,
            against: if at == 0 { None } else { compare((*clicks, *impressions), first) },
        }));
    }
    out
}

fn operations(data: &Data<'_>, period: Period) -> Vec<OperationRow> {
    let mut clock = data.zone.clock();
    let mut out = Vec::new();
    for operation in data.ads.log() {
        let day = clock.day(operation.time);
        if period.contains(day) {
            let second = clock.local(operation.time).rem_euclid(86_400);
            out.push(OperationRow {
                time: format!("{day} {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60),
                scope: operation.scope,
                action: operation.action.clone(),
                object: operation.object.clone(),
                before: operation.before.clone(),
                after: operation.after.clone(),
            });
        }
    }
    out
}

/// The words that reports name, with the clicks they brought in the period.
fn reported(measured: &Measured) -> BTreeMap<&str, u64> {
    let mut out: BTreeMap<&str, u64> = BTreeMap::new();
    for cut in [AdCut::Keyword, AdCut::Term] {
        for (word, key) in measured.ads.keys.get(&cut).into_iter().flatten() {
            let clicks = out.entry(word).or_default();
            *clicks = key.tally[Part::AdClicks].max(*clicks);
        }
    }
    out
}

/// C12: keywords worth trying, for each item of which a title is loaded.
fn suggestions(data: &Data<'_>, titles: &Titles, measured: &Measured) -> Vec<Suggestion> {
    if titles.is_empty() {
        return Vec::new();
    }
    let lexicon = words::Lexicon::new(&reported(measured));
    let mut used: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in data.ads.rows().iter().filter(|row| row.keyword != 0 && row.item != 0) {
        used.entry(data.ads.texts.text(row.item)).or_default().insert(data.ads.texts.text(row.keyword));
    }
    let none = BTreeSet::new();
    let mut out = Vec::new();
    for (item, title) in titles {
        let words = words::suggest(title, &lexicon, used.get(item.as_str()).unwrap_or(&none));
        out.extend(words.into_iter().take(SUGGESTIONS).map(|(word, evidence, clicks)| Suggestion {
            item: item.clone(),
            word,
            reported: evidence == Evidence::Reported,
            clicks,
        }));
    }
    out
}

/// C13: loaded keywords and search terms that go with a word, the closest first, with their figures.
fn related(word: &str, measured: &Measured, loaded: Loaded) -> Vec<Row> {
    let loaded_words = reported(measured);
    let words: BTreeSet<&str> = loaded_words.keys().copied().collect();
    let key = |word: &str| [AdCut::Keyword, AdCut::Term].iter().find_map(|cut| measured.ads.keys.get(cut)?.get(word));
    let found = words::related(word, &words).into_iter();
    found
        .map(|(word, _)| Row {
            key: word.to_string(),
            label: None,
            figures: figures(Dimension::SearchTerm, key(word), &measured.total, loaded),
        })
        .collect()
}
