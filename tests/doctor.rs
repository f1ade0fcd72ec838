//! Values that need converting, what looks wrong though it can be read, and what somebody says against the guess: each
//! with what the import doctor tells of it.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use dianzhang::ingest::{Survey, clean_rows};
use dianzhang::model::{Evidence, Garble, Problem, Reason, Recipe, Remark, Role, Said, Table, Zone};
use dianzhang::report::doctor::{Chapter, findings};
use dianzhang::report::{FileReport, FileState, Lang};
use dianzhang::wire::protocol::Overrides;
use dianzhang::wire::session::Session;
use proptest::prelude::*;
use serde_json::json;
use support::{account, answers, expect, gbk, headers_of, only, push, session};

/// One file read with something said about it, whole and in small chunks: both must say the same.
#[track_caller]
fn said(bytes: &[u8], overrides: &Overrides) -> Session {
    let read = |chunk: usize| {
        let mut session = Session::new(Zone::default());
        session.set_now(1_790_000_000); // 2026-09-21
        push(&mut session, "file.csv", bytes, chunk, overrides);
        session.settle();
        session
    };
    let (whole, cut) = (read(usize::MAX), read(5));
    assert_eq!(whole.files(), cut.files());
    assert_eq!(answers(&whole), answers(&cut));
    whole
}

#[track_caller]
fn read(text: &str) -> Session {
    said(text.as_bytes(), &Overrides::default())
}

fn written(of: impl Fn(&mut Said)) -> Overrides {
    let mut said = Said::default();
    of(&mut said);
    Overrides { said, ..Overrides::default() }
}

/// The doctor names a remark in a chapter, in both languages, with a remedy where something looks wrong.
#[track_caller]
fn told(file: &FileReport, remark: &Remark, chapter: Chapter) {
    assert!(file.remarks.contains(remark), "{:?}", file.remarks);
    for lang in [Lang::Zh, Lang::En] {
        let text = dianzhang::report::words::remark_text(remark, lang);
        let found = findings(file, lang).into_iter().find(|finding| finding.text == text);
        let found = found.unwrap_or_else(|| panic!("{text}"));
        assert_eq!(found.chapter, chapter, "{text}");
        assert!(chapter != Chapter::Odd || found.remedy.is_some(), "{text}");
        assert!(!text.contains("{ $") && !text.contains("remark-"), "{text}");
    }
}

#[test]
fn units_in_headers_scale_their_columns() {
    let session = read(
        "订单号,下单时间,付款时间,数量(件),订单金额(万元),实付金额（千元）\n\
         1,2026-06-01 10:00,2026-06-01 10:01,1,0.5,4.5\n2,2026-06-01 10:00,2026-06-01 10:01,1,1.2万,12000元\n",
    );
    let file = only(&session);
    told(&file, &Remark::HeaderUnit { role: Role::Amount, unit: "万元".into(), factor: 10_000 }, Chapter::Mended);
    told(&file, &Remark::HeaderUnit { role: Role::PaidAmount, unit: "千元".into(), factor: 1_000 }, Chapter::Mended);
    // 0.5 万元 and 1.2万, which names its own unit; 4.5 千元 and 12000 千元.
    expect(&session, &[("placed_amount", json!("17000.00")), ("paid_amount", json!("12004500.00")), ("paid_items", json!(2))]);
    let ads = read("日期,关键词,展现量(万),点击量,花费(百元)\n2026-06-01,围巾,1.5,20,3\n");
    expect(&ads, &[("ad_impressions", json!(15_000)), ("ad_clicks", json!(20)), ("ad_cost", json!("3.00"))]);
}

#[test]
fn marks_of_programs_are_absent_and_counted() {
    let session = read(
        "日期,关键词,展现量,点击量,花费,成交金额\n2026-06-01,a,10,1,nan,#VALUE!\n2026-06-02,b,10,1,2.5,inf\n2026-06-03,c,10,1,-,#VALUE!\n",
    );
    let file = only(&session);
    assert_eq!(account(&file), [3, 3, 0, 0]);
    told(&file, &Remark::AbsentMarks { mark: "#VALUE!".into(), cells: 2, first_line: 2 }, Chapter::Mended);
    told(&file, &Remark::AbsentMarks { mark: "nan".into(), cells: 1, first_line: 2 }, Chapter::Mended);
    assert!(
        !file.remarks.iter().any(|remark| matches!(remark, Remark::AbsentMarks { mark, .. } if mark == "-")),
        "a dash is what platforms write"
    );
    expect(&session, &[("ad_cost", json!("2.50"))]);
}

#[test]
fn day_numbers_count_from_1900_unless_somebody_says_1904() {
    let text = "订单号,下单时间,订单金额\n1,46174.5,5\n";
    let session = read(text);
    told(&only(&session), &Remark::SerialDates { role: Role::PlacedAt, since_1904: false, doubtful: false }, Chapter::Taken);
    assert_eq!(session.covered().unwrap().from.to_string(), "2026-06-01");
    let late = said(text.as_bytes(), &written(|said| said.since_1904 = Some(true)));
    told(&only(&late), &Remark::SerialDates { role: Role::PlacedAt, since_1904: true, doubtful: false }, Chapter::Odd);
    assert_eq!(late.covered().unwrap().from.to_string(), "2030-06-02");
}

#[test]
fn a_table_of_another_kind_below_is_no_part_of_the_first() {
    let orders: String = (0..40).map(|at| format!("{at},买家{at},2026-06-01 10:00:00,件,1,5.5\n")).collect();
    let days: String = (0..20).map(|at| format!("2026-06-{:02},{},{}\n", at + 1, 90 + at, 300 + at)).collect();
    let text = format!("订单号,买家,下单时间,标题,数量,订单金额\n{orders}\n\n日期,访客数,浏览量\n{days}");
    let mut rows = Vec::new();
    let told = clean_rows(text.as_bytes(), &Said::default(), &mut |row| {
        rows.push(row.to_vec());
        true
    });
    let told = told.unwrap();
    assert_eq!((rows.len(), told.rows, told.left_out.rows(), told.odd.rows()), (41, 40, 21, 0));
    assert!(rows.iter().all(|row| row.len() == 6 && row[0] != "日期"));
    assert_eq!(account(&only(&read(&text))), [63, 40, 2, 21]);
}

#[test]
fn a_header_over_several_rows_is_read_by_its_lowest_names() {
    let days: String = (1..21).map(|day| format!("2026-06-{day:02},{},{},{}\n", 100 + day, 300 + day, 10 + day)).collect();
    for head in ["日报,,,\n日期,流量,流量,交易\n,访客数,浏览量,支付买家数\n", "日期,流量,,交易\n,访客数,浏览量,支付买家数\n"]
    {
        let session = read(&format!("{head}{days}"));
        let file = only(&session);
        assert_eq!((file.table, file.account.used), (Some(Table::Daily), 20), "{head}");
        let roles: Vec<Role> = file.columns.iter().map(|column| column.role).collect();
        assert_eq!(roles, [Role::Date, Role::Visitors, Role::PageViews, Role::Buyers], "{head}");
        assert!(file.columns[1].header.contains("流量"), "{head}");
    }
    // Two columns of one name are told apart by what they belong to: neither is taken for the whole shop.
    let session = read(&format!("日期,无线,PC,交易\n,访客数,访客数,支付买家数\n{days}"));
    let known = only(&session).columns.iter().map(|column| column.role).collect::<Vec<_>>();
    assert!(!known.contains(&Role::Visitors), "{known:?}");
}

/// The other readings that the doctor offers, and the chapter of each.
fn offers(file: &FileReport) -> Vec<(Chapter, Said)> {
    let found = findings(file, Lang::En).into_iter();
    found.filter_map(|finding| finding.offer.map(|offer| (finding.chapter, offer.said))).collect()
}

#[test]
fn where_two_readings_are_possible_the_other_one_is_offered_once() {
    // Read in September 2026: 44795 is 2022-08-22 counted from 1900, and 2026-08-23 counted from 1904.
    let text = "订单号,下单时间,付款时间,订单金额\n1,44793.5,44793.6,5\n2,44795.5,44795.6,5\n";
    let session = read(text);
    told(&only(&session), &Remark::SerialDates { role: Role::PlacedAt, since_1904: false, doubtful: true }, Chapter::Odd);
    let [(Chapter::Odd, later)] = &offers(&only(&session))[..] else { panic!("{:?}", offers(&only(&session))) };
    assert_eq!(*later, Said { since_1904: Some(true), ..Said::default() });
    // Taken up, it reads the file so, and offers the way back.
    let again = said(text.as_bytes(), &Overrides { said: later.clone(), ..Overrides::default() });
    assert_eq!(again.covered().unwrap().to.to_string(), "2026-08-23");
    assert_eq!(offers(&only(&again)), [(Chapter::Taken, Said { since_1904: Some(false), ..Said::default() })]);
    // Old files are just old.
    let old = read("订单号,下单时间,订单金额\n1,43000.5,5\n");
    assert_eq!(offers(&only(&old)), [(Chapter::Taken, Said { since_1904: Some(true), ..Said::default() })]);
    // Days from 1904 that lie in the future ask for a look.
    let future = said(b"order,placed_at,amount\n1,46174.5,5\n", &written(|said| said.since_1904 = Some(true)));
    assert_eq!(offers(&only(&future)), [(Chapter::Odd, Said { since_1904: Some(false), ..Said::default() })]);
}

#[test]
fn the_other_order_of_day_and_month_is_offered_where_nothing_tells_it() {
    let day_first = |first| Said { day_first: Some(first), ..Said::default() };
    let past = read("order,placed_at,amount\n1,03/04/2026,5\n");
    assert_eq!(offers(&only(&past)), [(Chapter::Taken, day_first(true))]);
    // Read with the month first, the fifth of March would be to come.
    let future = read("order,placed_at,amount\n1,12/05/2026,5\n");
    told(&only(&future), &Remark::FutureTimes { role: Role::PlacedAt, rows: 1, first_line: 2 }, Chapter::Odd);
    assert_eq!(offers(&only(&future)), [(Chapter::Odd, day_first(true))]);
    let again = said(b"order,placed_at,amount\n1,12/05/2026,5\n", &written(|said| said.day_first = Some(true)));
    assert_eq!(again.covered().unwrap().from.to_string(), "2026-05-12");
    assert_eq!(offers(&only(&again)), [(Chapter::Taken, day_first(false))]);
    // A number above 12 tells.
    assert_eq!(offers(&only(&read("order,placed_at,amount\n1,25/05/2026,5\n"))), []);
}

#[test]
fn what_looks_wrong_is_told_with_its_first_line() {
    let mut text = String::from("订单号,商品ID,数量,下单时间,付款时间,订单金额,实付金额\n");
    text.push_str("1,i,1,2026-06-01 10:00,2026-06-01 10:01,5,5\n"); // line 2
    text.push_str("2,i,1,2029-06-01 10:00,2026-06-01 10:01,5,5\n"); // from the future, paid before placed
    text.push_str("3,i,1,2026-06-01 10:00,2026-06-01 10:01,-7,5\n"); // below nothing
    text.push_str("1,i,1,2026-06-01 10:00,2026-06-01 10:01,5,5\n"); // again
    text.push_str("4,i,-2,2026-06-01 10:00,2026-06-01 10:01,5,5\n"); // minus two pieces
    text.push_str("合计,,4,,,20,20\n");
    let session = read(&text);
    let file = only(&session);
    assert_eq!(account(&file), [6, 4, 0, 2]);
    told(&file, &Remark::FutureTimes { role: Role::PlacedAt, rows: 1, first_line: 3 }, Chapter::Odd);
    told(&file, &Remark::PaidBeforePlaced { rows: 1, first_line: 3 }, Chapter::Odd);
    told(&file, &Remark::NegativeNumbers { role: Role::Amount, rows: 1, first_line: 4 }, Chapter::Odd);
    told(&file, &Remark::EqualRows { rows: 1, first_line: 5 }, Chapter::Odd);
    let aside: Vec<(Reason, u64)> = file.set_aside.iter().map(|summary| (summary.reason.clone(), summary.first_line)).collect();
    assert_eq!(aside, [(Reason::Negative(Role::Quantity), 6), (Reason::TotalRow, 7)]);
    // Every row set aside is a finding with its line, and every text is there in both languages.
    for lang in [Lang::Zh, Lang::En] {
        let found = findings(&file, lang);
        let lines: Vec<Option<u64>> =
            found.iter().filter(|finding| finding.chapter == Chapter::Aside).map(|finding| finding.line).collect();
        assert_eq!(lines, [Some(6), Some(7)]);
        let texts = found.iter().flat_map(|finding| [Some(finding.text.clone()), finding.remedy.clone()]).flatten();
        texts.for_each(|text| assert!(!text.contains("remedy-") && !text.contains("doctor-") && !text.contains("{ $"), "{text}"));
        assert!(found.windows(2).all(|pair| pair[0].chapter <= pair[1].chapter), "chapter by chapter");
    }
}

#[test]
fn rounded_ids_and_a_clock_eight_hours_off() {
    let mut text = String::from("订单号,下单时间,订单金额\n");
    for at in 0..600u32 {
        // Nobody orders from 2 to 7, but the export is written in UTC.
        let hour = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 0, 1][at as usize % 18];
        let utc = (hour + 16) % 24;
        text.push_str(&format!("12345678901{:04}000,2026-06-{:02} {utc:02}:{:02}:00,5\n", at, 1 + at % 28, at % 60));
    }
    let file = only(&read(&text));
    told(&file, &Remark::HourShift { role: Role::PlacedAt, hours: -8, quiet: 18 }, Chapter::Odd);
    told(&file, &Remark::IdsRounded { role: Role::Order, ids: 600, first_line: 2 }, Chapter::Odd);
}

#[test]
fn logs_of_events_are_looked_at_too() {
    // Nobody looks from 2 to 7, but the log is written in UTC; in numbers that are read column by column, and in words.
    let mut hours: Vec<u32> = (8..24).chain([0, 1]).collect();
    hours.sort_unstable_by_key(|hour| (hour * 7) % 24);
    let (mut numbers, mut words) =
        (String::from("user_id,item_id,category_id,behavior,timestamp\n"), String::from("访客,时间,行为,页面\n"));
    for at in 0..1_800u32 {
        let (day, hour, minute) = (1 + at % 20, (hours[at as usize % 18] + 16) % 24, at / 18 % 60);
        let seconds = 1_780_272_000 + i64::from(day) * 86_400 + i64::from(hour) * 3_600 + i64::from(minute) * 60;
        // As if the wall clock of UTC were the shop's.
        numbers.push_str(&format!("{},{},7,pv,{}\n", 1 + at % 300, 10 + at % 40, seconds - 8 * 3_600));
        words.push_str(&format!("v{},2026-06-{day:02} {hour:02}:{minute:02}:{:02},浏览,/a\n", at % 300, at % 60));
    }
    for text in [&numbers, &words] {
        let shift = only(&read(text)).remarks.into_iter().find(|remark| matches!(remark, Remark::HourShift { .. }));
        assert_eq!(shift, Some(Remark::HourShift { role: Role::Time, hours: -8, quiet: 18 }));
    }
    // Two rows of the future, and one that stands again twice.
    numbers.push_str(
        "5,6,7,pv,1850000000\n5,6,7,pv,1780400000\n5,6,7,pv,1780400000\n5,6,8,pv,1780400000\n5,6,7,pv,1780400000\n9,6,7,pv,1850000001\n",
    );
    words.push_str("v,2029-06-01 10:00:00,浏览,/\nw,2026-06-02 10:00:00,浏览,/\nw,2026-06-02 10:00:00,浏览,/\n");
    let file = only(&read(&numbers));
    told(&file, &Remark::FutureTimes { role: Role::Time, rows: 2, first_line: 1_802 }, Chapter::Odd);
    told(&file, &Remark::EqualEvents { rows: 2, first: "2026-06-02 19:33:20".into() }, Chapter::Odd);
    let file = only(&read(&words));
    told(&file, &Remark::FutureTimes { role: Role::Time, rows: 1, first_line: 1_802 }, Chapter::Odd);
    told(&file, &Remark::EqualEvents { rows: 1, first: "2026-06-02 10:00:00".into() }, Chapter::Odd);
}

#[test]
fn reports_and_the_log_of_the_account_are_looked_at_too() {
    let ads = only(&read(
        "日期,关键词,展现量,点击量,花费\n2026-06-01,a,10,1,2\n2029-06-01,a,10,1,2\n2026-06-01,b,10,1,2\n2026-06-01,a,10,1,2\n2026-06-01,a,11,1,2\n",
    ));
    told(&ads, &Remark::FutureTimes { role: Role::Date, rows: 1, first_line: 3 }, Chapter::Odd);
    told(&ads, &Remark::EqualRows { rows: 1, first_line: 5 }, Chapter::Odd);
    let daily = only(&read("日期,来源,访客数,浏览量\n2026-06-01,a,10,12\n2031-06-01,a,10,12\n2026-06-01,a,10,12\n2026-06-01,a,10,13\n"));
    assert_eq!(daily.table, Some(Table::Daily));
    told(&daily, &Remark::FutureTimes { role: Role::Date, rows: 1, first_line: 3 }, Chapter::Odd);
    told(&daily, &Remark::EqualRows { rows: 1, first_line: 4 }, Chapter::Odd);
    let log = only(&read(
        "操作时间,操作对象类型,操作类型,操作对象,修改前,修改后\n2026-06-01 10:00:00,关键词,修改出价,围巾,1,2\n\
         2030-06-01 10:00:00,关键词,修改出价,围巾,1,2\n2026-06-01 10:00:00,关键词,修改出价,围巾,1,2\n",
    ));
    assert_eq!(log.table, Some(Table::AdLog));
    told(&log, &Remark::FutureTimes { role: Role::Time, rows: 1, first_line: 3 }, Chapter::Odd);
    told(&log, &Remark::EqualRows { rows: 1, first_line: 4 }, Chapter::Odd);
}

#[test]
fn another_date_or_the_name_of_the_file_tells_from_which_year_day_numbers_count() {
    // 44712.5 is 2022-05-31 counted from 1900 and 2026-06-01 counted from 1904.
    let rows = |paid: &str| (0..4).map(|at| format!("{at},{}.5,{paid},5\n", 44_712 + at)).collect::<String>();
    let head = "订单号,下单时间,付款时间,订单金额\n";
    let named = |name: &str, text: &str| {
        let mut session = Session::new(Zone::default());
        push(&mut session, name, text.as_bytes(), 7, &Overrides::default());
        session.settle();
        (only(&session), session.covered().unwrap().from.to_string())
    };
    for (name, paid, since_1904, first) in [
        ("orders.csv", "2026-06-05 10:00:00", true, "2026-06-01"),
        ("orders.csv", "2022-06-05 10:00:00", false, "2022-05-31"),
        ("orders.csv", "", false, "2022-05-31"),
        ("ExportOrderList202606051200.csv", "", true, "2026-06-01"),
        ("ExportOrderList202206051200.csv", "", false, "2022-05-31"),
        ("ExportOrderList202606051200.csv", "2022-06-05 10:00:00", false, "2022-05-31"),
    ] {
        let (file, from) = named(name, &(head.to_string() + &rows(paid)));
        told(&file, &Remark::SerialDates { role: Role::PlacedAt, since_1904, doubtful: false }, Chapter::Taken);
        assert_eq!(from, first, "{name} {paid}");
    }
    // What somebody says stands, and rows that contradict each other tell nothing.
    let text = head.to_string() + &rows("2026-06-05 10:00:00");
    let said = said(text.as_bytes(), &written(|said| said.since_1904 = Some(false)));
    assert_eq!(said.covered().unwrap().from.to_string(), "2022-05-31");
    let (_, from) = named("orders.csv", &(text + "9,44712.5,2022-06-05 10:00:00,5\n"));
    assert_eq!(from, "2022-05-31");
}

#[test]
fn text_that_was_garbled_before_is_named_with_its_cause() {
    let text = "流量来源,来源明细,访客数\n手淘搜索,搜索结果,12\n直通车,关键词推广,3\n我的淘宝,购物车,5\n";
    let as_gbk = encoding_rs::GB18030.decode(text.as_bytes()).0.into_owned();
    let file = only(&read(&as_gbk));
    let found = file.remarks.iter().find_map(|remark| match remark {
        Remark::Garbled { cause, meant, first_line, .. } => Some((*cause, meant.clone(), *first_line)),
        _ => None,
    });
    let (cause, meant, line) = found.unwrap_or_else(|| panic!("{:?} of {as_gbk}", file.remarks));
    assert_eq!((cause, line), (Garble::Utf8AsGbk, 1));
    assert!(text.contains(meant.unwrap().trim_end_matches('\u{fffd}')));
    // The same text as it was meant, in either encoding, is in order.
    for bytes in [text.as_bytes().to_vec(), gbk(text)] {
        let file = only(&said(&bytes, &Overrides::default()));
        assert!(!file.remarks.iter().any(|remark| matches!(remark, Remark::Garbled { .. })), "{:?}", file.remarks);
    }
}

#[test]
fn delimiter_quote_encoding_header_and_dates_can_be_said() {
    // A table that the guess would cut at commas.
    let text = "visitor;time;page\nv1;2026-06-01 10:00;/a,b\nv2;2026-06-01 10:01;/c,d\n";
    let file = only(&said(text.as_bytes(), &written(|said| said.delimiter = Some(",".into()))));
    assert_eq!((file.form.unwrap().delimiter, file.state), (",".to_string(), FileState::NeedsMapping));
    let session = said(text.as_bytes(), &written(|said| said.delimiter = Some(";".into())));
    assert_eq!(account(&only(&session)), [2, 2, 0, 0]);

    // Quotes that are letters.
    let text = "visitor,time,page\nv1,2026-06-01 10:00,\"a\nv2,2026-06-01 10:01,b\"\n";
    let session = said(text.as_bytes(), &written(|said| said.quote = Some(String::new())));
    assert_eq!(account(&only(&session)), [2, 2, 0, 0]);
    let pages = answers(&session)["breakdowns"]["page"].clone();
    assert_eq!((&pages[0]["key"], &pages[1]["key"]), (&json!("\"a"), &json!("b\"")));

    // Few bytes say little about their encoding: three pairs that are text in Big5 and in GBK.
    let bytes = encoding_rs::BIG5.encode("visitor,time,page\nv1,2026-06-01 10:00,訂單頁\n").0.into_owned();
    let session = said(&bytes, &written(|said| said.encoding = Some("Big5".into())));
    assert_eq!(only(&session).encoding, "Big5");
    assert_eq!(answers(&session)["breakdowns"]["page"][0]["key"], "訂單頁");

    // A header over two rows, below two lines that look like one.
    let text = "visitor,time,page\nx,y,z\n访客,时间,浏览\n编号,,页面\nv1,2026-06-01 10:00,/a\n";
    let session = said(
        text.as_bytes(),
        &Overrides {
            columns: Some(vec![Role::Visitor, Role::Time, Role::Page]),
            ..written(|said| (said.header_line, said.header_rows) = (Some(3), Some(2)))
        },
    );
    let file = only(&session);
    assert_eq!((file.header_line, account(&file)), (Some(3), [1, 1, 0, 0]));
    assert_eq!(headers_of(&file, Role::Visitor), ["访客 编号"]);
    // No header at all: the first row is data.
    let columns = Some(vec![Role::Visitor, Role::Time, Role::Page]);
    let text = "v1,2026-06-01 10:00,/a\nv2,2026-06-01 10:01,/a\n";
    let session = said(text.as_bytes(), &Overrides { columns, table: Some(Table::Events), ..written(|said| said.header_line = Some(0)) });
    assert_eq!((only(&session).header_line, account(&only(&session))), (None, [2, 2, 0, 0]));

    // A date that shows both orders to be possible, and one that contradicts what is said: it is set aside, not turned.
    let text = "visitor,time\nv1,03/04/2026 10:00\nv2,25/04/2026 10:00\n";
    let session = said(text.as_bytes(), &written(|said| said.day_first = Some(false)));
    assert_eq!(account(&only(&session)), [2, 1, 0, 1]);
    assert_eq!(session.covered().unwrap().from.to_string(), "2026-03-04");
}

/// The mapping of a file that nobody would recognise.
fn kept() -> (Recipe, &'static str) {
    let text = "who;when;what;other\nv1;03/04/2026 10:00;look;1\nv2;04/04/2026 10:00;look;2\n";
    let columns = Some(vec![Role::Visitor, Role::Time, Role::Page, Role::Ignore]);
    let said = written(|said| (said.day_first, said.delimiter) = (Some(true), Some(";".into())));
    let mut session = Session::new(Zone::default());
    push(&mut session, "june.csv", text.as_bytes(), 64, &Overrides { table: Some(Table::Events), columns, ..said });
    session.settle();
    let file = only(&session);
    assert_eq!((&file.state, file.columns[0].evidence.clone()), (&FileState::Loaded, Evidence::Given));
    (file.recipe().unwrap(), text)
}

#[test]
fn next_months_file_of_the_same_shape_goes_straight_in() {
    let (recipe, _) = kept();
    let recipe = Recipe::of_link(&Recipe::read(&recipe.text()).unwrap().link()).unwrap();
    // Other rows, and the columns in another order, below a title.
    let july = "July\nwhat;who;other;when\nlook;v7;1;05/07/2026 11:00\nlook;v8;2;06/07/2026 11:00\n";
    let session = said(july.as_bytes(), &Overrides { recipes: vec![recipe.clone()], ..Overrides::default() });
    let file = only(&session);
    assert_eq!((&file.state, account(&file), file.table), (&FileState::Loaded, [2, 2, 0, 0], Some(Table::Events)));
    assert!(file.columns.iter().all(|column| column.evidence == Evidence::Kept));
    assert_eq!(session.covered().unwrap().from.to_string(), "2026-07-05", "the day comes first, as was said in June");
    // A file with other headers is read by itself.
    for other in ["who;when;what\nv1;03/04/2026 10:00;look\n", "visitor,time\nv1,2026-06-01 10:00\n"] {
        let alone = only(&read(other));
        let beside = only(&said(other.as_bytes(), &Overrides { recipes: vec![recipe.clone()], ..Overrides::default() }));
        assert_eq!(alone, beside);
    }
}

#[test]
fn a_saved_mapping_can_be_dropped_like_a_file() {
    let (recipe, june) = kept();
    let text = recipe.text();
    let mut session = session(&[("who.mapping.json", text.as_bytes()), ("june.csv", june.as_bytes())], 16);
    let files = session.files();
    assert_eq!((&files[0].state, &files[1].state), (&FileState::Mapping, &FileState::Loaded));
    // It goes with its file.
    session.remove(files[0].id);
    session.remove(files[1].id);
    push(&mut session, "june.csv", june.as_bytes(), 16, &Overrides::default());
    session.settle();
    assert_eq!(only(&session).state, FileState::NeedsMapping);
    let broken = support::session(&[("x.json", &text.as_bytes()[..text.len() - 3])], 16);
    assert_eq!(only(&broken).state, FileState::Failed(Problem::BrokenMapping));
}

/// What a reader of a table says of some bytes in chunks of a size.
fn sifted(bytes: &[u8], chunk: usize) -> Result<(dianzhang::ingest::Sifted, Vec<Vec<String>>), Problem> {
    let mut survey = Survey::default();
    bytes.chunks(chunk).for_each(|part| survey.push(part));
    let mut rows = Vec::new();
    let mut out = |cells: &[String]| {
        rows.push(cells.to_vec());
        true
    };
    let Some(mut reader) = survey.reader(&Said::default())? else { return Ok(Default::default()) };
    for part in bytes.chunks(chunk) {
        reader.push(part, &mut out)?;
    }
    let told = reader.finish(&mut out)?;
    Ok((told, rows))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_is_the_same_in_chunks_of_any_size(
        cells in prop::collection::vec(prop::sample::select(b"aB12,,,;|\"#\n\n\r\t :\xb6\xa9\xe8\xae\xa2".to_vec()), 1..400), chunk in 1usize..40,
    ) {
        let mut whole: Vec<Vec<String>> = Vec::new();
        let at_once = clean_rows(&cells, &Said::default(), &mut |row| {
            whole.push(row.to_vec());
            true
        });
        prop_assert_eq!(sifted(&cells, chunk), at_once.map(|told| (told, whole)));
    }

    /// Whatever is said about any bytes, nothing panics and every row is accounted for.
    #[test]
    fn nothing_that_is_said_loses_a_row(
        bytes in prop::collection::vec(prop::sample::select(b"av12,,,;;|\"'#\n\n\r\t:\xb6\xa9".to_vec()), 1..300),
        delimiter in prop::option::of(prop::sample::select(vec![",", ";", "||", "\t", "a"])),
        quote in prop::option::of(prop::sample::select(vec!["", "\"", "'"])),
        encoding in prop::option::of(prop::sample::select(vec!["UTF-8", "GB18030", "Big5", "Shift_JIS", "UTF-16LE", "windows-1252", "nonsense"])),
        line in prop::option::of(0u64..9), rows in prop::option::of(0u8..6), day in prop::option::of(any::<bool>()), chunk in 1usize..40,
    ) {
        let said = Said {
            currency: None,
            delimiter: delimiter.map(String::from), quote: quote.map(String::from), encoding: encoding.map(String::from),
            header_line: line, header_rows: rows, day_first: day, since_1904: day,
        };
        let overrides = Overrides { table: Some(Table::Events), columns: Some(vec![Role::Visitor, Role::Time]), said, recipes: Vec::new() };
        let read = |chunk: usize| {
            let mut session = Session::new(Zone::default());
            push(&mut session, "x", &bytes, chunk, &overrides);
            session.settle();
            session
        };
        let (whole, cut) = (read(usize::MAX), read(chunk));
        prop_assert_eq!(whole.files(), cut.files());
        let file = only(&whole);
        prop_assert_eq!(file.account.read, file.account.used + file.account.blank + file.account.set_aside);
    }
}
