//! Rows that hold several lines of an order, their cells parted by `;`: `1;2` pieces of `围巾;手套`.

use std::borrow::Cow;

/// More lines than this no real order has.
const MOST: usize = 500;

/// The cells of each line of a packed row; None where the row is one line. A row is packed when at least two of its
/// cells have the same number of parts, one of them the line's own id or its pieces; a cell with a single part is shared
/// by all lines, and a text that merely holds a `;` stays whole.
pub fn unpacked<'a>(cells: &'a [Cow<'a, str>]) -> Option<Vec<Vec<Cow<'a, str>>>> {
    /// Of the cells `[sub-order, item, title, variant, pieces, price]`, those whose parts can be no prose.
    const CERTAIN: [usize; 2] = [0, 4];
    if !cells.iter().any(|cell| cell.contains([';', '；'])) {
        return None;
    }
    let parts = |cell: &'a str| -> Vec<&'a str> {
        let cell = cell.trim_matches(['\t', ' ', '\'', '"']).trim_end_matches([';', '；']);
        cell.split([';', '；']).map(str::trim).collect()
    };
    let counts: Vec<usize> = cells.iter().map(|cell| parts(cell).len()).collect();
    let lines = CERTAIN.iter().filter_map(|at| counts.get(*at).copied()).find(|count| *count > 1)?;
    if lines > MOST || counts.iter().filter(|count| **count == lines).count() < 2 {
        return None;
    }
    let split: Vec<Vec<&str>> = cells.iter().map(|cell| parts(cell)).collect();
    let line = |nth: usize| {
        let cell = |(at, parts): (usize, &Vec<&'a str>)| match parts.len() {
            count if count == lines => Cow::Borrowed(parts[nth]),
            1 => Cow::Borrowed(parts[0]),
            _ => Cow::Borrowed(&*cells[at]),
        };
        split.iter().enumerate().map(cell).collect()
    };
    Some((0..lines).map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cells: [&'static str; 6]) -> Option<Vec<String>> {
        let cells = cells.map(Cow::Borrowed);
        unpacked(&cells).map(|lines| lines.iter().map(|line| line.join("|")).collect())
    }

    #[test]
    fn rows_of_several_lines() {
        assert_eq!(
            of(["\t1;2", "i1;i2", "围巾;手套", "红;蓝", "1;2", "10.00;20.00"]).unwrap(),
            ["1|i1|围巾|红|1|10.00", "2|i2|手套|蓝|2|20.00"]
        );
        assert_eq!(of(["1;2", "i1", "围巾;手套;大", "", "3", "10"]), None, "two parts stand alone");
        assert_eq!(of(["1", "i1", "颜色：黑色;尺码：S", "", "1", "5"]), None);
        assert_eq!(of(["1;2;", "i1;i2", "同款", "", "1;1", "5"]).unwrap(), ["1|i1|同款||1|5", "2|i2|同款||1|5"]);
    }
}
