//! Persons of logs without visit ids, where no filter is asked for: one walk over the views of each day, with the visit at
//! hand in few values that stay where the machine computes.

use super::visit::{Items, Views};
use super::{Counted, Days, Today, TrafficFold, VISIT_GAP};
use crate::metric::fold::by_key::done;
use crate::model::EventKind;
use crate::store::Run;
use crate::store::events::{kind_of, on_item_page};
use std::ops::Range;

/// The visit at hand, but for its views.
#[derive(Clone, Copy)]
struct Open {
    /// Position of its day in the period.
    day: Option<usize>,
    source: u32,
    new: bool,
}

/// Views within one hour, until it is over.
struct Hour {
    at: u32,
    /// The stamp with which the next one begins.
    to: u32,
    views: u64,
}

impl TrafficFold {
    /// Counts all events of a person, day by day.
    pub(super) fn read_plain(&mut self, run: &Run<'_>, seen: &mut Counted) -> Days {
        let mut days = Days::default();
        let mut visit: Option<(Open, Views)> = None;
        let mut items = self.spare.pop().unwrap_or_default();
        let times = run.times();
        let mut start = 0;
        while let Some(first) = times.get(start) {
            let today = self.today(*first);
            let end = start + times[start..].iter().take_while(|time| **time < today.to).count();
            if today.at.is_none() && visit.is_none_or(|(open, _)| open.day.is_none()) {
                self.skip(run, start..end, &today, &mut days, &mut visit);
            } else {
                self.read_day(run, start..end, &today, &mut days, (&mut visit, &mut items), seen);
            }
            start = end;
        }
        self.end(visit, &mut items, seen);
        self.spare.push(items);
        days
    }

    /// A day outside the period, when no visit goes on that began inside it: all that matters is whether there was a view,
    /// and when the last one was, for a visit that goes on into the period belongs to the day it began on.
    fn skip(&mut self, run: &Run<'_>, range: Range<usize>, today: &Today, days: &mut Days, visit: &mut Option<(Open, Views)>) {
        let last = run.kinds()[range.clone()].iter().rposition(|packed| kind_of(*packed) == EventKind::View);
        let Some(last) = last.map(|last| range.start + last) else { return };
        days.come(today.day);
        days.hit = true;
        *visit = Some((Open { day: None, source: 0, new: false }, Views::from(run.times()[last], 0)));
    }

    fn read_day(
        &mut self,
        run: &Run<'_>,
        range: Range<usize>,
        today: &Today,
        days: &mut Days,
        (visit, items): (&mut Option<(Open, Views)>, &mut Items),
        seen: &mut Counted,
    ) {
        let (times, kinds) = (&run.times()[range.clone()], &run.kinds()[range.clone()]);
        let (of_item, pages) = (run.items(), run.pages());
        let by_key = today.at.is_some() && self.by_key.counts_views();
        let (mut views, mut item_views) = (0, 0);
        let mut hour = Hour { at: 0, to: 0, views: 0 };
        // Nobody has been here for longer than any visit lasts.
        let (mut open, mut now) = visit.unwrap_or((Open { day: None, source: 0, new: false }, Views::from(0, 0)));
        let mut under_way = visit.is_some();
        for ((time, packed), at) in times.iter().zip(kinds).zip(range) {
            let (time, packed, item) = (*time, *packed, of_item.at(at));
            if kind_of(packed) != EventKind::View {
                if let (Some(day), Some(done)) = (today.at, done(packed, item)) {
                    self.count_event(run, at, done, day);
                }
                continue;
            }
            if views == 0 {
                days.come(today.day);
            }
            let page = pages.at(at);
            if !under_way || time - now.last > VISIT_GAP {
                self.end(under_way.then_some((open, now)), items, seen);
                let (source, new) = self.begin(run, at, today, days.before);
                (open, now, under_way) = (Open { day: today.at, source, new }, Views::from(time, page), true);
            }
            let on_item = on_item_page(packed) || item != 0;
            now.add(time, page, on_item);
            if on_item {
                items.add(page, item);
            }
            views += 1;
            item_views += u64::from(on_item);
            if time >= hour.to {
                self.end_hour(today, &hour);
                let at = (time.wrapping_sub(today.midnight) / 3600).min(23);
                hour = Hour { at, to: if at == 23 { u32::MAX } else { today.midnight.wrapping_add(3600 * (at + 1)) }, views: 0 };
            }
            hour.views += 1;
            if by_key {
                self.by_key.view(&mut self.counted, run, at, self.person);
            }
        }
        self.end_hour(today, &hour);
        *visit = under_way.then_some((open, now));
        self.count_day(today, days, views, item_views, seen);
    }

    #[inline]
    fn end_hour(&mut self, today: &Today, hour: &Hour) {
        if let Some(day) = today.at {
            self.hours[day][hour.at as usize] += hour.views;
        }
    }

    /// Counts a visit that is over.
    fn end(&mut self, visit: Option<(Open, Views)>, items: &mut Items, seen: &mut Counted) {
        if let Some((Open { day: Some(day), source, new }, views)) = visit {
            let items = items.different();
            self.count_visit(day, source, new, &views, items, seen);
        }
        items.clear();
    }
}
