//! The program on workbooks and archives: the same answers as on the text inside, and rows set aside with their texts.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/packed.rs"]
#[allow(dead_code)] // the other test of containers uses the rest
mod packed;

use packed::{Member, gz, xlsx, zip};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::path::PathBuf;
use std::process::Command;

/// A folder of one test, taken away when the test is over.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    fn with(name: &str, files: &[(&str, &[u8])]) -> Folder {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("unpacked-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        files.iter().for_each(|(file, bytes)| std::fs::write(path.join(file), bytes).unwrap());
        Folder(path)
    }

    /// Runs the program in at most `memory` MB of address space: code, standard output and standard error.
    fn run_in(&self, memory: u32, words: &[&str]) -> (Option<i32>, String, String) {
        let script = format!("ulimit -v {} && exec \"$0\" \"$@\"", memory * 1024);
        let out = Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_dianzhang")])
            .args(words)
            .args(["--lang", "en"])
            .current_dir(&self.0)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (out.status.code(), text(out.stdout), text(out.stderr))
    }

    #[track_caller]
    fn fine(&self, words: &[&str]) -> String {
        let (code, out, err) = self.run_in(4000, words);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{words:?}");
        out
    }
}

const ORDERS: &str = "订单编号,买家,下单时间,付款时间,商品ID,数量,应付金额,实付金额\n\
    ,,,,,,,\n\
    5123450000000000001,v1,2026-06-17 10:05:00,2026-06-17 10:06:00,101,1,129,129\n\
    5123450000000000002,v3,2026-06-18 00:08:00,,101,2,258,238.5\n\
    5.12345E+18,v2,2026-06-18 11:00:00,2026-06-18 11:01:00,102,1,59.9,59.9\n";

/// The orders as a workbook with ids as text, dates as numbers and amounts as numbers.
fn book() -> Vec<u8> {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("yyyy/m/d h:mm:ss");
    let sheet = book.add_worksheet().set_name("订单").unwrap();
    for (row, line) in (0..).zip(ORDERS.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            match (column, cell.parse::<f64>()) {
                _ if cell.is_empty() => &mut *sheet,
                (2 | 3, _) if row > 0 => {
                    sheet.write_datetime_with_format(row, column, ExcelDateTime::parse_from_str(cell).unwrap(), &date).unwrap()
                }
                // The id that was destroyed was stored as a number.
                (0, Ok(_)) if cell.contains('E') => sheet.write_number(row, column, 5_123_450_000_000_000_003f64).unwrap(),
                (5.., Ok(number)) => sheet.write_number(row, column, number).unwrap(),
                _ => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    book.add_worksheet().set_name("说明").unwrap().write_string(0, 0, "只有一格").unwrap();
    book.save_to_buffer().unwrap()
}

/// Everything in a report behind the accounts of its files.
fn figures(report: &str) -> &str {
    report.split_once("\n\n").map_or("", |(_, figures)| figures)
}

#[test]
fn the_same_orders_give_the_same_figures_from_any_container() {
    let orders = ORDERS.as_bytes();
    let (packed, archive) = (gz(orders), zip(&[Member::of("out/orders.csv", orders)]));
    let twice = [gz(&orders[..60]), gz(&orders[60..])].concat();
    let files: [(&str, &[u8]); 5] = [("a.csv", orders), ("b.xlsx", &book()), ("c.csv", &packed), ("d.bin", &archive), ("e.gz", &twice)];
    let folder = Folder::with("figures", &files);
    let plain = folder.fine(&["report", "a.csv"]);
    assert!(plain.contains("[orders, UTF-8]  4 rows read = 2 used + 1 blank + 1 set aside"), "{plain}");
    for (file, _) in &files[2..] {
        assert_eq!(figures(&folder.fine(&["report", file])), figures(&plain), "{file}");
    }
    // The other sheet is no table, which is said and costs nothing else.
    let (code, out, err) = folder.run_in(4000, &["report", "b.xlsx"]);
    assert!(out.starts_with("b.xlsx › 订单  [orders, UTF-8]  4 rows read = 2 used + 1 blank + 1 set aside"), "{out}");
    assert!(out.contains("(first on line 5): a spreadsheet turned order id into scientific notation"), "{out}");
    assert_eq!((code, figures(&out).contains(figures(&plain))), (Some(1), true), "{out}");
    assert!(err.contains("“b.xlsx › 说明” has one column only"), "{err}");
}

/// More rows than wait to be dealt, so that lanes get them while the container is still being read.
#[test]
fn any_number_of_lanes_gives_the_same_figures() {
    let day = |at: u32| format!("v{},2026-06-{:02} 10:00:{:02}", at % 9000, 1 + at % 28, at % 60);
    let rows = |from: u32, to: u32| (from..to).map(|at| day(at) + ",/p\n").collect::<String>();
    let plain = format!("visitor,time,page\n{}", rows(0, 180_000));
    // The first byte beyond ASCII comes late, and shows that all of it must be read anew.
    let late = dianzhang::ingest::encode_gb18030(&(0..20_000).map(|at| day(at) + ",/首页\n").collect::<String>());
    let anew = [plain.as_bytes(), &late].concat();
    // Lanes are as many as there is to read: this alone is no table.
    let filler = vec![b'x'; 17 << 20];
    let (packed, archive) = (gz(plain.as_bytes()), zip(&[Member::of("in.csv", &anew)]));
    let files: [(&str, &[u8]); 5] =
        [("a.csv", plain.as_bytes()), ("b.csv", &anew), ("a.gz", &packed), ("b.zip", &archive), ("filler.txt", &filler)];
    let folder = Folder::with("lanes", &files);
    for (text, container) in [("a.csv", "a.gz"), ("b.csv", "b.zip")] {
        let (_, one, _) = folder.run_in(4000, &["report", text, "filler.txt", "--threads", "1"]);
        let (_, three, _) = folder.run_in(4000, &["report", container, "filler.txt", "--threads", "3"]);
        assert!(one.contains(" 0 blank + 0 set aside") && figures(&one).len() > 500, "{one}");
        assert_eq!(figures(&three), figures(&one), "{container}");
    }
}

#[test]
fn rows_set_aside_are_read_again_through_the_container() {
    let many: String = (0..40_000).map(|at| format!("v{at},{}\n", if at % 20_000 == 7 { "昨天" } else { "2026-06-17" })).collect();
    let text = format!("visitor,time\n{many}");
    let archive = zip(&[Member::of("x.csv", b"a,b\n1,2\n"), Member::of("visits.csv", text.as_bytes())]);
    let folder = Folder::with("rejects", &[("a.zip", &archive), ("b.xlsx", &book())]);
    let (_, out, _) = folder.run_in(4000, &["rejects", "a.zip"]);
    let reason = "time cannot be read";
    let expected =
        format!("file,line,reason,raw\na.zip › visits.csv,9,{reason},\"v7,昨天\"\na.zip › visits.csv,20009,{reason},\"v20007,昨天\"\n");
    assert_eq!(out, expected);
    let (_, out, _) = folder.run_in(4000, &["rejects", "b.xlsx"]);
    assert!(out.contains("b.xlsx › 订单,5,") && out.contains("5.12345E+18"), "{out}");
}

#[test]
fn a_part_can_be_named() {
    let csv = b"visitor,when\nv1,2026-06-17\n";
    let archive = zip(&[Member::of("note.txt", b"hello\n"), Member::of("a.csv", csv), Member::of("b.csv", b"p;q\n1;2\n")]);
    let folder = Folder::with("part", &[("a.zip", &archive), ("one.csv", csv)]);
    let (code, out, err) = folder.run_in(4000, &["table", "a.zip"]);
    assert_eq!((code, out.as_str()), (Some(0), "visitor,when\nv1,2026-06-17\n"), "{err}");
    assert_eq!(err, "dianzhang: this is a.zip › a.csv; there is also: a.zip › note.txt; a.zip › b.csv (choose with --sheet)\n");
    assert_eq!(folder.fine(&["table", "a.zip", "--sheet", "b.csv"]), "p,q\n1,2\n");
    assert_eq!(folder.run_in(4000, &["table", "a.zip", "--sheet", "c.csv"]).0, Some(2));
    assert_eq!(folder.run_in(4000, &["table", "one.csv", "--sheet", "c.csv"]).0, Some(2));
    let (_, out, _) = folder.run_in(4000, &["sniff", "a.zip", "--columns", "a.zip › a.csv=visitor,ignore,time"]);
    assert!(out.is_empty(), "three roles for two columns is a wrong call");
    let (_, out, _) =
        folder.run_in(4000, &["sniff", "a.zip", "--table", "a.zip › a.csv=events", "--columns", "a.zip › a.csv=visitor,time"]);
    assert!(out.contains("a.zip › a.csv  [events, UTF-8]  1 rows read = 1 used"), "{out}");
}

/// A gigabyte of one line again and again, packed: one stream after another.
fn bomb(line: &[u8]) -> Vec<u8> {
    gz(&line.repeat((32 << 20) / line.len())).repeat(32)
}

#[test]
fn bombs_end_in_a_sentence_and_in_little_memory() {
    let claims = "<sst count='2000000000' uniqueCount='2000000000'><si><t>a</t></si></sst>";
    let text = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(32_000));
    let rows: String =
        (1..=9000).map(|row| format!("<row r='{row}'><c r='A{row}' t='s'><v>0</v></c><c r='B{row}'><v>1</v></c></row>")).collect();
    let files: [(&str, &[u8]); 4] = [
        ("bomb.gz", &bomb(b"0")),
        ("zeros.csv", &bomb(&[0])),
        ("claims.xlsx", &xlsx("<row><c t='s'><v>1</v></c></row>", claims)),
        ("laughs.xlsx", &xlsx(&rows, &text)),
    ];
    let folder = Folder::with("bombs", &files);
    for (name, said) in [
        ("bomb.gz", "“bomb.gz” unpacks to hundreds of times its size"),
        ("zeros.csv", "“zeros.csv” unpacks to hundreds of times its size"),
        ("claims.xlsx", "“claims.xlsx › Sheet1” is damaged"),
        ("laughs.xlsx", "“laughs.xlsx › Sheet1” unpacks to hundreds of times its size"),
    ] {
        let (code, _, err) = folder.run_in(300, &["sniff", name]);
        assert_eq!(code, Some(1), "{name}: {err}");
        assert!(err.contains(said), "{name}: {err}");
    }
}
