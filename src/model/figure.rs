//! What a figure is made of: its value, its unit, and whether more is better.

use super::Money;
use serde::{Deserialize, Serialize};

/// A value that is known. What is not known is no value at all, never 0.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Value {
    /// Whole things or whole seconds.
    Count(u64),
    /// Exact money.
    Money(Money),
    /// A ratio or a mean.
    Real(f64),
}

impl Value {
    /// The nearest double.
    pub fn to_f64(self) -> f64 {
        match self {
            Value::Count(n) => n as f64,
            Value::Money(money) => money.to_f64(),
            Value::Real(x) => x,
        }
    }

    /// As JSON wants it: counts and reals are numbers, money is exact text.
    pub fn to_json(self) -> serde_json::Value {
        match self {
            Value::Count(n) => n.into(),
            Value::Money(money) => money.to_string().into(),
            Value::Real(x) => x.into(),
        }
    }

    /// The text of the JSON value without quotes: what the page's `data-value` holds.
    pub fn to_plain(self) -> String {
        match self.to_json() {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        }
    }
}

/// What a value counts, which decides how it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Things: views, persons, orders, pieces.
    Count,
    /// Money, exact.
    Money,
    /// Whole seconds.
    Seconds,
    /// A share between two counts, written in percent.
    Ratio,
    /// A mean number of things per something, written with decimals.
    Mean,
    /// A mean amount of money per something.
    MoneyMean,
    /// A mean number of seconds.
    SecondsMean,
    /// No number: a table, a state, a text.
    None,
}

impl Unit {
    /// Whether it is money, whole or on average.
    pub fn is_money(self) -> bool {
        matches!(self, Unit::Money | Unit::MoneyMean)
    }
}

/// Whether a rise is good news.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// Neither.
    Neutral,
}
