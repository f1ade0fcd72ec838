//! The shop's zone: from an instant to a local day and hour, and from a written local time to an instant.
//!
//! A zone is data: since which instant which offset holds. Where the data come from is the driver's business (the
//! program asks the bundled database, the page carries the default zone), so the page need not carry a database.

use super::Day;
use serde::{Deserialize, Serialize};
use std::{fmt, sync::Arc};

/// A named time zone: offsets from UTC, each with the instant from which it holds.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Zone {
    name: String,
    spans: Arc<[Span]>,
}

/// An offset and since when it holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Span {
    /// Unix seconds.
    from: i64,
    /// Seconds east of Greenwich.
    offset: i64,
}

/// The zone's name is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time zone; write a name like Asia/Shanghai or an offset like +08:00")]
pub struct ZoneError(pub String);

/// Asia/Shanghai as the time zone database has it: summers of the 1940s and of 1986 to 1991 were an hour ahead.
const SHANGHAI: (i64, [i64; 29]) = (
    29_143,
    [
        -2_177_481_943,
        -1_600_675_200,
        -1_585_904_400,
        -933_667_200,
        -922_093_200,
        -908_870_400,
        -888_829_200,
        -881_049_600,
        -767_869_200,
        -745_833_600,
        -733_827_600,
        -716_889_600,
        -699_613_200,
        -683_884_800,
        -670_669_200,
        -652_348_800,
        -650_019_600,
        515_527_200,
        527_014_800,
        545_162_400,
        558_464_400,
        577_216_800,
        589_914_000,
        608_666_400,
        621_968_400,
        640_116_000,
        653_418_000,
        671_565_600,
        684_867_600,
    ],
);

impl Zone {
    /// The default zone of the product.
    pub const DEFAULT: &'static str = "Asia/Shanghai";

    /// A zone from its data: the first offset, then each later one with the unix second from which it holds, in order.
    pub fn new(name: &str, first: i64, later: impl IntoIterator<Item = (i64, i64)>) -> Zone {
        let start = Span { from: i64::MIN, offset: first };
        let spans = std::iter::once(start).chain(later.into_iter().map(|(from, offset)| Span { from, offset }));
        Zone { name: name.to_string(), spans: spans.collect() }
    }

    /// The zone called `name`, where no database is needed for it: the default one, `UTC`, an offset `+08:00`.
    pub fn named(name: &str) -> Result<Zone, ZoneError> {
        if name == Zone::DEFAULT {
            return Ok(Zone::default());
        }
        let offset = if name == "UTC" { Some(0) } else { offset(name) };
        offset.map(|offset| Zone::new(name, offset, [])).ok_or_else(|| ZoneError(name.to_string()))
    }

    /// The name it was asked for by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Unix seconds of a local time, given as seconds since 1970-01-01 00:00 on the wall clock. A time that comes
    /// twice (the clock is set back) is its first coming; one that is skipped is read by the offset before.
    pub fn seconds_of(&self, local: i64) -> i64 {
        // No offset is larger than a day, so the spans before this one are over.
        let start = self.spans.partition_point(|span| span.from <= local.saturating_sub(86_400)).saturating_sub(1);
        for (at, span) in self.spans.iter().enumerate().skip(start) {
            let instant = local.saturating_sub(span.offset);
            if self.spans.get(at + 1).is_none_or(|next| instant < next.from) {
                let skipped = instant < span.from && at > 0;
                return if skipped { local - self.spans[at - 1].offset } else { instant };
            }
        }
        local
    }

    /// A clock that turns unix seconds of this zone into local days fast.
    pub fn clock(&self) -> LocalClock {
        LocalClock { spans: self.spans.clone(), from: 1, to: 0, offset: 0 }
    }
}

impl Default for Zone {
    fn default() -> Zone {
        let (first, instants) = SHANGHAI;
        // From 1901 on, plain time and summer time take turns.
        let later = instants.into_iter().enumerate().map(|(at, from)| (from, if at % 2 == 0 { 28_800 } else { 32_400 }));
        Zone::new(Zone::DEFAULT, first, later)
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name)
    }
}

/// Reads `+08:00`, `-0330`, `+8`.
fn offset(text: &str) -> Option<i64> {
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
    let (hours, minutes) = (hours.parse::<i64>().ok()?, minutes.parse::<i64>().ok()?);
    (hours <= 18 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// Turns unix seconds into local days and hours; keeps the span in which the last offset holds, so that most calls
/// cost one comparison and one division.
#[derive(Clone)]
pub struct LocalClock {
    spans: Arc<[Span]>,
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
        seconds.saturating_add(self.offset)
    }

    /// The local calendar day of an instant.
    #[inline]
    pub fn day(&mut self, seconds: i64) -> Day {
        Day(self.local(seconds).div_euclid(86_400) as i32)
    }

    /// The local calendar day of an instant, and the instants from and before which that day has the same offset.
    #[inline]
    pub fn day_span(&mut self, seconds: i64) -> (Day, i64, i64) {
        let day = self.day(seconds);
        let midnight = i64::from(day.0) * 86_400 - self.offset;
        (day, midnight.max(self.from), (midnight + 86_400).min(self.to))
    }

    /// The local hour of the day, 0 to 23.
    #[inline]
    pub fn hour(&mut self, seconds: i64) -> u8 {
        (self.local(seconds).rem_euclid(86_400) / 3600) as u8
    }

    #[cold]
    fn move_to(&mut self, seconds: i64) {
        let next = self.spans.partition_point(|span| span.from <= seconds);
        let span = self.spans[next.saturating_sub(1)];
        (self.from, self.offset) = (span.from, span.offset);
        self.to = self.spans.get(next).map_or(i64::MAX, |next| next.from);
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
        assert_eq!(clock.hour(520_000_000), 21, "an hour ahead in the summer of 1986");
    }

    #[test]
    fn skipped_and_repeated_times() {
        // An hour ahead from instant 1,000,000 to 2,000,000.
        let zone = Zone::new("test", 0, [(1_000_000, 3600), (2_000_000, 0)]);
        assert_eq!(zone.seconds_of(999_999), 999_999);
        assert_eq!(zone.seconds_of(1_000_000), 1_000_000, "skipped: read by the offset before");
        assert_eq!(zone.seconds_of(1_003_600), 1_000_000);
        assert_eq!(zone.seconds_of(2_000_000), 1_996_400);
        assert_eq!(zone.seconds_of(2_003_599), 1_999_999, "twice: the first coming");
        assert_eq!(zone.seconds_of(2_003_600), 2_003_600);
        let mut clock = zone.clock();
        assert_eq!([999_999, 1_000_000, 1_999_999, 2_000_000].map(|at| clock.local(at)), [999_999, 1_003_600, 2_003_599, 2_000_000]);
    }

    #[test]
    fn offsets_are_zones() {
        assert_eq!(Zone::named("+08:00").unwrap().clock().local(0), 28_800);
        assert_eq!(Zone::named("-0330").unwrap().clock().local(0), -12_600);
        assert_eq!(Zone::named("UTC").unwrap().clock().local(7), 7);
        assert!(Zone::named("Mars/Olympus").is_err());
        assert!(Zone::named("+25:00").is_err());
    }
}
