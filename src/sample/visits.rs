//! One visit: from the page it enters on, step by step, to the cart and perhaps to the till.

use super::crowd::{Basket, Traffic, Visitor};
use super::dice::Dice;
use super::goods::{CATEGORIES, DRAW, ItemNo};
use super::names::POSTS;
use super::rhythm::{DAY, Moment, Phase, Source};
use crate::model::EventKind;

/// A visit's fixed facts.
#[derive(Clone, Copy)]
pub struct Visit {
    /// The visitor's number.
    pub visitor: u32,
    /// The visit's number.
    pub session: u32,
    /// Where it came from.
    pub source: Source,
    /// The phase of the day it starts on.
    pub phase: Phase,
}

/// A page of the shop.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// 首页.
    Home,
    /// The list of a category, by its place.
    List(usize),
    /// An item's page.
    Item(ItemNo),
    /// Results of a search in the shop: the category meant and the term's place.
    Search(usize, usize),
    /// An article of the shop's feed, by its place.
    Post(usize),
    /// The live room.
    Live,
    /// The campaign's meeting place, or the new arrivals outside of it.
    Venue(Phase),
    /// The buyer's own orders.
    Orders,
}

/// One thing a visitor did.
#[derive(Clone, Copy)]
pub struct Event {
    /// When.
    pub at: Moment,
    /// What.
    pub kind: EventKind,
    /// Where in the shop.
    pub page: Page,
    /// In which visit.
    pub visit: Visit,
}

/// Walks one visit through the shop.
pub fn walk(dice: &mut Dice, traffic: &mut Traffic, memory: &mut Visitor, visit: Visit, start: Moment) {
    let stays = !dice.chance(visit.source.habits().bounce);
    let mut views = if stays { 2 } else { 1 };
    while stays && views < 26 && dice.chance(715) {
        views += 1;
    }
    let mut at = start;
    let mut page = entry(dice, visit, memory);
    let mut liked = None;
    for step in 0..views {
        if step > 0 {
            at = at.later(dwell(dice, page));
            page = next(dice, page, visit.phase);
        }
        if let Page::Search(..) = page {
            traffic.events.push(Event { at, kind: EventKind::Search, page, visit });
        }
        traffic.events.push(Event { at, kind: EventKind::View, page, visit });
        if let Page::Item(item) = page {
            liked = Some(item);
            act(dice, traffic, memory, Event { at, kind: EventKind::View, page, visit }, item, stays);
        }
    }
    memory.left = Some(at);
    if let Some(item) = liked.filter(|_| stays) {
        let placed = at.later(dice.between(16, 95));
        shop(dice, traffic, memory, visit, placed, item);
    }
}

/// Favourites and carts on an item's page; both come before the shortest stay ends.
fn act(dice: &mut Dice, traffic: &mut Traffic, memory: &mut Visitor, view: Event, item: ItemNo, stays: bool) {
    let (favour, carting) = if stays { (78, view.visit.phase.carting()) } else { (9, 7) };
    if dice.chance(favour) {
        traffic.events.push(Event { at: view.at.later(dice.between(3, 7)), kind: EventKind::Favorite, ..view });
    }
    if dice.chance(carting) && !memory.cart.contains(&item) && memory.cart.len() < 6 {
        memory.cart.push(item);
        traffic.events.push(Event { at: view.at.later(dice.between(8, 14)), kind: EventKind::Cart, ..view });
    }
}

/// Perhaps buys: what is in the cart, else the item last looked at.
fn shop(dice: &mut Dice, traffic: &mut Traffic, memory: &mut Visitor, visit: Visit, placed: Moment, looked: ItemNo) {
    let readiness = if memory.cart.is_empty() { 90 } else { 140 };
    if !dice.chance(visit.source.habits().buying * visit.phase.buying() * readiness / 10_000) {
        return;
    }
    let mut lines = vec![(memory.cart.pop().unwrap_or(looked), 1)];
    while lines.len() < 5 && dice.chance(480) {
        match memory.cart.pop() {
            Some(item) => lines.push((item, 1)),
            None => break,
        }
    }
    let companion = lines[0].0.companion();
    if dice.chance(130) && lines.iter().all(|(item, _)| *item != companion) {
        lines.push((companion, 1));
    }
    for (item, pieces) in &mut lines {
        // Boxes and basics go by the pair; nobody needs two evening gowns.
        let several = if item.item().price < 8000 { 170 } else { 45 };
        *pieces = if dice.chance(several) { 2 + u32::from(dice.chance(220)) } else { 1 };
    }
    let paid = payment(dice, placed);
    if let Some(paid) = paid {
        pay(dice, traffic, memory, visit, (placed, paid), &lines);
    }
    memory.left = memory.left.max(Some(placed.later(180)));
    traffic.baskets.push(Basket { visitor: visit.visitor, placed, paid, lines });
}

/// When an order is paid: mostly at once, some within hours, some the next day, some never.
fn payment(dice: &mut Dice, placed: Moment) -> Option<Moment> {
    let next_day = if placed.hour() >= 21 { 120 } else { 38 };
    match dice.below(1000) {
        0..=87 => None,
        88..=127 => Some(placed.later(dice.between(1500, 10_800))),
        draw if draw < 128 + next_day => Some(Moment((placed.day() + 1) * DAY + dice.between(8 * 3600, 22 * 3600))),
        _ => Some(placed.later(dice.between(6, 150))),
    }
}

/// The purchase as the visit log tells it: one event per item, in the same visit or in one of its own when paid late.
fn pay(dice: &mut Dice, traffic: &mut Traffic, memory: &mut Visitor, visit: Visit, when: (Moment, Moment), lines: &[(ItemNo, u32)]) {
    let (placed, paid) = when;
    let mut visit = visit;
    if paid.0 - placed.0 > 200 {
        visit = Visit { session: traffic.visits, source: Source::MINE, ..visit };
        traffic.visits += 1;
        memory.pays = Some(paid);
        let before = Moment(paid.0 - dice.between(20, 60));
        for at in [before, paid.later(dice.between(2, 20))] {
            traffic.events.push(Event { at, kind: EventKind::View, page: Page::Orders, visit });
        }
    }
    for (item, _) in lines {
        traffic.events.push(Event { at: paid, kind: EventKind::Buy, page: Page::Item(*item), visit });
    }
}

/// The page a visit enters on.
fn entry(dice: &mut Dice, visit: Visit, memory: &Visitor) -> Page {
    // What the source leads to, of a hundred: home, venue, article, live room; the rest are items.
    let [home, venue, post, live] = match visit.source {
        Source::MINE => [34, 4, 2, 0],
        Source::CART => [0, 0, 0, 0],
        Source::LIVE => [3, 6, 0, 55],
        Source::OUTSIDE => [30, 8, 27, 0],
        Source::AFFILIATE => [4, 24, 6, 0],
        Source::FEED => [4, 5, 12, 0],
        Source::ADS => [3, 6, 0, 0],
        _ => [14, 2, 1, 0],
    };
    match dice.below(100) {
        draw if draw < home => Page::Home,
        draw if draw < home + venue => Page::Venue(visit.phase),
        draw if draw < home + venue + post => article(dice),
        draw if draw < home + venue + post + live => Page::Live,
        _ => match memory.cart.last() {
            Some(item) if visit.source == Source::CART || visit.source == Source::MINE => Page::Item(*item),
            // Ads are bought for the best sellers.
            _ if visit.source == Source::ADS => Page::Item(ItemNo::at(category(dice), dice.below(3) as usize)),
            _ => Page::Item(any_item(dice)),
        },
    }
}

/// The page after this one.
fn next(dice: &mut Dice, page: Page, phase: Phase) -> Page {
    // Of a hundred: refresh, same kind of item, any item, list, search, home, venue; the rest is an article.
    let ways: [u32; 8] = match page {
        Page::Item(_) => [6, 42, 17, 13, 8, 8, 4, 2],
        Page::List(_) => [2, 68, 4, 12, 8, 4, 2, 0],
        Page::Search(..) => [0, 74, 2, 4, 14, 5, 1, 0],
        Page::Home => [3, 0, 40, 28, 14, 0, 11, 4],
        Page::Venue(_) | Page::Live => [2, 0, 80, 6, 4, 6, 2, 0],
        Page::Post(_) | Page::Orders => [0, 0, 64, 12, 6, 14, 4, 0],
    };
    let near = match page {
        Page::Item(item) => item.category_no(),
        Page::List(place) | Page::Search(place, _) => place,
        _ => category(dice),
    };
    match dice.weighted(&ways) {
        0 => page,
        1 => Page::Item(ItemNo::at(near, dice.weighted(&DRAW))),
        2 => Page::Item(any_item(dice)),
        3 => Page::List(if dice.chance(600) { near } else { category(dice) }),
        4 => Page::Search(near, dice.below(CATEGORIES[near].terms.len() as u32) as usize),
        5 => Page::Home,
        6 => Page::Venue(phase),
        _ => article(dice),
    }
}

/// Seconds until the next page: items are studied, lists are skimmed, live rooms hold people longest.
fn dwell(dice: &mut Dice, page: Page) -> u32 {
    match page {
        Page::Item(_) => dice.between(16, 58) + if dice.chance(330) { dice.between(20, 210) } else { 0 },
        Page::Live => dice.between(60, 620),
        Page::Post(_) => dice.between(12, 110),
        _ => dice.between(4, 38),
    }
}

fn category(dice: &mut Dice) -> usize {
    dice.weighted(&CATEGORIES.each_ref().map(|category| category.draw))
}

fn any_item(dice: &mut Dice) -> ItemNo {
    ItemNo::at(category(dice), dice.weighted(&DRAW))
}

fn article(dice: &mut Dice) -> Page {
    Page::Post(dice.below(POSTS.len() as u32) as usize)
}
