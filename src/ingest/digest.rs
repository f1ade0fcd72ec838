//! A digest of all bytes of a file, to know one that is dropped twice. Blocks are hashed one by one and their hashes
//! together, so that several readers can each hash their own.

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// Bytes of a block.
pub const BLOCK: usize = 1 << 20;

/// Hashes pushed bytes.
#[derive(Clone, Default)]
pub struct Digest {
    open: Box<Xxh3>,
    filled: usize,
    blocks: Vec<u128>,
}

impl Digest {
    /// Adds the next bytes.
    pub fn push(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(BLOCK - self.filled));
            if now.len() == BLOCK {
                self.blocks.push(xxh3_128(now));
            } else {
                self.open.update(now);
                self.filled += now.len();
                if self.filled == BLOCK {
                    self.close();
                }
            }
            bytes = later;
        }
    }

    fn close(&mut self) {
        self.blocks.push(self.open.digest128());
        self.open.reset();
        self.filled = 0;
    }

    /// The hash of each block; the last one may be shorter.
    pub fn blocks(mut self) -> Vec<u128> {
        if self.filled > 0 {
            self.close();
        }
        self.blocks
    }
}

/// The digest of a file from the hashes of its blocks: 32 hex digits.
pub fn of_blocks(blocks: &[u128]) -> String {
    let mut all = Xxh3::new();
    blocks.iter().for_each(|block| all.update(&block.to_be_bytes()));
    format!("{:032x}", all.digest128())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_chunking_gives_the_same_blocks() {
        let bytes: Vec<u8> = (0..3 * BLOCK + 5).map(|at| (at % 251) as u8).collect();
        let of = |size: usize| {
            let mut digest = Digest::default();
            bytes.chunks(size).for_each(|chunk| digest.push(chunk));
            digest.blocks()
        };
        assert_eq!(of(bytes.len()).len(), 4);
        for size in [7_777, BLOCK, BLOCK + 1] {
            assert_eq!(of(size), of(bytes.len()));
        }
    }
}
