//! A file as a clean table: its own rows and texts, without what stands around them.

use super::head::Head;
use super::importer::RowText;
use super::recognise::{self, Given};
use super::tokens::{Cells, Limit, Span, Tokenizer};
use crate::model::Problem;

/// Calls `row` with the cells of every row with text, the header first where the file has one, nothing before it.
/// `row` answers whether it wants more.
pub fn clean_rows(bytes: &[u8], row: &mut dyn FnMut(&[String]) -> bool) -> Result<(), Problem> {
    let head = Head::read(bytes, true, None)?;
    let found = recognise::look(&head, &Given::default());
    let start = found.header.map_or(0, |at| head.rows[at].1.offset);
    let mut tokens = Tokenizer::new(head.delimiter);
    tokens.skip(head.skip());
    let mut wanted = true;
    let mut take = |cells: Cells<'_>, span: Span| {
        if wanted && span.offset >= start && !cells.blank() {
            let mut text = RowText::new(cells, head.encoding);
            let cells: Vec<String> = (0..cells.len()).map(|at| text.cell(Some(at)).into_owned()).collect();
            wanted = row(&cells);
        }
    };
    let masked = head.masked(bytes);
    tokens.push(&masked, &mut take).and_then(|()| tokens.push(b"", &mut take)).map_err(|Limit(line)| Problem::RowTooLong(line))
}
