//! The board of paid tools: what was done beside what it cost, tools and channels, states, long tables of campaigns,
//! items, keywords and search terms, creatives compared, and the tools for words.
//!
//! Its parts ask the worker one by one ([`AdsAsk`]) and hear back by slot, so that none waits for another and no part
//! holds more rows than it shows.

mod creatives;
mod motion;
mod rows;
mod sheet;
mod standings;
mod suggest;
mod timeline;
mod words;

use super::browser;
use super::narrow::Filters;
use super::route::View;
use super::state::{Shared, Slice, Subject};
use super::tables::{Tabled, channels, tools};
use crate::metric::MetricId;
use crate::model::Table;
use crate::report::ads::sheet::Cut;
use crate::report::ads::{AdsAsk, AdsTold, narrowing};
use crate::report::{Dimension, FileReport, FileState, Lang, Report};
use creatives::Creatives;
use sheet::Sheet;
use standings::Standings;
use std::collections::BTreeMap;
use suggest::Suggest;
use timeline::Timeline;
use words::Related;
use yew::prelude::*;

/// What was told, by slot, with the number of its question.
pub type Answers = BTreeMap<u8, (u32, Shared<AdsTold>)>;

/// The board's end of the wire: what it was told, and where to ask.
#[derive(Clone)]
pub struct AdsEnd {
    /// What was told, by slot.
    pub answers: Answers,
    /// Every file.
    pub files: Shared<Vec<FileReport>>,
    /// Grows when the files change.
    pub generation: u32,
    /// What the view is narrowed to.
    pub filters: Filters,
    /// Gets a question with its slot, and gives its number.
    pub ask: Callback<(u8, AdsAsk), u32>,
    /// Narrows the view that is open to a key, or no more where it was.
    pub narrow: Callback<(Dimension, String)>,
}

impl PartialEq for AdsEnd {
    fn eq(&self, other: &AdsEnd) -> bool {
        (&self.answers, &self.files, self.generation, &self.filters) == (&other.answers, &other.files, other.generation, &other.filters)
    }
}

/// Which part asks. The numbers only have to differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
enum Slot {
    Campaigns,
    Items,
    Keywords,
    Terms,
    Related,
    Standings,
    Creatives,
    Log,
    Suggest,
}

/// What every part needs to ask and to draw.
#[derive(Clone)]
pub struct Part {
    /// What was told.
    pub told: Option<Shared<AdsTold>>,
    /// The number of the question that it answers.
    pub seq: u32,
    /// Grows when the files change.
    pub generation: u32,
    /// What the view is narrowed to.
    pub filters: Filters,
    /// Narrows the view that is open to a key, or no more where it was.
    pub narrow: Callback<(Dimension, String)>,
    /// The answer that the whole board shows.
    pub report: Shared<Report>,
    /// Gets a question, and gives its number.
    pub ask: Callback<(u8, AdsAsk), u32>,
    /// Gets the subject to explain.
    pub explain: Callback<Subject>,
    /// The language.
    pub lang: Lang,
}

impl PartialEq for Part {
    /// Callbacks are made anew with every drawing of the page and always do the same: they are no reason to draw again.
    fn eq(&self, other: &Part) -> bool {
        (&self.told, self.seq, self.generation, &self.filters, &self.report, self.lang)
            == (&other.told, other.seq, other.generation, &other.filters, &other.report, other.lang)
    }
}

/// Properties of [`AdsBoard`].
#[derive(Properties, PartialEq)]
pub struct AdsBoardProps {
    /// The answer.
    pub report: Shared<Report>,
    /// Gets the subject to explain.
    pub explain: Callback<Subject>,
    /// The language.
    pub lang: Lang,
}

/// The tables and tools of the board, below its cards.
#[component]
pub fn AdsBoard(props: &AdsBoardProps) -> Html {
    let AdsBoardProps { report, explain, .. } = props;
    let lang = props.lang;
    // By context and not by the properties of the boards: an answer to one part draws that part, and no card.
    let Some(AdsEnd { answers, files, generation, filters, ask, narrow }) = use_context::<AdsEnd>() else { return html! {} };
    let part = |slot: Slot| Part {
        told: answers.get(&(slot as u8)).map(|(_, told)| told.clone()),
        seq: answers.get(&(slot as u8)).map_or(0, |(seq, _)| *seq),
        generation,
        filters: filters.clone(),
        narrow: narrow.clone(),
        report: report.clone(),
        ask: ask.clone(),
        explain: explain.clone(),
        lang,
    };
    let has = |table: Table| files.iter().any(|file| file.table == Some(table) && file.state == FileState::Loaded);
    let (ads, log) = (has(Table::Ads), has(Table::AdLog));
    if !ads && !log {
        return html! {};
    }
    // What no report of a paid tool can tell; an item, a campaign, a keyword they can.
    if filters.iter().any(|(dimension, _)| narrowing(*dimension).is_none()) {
        return html! { <p class="board__none board__row">{ lang.text("ads-narrowed") }</p> };
    }
    let tabled = Tabled { report, brief: false, first: None, lang, explain, held: &filters, narrow: &narrow };
    let sheet = |slot: Slot, cut: Cut, texts: &'static str| {
        html! {
            <Sheet part={part(slot)} slot={slot as u8} {cut} {texts} />
        }
    };
    html! {
        <>
            <Timeline part={part(Slot::Log)} slot={Slot::Log as u8} {ads} {log} />
            if ads {
                <section class="section panel board__row" aria-labelledby="ad-tools-title">
                    <h2 class="section__title" id="ad-tools-title">{ lang.text("ad-tools-title") }</h2>
                    <p class="section__text">{ lang.text("ad-tools-text") }</p>
                    { tools(&tabled) }
                </section>
                <section class="section panel board__row" aria-labelledby="channels-title">
                    <h2 class="section__title" id="channels-title">{ lang.text("channels-title") }</h2>
                    <p class="section__text">{ lang.text("channels-text") }</p>
                    { channels(&tabled) }
                </section>
                <Standings part={part(Slot::Standings)} slot={Slot::Standings as u8} />
                <section class="section panel board__row" aria-labelledby="campaigns-title">
                    <h2 class="section__title" id="campaigns-title">{ lang.text("campaigns-title") }</h2>
                    { sheet(Slot::Campaigns, Cut::Campaign, "campaigns") }
                </section>
                <section class="section panel board__row" aria-labelledby="ad-items-title">
                    <h2 class="section__title" id="ad-items-title">{ lang.text("ad-items-title") }</h2>
                    { sheet(Slot::Items, Cut::Item, "ad-items") }
                </section>
                <section class="section panel board__row" aria-labelledby="keywords-title">
                    <h2 class="section__title" id="keywords-title">{ lang.text("keywords-title") }</h2>
                    <p class="section__text">{ lang.text("keywords-text") }</p>
                    <p class="ads-terms">
                        { for ["keywords_in_use", "keywords_without_impressions", "ad_quality_score", "ad_default_bid", "ad_category_bid"]
                            .into_iter().filter_map(|id| term(id, lang, explain)) }
                    </p>
                    { sheet(Slot::Keywords, Cut::Keyword, "keywords") }
                </section>
                <section class="section panel board__row" aria-labelledby="ad-terms-title">
                    <h2 class="section__title" id="ad-terms-title">{ lang.text("ad-terms-title") }</h2>
                    <p class="section__text">{ lang.text("ad-terms-text") }</p>
                    { sheet(Slot::Terms, Cut::Term, "ad-terms") }
                </section>
                <Creatives part={part(Slot::Creatives)} slot={Slot::Creatives as u8} />
                <Related part={part(Slot::Related)} slot={Slot::Related as u8} />
                <Suggest part={part(Slot::Suggest)} slot={Slot::Suggest as u8} />
            }
        </>
    }
}

/// Narrows the view that is open to a key, or no more where it was. Parts of the board are not drawn anew with every change of
/// the view: what is open is told by the link.
#[inline(never)]
pub fn narrow(go: &Callback<View>, lang: Lang, dimension: Dimension, key: &str) {
    go.emit(View::parse(&browser::hash(), lang).view.toggle(dimension, key));
}

/// The name to show for a key, where a part of the board has told it.
#[inline(never)]
pub fn title(answers: &Answers, dimension: Dimension, key: &str) -> Option<String> {
    answers.values().find_map(|(_, told)| told.label(dimension, key)).map(str::to_string)
}

/// The heading of a part that is itself an entry of the catalogue without a card, with the way to its explanation.
fn titled(id: &str, title: &'static str, lang: Lang, explain: &Callback<Subject>) -> Html {
    let mark = MetricId::of(id).map(|metric| mark(metric, lang, explain));
    html! {
        <h2 class="section__title" id={title} data-metric={id.to_string()} data-value="">
            { lang.text(title) }
            { for mark }
        </h2>
    }
}

/// An entry of the catalogue by its name, with the way to its explanation.
fn term(id: &str, lang: Lang, explain: &Callback<Subject>) -> Option<Html> {
    let metric = MetricId::of(id)?;
    Some(html! {
        <span class="ads-term" data-metric={metric.id()} data-value="">{ lang.of(metric.0.name) }{ mark(metric, lang, explain) }</span>
    })
}

fn mark(metric: MetricId, lang: Lang, explain: &Callback<Subject>) -> Html {
    let onclick = explain.reform(move |_: MouseEvent| Subject { metric, slice: Slice::Whole });
    html! {
        <button type="button" class="kpi-card__info" aria-haspopup="dialog"
            aria-label={lang.text_with("card-explain", &[("name", lang.of(metric.0.name).into())])} {onclick}>{ "ⓘ" }</button>
    }
}

/// Asks whenever what is asked, what is loaded, or what the view is narrowed to has changed. Says whether what was told is of
/// other files or of another filter.
#[hook]
fn use_ask(part: &Part, slot: u8, question: Option<AdsAsk>) -> bool {
    let ask = part.ask.clone();
    let (wanted, last) = (use_state_eq(|| 0), use_mut_ref(|| None));
    let first = wanted.clone();
    use_effect_with((part.generation, part.filters.clone(), question), move |(generation, filters, question)| {
        if let Some(question) = question {
            let seq = ask.emit((slot, question.clone()));
            let of = Some((*generation, filters.clone()));
            if *last.borrow() != of {
                *last.borrow_mut() = of;
                first.set(seq);
            }
        }
    });
    part.seq < *wanted
}

/// Buttons that go through a long list leaf by leaf; nothing where one leaf holds it all.
fn leaves(start: u64, shown: u64, found: u64, leaf: u64, lang: Lang, turn: &Callback<u64>) -> Html {
    if found <= leaf {
        return html! {};
    }
    let args = [
        ("from", crate::report::format::count(start + 1).into()),
        ("to", crate::report::format::count(start + shown).into()),
        ("all", crate::report::format::count(found).into()),
    ];
    let to = |to: u64| turn.reform(move |_: MouseEvent| to);
    html! {
        <p class="ads-leaves">
            <button type="button" class="button" disabled={start == 0} onclick={to(start.saturating_sub(leaf))}>{ lang.text("leaf-before") }</button>
            <span role="status">{ lang.text_with("leaf-of", &args) }</span>
            <button type="button" class="button" disabled={start + shown >= found} onclick={to(start + leaf)}>{ lang.text("leaf-after") }</button>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use crate::report::Lang;

    /// The text ids that the sources of the board name in full.
    fn named() -> Vec<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/ui/ads");
        let sources = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
        let calls = ["text(\"", "text_with(\"", "titled(\"", "said(\""];
        let ids = sources.flat_map(|source| {
            calls.into_iter().flat_map(move |call| source.split(call).skip(1).map(str::to_string).collect::<Vec<_>>()).collect::<Vec<_>>()
        });
        ids.filter_map(|rest| rest.split_once('"').map(|(id, _)| id.to_string())).collect()
    }

    #[test]
    fn every_text_that_is_asked_for_is_there() {
        let mut ids = named();
        assert!(ids.len() > 40);
        for texts in ["campaigns", "ad-items", "keywords", "ad-terms", "related"] {
            ids.extend(["none", "unnamed", "head", "title"].map(|end| format!("{texts}-{end}")));
        }
        for lang in Lang::ALL {
            for id in ids.iter().filter(|id| id.contains('-')) {
                assert_ne!(lang.text(id), *id, "no text is called {id}");
            }
        }
    }
}
