//! What stands under an explanation: the rows behind the figure, read again from the files, and the figure as SQL.

use super::copier::Copier;
use super::state::evidence::{Evidence, Rows, Saved, Saving, percent};
use crate::model::FileId;
use crate::report::drill::{DrillPart, Drilled, Unit};
use crate::report::{FileReport, Lang, format, words};
use crate::sql::NoSql;
use yew::prelude::*;

/// The engines that figures are written for, with their names for people.
pub const ENGINES: [(&str, &str); 3] = [("duckdb", "DuckDB"), ("clickhouse", "ClickHouse"), ("spark", "Spark")];

/// What somebody can ask for.
#[derive(Clone, PartialEq)]
pub struct Deeds {
    /// The first rows of a part.
    pub rows: Callback<DrillPart>,
    /// All rows of a part, as a file.
    pub save: Callback<DrillPart>,
    /// No more of the search with this number.
    pub stop: Callback<u32>,
    /// The figure for an engine.
    pub sql: Callback<&'static str>,
}

/// The rows behind a figure, part by part.
pub fn rows(parts: &[DrillPart], evidence: &Evidence, files: &[FileReport], lang: Lang, deeds: &Deeds) -> Html {
    let shown = evidence.rows.as_ref();
    html! {
        <section class="evidence" aria-labelledby="evidence-rows">
            <h3 class="evidence__title" id="evidence-rows">{ lang.text("rows-title") }</h3>
            <p class="evidence__parts">
                { for parts.iter().map(|part| {
                    let pressed = shown.is_some_and(|rows| rows.part == *part);
                    let part = *part;
                    let onclick = deeds.rows.reform(move |_: MouseEvent| part);
                    html! {
                        <button type="button" class="button" data-part={part.part.id()} aria-pressed={pressed.to_string()} {onclick}>
                            { name(part, lang) }
                        </button>
                    }
                }) }
            </p>
            if let Some(rows) = shown {
                { found(rows, evidence, files, lang, deeds) }
            }
        </section>
    }
}

fn name(part: DrillPart, lang: Lang) -> String {
    let args = [("name", lang.of(part.part.0.name).into())];
    lang.text_with(if part.whole { "rows-of-all" } else { "rows-of" }, &args)
}

fn found(rows: &Rows, evidence: &Evidence, files: &[FileReport], lang: Lang, deeds: &Deeds) -> Html {
    let job = rows.job;
    let part = rows.part;
    match &rows.found {
        None => html! {
            <p class="evidence__state" role="status">
                { lang.text_with("rows-reading", &[("percent", percent(rows.progress.0, rows.progress.1).to_string().into())]) }{ " " }
                <button type="button" class="button" onclick={deeds.stop.reform(move |_: MouseEvent| job)}>{ lang.text("rows-stop") }</button>
            </p>
        },
        Some(None) => html! { <p class="evidence__state" role="status">{ lang.text("rows-none") }</p> },
        Some(Some((unit, drilled))) => html! {
            <>
                <p class="evidence__state" role="status">{ told(*unit, drilled, lang) }</p>
                if !drilled.gone.is_empty() {
                    <p class="evidence__state">{ lang.text("rows-gone") }</p>
                }
                if !drilled.rows.is_empty() {
                    { table(drilled, files, lang) }
                    { save(part, evidence, lang, deeds) }
                }
            </>
        },
    }
}

/// How many rows are shown, and what the figure counts in them.
fn told(unit: Unit, drilled: &Drilled, lang: Lang) -> String {
    let args = [("rows", format::count(drilled.rows.len() as u64).into())];
    let shown = lang.text_with(if drilled.all { "rows-all" } else { "rows-first" }, &args);
    let unit = lang.text(match unit {
        Unit::Rows => "rows-unit-rows",
        Unit::Persons => "rows-unit-persons",
        Unit::Orders => "rows-unit-orders",
        Unit::Sum => "rows-unit-sum",
        Unit::Told => "rows-unit-told",
    });
    format!("{shown} {unit}")
}

fn table(drilled: &Drilled, files: &[FileReport], lang: Lang) -> Html {
    let name = |id: FileId| files.iter().find(|file| file.id == id).map_or("", |file| file.name.as_str());
    html! {
        <div class="scroll evidence__rows" tabindex="0" role="group" aria-label={lang.text("rows-title")}>
            <table class="table">
                <thead><tr>
                    <th scope="col">{ lang.text("rows-file") }</th>
                    <th scope="col" class="table__number">{ lang.text("rows-line") }</th>
                    { for drilled.columns.iter().map(|role| html! { <th scope="col">{ words::role(*role, lang) }</th> }) }
                </tr></thead>
                <tbody>
                    { for drilled.rows.iter().map(|row| html! {
                        <tr data-row={row.line.to_string()}>
                            <td>{ name(row.file) }</td>
                            <th scope="row" class="table__number">{ format::count(row.line) }</th>
                            { for (0..drilled.columns.len()).map(|at| html! { <td>{ row.cells.get(at) }</td> }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn save(part: DrillPart, evidence: &Evidence, lang: Lang, deeds: &Deeds) -> Html {
    if let Some(Saving { job, bytes, total, rows }) = evidence.saving {
        let percent = percent(bytes, total).to_string();
        return html! {
            <p class="evidence__state">
                <progress class="importing__bar" max="100" value={percent.clone()} aria-label={lang.text("rows-saving-label")}>{ format!("{percent}%") }</progress>
                { " " }{ lang.text_with("rows-saving", &[("percent", percent.into()), ("rows", format::count(rows).into())]) }{ " " }
                <button type="button" class="button" onclick={deeds.stop.reform(move |_: MouseEvent| job)}>{ lang.text("rows-stop") }</button>
            </p>
        };
    }
    html! {
        <p class="evidence__state">
            <button type="button" class="button" id="rows-save" onclick={deeds.save.reform(move |_: MouseEvent| part)}>{ lang.text("rows-save") }</button>
            if let Some(saved) = evidence.saved {
                { " " }<span role="status">{ saved_text(saved, lang) }</span>
            }
        </p>
    }
}

fn saved_text(saved: Saved, lang: Lang) -> String {
    let args = [("rows", format::count(saved.rows).into()), ("cells", format::count(saved.neutralised).into())];
    let mut out = lang.text_with(if saved.all { "rows-saved" } else { "rows-saved-first" }, &args);
    for (id, there) in [("rows-saved-neutralised", saved.neutralised > 0), ("rows-gone", saved.gone)] {
        if there {
            out.push(' ');
            out.push_str(&lang.text_with(id, &args));
        }
    }
    out
}

/// The figure as SQL, an engine at a time.
pub fn sql(evidence: &Evidence, lang: Lang, deeds: &Deeds) -> Html {
    let shown = evidence.sql.as_ref();
    let text = shown.and_then(|sql| sql.text.as_ref());
    html! {
        <section class="evidence" aria-labelledby="evidence-sql">
            <h3 class="evidence__title" id="evidence-sql">{ lang.text("sql-title") }</h3>
            <p class="evidence__parts" role="group" aria-label={lang.text("sql-engines")}>
                { for ENGINES.into_iter().map(|(engine, name)| {
                    let onclick = deeds.sql.reform(move |_: MouseEvent| engine);
                    let pressed = shown.is_some_and(|sql| sql.engine == engine);
                    html! { <button type="button" class="button" data-engine={engine} aria-pressed={pressed.to_string()} {onclick}>{ name }</button> }
                }) }
            </p>
            if let Some(text) = text {
                if let Ok(text) = text {
                    <pre class="evidence__sql" tabindex="0" aria-label={lang.text("sql-title")}><code>{ text }</code></pre>
                    <p class="evidence__state">
                        <Copier text={text.clone()} label="sql-copy" {lang} />{ " " }{ lang.text("sql-tables") }
                    </p>
                }
                if let Err(why) = text {
                    <p class="evidence__state" role="status">{ lang.text(without(*why)) }</p>
                }
            }
        </section>
    }
}

/// Why there is no SQL, as a text's id.
fn without(why: NoSql) -> &'static str {
    match why {
        NoSql::List => "sql-none-list",
        NoSql::Field => "sql-none-field",
        NoSql::Unknown => "sql-none-unknown",
    }
}
