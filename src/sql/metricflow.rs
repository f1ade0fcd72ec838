//! The catalogue as a semantic manifest of dbt MetricFlow: semantic models over the kept steps of the overview script,
//! measures for the parts, metrics for the figures.
//!
//! What MetricFlow cannot say is left out rather than bent: means of daily values, shares of a whole that is the sum of
//! its keys, and persons counted by their first visit in a bucket. [`left_out`] names them with the reason.

use super::counting::{Counted, Relation};
use super::formula;
use crate::metric::catalogue::{Entry, Kind, entries};
use serde_json::{Value as Json, json};

/// A step that becomes a semantic model.
struct Model {
    name: &'static str,
    relations: &'static [Relation],
    /// What makes a row unique; empty where nothing does.
    unique: &'static str,
    /// The column of the person.
    person: &'static str,
    /// The columns to cut by.
    cuts: &'static [&'static str],
}

const NONE: Model = Model { name: "", relations: &[], unique: "", person: "", cuts: &[] };

const MODELS: &[Model] = &[
    Model { name: "person_days", relations: &[Relation::Events], unique: "visitor || '/' || day", person: "visitor", ..NONE },
    Model { name: "view_days", relations: &[Relation::Returns], unique: "visitor || '/' || day", person: "visitor", ..NONE },
    Model { name: "first_days", relations: &[Relation::Firsts], unique: "visitor", person: "visitor", ..NONE },
    Model {
        name: "visits",
        relations: &[Relation::Visits, Relation::Exits],
        unique: "visitor || '/' || session || '/' || started",
        person: "visitor",
        cuts: &["source", "entry_page", "exit_page"],
    },
    Model {
        name: "order_lines",
        relations: &[Relation::Placed, Relation::Paid],
        person: "buyer",
        cuts: &["item", "promotion", "province"],
        ..NONE
    },
    Model { name: "repeat_lines", relations: &[Relation::Repeats], person: "buyer", ..NONE },
    Model { name: "ad_rows", relations: &[Relation::Ads], cuts: &["tool", "channel", "campaign", "item", "keyword"], ..NONE },
];

/// Why a figure has no metric in MetricFlow; None where it has one.
pub fn left_out(entry: &Entry) -> Option<&'static str> {
    match entry.kind {
        Kind::MeanOfDays { .. } | Kind::DailyRatio { .. } => Some("a mean of the values of single days"),
        Kind::Share { .. } => Some("a share of the sum over all keys"),
        Kind::CountOver(..) | Kind::Count(_) | Kind::Amount(_) | Kind::Ratio { .. } => {
            let parts = formula::parts(entry);
            let first = parts.iter().any(|part| part.sql().0 == Relation::FirstVisits);
            first.then_some("counts persons by their first visit in the period")
        }
        _ => Some("no figure"),
    }
}

/// The manifest.
pub fn manifest() -> Json {
    let models: Vec<Json> = MODELS.iter().map(model).collect();
    let mut seen: Vec<&str> = Vec::new();
    let metrics: Vec<Json> = entries()
        .filter(|entry| left_out(entry).is_none())
        .filter(|entry| {
            let new = !seen.contains(&entry.id);
            seen.push(entry.id);
            new
        })
        .map(metric)
        .collect();
    json!({
        "semantic_models": models,
        "metrics": metrics,
        "project_configuration": {
            "time_spine_table_configurations": [],
            "time_spines": [{
                "name": "days",
                "node_relation": relation_of("days"),
                "primary_column": {"name": "day", "time_granularity": "day"},
            }],
        },
        "saved_queries": [],
    })
}

fn relation_of(name: &str) -> Json {
    json!({"alias": name, "schema_name": "dianzhang"})
}

fn model(of: &Model) -> Json {
    let Model { name, relations, unique, person, cuts } = of;
    let days: Vec<&str> = relations.iter().map(|relation| relation.rows().1).fold(Vec::new(), |mut days, day| {
        if !days.contains(&day) {
            days.push(day);
        }
        days
    });
    let mut dimensions: Vec<Json> = days
        .iter()
        .map(|day| json!({"name": dated(day), "type": "time", "expr": day, "type_params": {"time_granularity": "day"}}))
        .collect();
    dimensions.extend(cuts.iter().map(|cut| json!({"name": cut, "type": "categorical"})));
    let mut entities = Vec::new();
    if !unique.is_empty() {
        entities.push(json!({"name": name.trim_end_matches('s'), "type": "primary", "expr": unique}));
    }
    if !person.is_empty() {
        entities.push(json!({"name": "person", "type": "foreign", "expr": person}));
    }
    let mut measures: Vec<Json> = Vec::new();
    for part in Counted::all() {
        let (relation, aggregate) = part.sql();
        if relations.contains(&relation) {
            let (agg, expr) = measure(aggregate);
            measures.push(json!({"name": part.column(), "agg": agg, "expr": expr, "agg_time_dimension": dated(relation.rows().1)}));
        }
    }
    let mut out = json!({
        "name": name,
        "description": relations[0].rows().0.comment(),
        "node_relation": relation_of(name),
        "entities": entities,
        "dimensions": dimensions,
        "measures": measures,
    });
    if unique.is_empty() {
        out["primary_entity"] = format!("{}_row", name.trim_end_matches('s')).into();
    }
    out
}

/// The name of a column of days: `day` alone is a word of MetricFlow's own.
fn dated(column: &str) -> &str {
    if column == "day" { "local_day" } else { column }
}

/// An aggregate in MetricFlow's two words.
fn measure(aggregate: &str) -> (&'static str, &str) {
    let inner = |head: &str| aggregate.strip_prefix(head).and_then(|rest| rest.strip_suffix(')'));
    if aggregate == "count(*)" {
        ("sum", "1")
    } else if let Some(expr) = inner("count(DISTINCT ") {
        ("count_distinct", expr)
    } else if let Some(expr) = inner("count(") {
        ("count", expr)
    } else {
        ("sum", inner("sum(").unwrap_or(aggregate))
    }
}

fn metric(entry: &'static Entry) -> Json {
    let params = match entry.kind {
        Kind::Ratio { numerator, denominator } => json!({"numerator": {"name": numerator}, "denominator": {"name": denominator}}),
        // No rows is 0, as everywhere; a count over cases is null without a case, and so is its sum.
        Kind::CountOver(part, _) => json!({"measure": {"name": Counted::Count(part).column()}}),
        _ => {
            let part = formula::parts(entry).into_iter().next().map(Counted::column).unwrap_or_default();
            json!({"measure": {"name": part, "fill_nulls_with": 0}})
        }
    };
    json!({
        "name": entry.id,
        "label": entry.name.en,
        "description": format!("{} {}", entry.definition.en, entry.beware.en).trim(),
        "type": if matches!(entry.kind, Kind::Ratio { .. }) { "ratio" } else { "simple" },
        "type_params": params,
        "config": {"meta": {"n": entry.n, "name_zh": entry.name.zh, "definition_zh": entry.definition.zh}},
    })
}
