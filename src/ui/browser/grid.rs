//! What a long table asks of the browser: how far it is scrolled, how high its rows are, which cell was pressed or is to
//! get the keyboard.

use super::by_id;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement};

/// How far the element with this id is scrolled down, and how high its window is.
pub fn view(id: &str) -> Option<(f64, f64)> {
    by_id(id).map(|element| (f64::from(element.scroll_top()), f64::from(element.client_height())))
}

/// Scrolls the element with this id to a place.
pub fn scroll(id: &str, top: f64) {
    if let Some(element) = by_id(id) {
        element.set_scroll_top(top.round() as i32);
    }
}

/// The height of the first row that the table in this element shows, and of its head.
pub fn heights(id: &str) -> Option<(f64, f64)> {
    let element = by_id(id)?;
    let height = |of: &str| Some(element.query_selector(of).ok()??.get_bounding_client_rect().height());
    Some((height("tbody tr[aria-rowindex]")?, height("thead")?))
}

/// The cell that an event is about, as its row and column.
pub fn cell(event: &Event) -> Option<(u64, usize)> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let at = target.closest("[data-at]").ok()??.get_attribute("data-at")?;
    let (row, column) = at.split_once('-')?;
    Some((row.parse().ok()?, column.parse().ok()?))
}

/// The cell whose figure or name was pressed.
pub fn pressed(event: &Event) -> Option<(u64, usize)> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest(".num, .table__pick").ok()??;
    cell(event)
}

/// Gives the keyboard to a cell: to the button in it, where there is one. Says whether the cell is there.
pub fn focus(id: &str, (row, column): (u64, usize)) -> bool {
    let cell = by_id(id).and_then(|element| element.query_selector(&format!("[data-at='{row}-{column}']")).ok().flatten());
    let Some(cell) = cell else { return false };
    let inner = cell.query_selector("button").ok().flatten().unwrap_or(cell);
    inner.dyn_into::<HtmlElement>().is_ok_and(|element| element.focus().is_ok())
}
