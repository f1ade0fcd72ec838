//! Words for what the core says as data: why a figure has no value, what to keep in mind, why a row is set aside,
//! why a file could not be used.

use super::{FileReport, FileState, Lang, Note, Why, format};
use crate::model::{Currencies, Evidence, Garble, Mend, Problem, Reason, Remark, Role, Table};

/// A table's name.
pub fn table(table: Table, lang: Lang) -> String {
    lang.text(&format!("table-{}", table.name()))
}

/// A role's name.
pub fn role(role: Role, lang: Lang) -> String {
    lang.text(&format!("role-{}", role.name()))
}

fn roles(list: &[Role], lang: Lang) -> String {
    let names: Vec<String> = list.iter().map(|one| role(*one, lang)).collect();
    names.join(match lang {
        Lang::Zh => " 或 ",
        Lang::En => " or ",
    })
}

/// Codes of currencies, as a list.
pub fn codes(all: Currencies, lang: Lang) -> String {
    all.codes().join(if lang == Lang::Zh { "、" } else { ", " })
}

/// A layout's name; files without one have plain headers.
pub fn layout(id: Option<&str>, lang: Lang) -> String {
    lang.text(&format!("layout-{}", id.unwrap_or("plain")))
}

/// What speaks for a column's role.
pub fn evidence_text(evidence: &Evidence, lang: Lang) -> String {
    match evidence {
        Evidence::Layout => lang.text("evidence-layout"),
        Evidence::Header => lang.text("evidence-header"),
        Evidence::Values(share) => lang.text_with("evidence-values", &[("share", (*share as u32).into())]),
        Evidence::Given => lang.text("evidence-given"),
        Evidence::Kept => lang.text("evidence-kept"),
        Evidence::None => lang.text("evidence-none"),
    }
}

/// Why a figure has no value.
pub fn why_text(why: &Why, lang: Lang) -> String {
    match why {
        Why::NoTable(of) => lang.text_with("why-no-table", &[("table", table(*of, lang).into())]),
        Why::NoColumn(of, any) => {
            lang.text_with("why-no-column", &[("table", table(*of, lang).into()), ("columns", roles(any, lang).into())])
        }
        Why::NotNarrowed(of, one) => {
            lang.text_with("why-not-narrowed", &[("table", table(*of, lang).into()), ("column", role(*one, lang).into())])
        }
        Why::Blank(of, one) => lang.text_with("why-blank", &[("table", table(*of, lang).into()), ("column", role(*one, lang).into())]),
        Why::Currencies(all) => lang.text_with("why-currencies", &[("codes", codes(*all, lang).into())]),
        Why::ZeroDenominator(metric) => lang.text_with("why-zero-denominator", &[("metric", lang.of(metric.0.name).into())]),
        Why::NoCase(metric) => lang.text_with("why-no-case", &[("metric", lang.of(metric.0.name).into())]),
        Why::LongerRows(of) => lang.text_with("why-longer-rows", &[("table", table(*of, lang).into())]),
        Why::DaysMissing => lang.text("why-days-missing"),
        Why::NotOverRows => lang.text("why-not-over-rows"),
        Why::FewDays(days) => lang.text_with("why-few-days", &[("days", days.to_string().into())]),
        Why::IsTable => lang.text("why-is-table"),
        Why::NoNumber => lang.text("why-no-number"),
    }
}

/// What to keep in mind when reading a value.
pub fn note_text(note: &Note, lang: Lang) -> String {
    match note {
        Note::HistoryIncomplete { from } => lang.text_with("note-history-incomplete", &[("from", from.to_string().into())]),
        Note::HistoryFrom { from } => lang.text_with("note-history-from", &[("from", from.to_string().into())]),
        Note::PaidAmountFromAmount => lang.text("note-paid-amount-from-amount"),
        Note::OrdersFromEvents => lang.text("note-orders-from-events"),
        Note::OrdersWithoutBuyer { orders } => lang.text_with("note-orders-without-buyer", &[("orders", orders.to_string().into())]),
        Note::FromReports => lang.text("note-from-reports"),
        Note::RowsBeforeReports => lang.text("note-rows-before-reports"),
        Note::Undated { table: of } => lang.text_with("note-undated", &[("table", table(*of, lang).into())]),
        Note::UndatedLeftOut { table: of, rows } => {
            lang.text_with("note-undated-left-out", &[("table", table(*of, lang).into()), ("rows", rows.to_string().into())])
        }
        Note::OverlappingReports { rows } => lang.text_with("note-overlapping-reports", &[("rows", rows.to_string().into())]),
        Note::StateConflict { impressions } => lang.text_with("note-state-conflict", &[("impressions", impressions.to_string().into())]),
        Note::NetOfRefunds { amount } => lang.text_with("note-net-of-refunds", &[("amount", amount.to_string().into())]),
        Note::CurrencyAssumed { code } => lang.text_with("note-currency-assumed", &[("code", code.as_str().into())]),
        Note::PartlyBlank { role: one, rows } => {
            lang.text_with("note-partly-blank", &[("column", role(*one, lang).into()), ("rows", format::count(*rows).into())])
        }
        Note::AboveOne => lang.text("note-above-one"),
        Note::NoSuchEvent => lang.text("note-no-such-event"),
        Note::MeanOverDays { days } => lang.text_with("note-mean-over-days", &[("days", days.to_string().into())]),
        Note::OutsideData { table: of, from, to } => lang.text_with(
            "note-outside-data",
            &[("table", table(*of, lang).into()), ("from", from.to_string().into()), ("to", to.to_string().into())],
        ),
    }
}

/// Why a row is set aside.
pub fn reason_text(reason: &Reason, lang: Lang) -> String {
    let of = |id: &str, one: Role| lang.text_with(id, &[("role", role(one, lang).into())]);
    match reason {
        Reason::Missing(one) => of("reason-missing", *one),
        Reason::Unreadable(one) => of("reason-unreadable", *one),
        Reason::IdDestroyed(one) => of("reason-id-destroyed", *one),
        Reason::Negative(one) => of("reason-negative", *one),
        Reason::TooManyCells => lang.text("reason-too-many-cells"),
        Reason::NoSuchOrder => lang.text("reason-no-such-order"),
        Reason::UnclosedQuote => lang.text("reason-unclosed-quote"),
        Reason::Replaced => lang.text("reason-replaced"),
        Reason::AlreadyLoaded => lang.text("reason-already-loaded"),
        Reason::TooFewCells => lang.text("reason-too-few-cells"),
        Reason::BrokenQuotes => lang.text("reason-broken-quotes"),
        Reason::TotalRow => lang.text("reason-total-row"),
        Reason::HeaderRow => lang.text("reason-header-row"),
        Reason::OtherTable => lang.text("reason-other-table"),
        Reason::Footnote => lang.text("reason-footnote"),
        Reason::Comment => lang.text("reason-comment"),
    }
}

/// Something worth saying about a file.
pub fn remark_text(remark: &Remark, lang: Lang) -> String {
    match remark {
        Remark::UnknownEvents { word, rows } => {
            lang.text_with("remark-unknown-events", &[("word", word.as_str().into()), ("rows", rows.to_string().into())])
        }
        Remark::BrokenText { cells } => lang.text_with("remark-broken-text", &[("cells", cells.to_string().into())]),
        Remark::OrdersInSeveralFiles { orders } => {
            lang.text_with("remark-orders-in-several-files", &[("orders", orders.to_string().into())])
        }
        Remark::Ledger { added, changed, unchanged, outdated, vanished } => {
            let told = [("added", added), ("changed", changed), ("unchanged", unchanged), ("outdated", outdated), ("vanished", vanished)];
            lang.text_with("remark-ledger", &told.map(|(name, count)| (name, count.to_string().into())))
        }
        Remark::AmountsOnFirstLine { orders } => lang.text_with("remark-amounts-on-first-line", &[("orders", orders.to_string().into())]),
        Remark::Standings { placed, paid, closed, refunded, unknown } => {
            let told = [("placed", placed), ("paid", paid), ("closed", closed), ("refunded", refunded), ("unknown", unknown)];
            lang.text_with("remark-standings", &told.map(|(name, count)| (name, count.to_string().into())))
        }
        Remark::PaidByStatus { rows } => lang.text_with("remark-paid-by-status", &[("rows", rows.to_string().into())]),
        Remark::NetOfRefunds { rows, amount } => {
            lang.text_with("remark-net-of-refunds", &[("rows", rows.to_string().into()), ("amount", amount.to_string().into())])
        }
        Remark::GrossOfRefunds { rows, amount } => {
            lang.text_with("remark-gross-of-refunds", &[("rows", rows.to_string().into()), ("amount", amount.to_string().into())])
        }
        Remark::PackedLines { rows, lines } => {
            lang.text_with("remark-packed-lines", &[("rows", rows.to_string().into()), ("lines", lines.to_string().into())])
        }
        Remark::FutureTimes { role: of, rows, first_line } => counted("remark-future-times", *of, *rows, *first_line, lang),
        Remark::HourShift { role: of, hours, quiet } => {
            let told = [
                ("role", role(*of, lang).into()),
                ("hours", hours.unsigned_abs().to_string().into()),
                ("from", quiet.to_string().into()),
                ("to", ((quiet + 6) % 24).to_string().into()),
            ];
            lang.text_with(if *hours > 0 { "remark-hours-late" } else { "remark-hours-early" }, &told)
        }
        Remark::PaidBeforePlaced { rows, first_line } => counted("remark-paid-before-placed", Role::PaidAt, *rows, *first_line, lang),
        Remark::NegativeNumbers { role: of, rows, first_line } => counted("remark-negative-numbers", *of, *rows, *first_line, lang),
        Remark::IdsRounded { role: of, ids, first_line } => counted("remark-ids-rounded", *of, *ids, *first_line, lang),
        Remark::EqualRows { rows, first_line } => counted("remark-equal-rows", Role::Order, *rows, *first_line, lang),
        Remark::EqualEvents { rows, first } => {
            lang.text_with("remark-equal-events", &[("rows", rows.to_string().into()), ("time", first.as_str().into())])
        }
        Remark::AbsentMarks { mark, cells, first_line } => {
            let told = [("mark", mark.as_str().into()), ("cells", cells.to_string().into()), ("line", first_line.to_string().into())];
            lang.text_with("remark-absent-marks", &told)
        }
        Remark::HeaderUnit { role: of, unit, factor } => {
            let told = [("role", role(*of, lang).into()), ("unit", unit.as_str().into()), ("factor", factor.to_string().into())];
            lang.text_with("remark-header-unit", &told)
        }
        Remark::SerialDates { role: of, since_1904, doubtful } => {
            let told = [("role", role(*of, lang).into()), ("year", if *since_1904 { "1904" } else { "1900" }.into())];
            lang.text_with(if *doubtful { "remark-serial-doubtful" } else { "remark-serial-dates" }, &told)
        }
        Remark::Garbled { cause, cells, example, meant, .. } => {
            let told =
                [("cells", cells.to_string().into()), ("example", example.as_str().into()), ("cause", lang.text(garble_id(*cause)).into())];
            let text = lang.text_with("remark-garbled", &told);
            meant.as_ref().map_or(text.clone(), |meant| text + &lang.text_with("remark-garbled-meant", &[("meant", meant.as_str().into())]))
        }
        Remark::AmountsRepeated { orders } => lang.text_with("remark-amounts-repeated", &[("orders", orders.to_string().into())]),
        Remark::DayMonthOrder { role: of, day_first, .. } => {
            lang.text_with(if *day_first { "remark-day-first" } else { "remark-month-first" }, &[("role", role(*of, lang).into())])
        }
        Remark::BlankCells { role: one, rows, of, first_line } => {
            let told = [
                ("role", role(*one, lang).into()),
                ("rows", format::count(*rows).into()),
                ("of", format::count(*of).into()),
                ("line", first_line.to_string().into()),
            ];
            lang.text_with(if rows == of { "remark-blank-column" } else { "remark-blank-cells" }, &told)
        }
        Remark::NothingShown { rows, first_line } => {
            lang.text_with("remark-nothing-shown", &[("rows", format::count(*rows).into()), ("line", first_line.to_string().into())])
        }
        Remark::HiddenSheet => lang.text("remark-hidden-sheet"),
        Remark::EmptySheets { names } => {
            let separator = if lang == Lang::Zh { "、" } else { ", " };
            lang.text_with("remark-empty-sheets", &[("sheets", names.join(separator).into())])
        }
        Remark::FormulasWithoutValue { cells } => lang.text_with("remark-formulas-without-value", &[("cells", cells.to_string().into())]),
        Remark::DatedByTitle { from, to } => {
            lang.text_with("remark-dated-by-title", &[("from", from.to_string().into()), ("to", to.to_string().into())])
        }
        Remark::Undated { rows } => lang.text_with("remark-undated", &[("rows", rows.to_string().into())]),
        Remark::Mended { mend, rows, first_line } => {
            let told =
                [("rows", rows.to_string().into()), ("line", first_line.to_string().into()), ("how", lang.text(mend_id(*mend)).into())];
            lang.text_with("remark-mended", &told)
        }
        Remark::NoColumn { table: of, role: one } => {
            lang.text_with("remark-no-column", &[("table", table(*of, lang).into()), ("role", role(*one, lang).into())])
        }
    }
}

/// Rows of a role, with the first one's line.
fn counted(id: &str, of: Role, rows: u64, first_line: u64, lang: Lang) -> String {
    let told = [("role", role(of, lang).into()), ("rows", rows.to_string().into()), ("line", first_line.to_string().into())];
    lang.text_with(id, &told)
}

/// The text's id for what has garbled a text.
fn garble_id(cause: Garble) -> &'static str {
    match cause {
        Garble::Utf8AsGbk => "garble-utf8-as-gbk",
        Garble::Utf8AsLatin => "garble-utf8-as-latin",
        Garble::GbkAsLatin => "garble-gbk-as-latin",
        Garble::Replaced => "garble-replaced",
        Garble::Replaced2 => "garble-replaced-twice",
    }
}

/// The text's id for how a row was repaired.
pub fn mend_id(mend: Mend) -> &'static str {
    match mend {
        Mend::Quote => "mend-quote",
        Mend::LostDelimiter => "mend-lost-delimiter",
        Mend::ExtraDelimiter => "mend-extra-delimiter",
        Mend::BareDelimiter => "mend-bare-delimiter",
        Mend::OtherDelimiter => "mend-other-delimiter",
        Mend::EndsEarly => "mend-ends-early",
    }
}

/// Why a file could not be used, and what to do: names the file, the reason and the remedy.
pub fn problem_text(file: &str, problem: &Problem, lang: Lang) -> String {
    let name = ("file", file.into());
    match problem {
        Problem::Empty => lang.text_with("problem-empty", &[name]),
        Problem::NotText(kind) => lang.text_with("problem-not-text", &[name, ("kind", kind.as_str().into())]),
        Problem::Workbook => lang.text_with("problem-workbook", &[name]),
        Problem::Compressed => lang.text_with("problem-compressed", &[name]),
        Problem::Damaged => lang.text_with("problem-damaged", &[name]),
        Problem::Encrypted => lang.text_with("problem-encrypted", &[name]),
        Problem::Swollen => lang.text_with("problem-swollen", &[name]),
        Problem::TooMany(most) => lang.text_with("problem-too-many", &[name, ("most", most.to_string().into())]),
        Problem::Nested => lang.text_with("problem-nested", &[name]),
        Problem::Method(method) => lang.text_with("problem-method", &[name, ("method", method.as_str().into())]),
        Problem::NothingInside => lang.text_with("problem-nothing-inside", &[name]),
        Problem::NoReader => lang.text_with("problem-no-reader", &[name]),
        Problem::WebPage => lang.text_with("problem-web-page", &[name]),
        Problem::BrokenMapping => lang.text_with("problem-broken-mapping", &[name]),
        Problem::Statement => lang.text_with("problem-statement", &[name]),
        Problem::OneColumn => lang.text_with("problem-one-column", &[name]),
        Problem::ColumnsLack(of, lack) => {
            let columns: Vec<String> = lack.iter().map(|one| role(*one, lang)).collect();
            let separator = if lang == Lang::Zh { "、" } else { ", " };
            lang.text_with("problem-columns-lack", &[name, ("table", table(*of, lang).into()), ("columns", columns.join(separator).into())])
        }
        Problem::UnknownLayout => lang.text_with("problem-unknown-layout", &[name]),
        Problem::NotYet(of) => lang.text_with("problem-not-yet", &[name, ("table", table(*of, lang).into())]),
        Problem::NoUsableRow(Some(reason)) => {
            lang.text_with("problem-no-usable-row", &[name, ("reason", reason_text(reason, lang).into())])
        }
        Problem::NoUsableRow(None) => lang.text_with("problem-no-row", &[name]),
        Problem::IdsDestroyed => lang.text_with("problem-ids-destroyed", &[name]),
        Problem::TooManyColumns(columns) => lang.text_with("problem-too-many-columns", &[name, ("columns", columns.to_string().into())]),
        Problem::RowTooLong(line) => lang.text_with("problem-row-too-long", &[name, ("line", line.to_string().into())]),
        Problem::Changed => lang.text_with("problem-changed", &[name]),
        Problem::Vanished => lang.text_with("problem-vanished", &[name]),
        Problem::TooLarge => lang.text_with("problem-too-large", &[name]),
        Problem::TooManyRows(rows, fit) => {
            let about = |rows: u64| format::count(rows / 1_000_000 * 1_000_000);
            lang.text_with("problem-too-many-rows", &[name, ("rows", about(*rows).into()), ("fit", about(*fit).into())])
        }
        Problem::Cancelled => lang.text_with("problem-cancelled", &[name]),
        Problem::Crashed => lang.text_with("problem-crashed", &[name]),
    }
}

/// The message of a file that could not be used; None for the others.
pub fn file_problem(file: &FileReport, lang: Lang) -> Option<String> {
    match &file.state {
        FileState::Failed(problem) => Some(problem_text(&file.name, problem, lang)),
        FileState::NeedsMapping => Some(problem_text(&file.name, &Problem::UnknownLayout, lang)),
        FileState::Loaded | FileState::Mapping | FileState::DuplicateOf(_) => None,
    }
}
