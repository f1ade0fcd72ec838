//! What is saved as a workbook is read back cell by cell: every figure's value, days, ids with all their digits, and where
//! it comes from.
#![cfg(not(target_arch = "wasm32"))]

use dianzhang::ingest::encode_gb18030;
use dianzhang::model::{Grain, Zone};
use dianzhang::report::takeout::{self, Book, Taken};
use dianzhang::report::{Dimension, Lang, Question, Report};
use dianzhang::sample::{SEED, shop_files};
use dianzhang::unpack::{Container, Limits};
use dianzhang::wire::protocol::Overrides;
use dianzhang::wire::session::{Session, Step};
use std::io::Cursor;

fn shop() -> (Report, Session) {
    let mut session = Session::new(Zone::default());
    for (name, bytes) in shop_files(SEED, encode_gb18030) {
        let mut import = session.begin(&name, bytes.len() as u64, &Overrides::default());
        while import.push(&bytes) == Step::Restart {}
        session.finish(import);
    }
    session.settle();
    let breakdowns = vec![Dimension::Source, Dimension::Item];
    let question = Question { grain: Some(Grain::Week), breakdowns, ..Question::default() };
    (session.answer(&question).expect("the shop has dates"), session)
}

/// Each sheet's name and cells.
fn sheets(bytes: Vec<u8>) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book = Container::open("f.xlsx", Box::new(Cursor::new(bytes)), Limits::default(), |_, _| String::new()).unwrap().unwrap();
    let names: Vec<String> = book.parts().iter().map(|part| part.name.clone()).collect();
    let read = |at: usize, book: &mut Container| {
        let mut text = Vec::new();
        book.read(at, &mut |bytes| {
            text.extend_from_slice(bytes);
            true
        })
        .unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_slice());
        reader.records().map(|record| record.unwrap().iter().map(String::from).collect()).collect()
    };
    names.into_iter().enumerate().map(|(at, name)| (name, read(at, &mut book))).collect()
}

#[test]
fn every_figure_comes_back_from_the_workbook() {
    let (report, session) = shop();
    let files = session.files();
    for lang in Lang::ALL {
        let taken = Taken { title: "Shop", report: &report, metrics: &[], files: &files, filters: &[], made: "2026-06-19 08:00", lang };
        let bytes = takeout::workbook(&Book::of(&taken)).unwrap();
        let all = sheets(bytes);
        assert_eq!(all.len(), 6, "figures, course, two breakdowns, definitions, facts");
        let mut seen = 0;
        for row in &all[0].1[2..] {
            let figure = report.figure(&row[1]).expect("a figure of the answer");
            match figure.value {
                None => assert_eq!(row[2], "", "{}", row[1]),
                Some(value) => {
                    // A share is shown in percent; the reader gives it back so.
                    let read = row[2].trim_end_matches('%').replace([',', '¥'], "").parse::<f64>().unwrap();
                    let read = if row[2].ends_with('%') { read / 100.0 } else { read };
                    let value = value.to_f64();
                    assert!((read - value).abs() <= 1e-6 * value.abs().max(1.0), "{}: {} is not {value}", row[1], row[2]);
                    seen += 1;
                }
            }
        }
        assert!(seen > 60, "{seen} figures");
        assert_eq!(all[1].1.len(), report.series.len() + 1);
        assert!(all[1].1[1][0].starts_with(&report.series[0].period.from.to_string()), "{}", all[1].1[1][0]);
        let items = &report.breakdowns[1].1;
        assert_eq!(all[3].1.len(), items.len() + 1);
        assert!(items.iter().zip(&all[3].1[1..]).all(|(row, cells)| row.key == cells[0]), "ids keep their digits");
        let facts: String = all[5].1.concat().concat();
        assert!(["2026-06-19 08:00", "visits.csv", "Asia/Shanghai"].iter().all(|fact| facts.contains(fact)), "{facts}");
    }
}
