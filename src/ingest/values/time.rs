//! Times as files write them, read as instants.

use super::is_nothing;
use crate::model::{Date, Day, Zone};
use serde::{Deserialize, Serialize};
use std::ops::{Range, RangeInclusive};

/// Years that a written date can be in. Placeholders such as `0001-01-01` and `9999-12-31` are no times.
const YEARS: RangeInclusive<i32> = 1970..=2100;

/// Unix seconds that digits alone can mean, 2001 to 2099: fewer digits are a number cut short or something else.
const EPOCHS: Range<i64> = 1_000_000_000..4_102_444_800;

/// A time cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Instant {
    /// Nothing there.
    Absent,
    /// Unix seconds, and thousandths where the text has them.
    At(i64, u16),
    /// Text that is no time.
    Unreadable,
}

/// Which comes first where a date is written `25-11-2017` or `11/25/2017`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Order {
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
}

/// What a column's dates have told about the order of day and month.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Told {
    /// Dates with the year last were seen.
    pub seen: bool,
    /// A first number above 12 was seen: the day comes first.
    pub day_first: bool,
    /// A second number above 12 was seen: the month comes first.
    pub month_first: bool,
    /// Such dates were read with the day first.
    pub read_day_first: bool,
    /// A spreadsheet's day number was seen.
    pub serial: bool,
}

impl Told {
    /// What this column and another stretch of it have told together.
    pub fn and(self, other: Told) -> Told {
        Told {
            seen: self.seen | other.seen,
            day_first: self.day_first | other.day_first,
            month_first: self.month_first | other.month_first,
            read_day_first: self.read_day_first | other.read_day_first,
            serial: self.serial | other.serial,
        }
    }
}

/// Reads one column's times in one zone.
pub struct TimeReader {
    zone: Zone,
    order: Option<Order>,
    /// Whether a spreadsheet's day numbers count from 1904.
    since_1904: bool,
    /// What the column has told so far.
    pub told: Told,
    /// The last date met of each day of a month, the instant of its midnight, and whether the zone's offset holds the whole
    /// day: the rows of a log are of few days, in any order.
    met: [Option<(Date, i64, bool)>; 32],
}

impl TimeReader {
    /// A reader for a column; `order` where the order of day and month is known.
    pub fn new(zone: &Zone, order: Option<Order>) -> TimeReader {
        TimeReader { zone: zone.clone(), order, since_1904: false, told: Told::default(), met: [None; 32] }
    }

    /// The same, with a spreadsheet's day numbers counted from 1904, as Excel on old Macs did, or from 1900.
    pub fn since(mut self, since_1904: bool) -> TimeReader {
        self.since_1904 = since_1904;
        self
    }

    /// Reads one cell. Text without an offset is local time of the zone.
    pub fn read(&mut self, cell: &str) -> Instant {
        let text = cell.trim_matches(['\t', ' ', '\u{a0}', '\u{3000}', '\'', '\r', '\n']);
        let text = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(text).trim();
        // Databases write a date of zeros for no date.
        if is_nothing(text) || text.starts_with("0000-00-00") || text.starts_with("0000/00/00") {
            return Instant::Absent;
        }
        if text.bytes().all(|b| b.is_ascii_digit()) {
            return self.digits(text);
        }
        self.written(text).or_else(|| self.serial(text)).unwrap_or(Instant::Unreadable)
    }

    /// The instant of a time that is written in one of the commonest ways, `2026-06-01 10:00:00` with or without ` UTC`;
    /// None where [`TimeReader::read`] must look closer. Both read the same, and a law says so.
    #[inline]
    pub fn quick(&mut self, cell: &[u8]) -> Option<i64> {
        let (text, rest) = cell.split_first_chunk::<19>()?;
        let mark = text[4];
        let marks =
            matches!(mark, b'-' | b'/') && text[7] == mark && matches!(text[10], b' ' | b'T') && text[13] == b':' && text[16] == b':';
        let two = |at: usize| {
            let (ten, one) = (text[at].wrapping_sub(b'0'), text[at + 1].wrapping_sub(b'0'));
            (ten < 10 && one < 10).then(|| ten * 10 + one)
        };
        let (hour, minute, second) = (two(11)?, two(14)?, two(17)?);
        let year = i32::from(two(0)?) * 100 + i32::from(two(2)?);
        if !marks || hour > 23 || minute > 59 || second > 59 || !YEARS.contains(&year) {
            return None;
        }
        let date = Date::new(year, two(5)?, two(8)?)?;
        let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        match rest {
            b"" => Some(self.local(date, seconds)),
            b" UTC" => Some(i64::from(date.days()) * 86_400 + seconds),
            _ => None,
        }
    }

    /// Digits only: unix seconds or milliseconds, or a compact date.
    fn digits(&mut self, text: &str) -> Instant {
        let Ok(number) = text.parse::<i64>() else { return Instant::Unreadable };
        let part = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<u16>().ok()).unwrap_or(0);
        let mut compact = |seconds: Option<u16>, minutes: Option<u16>, hours: Option<u16>| {
            let date = Date::new(i32::from(part(0, 4)), part(4, 6) as u8, part(6, 8) as u8)?;
            YEARS.contains(&date.year).then_some(())?;
            let clock = |value: Option<u16>, below: u16| value.map_or(Some(0), |v| (v < below).then_some(i64::from(v)));
            Some(self.local(date, clock(hours, 24)? * 3600 + clock(minutes, 60)? * 60 + clock(seconds, 60)?))
        };
        let unix = |seconds: i64, millis: i64| EPOCHS.contains(&seconds).then_some(Instant::At(seconds, millis as u16));
        let found = match text.len() {
            8 => compact(None, None, None).map(|at| Instant::At(at, 0)),
            10 if number >= 2_000_000_000 => {
                compact(None, None, Some(part(8, 10))).map(|at| Instant::At(at, 0)).or_else(|| unix(number, 0))
            }
            12 => compact(None, Some(part(10, 12)), Some(part(8, 10))).map(|at| Instant::At(at, 0)),
            14 => compact(Some(part(12, 14)), Some(part(10, 12)), Some(part(8, 10))).map(|at| Instant::At(at, 0)),
            10 => unix(number, 0),
            13 => unix(number / 1000, number % 1000),
            16 => unix(number / 1_000_000, number / 1000 % 1000),
            _ => None,
        };
        found.or_else(|| self.serial(text)).unwrap_or(Instant::Unreadable)
    }

    /// A spreadsheet's serial day such as `43064.75`, between 1982 and 2119.
    fn serial(&mut self, text: &str) -> Option<Instant> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if whole.len() != 5 || !digits(whole) || !digits(fraction) {
            return None;
        }
        let day: i32 = whole.parse().ok().filter(|day| (30_000..=80_000).contains(day))?;
        let part: f64 = format!("0.{fraction}").parse().ok()?;
        self.told.serial = true;
        // Serial 25,569 is 1970-01-01; days counted from 1904 are 1,462 fewer.
        let date = Day(day - 25_569 + if self.since_1904 { 1_462 } else { 0 }).date();
        Some(Instant::At(self.local(date, (part * 86_400.0).round() as i64), 0))
    }

    /// Text with marks between its numbers.
    fn written(&mut self, text: &str) -> Option<Instant> {
        let mut scan = Scan { rest: text.as_bytes() };
        let (first, first_len) = scan.number(4)?;
        let mark = scan.date_mark()?;
        let (second, _) = scan.number(2)?;
        (scan.date_mark()? == mark || mark == b'y').then_some(())?;
        let (third, third_len) = scan.number(4)?;
        if mark == b'y' {
            scan.eat_text("日");
        }
        let (year, month, day) = if first_len == 4 {
            (first, second, third)
        } else {
            (third_len == 4).then_some(())?;
            self.told.seen = true;
            self.told.day_first |= first > 12;
            self.told.month_first |= second > 12;
            let fallback = if mark == b'/' { Order::MonthFirst } else { Order::DayFirst };
            let order = self.order.unwrap_or(fallback);
            self.told.read_day_first |= order == Order::DayFirst;
            match order {
                Order::DayFirst => (third, second, first),
                Order::MonthFirst => (third, first, second),
            }
        };
        let date = Date::new(year as i32, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
        YEARS.contains(&date.year).then_some(())?;
        let (mut seconds, mut millis) = (0i64, 0u16);
        let mut timed = false;
        if scan.clock_follows() {
            timed = true;
            let (mut hour, _) = scan.number(2)?;
            scan.eat(b':').then_some(())?;
            let (minute, _) = scan.number(2)?;
            let mut second = 0;
            if scan.eat(b':') {
                second = scan.number(2)?.0;
                if scan.eat(b'.') || scan.eat(b',') {
                    millis = scan.fraction()?;
                }
            }
            scan.blanks();
            if let Some(afternoon) = scan.half_day() {
                (1..=12).contains(&hour).then_some(())?;
                hour = hour % 12 + if afternoon { 12 } else { 0 };
            }
            (hour < 24 && minute < 60 && second < 60).then_some(())?;
            seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        }
        scan.blanks();
        if scan.rest.is_empty() {
            return Some(Instant::At(self.local(date, seconds), millis));
        }
        timed.then_some(())?;
        let offset = scan.offset()?;
        scan.rest.is_empty().then_some(())?;
        Some(Instant::At(i64::from(date.days()) * 86_400 + seconds - offset, millis))
    }

    /// Unix seconds of a local date and second of the day.
    fn local(&mut self, date: Date, seconds: i64) -> i64 {
        let met = &mut self.met[usize::from(date.day) % 32];
        if let Some((last, midnight, true)) = met
            && *last == date
        {
            return *midnight + seconds;
        }
        let start = i64::from(date.days()) * 86_400;
        let at = |second: i64| self.zone.seconds_of(start + second);
        let (midnight, end) = (at(0), at(86_399));
        let uniform = end - midnight == 86_399;
        let answer = if uniform || seconds > 86_399 { midnight + seconds } else { at(seconds) };
        *met = Some((date, midnight, uniform));
        answer
    }
}

/// A walk over the bytes of a written time.
struct Scan<'a> {
    rest: &'a [u8],
}

impl Scan<'_> {
    fn number(&mut self, most: usize) -> Option<(u32, usize)> {
        let len = self.rest.iter().take(most).take_while(|b| b.is_ascii_digit()).count();
        let value = self.rest[..len].iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
        self.rest = &self.rest[len..];
        (len > 0).then_some((value, len))
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.rest.first() == Some(&byte);
        if found {
            self.rest = &self.rest[1..];
        }
        found
    }

    fn eat_text(&mut self, text: &str) -> bool {
        let found = self.rest.starts_with(text.as_bytes());
        if found {
            self.rest = &self.rest[text.len()..];
        }
        found
    }

    fn blanks(&mut self) {
        while self.eat(b' ') {}
    }

    /// `-`, `/`, `.`, or `y` for 年 and 月.
    fn date_mark(&mut self) -> Option<u8> {
        if self.eat_text("年") || self.eat_text("月") {
            return Some(b'y');
        }
        let mark = *self.rest.first()?;
        (matches!(mark, b'-' | b'/' | b'.') && self.eat(mark)).then_some(mark)
    }

    /// Takes the `T` or blanks before a clock time.
    fn clock_follows(&mut self) -> bool {
        let blank = self.rest.first() == Some(&b' ');
        self.blanks();
        (blank || self.eat(b'T') || self.eat(b't') || self.rest.first().is_some_and(|b| b.is_ascii_digit()))
            && self.rest.first().is_some_and(|b| b.is_ascii_digit())
    }

    /// `.5`, `.123`, `.123456` as thousandths.
    fn fraction(&mut self) -> Option<u16> {
        let len = self.rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let digit = |at: usize| self.rest.get(at).filter(|_| at < len).map_or(0, |b| u16::from(b - b'0'));
        let millis = digit(0) * 100 + digit(1) * 10 + digit(2);
        self.rest = &self.rest[len..];
        (len > 0).then_some(millis)
    }

    /// AM and PM: whether it is the afternoon.
    fn half_day(&mut self) -> Option<bool> {
        let afternoon = match self.rest.get(..2)? {
            b"AM" | b"am" => false,
            b"PM" | b"pm" => true,
            _ => return None,
        };
        self.rest = &self.rest[2..];
        Some(afternoon)
    }

    /// `Z`, `UTC`, `GMT`, `+08:00`, `-0700`, as seconds east of Greenwich.
    fn offset(&mut self) -> Option<i64> {
        let zulu = self.eat(b'Z') || self.eat(b'z') || self.eat_text("UTC") || self.eat_text("GMT");
        if zulu && self.rest.is_empty() {
            return Some(0);
        }
        let sign = if self.eat(b'+') {
            1
        } else if self.eat(b'-') {
            -1
        } else {
            return None;
        };
        let (hours, _) = self.number(2)?;
        self.eat(b':');
        let minutes = self.number(2).map_or(0, |(minutes, _)| minutes);
        (hours <= 18 && minutes < 60).then_some(sign * i64::from(hours * 3600 + minutes * 60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(cell: &str) -> Instant {
        TimeReader::new(&Zone::default(), None).read(cell)
    }

    #[test]
    fn many_ways_to_write_one_instant() {
        let eight = 1_511_568_000; // 2017-11-25 08:00:00 in Shanghai
        for cell in [
            "2017-11-25 08:00:00",
            "2017/11/25 8:00",
            "2017-11-25T08:00:00+08:00",
            "2017-11-25T00:00:00Z",
            "2017-11-25 00:00:00 UTC",
            "2017-11-24 16:00:00 -0800",
            "1511568000",
            "1511568000000",
            "2017112508",
            "20171125080000",
            "2017年11月25日 8:00",
            "25-11-2017 08:00",
            "11/25/2017 8:00 AM",
            "\t2017-11-25 8:00:00\t",
            "43064.3333333333",
        ] {
            assert_eq!(at(cell), Instant::At(eight, 0), "{cell:?}");
        }
        assert_eq!(at("20171125"), Instant::At(eight - 8 * 3600, 0));
        assert_eq!(at("2017-11-25"), Instant::At(eight - 8 * 3600, 0));
        assert_eq!(at("43064"), Instant::At(eight - 8 * 3600, 0));
        assert_eq!(at("2017-11-25 08:00:00.250"), Instant::At(eight, 250));
        assert_eq!(at("11/25/2017 8:00 PM"), Instant::At(eight + 12 * 3600, 0));
    }

    #[test]
    fn what_is_no_time() {
        for cell in ["", " ", "-", "--", "null", "NULL", "N/A", "\\N", "0000-00-00 00:00:00", "0000-00-00"] {
            assert_eq!(at(cell), Instant::Absent, "{cell:?}");
        }
        for cell in [
            "pv",
            "2017-13-01",
            "2017-11-31",
            "2017-11-25 25:00",
            "12",
            "2017-11-25 x",
            "1,2",
            "2017-11",
            "٢٠١٧",
            "151156800",
            "0000000000",
            "0001-01-01",
            "9999-12-31 00:00:00",
        ] {
            assert_eq!(at(cell), Instant::Unreadable, "{cell:?}");
        }
    }

    #[test]
    fn a_column_tells_its_order_of_day_and_month() {
        let mut reader = TimeReader::new(&Zone::default(), None);
        assert_eq!(reader.read("03/04/2017"), at("2017-03-04"));
        assert_eq!(reader.read("25/04/2017"), Instant::Unreadable);
        assert_eq!(reader.told, Told { seen: true, day_first: true, ..Told::default() });
        let mut reader = TimeReader::new(&Zone::default(), Some(Order::DayFirst));
        assert_eq!(reader.read("03/04/2017"), at("2017-04-03"));
    }

    proptest::proptest! {
        #[test]
        fn the_quick_way_reads_what_the_slow_one_reads(
            cell in "(19[67]|20[0-9]|21[01])[0-9][-/][01][0-9][-/][0-3][0-9][ T][0-2][0-9]:[0-6][0-9]:[0-6][0-9]( UTC|Z| |\\.5)?",
        ) {
            // The clocks of New York in 2026.
            let zone = Zone::new("America/New_York", -18_000, [(1_772_953_200, -14_400), (1_793_512_800, -18_000)]);
            let (mut quick, mut slow) = (TimeReader::new(&zone, None), TimeReader::new(&zone, None));
            for cell in [cell.as_str(), "2026-03-08 02:30:00", cell.as_str(), "2026-11-01 01:30:00"] {
                if let Some(seconds) = quick.quick(cell.as_bytes()) {
                    proptest::prop_assert_eq!(slow.read(cell), Instant::At(seconds, 0));
                }
            }
            proptest::prop_assert_eq!(quick.told, slow.told);
        }
    }

    #[test]
    fn the_quick_way_takes_the_commonest_ways() {
        let mut reader = TimeReader::new(&Zone::default(), None);
        for cell in ["2017-11-25 08:00:00", "2017/11/25 08:00:00", "2017-11-25T08:00:00", "2017-11-25 00:00:00 UTC"] {
            assert_eq!(reader.quick(cell.as_bytes()), Some(1_511_568_000), "{cell}");
        }
        for cell in ["2017-11-25 8:00:00", "2017-11/25 08:00:00", "2017-11-31 08:00:00", "2017-11-25 24:00:00", "20171125080000", ""] {
            assert_eq!(reader.quick(cell.as_bytes()), None, "{cell}");
        }
    }

    #[test]
    fn daylight_saving_days_are_read_second_by_second() {
        // The clocks of New York in 2026.
        let zone = Zone::new("America/New_York", -18_000, [(1_772_953_200, -14_400), (1_793_512_800, -18_000)]);
        let mut reader = TimeReader::new(&zone, None);
        assert_eq!(reader.read("2026-03-08 00:30:00"), Instant::At(1_772_947_800, 0));
        assert_eq!(reader.read("2026-03-08 12:00:00"), Instant::At(1_772_985_600, 0));
    }
}
