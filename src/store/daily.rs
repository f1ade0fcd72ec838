//! Rows of ready-made reports, of all loaded files.

use crate::model::{DailyRow, DailyRows, Dict, FileId, Money, Period, Reason, Rejected, Role, Roles, arrange};

/// How fine a row is: the coarser tells the whole that the finer are parts of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Grain {
    /// The whole shop.
    Shop,
    /// A source.
    Source,
    /// A search term.
    Term,
    /// A page.
    Page,
    /// An item.
    Item,
}

/// Rows of ready-made reports.
#[derive(Clone, Default)]
pub struct Daily {
    files: Vec<(FileId, DailyRows)>,
    /// All texts by number.
    pub texts: Dict,
    rows: Vec<DailyRow>,
    roles: Roles,
    dated: bool,
}

/// How fine a row is.
pub fn grain(row: &DailyRow) -> Grain {
    match row {
        DailyRow { item: 1.., .. } => Grain::Item,
        DailyRow { page: 1.., .. } => Grain::Page,
        DailyRow { term: 1.., .. } => Grain::Term,
        DailyRow { source: 1.., .. } => Grain::Source,
        _ => Grain::Shop,
    }
}

type Key = (Option<(i32, i32)>, [u32; 5]);

fn key(row: &DailyRow) -> Key {
    (row.when.map(|days| (days.from.0, days.to.0)), [row.shop, row.source, row.page, row.item, row.term])
}

impl Daily {
    /// Adds the rows of a file. [`Daily::settle`] must follow before anything is asked.
    pub fn append(&mut self, file: FileId, rows: DailyRows) {
        self.files.push((file, rows));
    }

    /// Forgets a file.
    pub fn remove(&mut self, file: FileId) {
        self.files.retain(|(of, _)| *of != file);
    }

    /// Puts the rows of all files together. Where several files tell one figure of one thing on the same days, the
    /// file whose rows of it are the largest stands; a row of which nothing stands is set aside.
    pub fn settle(&mut self) -> Vec<(FileId, Vec<Rejected>)> {
        if self.files.is_empty() {
            *self = Daily::default();
            return Vec::new();
        }
        self.put_together()
    }

    // Apart: see www/build/later.mjs.
    #[inline(never)]
    fn put_together(&mut self) -> Vec<(FileId, Vec<Rejected>)> {
        let files = std::mem::take(&mut self.files);
        *self = Daily::default();
        let mut all: Vec<(usize, DailyRow)> = Vec::new();
        for (file, (_, rows)) in files.iter().enumerate() {
            let texts = self.texts.absorb(&rows.texts);
            let of = |number: u32| texts[number as usize];
            all.extend(rows.rows.iter().map(|row| {
                let (shop, source, page) = (of(row.shop), of(row.source), of(row.page));
                (file, DailyRow { shop, source, page, item: of(row.item), term: of(row.term), file: file as u32, ..row.clone() })
            }));
        }
        arrange(&mut all, |(a, x), (b, y)| key(x).cmp(&key(y)).then(a.cmp(b)));
        let mut refused: Vec<Vec<Rejected>> = files.iter().map(|_| Vec::new()).collect();
        for told in all.chunk_by(|a, b| key(&a.1) == key(&b.1)) {
            let several = told.first().map(|row| row.0) != told.last().map(|row| row.0);
            for (file, row) in told {
                let stands = |role: Role| !several || best(told, role) == Some(*file);
                let values: Vec<(Role, Money)> = row.values.iter().filter(|(role, _)| stands(*role)).copied().collect();
                if values.is_empty() {
                    refused[*file].push(Rejected::at(row.place, Reason::AlreadyLoaded));
                } else {
                    self.rows.push(DailyRow { values, ..row.clone() });
                }
            }
        }
        self.dated = self.rows.iter().any(|row| row.when.is_some());
        self.roles = self.rows.iter().flat_map(|row| &row.values).map(|(role, _)| *role).collect();
        for (role, there) in [
            (Role::Source, self.rows.iter().any(|row| row.source != 0)),
            (Role::Page, self.rows.iter().any(|row| row.page != 0)),
            (Role::Item, self.rows.iter().any(|row| row.item != 0)),
            (Role::SearchTerm, self.rows.iter().any(|row| row.term != 0)),
        ] {
            if there {
                self.roles.add(role);
            }
        }
        self.files = files;
        self.files.iter().map(|(file, _)| *file).zip(refused).filter(|(_, rows)| !rows.is_empty()).collect()
    }

    /// Whether rows are loaded.
    pub fn loaded(&self) -> bool {
        !self.rows.is_empty()
    }

    /// Roles that some row has a value for.
    pub fn roles(&self) -> Roles {
        self.roles
    }

    /// The rows that count: where some are dated, those that are not cannot be put beside them.
    pub fn rows(&self) -> impl Iterator<Item = &DailyRow> {
        self.rows.iter().filter(|row| row.when.is_some() || !self.dated)
    }

    /// The file that a row came from.
    pub fn file(&self, row: &DailyRow) -> Option<FileId> {
        self.files.get(row.file as usize).map(|(file, _)| *file)
    }

    /// Whether nothing has a day.
    pub fn undated(&self) -> bool {
        self.loaded() && !self.dated
    }

    /// The days covered.
    pub fn extent(&self) -> Option<Period> {
        self.rows.iter().filter_map(|row| row.when).reduce(Period::union)
    }
}

/// The file whose telling of a figure is the largest.
fn best(told: &[(usize, DailyRow)], role: Role) -> Option<usize> {
    let sum = |rows: &[(usize, DailyRow)]| {
        let values = rows.iter().flat_map(|(_, row)| &row.values).filter(|(of, _)| *of == role);
        values.fold(None, |sum: Option<Money>, (_, value)| Some(sum.unwrap_or_default() + *value))
    };
    let files = told.chunk_by(|a, b| a.0 == b.0);
    files.filter_map(|rows| Some((sum(rows)?, rows[0].0))).max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, file)| file)
}
