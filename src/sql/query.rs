//! Steps, counts and formulas put together to one statement.

use super::counting::{Counted, Relation};
use super::step::Step;
use super::{Clock, Engine, Tables, formula};
use crate::metric::catalogue::Entry;
use crate::model::{Day, Grain, Table};

/// What is asked of which engine.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// Who answers.
    pub engine: Engine,
    /// The shop's local days.
    pub clock: &'a Clock,
    /// First day; the data's own where not given.
    pub from: Option<Day>,
    /// Last day; the data's own where not given.
    pub to: Option<Day>,
    /// What is there.
    pub tables: &'a Tables,
}

/// How the period is cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cut {
    /// Not at all: one row.
    Whole,
    /// A row for each day, week or month.
    Series(Grain),
    /// A row for each key.
    Breakdown(Key),
}

/// What a breakdown cuts by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // the names say it
pub enum Key {
    Source,
    Page,
    Item,
    Category,
    Promotion,
    Province,
    SearchTerm,
}

impl Key {
    /// Every key.
    pub const ALL: [Key; 7] = [Key::Source, Key::Page, Key::Item, Key::Category, Key::Promotion, Key::Province, Key::SearchTerm];

    /// Its name, in options as in the report.
    pub fn name(self) -> &'static str {
        match self {
            Key::Source => "source",
            Key::Page => "page",
            Key::Item => "item",
            Key::Category => "category",
            Key::Promotion => "promotion",
            Key::Province => "province",
            Key::SearchTerm => "search_term",
        }
    }

    /// The key with this name.
    pub fn named(name: &str) -> Option<Key> {
        Key::ALL.into_iter().find(|key| key.name() == name)
    }

    /// The relations that can be cut by it, each with its column.
    fn relations(self) -> &'static [(Relation, &'static str)] {
        match self {
            Key::Source => &[(Relation::Visits, "source"), (Relation::FirstVisits, "source")],
            Key::Page => &[(Relation::Events, "key"), (Relation::Visits, "entry_page"), (Relation::Exits, "exit_page")],
            Key::Item => &[(Relation::Events, "key"), (Relation::Paid, "item")],
            Key::Category | Key::SearchTerm => &[(Relation::Events, "key")],
            Key::Promotion => &[(Relation::Paid, "promotion")],
            Key::Province => &[(Relation::Paid, "province")],
        }
    }
}

/// One named step of a statement.
pub struct Named {
    name: String,
    comment: String,
    select: String,
}

/// A statement in the making.
pub struct Statement<'a> {
    ask: Ask<'a>,
    key: Option<Key>,
    /// Steps that an earlier statement has kept.
    kept: &'a [Step],
    steps: Vec<Named>,
}

impl<'a> Statement<'a> {
    /// An empty one.
    pub fn new(ask: Ask<'a>, kept: &'a [Step]) -> Statement<'a> {
        Statement { ask, key: None, kept, steps: Vec::new() }
    }

    fn add(&mut self, name: &str, comment: String, select: String) {
        if !self.steps.iter().any(|step| step.name == name) {
            self.steps.push(Named { name: name.to_string(), comment, select });
        }
    }

    /// Adds a step after the steps it reads.
    pub fn step(&mut self, step: Step) {
        if self.kept.contains(&step) || self.steps.iter().any(|known| known.name == step.name()) {
            return;
        }
        for below in step.needs(&self.ask) {
            self.step(below);
        }
        self.add(step.name(), step.comment(), step.select(&self.ask, self.key));
    }

    /// All steps and the last SELECT.
    pub fn text(&self, last: &str) -> String {
        if self.steps.is_empty() {
            return last.to_string();
        }
        let steps: Vec<String> = self
            .steps
            .iter()
            .map(|step| {
                let body = step.select.lines().map(|line| format!("    {line}\n")).collect::<String>();
                let comment = if step.comment.is_empty() { String::new() } else { format!("  -- {}\n", step.comment) };
                format!("{comment}  {} AS (\n{body}  )", step.name)
            })
            .collect();
        format!("WITH\n{}\n{last}", steps.join(",\n"))
    }
}

/// Rows of a statement: how they are cut, under what name, and where the names of the counts start.
#[derive(Clone, Copy)]
struct Slice {
    cut: Cut,
    /// The column that names the row.
    column: &'static str,
    prefix: &'static str,
}

impl Slice {
    fn of(cut: Cut) -> Slice {
        Slice { cut, column: if matches!(cut, Cut::Breakdown(_)) { "key" } else { "bucket" }, prefix: "" }
    }

    const DAILY: Slice = Slice { cut: Cut::Series(Grain::Day), column: "day", prefix: "daily_" };
}

impl Statement<'_> {
    /// Counts parts: one CTE for each relation, and one that lays them side by side, a row for each slice. Gives its name.
    fn counts(&mut self, slice: Slice, parts: &[Counted]) -> String {
        let place = |part: Counted| {
            let (relation, aggregate) = part.sql();
            // Only pages tell where a visit ends from where it begins.
            let relation = if relation == Relation::Exits && slice.cut != Cut::Breakdown(Key::Page) { Relation::Visits } else { relation };
            (relation, aggregate)
        };
        let listed = |relation: Relation| match slice.cut {
            // All relations of a breakdown name its keys, whatever is asked of them.
            Cut::Breakdown(key) => relation != Relation::FirstVisits && key.relations().iter().any(|(of, _)| *of == relation),
            _ => false,
        };
        self.step(Step::Period);
        let mut used = Vec::new();
        for relation in Relation::ALL {
            let mine: Vec<Counted> = parts.iter().copied().filter(|part| place(*part).0 == relation).collect();
            let there = self.ask.tables.has(relation.table());
            if there && (listed(relation) || !mine.is_empty()) {
                let columns: Vec<String> = mine.iter().map(|part| format!("{} AS {}", part.sql().1, part.column())).collect();
                self.relation(slice, relation, &columns);
                used.push(relation);
            }
        }
        self.spine(slice, &used);
        let name = format!("{}counts", slice.prefix);
        let spine = spine_name(slice);
        let mut select = format!("SELECT {}", slice.column);
        for part in parts {
            select.push_str(&format!(",\n  coalesce({0}, 0) AS {0}", part.column()));
        }
        select.push_str(&format!("\nFROM {spine}"));
        for relation in used.iter().filter(|relation| parts.iter().any(|part| place(*part).0 == **relation)) {
            select.push_str(&format!("\nLEFT JOIN {}{} USING ({})", slice.prefix, relation.counts(), slice.column));
        }
        self.add(&name, "All counts side by side; nothing counted is 0".into(), select);
        name
    }

    fn relation(&mut self, slice: Slice, relation: Relation, columns: &[String]) {
        let (step, day) = relation.rows();
        let step = if relation == Relation::Events && matches!(slice.cut, Cut::Breakdown(_)) { Step::KeyedDays } else { step };
        self.step(step);
        let by = match slice.cut {
            Cut::Whole => "first_day".to_string(),
            Cut::Series(grain) => self.ask.engine.bucket(day, grain),
            Cut::Breakdown(key) => {
                key.relations().iter().find(|(of, _)| *of == relation).map(|(_, column)| (*column).to_string()).unwrap_or_default()
            }
        };
        let as_slice = if by == slice.column { by.clone() } else { format!("{by} AS {}", slice.column) };
        let inside = format!("FROM {}\nCROSS JOIN period\nWHERE {day} BETWEEN first_day AND last_day", step.name());
        let columns = columns.iter().map(|column| format!(",\n  {column}")).collect::<String>();
        let name = format!("{}{}", slice.prefix, relation.counts());
        if relation == Relation::FirstVisits {
            self.step(Step::ViewDays);
            let first = format!("{}first_visits", slice.prefix);
            let select = format!("SELECT {as_slice}, visitor, min(day) AS first_visit_day\n{inside}\nGROUP BY {}, visitor", slice.column);
            self.add(&first, "Each visitor's first visit here".into(), select);
            let join =
                format!("FROM {first}\nJOIN view_days ON view_days.visitor = {first}.visitor AND view_days.day = {first}.first_visit_day");
            let group = if slice.column == "day" { format!("{first}.day") } else { slice.column.to_string() };
            self.add(&name, String::new(), format!("SELECT {group}{columns}\n{join}\nGROUP BY {group}"));
        } else {
            self.add(&name, String::new(), format!("SELECT {as_slice}{columns}\n{inside}\nGROUP BY {}", group(&by, slice)));
        }
    }

    /// The rows that must be there, counted or not.
    fn spine(&mut self, slice: Slice, used: &[Relation]) {
        let days = |of: &mut Self| of.add("days", "Every day of the period".into(), of.ask.engine.all_days().into());
        match slice.cut {
            Cut::Whole => self.add("buckets", "One bucket: the whole period".into(), "SELECT first_day AS bucket\nFROM period".into()),
            Cut::Series(_) if slice.column == "day" => days(self),
            Cut::Series(grain) => {
                days(self);
                let bucket = self.ask.engine.bucket("day", grain);
                let select = format!("SELECT DISTINCT {bucket} AS bucket\nFROM days\nCROSS JOIN period");
                self.add("buckets", "Every bucket, named by its first day; the first one starts with the period".into(), select);
            }
            Cut::Breakdown(_) => {
                let listed = used.iter().filter(|relation| **relation != Relation::FirstVisits);
                let selects: Vec<String> = listed.map(|relation| format!("SELECT key FROM {}", relation.counts())).collect();
                let select = if selects.is_empty() { "SELECT '' AS key WHERE 1 = 0".into() } else { selects.join("\nUNION DISTINCT\n") };
                self.add("keys", "Every key with anything counted".into(), select);
            }
        }
    }
}

fn spine_name(slice: Slice) -> &'static str {
    match slice.cut {
        Cut::Breakdown(_) => "keys",
        _ if slice.column == "day" => "days",
        _ => "buckets",
    }
}

/// What to group by: the column's own name where it is one, else the new name.
fn group(by: &str, slice: Slice) -> String {
    if by == slice.column { by.to_string() } else { slice.column.to_string() }
}

/// One statement for some metrics of the catalogue: a column for each, a row for each slice.
pub fn query(ask: Ask<'_>, cut: Cut, metrics: &[&'static Entry]) -> String {
    let head: String = metrics.iter().map(|entry| head(entry)).collect();
    format!("{head}{}{};\n", body(ask, cut, metrics, &[]), ask.engine.settings())
}

/// Name, definition and formula of a metric, as a comment.
fn head(entry: &Entry) -> String {
    format!("-- {} ({}, {}): {} = {}\n", entry.id, entry.name.en, entry.name.zh, entry.definition.en, entry.formula.en)
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

fn reason(why: &crate::metric::Why) -> String {
    use crate::metric::Why;
    let names = |roles: &[crate::model::Role]| roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(" or ");
    match why {
        Why::NoTable(table) => format!("no table {}", table.name()),
        Why::NoColumn(table, roles) => format!("{} without {}", table.name(), names(roles)),
        _ => String::new(),
    }
}

fn distinct(metrics: &[&'static Entry]) -> Vec<Counted> {
    Counted::all().filter(|part| metrics.iter().any(|entry| formula::parts(entry).contains(part))).collect()
}

/// The tables that metrics need, for a step that is kept.
pub fn tables_of(step: Step) -> Table {
    match step {
        Step::OrderLines | Step::RepeatLines | Step::Orders => Table::Orders,
        Step::AdRows => Table::Ads,
        _ => Table::Events,
    }
}
