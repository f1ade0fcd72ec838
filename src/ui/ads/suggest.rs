//! 系统推荐词: keywords worth trying for an item, each with what speaks for it. Asked for only when somebody opens it, for
//! cutting Chinese needs a library that is loaded then.

use super::{Part, titled, use_ask};
use crate::report::ads::Evidence;
use crate::report::ads::suggest::{SuggestAsk, SuggestLine, SuggestTold};
use crate::report::ads::{AdsAsk, AdsTold};
use crate::report::{Dimension, Lang, format};
use crate::ui::browser;
use crate::ui::figure::num;
use crate::ui::state::Slice;
use yew::prelude::*;

/// Properties of [`Suggest`].
#[derive(Properties, PartialEq)]
pub struct SuggestProps {
    /// What it asks and draws with.
    pub part: Part,
    /// Its slot.
    pub slot: u8,
}

/// Suggestions for one item.
#[component]
pub fn Suggest(props: &SuggestProps) -> Html {
    let part = &props.part;
    let lang = part.lang;
    let open = use_state_eq(|| false);
    let item = use_state_eq(|| None::<String>);
    let ask = AdsAsk::Suggest(SuggestAsk { period: part.report.period, item: (*item).clone() });
    use_ask(part, props.slot, open.then_some(ask));
    let show = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(true))
    };
    let onchange = {
        let item = item.clone();
        Callback::from(move |event: Event| item.set(Some(browser::value_of(&event))))
    };
    let told = match part.told.as_deref() {
        Some(AdsTold::Suggest(told)) if *open => Some(told),
        _ => None,
    };
    html! {
        <section class="section panel board__row" aria-labelledby="suggest-title">
            { titled("keyword_suggestions", "suggest-title", lang, &part.explain) }
            <p class="section__text">{ lang.text("suggest-text") }</p>
            if !*open {
                <button type="button" class="button" id="suggest-open" onclick={show}>{ lang.text("suggest-open") }</button>
            } else if let Some(told) = told {
                { list(told, onchange, part) }
            } else {
                <p class="board__none" role="status">{ lang.text("suggest-loading") }</p>
            }
        </section>
    }
}

fn list(told: &SuggestTold, onchange: Callback<Event>, part: &Part) -> Html {
    let lang = part.lang;
    if told.items.is_empty() {
        return html! { <p class="board__none">{ lang.text("suggest-none") }</p> };
    }
    let reported = told.lines.iter().find(|line| !line.figures.is_empty());
    let columns: Vec<_> = reported.map_or_else(Vec::new, |line| line.figures.iter().map(|figure| figure.metric).collect());
    html! {
        <>
            <div class="sheet__bar">
                <label class="field">
                    <span class="field__label">{ lang.text("creatives-item") }</span>
                    <select class="field__input" id="suggest-item" {onchange}>
                        { for told.items.iter().map(|(item, title)| html! {
                            <option value={item.clone()} selected={told.chosen.as_ref() == Some(item)}>{ format!("{title} ({item})") }</option>
                        }) }
                    </select>
                </label>
                <span class="sheet__rows" role="status" data-suggestions={told.found.to_string()} data-library={told.library.to_string()}>
                    { lang.text_with("suggest-found", &[
                        ("shown", format::count(told.lines.len() as u64).into()),
                        ("found", format::count(told.found).into()),
                        ("used", format::count(told.used.len() as u64).into()),
                    ]) }
                </span>
            </div>
            if !told.attributes.is_empty() {
                <p class="section__text">{ lang.text_with("suggest-attributes", &[("text", told.attributes.clone().into())]) }</p>
            }
            if !told.library {
                <p class="section__text">{ lang.text("suggest-without-library") }</p>
            }
            if told.lines.is_empty() {
                <p class="board__none">{ lang.text("suggest-nothing") }</p>
            } else {
                <div class="scroll suggest__view" tabindex="0" role="group" aria-label={lang.text("suggest-title")}>
                    <table class="table">
                        <thead><tr>
                            <th scope="col">{ lang.text("suggest-head") }</th>
                            <th scope="col">{ lang.text("suggest-head-why") }</th>
                            { for columns.iter().map(|metric| html! { <th scope="col" class="table__number">{ lang.of(metric.0.name) }</th> }) }
                        </tr></thead>
                        <tbody>
                            { for told.lines.iter().map(|line| html! {
                                <tr key={line.word.clone()} data-suggestion={line.word.clone()} data-evidence={format!("{:?}", line.evidence)}>
                                    <th scope="row">{ &line.word }</th>
                                    <td>{ why(line, lang) }</td>
                                    { for columns.iter().map(|metric| html! {
                                        <td class="table__number">
                                            if let Some(figure) = line.figures.iter().find(|figure| figure.metric == *metric) {
                                                { num(figure, &Slice::Key(Dimension::SearchTerm, line.word.clone()), format::Style::Exact, lang, &part.explain) }
                                            }
                                        </td>
                                    }) }
                                </tr>
                            }) }
                        </tbody>
                    </table>
                </div>
            }
        </>
    }
}

/// What speaks for a word.
fn why(line: &SuggestLine, lang: Lang) -> String {
    match line.evidence {
        Evidence::Keyword if line.items > 0 => lang.text_with("suggest-why-keyword", &[("items", format::count(line.items).into())]),
        Evidence::Keyword => lang.text("suggest-why-keyword-alone"),
        Evidence::Typed => lang.text("suggest-why-typed"),
        Evidence::Title => lang.text("suggest-why-title"),
        Evidence::Attributes => lang.text("suggest-why-attributes"),
    }
}
