//! The worker's birth, and the door that closes behind the page once all of it is here.

use super::traffic::hear_workers;
use super::{FileHandle, Listening, later, object_url, window};
use js_sys::Array;
use serde::{Serialize, de::DeserializeOwned};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, ErrorEvent, Event, HtmlLinkElement, MessageEvent, Response};

#[wasm_bindgen]
extern "C" {
    /// Where the JavaScript half of this wasm was loaded from.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static GLUE: String;
}

thread_local! {
    /// Its text, once it was read: workers are made from it.
    static COPY: RefCell<String> = const { RefCell::new(String::new()) };
    static CHANNEL: String = format!("requests {}", js_sys::Math::random());
}

/// What holds from the moment all of the page is here: nothing is fetched any more, not even from the page's own host,
/// but for the manifest, which the browser reads in its own time, and the files that the build names as loaded later.
/// A policy can only be added to, never taken back. Workers made from now on inherit it.
const DOOR: &str = "default-src 'none'; script-src blob: 'wasm-unsafe-eval' {scripts}; worker-src 'self' blob:; img-src data: blob:; \
                    manifest-src {manifest}; style-src 'none'; connect-src {data}";

/// Takes a copy of the JavaScript half for the workers, then forbids every further connection. Gives false, and leaves
/// the door open, where that half cannot be read again: no worker could be made without it.
pub async fn close_door() -> bool {
    // The page as one file has it at hand already, and may fetch nothing.
    let at_hand = js_sys::Reflect::get(&js_sys::global(), &"glueText".into()).ok().and_then(|text| text.as_string());
    let glue = match at_hand {
        Some(text) => Some(text),
        None => fetch_text(&GLUE.with(String::clone)).await,
    };
    let Some(glue) = glue else { return false };
    COPY.set(glue);
    let Some(document) = window().document() else { return true };
    let manifest = document.query_selector("link[rel=manifest]").ok().flatten();
    let manifest = manifest.and_then(|link| link.dyn_into::<HtmlLinkElement>().ok()).map_or("'none'".into(), |link| link.href());
    if let (Some(head), Ok(meta)) = (document.head(), document.create_element("meta")) {
        let _ = meta.set_attribute("http-equiv", "Content-Security-Policy");
        let (scripts, data) = later_files(&document);
        let door = DOOR.replace("{manifest}", &manifest).replace("{scripts}", &scripts).replace("{data}", &data);
        let _ = meta.set_attribute("content", &door);
        let _ = head.append_child(&meta);
    }
    hear_workers();
    super::ask_offline("all-here");
    true
}

/// The exact addresses of scripts and of other files that are loaded later, as the build wrote them into the page.
fn later_files(document: &web_sys::Document) -> (String, String) {
    let named = document.query_selector("meta[name=later]").ok().flatten().and_then(|meta| meta.get_attribute("content"));
    let named = named.unwrap_or_default();
    let glue = GLUE.with(String::clone);
    let folder = glue.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (scripts, data): (Vec<&str>, Vec<&str>) = named.split_whitespace().partition(|name| name.ends_with(".js"));
    let joined = |names: Vec<&str>| names.into_iter().map(|name| format!("{folder}/{name}")).collect::<Vec<_>>().join(" ");
    (joined(scripts), if data.is_empty() { "'none'".into() } else { joined(data) })
}

async fn fetch_text(url: &str) -> Option<String> {
    let response: Response = JsFuture::from(window().fetch_with_str(url)).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// A worker that runs this same wasm; it ends when this is dropped.
pub struct Worker {
    worker: web_sys::Worker,
    _listeners: [Listening; 3],
}

impl Worker {
    /// Starts a worker. `hear` gets each message with the files beside it, None for one that cannot be read; `broke`
    /// gets the browser's words when the worker breaks.
    pub fn spawn<T: DeserializeOwned>(
        hear: impl Fn(Option<(T, Vec<FileHandle>)>) + 'static,
        broke: impl Fn(String) + Clone + 'static,
    ) -> Result<Worker, String> {
        let worker = boot().map_err(|error| words(&error))?;
        let on_message = move |event: Event| {
            let pair: Array = event.unchecked_into::<MessageEvent>().data().unchecked_into();
            let files = || pair.get(1).unchecked_into::<Array>().iter().map(JsCast::unchecked_into).collect();
            hear(serde_wasm_bindgen::from_value(pair.get(0)).ok().map(|body| (body, files())));
        };
        let unreadable = broke.clone();
        let listeners = [
            Listening::new(&worker, "message", on_message),
            Listening::new(&worker, "messageerror", move |_| unreadable("a message could not be read".into())),
            Listening::new(&worker, "error", move |event: Event| {
                event.prevent_default();
                broke(event.dyn_ref::<ErrorEvent>().map_or_else(String::new, ErrorEvent::message));
            }),
        ];
        Ok(Worker { worker, _listeners: listeners })
    }

    /// Sends a message with files beside it.
    pub fn post<T: Serialize>(&self, message: &T, files: &[FileHandle]) {
        let body = message.serialize(&serde_wasm_bindgen::Serializer::new()).expect("every request can be written");
        let files: Array = files.iter().collect();
        self.worker.post_message(&Array::of2(&body, &files)).expect("requests and handles can be sent");
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// What a worker starts with. Its text holds the glue's text: a worker of a page that came from a disk may load nothing
/// but what it has made itself. It is no module worker, for from a disk there are none. The first message is the
/// compiled module and this whole text (kept as `boot`, for workers that the worker itself makes in the same way);
/// messages that come meanwhile wait. `home` is where the glue lies on the host, for files that are loaded later. What
/// breaks inside an asynchronous answer is thrown again where the page hears of it. Requests are told to the page's list
/// of them, under the name `channel`. The one Trusted Types policy lets workers be made from blobs, and
/// nothing be made from text.
const BOOT: &str = "
const early = [], glue = import(URL.createObjectURL(new Blob([GLUE], { type: 'text/javascript' })));
self.trustedTypes?.createPolicy('default', { createScriptURL: (url) => (url.startsWith('blob:') ? url : null) });
self.addEventListener('unhandledrejection', (event) => { setTimeout(() => { throw event.reason; }); });
self.channel = CHANNEL;
const told = new BroadcastChannel(self.channel);
new PerformanceObserver((list) => {
  for (const { name } of list.getEntries()) told.postMessage(name);
}).observe({ type: 'resource', buffered: true });
self.onmessage = async (event) => {
  if (early.push(event) > 1) return;
  const { initSync } = await glue;
  const [module, boot] = event.data;
  self.boot = boot;
  self.home = HOME;
  initSync({ module });
  for (const later of early.slice(1)) self.onmessage(later);
};
";

/// A worker made from text, so that it inherits the page's policy; it gets the compiled module, so nothing is compiled
/// twice.
fn boot() -> Result<web_sys::Worker, JsValue> {
    let quoted = |text: &str| serde_json::to_string(text).map_err(|error| JsValue::from(error.to_string()));
    let glue = COPY.with_borrow(|glue| quoted(glue))?;
    // Once for each mark: the glue's text may hold anything.
    let script = BOOT
        .replacen("CHANNEL", &quoted(&channel())?, 1)
        .replacen("HOME", &quoted(&GLUE.with(String::clone))?, 1)
        .replacen("GLUE", &glue, 1);
    let url = object_url(&script, "text/javascript")?;
    let worker = web_sys::Worker::new(&url)?;
    worker.post_message(&Array::of2(&wasm_bindgen::module(), &script.into()))?;
    // The script is fetched in its own time; the address is let go once that is surely done.
    later(60_000, move || drop(web_sys::Url::revoke_object_url(&url)));
    Ok(worker)
}

/// The name under which this page's workers, and no other page's, tell of their requests.
pub(super) fn channel() -> String {
    CHANNEL.with(Clone::clone)
}

fn words(error: &JsValue) -> String {
    match error.dyn_ref::<DomException>() {
        Some(exception) => exception.message(),
        None => error.as_string().unwrap_or_else(|| format!("{error:?}")),
    }
}
