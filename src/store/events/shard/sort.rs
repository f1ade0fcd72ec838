//! The rows of a shard in order: grouped by person, each person's by time.
//!
//! Logs are written by person or by time. Where a person's rows lie together they are moved together; where they do not,
//! each row is moved by itself. Both ways give the same, and a law says so.

use super::super::parcel::{LONG, gather};
use super::{Shard, Stretch};
use crate::model::arrange;
use hashbrown::HashTable;
use std::ops::Range;

/// Rows of one person that follow each other.
struct Block {
    seat: u32,
    rows: Range<usize>,
}

impl Shard {
    /// Groups by person and sorts by time. Rows of one instant keep their order: by file, then by place in it.
    pub fn sort(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let mut waiting = std::mem::take(&mut self.waiting);
        arrange(&mut waiting, |a, b| (a.file, a.piece).cmp(&(b.file, b.piece)));
        let sorted = waiting.iter().map(|stretch| stretch.start).min().unwrap_or(0);
        let stretches: Vec<Range<usize>> =
            std::iter::once(0..sorted as usize).chain(waiting.iter().map(Stretch::rows)).filter(|rows| !rows.is_empty()).collect();
        match self.blocks(&stretches) {
            Some((persons, blocks)) => self.move_blocks(persons, blocks),
            None => self.move_rows(&stretches),
        }
    }

    /// Stretches of rows of one person; None where most are short.
    fn blocks(&self, stretches: &[Range<usize>]) -> Option<(Persons, Vec<Block>)> {
        let (mut persons, mut blocks) = (Persons::default(), Vec::new());
        for stretch in stretches {
            let mut start = stretch.start;
            for block in self.person[stretch.clone()].chunk_by(|a, b| a == b) {
                let rows = start..start + block.len();
                start = rows.end;
                blocks.push(Block { seat: persons.seat(block[0], rows.len() as u32), rows });
                if blocks.len() * LONG > self.time.len() {
                    return None;
                }
            }
        }
        Some((persons, blocks))
    }

    fn move_blocks(&mut self, persons: Persons, mut blocks: Vec<Block>) {
        fn apply<T: Copy>(column: &mut Vec<T>, blocks: &[Block]) {
            if !column.is_empty() {
                let mut moved = Vec::with_capacity(column.len());
                blocks.iter().for_each(|block| moved.extend_from_slice(&column[block.rows.clone()]));
                *column = moved;
            }
        }
        blocks.sort_by_key(|block| block.seat);
        self.person = Vec::new();
        if !blocks.iter().map(|block| &block.rows).is_sorted_by(|a, b| a.end == b.start) {
            apply(&mut self.time, &blocks);
            apply(&mut self.millis, &blocks);
            apply(&mut self.kind, &blocks);
            apply(&mut self.file, &blocks);
            self.texts.iter_mut().for_each(|text| apply(text, &blocks));
        }
        self.set_runs(&persons, &persons.ends());
        let mut start = 0;
        for at in 0..self.runs.len() {
            let rows = start..self.runs[at].1 as usize;
            start = rows.end;
            let ordered = match self.millis.get(rows.clone()) {
                Some(millis) => self.time[rows.clone()].iter().zip(millis).is_sorted(),
                None => self.time[rows.clone()].is_sorted(),
            };
            if !ordered {
                self.sort_run(rows);
            }
        }
    }

    /// Sorts the rows of one person by time.
    fn sort_run(&mut self, rows: Range<usize>) {
        fn apply<T: Copy>(column: &mut [T], rows: Range<usize>, order: &[u32]) {
            if let Some(column) = column.get_mut(rows) {
                let moved = gather(column, order);
                column.copy_from_slice(&moved);
            }
        }
        let mut order: Vec<u32> = (0..rows.len() as u32).collect();
        order.sort_by_key(|row| self.instant(rows.start + *row as usize));
        apply(&mut self.time, rows.clone(), &order);
        apply(&mut self.millis, rows.clone(), &order);
        apply(&mut self.kind, rows.clone(), &order);
        apply(&mut self.file, rows.clone(), &order);
        self.texts.iter_mut().for_each(|text| apply(text, rows.clone(), &order));
    }

    fn move_rows(&mut self, stretches: &[Range<usize>]) {
        let rows = || stretches.iter().cloned().flatten();
        let mut persons = Persons::default();
        let seats: Vec<u32> = rows().map(|row| persons.seat(self.person[row], 1)).collect();
        let mut ends = persons.starts();
        let mut order = vec![0u32; seats.len()];
        for (row, seat) in rows().zip(&seats) {
            let at = &mut ends[*seat as usize];
            order[*at as usize] = row as u32;
            *at += 1;
        }
        drop(seats);
        let mut start = 0;
        for end in &ends {
            let run = &mut order[start..*end as usize];
            if !run.is_sorted_by_key(|row| self.instant(*row as usize)) {
                run.sort_by_key(|row| self.instant(*row as usize));
            }
            start = *end as usize;
        }
        self.set_runs(&persons, &ends);
        self.person = Vec::new();
        if !order.iter().enumerate().all(|(at, row)| at as u32 == *row) {
            self.arrange(&order);
        }
    }

    /// What rows of one person are sorted by.
    #[inline]
    fn instant(&self, row: usize) -> (u32, u16) {
        (self.time[row], self.millis.get(row).copied().unwrap_or(0))
    }

    fn set_runs(&mut self, persons: &Persons, ends: &[u32]) {
        self.runs = persons.codes.iter().zip(ends).map(|((code, _), end)| (*code, *end)).collect();
        self.runs.shrink_to_fit();
    }
}

/// Persons of a shard, seated in the order of first appearance, with the number of their rows.
#[derive(Default)]
struct Persons {
    table: HashTable<u32>,
    codes: Vec<(u32, u32)>,
}

/// Shards are dealt by the same product's upper bits; the table takes the middle ones.
fn hash(code: u32) -> u64 {
    u64::from(code).wrapping_mul(0xd6e8_feb8_6659_fd93).rotate_left(29)
}

impl Persons {
    /// The seat of a person who has so many rows more.
    #[inline]
    fn seat(&mut self, code: u32, rows: u32) -> u32 {
        let seat = match self.table.find(hash(code), |&seat| self.codes[seat as usize].0 == code) {
            Some(seat) => *seat,
            None => {
                let seat = self.codes.len() as u32;
                self.codes.push((code, 0));
                self.table.insert_unique(hash(code), seat, |&seat| hash(self.codes[seat as usize].0));
                seat
            }
        };
        self.codes[seat as usize].1 += rows;
        seat
    }

    /// Where each person's rows end.
    fn ends(&self) -> Vec<u32> {
        let mut next = 0;
        let end = |(_, rows): &(u32, u32)| {
            next += rows;
            next
        };
        self.codes.iter().map(end).collect()
    }

    /// Where each person's rows start.
    fn starts(&self) -> Vec<u32> {
        self.ends().iter().zip(&self.codes).map(|(end, (_, rows))| end - rows).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EventRows, Spaces};
    use proptest::prelude::*;

    /// File, piece, and each row's person and instant.
    type Came = (u16, u32, Vec<(u32, u32, u16)>);

    /// A shard of stretches of rows that came in any order; an item tells each row from all others.
    fn shard(stretches: &[Came]) -> Shard {
        let mut shard = Shard::default();
        let mut item = 0;
        for (file, piece, rows) in stretches {
            let mut events = EventRows::default();
            for (person, time, millis) in rows {
                item += 1;
                events.person.push(*person);
                events.time.push(*time);
                events.millis.push(*millis);
                events.kind.push((item % 5) as u8);
                events.texts[1].push(item);
            }
            shard.accept(*file, (0, *piece, Spaces::default()), &events, 0..rows.len());
        }
        shard
    }

    proptest! {
        #[test]
        fn rows_moved_together_or_one_by_one_are_in_the_same_order(
            stretches in prop::collection::vec((0u16..2, 0u32..4, prop::collection::vec((0u32..4, 0u32..9, 0u16..3), 0..9)), 0..6),
        ) {
            let mut together = shard(&stretches);
            let mut alone = together.clone();
            let mut ordered: Vec<&Stretch> = together.waiting.iter().collect();
            ordered.sort_by_key(|stretch| (stretch.file, stretch.piece));
            let rows: Vec<Range<usize>> = ordered.into_iter().map(Stretch::rows).collect();
            alone.move_rows(&rows);
            let mut persons = Persons::default();
            let blocks = rows.iter().cloned().flatten().map(|row| Block { seat: persons.seat(together.person[row], 1), rows: row..row + 1 });
            let blocks = blocks.collect();
            together.move_blocks(persons, blocks);
            let told = |shard: &Shard| (shard.runs.clone(), shard.time.clone(), shard.millis.clone(), shard.kind.clone(), shard.texts.clone(), shard.file.clone());
            prop_assert_eq!(told(&together), told(&alone));
            for run in together.runs.iter().scan(0, |start, (_, end)| Some(std::mem::replace(start, *end as usize)..*end as usize)) {
                prop_assert!(run.clone().map(|row| together.instant(row)).is_sorted());
            }
        }
    }
}
