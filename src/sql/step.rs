//! The named steps from a canonical table to rows that can be counted. Each is one CTE with one comment.

use super::ads;
use super::ask::Ask;
use super::filter::{self, PAGE};
use crate::metric::fold::{RETURN_DAYS, VISIT_GAP};
use crate::model::{Dimension, Table};

/// A step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Buy events standing in for orders, where no orders are there.
    Orders,
    /// First and last day.
    Period,
    /// Events that know whether the filters take them.
    MarkedEvents,
    /// What each person did on each day.
    PersonDays,
    /// The days with a view, and whether one of them counts.
    SeenDays,
    /// The same, and by which key of the breakdown.
    KeyedDays,
    /// The days with a view, and whether they are returns.
    ViewDays,
    /// Each person's first day, how many days of data follow it, and on which of the next seven the person came back.
    FirstDays,
    /// Views with the times of their neighbours.
    Views,
    /// Views that know whether a visit starts or ends with them.
    VisitEnds,
    /// Views that know the visit they belong to.
    VisitViews,
    /// Visits.
    Visits,
    /// Order lines with their days.
    OrderLines,
    /// Order lines of buyers who had paid before.
    RepeatLines,
    /// Rows of paid tools that can answer.
    AdTold,
    /// Of the same days the coarsest of them.
    AdCoarsest,
    /// Spans of days that count beside each other over all days.
    AdSpans,
    /// Rows of paid tools that are added up over all days.
    AdRows,
    /// Rows that name a key.
    KeyedAdTold,
    /// Of the same days the coarsest of them.
    KeyedAdCoarsest,
}

impl Step {
    /// The name of the CTE.
    pub fn name(self) -> &'static str {
        match self {
            Step::Orders => "orders",
            Step::Period => "period",
            Step::MarkedEvents => "marked_events",
            Step::PersonDays => "person_days",
            Step::SeenDays => "seen_days",
            Step::KeyedDays => "keyed_days",
            Step::ViewDays => "view_days",
            Step::FirstDays => "first_days",
            Step::Views => "views",
            Step::VisitEnds => "visit_ends",
            Step::VisitViews => "visit_views",
            Step::Visits => "visits",
            Step::OrderLines => "order_lines",
            Step::RepeatLines => "repeat_lines",
            Step::AdTold => "ad_told",
            Step::AdSpans => "ad_spans",
            Step::AdRows => "ad_rows",
            Step::KeyedAdTold => "keyed_ad_told",
            Step::AdCoarsest => "ad_coarsest",
            Step::KeyedAdCoarsest => "keyed_ad_coarsest",
        }
    }

    /// The table it is made from.
    pub fn table(self) -> Table {
        match self {
            Step::OrderLines | Step::RepeatLines | Step::Orders => Table::Orders,
            Step::AdTold | Step::AdCoarsest | Step::AdSpans | Step::AdRows | Step::KeyedAdTold | Step::KeyedAdCoarsest => Table::Ads,
            _ => Table::Events,
        }
    }

    /// The steps it reads.
    pub fn needs(self, ask: &Ask<'_>) -> Vec<Step> {
        let stands_in = ask.tables.orders_from_events();
        match self {
            Step::OrderLines if stands_in => vec![Step::Orders],
            Step::PersonDays | Step::KeyedDays | Step::SeenDays | Step::Views if filter::events(ask) => vec![Step::MarkedEvents],
            Step::ViewDays | Step::FirstDays => vec![if filter::events(ask) { Step::SeenDays } else { Step::PersonDays }],
            Step::AdCoarsest => vec![Step::AdTold],
            Step::AdSpans => vec![Step::AdCoarsest],
            Step::AdRows => vec![Step::AdCoarsest, Step::AdSpans],
            Step::KeyedAdCoarsest => vec![Step::KeyedAdTold],
            Step::VisitEnds => vec![Step::Views],
            Step::VisitViews => vec![Step::VisitEnds],
            Step::Visits => vec![Step::VisitViews],
            Step::RepeatLines => vec![Step::OrderLines],
            _ => vec![],
        }
    }

    /// What it holds, in a sentence.
    pub fn comment(self) -> String {
        match self {
            Step::Orders => "No orders are loaded: each buy event stands in for a paid order of one piece, without an amount".into(),
            Step::Period => "The days asked for, both included".into(),
            Step::PersonDays => "What each person did on each local day".into(),
            Step::KeyedDays => "What each person did on each local day, by key".into(),
            Step::ViewDays => format!("Days with a view; a return follows a view on one of the {RETURN_DAYS} days before"),
            Step::FirstDays => {
                "Each person's first day with a view, the days of data behind it, and on which of the next seven days a view follows".into()
            }
            Step::Views => "Every view with its neighbours: of the log's own visit, else of the person's views that have none".into(),
            Step::VisitEnds => {
                format!("A pause above {VISIT_GAP} seconds parts two visits; where the log has its own visit id, that id does")
            }
            Step::VisitViews => "Every view with the start and the first page of its visit".into(),
            Step::Visits => "Visits, formed over all views; a visit belongs to the day and the source of its first view".into(),
            Step::OrderLines => "Order lines with the local days on which they were placed and paid".into(),
            Step::RepeatLines => "Paid lines of buyers with an earlier payment, anywhere in the data".into(),
            Step::MarkedEvents => "Events that know whether the filters take them: a source takes visits by their first view".into(),
            Step::SeenDays => "Days with a view, and whether the filters take one of their views".into(),
            Step::AdTold => "Rows of paid tools, once for each figure that they tell; undated ones only where nothing is dated".into(),
            Step::KeyedAdTold => "Rows of paid tools that name such a key".into(),
            Step::AdSpans => {
                "Days of each tool that count beside each other: longer spans where the shorter do not tell all their days".into()
            }
            Step::AdCoarsest | Step::KeyedAdCoarsest => {
                "Of the same days only the coarsest rows: those of a campaign hold those of its items and keywords".into()
            }
            Step::AdRows => "The rows of paid tools that are added up over all days, figure by figure".into(),
        }
    }

    /// Its SELECT.
    pub fn select(self, ask: &Ask<'_>, key: Option<Dimension>) -> String {
        let engine = ask.engine;
        let narrowed = filter::events(ask);
        let (events, taken) = if narrowed { ("marked_events", "\nWHERE taken = 1") } else { ("events", "") };
        let day = |seconds: &str| engine.day(seconds, ask.clock);
        match self {
            Step::Orders => format!(
                "SELECT CAST(seq AS {text}) AS {order}, visitor AS buyer, time AS placed_at, time AS paid_at, item,\n  1 AS quantity, {money} AS amount, {money} AS paid_amount, '' AS promotion, '' AS province\nFROM events\nWHERE event = 'buy'{bought}",
                bought = filter::bought(ask).map(|takes| format!(" AND {takes}")).unwrap_or_default(),
                text = if engine == super::Engine::Spark { "STRING" } else { "VARCHAR" },
                order = engine.quoted("order"),
                money = engine.null("DECIMAL(18, 4)"),
            ),
            Step::Period => period(ask),
            Step::MarkedEvents => filter::marked(ask),
            Step::PersonDays => format!("SELECT visitor, {} AS day,\n{DID}\nFROM {events}{taken}\nGROUP BY visitor, day", day("time")),
            Step::SeenDays => format!(
                "SELECT visitor, {} AS day, max(taken) AS taken\nFROM marked_events\nWHERE event = 'view'\nGROUP BY visitor, day",
                day("time")
            ),
            Step::KeyedDays => {
                let (key, kinds) = keyed(key);
                format!(
                    "SELECT {key} AS key, visitor, {} AS day,\n{DID}\nFROM {events}\nWHERE {kinds}{}\nGROUP BY key, visitor, day",
                    day("time"),
                    if narrowed { " AND taken = 1" } else { "" },
                )
            }
            Step::ViewDays if narrowed => format!(
                "SELECT visitor, day, taken, (day_before IS NOT NULL AND {} <= {RETURN_DAYS}) AS returns\nFROM (\n  SELECT visitor, day, taken, {} OVER (PARTITION BY visitor ORDER BY day) AS day_before\n  FROM seen_days\n) AS looked",
                engine.days_between("day_before", "day"),
                engine.neighbour("lag", "day"),
            ),
            Step::ViewDays => format!(
                "SELECT visitor, day, (day_before IS NOT NULL AND {} <= {RETURN_DAYS}) AS returns\nFROM (\n  SELECT visitor, day, {} OVER (PARTITION BY visitor ORDER BY day) AS day_before\n  FROM person_days\n  WHERE page_views > 0\n) AS looked",
                engine.days_between("day_before", "day"),
                engine.neighbour("lag", "day"),
            ),
            Step::FirstDays => {
                let back = |days: i32| {
                    format!("  max(CASE WHEN {} = {days} THEN 1 ELSE 0 END) AS back_{days}", engine.days_between("first_day", "seen_day"))
                };
                if narrowed {
                    return format!(
                        "SELECT visitor, first_day AS day, {} AS days_known,\n{}\nFROM (\n  SELECT visitor, day AS seen_day, taken, min(day) OVER (PARTITION BY visitor) AS first_day\n  FROM seen_days\n) AS seen\nCROSS JOIN (SELECT {} AS last_day FROM events) AS data_end\nGROUP BY visitor, first_day, last_day\nHAVING max(taken) = 1",
                        engine.days_between("first_day", "last_day"),
                        (1..=7).map(back).collect::<Vec<_>>().join(",\n"),
                        day("max(time)"),
                    );
                }
                format!(
                    "SELECT visitor, first_day AS day, {} AS days_known,\n{}\nFROM (\n  SELECT visitor, day AS seen_day, min(day) OVER (PARTITION BY visitor) AS first_day\n  FROM person_days\n  WHERE page_views > 0\n) AS seen_days\nCROSS JOIN (SELECT max(day) AS last_day FROM person_days) AS data_end\nGROUP BY visitor, first_day, last_day",
                    engine.days_between("first_day", "last_day"),
                    (1..=7).map(back).collect::<Vec<_>>().join(",\n"),
                )
            }
            Step::Views => format!(
                "SELECT visitor, session, time, seq, source,{}\n  {PAGE} AS page,\n  CASE WHEN item <> '' THEN item WHEN page_type = 'item' THEN page END AS item,\n  {} OVER run AS time_before,\n  {} OVER run AS time_after\nFROM {events}\nWHERE event = 'view'\nWINDOW run AS (PARTITION BY visitor, session ORDER BY time, seq)",
                if narrowed { " taken," } else { "" },
                engine.neighbour("lag", "time"),
                engine.neighbour("lead", "time"),
            ),
            Step::VisitEnds => format!(
                "SELECT *,\n  (time_before IS NULL OR (session = '' AND time - time_before > {VISIT_GAP})) AS starts,\n  (time_after IS NULL OR (session = '' AND time_after - time > {VISIT_GAP})) AS ends\nFROM views"
            ),
            Step::VisitViews => format!(
                "SELECT visitor, session, time, time_after, page, item, source, starts, ends,{}\n  max(CASE WHEN starts THEN time END) OVER so_far AS started,\n  {} OVER so_far AS first_page\nFROM visit_ends\nWINDOW so_far AS (PARTITION BY visitor, session ORDER BY time, seq ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)",
                if narrowed { " taken," } else { "" },
                engine.last_known("CASE WHEN starts THEN page END"),
            ),
            Step::Visits => format!(
                "SELECT visitor, session, started, {} AS day,\n  max(CASE WHEN starts THEN source END) AS source,\n  max(CASE WHEN starts THEN page END) AS entry_page,\n  max(CASE WHEN ends THEN page END) AS exit_page,\n  count(*) AS views,\n  max(time) - started AS seconds,\n  count(CASE WHEN page = first_page THEN 1 END) AS landing_views,\n  count(DISTINCT item) AS items,\n  count(CASE WHEN item IS NOT NULL AND NOT ends THEN 1 END) AS item_views_with_next,\n  sum(CASE WHEN item IS NOT NULL AND NOT ends THEN time_after - time END) AS item_seconds\nFROM visit_views\nGROUP BY visitor, session, started{}",
                day("started"),
                if narrowed { "\nHAVING max(taken) = 1" } else { "" },
            ),
            Step::OrderLines => format!(
                "SELECT {} AS order_id, buyer, item, quantity, amount, paid_amount, promotion, province, paid_at,{}\n  {} AS placed_day,\n  {} AS paid_day\nFROM orders",
                engine.quoted("order"),
                filter::lines(ask).map(|takes| format!("\n  CASE WHEN {takes} THEN 1 ELSE 0 END AS taken,")).unwrap_or_default(),
                day("placed_at"),
                day("paid_at"),
            ),
            Step::RepeatLines => {
                let (column, taken) = if filter::lines(ask).is_some() { (", taken", " AND taken = 1") } else { ("", "") };
                format!(
                    "SELECT buyer, paid_day\nFROM (\n  SELECT buyer, paid_day, paid_at{column}, min(paid_at) OVER (PARTITION BY buyer) AS first_paid_at\n  FROM order_lines\n  WHERE buyer <> '' AND paid_at IS NOT NULL\n) AS payments\nWHERE paid_at > first_paid_at{taken}"
                )
            }
            Step::AdTold => ads::told(ask, None),
            Step::AdCoarsest => ads::coarsest(ask, "ad_told"),
            Step::AdSpans => engine.free_spans("figure, tool", "1", &[], "ad_coarsest"),
            Step::AdRows => ads::beside("ad_coarsest", "ad_spans"),
            Step::KeyedAdTold => ads::told(ask, key),
            Step::KeyedAdCoarsest => ads::coarsest(ask, "keyed_ad_told"),
        }
    }
}

/// What a person did, counted from events.
const DID: &str = "  count(CASE WHEN event = 'view' THEN 1 END) AS page_views,
  count(CASE WHEN event = 'view' AND (page_type = 'item' OR item <> '') THEN 1 END) AS item_page_views,
  count(CASE WHEN event = 'favorite' THEN 1 END) AS favorites,
  count(CASE WHEN event = 'favorite' AND (page_type = 'item' OR item <> '') THEN 1 END) AS item_favorites,
  count(CASE WHEN event = 'cart' THEN 1 END) AS carts,
  count(CASE WHEN event = 'search' THEN 1 END) AS searches,
  count(CASE WHEN event = 'buy' THEN 1 END) AS buys";

/// The key of an event, and which events a breakdown lists.
fn keyed(key: Option<Dimension>) -> (&'static str, &'static str) {
    const KNOWN: &str = "event IN ('view', 'favorite', 'cart', 'search', 'buy')";
    match key {
        Some(Dimension::Item) => ("item", "item <> '' AND event IN ('view', 'favorite', 'cart', 'search', 'buy')"),
        Some(Dimension::Category) => ("category", KNOWN),
        Some(Dimension::SearchTerm) => ("search_term", "event = 'search'"),
        _ => (PAGE, "event = 'view'"),
    }
}

/// The period asked for; an end that is not given is the data's own.
fn period(ask: &Ask<'_>) -> String {
    let literal = |day: Option<crate::model::Day>| day.map(|day| ask.engine.date(day));
    if let (Some(from), Some(to)) = (literal(ask.from), literal(ask.to)) {
        return format!("SELECT {from} AS first_day, {to} AS last_day");
    }
    let mut ends: Vec<String> = Vec::new();
    let mut both = |table: &str, column: &str, day: &dyn Fn(&str) -> String| {
        for end in ["min", "max"] {
            ends.push(format!("  SELECT {} AS day FROM {table}", day(&format!("{end}({column})"))));
        }
    };
    let day = |seconds: &str| ask.engine.day(seconds, ask.clock);
    if ask.tables.has(Table::Events) {
        both("events", "time", &day);
    }
    if ask.tables.has(Table::Orders) && !ask.tables.orders_from_events() {
        both("orders", "placed_at", &day);
        both("orders", "paid_at", &day);
    }
    if ask.tables.has(Table::AdLog) {
        both("ad_log", "time", &day);
    }
    let reports: Vec<&str> = [Table::Ads, Table::Daily].into_iter().filter(|table| ask.tables.has(*table)).map(Table::name).collect();
    for table in &reports {
        both(table, &ask.engine.quoted("date"), &str::to_string);
        both(table, "end_date", &str::to_string);
    }
    // Where no row of any table names a day, the period means nothing, and undated rows count all the same.
    let end = |end: &str| match reports.is_empty() {
        true => format!("{end}(day)"),
        false => format!("coalesce({end}(day), {})", ask.engine.date(crate::model::Day(0))),
    };
    let from = literal(ask.from).unwrap_or_else(|| end("min"));
    let to = literal(ask.to).unwrap_or_else(|| end("max"));
    format!("SELECT {from} AS first_day, {to} AS last_day\nFROM (\n{}\n) AS ends", ends.join("\n  UNION ALL\n"))
}
