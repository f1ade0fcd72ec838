//! When people come: sixty days with the 618 campaign inside, weekdays, hours, and the sources of each phase.

use crate::model::Day;
use std::fmt;

/// Days of the shop's story: 2026-05-01 to 2026-06-29.
pub const DAYS: u32 = 60;
/// Seconds of a day.
pub const DAY: u32 = 86_400;
/// 2026-05-01.
const FIRST: Day = Day(20_574);

/// Seconds after the first day's midnight, on the shop's own wall clock.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Moment(pub u32);

impl Moment {
    /// The first second after the sixty days.
    pub const END: Moment = Moment(DAYS * DAY);

    /// The day's number, 0 for the first.
    pub fn day(self) -> u32 {
        self.0 / DAY
    }

    /// The hour of the day.
    pub fn hour(self) -> u32 {
        self.0 % DAY / 3600
    }

    /// The moment some seconds later.
    pub fn later(self, seconds: u32) -> Moment {
        Moment(self.0 + seconds)
    }

    /// The calendar day as `20260618`.
    pub fn compact_day(self) -> String {
        FIRST.plus(self.day() as i32).to_string().replace('-', "")
    }
}

impl fmt::Display for Moment {
    /// `2026-06-18 20:15:03`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.0 % DAY;
        write!(f, "{} {:02}:{:02}:{:02}", FIRST.plus(self.day() as i32), second / 3600, second / 60 % 60, second % 60)
    }
}

/// What the calendar does to the shop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// No campaign.
    Plain,
    /// 预热: people look and fill their carts.
    Warm,
    /// The days people buy.
    Rush,
    /// After the campaign, when everybody has everything.
    After,
}

impl Phase {
    /// The phase of a day's number.
    pub fn of(day: u32) -> Phase {
        match day {
            0..=29 => Phase::Plain,
            31..=33 | 46..=48 => Phase::Rush,
            30 | 34..=45 => Phase::Warm,
            _ => Phase::After,
        }
    }

    /// How readily people buy, in percent of a plain day.
    pub fn buying(self) -> u32 {
        [122, 90, 180, 92][self as usize]
    }

    /// How many of a thousand looks at an item end in the cart.
    pub fn carting(self) -> u32 {
        [85, 150, 125, 65][self as usize]
    }
}

/// Visits of each day in percent of a plain day: the May holiday, Mother's Day, 520, then 618.
const CAMPAIGN: [u32; DAYS as usize] = [
    92, 86, 84, 87, 95, 98, 97, 99, 106, 121, 101, 98, 97, 99, 100, 101, 100, 104, 112, 139, 117, 98, 96, 97, 98, 99, 97, 99, 101,
    104, //
    128, 188, 152, 131, 108, 107, 109, 111, 110, 112, 114, 113, 116, 121, 129, 143, 168, 205, 436, 188, 117, 78, 70, 66, 68, 71, 74, 77,
    79, 83,
];

/// Visits of each weekday, Monday first, in percent.
const WEEKDAYS: [u32; 7] = [100, 97, 96, 98, 95, 104, 110];

/// Visits of a plain day.
const PLAIN_VISITS: u32 = 221;

/// Visits that the calendar asks for on a day.
pub fn visits_of(day: u32) -> u32 {
    let weekday = FIRST.plus(day as i32).weekday();
    PLAIN_VISITS * CAMPAIGN[day as usize] * WEEKDAYS[usize::from(weekday) - 1] / 10_000
}

const WORKDAY_HOURS: [u32; 24] = [14, 7, 4, 2, 2, 3, 8, 18, 30, 42, 52, 50, 56, 54, 46, 46, 45, 46, 50, 64, 88, 104, 86, 42];
const WEEKEND_HOURS: [u32; 24] = [20, 10, 5, 3, 2, 3, 5, 10, 22, 38, 52, 56, 54, 56, 58, 60, 58, 56, 54, 66, 90, 98, 84, 48];
const RUSH_HOURS: [u32; 24] = [96, 48, 20, 9, 5, 5, 10, 20, 34, 48, 58, 56, 58, 54, 48, 48, 46, 48, 56, 76, 132, 128, 110, 74];
const OPENING_HOURS: [u32; 24] = [16, 8, 4, 2, 2, 3, 5, 10, 20, 34, 46, 48, 48, 48, 48, 50, 50, 52, 60, 84, 190, 150, 112, 70];

/// How a day's visits spread over its hours: an evening peak, midnight on the day of the campaign, 20:00 at its opening.
pub fn hours_of(day: u32) -> &'static [u32; 24] {
    match (day, FIRST.plus(day as i32).weekday()) {
        (31 | 48, _) => &RUSH_HOURS,
        (30, _) => &OPENING_HOURS,
        (_, 6 | 7) => &WEEKEND_HOURS,
        _ => &WORKDAY_HOURS,
    }
}

/// Where a visit came from; the place in [`SOURCES`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Source(pub usize);

/// How the visits of a source behave.
pub struct Habits {
    /// Name as the files write it.
    pub name: &'static str,
    /// Visits of a thousand that leave after one page.
    pub bounce: u32,
    /// Visits of a thousand that buy, among those that stay and look at an item on a plain day; cart and phase change it.
    pub buying: u32,
}

const fn habits(name: &'static str, bounce: u32, buying: u32) -> Habits {
    Habits { name, bounce, buying }
}

/// The sources, in the order of every weight table here.
pub const SOURCES: [Habits; 8] = [
    habits("手淘搜索", 395, 200),
    habits("直通车", 465, 170),
    habits("手淘推荐", 430, 150),
    habits("我的淘宝", 250, 250),
    habits("购物车", 150, 420),
    habits("淘宝客", 455, 185),
    habits("直播", 380, 240),
    habits("站外", 590, 90),
];

impl Source {
    /// 直通车.
    pub const ADS: Source = Source(1);
    /// 手淘推荐.
    pub const FEED: Source = Source(2);
    /// 我的淘宝, from where late payers come back.
    pub const MINE: Source = Source(3);
    /// 购物车.
    pub const CART: Source = Source(4);
    /// 淘宝客.
    pub const AFFILIATE: Source = Source(5);
    /// 直播.
    pub const LIVE: Source = Source(6);
    /// 站外.
    pub const OUTSIDE: Source = Source(7);

    /// Its habits.
    pub fn habits(self) -> &'static Habits {
        &SOURCES[self.0]
    }

    /// How likely each source is for somebody new, by phase: ads, affiliates and live rooms push in the campaign.
    pub fn of_new(phase: Phase) -> [u32; 8] {
        match phase {
            Phase::Plain => [350, 180, 240, 10, 0, 60, 55, 105],
            Phase::Warm => [300, 235, 200, 10, 0, 90, 85, 80],
            Phase::Rush => [270, 265, 150, 15, 0, 115, 120, 65],
            Phase::After => [380, 120, 270, 10, 0, 45, 50, 125],
        }
    }

    /// How likely each source is for somebody who was here before.
    pub fn of_known(phase: Phase, has_cart: bool) -> [u32; 8] {
        let cart = match (has_cart, phase) {
            (false, _) => 0,
            (true, Phase::Rush) => 900,
            (true, _) => 300,
        };
        match phase {
            Phase::Plain => [200, 70, 150, 290, cart, 20, 70, 30],
            Phase::Warm => [180, 90, 130, 280, cart, 30, 110, 25],
            Phase::Rush => [150, 100, 90, 260, cart, 40, 150, 20],
            Phase::After => [210, 50, 170, 300, cart, 15, 60, 30],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_day_and_the_campaign_are_where_they_should_be() {
        assert_eq!(Moment(0).to_string(), "2026-05-01 00:00:00");
        assert_eq!(Moment(48 * DAY + 20 * 3600 + 903).to_string(), "2026-06-18 20:15:03");
        assert_eq!(Moment(Moment::END.0 - 1).to_string(), "2026-06-29 23:59:59");
        assert!((0..DAYS).all(|day| visits_of(day) <= visits_of(48)));
        assert_eq!((Phase::of(30), Phase::of(48), Phase::of(49)), (Phase::Warm, Phase::Rush, Phase::After));
    }
}
