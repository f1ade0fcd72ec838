//! One file, pushed in chunk by chunk: the stages of reading in order.

use super::encoding::{Encoding, TrailMask, Utf8Check};
use super::events::EventBuilder;
use super::foreign::Foreign;
use super::head::Head;
use super::orders::OrderBuilder;
use super::products::ProductBuilder;
use super::ragged::Judge;
use super::recognise::{self, Found, Given};
use super::shape;
use super::sink::{Builder, Sink};
use super::tokens::{Cells, Limit, Span, Tokenizer};
use super::values::Order;
use crate::model::{Account, ColumnGuess, Form, Problem, Rejected, Remark, Role, Rows, Table, Zone};
use xxhash_rust::xxh3::Xxh3;

/// Bytes that recognition looks at; as many times more as it takes to hold the first line, up to [`LONGEST_HEAD`].
pub const HEAD: usize = 256 << 10;

/// No real first line is longer than this.
const LONGEST_HEAD: usize = 4 << 20;

/// How many bytes of a file recognition wants to look at, `wanted` having been too few or not.
pub fn head_size(bytes: &[u8], mut wanted: usize) -> usize {
    while bytes.len() >= wanted && wanted < LONGEST_HEAD && memchr::memchr2(b'\n', b'\r', &bytes[..wanted]).is_none() {
        wanted *= 2;
    }
    wanted
}

/// Rows shown on the mapping screen, and the most characters of a cell there.
const PREVIEW: (usize, usize) = (8, 60);

/// What is said about a file from outside.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// The shop's zone, for times without an offset.
    pub zone: Zone,
    /// The table, against the guess.
    pub table: Option<Table>,
    /// The roles of the columns in order, against the guess.
    pub columns: Option<Vec<Role>>,
}

/// What to do after a push.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Go on.
    Continue,
    /// Something in the file shows that a guess from its head was wrong: push it again from its first byte.
    Restart,
}

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
    /// The first rows, personal columns left out.
    pub preview: Vec<Vec<String>>,
    /// The rows; `Ok(None)` where somebody must map the columns first.
    pub rows: Result<Option<Rows>, Problem>,
}

/// What a first reading has taught about a file.
#[derive(Clone, Default)]
struct Knowledge {
    encoding: Option<Encoding>,
    orders: Vec<(Role, Order)>,
}

/// Reads one file.
pub struct Importer {
    hints: Hints,
    knowledge: Knowledge,
    hasher: Xxh3,
    size: u64,
    utf8: Utf8Check,
    head: Vec<u8>,
    wanted: usize,
    body: Option<Result<Box<Body>, Refusal>>,
}

/// Why the rows are not read, and what was seen of the file all the same.
type Refusal = (Problem, Option<Box<Seen>>);

/// What was seen of a file before its rows are read.
struct Seen {
    head: Head,
    found: Found,
}

/// The reading of the rows.
struct Body {
    seen: Box<Seen>,
    tokens: Tokenizer,
    mask: TrailMask,
    scratch: Vec<u8>,
    /// Decodes what is neither UTF-8 nor GB18030; rows up to this place of the decoded text are no data.
    foreign: Option<(Foreign, Option<u64>)>,
    sink: Sink,
}

impl Importer {
    /// An importer for one file.
    pub fn new(hints: Hints) -> Importer {
        Importer {
            hints,
            knowledge: Knowledge::default(),
            hasher: Xxh3::new(),
            size: 0,
            utf8: Utf8Check::default(),
            head: Vec::new(),
            wanted: HEAD,
            body: None,
        }
    }

    /// Pushes the next bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) -> Step {
        self.hasher.update(bytes);
        self.size += bytes.len() as u64;
        let again = if self.body.is_some() {
            self.utf8.push(bytes);
            self.read(bytes)
        } else {
            self.head.extend_from_slice(bytes);
            self.wanted = head_size(&self.head, self.wanted);
            if self.head.len() < self.wanted {
                return Step::Continue;
            }
            let head = std::mem::take(&mut self.head);
            self.open(&head[..self.wanted], false);
            // The head has been judged as a whole; what follows may show that it misled.
            self.utf8.push(&head[..self.wanted]);
            self.utf8.judged();
            self.utf8.push(&head[self.wanted..]);
            self.read(&head)
        };
        if !again {
            return Step::Continue;
        }
        let fresh = Importer::new(self.hints.clone());
        *self = Importer { knowledge: std::mem::take(&mut self.knowledge), ..fresh };
        Step::Restart
    }

    /// Rows read so far.
    pub fn rows(&self) -> u64 {
        match &self.body {
            Some(Ok(body)) => body.sink.account.read,
            _ => 0,
        }
    }

    /// Says that all bytes were pushed.
    pub fn finish(mut self) -> Outcome {
        if self.body.is_none() {
            // A file no longer than a head: it lies here whole, so a restart needs nobody else.
            let bytes = std::mem::take(&mut self.head);
            self.open(&bytes, true);
            while self.read(&bytes) {
                self.open(&bytes, true);
            }
        }
        let digest = format!("{:032x}", self.hasher.digest128());
        match self.body {
            Some(Ok(mut body)) => {
                let last = body.end();
                body.outcome(digest, self.size, last)
            }
            Some(Err((problem, seen))) => failed(digest, self.size, problem, seen),
            None => failed(digest, self.size, Problem::Empty, None),
        }
    }

    /// Looks at the head and makes ready for the rows.
    fn open(&mut self, head: &[u8], whole: bool) {
        let given = Given { table: self.hints.table, columns: self.hints.columns.clone() };
        self.body = Some(match Head::read(head, whole, self.knowledge.encoding) {
            Err(problem) => Err((problem, None)),
            Ok(head) => {
                let found = recognise::look(&head, &given);
                Body::new(Box::new(Seen { head, found }), &self.hints, &self.knowledge).map(Box::new)
            }
        });
    }

    /// Reads the next bytes of rows; true when they show that the file must be read again from its start.
    fn read(&mut self, bytes: &[u8]) -> bool {
        let Some(Ok(body)) = &mut self.body else { return false };
        if let Err(Limit(line)) = body.read(bytes) {
            if let Some(Ok(body)) = self.body.take() {
                self.body = Some(Err((Problem::RowTooLong(line), Some(body.seen))));
            }
            return false;
        }
        let mut again = false;
        if self.utf8.broken && body.seen.head.encoding == Encoding::Utf8 {
            self.knowledge.encoding = Some(Encoding::Gb18030);
            again = true;
        }
        for (role, told, used) in body.sink.told() {
            let order = match (told.day_first, told.month_first) {
                (true, false) => Order::DayFirst,
                (false, true) => Order::MonthFirst,
                _ => continue,
            };
            if used != Some(order) && !self.knowledge.orders.iter().any(|(known, _)| *known == role) {
                self.knowledge.orders.push((role, order));
                again = true;
            }
        }
        again
    }
}

impl Body {
    fn new(seen: Box<Seen>, hints: &Hints, knowledge: &Knowledge) -> Result<Body, Refusal> {
        let (head, found) = (&seen.head, &seen.found);
        let mapped = found.table.is_some_and(|table| recognise::satisfied(table, &found.columns));
        if !mapped && let (Some(table), true) = (found.table, hints.columns.is_some()) {
            let lack = table.needs().iter().filter(|any| !found.columns.iter().any(|c| any.contains(&c.role))).map(|any| any[0]);
            return Err((Problem::ColumnsLack(table, lack.collect()), Some(seen)));
        }
        let order = |role: Role| knowledge.orders.iter().find(|(known, _)| *known == role).map(|(_, order)| *order);
        let builder = match found.table.filter(|_| mapped) {
            Some(Table::Events) => Some(Builder::Events(Box::new(EventBuilder::new(&found.columns, &hints.zone, order)))),
            Some(Table::Orders) => Some(Builder::Orders(Box::new(OrderBuilder::new(&found.columns, found.grain, &hints.zone, order)))),
            Some(Table::Products) => Some(Builder::Products(Box::new(ProductBuilder::new(&found.columns)))),
            _ => None,
        };
        let mut sink = Sink {
            encoding: head.encoding,
            header: found.header.map(|at| head.rows[at].1.offset),
            width: found.columns.len(),
            account: Account::default(),
            rejected: Vec::new(),
            broken_cells: 0,
            judge: Judge::new(head.dialect, head.encoding, head.profile.clone(), head.narrow),
            names: found.header.map_or(Vec::new(), |at| head.rows[at].0.clone()),
            mended: Vec::new(),
            builder,
        };
        let mut tokens = Tokenizer::with(head.dialect, Some(head.width));
        tokens.skip(head.skip());
        let foreign = Foreign::of(head.encoding).map(|foreign| (foreign, sink.header.take()));
        Ok(Body { seen, tokens, mask: TrailMask::default(), scratch: Vec::new(), foreign, sink })
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), Limit> {
        if bytes.is_empty() || self.sink.builder.is_none() {
            return Ok(());
        }
        let sink = &mut self.sink;
        if let Some((foreign, header)) = &mut self.foreign {
            foreign.push(bytes, &mut self.scratch);
            return decoded(&mut self.tokens, &self.scratch, foreign, *header, sink);
        }
        let mut take = |cells: Cells<'_>, span: Span| sink.row(cells, span);
        if self.seen.head.needs_mask() {
            self.scratch.clear();
            self.scratch.extend_from_slice(bytes);
            self.mask.mask(&mut self.scratch);
            return self.tokens.push(&self.scratch, &mut take);
        }
        self.tokens.push(bytes, &mut take)
    }

    fn end(&mut self) -> Result<(), Limit> {
        if self.sink.builder.is_none() {
            return Ok(());
        }
        let sink = &mut self.sink;
        if let Some((foreign, header)) = &mut self.foreign {
            foreign.push(b"", &mut self.scratch);
            decoded(&mut self.tokens, &self.scratch, foreign, *header, sink)?;
        }
        let mut take = |cells: Cells<'_>, span: Span| match &self.foreign {
            Some((_, Some(header))) if span.offset <= *header => {}
            Some((foreign, _)) => sink.row(cells, foreign.locate(span)),
            None => sink.row(cells, span),
        };
        self.tokens.push(b"", &mut take)?;
        let tail = self.tokens.blank_tail();
        self.sink.account.read += tail;
        self.sink.account.blank += tail;
        Ok(())
    }

    fn outcome(self, digest: String, size: u64, last: Result<(), Limit>) -> Outcome {
        let Body { seen, mut sink, .. } = self;
        let mut remarks = Vec::new();
        for (role, told, used) in sink.told() {
            if told.seen {
                let day_first = used.map_or(!told.month_first, |order| order == Order::DayFirst);
                remarks.push(Remark::DayMonthOrder { role, day_first });
            }
        }
        remarks.extend(sink.mended.iter().map(|(mend, rows, first)| Remark::Mended { mend: *mend, rows: *rows, first_line: *first }));
        if sink.broken_cells > 0 {
            remarks.push(Remark::BrokenText { cells: sink.broken_cells });
        }
        let rows = match (last, sink.builder.take()) {
            (Err(Limit(line)), _) => Err(Problem::RowTooLong(line)),
            (Ok(()), None) => Ok(None),
            (Ok(()), Some(Builder::Events(events))) => {
                let (rows, unknown) = events.finish();
                remarks.extend(unknown);
                Ok(Some(Rows::Events(Box::new(rows))))
            }
            (Ok(()), Some(Builder::Orders(orders))) => Ok(Some(Rows::Orders(Box::new(orders.finish())))),
            (Ok(()), Some(Builder::Products(products))) => Ok(Some(Rows::Products(products.finish()))),
        };
        Outcome { account: sink.account, rejected: sink.rejected, remarks, rows, ..described(digest, size, &seen) }
    }
}

/// Pushes decoded text; rows are told by their places in the file.
fn decoded(tokens: &mut Tokenizer, text: &[u8], foreign: &Foreign, header: Option<u64>, sink: &mut Sink) -> Result<(), Limit> {
    if text.is_empty() {
        return Ok(());
    }
    tokens.push(text, &mut |cells, span| {
        if header.is_none_or(|header| span.offset > header) {
            sink.row(cells, foreign.locate(span));
        }
    })
}

fn failed(digest: String, size: u64, problem: Problem, seen: Option<Box<Seen>>) -> Outcome {
    let base = match &seen {
        Some(seen) => described(digest, size, seen),
        None => Outcome {
            digest,
            size,
            encoding: "",
            reads: Encoding::Utf8,
            delimiter: ',',
            form: None,
            header_line: None,
            layout: None,
            table: None,
            columns: Vec::new(),
            account: Account::default(),
            rejected: Vec::new(),
            remarks: Vec::new(),
            preview: Vec::new(),
            rows: Ok(None),
        },
    };
    Outcome { rows: Err(problem), ..base }
}

fn described(digest: String, size: u64, seen: &Seen) -> Outcome {
    let Seen { head, found } = seen;
    let shown = |(at, cell): (usize, &String)| match found.columns.get(at) {
        Some(column) if column.role != Role::Personal => cell.trim().chars().take(PREVIEW.1).collect(),
        _ => String::new(),
    };
    let body = head.rows.iter().skip(found.header.map_or(0, |at| at + 1)).take(PREVIEW.0);
    Outcome {
        digest,
        size,
        encoding: head.encoding.name(),
        reads: head.encoding,
        delimiter: head.dialect.delimiter.first() as char,
        form: Some(head.form(shape::start(head, found.header).header)),
        header_line: found.header.map(|at| head.rows[at].1.line),
        layout: found.layout,
        table: found.table,
        columns: found.columns.clone(),
        account: Account::default(),
        rejected: Vec::new(),
        remarks: Vec::new(),
        preview: body.map(|(cells, _)| cells.iter().enumerate().map(shown).collect()).collect(),
        rows: Ok(None),
    }
}
