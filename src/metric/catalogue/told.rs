//! What the columns of ready-made reports answer, and how the values of several rows go together.

use crate::model::Role;

/// How the values of several rows go together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Nature {
    /// They add up.
    Additive,
    /// Persons: they do not.
    Distinct,
    /// A rate or a mean: only a mean of the days can be given.
    Rate,
}

/// The entries that a column answers by itself. Entries of group D are those of the whole shop, per source.
pub fn told_by(id: &str) -> Option<(Role, Nature)> {
    use Nature::{Additive, Distinct, Rate};
    Some(match id.strip_prefix("source_").unwrap_or(id) {
        "page_views" => (Role::PageViews, Additive),
        "visitors" => (Role::Visitors, Distinct),
        "new_visitors" => (Role::NewVisitors, Distinct),
        "visits" | "entries" => (Role::Visits, Additive),
        "landing_page_views" => (Role::LandingPageViews, Additive),
        "item_page_views" => (Role::ItemPageViews, Additive),
        "item_page_visitors" => (Role::ItemPageVisitors, Distinct),
        "placed_items" => (Role::PlacedItems, Additive),
        "placed_orders" => (Role::PlacedOrders, Additive),
        "placed_amount" => (Role::PlacedAmount, Additive),
        "buyers" => (Role::Buyers, Distinct),
        "paid_items" => (Role::PaidItems, Additive),
        "paid_orders" => (Role::PaidOrders, Additive),
        "paid_amount" => (Role::PaidAmount, Additive),
        // Persons row by row: what their sum counts has a name of its own.
        "visitor_days" => (Role::Visitors, Additive),
        "item_page_visitor_days" => (Role::ItemPageVisitors, Additive),
        "buyer_days" => (Role::Buyers, Additive),
        "bounce_rate" => (Role::BounceRate, Rate),
        "avg_visit_depth" | "visit_depth" => (Role::VisitDepth, Rate),
        "avg_visit_seconds" => (Role::StaySeconds, Rate),
        "conversion_rate" => (Role::ConversionRate, Rate),
        "amount_per_buyer" => (Role::AmountPerBuyer, Rate),
        _ => return None,
    })
}
