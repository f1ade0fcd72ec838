//! Everything the page asks of the browser: the worker, files, downloads, the address, settings, the clock.
//!
//! The one place of the page that names `web_sys`; parts take plain values from here.

mod charts;
pub mod grid;
mod memory;
mod traffic;
mod worker;

pub use charts::{Picture, draw, save_picture, save_workbook};
pub use memory::{can_keep, forget_files, keep_files, kept_files, on_forgotten};
pub use traffic::{Observing, Traffic, on_traffic, traffic};
pub use worker::{Worker, bring_rest, bring_worker, close_door};

use super::keys::Key;
use crate::model::Day;
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{
    Blob, BlobPropertyBag, DataTransfer, DragEvent, Element, Event, EventTarget, FileList, HtmlAnchorElement, HtmlDialogElement,
    HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition, Storage, Url, Window,
};

/// A file somebody chose: its name and size are known, its bytes stay where they are.
pub type FileHandle = web_sys::File;

fn window() -> Window {
    web_sys::window().expect("the page's role runs in a window")
}

/// The element that the page is built into.
pub fn root() -> Element {
    by_id("app").expect("index.html has an element #app")
}

fn by_id(id: &str) -> Option<Element> {
    window().document()?.get_element_by_id(id)
}

/// Writes a panic of the page to the console and shows the message that index.html keeps for that case.
pub fn report_panic(text: &str) {
    web_sys::console::error_1(&text.into());
    if let Some(message) = by_id("broken") {
        let _ = message.remove_attribute("hidden");
    }
}

/// Writes a line to the console, for people who look for a cause.
pub fn log(text: &str) {
    web_sys::console::warn_1(&text.into());
}

fn object_url(text: &str, kind: &str) -> Result<String, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Url::create_object_url_with_blob(&Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)?)
}

/// An event listener that is taken away when this is dropped.
pub struct Listening {
    target: EventTarget,
    kind: &'static str,
    closure: Closure<dyn Fn(Event)>,
}

impl Listening {
    fn new(target: &EventTarget, kind: &'static str, hear: impl Fn(Event) + 'static) -> Listening {
        let closure = Closure::<dyn Fn(Event)>::new(hear);
        let _ = target.add_event_listener_with_callback(kind, closure.as_ref().unchecked_ref());
        Listening { target: target.clone(), kind, closure }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback(self.kind, self.closure.as_ref().unchecked_ref());
    }
}

/// Calls a function once, after a while.
pub fn later(milliseconds: u32, call: impl FnOnce() + 'static) {
    let call = Closure::once_into_js(call);
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(call.unchecked_ref(), milliseconds as i32);
}

/// The files chosen in a file input; the input is emptied, so that the same file can be chosen again.
pub fn files_of_input(event: &Event) -> Vec<FileHandle> {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return vec![] };
    let files = list(input.files());
    input.set_value("");
    files
}

/// Listens to files dropped anywhere on the page. `over` says whether files hang over it, `dropped` gets them.
pub fn on_drop(over: impl Fn(bool) + Clone + 'static, dropped: impl Fn(Vec<FileHandle>) + 'static) -> Vec<Listening> {
    let (enter, leave) = (over.clone(), over.clone());
    let window = window();
    vec![
        Listening::new(&window, "dragover", move |event| {
            // Without this the browser would open the file in place of the page.
            event.prevent_default();
            enter(true);
        }),
        Listening::new(&window, "dragleave", move |event| {
            // Leaving an inner part is not leaving the page.
            if event.dyn_ref::<DragEvent>().is_some_and(|event| event.related_target().is_none()) {
                leave(false);
            }
        }),
        Listening::new(&window, "drop", move |event| {
            event.prevent_default();
            over(false);
            let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
            let files = list(data.as_ref().and_then(DataTransfer::files));
            if !files.is_empty() {
                dropped(files);
            }
        }),
    ]
}

fn list(files: Option<FileList>) -> Vec<FileHandle> {
    files.map_or_else(Vec::new, |files| (0..files.length()).filter_map(|at| files.get(at)).collect())
}

/// Gives a file to the browser to save, under its own name.
pub fn save_file(file: &FileHandle) {
    if let Ok(url) = Url::create_object_url_with_blob(file) {
        save_url(&file.name(), url);
    }
}

/// Gives a text to the browser as a file to save; `kind` is its media type.
pub fn save(name: &str, kind: &str, text: &str) {
    if let Ok(url) = object_url(text, kind) {
        save_url(name, url);
    }
}

/// Gives what lies at an address of this page's memory to the browser as a file to save, and lets it go.
fn save_url(name: &str, url: String) {
    if let Some(document) = window().document()
        && let Ok(link) = document.create_element("a")
    {
        let link: HtmlAnchorElement = link.unchecked_into();
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    later(60_000, move || drop(Url::revoke_object_url(&url)));
}

/// The value of the input, text area or list that an event is about.
pub fn value_of(event: &Event) -> String {
    let target = event.target();
    let input = target.as_ref().and_then(|target| target.dyn_ref::<HtmlInputElement>()).map(HtmlInputElement::value);
    input
        .or_else(|| target.as_ref().and_then(|target| target.dyn_ref::<HtmlSelectElement>()).map(HtmlSelectElement::value))
        .unwrap_or_default()
}

/// Whether the box that an event is about is ticked.
pub fn checked_of(event: &Event) -> bool {
    event.target().is_some_and(|target| target.dyn_ref::<HtmlInputElement>().is_some_and(HtmlInputElement::checked))
}

/// Opens the chooser of the file input with this id, or presses the button with it.
pub fn click(id: &str) {
    if let Some(element) = by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.click();
    }
}

/// Moves the keyboard to the element with this id.
pub fn focus(id: &str) {
    if let Some(element) = by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// The fragment of the address, without `#`.
pub fn hash() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_string()
}

/// Goes to another fragment; a step that the back button undoes.
pub fn set_hash(hash: &str) {
    let _ = window().location().set_hash(hash);
}

/// Writes another fragment into the address without a step and without a `hashchange`.
pub fn replace_hash(hash: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("#{hash}")));
    }
}

/// Listens to changes of the fragment.
pub fn on_hash(hear: impl Fn(String) + 'static) -> Listening {
    Listening::new(&window(), "hashchange", move |_| hear(hash()))
}

/// Whether the system prefers dark colours.
pub fn prefers_dark() -> bool {
    window().match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|query| query.matches())
}

/// Tells the document its language, its title and, where somebody chose one, its theme (`light` or `dark`).
pub fn dress(tag: &str, title: &str, theme: Option<&str>) {
    let Some(document) = window().document() else { return };
    document.set_title(title);
    let Some(html) = document.document_element() else { return };
    let _ = html.set_attribute("lang", tag);
    let _ = match theme {
        Some(theme) => html.set_attribute("data-theme", theme),
        None => html.remove_attribute("data-theme"),
    };
}

/// A small setting of the reader's, if the browser keeps one.
pub fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps a small setting; nothing happens where the browser keeps none.
pub fn store(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}

/// Today, by the reader's clock.
pub fn today() -> Day {
    let now = js_sys::Date::new_0();
    let local = now.get_time() - now.get_timezone_offset() * 60_000.0;
    Day((local / 86_400_000.0).floor() as i32)
}

/// Listens to keys that nobody has answered. `hear` says whether it has answered one; the browser then does not.
pub fn on_key(hear: impl Fn(Key) -> bool + 'static) -> Listening {
    Listening::new(&window(), "keydown", move |event| {
        let Some(press) = event.dyn_ref::<KeyboardEvent>().filter(|press| !press.default_prevented() && !press.is_composing()) else {
            return;
        };
        let target = press.target().and_then(|target| target.dyn_into::<Element>().ok());
        // Fields, charts that are read by arrows, and open dialogs keep their keys.
        let own = "input:not([type=checkbox]), select, textarea, [role=application], dialog, [role=listbox], .scroll";
        let inside = target.is_some_and(|element| element.closest(own).ok().flatten().is_some());
        let key = Key {
            name: press.key(),
            command: press.ctrl_key() != press.meta_key(),
            taken: inside || press.alt_key() || (press.shift_key() && press.key().len() > 1),
        };
        if hear(key) {
            press.prevent_default();
        }
    })
}

/// Puts a text where it can be pasted from; `done` hears whether that worked.
pub fn copy(text: &str, done: impl Fn(bool) + 'static) {
    let promise = window().navigator().clipboard().write_text(text);
    wasm_bindgen_futures::spawn_local(async move { done(wasm_bindgen_futures::JsFuture::from(promise).await.is_ok()) });
}

/// The page's own address, without a fragment.
pub fn address() -> String {
    let href = window().location().href().unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_string()
}

/// Now, by the reader's clock: `2026-06-18 14:05`.
pub fn now() -> String {
    let now = js_sys::Date::new_0();
    format!("{} {:02}:{:02}", today(), now.get_hours(), now.get_minutes())
}

/// Fills the whole screen with the page, or no more; nothing happens where the browser does not.
pub fn fill_screen(fill: bool) {
    let Some(document) = window().document() else { return };
    if fill {
        let _ = document.document_element().map(|html| html.request_fullscreen());
    } else if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    }
}

/// Opens the browser's dialog to print the page.
pub fn print() {
    let _ = window().print();
}

/// Shows the dialog with this id over the page, or closes it.
pub fn show_dialog(id: &str, show: bool) {
    let Some(dialog) = by_id(id).and_then(|element| element.dyn_into::<HtmlDialogElement>().ok()) else { return };
    if show && !dialog.open() {
        let _ = dialog.show_modal();
    } else if !show && dialog.open() {
        dialog.close();
    }
}

/// Sets an attribute of the document, such as `data-colours`.
pub fn mark(name: &str, value: &str) {
    if let Some(html) = window().document().and_then(|document| document.document_element()) {
        let _ = html.set_attribute(name, value);
    }
}

/// Scrolls just so far that the element with this id can be seen.
pub fn reveal(id: &str) {
    if let Some(element) = by_id(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Scrolls to the top of the page.
pub fn to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Listens to news of the offline copy: a newer page waits, or a copy was kept or removed.
pub fn on_offline(hear: impl Fn() + 'static) -> Listening {
    Listening::new(&window(), "offline-news", move |_| hear())
}

/// Whether the browser keeps a copy of the page, and whether a newer one waits to be used; as `offline.js` says.
pub fn offline() -> (bool, bool) {
    let html = window().document().and_then(|document| document.document_element());
    let has = |name: &str| html.as_ref().is_some_and(|html| html.has_attribute(name));
    (has("data-offline"), has("data-newer"))
}

/// Whether the page came from a host; a file on a disk keeps no copy of itself.
pub fn is_served() -> bool {
    window().location().protocol().is_ok_and(|protocol| protocol.starts_with("http"))
}

/// Asks `offline.js` for something: `take-newer` changes to the newer page, `forget-offline` removes what is kept.
pub fn ask_offline(wish: &str) {
    if let Ok(event) = Event::new(wish) {
        let _ = window().dispatch_event(&event);
    }
}
