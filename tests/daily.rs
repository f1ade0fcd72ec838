//! Ready-made reports: every export that is recognised without help, with figures worked out by hand, and what may not be
//! added up. All rows are invented; headers and quirks are those of the platforms.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use dianzhang::model::{Grain, Remark, Table};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::reports::{asked, check, of_key, read, read_as};
use support::{answers, csv, expect, gbk, session, value};

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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

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
