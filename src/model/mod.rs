//! The shared words of the house: tables and their columns, days, zones, money, events.
//!
//! Imports nothing of the house. No clock, no thread, no file, no JavaScript: a day or a zone is a value that
//! somebody passes in.

mod ads;
mod arrange;
mod civil;
mod column;
mod currency;
mod daily;
mod day;
mod dict;
mod dimension;
mod event;
mod figure;
mod file;
mod money;
pub mod names;
mod orders;
mod rows;
mod said;
pub mod shard;
mod table;
mod zone;

pub use ads::{AdChannel, AdLevel, AdRow, AdRows, AdState, Operation, Scope};
pub use arrange::arrange;
pub use civil::Date;
pub use column::{Amounts, Column, Moment, Pieces};
pub use currency::{Currencies, Currency, Tender, TenderBy};
pub use daily::{DailyRow, DailyRows};
pub use day::{Day, Grain, Period};
pub use dict::Dict;
pub use dimension::Dimension;
pub use event::{EventKind, PageType};
pub use figure::{Direction, Unit, Value};
pub use file::{Account, ColumnGuess, Evidence, FileId, Form, Garble, Mend, Problem, Reason, Rejected, Remark};
pub use money::Money;
pub use names::{NameSet, Names, Space, Spaces};
pub use orders::{OrderGrain, OrderNames, OrderRow, OrderRows, Renumbering, Standing};
pub use rows::{EventRows, Place, Product, Roles, Rows, Stamp, TEXTS};
pub use said::{Recipe, Said};
pub use table::{Role, Table};
pub use zone::{LocalClock, Zone, ZoneError};
