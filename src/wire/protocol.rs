//! The messages between page and worker. Files travel beside them as handles; their bytes never do.
//!
//! A message is a pair: one of these enums, and a list of file handles. Requests are answered in order, except
//! `Cancel`, which has no answer of its own: the import it stops ends with `Files` like any other.

use crate::metric::MetricId;
use crate::metric::drill::Unit;
use crate::model::{Evidence, FileId, Recipe, Role, Said, Table};
use crate::report::ads::{AdsAsk, AdsTold};
use crate::report::drill::{Drill, Drilled};
use crate::report::takeout::RowWords;
use crate::report::{Dimension, FileReport, Question, RejectRow, Report};
use serde::{Deserialize, Serialize};

pub use super::packed;

/// Grows whenever a message changes shape. Page and worker of one build have the same number; a stale cached half
/// answers with another one, and the page asks to be reloaded instead of breaking.
pub const VERSION: u32 = 11;

/// What somebody says about a file against the guess.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Overrides {
    /// The table.
    pub table: Option<Table>,
    /// The role of every column, in order; shorter lists leave the rest to the guess.
    pub columns: Option<Vec<Role>>,
    /// How the file is written.
    #[serde(default)]
    pub said: Said,
    /// Mappings that were kept: the first that fits is used where nothing is said about the file itself.
    #[serde(default)]
    pub recipes: Vec<Recipe>,
}

impl Overrides {
    /// What was said about a file that was read, as its report tells.
    pub fn of(report: &FileReport) -> Overrides {
        let given = report.columns.iter().any(|column| matches!(column.evidence, Evidence::Given | Evidence::Kept));
        let columns = given.then(|| report.columns.iter().map(|column| column.role).collect());
        Overrides { table: report.table.filter(|_| given), columns, said: report.said.clone(), recipes: Vec::new() }
    }
}

/// From the page to the worker. `Import` and `Restore` come with the file handles beside them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Request {
    /// First message: the page's protocol version.
    Hello {
        /// [`VERSION`] of the page.
        version: u32,
    },
    /// Read these files, in order; handles beside the message.
    Import {
        /// Number of this import, given by the page.
        job: u32,
        /// What is said about each file (same length as the handles).
        overrides: Vec<Overrides>,
    },
    /// Read these files after a worker broke: what was loaded before, and the rest of the import it broke in.
    Restore {
        /// Number of the import that it broke in, or a new one.
        job: u32,
        /// The zone that was in use.
        zone: String,
        /// What is said about each file (same length as the handles).
        overrides: Vec<Overrides>,
        /// Positions of files that broke a worker: they are listed as such and not read again.
        broken: Vec<u32>,
    },
    /// Make the sample shop and read it like any other files.
    Sample {
        /// Number of this import.
        job: u32,
    },
    /// Stop the running import; what it has read is forgotten.
    Cancel {
        /// The import to stop.
        job: u32,
    },
    /// Read a file again with these columns.
    Remap {
        /// Number of this import.
        job: u32,
        /// The file.
        file: FileId,
        /// What is said about it.
        overrides: Overrides,
    },
    /// Forget a file and its rows.
    Remove {
        /// The file.
        file: FileId,
    },
    /// Forget everything.
    Clear,
    /// Use another zone for times without an offset and for days; files are read again.
    Zone {
        /// Number of this import.
        job: u32,
        /// Name of the zone.
        zone: String,
    },
    /// Answer a question about what is loaded.
    Ask {
        /// Number of the question; the answer carries it back.
        seq: u32,
        /// The question.
        question: Question,
    },
    /// Answer one part of the board of paid tools.
    Ads {
        /// Which part of the page asks; its answers replace each other.
        slot: u8,
        /// Number of the question; the answer carries it back.
        seq: u32,
        /// The question.
        ask: AdsAsk,
        /// What it is narrowed to.
        filters: Vec<(Dimension, String)>,
    },
    /// The rows of a file that were set aside, with their texts.
    Rejects {
        /// The file.
        file: FileId,
        /// First one wanted.
        start: u64,
        /// How many.
        count: u64,
    },
    /// All rows set aside of a file, to save them.
    AllRejects {
        /// The file.
        file: FileId,
    },
    /// The first rows behind a figure, read again from the files. `Cancel` stops it.
    Rows {
        /// Number of the search, given by the page.
        job: u32,
        /// What is looked for.
        drill: Box<Drill>,
        /// How many rows are wanted.
        count: u64,
    },
    /// All rows behind a figure, as CSV to save. `Cancel` stops it.
    RowsCsv {
        /// Number of the search, given by the page.
        job: u32,
        /// What is looked for.
        drill: Box<Drill>,
        /// What the columns are called.
        words: RowWords,
        /// The name of the file to save.
        name: String,
    },
    /// A figure as SQL.
    Sql {
        /// The metric.
        metric: MetricId,
        /// What the figure answers, and where in the answer it stands.
        drill: Box<Drill>,
        /// The engine's name.
        engine: String,
    },
}

/// From the worker to the page.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Reply {
    /// The worker's own version, in answer to `Hello`.
    Ready {
        /// [`VERSION`] of the worker.
        version: u32,
    },
    /// An import goes on.
    Progress {
        /// The import.
        job: u32,
        /// Position of the file being read in the import; the number of files once the rows are being put in order.
        position: u32,
        /// Name of the file being read.
        name: String,
        /// Bytes read of all its files.
        bytes: u64,
        /// Bytes of all its files.
        total: u64,
        /// Rows read so far.
        rows: u64,
    },
    /// An import (or a removal) is over: every file now known, its handle beside the message in the same order, so
    /// that the page can have the files read again should the worker break.
    Files {
        /// The import that ended, if one did.
        job: Option<u32>,
        /// Every file, in the order of dropping.
        files: Vec<FileReport>,
    },
    /// The answer to a question; None when nothing with a date is loaded.
    Answer {
        /// The question's number.
        seq: u32,
        /// The answer.
        report: Option<Box<Report>>,
    },
    /// The answer to one part of the board of paid tools.
    Ads {
        /// Which part of the page asked.
        slot: u8,
        /// The question's number.
        seq: u32,
        /// The answer.
        told: Option<Box<AdsTold>>,
    },
    /// Rows set aside.
    Rejects {
        /// The file.
        file: FileId,
        /// First one sent.
        start: u64,
        /// The rows; None when the file cannot be read any more.
        rows: Option<Vec<RejectRow>>,
    },
    /// Rows behind a figure.
    Rows {
        /// The search.
        job: u32,
        /// What the figure counts in them.
        unit: Option<Unit>,
        /// The rows; None where there can be none.
        rows: Option<Drilled>,
    },
    /// A search for rows goes on.
    RowsProgress {
        /// The search.
        job: u32,
        /// Bytes read.
        bytes: u64,
        /// Bytes of all files that are read.
        total: u64,
        /// Rows found.
        rows: u64,
    },
    /// All rows behind a figure were looked for; the file to save is beside the message, unless somebody cancelled.
    RowsCsv {
        /// The search.
        job: u32,
        /// Rows in the file.
        rows: u64,
        /// Cells that began like a formula; an apostrophe stands before each.
        neutralised: u64,
        /// Whether these are all rows there are: the file has a limit.
        all: bool,
        /// Whether somebody cancelled.
        cancelled: bool,
        /// Files that could not be read any more.
        gone: Vec<FileId>,
    },
    /// A figure as SQL, without the comment that says what it is.
    Sql {
        /// The metric.
        metric: MetricId,
        /// The engine's name.
        engine: String,
        /// The text, or why there is none.
        text: Result<String, crate::sql::NoSql>,
    },
    /// All rows set aside, to save them; the page has the words for their reasons.
    AllRejects {
        /// The file.
        file: FileId,
        /// The rows; None when the file cannot be read any more.
        rows: Option<Box<Vec<RejectRow>>>,
    },
}
