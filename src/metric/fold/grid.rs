//! Days → buckets.

use crate::metric::Tally;
use crate::model::{Day, Period};

/// Cuts days into buckets, in order of time, and holds a tally for each.
#[derive(Clone, PartialEq, Debug)]
pub struct Grid {
    first: i32,
    bucket: Vec<u32>,
    /// One tally a bucket.
    pub tallies: Vec<Tally>,
}

impl Grid {
    /// A grid with these buckets, which follow each other in time.
    pub fn new(buckets: &[Period]) -> Grid {
        let first = buckets.first().map_or(0, |bucket| bucket.from.0);
        let mut bucket = Vec::new();
        for (number, period) in buckets.iter().enumerate() {
            bucket.resize(bucket.len() + period.days() as usize, number as u32);
        }
        Grid { first, bucket, tallies: vec![Tally::default(); buckets.len()] }
    }

    /// The number of the bucket a day falls into.
    #[inline]
    pub fn bucket(&self, day: Day) -> Option<usize> {
        let at = usize::try_from(day.0.checked_sub(self.first)?).ok()?;
        self.bucket.get(at).map(|bucket| *bucket as usize)
    }

    /// Adds the tallies of another grid with the same buckets.
    pub fn merge(&mut self, other: &Grid) {
        for (mine, theirs) in self.tallies.iter_mut().zip(&other.tallies) {
            mine.merge(theirs);
        }
    }
}

/// Whether a person has been counted in a bucket already. Buckets come in order of time, so the last one is enough.
#[derive(Clone, Copy, Default)]
pub struct Once(Option<usize>);

impl Once {
    /// True the first time this bucket comes.
    #[inline]
    pub fn first(&mut self, bucket: usize) -> bool {
        let new = self.0 != Some(bucket);
        self.0 = Some(bucket);
        new
    }
}
