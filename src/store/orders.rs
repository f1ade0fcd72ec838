//! All loaded orders, put together from the rows of one or several files, grouped by buyer.

use super::orders::join::Group;
use crate::model::{Dict, FileId, Money, OrderGrain, OrderRow, OrderRows, Reason, Rejected, Remark, Role, Roles, arrange};
use std::ops::Range;

mod join;

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
    roles: Roles,
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
        let rows = self.renumber(&files);
        let repeated = join::amounts_repeated(&files, &rows);
        let mut shared = vec![0u64; files.len()];
        let mut repeats = vec![0u64; files.len()];
        for group in rows.chunk_by(|a, b| a.row.order == b.row.order) {
            if join::in_several_files(group) {
                shared[group[group.len() - 1].file] += 1;
            }
            let mut group = Group::new(group);
            group.drop_older_states();
            group.drop_copies();
            if group.amount_once(&repeated) {
                repeats[group.file()] += 1;
            }
            for (file, row, reason) in group.refused() {
                settled[file].rejected.push(Rejected::at(row.place, reason));
            }
            if let Some((order, lines)) = group.order() {
                let start = self.lines.len() as u32;
                self.lines.extend(lines);
                self.orders.push(Order { lines: start..self.lines.len() as u32, ..order });
            }
        }
        self.orders.sort_by_key(rank);
        for (at, told) in settled.iter_mut().enumerate() {
            if shared[at] > 0 {
                told.remarks.push(Remark::OrdersInSeveralFiles { orders: shared[at] });
            }
            if repeats[at] > 0 {
                told.remarks.push(Remark::AmountsRepeated { orders: repeats[at] });
            }
            arrange(&mut told.rejected, |a, b| a.offset.cmp(&b.offset));
        }
        // A file without a usable row has failed: its columns promise nothing.
        let useful: Vec<&OrderRows> = files
            .iter()
            .zip(&settled)
            .filter(|((_, rows), told)| rows.rows.len() > told.rejected.len())
            .map(|((_, rows), _)| rows)
            .collect();
        self.roles = useful.iter().fold(Roles::default(), |all, rows| all.union(rows.roles));
        self.amount_stands_in = useful.iter().any(|rows| {
            rows.grain != OrderGrain::Detail
                && rows.roles.has(Role::Amount)
                && !rows.roles.has(Role::PaidAmount)
                && rows.roles.has(Role::PaidAt)
        });
        self.files = files;
        self.files.iter().map(|(file, _)| *file).zip(settled).collect()
    }

    /// The rows of files that each of [`Orders::orders`] comes from, in the same order. Nothing of this is kept: the rows
    /// are put together once more.
    pub fn origins(&self) -> Vec<Origins> {
        let mut again = Orders::default();
        let rows = again.renumber(&self.files);
        let mut all: Vec<(Order, Origins)> = Vec::with_capacity(self.orders.len());
        for group in rows.chunk_by(|a, b| a.row.order == b.row.order) {
            let mut group = Group::new(group);
            group.drop_older_states();
            group.drop_copies();
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

    /// All rows with numbers of the common dictionaries, grouped by order, otherwise in order of dropping.
    fn renumber(&mut self, files: &[(FileId, OrderRows)]) -> Vec<join::Row> {
        let mut order_ids = Dict::default();
        let mut all = Vec::new();
        for (file, (_, rows)) in files.iter().enumerate() {
            let orders = order_ids.absorb(&rows.orders);
            let buyers = self.buyers.absorb(&rows.buyers);
            let items = self.items.absorb(&rows.items);
            let promotions = self.promotions.absorb(&rows.promotions);
            let provinces = self.provinces.absorb(&rows.provinces);
            let stand_in = !rows.roles.has(Role::PaidAmount);
            all.extend(rows.rows.iter().map(|row| join::Row {
                file,
                grain: rows.grain,
                row: OrderRow {
                    order: orders[row.order as usize],
                    buyer: buyers[row.buyer as usize],
                    item: items[row.item as usize],
                    promotion: promotions[row.promotion as usize],
                    province: provinces[row.province as usize],
                    paid_amount: if stand_in { row.amount } else { row.paid_amount },
                    ..*row
                },
            }));
        }
        all.sort_by_key(|row| row.row.order);
        all
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

    /// Whether `amount` stands in for `paid_amount` in at least one file.
    pub fn amount_stands_in(&self) -> bool {
        self.amount_stands_in
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
