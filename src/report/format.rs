//! Text of numbers: the only place that turns a value into what a person reads.

use super::Lang;
use crate::model::{Currency, Unit, Value};

/// How much of a number is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// Every digit: tables, explanations, exports.
    Exact,
    /// Short for cards: 万/亿 in Chinese, K/M in English, from five digits on.
    Short,
}

/// What stands where nothing is known.
pub const UNKNOWN: &str = "—";

/// How a value is written: its unit, and for money what it is counted in. Where nothing says that, amounts stand without
/// a sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shown {
    /// The unit.
    pub unit: Unit,
    /// The currency.
    pub currency: Currency,
}

impl From<Unit> for Shown {
    fn from(unit: Unit) -> Shown {
        Shown { unit, currency: Currency::UNTOLD }
    }
}

/// A value with its unit: `1,686`, `39.12%`, `¥922,790.83`, `2,143 秒`, `4.05`.
pub fn value(value: Option<Value>, shown: impl Into<Shown>, style: Style, lang: Lang) -> String {
    let Shown { unit, currency } = shown.into();
    let Some(value) = value else {
        return UNKNOWN.to_string();
    };
    match unit {
        Unit::Ratio => format!("{}%", decimals(value.to_f64() * 100.0, 2)),
        Unit::Money | Unit::MoneyMean => match (short(value.to_f64(), style, lang), value) {
            (Some(text), _) => signed(&text, currency),
            (None, Value::Money(money)) => signed(&amount(&money.to_string(), currency), currency),
            (None, other) => signed(&decimals(other.to_f64(), 2), currency),
        },
        Unit::Mean => decimals(value.to_f64(), 2),
        Unit::Seconds | Unit::SecondsMean => {
            let number = short(value.to_f64(), style, lang).unwrap_or_else(|| match value {
                Value::Count(n) => grouped(&n.to_string()),
                other => decimals(other.to_f64(), 1),
            });
            match lang {
                Lang::Zh => format!("{number}\u{202f}秒"),
                Lang::En => format!("{number}\u{202f}s"),
            }
        }
        Unit::Count | Unit::None => short(value.to_f64(), style, lang).unwrap_or_else(|| match value {
            Value::Count(n) => grouped(&n.to_string()),
            Value::Money(money) => grouped(&money.to_string()),
            Value::Real(x) => decimals(x, 2),
        }),
    }
}

/// The change from an earlier value: `+12.30%`; for a share, in points (`+1.20 个百分点`). None where the earlier
/// value is not known or 0, for nothing can be said then.
pub fn change(now: Option<Value>, before: Option<Value>, unit: Unit, lang: Lang) -> Option<String> {
    let (now, before) = (now?.to_f64(), before?.to_f64());
    if unit == Unit::Ratio {
        let points = (now - before) * 100.0;
        return Some(match lang {
            Lang::Zh => format!("{}\u{202f}个百分点", with_sign(points, 2)),
            Lang::En => format!("{}\u{202f}pp", with_sign(points, 2)),
        });
    }
    (before != 0.0).then(|| format!("{}%", with_sign((now - before) / before.abs() * 100.0, 2)))
}

/// The change for a spreadsheet, as a plain number: a share's difference, else the growth as a fraction. None where
/// [`change`] has none.
pub fn change_plain(now: Option<Value>, before: Option<Value>, unit: Unit) -> Option<String> {
    let (now, before) = (now?.to_f64(), before?.to_f64());
    let plain = |x: f64| {
        let text = format!("{x:.6}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        if text == "-0" { "0".to_string() } else { text.to_string() }
    };
    if unit == Unit::Ratio {
        return Some(plain(now - before));
    }
    (before != 0.0).then(|| plain((now - before) / before.abs()))
}

/// A round mark of a chart's axis: as few digits as it has, `25%`, `¥50,000`, `120万`.
pub fn tick(x: f64, shown: impl Into<Shown>, lang: Lang) -> String {
    let Shown { unit, currency } = shown.into();
    let plain = |x: f64| {
        let text = decimals(x, 2);
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
    };
    let (number, word) = if x.abs() < 100_000.0 { (x, "") } else { scaled(x, lang) };
    match unit {
        Unit::Ratio => format!("{}%", plain(x * 100.0)),
        Unit::Money | Unit::MoneyMean => signed(&format!("{}{word}", plain(number)), currency),
        _ => format!("{}{word}", plain(number)),
    }
}

/// A count with commas between thousands.
pub fn count(n: u64) -> String {
    grouped(&n.to_string())
}

/// Bytes as `3.1 MB`.
pub fn bytes(n: u64) -> String {
    match n {
        0..1_000 => format!("{n} B"),
        1_000..1_000_000 => format!("{:.1} KB", n as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", n as f64 / 1e6),
        _ => format!("{:.2} GB", n as f64 / 1e9),
    }
}

fn with_sign(x: f64, places: usize) -> String {
    let text = decimals(x, places);
    if x > 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) { format!("+{text}") } else { text }
}

/// An amount behind the sign of its currency.
fn signed(number: &str, currency: Currency) -> String {
    let gap = if currency.spelled() { "\u{202f}" } else { "" };
    match number.strip_prefix('-') {
        Some(rest) => format!("-{}{gap}{rest}", currency.sign()),
        None => format!("{}{gap}{number}", currency.sign()),
    }
}

/// Exact money with commas; without decimals where the currency has none and neither has the amount.
fn amount(money: &str, currency: Currency) -> String {
    grouped(money.strip_suffix(".00").filter(|_| currency.whole()).unwrap_or(money))
}

fn short(x: f64, style: Style, lang: Lang) -> Option<String> {
    if style == Style::Exact || x.abs() < 100_000.0 {
        return None;
    }
    let (number, word) = scaled(x, lang);
    Some(format!("{}{word}", decimals(number, 2)))
}

/// A large number in the language's own steps, with the step's word. What would be rounded up to the next step is told
/// in that one: 99,999,999 is 1.00亿 and not 10,000.00万.
fn scaled(x: f64, lang: Lang) -> (f64, &'static str) {
    let steps: &[(f64, &'static str)] = match lang {
        Lang::Zh => &[(1e4, "万"), (1e8, "亿")],
        Lang::En => &[(1e3, "K"), (1e6, "M"), (1e9, "B")],
    };
    let mut chosen = steps[0];
    for pair in steps.windows(2) {
        if x.abs() >= pair[1].0 - 0.005 * pair[0].0 {
            chosen = pair[1];
        }
    }
    (x / chosen.0, chosen.1)
}

fn decimals(x: f64, places: usize) -> String {
    let text = format!("{x:.places$}");
    let text = if text.bytes().all(|b| matches!(b, b'-' | b'0' | b'.')) { text.trim_start_matches('-').to_string() } else { text };
    grouped(&text)
}

/// Puts commas between the thousands of a plain decimal number.
fn grouped(number: &str) -> String {
    let (sign, number) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut out = String::with_capacity(number.len() + number.len() / 3 + 1);
    out.push_str(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Money;

    fn money(text: &str) -> Option<Value> {
        Money::parse(text).map(Value::Money)
    }

    #[test]
    fn exact_and_short() {
        let shown = |unit| Shown { unit, currency: Currency::CNY };
        let show = |v, unit, style| value(v, shown(unit), style, Lang::Zh);
        assert_eq!(show(Some(Value::Count(1_686)), Unit::Count, Style::Short), "1,686");
        assert_eq!(show(Some(Value::Count(1_234_567)), Unit::Count, Style::Short), "123.46万");
        assert_eq!(show(Some(Value::Count(1_234_567)), Unit::Count, Style::Exact), "1,234,567");
        assert_eq!(show(money("922790.83"), Unit::Money, Style::Exact), "¥922,790.83");
        assert_eq!(show(money("922790.83"), Unit::Money, Style::Short), "¥92.28万");
        assert_eq!(show(money("-5.5"), Unit::Money, Style::Exact), "-¥5.50");
        assert_eq!(show(Some(Value::Real(0.391236)), Unit::Ratio, Style::Exact), "39.12%");
        assert_eq!(show(None, Unit::Ratio, Style::Exact), UNKNOWN);
    }

    #[test]
    fn money_stands_behind_the_sign_of_its_currency() {
        let show = |text, code| value(money(text), Shown { unit: Unit::Money, currency: Currency::named(code) }, Style::Exact, Lang::En);
        for (text, code, shown) in [
            ("1234.5", "USD", "$1,234.50"),
            ("-1234.5", "INR", "-₹1,234.50"),
            ("1234", "JPY", "JP¥1,234"),
            ("1234.56", "JPY", "JP¥1,234.56"),
            ("1234", "SEK", "SEK\u{202f}1,234.00"),
            ("1234", "", "1,234.00"),
            ("1234", "???", "1,234.00"),
        ] {
            assert_eq!(show(text, code), shown);
        }
    }

    #[test]
    fn what_is_rounded_up_to_the_next_step_is_told_in_it() {
        let show = |n, lang| value(Some(Value::Count(n)), Unit::Count, Style::Short, lang);
        assert_eq!([show(99_999_949, Lang::Zh), show(99_999_950, Lang::Zh)], ["9,999.99万", "1.00亿"]);
        assert_eq!([show(999_994, Lang::En), show(999_995, Lang::En)], ["999.99K", "1.00M"]);
        assert_eq!([show(99_999, Lang::Zh), show(100_000, Lang::Zh)], ["99,999", "10.00万"]);
        assert_eq!(show(u64::MAX, Lang::Zh), "184,467,440,737.10亿");
    }

    proptest::proptest! {
        #[test]
        fn a_short_number_is_near_the_exact_one(n in 0u64..1_000_000_000_000, zh in proptest::prelude::any::<bool>()) {
            let lang = if zh { Lang::Zh } else { Lang::En };
            let text = value(Some(Value::Count(n)), Unit::Count, Style::Short, lang).replace(',', "");
            let number = text.trim_end_matches(|c: char| !c.is_ascii_digit());
            let step = match &text[number.len()..] { "" => 1.0, "万" => 1e4, "亿" => 1e8, "K" => 1e3, "M" => 1e6, "B" => 1e9, other => panic!("{other}") };
            let shown: f64 = number.parse().unwrap();
            proptest::prop_assert!((shown * step - n as f64).abs() <= 0.0050001 * step, "{n} as {text}");
            let most = if zh { 1e4 } else { 1e3 };
            proptest::prop_assert!(step < 2.0 || shown < most || step >= 1e8, "{n} as {text}");
        }
    }

    #[test]
    fn marks_of_an_axis_are_short() {
        assert_eq!(tick(0.25, Unit::Ratio, Lang::Zh), "25%");
        let shown = |code| Shown { unit: Unit::Money, currency: Currency::of(code).unwrap() };
        assert_eq!(tick(50_000.0, shown("CNY"), Lang::En), "¥50,000");
        assert_eq!(tick(50_000.0, Unit::Money, Lang::En), "50,000");
        assert_eq!(tick(1_200_000.0, Unit::Count, Lang::Zh), "120万");
        assert_eq!(tick(2.5, Unit::Mean, Lang::En), "2.5");
    }

    #[test]
    fn changes() {
        let real = |x| Some(Value::Real(x));
        assert_eq!(change(real(1.2), real(1.0), Unit::Mean, Lang::Zh).unwrap(), "+20.00%");
        assert_eq!(change(real(0.30), real(0.32), Unit::Ratio, Lang::En).unwrap(), "-2.00\u{202f}pp");
        assert_eq!(change(real(5.0), real(0.0), Unit::Count, Lang::Zh), None);
        assert_eq!(change(real(5.0), None, Unit::Count, Lang::Zh), None);
        assert_eq!(change(real(5.0), real(5.0), Unit::Count, Lang::Zh).unwrap(), "0.00%");
    }
}
