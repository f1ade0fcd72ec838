//! What was done in the account, drawn under the curves of cost and rank: a jump has its operation beside it. The same as
//! two tables: the operations themselves, and cost, rank and operations day by day.

use super::{Part, leaves, use_ask};
use crate::metric::MetricId;
use crate::model::{Currencies, Period, Scope, Unit, Value};
use crate::report::ads::log::{LogAsk, LogTold};
use crate::report::ads::{AdsAsk, AdsTold, OperationRow};
use crate::report::{Bucket, Figure, Lang, Report, format};
use crate::ui::chart::{self, Scale, percent};
use crate::ui::figure::num;
use crate::ui::state::Slice;
use crate::ui::words;
use yew::prelude::*;

/// Operations of one leaf of the list.
const LEAF: u64 = 25;
/// The lanes from top to bottom, each with the entry of the catalogue it is.
const LANES: [(Scope, &str); 4] =
    [(Scope::Keyword, "log_keyword"), (Scope::Item, "log_item"), (Scope::Account, "log_account"), (Scope::Creative, "log_creative")];

/// Properties of [`Timeline`].
#[derive(Properties, PartialEq)]
pub struct TimelineProps {
    /// What it asks and draws with.
    pub part: Part,
    /// Its slot.
    pub slot: u8,
    /// Whether reports of paid tools are loaded.
    pub ads: bool,
    /// Whether a log of operations is loaded.
    pub log: bool,
}

/// One bucket of the timeline.
struct Point {
    period: Period,
    cost: Option<Figure>,
    rank: Option<Figure>,
    operations: [u64; 4],
}

impl Point {
    fn cost(&self) -> Option<Value> {
        self.cost.as_ref().and_then(|figure| figure.value)
    }

    fn rank(&self) -> Option<Value> {
        self.rank.as_ref().and_then(|figure| figure.value)
    }

    fn total(&self) -> u64 {
        self.operations.iter().sum()
    }
}

fn points(report: &Report, told: Option<&LogTold>) -> Vec<Point> {
    let of = |bucket: &Bucket, id: &str| bucket.figures.iter().find(|figure| figure.metric.id() == id).cloned();
    let point = |bucket: &Bucket| {
        let mut operations = [0; 4];
        for (_, counts) in told.iter().flat_map(|told| &told.days).filter(|(day, _)| bucket.period.contains(*day)) {
            operations.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        Point { period: bucket.period, cost: of(bucket, "ad_cost"), rank: of(bucket, "ad_avg_rank"), operations }
    };
    report.series.iter().map(point).collect()
}

/// The timeline.
#[component]
pub fn Timeline(props: &TimelineProps) -> Html {
    let part = &props.part;
    let lang = part.lang;
    let whole = part.report.period;
    let cursor = use_state_eq(|| None::<usize>);
    let within = use_state_eq(|| None::<Period>);
    let scope = use_state_eq(|| None::<Scope>);
    let start = use_state_eq(|| 0_u64);
    // Another period or other files: what was chosen inside the old one is gone.
    let within_now = within.filter(|days| whole.contains(days.from) && whole.contains(days.to));
    let ask = LogAsk { period: whole, within: within_now.unwrap_or(whole), scope: *scope, start: *start, count: LEAF };
    use_ask(part, props.slot, props.log.then_some(AdsAsk::Log(ask)));
    let told = match part.told.as_deref() {
        Some(AdsTold::Log(told)) if props.log => Some(told),
        _ => None,
    };
    let points = points(&part.report, told);
    let choose = {
        let (within, start) = (within.clone(), start.clone());
        Callback::from(move |days: Option<Period>| {
            within.set(days);
            start.set(0);
        })
    };
    let pick = {
        let (scope, start) = (scope.clone(), start.clone());
        Callback::from(move |this: Option<Scope>| {
            scope.set(this);
            start.set(0);
        })
    };
    let turn = {
        let start = start.clone();
        Callback::from(move |to: u64| start.set(to))
    };
    html! {
        <section class="section panel board__row timeline" aria-labelledby="timeline-title" data-operations={told.map(|told| told.found.to_string())}>
            <h2 class="section__title" id="timeline-title">{ lang.text("timeline-title") }</h2>
            <p class="section__text">{ lang.text("timeline-text") }</p>
            if props.log && !part.filters.is_empty() {
                <p class="section__text">{ lang.text("timeline-narrowed") }</p>
            }
            if points.len() > 1 {
                { drawing(&points, within_now, &cursor, &choose, part) }
            }
            if let Some(told) = told {
                { scopes(*scope, &pick, told, part) }
                { list(told, &points, within_now, &choose, part) }
                { leaves(told.start, told.rows.len() as u64, told.found, LEAF, lang, &turn) }
            } else if !props.log {
                <p class="board__none">{ lang.text("timeline-no-log") }</p>
            }
            if points.len() > 1 {
                <details class="trend__details">
                    <summary>{ lang.text("timeline-as-table") }</summary>
                    { by_bucket(&points, part) }
                </details>
            }
        </section>
    }
}

/// Curves above, lanes of operations below, one cursor through both.
fn drawing(
    points: &[Point],
    within: Option<Period>,
    cursor: &UseStateHandle<Option<usize>>,
    choose: &Callback<Option<Period>>,
    part: &Part,
) -> Html {
    let lang = part.lang;
    let count = points.len();
    // The bucket that was pressed is at hand until another one is.
    let held = within.and_then(|days| points.iter().position(|point| point.period == days));
    let at = cursor.or(held).filter(|at| *at < count);
    let currencies: Currencies = points.iter().filter_map(|point| point.cost.as_ref()).map(|cost| cost.currency).collect();
    let axis = format::Shown { unit: Unit::Money, currency: currencies.one() };
    let move_to = {
        let cursor = cursor.clone();
        Callback::from(move |at: Option<usize>| cursor.set(at))
    };
    let costs: Vec<Option<f64>> = points.iter().map(|point| point.cost().map(Value::to_f64)).collect();
    let ranks: Vec<Option<f64>> = points.iter().map(|point| point.rank().map(|rank| -rank.to_f64())).collect();
    let scale = Scale::over(costs.iter().copied().flatten(), false);
    // The first place is the top of the picture, so ranks are drawn with their sign turned.
    let lowest = ranks.iter().flatten().fold(-2.0_f64, |low, rank| low.min(*rank));
    let places = Scale { low: lowest.floor(), high: -1.0, ticks: vec![] };
    let has_rank = ranks.iter().flatten().count() > 0;
    let onkeydown = {
        let (move_to, choose) = (move_to.clone(), choose.clone());
        let periods: Vec<Period> = points.iter().map(|point| point.period).collect();
        let with_operations: Vec<bool> = points.iter().map(|point| point.total() > 0).collect();
        Callback::from(move |event: KeyboardEvent| {
            let last = count - 1;
            let to = match event.key().as_str() {
                "ArrowRight" => at.map_or(0, |at| (at + 1).min(last)),
                "ArrowLeft" => at.map_or(last, |at| at.saturating_sub(1)),
                "Home" => 0,
                "End" => last,
                // To the next and the last bucket in which something was done.
                "ArrowDown" => (at.map_or(0, |at| at + 1)..count).find(|at| with_operations[*at]).or(at).unwrap_or(0),
                "ArrowUp" => (0..at.unwrap_or(count)).rev().find(|at| with_operations[*at]).or(at).unwrap_or(last),
                "Enter" | " " => {
                    event.prevent_default();
                    return choose.emit(at.map(|at| periods[at]));
                }
                _ => return,
            };
            event.prevent_default();
            move_to.emit(Some(to));
        })
    };
    let leave = move_to.reform(|_: MouseEvent| None);
    let touch = |i: usize| {
        let enter = move_to.reform(move |_: MouseEvent| Some(i));
        let period = points[i].period;
        let press = choose.reform(move |_: MouseEvent| Some(period));
        html! {
            <rect class="trend__touch" x={percent(i as f64 / count as f64)} width={percent(1.0 / count as f64)} height="100%"
                onmouseenter={enter} onclick={press} />
        }
    };
    let x = |i: usize| percent(chart::middle(i, count));
    html! {
        <>
            <p class="timeline__readout" aria-live="polite">{ readout(points, at, part) }</p>
            <div class="timeline__chart">
                <div class="trend__marks" aria-hidden="true">
                    { for scale.ticks.iter().rev().map(|tick| html! {
                        <span class="trend__mark"><span class="trend__mark-text">{ format::tick(*tick, axis, lang) }</span></span>
                    }) }
                </div>
                <svg class="timeline__plot" role="application" tabindex="0" {onkeydown} onmouseleave={leave} aria-label={lang.text("timeline-chart")}>
                    { for scale.ticks.iter().map(|tick| {
                        let y = percent(scale.depth(*tick));
                        html! { <line class="trend__grid" x1="0" x2="100%" y1={y.clone()} y2={y} /> }
                    }) }
                    { for (0..count).filter(|i| points[*i].total() > 0).map(|i| html! {
                        <line class="timeline__drop" x1={x(i)} x2={x(i)} y1="0" y2="100%" />
                    }) }
                    if let Some(at) = at {
                        <line class="trend__cursor" x1={x(at)} x2={x(at)} y1="0" y2="100%" />
                    }
                    <svg class="trend__lines" width="100%" height="100%" viewBox={format!("0 0 {} {}", chart::WIDTH, chart::HEIGHT)}
                        preserveAspectRatio="none">
                        <path class="timeline__rank" d={chart::line(&ranks, count, &places)} vector-effect="non-scaling-stroke" />
                        <path class="trend__now" d={chart::line(&costs, count, &scale)} vector-effect="non-scaling-stroke" />
                    </svg>
                    { for (0..count).map(touch) }
                </svg>
                <div class="trend__marks timeline__places" aria-hidden="true">
                    if has_rank {
                        { for [places.high, places.low].iter().map(|place| html! {
                            <span class="trend__mark"><span class="trend__mark-text">{ format::tick(-place, Unit::Mean, lang) }</span></span>
                        }) }
                    }
                </div>
                <ul class="timeline__names" aria-hidden="true">
                    { for LANES.iter().map(|(_, id)| html! { <li>{ lane_name(id, lang) }</li> }) }
                </ul>
                <svg class="timeline__lanes" aria-hidden="true">
                    { for (0..LANES.len()).map(|lane| {
                        let y = percent((lane as f64 + 0.5) / LANES.len() as f64);
                        html! { <line class="trend__grid" x1="0" x2="100%" y1={y.clone()} y2={y} /> }
                    }) }
                    if let Some(at) = at {
                        <line class="trend__cursor" x1={x(at)} x2={x(at)} y1="0" y2="100%" />
                    }
                    { for points.iter().enumerate().flat_map(|(i, point)| (0..LANES.len()).map(move |lane| (i, lane, point.operations[lane]))).filter(|(.., n)| *n > 0).map(|(i, lane, n)| html! {
                        <circle class={format!("timeline__dot timeline__dot--{lane}")} cx={x(i)} cy={percent((lane as f64 + 0.5) / LANES.len() as f64)}
                            r={(4.0 + (n.min(9) as f64 - 1.0) * 0.5).to_string()} data-lane={LANES[lane].1} data-from={points[i].period.from.to_string()} data-count={n.to_string()} />
                    }) }
                    { for (0..count).map(touch) }
                </svg>
                <svg class="trend__days" aria-hidden="true">
                    { for chart::labelled(count, 8).into_iter().map(|i| html! {
                        <text x={x(i)} y="12" class="trend__day" text-anchor="middle">{ points[i].period.from.to_string().split_off(5) }</text>
                    }) }
                </svg>
            </div>
            <p class="trend__key">
                <span class="trend__key-now">{ metric_name("ad_cost", lang) }</span>
                if has_rank {
                    <span class="timeline__key-rank">{ lang.text("timeline-key-rank") }</span>
                }
                <span>{ lang.text("timeline-hint") }</span>
            </p>
        </>
    }
}

fn metric_name(id: &str, lang: Lang) -> String {
    MetricId::of(id).map_or_else(String::new, |metric| lang.of(metric.0.name).to_string())
}

/// What an operation was done to, in a word.
fn lane_name(id: &str, lang: Lang) -> String {
    lang.text(&format!("timeline-{}", id.replace('_', "-")))
}

/// Cost, its change, rank and operations of the bucket that the cursor is at.
fn readout(points: &[Point], at: Option<usize>, part: &Part) -> Html {
    let lang = part.lang;
    let Some((at, point)) = at.and_then(|at| Some((at, points.get(at)?))) else {
        return html! { <span class="trend__hint">{ lang.text("timeline-readout") }</span> };
    };
    let done: Vec<String> = LANES
        .iter()
        .zip(point.operations)
        .filter(|(_, n)| *n > 0)
        .map(|((_, id), n)| lang.text_with("timeline-done", &[("lane", lane_name(id, lang).into()), ("n", format::count(n).into())]))
        .collect();
    let done = if done.is_empty() { lang.text("timeline-nothing") } else { done.join(&lang.text("sheet-more-and")) };
    html! {
        <>
            <span>{ words::period(point.period) }</span>
            <strong>{ metric_name("ad_cost", lang) }{ " " }{ told(point, point.cost.as_ref(), part) }</strong>
            <span>{ change(points, at, lang) }</span>
            if point.rank().is_some() {
                <span>{ metric_name("ad_avg_rank", lang) }{ " " }{ told(point, point.rank.as_ref(), part) }</span>
            }
            <span>{ done }</span>
        </>
    }
}

/// A figure of a bucket, to be pressed for its explanation.
fn told(point: &Point, figure: Option<&Figure>, part: &Part) -> Html {
    let slice = Slice::Bucket(point.period);
    figure.map_or_else(|| format::UNKNOWN.into(), |figure| num(figure, &slice, format::Style::Exact, part.lang, &part.explain))
}

/// The change of cost since the bucket before.
fn change(points: &[Point], at: usize, lang: Lang) -> String {
    let before = at.checked_sub(1).and_then(|at| points[at].cost());
    format::change(points[at].cost(), before, Unit::Money, lang).unwrap_or_else(|| format::UNKNOWN.to_string())
}

/// Which operations are listed.
fn scopes(scope: Option<Scope>, pick: &Callback<Option<Scope>>, told: &LogTold, part: &Part) -> Html {
    let lang = part.lang;
    let button = |this: Option<Scope>, name: Html| {
        let pressed = scope == this;
        let onclick = pick.reform(move |_: MouseEvent| if pressed { None } else { this });
        html! { <button type="button" class="picker__option sheet__chip" aria-pressed={pressed.to_string()} {onclick}>{ name }</button> }
    };
    html! {
        <div class="sheet__bar" role="group" aria-label={lang.text("timeline-scopes")}>
            { button(None, html! { lang.text("timeline-all") }) }
            { for LANES.iter().map(|(this, id)| {
                let count = told.days.iter().map(|(_, counts)| counts[*this as usize]).sum();
                let name = format!("{} {}", lane_name(id, lang), format::count(count));
                html! { <>{ button(Some(*this), html! { name }) }</> }
            }) }
        </div>
    }
}

fn list(told: &LogTold, points: &[Point], within: Option<Period>, choose: &Callback<Option<Period>>, part: &Part) -> Html {
    let lang = part.lang;
    let all = choose.reform(|_: MouseEvent| None);
    html! {
        <>
            if let Some(days) = within {
                <p class="board__aside" role="status">
                    { lang.text_with("timeline-within", &[("days", words::period(days).into()), ("n", format::count(told.found).into())]) }{ " " }
                    <button type="button" class="button button--quiet" onclick={all}>{ lang.text("timeline-all-days") }</button>
                </p>
            }
            if told.rows.is_empty() {
                <p class="board__none">{ lang.text("timeline-none") }</p>
            } else {
                <div class="scroll timeline__list" tabindex="0" role="group" aria-label={lang.text("timeline-title")}>
                    <table class="table">
                        <thead><tr>
                            <th scope="col">{ lang.text("timeline-head-time") }</th>
                            <th scope="col">{ lang.text("timeline-head-scope") }</th>
                            <th scope="col">{ lang.text("timeline-head-action") }</th>
                            <th scope="col">{ lang.text("timeline-head-object") }</th>
                            <th scope="col">{ lang.text("timeline-head-change") }</th>
                            <th scope="col" class="table__number">{ metric_name("ad_cost", lang) }</th>
                            <th scope="col" class="table__number">{ lang.text("timeline-head-since") }</th>
                        </tr></thead>
                        <tbody>{ for told.rows.iter().map(|row| operation(row, points, part)) }</tbody>
                    </table>
                </div>
            }
        </>
    }
}

fn operation(row: &OperationRow, points: &[Point], part: &Part) -> Html {
    let lang = part.lang;
    // The time begins with its day.
    let day = row.time.get(..10).and_then(|day| day.parse().ok());
    let at = day.and_then(|day| points.iter().position(|point| point.period.contains(day)));
    let id = LANES.iter().find(|(scope, _)| *scope == row.scope).map_or("", |(_, id)| id);
    let changed = match (row.before.as_str(), row.after.as_str()) {
        ("", after) => after.to_string(),
        (before, "") => before.to_string(),
        (before, after) => format!("{before} → {after}"),
    };
    html! {
        <tr data-operation={id.to_string()}>
            <th scope="row" class="timeline__time">{ &row.time }</th>
            <td><span class={format!("timeline__scope timeline__scope--{}", row.scope as usize)}>{ lane_name(id, lang) }</span></td>
            <td>{ &row.action }</td>
            <td>{ &row.object }</td>
            <td>{ changed }</td>
            <td class="table__number">{ at.map(|at| told(&points[at], points[at].cost.as_ref(), part)) }</td>
            <td class="table__number">{ at.map(|at| change(points, at, lang)) }</td>
        </tr>
    }
}

/// The curves as a table: one row a bucket.
fn by_bucket(points: &[Point], part: &Part) -> Html {
    let lang = part.lang;
    html! {
        <div class="scroll timeline__list" tabindex="0" role="group" aria-label={lang.text("timeline-as-table")}>
            <table class="table">
                <thead><tr>
                    <th scope="col">{ lang.text("timeline-head-days") }</th>
                    <th scope="col" class="table__number">{ metric_name("ad_cost", lang) }</th>
                    <th scope="col" class="table__number">{ lang.text("timeline-head-since") }</th>
                    <th scope="col" class="table__number">{ metric_name("ad_avg_rank", lang) }</th>
                    { for LANES.iter().map(|(_, id)| html! { <th scope="col" class="table__number">{ lane_name(id, lang) }</th> }) }
                </tr></thead>
                <tbody>
                    { for points.iter().enumerate().map(|(at, point)| html! {
                        <tr>
                            <th scope="row">{ words::period(point.period) }</th>
                            <td class="table__number">{ told(point, point.cost.as_ref(), part) }</td>
                            <td class="table__number">{ change(points, at, lang) }</td>
                            <td class="table__number">{ told(point, point.rank.as_ref(), part) }</td>
                            { for point.operations.iter().map(|n| html! { <td class="table__number">{ format::count(*n) }</td> }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}
