//! Counts by key → rows with names, the largest first.

use super::{PageRow, Titles};
use crate::metric::Tally;
use crate::metric::fold::{Both, Cell, DoorCell, Keyed, SaleCell, ViewCell};
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
pub fn keys<T: Cell>(cells: impl Iterator<Item = (u32, T)>, names: &dyn Texts, limit: usize, rank: impl Fn(&T) -> u64) -> Vec<Key> {
    let cells: Vec<(u32, T)> = cells.collect();
    let first = first(cells, limit, |(_, cell)| rank(cell), |(code, _)| names.name(*code).into_owned());
    first.into_iter().map(|(text, (_, cell))| Key { text, tally: cell.tally() }).collect()
}

/// One item as events and orders know it: its code in each, and what it has counted there.
struct Item<'a, T> {
    place: Option<u32>,
    order: Option<u32>,
    seen: Option<T>,
    sold: Option<&'a SaleCell>,
}

/// The first items by rank: one row for what events and orders know by the same text. `sold` are numbered by `orders`.
pub fn items<T: Cell>(
    (seen, places): (impl Iterator<Item = (u32, T)>, &Names),
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
            _ => others.push(Item { place: None, order: Some(code), seen: None, sold: Some(cell) }),
        }
    }
    known.sort_unstable_by_key(|(place, _)| *place);
    let mut known = known.into_iter().peekable();
    let mut all: Vec<Item<'_, T>> = Vec::new();
    for (code, cell) in seen {
        while let Some((place, sale)) = known.next_if(|(place, _)| *place < code) {
            all.push(Item { place: Some(place), order: None, seen: None, sold: Some(sale) });
        }
        let sold = known.next_if(|(place, _)| *place == code).map(|(_, sale)| sale);
        all.push(Item { place: Some(code), order: None, seen: Some(cell), sold });
    }
    all.extend(known.map(|(place, sale)| Item { place: Some(place), order: None, seen: None, sold: Some(sale) }));
    all.extend(others);
    let name = |item: &Item<'_, T>| match item.place {
        Some(place) => places.text(place).into_owned(),
        None => orders.name(item.order.unwrap_or(0)).into_owned(),
    };
    first(all, limit, |item| rank(item.seen.as_ref(), item.sold), name)
        .into_iter()
        .map(|(text, item)| {
            let mut all = item.seen.as_ref().map(&tally).unwrap_or_default();
            if let Some(sale) = item.sold {
                all.merge(&sale.tally());
            }
            Key { text, tally: all }
        })
        .collect()
}

/// The first pages that visits enter or leave by, and how many there are.
pub fn pages(places: &Both<ViewCell, DoorCell>, names: &Names, titles: &Titles, limit: usize) -> (Vec<PageRow>, u64) {
    let doors: Vec<(u32, (ViewCell, DoorCell))> = places.iter().filter(|(_, (_, door))| door.entries + door.exits > 0).collect();
    let total = doors.len() as u64;
    let first = first(doors, limit, |(_, (_, door))| (door.entries, door.exits), |(code, _)| names.text(*code).into_owned());
    let rows = first.into_iter().map(|(page, (_, (views, door)))| PageRow {
        label: titles.get(&page).cloned(),
        page,
        entries: u64::from(door.entries),
        exits: u64::from(door.exits),
        bounces: u64::from(door.bounces),
        landing_page_views: u64::from(door.landing_page_views),
        page_views: u64::from(views.views),
    });
    (rows.collect(), total)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_first_keys_are_the_start_of_all(views in proptest::collection::vec(0u32..6, 0..30), limit in 0usize..12) {
            let mut keyed = Keyed::<ViewCell>::default();
            (0..).zip(views).for_each(|(code, views)| keyed.at(code).views = views);
            let of = |limit| -> Vec<(String, u32)> {
                keys(keyed.iter().map(|(code, cell)| (code, *cell)), &Names::Numbers(99), limit, |cell| u64::from(cell.views))
                    .into_iter().map(|key| (key.text, key.tally[crate::metric::Part::PageViews] as u32)).collect()
            };
            let all = of(usize::MAX);
            proptest::prop_assert!(all.is_sorted_by(|(a, x), (b, y)| (y, a) <= (x, b)));
            proptest::prop_assert_eq!(&of(limit)[..], &all[..limit.min(all.len())]);
        }
    }
}
