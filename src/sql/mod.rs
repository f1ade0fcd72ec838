//! The catalogue in the words of other engines: SQL for DuckDB, ClickHouse and Spark.
//!
//! For data that outgrow the browser. A figure's SQL is not written by hand: each [`Part`](crate::metric::Part) says
//! once over which relation it is counted and how ([`counting`]), and what stands above the parts (ratios, shares,
//! means of days) follows from the entry's [`Kind`](crate::metric::catalogue::Kind). So a new ratio needs no work here.
//!
//! - [`Engine`]: what the three engines write differently, and nothing else.
//! - `tables`: the canonical tables as DDL, and which of them are there.
//! - `step`: the named steps from a table to rows that can be counted (visits, days of a person, dated order lines).
//! - `counting`: parts → relation and aggregate.
//! - `filter`: what a question is narrowed to, in the rows' words; `keys`: what a breakdown cuts by.
//! - `ads`, `daily`, `spans`: reports that come counted, and overlap.
//! - `statement`: steps and counts put together; `formula`: what stands above the parts; [`query`]: both as one text;
//!   [`overview`]: several of them over shared steps; [`row`]: one row of them, for a single figure.
//! - `load`: a platform's file → canonical table.
//! - [`metricflow`]: the same definitions as a semantic manifest of dbt MetricFlow.
//!
//! Imports the definitions of `metric` and `model`; knows no file and no data. Text in, text out: the program stays
//! small and runs no engine. The proof that the figures are equal runs real engines in `tests/sql`.

mod ads;
mod ask;
mod cells;
mod counting;
mod daily;
mod engine;
mod filter;
mod formula;
mod keys;
mod load;
pub mod metricflow;
mod query;
mod script;
mod spans;
mod statement;
mod step;
mod tables;
#[cfg(test)]
mod tests;

pub use ask::{Ask, Cut, Only};
pub use engine::{Clock, Engine};
pub use load::{Column, Source, load};
pub use query::{NoSql, figure, hour, query, row, statement};
pub use script::overview;
pub use tables::{Tables, ddl, tables};
