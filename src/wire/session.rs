//! A stand-in for the session machine: it counts lines and answers nothing.

use super::protocol::Overrides;
use crate::model::{Account, FileId, Rejected};
use crate::report::{FileReport, FileState, Lang, Problem, Question, RejectRow, Report};

/// What the reader of a file should do next.
pub enum Step {
    /// Push the next bytes.
    Continue,
    /// Push the file again from its first byte.
    Restart,
}

/// A file on its way in.
pub struct Importer {
    name: String,
    size: u64,
    rows: u64,
}

impl Importer {
    /// Takes the next bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Step, Problem> {
        #[cfg(debug_assertions)]
        assert!(!bytes.starts_with(b"PANIC"), "asked to panic");
        self.rows += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        Ok(Step::Continue)
    }

    /// Rows read so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }
}

/// Everything that is loaded.
#[derive(Default)]
pub struct Session {
    files: Vec<FileReport>,
    next: u32,
}

impl Session {
    /// An empty session for a shop in this zone.
    pub fn new(_zone: &str) -> Session {
        Session::default()
    }

    /// Starts to read a file.
    pub fn begin(&mut self, name: &str, size: u64, _overrides: &Overrides) -> Importer {
        Importer { name: name.to_string(), size, rows: 0 }
    }

    /// Ends a file.
    pub fn finish(&mut self, importer: Importer) -> FileId {
        self.add(importer.name, importer.size, FileState::Loaded, importer.rows)
    }

    /// Lists a file that could not be read.
    pub fn refuse(&mut self, name: &str, size: u64, problem: Problem) -> FileId {
        self.add(name.to_string(), size, FileState::Failed(problem), 0)
    }

    /// Puts the rows in order after an import.
    pub fn settle(&mut self) {}

    /// Every file.
    pub fn files(&self) -> Vec<FileReport> {
        self.files.clone()
    }

    /// Forgets a file.
    pub fn remove(&mut self, file: FileId) {
        self.files.retain(|report| report.id != file);
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.files.clear();
    }

    /// Answers a question.
    pub fn answer(&self, _question: &Question) -> Option<Report> {
        None
    }

    /// The rows of a file that were set aside.
    pub fn rejected(&self, _file: FileId) -> &[Rejected] {
        &[]
    }

    /// Bytes of a file as text.
    pub fn raw_text(&self, _file: FileId, bytes: &[u8]) -> String {
        String::from_utf8_lossy(bytes).into_owned()
    }

    /// Rows set aside as CSV.
    pub fn rejects_csv(&self, _file: FileId, rows: &[RejectRow], _lang: Lang) -> String {
        rows.iter().map(|row| format!("{},{}\n", row.line, row.raw)).collect()
    }

    fn add(&mut self, name: String, size: u64, state: FileState, rows: u64) -> FileId {
        let id = FileId(self.next);
        self.next += 1;
        self.files.push(FileReport {
            id,
            name,
            size,
            state,
            table: None,
            layout: None,
            encoding: "UTF-8".into(),
            delimiter: ',',
            header_line: Some(1),
            columns: vec![],
            account: Account { read: rows, used: rows, blank: 0, set_aside: 0 },
            set_aside: vec![],
            remarks: vec![],
            preview: vec![],
            digest: String::new(),
        });
        id
    }
}
