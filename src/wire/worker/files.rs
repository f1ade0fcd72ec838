//! Bytes of a file, asked for and taken.

use crate::report::Problem;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// Asks for bytes of a file; the asking starts at once, not when it is awaited.
pub fn slice(file: &Blob, from: u64, to: u64) -> JsFuture {
    let bytes = slice_of(file, from, to).map(|part| part.array_buffer());
    JsFuture::from(bytes.unwrap_or_else(|error| js_sys::Promise::reject(&error)))
}

/// A part of a file, of which nothing is read yet.
pub fn slice_of(file: &Blob, from: u64, to: u64) -> Result<Blob, JsValue> {
    file.slice_with_f64_and_f64(from as f64, to as f64)
}

/// What the system's refusal to read a file means.
pub fn lost(error: &JsValue) -> Problem {
    match js_sys::Reflect::get(error, &"name".into()) {
        Ok(name) if name == "NotReadableError" => Problem::Changed,
        _ => Problem::Vanished,
    }
}

/// Takes what was asked for into `bytes`; the system's refusal, or fewer bytes than the file promised, is a problem.
pub fn fetch(outcome: Result<JsValue, JsValue>, length: u64, bytes: &mut Vec<u8>) -> Result<(), Problem> {
    let read = outcome.map_err(|error| lost(&error))?;
    let read = Uint8Array::new(&read);
    if u64::from(read.length()) != length {
        return Err(Problem::Changed);
    }
    bytes.resize(length as usize, 0);
    read.copy_to(bytes);
    Ok(())
}
