//! Everything that can be gone to or done, found by name: boards, figures, files, actions.

use super::browser;
use super::route::{Place, View};
use super::tools::Tool;
use crate::metric::MetricId;
use crate::metric::catalogue::{Entry, listed};
use crate::report::FileReport;
use yew::prelude::*;

/// The id of the dialog.
pub const DIALOG: &str = "palette";
/// The id of its field.
pub const FIELD: &str = "palette-field";
/// Lines shown at a time; more are found by typing on.
const LINES: usize = 12;

/// Something that can be chosen.
#[derive(Clone, PartialEq)]
enum Deed {
    Go(Box<View>),
    Do(Tool),
}

/// A line of the palette.
#[derive(Clone, PartialEq)]
struct Item {
    /// The id of the word for its kind.
    kind: &'static str,
    text: String,
    /// What is searched beside the text.
    also: String,
    deed: Deed,
}

/// Properties of [`Palette`].
#[derive(Properties, PartialEq)]
pub struct PaletteProps {
    /// The view.
    pub view: View,
    /// The names of the files.
    pub files: Vec<String>,
    /// Gets the view to go to.
    pub go: Callback<View>,
    /// Gets what to do.
    pub act: Callback<Tool>,
}

/// The names of files, for [`PaletteProps`].
pub fn names(files: &[FileReport]) -> Vec<String> {
    files.iter().map(|file| file.name.clone()).collect()
}

fn items(view: &View, files: &[String]) -> Vec<Item> {
    let lang = view.lang;
    let other = lang.other();
    let at = |place: &Place| Deed::Go(Box::new(view.at(place.clone())));
    let boards = Place::ALL.iter().map(|place| {
        let id = format!("nav-{}", place.name());
        Item { kind: "palette-board", text: lang.text(&id), also: format!("{} {}", other.text(&id), place.name()), deed: at(place) }
    });
    let tools = Tool::ALL.into_iter().filter(|tool| *tool != Tool::Palette).map(|tool| Item {
        kind: "palette-action",
        text: lang.text(tool.text()),
        also: other.text(tool.text()),
        deed: Deed::Do(tool),
    });
    let files = files.iter().map(|name| Item { kind: "palette-file", text: name.clone(), also: String::new(), deed: at(&Place::Data) });
    let metric = |entry: &'static Entry| {
        let metric = MetricId(entry);
        // A figure with a board of its own is shown there; the others have a page in the glossary.
        let place = super::plan::home(entry).filter(|_| entry.kind.is_figure());
        let deed = match place {
            Some(place) => Deed::Go(Box::new(View { metric: Some(metric), ..view.at(place) })),
            None => at(&Place::Glossary(Some(metric))),
        };
        Item { kind: "palette-metric", text: lang.of(entry.name).to_string(), also: format!("{} {}", other.of(entry.name), entry.id), deed }
    };
    boards.chain(tools).chain(files).chain(listed().map(metric)).collect()
}

/// Whether every word that was typed stands in the item.
fn fits(item: &Item, typed: &str) -> bool {
    let hay = format!("{} {}", item.text, item.also).to_lowercase();
    typed.to_lowercase().split_whitespace().all(|word| hay.contains(word))
}

/// The field and the lines found.
#[component]
pub fn Palette(props: &PaletteProps) -> Html {
    let lang = props.view.lang;
    let typed = use_state(String::new);
    let at = use_state(|| 0usize);
    let found: Vec<Item> = items(&props.view, &props.files).into_iter().filter(|item| fits(item, &typed)).take(LINES).collect();
    let here = (*at).min(found.len().saturating_sub(1));
    let choose = {
        let (go, act) = (props.go.clone(), props.act.clone());
        Callback::from(move |deed: Deed| match deed {
            Deed::Go(view) => go.emit(*view),
            Deed::Do(tool) => act.emit(tool),
        })
    };
    let oninput = {
        let (typed, at) = (typed.setter(), at.setter());
        Callback::from(move |event: InputEvent| {
            typed.set(browser::value_of(&event));
            at.set(0);
        })
    };
    let onkeydown = {
        let (at, last, choose) = (at.setter(), found.len().saturating_sub(1), choose.clone());
        let deed = found.get(here).map(|item| item.deed.clone());
        Callback::from(move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowDown" => at.set(if here >= last { 0 } else { here + 1 }),
                "ArrowUp" => at.set(if here == 0 { last } else { here - 1 }),
                // Enter that ends the composing of a Chinese word is no choice yet.
                "Enter" if !event.is_composing() => {
                    if let Some(deed) = &deed {
                        choose.emit(deed.clone());
                    }
                }
                _ => return,
            }
            event.prevent_default();
        })
    };
    let line_id = |n: usize| format!("palette-line-{n}");
    html! {
        <div class="palette">
            <input id={FIELD} class="field__input palette__field" type="text" role="combobox" autocomplete="off" aria-expanded="true"
                aria-controls="palette-lines" aria-activedescendant={(!found.is_empty()).then(|| line_id(here))}
                aria-label={lang.text("palette-label")} placeholder={lang.text("palette-label")} value={(*typed).clone()} {oninput} {onkeydown} />
            <ul class="palette__lines" id="palette-lines" role="listbox" aria-label={lang.text("palette-title")}>
                { for found.iter().enumerate().map(|(n, item)| {
                    let deed = item.deed.clone();
                    let onclick = choose.reform(move |_: MouseEvent| deed.clone());
                    html! {
                        <li id={line_id(n)} class="palette__line" role="option" aria-selected={(n == here).to_string()} {onclick}>
                            <span class="palette__text">{ &item.text }</span>
                            <span class="palette__kind">{ lang.text(item.kind) }</span>
                        </li>
                    }
                }) }
            </ul>
            <p class="section__text" role="status">{ if found.is_empty() { lang.text("palette-none") } else { String::new() } }</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Lang;

    #[test]
    fn everything_is_found_in_either_language() {
        let found = |typed: &str| -> Vec<String> {
            let all = items(&View::first(Lang::Zh), &["orders.csv".to_string()]);
            all.into_iter().filter(|item| fits(item, typed)).map(|item| item.text).collect()
        };
        assert_eq!(found("orders.csv"), ["orders.csv"]);
        assert!(found("bounce rate").contains(&"跳失率".to_string()));
        assert!(found("跳失").contains(&"跳失率".to_string()));
        assert_eq!(found("glossary"), ["名词"]);
        assert!(found("zzzz").is_empty());
    }
}
