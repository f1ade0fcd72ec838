//! Which rows of overlapping reports are added up, figure by figure: the report that holds all others may leave out what
//! only a finer one tells.

use super::narrow::AdFilter;
use crate::metric::fold::spans::Apart;
use crate::model::{AdLevel, AdRow, Period, Role, Roles};
use crate::store::Ads;
use std::collections::BTreeMap;
use std::ops::Range;

/// Stands for the row itself, whatever numbers it tells: every row has a tool.
pub const ROW: Role = Role::Tool;

/// What is chosen for, each by itself: the row, and its figures.
const FIGURES: [Role; AdRow::FIGURES.len() + 1] = {
    let mut all = [ROW; AdRow::FIGURES.len() + 1];
    let mut at = 0;
    while at < AdRow::FIGURES.len() {
        all[at + 1] = AdRow::FIGURES[at];
        at += 1;
    }
    all
};

/// The figures that a row tells.
pub fn told(row: &AdRow) -> Roles {
    let tells = |role: &Role| match role {
        Role::AvgRank => row.rank.is_some(),
        Role::QualityScore => row.quality.is_some(),
        role => !row.blank.has(*role),
    };
    FIGURES.iter().copied().filter(|role| *role == ROW || tells(role)).collect()
}

/// The rows of one tool that stand for the same days, each with the figures that are taken from it: those of which no
/// coarser row tells the same.
pub struct Span<'a> {
    /// The days.
    pub days: Option<Period>,
    /// The rows.
    pub rows: Vec<(&'a AdRow, Roles)>,
    /// What one of them at least tells, also of those that a filter leaves out.
    pub told: Roles,
    /// What one of them at least tells.
    pub own: Roles,
}

/// The rows that can answer, by tool and days.
pub struct AdSpans<'a> {
    /// All spans of days: those of a tool together, by their first day.
    pub all: Vec<Span<'a>>,
    /// Those of each tool, and how many days its longest has after its first.
    tools: Vec<(Range<usize>, i32)>,
}

/// What counts in some days.
#[derive(Default)]
pub struct Picked {
    /// Positions of spans, and the figures that are taken from each.
    pub spans: Vec<(usize, Roles)>,
    /// Figures of which some day is told only by rows that reach outside.
    pub cut: Roles,
}

impl<'a> AdSpans<'a> {
    /// Those of the rows that can answer, of which only those that the filter takes have figures.
    pub fn of(ads: &'a Ads, only: &AdFilter, answers: impl Fn(&AdRow) -> bool) -> AdSpans<'a> {
        type Units<'a> = BTreeMap<(u32, Option<(i32, i32)>), Vec<&'a AdRow>>;
        let mut units: Units<'a> = BTreeMap::new();
        for row in ads.rows().iter().filter(|row| ads.counts(row) && only.answers(row) && answers(row)) {
            units.entry((row.tool, row.when.map(|days| (days.from.0, days.to.0)))).or_default().push(row);
        }
        let mut out = AdSpans { all: Vec::new(), tools: Vec::new() };
        let mut last = None;
        for ((tool, _), rows) in units {
            let days = rows[0].when;
            let at = out.all.len();
            if last.replace(tool) != Some(tool) {
                out.tools.push((at..at, 0));
            }
            if let Some((range, longest)) = out.tools.last_mut() {
                range.end = at + 1;
                *longest = days.map_or(0, |days| days.to.0 - days.from.0).max(*longest);
            }
            let mut rows = coarsest(&rows);
            let all = |rows: &[(&AdRow, Roles)]| rows.iter().fold(Roles::default(), |all, (_, figures)| all.union(*figures));
            let told = all(&rows);
            rows.retain(|(row, _)| only.takes(ads, row));
            let own = all(&rows);
            out.all.push(Span { days, rows, told, own });
        }
        out
    }

    /// What counts in some days; rows without a day only where these are all the days that are asked for.
    pub fn pick(&self, bucket: Period, undated: bool) -> Picked {
        let mut out = Picked::default();
        let mut taken: BTreeMap<usize, Roles> = BTreeMap::new();
        for (range, longest) in &self.tools {
            let of_tool = &self.all[range.clone()];
            if undated {
                let without = of_tool.iter().enumerate().filter(|(_, span)| span.days.is_none());
                taken.extend(without.map(|(at, span)| (range.start + at, span.told)));
            }
            // Only those that can reach into the bucket are looked at.
            let first = of_tool.partition_point(|span| span.days.is_none_or(|days| days.from.0 < bucket.from.0.saturating_sub(*longest)));
            let near = of_tool.iter().enumerate().skip(first).map(|(at, span)| (range.start + at, span));
            let near = near.filter_map(|(at, span)| Some((at, span, span.days?)));
            let near = near.take_while(|(.., days)| days.from <= bucket.to).filter(|(.., days)| days.to >= bucket.from);
            let (mut whole, cut): (Vec<_>, Vec<_>) = near.partition(|(.., days)| bucket.contains(days.from) && bucket.contains(days.to));
            whole.sort_by_key(|(_, _, days)| (days.to.0 - days.from.0, days.from));
            for figure in FIGURES {
                let tells = |span: &Span<'_>| span.told.has(figure);
                let spans = whole.iter().filter(|(_, span, _)| tells(span));
                let apart = Apart::of(spans.clone().map(|(.., days)| (days.from.0, days.to.0)));
                for (at, ..) in spans.filter(|(.., days)| apart.has((days.from.0, days.to.0))) {
                    taken.entry(*at).or_default().add(figure);
                }
                let inside = |days: &Period| (days.from.max(bucket.from).0, days.to.min(bucket.to).0);
                if cut.iter().any(|(_, span, days)| span.own.has(figure) && apart.leaves(inside(days))) {
                    out.cut.add(figure);
                }
            }
        }
        out.spans = taken.into_iter().collect();
        out
    }

    /// Figures that no row tells of those that a filter leaves, where it leaves any.
    pub fn untold(&self, picked: &Picked) -> Roles {
        let own = picked.spans.iter().fold(Roles::default(), |all, (at, figures)| all.union(self.all[*at].own.both(*figures)));
        FIGURES.into_iter().filter(|figure| own.has(ROW) && !own.has(*figure)).collect()
    }

    /// The rows that count in a period, with the figures that are taken from each.
    pub fn rows(&self, period: Period) -> impl Iterator<Item = (&'a AdRow, Roles)> {
        let spans = self.pick(period, true).spans.into_iter();
        let rows = spans.flat_map(|(at, figures)| self.all[at].rows.iter().map(move |(row, of)| (*row, of.both(figures))));
        rows.filter(|(_, figures)| *figures != Roles::default())
    }
}

/// For each figure the coarsest rows of one tool and time that tell it: those of each campaign where every such row
/// names one, else of all.
fn coarsest<'a>(rows: &[&'a AdRow]) -> Vec<(&'a AdRow, Roles)> {
    type Levels = [Option<AdLevel>; FIGURES.len()];
    let lower = |best: &mut Option<AdLevel>, level: AdLevel| *best = Some(best.map_or(level, |best| best.min(level)));
    let tells: Vec<Roles> = rows.iter().map(|row| told(row)).collect();
    let mut named = [true; FIGURES.len()];
    let mut over_all: Levels = Levels::default();
    let mut by_campaign: BTreeMap<u32, Levels> = BTreeMap::new();
    for (row, tells) in rows.iter().zip(&tells) {
        let best = by_campaign.entry(row.campaign).or_default();
        for (at, _) in FIGURES.iter().enumerate().filter(|(_, figure)| tells.has(**figure)) {
            lower(&mut best[at], row.level);
            lower(&mut over_all[at], row.level);
            named[at] &= row.campaign != 0;
        }
    }
    let taken = |row: &&'a AdRow, tells: &Roles| -> Roles {
        let own = by_campaign.get(&row.campaign).copied().unwrap_or_default();
        let best = |at: usize| if named[at] { own[at] } else { over_all[at] };
        let figures = FIGURES.iter().enumerate().filter(|(at, figure)| tells.has(**figure) && best(*at) == Some(row.level));
        figures.map(|(_, figure)| *figure).collect()
    };
    rows.iter().zip(&tells).map(|(row, tells)| (*row, taken(row, tells))).collect()
}
