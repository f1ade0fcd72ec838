//! Rows → columns grouped by person and sorted by time, so that every metric of a person is a walk over one run.
//!
//! Imports `model` only. Knows neither files nor metrics.

mod ads;
mod daily;
pub mod events;
mod orders;

pub use ads::Ads;
pub use daily::{Daily, Grain as DailyGrain, grain as daily_grain};
pub use events::{Events, Register, Run};
pub use orders::{Line, Order, Orders, Origins, Settled};
