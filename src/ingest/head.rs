//! The first rows of a file, as texts: what recognition looks at.

use super::encoding::{BOM, Encoding, PipeMask};
use super::tokens::{Cells, Span, Tokenizer};
use super::{dialect, magic};
use crate::model::Problem;
use std::borrow::Cow;

/// Rows that recognition looks at.
const ROWS: usize = 400;

/// The first rows of a file.
#[derive(Clone, Debug)]
pub struct Head {
    /// Encoding of the bytes.
    pub encoding: Encoding,
    /// Delimiter between cells.
    pub delimiter: u8,
    /// The most frequent number of cells in a row.
    pub width: usize,
    /// Rows with text: their cells and where they stand.
    pub rows: Vec<(Vec<String>, Span)>,
}

impl Head {
    /// Reads a file's first bytes; `whole` says that nothing follows them. `encoding` is given where a first try has
    /// shown that the head alone misleads.
    pub fn read(bytes: &[u8], whole: bool, encoding: Option<Encoding>) -> Result<Head, Problem> {
        if bytes.is_empty() || bytes == BOM {
            return Err(Problem::Empty);
        }
        match magic::look(bytes) {
            None => {}
            Some(magic::Magic::Workbook) => return Err(Problem::Workbook),
            Some(magic::Magic::Compressed) => return Err(Problem::Compressed),
            Some(magic::Magic::Utf16) => return Err(Problem::Utf16),
            Some(magic::Magic::Other(kind)) => return Err(Problem::NotText(kind.to_string())),
        }
        let encoding = encoding.unwrap_or_else(|| Encoding::guess(bytes, whole));
        let skip = if encoding == Encoding::Utf8Bom { BOM.len() } else { 0 };
        if bytes[skip..].iter().all(|byte| byte.is_ascii_whitespace() || dialect::DELIMITERS.contains(byte)) {
            return Err(Problem::Empty);
        }
        let masked = masked(bytes, encoding);
        let split = dialect::guess(&masked[skip..], whole).ok_or(Problem::OneColumn)?;
        let mut rows = Vec::new();
        let mut tokens = Tokenizer::new(split.delimiter);
        tokens.skip(skip);
        let mut take = |cells: Cells<'_>, span: Span| {
            if !cells.blank() && rows.len() < ROWS {
                rows.push((cells.iter().map(|cell| encoding.cell(cell).into_owned()).collect(), span));
            }
        };
        let all = tokens.push(&masked, &mut take).and_then(|()| if whole { tokens.push(b"", &mut take) } else { Ok(()) });
        if let Err(limit) = all
            && rows.is_empty()
        {
            return Err(Problem::RowTooLong(limit.0));
        }
        Ok(Head { encoding, delimiter: split.delimiter, width: split.width, rows })
    }

    /// Bytes of the mark at the file's start.
    pub fn skip(&self) -> usize {
        if self.encoding == Encoding::Utf8Bom { BOM.len() } else { 0 }
    }

    /// Whether the file's bytes must be masked before they are split.
    pub fn needs_mask(&self) -> bool {
        self.encoding == Encoding::Gb18030 && self.delimiter == b'|'
    }
}

fn masked(bytes: &[u8], encoding: Encoding) -> Cow<'_, [u8]> {
    if encoding != Encoding::Gb18030 {
        return Cow::Borrowed(bytes);
    }
    let mut bytes = bytes.to_vec();
    PipeMask::default().mask(&mut bytes);
    Cow::Owned(bytes)
}
