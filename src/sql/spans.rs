//! What the engines write differently about spans of days: which of them count beside each other, and the latest value.

use super::Engine;

impl Engine {
    /// Of each group's spans of days those that count beside each other, each one row, with more columns if wished: from
    /// the shortest on, a span is taken where those taken before tell fewer days than it has, and goes in their place. A
    /// span that is not `whole` comes last, as a mark of days that no other tells; one without days stays in as well. A
    /// fold, for each span depends on those before it.
    pub fn free_spans(self, group: &str, whole: &str, more: &[&str], from: &str) -> String {
        let days = format!("{} + 1", self.days_between("from_day", "to_day"));
        let late = format!("1 - {whole}");
        let columns: Vec<(&str, &str)> =
            [("late", late.as_str()), ("days", days.as_str()), ("from_day", "from_day"), ("to_day", "to_day"), ("whole", whole)]
                .into_iter()
                .chain(more.iter().map(|name| (*name, *name)))
                .collect();
        let dated = if more.is_empty() { "\n  WHERE from_day IS NOT NULL" } else { "" };
        let inner = match self {
            Engine::DuckDb => {
                let fields: Vec<String> = columns.iter().map(|(name, value)| format!("'{name}': {value}")).collect();
                let shares = "span.whole = 1 AND span.from_day <= next[1].to_day AND span.to_day >= next[1].from_day";
                let overlap = self.days_between("greatest(span.from_day, next[1].from_day)", "least(span.to_day, next[1].to_day)");
                format!(
                    "SELECT {group}, unnest(list_reduce(\n    list_transform(list_sort(list(DISTINCT {{{}}})), lambda one: [one]),\n    lambda taken, next: CASE WHEN list_sum(list_transform(list_filter(taken, lambda span: {shares}),\n        lambda span: CASE WHEN next[1].whole = 1 THEN span.days ELSE {overlap} + 1 END)) >= next[1].days THEN taken\n      ELSE list_concat(CASE WHEN next[1].whole = 1 THEN list_filter(taken, lambda span: NOT coalesce({shares}, false)) ELSE taken END, next) END)) AS span\n  FROM {from}{dated}\n  GROUP BY {group}",
                    fields.join(", ")
                )
            }
            Engine::ClickHouse => {
                let fields: Vec<&str> = columns.iter().map(|(_, value)| *value).collect();
                let shares = "ifNull(span.5 = 1 AND span.3 <= next.4 AND span.4 >= next.3, 0)";
                let overlap = self.days_between("greatest(span.3, next.3)", "least(span.4, next.4)");
                format!(
                    "SELECT {group}, arraySort(groupUniqArray(({}))) AS spans,\n    arrayJoin(arrayFold((taken, next) -> if(arraySum(span -> ifNull(if(next.5 = 1, span.2, {overlap} + 1), 0), arrayFilter(span -> {shares}, taken)) >= next.2, taken,\n      arrayPushBack(if(next.5 = 1, arrayFilter(span -> NOT {shares}, taken), taken), next)), spans, arraySlice(spans, 1, 0))) AS span\n  FROM {from}{dated}\n  GROUP BY {group}",
                    fields.join(", ")
                )
            }
            Engine::Spark => {
                let fields: Vec<String> = columns.iter().map(|(name, value)| format!("'{name}', {value}")).collect();
                let shares = "span.whole = 1 AND span.from_day <= next.to_day AND span.to_day >= next.from_day";
                let overlap = self.days_between("greatest(span.from_day, next.from_day)", "least(span.to_day, next.to_day)");
                format!(
                    "SELECT {group}, explode(aggregate(spans, slice(spans, 1, 0), (taken, next) -> CASE\n    WHEN aggregate(filter(taken, span -> {shares}), 0,\n      (sum, span) -> sum + CASE WHEN next.whole = 1 THEN span.days ELSE {overlap} + 1 END) >= next.days THEN taken\n    ELSE concat(CASE WHEN next.whole = 1 THEN filter(taken, span -> NOT coalesce({shares}, false)) ELSE taken END, array(next)) END)) AS span\n  FROM (\n    SELECT {group}, array_sort(collect_set(named_struct({}))) AS spans\n    FROM {from}{}\n    GROUP BY {group}\n  ) AS sets",
                    fields.join(", "),
                    dated.replace("\n  ", "\n    ")
                )
            }
        };
        // What orders the spans is no column of its own.
        let of = |(at, (name, _)): (usize, &(&str, &str))| match self {
            Engine::ClickHouse => format!(", span.{} AS {name}", at + 1),
            _ => format!(", span.{name} AS {name}"),
        };
        let fields: String = columns.iter().enumerate().skip(2).map(of).collect();
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
