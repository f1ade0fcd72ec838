//! What tests of reports share: paid tools and ready-made ones.
#![allow(dead_code)] // each test binary uses its own part

use super::{account, answers, only, session};
use dianzhang::model::{Grain, Table};
use dianzhang::report::{Dimension, FileReport, FileState, Lang, Question, json};
use dianzhang::wire::session::Session;
use serde_json::Value;

/// One file read whole and again in small chunks: both must say the same.
#[track_caller]
pub fn read_as(name: &str, bytes: &[u8]) -> Session {
    let whole = session(&[(name, bytes)], usize::MAX);
    let cut = session(&[(name, bytes)], 7);
    assert_eq!(whole.files(), cut.files());
    assert_eq!(answers(&whole), answers(&cut));
    whole
}

/// The same of a file with any name.
#[track_caller]
pub fn read(bytes: &[u8]) -> Session {
    read_as("file.csv", bytes)
}

/// The one file, which was read as this table by this layout: rows read, used, blank, set aside.
#[track_caller]
pub fn check(session: &Session, table: Table, layout: Option<&str>, rows: [u64; 4]) -> FileReport {
    let file = only(session);
    assert_eq!((file.table, file.layout.as_deref()), (Some(table), layout));
    assert_eq!(file.state, FileState::Loaded);
    assert_eq!(account(&file), rows, "read, used, blank, set aside: {:?}", file.set_aside);
    file
}

/// One figure of one key of a breakdown.
pub fn of_key(answers: &Value, dimension: &str, key: &str, id: &str) -> Value {
    let rows = answers["breakdowns"][dimension].as_array().unwrap_or_else(|| panic!("no breakdown by {dimension}"));
    let row = rows.iter().find(|row| row["key"] == key).unwrap_or_else(|| panic!("no {key} among {rows:?}"));
    row["metrics"][id]["value"].clone()
}

/// The keys of a breakdown.
pub fn keys(answers: &Value, dimension: &str) -> Vec<String> {
    let rows = answers["breakdowns"][dimension].as_array().unwrap();
    rows.iter().map(|row| row["key"].as_str().unwrap().to_string()).collect()
}

/// The answer about some days, with a series.
pub fn asked(session: &Session, from: &str, to: &str, grain: Grain) -> Value {
    let period = dianzhang::model::Period::new(from.parse().unwrap(), to.parse().unwrap());
    let question = Question { period, grain: Some(grain), breakdowns: Dimension::ALL.to_vec(), ads: true, ..Question::default() };
    let report = session.answer(&question);
    json::report(report.as_ref(), &[], json::Shape { lang: Lang::En, metrics: &[] })
}

/// The answer narrowed to some keys.
pub fn narrowed(session: &Session, filters: &[(Dimension, &str)]) -> Value {
    let filters = filters.iter().map(|(dimension, key)| (*dimension, key.to_string())).collect();
    let breakdowns = vec![Dimension::Tool, Dimension::Item, Dimension::Keyword];
    let question = Question { filters, breakdowns, ads: true, ..Question::default() };
    json::report(session.answer(&question).as_ref(), &[], json::Shape { lang: Lang::En, metrics: &[] })
}
