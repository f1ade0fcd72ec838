//! The worker's wasm and the workers made from it, and the door that closes in two steps: before the page is drawn,
//! for everything but the worker's own files; and for those, once they are here.

use super::traffic::hear_workers;
use super::{FileHandle, Listening, address, later, object_url, window};
use crate::wire::protocol::{VERSION, packed};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array, WebAssembly};
use serde::{Serialize, de::DeserializeOwned};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, DomException, ErrorEvent, Event, HtmlLinkElement, MessageEvent, Response};

/// How often the worker's files are asked for before the page gives up, and the pause between, in milliseconds.
const TRIES: u32 = 3;
const PAUSE: i32 = 1000;

/// What workers are made from.
#[derive(Clone)]
struct Parts {
    /// The text of the JavaScript half.
    glue: String,
    /// The compiled wasm.
    module: JsValue,
    /// Its other half, where it is at hand; else the worker brings it itself when there is leisure.
    more: JsValue,
    /// Where the JavaScript half lies on the host; empty where nothing lies beside the page.
    home: String,
}

/// Who waits for them.
type Waiting = Box<dyn FnOnce(Result<Parts, String>)>;

thread_local! {
    static PARTS: RefCell<Option<Result<Parts, String>>> = const { RefCell::new(None) };
    static WAITING: RefCell<Vec<Waiting>> = const { RefCell::new(Vec::new()) };
    static CHANNEL: String = format!("requests {}", js_sys::Math::random());
}

/// What holds from before the page is drawn: nothing is fetched any more, not even from the page's own host, but for the
/// manifest, which the browser reads in its own time, and the files that the build names as loaded later. A policy can
/// only be added to, never taken back. Workers made from now on inherit it.
const DOOR: &str = "default-src 'none'; script-src blob: 'wasm-unsafe-eval' {scripts}; worker-src 'self' blob:; img-src data: blob:; \
                    manifest-src {manifest}; style-src 'none'; connect-src {data}";

/// Forbids every further connection but those to the files that come later, by their exact addresses; the worker's own
/// are among them until they are here.
pub fn close_door(all_here: bool) {
    let Some(document) = window().document() else { return };
    let manifest = document.query_selector("link[rel=manifest]").ok().flatten();
    let manifest = manifest.and_then(|link| link.dyn_into::<HtmlLinkElement>().ok()).map_or("'none'".into(), |link| link.href());
    let (Some(head), Ok(meta)) = (document.head(), document.create_element("meta")) else { return };
    let _ = meta.set_attribute("http-equiv", "Content-Security-Policy");
    let (scripts, mut data): (Vec<String>, Vec<String>) = named(&document, "later").into_iter().partition(|name| name.ends_with(".js"));
    if !all_here {
        data.extend(named(&document, "worker"));
    }
    let data = if data.is_empty() { "'none'".into() } else { data.join(" ") };
    let door = DOOR.replace("{manifest}", &manifest).replace("{scripts}", &scripts.join(" ")).replace("{data}", &data);
    let _ = meta.set_attribute("content", &door);
    let _ = head.append_child(&meta);
}

/// The exact addresses that the build wrote into the page under this name.
pub(super) fn named(document: &Document, name: &str) -> Vec<String> {
    let meta = document.query_selector(&format!("meta[name={name}]")).ok().flatten();
    let names = meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default();
    let here = address();
    let here = here.split('?').next().unwrap_or_default();
    let folder = here.rsplit_once('/').map_or("", |(folder, _)| folder);
    names.split_whitespace().map(|name| format!("{folder}/{name}")).collect()
}

/// Brings the worker's files, closes the door behind them and starts who waits for a worker.
pub async fn bring_worker() {
    let mut brought = bring().await;
    for _ in 1..TRIES {
        if brought.is_ok() {
            break;
        }
        let pause = Promise::new(&mut |done, _| {
            let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, PAUSE);
        });
        let _ = JsFuture::from(pause).await;
        brought = bring().await;
    }
    close_door(true);
    hear_workers();
    super::ask_offline("all-here");
    PARTS.set(Some(brought.clone()));
    for waiting in WAITING.take() {
        waiting(brought.clone());
    }
}

async fn bring() -> Result<Parts, String> {
    fetch_parts().await.map_err(|error| words(&error))
}

async fn fetch_parts() -> Result<Parts, JsValue> {
    // The page as one file has them at hand already, and may fetch nothing.
    let at_hand = Reflect::get(&js_sys::global(), &"workerParts".into())?;
    if let Some(at_hand) = at_hand.dyn_ref::<Function>() {
        let pair: Array = JsFuture::from(at_hand.call0(&JsValue::NULL)?.unchecked_into::<Promise>()).await?.unchecked_into();
        return Ok(Parts {
            glue: pair.get(0).as_string().unwrap_or_default(),
            module: pair.get(1),
            more: pair.get(2),
            home: String::new(),
        });
    }
    let names = window().document().map(|document| named(&document, "worker")).unwrap_or_default();
    let [home, wasm] = names.as_slice() else { return Err("the page names no worker".into()) };
    let (glue, wasm) = (fetch(home), fetch(wasm));
    let glue = JsFuture::from(glue.await?.text()?).await?.as_string().unwrap_or_default();
    let bytes = JsFuture::from(wasm.await?.array_buffer()?).await?;
    let module = JsFuture::from(WebAssembly::compile(&bytes)).await?;
    Ok(Parts { glue, module, more: JsValue::UNDEFINED, home: home.clone() })
}

/// Asks for a file at once; what it gives waits for the answer.
fn fetch(url: &str) -> impl Future<Output = Result<Response, JsValue>> {
    let asked = JsFuture::from(window().fetch_with_str(url));
    async move {
        let response: Response = asked.await?.dyn_into()?;
        if response.ok() { Ok(response) } else { Err(format!("{}: {}", response.url(), response.status()).into()) }
    }
}

fn when_here(act: impl FnOnce(Result<Parts, String>) + 'static) {
    match PARTS.with_borrow(Clone::clone) {
        Some(parts) => act(parts),
        None => WAITING.with_borrow_mut(|waiting| waiting.push(Box::new(act))),
    }
}

/// Brings the page's other half, once the worker's files are here and nothing waits for those. Where that fails, the first
/// call into it tries again.
pub fn bring_rest() {
    when_here(|_| {
        let bring = Reflect::get(&js_sys::global(), &"bringMore".into()).ok().and_then(|bring| bring.dyn_into::<Function>().ok());
        if let Some(Ok(brought)) = bring.map(|bring| bring.call0(&JsValue::NULL)) {
            wasm_bindgen_futures::spawn_local(async move { drop(JsFuture::from(brought.unchecked_into::<Promise>()).await) });
        }
    });
}

/// A worker; it ends when this is dropped. Its messages wait until the worker's files are here.
pub struct Worker(Rc<RefCell<Slot>>);

enum Slot {
    /// Messages for a worker that is not there yet.
    Waiting(Vec<Array>),
    Running {
        worker: web_sys::Worker,
        _listeners: [Listening; 3],
    },
    Ended,
}

impl Worker {
    /// Starts a worker as soon as that can be. `hear` gets each message with the files beside it, None for one that cannot
    /// be read; `broke` gets the browser's words when the worker breaks, `failed` when there will never be one.
    pub fn spawn<T: DeserializeOwned>(
        hear: impl Fn(Option<(T, Vec<FileHandle>)>) + 'static,
        broke: impl Fn(String) + Clone + 'static,
        failed: impl FnOnce(String) + 'static,
    ) -> Worker {
        let slot = Rc::new(RefCell::new(Slot::Waiting(Vec::new())));
        let waiting = slot.clone();
        when_here(move |parts| {
            if matches!(*waiting.borrow(), Slot::Ended) {
                return;
            }
            let started = parts.and_then(|parts| boot(&parts).map_err(|error| words(&error)));
            let worker = match started {
                Ok(worker) => worker,
                // Never during the call that asks for a worker.
                Err(detail) => return later(0, move || failed(detail)),
            };
            let on_message = move |event: Event| {
                let pair: Array = event.unchecked_into::<MessageEvent>().data().unchecked_into();
                let files = || pair.get(1).unchecked_into::<Array>().iter().map(JsCast::unchecked_into).collect();
                let body = packed::read(VERSION, &pair.get(0).unchecked_into::<Uint8Array>().to_vec());
                hear(body.map(|body| (body, files())));
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
            if let Slot::Waiting(messages) = waiting.replace(Slot::Ended) {
                messages.iter().for_each(|message| send(&worker, message));
            }
            waiting.replace(Slot::Running { worker, _listeners: listeners });
        });
        Worker(slot)
    }

    /// Sends a message with files beside it.
    pub fn post<T: Serialize>(&self, message: &T, files: &[FileHandle]) {
        let body = Uint8Array::from(packed::write(VERSION, message).as_slice());
        let pair = Array::of2(&body, &files.iter().collect::<Array>());
        match &mut *self.0.borrow_mut() {
            Slot::Waiting(messages) => messages.push(pair),
            Slot::Running { worker, .. } => send(worker, &pair),
            Slot::Ended => {}
        }
    }
}

fn send(worker: &web_sys::Worker, pair: &Array) {
    worker.post_message(pair).expect("requests and handles can be sent");
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Slot::Running { worker, .. } = &self.0.replace(Slot::Ended) {
            worker.terminate();
        }
    }
}

/// What a worker starts with. Its text holds the glue's text: a worker of a page that came from a disk may load nothing
/// but what it has made itself. It is no module worker, for from a disk there are none. The first message is the
/// compiled module, this whole text (kept as `boot`, for workers that the worker itself makes in the same way) and the
/// module's other half, where it is here already;
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
  const [module, boot, more] = event.data;
  self.boot = boot;
  self.more = more;
  self.home = HOME;
  initSync({ module });
  for (const later of early.slice(1)) self.onmessage(later);
};
";

/// A worker made from text, so that it inherits the page's policy; it gets the compiled module, so nothing is compiled
/// twice.
fn boot(parts: &Parts) -> Result<web_sys::Worker, JsValue> {
    let quoted = |text: &str| js_sys::JSON::stringify(&text.into()).map(String::from);
    let glue = quoted(&parts.glue)?;
    // Once for each mark: the glue's text may hold anything.
    let script = BOOT.replacen("CHANNEL", &quoted(&channel())?, 1).replacen("HOME", &quoted(&parts.home)?, 1).replacen("GLUE", &glue, 1);
    let url = object_url(&script, "text/javascript")?;
    let worker = web_sys::Worker::new(&url)?;
    worker.post_message(&Array::of3(&parts.module, &script.into(), &parts.more))?;
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
