//! A dictionary: each different text once, numbered from 0 in the order of its first appearance.

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use serde::{Deserialize, Serialize};
use std::hash::BuildHasher;

/// Texts by number and numbers by text. Number 0 is always the empty text. Numbers depend only on the order in which
/// texts come in, never on hashes, so the same rows give the same numbers everywhere.
#[derive(Clone, Serialize, Deserialize)]
#[serde(into = "Texts", from = "Texts")]
pub struct Dict {
    /// Where numbers are found by the hash of their text, kept beside them: neither growing nor passing by another entry
    /// looks at texts, which lie all over the memory.
    table: HashTable<(u32, u32)>,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// The number asked for last: rows that follow each other are often about the same.
    last: u32,
}

impl Default for Dict {
    fn default() -> Dict {
        let mut dict = Dict { table: HashTable::new(), bytes: Vec::new(), ends: Vec::new(), last: 0 };
        dict.number("");
        dict
    }
}

/// How a dictionary travels: all texts in order, without the table that finds them.
#[derive(Serialize, Deserialize)]
struct Texts {
    text: String,
    lengths: Vec<u32>,
}

impl From<Dict> for Texts {
    fn from(dict: Dict) -> Texts {
        let lengths = (1..dict.len() as u32).map(|at| slice(&dict.bytes, &dict.ends, at).len() as u32).collect();
        Texts { text: String::from_utf8(dict.bytes).expect("only texts come in"), lengths }
    }
}

impl From<Texts> for Dict {
    fn from(texts: Texts) -> Dict {
        let mut dict = Dict::default();
        let mut rest = texts.text.as_str();
        for length in texts.lengths {
            // A length that cuts a character or leaves the text comes from no dictionary: the rest is not there.
            let Some((text, later)) = rest.split_at_checked(length as usize) else { break };
            dict.number(text);
            rest = later;
        }
        dict
    }
}

impl std::fmt::Debug for Dict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Dict({} texts)", self.len())
    }
}

fn hash(text: &[u8]) -> u32 {
    (FixedState::default().hash_one(text) >> 32) as u32
}

/// The table's own key for a hash: it looks at the highest and the lowest bits.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Dict {
    /// The number of a text, which is added when it is new.
    pub fn number(&mut self, text: &str) -> u32 {
        if self.last < self.ends.len() as u32 && slice(&self.bytes, &self.ends, self.last) == text.as_bytes() {
            return self.last;
        }
        let hash = hash(text.as_bytes());
        self.last = match self.found(hash, text) {
            Some(found) => found,
            None => {
                let number = u32::try_from(self.ends.len()).expect("fewer than four billion different texts fit the memory");
                self.bytes.extend_from_slice(text.as_bytes());
                self.ends.push(self.bytes.len());
                self.table.insert_unique(spread(hash), (hash, number), |(hash, _)| spread(*hash));
                number
            }
        };
        self.last
    }

    fn found(&self, hash: u32, text: &str) -> Option<u32> {
        let is = |(other, at): &(u32, u32)| *other == hash && slice(&self.bytes, &self.ends, *at) == text.as_bytes();
        self.table.find(spread(hash), is).map(|(_, number)| *number)
    }

    /// The number of a text that is known already.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.found(hash(text.as_bytes()), text)
    }

    /// The text of a number.
    pub fn text(&self, number: u32) -> &str {
        std::str::from_utf8(slice(&self.bytes, &self.ends, number)).expect("only texts come in")
    }

    /// How many different texts there are, the empty one included.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether only the empty text is known.
    pub fn is_empty(&self) -> bool {
        self.ends.len() == 1
    }

    /// Adds every text of another dictionary; the answer gives, for each of its numbers, the number here.
    pub fn absorb(&mut self, other: &Dict) -> Vec<u32> {
        if self.is_empty() {
            *self = other.clone();
            return (0..other.len() as u32).collect();
        }
        (0..other.len() as u32).map(|number| self.number(other.text(number))).collect()
    }
}

fn slice<'a>(bytes: &'a [u8], ends: &[usize], at: u32) -> &'a [u8] {
    let at = at as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] };
    &bytes[start..ends[at]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_first_appearance() {
        let mut dict = Dict::default();
        assert_eq!([dict.number("b"), dict.number("a"), dict.number("b"), dict.number("")], [1, 2, 1, 0]);
        assert_eq!(dict.text(2), "a");
        assert_eq!(dict.find("c"), None);
        let mut other = Dict::default();
        other.number("x");
        other.number("a");
        assert_eq!(dict.absorb(&other), [0, 3, 2]);
    }
}
