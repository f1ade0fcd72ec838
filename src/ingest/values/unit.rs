//! Units that stand in a header: 支付金额(万元), `Sales (₹)`, 点击率(%).

use super::number::Number;
use crate::model::{ColumnGuess, Money, Role};
use rust_decimal::Decimal;

/// What the numbers of a column must be multiplied with, and the unit as written.
const FACTORS: &[(&[&str], i64)] = &[
    (&["千", "千元", "千次", "千人", "千件", "k", "thousand", "'000", "000s"], 1_000),
    (&["万", "万元", "万次", "万人", "万件", "万人次", "w", "10k"], 10_000),
    (&["lakh", "lakhs", "lac"], 100_000),
    (&["百万", "百万元", "million", "millions", "mn"], 1_000_000),
    (&["千万", "千万元", "crore", "crores"], 10_000_000),
    (&["亿", "亿元"], 100_000_000),
];

/// The unit of a header that changes what its numbers mean: in brackets, or behind a `/` or `:` at the end.
fn unit(header: &str) -> Option<(&str, i64)> {
    let text = header.trim().trim_matches(['"', '\'']);
    let inner = |open: char, close: char| text.rsplit_once(open).and_then(|(_, rest)| rest.split_once(close)).map(|(inner, _)| inner);
    let ends =
        [inner('(', ')'), inner('（', '）'), inner('[', ']'), inner('【', '】'), text.rsplit_once(['/', '：', ':']).map(|(_, unit)| unit)];
    ends.into_iter().flatten().find_map(|written| {
        let plain: String = written
            .to_lowercase()
            .replace("单位", "")
            .chars()
            .filter(|c| !matches!(c, ' ' | '：' | ':' | '¥' | '￥' | '$' | '₹'))
            .collect();
        FACTORS.iter().find(|(words, _)| words.contains(&plain.as_str())).map(|(_, factor)| (written.trim(), *factor))
    })
}

/// Whether a role's cells are numbers that a unit can scale.
fn counted(role: Role) -> bool {
    use Role::*;
    matches!(
        role,
        Quantity
            | Amount
            | Price
            | Postage
            | PaidAmount
            | RefundAmount
            | Cost
            | Impressions
            | Clicks
            | Favorites
            | Carts
            | Orders
            | Revenue
            | PageViews
            | Visitors
            | NewVisitors
            | Visits
            | EngagedVisits
            | LandingPageViews
            | ItemPageViews
            | ItemPageVisitors
            | PlacedItems
            | PlacedOrders
            | PlacedAmount
            | Buyers
            | PaidItems
            | PaidOrders
            | AmountPerBuyer
    )
}

/// The factors that a file's headers ask for.
#[derive(Clone, Debug, Default)]
pub struct Units {
    columns: Vec<(usize, Role, String, i64)>,
}

impl Units {
    /// The units of some columns.
    pub fn of(columns: &[ColumnGuess]) -> Units {
        let of = |(at, column): (usize, &ColumnGuess)| {
            let (written, factor) = unit(&column.header).filter(|_| counted(column.role))?;
            Some((at, column.role, written.to_string(), factor))
        };
        Units { columns: columns.iter().enumerate().filter_map(of).collect() }
    }

    /// Every column with a unit: its role, the unit as written, and the factor.
    pub fn told(&self) -> impl Iterator<Item = (Role, &str, u64)> {
        self.columns.iter().map(|(_, role, written, factor)| (*role, written.as_str(), *factor as u64))
    }

    /// A number of a column in the unit that figures use. A cell that names a unit of its own (1.2万) has said it already.
    pub fn scaled(&self, column: Option<usize>, cell: &str, number: Number<Money>) -> Number<Money> {
        let factor = self.columns.iter().find(|(at, ..)| Some(*at) == column).map(|(.., factor)| *factor);
        match (factor, number) {
            (Some(factor), Number::Value(value)) if !cell.contains(['万', '亿', '千', 'k', 'K']) => {
                value.0.checked_mul(Decimal::from(factor)).map_or(Number::Unreadable, |value| Number::Value(Money(value.normalize())))
            }
            (_, number) => number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_headers() {
        for (header, found) in [
            ("支付金额(万元)", Some(("万元", 10_000))),
            ("支付金额（单位：千元）", Some(("单位：千元", 1_000))),
            ("访客数/万", Some(("万", 10_000))),
            ("Sales (₹ lakh)", Some(("₹ lakh", 100_000))),
            ("成交金额[亿]", Some(("亿", 100_000_000))),
            ("支付金额(元)", None),
            ("14 Day Total Sales (₹)", None),
            ("商品数量(件)", None),
            ("点击率(%)", None),
            ("Clicks", None),
        ] {
            assert_eq!(unit(header), found, "{header}");
        }
    }
}
