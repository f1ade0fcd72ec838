//! Rows set aside, as a table to save.

use crate::report::{Lang, RejectRow, words};

/// Rows set aside of the file `name` as CSV: `file,line,reason,raw`. `header` is wanted once for several files.
pub fn rejects(name: &str, rows: &[RejectRow], lang: Lang, header: bool) -> String {
    let mut out = String::from(if header { "file,line,reason,raw\n" } else { "" });
    for row in rows {
        for cell in [name, &row.line.to_string(), &words::reason_text(&row.reason, lang), &row.raw] {
            // What stands in the file is given back as it is: who repairs it must see it.
            if cell.contains([',', '"', '\r', '\n']) {
                out.push('"');
                out.push_str(&cell.replace('"', "\"\""));
                out.push('"');
            } else {
                out.push_str(cell);
            }
            out.push(',');
        }
        out.pop();
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Reason;

    #[test]
    fn every_cell_comes_back_as_it_stood() {
        let row = |line, raw: &str| RejectRow { line, reason: Reason::TooManyCells, raw: raw.into() };
        let rows = [row(2, "a,\"b\",c"), row(3, "plain"), row(4, "")];
        let text = rejects("a,b.csv", &rows, Lang::En, true);
        let mut read = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(read.headers().unwrap().iter().collect::<Vec<_>>(), ["file", "line", "reason", "raw"]);
        let raws: Vec<String> = read.records().map(|record| record.unwrap()[3].to_string()).collect();
        assert_eq!(raws, rows.iter().map(|row| row.raw.clone()).collect::<Vec<_>>());
        assert!(rejects("x", &rows, Lang::Zh, false).starts_with("x,2,"));
    }
}
