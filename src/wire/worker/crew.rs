//! The helping workers, as the first worker has them: it gives them pieces and orders and passes parcels on.

use super::beside;
use super::hand::{Outcome, word};
use super::parcels::{handed_over, pack, unpack};
use super::scope;
use crate::model::{FileId, arrange};
use crate::store::events::Parcel;
use crate::wire::lane::{Order, Told};
use js_sys::{Array, Function, Promise, Uint8Array};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ErrorEvent, File, MessageEvent, Worker};

/// More lanes than this wait for each other, and each takes some memory.
const MOST: usize = 8;

/// Stretches of pieces that a helper has before it at a time, so that it never waits for the first worker.
pub const AHEAD: usize = 2;

/// The helpers.
pub struct Crew {
    workers: Rc<Vec<Worker>>,
    desk: Rc<RefCell<Inbox>>,
}

/// What the helpers have sent and nobody has looked at yet.
#[derive(Default)]
struct Inbox {
    told: Vec<(u32, u32, Told)>,
    pieces: VecDeque<(usize, Outcome, bool)>,
    parcels: Vec<(FileId, Parcel)>,
    /// Wakes who waits for any of these.
    waiting: Option<Function>,
    orders: u32,
}

impl Inbox {
    fn wake(&mut self) {
        if let Some(wake) = self.waiting.take() {
            let _ = wake.call0(&JsValue::NULL);
        }
    }
}

impl Crew {
    /// As many helpers as the machine has further cores. They start from the same text and module as this worker, so
    /// nothing is loaded and nothing compiled again.
    pub fn hire() -> Crew {
        let cores = (scope().navigator().hardware_concurrency() as usize).clamp(1, MOST);
        let desk = Rc::new(RefCell::new(Inbox::default()));
        let workers: Vec<Worker> = (1..cores).map_while(|number| worker(number, cores).ok()).collect();
        // A lane whose worker could not be made would lose its rows: then there is none beside the first.
        let workers = Rc::new(if workers.len() + 1 == cores { workers } else { Vec::new() });
        for (at, worker) in workers.iter().enumerate() {
            listen(at, worker, &desk, &workers);
        }
        Crew { workers, desk }
    }

    /// How many lanes there are, the first worker's own among them.
    pub fn lanes(&self) -> usize {
        self.workers.len() + 1
    }

    /// Tells or asks all helpers something at once; [`Crew::told`] gives what they answer.
    pub fn tell(&self, order: &Order) -> u32 {
        let mut desk = self.desk.borrow_mut();
        desk.orders += 1;
        if !self.workers.is_empty() {
            let bytes = postcard::to_allocvec(order).expect("every order can be written");
            for worker in self.workers.iter() {
                let message = Array::of3(&word::ORDER.into(), &desk.orders.into(), &Uint8Array::from(bytes.as_slice()));
                worker.post_message(&message).expect("messages of bytes can be sent");
            }
        }
        desk.orders
    }

    /// What the helpers answer to an order, in their order, once all have.
    pub async fn told(&self, order: u32) -> Vec<Told> {
        loop {
            {
                let mut desk = self.desk.borrow_mut();
                if desk.told.iter().filter(|(_, of, _)| *of == order).count() == self.workers.len() {
                    arrange(&mut desk.told, |(a, _, _), (b, _, _)| a.cmp(b));
                    let (mine, others) = std::mem::take(&mut desk.told).into_iter().partition(|(_, of, _)| *of == order);
                    desk.told = others;
                    return Vec::into_iter(mine).map(|(_, _, told)| told).collect();
                }
            }
            self.news().await;
        }
    }

    /// Waits until a helper has sent something.
    pub async fn news(&self) {
        let promise = Promise::new(&mut |wake, _| self.desk.borrow_mut().waiting = Some(wake));
        // It is only ever woken, never refused.
        let _ = JsFuture::from(promise).await;
    }

    /// Gives a helper pieces to read.
    pub fn give(&self, helper: usize, file: &File, id: FileId, pieces: Range<u32>, size: u64) {
        let pieces = Array::of2(&pieces.start.into(), &pieces.end.into());
        let message = Array::of5(&word::PIECE.into(), file, &pieces, &(size as f64).into(), &id.0.into());
        self.workers[helper].post_message(&message).expect("file handles can be sent");
    }

    /// The pieces that helpers have read meanwhile, and whether each was the last that its helper was given at once.
    pub fn pieces(&self) -> VecDeque<(usize, Outcome, bool)> {
        std::mem::take(&mut self.desk.borrow_mut().pieces)
    }

    /// The rows for the first worker's own lane that have come meanwhile.
    pub fn parcels(&self) -> Vec<(FileId, Parcel)> {
        std::mem::take(&mut self.desk.borrow_mut().parcels)
    }

    /// Sends rows to the lanes of the helpers, in their order.
    pub fn deliver(&self, file: FileId, parcels: &[Parcel]) {
        for (at, parcel) in parcels.iter().enumerate().filter(|(_, parcel)| !parcel.rows.is_empty()) {
            let blocks = pack(file, parcel);
            pass_on(&self.workers[at], at as u32 + 1, &blocks);
        }
    }
}

/// A new worker like this one, told its lane.
fn worker(number: usize, lanes: usize) -> Result<Worker, JsValue> {
    let boot = js_sys::Reflect::get(&scope(), &"boot".into())?;
    let (worker, _) = beside::from_text(&boot)?;
    let more = js_sys::Reflect::get(&scope(), &"more".into())?;
    worker.post_message(&Array::of3(&wasm_bindgen::module(), &boot, &more))?;
    worker.post_message(&Array::of3(&word::LANE.into(), &(number as u32).into(), &(lanes as u32).into()))?;
    Ok(worker)
}

fn listen(at: usize, worker: &Worker, desk: &Rc<RefCell<Inbox>>, workers: &Rc<Vec<Worker>>) {
    let (desk, workers) = (desk.clone(), workers.clone());
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let message: Array = event.data().unchecked_into();
        let bytes = |at: u32| message.get(at).unchecked_into::<Uint8Array>().to_vec();
        match message.get(0).as_string().as_deref() {
            Some(word::TOLD) => {
                let order = message.get(1).as_f64().unwrap_or(0.0) as u32;
                let told = postcard::from_bytes(&bytes(2)).expect("an answer comes from a worker of this build");
                desk.borrow_mut().told.push((at as u32, order, told));
            }
            Some(word::PIECE) => {
                let outcome = postcard::from_bytes(&bytes(1)).expect("an outcome comes from a worker of this build");
                desk.borrow_mut().pieces.push_back((at, outcome, message.get(2).is_truthy()));
            }
            Some(word::PARCEL) => {
                let blocks: Array = message.get(2).unchecked_into();
                match message.get(1).as_f64().unwrap_or(0.0) as u32 {
                    0 => desk.borrow_mut().parcels.push(unpack(&blocks)),
                    lane => pass_on(&workers[lane as usize - 1], lane, &blocks),
                }
            }
            _ => {}
        }
        desk.borrow_mut().wake();
    });
    worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    // A helper that breaks takes its rows with it: the page is to start anew, as when the first worker breaks.
    let broke = Closure::<dyn FnMut(ErrorEvent)>::new(|event: ErrorEvent| {
        event.prevent_default();
        wasm_bindgen::throw_str(&event.message());
    });
    worker.set_onerror(Some(broke.as_ref().unchecked_ref()));
    broke.forget();
}

fn pass_on(worker: &Worker, lane: u32, blocks: &Array) {
    let message = Array::of3(&word::PARCEL.into(), &lane.into(), blocks);
    worker.post_message_with_transfer(&message, &handed_over(blocks)).expect("messages of bytes can be sent");
}
