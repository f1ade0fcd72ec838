//! What the board of paid tools asks part by part, and who answers: tables of any length are sorted, searched and cut to
//! a window here, so that the page gets a hundred rows and not a hundred thousand.
//!
//! The desk remembers what it has counted for one period and filter, so that the next window of a table costs next to nothing.

use super::creatives::{self, CreativesAsk, CreativesTold};
use super::log::{self, LogAsk, LogTold};
use super::sheet::{SheetAsk, SheetTold, Sheets};
use super::standings::{self, StandingsAsk, StandingsTold};
use super::suggest::{self, SuggestAsk, SuggestTold};
use crate::metric::fold::{AdFilter, AdKey};
use crate::metric::{Data, Loaded, Tally};
use crate::model::Period;
use crate::report::{Dimension, Figure, Titles};
use serde::{Deserialize, Serialize};

/// Cuts a text into its words.
pub type Cutter<'a> = &'a dyn Fn(&str) -> Vec<String>;

/// What is asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum AdsAsk {
    /// A window of a table.
    Sheet(SheetAsk),
    /// States of campaigns and items.
    Standings(StandingsAsk),
    /// Creatives of an item.
    Creatives(CreativesAsk),
    /// Operations.
    Log(LogAsk),
    /// Words worth trying for an item.
    Suggest(SuggestAsk),
}

/// The answer, of the same kind.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum AdsTold {
    /// A window of a table.
    Sheet(SheetTold),
    /// States of campaigns and items.
    Standings(StandingsTold),
    /// Creatives of an item.
    Creatives(CreativesTold),
    /// Operations.
    Log(LogTold),
    /// Words worth trying for an item.
    Suggest(SuggestTold),
}

impl AdsTold {
    /// The figures of a key that stands in the answer.
    pub fn figures(&self, dimension: Dimension, key: &str) -> Option<&[Figure]> {
        match self {
            AdsTold::Sheet(told) if told.ask.cut.dimension() == dimension => {
                told.rows.iter().find(|row| row.row.key == key).map(|row| row.row.figures.as_slice())
            }
            AdsTold::Suggest(told) if dimension == Dimension::SearchTerm => {
                told.lines.iter().find(|line| line.word == key).map(|line| line.figures.as_slice())
            }
            _ => None,
        }
    }

    /// The name to show for a key that stands in the answer.
    pub fn label(&self, dimension: Dimension, key: &str) -> Option<&str> {
        match self {
            AdsTold::Sheet(told) if told.ask.cut.dimension() == dimension => {
                told.rows.iter().find(|row| row.row.key == key)?.row.label.as_deref()
            }
            _ => None,
        }
    }

    /// The figures of a creative of an item that stands in the answer.
    pub fn creative(&self, item: &str, creative: &str) -> Option<&[Figure]> {
        match self {
            AdsTold::Creatives(told) if told.chosen.as_deref() == Some(item) => {
                told.lines.iter().find(|line| line.creative == creative).map(|line| line.figures.as_slice())
            }
            _ => None,
        }
    }
}

/// What all parts look at.
pub struct Context<'a> {
    /// Everything loaded but events.
    pub data: &'a Data<'a>,
    /// Titles of items.
    pub titles: &'a Titles,
    /// What the products say items are like.
    pub attributes: &'a Titles,
    /// Which tables and columns are loaded.
    pub loaded: Loaded,
}

impl Context<'_> {
    /// The title of an item, from the products or from the reports themselves.
    pub fn label(&self, item: &str) -> Option<String> {
        super::label(Dimension::Item, item, self.data, self.titles)
    }

    /// What the products say an item is like.
    pub fn attributes(&self, item: &str) -> String {
        self.attributes.get(item).cloned().unwrap_or_default()
    }

    /// The figures of one key.
    pub fn figures(&self, dimension: Dimension, key: &AdKey) -> Vec<Figure> {
        super::figures(dimension, Some(key), &Tally::default(), self.loaded)
    }
}

/// Answers, and remembers what it has counted until the files change.
#[derive(Default)]
pub struct Desk {
    period: Option<Period>,
    only: AdFilter,
    sheets: Sheets,
}

impl Desk {
    /// Answers one question. `cut` cuts a text into its words; without it they are cut along known ones.
    pub fn answer(&mut self, context: &Context<'_>, ask: &AdsAsk, cut: Option<Cutter<'_>>) -> AdsTold {
        match ask {
            AdsAsk::Sheet(ask) => {
                if self.period != Some(ask.period) || self.only != *context.data.only {
                    *self = Desk { period: Some(ask.period), only: context.data.only.clone(), ..Desk::default() };
                }
                AdsTold::Sheet(self.sheets.window(context, ask))
            }
            AdsAsk::Standings(ask) => AdsTold::Standings(standings::told(context, ask)),
            AdsAsk::Creatives(ask) => AdsTold::Creatives(creatives::told(context, ask)),
            AdsAsk::Log(ask) => AdsTold::Log(log::told(context.data, ask)),
            AdsAsk::Suggest(ask) => AdsTold::Suggest(suggest::told(context, ask, cut)),
        }
    }
}

/// The texts whose words are needed to answer.
pub fn words_of(context: &Context<'_>, ask: &AdsAsk) -> Vec<String> {
    match ask {
        AdsAsk::Suggest(ask) => suggest::texts(context, ask),
        _ => Vec::new(),
    }
}
