//! One of the lanes that share the events: it reads pieces of files, keeps the rows of its persons, and counts them.
//!
//! A lane knows nothing of threads and workers. Whoever drives the lanes hands parcels from one to another and asks all
//! of them the same; the first lane belongs to the [`Session`](super::session::Session), which puts the answers
//! together.

use crate::ingest::{Cut, Piece, PieceReader, Plan, Words};
use crate::metric::drill::{EventDrill, Mark, marks};
use crate::metric::rank::{Leaders, Most, Ranked, Ranking, Ranks};
use crate::metric::{Ask, Counted, Remembered, count};
use crate::model::{EventRows, FileId, NameSet, Spaces};
use crate::store::Events;
use crate::store::events::{Admission, Deal, Facts, Parcel};
use serde::{Deserialize, Serialize};

/// How many rows of a file stand again, and the instant of the first.
pub type Again = (FileId, u64, i64);

/// A share of the events.
pub struct Lane {
    number: u8,
    lanes: usize,
    events: Events,
    reading: Option<(FileId, PieceReader, Deal)>,
    /// Room for the rows of the next piece.
    spare: EventRows,
    memory: Memory,
}

/// What a lane keeps from one question to the next.
#[derive(Default)]
pub struct Memory {
    /// What it has counted by item and page, between two orders of one question, and for which question.
    ranks: Vec<(Ranking, Ranks)>,
    ranked: Option<Box<Ask>>,
    /// The items with the most views, until its rows change.
    most: Option<Most>,
    /// What its rows have counted, until they change.
    remembered: Remembered,
}

/// What a lane is told or asked; all lanes get the same.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Order {
    /// Pieces of this file are to come: how to read them, and how many rows to expect over all lanes.
    Open(FileId, Box<Plan>, u64),
    /// No more pieces come: what were the names?
    Close,
    /// The rows of the file that was read are not wanted.
    Discard,
    /// Which plain numbers do rows have in these spaces?
    Numbers(Spaces),
    /// Let the rows of the file in.
    Admit(Box<Admission>),
    /// Forget the rows of a file.
    Remove(FileId),
    /// Forget everything.
    Clear,
    /// Put the rows in order: what is known of them?
    Settle,
    /// Which are the first so many, ranked in each of these ways?
    First(Box<Ask>, Vec<Ranking>, usize),
    /// Which have at least so many, in each of these ways?
    AtLeast(Vec<u32>),
    /// Count.
    Count(Vec<Ask>),
    /// Which events of a file count, among those of these persons and instants?
    Drill(Box<EventDrill>, FileId, Vec<(u32, u32)>),
}

/// What a lane answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Told {
    /// Nothing but that it is done.
    Done,
    /// The names of a file as this lane has read them, and the event words.
    Names(u8, Box<NameSet>, Words),
    /// Plain numbers by space.
    Numbers(Vec<(u8, Vec<u32>)>),
    /// Facts of its rows, and for each file how many of them stand again, with the instant of the first.
    Facts(Facts, Vec<Again>),
    /// The first ones.
    Leaders(Vec<Leaders>),
    /// Items by code, with their numbers.
    Ranked(Vec<Ranked>),
    /// What it has counted for each thing asked.
    Counted(Vec<Counted>),
    /// Events that count.
    Marks(Vec<Mark>),
}

impl Told {
    /// Plain numbers by space, if it tells them.
    pub fn numbers(self) -> Vec<(u8, Vec<u32>)> {
        if let Told::Numbers(numbers) = self { numbers } else { Vec::new() }
    }

    /// Facts, and rows that stand again, if it tells them.
    pub fn facts(self) -> Option<(Facts, Vec<Again>)> {
        if let Told::Facts(facts, twice) = self { Some((facts, twice)) } else { None }
    }

    /// The first ones, if it tells them.
    pub fn leaders(self) -> Vec<Leaders> {
        if let Told::Leaders(leaders) = self { leaders } else { Vec::new() }
    }

    /// Items with their numbers, if it tells them.
    pub fn ranked(self) -> Vec<Ranked> {
        if let Told::Ranked(ranked) = self { ranked } else { Vec::new() }
    }

    /// What was counted, if it tells it.
    pub fn counted(self) -> Vec<Counted> {
        if let Told::Counted(counted) = self { counted } else { Vec::new() }
    }

    /// Events that count, if it tells them.
    pub fn marks(self) -> Vec<Mark> {
        if let Told::Marks(marks) = self { marks } else { Vec::new() }
    }

    /// Names, if it tells them.
    pub fn names(self) -> Option<(u8, NameSet, Words)> {
        if let Told::Names(lane, names, words) = self { Some((lane, *names, words)) } else { None }
    }
}

impl Lane {
    /// An empty lane among so many.
    pub fn new(number: usize, lanes: usize) -> Lane {
        Lane {
            number: number as u8,
            lanes,
            events: Events::new(number, lanes),
            reading: None,
            spare: EventRows::default(),
            memory: Memory::default(),
        }
    }

    /// Does what is told and answers what is asked.
    pub fn obey(&mut self, order: Order) -> Told {
        if matches!(order, Order::Open(..) | Order::Admit(_) | Order::Remove(_) | Order::Clear) {
            self.memory = Memory::default();
        }
        match order {
            Order::Open(file, plan, rows) => {
                if !plan.of_orders() {
                    self.events.expect(rows, plan.roles());
                }
                self.reading = Some((file, PieceReader::new(*plan), Deal::new(self.lanes)));
            }
            Order::Close => {
                self.spare = EventRows::default();
                if let Some((_, reader, _)) = self.reading.take() {
                    let (names, words) = reader.finish();
                    return Told::Names(self.number, Box::new(names), words);
                }
            }
            Order::Discard => {
                self.reading = None;
                self.events.discard();
            }
            Order::Numbers(spaces) => return Told::Numbers(self.events.numbers(spaces)),
            Order::Admit(admission) => self.events.admit(&admission),
            Order::Remove(file) => self.events.remove(file),
            Order::Clear => self.events = Events::new(usize::from(self.number), self.lanes),
            Order::Settle => {
                self.events.sort();
                return Told::Facts(self.events.facts(), self.events.twice());
            }
            Order::Drill(drill, file, among) => return Told::Marks(marks(&self.events, &drill, file, &among)),
            Order::First(..) | Order::AtLeast(_) | Order::Count(_) => {
                let mut memory = std::mem::take(&mut self.memory);
                let told = self.tell(order, &mut memory);
                self.memory = memory;
                return told;
            }
        }
        Told::Done
    }

    /// Answers what is asked about its rows; `memory` is kept from one question about them to the next.
    pub fn tell(&self, order: Order, memory: &mut Memory) -> Told {
        match order {
            Order::First(ask, by, count) => {
                let most = &mut memory.most;
                memory.ranks = by.into_iter().map(|by| (by, Ranks::count(&self.events, &ask, by, most))).collect();
                memory.ranked = Some(ask);
                Told::Leaders(memory.ranks.iter().map(|(_, ranks)| ranks.leaders(count)).collect())
            }
            Order::AtLeast(least) => {
                let Some(ask) = memory.ranked.take() else { return Told::Done };
                let ranks = memory.ranks.drain(..).zip(least);
                Told::Ranked(ranks.map(|((by, ranks), least)| ranks.from(least, &self.events, &ask, by)).collect())
            }
            Order::Count(asks) => Told::Counted(asks.iter().map(|ask| count(&self.events, ask, &mut memory.remembered)).collect()),
            _ => Told::Done,
        }
    }

    /// Reads a piece of the open file from its bytes; gives the events dealt to all lanes, its own among them. Rows of orders
    /// come with the piece.
    pub fn read(&mut self, at: u32, bytes: &[u8], cut: Cut) -> (Piece, Vec<Parcel>) {
        let Some((_, reader, deal)) = &mut self.reading else { return (Piece::default(), Vec::new()) };
        let piece = reader.read(at, bytes, cut);
        let Some((rows, names)) = reader.take(std::mem::take(&mut self.spare)) else { return (piece, Vec::new()) };
        let parcels = deal.deal(&rows, names, self.number, at);
        self.spare = rows;
        (piece, parcels)
    }

    /// Takes rows that are its own.
    pub fn accept(&mut self, file: FileId, parcel: &Parcel) {
        self.events.accept(file, parcel);
    }

    /// The events it keeps.
    pub fn events(&self) -> &Events {
        &self.events
    }
}
