//! GB18030: by a library in the program, by a table that the browser's own decoder fills on the page.
//!
//! The library's tables would be a quarter of what the page downloads, and every browser carries them already: the
//! worker hands over its decoder once, each character is asked for once, and cells are decoded by look-up.

#[cfg(any(test, not(feature = "cli")))]
mod table;

#[cfg(feature = "cli")]
mod source {
    /// Bytes as text; bytes that are no text become U+FFFD.
    pub fn decode(bytes: &[u8]) -> String {
        encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned()
    }

    /// Text as bytes.
    pub fn encode(text: &str) -> Vec<u8> {
        encoding_rs::GB18030.encode(text).0.into_owned()
    }
}

#[cfg(not(feature = "cli"))]
mod source {
    use super::table::Gb18030;
    use std::sync::OnceLock;

    static TEACHER: OnceLock<fn(&[u8]) -> String> = OnceLock::new();
    static TABLE: OnceLock<Gb18030> = OnceLock::new();

    /// Names the decoder of whole texts to learn from, before the first file is read: where nobody has, everything
    /// beyond ASCII is lost. It is asked when the first text in GB18030 comes.
    pub fn teach(decode: fn(&[u8]) -> String) {
        TEACHER.get_or_init(|| decode);
    }

    fn table() -> &'static Gb18030 {
        TABLE.get_or_init(|| Gb18030::learn(|bytes| TEACHER.get().map_or_else(String::new, |decode| decode(bytes))))
    }

    /// Bytes as text; bytes that are no text become U+FFFD.
    pub fn decode(bytes: &[u8]) -> String {
        table().decode(bytes)
    }

    /// Text as bytes; characters without two bytes of their own become `?`.
    pub fn encode(text: &str) -> Vec<u8> {
        table().encode(text)
    }
}

pub use source::*;
