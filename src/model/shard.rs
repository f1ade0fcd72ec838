//! Persons are dealt to shards by what they are called, so that a person lives in one place whoever read the row.

use super::Names;
use super::names::plain_number;
use std::hash::BuildHasher;

/// How many shards the persons are dealt to.
pub const SHARDS: usize = 256;

/// The shard of a person who is called by a plain number.
#[inline]
pub fn of_number(number: u32) -> u8 {
    (u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8
}

/// The shard of a person. A plain number has the same shard whether it is known as a number or as a text.
pub fn of_text(text: &str) -> u8 {
    match plain_number(text.as_bytes()) {
        Some(number) => of_number(number),
        None => (foldhash::fast::FixedState::default().hash_one(text.as_bytes()) >> 56) as u8,
    }
}

/// Finds the shards of persons by code; remembers those of texts, since hashing a text at every row is slow.
#[derive(Clone, Default)]
pub struct Dealer {
    known: Vec<u8>,
}

impl Dealer {
    /// Knows all persons met so far.
    pub fn meet(&mut self, names: &Names) {
        if let Names::Texts(dict) = names {
            let new = self.known.len() as u32..dict.len() as u32;
            self.known.extend(new.map(|code| of_text(dict.text(code))));
        }
    }

    /// The shard of a person that was met.
    #[inline]
    pub fn shard(&self, names: &Names, person: u32) -> u8 {
        match names {
            Names::Numbers(_) => of_number(person.wrapping_sub(1)),
            Names::Texts(_) => self.known[person as usize],
        }
    }

    /// The shard of every row, by the codes of its persons.
    pub fn shards(&mut self, names: &Names, persons: &[u32], shards: &mut Vec<u8>) {
        self.meet(names);
        shards.clear();
        shards.extend(persons.iter().map(|person| self.shard(names, *person)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_one_shard_by_number_and_by_text() {
        let texts = ["7", "1000001", "4294967293"];
        let (mut numbers, mut mixed) = (Names::default(), Names::default());
        mixed.code("someone");
        let by_number: Vec<u32> = texts.iter().map(|text| numbers.code(text)).collect();
        let by_text: Vec<u32> = texts.iter().map(|text| mixed.code(text)).collect();
        let (mut one, mut other) = (Vec::new(), Vec::new());
        Dealer::default().shards(&numbers, &by_number, &mut one);
        Dealer::default().shards(&mixed, &by_text, &mut other);
        assert_eq!(one, other);
    }
}
