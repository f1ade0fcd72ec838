//! Laws that hold for any data: chunks, splits, orders of files, encodings, merges.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use dianzhang::ingest::clean_rows;
use dianzhang::metric::{Part, Tally};
use dianzhang::model::{Day, Grain, Period};
use dianzhang::report::Question;
use dianzhang::wire::protocol::Overrides;
use proptest::prelude::*;
use support::{answers, answers_of, csv, gbk, lanes, only, push, session, value};

const EVENTS: &str = "visitor,time,event,page,page_type,item,category,source,session,search_term";
const ORDERS: &str = "order,buyer,placed_at,paid_at,item,quantity,amount,paid_amount,promotion,province";

/// One event row. Times are a few days, as seconds or written out, dense enough for visits, ties and midnights.
fn event_row() -> impl Strategy<Value = String> {
    let kinds = prop::sample::select(vec!["view", "view", "view", "pv", "浏览", "fav", "cart", "加入购物车", "search", "buy", "share", ""]);
    let pages = prop::sample::select(vec!["", "/", "/a", "/b"]);
    let types = prop::sample::select(vec!["", "home", "item", "其它", "首页"]);
    let items = prop::sample::select(vec!["", "i1", "i2", "/a", "'货1", "货1 "]);
    let sources = prop::sample::select(vec!["", "直通车", "手淘搜索"]);
    let sessions = prop::sample::select(vec!["", "", "s1", "s2"]);
    let persons = prop::sample::select(vec!["v0", "v1", "v2", "买家3", " 买家3", "'买家4"]);
    (persons, (0..900u32, any::<bool>()), kinds, pages, types, items, sources, sessions).prop_map(
        |(person, (step, written), kind, page, page_type, item, source, session)| {
            // 2017-11-24 in Shanghai and the next ten days, in steps of a quarter of an hour.
            let time = match written {
                false => (1_511_452_800 + i64::from(step) * 900).to_string(),
                true => {
                    let (day, quarter) = (24 + step / 96, step % 96);
                    let (month, day) = if day > 30 { (12, day - 30) } else { (11, day) };
                    format!("2017-{month}-{day:02} {:02}:{:02}:00", quarter / 4, quarter % 4 * 15)
                }
            };
            format!("{person},{time},{kind},{page},{page_type},{item},c{},{source},{session},", step % 5)
        },
    )
}

/// One order with its lines.
fn order_rows() -> impl Strategy<Value = Vec<String>> {
    let line = (0..4u8, 1..4u8, 1..9_999u32, any::<bool>(), prop::sample::select(vec!["", "618"]));
    (0..10_000u32, 0..4u8, 0..900u32, prop::option::of(0..200u32), prop::collection::vec(line, 1..4)).prop_map(
        |(order, buyer, placed, wait, lines)| {
            let at = |step: u32| 1_511_452_800 + i64::from(step) * 900;
            let paid = wait.map_or(String::new(), |wait| at(placed + wait).to_string());
            let buyer = if buyer == 0 { String::new() } else { format!("b{buyer}") };
            let row = |(item, quantity, cents, promoted, promotion): &(u8, u8, u32, bool, &str)| {
                let amount = format!("{}.{:02}", cents / 100, cents % 100);
                let promotion = if *promoted { promotion } else { "" };
                format!("o{order},{buyer},{},{paid},i{item},{quantity},{amount},{amount},{promotion},浙江", at(placed))
            };
            lines.iter().map(row).collect()
        },
    )
}

/// An event row, or one that must be looked at: quotes, line ends inside them, what cannot be read, nothing at all.
fn long_row() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "",
        ",,,",
        "v1,yesterday,view,,,,,,,",
        "v2,1511568000,\"view\",\"/a\nb\",,,,,,",
        "v3,2017-11-25 08:00,buy,,,i9,,,,",
    ]);
    prop_oneof![12 => event_row(), 1 => odd.prop_map(String::from)]
        .prop_filter("plain rows need cells", |row| row.split(',').count() > 2 || row.is_empty())
        .prop_map(|row| if row.is_empty() { ",,,".to_string() } else { row })
}

fn events() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(event_row(), 1..120)
}

/// Orders with different ids, each order's lines together.
fn orders() -> impl Strategy<Value = Vec<Vec<String>>> {
    prop::collection::vec(order_rows(), 1..30).prop_map(|mut orders| {
        let id = |order: &Vec<String>| order[0].split(',').next().map(String::from);
        orders.sort_by_key(id);
        orders.dedup_by_key(|order| id(order));
        orders
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_chunking_gives_the_same_answer(rows in events(), orders in orders(), chunk in 1usize..5000) {
        let (events, orders) = (csv(EVENTS, &rows), csv(ORDERS, &orders.concat()));
        let files: [(&str, &[u8]); 2] = [("events.csv", &events), ("orders.csv", &orders)];
        let (whole, cut) = (session(&files, usize::MAX), session(&files, chunk));
        prop_assert_eq!(whole.files(), cut.files());
        prop_assert_eq!(answers(&whole), answers(&cut));
    }

    #[test]
    fn any_split_into_files_gives_the_same_answer(rows in events(), orders in orders(), at in any::<prop::sample::Index>()) {
        let whole = session(&[("e", &csv(EVENTS, &rows)), ("o", &csv(ORDERS, &orders.concat()))], 4096);
        let (first, second) = rows.split_at(at.index(rows.len()));
        let (early, late) = orders.split_at(at.index(orders.len()));
        let parts = [csv(EVENTS, first), csv(EVENTS, second), csv(ORDERS, &early.concat()), csv(ORDERS, &late.concat())];
        let names = ["e1", "e2", "o1", "o2"];
        let files: Vec<(&str, &[u8])> = names.iter().copied().zip(parts.iter().map(Vec::as_slice)).collect();
        prop_assert_eq!(answers(&whole), answers(&session(&files, 4096)));
    }

    #[test]
    fn any_order_of_files_gives_the_same_answer(rows in events(), more in events(), orders in orders()) {
        // Rows of one person with the same second keep the order of the files: give the files different seconds.
        let later: Vec<String> = more.iter().map(|row| {
            let mut cells: Vec<String> = row.split(',').map(String::from).collect();
            // Written out, all are of a whole minute.
            let later = cells[1].parse::<i64>().map_or_else(|_| format!("{}07", &cells[1][..17]), |seconds| (seconds + 7).to_string());
            cells[1] = later;
            cells.join(",")
        }).collect();
        let (a, b, o) = (csv(EVENTS, &rows), csv(EVENTS, &later), csv(ORDERS, &orders.concat()));
        let one = answers(&session(&[("a", &a), ("b", &b), ("o", &o)], 4096));
        prop_assert_eq!(&one, &answers(&session(&[("o", &o), ("b", &b), ("a", &a)], 4096)));
        prop_assert_eq!(&one, &answers(&session(&[("b", &b), ("o", &o), ("a", &a)], 4096)));
    }

    #[test]
    fn what_is_remembered_of_days_answers_like_a_walk_over_the_events(
        rows in events(), orders in orders(), with_sessions in any::<bool>(), sizes in any::<bool>(),
        spans in prop::collection::vec((0i32..14, 0i32..14), 1..4), limit in 1usize..4,
    ) {
        let rows: Vec<String> = rows.iter().map(|row| {
            if with_sessions { row.clone() } else { row.replace(",s1,", ",,").replace(",s2,", ",,") }
        }).collect();
        let (events, orders) = (csv(EVENTS, &rows), csv(ORDERS, &orders.concat()));
        let files: [(&str, &[u8]); 2] = [("e", &events), ("o", &orders)];
        // Without orders, buy events stand in for them.
        let (mut session, mut others, _) = lanes(&files[..1 + usize::from(sizes)], 2, 10_000);
        let start = "2017-11-22".parse::<Day>().unwrap();
        for (from, length) in spans {
            let period = |from: i32| Period { from: start.plus(from), to: start.plus(from + length) };
            for grain in [Grain::Day, Grain::Week] {
                let mut breakdowns = support::everything().breakdowns;
                breakdowns.retain(|dimension| *dimension != dianzhang::report::Dimension::Page);
                let walked = Question {
                    breakdowns, period: Some(period(from)), compare: Some(period(from - length)), grain: Some(grain), pages: true,
                    ..support::everything()
                };
                // Which pages visits enter by is not remembered: with them, the events are walked over.
                let remembered = Question { pages: false, ..walked.clone() };
                let walked = support::answer_of(&mut session, &mut others, &walked).unwrap();
                let mut answer = support::answer_of(&mut session, &mut others, &remembered).unwrap();
                (answer.pages, answer.pages_total) = (walked.pages.clone(), walked.pages_total);
                prop_assert_eq!(&answer, &walked);
                // The first rows alone, of the items that have the most on all days or of others.
                let few = Question { limit: Some(limit), ..remembered };
                let few = support::answer_of(&mut session, &mut others, &few).unwrap();
                prop_assert_eq!(&few.figures, &walked.figures);
                for ((dimension, all), (_, some)) in walked.breakdowns.iter().zip(&few.breakdowns) {
                    prop_assert_eq!(&all[..limit.min(all.len())], &some[..], "{:?}", dimension);
                }
            }
        }
    }

    #[test]
    fn a_removed_file_leaves_no_trace(rows in events(), more in events(), orders in orders()) {
        let (a, b, o) = (csv(EVENTS, &rows), csv(EVENTS, &more), csv(ORDERS, &orders.concat()));
        prop_assume!(a != b);
        let mut all = session(&[("a", &a), ("o", &o), ("b", &b)], 4096);
        let extra = all.files()[2].id;
        all.remove(extra);
        all.settle();
        prop_assert_eq!(answers(&all), answers(&session(&[("a", &a), ("o", &o)], 4096)));
    }

    #[test]
    fn encoding_delimiter_and_line_end_change_nothing(rows in events(), delimiter in prop::sample::select(vec![',', ';', '\t', '|']),
            end in prop::sample::select(vec!["\n", "\r\n", "\r"]), encoding in 0..3u8, quoted in any::<bool>(), chunk in 1usize..400) {
        // Cells without quotes are read the fast way, those in quotes never are.
        let plain = session(&[("e", &csv(EVENTS, &rows))], 4096);
        let around = |row: &String| format!("\"{}\"", row.replace(',', "\",\""));
        let dressed = if quoted { rows.iter().map(around).collect() } else { rows };
        let text = String::from_utf8(csv(EVENTS, &dressed)).unwrap().replace(',', &delimiter.to_string()).replace('\n', end);
        let bytes = match encoding {
            0 => text.into_bytes(),
            1 => ["\u{feff}".as_bytes(), text.as_bytes()].concat(),
            _ => gbk(&text),
        };
        let dressed = session(&[("e", &bytes)], chunk);
        prop_assert_eq!(only(&plain).account, only(&dressed).account);
        prop_assert_eq!(answers(&plain), answers(&dressed));
    }

    #[test]
    fn every_row_is_accounted_for(bytes in prop::collection::vec(prop::sample::select(b",;\t|\"\n\r ab1=-'.\xe5\xb6\x82|".to_vec()), 0..400), chunk in 1usize..50,
            rows in prop::collection::vec(event_row(), 0..5)) {
        // Hostile bytes below a good header: read = used + blank + set aside, at every chunk size, and nothing panics.
        let mut file = csv(EVENTS, &rows);
        file.extend(&bytes);
        let (whole, cut) = (session(&[("e", &file)], usize::MAX), session(&[("e", &file)], chunk));
        prop_assert_eq!(whole.files(), cut.files());
        let report = only(&whole);
        prop_assert_eq!(report.account.read, report.account.used + report.account.blank + report.account.set_aside);
        prop_assert_eq!(whole.rejected(report.id).len() as u64, report.account.set_aside);
        let whole_bytes_are_text = session(&[("x", &bytes)], chunk);
        let report = only(&whole_bytes_are_text);
        prop_assert_eq!(report.account.read, report.account.used + report.account.blank + report.account.set_aside);
    }

    #[test]
    fn a_set_aside_row_is_found_again_in_its_file(rows in prop::collection::vec(event_row(), 1..20), bad in any::<prop::sample::Index>(), end in prop::sample::select(vec!["\n", "\r\n", "\n\n"])) {
        let mut rows = rows;
        let at = bad.index(rows.len() + 1);
        rows.insert(at, "v9,yesterday,view,\"a\nb\",,,,,,".to_string());
        let text = String::from_utf8(csv(EVENTS, &rows)).unwrap();
        // Line ends inside the quoted cell stay as they are.
        let bytes = text.replace("\"a\nb\"", "\"a\u{0}b\"").replace('\n', end).replace("\"a\u{0}b\"", "\"a\nb\"").into_bytes();
        let session = session(&[("e", &bytes)], 64);
        let file = only(&session).id;
        let rejected = session.rejected(file);
        prop_assert_eq!(rejected.len(), 1);
        let row = &rejected[0];
        let raw = &bytes[row.offset as usize..(row.offset + u64::from(row.length)) as usize];
        prop_assert_eq!(session.raw_text(file, raw), "v9,yesterday,view,\"a\nb\",,,,,,");
        let before = &bytes[..row.offset as usize];
        prop_assert_eq!(row.line as usize, 1 + before.iter().filter(|b| **b == b'\n').count());
    }

    #[test]
    fn a_written_table_reads_back(rows in prop::collection::vec(prop::collection::vec("[ -~\n订，。]{1,8}", 3), 2..12)) {
        // Rows without text are no rows, and a header must not be searched for below the first line.
        prop_assume!(rows.iter().all(|row| row.iter().any(|cell| cell.chars().any(char::is_alphanumeric))));
        // A text alone in its row may be a note below the table.
        prop_assume!(rows.iter().all(|row| row.iter().filter(|cell| !cell.trim().is_empty()).count() > 1));
        let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let bytes = writer.into_inner().unwrap();
        let mut read: Vec<Vec<String>> = Vec::new();
        let known = clean_rows(&bytes, &Default::default(), &mut |cells| {
            read.push(cells.to_vec());
            true
        });
        prop_assert!(known.is_ok(), "{:?}", known);
        prop_assert_eq!(read, rows);
    }

    #[test]
    fn every_line_of_a_clean_table_is_accounted_for(bytes in prop::collection::vec(prop::sample::select(b"aB12,,,;|#\n\n\r\t :".to_vec()), 0..240)) {
        let mut given = 0;
        let told = clean_rows(&bytes, &Default::default(), &mut |_| {
            given += 1;
            true
        });
        let Ok(told) = told else { return Ok(()) };
        prop_assert_eq!(given, told.rows + u64::from(told.header > 0));
        let text = String::from_utf8(bytes).unwrap().replace("\r\n", "\n").replace('\r', "\n");
        prop_assert_eq!(told.read() as usize, text.lines().count(), "{:?}", told);
    }

    #[test]
    fn merging_tallies_is_associative_commutative_and_has_a_zero(numbers in prop::collection::vec(0u64..1000, 9)) {
        let tally = |three: &[u64]| {
            let mut tally = Tally::default();
            (tally[Part::PageViews], tally[Part::Visitors], tally[Part::Buyers]) = (three[0], three[1], three[2]);
            tally
        };
        let (a, b, c) = (tally(&numbers[..3]), tally(&numbers[3..6]), tally(&numbers[6..]));
        let sum = |x: &Tally, y: &Tally| {
            let mut sum = x.clone();
            sum.merge(y);
            sum
        };
        prop_assert_eq!(sum(&a, &sum(&b, &c)), sum(&sum(&a, &b), &c));
        prop_assert_eq!(sum(&a, &b), sum(&b, &a));
        prop_assert_eq!(sum(&a, &Tally::default()), a);
    }
}

#[test]
fn a_file_longer_than_the_head_is_read_like_a_short_one() {
    // Longer than what recognition looks at, with the first text that is no UTF-8 far behind it, and the first date
    // that tells day from month at the very end: both make the importer start again.
    let mut text = String::from("访客,时间,页面\n");
    for at in 0..40_000 {
        text.push_str(&format!("v{},0{}/04/2017 10:{:02},/p\n", at % 50, 1 + at % 9, at % 60));
    }
    text.push_str("v1,25/04/2017 10:00,/订单\n");
    let utf8 = session(&[("e", text.as_bytes())], 1 << 16);
    for chunk in [1 << 20, 1 << 16, 4_001] {
        let ascii_head = text.replacen("访客,时间,页面", "visitor,time,page", 1);
        let gb = session(&[("e", &gbk(&ascii_head))], chunk);
        assert_eq!(only(&gb).encoding, "GB18030");
        assert_eq!(answers(&gb), answers(&utf8));
        assert_eq!(only(&gb).account, only(&utf8).account);
    }
    assert_eq!(only(&utf8).account.set_aside, 0, "the day comes first in the whole column");
    assert_eq!(value(&answers(&utf8), "page_views"), 40_001);
}

#[test]
fn a_file_dropped_twice_counts_once() {
    let file = csv(EVENTS, &["v1,1511568000,view,/a,,,,,,".to_string()]);
    let mut session = session(&[("a.csv", &file), ("copy of a.csv", &file)], 10);
    assert_eq!(value(&answers(&session), "page_views"), 1);
    let files = session.files();
    assert_eq!(files[1].state, dianzhang::report::FileState::DuplicateOf(files[0].id));
    // When the first one goes, its copy goes with it; dropped again, it counts again.
    session.remove(files[0].id);
    session.settle();
    assert!(session.files().is_empty());
    push(&mut session, "a.csv", &file, 10, &Overrides::default());
    session.settle();
    assert_eq!(value(&answers(&session), "page_views"), 1);
}

#[test]
fn a_long_period_gets_a_coarser_series() {
    let file = b"visitor,time\nv1,2009-03-04 10:00:00\nv1,2017-11-25 10:00:00\n";
    let session = session(&[("e.csv", file)], 4096);
    let ask = |grain, most_buckets| {
        let question = Question { grain: Some(grain), most_buckets, ..Question::default() };
        let report = session.answer(&question).unwrap();
        (report.grain.unwrap(), report.series.len())
    };
    assert_eq!(ask(Grain::Day, Some(400)), (Grain::Month, 105));
    assert_eq!(ask(Grain::Week, None), (Grain::Week, 456));
    assert_eq!(ask(Grain::Month, Some(10)), (Grain::Month, 105), "nothing is coarser than a month");
}

proptest! {
    // Each case is a file longer than what recognition looks at.
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_number_of_lanes_and_any_cut_into_pieces_gives_the_same_answer(
        rows in prop::collection::vec(long_row(), 20..60), more in events(), count in 1usize..5, piece in 9_000u64..90_000,
        end in prop::sample::select(vec!["\n", "\n", "\r\n"]), plain in any::<bool>(), texts_from in 0usize..400,
        limit in 1usize..12,
    ) {
        // Longer than the head, so that it has a plan: the same rows again and again, by other persons.
        let mut text = if plain { String::from("visitor,time,event,item") } else { String::from(EVENTS) };
        for round in 0.. {
            if text.len() > 300_000 {
                break;
            }
            for row in &rows {
                text.push_str(end);
                if plain {
                    // All items are numbers until, in the midst of plain lines, one is not.
                    let cells: Vec<&str> = row.split(',').collect();
                    let item = cells[0].len() * 31;
                    let item = if round == texts_from { format!("i{item}") } else { item.to_string() };
                    text.push_str(&format!("{round},{},{},{item}", cells[1], cells[2]));
                } else {
                    text.push_str(&row.replace('v', &format!("v{round}x")));
                }
            }
        }
        // A second file whose names are texts, beside a first one whose names may be numbers.
        let (large, small) = (text.into_bytes(), csv(EVENTS, &more));
        let files: [(&str, &[u8]); 2] = [("large", &large), ("small", &small)];
        let whole = session(&files, 1 << 20);
        let (mut session, mut others, cut_up) = lanes(&files, count, piece);
        prop_assert!(cut_up == 1 || rows.iter().any(|row| row.contains('"')), "only line ends inside quotes forbid pieces");
        let told = |mut files: Vec<dianzhang::report::FileReport>| {
            // The digest is made of blocks of the usual pieces.
            files.iter_mut().for_each(|file| file.digest.clear());
            files
        };
        prop_assert_eq!(told(whole.files()), told(session.files()));
        let (a, b) = (whole.files(), session.files());
        for (a, b) in a.iter().zip(&b) {
            prop_assert_eq!(whole.rejected(a.id), session.rejected(b.id));
        }
        prop_assert_eq!(answers(&whole), answers_of(&mut session, &mut others));
        // The first rows alone are those that all rows start with.
        use dianzhang::report::Dimension::{Item, Page, Source};
        let wide = support::everything();
        for (breakdowns, pages) in [(wide.breakdowns.clone(), true), (vec![Item, Page], false), (vec![Source], true)] {
            let question = Question { breakdowns, pages, ..wide.clone() };
            let all = whole.answer(&question).unwrap();
            let some = support::answer_of(&mut session, &mut others, &Question { limit: Some(limit), ..question }).unwrap();
            for ((dimension, all), (_, some)) in all.breakdowns.iter().zip(&some.breakdowns) {
                prop_assert_eq!(&all[..limit.min(all.len())], &some[..], "{:?}", dimension);
            }
            prop_assert_eq!(all.pages_total, some.pages_total);
            let first = all.pages.map(|pages| pages.into_iter().take(limit).collect::<Vec<_>>());
            prop_assert_eq!(first, some.pages);
        }
        // A file that goes leaves no trace on any lane.
        let large = session.files()[0].id;
        support::tell(&mut session, &mut others, &dianzhang::wire::lane::Order::Remove(large));
        session.remove(large);
        let told = support::tell(&mut session, &mut others, &dianzhang::wire::lane::Order::Settle);
        session.settle_with(told);
        prop_assert_eq!(answers(&support::session(&[("small", &small)], 4096)), answers_of(&mut session, &mut others));
    }
}
