//! Text that is neither UTF-8 nor GB18030, decoded to UTF-8 in front of everything else, so that no half of a character
//! is taken for a delimiter. Places are told as they are in the file.
//!
//! UTF-16 and Windows-1252 are decoded here. Big5 and Shift_JIS are in the library that the program has, and in the
//! browser's decoder on the page.

use super::encoding::Encoding;
use super::tokens::Span;

/// Bytes of a line that are waited for; no real row is longer.
const LONGEST: usize = 5 << 20;

/// Decodes pushed bytes line by line and knows where each line stood.
pub struct Foreign {
    encoding: Encoding,
    held: Vec<u8>,
    /// Starts of lines: in the decoded text, and in the file.
    lines: Vec<(u64, u64)>,
    decoded: u64,
    read: u64,
}

impl Foreign {
    /// A decoder for an encoding; None where bytes are read as they are.
    pub fn of(encoding: Encoding) -> Option<Foreign> {
        encoding.foreign().then(|| Foreign { encoding, held: Vec::new(), lines: vec![(0, 0)], decoded: 0, read: 0 })
    }

    /// Bytes of one unit of text.
    fn unit(&self) -> usize {
        if matches!(self.encoding, Encoding::Utf16Le | Encoding::Utf16Be) { 2 } else { 1 }
    }

    /// Takes the next bytes; `out` gets what is decoded of whole lines. An empty slice says that there are no more.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        out.clear();
        let searched = self.held.len();
        self.held.extend_from_slice(bytes);
        let unit = self.unit();
        // Line ends of what is new, as places behind them.
        let ends = self.ends(searched - searched % unit);
        let whole = if bytes.is_empty() || self.held.len() > LONGEST {
            self.held.len()
        } else {
            match ends.last() {
                Some(end) => *end,
                None => return,
            }
        };
        let rest = self.held.split_off(whole);
        let block = std::mem::replace(&mut self.held, rest);
        let mark = if self.read == 0 && unit == 2 && (block.starts_with(b"\xff\xfe") || block.starts_with(b"\xfe\xff")) { 2 } else { 0 };
        if mark > 0 {
            self.lines[0].1 = 2;
        }
        let text = decode(self.encoding, &block[mark..]);
        let mut starts = memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).map(|at| at as u64 + 1);
        for end in ends.into_iter().filter(|end| *end <= whole) {
            if let Some(start) = starts.next() {
                self.lines.push((self.decoded + start, self.read + end as u64));
            }
        }
        self.decoded += text.len() as u64;
        self.read += block.len() as u64;
        out.extend_from_slice(text.as_bytes());
    }

    /// The places behind line ends from a place on.
    fn ends(&self, from: usize) -> Vec<usize> {
        let held = &self.held[from..];
        match self.encoding {
            Encoding::Utf16Le | Encoding::Utf16Be => {
                let low = usize::from(self.encoding == Encoding::Utf16Be);
                let end = |pair: &[u8]| matches!(pair[low], b'\n' | b'\r') && pair[1 - low] == 0;
                held.chunks_exact(2).enumerate().filter(|(_, pair)| end(pair)).map(|(at, _)| from + at * 2 + 2).collect()
            }
            _ => memchr::memchr2_iter(b'\n', b'\r', held).map(|at| from + at + 1).collect(),
        }
    }

    /// Forgets the lines before a place of the decoded text: no row there is asked for any more.
    pub fn forget(&mut self, before: u64) {
        let gone = self.lines.partition_point(|(start, _)| *start <= before).saturating_sub(1);
        if gone > 4_096 {
            self.lines.drain(..gone);
        }
    }

    /// A row's place in the file from its place in the decoded text.
    pub fn locate(&self, span: Span) -> Span {
        let at = |place: u64| self.lines.partition_point(|(start, _)| *start <= place).max(1) - 1;
        let start = self.lines[at(span.offset)].1;
        let end = span.offset + span.length;
        // A row ends before a line end, which has as many units there as here.
        let next = self.lines.get(at(end) + 1).copied().unwrap_or((self.decoded, self.read));
        let end = next.1.saturating_sub((next.0.saturating_sub(end)) * self.unit() as u64);
        Span { offset: start, length: end.saturating_sub(start), ..span }
    }
}

/// The byte of a character in Windows-1252, or in the controls that it leaves as they are.
pub fn western(c: char) -> Option<u8> {
    match c as u32 {
        code @ (0..=0x7f | 0xa0..=0xff) => Some(code as u8),
        code => HIGH.iter().position(|high| *high == c).map(|at| at as u8 + 0x80).or((0x80..0xa0).contains(&code).then_some(code as u8)),
    }
}

/// Bytes of a whole text.
pub fn decode(encoding: Encoding, bytes: &[u8]) -> String {
    match encoding {
        Encoding::Utf16Le | Encoding::Utf16Be => {
            let mark = usize::from(bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")) * 2;
            let pair = |pair: &[u8]| {
                if encoding == Encoding::Utf16Le { u16::from_le_bytes([pair[0], pair[1]]) } else { u16::from_be_bytes([pair[0], pair[1]]) }
            };
            let lost = if bytes.len() % 2 == 1 { Some('\u{fffd}') } else { None };
            char::decode_utf16(bytes[mark..].chunks_exact(2).map(pair)).map(|c| c.unwrap_or('\u{fffd}')).chain(lost).collect()
        }
        Encoding::Windows1252 => {
            bytes.iter().map(|byte| HIGH.get(usize::from(byte.wrapping_sub(0x80))).copied().unwrap_or(*byte as char)).collect()
        }
        other => source::decode(other, bytes),
    }
}

/// What Windows-1252 has at 0x80 to 0x9f.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–',
    '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

#[cfg(feature = "cli")]
mod source {
    use super::Encoding;

    /// Bytes as text.
    pub fn decode(encoding: Encoding, bytes: &[u8]) -> String {
        let by = if encoding == Encoding::Big5 { encoding_rs::BIG5 } else { encoding_rs::SHIFT_JIS };
        by.decode_without_bom_handling(bytes).0.into_owned()
    }
}

#[cfg(not(feature = "cli"))]
mod source {
    use super::Encoding;
    use std::sync::OnceLock;

    static TEACHER: OnceLock<fn(&str, &[u8]) -> String> = OnceLock::new();

    /// Names the decoder of whole texts by the label of their encoding.
    pub fn teach(decode: fn(&str, &[u8]) -> String) {
        TEACHER.get_or_init(|| decode);
    }

    /// Bytes as text; where nobody has named a decoder, only ASCII.
    pub fn decode(encoding: Encoding, bytes: &[u8]) -> String {
        TEACHER.get().map_or_else(|| String::from_utf8_lossy(bytes).into_owned(), |decode| decode(encoding.name(), bytes))
    }
}

#[cfg(not(feature = "cli"))]
pub use source::teach;

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(encoding: Encoding, text: &str) -> Vec<u8> {
        match encoding {
            Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Encoding::Big5 => encoding_rs::BIG5.encode(text).0.into_owned(),
            Encoding::ShiftJis => encoding_rs::SHIFT_JIS.encode(text).0.into_owned(),
            _ => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
        }
    }

    #[test]
    fn chunks_of_any_size_give_one_text_and_the_places_in_the_file() {
        for (encoding, text) in [
            (Encoding::Utf16Le, "订单,金额\r\n一,1\r\n𠀀二,2"),
            (Encoding::Utf16Be, "a,b\n1,\u{a0a}2\n"),
            (Encoding::Big5, "訂單,功|能\r\n許,2\r\n"),
            (Encoding::ShiftJis, "注文,表示\r\nソ,2\r\n"),
            (Encoding::Windows1252, "prix,coût\r\né,2\r\n€,3"),
        ] {
            let file = bytes(encoding, text);
            for size in 1..=file.len() {
                let mut foreign = Foreign::of(encoding).unwrap();
                let (mut all, mut out) = (Vec::new(), Vec::new());
                for chunk in file.chunks(size).chain([&b""[..]]) {
                    foreign.push(chunk, &mut out);
                    all.extend_from_slice(&out);
                }
                assert_eq!(String::from_utf8(all).unwrap(), text, "{encoding:?} by {size}");
                let mut offset = 0;
                for line in text.split_inclusive('\n') {
                    let row = line.trim_end_matches(['\r', '\n']);
                    let span = foreign.locate(Span { offset, length: row.len() as u64, ..Span::default() });
                    let raw = &file[span.offset as usize..(span.offset + span.length) as usize];
                    assert_eq!(decode(encoding, raw), row, "{encoding:?} by {size}");
                    offset += line.len() as u64;
                }
            }
        }
    }
}
