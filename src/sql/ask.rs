//! What is asked: of which engine, over which days, and how the period is cut.

use super::counting::Relation;
use super::{Clock, Engine, Tables};
use crate::model::{Day, Grain};

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
}

/// How the period is cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cut {
    /// Not at all: one row.
    Whole,
    /// A row for each day, week or month.
    Series(Grain),
    /// A row for each key.
    Breakdown(Key),
}

/// What a breakdown cuts by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // the names say it
pub enum Key {
    Source,
    Page,
    Item,
    Category,
    Promotion,
    Province,
    SearchTerm,
}

impl Key {
    /// Every key.
    pub const ALL: [Key; 7] = [Key::Source, Key::Page, Key::Item, Key::Category, Key::Promotion, Key::Province, Key::SearchTerm];

    /// Its name, in options as in the report.
    pub fn name(self) -> &'static str {
        match self {
            Key::Source => "source",
            Key::Page => "page",
            Key::Item => "item",
            Key::Category => "category",
            Key::Promotion => "promotion",
            Key::Province => "province",
            Key::SearchTerm => "search_term",
        }
    }

    /// The key with this name.
    pub fn named(name: &str) -> Option<Key> {
        Key::ALL.into_iter().find(|key| key.name() == name)
    }

    /// The relations that can be cut by it, each with its column.
    pub fn relations(self) -> &'static [(Relation, &'static str)] {
        match self {
            Key::Source => &[(Relation::Visits, "source"), (Relation::FirstVisits, "source")],
            Key::Page => &[(Relation::Events, "key"), (Relation::Visits, "entry_page"), (Relation::Exits, "exit_page")],
            Key::Item => &[(Relation::Events, "key"), (Relation::Paid, "item")],
            Key::Category | Key::SearchTerm => &[(Relation::Events, "key")],
            Key::Promotion => &[(Relation::Paid, "promotion")],
            Key::Province => &[(Relation::Paid, "province")],
        }
    }
}
