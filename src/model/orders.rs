//! Rows of order files, as columns.

use super::{Amounts, Column, Currency, Dict, Moment, Money, Pieces, Place, Role, Roles};
use serde::{Deserialize, Serialize};

/// What one row of an order file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum OrderGrain {
    /// A whole order: its amounts and dates, the quantity over all its lines.
    Order,
    /// A line of an order: its item, quantity and amounts.
    #[default]
    Line,
    /// A line of an order whose amounts are the order's: on its first line only, or again on each.
    Shared,
    /// A line that belongs to an order of another file (`ExportOrderDetailList`): items and quantities come from
    /// here, dates, buyer and the order's amounts from there.
    Detail,
}

/// How far an order has come, in the words of its platform.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// No status, or words that are not known.
    #[default]
    Unknown,
    /// Placed, not paid yet.
    Placed,
    /// Paid.
    Paid,
    /// Closed without a sale.
    Closed,
    /// Given back.
    Refunded,
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
    /// What tells the line from the other lines of its order: its own id, else its variant.
    pub part: u32,
    /// How far the order has come.
    pub standing: Standing,
    /// Amount given back.
    pub refund: Option<Money>,
    /// What its money is counted in.
    pub currency: Currency,
    /// Where it stands.
    pub place: Place,
}

/// Order rows of one file, or of a piece of it, as columns: a row takes some seventy bytes, and nothing for what its file
/// never tells.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
pub struct OrderRows {
    /// The roles its columns have.
    pub roles: Roles,
    /// What a row is.
    pub grain: OrderGrain,
    /// What the numbers in its rows mean.
    pub names: OrderNames,
    /// When the file was exported, as far as its name or its newest row tells, in unix seconds.
    pub as_of: Option<i64>,
    /// A row of the file may be several of these.
    pub packed: bool,
    numbers: [Column<u32>; NUMBERS],
    times: [Column<Moment>; 2],
    quantity: Column<Pieces>,
    /// Amount to pay, amount paid, unit price, amount given back.
    amounts: [Amounts; 4],
    standing: Column<Standing>,
    currency: Column<Currency>,
    line: Column<u32>,
    offset: Column<u64>,
    length: Column<u32>,
}

/// Columns of numbers that stand for texts.
const NUMBERS: usize = 6;

/// Dictionaries of the texts in order rows.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
pub struct OrderNames {
    /// Orders.
    pub orders: Dict,
    /// Buyers.
    pub buyers: Dict,
    /// Items: their ids, else their titles.
    pub items: Dict,
    /// Promotions.
    pub promotions: Dict,
    /// Provinces.
    pub provinces: Dict,
    /// What tells lines of one order apart.
    pub parts: Dict,
}

/// For each number of some dictionaries, the number in others that have taken in all their texts.
pub struct Renumbering([Vec<u32>; NUMBERS]);

impl OrderNames {
    /// Takes in all texts of others.
    pub fn absorb(&mut self, others: &OrderNames) -> Renumbering {
        Renumbering([
            self.orders.absorb(&others.orders),
            self.buyers.absorb(&others.buyers),
            self.items.absorb(&others.items),
            self.promotions.absorb(&others.promotions),
            self.provinces.absorb(&others.provinces),
            self.parts.absorb(&others.parts),
        ])
    }
}

impl Renumbering {
    /// The row in the other numbers.
    #[inline]
    pub fn row(&self, row: OrderRow) -> OrderRow {
        let [orders, buyers, items, promotions, provinces, parts] = &self.0;
        OrderRow {
            order: orders[row.order as usize],
            buyer: buyers[row.buyer as usize],
            item: items[row.item as usize],
            promotion: promotions[row.promotion as usize],
            province: provinces[row.province as usize],
            part: parts[row.part as usize],
            ..row
        }
    }

    /// The order in the other numbers.
    #[inline]
    pub fn order(&self, order: u32) -> u32 {
        self.0[0][order as usize]
    }
}

impl OrderRows {
    /// No rows yet of a file with these columns.
    pub fn new(roles: Roles, grain: OrderGrain, as_of: Option<i64>) -> OrderRows {
        OrderRows { roles, grain, as_of, ..OrderRows::default() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: &OrderRow) {
        let numbers = [row.order, row.buyer, row.item, row.promotion, row.province, row.part];
        self.numbers.iter_mut().zip(numbers).for_each(|(column, number)| column.push(number));
        self.times.iter_mut().zip([row.placed, row.paid]).for_each(|(column, time)| column.push(Moment::of(time)));
        self.quantity.push(Pieces::of(row.quantity));
        let amounts = [row.amount, row.paid_amount, row.price, row.refund];
        self.amounts.iter_mut().zip(amounts).for_each(|(column, amount)| column.push(amount));
        self.standing.push(row.standing);
        self.currency.push(row.currency);
        self.line.push(u32::try_from(row.place.line).unwrap_or(u32::MAX));
        self.offset.push(row.place.offset);
        self.length.push(row.place.length);
    }

    /// The row at a position.
    pub fn get(&self, at: usize) -> OrderRow {
        let [order, buyer, item, promotion, province, part] = std::array::from_fn(|column| self.numbers[column].get(at));
        let [placed, paid] = std::array::from_fn(|column| self.times[column].get(at).seconds());
        let [amount, paid_amount, price, refund] = std::array::from_fn(|column| self.amounts[column].get(at));
        OrderRow {
            order,
            buyer,
            placed,
            paid,
            item,
            quantity: self.quantity.get(at).told(),
            amount,
            paid_amount,
            price,
            promotion,
            province,
            part,
            standing: self.standing.get(at),
            refund,
            currency: self.currency.get(at),
            place: self.place(at),
        }
    }

    /// The unit price of a row.
    pub fn price(&self, at: usize) -> Option<Money> {
        self.amounts[2].get(at)
    }

    /// Where a row stands.
    pub fn place(&self, at: usize) -> Place {
        Place { line: self.line.get(at).into(), offset: self.offset.get(at), length: self.length.get(at) }
    }

    /// All rows, in file order.
    pub fn iter(&self) -> impl Iterator<Item = OrderRow> + '_ {
        (0..self.len()).map(|at| self.get(at))
    }

    /// The order of each row.
    pub fn orders(&self) -> impl Iterator<Item = u32> + '_ {
        self.numbers[0].iter()
    }

    /// Where each row starts in its file. Those that a packed row was stand together.
    pub fn offsets(&self) -> impl Iterator<Item = u64> + '_ {
        self.offset.iter()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.offset.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.offset.is_empty()
    }

    /// Keeps the first so many rows.
    pub fn truncate(&mut self, len: usize) {
        self.numbers.iter_mut().for_each(|column| column.truncate(len));
        self.times.iter_mut().for_each(|column| column.truncate(len));
        self.quantity.truncate(len);
        self.amounts.iter_mut().for_each(|column| column.truncate(len));
        self.standing.truncate(len);
        self.currency.truncate(len);
        self.line.truncate(len);
        self.offset.truncate(len);
        self.length.truncate(len);
    }

    /// Adds rows that were read from a later piece of the file, whose first line comes after so many.
    pub fn append(&mut self, piece: &OrderRows, lines: u64) {
        let renumbered = self.names.absorb(&piece.names);
        self.as_of = self.as_of.max(piece.as_of);
        self.packed |= piece.packed;
        for row in piece.iter() {
            let place = Place { line: row.place.line + lines, ..row.place };
            self.push(&OrderRow { place, ..renumbered.row(row) });
        }
    }

    /// The columns of pieces and amounts of which no row tells anything.
    pub fn blank(&self) -> impl Iterator<Item = Role> {
        let [amount, paid_amount, ..] = &self.amounts;
        let quantity = self.quantity.same() == Some(Pieces::default());
        let all = [(Role::Quantity, quantity), (Role::Amount, amount.all_blank()), (Role::PaidAmount, paid_amount.all_blank())];
        all.into_iter().filter(|(_, blank)| *blank).map(|(role, _)| role)
    }

    /// What the rows' money is counted in, to be changed.
    pub fn currencies(&mut self) -> &mut Column<Currency> {
        &mut self.currency
    }

    /// Lets orders be paid when they were placed, where their standing says that they were paid.
    pub fn pay_when_placed(&mut self) {
        let mut paid = Column::default();
        for at in 0..self.len() {
            let sold = matches!(self.standing.get(at), Standing::Paid | Standing::Refunded);
            paid.push(self.times[usize::from(!sold)].get(at));
        }
        self.times[1] = paid;
    }
}
