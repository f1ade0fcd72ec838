//! Ids are text: no leading zero and no trailing digit is ever lost.

/// An id cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Id<'a> {
    /// Nothing there.
    Absent,
    /// The id, without the wrapping that spreadsheets and exports put around it.
    Text(&'a str),
    /// `1.23457E+17`: a spreadsheet turned the digits into a number and lost most of them.
    Destroyed,
}

/// Takes off the wrapping that spreadsheets and exports put around a text: `="123"`, `'123`, tabs and blanks.
pub fn unwrap(cell: &str) -> &str {
    // Nearly every cell begins and ends with what no wrapping does.
    if let [first, .., last] = cell.as_bytes()
        && first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
    {
        return cell;
    }
    let mut text = cell.trim_matches(['\t', ' ', '\u{a0}', '\u{3000}', '\r', '\n']);
    if let Some(inner) = text.strip_prefix('=') {
        let inner = inner.trim();
        text = inner.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(inner).trim();
    }
    text.strip_prefix('\'').unwrap_or(text).trim_matches(['\t', ' '])
}

/// Unwraps an id; sees destroyed ones.
pub fn read(cell: &str) -> Id<'_> {
    let text = unwrap(cell);
    if text.is_empty() {
        Id::Absent
    } else if destroyed(text) {
        Id::Destroyed
    } else {
        Id::Text(text)
    }
}

/// `digit[.digits]E+digits`, as spreadsheets write numbers of more than eleven digits.
fn destroyed(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Nearly every id has no such letter.
    if !bytes[0].is_ascii_digit() || text.len() < 5 || memchr::memchr2(b'E', b'e', bytes).is_none() {
        return false;
    }
    let Some((mantissa, exponent)) = text.split_once("E+").or_else(|| text.split_once("e+")) else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    whole.len() == 1 && digits(whole) && digits(fraction) && exponent.len() >= 2 && digits(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappings_come_off_and_digits_stay() {
        for (cell, id) in [
            ("=\"012345678901234567\"", "012345678901234567"),
            ("\t6917000000000000001\t", "6917000000000000001"),
            ("'000123", "000123"),
            ("=123", "123"),
            (" buyer_1 ", "buyer_1"),
            ("1E5", "1E5"),
            ("E+10abc", "E+10abc"),
        ] {
            assert_eq!(read(cell), Id::Text(id), "{cell:?}");
        }
        for cell in ["", "  ", "\t", "=\"\"", "'"] {
            assert_eq!(read(cell), Id::Absent, "{cell:?}");
        }
        for cell in ["5.78E+13", "1.37359E+14", "=\"1.23457E+17\"", "2e+18"] {
            assert_eq!(read(cell), Id::Destroyed, "{cell:?}");
        }
    }
}
