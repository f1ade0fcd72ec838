//! Rows of one kind, however many: all are counted, and their lines are named as runs (`7`, `9–1,200`), so that a file in
//! which every row is odd takes no more memory than one with a single odd row.

use super::tokens::Span;

/// Runs of lines that are kept of one kind. Rows in more places than that are counted, and no longer named.
pub const KEPT: usize = 10_000;

/// The rows of each kind, in the order in which the kinds were met.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kinds<K>(Vec<(K, Runs)>);

/// The rows of one kind.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Runs {
    /// How many there are.
    pub rows: u64,
    /// Their lines, each run with its first and its last.
    pub lines: Vec<(u64, u64)>,
    /// Rows whose lines are not among those.
    pub unnamed: u64,
}

impl<K> Default for Kinds<K> {
    fn default() -> Kinds<K> {
        Kinds(Vec::new())
    }
}

impl<K: PartialEq> Kinds<K> {
    /// Tells one more row.
    pub fn push(&mut self, kind: K, span: Span) {
        let at = self.0.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
            self.0.push((kind, Runs::default()));
            self.0.len() - 1
        });
        self.0[at].1.push(span.line);
    }

    /// Every kind with its rows.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &Runs)> {
        self.0.iter().map(|(kind, runs)| (kind, runs))
    }

    /// Rows of all kinds.
    pub fn rows(&self) -> u64 {
        self.0.iter().map(|(_, runs)| runs.rows).sum()
    }

    /// Whether a line is told, as one of these kinds.
    pub fn has(&self, line: u64, is: impl Fn(&K) -> bool) -> bool {
        self.iter().any(|(kind, runs)| is(kind) && runs.lines.iter().any(|(first, last)| (*first..=*last).contains(&line)))
    }
}

impl Runs {
    /// Tells one more row.
    pub fn push(&mut self, line: u64) {
        self.rows += 1;
        let room = self.lines.len() < KEPT;
        match self.lines.last_mut() {
            Some((_, last)) if *last + 1 == line => *last = line,
            _ if room => self.lines.push((line, line)),
            _ => self.unnamed += 1,
        }
    }

    /// The lines as text: one by one while they are few, else as runs, `3, 7–9`. What is not named is told by who shows it.
    pub fn text(&self) -> String {
        const FEW: u64 = 1_000;
        let run = |(first, last): &(u64, u64)| if first == last { first.to_string() } else { format!("{first}–{last}") };
        let lines: Vec<String> = if self.rows <= FEW {
            self.lines.iter().flat_map(|(first, last)| *first..=*last).map(|line| line.to_string()).collect()
        } else {
            self.lines.iter().map(run).collect()
        };
        lines.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_counted_and_neighbours_are_one_run() {
        let mut kinds = Kinds::default();
        for line in [3, 7, 8, 9, 12].into_iter().chain((0..3 * KEPT as u64).map(|at| 20 + 2 * at)) {
            kinds.push('a', Span { line, ..Span::default() });
            kinds.push('b', Span { line: line % 2 + 1, ..Span::default() });
        }
        let (_, runs) = kinds.iter().next().unwrap();
        assert_eq!((runs.rows, runs.lines.len()), (5 + 3 * KEPT as u64, KEPT));
        assert_eq!(runs.unnamed, 2 * KEPT as u64 + 3);
        assert!(runs.text().starts_with("3, 7–9, 12, 20, 22, "));
        assert_eq!(kinds.rows(), 2 * runs.rows);
        let mut few = Kinds::default();
        [3, 7, 8, 9].into_iter().for_each(|line| few.push((), Span { line, ..Span::default() }));
        assert_eq!(few.iter().next().unwrap().1.text(), "3, 7, 8, 9");
        assert!(kinds.has(8, |kind| *kind == 'a') && !kinds.has(8, |kind| *kind == 'b') && !kinds.has(10, |_| true));
    }
}
