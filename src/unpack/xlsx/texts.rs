//! The texts that cells share. How many there are is counted, never believed: a file of 28 KB may claim two billion.

use super::super::xml::{Token, Xml, unescape};
use crate::model::Problem;
use std::io::Read;

/// Texts by number, in one buffer.
#[derive(Clone, Default)]
pub struct Texts {
    all: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Reads the part; more text than the limit is refused.
    pub fn read(xml: &mut Xml<impl Read>, limit: u64) -> Result<Texts, Problem> {
        let limit = limit.min(u32::MAX.into());
        let mut texts = Texts::default();
        let mut text = Text::default();
        while let Some(token) = xml.next()? {
            if let Token::Close(b"si") = token {
                decode(&text.text, &mut texts.all);
                texts.ends.push(texts.all.len() as u32);
                if texts.all.len() as u64 + 4 * texts.ends.len() as u64 > limit {
                    return Err(Problem::TooLarge);
                }
                text.clear();
            } else {
                text.take(token)?;
            }
        }
        Ok(texts)
    }

    /// The text of a number.
    pub fn get(&self, number: u32) -> Option<&str> {
        let end = *self.ends.get(number as usize)? as usize;
        let start = (number as usize).checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.all.get(start..end)
    }
}

/// No spreadsheet holds a longer text in a cell (32,767 characters), with some room for what others write.
const LONGEST: usize = 4 << 20;

/// Puts a text together from its runs; how a word is to be pronounced is no part of it.
#[derive(Default)]
pub struct Text {
    /// The text so far, `_xHHHH_` as written.
    pub text: String,
    inside: bool,
    spoken: bool,
}

impl Text {
    /// Takes what stands inside `<si>` or `<is>`.
    pub fn take(&mut self, token: Token<'_>) -> Result<(), Problem> {
        match token {
            Token::Open(b"rPh", _) => self.spoken = true,
            Token::Close(b"rPh") => self.spoken = false,
            Token::Open(b"t", _) => self.inside = true,
            Token::Close(b"t") => self.inside = false,
            Token::Text(bytes) if self.inside && !self.spoken => unescape(bytes, &mut self.text),
            Token::Literal(bytes) if self.inside && !self.spoken => self.text.push_str(&String::from_utf8_lossy(bytes)),
            _ => {}
        }
        if self.text.len() > LONGEST { Err(Problem::Damaged) } else { Ok(()) }
    }

    /// Makes ready for the next text.
    pub fn clear(&mut self) {
        self.text.clear();
        (self.inside, self.spoken) = (false, false);
    }
}

/// Adds a text with `_x000D_` and the like as the characters they stand for.
pub fn decode(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let char = code.filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match char.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(char) => {
                out.push_str(&rest[..at]);
                out.push(char);
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_in_texts_are_characters() {
        for (text, expected) in
            [("a_x000D_b", "a\rb"), ("_x005F_x000D_", "_x000D_"), ("_xZZZZ_", "_xZZZZ_"), ("a_x", "a_x"), ("_x00é_", "_x00é_")]
        {
            let mut out = String::new();
            decode(text, &mut out);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn runs_are_one_text_and_counts_are_not_believed() {
        let part = "<sst count='2000000000' uniqueCount='2000000000'><si><r><t>店</t></r><r><t xml:space='preserve'> 账</t></r>\
                    <rPh><t>dian</t></rPh></si><si/><si><t>x</t></si></sst>";
        let texts = Texts::read(&mut Xml::new(part.as_bytes()), 1 << 20).unwrap();
        assert_eq!([texts.get(0), texts.get(1), texts.get(2), texts.get(3)], [Some("店 账"), Some(""), Some("x"), None]);
        assert_eq!(Texts::read(&mut Xml::new(part.as_bytes()), 10).err(), Some(Problem::TooLarge));
    }
}
