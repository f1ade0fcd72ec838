//! Rows on their way to the lane that keeps their persons.

use crate::model::shard::{Dealer, SHARDS};
use crate::model::{EventRows, NameSet, Space, Spaces};

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
        self.dealer.shards(names.of(Space::People), &rows.person, &mut self.shards);
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
        let texts = names.texts();
        let mut start = 0;
        let parcels = ends.into_iter().enumerate().map(|(lane, end)| {
            let order = &self.order[start..end];
            start = end;
            Parcel {
                reader,
                piece,
                texts,
                counts: shards_of(lane, self.lanes).map(|shard| counts[shard]).collect(),
                rows: EventRows {
                    person: gather(&rows.person, order),
                    time: gather(&rows.time, order),
                    millis: gather(&rows.millis, order),
                    kind: gather(&rows.kind, order),
                    texts: std::array::from_fn(|at| gather(&rows.texts[at], order)),
                },
            }
        });
        parcels.collect()
    }
}

/// The cells of a column in another order; of an empty column, none.
pub(super) fn gather<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
    if column.is_empty() { Vec::new() } else { order.iter().map(|at| column[*at as usize]).collect() }
}
