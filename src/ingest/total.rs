//! Rows that sum up other rows of the same report: counting them would count everything twice.

use super::row::RowText;

/// Words that mean a total wherever they stand alone.
const WORDS: [&str; 8] = ["合计", "总计", "汇总", "小计", "总和", "共计", "全部合计", "grand total"];

/// Words that mean a total only where the row names nothing: `total` may well be a keyword.
const WEAK: [&str; 4] = ["total", "totals", "subtotal", "sum"];

fn plain(cell: &str) -> String {
    cell.trim_matches([' ', '\t', '\u{a0}', '\u{3000}', '"', '\'', '-', '—', '=']).to_lowercase()
}

/// Whether a cell says that its row is a total: `合计`, `总计：`, `Total: Search`.
pub fn is_total(cell: &str) -> bool {
    // No word of the lists begins with a digit, and most cells do.
    if cell.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let text = plain(cell);
    let before = text.split([':', '：']).next().unwrap_or("").trim_end();
    WORDS.contains(&before) || (text.len() > before.len() && matches!(before, "total" | "totals" | "subtotal"))
}

/// Whether a row is a total. Reports write the word into any of their first text columns; `names` are the columns that
/// name what a row is about.
pub fn row_is_total(row: &mut RowText<'_>, names: &[Option<usize>]) -> bool {
    let first = row.cell(Some(0)).into_owned();
    let weak = WEAK.contains(&plain(&first).as_str());
    let named = |row: &mut RowText<'_>, at: &Option<usize>| at.is_some_and(|at| at > 0 && !plain(&row.cell(Some(at))).is_empty());
    (0..row.len()).any(|at| is_total(&row.cell(Some(at)))) || (weak && !names.iter().any(|at| named(row, at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_totals() {
        for cell in ["合计", "总计", " 汇总 ", "合计：", "Total: Search", "Total: Account", "Grand total"] {
            assert!(is_total(cell), "{cell}");
        }
        for cell in
            ["", "-", "--", "合计算器", "total war", "total", "汇总表夹", "2024-01-01", "totalizer", "12:30", "Total Fitness: US", "sum"]
        {
            assert!(!is_total(cell), "{cell}");
        }
    }
}
