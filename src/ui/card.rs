//! The card of one figure: name, value, change, course, and the reason where nothing is known.

use super::against::Against;
use super::figure::num;
use super::spark::spark;
use super::state::{Slice, Subject};
use super::words;
use crate::metric::MetricId;
use crate::model::{Period, Value};
use crate::report::{Figure, Lang, Note, format};
use yew::prelude::*;

/// What a card says about the period before.
#[derive(Clone, PartialEq)]
pub enum Before {
    /// Nothing was compared.
    NotAsked,
    /// The data do not reach back that far: the picker says so once, for all cards.
    NoData,
    /// The period and the figure then.
    Figure(Period, Figure),
}

/// What a card shows.
pub struct Card {
    /// The figure.
    pub figure: Figure,
    /// What the view compares with, and the same figure then.
    pub before: (Against, Before),
    /// The same beside it: a year before, mostly.
    pub beside: Option<(Against, Before)>,
    /// The series.
    pub course: Vec<Option<f64>>,
    /// Whether the trend shows this metric.
    pub selected: bool,
}

/// One card. `select` gets the metric when it is chosen for the trend, `explain` what is to be explained.
pub fn card(card: &Card, lang: Lang, select: &Callback<MetricId>, explain: &Callback<Subject>) -> Html {
    let figure = &card.figure;
    let metric = figure.metric;
    let select = select.reform(move |_: MouseEvent| metric);
    let info = explain.reform(move |_: MouseEvent| Subject { metric, slice: Slice::Whole });
    let name = lang.of(metric.0.name);
    let class = classes!("kpi-card", card.selected.then_some("kpi-card--selected"), figure.value.is_none().then_some("kpi-card--unknown"));
    html! {
        <li {class} key={metric.id()}>
            <div class="kpi-card__head">
                <button type="button" class="kpi-card__name" aria-pressed={card.selected.to_string()}
                    title={lang.text("card-select")} onclick={select}>{ name }</button>
                <button type="button" class="kpi-card__info" aria-haspopup="dialog"
                    aria-label={lang.text_with("card-explain", &[("name", name.into())])} onclick={info}>{ "ⓘ" }</button>
            </div>
            <div class="kpi-card__value">
                { num(figure, &Slice::Whole, format::Style::Short, lang, explain) }
            </div>
            if let Some(why) = &figure.why {
                <p class="kpi-card__why">{ words::why_text(why, lang) }</p>
            } else {
                <p class="kpi-card__change">
                    { change(figure.value, &card.before.1, figure, card.before.0, lang) }
                    if let Some((way, beside)) = &card.beside {
                        { change(figure.value, beside, figure, *way, lang) }
                    }
                    if let Some(note) = figure.notes.iter().find(|note| is_warning(note)) {
                        <span class="kpi-card__flag" title={words::note_text(note, lang)}>{ lang.text("card-note") }</span>
                    }
                </p>
                if card.course.iter().flatten().count() > 1 {
                    { spark(&card.course) }
                }
            }
        </li>
    }
}

/// Whether a note changes how the number may be read, rather than adding to its definition.
fn is_warning(note: &Note) -> bool {
    !matches!(note, Note::MeanOverDays { .. } | Note::HistoryFrom { .. })
}

/// The change against another period: an arrow, a signed number, and a colour that says the same; a dash where nothing
/// can be said, such as against 0.
pub fn change(now: Option<Value>, before: &Before, figure: &Figure, way: Against, lang: Lang) -> Html {
    let label = lang.text(way.label());
    let plain = |id| {
        html! {
            <span class="change change--none" title={lang.text(id)}>
                <span class="change__label">{ label.clone() }</span>{ " " }<span aria-label={lang.text(id)} role="img">{ format::UNKNOWN }</span>
            </span>
        }
    };
    let (period, then) = match before {
        Before::NotAsked | Before::NoData => return html! {},
        Before::Figure(period, then) => (period, then),
    };
    if then.notes.iter().any(|note| matches!(note, Note::OutsideData { .. })) {
        return plain("change-no-data");
    }
    let unit = figure.metric.0.unit;
    let Some(text) = format::change(now, figure.beside(then), unit, lang) else {
        return plain("change-unknown");
    };
    let (class, arrow) = match text.as_bytes().first() {
        Some(b'+') => ("change change--up", "▲"),
        Some(b'-') => ("change change--down", "▼"),
        _ => ("change change--flat", "="),
    };
    let was = format::value(then.value, then.shown(), format::Style::Exact, lang);
    let title = lang.text_with("change-tip", &[("period", words::period(*period).into()), ("value", was.into())]);
    html! {
        <span {class} {title}>
            <span class="change__label">{ label }</span>
            <span class="change__arrow" aria-hidden="true">{ arrow }</span>
            <span class="change__text">{ text }</span>
        </span>
    }
}
