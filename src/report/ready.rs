//! Figures out of ready-made reports, where nothing finer is loaded.

use super::{Dimension, Figure, Note};
use crate::metric::catalogue::told_besides;
use crate::metric::fold::{DailyCut, DailyTally};
use crate::metric::{Data, Loaded, Measured, MetricId, Ready, Why, ready};
use crate::model::{Period, Table};
use std::collections::BTreeMap;

/// Takes a figure that the loaded rows cannot tell out of ready-made reports, or notes that the rows go before them.
pub fn settle(figure: &mut Figure, tally: &DailyTally, data: &Data<'_>, period: Period, loaded: Loaded) {
    if !data.daily.loaded() || tally.cells.is_empty() && tally.cut.is_empty() {
        return;
    }
    let Some(found) = ready(figure.metric.0, tally, period) else { return };
    if loaded.lack(figure.metric.0).is_none() {
        if found.computed.value.is_some() {
            figure.notes.push(Note::RowsBeforeReports);
        }
        return;
    }
    put(figure, found);
    if data.daily.undated() && figure.value.is_some() {
        figure.notes.push(Note::Undated { table: Table::Daily });
    }
}

fn put(figure: &mut Figure, found: Ready) {
    let Ready { computed, mean_over } = found;
    (figure.value, figure.numerator, figure.denominator) = (computed.value, computed.numerator, computed.denominator);
    figure.why = computed.why;
    figure.currency = computed.currency;
    if figure.value.is_some() {
        figure.notes.push(Note::FromReports);
        figure.notes.extend(mean_over.map(|days| Note::MeanOverDays { days }));
    }
}

/// The keys of a dimension that ready-made reports name.
pub fn keys(dimension: Dimension, measured: &Measured) -> Option<&BTreeMap<String, DailyTally>> {
    measured.daily.keys.get(&cut(dimension)?)
}

/// The cut of a dimension.
pub fn cut(dimension: Dimension) -> Option<DailyCut> {
    Some(match dimension {
        Dimension::Source => DailyCut::Source,
        Dimension::Page => DailyCut::Page,
        Dimension::Item => DailyCut::Item,
        Dimension::SearchTerm => DailyCut::Term,
        _ => return None,
    })
}

/// The figures of one key that only ready-made reports tell.
pub fn figures(dimension: Dimension, tally: &DailyTally, period: Period, known: &[Figure]) -> Vec<Figure> {
    let metrics =
        told_besides(dimension).iter().filter_map(|id| MetricId::of(id)).filter(|metric| known.iter().all(|f| f.metric != *metric));
    metrics
        .map(|metric| {
            let why = Some(Why::NoTable(Table::Daily));
            let mut figure = Figure { why, ..Figure::unknown(metric) };
            if let Some(found) = ready(metric.0, tally, period) {
                put(&mut figure, found);
            }
            figure
        })
        .collect()
}
