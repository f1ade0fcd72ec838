//! Groups A and D: views, visits and sources, person by person.
//!
//! A visit is a person's run of views with no gap above [`VISIT_GAP`], or the views with one visit id of the log. It
//! belongs to the day and source of its first view. Visits are formed over all loaded views, selected by period
//! afterwards. Source of the rules: the catalogue's entries A01 to A20 and D01 to D09.

mod plain;
mod visit;

use super::by_key::{ByKey, done};
use super::daybook::{Came, DayBook};
use super::filter::EventFilter;
use super::grid::{Grid, Seen};
use super::keys::{self, Both, Done, Door, DoorCell, EventCell, Keyed, SourceCell, ViewCell};
use crate::metric::Part;
use crate::model::{Day, EventKind, LocalClock, Stamp};
use crate::store::Run;
use crate::store::events::{kind_of, on_item_page};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use visit::{Items, Views};

/// A longer pause between two views starts a new visit, in seconds.
pub const VISIT_GAP: u32 = 1800;

/// A person who was here on one of so many days before comes back; others are new.
pub const RETURN_DAYS: i32 = 6;

/// What to count beside the grid.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Wanted {
    /// Visits by source.
    pub sources: bool,
    /// Entry and exit pages.
    pub places: bool,
    /// Items of views.
    pub items: bool,
    /// Categories of views.
    pub categories: bool,
    /// Searched terms.
    pub terms: bool,
}

/// How many codes the names of some events have: cells for keys are kept for all of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Codes {
    /// Of pages and items.
    pub places: u32,
    /// Of categories.
    pub categories: u32,
    /// Of sources.
    pub sources: u32,
    /// Of searched terms.
    pub terms: u32,
}

/// What was counted in events.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Traffic {
    /// By day and bucket.
    pub grid: Grid,
    /// By source of the visit, over the period.
    pub sources: Keyed<SourceCell>,
    /// By page, over the period.
    pub places: Both<ViewCell, DoorCell>,
    /// By item, over the period.
    pub items: Both<ViewCell, EventCell>,
    /// By category, over the period.
    pub categories: Both<ViewCell, EventCell>,
    /// By searched term, over the period.
    pub terms: Keyed<EventCell>,
    /// A15: views by weekday (Monday first) and hour, over the period.
    pub hours: [[u64; 24]; 7],
}

impl Traffic {
    /// Nothing counted yet, of data with so many names.
    pub fn new(grid: Grid, codes: Codes) -> Traffic {
        Traffic {
            grid,
            sources: Keyed::of(codes.sources),
            places: Both::of(codes.places),
            items: Both::of(codes.places),
            categories: Both::of(codes.categories),
            terms: Keyed::of(codes.terms),
            hours: [[0; 24]; 7],
        }
    }

    /// Works off what was put by.
    pub fn finish(&mut self) {
        self.sources.finish();
        self.places.finish();
        self.items.finish();
        self.categories.finish();
        self.terms.finish();
    }

    /// Adds the counts of other persons over the same period and grid.
    pub fn merge(&mut self, other: &Traffic) {
        self.grid.merge(&other.grid);
        self.sources.merge(&other.sources);
        self.places.merge(&other.places);
        self.items.merge(&other.items);
        self.categories.merge(&other.categories);
        self.terms.merge(&other.terms);
        for (mine, theirs) in self.hours.iter_mut().flatten().zip(other.hours.iter().flatten()) {
            *mine += theirs;
        }
    }
}

/// Counts everything of the groups A and D.
pub struct TrafficFold {
    clock: LocalClock,
    wanted: Wanted,
    filter: EventFilter,
    /// The last day that any event covers: who came first less than so many days before it is in no cohort.
    last_day: Day,
    by_key: ByKey,
    counted: Traffic,
    /// A15: views of each day of the period by hour.
    hours: Vec<[u64; 24]>,
    /// Who came when, if that is to be remembered.
    came: Option<Came>,
    /// The number of the person at hand.
    person: u32,
    /// Visits of the person at hand that are not counted yet, in the order of their first views.
    visits: Vec<Visit>,
    /// The visits of the log's own visit ids, by these.
    sessions: Vec<(u32, u32)>,
    /// Room of visits that are over.
    spare: Vec<Items>,
    /// Which events of the day at hand the filter takes; empty where it takes all.
    hits: Vec<bool>,
}

/// One visit of the person at hand, as far as its views have come.
struct Visit {
    /// Position of its day in the period.
    day: Option<usize>,
    /// Whether the person had not been here in the days before.
    new: bool,
    /// Whether the filter takes visits like this, and one of its views.
    hit: bool,
    seen: bool,
    source: u32,
    views: Views,
    items: Items,
}

/// The local day at hand.
#[derive(Clone, Copy)]
struct Today {
    day: Day,
    /// The stamp before which it is this day.
    to: u32,
    /// Stamp of its midnight, for hours; it may lie before the first stamp there is.
    midnight: u32,
    /// Its position in the period.
    at: Option<usize>,
}

/// Who was counted where, for the person at hand.
#[derive(Clone, Copy, Default)]
pub(super) struct Counted {
    pub(super) visitor: Seen,
    pub(super) returning: Seen,
    pub(super) item_visitor: Seen,
    pub(super) source_visitor: Seen,
}

/// The days of the person at hand.
#[derive(Clone, Copy, Default)]
struct Days {
    /// The first one with a view.
    first: Option<Day>,
    /// The last one with a view, and the one before it.
    last: Option<Day>,
    before: Option<Day>,
    /// Which of the seven days after the first one have a view, as bits.
    back: u8,
    /// Whether a view was taken.
    hit: bool,
    /// The visit that is not over, where visits have no ids: the instant of its last view, and its position.
    open: Option<(u32, u32)>,
}

impl Days {
    /// There is a view on a day.
    fn come(&mut self, day: Day) {
        if self.last != Some(day) {
            self.before = self.last.replace(day);
            let later = day.0 - self.first.get_or_insert(day).0;
            self.back |= if later <= 7 { 1 << later } else { 0 };
        }
    }
}

impl TrafficFold {
    /// A fold into what was counted so far.
    pub fn new(clock: LocalClock, counted: Traffic, wanted: Wanted, filter: EventFilter, last_day: Day, by_key: ByKey) -> TrafficFold {
        TrafficFold {
            hours: vec![[0; 24]; counted.grid.days.len()],
            clock,
            wanted,
            filter,
            last_day,
            by_key,
            counted,
            came: None,
            person: 0,
            visits: Vec::new(),
            sessions: Vec::new(),
            spare: Vec::new(),
            hits: Vec::new(),
        }
    }

    /// A fold that remembers who came when. Without a filter, over all days with events.
    pub fn remembering(clock: LocalClock, counted: Traffic, last_day: Day, came: Came) -> TrafficFold {
        let (wanted, filter) = (Wanted::default(), EventFilter::default());
        TrafficFold { came: Some(came), ..TrafficFold::new(clock, counted, wanted, filter, last_day, ByKey::new(wanted, None, None)) }
    }

    fn today(&mut self, stamp: u32) -> Today {
        let (day, _, to) = self.clock.day_span(Stamp::seconds(stamp));
        let at = self.counted.grid.at(day);
        let midnight = stamp.wrapping_sub(self.clock.local(Stamp::seconds(stamp)).rem_euclid(86_400) as u32);
        Today { day, to: Stamp::of(to), midnight, at }
    }

    /// Counts one person.
    pub fn person(&mut self, run: &Run<'_>) {
        if !self.filter.takes_all() && !self.filter.concerns(run) {
            return;
        }
        self.person += 1;
        self.came.iter_mut().for_each(Came::person);
        let mut seen = Counted::default();
        self.read(run, &mut seen);
        self.count_visits(&mut seen);
    }

    /// Counts a person's events, day by day: first the visits, which decide what the filter takes, then all else.
    fn read(&mut self, run: &Run<'_>, seen: &mut Counted) {
        self.sessions.clear();
        // Most logs have no visit ids, and most questions no filter: a way of its own for these.
        let days =
            if self.filter.takes_all() && run.sessions().is_empty() { self.read_plain(run, seen) } else { self.read_days(run, seen) };
        let Some((first, at)) = days.first.and_then(|first| Some((first, self.counted.grid.at(first)?))) else { return };
        if days.hit {
            let tally = self.counted.grid.day(at);
            for (later, (cohort, retained)) in (1..).zip(Part::RETENTION) {
                if first.0 + later <= self.last_day.0 {
                    tally[cohort] += 1;
                    tally[retained] += u64::from(days.back >> later & 1);
                }
            }
        }
    }

    /// Counts days whose events a filter takes or not, or whose visits have ids.
    fn read_days(&mut self, run: &Run<'_>, seen: &mut Counted) -> Days {
        let (mut days, mut start) = (Days::default(), 0);
        let times = run.times();
        while let Some(first) = times.get(start) {
            let today = self.today(*first);
            let end = start + times[start..].iter().take_while(|time| **time < today.to).count();
            self.hits.clear();
            self.read_visits(run, start..end, &today, &mut days, seen);
            self.read_events(run, start..end, &today, &mut days, seen);
            start = end;
        }
        days
    }

    /// Reads the visits of a day, and which of its events the filter takes. Visits are counted as soon as they are over;
    /// where the log has visit ids, none is over before the person's last event.
    fn read_visits(&mut self, run: &Run<'_>, range: Range<usize>, today: &Today, days: &mut Days, seen: &mut Counted) {
        let (times, kinds) = (run.times(), run.kinds());
        let (items, pages, sessions) = (run.items(), run.pages(), run.sessions());
        let all = self.filter.takes_all();
        let mut came = false;
        for ((time, packed), at) in times[range.clone()].iter().zip(&kinds[range.clone()]).zip(range) {
            let (time, packed) = (*time, *packed);
            if kind_of(packed) != EventKind::View {
                if !all {
                    self.hits.push(self.filter.takes_event(run, at, self.visit_of(sessions.at(at), days.open)));
                }
                continue;
            }
            if !std::mem::replace(&mut came, true) {
                days.come(today.day);
            }
            let visit = match sessions.at(at) {
                0 => {
                    let visit = match days.open {
                        Some((last, visit)) if time - last <= VISIT_GAP => visit,
                        _ => {
                            if sessions.is_empty() {
                                self.count_visits(seen);
                            }
                            self.start(run, at, today, days.before)
                        }
                    };
                    days.open = Some((time, visit));
                    visit
                }
                // The latest sessions are the likeliest: look from the end.
                session => match self.sessions.iter().rev().find(|(known, _)| *known == session) {
                    Some((_, visit)) => *visit,
                    None => {
                        let visit = self.start(run, at, today, days.before);
                        self.sessions.push((session, visit));
                        visit
                    }
                },
            };
            let visit = &mut self.visits[visit as usize];
            let hit = all || (visit.hit && self.filter.takes_row(run, at));
            if !all {
                self.hits.push(hit);
            }
            visit.seen |= hit;
            let (page, item) = (pages.at(at), items.at(at));
            let on_item = on_item_page(packed) || item != 0;
            visit.views.add(time, page, on_item);
            if on_item {
                visit.items.add(page, item);
            }
        }
    }

    /// Counts the events of a day that the filter takes.
    fn read_events(&mut self, run: &Run<'_>, range: Range<usize>, today: &Today, days: &mut Days, seen: &mut Counted) {
        let (times, kinds, items) = (run.times(), run.kinds(), run.items());
        let by_key = self.by_key.counts_views();
        let (mut views, mut item_views) = (0, 0);
        for (hit, ((time, packed), at)) in times[range.clone()].iter().zip(&kinds[range.clone()]).zip(range).enumerate() {
            if self.hits.get(hit) == Some(&false) {
                continue;
            }
            let packed = *packed;
            if kind_of(packed) != EventKind::View {
                if let (Some(day), Some(done)) = (today.at, done(packed, items.at(at))) {
                    self.count_event(run, at, done, day);
                }
                continue;
            }
            views += 1;
            item_views += u64::from(on_item_page(packed) || items.at(at) != 0);
            if let Some(day) = today.at {
                let hour = time.wrapping_sub(today.midnight) / 3600;
                self.hours[day][hour.min(23) as usize] += 1;
                if by_key {
                    self.by_key.view(&mut self.counted, run, at, self.person);
                }
            }
        }
        self.count_day(today, days, views, item_views, seen);
    }

    /// Counts views of a day, of which some are of items' pages.
    fn count_day(&mut self, today: &Today, days: &mut Days, views: u64, item_views: u64, seen: &mut Counted) {
        days.hit |= views > 0;
        let Some(at) = today.at.filter(|_| views > 0) else { return };
        let grid = &mut self.counted.grid;
        let tally = grid.day(at);
        tally[Part::PageViews] += views;
        tally[Part::ItemPageViews] += item_views;
        let returns = days.before.is_some_and(|before| today.day.0 - before.0 <= RETURN_DAYS);
        self.came.iter_mut().for_each(|came| came.came(at, returns, item_views > 0));
        grid.person(at, Part::Visitors, &mut seen.visitor);
        if returns {
            grid.person(at, Part::ReturningVisitors, &mut seen.returning);
        }
        if item_views > 0 {
            grid.person(at, Part::ItemPageVisitors, &mut seen.item_visitor);
        }
    }

    /// Starts a visit with a view on a day; `before` is the last earlier day with a view.
    fn start(&mut self, run: &Run<'_>, at: usize, today: &Today, before: Option<Day>) -> u32 {
        let (source, new) = self.begin(run, at, today, before);
        let views = Views::from(run.times()[at], run.pages().at(at));
        let (hit, items) = (self.filter.takes_visit(source), self.spare.pop().unwrap_or_default());
        self.visits.push(Visit { day: today.at, new, hit, seen: false, source, views, items });
        self.visits.len() as u32 - 1
    }

    /// The source of a visit that begins with a view, and whether the person had not been here in the days before.
    fn begin(&mut self, run: &Run<'_>, at: usize, today: &Today, before: Option<Day>) -> (u32, bool) {
        let new = before.is_none_or(|before| today.day.0 - before.0 > RETURN_DAYS);
        let source = run.sources().at(at);
        if let (Some(came), Some(day)) = (&mut self.came, today.at) {
            came.begin(day, source, new);
        }
        (source, new)
    }

    /// Whether the filter takes the visit that an event falls into.
    fn visit_of(&self, session: u32, open: Option<(u32, u32)>) -> Option<bool> {
        let visit = match session {
            0 => open.map(|(_, visit)| visit),
            session => self.sessions.iter().rev().find(|(known, _)| *known == session).map(|(_, visit)| *visit),
        };
        visit.map(|visit| self.visits[visit as usize].hit)
    }

    fn count_event(&mut self, run: &Run<'_>, at: usize, done: Done, day: usize) {
        let part = match done.kind {
            EventKind::Favorite => Part::Favorites,
            EventKind::Cart => Part::Carts,
            EventKind::Search => Part::Searches,
            EventKind::Buy => Part::Buys,
            EventKind::View | EventKind::Other => return,
        };
        let tally = self.counted.grid.day(day);
        tally[part] += 1;
        tally[Part::ItemFavorites] += u64::from(done.item_favorite);
        self.by_key.event(&mut self.counted, run, at, done);
    }

    /// Counts the visits that are over.
    fn count_visits(&mut self, seen: &mut Counted) {
        let mut visits = std::mem::take(&mut self.visits);
        for mut visit in visits.drain(..) {
            if visit.hit
                && visit.seen
                && let Some(day) = visit.day
            {
                let items = visit.items.different();
                self.count_visit(day, visit.source, visit.new, &visit.views, items, seen);
            }
            visit.items.clear();
            self.spare.push(visit.items);
        }
        self.visits = visits;
    }

    /// What a visit counts, on the day of its first view; it looked at so many different items.
    fn count_visit(&mut self, day: usize, source: u32, new: bool, visit: &Views, items: u64, seen: &mut Counted) {
        let bounced = visit.count == 1;
        let grid = &mut self.counted.grid;
        let tally = grid.day(day);
        tally[Part::Visits] += 1;
        tally[Part::Exits] += 1;
        tally[Part::VisitViews] += u64::from(visit.count);
        tally[Part::Bounces] += u64::from(bounced);
        if !bounced {
            tally[Part::TimedVisits] += 1;
            tally[Part::VisitSeconds] += u64::from(visit.last - visit.first);
        }
        tally[Part::LandingPageViews] += u64::from(visit.landing);
        tally[Part::ItemVisits] += items;
        tally[Part::ItemViewsFollowed] += u64::from(visit.followed);
        tally[Part::ItemViewSeconds] += u64::from(visit.seconds);
        // A person is a source's visitor in a bucket at the first visit there, and new or not by that visit.
        grid.source_person(day, new, &mut seen.source_visitor);
        let (views, landing_page_views) = (visit.count, visit.landing);
        self.came.iter_mut().for_each(|came| came.visit(day, source, views, landing_page_views));
        if self.wanted.sources {
            self.counted.sources.add(source, keys::Visit { person: self.person, views, landing_page_views, new });
        }
        if self.by_key.counts_page(visit.first_page) {
            self.counted.places.seldom.add(visit.first_page, Door::Entry { bounced, landing_page_views });
        }
        if self.by_key.counts_page(visit.last_page) {
            self.counted.places.seldom.add(visit.last_page, Door::Exit);
        }
    }

    /// What was counted, when all persons have come.
    pub fn finish(mut self) -> Traffic {
        for (at, hours) in (0..).zip(&self.hours) {
            let weekday = Day(self.counted.grid.first().0 + at).weekday() - 1;
            self.counted.hours[usize::from(weekday)].iter_mut().zip(hours).for_each(|(mine, views)| *mine += views);
        }
        self.counted.finish();
        self.counted
    }

    /// What is remembered, when all persons have come; None where it would be too much.
    pub fn remember(self) -> Option<DayBook> {
        DayBook::new(self.counted.grid.first(), self.counted.grid.days, self.hours, self.came?)
    }
}
