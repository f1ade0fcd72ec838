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
                SubOrder,
                Buyer,
                PlacedAt,
                PaidAt,
                Status,
                AfterSale,
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
                Currency,
            ],
            Table::Products => &[Item, Title, Category, Price, Cost, Stock, Attributes],
            Table::Ads => &[
                Date,
                EndDate,
                Tool,
                Channel,
                Campaign,
                CampaignState,
                AdGroup,
                Item,
                Title,
                ItemState,
                Keyword,
                Audience,
                MatchType,
                SearchTerm,
                CreativeTitle,
                CreativePicture,
                AdLevel,
                EntityId,
                Entity,
                Impressions,
                Clicks,
                Cost,
                AvgRank,
                QualityScore,
                Bid,
                DefaultBid,
                CategoryBid,
                Favorites,
                Carts,
                Orders,
                Revenue,
                Currency,
            ],
            Table::AdLog => &[Time, Scope, Action, Object, Before, After, Operator],
            Table::Daily => &[
                Date,
                EndDate,
                Shop,
                Source,
                SubSource,
                LeafSource,
                Page,
                Item,
                Title,
                SearchTerm,
                Currency,
                PageViews,
                Visitors,
                NewVisitors,
                Visits,
                EngagedVisits,
                BounceRate,
                VisitDepth,
                StaySeconds,
                LandingPageViews,
                ItemPageViews,
                ItemPageVisitors,
                PlacedItems,
                PlacedOrders,
                PlacedAmount,
                Buyers,
                PaidItems,
                PaidOrders,
                PaidAmount,
                ConversionRate,
                AmountPerBuyer,
            ],
            _ => &[],
        }
    }

    /// Sets of roles without which a file of this table is of no use: one of each inner slice must be there.
    pub fn needs(self) -> &'static [&'static [Role]] {
        use Role::*;
        match self {
            Table::Events => &[&[Visitor], &[Time]],
            Table::Orders => &[&[Order], &[PlacedAt, PaidAt, Quantity]],
            Table::Products => &[&[Item], &[Title, Category, Price, Cost, Stock, Attributes]],
            Table::Ads => &[
                // A list of keywords, items or campaigns may tell bids and scores alone.
                &[Impressions, Clicks, Bid, DefaultBid, CategoryBid, QualityScore],
                &[Date, Campaign, AdGroup, Keyword, SearchTerm, Item, Title, Tool, CreativeTitle, Entity, EntityId],
            ],
            Table::AdLog => &[&[Time], &[Scope, Action]],
            Table::Daily => &[
                &[Date, Source, Page, Item, Title, SearchTerm, Shop],
                &[
                    PageViews,
                    Visitors,
                    Visits,
                    LandingPageViews,
                    ItemPageViews,
                    ItemPageVisitors,
                    PlacedItems,
                    PlacedOrders,
                    PlacedAmount,
                    Buyers,
                    PaidItems,
                    PaidOrders,
                ],
            ],
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
    /// The line's own id within its order (子订单).
    SubOrder = "sub_order",
    /// Who bought.
    Buyer = "buyer",
    /// When the order was placed (拍下).
    PlacedAt = "placed_at",
    /// When it was paid (付款); empty for unpaid orders.
    PaidAt = "paid_at",
    /// The platform's status words.
    Status = "status",
    /// The platform's words for what came after the sale (售后状态): refunds.
    AfterSale = "after_sale",
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
    /// What the item is like: `材质：棉;颜色：白`.
    Attributes = "attributes",
    /// The day (or the days) a reporting row stands for.
    Date = "date",
    /// The last day of a reporting row that stands for several days.
    EndDate = "end_date",
    /// The paid tool.
    Tool = "tool",
    /// Where the ad was shown: search, targeted.
    Channel = "channel",
    /// The campaign (推广计划).
    Campaign = "campaign",
    /// Whether the campaign is online.
    CampaignState = "campaign_state",
    /// The ad group (推广单元).
    AdGroup = "ad_group",
    /// Whether the item's promotion is online.
    ItemState = "item_state",
    /// The keyword bid on.
    Keyword = "keyword",
    /// How the keyword has to match.
    MatchType = "match_type",
    /// The ad's title.
    CreativeTitle = "creative_title",
    /// The ad's picture.
    CreativePicture = "creative_picture",
    /// What a row of a mixed report is: a campaign, an item, a keyword (主体类型).
    AdLevel = "ad_level",
    /// Id of what the row is (主体ID).
    EntityId = "entity_id",
    /// Name of what the row is (主体名称).
    Entity = "entity",
    /// A group of people that ads aim at (人群).
    Audience = "audience",
    /// Times shown in paid placements.
    Impressions = "impressions",
    /// Clicks on ads.
    Clicks = "clicks",
    /// Mean rank of the impressions.
    AvgRank = "avg_rank",
    /// Quality score.
    QualityScore = "quality_score",
    /// The keyword's own bid.
    Bid = "bid",
    /// The item's bid for keywords without one of their own.
    DefaultBid = "default_bid",
    /// The bid for clicks from category navigation.
    CategoryBid = "category_bid",
    /// Additions to favourites that ads brought.
    Favorites = "favorites",
    /// Additions to the cart that ads brought.
    Carts = "carts",
    /// Orders that ads brought.
    Orders = "orders",
    /// Sales that ads brought.
    Revenue = "revenue",
    /// What an operation was done to: keyword, item, account, creative.
    Scope = "scope",
    /// What was done.
    Action = "action",
    /// The very thing it was done to.
    Object = "object",
    /// Its value before.
    Before = "before",
    /// Its value after.
    After = "after",
    /// Who did it.
    Operator = "operator",
    /// The shop.
    Shop = "shop",
    /// The source inside the source (二级来源).
    SubSource = "sub_source",
    /// The source inside that (三级来源).
    LeafSource = "leaf_source",
    /// Views of pages, as a report counts them.
    PageViews = "page_views",
    /// Distinct visitors, as a report counts them.
    Visitors = "visitors",
    /// Distinct new visitors, as a report counts them.
    NewVisitors = "new_visitors",
    /// Visits, as a report counts them.
    Visits = "visits",
    /// Visits that did not bounce, as a report counts them.
    EngagedVisits = "engaged_visits",
    /// Share of visits that bounced.
    BounceRate = "bounce_rate",
    /// Mean views of a visit.
    VisitDepth = "visit_depth",
    /// Mean seconds of a visit.
    StaySeconds = "stay_seconds",
    /// Views of the page a visit entered on.
    LandingPageViews = "landing_page_views",
    /// Views of item pages.
    ItemPageViews = "item_page_views",
    /// Distinct visitors of item pages.
    ItemPageVisitors = "item_page_visitors",
    /// Pieces placed.
    PlacedItems = "placed_items",
    /// Orders placed.
    PlacedOrders = "placed_orders",
    /// Amount placed.
    PlacedAmount = "placed_amount",
    /// Distinct buyers who paid.
    Buyers = "buyers",
    /// Pieces paid.
    PaidItems = "paid_items",
    /// Orders paid.
    PaidOrders = "paid_orders",
    /// Buyers among visitors.
    ConversionRate = "conversion_rate",
    /// Amount paid per buyer.
    AmountPerBuyer = "amount_per_buyer",
    /// What the row's money is counted in.
    Currency = "currency",
}

impl Role {
    /// Whether its cells are money.
    pub fn is_money(self) -> bool {
        use Role::*;
        let of_orders = matches!(self, Amount | Price | Postage | PaidAmount | RefundAmount);
        of_orders || matches!(self, Cost | Revenue | Bid | DefaultBid | CategoryBid | PlacedAmount | AmountPerBuyer)
    }

    /// Whether its cells are numbers: all that are no names, words, ids or times.
    pub fn is_number(self) -> bool {
        use Role::*;
        let of_rows = matches!(self, Ignore | Personal | Time | Date | EndDate | PlacedAt | PaidAt | Status | Title | Shop | Currency);
        let of_visits =
            matches!(self, Visitor | Event | Page | PageType | Item | Category | Source | Session | SearchTerm | SubSource | LeafSource);
        let of_orders = matches!(self, Order | SubOrder | Buyer | AfterSale | Sku | Promotion | Province | City);
        let of_tools =
            matches!(self, Tool | Channel | Campaign | CampaignState | AdGroup | ItemState | Keyword | MatchType | CreativeTitle)
                || matches!(self, CreativePicture | AdLevel | EntityId | Entity | Scope | Action | Object | Before | After | Operator);
        !(of_rows || of_visits || of_orders || of_tools)
    }
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
