//! What a period is compared with. A period that is not over yet is compared to date: with as many days of the other.

use super::period::{Range, shift};
use crate::model::{Date, Day, Period};
use std::fmt;

/// What to compare with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Against {
    /// Nothing.
    Nothing,
    /// 环比: the period before; of a calendar month, the month before.
    #[default]
    Previous,
    /// 同比: the same dates a year before.
    Year,
    /// The same weekdays: as few whole weeks before as there is no day in both.
    Weekday,
    /// As many days from this one on: one event's days beside another's, such as 618 beside 618.
    From(Day),
}

impl Against {
    /// The ways that need no day, in the order of the picker.
    pub const PLAIN: [Against; 4] = [Against::Previous, Against::Year, Against::Weekday, Against::Nothing];

    /// The way with this name in links.
    pub fn named(name: &str) -> Option<Against> {
        let plain = Against::PLAIN.into_iter().find(|plain| plain.to_string() == name);
        plain.or_else(|| name.parse().ok().map(Against::From))
    }

    /// The id of the short word on cards.
    pub fn label(self) -> &'static str {
        match self {
            Against::Nothing | Against::Previous => "change-label",
            Against::Year => "change-label-year",
            Against::Weekday => "change-label-weekday",
            Against::From(_) => "change-label-custom",
        }
    }

    /// What cards show beside it: a year before, or the period before where that is the year already.
    pub fn beside(self) -> Against {
        match self {
            Against::Nothing => Against::Nothing,
            Against::Year => Against::Previous,
            _ => Against::Year,
        }
    }

    /// The days to compare with; None where the data do not reach back that far.
    pub fn days(self, range: Range, covered: Period) -> Option<Period> {
        let whole = range.whole(covered);
        let over = whole.to <= covered.to || covered.to < whole.from;
        let seen = if over { whole } else { Period { to: covered.to, ..whole } };
        let length = seen.days() as i32;
        let run = |from: Day| Period { from, to: from.plus(length - 1) };
        let then = match self {
            Against::Nothing => return None,
            Against::Previous => {
                let before = shift(whole, -1);
                if over { before } else { Period { to: run(before.from).to.min(before.to), ..before } }
            }
            Against::Year => {
                let month = over && whole.from == whole.from.month_start() && whole.to == whole.to.month_end();
                let (from, to) = (year_before(seen.from), year_before(seen.to));
                Period { from, to: if month { to.month_end() } else { to } }
            }
            Against::Weekday => run(seen.from.plus(-7 * ((length + 6) / 7))),
            Against::From(day) => run(day),
        };
        (covered.from <= then.from && then.from <= covered.to).then_some(then)
    }
}

/// The same date a year before; of 29 February, the 28th.
fn year_before(day: Day) -> Day {
    let date = day.date();
    let then = |day| Date::new(date.year - 1, date.month, day).map(|date| Day(date.days()));
    then(date.day).or_else(|| then(28)).unwrap_or(day)
}

impl fmt::Display for Against {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Against::Nothing => f.write_str("none"),
            Against::Previous => f.write_str("prev"),
            Against::Year => f.write_str("year"),
            Against::Weekday => f.write_str("weekday"),
            Against::From(day) => write!(f, "{day}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::period::Preset;

    fn days(from: &str, to: &str) -> Period {
        Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
    }

    fn against(way: Against, range: Range) -> Option<Period> {
        way.days(range, days("2023-01-01", "2026-06-18"))
    }

    #[test]
    fn whole_periods() {
        let week = Range::Days(days("2026-06-08", "2026-06-14"));
        assert_eq!(against(Against::Previous, week), Some(days("2026-06-01", "2026-06-07")));
        assert_eq!(against(Against::Year, week), Some(days("2025-06-08", "2025-06-14")));
        assert_eq!(against(Against::Weekday, week), Some(days("2026-06-01", "2026-06-07")));
        assert_eq!(against(Against::Nothing, week), None);
        let event = Range::Days(days("2026-06-16", "2026-06-18"));
        assert_eq!(against(Against::From("2025-06-16".parse().unwrap()), event), Some(days("2025-06-16", "2025-06-18")));
        assert_eq!(against(Against::Weekday, event), Some(days("2026-06-09", "2026-06-11")));
        let month = Range::Days(days("2026-05-01", "2026-05-31"));
        assert_eq!(against(Against::Previous, month), Some(days("2026-04-01", "2026-04-30")));
        assert_eq!(against(Against::Weekday, month), Some(days("2026-03-27", "2026-04-26")));
    }

    #[test]
    fn a_period_that_is_not_over_is_compared_to_date() {
        let month = Range::Preset(Preset::ThisMonth);
        assert_eq!(against(Against::Previous, month), Some(days("2026-05-01", "2026-05-18")));
        assert_eq!(against(Against::Year, month), Some(days("2025-06-01", "2025-06-18")));
        assert_eq!(against(Against::Previous, Range::Preset(Preset::ThisWeek)), Some(days("2026-06-08", "2026-06-11")));
        // Days 1 to 30 of March against February, which has no more than 28.
        let long = days("2023-01-01", "2026-03-30");
        assert_eq!(Against::Previous.days(Range::Days(days("2026-03-01", "2026-03-31")), long), Some(days("2026-02-01", "2026-02-28")));
    }

    #[test]
    fn leap_days() {
        let covered = days("2022-01-01", "2024-12-31");
        let february = Range::Days(days("2024-02-01", "2024-02-29"));
        assert_eq!(Against::Year.days(february, covered), Some(days("2023-02-01", "2023-02-28")));
        let after = Range::Days(days("2023-02-01", "2023-02-28"));
        assert_eq!(Against::Year.days(after, covered), Some(days("2022-02-01", "2022-02-28")));
        let day = Range::Days(days("2024-02-29", "2024-02-29"));
        assert_eq!(Against::Year.days(day, covered), Some(days("2023-02-28", "2023-02-28")));
    }

    #[test]
    fn only_where_the_data_reach_back_that_far() {
        let covered = days("2026-05-01", "2026-06-18");
        assert_eq!(Against::Year.days(Range::Preset(Preset::Last7), covered), None);
        assert_eq!(Against::Previous.days(Range::All, covered), None);
        assert_eq!(Against::From("2027-01-01".parse().unwrap()).days(Range::All, covered), None);
    }

    #[test]
    fn names_read_back() {
        for way in Against::PLAIN.into_iter().chain([Against::From("2025-06-18".parse().unwrap())]) {
            assert_eq!(Against::named(&way.to_string()), Some(way));
        }
        assert_eq!(Against::named("tomorrow"), None);
    }
}
