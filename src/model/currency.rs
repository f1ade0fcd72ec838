//! The currencies that files count money in, and sets of them: sums of two currencies are no sums.

use serde::{Deserialize, Serialize};

/// What an amount is counted in, by its place in the list; see the constants for what is not in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Currency(u8);

/// Code, sign in front of an amount (empty: the code itself), whether amounts have no decimals, and other ways of writing
/// it in a cell. A bare `$` is the US dollar's and a bare `¥` the yuan's, which is the product's home; other countries'
/// dollars and the yen are told by a letter.
const LIST: [(&str, &str, bool, &[&str]); 50] = [
    ("CNY", "¥", false, &["RMB", "CN¥", "人民币", "元"]),
    ("USD", "$", false, &["US$", "美元", "美金"]),
    ("EUR", "€", false, &["欧元"]),
    ("GBP", "£", false, &["英镑"]),
    ("JPY", "JP¥", true, &["日元", "円"]),
    ("INR", "₹", false, &["Rs.", "Rs", "卢比"]),
    ("HKD", "HK$", false, &["港元", "港币"]),
    ("TWD", "NT$", false, &["新台币", "台币"]),
    ("KRW", "₩", true, &["韩元"]),
    ("SGD", "S$", false, &["新加坡元"]),
    ("MYR", "RM", false, &[]),
    ("THB", "฿", false, &["泰铢"]),
    ("IDR", "Rp", false, &[]),
    ("PHP", "₱", false, &[]),
    ("VND", "₫", true, &[]),
    ("AUD", "A$", false, &["AU$", "澳元"]),
    ("NZD", "NZ$", false, &[]),
    ("CAD", "CA$", false, &["C$", "加元"]),
    ("MXN", "MX$", false, &[]),
    ("BRL", "R$", false, &[]),
    ("RUB", "₽", false, &["卢布"]),
    ("TRY", "₺", false, &[]),
    ("PLN", "zł", false, &[]),
    ("SEK", "", false, &[]),
    ("CHF", "", false, &["瑞士法郎"]),
    ("DKK", "", false, &[]),
    ("NOK", "", false, &[]),
    ("CZK", "", false, &[]),
    ("HUF", "", false, &[]),
    ("RON", "", false, &[]),
    ("BGN", "", false, &[]),
    ("ILS", "₪", false, &[]),
    ("AED", "", false, &[]),
    ("SAR", "", false, &[]),
    ("ZAR", "", false, &[]),
    ("EGP", "", false, &[]),
    ("NGN", "₦", false, &[]),
    ("KES", "", false, &[]),
    ("CLP", "", true, &[]),
    ("COP", "", false, &[]),
    ("PEN", "", false, &[]),
    ("ARS", "", false, &[]),
    ("UAH", "₴", false, &[]),
    ("PKR", "", false, &[]),
    ("BDT", "৳", false, &[]),
    ("LKR", "", false, &[]),
    ("KZT", "₸", false, &[]),
    ("MOP", "", false, &["澳门元"]),
    ("KWD", "", false, &[]),
    ("QAR", "", false, &[]),
];

impl Currency {
    /// Nothing says what it is.
    pub const UNTOLD: Currency = Currency(0);
    /// Something says two things, or names what the list does not know: it adds up with nothing.
    pub const UNCLEAR: Currency = Currency(1);
    /// The yuan.
    pub const CNY: Currency = Currency(2);

    /// Every currency of the list.
    pub fn all() -> impl Iterator<Item = Currency> {
        (2..LIST.len() as u8 + 2).map(Currency)
    }

    /// The currency with this code.
    pub fn of(code: &str) -> Option<Currency> {
        Currency::all().find(|currency| currency.code().is_some_and(|own| own.eq_ignore_ascii_case(code)))
    }

    /// What a word names that stands alone: a code, a sign, a name. Another code of three letters is unclear, another
    /// word says nothing.
    pub fn named(word: &str) -> Currency {
        let word = word.trim_matches([' ', '\t', '\u{a0}', '\u{3000}', '\'', '"']);
        let is = |currency: &Currency| currency.words().any(|known| known.eq_ignore_ascii_case(word));
        let code = word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase());
        let other = if code { Currency::UNCLEAR } else { Currency::UNTOLD };
        Currency::all().find(is).unwrap_or(other)
    }

    /// The sign or code that stands in a text beside a number: the longest one counts, so that `HK$` is no `$`.
    pub fn within(text: &str) -> Currency {
        if text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-' | b'+' | b'%' | b' ')) {
            return Currency::UNTOLD;
        }
        // The full-width yen sign and the half-width one are one sign.
        let text = text.replace('￥', "¥").replace('＄', "$");
        let mut best = (0, Currency::UNTOLD);
        for currency in Currency::all() {
            for word in currency.words() {
                if word.len() > best.0 && holds(&text, word) {
                    best = (word.len(), currency);
                }
            }
        }
        best.1
    }

    /// Its code; None where it is not one of the list.
    pub fn code(self) -> Option<&'static str> {
        self.entry().map(|entry| entry.0)
    }

    /// This one, or the other where nothing says what it is.
    pub fn or(self, other: Currency) -> Currency {
        if self == Currency::UNTOLD { other } else { self }
    }

    /// What stands before an amount; nothing where nothing is known.
    pub fn sign(self) -> &'static str {
        match self.entry() {
            Some((code, "", ..)) => code,
            Some((_, sign, ..)) => sign,
            None => "",
        }
    }

    /// Whether the sign is a word, which a blank parts from the amount.
    pub fn spelled(self) -> bool {
        self.entry().is_some_and(|entry| entry.1.is_empty())
    }

    /// Whether amounts are whole.
    pub fn whole(self) -> bool {
        self.entry().is_some_and(|entry| entry.2)
    }

    /// Whether it is known.
    pub fn known(self) -> bool {
        self.entry().is_some()
    }

    fn entry(self) -> Option<(&'static str, &'static str, bool, &'static [&'static str])> {
        LIST.get(usize::from(self.0).checked_sub(2)?).copied()
    }

    fn words(self) -> impl Iterator<Item = &'static str> {
        let (code, sign, _, words) = self.entry().unwrap_or_default();
        [code, sign].into_iter().chain(words.iter().copied()).filter(|word| !word.is_empty())
    }
}

/// Whether a text holds a sign; one of letters must stand apart from other letters.
fn holds(text: &str, word: &str) -> bool {
    let letters = word.bytes().any(|b| b.is_ascii_alphabetic());
    let apart = |at: usize| {
        let before = text[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphabetic());
        let ends_in_letter = word.bytes().next_back().is_some_and(|b| b.is_ascii_alphabetic());
        let after = ends_in_letter && text[at + word.len()..].chars().next().is_some_and(|c| c.is_ascii_alphabetic());
        !before && !after
    };
    text.match_indices(word).any(|(at, _)| !letters || apart(at))
}

/// A set of currencies: what the money of a sum was counted in. Merging is union, so no order and no split of the rows
/// changes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Currencies(u64);

impl Currencies {
    const UNTOLD: u64 = 1 << Currency::UNTOLD.0;
    const UNCLEAR: u64 = 1 << Currency::UNCLEAR.0;

    /// Adds one.
    #[inline]
    pub fn add(&mut self, currency: Currency) {
        self.0 |= 1 << currency.0;
    }

    /// Adds those of another set.
    #[inline]
    pub fn merge(&mut self, other: Currencies) {
        self.0 |= other.0;
    }

    /// The currency that all of it is counted in, as far as anything says so.
    pub fn one(self) -> Currency {
        let told = self.0 & !Currencies::UNTOLD;
        if told.count_ones() == 1 && told != Currencies::UNCLEAR { Currency(told.trailing_zeros() as u8) } else { Currency::UNTOLD }
    }

    /// Whether it must not be added up: it holds two currencies, or something that is not clear.
    pub fn mixed(self) -> bool {
        let told = self.0 & !Currencies::UNTOLD;
        told.count_ones() > 1 || told & Currencies::UNCLEAR != 0
    }

    /// Whether a part of it says nothing and the rest does.
    pub fn partly_untold(self) -> bool {
        self.0 & Currencies::UNTOLD != 0 && self.one().known()
    }

    /// The codes in it, in the list's order; `?` for what is not clear.
    pub fn codes(self) -> Vec<&'static str> {
        let unclear = (self.0 & Currencies::UNCLEAR != 0).then_some("?");
        Currency::all().filter(|currency| self.0 & (1 << currency.0) != 0).filter_map(Currency::code).chain(unclear).collect()
    }
}

impl FromIterator<Currency> for Currencies {
    fn from_iter<I: IntoIterator<Item = Currency>>(currencies: I) -> Currencies {
        let mut set = Currencies::default();
        currencies.into_iter().for_each(|currency| set.add(currency));
        set
    }
}

/// What a file's money is counted in, as far as its rows tell.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Tender {
    /// How it is known.
    pub by: TenderBy,
    /// Each currency with its rows.
    pub rows: Vec<(Currency, u64)>,
}

impl Tender {
    /// The currencies in it.
    pub fn currencies(&self) -> Currencies {
        self.rows.iter().map(|(currency, _)| *currency).collect()
    }
}

/// How the currency of a file is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TenderBy {
    /// It is not.
    #[default]
    Nothing,
    /// Somebody said so.
    Said,
    /// By a column of currencies.
    Column,
    /// By signs beside the amounts.
    Sign,
    /// By the headers.
    Header,
    /// By the platform.
    Platform,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_codes_beside_numbers() {
        for (text, code) in [
            ("￥1,234.50", "CNY"),
            ("¥12", "CNY"),
            ("199.00元", "CNY"),
            ("$1,003.59", "USD"),
            ("US$ 5", "USD"),
            ("HK$5", "HKD"),
            ("NT$ 5", "TWD"),
            ("A$5", "AUD"),
            ("Rs.1000.0", "INR"),
            ("₹ 5", "INR"),
            ("14 Day Total Sales (₹)", "INR"),
            ("JP¥500", "JPY"),
            ("500日元", "JPY"),
            ("12 SEK", "SEK"),
            ("INR 12", "INR"),
            ("£3", "GBP"),
            ("100万元", "CNY"),
            ("RM12.50", "MYR"),
        ] {
            assert_eq!(Currency::within(text).code(), Some(code), "{text}");
        }
        for text in ["", "-", "12.5", "12%", "1.2万", "abc", "Forms", "Clicks", "1,234", "-5"] {
            assert_eq!(Currency::within(text), Currency::UNTOLD, "{text}");
        }
        for (word, code) in [("usd", "USD"), ("人民币", "CNY"), (" INR ", "INR"), ("€", "EUR")] {
            assert_eq!(Currency::named(word).code(), Some(code), "{word}");
        }
        assert_eq!(Currency::named("XYZ"), Currency::UNCLEAR);
        assert_eq!(Currency::named("yes"), Currency::UNTOLD);
    }

    #[test]
    fn a_code_is_one_of_the_list_once() {
        let codes: std::collections::BTreeSet<_> = Currency::all().filter_map(Currency::code).collect();
        let signs: std::collections::BTreeSet<_> = Currency::all().map(Currency::sign).collect();
        assert_eq!((codes.len(), signs.len()), (LIST.len(), LIST.len()));
        assert!(Currency::all().all(|currency| currency.code().and_then(Currency::of) == Some(currency)));
        assert_eq!(Currency::CNY.code(), Some("CNY"));
    }

    proptest::proptest! {
        #[test]
        fn a_set_is_the_same_in_any_order_and_split(all in proptest::collection::vec(0u8..6, 0..12), cut in 0usize..12) {
            let whole: Currencies = all.iter().map(|n| Currency(*n)).collect();
            let (left, right) = all.split_at(cut.min(all.len()));
            let mut merged: Currencies = right.iter().rev().map(|n| Currency(*n)).collect();
            merged.merge(left.iter().map(|n| Currency(*n)).collect());
            merged.merge(merged);
            proptest::prop_assert_eq!(merged, whole);
            let told: std::collections::BTreeSet<u8> = all.iter().copied().filter(|n| *n != 0).collect();
            proptest::prop_assert_eq!(whole.mixed(), told.len() > 1 || told.contains(&1));
            proptest::prop_assert_eq!(whole.one().known(), told.len() == 1 && !told.contains(&1));
        }
    }
}
