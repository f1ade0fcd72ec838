//! Dianzhang 店账: the shop's ledger, read in the shop's own browser.
//!
//! The way of a row from the file to a figure, and the layers it passes:
//!
//! - [`model`]: the shared words (tables, roles, days, zones, money). Imports nothing.
//! - [`ingest`]: bytes → rows of the model, with an account of every row. Imports `model`.
//! - [`unpack`]: workbooks and archives → plain text, in front of `ingest`. Imports `model`.
//! - [`store`]: rows → columns grouped by person and sorted by time. Imports `model`.
//! - [`metric`]: every figure: the catalogue (what) and the folds (how). Imports `model`, `store`.
//! - [`report`]: what a person reads, as plain data and text. Imports `model`, `metric`.
//! - [`sql`]: the catalogue in the words of DuckDB, ClickHouse and Spark. Imports `model` and the definitions of `metric`.
//! - [`sample`]: a believable shop made from a seed. Imports `model`.
//! - [`wire`]: page ↔ worker: requests, replies, one pure session machine. Imports all of the above.
//! - `ui`: the page (feature `web`). Imports `wire`, `report`, `model` and the catalogue; never ingest, store or folds.
//! - `bin`: program and page, a few lines each.
//!
//! No clock, thread, file, random number or JavaScript below `wire`: time is a value that is passed in.
//! A test reads the `use` lines and fails when an arrow runs the wrong way.

pub mod ingest;
pub mod metric;
pub mod model;
pub mod report;
pub mod sample;
pub mod sql;
pub mod store;
#[cfg(feature = "web")]
pub mod ui;
pub mod unpack;
pub mod wire;
