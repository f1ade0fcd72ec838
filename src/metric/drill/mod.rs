//! The rows behind a figure: which of the loaded rows count in a part of it, one by one.
//!
//! The folds count and forget; here the same rules are asked the other way round, person by person and order by order.
//! A law holds the two against each other: as many rows, orders or persons are found as the figure says.

mod events;
mod reports;
mod sales;

pub use events::{EventDrill, EventKey, Mark, marks};
pub use reports::{record_rows, state_rows, takes_ad};
pub use sales::{SaleDrill, SaleKey, sale_rows};

use super::catalogue::Kind;
use super::{AnyPart, Entry, MoneyPart, Part};
use serde::{Deserialize, Serialize};

/// A part of a figure that rows are counted for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Tallied {
    /// A whole number.
    Count(Part),
    /// An exact sum.
    Amount(MoneyPart),
}

/// What one of them is that a part counts: how many rows, persons or orders there are must equal the figure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Unit {
    /// Each row is one.
    Rows,
    /// Each different person is one.
    Persons,
    /// Each different order is one.
    Orders,
    /// What the rows say is added up.
    Sum,
    /// The rows tell it.
    Told,
}

/// The kind of rows that a part is counted in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    /// Events.
    Events,
    /// Orders.
    Sales,
    /// Reports of paid tools.
    Ads,
}

impl Tallied {
    /// The part that an entry is, where it is one.
    pub fn of(entry: &Entry) -> Option<Tallied> {
        match entry.kind {
            Kind::Count(part) | Kind::CountOver(part, _) => Some(Tallied::Count(part)),
            Kind::Amount(part) => Some(Tallied::Amount(part)),
            _ => None,
        }
    }

    /// The same among all parts.
    pub fn any(self) -> AnyPart {
        match self {
            Tallied::Count(part) => part.into(),
            Tallied::Amount(part) => part.into(),
        }
    }

    /// The kind of its rows.
    pub fn family(self) -> Family {
        use MoneyPart as M;
        use Part as P;
        match self {
            Tallied::Amount(M::PlacedAmount | M::PaidAmount | M::SameDayPaidAmount | M::PromoPaidAmount | M::NonPromoPaidAmount) => {
                Family::Sales
            }
            Tallied::Amount(_) => Family::Ads,
            Tallied::Count(
                P::AdImpressions | P::AdClicks | P::AdRankedImpressions | P::AdScoredImpressions | P::AdFavorites | P::AdCarts,
            ) => Family::Ads,
            Tallied::Count(
                P::PlacedItems
                | P::PlacedOrders
                | P::Buyers
                | P::RepeatBuyers
                | P::PaidItems
                | P::PaidOrders
                | P::SameDayPaidItems
                | P::SameDayPaidOrders
                | P::PromoBuyers
                | P::PromoPaidItems
                | P::PromoPaidOrders
                | P::NonPromoBuyers
                | P::NonPromoPaidItems
                | P::NonPromoPaidOrders
                | P::BuyerDays,
            ) => Family::Sales,
            Tallied::Count(_) => Family::Events,
        }
    }

    /// What it counts.
    pub fn unit(self) -> Unit {
        use Part as P;
        match self {
            Tallied::Amount(_) => Unit::Sum,
            Tallied::Count(part) if Part::DISTINCT.contains(&part) => Unit::Persons,
            Tallied::Count(P::PlacedOrders | P::PaidOrders | P::SameDayPaidOrders | P::PromoPaidOrders | P::NonPromoPaidOrders) => {
                Unit::Orders
            }
            Tallied::Count(
                P::VisitSeconds
                | P::ItemViewSeconds
                | P::PlacedItems
                | P::PaidItems
                | P::SameDayPaidItems
                | P::PromoPaidItems
                | P::NonPromoPaidItems
                | P::VisitorDays
                | P::ItemPageVisitorDays
                | P::BuyerDays,
            ) => Unit::Sum,
            Tallied::Count(_) if self.family() == Family::Ads => Unit::Sum,
            Tallied::Count(_) => Unit::Rows,
        }
    }
}
