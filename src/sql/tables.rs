//! The canonical tables as DDL, and which tables and columns are there.

use super::Engine;
use crate::metric::Loaded;
use crate::model::{Role, Roles, Table};

/// Which tables the engine holds, and which columns of them were filled. A figure whose table or column is missing is
/// null in SQL as it is on the page.
#[derive(Clone, Copy, Debug)]
pub struct Tables {
    /// Tables of rows, as the figures know them.
    pub loaded: Loaded,
    /// Whether ready-made reports are there.
    pub daily: bool,
}

impl Tables {
    /// Every table with every column.
    pub fn all() -> Tables {
        let roles = |table: Table| -> Option<Roles> { Some(table.roles().iter().copied().collect()) };
        let loaded = Loaded {
            events: roles(Table::Events),
            orders: roles(Table::Orders),
            ads: roles(Table::Ads),
            ad_log: true,
            ..Loaded::default()
        };
        Tables { loaded, daily: true }
    }

    /// Whether buy events stand in for orders.
    pub fn orders_from_events(&self) -> bool {
        self.loaded.orders_from_events()
    }

    /// Whether a table, real or standing in, is there.
    pub fn has(&self, table: Table) -> bool {
        if table == Table::Daily { self.daily } else { self.loaded.roles(table).is_some() }
    }
}

/// The type of a column, in words of our own.
#[derive(Clone, Copy)]
enum Type {
    /// A number that orders the events of one second.
    Position,
    /// An instant that is always there.
    Instant,
    /// An instant, or null.
    MaybeInstant,
    /// A text; empty where there is nothing.
    Text,
    /// A text of few different values.
    Word,
    /// A whole number, or null.
    Count,
    /// An exact amount, or null.
    Money,
    /// A calendar day, or null.
    Day,
    /// A share or a mean, or null.
    Rate,
}

impl Type {
    fn name(self, engine: Engine) -> &'static str {
        match (engine, self) {
            (Engine::ClickHouse, Type::Position | Type::Instant) => "Int64",
            (Engine::ClickHouse, Type::MaybeInstant | Type::Count) => "Nullable(Int64)",
            (Engine::ClickHouse, Type::Text) => "String",
            (Engine::ClickHouse, Type::Word) => "LowCardinality(String)",
            (Engine::ClickHouse, Type::Money) => "Nullable(Decimal(18, 4))",
            (Engine::ClickHouse, Type::Day) => "Nullable(Date)",
            (Engine::ClickHouse, Type::Rate) => "Nullable(Float64)",
            (_, Type::Rate) => "DOUBLE",
            (_, Type::Position | Type::Instant) => "BIGINT NOT NULL",
            (_, Type::MaybeInstant | Type::Count) => "BIGINT",
            (Engine::DuckDb, Type::Text | Type::Word) => "VARCHAR NOT NULL",
            (Engine::Spark, Type::Text | Type::Word) => "STRING NOT NULL",
            (_, Type::Money) => "DECIMAL(18, 4)",
            (_, Type::Day) => "DATE",
        }
    }
}

/// One column: its name, its type, and what to know of it.
type ColumnOf = (&'static str, Type, &'static str);

const EVENTS: &[ColumnOf] = &[
    ("visitor", Type::Text, "who"),
    ("time", Type::Instant, "unix seconds"),
    ("seq", Type::Position, "orders the events of one second: by the thousandth where the log has it, then by place in the file"),
    ("event", Type::Word, "view, favorite, cart, search, buy, other"),
    ("page", Type::Text, ""),
    ("page_type", Type::Word, "item for an item's page, whatever else for the others"),
    ("item", Type::Text, ""),
    ("category", Type::Text, ""),
    ("source", Type::Text, "where the visit came from"),
    ("session", Type::Text, "the log's own visit id; it decides where it is there"),
    ("search_term", Type::Text, ""),
];

const ORDERS: &[ColumnOf] = &[
    ("order", Type::Text, "the order's id; several lines may share it"),
    ("buyer", Type::Text, "the same on every line of an order"),
    ("placed_at", Type::MaybeInstant, "unix seconds, the same on every line of an order"),
    ("paid_at", Type::MaybeInstant, "unix seconds, the same on every line; null for unpaid orders"),
    ("item", Type::Text, ""),
    ("quantity", Type::Count, ""),
    ("amount", Type::Money, "to pay, of the line"),
    ("paid_amount", Type::Money, "really paid, of the line; the amount where the export has no such column"),
    ("promotion", Type::Text, "empty for none"),
    ("province", Type::Text, ""),
];

const ADS: &[ColumnOf] = &[
    ("date", Type::Day, "the first local day of the row; null where nothing names it"),
    ("end_date", Type::Day, "the last one; the same for a row of one day"),
    ("level", Type::Text, "how fine the row is: account, campaign, item, creative, keyword, term"),
    ("tool", Type::Word, ""),
    ("channel", Type::Word, "search, targeted, or empty"),
    ("campaign", Type::Text, ""),
    ("campaign_state", Type::Word, "active, paused, rejected, delisted, or empty"),
    ("ad_group", Type::Text, ""),
    ("item", Type::Text, ""),
    ("item_state", Type::Word, "as of campaigns"),
    ("keyword", Type::Text, ""),
    ("match_type", Type::Word, ""),
    ("search_term", Type::Text, "what was really typed"),
    ("creative_title", Type::Text, ""),
    ("creative_picture", Type::Text, ""),
    ("impressions", Type::Count, ""),
    ("clicks", Type::Count, ""),
    ("cost", Type::Money, "null where the row says nothing, as in every column of numbers"),
    ("avg_rank", Type::Money, "null where the report has no rank"),
    ("quality_score", Type::Money, "null where the report has no score"),
    ("bid", Type::Money, "the keyword's own"),
    ("default_bid", Type::Money, ""),
    ("category_bid", Type::Money, ""),
    ("favorites", Type::Count, ""),
    ("carts", Type::Count, ""),
    ("orders", Type::Money, "some tools report parts of orders"),
    ("revenue", Type::Money, ""),
];

const AD_LOG: &[ColumnOf] = &[
    ("time", Type::Instant, "unix seconds"),
    ("scope", Type::Word, "keyword, item, account, creative"),
    ("action", Type::Text, ""),
    ("object", Type::Text, ""),
    ("before", Type::Text, ""),
    ("after", Type::Text, ""),
];

const DAILY: &[ColumnOf] = &[
    ("date", Type::Day, "the first local day of the row; null where nothing names it"),
    ("end_date", Type::Day, "the last one; the same for a row of one day"),
    ("shop", Type::Text, ""),
    ("source", Type::Text, "with its parts joined"),
    ("page", Type::Text, ""),
    ("item", Type::Text, ""),
    ("search_term", Type::Text, ""),
    ("page_views", Type::Money, "counts as the report tells them, rounded ones too"),
    ("visitors", Type::Money, ""),
    ("new_visitors", Type::Money, ""),
    ("visits", Type::Money, ""),
    ("engaged_visits", Type::Money, ""),
    ("bounce_rate", Type::Rate, "a share: 0.125 for 12.5%"),
    ("visit_depth", Type::Rate, ""),
    ("stay_seconds", Type::Rate, ""),
    ("landing_page_views", Type::Money, ""),
    ("item_page_views", Type::Money, ""),
    ("item_page_visitors", Type::Money, ""),
    ("placed_items", Type::Money, ""),
    ("placed_orders", Type::Money, ""),
    ("placed_amount", Type::Money, ""),
    ("buyers", Type::Money, ""),
    ("paid_items", Type::Money, ""),
    ("paid_orders", Type::Money, ""),
    ("paid_amount", Type::Money, ""),
    ("conversion_rate", Type::Rate, "a share"),
    ("amount_per_buyer", Type::Rate, ""),
];

/// The tables, the columns that sort them, and the column whose hash parts them.
const DDL: &[(Table, &[ColumnOf], &str, &str)] = &[
    (Table::Events, EVENTS, "visitor, time, seq", "visitor"),
    (Table::Orders, ORDERS, "buyer, `order`", "buyer"),
    (Table::Ads, ADS, "tool, campaign, item, keyword", ""),
    (Table::AdLog, AD_LOG, "time", ""),
    (Table::Daily, DAILY, "source, page, item", ""),
];

/// The tables that have SQL.
pub fn tables() -> impl Iterator<Item = Table> {
    DDL.iter().map(|(table, ..)| *table)
}

/// The columns of a canonical table, in order; empty for tables without SQL.
pub fn columns(table: Table) -> Vec<&'static str> {
    DDL.iter().filter(|(of, ..)| *of == table).flat_map(|(_, columns, ..)| columns.iter().map(|(name, ..)| *name)).collect()
}

/// The type of a column of a canonical table.
fn kind(table: Table, column: &str) -> Option<Type> {
    let (_, columns, ..) = DDL.iter().find(|(of, ..)| *of == table)?;
    columns.iter().find(|(name, ..)| *name == column).map(|(_, kind, _)| *kind)
}

/// A cell of a canonical file in the type of its column; an empty one is null where the column can be.
pub fn canonical(engine: Engine, table: Table, column: &str, cell: &str) -> String {
    let empty = format!("NULLIF({cell}, '')");
    match kind(table, column) {
        Some(Type::Count | Type::Position | Type::Instant | Type::MaybeInstant) => engine.whole(cell),
        Some(Type::Money) => engine.amount(cell),
        Some(Type::Day) if engine == Engine::ClickHouse => format!("toDateOrNull({cell})"),
        Some(Type::Day) => format!("CAST({empty} AS DATE)"),
        Some(Type::Rate) if engine == Engine::ClickHouse => format!("toFloat64OrNull({cell})"),
        Some(Type::Rate) => format!("CAST({empty} AS DOUBLE)"),
        Some(Type::Text | Type::Word) | None => cell.to_string(),
    }
}

/// The role that a column of a canonical table has.
pub fn role(column: &str) -> Option<Role> {
    column.parse().ok()
}

/// `CREATE TABLE` for the canonical tables.
pub fn ddl(engine: Engine) -> String {
    let mut out = String::from(
        "-- The canonical tables of Dianzhang: already clean, orders already joined. A text that is not there is empty, never\n\
         -- null. Instants are unix seconds, so that no session's zone can enter. Amounts are of one currency and have four\n\
         -- decimals; raise the scale where your currency needs more.\n",
    );
    for (table, columns, sorted, parted) in DDL {
        let width = columns.iter().map(|(name, kind, _)| engine.quoted(name).len() + kind.name(engine).len()).max().unwrap_or(0);
        out.push_str(&format!("\nCREATE TABLE {} (\n", table.name()));
        for (at, (name, kind, note)) in columns.iter().enumerate() {
            let name = if matches!(*name, "order" | "date" | "before" | "after") { engine.quoted(name) } else { (*name).to_string() };
            let comma = if at + 1 < columns.len() { "," } else { "" };
            let line = format!("  {name} {}{comma}", kind.name(engine));
            let note = if note.is_empty() { String::new() } else { format!("-- {note}") };
            out.push_str(format!("{line:<0$}{note}", width + 6).trim_end());
            out.push('\n');
        }
        out.push(')');
        match engine {
            Engine::DuckDb => {}
            // A person lives in one part: visits, returns and repeat buyers never cross it.
            Engine::ClickHouse if !parted.is_empty() => {
                out.push_str(&format!("\nENGINE = MergeTree\nPARTITION BY cityHash64({parted}) % 16\nORDER BY ({sorted})"));
            }
            Engine::ClickHouse => out.push_str(&format!("\nENGINE = MergeTree\nORDER BY ({sorted})")),
            Engine::Spark => out.push_str("\nUSING parquet"),
        }
        out.push_str(";\n");
    }
    out
}
