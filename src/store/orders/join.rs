//! The rows of one order, from one or several files, put together.

use super::rows::Rows;
use super::{Line, Order, undated};
use crate::model::{Currency, FileId, Moment, Money, OrderGrain, OrderRow, OrderRows, Place, Reason, Roles};
use rust_decimal::Decimal;

/// A row, with the position of its file among the loaded ones.
#[derive(Clone, Copy, PartialEq, Debug)]
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

/// The rows of one order, of which the ledger has kept the latest states.
pub struct Group {
    /// Rows that bring dates and amounts.
    mains: Vec<Row>,
    /// Rows that bring lines for an order of another file.
    details: Vec<Row>,
}

impl Group {
    pub fn new(rows: &[Row]) -> Group {
        // Where one file has the order as a whole, the lines of any other file are its details: their amounts are
        // parts of the order's, not more of it.
        let whole = rows.iter().any(|row| row.grain == OrderGrain::Order);
        let lines = |row: &Row| matches!(row.grain, OrderGrain::Line | OrderGrain::Shared);
        let (details, mains) = rows.iter().copied().partition(|row: &Row| row.grain == OrderGrain::Detail || (whole && lines(row)));
        Group { mains, details }
    }

    /// The file the order was first met in.
    pub fn file(&self) -> usize {
        self.mains.first().or(self.details.first()).map_or(0, |row| row.file)
    }

    /// Lets the lines of files whose amounts are the order's share them: the amounts stand on the first line, or again on
    /// each. Which of the two it was, where there are several lines.
    pub fn amount_once(&mut self, once: &[Option<Once>]) -> Option<Once> {
        let mut lines: Vec<&mut OrderRow> = self.mains.iter_mut().filter(|row| once[row.file].is_some()).map(|row| &mut row.row).collect();
        if lines.len() < 2 {
            return None;
        }
        let told = lines.iter().filter(|line| line.amount.is_some() || line.paid_amount.is_some()).count();
        let first = (lines.iter().find_map(|line| line.amount), lines.iter().find_map(|line| line.paid_amount));
        // What a line is worth is its price and pieces here: its amount is the order's.
        let weights: Vec<Decimal> = lines.iter().map(|line| worth(&OrderRow { amount: None, ..**line })).collect();
        let (amounts, paid) = (Money::share(first.0, &weights), Money::share(first.1, &weights));
        for ((line, amount), paid) in lines.iter_mut().zip(amounts).zip(paid) {
            (line.amount, line.paid_amount) = (amount, paid);
        }
        match told {
            0 => None,
            1 => Some(Once::First),
            _ => Some(Once::Each),
        }
    }

    /// Rows that cannot be used since nothing dates their order, with the position of their file and the reason.
    pub fn refused(&mut self) -> Vec<(usize, OrderRow, Reason)> {
        if self.dated() {
            return Vec::new();
        }
        self.mains.drain(..).chain(self.details.drain(..)).map(|row| (row.file, row.row, undated(row.grain))).collect()
    }

    /// What the order's money is counted in: what its rows say, unclear where they say two things.
    fn currency(&self) -> Currency {
        let mut told = self.rows().map(|row| row.currency).filter(|currency| *currency != Currency::UNTOLD);
        let first = told.next().unwrap_or_default();
        if told.all(|other| other == first) { first } else { Currency::UNCLEAR }
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
            placed: Moment::of(self.rows().find_map(|row| row.placed)),
            paid: Moment::of(self.rows().find_map(|row| row.paid)),
            province: self.rows().map(|row| row.province).find(|province| *province != 0).unwrap_or(0),
            currency: self.currency(),
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
        let amounts = Money::share(total(|row| row.amount), &weights);
        let paid = Money::share(total(|row| row.paid_amount), &weights);
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

/// How an order's own amounts stand on its lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Once {
    /// On the first line only.
    First,
    /// Again on each.
    Each,
}

/// For each file, whether it carries order-level amounts on its lines. A layout may say so; of other files, those with the
/// same columns are of one kind and judged together, so that cutting an export in two changes nothing.
pub fn amounts_once(files: &[(FileId, OrderRows)], rows: &Rows<'_>) -> Vec<Option<Once>> {
    let mut judged: Vec<(Roles, Option<Once>)> = Vec::new();
    let judge = |(_, of): &(FileId, OrderRows)| match of.grain {
        OrderGrain::Shared => Some(Once::Each),
        OrderGrain::Line => judged.iter().find(|(roles, _)| *roles == of.roles).map(|(_, once)| *once).unwrap_or_else(|| {
            let wanted = |row: &Row| row.grain == OrderGrain::Line && files[row.file].1.roles == of.roles;
            let once = if repeated_in(rows, wanted) { Some(Once::Each) } else { first_only(rows, wanted).then_some(Once::First) };
            judged.push((of.roles, once));
            once
        }),
        _ => None,
    };
    files.iter().map(judge).collect()
}

/// Whether every order of several lines (three such orders at least) has amounts on its first line and on no other.
fn first_only(rows: &Rows<'_>, wanted: impl Fn(&Row) -> bool) -> bool {
    let told = |row: &OrderRow| row.amount.is_some() || row.paid_amount.is_some();
    let mut seen = 0;
    let mut groups = rows.groups();
    while let Some(group) = groups.next() {
        let mut lines = group.iter().filter(|row| wanted(row)).map(|row| &row.row);
        let Some(first) = lines.next() else { continue };
        let mut others = 0;
        for line in lines {
            others += 1;
            if told(line) {
                return false;
            }
        }
        if others > 0 {
            if !told(first) {
                return false;
            }
            seen += 1;
        }
    }
    seen >= 3
}

/// Whether every order of several lines (three such orders at least) has one amount on all of them, although the lines
/// differ in item, price or pieces, and price times pieces does not explain it.
fn repeated_in(rows: &Rows<'_>, wanted: impl Fn(&Row) -> bool) -> bool {
    let (mut equal, mut contrast) = (0, false);
    let mut groups = rows.groups();
    while let Some(group) = groups.next() {
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
