//! The naming of columns: for files that nobody recognises, and for guesses that are wrong.

use super::data::column_name;
use super::field::{Choice, Select};
use super::route::LONGEST_MAPPING;
use super::writing::writing;
use super::{browser, kept, words};
use crate::model::{Recipe, Role, Said, Table};
use crate::report::{FileReport, Lang};
use crate::wire::protocol::Overrides;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Mapping`].
#[derive(Properties, PartialEq)]
pub struct MappingProps {
    /// The file.
    pub file: FileReport,
    /// The language.
    pub lang: Lang,
    /// Reads the file again with this said about it.
    pub say: Callback<Overrides>,
    /// Leaves without saying anything.
    pub close: Callback<MouseEvent>,
}

#[derive(Clone, PartialEq)]
struct Draft {
    table: Option<Table>,
    roles: Vec<Role>,
    said: Said,
}

enum Change {
    Table(Option<Table>),
    Role(usize, Role),
    Said(Said),
}

impl Reducible for Draft {
    type Action = Change;
    fn reduce(self: Rc<Self>, change: Change) -> Rc<Draft> {
        let mut next = (*self).clone();
        match change {
            Change::Table(table) => {
                next.table = table;
                let known = table.map_or(&[][..], Table::roles);
                for role in &mut next.roles {
                    if *role != Role::Personal && !known.contains(role) {
                        *role = Role::Ignore;
                    }
                }
            }
            Change::Said(said) => next.said = said,
            Change::Role(column, role) => {
                // A role is played once: whoever had it gives it up.
                let single = !matches!(role, Role::Ignore | Role::Personal);
                for (at, other) in next.roles.iter_mut().enumerate() {
                    if at == column {
                        *other = role;
                    } else if single && *other == role {
                        *other = Role::Ignore;
                    }
                }
            }
        }
        Rc::new(next)
    }
}

/// The screen for one file.
#[component]
pub fn Mapping(props: &MappingProps) -> Html {
    let MappingProps { file, lang, .. } = props;
    let lang = *lang;
    let draft = use_reducer(|| Draft {
        table: file.table,
        roles: file.columns.iter().map(|column| column.role).collect(),
        said: file.said.clone(),
    });
    let keep = use_state(|| false);
    let copied = use_state(|| None::<bool>);
    let lacking: Vec<String> = draft.table.map_or_else(Vec::new, |table| {
        let lack = table.needs().iter().filter(|any| !any.iter().any(|role| draft.roles.contains(role)));
        lack.map(|any| words::any_role(any, lang)).collect()
    });
    let pick_table = {
        let dispatch = draft.dispatcher();
        Callback::from(move |name: String| dispatch.dispatch(Change::Table(name.parse().ok())))
    };
    let mut tables = vec![Choice { value: String::new(), text: lang.text("map-no-table") }];
    // Tables without roles are not read yet.
    let readable = Table::ALL.into_iter().filter(|table| !table.roles().is_empty());
    tables.extend(readable.map(|table| Choice { value: table.name().into(), text: words::table(table, lang) }));
    let recipe = draft.table.map(|table| Recipe {
        table,
        columns: file.columns.iter().zip(&draft.roles).map(|(column, role)| (column.header.clone(), *role)).collect(),
        said: draft.said.clone(),
    });
    let say = {
        let overrides = Overrides { table: draft.table, columns: Some(draft.roles.clone()), said: draft.said.clone(), recipes: Vec::new() };
        let (say, recipe) = (props.say.clone(), recipe.clone().filter(|_| *keep));
        Callback::from(move |_: MouseEvent| {
            recipe.iter().for_each(kept::keep);
            say.emit(overrides.clone());
        })
    };
    let again = {
        let (say, overrides) = (props.say.clone(), Overrides { said: draft.said.clone(), ..Overrides::default() });
        Callback::from(move |_: MouseEvent| say.emit(overrides.clone()))
    };
    let pick_said = {
        let dispatch = draft.dispatcher();
        Callback::from(move |said: Said| dispatch.dispatch(Change::Said(said)))
    };
    let pick_keep = {
        let keep = keep.setter();
        Callback::from(move |event: Event| keep.set(browser::checked_of(&event)))
    };
    let complete = draft.table.is_some() && lacking.is_empty();
    html! {
        <section class="mapping" aria-labelledby="mapping-title">
            <h1 class="board__title" id="mapping-title" tabindex="-1">{ lang.text_with("map-title", &[("name", file.name.clone().into())]) }</h1>
            <p class="mapping__text">{ lang.text("map-text") }</p>
            <div class="mapping__table">
                <Select label={lang.text("map-table")} choices={tables} value={draft.table.map_or("", Table::name).to_string()} onpick={pick_table} />
            </div>
            { writing(file, &draft.said, lang, &pick_said, &again) }
            <div class="scroll" tabindex="0" role="group" aria-label={lang.text("map-columns")}>
                <table class="table mapping__columns">
                    <thead>
                        <tr>{ for file.columns.iter().enumerate().map(|(at, column)| html! {
                            <th scope="col">{ column_name(&column.header, at, lang) }</th>
                        }) }</tr>
                        <tr>{ for file.columns.iter().enumerate().map(|(at, _)| html! { <td>{ role(props, &draft, at) }</td> }) }</tr>
                        <tr>{ for file.columns.iter().map(|column| html! {
                            <td class="mapping__guess">
                                { lang.text_with("map-guess", &[
                                    ("role", words::role(column.role, lang).into()),
                                    ("evidence", words::evidence_text(&column.evidence, lang).into()),
                                ]) }
                            </td>
                        }) }</tr>
                    </thead>
                    <tbody>
                        { for file.preview.iter().map(|row| html! {
                            <tr>{ for (0..file.columns.len()).map(|at| html! { <td class="mapping__cell">{ row.get(at).cloned().unwrap_or_default() }</td> }) }</tr>
                        }) }
                    </tbody>
                </table>
            </div>
            <p class="mapping__lack" role="status">
                { if draft.table.is_none() {
                    lang.text("map-pick-table")
                } else if lacking.is_empty() {
                    lang.text("map-complete")
                } else {
                    lang.text_with("map-lack", &[("roles", lacking.join(&lang.text("word-and")).into())])
                } }
            </p>
            <label class="mapping__keep">
                <input type="checkbox" id="keep-mapping" checked={*keep} onchange={pick_keep} />
                { lang.text("map-keep") }
            </label>
            <div class="mapping__buttons">
                <button type="button" class="button button--main" id="use-mapping" disabled={!complete} onclick={say}>
                    { lang.text("map-use") }
                </button>
                <button type="button" class="button" onclick={props.close.clone()}>{ lang.text("map-later") }</button>
                if let Some(recipe) = recipe.filter(|_| complete) {
                    { hand_on(&file.name, &recipe, lang, &copied) }
                }
            </div>
            <p class="mapping__said" role="status">
                { match *copied {
                    None => String::new(),
                    Some(true) => lang.text("map-link-copied"),
                    Some(false) => lang.text("share-not-copied"),
                } }
            </p>
        </section>
    }
}

/// Buttons that hand the mapping on: as a small file, and in a link.
fn hand_on(name: &str, recipe: &Recipe, lang: Lang, copied: &UseStateHandle<Option<bool>>) -> Html {
    let save = {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let (name, text) = (format!("{stem}.mapping.json"), recipe.text());
        Callback::from(move |_: MouseEvent| browser::save(&name, "application/json", &text))
    };
    let copy = {
        let (link, copied) = (format!("{}#/data?lang={}&map={}", browser::address(), lang.code(), recipe.link()), copied.setter());
        Callback::from(move |_: MouseEvent| {
            let copied = copied.clone();
            browser::copy(&link, move |done| copied.set(Some(done)));
        })
    };
    html! {
        <>
            <button type="button" class="button" id="save-mapping" onclick={save}>{ lang.text("map-save") }</button>
            if recipe.link().len() < LONGEST_MAPPING {
                <button type="button" class="button" id="link-mapping" onclick={copy}>{ lang.text("map-link") }</button>
            }
        </>
    }
}

fn role(props: &MappingProps, draft: &UseReducerHandle<Draft>, at: usize) -> Html {
    let lang = props.lang;
    let mut roles = vec![Role::Ignore, Role::Personal];
    roles.extend(draft.table.map_or(&[][..], Table::roles));
    let choices: Vec<Choice> = roles.into_iter().map(|role| Choice { value: role.name().into(), text: words::role(role, lang) }).collect();
    let dispatch = draft.dispatcher();
    let onpick = Callback::from(move |name: String| {
        if let Ok(role) = name.parse() {
            dispatch.dispatch(Change::Role(at, role));
        }
    });
    let header = column_name(&props.file.columns[at].header, at, lang);
    let label = lang.text_with("map-role-of", &[("column", header.into())]);
    html! { <Select {label} quiet=true {choices} value={draft.roles[at].name()} {onpick} /> }
}
