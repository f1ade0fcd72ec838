//! Which encoding a file's bytes are in, and cells as text.

use super::{foreign, gb18030};
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
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// Big5, of Taiwan and Hong Kong.
    Big5,
    /// Shift_JIS, of Japan.
    ShiftJis,
    /// Windows-1252, of western Europe.
    Windows1252,
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
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
            Encoding::Big5 => "Big5",
            Encoding::ShiftJis => "Shift_JIS",
            Encoding::Windows1252 => "windows-1252",
        }
    }

    /// Every encoding, for who names one.
    pub const ALL: [Encoding; 8] = [
        Encoding::Utf8,
        Encoding::Utf8Bom,
        Encoding::Gb18030,
        Encoding::Big5,
        Encoding::ShiftJis,
        Encoding::Utf16Le,
        Encoding::Utf16Be,
        Encoding::Windows1252,
    ];

    /// The encoding that somebody names, in any case; GBK and GB2312 are parts of GB18030.
    pub fn named(name: &str) -> Option<Encoding> {
        let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).flat_map(char::to_lowercase).collect::<String>();
        let name = plain(name);
        match name.as_str() {
            "gbk" | "gb2312" | "gb" => Some(Encoding::Gb18030),
            "sjis" => Some(Encoding::ShiftJis),
            "utf16" => Some(Encoding::Utf16Le),
            "cp1252" | "latin1" => Some(Encoding::Windows1252),
            _ => Encoding::ALL.into_iter().find(|encoding| plain(encoding.name()) == name),
        }
    }

    /// Whether its bytes are decoded to UTF-8 before anything else.
    pub fn foreign(self) -> bool {
        !matches!(self, Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Gb18030)
    }

    /// What the head of a file says: a mark, the zeros of UTF-16, UTF-8 but for rare broken bytes, then the statistics
    /// of the bytes. `whole` says that nothing follows.
    pub fn guess(head: &[u8], whole: bool) -> Encoding {
        let mut check = Utf8Check::default();
        check.push(head);
        Encoding::of_survey(head, whole, &check)
    }

    /// The same for a file of which all bytes were checked, and not all are at hand any more.
    pub fn of_survey(start: &[u8], whole: bool, check: &Utf8Check) -> Encoding {
        if start.starts_with(BOM) {
            return Encoding::Utf8Bom;
        }
        if let Some(encoding) = utf16(start) {
            return encoding;
        }
        let cut = whole && check.open() && !check.seen;
        // Nearly all files are ASCII alone, or have more than a few others.
        let few = || start.iter().filter(|byte| !byte.is_ascii()).nth(2 * CHANCE).is_none();
        match check.mostly() && !cut {
            true if check.seen && few() && by_chance(start) => Encoding::Gb18030,
            true => Encoding::Utf8,
            false => by_statistics(start),
        }
    }

    /// Bytes of the file as text. Bytes that are no text in this encoding become U+FFFD.
    pub fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Encoding::Utf8 | Encoding::Utf8Bom => String::from_utf8_lossy(bytes),
            Encoding::Gb18030 if bytes.is_ascii() => String::from_utf8_lossy(bytes),
            Encoding::Gb18030 => Cow::Owned(gb18030::decode(bytes)),
            other => Cow::Owned(foreign::decode(other, bytes)),
        }
    }

    /// Bytes of a cell as text: they may have been masked for splitting, or decoded before.
    pub fn cell(self, bytes: &[u8]) -> Cow<'_, str> {
        // Masks stand behind the first byte of a longer character only.
        if self != Encoding::Gb18030 || bytes.is_ascii() {
            // What is sound, and nearly all is, is looked at once.
            return std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
        }
        if !MASKS.iter().any(|(_, mask)| bytes.contains(mask)) {
            return self.decode(bytes);
        }
        let mut bytes = bytes.to_vec();
        unmask(&mut bytes);
        Cow::Owned(self.decode(&bytes).into_owned())
    }

    /// The same, where no byte is lost by it.
    pub fn whole(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Encoding::Gb18030 => Some(self.cell(bytes)).filter(|text| !text.contains('\u{fffd}')),
            _ => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        }
    }
}

/// Characters beyond ASCII that may be UTF-8 by chance.
const CHANCE: usize = 16;

/// Whether the few letters beyond ASCII are UTF-8 by chance alone: `状态` in GBK is a mark of Hebrew and an accent in UTF-8.
/// All of them are two common characters of GBK, and one at least begins no word of any language that is met in exports.
#[inline(never)]
fn by_chance(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start);
    let mut odd = false;
    let all = text.chars().filter(|letter| !letter.is_ascii()).all(|letter| {
        odd |= matches!(letter, '\u{250}'..='\u{36f}' | '\u{591}'..='\u{5cf}' | '\u{5f0}'..='\u{61f}' | '\u{64b}'..='\u{65f}' | '\u{700}'..='\u{7ff}');
        let mut bytes = [0; 4];
        let bytes = letter.encode_utf8(&mut bytes).as_bytes();
        bytes.len() == 2 && (0xb0..=0xf7).contains(&bytes[0]) && bytes[1] >= 0xa1
    });
    all && odd
}

/// UTF-16 by its mark, or by the zeros beside every letter, digit and delimiter: all of them on one side.
fn utf16(head: &[u8]) -> Option<Encoding> {
    match head {
        [0xff, 0xfe, ..] => return Some(Encoding::Utf16Le),
        [0xfe, 0xff, ..] => return Some(Encoding::Utf16Be),
        _ => {}
    }
    let start = &head[..head.len().min(4096)];
    let zeros = |side: usize| start.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = |zeros: usize, others: usize| zeros * 20 >= start.len() && zeros >= 2 && others * 8 <= zeros;
    match () {
        () if many(odd, even) => Some(Encoding::Utf16Le),
        () if many(even, odd) => Some(Encoding::Utf16Be),
        () => None,
    }
}

/// Which encoding bytes are in that are no UTF-8: GB18030, unless the bytes speak clearly for another.
fn by_statistics(head: &[u8]) -> Encoding {
    let (mut pairs, mut low_trail, mut low_lead, mut kana, mut big5) = (0u32, 0u32, 0u32, 0u32, 0u32);
    let (mut lone, mut runs) = (0u32, 0u32);
    let mut at = 0;
    while at < head.len() {
        let lead = head[at];
        if lead < 0x80 {
            at += 1;
            continue;
        }
        // How many high bytes stand together: letters with accents stand alone.
        if at == 0 || head[at - 1] < 0x80 {
            runs += 1;
            let next = head.get(at + 1).copied().unwrap_or(b' ');
            let beside = next.is_ascii_lowercase() || at > 0 && head[at - 1].is_ascii_alphabetic() || next == b' ';
            let sign = lead >= 0xc0 || matches!(lead, 0x80 | 0x85 | 0x91..=0x99 | 0xa3 | 0xa9 | 0xae | 0xb0);
            lone += u32::from(next < 0x80 && beside && sign);
        }
        let Some(trail) = head.get(at + 1).copied() else { break };
        if trail < 0x40 {
            at += 1;
            continue;
        }
        pairs += 1;
        low_trail += u32::from(trail < 0x80);
        low_lead += u32::from(lead < 0xa1 || (0xe0..=0xea).contains(&lead));
        kana += u32::from(matches!((lead, trail), (0x82, 0x9f..=0xf1) | (0x83, 0x40..=0x96)));
        big5 += u32::from((0xa4..=0xc6).contains(&lead) && !(0x7f..=0xa0).contains(&trail));
        at += 2;
    }
    match () {
        // Kana are most of any Japanese text; GB18030 has rare characters there.
        () if pairs >= 4 && kana * 5 >= pairs && low_lead * 10 >= pairs * 6 => Encoding::ShiftJis,
        () if pairs >= 6 && low_trail * 100 >= pairs * 15 && big5 * 10 >= pairs * 7 => Encoding::Big5,
        () if runs > 0 && lone * 10 >= runs * 8 => Encoding::Windows1252,
        () => Encoding::Gb18030,
    }
}

/// UTF-8 over a stream of chunks: what is whole, and what is no UTF-8.
#[derive(Clone, Default)]
pub struct Utf8Check {
    tail: Vec<u8>,
    /// So much was no UTF-8 that the rest is not either.
    pub broken: bool,
    /// A complete sequence beyond ASCII was met.
    pub seen: bool,
    /// Complete sequences beyond ASCII (of the first ones), and sequences that are no UTF-8.
    good: u64,
    bad: u64,
}

impl Utf8Check {
    /// Sequences that are counted: more of them make nothing surer.
    const COUNTED: u64 = 4096;

    /// Whether the text so far is UTF-8 but for rare broken bytes.
    pub fn mostly(&self) -> bool {
        self.bad * 16 <= self.good
    }

    /// Forgets that bytes were broken: what was seen so far has been judged as a whole.
    pub fn judged(&mut self) {
        self.broken = false;
    }

    /// Looks at the next bytes.
    pub fn push(&mut self, mut bytes: &[u8]) {
        // A character cut by the chunk's end: complete it byte by byte.
        while !self.tail.is_empty() && !bytes.is_empty() {
            self.tail.push(bytes[0]);
            match std::str::from_utf8(&self.tail) {
                Ok(_) => {
                    bytes = &bytes[1..];
                    self.well(1);
                    self.tail.clear();
                }
                Err(error) if error.error_len().is_some() => {
                    // The byte that does not go on may begin something itself.
                    if self.tail.len() == 1 {
                        bytes = &bytes[1..];
                    }
                    self.ill();
                    self.tail.clear();
                }
                Err(_) => bytes = &bytes[1..],
            }
        }
        loop {
            match std::str::from_utf8(bytes) {
                Ok(text) => return self.whole(text.as_bytes()),
                Err(error) => {
                    let (good, rest) = bytes.split_at(error.valid_up_to());
                    self.whole(good);
                    let Some(length) = error.error_len() else {
                        self.tail = rest.to_vec();
                        return;
                    };
                    self.ill();
                    bytes = &rest[length..];
                }
            }
        }
    }

    fn whole(&mut self, text: &[u8]) {
        if self.good < Self::COUNTED && !text.is_ascii() {
            self.well(text.iter().filter(|byte| **byte >= 0xc0).count() as u64);
        }
    }

    fn well(&mut self, sequences: u64) {
        self.seen = true;
        self.good += sequences;
    }

    fn ill(&mut self) {
        self.bad += 1;
        self.broken |= !self.mostly();
    }

    /// Whether the bytes end inside a character.
    pub fn open(&self) -> bool {
        !self.tail.is_empty()
    }
}

/// Replaces, in GB18030 bytes, every trailing byte that looks like a delimiter or an escape (`|`, `\\`, `^`, `~`) by one
/// that GB18030 never has there, so that splitting does not cut a character in two. [`unmask`] puts it back. Other
/// delimiters, quotes and line ends are never part of a longer character.
#[derive(Clone, Default)]
pub struct TrailMask {
    /// Bytes of the open character that were seen.
    seen: u8,
}

/// What is masked, and what stands for it.
const MASKS: [(u8, u8); 4] = [(b'|', 0xff), (b'\\', 0x7f), (b'^', 0x1d), (b'~', 0x1c)];

impl TrailMask {
    /// Masks the next bytes in place.
    pub fn mask(&mut self, bytes: &mut [u8]) {
        self.walk(bytes, |byte| MASKS.iter().find(|(plain, _)| *plain == byte).map(|(_, mask)| *mask));
    }

    /// Replaces second bytes of characters as `swap` says.
    fn walk(&mut self, bytes: &mut [u8], swap: impl Fn(u8) -> Option<u8>) {
        for byte in bytes {
            match (self.seen, *byte) {
                (0, 0x81..=0xfe) => self.seen = 1,
                (1, 0x30..=0x39) => self.seen = 2,
                (2, 0x81..=0xfe) => self.seen = 3,
                (1, _) => {
                    *byte = swap(*byte).unwrap_or(*byte);
                    self.seen = 0;
                }
                _ => self.seen = 0,
            }
        }
    }
}

/// Puts the masked bytes of a cell back.
fn unmask(bytes: &mut [u8]) {
    TrailMask::default().walk(bytes, |byte| MASKS.iter().find(|(_, mask)| *mask == byte).map(|(plain, _)| *plain));
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
    fn few_letters_may_be_utf8_by_chance() {
        let guess = |bytes: &[u8]| Encoding::guess(bytes, true);
        assert_eq!(guess(b"\xd7\xb4\xcc\xac,rate\nnew,1\npaid,2\n"), Encoding::Gb18030, "状态");
        for text in ["цена,банк\n1,2\n", "שם,סכום\n1,2\n", "naïve,café\n1,2\n", "κόστος,x\n1,2\n", "السعر,x\n1,2\n", "价格,x\n1,2\n"]
        {
            assert_eq!(guess(text.as_bytes()), Encoding::Utf8, "{text}");
        }
    }

    #[test]
    fn bytes_speak_for_their_encoding() {
        let taiwan = "訂單編號,商品名稱,買家,金額\n1,保溫杯與雨衣,王小明,20\n2,電熱水壺,陳大文,30\n";
        let japan = "注文番号,商品名,お客様,金額\n1,ステンレスボトル,さくら,20\n2,レインコートとかさ,たろう,30\n";
        let france = "numéro,libellé,montant\n1,Théière à café,20\n2,Bottes d'été,30\n";
        for (text, by, encoding) in [
            (taiwan, encoding_rs::BIG5, Encoding::Big5),
            (japan, encoding_rs::SHIFT_JIS, Encoding::ShiftJis),
            (france, encoding_rs::WINDOWS_1252, Encoding::Windows1252),
            ("订单编号,商品名称\n1,保温杯和雨衣\n2,䶮镕喆\n", encoding_rs::GB18030, Encoding::Gb18030),
            ("店铺,a,b,c,d\n", encoding_rs::GB18030, Encoding::Gb18030),
        ] {
            let bytes = by.encode(text).0;
            assert_eq!(Encoding::guess(&bytes, true), encoding, "{text}");
            assert_eq!(encoding.decode(&bytes), text);
        }
        let utf16: Vec<u8> = "订单,金额,数量\n一二三,12.50,1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Encoding::guess(&utf16, true), Encoding::Utf16Le);
        // One broken byte does not make a long text another encoding's.
        let mut broken = "订单编号,商品名称,订单编号,商品名称,保温杯\n".repeat(3).into_bytes();
        broken[7] = b'x';
        assert_eq!(Encoding::guess(&broken, true), Encoding::Utf8);
    }

    #[test]
    fn check_is_the_same_at_every_chunk_size() {
        for bytes in ["aé订𠀀z".as_bytes(), b"a\xb6\xa9\xb5\xa5", b"\xe8\xae", b"abc", b"\xe8\xe8\xae\xa2x\xf0\x90\xf0"] {
            let mut whole = Utf8Check::default();
            whole.push(bytes);
            for size in 1..=bytes.len() {
                let mut cut = Utf8Check::default();
                bytes.chunks(size).for_each(|chunk| cut.push(chunk));
                assert_eq!((cut.bad, cut.good, cut.open()), (whole.bad, whole.good, whole.open()), "{bytes:?} by {size}");
            }
        }
    }

    #[test]
    fn pipes_inside_characters_are_masked() {
        // 倈 is 82 7C in GBK: its second byte is a pipe.
        let text = gb18030::encode("倈|a");
        let mut bytes = text.clone();
        assert_eq!(bytes.iter().filter(|b| **b == b'|').count(), 2);
        TrailMask::default().mask(&mut bytes);
        assert_eq!(bytes.iter().filter(|b| **b == b'|').count(), 1);
        unmask(&mut bytes);
        assert_eq!(bytes, text);
        // 乗 is 81 5C: its second byte is a backslash.
        let mut bytes = gb18030::encode("乗\\a");
        assert_eq!(bytes.iter().filter(|b| **b == b'\\').count(), 2);
        TrailMask::default().mask(&mut bytes);
        assert_eq!(bytes.iter().filter(|b| **b == b'\\').count(), 1);
        assert_eq!(Encoding::Gb18030.cell(&bytes), "乗\\a");
    }
}
