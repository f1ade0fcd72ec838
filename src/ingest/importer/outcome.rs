//! What became of a file: its rows, its account, and what is worth saying of it.

use super::body::{Body, Seen};
use crate::ingest::encoding::Encoding;
use crate::ingest::epoch::Epoch;
use crate::ingest::events::Words;
use crate::ingest::head::Head;
use crate::ingest::recognise::Found;
use crate::ingest::sink::Builder;
use crate::ingest::tokens::{Limit, Span};
use crate::ingest::{mojibake, shape};
use crate::model::{
    Account, ColumnGuess, EventRows, Form, NameSet, Problem, Recipe, Rejected, Remark, Role, Rows, Said, Table, Tender, Zone,
};

/// Rows shown on the mapping screen, and the most characters of a cell there.
const PREVIEW: (usize, usize) = (8, 60);

/// What became of a file.
pub struct Outcome {
    /// Digest of all bytes, 32 hex digits.
    pub digest: String,
    /// Bytes pushed.
    pub size: u64,
    /// The encoding's name; empty where the file is no text.
    pub encoding: &'static str,
    /// The encoding, for reading rows again.
    pub reads: Encoding,
    /// The delimiter.
    pub delimiter: char,
    /// How the text is laid out; None where there is none.
    pub form: Option<Form>,
    /// Line of the header.
    pub header_line: Option<u64>,
    /// What was said about the file, or kept of an earlier one.
    pub said: Said,
    /// The mapping that the file is, and no table.
    pub recipe: Option<Recipe>,
    /// The layout's id.
    pub layout: Option<&'static str>,
    /// The table, or the guess of it.
    pub table: Option<Table>,
    /// Every column.
    pub columns: Vec<ColumnGuess>,
    /// The account. For order rows that wait for another file, `used` is settled later.
    pub account: Account,
    /// Rows set aside.
    pub rejected: Vec<Rejected>,
    /// Worth saying.
    pub remarks: Vec<Remark>,
    /// What its money is counted in.
    pub tender: Tender,
    /// The first rows, personal columns left out.
    pub preview: Vec<Vec<String>>,
    /// The rows; `Ok(None)` where somebody must map the columns first.
    pub rows: Result<Option<Rows>, Problem>,
    /// The last events that were read in one go, with the names of all of them.
    pub events: Option<Box<Events>>,
}

/// Events read in one go, and what their codes mean.
#[derive(Default)]
pub struct Events {
    /// Rows that nobody has taken yet.
    pub rows: EventRows,
    /// The names.
    pub names: NameSet,
    /// The event words with their rows.
    pub words: Words,
}

impl Body {
    pub(super) fn outcome(self, digest: String, size: u64, last: Result<(), Limit>, zone: &Zone, now: Option<i64>) -> Outcome {
        let Body { seen, mut sink, .. } = self;
        let mut remarks = Vec::new();
        for (role, told, _) in sink.told() {
            if told.seen {
                let day_first = told.read_day_first;
                let sure = told.day_first != told.month_first || seen.said.day_first.is_some();
                remarks.push(Remark::DayMonthOrder { role, day_first, sure });
            }
            if told.serial {
                let Epoch { since_1904, doubtful } = seen.epoch;
                remarks.push(Remark::SerialDates { role, since_1904, doubtful });
            }
        }
        remarks.extend(std::mem::take(&mut sink.marks).remarks());
        remarks.extend(sink.mended.iter().map(|(mend, rows, first)| Remark::Mended { mend: *mend, rows: *rows, first_line: *first }));
        if sink.broken_cells > 0 {
            remarks.push(Remark::BrokenText { cells: sink.broken_cells });
        }
        let (mut events, mut tender) = (None, Tender::default());
        let rows = match (last, sink.builder.take()) {
            (Err(Limit(line)), _) => Err(Problem::RowTooLong(line)),
            (Ok(()), None) => Ok(None),
            (Ok(()), Some(Builder::Events(mut builder))) => {
                remarks.extend(builder.take_pulse().remarks(Role::Time, zone));
                let (rows, _) = builder.take(EventRows::default());
                let (names, words) = builder.finish();
                events = Some(Box::new(Events { rows, names, words }));
                Ok(Some(Rows::Events(seen.found.columns.iter().map(|column| column.role).collect())))
            }
            (Ok(()), Some(Builder::Orders(orders))) => {
                let (rows, told, money) = orders.finish(zone);
                tender = money;
                remarks.extend(told);
                Ok(Some(Rows::Orders(Box::new(rows))))
            }
            (Ok(()), Some(Builder::Products(products))) => Ok(Some(Rows::Products(products.finish()))),
            (Ok(()), Some(Builder::Ads(ads))) => {
                let (rows, told, money) = ads.finish(zone, now);
                tender = money;
                remarks.extend(told);
                Ok(Some(Rows::Ads(Box::new(rows))))
            }
            (Ok(()), Some(Builder::AdLog(log))) => {
                let (rows, told) = log.finish(zone);
                remarks.extend(told);
                Ok(Some(Rows::AdLog(rows)))
            }
            (Ok(()), Some(Builder::Daily(daily))) => {
                let (rows, told, money) = daily.finish(zone, now);
                tender = money;
                remarks.extend(told);
                Ok(Some(Rows::Daily(Box::new(rows))))
            }
        };
        let described = described(digest, size, &seen);
        remarks.splice(0..0, described.remarks.iter().cloned());
        Outcome { account: sink.account, rejected: sink.rejected, remarks, tender, rows, events, ..described }
    }
}

/// Whether the text of the first rows was garbled before it came here. Personal columns are not looked at.
fn garbled(head: &Head, found: &Found) -> Option<Remark> {
    let open = |at: usize| found.columns.get(at).is_none_or(|column| column.role != Role::Personal);
    let cells = |(row, (cells, span)): (usize, &'_ (Vec<String>, Span))| -> Vec<(String, u64)> {
        let shown = |(at, _): &(usize, &String)| row <= found.header.unwrap_or(0) || open(*at);
        cells.iter().enumerate().filter(shown).map(|(_, cell)| (cell.clone(), span.line)).collect()
    };
    let cells: Vec<(String, u64)> = head.rows.iter().enumerate().flat_map(cells).collect();
    mojibake::look(cells.iter().map(|(cell, line)| (cell.as_str(), *line)))
}

/// A file whose rows are not read.
pub(super) fn failed(digest: String, size: u64, problem: Problem, seen: Option<Box<Seen>>) -> Outcome {
    let base = match &seen {
        Some(seen) => described(digest, size, seen),
        None => Outcome {
            digest,
            size,
            encoding: "",
            reads: Encoding::Utf8,
            delimiter: ',',
            form: None,
            said: Said::default(),
            recipe: None,
            header_line: None,
            layout: None,
            table: None,
            columns: Vec::new(),
            account: Account::default(),
            rejected: Vec::new(),
            remarks: Vec::new(),
            tender: Tender::default(),
            preview: Vec::new(),
            rows: Ok(None),
            events: None,
        },
    };
    Outcome { rows: Err(problem), ..base }
}

/// What the head shows of a file, before its rows.
fn described(digest: String, size: u64, seen: &Seen) -> Outcome {
    let Seen { head, found, said, .. } = seen;
    let shown = |(at, cell): (usize, &String)| match found.columns.get(at) {
        Some(column) if column.role != Role::Personal => cell.trim().chars().take(PREVIEW.1).collect(),
        _ => String::new(),
    };
    let body = head.rows.iter().skip(found.header.map_or(0, |at| at + found.stacked)).take(PREVIEW.0);
    Outcome {
        digest,
        size,
        encoding: head.encoding.name(),
        reads: head.encoding,
        delimiter: head.dialect.delimiter.first() as char,
        form: Some(head.form(if found.stacked > 1 { found.stacked } else { shape::start(head, found.header).header })),
        said: said.clone(),
        recipe: None,
        header_line: found.header.map(|at| head.rows[at].1.line),
        layout: found.layout,
        table: found.table,
        columns: found.columns.clone(),
        account: Account::default(),
        rejected: Vec::new(),
        remarks: garbled(head, found).into_iter().collect(),
        tender: Tender::default(),
        preview: body.map(|(cells, _)| cells.iter().enumerate().map(shown).collect()).collect(),
        rows: Ok(None),
        events: None,
    }
}
