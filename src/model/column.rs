//! Columns of many cells in little memory: in blocks, so that a growing one is never copied, and as a single cell while all
//! are alike.

use super::{Money, Stamp};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Cells of a block: a power of two.
const BLOCK: usize = 1 << 14;

/// A column of cells.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Column<T> {
    len: usize,
    /// What every cell is while there are no blocks.
    same: T,
    blocks: Vec<Vec<T>>,
}

impl<T: Copy + PartialEq + Default> Column<T> {
    /// Adds a cell.
    #[inline]
    pub fn push(&mut self, cell: T) {
        if self.blocks.is_empty() {
            if self.len == 0 {
                self.same = cell;
            }
            if cell == self.same {
                self.len += 1;
                return;
            }
            self.spread();
        }
        match self.blocks.last_mut() {
            Some(last) if last.len() < BLOCK => last.push(cell),
            _ => self.blocks.push(vec![cell]),
        }
        self.len += 1;
    }

    /// Writes every cell down, now that they are not all alike.
    fn spread(&mut self) {
        let (full, rest) = (self.len / BLOCK, self.len % BLOCK);
        self.blocks = (0..full).map(|_| vec![self.same; BLOCK]).collect();
        if rest > 0 {
            self.blocks.push(vec![self.same; rest]);
        }
    }

    /// The cell at a position.
    #[inline]
    pub fn get(&self, at: usize) -> T {
        self.blocks.get(at / BLOCK).map_or(self.same, |block| block[at % BLOCK])
    }

    /// Keeps the first so many cells.
    pub fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
        if !self.blocks.is_empty() {
            self.blocks.truncate(self.len.div_ceil(BLOCK));
            if let Some(last) = self.blocks.last_mut().filter(|_| !self.len.is_multiple_of(BLOCK)) {
                last.truncate(self.len % BLOCK);
            }
        }
    }

    /// Changes every cell.
    pub fn change(&mut self, to: impl Fn(T) -> T) {
        self.same = to(self.same);
        self.blocks.iter_mut().flatten().for_each(|cell| *cell = to(*cell));
    }

    /// All cells, in order.
    pub fn iter(&self) -> impl Iterator<Item = T> + '_ {
        (0..self.len).map(|at| self.get(at))
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// What all cells are, if they are alike; an empty column is alike in everything and tells nothing.
    pub fn same(&self) -> Option<T> {
        (self.blocks.is_empty() && self.len > 0).then_some(self.same)
    }
}

/// An instant in unix seconds or none, in 32 bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Moment(u32);

impl Moment {
    /// No instant; it comes before all others.
    pub const NONE: Moment = Moment(0);

    /// The moment of an instant; the nearest that fits a [`Stamp`].
    #[inline]
    pub fn of(seconds: Option<i64>) -> Moment {
        Moment(seconds.map_or(0, |seconds| Stamp::of(seconds).max(1)))
    }

    /// Unix seconds.
    #[inline]
    pub fn seconds(self) -> Option<i64> {
        (self.0 > 0).then(|| Stamp::seconds(self.0))
    }
}

/// Pieces or none, in 32 bits: one less than 2^32 - 1 at most.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Pieces(u32);

impl Pieces {
    /// So many.
    #[inline]
    pub fn of(pieces: Option<u32>) -> Pieces {
        Pieces(pieces.map_or(0, |pieces| pieces.saturating_add(1)))
    }

    /// How many, if that is told.
    #[inline]
    pub fn told(self) -> Option<u32> {
        self.0.checked_sub(1)
    }
}

/// A column of amounts of money or none. Nearly every amount fits eight bytes together with its decimals; any other is
/// kept beside them. What was put in comes out, to the last decimal written.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Amounts {
    /// 0 for none; else a one, five bits of decimals ([`WIDE`] for a position in `wide`), then the digits.
    cells: Column<i64>,
    wide: Vec<Money>,
}

/// More decimals than an amount can have.
const WIDE: i64 = 31;

impl Amounts {
    /// Adds an amount.
    #[inline]
    pub fn push(&mut self, amount: Option<Money>) {
        let cell = amount.map_or(0, |Money(amount)| {
            let digits = i64::try_from(amount.mantissa()).ok();
            let fits = digits.filter(|digits| (digits << 6) >> 6 == *digits);
            let (digits, scale) = match fits {
                Some(digits) => (digits, i64::from(amount.scale())),
                None => {
                    self.wide.push(Money(amount));
                    (self.wide.len() as i64 - 1, WIDE)
                }
            };
            (digits << 6) | (scale << 1) | 1
        });
        self.cells.push(cell);
    }

    /// The amount at a position.
    #[inline]
    pub fn get(&self, at: usize) -> Option<Money> {
        let cell = self.cells.get(at);
        let (digits, scale) = (cell >> 6, (cell >> 1) & WIDE);
        match cell {
            0 => None,
            _ if scale == WIDE => self.wide.get(digits as usize).copied(),
            _ => Some(Money(Decimal::new(digits, scale as u32))),
        }
    }

    /// Keeps the first so many.
    pub fn truncate(&mut self, len: usize) {
        self.cells.truncate(len);
    }

    /// Whether none of them is told.
    pub fn all_blank(&self) -> bool {
        self.cells.is_empty() || self.cells.same() == Some(0)
    }

    /// Whether one of them is not told.
    pub fn any_blank(&self) -> bool {
        match self.cells.same() {
            Some(cell) => cell == 0,
            None => self.cells.iter().any(|cell| cell == 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_column_is_a_list(cells in prop::collection::vec((0u32..3, 1usize..BLOCK), 0..8), keep in 0usize..3 * BLOCK) {
            let mut list: Vec<u32> = cells.iter().flat_map(|(cell, times)| std::iter::repeat_n(*cell, *times)).collect();
            let mut column = Column::default();
            list.iter().for_each(|cell| column.push(*cell));
            prop_assert_eq!(column.iter().collect::<Vec<_>>(), list.clone());
            column.truncate(keep);
            list.truncate(keep);
            column.push(7);
            list.push(7);
            column.change(|cell| cell + 1);
            list.iter_mut().for_each(|cell| *cell += 1);
            prop_assert_eq!(column.len(), list.len());
            prop_assert_eq!(column.iter().collect::<Vec<_>>(), list);
        }

        #[test]
        fn amounts_come_out_as_they_went_in(amounts in prop::collection::vec(prop::option::of((any::<i128>(), 0u32..28, 0u32..96)), 0..50)) {
            let amounts: Vec<Option<Money>> = amounts
                .into_iter()
                .map(|told| told.map(|(digits, scale, bits)| Money(Decimal::from_i128_with_scale((digits >> 32) >> bits, scale))))
                .collect();
            let mut column = Amounts::default();
            amounts.iter().for_each(|amount| column.push(*amount));
            for (at, amount) in amounts.iter().enumerate() {
                prop_assert_eq!(column.get(at), *amount);
                prop_assert_eq!(column.get(at).map(|money| money.0.scale()), amount.map(|money| money.0.scale()));
            }
            prop_assert_eq!(column.all_blank(), amounts.iter().all(Option::is_none));
            prop_assert_eq!(column.any_blank(), amounts.iter().any(Option::is_none));
        }
    }

    #[test]
    fn moments_and_pieces() {
        for seconds in [None, Some(0), Some(-172_000), Some(1_780_243_200), Some(4_133_980_799)] {
            assert_eq!(Moment::of(seconds).seconds(), seconds);
        }
        for pieces in [None, Some(0), Some(1), Some(u32::MAX - 1)] {
            assert_eq!(Pieces::of(pieces).told(), pieces);
        }
    }
}
