//! The tables of the boards: sources, and entry and exit pages; sortable, with bars in the cells.

use super::figure::num;
use super::narrow::{self, Filters};
use super::overlap;
use super::spark::bar;
use super::state::{Slice, Subject, page_figures};
use crate::metric::MetricId;
use crate::model::arrange;
use crate::report::{Dimension, Figure, Lang, Report, Row, format};
use yew::prelude::*;

/// A row of figures under one key.
#[derive(Clone, PartialEq)]
struct Line {
    name: String,
    tip: String,
    slice: Slice,
    figures: Vec<Figure>,
    /// What a click narrows the view to.
    narrow: Option<(Dimension, String)>,
}

/// What a table is made from.
pub struct Tabled<'a> {
    /// The answer.
    pub report: &'a Report,
    /// Whether only the first columns and rows are shown.
    pub brief: bool,
    /// The column that stands first and sorts the rows; the answer's own first one when None.
    pub first: Option<&'static str>,
    /// The language.
    pub lang: Lang,
    /// Gets the subject to explain.
    pub explain: &'a Callback<Subject>,
    /// What the view is narrowed to.
    pub held: &'a Filters,
    /// Gets what the view is to be narrowed to, or no more.
    pub narrow: &'a Callback<(Dimension, String)>,
}

/// Where visitors come from: one row a source, every figure of group D.
pub fn sources(tabled: &Tabled<'_>) -> Html {
    keyed(tabled, Dimension::Source, "sources")
}

/// What visitors searched for in the shop (A20).
pub fn terms(tabled: &Tabled<'_>) -> Html {
    keyed(tabled, Dimension::SearchTerm, "terms")
}

/// What each item was looked at and sold.
pub fn items(tabled: &Tabled<'_>) -> Html {
    keyed(tabled, Dimension::Item, "items")
}

/// What each promotion sold.
pub fn promotions(tabled: &Tabled<'_>) -> Html {
    keyed(tabled, Dimension::Promotion, "promotions")
}

/// Where the goods go.
pub fn provinces(tabled: &Tabled<'_>) -> Html {
    keyed(tabled, Dimension::Province, "provinces")
}

/// What is looked at in each category.
pub fn categories(tabled: &Tabled<'_>) -> Html {
    keyed(tabled, Dimension::Category, "categories")
}

/// What each paid tool cost and brought.
#[inline(never)]
pub fn tools(tabled: &Tabled<'_>) -> Html {
    keyed(tabled, Dimension::Tool, "ad-tools")
}

/// What search and targeted promotion cost and brought.
pub fn channels(tabled: &Tabled<'_>) -> Html {
    keyed(tabled, Dimension::Channel, "channels")
}

/// The table of a breakdown; `texts` is the beginning of its text ids.
fn keyed(tabled: &Tabled<'_>, dimension: Dimension, texts: &str) -> Html {
    let lang = tabled.lang;
    let rows = tabled.report.breakdowns.iter().find(|(d, _)| *d == dimension).map(|(_, rows)| rows);
    if rows.is_none() {
        // Another board was asked for meanwhile: its answer is on its way.
        return html! { <div class="board__wait" aria-hidden="true"></div> };
    }
    // Without the column there is one row without a key and without a value: that is no table.
    let known = |rows: &&Vec<Row>| {
        rows.iter().any(|row| !row.key.is_empty()) && rows.iter().flat_map(|row| &row.figures).any(|figure| figure.value.is_some())
    };
    // Narrowed to one of its own rows, a table keeps that row: all others are 0.
    let held = tabled.held.iter().find(|(other, _)| *other == dimension).map(|(_, key)| key);
    let Some(rows) = rows.filter(known) else {
        return html! { <p class="board__none">{ lang.text(&format!("{texts}-none")) }</p> };
    };
    let unnamed = lang.text(&format!("{texts}-unnamed"));
    let lines: Vec<Line> = rows
        .iter()
        .filter(|row| held.is_none_or(|key| row.key == *key))
        .map(|row| {
            let of_channel = (dimension == Dimension::Channel && !row.key.is_empty()).then(|| lang.text(&format!("channel-{}", row.key)));
            let named = row.label.clone().or(of_channel);
            let name = named.unwrap_or_else(|| if row.key.is_empty() { unnamed.clone() } else { row.key.clone() });
            let narrow = Some((dimension, row.key.clone())).filter(|(dimension, key)| narrow::can(*dimension, key));
            Line { tip: name.clone(), name, slice: Slice::Key(dimension, row.key.clone()), figures: row.figures.clone(), narrow }
        })
        .collect();
    html! {
        <>
            <Grid {lines} head={lang.text(&format!("{texts}-head"))} brief={tabled.brief} first={tabled.first} lang={lang} explain={tabled.explain.clone()}
                held={tabled.held.clone()} narrow={tabled.narrow.clone()} total={tabled.report.figures.clone()} />
            <p class="board__aside">{ lang.text("table-total-text") }</p>
            if dimension == Dimension::Source {
                { overlap::sources(tabled.report, rows, lang) }
            }
        </>
    }
}

/// Where visits begin and end (A12).
#[inline(never)]
pub fn pages(tabled: &Tabled<'_>) -> Html {
    let lang = tabled.lang;
    let Some(pages) = tabled.report.pages.as_ref().filter(|pages| !pages.is_empty()) else {
        return html! { <p class="board__none">{ lang.text("pages-none") }</p> };
    };
    let unnamed = lang.text("pages-unnamed");
    let lines: Vec<Line> = pages
        .iter()
        .map(|row| {
            let key = if row.page.is_empty() { unnamed.clone() } else { row.page.clone() };
            let (name, tip) = match &row.label {
                Some(label) => (label.clone(), format!("{label} · {key}")),
                None => (key.clone(), key),
            };
            let narrow = Some((Dimension::Page, row.page.clone())).filter(|(dimension, key)| narrow::can(*dimension, key));
            Line { name, tip, slice: Slice::Page(row.page.clone()), figures: page_figures(row), narrow }
        })
        .collect();
    let cut = (lines.len() as u64) < tabled.report.pages_total;
    let args = [("shown", format::count(lines.len() as u64).into()), ("total", format::count(tabled.report.pages_total).into())];
    html! {
        <>
            <Grid {lines} head={lang.text("pages-head")} brief={tabled.brief} lang={lang} explain={tabled.explain.clone()}
                held={tabled.held.clone()} narrow={tabled.narrow.clone()} total={Vec::new()} />
            if cut {
                <p class="board__aside">{ lang.text_with("pages-cut", &args) }</p>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct GridProps {
    lines: Vec<Line>,
    head: String,
    brief: bool,
    #[prop_or_default]
    first: Option<&'static str>,
    lang: Lang,
    explain: Callback<Subject>,
    /// The figures over all rows; none where the table has no total.
    total: Vec<Figure>,
    held: Filters,
    narrow: Callback<(Dimension, String)>,
}

/// How many rows are shown before somebody asks for all.
const FIRST: usize = 12;
const BRIEF: usize = 6;
/// The columns that the overview keeps.
const IN_BRIEF: [&str; 7] = [
    "source_visitors",
    "source_page_views",
    "source_bounce_rate",
    "source_new_visitor_share",
    "item_page_visitors",
    "buyers",
    "paid_amount",
];

#[component]
fn Grid(props: &GridProps) -> Html {
    let lang = props.lang;
    let order = use_state(|| (0_usize, false));
    let all = use_state(|| false);
    let columns: Vec<MetricId> = props.lines.first().map_or_else(Vec::new, |line| line.figures.iter().map(|f| f.metric).collect());
    let columns: Vec<MetricId> =
        if props.brief { columns.into_iter().filter(|metric| IN_BRIEF.contains(&metric.id())).collect() } else { columns };
    let mut columns = columns;
    arrange(&mut columns, |a, b| (props.first != Some(a.id())).cmp(&(props.first != Some(b.id()))));
    let (by, rising) = *order;
    let value = |line: &Line, column: usize| {
        let metric = columns.get(column)?;
        line.figures.iter().find(|figure| figure.metric == *metric)?.value.map(|value| value.to_f64())
    };
    let mut lines: Vec<&Line> = props.lines.iter().collect();
    // Unknown values stand at the end in either direction; equal ones keep the order of the answer.
    arrange(&mut lines, |a, b| match (value(a, by), value(b, by)) {
        (Some(a), Some(b)) if rising => a.total_cmp(&b),
        (Some(a), Some(b)) => b.total_cmp(&a),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    let limit = if props.brief {
        BRIEF
    } else if *all {
        usize::MAX
    } else {
        FIRST
    };
    let largest: Vec<f64> =
        (0..columns.len()).map(|column| props.lines.iter().filter_map(|line| value(line, column)).fold(0.0, f64::max)).collect();
    let more = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| all.set(!*all))
    };
    html! {
        <>
            <div class="scroll" tabindex="0" role="group" aria-label={props.head.clone()}>
                <table class="table table--sticky">
                    <thead><tr>
                        <th scope="col">{ &props.head }</th>
                        { for columns.iter().enumerate().map(|(column, metric)| {
                            let sort = if column != by { "none" } else if rising { "ascending" } else { "descending" };
                            let order = order.clone();
                            let onclick = Callback::from(move |_: MouseEvent| order.set((column, column == by && !rising)));
                            let mark = match sort { "ascending" => "↑", "descending" => "↓", _ => "" };
                            html! {
                                <th scope="col" class="table__number" aria-sort={sort}>
                                    <button type="button" class="table__sort" {onclick}>
                                        { lang.of(metric.0.name) }<span class="table__order" aria-hidden="true">{ mark }</span>
                                    </button>
                                </th>
                            }
                        }) }
                    </tr></thead>
                    <tbody>
                        { for lines.iter().take(limit).map(|line| html! {
                            <tr key={line.tip.clone()}>
                                { name(line, props) }
                                { for columns.iter().enumerate().map(|(column, metric)| html! {
                                    <td class="table__number">
                                        if let Some(figure) = line.figures.iter().find(|figure| figure.metric == *metric) {
                                            { num(figure, &line.slice, format::Style::Exact, lang, &props.explain) }
                                            { bar(value(line, column).unwrap_or(0.0) / largest[column].max(f64::MIN_POSITIVE)) }
                                        }
                                    </td>
                                }) }
                            </tr>
                        }) }
                    </tbody>
                    if !props.total.is_empty() {
                        <tfoot>
                            <tr class="table__total">
                                <th scope="row">{ lang.text("table-total") }</th>
                                { for columns.iter().map(|metric| html! {
                                    <td class="table__number">
                                        if let Some(figure) = props.total.iter().find(|figure| figure.metric == *metric) {
                                            { num(figure, &Slice::Whole, format::Style::Exact, lang, &props.explain) }
                                        }
                                    </td>
                                }) }
                            </tr>
                        </tfoot>
                    }
                </table>
            </div>
            if !props.brief && lines.len() > FIRST {
                <button type="button" class="button button--quiet table__all" aria-expanded={all.to_string()} onclick={more}>
                    { if *all { lang.text("table-less") } else {
                        lang.text_with("table-all", &[("rows", format::count(lines.len() as u64).into())])
                    } }
                </button>
            }
        </>
    }
}

/// The head of a row: its name, and a press on it narrows the view to it.
fn name(line: &Line, props: &GridProps) -> Html {
    let Some((dimension, key)) = line.narrow.clone() else {
        return html! { <th scope="row" class="table__name" title={line.tip.clone()}>{ &line.name }</th> };
    };
    let held = props.held.iter().any(|(other, value)| *other == dimension && *value == key);
    let onclick = props.narrow.reform(move |_: MouseEvent| (dimension, key.clone()));
    let title = props.lang.text_with(if held { "narrow-off" } else { "narrow-on" }, &[("name", line.tip.clone().into())]);
    html! {
        <th scope="row" class="table__name">
            <button type="button" class="table__pick" aria-pressed={held.to_string()} {title} {onclick}>{ &line.name }</button>
        </th>
    }
}
