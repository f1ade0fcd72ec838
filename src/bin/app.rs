//! Page and worker: one wasm that looks at its global scope and plays the right role.

use dianzhang::{ui, wire::worker};

fn main() {
    if worker::is_here() {
        worker::start();
    } else {
        ui::start();
    }
}
