//! The cells of one sheet, one after another.

use super::super::Told;
use super::super::number;
use super::super::rows::{Rows, Take};
use super::super::source::Limits;
use super::super::xml::{Token, Xml, unescape};
use super::styles::Styles;
use super::texts::{self, Text, Texts};
use crate::model::Problem;
use std::io::Read;

/// What reading a sheet needs.
pub struct Reader<'a> {
    pub styles: &'a Styles,
    pub texts: &'a Texts,
    pub date1904: bool,
    /// Bytes of the workbook.
    pub size: u64,
    pub limits: Limits,
}

/// No real value is longer.
const LONGEST: usize = 4 << 20;

/// The cell that is open.
#[derive(Default)]
struct Cell {
    row: u32,
    column: u32,
    style: u32,
    kind: Kind,
    /// What stands in `<v>`.
    value: String,
    has_value: bool,
    formula: bool,
}

/// What a cell says it holds.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    Number,
    Shared,
    Inline,
    Text,
    Bool,
    Error,
    Date,
}

/// Whether any cell of a sheet holds something.
pub fn has_cells(xml: &mut Xml<impl Read>) -> Result<bool, Problem> {
    while let Some(token) = xml.next()? {
        match token {
            Token::Open(b"v" | b"is" | b"f", _) => return Ok(true),
            Token::Close(b"sheetData") => break,
            _ => {}
        }
    }
    Ok(false)
}

impl Reader<'_> {
    /// Reads all cells and hands the rows on as text.
    pub fn read<'a>(&self, xml: &mut Xml<impl Read>, take: &'a mut Take<'a>) -> Result<Told, Problem> {
        let mut rows = Rows::new(take, self.size, self.limits);
        let (mut told, mut cell, mut text) = (Told::default(), Cell::default(), Text::default());
        // The row that comes next, and the column, where a cell does not say.
        let (mut row, mut column) = (0, 0);
        let (mut inside, mut value, mut ended) = (false, false, false);
        let mut shown = String::new();
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(b"row", attributes) => {
                    let given = attributes.number(b"r").map(|number| number.checked_sub(1).ok_or(Problem::Damaged)).transpose()?;
                    (row, column) = (given.unwrap_or(row), 0);
                }
                Token::Close(b"row") => row += 1,
                Token::Open(b"c", attributes) => {
                    let place = attributes.get(b"r").map(|place| self::place(place).ok_or(Problem::Damaged)).transpose()?;
                    (cell.column, cell.row) = place.unwrap_or((column, row));
                    cell.style = attributes.number(b"s").unwrap_or(0);
                    cell.kind = kind(attributes.get(b"t"));
                    cell.value.clear();
                    (cell.has_value, cell.formula) = (false, false);
                    text.clear();
                    column = cell.column + 1;
                    inside = true;
                }
                Token::Open(b"v", _) if inside => (value, cell.has_value) = (true, true),
                Token::Close(b"v") => value = false,
                Token::Open(b"f", _) => cell.formula = true,
                Token::Text(bytes) if value => unescape(bytes, &mut cell.value),
                Token::Literal(bytes) if value => cell.value.push_str(&String::from_utf8_lossy(bytes)),
                Token::Close(b"c") if inside => {
                    inside = false;
                    shown.clear();
                    self.show(&cell, &text.text, &mut shown)?;
                    told.formulas += u64::from(cell.formula && !cell.has_value);
                    if !shown.is_empty() && !rows.cell(cell.row, cell.column, &shown)? {
                        return Ok(told);
                    }
                }
                Token::Close(b"sheetData") => {
                    ended = true;
                    break;
                }
                _ if cell.value.len() > LONGEST => return Err(Problem::Damaged),
                other if inside && cell.kind == Kind::Inline => text.take(other)?,
                _ => {}
            }
        }
        if !ended {
            return Err(Problem::Damaged);
        }
        rows.finish()?;
        Ok(told)
    }

    /// The text a cell stands for.
    fn show(&self, cell: &Cell, inline: &str, out: &mut String) -> Result<(), Problem> {
        let value = cell.value.as_str();
        match cell.kind {
            Kind::Inline => texts::decode(inline, out),
            _ if !cell.has_value => {}
            Kind::Shared => {
                let number = value.trim().parse().map_err(|_| Problem::Damaged)?;
                out.push_str(self.texts.get(number).ok_or(Problem::Damaged)?);
            }
            Kind::Text => texts::decode(value, out),
            Kind::Error => out.push_str(value),
            Kind::Bool => out.push_str(if matches!(value.trim(), "1" | "true") { "TRUE" } else { "FALSE" }),
            Kind::Date => out.push_str(&value.trim().trim_end_matches('Z').replace('T', " ")),
            Kind::Number => {
                if !number::write_text(value, self.styles.format(cell.style), self.date1904, out) {
                    out.push_str(value);
                }
            }
        }
        Ok(())
    }
}

fn kind(name: Option<&[u8]>) -> Kind {
    match name {
        Some(b"s") => Kind::Shared,
        Some(b"inlineStr") => Kind::Inline,
        Some(b"str") => Kind::Text,
        Some(b"b") => Kind::Bool,
        Some(b"e") => Kind::Error,
        Some(b"d") => Kind::Date,
        _ => Kind::Number,
    }
}

/// Column and row of `BC12`, from 0.
fn place(text: &[u8]) -> Option<(u32, u32)> {
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let digits = &text[letters..];
    if !(1..=3).contains(&letters) || !(1..=7).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let column = text[..letters].iter().fold(0, |sum, byte| sum * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1);
    let row = digits.iter().fold(0, |sum, byte| sum * 10 + u32::from(byte - b'0'));
    Some((column - 1, row.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read() {
        assert_eq!(place(b"A1"), Some((0, 0)));
        assert_eq!(place(b"XFD1048576"), Some((16_383, 1_048_575)));
        for wrong in ["", "A", "1", "A0", "ABCD1", "A12345678", "A-1"] {
            assert_eq!(place(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
