//! Rows of the table `orders`.

use super::ads::{blanks, units_told};
use super::packed::unpacked;
use super::row::{RowText, column, id_number, value};
use super::suspect;
use super::tender::Purse;
use super::total::is_total;
use super::values::{Id, Instant, Number, Order, TimeReader, Told, Units, money, pieces, read_id, standing, unwrap};
use crate::model::{ColumnGuess, Money, OrderGrain, OrderRow, OrderRows, Place, Reason, Remark, Role, Said, Standing, Tender, Zone};
use std::borrow::Cow;

/// Turns rows of cells into order rows.
pub struct OrderBuilder {
    rows: OrderRows,
    columns: Columns,
    placed: TimeReader,
    paid: TimeReader,
    orders: (Option<Order>, Option<Order>),
    /// A known platform's export: its status words can be relied on.
    known: bool,
    /// Rows with a status by its standing.
    standings: [u64; 5],
    /// Rows that held several lines, and those lines.
    packed: (u64, u64),
    units: Units,
    purse: Purse,
    zone: Zone,
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
    /// A builder for a file with these columns; `layout` is the known platform's, `named` when the file was
    /// exported as its name tells.
    pub fn new(
        columns: &[ColumnGuess],
        grain: OrderGrain,
        layout: Option<&str>,
        named: Option<i64>,
        zone: &Zone,
        order: impl Fn(Role) -> Option<Order>,
        said: &Said,
    ) -> OrderBuilder {
        let since_1904 = said.since_1904 == Some(true);
        let of = |role| column(columns, role);
        let roles = columns.iter().map(|column| column.role).collect();
        OrderBuilder {
            rows: OrderRows { roles, grain, as_of: named, ..OrderRows::default() },
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
            placed: TimeReader::new(zone, order(Role::PlacedAt)).since(since_1904),
            paid: TimeReader::new(zone, order(Role::PaidAt)).since(since_1904),
            orders: (order(Role::PlacedAt), order(Role::PaidAt)),
            known: layout.is_some(),
            standings: [0; 5],
            packed: (0, 0),
            units: Units::of(columns),
            purse: Purse::new(columns, layout, said),
            zone: zone.clone(),
        }
    }

    /// Takes one row, or says why it cannot be used. Whether its order has a date is settled when all files are
    /// read, for another row of the order may bring it.
    pub fn row(&mut self, row: &mut RowText<'_>, place: Place) -> Result<(), Reason> {
        let columns = &self.columns;
        let order = row.cell(columns.order);
        let order = match read_id(&order) {
            Id::Text(text) if is_total(text) => return Err(Reason::TotalRow),
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
        let buyer = id_number(&mut self.rows.buyers, &row.cell(columns.buyer), Role::Buyer)?;
        let promotion = self.rows.promotions.number(match row.cell(columns.promotion).trim() {
            "-" | "--" | "—" => "",
            text => text,
        });
        let province = self.rows.provinces.number(row.cell(columns.province).trim());
        let (status, after) = (row.cell(columns.status), row.cell(columns.after));
        let standing = standing(&status, &after);
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
        let before = self.rows.rows.len();
        let taken = self.lines(&whole, &cells);
        if let Err(reason) = taken {
            self.rows.rows.truncate(before);
            return Err(reason);
        }
        if !status.trim().is_empty() {
            self.standings[standing as usize] += 1;
        }
        self.rows.as_of = self.rows.as_of.max(placed).max(paid);
        Ok(())
    }

    /// The lines that a row holds: one, unless its cells hold several, parted by `;`.
    fn lines(&mut self, whole: &OrderRow, cells: &[Cow<'_, str>]) -> Result<(), Reason> {
        let Some(lines) = unpacked(cells) else { return self.line(whole, cells, whole.amount, whole.paid_amount, whole.refund) };
        self.packed.0 += 1;
        self.packed.1 += lines.len() as u64;
        self.rows.packed = true;
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
        let mut item = id_number(&mut self.rows.items, item, Role::Item)?;
        if item == 0 {
            item = self.rows.items.number(unwrap(title));
        }
        let part = match read_id(sub) {
            Id::Text(id) => id,
            // Without an id of its own the line is told from the others by its variant.
            _ => unwrap(sku),
        };
        let part = self.rows.parts.number(part);
        self.rows.rows.push(OrderRow { item, quantity, price, part, amount, paid_amount, refund, ..*whole });
        Ok(())
    }

    /// What the time columns told about day and month.
    pub fn told(&self) -> Vec<(Role, Told, Option<Order>)> {
        vec![(Role::PlacedAt, self.placed.told, self.orders.0), (Role::PaidAt, self.paid.told, self.orders.1)]
    }

    /// The rows, and what is worth saying about them.
    /// `now` is the time of reading, where it is known.
    pub fn finish(mut self, now: Option<i64>) -> (OrderRows, Vec<Remark>, Tender) {
        let tender = self.purse.settle(self.rows.rows.iter_mut().map(|row| &mut row.currency));
        let mut remarks = units_told(&self.units);
        let [unknown, placed, paid, closed, refunded] = self.standings;
        if self.standings.iter().any(|rows| *rows > 0) {
            remarks.push(Remark::Standings { placed, paid, closed, refunded, unknown });
        }
        if self.known && self.columns.paid.is_none() && self.columns.placed.is_some() && paid + refunded > 0 {
            let sold = self.rows.rows.iter_mut().filter(|row| matches!(row.standing, Standing::Paid | Standing::Refunded));
            sold.for_each(|row| row.paid = row.placed);
            self.rows.roles.add(Role::PaidAt);
            remarks.push(Remark::PaidByStatus { rows: paid + refunded });
        }
        if self.packed.0 > 0 {
            remarks.push(Remark::PackedLines { rows: self.packed.0, lines: self.packed.1 });
        }
        type Part = fn(&OrderRow) -> bool;
        let columns: [(Role, Part); 3] = [
            (Role::Quantity, |row| row.quantity.is_none()),
            (Role::Amount, |row| row.amount.is_none()),
            (Role::PaidAmount, |row| row.paid_amount.is_none()),
        ];
        // A line may leave to another what its order tells once; a column of which no row tells anything is told.
        for (role, blank) in columns.into_iter().filter(|(role, _)| self.rows.roles.has(*role)) {
            let told = blanks(role, self.rows.rows.iter().map(|row| (blank(row), row.place)));
            remarks.extend(told.filter(|told| matches!(told, Remark::BlankCells { rows, of, .. } if rows == of)));
        }
        remarks.extend(suspect::orders(&self.rows, &self.zone, now));
        (self.rows, remarks, tender)
    }
}

/// Goods and postage; postage alone is no amount.
fn total(goods: Option<Money>, postage: Option<Money>) -> Option<Money> {
    goods.map(|goods| goods + postage.unwrap_or_default())
}
