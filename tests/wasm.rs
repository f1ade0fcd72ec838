//! The core answers the same in wasm as on the machine: run by `make test-wasm`, in node.
#![cfg(target_arch = "wasm32")]

use dianzhang::model::{Day, Grain, Money, Period, Zone};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn money_sums_are_exact() {
    let dime = Money::parse("0.1").unwrap();
    assert_eq!(std::iter::repeat_n(dime, 30).sum::<Money>().to_string(), "3.00");
    let large = Money::parse("79228162514264337.59").unwrap();
    assert_eq!((large + Money::parse("0.01").unwrap()).to_string(), "79228162514264337.60");
}

#[wasm_bindgen_test]
fn the_default_zone_is_on_board() {
    let mut clock = Zone::default().clock();
    assert_eq!(clock.day(1_511_539_199).to_string(), "2017-11-24");
    assert_eq!(clock.day(1_511_539_200).to_string(), "2017-11-25");
}

#[wasm_bindgen_test]
fn days_change_with_daylight_saving() {
    let zone = Zone::new("America/New_York", -18_000, [(1_772_953_200, -14_400), (1_793_512_800, -18_000)]);
    let mut clock = zone.clock();
    for (day, second) in [("2026-03-07", 86_399), ("2026-03-08", 43_200), ("2026-11-01", 1_800), ("2026-11-02", 0)] {
        let day: Day = day.parse().unwrap();
        let instant = zone.seconds_of(i64::from(day.0) * 86_400 + second);
        assert_eq!(clock.day(instant), day);
    }
}

#[wasm_bindgen_test]
fn weeks_are_cut_at_the_ends_of_the_period() {
    let period = Period::new("2026-05-30".parse().unwrap(), "2026-06-09".parse().unwrap()).unwrap();
    let weeks: Vec<_> = period.buckets(Grain::Week).iter().map(|week| week.days()).collect();
    assert_eq!(weeks, [2, 7, 2]);
}
