//! The wasm that reads workbooks and archives: loaded when such a file is dropped, thrown away after it.

fn main() {
    dianzhang::wire::opener::start();
}
