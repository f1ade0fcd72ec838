//! Group B: orders placed and paid, buyer by buyer.
//!
//! "Placed" is dated by placed_at, "paid" by paid_at; an order is paid when it has a paid_at, whatever was paid.
//! Source of the rules: the catalogue's entries B01 to B28.

use super::filter::{EventFilter, SaleFilter, Shortlist};
use super::grid::{Grid, Seen};
use super::keys::{Cell, Few};
use crate::metric::{AnyPart, MoneyPart, Part};
use crate::model::{Currency, Day, EventKind, LocalClock, Period, Stamp};
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
    /// The number of the buyer at hand.
    buyer: u32,
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
        SalesFold { clock, keys, filter, shortlist: None, counted: Sales::new(grid), buyer: 0 }
    }

    /// Counts one buyer's orders, which come by paid time, unpaid ones last. `known` is false where the orders name
    /// nobody: they count in orders, pieces and amounts, and in no count of persons.
    pub fn buyer<'a>(&mut self, known: bool, orders: impl Iterator<Item = (&'a Order, &'a [Line])>) {
        self.buyer += 1;
        let mut seen = Counted::default();
        let mut first_paid: Option<i64> = None;
        for (order, lines) in orders {
            let placed = order.placed.map(|time| self.clock.day(time));
            let paid = order.paid.map(|time| self.clock.day(time));
            let fitting: Vec<Line>;
            let lines = if self.filter.takes_all() {
                lines
            } else {
                fitting = lines.iter().filter(|line| self.filter.takes(order, line)).copied().collect();
                &fitting
            };
            // An order without lines counts as long as nothing is left out.
            let counts = !lines.is_empty() || self.filter.takes_all();
            if let Some(day) = placed.filter(|_| counts) {
                self.count_placed(day, paid == Some(day), order.currency, lines);
            }
            let (Some(day), Some(time)) = (paid, order.paid) else { continue };
            // Orders of one buyer come by paid time: the first one is the earliest there is.
            let repeat = first_paid.is_some_and(|first| first < time);
            first_paid = first_paid.or(Some(time));
            self.counted.first_paid = Some(self.counted.first_paid.map_or(day, |first| first.min(day)));
            if counts && let Some(at) = self.counted.grid.at(day) {
                self.count_paid(at, known, repeat, (order.currency, lines), &mut seen);
                self.counted.without_buyer += u64::from(!known);
                self.count_keys(known, order, lines);
            }
        }
    }

    fn count_placed(&mut self, day: Day, same_day: bool, currency: Currency, lines: &[Line]) {
        let Some(at) = self.counted.grid.at(day) else { return };
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

    fn count_paid(&mut self, at: usize, known: bool, repeat: bool, (currency, lines): (Currency, &[Line]), seen: &mut Counted) {
        let of = |promo: bool| lines.iter().filter(move |line| (line.promotion != 0) == promo);
        let (promo, non_promo) = (of(true).next().is_some(), of(false).next().is_some());
        let grid = &mut self.counted.grid;
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
        if known {
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
    fn count_keys(&mut self, known: bool, order: &Order, lines: &[Line]) {
        let buyer = self.buyer;
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
        let (placed, paid) = (on(order.placed), on(order.paid));
        for line in orders.lines(order).iter().filter(|line| filter.takes_all() || filter.takes(order, line)) {
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
            let time = Some(Stamp::seconds(*time));
            let order = Order { buyer: run.person, placed: time, paid: time, province: 0, currency: Currency::UNTOLD, lines: 0..1 };
            orders.push((order, Line { item: run.items().at(at), quantity: Some(1), ..Line::default() }));
        }
    }
}
