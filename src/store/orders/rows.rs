//! The rows of all files, order by order.

use super::join::Row;
use crate::model::{Dict, FileId, OrderRow, OrderRows, Role};

/// The rows of all files with numbers of common dictionaries. They are put together one order at a time: all of them at
/// once would lie in the memory twice.
pub struct Rows<'a> {
    files: &'a [(FileId, OrderRows)],
    numbers: Vec<Numbers>,
    /// Position of each file's first row among the rows of all.
    starts: Vec<u32>,
    /// The order's number and the row's position, sorted.
    order: Vec<(u32, u32)>,
}

/// For each number of a file's dictionaries, the number in the common ones.
struct Numbers {
    orders: Vec<u32>,
    buyers: Vec<u32>,
    items: Vec<u32>,
    promotions: Vec<u32>,
    provinces: Vec<u32>,
    parts: Vec<u32>,
}

/// The dictionaries of all files together.
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
    /// The rows of these files, grouped by order, otherwise in order of dropping, and all names in them.
    pub fn of(files: &'a [(FileId, OrderRows)]) -> (Rows<'a>, Names) {
        let (mut names, mut order_ids, mut parts) = (Names::default(), Dict::default(), Dict::default());
        let mut rows = Rows { files, numbers: Vec::new(), starts: Vec::new(), order: Vec::new() };
        for (_, file) in files {
            let numbers = Numbers {
                orders: order_ids.absorb(&file.orders),
                buyers: names.buyers.absorb(&file.buyers),
                items: names.items.absorb(&file.items),
                promotions: names.promotions.absorb(&file.promotions),
                provinces: names.provinces.absorb(&file.provinces),
                parts: parts.absorb(&file.parts),
            };
            let start = rows.order.len() as u32;
            rows.starts.push(start);
            rows.order.extend((start..).zip(&file.rows).map(|(at, row)| (numbers.orders[row.order as usize], at)));
            rows.numbers.push(numbers);
        }
        rows.order.sort_unstable();
        (rows, names)
    }

    /// The rows of each order, one order after the other.
    pub fn groups(&self) -> Groups<'_> {
        Groups { rows: self, rest: &self.order, group: Vec::new() }
    }

    fn row(&self, at: u32) -> Row {
        let file = self.starts.partition_point(|start| *start <= at) - 1;
        let (of, numbers) = (&self.files[file].1, &self.numbers[file]);
        let row = of.rows[(at - self.starts[file]) as usize];
        let stand_in = !of.roles.has(Role::PaidAmount);
        Row {
            file,
            grain: of.grain,
            row: OrderRow {
                order: numbers.orders[row.order as usize],
                buyer: numbers.buyers[row.buyer as usize],
                item: numbers.items[row.item as usize],
                promotion: numbers.promotions[row.promotion as usize],
                province: numbers.provinces[row.province as usize],
                part: numbers.parts[row.part as usize],
                paid_amount: if stand_in { row.amount } else { row.paid_amount },
                ..row
            },
        }
    }
}

/// Gives the rows of one order after the other.
pub struct Groups<'a> {
    rows: &'a Rows<'a>,
    rest: &'a [(u32, u32)],
    group: Vec<Row>,
}

impl Groups<'_> {
    /// The rows of the next order.
    #[allow(clippy::should_implement_trait)] // what it gives lives until the next one is asked for
    pub fn next(&mut self) -> Option<&[Row]> {
        let (order, _) = self.rest.first()?;
        let (group, rest) = self.rest.split_at(self.rest.iter().take_while(|(other, _)| other == order).count());
        self.rest = rest;
        self.group.clear();
        self.group.extend(group.iter().map(|(_, at)| self.rows.row(*at)));
        Some(&self.group)
    }
}
