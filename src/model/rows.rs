//! The rows of one file, as columns: what `ingest` hands to `store`.

use super::{AdRows, DailyRows, Money, Operation, OrderRows, Role, Space};
use serde::{Deserialize, Serialize};

/// A set of roles.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
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

    /// Roles that are in both sets.
    pub fn both(self, other: Roles) -> Roles {
        Roles(self.0 & other.0)
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

/// Instants are kept in 32 bits: unix seconds moved up by two days, so that the first hours of 1970 in zones east of
/// Greenwich fit too. Times that files can mean end with the year 2100.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Stamp;

impl Stamp {
    const SHIFT: i64 = 172_800;

    /// The 32 bits of an instant in unix seconds; the nearest that fits.
    #[inline]
    pub fn of(seconds: i64) -> u32 {
        seconds.saturating_add(Stamp::SHIFT).clamp(0, i64::from(u32::MAX)) as u32
    }

    /// Unix seconds of an instant.
    #[inline]
    pub fn seconds(stamp: u32) -> i64 {
        i64::from(stamp) - Stamp::SHIFT
    }
}

/// The columns of texts that events have.
pub const TEXTS: [(Role, Space); 6] = [
    (Role::Page, Space::Places),
    (Role::Item, Space::Places),
    (Role::Category, Space::Categories),
    (Role::Source, Space::Sources),
    (Role::Session, Space::Sessions),
    (Role::SearchTerm, Space::Terms),
];

/// Some rows of events, as columns. Columns of roles the file lacks are empty; all others have one cell a row. Texts
/// are codes of the [`NameSet`](super::NameSet) that was read along with them; code 0 is "nothing there".
#[derive(Clone, Default, Debug)]
pub struct EventRows {
    /// Visitor of each row.
    pub person: Vec<u32>,
    /// Instant of each row, as a [`Stamp`].
    pub time: Vec<u32>,
    /// Thousandths of a second, to order rows only; empty where the file has none.
    pub millis: Vec<u16>,
    /// Kind of event in the low half, kind of page in the high half.
    pub kind: Vec<u8>,
    /// The columns of [`TEXTS`].
    pub texts: [Vec<u32>; 6],
}

impl EventRows {
    /// Takes all rows out; the room stays.
    pub fn clear(&mut self) {
        self.person.clear();
        self.time.clear();
        self.millis.clear();
        self.kind.clear();
        self.texts.iter_mut().for_each(Vec::clear);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.time.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.time.is_empty()
    }
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
    /// What it is like, as the file writes it.
    pub attributes: String,
}

/// What the rows of a file became.
#[derive(Clone)]
pub enum Rows {
    /// Events: the roles of the columns. The rows and their names are handed on as they are read.
    Events(Roles),
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
