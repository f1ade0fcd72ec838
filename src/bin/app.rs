//! Page and worker: one wasm that looks at its global scope and plays the right role.
fn main() {}
