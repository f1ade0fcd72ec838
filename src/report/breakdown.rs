//! Counts by key → rows with names, the largest first.

use super::{PageRow, Titles};
use crate::metric::Tally;
use crate::metric::fold::{Cell, Keyed, PlaceCell, SaleCell};
use crate::model::{Dict, Names};
use std::borrow::Cow;
use std::cmp::Reverse;

/// A key with what it has counted.
pub struct Key {
    /// Its text.
    pub text: String,
    /// What it has counted.
    pub tally: Tally,
}

/// The names of keys.
pub trait Texts {
    /// The text of a code.
    fn name(&self, code: u32) -> Cow<'_, str>;
}

impl Texts for Names {
    fn name(&self, code: u32) -> Cow<'_, str> {
        self.text(code)
    }
}

impl Texts for Dict {
    fn name(&self, code: u32) -> Cow<'_, str> {
        Cow::Borrowed(self.text(code))
    }
}

/// The first of all items by rank, equal ones by name: so many of them, in order. Names are made for few, since there
/// may be millions.
fn first<T, R: Ord + Copy>(items: Vec<T>, limit: usize, rank: impl Fn(&T) -> R, name: impl Fn(&T) -> String) -> Vec<(String, T)> {
    let mut items = items;
    if limit < items.len() {
        // All that rank with the last one wanted stay: their names decide.
        let mut ranks: Vec<Reverse<R>> = items.iter().map(|item| Reverse(rank(item))).collect();
        let least = match limit {
            0 => return Vec::new(),
            _ => ranks.select_nth_unstable(limit - 1).1.0,
        };
        items.retain(|item| rank(item) >= least);
    }
    let mut named: Vec<(String, T)> = items.into_iter().map(|item| (name(&item), item)).collect();
    named.sort_by(|(a, x), (b, y)| rank(y).cmp(&rank(x)).then_with(|| a.cmp(b)));
    named.truncate(limit);
    named
}

/// The first keys by rank.
pub fn keys<T: Cell>(keyed: &Keyed<T>, names: &dyn Texts, limit: usize, rank: impl Fn(&T) -> u64) -> Vec<Key> {
    let cells: Vec<(u32, &T)> = keyed.iter().collect();
    let first = first(cells, limit, |(_, cell)| rank(cell), |(code, _)| names.name(*code).into_owned());
    first.into_iter().map(|(text, (_, cell))| Key { text, tally: cell.tally() }).collect()
}

/// The first items by rank: one row for what events and orders know by the same text. `sold` are numbered by `orders`.
pub fn items<T: Cell>(
    (seen, places): (&Keyed<T>, &Names),
    (sold, orders): (&Keyed<SaleCell>, &dyn Texts),
    limit: usize,
    rank: impl Fn(Option<&T>, Option<&SaleCell>) -> u64,
    tally: impl Fn(&T) -> Tally,
) -> Vec<Key> {
    // Both in the events' codes, then what only orders know.
    let (mut known, mut others) = (Vec::new(), Vec::new());
    for (code, cell) in sold.iter() {
        match places.find(&orders.name(code)) {
            Some(place) if code != 0 => known.push((place, cell)),
            _ => others.push((code, cell)),
        }
    }
    known.sort_unstable_by_key(|(place, _)| *place);
    let mut known = known.into_iter().peekable();
    let mut all: Vec<(Option<u32>, Option<u32>, Option<&T>, Option<&SaleCell>)> = Vec::new();
    for (code, cell) in seen.iter() {
        while let Some((place, sale)) = known.next_if(|(place, _)| *place < code) {
            all.push((Some(place), None, None, Some(sale)));
        }
        let sale = known.next_if(|(place, _)| *place == code).map(|(_, sale)| sale);
        all.push((Some(code), None, Some(cell), sale));
    }
    all.extend(known.map(|(place, sale)| (Some(place), None, None, Some(sale))));
    all.extend(others.into_iter().map(|(code, sale)| (None, Some(code), None, Some(sale))));
    let name = |item: &(Option<u32>, Option<u32>, Option<&T>, Option<&SaleCell>)| match item {
        (Some(place), ..) => places.text(*place).into_owned(),
        (None, code, ..) => orders.name(code.unwrap_or(0)).into_owned(),
    };
    first(all, limit, |(_, _, cell, sale)| rank(*cell, *sale), name)
        .into_iter()
        .map(|(text, (_, _, cell, sale))| {
            let mut all = cell.map(&tally).unwrap_or_default();
            if let Some(sale) = sale {
                all.merge(&sale.tally());
            }
            Key { text, tally: all }
        })
        .collect()
}

/// The first pages that visits enter or leave by, and how many there are.
pub fn pages(places: &Keyed<PlaceCell>, names: &Names, titles: &Titles, limit: usize) -> (Vec<PageRow>, u64) {
    let doors: Vec<(u32, &PlaceCell)> = places.iter().filter(|(_, place)| place.entries + place.exits > 0).collect();
    let total = doors.len() as u64;
    let first = first(doors, limit, |(_, place)| (place.entries, place.exits), |(code, _)| names.text(*code).into_owned());
    let rows = first.into_iter().map(|(page, (_, place))| PageRow {
        label: titles.get(&page).cloned(),
        page,
        entries: u64::from(place.entries),
        exits: u64::from(place.exits),
        bounces: u64::from(place.bounces),
        landing_page_views: u64::from(place.landing_page_views),
        page_views: u64::from(place.page_views),
    });
    (rows.collect(), total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::fold::EventCell;

    proptest::proptest! {
        #[test]
        fn the_first_keys_are_the_start_of_all(views in proptest::collection::vec(0u32..6, 0..30), limit in 0usize..12) {
            let mut keyed = Keyed::<EventCell>::default();
            (0..).zip(views).for_each(|(code, views)| keyed.at(code).views = views);
            let of = |limit| -> Vec<(String, u32)> {
                keys(&keyed, &Names::Numbers(99), limit, |cell| u64::from(cell.views))
                    .into_iter().map(|key| (key.text, key.tally[crate::metric::Part::PageViews] as u32)).collect()
            };
            let all = of(usize::MAX);
            proptest::prop_assert!(all.is_sorted_by(|(a, x), (b, y)| (y, a) <= (x, b)));
            proptest::prop_assert_eq!(&of(limit)[..], &all[..limit.min(all.len())]);
        }
    }
}
