//! What a tally knows of its sums beside the sums: the currencies in them, and the columns that rows cut off or leave blank.
//! These are sets, merged by union: no order, split or lane changes them.

use super::catalogue::{Entry, Kind, entries, find};
use super::{MoneyPart, Part};
use crate::model::{Currencies, Currency, Role, Roles, Unit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Counts whose column may be blank on a row.
const COUNTS: [(Part, Role); 9] = [
    (Part::PlacedItems, Role::Quantity),
    (Part::PaidItems, Role::Quantity),
    (Part::SameDayPaidItems, Role::Quantity),
    (Part::PromoPaidItems, Role::Quantity),
    (Part::NonPromoPaidItems, Role::Quantity),
    (Part::AdImpressions, Role::Impressions),
    (Part::AdClicks, Role::Clicks),
    (Part::AdFavorites, Role::Favorites),
    (Part::AdCarts, Role::Carts),
];

/// Exact sums that are money: those before the ones that only are weighed.
const MONEY: usize = MoneyPart::AdOrders as usize;

/// A part, of whichever kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AnyPart {
    /// A count.
    Count(Part),
    /// An exact sum.
    Amount(MoneyPart),
}

impl From<Part> for AnyPart {
    fn from(part: Part) -> AnyPart {
        AnyPart::Count(part)
    }
}

impl From<MoneyPart> for AnyPart {
    fn from(part: MoneyPart) -> AnyPart {
        AnyPart::Amount(part)
    }
}

impl AnyPart {
    /// The column that a row tells it by; None where it is more than a column.
    pub fn role(self) -> Option<Role> {
        match self {
            AnyPart::Count(part) => COUNTS.iter().find(|(of, _)| *of == part).map(|(_, role)| *role),
            AnyPart::Amount(part) => Some(match part {
                MoneyPart::PlacedAmount => Role::Amount,
                MoneyPart::PaidAmount | MoneyPart::SameDayPaidAmount | MoneyPart::PromoPaidAmount | MoneyPart::NonPromoPaidAmount => {
                    Role::PaidAmount
                }
                MoneyPart::AdCost => Role::Cost,
                MoneyPart::AdRevenue => Role::Revenue,
                MoneyPart::AdOrders => Role::Orders,
                MoneyPart::AdRankWeight | MoneyPart::AdQualityWeight => return None,
            }),
        }
    }
}

impl AnyPart {
    /// The column that decides which rows of paid tools it is taken from; None where it comes from elsewhere.
    pub fn reported(self) -> Option<Role> {
        match self {
            AnyPart::Count(Part::AdRankedImpressions) | AnyPart::Amount(MoneyPart::AdRankWeight) => Some(Role::AvgRank),
            AnyPart::Count(Part::AdScoredImpressions) | AnyPart::Amount(MoneyPart::AdQualityWeight) => Some(Role::QualityScore),
            AnyPart::Count(Part::AdImpressions | Part::AdClicks | Part::AdFavorites | Part::AdCarts) => self.role(),
            AnyPart::Amount(MoneyPart::AdCost | MoneyPart::AdRevenue | MoneyPart::AdOrders) => self.role(),
            _ => None,
        }
    }
}

/// What is known of a tally's sums.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Marks {
    money: [Currencies; MONEY],
    cut: Roles,
    untold: Roles,
}

impl Marks {
    /// Adds what other rows have shown.
    #[inline]
    pub fn merge(&mut self, other: &Marks) {
        self.money.iter_mut().zip(other.money).for_each(|(mine, theirs)| mine.merge(theirs));
        self.cut = self.cut.union(other.cut);
        self.untold = self.untold.union(other.untold);
    }

    /// Money of a row was added to a sum.
    #[inline]
    pub fn money(&mut self, part: MoneyPart, currency: Currency) {
        if let Some(all) = self.money.get_mut(part as usize) {
            all.add(currency);
        }
    }

    /// Money of these currencies was added to a sum.
    pub fn all_money(&mut self, part: MoneyPart, currencies: Currencies) {
        if let Some(all) = self.money.get_mut(part as usize) {
            all.merge(currencies);
        }
    }

    /// Of these columns some day is told only by rows that reach outside the bucket.
    pub fn cut_off(&mut self, columns: Roles) {
        self.cut = self.cut.union(columns);
    }

    /// Whether something that an entry rests on is not known for all days.
    pub fn cuts(&self, entry: &Entry) -> bool {
        Rests::of(entry).parts.iter().filter_map(|part| part.reported()).any(|role| self.cut.has(role))
    }

    /// Rows count, and none of them tells these columns.
    pub fn blank(&mut self, columns: Roles) {
        self.untold = self.untold.union(columns);
    }

    /// A column that an entry rests on and that no row tells.
    pub fn untold(&self, entry: &Entry) -> Option<Role> {
        Rests::of(entry).parts.iter().filter_map(|part| part.reported()).find(|role| self.untold.has(*role))
    }

    /// The currencies in an entry's money; none where it has no money in it.
    pub fn currencies(&self, entry: &Entry) -> Currencies {
        let mut all = Currencies::default();
        Rests::of(entry).money.iter().for_each(|part| all.merge(self.money[*part as usize]));
        all
    }
}

/// What an entry rests on: its parts, and which of them are money.
#[derive(Clone, Default)]
pub struct Rests {
    /// The parts, itself or through the entries that its formula names.
    pub parts: Vec<AnyPart>,
    money: Vec<MoneyPart>,
}

impl Rests {
    /// Of an entry.
    pub fn of(entry: &Entry) -> &'static Rests {
        static NONE: Rests = Rests { parts: Vec::new(), money: Vec::new() };
        static ALL: LazyLock<BTreeMap<&'static str, Rests>> =
            LazyLock::new(|| entries().map(|entry| (entry.id, Rests::default().with(entry))).collect());
        ALL.get(entry.id).unwrap_or(&NONE)
    }

    fn with(mut self, entry: &Entry) -> Rests {
        match entry.kind {
            Kind::Count(part) | Kind::CountOver(part, _) => self.parts.push(part.into()),
            Kind::Amount(part) => {
                if entry.unit == Unit::Money && (part as usize) < MONEY {
                    self.money.push(part);
                }
                self.parts.push(part.into());
            }
            _ => {}
        }
        entry.kind.parts().into_iter().filter_map(find).fold(self, Rests::with)
    }
}
