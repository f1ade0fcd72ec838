//! Cells → values: ids, numbers, times. A cell that is empty is absent, a cell that cannot be read says so; nothing
//! is guessed here that the caller does not know of.

mod id;
mod number;
mod time;

pub use id::{Id, read as read_id, unwrap};
pub use number::{Number, money, pieces};
pub use time::{Instant, Order, TimeReader, Told};
