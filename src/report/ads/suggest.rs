//! C12: keywords worth trying for an item, each with what speaks for it. Words of the loaded reports that fit its title
//! and attributes come first, by what they have brought elsewhere; then words of title and attributes themselves.

use super::{Context, Cutter, Suggestion};
use crate::metric::fold::{AdCut, AdFilter, AdKey, AdSums, ad_keys};
use crate::metric::words::{self, Described, Evidence, Lexicon};
use crate::metric::{Data, Tally};
use crate::model::{Period, arrange};
use crate::report::{Dimension, Figure, ProductTexts};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Suggestions for one item in the program's answer.
const SUGGESTIONS: usize = 20;
/// Suggestions for the item that the page asks about.
const MOST: usize = 60;
/// Items offered to choose from: those that cost most.
const ITEMS: usize = 300;

/// What is asked: words for one item; for the one that costs most when None.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SuggestAsk {
    /// The days.
    pub period: Period,
    /// The item.
    pub item: Option<String>,
}

/// One suggested word.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SuggestLine {
    /// The word.
    pub word: String,
    /// Where it comes from.
    pub evidence: Evidence,
    /// What it has brought other items in the period; nothing for a word that no report names.
    pub figures: Vec<Figure>,
    /// Items that use it as a keyword.
    pub items: u64,
}

/// The answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SuggestTold {
    /// Items whose title is loaded, with their titles.
    pub items: Vec<(String, String)>,
    /// How many there are in all.
    pub items_total: u64,
    /// The item chosen.
    pub chosen: Option<String>,
    /// Its attributes, where the products tell them.
    pub attributes: String,
    /// The words it uses already.
    pub used: Vec<String>,
    /// The words.
    pub lines: Vec<SuggestLine>,
    /// How many there are in all.
    pub found: u64,
    /// Whether a library that knows the language cut the texts, and not the loaded words alone.
    pub library: bool,
}

/// The words that reports name, with what they have counted.
pub struct Pool<'a> {
    lexicon: Lexicon<'a>,
    keywords: &'a BTreeMap<String, AdKey>,
    terms: &'a BTreeMap<String, AdKey>,
}

impl<'a> Pool<'a> {
    /// A pool of keywords and of what was typed.
    pub fn new(keywords: &'a BTreeMap<String, AdKey>, terms: &'a BTreeMap<String, AdKey>) -> Pool<'a> {
        let lexicon = Lexicon::new(keywords.keys().map(String::as_str), terms.keys().map(String::as_str));
        Pool { lexicon, keywords, terms }
    }

    fn counted(&self, word: &str) -> Option<&AdKey> {
        self.keywords.get(word).or_else(|| self.terms.get(word))
    }

    fn sums(&self, word: &str) -> AdSums {
        self.counted(word).map(|key| key.sums).unwrap_or_default()
    }

    /// Words for an item, the reported ones by clicks and impressions.
    fn suggest(&self, item: &Described, used: &BTreeSet<&str>) -> Vec<(String, Evidence)> {
        let mut found = words::suggest(item, &self.lexicon, used);
        let rank = |word: &str| {
            let sums = self.sums(word);
            (sums.clicks, sums.impressions)
        };
        // Stable: what no report names keeps its order.
        found.sort_by(|(a, x), (b, y)| {
            let reported = |evidence: &Evidence| matches!(evidence, Evidence::Keyword | Evidence::Typed);
            match (reported(x), reported(y)) {
                (true, true) => rank(b).cmp(&rank(a)).then_with(|| a.cmp(b)),
                (x, y) => y.cmp(&x),
            }
        });
        found
    }
}

/// The words that each item uses.
fn in_use<'a>(data: &Data<'a>) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut used: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in data.ads.rows().iter().filter(|row| row.keyword != 0 && row.item != 0) {
        used.entry(data.ads.texts.text(row.item)).or_default().insert(data.ads.texts.text(row.keyword));
    }
    used
}

/// The first suggestions for every item of which a title is loaded, for the program.
pub fn all(data: &Data<'_>, told: ProductTexts<'_>, pool: &Pool<'_>) -> Vec<Suggestion> {
    let used = in_use(data);
    let none = BTreeSet::new();
    let mut out = Vec::new();
    for (item, title) in told.titles {
        let cut = |text: &str| words::cut(text, &pool.lexicon.known);
        let attributes = told.attributes.get(item).cloned().unwrap_or_default();
        let described = Described { title_words: cut(title), attribute_words: cut(&attributes), title: title.clone(), attributes };
        let words = pool.suggest(&described, used.get(item.as_str()).unwrap_or(&none));
        out.extend(words.into_iter().take(SUGGESTIONS).map(|(word, evidence)| Suggestion {
            item: item.clone(),
            evidence,
            clicks: pool.sums(&word).clicks,
            word,
        }));
    }
    out
}

/// Items of which a title is loaded, with it; those that cost most first.
fn choices(context: &Context<'_>, costs: &BTreeMap<String, AdKey>) -> Vec<(String, String)> {
    let cost = |item: &str| costs.get(item).map(|key| key.sums.cost).unwrap_or_default();
    let mut items: Vec<(String, String)> = context.titles.iter().map(|(item, title)| (item.clone(), title.clone())).collect();
    let promoted = costs.keys().filter(|item| !context.titles.contains_key(*item));
    items.extend(promoted.filter_map(|item| Some((item.clone(), context.label(item)?))));
    arrange(&mut items, |a, b| cost(&b.0).cmp(&cost(&a.0)).then_with(|| a.0.cmp(&b.0)));
    items
}

fn choose<'a>(items: &'a [(String, String)], ask: &SuggestAsk) -> Option<&'a (String, String)> {
    let wanted = ask.item.as_ref().and_then(|item| items.iter().find(|(id, _)| id == item));
    wanted.or_else(|| items.first())
}

/// The texts whose words are needed: title and attributes of the item.
pub fn texts(context: &Context<'_>, ask: &SuggestAsk) -> Vec<String> {
    let costs = ad_keys(context.data.ads, AdFilter::ALL, ask.period, AdCut::Item);
    let items = choices(context, &costs);
    choose(&items, ask).map_or_else(Vec::new, |(item, title)| vec![title.clone(), context.attributes(item)])
}

/// The suggestions for one item, for the page. `cut` cuts a text into its words.
pub fn told(context: &Context<'_>, ask: &SuggestAsk, by: Option<Cutter<'_>>) -> SuggestTold {
    let data = context.data;
    let of = |cut| ad_keys(data.ads, AdFilter::ALL, ask.period, cut);
    let (keywords, terms, costs) = (of(AdCut::Keyword), of(AdCut::Term), of(AdCut::Item));
    let pool = Pool::new(&keywords, &terms);
    let cut = |text: &str| by.map_or_else(|| words::cut(text, &pool.lexicon.known), |by| by(text));
    let mut items = choices(context, &costs);
    let chosen = choose(&items, ask).cloned();
    let items_total = items.len() as u64;
    let mut out = SuggestTold {
        items: Vec::new(),
        items_total,
        chosen: None,
        attributes: String::new(),
        used: Vec::new(),
        lines: Vec::new(),
        found: 0,
        library: by.is_some() || words::LIBRARY,
    };
    if let Some((item, title)) = chosen {
        let used = in_use(data).remove(item.as_str()).unwrap_or_default();
        let attributes = context.attributes(&item);
        let described = Described { title_words: cut(&title), attribute_words: cut(&attributes), title, attributes };
        let found = pool.suggest(&described, &used);
        out.found = found.len() as u64;
        out.lines = found.into_iter().take(MOST).map(|(word, evidence)| line(context, &pool, word, evidence)).collect();
        out.used = used.into_iter().map(String::from).collect();
        out.attributes = described.attributes;
        out.chosen = Some(item);
    }
    items.truncate(ITEMS);
    out.items = items;
    out
}

fn line(context: &Context<'_>, pool: &Pool<'_>, word: String, evidence: Evidence) -> SuggestLine {
    let columns = ["ad_impressions", "ad_clicks", "ad_ctr", "ad_cpc", "ad_cost", "ad_revenue", "ad_roi"];
    let figures = |key: &AdKey| {
        let all = super::figures(Dimension::SearchTerm, Some(key), &Tally::default(), context.loaded);
        columns.iter().filter_map(|id| all.iter().find(|figure| figure.metric.id() == *id).cloned()).collect()
    };
    let key = pool.counted(&word);
    SuggestLine { evidence, figures: key.map(figures).unwrap_or_default(), items: key.map_or(0, |key| key.items.len() as u64), word }
}
