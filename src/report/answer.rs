//! A question about the loaded data, and its answer.

use super::AdsReport;
use super::format::Shown;
use crate::metric::{MetricId, Why};
use crate::model::{Currency, Day, Dimension, Grain, Money, Period, Role, Table, Value};
use serde::{Deserialize, Serialize};

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Question {
    /// The days asked for; the days the data cover when None.
    pub period: Option<Period>,
    /// The period to compare with, if any.
    pub compare: Option<Period>,
    /// The series' grain; no series when None.
    pub grain: Option<Grain>,
    /// The breakdowns wanted.
    pub breakdowns: Vec<Dimension>,
    /// The most rows of each breakdown that are sent; all when None.
    pub limit: Option<usize>,
    /// Whether entry and exit pages are wanted.
    pub pages: bool,
    /// What the question is narrowed to: only rows with this text count. A figure of a table without such a column has
    /// no value then.
    pub filters: Vec<(Dimension, String)>,
    /// The most buckets of a series: a period with more of them gets a coarser grain. No bound when None.
    pub most_buckets: Option<usize>,
    /// A word to look for among the loaded keywords and search terms (C13).
    pub word: Option<String>,
    /// Whether the tables and lists of paid tools are wanted, all of them at once.
    pub ads: bool,
}

/// One metric's answer for one period, bucket or key.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Figure {
    /// Which metric.
    pub metric: MetricId,
    /// The value; None is "not known", and `why` says why.
    pub value: Option<Value>,
    /// For ratios: the upper part.
    pub numerator: Option<Value>,
    /// For ratios: the lower part.
    pub denominator: Option<Value>,
    /// Why there is no value.
    pub why: Option<Why>,
    /// What to keep in mind when reading the value.
    pub notes: Vec<Note>,
    /// What its money is counted in.
    pub currency: Currency,
}

impl Figure {
    /// A figure of which nothing is known.
    pub fn unknown(metric: MetricId) -> Figure {
        Figure { metric, value: None, numerator: None, denominator: None, why: None, notes: Vec::new(), currency: Currency::UNTOLD }
    }

    /// How its value is written.
    pub fn shown(&self) -> Shown {
        Shown { unit: self.metric.0.unit, currency: self.currency }
    }

    /// The value of the same figure at another time, as far as the two can be compared: not in another currency.
    pub fn beside(&self, then: &Figure) -> Option<Value> {
        let comparable = self.currency == then.currency || !self.currency.known() || !then.currency.known();
        then.value.filter(|_| comparable)
    }
}

/// What to keep in mind when reading a value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// Less than six days of history are loaded before the period; the data start on this day.
    HistoryIncomplete {
        /// First day with an event.
        from: Day,
    },
    /// Earlier purchases are known only from this day on.
    HistoryFrom {
        /// First day with a paid order.
        from: Day,
    },
    /// The data have no paid_amount column: amount stands in.
    PaidAmountFromAmount,
    /// No orders are loaded: buy events stand in.
    OrdersFromEvents,
    /// This many paid orders name no buyer and are in no buyer count.
    OrdersWithoutBuyer {
        /// Orders paid in the period.
        orders: u64,
    },
    /// Some rows name no currency; they are taken to be counted in the one that the others name.
    CurrencyAssumed {
        /// The code.
        code: String,
    },
    /// Some rows leave a column blank: they add nothing to the sum.
    PartlyBlank {
        /// The column.
        role: Role,
        /// Rows, where they were counted.
        rows: u64,
    },
    /// The ratio is above 1: the period collects money for earlier orders.
    AboveOne,
    /// The event log records no event of this kind at all.
    NoSuchEvent,
    /// The mean of daily values over this many days.
    MeanOverDays {
        /// Days.
        days: u32,
    },
    /// A ready-made report of the platform says so, by the platform's own rules.
    FromReports,
    /// A ready-made report says something too; the rows themselves go before it.
    RowsBeforeReports,
    /// The rows of the table name no day: they count whatever the period.
    Undated {
        /// The table.
        table: Table,
    },
    /// Some rows of the table name no day and are left out beside those that do.
    UndatedLeftOut {
        /// The table.
        table: Table,
        /// Rows left out.
        rows: u64,
    },
    /// This many rows of finer reports tell the same once more and are not added.
    OverlappingReports {
        /// Rows.
        rows: u64,
    },
    /// Items told to be off sale were shown all the same: the data contradict themselves.
    StateConflict {
        /// Impressions.
        impressions: u64,
    },
    /// In files that are loaded, what was given back is taken off the amounts paid already.
    NetOfRefunds {
        /// What was given back, over all days of those files.
        amount: Money,
    },
    /// The period reaches outside the days that the table covers.
    OutsideData {
        /// The table.
        table: Table,
        /// First day covered.
        from: Day,
        /// Last day covered.
        to: Day,
    },
}

/// The figures of one bucket of a series.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Bucket {
    /// The bucket's days inside the period.
    pub period: Period,
    /// Every metric with a number, in catalogue order.
    pub figures: Vec<Figure>,
}

/// The figures of one key of a breakdown.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Row {
    /// The key's text; empty for rows without one.
    pub key: String,
    /// A name to show instead of the key (an item's title), where one is loaded.
    pub label: Option<String>,
    /// The metrics that make sense for the dimension, in catalogue order.
    pub figures: Vec<Figure>,
}

/// One page as entry and exit (A12).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PageRow {
    /// The page's key: page, else item.
    pub page: String,
    /// A name to show instead of the key.
    pub label: Option<String>,
    /// Visits that enter here.
    pub entries: u64,
    /// Visits that leave here.
    pub exits: u64,
    /// Visits that enter here and see nothing else.
    pub bounces: u64,
    /// Views of the entry page inside the visits that enter here.
    pub landing_page_views: u64,
    /// Views of the page in the period.
    pub page_views: u64,
}

/// The figures of the period compared with.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Compared {
    /// The period.
    pub period: Period,
    /// Its figures, in catalogue order.
    pub figures: Vec<Figure>,
    /// Its series, where a grain was asked for.
    pub series: Vec<Bucket>,
}

/// The answer to a question.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Report {
    /// The days answered for.
    pub period: Period,
    /// The days that the loaded data cover.
    pub covered: Period,
    /// The shop's zone.
    pub zone: String,
    /// Every listed metric once, in catalogue order.
    pub figures: Vec<Figure>,
    /// The period compared with.
    pub compared: Option<Compared>,
    /// The series' grain: the one asked for, or a coarser one where the period has too many buckets.
    pub grain: Option<Grain>,
    /// The series, where a grain was asked for.
    pub series: Vec<Bucket>,
    /// The breakdowns asked for.
    pub breakdowns: Vec<(Dimension, Vec<Row>)>,
    /// Entry and exit pages, most entries first (A12); None when the data name no pages.
    pub pages: Option<Vec<PageRow>>,
    /// How many pages there are in all, where `pages` is cut at the limit.
    pub pages_total: u64,
    /// Views by weekday (Monday first) and local hour (A15): 7 rows of 24; None without events.
    pub hours: Option<Vec<Vec<u64>>>,
    /// Whether nothing loaded names a day: the period means nothing then.
    pub undated: bool,
    /// Tables and lists of paid tools; None where none are loaded.
    pub ads: Option<AdsReport>,
}

impl Report {
    /// The figure of a metric.
    pub fn figure(&self, id: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.metric.id() == id)
    }
}
