//! What the answer says of paid tools beside plain figures: rows of breakdowns, states, lists, operations.

pub mod creatives;
mod desk;
pub mod log;
pub mod sheet;
pub mod standings;
pub mod suggest;

pub use crate::metric::proportions::Verdict;
pub use crate::metric::words::{Bond, Evidence};
pub use desk::{AdsAsk, AdsTold, Context, Cutter, Desk, words_of};

use super::{Dimension, Figure, Note, ProductTexts, Question, Row, Titles};
pub use crate::metric::catalogue::AD_METRICS as METRICS;
use crate::metric::catalogue::fields_of;
use crate::metric::fold::{AdCut, AdFilter, AdKey, QUIET_DAYS, Standing, ad_keys, quiet_days, quiet_keywords};
use crate::metric::proportions::Difference;
use crate::metric::words;
use crate::metric::{Computed, Data, Entry, Loaded, Measured, MetricId, Rests, Tallies, Tally, Why, evaluate};
use crate::model::{AdState, Money, Period, Scope, Table, Value, arrange};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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

/// A keyword with its quality score.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Scored {
    /// The keyword.
    pub keyword: String,
    /// Its latest score.
    pub quality: Money,
    /// What it cost; None where no report tells it.
    pub cost: Option<Money>,
}

/// Where a campaign or a promoted item stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StandingRow {
    /// The tool.
    pub tool: String,
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
    /// What speaks for it.
    pub evidence: Evidence,
    /// Clicks it has brought elsewhere.
    pub clicks: u64,
}

/// Tables and lists of paid tools.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct AdsReport {
    /// C14: keywords with the items that use them, the most contested first.
    pub in_use: Vec<InUse>,
    /// C10: keywords with a quality score, the worst first, of equal ones the dearest.
    pub scored: Vec<Scored>,
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
pub fn settle(figure: &mut Figure, data: &Data<'_>, measured: &Measured, period: Period, loaded: Loaded) {
    let entry = figure.metric.0;
    if loaded.lack(entry).is_some() {
        return;
    }
    let number = match entry.id {
        "keywords_without_impressions" => {
            // The list itself stands among the tables, where there can be one.
            if quiet_days(data.ads, period).is_none() {
                figure.why = Some(Why::FewDays(QUIET_DAYS as u32));
            }
            None
        }
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
    // Keywords without a day are not left out of their list.
    if measured.ads.undated > 0 && entry.id != "keywords_without_impressions" {
        notes.push(Note::UndatedLeftOut { table: Table::Ads, rows: measured.ads.undated });
    } else if data.ads.undated() {
        notes.push(Note::Undated { table: Table::Ads });
    }
    let again = Rests::of(entry).parts.iter().filter_map(|part| measured.ads.again.get(&part.reported()?)).max();
    if let Some(rows) = again.filter(|_| entry.kind.is_figure()) {
        notes.push(Note::OverlappingReports { rows: *rows });
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

/// The cut of a dimension that reports of paid tools can be narrowed by: days are what the period is for.
pub fn narrowing(dimension: Dimension) -> Option<AdCut> {
    cut(dimension).filter(|cut| *cut != AdCut::Date)
}

/// What is left of paid tools under the filters of a question. Filters of what no report of them names leave them as they
/// are: their figures mean nothing then ([`Loaded::beside`]).
pub fn only(filters: &[(Dimension, String)]) -> AdFilter {
    if filters.is_empty() { AdFilter::default() } else { those(filters) }
}

// Apart: see www/build/later.mjs.
#[inline(never)]
fn those(filters: &[(Dimension, String)]) -> AdFilter {
    // Of a dimension that is named twice the last one holds.
    let last = |at: usize, dimension: Dimension| !filters[at + 1..].iter().any(|(later, _)| *later == dimension);
    let filters = filters.iter().enumerate().filter(|(at, (dimension, _))| last(*at, *dimension)).map(|(_, filter)| filter);
    AdFilter::new(filters.filter_map(|(dimension, text)| Some((narrowing(*dimension)?, text.clone()))))
}

/// The keys of a dimension that ads have counted; None where there are none.
pub fn keys(dimension: Dimension, data: &Data<'_>, period: Period) -> Option<BTreeMap<String, AdKey>> {
    let cut = cut(dimension).filter(|_| data.ads.loaded())?;
    Some(ad_keys(data.ads, data.only, period, cut)).filter(|keys| !keys.is_empty())
}

/// The keys that cost the most, where only so many rows are wanted: figures need not be formed for all of them.
pub fn dearest(keys: &BTreeMap<String, AdKey>, most: usize, loaded: Loaded) -> BTreeSet<&str> {
    let known = MetricId::of("ad_cost").is_some_and(|metric| loaded.lack(metric.0).is_none());
    let cost = |key: &AdKey| if known { key.sums.cost.to_f64() } else { 0.0 };
    let mut order: Vec<(f64, &str)> = keys.iter().map(|(text, key)| (cost(key), text.as_str())).collect();
    arrange(&mut order, |a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    order.into_iter().take(most).map(|(_, text)| text).collect()
}

/// The figures of one key.
pub fn figures(dimension: Dimension, key: Option<&AdKey>, whole: &Tally, loaded: Loaded) -> Vec<Figure> {
    let of_key = |metric: MetricId| figure(metric, computed(metric.0, key, whole, loaded));
    let mut out: Vec<Figure> = METRICS.iter().filter_map(|id| MetricId::of(id)).map(of_key).collect();
    let empty = AdKey::default();
    let key = key.unwrap_or(&empty);
    let fields = fields_of(dimension);
    out.extend(fields.filter_map(MetricId::of).map(|metric| Figure {
        value: latest(key, metric.id()),
        why: loaded.lack(metric.0),
        ..blank(metric)
    }));
    out
}

/// The value of a column that is no sum: the latest of the key.
fn latest(key: &AdKey, id: &str) -> Option<Value> {
    let money = match id {
        "ad_quality_score" => key.quality.value(),
        "ad_default_bid" => key.default_bid.value(),
        "ad_category_bid" => key.category_bid.value(),
        "ad_own_bid" => key.own_bid(),
        "ad_effective_bid" => key.effective_bid(),
        "ad_keyword_items" => return (!key.items.is_empty()).then_some(Value::Count(key.items.len() as u64)),
        _ => None,
    };
    money.map(Value::Money)
}

/// The value of an entry for one key; what all rows of the key leave blank is not known of it.
pub(super) fn computed(entry: &'static Entry, key: Option<&AdKey>, whole: &Tally, loaded: Loaded) -> Computed {
    if let Some(role) = key.and_then(|key| key.sums.untold(entry)).filter(|_| loaded.lack(entry).is_none()) {
        return Computed { why: Some(Why::Blank(Table::Ads, role)), ..Computed::default() };
    }
    let here = key.map(|key| key.sums.tally()).unwrap_or_default();
    evaluate(entry, loaded, Tallies { here: &here, whole, days: &[] })
}

fn figure(metric: MetricId, computed: Computed) -> Figure {
    let (numerator, denominator) = (computed.numerator, computed.denominator);
    Figure { value: computed.value, numerator, denominator, why: computed.why, currency: computed.currency, ..blank(metric) }
}

fn blank(metric: MetricId) -> Figure {
    Figure::unknown(metric)
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
    told: ProductTexts<'_>,
    measured: &Measured,
    period: Period,
    question: &Question,
    loaded: Loaded,
) -> Option<AdsReport> {
    if !data.ads.loaded() && !data.ads.log_loaded() {
        return None;
    }
    let most = question.limit.unwrap_or(usize::MAX);
    let keywords = keys(Dimension::Keyword, data, period).unwrap_or_default();
    let terms = keys(Dimension::SearchTerm, data, period).unwrap_or_default();
    let mut in_use: Vec<InUse> = keywords
        .iter()
        .filter(|(_, key)| !key.items.is_empty())
        .map(|(keyword, key)| InUse { keyword: keyword.clone(), items: items(key, data), effective_bid: key.effective_bid() })
        .collect();
    arrange(&mut in_use, |a, b| b.items.len().cmp(&a.items.len()));
    in_use.truncate(most);
    let costs = MetricId::of("ad_cost").is_some_and(|metric| loaded.lack(metric.0).is_none());
    let of_keyword = |(keyword, key): (&String, &AdKey)| {
        Some(Scored { keyword: keyword.clone(), quality: key.quality.value()?, cost: costs.then_some(key.sums.cost) })
    };
    let mut scored: Vec<Scored> = keywords.iter().filter_map(of_keyword).collect();
    arrange(&mut scored, |a, b| a.quality.cmp(&b.quality).then(b.cost.cmp(&a.cost)).then_with(|| a.keyword.cmp(&b.keyword)));
    scored.truncate(most);
    let row = |standing: &Standing| StandingRow {
        tool: standing.tool.clone(),
        campaign: standing.campaign.clone(),
        item: standing.item.clone(),
        state: standing.state,
        conflict: standing.conflict,
    };
    let quiet = quiet_keywords(data.ads, data.only, period);
    // What is in use elsewhere is no suggestion either, whatever the question is narrowed to.
    let whole = Data { only: AdFilter::ALL, ..*data };
    let all = (!data.only.takes_all())
        .then(|| [Dimension::Keyword, Dimension::SearchTerm].map(|of| keys(of, &whole, period).unwrap_or_default()));
    let [all_keywords, all_terms] = all.as_ref().map_or([&keywords, &terms], |[keywords, terms]| [keywords, terms]);
    let pool = suggest::Pool::new(all_keywords, all_terms);
    Some(AdsReport {
        in_use,
        scored,
        quiet: quiet.map(|(days, words)| (days, words.into_iter().take(most).collect())),
        standings: measured.ads.standings.iter().take(most).map(row).collect(),
        creatives: creatives::rows(data, period).into_iter().take(most).collect(),
        operations: log::operations(data, period).take(most).collect(),
        suggestions: suggest::all(data, told, &pool).into_iter().take(most).collect(),
        related: question.word.as_deref().map_or_else(Vec::new, |word| related(word, &keywords, &terms, measured, loaded)),
    })
}

/// The ids of the items under a key, in their order.
fn items(key: &AdKey, data: &Data<'_>) -> Vec<String> {
    let mut out: Vec<String> = key.items.iter().map(|item| data.ads.texts.text(*item).to_string()).collect();
    arrange(&mut out, Ord::cmp);
    out
}

/// C13: loaded keywords and search terms that go with a word, the closest first, with their figures.
fn related(
    word: &str,
    keywords: &BTreeMap<String, AdKey>,
    terms: &BTreeMap<String, AdKey>,
    measured: &Measured,
    loaded: Loaded,
) -> Vec<Row> {
    let words: BTreeSet<&str> = keywords.keys().chain(terms.keys()).map(String::as_str).collect();
    words::related(word, &words)
        .into_iter()
        .map(|(word, _)| Row {
            key: word.to_string(),
            label: None,
            figures: figures(Dimension::SearchTerm, keywords.get(word).or_else(|| terms.get(word)), &measured.total, loaded),
        })
        .collect()
}
