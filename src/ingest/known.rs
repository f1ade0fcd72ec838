//! Cells that were met before, by their bytes: what they mean is told without decoding them again.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

/// Cells that are remembered. A column with more different ones is one of ids, most of which do not come again.
const MOST: usize = 1 << 16;

/// Bytes of a cell that is remembered.
const LONGEST: usize = 128;

/// What the cells of one kind mean.
pub struct Known<T>(HashMap<Box<[u8]>, T, FixedState>);

impl<T> Default for Known<T> {
    fn default() -> Known<T> {
        Known(HashMap::with_hasher(FixedState::default()))
    }
}

impl<T: Copy> Known<T> {
    /// What a cell means; a new one is read, and remembered if it can be.
    #[inline]
    pub fn of(&mut self, cell: &[u8], read: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
        if let Some(known) = self.0.get(cell) {
            return Some(*known);
        }
        let meaning = read(cell)?;
        if self.0.len() < MOST && cell.len() <= LONGEST {
            self.0.insert(cell.into(), meaning);
        }
        Some(meaning)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_read_once_and_what_cannot_be_read_each_time() {
        let mut known = Known::default();
        let mut reads = 0;
        for cell in [&b"a"[..], b"b", b"a", b"?", b"?", b"a"] {
            let found = known.of(cell, |cell| {
                reads += 1;
                (cell != b"?").then_some(cell[0])
            });
            assert_eq!(found, (cell != b"?").then_some(cell[0]));
        }
        assert_eq!(reads, 4);
        let long = [b'x'; LONGEST + 1];
        for _ in 0..2 {
            known.of(&long, |_| {
                reads += 1;
                Some(0)
            });
        }
        assert_eq!(reads, 6);
    }
}
