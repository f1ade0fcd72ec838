//! Numbers as shops write them: `¥1,234.50`, `199.00元`, `1.2万`, full-width digits, `-` for nothing.

use super::is_nothing;
use crate::model::Money;
use rust_decimal::Decimal;

/// A number cell.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Number<T> {
    /// Empty, `-`, `--`, `—`.
    Absent,
    /// The number.
    Value(T),
    /// Text that is no number.
    Unreadable,
}

/// Reads money.
pub fn money(cell: &str) -> Number<Money> {
    decimal(cell).map(Money)
}

/// Reads whole pieces, 0 or more.
pub fn pieces(cell: &str) -> Number<u32> {
    match decimal(cell) {
        Number::Value(number) if number.is_integer() => u32::try_from(number).map_or(Number::Unreadable, Number::Value),
        Number::Value(_) | Number::Unreadable => Number::Unreadable,
        Number::Absent => Number::Absent,
    }
}

impl<T> Number<T> {
    fn map<U>(self, into: impl FnOnce(T) -> U) -> Number<U> {
        match self {
            Number::Absent => Number::Absent,
            Number::Value(value) => Number::Value(into(value)),
            Number::Unreadable => Number::Unreadable,
        }
    }
}

const BLANKS: [char; 5] = [' ', '\t', '\u{a0}', '\u{3000}', '\''];
/// Signs of money and pieces; longer ones before those that they hold.
const SIGNS: [&str; 33] = [
    "JP¥", "CN¥", "HK$", "NT$", "US$", "AU$", "CA$", "NZ$", "MX$", "A$", "C$", "S$", "R$", "¥", "￥", "$", "€", "£", "₹", "₩", "฿", "RMB",
    "CNY", "USD", "EUR", "GBP", "INR", "日元", "美元", "港元", "欧元", "元", "件",
];

fn decimal(cell: &str) -> Number<Decimal> {
    if let Some(number) = plain(cell.as_bytes()) {
        return Number::Value(number);
    }
    let text = cell.trim_matches(BLANKS);
    let text = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(text).trim_matches(BLANKS);
    if is_nothing(text) {
        return Number::Absent;
    }
    let mut text: String = text.chars().map(narrow).filter(|c| *c != ',' && !BLANKS.contains(c)).collect();
    for sign in SIGNS {
        if text.contains(sign) {
            text = text.replacen(sign, "", 1);
        }
    }
    let unit = match text.chars().last() {
        Some('万') => Decimal::from(10_000),
        Some('亿') => Decimal::from(100_000_000),
        _ => Decimal::ONE,
    };
    let digits = text.trim_end_matches(['万', '亿']);
    let digits = digits.strip_prefix('+').unwrap_or(digits);
    let shape = digits.strip_prefix('-').unwrap_or(digits);
    if shape.is_empty() || !shape.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return Number::Unreadable;
    }
    match Decimal::from_str_exact(digits).ok().and_then(|number| number.checked_mul(unit)) {
        Some(number) => Number::Value(number.normalize()),
        None => Number::Unreadable,
    }
}

/// The short way for plain digits with up to nine decimals, which is nearly every cell.
fn plain(bytes: &[u8]) -> Option<Decimal> {
    if bytes.is_empty() || bytes.len() > 17 {
        return None;
    }
    let (negative, digits) = bytes.strip_prefix(b"-").map_or((false, bytes), |rest| (true, rest));
    let (mut mantissa, mut scale, mut seen) = (0i64, None, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + i64::from(byte - b'0');
                scale = scale.map(|s| s + 1);
                seen = true;
            }
            b'.' if scale.is_none() && seen => scale = Some(0),
            _ => return None,
        }
    }
    let scale = scale.unwrap_or(0);
    seen.then(|| Decimal::new(if negative { -mantissa } else { mantissa }, scale))
}

/// Full-width digits and marks as plain ones.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' if c != '￥' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_shops_write_them() {
        for (cell, value) in [
            ("199.00元", "199.00"),
            ("¥1,234.50", "1234.50"),
            ("￥12", "12.00"),
            ("1.2万", "12000.00"),
            ("3亿", "300000000.00"),
            ("１２.５", "12.50"),
            (" 7 ", "7.00"),
            ("-5.5", "-5.50"),
            ("+8", "8.00"),
            ("\t10.0\t", "10.00"),
            ("0.125", "0.125"),
            ("=\"3.5\"", "3.50"),
            ("1,234,567.89", "1234567.89"),
        ] {
            assert_eq!(money(cell), Number::Value(Money::parse(value).unwrap()), "{cell:?}");
        }
        for cell in ["", " ", "-", "--", "—", "——", "NULL", "nan", "n/a", "inf", "#VALUE!", "#DIV/0!"] {
            assert_eq!(money(cell), Number::Absent, "{cell:?}");
        }
        for cell in ["abc", "1.2.3", "12%", "1e5", "¥", ".", "2026-06-18"] {
            assert_eq!(money(cell), Number::Unreadable, "{cell:?}");
        }
    }

    #[test]
    fn pieces_are_whole() {
        assert_eq!(pieces("3"), Number::Value(3));
        assert_eq!(pieces("3.0"), Number::Value(3));
        assert_eq!(pieces("2件"), Number::Value(2));
        assert_eq!(pieces("1.5"), Number::Unreadable);
        assert_eq!(pieces("-1"), Number::Unreadable);
        assert_eq!(pieces(""), Number::Absent);
    }
}
