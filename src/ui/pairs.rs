//! Two figures beside each other, line by line: what was placed and what of it was paid, and what was sold with a
//! promotion and without.

use super::chart;
use super::figure::num;
use super::state::{Slice, Subject};
use crate::model::{Unit, Value};
use crate::report::{Figure, Lang, Report, format};
use yew::prelude::*;

/// The ids of two figures that are set against each other.
type Pair = (&'static str, &'static str);

/// Placed and paid, from orders to money.
const FUNNEL: [Pair; 3] = [("placed_orders", "paid_orders"), ("placed_items", "paid_items"), ("placed_amount", "paid_amount")];

/// With a promotion and without.
const PROMOTION: [Pair; 4] = [
    ("promo_paid_amount", "non_promo_paid_amount"),
    ("promo_paid_orders", "non_promo_paid_orders"),
    ("promo_paid_items", "non_promo_paid_items"),
    ("promo_buyers", "non_promo_buyers"),
];

/// What was placed and how much of it was paid.
#[inline(never)]
pub fn funnel(report: &Report, lang: Lang, explain: &Callback<Subject>) -> Html {
    pairs(report, &FUNNEL, "funnel", lang, explain, &|placed, paid| {
        let largest = placed.max(paid);
        ([placed / largest, paid / largest], (placed > 0.0).then(|| paid / placed))
    })
}

/// How much of what was sold stood under a promotion.
#[inline(never)]
pub fn promotion(report: &Report, lang: Lang, explain: &Callback<Subject>) -> Html {
    pairs(report, &PROMOTION, "promo", lang, explain, &|with, without| {
        let both = with + without;
        ([with / both, without / both], (both > 0.0).then(|| with / both))
    })
}

/// How long two bars are, and what share one figure is of the other.
type Measure<'a> = &'a dyn Fn(f64, f64) -> ([f64; 2], Option<f64>);

/// `texts` is the beginning of the text ids.
fn pairs(report: &Report, all: &[Pair], texts: &str, lang: Lang, explain: &Callback<Subject>, measure: Measure<'_>) -> Html {
    let number = |figure: &Figure| figure.value.map(|value| value.to_f64());
    let known: Vec<(&Figure, &Figure, f64, f64)> = all
        .iter()
        .filter_map(|(first, second)| {
            let (first, second) = (report.figure(first)?, report.figure(second)?);
            Some((first, second, number(first)?, number(second)?))
        })
        .filter(|(.., first, second)| *first > 0.0 || *second > 0.0)
        .collect();
    if known.is_empty() {
        return html! { <p class="board__none">{ lang.text(&format!("{texts}-none")) }</p> };
    }
    let bar = |class: &'static str, figure: &Figure, share: f64| {
        html! {
            <div class="pair__bar">
                <span class="pair__name">{ lang.of(figure.metric.0.name) }</span>
                <svg class="pair__track" aria-hidden="true" focusable="false">
                    <rect {class} width={chart::percent(share)} height="100%" />
                </svg>
                <span class="pair__value">{ num(figure, &Slice::Whole, format::Style::Short, lang, explain) }</span>
            </div>
        }
    };
    html! {
        <ul class="pairs">
            { for known.into_iter().map(|(first, second, a, b)| {
                let (shares, ratio) = measure(a, b);
                html! {
                    <li class="pair" key={first.metric.id()}>
                        { bar("pair__fill", first, shares[0]) }
                        { bar("pair__fill pair__fill--second", second, shares[1]) }
                        if let Some(ratio) = ratio {
                            <p class="pair__share">{ lang.text_with(&format!("{texts}-share"), &[
                                ("first", lang.of(first.metric.0.name).into()),
                                ("second", lang.of(second.metric.0.name).into()),
                                ("share", format::value(Some(Value::Real(ratio)), Unit::Ratio, format::Style::Short, lang).into()),
                            ]) }</p>
                        }
                    </li>
                }
            }) }
        </ul>
    }
}

/// Whether the figures of these pairs stand in the catalogue; looked at by a test.
#[cfg(test)]
fn ids() -> impl Iterator<Item = &'static str> {
    FUNNEL.iter().chain(&PROMOTION).flat_map(|(first, second)| [*first, *second])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::MetricId;

    #[test]
    fn every_figure_is_one_of_the_catalogue() {
        for id in ids() {
            assert!(MetricId::of(id).is_some(), "{id}");
        }
    }
}
