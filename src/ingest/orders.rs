//! Rows of the table `orders`.

use super::ads::units_told;
use super::packed::unpacked;
use super::row::{RowText, column, id_number, value};
use super::suspect::OrderLooks;
use super::tender::Purse;
use super::total::is_total;
use super::values::{Id, Instant, Number, Order, Standings, TimeReader, Told, Units, money, pieces, read_id, unwrap};
use crate::model::{ColumnGuess, Money, OrderGrain, OrderRow, OrderRows, Place, Reason, Remark, Role, Said, Tender, Zone};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Turns rows of cells into order rows.
pub struct OrderBuilder {
    read: OrdersRead,
    columns: Columns,
    placed: TimeReader,
    paid: TimeReader,
    orders: (Option<Order>, Option<Order>),
    /// A known platform's export: its status words can be relied on.
    known: bool,
    named: Option<i64>,
    standings: Standings,
    units: Units,
    purse: Purse,
    now: Option<i64>,
}

/// What a reader of order rows must know of their file beside its columns.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrderPlan {
    /// What a row is.
    pub grain: OrderGrain,
    /// The known platform's layout.
    pub layout: Option<String>,
    /// When the file was exported, as its name tells.
    pub named: Option<i64>,
    /// The order of day and month in the times of placing and paying, where it is known.
    pub orders: (Option<Order>, Option<Order>),
    /// What somebody says of the file, and what it has taught about its day numbers.
    pub said: Said,
}

/// What was read of an order file, or of a piece of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OrdersRead {
    rows: OrderRows,
    /// Rows with a status by its standing.
    standings: [u64; 5],
    /// Rows that held several lines, and those lines.
    packed: (u64, u64),
    /// A sign beside an amount has told its currency.
    by_sign: bool,
    looks: OrderLooks,
}

impl OrdersRead {
    /// Adds what was read of a later piece, whose first line comes after so many.
    pub fn append(&mut self, piece: OrdersRead, lines: u64) {
        self.rows.append(&piece.rows, lines);
        self.standings.iter_mut().zip(piece.standings).for_each(|(mine, theirs)| *mine += theirs);
        self.packed.0 += piece.packed.0;
        self.packed.1 += piece.packed.1;
        self.by_sign |= piece.by_sign;
        self.looks.merge(piece.looks, lines);
    }
}

struct Columns {
    order: Option<usize>,
    sub: Option<usize>,
    buyer: Option<usize>,
    placed: Option<usize>,
    paid: Option<usize>,
    status: Option<usize>,
    after: Option<usize>,
    item: Option<usize>,
    title: Option<usize>,
    sku: Option<usize>,
    quantity: Option<usize>,
    amount: Option<usize>,
    postage: Option<usize>,
    paid_amount: Option<usize>,
    refund: Option<usize>,
    price: Option<usize>,
    promotion: Option<usize>,
    province: Option<usize>,
}

impl OrderBuilder {
    /// A builder for a file with these columns; `now` is the time of reading, where it is known.
    pub fn new(columns: &[ColumnGuess], plan: &OrderPlan, zone: &Zone, now: Option<i64>) -> OrderBuilder {
        let OrderPlan { grain, layout, named, orders, said } = plan;
        let since_1904 = said.since_1904 == Some(true);
        let of = |role| column(columns, role);
        let roles = columns.iter().map(|column| column.role).collect();
        OrderBuilder {
            read: OrdersRead { rows: OrderRows::new(roles, *grain, *named), looks: OrderLooks::watching(now), ..OrdersRead::default() },
            columns: Columns {
                order: of(Role::Order),
                sub: of(Role::SubOrder),
                buyer: of(Role::Buyer),
                placed: of(Role::PlacedAt),
                paid: of(Role::PaidAt),
                status: of(Role::Status),
                after: of(Role::AfterSale),
                item: of(Role::Item),
                title: of(Role::Title),
                sku: of(Role::Sku),
                quantity: of(Role::Quantity),
                amount: of(Role::Amount),
                postage: of(Role::Postage),
                paid_amount: of(Role::PaidAmount),
                refund: of(Role::RefundAmount),
                price: of(Role::Price),
                promotion: of(Role::Promotion),
                province: of(Role::Province),
            },
            placed: TimeReader::new(zone, orders.0).since(since_1904),
            paid: TimeReader::new(zone, orders.1).since(since_1904),
            orders: *orders,
            known: layout.is_some(),
            named: *named,
            standings: Standings::default(),
            units: Units::of(columns),
            purse: Purse::new(columns, layout.as_deref(), said),
            now,
        }
    }

    /// Takes one row, or says why it cannot be used. Whether its order has a date is settled when all files are
    /// read, for another row of the order may bring it.
    pub fn row(&mut self, row: &mut RowText<'_>, place: Place) -> Result<(), Reason> {
        let columns = &self.columns;
        let order = row.cell(columns.order);
        let order = match read_id(&order) {
            Id::Text(text) if is_total(text) => return Err(Reason::TotalRow),
            Id::Text(text) => self.read.rows.names.orders.number(text),
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
        let units = &self.units;
        let mut amount = |at: Option<usize>, role: Role| {
            let cell = row.cell(at);
            value(units.scaled(at, &cell, money(&cell)), role)
        };
        let goods = amount(columns.amount, Role::Amount)?;
        let postage = amount(columns.postage, Role::Postage)?;
        let paid_amount = amount(columns.paid_amount, Role::PaidAmount)?;
        // Whether something was given back is no reason to lose the row.
        let refund = amount(columns.refund, Role::RefundAmount).unwrap_or(None);
        let names = &mut self.read.rows.names;
        let buyer = id_number(&mut names.buyers, &row.cell(columns.buyer), Role::Buyer)?;
        let promotion = names.promotions.number(match row.cell(columns.promotion).trim() {
            "-" | "--" | "—" => "",
            text => text,
        });
        let province = names.provinces.number(row.cell(columns.province).trim());
        let (status, after) = (row.cell(columns.status), row.cell(columns.after));
        let standing = self.standings.of(&status, &after);
        let whole = OrderRow {
            order,
            buyer,
            placed,
            paid,
            amount: total(goods, postage),
            paid_amount,
            promotion,
            province,
            standing,
            refund,
            currency: self.purse.row(row),
            place,
            ..OrderRow::default()
        };
        // The cells that a packed row repeats for each of its lines.
        let cells = [columns.sub, columns.item, columns.title, columns.sku, columns.quantity, columns.price];
        let cells: Vec<Cow<'_, str>> = cells.into_iter().map(|at| row.cell(at)).collect();
        let before = self.read.rows.len();
        let taken = self.lines(&whole, &cells);
        let read = &mut self.read;
        if let Err(reason) = taken {
            read.rows.truncate(before);
            return Err(reason);
        }
        read.looks.see(&OrderRow { price: read.rows.price(before), ..whole });
        if !status.trim().is_empty() {
            read.standings[standing as usize] += 1;
        }
        read.rows.as_of = read.rows.as_of.max(placed).max(paid);
        Ok(())
    }

    /// The lines that a row holds: one, unless its cells hold several, parted by `;`.
    fn lines(&mut self, whole: &OrderRow, cells: &[Cow<'_, str>]) -> Result<(), Reason> {
        let Some(lines) = unpacked(cells) else { return self.line(whole, cells, whole.amount, whole.paid_amount, whole.refund) };
        self.read.packed.0 += 1;
        self.read.packed.1 += lines.len() as u64;
        self.read.rows.packed = true;
        // What each line is worth tells how they share the row's amounts.
        let worth = |line: &Vec<Cow<'_, str>>| match (money(&line[5]), pieces(&line[4])) {
            (Number::Value(price), Number::Value(count)) => price.0.checked_mul(count.into()).unwrap_or_default(),
            _ => 1.into(),
        };
        let weights: Vec<_> = lines.iter().map(worth).collect();
        let (amounts, paid) = (Money::share(whole.amount, &weights), Money::share(whole.paid_amount, &weights));
        let refunds = Money::share(whole.refund, &weights);
        for (at, line) in lines.iter().enumerate() {
            self.line(whole, line, amounts[at], paid[at], refunds[at])?;
        }
        Ok(())
    }

    fn line(
        &mut self,
        whole: &OrderRow,
        cells: &[Cow<'_, str>],
        amount: Option<Money>,
        paid_amount: Option<Money>,
        refund: Option<Money>,
    ) -> Result<(), Reason> {
        let [sub, item, title, sku, quantity, price] = cells else { return Ok(()) };
        let quantity = match value(pieces(quantity), Role::Quantity) {
            Err(_) if matches!(money(quantity), Number::Value(count) if count < Money::ZERO) => {
                return Err(Reason::Negative(Role::Quantity));
            }
            read => read?,
        };
        let price = value(self.units.scaled(self.columns.price, price, money(price)), Role::Price)?;
        let rows = &mut self.read.rows;
        let mut item = id_number(&mut rows.names.items, item, Role::Item)?;
        if item == 0 {
            item = rows.names.items.number(unwrap(title));
        }
        let part = match read_id(sub) {
            Id::Text(id) => id,
            // Without an id of its own the line is told from the others by its variant.
            _ => unwrap(sku),
        };
        let part = rows.names.parts.number(part);
        rows.push(&OrderRow { item, quantity, price, part, amount, paid_amount, refund, ..*whole });
        Ok(())
    }

    /// What the time columns told about day and month.
    pub fn told(&self) -> Vec<(Role, Told, Option<Order>)> {
        vec![(Role::PlacedAt, self.placed.told, self.orders.0), (Role::PaidAt, self.paid.told, self.orders.1)]
    }

    /// Adds what the time columns of others have told, in the order of [`OrderBuilder::told`].
    pub fn tell(&mut self, told: &[Told]) {
        [&mut self.placed, &mut self.paid].into_iter().zip(told).for_each(|(reader, told)| reader.told = reader.told.and(*told));
    }

    /// What was read since the last time.
    pub fn take(&mut self) -> OrdersRead {
        let rows = OrderRows::new(self.read.rows.roles, self.read.rows.grain, self.named);
        let next = OrdersRead { rows, looks: OrderLooks::watching(self.now), ..OrdersRead::default() };
        OrdersRead { by_sign: self.purse.sign(false), ..std::mem::replace(&mut self.read, next) }
    }

    /// Adds what was read of a later piece, whose first line comes after so many.
    pub fn append(&mut self, piece: OrdersRead, lines: u64) {
        self.read.append(piece, lines);
    }

    /// The rows, and what is worth saying about them.
    pub fn finish(mut self, zone: &Zone) -> (OrderRows, Vec<Remark>, Tender) {
        let OrdersRead { mut rows, standings, packed, by_sign, looks } = self.read;
        self.purse.sign(by_sign);
        let tender = self.purse.settle_column(rows.currencies());
        let mut remarks = units_told(&self.units);
        let [unknown, placed, paid, closed, refunded] = standings;
        if standings.iter().any(|rows| *rows > 0) {
            remarks.push(Remark::Standings { placed, paid, closed, refunded, unknown });
        }
        if self.known && self.columns.paid.is_none() && self.columns.placed.is_some() && paid + refunded > 0 {
            rows.pay_when_placed();
            rows.roles.add(Role::PaidAt);
            remarks.push(Remark::PaidByStatus { rows: paid + refunded });
        }
        if packed.0 > 0 {
            remarks.push(Remark::PackedLines { rows: packed.0, lines: packed.1 });
        }
        // A line may leave to another what its order tells once; a column of which no row tells anything is told.
        let all = rows.len() as u64;
        let blank = rows.blank().filter(|role| all > 0 && rows.roles.has(*role));
        remarks.extend(blank.map(|role| Remark::BlankCells { role, rows: all, of: all, first_line: rows.place(0).line }));
        remarks.extend(looks.remarks(&rows, zone));
        (rows, remarks, tender)
    }
}

/// Goods and postage; postage alone is no amount.
fn total(goods: Option<Money>, postage: Option<Money>) -> Option<Money> {
    goods.map(|goods| goods + postage.unwrap_or_default())
}
