//! A file on its way in: in pieces over all lanes where it is large and can be cut, else in one go.

use super::files::{fetch, slice};
use super::stretch::{self, Stretch};
use super::{Desk, Pace, Stop};
use crate::ingest::{Cut, PIECE, Piece};
use crate::model::FileId;
use crate::report::Problem;
use crate::wire::lane::{Order, Told};
use crate::wire::protocol::Overrides;
use crate::wire::session::{Import, Read, Step};
use crate::wire::worker::crew::AHEAD;
use std::mem;
use std::ops::Range;
use web_sys::File;

/// Bytes asked for at a time; the next slice is on its way while one is worked on.
const SLICE: u64 = 4 << 20;

/// Bytes of rows that a lane can hold: a wasm has four gigabytes, of which counting wants some.
const ROOM: u64 = 3 << 30;

/// Events that may wait to be dealt.
const WAITING: usize = 1 << 17;

impl Desk {
    /// Reads a file to its end and lets its rows in; when it fails or somebody cancels, none of them stays.
    pub(super) async fn read(&mut self, file: &File, overrides: &Overrides, pace: &mut Pace) -> Result<FileId, Stop> {
        let mut import = self.session.begin(&file.name(), file.size() as u64, overrides);
        let reads = match self.pour(file, &mut import, pace).await {
            Ok(reads) => reads,
            Err(stop) => {
                self.tell(Order::Discard).await;
                return Err(stop);
            }
        };
        let id = import.id();
        let mut closing = self.session.close(import, reads);
        self.crew.deliver(id, &mem::take(&mut closing.parcels));
        let told = match closing.order() {
            Some(order) => self.tell(order).await,
            None => Vec::new(),
        };
        let (id, admit) = self.session.conclude(closing, told);
        if let Some(admit) = admit {
            self.tell(admit).await;
        }
        Ok(id)
    }

    /// Reads a file to its end, or more than once where the importer asks for it.
    async fn pour(&mut self, file: &File, import: &mut Import, pace: &mut Pace) -> Result<Vec<Read>, Stop> {
        let size = file.size() as u64;
        let mut bytes = Vec::new();
        let first = |at: u64| if at == 0 { SLICE.min(1 << 20) } else { SLICE };
        let mut at = 0;
        let mut current = slice(file, 0, first(0).min(size));
        while at < size {
            let end = (at + first(at)).min(size);
            let ahead = slice(file, end, (end + SLICE).min(size));
            fetch(current.await, end - at, &mut bytes).map_err(Stop::Problem)?;
            if pace.is_cancelled() {
                return Err(Stop::Cancelled);
            }
            let mut step = import.push(&bytes);
            if step == Step::Continue && at == 0 && size > 2 * PIECE {
                drop(mem::take(&mut bytes));
                match self.in_pieces(file, import, pace).await? {
                    Some((Step::Continue, reads)) => return Ok(reads),
                    Some((Step::Restart, _)) => step = Step::Restart,
                    None => {}
                }
            }
            if step == Step::Restart {
                self.tell(Order::Discard).await;
                (at, current) = (0, slice(file, 0, first(0).min(size)));
                continue;
            }
            (at, current) = (end, ahead);
            if import.waiting() > WAITING {
                let parcels = self.session.deal(import);
                self.crew.deliver(import.id(), &parcels);
            }
            pace.tell_in_time(at, import.rows());
        }
        Ok(Vec::new())
    }

    /// Reads a file in pieces, all lanes at once; None where that cannot be done.
    async fn in_pieces(&mut self, file: &File, import: &mut Import, pace: &mut Pace) -> Result<Option<(Step, Vec<Read>)>, Stop> {
        let Some((plan, rows)) = import.plan() else { return Ok(None) };
        let (id, size) = (import.id(), file.size() as u64);
        self.session.room(&plan, rows, ROOM * self.crew.lanes() as u64).map_err(Stop::Problem)?;
        let cut = Cut::of(size);
        self.tell(Order::Open(id, Box::new(plan), rows)).await;
        let lanes = self.crew.lanes();
        let mut queue = Queue { next: 0, count: cut.pieces(), lanes, given: 0, bytes: 0, rows: 0, problem: None };
        let crew = self.crew.clone();
        for helper in (0..lanes - 1).cycle().take((lanes - 1) * AHEAD) {
            if let Some(pieces) = queue.take() {
                queue.given += 1;
                crew.give(helper, file, id, pieces, size);
            }
        }
        let mut own: Option<Stretch> = None;
        let mut bytes = Vec::new();
        loop {
            if own.as_ref().is_none_or(|own| own.pieces.is_empty()) {
                own = queue.take().map(|pieces| Stretch::open(file, cut, pieces));
            }
            match &mut own {
                Some(stretch) => match stretch.next(&mut bytes).await {
                    Some((at, Ok(()))) => {
                        let (piece, mut parcels) = self.session.lane().read(at, &bytes, cut);
                        let others = parcels.split_off(parcels.len().min(1));
                        crew.deliver(id, &others);
                        parcels.iter().for_each(|parcel| self.session.lane().accept(id, parcel));
                        queue.finish(&piece);
                        import.piece(piece);
                    }
                    Some((_, Err(problem))) => queue.stop(problem),
                    None => {}
                },
                None if queue.given > 0 => crew.news().await,
                None => break,
            }
            for (from, parcel) in crew.parcels() {
                self.session.lane().accept(from, &parcel);
            }
            for (helper, outcome, last) in crew.pieces() {
                match outcome {
                    Ok(piece) => {
                        queue.finish(&piece);
                        import.piece(piece);
                    }
                    Err(problem) => queue.stop(problem),
                }
                if !last {
                    continue;
                }
                queue.given -= 1;
                if let Some(pieces) = queue.take() {
                    queue.given += 1;
                    crew.give(helper, file, id, pieces, size);
                }
            }
            if pace.is_cancelled() {
                // What is under way must come in before it can be discarded.
                queue.next = queue.count;
                own = None;
            }
            pace.tell_in_time(queue.bytes, queue.rows);
        }
        if pace.is_cancelled() {
            return Err(Stop::Cancelled);
        }
        if let Some(problem) = queue.problem {
            return Err(Stop::Problem(problem));
        }
        let names = self.tell(Order::Close).await.into_iter().filter_map(Told::names).collect();
        Ok(Some((import.gathered(), names)))
    }
}

/// The pieces of a file: which are to be read, and how much was.
struct Queue {
    next: u32,
    count: u32,
    lanes: usize,
    /// How many stretches of them the helpers have.
    given: usize,
    bytes: u64,
    rows: u64,
    problem: Option<Problem>,
}

impl Queue {
    /// The next pieces to be read by one lane.
    fn take(&mut self) -> Option<Range<u32>> {
        (self.next < self.count).then(|| {
            let start = self.next;
            self.next += stretch::pieces(self.count - start, self.lanes);
            start..self.next
        })
    }

    fn finish(&mut self, piece: &Piece) {
        self.bytes += piece.bytes;
        self.rows += piece.rows();
    }

    /// Something cannot be read: no more pieces are given out.
    fn stop(&mut self, problem: Problem) {
        self.next = self.count;
        self.problem = Some(problem);
    }
}
