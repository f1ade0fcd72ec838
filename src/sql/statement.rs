//! A statement in the making: named steps, counts of relations, and the rows that must be there.

use super::ask::{Ask, Cut};
use super::counting::{Counted, Relation};
use super::step::Step;
use super::{ads, filter, keys};
use crate::metric::catalogue::Entry;
use crate::model::{Dimension, Grain, Table};

/// One named step of a statement.
struct Named {
    name: String,
    comment: String,
    select: String,
}

/// A statement in the making.
pub struct Statement<'a> {
    /// What is asked.
    pub ask: Ask<'a>,
    /// The key of a breakdown.
    pub key: Option<Dimension>,
    /// The only item whose rows of paid tools are counted by key.
    pub item: Option<String>,
    /// Columns of ads that are no sums, for the rows of a breakdown.
    pub fields: Vec<&'static Entry>,
    /// Whether keys that only reports name are listed too.
    pub reports: bool,
    /// Whether keys that only reports name are told apart from those that rows have counted.
    pub apart: bool,
    /// Steps that an earlier statement has kept.
    kept: &'a [Step],
    steps: Vec<Named>,
}

impl<'a> Statement<'a> {
    /// An empty one.
    pub fn new(ask: Ask<'a>, kept: &'a [Step]) -> Statement<'a> {
        Statement { ask, key: None, item: None, fields: Vec::new(), reports: false, apart: false, kept, steps: Vec::new() }
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

    /// How the period is cut into buckets; None where it is one.
    pub fn grain(self) -> Option<Grain> {
        if let Cut::Series(grain) = self.cut { Some(grain) } else { None }
    }

    /// What the names of its steps begin with.
    pub fn prefix(self) -> &'static str {
        self.prefix
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
            let relation =
                if relation == Relation::Exits && slice.cut != Cut::Breakdown(Dimension::Page) { Relation::Visits } else { relation };
            (relation, aggregate)
        };
        let listed = |relation: Relation| match slice.cut {
            // All relations of a breakdown name its keys, whatever is asked of them.
            Cut::Breakdown(key) => relation != Relation::FirstVisits && keys::relations(key).iter().any(|(of, _)| *of == relation),
            _ => false,
        };
        self.step(Step::Period);
        let mut used = Vec::new();
        for relation in Relation::ALL {
            let mine: Vec<Counted> = parts.iter().copied().filter(|part| place(*part).0 == relation).collect();
            let there = self.ask.tables.has(relation.table());
            if there && (listed(relation) || !mine.is_empty()) {
                let columns: Vec<String> = mine.iter().map(|part| format!("{} AS {}", part.sql().1, part.column())).collect();
                match (relation, slice.cut) {
                    (Relation::Ads, Cut::Breakdown(dimension)) => self.ad_keys(dimension, &mine, &self.fields.clone()),
                    (Relation::Ads, _) => self.ad_buckets(slice, &mine),
                    _ => self.relation(slice, relation, &columns),
                }
                used.push(relation);
            }
        }
        let told_apart = self.spine(slice, &used);
        self.apart |= told_apart;
        let name = format!("{}counts", slice.prefix);
        let spine = spine_name(slice);
        let mut select = format!("SELECT {}", slice.column);
        if told_apart {
            select.push_str(", own");
        }
        for part in parts {
            let column = part.column();
            let of_ads = ads::figure(*part).is_some() && used.contains(&Relation::Ads);
            let value = match slice.cut {
                // What all rows of a key leave blank is not known of it.
                Cut::Breakdown(_) if of_ads => format!("coalesce({column}, CASE WHEN named IS NULL THEN 0 END)"),
                _ if of_ads => format!("CASE WHEN coalesce({column}_cut, 0) = 0 THEN coalesce({column}, 0) END"),
                _ => format!("coalesce({column}, 0)"),
            };
            select.push_str(&format!(",\n  {value} AS {column}"));
        }
        for entry in &self.fields {
            select.push_str(&format!(",\n  {}", entry.id));
        }
        select.push_str(&format!("\nFROM {spine}"));
        let asked = |relation: Relation| {
            parts.iter().any(|part| place(*part).0 == relation) || relation == Relation::Ads && !self.fields.is_empty()
        };
        for relation in used.iter().filter(|relation| asked(**relation)) {
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
            Cut::Breakdown(key) => keys::column(self.ask.engine, key, relation),
        };
        let as_slice = if by == slice.column { by.clone() } else { format!("{by} AS {}", slice.column) };
        // Days and lines that the filters do not take are kept for the histories of their persons.
        let marked = match step {
            Step::ViewDays => filter::events(&self.ask),
            Step::OrderLines => filter::lines(&self.ask).is_some(),
            _ => false,
        };
        let taken = if marked { " AND taken = 1" } else { "" };
        let inside = format!("FROM {}\nCROSS JOIN period\nWHERE {day} BETWEEN first_day AND last_day{taken}", step.name());
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

    /// Every day of the period.
    pub fn days(&mut self) {
        self.add("days", "Every day of the period".into(), self.ask.engine.all_days().into());
    }

    /// The rows that must be there, counted or not. Says whether keys that only reports name are told apart.
    fn spine(&mut self, slice: Slice, used: &[Relation]) -> bool {
        match slice.cut {
            Cut::Whole => self.add("buckets", "One bucket: the whole period".into(), "SELECT first_day AS bucket\nFROM period".into()),
            Cut::Series(_) if slice.column == "day" => self.days(),
            Cut::Series(grain) => {
                self.days();
                let bucket = self.ask.engine.bucket("day", grain);
                let select = format!("SELECT DISTINCT {bucket} AS bucket\nFROM days\nCROSS JOIN period");
                self.add("buckets", "Every bucket, named by its first day; the first one starts with the period".into(), select);
            }
            Cut::Breakdown(dimension) => {
                let listed = used.iter().filter(|relation| **relation != Relation::FirstVisits);
                let (ads, own): (Vec<&Relation>, Vec<&Relation>) = listed.partition(|relation| **relation == Relation::Ads);
                let of_reports = if self.reports && self.ask.tables.has(Table::Daily) { self.report_keys(dimension) } else { None };
                let others: Vec<&str> = ads.iter().map(|relation| relation.counts()).chain(of_reports).collect();
                let own: Vec<&str> = own.iter().map(|relation| relation.counts()).collect();
                let apart = !others.is_empty() && keys::relations(dimension).iter().any(|(relation, _)| *relation != Relation::Ads);
                let select = if apart {
                    let of = |own: u8| move |name: &&str| format!("  SELECT key, {own} AS own FROM {name}");
                    let all: Vec<String> = own.iter().map(of(1)).chain(others.iter().map(of(0))).collect();
                    format!("SELECT key, max(own) AS own\nFROM (\n{}\n) AS named\nGROUP BY key", all.join("\n  UNION ALL\n"))
                } else {
                    let all: Vec<String> = own.iter().chain(&others).map(|name| format!("SELECT key FROM {name}")).collect();
                    if all.is_empty() { "SELECT '' AS key WHERE 1 = 0".into() } else { all.join("\nUNION DISTINCT\n") }
                };
                self.add("keys", "Every key with anything counted".into(), select);
                return apart;
            }
        }
        false
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
