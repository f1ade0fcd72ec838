//! Parcels as messages between workers: each column is a block of bytes that is handed over, not copied.

use crate::model::{EventRows, FileId, Spaces};
use crate::store::events::Parcel;
use js_sys::{Array, ArrayBuffer, Uint8Array, Uint16Array, Uint32Array};
use wasm_bindgen::{JsCast, JsValue};

/// What stands beside the columns.
type Label = (FileId, u8, u32, Spaces, Vec<u32>);

/// A parcel as the list of its blocks.
pub fn pack(file: FileId, parcel: &Parcel) -> Array {
    let label: Label = (file, parcel.reader, parcel.piece, parcel.texts, parcel.counts.clone());
    let label = postcard::to_allocvec(&label).expect("a label can be written");
    let rows = &parcel.rows;
    let blocks = Array::of5(
        &Uint8Array::from(label.as_slice()),
        &Uint32Array::from(rows.person.as_slice()),
        &Uint32Array::from(rows.time.as_slice()),
        &Uint16Array::from(rows.millis.as_slice()),
        &Uint8Array::from(rows.kind.as_slice()),
    );
    for text in &rows.texts {
        blocks.push(&Uint32Array::from(text.as_slice()));
    }
    blocks
}

/// What is handed over with a message of these blocks.
pub fn handed_over(blocks: &Array) -> Array {
    blocks.iter().map(|block| JsValue::from(block.unchecked_ref::<Uint8Array>().buffer().unchecked_into::<ArrayBuffer>())).collect()
}

/// The parcel of a list of blocks, and the file its rows come from.
pub fn unpack(blocks: &Array) -> (FileId, Parcel) {
    let label = blocks.get(0).unchecked_into::<Uint8Array>().to_vec();
    let (file, reader, piece, texts, counts): Label = postcard::from_bytes(&label).expect("a label comes from a worker of this build");
    let wide = |at: u32| blocks.get(at).unchecked_into::<Uint32Array>().to_vec();
    let rows = EventRows {
        person: wide(1),
        time: wide(2),
        millis: blocks.get(3).unchecked_into::<Uint16Array>().to_vec(),
        kind: blocks.get(4).unchecked_into::<Uint8Array>().to_vec(),
        texts: std::array::from_fn(|at| wide(5 + at as u32)),
    };
    (file, Parcel { reader, piece, texts, counts, rows })
}
