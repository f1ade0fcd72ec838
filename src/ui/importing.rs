//! How far an import has come, and the way to stop it.

use super::state::Import;
use crate::report::{Lang, format};
use yew::prelude::*;

/// The progress of an import, and the button that stops it; without an import the first answer is on its way.
pub fn importing(import: Option<&Import>, lang: Lang, cancel: &Callback<MouseEvent>) -> Html {
    let Some(import) = import else {
        return html! { <p class="importing importing--counting" role="status">{ lang.text("importing-counting") }</p> };
    };
    let percent = import.percent().to_string();
    let started = import.total > 0;
    let read = started && import.bytes >= import.total;
    let name = if started { import.name.clone() } else { lang.text("importing-start") };
    let title = lang.text_with("importing-title", &[("name", name.into())]);
    html! {
        <section class="importing" aria-label={lang.text("importing-label")}>
            <p class="importing__title" role="status">{ if read { lang.text("importing-sorting") } else { title } }</p>
            <div class="importing__row">
                <progress class="importing__bar" max="100" value={percent.clone()} aria-label={lang.text("importing-label")} data-progress={percent.clone()}>
                    { format!("{percent}%") }
                </progress>
                <button type="button" class="button" id="cancel" onclick={cancel.clone()}>{ lang.text("importing-cancel") }</button>
            </div>
            <p class="importing__numbers">
                { format!("{percent}%") }{ " · " }
                { format!("{} / {}", format::bytes(import.bytes), format::bytes(import.total)) }{ " · " }
                { lang.text_with("importing-rows", &[("rows", format::count(import.rows).into())]) }
            </p>
        </section>
    }
}
