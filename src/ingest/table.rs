//! A file as a clean table: its own rows and texts, without what stands around them.

use super::encoding::{Encoding, PipeMask};
use super::head::Head;
use super::importer::{HEAD, head_size};
use super::recognise::{self, Given};
use super::row::RowText;
use super::tokens::{Cells, Limit, Span, Tokenizer};
use crate::model::Problem;
use std::borrow::Cow;

/// Calls `row` with the cells of every row with text, the header first where the file has one, nothing before it. Short
/// rows are filled up to the width of the table and empty cells beyond it are left out, so that a clean table has one
/// width; a row with more texts than that keeps them. `row` answers whether it wants more.
pub fn clean_rows(bytes: &[u8], row: &mut dyn FnMut(&[String]) -> bool) -> Result<(), Problem> {
    // What the import looks at, so that both see the same table; only the encoding is known from all bytes.
    let start = &bytes[..bytes.len().min(head_size(bytes, HEAD))];
    let head = Head::read(start, start.len() == bytes.len(), Some(Encoding::guess(bytes, true)))?;
    let found = recognise::look(&head, &Given::default());
    let start = found.header.map_or(0, |at| head.rows[at].1.offset);
    let width = found.columns.len();
    let mut tokens = Tokenizer::new(head.delimiter);
    tokens.skip(head.skip());
    let mut wanted = true;
    let mut take = |cells: Cells<'_>, span: Span| {
        if wanted && span.offset >= start && !cells.blank() {
            let mut text = RowText::new(cells, head.encoding);
            let mut cells: Vec<String> = (0..cells.len()).map(|at| text.cell(Some(at)).into_owned()).collect();
            let last = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1);
            cells.resize(last.max(width), String::new());
            wanted = row(&cells);
        }
    };
    let mut masked = Cow::Borrowed(bytes);
    if head.needs_mask() {
        PipeMask::default().mask(masked.to_mut());
    }
    tokens.push(&masked, &mut take).and_then(|()| tokens.push(b"", &mut take)).map_err(|Limit(line)| Problem::RowTooLong(line))
}
