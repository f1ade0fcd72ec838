//! What a file is: its header line, its table, and the role of each column, each with its evidence.

use super::head::Head;
use super::layouts::{USER_BEHAVIOR, USER_BEHAVIOR_ROLES, layouts, normal, personal, words};
use super::looks::look as look_of;
use super::shape;
use super::values::{Instant, TimeReader};
use crate::model::{ColumnGuess, EventKind, Evidence, OrderGrain, Recipe, Role, Roles, Said, Table, Zone};

/// Header candidates that are looked at: a preface is never longer.
const PREFACE: usize = 20;

/// What a file was taken for.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its table; None where nothing fits.
    pub table: Option<Table>,
    /// Its layout, where one fits.
    pub layout: Option<&'static str>,
    /// For orders: what one row is.
    pub grain: OrderGrain,
    /// Which of the head's rows is the header; None where there is none.
    pub header: Option<usize>,
    /// Rows of the header, where there is one.
    pub stacked: usize,
    /// Every column.
    pub columns: Vec<ColumnGuess>,
}

/// Somebody's word against the guess.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The table.
    pub table: Option<Table>,
    /// The roles of the columns, in order.
    pub columns: Option<Vec<Role>>,
    /// Which of the head's rows is the header; the inner None says that there is none.
    pub header: Option<Option<usize>>,
    /// Rows of the header, where somebody says so; else one.
    pub stacked: Option<usize>,
}

impl Given {
    /// What was said of a file, with the header found among the rows of its head.
    pub fn of(head: &Head, said: &Said, table: Option<Table>, columns: Option<Vec<Role>>) -> Given {
        let row = |line: u64| head.rows.iter().position(|(_, span)| span.line >= line);
        let header = said.header_line.map(|line| if line == 0 { None } else { row(line) });
        Given { table, columns, header, stacked: said.header_rows.map(|rows| usize::from(rows.clamp(1, 3))) }
    }

    /// What a kept mapping says of a file, if its columns stand under the very same headers: in any order, anywhere in the
    /// head.
    pub fn kept(head: &Head, recipe: &Recipe) -> Option<Given> {
        // Nobody had to say that a header has several rows.
        let stacks =
            recipe.said.header_rows.map_or(1..=shape::HEADER, |rows| usize::from(rows.clamp(1, 3))..=usize::from(rows.clamp(1, 3)));
        if recipe.said.header_line == Some(0) {
            let roles = recipe.columns.iter().map(|(_, role)| *role).collect();
            let alike = head.width == recipe.columns.len() && recipe.columns.iter().all(|(header, _)| header.trim().is_empty());
            return alike.then_some(Given { table: Some(recipe.table), columns: Some(roles), header: Some(None), stacked: None });
        }
        let known: Vec<(String, Role)> = recipe.columns.iter().map(|(header, role)| (normal(header), *role)).collect();
        if known.iter().all(|(header, _)| header.is_empty()) {
            return None;
        }
        let roles = |at: usize, stacked: usize| {
            let names = header_names(head, at, stacked);
            let mut left: Vec<Option<&(String, Role)>> = known.iter().map(Some).collect();
            let mut roles = Vec::with_capacity(names.len());
            for name in names.iter().map(|name| normal(name)) {
                let found = left.iter_mut().find(|column| column.is_some_and(|(header, _)| *header == name))?;
                roles.push(found.take()?.1);
            }
            left.iter().all(Option::is_none).then_some(roles)
        };
        let places = stacks.flat_map(|stacked| (0..head.rows.len().min(PREFACE)).map(move |at| (at, stacked)));
        places.into_iter().find_map(|(at, stacked)| {
            let columns = Some(roles(at, stacked)?);
            Some(Given { table: Some(recipe.table), columns, header: Some(Some(at)), stacked: Some(stacked) })
        })
    }
}

/// The names of a header that begins with a row of the head and has so many rows.
fn header_names(head: &Head, at: usize, stacked: usize) -> Vec<String> {
    shape::names(&head.rows[at..(at + stacked).min(head.rows.len())])
}

/// Looks at the head of a file. What is `given` overrules what is seen.
pub fn look(head: &Head, given: &Given) -> Found {
    let mut found = match given.header {
        Some(Some(_)) => by_header(head, given).unwrap_or_else(|| unknown(head, given)),
        Some(None) => by_values(head, given.table).unwrap_or_else(|| unknown(head, given)),
        None => by_header(head, given).or_else(|| by_values(head, given.table)).unwrap_or_else(|| unknown(head, given)),
    };
    if let Some(table) = given.table {
        found.table = Some(table);
    }
    if let Some(roles) = &given.columns {
        for (column, role) in found.columns.iter_mut().zip(roles) {
            *column = ColumnGuess { header: column.header.clone(), role: *role, evidence: Evidence::Given };
        }
        // A role somebody gave to one column leaves the others it was guessed for.
        let given: Roles = found.columns.iter().filter(|column| column.evidence == Evidence::Given).map(|column| column.role).collect();
        for column in found.columns.iter_mut().filter(|column| column.evidence != Evidence::Given) {
            let single = !matches!(column.role, Role::Ignore | Role::Personal);
            if single && given.has(column.role) {
                (column.role, column.evidence) = (Role::Ignore, Evidence::None);
            }
        }
        if found.table.is_none() {
            found.table = Table::ALL.into_iter().find(|table| satisfied(*table, &found.columns));
        }
    }
    found
}

/// Whether the columns hold what the table needs.
pub fn satisfied(table: Table, columns: &[ColumnGuess]) -> bool {
    let needs = table.needs();
    !needs.is_empty() && needs.iter().all(|any| columns.iter().any(|column| any.contains(&column.role)))
}

fn by_header(head: &Head, given: &Given) -> Option<Found> {
    let table = given.table;
    let allowed = |found: &Found| table.is_none() || found.table == table;
    let rows = match given.header {
        Some(Some(at)) => at..at + 1,
        _ => 0..head.rows.len().min(PREFACE),
    };
    let known = |at: usize, stacked: usize, names: &dyn Fn(&[String]) -> Vec<String>| {
        let cells = header_names(head, at, stacked);
        let names: Vec<String> = names(&cells).iter().map(|name| normal(name)).collect();
        let found = by_layout(&cells, &names).filter(allowed).or_else(|| by_words(&cells, &names, table));
        found.map(|found| Found { header: Some(at), stacked, ..found })
    };
    let stacked = given.stacked.unwrap_or(1);
    let plain = rows.clone().find_map(|at| known(at, stacked, &<[String]>::to_vec));
    let stacks = given.stacked.map_or(2..=shape::HEADER, |rows| rows..=rows);
    plain.or_else(|| {
        let stacks = stacks.flat_map(|stacked| rows.clone().map(move |at| (at, stacked)));
        let header = |(at, stacked): &(usize, usize)| *stacked > 1 && (given.stacked.is_some() || names_over(head, *at, *stacked));
        stacks.filter(header).find_map(|(at, stacked)| known(at, stacked, &|cells| lower_names(head, at, stacked, cells)))
    })
}

/// Whether rows of a head may be one header: names in all of them, and values below.
fn names_over(head: &Head, at: usize, stacked: usize) -> bool {
    let strong = |(cells, _): &(Vec<String>, _)| cells.iter().any(|cell| look_of(cell.as_bytes()).strong());
    let Some(rows) = head.rows.get(at..at + stacked) else { return false };
    let several = |(cells, _): &(Vec<String>, _)| shape::filled(cells) > 1;
    rows.iter().all(|row| several(row) && !strong(row)) && head.rows.get(at + stacked).is_some_and(strong)
}

/// What the columns are called below what they belong to: `访客数` of `流量 访客数`. Where two would be called the same,
/// each keeps its whole name.
fn lower_names(head: &Head, at: usize, stacked: usize, whole: &[String]) -> Vec<String> {
    let rows = &head.rows[at..(at + stacked).min(head.rows.len())];
    let lower = |column: usize| {
        let cells = rows.iter().rev().filter_map(|(cells, _)| cells.get(column));
        cells.map(|cell| cell.trim()).find(|cell| !cell.is_empty()).unwrap_or_default()
    };
    let lower: Vec<&str> = (0..whole.len()).map(lower).collect();
    let single = |name: &str| lower.iter().filter(|other| **other == name).count() == 1;
    lower.iter().zip(whole).map(|(name, whole)| if single(name) { name.to_string() } else { whole.clone() }).collect()
}

fn by_layout(cells: &[String], names: &[String]) -> Option<Found> {
    let has = |word: &&str| names.contains(&normal(word));
    let layout = layouts().find(|layout| layout.required.iter().all(|any| any.iter().any(has)))?;
    let mut columns = assign(cells, names, layout.columns, Evidence::Layout);
    // What the platform does not write but somebody has added under a usual word is read as well.
    let words = words().find(|(of, _)| *of == layout.table).map_or(&[][..], |(_, words)| words);
    give(&mut columns, names, words, &Evidence::Header, |role| role == Role::Ignore);
    settle_postage(&mut columns);
    settle_states(&mut columns);
    Some(Found { table: Some(layout.table), layout: Some(layout.id), grain: layout.grain, header: None, stacked: 1, columns })
}

fn by_words(cells: &[String], names: &[String], table: Option<Table>) -> Option<Found> {
    words()
        .filter(|(of, _)| table.is_none_or(|table| table == *of))
        .map(|(of, words)| (*of, assign(cells, names, words, Evidence::Header)))
        .filter(|(of, columns)| satisfied(*of, columns))
        // The table that explains the most columns; on a tie the first one of the list.
        .fold(None, |best: Option<(Table, Vec<ColumnGuess>)>, new| match best {
            Some(best) if explained(&new.1) <= explained(&best.1) => Some(best),
            _ => Some(new),
        })
        .map(|(of, columns)| {
            let dated = columns.iter().any(|column| matches!(column.role, Role::PlacedAt | Role::PaidAt));
            let grain = if of == Table::Orders && !dated { OrderGrain::Detail } else { OrderGrain::Line };
            Found { table: Some(of), layout: None, grain, header: None, stacked: 1, columns }
        })
}

fn explained(columns: &[ColumnGuess]) -> usize {
    columns.iter().filter(|column| !matches!(column.role, Role::Ignore | Role::Personal)).count()
}

/// Gives each role to the column with the best of its headers; no role twice, no column twice.
fn assign(cells: &[String], names: &[String], words: &[(Role, &[&str])], evidence: Evidence) -> Vec<ColumnGuess> {
    let mut columns: Vec<ColumnGuess> = cells
        .iter()
        .zip(names)
        .map(|(cell, name)| {
            let (role, evidence) = if personal(name) { (Role::Personal, Evidence::Header) } else { (Role::Ignore, Evidence::None) };
            ColumnGuess { header: cell.trim().trim_start_matches('\u{feff}').to_string(), role, evidence }
        })
        .collect();
    give(&mut columns, names, words, &evidence, |role| matches!(role, Role::Ignore | Role::Personal));
    settle_postage(&mut columns);
    settle_states(&mut columns);
    columns
}

/// Postage adds to the goods' price, never to a total that holds it already.
fn settle_postage(columns: &mut [ColumnGuess]) {
    let goods_only = |column: &ColumnGuess| column.role == Role::Amount && column.header.contains("货款");
    let total = columns.iter().any(|column| column.role == Role::Amount) && !columns.iter().any(goods_only);
    if let Some(at) = columns.iter().position(|column| normal(&column.header) == "买家应付邮费") {
        columns[at].role = if total { Role::Ignore } else { Role::Postage };
        if total {
            columns[at].evidence = Evidence::None;
        }
    }
}

/// A state that does not say of what is the item's, but the keyword's in a report of keywords: that of the item it does not
/// tell.
fn settle_states(columns: &mut [ColumnGuess]) {
    let keywords = columns.iter().any(|column| column.role == Role::Keyword);
    let unsaid = |column: &&mut ColumnGuess| column.role == Role::ItemState && matches!(&*normal(&column.header), "状态" | "推广状态");
    if let Some(column) = columns.iter_mut().find(unsaid).filter(|_| keywords) {
        (column.role, column.evidence) = (Role::Ignore, Evidence::None);
    }
}

/// Gives each role that no column has to the column with the best of its headers, if that column is free.
fn give(columns: &mut [ColumnGuess], names: &[String], words: &[(Role, &[&str])], evidence: &Evidence, free: impl Fn(Role) -> bool) {
    for (role, headers) in words {
        if columns.iter().any(|column| column.role == *role) {
            continue;
        }
        let best = headers.iter().find_map(|header| {
            let header = normal(header);
            names.iter().position(|name| *name == header).filter(|at| free(columns[*at].role))
        });
        if let Some(at) = best {
            columns[at].role = *role;
            columns[at].evidence = evidence.clone();
        }
    }
}

/// The headerless behaviour log, known by its values alone.
fn by_values(head: &Head, table: Option<Table>) -> Option<Found> {
    if head.width != 5 || table.is_some_and(|table| table != Table::Events) {
        return None;
    }
    let fits = |cells: &Vec<String>| {
        let number = |at: usize| !cells[at].is_empty() && cells[at].bytes().all(|b| b.is_ascii_digit());
        cells.len() == 5
            && number(0)
            && number(1)
            && number(2)
            && matches!(cells[3].as_str(), "pv" | "fav" | "cart" | "buy")
            && number(4)
            && cells[4].len() >= 10
    };
    let good = head.rows.iter().filter(|(cells, _)| fits(cells)).count();
    // The last row of a head may be cut.
    (good > 0 && good + 1 >= head.rows.len()).then(|| {
        let share = (good * 100 / head.rows.len()) as u8;
        let columns =
            USER_BEHAVIOR_ROLES.map(|role| ColumnGuess { header: String::new(), role, evidence: Evidence::Values(share) }).to_vec();
        Found { table: Some(Table::Events), layout: Some(USER_BEHAVIOR), grain: OrderGrain::Line, header: None, stacked: 1, columns }
    })
}

/// Nothing fits: what headers and values say of single columns, as a start for the person who maps them.
fn unknown(head: &Head, given: &Given) -> Found {
    let (table, stacked) = (given.table, given.stacked.unwrap_or(1));
    let header = given.header.unwrap_or_else(|| {
        let start = shape::start(head, None);
        let words = |(cells, _): &(Vec<String>, _)| cells.iter().all(|cell| !valued(cell));
        (start.header > 0 || head.rows.get(start.first).is_some_and(words)).then_some(start.first)
    });
    let body: Vec<&Vec<String>> = head.rows.iter().skip(header.map_or(0, |at| at + stacked)).map(|(cells, _)| cells).collect();
    let cells = header.map_or_else(|| vec![String::new(); head.width], |at| header_names(head, at, stacked));
    let cells = &cells;
    let names: Vec<String> = cells.iter().map(|cell| normal(cell)).collect();
    let mut best: (Option<Table>, Vec<ColumnGuess>) = (table, Vec::new());
    for (of, words) in words().filter(|(of, _)| table.is_none_or(|table| table == *of)) {
        let columns = assign(cells, &names, words, Evidence::Header);
        if best.1.is_empty() || explained(&columns) > explained(&best.1) {
            best = (Some(*of).filter(|_| explained(&columns) > 0).or(table), columns);
        }
    }
    let (mut guess, mut columns) = best;
    // A guess opens no personal column: `Name` may be an item's or a person's.
    for (column, _) in columns.iter_mut().zip(&names).filter(|(_, name)| personal(name)) {
        (column.role, column.evidence) = (Role::Personal, Evidence::Header);
    }
    for at in 0..columns.len() {
        if columns[at].role != Role::Ignore {
            continue;
        }
        if let Some((role, share)) = by_column_values(&body, at)
            && !columns.iter().any(|column| column.role == role)
            && guess.is_none_or(|table| table.roles().contains(&role))
        {
            columns[at].role = role;
            columns[at].evidence = Evidence::Values(share);
            guess = guess.or(Some(Table::Events));
        }
    }
    Found { table: guess, layout: None, grain: OrderGrain::Line, header, stacked, columns }
}

/// Whether a cell holds a number or a time, so that its row is no header.
fn valued(cell: &str) -> bool {
    let cell = cell.trim();
    cell.starts_with(|c: char| c.is_ascii_digit()) && !cell.is_empty()
}

/// What the values of one column look like.
fn by_column_values(body: &[&Vec<String>], at: usize) -> Option<(Role, u8)> {
    let cells: Vec<&str> = body.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    if cells.is_empty() {
        return None;
    }
    let share = |hits: usize| (hits * 100 / cells.len()) as u8;
    let events = share(cells.iter().filter(|cell| EventKind::of(cell) != EventKind::Other).count());
    if events >= 80 {
        return Some((Role::Event, events));
    }
    let mut reader = TimeReader::new(&Zone::default(), None);
    let times = share(
        cells
            .iter()
            .filter(|cell| {
                cell.len() >= 8 && matches!(reader.read(cell), Instant::At(seconds, _) if (631_152_000..4_102_444_800).contains(&seconds))
            })
            .count(),
    );
    (times >= 80).then_some((Role::Time, times))
}
