//! The glossary: every entry of the catalogue, in both languages, with or without files.

use super::browser;
use super::copier::Copier;
use super::field::Input;
use super::route::{Place, View};
use super::words;
use crate::metric::catalogue::{Group, find, listed};
use crate::metric::{Entry, MetricId};
use crate::model::Direction;
use crate::report::explain::explain;
use crate::report::glossary::{confusions, example, example_rows, related, speaks_of};
use crate::report::{Figure, Lang, Report};
use yew::prelude::*;

const GROUPS: [Group; 5] = [Group::Basic, Group::Sales, Group::Search, Group::Sources, Group::Extra];

/// The glossary: one entry, or the list of all.
#[inline(never)]
pub fn glossary(view: &View, entry: Option<MetricId>, report: Option<&Report>) -> Html {
    match entry {
        Some(metric) => page(view, metric, report),
        None => html! { <List view={view.clone()} /> },
    }
}

#[derive(Properties, PartialEq)]
struct ListProps {
    view: View,
}

#[component]
fn List(props: &ListProps) -> Html {
    let view = &props.view;
    let lang = view.lang;
    let wanted = use_state(String::new);
    let found: Vec<&Entry> = listed().filter(|entry| speaks_of(entry, &wanted)).collect();
    let onwrite = {
        let wanted = wanted.clone();
        Callback::from(move |text: String| wanted.set(text))
    };
    html! {
        <div class="glossary">
            <h1 class="board__title">{ lang.text("board-glossary") }</h1>
            <p class="section__text">{ lang.text("glossary-text") }</p>
            <div class="glossary__search">
                <Input label={lang.text("glossary-search")} kind="search" value={(*wanted).clone()} {onwrite} />
                <p class="glossary__found" role="status">
                    { lang.text_with("glossary-found", &[("count", found.len().to_string().into())]) }
                </p>
            </div>
            { for GROUPS.into_iter().filter_map(|group| {
                let entries: Vec<&&Entry> = found.iter().filter(|entry| entry.group == group).collect();
                (!entries.is_empty()).then(|| html! {
                    <section class="glossary__group">
                        <h2 class="section__title">{ group_name(group, lang) }</h2>
                        <ul class="glossary__entries">
                            { for entries.into_iter().map(|entry| html! {
                                <li key={entry.n} class="glossary__entry">
                                    <a class="glossary__link" href={view.at(Place::Glossary(MetricId::of(entry.id))).href()}>
                                        <span class="glossary__n">{ entry.n }</span>
                                        <span class="glossary__name">{ lang.of(entry.name) }</span>
                                    </a>
                                    <p class="glossary__definition">{ lang.of(entry.definition) }</p>
                                </li>
                            }) }
                        </ul>
                    </section>
                })
            }) }
        </div>
    }
}

fn group_name(group: Group, lang: Lang) -> String {
    lang.text(match group {
        Group::Basic => "group-basic",
        Group::Sales => "group-sales",
        Group::Search => "group-search",
        Group::Sources => "group-sources",
        Group::Extra | Group::Part => "group-extra",
    })
}

/// The figure of an entry on the loaded data, else on the sample shop, with what was filled into its formula.
fn worked(metric: MetricId, report: Option<&Report>, lang: Lang) -> Option<Html> {
    let loaded = report.and_then(|report| report.figure(metric.id())).filter(|figure| figure.value.is_some());
    let (figure, of): (Figure, &str) = match loaded {
        Some(figure) => (figure.clone(), "entry-example-loaded"),
        None => match example(metric) {
            Some(figure) => (figure, "entry-example-sample"),
            None => return rows(metric, lang),
        },
    };
    let told = explain(&figure, lang);
    let shown = told.filled.unwrap_or(format!("{} = {}", told.name, told.value));
    Some(html! {
        <>
            <span class="explain__formula" data-example={metric.id()}>{ shown }</span>
            <span class="entry__of">{ lang.text(of) }</span>
        </>
    })
}

/// The first rows of what is no single figure, on the sample shop.
fn rows(metric: MetricId, lang: Lang) -> Option<Html> {
    let mut rows = example_rows(metric.id()).peekable();
    rows.peek()?;
    let told = |figure: Figure| {
        let told = explain(&figure, lang);
        format!("{} {}", told.name, told.value)
    };
    Some(html! {
        <>
            <ul class="entry__list" data-example={metric.id()}>
                { for rows.map(|(key, figures)| html! {
                    <li><b>{ key }</b>{ " " }{ figures.into_iter().map(told).collect::<Vec<_>>().join(&lang.text("word-and")) }</li>
                }) }
            </ul>
            <span class="entry__of">{ lang.text("entry-example-sample") }</span>
        </>
    })
}

fn page(view: &View, metric: MetricId, report: Option<&Report>) -> Html {
    let entry = metric.0;
    let lang = view.lang;
    let part = |id: &str, content: Html| html! { <div class="explain__part"><dt>{ lang.text(id) }</dt><dd>{ content }</dd></div> };
    let parts: Vec<&Entry> = entry.kind.parts().into_iter().filter_map(find).collect();
    let board = match entry.group {
        Group::Basic => Some(Place::Traffic),
        Group::Sales => Some(Place::Sales),
        Group::Sources => Some(Place::Sources),
        Group::Search => Some(Place::Ads),
        _ => None,
    };
    let needs: Vec<String> = entry.needs.iter().map(|table| words::table(*table, lang)).collect();
    let columns: Vec<String> = entry.columns.iter().map(|any| words::any_role(any, lang)).collect();
    let other = lang.other();
    let separator = lang.text("word-and");
    html! {
        <article class="entry">
            <p class="entry__back"><a href={view.at(Place::Glossary(None)).href()}>{ lang.text("glossary-back") }</a></p>
            <h1 class="board__title">
                { lang.of(entry.name) }<span class="explain__other" lang={other.tag()}>{ other.of(entry.name) }</span>
            </h1>
            <p class="entry__id">
                <span>{ group_name(entry.group, lang) }</span><span>{ entry.n }</span><code>{ entry.id }</code>
            </p>
            <dl class="explain__parts">
                { part("explain-definition", html! { lang.of(entry.definition) }) }
                { part("explain-formula", html! { lang.of(entry.formula) }) }
                if !parts.is_empty() {
                    { part("entry-parts", html! {
                        <ul class="entry__list">
                            { for parts.into_iter().map(|part| html! {
                                <li>
                                    if part.group == Group::Part {
                                        { lang.of(part.name) }{ ": " }{ lang.of(part.definition) }
                                    } else {
                                        <a href={view.at(Place::Glossary(MetricId::of(part.id))).href()}>{ lang.of(part.name) }</a>
                                    }
                                </li>
                            }) }
                        </ul>
                    }) }
                }
                if let Some(worked) = worked(metric, report, lang) {
                    { part("entry-example", worked) }
                }
                if !lang.of(entry.beware).is_empty() {
                    { part("explain-beware", html! { lang.of(entry.beware) }) }
                }
                { for confusions(entry).map(|(others, text)| part("entry-confused", html! {
                    <>
                        { lang.of(text) }
                        <span class="entry__others">{ for others.into_iter().map(|other| link(other, view)) }</span>
                    </>
                })) }
                if !related(entry).is_empty() {
                    { part("entry-related", html! {
                        <span class="entry__others">{ for related(entry).into_iter().map(|other| link(other, view)) }</span>
                    }) }
                }
                if entry.kind.is_figure() {
                    { part("explain-additive", html! { lang.text(if entry.additive { "explain-adds-up" } else { "explain-adds-not-up" }) }) }
                    { part("entry-better", html! { lang.text(match entry.better {
                        Direction::Up => "better-up",
                        Direction::Down => "better-down",
                        Direction::Neutral => "better-neutral",
                    }) }) }
                }
                if !needs.is_empty() {
                    { part("entry-needs", html! { needs.join(&separator) }) }
                }
                if !columns.is_empty() {
                    { part("entry-columns", html! { columns.join(&separator) }) }
                }
            </dl>
            <p class="explain__foot">
                <Copier text={format!("{}{view}", browser::address())} label="entry-copy" {lang} />
            </p>
            if let Some(board) = board {
                <p class="explain__foot">
                    <a href={View { metric: entry.kind.is_figure().then_some(MetricId(entry)), ..view.at(board) }.href()}>{ lang.text("entry-board") }</a>
                </p>
            }
        </article>
    }
}

/// The way to another entry.
fn link(entry: &Entry, view: &View) -> Html {
    html! { <a href={view.at(Place::Glossary(MetricId::of(entry.id))).href()}>{ view.lang.of(entry.name) }</a> }
}
