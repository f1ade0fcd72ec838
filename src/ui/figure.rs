//! A figure as a number to read and to press: the hooks for tests and scripts, the exact value, the way to its
//! explanation.

use super::state::{Slice, Subject};
use crate::report::{Figure, Lang, format};
use yew::prelude::*;

/// One figure, standing at `slice` of the answer. A large one is cut to a few digits where `style` is short; the exact
/// one is then in the tip.
pub fn num(figure: &Figure, slice: &Slice, style: format::Style, lang: Lang, explain: &Callback<Subject>) -> Html {
    let entry = figure.metric.0;
    let exact = format::value(figure.value, figure.shown(), format::Style::Exact, lang);
    let shown = format::value(figure.value, figure.shown(), style, lang);
    let tip = |value: String| lang.text_with("figure-tip", &[("name", lang.of(entry.name).into()), ("value", value.into())]);
    // A name that is read out begins with what is seen.
    let spoken = if shown == exact { exact.clone() } else { format!("{shown} ({exact})") };
    let onclick = {
        let (explain, subject) = (explain.clone(), Subject { metric: figure.metric, slice: slice.clone() });
        Callback::from(move |_: MouseEvent| explain.emit(subject.clone()))
    };
    let (key, page, from) = match slice {
        Slice::Whole => (None, None, None),
        Slice::Key(dimension, key) => (Some(format!("{}:{key}", dimension.name())), None, None),
        Slice::Creative { creative, .. } => (Some(format!("creative:{creative}")), None, None),
        Slice::Page(page) => (None, Some(page.clone()), None),
        Slice::Hour(weekday, hour) => (Some(format!("hour:{weekday}-{hour}")), None, None),
        Slice::Bucket(period) => (None, None, Some(period.from.to_string())),
    };
    html! {
        <button type="button" class="num" data-metric={entry.id} data-value={figure.value.map_or_else(String::new, |v| v.to_plain())}
            data-key={key} data-page={page} data-from={from} title={tip(exact)} aria-label={tip(spoken)} aria-haspopup="dialog" {onclick}>
            { shown }
        </button>
    }
}
