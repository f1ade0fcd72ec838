//! The table: characters by their bytes, as a decoder of whole texts tells them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What stands for bytes that are no character.
const LOST: char = '\u{fffd}';

/// Trailing bytes of a two-byte character, in order.
fn trails() -> impl Iterator<Item = u8> {
    (0x40..=0x7e).chain(0x80..=0xfe)
}

/// Trailing bytes of one leading byte.
const TRAILS: usize = 190;

/// Characters of one leading byte in the four-byte form.
const QUADS: usize = 10 * 126 * 10;

/// The characters of the basic plane, by their bytes; 0 where there is none.
pub struct Gb18030 {
    decode: fn(&[u8]) -> String,
    two: Vec<u16>,
    /// Asked for when the first of them is met: hardly any file has one, and there are twice as many of them.
    four: OnceLock<Vec<u16>>,
}

/// Asks a decoder for the characters of some sequences.
fn ask(decode: fn(&[u8]) -> String, sequences: Vec<Vec<u8>>, into: &mut Vec<u16>) {
    let told = decode(&sequences.join(&b'\n'));
    let mut told = told.split('\n');
    into.extend(sequences.iter().map(|_| {
        let mut chars = told.next().unwrap_or("").chars();
        match (chars.next(), chars.next()) {
            (Some(char), None) if char != LOST => u16::try_from(u32::from(char)).unwrap_or(0),
            _ => 0,
        }
    }));
}

impl Gb18030 {
    /// Asks the decoder for every character of two bytes once.
    pub fn learn(decode: fn(&[u8]) -> String) -> Gb18030 {
        let mut two = Vec::new();
        for lead in 0x81..=0xfe {
            ask(decode, trails().map(|trail| vec![lead, trail]).collect(), &mut two);
        }
        Gb18030 { decode, two, four: OnceLock::new() }
    }

    /// The characters of four bytes. Beyond 84 31 A4 37 this form leaves the basic plane and follows a rule.
    fn four(&self) -> &[u16] {
        self.four.get_or_init(|| {
            let mut four = Vec::new();
            for lead in 0x81..=0x84 {
                let rest = (0x30..=0x39).flat_map(|b| (0x81..=0xfe).flat_map(move |c| (0x30..=0x39).map(move |d| vec![lead, b, c, d])));
                ask(self.decode, rest.collect(), &mut four);
            }
            four
        })
    }

    /// Bytes as text.
    pub fn decode(&self, bytes: &[u8]) -> String {
        let mut out = String::with_capacity(bytes.len() * 3 / 2);
        let mut at = 0;
        while let Some(&lead) = bytes.get(at) {
            let (char, length) = match lead {
                0..=0x7f => (char::from(lead), 1),
                0x80 => ('€', 1),
                _ => self.longer(&bytes[at..]),
            };
            out.push(char);
            at += length;
        }
        out
    }

    /// The character at the front, and its bytes. A broken one takes as many bytes as a browser takes for it.
    fn longer(&self, bytes: &[u8]) -> (char, usize) {
        let of = |code: u16| char::from_u32(u32::from(code)).filter(|char| *char != '\0');
        match *bytes {
            [lead @ 0x81..=0xfe, trail @ (0x40..=0x7e | 0x80..=0xfe), ..] => {
                let column = usize::from(trail) - if trail < 0x7f { 0x40 } else { 0x41 };
                match of(self.two[usize::from(lead - 0x81) * TRAILS + column]) {
                    Some(char) => (char, 2),
                    // An ASCII byte after a lead is never lost.
                    None => (LOST, if trail < 0x80 { 1 } else { 2 }),
                }
            }
            [a @ 0x81..=0xfe, b @ 0x30..=0x39, c @ 0x81..=0xfe, d @ 0x30..=0x39, ..] => {
                let digit = |byte: u8, first: u8| u32::from(byte - first);
                let place = digit(b, 0x30) * 1260 + digit(c, 0x81) * 10 + digit(d, 0x30);
                let found = match a {
                    0x81..=0x84 => of(self.four()[usize::from(a - 0x81) * QUADS + place as usize]),
                    0x90..=0xe3 => char::from_u32(0x10000 + digit(a, 0x90) * QUADS as u32 + place),
                    _ => None,
                };
                (found.unwrap_or(LOST), 4)
            }
            // Cut by the end of the text: one character is lost with all that is left of it.
            [0x81..=0xfe] | [0x81..=0xfe, 0x30..=0x39] | [0x81..=0xfe, 0x30..=0x39, 0x81..=0xfe] => (LOST, bytes.len()),
            [0x81..=0xfe, 0xff, ..] => (LOST, 2),
            _ => (LOST, 1),
        }
    }

    /// Text as bytes.
    pub fn encode(&self, text: &str) -> Vec<u8> {
        let pairs = (0x81..=0xfe).flat_map(|lead| trails().map(move |trail| [lead, trail]));
        let mut bytes = BTreeMap::new();
        bytes.extend(self.two.iter().copied().zip(pairs));
        let mut out = Vec::with_capacity(text.len());
        for char in text.chars() {
            match u16::try_from(u32::from(char)).ok().and_then(|code| bytes.get(&code)) {
                _ if char.is_ascii() => out.push(char as u8),
                Some(pair) => out.extend(pair),
                None => out.push(b'?'),
            }
        }
        out
    }
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::super::source;
    use super::*;
    use proptest::prelude::*;
    use std::sync::OnceLock;

    fn table() -> &'static Gb18030 {
        static LEARNT: OnceLock<Gb18030> = OnceLock::new();
        LEARNT.get_or_init(|| Gb18030::learn(source::decode))
    }

    #[test]
    fn every_sequence_is_what_the_library_says() {
        for lead in 0x80..=0xffu8 {
            for trail in 0..=0xffu8 {
                for tail in [&b""[..], b"a", b"\xb5\xa5"] {
                    let bytes = [&[lead, trail], tail].concat();
                    assert_eq!(table().decode(&bytes), source::decode(&bytes), "{bytes:x?}");
                }
            }
        }
        for a in (0x81..=0xfeu8).step_by(3).chain([0x84, 0x90, 0xe3]) {
            for c in 0x81..=0xfe {
                let bytes = [a, 0x30 + c % 10, c, 0x30 + a % 10];
                assert_eq!(table().decode(&bytes), source::decode(&bytes), "{bytes:x?}");
            }
        }
        for char in ['\u{ffff}', '\u{10000}', '𠀀', '\u{10ffff}', 'é', 'ﾟ', '€', '订'] {
            assert_eq!(table().decode(&source::encode(&char.to_string())), char.to_string());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_as_the_library_reads_them(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            prop_assert_eq!(table().decode(&bytes), source::decode(&bytes));
        }

        #[test]
        fn common_text_is_written_as_the_library_writes_it(text in "[ -~一-龥，。（）￥]{0,30}") {
            prop_assert_eq!(table().encode(&text), source::encode(&text));
        }
    }
}
