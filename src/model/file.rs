//! The account of a file: every row read is used, blank, or set aside with its reason.

use super::{Role, Table};
use serde::{Deserialize, Serialize};

/// A loaded file, numbered in the order of dropping.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// Rows of one file. `read = used + blank + set_aside`, always.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Account {
    /// Rows under the header.
    pub read: u64,
    /// Rows that count in figures.
    pub used: u64,
    /// Rows without any text.
    pub blank: u64,
    /// Rows that could not be used, each with a reason.
    pub set_aside: u64,
}

/// Why a row is set aside.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A needed cell is empty or not there.
    Missing(Role),
    /// A cell cannot be read as what its column holds.
    Unreadable(Role),
    /// A spreadsheet turned the id into `1.23457E+17`: the digits are gone.
    IdDestroyed(Role),
    /// The row has more cells with text than the header has columns.
    TooManyCells,
    /// The row's order is in no loaded order list, so it has no date.
    NoSuchOrder,
    /// The file ended inside a quoted cell.
    UnclosedQuote,
    /// The very same order line came with another loaded file.
    AlreadyLoaded,
}

/// A row that is set aside: where it stands and why. Its text is read again from the file when somebody asks,
/// so that no personal column stays in memory.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rejected {
    /// Line in the file where the row starts, from 1.
    pub line: u64,
    /// First byte of the row in the file.
    pub offset: u64,
    /// Bytes of the row, without its line end.
    pub length: u32,
    /// Why.
    pub reason: Reason,
}

/// Something worth saying about a file that was read, with how often it happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remark {
    /// Event words that mean nothing to any metric.
    UnknownEvents {
        /// The word as written.
        word: String,
        /// Rows with it.
        rows: u64,
    },
    /// Bytes that are no text in the file's encoding were replaced.
    BrokenText {
        /// Cells hit.
        cells: u64,
    },
    /// Orders that stand in another loaded file too.
    OrdersInSeveralFiles {
        /// How many.
        orders: u64,
    },
    /// An order-level amount repeated on each line is counted once.
    AmountsRepeated {
        /// Orders with repeated amounts.
        orders: u64,
    },
    /// Which of day and month comes first was decided over the column.
    DayMonthOrder {
        /// The column.
        role: Role,
        /// Whether the day comes first.
        day_first: bool,
    },
    /// The file lacks a table's column that unlocks figures.
    NoColumn {
        /// The table.
        table: Table,
        /// The column.
        role: Role,
    },
}
