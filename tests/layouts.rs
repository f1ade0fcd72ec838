//! Layouts and dialects: every export that is recognised without help, with figures worked out by hand.
//!
//! All rows are invented; headers and quirks are those of the platforms.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use dianzhang::model::{Reason, Remark, Role, Table};
use dianzhang::report::{FileReport, FileState};
use dianzhang::wire::protocol::Overrides;
use dianzhang::wire::session::Session;
use serde_json::{Value, json};
use support::{account, answers, expect, gbk, headers_of, only, push, session, sheet, value};

/// The order list of 2009; six names end in a space.
const ORDERS_27: &str = "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,\
    买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,\
    物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称";

/// What 2012 added.
const MORE_32: &str = ",订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单";

/// The order list of 2018 to 2024.
const ORDERS_61: &str = "订单编号,买家会员名,买家支付宝账号,支付单号,支付详情,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,\
    买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,\
    宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,\
    特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,\
    新零售交易类型,新零售导购门店名称,新零售导购门店id,新零售发货门店名称,新零售发货门店id,退款金额,预约门店,确认收货时间,打款商家金额,\
    含应开票给个人的个人红包,是否信用购,体验期结束时间,前N有礼,配送类型,主订单编号";

/// One file read whole and again in small chunks: both must say the same.
#[track_caller]
fn read(bytes: &[u8]) -> Session {
    let whole = session(&[("file.csv", bytes)], usize::MAX);
    let cut = session(&[("file.csv", bytes)], 7);
    assert_eq!(whole.files(), cut.files());
    assert_eq!(answers(&whole), answers(&cut));
    whole
}

#[track_caller]
fn check(session: &Session, table: Table, layout: Option<&str>, rows: [u64; 4]) -> FileReport {
    let file = only(session);
    assert_eq!((file.table, file.layout.as_deref()), (Some(table), layout));
    assert_eq!(file.state, FileState::Loaded);
    assert_eq!(account(&file), rows, "read, used, blank, set aside: {:?}", file.set_aside);
    file
}

/// No cell of a personal column is shown.
#[track_caller]
fn nothing_personal(file: &FileReport, secrets: &[&str]) {
    let shown = serde_json::to_string(&file.preview).unwrap();
    for secret in secrets {
        assert!(!shown.contains(secret), "{secret} stands in the preview {shown}");
    }
}

#[test]
fn taobao_orders_of_2009_with_all_their_quirks() {
    let paid = [
        ("订单编号", "2060541911"),
        ("买家会员名", "小满"),
        ("买家支付宝账号", "secret@mail"),
        ("买家应付货款", "290"),
        ("买家应付邮费", "10"),
        ("总金额", "300"),
        ("买家实际支付金额", "300"),
        ("订单状态", "交易成功"),
        ("收货人姓名", "秘密"),
        ("收货地址", "浙江省 杭州市 秘路1号"),
        ("联系手机", "'13900000000"),
        ("订单创建时间", "2009-9-14 13:10"),
        ("订单付款时间", "2009-9-14 13:12"),
        ("宝贝标题", "围巾，手套"),
        ("宝贝种类", "2"),
        ("宝贝总数量", "3"),
    ];
    let unpaid = [
        ("订单编号", "2060541912"),
        ("买家会员名", "立夏"),
        ("总金额", "50"),
        ("买家实际支付金额", "0"),
        ("订单状态", "等待买家付款"),
        ("订单创建时间", "2009-9-15 8:05"),
        ("宝贝标题", "帽子"),
        ("宝贝总数量", "1"),
    ];
    let closed = [
        ("订单编号", "2060541913"),
        ("买家会员名", "立夏"),
        ("总金额", "20"),
        ("买家实际支付金额", "0"),
        ("订单状态", "交易关闭"),
        ("订单创建时间", "2009-9-15 9:00"),
        ("宝贝种类", "0"),
        ("宝贝总数量", "0"),
    ];
    let destroyed = [("订单编号", "5.78E+13"), ("买家会员名", "小满"), ("总金额", "7"), ("订单创建时间", "2009-9-15 9:01")];
    let text = sheet(ORDERS_27, &[&paid, &unpaid, &closed, &destroyed, &[], &[]]);
    // Ragged: the closed order's row lost its last two cells.
    let text = text.replace("交易关闭,,,,,,,2009-9-15 9:00,,,0,,,,0,,\n", "交易关闭,,,,,,,2009-9-15 9:00,,,0,,,,0\n");
    assert_eq!(text.lines().map(|line| line.split(',').count()).min(), Some(25));
    let session = read(&gbk(&text));
    let file = check(&session, Table::Orders, Some("taobao_orders"), [6, 3, 2, 1]);
    assert_eq!((file.encoding.as_str(), file.delimiter, file.header_line), ("GB18030", ',', Some(1)));
    assert_eq!(file.set_aside[0].reason, Reason::IdDestroyed(Role::Order));
    assert_eq!(headers_of(&file, Role::PaidAt), ["订单付款时间"]);
    assert_eq!(headers_of(&file, Role::Amount), ["总金额"]);
    let personal = ["买家支付宝账号", "买家留言", "收货人姓名", "收货地址", "联系电话", "联系手机"];
    assert_eq!(headers_of(&file, Role::Personal), personal);
    nothing_personal(&file, &["secret", "秘密", "秘路", "1390000"]);
    expect(
        &session,
        &[
            ("placed_orders", json!(3)),
            ("placed_amount", json!("370.00")), // 300 + 50 + 20: the total holds the postage already
            ("placed_items", json!(4)),         // 3 + 1 + 0
            ("paid_orders", json!(1)),
            ("paid_amount", json!("300.00")),
            ("paid_items", json!(3)),
            ("buyers", json!(1)),
            ("payment_rate", json!(1.0 / 3.0)),
        ],
    );
    assert_eq!(answers(&session)["metrics"]["promo_buyers"]["why"], "the loaded orders table lacks a column: promotion");
}

#[test]
fn taobao_orders_of_2012_have_the_same_meaning() {
    let header = [ORDERS_27, MORE_32].concat();
    let row = [
        ("订单编号", "137359000000001"),
        ("买家会员名", "小满"),
        ("总金额", "165"),
        ("买家应付货款", "145"),
        ("买家应付邮费", "20"),
        ("买家实际支付金额", "165"),
        ("订单创建时间", "2012/5/23 23:34"),
        ("订单付款时间", "2012/5/24 0:02"),
        ("宝贝总数量", "1"),
        ("订单关闭原因", "订单未关闭"),
        ("买家服务费", "0元"),
        ("发票抬头", "秘密公司"),
        ("是否手机订单", "手机订单"),
    ];
    let session = read(&gbk(&sheet(&header, &[&row])));
    let file = check(&session, Table::Orders, Some("taobao_orders"), [1, 1, 0, 0]);
    assert_eq!(file.columns.len(), 32);
    assert!(headers_of(&file, Role::Personal).contains(&"发票抬头"));
    nothing_personal(&file, &["秘密公司"]);
    // Placed before midnight and paid after it: not on the same day.
    expect(&session, &[("paid_orders", json!(1)), ("same_day_paid_orders", json!(0)), ("placed_amount", json!("165.00"))]);
}

#[test]
fn taobao_orders_of_2018_wrap_their_ids() {
    assert_eq!(ORDERS_61.split(',').count(), 61);
    let order = |id: &'static str, paid: &'static str, amount: &'static str| {
        [
            ("订单编号", id),
            ("主订单编号", id),
            ("支付单号", "=\"2026060122001400000000001\""),
            ("买家会员名", "=\"小满\""),
            ("总金额", amount),
            ("买家实际支付金额", amount),
            ("订单创建时间", "2026-06-01 10:00:00"),
            ("订单付款时间", paid),
            ("宝贝标题", "=\"防晒衣\""),
            ("宝贝总数量", "2"),
            ("打款商家金额", "199.00元"),
            ("修改后的收货地址", "秘路2号"),
        ]
    };
    // Two ids that differ in the last of 19 digits, and one with a leading zero.
    let rows = [
        order("=\"2345678901234567891\"", "2026-06-01 10:01:00", "199.00元"),
        order("=\"2345678901234567892\"", "", "88"),
        order("=\"0345678901234567892\"", "2026-06-02 10:01:00", "\"1,088.50\""),
    ];
    let rows: Vec<&[(&str, &str)]> = rows.iter().map(|row| row.as_slice()).collect();
    let session = read(&gbk(&sheet(ORDERS_61, &rows)));
    let file = check(&session, Table::Orders, Some("taobao_orders"), [3, 3, 0, 0]);
    assert_eq!(headers_of(&file, Role::Order), ["订单编号"]);
    nothing_personal(&file, &["秘路", "20260601220014"]);
    expect(
        &session,
        &[
            ("placed_orders", json!(3)),
            ("paid_orders", json!(2)),
            ("paid_amount", json!("1287.50")), // 199 + 1088.50
            ("buyers", json!(1)),
            ("repeat_buyers", json!(1)),
            ("paid_items", json!(4)),
        ],
    );
    // The title stands in for the item's id, without its wrapping.
    assert_eq!(answers(&session)["breakdowns"]["item"][0]["key"], "防晒衣");
}

#[test]
fn the_total_is_goods_and_postage_where_the_export_has_no_total() {
    let header = "订单编号,买家会员名,买家应付货款,买家应付邮费,买家实际支付金额,订单创建时间,订单付款时间";
    let with = read(format!("{header}\n1,a,100,8.5,108.5,2026-06-01 10:00,2026-06-01 10:01\n2,b,50,,50,2026-06-01 10:00,\n").as_bytes());
    let file = check(&with, Table::Orders, Some("taobao_orders"), [2, 2, 0, 0]);
    assert_eq!(headers_of(&file, Role::Postage), ["买家应付邮费"]);
    // 100 + 8.5 + 50, the second order without postage.
    expect(&with, &[("placed_amount", json!("158.50")), ("paid_amount", json!("108.50"))]);
}

#[test]
fn tmall_order_report_has_no_buyer() {
    // Net of refunds: the second order was paid and given back in full, so it counts as paid with 0.
    let text = "订单编号,总金额,买家实际支付金额,收货地址,订单创建时间,订单付款时间,退款金额\r\n\
        1,178.8,0,上海,2020-02-21 00:00:00,,0\r\n\
        2,21,0,内蒙古自治区,2020-02-20 23:59:54,2020-02-21 00:00:02,21\r\n\
        3,37,37,安徽省,2020-02-20 23:59:35,2020-02-20 23:59:56,0\r\n";
    let session = read(text.as_bytes());
    let file = check(&session, Table::Orders, Some("taobao_orders"), [3, 3, 0, 0]);
    assert_eq!(file.encoding, "UTF-8");
    nothing_personal(&file, &["上海"]);
    expect(
        &session,
        &[
            ("placed_orders", json!(3)),
            ("paid_orders", json!(2)),
            ("paid_amount", json!("37.00")),
            ("placed_amount", json!("236.80")),
            ("same_day_paid_orders", json!(1)),
            ("buyers", Value::Null),
        ],
    );
    assert_eq!(answers(&session)["metrics"]["buyers"]["why"], "the loaded orders table lacks a column: buyer");
}

const LIST: &str = "订单编号,买家会员名,总金额,买家实际支付金额,订单创建时间,订单付款时间 ,宝贝总数量\n\
    1001,小满,90,90,2026-06-01 10:00:00,2026-06-01 10:01:00,3\n\
    1002,立夏,40,0,2026-06-02 10:00:00,,1\n";

#[test]
fn detail_lines_join_their_orders() {
    let details = "\"订单编号\",\"标题\",\"价格\",\"购买数量\",\"外部系统编号\",\"商品属性\",\"套餐信息\",\"备注\",\"订单状态\",\"商家编码\"\n\
        \"1001\",\"围巾\",\"20.00\",\"2\",\"\",\"颜色：黑色;尺码：S\",\"\",\"\",\"交易成功\",\"\"\n\
        \"1001\",\"手套\",\"60.00\",\"1\",\"\",\"\",\"\",\"第一行\n第二行\",\"交易成功\",\"\"\n\
        \"1002\",\"围巾\",\"40.00\",\"1\",\"\",\"\",\"\",\"\",\"等待买家付款\",\"\"\n\
        \"1003\",\"围巾\",\"40.00\",\"1\",\"\",\"\",\"\",\"\",\"交易成功\",\"\"\n";
    for order in [["list", "details"], ["details", "list"]] {
        let (list, lines) = (gbk(LIST), gbk(details));
        let files = order.map(|name| (name, if name == "list" { list.as_slice() } else { lines.as_slice() }));
        let session = session(&files, 50);
        let files = session.files();
        let of = |name: &str| files.iter().find(|file| file.name == name).unwrap();
        assert_eq!(of("details").layout.as_deref(), Some("taobao_order_details"));
        assert_eq!(account(of("list")), [2, 2, 0, 0]);
        // Order 1003 is in no list, so its line has no date.
        assert_eq!(account(of("details")), [4, 3, 0, 1]);
        assert_eq!(of("details").set_aside[0].reason, Reason::NoSuchOrder);
        expect(
            &session,
            &[
                ("placed_orders", json!(2)),
                ("placed_items", json!(4)),
                ("placed_amount", json!("130.00")),
                ("paid_items", json!(3)),
                ("paid_amount", json!("90.00")),
            ],
        );
        // The order's 90 is shared by worth: 2 x 20 against 60.
        let answers = answers(&session);
        let item = |key: &str| answers["breakdowns"]["item"].as_array().unwrap().iter().find(|row| row["key"] == key).unwrap().clone();
        assert_eq!(item("围巾")["metrics"]["paid_amount"]["value"], "36.00");
        assert_eq!(item("手套")["metrics"]["paid_amount"]["value"], "54.00");
    }
}

#[test]
fn newer_details_have_dates_and_amounts_of_their_own() {
    let text = "子订单编号,主订单编号,标题,价格,购买数量,商品属性,订单状态,支付单号,买家应付货款,买家实际支付金额,退款状态,退款金额,订单创建时间,订单付款时间\n\
        =\"11\",=\"1\",围巾,20.00,2,,交易成功,=\"2026\",40.00,36.00,没有申请退款,,2026-06-01 10:00:00,2026-06-01 10:02:00\n\
        =\"12\",=\"1\",手套,60.00,1,,交易成功,=\"2026\",60.00,54.00,没有申请退款,,2026-06-01 10:00:00,2026-06-01 10:02:00\n\
        =\"21\",=\"2\",围巾,20.00,1,,等待买家付款,,20.00,0.00,没有申请退款,,2026-06-01 11:00:00,\n";
    let session = read(&gbk(text));
    let file = check(&session, Table::Orders, Some("taobao_order_details"), [3, 3, 0, 0]);
    assert_eq!(headers_of(&file, Role::Order), ["主订单编号"]);
    expect(
        &session,
        &[
            ("placed_orders", json!(2)),
            ("placed_amount", json!("120.00")),
            ("paid_orders", json!(1)),
            ("paid_amount", json!("90.00")),
            ("buyers", Value::Null),
        ],
    );
}

#[test]
fn rees46_events_carry_utc() {
    // 16:30 UTC is half past midnight in Shanghai: the second day begins.
    let text = "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n\
        2019-10-01 15:59:59 UTC,view,44600062,2103807459595387724,,shiseido,35.79,541312140,72d76fde\n\
        2019-10-01 16:30:00 UTC,cart,44600062,2103807459595387724,,shiseido,35.79,541312140,72d76fde\n\
        2019-10-01 16:31:00 UTC,purchase,44600062,2103807459595387724,,shiseido,35.79,541312140,72d76fde\n\
        2019-10-01 16:32:00 UTC,remove_from_cart,44600062,,,,35.79,541312140,72d76fde\n";
    let session = read(text.as_bytes());
    let file = check(&session, Table::Events, Some("rees46_events"), [4, 4, 0, 0]);
    assert_eq!(headers_of(&file, Role::Session), ["user_session"]);
    assert!(file.remarks.contains(&Remark::UnknownEvents { word: "remove_from_cart".into(), rows: 1 }));
    expect(&session, &[("page_views", json!(1)), ("carts", json!(1)), ("buys", json!(1)), ("paid_orders", json!(1))]);
    let period = answers(&session)["metrics"]["page_views"].clone();
    assert_eq!(period["notes"], json!([]));
    let report = session.answer(&dianzhang::report::Question::default()).unwrap();
    assert_eq!((report.period.from.to_string(), report.period.to.to_string()), ("2019-10-01".into(), "2019-10-02".into()));
}

#[test]
fn the_headerless_behaviour_log_is_known_by_its_values() {
    let rows = "1,2268318,2520377,pv,1511568000\n1,2268318,2520377,fav,1511568060\n2,2333346,2520771,cart,1511571600\n2,2333346,2520771,pv,1511575200\n";
    for (cut, reason) in [
        ("3,2576651,149192,buy,15115752", Reason::Unreadable(Role::Time)), // looks like a compact date of 1511
        ("3,2576651,149192,buy,151157520", Reason::Unreadable(Role::Time)), // would be 1974
        ("3,2576651,149192,bu", Reason::Missing(Role::Time)),
        ("3,2576651", Reason::Missing(Role::Time)),
    ] {
        let session = read(format!("{rows}{cut}").as_bytes());
        let file = check(&session, Table::Events, Some("taobao_user_behavior"), [5, 4, 0, 1]);
        assert_eq!(file.header_line, None);
        assert_eq!(file.set_aside[0].reason, reason, "{cut}");
        assert_eq!(file.set_aside[0].first_line, 5);
        let roles: Vec<Role> = file.columns.iter().map(|column| column.role).collect();
        assert_eq!(roles, [Role::Visitor, Role::Item, Role::Category, Role::Event, Role::Time]);
        expect(&session, &[("page_views", json!(2)), ("visitors", json!(2)), ("favorites", json!(1)), ("carts", json!(1))]);
        let report = session.answer(&dianzhang::report::Question::default()).unwrap();
        assert_eq!((report.period.from, report.period.to), ("2017-11-25".parse().unwrap(), "2017-11-25".parse().unwrap()));
    }
}

/// Three views of two visitors on one day, a cart and a purchase: under many headers.
#[track_caller]
fn check_events(header: &str, view: &str, cart: &str) {
    let row = |visitor: &str, clock: &str, kind: &str, page: &str| format!("{visitor},2026-06-01 {clock},{kind},{page}\n");
    let text = [
        format!("{header}\n"),
        row("v1", "10:00:00", view, "/a"),
        row("v1", "10:10:00", view, "/b"),
        row("v2", "11:00:00", view, "/a"),
        row("v2", "11:01:00", cart, "/a"),
    ]
    .concat();
    let session = read(text.as_bytes());
    let file = only(&session);
    assert_eq!((file.table, file.layout.as_deref(), file.header_line), (Some(Table::Events), None, Some(1)), "{header}");
    assert_eq!(account(&file), [4, 4, 0, 0], "{header}");
    let roles: Vec<Role> = file.columns.iter().map(|column| column.role).collect();
    assert_eq!(roles, [Role::Visitor, Role::Time, Role::Event, Role::Page], "{header}");
    // One visit of two pages and ten minutes, one visit of one page.
    let expected =
        [("page_views", json!(3)), ("visitors", json!(2)), ("visits", json!(2)), ("carts", json!(1)), ("bounce_rate", json!(0.5))];
    expect(&session, &expected);
}

#[test]
fn plain_event_headers_in_chinese_and_english() {
    check_events("visitor,time,event,page", "view", "cart");
    check_events("User ID, Timestamp ,EVENT_TYPE,URL", "PV", "Cart");
    check_events("VISITOR_ID,Event Time,Action,Path", "Page_View", "add_to_cart");
    check_events("访客ID,访问时间,行为类型,访问页面", "浏览", "加购");
    check_events("会员名,行为时间(秒),行为,页面", "浏览", "加购");
    check_events("用户ID,进店时间,事件,页面", "pv", "加购");
}

#[test]
fn plain_order_headers_in_chinese_and_english() {
    for header in [
        "order,buyer,placed_at,paid_at,quantity,amount,paid_amount,promotion",
        "Order ID,Customer ID,Created At,Payment Time,Qty,Total,Paid Amount,Coupon",
        "订单号,买家,下单时间,付款时间,数量（件）,总金额(元),实付金额（元）,优惠活动",
        "订单编号,下单帐号,拍下时间,支付时间,购买数量,订单金额,支付金额(元),促销",
        "主订单编号,买家ID,下单时间,支付时间,商品数量(件),应付金额,实付金额,活动",
    ] {
        let text = format!(
            "{header}\n1,b1,2026/6/1 9:00,2026/6/1 9:05,2,\"¥1,234.50\",1.2万,618\n\
             2,b1,2026/6/2 9:00,2026/6/2 9:05,１,10元,９.5,-\n3,b2,2026/6/2 9:00,-,1,—,--,\n"
        );
        let session = read(text.as_bytes());
        let file = check(&session, Table::Orders, None, [3, 3, 0, 0]);
        let ignored = headers_of(&file, Role::Ignore);
        assert!(ignored.is_empty(), "{header}: {ignored:?}");
        expect(
            &session,
            &[
                ("placed_orders", json!(3)),
                ("placed_amount", json!("1244.50")),
                ("paid_orders", json!(2)),
                ("paid_amount", json!("12009.50")),
                ("paid_items", json!(3)),
                ("promo_paid_orders", json!(1)),
                ("repeat_buyers", json!(1)),
            ],
        );
    }
}

#[test]
fn products_name_the_items() {
    for header in
        ["item,title,price,cost,stock", "商品ID,商品名称,价格（元）,成本价(元),库存数量", "Product ID,Product Name,PRICE,Cost,Stock"]
    {
        let products = format!("{header}\ni1,围巾,¥20.00,9.5,100\n=\"i2\",手套,60,-,\n,帽子,1,1,1\n");
        let events = "visitor,time,item\nv1,2026-06-01 10:00:00,i1\n";
        let session = session(&[("p", products.as_bytes()), ("e", events.as_bytes())], 20);
        let file = &session.files()[0];
        assert_eq!((file.table, file.layout.as_deref()), (Some(Table::Products), None), "{header}");
        assert_eq!(account(file), [3, 2, 0, 1]);
        assert_eq!(file.set_aside[0].reason, Reason::Missing(Role::Item));
        let items = answers(&session)["breakdowns"]["item"].clone();
        assert_eq!((&items[0]["key"], &items[0]["label"]), (&json!("i1"), &json!("围巾")));
    }
}

#[test]
fn an_amount_repeated_on_each_line_counts_once() {
    // Lines of one order differ in their items and pieces, yet all show the order's amount.
    let repeated = "订单号,商品ID,订购数量,下单时间,付款确认时间,订单金额,下单帐号\n\
        A1,i1,1,2026-06-01 10:00,2026-06-01 10:00,100,b1\n\
        A1,i2,1,2026-06-01 10:00,2026-06-01 10:00,100,b1\n\
        A2,i1,1,2026-06-01 10:00,2026-06-01 10:00,80,b2\n\
        A2,i3,2,2026-06-01 10:00,2026-06-01 10:00,80,b2\n\
        A3,i1,1,2026-06-01 10:00,2026-06-01 10:00,60,b3\n\
        A3,i2,2,2026-06-01 10:00,2026-06-01 10:00,60,b3\n\
        A4,i2,1,2026-06-01 10:00,2026-06-01 10:00,7,b3\n";
    let alone = read(repeated.as_bytes());
    let file = check(&alone, Table::Orders, None, [7, 7, 0, 0]);
    assert!(file.remarks.contains(&Remark::AmountsRepeated { orders: 3 }));
    expect(&alone, &[("paid_amount", json!("247.00")), ("paid_orders", json!(4)), ("paid_items", json!(9))]);
    // By item, the lines share their order's amount by their pieces: i3 has two of the three pieces of A2.
    let items = &answers(&alone)["breakdowns"]["item"];
    let of = |key: &str| items.as_array().unwrap().iter().find(|row| row["key"] == key).unwrap()["metrics"]["paid_amount"]["value"].clone();
    assert_eq!([of("i1"), of("i2"), of("i3")], ["96.66", "97.00", "53.34"].map(|amount| json!(amount)));
    // Another export whose lines have amounts of their own does not change that, and keeps its own.
    let own = "order,item,quantity,placed_at,paid_at,amount,buyer,promotion\n\
        B1,i1,1,2026-06-01 10:00,2026-06-01 10:00,10,b1,\n\
        B1,i2,1,2026-06-01 10:00,2026-06-01 10:00,20,b1,\n";
    let both = session(&[("r", repeated.as_bytes()), ("o", own.as_bytes())], 64);
    expect(&both, &[("paid_amount", json!("277.00")), ("paid_orders", json!(5))]);
}

#[test]
fn delimiters_marks_and_encodings() {
    // The second byte of 倈 in GBK is a pipe; a quoted cell holds the delimiter, a quote and a line end.
    let rows = [["visitor", "time", "page"], ["倈1", "2026-06-01 10:00:00", "a\"b\n倈"], ["倈2", "2026-06-01 10:00:00", ""]];
    for delimiter in [b',', b';', b'|', b'\t'] {
        for end in [csv::Terminator::CRLF, csv::Terminator::Any(b'\n'), csv::Terminator::Any(b'\r')] {
            let mut writer = csv::WriterBuilder::new().delimiter(delimiter).terminator(end).from_writer(Vec::new());
            rows.iter().for_each(|row| writer.write_record(row).unwrap());
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let cases =
                [(text.clone().into_bytes(), "UTF-8"), (format!("\u{feff}{text}").into_bytes(), "UTF-8 BOM"), (gbk(&text), "GB18030")];
            for (bytes, encoding) in cases {
                let session = read(&bytes);
                let file = check(&session, Table::Events, None, [2, 2, 0, 0]);
                assert_eq!((file.encoding.as_str(), file.delimiter), (encoding, delimiter as char));
                assert_eq!(headers_of(&file, Role::Visitor), ["visitor"]);
                expect(&session, &[("visitors", json!(2)), ("page_views", json!(2))]);
                let pages = answers(&session)["breakdowns"]["page"].clone();
                assert_eq!((&pages[0]["key"], &pages[1]["key"]), (&json!(""), &json!("a\"b\n倈")));
            }
        }
    }
}

#[test]
fn times_of_every_kind_stand_in_one_column() {
    // All on 2026-06-01 in Shanghai, one minute apart: text, seconds, thousandths, a serial day, an offset, a compact time.
    let times = ["2026-06-01 10:00:00", "1780279260", "1780279320000", "46174.418750000", "2026-06-01T02:04:00Z", "20260601100500"];
    let text: String = times.iter().map(|time| format!("v1,{time}\n")).collect();
    let session = read(format!("visitor,time\n{text}").as_bytes());
    check(&session, Table::Events, None, [6, 6, 0, 0]);
    // One visit of six views, from 10:00 to 10:05.
    expect(&session, &[("visits", json!(1)), ("visit_seconds", json!(300)), ("bounce_rate", json!(0.0))]);
}

#[test]
fn the_column_decides_whether_the_day_comes_first() {
    for (rows, day_first, sure, from, to) in [
        ("v1,03/04/2026 10:00\nv1,25/04/2026 10:00\n", true, true, "2026-04-03", "2026-04-25"),
        ("v1,03/04/2026 10:00\nv1,04/25/2026 10:00\n", false, true, "2026-03-04", "2026-04-25"),
        ("v1,03-04-2026 10:00\nv1,05-04-2026 10:00\n", true, false, "2026-04-03", "2026-04-05"),
    ] {
        let session = read(format!("visitor,time\n{rows}").as_bytes());
        let file = check(&session, Table::Events, None, [2, 2, 0, 0]);
        assert_eq!(file.remarks, [Remark::DayMonthOrder { role: Role::Time, day_first, sure }], "{rows}");
        let report = session.answer(&dianzhang::report::Question::default()).unwrap();
        assert_eq!((report.period.from.to_string(), report.period.to.to_string()), (from.into(), to.into()));
    }
}

#[test]
fn a_preface_stands_above_the_header() {
    let text =
        "店铺订单报表\n导出时间：2026-06-18\n\n订单号,买家,下单时间,付款时间,数量,总金额\n1,b1,2026-06-01 10:00,2026-06-01 10:00,1,5\n";
    let session = read(text.as_bytes());
    let file = check(&session, Table::Orders, None, [1, 1, 0, 0]);
    assert_eq!(file.header_line, Some(4));
    assert_eq!(headers_of(&file, Role::Amount), ["总金额"]);
}

#[test]
fn an_order_in_two_lists_is_one_order_in_its_newer_state() {
    let later = "订单编号,买家会员名,总金额,买家实际支付金额,订单创建时间,订单付款时间 ,宝贝总数量\n\
        1002,立夏,40,40,2026-06-02 10:00:00,2026-06-03 09:00:00,1\n";
    let session = session(&[("june-1.csv", LIST.as_bytes()), ("june-2.csv", later.as_bytes())], 64);
    let files = session.files();
    assert_eq!((account(&files[0]), account(&files[1])), ([2, 1, 0, 1], [1, 1, 0, 0]));
    assert_eq!(files[0].set_aside[0].reason, Reason::Replaced);
    expect(&session, &[("placed_orders", json!(2)), ("paid_orders", json!(2)), ("paid_amount", json!("130.00"))]);
}

#[test]
fn exports_of_lines_that_overlap_count_once() {
    // Order 1 has two equal lines, and both files hold them; order 2 has changed in between.
    let header = "order,item,quantity,placed_at,paid_at,amount";
    let june = format!("{header}\n1,i,1,2026-06-01,2026-06-01,10\n1,i,1,2026-06-01,2026-06-01,10\n2,i,1,2026-06-02,,7\n");
    let july = format!("{header}\n1,i,1,2026-06-01,2026-06-01,10\n1,i,1,2026-06-01,2026-06-01,10\n3,i,1,2026-07-02,2026-07-02,5\n");
    let session = session(&[("june", june.as_bytes()), ("july", july.as_bytes())], 64);
    let files = session.files();
    assert_eq!((account(&files[0]), account(&files[1])), ([3, 3, 0, 0], [3, 1, 0, 2]));
    assert_eq!(files[1].set_aside[0].reason, Reason::AlreadyLoaded);
    // Order 2 was placed within the days of the second export, which does not show it.
    assert_eq!(files[1].remarks[0], Remark::EqualRows { rows: 1, first_line: 3 });
    assert_eq!(files[1].remarks[1..], [Remark::Ledger { added: 1, changed: 0, unchanged: 1, outdated: 0, vanished: 1 }]);
    expect(&session, &[("paid_items", json!(3)), ("paid_amount", json!("25.00")), ("placed_amount", json!("32.00"))]);
}

#[test]
fn details_that_overlap_count_once() {
    let details = "订单编号,标题,价格,购买数量\n1001,围巾,30,3\n";
    let more = format!("{details}1002,围巾,40,1\n");
    let session = session(&[("list", LIST.as_bytes()), ("d1", details.as_bytes()), ("d2", more.as_bytes())], 64);
    let files = session.files();
    assert_eq!((account(&files[1]), account(&files[2])), ([1, 1, 0, 0], [2, 1, 0, 1]));
    expect(&session, &[("paid_items", json!(3)), ("placed_items", json!(4)), ("placed_amount", json!("130.00"))]);
}

#[test]
fn personal_columns_are_known_in_every_export() {
    let text = "Name,Email,Billing Name,Billing Street,Shipping Phone,Shipping Address1,收货人手机号码,付款人姓名,是否手机订单,x\n\
        k1,k2,k3,k4,k5,k6,k7,k8,k9,k10\n";
    let file = only(&session(&[("shopify.csv", text.as_bytes())], 64));
    assert_eq!(headers_of(&file, Role::Ignore), ["是否手机订单", "x"]);
    assert_eq!(file.preview, [["", "", "", "", "", "", "", "", "k9", "k10"]]);
}

#[test]
fn a_mapping_reads_what_is_not_known() {
    let bytes = "who,when,what,phone\nv1,2026-06-01 10:00:00,look,139\nv2,2026-06-01 10:00:00,look,138\n".as_bytes();
    let unknown = session(&[("x.csv", bytes)], 64);
    let file = only(&unknown);
    assert_eq!((&file.state, account(&file)), (&FileState::NeedsMapping, [0; 4]));
    assert_eq!(headers_of(&file, Role::Personal), ["phone"]);
    assert_eq!(headers_of(&file, Role::Time), ["when"], "by its values");
    nothing_personal(&file, &["139", "138"]);
    let mut mapped = Session::new(unknown.zone().clone());
    let said = Overrides { table: None, columns: Some(vec![Role::Visitor, Role::Time, Role::Page]), ..Overrides::default() };
    push(&mut mapped, "x.csv", bytes, 5, &said);
    mapped.settle();
    check(&mapped, Table::Events, None, [2, 2, 0, 0]);
    expect(&mapped, &[("page_views", json!(2)), ("visitors", json!(2))]);
    assert_eq!(value(&answers(&mapped), "paid_orders"), Value::Null);
}

#[test]
fn lines_of_another_file_are_parts_of_an_order_not_more_of_it() {
    let list = "订单编号,买家会员名,总金额,买家实际支付金额,订单创建时间,订单付款时间\n1001,b1,150,150,2026-06-01 10:00,2026-06-01 10:05\n";
    let lines = "order,item,quantity,amount,paid_amount,placed_at,paid_at\n\
                 1001,i1,1,100,100,2026-06-01 10:00,2026-06-01 10:05\n1001,i2,2,50,50,2026-06-01 10:00,2026-06-01 10:05\n\
                 1002,i1,1,30,30,2026-06-02 10:00,2026-06-02 10:05\n";
    for files in [[("list.csv", list), ("lines.csv", lines)], [("lines.csv", lines), ("list.csv", list)]] {
        let files = files.map(|(name, text)| (name, text.as_bytes()));
        let told = answers(&session(&files, 4096));
        // 150 of order 1001, once, and 30 of order 1002; three pieces and one.
        assert_eq!(value(&told, "paid_amount"), "180.00");
        assert_eq!(value(&told, "paid_orders"), 2);
        assert_eq!(value(&told, "paid_items"), 4);
    }
}

#[test]
fn usual_words_beside_a_layout_are_read_too() {
    let file = "订单编号,买家会员名,总金额,买家实际支付金额,订单创建时间,订单付款时间,商品ID,购买数量,优惠活动,省份\n\
                1,b1,10,10,2026-06-01 10:00,2026-06-01 10:05,i1,3,618,浙江\n";
    let session = session(&[("o.csv", file.as_bytes())], 4096);
    let report = only(&session);
    assert_eq!(report.layout.as_deref(), Some("taobao_orders"));
    let told = answers(&session);
    assert_eq!(value(&told, "paid_items"), 3);
    assert_eq!(value(&told, "promo_paid_amount"), "10.00");
    assert_eq!(told["breakdowns"]["province"][0]["key"], "浙江");
}

#[test]
fn an_item_list_of_taobao_is_a_list_of_products() {
    let text = "update_time,id,title,price,sale_count,comment_count,店名\n\
                2016/11/14,A18164178225,自然堂 雪域精粹纯粹滋润霜50g,139,26719,2704,自然堂\n\
                2016/11/14,A18177105952,自然堂凝时鲜颜肌活乳液120ML,194,8122,1492,自然堂\n\
                2016/11/13,A18177105952,自然堂凝时鲜颜肌活乳液120ML,194,8100,1490,自然堂\n";
    for bytes in [text.as_bytes().to_vec(), gbk(text)] {
        let session = session(&[("cosmetic.csv", &bytes)], 64);
        let file = only(&session);
        assert_eq!((file.table, file.layout.as_deref()), (Some(Table::Products), Some("taobao_items")));
        assert_eq!(account(&file), [3, 3, 0, 0]);
        assert_eq!(file.state, FileState::Loaded);
        // What others have sold is no figure of this shop.
        assert_eq!(value(&answers(&session), "paid_amount"), serde_json::Value::Null);
    }
}
