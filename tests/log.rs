//! The behaviour log keeps its promises: one seed, one set of rows in either order, with the skew of the public set.
#![cfg(not(target_arch = "wasm32"))]

use dianzhang::sample::{LogOrder, write_log};
use std::collections::{BTreeMap, BTreeSet};

fn log(seed: u64, rows: u64, order: LogOrder) -> String {
    let mut out = Vec::new();
    write_log(seed, rows, order, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Person, item, category, kind and time of a row.
fn cells(row: &str) -> (u32, u32, u32, &str, i64) {
    let cells: Vec<&str> = row.split(',').collect();
    let [person, item, category, kind, time] = cells[..] else { panic!("{row} has not five cells") };
    (person.parse().unwrap(), item.parse().unwrap(), category.parse().unwrap(), kind, time.parse().unwrap())
}

fn sorted(text: &str) -> Vec<&str> {
    let mut rows: Vec<&str> = text.lines().collect();
    rows.sort_unstable();
    rows
}

#[test]
fn both_orders_hold_the_same_rows_and_exactly_as_many_as_asked_for() {
    for (seed, rows) in [(1, 0), (1, 1), (2, 99), (618, 12_345), (u64::MAX, 40_000)] {
        let (person, time) = (log(seed, rows, LogOrder::Person), log(seed, rows, LogOrder::Time));
        assert_eq!(person.lines().count() as u64, rows);
        assert!(rows == 0 || person.ends_with('\n'));
        assert_eq!(sorted(&person), sorted(&time), "seed {seed}");
    }
}

#[test]
fn a_seed_is_one_log_and_another_seed_another() {
    assert_eq!(log(5, 500, LogOrder::Person), log(5, 500, LogOrder::Person));
    assert_ne!(sorted(&log(5, 500, LogOrder::Person)), sorted(&log(6, 500, LogOrder::Person)));
}

#[test]
fn rows_stand_in_the_order_asked_for() {
    let text = log(618, 50_000, LogOrder::Time);
    assert!(text.lines().map(|row| cells(row).4).is_sorted());
    let text = log(618, 50_000, LogOrder::Person);
    let rows: Vec<_> = text.lines().map(cells).collect();
    let runs: Vec<u32> = rows.chunk_by(|a, b| a.0 == b.0).map(|run| run[0].0).collect();
    assert_eq!(runs.iter().collect::<BTreeSet<_>>().len(), runs.len(), "a person's rows stand together");
    assert!(!runs.is_sorted(), "persons come in the order of no id");
    assert!(rows.chunk_by(|a, b| a.0 == b.0).all(|run| run.is_sorted_by_key(|row| row.4)));
}

#[test]
fn the_skew_is_that_of_the_public_set() {
    let text = log(618, 400_000, LogOrder::Person);
    let rows: Vec<_> = text.lines().map(cells).collect();
    let (mut kinds, mut persons, mut items) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut category_of = BTreeMap::new();
    let mut days: BTreeMap<i64, BTreeSet<u32>> = BTreeMap::new();
    for (person, item, category, kind, time) in &rows {
        *kinds.entry(*kind).or_insert(0_usize) += 1;
        *persons.entry(*person).or_insert(0_usize) += 1;
        *items.entry(*item).or_insert(0_usize) += 1;
        days.entry((time + 28_800).div_euclid(86_400)).or_default().insert(*person);
        assert_eq!(*category_of.entry(*item).or_insert(*category), *category, "an item stands in one category");
    }
    let per_mille = |kind| kinds[kind] * 1000 / rows.len();
    assert!((890..=902).contains(&per_mille("pv")) && (52..=58).contains(&per_mille("cart")));
    assert!((27..=31).contains(&per_mille("fav")) && (18..=22).contains(&per_mille("buy")));
    assert_eq!(kinds.len(), 4);
    assert_eq!((days.keys().next(), days.keys().last(), days.len()), (Some(&17_495), Some(&17_503), 9), "2017-11-25 to 12-03 in UTC+8");
    let mean = rows.len() / persons.len();
    assert!((93..=107).contains(&mean), "{mean} rows a person");
    let mut counts: Vec<usize> = items.into_values().collect();
    counts.sort_unstable();
    let (top, median) = (counts[counts.len() - 1], counts[counts.len() / 2]);
    assert!(top > 100 && median == 1, "a few items have most of the looks: {top} and {median}");
    let categories: BTreeSet<u32> = category_of.into_values().collect();
    assert!((9_000..=9_439).contains(&categories.len()), "{} categories", categories.len());
    let sets: Vec<&BTreeSet<u32>> = days.values().collect();
    for pair in sets.windows(2) {
        let back = pair[0].intersection(pair[1]).count() * 100 / pair[0].len();
        assert!((50..95).contains(&back), "{back} of a hundred come back the next day");
    }
}
