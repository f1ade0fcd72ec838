//! How each engine reads the texts of a file's cells.

use super::{Clock, Engine};

impl Engine {
    pub(super) fn as_text(self, cell: &str) -> String {
        match self {
            Engine::DuckDb => format!("CAST({cell} AS VARCHAR)"),
            Engine::ClickHouse => cell.to_string(),
            Engine::Spark => format!("CAST({cell} AS STRING)"),
        }
    }

    /// Without what spreadsheets put around an id to keep it text.
    pub(super) fn unwrapped(self, cell: &str) -> String {
        match self {
            Engine::DuckDb => format!("trim({cell}, ' =\"''' || chr(9))"),
            _ => format!("trim(BOTH ' =\"\\'\\t' FROM {cell})"),
        }
    }

    pub(super) fn matches(self, cell: &str, pattern: &str) -> String {
        match self {
            Engine::DuckDb => format!("regexp_matches({cell}, '{pattern}')"),
            Engine::ClickHouse => format!("match({cell}, '{pattern}')"),
            Engine::Spark => format!("rlike({cell}, '{pattern}')"),
        }
    }

    /// The place of a row in its file.
    pub(super) fn row_number(self) -> &'static str {
        match self {
            Engine::DuckDb => "row_number() OVER ()",
            Engine::ClickHouse => "rowNumberInAllBlocks()",
            Engine::Spark => "monotonically_increasing_id()",
        }
    }

    /// A whole number, or null.
    pub(super) fn whole(self, cell: &str) -> String {
        match self {
            Engine::DuckDb => format!("TRY_CAST({cell} AS BIGINT)"),
            Engine::ClickHouse => format!("toInt64OrNull({cell})"),
            Engine::Spark => format!("try_cast({cell} AS BIGINT)"),
        }
    }

    /// An exact amount, or null.
    pub(super) fn amount(self, cell: &str) -> String {
        match self {
            Engine::DuckDb => format!("TRY_CAST(regexp_replace({cell}, '[¥￥,]', '', 'g') AS DECIMAL(18, 4))"),
            Engine::ClickHouse => format!("toDecimal64OrNull(replaceRegexpAll({cell}, '[¥￥,]', ''), 4)"),
            Engine::Spark => format!("try_cast(regexp_replace({cell}, '[¥￥,]', '') AS DECIMAL(18, 4))"),
        }
    }

    /// Unix seconds of a written date and time, or null.
    pub(super) fn seconds(self, cell: &str, clock: &Clock) -> String {
        let (zone, offset) = match clock {
            Clock::Zone(zone) => (zone.as_str(), 0),
            Clock::Offset(offset) => ("UTC", *offset),
        };
        let zone = self.text(zone);
        let seconds = match self {
            Engine::DuckDb => format!("CAST(epoch(timezone({zone}, TRY_CAST({cell} AS TIMESTAMP))) AS BIGINT)"),
            Engine::ClickHouse => format!("toInt64(toUnixTimestamp(parseDateTimeBestEffortOrNull({cell}, {zone})))"),
            Engine::Spark => format!(
                "CAST(timestampdiff(SECOND, TIMESTAMP_NTZ '1970-01-01 00:00:00', convert_timezone({zone}, 'UTC', try_cast({cell} AS TIMESTAMP_NTZ))) AS BIGINT)"
            ),
        };
        match offset {
            0 => seconds,
            1.. => format!("{seconds} - {offset}"),
            _ => format!("{seconds} + {}", -offset),
        }
    }
}
