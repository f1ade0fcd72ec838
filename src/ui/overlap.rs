//! Parts that overlap: what they add up to, beside what they are together, and why the two differ.

use crate::model::Value;
use crate::report::{Lang, Report, Row, format};
use yew::prelude::*;

/// More rows than the page asks for may be missing from a breakdown: nothing can be said of their sum then.
const ALL: usize = 300;

/// Visitors of several sources.
pub fn sources(report: &Report, rows: &[Row], lang: Lang) -> Html {
    let of = |row: &Row| row.figures.iter().find(|figure| figure.metric.id() == "source_visitors").and_then(|figure| count(figure.value));
    let sum: Option<u64> = rows.iter().map(of).sum();
    let sum = sum.filter(|_| rows.len() < ALL);
    aside("overlap-sources", sum, whole(report, "source_visitors"), lang)
}

/// Buyers and orders with promotion and without.
#[inline(never)]
pub fn promotion(report: &Report, lang: Lang) -> Html {
    let both = |a: &str, b: &str| Some(whole(report, a)? + whole(report, b)?);
    html! {
        <>
            { aside("overlap-promotion", both("promo_buyers", "non_promo_buyers"), whole(report, "buyers"), lang) }
            { aside("overlap-promotion-orders", both("promo_paid_orders", "non_promo_paid_orders"), whole(report, "paid_orders"), lang) }
        </>
    }
}

fn whole(report: &Report, id: &str) -> Option<u64> {
    count(report.figure(id)?.value)
}

fn count(value: Option<Value>) -> Option<u64> {
    if let Some(Value::Count(n)) = value { Some(n) } else { None }
}

fn aside(id: &str, sum: Option<u64>, whole: Option<u64>, lang: Lang) -> Html {
    let Some((sum, whole)) = sum.zip(whole).filter(|(sum, whole)| sum > whole) else { return html! {} };
    let args = [("sum", format::count(sum).into()), ("whole", format::count(whole).into()), ("more", format::count(sum - whole).into())];
    html! { <p class="board__aside" data-overlap={(sum - whole).to_string()}>{ lang.text_with(id, &args) }</p> }
}
