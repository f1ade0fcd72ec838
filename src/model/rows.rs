//! The rows of one file, as columns: what `ingest` hands to `store`.

use super::{AdRows, DailyRows, Dict, Money, Operation, Role};

/// A set of roles.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Roles(u128);

impl Roles {
    /// Adds a role.
    pub fn add(&mut self, role: Role) {
        self.0 |= 1 << role as u32;
    }

    /// Whether a role is in the set.
    pub fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u32) != 0
    }

    /// Roles that are in either set.
    pub fn union(self, other: Roles) -> Roles {
        Roles(self.0 | other.0)
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Roles {
        let mut set = Roles::default();
        roles.into_iter().for_each(|role| set.add(role));
        set
    }
}

/// Where a row stands in its file, so that its text can be read again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// Line, from 1.
    pub line: u64,
    /// First byte.
    pub offset: u64,
    /// Bytes without the line end.
    pub length: u32,
}

/// Events of one file. Columns of roles the file lacks are empty; all others have one cell a row. Number 0 of every
/// dictionary is "nothing there".
#[derive(Clone, Default)]
pub struct EventRows {
    /// The roles its columns have.
    pub roles: Roles,
    /// Visitors by number.
    pub people: Dict,
    /// Pages and items by number: one dictionary, for the page of a view is its page, else its item.
    pub places: Dict,
    /// Categories by number.
    pub categories: Dict,
    /// Sources by number.
    pub sources: Dict,
    /// Visit ids by number.
    pub sessions: Dict,
    /// Searched terms by number.
    pub terms: Dict,
    /// Visitor of each row.
    pub person: Vec<u32>,
    /// Unix seconds of each row.
    pub time: Vec<i64>,
    /// Thousandths of a second, to order rows only; empty where the file has none.
    pub millis: Vec<u16>,
    /// Kind of event in the low half, kind of page in the high half.
    pub kind: Vec<u8>,
    /// Page of each row.
    pub page: Vec<u32>,
    /// Item of each row.
    pub item: Vec<u32>,
    /// Category of each row.
    pub category: Vec<u32>,
    /// Source of each row.
    pub source: Vec<u32>,
    /// Visit id of each row.
    pub session: Vec<u32>,
    /// Searched term of each row.
    pub term: Vec<u32>,
}

/// What one row of an order file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum OrderGrain {
    /// A whole order: its amounts and dates, the quantity over all its lines.
    Order,
    /// A line of an order: its item, quantity and amounts.
    #[default]
    Line,
    /// A line that belongs to an order of another file (`ExportOrderDetailList`): items and quantities come from
    /// here, dates, buyer and the order's amounts from there.
    Detail,
}

/// One row of an order file. Number 0 of every dictionary is "nothing there".
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct OrderRow {
    /// The order.
    pub order: u32,
    /// Who bought.
    pub buyer: u32,
    /// Unix seconds when placed.
    pub placed: Option<i64>,
    /// Unix seconds when paid.
    pub paid: Option<i64>,
    /// Item: its id, else its title.
    pub item: u32,
    /// Pieces.
    pub quantity: Option<u32>,
    /// Amount to pay.
    pub amount: Option<Money>,
    /// Amount paid.
    pub paid_amount: Option<Money>,
    /// Unit price.
    pub price: Option<Money>,
    /// Promotion.
    pub promotion: u32,
    /// Province.
    pub province: u32,
    /// Where it stands.
    pub place: Place,
}

/// Order rows of one file.
#[derive(Clone, Default)]
pub struct OrderRows {
    /// The roles its columns have.
    pub roles: Roles,
    /// What a row is.
    pub grain: OrderGrain,
    /// Orders by number.
    pub orders: Dict,
    /// Buyers by number.
    pub buyers: Dict,
    /// Items by number.
    pub items: Dict,
    /// Promotions by number.
    pub promotions: Dict,
    /// Provinces by number.
    pub provinces: Dict,
    /// The rows, in file order.
    pub rows: Vec<OrderRow>,
}

/// One item for sale.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Product {
    /// Its id.
    pub item: String,
    /// Its title.
    pub title: String,
    /// Its category.
    pub category: String,
    /// Its price.
    pub price: Option<Money>,
    /// What it costs the shop.
    pub cost: Option<Money>,
    /// Pieces in stock.
    pub stock: Option<Money>,
}

/// What the rows of a file became.
#[derive(Clone)]
pub enum Rows {
    /// Events.
    Events(Box<EventRows>),
    /// Orders.
    Orders(Box<OrderRows>),
    /// Products.
    Products(Vec<Product>),
    /// Reporting rows of paid tools.
    Ads(Box<AdRows>),
    /// Operations in the ad account.
    AdLog(Vec<Operation>),
    /// Rows of a platform's ready-made report.
    Daily(Box<DailyRows>),
}
