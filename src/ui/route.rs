//! What the page shows, as a link: `#/traffic?period=last7&by=day&compare=prev&metric=visitors&lang=zh`.
//!
//! The link holds the view, never data. What cannot be understood falls back to its default, and the caller is told.

use super::period::{Preset, Range};
use crate::metric::MetricId;
use crate::model::{Day, Grain, Period};
use crate::report::Lang;
use std::fmt;

/// Longer links are not read: no view needs them.
const LONGEST: usize = 2_000;

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
    /// Whether to compare with the period before.
    pub compare: bool,
    /// The metric of the trend; the board's own choice when None.
    pub metric: Option<MetricId>,
    /// The language.
    pub lang: Lang,
}

impl View {
    /// The view of somebody who has asked for nothing yet.
    pub fn first(lang: Lang) -> View {
        View { place: Place::Overview, range: Range::All, grain: Grain::Day, compare: true, metric: None, lang }
    }

    /// Reads a link's fragment (with or without `#`). The flag tells whether all of it was understood.
    pub fn parse(fragment: &str, lang: Lang) -> (View, bool) {
        let mut view = View::first(lang);
        let text = fragment.strip_prefix('#').unwrap_or(fragment);
        if text.is_empty() || text == "/" {
            return (view, true);
        }
        if text.len() > LONGEST {
            return (view, false);
        }
        let Some(text) = text.strip_prefix('/') else {
            return (view, false);
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
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            understood &= match key {
                "from" => put(&mut from, value.parse::<Day>().ok().map(Some)),
                "to" => put(&mut to, value.parse::<Day>().ok().map(Some)),
                "period" => put(&mut view.range, Preset::named(value).map(Range::Preset)),
                "by" => put(&mut view.grain, value.parse().ok()),
                "compare" => put(&mut view.compare, [("prev", true), ("none", false)].into_iter().find(|c| c.0 == value).map(|c| c.1)),
                "metric" => put(&mut view.metric, MetricId::of(value).map(Some)),
                "lang" => put(&mut view.lang, value.parse().ok()),
                _ => false,
            };
        }
        match (from, to) {
            (None, None) => {}
            (Some(from), Some(to)) => understood &= put(&mut view.range, Period::new(from, to).map(Range::Days)),
            _ => understood = false,
        }
        (view, understood)
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
        if !self.compare {
            f.write_str("compare=none&")?;
        }
        if let Some(metric) = self.metric {
            write!(f, "metric={}&", metric.id())?;
        }
        write!(f, "lang={}", self.lang.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_read_back_from_their_links() {
        let period = Period::new("2026-06-05".parse().unwrap(), "2026-06-18".parse().unwrap()).unwrap();
        for place in Place::ALL {
            for range in [Range::All, Range::Preset(Preset::Last7), Range::Days(period)] {
                for (grain, compare) in [(Grain::Day, true), (Grain::Week, false), (Grain::Month, true)] {
                    let view = View { place: place.clone(), range, grain, compare, metric: None, lang: Lang::En };
                    assert_eq!(View::parse(&view.to_string(), Lang::Zh), (view, true));
                }
            }
        }
    }

    #[test]
    fn what_is_not_understood_falls_back_and_is_told() {
        let first = View::first(Lang::Zh);
        for link in ["", "#", "#/", "#/overview"] {
            assert_eq!(View::parse(link, Lang::Zh), (first.clone(), true), "{link}");
        }
        let long = format!("#/overview?metric={}", "x".repeat(3_000));
        for link in ["nonsense", "#/nowhere", "#/overview/x", "#/overview?from=2026-06-18&to=2026-06-05", "#/overview?x=1", "#/%", &long] {
            assert_eq!(View::parse(link, Lang::Zh), (first.clone(), false), "{link}");
        }
        let (view, understood) = View::parse("#/sales?by=year&lang=en&from=2026-06-05", Lang::Zh);
        assert_eq!((view.place, view.grain, view.lang, view.range, understood), (Place::Sales, Grain::Day, Lang::En, Range::All, false));
    }
}
