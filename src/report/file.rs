//! What was read from a file and how: the account, the guesses with their evidence, the problems with their remedies.

use crate::model::{Account, ColumnGuess, FileId, Form, Problem, Reason, Recipe, Remark, Said, Table, Tender};
use serde::{Deserialize, Serialize};

/// Everything the page and the program say about one file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FileReport {
    /// Number in the order of dropping.
    pub id: FileId,
    /// The file's name.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// How it ended.
    pub state: FileState,
    /// The table its rows became (the guess, where the file needs a mapping).
    pub table: Option<Table>,
    /// Id of the recognised layout, e.g. `taobao_orders`; None for plain headers.
    pub layout: Option<String>,
    /// `UTF-8`, `UTF-8 BOM`, `GB18030`.
    pub encoding: String,
    /// The delimiter between cells.
    pub delimiter: char,
    /// Line of the header, from 1; None for a file without one.
    pub header_line: Option<u64>,
    /// How its text is laid out; None where it is none.
    #[serde(default)]
    pub form: Option<Form>,
    /// What was said about how it is written, or kept of an earlier file.
    #[serde(default)]
    pub said: Said,
    /// Every column with its role and the evidence for it.
    pub columns: Vec<ColumnGuess>,
    /// Every row accounted for.
    pub account: Account,
    /// Rows set aside, by reason, most first.
    pub set_aside: Vec<RejectSummary>,
    /// Worth saying.
    pub remarks: Vec<Remark>,
    /// What its money is counted in.
    #[serde(default)]
    pub tender: Tender,
    /// The first rows as they stand in the file, personal columns left out, for the mapping screen.
    pub preview: Vec<Vec<String>>,
    /// Digest of the bytes, 32 hex digits.
    pub digest: String,
}

impl FileReport {
    /// What its columns are, to be kept for the next file of the same shape: headers and roles, and no cell. None where
    /// nothing is known of it.
    pub fn recipe(&self) -> Option<Recipe> {
        let columns: Vec<_> = self.columns.iter().map(|column| (column.header.clone(), column.role)).collect();
        Some(Recipe { table: self.table.filter(|_| !columns.is_empty())?, columns, said: self.said.clone() })
    }
}

/// How a file's import ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// Its rows count.
    Loaded,
    /// It can be read, but somebody must say what its columns are.
    NeedsMapping,
    /// A saved mapping: files with its headers are read by it from now on.
    Mapping,
    /// The same bytes are loaded already; this copy counts nothing.
    DuplicateOf(FileId),
    /// It could not be used.
    Failed(Problem),
}

/// Rows set aside for one reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RejectSummary {
    /// The reason.
    pub reason: Reason,
    /// Rows.
    pub rows: u64,
    /// Line of the first one.
    pub first_line: u64,
}

/// One row set aside, with its text read again from the file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RejectRow {
    /// Line, from 1.
    pub line: u64,
    /// Why.
    pub reason: Reason,
    /// The row as it stands in the file.
    pub raw: String,
}
