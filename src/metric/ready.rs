//! Figures out of ready-made reports, under the rules of what may be added up.

use super::catalogue::{Days, Entry, Kind, Nature, find, told_by as column};
use super::evaluate::{Computed, Why};
use super::fold::{DailyCell, DailyTally};
use crate::model::{Currencies, Currency, Money, Period, Role, Table, Unit, Value};

/// A figure out of ready-made reports.
#[derive(Clone, PartialEq, Debug)]
pub struct Ready {
    /// The figure.
    pub computed: Computed,
    /// Where it is a mean of daily values: over how many days.
    pub mean_over: Option<u32>,
}

/// The column of ready-made reports that answers an entry by itself.
pub fn column_of(entry: &Entry) -> Option<Role> {
    column(entry.id).map(|(role, _)| role)
}

/// The value of an entry out of ready-made reports; None where they say nothing about it. Money of several currencies
/// does not add up.
// Apart: see www/build/later.mjs.
#[inline(never)]
pub fn ready(entry: &'static Entry, tally: &DailyTally, period: Period) -> Option<Ready> {
    let mut found = value(entry, tally, period)?;
    let currencies = money(entry, tally);
    if currencies.mixed() && found.computed.why.is_none() {
        return Some(unknown(Why::Currencies(currencies)));
    }
    found.computed.currency = currencies.one();
    Some(found)
}

/// The currencies in an entry's money.
fn money(entry: &Entry, tally: &DailyTally) -> Currencies {
    let mut all = Currencies::default();
    let ids = std::iter::once(entry.id).chain(entry.kind.parts());
    for (role, _) in ids.filter_map(column) {
        if let (true, Some(cell)) = (role.is_money(), tally.cells.get(&role)) {
            all.merge(cell.currencies);
        }
    }
    all
}

fn value(entry: &'static Entry, tally: &DailyTally, period: Period) -> Option<Ready> {
    let own = column(entry.id);
    if let Some((role, nature)) = own
        && nature != Nature::Rate
    {
        if tally.cut.contains(&role) {
            return Some(unknown(Why::LongerRows(Table::Daily)));
        }
        let cell = tally.cells.get(&role)?;
        let sum = match nature {
            Nature::Distinct => match cell.single() {
                Some(value) => value,
                None => return Some(unknown(Why::NotOverRows)),
            },
            _ => cell.sum,
        };
        return Some(known(value_of(entry.unit, sum), None));
    }
    match entry.kind {
        Kind::Ratio { numerator, denominator } | Kind::DailyRatio { numerator, denominator } => {
            ratio(tally, numerator, denominator).or_else(|| own.and_then(|(role, _)| rate(tally, role)))
        }
        Kind::MeanOfDays { of, over } => {
            let of = find(of)?;
            let Kind::Ratio { numerator, denominator } = of.kind else { return None };
            let by_days = |role: Role| tally.cells.get(&role).is_some_and(|cell| full(cell, over, period));
            let parts = pairs(tally, numerator, denominator);
            match &parts {
                Some((above, below)) if full(above, over, period) && full(below, over, period) => mean(daily_ratios(above, below, over)?),
                _ => column(of.id)
                    .filter(|(role, nature)| *nature == Nature::Rate && by_days(*role))
                    .and_then(|(role, _)| rate(tally, role))
                    .or_else(|| parts.as_ref().map(|(above, below)| unknown(why_no_mean(above, below, period)))),
            }
        }
        _ => None,
    }
}

/// Why parts give no mean of days: some days are not told, or one is told by several rows.
fn why_no_mean(above: &DailyCell, below: &DailyCell, period: Period) -> Why {
    let told = |cell| full(cell, Days::WithDenominator, period);
    if told(above) && told(below) { Why::DaysMissing } else { Why::NotOverRows }
}

/// Whether a figure has a single value on every day that a mean is taken over.
fn full(cell: &DailyCell, over: Days, period: Period) -> bool {
    let single = cell.spans.iter().all(|((from, to), value)| from == to && value.is_some());
    single && (over == Days::WithDenominator || cell.spans.len() == period.days() as usize)
}

fn known(value: Value, mean_over: Option<u32>) -> Ready {
    Ready { computed: Computed { value: Some(value), ..Computed::default() }, mean_over }
}

fn unknown(why: Why) -> Ready {
    Ready { computed: Computed { why: Some(why), ..Computed::default() }, mean_over: None }
}

fn value_of(unit: Unit, value: Money) -> Value {
    match unit {
        Unit::Money => Value::Money(value),
        Unit::Count | Unit::Seconds => {
            let whole = value.0.is_integer().then(|| u64::try_from(value.0).ok()).flatten();
            whole.map_or_else(|| Value::Real(value.to_f64()), Value::Count)
        }
        _ => Value::Real(value.to_f64()),
    }
}

/// The two cells of a ratio. Visits that bounced are those that were not engaged.
fn pairs(tally: &DailyTally, numerator: &str, denominator: &str) -> Option<(DailyCell, DailyCell)> {
    let whole = |role: Role| tally.cells.get(&role).filter(|_| !tally.cut.contains(&role));
    let cell = |id: &str| -> Option<DailyCell> {
        match id.strip_prefix("source_").unwrap_or(id) {
            "bounces" => minus(whole(Role::Visits)?, whole(Role::EngagedVisits)?),
            "visit_views" => whole(Role::PageViews).cloned(),
            _ => column(id).filter(|(_, nature)| *nature != Nature::Rate).and_then(|(role, _)| whole(role).cloned()),
        }
    };
    Some((cell(numerator)?, cell(denominator)?))
}

fn minus(all: &DailyCell, part: &DailyCell) -> Option<DailyCell> {
    let same = all.rows == part.rows && all.spans.keys().eq(part.spans.keys());
    let spans = all.spans.iter().zip(part.spans.values());
    same.then(|| DailyCell {
        sum: all.sum - part.sum,
        rows: all.rows,
        currencies: all.currencies,
        spans: spans.map(|((span, a), b)| (*span, a.zip(*b).map(|(a, b)| a - b))).collect(),
    })
}

fn ratio(tally: &DailyTally, numerator: &str, denominator: &str) -> Option<Ready> {
    let (above, below) = pairs(tally, numerator, denominator)?;
    // What a formula calls a part is additive unless it counts persons.
    let adds = |id: &str| column(id).is_none_or(|(_, nature)| nature == Nature::Additive);
    let sums = (adds(numerator) && adds(denominator)).then_some((above.sum, below.sum));
    if let Some((above, below)) = sums.or_else(|| above.single().zip(below.single())) {
        if below.0.is_zero() {
            return None;
        }
        let part = |id: &str, value| value_of(find(id).map_or(Unit::Count, |entry| entry.unit), value);
        let computed = Computed {
            value: Some(Value::Real(above.to_f64() / below.to_f64())),
            numerator: Some(part(numerator, above)),
            denominator: Some(part(denominator, below)),
            why: None,
            currency: Currency::UNTOLD,
        };
        return Some(Ready { computed, mean_over: None });
    }
    mean(daily_ratios(&above, &below, Days::WithDenominator)?)
}

/// The ratio of each span of days that has one, or of each span, 0 where the lower part is; None where several rows share a
/// span.
fn daily_ratios(above: &DailyCell, below: &DailyCell, over: Days) -> Option<Vec<f64>> {
    let mut ratios = Vec::new();
    for (span, below) in &below.spans {
        let (below, above) = ((*below)?, above.spans.get(span).copied().flatten());
        if let Some(above) = above.filter(|_| !below.0.is_zero()) {
            ratios.push(above.to_f64() / below.to_f64());
        } else if over == Days::All {
            ratios.push(0.0);
        }
    }
    Some(ratios)
}

/// A rate that the report tells itself: of the one row, or the mean of the days.
fn rate(tally: &DailyTally, role: Role) -> Option<Ready> {
    if tally.cut.contains(&role) {
        return Some(unknown(Why::LongerRows(Table::Daily)));
    }
    let cell = tally.cells.get(&role)?;
    if let Some(value) = cell.single() {
        return Some(known(Value::Real(value.to_f64()), None));
    }
    let values: Option<Vec<f64>> = cell.spans.values().map(|value| value.map(Money::to_f64)).collect();
    values.map_or_else(|| Some(unknown(Why::NotOverRows)), mean)
}

fn mean(ratios: Vec<f64>) -> Option<Ready> {
    let days = u32::try_from(ratios.len()).ok().filter(|days| *days > 0)?;
    let sum = ratios.iter().fold(0.0, |sum, ratio| sum + ratio);
    let computed = Computed {
        value: Some(Value::Real(sum / f64::from(days))),
        numerator: Some(Value::Real(sum)),
        denominator: Some(Value::Count(u64::from(days))),
        why: None,
        currency: Currency::UNTOLD,
    };
    Some(Ready { computed, mean_over: Some(days) })
}
