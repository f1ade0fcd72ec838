//! What a view is narrowed to: values of sources, items, categories and the like, and one day, week or month of the
//! trend. A click on one narrows every part; chips above the board show what holds and take it away.

use super::route::View;
use super::words;
use crate::model::{Period, arrange};
use crate::report::{Dimension, Lang};
use yew::prelude::*;

/// What a view can be narrowed by, in the order of the chips.
pub const DIMENSIONS: &[Dimension] = Dimension::NARROW;

/// Longer texts are not put into links.
const LONGEST: usize = 200;

/// What a view is narrowed to: at most one value of each dimension, in the order of [`DIMENSIONS`].
pub type Filters = Vec<(Dimension, String)>;

/// Whether a value can be narrowed by: it has a name, of a length that links hold.
pub fn can(dimension: Dimension, text: &str) -> bool {
    DIMENSIONS.contains(&dimension) && !text.is_empty() && text.len() <= LONGEST
}

/// Sets the value of a dimension; the value that holds already is taken away.
pub fn toggled(filters: &Filters, dimension: Dimension, text: &str) -> Filters {
    let mut next: Filters = filters.iter().filter(|(other, _)| *other != dimension).cloned().collect();
    if !filters.iter().any(|(other, value)| *other == dimension && value == text) {
        next.push((dimension, text.to_string()));
    }
    arrange(&mut next, |a, b| place(a.0).cmp(&place(b.0)));
    next
}

fn place(dimension: Dimension) -> usize {
    DIMENSIONS.iter().position(|other| *other == dimension).unwrap_or(DIMENSIONS.len())
}

/// A value as links write it: letters and digits of ASCII as they are, all other bytes as `%E6`.
pub fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// A value of a link; None where it is none.
pub fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        if *first == b'%' {
            let hex = std::str::from_utf8(after.get(..2)?).ok().filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
            bytes.push(u8::from_str_radix(hex, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

/// A period as links write it: `2026-06-18`, or `2026-06-15..2026-06-21`.
pub fn days_text(days: Period) -> String {
    if days.from == days.to { days.from.to_string() } else { format!("{}..{}", days.from, days.to) }
}

/// A period of a link.
pub fn days_of(text: &str) -> Option<Period> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    Period::new(from.parse().ok()?, to.parse().ok()?)
}

impl View {
    /// Whether the view is narrowed to anything.
    pub fn is_narrowed(&self) -> bool {
        !self.filters.is_empty() || self.focus.is_some()
    }

    /// The same view of everything.
    pub fn whole(&self) -> View {
        View { filters: Vec::new(), focus: None, ..self.clone() }
    }

    /// The same view, narrowed to a value, or no more where it was.
    pub fn toggle(&self, dimension: Dimension, text: &str) -> View {
        View { filters: toggled(&self.filters, dimension, text), ..self.clone() }
    }

    /// The same view, narrowed to days of the trend, or no more where it was.
    pub fn toggle_days(&self, days: Period) -> View {
        View { focus: Some(days).filter(|_| self.focus != Some(days)), ..self.clone() }
    }
}

/// The name of a dimension.
pub fn name(dimension: Dimension, lang: Lang) -> String {
    lang.text(&format!("narrow-{}", dimension.name()))
}

/// The chips of a narrowed view: one for each thing it is narrowed to, each with a way out. `title` gives the name of an item.
#[inline(never)]
pub fn chips(view: &View, go: &Callback<View>, title: &dyn Fn(Dimension, &str) -> Option<String>) -> Html {
    let lang = view.lang;
    let chip = |what: String, value: String, next: View| {
        let label = lang.text_with("narrow-remove", &[("what", what.clone().into()), ("value", value.clone().into())]);
        let onclick = go.reform(move |_: MouseEvent| next.clone());
        html! {
            <li class="chips__item">
                <button type="button" class="chip" title={label.clone()} aria-label={label} {onclick}>
                    <span class="chip__what">{ what }</span>
                    <span class="chip__value">{ value }</span>
                    <span class="chip__cross" aria-hidden="true">{ "×" }</span>
                </button>
            </li>
        }
    };
    let whole = view.whole();
    html! {
        <section class="chips" aria-label={lang.text("narrow-title")}>
            <span class="chips__title" aria-hidden="true">{ lang.text("narrow-title") }</span>
            <ul class="chips__list">
                if let Some(days) = view.focus {
                    { chip(lang.text("narrow-days"), words::period(days), view.toggle_days(days)) }
                }
                { for view.filters.iter().map(|(dimension, text)| {
                    let value = title(*dimension, text).unwrap_or_else(|| text.clone());
                    chip(name(*dimension, lang), value, view.toggle(*dimension, text))
                }) }
            </ul>
            <button type="button" class="button button--quiet chips__clear" onclick={go.reform(move |_: MouseEvent| whole.clone())}>
                { lang.text("narrow-clear") }<kbd class="chips__key" aria-hidden="true">{ "Esc" }</kbd>
            </button>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn values_read_back(text in any::<String>()) {
            let written = encode(&text);
            prop_assert!(written.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"%-_.~".contains(&byte)));
            prop_assert_eq!(decode(&written), Some(text));
        }

        #[test]
        fn any_value_of_a_link_is_read_or_refused(text in any::<String>()) {
            if let Some(value) = decode(&text) {
                prop_assert_eq!(decode(&encode(&value)), Some(value));
            }
        }
    }

    #[test]
    fn a_second_click_takes_a_filter_away_and_another_value_replaces_it() {
        let one = toggled(&vec![], Dimension::Item, "101");
        let two = toggled(&one, Dimension::Source, "直通车");
        assert_eq!(two, [(Dimension::Source, "直通车".to_string()), (Dimension::Item, "101".to_string())]);
        assert_eq!(toggled(&two, Dimension::Item, "102")[1].1, "102");
        assert_eq!(toggled(&two, Dimension::Source, "直通车"), one);
    }

    #[test]
    fn broken_codes_are_no_values() {
        assert_eq!(["%", "%4", "%zz", "%+1", "%FF"].map(decode), [None, None, None, None, None]);
        assert_eq!(days_of("2026-06-18").map(|days| days.days()), Some(1));
        assert_eq!([days_of("2026-06-18..2026-06-17"), days_of("..")], [None, None]);
    }
}
