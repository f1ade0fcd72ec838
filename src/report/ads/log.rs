//! C30 to C33: what was done in the ad account, day by day and operation by operation.

use super::OperationRow;
use crate::metric::Data;
use crate::model::{Day, Period, Scope};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is asked: operations of these days, of one scope or of all, from one on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LogAsk {
    /// The days that are counted.
    pub period: Period,
    /// The days whose operations are listed.
    pub within: Period,
    /// What they were done to; everything when None.
    pub scope: Option<Scope>,
    /// First one wanted.
    pub start: u64,
    /// How many.
    pub count: u64,
}

/// The answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LogTold {
    /// Days with operations: how many by scope, in the order of [`Scope::ALL`].
    pub days: Vec<(Day, [u64; 4])>,
    /// How many operations fit what was asked.
    pub found: u64,
    /// The first one that is listed.
    pub start: u64,
    /// The operations, in order of time.
    pub rows: Vec<OperationRow>,
}

/// The operations of some days, in order of time.
pub fn operations<'a>(data: &'a Data<'_>, period: Period) -> impl Iterator<Item = OperationRow> + 'a {
    let mut clock = data.zone.clock();
    data.ads.log().iter().filter_map(move |operation| {
        let day = clock.day(operation.time);
        let second = clock.local(operation.time).rem_euclid(86_400);
        period.contains(day).then(|| OperationRow {
            time: format!("{day} {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60),
            scope: operation.scope,
            action: operation.action.clone(),
            object: operation.object.clone(),
            before: operation.before.clone(),
            after: operation.after.clone(),
        })
    })
}

/// Counts by day, and a leaf of the list.
pub fn told(data: &Data<'_>, ask: &LogAsk) -> LogTold {
    let mut clock = data.zone.clock();
    let mut days: BTreeMap<Day, [u64; 4]> = BTreeMap::new();
    for operation in data.ads.log() {
        let day = clock.day(operation.time);
        if ask.period.contains(day) {
            days.entry(day).or_default()[operation.scope as usize] += 1;
        }
    }
    let fits = |row: &OperationRow| ask.scope.is_none_or(|scope| row.scope == scope);
    let (mut found, mut rows) = (0, Vec::new());
    for row in operations(data, ask.within).filter(fits) {
        if found >= ask.start && found - ask.start < ask.count {
            rows.push(row);
        }
        found += 1;
    }
    LogTold { days: days.into_iter().collect(), found, start: ask.start, rows }
}
