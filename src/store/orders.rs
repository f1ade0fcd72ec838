//! All loaded orders, put together from the rows of one or several files, grouped by buyer.

use super::orders::join::{Group, Once};
use super::orders::ledger::Ledger;
use super::orders::rows::{Names, Rows};
use crate::model::{Currency, Dict, FileId, Money, OrderGrain, OrderRow, OrderRows, Reason, Rejected, Remark, Role, Roles, arrange};
use std::ops::Range;

mod join;
mod ledger;
mod rows;

pub use join::Origins;

/// One order.
#[derive(Clone, PartialEq, Debug)]
pub struct Order {
    /// Who bought; 0 where no row says so.
    pub buyer: u32,
    /// Unix seconds when placed.
    pub placed: Option<i64>,
    /// Unix seconds when paid; None for unpaid orders.
    pub paid: Option<i64>,
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

/// What putting the files together has shown about one of them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Settled {
    /// Rows that cannot be used after all.
    pub rejected: Vec<Rejected>,
    /// Worth saying.
    pub remarks: Vec<Remark>,
}

/// Orders of all loaded files.
#[derive(Clone, Default)]
pub struct Orders {
    files: Vec<(FileId, OrderRows)>,
    /// Buyers by number.
    pub buyers: Dict,
    /// Items by number: their ids, else their titles.
    pub items: Dict,
    /// Promotions by number.
    pub promotions: Dict,
    /// Provinces by number.
    pub provinces: Dict,
    orders: Vec<Order>,
    lines: Vec<Line>,
    amount_stands_in: bool,
    /// What was given back and is taken off the amounts paid already.
    net_of_refunds: Option<Money>,
    roles: Roles,
    blank: Roles,
    partly_blank: bool,
}

impl Orders {
    /// Adds the rows of a file. [`Orders::settle`] must follow before anything is asked.
    pub fn append(&mut self, file: FileId, rows: OrderRows) {
        self.files.push((file, rows));
    }

    /// Forgets a file.
    pub fn remove(&mut self, file: FileId) {
        self.files.retain(|(of, _)| *of != file);
    }

    /// Puts the rows of all files together to orders with lines; tells for each file what cannot be used.
    pub fn settle(&mut self) -> Vec<(FileId, Settled)> {
        let files = std::mem::take(&mut self.files);
        *self = Orders::default();
        let mut settled: Vec<Settled> = files.iter().map(|_| Settled::default()).collect();
        let (rows, names) = Rows::of(&files);
        let Names { buyers, items, promotions, provinces } = names;
        (self.buyers, self.items, self.promotions, self.provinces) = (buyers, items, promotions, provinces);
        let once = join::amounts_once(&files, &rows);
        let mut ledger = Ledger::of(&files, &rows);
        let mut repeats = vec![[0u64; 2]; files.len()];
        let mut refused: Vec<Vec<Rejected>> = files.iter().map(|_| Vec::new()).collect();
        let mut groups = rows.groups();
        while let Some(group) = groups.next() {
            let (rows, older) = ledger.stand(group);
            for (file, row, reason) in older {
                refused[file].push(Rejected::at(row.place, reason));
            }
            let mut group = Group::new(&rows);
            match group.amount_once(&once) {
                Some(Once::Each) => repeats[group.file()][0] += 1,
                Some(Once::First) => repeats[group.file()][1] += 1,
                None => {}
            }
            for (file, row, reason) in group.refused() {
                refused[file].push(Rejected::at(row.place, reason));
            }
            if let Some((order, lines)) = group.order() {
                let start = self.lines.len() as u32;
                self.lines.extend(lines);
                self.orders.push(Order { lines: start..self.lines.len() as u32, ..order });
            }
        }
        self.orders.sort_by_key(rank);
        for (at, told) in settled.iter_mut().enumerate() {
            told.remarks.extend(ledger.remarks(at));
            if repeats[at][0] > 0 {
                told.remarks.push(Remark::AmountsRepeated { orders: repeats[at][0] });
            }
            if repeats[at][1] > 0 {
                told.remarks.push(Remark::AmountsOnFirstLine { orders: repeats[at][1] });
            }
            let refunds = refunds(&files[at].1);
            if let Some(Remark::NetOfRefunds { amount, .. }) = &refunds {
                self.net_of_refunds = Some(self.net_of_refunds.unwrap_or_default() + *amount);
            }
            told.remarks.extend(refunds);
            told.rejected = whole_rows(&files[at].1, std::mem::take(&mut refused[at]));
            arrange(&mut told.rejected, |a, b| a.offset.cmp(&b.offset));
        }
        // A file without a usable row has failed: its columns promise nothing.
        let useful: Vec<&OrderRows> = files
            .iter()
            .zip(&settled)
            .filter(|((_, rows), told)| distinct(&rows.rows) > told.rejected.len())
            .map(|((_, rows), _)| rows)
            .collect();
        self.roles = useful.iter().fold(Roles::default(), |all, rows| all.union(rows.roles));
        self.amount_stands_in = useful.iter().any(|rows| {
            rows.grain != OrderGrain::Detail
                && rows.roles.has(Role::Amount)
                && !rows.roles.has(Role::PaidAmount)
                && rows.roles.has(Role::PaidAt)
        });
        type Part = fn(&Line) -> bool;
        let columns: [(Role, Part); 3] = [
            (Role::Quantity, |line| line.quantity.is_some()),
            (Role::Amount, |line| line.amount.is_some()),
            (Role::PaidAmount, |line| line.paid_amount.is_some()),
        ];
        self.blank =
            columns.iter().filter(|(_, told)| !self.lines.is_empty() && !self.lines.iter().any(told)).map(|(role, _)| *role).collect();
        self.partly_blank = columns.iter().any(|(_, told)| !self.lines.iter().all(told));
        self.files = files;
        self.files.iter().map(|(file, _)| *file).zip(settled).collect()
    }

    /// The rows of files that each of [`Orders::orders`] comes from, in the same order. Nothing of this is kept: the rows
    /// are put together once more.
    pub fn origins(&self) -> Vec<Origins> {
        let (rows, _) = Rows::of(&self.files);
        let mut all: Vec<(Order, Origins)> = Vec::with_capacity(self.orders.len());
        let mut ledger = Ledger::of(&self.files, &rows);
        let mut groups = rows.groups();
        while let Some(group) = groups.next() {
            let (stand, _) = ledger.stand(group);
            let mut group = Group::new(&stand);
            group.refused();
            if let Some((order, _)) = group.order() {
                all.push((order, group.rows_of()));
            }
        }
        all.sort_by_key(|(order, _)| rank(order));
        all.into_iter().map(|(_, origins)| origins).collect()
    }

    /// The file at a position among those loaded.
    pub fn file_at(&self, position: usize) -> Option<FileId> {
        self.files.get(position).map(|(file, _)| *file)
    }

    /// Number of orders.
    pub fn len(&self) -> usize {
        self.orders.len()
    }

    /// Whether there is no order.
    pub fn is_empty(&self) -> bool {
        self.orders.is_empty()
    }

    /// Whether orders are loaded: a file without a usable row is not.
    pub fn loaded(&self) -> bool {
        !self.is_empty()
    }

    /// Roles that at least one file with a usable row has.
    pub fn roles(&self) -> Roles {
        self.roles
    }

    /// Columns in which no line says anything.
    pub fn blank(&self) -> Roles {
        self.blank
    }

    /// Whether some line leaves a number blank.
    pub fn partly_blank(&self) -> bool {
        self.partly_blank
    }

    /// Whether `amount` stands in for `paid_amount` in at least one file.
    pub fn amount_stands_in(&self) -> bool {
        self.amount_stands_in
    }

    /// What was given back and is taken off the amounts paid already, in files that do so.
    pub fn net_of_refunds(&self) -> Option<Money> {
        self.net_of_refunds
    }

    /// Every buyer's orders; buyer 0 holds the orders that name none.
    pub fn buyers(&self) -> impl Iterator<Item = &[Order]> {
        self.orders.chunk_by(|a, b| a.buyer == b.buyer)
    }

    /// All orders.
    pub fn orders(&self) -> &[Order] {
        &self.orders
    }

    /// The lines of an order.
    pub fn lines(&self, order: &Order) -> &[Line] {
        &self.lines[order.lines.start as usize..order.lines.end as usize]
    }
}

/// Rows of the file that some order rows were.
fn distinct(rows: &[OrderRow]) -> usize {
    // Those of one row stand together.
    rows.chunk_by(|a, b| a.place.offset == b.place.offset).count()
}

/// Rows of a file that are set aside as a whole: one that held several lines is used as long as one of them is.
fn whole_rows(rows: &OrderRows, mut refused: Vec<Rejected>) -> Vec<Rejected> {
    if !rows.packed {
        return refused;
    }
    arrange(&mut refused, |a, b| a.offset.cmp(&b.offset));
    let lines = |offset: u64| {
        let from = rows.rows.partition_point(|row| row.place.offset < offset);
        rows.rows[from..].iter().take_while(|row| row.place.offset == offset).count()
    };
    let parts = refused.chunk_by(|a, b| a.offset == b.offset);
    parts.filter(|part| part.len() == lines(part[0].offset)).map(|part| part[0].clone()).collect()
}

/// Whether what was given back is taken off the paid amounts of a file, as far as its rows tell: every paid row with a
/// refund must speak for the same.
fn refunds(rows: &OrderRows) -> Option<Remark> {
    let (mut net, mut gross, mut amount) = (0, 0, Money::ZERO);
    for row in rows.rows.iter().filter(|row| row.paid.is_some()) {
        let Some(refund) = row.refund.filter(|refund| *refund > Money::ZERO) else { continue };
        let (Some(paid), Some(due)) = (row.paid_amount, row.amount) else { continue };
        amount += refund;
        net += u64::from(paid + refund == due);
        gross += u64::from(paid == due);
    }
    match (net, gross) {
        (1.., 0) => Some(Remark::NetOfRefunds { rows: net, amount }),
        (0, 1..) => Some(Remark::GrossOfRefunds { rows: gross, amount }),
        _ => None,
    }
}

/// Buyer by buyer, each buyer's orders by the time they were paid, unpaid ones last.
fn rank(order: &Order) -> (u32, bool, Option<i64>, Option<i64>) {
    (order.buyer, order.paid.is_none(), order.paid, order.placed)
}

/// The reason of a row whose order has no date.
fn undated(grain: OrderGrain) -> Reason {
    match grain {
        OrderGrain::Detail => Reason::NoSuchOrder,
        _ => Reason::Missing(Role::PlacedAt),
    }
}
