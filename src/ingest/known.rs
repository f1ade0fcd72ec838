//! Cells that were met before, by their bytes: what they mean is told without decoding them again.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

/// Short and long cells that are remembered: a column with more different ones is one of ids, most of which do not come
/// again. Short ones lie in the table itself, so that one look into the memory finds them.
const MOST: (usize, usize) = ((1 << 18) / 8 * 7, 1 << 14);

/// Bytes of a long cell that is remembered.
const LONGEST: usize = 256;

/// What the cells of one kind mean.
pub struct Known<T> {
    short: HashMap<u128, T, FixedState>,
    long: HashMap<Box<[u8]>, T, FixedState>,
}

impl<T> Default for Known<T> {
    fn default() -> Known<T> {
        Known { short: HashMap::with_hasher(FixedState::default()), long: HashMap::with_hasher(FixedState::default()) }
    }
}

/// A cell of at most fifteen bytes as one number, its length with it.
#[inline]
fn short(cell: &[u8]) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..cell.len()).filter(|_| cell.len() < 16)?.copy_from_slice(cell);
    bytes[15] = cell.len() as u8;
    Some(u128::from_le_bytes(bytes))
}

impl<T: Copy> Known<T> {
    /// What a cell means; a new one is read, and remembered if it can be.
    #[inline]
    pub fn of(&mut self, cell: &[u8], read: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
        let key = short(cell);
        let known = match key {
            Some(key) => self.short.get(&key),
            None => self.long.get(cell),
        };
        if let Some(known) = known {
            return Some(*known);
        }
        let meaning = read(cell)?;
        match key {
            Some(key) if self.short.len() < MOST.0 => drop(self.short.insert(key, meaning)),
            None if self.long.len() < MOST.1 && cell.len() <= LONGEST => drop(self.long.insert(cell.into(), meaning)),
            _ => {}
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
        // Cells of every length are different ones, and those that are too long are read each time.
        let long = [0; LONGEST + 2];
        for round in 0..2 {
            for length in 0..long.len() {
                let found = known.of(&long[..length], |_| {
                    reads += 1;
                    Some(length as u8)
                });
                assert_eq!(found, Some(length as u8), "round {round}");
            }
        }
        assert_eq!(reads, 4 + long.len() + 1);
    }
}
