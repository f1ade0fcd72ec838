//! Rows read once more: where each one stands and what its cells say, for who looks for the rows behind a figure.
//!
//! Only rows that were used are seen, in the order of the file, so that the row of a position is the same as when the
//! file was read first. Cells of personal columns, and of columns that nothing is read from, are left out.

use super::row::RowText;
use super::values::unwrap;
use crate::model::{ColumnGuess, Place, Role};

/// Which of the used rows of a file are wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// All of them: who asked looks for himself.
    All,
    /// Those that start at these bytes, in rising order.
    At(Vec<u64>),
    /// Those at these positions among the used rows, in rising order.
    Nth(Vec<u64>),
}

/// Looks at the rows of a file as they go by.
pub struct Watch {
    wanted: Wanted,
    /// The columns whose cells are kept.
    columns: Vec<(Role, usize)>,
    /// Used rows so far.
    used: u64,
    /// How many of the wanted rows have gone by.
    found: usize,
    rows: Batch,
}

/// Some rows with their cells.
#[derive(Default)]
pub struct Batch {
    places: Vec<Place>,
    text: String,
    ends: Vec<usize>,
    width: usize,
}

impl Watch {
    /// Looks for rows of a file with these columns.
    pub fn new(columns: &[ColumnGuess], wanted: Wanted) -> Watch {
        let mut kept: Vec<(Role, usize)> = Vec::new();
        for (at, column) in columns.iter().enumerate() {
            // Of several columns of one role, the first is the one that is read.
            let read = !matches!(column.role, Role::Ignore | Role::Personal);
            if read && !kept.iter().any(|(role, _)| *role == column.role) {
                kept.push((column.role, at));
            }
        }
        let rows = Batch { width: kept.len(), ..Batch::default() };
        Watch { wanted, columns: kept, used: 0, found: 0, rows }
    }

    /// The roles of the cells of each row.
    pub fn roles(&self) -> Vec<Role> {
        self.columns.iter().map(|(role, _)| *role).collect()
    }

    /// A row that was used goes by.
    pub fn see(&mut self, mut row: RowText<'_>, place: Place) {
        let wanted = match &self.wanted {
            Wanted::All => true,
            Wanted::At(places) => places.get(self.found) == Some(&place.offset),
            Wanted::Nth(numbers) => numbers.get(self.found) == Some(&self.used),
        };
        self.used += 1;
        if wanted {
            self.found += 1;
            self.rows.places.push(place);
            for (_, at) in &self.columns {
                self.rows.text.push_str(&row.cell(Some(*at)));
                self.rows.ends.push(self.rows.text.len());
            }
        }
    }

    /// Rows that wait to be taken.
    pub fn waiting(&self) -> usize {
        self.rows.len()
    }

    /// Whether no further row is wanted.
    pub fn is_over(&self) -> bool {
        match &self.wanted {
            Wanted::All => false,
            Wanted::At(places) => self.found == places.len(),
            Wanted::Nth(numbers) => self.found == numbers.len(),
        }
    }

    /// The rows since the last time.
    pub fn take(&mut self) -> Batch {
        std::mem::replace(&mut self.rows, Batch { width: self.columns.len(), ..Batch::default() })
    }
}

impl Batch {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Where a row stands.
    pub fn place(&self, row: usize) -> Place {
        self.places[row]
    }

    /// The cells of a row, one for each of [`Watch::roles`].
    pub fn cells(&self, row: usize) -> Vec<String> {
        let ends = &self.ends[row * self.width..(row + 1) * self.width];
        let mut start = if row == 0 { 0 } else { self.ends.get((row * self.width).wrapping_sub(1)).copied().unwrap_or(0) };
        let cell = |end: &usize| {
            let cell = unwrap(&self.text[start..*end]).to_string();
            start = *end;
            cell
        };
        ends.iter().map(cell).collect()
    }
}
