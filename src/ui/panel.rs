//! A dialog over the page, with its title and the way out of it.

use crate::report::Lang;
use yew::prelude::*;

/// A dialog called `id`; it is opened and closed by the browser's own means, and Escape tells `close`.
pub fn panel(id: &'static str, title: &str, lang: Lang, close: &Callback<()>, content: Html) -> Html {
    let onclose = close.reform(|_: Event| ());
    let shut = close.reform(|_: MouseEvent| ());
    let titled = format!("{id}-title");
    html! {
        <dialog {id} class="explain panel-dialog" aria-labelledby={titled.clone()} {onclose}>
            <div class="explain__head">
                <h2 class="explain__title" id={titled}>{ title }</h2>
                <button type="button" class="button button--quiet explain__close" aria-label={lang.text("close")} onclick={shut}>{ "✕" }</button>
            </div>
            { content }
        </dialog>
    }
}
