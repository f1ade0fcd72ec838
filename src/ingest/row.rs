//! One row's cells as texts, and what all row builders do with a cell.

use super::encoding::Encoding;
use super::tokens::Cells;
use super::values::{Id, Number, read_id};
use crate::model::{ColumnGuess, Dict, Reason, Role};
use std::borrow::Cow;

/// One row's cells as texts.
pub struct RowText<'a> {
    cells: Cells<'a>,
    encoding: Encoding,
    /// Cells in which bytes had to be replaced.
    pub broken: u64,
}

impl<'a> RowText<'a> {
    /// The cells of one row in an encoding.
    pub fn new(cells: Cells<'a>, encoding: Encoding) -> RowText<'a> {
        RowText { cells, encoding, broken: 0 }
    }

    /// How many cells the row has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// The first byte of a column's cell.
    pub fn first_byte(&self, at: usize) -> Option<u8> {
        self.cells.get(at).and_then(|cell| cell.first().copied())
    }

    /// Whether more than one of its cells holds something, if only a mark for nothing.
    pub fn holds_several(&self) -> bool {
        (0..self.len()).filter(|at| self.first_byte(*at).is_some()).nth(1).is_some()
    }

    /// The text of a column; empty where the role has no column or the row is short.
    pub fn cell(&mut self, column: Option<usize>) -> Cow<'a, str> {
        let Some(bytes) = column.and_then(|at| self.cells.get(at)) else { return Cow::Borrowed("") };
        let text = self.encoding.cell(bytes);
        // Text that lies in the file as it is has lost nothing.
        self.broken += u64::from(matches!(&text, Cow::Owned(text) if text.contains('\u{fffd}')));
        text
    }
}

/// The column that has a role.
pub fn column(columns: &[ColumnGuess], role: Role) -> Option<usize> {
    columns.iter().position(|column| column.role == role)
}

/// The number of an id cell, 0 where it is empty.
pub fn id_number(dict: &mut Dict, cell: &str, role: Role) -> Result<u32, Reason> {
    match read_id(cell) {
        Id::Absent => Ok(0),
        Id::Text(text) => Ok(dict.number(text)),
        Id::Destroyed => Err(Reason::IdDestroyed(role)),
    }
}

/// The value of a number cell, None where it is empty.
pub fn value<T>(number: Number<T>, role: Role) -> Result<Option<T>, Reason> {
    match number {
        Number::Value(value) => Ok(Some(value)),
        Number::Absent => Ok(None),
        Number::Unreadable => Err(Reason::Unreadable(role)),
    }
}
