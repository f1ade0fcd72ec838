//! Group B: orders placed and paid, buyer by buyer.
//!
//! "Placed" is dated by placed_at, "paid" by paid_at; an order is paid when it has a paid_at, whatever was paid.
//! Source of the rules: the catalogue's entries B01 to B28.

use super::grid::{Grid, Once};
use super::keys::KeyTallies;
use crate::metric::{MoneyPart, Part, Tally};
use crate::model::{Day, EventKind, LocalClock, Money, Period};
use crate::store::{Line, Order, Run};

/// Which keys to count by, beside the grids.
#[derive(Clone, Copy, Default)]
pub struct SaleKeys {
    /// By item of the line.
    pub items: bool,
    /// By promotion of the line.
    pub promotions: bool,
    /// By province of the order.
    pub provinces: bool,
}

/// Counts everything of group B.
#[derive(Clone)]
pub struct SalesFold {
    clock: LocalClock,
    period: Period,
    keys: SaleKeys,
    /// The grids to count into.
    pub grids: Vec<Grid>,
    /// By item, over the period.
    pub items: KeyTallies,
    /// By promotion, over the period.
    pub promotions: KeyTallies,
    /// By province, over the period.
    pub provinces: KeyTallies,
    /// Orders paid in the period that name no buyer.
    pub without_buyer: u64,
    /// First day with a paid order, anywhere in the data.
    pub first_paid: Option<Day>,
}

/// Who was counted where, for one grid and the buyer at hand.
#[derive(Clone, Copy, Default)]
struct Seen {
    buyer: Once,
    repeat: Once,
    promo: Once,
    non_promo: Once,
}

impl SalesFold {
    /// A fold over a period, into these grids.
    pub fn new(clock: LocalClock, period: Period, grids: Vec<Grid>, keys: SaleKeys) -> SalesFold {
        SalesFold {
            clock,
            period,
            keys,
            grids,
            items: KeyTallies::default(),
            promotions: KeyTallies::default(),
            provinces: KeyTallies::default(),
            without_buyer: 0,
            first_paid: None,
        }
    }

    /// Adds the counts of other buyers over the same period and grids.
    pub fn merge(&mut self, other: &SalesFold) {
        for (mine, theirs) in self.grids.iter_mut().zip(&other.grids) {
            mine.merge(theirs);
        }
        self.items.merge(&other.items);
        self.promotions.merge(&other.promotions);
        self.provinces.merge(&other.provinces);
        self.without_buyer += other.without_buyer;
        self.first_paid = match (self.first_paid, other.first_paid) {
            (Some(mine), Some(theirs)) => Some(mine.min(theirs)),
            (mine, theirs) => mine.or(theirs),
        };
    }

    /// Counts one buyer's orders, which come by paid time, unpaid ones last. `buyer` is None where the orders name
    /// nobody: they count in orders, pieces and amounts, and in no count of persons.
    pub fn buyer<'a>(&mut self, buyer: Option<u32>, orders: impl Iterator<Item = (&'a Order, &'a [Line])>) {
        let mut seen = vec![Seen::default(); self.grids.len()];
        let mut first_paid: Option<i64> = None;
        for (order, lines) in orders {
            let placed = order.placed.map(|time| self.clock.day(time));
            let paid = order.paid.map(|time| self.clock.day(time));
            if let Some(day) = placed {
                self.count_placed(day, paid == Some(day), lines);
            }
            let (Some(day), Some(time)) = (paid, order.paid) else { continue };
            // Orders of one buyer come by paid time: the first one is the earliest there is.
            let repeat = first_paid.is_some_and(|first| first < time);
            first_paid = first_paid.or(Some(time));
            self.first_paid = Some(self.first_paid.map_or(day, |first| first.min(day)));
            self.count_paid(day, buyer, repeat, lines, &mut seen);
            if self.period.contains(day) {
                self.without_buyer += u64::from(buyer.is_none());
                self.count_keys(buyer, order, lines);
            }
        }
    }

    fn count_placed(&mut self, day: Day, same_day: bool, lines: &[Line]) {
        let items = pieces(lines);
        let amount = lines.iter().filter_map(|line| line.amount).sum::<Money>();
        let paid = paid_amount(lines);
        for grid in &mut self.grids {
            let Some(bucket) = grid.bucket(day) else { continue };
            let tally = &mut grid.tallies[bucket];
            tally[Part::PlacedOrders] += 1;
            tally[Part::PlacedItems] += items;
            tally[MoneyPart::PlacedAmount] += amount;
            if same_day {
                tally[Part::SameDayPaidOrders] += 1;
                tally[Part::SameDayPaidItems] += items;
                tally[MoneyPart::SameDayPaidAmount] += paid;
            }
        }
    }

    fn count_paid(&mut self, day: Day, buyer: Option<u32>, repeat: bool, lines: &[Line], seen: &mut [Seen]) {
        let of = |promo: bool| lines.iter().filter(move |line| (line.promotion != 0) == promo);
        let (promo, non_promo) = (of(true).next().is_some(), of(false).next().is_some());
        for (grid, seen) in self.grids.iter_mut().zip(seen) {
            let Some(bucket) = grid.bucket(day) else { continue };
            let tally = &mut grid.tallies[bucket];
            add_paid(tally, lines);
            if promo {
                tally[Part::PromoPaidOrders] += 1;
                tally[Part::PromoPaidItems] += of(true).map(quantity).sum::<u64>();
                tally[MoneyPart::PromoPaidAmount] += of(true).filter_map(|line| line.paid_amount).sum::<Money>();
            }
            if non_promo {
                tally[Part::NonPromoPaidOrders] += 1;
                tally[Part::NonPromoPaidItems] += of(false).map(quantity).sum::<u64>();
                tally[MoneyPart::NonPromoPaidAmount] += of(false).filter_map(|line| line.paid_amount).sum::<Money>();
            }
            if buyer.is_some() {
                tally[Part::Buyers] += u64::from(seen.buyer.first(bucket));
                if repeat {
                    tally[Part::RepeatBuyers] += u64::from(seen.repeat.first(bucket));
                }
                if promo {
                    tally[Part::PromoBuyers] += u64::from(seen.promo.first(bucket));
                }
                if non_promo {
                    tally[Part::NonPromoBuyers] += u64::from(seen.non_promo.first(bucket));
                }
            }
        }
    }

    /// Counts a paid order by its keys: once under each, with the lines that carry it.
    fn count_keys(&mut self, buyer: Option<u32>, order: &Order, lines: &[Line]) {
        let by_line = |keys: &mut KeyTallies, key: fn(&Line) -> u32| {
            let mut done: Vec<u32> = Vec::new();
            for line in lines {
                let key = key(line);
                let new_buyer = buyer.is_some_and(|buyer| keys.first(key, buyer));
                let tally = keys.at(key);
                tally[Part::PaidItems] += quantity(line);
                tally[MoneyPart::PaidAmount] += line.paid_amount.unwrap_or_default();
                tally[Part::Buyers] += u64::from(new_buyer);
                if !done.contains(&key) {
                    done.push(key);
                    tally[Part::PaidOrders] += 1;
                }
            }
        };
        if self.keys.items {
            by_line(&mut self.items, |line| line.item);
        }
        if self.keys.promotions {
            by_line(&mut self.promotions, |line| line.promotion);
        }
        if self.keys.provinces {
            let new = buyer.is_some_and(|buyer| self.provinces.first(order.province, buyer));
            let tally = self.provinces.at(order.province);
            add_paid(tally, lines);
            tally[Part::Buyers] += u64::from(new);
        }
    }
}

fn add_paid(tally: &mut Tally, lines: &[Line]) {
    tally[Part::PaidOrders] += 1;
    tally[Part::PaidItems] += pieces(lines);
    tally[MoneyPart::PaidAmount] += paid_amount(lines);
}

fn quantity(line: &Line) -> u64 {
    u64::from(line.quantity.unwrap_or(0))
}

fn pieces(lines: &[Line]) -> u64 {
    lines.iter().map(quantity).sum()
}

fn paid_amount(lines: &[Line]) -> Money {
    lines.iter().filter_map(|line| line.paid_amount).sum()
}

/// The orders that a person's buy events stand for where no orders are loaded: each one line of one piece, placed
/// and paid when it happened, without an amount.
pub fn event_orders(run: &Run<'_>) -> Vec<(Order, Line)> {
    run.positions()
        .filter(|at| run.kind(*at) == EventKind::Buy)
        .map(|at| {
            let time = Some(run.time(at));
            let order = Order { buyer: run.person, placed: time, paid: time, province: 0, lines: 0..1 };
            (order, Line { item: run.item(at), quantity: Some(1), ..Line::default() })
        })
        .collect()
}
