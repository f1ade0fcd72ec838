//! Texts of BIFF8. A record holds 8,224 bytes, so a long list of texts goes on in further records, each of which says
//! anew whether characters have one byte or two.

use super::super::source::u16_at;
use super::{kind, record};
use crate::model::Problem;

/// The body of a record and of those that continue it.
pub struct Pieces<'a> {
    pieces: Vec<&'a [u8]>,
    piece: usize,
    at: usize,
}

impl<'a> Pieces<'a> {
    /// The record that starts here, with what continues it.
    pub fn of(stream: &'a [u8], at: usize) -> Pieces<'a> {
        let mut pieces = Vec::new();
        let mut next = record(stream, at);
        while let Some(of) = next {
            pieces.push(of.body);
            next = record(stream, of.next).filter(|record| record.kind == kind::CONTINUE);
        }
        Pieces { pieces, piece: 0, at: 0 }
    }

    fn byte(&mut self) -> Option<u8> {
        loop {
            let piece = self.pieces.get(self.piece)?;
            if let Some(byte) = piece.get(self.at) {
                self.at += 1;
                return Some(*byte);
            }
            (self.piece, self.at) = (self.piece + 1, 0);
        }
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn long(&mut self) -> Option<u32> {
        Some(u32::from(self.short()?) | u32::from(self.short()?) << 16)
    }

    fn skip(&mut self, mut count: u64) -> Option<()> {
        while count > 0 {
            let left = (self.pieces.get(self.piece)?.len() - self.at) as u64;
            if left >= count {
                self.at += count as usize;
                return Some(());
            }
            count -= left;
            (self.piece, self.at) = (self.piece + 1, 0);
        }
        Some(())
    }

    /// One text: its length, a byte of flags, perhaps lengths of formatting, the characters, the formatting.
    pub fn text(&mut self) -> Option<String> {
        let length = self.short()?;
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { self.short()? } else { 0 };
        let spoken = if flags & 4 != 0 { self.long()? } else { 0 };
        let mut wide = flags & 1 != 0;
        let mut units = Vec::new();
        for _ in 0..length {
            if self.pieces.get(self.piece).is_none_or(|piece| self.at == piece.len()) {
                // The text goes on in the next record, after a byte of flags.
                wide = self.byte()? & 1 != 0;
            }
            units.push(if wide { self.short()? } else { u16::from(self.byte()?) });
        }
        self.skip(u64::from(runs) * 4 + u64::from(spoken))?;
        Some(String::from_utf16_lossy(&units))
    }
}

/// The list of texts that cells share; what it says of their number is not believed.
pub fn shared(mut pieces: Pieces<'_>, limit: u64) -> Result<Vec<String>, Problem> {
    pieces.long().ok_or(Problem::Damaged)?;
    let count = pieces.long().ok_or(Problem::Damaged)?;
    let mut texts = Vec::new();
    let mut held = 0;
    for _ in 0..count {
        let Some(text) = pieces.text() else { break };
        held += text.len() as u64 + 24;
        if held > limit {
            return Err(Problem::TooLarge);
        }
        texts.push(text);
    }
    Ok(texts)
}

/// A text whose length has one byte (names of sheets).
pub fn short(bytes: &[u8]) -> Option<String> {
    characters(bytes.get(1..)?, usize::from(*bytes.first()?))
}

/// A text whose length has two bytes.
pub fn long(bytes: &[u8]) -> Option<String> {
    characters(bytes.get(2..)?, usize::from(u16_at(bytes, 0)?))
}

fn characters(bytes: &[u8], length: usize) -> Option<String> {
    let (flags, mut bytes) = bytes.split_first()?;
    if flags & 8 != 0 {
        bytes = bytes.get(2..)?;
    }
    if flags & 4 != 0 {
        bytes = bytes.get(4..)?;
    }
    if flags & 1 == 0 {
        return Some(bytes.get(..length)?.iter().map(|byte| char::from(*byte)).collect());
    }
    let units: Vec<u16> = bytes.get(..length * 2)?.chunks_exact(2).filter_map(|unit| u16_at(unit, 0)).collect();
    Some(String::from_utf16_lossy(&units))
}
