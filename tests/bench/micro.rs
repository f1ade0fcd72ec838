//! Steps of the way of a row, each by itself and through the public interface: cutting rows, building columns,
//! grouping and sorting, folding. `cargo bench`, or `cargo bench -- folds` for some of them.

use dianzhang::ingest::clean_rows;
use dianzhang::model::{Day, Grain, Period, Zone};
use dianzhang::report::{Dimension, Question};
use dianzhang::sample::{LogOrder, SEED, write_log};
use dianzhang::wire::protocol::Overrides;
use dianzhang::wire::session::{Session, Step};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

/// Rows of the log; a hundred thousand fit into no cache, and a run stays short.
const ROWS: u64 = 100_000;
/// Bytes pushed at a time, as the program does.
const CHUNK: usize = 1 << 20;
const ORDERS: [&str; 2] = ["person", "time"];

fn main() {
    divan::main();
}

fn log(order: &str) -> Vec<u8> {
    let order: LogOrder = order.parse().expect("an order");
    let mut out = Vec::new();
    write_log(SEED, ROWS, order, &mut out).expect("memory can be written");
    out
}

/// A session that has read the log and not yet put its rows in order.
fn read(bytes: &[u8]) -> Session {
    let mut session = Session::new(Zone::default());
    let mut import = session.begin("log.csv", bytes.len() as u64, &Overrides::default());
    for chunk in bytes.chunks(CHUNK) {
        assert!(import.push(chunk) == Step::Continue, "nothing in the log asks for a second reading");
    }
    session.finish(import);
    session
}

fn settled(bytes: &[u8]) -> Session {
    let mut session = read(bytes);
    session.settle();
    session
}

#[divan::bench]
fn tokenizer(bencher: Bencher) {
    let bytes = log("person");
    bencher.counter(BytesCount::new(bytes.len())).bench(|| {
        let mut cells = 0;
        clean_rows(black_box(&bytes), &Default::default(), &mut |row| {
            cells += row.len();
            true
        })
        .expect("the log is plain text");
        cells
    });
}

#[divan::bench]
fn columns(bencher: Bencher) {
    let bytes = log("person");
    bencher.counter(BytesCount::new(bytes.len())).bench(|| read(black_box(&bytes)));
}

#[divan::bench(args = ORDERS)]
fn sort(bencher: Bencher, order: &str) {
    let bytes = log(order);
    bencher.counter(ItemsCount::new(ROWS)).with_inputs(|| read(&bytes)).bench_local_refs(Session::settle);
}

/// Figures, days and visits of the whole log.
#[divan::bench]
fn folds(bencher: Bencher) {
    let session = settled(&log("person"));
    let question = Question { grain: Some(Grain::Day), ..Question::default() };
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| session.answer(black_box(&question)));
}

/// The same of four days in its middle, as a new period asks for.
#[divan::bench]
fn folds_of_a_period(bencher: Bencher) {
    let session = settled(&log("person"));
    let day = |text: &str| text.parse::<Day>().expect("a day");
    let period = Period::new(day("2017-11-27"), day("2017-11-30"));
    let question = Question { period, grain: Some(Grain::Day), ..Question::default() };
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| session.answer(black_box(&question)));
}

/// The same with the ten most seen items.
#[divan::bench]
fn folds_by_item(bencher: Bencher) {
    let session = settled(&log("person"));
    let question = Question { breakdowns: vec![Dimension::Item], limit: Some(10), ..Question::default() };
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| session.answer(black_box(&question)));
}
