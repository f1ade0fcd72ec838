//! What the first bytes say: text, or a kind of file that only looks like a table from outside.

/// A kind of file that is no delimited text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Magic {
    /// .xlsx or another workbook in a zip, or an old .xls.
    Workbook,
    /// .zip or .gz with something inside.
    Compressed,
    /// Anything else that is not text, by its name.
    Other(&'static str),
}

const KINDS: &[(&[u8], Magic)] = &[
    (b"\x89PNG\r\n\x1a\n", Magic::Other("PNG")),
    (b"\xff\xd8\xff", Magic::Other("JPEG")),
    (b"GIF87a", Magic::Other("GIF")),
    (b"GIF89a", Magic::Other("GIF")),
    (b"RIFF", Magic::Other("RIFF (WebP, WAV, AVI)")),
    (b"%PDF-", Magic::Other("PDF")),
    (b"\x7fELF", Magic::Other("ELF")),
    (b"MZ\x90\x00", Magic::Other("EXE")),
    (b"SQLite format 3\0", Magic::Other("SQLite")),
    (b"PAR1", Magic::Other("Parquet")),
    (b"Rar!\x1a\x07", Magic::Compressed),
    (b"7z\xbc\xaf\x27\x1c", Magic::Compressed),
    (b"\x1f\x8b", Magic::Compressed),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Magic::Workbook),
];

/// What the file is if it is not text; None for text.
pub fn look(head: &[u8]) -> Option<Magic> {
    if head.starts_with(b"PK\x03\x04") {
        // Every workbook names [Content_Types].xml or a mimetype among its first entries.
        let start = &head[..head.len().min(4096)];
        let workbook = [&b"[Content_Types].xml"[..], b"xl/", b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"];
        return Some(if workbook.iter().any(|mark| memchr::memmem::find(start, mark).is_some()) {
            Magic::Workbook
        } else {
            Magic::Compressed
        });
    }
    if let Some((_, kind)) = KINDS.iter().find(|(start, _)| head.starts_with(start)) {
        return Some(*kind);
    }
    let start = &head[..head.len().min(4096)];
    let zeros = memchr::memchr_iter(0, start).count();
    if zeros == 0 {
        return None;
    }
    // The zeros of UTF-16 are text, and were looked for before.
    Some(Magic::Other("binary"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_inside() {
        assert_eq!(look(b"a,b\n1,2\n"), None);
        assert_eq!(look("订单编号,金额\n".as_bytes()), None);
        assert_eq!(look(b"\x89PNG\r\n\x1a\nxxxx"), Some(Magic::Other("PNG")));
        assert_eq!(look(b"PK\x03\x04..[Content_Types].xml"), Some(Magic::Workbook));
        assert_eq!(look(b"PK\x03\x04..orders.csv"), Some(Magic::Compressed));
        assert_eq!(look(b"ab\0cdefghijkl"), Some(Magic::Other("binary")));
    }
}
