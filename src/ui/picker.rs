//! The bar above the boards: which days, in which steps, compared with what.

use super::against::Against;
use super::field::{Choice, Input, Select};
use super::period::{self, Preset, Range};
use super::route::View;
use super::words;
use crate::model::{Day, Grain, Period};
use yew::prelude::*;

/// Properties of [`Picker`].
#[derive(Properties, PartialEq)]
pub struct PickerProps {
    /// The view.
    pub view: View,
    /// The days the data cover.
    pub covered: Period,
    /// The days on show.
    pub shown: Period,
    /// The days compared with.
    pub compared: Option<Period>,
    /// The shop's zone.
    pub zone: String,
    /// Gets the view to go to.
    pub go: Callback<View>,
}

/// The bar.
#[component]
pub fn Picker(props: &PickerProps) -> Html {
    let PickerProps { view, covered, shown, go, .. } = props;
    let lang = view.lang;
    let is_custom = matches!(view.range, Range::Days(_));
    let range = |range: Range| {
        let (go, view) = (go.clone(), view.clone());
        Callback::from(move |_: MouseEvent| go.emit(View { range, ..view.clone() }))
    };
    let option = |text: String, title: String, pressed: bool, onclick: Callback<MouseEvent>| {
        html! { <button type="button" class="picker__option" aria-pressed={pressed.to_string()} {title} {onclick}>{ text }</button> }
    };
    let step = |by: i32| {
        let to = period::shift(*shown, by);
        let outside = to.to < covered.from || covered.to < to.from;
        let id = if by < 0 { "picker-earlier" } else { "picker-later" };
        html! {
            <button type="button" class="picker__step" disabled={outside} title={lang.text(id)} aria-label={lang.text(id)}
                onclick={range(Range::Days(to))}>{ if by < 0 { "‹" } else { "›" } }</button>
        }
    };
    html! {
        <section class="picker" aria-label={lang.text("picker-title")}>
            <div class="picker__row" role="group" aria-label={lang.text("picker-days")}>
                { option(lang.text("preset-all"), words::period(*covered), view.range == Range::All, range(Range::All)) }
                { for Preset::ALL.into_iter().map(|preset| option(
                    lang.text(&format!("preset-{}", preset.name())),
                    words::period(preset.days(covered.to)),
                    view.range == Range::Preset(preset),
                    range(Range::Preset(preset)),
                )) }
                { option(lang.text("preset-custom"), String::new(), is_custom, range(Range::Days(*shown))) }
            </div>
            if is_custom {
                { dates(props) }
            }
            <div class="picker__row picker__row--end">
                { grain(props) }
                { compare(props) }
            </div>
            <p class="picker__now">
                { step(-1) }
                <strong class="picker__shown">{ words::period(*shown) }</strong>
                { step(1) }
                <span class="picker__said">
                    <span>{ lang.text_with("picker-length", &[("days", shown.days().to_string().into())]) }</span>
                    if matches!(view.range, Range::Preset(_)) {
                        <span>{ lang.text_with("picker-relative", &[("last", words::day(covered.to, lang).into())]) }</span>
                    }
                    if view.compare != Against::Nothing {
                        <span>{ match props.compared {
                            Some(compared) => lang.text_with("picker-compared", &[
                                ("way", lang.text(view.compare.label()).into()),
                                ("period", words::period(compared).into()),
                            ]),
                            None => lang.text("picker-not-compared"),
                        } }</span>
                    }
                </span>
            </p>
        </section>
    }
}

#[inline(never)]
fn dates(props: &PickerProps) -> Html {
    let lang = props.view.lang;
    let pick = |make: fn(Period, Day) -> Option<Period>| {
        let (go, view, shown) = (props.go.clone(), props.view.clone(), props.shown);
        Callback::from(move |text: String| {
            if let Some(period) = text.parse::<Day>().ok().and_then(|day| make(shown, day)) {
                go.emit(View { range: Range::Days(period), ..view.clone() });
            }
        })
    };
    // A first day after the last one (or the other way round) is taken as the wish for that one day.
    let from = pick(|shown, day| Period::new(day, shown.to.max(day)));
    let to = pick(|shown, day| Period::new(shown.from.min(day), day));
    let (min, max) = (AttrValue::from(props.covered.from.to_string()), AttrValue::from(props.covered.to.to_string()));
    html! {
        <div class="picker__row">
            <Input label={lang.text("picker-from")} kind="date" value={props.shown.from.to_string()} min={min.clone()} max={max.clone()}
                onwrite={from} />
            <Input label={lang.text("picker-to")} kind="date" value={props.shown.to.to_string()} {min} {max} onwrite={to} />
        </div>
    }
}

fn grain(props: &PickerProps) -> Html {
    let (view, go) = (&props.view, &props.go);
    let grains = [(Grain::Day, "grain-day"), (Grain::Week, "grain-week"), (Grain::Month, "grain-month")];
    html! {
        <div class="switch" role="group" aria-label={view.lang.text("picker-grain")}>
            { for grains.into_iter().map(|(grain, id)| {
                let onclick = {
                    let (go, view) = (go.clone(), view.clone());
                    Callback::from(move |_: MouseEvent| go.emit(View { grain, ..view.clone() }))
                };
                html! {
                    <button type="button" class="switch__option" aria-pressed={(view.grain == grain).to_string()} {onclick}>
                        { view.lang.text(id) }
                    </button>
                }
            }) }
        </div>
    }
}

fn compare(props: &PickerProps) -> Html {
    let (view, go) = (props.view.clone(), props.go.clone());
    let lang = view.lang;
    let plain = Against::PLAIN.into_iter().map(|way| way.to_string());
    let choices: Vec<Choice> =
        plain.chain(["custom".to_string()]).map(|value| Choice { text: lang.text(&format!("compare-{value}")), value }).collect();
    let (value, from) = match view.compare {
        Against::From(day) => ("custom".to_string(), Some(day)),
        way => (way.to_string(), None),
    };
    // Until a day is chosen, the custom comparison begins where the period before does.
    let start = period::shift(props.shown, -1).from;
    let pick = {
        let (go, view) = (go.clone(), view.clone());
        Callback::from(move |way: Against| go.emit(View { compare: way, ..view.clone() }))
    };
    let onpick = pick.reform(move |value: String| Against::named(&value).unwrap_or(Against::From(start)));
    html! {
        <>
            <Select label={lang.text("compare-label")} quiet=true {choices} {value} {onpick} />
            if let Some(day) = from {
                <Input label={lang.text("compare-from")} kind="date" value={day.to_string()} min={AttrValue::from(props.covered.from.to_string())}
                    max={AttrValue::from(props.covered.to.to_string())}
                    onwrite={pick.reform(move |text: String| text.parse().map_or(Against::From(day), Against::From))} />
            }
        </>
    }
}
