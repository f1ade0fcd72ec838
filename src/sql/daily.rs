//! Figures out of ready-made reports, where the rows that would tell them are not there.
//!
//! What may be added up is; persons are not, and a rate is the mean of the days. Rows of single days come before rows of
//! longer spans whose days they all tell, but for a row of exactly the days asked for; rows of the whole shop before rows of its parts.

use super::ads::dated;
use super::ask::{Ask, Cut};
use super::keys;
use super::statement::{Slice, Statement};
use crate::metric::catalogue::{Days, Entry, Kind, Nature, find, told_by};
use crate::model::{Dimension, Role};

/// Two columns whose values of the same days are divided by each other.
type Pair = (Role, Role);

/// What an entry is made of, out of reports.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Formula {
    /// A column whose values add up.
    Sum(Role),
    /// A column of persons: the value of one row.
    Persons(Role),
    /// A ratio, else a rate that the report tells.
    Ratio { above: Above, below: Role, adds: bool, rate: Option<Role> },
    /// A rate that the report tells.
    Rate(Role),
    /// A mean of daily ratios, else of the rates that the report tells.
    Mean { pair: Option<Pair>, rate: Option<Role>, over: Days },
}

/// The upper part of a ratio.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Above {
    /// A column.
    Column(Role),
    /// Visits that bounced: those that were not engaged.
    Bounces,
}

fn column(id: &str) -> Option<Role> {
    match id.strip_prefix("source_").unwrap_or(id) {
        "visit_views" => Some(Role::PageViews),
        _ => told_by(id).filter(|(_, nature)| *nature != Nature::Rate).map(|(role, _)| role),
    }
}

/// How reports tell an entry; None where they say nothing about it.
fn formula(entry: &Entry) -> Option<Formula> {
    let own = told_by(entry.id);
    let rate = own.filter(|(_, nature)| *nature == Nature::Rate).map(|(role, _)| role);
    match (own, entry.kind) {
        (Some((role, Nature::Additive)), _) => Some(Formula::Sum(role)),
        (Some((role, Nature::Distinct)), _) => Some(Formula::Persons(role)),
        (_, Kind::Ratio { numerator, denominator } | Kind::DailyRatio { numerator, denominator }) => {
            let above = match numerator.strip_prefix("source_").unwrap_or(numerator) {
                "bounces" => Some(Above::Bounces),
                _ => column(numerator).map(Above::Column),
            };
            let adds = |id: &str| told_by(id).is_none_or(|(_, nature)| nature == Nature::Additive);
            match above.zip(column(denominator)) {
                Some((above, below)) => Some(Formula::Ratio { above, below, adds: adds(numerator) && adds(denominator), rate }),
                None => rate.map(Formula::Rate),
            }
        }
        (_, Kind::MeanOfDays { of, over }) => {
            let of = find(of)?;
            let Kind::Ratio { numerator, denominator } = of.kind else { return None };
            let rate = told_by(of.id).filter(|(_, nature)| *nature == Nature::Rate).map(|(role, _)| role);
            let pair = column(numerator).zip(column(denominator));
            (pair.is_some() || rate.is_some()).then_some(Formula::Mean { pair, rate, over })
        }
        _ => None,
    }
}

/// Whether reports can tell an entry.
pub fn tells(entry: &Entry) -> bool {
    formula(entry).is_some()
}

impl Formula {
    fn roles(self) -> Vec<Role> {
        match self {
            Formula::Sum(role) | Formula::Persons(role) | Formula::Rate(role) => vec![role],
            Formula::Ratio { above, below, rate, .. } => {
                let above = match above {
                    Above::Column(role) => vec![role],
                    Above::Bounces => vec![Role::Visits, Role::EngagedVisits],
                };
                above.into_iter().chain([below]).chain(rate).collect()
            }
            Formula::Mean { pair, rate, .. } => pair.into_iter().flat_map(|(above, below)| [above, below]).chain(rate).collect(),
        }
    }

    /// The columns whose days must be laid beside each other.
    fn pair(self) -> Option<Pair> {
        match self {
            Formula::Ratio { above: Above::Bounces, .. } => Some((Role::EngagedVisits, Role::Visits)),
            Formula::Ratio { above: Above::Column(above), below, adds: false, .. } => Some((above, below)),
            Formula::Mean { pair, .. } => pair,
            _ => None,
        }
    }

    /// The value, over the cells of a bucket.
    fn value(self, ask: &Ask<'_>) -> String {
        let double = |value: String| ask.engine.double(&value);
        match self {
            Formula::Sum(role) => format!("CASE WHEN {} = 0 THEN {} END", cell(role, "cut"), cell(role, "total")),
            Formula::Persons(role) => {
                format!("CASE WHEN {} = 0 AND {} = 1 THEN {} END", cell(role, "cut"), cell(role, "told"), cell(role, "total"))
            }
            Formula::Rate(role) => rate(role),
            Formula::Ratio { above, below, adds, rate: own } => {
                let (upper, there) = match above {
                    Above::Column(role) => (cell(role, "total"), format!("{} = 0", cell(role, "cut"))),
                    Above::Bounces => {
                        let pair = pair_name((Role::EngagedVisits, Role::Visits));
                        let (all, part) = (Role::Visits, Role::EngagedVisits);
                        (
                            format!("({} - {})", cell(all, "total"), cell(part, "total")),
                            format!(
                                "{} = 0 AND {} = {} AND {spans} = {} AND {spans} = {}",
                                cell(part, "cut"),
                                cell(all, "told"),
                                cell(part, "told"),
                                cell(part, "spans"),
                                named(&pair, "matched"),
                                spans = cell(all, "spans"),
                            ),
                        )
                    }
                };
                let ratio = format!("{} / NULLIF({}, 0)", double(upper), double(cell(below, "total")));
                let formed = match above {
                    Above::Column(role) if !adds => {
                        let pair = pair_name((role, below));
                        format!(
                            "CASE WHEN {} = 1 AND {} = 1 THEN {ratio} WHEN {} = 0 THEN {} END",
                            cell(role, "told"),
                            cell(below, "told"),
                            cell(below, "shared"),
                            named(&pair, "mean")
                        )
                    }
                    _ => ratio,
                };
                let formed = format!("CASE WHEN {there} AND {} = 0 THEN {formed} END", cell(below, "cut"));
                own.map_or(formed.clone(), |own| format!("coalesce({formed}, {})", rate(own)))
            }
            Formula::Mean { pair, rate: own, over } => {
                let full = |role: Role| {
                    let all = if over == Days::All { format!(" AND {} = days", cell(role, "spans")) } else { String::new() };
                    format!("{} = 0 AND {} = 0{all}", cell(role, "shared"), cell(role, "longer"))
                };
                let told = own.map(|own| format!("CASE WHEN {} THEN {} END", full(own), rate(own)));
                match pair {
                    Some((above, below)) => {
                        let known = format!("{} = 0 AND {} = 0", cell(above, "cut"), cell(below, "cut"));
                        let name = pair_name((above, below));
                        // A day with a lower part of 0 adds nothing to the sum, and is a day where all of them are counted.
                        let mean = if over == Days::All { format!("{} / days", named(&name, "sum")) } else { named(&name, "mean") };
                        let rest = told.map(|told| format!(" ELSE {told}")).unwrap_or_default();
                        format!("CASE WHEN {known} AND {} AND {} THEN {mean}{rest} END", full(above), full(below))
                    }
                    None => told.unwrap_or_default(),
                }
            }
        }
    }
}

/// A rate that the report tells: of the one row, or the mean of the days.
fn rate(role: Role) -> String {
    format!(
        "CASE WHEN {} <> 0 THEN NULL WHEN {} = 1 OR {} = 0 THEN {} END",
        cell(role, "cut"),
        cell(role, "told"),
        cell(role, "shared"),
        cell(role, "mean")
    )
}

fn cell(role: Role, column: &str) -> String {
    format!("{}_{column}", role.name())
}

fn named(pair: &str, column: &str) -> String {
    format!("{pair}_{column}")
}

fn pair_name((above, below): Pair) -> String {
    format!("{}_over_{}", above.name(), below.name())
}

/// Whether a column holds shares and means, which are no amounts.
pub fn is_rate(role: Role) -> bool {
    use Role::{AmountPerBuyer, BounceRate, ConversionRate, StaySeconds, VisitDepth};
    matches!(role, BounceRate | VisitDepth | StaySeconds | ConversionRate | AmountPerBuyer)
}

/// Rows that a statement is about, by key where it is a breakdown.
fn of_key(cut: Cut) -> &'static str {
    if let Cut::Breakdown(dimension) = cut { keys::of_reports(dimension).unwrap_or("''") } else { "''" }
}

impl Statement<'_> {
    /// Every key that reports name in the period.
    pub fn report_keys(&mut self, dimension: Dimension) -> Option<&'static str> {
        let column = keys::of_reports(dimension)?;
        let date = self.ask.engine.quoted("date");
        let select = format!(
            "SELECT DISTINCT {column} AS key\nFROM daily\nCROSS JOIN period\nWHERE {column} <> '' AND {} AND ({date} IS NULL OR ({date} <= last_day AND coalesce(end_date, {date}) >= first_day))",
            dated(&self.ask, "daily")
        );
        self.add("report_keys", "Every key that a report names in the period".into(), select);
        Some("report_keys")
    }

    /// Entries out of ready-made reports, a row for each bucket or key. Gives the source.
    pub fn reports(&mut self, slice: Slice, cut: Cut, entries: &[&'static Entry]) -> &'static str {
        let formulas: Vec<(&Entry, Formula)> = entries.iter().filter_map(|entry| Some((*entry, formula(entry)?))).collect();
        let mut roles: Vec<Role> = formulas.iter().flat_map(|(_, formula)| formula.roles()).collect();
        roles.sort();
        roles.dedup();
        let mut pairs: Vec<Pair> = formulas.iter().filter_map(|(_, formula)| formula.pair()).collect();
        pairs.sort();
        pairs.dedup();
        let whole = Slice::of(if cut == Cut::Whole || matches!(cut, Cut::Breakdown(_)) { Cut::Whole } else { cut });
        self.bucket_ends(whole);
        self.told(cut, &roles);
        self.chosen(whole);
        let by = slice.column;
        let values: String =
            formulas.iter().map(|(entry, formula)| format!(",\n  {} AS told_{}", formula.value(&self.ask), entry.id)).collect();
        self.cells(&roles, &pairs, &values);
        let select = format!("SELECT {by}{values}\nFROM report_cells");
        self.add("reported", "What reports say, under the rules of what may be added up".into(), select);
        "reported"
    }

    /// The values that rows tell, figure by figure: of the same days only those of the coarsest rows.
    fn told(&mut self, cut: Cut, roles: &[Role]) {
        let engine = self.ask.engine;
        let (date, key) = (engine.quoted("date"), of_key(cut));
        let named = if key == "''" { String::new() } else { format!(" AND {key} <> ''") };
        let tell = |role: &Role| {
            let name = role.name();
            let (amount, rate) =
                if is_rate(*role) { (engine.null("DECIMAL(18, 4)"), name.to_string()) } else { (name.to_string(), engine.null("DOUBLE")) };
            format!(
                "SELECT '{name}' AS figure, {key} AS key, {date} AS from_day, coalesce(end_date, {date}) AS to_day,\n  CASE WHEN item <> '' THEN 4 WHEN page <> '' THEN 3 WHEN search_term <> '' THEN 2 WHEN source <> '' THEN 1 ELSE 0 END AS fineness,\n  {amount} AS amount, {rate} AS rate\nFROM daily\nWHERE {name} IS NOT NULL AND {}{named}",
                dated(&self.ask, "daily")
            )
        };
        let told: Vec<String> = roles.iter().map(tell).collect();
        self.add("report_values", "What reports tell, figure by figure".into(), told.join("\nUNION ALL\n"));
        let select = "SELECT figure, key, from_day, to_day, sum(amount) AS amount, sum(rate) AS rate, count(*) AS told\nFROM (\n  SELECT *, min(fineness) OVER (PARTITION BY figure, key, from_day, to_day) AS coarsest\n  FROM report_values\n) AS weighed\nWHERE fineness = coarsest\nGROUP BY figure, key, from_day, to_day";
        self.add("report_spans", "Of the same days only the coarsest rows".into(), select.into());
    }

    /// The spans of days that count in each bucket, and those that it cuts.
    fn chosen(&mut self, slice: Slice) {
        let undated = if slice.grain().is_none() { "from_day IS NULL OR " } else { "" };
        let days = format!("{} + 1", self.ask.engine.days_between("bucket", "bucket_end"));
        let select = format!(
            "SELECT figure, key, bucket, {days} AS days, amount, rate, told,\n  CASE WHEN from_day < bucket THEN bucket ELSE from_day END AS from_day,\n  CASE WHEN to_day > bucket_end THEN bucket_end ELSE to_day END AS to_day,\n  CASE WHEN from_day = bucket AND to_day = bucket_end THEN 1 ELSE 0 END AS exact,\n  CASE WHEN from_day < bucket OR to_day > bucket_end THEN 0 ELSE 1 END AS whole\nFROM report_spans\nCROSS JOIN bucket_ends\nWHERE {undated}(from_day <= bucket_end AND to_day >= bucket)"
        );
        self.add("report_buckets", "Spans of days that touch a bucket, as far as they lie in it".into(), select);
        let select = "SELECT *\nFROM (\n  SELECT *, max(exact) OVER (PARTITION BY figure, key, bucket) AS any_exact\n  FROM report_buckets\n) AS weighed\nWHERE exact = any_exact";
        self.add("report_fitting", "A row of exactly these days goes before all others".into(), select.into());
        let free = self.ask.engine.free_spans("figure, key, bucket, days", "whole", &["amount", "rate", "told"], "report_fitting");
        self.add("report_counted", "Those that count beside each other, and those that alone tell some day but reach outside".into(), free);
    }

    /// What each figure's days come to in each bucket, and what pairs of figures do.
    fn cells(&mut self, roles: &[Role], pairs: &[Pair], values: &str) {
        let engine = self.ask.engine;
        let figures: String = roles
            .iter()
            .flat_map(|role| {
                let name = role.name();
                let of = move |column: &str| format!("max(CASE WHEN figure = '{name}' THEN {column} END)");
                let value = of(if is_rate(*role) { "rate" } else { "amount" });
                [
                    format!(",\n  {value} AS {name}"),
                    format!(", {} AS {name}_rows", of("told")),
                    format!(", {} AS {name}_whole", of("whole")),
                ]
            })
            .collect();
        let select = format!(
            "SELECT key, bucket, days, from_day, to_day{figures}\nFROM report_counted\nGROUP BY key, bucket, days, from_day, to_day"
        );
        self.add("report_days", "The figures of each span of days side by side".into(), select);
        let cell = |role: &Role| {
            let name = role.name();
            let whole = |value: &str| format!("CASE WHEN {name}_whole = 1 THEN {value} END");
            let one = |takes: &str| whole(&format!("CASE WHEN {takes} THEN 1 ELSE 0 END"));
            vec![
                (format!("{name}_mean"), format!("sum({0}) / NULLIF(count({0}), 0)", whole(name))),
                (format!("{name}_total"), format!("sum({})", whole(name))),
                (format!("{name}_told"), format!("sum({})", whole(&format!("{name}_rows")))),
                (format!("{name}_cut"), format!("max(1 - {name}_whole)")),
                (format!("{name}_spans"), format!("count({})", whole("1"))),
                (format!("{name}_shared"), format!("max({})", one(&format!("{name}_rows > 1")))),
                (format!("{name}_longer"), format!("max({})", one("from_day < to_day"))),
            ]
        };
        let pair = |pair: &Pair| {
            let (above, below, name) = (pair.0.name(), pair.1.name(), pair_name(*pair));
            let both = format!("{above}_whole = 1 AND {below}_whole = 1");
            // Days with a lower part of 0, or without an upper part, have no ratio.
            let ratio =
                format!("CASE WHEN {both} AND {above}_rows = 1 THEN {} / NULLIF({}, 0) END", engine.double(above), engine.double(below));
            vec![
                (format!("{name}_mean"), format!("sum({ratio}) / NULLIF(count({ratio}), 0)")),
                (format!("{name}_sum"), format!("coalesce(sum({ratio}), 0)")),
                (format!("{name}_matched"), format!("count(CASE WHEN {both} THEN 1 END)")),
            ]
        };
        // Only what the figures read: engines take their time over columns that nobody wants.
        let read = |name: &str| values.split(|char: char| !char.is_alphanumeric() && char != '_').any(|word| word == name);
        let columns: String = roles
            .iter()
            .flat_map(cell)
            .chain(pairs.iter().flat_map(pair))
            .filter(|(name, _)| read(name))
            .map(|(name, value)| format!(",\n  {value} AS {name}"))
            .collect();
        let select = format!("SELECT key, bucket, max(days) AS days{columns}\nFROM report_days\nGROUP BY key, bucket");
        self.add("report_cells", "What the days come to: sum, rows, days cut, spans, spans of several rows or days".into(), select);
    }
}
