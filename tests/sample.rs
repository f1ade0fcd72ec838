//! The sample shop keeps its own promises: one seed, one shop; rows, joins, times and amounts agree.

use csv::StringRecord;
use dianzhang::ingest::encode_gb18030;
use dianzhang::sample::{SEED, shop_files};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A file's header, names trimmed, and its rows.
struct Sheet {
    header: Vec<String>,
    rows: Vec<StringRecord>,
}

impl Sheet {
    /// Decodes a file without a single error.
    fn read(name: &str, bytes: &[u8]) -> Sheet {
        let encoding = if name.starts_with("Export") { encoding_rs::GBK } else { encoding_rs::UTF_8 };
        let (text, _, broken) = encoding.decode(bytes);
        assert!(!broken && !text.contains("&#"), "{name} holds characters its encoding cannot write");
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let header = reader.headers().unwrap().iter().map(|name| name.trim().to_string()).collect();
        Sheet { header, rows: reader.records().map(|row| row.unwrap()).collect() }
    }

    fn column(&self, name: &str) -> usize {
        self.header.iter().position(|header| header == name).unwrap_or_else(|| panic!("no column {name}"))
    }

    /// Each row as name and text.
    fn named(&self) -> Vec<BTreeMap<&str, &str>> {
        self.rows.iter().map(|row| self.header.iter().map(String::as_str).zip(row).collect()).collect()
    }
}

/// A shop's files, read once for all tests.
struct Shop {
    files: Vec<(String, Vec<u8>)>,
    sheets: Vec<Sheet>,
}

impl Shop {
    fn of(seed: u64) -> Shop {
        let files = shop_files(seed, encode_gb18030);
        let sheets = files.iter().map(|(name, bytes)| Sheet::read(name, bytes)).collect();
        Shop { files, sheets }
    }

    fn sheet(&self, name: &str) -> &Sheet {
        &self.sheets[self.files.iter().position(|file| file.0 == name).unwrap()]
    }

    /// The order list without its blank rows.
    fn orders(&self) -> Vec<BTreeMap<&str, &str>> {
        self.sheet("ExportOrderList.csv").named().into_iter().filter(|row| !row["订单编号"].is_empty()).collect()
    }

    /// The whole rows of the visit log: some columns of each.
    fn visits<const N: usize>(&self, columns: [&str; N]) -> Vec<[&str; N]> {
        let sheet = self.sheet("visits.csv");
        let columns = columns.map(|name| sheet.column(name));
        sheet.rows[..sheet.rows.len() - 1].iter().map(|row| columns.map(|column| &row[column])).collect()
    }
}

static SHOPS: LazyLock<[Shop; 2]> = LazyLock::new(|| [Shop::of(SEED), Shop::of(1)]);

/// The digits of `="123"`; None for a destroyed id.
fn id<'a>(row: &BTreeMap<&str, &'a str>) -> Option<&'a str> {
    row["订单编号"].strip_prefix("=\"")?.strip_suffix('"')
}

fn fen(text: &str) -> u64 {
    let (yuan, fen) = text.split_once('.').unwrap();
    assert_eq!(fen.len(), 2, "{text}");
    yuan.parse::<u64>().unwrap() * 100 + fen.parse::<u64>().unwrap()
}

#[test]
fn one_seed_is_one_shop() {
    let [shop, other] = &*SHOPS;
    assert!(shop_files(SEED, encode_gb18030) == shop.files);
    for (one, two) in shop.files.iter().zip(&other.files) {
        assert_eq!(one.1 == two.1, one.0 == "products.csv", "{}", one.0);
    }
    assert!(shop.files.iter().map(|file| file.1.len()).sum::<usize>() < 7_000_000);
}

#[test]
fn rows_have_the_cells_of_their_header() {
    for shop in &*SHOPS {
        for ((name, bytes), sheet) in shop.files.iter().zip(&shop.sheets) {
            let mut short = sheet.rows.iter().enumerate().filter(|(_, row)| row.len() != sheet.header.len()).map(|(at, _)| at);
            assert_eq!(short.next(), (name == "visits.csv").then(|| sheet.rows.len() - 1), "{name}: only the visits' last row is cut");
            assert_eq!(short.next(), None);
            assert_eq!(bytes.starts_with(b"\xef\xbb\xbf"), name == "products.csv");
        }
        let list = shop.sheet("ExportOrderList.csv");
        let first_line = shop.files[0].1.split(|byte| *byte == b'\n').next().unwrap();
        assert_eq!((list.header.len(), first_line.windows(2).filter(|pair| pair == b" ,").count()), (61, 6));
        assert_eq!(list.rows.iter().rev().take_while(|row| row.iter().all(str::is_empty)).count(), 3);
        let mut destroyed = shop.orders();
        destroyed.retain(|row| id(row).is_none());
        assert_eq!(destroyed.len(), 2);
        assert!(destroyed.iter().all(|row| row["订单编号"].ends_with("E+18") && row["主订单编号"].ends_with("E+18")));
    }
}

#[test]
fn times_stay_inside_the_sixty_days() {
    for shop in &*SHOPS {
        for row in shop.orders() {
            let (placed, paid) = (row["订单创建时间"], row["订单付款时间"]);
            assert!(("2026-05-01 00:00:00".."2026-06-30").contains(&placed), "{placed}");
            assert!(paid.is_empty() || placed < paid && paid < "2026-07-01", "{placed} {paid}");
        }
        let times = shop.visits(["访问时间"]);
        assert!(times.is_sorted() && times[0][0].starts_with("2026-05-01 0") && times[times.len() - 1][0] < "2026-06-30");
    }
}

#[test]
fn lines_join_orders_and_amounts_agree() {
    for shop in &*SHOPS {
        let mut lines: BTreeMap<&str, Vec<BTreeMap<&str, &str>>> = BTreeMap::new();
        for line in shop.sheet("ExportOrderDetailList.csv").named() {
            lines.entry(line["主订单编号"]).or_default().push(line);
        }
        let orders = shop.orders();
        let ids: BTreeSet<&str> = orders.iter().filter_map(id).collect();
        assert_eq!(ids.len() + 2, orders.len(), "ids are unique");
        assert_eq!(lines.keys().filter(|id| !ids.contains(*id)).count(), 2, "only destroyed orders leave their lines alone");
        for order in &orders {
            if let Some(id) = id(order) {
                check_amounts(order, &lines[id]);
            }
        }
    }
}

fn check_amounts(order: &BTreeMap<&str, &str>, lines: &[BTreeMap<&str, &str>]) {
    let sum = |line: &BTreeMap<&str, &str>| fen(line["价格"]) * line["购买数量"].parse::<u64>().unwrap();
    let whole: u64 = lines.iter().map(sum).sum();
    let off: u64 = match lines[0]["优惠活动"] {
        "满300减30" => whole / 30_000 * 3_000,
        "店铺券" => 1_000,
        _ => lines
            .iter()
            .map(|line| match line["优惠活动"] {
                "618大促" => sum(line) * 12 / 100,
                "聚划算" => sum(line) / 5,
                _ => 0,
            })
            .sum(),
    };
    let total = fen(order["总金额"]);
    let owed = if order["订单付款时间"].is_empty() { 0 } else { total };
    assert_eq!(fen(order["买家应付货款"]), whole - off);
    assert_eq!(total, whole - off + fen(order["买家应付邮费"]));
    assert_eq!(fen(order["买家实际支付金额"]), owed);
    assert!(fen(order["退款金额"]) + fen(order["打款商家金额"].strip_suffix('元').unwrap()) <= owed);
    let shown = order["订单关闭原因"] != "买家未付款";
    let pieces: u64 = lines.iter().map(|line| line["购买数量"].parse::<u64>().unwrap()).sum();
    assert_eq!(order["宝贝总数量"], if shown { pieces } else { 0 }.to_string());
    assert_eq!(order["宝贝标题"].is_empty(), !shown);
    assert!(lines.iter().all(|line| line["订单状态"] == order["订单状态"]));
}

#[test]
fn buyers_are_visitors_and_purchases_are_paid_orders() {
    for shop in &*SHOPS {
        let visits = shop.visits(["访客ID", "访问时间", "行为类型"]);
        let visitors: BTreeSet<&str> = visits.iter().map(|row| row[0]).collect();
        let mut bought: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for [visitor, time, _] in visits.iter().filter(|row| row[2] == "购买") {
            *bought.entry((visitor, time)).or_default() += 1;
        }
        let mut paid = BTreeMap::new();
        for order in shop.orders() {
            assert!(visitors.contains(order["买家会员名"]));
            // The visit log ends with the sixtieth day; a payment after it is in the orders only.
            if !order["订单付款时间"].is_empty() && order["订单付款时间"] < "2026-06-30" {
                paid.insert((order["买家会员名"], order["订单付款时间"]), order["宝贝种类"].parse::<usize>().unwrap());
            }
        }
        assert_eq!(bought, paid);
    }
}

#[test]
fn the_shop_has_a_shops_size() {
    for shop in &*SHOPS {
        let visits = shop.visits(["访客ID", "会话ID", "行为类型"]);
        let mut depth: BTreeMap<&str, u32> = BTreeMap::new();
        for [_, session, _] in visits.iter().filter(|row| row[2] == "浏览") {
            *depth.entry(session).or_default() += 1;
        }
        let bounces = depth.values().filter(|views| **views == 1).count() * 100 / depth.len();
        let visitors = visits.iter().map(|row| row[0]).collect::<BTreeSet<_>>().len();
        let sizes = [visits.len(), visitors, shop.orders().len(), bounces];
        let wanted = [55_000..70_000, 8_000..10_500, 2_000..2_600, 37..44];
        assert!(sizes.iter().zip(&wanted).all(|(size, wanted)| wanted.contains(size)), "{sizes:?} outside {wanted:?}");
    }
}

#[test]
fn the_ad_report_sums_up_and_its_clicks_are_visits() {
    for shop in &*SHOPS {
        let rows = shop.sheet("zhitongche.csv").named();
        let (total, body) = rows.split_last().unwrap();
        assert_eq!(total["日期"], "合计");
        let number = |row: &BTreeMap<&str, &str>, column: &str| fen(&row[column].trim_start_matches('￥').replace(',', ""));
        let count = |row: &BTreeMap<&str, &str>, column: &str| row[column].parse::<u64>().unwrap();
        for column in ["展现量", "点击量", "总收藏数", "总购物车数", "总成交笔数"] {
            assert_eq!(body.iter().map(|row| count(row, column)).sum::<u64>(), count(total, column), "{column}");
        }
        for column in ["花费", "总成交金额"] {
            assert_eq!(body.iter().map(|row| number(row, column)).sum::<u64>(), number(total, column), "{column}");
        }
        assert!(body.iter().all(|row| count(row, "点击量") <= count(row, "展现量")));
        let known: BTreeSet<&str> = shop.sheet("products.csv").rows.iter().map(|row| &row[0]).collect();
        assert!(body.iter().all(|row| row["宝贝ID"].is_empty() || known.contains(row["宝贝ID"])));
        // A click that reached the shop is a visit from there; a few never arrive.
        let visits: BTreeSet<&str> =
            shop.visits(["来源", "会话ID"]).into_iter().filter(|[source, _]| *source == "直通车").map(|[_, visit]| visit).collect();
        let clicks = count(total, "点击量");
        assert!(clicks > 500 && clicks < visits.len() as u64, "{clicks} clicks, {} visits", visits.len());
        let log = shop.sheet("ad_log.csv").named();
        assert!(log.len() > 10 && log.is_sorted_by_key(|row| row["操作时间"]));
    }
}
