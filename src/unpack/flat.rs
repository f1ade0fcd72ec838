//! A workbook as one XML text (“XML Spreadsheet 2003”), which back ends like to write under the name .xls.

use super::format::{self, Format};
use super::number;
use super::rows::{Rows, Take};
use super::source::{self, Input, Limits};
use super::xlsx::Text;
use super::xml::{Attributes, Token, Xml};
use super::{Sheet, Told};
use crate::model::Problem;
use std::io::{Seek, SeekFrom};

/// An opened workbook.
pub struct Flat {
    source: Input,
    limits: Limits,
    size: u64,
    sheets: Vec<Sheet>,
    styles: Vec<(String, Format)>,
}

impl Flat {
    /// Looks for the sheets and the formats of cells.
    pub fn open(mut source: Input, limits: Limits) -> Result<Flat, Problem> {
        let size = source::size(&mut *source)?;
        let (mut sheets, mut styles) = (Vec::<Sheet>::new(), Vec::new());
        let mut style = String::new();
        source.seek(SeekFrom::Start(0)).map_err(source::problem)?;
        let mut xml = Xml::new(&mut source);
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(b"Style", attributes) => style = attributes.text(b"ID").unwrap_or_default(),
                Token::Open(b"NumberFormat", attributes) => {
                    styles.push((style.clone(), named(&attributes.text(b"Format").unwrap_or_default())));
                }
                Token::Open(b"Worksheet", attributes) => {
                    sheets.push(Sheet { name: attributes.text(b"Name").unwrap_or_default(), hidden: false, empty: true });
                }
                Token::Open(b"Data", _) => sheets.iter_mut().rev().take(1).for_each(|sheet| sheet.empty = false),
                Token::Open(b"Visible", _) => {
                    if let (Some(Token::Text(text)), Some(sheet)) = (xml.next()?, sheets.last_mut()) {
                        sheet.hidden = text != b"SheetVisible";
                    }
                }
                _ => {}
            }
            if sheets.len() as u64 > limits.members || styles.len() > 1 << 16 {
                return Err(Problem::TooMany(limits.members));
            }
        }
        Ok(Flat { source, limits, size, sheets, styles })
    }

    /// The sheets, in the workbook's order.
    pub fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        self.sheets.iter()
    }

    /// Reads one sheet as text.
    pub fn read<'a>(&mut self, at: usize, take: &'a mut Take<'a>) -> Result<Told, Problem> {
        let mut rows = Rows::new(take, self.size, self.limits);
        self.source.seek(SeekFrom::Start(0)).map_err(source::problem)?;
        let mut xml = Xml::new(&mut self.source);
        let (mut sheet, mut row, mut column) = (0, 0, 0);
        let (mut text, mut kind, mut format, mut wide) = (Text::default(), Vec::new(), Format::default(), 0);
        let mut shown = String::new();
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(b"Worksheet", _) => (sheet, row) = (sheet + 1, 0),
                _ if sheet != at + 1 => {}
                Token::Open(b"Row", attributes) => {
                    column = 0;
                    row = index(attributes)?.unwrap_or(row);
                }
                Token::Close(b"Row") => row += 1,
                Token::Open(b"Cell", attributes) => {
                    column = index(attributes)?.unwrap_or(column);
                    wide = attributes.number(b"MergeAcross").unwrap_or(0).min(1 << 14);
                    let style = attributes.text(b"StyleID");
                    let known = self.styles.iter().find(|(of, _)| style.as_deref() == Some(of));
                    format = known.map(|(_, format)| *format).unwrap_or_default();
                }
                Token::Close(b"Cell") => column += 1 + wide,
                Token::Open(b"Data", attributes) => {
                    kind = attributes.get(b"Type").unwrap_or_default().to_vec();
                    text.clear();
                    text.take(Token::Open(b"t", attributes))?;
                }
                Token::Close(b"Data") => {
                    shown.clear();
                    show(&text.text, &kind, format, &mut shown);
                    text.clear();
                    if !shown.is_empty() && !rows.cell(row, column, &shown)? {
                        return Ok(Told::default());
                    }
                }
                Token::Close(b"Worksheet") => break,
                other => text.take(other)?,
            }
        }
        rows.finish()?;
        Ok(Told::default())
    }
}

/// The place that a row or a cell says it has, from 0.
fn index(attributes: Attributes<'_>) -> Result<Option<u32>, Problem> {
    attributes.number(b"Index").map(|number| number.checked_sub(1).ok_or(Problem::Damaged)).transpose()
}

fn show(text: &str, kind: &[u8], format: Format, out: &mut String) {
    match kind {
        b"Number" if number::write_text(text, format, false, out) => {}
        b"Boolean" => out.push_str(if text.trim() == "1" { "TRUE" } else { "FALSE" }),
        b"DateTime" => {
            let moment = text.trim().trim_end_matches(".000").replace('T', " ");
            let day = moment.strip_suffix(" 00:00:00").filter(|_| matches!(format, Format::Date { time: false, .. }));
            out.push_str(day.unwrap_or(&moment));
        }
        _ => out.push_str(text),
    }
}

/// A format by its code, or by the names that this kind of workbook has for the usual ones.
fn named(code: &str) -> Format {
    match code {
        "Percent" => Format::Percent,
        "Short Date" | "Medium Date" | "Long Date" => Format::Date { time: false, millis: false },
        "General Date" | "Short Time" | "Medium Time" | "Long Time" => Format::Date { time: true, millis: false },
        "Scientific" | "Fixed" | "Standard" | "Currency" | "Euro Currency" => Format::Plain,
        code => format::of(code),
    }
}
