//! The catalogue: every metric declared once, as data. Page labels, units, help, glossary, JSON, CLI names and SQL
//! all iterate [`ENTRIES`], in its order.
//!
//! To add a metric: one entry in the list of its group, and a fold if no part serves. The tests below check the
//! list's own rules (unique ids, every part exists, every text in both languages).

mod ads;
mod basic;
mod extra;
mod keyed;
mod parts;
mod retention;
mod sales;
mod search;
mod sources;
mod told;

pub use keyed::{AD_METRICS, fields_of, metrics_of, told_besides};
pub use told::{Nature, told_by};

use super::{MoneyPart, Part};
use crate::model::{Direction, Role, Table, Unit};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A text in the page's two languages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Text {
    /// Chinese (zh-CN).
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// Which part of the catalogue an entry stands in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// A: basic statistics 基础统计类.
    Basic,
    /// B: sales 销售分析类.
    Sales,
    /// C: paid search 直通车数据类.
    Search,
    /// D: sources 来源分析类.
    Sources,
    /// Figures beside the 90 terms.
    Extra,
    /// Inner parts of formulas: named so that an explanation can show them, not listed as figures.
    Part,
}

/// Which days enter a mean of daily values.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Days {
    /// Every calendar day; a day without a denominator adds 0 and counts as a day.
    All,
    /// Only the days whose denominator is not 0.
    WithDenominator,
}

/// How an entry's value comes about. Parts are named by the ids of other entries.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Kind {
    /// A whole number folded from rows.
    Count(Part),
    /// A whole number folded from rows that is null when another part, a number of cases, is 0.
    CountOver(Part, &'static str),
    /// Money folded from rows.
    Amount(MoneyPart),
    /// `numerator / denominator`; null when the denominator is 0.
    Ratio {
        /// Id of the upper part.
        numerator: &'static str,
        /// Id of the lower part.
        denominator: &'static str,
    },
    /// A key's part of the whole: the key's value / the value over all keys.
    Share {
        /// Id of the part.
        of: &'static str,
    },
    /// The sum of another entry's daily values / the number of days.
    MeanOfDays {
        /// Id of the ratio that is taken day by day.
        of: &'static str,
        /// Which days count.
        over: Days,
    },
    /// The ratio on one day; over several days the mean of the daily ratios over all calendar days.
    DailyRatio {
        /// Id of the upper part.
        numerator: &'static str,
        /// Id of the lower part.
        denominator: &'static str,
    },
    /// A table: one row per page, hour, keyword, …
    Breakdown,
    /// A column that the data carries.
    Field,
    /// A status value.
    State,
    /// A small tool over loaded data.
    Tool,
    /// A category of an operation log.
    Record,
}

impl Kind {
    /// The kind's name in JSON, in the words of the specification.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Count(_) | Kind::CountOver(..) | Kind::Amount(_) => "measure",
            Kind::Ratio { .. } | Kind::Share { .. } | Kind::DailyRatio { .. } => "ratio",
            Kind::MeanOfDays { .. } => "mean_of_days",
            Kind::Breakdown => "breakdown",
            Kind::Field => "field",
            Kind::State => "state",
            Kind::Tool => "tool",
            Kind::Record => "record",
        }
    }

    /// Whether the entry has a number for a period.
    pub fn is_figure(self) -> bool {
        !matches!(self, Kind::Breakdown | Kind::Field | Kind::State | Kind::Tool | Kind::Record)
    }

    /// The ids of the entries this one is computed from.
    pub fn parts(self) -> Vec<&'static str> {
        match self {
            Kind::Ratio { numerator, denominator } | Kind::DailyRatio { numerator, denominator } => vec![numerator, denominator],
            Kind::Share { of } | Kind::MeanOfDays { of, .. } => vec![of],
            Kind::CountOver(_, cases) => vec![cases],
            _ => vec![],
        }
    }
}

/// One entry of the catalogue.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Entry {
    /// Group letter and the entry's number in the seed document: `A01` … `D09`; `X01` … beside the 90; `P01` … parts.
    pub n: &'static str,
    /// The stable identifier, in JSON, links, SQL and the CLI.
    pub id: &'static str,
    /// Full name.
    pub name: Text,
    /// Group.
    pub group: Group,
    /// How the value comes about.
    pub kind: Kind,
    /// What the value counts.
    pub unit: Unit,
    /// Whether a rise is good news.
    pub better: Direction,
    /// Whether values of parts of the data may be added up to the whole's value.
    pub additive: bool,
    /// Tables that must be loaded.
    pub needs: &'static [Table],
    /// Columns that must be there: one of each inner slice.
    pub columns: &'static [&'static [Role]],
    /// What it is, in one or two sentences.
    pub definition: Text,
    /// How it is computed, in words and part names.
    pub formula: Text,
    /// What people confuse it with, or what to keep in mind; empty when there is nothing to say.
    pub beware: Text,
}

impl Entry {
    /// Name, definition and formula, as a comment of SQL.
    pub fn head(&self) -> String {
        format!("-- {} ({}, {}): {} = {}\n", self.id, self.name.en, self.name.zh, self.definition.en, self.formula.en)
    }
}

/// Names the lists once, and gives them as they are, or without their texts.
macro_rules! lists {
    ($($list:path),* $(,)?) => {
        /// Every entry: the 90 terms in the order of the seed document, then the extra figures, then the inner parts.
        #[cfg(feature = "words")]
        pub static ENTRIES: &[&[Entry]] = &[$($list),*];

        /// Every entry, without texts: the page's worker shows nothing, and the page has them.
        #[cfg(not(feature = "words"))]
        pub static ENTRIES: &[&[Entry]] = &[$({
            static MUTE: [Entry; $list.len()] = mute($list);
            &MUTE
        }),*];
    };
}

lists!(
    basic::ENTRIES,
    sales::ENTRIES,
    search::ENTRIES,
    sources::ENTRIES,
    extra::ENTRIES,
    ads::ENTRIES,
    retention::RATES,
    parts::ENTRIES,
    retention::COUNTS,
);

#[cfg(not(feature = "words"))]
const fn mute<const N: usize>(list: &'static [Entry]) -> [Entry; N] {
    const NONE: Text = Text { zh: "", en: "" };
    let mut mute = [list[0]; N];
    let mut at = 0;
    while at < N {
        mute[at] = Entry { name: NONE, definition: NONE, formula: NONE, beware: NONE, ..list[at] };
        at += 1;
    }
    mute
}

/// Every entry, in order.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    ENTRIES.iter().copied().flatten()
}

/// The entries that are listed as figures, terms and extras: all but the inner parts.
pub fn listed() -> impl Iterator<Item = &'static Entry> {
    entries().filter(|entry| entry.group != Group::Part)
}

/// The first entry with an id.
pub fn find(id: &str) -> Option<&'static Entry> {
    entries().find(|entry| entry.id == id)
}

/// A metric by its id, known to stand in the catalogue. Travels as its id.
#[derive(Clone, Copy)]
pub struct MetricId(pub &'static Entry);

impl MetricId {
    /// The metric with this id, if there is one.
    pub fn of(id: &str) -> Option<MetricId> {
        find(id).map(MetricId)
    }

    /// Its number in the catalogue's order.
    fn position(self) -> u16 {
        entries().position(|entry| entry.id == self.0.id).unwrap_or(usize::from(u16::MAX)) as u16
    }

    /// The id.
    pub fn id(self) -> &'static str {
        self.0.id
    }
}

impl PartialEq for MetricId {
    fn eq(&self, other: &MetricId) -> bool {
        self.0.id == other.0.id
    }
}

impl Eq for MetricId {}

impl fmt::Debug for MetricId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.id)
    }
}

impl Serialize for MetricId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // In bytes, a number is enough: page and worker are one build and count the same entries.
        if serializer.is_human_readable() { serializer.serialize_str(self.0.id) } else { serializer.serialize_u16(self.position()) }
    }
}

impl<'de> Deserialize<'de> for MetricId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<MetricId, D::Error> {
        if !deserializer.is_human_readable() {
            let position = u16::deserialize(deserializer)?;
            let entry = entries().nth(usize::from(position));
            return entry.map(MetricId).ok_or_else(|| serde::de::Error::custom(format!("no metric has the number {position}")));
        }
        let id = String::deserialize(deserializer)?;
        MetricId::of(&id).ok_or_else(|| serde::de::Error::custom(format!("no metric is called `{id}`")))
    }
}

#[cfg(test)]
mod tests;
