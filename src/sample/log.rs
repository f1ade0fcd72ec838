//! A behaviour log of any size from a seed, in the layout of the public UserBehavior set and with its skew:
//! `user_id,item_id,category_id,behavior_type,timestamp`, without a header, nine days of 2017 in UTC+8.
//!
//! Made for measuring, so it is written as a stream and within bounded memory. Each person is drawn from a seed of
//! their own, so that one person's rows can be made again at any time: the log in order of time is cut into slices
//! of time, and each slice walks over all persons anew. Both orders hold the very same rows.

mod line;
mod person;

use line::Lines;
use person::{Deed, Person};
use std::io::{self, Write};

/// Seconds that the log covers: nine days.
const SPAN: u32 = 9 * 86_400;

/// The most rows that are held at a time while the log is written in order of time; half a gigabyte.
const SLICE: usize = 1 << 26;

/// Rows of one person, on average.
const MEAN_ROWS: u64 = 100;

/// In which order the rows stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogOrder {
    /// Person by person, each in order of time, as the public set has it.
    Person,
    /// In order of time, as a shop's own log grows.
    Time,
}

impl std::str::FromStr for LogOrder {
    type Err = String;
    fn from_str(text: &str) -> Result<LogOrder, String> {
        match text {
            "person" => Ok(LogOrder::Person),
            "time" => Ok(LogOrder::Time),
            _ => Err(format!("`{text}` is neither person nor time")),
        }
    }
}

/// Writes so many rows of the seed's log. One seed and number of rows give the same rows in either order.
pub fn write_log(seed: u64, rows: u64, order: LogOrder, out: impl Write) -> io::Result<()> {
    let crowd = Crowd { seed, rows };
    let mut lines = Lines::new(out);
    match order {
        LogOrder::Person => crowd.each(|person, deed| lines.row(person, deed))?,
        LogOrder::Time => crowd.by_time(SLICE, &mut lines)?,
    }
    lines.finish()
}

/// Everybody in a log.
struct Crowd {
    seed: u64,
    rows: u64,
}

impl Crowd {
    /// User ids there are; a few of them are nobody's, as in the public set.
    fn ids(&self) -> u32 {
        let persons = self.rows / MEAN_ROWS;
        u32::try_from(persons + persons / 32 + 10 * persons.isqrt() + 64).unwrap_or(u32::MAX)
    }

    /// Goes through all rows, person by person.
    fn each(&self, mut visit: impl FnMut(u32, Deed) -> io::Result<()>) -> io::Result<()> {
        let (ids, mut left) = (self.ids(), self.rows);
        let mut deeds = Vec::new();
        for place in 0.. {
            if left == 0 {
                break;
            }
            // More persons than ids would need a draw that is ten deviations off; they would share ids then.
            let person = 1 + scatter(place % ids, ids, USERS);
            Person::new(self.seed, place).deeds(left, &mut deeds);
            left -= deeds.len() as u64;
            for deed in &deeds {
                visit(person, *deed)?;
            }
        }
        Ok(())
    }

    /// Writes all rows in order of time; rows of the same second stand in the order of `each`. At most `most` rows are
    /// held at once, where a single second has no more.
    fn by_time<W: Write>(&self, most: usize, lines: &mut Lines<W>) -> io::Result<()> {
        let mut counts = vec![0_u32; SPAN as usize];
        self.each(|_, deed| {
            counts[deed.second as usize] += 1;
            Ok(())
        })?;
        let mut from = 0;
        while from < counts.len() {
            let mut to = from;
            let mut held = 0;
            while to < counts.len() && (to == from || held + counts[to] as usize <= most) {
                held += counts[to] as usize;
                to += 1;
            }
            if held > 0 {
                self.slice(from, &counts[from..to], held, lines)?;
            }
            from = to;
        }
        Ok(())
    }

    /// Writes the rows of some seconds: every second's place is known by its count, so each row goes straight to it.
    fn slice<W: Write>(&self, from: usize, counts: &[u32], held: usize, lines: &mut Lines<W>) -> io::Result<()> {
        let mut next = Vec::with_capacity(counts.len());
        let mut sum = 0;
        for count in counts {
            next.push(sum);
            sum += *count as usize;
        }
        let mut rows = vec![0_u64; held];
        self.each(|person, deed| {
            if let Some(next) = (deed.second as usize).checked_sub(from).and_then(|second| next.get_mut(second)) {
                rows[*next] = u64::from(person) << 32 | u64::from(deed.packed());
                *next += 1;
            }
            Ok(())
        })?;
        let mut rows = rows.into_iter();
        for (second, count) in counts.iter().enumerate() {
            for row in rows.by_ref().take(*count as usize) {
                lines.row((row >> 32) as u32, Deed::unpacked((from + second) as u32, row as u32))?;
            }
        }
        Ok(())
    }
}

const USERS: u32 = 0x9e37_79b1;
const ITEMS: u32 = 0x85eb_ca77;
const CATEGORIES: u32 = 0xc2b2_ae3d;

/// Sends each number below `n` to another one below `n`, no two to the same, so that neighbours are no neighbours any
/// more. `odd` makes one such order differ from another.
fn scatter(x: u32, n: u32, odd: u32) -> u32 {
    let bits = (u32::BITS - n.saturating_sub(1).leading_zeros()).max(2);
    let (mask, half) = (u32::MAX >> (u32::BITS - bits), bits.div_ceil(2));
    let mut x = x;
    loop {
        // Each step can be undone on so many bits, hence so can the whole.
        for round in 0..2 {
            x = x.wrapping_mul(odd ^ (round << 4)) & mask;
            x ^= x >> half;
        }
        x = x.wrapping_add(odd >> 3) & mask;
        if x < n {
            return x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn scattering_is_one_to_one() {
        for n in [1, 2, 3, 5, 64, 1000, 9439] {
            for odd in [USERS, ITEMS, CATEGORIES] {
                let all: BTreeSet<u32> = (0..n).map(|x| scatter(x, n, odd)).collect();
                assert_eq!((all.len() as u32, all.last()), (n, Some(&(n - 1))));
            }
        }
    }

    #[test]
    fn the_number_of_slices_does_not_show() {
        let crowd = Crowd { seed: 7, rows: 1_000 };
        let text = |most| {
            let mut out = Vec::new();
            let mut lines = Lines::new(&mut out);
            crowd.by_time(most, &mut lines).and_then(|()| lines.finish()).map(|()| out)
        };
        let whole = text(SLICE).unwrap();
        for most in [1, 10, 999] {
            assert_eq!(text(most).unwrap(), whole, "at most {most} rows at once");
        }
    }
}
