//! Breakdowns: which rows have a key, and by which column.

use super::Engine;
use super::counting::Relation;
use crate::model::Dimension;

/// A relation that can be cut by a dimension, and its column.
pub type Keyed = (Relation, &'static str);

/// The relations that can be cut by a dimension, each with its column.
pub fn relations(dimension: Dimension) -> &'static [Keyed] {
    use Relation::*;
    match dimension {
        Dimension::Source => &[(Visits, "source"), (FirstVisits, "source")],
        Dimension::Page => &[(Events, "key"), (Visits, "entry_page"), (Exits, "exit_page")],
        Dimension::Item => &[(Events, "key"), (Paid, "item"), (Ads, "item")],
        Dimension::Category => &[(Events, "key")],
        Dimension::SearchTerm => &[(Events, "key"), (Ads, "search_term")],
        Dimension::Promotion => &[(Paid, "promotion")],
        Dimension::Province => &[(Paid, "province")],
        Dimension::Tool => &[(Ads, "tool")],
        Dimension::Channel => &[(Ads, "channel")],
        Dimension::Campaign => &[(Ads, "campaign")],
        Dimension::Keyword => &[(Ads, "keyword")],
        Dimension::Creative => &[(Ads, CREATIVE)],
        Dimension::Date => &[(Ads, "span")],
    }
}

/// A creative by its title, and its picture where it has one.
const CREATIVE: &str = "CASE WHEN creative_title = '' THEN creative_picture WHEN creative_picture = '' THEN creative_title ELSE concat(creative_title, ' · ', creative_picture) END";

/// The column of a relation; the days of an ad report are written as one text.
pub fn column(engine: Engine, dimension: Dimension, relation: Relation) -> String {
    let column = relations(dimension).iter().find(|(of, _)| *of == relation).map_or("", |(_, column)| column);
    match column {
        "span" => format!(
            "CASE WHEN from_day IS NULL THEN '' WHEN from_day = to_day THEN {0} ELSE concat({0}, '~', {1}) END",
            engine.day_text("from_day"),
            engine.day_text("to_day")
        ),
        column => column.to_string(),
    }
}

/// Which rows of ads have a key of their own; None where every row has one, if only an empty one.
pub fn named(dimension: Dimension) -> Option<&'static str> {
    Some(match dimension {
        Dimension::Campaign => "campaign <> ''",
        Dimension::Item => "item <> ''",
        Dimension::Keyword => "keyword <> ''",
        Dimension::SearchTerm => "search_term <> ''",
        Dimension::Creative => "(creative_title <> '' OR creative_picture <> '')",
        _ => return None,
    })
}

/// The column of ready-made reports that a dimension cuts by.
pub fn of_reports(dimension: Dimension) -> Option<&'static str> {
    Some(match dimension {
        Dimension::Source => "source",
        Dimension::Page => "page",
        Dimension::Item => "item",
        Dimension::SearchTerm => "search_term",
        _ => return None,
    })
}
