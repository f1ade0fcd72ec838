//! The frame of the page: skip link, head with navigation and settings, foot.

use super::route::{Place, View};
use super::settings::{Colours, Settings, Theme};
use crate::report::Lang;
use yew::prelude::*;

/// Properties of [`Head`].
#[derive(Properties, PartialEq)]
pub struct HeadProps {
    /// The view.
    pub view: View,
    /// The reader's settings.
    pub settings: Settings,
    /// How many files are loaded.
    pub files: usize,
    /// Gets the view to go to.
    pub go: Callback<View>,
    /// Gets changed settings.
    pub set: Callback<Settings>,
}

/// The head of the page.
#[component]
pub fn Head(props: &HeadProps) -> Html {
    let HeadProps { view, settings, .. } = props;
    let lang = view.lang;
    html! {
        <header class="head">
            <a class="head__brand" href={view.at(Place::Overview).href()} aria-label={lang.text("brand")}>
                <svg class="head__mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
                    <rect class="head__mark-page" x="3" y="3" width="26" height="26" rx="4" />
                    <path class="head__mark-lines" d="M9 11h14M9 16h14M9 21h8" />
                    <path class="head__mark-rule" d="M24 3v26" />
                </svg>
                <span class="head__name" lang="zh-CN">{ "店账" }</span>
                <span class="head__latin">{ "Dianzhang" }</span>
            </a>
            <nav class="head__nav" aria-label={lang.text("nav-label")}>
                <ul class="head__boards">
                    { for Place::ALL.iter().map(|place| {
                        let here = std::mem::discriminant(place) == std::mem::discriminant(&view.place);
                        html! {
                            <li>
                                <a class="head__board" href={view.at(place.clone()).href()} aria-current={here.then_some("page")}>
                                    { lang.text(&format!("nav-{}", place.name())) }
                                    if *place == Place::Data && props.files > 0 {
                                        <span class="head__count" aria-hidden="true">{ props.files }</span>
                                    }
                                </a>
                            </li>
                        }
                    }) }
                </ul>
            </nav>
            <div class="head__settings">
                { colours(lang, settings, &props.set) }
                { theme(lang, settings, &props.set) }
                { language(view, &props.go) }
            </div>
        </header>
    }
}

fn language(view: &View, go: &Callback<View>) -> Html {
    html! {
        <div class="switch" role="group" aria-label={view.lang.text("set-language")}>
            { for [(Lang::Zh, "中文"), (Lang::En, "EN")].into_iter().map(|(lang, text)| {
                let (go, view) = (go.clone(), view.clone());
                let pressed = view.lang == lang;
                let onclick = Callback::from(move |_: MouseEvent| go.emit(View { lang, ..view.clone() }));
                html! {
                    <button type="button" class="switch__option" lang={lang.tag()} aria-pressed={pressed.to_string()} {onclick}>{ text }</button>
                }
            }) }
        </div>
    }
}

fn theme(lang: Lang, settings: &Settings, set: &Callback<Settings>) -> Html {
    let next = settings.theme.next();
    let onclick = {
        let (set, settings) = (set.clone(), Settings { theme: next, ..settings.clone() });
        Callback::from(move |_: MouseEvent| set.emit(settings.clone()))
    };
    let now = lang.text(&format!("theme-{}", settings.theme.name()));
    let mark = match settings.theme {
        Theme::Auto => "◐",
        Theme::Light => "☀",
        Theme::Dark => "☾",
    };
    let title = lang.text_with("set-theme", &[("now", now.into())]);
    html! {
        <button type="button" class="head__setting" title={title.clone()} aria-label={title} {onclick}>
            <span aria-hidden="true">{ mark }</span>
        </button>
    }
}

fn colours(lang: Lang, settings: &Settings, set: &Callback<Settings>) -> Html {
    let next = settings.colours.other();
    let onclick = {
        let (set, settings) = (set.clone(), Settings { colours: next, ..settings.clone() });
        Callback::from(move |_: MouseEvent| set.emit(settings.clone()))
    };
    let id = match settings.colours {
        Colours::RedUp => "colours-red-up",
        Colours::GreenUp => "colours-green-up",
    };
    html! {
        <button type="button" class="head__setting head__setting--colours" title={lang.text("set-colours")}
            aria-label={format!("{}: {}", lang.text("set-colours"), lang.text(id))} {onclick}>
            <span class="change change--up" aria-hidden="true">{ "▲" }</span>
            <span class="change change--down" aria-hidden="true">{ "▼" }</span>
        </button>
    }
}

/// The foot of the page; on paper, also when it was drawn.
pub fn foot(lang: Lang, made: &str) -> Html {
    html! {
        <footer class="foot">
            <p class="foot__text">{ lang.text("foot") }</p>
            <p class="foot__made">{ lang.text("take-made") }{ ": " }{ made }</p>
        </footer>
    }
}
