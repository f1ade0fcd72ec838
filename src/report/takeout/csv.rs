//! Figures as CSV that a spreadsheet opens rightly: UTF-8 with its mark, CRLF, ids as text, and no cell that a
//! spreadsheet would run as a formula.

use super::Taken;
use crate::report::{Figure, Row, format, words};

/// A table to save.
pub struct Csv {
    /// The text.
    pub text: String,
    /// Cells that began like a formula; an apostrophe stands before each.
    pub neutralised: u64,
}

/// The figures, the series and the breakdowns, each as a table of its own, and where they come from.
pub fn csv(taken: &Taken<'_>) -> Csv {
    let mut sheet = Sheet::new("\u{feff}");
    let lang = taken.lang;
    let report = taken.report;
    let word = |id: &str| lang.text(id);
    let figures = taken.figures();
    sheet.row([Cell::Text(taken.title)]);
    sheet.row(
        ["take-name", "take-id", "take-value", "take-unit", "take-then", "take-change", "take-notes"]
            .map(word)
            .iter()
            .map(|text| Cell::Text(text)),
    );
    for figure in &figures {
        let entry = figure.metric.0;
        let then = taken.then(figure.metric);
        let change = format::change_plain(figure.value, then.and_then(|then| figure.beside(then)), entry.unit).unwrap_or_default();
        let then = then.and_then(|then| then.value);
        let unit = unit(figure, lang);
        let (value, before, notes) = (plain(figure), then.map(|value| value.to_plain()).unwrap_or_default(), notes(figure, taken));
        sheet.row([
            Cell::Text(lang.of(entry.name)),
            Cell::Text(entry.id),
            Cell::Number(&value),
            Cell::Text(&unit),
            Cell::Number(&before),
            Cell::Number(&change),
            Cell::Text(&notes),
        ]);
    }
    if !report.series.is_empty() {
        sheet.row([]);
        sheet.row([Cell::Text(&word("take-series"))]);
        let names = figures.iter().map(|figure| Cell::Text(lang.of(figure.metric.0.name)));
        let (from, to) = (word("take-from"), word("take-to"));
        sheet.row([Cell::Text(&from), Cell::Text(&to)].into_iter().chain(names));
        // Buckets have their figures in one order, so that a year by day need not be searched for every cell.
        let first = &report.series[0].figures;
        let places: Vec<Option<usize>> =
            figures.iter().map(|figure| first.iter().position(|other| other.metric == figure.metric)).collect();
        for bucket in &report.series {
            let value = |(figure, place): (&&Figure, &Option<usize>)| {
                let here = place.and_then(|at| bucket.figures.get(at)).filter(|other| other.metric == figure.metric);
                here.or_else(|| bucket.figures.iter().find(|other| other.metric == figure.metric)).map(plain).unwrap_or_default()
            };
            let values: Vec<String> = figures.iter().zip(&places).map(value).collect();
            let (from, to) = (bucket.period.from.to_string(), bucket.period.to.to_string());
            sheet.row([Cell::Number(&from), Cell::Number(&to)].into_iter().chain(values.iter().map(|value| Cell::Number(value))));
        }
    }
    for (dimension, rows) in &report.breakdowns {
        sheet.breakdown(&word(&format!("take-by-{}", dimension.name())), rows, taken);
    }
    sheet.row([]);
    for (name, text) in taken.facts() {
        sheet.row([Cell::Text(&name), Cell::Text(&text)]);
    }
    let count = sheet.neutralised.to_string();
    sheet.row([Cell::Text(&word("take-neutralised")), Cell::Number(&count)]);
    Csv { text: sheet.text, neutralised: sheet.neutralised }
}

/// What stands in a cell.
#[derive(Clone, Copy)]
pub(super) enum Cell<'a> {
    /// Words, from files among others: an id of many digits stays text, and what looks like a formula is made harmless.
    Text(&'a str),
    /// A number or a day that this program has written itself.
    Number(&'a str),
}

/// A CSV on its way.
pub(super) struct Sheet {
    /// What was written.
    pub text: String,
    /// Cells that began like a formula.
    pub neutralised: u64,
}

impl Sheet {
    /// One that starts with this.
    pub fn new(start: &str) -> Sheet {
        Sheet { text: start.to_string(), neutralised: 0 }
    }

    /// Adds a row.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) {
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            match cell {
                Cell::Number(text) => self.quoted(text),
                Cell::Text(text) if is_long_id(text) => self.quoted(&format!("=\"{text}\"")),
                Cell::Text(text) if is_formula(text) => {
                    self.neutralised += 1;
                    self.quoted(&format!("'{text}"));
                }
                Cell::Text(text) => self.quoted(text),
            }
        }
        self.text.push_str("\r\n");
    }

    fn quoted(&mut self, text: &str) {
        if text.contains([',', '"', '\r', '\n', ';', '\t']) || text.starts_with(' ') || text.ends_with(' ') {
            self.text.push('"');
            self.text.push_str(&text.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(text);
        }
    }

    fn breakdown(&mut self, title: &str, rows: &[Row], taken: &Taken<'_>) {
        let Some(first) = rows.first().filter(|_| rows.iter().flat_map(|row| &row.figures).any(|figure| figure.value.is_some())) else {
            return;
        };
        let lang = taken.lang;
        self.row([]);
        self.row([Cell::Text(title)]);
        let (key, label) = (lang.text("take-key"), lang.text("take-label"));
        let names = first.figures.iter().map(|figure| Cell::Text(lang.of(figure.metric.0.name)));
        self.row([Cell::Text(&key), Cell::Text(&label)].into_iter().chain(names));
        for row in rows {
            let values: Vec<String> = row.figures.iter().map(plain).collect();
            let head = [Cell::Text(&row.key), Cell::Text(row.label.as_deref().unwrap_or_default())];
            self.row(head.into_iter().chain(values.iter().map(|value| Cell::Number(value))));
        }
    }
}

/// Whether a spreadsheet would make a number of it and lose its digits, or its zeros.
fn is_long_id(text: &str) -> bool {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    digits && (text.len() > 11 || (text.len() > 1 && text.starts_with('0')))
}

/// Whether a spreadsheet could take it for a formula.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches([' ', '\u{feff}', '\u{3000}']).starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

fn plain(figure: &Figure) -> String {
    figure.value.map(|value| value.to_plain()).unwrap_or_default()
}

/// Why there is no value, or what to keep in mind about it.
pub(super) fn notes(figure: &Figure, taken: &Taken<'_>) -> String {
    let why = figure.why.iter().map(|why| words::why_text(why, taken.lang));
    why.chain(figure.notes.iter().map(|note| words::note_text(note, taken.lang))).collect::<Vec<_>>().join(" ")
}

/// A figure's unit in words: for money the currency's code, as far as it is known.
pub(super) fn unit(figure: &Figure, lang: crate::report::Lang) -> String {
    let code = if figure.metric.0.unit.is_money() { figure.currency.code() } else { None };
    code.map_or_else(|| lang.text(unit_id(figure.metric.0.unit)), str::to_string)
}

fn unit_id(unit: crate::model::Unit) -> &'static str {
    use crate::model::Unit;
    match unit {
        Unit::Ratio => "unit-ratio",
        Unit::Money | Unit::MoneyMean => "unit-money",
        Unit::Seconds | Unit::SecondsMean => "unit-seconds",
        Unit::Count | Unit::Mean | Unit::None => "unit-count",
    }
}
