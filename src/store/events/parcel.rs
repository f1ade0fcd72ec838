//! Rows on their way to the lane that keeps their persons.

use crate::model::shard::{Dealer, SHARDS};
use crate::model::{EventRows, NameSet, Names, Space, Spaces};
use std::ops::Range;

/// Rows that a person has in a row, on average, where they are dealt and moved together.
pub(super) const LONG: usize = 4;

/// Rows of one piece of a file for one lane, those of a shard together, the shards in ascending order.
#[derive(Clone, Debug, Default)]
pub struct Parcel {
    /// The lane that has read them: codes of texts are its own.
    pub reader: u8,
    /// Position of the piece in the file: rows of the same instant keep the order of the file.
    pub piece: u32,
    /// The name spaces whose codes are codes of texts, not numbers.
    pub texts: Spaces,
    /// Rows in each of the lane's shards.
    pub counts: Vec<u32>,
    /// The rows.
    pub rows: EventRows,
}

/// The shards that a lane keeps.
pub fn shards_of(lane: usize, lanes: usize) -> impl Iterator<Item = usize> {
    (lane..SHARDS).step_by(lanes)
}

/// Deals rows to the lanes, one parcel for each; a lane without a row gets an empty one.
pub struct Deal {
    dealer: Dealer,
    lanes: usize,
    shards: Vec<u8>,
    order: Vec<u32>,
}

impl Deal {
    /// Deals to so many lanes.
    pub fn new(lanes: usize) -> Deal {
        Deal { dealer: Dealer::default(), lanes, shards: Vec::new(), order: Vec::new() }
    }

    /// The parcels of some rows, in the order of the lanes.
    pub fn deal(&mut self, rows: &EventRows, names: &NameSet, reader: u8, piece: u32) -> Vec<Parcel> {
        let parcels = match self.blocks(names.of(Space::People), &rows.person) {
            Some(blocks) => self.deal_blocks(rows, blocks),
            None => self.deal_rows(rows, names.of(Space::People)),
        };
        let texts = names.texts();
        let parcel = |(counts, rows)| Parcel { reader, piece, texts, counts, rows };
        parcels.into_iter().map(parcel).collect()
    }

    /// Stretches of rows of one person with their shard; None where most are short.
    fn blocks(&mut self, names: &Names, persons: &[u32]) -> Option<Vec<(u8, Range<usize>)>> {
        self.dealer.meet(names);
        let (mut blocks, mut start) = (Vec::new(), 0);
        for block in persons.chunk_by(|a, b| a == b) {
            blocks.push((self.dealer.shard(names, block[0]), start..start + block.len()));
            start += block.len();
            if blocks.len() * LONG > persons.len() {
                return None;
            }
        }
        Some(blocks)
    }

    /// Deals rows that lie together by person: each stretch of them at once.
    fn deal_blocks(&self, rows: &EventRows, mut blocks: Vec<(u8, Range<usize>)>) -> Vec<(Vec<u32>, EventRows)> {
        fn together<T: Copy>(column: &[T], blocks: &[(u8, Range<usize>)], count: usize) -> Vec<T> {
            let mut cells = Vec::with_capacity(if column.is_empty() { 0 } else { count });
            if !column.is_empty() {
                blocks.iter().for_each(|(_, rows)| cells.extend_from_slice(&column[rows.clone()]));
            }
            cells
        }
        let lane_of = |shard: u8| usize::from(shard) % self.lanes;
        blocks.sort_by_key(|(shard, _)| (lane_of(*shard), *shard));
        let mut start = 0;
        let parcel = |lane: usize| {
            let end = start + blocks[start..].iter().take_while(|(shard, _)| lane_of(*shard) == lane).count();
            let mine = &blocks[start..end];
            start = end;
            let mut counts = vec![0; shards_of(lane, self.lanes).count()];
            mine.iter().for_each(|(shard, rows)| counts[usize::from(*shard) / self.lanes] += rows.len() as u32);
            let count = counts.iter().sum::<u32>() as usize;
            let rows = EventRows {
                person: together(&rows.person, mine, count),
                time: together(&rows.time, mine, count),
                millis: together(&rows.millis, mine, count),
                kind: together(&rows.kind, mine, count),
                texts: std::array::from_fn(|at| together(&rows.texts[at], mine, count)),
            };
            (counts, rows)
        };
        (0..self.lanes).map(parcel).collect()
    }

    /// Deals rows one by one.
    fn deal_rows(&mut self, rows: &EventRows, names: &Names) -> Vec<(Vec<u32>, EventRows)> {
        self.dealer.shards(names, &rows.person, &mut self.shards);
        let mut counts = [0u32; SHARDS];
        self.shards.iter().for_each(|shard| counts[usize::from(*shard)] += 1);
        // Where the rows of each shard start: lane by lane, shard by shard.
        let mut starts = [0u32; SHARDS];
        let mut next = 0;
        let mut ends = Vec::with_capacity(self.lanes);
        for lane in 0..self.lanes {
            for shard in shards_of(lane, self.lanes) {
                starts[shard] = next;
                next += counts[shard];
            }
            ends.push(next as usize);
        }
        self.order.resize(rows.len(), 0);
        for (row, shard) in self.shards.iter().enumerate() {
            let at = &mut starts[usize::from(*shard)];
            self.order[*at as usize] = row as u32;
            *at += 1;
        }
        let mut start = 0;
        let parcels = ends.into_iter().enumerate().map(|(lane, end)| {
            let order = &self.order[start..end];
            start = end;
            let rows = EventRows {
                person: gather(&rows.person, order),
                time: gather(&rows.time, order),
                millis: gather(&rows.millis, order),
                kind: gather(&rows.kind, order),
                texts: std::array::from_fn(|at| gather(&rows.texts[at], order)),
            };
            (shards_of(lane, self.lanes).map(|shard| counts[shard]).collect(), rows)
        });
        parcels.collect()
    }
}

/// The cells of a column in another order; of an empty column, none.
pub(super) fn gather<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
    if column.is_empty() { Vec::new() } else { order.iter().map(|at| column[*at as usize]).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_dealt_together_or_one_by_one_are_the_same_parcels(
            persons in prop::collection::vec((0u32..40, 1usize..6), 0..30), lanes in 1usize..5, texts in any::<bool>(),
        ) {
            let (mut rows, mut names) = (EventRows::default(), NameSet::default());
            for (person, times) in persons {
                let name = if texts { format!("v{person}") } else { person.to_string() };
                for _ in 0..times {
                    rows.person.push(names.of_mut(Space::People).code(&name));
                    rows.time.push(rows.time.len() as u32);
                    rows.kind.push(person as u8);
                    rows.texts[1].push(rows.time.len() as u32);
                }
            }
            let people = names.of(Space::People);
            let mut deal = Deal::new(lanes);
            deal.dealer.meet(people);
            let block = |(row, person): (usize, &u32)| (deal.dealer.shard(people, *person), row..row + 1);
            let blocks = rows.person.iter().enumerate().map(block).collect();
            let together = deal.deal_blocks(&rows, blocks);
            let alone = deal.deal_rows(&rows, people);
            prop_assert_eq!(together.len(), lanes);
            for ((counts, mine), (others, theirs)) in together.iter().zip(&alone) {
                prop_assert_eq!((counts, &mine.person, &mine.time, &mine.kind, &mine.texts), (others, &theirs.person, &theirs.time, &theirs.kind, &theirs.texts));
            }
        }
    }
}
