//! Workers that a worker makes from text. Those inherit the page's policy, which a worker loaded by its address does not.
//! Most start from a wasm of their own, which lies beside this one and is loaded only then.

use super::scope;
use js_sys::{Array, Function, JSON, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, Url, Worker};

/// What a worker with a wasm of its own starts with, after the addresses of its two halves and the name under which
/// requests are told to the page.
const BOOT: &str = "
self.addEventListener('unhandledrejection', (event) => { setTimeout(() => { throw event.reason; }); });
const told = new BroadcastChannel(channel);
new PerformanceObserver((list) => {
  for (const { name } of list.getEntries()) told.postMessage(name);
}).observe({ type: 'resource', buffered: true });
";

/// Brings the worker's other half, which the first call into it would have to wait for. Where that fails, that call tries
/// again and tells.
pub fn bring_more() {
    let bring = Reflect::get(&scope(), &"bringMore".into()).ok().and_then(|bring| bring.dyn_into::<Function>().ok());
    if let Some(Ok(brought)) = bring.map(|bring| bring.call0(&JsValue::NULL)) {
        spawn_local(async move { drop(JsFuture::from(brought.unchecked_into::<Promise>()).await) });
    }
}

/// A worker that runs this text, and the address that the text has got.
pub fn from_text(text: &JsValue) -> Result<(Worker, String), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/javascript");
    let url = Url::create_object_url_with_blob(&Blob::new_with_str_sequence_and_options(&Array::of1(text), &kind)?)?;
    Ok((Worker::new(&url)?, url))
}

/// A worker with a wasm of its own, that runs `then` with its two halves as `script` and `wasm`, and the address of its
/// text.
pub fn start(name: &str, then: &str) -> Result<(Worker, String), JsValue> {
    let text = |name: &str| Reflect::get(&scope(), &name.into()).map(|value| value.as_string().unwrap_or_default());
    let (script, wasm) = addresses(&text("home")?, name).ok_or(JsValue::NULL)?;
    let named = JSON::stringify(&Array::of3(&script.into(), &wasm.into(), &text("channel")?.into()))?;
    from_text(&format!("const [script, wasm, channel] = {named};{BOOT}{then}").into())
}

/// Where the two halves of a wasm that is loaded later lie: beside the worker's own, under the same hash. None where
/// nothing lies beside it, as for the page as one file.
fn addresses(home: &str, name_of: &str) -> Option<(String, String)> {
    let (folder, name) = home.rsplit_once('/').filter(|_| home.starts_with("http"))?;
    let stem = name.strip_prefix("worker")?.strip_suffix(".js")?;
    Some((format!("{folder}/{name_of}{stem}.js"), format!("{folder}/{name_of}{stem}_bg.wasm")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_lies_beside_the_page() {
        let (script, wasm) = addresses("https://shop.example/app/worker-1a2b.js", "books").unwrap();
        assert_eq!(script, "https://shop.example/app/books-1a2b.js");
        assert_eq!(wasm, "https://shop.example/app/books-1a2b_bg.wasm");
    }

    #[test]
    fn nothing_lies_beside_a_page_from_a_disk() {
        assert_eq!(addresses("blob:null/0b3c-11", "books"), None);
        assert_eq!(addresses("", "books"), None);
    }
}
