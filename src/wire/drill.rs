//! The rows behind a figure, read again from their files: a pure machine that is pushed bytes, like an import.
//!
//! No event is kept with its line, so a file of events is read once more, some rows at a time: what they are is asked of
//! the lanes, which know which of those events count. Memory holds one such batch, however many rows there are, and who
//! wants only the first rows stops early. Rows of all other tables are known by their place.

use super::lane::{Order, Told};
use crate::ingest::{Batch, Hints, Importer, Knowledge, Step, Wanted};
use crate::metric::drill::{EventDrill, Mark};
use crate::model::{EventRows, FileId, NameSet, Role, Space};
use crate::report::drill::{Hunt, Trail};
use crate::store::Register;
use hashbrown::HashMap;

/// Rows of events that are looked at together: the first ones soon, later ones at less cost.
const BATCHES: (usize, usize) = (1 << 14, 1 << 17);

/// What the first reading of a file has used and learnt.
#[derive(Clone)]
pub struct Known {
    /// What was said about it from outside.
    pub hints: Hints,
    /// What it has taught.
    pub learnt: Knowledge,
}

/// The further reading of one file.
pub struct Reading {
    file: FileId,
    importer: Importer,
    events: Option<Box<EventDrill>>,
    batch: usize,
    ended: bool,
    /// Of instants with several rows of one person: how many of them have gone by.
    seen: HashMap<(u32, u32, u16), u32, foldhash::fast::FixedState>,
}

/// Rows that have been read and not yet been looked at.
pub struct Basket {
    roles: Vec<Role>,
    rows: Batch,
    /// Person, instant and thousandths of each row of events.
    keys: Vec<(u32, u32, u16)>,
}

impl Basket {
    /// The roles of the cells.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }
}

impl Reading {
    /// Reads a file once more for a hunt; None where none of its rows is wanted.
    pub fn new(file: FileId, known: Known, hunt: &Hunt) -> Option<Reading> {
        let of = |files: &[(FileId, Vec<u64>)]| files.iter().find(|(id, _)| *id == file).map(|(_, rows)| rows.clone());
        let (wanted, events) = match &hunt.trail {
            Trail::Events(drill) => (Wanted::All, Some(drill.clone())),
            Trail::At(files) => (Wanted::At(of(files).filter(|rows| !rows.is_empty())?), None),
            Trail::Nth(files) => (Wanted::Nth(of(files).filter(|rows| !rows.is_empty())?), None),
        };
        let importer = Importer::again(known.hints, known.learnt, wanted);
        Some(Reading { file, importer, events, batch: BATCHES.0, ended: false, seen: HashMap::default() })
    }

    /// Pushes the next bytes of the file; false where they are others than before.
    #[must_use]
    pub fn push(&mut self, bytes: &[u8]) -> bool {
        self.importer.push(bytes) == Step::Continue
    }

    /// Says that all bytes were pushed.
    pub fn end(&mut self) {
        self.importer.end();
        self.ended = true;
    }

    /// Whether rows wait to be taken.
    pub fn is_due(&self) -> bool {
        self.importer.watched() >= if self.events.is_some() && !self.ended { self.batch } else { 1 }
    }

    /// Whether the rest of the file needs not be read.
    pub fn is_over(&self) -> bool {
        self.importer.is_over()
    }

    /// Takes the rows that wait. `register` knows the persons by their codes.
    pub fn take(&mut self, register: &Register) -> Basket {
        self.batch = BATCHES.1;
        let read = self.importer.reread();
        let keys = match read.names.filter(|_| self.events.is_some()) {
            Some(names) => keys(&read.events, names, register),
            None => Vec::new(),
        };
        Basket { roles: read.roles, rows: read.rows, keys }
    }

    /// What all lanes are asked about these rows, if anything.
    pub fn question(&self, basket: &Basket) -> Option<Order> {
        let drill = self.events.as_ref().filter(|_| !basket.keys.is_empty())?;
        let mut among: Vec<(u32, u32)> = basket.keys.iter().map(|(person, time, _)| (*person, *time)).collect();
        among.sort_unstable();
        among.dedup();
        Some(Order::Drill(drill.clone(), self.file, among))
    }

    /// Picks the rows that count, by what all lanes have answered; `row` gets the line and the cells and says whether to
    /// go on.
    pub fn pick(&mut self, basket: &Basket, told: Vec<Told>, row: &mut dyn FnMut(u64, Vec<String>) -> bool) -> bool {
        let mut show = |at: usize| row(basket.rows.place(at).line, basket.rows.cells(at));
        if self.events.is_none() {
            return (0..basket.rows.len()).all(&mut show);
        }
        let mut marks: HashMap<(u32, u32, u16), Vec<Mark>, foldhash::fast::FixedState> = HashMap::default();
        for mark in told.into_iter().flat_map(Told::marks) {
            marks.entry((mark.person, mark.time, mark.millis)).or_default().push(mark);
        }
        for (at, key) in basket.keys.iter().enumerate() {
            let Some(marks) = marks.get(key) else { continue };
            let nth = if marks[0].of == 1 {
                0
            } else {
                let seen = self.seen.entry(*key).or_default();
                *seen += 1;
                *seen - 1
            };
            if marks.iter().any(|mark| mark.nth == nth) && !show(at) {
                return false;
            }
        }
        true
    }
}

/// Person, instant and thousandths of each row, in the codes that all lanes know.
fn keys(rows: &EventRows, names: &NameSet, register: &Register) -> Vec<(u32, u32, u16)> {
    let (theirs, common) = (names.of(Space::People), register.names.of(Space::People));
    let plain = theirs.are_numbers() && common.are_numbers();
    let code = |person: u32| if plain { person } else { common.find(&theirs.text(person)).unwrap_or(u32::MAX) };
    let millis = |at: usize| rows.millis.get(at).copied().unwrap_or(0);
    (0..rows.len()).map(|at| (code(rows.person[at]), rows.time[at], millis(at))).collect()
}
