//! Group C: what paid tools report. Rows come ready counted; the art is to count nothing twice.
//!
//! The reports of one tool overlap: the campaign's row holds what the rows of its items tell, and those hold what the
//! rows of their keywords tell. So, for the same days of the same tool (and campaign, where every row names one), only the
//! coarsest rows that can answer are added up, figure by figure: for totals the coarsest that tell the figure, for keywords
//! the coarsest of those that name a keyword. A row that stands for several days counts where all of them lie inside, and
//! never beside rows of shorter spans that tell all its days. Source of the rules: the catalogue's entries C01 to C33.

mod chosen;
mod keys;
mod narrow;
mod standing;

pub use keys::{AdCut, AdKey, AdSums, Latest, QUIET_DAYS, ad_creatives, ad_keys, quiet_days, quiet_keywords};
pub use narrow::AdFilter;
pub use standing::{Standing, standings as count_standings, standings_of};

use crate::metric::Tally;
use crate::model::{AdRow, LocalClock, Period, Role, Roles, Scope};
use crate::store::Ads;
use chosen::{AdSpans, Picked, ROW, Span, told};
use std::collections::{BTreeMap, BTreeSet};

/// What is counted of ads for every question, beside the tallies of the grids. Figures by key are counted where somebody
/// asks for them ([`ad_keys`]): there may be a hundred thousand keywords.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AdsMeasured {
    /// Numbers of entries that are no sums: states and records.
    pub values: BTreeMap<&'static str, u64>,
    /// Where campaigns and items stand, at the period's end.
    pub standings: Vec<Standing>,
    /// For each figure, the rows of finer or longer reports that tell the same again.
    pub again: BTreeMap<Role, u64>,
    /// Rows without a day that are left out.
    pub undated: u64,
    /// Rows that count and leave a column blank.
    pub blank: BTreeMap<Role, u64>,
}

/// Adds the figures of ads to the tallies of a period, its days and its buckets, and counts all else.
pub fn measure_ads(
    ads: &Ads,
    only: &AdFilter,
    clock: &LocalClock,
    period: Period,
    total: &mut Tally,
    days: &mut [Tally],
    series: &mut [(Period, Tally)],
) -> AdsMeasured {
    let left_out = |row: &&AdRow| !ads.counts(row) && only.takes(ads, row);
    let undated = ads.rows().iter().filter(left_out).count() as u64;
    let mut out = AdsMeasured { undated, ..AdsMeasured::default() };
    records(ads, clock, period, &mut out);
    if !ads.loaded() {
        return out;
    }
    let spans = AdSpans::of(ads, only, |_| true);
    let sums: Vec<AdSums> = spans.all.iter().map(|span| sums_of(span, span.told)).collect();
    let count = |bucket: Period, tally: &mut Tally, undated: bool| {
        let picked = spans.pick(bucket, undated);
        for (at, figures) in &picked.spans {
            let span = &spans.all[*at];
            if *figures == span.told { sums[*at].put(tally) } else { sums_of(span, *figures).put(tally) }
        }
        tally.marks.cut_off(picked.cut);
        if !only.takes_all() {
            tally.marks.blank(spans.untold(&picked));
        }
        picked
    };
    let picked = count(period, total, true);
    days.iter_mut().enumerate().for_each(|(at, tally)| {
        let day = period.from.plus(at as i32);
        count(Period { from: day, to: day }, tally, false);
    });
    series.iter_mut().for_each(|(bucket, tally)| drop(count(*bucket, tally, false)));
    told_again(ads, only, period, &spans, &picked, &mut out);
    blanks(&spans, &picked, &mut out);
    standing::standings(ads, only, period, &mut out);
    out
}

/// What the rows of a span add up to, in some figures.
fn sums_of(span: &Span<'_>, figures: Roles) -> AdSums {
    let mut sums = AdSums::default();
    span.rows.iter().for_each(|(row, of)| sums.add(row, of.both(figures)));
    sums
}

/// Counts, figure by figure, the rows inside the period that tell what was taken from others.
fn told_again(ads: &Ads, only: &AdFilter, period: Period, spans: &AdSpans<'_>, picked: &Picked, out: &mut AdsMeasured) {
    let mut again: BTreeMap<Role, i64> = BTreeMap::new();
    let mut add = |figures: Roles, rows: i64| {
        AdRow::FIGURES.iter().filter(|role| figures.has(**role)).for_each(|role| *again.entry(*role).or_default() += rows);
    };
    let inside = |row: &&AdRow| row.when.is_none_or(|when| period.contains(when.from) && period.contains(when.to));
    ads.rows().iter().filter(|row| ads.counts(row) && only.takes(ads, row)).filter(inside).for_each(|row| add(told(row), 1));
    for (at, figures) in &picked.spans {
        spans.all[*at].rows.iter().for_each(|(_, of)| add(of.both(*figures), -1));
    }
    out.again = again.into_iter().filter_map(|(role, rows)| Some((role, u64::try_from(rows).ok().filter(|rows| *rows > 0)?))).collect();
}

/// Counts the rows that leave a column blank which no finer row of their campaign and days tells.
fn blanks(spans: &AdSpans<'_>, picked: &Picked, out: &mut AdsMeasured) {
    for (at, figures) in picked.spans.iter().filter(|(_, figures)| figures.has(ROW)) {
        let rows = &spans.all[*at].rows;
        let mut finer: BTreeSet<(Role, u32)> = BTreeSet::new();
        for (row, of) in rows.iter().filter(|(_, of)| !of.has(ROW) && *of != Roles::default()) {
            let told = AdRow::FIGURES.iter().filter(|role| of.both(*figures).has(**role));
            finer.extend(told.map(|role| (*role, row.campaign)));
        }
        for (row, _) in rows.iter().filter(|(row, of)| of.has(ROW) && !row.idle()) {
            for role in keys::PARTS.iter().filter_map(|part| part.role()).filter(|role| row.blank.has(*role)) {
                let all = (role, 0)..=(role, u32::MAX);
                let told = if row.campaign == 0 { finer.range(all).next().is_some() } else { finer.contains(&(role, row.campaign)) };
                if !told && !finer.contains(&(role, 0)) {
                    *out.blank.entry(role).or_default() += 1;
                }
            }
        }
    }
}

/// The rows from which a figure is taken over a period: all of them, or those under a key.
pub fn ad_rows<'a>(ads: &'a Ads, only: &AdFilter, period: Period, key: Option<(AdCut, &str)>, figure: Role) -> Vec<&'a AdRow> {
    let spans = AdSpans::of(ads, only, |row| key.is_none_or(|(cut, _)| keys::names(cut, row)));
    let under = |row: &AdRow| key.is_none_or(|(cut, key)| keys::is_under(cut, key, ads, row));
    spans.rows(period).filter(|(row, figures)| figures.has(figure) && under(row)).map(|(row, _)| row).collect()
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
