//! A sheet's number as the text its cell stands for: plain digits, a date, a share in percent.
//!
//! Spreadsheets hold every number as a binary fraction of 53 bits. An id of 18 digits does not fit: what is left of it
//! is written in scientific notation, which the reader of texts knows as destroyed, and never as 18 digits that look
//! right and are wrong.

use super::format::Format;
use std::fmt::Write;

/// From here on, neighbouring whole numbers share one binary fraction.
const EXACT: f64 = 9_007_199_254_740_992.0;
/// Days of 1970-01-01 in the date system of 1900.
const UNIX_1900: i64 = 25_569;
/// Days between the date systems of 1900 and 1904.
const LATER_1904: i64 = 1_462;
/// 9999-12-31, the last day that spreadsheets know.
const LAST_DAY: f64 = 2_958_466.0;
const DAY_MILLIS: i64 = 86_400_000;

/// Writes a number as its cell's format has it.
pub fn write(value: f64, format: Format, date1904: bool, out: &mut String) {
    match format {
        Format::Date { time, millis } if write_date(value, date1904, time, millis, out) => {}
        Format::Elapsed if write_elapsed(value, out) => {}
        Format::Percent => {
            shifted(value, 2, out);
            out.push('%');
        }
        Format::Padded(width) if value >= 0.0 && value.fract() == 0.0 && value < EXACT => {
            let _ = write!(out, "{value:0width$}", width = width as usize);
        }
        _ => plain(value, out),
    }
}

/// The fewest digits that mean this number; whole numbers that are no longer exact in scientific notation.
pub fn plain(value: f64, out: &mut String) {
    let size = value.abs();
    let _ = match () {
        () if size >= EXACT => scientific(value, out),
        () if size > 0.0 && size < 1e-15 => write!(out, "{value:E}"),
        // Never `-0`.
        () if size == 0.0 => write!(out, "0"),
        () => write!(out, "{value}"),
    };
}

fn scientific(value: f64, out: &mut String) -> std::fmt::Result {
    let text = format!("{value:E}");
    match text.split_once('E') {
        Some((digits, power)) => write!(out, "{digits}E+{power}"),
        None => write!(out, "{text}"),
    }
}

/// A number that a workbook writes as text (`<v>`). Where the text has more digits than a binary fraction holds, it was
/// never one: a program wrote a whole number out, and all its digits stand.
pub fn write_text(raw: &str, format: Format, date1904: bool, out: &mut String) -> bool {
    let raw = raw.trim();
    let Ok(value) = raw.parse::<f64>() else { return false };
    if !value.is_finite() {
        return false;
    }
    let digits = raw.strip_prefix('-').unwrap_or(raw);
    let whole = digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole && value.abs() >= EXACT && digits.len() <= 40 && format!("{}", value.abs()) != digits {
        out.push_str(raw);
    } else {
        write(value, format, date1904, out);
    }
    true
}

/// Moves the decimal point to the right, digit by digit: 0.07 × 100 is 7, not 7.000000000000001.
fn shifted(value: f64, by: usize, out: &mut String) {
    if value.abs() >= EXACT || (value.abs() > 0.0 && value.abs() < 1e-15) {
        return plain(value * 100.0, out);
    }
    let text = format!("{}", value.abs());
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let mut digits = format!("{whole}{part:0<by$}");
    let rest = digits.split_off(whole.len() + by);
    if value < 0.0 {
        out.push('-');
    }
    let digits = digits.trim_start_matches('0');
    out.push_str(if digits.is_empty() { "0" } else { digits });
    if !rest.is_empty() {
        out.push('.');
        out.push_str(&rest);
    }
}

/// Writes a serial as a date; false for one that is none.
fn write_date(serial: f64, date1904: bool, time: bool, millis: bool, out: &mut String) -> bool {
    if !(0.0..LAST_DAY).contains(&serial) {
        return false;
    }
    let all = rounded(serial, millis);
    let (day, rest) = (all.div_euclid(DAY_MILLIS), all.rem_euclid(DAY_MILLIS));
    // Below one day the number is a time of day.
    if day > 0 {
        // 1900 had no 29 February, but the system of 1900 numbers one: earlier days are one too low.
        let since = if date1904 {
            day + LATER_1904
        } else if day < 60 {
            day + 1
        } else {
            day
        } - UNIX_1900;
        let (year, month, day) = civil(since);
        let _ = write!(out, "{year:04}-{month:02}-{day:02}");
        if rest == 0 && !time {
            return true;
        }
        out.push(' ');
    }
    clock(rest, out);
    true
}

/// Writes a serial as hours, minutes and seconds, however many hours.
fn write_elapsed(serial: f64, out: &mut String) -> bool {
    if !(0.0..LAST_DAY).contains(&serial) {
        return false;
    }
    clock(rounded(serial, true), out);
    true
}

/// A serial in thousandths of a second, to the second unless thousandths are shown.
fn rounded(serial: f64, millis: bool) -> i64 {
    let unit = if millis { 1 } else { 1000 };
    (serial * (DAY_MILLIS / unit) as f64).round() as i64 * unit
}

fn clock(millis: i64, out: &mut String) {
    let seconds = millis / 1000;
    let _ = write!(out, "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if millis % 1000 != 0 {
        let _ = write!(out, ".{:03}", millis % 1000);
    }
}

/// Days since 1970-01-01 as year, month and day.
fn civil(days: i64) -> (i32, u8, u8) {
    let date = crate::model::Day(days as i32).date();
    (date.year, date.month, date.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: f64, format: Format) -> String {
        let mut out = String::new();
        write(value, format, false, &mut out);
        out
    }

    fn raw(text: &str) -> String {
        let mut out = String::new();
        assert!(write_text(text, Format::Plain, false, &mut out));
        out
    }

    const DATE: Format = Format::Date { time: false, millis: false };
    const MOMENT: Format = Format::Date { time: true, millis: false };

    #[test]
    fn numbers_have_the_fewest_digits() {
        for (value, expected) in [(0.1 + 0.2, "0.30000000000000004"), (16.4, "16.4"), (-0.0, "0"), (1e21, "1E+21"), (5e-16, "5E-16")] {
            assert_eq!(text(value, Format::Plain), expected);
        }
        assert_eq!(raw("16.399999999999999"), "16.4");
        assert_eq!(raw("1.0E3"), "1000");
    }

    #[test]
    fn ids_that_are_lost_look_lost_and_whole_ones_stay() {
        assert_eq!(raw("1.2345678901234568E+17"), "1.2345678901234568E+17");
        assert_eq!(raw("123456789012345680"), "1.2345678901234568E+17");
        assert_eq!(raw("123456789012345678"), "123456789012345678");
        assert_eq!(raw("9007199254740991"), "9007199254740991");
        assert_eq!(text(1234567890123456789.0, Format::Plain), "1.2345678901234568E+18");
        assert_eq!(text(123.0, Format::Padded(6)), "000123");
    }

    #[test]
    fn percents_move_the_point() {
        for (value, expected) in [(0.1234, "12.34%"), (0.07, "7%"), (1.0, "100%"), (-0.005, "-0.5%"), (0.0, "0%"), (0.123456, "12.3456%")] {
            assert_eq!(text(value, Format::Percent), expected);
        }
    }

    #[test]
    fn dates_of_both_systems() {
        assert_eq!(text(46190.0, DATE), "2026-06-17");
        assert_eq!(text(46190.0, MOMENT), "2026-06-17 00:00:00");
        assert_eq!(text(46190.416666666664, DATE), "2026-06-17 10:00:00");
        assert_eq!(text(46190.99999999999, MOMENT), "2026-06-18 00:00:00");
        assert_eq!(text(1.0, DATE), "1900-01-01");
        assert_eq!(text(61.0, DATE), "1900-03-01");
        assert_eq!(text(0.5, DATE), "12:00:00");
        assert_eq!(text(-1.0, DATE), "-1");
        assert_eq!(text(1.5, Format::Elapsed), "36:00:00");
        let mut out = String::new();
        write(44728.0, DATE, true, &mut out);
        assert_eq!(out, "2026-06-17");
    }
}
