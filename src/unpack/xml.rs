//! XML as a stream of tags and texts, as much of it as workbooks use. Holds one tag or text at a time, never the whole.

use super::source;
use crate::model::Problem;
use std::io::Read;

/// No real tag or text of a workbook is longer than this.
const LONGEST: usize = 4 << 20;
const CHUNK: usize = 64 << 10;

/// What comes next.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Token<'a> {
    /// A tag that opens: its name without prefix, and its attributes as written.
    Open(&'a [u8], Attributes<'a>),
    /// A tag that closes. One that closes itself comes as both.
    Close(&'a [u8]),
    /// Text with its entities as written.
    Text(&'a [u8]),
    /// Text that has no entities.
    Literal(&'a [u8]),
}

/// The attributes of a tag, as written.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Attributes<'a>(&'a [u8]);

impl<'a> Attributes<'a> {
    /// The attribute of this name, without regard to a prefix, as written.
    pub fn get(self, wanted: &[u8]) -> Option<&'a [u8]> {
        let mut rest = self.0;
        loop {
            let equals = memchr::memchr(b'=', rest)?;
            let name = local(rest[..equals].trim_ascii());
            let value = rest[equals + 1..].trim_ascii_start();
            let quote = *value.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
            let end = 1 + memchr::memchr(quote, &value[1..])?;
            if name == wanted {
                return Some(&value[1..end]);
            }
            rest = &value[end + 1..];
        }
    }

    /// The attribute as text.
    pub fn text(self, wanted: &[u8]) -> Option<String> {
        let mut out = String::new();
        unescape(self.get(wanted)?, &mut out);
        Some(out)
    }

    /// The attribute as a number.
    pub fn number(self, wanted: &[u8]) -> Option<u32> {
        std::str::from_utf8(self.get(wanted)?).ok()?.trim().parse().ok()
    }

    /// Whether the attribute says yes.
    pub fn says(self, wanted: &[u8]) -> bool {
        matches!(self.get(wanted), Some(b"1" | b"true" | b"on"))
    }
}

/// A name without its prefix.
fn local(name: &[u8]) -> &[u8] {
    memchr::memrchr(b':', name).map_or(name, |at| &name[at + 1..])
}

/// Reads tags and texts.
pub struct Xml<R> {
    reader: R,
    buffer: Vec<u8>,
    from: usize,
    to: usize,
    ended: bool,
    /// The tag before closed itself: its closing is still to come; the place of its name.
    closing: Option<(usize, usize)>,
}

impl<R: Read> Xml<R> {
    /// A stream over these bytes.
    pub fn new(reader: R) -> Xml<R> {
        Xml { reader, buffer: vec![0; CHUNK], from: 0, to: 0, ended: false, closing: None }
    }

    /// Whatever comes next; None at the end.
    pub fn next(&mut self) -> Result<Option<Token<'_>>, Problem> {
        if let Some((from, to)) = self.closing.take() {
            return Ok(Some(Token::Close(&self.buffer[from..to])));
        }
        loop {
            let Some(length) = self.find(0, b"<")? else {
                let rest = self.from..self.to;
                self.from = self.to;
                let rest = &self.buffer[rest];
                return if rest.iter().all(u8::is_ascii_whitespace) { Ok(None) } else { Err(Problem::Damaged) };
            };
            if length > 0 {
                let text = self.from..self.from + length;
                self.from += length;
                return Ok(Some(Token::Text(&self.buffer[text])));
            }
            self.want(9)?;
            let start = &self.buffer[self.from..self.to];
            let (skip, end): (usize, &[u8]) = match start {
                _ if start.starts_with(b"<!--") => (4, b"-->"),
                _ if start.starts_with(b"<![CDATA[") => (9, b"]]>"),
                _ if start.starts_with(b"<?") => (2, b"?>"),
                // Documents with a type of their own could define entities; workbooks have none.
                _ if start.starts_with(b"<!") => return Err(Problem::Damaged),
                _ => return self.tag().map(Some),
            };
            let literal = skip == 9;
            let length = self.find(skip, end)?.ok_or(Problem::Damaged)?;
            let body = self.from + skip..self.from + length;
            self.from += length + end.len();
            if literal {
                return Ok(Some(Token::Literal(&self.buffer[body])));
            }
        }
    }

    fn tag(&mut self) -> Result<Token<'_>, Problem> {
        // A `>` inside a quoted value does not end the tag.
        let mut end = 1;
        loop {
            end = self.find(end, b">")?.ok_or(Problem::Damaged)?;
            let tag = &self.buffer[self.from..self.from + end];
            let mut quote = None;
            for byte in tag {
                match (quote, byte) {
                    (None, b'"' | b'\'') => quote = Some(*byte),
                    (Some(open), byte) if open == *byte => quote = None,
                    _ => {}
                }
            }
            if quote.is_none() {
                break;
            }
            end += 1;
        }
        let (from, to) = (self.from + 1, self.from + end);
        self.from = to + 1;
        let tag = &self.buffer[from..to];
        if let Some(name) = tag.strip_prefix(b"/") {
            return Ok(Token::Close(local(name.trim_ascii())));
        }
        let (tag, closed) = match tag.strip_suffix(b"/") {
            Some(tag) => (tag, true),
            None => (tag, false),
        };
        let length = tag.iter().position(u8::is_ascii_whitespace).unwrap_or(tag.len());
        let name = local(&tag[..length]);
        if closed {
            let at = from + length - name.len();
            self.closing = Some((at, at + name.len()));
        }
        Ok(Token::Open(name, Attributes(&tag[length..])))
    }

    /// Where a mark stands, counted from the next byte, looked for from a place on; None where it never comes.
    fn find(&mut self, mut skip: usize, mark: &[u8]) -> Result<Option<usize>, Problem> {
        loop {
            let held = &self.buffer[self.from..self.to];
            let found = match mark {
                [byte] => memchr::memchr(*byte, held.get(skip..).unwrap_or_default()),
                _ => memchr::memmem::find(held.get(skip..).unwrap_or_default(), mark),
            };
            if let Some(at) = found {
                return Ok(Some(skip + at));
            }
            if held.len() > LONGEST {
                return Err(Problem::Damaged);
            }
            skip = skip.max((held.len() + 1).saturating_sub(mark.len()));
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// Sees to it that so many bytes lie ready, if there are so many.
    fn want(&mut self, count: usize) -> Result<(), Problem> {
        while self.to - self.from < count && self.fill()? {}
        Ok(())
    }

    fn fill(&mut self) -> Result<bool, Problem> {
        if self.ended {
            return Ok(false);
        }
        if self.from > 0 {
            self.buffer.copy_within(self.from..self.to, 0);
            (self.from, self.to) = (0, self.to - self.from);
        }
        if self.to == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        let count = self.reader.read(&mut self.buffer[self.to..]).map_err(source::problem)?;
        self.to += count;
        self.ended = count == 0;
        Ok(!self.ended)
    }
}

/// Adds text with its entities resolved; an entity that is none stays as written.
pub fn unescape(text: &[u8], out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest) {
        out.push_str(&String::from_utf8_lossy(&rest[..at]));
        rest = &rest[at..];
        let known = memchr::memchr(b';', &rest[..rest.len().min(12)]).and_then(|end| Some((entity(&rest[1..end])?, end)));
        match known {
            Some((char, end)) => {
                out.push(char);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(&String::from_utf8_lossy(rest));
}

/// The character that an entity stands for.
pub fn entity(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            bytes[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn told(reader: impl Read) -> Result<Vec<String>, Problem> {
        let mut xml = Xml::new(reader);
        let mut out = Vec::new();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        while let Some(token) = xml.next()? {
            out.push(match token {
                Token::Open(name, attributes) => format!("<{} r={:?}", text(name), attributes.text(b"r")),
                Token::Close(name) => format!("/{}", text(name)),
                Token::Text(bytes) => {
                    let mut out = String::new();
                    unescape(bytes, &mut out);
                    out
                }
                Token::Literal(bytes) => format!("[{}]", text(bytes)),
            });
        }
        Ok(out)
    }

    #[test]
    fn tags_texts_and_what_lies_between() {
        let text =
            b"<?xml version='1.0'?>\n<!-- <no> --><x:row r = \"a>&quot;\" s='1'><v/>1 &lt; &#x4e2d;&nbsp;</x:row><![CDATA[<a>&amp;]]>\n";
        let expected = ["\n", "<row r=Some(\"a>\\\"\")", "<v r=None", "/v", "1 < 中&nbsp;", "/row", "[<a>&amp;]"];
        assert_eq!(told(&text[..]).unwrap(), expected);
        assert_eq!(told(Slow(text)).unwrap(), expected);
    }

    #[test]
    fn what_is_no_workbooks_xml_is_damage() {
        for text in ["<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", "<a", "<a r='1>", "text", "<!-- "] {
            assert_eq!(told(text.as_bytes()), Err(Problem::Damaged), "{text}");
        }
        let endless = std::io::Read::chain(&b"<a r='"[..], std::io::repeat(b'x'));
        assert_eq!(told(endless), Err(Problem::Damaged));
    }
}
