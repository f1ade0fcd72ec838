//! The one session machine: files in, answers out. Page, program and tests drive it alike; it reads no file, knows no
//! clock and no thread. The driver pushes bytes.

use super::protocol::Overrides;
use crate::ingest::{Encoding, Hints, Importer, Outcome};
use crate::metric::Data;
use crate::model::{Account, FileId, Period, Problem, Product, Reason, Rejected, Remark, Rows, Table, Zone, arrange};
use crate::report::{FileReport, FileState, Lang, Question, RejectRow, RejectSummary, Report, Titles, answer, words};
use crate::store::{Events, Orders};

pub use crate::ingest::Step;

/// Everything loaded.
pub struct Session {
    zone: Zone,
    files: Vec<Loaded>,
    next: u32,
    events: Events,
    orders: Orders,
    products: Vec<(FileId, Vec<Product>)>,
    titles: Titles,
}

/// One file as the session knows it.
struct Loaded {
    report: FileReport,
    reads: Encoding,
    /// Rows that its own bytes have shown to be of no use.
    own: Vec<Rejected>,
    /// `own`, and what putting the files together has added.
    rejected: Vec<Rejected>,
    own_account: Account,
    own_remarks: usize,
}

/// One file on its way in.
pub struct Import {
    name: String,
    size: u64,
    importer: Importer,
}

impl Import {
    /// Pushes the next bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) -> Step {
        self.importer.push(bytes)
    }

    /// Rows read so far.
    pub fn rows(&self) -> u64 {
        self.importer.rows()
    }
}

impl Session {
    /// An empty session for a shop in this zone.
    pub fn new(zone: Zone) -> Session {
        Session {
            zone,
            files: Vec::new(),
            next: 0,
            events: Events::default(),
            orders: Orders::default(),
            products: Vec::new(),
            titles: Titles::new(),
        }
    }

    /// The shop's zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Starts to read a file.
    pub fn begin(&self, name: &str, size: u64, overrides: &Overrides) -> Import {
        let hints = Hints { zone: self.zone.clone(), table: overrides.table, columns: overrides.columns.clone() };
        Import { name: name.to_string(), size, importer: Importer::new(hints) }
    }

    /// Ends the reading of a file and admits what it holds. [`Session::settle`] must follow before anything is asked.
    pub fn finish(&mut self, import: Import) -> FileId {
        let Import { name, size, importer } = import;
        let outcome = importer.finish();
        let id = self.take_id();
        let duplicate = self.files.iter().find(|file| file.report.digest == outcome.digest && file.report.state == FileState::Loaded);
        let mut loaded = describe(id, name, size, &outcome);
        if let (Some(first), Ok(Some(_))) = (duplicate, &outcome.rows) {
            loaded.report.state = FileState::DuplicateOf(first.report.id);
            loaded.own_account = Account::default();
            loaded.own.clear();
        } else {
            loaded.report.state = match outcome.rows {
                Err(problem) => FileState::Failed(problem),
                Ok(None) => match outcome.table {
                    Some(table) if table.roles().is_empty() => FileState::Failed(Problem::NotYet(table)),
                    _ => FileState::NeedsMapping,
                },
                Ok(Some(rows)) => {
                    self.admit(id, rows);
                    FileState::Loaded
                }
            };
        }
        self.files.push(loaded);
        id
    }

    /// Notes a file that could not be read at all.
    pub fn refuse(&mut self, name: &str, size: u64, problem: Problem) -> FileId {
        let id = self.take_id();
        let report = FileReport { id, name: name.to_string(), size, state: FileState::Failed(problem), ..blank() };
        self.files.push(Loaded {
            report,
            reads: Encoding::Utf8,
            own: Vec::new(),
            rejected: Vec::new(),
            own_account: Account::default(),
            own_remarks: 0,
        });
        id
    }

    /// Adds a remark to a file, such as where in a workbook it came from.
    pub fn note(&mut self, id: FileId, remark: Remark) {
        if let Some(file) = self.files.iter_mut().find(|file| file.report.id == id) {
            file.report.remarks.insert(file.own_remarks, remark);
            file.own_remarks += 1;
        }
    }

    /// Puts the files together: sorts events, joins orders, settles every account. Once after each import or removal.
    pub fn settle(&mut self) {
        self.events.sort();
        let mut settled = self.orders.settle();
        for file in &mut self.files {
            file.rejected = file.own.clone();
            file.report.account = file.own_account;
            file.report.remarks.truncate(file.own_remarks);
            if let Some(at) = settled.iter().position(|(id, _)| *id == file.report.id) {
                let (_, told) = settled.swap_remove(at);
                let moved = told.rejected.len() as u64;
                file.report.account.used -= moved;
                file.report.account.set_aside += moved;
                file.rejected.extend(told.rejected);
                arrange(&mut file.rejected, |a, b| a.offset.cmp(&b.offset));
                file.report.remarks.extend(told.remarks);
            }
            file.report.set_aside = summary(&file.rejected);
            file.report.state = judge(file);
        }
        let titled = self.products.iter().flat_map(|(_, products)| products).filter(|product| !product.title.is_empty());
        self.titles.clear();
        self.titles.extend(titled.map(|product| (product.item.clone(), product.title.clone())));
    }

    /// Every file, in the order of dropping.
    pub fn files(&self) -> Vec<FileReport> {
        self.files.iter().map(|file| file.report.clone()).collect()
    }

    /// Forgets a file and its rows. A dropped copy of it is forgotten with it, for it counted nothing.
    pub fn remove(&mut self, id: FileId) {
        self.files.retain(|file| file.report.id != id && file.report.state != FileState::DuplicateOf(id));
        self.events.remove(id);
        self.orders.remove(id);
        self.products.retain(|(of, _)| *of != id);
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Session { next: self.next, ..Session::new(self.zone.clone()) };
    }

    /// Answers a question; None when nothing with a date is loaded.
    pub fn answer(&self, question: &Question) -> Option<Report> {
        answer(&self.data(), &self.titles, question)
    }

    /// The days that the loaded data cover.
    pub fn covered(&self) -> Option<Period> {
        self.data().extent().all()
    }

    fn data(&self) -> Data<'_> {
        Data { events: &self.events, orders: &self.orders, zone: &self.zone }
    }

    /// The rows of a file that are set aside, by their place in the file.
    pub fn rejected(&self, id: FileId) -> &[Rejected] {
        self.file(id).map_or(&[], |file| &file.rejected)
    }

    /// Bytes of a file, read again, as text.
    pub fn raw_text(&self, id: FileId, bytes: &[u8]) -> String {
        let reads = self.file(id).map_or(Encoding::Utf8, |file| file.reads);
        reads.decode(bytes).into_owned()
    }

    /// Rows set aside as CSV: `file,line,reason,raw`. `header` is wanted once for several files.
    pub fn rejects_csv(&self, id: FileId, rows: &[RejectRow], lang: Lang, header: bool) -> String {
        let name = self.file(id).map_or("", |file| file.report.name.as_str());
        let mut out = csv::Writer::from_writer(Vec::new());
        let rows = rows.iter().map(|row| [name.to_string(), row.line.to_string(), words::reason_text(&row.reason, lang), row.raw.clone()]);
        let head = header.then(|| ["file", "line", "reason", "raw"].map(String::from));
        for record in head.into_iter().chain(rows) {
            if out.write_record(&record).is_err() {
                break; // a Vec takes every write
            }
        }
        out.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }

    fn file(&self, id: FileId) -> Option<&Loaded> {
        self.files.iter().find(|file| file.report.id == id)
    }

    fn take_id(&mut self) -> FileId {
        self.next += 1;
        FileId(self.next)
    }

    fn admit(&mut self, id: FileId, rows: Rows) {
        match rows {
            Rows::Events(rows) => self.events.append(id, *rows),
            Rows::Orders(rows) => self.orders.append(id, *rows),
            Rows::Products(products) => self.products.push((id, products)),
        }
    }
}

/// The state of a file when all files are put together: one that has rows, but none of use, has failed.
fn judge(file: &Loaded) -> FileState {
    let judged = matches!(file.report.state, FileState::Loaded | FileState::Failed(Problem::NoUsableRow(_) | Problem::IdsDestroyed));
    if !judged || file.report.account.used > 0 {
        return if judged { FileState::Loaded } else { file.report.state.clone() };
    }
    let reason = file.report.set_aside.first().map(|first| first.reason.clone());
    FileState::Failed(match reason {
        Some(Reason::IdDestroyed(_)) if file.report.table == Some(Table::Orders) => Problem::IdsDestroyed,
        reason => Problem::NoUsableRow(reason),
    })
}

/// Rows set aside by reason, the most frequent first.
fn summary(rejected: &[Rejected]) -> Vec<RejectSummary> {
    let mut out: Vec<RejectSummary> = Vec::new();
    for row in rejected {
        match out.iter_mut().find(|summary| summary.reason == row.reason) {
            Some(summary) => summary.rows += 1,
            None => out.push(RejectSummary { reason: row.reason.clone(), rows: 1, first_line: row.line }),
        }
    }
    arrange(&mut out, |a, b| b.rows.cmp(&a.rows));
    out
}

fn blank() -> FileReport {
    FileReport {
        id: FileId(0),
        name: String::new(),
        size: 0,
        state: FileState::Loaded,
        table: None,
        layout: None,
        encoding: String::new(),
        delimiter: ',',
        header_line: None,
        columns: Vec::new(),
        account: Account::default(),
        set_aside: Vec::new(),
        remarks: Vec::new(),
        preview: Vec::new(),
        digest: String::new(),
    }
}

fn describe(id: FileId, name: String, size: u64, outcome: &Outcome) -> Loaded {
    let report = FileReport {
        id,
        name,
        size,
        table: outcome.table,
        layout: outcome.layout.map(String::from),
        encoding: outcome.encoding.to_string(),
        delimiter: outcome.delimiter,
        header_line: outcome.header_line,
        columns: outcome.columns.clone(),
        account: outcome.account,
        remarks: outcome.remarks.clone(),
        preview: outcome.preview.clone(),
        digest: outcome.digest.clone(),
        ..blank()
    };
    Loaded {
        reads: outcome.reads,
        own: outcome.rejected.clone(),
        rejected: Vec::new(),
        own_account: report.account,
        own_remarks: report.remarks.len(),
        report,
    }
}
