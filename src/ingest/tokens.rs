//! Bytes → rows of cells, with their account: on which line and at which byte a row stands, and how many lines without
//! any text lie between.
//!
//! A line without quotes is cut at its delimiters as it lies there. Where a line has quotes that do not add up, only
//! that line is in doubt: it is read in the one way that gives the table's width, or given up and told; the lines behind
//! it are rows of their own. So a stray quote never swallows the rest of a file.

use super::cut::{Buffer, Cut, Mode, cut, line_end, mend};
use super::dialect::Dialect;
use super::looks::look;
use super::plain::Line;

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
    /// Whether a quote was taken for a letter, so that the row has the table's width.
    pub mended: bool,
    /// Whether its quotes do not add up in any reading.
    pub broken: bool,
    /// Whether quotes stand within cells that have none around them.
    pub loose: bool,
}

/// A row is longer than any real one. Holds the row's line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit(pub u64);

/// No real row is longer than this, and no quoted cell is looked for longer.
const MAX_ROW: usize = 4 << 20;

/// How far beyond its line a row with quotes is always looked for, and how many bytes each byte that is taken allows more.
/// Where quotes keep leading nowhere, each line would be followed over megabytes: looking is paid for by what was taken.
const CREDIT: (u64, u64) = (256, 4);

/// Lines and bytes over which a quoted cell with loose quotes inside is followed.
const LOOSE: (usize, usize) = (40, 64 << 10);

/// Cuts pushed bytes into rows.
pub struct Tokenizer {
    dialect: Dialect,
    width: Option<usize>,
    /// No row is longer, and no quoted cell is looked for longer.
    reach: usize,
    /// Bytes that may be looked at in vain.
    credit: u64,
    /// Bytes of a row that is not whole yet, and how many there must be before it is looked at again.
    pending: Vec<u8>,
    wait: usize,
    buffer: Buffer,
    spare: Buffer,
    /// Position of the next byte that belongs to no row yet.
    position: u64,
    lines: LineCount,
    blank: u64,
    ended: bool,
    skip: usize,
    /// Bytes copied or looked at, beside those that the buffers count.
    looked: u64,
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

/// What became of the bytes at hand.
enum Step {
    /// A row of this many bytes without its line end; it lies in `buffer`, or as it is where it is plain.
    Row { end: usize, plain: bool, span: Span },
    /// More bytes are needed to know.
    Wait,
}

impl Tokenizer {
    /// A tokenizer for cells parted by `delimiter` and quoted by `"`.
    #[cfg(test)]
    pub fn new(delimiter: u8) -> Tokenizer {
        Tokenizer::with(Dialect::plain(delimiter), None)
    }

    /// A tokenizer for a dialect, and the table's width where it is known: broken quotes are mended towards it.
    pub fn with(dialect: Dialect, width: Option<usize>) -> Tokenizer {
        Tokenizer {
            dialect,
            width,
            reach: MAX_ROW,
            credit: 8 * MAX_ROW as u64,
            pending: Vec::new(),
            wait: 0,
            buffer: Buffer::default(),
            spare: Buffer::default(),
            position: 0,
            lines: LineCount::default(),
            blank: 0,
            ended: false,
            skip: 0,
            looked: 0,
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
        self.ended |= last;
        if self.pending.is_empty() {
            let taken = self.run(bytes, last, row)?;
            self.pending.extend_from_slice(&bytes[taken..]);
        } else {
            self.pending.extend_from_slice(bytes);
            if self.pending.len() < self.wait && !last {
                return Ok(());
            }
            let held = std::mem::take(&mut self.pending);
            let taken = self.run(&held, last, row)?;
            self.pending.extend_from_slice(&held[taken..]);
        }
        // Bytes that come singly must not be looked at again each time, nor what lies at the reach for each row that it gives.
        self.wait = (self.pending.len() * 2).min(self.pending.len().max(self.reach) + self.reach / 8);
        Ok(())
    }

    /// Takes whole rows off the front; how many bytes they had.
    fn run(&mut self, bytes: &[u8], last: bool, row: &mut dyn FnMut(Cells<'_>, Span)) -> Result<usize, Limit> {
        let mut at = 0;
        self.looked += bytes.len() as u64;
        // Where the next quote stands; none comes when it is None.
        let find = |from: usize, quote: Option<u8>| quote.and_then(|quote| memchr::memchr(quote, &bytes[from..])).map(|step| from + step);
        let mut quote = find(0, self.dialect.quote);
        loop {
            at += self.skip_line_ends(&bytes[at..]);
            let rest = &bytes[at..];
            if rest.is_empty() {
                return Ok(at);
            }
            if quote.is_some_and(|quote| quote < at) {
                quote = find(at, self.dialect.quote);
            }
            let Step::Row { end, plain, span } = self.step(rest, quote.map(|quote| quote - at), last)? else { return Ok(at) };
            let span = Span { line: self.lines.lines + 1, offset: self.position, length: end as u64, blank_before: self.blank, ..span };
            if end > self.reach {
                return Err(Limit(span.line));
            }
            let raw = &rest[..end];
            let (cells, gap) = if plain { (raw, self.dialect.delimiter.len()) } else { (&self.buffer.cells[..], 0) };
            row(Cells { bytes: cells, ends: &self.buffer.ends, gap, raw }, span);
            self.blank = 0;
            let taken = (end + 1).min(rest.len());
            self.lines.push_all(&rest[..taken]);
            self.position += taken as u64;
            at += taken;
        }
    }

    /// Looks at the row at the front; `quote` is where its first quote, or one of a later row, stands.
    fn step(&mut self, bytes: &[u8], quote: Option<usize>, last: bool) -> Result<Step, Limit> {
        let end = line_end(bytes);
        if quote.is_none_or(|quote| quote > end) {
            if end == bytes.len() && !last {
                return self.wait(bytes);
            }
            return Ok(self.plain(&bytes[..end]));
        }
        if end == bytes.len() && !last {
            return self.wait(bytes);
        }
        // The line itself is seen whole, and as much behind it as was earned.
        let reach = usize::try_from(self.credit.max(CREDIT.0)).unwrap_or(self.reach).saturating_add(end).min(self.reach);
        let window = &bytes[..bytes.len().min(reach + 1)];
        let whole = last && window.len() == bytes.len();
        let found = cut(window, &self.dialect, Mode::default(), whole, &mut self.buffer);
        let seen = match found {
            Cut::Row(at) | Cut::Broken(at) => at,
            Cut::Open => window.len(),
        };
        let step = match found {
            Cut::Row(end) if end < window.len() || whole => {
                let loose = self.buffer.loose > 0;
                let mended = line_end(&window[..end]) < end && self.swallowed(&window[..end]);
                let end = if mended { line_end(window) } else { end };
                Step::Row { end, plain: false, span: Span { mended, loose, ..Span::default() } }
            }
            Cut::Open | Cut::Row(_) if !whole && window.len() <= reach => return self.wait(bytes),
            Cut::Row(_) if end >= window.len() => return Err(Limit(self.lines.lines + 1)),
            found => self.doubtful(window, whole, found)?,
        };
        if let Step::Row { end, .. } = step {
            let cap = 8 * self.reach as u64;
            self.credit = (self.credit + CREDIT.1 * end as u64).min(cap).saturating_sub(seen.saturating_sub(end) as u64);
        }
        Ok(step)
    }

    /// The row's quotes do not add up: is it this line alone?
    #[inline(never)]
    fn doubtful(&mut self, window: &[u8], whole: bool, found: Cut) -> Result<Step, Limit> {
        let end = line_end(window);
        if end == window.len() && !whole {
            return self.wait(window);
        }
        let row = |end: usize, span: Span| Ok(Step::Row { end, plain: false, span });
        if found == Cut::Open && end == window.len() {
            // The bytes end in a quoted cell of their last line: that row is not complete, unless what follows the
            // quote are the other cells of a whole row.
            if self.width.is_some() && mend(window, &self.dialect, self.width, &mut self.buffer) {
                let starts = self.buffer.ends.len().checked_sub(2).map_or(0, |at| self.buffer.ends[at]);
                if self.buffer.cells.get(starts).copied() != self.dialect.quote {
                    return row(end, Span { mended: true, ..Span::default() });
                }
            }
            cut(window, &self.dialect, Mode::default(), true, &mut self.buffer);
            self.buffer.ends.push(self.buffer.cells.len());
            return row(end, Span { unclosed: true, ..Span::default() });
        }
        if mend(&window[..end], &self.dialect, self.width, &mut self.buffer) {
            return row(end, Span { mended: true, ..Span::default() });
        }
        if let Some(width) = self.width {
            match self.loose(window, whole, width) {
                Some(0) => return self.wait(window),
                Some(end) => return row(end, Span { mended: true, ..Span::default() }),
                None => {}
            }
        }
        mend(&window[..end], &self.dialect, self.width, &mut self.buffer);
        row(end, Span { broken: true, ..Span::default() })
    }

    /// A quoted cell over several lines with loose quotes inside: where its row ends, if it has the table's width; 0
    /// where more bytes are needed to know.
    fn loose(&mut self, window: &[u8], whole: bool, width: usize) -> Option<usize> {
        let near = &window[..window.len().min(LOOSE.1).min(self.reach)];
        let far = memchr::memchr2_iter(b'\n', b'\r', near).nth(LOOSE.0).unwrap_or(near.len());
        if far == window.len() && !whole {
            return Some(0);
        }
        // One that opens a cell of the next row belongs to that.
        let lenient = Mode { lenient: true, inner: true, ..Mode::default() };
        let at_end = whole && far == window.len();
        match cut(&window[..far], &self.dialect, lenient, at_end, &mut self.buffer) {
            Cut::Row(end) if (end < far || at_end) && self.buffer.ends.len() == width => {
                // Lines that are rows by themselves are no text of a cell.
                (!self.rows(&window[line_end(window)..end], width)).then_some(end)
            }
            _ => None,
        }
    }

    /// Whether every one of these lines is a row of the table by itself.
    fn rows(&mut self, lines: &[u8], width: usize) -> bool {
        self.each(lines, width, &|_| true)
    }

    /// Whether every one of these lines is a row like the one in `spare`: with numbers and times where that has them. Where
    /// it has none, nothing says so.
    fn alike(&mut self, lines: &[u8], width: usize) -> bool {
        let strong = |cell: &[u8]| look(cell.strip_prefix(b"\"").unwrap_or(cell)).strong();
        let cells = |out: &Buffer| -> Vec<bool> { Cells::of(&out.cells, &out.ends, b"").iter().map(strong).collect() };
        let pattern = cells(&self.spare);
        let like = |out: &Buffer| pattern.iter().zip(cells(out)).all(|(first, this)| !first || this);
        pattern.contains(&true) && self.each(lines, width, &like)
    }

    /// Whether every one of these lines has the table's width by itself, and is such a row.
    fn each(&mut self, lines: &[u8], width: usize, such: &dyn Fn(&Buffer) -> bool) -> bool {
        let modes = [Mode { lenient: true, ..Mode::default() }, Mode { none: true, ..Mode::default() }];
        let mut out = Buffer::default();
        let mut lines = lines.split(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.is_empty());
        let all = lines.all(|line| {
            let mut reads = |mode| cut(line, &self.dialect, mode, true, &mut out) == Cut::Row(line.len()) && out.ends.len() == width;
            modes.into_iter().any(&mut reads) && such(&out)
        });
        self.spare.looked += out.looked;
        all
    }

    /// Whether a row over several lines, though its quotes add up, is one line with a stray quote that has swallowed
    /// rows: its first line has the table's width by itself, and the rest does not fit or is rows. It is mended then.
    #[inline(never)]
    fn swallowed(&mut self, raw: &[u8]) -> bool {
        let Some(width) = self.width else { return false };
        let first = line_end(raw);
        if !mend(&raw[..first], &self.dialect, Some(width), &mut self.spare) {
            return false;
        }
        if self.buffer.ends.len() == width && !self.alike(&raw[first..], width) {
            return false;
        }
        std::mem::swap(&mut self.buffer, &mut self.spare);
        true
    }

    fn wait(&self, bytes: &[u8]) -> Result<Step, Limit> {
        if bytes.len() > self.reach { Err(Limit(self.lines.lines + 1)) } else { Ok(Step::Wait) }
    }

    /// Cuts a line without quotes.
    fn plain(&mut self, line: &[u8]) -> Step {
        let plain = !self.dialect.trim;
        if !plain {
            cut(line, &self.dialect, Mode::default(), true, &mut self.buffer);
        } else {
            self.buffer.ends.clear();
            match self.dialect.delimiter.single() {
                Some(byte) => self.buffer.ends.extend(memchr::memchr_iter(byte, line)),
                None => self.buffer.ends.extend(memchr::memmem::find_iter(line, self.dialect.delimiter.bytes())),
            }
            self.buffer.ends.push(line.len());
        }
        Step::Row { end: line.len(), plain, span: Span::default() }
    }

    /// Empty lines at the end of the bytes, after the last row.
    pub fn blank_tail(&self) -> u64 {
        if self.ended { self.blank } else { 0 }
    }

    /// The first byte that belongs to no row yet.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// Line ends met so far.
    pub fn lines(&self) -> u64 {
        self.lines.lines
    }

    /// Bytes looked at so far, those that were looked at again as often as it was so.
    #[cfg(test)]
    fn looked(&self) -> u64 {
        self.looked + self.buffer.looked + self.spare.looked
    }

    /// Whether bytes wait for more that would show what row they are.
    pub fn waits(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Takes line ends off the front: all but the one that belongs to the row before are empty lines. How many bytes.
    fn skip_line_ends(&mut self, bytes: &[u8]) -> usize {
        let mut at = 0;
        while at < bytes.len() && matches!(bytes[at], b'\n' | b'\r') {
            // `push` is false for the `\n` of a `\r\n`, whose `\r` closed the row before.
            self.blank += u64::from(self.lines.push(bytes[at]));
            at += 1;
        }
        self.position += at as u64;
        if at < bytes.len() {
            self.lines.after_cr = false;
        }
        at
    }
}

/// The cells of one row.
#[derive(Clone, Copy)]
pub struct Cells<'a> {
    bytes: &'a [u8],
    ends: &'a [usize],
    /// Bytes between two cells: the delimiter, where the row is still as it lies in the file.
    gap: usize,
    raw: &'a [u8],
}

impl<'a> Cells<'a> {
    /// Cells that lie one byte apart in a line, with the ends of each.
    pub fn of_line(line: &'a [u8], ends: &'a [usize]) -> Cells<'a> {
        Cells { bytes: line, ends, gap: 1, raw: line }
    }

    /// The row as the line it is, where it still lies in the file and its cells lie one byte apart.
    pub fn line(self) -> Option<Line<'a>> {
        (self.gap == 1).then(|| Line::new(self.bytes, 0, self.ends))
    }

    /// Cells that lie one behind the other, each ending where `ends` says; `raw` is the row as it lies in the file.
    pub fn of(bytes: &'a [u8], ends: &'a [usize], raw: &'a [u8]) -> Cells<'a> {
        Cells { bytes, ends, gap: 0, raw }
    }

    /// The row as it lies in the file.
    pub fn raw(self) -> &'a [u8] {
        self.raw
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

    /// Rows with all that is told of them, for a table of three columns.
    fn mended(bytes: &[u8], size: usize) -> Vec<(Vec<Vec<u8>>, Span)> {
        let mut out = Vec::new();
        let mut tokens = Tokenizer::with(Dialect::plain(b','), Some(3));
        let mut take = |cells: Cells<'_>, span: Span| out.push((cells.iter().map(<[u8]>::to_vec).collect(), span));
        for chunk in bytes.chunks(size).chain([&b""[..]]) {
            tokens.push(chunk, &mut take).unwrap();
        }
        out
    }

    proptest::proptest! {
        #[test]
        fn broken_quotes_are_mended_alike_at_every_chunk_size(
            bytes in proptest::collection::vec(proptest::sample::select(b"ab,,,\"\"\n\n\r 1".to_vec()), 0..160), size in 1usize..50,
        ) {
            let whole = mended(&bytes, bytes.len().max(1));
            proptest::prop_assert_eq!(mended(&bytes, size), whole.clone());
            // Every byte with text belongs to one row.
            let mut end = 0;
            for (_, span) in whole {
                proptest::prop_assert!(span.offset >= end);
                let between = &bytes[end as usize..span.offset as usize];
                proptest::prop_assert!(between.iter().all(|byte| matches!(byte, b'\n' | b'\r')));
                end = span.offset + span.length;
            }
            proptest::prop_assert!(bytes[end as usize..].iter().all(|byte| matches!(byte, b'\n' | b'\r')));
        }
    }

    /// Bytes looked at while a table of three columns is read whose rows reach no further than so many bytes.
    fn looked(bytes: &[u8], size: usize, reach: usize) -> u64 {
        let mut tokens = Tokenizer::with(Dialect::plain(b','), Some(3));
        (tokens.reach, tokens.credit) = (reach, 8 * reach as u64);
        bytes.chunks(size).chain([&b""[..]]).try_for_each(|chunk| tokens.push(chunk, &mut |_, _| ())).ok();
        tokens.looked()
    }

    #[test]
    fn a_quote_that_never_closes_costs_no_more_than_its_reach() {
        let row = b"v1,2026-06-01 10:00:00,/a\n";
        let stray = b"v0,2026-06-01 10:00:00,\"/a\n";
        for (first, every) in
            [(&stray[..], &row[..]), (row, stray), (stray, b"x,\"\",y\n"), (stray, b"\"a\",b,c\n"), (stray, b"a\"\"\",\"\n")]
        {
            for reach in [1 << 12, MAX_ROW] {
                for size in [1 << 10, 1 << 20] {
                    let of = |rows: usize| {
                        let bytes = [first, &every.repeat(rows)].concat();
                        (looked(&bytes, size, reach), bytes.len() as u64)
                    };
                    // Twice the bytes, twice the work: whatever is waited for is looked at again a few times only.
                    let ((once, short), (twice, long)) = (of(60_000 / every.len()), of(120_000 / every.len()));
                    let more = (twice - once) as f64 / (long - short) as f64;
                    let what = String::from_utf8_lossy(every).into_owned();
                    assert!(more < 120.0, "{more:.1} bytes looked at for one of {what:?}, chunks of {size}, reach {reach}");
                }
            }
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(40))]
        /// Lines of any quotes are looked at a bounded number of times, whatever stands before and behind them.
        #[test]
        fn the_work_grows_with_the_bytes(
            lines in proptest::collection::vec(proptest::collection::vec(proptest::sample::select(b"ab,,\"\"\" ".to_vec()), 0..24), 1..6),
            size in 64usize..4096,
        ) {
            let block = text_of(&lines);
            let bytes = block.repeat(48_000 / block.len() + 1);
            // Forty lines for loose quotes, and each quote of a line tried: if every line looked as far as it may reach, it
            // would be a thousand times and more.
            let most = 120 * bytes.len() as u64;
            let got = looked(&bytes, size, 1 << 14);
            // The first credit is as good as eight times the reach.
            let most = most + (8 << 14);
            proptest::prop_assert!(got <= most, "{} bytes looked at for {}", got, bytes.len());
        }
    }

    /// Lines, each with its end.
    fn text_of(lines: &[Vec<u8>]) -> Vec<u8> {
        lines.iter().flat_map(|line| line.iter().chain(b"\n")).copied().collect()
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
        /// Where all credit is spent, rows are still the same in chunks of any size.
        #[test]
        fn spent_credit_is_spent_alike_at_every_chunk_size(
            lines in proptest::collection::vec(proptest::collection::vec(proptest::sample::select(b"ab,,\"\"\" ".to_vec()), 0..24), 1..6),
            size in 1usize..3000,
        ) {
            let bytes = text_of(&lines).repeat(5_000 / lines.concat().len().max(8));
            let read = |size: usize| {
                let mut out: Vec<(Vec<Vec<u8>>, Span)> = Vec::new();
                let mut tokens = Tokenizer::with(Dialect::plain(b','), Some(3));
                (tokens.reach, tokens.credit) = (2_000, 0);
                let mut take = |cells: Cells<'_>, span: Span| out.push((cells.iter().map(<[u8]>::to_vec).collect(), span));
                let end = bytes.chunks(size).chain([&b""[..]]).find_map(|chunk| tokens.push(chunk, &mut take).err());
                (out, end)
            };
            proptest::prop_assert_eq!(read(size), read(bytes.len().max(1)));
        }
    }

    #[test]
    fn a_stray_quote_stays_in_its_line() {
        let text = "a,b,c\n1,\"x,2\n3,\"y\"\"z\",4\n5,\"two\nlines\",6\n7,\"in 9\" size\",8\n9,x,\"\n10,y,z\n";
        let rows: Vec<(Vec<String>, bool)> = mended(text.as_bytes(), 7)
            .into_iter()
            .map(|(cells, span)| (cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect(), span.mended))
            .collect();
        let expect = [
            (["a", "b", "c"], false),
            (["1", "\"x", "2"], true),
            (["3", "y\"z", "4"], false),
            (["5", "two\nlines", "6"], false),
            (["7", "in 9\" size", "8"], true),
            (["9", "x", "\""], true),
            (["10", "y", "z"], false),
        ];
        let expect: Vec<(Vec<String>, bool)> = expect.iter().map(|(cells, mended)| (cells.map(String::from).to_vec(), *mended)).collect();
        assert_eq!(rows, expect);
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
        tokens.push(b"a,b\n1,\"2\n3,\"4", &mut take).unwrap();
        tokens.push(b"", &mut take).unwrap();
        assert_eq!(told, [false, false, true]);
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
