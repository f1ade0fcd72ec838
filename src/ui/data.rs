//! The files: what each one is, how it was read, and what became of every row.

use super::doctor::doctor;
use super::rejects::rejects;
use super::state::Leaf;
use super::words;
use crate::model::FileId;
use crate::report::{FileReport, FileState, Lang, format};
use crate::wire::protocol::Overrides;
use yew::prelude::*;

/// What can be done with a file.
#[derive(Clone, PartialEq)]
pub struct FileDeeds {
    /// Forgets it.
    pub remove: Callback<FileId>,
    /// Opens the naming of its columns.
    pub map: Callback<FileId>,
    /// Reads it again with this said about it.
    pub again: Callback<(FileId, Overrides)>,
    /// Shows its set-aside rows from a position on, or closes them.
    pub turn: Callback<Option<(FileId, u64)>>,
    /// Saves all its set-aside rows.
    pub save: Callback<FileId>,
}

/// The board of files. `leaf` holds the set-aside rows on show; `choose` opens the chooser of files, `clear` forgets
/// everything.
#[inline(never)]
pub fn data(
    files: &[FileReport],
    leaf: Option<&Leaf>,
    lang: Lang,
    deeds: &FileDeeds,
    choose: &Callback<MouseEvent>,
    clear: &Callback<MouseEvent>,
) -> Html {
    let sum = |part: fn(&FileReport) -> u64| format::count(files.iter().map(part).sum());
    html! {
        <div class="data">
            <h1 class="board__title">{ lang.text("board-data") }</h1>
            <p class="data__sum">
                { lang.text_with("data-sum", &[
                    ("files", format::count(files.len() as u64).into()),
                    ("read", sum(|file| file.account.read).into()),
                    ("used", sum(|file| file.account.used).into()),
                    ("aside", sum(|file| file.account.set_aside).into()),
                ]) }
            </p>
            <div class="data__buttons">
                <button type="button" class="button button--main" onclick={choose.clone()}>{ lang.text("data-add") }</button>
                <button type="button" class="button" onclick={clear.clone()}>{ lang.text("data-clear") }</button>
            </div>
            <ul class="data__files">
                { for files.iter().map(|file| card(file, files, lang, deeds, leaf.filter(|leaf| leaf.file == file.id))) }
            </ul>
        </div>
    }
}

fn card(file: &FileReport, files: &[FileReport], lang: Lang, deeds: &FileDeeds, leaf: Option<&Leaf>) -> Html {
    let (id, account) = (file.id, file.account);
    let press = |callback: &Callback<FileId>| callback.reform(move |_: MouseEvent| id);
    let name = || vec![("name", file.name.clone().into())];
    let again = {
        let overrides = Overrides::of(file);
        deeds.again.reform(move |said| (id, Overrides { said, ..overrides.clone() }))
    };
    let mark = match file.state {
        FileState::Loaded => "good",
        FileState::DuplicateOf(_) | FileState::Mapping => "same",
        FileState::NeedsMapping => "asks",
        FileState::Failed(_) => "bad",
    };
    let mappable = !file.columns.is_empty() && !matches!(file.state, FileState::DuplicateOf(_) | FileState::Mapping);
    html! {
        <li key={id.0} class="file" data-file={file.name.clone()} data-rows-read={account.read.to_string()} data-rows-used={account.used.to_string()}
            data-rows-blank={account.blank.to_string()} data-rows-set-aside={account.set_aside.to_string()}>
            <div class="file__head">
                <h2 class="file__name">{ &file.name }</h2>
                <span class={classes!("file__state", format!("file__state--{mark}"))}>{ words::state(file, files, lang) }</span>
                <span class="file__size">{ format::bytes(file.size) }</span>
                <div class="file__buttons file__buttons--end">
                    if mappable {
                        <button type="button" class={if file.state == FileState::NeedsMapping { "button button--main" } else { "button" }}
                            aria-label={lang.text_with("file-map-label", &name())} onclick={press(&deeds.map)}>{ lang.text("file-map") }</button>
                    }
                    <button type="button" class="button button--quiet" aria-label={lang.text_with("file-remove-label", &name())}
                        onclick={press(&deeds.remove)}>{ lang.text("file-remove") }</button>
                </div>
            </div>
            if let FileState::Failed(problem) = &file.state {
                <p class="file__problem">{ words::problem_text(&file.name, problem, lang) }</p>
            }
            if account.read > 0 {
                { balance(file, lang) }
            }
            if !file.columns.is_empty() {
                { facts(file, lang) }
            }
            { doctor(file, lang, &again) }
            if !file.set_aside.is_empty() {
                { set_aside(file, lang, deeds, leaf) }
            }
            if !file.columns.is_empty() {
                <details class="file__columns">
                    <summary>{ lang.text_with("file-columns", &[("columns", format::count(file.columns.len() as u64).into())]) }</summary>
                    { columns(file, lang) }
                </details>
            }
        </li>
    }
}

/// The account as the sum that it is: read = used + blank + set aside.
fn balance(file: &FileReport, lang: Lang) -> Html {
    let account = file.account;
    let part = |id: &str, n: u64, class: &'static str| {
        html! {
            <span class={classes!("file__part", class)}>{ lang.text(id) }{ " " }<b class="file__rows">{ format::count(n) }</b></span>
        }
    };
    html! {
        <p class="file__balance">
            { part("rows-read", account.read, "") }{ " = " }
            { part("rows-used", account.used, "") }{ " + " }
            { part("rows-blank", account.blank, "") }{ " + " }
            { part("rows-set-aside", account.set_aside, if account.set_aside > 0 { "file__part--aside" } else { "" }) }
        </p>
    }
}

fn facts(file: &FileReport, lang: Lang) -> Html {
    let fact = |id: &str, text: String| html! { <div class="file__fact"><dt>{ lang.text(id) }</dt><dd>{ text }</dd></div> };
    html! {
        <dl class="file__facts">
            if let Some(table) = file.table {
                { fact("fact-table", words::table(table, lang)) }
            }
            { fact("fact-layout", words::layout(file.layout.as_deref(), lang)) }
            { fact("fact-encoding", file.encoding.clone()) }
            { fact("fact-delimiter", words::delimiter(file.delimiter, lang)) }
            { fact("fact-header", match file.header_line {
                Some(line) => lang.text_with("fact-header-line", &[("line", format::count(line).into())]),
                None => lang.text("fact-no-header"),
            }) }
        </dl>
    }
}

fn columns(file: &FileReport, lang: Lang) -> Html {
    html! {
        <div class="scroll" tabindex="0" role="group" aria-label={file.name.clone()}>
            <table class="table">
                <thead><tr>
                    <th scope="col">{ lang.text("column-header") }</th>
                    <th scope="col">{ lang.text("column-role") }</th>
                    <th scope="col">{ lang.text("column-evidence") }</th>
                </tr></thead>
                <tbody>
                    { for file.columns.iter().enumerate().map(|(at, column)| html! {
                        <tr>
                            <th scope="row">{ column_name(&column.header, at, lang) }</th>
                            <td>{ words::role(column.role, lang) }</td>
                            <td>{ words::evidence_text(&column.evidence, lang) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

/// A column's header, or its number where the file has no header.
pub fn column_name(header: &str, at: usize, lang: Lang) -> String {
    if header.trim().is_empty() {
        lang.text_with("column-number", &[("number", format::count(at as u64 + 1).into())])
    } else {
        header.trim().to_string()
    }
}

fn set_aside(file: &FileReport, lang: Lang, deeds: &FileDeeds, leaf: Option<&Leaf>) -> Html {
    let id = file.id;
    let open = leaf.is_some();
    let turn = deeds.turn.reform(move |_: MouseEvent| if open { None } else { Some((id, 0)) });
    let first = file.set_aside.first().map(|summary| words::reason_text(&summary.reason, lang));
    html! {
        <div class="file__aside">
            <p>
                <b>{ lang.text("aside-title") }{ " " }{ format::count(file.account.set_aside) }</b>
                { for first.map(|first| html! { <>{ " · " }{ first }{ if file.set_aside.len() > 1 { " …" } else { "" } }</> }) }
            </p>
            <div class="file__buttons">
                <button type="button" class="button" aria-expanded={open.to_string()} onclick={turn}>
                    { lang.text(if open { "aside-hide" } else { "aside-show" }) }
                </button>
                <button type="button" class="button" onclick={deeds.save.reform(move |_: MouseEvent| id)}>{ lang.text("aside-save") }</button>
            </div>
            if let Some(leaf) = leaf {
                { rejects(leaf, file.account.set_aside, lang, &deeds.turn) }
            }
        </div>
    }
}
