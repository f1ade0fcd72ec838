//! The reading worker's side of unpacking: a workbook or archive is given to a worker of its own, which is thrown away
//! when the file is done. Its wasm is loaded only then, so that a first visit does not pay for it.

use super::beside;
use super::files::{fetch, slice};
use super::scope;
use crate::model::{Problem, Remark};
use crate::unpack::{HEAD, is_container};
use crate::wire::inside::Word;
use crate::wire::packed;
use crate::wire::protocol::VERSION;
use js_sys::{Array, Promise, Uint8Array};
use std::{cell::RefCell, collections::VecDeque, rc::Rc};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, File, MessageEvent, Url, Worker};

/// Milliseconds without a word after which the worker is given up.
const PATIENCE: i32 = 60_000;

/// What the worker does once it has its two halves.
const BOOT: &str = "import(script).then(({ default: init }) => init({ module_or_path: wasm }));";

/// One text that was inside a container.
pub struct Part {
    /// The text; empty where there is a problem.
    pub file: File,
    /// Worth saying about it.
    pub remarks: Vec<Remark>,
    /// Why it cannot be read.
    pub problem: Option<Problem>,
}

/// What a file turned out to be.
pub enum Opened {
    /// It is read as it is.
    Plain,
    /// A container of these.
    Parts(Vec<Part>),
    /// A container that cannot be read.
    Refused(Problem),
    /// Somebody cancelled.
    Cancelled,
}

/// Looks at a file and unpacks it where it holds others. `goes_on` hears how far it is and says whether to go on.
pub async fn open(file: &File, goes_on: &mut dyn FnMut(u64) -> bool) -> Opened {
    let head = HEAD.min(file.size() as u64);
    let mut bytes = Vec::new();
    // A file that cannot be read says so when its reading starts.
    if fetch(slice(file, 0, head).await, head, &mut bytes).is_err() || !is_container(&bytes) {
        return Opened::Plain;
    }
    let Ok(helper) = Helper::start() else { return Opened::Refused(Problem::NoReader) };
    let (mut ready, mut parts) = (false, Vec::new());
    loop {
        let heard = helper.hear().await;
        if !goes_on(0) {
            return Opened::Cancelled;
        }
        match heard {
            Heard::Word(Word::Ready, _) => {
                ready = true;
                if helper.worker.post_message(file).is_err() {
                    return Opened::Refused(Problem::Vanished);
                }
            }
            Heard::Word(Word::Busy { bytes }, _) => drop(goes_on(bytes)),
            Heard::Word(Word::Part { remarks, problem, .. }, Some(file)) => parts.push(Part { file, remarks, problem }),
            Heard::Word(Word::End { problem: Some(problem) }, _) => return Opened::Refused(problem),
            Heard::Word(Word::End { problem: None }, _) => return Opened::Parts(parts),
            Heard::Broke | Heard::Silence | Heard::Word(Word::Part { .. }, None) => {
                return Opened::Refused(if ready { Problem::Crashed } else { Problem::NoReader });
            }
        }
    }
}

/// What came from the helper.
enum Heard {
    Word(Word, Option<File>),
    Broke,
    Silence,
}

/// What has been heard and not yet been dealt with, and whom to wake for the next.
#[derive(Default)]
struct Inbox {
    heard: VecDeque<Heard>,
    wake: Option<js_sys::Function>,
}

impl Inbox {
    fn put(inbox: &Rc<RefCell<Inbox>>, heard: Heard) {
        inbox.borrow_mut().heard.push_back(heard);
        let wake = inbox.borrow_mut().wake.take();
        if let Some(wake) = wake {
            let _ = wake.call0(&JsValue::NULL);
        }
    }
}

/// The worker that unpacks; it ends when this is dropped.
struct Helper {
    worker: Worker,
    inbox: Rc<RefCell<Inbox>>,
    url: String,
    _listeners: [Closure<dyn FnMut(Event)>; 2],
}

impl Helper {
    fn start() -> Result<Helper, JsValue> {
        let (worker, url) = beside::start("books", BOOT)?;
        let inbox = Rc::new(RefCell::new(Inbox::default()));
        let (told, mourned) = (inbox.clone(), inbox.clone());
        let on_message = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let pair: Array = event.unchecked_into::<MessageEvent>().data().unchecked_into();
            let file = pair.get(1).unchecked_into::<Array>().iter().next().map(JsCast::unchecked_into);
            let word = packed::read(VERSION, &pair.get(0).unchecked_into::<Uint8Array>().to_vec());
            Inbox::put(&told, word.map_or(Heard::Broke, |word| Heard::Word(word, file)));
        });
        let on_error = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            event.prevent_default();
            Inbox::put(&mourned, Heard::Broke);
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Helper { worker, inbox, url, _listeners: [on_message, on_error] })
    }

    /// The next word, or that there was none for too long.
    async fn hear(&self) -> Heard {
        if let Some(heard) = self.inbox.borrow_mut().heard.pop_front() {
            return heard;
        }
        let scope = scope();
        let mut clock = None;
        let inbox = self.inbox.clone();
        let waiting = Promise::new(&mut |resolve, _| {
            clock = scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PATIENCE).ok();
            inbox.borrow_mut().wake = Some(resolve);
        });
        let _ = JsFuture::from(waiting).await;
        if let Some(clock) = clock {
            scope.clear_timeout_with_handle(clock);
        }
        self.inbox.borrow_mut().heard.pop_front().unwrap_or(Heard::Silence)
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.worker.terminate();
        let _ = Url::revoke_object_url(&self.url);
    }
}
