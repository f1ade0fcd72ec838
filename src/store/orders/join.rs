//! The rows of one order, from one or several files, put together.

use super::{Line, Order, undated};
use crate::model::{FileId, Money, OrderGrain, OrderRow, OrderRows, Place, Reason, Roles};
use rust_decimal::{Decimal, RoundingStrategy};

/// A row, with the position of its file among the loaded ones.
#[derive(Clone, Copy)]
pub struct Row {
    pub file: usize,
    pub grain: OrderGrain,
    pub row: OrderRow,
}

/// The rows that an order comes from, each with the position of its file.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Origins {
    /// One for each line of the order.
    pub lines: Vec<(usize, Place)>,
    /// Rows of another file that bring dates and amounts.
    pub heads: Vec<(usize, Place)>,
}

/// The rows of one order.
pub struct Group {
    /// Rows that bring dates and amounts.
    mains: Vec<Row>,
    /// Rows that bring lines for an order of another file.
    details: Vec<Row>,
    refused: Vec<(usize, OrderRow, Reason)>,
}

impl Group {
    pub fn new(rows: &[Row]) -> Group {
        // Where one file has the order as a whole, the lines of any other file are its details: their amounts are
        // parts of the order's, not more of it.
        let whole = rows.iter().any(|row| row.grain == OrderGrain::Order);
        let detail = |row: &Row| row.grain == OrderGrain::Detail || (whole && row.grain == OrderGrain::Line);
        let (details, mains) = rows.iter().copied().partition(detail);
        Group { mains, details, refused: Vec::new() }
    }

    /// The file the order was first met in.
    pub fn file(&self) -> usize {
        self.mains.first().or(self.details.first()).map_or(0, |row| row.file)
    }

    /// Where an export has one row an order, a second row is another state of the same order: the later file's row
    /// stands, unless it has lost the payment that the earlier one knew. Equal rows of one file are one.
    pub fn drop_older_states(&mut self) {
        let mut kept: Vec<Row> = Vec::with_capacity(self.mains.len());
        for new in std::mem::take(&mut self.mains) {
            let older = kept.iter().position(|old| {
                let whole = old.grain == OrderGrain::Order && new.grain == OrderGrain::Order;
                whole && (old.file != new.file || same(&old.row, &new.row))
            });
            match older {
                None => kept.push(new),
                Some(at) => {
                    let old = kept[at];
                    let (stays, goes) = if old.row.paid.is_some() && new.row.paid.is_none() { (old, new) } else { (new, old) };
                    kept[at] = stays;
                    self.refused.push((goes.file, goes.row, Reason::AlreadyLoaded));
                }
            }
        }
        self.mains = kept;
    }

    /// Where an export has rows for lines, the very same row of the same order in another file is a copy: exports that
    /// overlap. Each row has one copy in each file at most, for an order may hold two equal lines.
    pub fn drop_copies(&mut self) {
        for rows in [&mut self.mains, &mut self.details] {
            let mut kept: Vec<Row> = Vec::with_capacity(rows.len());
            let mut copied: Vec<(usize, usize)> = Vec::new();
            for new in std::mem::take(rows) {
                let original = kept.iter().enumerate().position(|(at, old)| {
                    old.grain == new.grain && old.file != new.file && same(&old.row, &new.row) && !copied.contains(&(at, new.file))
                });
                match original {
                    None => kept.push(new),
                    Some(at) => {
                        copied.push((at, new.file));
                        self.refused.push((new.file, new.row, Reason::AlreadyLoaded));
                    }
                }
            }
            *rows = kept;
        }
    }

    /// Lets the lines of these files share the amount that each of them repeats; true where several do.
    pub fn amount_once(&mut self, repeated: &[bool]) -> bool {
        let mut lines: Vec<&mut OrderRow> = self.mains.iter_mut().filter(|row| repeated[row.file]).map(|row| &mut row.row).collect();
        let Some(first) = lines.first().map(|line| (line.amount, line.paid_amount)) else { return false };
        if lines.len() == 1 {
            return false;
        }
        // What a line is worth is its price and pieces here: its amount is the order's.
        let weights: Vec<Decimal> = lines.iter().map(|line| worth(&OrderRow { amount: None, ..**line })).collect();
        let (amounts, paid) = (share(first.0, &weights), share(first.1, &weights));
        for ((line, amount), paid) in lines.iter_mut().zip(amounts).zip(paid) {
            (line.amount, line.paid_amount) = (amount, paid);
        }
        true
    }

    /// Rows that cannot be used, with the position of their file and the reason.
    pub fn refused(&mut self) -> Vec<(usize, OrderRow, Reason)> {
        let mut refused = std::mem::take(&mut self.refused);
        if !self.dated() {
            refused.extend(self.mains.drain(..).chain(self.details.drain(..)).map(|row| (row.file, row.row, undated(row.grain))));
        }
        refused
    }

    fn dated(&self) -> bool {
        self.rows().any(|row| row.placed.is_some() || row.paid.is_some())
    }

    fn rows(&self) -> impl Iterator<Item = &OrderRow> {
        self.mains.iter().chain(&self.details).map(|row| &row.row)
    }

    /// The order and its lines; None where no row is left. Facts of the order are the first that a row names.
    pub fn order(&self) -> Option<(Order, Vec<Line>)> {
        self.rows().next()?;
        let order = Order {
            buyer: self.rows().map(|row| row.buyer).find(|buyer| *buyer != 0).unwrap_or(0),
            placed: self.rows().find_map(|row| row.placed),
            paid: self.rows().find_map(|row| row.paid),
            province: self.rows().map(|row| row.province).find(|province| *province != 0).unwrap_or(0),
            lines: 0..0,
        };
        Some((order, self.lines()))
    }

    /// The rows that the order comes from: those that stand for its lines, in their order, and those beside them that
    /// bring its dates and amounts.
    pub fn rows_of(&self) -> Origins {
        let place = |row: &Row| (row.file, row.row.place);
        let (lines, heads) = if self.details.is_empty() { (&self.mains, &self.details) } else { (&self.details, &self.mains) };
        Origins { lines: lines.iter().map(place).collect(), heads: heads.iter().map(place).collect() }
    }

    fn lines(&self) -> Vec<Line> {
        if self.details.is_empty() {
            return self.mains.iter().map(|row| line(&row.row)).collect();
        }
        let mut lines: Vec<Line> = self.details.iter().map(|row| line(&row.row)).collect();
        if self.mains.is_empty() {
            return lines;
        }
        // The order's own amounts stand; its lines share them in proportion to what each is worth.
        let weights: Vec<Decimal> = self.details.iter().map(|row| worth(&row.row)).collect();
        let total = |of: fn(&OrderRow) -> Option<Money>| self.mains.iter().filter_map(|row| of(&row.row)).reduce(|a, b| a + b);
        let amounts = share(total(|row| row.amount), &weights);
        let paid = share(total(|row| row.paid_amount), &weights);
        let promotion = self.mains.iter().map(|row| row.row.promotion).find(|promotion| *promotion != 0).unwrap_or(0);
        for ((line, amount), paid) in lines.iter_mut().zip(amounts).zip(paid) {
            line.amount = amount;
            line.paid_amount = paid;
            if line.promotion == 0 {
                line.promotion = promotion;
            }
        }
        lines
    }
}

fn line(row: &OrderRow) -> Line {
    Line { item: row.item, quantity: row.quantity, amount: row.amount, paid_amount: row.paid_amount, promotion: row.promotion }
}

/// What a line is worth beside the others: its own amount, else price times pieces, else its pieces.
fn worth(row: &OrderRow) -> Decimal {
    let pieces = Decimal::from(row.quantity.unwrap_or(1));
    let value = row.amount.map(|amount| amount.0).or_else(|| row.price.and_then(|price| price.0.checked_mul(pieces)));
    value.unwrap_or(pieces).max(Decimal::ZERO)
}

/// Cuts a total into parts in proportion to weights, to the cent; the last part takes what rounding leaves, so that
/// the parts add up to the total exactly.
fn share(total: Option<Money>, weights: &[Decimal]) -> Vec<Option<Money>> {
    let Some(Money(total)) = total else { return vec![None; weights.len()] };
    let all: Decimal = weights.iter().sum();
    let places = total.scale().max(2);
    let mut left = total;
    let mut parts: Vec<Option<Money>> = Vec::with_capacity(weights.len());
    for (at, weight) in weights.iter().enumerate() {
        let part = if at + 1 == weights.len() {
            left
        } else if all.is_zero() {
            Decimal::ZERO
        } else {
            total
                .checked_mul(*weight)
                .map_or(Decimal::ZERO, |scaled| (scaled / all).round_dp_with_strategy(places, RoundingStrategy::ToZero))
        };
        left -= part;
        parts.push(Some(Money(part)));
    }
    parts
}

fn same(a: &OrderRow, b: &OrderRow) -> bool {
    OrderRow { place: b.place, ..*a } == *b
}

/// Whether rows of one kind for this order come from several files.
pub fn in_several_files(rows: &[Row]) -> bool {
    [OrderGrain::Order, OrderGrain::Line, OrderGrain::Detail].into_iter().any(|grain| {
        let mut files = rows.iter().filter(|row| row.grain == grain).map(|row| row.file);
        files.next().is_some_and(|first| files.any(|file| file != first))
    })
}

/// For each file, whether it carries order-level amounts, repeated on each line. Files with the same columns are of one
/// kind and judged together, so that cutting an export in two changes nothing.
pub fn amounts_repeated(files: &[(FileId, OrderRows)], rows: &[Row]) -> Vec<bool> {
    let mut judged: Vec<(Roles, bool)> = Vec::new();
    let judge = |(_, of): &(FileId, OrderRows)| {
        if of.grain != OrderGrain::Line {
            return false;
        }
        let known = judged.iter().find(|(roles, _)| *roles == of.roles).map(|(_, repeated)| *repeated);
        known.unwrap_or_else(|| {
            let repeated = repeated_in(rows, |row| row.grain == OrderGrain::Line && files[row.file].1.roles == of.roles);
            judged.push((of.roles, repeated));
            repeated
        })
    };
    files.iter().map(judge).collect()
}

/// Whether every order of several lines (three such orders at least) has one amount on all of them, although the lines
/// differ in item, price or pieces, and price times pieces does not explain it.
fn repeated_in(rows: &[Row], wanted: impl Fn(&Row) -> bool) -> bool {
    let (mut equal, mut contrast) = (0, false);
    for group in rows.chunk_by(|a, b| a.row.order == b.row.order) {
        let lines: Vec<&OrderRow> = group.iter().filter(|row| wanted(row) && row.row.amount.is_some()).map(|row| &row.row).collect();
        let [first, rest @ ..] = lines.as_slice() else { continue };
        if rest.is_empty() {
            continue;
        }
        let own = |row: &OrderRow| {
            row.price.zip(row.quantity).is_some_and(|(price, pieces)| Some(price.0 * Decimal::from(pieces)) == row.amount.map(|a| a.0))
        };
        if rest.iter().any(|row| row.amount != first.amount || row.paid_amount != first.paid_amount) || lines.iter().all(|row| own(row)) {
            return false;
        }
        equal += 1;
        contrast |= rest.iter().any(|row| (row.item, row.quantity, row.price) != (first.item, first.quantity, first.price));
    }
    equal >= 3 && contrast
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        Money::parse(text).unwrap()
    }

    #[test]
    fn shares_add_up_to_the_cent() {
        let weights = ["1", "1", "1"].map(|w| money(w).0);
        let parts = share(Some(money("10.00")), &weights);
        assert_eq!(parts, [Some(money("3.33")), Some(money("3.33")), Some(money("3.34"))]);
        assert_eq!(share(None, &weights), [None, None, None]);
        assert_eq!(share(Some(money("5")), &[Decimal::ZERO, Decimal::ZERO]), [Some(money("0")), Some(money("5"))]);
    }
}
