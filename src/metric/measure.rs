//! What a question needs of the store: counted on each lane over its persons, then over the orders.

use super::evaluate::Loaded;
use super::fold::{
    AdFilter, AdsMeasured, Both, ByKey, Came, Codes, DailyMeasured, DayBook, EventFilter, Grid, SaleFilter, SaleKeys, Sales, SalesFold,
    Shortlist, Traffic, TrafficFold, Wanted, Within, blank_lines, event_orders, measure_ads, measure_daily,
};
use super::{AnyPart, Part, Tally};
use crate::model::{Day, Grain, Period, Zone};
use crate::store::events::Facts;
use crate::store::{Ads, Daily, Events, Line, Order, Orders, Register};
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
    /// Paid tools.
    pub ads: &'a Ads,
    /// Which of their rows count.
    pub only: &'a AdFilter,
    /// Ready-made reports.
    pub daily: &'a Daily,
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
    /// The only items and pages that events are counted by, by code in ascending order; all where None.
    pub shortlists: Shortlists,
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
    /// The first day that events cover.
    pub first_day: Day,
    /// The last day that events cover.
    pub last_day: Day,
    /// The shop's zone.
    pub zone: Zone,
}

/// The few keys of millions that a question with a limit is about ([`rank`](super::rank)).
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Shortlists {
    /// Items.
    pub items: Option<Vec<u32>>,
    /// Pages.
    pub places: Option<Vec<u32>>,
    /// Fewer items, and pages, count anything than are wanted: all of them are counted by, in tables of those alone.
    pub few: (bool, bool),
}

/// The days that the data cover.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Extent {
    /// Of the events.
    pub events: Option<Period>,
    /// Of the orders: when placed or paid.
    pub orders: Option<Period>,
    /// Of the reports of paid tools.
    pub ads: Option<Period>,
    /// Of the operations in the ad account.
    pub ad_log: Option<Period>,
    /// Of ready-made reports.
    pub daily: Option<Period>,
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
    /// Of paid tools, beside the tallies.
    pub ads: AdsMeasured,
    /// Of ready-made reports.
    pub daily: DailyMeasured,
    /// Order lines that count and leave a part blank.
    pub blank: Vec<(AnyPart, u64)>,
}

impl Data<'_> {
    /// Which tables and columns are loaded.
    pub fn loaded(&self) -> Loaded {
        Loaded {
            events: (self.facts.rows > 0).then(|| self.register.roles()),
            orders: self.orders.loaded().then(|| self.orders.roles()),
            ads: self.ads.loaded().then(|| self.ads.roles()),
            blank: [self.orders.blank(), self.ads.blank()],
            ad_log: self.ads.log_loaded(),
            products: false,
        }
    }

    /// The days covered.
    pub fn extent(&self) -> Extent {
        let mut clock = self.zone.clock();
        let mut days = |from: i64, to: i64| Period { from: clock.day(from), to: clock.day(to) };
        let events = self.facts.extent.map(|(from, to)| days(from, to));
        let log = self.ads.log();
        let ad_log = log.first().zip(log.last()).map(|(first, last)| days(first.time, last.time));
        let orders = self.orders.extent().map(|(from, to)| days(from, to));
        Extent { events, orders, ads: self.ads.extent(), ad_log, daily: self.daily.extent() }
    }
}

impl Extent {
    /// All days covered by any table.
    pub fn all(self) -> Option<Period> {
        [self.events, self.orders, self.ads, self.ad_log, self.daily].into_iter().flatten().reduce(Period::union)
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

/// What is kept of some events from one question to the next. To be dropped when the events change.
#[derive(Clone, Debug, Default)]
pub enum Remembered {
    /// Nothing was asked yet.
    #[default]
    Nothing,
    /// Too much to remember.
    TooMuch,
    /// Who came when.
    Days(Box<DayBook>),
}

impl Remembered {
    /// What the days of some events have counted, if a question can be answered from that.
    fn of(&mut self, events: &Events, ask: &Ask) -> Option<&DayBook> {
        if !ask.filter.takes_all() || ask.wanted.places {
            return None;
        }
        if matches!(self, Remembered::Nothing) {
            *self = remember(events, ask).map_or(Remembered::TooMuch, |days| Remembered::Days(Box::new(days)));
        }
        match self {
            Remembered::Days(days) => Some(days),
            _ => None,
        }
    }
}

/// Walks over all persons once, for all questions that may follow.
fn remember(events: &Events, ask: &Ask) -> Option<DayBook> {
    let period = Period { from: ask.first_day, to: ask.last_day };
    let came = Came::room(period, ask.codes, events.len())?;
    let counted = Traffic::new(Grid::new(period, &[]), Codes::default());
    let mut fold = TrafficFold::remembering(ask.zone.clock(), counted, ask.last_day, came);
    events.runs().for_each(|run| fold.person(&run));
    fold.remember()
}

/// Counts the persons of some events.
pub fn count(events: &Events, ask: &Ask, remembered: &mut Remembered) -> Counted {
    Counted { traffic: count_traffic(events, ask, remembered), sales: count_sales(events, ask) }
}

fn count_traffic(events: &Events, ask: &Ask, remembered: &mut Remembered) -> Traffic {
    let mut counted = Traffic::new(ask.grid(), ask.codes);
    let Shortlists { items, places, few } = &ask.shortlists;
    if items.is_some() || few.0 {
        counted.items = Both::few();
    }
    if places.is_some() || few.1 {
        counted.places = Both::few();
    }
    // Nothing was seen outside the days that events cover.
    if ask.period.to < ask.first_day || ask.last_day < ask.period.from {
        return counted;
    }
    let by_key = ByKey::new(ask.wanted, list(items), list(places));
    if let Some(days) = remembered.of(events, ask) {
        days.read(&mut counted, ask.period, ask.wanted.sources);
        let mut within = Within::new(ask.zone.clock(), ask.period);
        for (run, person) in events.runs().zip(1..) {
            by_key.all(&mut counted, &run, &mut within, person);
        }
        counted.finish();
        return counted;
    }
    let mut fold = TrafficFold::new(ask.zone.clock(), counted, ask.wanted, ask.filter, ask.last_day, by_key);
    events.runs().for_each(|run| fold.person(&run));
    fold.finish()
}

/// The buy events that stand in for orders. Buyers' first payments are looked for on all days.
fn count_sales(events: &Events, ask: &Ask) -> Sales {
    let mut sales = SalesFold::new(ask.zone.clock(), ask.grid(), ask.keys, SaleFilter::default());
    sales.shortlist = list(&ask.shortlists.items);
    let mut orders: Vec<(Order, Line)> = Vec::new();
    for run in events.runs().filter(|_| ask.stand_in) {
        event_orders(&run, &ask.filter, &mut orders);
        if !orders.is_empty() {
            sales.buyer(true);
            orders.iter().for_each(|(order, line)| sales.order(order, std::iter::once(*line)));
        }
    }
    sales.counted
}

fn list(codes: &Option<Vec<u32>>) -> Option<Shortlist> {
    codes.as_deref().map(Shortlist::new)
}

/// Adds the orders to what all lanes have counted, and sums up.
pub fn measure(ask: &Ask, data: &Data<'_>, counted: Counted) -> Measured {
    let orders = data.orders;
    let Counted { mut traffic, mut sales } = counted;
    let mut fold = SalesFold::new(ask.zone.clock(), ask.grid(), ask.keys, ask.sales);
    for group in orders.buyers() {
        fold.buyer(group[0].buyer != 0);
        group.iter().for_each(|order| fold.order(order, orders.lines(order)));
    }
    sales.merge(&fold.counted);
    traffic.grid.merge(&sales.grid);
    traffic.grid.finish();
    let grid = std::mem::replace(&mut traffic.grid, Grid::new(ask.period, &[]));
    let mut cuts = grid.coarse.into_iter().map(|cut| cut.tallies);
    let total = cuts.next().and_then(|tallies| tallies.into_iter().next()).unwrap_or_default();
    let buckets = ask.grain.map(|grain| ask.period.buckets(grain)).unwrap_or_default();
    let tallies = cuts.next().unwrap_or_else(|| grid.days.clone());
    let (mut total, mut days) = (total, grid.days);
    let mut series: Vec<(Period, Tally)> = buckets.into_iter().zip(tallies).collect();
    let ads = measure_ads(data.ads, data.only, &ask.zone.clock(), ask.period, &mut total, &mut days, &mut series);
    person_days(ask.period, &mut total, &days, &mut series);
    let spans: Vec<Period> = series.iter().map(|(bucket, _)| *bucket).collect();
    let daily = measure_daily(data.daily, ask.period, &spans);
    let blank = blank_lines(orders, ask.zone.clock(), ask.period, &ask.sales);
    Measured { total, days, series, traffic, sales, ads, daily, blank }
}

/// Persons counted anew on every day: the sum of the daily values, which is no count of persons.
fn person_days(period: Period, total: &mut Tally, days: &[Tally], series: &mut [(Period, Tally)]) {
    let pairs = [(Part::Visitors, Part::VisitorDays), (Part::ItemPageVisitors, Part::ItemPageVisitorDays), (Part::Buyers, Part::BuyerDays)];
    for (of_day, sum) in pairs {
        total[sum] = days.iter().map(|day| day[of_day]).sum();
        for (bucket, tally) in series.iter_mut() {
            let inside = (bucket.from.0 - period.from.0) as usize..=(bucket.to.0 - period.from.0) as usize;
            tally[sum] = days[inside].iter().map(|day| day[of_day]).sum();
        }
    }
}
