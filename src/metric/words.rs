//! Words about words: keywords that share something with a typed word (相关词查询), and keywords worth trying for an
//! item (系统推荐词).
//!
//! A Chinese title has no blanks between its words. The words that the shop itself uses (keywords, search terms) are the
//! best dictionary for its titles, so a text is cut along those, the longest first, and what none of them covers is cut
//! into pairs of characters. No dictionary has to be downloaded for that.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The longest word that is looked for, in characters.
const LONGEST: usize = 12;

/// Whether a character is written without blanks around its words.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// A text in lower case, full-width forms made plain.
pub fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    };
    text.chars().map(narrow).flat_map(char::to_lowercase).collect()
}

/// Runs of letters and digits, and runs of Chinese characters.
fn runs(text: &str) -> Vec<Vec<char>> {
    let mut out: Vec<Vec<char>> = Vec::new();
    let mut before = None;
    for c in plain(text).chars() {
        let kind = if is_han(c) { Some(true) } else { c.is_alphanumeric().then_some(false) };
        match (kind, out.last_mut()) {
            (Some(_), Some(run)) if kind == before => run.push(c),
            (Some(_), _) => out.push(vec![c]),
            (None, _) => {}
        }
        before = kind;
    }
    out
}

/// The words of a text: cut along known words, the longest first; the rest in pairs of characters.
pub fn segments(text: &str, known: &BTreeSet<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for run in runs(text) {
        if !is_han(run[0]) {
            out.push(run.into_iter().collect());
            continue;
        }
        let (mut at, mut loose) = (0, Vec::new());
        while at < run.len() {
            let longest = (2..=LONGEST.min(run.len() - at)).rev().map(|len| run[at..at + len].iter().collect::<String>());
            match longest.into_iter().find(|word| known.contains(word) && word.chars().count() < run.len().max(3)) {
                Some(word) => {
                    pairs(&mut loose, &mut out);
                    at += word.chars().count();
                    out.push(word);
                }
                None => {
                    loose.push(run[at]);
                    at += 1;
                }
            }
        }
        pairs(&mut loose, &mut out);
    }
    let mut seen = BTreeSet::new();
    out.retain(|word| seen.insert(word.clone()));
    out
}

/// Cuts characters that no word covers into pairs; a lone one says too little and is left out.
fn pairs(loose: &mut Vec<char>, out: &mut Vec<String>) {
    out.extend(loose.windows(2).map(|pair| pair.iter().collect::<String>()));
    loose.clear();
}

/// Whether [`cut`] knows the language's own words, and not only the shop's.
pub const LIBRARY: bool = cfg!(feature = "cli");

/// The words of a text: by the library that knows the language, jieba, which is built into the program; the page has it
/// as a wasm of its own.
#[cfg(feature = "cli")]
pub fn cut(text: &str, _known: &BTreeSet<String>) -> Vec<String> {
    static LIBRARY: std::sync::LazyLock<jieba_rs::Jieba> = std::sync::LazyLock::new(jieba_rs::Jieba::new);
    LIBRARY.cut(text, true).into_iter().map(|token| token.word.to_string()).collect()
}

/// The words of a text, along known ones: what is left without the library.
#[cfg(not(feature = "cli"))]
pub fn cut(text: &str, known: &BTreeSet<String>) -> Vec<String> {
    segments(text, known)
}

/// The loaded words as a dictionary: they themselves, and the parts that blanks and marks cut them into.
pub fn dictionary<'a>(words: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    words
        .flat_map(|word| runs(word).into_iter().map(|run| run.into_iter().collect::<String>()))
        .filter(|word| word.chars().count() > 1)
        .collect()
}

/// How a word goes with a typed one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Bond {
    /// It is the typed word.
    Same,
    /// It contains the typed word.
    Contains,
    /// It shares so many of its segments.
    Shares,
}

/// The loaded words that contain the typed one or share a segment with it, the closest first, each with how it goes with
/// the typed one and what of it they have in common.
pub fn related<'a>(typed: &str, words: &BTreeSet<&'a str>) -> Vec<(&'a str, (Bond, String))> {
    let wanted = plain(typed.trim());
    if wanted.is_empty() {
        return Vec::new();
    }
    // The typed word must not be its own only segment, or nothing but itself would be found.
    let known = dictionary(words.iter().copied().filter(|word| plain(word) != wanted));
    let parts = segments(&wanted, &known);
    let bond = |word: &str| {
        let plain = plain(word);
        if plain == wanted {
            Some((Bond::Same, wanted.clone()))
        } else if plain.contains(&wanted) {
            Some((Bond::Contains, wanted.clone()))
        } else {
            parts.iter().find(|part| shares(&plain, part)).map(|part| (Bond::Shares, part.clone()))
        }
    };
    let mut found: Vec<(&str, (Bond, String))> = words.iter().filter_map(|word| bond(word).map(|bond| (*word, bond))).collect();
    found.sort_by(|(a, (x, _)), (b, (y, _))| (x, a).cmp(&(y, b)));
    found
}

/// Whether a word has a segment: Chinese ones anywhere in it, others as whole runs.
fn shares(word: &str, part: &str) -> bool {
    if part.chars().all(is_han) { word.contains(part) } else { runs(word).iter().any(|run| run.iter().collect::<String>() == part) }
}

/// Where a suggested word comes from, the most telling first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Evidence {
    /// A loaded keyword, of other items, all of whose parts stand in the title or the attributes.
    Keyword,
    /// Something that was typed, as a loaded report tells, all of whose parts stand there too.
    Typed,
    /// A word of the title that no report names.
    Title,
    /// A word of the attributes that neither a report nor the title names.
    Attributes,
}

/// The words that reports name, cut once for all items.
pub struct Lexicon<'a> {
    /// Each word with its plain form, its parts, and whether it is a keyword.
    words: Vec<(&'a str, String, Vec<String>, bool)>,
    /// The words as a dictionary.
    pub known: BTreeSet<String>,
}

impl<'a> Lexicon<'a> {
    /// A lexicon of keywords and of what was typed.
    pub fn new(keywords: impl Iterator<Item = &'a str> + Clone, typed: impl Iterator<Item = &'a str> + Clone) -> Lexicon<'a> {
        let parts = |word: &str| runs(word).into_iter().map(|run| run.into_iter().collect::<String>()).collect::<Vec<_>>();
        let all = keywords.clone().map(|word| (word, true)).chain(typed.clone().map(|word| (word, false)));
        let mut seen = BTreeSet::new();
        // A word that is both is told as a keyword.
        let words = all.filter(|(word, _)| seen.insert(plain(word))).map(|(word, keyword)| (word, plain(word), parts(word), keyword));
        Lexicon { words: words.collect(), known: dictionary(keywords.chain(typed)) }
    }
}

/// What an item says of itself: title and attributes, as text and as words.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Described {
    /// The title.
    pub title: String,
    /// The attributes.
    pub attributes: String,
    /// The words of the title, by whoever cuts it.
    pub title_words: Vec<String>,
    /// The words of the attributes.
    pub attribute_words: Vec<String>,
}

/// Keywords worth trying for an item: words of the reports whose parts all stand in its title or attributes, then words
/// of those themselves; none that it uses already.
pub fn suggest<'a>(item: &Described, lexicon: &Lexicon<'a>, used: &BTreeSet<&str>) -> Vec<(String, Evidence)> {
    let in_use: BTreeSet<String> = used.iter().map(|word| plain(word)).collect();
    // A blank between the two: no word reaches from one into the other.
    let text = plain(&format!("{} {}", item.title, item.attributes));
    let fits = |parts: &[String]| !parts.is_empty() && parts.iter().all(|part| text.contains(part.as_str()) && shares(&text, part));
    let fitting = lexicon.words.iter().filter(|(_, plain, parts, _)| fits(parts) && !in_use.contains(plain));
    let evidence = |keyword: bool| if keyword { Evidence::Keyword } else { Evidence::Typed };
    let mut out: Vec<(String, Evidence)> = fitting.map(|(word, _, _, keyword)| ((*word).to_string(), evidence(*keyword))).collect();
    let mut told: BTreeSet<String> = out.iter().map(|(word, _)| plain(word)).collect();
    for (words, evidence) in [(&item.title_words, Evidence::Title), (&item.attribute_words, Evidence::Attributes)] {
        for word in words {
            let word = plain(word.trim());
            let telling = word.chars().count() > 1 && word.chars().any(char::is_alphabetic);
            if telling && !in_use.contains(&word) && told.insert(word.clone()) {
                out.push((word, evidence));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_along_known_words() {
        let known = dictionary(["连衣裙", "碎花 连衣裙", "夏季"].into_iter());
        assert_eq!(segments("夏季碎花连衣裙女", &known), ["夏季", "碎花", "连衣裙"]);
        assert_eq!(segments("iPhone15 手机壳", &known), ["iphone15", "手机", "机壳"]);
        assert!(segments("", &known).is_empty());
    }

    #[test]
    fn related_words_contain_or_share() {
        let words = BTreeSet::from(["连衣裙", "碎花连衣裙", "碎花衬衫", "牛仔裤", "Dress Red", "red shoes"]);
        let found =
            |typed: &str| related(typed, &words).into_iter().map(|(word, (bond, _))| format!("{word} {bond:?}")).collect::<Vec<_>>();
        assert_eq!(found("连衣裙"), ["连衣裙 Same", "碎花连衣裙 Contains"]);
        assert_eq!(found("碎花连衣裙"), ["碎花连衣裙 Same", "碎花衬衫 Shares", "连衣裙 Shares"]);
        assert_eq!(found("red"), ["Dress Red Contains", "red shoes Contains"]);
        assert_eq!(found("red hat"), ["Dress Red Shares", "red shoes Shares"]);
        assert!(found("  ").is_empty() && found("耳机").is_empty());
    }

    #[test]
    fn suggestions_leave_out_what_is_in_use() {
        let keywords = ["连衣裙", "碎花裙", "夏季 连衣裙", "牛仔裤", "雪纺"];
        let lexicon = Lexicon::new(keywords.into_iter(), ["碎花连衣裙", "连衣裙"].into_iter());
        let title = "夏季碎花连衣裙";
        let item = Described {
            title: title.into(),
            attributes: "材质：雪纺 2026".into(),
            title_words: segments(title, &lexicon.known),
            attribute_words: ["材质", "雪纺", "2026", "碎花"].map(String::from).to_vec(),
        };
        let found = suggest(&item, &lexicon, &BTreeSet::from(["连衣裙"]));
        let told: Vec<String> = found.iter().map(|(word, evidence)| format!("{word} {evidence:?}")).collect();
        assert_eq!(told, ["夏季 连衣裙 Keyword", "雪纺 Keyword", "碎花连衣裙 Typed", "夏季 Title", "材质 Attributes", "碎花 Attributes"]);
    }

    proptest::proptest! {
        /// Whatever is typed: no panic, the word itself is always found, nothing is found twice.
        #[test]
        fn any_word(typed in "[a-c连衣裙碎花 ]{0,6}", others in proptest::collection::btree_set("[a-c连衣裙碎花 ]{1,5}", 0..12)) {
            let words: BTreeSet<&str> = others.iter().map(String::as_str).collect();
            let found = related(&typed, &words);
            let unique: BTreeSet<&str> = found.iter().map(|(word, _)| *word).collect();
            proptest::prop_assert_eq!(unique.len(), found.len());
            if !typed.trim().is_empty() && words.contains(typed.as_str()) && typed.trim() == typed {
                proptest::prop_assert!(unique.contains(typed.as_str()));
            }
        }

        /// The segments of a text hold no blank and none stands twice.
        #[test]
        fn segments_are_words(text in "[a-c连衣裙碎花 ，]{0,12}") {
            let found = segments(&text, &dictionary(["连衣裙", "碎花"].into_iter()));
            let unique: BTreeSet<&String> = found.iter().collect();
            proptest::prop_assert_eq!(unique.len(), found.len());
            proptest::prop_assert!(found.iter().all(|word| !word.is_empty() && !word.contains([' ', '，'])));
        }
    }
}
