//! Which items and pages come first: looked up before any cell is kept of them, so that a table of ten rows costs no
//! table of millions.
//!
//! Every lane counts what its persons did by item. A lane's part of an item's views says little about all of them,
//! so the lanes are asked twice: for the first items of each, whose sums give a number of views that so many items
//! have at least ([`floor`]); then for all items of which a lane has its share of that number. An item that is missing on
//! every lane then has fewer. Source: the three-phase uniform threshold algorithm of Cao and Wang, PODC 2004.

use super::fold::{VISIT_GAP, Within};
use super::measure::Ask;
use crate::model::{EventKind, Period};
use crate::store::events::kind_of;
use crate::store::{Events, Run};
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What items or pages are ranked by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Ranking {
    /// Items by views.
    Items,
    /// Pages by views.
    Pages,
    /// Pages by the visits that enter by them. The log has no visit ids.
    Entries,
}

/// What one lane has counted by item or page.
#[derive(Clone)]
pub enum Ranks {
    /// Of every one.
    All(Arc<Counts>),
    /// Of those alone that have the most on all days together.
    Most(MostCounts),
}

/// A number for every item or page.
#[derive(Clone, Default)]
pub struct Counts {
    /// The lowest eight bits of each item's number: nearly all items of millions have no more, and a table of bytes stays
    /// in a cache where one of numbers would not.
    low: Vec<u8>,
    /// The higher bits of those that have more.
    high: HashMap<u32, u32, FixedState>,
    /// Where pages are ranked by entries: a bit for each that visits enter or leave by.
    doors: Vec<u64>,
}

/// Items by code, with the number that a lane has counted.
pub type Ranked = Vec<(u32, u32)>;

/// The items of a lane with the most views on all days together. Who asks for the first items of some days finds them
/// here, unless these days are much unlike the others: then it shows, and all items are counted.
#[derive(Clone)]
pub enum Most {
    /// What all have counted: which have the most is looked up when somebody asks, which need not happen.
    Counted(Arc<Counts>),
    /// Those that have the most.
    Found(Places),
}

/// Some items.
#[derive(Clone)]
pub struct Places {
    /// Every item with at least so many views is one of them.
    least: u32,
    /// Codes, each at the first free place from its own on; 0 where there is none. A fourth of the places are taken.
    codes: Vec<u32>,
}

/// What the items of [`Most`] have on some days.
#[derive(Clone)]
pub struct MostCounts {
    /// Every item with at least so many views is one of them.
    least: u32,
    ranked: Ranked,
}

/// Room of [`Places`]: it lies in a cache of the second level. So little where tests run that these see items outside it.
const BITS: u32 = if cfg!(debug_assertions) { 3 } else { 15 };
const ROOM: usize = 1 << BITS;

/// What one lane tells of its first ones.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Leaders {
    /// The first items.
    pub first: Ranked,
    /// Of [`Ranking::Entries`]: a bit for each page that visits enter or leave by.
    pub doors: Vec<u64>,
}

/// The visit at hand.
struct Visit {
    /// Its first and last page.
    first: u32,
    last: u32,
    /// The instant of its last view.
    before: u32,
    /// Whether it began inside the period.
    asked: bool,
    /// Whether the filter takes one of its views.
    hit: bool,
}

impl Ranks {
    /// Counts what rows of the first items or pages are ranked by. `most` is kept from one question to the next, until the
    /// events change.
    pub fn count(events: &Events, ask: &Ask, by: Ranking, most: &mut Option<Most>) -> Ranks {
        if by != Ranking::Items || !ask.filter.takes_all() {
            return Ranks::All(Arc::new(Counts::of(events, ask, by)));
        }
        if most.is_none() {
            let days = Period { from: ask.first_day, to: ask.last_day };
            let all = Arc::new(Counts::of(events, &Ask { period: days, ..ask.clone() }, by));
            *most = Some(Most::Counted(all.clone()));
            if ask.period.from <= days.from && days.to <= ask.period.to {
                return Ranks::All(all);
            }
        }
        let places = most.as_mut().expect("just counted").places();
        Ranks::Most(MostCounts { least: places.least, ranked: places.count(events, ask) })
    }

    /// What is told of the first ones.
    pub fn leaders(&self, count: usize) -> Leaders {
        match self {
            Ranks::All(counts) => Leaders { first: counts.first(count), doors: counts.doors.clone() },
            Ranks::Most(most) => {
                let mut first = most.ranked.clone();
                cut(&mut first, count);
                Leaders { first, doors: Vec::new() }
            }
        }
    }

    /// All items with at least so many views, by code; `events` and the question that these were counted for, in case all
    /// of them must be counted.
    pub fn from(&self, least: u32, events: &Events, ask: &Ask, by: Ranking) -> Ranked {
        match self {
            Ranks::All(counts) => counts.from(least),
            Ranks::Most(most) if least >= most.least => {
                let mut items: Ranked = most.ranked.iter().filter(|(_, views)| *views >= least.max(1)).copied().collect();
                items.sort_unstable();
                items
            }
            Ranks::Most(_) => Counts::of(events, ask, by).from(least),
        }
    }
}

impl Most {
    fn places(&mut self) -> &Places {
        if let Most::Counted(counts) = self {
            *self = Most::Found(counts.most());
        }
        match self {
            Most::Found(places) => places,
            Most::Counted(_) => unreachable!("just found"),
        }
    }
}

impl Places {
    #[inline]
    fn place(code: u32) -> usize {
        // Codes that follow each other lie apart.
        (code.wrapping_mul(0x9e37_79b9) >> (32 - BITS)) as usize
    }

    /// The place of an item, if it is one of them.
    #[inline]
    fn find(&self, code: u32) -> Option<usize> {
        let mut place = Places::place(code);
        while self.codes[place] != code {
            if self.codes[place] == 0 {
                return None;
            }
            place = (place + 1) % ROOM;
        }
        Some(place)
    }

    /// Views of its items in a period.
    fn count(&self, events: &Events, ask: &Ask) -> Ranked {
        let mut views = vec![0u32; ROOM];
        let mut asked = Within::new(ask.zone.clock(), ask.period);
        for run in events.runs() {
            let items = run.items();
            for (at, (time, packed)) in run.times().iter().zip(run.kinds()).enumerate() {
                // Code 0 is no item.
                let item = items.at(at);
                if item != 0
                    && let Some(place) = self.find(item)
                    && kind_of(*packed) == EventKind::View
                    && asked.has(*time)
                {
                    views[place] += 1;
                }
            }
        }
        self.codes.iter().copied().zip(views).filter(|(_, views)| *views > 0).collect()
    }
}

impl Counts {
    fn of(events: &Events, ask: &Ask, by: Ranking) -> Counts {
        let mut counts = Counts::room(ask.codes.places);
        let mut asked = Within::new(ask.zone.clock(), ask.period);
        for run in events.runs().filter(|run| ask.filter.takes_all() || ask.filter.concerns(run)) {
            match by {
                Ranking::Items => counts.views(&run, ask, &mut asked, |at| run.items().at(at)),
                Ranking::Pages => counts.views(&run, ask, &mut asked, |at| run.pages().at(at)),
                Ranking::Entries => counts.entries(&run, ask, &mut asked),
            }
        }
        if by == Ranking::Items {
            // Code 0 is no item.
            counts.low.iter_mut().take(1).for_each(|views| *views = 0);
            counts.high.remove(&0);
        }
        counts
    }

    /// The items with the most views.
    fn most(&self) -> Places {
        let many = self.first(ROOM / 4);
        // Those with as few as the last one may not all be here.
        let least = if many.len() < ROOM / 4 { 1 } else { many.last().map_or(1, |(_, views)| views + 1) };
        let mut most = Places { least, codes: vec![0; ROOM] };
        for (code, _) in many {
            let mut place = Places::place(code);
            while most.codes[place] != 0 {
                place = (place + 1) % ROOM;
            }
            most.codes[place] = code;
        }
        most
    }

    fn views(&mut self, run: &Run<'_>, ask: &Ask, asked: &mut Within, key: impl Fn(usize) -> u32) {
        let all = ask.filter.takes_all();
        for (at, (time, packed)) in run.times().iter().zip(run.kinds()).enumerate() {
            if kind_of(*packed) == EventKind::View && asked.has(*time) && (all || ask.filter.takes_row(run, at)) {
                self.add(key(at));
            }
        }
    }

    fn entries(&mut self, run: &Run<'_>, ask: &Ask, asked: &mut Within) {
        let all = ask.filter.takes_all();
        let pages = run.pages();
        self.doors.resize(self.low.len().div_ceil(64), 0);
        let mut open: Option<Visit> = None;
        for (at, (time, packed)) in run.times().iter().zip(run.kinds()).enumerate() {
            if kind_of(*packed) != EventKind::View {
                continue;
            }
            let (page, hit) = (pages.at(at), all || ask.filter.takes_row(run, at));
            match &mut open {
                Some(visit) if time - visit.before <= VISIT_GAP => {
                    (visit.last, visit.before) = (page, *time);
                    visit.hit |= hit;
                }
                _ => {
                    self.close(open.take());
                    open = Some(Visit { first: page, last: page, before: *time, asked: asked.has(*time), hit });
                }
            }
        }
        self.close(open);
    }

    /// Counts a visit that is over.
    fn close(&mut self, visit: Option<Visit>) {
        if let Some(visit) = visit.filter(|visit| visit.asked && visit.hit) {
            self.add(visit.first);
            self.door(visit.first);
            self.door(visit.last);
        }
    }

    fn door(&mut self, page: u32) {
        if let Some(bits) = self.doors.get_mut(page as usize / 64) {
            *bits |= 1 << (page % 64);
        }
    }

    fn room(codes: u32) -> Counts {
        Counts { low: vec![0; codes as usize], high: HashMap::default(), doors: Vec::new() }
    }

    #[inline]
    fn add(&mut self, item: u32) {
        let Some(low) = self.low.get_mut(item as usize) else { return };
        *low = low.wrapping_add(1);
        if *low == 0 {
            *self.high.entry(item).or_default() += 1;
        }
    }

    /// Items with more views than a byte holds.
    fn many(&self) -> Ranked {
        self.high.iter().map(|(item, high)| (*item, high << 8 | u32::from(self.low[*item as usize]))).collect()
    }

    /// So many items with the most views.
    fn first(&self, count: usize) -> Ranked {
        let mut first = self.many();
        let mut least = cut(&mut first, count);
        for (item, low) in (0..).zip(&self.low) {
            if u32::from(*low) >= least && !self.high.contains_key(&item) {
                first.push((item, u32::from(*low)));
                // What has fallen behind is dropped now and then.
                if first.len() > 4 * count + 64 {
                    least = cut(&mut first, count);
                }
            }
        }
        cut(&mut first, count);
        first
    }

    /// All with at least so many, by code.
    fn from(&self, least: u32) -> Ranked {
        let least = least.max(1);
        let few = (0..).zip(&self.low).map(|(item, low)| (item, u32::from(*low)));
        let few = few.filter(|(item, low)| *low >= least && !self.high.contains_key(item));
        let mut items: Ranked = few.chain(self.many().into_iter().filter(|(_, views)| *views >= least)).collect();
        items.sort_unstable();
        items
    }
}

/// Keeps the first ones; gives the views that the next one needs.
fn cut(ranked: &mut Ranked, count: usize) -> u32 {
    ranked.sort_unstable_by_key(|(code, views)| (Reverse(*views), *code));
    ranked.truncate(count);
    ranked.last().filter(|_| ranked.len() == count).map_or(1, |(_, views)| *views)
}

/// Views by item over all lanes, as far as they are told.
fn sums(told: &[Ranked]) -> BTreeMap<u32, u32> {
    let mut sums = BTreeMap::new();
    told.iter().flatten().for_each(|(code, views)| *sums.entry(*code).or_default() += views);
    sums
}

/// A number of views that so many items have at least, from what every lane has told of its first ones; 0 where there are
/// not so many items.
pub fn floor(told: &[Ranked], count: usize) -> u32 {
    let mut views: Vec<u32> = sums(told).into_values().collect();
    views.sort_unstable_by_key(|views| Reverse(*views));
    count.checked_sub(1).and_then(|last| views.get(last)).copied().unwrap_or(0)
}

/// The views that an item has on at least one of so many lanes, if it has `floor` on all of them together.
pub fn share(floor: u32, lanes: usize) -> u32 {
    floor.div_ceil(lanes.max(1) as u32)
}

/// All items that may have as many views as the last of so many first ones, by code: from what every lane has told of
/// items with its share.
pub fn shortlist(told: &[Ranked], count: usize, share: u32) -> Vec<u32> {
    let least = floor(told, count);
    let mut lanes: BTreeMap<u32, u32> = BTreeMap::new();
    told.iter().flatten().for_each(|(code, _)| *lanes.entry(*code).or_default() += 1);
    // Who did not tell of an item has less than its share of it.
    let most = |code: &u32, views: u32| views + (told.len() as u32 - lanes[code]) * share.saturating_sub(1);
    sums(told).into_iter().filter(|(code, views)| most(code, *views) >= least).map(|(code, _)| code).collect()
}

/// How many pages visits enter or leave by, over all lanes.
pub fn doors(told: &[Leaders]) -> u64 {
    let words = told.iter().map(|told| told.doors.len()).max().unwrap_or(0);
    let any = |at: usize| told.iter().fold(0, |bits, told| bits | told.doors.get(at).copied().unwrap_or(0));
    (0..words).map(|at| u64::from(any(at).count_ones())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_shortlist_misses_nobody(
            lanes in proptest::collection::vec(proptest::collection::vec(0u32..9, 12), 1..4), count in 1usize..14,
        ) {
            // Some have more views than a byte holds.
            let views = |lane: &Vec<u32>, code: usize| lane[code] * lane[code] * 9;
            let ranks = |lane: &Vec<u32>| {
                let mut ranks = Counts::room(12);
                (0..12).for_each(|code| (0..views(lane, code)).for_each(|_| ranks.add(code as u32)));
                ranks
            };
            let counted = &lanes;
            let lanes: Vec<Counts> = counted.iter().map(ranks).collect();
            let first: Vec<Ranked> = lanes.iter().map(|lane| lane.first(count)).collect();
            let floor = floor(&first, count);
            let share = share(floor, lanes.len());
            let told: Vec<Ranked> = lanes.iter().map(|lane| lane.from(share)).collect();
            let short = shortlist(&told, count, share);
            let mut all: Vec<(u32, u32)> = (0..12).map(|code| (counted.iter().map(|lane| views(lane, code as usize)).sum(), code)).collect();
            all.sort_by_key(|(views, _)| Reverse(*views));
            if let Some((last, _)) = all.get(count - 1).filter(|_| floor > 0) {
                for (_, code) in all.iter().filter(|(views, _)| views >= last) {
                    proptest::prop_assert!(short.contains(code), "{code} of {all:?}");
                }
            }
        }
    }
}
