//! What the engines write differently about spans of days: which of them count beside each other, and the latest value.

use super::Engine;

impl Engine {
    /// Of each group's spans of days, from the shortest on, those that share no day with a span taken before; each is
    /// one row, with more columns if wished. A span that is not `whole` takes no day and stays in, as a mark that it
    /// would have counted; one without days stays in as well. A fold, for each span depends on those before it.
    pub fn free_spans(self, group: &str, whole: &str, more: &[&str], from: &str) -> String {
        let columns: Vec<(&str, &str)> = [("from_day", "from_day"), ("to_day", "to_day"), ("whole", whole)]
            .into_iter()
            .chain(more.iter().map(|name| (*name, *name)))
            .collect();
        let dated = if more.is_empty() { "\n  WHERE from_day IS NOT NULL" } else { "" };
        let days = self.days_between("from_day", "to_day");
        let inner = match self {
            Engine::DuckDb => {
                let fields: String = columns.iter().map(|(name, value)| format!(", '{name}': {value}")).collect();
                format!(
                    "SELECT {group}, unnest(list_reduce(\n    list_transform(list_sort(list(DISTINCT {{'days': {days}{fields}}})), lambda one: [one]),\n    lambda taken, next: CASE WHEN len(list_filter(taken, lambda span: span.whole = 1 AND span.from_day <= next[1].to_day AND span.to_day >= next[1].from_day)) = 0\n      THEN list_concat(taken, next) ELSE taken END)) AS span\n  FROM {from}{dated}\n  GROUP BY {group}"
                )
            }
            Engine::ClickHouse => {
                let fields: String = columns.iter().map(|(_, value)| format!(", {value}")).collect();
                format!(
                    "SELECT {group}, arraySort(groupUniqArray(({days}{fields}))) AS spans,\n    arrayJoin(arrayFold((taken, next) -> if(arrayExists(span -> span.4 = 1 AND span.2 <= next.3 AND span.3 >= next.2, taken),\n      taken, arrayPushBack(taken, next)), spans, arraySlice(spans, 1, 0))) AS span\n  FROM {from}{dated}\n  GROUP BY {group}"
                )
            }
            Engine::Spark => {
                let fields: String = columns.iter().map(|(name, value)| format!(", '{name}', {value}")).collect();
                format!(
                    "SELECT {group}, explode(aggregate(spans, slice(spans, 1, 0), (taken, next) -> CASE\n    WHEN exists(taken, span -> span.whole = 1 AND span.from_day <= next.to_day AND span.to_day >= next.from_day) THEN taken\n    ELSE concat(taken, array(next)) END)) AS span\n  FROM (\n    SELECT {group}, array_sort(collect_set(named_struct('days', {days}{fields}))) AS spans\n    FROM {from}{}\n    GROUP BY {group}\n  ) AS sets",
                    dated.replace("\n  ", "\n    ")
                )
            }
        };
        let of = |(at, (name, _)): (usize, &(&str, &str))| match self {
            Engine::ClickHouse => format!(", span.{} AS {name}", at + 2),
            _ => format!(", span.{name} AS {name}"),
        };
        let fields: String = columns.iter().enumerate().map(of).collect();
        format!("SELECT {group}{fields}\nFROM (\n  {inner}\n) AS folded")
    }

    /// The value of the row whose `order` is the largest, of the rows that have one.
    pub fn latest(self, value: &str, known: &str, order: &str) -> String {
        match self {
            Engine::DuckDb => format!("max_by({value}, row({order})) FILTER (WHERE {known})"),
            Engine::ClickHouse => format!("argMaxIf({value}, ({order}), {known})"),
            Engine::Spark => format!("max_by({value}, struct({order})) FILTER (WHERE {known})"),
        }
    }

    /// A day as a text.
    pub fn day_text(self, day: &str) -> String {
        match self {
            Engine::DuckDb => format!("CAST({day} AS VARCHAR)"),
            Engine::ClickHouse => format!("toString({day})"),
            Engine::Spark => format!("CAST({day} AS STRING)"),
        }
    }

    /// A value as a floating number.
    pub fn double(self, value: &str) -> String {
        if self == Engine::ClickHouse { format!("toFloat64({value})") } else { format!("CAST({value} AS DOUBLE)") }
    }
}
