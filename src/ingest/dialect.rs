//! How the cells of a file are parted and quoted: the way under which its first rows have the most even width and the
//! most cells that look like something.

use super::looks::{Look, look};
use super::tokens::{Cells, Span, Tokenizer};
use crate::model::Said;
use serde::{Deserialize, Serialize};

/// What parts two cells: one to four bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Delimiter {
    bytes: [u8; 4],
    len: u8,
}

impl Delimiter {
    /// A delimiter of these bytes; more than four are cut off.
    pub fn of(text: &[u8]) -> Delimiter {
        let mut bytes = [0; 4];
        let len = text.len().min(4);
        bytes[..len].copy_from_slice(&text[..len]);
        Delimiter { bytes, len: len as u8 }
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    /// How many bytes it has.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(self) -> usize {
        usize::from(self.len)
    }

    /// Its first byte.
    pub fn first(self) -> u8 {
        self.bytes[0]
    }

    /// Its byte, where it is one.
    pub fn single(self) -> Option<u8> {
        (self.len == 1).then_some(self.bytes[0])
    }

    /// Whether these bytes start with it.
    pub fn starts(&self, bytes: &[u8]) -> bool {
        self.len > 0 && bytes.first() == Some(&self.bytes[0]) && bytes.starts_with(self.bytes())
    }
}

/// How a quote stands inside a quoted cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Escape {
    /// Twice.
    Doubled,
    /// Behind a backslash (or twice).
    Backslash,
}

/// How the cells of a file are parted and quoted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dialect {
    /// What parts two cells.
    pub delimiter: Delimiter,
    /// What stands around a cell that holds delimiters; None where nothing does.
    pub quote: Option<u8>,
    /// How a quote stands inside quotes.
    pub escape: Escape,
    /// Whether blanks around cells are no text.
    pub trim: bool,
}

impl Dialect {
    /// The usual one, with a delimiter.
    pub fn plain(delimiter: u8) -> Dialect {
        Dialect { delimiter: Delimiter::of(&[delimiter]), quote: Some(b'"'), escape: Escape::Doubled, trim: false }
    }
}

/// The delimiters that are tried, the most likely first.
pub const DELIMITERS: [u8; 9] = [b',', b'\t', b';', b'|', b':', b'^', b'~', 1, b' '];

/// How the head of a file splits in one dialect.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Split {
    /// The dialect.
    pub dialect: Dialect,
    /// The most frequent number of cells.
    pub width: usize,
    /// Share of the rows with more than one cell that have it, 0 to 1.
    pub evenness: f64,
    /// Share of the cells with text that look like a number, a time, an address, a code or plain words, 0 to 1.
    pub typed: f64,
}

/// Rows that a dialect is judged by.
const ROWS: usize = 300;

/// Bytes that a dialect is judged by.
const SAMPLE: usize = 96 << 10;

/// What somebody says about the dialect.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Told {
    /// What parts two cells.
    pub delimiter: Option<Delimiter>,
    /// What stands around cells; the inner None where nothing does.
    pub quote: Option<Option<u8>>,
}

impl Told {
    /// What was said, as far as it has a meaning.
    pub fn of(said: &Said) -> Told {
        Told {
            delimiter: said.delimiter.as_ref().filter(|text| (1..=4).contains(&text.len())).map(|text| Delimiter::of(text.as_bytes())),
            quote: said.quote.as_ref().map(|text| text.bytes().next()),
        }
    }
}

/// The best split of a file's head in the dialect that somebody says, as far as somebody does; None where nothing is said
/// and no delimiter makes more than one column.
pub fn guess(head: &[u8], told: Told) -> Option<Split> {
    if told == Told::default() {
        return best(head);
    }
    let sample = &head[..head.len().min(SAMPLE)];
    let quotes: Vec<Option<u8>> = told.quote.map_or(vec![Some(b'"'), Some(b'\'')], |quote| vec![quote]);
    let delimiters: Vec<Delimiter> = told.delimiter.map_or(DELIMITERS.map(|byte| Delimiter::of(&[byte])).to_vec(), |said| vec![said]);
    let ways =
        delimiters.iter().flat_map(|delimiter| quotes.iter().flat_map(move |quote| [false, true].map(|trim| (*delimiter, *quote, trim))));
    let mut found: Option<Split> = None;
    for (delimiter, quote, trim) in ways.filter(|(delimiter, _, trim)| !trim || led(sample, delimiter.first())) {
        let Some(new) = split(sample, Dialect { delimiter, quote, trim, escape: Escape::Doubled }) else { continue };
        if found.is_none_or(|found| score(new) > score(found) + 0.02) {
            found = Some(new);
        }
    }
    let (delimiter, quote) = (delimiters[0], quotes[0]);
    let lone = Split { dialect: Dialect { delimiter, quote, trim: false, escape: Escape::Doubled }, width: 1, evenness: 1.0, typed: 1.0 };
    let mut refined = found.map_or(lone, |split| refine(sample, split));
    // What was said stands, whatever the rows look like.
    if let Some(delimiter) = told.delimiter.filter(|said| *said != refined.dialect.delimiter) {
        let dialect = Dialect { delimiter, ..refined.dialect };
        refined = split(sample, dialect).unwrap_or(Split { dialect, width: 1, evenness: 1.0, typed: 1.0 });
    }
    refined.dialect.quote = told.quote.unwrap_or(refined.dialect.quote);
    Some(refined)
}

/// The best split of a file's head; None where no delimiter makes more than one column.
fn best(head: &[u8]) -> Option<Split> {
    let mut sample = &head[..head.len().min(SAMPLE)];
    if sample.len() < head.len() {
        // A row cut in two says nothing.
        sample = memchr::memrchr2(b'\n', b'\r', sample).map_or(sample, |end| &sample[..=end]);
    }
    if let Some(said) = said(head) {
        let split = split(sample, Dialect::plain(said));
        return Some(refine(sample, split.unwrap_or(Split { dialect: Dialect::plain(said), width: 1, evenness: 1.0, typed: 1.0 })));
    }
    let quotes: &[Option<u8>] = if memchr::memchr(b'\'', sample).is_some() { &[Some(b'"'), Some(b'\'')] } else { &[Some(b'"')] };
    let mut best: Option<Split> = None;
    let whole = whole(sample);
    let parts = |delimiter: &u8| memchr::memchr(*delimiter, sample).is_some() && !(whole && matches!(delimiter, b' ' | b':'));
    for delimiter in DELIMITERS.into_iter().filter(parts) {
        for quote in quotes.iter().filter(|quote| **quote != Some(b'\'') || single_quoted(sample, delimiter)) {
            for trim in [false, true] {
                if trim && !led(sample, delimiter) {
                    continue;
                }
                let Some(new) = split(sample, Dialect { quote: *quote, trim, ..Dialect::plain(delimiter) }) else { continue };
                if delimiter == b' ' && new.evenness < WORDS {
                    continue;
                }
                // A later delimiter must be clearly better: a comma file may hold an even `|` in one text column.
                if best.is_none_or(|best| score(new) > score(best) + 0.02) {
                    best = Some(new);
                }
            }
        }
    }
    best.map(|split| refine(sample, split))
}

/// How even lines are that blanks part; less so are words of one column.
const WORDS: f64 = 0.85;

/// Whether nearly every line is one time or one address as it stands: what parts its pieces parts no cells.
fn whole(sample: &[u8]) -> bool {
    let lines = sample.split(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.is_empty()).skip(1).take(ROWS);
    let (mut all, mut whole) = (0, 0);
    for line in lines {
        all += 1;
        whole += u32::from(matches!(look(line), Look::Time | Look::Address));
    }
    all > 0 && whole * 10 >= all * 9
}

/// `sep=;` in the first line, as Excel wants it.
fn said(head: &[u8]) -> Option<u8> {
    let line = &head[..super::cut::line_end(head)];
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    match line.strip_prefix(b"sep=").or_else(|| line.strip_prefix(b"\"sep=")) {
        Some([byte] | [byte, b'"']) => Some(*byte),
        _ => None,
    }
}

/// How good a split is: even rows of cells that look like something. More columns speak for a delimiter, but less and less.
fn score(split: Split) -> f64 {
    let shy = if matches!(split.dialect.delimiter.first(), b':' | b' ' | b'~' | b'^') { 0.85 } else { 1.0 };
    shy * split.evenness * (0.25 + 0.75 * split.typed) * (1.0 - 1.0 / (2 + split.width) as f64)
}

/// Whether a blank follows the delimiter more often than not.
fn led(sample: &[u8], delimiter: u8) -> bool {
    let (mut all, mut blank) = (0u32, 0u32);
    for at in memchr::memchr_iter(delimiter, sample) {
        all += 1;
        blank += u32::from(sample.get(at + 1) == Some(&b' '));
    }
    delimiter != b' ' && blank * 2 > all
}

/// Whether cells begin and end with an apostrophe more often than by chance.
fn single_quoted(sample: &[u8], delimiter: u8) -> bool {
    let edge = |byte: Option<&u8>| byte.is_none_or(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r'));
    let (mut opens, mut closes) = (0u32, 0u32);
    for at in memchr::memchr_iter(b'\'', sample) {
        opens += u32::from(edge(at.checked_sub(1).and_then(|at| sample.get(at))));
        closes += u32::from(edge(sample.get(at + 1)));
    }
    opens >= 2 && closes * 4 >= opens * 3 && opens * 4 >= closes * 3
}

fn split(sample: &[u8], dialect: Dialect) -> Option<Split> {
    let mut widths: Vec<usize> = Vec::new();
    let (mut cells_seen, mut typed, mut doubtful) = (0.0, 0.0, 0);
    let mut take = |cells: Cells<'_>, span: Span| {
        if cells.blank() || widths.len() >= ROWS {
            return;
        }
        widths.push(cells.len());
        doubtful += usize::from(span.broken);
        for cell in cells.iter().take(64) {
            let (weight, counts) = worth(cell, &dialect);
            typed += weight;
            cells_seen += counts;
        }
    };
    let mut tokens = Tokenizer::with(dialect, None);
    tokens.push(sample, &mut take).ok()?;
    tokens.push(b"", &mut take).ok()?;
    let several: Vec<usize> = widths.iter().copied().filter(|width| *width > 1).collect();
    let (width, rows) = modal(&several)?;
    if rows < 2 && widths.len() > 2 {
        return None;
    }
    let (rows, several, all) = (rows as f64, several.len() as f64, widths.len() as f64);
    // Lines of a preface have one cell each; a table that is hardly there is none.
    let evenness = rows / several * (0.4 + 0.6 * several / all) * (1.0 - 0.5 * doubtful as f64 / all);
    Some(Split { dialect, width, evenness, typed: if cells_seen > 0.0 { typed / cells_seen } else { 1.0 } })
}

/// The most frequent number with its count. Of two that are about as frequent it is the one that comes first (the first
/// of two tables), of few the greatest.
fn modal(numbers: &[usize]) -> Option<(usize, usize)> {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match counts.iter_mut().find(|(seen, _)| seen == number) {
            Some((_, count)) => *count += 1,
            None => counts.push((*number, 1)),
        }
    }
    let most = counts.iter().copied().max_by_key(|(number, count)| (*count, *number))?;
    Some(counts.into_iter().find(|(_, count)| *count >= 5 && count * 5 >= most.1 * 4).unwrap_or(most))
}

/// What a cell says for the dialect that cut it, and how much it counts.
fn worth(cell: &[u8], dialect: &Dialect) -> (f64, f64) {
    let text = cell.trim_ascii();
    if text.is_empty() {
        return (0.15, 0.3);
    }
    let quoted = text.len() > 1 && matches!(text[0], b'"' | b'\'') && text.last() == Some(&text[0]);
    let torn = matches!(text[0], b'"') != (text.last() == Some(&b'"'));
    let weight = match look(text) {
        // Apostrophes are letters of words, but not around them.
        Look::Word if quoted => 0.0,
        Look::Text if quoted || torn => 0.0,
        Look::Text => foreign(text, dialect),
        Look::Word => 0.8,
        _ => 1.0,
    };
    (weight, 1.0)
}

/// Text that holds what parts cells elsewhere looks uncut; a comma before a blank is prose.
fn foreign(text: &[u8], dialect: &Dialect) -> f64 {
    let own = dialect.delimiter.first();
    let mut prose = 0.65;
    for (at, byte) in text.iter().enumerate() {
        let other = matches!(byte, b',' | b';' | b'|' | b'\t') && *byte != own;
        if other && text.get(at + 1).is_some_and(|next| *next != b' ') {
            return 0.1;
        }
        if matches!(byte, b'|' | b'\t') && other {
            return 0.1;
        }
        if other {
            prose = 0.55;
        }
    }
    prose
}

/// Blanks around cells, delimiters of several bytes, no quotes at all and escapes: what one byte does not tell.
fn refine(sample: &[u8], mut split: Split) -> Split {
    let quote = split.dialect.quote.unwrap_or(b'"');
    let delimiter = split.dialect.delimiter.first();
    let (mut inner, mut led, mut quotes_led, mut quotes_shut) = (0usize, 0usize, 0usize, 0usize);
    let (mut slashed, mut doubled) = (0usize, 0usize);
    let mut rows = 0usize;
    let mut take = |cells: Cells<'_>, span: Span| {
        if cells.blank() || span.broken || cells.len() != split.width {
            return;
        }
        rows += 1;
        let bare = memchr::memchr(quote, cells.raw()).is_none();
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 && bare && !cell.is_empty() {
                inner += 1;
                led += usize::from(cell[0] == b' ');
            }
        }
        let raw = cells.raw();
        for at in memchr::memchr_iter(quote, raw) {
            let before = at.checked_sub(1).map(|at| raw[at]);
            let after = raw.get(at + 1).copied();
            quotes_shut += usize::from(before == Some(delimiter));
            quotes_led += usize::from(before == Some(b' ') && at > 1 && raw[at - 2] == delimiter);
            // A backslash at the end of a cell escapes nothing.
            let inside = after.is_some_and(|byte| byte != delimiter && byte != quote && !matches!(byte, b'\n' | b'\r'));
            // One before a quote that ends its cell does: `"3\""`.
            let ends = after == Some(quote) && raw.get(at + 2).is_none_or(|byte| *byte == delimiter);
            slashed += usize::from(before == Some(b'\\') && (inside || ends));
            doubled += usize::from(after == Some(quote) && before.is_some_and(|byte| byte != delimiter && byte != b'\\'));
        }
    };
    let mut tokens = Tokenizer::with(Dialect { quote: split.dialect.quote, ..split.dialect }, Some(split.width));
    let read = tokens.push(sample, &mut take).and_then(|()| tokens.push(b"", &mut take));
    if read.is_err() || rows == 0 {
        return split;
    }
    // One that is part of a longer one parts rows at least as evenly as this one does.
    let long = longer(sample, delimiter).and_then(|long| super::dialect::split(sample, Dialect { delimiter: long, ..split.dialect }));
    if let Some(new) = long.filter(|new| rows >= 2 && new.evenness >= split.evenness) {
        split = new;
    }
    split.dialect.trim |= delimiter != b' ' && (led * 10 >= inner * 8 && inner > 0 || quotes_led > 0 && quotes_led >= quotes_shut);
    if slashed > 0 && slashed > doubled {
        split.dialect.escape = Escape::Backslash;
    }
    if (split.dialect.trim || split.dialect.escape == Escape::Backslash)
        && let Some(new) = super::dialect::split(sample, split.dialect)
    {
        split = new;
    }
    split
}

/// The delimiter of several bytes that a byte is a part of, as the first line shows that it parts: marks that read the same
/// from both sides (`||`, `~|~`), and the byte nowhere without them. Two commas in a row are an empty cell where the line has
/// no more.
fn longer(sample: &[u8], delimiter: u8) -> Option<Delimiter> {
    let mark = |byte: &u8| byte.is_ascii_punctuation() && !matches!(byte, b'"' | b'\'');
    let runs = |line: &[u8]| -> Vec<Vec<u8>> {
        line.split(|byte| !mark(byte)).filter(|run| run.contains(&delimiter)).map(<[u8]>::to_vec).collect()
    };
    let least = if matches!(delimiter, b',' | b';' | b'\t') { 2 } else { 1 };
    let runs = sample.split(|byte| matches!(byte, b'\n' | b'\r')).map(runs).find(|runs| runs.len() >= least)?;
    let short = runs.iter().min_by_key(|run| run.len())?;
    let same = short.iter().eq(short.iter().rev()) && (2..=4).contains(&short.len());
    (same && runs.iter().all(|run| memchr::memmem::find(run, short).is_some())).then(|| Delimiter::of(short))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<(String, Option<char>, bool)> {
        guess(text.as_bytes(), Told::default()).map(|split| {
            let dialect = split.dialect;
            (String::from_utf8_lossy(dialect.delimiter.bytes()).into_owned(), dialect.quote.map(char::from), dialect.trim)
        })
    }

    #[test]
    fn the_even_one_wins() {
        let delimiter = |text: &str| of(text).map(|(delimiter, _, _)| delimiter);
        assert_eq!(delimiter("a,b,c\n1,2,3\n4,5,6\n").as_deref(), Some(","));
        assert_eq!(delimiter("a;b;c\n1,5;2;3\n4,5;5;6\n").as_deref(), Some(";"));
        assert_eq!(delimiter("a;b;c\n1,5;2,0;3,1\n4,5;5,2;6,7\n").as_deref(), Some(";"), "decimal commas are even too");
        assert_eq!(delimiter("a\tb\n1\t2\n").as_deref(), Some("\t"));
        assert_eq!(delimiter("a|b|c\n1|2|3\n").as_deref(), Some("|"));
        assert_eq!(delimiter("a,b\n\"x;y;z\",1\n\"p;q;r\",2\n").as_deref(), Some(","));
        assert_eq!(delimiter("sep=;\na;b,c\n1;2,3\n").as_deref(), Some(";"));
        assert_eq!(delimiter("only\none\ncolumn\n"), None);
    }

    #[test]
    fn what_is_said_stands() {
        let of = |text: &str, delimiter: Option<&str>, quote: Option<&str>| {
            let said = Said { delimiter: delimiter.map(String::from), quote: quote.map(String::from), ..Said::default() };
            let split = guess(text.as_bytes(), Told::of(&said)).unwrap();
            (String::from_utf8_lossy(split.dialect.delimiter.bytes()).into_owned(), split.dialect.quote.map(char::from), split.width)
        };
        let text = "a;b,c\n1;2,3\n4;5,6\n";
        assert_eq!(of(text, Some(";"), None), (";".into(), Some('"'), 2));
        assert_eq!(of(text, Some(","), None), (",".into(), Some('"'), 2));
        assert_eq!(of(text, Some("::"), None), ("::".into(), Some('"'), 1));
        assert_eq!(of("'a',b\n'1',2\n", None, Some("")), (",".into(), None, 2));
        assert_eq!(of("'a,b',c\n'1,2',3\n", Some(","), Some("'")), (",".into(), Some('\''), 2));
    }

    #[test]
    fn longer_delimiters_blanks_and_apostrophes() {
        assert_eq!(of("a||b||c\n1||2||3\n4||5||6\n"), Some(("||".into(), Some('"'), false)));
        assert_eq!(of("a||b\n1||2\n4||5\n"), Some(("||".into(), Some('"'), false)));
        assert_eq!(of("a|b\n1|2\n4|5\n"), Some(("|".into(), Some('"'), false)));
        assert_eq!(of("a|~|b|~|c\n1|~|2|~|3\n4|~|5|~|6\n"), Some(("|~|".into(), Some('"'), false)));
        assert_eq!(of("a~|~b~|~c\n1~|~2~|~3\n4~|~5~|~6\n"), Some(("~|~".into(), Some('"'), false)));
        assert_eq!(of("a||b (x)||c\n1||2|3||\n4||5|6||-7\n"), Some(("||".into(), Some('"'), false)));
        // Empty cells and signs before numbers are no part of a delimiter.
        assert_eq!(of("a;b;c\n;;-1\n;;-2\n"), Some((";".into(), Some('"'), false)));
        assert_eq!(of("1;-2;-3\n4;-5;-6\n"), Some((";".into(), Some('"'), false)));
        assert_eq!(of("a,b,c\n1,,3\n4,,6\n"), Some((",".into(), Some('"'), false)));
        assert_eq!(of("a, b, c\n1, \"x, y\", 3\n4, \"z, w\", 6\n"), Some((",".into(), Some('"'), true)));
        assert_eq!(of("'a','b'\n'x, y','it''s'\n'z','w, v'\n"), Some((",".into(), Some('\''), false)));
        assert_eq!(of(&format!("no,a,b\n{}", "1,'x, y','its'\n".repeat(30))), Some((",".into(), Some('\''), false)));
        assert_eq!(of("a,b\nit's,1\nthat's,2\n"), Some((",".into(), Some('"'), false)));
    }
}
