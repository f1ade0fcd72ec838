//! How figures are counted: folds over the store, one walk over each person's run.
//!
//! A fold counts into [`Tally`]s, one for each bucket of each grid, and merges by adding: a person, an order and a
//! visit live in one place, so any split of the persons gives the same sums. The laws are tested, not only examples.

mod ads;
mod by_key;
mod daily;
mod daybook;
mod filter;
mod grid;
mod keys;
mod sales;
mod spans;
mod traffic;
mod within;

pub use ads::{
    AdCut, AdFilter, AdKey, AdSums, AdsMeasured, Latest, QUIET_DAYS, Standing, ad_creatives, ad_keys, ad_rows, count_standings,
    measure_ads, quiet_days, quiet_keywords, standings_of,
};
pub use by_key::ByKey;
pub use daily::{DailyCell, DailyCut, DailyMeasured, DailyTally, daily_rows, measure_daily};
pub use daybook::{Came, DayBook};
pub use filter::{EventFilter, SaleFilter, Shortlist};
pub use grid::Grid;
pub use keys::{Both, Cell, DoorCell, EventCell, Few, Keyed, SaleCell, SourceCell, ViewCell};
pub use sales::{SaleKeys, Sales, SalesFold, blank_lines, event_orders};
pub use traffic::{Codes, RETURN_DAYS, Traffic, TrafficFold, VISIT_GAP, Wanted};
pub use within::Within;
