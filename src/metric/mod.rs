//! Every figure: the catalogue says what it is, the folds say how it is counted, the evaluation joins the two.
//!
//! Imports `model` and `store`. Knows nothing of files, languages of the page, or JavaScript.

pub mod catalogue;
pub mod drill;
mod evaluate;
pub mod fold;
mod marks;
mod measure;
mod part;
pub mod proportions;
pub mod rank;
mod ready;
pub mod words;

pub use catalogue::{Entry, MetricId};
pub use evaluate::{Computed, Loaded, Tallies, Why, distinct_entries, evaluate};
pub use marks::{AnyPart, Marks, Rests};
pub use measure::{Ask, Counted, Data, Extent, Measured, Remembered, Shortlists, count, measure};
pub use part::{MoneyPart, Part, Tally};
pub use ready::{Ready, column_of, ready};
