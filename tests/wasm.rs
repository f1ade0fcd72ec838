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
    let zone = Zone::named("America/New_York").unwrap();
    let mut clock = zone.clock();
    for written in ["2026-03-07T23:59:59", "2026-03-08T12:00:00", "2026-11-01T00:30:00", "2026-11-02T00:00:00"] {
        let local: jiff::civil::DateTime = written.parse().unwrap();
        assert_eq!(clock.day(zone.seconds_of(local)), Day::of(local.date()), "{written}");
    }
}

#[wasm_bindgen_test]
fn weeks_are_cut_at_the_ends_of_the_period() {
    let period = Period::new("2026-05-30".parse().unwrap(), "2026-06-09".parse().unwrap()).unwrap();
    let weeks: Vec<_> = period.buckets(Grain::Week).iter().map(|week| week.days()).collect();
    assert_eq!(weeks, [2, 7, 2]);
}
