//! One row off the front of some bytes: where its cells end, and whether its quotes add up.
//!
//! The strict reading is RFC 4180's: a quote at the start of a cell opens it, a doubled one inside is text, and what
//! closes it stands before a delimiter or a line end. Where that fails, the same scan can be asked again with one quote
//! taken for a letter, or with every quote that closes nothing taken for one. Who asks decides which reading holds.

use super::dialect::{Dialect, Escape};

/// What a scan came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cut {
    /// A whole row; it ends before this byte (a line end, or the end of the bytes).
    Row(usize),
    /// A quoted cell goes on behind its closing quote: that quote stands here.
    Broken(usize),
    /// The bytes end inside a quoted cell, or right behind a quote.
    Open,
}

/// How quotes are taken.
#[derive(Clone, Copy, Default, Debug)]
pub struct Mode {
    /// The quote at this byte is a letter.
    pub letter: Option<usize>,
    /// Quotes that close nothing are letters.
    pub lenient: bool,
    /// But none is that stands where a cell would open.
    pub inner: bool,
    /// Two quotes in a row are two quotes.
    pub single: bool,
    /// Every quote is a letter.
    pub none: bool,
}

/// The cells of a row, one behind the other.
#[derive(Default)]
pub struct Buffer {
    /// Their bytes.
    pub cells: Vec<u8>,
    /// Where each ends.
    pub ends: Vec<usize>,
    /// Quotes that are text of cells without quotes around them.
    pub loose: usize,
    /// Bytes looked at so far, over and over where it is so: what a law holds against the bytes of a file.
    pub looked: u64,
}

impl Buffer {
    fn clear(&mut self) {
        self.cells.clear();
        self.ends.clear();
        self.loose = 0;
    }
}

/// Cuts the first row of `bytes` into `out`. `last` says that nothing follows the bytes.
pub fn cut(bytes: &[u8], dialect: &Dialect, mode: Mode, last: bool, out: &mut Buffer) -> Cut {
    out.clear();
    let found = scan(bytes, dialect, mode, last, out);
    out.looked += match found {
        Cut::Row(at) | Cut::Broken(at) => at,
        Cut::Open => bytes.len(),
    } as u64;
    found
}

fn scan(bytes: &[u8], dialect: &Dialect, mode: Mode, last: bool, out: &mut Buffer) -> Cut {
    let quote = dialect.quote.filter(|_| !mode.none);
    let mut at = 0;
    loop {
        if dialect.trim {
            at += bytes[at..].iter().take_while(|byte| **byte == b' ').count();
        }
        if quote.is_some_and(|quote| bytes.get(at) == Some(&quote)) && mode.letter != Some(at) {
            match quoted(bytes, at + 1, dialect, mode, last, out) {
                Ok(after) => at = after,
                Err(cut) => return cut,
            }
        } else {
            let end = cell_end(bytes, at, dialect);
            let text = &bytes[at..end];
            // Spreadsheets keep long numbers whole by `="0123"`.
            let wrapped = text.starts_with(b"=\"") && text.ends_with(b"\"") && text.len() > 2;
            if let Some(quote) = dialect.quote.filter(|_| !wrapped) {
                out.loose += memchr::memchr_iter(quote, text).count();
            }
            out.cells.extend_from_slice(if dialect.trim { text.trim_ascii_end() } else { text });
            at = end;
        }
        out.ends.push(out.cells.len());
        if dialect.delimiter.starts(&bytes[at..]) {
            at += dialect.delimiter.len();
            // A delimiter at the very end of the bytes opens one more cell, unless more bytes may come.
            continue;
        }
        return Cut::Row(at);
    }
}

/// Reads a quoted cell from behind its opening quote; the byte behind its closing one.
fn quoted(bytes: &[u8], mut at: usize, dialect: &Dialect, mode: Mode, last: bool, out: &mut Buffer) -> Result<usize, Cut> {
    let Some(quote) = dialect.quote else { return Err(Cut::Open) };
    let backslash = dialect.escape == Escape::Backslash;
    loop {
        let next = if backslash { memchr::memchr2(quote, b'\\', &bytes[at..]) } else { memchr::memchr(quote, &bytes[at..]) };
        let Some(found) = next.map(|step| at + step) else { return Err(Cut::Open) };
        out.cells.extend_from_slice(&bytes[at..found]);
        let follows = bytes.get(found + 1).copied();
        if follows.is_none() && !last {
            return Err(Cut::Open);
        }
        if bytes[found] == b'\\' && backslash {
            // Only a quote, or a backslash before one, is escaped: a path keeps its backslashes.
            let escaped = follows == Some(quote) || (follows == Some(b'\\') && bytes.get(found + 2) == Some(&quote));
            out.cells.push(if escaped { bytes[found + 1] } else { b'\\' });
            at = found + 1 + usize::from(escaped);
            continue;
        }
        let letter = mode.letter == Some(found);
        if !letter && !mode.single && follows == Some(quote) && mode.letter != Some(found + 1) {
            out.cells.push(quote);
            at = found + 2;
            continue;
        }
        if !letter {
            let blanks = bytes[found + 1..].iter().take_while(|byte| **byte == b' ').count();
            let blanks = if dialect.trim || mode.lenient { blanks } else { 0 };
            for after in [found + 1, found + 1 + blanks] {
                if closes(&bytes[after..], dialect, last) {
                    return Ok(after);
                }
            }
            if bytes.len() == found + 1 + blanks && !last {
                return Err(Cut::Open);
            }
            let opens = || bytes[..found].ends_with(dialect.delimiter.bytes()) || matches!(bytes[found - 1], b'\n' | b'\r');
            if !mode.lenient || mode.inner && opens() {
                return Err(Cut::Broken(found));
            }
        }
        out.cells.push(quote);
        at = found + 1;
    }
}

/// Whether a cell may end before these bytes.
fn closes(rest: &[u8], dialect: &Dialect, last: bool) -> bool {
    match rest.first() {
        None => last,
        Some(b'\n' | b'\r') => true,
        Some(_) => dialect.delimiter.starts(rest),
    }
}

/// Where the cell without quotes that starts at `at` ends.
fn cell_end(bytes: &[u8], mut at: usize, dialect: &Dialect) -> usize {
    let first = dialect.delimiter.first();
    loop {
        match memchr::memchr3(first, b'\n', b'\r', &bytes[at..]) {
            None => return bytes.len(),
            Some(step) => {
                at += step;
                if bytes[at] != first || dialect.delimiter.starts(&bytes[at..]) {
                    return at;
                }
                at += 1;
            }
        }
    }
}

/// Where the first line of the bytes ends; their length where it does not.
pub fn line_end(bytes: &[u8]) -> usize {
    memchr::memchr2(b'\n', b'\r', bytes).unwrap_or(bytes.len())
}

/// The one reading of a line with broken quotes that holds, in `out`: the first of these that gives `width` cells. One
/// quote is a letter and no other is loose; every quote that closes nothing is, within a cell that its quotes embrace; one
/// is (that which leaves the fewest others loose); every quote that closes nothing is; so are doubled ones; all are. False
/// where none gives it, and `out` then holds the last that reads to the line's end.
#[inline(never)]
pub fn mend(line: &[u8], dialect: &Dialect, width: Option<usize>, out: &mut Buffer) -> bool {
    /// Quotes that are tried one by one; a line with more has another trouble.
    const TRIED: usize = 64;
    /// Bytes that the trials of one line may look at, but for the first few: long lines get fewer.
    const LOOKED: usize = 1 << 20;
    let Some(quote) = dialect.quote else { return false };
    let tried = TRIED.min(LOOKED / line.len().max(1)).max(2);
    let lenient = Mode { lenient: true, ..Mode::default() };
    let ways = [lenient, Mode { single: true, ..lenient }, Mode { none: true, ..Mode::default() }];
    let reads = |mode: Mode, out: &mut Buffer| {
        cut(line, dialect, mode, true, out) == Cut::Row(line.len()) && width.is_none_or(|width| out.ends.len() == width)
    };
    if width.is_some() {
        let mut best: Option<(usize, usize)> = None;
        for at in memchr::memchr_iter(quote, line).take(tried) {
            if reads(Mode { letter: Some(at), ..Mode::default() }, out) && best.is_none_or(|(loose, _)| out.loose < loose) {
                best = Some((out.loose, at));
            }
        }
        if let Some((loose, at)) = best {
            let embraced = |mode: &Mode| loose > 0 && reads(*mode, out) && out.loose == 0 && embraced(out, quote);
            return ways[..2].iter().any(embraced) || reads(Mode { letter: Some(at), ..Mode::default() }, out);
        }
    }
    if ways.into_iter().any(|mode| reads(mode, out)) {
        return true;
    }
    if cut(line, dialect, lenient, true, out) != Cut::Row(line.len()) {
        cut(line, dialect, Mode { none: true, ..Mode::default() }, true, out);
    }
    false
}

/// Whether the quotes within cells are theirs: `say "so"`, `9" by 12"`, but not `so" and "so`, whose outer ones belong to them.
fn embraced(out: &Buffer, quote: u8) -> bool {
    let cells = super::tokens::Cells::of(&out.cells, &out.ends, b"");
    cells.iter().all(|cell| {
        let opens = |at: usize| at.checked_sub(1).is_none_or(|before| matches!(cell[before], b' ' | b'(' | b'['));
        let ends = memchr::memchr(quote, cell).zip(memchr::memrchr(quote, cell));
        ends.is_none_or(|(first, last)| opens(first) || !opens(last))
    })
}
