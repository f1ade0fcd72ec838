//! Messages above the page: a plain notice, and the files that could not be used.

use super::words;
use crate::report::{FileReport, FileState, Lang};
use yew::prelude::*;

/// A plain notice, and the way to take it away.
#[inline(never)]
pub fn message(text: &str, lang: Lang, close: &Callback<MouseEvent>) -> Html {
    html! {
        <div class="message" role="alert">
            <p class="message__text">{ text }</p>
            { closer(lang, close) }
        </div>
    }
}

/// The files that could not be used: each with its reason and its remedy.
#[inline(never)]
pub fn problems(files: &[FileReport], lang: Lang, close: &Callback<MouseEvent>) -> Html {
    html! {
        <div class="message message--bad" role="alert">
            <div class="message__text">
                <p class="message__title">{ lang.text("problems-title") }</p>
                <ul class="message__list">
                    { for files.iter().filter_map(|file| match &file.state {
                        FileState::Failed(problem) => Some(html! { <li>{ words::problem_text(&file.name, problem, lang) }</li> }),
                        _ => None,
                    }) }
                </ul>
            </div>
            { closer(lang, close) }
        </div>
    }
}

/// A newer version of the page waits; the data on show would have to be dropped again.
#[inline(never)]
pub fn newer(lang: Lang, take: &Callback<MouseEvent>) -> Html {
    html! {
        <div class="message message--plain" role="status">
            <p class="message__text">{ lang.text("notice-newer") }</p>
            <button type="button" class="button" onclick={take.clone()}>{ lang.text("newer-take") }</button>
        </div>
    }
}

fn closer(lang: Lang, close: &Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class="button button--quiet message__close" aria-label={lang.text("close")} onclick={close.clone()}>{ "✕" }</button>
    }
}
