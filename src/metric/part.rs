//! The additive parts that folds count, and the tally that holds one number for each.

use super::Marks;
use crate::model::{Currency, Money};
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
        AdImpressions, AdClicks, AdRankedImpressions, AdScoredImpressions, AdFavorites, AdCarts,
        VisitorDays, ItemPageVisitorDays, BuyerDays,
        Cohort1, Cohort2, Cohort3, Cohort4, Cohort5, Cohort6, Cohort7,
        Retained1, Retained2, Retained3, Retained4, Retained5, Retained6, Retained7,
    }
}

impl Part {
    /// Parts that count persons in a bucket: those of two days do not add up to those of both together.
    pub const DISTINCT: &[Part] = &[
        Part::Visitors,
        Part::ReturningVisitors,
        Part::ItemPageVisitors,
        Part::SourceVisitors,
        Part::SourceNewVisitors,
        Part::Buyers,
        Part::RepeatBuyers,
        Part::PromoBuyers,
        Part::NonPromoBuyers,
    ];

    /// For one to seven days later: who could have come back by then, and who did.
    pub const RETENTION: [(Part, Part); 7] = [
        (Part::Cohort1, Part::Retained1),
        (Part::Cohort2, Part::Retained2),
        (Part::Cohort3, Part::Retained3),
        (Part::Cohort4, Part::Retained4),
        (Part::Cohort5, Part::Retained5),
        (Part::Cohort6, Part::Retained6),
        (Part::Cohort7, Part::Retained7),
    ];
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
    /// What is known of these sums.
    pub marks: Marks,
}

impl Serialize for Tally {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.counts[..], &self.amounts[..], self.marks).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Tally {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Tally, D::Error> {
        let (counts, amounts, marks) = <(Vec<u64>, Vec<Money>, Marks)>::deserialize(deserializer)?;
        let fit = counts.len() == Part::ALL.len() && amounts.len() == MoneyPart::ALL.len();
        let mut tally = Tally { marks, ..Tally::default() };
        if !fit {
            return Err(serde::de::Error::custom("a tally of another build"));
        }
        tally.counts.copy_from_slice(&counts);
        tally.amounts.copy_from_slice(&amounts);
        Ok(tally)
    }
}

impl Default for Tally {
    fn default() -> Tally {
        Tally { counts: [0; Part::ALL.len()], amounts: [Money::ZERO; MoneyPart::ALL.len()], marks: Marks::default() }
    }
}

impl Tally {
    /// Adds the parts of another tally that add up over days: all but those that count persons.
    pub fn merge_additive(&mut self, other: &Tally) {
        let kept = Part::DISTINCT.iter().map(|part| self[*part]).collect::<Vec<u64>>();
        self.merge(other);
        for (part, kept) in Part::DISTINCT.iter().zip(kept) {
            self[*part] = kept;
        }
    }

    /// Adds another tally, part by part. Associative and commutative; the default tally is its zero.
    pub fn merge(&mut self, other: &Tally) {
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
        for (mine, theirs) in self.amounts.iter_mut().zip(&other.amounts) {
            *mine += *theirs;
        }
        self.marks.merge(&other.marks);
    }

    /// Adds one row's amount to a sum; a blank one adds nothing.
    pub fn tell(&mut self, part: MoneyPart, amount: Option<Money>, currency: Currency) {
        if let Some(amount) = amount {
            self[part] += amount;
            self.marks.money(part, currency);
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
