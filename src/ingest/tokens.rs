//! Bytes → rows of cells. The judge of quotes and line ends is `csv-core`; what is ours here is the account: on which
//! line and at which byte a row stands, and how many lines without any text lie between.
//!
//! A line that lies whole in the pushed bytes and has no quote needs no judge: it is cut at its delimiters as it lies
//! there. A test holds the two ways against each other.

use super::plain::Line;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// Where a row stands in the stream of bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Span {
    /// Line of its first byte, from 1.
    pub line: u64,
    /// First byte.
    pub offset: u64,
    /// Bytes without the line end.
    pub length: u64,
    /// Empty lines right before it.
    pub blank_before: u64,
    /// Whether the bytes ended inside a quoted cell.
    pub unclosed: bool,
}

/// A row is longer than any real one: most likely a quote that never closes. Holds the row's line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit(pub u64);

/// No real row is longer than this.
const MAX_ROW: u64 = 4 << 20;

/// Cuts pushed bytes into rows.
pub struct Tokenizer {
    reader: Reader,
    delimiter: u8,
    cells: Vec<u8>,
    ends: Vec<usize>,
    used_cells: usize,
    used_ends: usize,
    /// Position of the next byte to be pushed.
    position: u64,
    lines: LineCount,
    span: Span,
    started: bool,
    quotes: u64,
    ended: bool,
    skip: usize,
}

/// Counts line ends: `\n`, `\r\n` and `\r` are one each.
#[derive(Clone, Copy, Default)]
struct LineCount {
    lines: u64,
    after_cr: bool,
}

impl LineCount {
    fn push(&mut self, byte: u8) -> bool {
        let counts = byte == b'\r' || (byte == b'\n' && !self.after_cr);
        self.after_cr = byte == b'\r';
        self.lines += u64::from(counts);
        counts
    }

    /// Counts a stretch of bytes at once.
    fn push_all(&mut self, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        if memchr::memchr(b'\r', bytes).is_none() && !self.after_cr {
            self.lines += memchr::memchr_iter(b'\n', bytes).count() as u64;
        } else {
            bytes.iter().for_each(|byte| {
                self.push(*byte);
            });
        }
    }
}

impl Tokenizer {
    /// A tokenizer for cells parted by `delimiter` and quoted by `"`.
    pub fn new(delimiter: u8) -> Tokenizer {
        Tokenizer {
            reader: ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            cells: vec![0; 4096],
            ends: vec![0; 64],
            used_cells: 0,
            used_ends: 0,
            position: 0,
            lines: LineCount::default(),
            span: Span::default(),
            started: false,
            quotes: 0,
            ended: false,
            skip: 0,
        }
    }

    /// Says that the first `count` bytes to come are no text (a byte order mark).
    pub fn skip(&mut self, count: usize) {
        self.skip = count;
    }

    /// Pushes bytes; `row` is called for every complete row. An empty slice says that there are no more.
    pub fn push(&mut self, mut bytes: &[u8], row: &mut dyn FnMut(Cells<'_>, Span)) -> Result<(), Limit> {
        let last = bytes.is_empty();
        if self.skip > 0 {
            let skipped = self.skip.min(bytes.len());
            bytes = &bytes[skipped..];
            self.skip -= skipped;
            self.position += skipped as u64;
            if bytes.is_empty() && !last {
                return Ok(());
            }
        }
        // Bytes that are left when the next quote comes; none comes when it is None.
        let mut quote = memchr::memchr(b'"', bytes).map(|at| bytes.len() - at);
        loop {
            if !self.started {
                bytes = self.skip_line_ends(bytes);
                if bytes.is_empty() && !last {
                    return Ok(());
                }
                if quote.is_some_and(|left| left > bytes.len()) {
                    quote = memchr::memchr(b'"', bytes).map(|at| bytes.len() - at);
                }
                let plain = quote.map_or(bytes.len(), |left| bytes.len() - left);
                if let Some(rest) = self.plain_row(bytes, plain, row)? {
                    bytes = rest;
                    continue;
                }
                self.started = true;
                self.quotes = 0;
                self.span =
                    Span { line: self.lines.lines + 1, offset: self.position, blank_before: self.span.blank_before, ..Span::default() };
            }
            let Some(rest) = self.judged(bytes, last, row)? else { return Ok(()) };
            bytes = rest;
        }
    }

    /// Takes one row off the front if its line end lies within the first `plain` bytes, which have no quote.
    fn plain_row<'a>(&mut self, bytes: &'a [u8], plain: usize, row: &mut dyn FnMut(Cells<'_>, Span)) -> Result<Option<&'a [u8]>, Limit> {
        let Some(end) = memchr::memchr2(b'\n', b'\r', &bytes[..plain]) else { return Ok(None) };
        let line = &bytes[..end];
        self.ends.clear();
        self.ends.extend(memchr::memchr_iter(self.delimiter, line));
        self.ends.push(end);
        let span = Span {
            line: self.lines.lines + 1,
            offset: self.position,
            length: end as u64,
            blank_before: self.span.blank_before,
            unclosed: false,
        };
        if span.length > MAX_ROW {
            return Err(Limit(span.line));
        }
        row(Cells { bytes: line, ends: &self.ends, gap: 1 }, span);
        self.lines.push(bytes[end]);
        self.position += end as u64 + 1;
        self.span.blank_before = 0;
        Ok(Some(&bytes[end + 1..]))
    }

    /// Lets the judge read on in the row at hand; the bytes it leaves, or None when it wants more than there are.
    fn judged<'a>(&mut self, bytes: &'a [u8], last: bool, row: &mut dyn FnMut(Cells<'_>, Span)) -> Result<Option<&'a [u8]>, Limit> {
        let room = self.used_ends + 64;
        if self.ends.len() < room {
            self.ends.resize(room, 0);
        }
        let (result, read, wrote, ends) =
            self.reader.read_record(bytes, &mut self.cells[self.used_cells..], &mut self.ends[self.used_ends..]);
        let taken = &bytes[..read];
        self.quotes += memchr::memchr_iter(b'"', taken).count() as u64;
        self.lines.push_all(taken);
        self.span.length += read as u64;
        self.position += read as u64;
        self.used_cells += wrote;
        self.used_ends += ends;
        // The line end that closed the row, if one did, is not part of it; the last row may end with the bytes.
        let closed = result == ReadRecordResult::Record && taken.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r'));
        self.span.length -= u64::from(closed);
        if self.span.length > MAX_ROW {
            return Err(Limit(self.span.line));
        }
        match result {
            ReadRecordResult::InputEmpty if !last => return Ok(None),
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull => self.cells.resize(self.cells.len() * 2, 0),
            ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            ReadRecordResult::Record => {
                // A row that ends with the bytes and not with a line end: odd quotes say that one is open.
                self.span.unclosed = last && !closed && !self.quotes.is_multiple_of(2);
                row(Cells { bytes: &self.cells[..self.used_cells], ends: &self.ends[..self.used_ends], gap: 0 }, self.span);
                (self.used_cells, self.used_ends, self.started) = (0, 0, false);
                self.span.blank_before = 0;
            }
            ReadRecordResult::End => {
                self.ended = true;
                return Ok(None);
            }
        }
        Ok(Some(&bytes[read..]))
    }

    /// Empty lines at the end of the bytes, after the last row.
    pub fn blank_tail(&self) -> u64 {
        if self.ended { self.span.blank_before } else { 0 }
    }

    /// Line ends met so far.
    pub fn lines(&self) -> u64 {
        self.lines.lines
    }

    /// Takes line ends off the front: all but the one that belongs to the row before are empty lines.
    fn skip_line_ends<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let mut at = 0;
        while at < bytes.len() && matches!(bytes[at], b'\n' | b'\r') {
            // `push` is false for the `\n` of a `\r\n`, whose `\r` closed the row before.
            self.span.blank_before += u64::from(self.lines.push(bytes[at]));
            at += 1;
        }
        self.position += at as u64;
        if at < bytes.len() {
            self.lines.after_cr = false;
        }
        &bytes[at..]
    }
}

/// The cells of one row.
#[derive(Clone, Copy)]
pub struct Cells<'a> {
    bytes: &'a [u8],
    ends: &'a [usize],
    /// Bytes between two cells: the delimiter, where the row is still as it lies in the file.
    gap: usize,
}

impl<'a> Cells<'a> {
    /// Cells that lie one byte apart, with the ends of each.
    pub fn of_line(bytes: &'a [u8], ends: &'a [usize]) -> Cells<'a> {
        Cells { bytes, ends, gap: 1 }
    }

    /// The row as the line it is, where it still lies in the file.
    pub fn line(self) -> Option<Line<'a>> {
        (self.gap == 1).then(|| Line::new(self.bytes, 0, self.ends))
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.ends.len()
    }

    /// The bytes of one; None where the row is shorter.
    pub fn get(self, at: usize) -> Option<&'a [u8]> {
        let end = *self.ends.get(at)?;
        let start = if at == 0 { 0 } else { self.ends[at - 1] + self.gap };
        Some(&self.bytes[start..end])
    }

    /// All of them.
    pub fn iter(self) -> impl Iterator<Item = &'a [u8]> {
        (0..self.len()).filter_map(move |at| self.get(at))
    }

    /// Whether no cell has any text.
    pub fn blank(self) -> bool {
        self.iter().all(|cell| cell.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'\'')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (u64, u64, u64, Vec<String>);

    fn rows(bytes: &[u8], size: usize) -> (Vec<Row>, u64) {
        let mut out = Vec::new();
        let mut tokens = Tokenizer::new(b',');
        let mut take = |cells: Cells<'_>, span: Span| {
            assert!(span.offset + span.length <= bytes.len() as u64);
            out.push((span.line, span.offset, span.blank_before, cells.iter().map(|c| String::from_utf8_lossy(c).into_owned()).collect()));
        };
        for chunk in bytes.chunks(size) {
            tokens.push(chunk, &mut take).unwrap();
        }
        tokens.push(b"", &mut take).unwrap();
        (out, tokens.blank_tail())
    }

    fn check(bytes: &str, expect: &[(u64, u64, u64, &[&str])], tail: u64) {
        for size in 1..=bytes.len().max(1) {
            let (got, blank) = rows(bytes.as_bytes(), size);
            let expect: Vec<Row> = expect.iter().map(|(l, o, b, c)| (*l, *o, *b, c.iter().map(|c| c.to_string()).collect())).collect();
            assert_eq!(got, expect, "{bytes:?} in chunks of {size}");
            assert_eq!(blank, tail, "{bytes:?} in chunks of {size}");
        }
    }

    #[test]
    fn lines_offsets_and_blanks() {
        check("a,b\n1,2\n", &[(1, 0, 0, &["a", "b"]), (2, 4, 0, &["1", "2"])], 0);
        check("a,b\r\n\r\n1,2", &[(1, 0, 0, &["a", "b"]), (3, 7, 1, &["1", "2"])], 0);
        check("a\rb\r\rc", &[(1, 0, 0, &["a"]), (2, 2, 0, &["b"]), (4, 5, 1, &["c"])], 0);
        check("\n\na\n\n\n", &[(3, 2, 2, &["a"])], 2);
        check("x,\"a\nb\r\nc\"\nz,1\n", &[(1, 0, 0, &["x", "a\nb\r\nc"]), (4, 11, 0, &["z", "1"])], 0);
        check("", &[], 0);
    }

    /// Rows by the judge alone: no line end ever lies in the pushed bytes together with its whole line.
    fn judged_only(bytes: &[u8]) -> Vec<Row> {
        rows(bytes, 1).0
    }

    proptest::proptest! {
        #[test]
        fn plain_rows_are_cut_as_the_judge_cuts_them(
            bytes in proptest::collection::vec(proptest::sample::select(b"ab,,\"\n\n\r 1".to_vec()), 0..200), size in 2usize..60,
        ) {
            proptest::prop_assert_eq!(rows(&bytes, size).0, judged_only(&bytes));
            proptest::prop_assert_eq!(rows(&bytes, bytes.len().max(1)), rows(&bytes, 1));
        }
    }

    #[test]
    fn a_long_row_is_refused_at_every_chunk_size() {
        for body in [vec![b'x'; 5 << 20], [&b"\""[..], &vec![b'x'; 5 << 20], b"\""].concat()] {
            let file = [b"a,b\n1,", &body[..], b"\n3,4\n"].concat();
            for size in [1 << 20, file.len()] {
                let mut tokens = Tokenizer::new(b',');
                let refused = file.chunks(size).find_map(|chunk| tokens.push(chunk, &mut |_, _| ()).err());
                assert_eq!(refused, Some(Limit(2)), "in chunks of {size}");
            }
        }
    }

    #[test]
    fn an_unclosed_quote_is_told() {
        let mut told = Vec::new();
        let mut tokens = Tokenizer::new(b',');
        let mut take = |_: Cells<'_>, span: Span| told.push(span.unclosed);
        tokens.push(b"a,b\n1,\"2\n3,4\n", &mut take).unwrap();
        tokens.push(b"", &mut take).unwrap();
        assert_eq!(told, [false, true]);
    }

    #[test]
    fn a_row_without_end_is_refused() {
        let mut tokens = Tokenizer::new(b',');
        let block = vec![b'x'; 1 << 20];
        tokens.push(b"a,b\n1,\"", &mut |_, _| ()).unwrap();
        let refused = (0..8).find_map(|_| tokens.push(&block, &mut |_, _| ()).err());
        assert_eq!(refused, Some(Limit(2)));
    }
}
