//! What a person reads, as plain data: figures with their reasons, series, breakdowns, accounts of files.
//!
//! Imports `model` and `metric`. Text of numbers is made only in `report::format`; all words come from the
//! resource files under `www/locales`.

pub mod ads;
mod answer;
mod breakdown;
mod build;
pub mod doctor;
pub mod drill;
pub mod explain;
mod file;
pub mod format;
pub mod glossary;
pub mod json;
pub mod pinyin;
mod ready;
pub mod takeout;
pub mod text;
pub mod words;

pub use crate::metric::Why;
pub use crate::metric::catalogue::metrics_of;
pub use crate::metric::fold::VISIT_GAP;
pub use crate::model::{ColumnGuess, Dimension, Evidence, Problem};
pub use ads::{AdsReport, CreativeRow, InUse, OperationRow, Scored, StandingRow, Suggestion};
pub use answer::{Bucket, Compared, Figure, Note, PageRow, Question, Report, Row};
pub use build::{Plan, ProductTexts, Titles, answer, plan};
pub use drill::Slice;
pub use file::{FileReport, FileState, RejectRow, RejectSummary};
pub use text::Lang;
