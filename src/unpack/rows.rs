//! Rows of a sheet as CSV text, so that the ordinary reader reads them like any export.
//!
//! Row and line are one: row 7 of the sheet is line 7 of the text, so that every report of a line is right. Rows that
//! are not there become empty lines, and a line end inside a cell becomes a blank. Rows are made as wide as the widest
//! before them and among the first [`AHEAD`], for a sheet does not keep the empty cells behind its last text.

use super::source::{Gauge, Limits};
use crate::model::Problem;

/// Rows that are held back to learn how wide the sheet is.
const AHEAD: usize = 400;
/// And how many bytes of them.
const AHEAD_BYTES: usize = 1 << 20;
/// Bytes handed on at a time.
const CHUNK: usize = 256 << 10;
/// No real row is so long; what is held back lies in the same buffer.
const LONGEST: usize = 8 << 20;
/// No spreadsheet has more rows or columns.
const MOST: (u32, u32) = (1 << 20, 1 << 14);

/// Takes text; false says that no more is wanted.
pub type Take<'a> = dyn FnMut(&[u8]) -> bool + 'a;

/// Writes rows as lines.
pub struct Rows<'a> {
    take: &'a mut Take<'a>,
    gauge: Gauge,
    /// Bytes of the whole workbook.
    packed: u64,
    out: Vec<u8>,
    /// Ends of the rows that are held back, and their numbers of cells.
    held: Vec<(usize, u32)>,
    holding: bool,
    width: u32,
    /// The open row's number, from 0, and its next column.
    row: u32,
    column: u32,
    written: bool,
    stopped: bool,
}

impl<'a> Rows<'a> {
    /// A writer that hands its text on; the workbook's size says what the text may grow to.
    pub fn new(take: &'a mut Take<'a>, packed: u64, limits: Limits) -> Rows<'a> {
        Rows {
            take,
            gauge: Gauge::new(limits),
            packed,
            out: Vec::new(),
            held: Vec::new(),
            holding: true,
            width: 0,
            row: 0,
            column: 0,
            written: false,
            stopped: false,
        }
    }

    /// Writes one cell; rows and columns count from 0 and must come in order. False: no more is wanted.
    pub fn cell(&mut self, row: u32, column: u32, text: &str) -> Result<bool, Problem> {
        if row < self.row || (row == self.row && column < self.column) || row >= MOST.0 || column >= MOST.1 {
            return Err(Problem::Damaged);
        }
        while self.row < row && !self.stopped {
            self.end_row()?;
        }
        self.commas(self.column, column);
        self.column = column + 1;
        self.written = true;
        quoted(text, &mut self.out);
        if self.out.len() > LONGEST {
            return Err(Problem::RowTooLong(u64::from(row) + 1));
        }
        Ok(!self.stopped)
    }

    /// Ends the last row and hands on what is left.
    pub fn finish(mut self) -> Result<(), Problem> {
        if self.written && !self.stopped {
            if self.column > 0 {
                self.end_row()?;
            }
            self.release()?;
            self.hand_on()?;
        }
        Ok(())
    }

    /// Writes the commas between two columns; a row's first cell has none before it.
    fn commas(&mut self, from: u32, to: u32) {
        let count = if from == 0 { to } else { to + 1 - from };
        self.out.resize(self.out.len() + count as usize, b',');
    }

    fn end_row(&mut self) -> Result<(), Problem> {
        self.row += 1;
        let column = std::mem::take(&mut self.column);
        self.width = self.width.max(column);
        if self.holding {
            self.held.push((self.out.len(), column));
            if self.held.len() >= AHEAD || self.out.len() >= AHEAD_BYTES {
                self.release()?;
            }
            return Ok(());
        }
        self.pad(column);
        self.out.push(b'\n');
        if self.out.len() >= CHUNK { self.hand_on() } else { Ok(()) }
    }

    /// Fills a row that has text up to the width; an empty one stays an empty line.
    fn pad(&mut self, column: u32) {
        if column > 0 && column < self.width {
            self.commas(column, self.width - 1);
        }
    }

    fn release(&mut self) -> Result<(), Problem> {
        if !std::mem::take(&mut self.holding) {
            return Ok(());
        }
        let (held, text) = (std::mem::take(&mut self.held), std::mem::take(&mut self.out));
        let mut from = 0;
        for (end, column) in held {
            self.out.extend_from_slice(&text[from..end]);
            self.pad(column);
            self.out.push(b'\n');
            from = end;
            if self.out.len() >= CHUNK {
                self.hand_on()?;
            }
        }
        self.out.extend_from_slice(&text[from..]);
        Ok(())
    }

    fn hand_on(&mut self) -> Result<(), Problem> {
        self.gauge.count(self.out.len(), self.packed)?;
        self.stopped |= !self.out.is_empty() && !(self.take)(&self.out);
        self.out.clear();
        Ok(())
    }
}

/// Writes a cell's text, in quotes where CSV needs them; line ends and other controls become blanks.
fn quoted(text: &str, out: &mut Vec<u8>) {
    let text = text.as_bytes();
    if !text.iter().any(|byte| matches!(byte, b',' | b'"' | 0..=0x1f)) {
        return out.extend_from_slice(text);
    }
    let quotes = memchr::memchr2(b',', b'"', text).is_some();
    if quotes {
        out.push(b'"');
    }
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'"' => out.extend_from_slice(b"\"\""),
            b'\n' if at > 0 && text[at - 1] == b'\r' => {}
            0..=0x1f => out.push(b' '),
            other => out.push(*other),
        }
    }
    if quotes {
        out.push(b'"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(cells: &[(u32, u32, &str)]) -> Result<String, Problem> {
        let mut out = Vec::new();
        let mut take = |bytes: &[u8]| {
            out.extend_from_slice(bytes);
            true
        };
        let mut rows = Rows::new(&mut take, 100, Limits::default());
        for (row, column, text) in cells {
            rows.cell(*row, *column, text)?;
        }
        rows.finish()?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_row_is_a_line_of_full_width() {
        let cells = [(0, 0, "title"), (2, 0, "a"), (2, 1, "b,c"), (2, 2, "d"), (3, 1, "x\r\ny"), (5, 0, "\"q\"")];
        assert_eq!(text(&cells).unwrap(), "title,,\n\na,\"b,c\",d\n,x y,\n\n\"\"\"q\"\"\",,\n");
        assert_eq!(text(&[]).unwrap(), "");
        assert_eq!(text(&[(0, 3, "x")]).unwrap(), ",,,x\n");
    }

    #[test]
    fn wide_rows_far_down_stay_as_they_are() {
        let mut cells: Vec<_> = (0..1000).map(|row| (row, 0, "1")).collect();
        cells.push((1000, 2, "late"));
        cells.push((1001, 0, "after"));
        let lines: Vec<String> = text(&cells).unwrap().lines().map(String::from).collect();
        assert_eq!((lines[0].as_str(), lines[999].as_str()), ("1", "1"));
        assert_eq!((lines[1000].as_str(), lines[1001].as_str()), (",,late", "after,,"));
    }

    #[test]
    fn cells_out_of_order_or_off_the_sheet_are_damage() {
        assert_eq!(text(&[(1, 0, "a"), (0, 0, "b")]), Err(Problem::Damaged));
        assert_eq!(text(&[(0, 1, "a"), (0, 1, "b")]), Err(Problem::Damaged));
        assert_eq!(text(&[(1 << 20, 0, "a")]), Err(Problem::Damaged));
    }
}
