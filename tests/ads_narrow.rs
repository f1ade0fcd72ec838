//! Reports of paid tools that overlap, and what is left of them under a filter.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use dianzhang::model::{Grain, Period};
use dianzhang::report::{Dimension, Lang, Question, json};
use serde_json::{Value, json};
use support::reports::{asked, keys, narrowed, of_key, read};
use support::{answers, csv, expect, session};

#[test]
fn what_only_the_finer_report_tells() {
    let items = "date,tool,campaign,item,impressions,clicks,cost,revenue\n2026-06-01,T,A,1,50,5,5,9\n";
    let keywords =
        "date,tool,campaign,item,keyword,quality_score,impressions,clicks,cost,avg_rank,favorites\n2026-06-01,T,A,1,k,8,40,4,4,3,4\n";
    let both = session(&[("items.csv", items.as_bytes()), ("keywords.csv", keywords.as_bytes())], usize::MAX);
    let figures = [
        ("ad_cost", json!("5.00")),
        ("ad_impressions", json!(50)),
        ("ad_revenue", json!("9.00")),
        ("ad_quality_mean", json!(8.0)),
        ("ad_avg_rank", json!(3.0)),
        ("ad_favorites", json!(4)),
    ];
    expect(&both, &figures);
    let told = answers(&both);
    let notes = |id: &str| told["metrics"][id]["notes"].to_string();
    assert!(!notes("ad_favorites").contains("blank"), "{}", notes("ad_favorites"));
    assert!(notes("ad_cost").contains("1 rows of finer or longer reports"), "{}", notes("ad_cost"));
    assert_eq!(of_key(&told, "item", "1", "ad_favorites"), 4);
    // A rank that stands for a week leaves the days of all else alone.
    let days = "date,tool,campaign,impressions,clicks,cost\n2026-06-01,T,A,30,3,3\n2026-06-02,T,A,20,2,2\n";
    let week = "date,end_date,tool,campaign,keyword,impressions,clicks,cost,avg_rank\n2026-06-01,2026-06-02,T,A,k,40,4,4,3\n";
    let both = session(&[("days.csv", days.as_bytes()), ("week.csv", week.as_bytes())], usize::MAX);
    expect(&both, &[("ad_cost", json!("5.00")), ("ad_avg_rank", json!(3.0))]);
    let by_day = asked(&both, "2026-06-01", "2026-06-02", Grain::Day);
    let of = |id: &str| by_day["series"][id].as_array().unwrap().iter().map(|bucket| bucket["value"].clone()).collect::<Vec<Value>>();
    assert_eq!((of("ad_cost"), of("ad_avg_rank")), (vec![json!("3.00"), json!("2.00")], vec![Value::Null, Value::Null]));
}

#[test]
fn a_longer_row_stands_where_shorter_ones_leave_days_out() {
    let ads = "date,end_date,tool,campaign,impressions,clicks,cost\n2026-06-01,2026-06-07,T,A,700,70,70.00\n2026-06-03,2026-06-03,T,A,100,10,9.00\n";
    let session = read(ads.as_bytes());
    let cost = |from: &str, to: &str| {
        let told = asked(&session, from, to, Grain::Day);
        let days = told["series"]["ad_cost"].as_array().unwrap().iter().map(|bucket| bucket["value"].clone()).collect::<Vec<Value>>();
        (told["metrics"]["ad_cost"]["value"].clone(), days)
    };
    let day = |value: Value| [Value::Null, Value::Null, value, Value::Null, Value::Null, Value::Null, Value::Null].to_vec();
    assert_eq!(cost("2026-06-01", "2026-06-07"), (json!("70.00"), day(json!("9.00"))));
    assert_eq!(cost("2026-06-03", "2026-06-03").0, "9.00");
    assert_eq!(cost("2026-06-03", "2026-06-04").0, Value::Null, "4 June is told by the week alone");
    let daily = "date,end_date,page_views,paid_amount\n2026-06-03,2026-06-03,100,10.00\n2026-06-01,2026-06-07,700,70.00\n2026-06-10,2026-06-10,50,5.00\n";
    let session = read(daily.as_bytes());
    let views = |from: &str, to: &str| asked(&session, from, to, Grain::Day)["metrics"]["page_views"].clone();
    assert_eq!(views("2026-06-01", "2026-06-10")["value"], 750);
    assert_eq!(views("2026-06-03", "2026-06-03")["value"], 100);
    let cut = views("2026-06-03", "2026-06-10");
    assert_eq!(
        (&cut["value"], &cut["why"]),
        (&Value::Null, &json!("only rows of the daily table that stand for more days than these tell some of them"))
    );
}

#[test]
fn a_key_whose_rows_leave_a_column_blank() {
    let one = "date,tool,campaign,impressions,clicks,cost,revenue\n2026-06-01,T,A,50,5,5,9\n";
    let two = "date,tool,campaign,impressions,clicks,cost,orders\n2026-06-01,U,B,50,5,5,0\n";
    let session = session(&[("one.csv", one.as_bytes()), ("two.csv", two.as_bytes())], usize::MAX);
    let told = answers(&session);
    let of = |key: &str| ["ad_revenue", "ad_roi", "ad_orders", "ad_conversion_rate"].map(|id| of_key(&told, "tool", key, id));
    assert_eq!(of("T"), [json!("9.00"), json!(1.8), Value::Null, Value::Null]);
    assert_eq!(of("U"), [Value::Null, Value::Null, json!(0), json!(0.0)]);
}

#[test]
fn a_filter_narrows_what_reports_name_and_says_where_it_cannot() {
    let rows = ["2026-06-01,T,A,1,k,50,5,5", "2026-06-01,T,A,2,k,30,3,2", "2026-06-02,U,B,2,m,20,2,1"];
    let session = read(&csv("date,tool,campaign,item,keyword,impressions,clicks,cost", &rows.map(String::from)));
    let item = narrowed(&session, &[(Dimension::Item, "2")]);
    let figures = |told: &Value| ["ad_cost", "ad_impressions", "ad_clicks", "ad_cpc"].map(|id| told["metrics"][id]["value"].clone());
    assert_eq!(figures(&item), [json!("3.00"), json!(50), json!(5), json!(0.6)]);
    assert_eq!((keys(&item, "item"), keys(&item, "tool")), (vec!["2".to_string()], vec!["T".to_string(), "U".to_string()]));
    assert_eq!((of_key(&item, "keyword", "k", "ad_cost"), of_key(&item, "tool", "U", "ad_cost")), (json!("2.00"), json!("1.00")));
    let both = narrowed(&session, &[(Dimension::Item, "2"), (Dimension::Tool, "T")]);
    assert_eq!(figures(&both), [json!("2.00"), json!(30), json!(3), json!(2.0 / 3.0)]);
    let none = narrowed(&session, &[(Dimension::Item, "9")]);
    assert_eq!(figures(&none), [json!("0.00"), json!(0), json!(0), Value::Null]);
    // What no report names.
    for (filter, why) in [(Dimension::Source, "does not tell this column"), (Dimension::Creative, "ad title or ad picture")] {
        let told = narrowed(&session, &[(filter, "T")]);
        let cost = &told["metrics"]["ad_cost"];
        assert_eq!((&cost["value"], cost["why"].as_str().unwrap().contains(why)), (&Value::Null, true), "{cost}");
    }
}

#[test]
fn rows_of_others_leave_a_narrowed_key_alone() {
    let ads = "date,end_date,tool,campaign,impressions,clicks,cost\n2026-06-03,,T,A,10,1,1\n2026-06-04,,T,A,20,2,2\n2026-06-05,,T,A,30,3,3\n\
        2026-06-01,2026-06-07,U,B,700,70,70\n";
    let session = read(ads.as_bytes());
    let told = |filters: Vec<(Dimension, String)>| {
        let period = Period::new("2026-06-03".parse().unwrap(), "2026-06-05".parse().unwrap());
        let question = Question { period, grain: Some(Grain::Day), filters, ..Question::default() };
        let told = json::report(session.answer(&question).as_ref(), &[], json::Shape { lang: Lang::En, metrics: &[] });
        let days = told["series"]["ad_cost"].as_array().unwrap().iter().map(|bucket| bucket["value"].clone()).collect::<Vec<Value>>();
        (told["metrics"]["ad_cost"]["value"].clone(), days)
    };
    // The week of U tells some of the days, and T has nothing to do with it.
    assert_eq!(told(vec![]).0, Value::Null);
    assert_eq!(told(vec![(Dimension::Tool, "T".into())]), (json!("6.00"), vec![json!("1.00"), json!("2.00"), json!("3.00")]));
    assert_eq!(told(vec![(Dimension::Tool, "U".into())]), (Value::Null, vec![Value::Null; 3]));
    // Named twice, the last one holds, as for events and orders.
    assert_eq!(told(vec![(Dimension::Tool, "U".into()), (Dimension::Tool, "T".into())]).0, "6.00");
}

#[test]
fn a_filter_chooses_what_is_listed_and_not_where_it_stands() {
    let header = "date,tool,campaign,campaign_state,item,item_state,impressions,clicks,cost";
    let rows = ["2026-06-01,T,A,active,1,paused,5,1,1", "2026-06-01,T,A,active,2,active,5,1,1", "2026-06-01,T,B,paused,3,active,5,1,1"];
    let told = narrowed(&read(&csv(header, &rows.map(String::from))), &[(Dimension::Item, "1")]);
    let of = |id: &str| told["metrics"][id]["value"].clone();
    assert_eq!(
        ["campaign_active", "campaign_paused", "campaign_all_items_paused", "ad_item_paused", "ad_item_active"].map(of),
        [json!(1), json!(0), json!(0), json!(1), json!(0)]
    );
}

#[test]
fn items_that_only_their_titles_name_can_be_chosen() {
    let text = "日期,商品名称,计划名称,展现量,点击量,花费,平均点击花费\n2026-06-01,台灯,甲,50,5,5,1\n2026-06-01,椅子,甲,30,3,2,0.67\n";
    let told = narrowed(&read(text.as_bytes()), &[(Dimension::Item, "台灯")]);
    assert_eq!(told["metrics"]["ad_cost"]["value"], "5.00", "{}", told["metrics"]["ad_cost"]);
}

#[test]
fn what_a_narrowed_key_leaves_blank_is_not_known() {
    let one = "date,tool,campaign,impressions,clicks,cost,revenue\n2026-06-01,T,A,50,5,5,9\n";
    let two = "date,tool,campaign,impressions,clicks,cost,orders\n2026-06-01,U,B,50,5,5,0\n";
    let session = session(&[("one.csv", one.as_bytes()), ("two.csv", two.as_bytes())], usize::MAX);
    let of = |tool: &str| {
        let told = narrowed(&session, &[(Dimension::Tool, tool)]);
        ["ad_revenue", "ad_roi", "ad_orders"].map(|id| told["metrics"][id]["value"].clone())
    };
    assert_eq!(of("T"), [json!("9.00"), json!(1.8), Value::Null]);
    assert_eq!(of("U"), [Value::Null, Value::Null, json!(0)]);
    // What only other days tell is not known of these.
    let days = "date,tool,campaign,impressions,clicks,cost,revenue\n2026-06-01,T,A,50,5,5,\n2026-06-02,T,A,50,5,5,9\n";
    let session = read(days.as_bytes());
    let period = Period::new("2026-06-01".parse().unwrap(), "2026-06-01".parse().unwrap());
    let question = Question { period, filters: vec![(Dimension::Tool, "T".into())], ..Question::default() };
    let told = json::report(session.answer(&question).as_ref(), &[], json::Shape { lang: Lang::En, metrics: &[] });
    assert_eq!((&told["metrics"]["ad_cost"]["value"], &told["metrics"]["ad_revenue"]["value"]), (&json!("5.00"), &Value::Null));
}

#[test]
fn a_conflict_that_only_the_finer_report_tells() {
    let items = "date,tool,campaign,item,impressions,clicks,cost\n2026-06-01,T,A,1,50,5,5\n";
    let keywords = "date,tool,campaign,item,item_state,keyword,impressions,clicks,cost\n2026-06-01,T,A,1,淘宝下架,k,50,5,5\n";
    let both = session(&[("items.csv", items.as_bytes()), ("keywords.csv", keywords.as_bytes())], usize::MAX);
    let notes = answers(&both)["metrics"]["ad_item_delisted"]["notes"].to_string();
    assert!(notes.contains("50"), "{notes}");
}
