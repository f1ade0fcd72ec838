//! Tables of paid tools of any length, a window at a time: campaigns, items, keywords, search terms, and the words that
//! go with a typed one (C13). Sorted by any column, narrowed by a text, or to keywords without impressions (C29) or with
//! several items (C14).

use super::Context;
use super::{computed, figures, latest};
use crate::metric::fold::{AdCut, AdKey, ad_keys, quiet_keywords};
use crate::metric::words::{self, Bond};
use crate::metric::{MetricId, Tally};
use crate::model::{Period, Value, arrange};
use crate::report::{Dimension, Row};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Items that a row names; more are only counted.
const NAMED: usize = 8;

/// What the rows of a table are.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Cut {
    /// Campaigns.
    Campaign,
    /// Items.
    Item,
    /// Keywords.
    Keyword,
    /// What was really typed.
    Term,
    /// Keywords and search terms that go with this word.
    Related(String),
}

impl Cut {
    /// The dimension that the keys are of.
    pub fn dimension(&self) -> Dimension {
        match self {
            Cut::Campaign => Dimension::Campaign,
            Cut::Item => Dimension::Item,
            Cut::Keyword => Dimension::Keyword,
            Cut::Term | Cut::Related(_) => Dimension::SearchTerm,
        }
    }

    /// The columns, in the order of reading.
    pub fn columns(&self) -> &'static [&'static str] {
        match self {
            Cut::Keyword => &[
                "ad_cost",
                "ad_impressions",
                "ad_clicks",
                "ad_ctr",
                "ad_cpc",
                "ad_avg_rank",
                "ad_quality_score",
                "ad_effective_bid",
                "ad_own_bid",
                "ad_default_bid",
                "ad_category_bid",
                "ad_keyword_items",
                "ad_orders",
                "ad_revenue",
                "ad_roi",
                "ad_cost_per_order",
                "ad_conversion_rate",
                "ad_favorites",
                "ad_carts",
            ],
            Cut::Item => &[
                "ad_cost",
                "ad_impressions",
                "ad_clicks",
                "ad_ctr",
                "ad_cpc",
                "ad_avg_rank",
                "ad_quality_score",
                "ad_default_bid",
                "ad_category_bid",
                "ad_orders",
                "ad_revenue",
                "ad_roi",
                "ad_cost_per_order",
                "ad_conversion_rate",
                "ad_favorites",
                "ad_carts",
            ],
            Cut::Campaign | Cut::Term | Cut::Related(_) => super::METRICS,
        }
    }
}

/// What a table is sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum By {
    /// The name.
    Name,
    /// How closely a word goes with the typed one.
    Closeness,
    /// A column.
    Figure(MetricId),
}

/// Which rows are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Only {
    /// All of them.
    #[default]
    All,
    /// Keywords without an impression in the last 15 days.
    Quiet,
    /// Keywords that several items use.
    Contested,
}

/// A window of a table.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SheetAsk {
    /// The days.
    pub period: Period,
    /// What the rows are.
    pub cut: Cut,
    /// What sorts them.
    pub by: By,
    /// Whether the least comes first.
    pub rising: bool,
    /// Only rows whose name contains this, upper or lower case.
    pub find: String,
    /// Which rows.
    pub only: Only,
    /// First row wanted.
    pub start: u64,
    /// How many.
    pub count: u64,
}

/// One row.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SheetRow {
    /// Key, name and figures.
    pub row: Row,
    /// Whether what is bid is the word's own bid, and not the default.
    pub own_bid: bool,
    /// The first items under the key, with their titles.
    pub items: Vec<(String, Option<String>)>,
    /// How many items there are.
    pub items_total: u64,
    /// A keyword without an impression in the last 15 days.
    pub quiet: bool,
    /// A keyword that no row of the period names.
    pub absent: bool,
    /// Of related words: whether it is a keyword, and not only something that was typed.
    pub keyword: bool,
    /// Of related words: how it goes with the typed one, and the part that both have.
    pub bond: Option<(Bond, String)>,
}

/// The window.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SheetTold {
    /// What was asked.
    pub ask: SheetAsk,
    /// Rows in all.
    pub total: u64,
    /// Rows that fit what was asked.
    pub found: u64,
    /// The 15 days that are looked at for impressions; None where too few are loaded.
    pub quiet_days: Option<Period>,
    /// Keywords without an impression in them.
    pub quiet: u64,
    /// Keywords that several items use.
    pub contested: u64,
    /// The columns that the loaded reports can fill.
    pub columns: Vec<MetricId>,
    /// The largest value of the column that sorts, for bars.
    pub largest: f64,
    /// The rows.
    pub rows: Vec<SheetRow>,
}

/// One key, counted.
struct Line {
    key: String,
    /// As it is searched.
    plain: String,
    counted: AdKey,
    label: Option<String>,
    quiet: bool,
    absent: bool,
    keyword: bool,
    bond: Option<(Bond, String)>,
}

/// All keys of one cut, and the last order of them that was asked for.
struct Sheet {
    cut: Cut,
    lines: Vec<Line>,
    quiet_days: Option<Period>,
    order: Option<(By, bool, String, Only)>,
    ordered: Vec<u32>,
    largest: f64,
}

/// The tables that were counted for a period.
#[derive(Default)]
pub struct Sheets(Vec<Sheet>);

impl Sheets {
    /// A window of a table, which is counted and sorted if it was not before.
    pub fn window(&mut self, context: &Context<'_>, ask: &SheetAsk) -> SheetTold {
        // Of typed words only the last is kept.
        if matches!(ask.cut, Cut::Related(_)) {
            self.0.retain(|sheet| sheet.cut == ask.cut || !matches!(sheet.cut, Cut::Related(_)));
        }
        let at = self.0.iter().position(|sheet| sheet.cut == ask.cut).unwrap_or_else(|| {
            self.0.push(Sheet::counted(context, ask.period, &ask.cut));
            self.0.len() - 1
        });
        self.0[at].window(context, ask)
    }
}

impl Sheet {
    fn counted(context: &Context<'_>, period: Period, cut: &Cut) -> Sheet {
        let of = |cut| ad_keys(context.data.ads, context.data.only, period, cut);
        let line = |(key, counted): (String, AdKey)| Line {
            plain: words::plain(&key),
            key,
            counted,
            label: None,
            quiet: false,
            absent: false,
            keyword: false,
            bond: None,
        };
        let mut quiet_days = None;
        let mut lines: Vec<Line> = match cut {
            Cut::Campaign => of(AdCut::Campaign).into_iter().map(line).collect(),
            Cut::Term => of(AdCut::Term).into_iter().map(line).collect(),
            Cut::Item => of(AdCut::Item).into_iter().map(line).collect(),
            Cut::Keyword => {
                let mut keys = of(AdCut::Keyword);
                let (days, quiet) = quiet_keywords(context.data.ads, context.data.only, period).unzip();
                quiet_days = days;
                let quiet: BTreeSet<String> = quiet.unwrap_or_default();
                let absent: BTreeSet<String> = quiet.iter().filter(|word| !keys.contains_key(*word)).cloned().collect();
                keys.extend(absent.iter().map(|word| (word.clone(), AdKey::default())));
                let known =
                    |key: String, counted| Line { quiet: quiet.contains(&key), absent: absent.contains(&key), ..line((key, counted)) };
                keys.into_iter().map(|(key, counted)| known(key, counted)).collect()
            }
            Cut::Related(word) => related(word, of(AdCut::Keyword), of(AdCut::Term), line),
        };
        if *cut == Cut::Item {
            for line in &mut lines {
                line.label = context.label(&line.key);
                if let Some(label) = &line.label {
                    line.plain = format!("{} {}", words::plain(label), line.plain);
                }
            }
        }
        Sheet { cut: cut.clone(), lines, quiet_days, order: None, ordered: Vec::new(), largest: 0.0 }
    }

    fn window(&mut self, context: &Context<'_>, ask: &SheetAsk) -> SheetTold {
        let wanted = (ask.by, ask.rising, words::plain(ask.find.trim()), ask.only);
        if self.order.as_ref() != Some(&wanted) {
            self.sort(context, &wanted);
            self.order = Some(wanted);
        }
        let lines = self.ordered.iter().skip(ask.start as usize).take(ask.count as usize).map(|at| &self.lines[*at as usize]);
        let known = |id: &&&str| MetricId::of(id).is_some_and(|metric| context.loaded.lack(metric.0).is_none());
        let columns: Vec<MetricId> = self.cut.columns().iter().filter(known).filter_map(|id| MetricId::of(id)).collect();
        let count = |fits: fn(&Line) -> bool| self.lines.iter().filter(|line| fits(line)).count() as u64;
        SheetTold {
            total: count(|line| !line.absent),
            found: self.ordered.len() as u64,
            quiet_days: self.quiet_days,
            quiet: count(|line| line.quiet),
            contested: count(|line| line.counted.items.len() > 1),
            largest: self.largest,
            rows: lines.map(|line| self.row(context, line, &columns)).collect(),
            columns,
            ask: ask.clone(),
        }
    }

    fn sort(&mut self, context: &Context<'_>, (by, rising, find, only): &(By, bool, String, Only)) {
        let fits = |line: &Line| {
            let shown = match only {
                Only::All => !line.absent,
                Only::Quiet => line.quiet,
                Only::Contested => line.counted.items.len() > 1,
            };
            shown && (find.is_empty() || line.plain.contains(find.as_str()))
        };
        let mut keyed: Vec<(Option<f64>, u32)> = (0..)
            .zip(&self.lines)
            .filter(|(_, line)| fits(line))
            .map(|(at, line)| (if let By::Figure(metric) = by { value(context, *metric, &line.counted) } else { None }, at))
            .collect();
        let lines = &self.lines;
        // Lines come in the order of their texts, and the sort keeps that among equals. Unknown values stand last either way.
        match by {
            By::Name if *rising => {}
            By::Name => keyed.reverse(),
            By::Closeness => arrange(&mut keyed, |a, b| bond(lines, a.1).cmp(&bond(lines, b.1))),
            // Of equal figures the dearest comes first: of bad scores the one that matters.
            By::Figure(_) => keyed.sort_by(|(a, x), (b, y)| {
                let figures = match (a, b) {
                    (Some(a), Some(b)) if *rising => a.total_cmp(b),
                    (Some(a), Some(b)) => b.total_cmp(a),
                    (a, b) => b.is_some().cmp(&a.is_some()),
                };
                let cost = |at: &u32| lines[*at as usize].counted.sums.cost;
                figures.then_with(|| cost(y).cmp(&cost(x)))
            }),
        }
        self.largest = keyed.iter().filter_map(|(value, _)| *value).fold(0.0, f64::max);
        self.ordered = keyed.into_iter().map(|(_, at)| at).collect();
    }

    fn row(&self, context: &Context<'_>, line: &Line, columns: &[MetricId]) -> SheetRow {
        let all = figures(self.cut.dimension(), Some(&line.counted), &Tally::default(), context.loaded);
        let figures = columns.iter().filter_map(|metric| all.iter().find(|figure| figure.metric == *metric).cloned()).collect();
        let text = |item: &u32| context.data.ads.texts.text(*item).to_string();
        let mut items: Vec<String> = if self.cut == Cut::Keyword { line.counted.items.iter().map(text).collect() } else { Vec::new() };
        arrange(&mut items, Ord::cmp);
        SheetRow {
            row: Row { key: line.key.clone(), label: line.label.clone(), figures },
            own_bid: line.counted.own_bid().is_some(),
            items_total: items.len() as u64,
            items: items.into_iter().take(NAMED).map(|item| (item.clone(), context.label(&item))).collect(),
            quiet: line.quiet,
            absent: line.absent,
            keyword: line.keyword,
            bond: line.bond.clone(),
        }
    }
}

fn bond(lines: &[Line], at: u32) -> Option<Bond> {
    lines[at as usize].bond.as_ref().map(|(bond, _)| *bond)
}

/// What a key is sorted by: the figure as a number.
fn value(context: &Context<'_>, metric: MetricId, key: &AdKey) -> Option<f64> {
    if !metric.0.kind.is_figure() {
        return latest(key, metric.id()).map(Value::to_f64);
    }
    computed(metric.0, Some(key), &Tally::default(), context.loaded).value.map(Value::to_f64)
}

/// The words that go with a typed one. A word that is both keyword and search term is told as the keyword, whose clicks
/// hold those of what was typed.
fn related(
    word: &str,
    keywords: BTreeMap<String, AdKey>,
    mut terms: BTreeMap<String, AdKey>,
    line: impl Fn((String, AdKey)) -> Line,
) -> Vec<Line> {
    let is_keyword: BTreeSet<String> = keywords.keys().cloned().collect();
    terms.extend(keywords);
    let found: BTreeMap<String, (Bond, String)> = {
        let words: BTreeSet<&str> = terms.keys().map(String::as_str).collect();
        words::related(word, &words).into_iter().map(|(word, bond)| (word.to_string(), bond)).collect()
    };
    let known = |(key, counted): (String, AdKey)| {
        let bond = found.get(&key)?.clone();
        Some(Line { keyword: is_keyword.contains(&key), bond: Some(bond), ..line((key, counted)) })
    };
    terms.into_iter().filter_map(known).collect()
}
