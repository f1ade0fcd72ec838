//! What a question about paid tools is narrowed to: the rows of one item, one campaign, one keyword and the like.

use super::keys::{self, AdCut};
use crate::model::AdRow;
use crate::store::Ads;

/// The keys that a row must have to count. Which rows can answer, and which of overlapping reports stands, is decided over
/// all rows that name such keys, so that a narrowed figure is that of the key in the whole table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AdFilter(Vec<(AdCut, String)>);

impl AdFilter {
    /// Takes everything.
    pub const ALL: &AdFilter = &AdFilter(Vec::new());

    /// Rows with all of these keys.
    pub fn new(keys: impl IntoIterator<Item = (AdCut, String)>) -> AdFilter {
        AdFilter(keys.into_iter().collect())
    }

    /// Whether a row names what it is asked for, whatever the names are.
    pub fn answers(&self, row: &AdRow) -> bool {
        self.0.iter().all(|(cut, _)| keys::names(*cut, row))
    }

    /// Whether a row counts.
    pub fn takes(&self, ads: &Ads, row: &AdRow) -> bool {
        self.0.iter().all(|(cut, key)| keys::is_under(*cut, key, ads, row))
    }

    /// Whether nothing is left out.
    pub fn takes_all(&self) -> bool {
        self.0.is_empty()
    }
}
