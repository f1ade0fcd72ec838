//! Every request that the page and its worker have made, as the browser itself lists them.

use super::window;
use super::worker::channel;
use js_sys::Array;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent, PerformanceObserver, PerformanceObserverInit, PerformanceResourceTiming};

/// A request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Traffic {
    /// What was asked for: a path below the page, or a whole address when it lies elsewhere.
    pub what: String,
    /// Whether it left this computer's memory: `blob:` and `data:` do not.
    pub outside: bool,
    /// Whether it went to another place than the page's own host.
    pub foreign: bool,
    /// Whether the worker made it.
    pub worker: bool,
    /// Milliseconds after the page was opened; None for the worker's.
    pub at: Option<u64>,
}

thread_local! {
    static OF_WORKERS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static HEAR: RefCell<Option<Rc<dyn Fn()>>> = const { RefCell::new(None) };
}

/// All requests so far, in their order; the page's first.
pub fn traffic() -> Vec<Traffic> {
    let listed = window().performance().map_or_else(Array::new, |clock| clock.get_entries_by_type("resource"));
    let mut all: Vec<Traffic> = listed
        .iter()
        .filter_map(|entry| entry.dyn_into::<PerformanceResourceTiming>().ok())
        .map(|entry| request(&entry.name(), Some(entry.start_time().max(0.0) as u64)))
        .collect();
    all.extend(OF_WORKERS.with_borrow(|names| names.iter().map(|name| request(name, None)).collect::<Vec<_>>()));
    all
}

fn request(name: &str, at: Option<u64>) -> Traffic {
    let here = window().location().href().unwrap_or_default();
    let here = here.split(['#', '?']).next().unwrap_or_default();
    let folder = here.rsplit_once('/').map_or(here, |(folder, _)| folder);
    let inside = name.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
    let outside = !name.starts_with("blob:") && !name.starts_with("data:");
    let what = match inside {
        Some(path) => path.to_string(),
        None if outside => name.to_string(),
        None => name.split(':').next().unwrap_or_default().to_string() + ":",
    };
    Traffic { what, outside, foreign: outside && inside.is_none(), worker: at.is_none(), at }
}

/// Calls a function whenever a request was made, as long as what this gives is kept.
pub fn on_traffic(hear: impl Fn() + 'static) -> Observing {
    let hear: Rc<dyn Fn()> = Rc::new(hear);
    HEAR.set(Some(hear.clone()));
    let seen = Closure::<dyn Fn()>::new(move || hear());
    let observer = PerformanceObserver::new(seen.as_ref().unchecked_ref()).ok();
    if let Some(observer) = &observer {
        observer.observe(&PerformanceObserverInit::new(&Array::of1(&"resource".into())));
    }
    Observing { observer, _seen: seen }
}

/// Somebody who hears of requests.
pub struct Observing {
    observer: Option<PerformanceObserver>,
    _seen: Closure<dyn Fn()>,
}

impl Drop for Observing {
    fn drop(&mut self) {
        HEAR.set(None);
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

/// Listens to what workers tell of their requests.
pub(super) fn hear_workers() {
    let Ok(channel) = BroadcastChannel::new(&channel()) else { return };
    let hear = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        if let Some(name) = event.data().as_string() {
            OF_WORKERS.with_borrow_mut(|names| names.push(name));
            if let Some(hear) = HEAR.with_borrow(Clone::clone) {
                hear();
            }
        }
    });
    channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    // As long as the page: the channel is kept by its listener.
    hear.forget();
}
