//! A figure as a number to read and to press: the hooks for tests and scripts, the exact value, the way to its
//! explanation.

use super::state::{Slice, Subject};
use crate::report::{Figure, Lang, format};
use yew::prelude::*;

/// Properties of [`Num`].
#[derive(Properties, PartialEq)]
pub struct NumProps {
    /// The figure.
    pub figure: Figure,
    /// Where it stands in the answer.
    #[prop_or(Slice::Whole)]
    pub slice: Slice,
    /// Whether large numbers are cut to a few digits; the exact one is then in the tip.
    #[prop_or_default]
    pub short: bool,
    /// The language.
    pub lang: Lang,
    /// Gets the figure's subject when somebody wants to know more.
    pub explain: Callback<Subject>,
}

/// One figure.
#[component]
pub fn Num(props: &NumProps) -> Html {
    let NumProps { figure, slice, lang, .. } = props;
    let entry = figure.metric.0;
    let exact = format::value(figure.value, entry.unit, format::Style::Exact, *lang);
    let shown = if props.short { format::value(figure.value, entry.unit, format::Style::Short, *lang) } else { exact.clone() };
    let tip = |value: String| lang.text_with("figure-tip", &[("name", lang.of(entry.name).into()), ("value", value.into())]);
    // A name that is read out begins with what is seen.
    let spoken = if shown == exact { exact.clone() } else { format!("{shown} ({exact})") };
    let onclick = {
        let (explain, subject) = (props.explain.clone(), Subject { metric: figure.metric, slice: slice.clone() });
        Callback::from(move |_: MouseEvent| explain.emit(subject.clone()))
    };
    let (key, page, from) = match slice {
        Slice::Whole => (None, None, None),
        Slice::Key(dimension, key) => (Some(format!("{}:{key}", dimension.name())), None, None),
        Slice::Page(page) => (None, Some(page.clone()), None),
        Slice::Bucket(period) => (None, None, Some(period.from.to_string())),
    };
    html! {
        <button type="button" class="num" data-metric={entry.id} data-value={figure.value.map_or_else(String::new, |v| v.to_plain())}
            data-key={key} data-page={page} data-from={from} title={tip(exact)} aria-label={tip(spoken)} aria-haspopup="dialog" {onclick}>
            { shown }
        </button>
    }
}
