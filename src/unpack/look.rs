//! What a file's first bytes say it is.

/// Bytes that tell what a file is.
pub const HEAD: u64 = 4096;
/// The mark of a gzip stream.
pub const GZIP: &[u8] = b"\x1f\x8b";
/// The mark of a file inside a zip, and that of an empty zip's end.
pub const ZIP: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];
/// The mark of a compound file.
pub const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Kinds of files that hold something inside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A packed stream.
    Gzip,
    /// A zip, which an .xlsx is too.
    Zip,
    /// A compound file, as which an .xls comes.
    OldWorkbook,
    /// A workbook as one XML text.
    Flat,
    /// A web page.
    Page,
    /// Files in a row, not packed.
    Tar,
}

/// What the first bytes say; None for a file that is read as it is.
pub fn look(head: &[u8]) -> Option<Kind> {
    match head {
        _ if head.starts_with(GZIP) => Some(Kind::Gzip),
        _ if ZIP.iter().any(|mark| head.starts_with(mark)) => Some(Kind::Zip),
        _ if head.starts_with(COMPOUND) => Some(Kind::OldWorkbook),
        _ if head.get(257..262) == Some(b"ustar") => Some(Kind::Tar),
        _ if is_flat(head) => Some(Kind::Flat),
        _ if is_page(head) => Some(Kind::Page),
        _ => None,
    }
}

/// Whether a file with these first bytes has to be unpacked; [`HEAD`] of them are enough.
pub fn is_container(head: &[u8]) -> bool {
    look(head).is_some()
}

/// Whether bytes are a workbook as one XML text: its tag or its name space stands at the start.
fn is_flat(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let starts = text.starts_with(b"<?xml") || text.starts_with(b"<Workbook") || text.starts_with(b"<?mso-");
    starts && memchr::memmem::find(head, b"urn:schemas-microsoft-com:office:spreadsheet").is_some()
}

/// Whether bytes are a web page: it starts with a tag that only pages have.
fn is_page(head: &[u8]) -> bool {
    let text = match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => utf16(head),
        _ => String::from_utf8_lossy(&head[..head.len().min(1024)]).into_owned(),
    };
    let mut text = text.trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    // What may stand before the first tag.
    while let Some(end) = ["<!--", "<?xml"].iter().any(|start| text.starts_with(start)).then(|| text.find('>')).flatten() {
        text = text[end + 1..].trim_start().to_string();
    }
    ["html", "head", "body", "meta", "title", "style", "table", "div", "center", "!doctype html"].iter().any(|tag| {
        let rest = text.strip_prefix('<').and_then(|rest| rest.strip_prefix(tag));
        rest.is_some_and(|rest| rest.starts_with([' ', '>', '\t', '\r', '\n', '/']))
    })
}

/// UTF-16 with its mark as text.
pub fn utf16(bytes: &[u8]) -> String {
    let unit = |pair: &[u8]| if bytes[0] == 0xff { u16::from_le_bytes([pair[0], pair[1]]) } else { u16::from_be_bytes([pair[0], pair[1]]) };
    String::from_utf16_lossy(&bytes[2..].chunks_exact(2).map(unit).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_known_by_their_first_tag() {
        for page in [
            "<html>",
            "\u{feff}\r\n <!DOCTYPE HTML PUBLIC>",
            "<?xml version='1.0'?><html xmlns='x'>",
            "<table border=0>",
            "<!-- x --><div>",
        ] {
            assert!(is_page(page.as_bytes()), "{page}");
        }
        for text in ["a,b\n", "<tables>,b\n", "", "<a@b.example>,x\n", "<?xml version='1.0'?><Workbook>"] {
            assert!(!is_page(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn marks_tell() {
        assert_eq!(look(b"PK\x03\x04..."), Some(Kind::Zip));
        assert_eq!(look(b"\x1f\x8b\x08"), Some(Kind::Gzip));
        assert_eq!(look(b"<?xml?>\n<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>"), Some(Kind::Flat));
        assert_eq!(look(COMPOUND), Some(Kind::OldWorkbook));
        assert_eq!(look(b"a,b\n"), None);
        assert_eq!(look(b""), None);
    }
}
