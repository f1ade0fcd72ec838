//! The text of the log's rows, collected into blocks.

use super::person::{Deed, KINDS};
use std::io::{self, Write};

/// 2017-11-25 00:00:00 in UTC+8.
const START: u32 = 1_511_539_200;

/// Bytes of a block.
const BLOCK: usize = 1 << 18;

/// No row is longer: three numbers and a time of ten digits each, a kind of four letters, four commas, a line end.
const LONGEST: usize = 64;

/// Writes rows.
pub struct Lines<W> {
    out: W,
    block: Vec<u8>,
}

impl<W: Write> Lines<W> {
    /// Rows that go to `out`.
    pub fn new(out: W) -> Lines<W> {
        Lines { out, block: Vec::with_capacity(BLOCK) }
    }

    /// Writes one row.
    pub fn row(&mut self, person: u32, deed: Deed) -> io::Result<()> {
        if self.block.len() + LONGEST > BLOCK {
            self.out.write_all(&self.block)?;
            self.block.clear();
        }
        for number in [person, deed.item(), deed.category()] {
            digits(number, &mut self.block);
            self.block.push(b',');
        }
        self.block.extend_from_slice(KINDS[deed.kind]);
        self.block.push(b',');
        digits(START + deed.second, &mut self.block);
        self.block.push(b'\n');
        Ok(())
    }

    /// Writes what is left.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.write_all(&self.block)?;
        self.out.flush()
    }
}

/// Every number from 00 to 99.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut n = 0;
    while n < 100 {
        pairs[n] = [b'0' + (n / 10) as u8, b'0' + (n % 10) as u8];
        n += 1;
    }
    pairs
};

/// Writes a number; most of the time of a large log goes here, so two digits come at once.
fn digits(mut number: u32, out: &mut Vec<u8>) {
    let mut text = [0; 10];
    let mut at = text.len();
    while number >= 100 {
        at -= 2;
        text[at..at + 2].copy_from_slice(&PAIRS[(number % 100) as usize]);
        number /= 100;
    }
    at -= 2;
    text[at..at + 2].copy_from_slice(&PAIRS[number as usize]);
    out.extend_from_slice(&text[at + usize::from(number < 10)..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_numbers_are() {
        for number in [0, 7, 10, 99, 100, 101, 4_096, 99_999, 1_000_000, 1_511_539_200, u32::MAX] {
            let mut out = Vec::new();
            digits(number, &mut out);
            assert_eq!(out, number.to_string().as_bytes());
        }
    }
}
