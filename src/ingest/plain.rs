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

    /// How many cells it has.
    #[inline]
    pub fn cells(&self) -> usize {
        self.ends.len()
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
        let length = end - start;
        if length == 0 || length > 10 || (self.bytes[start] == b'0' && length > 1) {
            return None;
        }
        let Some(eight) = self.bytes.get(start..start + 8).and_then(|eight| eight.try_into().ok()).map(u64::from_le_bytes) else {
            return crate::model::names::plain_number(&self.bytes[start..end]);
        };
        let first = length.min(8) as u32;
        let mut number = u64::from(eight_digits(eight, first)?);
        for byte in &self.bytes[start + first as usize..end] {
            number = number * 10 + u64::from(byte.is_ascii_digit().then(|| byte - b'0')?);
        }
        u32::try_from(number).ok().filter(|number| *number < u32::MAX - 1)
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
        let cell = self.cell(at)?;
        if cell.is_empty() || cell.len() > 7 {
            return None;
        }
        Some(cell.iter().fold(0, |key, byte| key << 8 | u64::from(*byte)) << 8 | cell.len() as u64)
    }
}

/// The number that the first `length` of eight bytes write, the first byte lowest; None where one is no digit.
#[inline]
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

/// Lines of some bytes, none of which is a quote or a carriage return, all of which end with a line feed. `line` gets
/// each line that is not empty, its position among all lines, and how many empty ones lie before it. Gives the number
/// of lines and of empty lines at the end.
pub fn lines(bytes: &[u8], delimiter: u8, line: &mut impl FnMut(Line<'_>, u64, u64)) -> (u64, u64) {
    let mut ends: Vec<usize> = Vec::with_capacity(64);
    let (mut start, mut number, mut blank) = (0, 0, 0);
    let mut take = |end: usize, ends: &mut Vec<usize>| {
        if end == start {
            blank += 1;
        } else {
            ends.push(end);
            line(Line::new(bytes, start, ends), number, blank);
            blank = 0;
        }
        ends.clear();
        number += 1;
        start = end + 1;
    };
    let mut blocks = bytes.chunks_exact(64);
    let mut base = 0;
    for block in &mut blocks {
        let Ok(block) = block.try_into() else { break };
        let (mut any, feeds) = masks(block, delimiter);
        while any != 0 {
            let bit = any.trailing_zeros();
            let at = base + bit as usize;
            if feeds >> bit & 1 == 1 {
                take(at, &mut ends);
            } else {
                ends.push(at);
            }
            any &= any - 1;
        }
        base += 64;
    }
    for (at, byte) in blocks.remainder().iter().enumerate() {
        if *byte == b'\n' {
            take(base + at, &mut ends);
        } else if *byte == delimiter {
            ends.push(base + at);
        }
    }
    (number, blank)
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
        fn lines_are_cut_as_they_lie(text in proptest::collection::vec("[a-c,]{0,30}", 0..20)) {
            let bytes: Vec<u8> = text.iter().flat_map(|line| line.bytes().chain(*b"\n")).collect();
            let mut cut = Vec::new();
            let (count, _) = lines(&bytes, b',', &mut |line, number, _| {
                let cells: Vec<&str> = (0..line.ends.len()).map(|at| std::str::from_utf8(line.cell(at).unwrap()).unwrap()).collect();
                cut.push((number, cells.join(",")));
            });
            let expected: Vec<(u64, String)> =
                text.iter().enumerate().filter(|(_, line)| !line.is_empty()).map(|(at, line)| (at as u64, line.clone())).collect();
            proptest::prop_assert_eq!(cut, expected);
            proptest::prop_assert_eq!(count, text.len() as u64);
        }
    }
}
