//! Days → tallies: each day of the period, and coarser buckets of whole days.

use crate::metric::{Part, Tally};
use crate::model::{Day, Period};
use serde::{Deserialize, Serialize};

/// What the days and the coarser buckets of a period have counted.
///
/// What adds up is counted by day alone. Only parts that count persons ([`Part::DISTINCT`]) are counted in each bucket,
/// for a person of two days is one person of the week; [`Grid::finish`] brings the two together.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Grid {
    first: i32,
    /// A tally for each day.
    pub days: Vec<Tally>,
    /// The coarser cuts, each with a tally for each bucket.
    pub coarse: Vec<Cut>,
}

/// The period cut into buckets of whole days.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Cut {
    /// The bucket of each day.
    bucket: Vec<u32>,
    /// A tally for each bucket.
    pub tallies: Vec<Tally>,
}

impl Grid {
    /// A grid over the days of a period. Each of `cuts` is a list of buckets that follow each other and cover it.
    pub fn new(period: Period, cuts: &[Vec<Period>]) -> Grid {
        let cut = |buckets: &Vec<Period>| {
            let days = buckets.iter().enumerate().flat_map(|(number, bucket)| (0..bucket.days()).map(move |_| number as u32));
            Cut { bucket: days.collect(), tallies: vec![Tally::default(); buckets.len()] }
        };
        Grid { first: period.from.0, days: vec![Tally::default(); period.days() as usize], coarse: cuts.iter().map(cut).collect() }
    }

    /// The first day of the period.
    pub fn first(&self) -> Day {
        Day(self.first)
    }

    /// The position of a day in the period.
    #[inline]
    pub fn at(&self, day: Day) -> Option<usize> {
        usize::try_from(day.0.checked_sub(self.first)?).ok().filter(|at| *at < self.days.len())
    }

    /// The tally of a day, by its position.
    #[inline]
    pub fn day(&mut self, at: usize) -> &mut Tally {
        &mut self.days[at]
    }

    /// Counts a person in a day and in the buckets around it, in each of them once: `seen` remembers.
    #[inline]
    pub fn person(&mut self, at: usize, part: Part, seen: &mut Seen) {
        self.once(at, seen, |tally| tally[part] += 1);
    }

    /// Counts a visit's person as a visitor of sources, in a day and in the buckets around it: new or not by the first
    /// visit there.
    #[inline]
    pub fn source_person(&mut self, at: usize, new: bool, seen: &mut Seen) {
        self.once(at, seen, source_visitor(new));
    }

    #[inline]
    fn once(&mut self, at: usize, seen: &mut Seen, count: impl Fn(&mut Tally)) {
        if seen.day != at as u32 + 1 {
            seen.day = at as u32 + 1;
            count(&mut self.days[at]);
            self.count_buckets(at, seen, count);
        }
    }

    /// Counts a person in the buckets around a day, in each of them once.
    #[inline]
    pub fn count_buckets(&mut self, at: usize, seen: &mut Seen, count: impl Fn(&mut Tally)) {
        for (cut, seen) in self.coarse.iter_mut().zip(&mut seen.coarse) {
            let bucket = cut.bucket[at];
            if *seen != bucket + 1 {
                *seen = bucket + 1;
                count(&mut cut.tallies[bucket as usize]);
            }
        }
    }

    /// Adds the counts of other persons over the same period and cuts.
    pub fn merge(&mut self, other: &Grid) {
        merge(&mut self.days, &other.days);
        for (mine, theirs) in self.coarse.iter_mut().zip(&other.coarse) {
            merge(&mut mine.tallies, &theirs.tallies);
        }
    }

    /// Adds up the days in the coarser buckets, but for what counts persons. Once, when all persons were counted.
    pub fn finish(&mut self) {
        for cut in &mut self.coarse {
            for (day, bucket) in self.days.iter().zip(&cut.bucket) {
                cut.tallies[*bucket as usize].merge_additive(day);
            }
        }
    }
}

/// Counts a visitor of sources, new or not.
pub fn source_visitor(new: bool) -> impl Fn(&mut Tally) {
    move |tally| {
        tally[Part::SourceVisitors] += 1;
        tally[Part::SourceNewVisitors] += u64::from(new);
    }
}

fn merge(mine: &mut [Tally], theirs: &[Tally]) {
    for (mine, theirs) in mine.iter_mut().zip(theirs) {
        mine.merge(theirs);
    }
}

/// Most cuts of a grid: the whole period and the series.
const CUTS: usize = 2;

/// Where a person was counted last: days come in order, so that the last bucket is enough.
#[derive(Clone, Copy, Default)]
pub struct Seen {
    day: u32,
    coarse: [u32; CUTS],
}
