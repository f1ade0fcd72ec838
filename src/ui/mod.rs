//! The page. Imports `wire`, `report`, `model` and the catalogue; never ingest, store or the folds.
//!
//! - [`route`], [`period`], [`state`], [`plan`], [`chart`], [`settings`]: what the page knows and how it changes;
//!   pure, tested without a browser.
//! - [`app`]: where state, worker and browser meet. [`browser`] alone names `web_sys`; [`client`] is the worker's end.
//! - all others: parts that take values and callbacks, and turn them into elements. A part called `kpi-card` is
//!   styled by the classes `kpi-card…` of one sheet under `www/styles`.

pub mod against;
pub mod app;
mod board;
pub mod browser;
mod card;
pub mod chart;
pub mod client;
mod data;
mod doctor;
mod explain;
mod field;
mod figure;
mod glossary;
mod heat;
mod importing;
pub mod kept;
mod keys;
mod mapping;
mod messages;
mod palette;
mod panel;
pub mod period;
mod picker;
pub mod plan;
mod rejects;
mod requests;
pub mod route;
pub mod settings;
mod share;
mod shell;
mod spark;
pub mod state;
mod strip;
mod tables;
mod tools;
mod trend;
mod welcome;
mod words;
mod writing;

/// Builds the page.
pub fn start() {
    yew::set_custom_panic_hook(Box::new(|info| browser::report_panic(&info.to_string())));
    // No part of the page exists, and so no row, before the door is closed.
    yew::platform::spawn_local(async {
        if !browser::close_door().await {
            return browser::report_panic("a part of the page could not be read again");
        }
        yew::Renderer::<app::App>::with_root(browser::root()).render();
    });
}
