//! An .xls of Excel 5 to 2003 (BIFF5 and BIFF8): records in one stream of a compound file.
//!
//! Such a sheet has 65,536 rows at most, so the stream is held whole, and the cells of one sheet are put in order.

mod texts;

use super::cfb::Cfb;
use super::format::{self, Format};
use super::number;
use super::rows::{Rows, Take};
use super::source::{Limits, Source, u16_at, u32_at, u64_at};
use super::{Decode, Sheet, Told};
use crate::model::Problem;
use texts::Pieces;

/// Kinds of records.
mod kind {
    pub const FORMULA: u16 = 0x06;
    pub const EOF: u16 = 0x0a;
    pub const DATE_MODE: u16 = 0x22;
    pub const FILE_PASS: u16 = 0x2f;
    pub const CONTINUE: u16 = 0x3c;
    pub const CODE_PAGE: u16 = 0x42;
    pub const BOUND_SHEET: u16 = 0x85;
    pub const MUL_RK: u16 = 0xbd;
    pub const RICH_STRING: u16 = 0xd6;
    pub const XF: u16 = 0xe0;
    pub const SST: u16 = 0xfc;
    pub const LABEL_SST: u16 = 0xfd;
    pub const NUMBER: u16 = 0x203;
    pub const LABEL: u16 = 0x204;
    pub const BOOL_ERROR: u16 = 0x205;
    pub const STRING: u16 = 0x207;
    pub const RK: u16 = 0x27e;
    pub const FORMAT: u16 = 0x41e;
    pub const BOF: u16 = 0x809;
}

/// An opened workbook.
pub struct Xls {
    stream: Vec<u8>,
    limits: Limits,
    decode: Decode,
    code_page: u16,
    /// BIFF8 writes texts in Unicode, BIFF5 in a code page.
    unicode: bool,
    date1904: bool,
    formats: Vec<Format>,
    texts: Vec<String>,
    /// Every sheet and where its records start.
    sheets: Vec<(Sheet, usize)>,
}

/// One record: its kind, its body, and where the next one starts.
#[derive(Clone, Copy)]
struct Record<'a> {
    kind: u16,
    body: &'a [u8],
    next: usize,
}

fn record(stream: &[u8], at: usize) -> Option<Record<'_>> {
    let (kind, length) = (u16_at(stream, at)?, u16_at(stream, at + 2)? as usize);
    Some(Record { kind, body: stream.get(at + 4..at + 4 + length)?, next: at + 4 + length })
}

/// Cells by row and column, as they stand in the file.
type Cells = Vec<((u16, u16), Value)>;

/// The value of a cell.
enum Value {
    Number(f64, u16),
    Shared(u32),
    Text(String),
}

impl Xls {
    /// Reads what the workbook says about itself.
    pub fn open(source: &mut dyn Source, limits: Limits, decode: Decode) -> Result<Xls, Problem> {
        let mut file = Cfb::open(source, limits.held)?;
        if file.has("EncryptedPackage") {
            return Err(Problem::Encrypted);
        }
        let stream = match file.stream("Workbook")? {
            Some(stream) => stream,
            // Other programs (Word, installers) use compound files too.
            None => file.stream("Book")?.ok_or_else(|| Problem::NotText("OLE2".into()))?,
        };
        let mut book = Xls {
            stream: Vec::new(),
            limits,
            decode,
            code_page: 1252,
            unicode: true,
            date1904: false,
            formats: Vec::new(),
            texts: Vec::new(),
            sheets: Vec::new(),
        };
        book.globals(&stream)?;
        book.stream = stream;
        for at in 0..book.sheets.len() {
            let cells = book.cells(book.sheets[at].1)?.0;
            book.sheets[at].0.empty = cells.is_empty();
        }
        Ok(book)
    }

    fn globals(&mut self, stream: &[u8]) -> Result<(), Problem> {
        let mut custom: Vec<(u16, Format)> = Vec::new();
        let mut styles: Vec<u16> = Vec::new();
        let mut named = Vec::new();
        let first = record(stream, 0).filter(|record| record.kind == kind::BOF).ok_or(Problem::Workbook)?;
        match u16_at(first.body, 0) {
            Some(0x600) => self.unicode = true,
            Some(0x500) => self.unicode = false,
            _ => return Err(Problem::Workbook),
        }
        let mut at = first.next;
        loop {
            let Record { kind, body, next } = record(stream, at).ok_or(Problem::Damaged)?;
            match kind {
                kind::EOF => break,
                kind::FILE_PASS => return Err(Problem::Encrypted),
                kind::CODE_PAGE => self.code_page = u16_at(body, 0).unwrap_or(1252),
                kind::DATE_MODE => self.date1904 = u16_at(body, 0) == Some(1),
                kind::FORMAT => {
                    let code = body.get(2..).and_then(|rest| self.text(rest, !self.unicode)).unwrap_or_default();
                    custom.push((u16_at(body, 0).unwrap_or(0), format::of(&code)));
                }
                kind::XF => styles.push(u16_at(body, 2).unwrap_or(0)),
                kind::BOUND_SHEET => named.push(body),
                kind::SST => self.texts = texts::shared(Pieces::of(stream, at), self.limits.held)?,
                _ => {}
            }
            at = next;
        }
        for body in named {
            let (Some(start), [_, _, _, _, state, shape, name @ ..]) = (u32_at(body, 0), body) else { return Err(Problem::Damaged) };
            let name = if self.unicode { texts::short(name) } else { self.text(name, true) };
            if *shape == 0 {
                self.sheets.push((Sheet { name: name.unwrap_or_default(), hidden: state & 3 != 0, empty: false }, start as usize));
            }
        }
        if self.sheets.len() as u64 > self.limits.members {
            return Err(Problem::TooMany(self.limits.members));
        }
        let format = |id: &u16| {
            let own = custom.iter().find(|(of, _)| of == id).map(|(_, format)| *format);
            own.unwrap_or_else(|| format::built_in((*id).into()))
        };
        self.formats = styles.iter().map(format).collect();
        Ok(())
    }

    /// A text with its length before it: of one byte where `short`, else of two.
    fn text(&self, bytes: &[u8], short: bool) -> Option<String> {
        if self.unicode {
            return texts::long(bytes);
        }
        let (length, from) = if short { (usize::from(*bytes.first()?), 1) } else { (usize::from(u16_at(bytes, 0)?), 2) };
        Some((self.decode)(self.code_page, bytes.get(from..from + length)?))
    }

    /// The sheets, in the workbook's order.
    pub fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        self.sheets.iter().map(|(sheet, _)| sheet)
    }

    /// Reads one sheet as text.
    pub fn read<'a>(&mut self, at: usize, take: &'a mut Take<'a>) -> Result<Told, Problem> {
        let (_, start) = self.sheets.get(at).ok_or(Problem::Damaged)?;
        let (mut cells, formulas) = self.cells(*start)?;
        cells.sort_by_key(|(place, _)| *place);
        let mut rows = Rows::new(take, self.stream.len() as u64, self.limits);
        let mut shown = String::new();
        for (at, ((row, column), value)) in cells.iter().enumerate() {
            // Of two records for one cell the later one stands.
            if cells.get(at + 1).is_some_and(|(next, _)| *next == (*row, *column)) {
                continue;
            }
            shown.clear();
            match value {
                Value::Number(value, style) => {
                    let format = self.formats.get(usize::from(*style)).copied().unwrap_or_default();
                    number::write(*value, format, self.date1904, &mut shown);
                }
                Value::Shared(number) => shown.push_str(self.texts.get(*number as usize).ok_or(Problem::Damaged)?),
                Value::Text(text) => shown.push_str(text),
            }
            if !shown.is_empty() && !rows.cell((*row).into(), (*column).into(), &shown)? {
                return Ok(Told { formulas });
            }
        }
        rows.finish()?;
        Ok(Told { formulas })
    }

    /// All cells with a value of the sheet whose records start here, and how many formulas have none.
    fn cells(&self, start: usize) -> Result<(Cells, u64), Problem> {
        let (mut cells, mut formulas) = (Vec::new(), 0);
        let first = record(&self.stream, start).filter(|record| record.kind == kind::BOF).ok_or(Problem::Damaged)?;
        let (mut at, mut depth) = (first.next, 1);
        // The cell of a formula whose text comes in a record of its own.
        let mut waiting = None;
        while depth > 0 {
            let Record { kind, body, next } = record(&self.stream, at).ok_or(Problem::Damaged)?;
            // Charts that lie on the sheet have records of their own between another start and end.
            match kind {
                kind::BOF => depth += 1,
                kind::EOF => depth -= 1,
                _ if depth == 1 => self.cell(kind, body, at, &mut cells, &mut waiting, &mut formulas),
                _ => {}
            }
            at = next;
        }
        Ok((cells, formulas))
    }

    fn cell(&self, kind: u16, body: &[u8], at: usize, cells: &mut Cells, waiting: &mut Option<(u16, u16)>, formulas: &mut u64) {
        if kind == kind::STRING {
            let Some(place) = waiting.take() else { return };
            let text = if self.unicode { Pieces::of(&self.stream, at).text() } else { self.text(body, false) };
            match text {
                Some(text) => cells.push((place, Value::Text(text))),
                None => *formulas += 1,
            }
            return;
        }
        let (Some(row), Some(column), Some(style)) = (u16_at(body, 0), u16_at(body, 2), u16_at(body, 4)) else { return };
        let rest = &body[6..];
        let mut put = |value: Option<Value>| {
            if let Some(value) = value {
                cells.push(((row, column), value));
            }
        };
        match kind {
            kind::NUMBER => put(u64_at(rest, 0).map(|bits| Value::Number(f64::from_bits(bits), style))),
            kind::RK => put(u32_at(rest, 0).map(|bits| Value::Number(rk(bits), style))),
            kind::MUL_RK => {
                let pairs = body[4..].chunks_exact(6);
                for (pair, column) in pairs.zip(column..) {
                    if let (Some(style), Some(bits)) = (u16_at(pair, 0), u32_at(pair, 2)) {
                        cells.push(((row, column), Value::Number(rk(bits), style)));
                    }
                }
            }
            kind::LABEL_SST => put(u32_at(rest, 0).map(Value::Shared)),
            kind::LABEL | kind::RICH_STRING => put(self.text(rest, false).map(Value::Text)),
            kind::BOOL_ERROR => put(rest.get(..2).map(|of| Value::Text(fixed(of[1] == 0, of[0])))),
            kind::FORMULA => match rest.get(..8) {
                Some([0, .., 0xff, 0xff]) => *waiting = Some((row, column)),
                Some([1, _, value, .., 0xff, 0xff]) => put(Some(Value::Text(fixed(true, *value)))),
                Some([2, _, value, .., 0xff, 0xff]) => put(Some(Value::Text(fixed(false, *value)))),
                Some([3, .., 0xff, 0xff]) => {}
                _ => put(u64_at(rest, 0).map(|bits| Value::Number(f64::from_bits(bits), style))),
            },
            _ => {}
        }
    }
}

/// A number in 30 bits: a whole one or the upper half of a fraction, perhaps of a hundred times the value.
fn rk(bits: u32) -> f64 {
    let value = if bits & 2 != 0 { f64::from((bits as i32) >> 2) } else { f64::from_bits(u64::from(bits & !3) << 32) };
    if bits & 1 != 0 { value / 100.0 } else { value }
}

/// A boolean, or an error by its number.
fn fixed(boolean: bool, value: u8) -> String {
    let text = match (boolean, value) {
        (true, 0) => "FALSE",
        (true, _) => "TRUE",
        (false, 0x00) => "#NULL!",
        (false, 0x07) => "#DIV/0!",
        (false, 0x0f) => "#VALUE!",
        (false, 0x17) => "#REF!",
        (false, 0x1d) => "#NAME?",
        (false, 0x24) => "#NUM!",
        (false, 0x2a) => "#N/A",
        (false, _) => "#ERROR!",
    };
    text.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_numbers() {
        assert_eq!(rk((100 << 2) | 2).to_string(), "100");
        assert_eq!(rk((1234 << 2) | 3).to_string(), "12.34");
        assert_eq!(rk(((-5i32 << 2) | 2) as u32).to_string(), "-5");
        assert_eq!(rk((1.5f64.to_bits() >> 32) as u32).to_string(), "1.5");
    }
}
