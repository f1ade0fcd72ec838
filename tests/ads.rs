//! Paid tools and ready-made reports: every export that is recognised without help, with figures worked out by hand, and
//! the laws of counting nothing twice. All rows are invented; headers and quirks are those of the platforms.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use dianzhang::metric::MetricId;
use dianzhang::model::{Grain, Period, Reason, Remark, Role, Table};
use dianzhang::report::ads::sheet::{By, Cut, Only, SheetAsk};
use dianzhang::report::ads::standings::{Conflict, StandingsAsk};
use dianzhang::report::ads::{AdsAsk, AdsTold, METRICS};
use dianzhang::report::{Dimension, FileReport, FileState, Lang, Question, json};
use dianzhang::wire::protocol::Overrides;
use dianzhang::wire::session::Session;
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{account, answers, csv, expect, gbk, headers_of, only, push, session, sheet, value};

/// One file read whole and again in small chunks: both must say the same.
#[track_caller]
fn read_as(name: &str, bytes: &[u8]) -> Session {
    let whole = session(&[(name, bytes)], usize::MAX);
    let cut = session(&[(name, bytes)], 7);
    assert_eq!(whole.files(), cut.files());
    assert_eq!(answers(&whole), answers(&cut));
    whole
}

#[track_caller]
fn read(bytes: &[u8]) -> Session {
    read_as("file.csv", bytes)
}

#[track_caller]
fn check(session: &Session, table: Table, layout: Option<&str>, rows: [u64; 4]) -> FileReport {
    let file = only(session);
    assert_eq!((file.table, file.layout.as_deref()), (Some(table), layout));
    assert_eq!(file.state, FileState::Loaded);
    assert_eq!(account(&file), rows, "read, used, blank, set aside: {:?}", file.set_aside);
    file
}

/// One figure of one key of a breakdown.
fn of_key(answers: &Value, dimension: &str, key: &str, id: &str) -> Value {
    let rows = answers["breakdowns"][dimension].as_array().unwrap_or_else(|| panic!("no breakdown by {dimension}"));
    let row = rows.iter().find(|row| row["key"] == key).unwrap_or_else(|| panic!("no {key} among {rows:?}"));
    row["metrics"][id]["value"].clone()
}

fn keys(answers: &Value, dimension: &str) -> Vec<String> {
    let rows = answers["breakdowns"][dimension].as_array().unwrap();
    rows.iter().map(|row| row["key"].as_str().unwrap().to_string()).collect()
}

/// The answer about some days, with a series.
fn asked(session: &Session, from: &str, to: &str, grain: Grain) -> Value {
    let period = dianzhang::model::Period::new(from.parse().unwrap(), to.parse().unwrap());
    let question = Question { period, grain: Some(grain), breakdowns: Dimension::ALL.to_vec(), ads: true, ..Question::default() };
    let report = session.answer(&question);
    json::report(report.as_ref(), &[], json::Shape { lang: Lang::En, metrics: &[] })
}

const ZHITONGCHE: &str = "日期,宝贝状态,宝贝ID,商品名称,推广单元类型,计划名称,关键词,质量得分,出价,默认出价,展现量,点击量,点击率,花费,平均点击花费,点击转化率,\
    投入产出比,总成交金额,平均展现排名,总成交笔数,总收藏数,总购物车数";

#[test]
fn zhitongche_with_its_preface_marks_and_total() {
    let rows = sheet(
        ZHITONGCHE,
        &[
            &[
                ("日期", "2026-06-01"),
                ("宝贝状态", "推广中"),
                ("宝贝ID", "=\"700000000001\""),
                ("商品名称", "碎花连衣裙"),
                ("计划名称", "日常"),
                ("关键词", "连衣裙"),
                ("质量得分", "8"),
                ("默认出价", "￥1.20"),
                ("展现量", "1000"),
                ("点击量", "50"),
                ("点击率", "5%"),
                ("花费", "￥60.50"),
                ("总成交金额", "￥300.00"),
                ("平均展现排名", "2.5"),
                ("总成交笔数", "3"),
                ("总收藏数", "4"),
                ("总购物车数", "5"),
            ],
            &[
                ("日期", "2026-06-02"),
                ("宝贝状态", "暂停"),
                ("宝贝ID", "700000000002"),
                ("商品名称", "牛仔裤"),
                ("计划名称", "日常"),
                ("关键词", "牛仔裤"),
                ("质量得分", "6"),
                ("出价", "0.80"),
                ("默认出价", "1.00"),
                ("展现量", "100"),
                ("点击量", "10"),
                ("花费", "￥9.50"),
                ("总成交金额", "-"),
                ("平均展现排名", "-"),
                ("总成交笔数", "-"),
            ],
            &[("日期", "合计"), ("展现量", "1100"), ("点击量", "60"), ("花费", "￥70.00"), ("总成交金额", "￥300.00")],
        ],
    );
    // Thousands commas need quotes.
    let rows = rows.replace(",1000,", ",\"1,000\",");
    let text = format!("天猫直通车报表2026-06-02\n\n{rows}");
    let session = read(&gbk(&text));
    let file = check(&session, Table::Ads, Some("zhitongche"), [3, 2, 0, 1]);
    assert_eq!((file.encoding.as_str(), file.header_line), ("GB18030", Some(3)));
    assert_eq!(file.set_aside[0].reason, Reason::TotalRow);
    expect(
        &session,
        &[
            ("ad_impressions", json!(1100)),
            ("ad_clicks", json!(60)),
            ("ad_ctr", json!(60.0 / 1100.0)),
            ("ad_cost", json!("70.00")),
            ("ad_total_cost", json!("70.00")),
            ("ad_cpc", json!(70.0 / 60.0)),
            ("ad_avg_click_cost", json!(70.0 / 60.0)),
            ("ad_avg_rank", json!(2.5)), // the row without a rank weighs nothing
            ("ad_quality_mean", json!(8600.0 / 1100.0)),
            ("ad_revenue", json!("300.00")),
            ("ad_orders", json!(3)),
            ("ad_roi", json!(300.0 / 70.0)),
            ("ad_cost_per_order", json!(70.0 / 3.0)),
            ("ad_conversion_rate", json!(3.0 / 60.0)),
            ("ad_favorites", json!(4)),
            ("ad_carts", json!(5)),
            ("ad_item_active", json!(1)),
            ("ad_item_paused", json!(1)),
            ("campaign_without_items", json!(0)),
            ("campaign_all_items_paused", json!(0)),
            ("campaign_paused", Value::Null), // no column tells it
        ],
    );
    let told = answers(&session);
    assert_eq!(keys(&told, "tool"), ["直通车"]);
    assert_eq!(of_key(&told, "channel", "search", "ad_clicks"), 60);
    assert_eq!(of_key(&told, "keyword", "连衣裙", "ad_cost"), "60.50");
    assert_eq!(of_key(&told, "keyword", "连衣裙", "ad_quality_score"), "8.00");
    assert_eq!(of_key(&told, "item", "700000000001", "ad_revenue"), "300.00");
    assert_eq!(of_key(&told, "date", "2026-06-02", "ad_clicks"), 10);
    let in_use = told["tables"]["keywords_in_use"].as_array().unwrap();
    let bid = |keyword: &str| in_use.iter().find(|row| row["key"] == keyword).unwrap()["effective_bid"].clone();
    assert_eq!((bid("连衣裙"), bid("牛仔裤")), (json!("1.20"), json!("0.80")), "its own bid, else the default");
    assert_eq!(told["metrics"]["campaign_paused"]["why"], "the loaded ads table lacks a column: campaign state");
}

#[test]
fn zhitongche_dated_by_the_files_name() {
    let text = "状态,商品名称,推广单元类型,计划名称,默认出价,展现量,点击量,点击率,花费,平均点击花费,点击转化率,投入产出比,总成交金额\n\
        推广中,台灯,单品推广,日常,￥0.50,200,4,2%,￥3.00,￥0.75,25%,10,￥30.00\n\
        合计,,,,,200,4,2%,￥3.00,￥0.75,25%,10,￥30.00\n";
    let session = read_as("天猫直通车报表2018-03-05.csv", &gbk(text));
    let file = check(&session, Table::Ads, Some("zhitongche"), [2, 1, 0, 1]);
    let day = "2018-03-05".parse().unwrap();
    assert_eq!(file.remarks, [Remark::DatedByTitle { from: day, to: day }]);
    expect(&session, &[("ad_impressions", json!(200)), ("ad_roi", json!(10.0))]);
    assert_eq!(session.covered().map(|days| (days.from, days.to)), Some((day, day)));
    // Without a day in the name the rows count all the same, and say so.
    let session = read(&gbk(text));
    assert_eq!(only(&session).remarks, [Remark::Undated { rows: 1 }]);
    expect(&session, &[("ad_impressions", json!(200))]);
    let notes = answers(&session)["metrics"]["ad_impressions"]["notes"].clone();
    assert_eq!(notes, json!(["the ads table names no day: its rows count whatever the period"]));
}

/// Columns of 万相台 that matter here, between others that do not.
const WANXIANG: &str = "时间周期,日期,主体ID,主体类型,主体名称,展现量,点击量,花费,点击率,平均点击花费,千次展现花费,总成交金额,总成交笔数,点击转化率,\
    投入产出比,实际投产比,总购物车数,总收藏数";

#[test]
fn wanxiang_parents_hold_their_children() {
    let row = |level: &'static str, id: &'static str, name: &'static str, impressions: &'static str, cost: &'static str| {
        [
            ("日期", "2026-06-01"),
            ("主体ID", id),
            ("主体类型", level),
            ("主体名称", name),
            ("展现量", impressions),
            ("点击量", "10"),
            ("花费", cost),
            ("总成交金额", "50"),
            ("总成交笔数", "1"),
            ("实际投产比", "#VALUE!"),
        ]
    };
    let rows = [
        row("计划", "9001", "拉新", "600", "60"),
        row("商品", "700000000001", "台灯", "400", "40"),
        row("商品", "700000000002", "椅子", "200", "20"),
        row("关键词", "", "护眼台灯", "400", "40"),
    ];
    let slices: Vec<&[(&str, &str)]> = rows.iter().map(|row| &row[..]).collect();
    let text = sheet(WANXIANG, &slices);
    let session = read(&gbk(&text));
    check(&session, Table::Ads, Some("wanxiang"), [4, 4, 0, 0]);
    // The plan's row holds its items' rows, and those hold the keywords'.
    expect(&session, &[("ad_impressions", json!(600)), ("ad_cost", json!("60.00")), ("ad_clicks", json!(10))]);
    let told = answers(&session);
    assert_eq!(of_key(&told, "item", "700000000001", "ad_cost"), "40.00");
    assert_eq!(keys(&told, "item"), ["700000000001", "700000000002"]);
    assert_eq!(of_key(&told, "keyword", "护眼台灯", "ad_impressions"), 400);
    assert_eq!(of_key(&told, "campaign", "拉新", "ad_cost"), "60.00");
    let notes = told["metrics"]["ad_cost"]["notes"].to_string();
    assert!(notes.contains("3 rows of finer or longer reports"), "{notes}");
    let item = told["breakdowns"]["item"].as_array().unwrap().iter().find(|row| row["key"] == "700000000002").unwrap();
    assert_eq!(item["label"], "椅子");
}

#[test]
fn wanxiang_keyword_report_beside_its_parent() {
    let parent =
        "日期,主体ID,主体类型,主体名称,展现量,点击量,花费,总成交金额,总成交笔数\n2026-06-01,700000000001,商品,台灯,1000,20,30.00,90.00,2\n";
    let child = "日期,计划ID,计划名字,场景名字,宝贝ID,词类型/关键词,展现量,点击量,花费,总成交金额,总成交笔数,平均展现排名\n\
        2026-06-01,11,日常,关键词推广,700000000001,护眼台灯,600,15,20.00,60.00,1,3\n";
    let both = session(&[("推广商品报表.csv", parent.as_bytes()), ("推广关键词报表.csv", child.as_bytes())], usize::MAX);
    let turned = session(&[("推广关键词报表.csv", child.as_bytes()), ("推广商品报表.csv", parent.as_bytes())], usize::MAX);
    assert_eq!(answers(&both), answers(&turned));
    expect(&both, &[("ad_cost", json!("30.00")), ("ad_impressions", json!(1000))]);
    assert_eq!(of_key(&answers(&both), "keyword", "护眼台灯", "ad_avg_rank"), 3.0);
    assert!(both.files().iter().all(|file| file.account.set_aside == 0));
    // The parent has no rank: it is that of the rows that carry one.
    expect(&both, &[("ad_avg_rank", json!(3.0))]);
    let notes = answers(&both)["metrics"]["ad_avg_rank"]["notes"].to_string();
    assert!(!notes.contains("finer or longer"), "{notes}");
}

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

/// The answer narrowed to some keys.
fn narrowed(session: &Session, filters: &[(Dimension, &str)]) -> Value {
    let filters = filters.iter().map(|(dimension, key)| (*dimension, key.to_string())).collect();
    let breakdowns = vec![Dimension::Tool, Dimension::Item, Dimension::Keyword];
    let question = Question { filters, breakdowns, ads: true, ..Question::default() };
    json::report(session.answer(&question).as_ref(), &[], json::Shape { lang: Lang::En, metrics: &[] })
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

#[test]
fn jingzhuntong_has_tools_of_its_own() {
    let header = "日期,账户名称,产品线,计划类型,计划ID,推广计划,单元ID,推广单元,创意ID,推广创意,品牌ID,品牌名称,类目ID,类目名称,跟单SKU ID,人群ID,\
        人群名称,广告定向类型,展现数,点击数,总费用,直接订单行,直接订单金额,间接订单行,间接订单金额,总订单行,总订单金额,总购物车数,商品关注数";
    let row = |tool: &'static str, aim: &'static str, cost: &'static str| {
        [
            ("日期", "20260601"),
            ("产品线", tool),
            ("推广计划", "大促"),
            ("推广创意", "买一送一"),
            ("跟单SKU ID", "100012345678"),
            ("广告定向类型", aim),
            ("展现数", "100"),
            ("点击数", "4"),
            ("总费用", cost),
            ("总订单行", "1"),
            ("总订单金额", "99.90"),
            ("总购物车数", "2"),
            ("商品关注数", "1"),
        ]
    };
    let rows = [row("京东快车", "搜索", "8.00"), row("京东展位", "人群定向", "2.00")];
    let text = sheet(header, &[&rows[0], &rows[1]]);
    let session = read(text.as_bytes());
    check(&session, Table::Ads, Some("jingzhuntong"), [2, 2, 0, 0]);
    expect(&session, &[("ad_total_cost", json!("10.00")), ("ad_orders", json!(2)), ("ad_favorites", json!(2)), ("ad_targeted", json!(1))]);
    let told = answers(&session);
    assert_eq!(keys(&told, "tool"), ["京东快车", "京东展位"]);
    assert_eq!(of_key(&told, "channel", "targeted", "ad_cost"), "2.00");
    assert_eq!(of_key(&told, "creative", "买一送一", "ad_clicks"), 8);
}

const GOOGLE: &str = "Device,Keyword status,Keyword,Campaign,Ad group,Currency code,Status,Max. CPC,Impr.,Impr. (Top) %,Search impr. share,\
    Search top IS,Cost,Clicks,Conversions,Click share,Match type,Search exact match IS,Search lost top IS (rank)";

#[test]
fn google_ads_keywords_over_a_week() {
    let text = format!(
        "Search keyword report\n\"August 8, 2020 - August 14, 2020\"\n{GOOGLE}\n\
         Computers,Enabled,\"\"\"red lamp\"\"\",Lamps,Red,USD,Campaign paused,2.80,\"1,200\",82.56%,< 10%, --,30.50,12,1.50,> 90%,Phrase match, --, --\n\
         Mobile phones,Enabled,[red lamp],Lamps,Red,USD,Eligible,2.80,300, --, --, --,9.50,8,0.50, --,Exact match, --, --\n\
         Computers,Total: Search,,,,USD,,,\"1,500\", --, --, --,40.00,20,2.00, --,, --, --\n"
    );
    let session = read(text.as_bytes());
    let file = check(&session, Table::Ads, Some("google_ads"), [3, 2, 0, 1]);
    assert_eq!(file.header_line, Some(3));
    let (from, to) = ("2020-08-08".parse().unwrap(), "2020-08-14".parse().unwrap());
    assert_eq!(file.remarks, [Remark::DatedByTitle { from, to }]);
    expect(
        &session,
        &[
            ("ad_impressions", json!(1500)),
            ("ad_clicks", json!(20)),
            ("ad_cost", json!("40.00")),
            ("ad_orders", json!(2)), // 1.5 and half a one
            ("ad_cost_per_order", json!(20.0)),
            ("campaign_active", json!(1)), // the better of two states of one day
        ],
    );
    assert_eq!(keys(&answers(&session), "keyword"), ["red lamp"], "without the marks of matching");
    // A week cannot be cut into its days.
    let days = asked(&session, "2020-08-08", "2020-08-14", Grain::Day);
    assert_eq!(days["metrics"]["ad_cost"]["value"], "40.00");
    assert!(days["series"]["ad_cost"].as_array().unwrap().iter().all(|bucket| bucket["value"].is_null()));
    let part = asked(&session, "2020-08-08", "2020-08-10", Grain::Month);
    assert_eq!(part["metrics"]["ad_cost"]["value"], Value::Null);
    assert_eq!(part["metrics"]["ad_cost"]["why"], "only rows of the ads table that stand for more days than these tell some of them");
    let month = asked(&session, "2020-08-01", "2020-08-31", Grain::Month);
    assert_eq!(month["series"]["ad_cost"][0]["value"], "40.00");
}

#[test]
fn google_ads_search_terms_by_day() {
    let text = "Search terms report\nAugust 8, 2020 - August 9, 2020\n\
        Day,Search term,Match type,Added/Excluded,Campaign,Ad group,Keyword,Impr.,Interactions,Clicks,Currency code,Cost,Conversions,Campaign type\n\
        2020-08-08,buy red lamp,Broad match,None,Lamps,Red,red lamp,10,2,2,USD,1.20,0.00,Search\n\
        2020-08-09,red lamp shade,Broad match,None,Lamps,Red,red lamp,20,1,1,USD,0.80,1.00,Search\n\
        ,Total: Search terms,,,,,,30,3,3,USD,2.00,1.00,\n";
    let session = read(text.as_bytes());
    check(&session, Table::Ads, Some("google_ads_terms"), [3, 2, 0, 1]);
    let told = answers(&session);
    assert_eq!(of_key(&told, "search_term", "buy red lamp", "ad_clicks"), 2);
    assert_eq!(of_key(&told, "keyword", "red lamp", "ad_impressions"), 30);
    expect(&session, &[("ad_cost", json!("2.00"))]);
}

#[test]
fn amazon_with_signs_in_its_headers() {
    let text = "Start Date,End Date,Portfolio name,Currency,Campaign Name,Ad Group Name,Targeting,Match Type,Customer Search Term,Impressions,Clicks,\
        Click-Thru Rate (CTR),Cost Per Click (CPC),Spend,7 Day Total Sales (₹),Total Advertising Cost of Sales (ACOS) ,\
        Total Return on Advertising Spend (RoAS),7 Day Total Orders (#),7 Day Total Units (#)\n\
        \"Feb 1, 2020\",\"Feb 1, 2020\",Not grouped,INR,Lamps,Red,red lamp,EXACT,red lamp,100,5,5%,Rs.2.0,Rs.10.0,Rs.200.0,5%,20,2,3\n\
        \"Feb 1, 2020\",\"Feb 3, 2020\",Not grouped,INR,Lamps,Red,*,-,lamp for desk,50,1,2%,Rs.1.5,Rs.1.5,Rs.0.0,-,0,0,0\n";
    let session = read(text.as_bytes());
    let file = check(&session, Table::Ads, Some("amazon_ads"), [2, 2, 0, 0]);
    assert_eq!(headers_of(&file, Role::Revenue), ["7 Day Total Sales (₹)"]);
    assert_eq!(session.covered().map(|days| days.to.to_string()), Some("2020-02-03".into()));
    // The row of three days is not added to the one of a day inside them: both may tell the same.
    expect(&session, &[("ad_cost", json!("1.50")), ("ad_orders", json!(0)), ("ad_revenue", json!("0.00"))]);
    let first = asked(&session, "2020-02-01", "2020-02-01", Grain::Day);
    let of = |id: &str| first["metrics"][id]["value"].clone();
    assert_eq!([of("ad_cost"), of("ad_orders"), of("ad_revenue")], [json!("10.00"), json!(2), json!("200.00")]);
    // A spreadsheet's serial days.
    let plain = "Date,Campaign Name,Ad Group Name,Targeting,Match Type,Customer Search Term,Impressions,Clicks,Spend,14 Day Total Sales (₹)\n\
        43862,Lamps,Red,red lamp,EXACT,red lamp,14,1,31.35,0\n";
    assert_eq!(read(plain.as_bytes()).covered().map(|days| days.from.to_string()), Some("2020-02-01".into()));
}

#[test]
fn pinduoduo_with_its_total_of_dashes() {
    let text = "日期,商品ID,商品名称,推广场景,推广名称,出价方式,分组,是否已删除,成交花费(元),交易额(元),实际投产比,总花费(元),曝光量,点击量\n\
        2026-06-01,5001,台灯,搜索推广,台灯_1,自定义,默认,否,8.00,80.00,10.00,9.00,900,30\n\
        2026-06-01,5002,椅子,全店托管,-,-,-,否,1.00,5.00,5.00,1.00,100,3\n\
        总计,-,-,-,-,-,-,-,20.00,100.00,5.00,22.00,2000,60\n";
    let session = read(text.as_bytes());
    check(&session, Table::Ads, Some("pdd_ads"), [3, 2, 0, 1]);
    expect(&session, &[("ad_cost", json!("10.00")), ("ad_impressions", json!(1000)), ("ad_revenue", json!("85.00"))]);
}

#[test]
fn spellings_that_other_copies_of_a_report_use() {
    // Amazon's comma file: the currency before the number, days by name.
    let text = "Date,Portfolio name,Currency,Campaign Name,Ad Group Name,Targeting,Match Type,Customer Search Term,Impressions,Clicks,\
        Click-Thru Rate (CTR),Cost Per Click (CPC),Spend,14 Day Total Sales (₹),Total Advertising Cost of Sales (ACoS) ,14 Day Total Orders (#)\n\
        \"Feb 1, 2020\",Not grouped,INR,c,g,*,-,red bag,\"1,000\",10,1.0%,Rs.5.00,Rs.50.0,Rs.1000.0,5%,2\n\
        \"Feb 2, 2020\",Not grouped,INR,c,g,*,-,bag,200,4,2.0%,Rs.5.00,Rs.20.5,,,0\n";
    let session = read(text.as_bytes());
    check(&session, Table::Ads, Some("amazon_ads"), [2, 2, 0, 0]);
    expect(&session, &[("ad_cost", json!("70.50")), ("ad_revenue", json!("1000.00")), ("ad_orders", json!(2)), ("ad_clicks", json!(14))]);
    // 京准通 since it calls the cost 花费, with its total in the last row.
    let text = "投放时间,花费,展现数,点击数,平均点击成本,千次展现成本,点击率,总订单行,总订单金额,总加购数,转化率,平均订单成本,投产比\n\
        2026-06-01,100.00,1000,50,2.00,100,5%,5,500.00,9,10%,20,5.00\n汇总,100.00,1000,50,2.00,100,5%,5,500.00,9,10%,20,5.00\n";
    let session = read(&gbk(text));
    check(&session, Table::Ads, Some("jingzhuntong"), [2, 1, 0, 1]);
    expect(&session, &[("ad_cost", json!("100.00")), ("ad_orders", json!(5)), ("ad_carts", json!(9)), ("ad_roi", json!(5.0))]);
    // 万相台 with a blank in 主体 ID, and a rate that a spreadsheet broke: no figure comes from the rate.
    let text = "时间周期,日期,主体 ID,主体类型,主体名称,展现量,点击量,花费,总成交金额,总成交笔数,总购物车数,总收藏数,实际投产比\n\
        分日,2026-06-01,700000000001,商品,裙,1000,50,60.00,300.00,3,4,5,#VALUE!\n分日,2026-06-01,700000000002,商品,裤,500,5,6.00,0,0,1,0,inf\n";
    let session = read(&gbk(text));
    check(&session, Table::Ads, Some("wanxiang"), [2, 2, 0, 0]);
    expect(&session, &[("ad_cost", json!("66.00")), ("ad_revenue", json!("300.00")), ("ad_carts", json!(5)), ("ad_favorites", json!(5))]);
}

#[test]
fn zuanzhan_rates_without_a_mark() {
    let text = "计划基本信息,统计日期,展现,点击,消耗,点击率,点击单价,千次展现成本,访客,收藏宝贝量,添加购物车量,成交订单量,成交订单金额,点击转化率,投资回报率\n\
        首页焦点,2026-06-01,5000,25,50.00,0.50,2.00,10.00,20,1,2,1,80.00,4.00,1.60\n";
    let session = read(text.as_bytes());
    check(&session, Table::Ads, Some("zuanzhan"), [1, 1, 0, 0]);
    expect(&session, &[("ad_ctr", json!(25.0 / 5000.0)), ("ad_roi", json!(1.6)), ("ad_carts", json!(2))]);
}

#[test]
fn plain_ads_say_everything() {
    let header = "date,tool,channel,campaign,campaign_state,item,item_state,keyword,creative_title,creative_picture,impressions,clicks,cost,avg_rank,\
        quality_score,bid,default_bid,category_bid,favorites,carts,orders,revenue";
    let text = sheet(
        header,
        &[
            &[
                ("date", "2026-06-01"),
                ("tool", "直通车"),
                ("channel", "定向推广"),
                ("campaign", "a"),
                ("campaign_state", "推广中"),
                ("item", "1"),
                ("item_state", "淘宝下架"),
                ("impressions", "7"),
                ("clicks", "0"),
                ("cost", "0"),
            ],
            &[
                ("date", "2026-06-02"),
                ("tool", "直通车"),
                ("campaign", "a"),
                ("campaign_state", "暂停"),
                ("item", "2"),
                ("item_state", "审核下架"),
                ("impressions", "3"),
                ("clicks", "1"),
                ("cost", "0.30"),
            ],
            &[
                ("date", "2026-06-02"),
                ("tool", "直通车"),
                ("campaign", "b"),
                ("campaign_state", "推广中"),
                ("impressions", "0"),
                ("clicks", "0"),
                ("cost", "0"),
            ],
            &[
                ("date", "2026-06-02"),
                ("tool", "品牌聚效"),
                ("campaign", "c"),
                ("campaign_state", "推广中"),
                ("item", "3"),
                ("item_state", "暂停"),
                ("category_bid", "0.7"),
                ("impressions", "10"),
                ("clicks", "2"),
                ("cost", "1.20"),
            ],
        ],
    );
    let session = read(text.as_bytes());
    check(&session, Table::Ads, None, [4, 4, 0, 0]);
    expect(
        &session,
        &[
            ("campaign_active", json!(2)),
            ("campaign_paused", json!(1)),
            ("campaign_without_items", json!(1)),
            ("campaign_all_items_paused", json!(1)),
            ("ad_rejected", json!(1)),
            ("ad_item_delisted", json!(1)),
            ("ad_item_paused", json!(1)),
            ("ad_item_active", json!(0)),
            ("ad_targeted", json!(1)),
            ("ad_total_cost", json!("1.50")),
        ],
    );
    let told = answers(&session);
    assert!(told["metrics"]["ad_item_delisted"]["notes"].to_string().contains("contradict"), "{}", told["metrics"]["ad_item_delisted"]);
    assert_eq!(of_key(&told, "item", "3", "ad_category_bid"), "0.70");
}

#[test]
fn campaigns_of_two_tools_may_bear_one_name() {
    let header = "date,tool,channel,campaign,campaign_state,item,item_state,impressions,clicks,cost";
    let rows = [
        "2026-06-01,直通车,search,日常,paused,101,paused,10,1,1.00",
        "2026-06-02,京东快车,targeted,日常,active,201,active,10,1,1.00",
        "2026-06-02,京东快车,search,日常,active,101,delisted,0,0,0",
    ];
    let text = csv(header, &rows.map(String::from));
    let session = read(&text);
    expect(
        &session,
        &[
            ("campaign_active", json!(1)),
            ("campaign_paused", json!(1)),
            ("campaign_all_items_paused", json!(1)),
            ("ad_item_active", json!(1)),
            ("ad_item_paused", json!(1)),
            ("ad_item_delisted", json!(1)),
            ("ad_targeted", json!(1)),
        ],
    );
    let told = answers(&session);
    let states = told["tables"]["ad_states"].as_array().unwrap();
    let state = |tool: &str, item: &str| {
        states.iter().find(|row| row["tool"] == tool && row["campaign"] == "日常" && row["item"] == item).unwrap()["state"].clone()
    };
    assert_eq!([state("直通车", ""), state("直通车", "101")], [json!("paused"), json!("paused")]);
    assert_eq!([state("京东快车", ""), state("京东快车", "101")], [json!("active"), json!("delisted")]);
}

#[test]
fn campaigns_are_empty_only_where_reports_name_items() {
    let items = csv(
        "date,tool,campaign,campaign_state,item,impressions,clicks,cost",
        &["2026-06-01,直通车,甲,active,1,10,1,1".into(), "2026-06-01,直通车,空,active,,0,0,0".into()],
    );
    let keywords = csv("date,tool,campaign,campaign_state,keyword,impressions,clicks,cost", &["2026-06-01,G,乙,active,x,10,1,1".into()]);
    let mut both = session(&[("items.csv", &items), ("keywords.csv", &keywords)], usize::MAX);
    expect(&both, &[("campaign_active", json!(3)), ("campaign_without_items", json!(1))]);
    // The board says the same, and finds nothing odd in the campaign whose items nobody names.
    let period = both.covered().unwrap();
    let ask = StandingsAsk { period, stand: None, find: String::new(), start: 0, count: 100 };
    let AdsTold::Standings(told) = both.ads(&AdsAsk::Standings(ask), &[], None) else { panic!("another answer") };
    let line = |campaign: &str| told.rows.iter().find(|row| row.campaign == campaign && row.item.is_empty()).unwrap();
    assert_eq!((line("甲").items, line("空").items, line("乙").items), (Some((1, 0)), Some((0, 0)), None));
    assert_eq!((&line("空").conflicts[..], &line("乙").conflicts[..]), (&[Conflict::NothingInside][..], &[][..]));
}

#[test]
fn a_bid_that_was_taken_back_is_the_default() {
    let header = "date,campaign,item,keyword,bid,default_bid,impressions,clicks,cost";
    let rows = [
        "2026-06-01,a,1,裙子,1.50,0.80,100,10,5.00",
        "2026-06-02,a,1,裙子,-,0.90,100,10,5.00",
        "2026-06-01,a,1,衬衫,-,0.80,100,10,5.00",
        "2026-06-02,a,1,衬衫,2.00,0.90,100,10,5.00",
        // A day that tells no bid at all takes nothing back.
        "2026-06-01,a,1,裤子,3.00,0.80,100,10,5.00",
        "2026-06-02,a,1,裤子,,,100,10,5.00",
    ];
    let text = csv(header, &rows.map(String::from));
    let told = answers(&read(&text));
    let bids = |keyword: &str| ["ad_own_bid", "ad_effective_bid"].map(|id| of_key(&told, "keyword", keyword, id));
    assert_eq!(bids("裙子"), [Value::Null, json!("0.90")]);
    assert_eq!(bids("衬衫"), [json!("2.00"), json!("2.00")]);
    assert_eq!(bids("裤子"), [json!("3.00"), json!("3.00")]);
}

#[test]
fn the_state_of_a_keyword_is_not_that_of_its_item() {
    let header = "日期,状态,宝贝ID,计划名称,计划状态,关键词,展现量,点击量,花费,平均点击花费";
    let text = csv(header, &["2026-06-01,暂停,1,甲,推广中,词,5,1,1,1".into()]);
    let session = read(&text);
    check(&session, Table::Ads, Some("zhitongche"), [1, 1, 0, 0]);
    expect(&session, &[("campaign_active", json!(1)), ("ad_item_paused", Value::Null), ("campaign_all_items_paused", Value::Null)]);
    // In a report of items it is the item's; one that says so is the item's anywhere.
    let items = csv(&header.replace(",关键词", ""), &["2026-06-01,暂停,1,甲,推广中,5,1,1,1".into()]);
    let said = csv(&header.replace(",状态", ",宝贝状态"), &["2026-06-01,暂停,1,甲,推广中,词,5,1,1,1".into()]);
    for text in [items, said] {
        expect(&read(&text), &[("ad_item_paused", json!(1)), ("campaign_all_items_paused", json!(1))]);
    }
}

#[test]
fn groups_of_people_are_no_keywords() {
    let header = "日期,计划ID,计划名字,场景名字,主体ID,主体类型,主体名称,人群名字,展现量,点击量,花费,总成交金额,总成交笔数";
    let crowd = |name: &str, impressions: u32| format!("20260601,9,人群计划,人群推广,101,商品,裙,{name},{impressions},10,5,20,1");
    let rows = [crowd("喜欢我的店铺的人", 400), crowd("店铺访客", 600), crowd("看过没买的", 0), crowd("买过的", 0)];
    let text = csv(header, &rows);
    let session = read(&text);
    let file = check(&session, Table::Ads, Some("wanxiang"), [4, 4, 0, 0]);
    assert!(!file.remarks.iter().any(|remark| matches!(remark, Remark::EqualRows { .. })), "two crowds are two rows");
    let told = answers(&session);
    assert!(keys(&told, "keyword").is_empty() && told["tables"].get("keywords_in_use").is_none());
    assert_eq!(of_key(&told, "item", "101", "ad_impressions"), 1000);
    assert_eq!(of_key(&told, "channel", "targeted", "ad_cost"), "20.00");
    // The item's own report holds what they tell.
    let parent = "日期,主体ID,主体类型,主体名称,展现量,点击量,花费,总成交金额,总成交笔数\n2026-06-01,101,商品,裙,3000,90,30.00,90.00,2\n";
    let parent = parent.as_bytes();
    let both = support::session(&[("推广人群报表.csv", &text), ("推广商品报表.csv", parent)], usize::MAX);
    expect(&both, &[("ad_cost", json!("30.00")), ("ad_impressions", json!(3000))]);
    // A mixed report tells them as 主体类型.
    let mixed = "日期,主体ID,主体类型,主体名称,展现量,点击量,花费,总成交金额,总成交笔数\n2026-06-01,7,人群,店铺访客,30,9,3,9,2\n";
    assert!(keys(&answers(&read(mixed.as_bytes())), "keyword").is_empty());
}

#[test]
fn the_worst_scores_come_first_and_of_equal_ones_the_dearest() {
    let header = "date,campaign,item,keyword,quality_score,impressions,clicks,cost";
    let rows = ["好,9,100,10,50", "差而便宜,4,100,10,2", "差而贵,4,100,10,8", "没分,,100,10,90"];
    let mut session = read(&csv(header, &rows.map(|row| format!("2026-06-01,a,1,{row}"))));
    let told = answers(&session);
    let listed = told["tables"]["ad_quality_score"].as_array().unwrap();
    let listed: Vec<&str> = listed.iter().map(|row| row["key"].as_str().unwrap()).collect();
    assert_eq!(listed, ["差而贵", "差而便宜", "好"]);
    assert_eq!(told["tables"]["ad_quality_score"][0], json!({"key": "差而贵", "quality_score": "4.00", "ad_cost": "8.00"}));
    // The table of the board, sorted by the score, is the same list; what has none stands last.
    let period = session.covered().unwrap();
    let by = By::Figure(MetricId::of("ad_quality_score").unwrap());
    let ask = SheetAsk { period, cut: Cut::Keyword, by, rising: true, find: String::new(), only: Only::All, start: 0, count: 9 };
    let AdsTold::Sheet(sheet) = session.ads(&AdsAsk::Sheet(ask), &[], None) else { panic!("another answer") };
    let rows: Vec<&str> = sheet.rows.iter().map(|row| row.row.key.as_str()).collect();
    assert_eq!(rows, ["差而贵", "差而便宜", "好", "没分"]);
}

#[test]
fn creatives_are_compared_with_the_most_shown_one() {
    let header = "date,campaign,item,creative_title,creative_picture,impressions,clicks,cost";
    let row = |title: &str, impressions: u64, clicks: u64| format!("2026-06-01,a,1,{title},p.jpg,{impressions},{clicks},1");
    let text = csv(header, &[row("好看", 10_000, 300), row("便宜", 8_000, 400), row("新", 40, 2)]);
    let told = answers(&session(&[("ads.csv", &text)], usize::MAX));
    let rows = told["tables"]["ad_creative"].as_array().unwrap();
    let verdict =
        |title: &str| rows.iter().find(|row| row["key"] == format!("{title} · p.jpg")).unwrap()["against_first"]["verdict"].clone();
    assert_eq!((verdict("好看"), verdict("便宜"), verdict("新")), (Value::Null, json!("higher"), json!("too_few")));
}

#[test]
fn keywords_without_impressions_need_fifteen_days() {
    let day = |n: i32| format!("2026-06-{n:02}");
    let mut rows: Vec<String> = (1..=20).map(|n| format!("{},a,1,常用,10,1,1", day(n))).collect();
    rows.push(format!("{},a,1,早先有过,5,0,0", day(5)));
    rows.push(format!("{},a,1,刚好在内,5,0,0", day(6)));
    rows.push(format!("{},a,1,从来没有,0,0,0", day(3)));
    let text = csv("date,campaign,item,keyword,impressions,clicks,cost", &rows);
    let session = session(&[("ads.csv", &text)], usize::MAX);
    let quiet = |told: &Value| {
        let rows = told["tables"]["keywords_without_impressions"].as_array().cloned().unwrap_or_default();
        rows.iter().map(|row| row["key"].as_str().unwrap().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(quiet(&answers(&session)), ["从来没有", "早先有过"]);
    // On 10 June only ten days are loaded: nothing can be said.
    assert!(quiet(&asked(&session, "2026-06-01", "2026-06-10", Grain::Day)).is_empty());
}

#[test]
fn a_list_without_days_names_quiet_keywords() {
    let days: Vec<String> = (1..=20).map(|n| format!("2026-06-{n:02},a,1,常用,10,1,1")).collect();
    let days = csv("date,campaign,item,keyword,impressions,clicks,cost", &days);
    // With numbers of no day, and with none at all.
    let numbers = csv("campaign,item,keyword,bid,impressions,clicks,cost", &["a,1,常用,1,5,1,1".into(), "a,1,清单词,,7,0,0".into()]);
    let bids = csv("campaign,item,keyword,bid", &["a,1,常用,1".into(), "a,1,清单词,2".into()]);
    for list in [&numbers, &bids] {
        let both = session(&[("days.csv", &days), ("list.csv", list)], usize::MAX);
        let told = answers(&both);
        let quiet = &told["tables"]["keywords_without_impressions"];
        assert_eq!(quiet, &json!([{"key": "清单词", "from": "2026-06-06", "to": "2026-06-20"}]));
        expect(&both, &[("ad_impressions", json!(200))]);
        // Ten days are too few, and the answer says so.
        let early = asked(&both, "2026-06-01", "2026-06-10", Grain::Day);
        let entry = &early["metrics"]["keywords_without_impressions"];
        assert_eq!(entry["why"], "fewer than 15 days up to the period's end are loaded");
        assert_eq!(early["tables"].get("keywords_without_impressions"), None);
    }
    let alone = read(&bids);
    let file = check(&alone, Table::Ads, None, [2, 2, 0, 0]);
    assert_eq!(file.remarks, [Remark::Undated { rows: 2 }], "no column of numbers is blank: there is none");
    assert_eq!(of_key(&answers(&alone), "keyword", "清单词", "ad_own_bid"), "2.00");
}

#[test]
fn rows_without_numbers_tell_states_and_keywords() {
    let header = "日期,宝贝状态,宝贝ID,计划名称,计划状态,关键词,出价,展现量,点击量,花费,平均点击花费,总收藏数";
    let mut rows: Vec<String> = (1..=20).map(|n| format!("2026-06-{n:02},推广中,1,甲,推广中,常用,1,10,1,1,1,2")).collect();
    rows.extend((1..=20).map(|n| format!("2026-06-{n:02},暂停,2,乙,暂停,没展现,0.80,-,-,-,-,-")));
    // A line that was cut off tells nothing, nor does a remark under the table.
    rows.push("2026-06-20,推广中,3,丙".into());
    rows.push("2026-06-20,,,,,,,,,,,".into());
    let session = read_as("file.csv", &csv(header, &rows));
    let file = check(&session, Table::Ads, Some("zhitongche"), [42, 40, 0, 2]);
    assert!(file.set_aside.iter().all(|aside| aside.reason == Reason::Missing(Role::Impressions)), "{:?}", file.set_aside);
    // Once, and not once more for each column.
    assert_eq!(file.remarks.iter().filter(|remark| **remark == Remark::NothingShown { rows: 20, first_line: 22 }).count(), 1);
    assert!(!file.remarks.iter().any(|remark| matches!(remark, Remark::BlankCells { .. })), "{:?}", file.remarks);
    expect(
        &session,
        &[
            ("ad_item_active", json!(1)),
            ("ad_item_paused", json!(1)),
            ("campaign_paused", json!(1)),
            ("ad_cost", json!("20.00")),
            ("ad_favorites", json!(40)),
        ],
    );
    let told = answers(&session);
    assert_eq!(told["metrics"]["ad_favorites"]["notes"], json!([]));
    assert_eq!(told["tables"]["keywords_without_impressions"][0]["key"], "没展现");
    let in_use = told["tables"]["keywords_in_use"].as_array().unwrap();
    let quiet = in_use.iter().find(|row| row["key"] == "没展现").unwrap();
    assert_eq!((&quiet["items"], &quiet["effective_bid"]), (&json!(["2"]), &json!("0.80")));
}

#[test]
fn words_are_looked_up_and_suggested() {
    let ads = csv(
        "date,campaign,item,keyword,search_term,impressions,clicks,cost,revenue",
        &["2026-06-01,a,1,连衣裙,碎花连衣裙 夏,100,9,4.50,80".into(), "2026-06-01,a,2,碎花衬衫,碎花衬衫 女,50,2,1.00,0".into()],
    );
    let products = csv("商品ID,标题,类目", &["1,碎花连衣裙夏季,裙".into(), "2,白衬衫,衣".into()]);
    let session = session(&[("ads.csv", &ads), ("products.csv", &products)], usize::MAX);
    let question = Question { word: Some("碎花连衣裙".into()), ads: true, ..Question::default() };
    let told = json::report(session.answer(&question).as_ref(), &[], json::Shape { lang: Lang::En, metrics: &[] });
    let related: Vec<&str> =
        told["tables"]["related_keywords"].as_array().unwrap().iter().map(|row| row["key"].as_str().unwrap()).collect();
    assert_eq!(related, ["碎花连衣裙 夏", "碎花衬衫", "碎花衬衫 女", "连衣裙"]);
    assert_eq!(told["tables"]["related_keywords"][0]["metrics"]["ad_clicks"]["value"], 9);
    let suggested = told["tables"]["keyword_suggestions"].as_array().unwrap();
    let words: Vec<&str> = suggested.iter().filter(|row| row["item"] == "1").map(|row| row["key"].as_str().unwrap()).collect();
    assert!(!words.contains(&"连衣裙") && words.contains(&"碎花连衣裙 夏"), "{words:?}");
    assert!(suggested.iter().all(|row| row["item"] != "2" || row["key"] != "碎花衬衫"));
}

#[test]
fn operations_stand_on_their_days() {
    let text = "操作时间,操作类型,操作,操作对象,修改前,修改后,操作人\n\
        2026-06-01 09:30:00,关键词相关,修改出价,连衣裙,0.80,1.20,小张\n\
        2026-06-01 10:00:00,宝贝相关,暂停推广,台灯,推广中,暂停,小张\n\
        2026-06-03 10:00:00,账户相关,日限额,日常,100,200,小李\n\
        2026-06-03 11:00:00,推广内容相关,修改,新款台灯,旧,新,小李\n\
        2026-06-03 12:00:00,别的,看看,,,,小李\n";
    let session = read(text.as_bytes());
    let file = check(&session, Table::AdLog, None, [5, 4, 0, 1]);
    assert_eq!(file.set_aside[0].reason, Reason::Unreadable(Role::Scope));
    expect(&session, &[("log_keyword", json!(1)), ("log_item", json!(1)), ("log_account", json!(1)), ("log_creative", json!(1))]);
    let told = asked(&session, "2026-06-01", "2026-06-01", Grain::Day);
    assert_eq!(told["metrics"]["log_account"]["value"], 0);
    let operations = told["tables"]["ad_log"].as_array().unwrap();
    assert_eq!(operations.len(), 2);
    assert_eq!(
        operations[0],
        json!({"time": "2026-06-01 09:30:00", "scope": "keyword", "action": "修改出价", "object": "连衣裙", "before": "0.80", "after": "1.20"})
    );
}

#[test]
fn sycm_items_under_their_preface() {
    let text = "生意参谋\n商品效果\n统计时间 2026-06-01\n\n统计日期,商品ID,商品名称,货号,商品状态,商品访客数,商品浏览量,平均停留时长,商品详情页跳出率,商品收藏人数,下单件数,\
        下单金额,支付买家数,支付件数,支付金额,商品支付转化率\n\
        2026-06-01,700000000001,台灯,A1,当前在线,\"1,200\",\"3,000\",12.34,45.00%,30,40,\"4,000.00\",35,38,\"3,800.00\",2.92%\n\
        2026-06-01,700000000002,椅子,B1,当前在线,100,150,-,-,-,1,1.2万,1,1,99.00,1.00%\n\
        汇总,-,-,-,-,\"1,250\",\"3,150\",-,-,-,41,\"16,000.00\",36,39,\"3,899.00\",-\n";
    let session = read(&gbk(text));
    check(&session, Table::Daily, Some("sycm_items"), [3, 2, 0, 1]);
    expect(
        &session,
        &[
            ("item_page_views", json!(3150)),
            ("item_page_visitors", Value::Null), // people who looked at both items stand in both rows
            ("item_page_visitor_days", json!(1300)),
            ("placed_amount", json!("16000.00")),
            ("paid_amount", json!("3899.00")),
            ("paid_items", json!(39)),
            ("buyers", Value::Null),
            ("buyer_days", json!(36)),
        ],
    );
    let told = answers(&session);
    assert_eq!(of_key(&told, "item", "700000000001", "item_page_visitors"), 1200);
    assert_eq!(of_key(&told, "item", "700000000001", "buyers"), 35);
    assert!(told["metrics"]["paid_amount"]["notes"].to_string().contains("ready-made report"));
}

#[test]
fn sycm_sources_without_their_subtotals() {
    let text = "统计日期,一级来源,二级来源,三级来源,访客数,访客数变化,下单金额,支付金额,支付买家数,支付转化率,客单价,UV价值\n\
        2026-06-01,平台流量,汇总,汇总,150,1%,300,200,4,2.67%,50.00,1.33\n\
        2026-06-01,平台流量,手淘搜索,手淘搜索,100,1%,200,150,3,3.00%,50.00,1.50\n\
        2026-06-01,平台流量,手淘推荐,首页推荐,60,-,100,50,1,1.67%,50.00,0.83\n\
        2026-06-02,平台流量,手淘搜索,手淘搜索,80,-,-,80,2,2.50%,40.00,1.00\n";
    let session = read(text.as_bytes());
    check(&session, Table::Daily, Some("sycm_sources"), [4, 3, 0, 1]);
    let told = answers(&session);
    let search = "平台流量 / 手淘搜索";
    // Over two days: the people cannot be told, the rate is the mean of the two days.
    assert_eq!(of_key(&told, "source", search, "source_visitors"), Value::Null);
    assert_eq!(of_key(&told, "source", search, "visitor_days"), 180);
    assert_eq!(of_key(&told, "source", search, "paid_amount"), "230.00");
    assert_eq!(of_key(&told, "source", search, "conversion_rate"), (0.03 + 0.025) / 2.0);
    assert_eq!(of_key(&told, "source", "平台流量 / 手淘推荐 / 首页推荐", "source_visitors"), 60);
    expect(&session, &[("paid_amount", json!("280.00")), ("placed_amount", json!("300.00")), ("visitors", Value::Null)]);
    let one = asked(&session, "2026-06-02", "2026-06-02", Grain::Day);
    assert_eq!(of_key(&one, "source", search, "source_visitors"), 80);
    assert_eq!(one["metrics"]["visitors"]["value"], 80, "one row of one day");
}

#[test]
fn a_mean_over_all_days_counts_those_of_nothing_and_misses_none() {
    let header = "统计日期,店铺名称,访客数,浏览量,支付买家数,支付金额";
    let rows = ["2026-06-01,小店,100,200,10,500.00", "2026-06-02,小店,0,0,0,0.00", "2026-06-03,小店,100,200,20,2000.00"];
    let session = read(&csv(header, &rows.map(String::from)));
    let told = asked(&session, "2026-06-01", "2026-06-03", Grain::Day);
    assert_eq!(told["metrics"]["conversion_rate_daily_mean"]["value"], json!((0.1 + 0.0 + 0.2) / 3.0));
    assert_eq!(told["metrics"]["amount_per_buyer_daily_mean"]["value"], json!((50.0 + 0.0 + 100.0) / 3.0));
    // Only over days with visits; and of a ratio over several days only those count that have one.
    assert_eq!(told["metrics"]["avg_visit_depth_daily_mean"]["value"], json!(null), "no visits are told");
    assert_eq!(told["metrics"]["conversion_rate"]["value"], json!((0.1 + 0.2) / 2.0));
    let longer = asked(&session, "2026-06-01", "2026-06-04", Grain::Day);
    assert_eq!(longer["metrics"]["conversion_rate_daily_mean"]["value"], json!(null));
    assert!(longer["metrics"]["conversion_rate_daily_mean"]["why"].to_string().contains("do not tell every day"), "{longer}");
}

#[test]
fn sycm_shop_by_day_and_by_month() {
    let header = "统计日期,店铺名称,访客数,新访客数,浏览量,平均停留时长,支付买家数,支付金额,支付转化率,客单价";
    let days = csv(
        header,
        &["2026-06-01,小店,100,80,400,20.5,10,500.00,10.00%,50.00".into(), "2026-06-02,小店,50,30,100,30.5,2,80.00,4.00%,40.00".into()],
    );
    let session = read(&days);
    check(&session, Table::Daily, Some("sycm_shop"), [2, 2, 0, 0]);
    let told = answers(&session);
    expect(
        &session,
        &[
            ("page_views", json!(500)),
            ("visitors", Value::Null),
            ("visitor_days", json!(150)),
            ("paid_amount", json!("580.00")),
            ("conversion_rate", json!((0.1 + 0.04) / 2.0)),
            ("amount_per_buyer", json!((50.0 + 40.0) / 2.0)),
            ("amount_per_buyer_daily_mean", json!(45.0)),
            ("avg_visit_seconds", json!(25.5)),
        ],
    );
    assert!(told["metrics"]["conversion_rate"]["notes"].to_string().contains("mean of the daily values over 2 days"));
    assert!(told["metrics"]["visitors"]["why"].to_string().contains("person-days"));
    let by_day = asked(&session, "2026-06-01", "2026-06-02", Grain::Day);
    let visitors: Vec<Value> = by_day["series"]["visitors"].as_array().unwrap().iter().map(|bucket| bucket["value"].clone()).collect();
    assert_eq!(visitors, [json!(100), json!(50)]);
    // The platform's own month tells the month's people, and nothing else does.
    let month = csv(header, &["2026-06-01~2026-06-30,小店,120,90,600,21,11,600.00,9.17%,54.55".into()]);
    let both = support::session(&[("days.csv", &days), ("month.csv", &month)], usize::MAX);
    let june = asked(&both, "2026-06-01", "2026-06-30", Grain::Month);
    assert_eq!((&june["metrics"]["visitors"]["value"], &june["metrics"]["page_views"]["value"]), (&json!(120), &json!(600)));
    let two = asked(&both, "2026-06-01", "2026-06-02", Grain::Month);
    assert_eq!((&two["metrics"]["visitors"]["value"], &two["metrics"]["page_views"]["value"]), (&Value::Null, &json!(500)));
}

#[test]
fn shangzhi_repeats_a_header() {
    let text = "日期,浏览量,较对比日,访客数,较对比日,成交人数,成交转化率,成交单量,成交商品件数,成交金额,成交客单价\n\
        2026-06-01,1000,+5%,200,-1%,10,5.00%,11,12,\"1,500.00\",150.00\n";
    let session = read(&gbk(text));
    check(&session, Table::Daily, Some("jd_shangzhi"), [1, 1, 0, 0]);
    expect(
        &session,
        &[
            ("page_views", json!(1000)),
            ("visitors", json!(200)),
            ("buyers", json!(10)),
            ("paid_orders", json!(11)),
            ("conversion_rate", json!(10.0 / 200.0)),
            ("amount_per_buyer", json!(150.0)),
            ("amount_per_order", json!(1500.0 / 11.0)),
        ],
    );
}

#[test]
fn ga4_under_its_comments() {
    let text = "# ----------------------------------------\r\n# Traffic acquisition\r\n# 20240601-20240602\r\n# ----------------------------------------\r\n\
        Session primary channel group (Default channel group),Date + hour (YYYYMMDDHH),Users,Sessions,Engaged sessions,Engagement rate,Event count\r\n\
        Direct,2024060109,10,12,6,50.00%,90\r\nDirect,2024060110,4,4,4,100.00%,10\r\nOrganic Search,2024060209,3,4,1,25%,9\r\n";
    let session = read(text.as_bytes());
    check(&session, Table::Daily, Some("ga4"), [3, 3, 0, 0]);
    let bounce = (20.0 - 11.0) / 20.0;
    expect(&session, &[("visits", json!(20)), ("bounce_rate", json!(bounce)), ("visitors", Value::Null), ("visitor_days", json!(17))]);
    assert_eq!(of_key(&answers(&session), "source", "Direct", "source_bounce_rate"), 6.0 / 16.0);
    // The copy of a table: an unnamed first column, and no day anywhere.
    let pages = ",Landing page,Sessions,Users,New users,Average engagement time per session,Total revenue\n\
        1,/,\"1,000\",800,700,7s,\"$1,003.59\"\n2,(not set),50,40,0,1m 49s,$0.00\n";
    let session = read(pages.as_bytes());
    let file = check(&session, Table::Daily, Some("ga4"), [2, 2, 0, 0]);
    assert_eq!(file.remarks, [Remark::Undated { rows: 2 }]);
    let told = answers(&session);
    assert_eq!(told["period"], json!({"from": null, "to": null, "zone": "Asia/Shanghai"}));
    assert_eq!(of_key(&told, "page", "/", "visitors"), 800);
    expect(&session, &[("visits", json!(1050)), ("paid_amount", json!("1003.59")), ("visitors", Value::Null)]);
}

#[test]
fn linezing_keywords_dated_by_the_files_name() {
    let text = "关键词分析\n关键词,平均搜索排名,展现量,点击量,点击率,到达页浏览量,访客数,入店访问深度,跳失率,成交用户数\n\
        连衣裙,12,5000,100,2.00%,110,95,2.50,45.20%,3\n牛仔裤,30,100,5,5.00%,5,5,1.20,80.00%,0\n";
    let session = read_as("关键词_2012-05-01.csv", &gbk(text));
    check(&session, Table::Daily, Some("linezing_keywords"), [2, 2, 0, 0]);
    let told = answers(&session);
    assert_eq!(of_key(&told, "search_term", "连衣裙", "visitors"), 95);
    assert_eq!(of_key(&told, "search_term", "连衣裙", "bounce_rate"), 0.452);
    expect(&session, &[("landing_page_views", json!(115)), ("ad_impressions", Value::Null)]);
}

#[test]
fn rows_go_before_reports() {
    let events = csv("visitor,time,page", &["a,2026-06-01 10:00:00,/".into(), "b,2026-06-01 11:00:00,/".into()]);
    let daily = csv("date,page_views,visitors,paid_amount", &["2026-06-01,900,700,5.00".into()]);
    let session = session(&[("events.csv", &events), ("daily.csv", &daily)], usize::MAX);
    expect(&session, &[("page_views", json!(2)), ("visitors", json!(2)), ("paid_amount", json!("5.00"))]);
    let told = answers(&session);
    assert!(told["metrics"]["page_views"]["notes"].to_string().contains("the raw rows go before it"));
    assert!(told["metrics"]["paid_amount"]["notes"].to_string().contains("from a ready-made report"));
}

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

    /// Ready-made reports: what adds up over days does so, persons never do.
    #[test]
    fn persons_are_never_added_up(days in proptest::collection::btree_map(1u32..28, (0u32..900, 1u32..90), 1..12)) {
        let rows: Vec<String> = days.iter().map(|(day, (views, people))| format!("2026-06-{day:02},{views},{people}")).collect();
        let told = answers(&session(&[("daily.csv", &csv("date,page_views,visitors", &rows))], usize::MAX));
        prop_assert_eq!(value(&told, "page_views"), days.values().map(|(views, _)| views).sum::<u32>());
        prop_assert_eq!(value(&told, "visitor_days"), days.values().map(|(_, people)| people).sum::<u32>());
        let people = if days.len() == 1 { json!(days.values().next().unwrap().1) } else { Value::Null };
        prop_assert_eq!(value(&told, "visitors"), people);
    }
}
