//! What a question is narrowed to, in the words of the rows.
//!
//! A source chooses visits by their first view, and what falls into them; an item, a category, a page or a search term
//! chooses rows. What is said of a visit is said of all of it, once it has a view that counts. Histories (who came back,
//! who bought before) are those of all rows.

use super::ask::Ask;
use crate::metric::fold::VISIT_GAP;
use crate::model::Dimension;

/// A page is known by its item where the log names no page.
pub const PAGE: &str = "CASE WHEN page <> '' THEN page ELSE item END";

fn conditions(ask: &Ask<'_>, columns: &[(Dimension, &str)]) -> Option<String> {
    let fits =
        |(dimension, column): &(Dimension, &str)| ask.narrowed(*dimension).map(|text| format!("{column} = {}", ask.engine.text(text)));
    let all: Vec<String> = columns.iter().filter_map(fits).collect();
    (!all.is_empty()).then(|| all.join(" AND "))
}

/// Which events count by themselves; None where all do.
fn row(ask: &Ask<'_>) -> Option<String> {
    let columns =
        [(Dimension::Item, "item"), (Dimension::Category, "category"), (Dimension::SearchTerm, "search_term"), (Dimension::Page, PAGE)];
    conditions(ask, &columns)
}

/// Whether events are narrowed.
pub fn events(ask: &Ask<'_>) -> bool {
    row(ask).is_some() || ask.narrowed(Dimension::Source).is_some()
}

/// Which order lines count; None where all do. Events that stand in for orders are narrowed as events.
pub fn lines(ask: &Ask<'_>) -> Option<String> {
    if ask.tables.orders_from_events() {
        return None;
    }
    conditions(ask, &[(Dimension::Item, "item"), (Dimension::Promotion, "promotion"), (Dimension::Province, "province")])
}

/// Which buy events stand for orders that count: by their own source, for no visit says anything of an order.
pub fn bought(ask: &Ask<'_>) -> Option<String> {
    let source = ask.narrowed(Dimension::Source).map(|text| format!("source <> '' AND source = {}", ask.engine.text(text)));
    let all: Vec<String> = source.into_iter().chain(row(ask)).collect();
    (!all.is_empty()).then(|| all.join(" AND "))
}

/// The source of the visits that count.
pub fn source(ask: &Ask<'_>) -> Option<String> {
    ask.narrowed(Dimension::Source).map(|text| ask.engine.text(text))
}

/// Events that know whether they count.
pub fn marked(ask: &Ask<'_>) -> String {
    let row = row(ask).unwrap_or_else(|| "1 = 1".into());
    let Some(source) = source(ask) else {
        return format!("SELECT *, CASE WHEN {row} THEN 1 ELSE 0 END AS taken\nFROM events");
    };
    format!(
        "SELECT *,\n  CASE WHEN (CASE WHEN event <> 'view' AND source <> '' THEN source ELSE {visit} END) = {source}\n    AND {row} THEN 1 ELSE 0 END AS taken\nFROM (\n  SELECT *,\n    CASE WHEN event = 'view' AND (view_before IS NULL OR (session = '' AND time - view_before > {VISIT_GAP})) THEN source END AS started_from\n  FROM (\n    SELECT *, max(CASE WHEN event = 'view' THEN time END) OVER (PARTITION BY visitor, session ORDER BY time, seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS view_before\n    FROM events\n  ) AS followed\n) AS begun\nWINDOW so_far AS (PARTITION BY visitor, session ORDER BY time, seq ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)",
        visit = format_args!("{} OVER so_far", ask.engine.last_known("started_from")),
    )
}
