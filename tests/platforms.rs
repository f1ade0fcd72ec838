//! Exports of every platform, a few invented rows each under the platform's own header: what they are taken for, what is
//! personal in them, and figures worked out by hand. A new layout gets its test here.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use dianzhang::model::{Problem, Reason, Remark, Role, Table};
use dianzhang::report::{FileReport, FileState};
use dianzhang::wire::session::Session;
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{account, answers, expect, gbk, headers_of, only, session, sheet, value};

#[track_caller]
fn read(bytes: &[u8]) -> Session {
    let whole = session(&[("file.csv", bytes)], usize::MAX);
    let cut = session(&[("file.csv", bytes)], 3);
    assert_eq!(whole.files(), cut.files());
    assert_eq!(answers(&whole), answers(&cut));
    whole
}

#[track_caller]
fn known(session: &Session, layout: &str, rows: [u64; 4], secrets: &[&str]) -> FileReport {
    let file = only(session);
    assert_eq!((file.layout.as_deref(), &file.state), (Some(layout), &FileState::Loaded), "{:?}", file.set_aside);
    assert_eq!(account(&file), rows, "read, used, blank, set aside: {:?}", file.set_aside);
    let shown = serde_json::to_string(&file.preview).unwrap();
    for secret in secrets {
        assert!(!shown.contains(secret), "{secret} stands in the preview {shown}");
    }
    file
}

/// The paid amount of an item.
fn of_item(session: &Session, item: &str) -> Value {
    let items = answers(session)["breakdowns"]["item"].clone();
    let row = items.as_array().unwrap().iter().find(|row| row["key"] == item).unwrap_or_else(|| panic!("{item} in {items}"));
    row["metrics"]["paid_amount"]["value"].clone()
}

const JD: &str = "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,应付金额,订单状态,订单类型,下单帐号,客户姓名,\
    客户地址,联系电话,订单备注,发票类型,发票抬头,发票内容,商家备注,商家备注等级（等级1-5为由高到低）,运费金额,付款确认时间,增值税发票,货号,\
    订单完成时间,订单来源,订单渠道";

#[test]
fn jd_orders_repeat_the_orders_amount_on_each_line() {
    let line = |id, item, title, pieces, price, total, settled, status, paid| {
        [
            ("订单号", id),
            ("商品ID", item),
            ("商品名称", title),
            ("订购数量", pieces),
            ("下单时间", "2026-06-01 10:00:00"),
            ("京东价", price),
            ("订单金额", total),
            ("结算金额", settled),
            ("应付金额", "0"),
            ("订单状态", status),
            ("下单帐号", "jd_a"),
            ("客户姓名", "秘密"),
            ("客户地址", "秘路1号"),
            ("联系电话", "13900000000"),
            ("付款确认时间", paid),
        ]
    };
    let rows = [
        line("300000000001", "i1", "围巾", "1", "40", "100.00", "90.00", "完成", "2026-06-01 10:05:00"),
        line("300000000001", "i2", "手套", "2", "30", "100.00", "90.00", "完成", "2026-06-01 10:05:00"),
        line("300000000002", "i1", "围巾", "1", "40", "40.00", "40.00", "(删除)等待出库", ""),
    ];
    let rows: Vec<&[(&str, &str)]> = rows.iter().map(|row| row.as_slice()).collect();
    let session = read(&gbk(&sheet(JD, &rows)));
    let file = known(&session, "jd_orders", [3, 3, 0, 0], &["秘", "139000"]);
    assert_eq!(headers_of(&file, Role::Personal), ["客户姓名", "客户地址", "联系电话", "发票抬头"]);
    assert!(file.remarks.contains(&Remark::Standings { placed: 0, paid: 2, closed: 1, refunded: 0, unknown: 0 }));
    assert!(
        file.remarks.contains(&Remark::AmountsRepeated { orders: 1 }),
        "one order of several lines is enough where the platform is known"
    );
    expect(
        &session,
        &[
            ("placed_amount", json!("140.00")),
            ("paid_amount", json!("90.00")),
            ("paid_items", json!(3)),
            ("paid_orders", json!(1)),
            ("buyers", json!(1)),
        ],
    );
    // 40 and 60 of 100: the lines share the 90 by what they are worth.
    assert_eq!((of_item(&session, "i1"), of_item(&session, "i2")), (json!("36.00"), json!("54.00")));
}

#[test]
fn pinduoduo_orders_pad_their_cells_with_tabs() {
    let header = "商品,订单号,订单状态,商品总价(元),邮费(元),店铺优惠折扣(元),平台优惠折扣(元),用户实付金额(元),商家实收金额(元),商品数量(件),\
        支付时间,商品id,商品规格,样式ID,商家备注,买家留言,售后状态,消费者资料,订单成交时间,快递单号,省,市,区,街道/镇, 用户购买手机号";
    let text = format!(
        "{header}\n围巾\t,260601-607198974342268\t,已发货，待收货,30.00,0.00,0,2.00,28.00,30.00,1,2026-06-01 10:01:00\t,900001\t,红,1,,秘语,无售后或售后取消,,2026-06-01 10:00:30\t,\t,****,\t,,,\t\n\
         手套\t,260601-607198974342269\t,已取消，退款成功,50.00,6.00,0,0.00,56.00,56.00,2,2026-06-01 11:01:00\t,900002\t,蓝,2,,,退款成功,,2026-06-01 11:00:30\t,\t,****,\t,,,\t\n"
    );
    let session = read(text.as_bytes());
    let file = known(&session, "pdd_orders", [2, 2, 0, 0], &["秘语"]);
    assert_eq!(headers_of(&file, Role::Personal), ["买家留言", "消费者资料", "用户购买手机号"]);
    assert!(file.remarks.contains(&Remark::Standings { placed: 0, paid: 1, closed: 0, refunded: 1, unknown: 0 }));
    expect(
        &session,
        &[("placed_amount", json!("86.00")), ("paid_amount", json!("84.00")), ("paid_items", json!(3)), ("buyers", Value::Null)],
    );
}

#[test]
fn douyin_orders_pack_several_lines_into_one_row() {
    let header = "主订单编号,子订单编号,选购商品,商品规格,商品数量,商品ID,商家编码,商品金额,订单应付金额,运费,收件人,收件人手机号,详细地址,\
        订单提交时间,支付完成时间,支付方式,商家备注,订单完成时间,订单状态,售后状态,取消原因,流量来源";
    let row = |order: &str,
               subs: &str,
               titles: &str,
               counts: &str,
               ids: &str,
               prices: &str,
               due: &str,
               paid: &str,
               status: &str,
               after: &str| {
        format!(
            "\"\t{order}\",\"\t{subs}\",\"{titles}\",\"红;蓝\",\"{counts}\",\"\t{ids}\",,\"{prices}\",{due},0,##密文,$$密文,##密址,2026-06-01 10:00:00,{paid},微信,-,-,{status},{after},-,直播\n"
        )
    };
    let text = format!(
        "\u{feff}{header}\n{}{}",
        row(
            "6917000000000000001",
            "6917000000000000011;6917000000000000012",
            "围巾;手套",
            "1;2",
            "91;92",
            "10.00;20.00",
            "45.00",
            "2026-06-01 10:01:00",
            "已完成",
            "-"
        ),
        row("6917000000000000002", "6917000000000000021", "围巾", "1", "91", "10.00", "10.00", "-", "待支付", "-"),
    );
    let session = read(text.as_bytes());
    let file = known(&session, "douyin_orders", [2, 2, 0, 0], &["密"]);
    assert_eq!(file.encoding, "UTF-8 BOM");
    assert!(file.remarks.contains(&Remark::PackedLines { rows: 1, lines: 2 }), "{:?}", file.remarks);
    expect(
        &session,
        &[
            ("placed_orders", json!(2)),
            ("placed_items", json!(4)),
            ("placed_amount", json!("55.00")),
            ("paid_items", json!(3)),
            ("paid_amount", json!("45.00")),
        ],
    );
    // 10 and 40 of 50.
    assert_eq!((of_item(&session, "91"), of_item(&session, "92")), (json!("9.00"), json!("36.00")));
}

#[test]
fn settlement_statements_are_no_sales() {
    let douyin = "\u{feff}结算时间,订单号,子订单号,结算金额,结算账户,结算单类型,下单时间,收入合计,支出合计,平台服务费,达人佣金\n ,,,收入+支出,,,,,,,\n\
        2026-06-09 01:00:00,'6917000000000000001,'6917000000000000011,40.00,x,订单结算,2026-06-01 10:00:00,45.00,-5.00,-2.25,-2.75\n";
    let jd = "结算单\n订单编号,父单号,订单状态,订单下单时间,订单完成时间,商品编号,商品名称,商品数量,扣点类型,佣金比例,费用名称,应结金额,币种,收支方向,结算状态\n\
        300000000001,,完成,2026-06-01 10:00:00,2026-06-03 10:00:00,i1,围巾,1,,,货款,90.00,CNY,收入,已结算\n";
    for (text, layout) in [(douyin, "douyin_settlement"), (jd, "jd_settlement")] {
        let file = only(&read(text.as_bytes()));
        assert_eq!((file.layout.as_deref(), file.state), (Some(layout), FileState::Failed(Problem::Statement)));
    }
}

const SHOPIFY: &str = "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Created at,\
    Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Street,Billing Zip,Shipping Name,Shipping City,Shipping Phone,\
    Notes,Cancelled at,Refunded Amount,Id,Source,Shipping Province Name,Phone";

#[test]
fn shopify_writes_the_orders_amounts_on_its_first_line() {
    let rows: [&[(&str, &str)]; 3] = [
        &[
            ("Name", "#1001"),
            ("Email", "secret@mail"),
            ("Financial Status", "partially_refunded"),
            ("Paid at", "2023-05-31 23:06:04 -0700"),
            ("Total", "70.00"),
            ("Discount Code", "618"),
            ("Created at", "2023-05-31 23:06:03 -0700"),
            ("Lineitem quantity", "1"),
            ("Lineitem name", "Scarf"),
            ("Lineitem price", "40.00"),
            ("Lineitem sku", "s-1"),
            ("Billing Zip", "'0812"),
            ("Notes", "\"ring\nthe secret bell\""),
            ("Refunded Amount", "5.00"),
        ],
        &[
            ("Name", "#1001"),
            ("Email", "secret@mail"),
            ("Created at", "2023-05-31 23:06:03 -0700"),
            ("Lineitem quantity", "1"),
            ("Lineitem name", "Gloves"),
            ("Lineitem price", "30.00"),
        ],
        &[
            ("Name", "#1002"),
            ("Financial Status", "voided"),
            ("Total", "30.00"),
            ("Created at", "2023-06-01 09:00:00 -0700"),
            ("Lineitem quantity", "1"),
            ("Lineitem name", "Gloves"),
            ("Lineitem price", "30.00"),
        ],
    ];
    let session = read(sheet(SHOPIFY, &rows).as_bytes());
    let file = known(&session, "shopify_orders", [3, 3, 0, 0], &["secret", "0812"]);
    assert!(["Email", "Billing Name", "Billing Zip", "Notes", "Phone"].iter().all(|name| headers_of(&file, Role::Personal).contains(name)));
    assert!(file.remarks.contains(&Remark::AmountsOnFirstLine { orders: 1 }), "{:?}", file.remarks);
    expect(
        &session,
        &[
            ("placed_orders", json!(2)),
            ("placed_amount", json!("100.00")),
            ("paid_orders", json!(1)),
            ("paid_amount", json!("70.00")),
            ("paid_items", json!(2)),
            ("promo_paid_orders", json!(1)),
        ],
    );
    assert_eq!((of_item(&session, "s-1"), of_item(&session, "Gloves")), (json!("40.00"), json!("30.00")));
    // Paid on 31 May in California is 1 June in Shanghai.
    assert_eq!(session.covered().unwrap().from.to_string(), "2023-06-01");
}

#[test]
fn amazon_orders_are_paid_by_their_status() {
    let header = "amazon-order-id\tmerchant-order-id\tpurchase-date\tlast-updated-date\torder-status\tfulfillment-channel\tsales-channel\t\
        product-name\tsku\tasin\titem-status\tquantity\tcurrency\titem-price\titem-tax\tshipping-price\tship-city\tship-state\tship-postal-code\tpromotion-ids\t";
    let text = format!(
        "{header}\n111-1\t\t2026-06-01T02:00:00+00:00\t\tShipped\tAmazon\tAmazon.com\tScarf\ts1\tB01\tShipped\t2\tUSD\t40.00\t0\t5.00\tSeattle\tWA\t98101\t\t\n\
         111-2\t\t2026-06-01T03:00:00+00:00\t\tPending\tAmazon\tAmazon.com\tScarf\ts1\tB01\tUnshipped\t1\tUSD\t20.00\t0\t\t\t\t\t\t\n\
         111-3\t\t2026-06-01T04:00:00+00:00\t\tCancelled\tAmazon\tAmazon.com\tScarf\ts1\tB01\tCancelled\t0\t\t\t\t\t\t\t\t\t\n"
    );
    let session = read(text.as_bytes());
    let file = known(&session, "amazon_orders", [3, 3, 0, 0], &["98101"]);
    assert!(file.remarks.contains(&Remark::PaidByStatus { rows: 1 }));
    assert!(file.remarks.contains(&Remark::Standings { placed: 1, paid: 1, closed: 1, refunded: 0, unknown: 0 }));
    expect(
        &session,
        &[("placed_orders", json!(3)), ("placed_amount", json!("65.00")), ("paid_orders", json!(1)), ("paid_amount", json!("45.00"))],
    );
}

#[test]
fn woocommerce_orders_and_analytics() {
    let orders = "Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Last Name (Billing),Address 1&2 (Billing),Email (Billing),\
        Phone (Billing),Coupon Code,Order Refund Amount,Order Total Amount,SKU,Item #,Item Name,Quantity (- Refund),Item Cost\n\
        501,completed,2026-06-01 10:00,secret,Secret,Secret,Secret Road 1,s@x,139,,0,70.00,s-1,1,Scarf,1,40.00\n\
        501,completed,2026-06-01 10:00,secret,Secret,Secret,Secret Road 1,s@x,139,,0,70.00,s-2,2,Gloves,1,30.00\n\
        502,on-hold,2026-06-02 10:00,,,,,,,,0,30.00,s-2,1,Gloves,1,30.00\n";
    let told = read(orders.as_bytes());
    let file = known(&told, "woocommerce_orders", [3, 3, 0, 0], &["Secret", "secret", "s@x"]);
    assert_eq!(headers_of(&file, Role::Personal).len(), 6);
    expect(&told, &[("placed_amount", json!("100.00")), ("paid_amount", json!("70.00")), ("paid_orders", json!(1))]);
    let analytics = "Date,Order #,Net sales,Status,Customer,Customer type,Product(s),Items sold,Coupon(s),N. Revenue,Attribution\n\
        2026-06-01 10:00:00,501,$70.00,completed,Secret Person,new,2x Scarf,2,,70,Direct\n\
        2026-06-02 10:00:00,502,$30.00,refunded,Secret Person,returning,1x Gloves,1,,30,Direct\n";
    let told = read(analytics.as_bytes());
    let file = known(&told, "woocommerce_analytics", [2, 2, 0, 0], &["Secret"]);
    assert_eq!(headers_of(&file, Role::Personal), ["Customer"]);
    expect(&told, &[("paid_amount", json!("100.00")), ("paid_items", json!(3))]);
}

#[test]
fn amazon_business_reports_are_dated_by_their_name() {
    let text = "\u{feff}(Parent) ASIN,(Child) ASIN,Title,SKU,Sessions - Total,Session Percentage,Page Views - Total,Featured Offer (Buy Box) Percentage,\
        Units Ordered,Unit Session Percentage,Ordered Product Sales,Total Order Items\n\
        B00,B01,Scarf,s1,\"1,200\",60.00%,\"1,500\",98%,30,2.50%,\"£1,234.56\",28\nB00,B02,Gloves,s2,800,40.00%,900,97%,10,1.25%,£400.00,10\n";
    let session = session(&[("BusinessReport-2026-06-01.csv", text.as_bytes())], 64);
    let file = known(&session, "amazon_business", [2, 2, 0, 0], &[]);
    assert_eq!(file.table, Some(Table::Daily));
    expect(&session, &[("paid_amount", json!("1634.56")), ("paid_items", json!(40)), ("paid_orders", json!(38))]);
}

const LIST: &str = "订单编号,买家会员名,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间,宝贝总数量,退款金额";

fn list(rows: &[&str]) -> Vec<u8> {
    [LIST].iter().chain(rows).map(|row| format!("{row}\n")).collect::<String>().into_bytes()
}

#[test]
fn a_newer_export_of_the_same_orders_replaces_the_older_states() {
    let older = list(&[
        "1,a,10,10,交易成功,2026-06-01 10:00:00,2026-06-01 10:01:00,1,0",
        "2,b,20,0,等待买家付款,2026-06-02 10:00:00,,1,0",
        "3,c,30,30,买家已付款，等待卖家发货,2026-06-03 10:00:00,2026-06-03 10:01:00,1,0",
        "4,d,40,40,交易成功,2026-06-03 11:00:00,2026-06-03 11:01:00,1,0",
    ]);
    let newer = list(&[
        "1,a,10,10,交易成功,2026-06-01 10:00:00,2026-06-01 10:01:00,1,0",
        "2,b,20,20,买家已付款，等待卖家发货,2026-06-02 10:00:00,2026-06-05 10:00:00,1,0",
        "3,c,30,0,交易关闭,2026-06-03 10:00:00,2026-06-03 10:01:00,1,30",
        "5,e,50,50,交易成功,2026-06-06 10:00:00,2026-06-06 10:01:00,1,0",
    ]);
    let told = Remark::Ledger { added: 1, changed: 2, unchanged: 1, outdated: 0, vanished: 1 };
    let names = ["ExportOrderList202606040900.csv", "ExportOrderList202606070900.csv"];
    for turned in [false, true] {
        let mut files = vec![(names[0], older.as_slice()), (names[1], newer.as_slice())];
        if turned {
            files.reverse();
        }
        let session = session(&files, 64);
        let files = session.files();
        let of = |name: &str| files.iter().find(|file| file.name == name).unwrap();
        assert_eq!((account(of(names[0])), account(of(names[1]))), ([4, 2, 0, 2], [4, 3, 0, 1]));
        assert!(of(names[1]).remarks.contains(&told), "{:?}", of(names[1]).remarks);
        assert!(!of(names[0]).remarks.iter().any(|remark| matches!(remark, Remark::Ledger { .. })));
        let reasons = |name: &str| of(name).set_aside.iter().map(|summary| (summary.reason.clone(), summary.rows)).collect::<Vec<_>>();
        assert_eq!(reasons(names[0]), [(Reason::Replaced, 2)]);
        assert_eq!(reasons(names[1]), [(Reason::AlreadyLoaded, 1)]);
        // 10 + 20 + 0 (given back, net of refunds) + 40 + 50.
        expect(&session, &[("placed_orders", json!(5)), ("paid_orders", json!(5)), ("paid_amount", json!("120.00"))]);
    }
}

#[test]
fn the_further_state_of_an_order_stands_whatever_the_files_are_called() {
    // Neither name nor rows tell which is the newer export, but a payment is never taken back.
    let paid = list(&["1,a,10,10,交易成功,2026-06-01 10:00:00,2026-06-01 10:01:00,1,0"]);
    let unpaid = list(&["1,a,10,0,等待买家付款,2026-06-01 10:00:00,,1,0", "2,b,5,0,等待买家付款,2026-06-09 10:00:00,,1,0"]);
    for files in [[("x", &paid), ("y", &unpaid)], [("y", &unpaid), ("x", &paid)]] {
        let session = session(&files.map(|(name, bytes)| (name, bytes.as_slice())), 64);
        expect(&session, &[("placed_orders", json!(2)), ("paid_orders", json!(1)), ("paid_amount", json!("10.00"))]);
    }
}

#[test]
fn lines_of_overlapping_exports_stand_in_their_latest_state() {
    let header = "order,buyer,item,quantity,placed_at,paid_at,amount,paid_amount";
    let june = format!(
        "{header}\n1,a,i,1,2026-06-01,,10,\n1,a,j,2,2026-06-01,,20,\n2,b,i,1,2026-06-02,2026-06-02,10,10\n3,c,k,1,2026-06-02,2026-06-02,7,7\n"
    );
    // Order 1 was paid, and one piece of j was taken out; order 2 stands the same; order 3 is out of this export's days.
    let july = format!(
        "{header}\n1,a,i,1,2026-06-01,2026-07-01,10,10\n1,a,j,1,2026-06-01,2026-07-01,10,10\n2,b,i,1,2026-06-02,2026-06-02,10,10\n"
    );
    for files in [[("june", &june), ("july", &july)], [("july", &july), ("june", &june)]] {
        let session = session(&files.map(|(name, text)| (name, text.as_bytes())), 64);
        let files = session.files();
        let of = |name: &str| files.iter().find(|file| file.name == name).unwrap();
        assert_eq!((account(of("june")), account(of("july"))), ([4, 2, 0, 2], [3, 2, 0, 1]));
        assert!(of("july").remarks.contains(&Remark::Ledger { added: 0, changed: 1, unchanged: 1, outdated: 0, vanished: 1 }));
        expect(
            &session,
            &[
                ("placed_orders", json!(3)),
                ("placed_items", json!(4)),
                ("placed_amount", json!("37.00")),
                ("paid_orders", json!(3)),
                ("paid_amount", json!("37.00")),
            ],
        );
    }
}

#[test]
fn parts_of_one_export_are_no_states_of_each_other() {
    // Two lines of one item, cut into two files: no row is in both.
    let header = "order,item,quantity,placed_at,paid_at,amount";
    let (one, two) = (
        format!("{header}\n1,i,1,2026-06-01,2026-06-01,10\n"),
        format!("{header}\n1,i,2,2026-06-01,2026-06-01,20\n2,i,1,2026-06-02,2026-06-02,5\n"),
    );
    let session = session(&[("one", one.as_bytes()), ("two", two.as_bytes())], 64);
    expect(&session, &[("paid_items", json!(4)), ("paid_amount", json!("35.00"))]);
    assert!(session.files()[1].remarks.contains(&Remark::OrdersInSeveralFiles { orders: 1 }));
}

#[test]
fn refunds_are_told_as_taken_off_or_not() {
    let row = |paid: &str, refund: &str| list(&[&format!("1,a,30,{paid},交易成功,2026-06-01 10:00:00,2026-06-01 10:01:00,1,{refund}")]);
    let remarks = |bytes: Vec<u8>| only(&read(&bytes)).remarks;
    let amount = dianzhang::model::Money::parse("12").unwrap();
    assert!(remarks(row("18", "12")).contains(&Remark::NetOfRefunds { rows: 1, amount }));
    assert!(remarks(row("30", "12")).contains(&Remark::GrossOfRefunds { rows: 1, amount }));
    assert!(!remarks(row("29", "12")).iter().any(|remark| matches!(remark, Remark::NetOfRefunds { .. } | Remark::GrossOfRefunds { .. })));
    assert_eq!(value(&answers(&read(&row("18", "12"))), "paid_amount"), "18.00");
    // The figure itself says so, and what is placed does not.
    let notes = |bytes: Vec<u8>, id: &str| answers(&read(&bytes))["metrics"][id]["notes"].as_array().map_or(0, Vec::len);
    for (id, net) in [("paid_amount", 1), ("amount_per_buyer", 1), ("placed_amount", 0), ("paid_orders", 0)] {
        assert_eq!(notes(row("18", "12"), id), notes(row("30", "12"), id) + net, "{id}");
    }
}

/// An order's life: its lines, and whether and how far each of two exports shows it.
fn life() -> impl Strategy<Value = (u8, bool, bool, bool, bool)> {
    (1..4u8, any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Two exports of one shop, with whatever each of them shows, say what one file of the latest states says, in any
    /// order, and again when they are dropped twice.
    #[test]
    fn the_ledger_is_the_latest_state_of_every_order(lives in prop::collection::vec(life(), 1..12), whole in any::<bool>()) {
        let header = if whole { LIST } else { "order,buyer,item,quantity,placed_at,paid_at,amount" };
        let rows = |order: usize, lines: u8, paid: bool, late: bool| -> Vec<String> {
            let placed = format!("2026-06-{:02} 10:00:00", order + 1);
            let paid_at = match (paid, late) {
                (false, _) => String::new(),
                (true, false) => format!("2026-06-{:02} 10:01:00", order + 1),
                (true, true) => format!("2026-07-{:02} 10:01:00", order + 1),
            };
            if whole {
                let (amount, status) = if paid { ("10", "交易成功") } else { ("0", "等待买家付款") };
                return vec![format!("{order},b{},10,{amount},{status},{placed},{paid_at},{lines},0", order % 3)];
            }
            (0..lines).map(|line| format!("{order},b{},i{line},{},{placed},{paid_at},{}.50", order % 3, line + 1, line + 3)).collect()
        };
        let (mut old, mut new, mut latest) = (Vec::new(), Vec::new(), Vec::new());
        for (order, (lines, in_old, in_new, paid, later)) in lives.into_iter().enumerate() {
            let (then, now) = (rows(order, lines, paid, false), rows(order, lines, paid || later, !paid));
            match (in_old, in_new) {
                (true, false) => latest.extend(then.clone()),
                (_, true) => latest.extend(now.clone()),
                _ => {}
            }
            old.extend(if in_old { then } else { Vec::new() });
            new.extend(if in_new { now } else { Vec::new() });
        }
        prop_assume!(!latest.is_empty() && old != new);
        let (old, new, latest) = (support::csv(header, &old), support::csv(header, &new), support::csv(header, &latest));
        let told = |files: &[(&str, &[u8])]| answers(&session(files, 4096));
        let (first, second) = (("orders_20260625.csv", old.as_slice()), ("orders_20260731.csv", new.as_slice()));
        let best = told(&[("all.csv", &latest)]);
        prop_assert_eq!(&best, &told(&[first, second]));
        prop_assert_eq!(&best, &told(&[second, first]));
        prop_assert_eq!(&best, &told(&[first, second, first, second]));
        let both = session(&[first, second], 4096);
        for file in both.files() {
            prop_assert_eq!(file.account.read, file.account.used + file.account.blank + file.account.set_aside);
        }
    }
}
