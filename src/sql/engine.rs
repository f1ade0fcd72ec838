//! What the three engines write differently. Everything that is not here is one text for all.

use crate::model::{Day, Grain};
use std::str::FromStr;

/// An engine that the SQL is written for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// DuckDB: one machine, files as they lie.
    DuckDb,
    /// ClickHouse: a server or a cluster.
    ClickHouse,
    /// Spark SQL, 3.4 or later.
    Spark,
}

impl FromStr for Engine {
    type Err = String;
    fn from_str(text: &str) -> Result<Engine, String> {
        Engine::ALL
            .into_iter()
            .find(|engine| engine.name() == text)
            .ok_or_else(|| format!("`{text}` is none of the engines duckdb, clickhouse, spark"))
    }
}

/// How the shop's local day is reached from unix seconds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Clock {
    /// A zone of the time zone database, by its name.
    Zone(String),
    /// Seconds east of Greenwich, the same all year.
    Offset(i64),
}

impl Engine {
    /// Every engine.
    pub const ALL: [Engine; 3] = [Engine::DuckDb, Engine::ClickHouse, Engine::Spark];

    /// The name used in options.
    pub fn name(self) -> &'static str {
        match self {
            Engine::DuckDb => "duckdb",
            Engine::ClickHouse => "clickhouse",
            Engine::Spark => "spark",
        }
    }

    /// Unix seconds → the local time, without a zone.
    fn local(self, seconds: &str, clock: &Clock) -> String {
        match (self, clock) {
            (Engine::DuckDb, Clock::Zone(zone)) => format!("timezone({}, to_timestamp({seconds}))", self.text(zone)),
            (Engine::DuckDb, Clock::Offset(offset)) => format!("timezone('UTC', to_timestamp({seconds}{}))", plus(*offset)),
            (Engine::ClickHouse, Clock::Zone(zone)) => format!("toDateTime({seconds}, {})", self.text(zone)),
            (Engine::ClickHouse, Clock::Offset(offset)) => format!("toDateTime({seconds}{}, 'UTC')", plus(*offset)),
            // Without a zone from the start: the session's own zone must not enter.
            (Engine::Spark, Clock::Zone(zone)) => {
                format!("convert_timezone('UTC', {}, {})", self.text(zone), spark_instant(seconds))
            }
            (Engine::Spark, Clock::Offset(offset)) => spark_instant(&format!("{seconds}{}", plus(*offset))),
        }
    }

    /// Unix seconds → the local calendar day.
    pub fn day(self, seconds: &str, clock: &Clock) -> String {
        let local = self.local(seconds, clock);
        if self == Engine::ClickHouse { format!("toDate({local})") } else { format!("CAST({local} AS DATE)") }
    }

    /// Unix seconds → weekday (Monday is 1) and hour of the local time.
    pub fn weekday_and_hour(self, seconds: &str, clock: &Clock) -> (String, String) {
        let local = self.local(seconds, clock);
        match self {
            Engine::DuckDb => (format!("isodow({local})"), format!("hour({local})")),
            Engine::ClickHouse => (format!("toDayOfWeek({local})"), format!("toHour({local})")),
            Engine::Spark => (format!("weekday({local}) + 1"), format!("hour({local})")),
        }
    }

    /// The first day of a bucket that begins inside the period: the bucket's own, cut at the period's.
    pub fn bucket(self, day: &str, grain: Grain) -> String {
        let start = match (self, grain) {
            (_, Grain::Day) => return day.to_string(),
            (Engine::ClickHouse, Grain::Week) => format!("toMonday({day})"),
            (Engine::ClickHouse, Grain::Month) => format!("toStartOfMonth({day})"),
            (_, Grain::Week) => format!("CAST(date_trunc('week', {day}) AS DATE)"),
            (_, Grain::Month) => format!("CAST(date_trunc('month', {day}) AS DATE)"),
        };
        format!("greatest({start}, first_day)")
    }

    /// Days from one day to a later one.
    pub fn days_between(self, from: &str, to: &str) -> String {
        if self == Engine::Spark { format!("datediff({to}, {from})") } else { format!("{to} - {from}") }
    }

    /// All days of the period, as a select.
    pub fn all_days(self) -> &'static str {
        match self {
            Engine::DuckDb => "SELECT CAST(unnest(generate_series(first_day, last_day, INTERVAL 1 DAY)) AS DATE) AS day\nFROM period",
            Engine::ClickHouse => {
                "SELECT arrayJoin(arrayMap(n -> addDays(assumeNotNull(first_day), n),\n  range(toUInt32(assumeNotNull(last_day - first_day + 1))))) AS day\nFROM period"
            }
            Engine::Spark => "SELECT explode(sequence(first_day, last_day)) AS day\nFROM period",
        }
    }

    /// A day as a literal.
    pub fn date(self, day: Day) -> String {
        if self == Engine::ClickHouse { format!("toDate('{day}')") } else { format!("DATE '{day}'") }
    }

    /// A text as a literal.
    pub fn text(self, text: &str) -> String {
        let text = if self == Engine::DuckDb { text.to_string() } else { text.replace('\\', "\\\\") };
        if self == Engine::Spark { format!("'{}'", text.replace('\'', "\\'")) } else { format!("'{}'", text.replace('\'', "''")) }
    }

    /// A column whose name is a word of the language, or no plain word at all.
    pub fn quoted(self, name: &str) -> String {
        if self == Engine::DuckDb { format!("\"{}\"", name.replace('"', "\"\"")) } else { format!("`{}`", name.replace('`', "``")) }
    }

    /// The row before (`lag`) or after (`lead`); null where there is none.
    pub fn neighbour(self, function: &str, column: &str) -> String {
        // ClickHouse would give 0 for a missing row of a column that cannot be null.
        if self == Engine::ClickHouse { format!("{function}(toNullable({column}))") } else { format!("{function}({column})") }
    }

    /// The last value that is not null, so far.
    pub fn last_known(self, value: &str) -> String {
        if self == Engine::DuckDb { format!("last_value({value} IGNORE NULLS)") } else { format!("last_value({value}) IGNORE NULLS") }
    }

    /// A type by its name in DuckDB and Spark.
    pub fn null(self, of: &str) -> String {
        match (self, of) {
            (Engine::ClickHouse, "DOUBLE") => "CAST(NULL AS Nullable(Float64))".into(),
            (Engine::ClickHouse, "BIGINT") => "CAST(NULL AS Nullable(Int64))".into(),
            (Engine::ClickHouse, of) => format!("CAST(NULL AS Nullable({}))", of.replace("DECIMAL", "Decimal")),
            (_, of) => format!("CAST(NULL AS {of})"),
        }
    }

    /// What stands at the end of a statement.
    pub fn settings(self) -> &'static str {
        match self {
            // A missing partner of a join is null and not 0, a column is meant before a name given in the same SELECT, and a
            // null stays one when its type is changed.
            Engine::ClickHouse => "\nSETTINGS join_use_nulls = 1, prefer_column_name_to_alias = 1, cast_keep_nullable = 1",
            _ => "",
        }
    }

    /// A step that is computed once and kept for the statements that follow.
    pub fn keep(self, name: &str, select: &str) -> String {
        match self {
            Engine::DuckDb => format!("CREATE OR REPLACE TEMP TABLE {name} AS\n{select};\n"),
            Engine::ClickHouse => {
                format!(
                    "DROP TEMPORARY TABLE IF EXISTS {name};\n\nCREATE TEMPORARY TABLE {name} ENGINE = Memory AS\n{select}{};\n",
                    self.settings()
                )
            }
            Engine::Spark => format!("CREATE OR REPLACE TEMPORARY VIEW {name} AS\n{select};\n\nCACHE TABLE {name};\n"),
        }
    }
}

fn plus(offset: i64) -> String {
    match offset {
        0 => String::new(),
        1.. => format!(" + {offset}"),
        _ => format!(" - {}", -offset),
    }
}

fn spark_instant(seconds: &str) -> String {
    format!("TIMESTAMP_NTZ '1970-01-01 00:00:00' + make_dt_interval(0, 0, 0, {seconds})")
}
