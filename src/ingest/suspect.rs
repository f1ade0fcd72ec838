//! What looks wrong in a file although it can be read: times in the future, a clock that is hours off, ids that a
//! spreadsheet has rounded, rows that stand twice, amounts below nothing. Such rows count all the same, and are told.

use super::row::RowText;
use super::values::is_nothing;
use crate::model::{ColumnGuess, Day, Dict, Money, OrderRow, OrderRows, Remark, Role, Zone};
use serde::{Deserialize, Serialize};

/// Rows from which on the hours of a day tell something.
const HOURS_FROM: u64 = 300;

/// A day's grace, for clocks and zones.
const GRACE: i64 = 86_400;

/// Rows of one kind: how many, and the line of the first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
struct Met(u64, u64);

impl Met {
    fn note(&mut self, is: bool, line: u64) {
        if is {
            self.merge(Met(1, line), 0);
        }
    }

    /// Adds those that were met behind so many lines.
    fn merge(&mut self, Met(rows, first): Met, lines: u64) {
        if self.0 == 0 && rows > 0 {
            self.1 = first + lines;
        }
        self.0 += rows;
    }
}

/// What the rows of an order file look like, without keeping them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OrderLooks {
    placed: Pulse,
    paid: Pulse,
    /// Paid before they were placed.
    early: Met,
    /// Amounts below nothing: to pay, paid, of one piece.
    negative: [Met; 3],
}

impl OrderLooks {
    /// Tells times that lie behind the time of reading.
    pub fn watching(now: Option<i64>) -> OrderLooks {
        OrderLooks { placed: Pulse::watching(now), paid: Pulse::watching(now), ..OrderLooks::default() }
    }

    /// Looks at a row.
    pub fn see(&mut self, row: &OrderRow) {
        let line = row.place.line;
        if let Some(placed) = row.placed {
            self.placed.beat(placed, line);
        }
        if let Some(paid) = row.paid {
            self.paid.beat(paid, line);
        }
        self.early.note(row.placed.zip(row.paid).is_some_and(|(placed, paid)| paid < placed), line);
        let amounts = [row.amount, row.paid_amount, row.price];
        self.negative.iter_mut().zip(amounts).for_each(|(met, amount)| met.note(amount.is_some_and(|amount| amount < Money::ZERO), line));
    }

    /// Adds what was seen of rows behind so many lines.
    pub fn merge(&mut self, other: OrderLooks, lines: u64) {
        self.placed.merge(other.placed, lines);
        self.paid.merge(other.paid, lines);
        self.early.merge(other.early, lines);
        self.negative.iter_mut().zip(other.negative).for_each(|(mine, theirs)| mine.merge(theirs, lines));
    }

    /// Everything that looks wrong.
    pub fn remarks(self, rows: &OrderRows, zone: &Zone) -> Vec<Remark> {
        let mut remarks = self.placed.remarks(Role::PlacedAt, zone);
        remarks.extend(self.paid.remarks(Role::PaidAt, zone));
        let Met(early, first_line) = self.early;
        remarks.extend((early > 0).then_some(Remark::PaidBeforePlaced { rows: early, first_line }));
        for (role, Met(rows, first_line)) in [Role::Amount, Role::PaidAmount, Role::Price].into_iter().zip(self.negative) {
            remarks.extend((rows > 0).then_some(Remark::NegativeNumbers { role, rows, first_line }));
        }
        let orders = &rows.names.orders;
        if rounded(texts(orders)) {
            let first_line = if rows.is_empty() { 0 } else { rows.place(0).line };
            remarks.push(Remark::IdsRounded { role: Role::Order, ids: orders.len() as u64 - 1, first_line });
        }
        remarks
    }
}

/// All texts of a dictionary but the empty one.
fn texts(dict: &Dict) -> impl Iterator<Item = &str> {
    (1..dict.len() as u32).map(|number| dict.text(number))
}

/// By how many hours a clock is off, by the rows of each hour of the day: shops are quiet in the hours before dawn, wherever
/// they sell. None where the hours tell nothing, or what is usual; else 8 for times too late and -8 for times too early,
/// with the first quiet hour.
fn by_hours(hours: &[u64; 24]) -> Option<(i8, u8)> {
    const WINDOW: usize = 6;
    let all: u64 = hours.iter().sum();
    let window = |from: usize| (0..WINDOW).map(|step| hours[(from + step) % 24]).sum::<u64>();
    let quiet = (0..24).min_by_key(|from| window(*from))?;
    // A flat day tells nothing, and dates without a clock lie all at midnight.
    if all < HOURS_FROM || window(quiet) * 100 > all * 8 || hours.iter().filter(|hour| **hour > 0).count() < 12 {
        return None;
    }
    // The middle of the quiet hours is usually at four.
    match (quiet + WINDOW / 2 + 24 - 4) % 24 {
        7..=9 => Some((8, quiet as u8)),
        15..=17 => Some((-8, quiet as u8)),
        _ => None,
    }
}

/// Whether all long ids end in the zeros that a spreadsheet leaves of digits beyond the fifteenth.
fn rounded<'a>(ids: impl Iterator<Item = &'a str>) -> bool {
    let long = ids.filter(|id| id.len() >= 17 && id.len() <= 20 && id.bytes().all(|byte| byte.is_ascii_digit()));
    let mut count = 0;
    for id in long {
        if id.as_bytes()[15..].iter().any(|byte| *byte != b'0') {
            return false;
        }
        count += 1;
    }
    count >= 3
}

/// What the times of rows say of the clock they were written by, without keeping them: rows by the hour of the day, and
/// how many lie in the future.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Pulse {
    /// From this instant on times lie in the future; None where the time of reading is not known.
    from: Option<i64>,
    /// Rows by their hour in UTC.
    hours: [u64; 24],
    /// Rows in the future.
    late: u64,
    /// The line of the first of them; 0 where it was not met on its own.
    pub first_line: u64,
    /// Any time of them, by which the zone's offset is told.
    some: Option<i64>,
}

impl Pulse {
    /// Tells times that lie behind the time of reading.
    pub fn watching(now: Option<i64>) -> Pulse {
        Pulse { from: now.map(|now| now + GRACE), ..Pulse::default() }
    }

    /// Whether a time lies in the future.
    pub fn is_late(&self, seconds: i64) -> bool {
        self.from.is_some_and(|from| seconds > from)
    }

    /// The time of one row.
    #[inline]
    pub fn beat(&mut self, seconds: i64, line: u64) {
        self.hours[(seconds.rem_euclid(86_400) / 3_600) as usize] += 1;
        self.some = Some(seconds);
        if self.is_late(seconds) {
            self.late += 1;
            if self.first_line == 0 {
                self.first_line = line;
            }
        }
    }

    /// The times of many rows, whose lines nobody has counted.
    #[inline]
    pub fn beats(&mut self, seconds: &[u32]) {
        seconds.iter().for_each(|seconds| self.hours[(seconds / 3_600 % 24) as usize] += 1);
        self.some = seconds.first().map_or(self.some, |seconds| Some(i64::from(*seconds)));
        // Hardly ever is one late: then the last of them tells.
        let last = seconds.iter().fold(0, |last, seconds| last.max(*seconds));
        if self.is_late(i64::from(last)) {
            self.late += seconds.iter().filter(|seconds| self.is_late(i64::from(**seconds))).count() as u64;
        }
    }

    /// Whether rows in the future were met, and not where.
    pub fn first_unknown(&self) -> bool {
        self.late > 0 && self.first_line == 0
    }

    /// What was met since the last time.
    pub fn take(&mut self) -> Pulse {
        let from = self.from;
        std::mem::replace(self, Pulse { from, ..Pulse::default() })
    }

    /// Adds what others have met behind so many lines.
    pub fn merge(&mut self, other: Pulse, lines: u64) {
        self.hours.iter_mut().zip(other.hours).for_each(|(mine, theirs)| *mine += theirs);
        self.late += other.late;
        self.some = self.some.or(other.some);
        if self.first_line == 0 && other.first_line > 0 {
            self.first_line = other.first_line + lines;
        }
    }

    /// What looks wrong.
    pub fn remarks(self, role: Role, zone: &Zone) -> Vec<Remark> {
        let future = (self.late > 0).then_some(Remark::FutureTimes { role, rows: self.late, first_line: self.first_line });
        // Summer time moves the hours by one, which matters to nobody who looks for eight.
        let mut hours = [0; 24];
        let mut clock = zone.clock();
        let ahead = self.some.map_or(0, |some| {
            let own = some.rem_euclid(86_400) / 3_600;
            (i64::from(clock.hour(some)) - own).rem_euclid(24) as usize
        });
        (0..24).for_each(|hour| hours[(hour + ahead) % 24] = self.hours[hour]);
        let shift = by_hours(&hours).map(|(hours, quiet)| Remark::HourShift { role, hours, quiet });
        future.into_iter().chain(shift).collect()
    }
}

/// Days of rows that end after the day of reading.
pub fn future_days(days: impl Iterator<Item = (Day, u64)>, zone: &Zone, now: Option<i64>) -> Option<Remark> {
    let last = now.map(|now| zone.clock().day(now + GRACE))?;
    let late = days.filter(|(day, _)| *day > last);
    let (rows, first_line) = late.fold((0, 0), |(rows, first), (_, line)| (rows + 1, if rows == 0 { line } else { first }));
    (rows > 0).then_some(Remark::FutureTimes { role: Role::Date, rows, first_line })
}

/// Rows that stand again: `key` is all that they tell but their line.
pub fn again<T, K: Ord>(rows: &[T], key: impl Fn(&T) -> K, line: impl Fn(&T) -> u64) -> Option<Remark> {
    let mut all: Vec<(K, u64)> = rows.iter().map(|row| (key(row), line(row))).collect();
    all.sort();
    let twice = all.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[1].1);
    let (count, first) = twice.fold((0, u64::MAX), |(count, first), line| (count + 1, first.min(line)));
    (count > 0).then_some(Remark::EqualRows { rows: count, first_line: first })
}

/// Different marks that are told of one file.
const MARKS: usize = 16;

/// Marks that stand where a number should: `nan`, `inf`, `#VALUE!`. They count as absent and are told.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Marks {
    columns: Vec<usize>,
    /// Each mark, how many cells, and the line of the first.
    found: Vec<(String, u64, u64)>,
}

impl Marks {
    /// Looks for marks in the columns that hold numbers.
    pub fn of(columns: &[ColumnGuess]) -> Marks {
        let columns = columns.iter().enumerate().filter(|(_, column)| column.role.is_number()).map(|(at, _)| at).collect();
        Marks { columns, found: Vec::new() }
    }

    /// Looks at one row.
    pub fn look(&mut self, row: &mut RowText<'_>, line: u64) {
        for at in &self.columns {
            let first = row.first_byte(*at);
            // Nearly every cell begins with a digit.
            if !first.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'#' | b'-' | b'+' | b'\\' | b' ' | b'\t')) {
                continue;
            }
            let cell = row.cell(Some(*at));
            let text = cell.trim();
            let mark = text.chars().any(|c| !matches!(c, '-' | '—' | '–' | '－')) && is_nothing(text);
            if !mark {
                continue;
            }
            match self.found.iter().position(|(known, ..)| known == text) {
                Some(known) => self.found[known].1 += 1,
                None if self.found.len() < MARKS => self.found.push((text.to_string(), 1, line)),
                None => {}
            }
        }
    }

    /// What was found since the last time.
    pub fn take(&mut self) -> Marks {
        Marks { columns: Vec::new(), found: std::mem::take(&mut self.found) }
    }

    /// Adds what was found behind so many lines.
    pub fn merge(&mut self, other: Marks, lines: u64) {
        for (mark, cells, first) in other.found {
            match self.found.iter_mut().find(|(known, ..)| *known == mark) {
                Some((_, all, _)) => *all += cells,
                None => self.found.push((mark, cells, first + lines)),
            }
        }
    }

    /// What was found.
    pub fn remarks(self) -> impl Iterator<Item = Remark> {
        self.found.into_iter().take(MARKS).map(|(mark, cells, first_line)| Remark::AbsentMarks { mark, cells, first_line })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_tell_a_clock_that_is_off() {
        let shifted = |times: &mut dyn Iterator<Item = i64>| {
            let mut pulse = Pulse::default();
            times.for_each(|time| pulse.beat(time, 1));
            pulse.remarks(Role::Time, &Zone::default()).iter().find_map(|remark| match remark {
                Remark::HourShift { hours, .. } => Some(*hours),
                _ => None,
            })
        };
        let day = |shift: i64| {
            (0..24_000i64).filter_map(move |at| {
                let hour = at % 24;
                // Nobody buys from two to seven.
                (!(2..7).contains(&hour) || at % 97 == 0).then_some(1_780_243_200 + (hour + shift) * 3600 + at % 60)
            })
        };
        assert_eq!(shifted(&mut day(0)), None);
        assert_eq!(shifted(&mut day(8)), Some(8));
        assert_eq!(shifted(&mut day(-8)), Some(-8));
        assert_eq!(shifted(&mut day(8).take(200)), None);
        assert_eq!(shifted(&mut std::iter::repeat_n(1_780_243_200, 900)), None, "dates without a clock");
    }

    #[test]
    fn ids_with_lost_digits_end_in_zeros() {
        assert!(rounded(["123456789012345000", "123456789012346000", "12345678901234500", "7"].into_iter()));
        assert!(!rounded(["123456789012345000", "123456789012346000", "123456789012346001"].into_iter()));
        assert!(!rounded(["123456789012345000"].into_iter()));
    }
}
