//! The large chart of one figure: its course with the period compared with, or its shares by source, item and so on; with
//! a sentence and a table that say the same, and pictures to save. Drawn by a library that is loaded for it.

use super::browser;
use super::chart::Scale;
use super::figure::num;
use super::point::{acts, days as words_of};
use super::state::{Shared, Slice, Subject};
use super::trend::{course, numbers, shown};
use super::words;
use crate::metric::MetricId;
use crate::model::{Currencies, Period, Unit};
use crate::report::{Bucket, Dimension, Figure, Lang, Report, Row, format};
use serde::Serialize;
use yew::prelude::*;

/// The id of the dialog.
pub const DIALOG: &str = "plot";
/// The id of the element that is drawn into.
const STAGE: &str = "plot-stage";
/// Bars that can be told apart.
const BARS: usize = 20;

/// What the drawing is told; see `www/charts/charts.mjs`.
#[derive(Clone, PartialEq, Serialize)]
pub struct Spec {
    title: String,
    summary: String,
    /// Where the figures come from, for pictures.
    caption: Vec<String>,
    bars: bool,
    labels: Vec<String>,
    /// The name of each series.
    names: Vec<String>,
    /// The values of each series.
    series: Vec<Vec<Option<f64>>>,
    /// The same as texts.
    texts: Vec<Vec<String>>,
    low: f64,
    high: f64,
    ticks: Vec<String>,
}

/// Properties of [`Plot`].
#[derive(Properties, PartialEq)]
pub struct PlotProps {
    /// The answer whose course is drawn.
    pub course: Shared<Report>,
    /// The answer whose breakdowns are drawn.
    pub report: Shared<Report>,
    /// The figure.
    pub metric: MetricId,
    /// What a picture says below: period, filters, files, time.
    pub caption: Vec<String>,
    /// The language.
    pub lang: Lang,
    /// The days that the view is narrowed to.
    pub focus: Option<Period>,
    /// Gets the days to narrow the view to, or no more.
    pub pick: Callback<Period>,
    /// Gets the subject to explain.
    pub explain: Callback<Subject>,
    /// Whatever the colours depend on: drawn anew when it changes.
    pub dress: String,
}

/// The chart with its buttons.
#[component]
pub fn Plot(props: &PlotProps) -> Html {
    let lang = props.lang;
    let by = use_state(|| None::<(Dimension, MetricId)>);
    let failed = use_state(|| false);
    let held = use_state(|| None::<usize>);
    let slices = slices(props, *by);
    let metric = by.map_or(props.metric, |(_, metric)| metric);
    let spec = match *by {
        Some((dimension, metric)) => bars(props, dimension, metric),
        None => lines(props),
    };
    {
        let (failed, held) = (failed.setter(), held.setter());
        use_effect_with((spec.clone(), props.dress.clone()), move |(spec, _)| {
            let failed = failed.clone();
            browser::draw(STAGE, spec, move |at| held.set(Some(at)), move |done| failed.set(!done));
        });
    }
    let save = |kind: browser::Picture, id: &'static str| {
        let spec = spec.clone();
        let stem = format!("dianzhang-{}-{}-{}", props.metric.id(), props.course.period.from, props.course.period.to);
        let onclick = Callback::from(move |_: MouseEvent| browser::save_picture(&stem, &spec, kind));
        html! { <button type="button" class="button" data-picture={format!("{kind:?}")} {onclick}>{ lang.text(id) }</button> }
    };
    let choice = |value: Option<(Dimension, MetricId)>, text: String| {
        let (set, free, pressed) = (by.setter(), held.setter(), *by == value);
        let onclick = Callback::from(move |_: MouseEvent| {
            set.set(value);
            free.set(None);
        });
        html! {
            <button type="button" class="picker__option" aria-pressed={pressed.to_string()} {onclick}>
                { text }
            </button>
        }
    };
    html! {
        <div class="plot">
            <div class="plot__bar" role="group" aria-label={lang.text("plot-choices")}>
                { choice(None, lang.text("plot-course")) }
                { for shares(&props.report, props.metric).into_iter().map(|(dimension, metric)| {
                    choice(Some((dimension, metric)), lang.text(&format!("take-by-{}", dimension.name())))
                }) }
            </div>
            <h3 class="plot__title">{ &spec.title }</h3>
            <p class="plot__summary" id="plot-summary">{ &spec.summary }</p>
            if !spec.bars {
                <p class="trend__key">
                    <span class="trend__key-now">{ &spec.names[0] }</span>
                    if let Some(before) = spec.names.get(1) {
                        <span class="trend__key-before">{ before }</span>
                    }
                </p>
            }
            if *failed {
                <p class="board__none" role="alert">{ lang.text("plot-failed") }</p>
            }
            <div id={STAGE} class="plot__stage" role="img" aria-label={spec.title.clone()} aria-describedby="plot-summary"></div>
            { point(props, metric, held.and_then(|at| slices.get(at))) }
            <div class="plot__bar">
                { save(browser::Picture::Png, "plot-png") }
                { save(browser::Picture::Svg, "plot-svg") }
            </div>
            <details class="trend__details">
                <summary>{ lang.text("plot-table") }</summary>
                { table(props, metric, &spec, &slices) }
            </details>
        </div>
    }
}

/// By what the figure, or the one nearest to it, can be cut in the present answer.
fn shares(report: &Report, metric: MetricId) -> Vec<(Dimension, MetricId)> {
    let cut = |(dimension, rows): &(Dimension, Vec<Row>)| {
        let named = rows.iter().any(|row| !row.key.is_empty());
        let figures = &rows.iter().find(|row| row.figures.iter().any(|figure| figure.value.is_some()))?.figures;
        let own = figures.iter().find(|figure| figure.metric == metric);
        let figure = own.or(figures.iter().find(|figure| figure.metric.0.additive)).or(figures.first())?;
        // Bars of several currencies would stand beside each other as if they were one.
        let own = rows.iter().flat_map(|row| &row.figures).filter(|other| other.metric == figure.metric && other.value.is_some());
        let mixed = own.map(|other| other.currency).collect::<Currencies>().mixed();
        (named && !mixed).then_some((*dimension, figure.metric))
    };
    report.breakdowns.iter().filter_map(cut).collect()
}

fn exact(figure: Option<&Figure>, lang: Lang) -> String {
    figure.map_or_else(|| format::UNKNOWN.to_string(), |figure| format::value(figure.value, figure.shown(), format::Style::Exact, lang))
}

fn lines(props: &PlotProps) -> Spec {
    let (report, metric, lang) = (&props.course, props.metric, props.lang);
    let name = lang.of(metric.0.name);
    let earlier: &[Bucket] = report.compared.as_ref().map_or(&[], |compared| &compared.series);
    let texts = |buckets: &[Bucket]| -> Vec<String> { course(buckets, metric).into_iter().map(|figure| exact(figure, lang)).collect() };
    let mut spec = Spec {
        title: lang.text_with("trend-title", &[("name", name.into())]),
        summary: String::new(),
        caption: props.caption.clone(),
        bars: false,
        labels: report.series.iter().map(|bucket| words::period(bucket.period)).collect(),
        names: vec![words::period(report.period)],
        series: vec![numbers(&report.series, metric)],
        texts: vec![texts(&report.series)],
        low: 0.0,
        high: 1.0,
        ticks: Vec::new(),
    };
    spec.summary = summary(&spec, lang);
    if let Some(compared) = report.compared.as_ref().filter(|_| !earlier.is_empty()) {
        spec.names.push(words::period(compared.period));
        spec.series.push(numbers(earlier, metric));
        spec.texts.push(texts(earlier));
    }
    scaled(spec, shown(&report.series, metric), lang)
}

fn number(row: &Row, metric: MetricId) -> Option<f64> {
    row.figures.iter().find(|figure| figure.metric == metric).and_then(|figure| figure.value).map(|value| value.to_f64())
}

/// The rows with the largest values.
fn largest(report: &Report, dimension: Dimension, metric: MetricId) -> Vec<&Row> {
    let rows = report.breakdowns.iter().find(|(other, _)| *other == dimension).map_or(&[][..], |(_, rows)| rows);
    let mut known: Vec<&Row> = rows.iter().filter(|row| number(row, metric).is_some()).collect();
    crate::model::arrange(&mut known, |a, b| number(b, metric).partial_cmp(&number(a, metric)).unwrap_or(std::cmp::Ordering::Equal));
    known.truncate(BARS);
    known
}

fn bars(props: &PlotProps, dimension: Dimension, metric: MetricId) -> Spec {
    let lang = props.lang;
    let name = lang.of(metric.0.name);
    let figure = |row: &'_ Row| row.figures.iter().find(|figure| figure.metric == metric).cloned();
    let known = largest(&props.report, dimension, metric);
    let unnamed = lang.text("plot-unnamed");
    let label = |row: &&Row| row.label.clone().unwrap_or_else(|| if row.key.is_empty() { unnamed.clone() } else { row.key.clone() });
    let by = lang.text(&format!("take-by-{}", dimension.name()));
    let mut spec = Spec {
        title: format!("{name} · {by}"),
        summary: String::new(),
        caption: props.caption.clone(),
        bars: true,
        labels: known.iter().map(label).collect(),
        names: vec![name.to_string()],
        series: vec![known.iter().map(|row| number(row, metric)).collect()],
        texts: vec![known.iter().map(|row| exact(figure(row).as_ref(), lang)).collect()],
        low: 0.0,
        high: 1.0,
        ticks: Vec::new(),
    };
    spec.summary = summary(&spec, lang);
    let currencies: Currencies = known.iter().filter_map(|row| figure(row)).map(|figure| figure.currency).collect();
    scaled(spec, format::Shown { unit: metric.0.unit, currency: currencies.one() }, lang)
}

/// Puts the upright axis on.
fn scaled(mut spec: Spec, shown: format::Shown, lang: Lang) -> Spec {
    let whole = matches!(shown.unit, Unit::Count | Unit::Seconds);
    let scale = Scale::over(spec.series.iter().flatten().copied().flatten(), whole);
    spec.ticks = scale.ticks.iter().map(|tick| format::tick(*tick, shown, lang)).collect();
    (spec.low, spec.high) = (scale.low, scale.high);
    spec
}

/// What the drawing says, as a sentence: the highest and the lowest value, and where they are.
fn summary(spec: &Spec, lang: Lang) -> String {
    let known = spec.series[0].iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?)));
    let highest = known.clone().reduce(|best, next| if next.1 > best.1 { next } else { best });
    let lowest = known.reduce(|best, next| if next.1 < best.1 { next } else { best });
    let (Some((high, _)), Some((low, _))) = (highest, lowest) else { return lang.text("trend-none") };
    let args = [
        ("high", spec.texts[0][high].clone().into()),
        ("highest", spec.labels[high].clone().into()),
        ("low", spec.texts[0][low].clone().into()),
        ("lowest", spec.labels[low].clone().into()),
        ("points", spec.labels.len().to_string().into()),
    ];
    lang.text_with("plot-summary", &args)
}

/// What each point of the drawing is.
fn slices(props: &PlotProps, by: Option<(Dimension, MetricId)>) -> Vec<Slice> {
    match by {
        None => props.course.series.iter().map(|bucket| Slice::Bucket(bucket.period)).collect(),
        Some((dimension, metric)) => {
            largest(&props.report, dimension, metric).into_iter().map(|row| Slice::Key(dimension, row.key.clone())).collect()
        }
    }
}

/// The buttons of the point that was pressed.
fn point(props: &PlotProps, metric: MetricId, slice: Option<&Slice>) -> Html {
    let explain = |slice: &Slice| {
        let subject = Subject { metric, slice: slice.clone() };
        props.explain.reform(move |()| subject.clone())
    };
    match slice {
        Some(slice @ Slice::Bucket(days)) => {
            let (days, narrowed) = (*days, props.focus == Some(*days));
            acts(
                Some((words_of(days, props.lang), narrowed)),
                "plot-hint",
                props.lang,
                explain(slice),
                Some(props.pick.reform(move |()| days)),
            )
        }
        Some(slice @ Slice::Key(_, key)) => acts(Some((key.clone(), false)), "plot-hint", props.lang, explain(slice), None),
        _ => acts(None, "plot-hint", props.lang, Callback::noop(), None),
    }
}

/// The drawing as a table: each number of the period opens its explanation, as its point does.
fn table(props: &PlotProps, metric: MetricId, spec: &Spec, slices: &[Slice]) -> Html {
    let lang = props.lang;
    let figure = |slice: &Slice| {
        match slice {
            Slice::Bucket(days) => props.course.series.iter().find(|bucket| bucket.period == *days).map(|bucket| &bucket.figures),
            Slice::Key(dimension, key) => {
                let rows = props.report.breakdowns.iter().find(|(other, _)| other == dimension).map(|(_, rows)| rows)?;
                rows.iter().find(|row| row.key == *key).map(|row| &row.figures)
            }
            _ => None,
        }
        .and_then(|figures| figures.iter().find(|figure| figure.metric == metric))
    };
    html! {
        <div class="scroll" tabindex="0" role="group" aria-label={lang.text("plot-table")}>
            <table class="table">
                <thead><tr>
                    <td></td>
                    { for spec.names.iter().map(|name| html! { <th scope="col" class="table__number">{ name }</th> }) }
                </tr></thead>
                <tbody>
                    { for spec.labels.iter().enumerate().map(|(at, label)| html! {
                        <tr>
                            <th scope="row" class="table__name">{ label }</th>
                            { for spec.texts.iter().enumerate().map(|(which, texts)| {
                                let own = slices.get(at).filter(|_| which == 0);
                                let own = own.and_then(|slice| Some((figure(slice)?, slice)));
                                html! {
                                    <td class="table__number">
                                        if let Some((figure, slice)) = own {
                                            { num(figure, slice, format::Style::Exact, lang, &props.explain) }
                                        } else {
                                            { texts.get(at).cloned().unwrap_or_default() }
                                        }
                                    </td>
                                }
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}
