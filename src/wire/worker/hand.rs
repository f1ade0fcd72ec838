//! The role of a helping worker: one lane. It reads the pieces it is given, hands their rows to the lanes that keep
//! them, and obeys the orders that all lanes get. It speaks with the first worker only, which passes parcels on.

use super::parcels::{handed_over, pack, unpack};
use super::scope;
use super::stretch::Stretch;
use crate::ingest::{Cut, Piece};
use crate::model::FileId;
use crate::report::Problem;
use crate::wire::lane::{Lane, Order};
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::collections::VecDeque;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, MessageEvent};

/// The first word of a message between workers.
pub mod word {
    /// To a new helper: which lane it is, of how many.
    pub const LANE: &str = "lane";
    /// Asks or tells all lanes something; the number of the order and its bytes.
    pub const ORDER: &str = "order";
    /// The answer to an order.
    pub const TOLD: &str = "told";
    /// To a helper: read these pieces. From a helper: one is read.
    pub const PIECE: &str = "piece";
    /// Rows for a lane: its number and the blocks.
    pub const PARCEL: &str = "parcel";
}

/// What came of a piece.
pub type Outcome = Result<Piece, Problem>;

/// Pieces that are on their way from the disk.
struct Coming {
    file: FileId,
    cut: Cut,
    stretch: Stretch,
}

struct Hand {
    lane: Lane,
    number: u32,
    coming: VecDeque<Coming>,
    busy: bool,
}

thread_local! {
    static HAND: RefCell<Option<Hand>> = const { RefCell::new(None) };
}

/// Takes up the role if this is the first message of a helper.
pub fn begin(message: &Array) -> bool {
    if message.get(0).as_string().as_deref() != Some(word::LANE) {
        return false;
    }
    let number = |at: u32| message.get(at).as_f64().unwrap_or(0.0) as u32;
    let (own, lanes) = (number(1), number(2));
    HAND.set(Some(Hand { lane: Lane::new(own as usize, lanes as usize), number: own, coming: VecDeque::new(), busy: false }));
    let listen = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| hear(event.data().unchecked_ref()));
    scope().set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
    true
}

fn with<T>(act: impl FnOnce(&mut Hand) -> T) -> T {
    HAND.with_borrow_mut(|hand| act(hand.as_mut().expect("a helper has a lane from its first message on")))
}

fn hear(message: &Array) {
    match message.get(0).as_string().as_deref() {
        Some(word::ORDER) => {
            let bytes = message.get(2).unchecked_into::<Uint8Array>().to_vec();
            let order: Order = postcard::from_bytes(&bytes).expect("an order comes from a worker of this build");
            let told = with(|hand| hand.lane.obey(order));
            let bytes = postcard::to_allocvec(&told).expect("every answer can be written");
            send(&Array::of3(&word::TOLD.into(), &message.get(1), &Uint8Array::from(bytes.as_slice())), &Array::new());
        }
        Some(word::PARCEL) => {
            let (file, parcel) = unpack(message.get(2).unchecked_ref());
            with(|hand| hand.lane.accept(file, &parcel));
        }
        Some(word::PIECE) => {
            let number = |at: u32| message.get(at).as_f64().unwrap_or(0.0);
            let pieces: Array = message.get(2).unchecked_into();
            let [start, end] = [0, 1].map(|at| pieces.get(at).as_f64().unwrap_or(0.0) as u32);
            let cut = Cut::of(number(3) as u64);
            let stretch = Stretch::open(message.get(1).unchecked_ref::<File>(), cut, start..end);
            let idle = with(|hand| {
                hand.coming.push_back(Coming { file: FileId(number(4) as u32), cut, stretch });
                !std::mem::replace(&mut hand.busy, true)
            });
            if idle {
                spawn_local(work());
            }
        }
        _ => {}
    }
}

/// Reads the pieces that come, one by one.
async fn work() {
    let mut buffer = Vec::new();
    while let Some(Coming { file, cut, mut stretch }) = with(|hand| {
        let next = hand.coming.pop_front();
        hand.busy = next.is_some();
        next
    }) {
        while let Some((at, read)) = stretch.next(&mut buffer).await {
            let outcome: Outcome = read.map(|()| piece(file, at, &buffer, cut));
            let bytes = postcard::to_allocvec(&outcome).expect("every outcome can be written");
            let last = stretch.pieces.is_empty();
            send(&Array::of3(&word::PIECE.into(), &Uint8Array::from(bytes.as_slice()), &last.into()), &Array::new());
        }
    }
}

/// Reads a piece and sends its rows where they belong.
fn piece(file: FileId, at: u32, bytes: &[u8], cut: Cut) -> Piece {
    let (piece, parcels) = with(|hand| hand.lane.read(at, bytes, cut));
    for (lane, parcel) in parcels.iter().enumerate() {
        if lane as u32 == with(|hand| hand.number) {
            with(|hand| hand.lane.accept(file, parcel));
        } else if !parcel.rows.is_empty() {
            let blocks = pack(file, parcel);
            send(&Array::of3(&word::PARCEL.into(), &(lane as u32).into(), &blocks), &handed_over(&blocks));
        }
    }
    piece
}

fn send(message: &Array, handed_over: &Array) {
    scope().post_message_with_transfer(message, handed_over).expect("messages of bytes can be sent");
}
