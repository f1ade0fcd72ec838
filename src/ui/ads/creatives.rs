//! The creatives of one item beside each other: their click-through rates with intervals, and whether they really differ
//! from that of the creative shown most. Where data are too few, it says so.

use super::{Part, titled, use_ask};
use crate::report::ads::Verdict;
use crate::report::ads::creatives::{CreativeLine, CreativesAsk, CreativesTold};
use crate::report::ads::{AdsAsk, AdsTold};
use crate::report::{Lang, format};
use crate::ui::browser;
use crate::ui::chart::percent;
use crate::ui::figure::num;
use crate::ui::state::Slice;
use yew::prelude::*;

/// Columns of the table.
const COLUMNS: [&str; 6] = ["ad_impressions", "ad_clicks", "ad_ctr", "ad_cost", "ad_orders", "ad_roi"];

/// Properties of [`Creatives`].
#[derive(Properties, PartialEq)]
pub struct CreativesProps {
    /// What it asks and draws with.
    pub part: Part,
    /// Its slot.
    pub slot: u8,
}

/// Creatives of one item.
#[component]
pub fn Creatives(props: &CreativesProps) -> Html {
    let part = &props.part;
    let lang = part.lang;
    let item = use_state_eq(|| None::<String>);
    use_ask(part, props.slot, Some(AdsAsk::Creatives(CreativesAsk { period: part.report.period, item: (*item).clone() })));
    let Some(AdsTold::Creatives(told)) = part.told.as_deref() else {
        return html! {};
    };
    let onchange = {
        let item = item.clone();
        Callback::from(move |event: Event| item.set(Some(browser::value_of(&event))))
    };
    html! {
        <section class="section panel board__row" aria-labelledby="creatives-title" data-creatives={told.lines.len().to_string()}>
            { titled("ad_creative", "creatives-title", lang, &part.explain) }
            <p class="section__text">{ lang.text("creatives-text") }</p>
            if told.items.is_empty() {
                <p class="board__none">{ lang.text("creatives-none") }</p>
            } else {
                { chooser(told, onchange, lang) }
                { table(told, part) }
                { verdicts(told, lang) }
            }
        </section>
    }
}

fn chooser(told: &CreativesTold, onchange: Callback<Event>, lang: Lang) -> Html {
    let name = |item: &str, label: &Option<String>| match label {
        Some(label) => format!("{label} ({item})"),
        None if item.is_empty() => lang.text("creatives-no-item"),
        None => item.to_string(),
    };
    html! {
        <div class="sheet__bar">
            <label class="field">
                <span class="field__label">{ lang.text("creatives-item") }</span>
                <select class="field__input" {onchange} data-creative-items={told.items_total.to_string()}>
                    { for told.items.iter().map(|choice| html! {
                        <option value={choice.item.clone()} selected={told.chosen.as_ref() == Some(&choice.item)}>
                            { lang.text_with("creatives-choice", &[
                                ("name", name(&choice.item, &choice.label).into()),
                                ("count", format::count(choice.count).into()),
                            ]) }
                        </option>
                    }) }
                </select>
            </label>
            if told.items_total > told.items.len() as u64 {
                <span class="sheet__hint">{ lang.text_with("creatives-cut", &[
                    ("shown", format::count(told.items.len() as u64).into()),
                    ("total", format::count(told.items_total).into()),
                ]) }</span>
            }
        </div>
    }
}

fn table(told: &CreativesTold, part: &Part) -> Html {
    let lang = part.lang;
    let columns: Vec<_> = told.lines.first().map_or_else(Vec::new, |line| {
        COLUMNS
            .iter()
            .filter_map(|id| line.figures.iter().find(|figure| figure.metric.id() == *id))
            .filter(|f| f.why.is_none() || f.value.is_some())
            .map(|f| f.metric)
            .collect()
    });
    let slice = |line: &CreativeLine| Slice::Creative { item: told.chosen.clone().unwrap_or_default(), creative: line.creative.clone() };
    let highest = told.lines.iter().filter_map(|line| line.interval).map(|(_, high)| high).fold(0.0, f64::max);
    html! {
        <div class="scroll" tabindex="0" role="group" aria-label={lang.text("creatives-title")}>
            <table class="table creatives__table">
                <thead><tr>
                    <th scope="col" data-metric="ad_creative_title" data-value="">{ lang.text("creatives-head") }</th>
                    { for columns.iter().map(|metric| html! { <th scope="col" class="table__number">{ lang.of(metric.0.name) }</th> }) }
                    <th scope="col" class="creatives__range">{ lang.text("creatives-head-interval") }</th>
                    <th scope="col">{ lang.text("creatives-head-verdict") }</th>
                </tr></thead>
                <tbody>
                    { for told.lines.iter().enumerate().map(|(at, line)| html! {
                        <tr key={line.creative.clone()}>
                            <th scope="row" class="creatives__name">{ &line.creative }</th>
                            { for columns.iter().map(|metric| html! {
                                <td class="table__number">
                                    if let Some(figure) = line.figures.iter().find(|figure| figure.metric == *metric) {
                                        { num(figure, &slice(line), format::Style::Exact, lang, &part.explain) }
                                    }
                                </td>
                            }) }
                            <td class="creatives__range">{ range(line, highest) }</td>
                            <td>{ verdict(line, at, lang) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn share(x: f64) -> String {
    format::value(Some(crate::model::Value::Real(x)), crate::model::Unit::Ratio, format::Style::Exact, Lang::Zh)
}

/// The interval of the click-through rate, drawn on one scale for all creatives, and as numbers.
fn range(line: &CreativeLine, highest: f64) -> Html {
    let Some((low, high)) = line.interval.filter(|_| highest > 0.0) else {
        return html! { format::UNKNOWN };
    };
    let rate =
        line.figures.iter().find(|figure| figure.metric.id() == "ad_ctr").and_then(|figure| figure.value).map(|value| value.to_f64());
    let x = |value: f64| percent(value / highest);
    html! {
        <>
            <svg class="creatives__plot" aria-hidden="true" focusable="false">
                <line class="creatives__line" x1={x(low)} x2={x(high)} y1="50%" y2="50%" />
                if let Some(rate) = rate {
                    <circle class="creatives__dot" cx={x(rate)} cy="50%" r="4" />
                }
            </svg>
            <span class="creatives__numbers">{ format!("{} – {}", share(low), share(high)) }</span>
        </>
    }
}

/// What can be said of a creative against the one shown most.
fn verdict(line: &CreativeLine, at: usize, lang: Lang) -> Html {
    if at == 0 {
        return html! { <span class="standings__quiet">{ lang.text("creatives-first") }</span> };
    }
    let Some(against) = line.against else {
        return html! { <span class="creatives__verdict" data-verdict="None">{ lang.text("creatives-broken") }</span> };
    };
    let (class, id) = match against.verdict {
        Verdict::Higher => ("creatives__verdict--higher", "creatives-higher"),
        Verdict::Lower => ("creatives__verdict--lower", "creatives-lower"),
        Verdict::Open => ("", "creatives-open"),
        Verdict::TooFew => ("", "creatives-few"),
    };
    let points = |x: f64| {
        format::change(Some(crate::model::Value::Real(x)), Some(crate::model::Value::Real(0.0)), crate::model::Unit::Ratio, lang)
            .unwrap_or_default()
    };
    html! {
        <>
            <span class={classes!("creatives__verdict", class)} data-verdict={format!("{:?}", against.verdict)}
                data-difference={against.difference.to_string()} data-low={against.low.to_string()} data-high={against.high.to_string()}
                data-p={against.p.map(|p| p.to_string())}>{ lang.text(id) }</span>
            <span class="creatives__numbers">
                { lang.text_with("creatives-difference", &[
                    ("difference", points(against.difference).into()),
                    ("low", points(against.low).into()),
                    ("high", points(against.high).into()),
                ]) }
                if let Some(p) = against.p {
                    { " " }{ lang.text_with("creatives-p", &[("p", if p < 0.0001 { "< 0.0001".into() } else { format!("= {p:.4}").into() })]) }
                }
            </span>
        </>
    }
}

/// What to keep in mind when reading the verdicts.
fn verdicts(told: &CreativesTold, lang: Lang) -> Html {
    let few = told.lines.iter().any(|line| line.against.is_some_and(|against| against.verdict == Verdict::TooFew));
    html! {
        <>
            if told.lines.len() == 1 {
                <p class="board__aside">{ lang.text("creatives-alone") }</p>
            }
            if few {
                <p class="board__aside">{ lang.text("creatives-few-text") }</p>
            }
            if told.lines.len() > 2 {
                <p class="board__aside">{ lang.text("creatives-many") }</p>
            }
        </>
    }
}
