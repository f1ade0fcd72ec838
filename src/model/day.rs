//! Calendar days, periods of days, and the buckets a series cuts a period into.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A calendar day in the shop's zone, as days since 1970-01-01. Written `2026-06-18` as text and in JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Day(pub i32);

const EPOCH: Date = Date::constant(1970, 1, 1);

impl Day {
    /// The day of a civil date.
    pub fn of(date: Date) -> Day {
        Day((date - EPOCH).get_days())
    }

    /// The civil date of this day (clamped to the years jiff can name).
    pub fn date(self) -> Date {
        // Days that no calendar has room for do not come out of times; they would be the epoch.
        jiff::civil::Date::new(1970, 1, 1)
            .ok()
            .and_then(|epoch| epoch.checked_add(jiff::Span::new().try_days(self.0).ok()?).ok())
            .unwrap_or(EPOCH)
    }

    /// The day `n` days later (earlier for a negative `n`).
    pub fn plus(self, n: i32) -> Day {
        Day(self.0 + n)
    }

    /// 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> u8 {
        ((self.0 + 3).rem_euclid(7) + 1) as u8
    }

    /// The Monday of this day's week.
    pub fn monday(self) -> Day {
        self.plus(1 - i32::from(self.weekday()))
    }

    /// The first day of this day's month.
    pub fn month_start(self) -> Day {
        Day::of(self.date().first_of_month())
    }

    /// The last day of this day's month.
    pub fn month_end(self) -> Day {
        Day::of(self.date().last_of_month())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}

impl TryFrom<String> for Day {
    type Error = String;
    fn try_from(text: String) -> Result<Day, String> {
        text.parse()
    }
}

impl FromStr for Day {
    type Err = String;
    /// Reads `2026-06-18`.
    fn from_str(text: &str) -> Result<Day, String> {
        let wrong = || format!("`{text}` is not a day like 2026-06-18");
        let mut parts = text.splitn(3, '-');
        let mut part = |digits: usize| {
            parts.next().filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))?.parse::<i16>().ok()
        };
        let (Some(year), Some(month), Some(day)) = (part(4), part(2), part(2)) else { return Err(wrong()) };
        Date::new(year, month as i8, day as i8).map(Day::of).map_err(|_| wrong())
    }
}

/// A run of calendar days, both ends included; never empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

impl Period {
    /// The period from `from` to `to`; None when `to` is before `from`.
    pub fn new(from: Day, to: Day) -> Option<Period> {
        (from <= to).then_some(Period { from, to })
    }

    /// Number of calendar days, at least 1.
    pub fn days(self) -> u32 {
        (self.to.0 - self.from.0 + 1) as u32
    }

    /// Whether the day lies inside.
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// The period of equal length that ends the day before this one: what 环比 compares with.
    pub fn previous(self) -> Period {
        Period { from: self.from.plus(-(self.days() as i32)), to: self.from.plus(-1) }
    }

    /// The smallest period that covers both.
    pub fn union(self, other: Period) -> Period {
        Period { from: self.from.min(other.from), to: self.to.max(other.to) }
    }

    /// The buckets of a grain inside this period, in order; the first and the last are cut at the period's ends.
    pub fn buckets(self, grain: Grain) -> Vec<Period> {
        let mut buckets = Vec::new();
        let mut from = self.from;
        while from <= self.to {
            let end = match grain {
                Grain::Day => from,
                Grain::Week => from.monday().plus(6),
                Grain::Month => from.month_end(),
            };
            let to = end.min(self.to);
            buckets.push(Period { from, to });
            from = to.plus(1);
        }
        buckets
    }
}

/// How long a bucket of a series is. Weeks start on Monday.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grain {
    /// One calendar day.
    #[default]
    Day,
    /// Monday to Sunday.
    Week,
    /// One calendar month.
    Month,
}

impl FromStr for Grain {
    type Err = String;
    fn from_str(text: &str) -> Result<Grain, String> {
        match text {
            "day" => Ok(Grain::Day),
            "week" => Ok(Grain::Week),
            "month" => Ok(Grain::Month),
            _ => Err(format!("`{text}` is none of day, week, month")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn weekdays_and_months() {
        assert_eq!(day("2026-06-18").weekday(), 4);
        assert_eq!(day("2026-06-14").weekday(), 7);
        assert_eq!(day("2026-06-14").monday(), day("2026-06-08"));
        assert_eq!(day("1969-12-31").weekday(), 3);
        assert_eq!(day("2024-02-10").month_end(), day("2024-02-29"));
    }

    #[test]
    fn buckets_are_cut_at_the_ends_of_the_period() {
        let period = Period::new(day("2026-05-30"), day("2026-06-09")).unwrap();
        let starts = |grain| period.buckets(grain).iter().map(|b| format!("{}..{}", b.from, b.to)).collect::<Vec<_>>();
        assert_eq!(starts(Grain::Week), ["2026-05-30..2026-05-31", "2026-06-01..2026-06-07", "2026-06-08..2026-06-09"]);
        assert_eq!(starts(Grain::Month), ["2026-05-30..2026-05-31", "2026-06-01..2026-06-09"]);
        assert_eq!(period.buckets(Grain::Day).len(), 11);
        assert_eq!(period.previous().to, day("2026-05-29"));
        assert_eq!(period.previous().days(), 11);
    }
}
