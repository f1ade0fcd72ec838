//! All loaded events, grouped by person, each person's sorted by time (ties: order of dropping, then of the file).

use crate::model::{Dict, EventKind, EventRows, FileId, PageType, Role, Roles};
use std::ops::Range;

/// Events of all loaded files. Columns that no file has are empty.
#[derive(Clone, Default)]
pub struct Events {
    /// Visitors by number.
    pub people: Dict,
    /// Pages and items by number.
    pub places: Dict,
    /// Categories by number.
    pub categories: Dict,
    /// Sources by number.
    pub sources: Dict,
    /// Visit ids by number.
    pub sessions: Dict,
    /// Searched terms by number.
    pub terms: Dict,
    files: Vec<(FileId, Roles)>,
    sorted: bool,
    person: Vec<u32>,
    time: Vec<i64>,
    millis: Vec<u16>,
    kind: Vec<u8>,
    file: Vec<u32>,
    /// One column each: page, item, category, source, session, term.
    texts: [Vec<u32>; 6],
    runs: Vec<u32>,
    /// First and last instant, and the number of events of each kind: taken when sorted, asked at every question.
    extent: Option<(i64, i64)>,
    kinds: [u64; 6],
}

const PAGE: usize = 0;
const ITEM: usize = 1;
const CATEGORY: usize = 2;
const SOURCE: usize = 3;
const SESSION: usize = 4;
const TERM: usize = 5;

/// The events of one person, by time.
#[derive(Clone)]
pub struct Run<'a> {
    events: &'a Events,
    /// The person.
    pub person: u32,
    range: Range<usize>,
}

impl Events {
    /// Adds the rows of a file. [`Events::sort`] must follow before anything is asked.
    pub fn append(&mut self, file: FileId, rows: EventRows) {
        let before = self.person.len();
        let people = self.people.absorb(&rows.people);
        let places = self.places.absorb(&rows.places);
        let maps = [
            &places,
            &places,
            &self.categories.absorb(&rows.categories),
            &self.sources.absorb(&rows.sources),
            &self.sessions.absorb(&rows.sessions),
            &self.terms.absorb(&rows.terms),
        ];
        let columns = [&rows.page, &rows.item, &rows.category, &rows.source, &rows.session, &rows.term];
        self.person.extend(rows.person.iter().map(|person| people[*person as usize]));
        self.time.extend_from_slice(&rows.time);
        self.kind.extend_from_slice(&rows.kind);
        let after = self.person.len();
        self.file.resize(after, file.0);
        if !rows.millis.is_empty() || !self.millis.is_empty() {
            self.millis.resize(before, 0);
            self.millis.extend_from_slice(&rows.millis);
            self.millis.resize(after, 0);
        }
        for ((text, map), column) in self.texts.iter_mut().zip(maps).zip(columns) {
            if !column.is_empty() || !text.is_empty() {
                text.resize(before, 0);
                text.extend(column.iter().map(|number| map[*number as usize]));
                text.resize(after, 0);
            }
        }
        if after > before {
            self.files.push((file, rows.roles));
        }
        self.sorted = false;
    }

    /// Forgets the rows of a file; the order of the others stays.
    pub fn remove(&mut self, file: FileId) {
        let keep: Vec<bool> = self.file.iter().map(|of| *of != file.0).collect();
        fn retain<T: Copy>(column: &mut Vec<T>, keep: &[bool]) {
            let mut at = 0;
            column.retain(|_| {
                at += 1;
                keep[at - 1]
            });
        }
        retain(&mut self.person, &keep);
        retain(&mut self.time, &keep);
        retain(&mut self.millis, &keep);
        retain(&mut self.kind, &keep);
        retain(&mut self.file, &keep);
        self.texts.iter_mut().for_each(|text| retain(text, &keep));
        self.files.retain(|(of, _)| *of != file);
        if self.files.is_empty() {
            *self = Events::default();
        }
        self.sorted = false;
    }

    /// Groups by person and sorts by time.
    pub fn sort(&mut self) {
        if self.sorted {
            return;
        }
        let mut order: Vec<u32> = (0..self.person.len() as u32).collect();
        let key = |at: &u32| {
            let at = *at as usize;
            (self.person[at], self.time[at], self.millis.get(at).copied().unwrap_or(0))
        };
        // Stable: rows with one key keep the order in which they were appended.
        order.sort_by_key(key);
        fn gather<T: Copy>(column: &mut Vec<T>, order: &[u32]) {
            if !column.is_empty() {
                *column = order.iter().map(|at| column[*at as usize]).collect();
            }
        }
        gather(&mut self.person, &order);
        gather(&mut self.time, &order);
        gather(&mut self.millis, &order);
        gather(&mut self.kind, &order);
        gather(&mut self.file, &order);
        self.texts.iter_mut().for_each(|text| gather(text, &order));
        self.runs =
            (0..self.person.len() as u32).filter(|at| *at == 0 || self.person[*at as usize] != self.person[*at as usize - 1]).collect();
        self.runs.push(self.person.len() as u32);
        self.extent = self.time.iter().min().copied().zip(self.time.iter().max().copied());
        self.kinds = [0; 6];
        self.kind.iter().for_each(|packed| self.kinds[usize::from(packed & 0xf)] += 1);
        self.sorted = true;
    }

    /// Number of events.
    pub fn len(&self) -> usize {
        self.person.len()
    }

    /// Whether no event is loaded.
    pub fn is_empty(&self) -> bool {
        self.person.is_empty()
    }

    /// Whether events are loaded: a file without a usable row is not.
    pub fn loaded(&self) -> bool {
        !self.is_empty()
    }

    /// Roles that at least one file has.
    pub fn roles(&self) -> Roles {
        self.files.iter().fold(Roles::default(), |all, (_, roles)| all.union(*roles))
    }

    /// Whether at least one file has a column of this role.
    pub fn has(&self, role: Role) -> bool {
        self.roles().has(role)
    }

    /// First and last instant, in unix seconds.
    pub fn extent(&self) -> Option<(i64, i64)> {
        self.extent
    }

    /// Number of events of a kind.
    pub fn count(&self, kind: EventKind) -> u64 {
        self.kinds[kind as usize]
    }

    /// Every person's run, in the order of first appearance.
    pub fn runs(&self) -> impl Iterator<Item = Run<'_>> {
        assert!(self.sorted || self.is_empty(), "sorted before anything is asked");
        self.runs.windows(2).map(|ends| Run {
            events: self,
            person: self.person[ends[0] as usize],
            range: ends[0] as usize..ends[1] as usize,
        })
    }
}

impl Run<'_> {
    /// Positions of the person's events, by time.
    pub fn positions(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Unix seconds of an event.
    #[inline]
    pub fn time(&self, at: usize) -> i64 {
        self.events.time[at]
    }

    /// What was done.
    #[inline]
    pub fn kind(&self, at: usize) -> EventKind {
        match self.events.kind[at] & 0xf {
            0 => EventKind::View,
            1 => EventKind::Favorite,
            2 => EventKind::Cart,
            3 => EventKind::Search,
            4 => EventKind::Buy,
            _ => EventKind::Other,
        }
    }

    #[inline]
    fn text(&self, column: usize, at: usize) -> u32 {
        self.events.texts[column].get(at).copied().unwrap_or(0)
    }

    /// The page: the page column, else the item.
    #[inline]
    pub fn page(&self, at: usize) -> u32 {
        match self.text(PAGE, at) {
            0 => self.text(ITEM, at),
            page => page,
        }
    }

    /// The item.
    #[inline]
    pub fn item(&self, at: usize) -> u32 {
        self.text(ITEM, at)
    }

    /// Whether the event is on an item's page: its page type says so, or it names an item.
    #[inline]
    pub fn on_item_page(&self, at: usize) -> bool {
        self.events.kind[at] >> 4 == PageType::Item as u8 || self.text(ITEM, at) != 0
    }

    /// The category.
    #[inline]
    pub fn category(&self, at: usize) -> u32 {
        self.text(CATEGORY, at)
    }

    /// The source.
    #[inline]
    pub fn source(&self, at: usize) -> u32 {
        self.text(SOURCE, at)
    }

    /// The log's own visit id, 0 where it has none.
    #[inline]
    pub fn session(&self, at: usize) -> u32 {
        self.text(SESSION, at)
    }

    /// The searched term.
    #[inline]
    pub fn term(&self, at: usize) -> u32 {
        self.text(TERM, at)
    }
}

const _: () = assert!(EventKind::View as u8 == 0 && EventKind::Buy as u8 == 4 && EventKind::Other as u8 == 5);
