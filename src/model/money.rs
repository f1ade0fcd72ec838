//! Exact decimal money.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use std::{
    fmt,
    iter::Sum,
    ops::{Add, AddAssign, Sub},
};

/// An amount in the shop's currency, exact to the last written decimal. Never passes through floating point.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Money(pub Decimal);

impl Money {
    /// No money.
    pub const ZERO: Money = Money(Decimal::ZERO);

    /// Reads plain digits such as `-1234.50`; None for anything else.
    pub fn parse(text: &str) -> Option<Money> {
        Decimal::from_str_exact(text).ok().map(Money)
    }

    /// Cuts a total into parts in proportion to weights, to the cent; the last part takes what rounding leaves, so that
    /// the parts add up to the total exactly.
    pub fn share(total: Option<Money>, weights: &[Decimal]) -> Vec<Option<Money>> {
        let Some(Money(total)) = total else { return vec![None; weights.len()] };
        let all: Decimal = weights.iter().sum();
        let places = total.scale().max(2);
        let mut left = total;
        let mut parts: Vec<Option<Money>> = Vec::with_capacity(weights.len());
        for (at, weight) in weights.iter().enumerate() {
            let part = if at + 1 == weights.len() {
                left
            } else if all.is_zero() {
                Decimal::ZERO
            } else {
                total
                    .checked_mul(*weight)
                    .map_or(Decimal::ZERO, |scaled| (scaled / all).round_dp_with_strategy(places, RoundingStrategy::ToZero))
            };
            left -= part;
            parts.push(Some(Money(part)));
        }
        parts
    }

    /// The nearest double, for ratios only.
    pub fn to_f64(self) -> f64 {
        // Through the text: `str::parse` rounds correctly, the decimal's own conversion does not promise to.
        self.0.to_string().parse().unwrap_or(f64::NAN)
    }
}

impl fmt::Display for Money {
    /// Plain digits with at least two decimals: `922790.83`, `1.50`, `0.125`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut amount = self.0.normalize();
        if amount.scale() < 2 {
            amount.rescale(2);
        }
        write!(f, "{amount}")
    }
}

impl From<Money> for String {
    fn from(money: Money) -> String {
        money.to_string()
    }
}

impl TryFrom<String> for Money {
    type Error = String;
    fn try_from(text: String) -> Result<Money, String> {
        Money::parse(&text).ok_or_else(|| format!("`{text}` is not an amount"))
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_has_at_least_two_decimals_and_loses_none() {
        for (read, shown) in [("1.5", "1.50"), ("290", "290.00"), ("0.125", "0.125"), ("-0.10", "-0.10"), ("0", "0.00"), ("1.500", "1.50")]
        {
            assert_eq!(Money::parse(read).unwrap().to_string(), shown);
        }
        assert!(Money::parse("1,2").is_none());
    }

    #[test]
    fn sums_are_exact() {
        let dime = Money::parse("0.1").unwrap();
        assert_eq!(std::iter::repeat_n(dime, 30).sum::<Money>().to_string(), "3.00");
    }

    #[test]
    fn shares_add_up_to_the_cent() {
        let money = |text: &str| Money::parse(text).unwrap();
        let weights = ["1", "1", "1"].map(|w| money(w).0);
        let parts = Money::share(Some(money("10.00")), &weights);
        assert_eq!(parts, [Some(money("3.33")), Some(money("3.33")), Some(money("3.34"))]);
        assert_eq!(Money::share(None, &weights), [None, None, None]);
        assert_eq!(Money::share(Some(money("5")), &[Decimal::ZERO, Decimal::ZERO]), [Some(money("0")), Some(money("5"))]);
    }
}
