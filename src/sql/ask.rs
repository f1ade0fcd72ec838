//! What is asked: of which engine, over which days, narrowed to what, and how the period is cut.

use super::{Clock, Engine, Tables};
use crate::metric::Why;
use crate::metric::catalogue::Entry;
use crate::model::{Day, Dimension, Grain, Role};

/// What is asked of which engine.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// Who answers.
    pub engine: Engine,
    /// The shop's local days.
    pub clock: &'a Clock,
    /// First day; the data's own where not given.
    pub from: Option<Day>,
    /// Last day; the data's own where not given.
    pub to: Option<Day>,
    /// What is there.
    pub tables: &'a Tables,
    /// What the question is narrowed to.
    pub filters: &'a [(Dimension, String)],
}

/// How the period is cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cut {
    /// Not at all: one row.
    Whole,
    /// A row for each day, week or month.
    Series(Grain),
    /// A row for each key.
    Breakdown(Dimension),
}

/// The one row wanted of a cut.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Only {
    /// The bucket that begins on this day.
    Bucket(Day),
    /// The row of this key.
    Key(String),
    /// The row of this key, of rows of paid tools that name this item: one creative of one item.
    KeyOfItem(String, String),
}

impl<'a> Ask<'a> {
    /// The text that a dimension is narrowed to.
    pub fn narrowed(&self, dimension: Dimension) -> Option<&'a str> {
        self.filters.iter().rev().find(|(of, _)| *of == dimension).map(|(_, text)| text.as_str())
    }

    /// Why an entry cannot be known; None where it can.
    pub fn lack(&self, entry: &Entry) -> Option<Why> {
        let roles: Vec<Role> = self.filters.iter().map(|(dimension, _)| dimension.role()).collect();
        self.tables.loaded.lack(entry).or_else(|| self.tables.loaded.beside(entry, &roles))
    }
}
