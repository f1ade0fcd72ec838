//! What the state is made of.

use crate::metric::MetricId;
use crate::model::FileId;
use crate::report::{Lang, RejectRow};
use crate::ui::route::Trouble;
use std::{ops::Deref, rc::Rc};

/// A value that many parts read: cheap to clone, equal only to itself.
#[derive(Debug)]
pub struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    /// Shares a value.
    pub fn new(value: T) -> Shared<T> {
        Shared(Rc::new(value))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Shared<T> {
        Shared(self.0.clone())
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Shared<T>) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// How far an import has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Import {
    /// Its number.
    pub job: u32,
    /// The file being read; empty before the first news.
    pub name: String,
    /// Bytes read.
    pub bytes: u64,
    /// Bytes of all files.
    pub total: u64,
    /// Rows read.
    pub rows: u64,
}

impl Import {
    /// 0 to 100.
    pub fn percent(&self) -> u64 {
        self.bytes.saturating_mul(100).checked_div(self.total).unwrap_or(0).min(100)
    }
}

/// A plain message above the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notice {
    /// A link was not understood.
    Link(Trouble),
    /// Page and worker are of different builds.
    StaleBuild,
    /// The worker broke and was replaced.
    WorkerBroken,
    /// The set-aside rows cannot be read again.
    FileGone,
    /// A part of the page could not be loaded.
    NotLoaded,
    /// A table was saved with this many cells that began like a formula.
    Neutralised(u64),
}

impl Notice {
    /// What it says.
    pub fn words(self, lang: Lang) -> String {
        let cells = if let Notice::Neutralised(cells) = self { cells } else { 0 };
        lang.text_with(self.text(), &[("cells", cells.to_string().into())])
    }

    /// The id of its text.
    pub fn text(self) -> &'static str {
        match self {
            Notice::Link(Trouble::Odd) => "notice-odd-link",
            Notice::Link(Trouble::Huge) => "notice-huge-link",
            Notice::Link(Trouble::Newer) => "notice-newer-link",
            Notice::StaleBuild => "notice-stale-build",
            Notice::WorkerBroken => "notice-worker-broken",
            Notice::FileGone => "notice-file-gone",
            Notice::NotLoaded => "notice-not-loaded",
            Notice::Neutralised(_) => "notice-neutralised",
        }
    }
}

/// What lies over the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Panel {
    /// The link to this view.
    Share,
    /// Everything that can be gone to or done, by name.
    Palette,
    /// What the keys do.
    Keys,
    /// The large chart.
    Plot,
}

/// What the receiver of a link has to know about the figures its sender saw.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Heed {
    /// No files are loaded; the sender had so many.
    NoFiles(u32),
    /// Other files are loaded; the sender had so many.
    OtherFiles(u32),
    /// The same files are counted by other rules: the sender's zone, and the gap that ended a visit.
    OtherRules(String, i64),
}

pub use crate::report::Slice;

/// A figure that is being explained.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject {
    /// The metric.
    pub metric: MetricId,
    /// Which of its figures.
    pub slice: Slice,
}

/// The set-aside rows on show.
#[derive(Clone, PartialEq, Debug)]
pub struct Leaf {
    /// Whose.
    pub file: FileId,
    /// First one.
    pub start: u64,
    /// The rows; None while they are read.
    pub rows: Option<Vec<RejectRow>>,
}

/// What `main[data-state]` says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// Nothing is loaded.
    Empty,
    /// Files are read, or the first answer is on its way.
    Importing,
    /// Files are loaded and answered for.
    Ready,
    /// There are files, and none can be used.
    Error,
}

impl Phase {
    /// The word on the page.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Empty => "empty",
            Phase::Importing => "importing",
            Phase::Ready => "ready",
            Phase::Error => "error",
        }
    }
}
