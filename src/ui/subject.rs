//! What is explained, as a text for links: `bounce_rate`, `visits@days:2026-06-01~2026-06-07`, `visits@source:%E7%9B%B4`.

use super::state::{Slice, Subject};
use crate::metric::MetricId;
use crate::model::Period;
use std::fmt::Write;

/// The text of a subject: letters, digits and marks that a link may hold.
#[inline(never)]
pub fn write(subject: &Subject) -> String {
    let id = subject.metric.id();
    match &subject.slice {
        Slice::Whole => id.to_string(),
        Slice::Bucket(period) => format!("{id}@days:{}~{}", period.from, period.to),
        Slice::Hour(weekday, hour) => format!("{id}@hour:{weekday}-{hour}"),
        Slice::Page(page) => format!("{id}@pages:{}", encode(page)),
        Slice::Key(dimension, key) => format!("{id}@{}:{}", dimension.name(), encode(key)),
        Slice::Creative { item, creative } => format!("{id}@creatives:{}~{}", encode(item), encode(creative)),
    }
}

/// The subject that a text means.
#[inline(never)]
pub fn read(text: &str) -> Option<Subject> {
    let (id, rest) = text.split_once('@').unwrap_or((text, ""));
    let metric = MetricId::of(id)?;
    let slice = match rest.split_once(':') {
        None if rest.is_empty() && !text.contains('@') => Slice::Whole,
        None => return None,
        Some(("days", days)) => {
            let (from, to) = days.split_once('~')?;
            Slice::Bucket(Period::new(from.parse().ok()?, to.parse().ok()?)?)
        }
        Some(("hour", at)) => {
            let (weekday, hour) = at.split_once('-')?;
            Slice::Hour(weekday.parse().ok().filter(|day| *day < 7)?, hour.parse().ok().filter(|hour| *hour < 24)?)
        }
        Some(("pages", page)) => Slice::Page(decode(page)?),
        Some(("creatives", both)) => {
            let (item, creative) = both.split_once('~')?;
            Slice::Creative { item: decode(item)?, creative: decode(creative)? }
        }
        Some((name, key)) => Slice::Key(name.parse().ok()?, decode(key)?),
    };
    Some(Subject { metric, slice })
}

/// A text with all bytes but letters, digits and a few marks as `%41`.
fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, later)) = rest.split_first() {
        rest = later;
        if *first == b'%' {
            let digits = std::str::from_utf8(later.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &later[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Day;
    use crate::report::Dimension;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn subjects_read_back(key in any::<String>(), from in 0i32..40_000, more in 0i32..900, kind in 0..6u8, hour in 0..24u8) {
            let slice = match kind {
                0 => Slice::Whole,
                1 => Slice::Bucket(Period { from: Day(from), to: Day(from + more) }),
                2 => Slice::Hour(hour % 7, hour),
                3 => Slice::Page(key),
                4 => Slice::Creative { item: from.to_string(), creative: key },
                _ => Slice::Key(Dimension::ALL[usize::from(hour) % Dimension::ALL.len()], key),
            };
            let subject = Subject { metric: MetricId::of("bounce_rate").unwrap(), slice };
            let text = write(&subject);
            prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b"@:~%-_.".contains(&b)), "{}", text);
            prop_assert_eq!(read(&text), Some(subject));
        }

        #[test]
        fn any_text_is_read(text in "[a-z_]{0,12}@?[a-z]{0,7}:?.{0,12}") {
            drop(read(&text));
        }
    }
}
