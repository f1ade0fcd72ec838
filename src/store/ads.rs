//! Reporting rows and operations of paid tools, of all loaded files.
//!
//! A platform restates its figures for weeks, and people export overlapping periods: where several files have a row of
//! the same days and the same thing, the file in which that thing has cost the most stands, and the others' rows are set
//! aside. The order of files decides nothing.

use crate::model::{AdLevel, AdRow, AdRows, Dict, FileId, Money, Operation, Period, Reason, Rejected, Role, Roles, arrange};
use std::collections::BTreeMap;

/// The rows of one file that cannot be used after all.
pub type Refused = Vec<(FileId, Vec<Rejected>)>;

/// Rows of paid tools, and the log of the ad account.
#[derive(Clone, Default)]
pub struct Ads {
    files: Vec<(FileId, AdRows)>,
    logs: Vec<(FileId, Vec<Operation>)>,
    /// All texts by number.
    pub texts: Dict,
    rows: Vec<AdRow>,
    titles: BTreeMap<u32, u32>,
    log: Vec<Operation>,
    roles: Roles,
    blank: Roles,
    dated: bool,
}

/// What a row is about: rows of several files with one key are told several times.
type Key = (Option<(i32, i32)>, AdLevel, [u32; 9], u8);

fn key(row: &AdRow) -> Key {
    let AdRow { tool, campaign, group, item, keyword, matching, term, creative, picture, .. } = *row;
    let when = row.when.map(|days| (days.from.0, days.to.0));
    (when, row.level, [tool, campaign, group, item, keyword, matching, term, creative, picture], row.channel as u8)
}

impl Ads {
    /// Adds the rows of a file. [`Ads::settle`] must follow before anything is asked.
    pub fn append(&mut self, file: FileId, rows: AdRows) {
        self.files.push((file, rows));
    }

    /// Adds the operations of a file.
    pub fn append_log(&mut self, file: FileId, operations: Vec<Operation>) {
        self.logs.push((file, operations));
    }

    /// Forgets a file.
    pub fn remove(&mut self, file: FileId) {
        self.files.retain(|(of, _)| *of != file);
        self.logs.retain(|(of, _)| *of != file);
    }

    /// Puts the rows of all files together; tells for each file what is told by another one as well.
    pub fn settle(&mut self) -> Refused {
        if self.files.is_empty() && self.logs.is_empty() {
            *self = Ads::default();
            return Refused::new();
        }
        self.put_together()
    }

    // Apart: see www/build/later.mjs.
    #[inline(never)]
    fn put_together(&mut self) -> Refused {
        let (files, logs) = (std::mem::take(&mut self.files), std::mem::take(&mut self.logs));
        *self = Ads::default();
        let mut all: Vec<(usize, AdRow)> = Vec::new();
        for (file, (_, rows)) in files.iter().enumerate() {
            let texts = self.texts.absorb(&rows.texts);
            let of = |number: u32| texts[number as usize];
            all.extend(rows.rows.iter().map(|row| {
                let renumbered = AdRow {
                    tool: of(row.tool),
                    campaign: of(row.campaign),
                    group: of(row.group),
                    item: of(row.item),
                    keyword: of(row.keyword),
                    matching: of(row.matching),
                    term: of(row.term),
                    creative: of(row.creative),
                    picture: of(row.picture),
                    file: file as u32,
                    ..*row
                };
                (file, renumbered)
            }));
            for (item, title) in &rows.titles {
                // Of several titles the one that comes first in the alphabet: any order of files gives the same.
                let (item, title) = (of(*item), of(*title));
                let known = self.titles.get(&item).copied();
                if known.is_none_or(|known| self.texts.text(title) < self.texts.text(known)) {
                    self.titles.insert(item, title);
                }
            }
        }
        arrange(&mut all, |(a, x), (b, y)| key(x).cmp(&key(y)).then(a.cmp(b)));
        let mut refused: Vec<Vec<Rejected>> = files.iter().map(|_| Vec::new()).collect();
        let mut counted = vec![false; files.len()];
        for told in all.chunk_by(|a, b| key(&a.1) == key(&b.1)) {
            let best = told.chunk_by(|a, b| a.0 == b.0).max_by(|a, b| weight(a).cmp(&weight(b)).then(b[0].0.cmp(&a[0].0)));
            let stands = best.map(|rows| rows[0].0);
            for (file, row) in told {
                if stands == Some(*file) {
                    self.rows.push(*row);
                    counted[*file] = true;
                } else {
                    refused[*file].push(Rejected::at(row.place, Reason::AlreadyLoaded));
                }
            }
        }
        self.dated = self.rows.iter().any(|row| row.when.is_some());
        let useful = files.iter().zip(&counted).filter(|(_, counted)| **counted);
        self.roles = useful.fold(Roles::default(), |all, ((_, rows), _)| all.union(rows.roles));
        self.blank = Role::ALL.iter().copied().filter(|role| self.loaded() && self.rows.iter().all(|row| row.blank.has(*role))).collect();
        let mut log: Vec<Operation> = logs.iter().flat_map(|(_, operations)| operations).cloned().collect();
        arrange(&mut log, Ord::cmp);
        // The same operation in two overlapping exports is one operation.
        log.dedup();
        self.log = log;
        (self.files, self.logs) = (files, logs);
        self.files.iter().map(|(file, _)| *file).zip(refused).filter(|(_, rows)| !rows.is_empty()).collect()
    }

    /// Whether reporting rows are loaded.
    pub fn loaded(&self) -> bool {
        !self.rows.is_empty()
    }

    /// Whether operations are loaded.
    pub fn log_loaded(&self) -> bool {
        !self.log.is_empty()
    }

    /// Roles that at least one file with a usable row has.
    pub fn roles(&self) -> Roles {
        self.roles
    }

    /// Columns in which no row says anything.
    pub fn blank(&self) -> Roles {
        self.blank
    }

    /// The rows.
    pub fn rows(&self) -> &[AdRow] {
        &self.rows
    }

    /// The operations, in order of time.
    pub fn log(&self) -> &[Operation] {
        &self.log
    }

    /// The file that a row came from.
    pub fn file(&self, row: &AdRow) -> Option<FileId> {
        self.files.get(row.file as usize).map(|(file, _)| *file)
    }

    /// The operations of each file, in the order of its rows.
    pub fn logs(&self) -> &[(FileId, Vec<Operation>)] {
        &self.logs
    }

    /// The title of an item, where a report names it.
    pub fn title(&self, item: u32) -> Option<&str> {
        self.titles.get(&item).map(|title| self.texts.text(*title))
    }

    /// Whether a row counts: where some rows are dated, those that are not cannot be put beside them.
    pub fn counts(&self, row: &AdRow) -> bool {
        row.when.is_some() || !self.dated
    }

    /// Whether nothing that counts has a day.
    pub fn undated(&self) -> bool {
        self.loaded() && !self.dated
    }

    /// The days covered by reporting rows.
    pub fn extent(&self) -> Option<Period> {
        self.rows.iter().filter_map(|row| row.when).reduce(Period::union)
    }

    /// Whether a role's column is loaded.
    pub fn has(&self, role: Role) -> bool {
        self.roles.has(role)
    }
}

/// How far along a file's telling of a thing is: costs, then sales, grow as a report is restated.
fn weight(rows: &[(usize, AdRow)]) -> (Money, u64, u64, Money, Money) {
    rows.iter().fold((Money::ZERO, 0, 0, Money::ZERO, Money::ZERO), |sum, (_, row)| {
        (sum.0 + row.cost, sum.1 + row.impressions, sum.2 + row.clicks, sum.3 + row.orders, sum.4 + row.revenue)
    })
}
