//! The days a person picks: presets counted back from the last day of the data, or two days of a calendar.

use crate::model::{Day, Period};

/// A period named by how it lies to the last day of the data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Preset {
    /// 昨日: the last day.
    LastDay,
    /// 近7天: the last seven days.
    Last7,
    /// 近30天: the last thirty days.
    Last30,
    /// 自然周: the last whole week, Monday to Sunday.
    Week,
    /// 自然月: the last whole calendar month.
    Month,
    /// 本周: the last day's week, as far as the data go.
    ThisWeek,
    /// 本月: the last day's month, as far as the data go.
    ThisMonth,
}

impl Preset {
    /// Every preset, in the order of the picker.
    pub const ALL: [Preset; 7] =
        [Preset::LastDay, Preset::Last7, Preset::Last30, Preset::ThisWeek, Preset::Week, Preset::ThisMonth, Preset::Month];

    /// The name in links; also the tail of the text ids `preset-…`.
    pub fn name(self) -> &'static str {
        match self {
            Preset::LastDay => "last1",
            Preset::Last7 => "last7",
            Preset::Last30 => "last30",
            Preset::Week => "week",
            Preset::Month => "month",
            Preset::ThisWeek => "thisweek",
            Preset::ThisMonth => "thismonth",
        }
    }

    /// The preset with this name.
    pub fn named(name: &str) -> Option<Preset> {
        Preset::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// The days it means when the data end on `last`.
    pub fn days(self, last: Day) -> Period {
        let back = |days: i32| Period { from: last.plus(1 - days), to: last };
        match self {
            Preset::LastDay => back(1),
            Preset::Last7 => back(7),
            Preset::Last30 => back(30),
            Preset::Week => {
                let sunday = if last.weekday() == 7 { last } else { last.monday().plus(-1) };
                Period { from: sunday.monday(), to: sunday }
            }
            Preset::Month => {
                let end = if last.month_end() == last { last } else { last.month_start().plus(-1) };
                Period { from: end.month_start(), to: end }
            }
            Preset::ThisWeek => Period { from: last.monday(), to: last },
            Preset::ThisMonth => Period { from: last.month_start(), to: last },
        }
    }
}

/// What is picked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Range {
    /// All days that the data cover.
    #[default]
    All,
    /// Counted back from the last day.
    Preset(Preset),
    /// These days.
    Days(Period),
}

impl Range {
    /// The days to ask for; None leaves them to the data (also while nobody knows yet which days the data cover).
    pub fn resolve(self, covered: Option<Period>) -> Option<Period> {
        match self {
            Range::All => None,
            Range::Preset(preset) => covered.map(|covered| preset.days(covered.to)),
            Range::Days(period) => Some(period),
        }
    }

    /// The days that are meant, those to come among them: a week or month that is not over counts whole.
    pub fn whole(self, covered: Period) -> Period {
        match self {
            Range::All => covered,
            Range::Preset(Preset::ThisWeek) => Period { from: covered.to.monday(), to: covered.to.monday().plus(6) },
            Range::Preset(Preset::ThisMonth) => Period { from: covered.to.month_start(), to: covered.to.month_end() },
            Range::Preset(preset) => preset.days(covered.to),
            Range::Days(period) => period,
        }
    }
}

/// The period one step earlier (`-1`) or later (`1`): calendar months move by months, anything else by its length.
pub fn shift(period: Period, step: i32) -> Period {
    if period.from == period.from.month_start() && period.to == period.from.month_end() {
        let inside = if step < 0 { period.from.plus(-1) } else { period.to.plus(1) };
        return Period { from: inside.month_start(), to: inside.month_end() };
    }
    let days = period.days() as i32 * step;
    Period { from: period.from.plus(days), to: period.to.plus(days) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: &str, to: &str) -> Period {
        Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
    }

    #[test]
    fn presets_count_back_from_the_last_day() {
        let last: Day = "2026-06-18".parse().unwrap(); // a Thursday
        assert_eq!(Preset::LastDay.days(last), days("2026-06-18", "2026-06-18"));
        assert_eq!(Preset::Last7.days(last), days("2026-06-12", "2026-06-18"));
        assert_eq!(Preset::Week.days(last), days("2026-06-08", "2026-06-14"));
        assert_eq!(Preset::Month.days(last), days("2026-05-01", "2026-05-31"));
        assert_eq!(Preset::Week.days(last.plus(3)), days("2026-06-15", "2026-06-21"));
        assert_eq!(Preset::Month.days("2026-06-30".parse().unwrap()), days("2026-06-01", "2026-06-30"));
    }

    #[test]
    fn steps_keep_months_whole() {
        assert_eq!(shift(days("2026-05-01", "2026-05-31"), -1), days("2026-04-01", "2026-04-30"));
        assert_eq!(shift(days("2026-06-12", "2026-06-18"), 1), days("2026-06-19", "2026-06-25"));
    }
}
