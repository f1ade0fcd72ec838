//! The rows behind a figure as CSV, row by row: there may be millions, so the text is taken away while it grows.

use super::csv::{Cell, Sheet};
use crate::model::Role;
use crate::report::FileReport;
use serde::{Deserialize, Serialize};

/// What the columns are called.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RowWords {
    /// Of the column of files.
    pub file: String,
    /// Of the column of lines.
    pub line: String,
    /// Of the columns by role.
    pub roles: Vec<(Role, String)>,
}

/// Rows behind a figure on their way into a CSV.
pub struct RowsCsv {
    sheet: Sheet,
    columns: Vec<Role>,
    rows: u64,
}

/// The columns that rows of these files have: what figures are read from, no personal ones.
pub fn columns<'a>(files: impl IntoIterator<Item = &'a FileReport>) -> Vec<Role> {
    let mut out: Vec<Role> = Vec::new();
    for column in files.into_iter().flat_map(|file| &file.columns) {
        if !matches!(column.role, Role::Ignore | Role::Personal) && !out.contains(&column.role) {
            out.push(column.role);
        }
    }
    out
}

impl RowsCsv {
    /// An empty one with these columns. Who has the words for people gives them, for they are none of the worker's; with
    /// them comes a mark that spreadsheets ask for. Scripts get plain names.
    pub fn new(columns: Vec<Role>, words: Option<&RowWords>) -> RowsCsv {
        let mut sheet = Sheet::new(if words.is_some() { "\u{feff}" } else { "" });
        let known = |role: &Role| words?.roles.iter().find(|(of, _)| of == role).map(|(_, word)| word.as_str());
        let mut head = words.map_or(["file", "line"], |words| [&words.file, &words.line]).to_vec();
        head.extend(columns.iter().map(|role| known(role).unwrap_or(role.name())));
        sheet.row(head.into_iter().map(Cell::Text));
        RowsCsv { sheet, columns, rows: 0 }
    }

    /// Adds a row whose cells are of these roles.
    pub fn row(&mut self, file: &str, line: u64, roles: &[Role], cells: &[String]) {
        let of = |role: &Role| roles.iter().position(|of| of == role).and_then(|at| cells.get(at)).map_or("", String::as_str);
        let line = line.to_string();
        let cells = self.columns.iter().map(|role| Cell::Text(of(role)));
        self.sheet.row([Cell::Text(file), Cell::Number(&line)].into_iter().chain(cells));
        self.rows += 1;
    }

    /// Rows so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Cells so far that began like a formula; an apostrophe stands before each.
    pub fn neutralised(&self) -> u64 {
        self.sheet.neutralised
    }

    /// Bytes that wait to be taken.
    pub fn pending(&self) -> usize {
        self.sheet.text.len()
    }

    /// The text since the last time.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.sheet.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_ids_stay_text_and_formulas_are_made_harmless() {
        let mut csv = RowsCsv::new(vec![Role::Order, Role::Buyer], None);
        csv.row("=a.csv", 7, &[Role::Buyer, Role::Order], &["@me".into(), "512345000000000001".into()]);
        assert_eq!(csv.take(), "file,line,order,buyer\r\n'=a.csv,7,\"=\"\"512345000000000001\"\"\",'@me\r\n");
        assert_eq!((csv.rows(), csv.neutralised(), csv.take().as_str()), (1, 2, ""));
    }
}
