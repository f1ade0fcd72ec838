//! Counts by key → rows with names, the largest first.

use super::{PageRow, Titles};
use crate::metric::Tally;
use crate::metric::fold::{Both, Cell, DoorCell, Few, SaleCell, ViewCell};
use crate::model::{Dict, Names, arrange};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

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

/// The lowest rank among the first so many; None where there are no more than that.
fn least<R: Ord>(ranks: impl Iterator<Item = R>, limit: usize) -> Option<R> {
    if limit == usize::MAX {
        return None;
    }
    let (mut first, mut more) = (BinaryHeap::new(), false);
    for rank in ranks {
        if first.len() < limit {
            first.push(Reverse(rank));
        } else {
            more = true;
            if let Some(mut last) = first.peek_mut().filter(|last| last.0 < rank) {
                *last = Reverse(rank);
            }
        }
    }
    first.pop().filter(|_| more).map(|last| last.0)
}

/// The first of all items by rank, equal ones by name: so many of them, in order. There may be millions, so they are gone
/// through twice, and only those that rank with the last one wanted are kept and get their names.
fn first<T, R: Ord, I: Iterator<Item = T>>(
    items: impl Fn() -> I,
    limit: usize,
    rank: impl Fn(&T) -> R,
    name: impl Fn(&T) -> String,
) -> Vec<(String, T)> {
    if limit == 0 {
        return Vec::new();
    }
    let least = least(items().map(|item| rank(&item)), limit);
    let kept = items().filter(|item| least.as_ref().is_none_or(|least| rank(item) >= *least));
    let mut named: Vec<(String, T)> = kept.map(|item| (name(&item), item)).collect();
    arrange(&mut named, |(a, x), (b, y)| rank(y).cmp(&rank(x)).then_with(|| a.cmp(b)));
    named.truncate(limit);
    named
}

/// The first keys by rank.
pub fn keys<T: Cell, I: Iterator<Item = (u32, T)>>(
    cells: impl Fn() -> I,
    names: &dyn Texts,
    limit: usize,
    rank: impl Fn(&T) -> u64,
) -> Vec<Key> {
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
/// What events know is ranked by them alone.
pub fn items<A: Cell, B: Cell>(
    (seen, places): (&Both<A, B>, &Names),
    (sold, orders): (&Few, &dyn Texts),
    limit: usize,
    rank: impl Fn(Option<&(A, B)>) -> u64,
    tally: impl Fn(&(A, B)) -> Tally,
) -> Vec<Key> {
    // In the events' codes, and what only orders know.
    let (mut known, mut others) = (BTreeMap::new(), Vec::new());
    for (code, cell) in sold.iter() {
        match places.find(&orders.name(code)) {
            Some(place) if code != 0 => drop(known.insert(place, cell)),
            _ => others.push((code, cell)),
        }
    }
    let all = || {
        let looked_at = seen.iter().map(|(code, cell)| Item { place: Some(code), order: None, seen: Some(cell), sold: None });
        let bought = known.iter().filter(|(place, _)| seen.get(**place).is_none());
        let bought = bought.map(|(place, sale)| Item { place: Some(*place), order: None, seen: None, sold: Some(*sale) });
        let others = others.iter().map(|(code, sale)| Item { place: None, order: Some(*code), seen: None, sold: Some(*sale) });
        looked_at.chain(bought).chain(others)
    };
    let name = |item: &Item<'_, (A, B)>| match item.place {
        Some(place) => places.text(place).into_owned(),
        None => orders.name(item.order.unwrap_or(0)).into_owned(),
    };
    first(all, limit, |item| rank(item.seen.as_ref()), name)
        .into_iter()
        .map(|(text, item)| {
            let mut all = item.seen.as_ref().map(&tally).unwrap_or_default();
            if let Some(sale) = item.sold.or_else(|| known.get(&item.place?).copied()) {
                all.merge(&sale.tally());
            }
            Key { text, tally: all }
        })
        .collect()
}

/// The first pages that visits enter or leave by, and how many there are.
pub fn pages(places: &Both<ViewCell, DoorCell>, names: &Names, titles: &Titles, limit: usize) -> (Vec<PageRow>, u64) {
    let doors = || places.iter().filter(|(_, (_, door))| door.entries + door.exits > 0);
    let total = doors().count() as u64;
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
    use crate::metric::fold::Keyed;

    proptest::proptest! {
        #[test]
        fn the_first_keys_are_the_start_of_all(views in proptest::collection::vec(0u32..6, 0..30), limit in 0usize..12) {
            let mut keyed = Keyed::<ViewCell>::default();
            (0..).zip(views).for_each(|(code, views)| keyed.at(code).views = views);
            let of = |limit| -> Vec<(String, u32)> {
                keys(|| keyed.iter().map(|(code, cell)| (code, *cell)), &Names::Numbers(99), limit, |cell| u64::from(cell.views))
                    .into_iter().map(|key| (key.text, key.tally[crate::metric::Part::PageViews] as u32)).collect()
            };
            let all = of(usize::MAX);
            proptest::prop_assert!(all.is_sorted_by(|(a, x), (b, y)| (y, a) <= (x, b)));
            proptest::prop_assert_eq!(&of(limit)[..], &all[..limit.min(all.len())]);
        }
    }
}
