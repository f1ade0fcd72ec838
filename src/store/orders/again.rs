//! Rows of one file that stand again, all their cells the same: told, and counted all the same.

use super::join::Row;
use crate::model::{OrderGrain, OrderRow, OrderRows, Remark};

/// Such rows of one file.
pub struct Again {
    /// Whether rows of the file are lines, one each: two orders that are told by the same row are one.
    lines: bool,
    rows: u64,
    first_line: u64,
}

impl Again {
    /// Of a file of which no row was looked at yet.
    pub fn of(rows: &OrderRows) -> Again {
        Again { lines: rows.grain != OrderGrain::Order && !rows.packed, rows: 0, first_line: u64::MAX }
    }

    /// Looks at the rows of one order, those of the file at this position among them.
    pub fn look(&mut self, group: &[Row], file: usize) {
        if !self.lines || group.len() < 2 {
            return;
        }
        let alike = |a: &OrderRow, b: &OrderRow| OrderRow { place: b.place, ..*a } == *b;
        let mine: Vec<&OrderRow> = group.iter().filter(|row| row.file == file).map(|row| &row.row).collect();
        for (at, row) in mine.iter().enumerate() {
            // An order of thousands of lines is looked at near each of them only.
            if mine[at.saturating_sub(NEAR)..at].iter().any(|before| alike(before, row)) {
                self.rows += 1;
                self.first_line = self.first_line.min(row.place.line);
            }
        }
    }

    /// What is worth saying.
    pub fn remark(&self) -> Option<Remark> {
        (self.rows > 0).then_some(Remark::EqualRows { rows: self.rows, first_line: self.first_line })
    }
}

/// Rows of an order before one that are compared with it.
const NEAR: usize = 256;
