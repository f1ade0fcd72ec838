//! Tallies by key: sources, pages, items, categories, searched terms, promotions, provinces.
//!
//! There may be millions of keys, so each kind of key has a cell of its own with just what is counted for it.

use crate::metric::{Marks, MoneyPart, Part, Tally};
use crate::model::{Currencies, Currency, EventKind, Money};
use crate::store::Line;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

/// What a key has counted.
pub trait Cell: Clone + Default + PartialEq + std::fmt::Debug {
    /// What is added to a cell at once.
    type Update: Copy + std::fmt::Debug;
    /// Adds it.
    fn apply(&mut self, update: Self::Update);
    /// True the first time this person comes here. Persons come one after the other, numbered from 1; cells that count
    /// none remember none.
    fn first(&mut self, person: u32) -> bool;
    /// Adds what other persons have counted.
    fn merge(&mut self, other: &Self);
    /// As a tally of parts.
    fn tally(&self) -> Tally;
}

/// A cell for each key, by code; keys that have counted nothing have the default one.
///
/// Where few keys of millions count anything, only theirs are kept ([`Keyed::few`]). Where millions do, looking up one after the other waits for the memory each time. Updates are
/// therefore put by for stretches of keys, and a stretch that has many is worked off at once, inside a cache.
#[derive(Clone, Debug)]
pub struct Keyed<T: Cell> {
    cells: Vec<T>,
    /// The cells, where they are few.
    few: Option<HashMap<u32, T, FixedState>>,
    /// How many keys there are, so that the cells need not move when a high one comes.
    keys: usize,
    /// Updates put by, for each stretch of keys.
    put_by: Vec<Vec<(u32, T::Update)>>,
}

/// Keys of a stretch: cells of so many lie in a cache.
const STRETCH: u32 = 15;

/// Updates of a stretch that are worked off at once.
const MANY: usize = 4096;

/// Bytes of cells that are few.
const FEW: usize = 1 << 16;

impl<T: Cell> Default for Keyed<T> {
    fn default() -> Keyed<T> {
        Keyed::of(0)
    }
}

/// What was counted is equal, however many cells are kept for it.
impl<T: Cell> PartialEq for Keyed<T> {
    fn eq(&self, other: &Keyed<T>) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T: Cell> Keyed<T> {
    /// Cells for so many keys.
    pub fn of(keys: u32) -> Keyed<T> {
        Keyed { cells: Vec::new(), few: None, keys: keys as usize, put_by: Vec::new() }
    }

    /// Cells for few keys, whatever their codes are.
    pub fn few() -> Keyed<T> {
        Keyed { few: Some(HashMap::default()), ..Keyed::of(0) }
    }

    /// Adds an update to the cell of a key, now or later: [`Keyed::finish`] must follow the last one.
    #[inline]
    pub fn add(&mut self, key: u32, update: T::Update) {
        if self.keys <= 4 << STRETCH {
            return self.at(key).apply(update);
        }
        let stretch = (key >> STRETCH) as usize;
        if stretch >= self.put_by.len() {
            self.put_by.resize_with(stretch + 1, Vec::new);
        }
        let waiting = &mut self.put_by[stretch];
        waiting.push((key, update));
        if waiting.len() == MANY {
            self.work_off(stretch);
        }
    }

    #[cold]
    fn work_off(&mut self, stretch: usize) {
        let mut waiting = std::mem::take(&mut self.put_by[stretch]);
        for (key, update) in waiting.drain(..) {
            self.at(key).apply(update);
        }
        self.put_by[stretch] = waiting;
    }

    /// Works off what was put by.
    pub fn finish(&mut self) {
        (0..self.put_by.len()).for_each(|stretch| self.work_off(stretch));
        self.put_by = Vec::new();
    }

    /// The cell of a key.
    #[inline]
    pub fn at(&mut self, key: u32) -> &mut T {
        if self.few.is_some() {
            return self.few.get_or_insert_default().entry(key).or_default();
        }
        let at = key as usize;
        if at >= self.cells.len() {
            self.grow(at);
        }
        &mut self.cells[at]
    }

    #[cold]
    fn grow(&mut self, at: usize) {
        let wanted = (at + 1).max(self.cells.len() * 3 / 2);
        self.cells.resize(if at < self.keys { self.keys } else { wanted }, T::default());
    }

    /// Adds the cells of other persons.
    pub fn merge(&mut self, other: &Keyed<T>) {
        for (key, cell) in other.iter() {
            self.at(key).merge(cell);
        }
    }

    /// The cell of a key, if one is kept of it.
    #[inline]
    pub fn get(&self, key: u32) -> Option<&T> {
        self.few.as_ref().map_or_else(|| self.cells.get(key as usize), |few| few.get(&key))
    }

    /// The keys of which cells are kept, in the order of their codes.
    fn keys(&self) -> impl Iterator<Item = u32> + use<T> {
        let mut few: Vec<u32> = self.few.iter().flat_map(HashMap::keys).copied().collect();
        few.sort_unstable();
        (0..self.cells.len() as u32).chain(few)
    }

    /// The keys that have counted anything, in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        let empty = T::default();
        self.keys().filter_map(move |key| self.get(key).filter(|cell| **cell != empty).map(|cell| (key, cell)))
    }
}

/// An event that is no view.
#[derive(Clone, Copy, Debug)]
pub struct Done {
    /// What was done.
    pub kind: EventKind,
    /// Whether it is an addition to favourites on an item's page.
    pub item_favorite: bool,
}

/// A visit, as its source counts it.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    /// The person, by the fold's own number.
    pub person: u32,
    /// Views inside it.
    pub views: u32,
    /// Of these, of the entry page.
    pub landing_page_views: u32,
    /// Whether the person had not been here in the days before.
    pub new: bool,
}

/// A visit, as the pages count it that it enters and leaves by.
#[derive(Clone, Copy, Debug)]
pub enum Door {
    /// It enters here.
    Entry {
        /// It sees nothing else.
        bounced: bool,
        /// Views of the page inside it.
        landing_page_views: u32,
    },
    /// It leaves here.
    Exit,
}

/// The last person counted in a cell.
trait Last {
    fn first(&mut self, person: u32) -> bool;
}

impl Last for u32 {
    #[inline]
    fn first(&mut self, person: u32) -> bool {
        std::mem::replace(self, person) != person
    }
}

impl Last for () {
    fn first(&mut self, _: u32) -> bool {
        true
    }
}

macro_rules! cell {
    ($(#[$doc:meta])* $name:ident[$last:ty] <- |$cell:ident, $update:ident: $kind:ty| $apply:block { $($(#[$field_doc:meta])* $field:ident: $part:expr,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default)]
        #[allow(clippy::manual_non_exhaustive)] // cells that count no persons have nobody to remember
        pub struct $name {
            $($(#[$field_doc])* pub $field: u32,)*
            last: $last,
        }

        /// Who was counted last is no part of what was counted.
        impl PartialEq for $name {
            fn eq(&self, other: &$name) -> bool {
                [$(self.$field),*] == [$(other.$field),*]
            }
        }

        impl Cell for $name {
            type Update = $kind;

            #[inline]
            fn apply(&mut self, $update: $kind) {
                let $cell = self;
                $apply
            }

            #[inline]
            fn first(&mut self, person: u32) -> bool {
                self.last.first(person)
            }

            fn merge(&mut self, other: &$name) {
                $(self.$field += other.$field;)*
            }

            fn tally(&self) -> Tally {
                let mut tally = Tally::default();
                $(tally[$part] = u64::from(self.$field);)*
                tally
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
                let mut keyed = if bytes.len() < FEW { Keyed::<$name>::few() } else { Keyed::default() };
                let (mut at, mut next) = (0, 0);
                while at < bytes.len() {
                    let key: u32 = next + read(bytes, &mut at);
                    next = key + 1;
                    let cell = $name { last: Default::default(), $($field: read(bytes, &mut at),)* };
                    *keyed.at(key) = cell;
                }
                Ok(keyed)
            }
        }
    };
}

cell! {
    /// What an item, a category or a page has counted in views: looked up at every view, so there is little of it.
    ViewCell[u32] <- |cell, person: u32| {
        cell.views += 1;
        cell.visitors += u32::from(cell.first(person));
    } {
        /// Views.
        views: Part::PageViews,
        /// Persons who viewed.
        visitors: Part::Visitors,
    }
}

cell! {
    /// What an item, a category or a term has counted in other events.
    EventCell[()] <- |cell, done: Done| {
        match done.kind {
            EventKind::Favorite => cell.favorites += 1,
            EventKind::Cart => cell.carts += 1,
            EventKind::Search => cell.searches += 1,
            EventKind::Buy => cell.buys += 1,
            EventKind::View | EventKind::Other => {}
        }
        cell.item_favorites += u32::from(done.item_favorite);
    } {
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
    SourceCell[u32] <- |cell, visit: Visit| {
        cell.visit(visit.views, visit.landing_page_views);
        cell.come(visit.person, visit.new);
    } {
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

impl SourceCell {
    /// A visit, but for its person.
    #[inline]
    pub fn visit(&mut self, views: u32, landing_page_views: u32) {
        self.visits += 1;
        self.views += views;
        self.bounces += u32::from(views == 1);
        self.landing_page_views += landing_page_views;
    }

    /// A visit's person, who counts once: new or not by the first visit.
    #[inline]
    pub fn come(&mut self, person: u32, new: bool) {
        let here = self.first(person);
        self.visitors += u32::from(here);
        self.new_visitors += u32::from(here && new);
    }
}

cell! {
    /// What a page has counted as a door.
    DoorCell[()] <- |cell, door: Door| {
        match door {
            Door::Entry { bounced, landing_page_views } => {
                cell.entries += 1;
                cell.bounces += u32::from(bounced);
                cell.landing_page_views += landing_page_views;
            }
            Door::Exit => cell.exits += 1,
        }
    } {
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

/// Two kinds of cells for the same keys: one that every view looks up, and one for what is rarer.
#[derive(Clone, Debug)]
pub struct Both<A: Cell, B: Cell> {
    /// At every view.
    pub often: Keyed<A>,
    /// Rarer.
    pub seldom: Keyed<B>,
}

impl<A: Cell, B: Cell> Both<A, B> {
    /// Cells for so many keys.
    pub fn of(keys: u32) -> Both<A, B> {
        Both { often: Keyed::of(keys), seldom: Keyed::of(keys) }
    }

    /// Cells for few keys, whatever their codes are.
    pub fn few() -> Both<A, B> {
        Both { often: Keyed::few(), seldom: Keyed::few() }
    }

    /// Works off what was put by.
    pub fn finish(&mut self) {
        self.often.finish();
        self.seldom.finish();
    }

    /// Adds the cells of other persons.
    pub fn merge(&mut self, other: &Both<A, B>) {
        self.often.merge(&other.often);
        self.seldom.merge(&other.seldom);
    }

    /// What a key has counted, if it has counted anything.
    pub fn get(&self, key: u32) -> Option<(A, B)> {
        let cells = (self.often.get(key).cloned().unwrap_or_default(), self.seldom.get(key).cloned().unwrap_or_default());
        (cells != (A::default(), B::default())).then_some(cells)
    }

    /// The keys that have counted anything, in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = (u32, (A, B))> {
        let (mut often, mut seldom) = (self.often.keys().peekable(), self.seldom.keys().peekable());
        let next = move || match (often.peek(), seldom.peek()) {
            (Some(a), Some(b)) if a == b => {
                seldom.next();
                often.next()
            }
            (Some(a), Some(b)) if a > b => seldom.next(),
            (Some(_), _) => often.next(),
            (None, _) => seldom.next(),
        };
        std::iter::from_fn(next).filter_map(|key| self.get(key).map(|cells| (key, cells)))
    }
}

impl<A: Cell, B: Cell> PartialEq for Both<A, B> {
    fn eq(&self, other: &Both<A, B>) -> bool {
        (&self.often, &self.seldom) == (&other.often, &other.seldom)
    }
}

impl<A: Cell, B: Cell> Cell for (A, B) {
    type Update = (A::Update, B::Update);

    fn apply(&mut self, update: Self::Update) {
        self.0.apply(update.0);
        self.1.apply(update.1);
    }

    fn first(&mut self, person: u32) -> bool {
        self.0.first(person)
    }

    fn merge(&mut self, other: &(A, B)) {
        self.0.merge(&other.0);
        self.1.merge(&other.1);
    }

    fn tally(&self) -> Tally {
        let mut tally = self.0.tally();
        tally.merge(&self.1.tally());
        tally
    }
}

impl<A: Cell, B: Cell> Serialize for Both<A, B>
where
    Keyed<A>: Serialize,
    Keyed<B>: Serialize,
{
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.often, &self.seldom).serialize(serializer)
    }
}

impl<'de, A: Cell, B: Cell> Deserialize<'de> for Both<A, B>
where
    Keyed<A>: Deserialize<'de>,
    Keyed<B>: Deserialize<'de>,
{
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Both<A, B>, D::Error> {
        let (often, seldom) = <(Keyed<A>, Keyed<B>)>::deserialize(deserializer)?;
        Ok(Both { often, seldom })
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
    /// What the amount is counted in.
    currencies: Currencies,
}

impl SaleCell {
    /// Adds what was paid for some lines.
    pub fn pay(&mut self, currency: Currency, lines: &[Line]) {
        for line in lines {
            self.amount += line.paid_amount.unwrap_or_default();
            if line.paid_amount.is_some() {
                self.currencies.add(currency);
            }
        }
    }

    fn marks(&self) -> Marks {
        let mut marks = Marks::default();
        marks.all_money(MoneyPart::PaidAmount, self.currencies);
        marks
    }
}

impl PartialEq for SaleCell {
    fn eq(&self, other: &SaleCell) -> bool {
        let of = |cell: &SaleCell| (cell.orders, cell.items, cell.buyers, cell.amount, cell.marks());
        of(self) == of(other)
    }
}

impl Cell for SaleCell {
    type Update = ();

    /// Orders are counted line by line, by the fold.
    fn apply(&mut self, (): ()) {}

    fn first(&mut self, buyer: u32) -> bool {
        self.last.first(buyer)
    }

    fn merge(&mut self, other: &SaleCell) {
        self.orders += other.orders;
        self.items += other.items;
        self.buyers += other.buyers;
        self.amount += other.amount;
        self.currencies.merge(other.currencies);
    }

    fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        tally[Part::PaidOrders] = self.orders;
        tally[Part::PaidItems] = self.items;
        tally[Part::Buyers] = self.buyers;
        tally[MoneyPart::PaidAmount] = self.amount;
        tally.marks = self.marks();
        tally
    }
}

/// Cells for few keys of many: what is bought is little beside what is looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(into = "Vec<(u32, SaleCell)>", from = "Vec<(u32, SaleCell)>")]
pub struct Few {
    cells: HashMap<u32, SaleCell, FixedState>,
}

impl From<Few> for Vec<(u32, SaleCell)> {
    fn from(few: Few) -> Vec<(u32, SaleCell)> {
        few.iter().map(|(key, cell)| (key, *cell)).collect()
    }
}

impl From<Vec<(u32, SaleCell)>> for Few {
    fn from(cells: Vec<(u32, SaleCell)>) -> Few {
        Few { cells: cells.into_iter().collect() }
    }
}

impl Few {
    /// The cell of a key.
    pub fn at(&mut self, key: u32) -> &mut SaleCell {
        self.cells.entry(key).or_default()
    }

    /// Adds the cells of other buyers.
    pub fn merge(&mut self, other: &Few) {
        for (key, cell) in other.iter() {
            self.at(key).merge(cell);
        }
    }

    /// The keys that have counted anything, in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &SaleCell)> {
        let mut cells: Vec<(u32, &SaleCell)> = self.cells.iter().map(|(key, cell)| (*key, cell)).collect();
        cells.sort_unstable_by_key(|(key, _)| *key);
        cells.into_iter().filter(|(_, cell)| **cell != SaleCell::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn cells_travel_whole(cells in proptest::collection::btree_map(0u32..5000, proptest::array::uniform4(0u32..), 0..40)) {
            let mut keyed = Keyed::<DoorCell>::default();
            for (key, [entries, exits, bounces, landing_page_views]) in cells {
                *keyed.at(key) = DoorCell { entries, exits, bounces, landing_page_views, last: () };
            }
            let bytes = postcard::to_allocvec(&keyed).unwrap();
            let back: Keyed<DoorCell> = postcard::from_bytes(&bytes).unwrap();
            proptest::prop_assert!(back.iter().eq(keyed.iter()));
        }
    }
}
