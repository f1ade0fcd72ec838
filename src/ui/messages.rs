//! Messages above the page: a plain notice, and the files that could not be used.

use super::state::Shared;
use super::words;
use crate::report::{FileReport, FileState, Lang};
use yew::prelude::*;

/// Properties of [`Message`].
#[derive(Properties, PartialEq)]
pub struct MessageProps {
    /// What it says.
    pub text: String,
    /// The language.
    pub lang: Lang,
    /// Takes it away.
    pub close: Callback<MouseEvent>,
}

/// A plain notice.
#[component]
pub fn Message(props: &MessageProps) -> Html {
    html! {
        <div class="message" role="alert">
            <p class="message__text">{ &props.text }</p>
            { closer(props.lang, &props.close) }
        </div>
    }
}

/// Properties of [`Problems`].
#[derive(Properties, PartialEq)]
pub struct ProblemsProps {
    /// Every file.
    pub files: Shared<Vec<FileReport>>,
    /// The language.
    pub lang: Lang,
    /// Takes them away.
    pub close: Callback<MouseEvent>,
}

/// The files that could not be used: each with its reason and its remedy.
#[component]
pub fn Problems(props: &ProblemsProps) -> Html {
    let lang = props.lang;
    html! {
        <div class="message message--bad" role="alert">
            <div class="message__text">
                <p class="message__title">{ lang.text("problems-title") }</p>
                <ul class="message__list">
                    { for props.files.iter().filter_map(|file| match &file.state {
                        FileState::Failed(problem) => Some(html! { <li>{ words::problem_text(&file.name, problem, lang) }</li> }),
                        _ => None,
                    }) }
                </ul>
            </div>
            { closer(lang, &props.close) }
        </div>
    }
}

fn closer(lang: Lang, close: &Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class="button button--quiet message__close" aria-label={lang.text("close")} onclick={close.clone()}>{ "✕" }</button>
    }
}
