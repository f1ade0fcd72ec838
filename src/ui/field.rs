//! Form fields with their labels.

use super::browser;
use yew::prelude::*;

/// One choice of a list: its value and its text.
#[derive(Clone, PartialEq)]
pub struct Choice {
    /// The value told when it is chosen.
    pub value: String,
    /// What is read.
    pub text: String,
}

/// Properties of [`Select`].
#[derive(Properties, PartialEq)]
pub struct SelectProps {
    /// What the list is for.
    pub label: String,
    /// Whether the label is for screen readers only.
    #[prop_or_default]
    pub quiet: bool,
    /// The choices.
    pub choices: Vec<Choice>,
    /// The chosen value.
    pub value: String,
    /// Gets the value that somebody chooses.
    pub onpick: Callback<String>,
}

/// A list to choose one from.
#[component]
pub fn Select(props: &SelectProps) -> Html {
    let onchange = {
        let onpick = props.onpick.clone();
        Callback::from(move |event: Event| onpick.emit(browser::value_of(&event)))
    };
    let label = if props.quiet { "field__label sr-only" } else { "field__label" };
    html! {
        <label class="field">
            <span class={label}>{ &props.label }</span>
            <select class="field__input" {onchange}>
                { for props.choices.iter().map(|choice| html! {
                    <option value={choice.value.clone()} selected={choice.value == props.value}>{ &choice.text }</option>
                }) }
            </select>
        </label>
    }
}

/// Properties of [`Input`].
#[derive(Properties, PartialEq)]
pub struct InputProps {
    /// What the field is for.
    pub label: String,
    /// `date` or `search`.
    pub kind: AttrValue,
    /// What stands in it.
    pub value: String,
    /// The least date.
    #[prop_or_default]
    pub min: Option<AttrValue>,
    /// The greatest date.
    #[prop_or_default]
    pub max: Option<AttrValue>,
    /// Gets what somebody writes: a date once it is whole, a search letter by letter.
    pub onwrite: Callback<String>,
}

/// A field to write into.
#[component]
pub fn Input(props: &InputProps) -> Html {
    let write = props.onwrite.clone();
    let onchange = {
        let write = write.clone();
        (&*props.kind == "date").then(|| Callback::from(move |event: Event| write.emit(browser::value_of(&event))))
    };
    let oninput = (&*props.kind == "search").then(|| Callback::from(move |event: InputEvent| write.emit(browser::value_of(&event))));
    html! {
        <label class="field">
            <span class="field__label">{ &props.label }</span>
            <input class="field__input" type={props.kind.clone()} value={props.value.clone()} min={props.min.clone()}
                max={props.max.clone()} {onchange} {oninput} />
        </label>
    }
}
