//! The canonical tables and the role each of their columns plays.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A canonical table: what the rows of a file become.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Table {
    /// One thing a visitor did.
    Events,
    /// One order line, or one order where the export has no lines.
    Orders,
    /// One reporting row of a paid tool.
    Ads,
    /// One operation in the ad account.
    AdLog,
    /// One item for sale.
    Products,
    /// One day of a platform's ready-made report.
    Daily,
    /// One merchant in a platform's pipeline.
    Merchants,
    /// One post, live stream or article.
    Content,
    /// One target or budget.
    Plan,
}

impl Table {
    /// Every table, in the order of the specification.
    pub const ALL: [Table; 9] = [
        Table::Events,
        Table::Orders,
        Table::Ads,
        Table::AdLog,
        Table::Products,
        Table::Daily,
        Table::Merchants,
        Table::Content,
        Table::Plan,
    ];

    /// The name used in files, options and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Table::Events => "events",
            Table::Orders => "orders",
            Table::Ads => "ads",
            Table::AdLog => "ad_log",
            Table::Products => "products",
            Table::Daily => "daily",
            Table::Merchants => "merchants",
            Table::Content => "content",
            Table::Plan => "plan",
        }
    }

    /// The roles a column of this table can have, the needed ones first. Empty for tables that are not read yet.
    pub fn roles(self) -> &'static [Role] {
        use Role::*;
        match self {
            Table::Events => &[Visitor, Time, Event, Page, PageType, Item, Category, Source, Session, SearchTerm],
            Table::Orders => &[
                Order,
                Buyer,
                PlacedAt,
                PaidAt,
                Status,
                Item,
                Title,
                Sku,
                Quantity,
                Amount,
                Price,
                Postage,
                PaidAmount,
                RefundAmount,
                Promotion,
                Source,
                Province,
                City,
            ],
            Table::Products => &[Item, Title, Category, Price, Cost, Stock],
            _ => &[],
        }
    }

    /// Sets of roles without which a file of this table is of no use: one of each inner slice must be there.
    pub fn needs(self) -> &'static [&'static [Role]] {
        use Role::*;
        match self {
            Table::Events => &[&[Visitor], &[Time]],
            Table::Orders => &[&[Order], &[PlacedAt, PaidAt, Quantity]],
            Table::Products => &[&[Item], &[Title, Category, Price, Cost, Stock]],
            _ => &[],
        }
    }
}

impl FromStr for Table {
    type Err = String;
    fn from_str(text: &str) -> Result<Table, String> {
        Table::ALL.into_iter().find(|table| table.name() == text).ok_or_else(|| {
            let names: Vec<_> = Table::ALL.iter().map(|table| table.name()).collect();
            format!("`{text}` is none of the tables {}", names.join(", "))
        })
    }
}

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident = $name:literal,)*) => {
        /// What a column is for.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Role { $($(#[$doc])* $role,)* }

        impl Role {
            /// Every role.
            pub const ALL: &[Role] = &[$(Role::$role,)*];

            /// The name used in `--columns`, JSON and generated text.
            pub fn name(self) -> &'static str {
                match self { $(Role::$role => $name,)* }
            }
        }
    };
}

roles! {
    /// Column is kept out: nothing is read from it.
    Ignore = "ignore",
    /// Personal data (names, phones, addresses, e-mails): recognised and never read into memory.
    Personal = "personal",
    /// Who visits.
    Visitor = "visitor",
    /// When it happened.
    Time = "time",
    /// What was done: view, favorite, cart, search, buy, …
    Event = "event",
    /// The page looked at.
    Page = "page",
    /// home, category, item, search, content, other.
    PageType = "page_type",
    /// The item's id.
    Item = "item",
    /// The item's category.
    Category = "category",
    /// Where the visit or order came from.
    Source = "source",
    /// The log's own visit id.
    Session = "session",
    /// What was searched for.
    SearchTerm = "search_term",
    /// The order's id.
    Order = "order",
    /// Who bought.
    Buyer = "buyer",
    /// When the order was placed (拍下).
    PlacedAt = "placed_at",
    /// When it was paid (付款); empty for unpaid orders.
    PaidAt = "paid_at",
    /// The platform's status words.
    Status = "status",
    /// The item's title.
    Title = "title",
    /// The item's variant.
    Sku = "sku",
    /// Pieces.
    Quantity = "quantity",
    /// Amount to pay for the line (or the order).
    Amount = "amount",
    /// Unit price.
    Price = "price",
    /// Postage that adds to the amount.
    Postage = "postage",
    /// Amount really paid.
    PaidAmount = "paid_amount",
    /// Amount given back.
    RefundAmount = "refund_amount",
    /// The promotion the line took part in; empty for none.
    Promotion = "promotion",
    /// Province of the buyer.
    Province = "province",
    /// City of the buyer.
    City = "city",
    /// What the item costs the shop.
    Cost = "cost",
    /// Pieces in stock.
    Stock = "stock",
}

impl FromStr for Role {
    type Err = String;
    fn from_str(text: &str) -> Result<Role, String> {
        let text = if text.is_empty() || text == "-" { "ignore" } else { text };
        Role::ALL.iter().copied().find(|role| role.name() == text).ok_or_else(|| {
            let names: Vec<_> = Role::ALL.iter().map(|role| role.name()).collect();
            format!("`{text}` is none of the roles {}", names.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for table in Table::ALL {
            assert_eq!(table.name().parse::<Table>(), Ok(table));
            assert_eq!(serde_json::to_value(table).unwrap(), table.name());
        }
        for role in Role::ALL {
            assert_eq!(role.name().parse::<Role>(), Ok(*role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.name());
        }
    }
}
