//! Group B: orders placed and paid, buyer by buyer.
//!
//! "Placed" is dated by placed_at, "paid" by paid_at; an order is paid when it has a paid_at, whatever was paid.
//! Source of the rules: the catalogue's entries B01 to B28.

use super::filter::{EventFilter, SaleFilter, Shortlist};
use super::grid::{Grid, Seen};
use super::keys::{Cell, Few};
use crate::metric::{AnyPart, MoneyPart, Part};
use crate::model::{Currency, Day, EventKind, LocalClock, Moment, Period, Stamp};
use crate::store::events::kind_of;
use crate::store::{Line, Order, Orders, Run};
use serde::{Deserialize, Serialize};

/// Which keys to count by, beside the grid.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SaleKeys {
    /// By item of the line.
    pub items: bool,
    /// By promotion of the line.
    pub promotions: bool,
    /// By province of the order.
    pub provinces: bool,
}

/// What was counted in orders.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Sales {
    /// By day and bucket.
    pub grid: Grid,
    /// By item, over the period.
    pub items: Few,
    /// By promotion, over the period.
    pub promotions: Few,
    /// By province, over the period.
    pub provinces: Few,
    /// Orders paid in the period that name no buyer.
    pub without_buyer: u64,
    /// First day with a paid order, anywhere in the data.
    pub first_paid: Option<Day>,
}

impl Sales {
    /// Nothing counted yet.
    pub fn new(grid: Grid) -> Sales {
        let (items, promotions, provinces) = (Few::default(), Few::default(), Few::default());
        Sales { grid, items, promotions, provinces, without_buyer: 0, first_paid: None }
    }

    /// Adds the counts of other buyers over the same period and grid.
    pub fn merge(&mut self, other: &Sales) {
        self.grid.merge(&other.grid);
        self.items.merge(&other.items);
        self.promotions.merge(&other.promotions);
        self.provinces.merge(&other.provinces);
        self.without_buyer += other.without_buyer;
        self.first_paid = match (self.first_paid, other.first_paid) {
            (Some(mine), Some(theirs)) => Some(mine.min(theirs)),
            (mine, theirs) => mine.or(theirs),
        };
    }
}

/// Counts everything of group B.
pub struct SalesFold {
    clock: LocalClock,
    keys: SaleKeys,
    filter: SaleFilter,
    /// The only items that are counted by.
    pub shortlist: Option<Shortlist>,
    /// What was counted.
    pub counted: Sales,
    /// The buyer at hand: the number, whether it is one, where it was counted, and when it paid first.
    buyer: u32,
    known: bool,
    seen: Counted,
    paid_before: Option<i64>,
    /// Room for the lines of an order.
    lines: Vec<Line>,
}

/// Who was counted where, for the buyer at hand.
#[derive(Clone, Copy, Default)]
struct Counted {
    buyer: Seen,
    repeat: Seen,
    promo: Seen,
    non_promo: Seen,
}

impl SalesFold {
    /// A fold into a grid.
    pub fn new(clock: LocalClock, grid: Grid, keys: SaleKeys, filter: SaleFilter) -> SalesFold {
        let (counted, seen) = (Sales::new(grid), Counted::default());
        SalesFold { clock, keys, filter, shortlist: None, counted, buyer: 0, known: false, seen, paid_before: None, lines: Vec::new() }
    }

    /// Begins with a buyer, whose orders follow by paid time, unpaid ones last. `known` is false where the orders name
    /// nobody: they count in orders, pieces and amounts, and in no count of persons.
    pub fn buyer(&mut self, known: bool) {
        self.buyer += 1;
        (self.known, self.seen, self.paid_before) = (known, Counted::default(), None);
    }

    /// Counts the next order of the buyer. Its lines are looked at only where it was placed or paid in the period.
    pub fn order(&mut self, order: &Order, lines: impl Iterator<Item = Line>) {
        let day = |clock: &mut LocalClock, time: Option<i64>| time.map(|time| clock.day(time));
        let (placed, paid) = (day(&mut self.clock, order.placed.seconds()), day(&mut self.clock, order.paid.seconds()));
        let mut repeat = false;
        if let (Some(day), Some(time)) = (paid, order.paid.seconds()) {
            // The first one is the earliest there is.
            repeat = self.paid_before.is_some_and(|first| first < time);
            self.paid_before = self.paid_before.or(Some(time));
            self.counted.first_paid = Some(self.counted.first_paid.map_or(day, |first| first.min(day)));
        }
        let at = |day: Option<Day>| day.and_then(|day| self.counted.grid.at(day));
        let (placed_at, paid_at) = (at(placed), at(paid));
        if placed_at.is_none() && paid_at.is_none() {
            return;
        }
        let mut fitting = std::mem::take(&mut self.lines);
        let all = self.filter.takes_all();
        fitting.clear();
        fitting.extend(lines.filter(|line| all || self.filter.takes(order, line)));
        // An order without lines counts as long as nothing is left out.
        let counts = all || !fitting.is_empty();
        if let Some(at) = placed_at.filter(|_| counts) {
            self.count_placed(at, paid == placed, order.currency, &fitting);
        }
        if let Some(at) = paid_at.filter(|_| counts) {
            self.count_paid(at, repeat, order.currency, &fitting);
            self.counted.without_buyer += u64::from(!self.known);
            self.count_keys(order, &fitting);
        }
        self.lines = fitting;
    }

    fn count_placed(&mut self, at: usize, same_day: bool, currency: Currency, lines: &[Line]) {
        let items = pieces(lines);
        let tally = self.counted.grid.day(at);
        tally[Part::PlacedOrders] += 1;
        tally[Part::PlacedItems] += items;
        for line in lines {
            tally.tell(MoneyPart::PlacedAmount, line.amount, currency);
        }
        if same_day {
            tally[Part::SameDayPaidOrders] += 1;
            tally[Part::SameDayPaidItems] += items;
            for line in lines {
                tally.tell(MoneyPart::SameDayPaidAmount, line.paid_amount, currency);
            }
        }
    }

    fn count_paid(&mut self, at: usize, repeat: bool, currency: Currency, lines: &[Line]) {
        let of = |promo: bool| lines.iter().filter(move |line| (line.promotion != 0) == promo);
        let (promo, non_promo) = (of(true).next().is_some(), of(false).next().is_some());
        let (grid, seen) = (&mut self.counted.grid, &mut self.seen);
        let tally = grid.day(at);
        tally[Part::PaidOrders] += 1;
        tally[Part::PaidItems] += pieces(lines);
        for line in lines {
            tally.tell(MoneyPart::PaidAmount, line.paid_amount, currency);
            let (items, amount) = match line.promotion {
                0 => (Part::NonPromoPaidItems, MoneyPart::NonPromoPaidAmount),
                _ => (Part::PromoPaidItems, MoneyPart::PromoPaidAmount),
            };
            tally[items] += quantity(line);
            tally.tell(amount, line.paid_amount, currency);
        }
        tally[Part::PromoPaidOrders] += u64::from(promo);
        tally[Part::NonPromoPaidOrders] += u64::from(non_promo);
        if self.known {
            grid.person(at, Part::Buyers, &mut seen.buyer);
            if repeat {
                grid.person(at, Part::RepeatBuyers, &mut seen.repeat);
            }
            if promo {
                grid.person(at, Part::PromoBuyers, &mut seen.promo);
            }
            if non_promo {
                grid.person(at, Part::NonPromoBuyers, &mut seen.non_promo);
            }
        }
    }

    /// Counts a paid order by its keys: once under each, with the lines that carry it.
    fn count_keys(&mut self, order: &Order, lines: &[Line]) {
        let (buyer, known) = (self.buyer, self.known);
        let by_line = |keys: &mut Few, key: fn(&Line) -> u32, shortlist: Option<&Shortlist>| {
            let mut done: Vec<u32> = Vec::new();
            for line in lines {
                let key = key(line);
                if shortlist.is_some_and(|list| !list.has(key)) {
                    continue;
                }
                let cell = keys.at(key);
                cell.items += quantity(line);
                cell.pay(order.currency, std::slice::from_ref(line));
                cell.buyers += u64::from(known && cell.first(buyer));
                if !done.contains(&key) {
                    done.push(key);
                    cell.orders += 1;
                }
            }
        };
        if self.keys.items {
            by_line(&mut self.counted.items, |line| line.item, self.shortlist.as_ref());
        }
        if self.keys.promotions {
            by_line(&mut self.counted.promotions, |line| line.promotion, None);
        }
        if self.keys.provinces {
            let cell = self.counted.provinces.at(order.province);
            cell.orders += 1;
            cell.items += pieces(lines);
            cell.pay(order.currency, lines);
            cell.buyers += u64::from(known && cell.first(buyer));
        }
    }
}

fn quantity(line: &Line) -> u64 {
    u64::from(line.quantity.unwrap_or(0))
}

fn pieces(lines: &[Line]) -> u64 {
    lines.iter().map(quantity).sum()
}

/// Of the lines that count in a period, those that leave a part blank.
pub fn blank_lines(orders: &Orders, mut clock: LocalClock, period: Period, filter: &SaleFilter) -> Vec<(AnyPart, u64)> {
    let mut counts: Vec<(AnyPart, u64)> = Vec::new();
    if !orders.partly_blank() {
        return counts;
    }
    let mut count = |part: AnyPart, blank: bool| {
        if blank {
            match counts.iter_mut().find(|(of, _)| *of == part) {
                Some((_, rows)) => *rows += 1,
                None => counts.push((part, 1)),
            }
        }
    };
    for order in orders.orders() {
        let mut on = |time: Option<i64>| time.map(|time| clock.day(time)).filter(|day| period.contains(*day));
        let (placed, paid) = (on(order.placed.seconds()), on(order.paid.seconds()));
        if placed.is_none() && paid.is_none() {
            continue;
        }
        for line in orders.lines(order).filter(|line| filter.takes_all() || filter.takes(order, line)) {
            if placed.is_some() {
                count(MoneyPart::PlacedAmount.into(), line.amount.is_none());
                count(Part::PlacedItems.into(), line.quantity.is_none());
            }
            if placed.is_some() && placed == paid {
                count(MoneyPart::SameDayPaidAmount.into(), line.paid_amount.is_none());
                count(Part::SameDayPaidItems.into(), line.quantity.is_none());
            }
            if paid.is_some() {
                let (items, amount) = match line.promotion {
                    0 => (Part::NonPromoPaidItems, MoneyPart::NonPromoPaidAmount),
                    _ => (Part::PromoPaidItems, MoneyPart::PromoPaidAmount),
                };
                for part in [MoneyPart::PaidAmount, amount] {
                    count(part.into(), line.paid_amount.is_none());
                }
                for part in [Part::PaidItems, items] {
                    count(part.into(), line.quantity.is_none());
                }
            }
        }
    }
    counts
}

/// The orders that a person's buy events stand for where no orders are loaded: each one line of one piece, placed
/// and paid when it happened, without an amount.
pub fn event_orders(run: &Run<'_>, filter: &EventFilter, orders: &mut Vec<(Order, Line)>) {
    orders.clear();
    // Most persons buy nothing: sixteen events at a glance.
    if !run.kinds().chunks(16).any(|kinds| kinds.iter().fold(false, |found, packed| found | (kind_of(*packed) == EventKind::Buy))) {
        return;
    }
    for (at, (time, packed)) in run.times().iter().zip(run.kinds()).enumerate() {
        if kind_of(*packed) == EventKind::Buy && (filter.takes_all() || filter.takes_event(run, at, None)) {
            let time = Moment::of(Some(Stamp::seconds(*time)));
            let order = Order { buyer: run.person, placed: time, paid: time, province: 0, currency: Currency::UNTOLD, lines: 0..1 };
            orders.push((order, Line { item: run.items().at(at), quantity: Some(1), ..Line::default() }));
        }
    }
}
