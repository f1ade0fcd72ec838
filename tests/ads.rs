//! Paid tools: every export that is recognised without help, with figures worked out by hand, and what the board tells of
//! them. All rows are invented; headers and quirks are those of the platforms.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use dianzhang::metric::MetricId;
use dianzhang::model::{Grain, Reason, Remark, Role, Table};
use dianzhang::report::ads::sheet::{By, Cut, Only, SheetAsk};
use dianzhang::report::ads::standings::{Conflict, StandingsAsk};
use dianzhang::report::ads::{AdsAsk, AdsTold};
use dianzhang::report::{Lang, Question, json};
use serde_json::{Value, json};
use support::reports::{asked, check, keys, of_key, read, read_as};
use support::{answers, csv, expect, gbk, headers_of, only, session, sheet};

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
