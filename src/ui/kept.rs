//! Mappings that the reader asked this device to keep: headers and roles, one mapping a line, no cell of any file.

use super::browser;
use crate::model::Recipe;

/// The name they are kept under.
const KEY: &str = "mappings";

/// More are not kept; the oldest goes.
const MOST: usize = 40;

/// All mappings kept here, the newest first.
pub fn all() -> Vec<Recipe> {
    browser::stored(KEY).map_or_else(Vec::new, |text| read(&text))
}

/// Keeps one more, in the place of an older one for the same headers.
pub fn keep(recipe: &Recipe) {
    browser::store(KEY, &with(&all(), recipe));
}

#[inline(never)]
fn read(text: &str) -> Vec<Recipe> {
    text.lines().filter_map(Recipe::read).take(MOST).collect()
}

#[inline(never)]
fn with(known: &[Recipe], new: &Recipe) -> String {
    let headers = |recipe: &Recipe| recipe.columns.iter().map(|(header, _)| header.clone()).collect::<Vec<_>>();
    let others = known.iter().filter(|old| headers(old) != headers(new)).take(MOST - 1);
    std::iter::once(new).chain(others).map(|recipe| recipe.text() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Role, Said, Table};

    fn recipe(header: &str, role: Role) -> Recipe {
        Recipe { table: Table::Orders, columns: vec![(header.into(), role)], said: Said::default() }
    }

    #[test]
    fn the_newest_for_some_headers_stands() {
        let mut known = Vec::new();
        for number in 0..50 {
            known = read(&with(&known, &recipe(&format!("h{}", number % 45), Role::Order)));
        }
        assert_eq!((known.len(), known[0].clone()), (MOST, recipe("h4", Role::Order)));
        let known = read(&with(&known, &recipe("h4", Role::Buyer)));
        assert_eq!((known.len(), known[0].clone()), (MOST, recipe("h4", Role::Buyer)));
        assert!(!known[1..].contains(&recipe("h4", Role::Order)));
        assert_eq!(read("nonsense\n{}\n"), []);
    }
}
