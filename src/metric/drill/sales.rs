//! Which orders, and which of their lines, count in a figure: the rules of group B, asked the other way round.

use super::Tallied;
use crate::metric::fold::SaleFilter;
use crate::metric::{MoneyPart, Part};
use crate::model::{Period, Zone};
use crate::store::{Line, Order, Orders};

/// What is looked for among orders.
#[derive(Clone, Debug)]
pub struct SaleDrill {
    /// The part of the figure.
    pub part: Tallied,
    /// The days.
    pub period: Period,
    /// Which order lines count.
    pub filter: SaleFilter,
    /// The key of a breakdown.
    pub key: Option<SaleKey>,
    /// The shop's zone.
    pub zone: Zone,
}

/// A key that orders are broken down by, with its code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SaleKey {
    /// The item of the line.
    Item(u32),
    /// The promotion of the line.
    Promotion(u32),
    /// The province of the order.
    Province(u32),
    /// Nothing that an order has.
    Nothing,
}

/// Which orders a part counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Placed,
    SameDay,
    Paid,
    Repeat,
}

/// The orders that count, by position, each with the positions of those of its lines that do.
pub fn sale_rows(orders: &Orders, drill: &SaleDrill) -> Vec<(usize, Vec<usize>)> {
    use MoneyPart as M;
    use Part as P;
    use Tallied::{Amount, Count};
    let (which, promoted, persons) = match drill.part {
        Count(P::PlacedOrders | P::PlacedItems) | Amount(M::PlacedAmount) => (Which::Placed, None, false),
        Count(P::SameDayPaidOrders | P::SameDayPaidItems) | Amount(M::SameDayPaidAmount) => (Which::SameDay, None, false),
        Count(P::PaidOrders | P::PaidItems) | Amount(M::PaidAmount) => (Which::Paid, None, false),
        Count(P::Buyers | P::BuyerDays) => (Which::Paid, None, true),
        Count(P::RepeatBuyers) => (Which::Repeat, None, true),
        Count(P::PromoPaidOrders | P::PromoPaidItems) | Amount(M::PromoPaidAmount) => (Which::Paid, Some(true), false),
        Count(P::PromoBuyers) => (Which::Paid, Some(true), true),
        Count(P::NonPromoPaidOrders | P::NonPromoPaidItems) | Amount(M::NonPromoPaidAmount) => (Which::Paid, Some(false), false),
        Count(P::NonPromoBuyers) => (Which::Paid, Some(false), true),
        _ => return Vec::new(),
    };
    let mut clock = drill.zone.clock();
    let fits = |order: &Order, line: &Line| {
        let keyed = match drill.key {
            None => true,
            Some(SaleKey::Item(item)) => line.item == item,
            Some(SaleKey::Promotion(promotion)) => line.promotion == promotion,
            Some(SaleKey::Province(province)) => order.province == province,
            Some(SaleKey::Nothing) => false,
        };
        keyed && drill.filter.takes(order, line) && promoted.is_none_or(|promoted| (line.promotion != 0) == promoted)
    };
    // An order without lines counts as long as nothing is asked of its lines.
    let bare = |order: &Order| {
        let keyed = match drill.key {
            None => true,
            Some(SaleKey::Province(province)) => order.province == province,
            Some(_) => false,
        };
        keyed && drill.filter.takes_all() && promoted.is_none()
    };
    let mut out = Vec::new();
    let mut at = 0;
    for group in orders.buyers() {
        let mut first_paid: Option<i64> = None;
        for order in group {
            let position = at;
            at += 1;
            let placed = order.placed.seconds().map(|time| clock.day(time));
            let paid = order.paid.seconds().map(|time| clock.day(time));
            let repeat = order.paid.seconds().is_some_and(|time| first_paid.is_some_and(|first| first < time));
            first_paid = first_paid.or(order.paid.seconds());
            let day = match which {
                Which::Placed => placed,
                Which::SameDay => placed.filter(|_| placed == paid),
                Which::Paid => paid,
                Which::Repeat => paid.filter(|_| repeat),
            };
            if !day.is_some_and(|day| drill.period.contains(day)) || (persons && order.buyer == 0) {
                continue;
            }
            let lines: Vec<Line> = orders.lines(order).collect();
            let counted: Vec<usize> = (0..lines.len()).filter(|line| fits(order, &lines[*line])).collect();
            if !counted.is_empty() || (lines.is_empty() && bare(order)) {
                out.push((position, counted));
            }
        }
    }
    out
}
