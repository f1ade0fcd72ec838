//! The program as people and scripts run it: exit codes, messages, text, JSON and CSV.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;
use support::gbk;

/// A folder of one test, taken away when the test is over.
struct Folder(PathBuf);

impl Folder {
    /// An empty folder; `name` is the test's own.
    fn new(name: &str) -> Folder {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn with(name: &str, files: &[(&str, &[u8])]) -> Folder {
        let folder = Folder::new(name);
        files.iter().for_each(|(file, bytes)| folder.write(file, bytes));
        folder
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.0.join(name), bytes).unwrap();
    }

    /// Runs the program inside the folder.
    fn run(&self, words: &[&str]) -> Ran {
        let out = Command::new(env!("CARGO_BIN_EXE_dianzhang"))
            .args(words)
            .current_dir(&self.0)
            .env_remove("LC_ALL")
            .env_remove("LC_MESSAGES")
            .env("LANG", "C")
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        Ran { code: out.status.code(), out: text(out.stdout), err: text(out.stderr) }
    }

    /// Runs it, wants code 0 and a quiet standard error.
    #[track_caller]
    fn fine(&self, words: &[&str]) -> String {
        let ran = self.run(words);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{words:?}");
        ran.out
    }

    /// Runs it and reads its JSON, whatever the code.
    #[track_caller]
    fn json(&self, words: &[&str]) -> Value {
        let ran = self.run(&[words, &["--format", "json"]].concat());
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{words:?}: {error}: {} {}", ran.out, ran.err))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(String::from).collect()).collect()
}

const VISITS: &str = "visitor,time,event,page,source\n\
    v1,2026-06-01 10:00:00,view,/a,直通车\n\
    v1,2026-06-01 10:05:00,view,/b,直通车\n\
    v2,2026-06-01 11:00:00,view,/a,手淘搜索\n\
    v3,2026-06-02 11:00:00,view,/a,\n\
    v4,2026-06-02 11:00:00,view,/a,手淘搜索\n\
    v5,yesterday,view,/a,直通车\n\
    ,,,,\n";

const ORDERS: &str = "order,buyer,placed_at,paid_at,quantity,amount,item\n\
    o1,v1,2026-06-01 10:06:00,2026-06-01 10:07:00,2,100,i1\n\
    o2,v2,2026-06-02 10:06:00,2026-06-02 10:07:00,1,922790.83,i2\n\
    o3,v2,2026-06-02 10:08:00,,1,5,i2\n";

fn shop(name: &str) -> Folder {
    Folder::with(name, &[("visits.csv", VISITS.as_bytes()), ("orders.csv", ORDERS.as_bytes())])
}

#[test]
fn report_json_has_the_agreed_shape() {
    let shop = shop("json");
    let report = shop.json(&["report", "visits.csv", "orders.csv", "--by", "day", "--breakdown", "source", "--breakdown", "item"]);
    assert_eq!(report["period"], json!({"from": "2026-06-01", "to": "2026-06-02", "zone": "Asia/Shanghai"}));
    let file = &report["files"][0];
    assert_eq!([&file["name"], &file["table"], &file["encoding"]], [&json!("visits.csv"), &json!("events"), &json!("UTF-8")]);
    let counts = ["rows_read", "rows_used", "rows_blank", "rows_set_aside"].map(|name| file[name].as_u64().unwrap());
    assert_eq!(counts, [7, 5, 1, 1]);
    assert_eq!(report["files"][1]["rows_used"], 3);
    assert_eq!(report["metrics"]["page_views"], json!({"value": 5, "unit": "count", "notes": []}));
    // Four visits, three of them of one page.
    let bounce = &report["metrics"]["bounce_rate"];
    assert_eq!([&bounce["value"], &bounce["numerator"], &bounce["denominator"]], [&json!(0.75), &json!(3), &json!(4)]);
    assert_eq!(report["metrics"]["paid_amount"]["value"], "922890.83");
    assert_eq!(report["metrics"]["amount_per_buyer"]["numerator"], "922890.83");
    let ads = &report["metrics"]["ad_ctr"];
    assert_eq!((&ads["value"], &ads["why"]), (&Value::Null, &json!("no ads table is loaded")));
    assert_eq!(report["metrics"]["entry_times"]["value"], Value::Null);
    // v1 at 10 (two views) and v2 at 11 on Monday the first, v3 and v4 at 11 on Tuesday.
    let hours = json!([{"weekday": 1, "hour": 10, "page_views": 2}, {"weekday": 1, "hour": 11, "page_views": 1}, {"weekday": 2, "hour": 11, "page_views": 2}]);
    assert_eq!(report["tables"]["entry_times"], hours);
    let pages = &report["tables"]["entry_exit_pages"];
    assert_eq!((&pages[0]["key"], &pages[0]["metrics"]["entries"]["value"]), (&json!("/a"), &json!(4)));
    let series = json!([{"from": "2026-06-01", "value": 3}, {"from": "2026-06-02", "value": 2}]);
    assert_eq!(report["series"]["page_views"], series);
    assert_eq!(report["series"]["paid_amount"][1]["value"], "922790.83");
    let keys: Vec<&Value> = report["breakdowns"]["source"].as_array().unwrap().iter().map(|row| &row["key"]).collect();
    assert_eq!(keys, ["手淘搜索", "", "直通车"], "by visitors, then by key");
    assert_eq!(report["breakdowns"]["source"][0]["metrics"]["source_visitors"]["value"], 2);
}

#[test]
fn metrics_asked_for_are_the_only_ones_and_the_first_one_sorts() {
    let shop = shop("metric");
    let words = ["report", "visits.csv", "orders.csv", "--metric", "source_page_views", "--metric", "paid_amount"];
    let report = shop.json(&[&words[..], &["--breakdown", "source", "--breakdown", "item", "--by", "week"]].concat());
    let ids: Vec<&String> = report["metrics"].as_object().unwrap().keys().collect();
    assert_eq!(ids, ["paid_amount", "source_page_views"], "in the order of the catalogue");
    assert_eq!(report["series"].as_object().unwrap().len(), 2);
    assert_eq!(report.get("tables"), None);
    let source = |at: usize| report["breakdowns"]["source"][at].clone();
    assert_eq!(source(0), json!({"key": "手淘搜索", "metrics": {"source_page_views": {"value": 2}}}));
    assert_eq!((&source(1)["key"], &source(2)["key"]), (&json!("直通车"), &json!("")));
    let by_amount = ["report", "orders.csv", "--metric", "paid_amount", "--breakdown", "item"];
    let items = shop.json(&by_amount)["breakdowns"]["item"].clone();
    assert_eq!((&items[0]["key"], &items[1]["key"]), (&json!("i2"), &json!("i1")));
    // The text shows the same rows in the same order.
    let text = shop.fine(&by_amount);
    let at = text.find("item\tpaid_amount\n").unwrap();
    assert_eq!(&text[at..], "item\tpaid_amount\ni2\t922,790.83\ni1\t100.00\n");
}

#[test]
fn report_text_in_both_languages() {
    let shop = shop("text");
    let english = shop.fine(&["report", "visits.csv", "orders.csv", "--lang", "en"]);
    for told in [
        "visits.csv  [events, UTF-8]  7 rows read = 5 used + 1 blank + 1 set aside",
        "first on line 7",
        "2026-06-01 – 2026-06-02",
        "922,890.83",
    ] {
        assert!(english.contains(told), "{told} is not in {english}");
    }
    let chinese = shop.fine(&["--lang", "zh", "report", "visits.csv", "orders.csv"]);
    for told in ["读取 7 行 = 使用 5 + 空行 1 + 搁置 1", "“时间”无法识别", "浏览量"] {
        assert!(chinese.contains(told), "{told} is not in {chinese}");
    }
    // Neither language leaves a message without its text.
    for text in [&english, &chinese] {
        assert!(!text.contains("cli-") && !text.contains("group-") && !text.contains("reason-"), "{text}");
    }
}

#[test]
fn period_and_zone() {
    let shop = shop("period");
    let views = |words: &[&str]| {
        let report = shop.json(&[&["report", "visits.csv"], words].concat());
        (report["metrics"]["page_views"]["value"].clone(), report["period"]["from"].clone(), report["period"]["to"].clone())
    };
    assert_eq!(views(&["--from", "2026-06-02"]), (json!(2), json!("2026-06-02"), json!("2026-06-02")));
    assert_eq!(views(&["--to", "2026-06-01"]), (json!(3), json!("2026-06-01"), json!("2026-06-01")));
    assert_eq!(views(&["--from", "2026-07-01", "--to", "2026-07-02"]).0, json!(0));
    // Times without an offset are local everywhere; unix seconds move with the zone.
    assert_eq!(views(&["--zone", "America/New_York"]).0, json!(5));
    shop.write("unix.csv", b"visitor,time\nv1,1780329600\n"); // 2026-06-02 00:00 in Shanghai
    let day = |zone: &str| shop.json(&["report", "unix.csv", "--zone", zone])["period"]["from"].clone();
    assert_eq!((day("Asia/Shanghai"), day("UTC"), day("+07:00")), (json!("2026-06-02"), json!("2026-06-01"), json!("2026-06-01")));
}

#[test]
fn sniff_tells_dialect_columns_and_evidence() {
    let text = "导出报表\n订单号;买家;下单时间;付款时间;数量;总金额;收货人\n1;b1;2026-06-01 10:00;;1;5;秘密\n";
    let folder = Folder::with("sniff", &[("o.csv", &gbk(text)), ("v.csv", VISITS.as_bytes())]);
    let told = folder.json(&["sniff", "o.csv", "v.csv"]);
    let file = &told[0];
    assert_eq!(
        [&file["encoding"], &file["delimiter"], &file["quote"], &file["header_line"], &file["preface_rows"], &file["table"]],
        [&json!("GB18030"), &json!(";"), &json!("\""), &json!(2), &json!(1), &json!("orders")]
    );
    let columns = file["columns"].as_array().unwrap();
    assert_eq!(columns[0], json!({"header": "订单号", "role": "order", "evidence": "the header is a usual word for it"}));
    assert_eq!(columns[6]["role"], "personal");
    assert_eq!(told[1]["table"], "events");
    assert!(!told.to_string().contains("秘密"));
    let text = folder.fine(&["sniff", "o.csv", "--lang", "zh"]);
    assert!(text.contains("  订单号 → 订单编号  ("), "{text}");
    assert!(!text.contains("秘密"));
}

#[test]
fn table_writes_clean_csv_with_the_cells_own_texts() {
    let text = "店铺报表\n\n订单编号|买家会员名|备注 |下单时间|数量\n=\"0123\"|倈|\"a,\"\"b\"\"\nc\"|2026-6-1 9:00|1\n||||\n5.78E+13|立夏\n7|x|y|z|1|||\n";
    let folder = Folder::with("table", &[("o.csv", &gbk(text)), ("bom.csv", "\u{feff}visitor,time\nv1,2026-06-01\n".as_bytes())]);
    let ran = folder.run(&["--lang", "en", "table", "o.csv"]);
    let out = ran.out;
    assert_eq!(ran.code, Some(0));
    assert!(ran.err.contains("o.csv: 1 rows before the table left out"), "{}", ran.err);
    let expected =
        "订单编号,买家会员名,备注 ,下单时间,数量\n\"=\"\"0123\"\"\",倈,\"a,\"\"b\"\"\nc\",2026-6-1 9:00,1\n5.78E+13,立夏,,,\n7,x,y,z,1\n";
    assert_eq!(out, expected);
    assert_eq!(folder.fine(&["table", "bom.csv"]), "visitor,time\nv1,2026-06-01\n");
    // What is no known layout is a table all the same.
    folder.write("plain.csv", b"a;b\n1;x\n");
    assert_eq!(folder.fine(&["table", "plain.csv"]), "a,b\n1,x\n");
    folder.write("open.csv", ["visitor,time\nv1,\"2026\n", &"v2,2026-06-01\n".repeat(400_000)].concat().as_bytes());
    // A quote that never closes is the matter of its line alone.
    let ran = folder.run(&["table", "open.csv"]);
    assert_eq!((ran.code, ran.out.lines().count()), (Some(0), 400_002));
    assert!(ran.err.contains("1 rows repaired (line 2): a quote that opens or closes nothing"), "{}", ran.err);
    folder.write("long.csv", ["visitor,time\nv1,2026\nv2,", &"x".repeat(5 << 20)].concat().as_bytes());
    let ran = folder.run(&["table", "long.csv"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("“long.csv” has a row of more than 4 MB from line 3 on"), "{}", ran.err);
    // A file without a byte is an empty table.
    folder.write("empty.csv", b"");
    let ran = folder.run(&["table", "empty.csv"]);
    assert_eq!((ran.code, &ran.out[..]), (Some(0), ""));
    assert_eq!(folder.run(&["table", "missing.csv"]).code, Some(1));
}

#[test]
fn rejects_show_the_rows_as_they_stand() {
    let text = "订单号,买家,下单时间,付款时间,数量,备注\r\n\
        1,甲,2026-06-01 10:00,,1,好\r\n\
        2,倈,昨天,,1,\"第一行\r\n第,二\"\"行\"\r\n\
        \r\n\
        ,丙,2026-06-01 10:00,,1,\r\n\
        5.78E+13,丁,2026-06-01 10:00,,1,\r\n\
        6,戊,2026-06-01 10:00,,一点五,\r\n\
        7,己,2026-06-01 10:00,,1,x,多余\r\n\
        8,\"庚,2026-06-01 10:00,,1\r\n9,辛,2026-06-01 10:00,,1,";
    let folder = Folder::with("rejects", &[("gbk.csv", &gbk(text)), ("visits.csv", VISITS.as_bytes()), ("good.csv", ORDERS.as_bytes())]);
    let out = folder.fine(&["rejects", "gbk.csv", "good.csv", "visits.csv"]);
    let row = |file: &str, line: &str, reason: &str, raw: &str| [file, line, reason, raw].map(String::from).to_vec();
    let expected = vec![
        row("file", "line", "reason", "raw"),
        row("gbk.csv", "3", "placed at cannot be read", "2,倈,昨天,,1,\"第一行\r\n第,二\"\"行\""),
        row("gbk.csv", "6", "order id is empty", ",丙,2026-06-01 10:00,,1,"),
        row(
            "gbk.csv",
            "7",
            "a spreadsheet turned order id into scientific notation: its digits are lost",
            "5.78E+13,丁,2026-06-01 10:00,,1,",
        ),
        row("gbk.csv", "8", "quantity cannot be read", "6,戊,2026-06-01 10:00,,一点五,"),
        row("gbk.csv", "9", "the row has more cells than the header", "7,己,2026-06-01 10:00,,1,x,多余"),
        row(
            "gbk.csv",
            "10",
            "the quotes within the row do not add up, so it cannot be told where its cells end",
            "8,\"庚,2026-06-01 10:00,,1",
        ),
        row("visits.csv", "7", "time cannot be read", "v5,yesterday,view,/a,直通车"),
    ];
    assert_eq!(rows(&out), expected);
    let chinese = folder.fine(&["rejects", "visits.csv", "--lang", "zh"]);
    assert_eq!(rows(&chinese)[1][2], "“时间”无法识别");
    assert_eq!(folder.fine(&["rejects", "good.csv"]), "file,line,reason,raw\n");
}

#[test]
fn the_catalogue_has_ninety_numbers() {
    let folder = Folder::new("metrics");
    let entries = folder.json(&["metrics"]);
    let mut numbers: Vec<&str> =
        entries.as_array().unwrap().iter().filter(|entry| entry["extra"] == false).filter_map(|entry| entry["n"].as_str()).collect();
    let all = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!((all, numbers.len()), (90, 90));
    for entry in entries.as_array().unwrap() {
        for field in ["id", "zh", "en", "kind", "unit", "formula", "definition_zh", "definition_en"] {
            assert!(entry[field].as_str().is_some_and(|text| !text.is_empty()), "{field} of {}", entry["id"]);
        }
        assert!(entry["needs"].is_array());
    }
    let text = folder.fine(&["metrics", "--lang", "zh"]);
    assert!(text.contains("page_views") && text.contains("浏览量"));
}

#[test]
fn explain_fills_the_formula_in() {
    let shop = shop("explain");
    let text = shop.fine(&["explain", "--metric", "bounce_rate", "--metric", "paid_amount", "visits.csv", "orders.csv"]);
    for told in ["Bounce rate = 75.00%", "3", "4", "922,890.83"] {
        assert!(text.contains(told), "{told} is not in {text}");
    }
    let why = shop.fine(&["explain", "--metric", "page_views", "orders.csv"]);
    assert!(why.contains("no events table is loaded"), "{why}");
    // A part with decimals is no sum over days.
    let ads =
        "date,tool,keyword,impressions,clicks,cost,avg_rank\n2026-06-01,直通车,裙,100,5,3.00,2.5\n2026-06-02,直通车,裙,1,1,1.00,3.5\n";
    let folder = Folder::with("explain-rank", &[("ads.csv", ads.as_bytes())]);
    let rank = folder.fine(&["explain", "--metric", "ad_avg_rank", "ads.csv"]);
    assert!(rank.contains("Rank-weighted impressions 253.5 ÷ Impressions with a rank 101 = 2.51"), "{rank}");
    let ran = shop.run(&["explain", "visits.csv"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("--metric"), "{}", ran.err);
}

#[test]
fn overrides_rule() {
    let text = "who,when,what\nv1,2026-06-01 10:00:00,look\nv2,2026-06-01 10:00:00,look\n";
    let folder = Folder::with("overrides", &[("x.csv", text.as_bytes()), ("orders.csv", ORDERS.as_bytes())]);
    let report = folder.json(&["report", "x.csv", "--table", "x.csv=events", "--columns", "x.csv=visitor,time,page"]);
    assert_eq!(report["metrics"]["page_views"]["value"], 2);
    let report = folder.json(&["report", "x.csv", "--columns", "x.csv=visitor, time,-"]);
    assert_eq!((&report["files"][0]["table"], &report["metrics"]["visitors"]["value"]), (&json!("events"), &json!(2)));
    // The second column is no buyer after all; those after it stay with the guess.
    let report = folder.json(&["report", "orders.csv", "--columns", "orders.csv=order,ignore"]);
    assert_eq!((&report["metrics"]["paid_orders"]["value"], &report["metrics"]["buyers"]["value"]), (&json!(2), &Value::Null));
    let ran = folder.run(&["report", "x.csv", "--table", "x.csv=orders", "--columns", "x.csv=buyer,placed_at"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("“x.csv” cannot be read as orders: these columns lack: order id"), "{}", ran.err);
    let ran = folder.run(&["report", "x.csv", "--table", "x.csv=merchants"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("“x.csv” is a table of merchants"), "{}", ran.err);
}

#[test]
fn wrong_calls_end_with_two_and_a_sentence() {
    let shop = shop("wrong");
    for (words, told) in [
        (&["report"][..], "required arguments"),
        (&["report", "visits.csv", "--from", "2026-13-01"], "is not a day like"),
        (&["report", "visits.csv", "--from", "2026-06-09", "--to", "2026-06-01"], "--from 2026-06-09 is after --to 2026-06-01"),
        (&["report", "visits.csv", "--from", "2027-01-01"], "--from 2027-01-01 is after --to 2026-06-02"),
        (&["report", "visits.csv", "--from", "0001-01-01"], "1970"),
        (&["report", "visits.csv", "--to", "9999-12-31"], "2100"),
        (&["report", "visits.csv", "--zone", "Mars/Olympus"], "`Mars/Olympus` is not a time zone"),
        (&["report", "visits.csv", "--metric", "page_view"], "no metric is called `page_view`"),
        (&["explain", "visits.csv", "--metric", "page_view"], "no metric is called `page_view`"),
        (&["report", "visits.csv", "--by", "year"], "day, week, month"),
        (&["report", "visits.csv", "--breakdown", "colour"], "source"),
        (&["report", "visits.csv", "--format", "xml"], "json"),
        (&["report", "visits.csv", "--lang", "fr"], "zh, en"),
        (&["report", "visits.csv", "--table", "visits.csv=sales"], "`sales` is none of the tables events, orders"),
        (&["report", "visits.csv", "--table", "other.csv=events"], "`other.csv` is none of the files given"),
        (&["report", "visits.csv", "--table", "events"], "FILE="),
        (&["report", "visits.csv", "--columns", "visits.csv=visitor,hour"], "`hour` is none of the roles"),
        (&["report", "orders.csv", "--columns", "orders.csv=order,,,,,,,,"], "--columns names 9 roles, but `orders.csv` has 7 columns"),
        (&["frobnicate"], "unrecognized subcommand"),
    ] {
        let ran = shop.run(words);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{words:?}: {}", ran.err);
        assert!(ran.err.contains(told), "{words:?}: {}", ran.err);
    }
}

/// A file that cannot be used, and the words its message must have in English and in Chinese.
struct Bad(&'static str, Vec<u8>, &'static str, &'static str);

fn bad_files() -> Vec<Bad> {
    let text = |text: &str| text.as_bytes().to_vec();
    let orders = "订单编号,买家,下单时间,付款时间,数量\n";
    vec![
        Bad("empty.csv", text(""), "is empty. Export it again", "空文件"),
        Bad("bom.csv", text("\u{feff}"), "is empty", "空文件"),
        Bad("blank.csv", text("\n \r\n\t\n"), "is empty", "空文件"),
        Bad("bom-blank.csv", text("\u{feff}\n\n"), "is empty", "空文件"),
        Bad("commas.csv", text(",,,\n,,,\n"), "is empty", "空文件"),
        Bad("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "is no table (PNG). Drop the CSV", "不是表格文件（PNG）"),
        Bad("paper.csv", text("%PDF-1.7\n1,2,3\n"), "is no table (PDF)", "PDF"),
        Bad("book.csv", b"PK\x03\x04\x14\0\0\0[Content_Types].xml".to_vec(), "is damaged or was not downloaded", "已损坏"),
        Bad("old.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0".to_vec(), "is damaged or was not downloaded", "已损坏"),
        Bad("pack.zip", b"PK\x03\x04\x14\0\0\0orders.csv".to_vec(), "is damaged or was not downloaded", "已损坏"),
        Bad("pack.gz", b"\x1f\x8b\x08\0\0".to_vec(), "is damaged or was not downloaded", "已损坏"),
        Bad("pack.rar", b"Rar!\x1a\x07\x01\0".to_vec(), "is a kind of archive that is not unpacked here", "不解的压缩包类型"),
        Bad("nul.csv", b"visitor,time\nv1,\0\0\0\n".to_vec(), "is no table (binary)", "binary"),
        Bad("one.csv", text("hello\nworld\n"), "has one column only", "只有一列"),
        Bad("line.csv", vec![b'x'; 2_000_000], "has one column only", "只有一列"),
        Bad("unknown.csv", text("foo,bar\n1,x\n"), "is not known. Say what table it is", "认不出"),
        Bad("header.csv", text("visitor,time,event\n"), "has a header and no rows", "只有表头"),
        Bad("blank-rows.csv", text("visitor,time,event\n,,\n,,\n"), "has a header and no rows", "只有表头"),
        Bad(
            "no-use.csv",
            text("visitor,time\nv1,soon\nv2,later\n,2026-06-01\n"),
            "has no usable row. The most frequent reason: time cannot be read",
            "没有一行可用",
        ),
        Bad(
            "ids.csv",
            text(&format!("{orders}5.78E+13,a,2026-06-01,,1\n1.37359E+14,b,2026-06-01,,1\n")),
            "were turned into scientific notation",
            "科学计数法",
        ),
        Bad("details.csv", text("订单编号,标题,价格,购买数量\n1,围巾,5,1\n"), "no loaded order has this id", "没有这笔订单"),
        Bad(
            "endless.csv",
            format!("visitor,time\nv1,\"2026-06-01{}\n", "v2,2026-06-01,".repeat(400_000)).into_bytes(),
            "has a row of more than 4 MB from line 2 on",
            "从第 2 行起",
        ),
    ]
}

#[test]
fn a_file_that_cannot_be_used_is_told_and_the_others_count() {
    let folder = Folder::with("bad", &[("good.csv", VISITS.as_bytes())]);
    let bad = bad_files();
    bad.iter().for_each(|Bad(name, bytes, ..)| folder.write(name, bytes));
    let names: Vec<&str> = bad.iter().map(|Bad(name, ..)| *name).collect();
    for (lang, pick) in [("en", 0), ("zh", 1)] {
        let words = [&["--lang", lang, "report", "--format", "json", "--metric", "page_views", "good.csv"], &names[..]].concat();
        let ran = folder.run(&words);
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        let messages: Vec<&str> = ran.err.lines().collect();
        assert_eq!(messages.len(), bad.len(), "one message a file: {}", ran.err);
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(report["metrics"]["page_views"]["value"], 5);
        assert_eq!(report["files"][0].get("problem"), None);
        for (at, Bad(name, _, english, chinese)) in bad.iter().enumerate() {
            let wanted = if pick == 0 { english } else { chinese };
            assert!(messages[at].contains(&format!("“{name}”")) && messages[at].contains(wanted), "{name}: {}", messages[at]);
            let file = &report["files"][at + 1];
            assert_eq!((&file["name"], &file["rows_used"]), (&json!(name), &json!(0)));
            assert_eq!(format!("dianzhang: {}", file["problem"].as_str().unwrap()), messages[at]);
        }
    }
}

#[test]
fn paths_that_cannot_be_read() {
    let folder = Folder::with("paths", &[("good.csv", VISITS.as_bytes())]);
    std::fs::create_dir(folder.0.join("folder.csv")).unwrap();
    for path in ["missing.csv", "folder.csv", "nowhere/missing.csv"] {
        for call in ["report", "sniff", "rejects"] {
            let ran = folder.run(&[call, path, "good.csv"]);
            assert_eq!(ran.code, Some(1), "{call} {path}");
            let name = path.rsplit('/').next().unwrap();
            assert!(ran.err.contains(&format!("“{name}” cannot be read")), "{call} {path}: {}", ran.err);
            assert!(ran.out.contains("good.csv"), "{call} {path}: {}", ran.out);
        }
        assert_eq!(folder.run(&["table", path]).code, Some(1));
    }
    let ran = folder.run(&["report", "missing.csv", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &report["period"], &report["metrics"]), (Some(1), &Value::Null, &json!({})));
}

#[test]
fn a_failed_file_is_no_loaded_table() {
    let destroyed = "订单编号,买家,下单时间,付款时间,数量,促销\n5.78E+13,a,2026-06-01,2026-06-01,1,618\n";
    let buys = "visitor,time,event\nv1,2026-06-01 10:00:00,view\nv1,2026-06-01 10:05:00,buy\n";
    let folder =
        Folder::with("failed", &[("ids.csv", destroyed.as_bytes()), ("buys.csv", buys.as_bytes()), ("head.csv", b"visitor,time,source\n")]);
    folder.write("orders.csv", ORDERS.as_bytes());
    // Purchases of the log stand in for the orders that could not be read.
    let report = folder.json(&["report", "ids.csv", "buys.csv"]);
    assert_eq!((&report["metrics"]["paid_orders"]["value"], &report["metrics"]["promo_buyers"]["value"]), (&json!(1), &Value::Null));
    // No views were read: their number is not 0 but unknown.
    let report = folder.json(&["report", "head.csv", "orders.csv"]);
    assert_eq!(report["metrics"]["page_views"]["value"], Value::Null);
    // A failed file's columns unlock nothing beside a good file of the same table.
    let report = folder.json(&["report", "head.csv", "buys.csv"]);
    assert_eq!(report["metrics"]["source_visitors"]["value"], Value::Null);
    let report = folder.json(&["report", "ids.csv", "orders.csv"]);
    assert_eq!((&report["metrics"]["promo_buyers"]["value"], &report["metrics"]["paid_orders"]["value"]), (&Value::Null, &json!(2)));
}

#[test]
fn odd_but_usable_files() {
    let folder = Folder::new("odd");
    folder.write(
        "long.csv",
        format!("visitor,time,page\nv1,2026-06-01 10:00:00,{}\nv2,2026-06-01 10:00:00,/a\n", "x".repeat(2_000_000)).as_bytes(),
    );
    let names: String = (0..20_000).map(|at| format!(",a_rather_long_column_{at}")).collect();
    folder.write("wide.csv", format!("visitor,time{names}\nv1,2026-06-01 10:00:00{}\n", ",1".repeat(20_000)).as_bytes());
    let good = "v1,2026-06-01 10:00:00\n".repeat(400);
    folder.write("nul.csv", format!("visitor,time\n{good}v2,2026-\0-01\nv3,2026-06-01 10:00:00\n").as_bytes());
    folder.write("quote.csv", b"visitor,time\nv1,2026-06-01 10:00:00\nv2,\"2026-06-01 10:00:00\nv3,2026-06-01 10:00:00\n");
    folder.write("years.csv", b"visitor,time\nv1,2026-06-01 10:00:00\nv2,9999-12-31 00:00:00\nv3,0001-01-01 00:00:00\nv4,151156800\n");
    for (name, read, aside) in [("long.csv", 2, 0), ("wide.csv", 1, 0), ("nul.csv", 402, 1), ("quote.csv", 3, 1), ("years.csv", 4, 3)] {
        let report = folder.json(&["report", name, "--metric", "page_views"]);
        let file = &report["files"][0];
        assert_eq!((&file["rows_read"], &file["rows_set_aside"]), (&json!(read), &json!(aside)), "{name}");
        assert_eq!(report["metrics"]["page_views"]["value"], read - aside, "{name}");
        assert_eq!(report["period"]["to"], "2026-06-01", "{name}");
    }
}

#[test]
fn a_log_to_measure_with_and_the_head_of_a_breakdown() {
    let folder = Folder::new("log");
    for order in ["person", "time"] {
        assert_eq!(folder.fine(&["sample-log", "--rows", "4000", "--order", order, "--seed", "7", &format!("{order}.csv")]), "");
    }
    let words = |file| ["report", file, "--breakdown", "category", "--metric"];
    let all = folder.json(&[&words("person.csv")[..], &["favorites"]].concat());
    assert_eq!((&all["files"][0]["layout"], &all["files"][0]["rows_used"]), (&json!("taobao_user_behavior"), &json!(4000)));
    for (metric, file) in [("favorites", "time.csv"), ("page_views", "time.csv"), ("page_views", "person.csv")] {
        let all = folder.json(&[&words("person.csv")[..], &[metric]].concat());
        let head = folder.json(&[&words(file)[..], &[metric, "--limit", "5"]].concat());
        let rows = all["breakdowns"]["category"].as_array().unwrap();
        assert!(rows.len() > 1000);
        assert_eq!(head["breakdowns"]["category"].as_array().unwrap(), &rows[..5], "{metric} {file}");
    }
    assert_eq!(folder.run(&["sample-log", "--order", "chance", "log.csv"]).code, Some(2));
    assert_eq!(folder.run(&["sample-log", "--rows", "1", "none/log.csv"]).code, Some(2));
}

#[test]
fn the_same_bytes_count_once() {
    let folder = Folder::with("twice", &[("a.csv", VISITS.as_bytes()), ("copy.csv", VISITS.as_bytes())]);
    let ran = folder.run(&["report", "a.csv", "copy.csv", "a.csv", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "a copy is no error");
    assert_eq!(ran.err.lines().count(), 2);
    assert!(ran.err.contains("“copy.csv” holds the same bytes as a file that is loaded already and is not counted twice."));
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["metrics"]["page_views"]["value"], 5);
    let copies: Vec<(&Value, &Value)> =
        report["files"].as_array().unwrap().iter().map(|file| (&file["duplicate"], &file["rows_read"])).collect();
    assert_eq!(copies, [(&Value::Null, &json!(7)), (&json!(true), &json!(0)), (&json!(true), &json!(0))]);
}

#[test]
fn the_sample_shop_from_end_to_end() {
    let folder = Folder::new("sample");
    let paths = folder.fine(&["sample", "shop"]);
    let files: Vec<&str> = paths.lines().collect();
    assert_eq!(
        files,
        [
            "shop/ExportOrderList.csv",
            "shop/ExportOrderDetailList.csv",
            "shop/visits.csv",
            "shop/products.csv",
            "shop/zhitongche.csv",
            "shop/ad_log.csv"
        ]
    );
    let words = [&["report"], &files[..], &["shop/visits.csv", "--by", "day", "--breakdown", "source"]].concat();
    let report = folder.json(&words);
    // What the sample promises: three rows of commas and two destroyed ids, whose lines have no order; a log cut in its last row.
    let account = |at: usize| ["rows_blank", "rows_set_aside"].map(|name| report["files"][at][name].as_u64().unwrap());
    let read = |at: usize| ["rows_read", "rows_used"].map(|name| report["files"][at][name].as_u64().unwrap());
    assert_eq!((account(0), account(2), account(3)), ([3, 2], [0, 1], [0, 0]));
    assert!(account(1)[0] == 0 && account(1)[1] >= 2);
    assert_eq!((account(4), account(5)), ([0, 1], [0, 0]));
    assert!((0..6).all(|at| read(at)[0] == read(at)[1] + account(at)[0] + account(at)[1]));
    assert_eq!(report["files"][6]["duplicate"], true);
    let layouts: Vec<&Value> = (0..5).map(|at| &report["files"][at]["layout"]).collect();
    assert_eq!(layouts, [&json!("taobao_orders"), &json!("taobao_order_details"), &Value::Null, &Value::Null, &json!("zhitongche")]);
    let metric = |id: &str| report["metrics"][id]["value"].clone();
    assert_eq!(metric("placed_orders").as_u64().unwrap(), read(0)[1]);
    assert!((37.0..44.0).contains(&(metric("bounce_rate").as_f64().unwrap() * 100.0)));
    assert!((8_000..10_500).contains(&metric("visitors").as_u64().unwrap()));
    // Additive figures of the days add up to the period's.
    let sum = |id: &str| report["series"][id].as_array().unwrap().iter().map(|day| day["value"].as_u64().unwrap()).sum::<u64>();
    for id in ["page_views", "placed_orders", "paid_orders", "paid_items", "ad_impressions", "ad_clicks"] {
        assert_eq!(json!(sum(id)), metric(id), "{id}");
    }
    // What the ad report promises: its states, its quiet keyword, its operations, believable rates.
    for (id, value) in [("campaign_paused", 1), ("campaign_active", 2), ("campaign_without_items", 1), ("ad_item_paused", 1)] {
        assert_eq!(metric(id), value, "{id}");
    }
    assert!((0.01..0.08).contains(&metric("ad_ctr").as_f64().unwrap()) && (1.0..9.0).contains(&metric("ad_roi").as_f64().unwrap()));
    // A word that nobody searches for, and one of the item that is paused.
    let quiet = report["tables"]["keywords_without_impressions"].as_array().unwrap();
    assert_eq!(quiet.iter().map(|row| &row["key"]).collect::<Vec<_>>(), ["百褶裙", "轻奢小众原创设计师款"]);
    let logs = ["log_keyword", "log_item", "log_account", "log_creative"].map(|id| metric(id).as_u64().unwrap());
    assert_eq!(logs.iter().sum::<u64>(), read(5)[1]);
    let sources = report["breakdowns"]["source"].as_array().unwrap();
    let views: u64 = sources.iter().map(|row| row["metrics"]["source_page_views"]["value"].as_u64().unwrap()).sum();
    assert_eq!(json!(views), metric("page_views"));
    assert_eq!(rows(&folder.fine(&["rejects", "shop/ExportOrderList.csv", "shop/visits.csv"])).len(), 1 + 2 + 1);
    let table = rows(&folder.fine(&["table", "shop/ExportOrderList.csv"]));
    assert_eq!(table.len() as u64, 1 + read(0)[0] - 3);
    assert!(table.iter().all(|row| row.len() == 61));
}

#[test]
fn canonical_rows_are_clean_and_joined() {
    let orders = "order,buyer,placed_at,paid_at,item,quantity,amount\n\
        A1,b1,2026-06-01 10:00:00,2026-06-01 10:05:00,i1,1,1.50\nA1,,,,i2,2,\nA2,b2,2026-06-02 09:00:00,,i1,1,7\n";
    let folder = Folder::with("canon", &[("visits.csv", VISITS.as_bytes()), ("orders.csv", orders.as_bytes())]);
    let lines = rows(&folder.fine(&["canon", "orders", "orders.csv"]));
    assert_eq!(lines[0], ["order", "buyer", "placed_at", "paid_at", "item", "quantity", "amount", "paid_amount", "promotion", "province"]);
    // Facts of an order stand on each of its lines, the amount stands in for the amount paid, and nothing there is empty.
    assert_eq!(lines[1], ["1", "b1", "1780279200", "1780279500", "i1", "1", "1.50", "1.50", "", ""]);
    assert_eq!(lines[2], ["1", "b1", "1780279200", "1780279500", "i2", "2", "", "", "", ""]);
    assert_eq!(lines.len(), 4);
    let events = rows(&folder.fine(&["canon", "events", "visits.csv"]));
    let read = folder.json(&["report", "visits.csv"])["files"][0]["rows_used"].as_u64().unwrap();
    assert_eq!(events.len() as u64, 1 + read);
    assert!(events[1..].iter().enumerate().all(|(at, row)| row[2] == at.to_string()), "seq counts on");
    assert_eq!(folder.run(&["canon", "products", "visits.csv"]).code, Some(2));
}

#[test]
fn sql_is_written_for_three_engines() {
    let folder = Folder::with("sql", &[("visits.csv", VISITS.as_bytes())]);
    for engine in ["duckdb", "clickhouse", "spark"] {
        let text = folder.fine(&["sql", "--engine", engine, "--metric", "bounce_rate", "--by", "week", "--zone", "+05:30"]);
        assert!(text.contains("The share of visits that end after a single view") && text.contains(" + 19800"), "{text}");
        assert!(folder.fine(&["sql", "--engine", engine, "--tables"]).contains("CREATE TABLE orders ("));
        assert!(folder.fine(&["sql", "--engine", engine, "--layout", "rees46_events"]).contains("event_type"));
        let like = folder.fine(&["sql", "--engine", engine, "--like", "visits.csv", "--metric", "placed_amount"]);
        assert!(like.contains("/* no table orders */"), "{like}");
    }
    for (words, told) in [
        (&["--metric", "no_such"][..], "no metric is called `no_such`"),
        (&["--metric", "entry_times"], "is no figure"),
        (&["--metric", "bounce_rate", "--breakdown", "item"], "is not told by item"),
        (&["--by", "day", "--breakdown", "item"], "--overview"),
        (&["--layout", "taobao_order_details"], "canon orders"),
        (&["--has", "plan"], "has no SQL"),
        (&["--zone", "Mars/Olympus"], "Mars/Olympus"),
        (&["--from", "2026-06-02", "--to", "2026-06-01"], "is before"),
    ] {
        let ran = folder.run(&[&["sql", "--engine", "duckdb"], words].concat());
        assert_eq!(ran.code, Some(2), "{words:?}");
        assert!(ran.err.contains(told), "{words:?}: {}", ran.err);
    }
}

#[test]
fn a_report_for_the_browser_and_one_for_a_spreadsheet() {
    let visits = "visitor,time,source\n1,2026-06-05 10:00:00,=1+1\n2,2026-06-06 11:00:00,<b>\n";
    let folder = Folder::with("takeout", &[("visits.csv", visits.as_bytes())]);
    let words = |format| ["report", "--lang", "en", "--breakdown", "source", "--by", "day", "--format", format, "visits.csv"];
    let html = folder.fine(&words("html"));
    assert!(html.starts_with("<!doctype html>") && html.contains("default-src 'none'") && !html.contains("<script"));
    assert!(html.contains("<td class=\"n\" data-metric=\"visitors\">2</td>") && html.contains("&lt;b&gt;") && !html.contains("<b>"));
    let csv = folder.fine(&words("csv"));
    assert!(csv.starts_with('\u{feff}') && csv.contains("Visitors (UV),visitors,2,count"));
    assert!(csv.contains("'=1+1") && csv.contains("Cells with an apostrophe put before,1\r\n"));
    for text in [html, csv] {
        for fact in ["2026-06-05 – 2026-06-06", "visits.csv", "Asia/Shanghai"] {
            assert!(text.contains(fact), "{fact}");
        }
    }
}

#[test]
fn other_encodings_are_read_and_their_rows_found_again() {
    let text =
        "visitor,time,page,来源\r\nv1,2026-06-01 10:00:00,/a,手淘\r\nv2,昨天,/b,许\r\nv3,2026-06-01 11:00:00,/c,\"a\r\nb\"\r\nv4,soon,/é,x";
    let utf16 = |little: bool, text: &str| -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    };
    let taiwan = text.replace('许', "許").replace('é', "e").replace("来源", "來源");
    let japan = text.replace("手淘", "ソースのひょうじ").replace('许', "データのかな").replace('é', "ー").replace("来源", "来源カラム");
    let folder = Folder::with(
        "encodings",
        &[
            ("le.csv", &[b"\xff\xfe".to_vec(), utf16(true, text)].concat()),
            ("be.csv", &[b"\xfe\xff".to_vec(), utf16(false, text)].concat()),
            ("bare.csv", &utf16(true, text)),
            ("big5.csv", &encoding_rs::BIG5.encode(&taiwan.replace("手淘", "搜尋廣告與首頁推薦的流量來源")).0),
            ("sjis.csv", &encoding_rs::SHIFT_JIS.encode(&japan).0),
        ],
    );
    for (name, encoding) in
        [("le.csv", "UTF-16LE"), ("be.csv", "UTF-16BE"), ("bare.csv", "UTF-16LE"), ("big5.csv", "Big5"), ("sjis.csv", "Shift_JIS")]
    {
        let file = &folder.json(&["report", name])["files"][0];
        assert_eq!((&file["encoding"], &file["rows_read"], &file["rows_used"]), (&json!(encoding), &json!(4), &json!(2)), "{name}");
        let out = rows(&folder.fine(&["rejects", name]));
        let raw: Vec<(&str, &str)> = out[1..].iter().map(|row| (&row[1][..], &row[3][..2])).collect();
        assert_eq!(raw, [("3", "v2"), ("6", "v4")], "{name}");
        assert!(out[2][3].ends_with(",x"), "{name}: {:?}", out[2]);
        assert_eq!(folder.run(&["table", name]).out.lines().count(), 6, "{name}");
    }
}
