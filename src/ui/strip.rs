//! The loaded files in one line under every place but their own: what the figures are counted from.

use super::route::{Place, View};
use super::words;
use crate::report::{FileReport, FileState, format};
use yew::prelude::*;

/// The files, each with its rows; `choose` opens the chooser of files.
pub fn strip(files: &[FileReport], view: &View, choose: &Callback<MouseEvent>) -> Html {
    let lang = view.lang;
    html! {
        <aside class="strip" aria-label={lang.text("strip-title")}>
            <h2 class="strip__title"><a href={view.at(Place::Data).href()}>{ lang.text("strip-title") }</a></h2>
            <ul class="strip__files">
                { for files.iter().map(|file| {
                    let account = file.account;
                    let text = match file.state {
                        FileState::Loaded => lang.text_with(if account.set_aside > 0 { "strip-aside" } else { "strip-used" }, &[
                            ("used", format::count(account.used).into()),
                            ("aside", format::count(account.set_aside).into()),
                        ]),
                        _ => words::state(file, files, lang),
                    };
                    html! {
                        <li class="strip__file" key={file.id.0} data-file={file.name.clone()} data-rows-read={account.read.to_string()}
                            data-rows-used={account.used.to_string()} data-rows-blank={account.blank.to_string()}
                            data-rows-set-aside={account.set_aside.to_string()}>
                            <span class="strip__name">{ &file.name }</span>{ " " }<span class="strip__rows">{ text }</span>
                        </li>
                    }
                }) }
            </ul>
            <button type="button" class="button strip__add" onclick={choose.clone()}>{ lang.text("data-add") }</button>
        </aside>
    }
}
