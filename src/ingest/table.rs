//! A file as a clean table: its own rows and texts, without what stands around them.

use super::encoding::{Encoding, TrailMask, Utf8Check};
use super::foreign::Foreign;
use super::head::Head;
use super::importer::{HEAD, head_size};
use super::ragged::{Judge, Verdict};
use super::recognise::{self, Given};
use super::runs::{Kinds, Runs};
use super::shape::{self, Start};
use super::tokens::{Cells, Limit, Span, Tokenizer};
use crate::model::{Mend, Problem, Reason, Said};

/// What was found around and within the table that is no plain row of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sifted {
    /// Rows with text before the header, with their lines.
    pub preface: Runs,
    /// Rows of the header.
    pub header: u64,
    /// Rows of the table that were given out.
    pub rows: u64,
    /// Empty rows.
    pub blank: u64,
    /// Rows that were repaired, with their lines.
    pub mended: Kinds<Mend>,
    /// Rows that do not fit and are given out as they are, with their lines.
    pub odd: Kinds<Reason>,
    /// Rows left out, with their lines.
    pub left_out: Kinds<Reason>,
}

/// A row that fits in no way or stands around the table: why, and where it stands in the file.
pub type OddRow = (Reason, Span);

impl Sifted {
    /// Rows with text that the file has, and empty ones: all that is accounted for.
    pub fn read(&self) -> u64 {
        self.preface.rows + self.header + self.rows + self.blank + self.left_out.rows()
    }
}

/// Bytes of a file by which its encoding is told, where it is no UTF-8.
const SAMPLE: usize = 4 << 20;

/// Rows of few cells that are held back, since they may be notes below the table: no table has more notes.
const HELD: usize = 1_000;

/// A first look at all bytes of a file, in chunks of any size: its start, and which encoding they are in.
#[derive(Default)]
pub struct Survey {
    start: Vec<u8>,
    size: u64,
    check: Utf8Check,
}

impl Survey {
    /// Looks at the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.size += bytes.len() as u64;
        self.check.push(bytes);
        let room = SAMPLE.saturating_sub(self.start.len()).min(bytes.len());
        self.start.extend_from_slice(&bytes[..room]);
    }

    /// A reader of the file's table, which is to be pushed all bytes again; None for a file without any.
    pub fn reader(self, said: &Said) -> Result<Option<TableReader>, Problem> {
        if self.size == 0 {
            return Ok(None);
        }
        let whole = self.size == self.start.len() as u64;
        let encoding = Encoding::of_survey(&self.start, whole, &self.check);
        // What the import looks at, so that both see the same table; only the encoding is known from all bytes.
        let start = &self.start[..self.start.len().min(head_size(&self.start, HEAD))];
        let head = Head::look(start, start.len() as u64 == self.size, Some(encoding), true, said)?;
        let given = Given::of(&head, said, None, None);
        let found = recognise::look(&head, &given);
        let known = found.table.filter(|table| recognise::satisfied(*table, &found.columns)).and(found.header);
        let start = match given.header {
            Some(header) => Start { first: header.unwrap_or(0), header: header.map_or(0, |_| given.stacked.unwrap_or(1)) },
            None => shape::start(&head, known),
        };
        let mut tokens = Tokenizer::with(head.dialect, Some(head.width));
        tokens.skip(head.skip());
        let foreign = Foreign::of(head.encoding);
        Ok(Some(TableReader { sift: Sift::new(head, start), tokens, foreign, odd: None, mask: TrailMask::default(), scratch: Vec::new() }))
    }
}

/// Reads the (first) table of a file: its header first where it has one, then its rows. What stands before the header,
/// totals, notes below and further tables are left out. Short rows are filled up to the width of the table and empty
/// cells beyond it are left out; a row that fits in no way keeps the cells it has. All of that is told.
pub struct TableReader {
    sift: Sift,
    tokens: Tokenizer,
    foreign: Option<Foreign>,
    /// Rows that fit in no way, since the last time; None where nobody asks for them.
    odd: Option<Vec<OddRow>>,
    mask: TrailMask,
    scratch: Vec<u8>,
}

impl TableReader {
    /// Keeps the rows that fit in no way, until [`TableReader::odd_rows`] is asked for them.
    pub fn keep_odd_rows(&mut self) {
        self.odd = Some(Vec::new());
    }

    /// The rows that fit in no way, since the last time.
    pub fn odd_rows(&mut self) -> Vec<OddRow> {
        self.odd.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Cells of a row of the table.
    pub fn width(&self) -> usize {
        self.sift.head.width
    }

    /// Pushes the next bytes; `row` gets the cells of each row, and answers whether it wants more.
    pub fn push(&mut self, bytes: &[u8], row: &mut dyn FnMut(&[String]) -> bool) -> Result<(), Problem> {
        if bytes.is_empty() { Ok(()) } else { self.take(bytes, row) }
    }

    fn take(&mut self, bytes: &[u8], row: &mut dyn FnMut(&[String]) -> bool) -> Result<(), Problem> {
        let TableReader { sift, tokens, foreign, odd, mask, scratch } = self;
        let masked = sift.head.needs_mask();
        let at = odd.as_ref().map_or(0, Vec::len);
        let mut take = |cells: Cells<'_>, span: Span| sift.take(cells, span, &mut Out { row, odd: odd.as_mut() });
        let limit = |Limit(line)| Problem::RowTooLong(line);
        if let Some(foreign) = foreign {
            foreign.push(bytes, scratch);
            if !scratch.is_empty() {
                tokens.push(scratch, &mut take).map_err(limit)?;
            }
            let new = odd.iter_mut().flat_map(|odd| &mut odd[at..]);
            new.for_each(|(_, span)| *span = foreign.locate(*span));
            // Rows that may yet be told stand behind what is held.
            foreign.forget(sift.waits_from().unwrap_or(u64::MAX).min(tokens.position()));
        } else if masked {
            scratch.clear();
            scratch.extend_from_slice(bytes);
            mask.mask(scratch);
            tokens.push(scratch, &mut take).map_err(limit)?;
        } else {
            tokens.push(bytes, &mut take).map_err(limit)?;
        }
        Ok(())
    }

    /// No more bytes: the last rows, and what was told.
    pub fn finish(self, row: &mut dyn FnMut(&[String]) -> bool) -> Result<Sifted, Problem> {
        self.end(row).map(|(told, _)| told)
    }

    /// The same, with the last rows that fit in no way.
    pub fn end(mut self, row: &mut dyn FnMut(&[String]) -> bool) -> Result<(Sifted, Vec<OddRow>), Problem> {
        let limit = |Limit(line)| Problem::RowTooLong(line);
        let TableReader { sift, tokens, foreign, odd, scratch, .. } = &mut self;
        let at = odd.as_ref().map_or(0, Vec::len);
        let mut out = Out { row, odd: odd.as_mut() };
        if let Some(foreign) = foreign {
            foreign.push(b"", scratch);
            if !scratch.is_empty() {
                tokens.push(scratch, &mut |cells, span| sift.take(cells, span, &mut out)).map_err(limit)?;
            }
        }
        tokens.push(b"", &mut |cells, span| sift.take(cells, span, &mut out)).map_err(limit)?;
        sift.end(&mut out);
        sift.told.blank += tokens.blank_tail();
        if let (Some(foreign), Some(odd)) = (foreign, odd) {
            odd[at..].iter_mut().for_each(|(_, span)| *span = foreign.locate(*span));
        }
        let odd = self.odd_rows();
        Ok((self.sift.told, odd))
    }
}

/// Calls `row` with the cells of every row of a whole file's table ([`TableReader`]).
pub fn clean_rows(bytes: &[u8], said: &Said, row: &mut dyn FnMut(&[String]) -> bool) -> Result<Sifted, Problem> {
    let mut survey = Survey::default();
    survey.push(bytes);
    let Some(mut reader) = survey.reader(said)? else { return Ok(Sifted::default()) };
    reader.push(bytes, row)?;
    reader.finish(row)
}

/// Sifts rows: the table's go out, the others are told.
struct Sift {
    head: Head,
    judge: Judge,
    /// Offsets of the first row of the table and of its first row of data.
    first: u64,
    data: u64,
    names: Vec<String>,
    /// Rows of few cells that may be notes below the table: they go out when a row of the table follows.
    held: Vec<Held>,
    /// Whether another table has begun.
    other: bool,
    /// Whether only a row of words says so: rows like those above say that it was none.
    doubtful: bool,
    /// A row of words that may begin one; whether it has the table's width.
    words: Option<(Vec<String>, bool, Span)>,
    wanted: bool,
    told: Sifted,
}

/// A row that is held back: why it does not fit, or how it was made to, and where it stands.
struct Held {
    row: Vec<String>,
    odd: Option<Reason>,
    mend: Option<Mend>,
    span: Span,
}

/// Where rows go.
struct Out<'a, 'b> {
    /// Gets the cells of a row; answers whether it wants more.
    row: &'a mut (dyn FnMut(&[String]) -> bool + 'b),
    /// Gets the rows that fit in no way, if somebody asks for them.
    odd: Option<&'a mut Vec<OddRow>>,
}

impl Out<'_, '_> {
    fn odd(&mut self, reason: Reason, span: Span) {
        if let Some(odd) = &mut self.odd {
            odd.push((reason, span));
        }
    }
}

impl Sift {
    fn new(head: Head, start: Start) -> Sift {
        let offset = |at: usize| head.rows.get(at).map_or(u64::MAX, |(_, span)| span.offset);
        let header = &head.rows[start.first.min(head.rows.len())..(start.first + start.header).min(head.rows.len())];
        Sift {
            judge: Judge::new(head.dialect, head.encoding, head.profile.clone(), head.narrow),
            first: offset(start.first),
            data: offset(start.first + start.header),
            names: shape::names(header),
            head,
            held: Vec::new(),
            other: false,
            doubtful: false,
            words: None,
            wanted: true,
            told: Sifted::default(),
        }
    }

    fn take(&mut self, cells: Cells<'_>, span: Span, out: &mut Out<'_, '_>) {
        self.told.blank += span.blank_before;
        if cells.blank() {
            self.told.blank += 1;
            return;
        }
        let texts = |cells: Cells<'_>| -> Vec<String> { cells.iter().map(|cell| self.head.encoding.cell(cell).into_owned()).collect() };
        let row = texts(cells);
        if span.offset < self.first {
            return self.before(row, cells.raw(), span, out);
        }
        if span.offset < self.data {
            self.told.header += 1;
            if self.told.header == 1 {
                self.header(cells.raw(), span, out);
            }
            return;
        }
        let begins = || span.blank_before > 0 && shape::begins(&row, self.judge.profile());
        // A row that its quotes have torn has words in wrong columns, and begins no table.
        let torn = span.broken || span.mended || span.loose;
        let apart = shape::apart(&row, self.judge.profile(), &self.names, cells.raw()).or_else(|| begins().then_some(Reason::OtherTable));
        let apart = apart.filter(|reason| !torn || *reason != Reason::OtherTable || self.named(&row));
        if self.other && !(self.doubtful && self.head.profile.is_row(&row)) {
            self.leave(Reason::OtherTable, span, out);
            return;
        }
        self.other = false;
        if let Some((first, fits, then)) = self.words.take() {
            // A row of words begins another table, unless the next one is a row of this table.
            if !self.head.profile.is_row(&row) {
                self.other = true;
                self.doubtful = then.blank_before == 0;
                self.leave(Reason::OtherTable, then, out);
                self.leave(Reason::OtherTable, span, out);
                return;
            }
            self.give(first, (!fits).then_some(Reason::HeaderRow), then, out);
        }
        if let Some(Reason::OtherTable | Reason::HeaderRow) = apart {
            // The header again begins a table too: the rows below it are not this one's.
            self.other = self.named(&row);
            if self.other {
                self.doubtful = false;
                self.leave(Reason::OtherTable, span, out);
            } else {
                self.words = Some((row.clone(), row.len() == self.head.width, span));
            }
            return;
        }
        if let Some(reason) = apart {
            self.leave(reason, span, out);
            return;
        }
        let width = self.head.width;
        let (row, odd) = if span.unclosed {
            (row, Some(Reason::UnclosedQuote))
        } else if span.broken {
            (row, Some(Reason::BrokenQuotes))
        } else if row.len() == width && !span.loose {
            if span.mended {
                self.told.mended.push(Mend::Quote, span);
            }
            (row, None)
        } else {
            let note = shape::filled(&row) == 1 && width > 2;
            match self.judge.judge(cells) {
                // One text alone may be a note below the table.
                Verdict::Stands(mend) if note => return self.hold(Held { row, odd: None, mend, span }, out),
                Verdict::Aside(reason) if note && !self.judge.torn() => {
                    return self.hold(Held { row, odd: Some(reason), mend: None, span }, out);
                }
                Verdict::Stands(mend) => {
                    mend.into_iter().for_each(|mend| self.told.mended.push(mend, span));
                    (row, None)
                }
                Verdict::Mended(mend) => {
                    self.told.mended.push(mend, span);
                    (self.judge.mended(cells.raw()).iter().map(|cell| self.head.encoding.cell(cell).into_owned()).collect(), None)
                }
                Verdict::Aside(reason) => (row, Some(reason)),
            }
        };
        if odd.is_none()
            && shape::filled(&row) == 1
            && width > 2
            && self.head.profile.stands(row.iter().map(String::as_bytes), self.head.profile.rare()) != Some(true)
            && !self.head.profile.is_row(&row)
        {
            return self.hold(Held { row, odd: None, mend: None, span }, out);
        }
        self.release(out);
        self.give(row, odd, span, out);
    }

    /// Gives out what was held back: it stands within the table.
    fn release(&mut self, out: &mut Out<'_, '_>) {
        for Held { row, odd, mend, span } in std::mem::take(&mut self.held) {
            mend.into_iter().for_each(|mend| self.told.mended.push(mend, span));
            self.give(row, odd, span, out);
        }
    }

    /// Holds a row back that may be a note below the table; where there are too many, the first are none.
    fn hold(&mut self, held: Held, out: &mut Out<'_, '_>) {
        self.held.push(held);
        if self.held.len() > HELD {
            self.release(out);
        }
    }

    /// A row before the table: a header that its damage has kept from being seen, or preface.
    fn before(&mut self, row: Vec<String>, raw: &[u8], span: Span, out: &mut Out<'_, '_>) {
        let ends = span.offset + span.length;
        let right_above = self.names.is_empty() && self.first > ends && self.first - ends <= 2;
        if right_above && let Some(cells) = shape::mended_header(raw, &row, self.head.width, &self.head.dialect) {
            self.told.header += 1;
            self.told.mended.push(Mend::OtherDelimiter, span);
            self.names = cells;
            self.wanted = self.wanted && (out.row)(&self.names);
            return;
        }
        self.told.preface.push(span.line);
    }

    /// Gives the header out.
    fn header(&mut self, raw: &[u8], span: Span, out: &mut Out<'_, '_>) {
        let width = self.head.width;
        if self.names.len() != width && self.data > span.offset + span.length {
            if let Some(cells) = shape::mended_header(raw, &self.names, width, &self.head.dialect) {
                let mend = if cells.len() < self.names.len() { Mend::ExtraDelimiter } else { Mend::LostDelimiter };
                self.told.mended.push(mend, span);
                self.names = cells;
            } else if self.names.len() > width && self.names[width..].iter().any(|cell| !cell.trim().is_empty()) {
                self.tell_odd(Reason::TooManyCells, span, out);
            } else if self.names.len() < width {
                self.tell_odd(Reason::TooFewCells, span, out);
            }
        }
        let cells = fitted(self.names.clone(), width);
        self.wanted = self.wanted && (out.row)(&cells);
    }

    fn give(&mut self, row: Vec<String>, odd: Option<Reason>, span: Span, out: &mut Out<'_, '_>) {
        self.told.rows += 1;
        let row = if odd.is_none() || row.len() < self.head.width { fitted(row, self.head.width) } else { row };
        if let Some(reason) = odd {
            self.tell_odd(reason, span, out);
        }
        self.wanted = self.wanted && (out.row)(&row);
    }

    /// Where the first row stands that is not decided yet.
    fn waits_from(&self) -> Option<u64> {
        let held = self.held.first().map(|held| held.span.offset);
        held.into_iter().chain(self.words.as_ref().map(|(.., span)| span.offset)).min()
    }

    /// Tells a row that fits in no way.
    fn tell_odd(&mut self, reason: Reason, span: Span, out: &mut Out<'_, '_>) {
        out.odd(reason.clone(), span);
        self.told.odd.push(reason, span);
    }

    /// Leaves a row out.
    fn leave(&mut self, reason: Reason, span: Span, out: &mut Out<'_, '_>) {
        out.odd(reason.clone(), span);
        self.told.left_out.push(reason, span);
    }

    /// Whether a row repeats most of the header's names.
    fn named(&self, row: &[String]) -> bool {
        let (names, row) = (&self.names[..self.names.len().min(512)], &row[..row.len().min(512)]);
        let again = row.iter().filter(|cell| !cell.trim().is_empty() && names.iter().any(|name| name.trim() == cell.trim())).count();
        again >= 2 && again * 4 >= names.len().max(row.len()) * 3 || shape::narrower(row, self.judge.profile(), names)
    }

    /// No more rows: what is held stands below the table.
    fn end(&mut self, out: &mut Out<'_, '_>) {
        if let Some((row, fits, span)) = self.words.take() {
            self.give(row, (!fits).then_some(Reason::HeaderRow), span, out);
        }
        if self.told.rows == 0 {
            return self.release(out);
        }
        for held in std::mem::take(&mut self.held) {
            self.leave(Reason::Footnote, held.span, out);
        }
    }
}

/// A row filled up to the table's width, without empty cells beyond it.
fn fitted(mut row: Vec<String>, width: usize) -> Vec<String> {
    let last = row.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1);
    row.resize(last.max(width), String::new());
    row
}
