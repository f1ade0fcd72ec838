//! Cells → values: ids, numbers, times. A cell that is empty is absent, a cell that cannot be read says so; nothing
//! is guessed here that the caller does not know of.

mod figure;
mod id;
mod number;
mod standing;
mod time;
mod unit;

/// Words and marks that exports write where nothing is: dashes, and what databases, programs and spreadsheets print for
/// no value.
pub fn is_nothing(text: &str) -> bool {
    const WORDS: [&str; 18] = [
        "null",
        "none",
        "nan",
        "n/a",
        "nil",
        "\\n",
        "inf",
        "-inf",
        "+inf",
        "infinity",
        "-infinity",
        "#value!",
        "#n/a",
        "#div/0!",
        "#ref!",
        "#name?",
        "#num!",
        "#null!",
    ];
    text.chars().all(|c| matches!(c, '-' | '—' | '–' | '－')) || WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

pub use figure::{figure, whole};
pub use id::{Id, read as read_id, unwrap};
pub use number::{Number, money, pieces};
pub use standing::Standings;
pub use time::{Instant, Order, TimeReader, Told};
pub use unit::Units;
