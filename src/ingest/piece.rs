//! A large file read in pieces, by several readers at once.
//!
//! A piece is a stretch of bytes; the rows that start in it are its own, so it is read on to the end of the last one.
//! Pieces are cut at line feeds, which is right as long as no line feed stands inside quotes: a piece that ends inside
//! quotes says that it is unfit, and the file is read again in one go. Since the first piece starts outside quotes, and
//! each next one does where the one before ended outside, no wrong cut stays unseen.

use super::digest::Digest;
use super::encoding::Encoding;
use super::events::{EventBuilder, Words};
use super::plain::{self, Line};
use super::sink::{Builder, Sink};
use super::tokens::{Cells, Span, Tokenizer};
use super::values::{Order, Told};
use crate::model::{Account, ColumnGuess, EventRows, NameSet, Rejected, Roles, Zone};
use serde::{Deserialize, Serialize};

/// Bytes of a piece: whole blocks of the digest.
pub const PIECE: u64 = 4 << 20;

/// Bytes behind a piece that are read with it, for the end of its last row. A longer row makes it unfit.
pub const BEHIND: u64 = 64 << 10;

/// All that a reader must know of a file to read a piece of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    pub(super) encoding: Encoding,
    pub(super) delimiter: u8,
    pub(super) skip: usize,
    pub(super) header: Option<u64>,
    pub(super) columns: Vec<ColumnGuess>,
    pub(super) zone: Zone,
    pub(super) order: Option<Order>,
}

impl Plan {
    /// The roles of the columns.
    pub fn roles(&self) -> Roles {
        self.columns.iter().map(|column| column.role).collect()
    }
}

/// What became of a piece. Its rows wait in the reader.
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
    pub(super) told: Told,
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
        let events = EventBuilder::new(&plan.columns, &plan.zone, plan.order);
        let sink = Sink {
            encoding: plan.encoding,
            header: plan.header,
            width: plan.columns.len(),
            account: Account::default(),
            rejected: Vec::new(),
            broken_cells: 0,
            builder: Some(Builder::Events(Box::new(events))),
        };
        PieceReader { plan, sink }
    }

    /// Where the bytes of a piece start and end that must be read for it: its own, one before, some behind.
    pub fn bytes_of(at: u32, size: u64) -> (u64, u64) {
        let from = u64::from(at) * PIECE;
        (from.saturating_sub(1), (from + PIECE + BEHIND).min(size))
    }

    /// Reads a piece from the bytes that [`PieceReader::bytes_of`] names.
    pub fn read(&mut self, at: u32, bytes: &[u8], size: u64) -> Piece {
        let (first, end) = PieceReader::bytes_of(at, size);
        let from = u64::from(at) * PIECE;
        let own = (from - first) as usize..((from + PIECE).min(size) - first) as usize;
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
        let utf8 = self.plan.encoding != Encoding::Gb18030;
        piece.broken = utf8 && std::str::from_utf8(lines).is_err();
        self.rows(lines, first + start as u64, stop == bytes.len() && last, &mut piece);
        piece
    }

    /// Reads whole lines.
    fn rows(&mut self, bytes: &[u8], offset: u64, last: bool, piece: &mut Piece) {
        let sink = &mut self.sink;
        (sink.account, sink.broken_cells) = (Account::default(), 0);
        let plain = memchr::memchr2(b'"', b'\r', bytes).is_none() && bytes.last() == Some(&b'\n');
        if plain {
            let delimiter = self.plan.delimiter;
            let (header, width) = (sink.header, sink.width);
            let mut quick = 0;
            let mut ends = Vec::new();
            let (lines, tail) = plain::lines(bytes, delimiter, &mut |line: Line<'_>, number, blank| {
                let start = offset + line.start() as u64;
                let body = header.is_none_or(|header| start > header);
                if body && line.cells() <= width && sink.quick(&line) {
                    quick += 1;
                    sink.account.read += blank;
                    sink.account.blank += blank;
                    return;
                }
                let text = line.text(&mut ends);
                let span = Span { line: number + 1, offset: start, length: text.len() as u64, blank_before: blank, unclosed: false };
                sink.row(Cells::of_line(text, &ends), span);
            });
            sink.account.read += quick + tail;
            sink.account.used += quick;
            sink.account.blank += tail;
            piece.lines = lines;
        } else {
            let mut tokens = Tokenizer::new(self.plan.delimiter);
            let mut unclosed = false;
            let mut take = |cells: Cells<'_>, span: Span| {
                unclosed |= span.unclosed;
                sink.row(cells, Span { offset: span.offset + offset, ..span });
            };
            let read = tokens.push(bytes, &mut take).and_then(|()| tokens.push(b"", &mut take));
            piece.unfit = read.is_err() || unclosed;
            let tail = tokens.blank_tail();
            sink.account.read += tail;
            sink.account.blank += tail;
            piece.lines = tokens.lines();
        }
        // Only the last piece may end without a line feed.
        piece.unfit |= !last && bytes.last().is_some_and(|byte| *byte != b'\n');
        piece.account = sink.account;
        piece.rejected = std::mem::take(&mut sink.rejected);
        piece.broken_cells = sink.broken_cells;
        if let Some(events) = sink.events() {
            piece.told = events.told().first().map(|(_, told, _)| *told).unwrap_or_default();
        }
    }

    /// The rows read since the last time, with the names their codes mean.
    pub fn take(&mut self) -> (EventRows, &NameSet) {
        self.sink.events().expect("a reader of pieces reads events").take()
    }

    /// The names, and the event words with their rows.
    pub fn finish(self) -> (NameSet, Words) {
        match self.sink.builder {
            Some(Builder::Events(events)) => events.finish(),
            _ => Default::default(),
        }
    }
}
