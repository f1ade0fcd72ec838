//! The rows of all files, order by order.

use super::join::Row;
use crate::model::{Dict, FileId, OrderNames, OrderRow, OrderRows, Renumbering, Role};

/// The rows of all files with numbers of common dictionaries. They are put together one order at a time: all of them at
/// once would lie in the memory twice.
pub struct Rows<'a> {
    files: &'a [(FileId, OrderRows)],
    /// For each file; None where its own numbers are the common ones.
    numbers: Vec<Option<Renumbering>>,
    /// Position of each file's first row among the rows of all.
    starts: Vec<u32>,
    /// The positions of the rows, order by order.
    order: Vec<u32>,
    /// For each order, the end of its rows in `order`.
    ends: Vec<u32>,
}

/// What the common numbers mean.
#[derive(Clone, Default)]
pub struct Names {
    /// Buyers by number.
    pub buyers: Dict,
    /// Items by number: their ids, else their titles.
    pub items: Dict,
    /// Promotions by number.
    pub promotions: Dict,
    /// Provinces by number.
    pub provinces: Dict,
}

impl<'a> Rows<'a> {
    /// The rows of these files, grouped by order, otherwise in order of dropping.
    pub fn of(files: &'a [(FileId, OrderRows)]) -> Rows<'a> {
        Rows::with_names(files).0
    }

    /// The same, and all names in them.
    pub fn with_names(files: &'a [(FileId, OrderRows)]) -> (Rows<'a>, Names) {
        let mut rows = Rows { files, numbers: Vec::new(), starts: Vec::new(), order: Vec::new(), ends: Vec::new() };
        let (orders, names) = if let [(_, alone)] = files {
            let OrderNames { orders, buyers, items, promotions, provinces, .. } = &alone.names;
            let (buyers, items) = (buyers.clone(), items.clone());
            rows.numbers.push(None);
            // The list of orders, the longest, need not be copied.
            (orders.len(), Names { buyers, items, promotions: promotions.clone(), provinces: provinces.clone() })
        } else {
            let mut all = OrderNames::default();
            rows.numbers.extend(files.iter().map(|(_, file)| Some(all.absorb(&file.names))));
            let OrderNames { orders, buyers, items, promotions, provinces, .. } = all;
            (orders.len(), Names { buyers, items, promotions, provinces })
        };
        let mut all = 0u32;
        for (_, file) in files {
            rows.starts.push(all);
            all += file.len() as u32;
        }
        // How many rows each order has, then where each row goes.
        let mut next = vec![0u32; orders + 1];
        rows.each_order(|order, _| next[order as usize + 1] += 1);
        (1..next.len()).for_each(|order| next[order] += next[order - 1]);
        let mut order = vec![0u32; all as usize];
        rows.each_order(|of, at| {
            let place = &mut next[of as usize];
            order[*place as usize] = at;
            *place += 1;
        });
        next.pop();
        (rows.order, rows.ends) = (order, next);
        (rows, names)
    }

    /// The common number of each row's order, with the row's position.
    fn each_order(&self, mut act: impl FnMut(u32, u32)) {
        let mut at = 0;
        for ((_, file), numbers) in self.files.iter().zip(&self.numbers) {
            for order in file.orders() {
                act(numbers.as_ref().map_or(order, |numbers| numbers.order(order)), at);
                at += 1;
            }
        }
    }

    /// The rows of each order, one order after the other.
    pub fn groups(&self) -> Groups<'_> {
        Groups { rows: self, order: 0, start: 0, group: Vec::new() }
    }

    fn row(&self, at: u32) -> Row {
        let file = self.starts.partition_point(|start| *start <= at) - 1;
        let of = &self.files[file].1;
        let row = of.get((at - self.starts[file]) as usize);
        let row = self.numbers[file].as_ref().map_or(row, |numbers| numbers.row(row));
        let stand_in = !of.roles.has(Role::PaidAmount);
        Row { file, grain: of.grain, row: OrderRow { paid_amount: if stand_in { row.amount } else { row.paid_amount }, ..row } }
    }
}

/// Gives the rows of one order after the other.
pub struct Groups<'a> {
    rows: &'a Rows<'a>,
    /// The next order, and where its rows start.
    order: usize,
    start: usize,
    group: Vec<Row>,
}

impl Groups<'_> {
    /// The rows of the next order.
    #[allow(clippy::should_implement_trait)] // what it gives lives until the next one is asked for
    pub fn next(&mut self) -> Option<&[Row]> {
        self.group.clear();
        while self.group.is_empty() {
            let end = *self.rows.ends.get(self.order)? as usize;
            self.group.extend(self.rows.order[self.start..end].iter().map(|at| self.rows.row(*at)));
            (self.order, self.start) = (self.order + 1, end);
        }
        Some(&self.group)
    }
}
