//! What is taken out of the page or the program: a table for a spreadsheet, a report that opens from a disk. Each says
//! which period, comparison, rules and files its figures come from, and when it was made.

mod book;
mod csv;
mod html;
mod rejects;
mod rows;
#[cfg(feature = "sheets")]
mod xlsx;

pub use book::Book;
pub use csv::{Csv, csv};
pub use html::html;
pub use rejects::rejects;
pub use rows::{RowWords, RowsCsv, columns};
#[cfg(feature = "sheets")]
pub use xlsx::workbook;

use super::{Dimension, Figure, FileReport, FileState, Lang, Report, VISIT_GAP, format};
use crate::metric::MetricId;
use crate::model::Period;

/// What is taken out.
pub struct Taken<'a> {
    /// What it is called: the board's name.
    pub title: &'a str,
    /// The figures.
    pub report: &'a Report,
    /// Which of them, in their order; all when empty.
    pub metrics: &'a [MetricId],
    /// Every file, those that do not count too.
    pub files: &'a [FileReport],
    /// What the figures are narrowed to.
    pub filters: &'a [(Dimension, String)],
    /// When, as the reader's clock says.
    pub made: &'a str,
    /// The language.
    pub lang: Lang,
}

impl Taken<'_> {
    fn figures(&self) -> Vec<&Figure> {
        let figures = &self.report.figures;
        if self.metrics.is_empty() {
            return figures.iter().filter(|figure| figure.metric.0.kind.is_figure()).collect();
        }
        self.metrics.iter().filter_map(|metric| figures.iter().find(|figure| figure.metric == *metric)).collect()
    }

    /// The same in a few lines, for a picture.
    pub fn caption(&self) -> Vec<String> {
        let facts = self.facts();
        let joined =
            |from: usize, to: usize| facts[from..to].iter().map(|(name, text)| format!("{name}: {text}")).collect::<Vec<_>>().join("  ");
        let names: Vec<&str> = self.files.iter().filter(|file| file.state == FileState::Loaded).map(|file| file.name.as_str()).collect();
        vec![
            joined(0, 3),
            joined(3, 4),
            format!("{}: {}", self.lang.text("take-file"), names.join(", ")),
            joined(facts.len() - 1, facts.len()),
        ]
    }

    /// What the figures are narrowed to, in words.
    fn narrowed(&self) -> String {
        let one = |(dimension, text): &(Dimension, String)| format!("{}={text}", self.lang.text(&format!("narrow-{}", dimension.name())));
        let all: Vec<String> = self.filters.iter().map(one).collect();
        if all.is_empty() { self.lang.text("take-nothing") } else { all.join("; ") }
    }

    /// The same figure in the period compared with.
    fn then(&self, metric: MetricId) -> Option<&Figure> {
        self.report.compared.as_ref()?.figures.iter().find(|figure| figure.metric == metric)
    }

    /// Name and text of everything a reader must know of where the figures come from.
    fn facts(&self) -> Vec<(String, String)> {
        let (lang, report) = (self.lang, self.report);
        let mut facts = vec![
            (lang.text("take-period"), days(report.period)),
            (
                lang.text("take-compared"),
                report.compared.as_ref().map_or_else(|| lang.text("take-nothing"), |compared| days(compared.period)),
            ),
            (lang.text("take-filters"), self.narrowed()),
            (
                lang.text("take-rules"),
                lang.text_with("take-rules-text", &[("zone", report.zone.clone().into()), ("gap", VISIT_GAP.to_string().into())]),
            ),
        ];
        for file in self.files.iter().filter(|file| file.state == FileState::Loaded) {
            let args = [
                ("name", file.name.clone().into()),
                ("used", format::count(file.account.used).into()),
                ("aside", format::count(file.account.set_aside).into()),
                ("digest", file.digest.clone().into()),
            ];
            facts.push((lang.text("take-file"), lang.text_with("take-file-text", &args)));
        }
        facts.push((lang.text("take-made"), self.made.to_string()));
        facts
    }
}

/// A period as text: one day, or first and last.
fn days(period: Period) -> String {
    if period.from == period.to { period.from.to_string() } else { format!("{} – {}", period.from, period.to) }
}

#[cfg(test)]
mod tests;
