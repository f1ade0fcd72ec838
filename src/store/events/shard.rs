//! One shard: the rows of some persons, grouped by person and sorted by time.
//!
//! New rows wait behind the sorted ones until [`Shard::sort`]. A shard of a hundred million rows holds some hundred
//! thousand, so that sorting it stays inside a cache and needs little room beside it.

mod sort;

use super::parcel::gather;
use crate::model::{EventRows, Space, Spaces, TEXTS};
use std::ops::Range;

/// Columns of a shard. A column that no file has is empty.
#[derive(Clone, Default)]
pub struct Shard {
    pub(super) time: Vec<u32>,
    pub(super) millis: Vec<u16>,
    pub(super) kind: Vec<u8>,
    pub(super) texts: [Vec<u32>; 6],
    /// Which file each row came from, by the store's number; empty while all rows came from `only_file`.
    file: Vec<u16>,
    only_file: u16,
    /// Persons of the rows; empty while all rows are sorted, since the runs know them.
    person: Vec<u32>,
    /// Each person's code and the end of the run.
    runs: Vec<(u32, u32)>,
    /// Stretches of rows that are not sorted yet.
    waiting: Vec<Stretch>,
}

/// Rows of one piece of a file.
#[derive(Clone, Copy)]
pub(super) struct Stretch {
    file: u16,
    piece: u32,
    start: u32,
    len: u32,
    reader: u8,
    texts: Spaces,
    /// Whether the codes are those of the store already.
    admitted: bool,
}

/// How codes of a reader's names become codes of the store's.
#[derive(Clone, Copy)]
pub struct Translation<'a> {
    /// Spaces whose names are texts in the store.
    pub texts: Spaces,
    /// The code of a plain number, in a space whose names are texts.
    pub number: &'a dyn Fn(Space, u32) -> u32,
    /// For each reader, the codes of its texts in a space.
    pub text: &'a dyn Fn(u8, Space) -> &'a [u32],
}

impl Shard {
    /// Makes room for rows of these columns, so that growing does not move what is there.
    pub fn expect(&mut self, rows: usize, columns: [bool; 6]) {
        self.person.reserve(rows);
        self.time.reserve(rows);
        self.kind.reserve(rows);
        self.texts.iter_mut().zip(columns).filter(|(_, wanted)| *wanted).for_each(|(text, _)| text.reserve(rows));
    }

    /// Takes new rows.
    pub(super) fn accept(&mut self, file: u16, (reader, piece, texts): (u8, u32, Spaces), rows: &EventRows, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let before = self.time.len();
        let after = before + range.len();
        self.spread_persons();
        self.person.extend_from_slice(&rows.person[range.clone()]);
        self.time.extend_from_slice(&rows.time[range.clone()]);
        self.kind.extend_from_slice(&rows.kind[range.clone()]);
        extend(&mut self.millis, &rows.millis, before, after, &range);
        for (mine, theirs) in self.texts.iter_mut().zip(&rows.texts) {
            extend(mine, theirs, before, after, &range);
        }
        if before == 0 {
            self.only_file = file;
        }
        if file != self.only_file || !self.file.is_empty() {
            self.file.resize(before, self.only_file);
            self.file.resize(after, file);
        }
        self.waiting.push(Stretch { file, piece, start: before as u32, len: range.len() as u32, reader, texts, admitted: false });
    }

    /// Drops the rows that were not admitted.
    pub fn discard(&mut self) {
        let keep = self.waiting.iter().find(|stretch| !stretch.admitted).map_or(self.time.len(), |stretch| stretch.start as usize);
        self.waiting.retain(|stretch| stretch.admitted);
        self.person.truncate(keep);
        self.time.truncate(keep);
        self.millis.truncate(keep);
        self.kind.truncate(keep);
        self.file.truncate(keep);
        self.texts.iter_mut().for_each(|text| text.truncate(keep));
    }

    /// Calls `number` with every code that is a plain number in one of these spaces; `all` says that those of the
    /// admitted rows are numbers too.
    pub fn numbers(&mut self, spaces: Spaces, all: Spaces, number: &mut dyn FnMut(Space, u32)) {
        self.spread_persons();
        let rows = self.time.len();
        let new = self.waiting.iter().find(|stretch| !stretch.admitted).map_or(rows, |stretch| stretch.start as usize);
        for space in Space::ALL.into_iter().filter(|space| spaces.has(*space)) {
            for column in self.columns(space) {
                let column = &self.column(column)[..];
                if all.has(space) {
                    column.iter().take(new).for_each(|code| number(space, *code));
                }
                for stretch in self.waiting.iter().filter(|stretch| !stretch.admitted && !stretch.texts.has(space)) {
                    column.get(stretch.rows()).unwrap_or(&[]).iter().for_each(|code| number(space, *code));
                }
            }
        }
    }

    /// Gives the new rows the store's codes; with `all`, those admitted before, too, whose codes in these spaces were
    /// numbers.
    pub fn admit(&mut self, all: Spaces, translation: &Translation<'_>) {
        self.spread_persons();
        let new = self.waiting.iter().find(|stretch| !stretch.admitted).map_or(self.time.len(), |stretch| stretch.start as usize);
        let stretches = std::mem::take(&mut self.waiting);
        for space in Space::ALL.into_iter().filter(|space| translation.texts.has(*space)) {
            for at in self.columns(space) {
                let column = self.column_mut(at);
                if all.has(space) {
                    column.iter_mut().take(new).for_each(|code| *code = (translation.number)(space, *code));
                }
                for stretch in stretches.iter().filter(|stretch| !stretch.admitted) {
                    let Some(cells) = column.get_mut(stretch.rows()) else { continue };
                    if stretch.texts.has(space) {
                        let map = (translation.text)(stretch.reader, space);
                        cells.iter_mut().for_each(|code| *code = map[*code as usize]);
                    } else {
                        cells.iter_mut().for_each(|code| *code = (translation.number)(space, *code));
                    }
                }
            }
        }
        self.waiting = stretches;
        self.waiting.iter_mut().for_each(|stretch| stretch.admitted = true);
    }

    /// Forgets the rows of a file.
    pub fn remove(&mut self, file: u16) {
        let of = |at: usize| self.file.get(at).copied().unwrap_or(self.only_file);
        let keep: Vec<u32> = (0..self.time.len()).filter(|at| of(*at) != file).map(|at| at as u32).collect();
        if keep.len() == self.time.len() {
            return;
        }
        self.spread_persons();
        self.arrange(&keep);
        // What is left is in order already; sorting it again finds the runs.
        let (texts, len) = (Spaces::default(), keep.len() as u32);
        self.waiting = vec![Stretch { file: 0, piece: 0, start: 0, len, reader: 0, texts, admitted: true }];
        self.runs.clear();
        self.sort();
    }

    /// Puts all columns in another order.
    fn arrange(&mut self, order: &[u32]) {
        fn apply<T: Copy>(column: &mut Vec<T>, order: &[u32]) {
            let moved = gather(column, order);
            *column = moved;
        }
        apply(&mut self.person, order);
        apply(&mut self.time, order);
        apply(&mut self.millis, order);
        apply(&mut self.kind, order);
        apply(&mut self.file, order);
        self.texts.iter_mut().for_each(|text| apply(text, order));
    }

    /// Writes the persons of the sorted rows out again, beside which new rows can be put.
    fn spread_persons(&mut self) {
        if self.person.is_empty() && !self.runs.is_empty() {
            let mut start = 0;
            for (person, end) in &self.runs {
                self.person.resize(self.person.len() + (*end - start) as usize, *person);
                start = *end;
            }
        }
    }

    /// Positions of the columns whose cells are names of a space; the persons come last.
    fn columns(&self, space: Space) -> impl Iterator<Item = usize> + use<> {
        let persons = (space == Space::People).then_some(TEXTS.len());
        TEXTS.iter().enumerate().filter(move |(_, (_, of))| *of == space).map(|(at, _)| at).chain(persons)
    }

    fn column(&self, at: usize) -> &Vec<u32> {
        self.texts.get(at).unwrap_or(&self.person)
    }

    fn column_mut(&mut self, at: usize) -> &mut Vec<u32> {
        self.texts.get_mut(at).unwrap_or(&mut self.person)
    }

    /// Which file a row came from, by the store's number.
    pub(super) fn file_of(&self, row: usize) -> u16 {
        self.file.get(row).copied().unwrap_or(self.only_file)
    }

    /// Counts rows that stand again, by the store's number of their file, with the first instant of such a row.
    pub(super) fn twice(&self, found: &mut [(u64, u32)]) {
        /// Rows of one instant that are looked at together: more of them are no log of one person.
        const TOGETHER: usize = 64;
        let same = |a: usize, b: usize| {
            let millis = self.millis.get(a) == self.millis.get(b);
            millis
                && self.kind[a] == self.kind[b]
                && self.file_of(a) == self.file_of(b)
                && self.texts.iter().all(|text| text.get(a) == text.get(b))
        };
        for (_, run) in self.runs() {
            let mut start = run.start;
            for at in run.start + 1..run.end {
                if self.time[at] != self.time[at - 1] {
                    start = at;
                } else if (start.max(at.saturating_sub(TOGETHER))..at).any(|before| same(before, at))
                    && let Some((rows, first)) = found.get_mut(usize::from(self.file_of(at)))
                {
                    *rows += 1;
                    *first = (*first).min(self.time[at]);
                }
            }
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.time.len()
    }

    /// Every person's code and rows. Nothing waits to be sorted.
    pub(super) fn runs(&self) -> impl Iterator<Item = (u32, Range<usize>)> + '_ {
        assert!(self.waiting.is_empty(), "sorted before anything is asked");
        let mut start = 0;
        self.runs.iter().map(move |(person, end)| {
            let run = start..*end as usize;
            start = run.end;
            (*person, run)
        })
    }
}

impl Stretch {
    fn rows(&self) -> Range<usize> {
        self.start as usize..(self.start + self.len) as usize
    }
}

/// Extends a column that may be missing on either side.
fn extend<T: Copy + Default>(mine: &mut Vec<T>, theirs: &[T], before: usize, after: usize, range: &Range<usize>) {
    match theirs.get(range.clone()) {
        Some(cells) => {
            mine.resize(before, T::default());
            mine.extend_from_slice(cells);
        }
        None if !mine.is_empty() => mine.resize(after, T::default()),
        None => {}
    }
}
