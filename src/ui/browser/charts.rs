//! Parts of the page that are loaded when they are asked for: the drawing of large charts, and the writer of workbooks.

use super::worker::named;
use super::{by_id, object_url, save_url, window};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use serde::Serialize;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, Url};

/// Hears which point of a drawing is pressed.
type Picked = Closure<dyn Fn(u32)>;

thread_local! {
    static PICKED: RefCell<Option<Picked>> = const { RefCell::new(None) };
    static BROUGHT: RefCell<Vec<(&'static str, JsValue)>> = const { RefCell::new(Vec::new()) };
}

/// A picture's kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Picture {
    /// Points.
    Png,
    /// Lines.
    Svg,
}

/// The address of a part: among those that the build named; of the page as one file, made from the text that stands in it,
/// and of wasm the bytes themselves.
async fn address(part: &str, ending: &str) -> Result<JsValue, JsValue> {
    let at_hand = Reflect::get(&window(), &"laterPart".into())?;
    if let Some(at_hand) = at_hand.dyn_ref::<Function>() {
        let made: Promise = at_hand.call1(&JsValue::NULL, &format!("{part}{ending}").into())?.unchecked_into();
        return JsFuture::from(made).await;
    }
    let document = window().document().ok_or(JsValue::NULL)?;
    let start = format!("/{part}-");
    let url = named(&document, "later").into_iter().find(|url| url.contains(&start) && url.ends_with(ending));
    url.map(JsValue::from).ok_or(JsValue::NULL)
}

/// The module of a part; loaded once. `guard.js` does the importing, which no Rust can.
async fn module(part: &'static str) -> Result<JsValue, JsValue> {
    if let Some(module) = BROUGHT.with_borrow(|all| all.iter().find(|(name, _)| *name == part).map(|(_, module)| module.clone())) {
        return Ok(module);
    }
    let bring: Function = Reflect::get(&window(), &"bring".into())?.dyn_into()?;
    let promise: Promise = bring.call1(&JsValue::NULL, &address(part, ".js").await?)?.unchecked_into();
    let module = JsFuture::from(promise).await?;
    BROUGHT.with_borrow_mut(|all| all.push((part, module.clone())));
    Ok(module)
}

fn call(module: &JsValue, name: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    Reflect::get(module, &name.into())?.dyn_into::<Function>()?.apply(&JsValue::NULL, arguments)
}

fn plain(value: &impl Serialize) -> Result<JsValue, JsValue> {
    // By way of text: a gap is null then, which is what it is called there.
    js_sys::JSON::parse(&serde_json::to_string(value).map_err(|error| error.to_string())?)
}

/// Draws a chart into the element with this id; `picked` gets the position of a point that is pressed, `done` hears
/// whether it could be drawn.
pub fn draw(id: &'static str, spec: &impl Serialize, picked: impl Fn(usize) + 'static, done: impl FnOnce(bool) + 'static) {
    let spec = plain(spec);
    let heard: Picked = Closure::new(move |at: u32| picked(at as usize));
    spawn_local(async move {
        let drawn = async {
            let (charts, element) = (module("charts").await?, by_id(id).ok_or(JsValue::NULL)?);
            let drawn = call(&charts, "draw", &Array::of3(&element, &spec?, heard.as_ref()));
            // The drawing before this one hears nothing any more.
            PICKED.set(Some(heard));
            drawn
        };
        let drawn: Result<JsValue, JsValue> = drawn.await;
        if let Err(error) = &drawn {
            web_sys::console::warn_1(error);
        }
        done(drawn.is_ok());
    });
}

/// Saves a chart as a picture.
pub fn save_picture(stem: &str, spec: &impl Serialize, kind: Picture) {
    let (spec, stem) = (plain(spec), stem.to_string());
    spawn_local(async move {
        let made = async {
            let (charts, spec) = (module("charts").await?, Array::of1(&spec?));
            match kind {
                Picture::Svg => {
                    let text = call(&charts, "svg", &spec)?.as_string().unwrap_or_default();
                    object_url(&text, "image/svg+xml").map(|url| save_url(&format!("{stem}.svg"), url))
                }
                Picture::Png => {
                    let blob: Blob = JsFuture::from(call(&charts, "png", &spec)?.unchecked_into::<Promise>()).await?.dyn_into()?;
                    Url::create_object_url_with_blob(&blob).map(|url| save_url(&format!("{stem}.png"), url))
                }
            }
        };
        let made: Result<(), JsValue> = made.await;
        if let Err(error) = made {
            web_sys::console::warn_1(&error);
        }
    });
}

/// Saves what is taken out as a workbook; `done` hears whether that worked.
pub fn save_workbook(name: &str, order: Vec<u8>, done: impl FnOnce(bool) + 'static) {
    let name = name.to_string();
    spawn_local(async move {
        let made = async {
            let sheets = module("sheets").await?;
            let options = js_sys::Object::new();
            Reflect::set(&options, &"module_or_path".into(), &address("sheets", "_bg.wasm").await?)?;
            JsFuture::from(call(&sheets, "default", &Array::of1(&options))?.unchecked_into::<Promise>()).await?;
            let bytes = call(&sheets, "workbook", &Array::of1(&Uint8Array::from(order.as_slice())))?;
            let kind = BlobPropertyBag::new();
            kind.set_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
            let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&bytes), &kind)?;
            Url::create_object_url_with_blob(&blob).map(|url| save_url(&name, url))
        };
        let made: Result<(), JsValue> = made.await;
        if let Err(error) = &made {
            web_sys::console::warn_1(error);
        }
        done(made.is_ok());
    });
}
