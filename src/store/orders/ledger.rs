//! The ledger of exports: of the same row in several files, one state stands.
//!
//! An export is a picture of the orders at one moment; next week's picture shows some of them again, further on. So rows
//! are compared file by file, from the oldest export to the newest. Which is older, its name tells (platforms write the
//! moment into it), or else its newest row. Of two states of one row, the one that has come further stands (paid before
//! unpaid, given back before paid), and of states as far as each other the newer file's. Rows that an export does not
//! show again stand as they are. Nothing here depends on the order of dropping, but where two exports are of one age.

use super::join::Row;
use super::rows::Rows;
use crate::model::{Currency, FileId, Money, OrderGrain, OrderRow, OrderRows, Reason, Remark, Standing, arrange};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What was found of the files as exports of each other's orders.
pub struct Ledger {
    /// The files' places from the oldest export to the newest.
    ages: Vec<usize>,
    /// For an older and a newer file: orders that both have, and those of them of which both have the very same row.
    pairs: BTreeMap<(usize, usize), (u64, u64)>,
    counts: Vec<Counts>,
    /// Days that the orders of each file cover, in seconds.
    spans: Vec<Option<(i64, i64)>>,
    /// One file has all orders: there is nothing to compare.
    alone: bool,
}

/// What one file is to the older ones.
#[derive(Clone, Copy, Default)]
struct Counts {
    added: u64,
    changed: u64,
    unchanged: u64,
    outdated: u64,
    unclear: u64,
    /// Orders of older files that share orders with it, which it should show by their time and does not.
    vanished: u64,
}

/// A row that does not stand, with the position of its file and the reason.
pub type Refused = (usize, OrderRow, Reason);

impl Ledger {
    /// Looks at all rows, which come grouped by their orders.
    pub fn of(files: &[(FileId, OrderRows)], rows: &Rows<'_>) -> Ledger {
        if files.len() < 2 {
            let counts = vec![Counts::default(); files.len()];
            return Ledger { ages: vec![0; files.len()], pairs: BTreeMap::new(), counts, spans: Vec::new(), alone: true };
        }
        Ledger::compare(files, rows)
    }

    /// Looks at the rows of several files.
    // Apart: see www/build/later.mjs.
    #[inline(never)]
    fn compare(files: &[(FileId, OrderRows)], rows: &Rows<'_>) -> Ledger {
        let mut order: Vec<usize> = (0..files.len()).collect();
        arrange(&mut order, |a, b| (files[*a].1.as_of, a).cmp(&(files[*b].1.as_of, b)));
        let mut ages = vec![0; files.len()];
        order.iter().enumerate().for_each(|(age, file)| ages[*file] = age);
        let times = |rows: &OrderRows| {
            let times = rows.iter().filter_map(|row| row.placed.or(row.paid));
            times.fold(None, |span: Option<(i64, i64)>, time| Some(span.map_or((time, time), |(from, to)| (from.min(time), to.max(time)))))
        };
        let spans = files.iter().map(|(_, rows)| times(rows)).collect();
        let mut ledger = Ledger { ages, pairs: BTreeMap::new(), counts: vec![Counts::default(); files.len()], spans, alone: false };
        let mut groups = rows.groups();
        while let Some(group) = groups.next() {
            if group.iter().all(|row| row.file == group[0].file) {
                continue;
            }
            for kind in Kind::ALL {
                let of_kind: Vec<&Row> = group.iter().filter(|row| Kind::of(row.grain) == kind).collect();
                let of_file = |file: usize| of_kind.iter().filter(move |row| row.file == file).map(|row| line_key(&row.row));
                for (older, newer) in pairs(&ledger.files_of(of_kind.iter().copied())) {
                    let known: BTreeSet<LineKey> = of_file(older).collect();
                    let again = kind == Kind::Whole || of_file(newer).any(|key| known.contains(&key));
                    let pair = ledger.pairs.entry((older, newer)).or_default();
                    pair.0 += 1;
                    pair.1 += u64::from(again);
                }
            }
        }
        ledger
    }

    /// The files of some rows, from the oldest export to the newest.
    fn files_of<'a>(&self, rows: impl Iterator<Item = &'a Row>) -> Vec<usize> {
        let mut files: Vec<usize> = rows.map(|row| row.file).collect();
        arrange(&mut files, |a, b| self.ages[*a].cmp(&self.ages[*b]));
        files.dedup();
        files
    }

    /// The rows of one order that stand, and those that do not.
    pub fn stand(&mut self, group: &[Row]) -> (Vec<Row>, Vec<Refused>) {
        if self.alone {
            return if group.len() == 1 || group.iter().all(|row| Kind::of(row.grain) != Kind::Whole) {
                (group.to_vec(), Vec::new())
            } else {
                let mut refused = Vec::new();
                (self.whole(group.to_vec(), &mut refused), refused)
            };
        }
        self.among(group)
    }

    /// The same where there are several files.
    // Apart: see www/build/later.mjs.
    #[inline(never)]
    fn among(&mut self, group: &[Row]) -> (Vec<Row>, Vec<Refused>) {
        let (mut stand, mut refused) = (Vec::with_capacity(group.len()), Vec::new());
        let files = self.files_of(group.iter());
        for kind in Kind::ALL {
            let rows: Vec<Row> = group.iter().filter(|row| Kind::of(row.grain) == kind).copied().collect();
            if !rows.is_empty() {
                stand.extend(if kind == Kind::Whole { self.whole(rows, &mut refused) } else { self.lines(rows, &mut refused) });
            }
        }
        self.count(group, &files, &refused);
        // The order of the rows within the files stays, so that facts of an order are those of its first row.
        arrange(&mut stand, |a, b| (a.file, a.row.place.offset).cmp(&(b.file, b.row.place.offset)));
        (stand, refused)
    }

    /// Rows that are whole orders: one file's state stands. Equal rows of one file are one.
    fn whole(&self, rows: Vec<Row>, refused: &mut Vec<Refused>) -> Vec<Row> {
        let mut kept: Vec<Row> = Vec::with_capacity(rows.len());
        for row in rows {
            if kept.iter().any(|old| old.file == row.file && same(&old.row, &row.row)) {
                refused.push((row.file, row.row, Reason::AlreadyLoaded));
            } else {
                kept.push(row);
            }
        }
        let files = self.files_of(kept.iter());
        let state = |file: usize| kept.iter().filter(move |row| row.file == file);
        let Some(best) = files.iter().copied().max_by_key(|file| (state(*file).map(|row| progress(&row.row)).max(), self.ages[*file]))
        else {
            return kept;
        };
        // Of equal states the oldest stands: the newer export adds nothing.
        let alike = |file: usize| {
            state(file).count() == state(best).count() && state(file).zip(state(best)).all(|(one, other)| same(&one.row, &other.row))
        };
        let stands = files.iter().copied().find(|file| alike(*file)).unwrap_or(best);
        let reason = |file: usize| if alike(file) { Reason::AlreadyLoaded } else { Reason::Replaced };
        refused.extend(kept.iter().filter(|row| row.file != stands).map(|row| (row.file, row.row, reason(row.file))));
        kept.retain(|row| row.file == stands);
        kept
    }

    /// Rows that are lines: each stands in its own latest state.
    fn lines(&self, rows: Vec<Row>, refused: &mut Vec<Refused>) -> Vec<Row> {
        let mut kept: Vec<Row> = Vec::with_capacity(rows.len());
        for file in self.files_of(rows.iter()) {
            // Rows of the older files that this one may show again: each once, for an order may hold two equal lines.
            let mut older: BTreeMap<LineKey, VecDeque<usize>> = BTreeMap::new();
            kept.iter().enumerate().for_each(|(at, row)| older.entry(line_key(&row.row)).or_default().push_back(at));
            let mut new: Vec<Row> = Vec::new();
            for row in rows.iter().filter(|row| row.file == file) {
                let states = older.get_mut(&line_key(&row.row));
                let found = states.and_then(|states| {
                    let equal = states.iter().position(|at| same(&kept[*at].row, &row.row));
                    states.remove(equal.unwrap_or(0))
                });
                match found {
                    Some(at) => settle_line(&mut kept[at], *row, refused),
                    None => new.push(*row),
                }
            }
            // A line of the same item that differs in its pieces or price is the same line only where the two files are
            // exports of the same orders: the parts of an export that was cut in two have no row in common.
            let mut left: BTreeMap<(u32, u32), VecDeque<usize>> = BTreeMap::new();
            for at in older.into_values().flatten().filter(|at| self.restates(kept[*at].file, file)) {
                left.entry((kept[at].row.item, kept[at].row.part)).or_default().push_back(at);
            }
            for row in new {
                match left.get_mut(&(row.row.item, row.row.part)).and_then(VecDeque::pop_front) {
                    Some(at) => settle_line(&mut kept[at], row, refused),
                    None => kept.push(row),
                }
            }
        }
        kept
    }

    /// Whether the newer file shows the orders of the older one again.
    fn restates(&self, older: usize, newer: usize) -> bool {
        self.pairs.get(&(older, newer)).is_some_and(|(shared, again)| *again > 0 && again * 2 >= *shared)
    }

    /// Counts what an order is to each of its files.
    fn count(&mut self, group: &[Row], files: &[usize], refused: &[Refused]) {
        let at = group.iter().find_map(|row| row.row.placed.or(row.row.paid));
        for file in (0..self.counts.len()).filter(|file| !files.contains(file)) {
            let inside = at.zip(self.spans[file]).is_some_and(|(at, (from, to))| (from..=to).contains(&at));
            let shared = inside && files.iter().any(|older| self.pairs.contains_key(&(*older, file)));
            self.counts[file].vanished += u64::from(shared);
        }
        for (at, file) in files.iter().enumerate() {
            let counts = &mut self.counts[*file];
            let older = &files[..at];
            let kinds = |of: usize| group.iter().filter(move |row| row.file == of).map(|row| Kind::of(row.grain));
            if !older.iter().any(|older| kinds(*older).any(|kind| kinds(*file).any(|own| own == kind))) {
                counts.added += 1;
                continue;
            }
            let mine = |reason: Reason| refused.iter().any(|(of, _, why)| of == file && *why == reason);
            let theirs = refused.iter().any(|(of, _, why)| older.contains(of) && *why == Reason::Replaced);
            match () {
                () if theirs => counts.changed += 1,
                () if mine(Reason::Replaced) => counts.outdated += 1,
                () if mine(Reason::AlreadyLoaded) => counts.unchanged += 1,
                () => counts.unclear += 1,
            }
        }
    }

    /// What is worth saying about a file, once all orders have been looked at.
    pub fn remarks(&self, file: usize) -> Vec<Remark> {
        let Counts { added, changed, unchanged, outdated, unclear, vanished } = self.counts[file];
        let mut remarks = Vec::new();
        if changed + unchanged + outdated > 0 {
            remarks.push(Remark::Ledger { added, changed, unchanged, outdated, vanished });
        }
        if unclear > 0 {
            remarks.push(Remark::OrdersInSeveralFiles { orders: unclear });
        }
        remarks
    }
}

/// Lets the better of two states of one line stand.
fn settle_line(kept: &mut Row, new: Row, refused: &mut Vec<Refused>) {
    if same(&kept.row, &new.row) {
        refused.push((new.file, new.row, Reason::AlreadyLoaded));
    } else if progress(&new.row) >= progress(&kept.row) {
        refused.push((kept.file, kept.row, Reason::Replaced));
        *kept = new;
    } else {
        refused.push((new.file, new.row, Reason::Replaced));
    }
}

/// Rows that can be states of each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Whole,
    Line,
    Detail,
}

impl Kind {
    const ALL: [Kind; 3] = [Kind::Whole, Kind::Line, Kind::Detail];

    fn of(grain: OrderGrain) -> Kind {
        match grain {
            OrderGrain::Order => Kind::Whole,
            OrderGrain::Line | OrderGrain::Shared => Kind::Line,
            OrderGrain::Detail => Kind::Detail,
        }
    }
}

/// Every two of some files, the older first.
fn pairs(files: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    files.iter().enumerate().flat_map(|(at, newer)| files[..at].iter().map(|older| (*older, *newer)))
}

type LineKey = (u32, u32, Option<u32>, Option<Money>, Option<i64>);

/// What stays the same of a line while its order goes on. A line with an id of its own (or a variant) is known by it
/// together with its item, any other by all that was ordered.
fn line_key(row: &OrderRow) -> LineKey {
    (row.item, row.part, row.quantity, row.price, row.placed)
}

/// How far a row's order has come.
fn progress(row: &OrderRow) -> (bool, Standing) {
    (row.paid.is_some(), row.standing)
}

fn same(a: &OrderRow, b: &OrderRow) -> bool {
    // An export that names no currency tells the same row.
    let untold = a.currency == Currency::UNTOLD || b.currency == Currency::UNTOLD;
    let currency = if untold { b.currency } else { a.currency };
    OrderRow { place: b.place, currency, ..*a } == *b
}
