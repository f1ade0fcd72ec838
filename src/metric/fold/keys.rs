//! Tallies by key: sources, pages and items, categories, searched terms.

use crate::metric::Tally;

/// A tally for each key of a dictionary, and who was counted last under it, so that persons count once.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct KeyTallies {
    /// One tally a key, by number; empty keys have counted nothing.
    pub tallies: Vec<Tally>,
    last: Vec<u32>,
}

impl KeyTallies {
    /// The tally of a key.
    pub fn at(&mut self, key: u32) -> &mut Tally {
        let at = key as usize;
        if at >= self.tallies.len() {
            self.tallies.resize(at + 1, Tally::default());
        }
        &mut self.tallies[at]
    }

    /// True the first time this person comes under a key. Persons come one after the other.
    pub fn first(&mut self, key: u32, person: u32) -> bool {
        let at = key as usize;
        if at >= self.last.len() {
            self.last.resize(at + 1, u32::MAX);
        }
        let new = self.last[at] != person;
        self.last[at] = person;
        new
    }

    /// Adds the tallies of other persons.
    pub fn merge(&mut self, other: &KeyTallies) {
        for (key, tally) in other.tallies.iter().enumerate() {
            self.at(key as u32).merge(tally);
        }
    }
}

/// What one page or item has counted. Smaller than a whole tally, for there may be millions of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PlaceTally {
    /// Views of the page.
    pub page_views: u64,
    /// Visits that enter here.
    pub entries: u64,
    /// Visits that leave here.
    pub exits: u64,
    /// Visits that enter here and see nothing else.
    pub bounces: u64,
    /// Views of the entry page inside the visits that enter here.
    pub landing_page_views: u64,
}

impl PlaceTally {
    /// Adds another tally.
    pub fn merge(&mut self, other: &PlaceTally) {
        self.page_views += other.page_views;
        self.entries += other.entries;
        self.exits += other.exits;
        self.bounces += other.bounces;
        self.landing_page_views += other.landing_page_views;
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        *self == PlaceTally::default()
    }
}
