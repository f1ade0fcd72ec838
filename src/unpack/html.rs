//! Tables of a web page. Many shops' back ends save one under the name .xls, and Excel opens it.
//!
//! Tags are cut from the bytes as they lie there: in no encoding that pages come in is `<` or `&` part of a longer
//! character. Texts are decoded cell by cell.

use super::look::utf16;
use super::rows::{Rows, Take};
use super::source::Limits;
use super::xml::entity;
use super::{Decode, Told};
use crate::model::Problem;

/// The tables of a page that have text.
pub struct Html {
    size: u64,
    limits: Limits,
    tables: Vec<Table>,
}

/// One table: its cells with text, by row and column.
#[derive(Default)]
struct Table {
    cells: Vec<(u32, u32, String)>,
    /// Row that is open, from 0, and how many there were.
    row: Option<u32>,
    rows: u32,
    column: u32,
    /// For each column, how many rows more a cell above reaches down.
    reach: Vec<u32>,
    /// The open cell's text, and how far the cell reaches to the right and down.
    open: Option<(String, u32, u32)>,
}

/// No spreadsheet has more columns.
const MOST: u32 = 1 << 14;

/// The code page that a page's bytes are in: what it says, where that can be, else UTF-8 or Chinese.
fn code_page(bytes: &[u8]) -> u16 {
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let said = memchr::memmem::find(&head, b"charset=").map(|at| {
        let name = head[at + 8..].trim_ascii_start();
        let name = name.strip_prefix(b"\"").or(name.strip_prefix(b"'")).unwrap_or(name);
        let end = name.iter().position(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_')).unwrap_or(name.len());
        name[..end].to_vec()
    });
    match said.as_deref() {
        _ if std::str::from_utf8(bytes).is_ok() => 65001,
        Some(b"big5" | b"big5-hkscs") => 950,
        Some(b"shift_jis" | b"sjis" | b"x-sjis") => 932,
        Some(b"euc-kr" | b"ks_c_5601-1987") => 949,
        Some(b"iso-8859-1" | b"windows-1252" | b"us-ascii") => 1252,
        // Said to be UTF-8 and broken somewhere: still UTF-8.
        Some(b"utf-8" | b"utf8") => 65001,
        _ => 936,
    }
}

impl Html {
    /// Finds the tables. A page without any is no table at all: most often the shop's page for signing in.
    pub fn open(bytes: Vec<u8>, limits: Limits, decode: Decode) -> Result<Html, Problem> {
        let size = bytes.len() as u64;
        let bytes = if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") { utf16(&bytes).into_bytes() } else { bytes };
        let page = code_page(&bytes);
        let tables = Reader { tables: Vec::new(), open: Vec::new(), page, decode, most: limits.members }.read(&bytes)?;
        if tables.is_empty() {
            return Err(Problem::WebPage);
        }
        Ok(Html { size, limits, tables })
    }

    /// How many tables there are.
    pub fn len(&self) -> usize {
        self.tables.len()
    }

    /// Reads one table as text.
    pub fn read<'a>(&self, at: usize, take: &'a mut Take<'a>) -> Result<Told, Problem> {
        let table = self.tables.get(at).ok_or(Problem::Damaged)?;
        let mut rows = Rows::new(take, self.size, self.limits);
        for (row, column, text) in &table.cells {
            if !rows.cell(*row, *column, text)? {
                return Ok(Told::default());
            }
        }
        rows.finish()?;
        Ok(Told::default())
    }
}

struct Reader {
    tables: Vec<Table>,
    /// Tables that are open, the innermost last: where each stands.
    open: Vec<usize>,
    page: u16,
    decode: Decode,
    most: u64,
}

impl Reader {
    fn read(mut self, bytes: &[u8]) -> Result<Vec<Table>, Problem> {
        let mut rest = bytes;
        while let Some(at) = memchr::memchr(b'<', rest) {
            self.text(&rest[..at]);
            rest = &rest[at..];
            rest = match rest {
                _ if rest.starts_with(b"<!--") => behind(rest, b"-->"),
                [_, b'!' | b'?', ..] => behind(rest, b">"),
                [_, b'/' | b'a'..=b'z' | b'A'..=b'Z', ..] => {
                    let tag = &rest[..rest.len() - behind(rest, b">").len()];
                    self.tag(tag)?;
                    let after = &rest[tag.len()..];
                    match name(tag).as_str() {
                        "script" => behind(after, b"</script"),
                        "style" => behind(after, b"</style"),
                        "title" => behind(after, b"</title"),
                        _ => after,
                    }
                }
                // A sign in a text.
                _ => {
                    self.text(b"<");
                    &rest[1..]
                }
            };
        }
        self.text(rest);
        while !self.open.is_empty() {
            self.close_table();
        }
        self.tables.retain(|table| !table.cells.is_empty());
        Ok(self.tables)
    }

    fn table(&mut self) -> Option<&mut Table> {
        self.open.last().and_then(|at| self.tables.get_mut(*at))
    }

    fn text(&mut self, bytes: &[u8]) {
        let (page, decode) = (self.page, self.decode);
        if let Some((text, ..)) = self.table().and_then(|table| table.open.as_mut())
            && !bytes.is_empty()
        {
            let decoded = if page == 65001 { String::from_utf8_lossy(bytes).into_owned() } else { decode(page, bytes) };
            resolve(&decoded, text);
        }
    }

    fn tag(&mut self, tag: &[u8]) -> Result<(), Problem> {
        match name(tag).as_str() {
            "table" => {
                if self.tables.len() as u64 >= self.most {
                    return Err(Problem::TooMany(self.most));
                }
                self.open.push(self.tables.len());
                self.tables.push(Table::default());
            }
            "/table" => self.close_table(),
            "tr" | "/tr" => {
                if let Some(table) = self.table() {
                    table.close_row();
                }
            }
            "td" | "th" => {
                let (right, down) = (number(tag, b"colspan"), number(tag, b"rowspan"));
                if let Some(table) = self.table() {
                    table.close_cell();
                    if table.row.is_none() {
                        table.row = Some(table.rows);
                        table.rows += 1;
                        table.column = 0;
                    }
                    table.open = Some((String::new(), right, down));
                }
            }
            "/td" | "/th" => {
                if let Some(table) = self.table() {
                    table.close_cell();
                }
            }
            "br" | "br/" | "p" | "/p" | "div" | "/div" => {
                if let Some((text, ..)) = self.table().and_then(|table| table.open.as_mut()) {
                    text.push(' ');
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close_table(&mut self) {
        if let Some(table) = self.table() {
            table.close_row();
        }
        self.open.pop();
    }
}

impl Table {
    fn close_cell(&mut self) {
        let (Some((text, right, down)), Some(row)) = (self.open.take(), self.row) else { return };
        // Cells from above push this one to the right.
        while self.reach.get(self.column as usize).is_some_and(|rows| *rows > row) {
            self.column += 1;
        }
        let text = text.split(|char: char| char.is_ascii_whitespace() || char == '\u{a0}').filter(|word| !word.is_empty());
        let text = text.collect::<Vec<_>>().join(" ");
        if !text.is_empty() && self.column < MOST {
            self.cells.push((row, self.column, text));
        }
        let end = (self.column + right).min(MOST);
        if down > 1 && self.column < end {
            self.reach.resize(self.reach.len().max(end as usize), 0);
            self.reach[self.column as usize..end as usize].fill(row + down);
        }
        self.column = end;
    }

    fn close_row(&mut self) {
        self.close_cell();
        self.row = None;
    }
}

/// What follows a mark; nothing where it never comes.
fn behind<'a>(bytes: &'a [u8], mark: &[u8]) -> &'a [u8] {
    let found = match mark {
        [byte] => memchr::memchr(*byte, bytes),
        _ => bytes.windows(mark.len()).position(|part| part.eq_ignore_ascii_case(mark)),
    };
    found.map_or(&[], |at| &bytes[at + mark.len()..])
}

fn name(tag: &[u8]) -> String {
    let inner = tag.trim_ascii_end();
    let inner = &inner[1..inner.strip_suffix(b">").map_or(inner.len(), <[u8]>::len).max(1)];
    let end = inner.iter().position(u8::is_ascii_whitespace).unwrap_or(inner.len());
    String::from_utf8_lossy(&inner[..end]).to_ascii_lowercase()
}

/// A number in a tag, at least 1.
fn number(tag: &[u8], of: &[u8]) -> u32 {
    let lower = tag.to_ascii_lowercase();
    let Some(at) = memchr::memmem::find(&lower, of) else { return 1 };
    let digits = lower[at + of.len()..].iter().skip_while(|byte| matches!(byte, b' ' | b'=' | b'"' | b'\''));
    let digits: String = digits.take_while(|byte| byte.is_ascii_digit()).take(7).map(|byte| char::from(*byte)).collect();
    digits.parse().unwrap_or(1).clamp(1, 1 << 20)
}

/// Adds a text with its entities resolved.
fn resolve(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.bytes().take(10).position(|byte| byte == b';');
        let known = end.and_then(|end| Some((known(&rest[..end])?, end)));
        match known {
            Some((char, end)) => {
                out.push(char);
                rest = &rest[end + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
}

fn known(name: &str) -> Option<char> {
    Some(match name {
        "nbsp" => '\u{a0}',
        "yen" => '¥',
        "euro" => '€',
        "pound" => '£',
        "cent" => '¢',
        "deg" => '°',
        "times" => '×',
        "middot" => '·',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "copy" => '©',
        "reg" => '®',
        _ => return entity(name.as_bytes()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(page: &[u8]) -> Result<Vec<String>, Problem> {
        let html = Html::open(page.to_vec(), Limits::default(), |page, bytes| format!("[{page}:{}]", bytes.len()))?;
        let table = |at| {
            let mut out = Vec::new();
            let mut take = |bytes: &[u8]| {
                out.extend_from_slice(bytes);
                true
            };
            html.read(at, &mut take).map(|_| String::from_utf8(out).unwrap())
        };
        (0..html.len()).map(table).collect()
    }

    #[test]
    fn tables_are_found() {
        let page = "<html><head><title><table></title><style>td{a:'<'}</style></head><body><!-- <td>no</td> -->\
            <TABLE border=1><tr><th rowspan=2>订单编号<th colspan='2'>金额&nbsp;&yen;</tr><tr><td>应付<td>实付</tr>\n\
            <tr><td style='x'>1<br>2</td><td>a &lt; b & c</td><td>\"x\",y</td></table><p>between</p>\
            <table><tr><td><table><tr><td>in</td></tr></table></td></tr><tr><td>out</td></tr></table>";
        let expected = ["订单编号,金额 ¥,\n,应付,实付\n1 2,a < b & c,\"\"\"x\"\",y\"\n", "\nout\n", "in\n"];
        assert_eq!(tables(page.as_bytes()).unwrap(), expected);
        let wide: Vec<u8> = [b"\xff\xfe".to_vec(), page.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
        assert_eq!(tables(&wide).unwrap(), expected);
    }

    #[test]
    fn the_encoding_is_the_one_that_can_be() {
        assert_eq!(tables(b"<table><tr><td>\xb6\xa9</table>").unwrap(), ["[936:2]\n"]);
        assert_eq!(tables(b"<meta charset=\"Big5\"><table><tr><td>\xb6\xa9</table>").unwrap(), ["[950:2]\n"]);
        assert_eq!(tables("<meta charset=gb2312><table><tr><td>店</table>".as_bytes()).unwrap(), ["店\n"]);
    }

    #[test]
    fn a_page_without_a_table_is_told() {
        assert_eq!(tables(b"<html>sign in").err(), Some(Problem::WebPage));
    }
}
