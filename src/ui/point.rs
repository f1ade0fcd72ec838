//! What can be done with a point of a chart: have it explained, or narrow the view to its days. One press holds the point,
//! so that the way to the buttons may cross the chart; they stand below it, where no finger covers them.

use super::words;
use crate::model::Period;
use crate::report::Lang;
use yew::prelude::*;

/// Days in words: one day with its weekday.
pub fn days(days: Period, lang: Lang) -> String {
    if days.days() == 1 { words::day(days.from, lang) } else { words::period(days) }
}

/// The buttons of a point, or what to do to get them. As high with a point as without one, for a chart that moves under
/// the pointer cannot be read.
/// `held` is the point's name, and whether the view is narrowed to it.
#[inline(never)]
pub fn acts(held: Option<(String, bool)>, hint: &str, lang: Lang, explain: Callback<()>, narrow: Option<Callback<()>>) -> Html {
    let Some((name, narrowed)) = held else {
        return html! { <p class="point point--none">{ lang.text(hint) }</p> };
    };
    let named = |id: &str| lang.text_with(id, &[("name", name.clone().into())]);
    html! {
        <div class="point" role="group" aria-label={name.clone()}>
            <button type="button" class="button" data-point="explain" aria-haspopup="dialog" onclick={explain.reform(|_: MouseEvent| ())}>
                { named("point-explain") }
            </button>
            if let Some(narrow) = narrow {
                <button type="button" class="button" data-point="narrow" aria-pressed={narrowed.to_string()} onclick={narrow.reform(|_: MouseEvent| ())}>
                    { named(if narrowed { "point-all" } else { "point-narrow" }) }
                </button>
            }
        </div>
    }
}
