//! The laws of paid tools: no order matters, nothing counts twice, parts add up.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use dianzhang::model::{Grain, Reason};
use dianzhang::report::Dimension;
use dianzhang::report::ads::METRICS;
use dianzhang::wire::protocol::Overrides;
use proptest::prelude::*;
use serde_json::{Value, json};
use support::reports::{asked, narrowed};
use support::{account, answers, csv, expect, push, session, value};

#[test]
fn a_restated_report_counts_once() {
    let header = "date,campaign,item,keyword,impressions,clicks,cost,revenue";
    let early = csv(header, &["2026-06-01,a,1,x,100,10,5.00,0".into(), "2026-06-02,a,1,x,50,5,2.00,0".into()]);
    let late = csv(header, &["2026-06-02,a,1,x,50,5,2.00,30.00".into(), "2026-06-03,a,1,x,10,1,1.00,0".into()]);
    let one = session(&[("early.csv", &early), ("late.csv", &late)], usize::MAX);
    let two = session(&[("late.csv", &late), ("early.csv", &early)], usize::MAX);
    assert_eq!(answers(&one), answers(&two));
    expect(&one, &[("ad_cost", json!("8.00")), ("ad_revenue", json!("30.00"))]);
    let early = &one.files()[0];
    assert_eq!((account(early), &early.set_aside[0].reason), ([2, 1, 0, 1], &Reason::AlreadyLoaded));
}

/// A row of plain ads.
fn ad_row() -> impl Strategy<Value = String> {
    let number = 0u32..50;
    (1u32..12, 0usize..3, 0usize..3, 0usize..3, 0usize..3, number.clone(), number.clone(), number, 0u32..4).prop_map(
        |(day, tool, campaign, item, keyword, impressions, clicks, cents, rank)| {
            let [tool, campaign, item, keyword] =
                [["直通车", "京准通", ""][tool], ["a", "b", ""][campaign], ["1", "2", ""][item], ["x", "y", ""][keyword]];
            let rank = if rank == 0 { String::new() } else { format!("{rank}.5") };
            format!("2026-06-{day:02},{tool},{campaign},{item},{keyword},{impressions},{clicks},0.{cents:02},{rank}")
        },
    )
}

const AD_HEADER: &str = "date,tool,campaign,item,keyword,impressions,clicks,cost,avg_rank";

/// What a row is about: its first five cells.
fn about(row: &str) -> Vec<&str> {
    row.split(',').take(5).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any order of rows, any split into files that keeps the rows of one thing together, any order of the files.
    #[test]
    fn no_order_matters(rows in proptest::collection::vec(ad_row(), 1..40), turn in any::<prop::sample::Index>()) {
        let whole = answers(&session(&[("ads.csv", &csv(AD_HEADER, &rows))], usize::MAX));
        let mut turned = rows.clone();
        turned.rotate_left(turn.index(rows.len()));
        prop_assert_eq!(&answers(&session(&[("ads.csv", &csv(AD_HEADER, &turned))], usize::MAX)), &whole);
        let (one, two): (Vec<String>, Vec<String>) = rows.iter().cloned().partition(|row| about(row)[0] < "2026-06-06");
        let files = [csv(AD_HEADER, &one), csv(AD_HEADER, &two)];
        let split = session(&[("1.csv", &files[0]), ("2.csv", &files[1])], usize::MAX);
        let back = session(&[("2.csv", &files[1]), ("1.csv", &files[0])], usize::MAX);
        prop_assert_eq!(&answers(&split), &answers(&back));
        for id in ["ad_cost", "ad_clicks", "ad_impressions", "ad_avg_rank"] {
            prop_assert_eq!(value(&answers(&split), id), value(&whole, id));
        }
    }

    /// A file dropped again under another name, with a line more, counts nothing twice; a removed file leaves no trace.
    #[test]
    fn nothing_twice(rows in proptest::collection::vec(ad_row(), 1..30)) {
        let first = csv(AD_HEADER, &rows);
        let again = [first.as_slice(), b",,,,,,,,\n"].concat();
        let whole = answers(&session(&[("ads.csv", &first)], usize::MAX));
        let mut both = session(&[("ads.csv", &first)], usize::MAX);
        let copy = push(&mut both, "copy.csv", &again, usize::MAX, &Overrides::default());
        both.settle();
        prop_assert_eq!(&answers(&both), &whole);
        for file in both.files() {
            let [read, used, blank, aside] = account(&file);
            prop_assert_eq!(read, used + blank + aside);
        }
        both.remove(copy);
        both.settle();
        prop_assert_eq!(&answers(&both), &whole);
    }

    /// The days of a series add up to the period, and every dimension that all rows have adds up to it too.
    #[test]
    fn parts_add_up(rows in proptest::collection::vec(ad_row(), 1..40)) {
        let session = session(&[("ads.csv", &csv(AD_HEADER, &rows))], usize::MAX);
        let told = asked(&session, "2026-06-01", "2026-06-11", Grain::Day);
        let clicks = told["metrics"]["ad_clicks"]["value"].as_u64().unwrap();
        let days: u64 = told["series"]["ad_clicks"].as_array().unwrap().iter().map(|bucket| bucket["value"].as_u64().unwrap()).sum();
        prop_assert_eq!(days, clicks);
        for dimension in ["tool", "channel", "date"] {
            let keys: u64 =
                told["breakdowns"][dimension].as_array().unwrap().iter().map(|row| row["metrics"]["ad_clicks"]["value"].as_u64().unwrap()).sum();
            prop_assert_eq!(keys, clicks, "{}", dimension);
        }
    }

    /// Narrowed to a key, the whole shop's figures are those of the key's row, and so are the rows of all other tables.
    #[test]
    fn narrowed_to_a_key_is_the_keys_row(rows in proptest::collection::vec(ad_row(), 1..40)) {
        let session = session(&[("ads.csv", &csv(AD_HEADER, &rows))], usize::MAX);
        let whole = answers(&session);
        let cuts = [Dimension::Tool, Dimension::Channel, Dimension::Campaign, Dimension::Item, Dimension::Keyword];
        for dimension in cuts {
            for row in whole["breakdowns"][dimension.name()].as_array().unwrap() {
                let told = narrowed(&session, &[(dimension, row["key"].as_str().unwrap())]);
                for (id, figure) in row["metrics"].as_object().unwrap().iter().filter(|(id, _)| METRICS.contains(&id.as_str())) {
                    let here = &told["metrics"][id];
                    prop_assert_eq!(&here["value"], &figure["value"], "{} of {} {}", id, dimension.name(), &row["key"]);
                }
                let sums = |told: &Value| -> Option<u64> {
                    told["breakdowns"]["tool"].as_array()?.iter().map(|row| row["metrics"]["ad_clicks"]["value"].as_u64()).sum()
                };
                prop_assert_eq!(sums(&told), told["metrics"]["ad_clicks"]["value"].as_u64());
            }
        }
    }
}
