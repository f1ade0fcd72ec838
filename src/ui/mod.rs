//! The page. Imports `wire`, `report`, `model` and the catalogue; never ingest, store or the folds.
//!
//! - [`route`], [`period`], [`state`], [`plan`], [`chart`], [`settings`]: what the page knows and how it changes;
//!   pure, tested without a browser.
//! - [`app`]: where state, worker and browser meet. [`browser`] alone names `web_sys`; [`client`] is the worker's end.
//! - all others: parts that take values and callbacks, and turn them into elements. A part called `kpi-card` is
//!   styled by the classes `kpi-card…` of one sheet under `www/styles`.

mod ads;
pub mod against;
pub mod app;
mod board;
pub mod browser;
mod card;
pub mod chart;
pub mod client;
mod copier;
mod data;
mod doctor;
mod evidence;
mod explain;
mod field;
mod figure;
mod glossary;
mod heat;
mod importing;
pub mod kept;
mod keys;
mod mapping;
mod memory;
mod messages;
pub mod narrow;
mod overlap;
mod pairs;
mod palette;
mod panel;
pub mod period;
mod picker;
pub mod plan;
mod plot;
mod point;
mod rejects;
mod requests;
mod ring;
pub mod route;
pub mod settings;
mod share;
mod shell;
mod spark;
pub mod state;
mod strip;
mod subject;
mod tables;
mod tools;
mod trend;
mod welcome;
mod words;
mod writing;

/// Builds the page.
pub fn start() {
    yew::set_custom_panic_hook(Box::new(|info| browser::report_panic(&info.to_string())));
    // No part of the page exists, and so no row, before the door is closed; what the worker needs comes through it once
    // the page is drawn.
    browser::close_door(false);
    yew::Renderer::<app::App>::with_root(browser::root()).render();
    yew::platform::spawn_local(browser::bring_worker());
}
