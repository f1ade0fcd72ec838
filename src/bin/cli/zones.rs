//! Time zones of the program: any name of the bundled database.

use dianzhang::model::{Zone, ZoneError};
use jiff::{Timestamp, tz::TimeZone};

/// The zone called `name`.
pub fn named(name: &str) -> Result<Zone, ZoneError> {
    Zone::named(name).or_else(|error| from_database(name).ok_or(error))
}

fn from_database(name: &str) -> Option<Zone> {
    let zone = TimeZone::get(name).ok()?;
    let first = i64::from(zone.to_offset(Timestamp::MIN).seconds());
    // Rules without an end go on to the year 2200, beyond any shop's books.
    let end = Timestamp::from_second(7_258_118_400).ok()?;
    let later = zone.following(Timestamp::MIN).take_while(|change| change.timestamp() < end);
    let later: Vec<(i64, i64)> = later.map(|change| (change.timestamp().as_second(), i64::from(change.offset().seconds()))).collect();
    Some(Zone::new(name, first, later))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::DateTime;

    #[test]
    fn zones_tell_the_same_time_as_the_database() {
        for name in ["America/New_York", "Asia/Shanghai", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/London"] {
            let (ours, theirs) = (from_database(name).unwrap(), TimeZone::get(name).unwrap());
            let mut clock = ours.clock();
            // Every seven hours or so from 1960 to 2060: every change of clocks is met from both sides.
            for seconds in (-315_619_200..2_840_140_800).step_by(25_301) {
                let instant = Timestamp::from_second(seconds).unwrap();
                assert_eq!(clock.local(seconds), seconds + i64::from(theirs.to_offset(instant).seconds()), "{name} {instant}");
                let local = seconds + i64::from(theirs.to_offset(instant).seconds());
                let written = DateTime::constant(1970, 1, 1, 0, 0, 0, 0) + jiff::SignedDuration::from_secs(local);
                let read = theirs.to_ambiguous_timestamp(written).compatible().unwrap().as_second();
                assert_eq!(ours.seconds_of(local), read, "{name} {written}");
            }
        }
        assert_eq!(from_database("Asia/Shanghai"), Some(Zone::default()), "the page's own data of the default zone");
        assert!(named("Mars/Olympus").is_err());
    }
}
