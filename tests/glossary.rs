//! The glossary's examples are the figures of the sample shop. `DIANZHANG_WRITE=1 cargo test --test glossary` writes them.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use dianzhang::metric::catalogue::listed;
use dianzhang::metric::distinct_entries;
use dianzhang::model::{Dimension, Value};
use dianzhang::report::glossary::{example, example_rows, written};
use dianzhang::report::{Figure, Question, Report, Row};
use std::fmt::Write;
use support::session;

#[test]
fn examples_are_the_figures_of_the_sample_shop() {
    let report = answer(&Question::default());
    let mut text = String::new();
    let mut known = 0;
    for entry in distinct_entries() {
        let Some(figure) = report.figure(entry.id).filter(|figure| figure.value.is_some()) else { continue };
        let _ = writeln!(text, "{}\t{}\t{}\t{}", entry.id, written(figure.value), written(figure.numerator), written(figure.denominator));
        if let Some(example) = example(figure.metric) {
            assert_eq!(
                (example.value, example.numerator, example.denominator),
                (figure.value, figure.numerator, figure.denominator),
                "{}",
                entry.id
            );
            known += 1;
        }
    }
    kept("examples.txt", &text);
    assert!(known > 60 || writes(), "{known}");
}

/// The first rows of what is no single figure: id, key, and a value for each of the columns.
#[test]
fn examples_of_lists_are_rows_of_the_sample_shop() {
    let dimensions = vec![Dimension::Keyword, Dimension::Creative];
    let question =
        Question { breakdowns: dimensions, pages: true, ads: true, word: Some("裙".into()), limit: None, ..Question::default() };
    let report = answer(&question);
    let mut text = String::new();
    let mut add = |id: &str, key: &str, values: &[(&str, Option<Value>)]| {
        let values: String = values.iter().map(|(metric, value)| format!("\t{metric}={}", written(*value))).collect();
        let _ = writeln!(text, "{id}\t{key}{values}");
    };
    let count = |n: u64| Some(Value::Count(n));
    for page in report.pages.iter().flatten().take(3) {
        let name = page.label.as_deref().unwrap_or(&page.page);
        add("entry_exit_pages", name, &[("entries", count(page.entries)), ("exits", count(page.exits))]);
    }
    let hours = report.hours.clone().unwrap();
    let mut busiest: Vec<(u64, usize)> = (0..24).map(|hour| (hours.iter().map(|day| day[hour]).sum(), hour)).collect();
    busiest.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    busiest.iter().take(3).for_each(|(views, hour)| add("entry_times", &format!("{hour:02}:00"), &[("page_views", count(*views))]));
    let value = |row: &Row, id: &str| row.figures.iter().find(|figure| figure.metric.id() == id).and_then(|figure: &Figure| figure.value);
    let of_rows: [(&str, Dimension, &[&str]); 8] = [
        ("ad_default_bid", Dimension::Keyword, &["ad_default_bid", "ad_own_bid", "ad_effective_bid"]),
        ("ad_category_bid", Dimension::Keyword, &["ad_category_bid", "ad_effective_bid"]),
        ("ad_own_bid", Dimension::Keyword, &["ad_own_bid"]),
        ("ad_effective_bid", Dimension::Keyword, &["ad_effective_bid", "ad_own_bid", "ad_default_bid"]),
        ("ad_keyword_items", Dimension::Keyword, &["ad_keyword_items"]),
        ("ad_quality_score", Dimension::Keyword, &["ad_quality_score", "ad_avg_rank", "ad_cpc"]),
        ("ad_creative_title", Dimension::Creative, &["ad_impressions", "ad_ctr"]),
        ("ad_creative", Dimension::Creative, &["ad_impressions", "ad_clicks", "ad_ctr"]),
    ];
    for (id, dimension, metrics) in of_rows {
        let rows = rows_of(&report, dimension);
        for row in rows.iter().filter(|row| !row.key.is_empty() && value(row, metrics[0]).is_some()).take(3) {
            let values: Vec<_> = metrics.iter().map(|metric| (*metric, value(row, metric))).filter(|(_, value)| value.is_some()).collect();
            add(id, row.label.as_deref().unwrap_or(&row.key), &values);
        }
    }
    let ads = report.ads.as_ref().unwrap();
    for told in ads.suggestions.iter().take(3) {
        add("keyword_suggestions", &told.word, &[("ad_clicks", count(told.clicks))]);
    }
    for row in ads.related.iter().take(3) {
        add("related_keywords", &row.key, &[("ad_impressions", value(row, "ad_impressions")), ("ad_clicks", value(row, "ad_clicks"))]);
    }
    for told in ads.in_use.iter().take(3) {
        let bid = told.effective_bid.map(Value::Money);
        add("keywords_in_use", &told.keyword, &[("ad_keyword_items", count(told.items.len() as u64)), ("ad_effective_bid", bid)]);
    }
    for word in ads.quiet.iter().flat_map(|(_, words)| words).take(3) {
        add("keywords_without_impressions", word, &[("ad_impressions", count(0))]);
    }
    kept("lists.txt", &text);
    let without: Vec<&str> = listed()
        .filter(|entry| !entry.kind.is_figure() && report.figure(entry.id).is_none_or(|figure| figure.value.is_none()))
        .filter(|entry| example_rows(entry.id).next().is_none())
        .map(|entry| entry.id)
        .collect();
    assert!(without.is_empty() || writes(), "without an example: {without:?}");
}

fn rows_of(report: &Report, dimension: Dimension) -> &[Row] {
    report.breakdowns.iter().find(|(of, _)| *of == dimension).map_or(&[], |(_, rows)| rows)
}

fn answer(question: &Question) -> Report {
    let files = dianzhang::sample::shop_files(dianzhang::sample::SEED, dianzhang::ingest::encode_gb18030);
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    session(&files, 1 << 16).answer(question).unwrap()
}

fn writes() -> bool {
    std::env::var_os("DIANZHANG_WRITE").is_some()
}

/// A text as it is kept, or written anew where that is asked for.
fn kept(name: &str, text: &str) {
    let path = format!("{}/src/report/glossary/{name}", env!("CARGO_MANIFEST_DIR"));
    if writes() {
        std::fs::write(&path, text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "write them with DIANZHANG_WRITE=1");
}
