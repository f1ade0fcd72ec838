//! Whatever files hold, what is taken out is read back as it was, and runs nowhere.

use super::*;
use crate::model::{FileId, Value};
use crate::report::{Bucket, Compared, Dimension, Row};
use proptest::prelude::*;

fn figure(id: &str, n: u64) -> Figure {
    let metric = MetricId::of(id).expect("in the catalogue");
    Figure { value: Some(Value::Count(n)), ..Figure::unknown(metric) }
}

fn period(from: &str, to: &str) -> Period {
    Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
}

fn report(keys: &[String]) -> Report {
    let whole = period("2026-06-16", "2026-06-18");
    Report {
        period: whole,
        covered: whole,
        zone: "Asia/Shanghai".into(),
        figures: vec![figure("page_views", 1_234_567), figure("visitors", 0)],
        compared: Some(Compared {
            period: period("2026-06-13", "2026-06-15"),
            figures: vec![figure("page_views", 1_000_000), figure("visitors", 0)],
            series: vec![],
        }),
        grain: None,
        series: ["2026-06-16", "2026-06-17"].map(|day| Bucket { period: period(day, day), figures: vec![figure("page_views", 7)] }).into(),
        breakdowns: vec![(
            Dimension::Source,
            keys.iter().map(|key| Row { key: key.clone(), label: None, figures: vec![figure("source_visitors", 3)] }).collect(),
        )],
        pages: None,
        pages_total: 0,
        hours: None,
        undated: false,
        ads: None,
    }
}

fn file(name: &str) -> FileReport {
    FileReport {
        id: FileId(1),
        name: name.into(),
        size: 1,
        state: FileState::Loaded,
        table: None,
        layout: None,
        encoding: "UTF-8".into(),
        delimiter: ',',
        form: None,
        said: Default::default(),
        header_line: Some(1),
        columns: vec![],
        account: Default::default(),
        set_aside: vec![],
        remarks: vec![],
        tender: Default::default(),
        preview: vec![],
        digest: "0f".repeat(16),
    }
}

fn taken<'a>(report: &'a Report, files: &'a [FileReport], lang: Lang) -> Taken<'a> {
    Taken { title: "Traffic", report, metrics: &[], files, made: "2026-06-19 08:00", filters: &[], lang }
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(String::from).collect()).collect()
}

#[test]
fn both_say_where_the_figures_come_from() {
    let (report, files) = (report(&["直通车".into()]), [file("六月.csv")]);
    for lang in Lang::ALL {
        let taken = taken(&report, &files, lang);
        for text in [csv(&taken).text, html(&taken)] {
            for part in
                ["2026-06-16 – 2026-06-18", "2026-06-13 – 2026-06-15", "Asia/Shanghai", "1800", "六月.csv", "0f0f", "2026-06-19 08:00"]
            {
                assert!(text.contains(part), "{part} is missing");
            }
        }
        assert!(html(&taken).contains("1,234,567") && html(&taken).contains("+23.46%"));
    }
}

#[test]
fn numbers_are_plain_and_nothing_against_nothing_is_empty() {
    let report = report(&[]);
    let text = csv(&taken(&report, &[], Lang::En)).text;
    assert!(text.starts_with('\u{feff}') && !text.replace("\r\n", "").contains(['\r', '\n']));
    let rows = rows(text.trim_start_matches('\u{feff}'));
    let of = |id: &str| rows.iter().find(|row| row.get(1).is_some_and(|cell| cell == id)).unwrap().clone();
    assert_eq!(of("page_views")[2..6], ["1234567", "count", "1000000", "0.234567"].map(String::from));
    assert_eq!(of("visitors")[2..6], ["0", "count", "0", ""].map(String::from));
}

#[test]
fn ids_stay_text_and_formulas_are_made_harmless_and_counted() {
    let keys = ["5123450000000000001", "007", "=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", " =1", "＝1", "手淘搜索"];
    let report = report(&keys.map(String::from));
    let Csv { text, neutralised } = csv(&taken(&report, &[], Lang::Zh));
    assert_eq!(neutralised, 7);
    let cells: Vec<String> = rows(&text).into_iter().map(|row| row[0].clone()).collect();
    for cell in ["=\"5123450000000000001\"", "=\"007\"", "'=1+1", "'-2", "'@SUM(A1)", "'\t=1", "'＝1", "手淘搜索"] {
        assert!(cells.iter().any(|other| other == cell), "{cell}");
    }
}

proptest! {
    #[test]
    fn any_key_is_read_back(key in ".{1,40}") {
        let report = report(std::slice::from_ref(&key));
        let Csv { text, neutralised } = csv(&taken(&report, &[], Lang::En));
        let rows = rows(text.trim_start_matches('\u{feff}'));
        let back = rows.iter().any(|row| row[0] == key || row[0] == format!("'{key}") || row[0] == format!("=\"{key}\""));
        prop_assert!(back, "{key:?} is lost in {text}");
        // Every cell that begins like a formula is a number or a wrapped id of this program's own.
        let own = |cell: &str| cell.parse::<f64>().is_ok() || (cell.starts_with("=\"") && cell[2..].trim_end_matches('"').bytes().all(|b| b.is_ascii_digit()));
        let wild = rows.iter().flatten().filter(|cell| cell.starts_with(['=', '+', '-', '@', '\t'])).find(|cell| !own(cell));
        prop_assert_eq!(wild, None);
        prop_assert!(neutralised <= 1);
    }

    #[test]
    fn no_text_of_a_file_becomes_markup(key in ".{0,20}", name in ".{0,20}") {
        let hostile = format!("{key}<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{key}");
        let report = report(std::slice::from_ref(&hostile));
        let text = html(&taken(&report, &[file(&format!("{name}<b>.csv"))], Lang::En));
        let before = text.matches('<').count();
        let plain = html(&taken(&self::report(&["x".to_string()]), &[file("x")], Lang::En));
        prop_assert_eq!(before, plain.matches('<').count());
    }
}

#[test]
fn a_series_is_read_by_figure_whatever_its_order() {
    let mut report = report(&[]);
    report.series[0].figures = vec![figure("page_views", 7), figure("visitors", 5)];
    report.series[1].figures = vec![figure("visitors", 6), figure("page_views", 8)];
    let text = csv(&taken(&report, &[], Lang::En)).text;
    assert!(text.contains("2026-06-16,2026-06-16,7,5\r\n2026-06-17,2026-06-17,8,6\r\n"), "{text}");
}
