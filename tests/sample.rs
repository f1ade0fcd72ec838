//! The sample shop keeps its own promises: one seed, one shop; rows, joins, times and amounts agree.

use dianzhang::sample::{SEED, shop_files};
use std::collections::{BTreeMap, BTreeSet};

type Row = BTreeMap<String, String>;

fn file(files: &[(String, Vec<u8>)], name: &str) -> Vec<u8> {
    files.iter().find(|file| file.0 == name).unwrap().1.clone()
}

/// The file's cells: header and rows, decoded without a single error.
fn cells(files: &[(String, Vec<u8>)], name: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let encoding = if name.starts_with("Export") { encoding_rs::GBK } else { encoding_rs::UTF_8 };
    let bytes = file(files, name);
    let (text, _, broken) = encoding.decode(&bytes);
    assert!(!broken && !text.contains("&#"), "{name} holds characters its encoding cannot write");
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(String::from).collect()).collect();
    (rows.remove(0), rows)
}

fn rows(files: &[(String, Vec<u8>)], name: &str) -> Vec<Row> {
    let (header, rows) = cells(files, name);
    let names = || header.iter().map(|name| name.trim().to_string());
    rows.into_iter().map(|row| names().zip(row).collect()).collect()
}

fn orders(files: &[(String, Vec<u8>)]) -> Vec<Row> {
    rows(files, "ExportOrderList.csv").into_iter().filter(|row| !row["订单编号"].is_empty()).collect()
}

/// The digits of `="123"`; None for a destroyed id.
fn id(row: &Row) -> Option<String> {
    row["订单编号"].strip_prefix("=\"")?.strip_suffix('"').map(String::from)
}

fn fen(text: &str) -> u64 {
    let (yuan, fen) = text.split_once('.').unwrap();
    assert_eq!(fen.len(), 2, "{text}");
    yuan.parse::<u64>().unwrap() * 100 + fen.parse::<u64>().unwrap()
}

#[test]
fn one_seed_is_one_shop() {
    assert!(shop_files(SEED) == shop_files(SEED));
    let (one, two) = (shop_files(1), shop_files(2));
    for name in ["ExportOrderList.csv", "ExportOrderDetailList.csv", "visits.csv"] {
        assert!(file(&one, name) != file(&two, name), "{name}");
    }
    assert!(one.iter().map(|file| file.1.len()).sum::<usize>() < 7_000_000);
}

#[test]
fn rows_have_the_cells_of_their_header() {
    for seed in [SEED, 1] {
        let files = shop_files(seed);
        for (name, faults) in [("ExportOrderList.csv", 0), ("ExportOrderDetailList.csv", 0), ("visits.csv", 1), ("products.csv", 0)] {
            let (header, rows) = cells(&files, name);
            let short: Vec<usize> = rows.iter().enumerate().filter(|(_, row)| row.len() != header.len()).map(|(at, _)| at).collect();
            assert_eq!(short.len(), faults, "{name}");
            assert!(short.iter().all(|at| *at == rows.len() - 1), "{name}: only the last row is cut");
        }
        let (header, list) = cells(&files, "ExportOrderList.csv");
        assert_eq!((header.len(), header.iter().filter(|name| name.ends_with(' ')).count()), (61, 6));
        let blank = list.iter().rev().take_while(|row| row.iter().all(String::is_empty)).count();
        assert_eq!(blank, 3);
        let destroyed: Vec<Row> = orders(&files).into_iter().filter(|row| id(row).is_none()).collect();
        assert_eq!(destroyed.len(), 2);
        assert!(destroyed.iter().all(|row| row["订单编号"].ends_with("E+18") && row["主订单编号"].ends_with("E+18")));
    }
}

#[test]
fn orders_stay_inside_the_sixty_days() {
    let files = shop_files(SEED);
    for row in orders(&files) {
        let (placed, paid) = (&row["订单创建时间"], &row["订单付款时间"]);
        assert!(("2026-05-01 00:00:00".."2026-06-30").contains(&placed.as_str()), "{placed}");
        assert!(paid.is_empty() || placed < paid && paid.as_str() < "2026-07-01", "{placed} {paid}");
    }
    let visits = rows(&files, "visits.csv");
    let times: Vec<&String> = visits[..visits.len() - 1].iter().map(|row| &row["访问时间"]).collect();
    assert!(times.is_sorted() && times[0].starts_with("2026-05-01 0") && times[times.len() - 1].as_str() < "2026-06-30");
}

#[test]
fn lines_join_orders_and_amounts_agree() {
    for seed in [SEED, 1, 2] {
        let files = shop_files(seed);
        let mut lines: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for line in rows(&files, "ExportOrderDetailList.csv") {
            lines.entry(line["主订单编号"].clone()).or_default().push(line);
        }
        let listed = orders(&files);
        let ids: BTreeSet<String> = listed.iter().filter_map(id).collect();
        assert_eq!(ids.len() + 2, listed.len(), "ids are unique");
        assert_eq!(lines.keys().filter(|id| !ids.contains(*id)).count(), 2, "only destroyed orders leave their lines alone");
        for order in &listed {
            let Some(lines) = id(order).map(|id| &lines[&id]) else { continue };
            let sum = |line: &Row| fen(&line["价格"]) * line["购买数量"].parse::<u64>().unwrap();
            let whole: u64 = lines.iter().map(sum).sum();
            let off: u64 = match lines[0]["优惠活动"].as_str() {
                "满300减30" => whole / 30_000 * 3_000,
                "店铺券" => 1_000,
                _ => lines
                    .iter()
                    .map(|line| match line["优惠活动"].as_str() {
                        "618大促" => sum(line) * 12 / 100,
                        "聚划算" => sum(line) / 5,
                        _ => 0,
                    })
                    .sum(),
            };
            let total = fen(&order["总金额"]);
            assert_eq!(fen(&order["买家应付货款"]), whole - off);
            assert_eq!(total, whole - off + fen(&order["买家应付邮费"]));
            let paid = !order["订单付款时间"].is_empty();
            assert_eq!(fen(&order["买家实际支付金额"]), if paid { total } else { 0 });
            assert!(fen(&order["退款金额"]) <= if paid { total } else { 0 });
            assert!(fen(order["打款商家金额"].strip_suffix('元').unwrap()) + fen(&order["退款金额"]) <= total);
            let pieces: u64 = lines.iter().map(|line| line["购买数量"].parse::<u64>().unwrap()).sum();
            let shown = order["订单关闭原因"] != "买家未付款";
            assert_eq!(order["宝贝总数量"], if shown { pieces } else { 0 }.to_string());
            assert_eq!(order["宝贝标题"].is_empty(), !shown);
            assert!(lines.iter().all(|line| line["订单状态"] == order["订单状态"]));
        }
    }
}

#[test]
fn buyers_are_visitors_and_purchases_are_paid_orders() {
    let files = shop_files(SEED);
    let visits = rows(&files, "visits.csv");
    let visits = &visits[..visits.len() - 1];
    let mut bought: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in visits.iter().filter(|row| row["行为类型"] == "购买") {
        *bought.entry((row["访客ID"].clone(), row["访问时间"].clone())).or_default() += 1;
    }
    let visitors: BTreeSet<&String> = visits.iter().map(|row| &row["访客ID"]).collect();
    let mut paid = BTreeMap::new();
    for order in orders(&files) {
        assert!(visitors.contains(&order["买家会员名"]));
        // The visit log ends with the sixtieth day; a payment after it is in the orders only.
        if !order["订单付款时间"].is_empty() && order["订单付款时间"].as_str() < "2026-06-30" {
            paid.insert((order["买家会员名"].clone(), order["订单付款时间"].clone()), order["宝贝种类"].parse::<usize>().unwrap());
        }
    }
    assert_eq!(bought, paid);
}

#[test]
fn the_shop_has_a_shops_size() {
    for seed in [SEED, 1, 2, 3] {
        let files = shop_files(seed);
        let visits = rows(&files, "visits.csv");
        let visits = &visits[..visits.len() - 1];
        let mut depth: BTreeMap<&String, u32> = BTreeMap::new();
        for row in visits.iter().filter(|row| row["行为类型"] == "浏览") {
            *depth.entry(&row["会话ID"]).or_default() += 1;
        }
        let bounces = depth.values().filter(|views| **views == 1).count() * 100 / depth.len();
        let visitors = visits.iter().map(|row| &row["访客ID"]).collect::<BTreeSet<_>>().len();
        let placed = orders(&files).len();
        let sizes = [visits.len(), visitors, placed, bounces];
        let wanted = [55_000..70_000, 8_000..10_500, 2_000..2_600, 37..44];
        assert!(sizes.iter().zip(&wanted).all(|(size, wanted)| wanted.contains(size)), "seed {seed}: {sizes:?} outside {wanted:?}");
    }
}
