//! Which events and order lines count: everything, or what a question is narrowed to.

use crate::store::events::Codes;
use crate::store::{Line, Order, Run};
use serde::{Deserialize, Serialize};

/// Narrows events. A source chooses visits by their first view; an item, a category or a page chooses events. What is
/// said of a visit is said of all of it, once it has a view that counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct EventFilter {
    /// The source of the visit.
    pub source: Option<u32>,
    /// The item.
    pub item: Option<u32>,
    /// The category.
    pub category: Option<u32>,
    /// The page, else the item.
    pub page: Option<u32>,
    /// The searched term.
    pub term: Option<u32>,
}

impl EventFilter {
    /// Whether nothing is left out.
    #[inline]
    pub fn takes_all(&self) -> bool {
        *self == EventFilter::default()
    }

    /// Whether anything of a person may count: false where no event has what is looked for.
    pub fn concerns(&self, run: &Run<'_>) -> bool {
        let has = |wanted: Option<u32>, codes: Codes<'_>| wanted.is_none_or(|wanted| codes.has(wanted));
        has(self.item, run.items())
            && has(self.category, run.categories())
            && has(self.term, run.terms())
            && has(self.source, run.sources())
            && self.page.is_none_or(|wanted| run.pages().has(wanted))
    }

    /// Whether visits from a source count.
    pub fn takes_visit(&self, source: u32) -> bool {
        self.source.is_none_or(|wanted| wanted == source)
    }

    /// Whether an event counts by itself.
    pub fn takes_row(&self, run: &Run<'_>, at: usize) -> bool {
        let fits = |wanted: Option<u32>, codes: Codes<'_>| wanted.is_none_or(|wanted| codes.at(at) == wanted);
        fits(self.item, run.items())
            && fits(self.category, run.categories())
            && fits(self.term, run.terms())
            && self.page.is_none_or(|wanted| run.pages().at(at) == wanted)
    }

    /// Whether an event that is no view counts: by its own source, else by that of the visit it falls into.
    pub fn takes_event(&self, run: &Run<'_>, at: usize, visit: Option<bool>) -> bool {
        let source = match (self.source, run.sources().at(at)) {
            (None, _) => true,
            (Some(_), 0) => visit.unwrap_or(false),
            (Some(wanted), own) => own == wanted,
        };
        source && self.takes_row(run, at)
    }
}

/// Narrows order lines: an order counts with the lines that fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SaleFilter {
    /// The item.
    pub item: Option<u32>,
    /// The promotion.
    pub promotion: Option<u32>,
    /// The province of the order.
    pub province: Option<u32>,
}

impl SaleFilter {
    /// Whether nothing is left out.
    #[inline]
    pub fn takes_all(&self) -> bool {
        *self == SaleFilter::default()
    }

    /// Whether a line of an order counts.
    pub fn takes(&self, order: &Order, line: &Line) -> bool {
        self.item.is_none_or(|wanted| wanted == line.item)
            && self.promotion.is_none_or(|wanted| wanted == line.promotion)
            && self.province.is_none_or(|wanted| wanted == order.province)
    }
}

/// The few items of many that are counted by.
#[derive(Clone, Debug)]
pub struct Shortlist {
    /// By code, in ascending order.
    items: Vec<u32>,
    /// A bit for the lowest bits of each: nearly all other items are told from them without looking them up, and where
    /// there are millions, these bits alone stay in the innermost cache.
    bits: Vec<u64>,
}

/// Lowest bits of a code that are looked at first.
const LOWEST: u32 = 15;

impl Shortlist {
    /// These items, by code in ascending order.
    pub fn new(items: &[u32]) -> Shortlist {
        let mut bits = vec![0; 1 << (LOWEST - 6)];
        for item in items {
            let low = item & ((1 << LOWEST) - 1);
            bits[low as usize / 64] |= 1 << (low % 64);
        }
        Shortlist { items: items.to_vec(), bits }
    }

    /// Whether an item is one of them.
    #[inline]
    pub fn has(&self, item: u32) -> bool {
        self.may_have(item) && self.items.binary_search(&item).is_ok()
    }

    /// Whether an item may be one of them: false for nearly all others, at a glance.
    #[inline]
    pub fn may_have(&self, item: u32) -> bool {
        let low = item & ((1 << LOWEST) - 1);
        self.bits[low as usize / 64] >> (low % 64) & 1 == 1
    }
}
