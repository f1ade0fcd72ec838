//! A question on its way through the lanes: what they are asked in turn, and what becomes of their answers.

use super::lane::{Order, Told};
use crate::metric::Counted;
use crate::metric::rank::{self, Leaders, Ranked, Ranking};
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
    /// The first ones in each ranking.
    First,
    /// Those with at least so many in each ranking.
    AtLeast(Vec<u32>),
    Count,
}

impl Asking {
    pub(super) fn new(question: Question, plan: Plan) -> Asking {
        Asking { question, plan, counted: Vec::new(), asked: Asked::Nothing }
    }

    /// What all lanes are to be asked next, given what all of them have told since.
    pub fn next(&mut self, told: Vec<Told>) -> Option<Order> {
        match std::mem::replace(&mut self.asked, Asked::Count) {
            Asked::Nothing if !self.plan.rankings.is_empty() => {
                self.asked = Asked::First;
                let ask = Box::new(self.plan.asks[0].clone());
                return Some(Order::First(ask, self.plan.rankings.clone(), self.plan.first));
            }
            Asked::Nothing => {}
            Asked::First => {
                let lanes = told.len();
                let leaders: Vec<Vec<Leaders>> = by_ranking(told.into_iter().map(Told::leaders));
                let firsts = leaders.iter().map(|told| told.iter().map(|told| told.first.clone()).collect::<Vec<Ranked>>());
                let least: Vec<u32> = firsts.map(|first| rank::share(rank::floor(&first, self.plan.first), lanes)).collect();
                // Where there are fewer than wanted, all of them are counted by.
                for (by, _) in self.plan.rankings.iter().zip(&least).filter(|(_, least)| **least == 0) {
                    let few = &mut self.plan.asks[0].shortlists.few;
                    match by {
                        Ranking::Items => few.0 = true,
                        Ranking::Pages | Ranking::Entries => few.1 = true,
                    }
                }
                if least.iter().any(|least| *least > 0) {
                    let entries = self.plan.rankings.iter().zip(&least).position(|(by, least)| *by == Ranking::Entries && *least > 0);
                    self.plan.doors = entries.map(|at| rank::doors(&leaders[at]));
                    self.asked = Asked::AtLeast(least.clone());
                    return Some(Order::AtLeast(least.into_iter().map(|least| if least > 0 { least } else { u32::MAX }).collect()));
                }
            }
            Asked::AtLeast(least) => {
                let ranked: Vec<Vec<Ranked>> = by_ranking(told.into_iter().map(Told::ranked));
                for ((told, by), least) in ranked.iter().zip(&self.plan.rankings).zip(least).filter(|(_, least)| *least > 0) {
                    let shortlist = Some(rank::shortlist(told, self.plan.first, least));
                    match by {
                        Ranking::Items => self.plan.asks[0].shortlists.items = shortlist,
                        Ranking::Pages | Ranking::Entries => self.plan.asks[0].shortlists.places = shortlist,
                    }
                }
            }
            Asked::Count => {
                let mut told = told.into_iter().map(Told::counted);
                self.counted = told.next().unwrap_or_default();
                for theirs in told {
                    self.counted.iter_mut().zip(&theirs).for_each(|(mine, theirs)| mine.merge(theirs));
                }
                return None;
            }
        }
        Some(Order::Count(self.plan.asks.clone()))
    }
}

/// What the lanes told, ranking by ranking instead of lane by lane.
fn by_ranking<T>(told: impl Iterator<Item = Vec<T>>) -> Vec<Vec<T>> {
    let mut all: Vec<Vec<T>> = Vec::new();
    for lane in told {
        all.resize_with(all.len().max(lane.len()), Vec::new);
        all.iter_mut().zip(lane).for_each(|(all, of)| all.push(of));
    }
    all
}
