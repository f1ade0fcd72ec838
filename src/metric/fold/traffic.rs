//! Groups A and D: views, visits and sources, person by person.
//!
//! A visit is a person's run of views with no gap above [`VISIT_GAP`], or the views with one visit id of the log. It
//! belongs to the day and source of its first view. Visits are formed over all loaded views, selected by period
//! afterwards. Source of the rules: the catalogue's entries A01 to A20 and D01 to D09.

use super::grid::{Grid, Once};
use super::keys::{KeyTallies, PlaceTally};
use crate::metric::Part;
use crate::model::{Day, EventKind, LocalClock, Period, arrange};
use crate::store::Run;

/// A longer pause between two views starts a new visit, in seconds.
pub const VISIT_GAP: i64 = 1800;

/// A person who was here on one of so many days before comes back; others are new.
pub const RETURN_DAYS: i32 = 6;

/// Items of a visit that are compared one by one.
const FEW: usize = 32;

/// What to count beside the grids.
#[derive(Clone, Copy, Default)]
pub struct Wanted {
    /// Entry and exit pages.
    pub places: bool,
    /// Items of views.
    pub items: bool,
    /// Categories of views.
    pub categories: bool,
    /// Searched terms.
    pub terms: bool,
}

/// Counts everything of the groups A and D.
#[derive(Clone)]
pub struct TrafficFold {
    clock: LocalClock,
    period: Period,
    gap: i64,
    wanted: Wanted,
    /// The grids to count into.
    pub grids: Vec<Grid>,
    /// D: by source of the visit, over the period.
    pub sources: KeyTallies,
    /// A12: by page, over the period.
    pub places: Vec<PlaceTally>,
    /// Item views by item, over the period.
    pub items: KeyTallies,
    /// Views by category, over the period.
    pub categories: KeyTallies,
    /// Searches by term, over the period.
    pub terms: KeyTallies,
    /// A15: views by weekday (Monday first) and hour, over the period.
    pub hours: [[u64; 24]; 7],
    views: Vec<View>,
    keys: Vec<u32>,
}

/// One view of the person at hand.
#[derive(Clone, Copy)]
struct View {
    time: i64,
    day: Day,
    /// The last earlier day with a view, if any.
    before: Option<Day>,
    page: u32,
    item: u32,
    on_item_page: bool,
    source: u32,
    visit: u32,
}

/// Who was counted where, for one grid and the person at hand.
#[derive(Clone, Copy, Default)]
struct Seen {
    visitor: Once,
    returning: Once,
    item_visitor: Once,
    source_visitor: Once,
}

impl TrafficFold {
    /// A fold over a period, into these grids.
    pub fn new(clock: LocalClock, period: Period, grids: Vec<Grid>, wanted: Wanted) -> TrafficFold {
        TrafficFold {
            clock,
            period,
            gap: VISIT_GAP,
            wanted,
            grids,
            sources: KeyTallies::default(),
            places: Vec::new(),
            items: KeyTallies::default(),
            categories: KeyTallies::default(),
            terms: KeyTallies::default(),
            hours: [[0; 24]; 7],
            views: Vec::new(),
            keys: Vec::new(),
        }
    }

    /// Adds the counts of other persons over the same period and grids.
    pub fn merge(&mut self, other: &TrafficFold) {
        for (mine, theirs) in self.grids.iter_mut().zip(&other.grids) {
            mine.merge(theirs);
        }
        self.sources.merge(&other.sources);
        self.items.merge(&other.items);
        self.categories.merge(&other.categories);
        self.terms.merge(&other.terms);
        self.places.resize(self.places.len().max(other.places.len()), PlaceTally::default());
        for (mine, theirs) in self.places.iter_mut().zip(&other.places) {
            mine.merge(theirs);
        }
        for (mine, theirs) in self.hours.iter_mut().flatten().zip(other.hours.iter().flatten()) {
            *mine += theirs;
        }
    }

    /// Counts one person.
    pub fn person(&mut self, run: &Run<'_>) {
        self.read(run);
        let mut views = std::mem::take(&mut self.views);
        self.count_views(run.person, &views);
        // Visits in the order of their first views; inside a visit the views keep their order.
        if !views.is_sorted_by_key(|view| view.visit) {
            arrange(&mut views, |a, b| a.visit.cmp(&b.visit));
        }
        let mut seen = vec![Seen::default(); self.grids.len()];
        for visit in views.chunk_by(|a, b| a.visit == b.visit) {
            self.count_visit(run.person, visit, &mut seen);
        }
        self.views = views;
    }

    /// Counts what is no view, and collects the views with their days and visits.
    fn read(&mut self, run: &Run<'_>) {
        self.views.clear();
        let mut open: Option<(i64, u32)> = None;
        let mut sessions: Vec<(u32, u32)> = Vec::new();
        let mut visits = 0;
        for at in run.positions() {
            let time = run.time(at);
            let day = self.clock.day(time);
            let kind = run.kind(at);
            if kind != EventKind::View {
                self.count_event(run, at, kind, day);
                continue;
            }
            let before = self.views.last().and_then(|last| if last.day < day { Some(last.day) } else { last.before });
            let mut start = || {
                visits += 1;
                visits - 1
            };
            let visit = match run.session(at) {
                0 => {
                    let visit = match open {
                        Some((last, visit)) if time - last <= self.gap => visit,
                        _ => start(),
                    };
                    open = Some((time, visit));
                    visit
                }
                // The latest sessions are the likeliest: look from the end.
                session => match sessions.iter().rev().find(|(known, _)| *known == session) {
                    Some((_, visit)) => *visit,
                    None => {
                        let visit = start();
                        sessions.push((session, visit));
                        visit
                    }
                },
            };
            self.views.push(View {
                time,
                day,
                before,
                page: run.page(at),
                item: run.item(at),
                on_item_page: run.on_item_page(at),
                source: run.source(at),
                visit,
            });
            if self.wanted.categories && self.period.contains(day) {
                let category = run.category(at);
                self.categories.at(category)[Part::PageViews] += 1;
                let new = self.categories.first(category, run.person);
                self.categories.at(category)[Part::Visitors] += u64::from(new);
            }
        }
    }

    fn count_event(&mut self, run: &Run<'_>, at: usize, kind: EventKind, day: Day) {
        let part = match kind {
            EventKind::Favorite => Part::Favorites,
            EventKind::Cart => Part::Carts,
            EventKind::Search => Part::Searches,
            EventKind::Buy => Part::Buys,
            EventKind::View | EventKind::Other => return,
        };
        let item_favorite = kind == EventKind::Favorite && run.on_item_page(at);
        for grid in &mut self.grids {
            if let Some(bucket) = grid.bucket(day) {
                grid.tallies[bucket][part] += 1;
                grid.tallies[bucket][Part::ItemFavorites] += u64::from(item_favorite);
            }
        }
        if !self.period.contains(day) {
            return;
        }
        if self.wanted.items && run.item(at) != 0 {
            let tally = self.items.at(run.item(at));
            tally[part] += 1;
            tally[Part::ItemFavorites] += u64::from(item_favorite);
        }
        if self.wanted.categories {
            self.categories.at(run.category(at))[part] += 1;
        }
        if self.wanted.terms && kind == EventKind::Search {
            self.terms.at(run.term(at))[Part::Searches] += 1;
        }
    }

    /// What a view counts by itself, on its own day.
    fn count_views(&mut self, person: u32, views: &[View]) {
        let mut seen = vec![Seen::default(); self.grids.len()];
        for view in views {
            let returning = view.before.is_some_and(|before| view.day.0 - before.0 <= RETURN_DAYS);
            for (grid, seen) in self.grids.iter_mut().zip(&mut seen) {
                let Some(bucket) = grid.bucket(view.day) else { continue };
                let tally = &mut grid.tallies[bucket];
                tally[Part::PageViews] += 1;
                tally[Part::Visitors] += u64::from(seen.visitor.first(bucket));
                if returning {
                    tally[Part::ReturningVisitors] += u64::from(seen.returning.first(bucket));
                }
                if view.on_item_page {
                    tally[Part::ItemPageViews] += 1;
                    tally[Part::ItemPageVisitors] += u64::from(seen.item_visitor.first(bucket));
                }
            }
            if !self.period.contains(view.day) {
                continue;
            }
            self.hours[usize::from(view.day.weekday() - 1)][usize::from(self.clock.hour(view.time))] += 1;
            if self.wanted.places {
                self.place(view.page).page_views += 1;
            }
            if self.wanted.items && view.item != 0 {
                let new = self.items.first(view.item, person);
                let tally = self.items.at(view.item);
                tally[Part::ItemPageViews] += 1;
                tally[Part::ItemPageVisitors] += u64::from(new);
            }
        }
    }

    /// What a visit counts, on the day of its first view.
    fn count_visit(&mut self, person: u32, views: &[View], seen: &mut [Seen]) {
        let (first, last) = (&views[0], &views[views.len() - 1]);
        let bounced = views.len() == 1;
        let landing = views.iter().filter(|view| view.page == first.page).count() as u64;
        let followed: Vec<i64> = views.windows(2).filter(|pair| pair[0].on_item_page).map(|pair| pair[1].time - pair[0].time).collect();
        let looks = self.item_looks(views);
        let new = first.before.is_none_or(|before| first.day.0 - before.0 > RETURN_DAYS);
        for (grid, seen) in self.grids.iter_mut().zip(seen) {
            let Some(bucket) = grid.bucket(first.day) else { continue };
            let tally = &mut grid.tallies[bucket];
            tally[Part::Visits] += 1;
            tally[Part::Exits] += 1;
            tally[Part::VisitViews] += views.len() as u64;
            tally[Part::Bounces] += u64::from(bounced);
            if !bounced {
                tally[Part::TimedVisits] += 1;
                tally[Part::VisitSeconds] += (last.time - first.time) as u64;
            }
            tally[Part::LandingPageViews] += landing;
            tally[Part::ItemVisits] += looks;
            tally[Part::ItemViewsFollowed] += followed.len() as u64;
            tally[Part::ItemViewSeconds] += followed.iter().sum::<i64>() as u64;
            if seen.source_visitor.first(bucket) {
                tally[Part::SourceVisitors] += 1;
                tally[Part::SourceNewVisitors] += u64::from(new);
            }
        }
        if !self.period.contains(first.day) {
            return;
        }
        let here = self.sources.first(first.source, person);
        let tally = self.sources.at(first.source);
        tally[Part::Visits] += 1;
        tally[Part::VisitViews] += views.len() as u64;
        tally[Part::Bounces] += u64::from(bounced);
        tally[Part::LandingPageViews] += landing;
        tally[Part::SourceVisitors] += u64::from(here);
        tally[Part::SourceNewVisitors] += u64::from(here && new);
        if self.wanted.places {
            let entry = self.place(first.page);
            entry.entries += 1;
            entry.bounces += u64::from(bounced);
            entry.landing_page_views += landing;
            self.place(last.page).exits += 1;
        }
    }

    /// Different items looked at in a visit; an item page without an item is known by its page.
    fn item_looks(&mut self, views: &[View]) -> u64 {
        self.keys.clear();
        for view in views.iter().filter(|view| view.on_item_page) {
            let key = if view.item != 0 { view.item } else { view.page };
            // Nearly every visit looks at a handful of items; the long ones are sorted out below.
            if self.keys.len() >= FEW || !self.keys.contains(&key) {
                self.keys.push(key);
            }
        }
        if self.keys.len() > FEW {
            arrange(&mut self.keys, Ord::cmp);
            self.keys.dedup();
        }
        self.keys.len() as u64
    }

    fn place(&mut self, page: u32) -> &mut PlaceTally {
        let at = page as usize;
        if at >= self.places.len() {
            self.places.resize(at + 1, PlaceTally::default());
        }
        &mut self.places[at]
    }
}
