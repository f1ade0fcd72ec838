//! What the page has asked the network for, as it happens, and what the browser keeps of it.

use super::browser::{self, Traffic};
use crate::report::{Lang, format};
use yew::prelude::*;

/// Properties of [`Requests`].
#[derive(Properties, PartialEq)]
pub struct RequestsProps {
    /// The language.
    pub lang: Lang,
    /// Whether a copy of the page is kept for use without a network.
    pub kept: bool,
}

/// The list of requests, live.
#[component]
pub fn Requests(props: &RequestsProps) -> Html {
    let lang = props.lang;
    let all = use_state(browser::traffic);
    {
        let all = all.setter();
        use_effect_with((), move |()| {
            // What came between drawing and listening is heard now.
            all.set(browser::traffic());
            let hearing = browser::on_traffic(move || all.set(browser::traffic()));
            move || drop(hearing)
        });
    }
    let count = |which: fn(&&Traffic) -> bool| format::count(all.iter().filter(which).count() as u64);
    let ask = |wish: &'static str| Callback::from(move |_: MouseEvent| browser::ask_offline(wish));
    html! {
        <section class="section panel requests" aria-labelledby="requests-title">
            <h2 class="section__title" id="requests-title">{ lang.text("requests-title") }</h2>
            <p class="section__text">{ lang.text("requests-text") }</p>
            <p class="requests__sum" role="status" data-requests={all.len().to_string()} data-foreign={count(|one| one.foreign)}>
                { lang.text_with("requests-sum", &[
                    ("own", count(|one| one.outside && !one.foreign).into()),
                    ("foreign", count(|one| one.foreign).into()),
                ]) }
            </p>
            <details>
                <summary>{ lang.text("requests-list") }</summary>
                <div class="scroll" tabindex="0" role="group" aria-label={lang.text("requests-list")}>
                    <table class="table">
                        <thead><tr>
                            <th scope="col">{ lang.text("requests-what") }</th>
                            <th scope="col">{ lang.text("requests-where") }</th>
                            <th scope="col">{ lang.text("requests-who") }</th>
                            <th scope="col" class="table__number">{ lang.text("requests-when") }</th>
                        </tr></thead>
                        <tbody>{ for all.iter().map(|one| line(one, lang)) }</tbody>
                    </table>
                </div>
            </details>
            if browser::is_served() {
                <p class="section__text">{ lang.text(if props.kept { "offline-kept" } else { "offline-none" }) }</p>
                <div class="data__buttons">
                    <a class="button requests__file" href="dianzhang.html" download="dianzhang.html">{ lang.text("offline-file") }</a>
                    <button type="button" class="button" onclick={ask("forget-offline")}>{ lang.text("offline-forget") }</button>
                </div>
            }
        </section>
    }
}

fn line(one: &Traffic, lang: Lang) -> Html {
    let place = match (one.foreign, one.outside) {
        (true, _) => "requests-foreign",
        (false, true) => "requests-own",
        (false, false) => "requests-memory",
    };
    let when = one.at.map_or_else(String::new, |at| lang.text_with("requests-after", &[("ms", format::count(at).into())]));
    html! {
        <tr>
            <th scope="row">{ &one.what }</th>
            <td>{ lang.text(place) }</td>
            <td>{ lang.text(if one.worker { "requests-worker" } else { "requests-page" }) }</td>
            <td class="table__number">{ when }</td>
        </tr>
    }
}
