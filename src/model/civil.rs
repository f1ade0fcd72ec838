//! The Gregorian calendar: days since 1970-01-01 as year, month and day, and back.
//!
//! A date library would be a twentieth of what the page downloads, for these two functions. They are the well-known
//! ones for the proleptic calendar (Howard Hinnant, "chrono-compatible low-level date algorithms"); a test holds them
//! against the library that the program carries, day by day.

/// A date of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date {
    /// Year, 0 to 9999 in any file worth reading.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Date {
    /// The date with these numbers, if the calendar has it.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Date> {
        let fits = (0..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
        fits.then_some(Date { year, month, day })
    }

    /// The date so many days after 1970-01-01.
    pub fn of_days(days: i32) -> Date {
        // Years start in March here, so that the leap day is the last one; eras are 400 years long.
        let shifted = i64::from(days) + 719_468;
        let (era, in_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
        let in_year = in_era - (365 * year + year / 4 - year / 100);
        let from_march = (5 * in_year + 2) / 153;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let day = in_year - (153 * from_march + 2) / 5 + 1;
        Date { year: (year + era * 400 + i64::from(month <= 2)) as i32, month: month as u8, day: day as u8 }
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i32 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let (era, in_era) = (year.div_euclid(400), year.rem_euclid(400));
        let from_march = if month > 2 { month - 3 } else { month + 9 };
        let in_year = (153 * from_march + 2) / 5 + day - 1;
        (era * 146_097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719_468) as i32
    }
}

/// How many days a month has.
pub fn days_in(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;

    #[test]
    fn every_day_is_the_librarys() {
        let mut theirs = jiff::civil::date(1600, 1, 1);
        let first = Date::new(1600, 1, 1).unwrap().days();
        for days in first..first + 250_000 {
            let ours = Date::of_days(days);
            assert_eq!((ours.year, ours.month, ours.day), (i32::from(theirs.year()), theirs.month() as u8, theirs.day() as u8));
            assert_eq!(ours.days(), days);
            assert_eq!(days_in(ours.year, ours.month), theirs.days_in_month() as u8);
            theirs = theirs.tomorrow().unwrap();
        }
        assert_eq!(Date::of_days(0), Date { year: 1970, month: 1, day: 1 });
    }

    #[test]
    fn what_the_calendar_does_not_have() {
        assert_eq!(Date::new(2026, 2, 29), None);
        assert_eq!(Date::new(2026, 13, 1), None);
        assert_eq!(Date::new(2026, 0, 1), None);
        assert_eq!(Date::new(2026, 1, 0), None);
        assert!(Date::new(2000, 2, 29).is_some() && Date::new(1900, 2, 29).is_none());
    }
}
