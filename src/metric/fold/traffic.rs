//! Groups A and D: views, visits and sources, person by person.
//!
//! A visit is a person's run of views with no gap above [`VISIT_GAP`], or the views with one visit id of the log. It
//! belongs to the day and source of its first view. Visits are formed over all loaded views, selected by period
//! afterwards. Source of the rules: the catalogue's entries A01 to A20 and D01 to D09.

use super::filter::{EventFilter, Shortlist};
use super::grid::{Grid, Seen};
use super::keys::{self, Both, Done, Door, DoorCell, EventCell, Keyed, SourceCell, ViewCell};
use crate::metric::Part;
use crate::model::{Day, EventKind, LocalClock, Stamp};
use crate::store::Run;
use crate::store::events::{kind_of, on_item_page};
use serde::{Deserialize, Serialize};

/// A longer pause between two views starts a new visit, in seconds.
pub const VISIT_GAP: u32 = 1800;

/// A person who was here on one of so many days before comes back; others are new.
pub const RETURN_DAYS: i32 = 6;

/// Items of a visit that are compared one by one.
const FEW: usize = 32;

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
    /// The only items that are counted by.
    shortlist: Option<Shortlist>,
    counted: Traffic,
    /// The number of the person at hand.
    person: u32,
    views: Vec<View>,
    visits: Vec<Visit>,
    sessions: Vec<(u32, u32)>,
    keys: Vec<u32>,
}

/// One view of the person at hand: the visit it belongs to, its position in the run, and whether the filter takes it.
#[derive(Clone, Copy)]
struct View {
    visit: u32,
    at: u32,
    hit: bool,
}

/// One visit of the person at hand.
#[derive(Clone, Copy)]
struct Visit {
    /// Position of its day in the period.
    day: Option<usize>,
    /// Whether the person had not been here in the days before.
    new: bool,
    /// Whether the filter takes visits like this.
    hit: bool,
}

/// The local day at hand.
#[derive(Clone, Copy)]
struct Today {
    day: Day,
    /// Stamps from which and before which it is this day.
    from: u32,
    to: u32,
    /// Stamp of its midnight, for hours; it may lie before the first stamp there is.
    midnight: u32,
    /// Its position in the period.
    at: Option<usize>,
    weekday: usize,
}

/// Who was counted where, for the person at hand.
#[derive(Clone, Copy, Default)]
struct Counted {
    visitor: Seen,
    returning: Seen,
    item_visitor: Seen,
    source_visitor: Seen,
}

/// The views of one day of the person at hand.
#[derive(Clone, Copy)]
struct DayViews {
    at: Option<usize>,
    views: u64,
    item_views: u64,
    returning: bool,
}

impl TrafficFold {
    /// A fold into what was counted so far.
    pub fn new(
        clock: LocalClock,
        counted: Traffic,
        wanted: Wanted,
        filter: EventFilter,
        last_day: Day,
        shortlist: Option<Shortlist>,
    ) -> TrafficFold {
        TrafficFold {
            shortlist,
            clock,
            wanted,
            filter,
            last_day,
            counted,
            person: 0,
            views: Vec::new(),
            visits: Vec::new(),
            sessions: Vec::new(),
            keys: Vec::new(),
        }
    }

    fn today(&mut self, stamp: u32) -> Today {
        let (day, from, to) = self.clock.day_span(Stamp::seconds(stamp));
        let at = self.counted.grid.at(day);
        let midnight = stamp.wrapping_sub(self.clock.local(Stamp::seconds(stamp)).rem_euclid(86_400) as u32);
        Today { day, from: Stamp::of(from), to: Stamp::of(to), midnight, at, weekday: usize::from(day.weekday() - 1) }
    }

    /// Counts one person.
    pub fn person(&mut self, run: &Run<'_>) {
        self.person += 1;
        let mut seen = Counted::default();
        self.read(run, &mut seen);
        let (mut views, visits) = (std::mem::take(&mut self.views), std::mem::take(&mut self.visits));
        // Visits in the order of their first views; inside a visit the views keep their order.
        if !views.is_sorted_by_key(|view| view.visit) {
            views.sort_by_key(|view| view.visit);
        }
        let mut start = 0;
        for (number, visit) in visits.iter().enumerate() {
            let len = views[start..].iter().take_while(|view| view.visit == number as u32).count();
            if visit.hit
                && let Some(day) = visit.day
            {
                self.count_visit(run, &views[start..start + len], day, visit.new, &mut seen);
            }
            start += len;
        }
        (self.views, self.visits) = (views, visits);
    }

    /// Counts what is no visit, and collects the views with their visits.
    fn read(&mut self, run: &Run<'_>, seen: &mut Counted) {
        self.views.clear();
        self.visits.clear();
        self.sessions.clear();
        let (times, kinds) = (run.times(), run.kinds());
        let (items, sessions) = (run.items(), run.sessions());
        let wanted = self.wanted;
        let by_key = wanted.items || wanted.categories;
        let all = self.filter.takes_all();
        let Some(first) = times.first() else { return };
        let mut today = self.today(*first);
        let mut open: Option<(u32, u32)> = None;
        // The last day with a view, and the one before it.
        let (mut last, mut before): (Option<Day>, Option<Day>) = (None, None);
        let mut views = DayViews { at: None, views: 0, item_views: 0, returning: false };
        let (mut first_day, mut days_back) = (None, 0u8);
        for (at, (time, packed)) in times.iter().zip(kinds).enumerate() {
            if *time < today.from || *time >= today.to {
                today = self.today(*time);
            }
            let kind = kind_of(*packed);
            if kind != EventKind::View {
                if all || self.filter.takes_event(run, at, self.visit_of(sessions.at(at), open)) {
                    self.count_event(run, at, kind, *packed, today.at);
                }
                continue;
            }
            if last != Some(today.day) {
                self.close_day(&views, seen);
                before = last;
                last = Some(today.day);
                let first = *first_day.get_or_insert(today.day);
                if today.day.0 - first.0 <= 7 {
                    days_back |= 1 << (today.day.0 - first.0);
                }
                let returning = before.is_some_and(|before| today.day.0 - before.0 <= RETURN_DAYS);
                views = DayViews { at: today.at, views: 0, item_views: 0, returning };
            }
            let visit = match sessions.at(at) {
                0 => {
                    let visit = match open {
                        Some((last, visit)) if time - last <= VISIT_GAP => visit,
                        _ => self.start(run, at, today.day, before, today.at),
                    };
                    open = Some((*time, visit));
                    visit
                }
                // The latest sessions are the likeliest: look from the end.
                session => match self.sessions.iter().rev().find(|(known, _)| *known == session) {
                    Some((_, visit)) => *visit,
                    None => {
                        let visit = self.start(run, at, today.day, before, today.at);
                        self.sessions.push((session, visit));
                        visit
                    }
                },
            };
            let hit = all || (self.visits[visit as usize].hit && self.filter.takes_row(run, at));
            self.views.push(View { visit, at: at as u32, hit });
            if !hit {
                continue;
            }
            let on_item = on_item_page(*packed) || items.at(at) != 0;
            views.views += 1;
            views.item_views += u64::from(on_item);
            if today.at.is_some() {
                let hour = time.wrapping_sub(today.midnight) / 3600;
                self.counted.hours[today.weekday][hour.min(23) as usize] += 1;
                if wanted.places {
                    self.counted.places.often.add(run.pages().at(at), self.person);
                }
                if by_key {
                    self.count_view_keys(run, at);
                }
            }
        }
        self.close_day(&views, seen);
        if let Some(first) = first_day
            && let Some(at) = self.counted.grid.at(first)
            && (all || !self.views.iter().all(|view| !view.hit))
        {
            let tally = self.counted.grid.day(at);
            for (later, (cohort, retained)) in (1..).zip(Part::RETENTION) {
                if first.0 + later <= self.last_day.0 {
                    tally[cohort] += 1;
                    tally[retained] += u64::from(days_back >> later & 1);
                }
            }
        }
    }

    /// Starts a visit with a view on a day; `before` is the last earlier day with a view.
    fn start(&mut self, run: &Run<'_>, at: usize, day: Day, before: Option<Day>, position: Option<usize>) -> u32 {
        let new = before.is_none_or(|before| day.0 - before.0 > RETURN_DAYS);
        let hit = self.filter.takes_visit(run.sources().at(at));
        self.visits.push(Visit { day: position, new, hit });
        self.visits.len() as u32 - 1
    }

    /// Whether the filter takes the visit that an event falls into.
    fn visit_of(&self, session: u32, open: Option<(u32, u32)>) -> Option<bool> {
        let visit = match session {
            0 => open.map(|(_, visit)| visit),
            session => self.sessions.iter().rev().find(|(known, _)| *known == session).map(|(_, visit)| *visit),
        };
        visit.map(|visit| self.visits[visit as usize].hit)
    }

    fn count_event(&mut self, run: &Run<'_>, at: usize, kind: EventKind, packed: u8, day: Option<usize>) {
        let part = match kind {
            EventKind::Favorite => Part::Favorites,
            EventKind::Cart => Part::Carts,
            EventKind::Search => Part::Searches,
            EventKind::Buy => Part::Buys,
            EventKind::View | EventKind::Other => return,
        };
        let Some(day) = day else { return };
        let item = run.items().at(at);
        let item_favorite = kind == EventKind::Favorite && (on_item_page(packed) || item != 0);
        let tally = self.counted.grid.day(day);
        tally[part] += 1;
        tally[Part::ItemFavorites] += u64::from(item_favorite);
        let done = Done { kind, item_favorite };
        if self.wanted.items && self.counts(item) {
            self.counted.items.seldom.add(item, done);
        }
        if self.wanted.categories {
            self.counted.categories.seldom.add(run.categories().at(at), done);
        }
        if self.wanted.terms && kind == EventKind::Search {
            self.counted.terms.add(run.terms().at(at), done);
        }
    }

    /// Whether an item is counted by.
    #[inline]
    fn counts(&self, item: u32) -> bool {
        item != 0 && self.shortlist.as_ref().is_none_or(|list| list.has(item))
    }

    /// Counts a view under its item and category.
    fn count_view_keys(&mut self, run: &Run<'_>, at: usize) {
        let item = run.items().at(at);
        if self.wanted.items && self.counts(item) {
            self.counted.items.often.add(item, self.person);
        }
        if self.wanted.categories {
            self.counted.categories.often.add(run.categories().at(at), self.person);
        }
    }

    /// Counts the views of a day that is over.
    fn close_day(&mut self, views: &DayViews, seen: &mut Counted) {
        let Some(at) = views.at.filter(|_| views.views > 0) else { return };
        let tally = self.counted.grid.day(at);
        tally[Part::PageViews] += views.views;
        tally[Part::ItemPageViews] += views.item_views;
        let grid = &mut self.counted.grid;
        grid.person(at, Part::Visitors, &mut seen.visitor);
        if views.returning {
            grid.person(at, Part::ReturningVisitors, &mut seen.returning);
        }
        if views.item_views > 0 {
            grid.person(at, Part::ItemPageVisitors, &mut seen.item_visitor);
        }
    }

    /// What a visit counts, on the day of its first view.
    fn count_visit(&mut self, run: &Run<'_>, views: &[View], day: usize, new: bool, seen: &mut Counted) {
        if !views.iter().any(|view| view.hit) {
            return;
        }
        let (times, kinds, pages, items) = (run.times(), run.kinds(), run.pages(), run.items());
        let at = |view: &View| view.at as usize;
        let (first, last) = (at(&views[0]), at(&views[views.len() - 1]));
        let first_page = pages.at(first);
        let (mut landing, mut followed, mut seconds) = (0, 0, 0);
        // The instant of the view before, where it was on an item's page.
        let mut before: Option<u32> = None;
        self.keys.clear();
        for view in views {
            let at = at(view);
            if let Some(before) = before {
                followed += 1;
                seconds += u64::from(times[at] - before);
            }
            let (page, item) = (pages.at(at), items.at(at));
            landing += u32::from(page == first_page);
            let on_item = on_item_page(kinds[at]) || item != 0;
            before = on_item.then(|| times[at]);
            if on_item {
                // An item page without an item is known by its page. Nearly every visit looks at a handful of items;
                // the long ones are sorted out below.
                let key = if item != 0 { item } else { page };
                if self.keys.len() >= FEW || !self.keys.contains(&key) {
                    self.keys.push(key);
                }
            }
        }
        if self.keys.len() > FEW {
            self.keys.sort_unstable();
            self.keys.dedup();
        }
        let bounced = views.len() == 1;
        let grid = &mut self.counted.grid;
        let tally = grid.day(day);
        tally[Part::Visits] += 1;
        tally[Part::Exits] += 1;
        tally[Part::VisitViews] += views.len() as u64;
        tally[Part::Bounces] += u64::from(bounced);
        if !bounced {
            tally[Part::TimedVisits] += 1;
            tally[Part::VisitSeconds] += u64::from(times[last] - times[first]);
        }
        tally[Part::LandingPageViews] += u64::from(landing);
        tally[Part::ItemVisits] += self.keys.len() as u64;
        tally[Part::ItemViewsFollowed] += followed;
        tally[Part::ItemViewSeconds] += seconds;
        // A person is a source's visitor in a bucket at the first visit there, and new or not by that visit.
        grid.source_person(day, new, &mut seen.source_visitor);
        if self.wanted.sources {
            let visit = keys::Visit { person: self.person, views: views.len() as u32, landing_page_views: landing, new };
            self.counted.sources.add(run.sources().at(first), visit);
        }
        if self.wanted.places {
            self.counted.places.seldom.add(first_page, Door::Entry { bounced, landing_page_views: landing });
            self.counted.places.seldom.add(pages.at(last), Door::Exit);
        }
    }

    /// What was counted, when all persons have come.
    pub fn finish(mut self) -> Traffic {
        self.counted.sources.finish();
        self.counted.places.finish();
        self.counted.items.finish();
        self.counted.categories.finish();
        self.counted.terms.finish();
        self.counted
    }
}
