//! What every person did on each day, remembered from one question to the next.
//!
//! Without a filter, nearly everything that visits count is counted by day, and a day's counts do not change when other
//! days are asked for. Only persons must be counted anew: one of two days is one of the week. So the events are walked
//! over once; the figures of any period are read off the days and a list of who came when, four bytes for each person,
//! day and source.

use super::grid::{Grid, source_visitor};
use super::keys::{Cell, Keyed, SourceCell};
use super::traffic::{Codes, Counted, Traffic};
use crate::metric::{Part, Tally};
use crate::model::{Day, Period};

/// What was counted over all days with events.
#[derive(Clone, Debug)]
pub struct DayBook {
    first: Day,
    /// A tally for each day.
    days: Vec<Tally>,
    /// A15: views of each day by hour.
    hours: Vec<[u64; 24]>,
    came: Came,
}

/// Who came when, in the order of persons and days.
#[derive(Clone, Debug)]
pub struct Came {
    /// What each source counted on each day, day by day, but for persons.
    sources: Vec<SourceCell>,
    /// How many sources a day has.
    width: usize,
    /// The most entries that are kept: more are given up.
    most: usize,
    /// Entries, in stretches of [`STRETCH`]: growing never moves them.
    stretches: Vec<Vec<u32>>,
    /// The day at hand of the person at hand: position, marks, and the sources of the visits that began on it, with
    /// whether the first visit of each was a new person's.
    day: u32,
    marks: u32,
    began: Vec<(u32, bool)>,
    /// [`PERSON`] until the person at hand has an entry.
    person: u32,
}

const STRETCH: usize = 1 << 16;

// An entry: the day's position, marks, and the source of a visit that began on it. A day has more than one where visits
// of more than one source began.
const DAYS: u32 = 12;
const DAY: u32 = (1 << DAYS) - 1;
/// The first one of a person.
const PERSON: u32 = 1 << DAYS;
/// The first one of a day.
const FIRST: u32 = PERSON << 1;
/// The person had been here on one of the days before.
const RETURNS: u32 = PERSON << 2;
/// The person saw an item's page.
const ITEM: u32 = PERSON << 3;
/// A visit of the source began.
const BEGAN: u32 = PERSON << 4;
/// It was a new person's.
const NEW: u32 = PERSON << 5;
const SOURCE: u32 = DAYS + 6;

/// Cells of sources that are kept at most.
const CELLS: usize = 1 << 20;

impl Came {
    /// Room for the days of a period; None where there are too many days, or sources. `rows` are the events.
    pub fn room(period: Period, codes: Codes, rows: usize) -> Option<Came> {
        let (days, width) = (period.days() as usize, codes.sources.max(1) as usize);
        if days > 1 << DAYS || width > 1 << (32 - SOURCE) || days * width > CELLS {
            return None;
        }
        // Small logs may have a person and a day for each row; of large ones this must stay the smaller part.
        let most = (rows / 2).max(1 << 20);
        let sources = vec![SourceCell::default(); days * width];
        Some(Came { sources, width, most, stretches: Vec::new(), day: 0, marks: 0, began: Vec::new(), person: PERSON })
    }

    /// Another person follows.
    #[inline]
    pub fn person(&mut self) {
        self.turn();
        self.person = PERSON;
    }

    /// A visit begins, on the day at this position.
    #[inline]
    pub fn begin(&mut self, day: usize, source: u32, new: bool) {
        self.turn_to(day);
        if !self.began.iter().any(|(known, _)| *known == source) {
            self.began.push((source, new));
        }
    }

    /// A day with views is over; or a part of it, where a clock was changed.
    #[inline]
    pub fn came(&mut self, day: usize, returns: bool, item: bool) {
        self.turn_to(day);
        self.marks |= FIRST | if returns { RETURNS } else { 0 } | if item { ITEM } else { 0 };
    }

    /// A visit is over.
    #[inline]
    pub fn visit(&mut self, day: usize, source: u32, views: u32, landing_page_views: u32) {
        let Some(cell) = self.sources.get_mut(day * self.width + source as usize) else { return };
        cell.visit(views, landing_page_views);
    }

    #[inline]
    fn turn_to(&mut self, day: usize) {
        if self.day != day as u32 {
            self.turn();
            self.day = day as u32;
        }
    }

    /// Writes the day at hand.
    fn turn(&mut self) {
        let mut marks = self.day | std::mem::take(&mut self.marks);
        if self.began.is_empty() && marks & FIRST != 0 {
            self.write(marks);
        }
        for at in 0..self.began.len() {
            let (source, new) = self.began[at];
            self.write(marks | BEGAN | if new { NEW } else { 0 } | source << SOURCE);
            marks = self.day;
        }
        self.began.clear();
    }

    fn write(&mut self, entry: u32) {
        if self.stretches.last().is_none_or(|stretch| stretch.len() == STRETCH) {
            if self.stretches.len() * STRETCH >= self.most {
                (self.most, self.stretches) = (0, Vec::new());
                return;
            }
            self.stretches.push(Vec::with_capacity(STRETCH));
        }
        let entry = entry | std::mem::take(&mut self.person);
        if let Some(stretch) = self.stretches.last_mut() {
            stretch.push(entry);
        }
    }
}

impl DayBook {
    /// What was counted by day, from the first one on, and who came; None where that would be too long a list.
    pub fn new(first: Day, days: Vec<Tally>, hours: Vec<[u64; 24]>, mut came: Came) -> Option<DayBook> {
        came.turn();
        (came.most > 0).then_some(DayBook { first, days, hours, came })
    }

    /// Counts the days of an empty grid, and the visits of `sources` if these are wanted.
    pub fn read(&self, counted: &mut Traffic, period: Period, sources: bool) {
        for (at, tally) in counted.grid.days.iter_mut().enumerate() {
            let day = Day(period.from.0 + at as i32);
            let Some(known) = usize::try_from(day.0 - self.first.0).ok().filter(|known| *known < self.days.len()) else { continue };
            tally.merge(&self.days[known]);
            let hours = &mut counted.hours[usize::from(day.weekday() - 1)];
            hours.iter_mut().zip(&self.hours[known]).for_each(|(mine, views)| *mine += views);
            if sources {
                let cells = &self.came.sources[known * self.came.width..][..self.came.width];
                let busy = (0..).zip(cells).filter(|(_, cell)| cell.visits > 0);
                busy.for_each(|(source, cell)| counted.sources.at(source).merge(cell));
            }
        }
        let by_source = sources.then_some(&mut counted.sources);
        self.count_persons(&mut counted.grid, period, by_source);
    }

    fn count_persons(&self, grid: &mut Grid, period: Period, mut sources: Option<&mut Keyed<SourceCell>>) {
        let before = period.from.0.wrapping_sub(self.first.0) as u32;
        let (mut person, mut seen) = (0, Counted::default());
        for entry in self.came.stretches.iter().flatten() {
            if entry & PERSON != 0 {
                (person, seen) = (person + 1, Counted::default());
            }
            let at = (entry & DAY).wrapping_sub(before);
            if at >= period.days() {
                continue;
            }
            if entry & FIRST != 0 {
                let mut count = |mark, part, seen| {
                    if entry & mark != 0 {
                        grid.count_buckets(at as usize, seen, |tally| tally[part] += 1);
                    }
                };
                count(FIRST, Part::Visitors, &mut seen.visitor);
                count(RETURNS, Part::ReturningVisitors, &mut seen.returning);
                count(ITEM, Part::ItemPageVisitors, &mut seen.item_visitor);
            }
            if entry & BEGAN == 0 {
                continue;
            }
            let new = entry & NEW != 0;
            grid.count_buckets(at as usize, &mut seen.source_visitor, source_visitor(new));
            if let Some(sources) = sources.as_deref_mut() {
                sources.at(entry >> SOURCE).come(person, new);
            }
        }
    }
}
