//! Whether a spreadsheet's day numbers count from 1904, as Excel on old Macs did: the two ways lie four years and a day
//! apart, so that a second date beside the number, or the day on which the file was exported, tells which it is.

use super::days;
use super::head::Head;
use super::looks::{Look, look};
use super::values::{Instant, TimeReader};
use crate::model::{ColumnGuess, Role, Zone};

/// Days between the two ways of counting.
const APART: i64 = 1_462;

/// How far two dates of one row may lie apart: an order is paid, sent and closed within weeks.
const NEAR: i64 = 60;

/// Rows that must speak for 1904.
const LEAST: usize = 3;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// From which year day numbers count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Epoch {
    /// From 1904 and not from 1900.
    pub since_1904: bool,
    /// Nothing tells, and counted from 1900 they end four years ago to the month: most files are read when they are new.
    pub doubtful: bool,
}

/// From which year the day numbers of a file's times count. Only evidence decides: every row that tells must tell the
/// same, else the usual 1900 holds. `now` is the time of reading, where it is known.
pub fn of(head: &Head, columns: &[ColumnGuess], header: Option<usize>, name: &str, zone: &Zone, now: Option<i64>) -> Epoch {
    let timed = |role: Role| matches!(role, Role::Time | Role::PlacedAt | Role::PaidAt | Role::Date | Role::EndDate);
    let mut numbers = columns.iter().enumerate().filter(|(_, column)| timed(column.role)).map(|(at, _)| at);
    let written = columns.iter().enumerate().filter(|(_, column)| column.role != Role::Personal).map(|(at, _)| at);
    let written: Vec<usize> = written.collect();
    let Some(first) = numbers.next() else { return Epoch::default() };
    let mut reader = TimeReader::new(zone, None);
    let (mut since_1904, mut since_1900, mut newest) = (0, 0, None);
    for (cells, _) in head.rows.iter().skip(header.map_or(0, |at| at + 1)) {
        let number = std::iter::once(first).chain(numbers.clone()).find_map(|at| serial(&mut reader, cells.get(at)?));
        let Some(number) = number else { continue };
        newest = newest.max(Some(number));
        let other = written.iter().find_map(|at| date(&mut reader, cells.get(*at)?));
        match other.map(|other| (other - number) / DAY) {
            Some(apart) if (apart - APART).abs() <= NEAR => since_1904 += 1,
            Some(_) => since_1900 += 1,
            None => {}
        }
    }
    if since_1904 + since_1900 > 0 {
        return Epoch { since_1904: since_1904 >= LEAST && since_1900 == 0, doubtful: false };
    }
    let four_years = |from: i64, to: i64| (APART - 1..APART + NEAR / 2).contains(&((to - from) / DAY));
    // A file that was exported four years after its newest row, to the month.
    match (newest, days::exported(name, zone), now) {
        (Some(newest), Some(exported), _) => Epoch { since_1904: four_years(newest, exported), doubtful: false },
        (Some(newest), None, Some(now)) => Epoch { since_1904: false, doubtful: four_years(newest, now) },
        _ => Epoch::default(),
    }
}

/// The instant of a day number, counted from 1900.
fn serial(reader: &mut TimeReader, cell: &str) -> Option<i64> {
    reader.told.serial = false;
    match reader.read(cell) {
        Instant::At(seconds, _) if reader.told.serial => Some(seconds),
        _ => None,
    }
}

/// The instant of a date that is written out, its year first or last.
fn date(reader: &mut TimeReader, cell: &str) -> Option<i64> {
    if look(cell.as_bytes()) != Look::Time {
        return None;
    }
    reader.told.serial = false;
    match reader.read(cell) {
        Instant::At(seconds, _) if !reader.told.serial => Some(seconds),
        _ => None,
    }
}
