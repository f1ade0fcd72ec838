//! Who comes when: sixty days of visits by new and known people, each walked through the shop.

use super::dice::Dice;
use super::goods::ItemNo;
use super::rhythm::{DAYS, Moment, Phase, Source, hours_of, visits_of};
use super::visits::{self, Event, Visit};
use crate::model::arrange;

/// Seconds without a visitor after which the next page surely is a new visit.
const PAUSE: u32 = 2400;

/// What the shop remembers of a visitor.
#[derive(Default)]
pub struct Visitor {
    /// Items put into the cart and not bought yet.
    pub cart: Vec<ItemNo>,
    /// End of the last visit; None before the first.
    pub left: Option<Moment>,
    /// When a late payment will bring the visitor back.
    pub pays: Option<Moment>,
}

impl Visitor {
    /// Whether a visit can start now without running into another one of the same person.
    fn free(&self, now: Moment) -> bool {
        self.left.is_none_or(|left| left.0 + PAUSE < now.0) && self.pays.is_none_or(|pays| pays.0.abs_diff(now.0) > 2 * PAUSE)
    }
}

/// What was bought in a visit, before it becomes an order.
pub struct Basket {
    /// The visitor's number.
    pub visitor: u32,
    /// When it was placed (拍下).
    pub placed: Moment,
    /// When it was paid, if ever.
    pub paid: Option<Moment>,
    /// Items with pieces.
    pub lines: Vec<(ItemNo, u32)>,
}

/// Everything that happened in sixty days.
#[derive(Default)]
pub struct Traffic {
    /// Events in the order of time.
    pub events: Vec<Event>,
    /// Baskets in the order they were placed.
    pub baskets: Vec<Basket>,
    /// Visits so far.
    pub visits: u32,
}

/// Lets sixty days of people through the shop.
pub fn traffic(dice: &mut Dice) -> Traffic {
    let mut traffic = Traffic::default();
    let mut people: Vec<Visitor> = Vec::new();
    // Who came, one entry per visit, so that frequent visitors are drawn more often.
    let mut trail: Vec<u32> = Vec::new();
    for day in 0..DAYS {
        for start in starts(dice, day) {
            let known = dice.chance(360).then(|| someone(dice, &people, &trail, &traffic, start)).flatten();
            let visitor = known.unwrap_or_else(|| {
                people.push(Visitor::default());
                people.len() as u32 - 1
            });
            trail.push(visitor);
            let phase = Phase::of(day);
            let memory = &mut people[visitor as usize];
            let weights = if known.is_some() { Source::of_known(phase, !memory.cart.is_empty()) } else { Source::of_new(phase) };
            let visit = Visit { visitor, session: traffic.visits, source: Source(dice.weighted(&weights)), phase };
            traffic.visits += 1;
            visits::walk(dice, &mut traffic, memory, visit, start);
        }
    }
    traffic.events.retain(|event| event.at < Moment::END);
    // Stable: events of one second keep the order in which they were made.
    arrange(&mut traffic.events, |a, b| a.at.cmp(&b.at));
    traffic.baskets.retain(|basket| basket.placed < Moment::END);
    arrange(&mut traffic.baskets, |a, b| a.placed.cmp(&b.placed));
    traffic
}

/// The moments at which a day's visits start, in order.
fn starts(dice: &mut Dice, day: u32) -> Vec<Moment> {
    let visits = visits_of(day) * dice.between(95, 105) / 100;
    let hours = hours_of(day);
    let mut starts: Vec<Moment> = (0..visits).map(|_| Moment((day * 24 + dice.weighted(hours) as u32) * 3600 + dice.below(3600))).collect();
    arrange(&mut starts, Ord::cmp);
    starts
}

/// A visitor who comes back: somebody recent, or somebody who bought here before.
fn someone(dice: &mut Dice, people: &[Visitor], trail: &[u32], traffic: &Traffic, now: Moment) -> Option<u32> {
    for _ in 0..8 {
        let visitor = if dice.chance(160) && !traffic.baskets.is_empty() {
            dice.pick(&traffic.baskets).visitor
        } else if !trail.is_empty() {
            // The smaller of two draws leans towards the latest visits.
            let reach = (trail.len() as u32).min(3500);
            let back = dice.below(reach).min(dice.below(reach));
            trail[trail.len() - 1 - back as usize]
        } else {
            return None;
        };
        let memory = &people[visitor as usize];
        // On the days of the campaign it is mostly the full carts that come back.
        let drawn = Phase::of(now.day()) != Phase::Rush || !memory.cart.is_empty() || dice.chance(450);
        if memory.free(now) && drawn {
            return Some(visitor);
        }
    }
    None
}
