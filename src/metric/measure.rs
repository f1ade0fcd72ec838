//! One walk over the store for all that a question needs.

use super::evaluate::Loaded;
use super::fold::{
    AdsMeasured, DailyMeasured, Grid, KeyTallies, PlaceTally, SaleKeys, SalesFold, TrafficFold, Wanted, event_orders, measure_ads,
    measure_daily,
};
use super::{Part, Tally};
use crate::model::{Day, Grain, Period, Zone};
use crate::store::{Ads, Daily, Events, Line, Order, Orders};

/// What is loaded.
#[derive(Clone, Copy)]
pub struct Data<'a> {
    /// All events.
    pub events: &'a Events,
    /// All orders.
    pub orders: &'a Orders,
    /// Paid tools.
    pub ads: &'a Ads,
    /// Ready-made reports.
    pub daily: &'a Daily,
    /// The shop's zone.
    pub zone: &'a Zone,
}

/// What to measure.
#[derive(Clone, Copy)]
pub struct Ask {
    /// The days.
    pub period: Period,
    /// The grain of the series, if one is wanted.
    pub grain: Option<Grain>,
    /// What to count in events beside the grids.
    pub wanted: Wanted,
    /// What to count in orders beside the grids.
    pub keys: SaleKeys,
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

/// What was counted.
#[derive(Clone, PartialEq, Debug)]
pub struct Measured {
    /// Over the whole period.
    pub total: Tally,
    /// Each calendar day of the period.
    pub days: Vec<Tally>,
    /// Each bucket of the series.
    pub series: Vec<(Period, Tally)>,
    /// By source.
    pub sources: KeyTallies,
    /// By page.
    pub places: Vec<PlaceTally>,
    /// Events by item.
    pub items: KeyTallies,
    /// Events by category.
    pub categories: KeyTallies,
    /// Searches by term.
    pub terms: KeyTallies,
    /// Views by weekday and hour.
    pub hours: [[u64; 24]; 7],
    /// Paid lines by item, numbered as in the orders (as in the events where buy events stand in).
    pub sold_items: KeyTallies,
    /// Paid lines by promotion.
    pub promotions: KeyTallies,
    /// Paid orders by province.
    pub provinces: KeyTallies,
    /// Orders paid in the period that name no buyer.
    pub without_buyer: u64,
    /// First day with a paid order, anywhere in the data.
    pub first_paid: Option<Day>,
    /// Of paid tools, beside the tallies.
    pub ads: AdsMeasured,
    /// Of ready-made reports.
    pub daily: DailyMeasured,
}

impl Data<'_> {
    /// Which tables and columns are loaded.
    pub fn loaded(&self) -> Loaded {
        Loaded {
            events: self.events.loaded().then(|| self.events.roles()),
            orders: self.orders.loaded().then(|| self.orders.roles()),
            ads: self.ads.loaded().then(|| self.ads.roles()),
            ad_log: self.ads.log_loaded(),
            products: false,
        }
    }

    /// The days covered.
    pub fn extent(&self) -> Extent {
        let mut clock = self.zone.clock();
        let mut days = |from: i64, to: i64| Period { from: clock.day(from), to: clock.day(to) };
        let events = self.events.extent().map(|(from, to)| days(from, to));
        let times = self.orders.orders().iter().flat_map(|order| [order.placed, order.paid]).flatten();
        let orders = times
            .fold(None, |range: Option<(i64, i64)>, time| Some(range.map_or((time, time), |(from, to)| (from.min(time), to.max(time)))));
        let log = self.ads.log();
        let ad_log = log.first().zip(log.last()).map(|(first, last)| days(first.time, last.time));
        let orders = orders.map(|(from, to)| days(from, to));
        Extent { events, orders, ads: self.ads.extent(), ad_log, daily: self.daily.extent() }
    }
}

impl Extent {
    /// All days covered by any table.
    pub fn all(self) -> Option<Period> {
        [self.events, self.orders, self.ads, self.ad_log, self.daily].into_iter().flatten().reduce(Period::union)
    }
}

/// Walks over all persons and buyers once.
pub fn measure(data: &Data<'_>, ask: &Ask) -> Measured {
    let series = ask.grain.map(|grain| ask.period.buckets(grain)).unwrap_or_default();
    let grids = || vec![Grid::new(&[ask.period]), Grid::new(&ask.period.buckets(Grain::Day)), Grid::new(&series)];
    let mut traffic = TrafficFold::new(data.zone.clock(), ask.period, grids(), ask.wanted);
    let mut sales = SalesFold::new(data.zone.clock(), ask.period, grids(), ask.keys);
    let stand_in = data.loaded().orders_from_events();
    for run in data.events.runs() {
        traffic.person(&run);
        if stand_in {
            let orders = event_orders(&run);
            sales.buyer(Some(run.person), orders.iter().map(|(order, line): &(Order, Line)| (order, std::slice::from_ref(line))));
        }
    }
    for orders in data.orders.buyers() {
        let buyer = Some(orders[0].buyer).filter(|buyer| *buyer != 0);
        sales.buyer(buyer, orders.iter().map(|order| (order, data.orders.lines(order))));
    }
    for (mine, theirs) in traffic.grids.iter_mut().zip(&sales.grids) {
        mine.merge(theirs);
    }
    let mut grids = traffic.grids.into_iter().map(|grid| grid.tallies);
    let (total, days, buckets) = (grids.next().unwrap_or_default(), grids.next().unwrap_or_default(), grids.next().unwrap_or_default());
    let mut total = total.into_iter().next().unwrap_or_default();
    let (mut days, mut series): (Vec<Tally>, Vec<(Period, Tally)>) = (days, series.into_iter().zip(buckets).collect());
    let ads = measure_ads(data.ads, &data.zone.clock(), ask.period, &mut total, &mut days, &mut series);
    person_days(ask.period, &mut total, &days, &mut series);
    let spans: Vec<Period> = series.iter().map(|(bucket, _)| *bucket).collect();
    let daily = measure_daily(data.daily, ask.period, &spans);
    Measured {
        ads,
        daily,
        total,
        days,
        series,
        sources: traffic.sources,
        places: traffic.places,
        items: traffic.items,
        categories: traffic.categories,
        terms: traffic.terms,
        hours: traffic.hours,
        sold_items: sales.items,
        promotions: sales.promotions,
        provinces: sales.provinces,
        without_buyer: sales.without_buyer,
        first_paid: sales.first_paid,
    }
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
