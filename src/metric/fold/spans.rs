//! Which of several spans of days that share days are added up: together they tell as many days as they can, each once.

use std::collections::BTreeMap;

/// First and last day.
pub type Days = (i32, i32);

fn length((from, to): Days) -> i64 {
    i64::from(to) - i64::from(from) + 1
}

/// Spans that share no day.
#[derive(Default)]
pub struct Apart(BTreeMap<i32, i32>);

impl Apart {
    /// Of spans, shortest first, those that count: one goes before the shorter ones with which it shares a day where it
    /// has more days than all of them together.
    pub fn of(spans: impl IntoIterator<Item = Days>) -> Apart {
        let mut apart = Apart::default();
        for days in spans {
            let sharing: Vec<Days> = apart.sharing(days).collect();
            if sharing.iter().copied().map(length).sum::<i64>() < length(days) {
                for (from, _) in sharing {
                    apart.0.remove(&from);
                }
                apart.0.insert(days.0, days.1);
            }
        }
        apart
    }

    fn sharing(&self, (from, to): Days) -> impl Iterator<Item = Days> {
        self.0.range(..=to).rev().take_while(move |(_, end)| **end >= from).map(|(start, end)| (*start, *end))
    }

    /// Whether a span counts.
    pub fn has(&self, (from, to): Days) -> bool {
        self.0.get(&from) == Some(&to)
    }

    /// Whether some day of a span lies in none that counts.
    pub fn leaves(&self, days: Days) -> bool {
        let told: i64 = self.sharing(days).map(|(from, to)| length((from.max(days.0), to.min(days.1)))).sum();
        told < length(days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(spans: &[Days]) -> Vec<Days> {
        let mut sorted = spans.to_vec();
        sorted.sort_by_key(|days| (length(*days), *days));
        Apart::of(sorted).0.into_iter().collect()
    }

    #[test]
    fn the_longer_goes_first_where_the_shorter_do_not_fill_it() {
        assert_eq!(of(&[(1, 7), (3, 3), (10, 10)]), [(1, 7), (10, 10)]);
        assert_eq!(of(&[(1, 3), (1, 1), (2, 2), (3, 3)]), [(1, 1), (2, 2), (3, 3)]);
        assert_eq!(of(&[(1, 7), (8, 14), (1, 14)]), [(1, 7), (8, 14)]);
        // Two weeks that overlap: the first; a longer one beside both that tells more days than they.
        assert_eq!(of(&[(1, 7), (2, 8)]), [(1, 7)]);
        assert_eq!(of(&[(1, 5), (3, 7), (1, 7)]), [(1, 7)]);
        assert_eq!(of(&[(1, 2), (2, 5)]), [(2, 5)]);
    }

    #[test]
    fn days_that_nothing_tells() {
        let apart = Apart::of([(1, 1), (3, 5)]);
        assert!(apart.leaves((1, 2)) && apart.leaves((5, 6)) && apart.leaves((9, 9)));
        assert!(!apart.leaves((4, 5)) && !apart.leaves((1, 1)));
    }

    proptest::proptest! {
        /// No day is told twice, and as many are told as by the longest span at least.
        #[test]
        fn no_day_twice(spans in proptest::collection::vec((0i32..20, 0i32..8), 1..12)) {
            let spans: Vec<Days> = spans.into_iter().map(|(from, more)| (from, from + more)).collect();
            let taken = of(&spans);
            let days: i64 = taken.iter().copied().map(length).sum();
            proptest::prop_assert!(taken.windows(2).all(|pair| pair[0].1 < pair[1].0));
            proptest::prop_assert!(Some(days) >= spans.iter().copied().map(length).max());
        }
    }
}
