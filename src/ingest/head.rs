//! The first rows of a file, as texts: what recognition looks at.

use super::dialect::{self, Delimiter, Dialect, Escape, Split};
use super::encoding::{BOM, Encoding, TrailMask};
use super::looks::look;
use super::profile::Profile;
use super::tokens::{Cells, Span, Tokenizer};
use super::{foreign, magic, shape};
use crate::model::{Form, Problem, Said};
use std::borrow::Cow;

/// Rows that recognition looks at.
const ROWS: usize = 400;

/// No real table has more columns.
pub const COLUMNS: usize = 100_000;

/// The first rows of a file.
#[derive(Clone, Debug)]
pub struct Head {
    /// Encoding of the bytes.
    pub encoding: Encoding,
    /// How cells are parted and quoted.
    pub dialect: Dialect,
    /// How sure that is.
    pub split: Split,
    /// The most frequent number of cells in a row.
    pub width: usize,
    /// Rows with text: their cells and where they stand.
    pub rows: Vec<(Vec<String>, Span)>,
    /// What the columns hold.
    pub profile: Profile,
    /// The usual width of rows that end early, where those are usual; else 0.
    pub narrow: usize,
}

impl Head {
    /// Reads a file's first bytes; `whole` says that nothing follows them. `encoding` is given where a first try has
    /// shown that the head alone misleads.
    pub fn read(bytes: &[u8], whole: bool, encoding: Option<Encoding>, said: &Said) -> Result<Head, Problem> {
        Head::look(bytes, whole, encoding, false, said)
    }

    /// The same; `lone` says that one column is a table too.
    pub fn look(bytes: &[u8], whole: bool, encoding: Option<Encoding>, lone: bool, said: &Said) -> Result<Head, Problem> {
        if bytes.is_empty() || bytes == BOM {
            return Err(Problem::Empty);
        }
        let encoding = match said.encoding.as_deref().and_then(Encoding::named) {
            // A mark at the start is no text, whoever says what.
            Some(Encoding::Utf8) if bytes.starts_with(BOM) => Encoding::Utf8Bom,
            Some(Encoding::Utf8Bom) if !bytes.starts_with(BOM) => Encoding::Utf8,
            Some(named) => named,
            None => encoding.unwrap_or_else(|| Encoding::guess(bytes, whole)),
        };
        match magic::look(bytes) {
            _ if matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be) => {}
            None => {}
            Some(magic::Magic::Workbook) => return Err(Problem::Workbook),
            Some(magic::Magic::Compressed) => return Err(Problem::Compressed),
            Some(magic::Magic::Other(kind)) => return Err(Problem::NotText(kind.to_string())),
        }
        let decoded = encoding.foreign().then(|| foreign::decode(encoding, bytes));
        let bytes = decoded.as_deref().map_or(bytes, str::as_bytes);
        let skip = if encoding == Encoding::Utf8Bom { BOM.len() } else { 0 };
        if bytes[skip..].iter().all(|byte| byte.is_ascii_whitespace() || b",;|".contains(byte)) {
            return Err(Problem::Empty);
        }
        let mut bytes = bytes;
        if !whole {
            // A row cut in two says nothing.
            let end = memchr::memrchr2(b'\n', b'\r', bytes).ok_or(Problem::RowTooLong(1))?;
            bytes = &bytes[..=end];
        }
        let masked = masked(bytes, encoding);
        let split = match dialect::guess(&masked[skip..], dialect::Told::of(said)) {
            Some(split) => split,
            None if lone => {
                let dialect = Dialect { delimiter: Delimiter::of(b"\x1f"), quote: Some(b'"'), escape: Escape::Doubled, trim: false };
                Split { dialect, width: 1, evenness: 1.0, typed: 1.0 }
            }
            None => return Err(Problem::OneColumn),
        };
        if split.width > COLUMNS {
            return Err(Problem::TooManyColumns(split.width as u64));
        }
        let mut head =
            Head { encoding, dialect: split.dialect, split, width: split.width, rows: Vec::new(), profile: Profile::default(), narrow: 0 };
        let mut tokens = Tokenizer::with(split.dialect, Some(split.width));
        tokens.skip(skip);
        let rows = &mut head.rows;
        let mut take = |cells: Cells<'_>, span: Span| {
            if !cells.blank() && rows.len() < ROWS {
                rows.push((cells.iter().map(|cell| encoding.cell(cell).into_owned()).collect(), span));
            }
        };
        let all = tokens.push(&masked, &mut take).and_then(|()| tokens.push(b"", &mut take));
        if let Err(limit) = all
            && head.rows.is_empty()
        {
            return Err(Problem::RowTooLong(limit.0));
        }
        let widest = head.rows.iter().map(|(cells, _)| cells.len()).max().unwrap_or(0);
        if widest > COLUMNS {
            return Err(Problem::TooManyColumns(widest as u64));
        }
        head.widen();
        head.learn();
        Ok(head)
    }

    /// Rows that leave out what is empty at their end are narrower than their header: the table is as wide as that.
    fn widen(&mut self) {
        let wide = |cells: &[String]| {
            cells.len() > self.width && cells.iter().all(|cell| !cell.trim().is_empty() && !look(cell.as_bytes()).strong())
        };
        // It stands above its rows: below them it is that of another table.
        let above = self.rows.iter().take(20).take_while(|(cells, _)| cells.len() != self.width);
        let Some((header, _)) = above.into_iter().find(|(cells, _)| wide(cells)) else { return };
        let (width, narrow) = (header.len(), self.rows.iter().filter(|(cells, _)| cells.len() == self.width).count());
        let full = self.rows.iter().filter(|(cells, _)| cells.len() == width).count();
        let wider = self.rows.iter().filter(|(cells, _)| cells.len() > width).count();
        if full >= 2 && wider == 0 && narrow * 20 < self.rows.len() * 19 {
            (self.width, self.narrow) = (width, self.width);
        }
    }

    /// Learns what the columns hold: from the rows of the table's width that are no header.
    fn learn(&mut self) {
        let width = self.width;
        let usual = |cells: &[String]| cells.len() == width || self.narrow > 0 && cells.len() > 1 && cells.len() < width;
        let even: Vec<usize> = (0..self.ends()).filter(|at| usual(&self.rows[*at].0)).collect();
        let of = |list: &[usize]| Profile::of(width, &list.iter().map(|at| &self.rows[*at].0[..]).collect::<Vec<_>>());
        // A header that stands there twice says nothing about the columns the second time either.
        let again = even.iter().take_while(|at| self.rows[**at].0 == self.rows[even[0]].0).count();
        let first = of(even.get(again..).unwrap_or_default());
        let header = |at: &usize| first.header_like(self.rows[*at].0.iter().map(String::as_bytes));
        // The first row is left out only where it is a header.
        let data: Vec<usize> = even.iter().enumerate().filter(|(nth, at)| *nth >= 12 || !header(at)).map(|(_, at)| *at).collect();
        let profile = if data.is_empty() { of(&even) } else { of(&data) };
        if self.narrow == 0 {
            // Rows of another table are no rows of this one that end early.
            let stands = |cells: &[String]| profile.stands(cells.iter().map(String::as_bytes), 0.0) != Some(false);
            let ends = |narrow: usize| self.rows.iter().filter(|(cells, _)| cells.len() == narrow && stands(cells)).count();
            let short = (2..width).map(|narrow| (ends(narrow), narrow)).max();
            // One or two such rows are damaged ones, unless there are hardly more.
            let few = self.rows.len() < 8;
            self.narrow = short.filter(|(rows, _)| (few || *rows > 2) && rows * 20 > self.rows.len()).map_or(0, |(_, narrow)| narrow);
        }
        self.profile = profile;
    }

    /// Where the first table ends among the rows, if another one begins behind an empty line: names, and then a row that is
    /// none of the first table's. It teaches nothing about the first one's columns.
    fn ends(&self) -> usize {
        /// Empty lines that are looked at; a file with more has them within its table.
        const GAPS: usize = 8;
        let gaps = (3..self.rows.len().saturating_sub(1)).filter(|at| self.rows[*at].1.blank_before > 0).take(GAPS);
        gaps.into_iter().find(|at| self.begins(*at)).unwrap_or(self.rows.len())
    }

    /// Whether another table begins with this row.
    #[inline(never)]
    fn begins(&self, at: usize) -> bool {
        let above: Vec<&[String]> =
            self.rows[1..at].iter().map(|(cells, _)| &cells[..]).filter(|cells| cells.len() == self.width).collect();
        let profile = Profile::of(self.width, &above);
        shape::begins(&self.rows[at].0, &profile) && !profile.is_row(&self.rows[at + 1].0)
    }

    /// How the text is laid out, for people; the header has so many rows.
    pub fn form(&self, header: usize) -> Form {
        let Dialect { delimiter, quote, escape, trim } = self.dialect;
        let percent = |share: f64| (share * 100.0).round().clamp(0.0, 100.0) as u8;
        Form {
            delimiter: String::from_utf8_lossy(delimiter.bytes()).into_owned(),
            quote: quote.map_or(String::new(), |quote| (quote as char).to_string()),
            backslash: escape == Escape::Backslash,
            trimmed: trim,
            width: self.width as u32,
            even: percent(self.split.evenness),
            typed: percent(self.split.typed),
            header_rows: header as u8,
        }
    }

    /// Bytes of the mark at the file's start.
    pub fn skip(&self) -> usize {
        if self.encoding == Encoding::Utf8Bom { BOM.len() } else { 0 }
    }

    /// Whether the file's bytes must be masked before they are split.
    pub fn needs_mask(&self) -> bool {
        let trail = |byte: &u8| b"|^~".contains(byte);
        self.encoding == Encoding::Gb18030 && (self.dialect.escape == Escape::Backslash || self.dialect.delimiter.bytes().iter().any(trail))
    }
}

/// No half of a character looks like a delimiter.
fn masked(bytes: &[u8], encoding: Encoding) -> Cow<'_, [u8]> {
    if encoding != Encoding::Gb18030 {
        return Cow::Borrowed(bytes);
    }
    let mut bytes = bytes.to_vec();
    TrailMask::default().mask(&mut bytes);
    Cow::Owned(bytes)
}
