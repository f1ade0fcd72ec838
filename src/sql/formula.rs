//! What stands above the parts: ratios, shares and means of days, as the entry's kind says.

use super::Engine;
use super::counting::Counted;
use crate::metric::catalogue::{Days, Entry, Kind, find};

/// The parts that an entry's value is computed from.
pub fn parts(entry: &Entry) -> Vec<Counted> {
    match entry.kind {
        Kind::Count(part) => vec![Counted::Count(part)],
        Kind::Amount(part) => vec![Counted::Amount(part)],
        Kind::CountOver(part, cases) => {
            let mut all = vec![Counted::Count(part)];
            all.extend(below(cases));
            all
        }
        kind => kind.parts().into_iter().flat_map(below).collect(),
    }
}

fn below(id: &str) -> Vec<Counted> {
    find(id).map(parts).unwrap_or_default()
}

/// Whether the value is made of the values of single days.
pub fn by_days(entry: &Entry) -> bool {
    matches!(entry.kind, Kind::MeanOfDays { .. } | Kind::DailyRatio { .. })
}

/// The column of an entry that is a plain sum.
fn column(id: &str) -> String {
    find(id).and_then(|entry| parts(entry).into_iter().next()).map(Counted::column).unwrap_or_default()
}

/// Null where the lower part is 0, as everywhere.
fn ratio(numerator: &str, denominator: &str) -> String {
    format!("CAST({} AS DOUBLE) / NULLIF(CAST({} AS DOUBLE), 0)", column(numerator), column(denominator))
}

/// The value over counted columns. `keys` says that the rows are the keys of a breakdown, whose sum is the whole.
pub fn value(entry: &Entry, keys: bool) -> String {
    match entry.kind {
        Kind::CountOver(part, cases) => {
            format!("CASE WHEN {} > 0 THEN {} END", column(cases), Counted::Count(part).column())
        }
        Kind::Ratio { numerator, denominator } | Kind::DailyRatio { numerator, denominator } => ratio(numerator, denominator),
        Kind::Share { of } if keys => {
            format!("CAST({0} AS DOUBLE) / NULLIF(CAST(sum({0}) OVER () AS DOUBLE), 0)", column(of))
        }
        Kind::Share { of } => ratio(of, of),
        // A single day: its own ratio, or 0 where days without a denominator count as 0.
        Kind::MeanOfDays { .. } => {
            daily(entry).map(|(one, over)| if over == Days::All { format!("coalesce({one}, 0)") } else { one }).unwrap_or_default()
        }
        _ => parts(entry).first().map(|part| part.column()).unwrap_or_default(),
    }
}

/// The ratio of one day, and which days count.
fn daily(entry: &Entry) -> Option<(String, Days)> {
    match entry.kind {
        Kind::DailyRatio { numerator, denominator } => Some((ratio(numerator, denominator), Days::All)),
        Kind::MeanOfDays { of, over } => match find(of)?.kind {
            Kind::Ratio { numerator, denominator } => Some((ratio(numerator, denominator), over)),
            _ => None,
        },
        _ => None,
    }
}

/// The value over rows of single days.
pub fn over_days(entry: &Entry) -> String {
    let Some((one, over)) = daily(entry) else { return String::new() };
    let mean = match over {
        Days::All => format!("sum(coalesce({one}, 0)) / count(*)"),
        Days::WithDenominator => format!("sum({one}) / NULLIF(count({one}), 0)"),
    };
    match entry.kind {
        Kind::DailyRatio { .. } => format!("CASE WHEN count(*) = 1 THEN max({one}) ELSE {mean} END"),
        _ => mean,
    }
}

/// The type of the value, for a null.
pub fn kind_of(entry: &Entry, engine: Engine) -> String {
    engine.null(match entry.kind {
        Kind::Count(_) | Kind::CountOver(..) | Kind::State | Kind::Record => "BIGINT",
        Kind::Amount(_) => "DECIMAL(38, 4)",
        _ => "DOUBLE",
    })
}
