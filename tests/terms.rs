//! Every entry of the catalogue answers: over a shop that has everything, each of the 90 terms has a value, a table, a
//! column or a tool that works, and each figure beside them a value. None is only listed.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use dianzhang::ingest::encode_gb18030;
use dianzhang::metric::MetricId;
use dianzhang::metric::catalogue::{Group, listed};
use dianzhang::model::{Grain, Period};
use dianzhang::report::ads::sheet::{By, Cut, Only, SheetAsk};
use dianzhang::report::ads::suggest::SuggestAsk;
use dianzhang::report::ads::{AdsAsk, AdsTold};
use dianzhang::report::{Dimension, Lang, Question, json};
use dianzhang::sample;
use dianzhang::wire::session::Session;
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

/// The sample shop, and a report with the columns that its own has not.
fn shop() -> Session {
    let mut files: Vec<(String, Vec<u8>)> =
        sample::shop_files(sample::SEED, encode_gb18030).into_iter().map(|(name, bytes)| (name.to_string(), bytes)).collect();
    let more = "date,tool,channel,campaign,campaign_state,item,item_state,keyword,search_term,category_bid,default_bid,impressions,clicks,cost\n\
        2026-06-01,京东快车,targeted,新,paused,1,淘宝下架,背包,学生背包,1.20,0.80,100,5,3.00\n\
        2026-06-01,京东快车,targeted,新,paused,2,审核下架,背包,背包女,1.10,0.70,90,4,2.00\n";
    files.push(("more.csv".into(), more.as_bytes().to_vec()));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    support::session(&files, usize::MAX)
}

/// The ids that the answer holds a value for: as a figure, a table that is not empty, or a column of a breakdown.
fn answered(session: &Session) -> BTreeSet<String> {
    let question = Question {
        grain: Some(Grain::Day),
        breakdowns: Dimension::ALL.to_vec(),
        pages: true,
        ads: true,
        word: Some("连衣裙".into()),
        ..Question::default()
    };
    let report = session.answer(&question);
    let told = json::report(report.as_ref(), &[], json::Shape { lang: Lang::En, metrics: &[] });
    let entries = |part: &str| told[part].as_object().unwrap().clone();
    let mut out = BTreeSet::new();
    out.extend(entries("metrics").into_iter().filter(|(_, figure)| !figure["value"].is_null()).map(|(id, _)| id));
    out.extend(entries("tables").into_iter().filter(|(_, rows)| !rows.as_array().unwrap().is_empty()).map(|(id, _)| id));
    let dimensions = entries("breakdowns");
    let rows = dimensions.values().flat_map(|rows: &Value| rows.as_array().unwrap());
    for row in rows {
        let columns = row["metrics"].as_object().unwrap();
        out.extend(columns.iter().filter(|(_, figure)| !figure["value"].is_null()).map(|(id, _)| id.clone()));
    }
    // The titles of ads are the keys of a breakdown.
    out.extend(dimensions["creative"].as_array().is_some_and(|rows| !rows.is_empty()).then(|| "ad_creative_title".to_string()));
    out
}

#[test]
fn every_term_answers() {
    let answered = answered(&shop());
    let due: Vec<&str> = listed().map(|entry| entry.id).filter(|id| !answered.contains(*id)).collect();
    assert_eq!(due, Vec::<&str>::new(), "entries without any answer");
    assert_eq!(listed().filter(|entry| entry.group != Group::Extra).count(), 90);
}

#[test]
fn the_program_lists_and_explains_every_entry() {
    let run = |words: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_dianzhang")).args(words).env("LANG", "C").output().unwrap();
        (out.status.code(), String::from_utf8(out.stdout).unwrap())
    };
    let (code, listed_text) = run(&["metrics", "--format", "json"]);
    let told: Vec<Value> = serde_json::from_str(&listed_text).unwrap();
    assert_eq!(code, Some(0));
    let numbers: Vec<&str> = told.iter().map(|entry| entry["n"].as_str().unwrap()).collect();
    assert_eq!(numbers, listed().map(|entry| entry.n).collect::<Vec<_>>());
    let path = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("terms-{}.csv", std::process::id()));
    std::fs::write(&path, "date,tool,keyword,impressions,clicks,cost\n2026-06-01,直通车,裙,100,5,3.00\n").unwrap();
    for entry in listed() {
        let (code, text) = run(&["explain", "--metric", entry.id, path.to_str().unwrap()]);
        assert_eq!(code, Some(0), "{}", entry.id);
        assert!(text.contains(entry.definition.en) || text.contains(entry.id), "{}: {text}", entry.id);
        let lower = text.to_lowercase();
        assert!(!lower.contains("not implemented") && !lower.contains("unimplemented"), "{}: {text}", entry.id);
    }
    std::fs::remove_file(path).unwrap();
}

/// A window of the keyword table, and its rows.
#[allow(clippy::too_many_arguments)] // what the page asks, in one line a call
fn window(
    session: &mut Session,
    period: Period,
    by: By,
    rising: bool,
    only: Only,
    find: &str,
    start: u64,
    count: u64,
) -> (u64, Vec<String>) {
    let ask = SheetAsk { period, cut: Cut::Keyword, by, rising, find: find.into(), only, start, count };
    match session.ads(&AdsAsk::Sheet(ask), &[], None) {
        AdsTold::Sheet(told) => (told.found, told.rows.into_iter().map(|row| row.row.key).collect()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn windows_of_a_table_are_the_table() {
    let mut session = shop();
    let period = session.covered().unwrap();
    for metric in Cut::Keyword.columns().iter().filter_map(|id| MetricId::of(id)) {
        for rising in [false, true] {
            let by = By::Figure(metric);
            let (found, whole) = window(&mut session, period, by, rising, Only::All, "", 0, u64::MAX);
            assert_eq!(found, whole.len() as u64);
            let parts: Vec<String> =
                (0..found).step_by(3).flat_map(|start| window(&mut session, period, by, rising, Only::All, "", start, 3).1).collect();
            assert_eq!(parts, whole, "{metric:?}");
        }
    }
    let (_, mut names) = window(&mut session, period, By::Name, true, Only::All, "", 0, u64::MAX);
    assert!(names.is_sorted());
    names.reverse();
    assert_eq!(window(&mut session, period, By::Name, false, Only::All, "", 0, u64::MAX).1, names);
    let (found, skirts) = window(&mut session, period, By::Name, true, Only::All, "裙", 0, u64::MAX);
    assert!(found > 0 && skirts.iter().all(|word| word.contains('裙')));
    // Another period forgets what was counted: nothing of the old one is told.
    let day = Period { from: period.from, to: period.from };
    let (of_day, _) = window(&mut session, day, By::Name, true, Only::All, "", 0, u64::MAX);
    let (of_all, _) = window(&mut session, period, By::Name, true, Only::All, "", 0, u64::MAX);
    assert!(of_day <= of_all);
}

#[test]
fn suggestions_use_the_attributes_and_leave_out_what_is_in_use() {
    let products = "item,title,attributes\n1,夏季碎花连衣裙,材质：雪纺\n".as_bytes();
    let ads = "date,item,keyword,search_term,impressions,clicks,cost\n\
        2026-06-01,1,连衣裙,,100,5,3.00\n2026-06-01,2,雪纺,,100,9,3.00\n2026-06-01,2,牛仔裤,,100,50,3.00\n"
        .as_bytes();
    let mut session = support::session(&[("products.csv", products), ("ads.csv", ads)], usize::MAX);
    let period = session.covered().unwrap();
    let ask = AdsAsk::Suggest(SuggestAsk { period, item: Some("1".into()) });
    assert_eq!(session.ads_texts(&ask), ["夏季碎花连衣裙", "材质：雪纺"]);
    let cut =
        |text: &str| if text.contains('碎') { vec!["夏季".into(), "碎花".into(), "连衣裙".into()] } else { vec!["材质".into()] };
    let AdsTold::Suggest(told) = session.ads(&ask, &[], Some(&cut)) else { panic!("another answer") };
    let words: Vec<&str> = told.lines.iter().map(|line| line.word.as_str()).collect();
    assert_eq!(words, ["雪纺", "夏季", "碎花", "材质"]);
    assert_eq!((told.attributes.as_str(), told.used), ("材质：雪纺", vec!["连衣裙".to_string()]));
    // A keyword of somebody else comes with its figures, a word of the title with none.
    assert!(!told.lines[0].figures.is_empty() && told.lines[1].figures.is_empty());
    assert_eq!(told.lines[0].items, 1);
    // The program, which cuts along the known words alone, finds the keyword in the attributes too.
    let question = Question { ads: true, ..Question::default() };
    let told = json::report(session.answer(&question).as_ref(), &[], json::Shape { lang: Lang::En, metrics: &[] });
    let suggested = told["tables"]["keyword_suggestions"].as_array().unwrap();
    let fitting: Vec<&Value> = suggested.iter().filter(|row| row["item"] == "1" && row["evidence"] == "report").collect();
    assert_eq!(fitting.iter().map(|row| row["key"].as_str().unwrap()).collect::<Vec<_>>(), ["雪纺"]);
    assert!(suggested.iter().any(|row| row["evidence"] == "attributes"), "{suggested:?}");
}
