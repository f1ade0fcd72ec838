//! Ready-made reports: what may be added up is added up, what may not is left alone.
//!
//! A distinct count of several rows (days, sources, shops) is never the sum of theirs, for one person stands in several
//! of them; their sum counts persons and days, and is kept beside under that name. A row of a longer span counts where
//! rows of shorter ones do not tell all its days, and they do not then. A row that stands for exactly the days asked for
//! goes before all: a platform has counted that one over all of them. Rows of the whole shop come before rows of its parts.

use super::spans::{Apart, Days};
use crate::model::{Currencies, DailyRow, Money, Period, Role};
use crate::store::{Daily, DailyGrain, daily_grain};
use std::collections::{BTreeMap, BTreeSet};

/// What reports are broken down by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DailyCut {
    /// By source.
    Source,
    /// By page.
    Page,
    /// By item.
    Item,
    /// By search term.
    Term,
}

/// One figure of one bucket, as its rows tell it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct DailyCell {
    /// The sum of the rows.
    pub sum: Money,
    /// The value of each span of days: None where several rows share the span.
    pub spans: BTreeMap<(i32, i32), Option<Money>>,
    /// Rows counted.
    pub rows: u64,
    /// What money in them is counted in.
    pub currencies: Currencies,
}

impl DailyCell {
    /// The value, where one row tells it.
    pub fn single(&self) -> Option<Money> {
        (self.rows == 1).then_some(self.sum)
    }

    fn add(&mut self, row: &DailyRow, value: Money) {
        let span = row.when.map_or((0, 0), |when| (when.from.0, when.to.0));
        self.sum += value;
        self.rows += 1;
        self.currencies.add(row.currency);
        self.spans.entry(span).and_modify(|known| *known = None).or_insert(Some(value));
    }
}

/// The figures of one bucket, by role.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct DailyTally {
    /// By role.
    pub cells: BTreeMap<Role, DailyCell>,
    /// Figures of which some day of the bucket is told only by rows that reach outside it.
    pub cut: BTreeSet<Role>,
}

/// Everything counted of ready-made reports.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct DailyMeasured {
    /// Over the period.
    pub total: DailyTally,
    /// By bucket of the series.
    pub series: Vec<DailyTally>,
    /// By key.
    pub keys: BTreeMap<DailyCut, BTreeMap<String, DailyTally>>,
}

/// The number under which a row counts.
type KeyOf = fn(&DailyRow) -> u32;

/// Counts ready-made reports over a period and its buckets.
pub fn measure_daily(daily: &Daily, period: Period, series: &[Period]) -> DailyMeasured {
    let mut out = DailyMeasured::default();
    if !daily.loaded() {
        return out;
    }
    let rows: Vec<&DailyRow> = daily.rows().collect();
    let by_role = by_role(&rows);
    out.total = tally(&by_role, period, true);
    out.series = series.iter().map(|bucket| tally(&by_role, *bucket, false)).collect();
    let cuts: [(DailyCut, KeyOf); 4] = [
        (DailyCut::Source, |row| row.source),
        (DailyCut::Page, |row| row.page),
        (DailyCut::Item, |row| row.item),
        (DailyCut::Term, |row| row.term),
    ];
    for (cut, of) in cuts {
        let mut keyed: BTreeMap<u32, Vec<&DailyRow>> = BTreeMap::new();
        for row in rows.iter().filter(|row| of(row) != 0) {
            keyed.entry(of(row)).or_default().push(row);
        }
        for (key, rows) in keyed {
            let counted = tally(&self::by_role(&rows), period, true);
            if !counted.cells.is_empty() || !counted.cut.is_empty() {
                out.keys.entry(cut).or_default().insert(daily.texts.text(key).to_string(), counted);
            }
        }
    }
    out
}

/// The rows of each span of days that tell a figure, shortest spans first.
type Spans<'a> = BTreeMap<(i32, Option<Days>), Vec<(&'a DailyRow, Money)>>;

/// For each figure, the rows that tell it: of each span of days only the coarsest.
// Apart: see www/build/later.mjs.
#[inline(never)]
fn by_role<'a>(rows: &[&'a DailyRow]) -> BTreeMap<Role, Spans<'a>> {
    let mut out: BTreeMap<Role, Spans<'a>> = BTreeMap::new();
    for row in rows {
        let days = row.when.map(|when| (when.from.0, when.to.0));
        let length = days.map_or(i32::MAX, |(from, to)| to - from);
        for (role, value) in &row.values {
            out.entry(*role).or_default().entry((length, days)).or_default().push((row, *value));
        }
    }
    for rows in out.values_mut().flat_map(BTreeMap::values_mut) {
        let coarsest: Option<DailyGrain> = rows.iter().map(|(row, _)| daily_grain(row)).min();
        rows.retain(|(row, _)| Some(daily_grain(row)) == coarsest);
    }
    out
}

// Apart: see www/build/later.mjs.
#[inline(never)]
fn tally(by_role: &BTreeMap<Role, Spans<'_>>, bucket: Period, undated: bool) -> DailyTally {
    let mut out = DailyTally::default();
    for (role, spans) in by_role {
        let (rows, cut) = inside(spans, bucket, undated);
        if cut {
            out.cut.insert(*role);
        }
        if !rows.is_empty() {
            let mut cell = DailyCell::default();
            rows.into_iter().for_each(|(row, value)| cell.add(row, value));
            out.cells.insert(*role, cell);
        }
    }
    out
}

/// The rows that tell a figure of some days, and whether there are days of these that only rows tell which reach outside.
fn inside<'a>(spans: &Spans<'a>, bucket: Period, undated: bool) -> (Vec<(&'a DailyRow, Money)>, bool) {
    if let Some(rows) = spans.get(&(bucket.to.0 - bucket.from.0, Some((bucket.from.0, bucket.to.0)))) {
        return (rows.clone(), false);
    }
    let within = |(from, to): &Days| *from >= bucket.from.0 && *to <= bucket.to.0;
    let touches = |(from, to): &Days| *to >= bucket.from.0 && *from <= bucket.to.0;
    let days = || spans.keys().filter_map(|(_, days)| *days).filter(touches);
    let apart = Apart::of(days().filter(within));
    let cut = days().filter(|days| !within(days)).any(|(from, to)| apart.leaves((from.max(bucket.from.0), to.min(bucket.to.0))));
    let counts = |days: Option<Days>| days.map_or(undated, |days| within(&days) && apart.has(days));
    let counted = spans.iter().filter(|((_, days), _)| counts(*days));
    (counted.flat_map(|(_, rows)| rows.iter().copied()).collect(), cut)
}

/// The rows that tell a figure of a period, all of them or those under a key; `undated` ones where the period is all
/// there is.
pub fn daily_rows<'a>(daily: &'a Daily, period: Period, role: Role, key: Option<(DailyCut, &str)>, undated: bool) -> Vec<&'a DailyRow> {
    let under = |row: &DailyRow| match key {
        None => true,
        Some((DailyCut::Source, key)) => daily.texts.text(row.source) == key,
        Some((DailyCut::Page, key)) => daily.texts.text(row.page) == key,
        Some((DailyCut::Item, key)) => daily.texts.text(row.item) == key,
        Some((DailyCut::Term, key)) => daily.texts.text(row.term) == key,
    };
    let rows: Vec<&DailyRow> = daily.rows().filter(|row| under(row)).collect();
    let by_role = by_role(&rows);
    by_role.get(&role).map(|spans| inside(spans, period, undated).0.into_iter().map(|(row, _)| row).collect()).unwrap_or_default()
}
