//! All loaded events, grouped by person, each person's sorted by time (ties: order of dropping, then of the file).
//!
//! Persons are dealt to shards by what they are called, and shards to lanes: a lane keeps every `lanes`-th shard. What
//! a person counts is counted on one lane, so that the counts of all lanes add up. Rows come in parcels while a file is
//! read; when it is over, its names are agreed on among the lanes ([`Admission`]) and the rows are let in, or they are
//! discarded.

mod parcel;
mod shard;

use crate::model::{EventKind, FileId, NameSet, PageType, Roles, Space, Spaces};
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};
use shard::{Shard, Translation};
use std::ops::Range;

pub use parcel::{Deal, Parcel, shards_of};

/// The events that one lane keeps.
#[derive(Clone)]
pub struct Events {
    shards: Vec<Shard>,
    /// Spaces whose names are texts among the admitted rows.
    texts: Spaces,
    /// The files, in the order of dropping: a row knows its file by the position here.
    files: Vec<FileId>,
}

/// What all lanes agree on when a file is let in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Admission {
    /// Spaces whose names are texts from now on.
    pub texts: Spaces,
    /// For each of those spaces: the code of each plain number that a row may have, sorted by number.
    pub numbers: Vec<(u8, Vec<(u32, u32)>)>,
    /// For each reader and space: the new codes of its texts.
    pub maps: Vec<(u8, u8, Vec<u32>)>,
}

/// What is known of events without counting.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Number of events.
    pub rows: u64,
    /// First and last instant, in unix seconds.
    pub extent: Option<(i64, i64)>,
    /// Number of events of each kind.
    pub kinds: [u64; 6],
}

impl Facts {
    /// Adds the facts of other events.
    pub fn merge(&mut self, other: &Facts) {
        self.rows += other.rows;
        self.extent = match (self.extent, other.extent) {
            (Some((from, to)), Some((first, last))) => Some((from.min(first), to.max(last))),
            (mine, theirs) => mine.or(theirs),
        };
        for (mine, theirs) in self.kinds.iter_mut().zip(&other.kinds) {
            *mine += theirs;
        }
    }

    /// Number of events of a kind.
    pub fn count(&self, kind: EventKind) -> u64 {
        self.kinds[kind as usize]
    }
}

const PAGE: usize = 0;
const ITEM: usize = 1;
const CATEGORY: usize = 2;
const SOURCE: usize = 3;
const SESSION: usize = 4;
const TERM: usize = 5;

impl Events {
    /// The empty share of a lane among so many.
    pub fn new(lane: usize, lanes: usize) -> Events {
        let shards = vec![Shard::default(); shards_of(lane, lanes).count()];
        Events { shards, texts: Spaces::default(), files: Vec::new() }
    }

    /// How many rows of these columns so many bytes hold, sorted.
    pub fn rows_in(bytes: u64, roles: Roles) -> u64 {
        // Person, instant and kind; the texts; what is remembered of days; room for a shard that is being sorted, and for
        // shards of uneven size.
        let texts = crate::model::TEXTS.iter().filter(|(role, _)| roles.has(*role)).count() as u64;
        bytes / (11 + 4 * texts) * 15 / 16
    }

    /// Makes room for so many rows of a file with these columns, over all lanes.
    pub fn expect(&mut self, rows: u64, roles: Roles) {
        // A shard gets a little more or less than its part; below a page nothing is gained.
        let part = (rows / crate::model::shard::SHARDS as u64) as usize;
        if part > 1024 {
            let columns = crate::model::TEXTS.map(|(role, _)| roles.has(role));
            self.shards.iter_mut().for_each(|shard| shard.expect(part + part / 24, columns));
        }
    }

    /// Takes rows of the file that is being read.
    pub fn accept(&mut self, file: FileId, parcel: &Parcel) {
        let file = match self.files.iter().position(|known| *known == file) {
            Some(at) => at,
            None => {
                self.files.push(file);
                self.files.len() - 1
            }
        };
        let mut start = 0;
        for (shard, count) in self.shards.iter_mut().zip(&parcel.counts) {
            let end = start + *count as usize;
            shard.accept(file as u16, (parcel.reader, parcel.piece, parcel.texts), &parcel.rows, start..end);
            start = end;
        }
    }

    /// Drops the rows of the file that was being read.
    pub fn discard(&mut self) {
        self.shards.iter_mut().for_each(Shard::discard);
    }

    /// Every different plain number that rows have in spaces whose names are to be texts, sorted.
    pub fn numbers(&mut self, spaces: Spaces) -> Vec<(u8, Vec<u32>)> {
        let mut seen: [HashMap<u32, (), foldhash::fast::FixedState>; 6] = Default::default();
        let before = self.texts;
        let all = Spaces(spaces.0 & !before.0);
        for shard in &mut self.shards {
            shard.numbers(spaces, all, &mut |space, code| {
                seen[space as usize].insert(code, ());
            });
        }
        let sorted = |(space, codes): (usize, HashMap<u32, (), _>)| {
            let mut codes: Vec<u32> = codes.into_keys().filter(|code| *code != 0).collect();
            codes.sort_unstable();
            (space as u8, codes)
        };
        seen.into_iter().enumerate().map(sorted).filter(|(_, codes)| !codes.is_empty()).collect()
    }

    /// Lets the rows of the file in.
    pub fn admit(&mut self, admission: &Admission) {
        let all = Spaces(admission.texts.0 & !self.texts.0);
        let numbers = |space: Space, code: u32| {
            let of = admission.numbers.iter().find(|(of, _)| *of == space as u8).map_or(&[][..], |(_, numbers)| numbers);
            of.binary_search_by_key(&code, |(number, _)| *number).map_or(0, |at| of[at].1)
        };
        let maps = |reader: u8, space: Space| {
            let map = admission.maps.iter().find(|(by, of, _)| (*by, *of) == (reader, space as u8));
            map.map_or(&[][..], |(_, _, map)| map.as_slice())
        };
        let translation = Translation { texts: admission.texts, number: &numbers, text: &maps };
        self.shards.iter_mut().for_each(|shard| shard.admit(all, &translation));
        self.texts = admission.texts;
    }

    /// Forgets the rows of a file; the order of the others stays.
    pub fn remove(&mut self, file: FileId) {
        if let Some(at) = self.files.iter().position(|known| *known == file) {
            self.shards.iter_mut().for_each(|shard| shard.remove(at as u16));
        }
    }

    /// Groups by person and sorts by time.
    pub fn sort(&mut self) {
        self.shards.iter_mut().for_each(Shard::sort);
    }

    /// Number of events.
    pub fn len(&self) -> usize {
        self.shards.iter().map(Shard::len).sum()
    }

    /// Whether no event is loaded.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// First and last instant, and the number of events of each kind.
    pub fn facts(&self) -> Facts {
        let mut facts = Facts { rows: self.len() as u64, ..Facts::default() };
        let mut packed = [0u64; 256];
        let (mut first, mut last) = (u32::MAX, 0);
        for shard in &self.shards {
            shard.kind.iter().for_each(|kind| packed[usize::from(*kind)] += 1);
            for time in &shard.time {
                first = first.min(*time);
                last = last.max(*time);
            }
        }
        for (kind, rows) in packed.into_iter().enumerate() {
            facts.kinds[(kind & 0xf).min(5)] += rows;
        }
        facts.extent = (facts.rows > 0).then(|| (crate::model::Stamp::seconds(first), crate::model::Stamp::seconds(last)));
        facts
    }

    /// For each file its rows that stand again, and when the first of them happened: the same person at the same instant
    /// with the same cells in all columns that are kept.
    pub fn twice(&self) -> Vec<(FileId, u64, i64)> {
        let mut found: Vec<(u64, u32)> = vec![(0, u32::MAX); self.files.len()];
        self.shards.iter().for_each(|shard| shard.twice(&mut found));
        let files = self.files.iter().zip(found).filter(|(_, (rows, _))| *rows > 0);
        files.map(|(file, (rows, first))| (*file, rows, crate::model::Stamp::seconds(first))).collect()
    }

    /// The store's number of a file, if it has rows of it.
    pub fn number_of(&self, file: FileId) -> Option<u16> {
        self.files.iter().position(|known| *known == file).map(|at| at as u16)
    }

    /// Every person's run.
    pub fn runs(&self) -> impl Iterator<Item = Run<'_>> {
        self.shards.iter().flat_map(|shard| shard.runs().map(move |(person, range)| Run { shard, person, range }))
    }
}

impl Default for Events {
    fn default() -> Events {
        Events::new(0, 1)
    }
}

/// The events of one person, by time.
#[derive(Clone)]
pub struct Run<'a> {
    shard: &'a Shard,
    /// The person's code.
    pub person: u32,
    range: Range<usize>,
}

impl<'a> Run<'a> {
    /// How many events there are.
    pub fn len(&self) -> usize {
        self.range.len()
    }

    /// Whether there is none: never.
    pub fn is_empty(&self) -> bool {
        self.range.is_empty()
    }

    /// Instants of the events, as stamps.
    #[inline]
    pub fn times(&self) -> &'a [u32] {
        &self.shard.time[self.range.clone()]
    }

    /// Thousandths of a second beside the instant of an event.
    pub fn millis(&self, event: usize) -> u16 {
        self.shard.millis.get(self.range.start + event).copied().unwrap_or(0)
    }

    /// The file of an event, by [`Events::number_of`].
    pub fn file(&self, event: usize) -> u16 {
        self.shard.file_of(self.range.start + event)
    }

    /// What was done, and on what kind of page, as packed by [`EventRows`](crate::model::EventRows).
    #[inline]
    pub fn kinds(&self) -> &'a [u8] {
        &self.shard.kind[self.range.clone()]
    }

    #[inline]
    fn text(&self, column: usize) -> Codes<'a> {
        Codes(self.shard.texts[column].get(self.range.clone()).unwrap_or(&[]))
    }

    /// The pages: the page column, else the item.
    #[inline]
    pub fn pages(&self) -> Pages<'a> {
        Pages { pages: self.text(PAGE), items: self.text(ITEM) }
    }

    /// The items.
    #[inline]
    pub fn items(&self) -> Codes<'a> {
        self.text(ITEM)
    }

    /// The categories.
    #[inline]
    pub fn categories(&self) -> Codes<'a> {
        self.text(CATEGORY)
    }

    /// The sources.
    #[inline]
    pub fn sources(&self) -> Codes<'a> {
        self.text(SOURCE)
    }

    /// The log's own visit ids.
    #[inline]
    pub fn sessions(&self) -> Codes<'a> {
        self.text(SESSION)
    }

    /// The searched terms.
    #[inline]
    pub fn terms(&self) -> Codes<'a> {
        self.text(TERM)
    }
}

/// The kind of a packed event.
#[inline]
pub fn kind_of(packed: u8) -> EventKind {
    match packed & 0xf {
        0 => EventKind::View,
        1 => EventKind::Favorite,
        2 => EventKind::Cart,
        3 => EventKind::Search,
        4 => EventKind::Buy,
        _ => EventKind::Other,
    }
}

/// Whether a packed event says that it is on an item's page.
#[inline]
pub fn on_item_page(packed: u8) -> bool {
    packed >> 4 == PageType::Item as u8
}

/// A column of a person's events; 0 everywhere where no file has it.
#[derive(Clone, Copy)]
pub struct Codes<'a>(&'a [u32]);

impl Codes<'_> {
    /// Whether no file has the column.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Whether an event has a code. Where no file has the column, all have 0.
    pub fn has(self, code: u32) -> bool {
        if self.0.is_empty() {
            return code == 0;
        }
        // Sixteen at a time, so that vectors compare them.
        self.0.chunks(16).any(|codes| codes.iter().fold(false, |found, other| found | (*other == code)))
    }

    /// The code of an event.
    #[inline]
    pub fn at(self, event: usize) -> u32 {
        self.0.get(event).copied().unwrap_or(0)
    }
}

/// The pages of a person's events.
#[derive(Clone, Copy)]
pub struct Pages<'a> {
    pages: Codes<'a>,
    items: Codes<'a>,
}

impl Pages<'_> {
    /// Whether an event may be on a page.
    pub fn has(self, page: u32) -> bool {
        self.pages.has(page) || self.items.has(page)
    }

    /// The page of an event: its page, else its item.
    #[inline]
    pub fn at(self, event: usize) -> u32 {
        match self.pages.at(event) {
            0 => self.items.at(event),
            page => page,
        }
    }
}

/// The names of all admitted events, and which columns they have. One lane's keeping, for all.
#[derive(Clone, Default)]
pub struct Register {
    /// All names.
    pub names: NameSet,
    files: Vec<(FileId, Roles)>,
}

/// A file's names as one reader knows them.
pub type Readers = [(u8, NameSet)];

/// Numbers above this are codes only where there are as many rows: tables by code would be mostly empty.
const SPARSE: u64 = 1 << 24;

impl Register {
    /// The spaces that turn into texts, or are texts, when a file with these names is let in. `rows` are all rows.
    pub fn texts_with(&self, readers: &Readers, rows: u64) -> Spaces {
        let mut texts = self.names.texts();
        for space in Space::ALL {
            // Tables by code are kept of what is broken down by, never of persons and visits.
            let sparse = |codes: u64| codes > SPARSE.max(rows) && !matches!(space, Space::People | Space::Sessions);
            if readers.iter().any(|(_, names)| !names.of(space).are_numbers() || sparse(u64::from(names.of(space).codes()))) {
                texts.add(space);
            }
        }
        texts
    }

    /// Lets a file in. `numbers` are the plain numbers that rows of any lane have in spaces that are texts.
    pub fn admit(&mut self, file: FileId, roles: Roles, texts: Spaces, readers: &Readers, numbers: &[(u8, Vec<u32>)]) -> Admission {
        let mut admission = Admission { texts, ..Admission::default() };
        for space in Space::ALL {
            let names = self.names.of_mut(space);
            if !texts.has(space) {
                readers.iter().for_each(|(_, theirs)| names.raise(theirs.of(space)));
                continue;
            }
            names.to_texts();
            for (reader, theirs) in readers {
                if let crate::model::Names::Texts(dict) = theirs.of(space) {
                    let map = (0..dict.len() as u32).map(|code| names.code(dict.text(code))).collect();
                    admission.maps.push((*reader, space as u8, map));
                }
            }
            let mut codes: Vec<u32> = numbers.iter().filter(|(of, _)| *of == space as u8).flat_map(|(_, codes)| codes).copied().collect();
            codes.sort_unstable();
            codes.dedup();
            admission.numbers.push((space as u8, codes.into_iter().map(|code| (code, names.recode(code))).collect()));
        }
        self.files.push((file, roles));
        admission
    }

    /// Forgets a file. The names stay: they cost little and somebody may drop it again.
    pub fn remove(&mut self, file: FileId) {
        self.files.retain(|(of, _)| *of != file);
        if self.files.is_empty() {
            *self = Register::default();
        }
    }

    /// Roles that at least one file has.
    pub fn roles(&self) -> Roles {
        self.files.iter().fold(Roles::default(), |all, (_, roles)| all.union(*roles))
    }
}

const _: () = assert!(EventKind::View as u8 == 0 && EventKind::Buy as u8 == 4 && EventKind::Other as u8 == 5);
