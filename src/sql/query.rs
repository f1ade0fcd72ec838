//! Steps, counts and formulas put together to one statement.

use super::ask::{Ask, Cut, Only};
use super::counting::Counted;
use super::statement::{Slice, Statement};
use super::step::Step;
use super::{daily, formula, keys};
use crate::metric::catalogue::{Entry, Kind, fields_of, metrics_of};
use crate::metric::{MoneyPart, Part, Why};
use crate::model::{Dimension, Grain, Role, Table};
use serde::{Deserialize, Serialize};

/// One statement for some metrics of the catalogue: a column for each, a row for each slice.
pub fn query(ask: Ask<'_>, cut: Cut, metrics: &[&'static Entry]) -> String {
    let head: String = metrics.iter().map(|entry| entry.head()).collect();
    format!("{head}{}", statement(ask, cut, metrics))
}

/// The same without the comment that says what the metrics are.
pub fn statement(ask: Ask<'_>, cut: Cut, metrics: &[&'static Entry]) -> String {
    format!("{}{};\n", body(ask, cut, metrics, None, &[]), ask.engine.settings())
}

/// One row of it.
pub fn row(ask: Ask<'_>, cut: Cut, metrics: &[&'static Entry], only: &Only) -> String {
    let head: String = metrics.iter().map(|entry| entry.head()).collect();
    format!("{head}{}{};\n", body(ask, cut, metrics, Some(only), &[]), ask.engine.settings())
}

/// A15: the views of one weekday (Monday is 1) and hour.
pub fn hour(ask: Ask<'_>, weekday: u8, hour: u8) -> String {
    let mut statement = Statement::new(ask, &[]);
    statement.step(Step::Period);
    let narrowed = super::filter::events(&ask);
    if narrowed {
        statement.step(Step::MarkedEvents);
    }
    let (of_week, of_day) = ask.engine.weekday_and_hour("time", ask.clock);
    let last = format!(
        "SELECT count(*) AS page_views\nFROM {}\nCROSS JOIN period\nWHERE event = 'view' AND {} BETWEEN first_day AND last_day\n  AND {of_week} = {weekday} AND {of_day} = {hour}{}",
        if narrowed { "marked_events" } else { "events" },
        ask.engine.day("time", ask.clock),
        if narrowed { " AND taken = 1" } else { "" },
    );
    format!("{}{};\n", statement.text(&last), ask.engine.settings())
}

/// Where the value of an entry comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Origin {
    /// Counted in rows.
    Rows,
    /// A mean of the values of single days.
    Days,
    /// A column of ads that is no sum.
    Latest,
    /// A state or a record, of the whole period.
    Standing,
    /// A ready-made report.
    Report,
    /// Not known, in words.
    Unknown(String),
}

/// Why an entry has no SQL.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum NoSql {
    /// It is a list or a tool and no number.
    List,
    /// It is a column of single rows, or told only of what has no such row.
    Field,
    /// It is not known: its table or a column is not loaded, or the filters leave nothing of it.
    Unknown,
}

/// One figure as it stands on the page: of the period, a bucket, or a key. Without the comment that
/// [`head`](Entry::head) gives.
pub fn figure(ask: Ask<'_>, cut: Cut, only: Option<&Only>, entry: &'static Entry) -> Result<String, NoSql> {
    match (entry.kind, origin(&ask, cut, entry)) {
        (Kind::Breakdown | Kind::Tool, _) => Err(NoSql::List),
        (Kind::Field, Origin::Unknown(_)) => Err(NoSql::Field),
        (_, Origin::Unknown(_)) => Err(NoSql::Unknown),
        _ => Ok(format!("{}{};\n", body(ask, cut, &[entry], only, &[]), ask.engine.settings())),
    }
}

fn origin(ask: &Ask<'_>, cut: Cut, entry: &'static Entry) -> Origin {
    // Reports cannot be narrowed; but what they alone tell of a key stands there all the same.
    let besides = matches!(cut, Cut::Breakdown(dimension) if !own(dimension, entry));
    let report = |why: &Why| {
        let keys = if let Cut::Breakdown(dimension) = cut { keys::of_reports(dimension).is_some() } else { true };
        let tells = keys && ask.tables.daily && (ask.filters.is_empty() || besides) && daily::tells(entry);
        if tells { Origin::Report } else { Origin::Unknown(reason(why)) }
    };
    let of_ads = entry.needs.contains(&Table::Ads);
    let keyed = if let Cut::Breakdown(dimension) = cut { Some(dimension) } else { None };
    match (entry.kind, keyed) {
        (Kind::Breakdown | Kind::Tool, _) => Origin::Unknown("a list, not a number".into()),
        (Kind::Field, Some(dimension)) if fields_of(dimension).any(|id| id == entry.id) => match ask.tables.loaded.lack(entry) {
            Some(why) => Origin::Unknown(reason(&why)),
            None => Origin::Latest,
        },
        (Kind::Field, _) => Origin::Unknown("a column of single rows".into()),
        (Kind::State | Kind::Record, _) => match ask.lack(entry) {
            Some(why) => Origin::Unknown(reason(&why)),
            None if cut != Cut::Whole => Origin::Unknown("told for the whole period only".into()),
            None => Origin::Standing,
        },
        // Rows of ads stand under their keys whatever else the rest is narrowed to.
        (_, Some(_)) if of_ads => ask.tables.loaded.lack(entry).map_or(Origin::Rows, |why| Origin::Unknown(reason(&why))),
        (_, Some(dimension)) if !own(dimension, entry) => report(&Why::NoTable(Table::Daily)),
        _ => match ask.lack(entry) {
            Some(why) => report(&why),
            None if formula::by_days(entry) && cut != Cut::Series(Grain::Day) && keyed.is_none() => Origin::Days,
            None => Origin::Rows,
        },
    }
}

/// Whether the rows of a breakdown count an entry themselves.
fn own(dimension: Dimension, entry: &Entry) -> bool {
    // The table of entry and exit pages counts bounces by page, which is the upper part of a rate of the breakdown.
    metrics_of(dimension).contains(&entry.id) || dimension == Dimension::Page && entry.id == "bounces"
}

/// The statement without its head and end, over steps that are kept already.
pub fn body(ask: Ask<'_>, cut: Cut, metrics: &[&'static Entry], only: Option<&Only>, kept: &[Step]) -> String {
    let mut statement = Statement::new(ask, kept);
    let slice = Slice::of(cut);
    let key = if let Cut::Breakdown(key) = cut { Some(key) } else { None };
    statement.key = key;
    if let Some(Only::KeyOfItem(_, item)) = only {
        statement.item = Some(item.clone());
    }
    let origins: Vec<(&'static Entry, Origin)> = metrics.iter().map(|entry| (*entry, origin(&ask, cut, entry))).collect();
    let of = |wanted: Origin| -> Vec<&'static Entry> {
        origins.iter().filter(|(_, origin)| *origin == wanted).map(|(entry, _)| *entry).collect()
    };
    let (plain, means, reports) = (of(Origin::Rows), of(Origin::Days), of(Origin::Report));
    statement.fields = of(Origin::Latest);
    statement.reports = !reports.is_empty() || key.is_some_and(|key| keys::of_reports(key).is_some());
    // Rows are in the order of the first figure also where the filters leave nothing of its value.
    let rank = origins.first().map(|(entry, _)| *entry).filter(|entry| key.is_some_and(|key| own(key, entry)));
    let rank = rank.filter(|entry| entry.kind.is_figure() && ask.tables.loaded.lack(entry).is_none());
    let counted: Vec<&'static Entry> = plain.iter().copied().chain(rank).collect();
    let mut from = statement.counts(slice, &distinct(&counted));
    if !means.is_empty() {
        let daily = statement.counts(Slice::DAILY, &distinct(&means));
        let by = match cut {
            Cut::Series(grain) => ask.engine.bucket("day", grain),
            _ => "first_day".to_string(),
        };
        let columns: String = means.iter().map(|entry| format!(",\n  {} AS {}", formula::over_days(entry), entry.id)).collect();
        let select = format!("SELECT {by} AS bucket{columns}\nFROM {daily}\nCROSS JOIN period\nGROUP BY bucket");
        statement.add("means", "Means of the values of single days".into(), select);
        from.push_str(" JOIN means USING (bucket)");
    }
    if !reports.is_empty() {
        let source = statement.reports(slice, cut, &reports);
        from.push_str(&format!("\nLEFT JOIN {source} USING ({})", slice.column));
    }
    for source in statement.standings(&of(Origin::Standing)) {
        from.push_str(&format!("\nCROSS JOIN {source}"));
    }
    let columns: Vec<String> = origins.iter().map(|(entry, origin)| column(ask, entry, origin, key.is_some())).collect();
    let mut last = String::from("SELECT ");
    if cut != Cut::Whole {
        last.push_str(slice.column);
        last.push_str(",\n  ");
    }
    last.push_str(&columns.join(",\n  "));
    last.push_str(&format!("\nFROM {from}"));
    if let Some(only) = only {
        statement.add("every_row", "All rows, of which one is wanted".into(), last);
        let wanted = match only {
            Only::Bucket(day) => ask.engine.date(*day),
            Only::Key(key) | Only::KeyOfItem(key, _) => ask.engine.text(key),
        };
        return statement.text(&format!("SELECT *\nFROM every_row\nWHERE {} = {wanted}", slice.column));
    }
    let decides = |first: &Entry, origin: &Origin| match (rank, origin) {
        (_, Origin::Rows) | (None, _) => first.id.to_string(),
        (Some(rank), _) => {
            format!("counts.{}", formula::parts(rank).first().map(|part| part.column()).unwrap_or_default())
        }
    };
    match (cut, origins.first()) {
        (Cut::Series(_), _) => last.push_str("\nORDER BY bucket"),
        // As on the page: the first figure decides, then the key. What only reports name follows after all else, and where
        // a report tells the first figure, it says nothing of the order of rows that were counted.
        (Cut::Breakdown(_), Some((first, origin))) if statement.apart => {
            let decides = if rank.is_some() { decides(first, origin) } else { format!("CASE WHEN own = 0 THEN {} END", first.id) };
            last.push_str(&format!("\nORDER BY own DESC, {decides} DESC NULLS LAST, key"));
        }
        (Cut::Breakdown(_), Some((first, origin))) => {
            last.push_str(&format!("\nORDER BY {} DESC NULLS LAST, key", decides(first, origin)));
        }
        _ => {}
    }
    statement.text(&last)
}

fn column(ask: Ask<'_>, entry: &'static Entry, origin: &Origin, keys: bool) -> String {
    let value = match origin {
        Origin::Unknown(why) => return format!("{} AS {} /* {why} */", formula::kind_of(entry, ask.engine), entry.id),
        Origin::Days | Origin::Latest | Origin::Standing => return entry.id.to_string(),
        // The rows may count a part of the same name.
        Origin::Report => return format!("told_{0} AS {0}", entry.id),
        Origin::Rows => formula::value(entry, keys),
    };
    if value == entry.id { value } else { format!("{value} AS {}", entry.id) }
}

fn reason(why: &Why) -> String {
    let names = |roles: &[Role]| roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(" or ");
    match why {
        Why::NoTable(table) => format!("no table {}", table.name()),
        Why::NoColumn(table, roles) => format!("{} without {}", table.name(), names(roles)),
        Why::NotNarrowed(table, role) => format!("{} is not narrowed by {}", table.name(), role.name()),
        Why::Blank(table, role) => format!("no row of {} has anything in {}", table.name(), role.name()),
        _ => String::new(),
    }
}

fn distinct(metrics: &[&'static Entry]) -> Vec<Counted> {
    let counted = |part: &Counted, entry: &&&'static Entry| formula::parts(entry).contains(part);
    let counts = Part::ALL.iter().map(|part| Counted::Count(*part));
    let amounts = MoneyPart::ALL.iter().map(|part| Counted::Amount(*part));
    counts.chain(amounts).filter(|part| metrics.iter().any(|entry| counted(part, &entry))).collect()
}
