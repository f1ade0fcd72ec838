//! From a basket to an order: promotions, amounts, status, parcels, refunds. Money in fen.

use super::crowd::Basket;
use super::dice::Dice;
use super::goods::ItemNo;
use super::names::{CARRIERS, FAMILIES, MESSAGES, NOTES, PLACES};
use super::rhythm::{DAY, Moment};

/// The moment of the export: the evening of 2026-06-30, 22:30.
const EXPORTED: Moment = Moment(60 * DAY + 81_000);
/// An unpaid order is closed by the platform after this long.
const PATIENCE: u32 = 3 * DAY;

/// Where an order stands when the export is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// 等待买家付款.
    Unpaid,
    /// 买家已付款，等待卖家发货.
    Paid,
    /// 卖家已发货，等待买家确认.
    Sent,
    /// 交易成功.
    Done,
    /// 交易关闭, never paid.
    Dropped,
    /// 交易关闭, paid and given back.
    Refunded,
}

impl Status {
    /// The words of the export.
    pub fn words(self) -> &'static str {
        match self {
            Status::Unpaid => "等待买家付款",
            Status::Paid => "买家已付款，等待卖家发货",
            Status::Sent => "卖家已发货，等待买家确认",
            Status::Done => "交易成功",
            Status::Dropped | Status::Refunded => "交易关闭",
        }
    }
}

/// A promotion a line takes part in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Promotion {
    /// 12 % off the line.
    Campaign,
    /// 20 % off the line.
    Group,
    /// 30 yuan off every 300 of the order.
    Full,
    /// 10 yuan off the order.
    Coupon,
}

impl Promotion {
    /// The words of the export.
    pub fn words(self) -> &'static str {
        match self {
            Promotion::Campaign => "618大促",
            Promotion::Group => "聚划算",
            Promotion::Full => "满300减30",
            Promotion::Coupon => "店铺券",
        }
    }

    /// What it takes off a sum: off each line for the first two, off the whole order for the others.
    fn off(self, sum: u32) -> u32 {
        match self {
            Promotion::Campaign => sum * 12 / 100,
            Promotion::Group => sum * 20 / 100,
            Promotion::Full => sum / 30_000 * 3_000,
            Promotion::Coupon => 1_000,
        }
    }
}

/// One item of an order.
pub struct Line {
    /// The item.
    pub item: ItemNo,
    /// Pieces.
    pub pieces: u32,
    /// The variant: look and size.
    pub variant: (&'static str, &'static str),
    /// Its promotion.
    pub promotion: Option<Promotion>,
}

impl Line {
    /// Price of a piece times pieces, before any promotion.
    pub fn sum(&self) -> u32 {
        self.item.item().price * self.pieces
    }
}

/// One order.
pub struct Order {
    /// Its nineteen-digit number.
    pub id: u64,
    /// The visitor's number.
    pub visitor: u32,
    /// When it was placed.
    pub placed: Moment,
    /// When it was paid.
    pub paid: Option<Moment>,
    /// When the buyer confirmed the parcel.
    pub confirmed: Option<Moment>,
    /// Where it stands.
    pub status: Status,
    /// Its items.
    pub lines: Vec<Line>,
    /// Goods to pay, promotions taken off.
    pub goods: u32,
    /// Postage to pay.
    pub postage: u32,
    /// Given back.
    pub refund: u32,
    /// Family name of the buyer.
    pub family: &'static str,
    /// Province and city.
    pub place: &'static str,
    /// Carrier and parcel number.
    pub parcel: Option<(&'static str, String)>,
    /// What the buyer wrote.
    pub message: &'static str,
    /// What the shop noted.
    pub note: &'static str,
    /// Ordered on a phone.
    pub phone: bool,
}

impl Order {
    /// The number of the line at a place; an order of one line has one number for both.
    pub fn line_id(&self, place: usize) -> u64 {
        if self.lines.len() == 1 { self.id } else { self.id + (place as u64 + 1) * 1_000_000 }
    }

    /// What the buyer has to pay in all.
    pub fn total(&self) -> u32 {
        self.goods + self.postage
    }
}

/// Makes orders of all baskets.
pub fn orders(dice: &mut Dice, baskets: &[Basket]) -> Vec<Order> {
    baskets.iter().map(|basket| order(dice, basket)).collect()
}

fn order(dice: &mut Dice, basket: &Basket) -> Order {
    let lines = lines(dice, basket);
    let goods = lines.iter().map(Line::sum).sum::<u32>() - discount(&lines);
    // The buyer's address must be the same in every order, so it comes from the visitor's number, not from the dice.
    let mut home = Dice::new(u64::from(basket.visitor), 7);
    let place = PLACES[home.weighted(&PLACES.iter().map(|(_, weight)| *weight).collect::<Vec<_>>())].0;
    let family = *home.pick(FAMILIES);
    let postage = match goods {
        9_900.. => 0,
        _ if place.starts_with("新疆") => 1_500,
        _ => 800,
    };
    let mut order = Order {
        id: number(dice, basket),
        visitor: basket.visitor,
        placed: basket.placed,
        paid: basket.paid,
        confirmed: None,
        status: Status::Unpaid,
        lines,
        goods,
        postage,
        refund: 0,
        family,
        place,
        parcel: None,
        message: perhaps(dice, 40, MESSAGES),
        note: perhaps(dice, 30, NOTES),
        phone: dice.chance(940),
    };
    settle(dice, &mut order);
    order
}

/// One of the words, or mostly none.
fn perhaps(dice: &mut Dice, per_mille: u32, words: &[&'static str]) -> &'static str {
    let word = *dice.pick(words);
    if dice.chance(per_mille) { word } else { "" }
}

/// A number that grows with time and ends, like the platform's, in digits of the buyer.
fn number(dice: &mut Dice, basket: &Basket) -> u64 {
    let moment = u64::from(basket.placed.0) * 10_000_000_000 + u64::from(dice.below(1000)) * 10_000_000;
    2_370_000_000_000_000_000 + moment + (u64::from(basket.visitor) * 7_919 + 104_729) % 1_000_000
}

/// The basket's lines with variants and promotions.
fn lines(dice: &mut Dice, basket: &Basket) -> Vec<Line> {
    let day = basket.placed.day();
    let mut lines: Vec<Line> = basket
        .lines
        .iter()
        .map(|(item, pieces)| {
            let category = item.category();
            let variant = (*dice.pick(category.look.1), *dice.pick(category.size.1));
            Line { item: *item, pieces: *pieces, variant, promotion: of_item(*item, day) }
        })
        .collect();
    if lines.iter().all(|line| line.promotion.is_none()) {
        let sum: u32 = lines.iter().map(Line::sum).sum();
        let whole = match sum {
            30_000.. => Some(Promotion::Full),
            9_900.. if dice.chance(170) => Some(Promotion::Coupon),
            _ => None,
        };
        lines.iter_mut().for_each(|line| line.promotion = whole);
    }
    lines
}

/// The promotion an item is in on a day: 聚划算 for a few in the week of 520 and before 618, 618大促 for most in June.
fn of_item(item: ItemNo, day: u32) -> Option<Promotion> {
    let group = item.place() == 1 && (17..=23).contains(&day) || item.place() == 2 && (38..=42).contains(&day);
    let campaign = (31..=50).contains(&day) && item.place() < 6;
    match (group, campaign) {
        (true, _) => Some(Promotion::Group),
        (_, true) => Some(Promotion::Campaign),
        _ => None,
    }
}

/// What the promotions of an order take off.
fn discount(lines: &[Line]) -> u32 {
    let sum: u32 = lines.iter().map(Line::sum).sum();
    match lines[0].promotion {
        Some(whole @ (Promotion::Full | Promotion::Coupon)) => whole.off(sum),
        _ => lines.iter().filter_map(|line| Some(line.promotion?.off(line.sum()))).sum(),
    }
}

/// Sends, confirms, closes or gives back, as far as the export's moment lets it come.
fn settle(dice: &mut Dice, order: &mut Order) {
    let Some(paid) = order.paid else {
        order.status = if order.placed.later(PATIENCE) < EXPORTED { Status::Dropped } else { Status::Unpaid };
        return;
    };
    let sent = paid.later(dice.between(DAY / 4, DAY * 3 / 2));
    let confirmed = sent.later(dice.between(4 * DAY, 11 * DAY));
    let carrier = *dice.pick(CARRIERS);
    let parcel = (carrier.0, format!("No:{}{:010}", carrier.1, u64::from(dice.below(1_000_000_000)) * 9 + 7));
    let trouble = dice.below(1000);
    if trouble < 38 {
        // Thought better of it before the parcel left.
        (order.status, order.refund) = (Status::Refunded, order.total());
        return;
    }
    if sent >= EXPORTED {
        order.status = Status::Paid;
        return;
    }
    order.parcel = Some(parcel);
    if confirmed >= EXPORTED {
        order.status = Status::Sent;
        return;
    }
    match trouble {
        38..=92 => (order.status, order.refund) = (Status::Refunded, order.goods),
        93..=117 => {
            // One line of several comes back at its share, or a fault is made good with a few yuan.
            let sum: u32 = order.lines.iter().map(Line::sum).sum();
            let share = (u64::from(order.goods) * u64::from(order.lines[0].sum()) / u64::from(sum)) as u32;
            order.refund = if order.lines.len() > 1 { share } else { dice.between(3, 15) * 100 };
            (order.status, order.confirmed) = (Status::Done, Some(confirmed));
        }
        _ => (order.status, order.confirmed) = (Status::Done, Some(confirmed)),
    }
}
