//! The account of a file: every row read is used, blank, or set aside with its reason.

use super::{Day, Money, Place, Role, Table};
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
    /// A number below 0 where none can be.
    Negative(Role),
    /// The row has more cells with text than the header has columns.
    TooManyCells,
    /// The row's order is in no loaded order list, so it has no date.
    NoSuchOrder,
    /// The file ended inside a quoted cell.
    UnclosedQuote,
    /// The very same order line came with another loaded file.
    AlreadyLoaded,
    /// Another loaded file holds a later state of the same order.
    Replaced,
    /// The row has fewer cells than the header has columns, and what is missing cannot be told.
    TooFewCells,
    /// Quotes within the row do not add up.
    BrokenQuotes,
    /// A row of totals (合计, Total): counted in no table.
    TotalRow,
    /// The header again, or one more row of it.
    HeaderRow,
    /// A row of another table in the same file.
    OtherTable,
    /// A note below the table.
    Footnote,
    /// A line that begins with `#` or `//`.
    Comment,
}

/// How a row that did not fit was made to, with certainty.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mend {
    /// A quote that opens or closes nothing was taken for a letter.
    Quote,
    /// Two cells had lost the delimiter between them.
    LostDelimiter,
    /// A delimiter too many had made an empty cell.
    ExtraDelimiter,
    /// A text held a delimiter without quotes around it.
    BareDelimiter,
    /// The row alone was parted by another delimiter.
    OtherDelimiter,
    /// The row ends early; the cells that lack are empty.
    EndsEarly,
}

/// What has garbled a text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Garble {
    /// UTF-8 was read as GBK.
    Utf8AsGbk,
    /// UTF-8 was read as a western encoding.
    Utf8AsLatin,
    /// GBK was read as a western encoding.
    GbkAsLatin,
    /// Characters that an encoding lacks were replaced: by `?` or by U+FFFD.
    Replaced,
    /// The same, and what was left was read as GBK: 锟斤拷.
    Replaced2,
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

impl Rejected {
    /// The row at a place, set aside for a reason.
    pub fn at(place: Place, reason: Reason) -> Rejected {
        Rejected { line: place.line, offset: place.offset, length: place.length, reason }
    }
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
    /// The ledger of a file whose orders an older export holds too, counted by orders.
    Ledger {
        /// Orders that no older file has.
        added: u64,
        /// Orders of which this file holds a later state.
        changed: u64,
        /// Orders that stand the same in an older file.
        unchanged: u64,
        /// Orders of which an older file knows more: their state there stands.
        outdated: u64,
        /// Orders that an older file has and this one lacks, although it covers their days; they count all the same.
        vanished: u64,
    },
    /// Orders whose rows differ between files, although nothing tells which is the later state: both count.
    OrdersInSeveralFiles {
        /// How many.
        orders: u64,
    },
    /// An order-level amount repeated on each line is counted once.
    AmountsRepeated {
        /// Orders with repeated amounts.
        orders: u64,
    },
    /// An order-level amount stands on the first line only; the lines share it.
    AmountsOnFirstLine {
        /// Orders with such amounts.
        orders: u64,
    },
    /// How far the orders have come, by their status words.
    Standings {
        /// Rows placed and not paid.
        placed: u64,
        /// Rows paid.
        paid: u64,
        /// Rows closed without a sale.
        closed: u64,
        /// Rows given back.
        refunded: u64,
        /// Rows with a status whose words are not known.
        unknown: u64,
    },
    /// The export tells no time of payment: rows whose status says paid count as paid when they were placed.
    PaidByStatus {
        /// How many rows.
        rows: u64,
    },
    /// What was given back is taken off the paid amounts of this file already.
    NetOfRefunds {
        /// Rows with a refund.
        rows: u64,
        /// What was given back.
        amount: Money,
    },
    /// What was given back is still in the paid amounts of this file.
    GrossOfRefunds {
        /// Rows with a refund.
        rows: u64,
        /// What was given back.
        amount: Money,
    },
    /// Rows that held several lines of an order, parted by `;`.
    PackedLines {
        /// How many rows.
        rows: u64,
        /// The lines in them.
        lines: u64,
    },
    /// Times that lie after the day on which the file was read.
    FutureTimes {
        /// The column.
        role: Role,
        /// How many rows.
        rows: u64,
        /// Line of the first.
        first_line: u64,
    },
    /// The shop's quiet hours do not lie before dawn: the clock is hours off.
    HourShift {
        /// The column.
        role: Role,
        /// By how many hours the times are late; below 0 they are early.
        hours: i8,
        /// The first of six quiet hours.
        quiet: u8,
    },
    /// Orders paid before they were placed.
    PaidBeforePlaced {
        /// How many rows.
        rows: u64,
        /// Line of the first.
        first_line: u64,
    },
    /// Numbers below 0 where none can be.
    NegativeNumbers {
        /// The column.
        role: Role,
        /// How many rows.
        rows: u64,
        /// Line of the first.
        first_line: u64,
    },
    /// All long ids end in zeros: a spreadsheet has rounded them to fifteen digits.
    IdsRounded {
        /// The column.
        role: Role,
        /// Different ids.
        ids: u64,
        /// Line of the first.
        first_line: u64,
    },
    /// Events that stand again: the same person at the same instant with the same cells.
    EqualEvents {
        /// How many rows.
        rows: u64,
        /// When the first of them happened, in the shop's time.
        first: String,
    },
    /// Rows that stand in the file again, cell by cell the same.
    EqualRows {
        /// How many.
        rows: u64,
        /// Line of the first.
        first_line: u64,
    },
    /// A mark stands where a number should; such cells count as empty.
    AbsentMarks {
        /// The mark as written.
        mark: String,
        /// How many cells.
        cells: u64,
        /// Line of the first.
        first_line: u64,
    },
    /// The header names a unit, and the column's numbers were multiplied accordingly.
    HeaderUnit {
        /// The column.
        role: Role,
        /// The unit as written.
        unit: String,
        /// What the numbers were multiplied with.
        factor: u64,
    },
    /// A column holds a spreadsheet's day numbers.
    SerialDates {
        /// The column.
        role: Role,
        /// Whether they were counted from 1904 and not from 1900.
        since_1904: bool,
        /// Nothing in the file tells which, and counted so they end four years ago to the month.
        doubtful: bool,
    },
    /// The text was garbled before it came into this file.
    Garbled {
        /// The likely cause.
        cause: Garble,
        /// Cells hit among the first rows.
        cells: u64,
        /// Line of the first.
        first_line: u64,
        /// The start of the first.
        example: String,
        /// What it was meant to say, where that can be told.
        meant: Option<String>,
    },
    /// Which of day and month comes first was decided over the column.
    DayMonthOrder {
        /// The column.
        role: Role,
        /// Whether the day comes first.
        day_first: bool,
        /// A number above 12 shows it, or somebody says so.
        sure: bool,
    },
    /// The rows name no day: the title of the report or the file's name does.
    DatedByTitle {
        /// First day.
        from: Day,
        /// Last day.
        to: Day,
    },
    /// Neither the rows nor the report's title name a day.
    Undated {
        /// Rows without a day.
        rows: u64,
    },
    /// Rows that did not fit the table and were repaired.
    Mended {
        /// How.
        mend: Mend,
        /// How many rows.
        rows: u64,
        /// Line of the first.
        first_line: u64,
    },
    /// The file lacks a table's column that unlocks figures.
    NoColumn {
        /// The table.
        table: Table,
        /// The column.
        role: Role,
    },
    /// Rows that leave a column of numbers blank.
    BlankCells {
        /// The column.
        role: Role,
        /// How many rows.
        rows: u64,
        /// Out of how many.
        of: u64,
        /// Line of the first.
        first_line: u64,
    },
    /// Rows of a paid tool without impressions, clicks and cost: what they name was not shown.
    NothingShown {
        /// How many rows.
        rows: u64,
        /// Line of the first.
        first_line: u64,
    },
    /// The sheet is hidden in its workbook; it is read all the same.
    HiddenSheet,
    /// Other sheets of the workbook hold nothing.
    EmptySheets {
        /// Their names.
        names: Vec<String>,
    },
    /// Formulas whose result was never stored: their cells are empty.
    FormulasWithoutValue {
        /// How many.
        cells: u64,
    },
}

/// Why a file could not be used. Each has a message that names the file, the reason and the remedy.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// No bytes.
    Empty,
    /// A picture, a PDF or another kind of binary file; the kind's name.
    NotText(String),
    /// A workbook of a kind that is not read (.xlsb, .ods, or older than 1993): to be saved as another kind.
    Workbook,
    /// An archive of a kind that is not unpacked (.rar, .7z, .tar).
    Compressed,
    /// A workbook or archive that is cut short or broken inside.
    Damaged,
    /// A workbook or archive under a password.
    Encrypted,
    /// It unpacks to so many times its size that it is made to harm, or is nothing but repetition.
    Swollen,
    /// More files or sheets inside than this; the limit.
    TooMany(u64),
    /// An archive inside an archive.
    Nested,
    /// Packed by a method that is not known here; its name.
    Method(String),
    /// An archive without files, a workbook without cells.
    NothingInside,
    /// The part of the page that reads workbooks and archives could not be loaded.
    NoReader,
    /// A web page without any table, such as the one for signing in.
    WebPage,
    /// Text with one column only.
    OneColumn,
    /// A saved mapping that does not read back.
    BrokenMapping,
    /// Money that was settled, after fees: no sales.
    Statement,
    /// The table was said, but the columns it needs were not: these roles lack.
    ColumnsLack(Table, Vec<Role>),
    /// No known layout and no mapping given.
    UnknownLayout,
    /// A table that this build does not compute yet.
    NotYet(Table),
    /// Not one usable row; the most frequent reason.
    NoUsableRow(Option<Reason>),
    /// Every order id was destroyed by a spreadsheet.
    IdsDestroyed,
    /// A row is longer than any real one: most likely a quote that never closes; its line.
    RowTooLong(u64),
    /// More columns than any real table has; how many.
    TooManyColumns(u64),
    /// The file changed while it was read.
    Changed,
    /// The file cannot be read any more (moved, deleted, no permission).
    Vanished,
    /// More rows, or more different values, than this build can hold.
    TooLarge,
    /// About so many rows, of which about so many could be held.
    TooManyRows(u64, u64),
    /// The import was cancelled.
    Cancelled,
    /// The worker broke on this file.
    Crashed,
}

/// How the text of a file is laid out, with what speaks for it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Form {
    /// What parts two cells.
    pub delimiter: String,
    /// What stands around a cell; empty where nothing does.
    pub quote: String,
    /// Whether a quote inside quotes stands behind a backslash; else it is doubled.
    pub backslash: bool,
    /// Whether blanks around cells are no text.
    pub trimmed: bool,
    /// Cells of a row.
    pub width: u32,
    /// Share in percent of the rows with several cells that have that many (of the first rows).
    pub even: u8,
    /// Share in percent of the cells that look like a number, a time, an address, a code or words.
    pub typed: u8,
    /// Rows of the header.
    pub header_rows: u8,
}

/// One column of a file, what it is taken for, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ColumnGuess {
    /// The header as written (empty for a file without a header).
    pub header: String,
    /// The role.
    pub role: Role,
    /// What speaks for it.
    pub evidence: Evidence,
}

/// What speaks for a column's role.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The layout names this header for the role.
    Layout,
    /// The header is a known word for the role.
    Header,
    /// The values look like it (share of the looked-at rows in percent).
    Values(u8),
    /// Somebody said so.
    Given,
    /// Somebody said so of an earlier file with the same headers.
    Kept,
    /// Nothing: the column is kept out.
    None,
}
