//! What single keys do, and the list of them. A pure look-up from a key to its meaning, so that it is tested without a
//! browser.

use super::settings::Settings;
use crate::report::Lang;
use yew::prelude::*;

/// The id of the dialog.
pub const DIALOG: &str = "keys";

/// A key that was pressed outside of any field or dialog, as far as it matters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Key {
    /// Its name, as browsers call it.
    pub name: String,
    /// Whether Ctrl or Cmd was held.
    pub command: bool,
    /// Whether it was meant for a field, a chart or an open dialog.
    pub taken: bool,
}

/// What a key asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wish {
    /// The period one step earlier (-1) or later (1).
    Step(i32),
    /// Everything by name.
    Palette,
    /// The list of keys.
    Keys,
    /// All that the view is narrowed to goes away.
    Whole,
}

/// What a key asks for; `single` says whether keys without Ctrl or Cmd are to be heeded.
pub fn wish(key: &Key, single: bool) -> Option<Wish> {
    match (key.command, key.name.as_str()) {
        (true, "k" | "K") => Some(Wish::Palette),
        (true, _) => None,
        // It does nothing that a slip could not bring back, and is expected everywhere.
        (false, "Escape") if !key.taken => Some(Wish::Whole),
        _ if key.taken || !single => None,
        (false, "ArrowLeft") => Some(Wish::Step(-1)),
        (false, "ArrowRight") => Some(Wish::Step(1)),
        (false, "/") => Some(Wish::Palette),
        (false, "?") => Some(Wish::Keys),
        _ => None,
    }
}

const LIST: [(&str, &str); 6] = [
    ("← →", "key-step"),
    ("/", "key-search"),
    ("Ctrl K · ⌘ K", "key-palette"),
    ("?", "key-keys"),
    ("Tab", "key-tab"),
    ("Esc", "key-escape"),
];

/// The list of keys, and the switch for single ones.
#[inline(never)]
pub fn keys(lang: Lang, settings: &Settings, set: &Callback<Settings>) -> Html {
    let onchange = {
        let (set, settings) = (set.clone(), settings.clone());
        Callback::from(move |event: Event| set.emit(Settings { keys: super::browser::checked_of(&event), ..settings.clone() }))
    };
    html! {
        <div class="keys">
            <dl class="keys__list">
                { for LIST.into_iter().map(|(key, id)| html! {
                    <div class="keys__line"><dt><kbd class="keys__key">{ key }</kbd></dt><dd>{ lang.text(id) }</dd></div>
                }) }
            </dl>
            <label class="keys__switch">
                <input type="checkbox" checked={settings.keys} {onchange} />
                <span>{ lang.text("keys-single") }</span>
            </label>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str, command: bool, taken: bool) -> Key {
        Key { name: name.into(), command, taken }
    }

    #[test]
    fn single_keys_can_be_switched_off_and_fields_keep_theirs() {
        for (name, meant) in [("ArrowLeft", Wish::Step(-1)), ("ArrowRight", Wish::Step(1)), ("/", Wish::Palette), ("?", Wish::Keys)] {
            assert_eq!(wish(&key(name, false, false), true), Some(meant));
            assert_eq!(wish(&key(name, false, false), false), None);
            assert_eq!(wish(&key(name, false, true), true), None);
            assert_eq!(wish(&key(name, true, false), true), None);
        }
        assert_eq!(wish(&key("k", true, true), false), Some(Wish::Palette));
        assert_eq!(wish(&key("k", false, false), true), None);
    }
}
