//! Steps, counts and formulas put together to one statement.

use super::ask::{Ask, Cut};
use super::counting::Counted;
use super::formula;
use super::statement::{Slice, Statement};
use super::step::Step;
use crate::metric::Why;
use crate::metric::catalogue::Entry;
use crate::model::{Grain, Role};

/// One statement for some metrics of the catalogue: a column for each, a row for each slice.
pub fn query(ask: Ask<'_>, cut: Cut, metrics: &[&'static Entry]) -> String {
    let head: String = metrics.iter().map(|entry| entry.head()).collect();
    format!("{head}{}", statement(ask, cut, metrics))
}

/// The same without the comment that says what the metrics are.
pub fn statement(ask: Ask<'_>, cut: Cut, metrics: &[&'static Entry]) -> String {
    format!("{}{};\n", body(ask, cut, metrics, &[]), ask.engine.settings())
}

/// The statement without its head and end, over steps that are kept already.
pub fn body(ask: Ask<'_>, cut: Cut, metrics: &[&'static Entry], kept: &[Step]) -> String {
    let mut statement = Statement::new(ask, kept);
    let slice = Slice::of(cut);
    let key = if let Cut::Breakdown(key) = cut { Some(key) } else { None };
    statement.key = key;
    let known = |entry: &&&'static Entry| ask.tables.lack(entry).is_none();
    let single_days = cut == Cut::Series(Grain::Day) || key.is_some();
    let (means, plain): (Vec<&'static Entry>, Vec<&'static Entry>) =
        metrics.iter().filter(known).copied().partition(|entry| formula::by_days(entry) && !single_days);
    let mut sources = Vec::new();
    if !plain.is_empty() || means.is_empty() {
        sources.push(statement.counts(slice, &distinct(&plain)));
    }
    if !means.is_empty() {
        let daily = statement.counts(Slice::DAILY, &distinct(&means));
        let by = match cut {
            Cut::Series(grain) => ask.engine.bucket("day", grain),
            _ => "first_day".to_string(),
        };
        let columns: String = means.iter().map(|entry| format!(",\n  {} AS {}", formula::over_days(entry), entry.id)).collect();
        let select = format!("SELECT {by} AS bucket{columns}\nFROM {daily}\nCROSS JOIN period\nGROUP BY bucket");
        statement.add("means", "Means of the values of single days".into(), select);
        sources.push("means".into());
    }
    let columns: Vec<String> = metrics.iter().map(|entry| column(ask, entry, &means, key.is_some())).collect();
    let mut last = String::from("SELECT ");
    if cut != Cut::Whole {
        last.push_str(slice.column);
        last.push_str(",\n  ");
    }
    last.push_str(&columns.join(",\n  "));
    last.push_str(&format!("\nFROM {}", sources.join(" JOIN ")));
    if sources.len() > 1 {
        last.push_str(" USING (bucket)");
    }
    match (cut, metrics.first()) {
        (Cut::Series(_), _) => last.push_str("\nORDER BY bucket"),
        // As on the page: the first figure decides, then the key.
        (Cut::Breakdown(_), Some(first)) => last.push_str(&format!("\nORDER BY {} DESC NULLS LAST, key", first.id)),
        _ => {}
    }
    statement.text(&last)
}

fn column(ask: Ask<'_>, entry: &'static Entry, means: &[&'static Entry], keys: bool) -> String {
    if let Some(why) = ask.tables.lack(entry) {
        return format!("{} AS {} /* {} */", formula::kind_of(entry, ask.engine), entry.id, reason(&why));
    }
    if means.iter().any(|mean| mean.id == entry.id) {
        return entry.id.to_string();
    }
    let value = formula::value(entry, keys);
    if value == entry.id { value } else { format!("{value} AS {}", entry.id) }
}

fn reason(why: &Why) -> String {
    let names = |roles: &[Role]| roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(" or ");
    match why {
        Why::NoTable(table) => format!("no table {}", table.name()),
        Why::NoColumn(table, roles) => format!("{} without {}", table.name(), names(roles)),
        _ => String::new(),
    }
}

fn distinct(metrics: &[&'static Entry]) -> Vec<Counted> {
    Counted::all().filter(|part| metrics.iter().any(|entry| formula::parts(entry).contains(part))).collect()
}
