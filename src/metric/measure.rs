//! One walk over the store for all that a question needs: on each lane over its persons, then over the orders.

use super::Tally;
use super::evaluate::Loaded;
use super::fold::{Codes, EventFilter, Grid, SaleFilter, SaleKeys, Sales, SalesFold, Traffic, TrafficFold, Wanted, event_orders};
use crate::model::{Day, Grain, Period, Zone};
use crate::store::events::Facts;
use crate::store::{Events, Line, Order, Orders, Register};
use serde::{Deserialize, Serialize};

/// What is loaded, but for the events themselves: those are with the lanes.
#[derive(Clone, Copy)]
pub struct Data<'a> {
    /// What is known of all events without counting.
    pub facts: &'a Facts,
    /// Their names and columns.
    pub register: &'a Register,
    /// All orders.
    pub orders: &'a Orders,
    /// The shop's zone.
    pub zone: &'a Zone,
}

/// What to measure.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ask {
    /// The days.
    pub period: Period,
    /// The grain of the series, if one is wanted.
    pub grain: Option<Grain>,
    /// What to count in events beside the grid.
    pub wanted: Wanted,
    /// How many names the events have.
    pub codes: Codes,
    /// What to count in orders beside the grid.
    pub keys: SaleKeys,
    /// Which events count.
    pub filter: EventFilter,
    /// Which order lines count.
    pub sales: SaleFilter,
    /// Whether buy events stand in for orders.
    pub stand_in: bool,
    /// The last day that events cover.
    pub last_day: Day,
    /// The shop's zone.
    pub zone: Zone,
}

/// The days that the data cover.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Extent {
    /// Of the events.
    pub events: Option<Period>,
    /// Of the orders: when placed or paid.
    pub orders: Option<Period>,
}

/// What some persons have counted. Those of all lanes add up.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Counted {
    /// In events.
    pub traffic: Traffic,
    /// In orders, or in the events that stand in for them.
    pub sales: Sales,
}

impl Counted {
    /// Adds what other persons have counted for the same question.
    pub fn merge(&mut self, other: &Counted) {
        self.traffic.merge(&other.traffic);
        self.sales.merge(&other.sales);
    }
}

/// What was counted in all.
#[derive(Clone, PartialEq, Debug)]
pub struct Measured {
    /// Over the whole period.
    pub total: Tally,
    /// Each calendar day of the period.
    pub days: Vec<Tally>,
    /// Each bucket of the series.
    pub series: Vec<(Period, Tally)>,
    /// By key, in events.
    pub traffic: Traffic,
    /// By key, in orders.
    pub sales: Sales,
}

impl Data<'_> {
    /// Which tables and columns are loaded.
    pub fn loaded(&self) -> Loaded {
        Loaded { events: (self.facts.rows > 0).then(|| self.register.roles()), orders: self.orders.loaded().then(|| self.orders.roles()) }
    }

    /// The days covered.
    pub fn extent(&self) -> Extent {
        let mut clock = self.zone.clock();
        let mut days = |from: i64, to: i64| Period { from: clock.day(from), to: clock.day(to) };
        let events = self.facts.extent.map(|(from, to)| days(from, to));
        let times = self.orders.orders().iter().flat_map(|order| [order.placed, order.paid]).flatten();
        let orders = times
            .fold(None, |range: Option<(i64, i64)>, time| Some(range.map_or((time, time), |(from, to)| (from.min(time), to.max(time)))));
        Extent { events, orders: orders.map(|(from, to)| days(from, to)) }
    }
}

impl Extent {
    /// All days covered by any table.
    pub fn all(self) -> Option<Period> {
        match (self.events, self.orders) {
            (Some(events), Some(orders)) => Some(events.union(orders)),
            (events, orders) => events.or(orders),
        }
    }
}

impl Ask {
    /// The whole period, and the series where its buckets are no days.
    fn grid(&self) -> Grid {
        let series = self.grain.filter(|grain| *grain != Grain::Day).map(|grain| self.period.buckets(grain));
        let cuts: Vec<Vec<Period>> = std::iter::once(vec![self.period]).chain(series).collect();
        Grid::new(self.period, &cuts)
    }
}

/// Walks over the persons of some events once.
pub fn count(events: &Events, ask: &Ask) -> Counted {
    let mut traffic = TrafficFold::new(ask.zone.clock(), Traffic::new(ask.grid(), ask.codes), ask.wanted, ask.filter, ask.last_day);
    let mut sales = SalesFold::new(ask.zone.clock(), ask.grid(), ask.keys, SaleFilter::default());
    let mut orders: Vec<(Order, Line)> = Vec::new();
    for run in events.runs() {
        traffic.person(&run);
        if ask.stand_in {
            event_orders(&run, &ask.filter, &mut orders);
            if !orders.is_empty() {
                sales.buyer(true, orders.iter().map(|(order, line)| (order, std::slice::from_ref(line))));
            }
        }
    }
    Counted { traffic: traffic.finish(), sales: sales.counted }
}

/// Adds the orders to what all lanes have counted, and sums up.
pub fn measure(ask: &Ask, orders: &Orders, counted: Counted) -> Measured {
    let Counted { mut traffic, mut sales } = counted;
    let mut fold = SalesFold::new(ask.zone.clock(), ask.grid(), ask.keys, ask.sales);
    for group in orders.buyers() {
        fold.buyer(group[0].buyer != 0, group.iter().map(|order| (order, orders.lines(order))));
    }
    sales.merge(&fold.counted);
    traffic.grid.merge(&sales.grid);
    traffic.grid.finish();
    let grid = std::mem::replace(&mut traffic.grid, Grid::new(ask.period, &[]));
    let mut cuts = grid.coarse.into_iter().map(|cut| cut.tallies);
    let total = cuts.next().and_then(|tallies| tallies.into_iter().next()).unwrap_or_default();
    let buckets = ask.grain.map(|grain| ask.period.buckets(grain)).unwrap_or_default();
    let tallies = cuts.next().unwrap_or_else(|| grid.days.clone());
    Measured { total, days: grid.days, series: buckets.into_iter().zip(tallies).collect(), traffic, sales }
}
