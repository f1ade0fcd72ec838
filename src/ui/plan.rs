//! Which figures stand on which board, and in what order. Figures that no list names follow by themselves, so that
//! none is ever lost; a test says so.

use super::route::Place;
use crate::metric::catalogue::{Group, Kind, listed};
use crate::metric::{Entry, MetricId};
use crate::model::Table;
use crate::report::Dimension;

/// A part of a board: the id of its title, and the metrics on its cards.
#[derive(Clone, PartialEq, Debug)]
pub struct Section {
    /// Text id.
    pub title: &'static str,
    /// The metrics.
    pub metrics: Vec<MetricId>,
}

type Lists = &'static [(&'static str, &'static [&'static str])];

const OVERVIEW: Lists = &[(
    "section-overview",
    &[
        "paid_amount",
        "visitors",
        "conversion_rate",
        "amount_per_buyer",
        "page_views",
        "buyers",
        "paid_orders",
        "payment_rate",
        "bounce_rate",
        "avg_visit_depth",
        "returning_visitor_rate",
        "repeat_buyer_rate",
    ],
)];

const TRAFFIC: Lists = &[
    ("section-visits", &["page_views", "visitors", "visits", "returning_visitors", "returning_visitor_rate"]),
    ("section-deeds", &["favorites", "carts", "searches", "buys"]),
    ("section-quality", &["bounce_rate", "avg_visit_depth", "avg_visit_depth_daily_mean", "avg_visit_seconds", "visit_seconds"]),
    ("section-item-pages", &["item_page_views", "item_page_visitors", "item_favorites", "item_visits", "avg_item_view_seconds"]),
    ("section-entry", &["entries", "exits", "landing_page_views", "entry_exit_pages", "entry_times"]),
];

const SALES: Lists = &[
    ("section-paid", &["paid_amount", "paid_orders", "paid_items", "buyers", "repeat_buyers", "repeat_buyer_rate"]),
    ("section-per-head", &["amount_per_buyer", "amount_per_order", "items_per_buyer", "orders_per_buyer", "amount_per_buyer_daily_mean"]),
    ("section-conversion", &["conversion_rate", "conversion_rate_daily_mean", "payment_rate"]),
    (
        "section-placed",
        &["placed_amount", "placed_orders", "placed_items", "same_day_paid_amount", "same_day_paid_orders", "same_day_paid_items"],
    ),
    (
        "section-promo",
        &[
            "promo_paid_amount",
            "promo_paid_orders",
            "promo_paid_items",
            "promo_buyers",
            "promo_conversion_rate",
            "promo_conversion_rate_period",
        ],
    ),
    ("section-non-promo", &["non_promo_paid_amount", "non_promo_paid_orders", "non_promo_paid_items", "non_promo_buyers"]),
];

const SOURCES: Lists = &[(
    "section-sources",
    &[
        "source_visitors",
        "source_new_visitors",
        "source_new_visitor_share",
        "source_page_views",
        "source_visit_depth",
        "source_bounce_rate",
        "source_landing_page_views",
        "source_landing_share",
        "source_page_view_share",
    ],
)];

const ADS: Lists = &[
    ("section-ads-shown", &["ad_cost", "ad_impressions", "ad_clicks", "ad_ctr", "ad_cpc", "ad_avg_rank", "ad_quality_mean"]),
    ("section-ads-brought", &["ad_roi", "ad_revenue", "ad_orders", "ad_cost_per_order", "ad_conversion_rate", "ad_favorites", "ad_carts"]),
    ("section-ads-tools", &["ad_total_cost", "ad_avg_click_cost", "ad_targeted"]),
    (
        "section-ads-states",
        &[
            "campaign_active",
            "campaign_paused",
            "campaign_without_items",
            "campaign_all_items_paused",
            "ad_item_active",
            "ad_item_paused",
            "ad_rejected",
            "ad_item_delisted",
        ],
    ),
    ("section-ads-log", &["log_keyword", "log_item", "log_account", "log_creative"]),
];

/// What the figures of a board are cut by, in its tables.
pub fn breakdowns(place: &Place) -> &'static [Dimension] {
    match place {
        Place::Overview => &[Dimension::Source, Dimension::Item],
        Place::Traffic => &[Dimension::Source, Dimension::SearchTerm, Dimension::Category],
        Place::Sales => &[Dimension::Item, Dimension::Promotion, Dimension::Province],
        Place::Sources => &[Dimension::Source],
        Place::Ads => &[Dimension::Tool, Dimension::Channel],
        Place::Data | Place::Glossary(_) => &[],
    }
}

/// Entries of group C that are columns of the tables, tables or look-ups: they have no card.
fn has_card(entry: &Entry) -> bool {
    entry.kind.is_figure() || matches!(entry.kind, Kind::State | Kind::Record)
}

/// The board that an entry of the catalogue belongs to.
pub fn home(entry: &Entry) -> Option<Place> {
    match entry.group {
        Group::Basic => Some(Place::Traffic),
        Group::Sales => Some(Place::Sales),
        Group::Sources => Some(Place::Sources),
        Group::Search => Some(Place::Ads).filter(|_| has_card(entry)),
        Group::Extra if entry.needs.contains(&Table::Ads) => Some(Place::Ads).filter(|_| has_card(entry)),
        Group::Extra if entry.needs.contains(&Table::Orders) => Some(Place::Sales),
        Group::Extra if entry.needs == [Table::Events] => Some(Place::Traffic),
        _ => None,
    }
}

/// The sections of a board.
pub fn sections(place: &Place) -> Vec<Section> {
    let lists = match place {
        Place::Overview => OVERVIEW,
        Place::Traffic => TRAFFIC,
        Place::Sales => SALES,
        Place::Sources => SOURCES,
        Place::Ads => ADS,
        Place::Data | Place::Glossary(_) => &[],
    };
    let mut sections: Vec<Section> =
        lists.iter().map(|(title, ids)| Section { title, metrics: ids.iter().filter_map(|id| MetricId::of(id)).collect() }).collect();
    let named = |metric: MetricId| lists.iter().any(|(_, ids)| ids.contains(&metric.id()));
    let rest: Vec<MetricId> =
        listed().filter(|entry| home(entry).as_ref() == Some(place)).map(MetricId).filter(|metric| !named(*metric)).collect();
    if !rest.is_empty() {
        sections.push(Section { title: "section-more", metrics: rest });
    }
    sections
}

/// The metric whose trend a board shows until somebody picks another: the first with a course.
pub fn first_metric(place: &Place, has_course: impl Fn(MetricId) -> bool) -> Option<MetricId> {
    let all: Vec<MetricId> = sections(place).into_iter().flat_map(|section| section.metrics).collect();
    all.iter().copied().find(|metric| has_course(*metric)).or(all.first().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_figure_stands_on_its_board_once() {
        for place in [Place::Traffic, Place::Sales, Place::Sources, Place::Ads] {
            let shown: Vec<&str> = sections(&place).iter().flat_map(|s| s.metrics.iter().map(|m| m.id())).collect();
            let due: BTreeSet<&str> = listed().filter(|entry| home(entry).as_ref() == Some(&place)).map(|entry| entry.id).collect();
            assert_eq!(shown.len(), due.len(), "{place:?}");
            assert_eq!(shown.into_iter().collect::<BTreeSet<_>>(), due);
        }
    }

    #[test]
    fn every_listed_id_is_in_the_catalogue() {
        for (_, ids) in [OVERVIEW, TRAFFIC, SALES, SOURCES, ADS].concat() {
            for id in ids {
                assert!(MetricId::of(id).is_some(), "{id}");
            }
        }
    }
}
