//! The whole overview in few passes: the dear steps are computed once and kept, everything else reads them.

use super::ask::{Ask, Cut};
use super::filter;
use super::query::body;
use super::statement::Statement;
use super::step::Step;
use crate::metric::catalogue::Entry;
use crate::model::{Dimension, Grain};

/// Steps that several statements read, in the order in which they must be made. Each reads its table once.
const KEPT: &[(Step, &[Step])] = &[
    (Step::Period, &[]),
    (Step::MarkedEvents, &[]),
    (Step::PersonDays, &[Step::MarkedEvents]),
    (Step::SeenDays, &[Step::MarkedEvents]),
    (Step::ViewDays, &[Step::PersonDays, Step::SeenDays]),
    (Step::FirstDays, &[Step::PersonDays, Step::SeenDays]),
    (Step::Visits, &[Step::MarkedEvents]),
    (Step::OrderLines, &[]),
    (Step::RepeatLines, &[Step::OrderLines]),
    (Step::AdCoarsest, &[]),
    (Step::AdRows, &[Step::AdCoarsest]),
];

/// One script: the figures of the period, their series if one is asked for, and breakdowns, each with its metrics.
pub fn overview(
    ask: Ask<'_>,
    metrics: &[&'static Entry],
    series: Option<Grain>,
    breakdowns: &[(Dimension, Vec<&'static Entry>)],
) -> String {
    let mut out = String::from("-- The figures of the period, computed in few passes: each kept step reads its table once.\n");
    let mut kept: Vec<Step> = Vec::new();
    for (step, reads) in KEPT {
        let only_narrowed = matches!(step, Step::MarkedEvents | Step::SeenDays) && !filter::events(&ask);
        if only_narrowed || *step != Step::Period && !ask.tables.has(step.table()) {
            continue;
        }
        let reads: Vec<Step> = reads.iter().copied().filter(|read| kept.contains(read)).collect();
        let mut statement = Statement::new(ask, &reads);
        for below in step.needs(&ask) {
            statement.step(below);
        }
        out.push_str(&format!("\n-- {}\n", step.comment()));
        out.push_str(&ask.engine.keep(step.name(), &statement.text(&step.select(&ask, None))));
        kept.push(*step);
    }
    let mut ask_for = |title: &str, cut: Cut, metrics: &[&'static Entry]| {
        out.push_str(&format!("\n-- {title}\n{}{};\n", body(ask, cut, metrics, None, &kept), ask.engine.settings()));
    };
    ask_for("The whole period", Cut::Whole, metrics);
    if let Some(grain) = series {
        ask_for("The series", Cut::Series(grain), metrics);
    }
    for (key, metrics) in breakdowns {
        ask_for(&format!("By {}", key.name()), Cut::Breakdown(*key), metrics);
    }
    out
}
