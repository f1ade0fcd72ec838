//! The page's worker: reads files and answers questions. Loaded once the page is drawn.

fn main() {
    dianzhang::wire::worker::start();
}
