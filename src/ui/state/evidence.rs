//! What stands under an explanation when somebody asks for it: the rows behind the figure, and the figure as SQL.

use crate::report::drill::{DrillPart, Drilled, Unit};
use crate::sql::NoSql;
use crate::wire::protocol::Reply;

/// Rows shown under an explanation.
pub const ROWS: u64 = 50;

/// Everything that was asked for about the figure being explained.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Evidence {
    /// The first rows of one of its parts.
    pub rows: Option<Rows>,
    /// All rows on their way into a file.
    pub saving: Option<Saving>,
    /// What became of the last file.
    pub saved: Option<Saved>,
    /// The figure as SQL.
    pub sql: Option<Sql>,
}

/// The first rows of a part.
#[derive(Clone, PartialEq, Debug)]
pub struct Rows {
    /// The number of the search.
    pub job: u32,
    /// The part.
    pub part: DrillPart,
    /// How far the search is: bytes read, and bytes of all files.
    pub progress: (u64, u64),
    /// The rows, once they have come, and what the figure counts in them; None inside where there can be none.
    pub found: Option<Option<(Unit, Drilled)>>,
}

/// A search for all rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Saving {
    /// Its number.
    pub job: u32,
    /// Bytes read.
    pub bytes: u64,
    /// Bytes of all files that are read.
    pub total: u64,
    /// Rows found.
    pub rows: u64,
}

/// What became of a search for all rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Saved {
    /// Rows in the file.
    pub rows: u64,
    /// Whether these are all.
    pub all: bool,
    /// Cells that began like a formula.
    pub neutralised: u64,
    /// Whether a file could not be read any more.
    pub gone: bool,
}

/// The figure as SQL.
#[derive(Clone, PartialEq, Debug)]
pub struct Sql {
    /// The engine.
    pub engine: &'static str,
    /// The text, once it has come, or why there is none.
    pub text: Option<Result<String, NoSql>>,
}

/// What somebody does under an explanation.
#[derive(Clone, Debug)]
pub enum Seek {
    /// The rows of a part are looked for, by a search of this number.
    Rows(u32, DrillPart),
    /// All rows are looked for, by a search of this number.
    All(u32),
    /// The figure is wanted for an engine.
    Sql(&'static str),
}

impl Evidence {
    /// Somebody asks for more.
    pub fn seek(&mut self, seek: Seek) {
        match seek {
            Seek::Rows(job, part) => {
                self.rows = Some(Rows { job, part, progress: (0, 0), found: None });
                self.saved = None;
            }
            Seek::All(job) => {
                self.saving = Some(Saving { job, bytes: 0, total: 0, rows: 0 });
                self.saved = None;
            }
            Seek::Sql(engine) => self.sql = Some(Sql { engine, text: None }),
        }
    }

    /// The worker says something; what belongs to an older search is let go.
    pub fn hear(&mut self, reply: Reply) {
        match reply {
            Reply::Rows { job, unit, rows } => {
                if let Some(shown) = self.rows.as_mut().filter(|shown| shown.job == job) {
                    shown.found = Some(unit.zip(rows));
                }
            }
            Reply::RowsProgress { job, bytes, total, rows } => {
                if let Some(saving) = self.saving.as_mut().filter(|saving| saving.job == job) {
                    *saving = Saving { job, bytes, total, rows };
                }
                if let Some(shown) = self.rows.as_mut().filter(|shown| shown.job == job) {
                    shown.progress = (bytes, total);
                }
            }
            Reply::RowsCsv { job, rows, neutralised, all, cancelled, gone } if self.saving.is_some_and(|saving| saving.job == job) => {
                self.saving = None;
                self.saved = (!cancelled).then_some(Saved { rows, all, neutralised, gone: !gone.is_empty() });
            }
            Reply::Sql { metric, engine, text } => {
                if let Some(shown) = self.sql.as_mut().filter(|shown| shown.engine == engine) {
                    // The worker has no words: what the figure is stands here.
                    shown.text = Some(text.map(|text| format!("{}{text}", metric.0.head())));
                }
            }
            _ => {}
        }
    }

    /// The searches that still run.
    pub fn running(&self) -> Vec<u32> {
        let rows = self.rows.as_ref().filter(|rows| rows.found.is_none()).map(|rows| rows.job);
        rows.into_iter().chain(self.saving.map(|saving| saving.job)).collect()
    }
}

/// How much of a whole, 0 to 100.
pub fn percent(part: u64, whole: u64) -> u64 {
    part.saturating_mul(100).checked_div(whole).unwrap_or(0).min(100)
}
