//! What somebody says about a file against the guess, and what of it is kept for the next file of the same shape.

use super::{Role, Table};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

/// How a file is written, as somebody says; what is None is left to the guess.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Said {
    /// What parts two cells: one to four bytes.
    pub delimiter: Option<String>,
    /// What stands around a cell: `"`, `'`, or nothing.
    pub quote: Option<String>,
    /// The encoding's name.
    pub encoding: Option<String>,
    /// Line of the header, from 1; 0 for a file without one.
    pub header_line: Option<u64>,
    /// Rows of the header, 1 to 3.
    pub header_rows: Option<u8>,
    /// Whether the day stands before the month where the year is last.
    pub day_first: Option<bool>,
    /// Whether a spreadsheet's day numbers count from 1904 and not from 1900.
    pub since_1904: Option<bool>,
    /// Code of the currency that its money is counted in.
    pub currency: Option<String>,
}

/// A mapping that was kept: what the columns under these headers are. Holds no cell of any file.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// The table.
    pub table: Table,
    /// Every column in order: its header as written, and its role.
    pub columns: Vec<(String, Role)>,
    /// How the file is written, where somebody said so.
    #[serde(default)]
    pub said: Said,
}

/// How a saved mapping begins: what it is, and which version of it.
const MARK: &str = r#"{"dianzhang_mapping":1,"#;

impl Recipe {
    /// As a small file: JSON, one line.
    pub fn text(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        [MARK, json.strip_prefix('{').unwrap_or("}")].concat()
    }

    /// Whether a file begins like a saved mapping.
    pub fn begins(bytes: &[u8]) -> bool {
        bytes.trim_ascii_start().starts_with(MARK.as_bytes())
    }

    /// Reads a saved mapping; None for any other text.
    pub fn read(text: &str) -> Option<Recipe> {
        let rest = text.trim().strip_prefix(MARK)?;
        let recipe: Recipe = serde_json::from_str(&["{", rest].concat()).ok()?;
        (!recipe.columns.is_empty() && recipe.columns.len() <= 10_000).then_some(recipe)
    }

    /// As a part of a link: what a link may not hold is written as %XX.
    pub fn link(&self) -> String {
        let mut out = String::new();
        for byte in self.text()[MARK.len() - 1..].bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b',' | b':' => out.push(byte as char),
                _ => out.push_str(&format!("%{byte:02X}")),
            }
        }
        out
    }

    /// Reads a part of a link.
    pub fn of_link(text: &str) -> Option<Recipe> {
        let mut bytes = Vec::with_capacity(text.len());
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            if byte == b'%' {
                let digits = [rest.next()?, rest.next()?];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
            } else {
                bytes.push(byte);
            }
        }
        let text = String::from_utf8(bytes).ok()?;
        Recipe::read(&[&MARK[..MARK.len() - 1], &text].concat())
    }
}

/// A text names only what was said. Bytes have no names, and so hold every field in its place.
impl Serialize for Said {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        fn field<T: Serialize, O: SerializeStruct>(out: &mut O, all: bool, name: &'static str, value: &Option<T>) -> Result<(), O::Error> {
            if all || value.is_some() { out.serialize_field(name, value) } else { out.skip_field(name) }
        }
        let Said { delimiter, quote, encoding, header_line, header_rows, day_first, since_1904, currency } = self;
        let all = !to.is_human_readable();
        let mut out = to.serialize_struct("Said", 8)?;
        field(&mut out, all, "delimiter", delimiter)?;
        field(&mut out, all, "quote", quote)?;
        field(&mut out, all, "encoding", encoding)?;
        field(&mut out, all, "header_line", header_line)?;
        field(&mut out, all, "header_rows", header_rows)?;
        field(&mut out, all, "day_first", day_first)?;
        field(&mut out, all, "since_1904", since_1904)?;
        field(&mut out, all, "currency", currency)?;
        out.end()
    }
}

impl Serialize for Recipe {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Recipe { table, columns, said } = self;
        let all = !to.is_human_readable();
        let mut out = to.serialize_struct("Recipe", 3)?;
        out.serialize_field("table", table)?;
        out.serialize_field("columns", columns)?;
        if all || *said != Said::default() { out.serialize_field("said", said) } else { out.skip_field("said") }?;
        out.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_reads_back_from_a_file_and_from_a_link() {
        let plain = Recipe {
            table: Table::Orders,
            columns: vec![("订单号, \"x\"".into(), Role::Order), ("谁&=#%".into(), Role::Buyer), (String::new(), Role::Ignore)],
            said: Said::default(),
        };
        let said = Said { delimiter: Some(";".into()), quote: Some(String::new()), day_first: Some(true), ..Said::default() };
        for recipe in [Recipe { said, ..plain.clone() }, plain] {
            assert_eq!(Recipe::read(&recipe.text()), Some(recipe.clone()));
            assert!(Recipe::begins(recipe.text().as_bytes()));
            assert!(!recipe.text().contains("null"), "{}", recipe.text());
            assert_eq!(postcard::from_bytes::<Recipe>(&postcard::to_allocvec(&recipe).unwrap()), Ok(recipe.clone()));
            let link = recipe.link();
            assert!(!link.contains(['&', '#', '=', '"', ' ']), "{link}");
            assert_eq!(Recipe::of_link(&link), Some(recipe));
        }
        for text in ["", "{}", "{\"dianzhang_mapping\":1}", "{\"dianzhang_mapping\":2,\"table\":\"orders\",\"columns\":[]}", "订单号,买家"]
        {
            assert_eq!(Recipe::read(text), None, "{text}");
        }
        assert_eq!(Recipe::of_link("%zz"), None);
    }
}
