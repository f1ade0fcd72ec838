//! The shared words of the house: tables and their columns, days, zones, money, events.
//!
//! Imports nothing of the house. No clock, no thread, no file, no JavaScript: a day or a zone is a value that
//! somebody passes in.

mod arrange;
mod civil;
mod day;
mod dict;
mod event;
mod figure;
mod file;
mod money;
mod rows;
mod table;
mod zone;

pub use arrange::arrange;
pub use civil::Date;
pub use day::{Day, Grain, Period};
pub use dict::Dict;
pub use event::{EventKind, PageType};
pub use figure::{Direction, Unit, Value};
pub use file::{Account, ColumnGuess, Evidence, FileId, Form, Mend, Problem, Reason, Rejected, Remark};
pub use money::Money;
pub use rows::{EventRows, OrderGrain, OrderRow, OrderRows, Place, Product, Roles, Rows};
pub use table::{Role, Table};
pub use zone::{LocalClock, Zone, ZoneError};
