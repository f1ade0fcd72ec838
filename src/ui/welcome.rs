//! What somebody sees who has loaded nothing yet: where to drop, what to drop, and a shop to try with.

use crate::report::Lang;
use yew::prelude::*;

/// The invitation to drop files: `choose` opens the chooser of files, `sample` loads the sample shop.
pub fn welcome(lang: Lang, choose: &Callback<MouseEvent>, sample: &Callback<MouseEvent>) -> Html {
    let kinds = ["orders", "events", "details", "products", "ads", "daily"];
    html! {
        <div class="welcome">
            <h1 class="welcome__title">{ lang.text("welcome-title") }</h1>
            <p class="welcome__lead">{ lang.text("welcome-lead") }</p>
            <div class="welcome__zone">
                <svg class="welcome__picture" viewBox="0 0 64 48" aria-hidden="true" focusable="false">
                    <path d="M14 6h22l8 8v28H14z" />
                    <path d="M36 6v8h8" />
                    <path d="M20 22h18M20 28h18M20 34h10" />
                    <path class="welcome__arrow" d="M54 12v22m-6-6 6 6 6-6" />
                </svg>
                <p class="welcome__drop">{ lang.text("welcome-drop") }</p>
                <div class="welcome__buttons">
                    <button type="button" class="button button--main" id="choose" onclick={choose.clone()}>{ lang.text("choose-files") }</button>
                    <button type="button" class="button" id="sample" onclick={sample.clone()}>{ lang.text("try-sample") }</button>
                </div>
                <p class="welcome__privacy">{ lang.text("privacy") }</p>
            </div>
            <h2 class="welcome__head">{ lang.text("welcome-files") }</h2>
            <ul class="welcome__kinds">
                { for kinds.into_iter().map(|kind| html! {
                    <li class="welcome__kind">
                        <h3 class="welcome__kind-name">{ lang.text(&format!("kind-{kind}")) }</h3>
                        <p class="welcome__kind-file">{ lang.text(&format!("kind-{kind}-file")) }</p>
                        <p class="welcome__kind-gives">{ lang.text(&format!("kind-{kind}-gives")) }</p>
                    </li>
                }) }
            </ul>
            <p class="welcome__formats">{ lang.text("welcome-formats") }</p>
        </div>
    }
}

/// What covers the page while files hover over it.
pub fn overlay(lang: Lang) -> Html {
    html! {
        <div class="overlay" aria-hidden="true"><p class="overlay__text">{ lang.text("drop-here") }</p></div>
    }
}
