//! What stands around a table: the lines before it, its header over one to three rows, totals, notes below, comments,
//! another table.

use super::cut::{Buffer, Cut, Mode, cut};
use super::dialect::{Delimiter, Dialect};
use super::head::Head;
use super::looks::look;
use super::profile::Profile;
use crate::model::Reason;

/// Rows from the start in which the table begins.
const START: usize = 60;

/// Names by which a header is known again.
const NAMES: usize = 512;

/// Rows a header has at most.
pub const HEADER: usize = 3;

/// Where a table begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Start {
    /// Which of the head's rows is its first: of the header, or of the data where there is none.
    pub first: usize,
    /// How many rows the header has, 0 to 3.
    pub header: usize,
}

/// Cells with text.
pub fn filled(cells: &[String]) -> usize {
    cells.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// Cells with text that a row of the table has at least.
fn full(width: usize) -> usize {
    match width {
        0..=2 => width,
        3 => 2,
        _ => width.div_ceil(2),
    }
}

/// Finds where the table begins; `header` is the row that recognition knows as one.
pub fn start(head: &Head, header: Option<usize>) -> Start {
    let bytes = |at: usize| head.rows[at].0.iter().map(String::as_bytes);
    let profile = &head.profile;
    let wide = |at: &usize| filled(&head.rows[*at].0) >= full(head.width);
    let stacked = |first: usize| {
        let again = |at: &usize| head.rows[*at].0 == head.rows[first].0 || further(head, *at) && wide(at);
        let more = (first + 1..head.rows.len()).take(HEADER - 1).take_while(again).count();
        // Header rows above nothing are rows of words.
        if first + 1 + more < head.rows.len() || more == 0 { 1 + more } else { 1 }
    };
    if let Some(first) = header {
        return Start { first, header: stacked(first) };
    }
    // Rows right above the first one that are as usual as it are data, however little they hold.
    let is_row = |at: usize| profile.is_row(&head.rows[at].0);
    let data = |at: usize| Start { first: (0..at).rev().take_while(|above| is_row(*above)).last().unwrap_or(at), header: 0 };
    let rows = head.rows.len().min(START);
    let first = (0..rows).find(|at| wide(at)).unwrap_or(0);
    if profile.typed() == 0 {
        let words =
            head.rows.get(first).is_some_and(|(cells, _)| cells.iter().all(|cell| !look(cell.as_bytes()).strong()) && distinct(cells));
        return if words && head.rows.len() > first { Start { first, header: 1 } } else { data(first) };
    }
    for at in (first..rows).filter(wide) {
        if profile.header_like(bytes(at)) {
            return Start { first: at, header: stacked(at) };
        }
        if is_row(at) {
            // Data from here on: what stands right above is the header, if it is wide enough for one.
            return if at > first && head.rows[at - 1].0.len() + 1 >= head.width && wide(&(at - 1)) {
                Start { first: at - 1, header: 1 }
            } else {
                data(at)
            };
        }
    }
    data(first)
}

/// Whether a row below a header is one more row of it. A row of data may have a word where the others have a number, and a
/// damaged one has words in wrong columns, too: its width is another one, it has quotes within, or what rows below it have.
fn further(head: &Head, at: usize) -> bool {
    let (cells, profile) = (&head.rows[at].0, &head.profile);
    let below =
        |column: usize, cell: &String| head.rows[at + 1..].iter().any(|(row, _)| row.get(column) == Some(cell) && profile.is_row(row));
    cells.len() == head.width
        && profile.words(cells.iter().map(String::as_bytes)) >= 2
        && !cells.iter().enumerate().any(|(column, cell)| cell.contains('"') || !cell.trim().is_empty() && below(column, cell))
}

/// Whether a row behind an empty line names the columns of a table of its own.
pub fn begins(cells: &[String], profile: &Profile) -> bool {
    let words = cells.iter().all(|cell| !look(cell.as_bytes()).strong());
    let other = cells.len() != profile.width() || profile.header_like(cells.iter().map(String::as_bytes));
    cells.len() > 1 && other && profile.typed() >= 1 && words && distinct(cells)
}

/// Whether a row repeats the header's first names and ends there, as that of a narrower table.
pub fn narrower(cells: &[String], profile: &Profile, header: &[String]) -> bool {
    let same = |(cell, name): (&String, &String)| !cell.trim().is_empty() && cell.trim() == name.trim();
    cells.len() < header.len() && cells.iter().zip(header).all(same) && (cells.len() > 1 || profile.is_typed(0))
}

fn distinct(cells: &[String]) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    cells.iter().all(|cell| !cell.trim().is_empty() && seen.insert(cell))
}

/// The header's names, those of several rows one behind the other.
pub fn names(rows: &[(Vec<String>, super::tokens::Span)]) -> Vec<String> {
    let width = rows.iter().map(|(cells, _)| cells.len()).max().unwrap_or(0);
    let name = |at: usize| {
        let parts: Vec<&str> =
            rows.iter().filter_map(|(cells, _)| cells.get(at)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        if rows.len() == 1 { rows[0].0[at].clone() } else { parts.join(" ") }
    };
    (0..width).map(name).collect()
}

/// A header that has lost a delimiter, has one too many or another one, as its table's width wants it; None where no
/// way, or more than one, leads there.
pub fn mended_header(raw: &[u8], cells: &[String], width: usize, dialect: &Dialect) -> Option<Vec<String>> {
    let good = |cells: &Vec<String>| cells.len() == width && cells.iter().all(|cell| !cell.trim().is_empty() && !cell.contains('"'));
    let read = |line: &[u8], dialect: &Dialect| {
        let mut out = Buffer::default();
        let whole = cut(line, dialect, Mode::default(), true, &mut out) == Cut::Row(line.len());
        let cells = super::tokens::Cells::of(&out.cells, &out.ends, line);
        whole.then(|| cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect::<Vec<String>>())
    };
    let mut ways: Vec<Vec<String>> = Vec::new();
    let mut add = |cells: Vec<String>| {
        if !ways.contains(&cells) {
            ways.push(cells);
        }
    };
    if cells.len() == width + 1 {
        for gone in (0..cells.len()).filter(|at| cells[*at].trim().is_empty()) {
            let rest: Vec<String> = cells.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, cell)| cell.clone()).collect();
            add(rest);
        }
    } else if cells.len() < width {
        for byte in [b' ', b';', b'\t', b'|', b','].into_iter().filter(|byte| *byte != dialect.delimiter.first()) {
            let other = Dialect { delimiter: Delimiter::of(&[byte]), trim: false, ..*dialect };
            read(raw, &other)
                .filter(|cells| good(cells) && cells.iter().all(|cell| !cell.as_bytes().contains(&dialect.delimiter.first())))
                .map(&mut add);
        }
        if cells.len() + 1 == width && cells.iter().any(|cell| cell.contains('"')) {
            for at in 1..raw.len() {
                let line = [&raw[..at], dialect.delimiter.bytes(), &raw[at..]].concat();
                read(&line, dialect).filter(&good).map(&mut add);
            }
        }
    }
    (ways.len() == 1).then(|| ways.remove(0))
}

/// Words that begin a row of totals.
const TOTALS: [&str; 14] =
    ["合计", "总计", "汇总", "小计", "总和", "累计", "共计", "total", "totals", "grand total", "subtotal", "sub total", "sub-total", "sum"];

/// Whether a text names a row of totals: `合计`, `Total`, `Total: Account`, `Total - all`.
pub fn total(text: &str) -> bool {
    let text = text.trim().trim_matches(['"', '*', '=', ' ', '\u{3000}', '-', '—']);
    // Nearly every cell is seen to be none by its first letter.
    if !text.starts_with(['合', '总', '汇', '小', '累', '共', 't', 'T', 'g', 'G', 's', 'S']) {
        return false;
    }
    let text = text.to_lowercase();
    let named = |text: &str| {
        let text = text.trim_end_matches([':', '：', ' ']);
        TOTALS.contains(&text)
    };
    named(&text) || text.split_once([':', '：']).is_some_and(|(first, rest)| named(first) && first.len() < text.len() && rest.len() < 40)
}

/// What a row is that stands in a table and is none of its rows; None for a row of data.
pub fn apart(cells: &[String], profile: &Profile, header: &[String], raw: &[u8]) -> Option<Reason> {
    let width = profile.width();
    if cells.len() != width && (raw.starts_with(b"#") || raw.starts_with(b"//") || raw.starts_with(b"<!--")) {
        return Some(Reason::Comment);
    }
    let first = cells.iter().find(|cell| !cell.trim().is_empty())?;
    if total(first) && filled(cells) > 1 {
        return Some(Reason::TotalRow);
    }
    // A header of thousands of names is known by the first of them.
    let (names, looked) = (&header[..header.len().min(NAMES)], &cells[..cells.len().min(NAMES)]);
    let known = |cell: &String| !cell.trim().is_empty() && names.iter().any(|name| name.trim() == cell.trim());
    // Most rows are seen to be none of the header's by one or two cells.
    let again =
        if looked.iter().take(3).filter(|cell| known(cell)).count() > 0 { looked.iter().filter(|cell| known(cell)).count() } else { 0 };
    // Where all is words it cannot be told whether the first row was a header at all.
    if !names.is_empty() && profile.typed() > 0 && again >= 2 && again * 4 >= names.len().max(looked.len()) * 3 {
        return Some(if cells.len() == header.len() && again == looked.len() { Reason::HeaderRow } else { Reason::OtherTable });
    }
    if narrower(cells, profile, header) {
        return Some(Reason::OtherTable);
    }
    let near = cells.len() * 4 >= width * 3 && cells.iter().all(|cell| cell.len() <= 60);
    let words = near
        && profile.typed() >= 2
        && filled(cells) == cells.len()
        && profile.header_like(cells.iter().map(String::as_bytes))
        && distinct(cells);
    words.then_some(Reason::OtherTable)
}
