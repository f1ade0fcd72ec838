//! 相关词查询: type a word, get every loaded keyword and search term that goes with it, with its figures.

use super::sheet::Sheet;
use super::{Part, titled};
use crate::report::ads::sheet::Cut;
use crate::ui::browser;
use yew::prelude::*;

/// Properties of [`Related`].
#[derive(Properties, PartialEq)]
pub struct RelatedProps {
    /// What it asks and draws with.
    pub part: Part,
    /// Its slot.
    pub slot: u8,
}

/// The look-up.
#[component]
pub fn Related(props: &RelatedProps) -> Html {
    let part = &props.part;
    let lang = part.lang;
    let typed = use_state_eq(String::new);
    let asked = use_state_eq(String::new);
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| typed.set(browser::value_of(&event)))
    };
    let onsubmit = {
        let (typed, asked) = (typed.clone(), asked.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            asked.set(typed.trim().to_string());
        })
    };
    html! {
        <section class="section panel board__row" aria-labelledby="related-title">
            { titled("related_keywords", "related-title", lang, &part.explain) }
            <p class="section__text">{ lang.text("related-text") }</p>
            <form class="sheet__bar" {onsubmit} role="search" aria-labelledby="related-title">
                <input type="search" id="related-word" class="field__input sheet__find" value={(*typed).clone()} {oninput}
                    aria-label={lang.text("related-word")} placeholder={lang.text("related-word")} />
                <button type="submit" class="button" id="related-go">{ lang.text("related-go") }</button>
            </form>
            if !asked.is_empty() {
                <Sheet key={(*asked).clone()} part={part.clone()} slot={props.slot} cut={Cut::Related((*asked).clone())} texts="related" />
            }
        </section>
    }
}
