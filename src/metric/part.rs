//! The additive parts that folds count, and the tally that holds one number for each.

use crate::model::Money;
use serde::{Deserialize, Serialize};
use std::ops::{Index, IndexMut};

macro_rules! parts {
    ($(#[$doc:meta])* $name:ident { $($part:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
        #[allow(missing_docs)] // each part is described by its catalogue entry
        pub enum $name { $($part,)* }

        impl $name {
            /// Every part.
            pub const ALL: &[$name] = &[$($name::$part,)*];
        }
    };
}

parts! {
    /// A whole number that a fold counts inside one bucket. Merging two tallies adds it up, so a fold may only
    /// count a person, an order or a visit in the one place where that person, order or visit lives.
    Part {
        PageViews, Visitors, Favorites, ReturningVisitors, Visits, Exits, VisitViews, Bounces, TimedVisits, VisitSeconds,
        ItemPageViews, ItemPageVisitors, ItemFavorites, LandingPageViews, ItemViewSeconds, ItemViewsFollowed, ItemVisits,
        Searches, Carts, Buys, SourceVisitors, SourceNewVisitors,
        PlacedItems, PlacedOrders, Buyers, RepeatBuyers, PaidItems, PaidOrders, SameDayPaidItems, SameDayPaidOrders,
        PromoBuyers, PromoPaidItems, PromoPaidOrders, NonPromoBuyers, NonPromoPaidItems, NonPromoPaidOrders,
        AdImpressions, AdClicks, AdRankedImpressions, AdScoredImpressions, AdFavorites, AdCarts, AdRowsCut,
        VisitorDays, ItemPageVisitorDays, BuyerDays,
    }
}

parts! {
    /// An exact decimal that a fold adds up inside one bucket: money, and what is weighed by a whole number.
    MoneyPart { PlacedAmount, PaidAmount, SameDayPaidAmount, PromoPaidAmount, NonPromoPaidAmount, AdCost, AdRevenue, AdOrders, AdRankWeight, AdQualityWeight, }
}

/// One number for each part: what a bucket, a source or a whole period has counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tally {
    counts: [u64; Part::ALL.len()],
    amounts: [Money; MoneyPart::ALL.len()],
}

impl Default for Tally {
    fn default() -> Tally {
        Tally { counts: [0; Part::ALL.len()], amounts: [Money::ZERO; MoneyPart::ALL.len()] }
    }
}

impl Tally {
    /// Adds another tally, part by part. Associative and commutative; the default tally is its zero.
    pub fn merge(&mut self, other: &Tally) {
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
        for (mine, theirs) in self.amounts.iter_mut().zip(&other.amounts) {
            *mine += *theirs;
        }
    }
}

impl Index<Part> for Tally {
    type Output = u64;
    fn index(&self, part: Part) -> &u64 {
        &self.counts[part as usize]
    }
}

impl IndexMut<Part> for Tally {
    fn index_mut(&mut self, part: Part) -> &mut u64 {
        &mut self.counts[part as usize]
    }
}

impl Index<MoneyPart> for Tally {
    type Output = Money;
    fn index(&self, part: MoneyPart) -> &Money {
        &self.amounts[part as usize]
    }
}

impl IndexMut<MoneyPart> for Tally {
    fn index_mut(&mut self, part: MoneyPart) -> &mut Money {
        &mut self.amounts[part as usize]
    }
}
