//! The days that a reporting row stands for: a cell, a range in a cell, else what the report's title or the file's name
//! says.

use super::values::{Instant, Order, TimeReader, Told};
use crate::model::{Date, Day, LocalClock, Period, Zone};

/// Years that a report can be about.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// Names of the months, by their first three letters.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// What a cell says about days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// Nothing there.
    Absent,
    /// These days.
    Days(Period),
    /// Text that names no day.
    Unreadable,
}

/// Reads the days of a report's rows.
pub struct Days {
    reader: TimeReader,
    clock: LocalClock,
    order: Option<Order>,
    /// The days of rows that name none.
    pub title: Option<Period>,
}

impl Days {
    /// A reader for one file; `title` is what stands around its rows and in its name.
    pub fn new(zone: &Zone, order: Option<Order>, since_1904: bool, title: Option<Period>) -> Days {
        Days { reader: TimeReader::new(zone, order).since(since_1904), clock: zone.clock(), order, title }
    }

    /// What one cell says.
    pub fn cell(&mut self, cell: &str) -> When {
        match self.reader.read(cell) {
            Instant::Absent => When::Absent,
            Instant::At(seconds, _) => {
                let day = self.clock.day(seconds);
                When::Days(Period { from: day, to: day })
            }
            Instant::Unreadable => named(cell).map_or(When::Unreadable, When::Days),
        }
    }

    /// What the column told about day and month, and the order it was read in.
    pub fn told(&self) -> (Told, Option<Order>) {
        (self.reader.told, self.order)
    }
}

/// The days that a text names: one day, or the first and the last of a range. `2025-01-01~2025-01-31`,
/// `August 8, 2020 - August 14, 2020`, `# 20240413-20240503`, `1 Feb 2020`.
pub fn named(text: &str) -> Option<Period> {
    let tokens = tokens(text);
    let mut days: Vec<Day> = Vec::new();
    let mut at = 0;
    while at < tokens.len() && days.len() < 2 {
        match day_at(&tokens[at..]) {
            Some((day, taken)) => {
                days.push(day);
                at += taken;
            }
            None => at += 1,
        }
    }
    let (from, to) = (*days.first()?, *days.last()?);
    Period::new(from, to)
}

/// When a file was exported, as its name tells: `ExportOrderList202606181200.csv`, `1718668800_orders.csv`, else the last
/// day that the name names. In unix seconds.
pub fn exported(name: &str, zone: &Zone) -> Option<i64> {
    let mut reader = TimeReader::new(zone, None);
    let digits = name.split(|c: char| !c.is_ascii_digit()).filter(|run| matches!(run.len(), 10 | 12 | 13 | 14));
    let moment = digits.filter_map(|run| match reader.read(run) {
        Instant::At(seconds, _) => Some(seconds),
        _ => None,
    });
    moment.max().or_else(|| named(name).map(|days| zone.seconds_of(i64::from(days.to.0) * 86_400)))
}

/// A number with its digits, or a word in lower case; marks between them are left out but for what parts days.
#[derive(PartialEq, Debug)]
enum Token {
    Number(u32, usize),
    Word(String),
    Mark(char),
}

fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mut word = String::from(c);
        if c.is_ascii_digit() {
            while let Some(next) = chars.next_if(char::is_ascii_digit) {
                word.push(next);
            }
            out.push(Token::Number(word.parse().unwrap_or(0), word.len()));
        } else if c.is_ascii_alphabetic() {
            while let Some(next) = chars.next_if(char::is_ascii_alphabetic) {
                word.push(next);
            }
            out.push(Token::Word(word.to_lowercase()));
        } else if !c.is_whitespace() && !matches!(c, ',' | '"' | '#') {
            out.push(Token::Mark(c));
        }
    }
    out
}

/// The day that tokens begin with, and how many of them name it.
fn day_at(tokens: &[Token]) -> Option<(Day, usize)> {
    use Token::{Mark, Number, Word};
    let day = |year: u32, month: u32, day: u32| {
        let date = Date::new(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
        YEARS.contains(&date.year).then(|| Day(date.days()))
    };
    match tokens {
        [
            Number(year, 4),
            Mark('-' | '/' | '.' | '年' | '_'),
            Number(month, 1 | 2),
            Mark('-' | '/' | '.' | '月' | '_'),
            Number(dom, 1 | 2),
            ..,
        ] => Some((day(*year, *month, *dom)?, 5)),
        [Number(digits, 8), ..] => Some((day(digits / 10_000, digits / 100 % 100, digits % 100)?, 1)),
        [Word(name), Number(dom, 1 | 2), Number(year, 4), ..] => Some((day(*year, month_of(name)?, *dom)?, 3)),
        [Number(dom, 1 | 2), Word(name), Number(year, 4), ..] => Some((day(*year, month_of(name)?, *dom)?, 3)),
        _ => None,
    }
}

fn month_of(name: &str) -> Option<u32> {
    let short = name.get(..3)?;
    MONTHS.iter().position(|month| *month == short).map(|at| at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_titles_and_cells_name_them() {
        for (text, days) in [
            ("2025-01-01~2025-01-31", "2025-01-01..2025-01-31"),
            ("\"August 8, 2020 - August 14, 2020\"", "2020-08-08..2020-08-14"),
            ("# 20240413-20240503", "2024-04-13..2024-04-30"),
            ("1 Feb 2020", "2020-02-01..2020-02-01"),
            ("Feb 1, 2020", "2020-02-01..2020-02-01"),
            ("统计日期：2024年6月1日至2024年6月18日", "2024-06-01..2024-06-18"),
            ("天猫直通车报表2018-03-05.csv", "2018-03-05..2018-03-05"),
            ("量子恒道_关键词_2012-05-01.csv", "2012-05-01..2012-05-01"),
        ] {
            let days = days.replace("2024-04-30", "2024-05-03");
            assert_eq!(named(text).map(|p| format!("{}..{}", p.from, p.to)), Some(days), "{text}");
        }
        for text in ["Search keyword report", "1,234.50", "2024-13-40", "合计", "2020-08-14 - 2020-08-08"] {
            assert_eq!(named(text), None, "{text}");
        }
    }
}
