//! A board: the cards of its sections, the trend of the chosen one, and the tables that belong to it.

use super::ads::AdsBoard;
use super::against::Against;
use super::card::{self, Before, Card};
use super::heat::heat;
use super::overlap;
use super::pairs;
use super::plan;
use super::ring;
use super::route::{Place, View};
use super::state::{Shared, Subject};
use super::tables::{Tabled, categories, items, pages, promotions, provinces, sources, terms};
use super::trend::{Trend, numbers};
use super::words;
use crate::metric::MetricId;
use crate::metric::catalogue::Kind;
use crate::model::{Table, arrange};
use crate::report::{Dimension, Figure, Lang, Report, Why};
use yew::prelude::*;

/// Properties of [`Board`].
#[derive(Properties)]
pub struct BoardProps {
    /// The answer.
    pub report: Shared<Report>,
    /// The answer for the whole period, where the view is narrowed to some of its days.
    pub course: Option<Shared<Report>>,
    /// The figures of another period that cards show beside the compared one.
    pub beside: Option<(Against, Shared<Report>)>,
    /// The view.
    pub view: View,
    /// Gets the view to go to.
    pub go: Callback<View>,
    /// Gets the subject to explain.
    pub explain: Callback<Subject>,
    /// Opens the large chart.
    pub enlarge: Callback<()>,
}

impl PartialEq for BoardProps {
    /// Callbacks are made anew with every drawing of the page and do the same as long as the view is the same: they are
    /// no reason to draw some hundred figures again.
    fn eq(&self, other: &BoardProps) -> bool {
        let BoardProps { report, course, beside, view, go: _, explain: _, enlarge: _ } = self;
        (report, course, beside, view) == (&other.report, &other.course, &other.beside, &other.view)
    }
}

/// One board of figures.
#[component]
pub fn Board(props: &BoardProps) -> Html {
    let BoardProps { report, view, .. } = props;
    let lang = view.lang;
    let course = props.course.as_ref().unwrap_or(report);
    let chosen = chosen(course, view);
    let select = {
        let (go, view) = (props.go.clone(), view.clone());
        Callback::from(move |metric: MetricId| go.emit(View { metric: Some(metric), ..view.clone() }))
    };
    let pick = {
        let (go, view) = (props.go.clone(), view.clone());
        Callback::from(move |days| go.emit(view.toggle_days(days)))
    };
    let (sections, lacking) = sections(report, &view.place);
    html! {
        <div class="board">
            <h1 class="board__title">{ lang.text(&format!("board-{}", view.place.name())) }</h1>
            <div class="board__main">
                { for sections.iter().map(|section| html! {
                    <section class="section" aria-labelledby={section.title}>
                        <h2 class={if view.place == Place::Overview { "section__title sr-only" } else { "section__title" }} id={section.title}>
                            { lang.text(section.title) }
                        </h2>
                        if section.title == "section-sources" {
                            <p class="section__text">{ lang.text("sources-total-text") }</p>
                        }
                        <ul class="cards">
                            { for section.metrics.iter().filter(|metric| metric.0.kind != Kind::Breakdown).filter_map(|metric| {
                                card(report, *metric, chosen == Some(*metric), props, &select)
                            }) }
                        </ul>
                        if section.title == "section-non-promo" {
                            { overlap::promotion(report, lang) }
                        }
                    </section>
                }) }
                { for lacking.iter().map(|table| lack(*table, view)) }
                if view.place == Place::Sources {
                    { ring::ring(report, lang, &props.explain) }
                }
            </div>
            <div class={classes!("board__side", (view.place == Place::Overview).then_some("board__side--long"))}>
                if let Some(metric) = chosen {
                    <Trend report={course.clone()} {metric} focus={view.focus} {pick} enlarge={props.enlarge.clone()} asked={view.grain} way={view.compare} {lang} explain={props.explain.clone()} />
                }
            </div>
            <div class={if view.place == Place::Overview { "board__below" } else { "board__wide" }}>{ tables(props) }</div>
        </div>
    }
}

/// The figure whose course is shown: the one picked, else the board's first with a course.
pub fn chosen(course: &Report, view: &View) -> Option<MetricId> {
    let has_course = |metric: MetricId| numbers(&course.series, metric).iter().flatten().count() > 0;
    view.metric.or_else(|| plan::first_metric(&view.place, has_course))
}

/// The sections to show. The overview leaves out figures whose table is not loaded, and names the table instead.
fn sections(report: &Report, place: &Place) -> (Vec<plan::Section>, Vec<Table>) {
    let mut sections = plan::sections(place);
    let mut lacking = Vec::new();
    if *place == Place::Overview {
        for section in &mut sections {
            section.metrics.retain(|metric| match report.figure(metric.id()).and_then(|figure| figure.why.as_ref()) {
                Some(Why::NoTable(table)) => {
                    lacking.push(*table);
                    false
                }
                _ => true,
            });
        }
        arrange(&mut lacking, Ord::cmp);
        lacking.dedup();
    }
    (sections, lacking)
}

fn lack(table: Table, view: &View) -> Html {
    let lang = view.lang;
    html! {
        <p class="section__lack">
            { lang.text_with("overview-lack", &[("table", words::table(table, lang).into())]) }{ " " }
            <a href={view.at(Place::Data).href()}>{ lang.text("overview-lack-go") }</a>
        </p>
    }
}

fn card(report: &Shared<Report>, metric: MetricId, selected: bool, props: &BoardProps, select: &Callback<MetricId>) -> Option<Html> {
    let figure = report.figure(metric.id())?.clone();
    let then = |figures: &[Figure]| figures.iter().find(|figure| figure.metric == metric).cloned();
    let before = match &report.compared {
        _ if props.view.compare == Against::Nothing => Before::NotAsked,
        None => Before::NoData,
        Some(compared) => then(&compared.figures).map_or(Before::NoData, |figure| Before::Figure(compared.period, figure)),
    };
    let beside =
        props.beside.as_ref().and_then(|(way, then_report)| Some((*way, Before::Figure(then_report.period, then(&then_report.figures)?))));
    let course = numbers(&props.course.as_ref().unwrap_or(report).series, metric);
    let before = (props.view.compare, before);
    Some(card::card(&Card { figure, before, beside, course, selected }, props.view.lang, select, &props.explain))
}

fn tables(props: &BoardProps) -> Html {
    let lang = props.view.lang;
    let narrow = {
        let (go, view) = (props.go.clone(), props.view.clone());
        Callback::from(move |(dimension, text): (Dimension, String)| go.emit(view.toggle(dimension, &text)))
    };
    let tabled = Tabled {
        report: &props.report,
        brief: false,
        first: None,
        lang,
        explain: &props.explain,
        held: &props.view.filters,
        narrow: &narrow,
    };
    let part = |title: &'static str, wide: bool, content: Html| {
        html! {
            <section class={classes!("section", "panel", wide.then_some("board__row"))} aria-labelledby={title}>
                <h2 class="section__title" id={title}>{ lang.text(title) }</h2>
                { content }
            </section>
        }
    };
    match props.view.place {
        Place::Overview => html! {
            <>
            <section class="section panel board__row" aria-labelledby="sources-title">
                <h2 class="section__title" id="sources-title">{ lang.text("sources-title") }</h2>
                { sources(&Tabled { brief: true, ..tabled }) }
                <p class="board__aside"><a href={props.view.at(Place::Sources).href()}>{ lang.text("sources-all") }</a></p>
            </section>
            { part("items-title", true, items(&Tabled { brief: true, first: Some("paid_amount"), ..tabled })) }
            </>
        },
        Place::Sales => html! {
            <>
                <div class="board__stack">
                    { part("items-title", false, items(&Tabled { first: Some("paid_amount"), ..tabled })) }
                    { part("promotions-title", false, promotions(&Tabled { first: Some("paid_amount"), ..tabled })) }
                </div>
                <div class="board__stack">
                    { part("funnel-title", false, pairs::funnel(&props.report, lang, &props.explain)) }
                    { part("promo-title", false, pairs::promotion(&props.report, lang, &props.explain)) }
                    { part("provinces-title", false, provinces(&Tabled { first: Some("paid_amount"), ..tabled })) }
                </div>
            </>
        },
        Place::Sources => html! {
            <section class="section panel board__row" aria-labelledby="sources-title">
                <h2 class="section__title" id="sources-title">{ lang.text("sources-title") }</h2>
                <p class="section__text">{ lang.text("sources-do-not-add") }</p>
                { sources(&tabled) }
            </section>
        },
        Place::Traffic => html! {
            <>
                <section class="section panel" aria-labelledby="pages-title">
                    { titled("entry_exit_pages", "pages-title", lang, &props.explain) }
                    <p class="section__text">{ lang.text("pages-text") }</p>
                    { pages(&tabled) }
                </section>
                <section class="section panel" aria-labelledby="terms-title">
                    <h2 class="section__title" id="terms-title">{ lang.text("terms-title") }</h2>
                    { terms(&tabled) }
                </section>
                { part("sources-title", true, sources(&Tabled { brief: true, ..tabled })) }
                { part("categories-title", true, categories(&tabled)) }
                <section class="section panel board__row" aria-labelledby="heat-title">
                    { titled("entry_times", "heat-title", lang, &props.explain) }
                    { heat(&props.report, lang, &props.explain) }
                </section>
            </>
        },
        Place::Ads => html! {
            <AdsBoard report={props.report.clone()} explain={props.explain.clone()} {lang} />
        },
        _ => html! {},
    }
}

/// The heading of a table that is itself an entry of the catalogue, with the way to its explanation.
fn titled(id: &str, title: &'static str, lang: Lang, explain: &Callback<Subject>) -> Html {
    let Some(metric) = MetricId::of(id) else {
        return html! { <h2 class="section__title" id={title}>{ lang.text(title) }</h2> };
    };
    let name = lang.of(metric.0.name);
    let onclick = explain.reform(move |_: MouseEvent| Subject { metric, slice: super::state::Slice::Whole });
    html! {
        <h2 class="section__title" id={title}>
            <span data-metric={metric.id()} data-value="">{ name }</span>
            <button type="button" class="kpi-card__info" aria-haspopup="dialog"
                aria-label={lang.text_with("card-explain", &[("name", name.into())])} {onclick}>{ "ⓘ" }</button>
        </h2>
    }
}
