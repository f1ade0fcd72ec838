//! A workbook that can be calculated with: numbers are numbers, days are days, ids are text, and a ratio is a formula
//! over the two numbers it is made of.

use super::book::Book;
use super::csv;
use crate::metric::MetricId;
use crate::metric::catalogue::{Entry, Kind};
use crate::model::{Currency, Day, Unit, Value};
use crate::report::format::Shown;
use crate::report::{Bucket, Dimension, Figure, Row, format};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError};

/// The most letters that a spreadsheet takes in a cell.
const LONGEST: usize = 32_767;

/// The workbook as bytes: figures, course, a sheet for each breakdown, definitions, and where it all comes from.
pub fn workbook(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let mut file = Workbook::new();
    let looks = Looks::new();
    figures(book, file.add_worksheet(), &looks)?;
    if !book.report.series.is_empty() {
        course(book, file.add_worksheet(), &looks)?;
    }
    for (dimension, rows) in &book.report.breakdowns {
        if rows.iter().flat_map(|row| &row.figures).any(|figure| figure.value.is_some()) {
            breakdown(book, *dimension, rows, file.add_worksheet(), &looks)?;
        }
    }
    definitions(book, file.add_worksheet(), &looks)?;
    facts(book, file.add_worksheet(), &looks)?;
    file.save_to_buffer()
}

/// How cells look.
struct Looks {
    head: Format,
    title: Format,
    text: Format,
    day: Format,
}

impl Looks {
    fn new() -> Looks {
        let day = Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left);
        let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
        Looks {
            head,
            title: Format::new().set_bold().set_font_size(14),
            text: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            day,
        }
    }

    fn number(&self, shown: impl Into<Shown>) -> Format {
        let Shown { unit, currency } = shown.into();
        let digits = match unit {
            Unit::Ratio => "0.00%",
            Unit::Money if currency.whole() => "#,##0.##",
            Unit::Money | Unit::MoneyMean | Unit::Mean | Unit::SecondsMean => "#,##0.00",
            Unit::Count | Unit::Seconds | Unit::None => "#,##0",
        };
        let sign = if unit.is_money() { currency.sign() } else { "" };
        let gap = if currency.spelled() { " " } else { "" };
        // A sign of letters is quoted, or a spreadsheet would read it as a part of the format.
        Format::new().set_num_format(match sign {
            "" => digits.to_string(),
            "¥" | "$" | "€" | "£" => format!("{sign}{digits}"),
            _ => format!("\"{sign}{gap}\"{digits}"),
        })
    }
}

/// A number as formulas write it.
fn plain(value: Value) -> String {
    match value {
        Value::Count(n) => n.to_string(),
        Value::Money(money) => money.to_string(),
        Value::Real(x) => x.to_string(),
    }
}

/// Writes a figure: a formula where it is one number by another, else the number; nothing where nothing is known.
/// `over` gives the cells of the two numbers, where they have cells.
fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    figure: &Figure,
    looks: &Looks,
    over: Option<(String, String)>,
) -> Result<(), XlsxError> {
    let Some(value) = figure.value else { return Ok(()) };
    let format = looks.number(figure.shown());
    let parts = figure.numerator.zip(figure.denominator).filter(|_| is_ratio(figure.metric.0));
    let parts = parts.filter(|(above, below)| is_quotient(value, *above, *below));
    match parts {
        Some((above, below)) => {
            let (above, below) = over.unwrap_or_else(|| (plain(above), plain(below)));
            let formula = Formula::new(format!("=IF({below}=0,\"\",{above}/{below})")).set_result(value.to_f64().to_string());
            sheet.write_formula_with_format(row, column, formula, &format)?;
        }
        None => drop(sheet.write_number_with_format(row, column, value.to_f64(), &format)?),
    }
    Ok(())
}

fn is_ratio(entry: &Entry) -> bool {
    !matches!(entry.kind, Kind::Count(_) | Kind::CountOver(..) | Kind::Amount(_))
}

/// Whether the value is what the two numbers give: a mean over days can be told with parts that it is no quotient of.
fn is_quotient(value: Value, above: Value, below: Value) -> bool {
    let (value, quotient) = (value.to_f64(), above.to_f64() / below.to_f64());
    (value - quotient).abs() <= 1e-9 * value.abs().max(1.0)
}

/// Writes words, whatever they begin with: a cell of text is never run.
fn say(sheet: &mut Worksheet, row: u32, column: u16, text: &str, look: &Format) -> Result<(), XlsxError> {
    let short: String = text.chars().take(LONGEST).collect();
    sheet.write_string_with_format(row, column, short, look)?;
    Ok(())
}

fn heads(sheet: &mut Worksheet, row: u32, texts: &[String], looks: &Looks) -> Result<(), XlsxError> {
    for (column, text) in (0..).zip(texts) {
        say(sheet, row, column, text, &looks.head)?;
    }
    sheet.set_freeze_panes(row + 1, 1)?;
    Ok(())
}

/// A sheet's name: what spreadsheets allow, and no more than 31 letters.
fn name(sheet: &mut Worksheet, text: &str) -> Result<(), XlsxError> {
    let fit: String = text.chars().map(|letter| if "[]:*?/\\".contains(letter) { ' ' } else { letter }).take(31).collect();
    sheet.set_name(fit.trim_matches('\''))?;
    Ok(())
}

/// The columns of the sheet of figures.
const VALUE: u16 = 2;
const THEN: u16 = 4;
const CHANGE: u16 = 5;
const ABOVE: u16 = 6;
const BELOW: u16 = 7;

fn figures(book: &Book, sheet: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
    let word = |id: &str| book.lang.text(id);
    name(sheet, &word("take-figures"))?;
    say(sheet, 0, 0, &book.title, &looks.title)?;
    let ids = ["name", "id", "value", "unit", "then", "change", "numerator", "denominator", "notes"];
    heads(sheet, 1, &ids.map(|id| word(&format!("take-{id}"))), looks)?;
    for (width, column) in [34.0, 24.0, 16.0, 12.0, 16.0, 14.0, 16.0, 16.0, 60.0].into_iter().zip(0..) {
        sheet.set_column_width(column, width)?;
    }
    let compared = book.report.compared.as_ref();
    for ((metric, notes), row) in book.metrics.iter().zip(&book.notes).zip(2..) {
        let Some(figure) = book.report.figure(metric.id()) else { continue };
        say(sheet, row, 0, book.lang.of(metric.0.name), &looks.text)?;
        say(sheet, row, 1, metric.id(), &looks.text)?;
        put(sheet, row, VALUE, figure, looks, Some((cell(row, ABOVE), cell(row, BELOW))))?;
        say(sheet, row, 3, &csv::unit(figure, book.lang), &looks.text)?;
        let then = compared.and_then(|compared| compared.figures.iter().find(|then| then.metric == *metric));
        if let Some(then) = then {
            put(sheet, row, THEN, then, looks, None)?;
            change(sheet, row, figure, then, looks)?;
        }
        if is_ratio(metric.0) {
            for (column, part, place) in [(ABOVE, figure.numerator, 0), (BELOW, figure.denominator, 1)] {
                if let Some(part) = part {
                    part_of(book, sheet, (row, column), (part, figure.currency), metric.0.kind.parts().get(place).copied(), looks)?;
                }
            }
        }
        say(sheet, row, 8, notes, &looks.text)?;
    }
    Ok(())
}

/// One of the two numbers of a ratio: where a figure of the sheet is that number, its cell is meant.
fn part_of(
    book: &Book,
    sheet: &mut Worksheet,
    at: (u32, u16),
    (part, currency): (Value, Currency),
    id: Option<&str>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let unit = if matches!(part, Value::Money(_)) { Unit::Money } else { Unit::Mean };
    let format = if matches!(part, Value::Count(_)) { looks.number(Unit::Count) } else { looks.number(Shown { unit, currency }) };
    let listed = id.and_then(|id| book.metrics.iter().position(|metric| metric.id() == id));
    let same = listed.filter(|at| book.report.figure(book.metrics[*at].id()).is_some_and(|figure| figure.value == Some(part)));
    match same {
        Some(listed) => {
            let formula = Formula::new(format!("={}", cell(listed as u32 + 2, VALUE))).set_result(part.to_f64().to_string());
            sheet.write_formula_with_format(at.0, at.1, formula, &format)?;
        }
        None => drop(sheet.write_number_with_format(at.0, at.1, part.to_f64(), &format)?),
    }
    Ok(())
}

/// Of rates the difference, else growth, as a formula over the two values.
fn change(sheet: &mut Worksheet, row: u32, figure: &Figure, then: &Figure, looks: &Looks) -> Result<(), XlsxError> {
    let unit = figure.metric.0.unit;
    let Some(result) = format::change_plain(figure.value, figure.beside(then), unit) else { return Ok(()) };
    let (now, before) = (cell(row, VALUE), cell(row, THEN));
    let formula = if unit == Unit::Ratio { format!("={now}-{before}") } else { format!("=IF({before}=0,\"\",{now}/{before}-1)") };
    sheet.write_formula_with_format(row, CHANGE, Formula::new(formula).set_result(result), &looks.number(Unit::Ratio))?;
    Ok(())
}

/// `C5`.
fn cell(row: u32, column: u16) -> String {
    format!("{}{}", char::from(b'A' + column as u8), row + 1)
}

fn course(book: &Book, sheet: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
    let word = |id: &str| book.lang.text(id);
    name(sheet, &word("take-series"))?;
    let names = book.metrics.iter().map(|metric| book.lang.of(metric.0.name).to_string());
    let all: Vec<String> = [word("take-from"), word("take-to")].into_iter().chain(names).collect();
    heads(sheet, 0, &all, looks)?;
    sheet.set_column_width(0, 12)?;
    sheet.set_column_width(1, 12)?;
    for (bucket, row) in book.report.series.iter().zip(1..) {
        day(sheet, row, 0, bucket.period.from, looks)?;
        day(sheet, row, 1, bucket.period.to, looks)?;
        for (metric, column) in book.metrics.iter().zip(2..) {
            if let Some(figure) = of(bucket, *metric) {
                put(sheet, row, column, figure, looks, None)?;
            }
        }
    }
    Ok(())
}

fn of(bucket: &Bucket, metric: MetricId) -> Option<&Figure> {
    bucket.figures.iter().find(|figure| figure.metric == metric)
}

fn day(sheet: &mut Worksheet, row: u32, column: u16, day: Day, looks: &Looks) -> Result<(), XlsxError> {
    let date = day.date();
    match ExcelDateTime::from_ymd(date.year as u16, date.month, date.day) {
        Ok(at) => drop(sheet.write_datetime_with_format(row, column, &at, &looks.day)?),
        // Spreadsheets know no day before 1900.
        Err(_) => drop(sheet.write_string(row, column, day.to_string())?),
    }
    Ok(())
}

fn breakdown(book: &Book, dimension: Dimension, rows: &[Row], sheet: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
    let word = |id: &str| book.lang.text(id);
    name(sheet, &word(&format!("take-by-{}", dimension.name())))?;
    let Some(first) = rows.first() else { return Ok(()) };
    let names = first.figures.iter().map(|figure| book.lang.of(figure.metric.0.name).to_string());
    let all: Vec<String> = [word("take-key"), word("take-label")].into_iter().chain(names).collect();
    heads(sheet, 0, &all, looks)?;
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 30)?;
    for (line, row) in rows.iter().zip(1..) {
        say(sheet, row, 0, &line.key, &looks.text)?;
        say(sheet, row, 1, line.label.as_deref().unwrap_or_default(), &looks.text)?;
        for (figure, column) in line.figures.iter().zip(2..) {
            put(sheet, row, column, figure, looks, None)?;
        }
    }
    sheet.autofilter(0, 0, rows.len() as u32, first.figures.len() as u16 + 1)?;
    Ok(())
}

fn definitions(book: &Book, sheet: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
    let lang = book.lang;
    name(sheet, &lang.text("take-definitions"))?;
    heads(sheet, 0, &["take-name", "take-id", "take-definition", "take-formula", "take-beware"].map(|id| lang.text(id)), looks)?;
    for (width, column) in [30.0, 24.0, 60.0, 40.0, 60.0].into_iter().zip(0..) {
        sheet.set_column_width(column, width)?;
    }
    for (metric, row) in book.metrics.iter().zip(1..) {
        let entry = metric.0;
        let texts = [lang.of(entry.name), entry.id, lang.of(entry.definition), lang.of(entry.formula), lang.of(entry.beware)];
        for (text, column) in texts.into_iter().zip(0..) {
            say(sheet, row, column, text, &looks.text)?;
        }
    }
    Ok(())
}

fn facts(book: &Book, sheet: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
    name(sheet, &book.lang.text("take-facts"))?;
    sheet.set_column_width(0, 20)?;
    sheet.set_column_width(1, 90)?;
    for ((what, text), row) in book.facts.iter().zip(0..) {
        say(sheet, row, 0, what, &looks.head)?;
        say(sheet, row, 1, text, &looks.text)?;
    }
    Ok(())
}
