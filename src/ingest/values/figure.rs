//! Figures as ready-made reports write them: `12.34%`, `1m 49s`, `Rs.1000.0`, `#VALUE!`, `< 10%`.

use super::number::{Number, money};
use crate::model::Money;
use rust_decimal::Decimal;

/// Marks that a spreadsheet leaves where it could not compute.
const BROKEN: [&str; 8] = ["#value!", "#div/0!", "#n/a", "#ref!", "#num!", "#name?", "inf", "-inf"];

/// Reads a number, a share in percent (as a fraction), or a duration (as seconds). What a spreadsheet failed to compute
/// and what a platform tells only roughly (`< 10%`) is absent.
pub fn figure(cell: &str) -> Number<Money> {
    let text = cell.trim_matches([' ', '\t', '\u{a0}', '\u{3000}', '\'']);
    let found = money(text);
    if found != Number::Unreadable {
        return found;
    }
    let lower = text.to_lowercase();
    if BROKEN.contains(&lower.as_str()) || lower.starts_with(['<', '>', '＜', '＞']) {
        return Number::Absent;
    }
    if let Some(share) = text.strip_suffix(['%', '％']) {
        return match money(share) {
            Number::Value(value) => Number::Value(Money((value.0 / Decimal::ONE_HUNDRED).normalize())),
            other => other,
        };
    }
    if let Some(rest) = ["rs.", "rs", "inr", "usd", "us"].iter().find_map(|sign| lower.strip_prefix(sign)) {
        return money(rest);
    }
    duration(&lower).map_or(Number::Unreadable, |seconds| Number::Value(Money(Decimal::from(seconds))))
}

/// Reads a whole count; a number with a fraction is none.
#[cfg(test)]
fn count(cell: &str) -> Number<u64> {
    whole(figure(cell))
}

/// A figure as a whole count; a number with a fraction is none.
pub fn whole(figure: Number<Money>) -> Number<u64> {
    match figure {
        Number::Absent => Number::Absent,
        Number::Value(value) if value.0.is_integer() => u64::try_from(value.0).map_or(Number::Unreadable, Number::Value),
        _ => Number::Unreadable,
    }
}

/// `1m 49s`, `7s`, `1h 2m`, `00:01:49`, `1分49秒`.
fn duration(text: &str) -> Option<u64> {
    if text.contains(':') {
        return text.split(':').try_fold(0u64, |sum, part| Some(sum.checked_mul(60)? + part.trim().parse::<u64>().ok()?));
    }
    let (mut total, mut number, mut seen) = (0u64, None, false);
    for c in text.chars() {
        match c {
            '0'..='9' => number = Some(number.unwrap_or(0u64).checked_mul(10)?.checked_add(u64::from(c as u8 - b'0'))?),
            ' ' => {}
            'h' | 'm' | 's' | '时' | '分' | '秒' => {
                let unit = match c {
                    'h' | '时' => 3600,
                    'm' | '分' => 60,
                    _ => 1,
                };
                total = total.checked_add(number.take()?.checked_mul(unit)?)?;
                seen = true;
            }
            _ => return None,
        }
    }
    (seen && number.is_none()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_reports_write_them() {
        for (cell, value) in [
            ("￥1,234.50", "1234.50"),
            ("12.34%", "0.1234"),
            ("100%", "1"),
            ("1m 49s", "109"),
            ("7s", "7"),
            ("00:01:49", "109"),
            ("1分49秒", "109"),
            ("Rs.1000.0", "1000"),
            ("$1,003.59", "1003.59"),
            ("35188 ", "35188"),
            ("1.2万", "12000"),
        ] {
            assert_eq!(figure(cell), Number::Value(Money::parse(value).unwrap()), "{cell}");
        }
        for cell in ["", "-", " --", "< 10%", "> 90%", "#VALUE!", "inf", "#DIV/0!"] {
            assert_eq!(figure(cell), Number::Absent, "{cell}");
        }
        for cell in ["abc", "12%%", "1x", ":"] {
            assert_eq!(figure(cell), Number::Unreadable, "{cell}");
        }
        assert_eq!(count("218,463"), Number::Value(218_463));
        assert_eq!(count("2,653.00"), Number::Value(2653));
        assert_eq!(count("1.5"), Number::Unreadable);
    }
}
