//! How one moves through a long table: which rows are in sight, which are asked for, where a key leads. Pure, so that it
//! is tested without a browser.
//!
//! Row 0 is the head, row 1 the first row of figures; column 0 holds the names.

/// The height of a row in pixels until one was measured.
pub const ROW: f64 = 36.0;
/// Rows drawn above and below those in sight.
const MARGIN: u64 = 4;
/// Rows asked for at a time; the window asked for begins at a multiple of this.
const STEP: u64 = 60;

/// Where the table is scrolled to, and how many rows fit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Sight {
    /// The first row in sight, from 0.
    pub first: u64,
    /// Rows that fit.
    pub fit: u64,
}

impl Sight {
    /// What is in sight of a window of this height, scrolled to this place. The first row moves in steps of four, so that
    /// not every pixel draws anew.
    pub fn of(top: f64, height: f64, row: f64) -> Sight {
        let row = if row > 1.0 { row } else { ROW };
        let first = (top.max(0.0) / row).floor() as u64;
        Sight { first: first - first % 4, fit: (height / row).ceil().max(1.0) as u64 + 4 }
    }

    /// The rows to draw, from and up to.
    pub fn drawn(self, found: u64) -> (u64, u64) {
        let from = self.first.saturating_sub(MARGIN).min(found);
        (from, (self.first + self.fit + MARGIN).min(found).max(from))
    }

    /// The rows to ask for: first one and how many. Stays the same until the sight comes near an end of it.
    pub fn asked(self) -> (u64, u64) {
        let start = (self.first / STEP).saturating_sub(1) * STEP;
        (start, 4 * STEP)
    }
}

/// Where a key leads from a cell; None for keys that mean nothing here. `fit` is how many rows a page has.
pub fn step(key: &str, command: bool, (row, column): (u64, usize), rows: u64, columns: usize, fit: u64) -> Option<(u64, usize)> {
    let last = columns.saturating_sub(1);
    let page = fit.saturating_sub(2).max(1);
    Some(match (key, command) {
        ("ArrowDown", false) => ((row + 1).min(rows), column),
        ("ArrowUp", false) => (row.saturating_sub(1), column),
        ("ArrowRight", false) => (row, (column + 1).min(last)),
        ("ArrowLeft", false) => (row, column.saturating_sub(1)),
        ("PageDown", false) => ((row + page).min(rows), column),
        ("PageUp", false) => (row.saturating_sub(page).max(1).min(rows), column),
        ("Home", false) => (row, 0),
        ("End", false) => (row, last),
        ("Home", true) => (1.min(rows), 0),
        ("End", true) => (rows, last),
        _ => return None,
    })
}

/// Where to scroll so that a row can be seen below the head; None where it can be seen already.
pub fn reach(row: u64, top: f64, height: f64, row_height: f64, head: f64) -> Option<f64> {
    if row == 0 {
        return None;
    }
    let above = (row - 1) as f64 * row_height;
    if above < top {
        Some(above)
    } else if above + row_height > top + height - head {
        Some(above + row_height - (height - head))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_to_cells() {
        let from = |key, command, at| step(key, command, at, 100, 5, 12);
        assert_eq!(from("ArrowDown", false, (0, 2)), Some((1, 2)));
        assert_eq!(from("ArrowUp", false, (1, 2)), Some((0, 2)));
        assert_eq!(from("PageDown", false, (1, 0)), Some((11, 0)));
        assert_eq!(from("PageUp", false, (5, 0)), Some((1, 0)));
        assert_eq!(from("End", true, (5, 0)), Some((100, 4)));
        assert_eq!(from("Home", true, (50, 3)), Some((1, 0)));
        assert_eq!(from("a", false, (1, 1)), None);
        assert_eq!(step("ArrowDown", false, (0, 0), 0, 5, 12), Some((0, 0)), "an empty table has only its head");
    }

    proptest::proptest! {
        /// Wherever somebody scrolls to: the rows in sight are drawn, and those drawn are asked for.
        #[test]
        fn what_is_seen_is_asked_for(top in 0.0f64..4_000_000.0, height in 40.0f64..2_000.0, found in 0u64..100_000) {
            let sight = Sight::of(top, height, 36.0);
            let (from, to) = sight.drawn(found);
            let (start, count) = sight.asked();
            proptest::prop_assert!(from <= to && to <= found);
            let seen = ((top / 36.0).floor() as u64, (((top + height) / 36.0).ceil() as u64).min(found));
            if seen.0 < found {
                proptest::prop_assert!(from <= seen.0 && seen.1 <= to);
            }
            proptest::prop_assert!(from == to || (start <= from && to <= start + count), "{from}..{to} of {start}+{count}");
        }

        /// After reaching for a row it can be seen.
        #[test]
        fn a_row_that_is_gone_to_can_be_seen(row in 1u64..100_000, top in 0.0f64..3_000_000.0) {
            let (height, each, head) = (480.0, 36.0, 40.0);
            let top = reach(row, top, height, each, head).unwrap_or(top);
            let above = (row - 1) as f64 * each;
            proptest::prop_assert!(top <= above && above + each <= top + height - head + 1e-6);
        }
    }
}
