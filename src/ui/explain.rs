//! The explanation of one figure: what it is, how this number came about, and what to keep in mind.

use super::against::Against;
use super::card::{Before, change};
use super::copier::Copier;
use super::evidence::{self, Deeds};
use super::narrow;
use super::route::{Place, View};
use super::state::evidence::Evidence;
use super::state::{Slice, Subject};
use super::words;
use crate::metric::Entry;
use crate::model::Period;
use crate::report::drill::parts;
use crate::report::explain::explain;
use crate::report::{Dimension, Figure, FileReport, FileState, Lang, Report, VISIT_GAP, format};
use yew::prelude::*;

/// The id of the dialog.
pub const DIALOG: &str = "explain";

/// What the dialog is made from.
pub struct Explained<'a> {
    /// What is explained; the dialog is empty without it.
    pub subject: &'a Subject,
    /// Its figure in the present answer.
    pub figure: Option<Figure>,
    /// The answer.
    pub report: Option<&'a Report>,
    /// Every file.
    pub files: &'a [FileReport],
    /// What was asked for about it.
    pub evidence: &'a Evidence,
    /// What can be asked for.
    pub deeds: Deeds,
    /// The link to this explanation.
    pub link: String,
    /// The view.
    pub view: &'a View,
    /// Closes the dialog.
    pub close: &'a Callback<()>,
}

/// The dialog, and in it what is being explained.
pub fn dialog(close: &Callback<()>, content: Option<Html>) -> Html {
    // Escape closes a dialog by itself: the state has to hear of it.
    html! {
        <dialog id={DIALOG} class="explain" aria-labelledby="explain-title" onclose={close.reform(|_: Event| ())}>
            { for content }
        </dialog>
    }
}

/// What the dialog says about a figure.
pub fn content(explained: &Explained<'_>) -> Html {
    let (lang, subject) = (explained.view.lang, explained.subject);
    let shut = explained.close.reform(|_: MouseEvent| ());
    html! {
        <>
            <div class="explain__head">
                <h2 class="explain__title" id="explain-title">
                    { lang.of(subject.metric.0.name) }
                    <span class="explain__other" lang={lang.other().tag()}>{ lang.other().of(subject.metric.0.name) }</span>
                </h2>
                <button type="button" class="button button--quiet explain__close" aria-label={lang.text("close")} onclick={shut.clone()}>{ "✕" }</button>
            </div>
            { body(explained, subject, shut) }
        </>
    }
}

fn body(explained: &Explained<'_>, subject: &Subject, shut: Callback<MouseEvent>) -> Html {
    let (lang, entry) = (explained.view.lang, subject.metric.0);
    let part = |id: &str, content: Html| html! { <div class="explain__part"><dt>{ lang.text(id) }</dt><dd>{ content }</dd></div> };
    let text = |id: &str, text: String| part(id, html! { text });
    let figure = explained.figure.as_ref();
    html! {
        <>
            if let Some(figure) = figure.filter(|figure| entry.kind.is_figure() || figure.value.is_some()) {
                <p class="explain__value">{ format::value(figure.value, figure.shown(), format::Style::Exact, lang) }</p>
            }
            if let Some(why) = figure.and_then(|figure| figure.why.as_ref()) {
                <p class="explain__why">{ words::why_text(why, lang) }</p>
            }
            <dl class="explain__parts">
                { text("explain-definition", lang.of(entry.definition).to_string()) }
                { text("explain-formula", lang.of(entry.formula).to_string()) }
                if let Some(filled) = figure.and_then(|figure| explain(figure, lang).filled) {
                    { part("explain-filled", html! { <span class="explain__formula">{ filled }</span> }) }
                }
                if let Some(report) = explained.report {
                    { text("explain-period", period(report, &subject.slice, lang)) }
                }
                if let Some(report) = explained.report {
                    { text("explain-filters", filters(explained.view)) }
                    { text("explain-rules", lang.text_with("take-rules-text", &[
                        ("zone", report.zone.clone().into()),
                        ("gap", VISIT_GAP.to_string().into()),
                    ])) }
                }
                if let Some(before) = explained.report.and_then(|report| before(report, subject, figure?, explained.view.compare, lang)) {
                    { part("explain-before", html! { <>{ words::period(before.0) }{ ": " }{ before.1 }{ " " }{ before.2 }</> }) }
                }
                if let Some(key) = key(&subject.slice, lang) {
                    { text("explain-key", key) }
                }
                if let Some(figure) = figure.filter(|figure| !figure.notes.is_empty()) {
                    { part("explain-notes", html! {
                        <ul class="explain__notes">
                            { for figure.notes.iter().map(|note| html! { <li>{ words::note_text(note, lang) }</li> }) }
                        </ul>
                    }) }
                }
                if !lang.of(entry.beware).is_empty() {
                    { text("explain-beware", lang.of(entry.beware).to_string()) }
                }
                { text("explain-additive", lang.text(if entry.additive { "explain-adds-up" } else { "explain-adds-not-up" })) }
                if explained.report.is_some() {
                    { part("explain-files", files(entry, explained.files, lang)) }
                }
            </dl>
            if let Some(figure) = figure {
                if !parts(figure).is_empty() {
                    { evidence::rows(&parts(figure), explained.evidence, explained.files, lang, &explained.deeds) }
                }
                if figure.value.is_some() {
                    { evidence::sql(explained.evidence, lang, &explained.deeds) }
                }
            }
            <p class="explain__foot">
                <Copier text={explained.link.clone()} label="explain-copy" {lang} />{ " " }
                <a href={explained.view.at(Place::Glossary(Some(subject.metric))).href()} onclick={shut}>
                    { lang.text_with("explain-glossary", &[("n", entry.n.into())]) }
                </a>
            </p>
        </>
    }
}

/// The period compared with, the figure then, and the change since.
fn before(report: &Report, subject: &Subject, figure: &Figure, way: Against, lang: Lang) -> Option<(Period, String, Html)> {
    let compared = report.compared.as_ref().filter(|_| subject.slice == Slice::Whole && figure.value.is_some())?;
    let then = compared.figures.iter().find(|then| then.metric == subject.metric)?;
    let text = format::value(then.value, then.shown(), format::Style::Exact, lang);
    Some((compared.period, text, change(figure.value, &Before::Figure(compared.period, then.clone()), figure, way, lang)))
}

/// What the view is narrowed to.
fn filters(view: &View) -> String {
    if view.filters.is_empty() {
        return view.lang.text("take-nothing");
    }
    let named = view.filters.iter().map(|(dimension, value)| format!("{}: {value}", narrow::name(*dimension, view.lang)));
    named.collect::<Vec<_>>().join(&view.lang.text("word-and"))
}

fn period(report: &Report, slice: &Slice, lang: Lang) -> String {
    let period = if let Slice::Bucket(period) = slice { *period } else { report.period };
    let args = [
        ("period", words::period(period).into()),
        ("days", format::count(u64::from(period.days())).into()),
        ("zone", report.zone.clone().into()),
    ];
    lang.text_with("explain-period-text", &args)
}

fn key(slice: &Slice, lang: Lang) -> Option<String> {
    let (id, key, unnamed) = match slice {
        Slice::Key(Dimension::SearchTerm, key) => ("explain-term", key, "terms-unnamed"),
        Slice::Key(Dimension::Campaign, key) => ("explain-campaign", key, "campaigns-unnamed"),
        Slice::Key(Dimension::Keyword, key) => ("explain-keyword", key, "keywords-unnamed"),
        Slice::Key(Dimension::Tool, key) => ("explain-tool", key, "ad-tools-unnamed"),
        Slice::Key(Dimension::Channel, key) => ("explain-channel", key, "channels-unnamed"),
        Slice::Key(Dimension::Item, key) => ("explain-ad-item", key, "ad-items-unnamed"),
        Slice::Key(Dimension::Creative, key) => ("explain-creative", key, "creatives-none"),
        Slice::Key(Dimension::Promotion, key) => ("explain-promotion", key, "promotions-unnamed"),
        Slice::Key(Dimension::Province, key) => ("explain-province", key, "provinces-unnamed"),
        Slice::Key(Dimension::Category, key) => ("explain-category", key, "categories-unnamed"),
        Slice::Key(_, key) => ("explain-source", key, "sources-unnamed"),
        Slice::Creative { item, creative } => {
            let item = if item.is_empty() { lang.text("ad-items-unnamed") } else { item.clone() };
            return Some(lang.text_with("explain-creative-of", &[("key", creative.clone().into()), ("item", item.into())]));
        }
        Slice::Page(page) => ("explain-page", page, "pages-unnamed"),
        Slice::Hour(weekday, hour) => {
            let day = lang.text(&format!("weekday-{}", weekday + 1));
            let args = [("weekday", day.into()), ("from", hour.to_string().into()), ("to", (hour + 1).to_string().into())];
            return Some(lang.text_with("explain-hour", &args));
        }
        Slice::Whole | Slice::Bucket(_) => return None,
    };
    let key = if key.is_empty() { lang.text(unnamed) } else { key.clone() };
    Some(lang.text_with(id, &[("key", key.into())]))
}

/// The files whose rows can count in the entry, with what was set aside in each.
fn files(entry: &Entry, files: &[FileReport], lang: Lang) -> Html {
    let counted: Vec<&FileReport> = files
        .iter()
        .filter(|file| file.state == FileState::Loaded && file.table.is_some_and(|table| entry.needs.contains(&table)))
        .collect();
    if counted.is_empty() {
        return html! { lang.text("explain-no-file") };
    }
    html! {
        <ul class="explain__files">
            { for counted.into_iter().map(|file| html! {
                <li>
                    { lang.text_with(if file.account.set_aside > 0 { "explain-file-aside" } else { "explain-file" }, &[
                        ("name", file.name.clone().into()),
                        ("used", format::count(file.account.used).into()),
                        ("aside", format::count(file.account.set_aside).into()),
                    ]) }
                </li>
            }) }
        </ul>
    }
}
