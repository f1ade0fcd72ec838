//! The formats of cells: `styles.xml` gives each style number a number format.

use super::super::format::{self, Format};
use super::super::xml::{Token, Xml};
use crate::model::Problem;
use std::io::Read;

/// No real workbook has more styles; Excel itself stops at 65,490.
const MOST: usize = 1 << 17;

/// The format of each style.
#[derive(Clone, Default)]
pub struct Styles(Vec<Format>);

impl Styles {
    /// Reads the part.
    pub fn read(xml: &mut Xml<impl Read>) -> Result<Styles, Problem> {
        let (mut codes, mut formats, mut inside) = (Vec::<(u32, Format)>::new(), Vec::new(), false);
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(b"numFmt", attributes) => {
                    let code = attributes.text(b"formatCode").unwrap_or_default();
                    if let Some(id) = attributes.number(b"numFmtId") {
                        codes.push((id, format::of(&code)));
                    }
                }
                Token::Open(b"cellXfs", _) => inside = true,
                Token::Close(b"cellXfs") => inside = false,
                Token::Open(b"xf", attributes) if inside => {
                    let id = attributes.number(b"numFmtId").unwrap_or(0);
                    let own = codes.iter().find(|(of, _)| *of == id).map(|(_, format)| *format);
                    formats.push(own.unwrap_or_else(|| format::built_in(id)));
                }
                _ => {}
            }
            if codes.len() > MOST || formats.len() > MOST {
                return Err(Problem::Damaged);
            }
        }
        Ok(Styles(formats))
    }

    /// The format of a style.
    pub fn format(&self, style: u32) -> Format {
        self.0.get(style as usize).copied().unwrap_or_default()
    }
}
