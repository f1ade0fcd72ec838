//! The words for tables, roles, guesses and remarks, and small texts that many parts share.

use crate::model::{Day, EventKind, Period, Role, Table};
use crate::report::{Evidence, FileReport, FileState, Lang, format};
use crate::model::Remark;

/// The name of a table.
pub fn table(table: Table, lang: Lang) -> String {
    lang.text(&format!("table-{}", table.name().replace('_', "-")))
}

/// The name of a role.
pub fn role(role: Role, lang: Lang) -> String {
    lang.text(&format!("role-{}", role.name().replace('_', "-")))
}

/// The names of roles, one of which is enough.
pub fn any_role(roles: &[Role], lang: Lang) -> String {
    let names: Vec<String> = roles.iter().map(|r| role(*r, lang)).collect();
    names.join(&lang.text("word-or"))
}

/// What speaks for a column's role.
pub fn evidence(evidence: &Evidence, lang: Lang) -> String {
    match evidence {
        Evidence::Layout => lang.text("evidence-layout"),
        Evidence::Header => lang.text("evidence-header"),
        Evidence::Values(percent) => lang.text_with("evidence-values", &[("percent", format::count(u64::from(*percent)).into())]),
        Evidence::Given => lang.text("evidence-given"),
        Evidence::None => lang.text("evidence-none"),
    }
}

/// A remark about a file.
pub fn remark(remark: &Remark, lang: Lang) -> String {
    match remark {
        Remark::UnknownEvents { word, rows } => {
            let known: Vec<&str> = EventKind::WORDS.iter().map(|(_, words)| words[0]).collect();
            let args = [("word", word.clone().into()), ("rows", format::count(*rows).into()), ("known", known.join(", ").into())];
            lang.text_with("remark-unknown-events", &args)
        }
        Remark::BrokenText { cells } => lang.text_with("remark-broken-text", &[("cells", format::count(*cells).into())]),
        Remark::OrdersInSeveralFiles { orders } => {
            lang.text_with("remark-orders-in-several-files", &[("orders", format::count(*orders).into())])
        }
        Remark::AmountsRepeated { orders } => lang.text_with("remark-amounts-repeated", &[("orders", format::count(*orders).into())]),
        Remark::DayMonthOrder { role: r, day_first } => {
            let id = if *day_first { "remark-day-first" } else { "remark-month-first" };
            lang.text_with(id, &[("role", role(*r, lang).into())])
        }
        Remark::NoColumn { table: t, role: r } => {
            lang.text_with("remark-no-column", &[("table", table(*t, lang).into()), ("role", role(*r, lang).into())])
        }
    }
}

/// The name of a file's layout: the platform's export, or plain headers.
pub fn layout(layout: Option<&str>, lang: Lang) -> String {
    let Some(layout) = layout else {
        return lang.text("layout-plain");
    };
    let id = format!("layout-{}", layout.replace('_', "-"));
    let text = lang.text(&id);
    // A layout that nobody has named yet is still better shown by its id than not at all.
    if text == id { layout.to_string() } else { text }
}

/// The name of a delimiter.
pub fn delimiter(delimiter: char, lang: Lang) -> String {
    if delimiter == '\t' { lang.text("delimiter-tab") } else { delimiter.to_string() }
}

/// How a file's import ended, in a word or two.
pub fn state(file: &FileReport, files: &[FileReport], lang: Lang) -> String {
    match &file.state {
        FileState::Loaded => lang.text("file-loaded"),
        FileState::NeedsMapping => lang.text("file-needs-mapping"),
        FileState::Failed(_) => lang.text("file-failed"),
        FileState::DuplicateOf(id) => {
            let name = files.iter().find(|other| other.id == *id).map_or_else(String::new, |other| other.name.clone());
            lang.text_with("file-duplicate", &[("name", name.into())])
        }
    }
}

/// A day with its weekday.
pub fn day(day: Day, lang: Lang) -> String {
    format!("{day} {}", lang.text(&format!("weekday-{}", day.weekday())))
}

/// A period as text: one day, or first and last.
pub fn period(period: Period) -> String {
    if period.from == period.to { period.from.to_string() } else { format!("{} – {}", period.from, period.to) }
}
