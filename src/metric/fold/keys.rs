//! Tallies by key: sources, pages, items, categories, searched terms, promotions, provinces.
//!
//! There may be millions of keys, so each kind of key has a cell of its own with just what is counted for it.

use crate::metric::{MoneyPart, Part, Tally};
use crate::model::Money;
use serde::{Deserialize, Serialize};

/// What a key has counted.
pub trait Cell: Clone + Default + PartialEq {
    /// Adds what other persons have counted.
    fn merge(&mut self, other: &Self);
    /// As a tally of parts.
    fn tally(&self) -> Tally;
}

/// A cell for each key, by code; keys that have counted nothing have the default one.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyed<T> {
    cells: Vec<T>,
}

impl<T> Default for Keyed<T> {
    fn default() -> Keyed<T> {
        Keyed { cells: Vec::new() }
    }
}

impl<T: Cell> Keyed<T> {
    /// The cell of a key.
    #[inline]
    pub fn at(&mut self, key: u32) -> &mut T {
        let at = key as usize;
        if at >= self.cells.len() {
            self.grow(at);
        }
        &mut self.cells[at]
    }

    #[cold]
    fn grow(&mut self, at: usize) {
        self.cells.resize((at + 1).max(self.cells.len() * 3 / 2), T::default());
    }

    /// Adds the cells of other persons.
    pub fn merge(&mut self, other: &Keyed<T>) {
        for (key, cell) in other.iter() {
            self.at(key).merge(cell);
        }
    }

    /// The keys that have counted anything, in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        let empty = T::default();
        (0..).zip(&self.cells).filter(move |(_, cell)| **cell != empty)
    }
}

macro_rules! cell {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $part:expr,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $name {
            /// The last person counted here, by the fold's own number.
            pub(super) last: u32,
            $($(#[$field_doc])* pub $field: u32,)*
        }

        /// Who was counted last is no part of what was counted.
        impl PartialEq for $name {
            fn eq(&self, other: &$name) -> bool {
                [$(self.$field),*] == [$(other.$field),*]
            }
        }

        impl Cell for $name {
            fn merge(&mut self, other: &$name) {
                $(self.$field += other.$field;)*
            }

            fn tally(&self) -> Tally {
                let mut tally = Tally::default();
                $(tally[$part] = u64::from(self.$field);)*
                tally
            }
        }

        impl $name {
            /// True the first time this person comes here. Persons come one after the other, numbered from 1.
            #[inline]
            pub(super) fn first(&mut self, person: u32) -> bool {
                let new = self.last != person;
                self.last = person;
                new
            }
        }

        /// Few keys count everything: each travels as its distance from the one before, and what it has counted.
        impl Serialize for Keyed<$name> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut bytes = Vec::new();
                let mut next = 0;
                for (key, cell) in self.iter() {
                    write(&mut bytes, key - next);
                    next = key + 1;
                    $(write(&mut bytes, cell.$field);)*
                }
                serializer.serialize_bytes(&bytes)
            }
        }

        impl<'de> Deserialize<'de> for Keyed<$name> {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Keyed<$name>, D::Error> {
                let bytes = <&[u8]>::deserialize(deserializer)?;
                let mut keyed = Keyed::<$name>::default();
                let (mut at, mut next) = (0, 0);
                while at < bytes.len() {
                    let key: u32 = next + read(bytes, &mut at);
                    next = key + 1;
                    let cell = $name { last: 0, $($field: read(bytes, &mut at),)* };
                    *keyed.at(key) = cell;
                }
                Ok(keyed)
            }
        }
    };
}

cell! {
    /// What an item, a category or a term has counted in events.
    EventCell {
        /// Views.
        views: Part::PageViews,
        /// Persons who viewed.
        visitors: Part::Visitors,
        /// Additions to favourites.
        favorites: Part::Favorites,
        /// Of these, on item pages.
        item_favorites: Part::ItemFavorites,
        /// Additions to the cart.
        carts: Part::Carts,
        /// Searches.
        searches: Part::Searches,
        /// Purchases as the log tells them.
        buys: Part::Buys,
    }
}

cell! {
    /// What a source has counted in visits.
    SourceCell {
        /// Visits.
        visits: Part::Visits,
        /// Views inside them.
        views: Part::VisitViews,
        /// Visits of one view.
        bounces: Part::Bounces,
        /// Views of the entry page inside the visits.
        landing_page_views: Part::LandingPageViews,
        /// Persons who came.
        visitors: Part::SourceVisitors,
        /// Of these, who had not been here in the days before.
        new_visitors: Part::SourceNewVisitors,
    }
}

cell! {
    /// What a page has counted.
    PlaceCell {
        /// Views of the page.
        page_views: Part::PageViews,
        /// Persons who viewed it.
        visitors: Part::Visitors,
        /// Visits that enter here.
        entries: Part::Visits,
        /// Visits that leave here.
        exits: Part::Exits,
        /// Visits that enter here and see nothing else.
        bounces: Part::Bounces,
        /// Views of the entry page inside the visits that enter here.
        landing_page_views: Part::LandingPageViews,
    }
}

/// Writes a number, small ones in few bytes.
fn write(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn read(bytes: &[u8], at: &mut usize) -> u32 {
    let (mut number, mut shift) = (0, 0);
    while let Some(byte) = bytes.get(*at) {
        *at += 1;
        number |= u32::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 || shift > 28 {
            break;
        }
    }
    number
}

/// What an item, a promotion or a province has counted in paid orders.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct SaleCell {
    #[serde(skip)]
    last: u32,
    /// Orders with it.
    pub orders: u64,
    /// Pieces.
    pub items: u64,
    /// Persons who bought.
    pub buyers: u64,
    /// Amount paid.
    pub amount: Money,
}

impl PartialEq for SaleCell {
    fn eq(&self, other: &SaleCell) -> bool {
        (self.orders, self.items, self.buyers, self.amount) == (other.orders, other.items, other.buyers, other.amount)
    }
}

impl Cell for SaleCell {
    fn merge(&mut self, other: &SaleCell) {
        self.orders += other.orders;
        self.items += other.items;
        self.buyers += other.buyers;
        self.amount += other.amount;
    }

    fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        tally[Part::PaidOrders] = self.orders;
        tally[Part::PaidItems] = self.items;
        tally[Part::Buyers] = self.buyers;
        tally[MoneyPart::PaidAmount] = self.amount;
        tally
    }
}

impl SaleCell {
    /// True the first time this buyer comes here. Buyers come one after the other, numbered from 1.
    pub(super) fn first(&mut self, buyer: u32) -> bool {
        let new = self.last != buyer;
        self.last = buyer;
        new
    }
}

impl Serialize for Keyed<SaleCell> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Keyed<SaleCell> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Keyed<SaleCell>, D::Error> {
        let mut keyed = Keyed::default();
        for (key, cell) in <Vec<(u32, SaleCell)>>::deserialize(deserializer)? {
            *keyed.at(key) = cell;
        }
        Ok(keyed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn cells_travel_whole(cells in proptest::collection::btree_map(0u32..5000, proptest::array::uniform6(0u32..), 0..40)) {
            let mut keyed = Keyed::<PlaceCell>::default();
            for (key, [page_views, visitors, entries, exits, bounces, landing_page_views]) in cells {
                *keyed.at(key) = PlaceCell { last: 7, page_views, visitors, entries, exits, bounces, landing_page_views };
            }
            let bytes = postcard::to_allocvec(&keyed).unwrap();
            let back: Keyed<PlaceCell> = postcard::from_bytes(&bytes).unwrap();
            proptest::prop_assert!(back.iter().eq(keyed.iter()));
        }
    }
}
