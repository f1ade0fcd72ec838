//! The page. Its worker is a wasm of its own, `worker.rs`.

fn main() {
    dianzhang::ui::start();
}
