//! Which entries the rows of a breakdown carry: its columns, in order.

use crate::model::Dimension;

/// Figures of every breakdown of ads, the first one sorts.
pub const AD_METRICS: &[&str] = &[
    "ad_cost",
    "ad_impressions",
    "ad_clicks",
    "ad_ctr",
    "ad_cpc",
    "ad_avg_rank",
    "ad_orders",
    "ad_revenue",
    "ad_roi",
    "ad_cost_per_order",
    "ad_conversion_rate",
    "ad_favorites",
    "ad_carts",
];

/// The metrics of a breakdown, in the order of its columns; the first one sorts.
pub fn metrics_of(dimension: Dimension) -> &'static [&'static str] {
    match dimension {
        Dimension::Source => &[
            "source_visitors",
            "source_landing_page_views",
            "source_landing_share",
            "source_page_views",
            "source_page_view_share",
            "source_visit_depth",
            "source_bounce_rate",
            "source_new_visitors",
            "source_new_visitor_share",
            "visits",
        ],
        Dimension::Page => &["page_views", "visitors", "entries", "exits", "bounce_rate", "landing_page_views"],
        Dimension::Item => {
            &["item_page_views", "item_page_visitors", "item_favorites", "carts", "buyers", "paid_orders", "paid_items", "paid_amount"]
        }
        Dimension::Category => &["page_views", "visitors", "favorites", "carts"],
        Dimension::Promotion | Dimension::Province => &["paid_orders", "buyers", "paid_items", "paid_amount"],
        Dimension::SearchTerm => &["searches"],
        _ => AD_METRICS,
    }
}

/// Figures that the rows of a breakdown carry besides, where a ready-made report tells them.
pub fn told_besides(dimension: Dimension) -> &'static [&'static str] {
    match dimension {
        Dimension::Source => &["buyers", "paid_amount", "conversion_rate", "amount_per_buyer", "visitor_days", "buyer_days"],
        Dimension::Page => &["visitors", "visits", "paid_amount", "visitor_days"],
        Dimension::Item => &["placed_items", "placed_amount", "item_page_visitor_days", "buyer_days"],
        Dimension::SearchTerm => &["visitors", "landing_page_views", "avg_visit_depth", "bounce_rate", "buyers", "visitor_days"],
        _ => &[],
    }
}

/// Columns of ads that are no sums, the latest values of a key: those of keywords and items.
pub fn fields_of(dimension: Dimension) -> impl Iterator<Item = &'static str> {
    const FIELDS: &[&str] = &["ad_quality_score", "ad_default_bid", "ad_category_bid"];
    const OF_KEYWORDS: &[&str] = &["ad_own_bid", "ad_effective_bid", "ad_keyword_items"];
    let (fields, more): (&[&str], &[&str]) = match dimension {
        Dimension::Keyword => (FIELDS, OF_KEYWORDS),
        Dimension::Item => (FIELDS, &[]),
        _ => (&[], &[]),
    };
    fields.iter().chain(more).copied()
}
