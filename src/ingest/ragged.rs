//! Rows of another width than their table's: left as they are where their cells stand in their columns, repaired where
//! one repair alone makes a row like the others, and else told.

use super::cut::{Buffer, Cut, Mode, cut, line_end};
use super::dialect::{Delimiter, Dialect};
use super::encoding::Encoding;
use super::profile::Profile;
use super::tokens::Cells;
use crate::model::{Mend, Reason};

/// How much likelier than the next one a repair must be, as a logarithm: twenty times.
const MARGIN: f64 = 3.0;

/// Trials of repair in a file: one for a row of usual length, more for a long one, since the work grows with its square.
/// A file with more damaged rows is not a table with a rare one.
pub const TRIED: u32 = 5_000;

/// Bytes looked at, and groups weighed, that are one trial.
const TRIAL: (usize, usize) = (256 << 10, 16 << 10);

/// Rows longer than this are not tried.
const LONGEST: usize = 16 << 10;

/// What a row of another width is.
pub enum Verdict {
    /// Its cells stand in their columns; those that lack at the end are empty, those beyond have no text. It is told as a
    /// repair, also where it is usual in the file: half a row that a bare line break has torn looks the same.
    Stands(Option<Mend>),
    /// Its cells are in [`Judge::mended`].
    Mended(Mend),
    /// It cannot be told what stands where.
    Aside(Reason),
}

/// Judges rows that do not have their table's width.
pub struct Judge {
    dialect: Dialect,
    encoding: Encoding,
    profile: Profile,
    /// The usual width of rows that end early, where those are usual in this file; else 0.
    narrow: usize,
    tried: u32,
    /// Whether the row that was tried last could be mended in more than one way.
    torn: bool,
    mended: Buffer,
    work: Buffer,
}

impl Judge {
    /// A judge for a table; `narrow` is the usual width of rows that end early, where those are usual in it.
    pub fn new(dialect: Dialect, encoding: Encoding, profile: Profile, narrow: usize) -> Judge {
        Judge { dialect, encoding, profile, narrow, tried: 0, torn: false, mended: Buffer::default(), work: Buffer::default() }
    }

    /// Trials so far.
    pub fn tried(&self) -> u32 {
        self.tried
    }

    /// Whether the row judged last is one of the table, though it cannot be told what stands where: it could be mended in
    /// more than one way.
    pub fn torn(&self) -> bool {
        self.torn
    }

    /// What the columns hold.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The cells of the row that was repaired last.
    pub fn mended<'a>(&'a self, raw: &'a [u8]) -> Cells<'a> {
        Cells::of(&self.mended.cells, &self.mended.ends, raw)
    }

    /// Judges a row whose width is not the table's.
    #[inline(never)]
    pub fn judge(&mut self, cells: Cells<'_>) -> Verdict {
        self.torn = false;
        let width = self.profile.width();
        let filled =
            (0..cells.len()).rev().find(|at| cells.get(*at).is_some_and(|cell| !cell.trim_ascii().is_empty())).map_or(0, |at| at + 1);
        let texts: Vec<Vec<u8>> = cells.iter().map(|cell| self.text(cell)).collect();
        // A row that was learnt from does not speak for itself.
        let less = if cells.len() == width { self.profile.rare() } else { f64::from(u8::from(self.narrow > 0)) };
        let stands = self.profile.stands(texts.iter().take(width).map(Vec::as_slice), less);
        if cells.len() == width {
            // As wide as the table, but with quotes where none belong: a lost delimiter may hide behind a bare one.
            let mended = if stands == Some(false) { self.try_again(cells, &texts) } else { return Verdict::Stands(None) };
            return mended.map_or(Verdict::Aside(Reason::BrokenQuotes), Verdict::Mended);
        }
        let reason = if filled > width { Reason::TooManyCells } else { Reason::TooFewCells };
        if cells.len() > width && filled <= width {
            // Only empty cells beyond the table. One of them may belong further left.
            return match (stands, self.try_again(cells, &texts)) {
                (Some(true) | None, _) => Verdict::Stands(Some(Mend::ExtraDelimiter)),
                (_, Some(mend)) => Verdict::Mended(mend),
                _ => Verdict::Aside(Reason::TooManyCells),
            };
        }
        if cells.len() < width && (stands == Some(true) || cells.len() == self.narrow || stands.is_none() && self.narrow > 0) {
            return Verdict::Stands(Some(Mend::EndsEarly));
        }
        self.try_again(cells, &texts).map_or(Verdict::Aside(reason), Verdict::Mended)
    }

    /// A cell as UTF-8, in which looks are told.
    fn text(&self, cell: &[u8]) -> Vec<u8> {
        if self.encoding == Encoding::Gb18030 && !cell.is_ascii() {
            self.encoding.cell(cell).into_owned().into_bytes()
        } else {
            cell.to_vec()
        }
    }

    fn likelihood(&self, cells: &Buffer) -> f64 {
        let cells = Cells::of(&cells.cells, &cells.ends, b"");
        let texts: Vec<Vec<u8>> = cells.iter().map(|cell| self.text(cell)).collect();
        self.profile.likelihood(texts.iter().map(Vec::as_slice))
    }

    /// The one repair that makes the row like the others, if there is one; its cells are in `mended` then.
    fn try_again(&mut self, cells: Cells<'_>, texts: &[Vec<u8>]) -> Option<Mend> {
        let (width, raw) = (self.profile.width(), cells.raw());
        if self.tried >= TRIED || raw.len() > LONGEST || self.profile.typed() == 0 || width < 2 {
            return None;
        }
        self.tried += 1 + (raw.len() * raw.len() / TRIAL.0) as u32;
        let mut race = Race { best: f64::NEG_INFINITY, second: f64::NEG_INFINITY };
        let mut found = None;
        let line = line_end(raw) == raw.len();
        let quoted = self.dialect.quote.is_some_and(|quote| memchr::memchr(quote, raw).is_some());
        if (cells.len() + 1 == width || cells.len() >= width && quoted) && line {
            self.parted(raw, &mut race, &mut found);
        }
        if cells.len() > width {
            self.joined(cells, texts, &mut race, &mut found);
        }
        if cells.len() < width && line {
            self.other(raw, &mut race, &mut found);
        }
        let usual = self.profile.usual(race.best);
        self.torn = found.is_some() && usual && race.best - race.second < MARGIN;
        found.filter(|_| usual && !self.torn)
    }

    /// Enters the row in `work` into the race.
    fn enter(&mut self, mend: Mend, race: &mut Race, found: &mut Option<Mend>) {
        if self.work.ends.len() != self.profile.width() {
            return;
        }
        let likelihood = self.likelihood(&self.work);
        // The same cells by another way are no rival.
        let same = found.is_some() && self.work.ends == self.mended.ends && self.work.cells == self.mended.cells;
        if !same && race.enter(likelihood) {
            std::mem::swap(&mut self.work, &mut self.mended);
            *found = Some(mend);
        }
    }

    /// One more delimiter, at any place of the line.
    fn parted(&mut self, raw: &[u8], race: &mut Race, found: &mut Option<Mend>) {
        let delimiter = self.dialect.delimiter;
        let mut line = Vec::with_capacity(raw.len() + delimiter.len());
        for at in 1..raw.len() {
            // Never inside a character of several bytes, nor beside a blank: it may be what stands for the delimiter.
            if raw[at - 1] >= 0x80 && raw[at] >= 0x40 || raw[at - 1] == b' ' || raw[at] == b' ' {
                continue;
            }
            line.clear();
            line.extend_from_slice(&raw[..at]);
            line.extend_from_slice(delimiter.bytes());
            line.extend_from_slice(&raw[at..]);
            if cut(&line, &self.dialect, Mode::default(), true, &mut self.work) == Cut::Row(line.len()) && self.work.loose == 0 {
                self.enter(Mend::LostDelimiter, race, found);
            }
        }
    }

    /// One empty cell less, or neighbours joined by the delimiter that stood bare in their text.
    fn joined(&mut self, cells: Cells<'_>, texts: &[Vec<u8>], race: &mut Race, found: &mut Option<Mend>) {
        let width = self.profile.width();
        let beyond = cells.len() - width;
        let by = self.dialect.delimiter;
        if beyond == 1 {
            for gone in (0..cells.len()).filter(|at| texts[*at].is_empty()) {
                self.rebuild(cells, by.bytes(), |at| (at != gone).then_some(true));
                self.enter(Mend::ExtraDelimiter, race, found);
            }
        }
        if beyond <= 8 {
            for first in 0..width {
                self.rebuild(cells, by.bytes(), |at| Some(at <= first || at > first + beyond));
                self.enter(Mend::BareDelimiter, race, found);
            }
        }
    }

    /// Puts cells into `work`: None leaves one out, false joins it to the one before.
    fn rebuild(&mut self, cells: Cells<'_>, by: &[u8], keep: impl Fn(usize) -> Option<bool>) {
        let out = &mut self.work;
        out.cells.clear();
        out.ends.clear();
        for (at, cell) in cells.iter().enumerate() {
            match keep(at) {
                None => continue,
                Some(false) if !out.ends.is_empty() => {
                    out.cells.extend_from_slice(by);
                    out.ends.pop();
                }
                _ => {}
            }
            out.cells.extend_from_slice(cell);
            out.ends.push(out.cells.len());
        }
    }

    /// The whole line by another delimiter; what is too many belongs to texts that hold it.
    fn other(&mut self, raw: &[u8], race: &mut Race, found: &mut Option<Mend>) {
        /// Pieces of a line that are put together to cells.
        const PIECES: usize = 300;
        let width = self.profile.width();
        let own = self.dialect.delimiter.first();
        for byte in [b' ', b';', b'\t', b'|', b','].into_iter().filter(|byte| own != *byte) {
            let delimiter = Delimiter::of(&[byte]);
            let dialect = Dialect { delimiter, trim: false, ..self.dialect };
            let mut pieces = Buffer::default();
            if memchr::memchr(byte, raw).is_none() || cut(raw, &dialect, Mode::default(), true, &mut pieces) != Cut::Row(raw.len()) {
                continue;
            }
            if pieces.ends.len() < width || pieces.ends.len() > PIECES {
                continue;
            }
            let (count, most) = (pieces.ends.len(), pieces.ends.len() - width + 1);
            self.tried += (width * most * most.min(count) / TRIAL.1) as u32;
            if let Some((ends, second)) = self.grouped(&pieces, byte) {
                let mut starts = vec![false; pieces.ends.len() + 1];
                ends.iter().for_each(|end| starts[*end] = true);
                self.rebuild(Cells::of(&pieces.cells, &pieces.ends, b""), &[byte], |at| Some(starts[at]));
                self.enter(Mend::OtherDelimiter, race, found);
                race.second = race.second.max(second);
            }
        }
    }

    /// The likeliest way to put pieces together to as many cells as there are columns, and how likely the next one is.
    fn grouped(&self, pieces: &Buffer, by: u8) -> Option<(Vec<usize>, f64)> {
        let (width, total) = (self.profile.width(), pieces.ends.len());
        let all = Cells::of(&pieces.cells, &pieces.ends, b"");
        let most = total - width + 1;
        // best[column][end]: the two best likelihoods of the first columns over the first pieces, and where the best's last cell starts.
        let mut best = vec![vec![(f64::NEG_INFINITY, f64::NEG_INFINITY, 0usize); total + 1]; width + 1];
        best[0][0] = (0.0, f64::NEG_INFINITY, 0);
        for column in 0..width {
            for start in column..total {
                let (first, second, _) = best[column][start];
                if first == f64::NEG_INFINITY {
                    continue;
                }
                let mut text: Vec<u8> = Vec::new();
                let until = (start + most).min(total);
                let (_, slots) = best[column + 1].split_at_mut(start + 1);
                for (slot, end) in slots.iter_mut().zip(start + 1..=until) {
                    if end > start + 1 {
                        text.push(by);
                    }
                    text.extend_from_slice(all.get(end - 1).unwrap_or_default());
                    let chance = self.profile.chance(column, &self.text(&text)).ln();
                    for value in [first + chance, second + chance] {
                        if value > slot.0 {
                            *slot = (value, slot.0, start);
                        } else if value > slot.1 {
                            slot.1 = value;
                        }
                    }
                }
            }
        }
        let (first, second, _) = best[width][total];
        if first == f64::NEG_INFINITY {
            return None;
        }
        let mut ends = Vec::with_capacity(width);
        let mut end = total;
        for column in (1..=width).rev() {
            end = best[column][end].2;
            ends.push(end);
        }
        Some((ends, second))
    }
}

/// The likeliest of several, and the next.
struct Race {
    best: f64,
    second: f64,
}

impl Race {
    /// Whether a new one is the likeliest so far.
    fn enter(&mut self, likelihood: f64) -> bool {
        let wins = likelihood > self.best;
        if wins {
            self.second = self.best;
            self.best = likelihood;
        } else {
            self.second = self.second.max(likelihood);
        }
        wins
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// However long rows are, the bytes looked at to repair them are bounded by the trials, and the trials of a file are.
    #[test]
    fn the_work_on_long_rows_is_bounded() {
        let dialect = Dialect::plain(b',');
        for length in [8, 60, 400, 2_000] {
            let row = |cells: usize| [vec!["12".to_string(); cells - 1], vec!["x".repeat(length)]].concat();
            let rows = vec![row(6); 30];
            let profile = Profile::of(6, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>());
            let mut judge = Judge::new(dialect, Encoding::Utf8, profile, 0);
            let line = row(5).join(",").into_bytes();
            let mut out = Buffer::default();
            for _ in 0..8 {
                cut(&line, &dialect, Mode::default(), true, &mut out);
                judge.judge(Cells::of(&out.cells, &out.ends, &line));
            }
            let looked = judge.work.looked + judge.mended.looked;
            assert!(looked > 0 && looked <= u64::from(judge.tried()) * 2 * TRIAL.0 as u64, "{looked} bytes in {} trials", judge.tried());
            assert!(u64::from(judge.tried()) >= 8 * (1 + (length * length / TRIAL.0) as u64), "{} trials", judge.tried());
        }
    }
}
