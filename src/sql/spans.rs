//! What the engines write differently about spans of days: which of them count beside each other, and the latest value.

use super::Engine;

impl Engine {
    /// Of each group's spans of days, from the shortest on, those that share no day with a span taken before. A span that
    /// is not `whole` takes no day and stays in, as a mark that it would have counted. A fold, for each span depends on
    /// those before it.
    pub fn free_spans(self, group: &str, whole: &str, from: &str) -> String {
        let inner = match self {
            Engine::DuckDb => format!(
                "SELECT {group}, unnest(list_reduce(\n    list_transform(list_sort(list(DISTINCT {{'days': to_day - from_day, 'day_from': from_day, 'day_to': to_day, 'whole': {whole}}})), lambda one: [one]),\n    lambda taken, next: CASE WHEN len(list_filter(taken, lambda span: span.whole = 1 AND span.day_from <= next[1].day_to AND span.day_to >= next[1].day_from)) = 0\n      THEN list_concat(taken, next) ELSE taken END)) AS span\n  FROM {from}\n  WHERE from_day IS NOT NULL\n  GROUP BY {group}"
            ),
            Engine::ClickHouse => format!(
                "SELECT {group}, arraySort(groupUniqArray((to_day - from_day, from_day, to_day, {whole}))) AS spans,\n    arrayJoin(arrayFold((taken, next) -> if(arrayExists(span -> span.4 = 1 AND span.2 <= next.3 AND span.3 >= next.2, taken),\n      taken, arrayPushBack(taken, next)), spans, arraySlice(spans, 1, 0))) AS span\n  FROM {from}\n  WHERE from_day IS NOT NULL\n  GROUP BY {group}"
            ),
            Engine::Spark => format!(
                "SELECT {group}, explode(aggregate(spans, slice(spans, 1, 0), (taken, next) -> CASE\n    WHEN exists(taken, span -> span.whole = 1 AND span.day_from <= next.day_to AND span.day_to >= next.day_from) THEN taken\n    ELSE concat(taken, array(next)) END)) AS span\n  FROM (\n    SELECT {group}, array_sort(collect_set(named_struct('days', datediff(to_day, from_day), 'day_from', from_day, 'day_to', to_day, 'whole', {whole}))) AS spans\n    FROM {from}\n    WHERE from_day IS NOT NULL\n    GROUP BY {group}\n  ) AS sets"
            ),
        };
        let of = |name: &str, at: u8| if self == Engine::ClickHouse { format!("span.{at}") } else { format!("span.{name}") };
        format!(
            "SELECT {group}, {} AS from_day, {} AS to_day, {} AS whole\nFROM (\n  {inner}\n) AS folded",
            of("day_from", 2),
            of("day_to", 3),
            of("whole", 4)
        )
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
