//! A large file read in pieces, by several readers at once.
//!
//! A piece is a stretch of bytes; the rows that start in it are its own, so it is read on to the end of the last one.
//! Pieces are cut at line feeds, which is right as long as no line feed stands inside quotes: a piece that ends inside
//! quotes says that it is unfit, and the file is read again in one go. Since the first piece starts outside quotes, and
//! each next one does where the one before ended outside, no wrong cut stays unseen.

use super::dialect::Dialect;
use super::digest::Digest;
use super::encoding::Encoding;
use super::events::{EventBuilder, Words};
use super::masks::survey;
use super::orders::{OrderBuilder, OrderPlan, OrdersRead};
use super::plain::{self, Action, Line, Rows, Taker};
use super::profile::Profile;
use super::ragged::Judge;
use super::sink::{Builder, Sink};
use super::suspect::{Marks, Pulse};
use super::tokens::{Cells, Span, Tokenizer};
use super::values::{Order, Told};
use crate::model::{Account, ColumnGuess, EventRows, Mend, NameSet, Rejected, Roles, Zone};
use serde::{Deserialize, Serialize};

/// Bytes of a piece: whole blocks of the digest.
pub const PIECE: u64 = 4 << 20;

/// Bytes behind a piece that are read with it, for the end of its last row. A longer row makes it unfit.
const BEHIND: u64 = 64 << 10;

/// How a file is cut into pieces.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// Bytes of the file.
    pub size: u64,
    /// Bytes of a piece.
    pub piece: u64,
    /// Bytes behind a piece that are read with it.
    pub behind: u64,
}

impl Cut {
    /// The usual cut of a file of so many bytes.
    pub fn of(size: u64) -> Cut {
        Cut { size, piece: PIECE, behind: BEHIND }
    }

    /// How many pieces there are.
    pub fn pieces(self) -> u32 {
        self.size.div_ceil(self.piece) as u32
    }

    /// Where the bytes start and end that must be read for a piece: its own, one before, some behind.
    pub fn bytes_of(self, at: u32) -> (u64, u64) {
        let from = u64::from(at) * self.piece;
        (from.saturating_sub(1), (from + self.piece + self.behind).min(self.size))
    }
}

/// All that a reader must know of a file to read a piece of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    pub(super) encoding: Encoding,
    pub(super) dialect: Dialect,
    /// The table's width, what its columns hold, and the usual width of rows that end early.
    pub(super) width: usize,
    pub(super) profile: Profile,
    pub(super) narrow: usize,
    pub(super) skip: usize,
    pub(super) header: Option<u64>,
    pub(super) names: Vec<String>,
    pub(super) columns: Vec<ColumnGuess>,
    pub(super) zone: Zone,
    pub(super) order: Option<Order>,
    /// What a reader of order rows must know beside; None where the rows are events.
    pub(super) orders: Option<Box<OrderPlan>>,
    pub(super) now: Option<i64>,
}

impl Plan {
    /// The roles of the columns.
    pub fn roles(&self) -> Roles {
        self.columns.iter().map(|column| column.role).collect()
    }

    /// Whether the rows are orders, not events.
    pub fn of_orders(&self) -> bool {
        self.orders.is_some()
    }
}

/// What became of a piece. Events wait in the reader, rows of orders come with it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Piece {
    /// Its position.
    pub at: u32,
    /// Bytes of its own.
    pub bytes: u64,
    /// Lines that it has taken.
    pub(super) lines: u64,
    pub(super) account: Account,
    /// Rows set aside; lines count from the piece's first.
    pub(super) rejected: Vec<Rejected>,
    pub(super) broken_cells: u64,
    /// Repaired rows, with the line of the first.
    pub(super) mended: Vec<(Mend, u64, u64)>,
    /// Trials of repair.
    pub(super) tried: u32,
    /// What each time column told about day and month.
    pub(super) told: Vec<Told>,
    pub(super) marks: Marks,
    /// What its clock says; lines count from the piece's first.
    pub(super) pulse: Pulse,
    /// Rows of orders.
    pub(super) orders: Option<Box<OrdersRead>>,
    /// Not UTF-8, where the file was taken for it.
    pub(super) broken: bool,
    /// It cannot be read by itself.
    pub(super) unfit: bool,
    pub(super) blocks: Vec<u128>,
}

impl Piece {
    /// Rows read.
    pub fn rows(&self) -> u64 {
        self.account.read
    }
}

/// Reads pieces of one file.
pub struct PieceReader {
    plan: Plan,
    sink: Sink,
}

impl PieceReader {
    /// A reader of a file.
    pub fn new(plan: Plan) -> PieceReader {
        let builder = match &plan.orders {
            None => Builder::Events(Box::new(EventBuilder::new(&plan.columns, plan.encoding, &plan.zone, plan.order).watching(plan.now))),
            Some(orders) => Builder::Orders(Box::new(OrderBuilder::new(&plan.columns, orders, &plan.zone, plan.now))),
        };
        let sink = Sink {
            encoding: plan.encoding,
            header: plan.header,
            width: plan.columns.len(),
            account: Account::default(),
            rejected: Vec::new(),
            broken_cells: 0,
            judge: Judge::new(plan.dialect, plan.encoding, plan.profile.clone(), plan.narrow),
            names: plan.names.clone(),
            mended: Vec::new(),
            marks: Marks::of(&plan.columns),
            builder: Some(builder),
            watch: None,
        };
        PieceReader { plan, sink }
    }

    /// Reads a piece from the bytes that [`Cut::bytes_of`] names.
    pub fn read(&mut self, at: u32, bytes: &[u8], cut: Cut) -> Piece {
        let Cut { size, piece: length, .. } = cut;
        let (first, end) = cut.bytes_of(at);
        let from = u64::from(at) * length;
        let own = (from - first) as usize..((from + length).min(size) - first) as usize;
        let mut piece = Piece { at, bytes: own.len() as u64, ..Piece::default() };
        let mut digest = Digest::default();
        digest.push(&bytes[own.clone()]);
        piece.blocks = digest.blocks();
        // The first row that starts here comes after the first line feed at or before the first own byte.
        let start = if at == 0 { self.plan.skip } else { memchr::memchr(b'\n', bytes).map_or(bytes.len(), |feed| feed + 1) };
        let last = end == size;
        let behind = memchr::memchr(b'\n', &bytes[own.end - 1..]).map(|feed| own.end + feed);
        let stop = match behind {
            Some(stop) => stop,
            None if last => bytes.len(),
            None => {
                piece.unfit = true;
                return piece;
            }
        };
        let lines = &bytes[start.min(stop)..stop];
        let survey = survey(lines, self.plan.dialect.quote);
        let utf8 = self.plan.encoding != Encoding::Gb18030;
        piece.broken = utf8 && survey.wide && std::str::from_utf8(lines).is_err();
        let plain = !survey.special && !self.plan.dialect.trim && lines.last() == Some(&b'\n');
        let tried = self.sink.judge.tried();
        self.rows(lines, plain, first + start as u64, stop == bytes.len() && last, &mut piece);
        piece.tried = self.sink.judge.tried() - tried;
        piece
    }

    /// Reads whole lines; `plain` says that none has a quote or a carriage return.
    fn rows(&mut self, bytes: &[u8], plain: bool, offset: u64, last: bool, piece: &mut Piece) {
        (self.sink.account, self.sink.broken_cells) = (Account::default(), 0);
        match self.plan.dialect.delimiter.single().filter(|_| plain) {
            Some(delimiter) => {
                let body = self.sink.header.map_or(0, |header| (header + 1).saturating_sub(offset) as usize);
                let mut taker = PlainRows::new(&mut self.sink, offset);
                let (lines, tail) = plain::lines(bytes, delimiter, body, &mut taker);
                taker.finish(tail);
                piece.lines = lines;
            }
            None => self.judged(bytes, offset, last, piece),
        }
        // Only the last piece may end without a line feed.
        piece.unfit |= !last && bytes.last().is_some_and(|byte| *byte != b'\n');
        let sink = &mut self.sink;
        piece.account = sink.account;
        piece.rejected = std::mem::take(&mut sink.rejected);
        piece.mended = std::mem::take(&mut sink.mended);
        piece.broken_cells = sink.broken_cells;
        piece.marks = sink.marks.take();
        piece.told = sink.told().into_iter().map(|(_, told, _)| told).collect();
        match &mut sink.builder {
            Some(Builder::Events(events)) => {
                piece.pulse = events.take_pulse();
                if piece.pulse.first_unknown() {
                    piece.pulse.first_line = events.first_late(bytes, &self.plan.dialect);
                }
            }
            Some(Builder::Orders(orders)) => piece.orders = Some(Box::new(orders.take())),
            _ => {}
        }
    }

    /// Reads whole lines of any kind.
    fn judged(&mut self, bytes: &[u8], offset: u64, last: bool, piece: &mut Piece) {
        let sink = &mut self.sink;
        let mut tokens = Tokenizer::with(self.plan.dialect, Some(self.plan.width));
        let mut unclosed = false;
        let mut take = |cells: Cells<'_>, span: Span| {
            unclosed |= span.unclosed;
            sink.row(cells, Span { offset: span.offset + offset, ..span });
        };
        let mut read = tokens.push(bytes, &mut take).is_ok();
        // What waits for more bytes would be another row if they came.
        let waits = tokens.waits() && !last;
        read &= tokens.push(b"", &mut take).is_ok();
        piece.unfit = !read || waits || unclosed;
        let tail = tokens.blank_tail();
        sink.account.read += tail;
        sink.account.blank += tail;
        piece.lines = tokens.lines();
    }

    /// The events read since the last time, with the names their codes mean; None where the rows are orders. The next ones
    /// go where `spare` has room.
    pub fn take(&mut self, spare: EventRows) -> Option<(EventRows, &NameSet)> {
        Some(self.sink.events()?.take(spare))
    }

    /// The names, and the event words with their rows.
    pub fn finish(self) -> (NameSet, Words) {
        match self.sink.builder {
            Some(Builder::Events(events)) => events.finish(),
            _ => Default::default(),
        }
    }
}

/// Plain lines on their way into a sink.
struct PlainRows<'a> {
    sink: &'a mut Sink,
    actions: Vec<Action>,
    /// Position of the first byte in the file.
    offset: u64,
    taken: u64,
    blank: u64,
    ends: Vec<usize>,
}

impl<'a> PlainRows<'a> {
    fn new(sink: &'a mut Sink, offset: u64) -> PlainRows<'a> {
        let actions = sink.events().and_then(|events| events.actions());
        // Without actions every line is looked at. Columns that nobody uses are there all the same.
        let mut actions = actions.unwrap_or_else(|| vec![Action::Look]);
        actions.resize(sink.width.max(actions.len()), Action::Skip);
        PlainRows { sink, actions, offset, taken: 0, blank: 0, ends: Vec::new() }
    }

    fn finish(self, tail: u64) {
        let account = &mut self.sink.account;
        account.read += self.taken + self.blank + tail;
        account.used += self.taken;
        account.blank += self.blank + tail;
        if let Some(events) = self.sink.events() {
            events.know();
        }
    }
}

impl Taker for PlainRows<'_> {
    fn actions(&self) -> &[Action] {
        &self.actions
    }

    #[inline]
    fn word(&self, key: u64) -> Option<u32> {
        match &self.sink.builder {
            Some(Builder::Events(events)) => events.short_word(key),
            _ => None,
        }
    }

    #[inline]
    fn take(&mut self, rows: Rows<'_>) {
        self.taken += rows.len() as u64;
        if let Some(Builder::Events(events)) = &mut self.sink.builder {
            events.plain(&rows);
        }
    }

    fn look(&mut self, line: Line<'_>, number: u64, blank: u64) {
        let offset = self.offset + line.start() as u64;
        let text = line.text(&mut self.ends);
        let span = Span { line: number + 1, offset, length: text.len() as u64, blank_before: blank, ..Span::default() };
        self.sink.row(Cells::of_line(text, &self.ends), span);
        if !self.actions.contains(&Action::Look) && self.texts() {
            // Names that turn into texts are looked up from here on.
            self.actions.fill(Action::Look);
        }
    }

    fn blank(&mut self, lines: u64) {
        self.blank += lines;
    }
}

impl PlainRows<'_> {
    fn texts(&mut self) -> bool {
        self.sink.events().is_some_and(|events| events.actions().is_none())
    }
}
