//! The role of the worker that unpacks: one workbook or archive in, files of plain text out. It is started for one file
//! and thrown away after it, and whatever breaks it breaks nothing else.
//!
//! Bytes are read by a reader that waits, which only workers have: what unpacks asks for them here and there. Text goes
//! into blobs, which the browser keeps outside of this memory.

use super::inside::Word;
use super::packed;
use super::protocol::VERSION;
use crate::model::{Problem, Remark};
use crate::unpack::{Container, Limits, code_page, refuse};
use js_sys::{Array, Uint8Array};
use std::cell::Cell;
use std::io::{self, Read, Seek, SeekFrom};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, DedicatedWorkerGlobalScope, File, FileReaderSync, MessageEvent, TextDecoder};

/// Bytes read at a time.
const WINDOW: u64 = 1 << 20;
/// Bytes of text that are put into one blob.
const PIECE: usize = 8 << 20;
/// Milliseconds between two signs of life.
const PACE: f64 = 200.0;
/// A browser's heap is smaller than a program's.
const LIMITS: Limits = Limits { held: 256 << 20, text: 2 << 30, members: 1000, growth: 200, free: 64 << 20 };

thread_local! {
    static TOLD: Cell<f64> = const { Cell::new(0.0) };
}

/// Takes up the role: a message with a file is answered with what is inside.
pub fn start() {
    std::panic::set_hook(Box::new(|info| wasm_bindgen::throw_val(js_sys::Error::new(&info.to_string()).into())));
    let listen = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let file: File = event.data().unchecked_into();
        let problem = unpack(&file).err();
        post(&Word::End { problem }, None);
    });
    scope().set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
    post(&Word::Ready, None);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn post(word: &Word, file: Option<&File>) {
    let body = Uint8Array::from(packed::write(VERSION, word).as_slice());
    let files: Array = file.into_iter().collect();
    scope().post_message(&Array::of2(&body, &files)).expect("words and files can be sent");
}

fn unpack(file: &File) -> Result<(), Problem> {
    let reader = FileReaderSync::new().map_err(|_| Problem::NoReader)?;
    let source = Bytes { file: file.clone(), reader, at: 0, window: Vec::new(), from: 0 };
    let mut inside = Container::open(&file.name(), Box::new(source), LIMITS, decode)?.ok_or(Problem::Changed)?;
    let mut left = LIMITS.text;
    for (at, part) in inside.parts().to_vec().into_iter().enumerate() {
        let mut text = Text { pieces: Array::new(), open: Vec::new(), size: 0 };
        let read = inside.read(at, &mut |bytes| {
            text.push(bytes);
            text.size <= left
        });
        let read = if text.size > left { Err(Problem::TooLarge) } else { read };
        left -= text.size.min(left);
        let (noticed, problem): (Vec<Remark>, _) = match read {
            Ok(remarks) => (remarks, None),
            Err(problem) => (Vec::new(), Some(problem)),
        };
        let remarks = part.remarks.into_iter().chain(noticed).collect();
        let written = text.into_file(&part.name).ok_or(Problem::TooLarge)?;
        post(&Word::Part { name: part.name, remarks, problem }, Some(&written));
    }
    Ok(())
}

/// Bytes of a Windows code page as text, by the browser's own tables.
fn decode(page: u16, bytes: &[u8]) -> String {
    let decoder = TextDecoder::new_with_label(&code_page(page));
    decoder.and_then(|decoder| decoder.decode_with_u8_array(bytes)).unwrap_or_default()
}

/// Text on its way into a file.
struct Text {
    pieces: Array,
    open: Vec<u8>,
    size: u64,
}

impl Text {
    fn push(&mut self, bytes: &[u8]) {
        self.size += bytes.len() as u64;
        self.open.extend_from_slice(bytes);
        if self.open.len() >= PIECE {
            self.close();
        }
    }

    fn close(&mut self) {
        let bytes = Array::of1(&Uint8Array::from(self.open.as_slice()));
        if let Ok(blob) = Blob::new_with_u8_array_sequence(&bytes) {
            self.pieces.push(&blob);
        }
        self.open.clear();
    }

    fn into_file(mut self, name: &str) -> Option<File> {
        self.close();
        let file = File::new_with_blob_sequence(&self.pieces, name).ok()?;
        // A browser that could not keep a piece has not kept the text.
        (file.size() as u64 == self.size).then_some(file)
    }
}

/// A file's bytes, a window of them at a time.
struct Bytes {
    file: File,
    reader: FileReaderSync,
    at: u64,
    window: Vec<u8>,
    from: u64,
}

impl Bytes {
    fn look_at(&mut self, at: u64) -> io::Result<()> {
        let end = (at + WINDOW).min(self.file.size() as u64);
        let part = self.file.slice_with_f64_and_f64(at as f64, end as f64).map_err(|_| refuse(Problem::Vanished))?;
        let bytes = self.reader.read_as_array_buffer(&part).map_err(|error| {
            let name = js_sys::Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
            refuse(if name.as_deref() == Some("NotReadableError") { Problem::Changed } else { Problem::Vanished })
        })?;
        self.window = Uint8Array::new(&bytes).to_vec();
        self.from = at;
        let now = scope().performance().map_or(0.0, |clock| clock.now());
        if now - TOLD.get() >= PACE {
            TOLD.set(now);
            post(&Word::Busy { bytes: end }, None);
        }
        if self.window.len() as u64 == end - at { Ok(()) } else { Err(refuse(Problem::Changed)) }
    }
}

impl Read for Bytes {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.file.size() as u64 {
            return Ok(0);
        }
        if self.at < self.from || self.at >= self.from + self.window.len() as u64 {
            self.look_at(self.at)?;
        }
        let rest = self.window.get((self.at - self.from) as usize..).unwrap_or_default();
        let count = rest.len().min(bytes.len());
        bytes[..count].copy_from_slice(&rest[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Bytes {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => (self.file.size() as u64).checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = place.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}
