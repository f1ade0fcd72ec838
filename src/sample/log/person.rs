//! One person of the log: how many rows, on which days they come, their visits, and what they do in them.

use super::super::dice::Dice;
use super::{CATEGORIES, ITEMS, SPAN, scatter};

/// Items there are, and the room of their ids.
const ITEM_COUNT: u32 = 4_160_000;
const ITEM_IDS: u32 = 5_163_000;

/// Categories there are, and the room of their ids.
const CATEGORY_COUNT: u32 = 9_439;
const CATEGORY_IDS: u32 = 5_161_000;

/// What a row is, in the order of [`KINDS`].
const KIND_WEIGHTS: [u32; 4] = [896, 29, 55, 20];
/// The names of the kinds.
pub const KINDS: [&[u8]; 4] = [b"pv", b"fav", b"cart", b"buy"];

/// How readily people come on each of the days; a promotion begins on the eighth.
const DAYS: [u32; 9] = [100, 103, 96, 95, 98, 99, 102, 132, 130];

/// How many visits begin in each hour, against the others.
const HOURS: [u32; 24] = [34, 17, 10, 7, 6, 8, 15, 26, 34, 41, 46, 45, 45, 49, 48, 49, 48, 45, 46, 55, 72, 84, 81, 61];

/// Visits of a hundred with so many rows; longer ones are drawn apart.
const SIZES: [u32; 12] = [27, 15, 11, 9, 7, 6, 5, 4, 3, 3, 2, 2];

/// One row, without its person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deed {
    /// Seconds after the first midnight.
    pub second: u32,
    /// Popularity of the item: 0 is the most popular.
    pub rank: u32,
    /// Place in [`KINDS`].
    pub kind: usize,
}

impl Deed {
    /// Kind and item in one number.
    pub fn packed(self) -> u32 {
        self.rank << 2 | self.kind as u32
    }

    /// The row with this kind and item.
    pub fn unpacked(second: u32, packed: u32) -> Deed {
        Deed { second, rank: packed >> 2, kind: (packed & 3) as usize }
    }

    /// Id of the item.
    pub fn item(self) -> u32 {
        1 + scatter(self.rank, ITEM_IDS, ITEMS)
    }

    /// Id of the item's category: a few categories hold many items.
    pub fn category(self) -> u32 {
        let chance = u64::from(self.rank.wrapping_mul(0x9e37_79b1) ^ self.rank.rotate_right(9));
        1 + scatter(squared(chance, CATEGORY_COUNT), CATEGORY_IDS, CATEGORIES)
    }
}

/// A number below `n` from 32 bits of chance, with a density that falls by the square root of the place: Zipf's law
/// with the exponent ½, as the items of the public set come close to.
fn squared(chance: u64, n: u32) -> u32 {
    ((((chance * chance) >> 32) * u64::from(n)) >> 32) as u32
}

/// Somebody, drawn from a seed of their own.
pub struct Person(Dice);

impl Person {
    /// The person at this place of the seed's log.
    pub fn new(seed: u64, place: u32) -> Person {
        Person(Dice::new(seed, 0x10_0000 + u64::from(place)))
    }

    /// All rows of the person in order of time, `most` at most.
    pub fn deeds(mut self, most: u64, out: &mut Vec<Deed>) {
        out.clear();
        let rows = u64::from(self.rows()).min(most) as usize;
        let days = self.days();
        let weights: [u32; 9] = std::array::from_fn(|day| if days & 1 << day != 0 { DAYS[day] } else { 0 });
        while out.len() < rows {
            let day = self.0.weighted(&weights) as u32;
            let start = day * 86_400 + self.0.weighted(&HOURS) as u32 * 3600 + self.0.below(3600);
            let size = self.size().min(rows - out.len());
            self.visit(start, size, out);
        }
        // Rows of the same second keep the order in which they were drawn.
        out.sort_by_key(|deed| deed.second);
    }

    /// How many rows: a hundred on average, half of all people below seventy, a few above six hundred.
    fn rows(&mut self) -> u32 {
        let chance = u64::from(self.0.below(u32::MAX));
        match self.0.below(8) {
            0 => 100 + squared(chance, 540),
            _ => 1 + squared(chance, 222),
        }
    }

    /// The days on which the person comes, as bits: some come once, others nearly every day.
    fn days(&mut self) -> u32 {
        let keen = self.0.between(450, 1000);
        let days = (0..9).filter(|day| self.0.chance(keen * DAYS[*day] / 115)).fold(0, |days, day| days | 1 << day);
        if days == 0 { 1 << self.0.below(9) } else { days }
    }

    fn size(&mut self) -> usize {
        let drawn = self.0.below(100);
        let mut left = drawn;
        for (at, weight) in SIZES.iter().enumerate() {
            if left < *weight {
                return at + 1;
            }
            left -= weight;
        }
        self.0.between(13, 45) as usize
    }

    /// One visit: rows a few seconds or minutes apart. What is no view mostly concerns the item just looked at.
    fn visit(&mut self, start: u32, size: usize, out: &mut Vec<Deed>) {
        let mut second = start;
        let mut rank = self.item();
        for at in 0..size {
            let kind = self.0.weighted(&KIND_WEIGHTS);
            if at > 0 && !self.0.chance(if kind == 0 { 150 } else { 700 }) {
                rank = self.item();
            }
            out.push(Deed { second: second.min(SPAN - 1), rank, kind });
            second += self.pause();
        }
    }

    fn item(&mut self) -> u32 {
        squared(u64::from(self.0.below(u32::MAX)), ITEM_COUNT)
    }

    /// Seconds to the next row of a visit: now and then none, or as long as a visit can just bear, or a little longer.
    fn pause(&mut self) -> u32 {
        match self.0.below(200) {
            0 => self.0.between(1798, 1803),
            1..=8 => self.0.between(300, 1500),
            9..=70 => self.0.between(40, 240),
            _ => self.0.below(45),
        }
    }
}
