//! Reports of paid tools: which rows count, what they add up to, where campaigns and items stand, what was done.
//!
//! The reports of one tool overlap. For the same days of a tool only the coarsest rows that tell a figure are added up; a
//! row of several days never stands beside rows of shorter spans that tell all its days.

use super::ask::Ask;
use super::counting::{Counted, Relation};
use super::keys;
use super::statement::{Slice, Statement};
use super::step::Step;
use crate::metric::AnyPart;
use crate::metric::catalogue::{Entry, Kind};
use crate::model::{AdLevel, AdRow, AdState, Dimension, Role, Scope, Table};

/// The rows that can answer, once for each figure that they tell and once for themselves: which of them count is decided
/// figure by figure, for a finer report may be the only one that tells some.
pub fn told(ask: &Ask<'_>, key: Option<Dimension>) -> String {
    let fineness: String = AdLevel::ALL.iter().enumerate().map(|(at, level)| format!(" WHEN '{}' THEN {at}", level.name())).collect();
    let dimensions: Vec<Dimension> = key.into_iter().chain(narrowed(ask).map(|(dimension, _)| dimension)).collect();
    let named: String = Dimension::ALL
        .iter()
        .filter(|of| dimensions.contains(of))
        .filter_map(|of| keys::named(*of))
        .map(|named| format!(" AND {named}"))
        .collect();
    let names = || AdRow::FIGURES.iter().map(|figure| figure.name());
    let figures: String = names().map(|figure| format!(" UNION ALL SELECT '{figure}'")).collect();
    let tells: String = names().map(|figure| format!(" OR (figure = '{figure}' AND {figure} IS NOT NULL)")).collect();
    format!(
        "SELECT figure, {date} AS from_day, coalesce(end_date, {date}) AS to_day, CASE level{fineness} ELSE 0 END AS fineness,\n  tool, channel, campaign, item, keyword, search_term, creative_title, creative_picture,\n  impressions, clicks, cost, avg_rank, quality_score, bid, default_bid, category_bid, favorites, carts, orders, revenue\nFROM ads\nCROSS JOIN (SELECT 'row' AS figure{figures}) AS figures\nWHERE {}{named}\n  AND (figure = 'row'{tells})",
        dated(ask, "ads"),
        date = ask.engine.quoted("date"),
    )
}

/// The figure whose rows a part is added up from; None where it does not come from ads.
pub fn figure(part: Counted) -> Option<&'static str> {
    let part: AnyPart = match part {
        Counted::Count(part) => part.into(),
        Counted::Amount(part) => part.into(),
    };
    part.reported().map(Role::name)
}

/// The keys of paid tools that the question is narrowed to.
fn narrowed<'a>(ask: &Ask<'a>) -> impl Iterator<Item = (Dimension, &'a str)> {
    let ask = *ask;
    Dimension::NARROW
        .iter()
        .copied()
        .filter_map(move |dimension| Some((dimension, ask.narrowed(dimension)?)))
        .filter(|(dimension, _)| of_ads(*dimension))
}

fn of_ads(dimension: Dimension) -> bool {
    keys::relations(dimension).iter().any(|(relation, _)| *relation == Relation::Ads)
}

/// Which rows count under the filters; None where all do. Which of them stand is decided over all rows that name such keys.
pub fn takes(ask: &Ask<'_>) -> Option<String> {
    let one = |(dimension, text): (Dimension, &str)| {
        format!("{} = {}", keys::column(ask.engine, dimension, Relation::Ads), ask.engine.text(text))
    };
    let all: Vec<String> = narrowed(ask).map(one).collect();
    (!all.is_empty()).then(|| all.join(" AND "))
}

/// Where some rows are dated, those that are not cannot be put beside them.
pub fn dated(ask: &Ask<'_>, table: &str) -> String {
    let date = ask.engine.quoted("date");
    format!("({date} IS NOT NULL OR (SELECT count({date}) FROM {table}) = 0)")
}

/// Of the same days only the coarsest rows that tell a figure.
pub fn coarsest(ask: &Ask<'_>, told: &str) -> String {
    // Rows that a filter leaves out keep their days and lose their figures.
    let columns = takes(ask).map_or("*".into(), |takes| {
        let figures: String = AdRow::FIGURES.iter().map(|figure| figure.name()).map(|name| format!(",\n  CASE WHEN {takes} THEN {name} END AS {name}")).collect();
        format!("figure, from_day, to_day, tool, channel, campaign, item, keyword, search_term, creative_title, creative_picture,\n  bid, default_bid, category_bid,\n  CASE WHEN {takes} THEN 1 ELSE 0 END AS taken{figures}")
    });
    format!(
        "SELECT {columns}\nFROM (\n  SELECT *, min(fineness) OVER (PARTITION BY figure, tool, from_day, to_day, CASE WHEN all_named = 1 THEN campaign ELSE '' END) AS coarsest\n  FROM (\n    SELECT *, min(CASE WHEN campaign <> '' THEN 1 ELSE 0 END) OVER (PARTITION BY figure, tool, from_day, to_day) AS all_named\n    FROM {told}\n  ) AS named\n) AS weighed\nWHERE fineness = coarsest"
    )
}

/// Of some rows those whose days count beside each other.
pub fn beside(rows: &str, spans: &str) -> String {
    format!(
        "SELECT *\nFROM {rows}\nWHERE from_day IS NULL OR (figure, tool, from_day, to_day) IN (SELECT figure, tool, from_day, to_day FROM {spans})"
    )
}

impl Statement<'_> {
    /// The buckets with their last days.
    pub fn bucket_ends(&mut self, slice: Slice) {
        self.step(Step::Period);
        let select = match slice.grain() {
            None => "SELECT first_day AS bucket, last_day AS bucket_end\nFROM period".to_string(),
            Some(grain) => {
                self.days();
                let bucket = self.ask.engine.bucket("day", grain);
                format!("SELECT {bucket} AS bucket, max(day) AS bucket_end\nFROM days\nCROSS JOIN period\nGROUP BY bucket")
            }
        };
        self.add("bucket_ends", "Every bucket with its last day".into(), select);
    }

    /// Counts ads by bucket: out of the spans of days that lie inside, and tells which figures rows that do not cut off.
    pub fn ad_buckets(&mut self, slice: Slice, parts: &[Counted]) {
        self.step(Step::AdCoarsest);
        self.bucket_ends(slice);
        let name = |name: &str| format!("{}{name}", slice.prefix());
        let (told, touching, counted) = (name("ad_spans_told"), name("ad_spans_touching"), name("ad_spans_counted"));
        let mut columns: Vec<String> = parts.iter().map(|part| part.column()).collect();
        let narrowed = takes(&self.ask).is_some();
        let sums: String = parts.iter().zip(&columns).map(|(part, column)| format!(",\n  {} AS {column}", part.sql().1)).collect();
        let taken = if narrowed { ",\n  sum(taken) AS taken" } else { "" };
        let select =
            format!("SELECT figure, tool, from_day, to_day{sums}{taken}\nFROM ad_coarsest\nGROUP BY figure, tool, from_day, to_day");
        self.add(&told, "What the rows of each span of days add up to".into(), select);
        // Rows without a day are part of the whole, and of no bucket.
        let undated = if slice.grain().is_none() { "from_day IS NULL OR " } else { "" };
        let outside = "from_day < bucket OR to_day > bucket_end";
        columns.extend(narrowed.then(|| "taken".to_string()));
        let all: String = columns.iter().map(|column| format!(", {column}")).collect();
        let select = format!(
            "SELECT figure, tool, bucket, CASE WHEN {outside} THEN 0 ELSE 1 END AS whole{all},\n  CASE WHEN from_day < bucket THEN bucket ELSE from_day END AS from_day,\n  CASE WHEN to_day > bucket_end THEN bucket_end ELSE to_day END AS to_day\nFROM {told}\nCROSS JOIN bucket_ends\nWHERE {undated}(from_day <= bucket_end AND to_day >= bucket)"
        );
        self.add(&touching, "Spans of days that touch a bucket, as far as they lie in it".into(), select);
        let more: Vec<&str> = columns.iter().map(String::as_str).collect();
        let free = self.ask.engine.free_spans("figure, tool, bucket", "whole", &more, &touching);
        self.add(&counted, "Those that count beside each other, and those that alone tell some day but reach outside".into(), free);
        let column = |(part, column): (&Counted, &String)| {
            let figure = figure(*part).unwrap_or_default();
            let cut = if narrowed {
                // Unknown, too, where rows are left and none of them tells the figure.
                format!(
                    "CASE WHEN sum(CASE WHEN whole = 1 AND figure = 'row' THEN taken END) > 0\n    AND coalesce(sum(CASE WHEN whole = 1 AND figure = '{figure}' THEN taken END), 0) = 0 THEN 1\n    ELSE max(CASE WHEN figure = '{figure}' AND taken > 0 THEN 1 - whole END) END"
                )
            } else {
                format!("max(CASE WHEN figure = '{figure}' THEN 1 - whole END)")
            };
            format!(",\n  sum(CASE WHEN whole = 1 THEN {column} END) AS {column}, {cut} AS {column}_cut")
        };
        let sums: String = parts.iter().zip(&columns).map(column).collect();
        self.add(&name(Relation::Ads.counts()), String::new(), format!("SELECT bucket{sums}\nFROM {counted}\nGROUP BY bucket"));
    }

    /// Counts ads by key, over rows whose days lie in the period.
    pub fn ad_keys(&mut self, dimension: Dimension, parts: &[Counted], fields: &[&'static Entry]) {
        let named = keys::named(dimension).is_some();
        self.step(if named { Step::KeyedAdCoarsest } else { Step::AdCoarsest });
        let rows = if named { "keyed_ad_coarsest" } else { "ad_coarsest" };
        let inside =
            format!("SELECT *\nFROM {rows}\nCROSS JOIN period\nWHERE from_day IS NULL OR (from_day >= first_day AND to_day <= last_day)");
        self.add("ads_inside", "Rows whose days lie in the period".into(), inside);
        let free = self.ask.engine.free_spans("figure, tool", "1", &[], "ads_inside");
        self.add("ad_spans_inside", "Their days that count beside each other".into(), free);
        let key = keys::column(self.ask.engine, dimension, Relation::Ads);
        let sums = parts.iter().map(|part| format!(",\n  {} AS {}", part.sql().1, part.column()));
        let latest = fields.iter().map(|entry| format!(",\n  {} AS {}", self.latest(entry), entry.id));
        let columns: String = sums.chain(latest).collect();
        let of_item = self.item.as_ref().map(|item| format!("item = {}", self.ask.engine.text(item)));
        let conditions: Vec<String> = of_item.into_iter().chain(takes(&self.ask)).collect();
        let taken = if conditions.is_empty() { String::new() } else { format!("\nWHERE {}", conditions.join(" AND ")) };
        let beside = beside("ads_inside", "ad_spans_inside");
        let select = format!("SELECT {key} AS key, 1 AS named{columns}\nFROM (\n{beside}\n) AS counted{taken}\nGROUP BY key");
        self.add(Relation::Ads.counts(), "Rows that count, by key".into(), select);
    }

    /// A column that is no sum: the latest value, of the last day, there of the row shown most, there the largest.
    fn latest(&self, entry: &Entry) -> String {
        let engine = self.ask.engine;
        let day = format!("coalesce(to_day, {})", engine.date(crate::model::Day(0)));
        let of = |column: &str| {
            let order = format!("{day}, coalesce(impressions, 0), {column}");
            engine.latest(column, &format!("figure = 'row' AND {column} IS NOT NULL"), &order)
        };
        // A later day that tells the default bid and none of the keyword's own has taken that back.
        let last = |column: &str| format!("max(CASE WHEN figure = 'row' AND {column} IS NOT NULL THEN {day} END)");
        let own = || format!("CASE WHEN {} < {} THEN NULL ELSE {} END", last("bid"), last("default_bid"), of("bid"));
        match entry.id {
            "ad_quality_score" => of("quality_score"),
            "ad_default_bid" => of("default_bid"),
            "ad_category_bid" => of("category_bid"),
            "ad_own_bid" => own(),
            "ad_effective_bid" => format!("coalesce({}, {})", own(), of("default_bid")),
            _ => "NULLIF(count(DISTINCT CASE WHEN figure = 'row' AND item <> '' THEN item END), 0)".into(),
        }
    }

    /// States and records of the period: one row for each source, under the entries' names. Gives the sources.
    pub fn standings(&mut self, entries: &[&'static Entry]) -> Vec<&'static str> {
        let mut sources = Vec::new();
        if entries.iter().any(|entry| entry.kind == Kind::State) {
            self.states();
            sources.extend(["campaign_standings", "item_standings"]);
        }
        if entries.iter().any(|entry| entry.kind == Kind::Record) {
            self.step(Step::Period);
            let count = |scope: &Scope| format!("  count(CASE WHEN scope = '{0}' THEN 1 END) AS log_{0}", scope.name());
            let counts: Vec<String> = Scope::ALL.iter().map(count).collect();
            let day = self.ask.engine.day("time", self.ask.clock);
            let select =
                format!("SELECT\n{}\nFROM ad_log\nCROSS JOIN period\nWHERE {day} BETWEEN first_day AND last_day", counts.join(",\n"));
            self.add("operations", "What was done in the account, by what it was done to".into(), select);
            sources.push("operations");
        }
        sources
    }

    fn states(&mut self) {
        self.step(Step::Period);
        let engine = self.ask.engine;
        let date = engine.quoted("date");
        let rank = |column: &str| {
            let ranked = [AdState::Active, AdState::Paused, AdState::Rejected];
            let cases: String = ranked.iter().zip([4, 3, 2]).map(|(state, rank)| format!(" WHEN '{}' THEN {rank}", state.name())).collect();
            format!("CASE {column}{cases} ELSE 1 END")
        };
        let state = |column: &str| {
            let order = format!("to_day, {}", rank(column));
            engine.latest(column, &format!("{column} <> ''"), &order)
        };
        let known = format!(
            "FROM ads\nCROSS JOIN period\nWHERE {dated} AND ({date} IS NULL OR coalesce(end_date, {date}) <= last_day)",
            dated = dated(&self.ask, Table::Ads.name()),
        );
        let seen = format!(
            "SELECT tool, campaign, item, channel, campaign_state, item_state, coalesce(end_date, {date}, {epoch}) AS to_day\n{known}",
            epoch = engine.date(crate::model::Day(0)),
        );
        self.add("ad_seen", "All rows up to the period's end: states are those of the last day".into(), seen);
        let (mut campaigns_listed, mut items_listed) = ("", "");
        if let Some(takes) = takes(&self.ask) {
            let listed = format!("SELECT DISTINCT tool, campaign, item\n{known} AND {takes}");
            self.add("ad_listed", "A filter chooses what is listed; where that stands is told by all rows".into(), listed);
            campaigns_listed = "\nWHERE (tool, campaign) IN (SELECT tool, campaign FROM ad_listed)";
            items_listed = "\nWHERE (tool, campaign, item) IN (SELECT tool, campaign, item FROM ad_listed)";
        }
        let select = format!(
            "SELECT tool, campaign, {} AS state, max(CASE WHEN channel = 'targeted' THEN 1 ELSE 0 END) AS targeted\nFROM ad_seen\nWHERE campaign <> ''\nGROUP BY tool, campaign",
            state("campaign_state")
        );
        let comment = "Of several states of one day the one nearest to being shown";
        self.add("campaign_states", comment.into(), select);
        let select = format!(
            "SELECT tool, campaign, item, {} AS state\nFROM ad_seen\nWHERE item <> ''\nGROUP BY tool, campaign, item",
            state("item_state")
        );
        self.add("item_states", String::new(), select);
        // Where no report of a tool names an item, nobody can tell what its campaigns hold.
        self.add("tools_held", String::new(), "SELECT tool, count(*) AS tool_items\nFROM item_states\nGROUP BY tool".into());
        let select = "SELECT campaign_states.tool AS tool, campaign_states.campaign AS campaign, campaign_states.state AS state, campaign_states.targeted AS targeted,\n  count(item_states.item) AS items, count(CASE WHEN item_states.state = 'paused' THEN 1 END) AS paused_items, coalesce(max(tool_items), 0) AS tool_items\nFROM campaign_states\nLEFT JOIN tools_held ON tools_held.tool = campaign_states.tool\nLEFT JOIN item_states ON item_states.campaign = campaign_states.campaign AND item_states.tool = campaign_states.tool\nGROUP BY campaign_states.tool, campaign_states.campaign, campaign_states.state, campaign_states.targeted";
        self.add("campaigns_held", "Campaigns with what they hold".into(), select.into());
        let count = |name: &str, takes: &str| format!("  count(CASE WHEN {takes} THEN 1 END) AS {name}");
        let campaigns = [
            count("ad_targeted", "targeted = 1"),
            count("campaign_paused", "state = 'paused'"),
            count("campaign_active", "state = 'active'"),
            count("campaign_without_items", "items = 0 AND tool_items > 0"),
            count("campaign_all_items_paused", "items > 0 AND items = paused_items"),
        ];
        self.add("campaign_standings", String::new(), format!("SELECT\n{}\nFROM campaigns_held{campaigns_listed}", campaigns.join(",\n")));
        let items = [
            count("ad_item_active", "state = 'active'"),
            count("ad_item_paused", "state = 'paused'"),
            count("ad_rejected", "state = 'rejected'"),
            count("ad_item_delisted", "state = 'delisted'"),
        ];
        self.add("item_standings", String::new(), format!("SELECT\n{}\nFROM item_states{items_listed}", items.join(",\n")));
    }
}
