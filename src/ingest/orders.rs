//! Rows of the table `orders`.

use super::row::{RowText, column, id_number, value};
use super::values::{Id, Instant, Order, TimeReader, Told, money, pieces, read_id, unwrap};
use crate::model::{ColumnGuess, Money, OrderGrain, OrderRow, OrderRows, Place, Reason, Role, Zone};

/// Turns rows of cells into order rows.
pub struct OrderBuilder {
    rows: OrderRows,
    columns: Columns,
    placed: TimeReader,
    paid: TimeReader,
    orders: (Option<Order>, Option<Order>),
}

struct Columns {
    order: Option<usize>,
    buyer: Option<usize>,
    placed: Option<usize>,
    paid: Option<usize>,
    item: Option<usize>,
    title: Option<usize>,
    quantity: Option<usize>,
    amount: Option<usize>,
    postage: Option<usize>,
    paid_amount: Option<usize>,
    price: Option<usize>,
    promotion: Option<usize>,
    province: Option<usize>,
}

impl OrderBuilder {
    /// A builder for a file with these columns.
    pub fn new(columns: &[ColumnGuess], grain: OrderGrain, zone: &Zone, order: impl Fn(Role) -> Option<Order>) -> OrderBuilder {
        let of = |role| column(columns, role);
        OrderBuilder {
            rows: OrderRows { roles: columns.iter().map(|column| column.role).collect(), grain, ..OrderRows::default() },
            columns: Columns {
                order: of(Role::Order),
                buyer: of(Role::Buyer),
                placed: of(Role::PlacedAt),
                paid: of(Role::PaidAt),
                item: of(Role::Item),
                title: of(Role::Title),
                quantity: of(Role::Quantity),
                amount: of(Role::Amount),
                postage: of(Role::Postage),
                paid_amount: of(Role::PaidAmount),
                price: of(Role::Price),
                promotion: of(Role::Promotion),
                province: of(Role::Province),
            },
            placed: TimeReader::new(zone, order(Role::PlacedAt)),
            paid: TimeReader::new(zone, order(Role::PaidAt)),
            orders: (order(Role::PlacedAt), order(Role::PaidAt)),
        }
    }

    /// Takes one row, or says why it cannot be used. Whether its order has a date is settled when all files are
    /// read, for another row of the order may bring it.
    pub fn row(&mut self, row: &mut RowText<'_>, place: Place) -> Result<(), Reason> {
        let columns = &self.columns;
        let order = row.cell(columns.order);
        let order = match read_id(&order) {
            Id::Text(text) => self.rows.orders.number(text),
            Id::Absent => return Err(Reason::Missing(Role::Order)),
            Id::Destroyed => return Err(Reason::IdDestroyed(Role::Order)),
        };
        let mut time = |reader: &mut TimeReader, at: Option<usize>, role: Role| match reader.read(&row.cell(at)) {
            Instant::At(seconds, _) => Ok(Some(seconds)),
            Instant::Absent => Ok(None),
            Instant::Unreadable => Err(Reason::Unreadable(role)),
        };
        let placed = time(&mut self.placed, columns.placed, Role::PlacedAt)?;
        let paid = time(&mut self.paid, columns.paid, Role::PaidAt)?;
        let mut amount = |at: Option<usize>, role: Role| value(money(&row.cell(at)), role);
        let goods = amount(columns.amount, Role::Amount)?;
        let postage = amount(columns.postage, Role::Postage)?;
        let paid_amount = amount(columns.paid_amount, Role::PaidAmount)?;
        let price = amount(columns.price, Role::Price)?;
        let quantity = value(pieces(&row.cell(columns.quantity)), Role::Quantity)?;
        let buyer = id_number(&mut self.rows.buyers, &row.cell(columns.buyer), Role::Buyer)?;
        let mut item = id_number(&mut self.rows.items, &row.cell(columns.item), Role::Item)?;
        if item == 0 {
            item = self.rows.items.number(unwrap(&row.cell(columns.title)));
        }
        let promotion = self.rows.promotions.number(match row.cell(columns.promotion).trim() {
            "-" | "--" | "—" => "",
            text => text,
        });
        let province = self.rows.provinces.number(row.cell(columns.province).trim());
        self.rows.rows.push(OrderRow {
            order,
            buyer,
            placed,
            paid,
            item,
            quantity,
            amount: total(goods, postage),
            paid_amount,
            price,
            promotion,
            province,
            place,
        });
        Ok(())
    }

    /// What the time columns told about day and month.
    pub fn told(&self) -> Vec<(Role, Told, Option<Order>)> {
        vec![(Role::PlacedAt, self.placed.told, self.orders.0), (Role::PaidAt, self.paid.told, self.orders.1)]
    }

    /// The rows.
    pub fn finish(self) -> OrderRows {
        self.rows
    }
}

/// Goods and postage; postage alone is no amount.
fn total(goods: Option<Money>, postage: Option<Money>) -> Option<Money> {
    goods.map(|goods| goods + postage.unwrap_or_default())
}
