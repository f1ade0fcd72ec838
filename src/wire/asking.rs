//! A question on its way through the lanes: what they are asked in turn, and what becomes of their answers.

use super::lane::{Order, Told};
use crate::metric::Counted;
use crate::metric::rank::{self, Ranked};
use crate::report::{Plan, Question};

/// A question that is being answered. The driver asks all lanes what [`Asking::next`] gives, until it gives nothing.
pub struct Asking {
    pub(super) question: Question,
    pub(super) plan: Plan,
    pub(super) counted: Vec<Counted>,
    asked: Asked,
}

/// What the lanes were asked last.
enum Asked {
    Nothing,
    /// So many first items.
    First(usize),
    /// Items with at least so many views; and how many first ones are wanted.
    AtLeast(u32, usize),
    Count,
}

impl Asking {
    pub(super) fn new(question: Question, plan: Plan) -> Asking {
        Asking { question, plan, counted: Vec::new(), asked: Asked::Nothing }
    }

    /// What all lanes are to be asked next, given what all of them have told since.
    pub fn next(&mut self, told: Vec<Told>) -> Option<Order> {
        let ranked = |told: Vec<Told>| -> Vec<Ranked> { told.into_iter().map(Told::ranked).collect() };
        match (&self.asked, self.plan.first_items) {
            (Asked::Nothing, Some(count)) => {
                self.asked = Asked::First(count);
                return Some(Order::First(Box::new(self.plan.asks[0].clone()), count));
            }
            (Asked::First(count), _) => {
                let lanes = told.len();
                let floor = rank::floor(&ranked(told), *count);
                // Where there are fewer items, all of them are counted by.
                if floor > 0 {
                    let share = rank::share(floor, lanes);
                    self.asked = Asked::AtLeast(share, *count);
                    return Some(Order::AtLeast(share));
                }
            }
            (Asked::AtLeast(share, count), _) => {
                self.plan.asks[0].shortlist = Some(rank::shortlist(&ranked(told), *count, *share));
            }
            (Asked::Count, _) => {
                let mut told = told.into_iter().map(Told::counted);
                self.counted = told.next().unwrap_or_default();
                for theirs in told {
                    self.counted.iter_mut().zip(&theirs).for_each(|(mine, theirs)| mine.merge(theirs));
                }
                return None;
            }
            (Asked::Nothing, None) => {}
        }
        self.asked = Asked::Count;
        Some(Order::Count(self.plan.asks.clone()))
    }
}
