//! What figures can be broken down by and narrowed to.

use super::Role;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What a breakdown cuts by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// A visit's source.
    Source,
    /// A view's page; of a visit, its first page.
    Page,
    /// An item.
    Item,
    /// An item's category.
    Category,
    /// A promotion of order lines.
    Promotion,
    /// The buyer's province.
    Province,
    /// What was searched for in the shop.
    SearchTerm,
    /// A paid tool.
    Tool,
    /// Where an ad was shown: search or targeted.
    Channel,
    /// An ad campaign.
    Campaign,
    /// A keyword that is bid on.
    Keyword,
    /// A creative: ad title and picture.
    Creative,
    /// The day of an ad report.
    Date,
}

impl Dimension {
    /// Every dimension.
    pub const ALL: [Dimension; 13] = [
        Dimension::Source,
        Dimension::Page,
        Dimension::Item,
        Dimension::Category,
        Dimension::Promotion,
        Dimension::Province,
        Dimension::SearchTerm,
        Dimension::Tool,
        Dimension::Channel,
        Dimension::Campaign,
        Dimension::Keyword,
        Dimension::Creative,
        Dimension::Date,
    ];

    /// What a view can be narrowed to: all but days, which the period is for.
    pub const NARROW: &[Dimension] = Dimension::ALL.split_at(12).0;

    /// The name used in options, JSON and links.
    pub fn name(self) -> &'static str {
        match self {
            Dimension::Source => "source",
            Dimension::Page => "page",
            Dimension::Item => "item",
            Dimension::Category => "category",
            Dimension::Promotion => "promotion",
            Dimension::Province => "province",
            Dimension::SearchTerm => "search_term",
            Dimension::Tool => "tool",
            Dimension::Channel => "channel",
            Dimension::Campaign => "campaign",
            Dimension::Keyword => "keyword",
            Dimension::Creative => "creative",
            Dimension::Date => "date",
        }
    }
}

impl Dimension {
    /// The column that it cuts by.
    pub fn role(self) -> Role {
        match self {
            Dimension::Source => Role::Source,
            Dimension::Page => Role::Page,
            Dimension::Item => Role::Item,
            Dimension::Category => Role::Category,
            Dimension::Promotion => Role::Promotion,
            Dimension::Province => Role::Province,
            Dimension::SearchTerm => Role::SearchTerm,
            Dimension::Tool => Role::Tool,
            Dimension::Channel => Role::Channel,
            Dimension::Campaign => Role::Campaign,
            Dimension::Keyword => Role::Keyword,
            Dimension::Creative => Role::CreativeTitle,
            Dimension::Date => Role::Date,
        }
    }
}

impl FromStr for Dimension {
    type Err = String;
    fn from_str(text: &str) -> Result<Dimension, String> {
        Dimension::ALL.into_iter().find(|dimension| dimension.name() == text).ok_or_else(|| {
            let names: Vec<_> = Dimension::ALL.iter().map(|dimension| dimension.name()).collect();
            format!("`{text}` is none of {}", names.join(", "))
        })
    }
}

const _: () = assert!(matches!(Dimension::ALL[Dimension::NARROW.len()], Dimension::Date));
