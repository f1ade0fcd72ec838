//! Views and other events under their items, categories, searched terms and pages.

use super::filter::Shortlist;
use super::keys::Done;
use super::traffic::{Traffic, Wanted};
use super::within::Within;
use crate::model::EventKind;
use crate::store::Run;
use crate::store::events::{kind_of, on_item_page};

/// Counts events by what they are about. What is said of visits is not counted here.
pub struct ByKey {
    wanted: Wanted,
    /// The only items, and the only pages, that are counted by.
    items: Option<Shortlist>,
    pages: Option<Shortlist>,
}

impl ByKey {
    /// Counts what is wanted; of items and pages, by these alone.
    pub fn new(wanted: Wanted, items: Option<Shortlist>, pages: Option<Shortlist>) -> ByKey {
        ByKey { wanted, items, pages }
    }

    /// Whether views are counted by anything.
    pub fn counts_views(&self) -> bool {
        self.wanted.places || self.wanted.items || self.wanted.categories
    }

    /// Whether an item is counted by.
    #[inline]
    fn counts(&self, item: u32) -> bool {
        item != 0 && self.items.as_ref().is_none_or(|list| list.has(item))
    }

    /// Whether a page is counted by.
    #[inline]
    pub fn counts_page(&self, page: u32) -> bool {
        self.wanted.places && self.pages.as_ref().is_none_or(|list| list.has(page))
    }

    /// Counts a view of a person, who is known by a number.
    #[inline]
    pub fn view(&self, counted: &mut Traffic, run: &Run<'_>, at: usize, person: u32) {
        let page = run.pages().at(at);
        if self.counts_page(page) {
            counted.places.often.add(page, person);
        }
        let item = run.items().at(at);
        if self.wanted.items && self.counts(item) {
            counted.items.often.add(item, person);
        }
        if self.wanted.categories {
            counted.categories.often.add(run.categories().at(at), person);
        }
    }

    /// Counts an event that is no view.
    pub fn event(&self, counted: &mut Traffic, run: &Run<'_>, at: usize, done: Done) {
        let item = run.items().at(at);
        if self.wanted.items && self.counts(item) {
            counted.items.seldom.add(item, done);
        }
        if self.wanted.categories {
            counted.categories.seldom.add(run.categories().at(at), done);
        }
        if self.wanted.terms && done.kind == EventKind::Search {
            counted.terms.add(run.terms().at(at), done);
        }
    }

    /// Counts all events of a person that are inside a period, whatever visits they belong to.
    pub fn all(&self, counted: &mut Traffic, run: &Run<'_>, within: &mut Within, person: u32) {
        let Wanted { sources: _, places, items, categories, terms } = self.wanted;
        // Of one item in ten thousand, say: then the others are passed by with one look at each.
        if let (Some(list), true, false) = (&self.items, items, places || categories || terms) {
            let codes = run.items();
            for at in (0..run.len()).filter(|at| list.may_have(codes.at(*at))) {
                self.one(counted, run, at, within, person);
            }
        } else if places || items || categories || terms {
            (0..run.len()).for_each(|at| self.one(counted, run, at, within, person));
        }
    }

    #[inline]
    fn one(&self, counted: &mut Traffic, run: &Run<'_>, at: usize, within: &mut Within, person: u32) {
        if !within.has(run.times()[at]) {
            return;
        }
        match run.kinds()[at] {
            packed if kind_of(packed) == EventKind::View => self.view(counted, run, at, person),
            packed => {
                if let Some(done) = done(packed, run.items().at(at)) {
                    self.event(counted, run, at, done);
                }
            }
        }
    }
}

/// What an event did that is no view, if it is one that is counted.
#[inline]
pub fn done(packed: u8, item: u32) -> Option<Done> {
    let kind = kind_of(packed);
    let item_favorite = kind == EventKind::Favorite && (on_item_page(packed) || item != 0);
    (!matches!(kind, EventKind::View | EventKind::Other)).then_some(Done { kind, item_favorite })
}
