//! The trend: one metric over the period, the period before dashed, a readout for pointer and keyboard, and the
//! same numbers as a table.

use super::against::Against;
use super::card::{Before, change};
use super::chart::{self, Scale};
use super::figure::num;
use super::point::{self, acts};
use super::state::{Shared, Slice, Subject};
use super::words;
use crate::metric::MetricId;
use crate::model::{Currencies, Grain, Period, Unit};
use crate::report::{Bucket, Figure, Lang, Report, format};
use yew::prelude::*;

/// Properties of [`Trend`].
#[derive(Properties, PartialEq)]
pub struct TrendProps {
    /// The answer.
    pub report: Shared<Report>,
    /// The metric.
    pub metric: MetricId,
    /// The buckets' length that was asked for; a long period gets longer ones.
    pub asked: Grain,
    /// The days that the view is narrowed to.
    pub focus: Option<Period>,
    /// Opens the large chart.
    pub enlarge: Callback<()>,
    /// Gets the days to narrow the view to, or no more.
    pub pick: Callback<Period>,
    /// What the answer compares with.
    pub way: Against,
    /// The language.
    pub lang: Lang,
    /// Gets the subject to explain.
    pub explain: Callback<Subject>,
}

/// The figures of one metric in a series.
pub fn course(series: &[Bucket], metric: MetricId) -> Vec<Option<&Figure>> {
    series.iter().map(|bucket| bucket.figures.iter().find(|figure| figure.metric == metric)).collect()
}

/// The same as plain numbers.
pub fn numbers(series: &[Bucket], metric: MetricId) -> Vec<Option<f64>> {
    course(series, metric).into_iter().map(|figure| figure.and_then(|figure| figure.value).map(|value| value.to_f64())).collect()
}

/// How the values of a course are written on its axis: with a currency's sign where all of them are in that one.
pub fn shown(series: &[Bucket], metric: MetricId) -> format::Shown {
    let currencies: Currencies = course(series, metric).into_iter().flatten().filter(|f| f.value.is_some()).map(|f| f.currency).collect();
    format::Shown { unit: metric.0.unit, currency: currencies.one() }
}

/// The buckets' length in the answer.
fn grain(props: &TrendProps) -> Grain {
    props.report.grain.unwrap_or(props.asked)
}

/// The id of a grain's name.
fn grain_id(grain: Grain) -> &'static str {
    match grain {
        Grain::Day => "grain-day",
        Grain::Week => "grain-week",
        Grain::Month => "grain-month",
    }
}

/// `06-18`, or `2026-06` where the period is longer than a year.
fn day_mark(bucket: Period, whole: Period) -> String {
    let mut text = bucket.from.to_string();
    if whole.days() > 366 {
        text.truncate(7);
        return text;
    }
    text.split_off(5)
}

/// The trend of one metric.
#[component]
pub fn Trend(props: &TrendProps) -> Html {
    let TrendProps { report, metric, lang, .. } = props;
    let (metric, lang) = (*metric, *lang);
    let (cursor, held) = (use_state(|| None::<usize>), use_state(|| None::<usize>));
    let series = &report.series;
    let count = series.len();
    let now = numbers(series, metric);
    let earlier: &[Bucket] = report.compared.as_ref().map_or(&[], |compared| &compared.series);
    let before = numbers(earlier, metric);
    let whole = matches!(metric.0.unit, Unit::Count | Unit::Seconds);
    let scale = Scale::over(now.iter().chain(&before).copied().flatten(), whole);
    let name = lang.of(metric.0.name);
    let axis = shown(series, metric);
    // The pointer reads; a press or a key holds.
    let at = cursor.or(*held).filter(|at| *at < count);
    let focused = props.focus.and_then(|focus| series.iter().position(|bucket| bucket.period == focus));
    let move_to = {
        let cursor = cursor.clone();
        Callback::from(move |at: Option<usize>| cursor.set(at))
    };
    let hold = {
        let held = held.clone();
        Callback::from(move |at: Option<usize>| held.set(at))
    };
    let periods: Vec<Period> = series.iter().map(|bucket| bucket.period).collect();
    let explained = {
        let (explain, periods) = (props.explain.clone(), periods.clone());
        Callback::from(move |at: usize| explain.emit(Subject { metric, slice: Slice::Bucket(periods[at]) }))
    };
    let onkeydown = {
        let (move_to, hold, pick, explained) = (move_to.clone(), hold.clone(), props.pick.clone(), explained.clone());
        Callback::from(move |event: KeyboardEvent| {
            let last = count.saturating_sub(1);
            let to = match (event.key().as_str(), at) {
                ("ArrowRight", at) => at.map_or(0, |at| (at + 1).min(last)),
                ("ArrowLeft", at) => at.map_or(last, |at| at.saturating_sub(1)),
                ("Home", _) => 0,
                ("End", _) => last,
                ("Enter", Some(at)) => {
                    event.prevent_default();
                    return explained.emit(at);
                }
                (" ", Some(at)) => {
                    event.prevent_default();
                    return pick.emit(periods[at]);
                }
                _ => return,
            };
            event.prevent_default();
            move_to.emit(None);
            hold.emit(Some(to));
        })
    };
    let leave = move_to.reform(|_: MouseEvent| None);
    let known = now.iter().flatten().count() > 0;
    // The board around stands for the days that were picked: the whole period is not what its figures are about.
    let told = at.or(focused);
    let silent = told.is_none() && props.focus.is_some();
    html! {
        <section class="trend" aria-labelledby="trend-title" id="trend">
            <div class="trend__head">
                <h2 class="trend__title" id="trend-title">{ lang.text_with("trend-title", &[("name", name.into())]) }</h2>
                if known {
                    <button type="button" class="button button--quiet trend__enlarge" aria-haspopup="dialog" onclick={props.enlarge.reform(|_: MouseEvent| ())}>
                        { lang.text("plot-open") }
                    </button>
                }
            </div>
            if !known {
                <p class="trend__none">{ lang.text("trend-none") }</p>
            } else {
                <p class={classes!("trend__readout", earlier.is_empty().then_some("trend__readout--alone"))} aria-live="polite">
                    if !silent {
                        { readout(report, metric, told, props.way, lang, &props.explain) }
                    }
                </p>
                <div class="trend__chart">
                    <div class="trend__marks" aria-hidden="true">
                        { for scale.ticks.iter().rev().map(|tick| html! {
                            <span class="trend__mark"><span class="trend__mark-text">{ format::tick(*tick, axis, lang) }</span></span>
                        }) }
                    </div>
                    <svg class="trend__plot" role="application" tabindex="0" {onkeydown} onmouseleave={leave}
                        aria-label={lang.text_with("trend-chart", &[("name", name.into())])}>
                        { for scale.ticks.iter().map(|tick| {
                            let y = chart::percent(scale.depth(*tick));
                            html! { <line class="trend__grid" x1="0" x2="100%" y1={y.clone()} y2={y} /> }
                        }) }
                        if let Some(held) = focused {
                            <rect class="trend__held" x={chart::percent(held as f64 / count as f64)} width={chart::percent(1.0 / count as f64)} height="100%" />
                        }
                        if let Some(at) = at {
                            <line class="trend__cursor" x1={chart::percent(chart::middle(at, count))} x2={chart::percent(chart::middle(at, count))}
                                y1="0" y2="100%" />
                        }
                        <svg class="trend__lines" width="100%" height="100%" viewBox={format!("0 0 {} {}", chart::WIDTH, chart::HEIGHT)}
                            preserveAspectRatio="none">
                            <path class="trend__before" d={chart::line(&before, count, &scale)} vector-effect="non-scaling-stroke" />
                            <path class="trend__now" d={chart::line(&now, count, &scale)} vector-effect="non-scaling-stroke" />
                        </svg>
                        { for now.iter().enumerate().filter(|(i, _)| count <= 31 || Some(*i) == at).filter_map(|(i, value)| {
                            let class = if Some(i) == at { "trend__dot trend__dot--on" } else { "trend__dot" };
                            value.map(|value| html! {
                                <circle {class} cx={chart::percent(chart::middle(i, count))} cy={chart::percent(scale.depth(value))} r="3" />
                            })
                        }) }
                        { for (0..count).map(|i| {
                            let enter = move_to.reform(move |_: MouseEvent| Some(i));
                            let press = hold.reform(move |_: MouseEvent| Some(i));
                            html! {
                                <rect class="trend__touch" x={chart::percent(i as f64 / count as f64)} width={chart::percent(1.0 / count as f64)}
                                    height="100%" onmouseenter={enter} onclick={press} />
                            }
                        }) }
                    </svg>
                    <svg class="trend__days" aria-hidden="true">
                        { for chart::labelled(count, 6).into_iter().map(|i| html! {
                            <text x={chart::percent(chart::middle(i, count))} y="12" class="trend__day" text-anchor="middle">
                                { day_mark(series[i].period, report.period) }
                            </text>
                        }) }
                    </svg>
                </div>
                { acts(at.map(|at| (point::days(series[at].period, lang), props.focus == Some(series[at].period))), "trend-hint", lang,
                    explained.reform(move |()| at.unwrap_or_default()), Some(props.pick.reform({
                        let days = at.map_or(report.period, |at| series[at].period);
                        move |()| days
                    }))) }
                <p class="trend__key">
                    <span class="trend__key-now">{ words::period(report.period) }</span>
                    if let Some(compared) = &report.compared {
                        <span class="trend__key-before">{ words::period(compared.period) }</span>
                    }
                </p>
                if grain(props) != props.asked {
                    <p class="trend__hint">{ lang.text_with("trend-coarser", &[
                        ("asked", lang.text(grain_id(props.asked)).to_lowercase().into()),
                        ("grain", lang.text(grain_id(grain(props))).to_lowercase().into()),
                    ]) }</p>
                }
                <details class="trend__details">
                    <summary>{ lang.text("trend-as-table") }</summary>
                    { table(props, earlier) }
                </details>
            }
        </section>
    }
}

/// What the chart says in words: of a point, else of the whole period. Two lines, with or without a point.
fn readout(report: &Report, metric: MetricId, at: Option<usize>, way: Against, lang: Lang, explain: &Callback<Subject>) -> Html {
    let of = |figures: &[Figure]| figures.iter().find(|figure| figure.metric == metric).cloned();
    let compared = report.compared.as_ref();
    let point = at.and_then(|at| Some((report.series.get(at)?, compared.and_then(|compared| compared.series.get(at)))));
    let (days, slice, now, earlier) = match point {
        Some((bucket, then)) => {
            (bucket.period, Slice::Bucket(bucket.period), of(&bucket.figures), then.map(|then| (then.period, of(&then.figures))))
        }
        None => (report.period, Slice::Whole, of(&report.figures), compared.map(|then| (then.period, of(&then.figures)))),
    };
    let exact = |figure: &Figure| format::value(figure.value, figure.shown(), format::Style::Exact, lang);
    html! {
        <>
            <span class="trend__line">
                <span class="trend__when">{ point::days(days, lang) }</span>
                <strong class="trend__what">
                    if let Some(now) = &now {
                        { num(now, &slice, format::Style::Exact, lang, explain) }
                    } else {
                        { format::UNKNOWN }
                    }
                </strong>
            </span>
            if let Some((days, then)) = earlier {
                <span class="trend__line">
                    if let (Some(now), Some(then)) = (&now, &then) {
                        { change(now.value, &Before::Figure(days, then.clone()), now, way, lang) }
                    }
                    <span class="trend__then">
                        { format!("{}: {}", point::days(days, lang), then.as_ref().map_or_else(|| format::UNKNOWN.to_string(), exact)) }
                    </span>
                </span>
            }
        </>
    }
}

fn compare(now: &Option<Figure>, earlier: Option<&Bucket>, metric: MetricId, way: Against, lang: Lang) -> Html {
    let then = earlier.and_then(|bucket| bucket.figures.iter().find(|f| f.metric == metric).map(|f| (bucket.period, f.clone())));
    match (now, then) {
        (Some(now), Some((period, then))) => change(now.value, &Before::Figure(period, then), now, way, lang),
        _ => html! {},
    }
}

fn table(props: &TrendProps, earlier: &[Bucket]) -> Html {
    let (lang, metric) = (props.lang, props.metric);
    let head = grain_id(grain(props));
    let compared = !earlier.is_empty();
    html! {
        <div class="scroll" tabindex="0" role="group" aria-label={lang.text("trend-as-table")}>
            <table class="table">
                <thead><tr>
                    <th scope="col">{ lang.text(head) }</th>
                    <th scope="col" class="table__number">{ lang.of(metric.0.name) }</th>
                    if compared {
                        <th scope="col" class="table__number">{ lang.text("trend-before") }</th>
                        <th scope="col" class="table__number">{ lang.text(props.way.label()) }</th>
                    }
                </tr></thead>
                <tbody>
                    { for props.report.series.iter().zip(course(&props.report.series, metric)).enumerate().map(|(at, (bucket, figure))| {
                        let then = earlier.get(at).and_then(|b| b.figures.iter().find(|f| f.metric == metric));
                        html! {
                            <tr>
                                <th scope="row">{ point::days(bucket.period, lang) }</th>
                                <td class="table__number">
                                    if let Some(figure) = figure {
                                        { num(figure, &Slice::Bucket(bucket.period), format::Style::Exact, lang, &props.explain) }
                                    }
                                </td>
                                if compared {
                                    <td class="table__number">
                                        if let Some((then, bucket)) = then.zip(earlier.get(at)) {
                                            { num(then, &Slice::Bucket(bucket.period), format::Style::Exact, lang, &props.explain) }
                                        }
                                    </td>
                                    <td class="table__number">{ compare(&figure.cloned(), earlier.get(at), metric, props.way, lang) }</td>
                                }
                            </tr>
                        }
                    }) }
                </tbody>
            </table>
        </div>
    }
}
