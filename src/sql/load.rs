//! A platform's file → canonical table, for the layouts that the reader knows. Headers come from the reader's own list.

use super::{Clock, Engine, tables};
use crate::model::{EventKind, PageType, Role, Table};

/// One column of a file and what it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// What it is for.
    pub role: Role,
    /// Its header as most files write it.
    pub header: String,
    /// Other headers that the reader takes for it.
    pub others: Vec<String>,
}

/// How times are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Times {
    /// Unix seconds.
    Unix,
    /// Date and time of Greenwich.
    Utc,
    /// Date and time of the shop.
    Local,
}

/// A file to be loaded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// The layout's id.
    pub layout: String,
    /// The table its rows belong to.
    pub table: Table,
    /// Its columns, in order where it has no header.
    pub columns: Vec<Column>,
    /// Whether its first row names the columns.
    pub header: bool,
    /// Where it lies.
    pub path: String,
    /// Whether it is Parquet; CSV otherwise.
    pub parquet: bool,
}

impl Source {
    /// The canonical rows that the program writes.
    pub fn canonical(table: Table, path: &str, parquet: bool) -> Source {
        // `seq` is no role: nothing of a shop's export is it.
        let role = |name: &str| tables::role(name).unwrap_or(Role::Ignore);
        let column = |name: &str| Column { role: role(name), header: name.to_string(), others: Vec::new() };
        let columns = tables::columns(table).into_iter().map(column).collect();
        Source { layout: format!("canonical_{}", table.name()), table, columns, header: true, path: path.to_string(), parquet }
    }

    fn is_canonical(&self) -> bool {
        self.layout.starts_with("canonical_")
    }

    fn times(&self) -> Times {
        match self.layout.as_str() {
            "taobao_user_behavior" => Times::Unix,
            "rees46_events" => Times::Utc,
            _ => Times::Local,
        }
    }
}

/// The statement that fills the canonical table from a file.
pub fn load(engine: Engine, clock: &Clock, source: &Source) -> String {
    let mut out = format!("-- {} → {}\n", source.layout, source.table.name());
    for column in source.columns.iter().filter(|column| !column.others.is_empty()) {
        out.push_str(&format!("-- {} may also be called {}\n", column.header, column.others.join(", ")));
    }
    if !source.parquet && !source.is_canonical() {
        out.push_str("-- The file must be UTF-8 CSV with commas: `dianzhang table FILE` writes any export so.\n");
    }
    let names = tables::columns(source.table);
    let cells: Vec<String> =
        names.iter().map(|name| format!("  {} AS {}", cell(engine, clock, source, name), engine.quoted(name))).collect();
    let columns: Vec<String> = names.iter().map(|name| engine.quoted(name)).collect();
    let rows = file(engine, source);
    out.push_str(&rows.before);
    out.push_str(&format!(
        "INSERT INTO {} ({})\nSELECT\n{}\nFROM {}",
        source.table.name(),
        columns.join(", "),
        cells.join(",\n"),
        rows.from
    ));
    let needed = match source.table {
        Table::Events => Role::Visitor,
        _ => Role::Order,
    };
    if let (Some(id), false) = (text(engine, source, needed), source.is_canonical()) {
        let destroyed = engine.matches(&id, "^[0-9]+([.][0-9]+)?[eE][+][0-9]+$");
        out.push_str(&format!(
            "\n-- an id that a spreadsheet wrote as 1.23E+17 is lost: such rows stay out\nWHERE {id} <> '' AND NOT {destroyed}"
        ));
    }
    out.push_str(rows.after);
    out.push_str(";\n");
    out
}

/// How a file is read: what must be said before, the table expression, and what ends the statement.
struct Reading {
    before: String,
    from: String,
    after: &'static str,
}

fn file(engine: Engine, source: &Source) -> Reading {
    let path = engine.text(&source.path);
    let named = || source.columns.iter().map(|column| engine.quoted(&column.header)).collect::<Vec<_>>();
    match engine {
        Engine::DuckDb if source.parquet => Reading { before: String::new(), from: format!("read_parquet({path})"), after: "" },
        Engine::DuckDb if source.header => Reading {
            before: String::new(),
            from: format!("read_csv({path}, header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"')"),
            after: "",
        },
        Engine::DuckDb => {
            let names: Vec<String> = source.columns.iter().map(|column| engine.text(&column.header)).collect();
            let from = format!("read_csv({path}, header = false, all_varchar = true, delim = ',', names = [{}])", names.join(", "));
            Reading { before: String::new(), from, after: "" }
        }
        Engine::ClickHouse => {
            let form = match (source.parquet, source.header) {
                (true, _) => "Parquet",
                (_, true) => "CSVWithNames",
                _ => "CSV",
            };
            let columns: Vec<String> = named().iter().map(|name| format!("{name} Nullable(String)")).collect();
            let from = format!("file({path}, {form}, {})", engine.text(&columns.join(", ")));
            // One thread, so that rows come in the order of the file. Identifiers are text and stay text.
            Reading {
                before: String::new(),
                from,
                after: "\nSETTINGS max_threads = 1, input_format_parallel_parsing = 0, input_format_csv_empty_as_default = 0, input_format_csv_use_best_effort_in_schema_inference = 0",
            }
        }
        Engine::Spark => {
            let view = format!("{}_file", source.layout);
            let before = if source.parquet {
                format!("CREATE OR REPLACE TEMPORARY VIEW {view} USING parquet OPTIONS (path {path});\n\n")
            } else if source.header {
                format!(
                    "CREATE OR REPLACE TEMPORARY VIEW {view} USING csv OPTIONS (path {path}, header 'true', escape '\"', multiLine 'true');\n\n"
                )
            } else {
                let columns: Vec<String> = named().iter().map(|name| format!("{name} STRING")).collect();
                format!(
                    "CREATE OR REPLACE TEMPORARY VIEW {view} ({}) USING csv OPTIONS (path {path}, header 'false');\n\n",
                    columns.join(", ")
                )
            };
            Reading { before, from: view, after: "" }
        }
    }
}

/// The trimmed text of a role's column, empty where there is none. `="123"` is unwrapped.
fn text(engine: Engine, source: &Source, role: Role) -> Option<String> {
    let column = source.columns.iter().find(|column| column.role == role)?;
    let cell = engine.as_text(&engine.quoted(&column.header));
    Some(if matches!(role, Role::Order | Role::Visitor | Role::Buyer | Role::Item | Role::Session | Role::Category) {
        format!("coalesce({}, '')", engine.unwrapped(&cell))
    } else {
        format!("coalesce(trim({cell}), '')")
    })
}

fn cell(engine: Engine, clock: &Clock, source: &Source, name: &str) -> String {
    if source.is_canonical() {
        let text = format!("coalesce({}, '')", engine.as_text(&engine.quoted(name)));
        return tables::canonical(engine, source.table, name, &text);
    }
    if name == "seq" {
        return engine.row_number().to_string();
    }
    let cell = tables::role(name).and_then(|role| text(engine, source, role));
    match (name, cell) {
        ("event", Some(cell)) => word(&cell, EventKind::WORDS.iter().map(|(kind, words)| (kind.name(), *words)), "other"),
        ("event", None) => "'view'".into(),
        ("page_type", Some(cell)) => {
            word(&cell, PageType::WORDS.iter().filter(|(kind, _)| *kind == PageType::Item).map(|(_, words)| ("item", *words)), "other")
        }
        ("time" | "placed_at" | "paid_at", Some(cell)) => match source.times() {
            Times::Unix => engine.whole(&cell),
            Times::Utc => engine.seconds(&format!("replace({cell}, ' UTC', '')"), &Clock::Offset(0)),
            Times::Local => engine.seconds(&cell, clock),
        },
        ("placed_at" | "paid_at", None) => engine.null("BIGINT"),
        ("quantity", Some(cell)) => engine.whole(&cell),
        ("quantity", None) => engine.null("BIGINT"),
        ("amount", Some(cell)) | ("paid_amount", Some(cell)) => engine.amount(&cell),
        // Where a file has no amount paid, the amount stands in.
        ("paid_amount", None) => {
            text(engine, source, Role::Amount).map_or_else(|| engine.null("DECIMAL(18, 4)"), |cell| engine.amount(&cell))
        }
        ("amount", None) => engine.null("DECIMAL(18, 4)"),
        ("item", None) => text(engine, source, Role::Title).unwrap_or_else(|| "''".into()),
        (_, Some(cell)) => cell,
        (_, None) => "''".into(),
    }
}

/// The words that files use → our own; an empty word is the first kind.
fn word<'a>(cell: &str, kinds: impl Iterator<Item = (&'a str, &'a [&'a str])>, rest: &str) -> String {
    let mut out = String::from("CASE");
    for (name, words) in kinds {
        let empty: &[&str] = if name == "view" { &[""] } else { &[] };
        let words: Vec<String> = empty.iter().chain(words).map(|word| format!("'{word}'")).collect();
        out.push_str(&format!(" WHEN lower({cell}) IN ({}) THEN '{name}'", words.join(", ")));
    }
    format!("{out} ELSE '{rest}' END")
}
