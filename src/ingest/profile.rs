//! What the columns of a table hold, learnt from its first rows: how likely a cell is in a column, and so whether a row
//! of another width still stands in its columns.

use super::looks::{Look, look};
use serde::{Deserialize, Serialize};

/// Chance of a cell that no row has shown.
const NEVER: f64 = 1e-4;

/// What the columns hold.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Profile {
    columns: Vec<Column>,
    /// How likely the least likely of the rows is that it was learnt from, as a logarithm.
    least: f64,
}

/// What one column holds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Column {
    rows: f64,
    empty: f64,
    texts: f64,
    strong: f64,
    /// Shapes of cells that are no text, with their counts: `$99.99`, `99/99/9999`, `AA-9999`.
    exact: Vec<(Vec<u8>, f64)>,
    /// The same with runs taken together: `$9.9`.
    loose: Vec<(Vec<u8>, f64)>,
    /// Cells that look like numbers, times and codes.
    looks: [f64; 3],
    /// First and last characters of texts by their class.
    firsts: [f64; CLASSES],
    lasts: [f64; CLASSES],
}

/// Classes of characters: digit, capital, small letter, any beyond ASCII, blank, mark.
const CLASSES: usize = 6;

fn class(byte: u8) -> usize {
    match byte {
        b'0'..=b'9' => 0,
        b'A'..=b'Z' => 1,
        b'a'..=b'z' => 2,
        0x80.. => 3,
        b' ' | b'\t' => 4,
        _ => 5,
    }
}

/// The shape of a cell: digits as `9`, letters as `A` and `a`; `loose` takes runs together.
fn shape(cell: &[u8], loose: bool) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::new();
    for byte in cell.iter().take(32) {
        let sign = match byte {
            b'0'..=b'9' => b'9',
            b'A'..=b'Z' => b'A',
            b'a'..=b'z' => b'a',
            0x80.. => 0x80,
            other => *other,
        };
        if !loose || out.last() != Some(&sign) {
            out.push(sign);
        }
    }
    out
}

fn count(list: &[(Vec<u8>, f64)], shape: &[u8]) -> f64 {
    list.iter().find(|(seen, _)| seen == shape).map_or(0.0, |(_, count)| *count)
}

/// Different shapes that are kept of a column.
const SHAPES: usize = 40;

fn add(list: &mut Vec<(Vec<u8>, f64)>, shape: Vec<u8>) {
    match list.iter().position(|(seen, _)| *seen == shape) {
        Some(at) => list[at].1 += 1.0,
        None if list.len() < SHAPES => list.push((shape, 1.0)),
        None => {}
    }
}

/// Whether a look goes by its shape.
fn shaped(look: Look) -> bool {
    matches!(look, Look::Number | Look::Time | Look::Code)
}

fn kind(look: Look) -> usize {
    match look {
        Look::Number => 0,
        Look::Time => 1,
        _ => 2,
    }
}

impl Column {
    fn learn(&mut self, cell: &[u8]) {
        self.rows += 1.0;
        let cell = cell.trim_ascii();
        let look = look(cell);
        self.strong += f64::from(u8::from(look.strong() || look == Look::Code));
        match look {
            Look::Empty => self.empty += 1.0,
            Look::Address => add(&mut self.exact, b"@".to_vec()),
            look if shaped(look) => {
                self.looks[kind(look)] += 1.0;
                add(&mut self.exact, shape(cell, false));
                add(&mut self.loose, shape(cell, true));
            }
            _ => {
                self.texts += 1.0;
                self.firsts[class(cell[0])] += 1.0;
                self.lasts[class(cell[cell.len() - 1])] += 1.0;
            }
        }
    }

    /// How likely a cell is here. What `less` rows or fewer have shown is nothing to go by.
    fn chance(&self, cell: &[u8], less: f64) -> f64 {
        let cell = cell.trim_ascii();
        let rows = self.rows + 1.0;
        let chance = match look(cell) {
            Look::Empty => (self.empty - less).max(0.0) / rows,
            Look::Address => (count(&self.exact, b"@") - less).max(0.0) / rows,
            look if shaped(look) => {
                let (exact, loose) = (count(&self.exact, &shape(cell, false)), count(&self.loose, &shape(cell, true)));
                // A number of a length that was not seen yet is still a number.
                let codes = if look == Look::Code { 0.02 * self.texts } else { 0.0 };
                (0.88 * exact + 0.1 * loose + 0.02 * (self.looks[kind(look)] - less) + codes - less).max(0.0) / rows
            }
            _ => {
                let of = |seen: &[f64; CLASSES], byte: u8| (seen[class(byte)] + 0.02) / (self.texts + 0.12);
                (self.texts - less).max(0.0) / rows * of(&self.firsts, cell[0]) * of(&self.lasts, cell[cell.len() - 1])
            }
        };
        chance.max(NEVER)
    }

    /// Whether nearly all of its cells look like numbers, times, addresses or codes.
    fn typed(&self) -> bool {
        let filled = self.rows - self.empty;
        filled > 0.0 && self.strong >= 0.85 * filled
    }
}

/// Whether a cell says that nothing is there.
fn nothing(cell: &[u8]) -> bool {
    std::str::from_utf8(cell).is_ok_and(super::values::is_nothing)
}

/// Whether a text has a quote at one of its ends or in the middle of a word, as a piece of a cut cell has.
fn torn(cell: &[u8]) -> bool {
    let inner = |at: usize| at > 0 && cell[at - 1] != b' ' && cell.get(at + 1).is_some_and(|next| next.is_ascii_alphabetic());
    let single = memchr::memchr_iter(b'"', cell).count() % 2 == 1;
    single && (cell.first() == Some(&b'"') || cell.last() == Some(&b'"') && !cell[..cell.len() - 1].last().is_some_and(u8::is_ascii_digit))
        || memchr::memchr_iter(b'"', cell).any(inner)
}

impl Profile {
    /// Learns from rows of one width.
    pub fn of(width: usize, rows: &[&[String]]) -> Profile {
        let mut profile = Profile { columns: vec![Column::default(); width], least: 0.0 };
        for row in rows {
            for (column, cell) in profile.columns.iter_mut().zip(*row) {
                column.learn(cell.as_bytes());
            }
        }
        let mut all: Vec<f64> = rows.iter().map(|row| profile.likelihood(row.iter().map(String::as_bytes))).collect();
        crate::model::arrange(&mut all, |left, right| left.total_cmp(right));
        // One row in fifty may be damaged itself.
        profile.least = all.get(all.len() / 50).copied().unwrap_or(0.0);
        profile
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// Rows that may be damaged alike and be among those that were learnt from.
    pub fn rare(&self) -> f64 {
        self.columns.first().map_or(1.0, |column| (column.rows * 0.03).max(1.0))
    }

    /// How many of them hold numbers, times, addresses or codes.
    pub fn typed(&self) -> usize {
        self.columns.iter().filter(|column| column.typed()).count()
    }

    /// Whether a column is one of them.
    pub fn is_typed(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(Column::typed)
    }

    /// How likely a cell is in a column.
    pub fn chance(&self, column: usize, cell: &[u8]) -> f64 {
        self.columns.get(column).map_or(NEVER, |column| column.chance(cell, 0.0))
    }

    /// How likely a row is, as a logarithm.
    pub fn likelihood<'a>(&self, cells: impl Iterator<Item = &'a [u8]>) -> f64 {
        self.columns.iter().zip(cells).map(|(column, cell)| column.chance(cell, 0.0).ln()).sum()
    }

    /// Whether a row of this likelihood is one like the others.
    pub fn usual(&self, likelihood: f64) -> bool {
        likelihood >= self.least - 2.5
    }

    /// Whether cells are a row like the others.
    pub fn is_row(&self, cells: &[String]) -> bool {
        cells.len() == self.width() && self.usual(self.likelihood(cells.iter().map(String::as_bytes)))
    }

    /// Whether cells, the first in the first column, all stand where cells like them stand in more than `less` rows; None
    /// where no column says.
    pub fn stands<'a>(&self, cells: impl Iterator<Item = &'a [u8]>, less: f64) -> Option<bool> {
        let (mut said, mut fits) = (0, true);
        for (column, cell) in self.columns.iter().zip(cells) {
            let cell = cell.trim_ascii();
            let typed = column.typed();
            said += usize::from(typed && !cell.is_empty());
            fits &= match look(cell) {
                Look::Empty => column.rows < 20.0 || column.empty > less,
                look if typed && shaped(look) => column.looks[kind(look)] > less || column.chance(cell, less) > NEVER,
                Look::Address => !typed && column.texts > less || count(&column.exact, b"@") > less,
                look if typed => column.texts > less && !matches!(look, Look::Text) || nothing(cell),
                look if shaped(look) => column.looks[kind(look)] > less,
                look => column.texts > 0.0 && !(look == Look::Text && torn(cell)),
            };
        }
        // Three rows are nothing to go by.
        let few = self.columns.first().is_none_or(|column| column.rows < 4.0);
        if few {
            None
        } else if !fits {
            Some(false)
        } else {
            (said > 0).then_some(true)
        }
    }

    /// Whether a row has words where the columns hold numbers and times, as a header has.
    pub fn header_like<'a>(&self, cells: impl Iterator<Item = &'a [u8]>) -> bool {
        self.words(cells) > 0
    }

    /// In how many columns of numbers and times such a row has words; 0 where it is none.
    pub fn words<'a>(&self, cells: impl Iterator<Item = &'a [u8]>) -> usize {
        let (mut words, mut against, mut filled) = (0, 0, 0);
        for (column, cell) in self.columns.iter().zip(cells) {
            let cell = cell.trim_ascii();
            if cell.is_empty() {
                continue;
            }
            filled += 1;
            let look = look(cell);
            if column.typed() {
                let like = matches!(look, Look::Word | Look::Text) || look == Look::Code && column.chance(cell, 1.0) <= NEVER;
                words += usize::from(like && !nothing(cell));
                against += usize::from(!like);
                // No word that follows makes up for so many numbers.
                if against * 4 > self.columns.len() {
                    return 0;
                }
            }
        }
        if against * 4 <= words && filled * 2 >= self.columns.len() { words } else { 0 }
    }
}
