//! What others have read of a file in pieces, put together in the order of the file, whatever order the pieces come in.

use super::orders::OrdersRead;
use super::piece::Piece;
use super::ragged::TRIED;
use super::sink::{Builder, Sink};
use crate::model::{Account, Rejected};
use std::collections::BTreeMap;

/// Pieces of one file. Each is let in as soon as those before it are, so that few of them wait.
#[derive(Default)]
pub struct Gathering {
    /// The piece that comes next, and the lines before it.
    next: u32,
    lines: u64,
    waiting: BTreeMap<u32, Piece>,
    /// Trials of repair: how many rows are worth repairing is weighed over the whole file, and so are broken bytes.
    tried: u32,
    /// The file cannot be read in pieces.
    unfit: bool,
    /// Hashes of the blocks.
    pub blocks: Vec<u128>,
}

impl Gathering {
    /// Pieces for a sink that has met the file's head, which they hold again.
    pub fn new(sink: &mut Sink) -> Gathering {
        (sink.account, sink.broken_cells) = (Account::default(), 0);
        sink.rejected.clear();
        sink.mended.clear();
        sink.marks.take();
        match &mut sink.builder {
            Some(Builder::Events(events)) => drop(events.take_pulse()),
            Some(Builder::Orders(orders)) => drop(orders.take()),
            _ => {}
        }
        Gathering::default()
    }

    /// Takes a piece.
    pub fn take(&mut self, piece: Piece, sink: &mut Sink) {
        self.tried += piece.tried;
        self.unfit |= piece.unfit || piece.broken || self.tried >= TRIED;
        if self.unfit {
            // It is going to be read again.
            self.waiting.clear();
            return;
        }
        self.waiting.insert(piece.at, piece);
        while let Some(piece) = self.waiting.remove(&self.next) {
            self.let_in(piece, sink);
            self.next += 1;
        }
    }

    /// Whether the file can be read in pieces, as far as they tell.
    pub fn is_fit(&self) -> bool {
        !self.unfit
    }

    fn let_in(&mut self, piece: Piece, sink: &mut Sink) {
        let lines = self.lines;
        let Account { read, used, blank, set_aside } = piece.account;
        sink.account.read += read;
        sink.account.used += used;
        sink.account.blank += blank;
        sink.account.set_aside += set_aside;
        sink.rejected.extend(piece.rejected.into_iter().map(|row| Rejected { line: row.line + lines, ..row }));
        sink.broken_cells += piece.broken_cells;
        sink.marks.merge(piece.marks, lines);
        match &mut sink.builder {
            Some(Builder::Events(events)) => {
                events.tell(&piece.told);
                events.beat(piece.pulse, lines);
            }
            Some(Builder::Orders(orders)) => {
                orders.tell(&piece.told);
                orders.append(piece.orders.map_or_else(OrdersRead::default, |read| *read), lines);
            }
            _ => {}
        }
        for (mend, rows, first) in piece.mended {
            match sink.mended.iter_mut().find(|(of, ..)| *of == mend) {
                Some((_, all, _)) => *all += rows,
                None => sink.mended.push((mend, rows, first + lines)),
            }
        }
        self.lines += piece.lines;
        self.blocks.extend(piece.blocks);
    }
}
