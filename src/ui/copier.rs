//! A button that puts a text where it can be pasted from, and says whether that worked.

use super::browser;
use crate::report::Lang;
use yew::prelude::*;

/// Properties of [`Copier`].
#[derive(Properties, PartialEq)]
pub struct CopierProps {
    /// The text.
    pub text: String,
    /// The id of what the button says.
    pub label: AttrValue,
    /// The language.
    pub lang: Lang,
}

/// The button.
#[component]
pub fn Copier(props: &CopierProps) -> Html {
    let (lang, text) = (props.lang, props.text.clone());
    let copied = use_state(|| None::<(String, bool)>);
    let onclick = {
        let (copied, text) = (copied.setter(), text.clone());
        Callback::from(move |_: MouseEvent| {
            let (copied, of) = (copied.clone(), text.clone());
            browser::copy(&text, move |done| copied.set(Some((of.clone(), done))));
        })
    };
    // What was said about another text is no news about this one.
    let said = match copied.as_ref().filter(|(of, _)| *of == text) {
        None => String::new(),
        Some((_, true)) => lang.text("share-copied"),
        Some((_, false)) => lang.text("copy-refused"),
    };
    html! {
        <>
            <button type="button" class="button" {onclick}>{ lang.text(&props.label) }</button>
            <span class="copier__said" role="status">{ said }</span>
        </>
    }
}
