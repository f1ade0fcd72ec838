//! Tallies → values, by the catalogue's own formulas.

use super::catalogue::{Days, Entry, Kind, MetricId, find};
use super::{Tally, catalogue};
use crate::model::{Currencies, Currency, Money, Role, Roles, Table, Unit, Value};
use serde::{Deserialize, Serialize};

/// Why a figure has no value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A needed table is not loaded.
    NoTable(Table),
    /// None of the loaded files of a table has one of these columns.
    NoColumn(Table, Vec<Role>),
    /// A filter by this column is asked for, which the table cannot tell: no such filter narrows its figures.
    NotNarrowed(Table, Role),
    /// The table has the column, and no row says anything in it.
    Blank(Table, Role),
    /// The money is of several currencies, which do not add up.
    Currencies(Currencies),
    /// The lower part of the ratio is 0.
    ZeroDenominator(MetricId),
    /// There is no case to count over (visit_seconds without a visit of two views).
    NoCase(MetricId),
    /// Some of these days are told only by rows that stand for more days than these.
    LongerRows(Table),
    /// Ready-made reports tell some of the days only, and the mean is one over all of them.
    DaysMissing,
    /// Ready-made reports count persons row by row: their sum counts some of them several times.
    NotOverRows,
    /// Fewer days are loaded than the entry looks back.
    FewDays(u32),
    /// The entry is a table: its rows stand under `tables`.
    IsTable,
    /// The entry is a field, state, tool or record: it has no number of its own.
    NoNumber,
}

/// What is loaded: which tables, and which columns each has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Loaded {
    /// Columns of the events; None where no events are loaded.
    pub events: Option<Roles>,
    /// Columns of the orders; None where no orders are loaded.
    pub orders: Option<Roles>,
    /// Columns of the reports of paid tools; None where none are loaded.
    pub ads: Option<Roles>,
    /// Columns of orders and of paid tools in which no row says anything.
    pub blank: [Roles; 2],
    /// Whether operations of the ad account are loaded.
    pub ad_log: bool,
    /// Whether titles of items are loaded.
    pub products: bool,
}

impl Loaded {
    /// Whether buy events stand in for orders: no orders are loaded, and the events say what was done.
    pub fn orders_from_events(self) -> bool {
        self.orders.is_none() && self.events.is_some_and(|roles| roles.has(Role::Event))
    }

    /// The columns of a table, real or standing in.
    pub fn roles(self, table: Table) -> Option<Roles> {
        match table {
            Table::Events => self.events,
            Table::Orders if self.orders_from_events() => {
                Some([Role::Order, Role::Buyer, Role::PlacedAt, Role::PaidAt, Role::Quantity, Role::Item].into_iter().collect())
            }
            Table::Orders => self.orders,
            Table::Ads => self.ads,
            Table::AdLog => self.ad_log.then(|| [Role::Time, Role::Scope].into_iter().collect()),
            Table::Products => self.products.then(|| [Role::Item, Role::Title].into_iter().collect()),
            _ => None,
        }
    }

    /// The columns of a table in which no row says anything.
    fn blank(self, table: Table) -> Roles {
        match table {
            Table::Orders => self.blank[0],
            Table::Ads => self.blank[1],
            _ => Roles::default(),
        }
    }

    /// Why an entry cannot be known from what is loaded; None where it can.
    pub fn lack(self, entry: &Entry) -> Option<Why> {
        if let Some(table) = entry.needs.iter().find(|table| self.roles(**table).is_none()) {
            return Some(Why::NoTable(*table));
        }
        entry.columns.iter().find_map(|any| {
            // The columns of one slice belong to the needed table that can have them all.
            let table = *entry.needs.iter().find(|table| any.iter().all(|role| table.roles().contains(role)))?;
            let roles = self.roles(table)?;
            let blank = self.blank(table);
            if any.iter().all(|role| !roles.has(*role) || blank.has(*role))
                && let Some(role) = any.iter().find(|role| roles.has(**role))
            {
                return Some(Why::Blank(table, *role));
            }
            let missing = !any.iter().any(|role| roles.has(*role));
            missing.then(|| {
                if table == Table::Orders && self.orders.is_none() { Why::NoTable(table) } else { Why::NoColumn(table, any.to_vec()) }
            })
        })
    }

    /// Why an entry means nothing where only rows with certain texts count: one of its tables has no such column.
    pub fn beside(self, entry: &Entry, narrowed: &[Role]) -> Option<Why> {
        if narrowed.is_empty() { None } else { self.beside_some(entry, narrowed) }
    }

    // Apart: see www/build/later.mjs.
    #[inline(never)]
    fn beside_some(self, entry: &Entry, narrowed: &[Role]) -> Option<Why> {
        if self.lack(entry).is_some() {
            return None;
        }
        let stand_in = self.orders_from_events();
        entry.needs.iter().find_map(|table| {
            let table = if stand_in && *table == Table::Orders { Table::Events } else { *table };
            match table {
                Table::AdLog => return narrowed.first().map(|role| Why::NotNarrowed(table, *role)),
                Table::Ads => return narrowed.iter().find_map(|role| self.beside_ads(*role)),
                _ => {}
            }
            // A page is known by its item where the log names no pages.
            let has = |role: &Role| match (table, role) {
                (Table::Events, Role::Page) => self.events.is_some_and(|roles| roles.has(Role::Page) || roles.has(Role::Item)),
                // Of an order the source is not kept.
                (Table::Orders, Role::Source) => false,
                _ => self.roles(table).is_some_and(|roles| roles.has(*role)),
            };
            narrowed.iter().find(|role| !has(role)).map(|role| Why::NoColumn(table, vec![*role]))
        })
    }

    /// Why figures of paid tools mean nothing where only rows with a certain text in a column count.
    fn beside_ads(self, role: Role) -> Option<Why> {
        let columns: &[Role] = match role {
            // Every row has one of these, if only an empty one.
            Role::Tool | Role::Channel => return None,
            Role::CreativeTitle => &[Role::CreativeTitle, Role::CreativePicture],
            // The reader takes these from what is promoted, too.
            Role::Item => &[Role::Item, Role::Title, Role::Entity, Role::EntityId],
            Role::Campaign => &[Role::Campaign, Role::Entity, Role::EntityId],
            Role::Keyword => &[Role::Keyword, Role::Entity, Role::EntityId],
            Role::SearchTerm => &[Role::SearchTerm],
            _ => return Some(Why::NotNarrowed(Table::Ads, role)),
        };
        let has = |column: &Role| self.ads.is_some_and(|roles| roles.has(*column));
        let named = if role == Role::CreativeTitle { columns.len() } else { 1 };
        (!columns.iter().any(has)).then(|| Why::NoColumn(Table::Ads, columns[..named].to_vec()))
    }
}

/// A computed figure, before anything is said about it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Computed {
    /// The value.
    pub value: Option<Value>,
    /// Upper part of a ratio.
    pub numerator: Option<Value>,
    /// Lower part of a ratio.
    pub denominator: Option<Value>,
    /// Why there is none.
    pub why: Option<Why>,
    /// What its money is counted in.
    pub currency: Currency,
}

impl Computed {
    fn known(value: Value) -> Computed {
        Computed { value: Some(value), ..Computed::default() }
    }

    fn unknown(why: Why) -> Computed {
        Computed { why: Some(why), ..Computed::default() }
    }
}

/// The tallies one figure is computed from.
#[derive(Clone, Copy)]
pub struct Tallies<'a> {
    /// Of the bucket or key itself.
    pub here: &'a Tally,
    /// Of all keys together, for shares.
    pub whole: &'a Tally,
    /// Of each calendar day of the bucket, for means of days.
    pub days: &'a [Tally],
}

/// The value of an entry.
pub fn evaluate(entry: &'static Entry, loaded: Loaded, tallies: Tallies<'_>) -> Computed {
    match entry.kind {
        Kind::Breakdown => return Computed::unknown(loaded.lack(entry).unwrap_or(Why::IsTable)),
        kind if !kind.is_figure() => return Computed::unknown(loaded.lack(entry).unwrap_or(Why::NoNumber)),
        _ => {}
    }
    match loaded.lack(entry) {
        Some(why) => Computed::unknown(why),
        None => refused(entry, tallies.here).map_or_else(
            || Computed { currency: tallies.here.marks.currencies(entry).one(), ..compute(entry, tallies) },
            Computed::unknown,
        ),
    }
}

/// Why sums that were counted are not to be told: what was added up is no one thing.
fn refused(entry: &Entry, tally: &Tally) -> Option<Why> {
    if tally.marks.cuts(entry) {
        return Some(Why::LongerRows(Table::Ads));
    }
    if let Some(role) = tally.marks.untold(entry) {
        return Some(Why::Blank(Table::Ads, role));
    }
    let currencies = tally.marks.currencies(entry);
    currencies.mixed().then_some(Why::Currencies(currencies))
}

fn compute(entry: &'static Entry, tallies: Tallies<'_>) -> Computed {
    match entry.kind {
        Kind::Count(part) => Computed::known(Value::Count(tallies.here[part])),
        Kind::Amount(part) => Computed::known(exact(entry, tallies.here[part])),
        Kind::CountOver(part, cases) => match count(cases, tallies.here) {
            Value::Count(0) => Computed::unknown(Why::NoCase(metric(cases))),
            _ => Computed::known(Value::Count(tallies.here[part])),
        },
        Kind::Ratio { numerator, denominator } => ratio(count(numerator, tallies.here), count(denominator, tallies.here), denominator),
        Kind::Share { of } => ratio(count(of, tallies.here), count(of, tallies.whole), of),
        Kind::DailyRatio { numerator, denominator } => match tallies.days {
            [day] => ratio(count(numerator, day), count(denominator, day), denominator),
            days => mean_of_days(days, Days::All, numerator, denominator),
        },
        Kind::MeanOfDays { of, over } => match metric(of).0.kind {
            Kind::Ratio { numerator, denominator } => mean_of_days(tallies.days, over, numerator, denominator),
            _ => Computed::unknown(Why::NoNumber),
        },
        Kind::Breakdown | Kind::Field | Kind::State | Kind::Tool | Kind::Record => Computed::unknown(Why::NoNumber),
    }
}

fn metric(id: &str) -> MetricId {
    MetricId(find(id).expect("a test of the catalogue checks that every part exists"))
}

/// The value of a part that is a plain sum.
fn count(id: &str, tally: &Tally) -> Value {
    match metric(id).0.kind {
        Kind::Count(part) | Kind::CountOver(part, _) => Value::Count(tally[part]),
        Kind::Amount(part) => exact(metric(id).0, tally[part]),
        _ => unreachable!("a test of the catalogue checks that parts of ratios are plain sums"),
    }
}

/// An exact sum in the entry's unit: money, or a count that may hold parts of one.
fn exact(entry: &Entry, sum: Money) -> Value {
    if entry.unit == Unit::Money {
        return Value::Money(sum);
    }
    let whole = sum.0.is_integer().then(|| u64::try_from(sum.0).ok()).flatten();
    whole.map_or_else(|| Value::Real(sum.to_f64()), Value::Count)
}

fn is_zero(value: Value) -> bool {
    match value {
        Value::Count(n) => n == 0,
        Value::Money(money) => money.0.is_zero(),
        Value::Real(_) => false,
    }
}

fn ratio(numerator: Value, denominator: Value, below: &str) -> Computed {
    let zero = is_zero(denominator);
    Computed {
        value: (!zero).then(|| Value::Real(numerator.to_f64() / denominator.to_f64())),
        numerator: Some(numerator),
        denominator: Some(denominator),
        why: zero.then(|| Why::ZeroDenominator(metric(below))),
        currency: Currency::UNTOLD,
    }
}

/// The sum of the daily ratios, day after day, over the number of days that count.
fn mean_of_days(days: &[Tally], over: Days, numerator: &str, denominator: &str) -> Computed {
    let ratios: Vec<Option<f64>> =
        days.iter().map(|day| ratio(count(numerator, day), count(denominator, day), denominator).value.map(Value::to_f64)).collect();
    let counted = match over {
        Days::All => ratios.len(),
        Days::WithDenominator => ratios.iter().flatten().count(),
    };
    // Not `sum`, which says -0 of nothing.
    let sum = ratios.iter().flatten().fold(0.0, |sum, ratio| sum + ratio);
    Computed {
        value: (counted > 0).then(|| Value::Real(sum / counted as f64)),
        numerator: Some(Value::Real(sum)),
        denominator: Some(Value::Count(counted as u64)),
        why: (counted == 0).then(|| Why::NoCase(metric(denominator))),
        currency: Currency::UNTOLD,
    }
}

/// The listed entries, in order, each id once.
pub fn distinct_entries() -> impl Iterator<Item = &'static Entry> {
    let mut seen: Vec<&str> = Vec::new();
    catalogue::listed().filter(move |entry| {
        let new = !seen.contains(&entry.id);
        seen.push(entry.id);
        new
    })
}
