//! Orders that were put together, in little memory.

use crate::model::{Amounts, Column, Currency, Moment, Money, Pieces};
use std::ops::Range;

/// One order.
#[derive(Clone, PartialEq, Debug)]
pub struct Order {
    /// Who bought; 0 where no row says so.
    pub buyer: u32,
    /// When it was placed.
    pub placed: Moment,
    /// When it was paid; none for unpaid orders.
    pub paid: Moment,
    /// Province.
    pub province: u32,
    /// What its money is counted in.
    pub currency: Currency,
    /// Its lines.
    pub lines: Range<u32>,
}

/// One line of an order.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Line {
    /// The item.
    pub item: u32,
    /// Pieces.
    pub quantity: Option<u32>,
    /// Amount to pay.
    pub amount: Option<Money>,
    /// Amount paid.
    pub paid_amount: Option<Money>,
    /// Promotion; 0 for none.
    pub promotion: u32,
}

/// Lines of orders, as columns.
#[derive(Clone, Default)]
pub struct Lines {
    item: Column<u32>,
    quantity: Column<Pieces>,
    amount: Amounts,
    paid_amount: Amounts,
    promotion: Column<u32>,
}

impl Lines {
    /// Adds a line.
    pub fn push(&mut self, line: &Line) {
        self.item.push(line.item);
        self.quantity.push(Pieces::of(line.quantity));
        self.amount.push(line.amount);
        self.paid_amount.push(line.paid_amount);
        self.promotion.push(line.promotion);
    }

    /// The line at a position.
    #[inline]
    pub fn get(&self, at: usize) -> Line {
        Line {
            item: self.item.get(at),
            quantity: self.quantity.get(at).told(),
            amount: self.amount.get(at),
            paid_amount: self.paid_amount.get(at),
            promotion: self.promotion.get(at),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.item.len()
    }

    /// Whether no line tells its pieces, its amount, its amount paid.
    pub fn blank(&self) -> [bool; 3] {
        [self.quantity.same() == Some(Pieces::default()), self.amount.all_blank(), self.paid_amount.all_blank()]
            .map(|blank| blank && self.len() > 0)
    }

    /// Whether some line does not tell one of these.
    pub fn partly_blank(&self) -> bool {
        self.quantity.iter().any(|pieces| pieces == Pieces::default()) || self.amount.any_blank() || self.paid_amount.any_blank()
    }
}
