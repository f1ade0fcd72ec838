//! Which delimiter parts the cells: the one under which the first rows have the most even width.

use super::tokens::{Cells, Tokenizer};

/// The delimiters that are tried, the most likely first.
pub const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// How the head of a file splits under one delimiter.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Split {
    /// The delimiter.
    pub delimiter: u8,
    /// The most frequent number of cells.
    pub width: usize,
    /// Share of the rows with text that have it, 0 to 1.
    pub evenness: f64,
}

/// The best split of a file's head; None where no delimiter makes more than one column.
pub fn guess(head: &[u8], whole: bool) -> Option<Split> {
    DELIMITERS.iter().filter_map(|delimiter| split(head, whole, *delimiter)).fold(None, |best: Option<Split>, new| match best {
        // A later delimiter must be clearly better: a comma file may hold an even `|` in one text column.
        Some(best) if score(new) <= score(best) + 0.1 => Some(best),
        _ => Some(new),
    })
}

fn score(split: Split) -> f64 {
    // Evenness first; more columns speak for a delimiter, but less and less.
    split.evenness * (1.0 - 1.0 / (1 + split.width) as f64)
}

fn split(head: &[u8], whole: bool, delimiter: u8) -> Option<Split> {
    let mut widths: Vec<usize> = Vec::new();
    let mut tokens = Tokenizer::new(delimiter);
    let mut take = |cells: Cells<'_>, _| {
        if !cells.blank() {
            widths.push(cells.len());
        }
    };
    tokens.push(head, &mut take).ok()?;
    if whole {
        tokens.push(b"", &mut take).ok()?;
    }
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for width in &widths {
        match counts.iter_mut().find(|(w, _)| w == width) {
            Some((_, n)) => *n += 1,
            None => counts.push((*width, 1)),
        }
    }
    let (width, rows) = counts.into_iter().max_by_key(|(width, rows)| (*rows, *width))?;
    (width > 1).then(|| Split { delimiter, width, evenness: rows as f64 / widths.len() as f64 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_even_one_wins() {
        let of = |text: &str| guess(text.as_bytes(), true).map(|split| split.delimiter);
        assert_eq!(of("a,b,c\n1,2,3\n4,5,6\n"), Some(b','));
        assert_eq!(of("a;b;c\n1,5;2;3\n4,5;5;6\n"), Some(b';'));
        assert_eq!(of("a\tb\n1\t2\n"), Some(b'\t'));
        assert_eq!(of("a|b|c\n1|2|3\n"), Some(b'|'));
        assert_eq!(of("a,b\n\"x;y;z\",1\n\"p;q;r\",2\n"), Some(b','));
        assert_eq!(of("only\none\ncolumn\n"), None);
    }
}
