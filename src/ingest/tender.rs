//! What a file's money is counted in: as somebody says; else row by row, by a column of currencies or a sign beside an
//! amount; else as the headers say; else as the file's other rows say, where they name one; else as the platform does.
//! Where nothing says so, nothing is invented.

use super::layouts;
use super::row::{RowText, column};
use super::values::is_nothing;
use crate::model::{Column, ColumnGuess, Currency, Role, Said, Tender, TenderBy};
use std::collections::BTreeMap;

/// Looks at the rows of one file.
pub struct Purse {
    said: Option<Currency>,
    column: Option<usize>,
    money: Vec<usize>,
    header: Currency,
    platform: Currency,
    /// What stood beside numbers, which is little in all: looked up instead of looked at.
    signs: BTreeMap<String, Currency>,
    by_sign: bool,
}

impl Purse {
    /// For a file with these columns. Only they and the layout count, no row.
    pub fn new(columns: &[ColumnGuess], layout: Option<&str>, said: &Said) -> Purse {
        let money: Vec<usize> = (0..).zip(columns).filter(|(_, column)| column.role.is_money()).map(|(at, _)| at).collect();
        Purse {
            said: said.currency.as_deref().and_then(Currency::of),
            column: column(columns, Role::Currency),
            header: together(money.iter().map(|at| header(&columns[*at].header))),
            money,
            platform: layout.filter(|id| layouts::counts_in_yuan(id)).map_or(Currency::UNTOLD, |_| Currency::CNY),
            signs: BTreeMap::new(),
            by_sign: false,
        }
    }

    /// What a row says of itself.
    pub fn row(&mut self, row: &mut RowText<'_>) -> Currency {
        if let Some(said) = self.said {
            return said;
        }
        let cell = row.cell(self.column);
        if !is_nothing(cell.trim()) {
            let named = Currency::named(&cell);
            if named != Currency::UNTOLD {
                return named;
            }
        }
        let mut found = Currency::UNTOLD;
        for at in &self.money {
            let cell = row.cell(Some(*at));
            // Most cells are plain numbers.
            if cell.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-')) {
                continue;
            }
            let sign: String = cell.chars().filter(|c| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '-')).collect();
            let told = *self.signs.entry(sign).or_insert_with(|| Currency::within(&cell));
            found = together([found, told].into_iter());
        }
        self.by_sign |= found != Currency::UNTOLD;
        if found == Currency::UNTOLD { self.header } else { found }
    }

    /// Tells the rows that said nothing what the others say, and how it was known.
    pub fn settle<'a>(&self, rows: impl Iterator<Item = &'a mut Currency>) -> Tender {
        let mut rows: Vec<&mut Currency> = rows.collect();
        let (counts, fallback) = self.counted(rows.iter().map(|currency| **currency));
        rows.iter_mut().for_each(|currency| **currency = currency.or(fallback));
        self.tender(counts, fallback)
    }

    /// The same for a column.
    pub fn settle_column(&self, rows: &mut Column<Currency>) -> Tender {
        let (counts, fallback) = self.counted(rows.iter());
        rows.change(|currency| currency.or(fallback));
        self.tender(counts, fallback)
    }

    /// How many rows say what, and what stands for those that say nothing.
    fn counted(&self, rows: impl Iterator<Item = Currency>) -> (BTreeMap<Currency, u64>, Currency) {
        let mut counts: BTreeMap<Currency, u64> = BTreeMap::new();
        rows.for_each(|currency| *counts.entry(currency).or_default() += 1);
        let told = together(counts.keys().copied());
        (counts, if told.known() { told } else { self.platform })
    }

    fn tender(&self, counts: BTreeMap<Currency, u64>, fallback: Currency) -> Tender {
        let told = counts.keys().any(|currency| *currency != Currency::UNTOLD);
        let by = match () {
            () if self.said.is_some() => TenderBy::Said,
            () if self.column.is_some() && told => TenderBy::Column,
            () if self.by_sign => TenderBy::Sign,
            () if self.header != Currency::UNTOLD => TenderBy::Header,
            () if self.platform != Currency::UNTOLD => TenderBy::Platform,
            () => TenderBy::Nothing,
        };
        let mut rows: BTreeMap<Currency, u64> = BTreeMap::new();
        counts.into_iter().for_each(|(currency, count)| *rows.entry(currency.or(fallback)).or_default() += count);
        Tender { by, rows: rows.into_iter().collect() }
    }

    /// Whether a sign beside an amount has told its currency, of these rows or of others.
    pub fn sign(&mut self, others: bool) -> bool {
        self.by_sign |= others;
        self.by_sign
    }
}

/// What several say together: the one they name, unclear where they name two.
fn together(all: impl Iterator<Item = Currency>) -> Currency {
    all.filter(|currency| *currency != Currency::UNTOLD)
        .reduce(|one, other| if one == other { one } else { Currency::UNCLEAR })
        .unwrap_or_default()
}

/// The currency in a header: a sign anywhere, a word in brackets or behind a mark at the end.
fn header(text: &str) -> Currency {
    let text = text.trim().trim_matches(['"', '\'']);
    let inner = |open: char, close: char| text.rsplit_once(open).and_then(|(_, rest)| rest.split_once(close)).map(|(inner, _)| inner);
    let behind = text.rsplit_once(['/', '：', ':']).map(|(_, unit)| unit);
    let units = [inner('(', ')'), inner('（', '）'), inner('[', ']'), inner('【', '】'), behind];
    let signs: String = text.chars().filter(|c| matches!(c, '¥' | '￥' | '$' | '€' | '£' | '₹')).collect();
    together(units.into_iter().flatten().map(Currency::within)).or(Currency::within(&signs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn currencies_of_headers() {
        for (text, code) in [
            ("成交花费(元)", Some("CNY")),
            ("支付金额（单位：万元）", Some("CNY")),
            ("14 Day Total Sales (₹)", Some("INR")),
            ("Sales (USD)", Some("USD")),
            ("$ Spend", Some("USD")),
            ("Spend", None),
            ("单元金额", None),
            ("点击率(%)", None),
            ("Amount / order", None),
        ] {
            assert_eq!(header(text).code(), code, "{text}");
        }
    }
}
