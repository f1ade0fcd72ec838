//! Which encoding a file's bytes are in, and cells as text.

use super::gb18030;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// An encoding this build reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8 without a mark (plain ASCII too).
    #[default]
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// GB18030, and so GBK and GB2312.
    Gb18030,
}

/// The mark of UTF-8.
pub const BOM: &[u8] = b"\xef\xbb\xbf";

impl Encoding {
    /// The name people know.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf8Bom => "UTF-8 BOM",
            Encoding::Gb18030 => "GB18030",
        }
    }

    /// What the head of a file says: the mark, then strict UTF-8, then GB18030. `whole` says that nothing follows.
    pub fn guess(head: &[u8], whole: bool) -> Encoding {
        if head.starts_with(BOM) {
            return Encoding::Utf8Bom;
        }
        let mut check = Utf8Check::default();
        check.push(head);
        if check.broken || (whole && check.open() && !check.seen) { Encoding::Gb18030 } else { Encoding::Utf8 }
    }

    /// Bytes of one cell as text. Bytes that are no text in this encoding become U+FFFD.
    pub fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Encoding::Utf8 | Encoding::Utf8Bom => String::from_utf8_lossy(bytes),
            Encoding::Gb18030 if bytes.is_ascii() => String::from_utf8_lossy(bytes),
            Encoding::Gb18030 => Cow::Owned(gb18030::decode(bytes)),
        }
    }
}

impl Encoding {
    /// Bytes of a cell that may have been masked for splitting, as text.
    pub fn cell(self, bytes: &[u8]) -> Cow<'_, str> {
        if self != Encoding::Gb18030 || !bytes.contains(&MASK) {
            return self.decode(bytes);
        }
        let mut bytes = bytes.to_vec();
        unmask(&mut bytes);
        Cow::Owned(self.decode(&bytes).into_owned())
    }
}

/// Strict UTF-8 over a stream of chunks.
#[derive(Clone, Default)]
pub struct Utf8Check {
    tail: Vec<u8>,
    /// A sequence that is no UTF-8 was met.
    pub broken: bool,
    /// A complete sequence beyond ASCII was met.
    pub seen: bool,
}

impl Utf8Check {
    /// Looks at the next bytes.
    pub fn push(&mut self, mut bytes: &[u8]) {
        // A character cut by the chunk's end: complete it byte by byte.
        while !self.tail.is_empty() && !bytes.is_empty() && !self.broken {
            self.tail.push(bytes[0]);
            bytes = &bytes[1..];
            match std::str::from_utf8(&self.tail) {
                Ok(_) => {
                    self.seen = true;
                    self.tail.clear();
                }
                Err(error) if error.error_len().is_some() => self.broken = true,
                Err(_) => {}
            }
        }
        if self.broken {
            return;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => self.seen |= !text.is_ascii(),
            Err(error) if error.error_len().is_some() => self.broken = true,
            Err(error) => {
                let (good, cut) = bytes.split_at(error.valid_up_to());
                self.seen |= !good.is_ascii();
                self.tail = cut.to_vec();
            }
        }
    }

    /// Whether the bytes end inside a character.
    pub fn open(&self) -> bool {
        !self.tail.is_empty()
    }
}

/// Replaces, in GB18030 bytes, every trailing byte that looks like the delimiter `|` by 0xFF, which GB18030 never
/// uses, so that splitting does not cut a character in two. [`unmask`] puts it back. Other delimiters, quotes and
/// line ends are never part of a longer character.
#[derive(Clone, Default)]
pub struct PipeMask {
    /// Bytes of the open character that were seen.
    lead: u8,
}

/// Stands for a masked `|`.
const MASK: u8 = 0xff;

impl PipeMask {
    /// Masks the next bytes in place.
    pub fn mask(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            match (self.lead, *byte) {
                (0, 0x81..=0xfe) => self.lead = 1,
                (1, 0x30..=0x39) => self.lead = 2,
                (1, b'|') => {
                    *byte = MASK;
                    self.lead = 0;
                }
                (2, 0x81..=0xfe) => self.lead = 3,
                _ => self.lead = 0,
            }
        }
    }
}

/// Puts the masked bytes of a cell back.
fn unmask(bytes: &mut [u8]) {
    for byte in bytes {
        if *byte == MASK {
            *byte = b'|';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_of_trials() {
        let gbk = gb18030::encode("订单编号,金额");
        assert_eq!(Encoding::guess(&gbk, true), Encoding::Gb18030);
        assert_eq!(Encoding::guess("订单编号".as_bytes(), true), Encoding::Utf8);
        assert_eq!(Encoding::guess(b"\xef\xbb\xbfa,b", true), Encoding::Utf8Bom);
        assert_eq!(Encoding::guess(b"a,b", true), Encoding::Utf8);
        // A head cut inside a character is still UTF-8.
        assert_eq!(Encoding::guess(&"订单编号".as_bytes()[..11], false), Encoding::Utf8);
    }

    #[test]
    fn check_is_the_same_at_every_chunk_size() {
        for bytes in ["aé订𠀀z".as_bytes(), b"a\xb6\xa9\xb5\xa5", b"\xe8\xae", b"abc"] {
            let mut whole = Utf8Check::default();
            whole.push(bytes);
            for size in 1..=bytes.len() {
                let mut cut = Utf8Check::default();
                bytes.chunks(size).for_each(|chunk| cut.push(chunk));
                assert_eq!((cut.broken, cut.seen, cut.open()), (whole.broken, whole.seen, whole.open()), "{bytes:?} by {size}");
            }
        }
    }

    #[test]
    fn pipes_inside_characters_are_masked() {
        // 倈 is 82 7C in GBK: its second byte is a pipe.
        let text = gb18030::encode("倈|a");
        let mut bytes = text.clone();
        assert_eq!(bytes.iter().filter(|b| **b == b'|').count(), 2);
        PipeMask::default().mask(&mut bytes);
        assert_eq!(bytes.iter().filter(|b| **b == b'|').count(), 1);
        unmask(&mut bytes);
        assert_eq!(bytes, text);
    }
}
