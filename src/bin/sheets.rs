//! The wasm that writes workbooks: loaded when one is asked for.

use dianzhang::report::takeout;
use wasm_bindgen::prelude::*;

/// The bytes of a workbook, from the bytes of a `Book`.
#[wasm_bindgen]
pub fn workbook(order: &[u8]) -> Result<Vec<u8>, JsError> {
    let book = postcard::from_bytes(order).map_err(|error| JsError::new(&error.to_string()))?;
    takeout::workbook(&book).map_err(|error| JsError::new(&error.to_string()))
}

fn main() {}
