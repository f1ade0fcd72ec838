//! All loaded orders, put together from the rows of one or several files, grouped by buyer.

use crate::model::{Dict, FileId, Moment, Money, OrderGrain, OrderRows, Reason, Rejected, Remark, Role, Roles, arrange};
use again::Again;
use join::{Group, Once};
use joined::Lines;
use ledger::Ledger;
use rows::{Names, Rows};

mod again;
mod join;
mod joined;
mod ledger;
mod rows;

pub use join::Origins;
pub use joined::{Line, Order};

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
    lines: Lines,
    amount_stands_in: bool,
    /// What was given back and is taken off the amounts paid already.
    net_of_refunds: Option<Money>,
    roles: Roles,
    blank: Roles,
    partly_blank: bool,
    extent: Option<(i64, i64)>,
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
        let (rows, names) = Rows::with_names(&files);
        let Names { buyers, items, promotions, provinces } = names;
        (self.buyers, self.items, self.promotions, self.provinces) = (buyers, items, promotions, provinces);
        let once = join::amounts_once(&files, &rows);
        let mut ledger = Ledger::of(&files, &rows);
        let mut repeats = vec![[0u64; 2]; files.len()];
        let mut refused: Vec<Vec<Rejected>> = files.iter().map(|_| Vec::new()).collect();
        let mut again: Vec<Again> = files.iter().map(|(_, rows)| Again::of(rows)).collect();
        let mut groups = rows.groups();
        while let Some(group) = groups.next() {
            again.iter_mut().enumerate().for_each(|(file, again)| again.look(group, file));
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
                lines.iter().for_each(|line| self.lines.push(line));
                self.orders.push(Order { lines: start..self.lines.len() as u32, ..order });
            }
        }
        self.orders.sort_by_key(rank);
        let times = self.orders.iter().flat_map(|order| [order.placed.seconds(), order.paid.seconds()]).flatten();
        self.extent =
            times.fold(None, |span: Option<(i64, i64)>, time| Some(span.map_or((time, time), |(from, to)| (from.min(time), to.max(time)))));
        for (at, told) in settled.iter_mut().enumerate() {
            told.remarks.extend(again[at].remark());
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
            .filter(|((_, rows), told)| distinct(rows) > told.rejected.len())
            .map(|((_, rows), _)| rows)
            .collect();
        self.roles = useful.iter().fold(Roles::default(), |all, rows| all.union(rows.roles));
        self.amount_stands_in = useful.iter().any(|rows| {
            rows.grain != OrderGrain::Detail
                && rows.roles.has(Role::Amount)
                && !rows.roles.has(Role::PaidAmount)
                && rows.roles.has(Role::PaidAt)
        });
        let columns = [Role::Quantity, Role::Amount, Role::PaidAmount];
        self.blank = columns.into_iter().zip(self.lines.blank()).filter(|(_, blank)| *blank).map(|(role, _)| role).collect();
        self.partly_blank = self.lines.partly_blank();
        self.files = files;
        self.files.iter().map(|(file, _)| *file).zip(settled).collect()
    }

    /// The rows of files that each of [`Orders::orders`] comes from, in the same order. Nothing of this is kept: the rows
    /// are put together once more.
    pub fn origins(&self) -> Vec<Origins> {
        let rows = Rows::of(&self.files);
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

    /// First and last instant at which an order was placed or paid, in unix seconds.
    pub fn extent(&self) -> Option<(i64, i64)> {
        self.extent
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
    pub fn lines(&self, order: &Order) -> impl Iterator<Item = Line> + '_ {
        order.lines.clone().map(|at| self.lines.get(at as usize))
    }
}

/// Rows of the file that some order rows were.
fn distinct(rows: &OrderRows) -> usize {
    // Those of one row stand together.
    let mut last = None;
    rows.offsets().filter(|offset| last.replace(*offset) != Some(*offset)).count()
}

/// Rows of a file that are set aside as a whole: one that held several lines is used as long as one of them is.
fn whole_rows(rows: &OrderRows, mut refused: Vec<Rejected>) -> Vec<Rejected> {
    if !rows.packed {
        return refused;
    }
    arrange(&mut refused, |a, b| a.offset.cmp(&b.offset));
    let mut offsets = rows.offsets().peekable();
    let mut lines = |offset: u64| {
        while offsets.next_if(|other| *other < offset).is_some() {}
        let mut count = 0;
        while offsets.next_if_eq(&offset).is_some() {
            count += 1;
        }
        count
    };
    let parts = refused.chunk_by(|a, b| a.offset == b.offset);
    parts.filter(|part| part.len() == lines(part[0].offset)).map(|part| part[0].clone()).collect()
}

/// Whether what was given back is taken off the paid amounts of a file, as far as its rows tell: every paid row with a
/// refund must speak for the same.
fn refunds(rows: &OrderRows) -> Option<Remark> {
    if !rows.roles.has(Role::RefundAmount) {
        return None;
    }
    let (mut net, mut gross, mut amount) = (0, 0, Money::ZERO);
    for row in rows.iter().filter(|row| row.paid.is_some()) {
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
fn rank(order: &Order) -> (u32, bool, Moment, Moment) {
    (order.buyer, order.paid == Moment::NONE, order.paid, order.placed)
}

/// The reason of a row whose order has no date.
fn undated(grain: OrderGrain) -> Reason {
    match grain {
        OrderGrain::Detail => Reason::NoSuchOrder,
        _ => Reason::Missing(Role::PlacedAt),
    }
}
