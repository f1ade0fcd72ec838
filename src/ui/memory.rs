//! Files kept on this device, when the reader asks for it: opened again at the next visit, forgotten by one press.

use super::browser::{self, FileHandle};
use crate::report::Lang;
use crate::wire::protocol::Overrides;
use yew::prelude::*;

/// The key of the setting.
pub const KEY: &str = "keep";

/// What is said about a file, as the text that is kept beside it.
pub fn said(overrides: &Overrides) -> String {
    let columns = overrides.columns.iter().flatten().map(|role| role.name()).collect::<Vec<_>>().join(",");
    format!("{};{columns}", overrides.table.map_or("", |table| table.name()))
}

/// The same, read back; what cannot be read is left to the guess.
#[inline(never)]
pub fn overrides(text: &str) -> Overrides {
    let (table, columns) = text.split_once(';').unwrap_or_default();
    // An empty name would be a column to leave out.
    let named = (!columns.is_empty()).then_some(columns);
    Overrides {
        table: table.parse().ok(),
        columns: named.and_then(|names| names.split(',').map(|name| name.parse().ok()).collect()),
        ..Overrides::default()
    }
}

/// Whether files are kept, the setting, and the panel's press.
#[hook]
pub fn use_memory(
    held: Vec<(FileHandle, String)>,
    generation: u32,
    open: Callback<Vec<(FileHandle, Overrides)>>,
) -> (bool, Callback<MouseEvent>) {
    let keeps = use_state(|| browser::can_keep() && browser::stored(KEY).as_deref() == Some("on"));
    let opened = use_mut_ref(|| false);
    {
        let (keeps, opened) = (*keeps, opened.clone());
        use_effect_with((), move |()| {
            if !keeps {
                *opened.borrow_mut() = true;
                return;
            }
            browser::kept_files(move |files| {
                if files.is_empty() {
                    *opened.borrow_mut() = true;
                } else {
                    open.emit(files.into_iter().map(|(file, text)| (file, overrides(&text))).collect());
                }
            });
        });
    }
    {
        let setter = keeps.setter();
        use_effect_with((), move |()| {
            let forgotten = browser::on_forgotten(move || setter.set(false));
            move || drop(forgotten)
        });
    }
    {
        let setter = keeps.setter();
        // Before the kept files are on show again, nothing on show is not nothing to keep: keeping that would delete them
        // while they are read.
        if !held.is_empty() {
            *opened.borrow_mut() = true;
        }
        let due = *keeps && generation > 0 && *opened.borrow();
        use_effect_with((due, generation), move |(due, _)| {
            if *due {
                browser::keep_files(&held, move |done| {
                    if !done {
                        browser::forget_files();
                        browser::store(KEY, "off");
                        setter.set(false);
                    }
                });
            }
        });
    }
    let press = {
        let keeps = keeps.clone();
        Callback::from(move |_: MouseEvent| {
            browser::store(KEY, if *keeps { "off" } else { "on" });
            if *keeps {
                browser::forget_files();
            }
            keeps.set(!*keeps);
        })
    };
    (*keeps, press)
}

/// The switch and what it means.
#[inline(never)]
pub fn memory(lang: Lang, keeps: bool, press: &Callback<MouseEvent>) -> Html {
    if !browser::can_keep() {
        return html! {};
    }
    html! {
        <section class="section panel memory" aria-labelledby="memory-title">
            <h2 class="section__title" id="memory-title">{ lang.text("memory-title") }</h2>
            <p class="section__text" role="status">{ lang.text(if keeps { "memory-on" } else { "memory-off" }) }</p>
            <div class="data__buttons">
                <button type="button" class="button" id="memory-switch" aria-pressed={keeps.to_string()} onclick={press.clone()}>
                    { lang.text("memory-keep") }
                </button>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Role, Table};

    #[test]
    fn what_is_said_about_a_file_reads_back() {
        for said_before in [
            Overrides::default(),
            Overrides { table: Some(Table::Orders), columns: None, ..Overrides::default() },
            Overrides { table: Some(Table::Events), columns: Some(vec![Role::Visitor, Role::Time, Role::Ignore]), ..Overrides::default() },
        ] {
            assert_eq!(overrides(&said(&said_before)), said_before);
        }
        assert_eq!(overrides("nonsense"), Overrides::default());
        assert_eq!(overrides(";x,y"), Overrides::default());
    }
}
