//! Files that the reader keeps on this device, through the functions of `www/keep.js`.

use super::{FileHandle, Listening, window};
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Whether this browser can keep files here.
pub fn can_keep() -> bool {
    Reflect::get(&window(), &"canKeep".into()).is_ok_and(|can| can.is_truthy())
}

async fn ask(name: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let asked: Function = Reflect::get(&window(), &name.into())?.dyn_into()?;
    JsFuture::from(asked.apply(&JsValue::NULL, arguments)?.unchecked_into::<Promise>()).await
}

/// Keeps these files, each with a text beside it, in the place of all that was kept; `done` hears whether that worked.
pub fn keep_files(files: &[(FileHandle, String)], done: impl FnOnce(bool) + 'static) {
    let handles: Array = files.iter().map(|(file, _)| file).collect();
    let texts: Array = files.iter().map(|(_, text)| JsValue::from(text.as_str())).collect();
    spawn_local(async move { done(ask("keepFiles", &Array::of2(&handles, &texts)).await.is_ok()) });
}

/// Gives the files that are kept, each with the text beside it; none where nothing can be read.
pub fn kept_files(take: impl FnOnce(Vec<(FileHandle, String)>) + 'static) {
    spawn_local(async move {
        let pair: Array = ask("keptFiles", &Array::new()).await.map_or_else(|_| Array::new(), JsCast::unchecked_into);
        let list = |at: u32| pair.get(at).dyn_into::<Array>().unwrap_or_default();
        let (files, texts) = (list(0), list(1));
        let text = |text: JsValue| text.as_string().unwrap_or_default();
        take(files.iter().map(JsCast::unchecked_into).zip(texts.iter().map(text)).collect());
    });
}

/// Forgets the files that are kept.
pub fn forget_files() {
    spawn_local(async { drop(ask("forgetFiles", &Array::new()).await) });
}

/// Listens to all that is kept being forgotten.
pub fn on_forgotten(hear: impl Fn() + 'static) -> Listening {
    Listening::new(&window(), "forgotten", move |_| hear())
}
