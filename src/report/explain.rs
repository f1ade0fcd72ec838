//! Why a figure is what it is: definition, formula with this figure's numbers, what to keep in mind.

use super::format::{self, Shown, Style};
use super::words::{note_text, why_text};
use super::{Figure, Lang, Note};
use crate::metric::catalogue::{Days, Kind, find};
use crate::model::{Unit, Value};

/// The explanation of one figure, as lines of text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explanation {
    /// The metric's name.
    pub name: String,
    /// What it is.
    pub definition: String,
    /// How it is computed, in words.
    pub formula: String,
    /// The formula with this figure's numbers, where it has parts: `250 ÷ 639 = 39.12%`.
    pub filled: Option<String>,
    /// The value, every digit.
    pub value: String,
    /// Why there is none.
    pub why: Option<String>,
    /// What to keep in mind.
    pub notes: Vec<String>,
    /// What people confuse it with.
    pub beware: Option<String>,
    /// That values of parts may not be added up, where that is so.
    pub not_additive: bool,
}

/// Explains a figure.
pub fn explain(figure: &Figure, lang: Lang) -> Explanation {
    let entry = figure.metric.0;
    let beware = lang.of(entry.beware);
    Explanation {
        name: lang.of(entry.name).to_string(),
        definition: lang.of(entry.definition).to_string(),
        formula: lang.of(entry.formula).to_string(),
        filled: filled(figure, lang),
        value: format::value(figure.value, figure.shown(), Style::Exact, lang),
        why: figure.why.as_ref().map(|why| why_text(why, lang)),
        notes: figure.notes.iter().map(|note| note_text(note, lang)).collect(),
        beware: (!beware.is_empty()).then(|| beware.to_string()),
        not_additive: entry.kind.is_figure() && !entry.additive,
    }
}

/// `浏览回头客 250 ÷ 访客数 639 = 39.12%`.
fn filled(figure: &Figure, lang: Lang) -> Option<String> {
    let entry = figure.metric.0;
    let (numerator, denominator) = (figure.numerator?, figure.denominator?);
    // A ratio out of ready-made reports may be a mean of days too; a part that is no whole number alone does not make it one.
    let of_days = figure.notes.iter().any(|note| matches!(note, Note::MeanOverDays { .. }));
    let (above, below) = if of_days || matches!(entry.kind, Kind::MeanOfDays { .. }) {
        (lang.text("formula-sum-of-days"), lang.text(days_word(entry.kind)))
    } else {
        let parts = entry.kind.parts();
        let name = |at: usize| parts.get(at).and_then(|id| find(id)).map_or(String::new(), |part| lang.of(part.name).to_string());
        match entry.kind {
            Kind::Share { .. } => (name(0), lang.text("formula-all-keys")),
            _ => (name(0), name(1)),
        }
    };
    let result = format::value(figure.value, figure.shown(), Style::Exact, lang);
    Some(format!("{above} {} ÷ {below} {} = {result}", plain(numerator, figure, lang), plain(denominator, figure, lang)))
}

fn days_word(kind: Kind) -> &'static str {
    match kind {
        Kind::MeanOfDays { over: Days::All, .. } => "formula-calendar-days",
        _ => "formula-days-with-cases",
    }
}

fn plain(value: Value, figure: &Figure, lang: Lang) -> String {
    match value {
        Value::Money(_) => format::value(Some(value), Shown { unit: Unit::Money, currency: figure.currency }, Style::Exact, lang),
        Value::Count(_) => format::value(Some(value), Unit::Count, Style::Exact, lang),
        Value::Real(x) => format!("{x:.6}").trim_end_matches('0').trim_end_matches('.').to_string(),
    }
}
