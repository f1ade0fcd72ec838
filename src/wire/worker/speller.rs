//! Cuts Chinese into words, by a library whose dictionary weighs megabytes: it is a wasm of its own beside the page, loaded
//! by a worker of its own the first time that words are asked for, and kept for the next.

use super::{beside, scope};
use js_sys::{Array, Function, Promise};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Worker;

/// Milliseconds without an answer after which the worker is given up.
const PATIENCE: i32 = 30_000;

/// What the worker does once it has the library's two halves. Texts that come while they are loaded wait for them.
const BOOT: &str = "
const library = import(script).then(async (library) => { await library.default({ module_or_path: wasm }); return library; });
self.onmessage = async ({ data }) => {
  const { cut } = await library;
  self.postMessage(data.map((text) => cut(text, true)));
};
";

thread_local! {
    static CUTTER: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

/// The words of each text; None where the library cannot be had: the page as one file, no network, a broken library.
pub async fn cut(texts: &[String]) -> Option<Vec<Vec<String>>> {
    let known = CUTTER.with_borrow(Clone::clone);
    let worker = match known {
        Some(worker) => worker,
        // The text is fetched in its own time; its address goes with the page's worker.
        None => beside::start("jieba", BOOT).ok()?.0,
    };
    CUTTER.set(Some(worker.clone()));
    let answer = ask(&worker, texts).await;
    if answer.is_none() {
        worker.terminate();
        CUTTER.set(None);
    }
    answer
}

async fn ask(worker: &Worker, texts: &[String]) -> Option<Vec<Vec<String>>> {
    let mut clock = None;
    let answer = Promise::new(&mut |resolve: Function, reject: Function| {
        worker.set_onmessage(Some(&resolve));
        worker.set_onerror(Some(&reject));
        clock = scope().set_timeout_with_callback_and_timeout_and_arguments_0(&reject, PATIENCE).ok();
    });
    let sent = worker.post_message(&texts.iter().map(|text| JsValue::from_str(text)).collect::<Array>());
    let heard = JsFuture::from(answer).await;
    if let Some(clock) = clock {
        scope().clear_timeout_with_handle(clock);
    }
    worker.set_onmessage(None);
    worker.set_onerror(None);
    sent.ok()?;
    let words = js_sys::Reflect::get(&heard.ok()?, &"data".into()).ok()?.dyn_into::<Array>().ok()?;
    let of = |words: JsValue| words.dyn_into::<Array>().map(|words| words.iter().filter_map(|word| word.as_string()).collect());
    let words = words.iter().map(of).collect::<Result<Vec<Vec<String>>, JsValue>>().ok()?;
    (words.len() == texts.len()).then_some(words)
}
