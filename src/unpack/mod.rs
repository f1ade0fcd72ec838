//! Files that hold tables inside → plain text, one stream for each table: workbooks (.xlsx, .xls), packed files (.gz,
//! .zip), and web pages and XML that were saved as .xls.
//!
//! What a file is, its first bytes say, never its name. A sheet becomes UTF-8 CSV, row by row on the same line; a
//! packed file becomes its bytes. Either then goes through the ordinary reader, as if it had been dropped by itself.
//! Bytes are asked for from a `Source` that the caller gives; there is no file in here. What a file says about its own
//! sizes is never believed: memory grows with what is really there, up to `Limits`.
//!
//! Imports `model` only. `look` is all that the page itself knows; the rest (feature `books`) is in the program and in a
//! wasm of its own. `xlsx` (with `zip` and `xml`), `xls` (with `cfb`), `flat` and `html` read the kinds of books, `number`
//! and `format` say what a number shows, `rows` writes the text, `container` puts them together.

mod look;

pub use look::{HEAD, is_container};

/// Between the name of a container and the name of what lies inside.
pub const INSIDE: &str = " › ";

#[cfg(feature = "books")]
mod cfb;
#[cfg(feature = "books")]
mod container;
#[cfg(feature = "books")]
mod flat;
#[cfg(feature = "books")]
mod format;
#[cfg(feature = "books")]
mod gzip;
#[cfg(feature = "books")]
mod html;
#[cfg(feature = "books")]
mod number;
#[cfg(feature = "books")]
mod rows;
#[cfg(feature = "books")]
mod source;
#[cfg(feature = "books")]
mod xls;
#[cfg(feature = "books")]
mod xlsx;
#[cfg(feature = "books")]
mod xml;
#[cfg(feature = "books")]
mod zip;

#[cfg(feature = "books")]
pub use container::{Container, Part};
#[cfg(feature = "books")]
pub use rows::Take;
#[cfg(feature = "books")]
pub use source::{Input, Limits, Source, refuse};

/// Decodes bytes of a Windows code page (936 is Chinese). The caller has the tables: the program a library, the page
/// the browser.
#[cfg(feature = "books")]
pub type Decode = fn(u16, &[u8]) -> String;

/// A sheet of a workbook.
#[cfg(feature = "books")]
#[derive(Clone, Debug, Default)]
struct Sheet {
    name: String,
    hidden: bool,
    empty: bool,
}

/// What was noticed while a sheet was read.
#[cfg(feature = "books")]
#[derive(Clone, Copy, Debug, Default)]
struct Told {
    /// Formulas that have no stored result.
    formulas: u64,
}

/// The label, as encodings are called on the web, of a Windows code page.
pub fn code_page(page: u16) -> String {
    match page {
        932 => "shift_jis".to_string(),
        936 | 54936 => "gb18030".to_string(),
        949 => "euc-kr".to_string(),
        950 => "big5".to_string(),
        10000 => "macintosh".to_string(),
        874 | 1250..=1258 => format!("windows-{page}"),
        _ => "utf-8".to_string(),
    }
}
