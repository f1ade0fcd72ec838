//! Parts → SQL: over which relation a part is counted, and by which aggregate. One line for each part.

use super::step::Step;
use crate::metric::{MoneyPart, Part};
use crate::model::Table;

/// Rows that can be counted, each with a local day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relation {
    /// What each person did on each day.
    Events,
    /// The days on which each person looked, and whether it was a return.
    Returns,
    /// Each person's first day, and which of the days after it the person came back on.
    Firsts,
    /// Visits, by where they begin.
    Visits,
    /// Visits, by where they end.
    Exits,
    /// Each person's first visit in a bucket or from a source.
    FirstVisits,
    /// Order lines by the day they were placed.
    Placed,
    /// Order lines by the day they were paid.
    Paid,
    /// Paid order lines of buyers who had paid before.
    Repeats,
    /// Rows of advertising reports.
    Ads,
}

impl Relation {
    /// In the order in which a query names them.
    pub const ALL: [Relation; 10] = [
        Relation::Events,
        Relation::Returns,
        Relation::Firsts,
        Relation::Visits,
        Relation::Exits,
        Relation::FirstVisits,
        Relation::Placed,
        Relation::Paid,
        Relation::Repeats,
        Relation::Ads,
    ];

    /// The name of the CTE that holds its counts.
    pub fn counts(self) -> &'static str {
        match self {
            Relation::Events => "event_counts",
            Relation::Returns => "return_counts",
            Relation::Firsts => "first_day_counts",
            Relation::Visits => "visit_counts",
            Relation::Exits => "exit_counts",
            Relation::FirstVisits => "first_visit_counts",
            Relation::Placed => "placed_counts",
            Relation::Paid => "paid_counts",
            Relation::Repeats => "repeat_counts",
            Relation::Ads => "ad_counts",
        }
    }

    /// The step whose rows are counted, and its column of days.
    pub fn rows(self) -> (Step, &'static str) {
        match self {
            Relation::Events => (Step::PersonDays, "day"),
            Relation::Returns => (Step::ViewDays, "day"),
            Relation::Firsts => (Step::FirstDays, "day"),
            Relation::Visits | Relation::Exits | Relation::FirstVisits => (Step::Visits, "day"),
            Relation::Placed => (Step::OrderLines, "placed_day"),
            Relation::Paid => (Step::OrderLines, "paid_day"),
            Relation::Repeats => (Step::RepeatLines, "paid_day"),
            Relation::Ads => (Step::AdRows, "from_day"),
        }
    }

    /// The table it comes from.
    pub fn table(self) -> Table {
        match self {
            Relation::Events | Relation::Returns | Relation::Firsts => Table::Events,
            Relation::Visits | Relation::Exits | Relation::FirstVisits => Table::Events,
            Relation::Placed | Relation::Paid | Relation::Repeats => Table::Orders,
            Relation::Ads => Table::Ads,
        }
    }
}

/// Something a fold adds up: a count or an amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Counted {
    /// A whole number.
    Count(Part),
    /// An amount of money.
    Amount(MoneyPart),
}

impl Counted {
    /// Every part, in the order of the fold's declarations.
    pub fn all() -> impl Iterator<Item = Counted> {
        Part::ALL.iter().map(|part| Counted::Count(*part)).chain(MoneyPart::ALL.iter().map(|part| Counted::Amount(*part)))
    }

    /// Its column: the declared name in the catalogue's way of writing.
    pub fn column(self) -> String {
        let name = match self {
            Counted::Count(part) => format!("{part:?}"),
            Counted::Amount(part) => format!("{part:?}"),
        };
        let mut column = String::new();
        for char in name.chars() {
            if char.is_uppercase() && !column.is_empty() {
                column.push('_');
            }
            column.push(char.to_ascii_lowercase());
        }
        column
    }

    /// Where and how it is counted.
    pub fn sql(self) -> (Relation, &'static str) {
        match self {
            Counted::Count(part) => count(part),
            Counted::Amount(part) => amount(part),
        }
    }
}

fn count(part: Part) -> (Relation, &'static str) {
    use Relation::*;
    match part {
        Part::PageViews => (Events, "sum(page_views)"),
        Part::Visitors => (Events, "count(DISTINCT CASE WHEN page_views > 0 THEN visitor END)"),
        Part::ItemPageViews => (Events, "sum(item_page_views)"),
        Part::ItemPageVisitors => (Events, "count(DISTINCT CASE WHEN item_page_views > 0 THEN visitor END)"),
        Part::Favorites => (Events, "sum(favorites)"),
        Part::ItemFavorites => (Events, "sum(item_favorites)"),
        Part::Searches => (Events, "sum(searches)"),
        Part::Carts => (Events, "sum(carts)"),
        Part::Buys => (Events, "sum(buys)"),
        Part::ReturningVisitors => (Returns, "count(DISTINCT CASE WHEN returns THEN visitor END)"),
        Part::Cohort1 => (Firsts, "count(CASE WHEN days_known >= 1 THEN 1 END)"),
        Part::Retained1 => (Firsts, "count(CASE WHEN days_known >= 1 AND back_1 = 1 THEN 1 END)"),
        Part::Cohort2 => (Firsts, "count(CASE WHEN days_known >= 2 THEN 1 END)"),
        Part::Retained2 => (Firsts, "count(CASE WHEN days_known >= 2 AND back_2 = 1 THEN 1 END)"),
        Part::Cohort3 => (Firsts, "count(CASE WHEN days_known >= 3 THEN 1 END)"),
        Part::Retained3 => (Firsts, "count(CASE WHEN days_known >= 3 AND back_3 = 1 THEN 1 END)"),
        Part::Cohort4 => (Firsts, "count(CASE WHEN days_known >= 4 THEN 1 END)"),
        Part::Retained4 => (Firsts, "count(CASE WHEN days_known >= 4 AND back_4 = 1 THEN 1 END)"),
        Part::Cohort5 => (Firsts, "count(CASE WHEN days_known >= 5 THEN 1 END)"),
        Part::Retained5 => (Firsts, "count(CASE WHEN days_known >= 5 AND back_5 = 1 THEN 1 END)"),
        Part::Cohort6 => (Firsts, "count(CASE WHEN days_known >= 6 THEN 1 END)"),
        Part::Retained6 => (Firsts, "count(CASE WHEN days_known >= 6 AND back_6 = 1 THEN 1 END)"),
        Part::Cohort7 => (Firsts, "count(CASE WHEN days_known >= 7 THEN 1 END)"),
        Part::Retained7 => (Firsts, "count(CASE WHEN days_known >= 7 AND back_7 = 1 THEN 1 END)"),
        Part::Visits => (Visits, "count(*)"),
        Part::VisitViews => (Visits, "sum(views)"),
        Part::Bounces => (Visits, "count(CASE WHEN views = 1 THEN 1 END)"),
        Part::TimedVisits => (Visits, "count(CASE WHEN views > 1 THEN 1 END)"),
        Part::VisitSeconds => (Visits, "sum(seconds)"),
        Part::LandingPageViews => (Visits, "sum(landing_views)"),
        Part::ItemVisits => (Visits, "sum(items)"),
        Part::ItemViewsFollowed => (Visits, "sum(item_views_with_next)"),
        Part::ItemViewSeconds => (Visits, "sum(item_seconds)"),
        Part::Exits => (Exits, "count(*)"),
        Part::SourceVisitors => (FirstVisits, "count(*)"),
        Part::SourceNewVisitors => (FirstVisits, "count(CASE WHEN NOT returns THEN 1 END)"),
        Part::PlacedOrders => (Placed, "count(DISTINCT order_id)"),
        Part::PlacedItems => (Placed, "sum(quantity)"),
        Part::SameDayPaidOrders => (Placed, "count(DISTINCT CASE WHEN paid_day = placed_day THEN order_id END)"),
        Part::SameDayPaidItems => (Placed, "sum(CASE WHEN paid_day = placed_day THEN quantity END)"),
        Part::PaidOrders => (Paid, "count(DISTINCT order_id)"),
        Part::PaidItems => (Paid, "sum(quantity)"),
        Part::Buyers => (Paid, "count(DISTINCT CASE WHEN buyer <> '' THEN buyer END)"),
        Part::PromoBuyers => (Paid, "count(DISTINCT CASE WHEN buyer <> '' AND promotion <> '' THEN buyer END)"),
        Part::PromoPaidOrders => (Paid, "count(DISTINCT CASE WHEN promotion <> '' THEN order_id END)"),
        Part::PromoPaidItems => (Paid, "sum(CASE WHEN promotion <> '' THEN quantity END)"),
        Part::NonPromoBuyers => (Paid, "count(DISTINCT CASE WHEN buyer <> '' AND promotion = '' THEN buyer END)"),
        Part::NonPromoPaidOrders => (Paid, "count(DISTINCT CASE WHEN promotion = '' THEN order_id END)"),
        Part::NonPromoPaidItems => (Paid, "sum(CASE WHEN promotion = '' THEN quantity END)"),
        Part::RepeatBuyers => (Repeats, "count(DISTINCT buyer)"),
        Part::AdImpressions => (Ads, "sum(CASE WHEN figure = 'impressions' THEN impressions END)"),
        Part::AdClicks => (Ads, "sum(CASE WHEN figure = 'clicks' THEN clicks END)"),
        Part::AdRankedImpressions => (Ads, "sum(CASE WHEN figure = 'avg_rank' THEN impressions END)"),
        Part::AdScoredImpressions => (Ads, "sum(CASE WHEN figure = 'quality_score' THEN impressions END)"),
        Part::AdFavorites => (Ads, "sum(CASE WHEN figure = 'favorites' THEN favorites END)"),
        Part::AdCarts => (Ads, "sum(CASE WHEN figure = 'carts' THEN carts END)"),
        Part::VisitorDays => (Events, "count(CASE WHEN page_views > 0 THEN 1 END)"),
        Part::ItemPageVisitorDays => (Events, "count(CASE WHEN item_page_views > 0 THEN 1 END)"),
        Part::BuyerDays => (Paid, "count(DISTINCT CASE WHEN buyer <> '' THEN concat(paid_day, ' ', buyer) END)"),
    }
}

fn amount(part: MoneyPart) -> (Relation, &'static str) {
    use Relation::*;
    match part {
        MoneyPart::PlacedAmount => (Placed, "sum(amount)"),
        MoneyPart::SameDayPaidAmount => (Placed, "sum(CASE WHEN paid_day = placed_day THEN paid_amount END)"),
        MoneyPart::PaidAmount => (Paid, "sum(paid_amount)"),
        MoneyPart::PromoPaidAmount => (Paid, "sum(CASE WHEN promotion <> '' THEN paid_amount END)"),
        MoneyPart::NonPromoPaidAmount => (Paid, "sum(CASE WHEN promotion = '' THEN paid_amount END)"),
        MoneyPart::AdCost => (Ads, "sum(CASE WHEN figure = 'cost' THEN cost END)"),
        MoneyPart::AdRevenue => (Ads, "sum(CASE WHEN figure = 'revenue' THEN revenue END)"),
        MoneyPart::AdOrders => (Ads, "sum(CASE WHEN figure = 'orders' THEN orders END)"),
        MoneyPart::AdRankWeight => (Ads, "sum(CASE WHEN figure = 'avg_rank' THEN avg_rank * impressions END)"),
        MoneyPart::AdQualityWeight => (Ads, "sum(CASE WHEN figure = 'quality_score' THEN quality_score * impressions END)"),
    }
}
