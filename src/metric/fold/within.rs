//! Whether instants fall into the days of a question.

use crate::model::{LocalClock, Period, Stamp};

/// Remembers the day at hand: instants come mostly in order, and a calendar costs more than a look at two numbers.
pub struct Within {
    clock: LocalClock,
    period: Period,
    from: u32,
    to: u32,
    inside: bool,
}

impl Within {
    /// Of these days.
    pub fn new(clock: LocalClock, period: Period) -> Within {
        Within { clock, period, from: 1, to: 0, inside: false }
    }

    /// Whether an instant, as a stamp, is one of them.
    #[inline]
    pub fn has(&mut self, time: u32) -> bool {
        if time < self.from || time >= self.to {
            self.move_to(time);
        }
        self.inside
    }

    #[cold]
    fn move_to(&mut self, time: u32) {
        let (day, first, next) = self.clock.day_span(Stamp::seconds(time));
        (self.from, self.to) = (Stamp::of(first), Stamp::of(next));
        self.inside = self.period.from <= day && day <= self.period.to;
    }
}
