//! What a cell looks like, by its bytes alone: evidence for dialects, headers and columns, never a value.

/// What a cell looks like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    /// Nothing there.
    Empty,
    /// Digits, with the marks of numbers: sign, separators, a currency, a percent sign, a unit.
    Number,
    /// A date, a time of day, or both.
    Time,
    /// An address of the web or of mail.
    Address,
    /// Letters and digits in one piece: `MG-8769`, `A001`, `192.168.0.1`.
    Code,
    /// Words without digits and without any mark but those inside words.
    Word,
    /// Anything else.
    Text,
}

impl Look {
    /// Whether a header would not look like it.
    pub fn strong(self) -> bool {
        matches!(self, Look::Number | Look::Time | Look::Address)
    }
}

/// What some bytes look like.
pub fn look(cell: &[u8]) -> Look {
    let text = cell.trim_ascii();
    let text = text.strip_prefix(b"=\"").and_then(|inner| inner.strip_suffix(b"\"")).unwrap_or(text);
    if text.is_empty() {
        return Look::Empty;
    }
    if text.iter().all(u8::is_ascii_digit) {
        return Look::Number;
    }
    let (mut digits, mut letters, mut blanks, mut wide) = (0, 0, 0, 0);
    let mut marks = 0u32;
    for byte in text {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'a'..=b'z' | b'A'..=b'Z' => letters += 1,
            b' ' => blanks += 1,
            0x80.. => wide += 1,
            b'-' | b'_' | b'.' | b'/' | b'\'' | b'&' | b'(' | b')' => {}
            _ => marks += 1,
        }
    }
    if digits > 0 && number(text, letters + wide) {
        return Look::Number;
    }
    if digits > 0 && time(text) {
        return Look::Time;
    }
    if blanks == 0 && address(text) {
        return Look::Address;
    }
    if digits > 0 && letters > 0 && blanks == 0 && marks == 0 && wide == 0 && text.len() <= 40 {
        return Look::Code;
    }
    if digits == 0 && marks == 0 && letters + wide > 0 && text.len() <= 60 && blanks <= 4 { Look::Word } else { Look::Text }
}

/// Signs that stand before or behind a number.
const UNITS: [&[u8]; 14] = [
    b"$",
    b"%",
    "€".as_bytes(),
    "£".as_bytes(),
    "¥".as_bytes(),
    "￥".as_bytes(),
    "₹".as_bytes(),
    "元".as_bytes(),
    "万".as_bytes(),
    "件".as_bytes(),
    b"USD",
    b"CNY",
    b"RMB",
    b"EUR",
];

fn number(text: &[u8], others: usize) -> bool {
    let mut text = text;
    if others > 0 || !text[0].is_ascii_digit() {
        for unit in UNITS {
            text = text.strip_prefix(unit).unwrap_or(text).trim_ascii();
            text = text.strip_suffix(unit).unwrap_or(text).trim_ascii();
        }
    }
    text = text.strip_prefix(b"(").and_then(|inner| inner.strip_suffix(b")")).unwrap_or(text);
    text = text.strip_prefix(b"-").or_else(|| text.strip_prefix(b"+")).unwrap_or(text);
    for sign in [&b"$"[..], "£".as_bytes(), "€".as_bytes(), "¥".as_bytes()] {
        text = text.strip_prefix(sign).unwrap_or(text);
    }
    text = text.strip_suffix(b"%").unwrap_or(text);
    if let Some(at) = memchr::memchr2(b'e', b'E', text) {
        let (mantissa, exponent) = (&text[..at], &text[at + 1..]);
        let exponent = exponent.strip_prefix(b"-").or_else(|| exponent.strip_prefix(b"+")).unwrap_or(exponent);
        return !exponent.is_empty() && exponent.len() <= 3 && exponent.iter().all(u8::is_ascii_digit) && plain(mantissa);
    }
    plain(text)
}

/// Digits with points, commas and blanks between them: one point or comma anywhere, or groups of three.
fn plain(text: &[u8]) -> bool {
    if !text.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b' ')) || !text.iter().any(u8::is_ascii_digit) {
        return false;
    }
    let marks: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_digit()).collect();
    let groups: Vec<usize> = text.split(|byte| !byte.is_ascii_digit()).map(<[u8]>::len).collect();
    let (Some(first), Some(last)) = (marks.first(), marks.last()) else { return true };
    if marks.len() == 1 && *first != b' ' {
        return true;
    }
    let grouped = (1..=3).contains(&groups[0]) && groups[1..groups.len() - 1].iter().all(|digits| *digits == 3);
    let alike = marks.iter().all(|mark| mark == first);
    let decimals = marks.len() > 1 && marks[..marks.len() - 1].iter().all(|mark| mark == first) && last != first && *last != b' ';
    grouped && (alike && groups[groups.len() - 1] == 3 || decimals)
}

/// Digits in the groups of a date or a time of day, with the words that stand beside them.
fn time(text: &[u8]) -> bool {
    if text.len() < 4 || text.len() > 35 {
        return false;
    }
    let (mut groups, mut run, mut seps, mut letters, mut dots) = (0, 0, 0, 0, 0);
    let mut longest = 0;
    let mut at = 0;
    while at < text.len() {
        let byte = text[at];
        if byte.is_ascii_digit() {
            run += 1;
            longest = longest.max(run);
            groups += usize::from(run == 1);
            at += 1;
            continue;
        }
        run = 0;
        match byte {
            b'-' | b'/' | b':' => seps += 1,
            b'.' => dots += 1,
            b' ' | b',' | b'+' | b'T' | b'Z' => {}
            b'a'..=b'z' | b'A'..=b'Z' => letters += 1,
            _ => {
                let sign =
                    ["年", "月", "日", "时", "分", "秒", "上午", "下午"].into_iter().find(|sign| text[at..].starts_with(sign.as_bytes()));
                let Some(sign) = sign else { return false };
                seps += 1;
                at += sign.len();
                continue;
            }
        }
        at += 1;
    }
    let months = letters > 0 && {
        let lower = text.to_ascii_lowercase();
        lower.split(|byte| !byte.is_ascii_alphabetic()).filter(|word| !word.is_empty()).all(|word| {
            const NAMES: [&[u8]; 19] = [
                b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec", b"am", b"pm", b"utc",
                b"gmt", b"t", b"z", b"of",
            ];
            NAMES.iter().any(|name| word.starts_with(name))
        })
    };
    let clock = memchr::memchr(b':', text).is_some();
    match () {
        () if letters > 0 && !months => false,
        () if longest > 4 && !clock && seps < 1 => false,
        () if longest > 6 => false,
        () if letters > 0 => groups >= 1 && (seps > 0 || groups >= 2),
        () if clock => (2..=9).contains(&groups),
        () => {
            groups == 3 && (seps == 2 || dots == 2 && seps == 0)
                || groups == 2 && seps == 1 && longest == 4 && text.len() <= 7
                || groups == 3 && longest == 4 && seps >= 1
        }
    }
}

fn address(text: &[u8]) -> bool {
    if let Some(at) = memchr::memmem::find(text, b"://") {
        return at > 1 && text[..at].iter().all(u8::is_ascii_alphanumeric) && text.len() > at + 4;
    }
    if text.len() > 6 && text[..4].eq_ignore_ascii_case(b"www.") {
        return true;
    }
    match memchr::memchr(b'@', text) {
        Some(at) => {
            at > 0 && memchr::memchr(b'.', &text[at..]).is_some_and(|dot| dot > 1) && memchr::memchr(b'@', &text[at + 1..]).is_none()
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_their_bytes() {
        let all = |looks: Look, cells: &[&str]| cells.iter().for_each(|cell| assert_eq!(look(cell.as_bytes()), looks, "{cell:?}"));
        all(
            Look::Number,
            &["1", "-2.5", "1,234", "1,234.50", "1.234,50", "$74.69", "£1,200.00", "12%", "1e-5", "(3.5)", "12元", "1.2万", "1,5", "1 234"],
        );
        all(
            Look::Time,
            &[
                "28/01/2018",
                "13.01.2020",
                "2018-01-28",
                "00:15",
                "2018-01-28 10:00:01",
                "1 Jan 2020",
                "2026年6月1日",
                "2017-06-01T00:00:00Z",
                "Jan-17",
            ],
        );
        all(Look::Address, &["https://example.com/a?b=c", "www.example.com", "a.b@example.com"]);
        all(Look::Code, &["MG-8769", "A001", "x1_2"]);
        all(Look::Word, &["Price", "Unit price", "订单编号", "Men's vest", "e-mail"]);
        all(Look::Text, &["Great grip, and more", "5;2", "a: b", "Round 48\"", "3-in-1 jacket for all"]);
        all(Look::Empty, &["", "  "]);
    }
}
