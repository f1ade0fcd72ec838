//! A statement in the making: named steps, counts of relations, and the rows that must be there.

use super::ask::{Ask, Cut, Key};
use super::counting::{Counted, Relation};
use super::step::Step;
use crate::model::Grain;

/// One named step of a statement.
struct Named {
    name: String,
    comment: String,
    select: String,
}

/// A statement in the making.
pub struct Statement<'a> {
    ask: Ask<'a>,
    /// The key of a breakdown.
    pub key: Option<Key>,
    /// Steps that an earlier statement has kept.
    kept: &'a [Step],
    steps: Vec<Named>,
}

impl<'a> Statement<'a> {
    /// An empty one.
    pub fn new(ask: Ask<'a>, kept: &'a [Step]) -> Statement<'a> {
        Statement { ask, key: None, kept, steps: Vec::new() }
    }

    /// Adds a step that is no step of the list.
    pub fn add(&mut self, name: &str, comment: String, select: String) {
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
pub struct Slice {
    cut: Cut,
    /// The column that names the row.
    pub column: &'static str,
    prefix: &'static str,
}

impl Slice {
    /// The rows of a cut.
    pub fn of(cut: Cut) -> Slice {
        Slice { cut, column: if matches!(cut, Cut::Breakdown(_)) { "key" } else { "bucket" }, prefix: "" }
    }

    /// Single days, beside the rows of the cut.
    pub const DAILY: Slice = Slice { cut: Cut::Series(Grain::Day), column: "day", prefix: "daily_" };
}

impl Statement<'_> {
    /// Counts parts: one CTE for each relation, and one that lays them side by side, a row for each slice. Gives its name.
    pub fn counts(&mut self, slice: Slice, parts: &[Counted]) -> String {
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
