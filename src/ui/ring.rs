//! How a whole is parted: a ring of shares with its legend, which says the same in words. Only what adds up is drawn so.

use super::figure::num;
use super::state::{Slice, Subject};
use crate::model::arrange;
use crate::report::{Dimension, Figure, Lang, Report, Row, format};
use yew::prelude::*;

/// The share that is drawn: each landing belongs to one source, so that the shares of all are 100 %.
const SHARE: &str = "source_landing_share";
/// Parts of their own; the smaller ones are one.
const PARTS: usize = 6;
/// The ring in its box: its middle, and the radius of its line.
const MIDDLE: f64 = 60.0;
const RADIUS: f64 = 44.0;
/// Parts that are wide enough for their number, and the gap between two, in percent of the ring.
const NUMBERED: f64 = 4.0;
const GAP: f64 = 0.6;

/// One part of the ring: whose it is if it is one source's, of how many sources, and how many percent.
struct Part<'a> {
    own: Option<(&'a Row, &'a Figure)>,
    sources: usize,
    percent: f64,
}

/// The parts from the largest on.
fn parts<'a>(rows: &'a [Row]) -> Vec<Part<'a>> {
    let part = |row: &'a Row| {
        let figure = row.figures.iter().find(|figure| figure.metric.id() == SHARE)?;
        Some(Part { own: Some((row, figure)), sources: 1, percent: figure.value?.to_f64() * 100.0 })
    };
    let mut all: Vec<Part<'a>> = rows.iter().filter_map(part).collect();
    all.retain(|part| part.percent > 0.0);
    arrange(&mut all, |left, right| right.percent.total_cmp(&left.percent));
    if all.len() > PARTS {
        let rest = all.split_off(PARTS - 1);
        all.push(Part { own: None, sources: rest.len(), percent: rest.iter().map(|part| part.percent).sum() });
    }
    all
}

/// What each source has of all landings; nothing where there is one source only, or none.
#[inline(never)]
pub fn ring(report: &Report, lang: Lang, explain: &Callback<Subject>) -> Html {
    let Some((_, rows)) = report.breakdowns.iter().find(|(dimension, _)| *dimension == Dimension::Source) else {
        // The answer of this board is on its way: what is below stands where it will stand.
        return html! { <div class="ring" aria-hidden="true"></div> };
    };
    let parts = parts(rows);
    let Some((first, largest)) = parts.first().and_then(|part| part.own).filter(|_| parts.len() > 1) else { return html! {} };
    let name = |row: &Row| if row.key.is_empty() { lang.text("sources-unnamed") } else { row.key.clone() };
    let of_all = format::value(largest.value, largest.shown(), format::Style::Exact, lang);
    let mut from = 0.0;
    let drawn: Vec<Html> = parts
        .iter()
        .enumerate()
        .map(|(at, part)| {
            let (start, length) = (from, (part.percent - GAP).max(0.2));
            from += part.percent;
            let turn = (start + part.percent / 2.0 - 25.0) * std::f64::consts::TAU / 100.0;
            let place = |way: f64| format!("{:.1}", MIDDLE + RADIUS * way);
            html! {
                <>
                    <circle class={format!("ring__part ring__part--{at}")} cx="60" cy="60" r="44" pathLength="100"
                        stroke-dasharray={format!("{length:.2} {:.2}", 100.0 - length)} stroke-dashoffset={format!("{:.2}", 25.0 - start - GAP / 2.0)} />
                    if part.percent >= NUMBERED {
                        <text class={format!("ring__number ring__number--{at}")} x={place(turn.cos())} y={place(turn.sin())} dy="0.35em" text-anchor="middle">{ at + 1 }</text>
                    }
                </>
            }
        })
        .collect();
    html! {
        <section class="section ring" aria-labelledby="ring-title">
            <h2 class="section__title" id="ring-title">{ lang.text("ring-title") }</h2>
            <p class="section__text">{ lang.text_with("ring-text", &[("name", name(first).into()), ("share", of_all.into())]) }</p>
            <div class="ring__body">
                <svg class="ring__picture" viewBox="0 0 120 120" aria-hidden="true" focusable="false">{ for drawn }</svg>
                <ol class="ring__legend">
                    { for parts.iter().enumerate().map(|(at, part)| html! {
                        <li class="ring__line">
                            <span class={format!("ring__swatch ring__swatch--{at}")} aria-hidden="true">{ at + 1 }</span>
                            if let Some((row, figure)) = part.own {
                                <span class="ring__name" title={name(row)}>{ name(row) }</span>
                                { num(figure, &Slice::Key(Dimension::Source, row.key.clone()), format::Style::Exact, lang, explain) }
                            } else {
                                <span class="ring__name">{ lang.text_with("ring-rest", &[("n", format::count(part.sources as u64).into())]) }</span>
                                <span>{ format!("{:.2}%", part.percent) }</span>
                            }
                        </li>
                    }) }
                </ol>
            </div>
        </section>
    }
}
