//! Links are read whatever stands in them, and read back as what they were written from.

use super::*;
use crate::metric::catalogue::listed;
use proptest::prelude::*;

fn day() -> impl Strategy<Value = Day> {
    (0i32..40_000).prop_map(Day)
}

fn range() -> impl Strategy<Value = Range> {
    prop_oneof![
        Just(Range::All),
        proptest::sample::select(Preset::ALL.to_vec()).prop_map(Range::Preset),
        (day(), 0i32..800).prop_map(|(from, more)| Range::Days(Period { from, to: from.plus(more) })),
    ]
}

fn metric() -> impl Strategy<Value = Option<MetricId>> {
    let ids: Vec<&str> = listed().map(|entry| entry.id).collect();
    proptest::option::of(proptest::sample::select(ids).prop_map(|id| MetricId::of(id).expect("listed")))
}

fn view() -> impl Strategy<Value = View> {
    let place = prop_oneof![proptest::sample::select(Place::ALL.to_vec()), metric().prop_map(Place::Glossary)];
    let grain = proptest::sample::select(vec![Grain::Day, Grain::Week, Grain::Month]);
    let compare = prop_oneof![proptest::sample::select(Against::PLAIN.to_vec()), day().prop_map(Against::From)];
    let lang = proptest::sample::select(Lang::ALL.to_vec());
    (place, range(), grain, compare, metric(), filters(), (proptest::option::of((day(), 0i32..40)), any::<bool>()), lang).prop_map(
        |(place, range, grain, compare, metric, filters, (focus, wall), lang)| {
            let focus = focus.map(|(from, more)| Period { from, to: from.plus(more) });
            View { place, range, grain, compare, metric, filters, focus, wall, lang }
        },
    )
}

fn filters() -> impl Strategy<Value = Filters> {
    let one = (proptest::sample::select(narrow::DIMENSIONS.to_vec()), "[^\\x00]{1,12}");
    proptest::collection::vec(one, 0..4).prop_map(|all| {
        let mut filters = Vec::new();
        for (dimension, text) in all {
            assert!(narrow::can(dimension, &text));
            filters = narrow::toggled(&filters, dimension, &text);
        }
        filters
    })
}

fn sent() -> impl Strategy<Value = Sent> {
    (any::<u32>(), any::<u64>(), "[A-Za-z]{1,14}/[A-Za-z_]{1,14}", 0i64..100_000).prop_map(|(count, digest, zone, gap)| Sent {
        count,
        digest,
        zone,
        gap,
    })
}

proptest! {
    #[test]
    fn links_read_back(view in view(), sent in sent(), other in proptest::sample::select(Lang::ALL.to_vec())) {
        let link = view.to_string();
        prop_assert_eq!(View::parse(&link, other), Link::plain(view.clone()));
        let shared = format!("{link}{sent}");
        prop_assert!(shared.len() < 2_000, "{} characters", shared.len());
        prop_assert_eq!(View::parse(&shared, other), Link { sent: Some(sent), ..Link::plain(view) });
    }

    #[test]
    fn any_text_is_read_and_the_view_is_one_that_has_a_link(text in any::<String>(), lang in proptest::sample::select(Lang::ALL.to_vec())) {
        let Link { view, .. } = View::parse(&text, lang);
        prop_assert_eq!(View::parse(&view.to_string(), lang).view, view);
    }

    #[test]
    fn a_link_with_any_part_put_in_is_read(view in view(), key in "[a-z]{1,8}", value in ".{0,40}", at in 0usize..200) {
        let mut link = format!("{view}{}", Sent::of(&[], "Asia/Shanghai"));
        let at = (0..=at.min(link.len())).rev().find(|at| link.is_char_boundary(*at)).unwrap_or(0);
        link.insert_str(at, &format!("&{key}={value}&"));
        let Link { view, .. } = View::parse(&link, Lang::Zh);
        prop_assert_eq!(View::parse(&view.to_string(), Lang::Zh).view, view);
    }
}

#[test]
fn what_is_not_understood_falls_back_and_is_told() {
    let first = View::first(Lang::Zh);
    for link in ["", "#", "#/", "#/overview"] {
        assert_eq!(View::parse(link, Lang::Zh), Link::plain(first.clone()), "{link}");
    }
    let odd = Link { trouble: Some(Trouble::Odd), ..Link::plain(first.clone()) };
    for link in [
        "nonsense",
        "#/nowhere",
        "#/overview/x",
        "#/overview?from=2026-06-18&to=2026-06-05",
        "#/overview?x=1",
        "#/%",
        "#/overview?files=1.0123456789abcdef",
        "#/overview?files=1.0123&zone=Asia/Shanghai&gap=1800",
        "#/overview?compare=<script>alert(1)</script>",
        "#/overview?zone=javascript:alert(1)&files=1.0123456789abcdef&gap=1800",
    ] {
        assert_eq!(View::parse(link, Lang::Zh), odd, "{link}");
    }
    let huge = format!("#/overview?metric={}", "x".repeat(9_000));
    assert_eq!(View::parse(&huge, Lang::Zh), Link { trouble: Some(Trouble::Huge), ..odd.clone() });
    let newer = "#/sales?period=last7&forecast=arima&lang=en&v=2";
    assert_eq!(View::parse(newer, Lang::Zh), Link { trouble: Some(Trouble::Newer), ..Link::plain(View::first(Lang::En)) });
    let Link { view, trouble, .. } = View::parse("#/sales?by=year&lang=en&from=2026-06-05", Lang::Zh);
    assert_eq!(
        (view.place, view.grain, view.lang, view.range, trouble),
        (Place::Sales, Grain::Day, Lang::En, Range::All, Some(Trouble::Odd))
    );
}
