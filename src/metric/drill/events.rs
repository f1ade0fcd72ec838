//! Which events of a person count in a figure: the rules of groups A and D, asked the other way round.

use super::{Family, Tallied};
use crate::metric::Part;
use crate::metric::fold::{EventFilter, RETURN_DAYS, VISIT_GAP};
use crate::model::{Day, EventKind, FileId, LocalClock, Period, Stamp, Zone};
use crate::store::events::{kind_of, on_item_page};
use crate::store::{Events, Run};
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

/// What is looked for among events.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EventDrill {
    /// The part of the figure.
    pub part: Tallied,
    /// The days.
    pub period: Period,
    /// Which events count.
    pub filter: EventFilter,
    /// The key of a breakdown.
    pub key: Option<EventKey>,
    /// The last day that events cover.
    pub last_day: Day,
    /// The shop's zone.
    pub zone: Zone,
}

/// A key that events are broken down by, with its code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum EventKey {
    /// The source of the visit.
    Source(u32),
    /// The page; of a visit, the one it enters or leaves by.
    Page(u32),
    /// The item.
    Item(u32),
    /// The category.
    Category(u32),
    /// The searched term.
    Term(u32),
    /// Weekday (Monday is 0) and local hour.
    Hour(u8, u8),
    /// Nothing that an event has.
    Nothing,
}

/// An event that counts, told so that it is found among the rows of its file: the `nth` of the `of` used rows of one
/// person and instant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// The person's code.
    pub person: u32,
    /// The instant, as a [`Stamp`].
    pub time: u32,
    /// Thousandths of a second beside it.
    pub millis: u16,
    /// Which of those rows, from 0.
    pub nth: u32,
    /// How many of them there are.
    pub of: u32,
}

/// The events of a file that count, among those of these persons and instants.
pub fn marks(events: &Events, drill: &EventDrill, file: FileId, among: &[(u32, u32)]) -> Vec<Mark> {
    let Some(number) = events.number_of(file) else { return Vec::new() };
    let mut wanted: HashMap<u32, Vec<u32>, foldhash::fast::FixedState> = HashMap::default();
    for (person, time) in among {
        wanted.entry(*person).or_default().push(*time);
    }
    let mut clock = drill.zone.clock();
    let mut out = Vec::new();
    for run in events.runs() {
        let Some(times) = wanted.get_mut(&run.person) else { continue };
        times.sort_unstable();
        let (stamps, mut found) = (run.times(), rows(&run, drill, &mut clock));
        found.sort_unstable();
        found.dedup();
        for at in found {
            if run.file(at) != number || times.binary_search(&stamps[at]).is_err() {
                continue;
            }
            // Rows of one instant lie together, those of one file in its order.
            let same = |other: usize| stamps[other] == stamps[at] && run.millis(other) == run.millis(at);
            let mine = |other: &usize| run.file(*other) == number;
            let before = (0..at).rev().take_while(|other| same(*other)).filter(mine).count();
            let after = (at + 1..stamps.len()).take_while(|other| same(*other)).filter(mine).count();
            out.push(Mark {
                person: run.person,
                time: stamps[at],
                millis: run.millis(at),
                nth: before as u32,
                of: (before + 1 + after) as u32,
            });
        }
    }
    out
}

/// A visit: positions of its views in the run.
struct Visit {
    views: Vec<usize>,
    /// The day of its first view.
    day: Day,
    /// Whether the person had not been here in the days before.
    new: bool,
    /// Whether the filter takes visits like this.
    hit: bool,
}

/// A person's views by visit and day.
struct Views {
    visits: Vec<Visit>,
    /// Each view with its day, whether the filter takes it, and whether the person comes back on that day.
    views: Vec<(usize, Day, bool, bool)>,
    /// Each other event with its day and whether the filter takes it.
    deeds: Vec<(usize, Day, bool)>,
}

fn look(run: &Run<'_>, filter: &EventFilter, clock: &mut LocalClock) -> Views {
    let (times, kinds) = (run.times(), run.kinds());
    let mut out = Views { visits: Vec::new(), views: Vec::new(), deeds: Vec::new() };
    let mut visit_of_view: Vec<usize> = Vec::new();
    let mut sessions: Vec<(u32, usize)> = Vec::new();
    let mut open: Option<(u32, usize)> = None;
    // The last day with a view, and the one before it.
    let (mut last, mut before): (Option<Day>, Option<Day>) = (None, None);
    let since = |before: Option<Day>, day: Day| before.map(|before| day.0 - before.0);
    for (at, (time, packed)) in times.iter().zip(kinds).enumerate() {
        let day = clock.day(Stamp::seconds(*time));
        let session = run.sessions().at(at);
        let known = sessions.iter().find(|(known, _)| *known == session).map(|(_, visit)| *visit);
        if kind_of(*packed) != EventKind::View {
            let visit = if session == 0 { open.map(|(_, visit)| visit) } else { known };
            out.deeds.push((at, day, filter.takes_event(run, at, visit.map(|visit| out.visits[visit].hit))));
            continue;
        }
        if last != Some(day) {
            (before, last) = (last, Some(day));
        }
        let continued = match (session, open) {
            (0, Some((last, visit))) if time - last <= VISIT_GAP => Some(visit),
            (0, _) => None,
            _ => known,
        };
        let visit = continued.unwrap_or_else(|| {
            let new = since(before, day).is_none_or(|days| days > RETURN_DAYS);
            out.visits.push(Visit { views: Vec::new(), day, new, hit: filter.takes_visit(run.sources().at(at)) });
            out.visits.len() - 1
        });
        match session {
            0 => open = Some((*time, visit)),
            session if known.is_none() => sessions.push((session, visit)),
            _ => {}
        }
        out.visits[visit].views.push(at);
        visit_of_view.push(visit);
        let returning = since(before, day).is_some_and(|days| days <= RETURN_DAYS);
        let hit = out.visits[visit].hit && filter.takes_row(run, at);
        out.views.push((at, day, hit, returning));
    }
    out
}

/// Positions of the events of a run that count.
fn rows(run: &Run<'_>, drill: &EventDrill, clock: &mut LocalClock) -> Vec<usize> {
    let part = match drill.part {
        Tallied::Count(part) => part,
        // An event has no amount.
        Tallied::Amount(_) => return Vec::new(),
    };
    if drill.part.family() == Family::Sales {
        return bought(run, drill, part, clock);
    }
    let (kinds, pages, items) = (run.kinds(), run.pages(), run.items());
    let on_item = |at: usize| on_item_page(kinds[at]) || items.at(at) != 0;
    let within = |day: Day| drill.period.contains(day);
    let Views { visits, views, deeds } = look(run, &drill.filter, clock);
    let hour = |at: usize, clock: &mut LocalClock| {
        let seconds = Stamp::seconds(run.times()[at]);
        (clock.day(seconds).weekday() - 1, (clock.local(seconds).rem_euclid(86_400) / 3600) as u8)
    };
    let mut of_key = |at: usize| match drill.key {
        None => true,
        Some(EventKey::Item(item)) => item != 0 && items.at(at) == item,
        Some(EventKey::Category(category)) => run.categories().at(at) == category,
        Some(EventKey::Page(page)) => pages.at(at) == page,
        Some(EventKey::Term(term)) => run.terms().at(at) == term,
        Some(EventKey::Hour(weekday, of_day)) => hour(at, clock) == (weekday, of_day),
        Some(EventKey::Source(_) | EventKey::Nothing) => false,
    };
    // Single views and other events.
    let some = |wanted: &mut dyn FnMut(usize, bool) -> bool| -> Vec<usize> {
        let hits = views.iter().filter(|(_, day, hit, _)| *hit && within(*day));
        hits.filter(|(at, _, _, returning)| wanted(*at, *returning)).map(|(at, ..)| *at).collect()
    };
    let done = |wanted: &mut dyn FnMut(usize) -> bool| -> Vec<usize> {
        deeds.iter().filter(|(at, day, hit)| *hit && within(*day) && wanted(*at)).map(|(at, ..)| *at).collect()
    };
    match part {
        Part::PageViews | Part::Visitors | Part::VisitorDays => return some(&mut |at, _| of_key(at)),
        Part::ItemPageViews | Part::ItemPageVisitors | Part::ItemPageVisitorDays => return some(&mut |at, _| on_item(at) && of_key(at)),
        Part::ReturningVisitors => return some(&mut |at, returning| returning && of_key(at)),
        Part::Favorites => return done(&mut |at| kind_of(kinds[at]) == EventKind::Favorite && of_key(at)),
        Part::ItemFavorites => return done(&mut |at| kind_of(kinds[at]) == EventKind::Favorite && on_item(at) && of_key(at)),
        Part::Carts => return done(&mut |at| kind_of(kinds[at]) == EventKind::Cart && of_key(at)),
        Part::Searches => return done(&mut |at| kind_of(kinds[at]) == EventKind::Search && of_key(at)),
        Part::Buys => return done(&mut |at| kind_of(kinds[at]) == EventKind::Buy && of_key(at)),
        _ => {}
    }
    if let Some(days) = Part::RETENTION.iter().position(|(cohort, retained)| [*cohort, *retained].contains(&part)) {
        return cohort(drill, &views, days as i32 + 1, Part::RETENTION[days].1 == part);
    }
    let counted = visits.iter().filter(|visit| {
        let seen = visit.views.iter().any(|at| drill.filter.takes_row(run, *at));
        let entry = visit.views[0];
        let keyed = match drill.key {
            Some(EventKey::Source(source)) => run.sources().at(entry) == source,
            Some(EventKey::Page(page)) => pages.at(if part == Part::Exits { visit.views[visit.views.len() - 1] } else { entry }) == page,
            Some(_) => false,
            None => true,
        };
        visit.hit && seen && within(visit.day) && keyed
    });
    if let Part::SourceNewVisitors = part {
        // New or not by the first visit there.
        return counted.take(1).filter(|visit| visit.new).map(|visit| visit.views[0]).collect();
    }
    counted.flat_map(|visit| of_visit(run, part, &visit.views, &on_item)).collect()
}

/// The buy events that count where they stand for orders: each is one of one piece, placed and paid when it happened.
fn bought(run: &Run<'_>, drill: &EventDrill, part: Part, clock: &mut LocalClock) -> Vec<usize> {
    let times = run.times();
    let taken = |at: &usize| drill.filter.takes_all() || drill.filter.takes_event(run, *at, None);
    let buys: Vec<usize> = (0..run.len()).filter(|at| kind_of(run.kinds()[*at]) == EventKind::Buy).filter(taken).collect();
    let Some(first) = buys.first().map(|at| times[*at]) else { return Vec::new() };
    let counts = |at: &usize| match part {
        // Events tell no promotion.
        Part::PromoBuyers | Part::PromoPaidItems | Part::PromoPaidOrders => false,
        Part::RepeatBuyers => times[*at] > first,
        _ => true,
    };
    let keyed = |at: &usize| match drill.key {
        None => true,
        Some(EventKey::Item(item)) => run.items().at(*at) == item,
        Some(_) => false,
    };
    let mut inside = |at: &usize| drill.period.contains(clock.day(Stamp::seconds(times[*at])));
    buys.into_iter().filter(counts).filter(keyed).filter(|at| inside(at)).collect()
}

/// The first view of who came first in the period, or the first one so many days later.
fn cohort(drill: &EventDrill, views: &[(usize, Day, bool, bool)], later: i32, retained: bool) -> Vec<usize> {
    let Some((first, day, ..)) = views.first().copied() else { return Vec::new() };
    let hit = drill.filter.takes_all() || views.iter().any(|(_, _, hit, _)| *hit);
    if !drill.period.contains(day) || !hit || day.0 + later > drill.last_day.0 || drill.key.is_some() {
        return Vec::new();
    }
    let back = views.iter().find(|(_, of, ..)| of.0 == day.0 + later).map(|(at, ..)| *at);
    if retained { back.into_iter().collect() } else { vec![first] }
}

/// The views of a counted visit that count.
fn of_visit(run: &Run<'_>, part: Part, views: &[usize], on_item: &dyn Fn(usize) -> bool) -> Vec<usize> {
    let (pages, items) = (run.pages(), run.items());
    let (first, last) = (views[0], views[views.len() - 1]);
    let followed = || views.windows(2).map(|pair| pair[0]).filter(|at| on_item(*at));
    match part {
        Part::Visits | Part::SourceVisitors => vec![first],
        Part::Exits => vec![last],
        Part::VisitViews => views.to_vec(),
        Part::Bounces if views.len() == 1 => vec![first],
        Part::TimedVisits if views.len() > 1 => vec![first],
        Part::VisitSeconds if views.len() > 1 => vec![first, last],
        Part::LandingPageViews => views.iter().copied().filter(|at| pages.at(*at) == pages.at(first)).collect(),
        Part::ItemVisits => {
            let key = |at: usize| if items.at(at) != 0 { items.at(at) } else { pages.at(at) };
            let looked: Vec<usize> = views.iter().copied().filter(|at| on_item(*at)).collect();
            let new = |(nth, at): (usize, &usize)| !looked[..nth].iter().any(|other| key(*other) == key(*at));
            looked.iter().enumerate().filter(|(nth, at)| new((*nth, at))).map(|(_, at)| *at).collect()
        }
        Part::ItemViewsFollowed | Part::ItemViewSeconds => followed().collect(),
        _ => Vec::new(),
    }
}
