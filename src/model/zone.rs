//! The shop's zone: from an instant to a local day and hour, and from a written local time to an instant.

use super::Day;
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use std::fmt;

/// A named time zone of the IANA database (or a fixed offset such as `+08:00`).
#[derive(Clone)]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

/// The zone's name is not in the database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time zone; write a name like Asia/Shanghai or an offset like +08:00")]
pub struct ZoneError(pub String);

impl Zone {
    /// The default zone of the product.
    pub const DEFAULT: &'static str = "Asia/Shanghai";

    /// The zone called `name`: an IANA name, `UTC`, or an offset `+08:00`.
    pub fn named(name: &str) -> Result<Zone, ZoneError> {
        let zone = match offset(name) {
            Some(offset) => TimeZone::fixed(offset),
            None => TimeZone::get(name).map_err(|_| ZoneError(name.to_string()))?,
        };
        Ok(Zone { name: name.to_string(), zone })
    }

    /// The name it was asked for by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Unix seconds of a local date and time in this zone; in a gap or a fold, the earlier offset's reading.
    pub fn seconds_of(&self, local: DateTime) -> i64 {
        match self.zone.to_ambiguous_timestamp(local).compatible() {
            Ok(instant) => instant.as_second(),
            // Beyond jiff's range of instants: the civil clock is as good as any.
            Err(_) => {
                local.date().to_datetime(jiff::civil::time(0, 0, 0, 0)).duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0)).as_secs()
            }
        }
    }

    /// A clock that turns unix seconds of this zone into local days fast.
    pub fn clock(&self) -> LocalClock {
        LocalClock { zone: self.zone.clone(), from: 1, to: 0, offset: 0 }
    }
}

impl Default for Zone {
    fn default() -> Zone {
        Zone::named(Zone::DEFAULT).expect("the default zone is in the bundled database")
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name)
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Zone) -> bool {
        self.name == other.name
    }
}

/// Reads `+08:00`, `-0330`, `+8`.
fn offset(text: &str) -> Option<jiff::tz::Offset> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = if digits.len() <= 2 { (digits.as_str(), "0") } else { digits.split_at(digits.len() - 2) };
    let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
    jiff::tz::Offset::from_seconds(sign * seconds).ok()
}

/// Turns unix seconds into local days and hours; keeps the stretch of time in which the last offset holds, so that
/// most calls cost one comparison and one division.
#[derive(Clone)]
pub struct LocalClock {
    zone: TimeZone,
    from: i64,
    to: i64,
    offset: i64,
}

impl LocalClock {
    /// Local seconds since 1970-01-01 00:00 on the wall clock.
    #[inline]
    pub fn local(&mut self, seconds: i64) -> i64 {
        if seconds < self.from || seconds >= self.to {
            self.move_to(seconds);
        }
        seconds + self.offset
    }

    /// The local calendar day of an instant.
    #[inline]
    pub fn day(&mut self, seconds: i64) -> Day {
        Day(self.local(seconds).div_euclid(86_400) as i32)
    }

    /// The local hour of the day, 0 to 23.
    #[inline]
    pub fn hour(&mut self, seconds: i64) -> u8 {
        (self.local(seconds).rem_euclid(86_400) / 3600) as u8
    }

    #[cold]
    fn move_to(&mut self, seconds: i64) {
        let instant = Timestamp::from_second(seconds).unwrap_or(if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX });
        self.offset = i64::from(self.zone.to_offset(instant).seconds());
        self.to = self.zone.following(instant).next().map_or(i64::MAX, |next| next.timestamp().as_second());
        // `preceding` is exclusive: asked from the next second on, it gives the transition this instant lives under.
        let after = instant.saturating_add(jiff::SignedDuration::from_secs(1)).unwrap_or(instant);
        self.from = self.zone.preceding(after).next().map_or(i64::MIN, |last| last.timestamp().as_second());
        if !(self.from <= seconds && seconds < self.to) {
            // Out of the database's range: believe the offset for this second only.
            (self.from, self.to) = (seconds, seconds.saturating_add(1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shanghai_days_start_at_sixteen_utc() {
        let mut clock = Zone::default().clock();
        assert_eq!(clock.day(1_511_539_199).to_string(), "2017-11-24");
        assert_eq!(clock.day(1_511_539_200).to_string(), "2017-11-25");
        assert_eq!(clock.hour(1_511_539_200), 0);
    }

    #[test]
    fn clock_follows_daylight_saving() {
        let zone = Zone::named("America/New_York").unwrap();
        let mut clock = zone.clock();
        for written in ["2026-03-07T23:59:59", "2026-03-08T12:00:00", "2026-11-01T00:30:00", "2026-11-02T00:00:00", "1999-07-01T05:00:00"] {
            let local: DateTime = written.parse().unwrap();
            let seconds = zone.seconds_of(local);
            assert_eq!(clock.day(seconds), Day::of(local.date()), "{written}");
            assert_eq!(clock.hour(seconds), local.hour() as u8, "{written}");
        }
    }

    #[test]
    fn offsets_are_zones() {
        assert_eq!(Zone::named("+08:00").unwrap().clock().local(0), 28_800);
        assert_eq!(Zone::named("-0330").unwrap().clock().local(0), -12_600);
        assert!(Zone::named("Mars/Olympus").is_err());
    }
}
