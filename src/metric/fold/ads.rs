//! Group C: what paid tools report. Rows come ready counted; the art is to count nothing twice.
//!
//! The reports of one tool overlap: the campaign's row holds what the rows of its items tell, and those hold what the
//! rows of their keywords tell. So, for the same days of the same tool (and campaign, where every row names one), only the
//! coarsest rows that can answer are added up: for totals the coarsest there are, for keywords the coarsest that name a
//! keyword. A row that stands for several days counts where all of them lie inside, and never beside rows of single days
//! that it holds. Source of the rules: the catalogue's entries C01 to C33.

mod keys;
mod standing;

pub use keys::{AdCut, AdKey, AdSums, Latest, QUIET_DAYS, ad_creatives, ad_keys, quiet_days, quiet_keywords};
pub use standing::{Standing, standings as count_standings, standings_of};

use crate::metric::{Part, Tally};
use crate::model::{AdLevel, AdRow, LocalClock, Period, Role, Scope};
use crate::store::Ads;
use std::collections::{BTreeMap, BTreeSet};

/// What is counted of ads for every question, beside the tallies of the grids. Figures by key are counted where somebody
/// asks for them ([`ad_keys`]): there may be a hundred thousand keywords.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AdsMeasured {
    /// Numbers of entries that are no sums: states and records.
    pub values: BTreeMap<&'static str, u64>,
    /// Where campaigns and items stand, at the period's end.
    pub standings: Vec<Standing>,
    /// Rows of finer reports, which tell the same again.
    pub finer: u64,
    /// Rows without a day that are left out.
    pub undated: u64,
    /// Rows that count and leave a column blank.
    pub blank: BTreeMap<Role, u64>,
}

/// Adds the figures of ads to the tallies of a period, its days and its buckets, and counts all else.
pub fn measure_ads(
    ads: &Ads,
    clock: &LocalClock,
    period: Period,
    total: &mut Tally,
    days: &mut [Tally],
    series: &mut [(Period, Tally)],
) -> AdsMeasured {
    let mut out = AdsMeasured { undated: ads.left_out(), ..AdsMeasured::default() };
    records(ads, clock, period, &mut out);
    if !ads.loaded() {
        return out;
    }
    let chosen = choose(ads, |_| true);
    out.finer = ads.rows().iter().filter(|row| ads.counts(row) && inside(row, period)).count() as u64
        - chosen.iter().filter(|row| inside(row, period)).count() as u64;
    for row in chosen.iter().filter(|row| inside(row, period) && !row.idle()) {
        for part in keys::PARTS {
            if let Some(role) = part.role().filter(|role| row.blank.has(*role)) {
                *out.blank.entry(role).or_default() += 1;
            }
        }
    }
    let buckets: Vec<Period> = series.iter().map(|(bucket, _)| *bucket).collect();
    let day = |at: usize| period.from.plus(at as i32);
    let daily: Vec<Period> = (0..days.len()).map(|at| Period { from: day(at), to: day(at) }).collect();
    for row in &chosen {
        let Some(when) = row.when else {
            add(total, row);
            continue;
        };
        touched(&[period], when).for_each(|(_, whole)| put(total, row, whole));
        touched(&daily, when).for_each(|(at, whole)| put(&mut days[at], row, whole));
        touched(&buckets, when).for_each(|(at, whole)| put(&mut series[at].1, row, whole));
    }
    standing::standings(ads, period, &mut out);
    out
}

/// Whether a row counts in a period.
fn inside(row: &AdRow, period: Period) -> bool {
    row.when.is_none_or(|when| period.contains(when.from) && period.contains(when.to))
}

/// The buckets, which follow each other in time, that hold a day of a span, and whether they hold all of them.
fn touched(buckets: &[Period], when: Period) -> impl Iterator<Item = (usize, bool)> {
    let first = buckets.partition_point(|bucket| bucket.to < when.from);
    let within = buckets.iter().enumerate().skip(first).take_while(move |(_, bucket)| bucket.from <= when.to);
    within.map(move |(at, bucket)| (at, bucket.contains(when.from) && bucket.contains(when.to)))
}

/// Adds a row to a bucket that holds all its days; a bucket that holds only some of them cannot be known.
fn put(tally: &mut Tally, row: &AdRow, whole: bool) {
    if whole { add(tally, row) } else { tally[Part::AdRowsCut] += 1 }
}

/// Adds one row's numbers.
fn add(tally: &mut Tally, row: &AdRow) {
    let mut sums = AdSums::default();
    sums.add(row);
    sums.put(tally);
}

/// The rows to add up, out of those that can answer: nothing is told twice by them.
fn choose(ads: &Ads, answers: impl Fn(&AdRow) -> bool) -> Vec<&AdRow> {
    type Days = Option<(i32, i32)>;
    let mut units: BTreeMap<u32, BTreeMap<(i32, Days), Vec<&AdRow>>> = BTreeMap::new();
    for row in ads.rows().iter().filter(|row| ads.counts(row) && answers(row)) {
        let days: Days = row.when.map(|days| (days.from.0, days.to.0));
        let length = days.map_or(i32::MAX, |(from, to)| to - from);
        units.entry(row.tool).or_default().entry((length, days)).or_default().push(row);
    }
    let mut out = Vec::new();
    for tool in units.values() {
        let mut taken: BTreeSet<i32> = BTreeSet::new();
        for ((_, days), rows) in tool {
            if let Some((from, to)) = days {
                if taken.range(from..=to).next().is_some() {
                    continue;
                }
                taken.extend(*from..=*to);
            }
            coarsest(rows, &mut out);
        }
    }
    out
}

/// The coarsest rows of one tool and time: for each campaign where every row names one, else over all.
fn coarsest<'a>(rows: &[&'a AdRow], out: &mut Vec<&'a AdRow>) {
    let named = rows.iter().all(|row| row.campaign != 0);
    let campaign = |row: &AdRow| if named { row.campaign } else { 0 };
    let mut best: BTreeMap<u32, AdLevel> = BTreeMap::new();
    for row in rows {
        let level = best.entry(campaign(row)).or_insert(row.level);
        *level = row.level.min(*level);
    }
    out.extend(rows.iter().filter(|row| best.get(&campaign(row)) == Some(&row.level)));
}

/// The rows that are added up over a period: all of them, or those under a key.
pub fn ad_rows<'a>(ads: &'a Ads, period: Period, key: Option<(AdCut, &str)>) -> Vec<&'a AdRow> {
    let named: fn(&AdRow) -> bool = match key {
        Some((AdCut::Campaign, _)) => |row| row.campaign != 0,
        Some((AdCut::Item, _)) => |row| row.item != 0,
        Some((AdCut::Keyword, _)) => |row| row.keyword != 0,
        Some((AdCut::Term, _)) => |row| row.term != 0,
        Some((AdCut::Creative, _)) => |row| row.creative != 0 || row.picture != 0,
        _ => |_| true,
    };
    let under = |row: &AdRow| match key {
        None => true,
        Some((AdCut::Tool, key)) => ads.texts.text(row.tool) == key,
        Some((AdCut::Channel, key)) => row.channel.name() == key,
        Some((AdCut::Campaign, key)) => ads.texts.text(row.campaign) == key,
        Some((AdCut::Item, key)) => ads.texts.text(row.item) == key,
        Some((AdCut::Keyword, key)) => ads.texts.text(row.keyword) == key,
        Some((AdCut::Term, key)) => ads.texts.text(row.term) == key,
        Some((AdCut::Creative, key)) => keys::creative(ads, row.creative, row.picture) == key,
        Some((AdCut::Date, key)) => keys::date(row) == key,
    };
    choose(ads, named).into_iter().filter(|row| inside(row, period) && under(row)).collect()
}

/// C30 to C33: operations in the period, by what they were done to.
fn records(ads: &Ads, clock: &LocalClock, period: Period, out: &mut AdsMeasured) {
    let mut clock = clock.clone();
    let ids =
        [(Scope::Keyword, "log_keyword"), (Scope::Item, "log_item"), (Scope::Account, "log_account"), (Scope::Creative, "log_creative")];
    for (scope, id) in ids {
        let of = ads.log().iter().filter(|operation| operation.scope == scope && period.contains(clock.day(operation.time)));
        out.values.insert(id, of.count() as u64);
    }
}
