//! What a workbook is made from: owned, so that it can travel to the part of the page that writes workbooks.

use super::Taken;
use super::csv::notes;
use crate::metric::MetricId;
use crate::report::{Lang, Report};
use serde::{Deserialize, Serialize};

/// The figures of a board, and where they come from.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Book {
    /// What it is called.
    pub title: String,
    /// The figures.
    pub report: Report,
    /// Those of the board, in its order.
    pub metrics: Vec<MetricId>,
    /// Why there is no value, or what to keep in mind about it; one for each of `metrics`.
    pub notes: Vec<String>,
    /// Name and text of what a reader must know: period, filters, rules, files, time.
    pub facts: Vec<(String, String)>,
    /// The language.
    pub lang: Lang,
}

impl Book {
    /// The same figures as the other ways of taking out.
    pub fn of(taken: &Taken<'_>) -> Book {
        let figures = taken.figures();
        Book {
            title: taken.title.to_string(),
            report: taken.report.clone(),
            metrics: figures.iter().map(|figure| figure.metric).collect(),
            notes: figures.iter().map(|figure| notes(figure, taken)).collect(),
            facts: taken.facts(),
            lang: taken.lang,
        }
    }
}
