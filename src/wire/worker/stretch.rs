//! A stretch of a file that a lane reads piece by piece.
//!
//! Asking the browser for one slice after the other costs it twice the work of one stream over all of them, so a lane
//! gets several pieces that follow each other, and reads them from one stream.

use super::files::{lost, slice_of};
use crate::ingest::Cut;
use crate::report::Problem;
use js_sys::{Reflect, Uint8Array};
use std::ops::Range;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, ReadableStream, ReadableStreamByobReader};

/// Bytes read at a time: what lies in a cache when it is copied.
const READ: u32 = 1 << 20;

/// Most pieces of a stretch.
const MOST: u32 = 16;

/// How many pieces the next stretch has, of those that are left: the last ones are short, so that no lane waits long for
/// another.
pub fn pieces(left: u32, lanes: usize) -> u32 {
    (left / (3 * lanes as u32)).clamp(1, MOST).min(left)
}

/// Pieces on their way from the disk.
pub struct Stretch {
    /// The pieces that are still to be read.
    pub pieces: Range<u32>,
    cut: Cut,
    reader: Result<ReadableStreamByobReader, JsValue>,
    /// While somebody reads, nothing else may hold the stream: a browser would forget both.
    _stream: Option<ReadableStream>,
    /// What the browser reads into.
    room: Option<Uint8Array>,
    /// Bytes of the file up to here were read.
    position: u64,
}

impl Stretch {
    /// Asks for these pieces of a file; the browser starts to read at once.
    pub fn open(file: &Blob, cut: Cut, pieces: Range<u32>) -> Stretch {
        let from = cut.bytes_of(pieces.start).0;
        let to = cut.bytes_of(pieces.end - 1).1;
        let stream = slice_of(file, from, to).map(|part| part.stream());
        let reader = stream.as_ref().map_err(JsValue::clone).and_then(ReadableStreamByobReader::new);
        Stretch { pieces, cut, reader, _stream: stream.ok(), room: None, position: from }
    }

    /// Reads the bytes of the next piece into `bytes`, where those of the piece before it still are; gives its position.
    pub async fn next(&mut self, bytes: &mut Vec<u8>) -> Option<(u32, Result<(), Problem>)> {
        let at = self.pieces.next()?;
        let (from, to) = self.cut.bytes_of(at);
        // What the last piece has read beyond its end is the start of this one.
        let there = (self.position - from) as usize;
        let kept = bytes.len() - there;
        bytes.copy_within(kept.., 0);
        bytes.resize((to - from) as usize, 0);
        let read = self.fill(&mut bytes[there..]).await;
        if read.is_err() {
            self.pieces.end = self.pieces.start;
        }
        Some((at, read))
    }

    async fn fill(&mut self, mut bytes: &mut [u8]) -> Result<(), Problem> {
        let reader = self.reader.as_ref().map_err(lost)?;
        while !bytes.is_empty() {
            let room = self.room.take().unwrap_or_else(|| Uint8Array::new_with_length(READ));
            let room = room.subarray(0, READ.min(bytes.len() as u32));
            let told = JsFuture::from(reader.read_with_array_buffer_view(&room)).await.map_err(|error| lost(&error))?;
            let read: Uint8Array = match Reflect::get(&told, &"value".into()) {
                Ok(value) if value.is_instance_of::<Uint8Array>() => value.unchecked_into(),
                _ => return Err(Problem::Changed),
            };
            // A file that has become shorter ends early, and without a word.
            if read.length() == 0 {
                return Err(Problem::Changed);
            }
            let (now, later) = bytes.split_at_mut(read.length() as usize);
            read.copy_to(now);
            bytes = later;
            self.position += u64::from(read.length());
            self.room = Some(Uint8Array::new(&read.buffer()));
        }
        Ok(())
    }
}

impl Drop for Stretch {
    fn drop(&mut self) {
        if let Ok(reader) = &self.reader {
            // Nobody wants what is left; whether the browser manages to stop matters to nobody.
            let stopped = JsFuture::from(reader.cancel());
            spawn_local(async move { drop(stopped.await) });
        }
    }
}
