//! What the page shows, as a link: `#/traffic?period=last7&by=week&compare=year&metric=visitors&lang=zh`.
//!
//! The link holds the view, never data. What cannot be understood falls back to its default, and the caller is told. A
//! link made for somebody else also says by which rules and from which files its sender counted ([`Sent`]).

use super::against::Against;
use super::narrow::{self, Filters};
use super::period::{Preset, Range};
use super::state::Subject;
use super::subject;
use crate::metric::MetricId;
use crate::model::{Day, Grain, Period, Recipe, arrange};
use crate::report::{FileReport, FileState, Lang, VISIT_GAP};
use std::fmt;

/// Longer links are not read: no view needs a quarter of it.
const LONGEST: usize = 8_192;
/// Longer mappings go by file.
pub const LONGEST_MAPPING: usize = 7_000;
/// The version of links. A page that reads a later one knows that it knows too little.
const VERSION: u32 = 1;

/// A place of the page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Place {
    /// The most asked figures of all groups.
    #[default]
    Overview,
    /// Group A.
    Traffic,
    /// Group B.
    Sales,
    /// Group D.
    Sources,
    /// Group C.
    Ads,
    /// The loaded files and their accounts.
    Data,
    /// All entries, or one of them.
    Glossary(Option<MetricId>),
}

impl Place {
    /// The places of the navigation, in its order.
    pub const ALL: [Place; 7] =
        [Place::Overview, Place::Traffic, Place::Sales, Place::Sources, Place::Ads, Place::Data, Place::Glossary(None)];

    /// The name in links; also the tail of the text ids `board-…`.
    pub fn name(&self) -> &'static str {
        match self {
            Place::Overview => "overview",
            Place::Traffic => "traffic",
            Place::Sales => "sales",
            Place::Sources => "sources",
            Place::Ads => "ads",
            Place::Data => "data",
            Place::Glossary(_) => "glossary",
        }
    }

    /// Whether the place shows figures of a period.
    pub fn is_board(&self) -> bool {
        !matches!(self, Place::Data | Place::Glossary(_))
    }
}

/// Everything that a link holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct View {
    /// Where.
    pub place: Place,
    /// Which days.
    pub range: Range,
    /// The grain of the trend.
    pub grain: Grain,
    /// What to compare with.
    pub compare: Against,
    /// The metric of the trend; the board's own choice when None.
    pub metric: Option<MetricId>,
    /// What is narrowed to: values of sources, items and the like.
    pub filters: Filters,
    /// The days of the trend that are narrowed to.
    pub focus: Option<Period>,
    /// Whether it is shown large, for a screen on the wall.
    pub wall: bool,
    /// The language.
    pub lang: Lang,
}

impl View {
    /// The view of somebody who has asked for nothing yet.
    pub fn first(lang: Lang) -> View {
        View {
            place: Place::Overview,
            range: Range::All,
            grain: Grain::Day,
            compare: Against::default(),
            metric: None,
            filters: Vec::new(),
            focus: None,
            wall: false,
            lang,
        }
    }

    /// Reads a link's fragment (with or without `#`); `lang` is the language of one that names none.
    pub fn parse(fragment: &str, lang: Lang) -> Link {
        let mut view = View::first(lang);
        let text = fragment.strip_prefix('#').unwrap_or(fragment);
        if text.is_empty() || text == "/" {
            return Link::plain(view);
        }
        if text.len() > LONGEST {
            return Link { trouble: Some(Trouble::Huge), ..Link::plain(view) };
        }
        let Some(text) = text.strip_prefix('/') else {
            return Link { trouble: Some(Trouble::Odd), ..Link::plain(view) };
        };
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let (name, rest) = path.split_once('/').unwrap_or((path, ""));
        let mut understood = match Place::ALL.into_iter().find(|place| place.name() == name) {
            Some(Place::Glossary(_)) => {
                view.place = Place::Glossary(MetricId::of(rest));
                rest.is_empty() || MetricId::of(rest).is_some()
            }
            Some(place) => {
                view.place = place;
                rest.is_empty()
            }
            None => false,
        };
        let (mut from, mut to) = (None, None);
        let (mut files, mut zone, mut gap, mut version, mut explain) = (None, None, None, VERSION, None);
        let mut recipe = None;
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            understood &= match key {
                "from" => put(&mut from, value.parse::<Day>().ok().map(Some)),
                "to" => put(&mut to, value.parse::<Day>().ok().map(Some)),
                "period" => put(&mut view.range, Preset::named(value).map(Range::Preset)),
                "by" => put(&mut view.grain, value.parse().ok()),
                "compare" => put(&mut view.compare, Against::named(value)),
                "metric" => put(&mut view.metric, MetricId::of(value).map(Some)),
                "lang" => put(&mut view.lang, value.parse().ok()),
                "files" => {
                    put(&mut files, value.split_once('.').and_then(|(count, digest)| Some(Some((count.parse().ok()?, hex(digest)?)))))
                }
                "zone" => put(&mut zone, is_zone(value).then(|| Some(value.to_string()))),
                "gap" => put(&mut gap, value.parse().ok().map(Some)),
                "v" => put(&mut version, value.parse().ok()),
                "wall" => put(&mut view.wall, (value == "on").then_some(true)),
                "map" => put(&mut recipe, Recipe::of_link(value).map(Some)),
                "on" => put(&mut view.focus, narrow::days_of(value).map(Some)),
                "explain" => put(&mut explain, subject::read(value).map(Some)),
                _ => filter(&mut view.filters, key, value),
            };
        }
        match (from, to) {
            (None, None) => {}
            (Some(from), Some(to)) => understood &= put(&mut view.range, Period::new(from, to).map(Range::Days)),
            _ => understood = false,
        }
        if version > VERSION {
            return Link { trouble: Some(Trouble::Newer), ..Link::plain(View::first(view.lang)) };
        }
        let sent = match (files, zone, gap) {
            (Some((count, digest)), Some(zone), Some(gap)) => Some(Sent { count, digest, zone, gap }),
            (None, None, None) => None,
            _ => {
                understood = false;
                None
            }
        };
        Link { view, sent, explain, recipe, trouble: (!understood).then_some(Trouble::Odd) }
    }

    /// The same view elsewhere.
    pub fn at(&self, place: Place) -> View {
        View { place, metric: None, ..self.clone() }
    }

    /// The link to this view, for `href`.
    pub fn href(&self) -> String {
        self.to_string()
    }
}

/// What a link says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The view.
    pub view: View,
    /// How its sender counted, where the link was made for somebody else.
    pub sent: Option<Sent>,
    /// The figure to explain.
    pub explain: Option<Subject>,
    /// What the columns of files with some headers are, where the link was made to say so.
    pub recipe: Option<Recipe>,
    /// Why not all of it was understood.
    pub trouble: Option<Trouble>,
}

impl Link {
    fn plain(view: View) -> Link {
        Link { view, sent: None, explain: None, recipe: None, trouble: None }
    }
}

/// Why a link was not understood.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// Something in it has no meaning.
    Odd,
    /// It is longer than any view needs.
    Huge,
    /// A later page made it.
    Newer,
}

/// From which files, and by which rules, the sender of a link counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// How many files counted.
    pub count: u32,
    /// A digest over the bytes of all of them.
    pub digest: u64,
    /// The shop's zone.
    pub zone: String,
    /// Seconds without a view that end a visit.
    pub gap: i64,
}

impl Sent {
    /// What a link made from these files says.
    pub fn of(files: &[FileReport], zone: &str) -> Sent {
        let mut digests: Vec<&str> = files.iter().filter(|f| f.state == FileState::Loaded).map(|f| f.digest.as_str()).collect();
        // The order of dropping is the sender's own.
        arrange(&mut digests, Ord::cmp);
        // As the importer does it, whose code is in the page already.
        let mut digest = xxhash_rust::xxh3::Xxh3::new();
        digest.update(digests.join("\n").as_bytes());
        let digest = digest.digest();
        Sent { count: digests.len() as u32, digest, zone: zone.to_string(), gap: i64::from(VISIT_GAP) }
    }
}

impl fmt::Display for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "&files={}.{:016x}&zone={}&gap={}&v={VERSION}", self.count, self.digest, self.zone, self.gap)
    }
}

fn hex(text: &str) -> Option<u64> {
    (text.len() == 16).then(|| u64::from_str_radix(text, 16).ok())?
}

/// Whether a text has the form of a zone's name.
fn is_zone(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/_+-".contains(&b))
}

/// Takes a filter in, such as `item=101`.
fn filter(filters: &mut Filters, key: &str, value: &str) -> bool {
    let dimension = narrow::DIMENSIONS.iter().copied().find(|dimension| dimension.name() == key);
    let Some((dimension, text)) = dimension.zip(narrow::decode(value)).filter(|(dimension, text)| narrow::can(*dimension, text)) else {
        return false;
    };
    // Twice the same is no second wish to take it away.
    if !filters.iter().any(|(other, value)| *other == dimension && *value == text) {
        *filters = narrow::toggled(filters, dimension, &text);
    }
    true
}

fn put<T>(slot: &mut T, value: Option<T>) -> bool {
    let known = value.is_some();
    if let Some(value) = value {
        *slot = value;
    }
    known
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#/{}", self.place.name())?;
        if let Place::Glossary(Some(metric)) = &self.place {
            write!(f, "/{}", metric.id())?;
        }
        f.write_str("?")?;
        match self.range {
            Range::All => {}
            Range::Preset(preset) => write!(f, "period={}&", preset.name())?,
            Range::Days(period) => write!(f, "from={}&to={}&", period.from, period.to)?,
        }
        match self.grain {
            Grain::Day => {}
            Grain::Week => f.write_str("by=week&")?,
            Grain::Month => f.write_str("by=month&")?,
        }
        if self.compare != Against::default() {
            write!(f, "compare={}&", self.compare)?;
        }
        if let Some(metric) = self.metric {
            write!(f, "metric={}&", metric.id())?;
        }
        for (dimension, text) in &self.filters {
            write!(f, "{}={}&", dimension.name(), narrow::encode(text))?;
        }
        if let Some(days) = self.focus {
            write!(f, "on={}&", narrow::days_text(days))?;
        }
        if self.wall {
            f.write_str("wall=on&")?;
        }
        write!(f, "lang={}", self.lang.code())
    }
}

#[cfg(test)]
#[path = "route_tests.rs"]
mod tests;
