//! Texts by code: the ids and words of one kind, each known by one number.
//!
//! Most ids are plain numbers, and a log has hundreds of millions of them: as long as every text is a number of at most
//! ten digits without a leading zero, its code is that number, and nothing is kept. The first other text turns the
//! names into texts that are numbered by first appearance.

use super::Dict;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Names of one kind. Code 0 is the empty text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Names {
    /// Every text is a number; its code is the number and one. Holds the highest code given.
    Numbers(u32),
    /// Texts of any kind.
    Texts(Dict),
}

impl Default for Names {
    fn default() -> Names {
        Names::Numbers(0)
    }
}

/// The highest number that is its own code.
const HIGHEST: u32 = u32::MAX - 2;

/// The number that a text writes in the one way a number is written: digits only, no leading zero.
pub fn plain_number(text: &[u8]) -> Option<u32> {
    if text.is_empty() || text.len() > 10 || (text[0] == b'0' && text.len() > 1) {
        return None;
    }
    let number = text.iter().try_fold(0u64, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u64::from(byte - b'0')))?;
    u32::try_from(number).ok().filter(|number| *number <= HIGHEST)
}

impl Names {
    /// The code of a text, which is added when it is new. It may be the first that is no plain number: then the names
    /// turn into texts and the codes given before mean nothing any more ([`Names::recode`] tells the new ones).
    pub fn code(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        loop {
            match self {
                Names::Texts(dict) => return dict.number(text),
                Names::Numbers(highest) => match plain_number(text.as_bytes()) {
                    Some(number) => {
                        *highest = (*highest).max(number + 1);
                        return number + 1;
                    }
                    None => *self = Names::Texts(Dict::default()),
                },
            }
        }
    }

    /// The code of a plain number.
    #[inline]
    pub fn code_of_number(&mut self, number: u32) -> u32 {
        match self {
            Names::Numbers(highest) if number <= HIGHEST => {
                *highest = (*highest).max(number + 1);
                number + 1
            }
            _ => self.code(&number.to_string()),
        }
    }

    /// The code under which names that are texts now know what had this code while they were numbers.
    pub fn recode(&mut self, code: u32) -> u32 {
        if code == 0 { 0 } else { self.code(&(code - 1).to_string()) }
    }

    /// Turns numbers into texts; codes given before mean nothing any more.
    pub fn to_texts(&mut self) {
        if self.are_numbers() {
            *self = Names::Texts(Dict::default());
        }
    }

    /// Knows the numbers that other names know.
    pub fn raise(&mut self, other: &Names) {
        if let (Names::Numbers(mine), Names::Numbers(theirs)) = (self, other) {
            *mine = (*mine).max(*theirs);
        }
    }

    /// The code of a text that is known already. Of numbers, every one is.
    pub fn find(&self, text: &str) -> Option<u32> {
        match self {
            _ if text.is_empty() => Some(0),
            Names::Numbers(_) => plain_number(text.as_bytes()).map(|number| number + 1),
            Names::Texts(dict) => dict.find(text),
        }
    }

    /// The text of a code.
    pub fn text(&self, code: u32) -> Cow<'_, str> {
        match self {
            _ if code == 0 => Cow::Borrowed(""),
            Names::Numbers(_) => Cow::Owned((code - 1).to_string()),
            Names::Texts(dict) => Cow::Borrowed(dict.text(code)),
        }
    }

    /// Whether all texts so far are plain numbers.
    #[inline]
    pub fn are_numbers(&self) -> bool {
        matches!(self, Names::Numbers(_))
    }

    /// One more than the highest code.
    pub fn codes(&self) -> u32 {
        match self {
            Names::Numbers(highest) => highest + 1,
            Names::Texts(dict) => dict.len() as u32,
        }
    }
}

/// The kinds of names that events have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Space {
    /// Visitors.
    People,
    /// Pages and items: one space, for the page of a view is its page, else its item.
    Places,
    /// Categories.
    Categories,
    /// Sources.
    Sources,
    /// The log's own visit ids.
    Sessions,
    /// Searched terms.
    Terms,
}

impl Space {
    /// Every kind.
    pub const ALL: [Space; 6] = [Space::People, Space::Places, Space::Categories, Space::Sources, Space::Sessions, Space::Terms];
}

/// A set of name spaces, as bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Spaces(pub u8);

impl Spaces {
    /// Whether a space is in the set.
    #[inline]
    pub fn has(self, space: Space) -> bool {
        self.0 & (1 << space as u8) != 0
    }

    /// Adds a space.
    pub fn add(&mut self, space: Space) {
        self.0 |= 1 << space as u8;
    }
}

/// All names of some events.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NameSet([Names; 6]);

impl NameSet {
    /// The names of one kind.
    #[inline]
    pub fn of(&self, space: Space) -> &Names {
        &self.0[space as usize]
    }

    /// The names of one kind, to add to.
    #[inline]
    pub fn of_mut(&mut self, space: Space) -> &mut Names {
        &mut self.0[space as usize]
    }

    /// The spaces whose names are texts.
    #[inline]
    pub fn texts(&self) -> Spaces {
        let mut spaces = Spaces::default();
        Space::ALL.into_iter().filter(|space| !self.of(*space).are_numbers()).for_each(|space| spaces.add(space));
        spaces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_their_own_codes_until_a_text_comes() {
        let mut names = Names::default();
        assert_eq!([names.code("7"), names.code("0"), names.code("4294967293"), names.code("")], [8, 1, 4_294_967_294, 0]);
        assert_eq!(names.text(8), "7");
        for text in ["007", "4294967294", "-1", "1.5", "a", "12345678901"] {
            let mut names = names.clone();
            let code = names.code(text);
            assert!(!names.are_numbers(), "{text}");
            assert_eq!(names.text(code), text);
            let seven = names.recode(8);
            assert_eq!((names.text(seven).as_ref(), names.find("7")), ("7", Some(seven)));
        }
    }

    proptest::proptest! {
        #[test]
        fn every_text_comes_back(texts in proptest::collection::vec("[0-9]{0,11}|[a-z0-9]{0,3}", 1..30)) {
            let mut names = Names::default();
            texts.iter().for_each(|text| { names.code(text); });
            for text in &texts {
                let code = names.code(text);
                proptest::prop_assert_eq!(names.text(code), text.as_str());
                proptest::prop_assert_eq!(names.find(text), Some(code));
            }
        }
    }
}
