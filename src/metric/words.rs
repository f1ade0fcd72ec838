//! Words about words: keywords that share something with a typed word (相关词查询), and keywords worth trying for an
//! item (系统推荐词).
//!
//! A Chinese title has no blanks between its words. The words that the shop itself uses (keywords, search terms) are the
//! best dictionary for its titles, so a text is cut along those, the longest first, and what none of them covers is cut
//! into pairs of characters. No dictionary has to be downloaded for that.

use std::collections::{BTreeMap, BTreeSet};

/// The longest word that is looked for, in characters.
const LONGEST: usize = 12;

/// Whether a character is written without blanks around its words.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// A text in lower case, full-width forms made plain.
fn plain(text: &str) -> String {
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

/// The loaded words as a dictionary: they themselves, and the parts that blanks and marks cut them into.
pub fn dictionary<'a>(words: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    words
        .flat_map(|word| runs(word).into_iter().map(|run| run.into_iter().collect::<String>()))
        .filter(|word| word.chars().count() > 1)
        .collect()
}

/// How a word goes with a typed one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Bond {
    /// It is the typed word.
    Same,
    /// It contains the typed word.
    Contains,
    /// It shares so many of its segments.
    Shares,
}

/// The loaded words that contain the typed one or share a segment with it, the closest first.
pub fn related<'a>(typed: &str, words: &BTreeSet<&'a str>) -> Vec<(&'a str, Bond)> {
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
            Some(Bond::Same)
        } else if plain.contains(&wanted) {
            Some(Bond::Contains)
        } else {
            parts.iter().any(|part| shares(&plain, part)).then_some(Bond::Shares)
        }
    };
    let mut found: Vec<(&str, Bond)> = words.iter().filter_map(|word| bond(word).map(|bond| (*word, bond))).collect();
    found.sort_by_key(|(word, bond)| (*bond, *word));
    found
}

/// Whether a word has a segment: Chinese ones anywhere in it, others as whole runs.
fn shares(word: &str, part: &str) -> bool {
    if part.chars().all(is_han) { word.contains(part) } else { runs(word).iter().any(|run| run.iter().collect::<String>() == part) }
}

/// Why a word is suggested.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Evidence {
    /// A loaded keyword or search term, all of whose segments stand in the title.
    Reported,
    /// A word of the title that no report names.
    Title,
}

/// The words that reports name, cut once for all items.
pub struct Lexicon<'a> {
    /// Each word with its plain form, its parts, and the clicks it has brought.
    words: Vec<(&'a str, String, Vec<String>, u64)>,
    known: BTreeSet<String>,
}

impl<'a> Lexicon<'a> {
    /// A lexicon of words and the clicks they have brought.
    pub fn new(reported: &BTreeMap<&'a str, u64>) -> Lexicon<'a> {
        let cut = |word: &str| runs(word).into_iter().map(|run| run.into_iter().collect::<String>()).collect::<Vec<_>>();
        let words = reported.iter().map(|(word, clicks)| (*word, plain(word), cut(word), *clicks));
        Lexicon { words: words.collect(), known: dictionary(reported.keys().copied()) }
    }
}

/// Keywords worth trying for an item: words of the reports whose parts all stand in its title, then words of the title
/// itself; none that it uses already. Reported words come with what they have brought elsewhere, the most first.
pub fn suggest(title: &str, lexicon: &Lexicon<'_>, used: &BTreeSet<&str>) -> Vec<(String, Evidence, u64)> {
    let in_use: BTreeSet<String> = used.iter().map(|word| plain(word)).collect();
    let text = plain(title);
    let fits = |parts: &[String]| !parts.is_empty() && parts.iter().all(|part| text.contains(part.as_str()) && shares(&text, part));
    let mut out: Vec<(String, Evidence, u64)> = lexicon
        .words
        .iter()
        .filter(|(_, plain, parts, _)| fits(parts) && !in_use.contains(plain))
        .map(|(word, _, _, clicks)| ((*word).to_string(), Evidence::Reported, *clicks))
        .collect();
    out.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    let told: BTreeSet<String> = out.iter().map(|(word, _, _)| plain(word)).collect();
    for word in segments(title, &lexicon.known) {
        let new = word.chars().count() > 1 && !in_use.contains(&word) && !told.contains(&word);
        if new && !word.chars().all(|c| c.is_ascii_digit()) {
            out.push((word, Evidence::Title, 0));
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
        let found = |typed: &str| related(typed, &words).into_iter().map(|(word, bond)| format!("{word} {bond:?}")).collect::<Vec<_>>();
        assert_eq!(found("连衣裙"), ["连衣裙 Same", "碎花连衣裙 Contains"]);
        assert_eq!(found("碎花连衣裙"), ["碎花连衣裙 Same", "碎花衬衫 Shares", "连衣裙 Shares"]);
        assert_eq!(found("red"), ["Dress Red Contains", "red shoes Contains"]);
        assert_eq!(found("red hat"), ["Dress Red Shares", "red shoes Shares"]);
        assert!(found("  ").is_empty() && found("耳机").is_empty());
    }

    #[test]
    fn suggestions_leave_out_what_is_in_use() {
        let reported = BTreeMap::from([("连衣裙", 9), ("碎花裙", 5), ("夏季 连衣裙", 12), ("牛仔裤", 50)]);
        let used = BTreeSet::from(["连衣裙"]);
        let found = suggest("夏季碎花连衣裙", &Lexicon::new(&reported), &used);
        assert_eq!(found[0], ("夏季 连衣裙".into(), Evidence::Reported, 12));
        assert!(found.iter().all(|(word, _, _)| word != "连衣裙" && word != "牛仔裤" && word != "碎花裙"));
        assert!(found.iter().any(|(word, evidence, _)| word == "碎花" && *evidence == Evidence::Title));
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
