//! The fast way through plain lines: those without quotes, as nearly all lines of a large log are.
//!
//! Delimiters and line ends are found 64 bytes at a time. A cell is looked at where it lies: a number by arithmetic on
//! eight bytes at once, a short word by its bytes as one number. Whatever is written in another way is left to the
//! general path, which decides; a law holds the two against each other.

use super::masks::masks;
use std::ops::Range;

/// One line as it lies among the bytes.
pub struct Line<'a> {
    bytes: &'a [u8],
    start: usize,
    /// End of each cell.
    ends: &'a [usize],
}

impl<'a> Line<'a> {
    /// A line that starts at `start`, with the ends of its cells; they lie one byte apart.
    pub fn new(bytes: &'a [u8], start: usize, ends: &'a [usize]) -> Line<'a> {
        Line { bytes, start, ends }
    }

    /// Its first byte.
    pub fn start(&self) -> usize {
        self.start
    }

    /// Its bytes by themselves, and the ends of its cells among them.
    pub fn text(&self, ends: &mut Vec<usize>) -> &'a [u8] {
        ends.clear();
        ends.extend(self.ends.iter().map(|end| end - self.start));
        &self.bytes[self.start..self.ends.last().copied().unwrap_or(self.start)]
    }

    #[inline]
    fn span(&self, at: usize) -> Option<(usize, usize)> {
        let end = *self.ends.get(at)?;
        let start = if at == 0 { self.start } else { self.ends[at - 1] + 1 };
        Some((start, end))
    }

    /// The bytes of a cell.
    #[inline]
    pub fn cell(&self, at: usize) -> Option<&'a [u8]> {
        let (start, end) = self.span(at)?;
        self.bytes.get(start..end)
    }

    /// Whether a cell is there and empty.
    #[inline]
    pub fn empty(&self, at: usize) -> bool {
        self.span(at).is_some_and(|(start, end)| start == end)
    }

    /// A cell that is a plain number of at most ten digits, below four billion.
    #[inline]
    pub fn number(&self, at: usize) -> Option<u32> {
        let (start, end) = self.span(at)?;
        number(self.bytes, start, end)
    }

    /// An id that needs no unwrapping: letters, digits and marks that nothing wraps ids in.
    #[inline]
    pub fn id(&self, at: usize) -> Option<&'a str> {
        let cell = self.cell(at)?;
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b':');
        if cell.is_empty() || !cell.iter().all(plain) {
            return None;
        }
        std::str::from_utf8(cell).ok()
    }

    /// A word that needs no trimming and reads the same in every encoding.
    #[inline]
    pub fn word(&self, at: usize) -> Option<&'a str> {
        let cell = self.cell(at)?;
        if !cell.iter().all(|byte| (0x20..0x7f).contains(byte)) || cell.first() == Some(&b' ') || cell.last() == Some(&b' ') {
            return None;
        }
        std::str::from_utf8(cell).ok()
    }

    /// A word of one to seven bytes, as one number: its length in the lowest byte.
    #[inline]
    pub fn short(&self, at: usize) -> Option<u64> {
        let (start, end) = self.span(at)?;
        short(self.bytes, start, end)
    }
}

#[inline(always)]
fn short(bytes: &[u8], start: usize, end: usize) -> Option<u64> {
    let length = end - start;
    if length == 0 || length > 7 {
        return None;
    }
    let word = match eight(bytes, start) {
        Some(eight) => eight << 8 & u64::MAX >> (56 - 8 * length),
        None => bytes.get(start..end)?.iter().rev().fold(0, |word, byte| (word | u64::from(*byte)) << 8),
    };
    Some(word | length as u64)
}

/// The eight bytes from a place on, the first one lowest; None where there are fewer.
#[inline(always)]
fn eight(bytes: &[u8], start: usize) -> Option<u64> {
    bytes.get(start..)?.first_chunk().map(|eight| u64::from_le_bytes(*eight))
}

/// The plain number of at most ten digits, below four billion, that these bytes write.
#[inline(always)]
fn number(bytes: &[u8], start: usize, end: usize) -> Option<u32> {
    let length = end.wrapping_sub(start);
    let Some(first) = eight(bytes, start) else {
        return crate::model::names::plain_number(bytes.get(start..end)?);
    };
    if first as u8 == b'0' && length > 1 {
        return None;
    }
    // None of the lengths takes a loop. Zero and eleven are below and above what the two ways take.
    if length.wrapping_sub(1) < 8 {
        return eight_digits(first, length as u32);
    }
    if length.wrapping_sub(9) >= 2 {
        return None;
    }
    let head = eight_digits(first, length as u32 - 8)?;
    let number = u64::from(head) * 100_000_000 + u64::from(eight_digits(eight(bytes, end - 8)?, 8)?);
    u32::try_from(number).ok().filter(|number| *number < u32::MAX - 1)
}

/// The number that the first `length` of eight bytes write, the first byte lowest; None where one is no digit.
#[inline(always)]
fn eight_digits(bytes: u64, length: u32) -> Option<u32> {
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    // Short numbers are moved to the end and get zeros before them.
    let shift = 64 - 8 * length;
    let digits = bytes << shift | (ZEROS >> 1) >> (63 - shift);
    let numbers = digits.wrapping_sub(ZEROS);
    // A byte below a zero borrows from the next one, one above a nine is carried into the highest bit.
    if (digits.wrapping_add(0x4646_4646_4646_4646) | numbers) & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    let pairs = numbers.wrapping_mul(2561) >> 8;
    let fours = (pairs & 0x00ff_00ff_00ff_00ff).wrapping_mul(6_553_601) >> 16;
    Some(((fours & 0x0000_ffff_0000_ffff).wrapping_mul(42_949_672_960_001) >> 32) as u32)
}

/// What is done with a cell of a plain line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Action {
    /// Nothing.
    #[default]
    Skip,
    /// A plain number, or nothing where that may be, goes to this place of the row as itself and one.
    Number {
        /// The place.
        slot: usize,
        /// Whether the cell may be empty.
        optional: bool,
    },
    /// Unix seconds of ten digits go to this place.
    Seconds(usize),
    /// The whole line is looked at.
    Look,
    /// A short word goes to this place as its number among the words known.
    Word(usize),
}

/// Places of a row that actions fill.
pub const SLOTS: usize = 9;

/// Most rows of a batch: its columns and the ends of its cells lie in the innermost cache.
const BATCH: usize = 512;

/// Rows, place by place.
pub struct Rows<'a> {
    places: &'a [[u32; BATCH]; SLOTS],
    range: Range<usize>,
}

impl Rows<'_> {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.range.len()
    }

    /// What stands in a place of every row.
    #[inline]
    pub fn place(&self, slot: usize) -> &[u32] {
        &self.places[slot][self.range.clone()]
    }
}

/// What lines are turned into, and by whom.
pub trait Taker {
    /// What is done with each column. May change when a line was looked at.
    fn actions(&self) -> &[Action];
    /// The number of a short word ([`Line::short`]), if it is known.
    fn word(&self, key: u64) -> Option<u32>;
    /// Takes rows that follow each other.
    fn take(&mut self, rows: Rows<'_>);
    /// Looks at a line that is written in another way: its first byte, the ends of its cells, its position among all
    /// lines, and how many empty ones lie before it.
    fn look(&mut self, line: Line<'_>, number: u64, blank: u64);
    /// Empty lines before a row that was taken.
    fn blank(&mut self, lines: u64);
}

/// Bytes whose cells are found before any of them is read.
const WINDOW: usize = 32 << 10;

/// Goes through lines, none of which has a quote or a carriage return, all of which end with a line feed. Lines before
/// the byte `body` are looked at and never taken. Gives the number of lines, and of empty ones at the end.
///
/// Lines that have one cell for each column are read column by column, many lines at once: the machine works on several
/// cells at a time where none waits for the one before.
pub fn lines<T: Taker>(bytes: &[u8], delimiter: u8, body: usize, taker: &mut T) -> (u64, u64) {
    let batch = Box::new(Batch { places: [[0; BATCH]; SLOTS], other: [0; BATCH] });
    let mut walk = Walk { bytes, body, batch, count: Count::default() };
    let mut cells = Cells::default();
    let (mut start, mut window) = (0, WINDOW);
    while start < bytes.len() {
        let end = (start + window).min(bytes.len());
        cells.find(bytes, start..end, delimiter);
        match cells.lines.last() {
            // A line that is longer than the window: a wider one.
            None if end < bytes.len() => window *= 2,
            None => break,
            Some(last) => {
                start = cells.starts[*last as usize] as usize;
                window = WINDOW;
                walk.window(&cells, taker);
            }
        }
    }
    (walk.count.lines, walk.count.blank)
}

/// Where the cells of some whole lines lie.
#[derive(Default)]
struct Cells {
    /// The first byte of each cell, and of the one after the last: a cell ends one byte before the next one starts. What
    /// stands behind is of no meaning.
    starts: Vec<u32>,
    /// How many cells have ended with each line.
    lines: Vec<u32>,
}

impl Cells {
    /// Finds all cells in a stretch of bytes that starts with a line.
    fn find(&mut self, bytes: &[u8], stretch: Range<usize>, delimiter: u8) {
        // Every byte may end a cell, and up to eight more are written than there are.
        if self.starts.len() < stretch.len() + 16 {
            self.starts.resize(stretch.len() + 16, 0);
        }
        self.lines.clear();
        self.starts[0] = stretch.start as u32;
        let (mut count, mut base) = (1, stretch.start);
        let mut take = |all: u64, mut feeds: u64, base: usize| {
            while feeds != 0 {
                let bit = feeds & feeds.wrapping_neg();
                self.lines.push((count + (all & (bit - 1)).count_ones() as usize) as u32);
                feeds &= feeds - 1;
            }
            let (mut rest, found) = (all, all.count_ones() as usize);
            let mut at = count;
            // Eight at a time, whether there are as many or not: a loop that ends anywhere is slower than to write in vain.
            while rest != 0 {
                let Some(eight) = self.starts.get_mut(at..at + 8) else { break };
                for start in eight {
                    *start = base as u32 + rest.trailing_zeros() + 1;
                    rest &= rest.wrapping_sub(1);
                }
                at += 8;
            }
            count += found;
        };
        let (blocks, rest) = bytes[stretch].as_chunks::<64>();
        for block in blocks {
            let (all, feeds) = masks(block, delimiter);
            take(all, feeds, base);
            base += 64;
        }
        let mut last = [0; 64];
        last[..rest.len()].copy_from_slice(rest);
        let (all, feeds) = masks(&last, delimiter);
        let there = (1u64 << rest.len()) - 1;
        take(all & there, feeds & there, base);
    }
}

/// Some lines with a cell for each column.
struct Batch {
    /// What the actions have put into each place, line by line.
    places: [[u32; BATCH]; SLOTS],
    /// Not 0 for a line that is written in another way.
    other: [u8; BATCH],
}

/// Whether lines must be looked at one by one.
fn to_look(taker: &impl Taker) -> bool {
    taker.actions().contains(&Action::Look)
}

/// The cells of one column of a batch.
struct Column<'a> {
    starts: &'a [u32],
    width: usize,
    at: usize,
}

impl Column<'_> {
    /// Reads every cell into its place by its first byte and its end; says of which lines the cell is written in another
    /// way.
    #[inline(always)]
    fn read(&self, place: &mut [u32; BATCH], other: &mut [u8], read: impl Fn(usize, usize) -> (u32, bool)) {
        let mut at = self.at;
        for (place, other) in place.iter_mut().zip(other) {
            let (value, plain) = read(self.starts[at] as usize, self.starts[at + 1] as usize - 1);
            *place = value;
            *other |= u8::from(!plain);
            at += self.width;
        }
    }
}

/// A walk from line to line.
struct Walk<'a> {
    bytes: &'a [u8],
    body: usize,
    batch: Box<Batch>,
    count: Count,
}

/// What a walk has counted.
#[derive(Default)]
struct Count {
    /// Lines so far.
    lines: u64,
    /// Empty lines just before the one at hand.
    blank: u64,
    ends: Vec<usize>,
}

impl Count {
    /// Looks at a line by itself, by the starts of its cells.
    #[cold]
    fn one<T: Taker>(&mut self, bytes: &[u8], starts: &[u32], taker: &mut T) {
        self.ends.clear();
        self.ends.extend(starts[1..].iter().map(|next| *next as usize - 1));
        let start = starts[0] as usize;
        if self.ends == [start] {
            self.blank += 1;
        } else {
            taker.look(Line::new(bytes, start, &self.ends), self.lines, std::mem::take(&mut self.blank));
        }
        self.lines += 1;
    }

    /// Hands over rows that follow each other.
    fn many<T: Taker>(&mut self, rows: Rows<'_>, taker: &mut T) {
        if self.blank > 0 {
            taker.blank(std::mem::take(&mut self.blank));
        }
        self.lines += rows.len() as u64;
        taker.take(rows);
    }
}

impl Walk<'_> {
    /// Goes through all lines of a window.
    fn window<T: Taker>(&mut self, cells: &Cells, taker: &mut T) {
        let (mut line, mut cell) = (0, 0);
        while line < cells.lines.len() {
            let width = taker.actions().len();
            let regular = |at: usize| cells.lines[at] as usize == cell + (at - line + 1) * width;
            let plain = cells.starts[cell] as usize >= self.body && !to_look(taker);
            let count = (line..cells.lines.len().min(line + BATCH)).take_while(|at| plain && regular(*at)).count();
            let taken = match count {
                0 => {
                    // The starts of its cells, and of what comes behind it.
                    let starts = &cells.starts[cell..=cells.lines[line] as usize];
                    self.count.one(self.bytes, starts, taker);
                    1
                }
                _ => self.many(&cells.starts[cell..=cell + count * width], width, taker),
            };
            line += taken;
            cell = cells.lines[line - 1] as usize;
        }
    }

    /// Reads lines with a cell for each column. Gives how many: when a look at one has changed the actions, the others are
    /// to be read anew.
    fn many<T: Taker>(&mut self, starts: &[u32], width: usize, taker: &mut T) -> usize {
        let count = starts.len() / width;
        let Batch { places, other } = &mut *self.batch;
        let other = &mut other[..count];
        other.fill(0);
        let bytes = self.bytes;
        for (at, action) in taker.actions().iter().enumerate() {
            let cells = Column { starts, width, at };
            match *action {
                Action::Skip | Action::Look => {}
                Action::Number { slot, optional } => cells.read(&mut places[slot], other, |start, end| match number(bytes, start, end) {
                    Some(number) => (number + 1, true),
                    None => (0, optional && start == end),
                }),
                Action::Seconds(slot) => cells.read(&mut places[slot], other, |start, end| {
                    let seconds = number(bytes, start, end).unwrap_or(0);
                    (seconds, (1_000_000_000..2_000_000_000).contains(&seconds))
                }),
                Action::Word(slot) => cells.read(&mut places[slot], other, |start, end| {
                    let word = short(bytes, start, end).and_then(|key| taker.word(key));
                    (word.unwrap_or(0), word.is_some())
                }),
            }
        }
        let mut at = 0;
        while at < count {
            let plain = other[at..].iter().take_while(|other| **other == 0).count();
            if plain > 0 {
                self.count.many(Rows { places, range: at..at + plain }, taker);
                at += plain;
            } else {
                self.count.one(self.bytes, &starts[at * width..=(at + 1) * width], taker);
                at += 1;
                if to_look(taker) {
                    break;
                }
            }
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str, tail: &str) -> Option<u32> {
        let bytes = [text.as_bytes(), tail.as_bytes()].concat();
        Line::new(&bytes, 0, &[text.len()]).number(0)
    }

    proptest::proptest! {
        #[test]
        fn a_number_is_read_as_it_is_written(text in "[0-9]{1,11}|[0-9a:/ .-]{1,9}", tail in ",[a-z0-9]{0,12}") {
            proptest::prop_assert_eq!(number(&text, &tail), crate::model::names::plain_number(text.as_bytes()));
        }

        #[test]
        fn a_short_word_is_one_number_wherever_it_lies(text in "[!-~]{1,7}", tail in "[,a-z]{0,9}") {
            let bytes = [text.as_bytes(), tail.as_bytes()].concat();
            let alone = Line::new(text.as_bytes(), 0, &[text.len()]).short(0);
            proptest::prop_assert_eq!(Line::new(&bytes, 0, &[text.len()]).short(0), alone);
            proptest::prop_assert_eq!(alone.map(|key| key as usize & 0xff), Some(text.len()));
        }

        #[test]
        fn lines_are_taken_or_looked_at_as_they_lie(text in proptest::collection::vec("[0-9,]{0,12}|[a-c,]{0,30}", 0..20)) {
            let bytes: Vec<u8> = text.iter().flat_map(|line| line.bytes().chain(*b"\n")).collect();
            let mut taker = Columns::default();
            let (count, blank) = lines(&bytes, b',', 0, &mut taker);
            let expected: Vec<String> = text.iter().filter(|line| !line.is_empty()).cloned().collect();
            proptest::prop_assert_eq!(taker.seen, expected);
            proptest::prop_assert_eq!(count, text.len() as u64);
            let empty = text.iter().filter(|line| line.is_empty()).count() as u64;
            proptest::prop_assert_eq!(taker.blank + blank, empty);
        }
    }

    /// Two optional numbers; writes down what it gets as it was written.
    #[derive(Default)]
    struct Columns {
        seen: Vec<String>,
        blank: u64,
    }

    impl Taker for Columns {
        fn actions(&self) -> &[Action] {
            &[Action::Number { slot: 0, optional: true }, Action::Number { slot: 1, optional: true }]
        }

        fn word(&self, _: u64) -> Option<u32> {
            None
        }

        fn take(&mut self, rows: Rows<'_>) {
            let cell = |code: u32| if code == 0 { String::new() } else { (code - 1).to_string() };
            let rows = rows.place(0).iter().zip(rows.place(1));
            self.seen.extend(rows.map(|(a, b)| format!("{},{}", cell(*a), cell(*b))));
        }

        fn look(&mut self, line: Line<'_>, _: u64, blank: u64) {
            self.blank += blank;
            let text = line.text(&mut Vec::new());
            self.seen.push(String::from_utf8(text.to_vec()).unwrap());
        }

        fn blank(&mut self, lines: u64) {
            self.blank += lines;
        }
    }
}
