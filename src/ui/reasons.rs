//! The reasons as sentences: why a figure is unknown, what to keep in mind, why a row or a file is left out.

use super::words;
use crate::model::{Reason, Role};
use crate::report::{FileReport, Lang, Note, Problem, Why, format};

fn roles(roles: &[Role], lang: Lang) -> String {
    words::any_role(roles, lang)
}

/// Why a figure has no value.
pub fn why(why: &Why, lang: Lang) -> String {
    match why {
        Why::NoTable(table) => lang.text_with("why-no-table", &[("table", words::table(*table, lang).into())]),
        Why::NoColumn(table, columns) => {
            let args = [("table", words::table(*table, lang).into()), ("roles", roles(columns, lang).into())];
            lang.text_with("why-no-column", &args)
        }
        Why::ZeroDenominator(metric) => lang.text_with("why-zero-denominator", &[("name", lang.of(metric.0.name).into())]),
        Why::NoCase(metric) => lang.text_with("why-no-case", &[("name", lang.of(metric.0.name).into())]),
        Why::IsTable => lang.text("why-is-table"),
        Why::NoNumber => lang.text("why-no-number"),
    }
}

/// What to keep in mind when reading a value.
pub fn note(note: &Note, lang: Lang) -> String {
    match note {
        Note::HistoryIncomplete { from } => lang.text_with("note-history-incomplete", &[("from", from.to_string().into())]),
        Note::HistoryFrom { from } => lang.text_with("note-history-from", &[("from", from.to_string().into())]),
        Note::PaidAmountFromAmount => lang.text("note-paid-amount-from-amount"),
        Note::OrdersFromEvents => lang.text("note-orders-from-events"),
        Note::OrdersWithoutBuyer { orders } => {
            lang.text_with("note-orders-without-buyer", &[("orders", format::count(*orders).into())])
        }
        Note::AboveOne => lang.text("note-above-one"),
        Note::NoSuchEvent => lang.text("note-no-such-event"),
        Note::MeanOverDays { days } => lang.text_with("note-mean-over-days", &[("days", format::count(u64::from(*days)).into())]),
        Note::OutsideData { table, from, to } => {
            let args = [
                ("table", words::table(*table, lang).into()),
                ("from", from.to_string().into()),
                ("to", to.to_string().into()),
            ];
            lang.text_with("note-outside-data", &args)
        }
    }
}

/// Why a row is set aside.
pub fn reason(reason: &Reason, lang: Lang) -> String {
    let of = |id, role: &Role| lang.text_with(id, &[("role", words::role(*role, lang).into())]);
    match reason {
        Reason::Missing(role) => of("reason-missing", role),
        Reason::Unreadable(role) => of("reason-unreadable", role),
        Reason::IdDestroyed(role) => of("reason-id-destroyed", role),
        Reason::TooManyCells => lang.text("reason-too-many-cells"),
        Reason::NoSuchOrder => lang.text("reason-no-such-order"),
        Reason::UnclosedQuote => lang.text("reason-unclosed-quote"),
        Reason::AlreadyLoaded => lang.text("reason-already-loaded"),
    }
}

/// Why a file could not be used, and what helps.
pub fn problem(problem: &Problem, file: &FileReport, lang: Lang) -> String {
    let name = ("name", file.name.clone().into());
    let plain = |id| lang.text_with(id, std::slice::from_ref(&name));
    match problem {
        Problem::Empty => plain("problem-empty"),
        Problem::NotText(kind) => lang.text_with("problem-not-text", &[name, ("kind", kind.clone().into())]),
        Problem::Workbook => plain("problem-workbook"),
        Problem::Compressed => plain("problem-compressed"),
        Problem::Utf16 => plain("problem-utf16"),
        Problem::OneColumn => plain("problem-one-column"),
        Problem::ColumnsLack(table, lack) => {
            let args = [name, ("table", words::table(*table, lang).into()), ("roles", roles(lack, lang).into())];
            lang.text_with("problem-columns-lack", &args)
        }
        Problem::UnknownLayout => plain("problem-unknown-layout"),
        Problem::NoUsableRow(Some(why)) => lang.text_with("problem-no-usable-row", &[name, ("reason", reason(why, lang).into())]),
        Problem::NoUsableRow(None) => plain("problem-no-row"),
        Problem::IdsDestroyed => plain("problem-ids-destroyed"),
        Problem::RowTooLong(line) => lang.text_with("problem-row-too-long", &[name, ("line", format::count(*line).into())]),
        Problem::Changed => plain("problem-changed"),
        Problem::Vanished => plain("problem-vanished"),
        Problem::TooLarge => plain("problem-too-large"),
        Problem::Cancelled => plain("problem-cancelled"),
        Problem::Crashed => plain("problem-crashed"),
    }
}
