//! The fast way through plain lines: those without quotes, as nearly all lines of a large log are.
//!
//! Delimiters and line ends are found 64 bytes at a time. A cell is looked at where it lies: a number by arithmetic on
//! eight bytes at once, a short word by its bytes as one number. Whatever is written in another way is left to the
//! general path, which decides; a law holds the two against each other.

use super::masks::masks;

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

    #[inline]
    fn cell(&self, at: usize) -> Option<&'a [u8]> {
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
    let cell = bytes.get(start..end)?;
    if cell.is_empty() || cell.len() > 7 {
        return None;
    }
    Some(cell.iter().fold(0, |key, byte| key << 8 | u64::from(*byte)) << 8 | cell.len() as u64)
}

/// The plain number of at most ten digits, below four billion, that these bytes write.
#[inline(always)]
fn number(bytes: &[u8], start: usize, end: usize) -> Option<u32> {
    let length = end - start;
    let Some(eight) = bytes.get(start..start + 8).and_then(|eight| eight.try_into().ok()).map(u64::from_le_bytes) else {
        return crate::model::names::plain_number(bytes.get(start..end)?);
    };
    if length == 0 || length > 10 || (eight as u8 == b'0' && length > 1) {
        return None;
    }
    if length <= 8 {
        return eight_digits(eight, length as u32);
    }
    let mut number = u64::from(eight_digits(eight, 8)?);
    for byte in bytes.get(start + 8..end)? {
        number = number * 10 + u64::from(byte.is_ascii_digit().then(|| byte - b'0')?);
    }
    u32::try_from(number).ok().filter(|number| *number < u32::MAX - 1)
}

/// The number that the first `length` of eight bytes write, the first byte lowest; None where one is no digit.
#[inline(always)]
fn eight_digits(bytes: u64, length: u32) -> Option<u32> {
    // Short numbers are moved to the end and get zeros before them.
    let shift = 64 - 8 * length;
    let digits = if shift == 0 { bytes } else { bytes << shift | 0x3030_3030_3030_3030 >> (64 - shift) };
    let high = digits & 0xf0f0_f0f0_f0f0_f0f0;
    if high != 0x3030_3030_3030_3030 || digits.wrapping_add(0x0606_0606_0606_0606) & 0xf0f0_f0f0_f0f0_f0f0 != high {
        return None;
    }
    let pairs = (digits & 0x0f0f_0f0f_0f0f_0f0f).wrapping_mul(2561) >> 8;
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

/// What lines are turned into, and by whom.
pub trait Taker {
    /// What is done with each column.
    fn actions(&self) -> &[Action];
    /// The number of a short word ([`Line::short`]), if it is known.
    fn word(&self, key: u64) -> Option<u32>;
    /// Takes a row.
    fn take(&mut self, row: &[u32; SLOTS]);
    /// Looks at a line that is written in another way: its first byte, the ends of its cells, its position among all
    /// lines, and how many empty ones lie before it.
    fn look(&mut self, line: Line<'_>, number: u64, blank: u64);
    /// Empty lines before a row that was taken.
    fn blank(&mut self, lines: u64);
}

/// Goes through lines, none of which has a quote or a carriage return, all of which end with a line feed. Lines before
/// the byte `body` are looked at and never taken. Gives the number of lines, and of empty ones at the end.
pub fn lines<T: Taker>(bytes: &[u8], delimiter: u8, body: usize, taker: &mut T) -> (u64, u64) {
    let mut actions = [Action::Skip; 64];
    // A row of another width than the columns' is no plain one, nor is any where there are too many columns.
    let width = taker.actions().len();
    let known = width.min(actions.len());
    actions[..known].copy_from_slice(&taker.actions()[..known]);
    let mut walk =
        Walk { bytes, delimiter, actions, width, body, line: 0, start: 0, cell: 0, plain: true, row: [0; SLOTS], number: 0, blank: 0 };
    let mut base = 0;
    let mut blocks = bytes.chunks_exact(64);
    for block in &mut blocks {
        let Ok(block) = block.try_into() else { break };
        let (mut any, feeds) = masks(block, delimiter);
        while any != 0 {
            let bit = any.trailing_zeros();
            walk.end(base + bit as usize, feeds >> bit & 1 == 1, taker);
            any &= any - 1;
        }
        base += 64;
    }
    for (at, byte) in blocks.remainder().iter().enumerate() {
        if *byte == delimiter || *byte == b'\n' {
            walk.end(base + at, *byte == b'\n', taker);
        }
    }
    (walk.number, walk.blank)
}

/// A walk from cell to cell. All of it is inlined into one loop, so that where it stands is kept in registers.
struct Walk<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    actions: [Action; 64],
    width: usize,
    body: usize,
    /// First byte of the line and of the cell at hand, and the cell's position in its line.
    line: usize,
    start: usize,
    cell: usize,
    /// Whether all cells of the line so far are written in the commonest ways.
    plain: bool,
    row: [u32; SLOTS],
    number: u64,
    blank: u64,
}

impl Walk<'_> {
    /// A cell ends before this byte, and with it the line if the byte is a line feed.
    #[inline(always)]
    fn end<T: Taker>(&mut self, at: usize, feed: bool, taker: &mut T) {
        if self.cell < self.width && self.cell < self.actions.len() {
            self.act(at, taker);
        } else {
            self.plain = false;
        }
        self.cell += 1;
        self.start = at + 1;
        if feed {
            self.close(at, taker);
        }
    }

    #[inline(always)]
    fn act<T: Taker>(&mut self, at: usize, taker: &T) {
        match self.actions[self.cell & 63] {
            Action::Skip => {}
            Action::Look => self.plain = false,
            Action::Number { slot, optional } => match number(self.bytes, self.start, at) {
                Some(number) => self.row[slot] = number + 1,
                None => {
                    self.row[slot] = 0;
                    self.plain &= optional && at == self.start;
                }
            },
            Action::Seconds(slot) => match number(self.bytes, self.start, at) {
                Some(seconds) if (1_000_000_000..2_000_000_000).contains(&seconds) => self.row[slot] = seconds,
                _ => self.plain = false,
            },
            Action::Word(slot) => match short(self.bytes, self.start, at).and_then(|key| taker.word(key)) {
                Some(word) => self.row[slot] = word,
                None => self.plain = false,
            },
        }
    }

    #[inline(always)]
    fn close<T: Taker>(&mut self, at: usize, taker: &mut T) {
        let empty = self.cell == 1 && at == self.line;
        if !empty && self.plain && self.cell == self.width && self.line >= self.body {
            if self.blank > 0 {
                taker.blank(self.blank);
            }
            taker.take(&self.row);
            self.blank = 0;
        } else if empty {
            self.blank += 1;
        } else {
            self.look(at, taker);
        }
        self.number += 1;
        self.line = at + 1;
        self.cell = 0;
        self.plain = true;
    }

    /// Hands a line over to be looked at.
    #[cold]
    fn look<T: Taker>(&mut self, end: usize, taker: &mut T) {
        let cut = memchr::memchr_iter(self.delimiter, &self.bytes[self.line..end]).map(|at| self.line + at);
        let ends: Vec<usize> = cut.chain([end]).collect();
        taker.look(Line::new(self.bytes, self.line, &ends), self.number, self.blank);
        self.blank = 0;
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

        fn take(&mut self, row: &[u32; SLOTS]) {
            let cell = |code: u32| if code == 0 { String::new() } else { (code - 1).to_string() };
            self.seen.push(format!("{},{}", cell(row[0]), cell(row[1])));
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
