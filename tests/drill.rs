//! The rows behind a figure are as many as the figure says, for every figure of every answer: each row, person or order
//! that counts is found in its file, and no other is.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use dianzhang::metric::drill::Unit;
use dianzhang::model::{FileId, Grain, Money, Role, Value};
use dianzhang::report::drill::{Drill, DrillPart, Drilled, Slice, parts};
use dianzhang::report::{Dimension, Figure, PageRow, Question, Report};
use dianzhang::wire::lane::{Lane, Told};
use dianzhang::wire::session::Session;
use proptest::prelude::*;
use std::collections::BTreeSet;
use support::{answer_of, csv, lanes, session, sheet, tell};

/// A session, its other lanes, and the bytes of its files.
struct Shop {
    session: Session,
    others: Vec<Lane>,
    bytes: Vec<(FileId, Vec<u8>)>,
}

impl Shop {
    fn of(files: &[(&str, &[u8])]) -> Shop {
        Shop::with(session(files, 1 << 16), Vec::new(), files)
    }

    fn of_lanes(files: &[(&str, &[u8])], count: usize) -> Shop {
        let (session, others, _) = lanes(files, count, 1 << 18);
        Shop::with(session, others, files)
    }

    fn with(session: Session, others: Vec<Lane>, files: &[(&str, &[u8])]) -> Shop {
        let bytes = session.files().iter().zip(files).map(|(report, (_, bytes))| (report.id, bytes.to_vec())).collect();
        Shop { session, others, bytes }
    }

    fn answer(&mut self, question: &Question) -> Report {
        answer_of(&mut self.session, &mut self.others, question).expect("something with a date is loaded")
    }

    /// All rows, or the first `most`, and what the figure counts in them.
    fn drill(&mut self, drill: &Drill, most: usize, chunk: usize) -> Option<(Unit, Drilled)> {
        let hunt = self.session.hunt(drill)?;
        let mut out = Drilled::default();
        'files: for file in self.session.hunted(&hunt) {
            let Some(mut reading) = self.session.reread(file, &hunt) else { continue };
            let bytes = self.bytes.iter().find(|(id, _)| *id == file).map(|(_, bytes)| bytes.clone()).unwrap();
            let mut chunks = bytes.chunks(chunk);
            loop {
                let more = chunks.next().filter(|_| !reading.is_over());
                match more {
                    Some(bytes) => assert!(reading.push(bytes), "the file has not changed"),
                    None => reading.end(),
                }
                if reading.is_due() {
                    let basket = reading.take(self.session.data().register);
                    let told: Vec<Told> =
                        reading.question(&basket).map(|order| tell(&mut self.session, &mut self.others, &order)).unwrap_or_default();
                    let roles = basket.roles().to_vec();
                    let go_on = reading.pick(&basket, told, &mut |line, cells| {
                        out.push(file, line, &roles, cells);
                        out.rows.len() < most
                    });
                    if !go_on {
                        break 'files;
                    }
                }
                if more.is_none() {
                    break;
                }
            }
        }
        Some((hunt.unit, out))
    }
}

/// The different texts of a column that is not empty, wrappings of ids left out.
fn distinct(drilled: &Drilled, roles: &[Role]) -> BTreeSet<String> {
    let columns: Vec<usize> = roles.iter().filter_map(|role| drilled.columns.iter().position(|column| column == role)).collect();
    let cells = drilled.rows.iter().filter_map(|row| columns.iter().find_map(|at| row.cells.get(*at)).cloned());
    cells.map(|cell| cell.trim_matches(['=', '"', '\'', '\t', ' ']).to_string()).filter(|cell| !cell.is_empty()).collect()
}

/// The sum of a column.
fn sum(drilled: &Drilled, role: Role) -> Option<f64> {
    let at = drilled.columns.iter().position(|column| *column == role)?;
    let cells = drilled.rows.iter().filter_map(|row| row.cells.get(at)).filter(|cell| !cell.is_empty());
    cells.map(|cell| Money::parse(&cell.replace([',', '¥', '￥'], "")).map(Money::to_f64)).sum()
}

/// What a part of a figure is.
fn value_of(figure: &Figure, at: usize, count: usize) -> Option<Value> {
    if count == 1 || figure.numerator.is_none() { figure.value } else { [figure.numerator, figure.denominator][at] }
}

/// Parts that were checked.
type Done = Vec<(Slice, &'static str)>;

/// Checks every part of a figure against its rows; gives how many were checked.
fn check(shop: &mut Shop, question: &Question, slice: &Slice, figure: &Figure, chunk: usize, done: &mut Done) -> usize {
    use dianzhang::metric::catalogue::Kind;
    let mut checked = 0;
    let all = parts(figure);
    // The parts of a mean over several days are those of each day: their sums are no values of the figure.
    let mean = matches!(figure.metric.0.kind, Kind::MeanOfDays { .. }) || matches!(figure.numerator, Some(Value::Real(_)));
    for (at, DrillPart { part, whole }) in all.iter().enumerate().filter(|_| !mean) {
        let slice = if *whole { slice.whole() } else { slice.clone() };
        let drill = Drill { question: question.clone(), slice, part: *part };
        // Many figures share a part; its rows are looked for once.
        if done.contains(&(drill.slice.clone(), part.id())) {
            continue;
        }
        done.push((drill.slice.clone(), part.id()));
        let what = format!("{} of {} at {:?}", part.id(), figure.metric.id(), drill.slice);
        let (unit, drilled) = shop.drill(&drill, usize::MAX, chunk).unwrap_or_else(|| panic!("{what}: no rows can be found"));
        let Some(value) = value_of(figure, at, all.len()) else { continue };
        let told = value.to_f64();
        let found = match unit {
            Unit::Rows => drilled.rows.len() as f64,
            Unit::Persons => distinct(&drilled, &[Role::Visitor, Role::Buyer]).len() as f64,
            Unit::Orders => distinct(&drilled, &[Role::Order]).len() as f64,
            Unit::Told => continue,
            Unit::Sum => {
                let role = match part.id() {
                    "ad_impressions" => Role::Impressions,
                    "ad_clicks" => Role::Clicks,
                    "ad_cost" | "ad_total_cost" => Role::Cost,
                    "ad_revenue" => Role::Revenue,
                    "ad_orders" => Role::Orders,
                    _ => {
                        assert_eq!(told > 0.0, !drilled.rows.is_empty(), "{what}: {told}");
                        continue;
                    }
                };
                sum(&drilled, role).unwrap_or(0.0)
            }
        };
        assert!((found - told).abs() < 1e-6, "{what}: {found} in {} rows, {told} told", drilled.rows.len());
        let places: BTreeSet<(FileId, u64)> = drilled.rows.iter().map(|row| (row.file, row.line)).collect();
        assert_eq!(places.len(), drilled.rows.len(), "{what}: each row once");
        assert!(drilled.rows.is_sorted_by_key(|row| (row.file, row.line)), "{what}: in the order of the files");
        checked += 1;
        if drilled.rows.len() > 5000 {
            continue;
        }
        let first = shop.drill(&drill, 3, chunk).unwrap().1;
        // Columns may be fewer where a later file has others.
        let head = |rows: &Drilled| rows.rows.iter().take(3).map(|row| (row.file, row.line)).collect::<Vec<_>>();
        assert_eq!(head(&first), head(&drilled), "{what}: the first rows are the start of all");
    }
    checked
}

/// Checks every figure of an answer.
fn check_all(shop: &mut Shop, filters: &[(Dimension, &str)], chunk: usize, every: usize) -> usize {
    let question = Question {
        grain: Some(Grain::Week),
        breakdowns: Dimension::ALL.to_vec(),
        pages: true,
        limit: Some(6),
        filters: filters.iter().map(|(dimension, text)| (*dimension, text.to_string())).collect(),
        ..Question::default()
    };
    let report = shop.answer(&question);
    let mut all: Vec<(Slice, Figure)> = report.figures.iter().map(|figure| (Slice::Whole, figure.clone())).collect();
    for bucket in &report.series {
        all.extend(bucket.figures.iter().map(|figure| (Slice::Bucket(bucket.period), figure.clone())));
    }
    for (dimension, rows) in &report.breakdowns {
        for row in rows {
            all.extend(row.figures.iter().map(|figure| (Slice::Key(*dimension, row.key.clone()), figure.clone())));
        }
    }
    for page in report.pages.iter().flatten() {
        all.extend(of_page(page).into_iter().map(|figure| (Slice::Page(page.page.clone()), figure)));
    }
    if filters.is_empty() {
        for (day, hours) in report.hours.iter().flatten().enumerate() {
            for (hour, views) in hours.iter().enumerate().filter(|(_, views)| **views > 0) {
                all.push((Slice::Hour(day as u8, hour as u8), count("page_views", *views)));
            }
        }
    }
    // What is asked of a large shop would take long: every so-many-th figure of the parts.
    let whole = report.figures.len();
    let wanted = all.into_iter().enumerate().filter(|(at, _)| *at < whole || at % every == 0);
    let mut done = Done::new();
    wanted.map(|(_, (slice, figure))| check(shop, &question, &slice, &figure, chunk, &mut done)).sum()
}

fn count(id: &str, n: u64) -> Figure {
    let metric = dianzhang::metric::MetricId::of(id).unwrap();
    Figure { value: Some(Value::Count(n)), ..Figure::unknown(metric) }
}

fn of_page(row: &PageRow) -> Vec<Figure> {
    let counts =
        [("entries", row.entries), ("exits", row.exits), ("landing_page_views", row.landing_page_views), ("page_views", row.page_views)];
    counts.into_iter().map(|(id, n)| count(id, n)).collect()
}

#[test]
fn every_figure_of_the_sample_shop_has_its_rows() {
    let files = dianzhang::sample::shop_files(dianzhang::sample::SEED, dianzhang::ingest::encode_gb18030);
    // Some thousand events are enough: each figure reads them again.
    let start = |bytes: &[u8]| bytes.split_inclusive(|byte| *byte == b'\n').take(6000).map(<[u8]>::len).sum::<usize>();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..start(bytes)])).collect();
    let mut shop = Shop::of(&files);
    let checked = check_all(&mut shop, &[], 1 << 16, 211);
    assert!(checked > 50, "{checked}");
}

#[test]
fn lanes_find_the_same_rows() {
    let rows: Vec<String> = (0..9000).map(|n| format!("{},{},{},pv,{}", n % 300, n % 40, n % 7, 1_511_539_200 + n / 3 * 40)).collect();
    let text = rows.join("\n") + "\n";
    let files: [(&str, &[u8]); 1] = [("log.csv", text.as_bytes())];
    let (mut one, mut three) = (Shop::of(&files), Shop::of_lanes(&files, 3));
    for id in ["page_views", "visits", "bounce_rate", "returning_visitors"] {
        let part = parts(one.answer(&Question::default()).figure(id).unwrap())[0].part;
        let drill = Drill { question: Question::default(), slice: Slice::Whole, part };
        let rows = one.drill(&drill, usize::MAX, 5000).unwrap().1;
        assert!(!rows.rows.is_empty(), "{id}");
        assert_eq!(rows, three.drill(&drill, usize::MAX, 70_000).unwrap().1, "{id}");
    }
}

#[test]
fn a_creative_has_the_rows_of_its_own_item() {
    let header = "date,item,creative_title,creative_picture,impressions,clicks,cost";
    let rows = [
        "2026-06-01,1,summer,a.jpg,100,10,5.00",
        "2026-06-01,2,summer,a.jpg,300,30,7.50",
        "2026-06-02,1,summer,a.jpg,50,5,2.25",
        "2026-06-02,1,summer,b.jpg,70,7,1.00",
    ];
    let bytes = csv(header, &rows.map(String::from));
    let mut shop = Shop::of(&[("ads.csv", &bytes)]);
    let mut lines = |item: &str, creative: &str| -> Vec<u64> {
        let slice = Slice::Creative { item: item.into(), creative: creative.into() };
        let part = dianzhang::metric::MetricId::of("ad_cost").unwrap();
        let found = shop.drill(&Drill { question: Question::default(), slice, part }, usize::MAX, 100).unwrap().1;
        found.rows.iter().map(|row| row.line).collect()
    };
    assert_eq!(lines("1", "summer · a.jpg"), [2, 4]);
    assert_eq!(lines("2", "summer · a.jpg"), [3]);
    assert_eq!(lines("1", "summer · b.jpg"), [5]);
    assert!(lines("2", "summer · b.jpg").is_empty());
}

#[test]
fn personal_columns_stay_blank() {
    let orders = sheet(
        "订单编号,买家会员名,付款时间,拍下时间,收货人姓名,买家应付货款",
        &[&[
            ("订单编号", "5123"),
            ("买家会员名", "甲"),
            ("付款时间", "2026-06-17 10:00:00"),
            ("拍下时间", "2026-06-17 09:00:00"),
            ("收货人姓名", "某某"),
            ("买家应付货款", "10"),
        ]],
    );
    let mut shop = Shop::of(&[("o.csv", orders.as_bytes())]);
    let drill = Drill { question: Question::default(), slice: Slice::Whole, part: dianzhang::metric::MetricId::of("paid_orders").unwrap() };
    let rows = shop.drill(&drill, 9, 100).unwrap().1;
    assert_eq!((rows.rows.len(), rows.rows[0].line), (1, 2));
    assert!(rows.rows[0].cells.contains(&"5123".to_string()));
    assert!(!format!("{rows:?}").contains("某某"));
}

/// A row of events: few persons, sources, pages and days, so that everything meets.
fn event() -> impl Strategy<Value = String> {
    let kinds = prop::sample::select(vec!["view", "view", "view", "view", "fav", "cart", "search", "buy", "share"]);
    let (pages, items) = (prop::sample::select(vec!["", "/", "/a"]), prop::sample::select(vec!["", "i1", "i2"]));
    let (sources, sessions) = (prop::sample::select(vec!["", "直通车", "手淘搜索"]), prop::sample::select(vec!["", "", "", "s1", "s2"]));
    let types = prop::sample::select(vec!["", "home", "item"]);
    let millis = prop::sample::select(vec!["", "", ".250", ".500"]);
    (0..5u8, 0..700i64, kinds, pages, types, items, sources, sessions, millis).prop_map(
        |(person, step, kind, page, page_type, item, source, session, millis)| {
            let seconds = step * 1100;
            let (day, hour, minute) = (1 + seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
            format!("v{person},2026-06-{day:02} {hour:02}:{minute:02}:00{millis},{kind},{page},{page_type},{item},c{person},{source},{session},词{person}")
        },
    )
}

const EVENTS: &str = "visitor,time,event,page,page_type,item,category,source,session,search_term";
const ORDERS: &str = "order,buyer,placed_at,paid_at,item,quantity,amount,paid_amount,promotion,province";

/// An order with its lines.
fn order() -> impl Strategy<Value = Vec<String>> {
    let line = (1..4u8, 1..4u8, 1..999u32, prop::sample::select(vec!["", "618"]));
    (0..500u32, 0..4u8, 0..200i64, prop::option::of(0..40i64), prop::collection::vec(line, 1..4)).prop_map(
        |(order, buyer, placed, wait, lines)| {
            let at = |step: i64| format!("2026-06-{:02} {:02}:30:00", 1 + step / 24, step % 24);
            let paid = wait.map_or(String::new(), |wait| at(placed + wait));
            let buyer = if buyer == 0 { String::new() } else { format!("b{buyer}") };
            let row = |(item, quantity, yuan, promotion): &(u8, u8, u32, &str)| {
                format!("o{order},{buyer},{},{paid},i{item},{quantity},{yuan}.50,{yuan}.00,{promotion},浙江", at(placed))
            };
            lines.iter().map(row).collect()
        },
    )
}

fn orders() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(order(), 0..12).prop_map(|mut orders| {
        let id = |order: &Vec<String>| order[0].split(',').next().map(String::from);
        orders.sort_by_key(id);
        orders.dedup_by_key(|order| id(order));
        orders.concat()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_figure_of_any_shop_has_its_rows(rows in prop::collection::vec(event(), 1..70), more in prop::collection::vec(event(), 0..20),
            orders in orders(), filter in 0..4u8, chunk in 50usize..3000) {
        let (events, later, orders) = (csv(EVENTS, &rows), csv(EVENTS, &more), csv(ORDERS, &orders));
        let mut files: Vec<(&str, &[u8])> = vec![("events.csv", &events)];
        if !more.is_empty() && events != later {
            files.push(("later.csv", &later));
        }
        if orders.len() > ORDERS.len() + 1 {
            files.push(("orders.csv", &orders));
        }
        let filters: &[(Dimension, &str)] = match filter {
            0 => &[(Dimension::Source, "直通车")],
            1 => &[(Dimension::Item, "i1")],
            2 => &[(Dimension::Page, "/a")],
            _ => &[],
        };
        check_all(&mut Shop::of(&files), filters, chunk, 4);
    }
}
