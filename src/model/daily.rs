//! Rows of the table `daily`: a platform's ready-made report.

use super::{Currency, Dict, Money, Period, Place, Role, Roles};

/// One row of a ready-made report. Number 0 of every dictionary is "nothing there".
#[derive(Clone, PartialEq, Debug, Default)]
pub struct DailyRow {
    /// The days it stands for; None where nothing names them.
    pub when: Option<Period>,
    /// The shop.
    pub shop: u32,
    /// The source, with its parts joined.
    pub source: u32,
    /// The page.
    pub page: u32,
    /// The item.
    pub item: u32,
    /// The search term.
    pub term: u32,
    /// What its money is counted in.
    pub currency: Currency,
    /// The figures that the row has, by role; shares as fractions, durations in seconds.
    pub values: Vec<(Role, Money)>,
    /// Where it stands.
    pub place: Place,
    /// Position of its file among those loaded, once the store has put them together.
    pub file: u32,
}

/// Rows of one ready-made report.
#[derive(Clone, Default)]
pub struct DailyRows {
    /// The roles its columns have.
    pub roles: Roles,
    /// All texts by number.
    pub texts: Dict,
    /// The rows, in file order.
    pub rows: Vec<DailyRow>,
}
