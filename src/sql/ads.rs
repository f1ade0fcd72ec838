//! Reports of paid tools: which rows count, what they add up to, where campaigns and items stand, what was done.
//!
//! The reports of one tool overlap. For the same days of a tool only the coarsest rows that can answer are added up; a row
//! of several days never stands beside rows of single days that it holds.

use super::ask::Ask;
use super::counting::{Counted, Relation};
use super::keys;
use super::statement::{Slice, Statement};
use super::step::Step;
use crate::metric::Part;
use crate::metric::catalogue::{Entry, Kind};
use crate::model::{AdLevel, AdState, Dimension, Scope, Table};

/// The rows that can answer, of which finer ones tell the same as coarser ones.
pub fn told(ask: &Ask<'_>, key: Option<Dimension>) -> String {
    let fineness: String = AdLevel::ALL.iter().enumerate().map(|(at, level)| format!(" WHEN '{}' THEN {at}", level.name())).collect();
    let named = key.and_then(keys::named).map(|named| format!(" AND {named}")).unwrap_or_default();
    format!(
        "SELECT {date} AS from_day, coalesce(end_date, {date}) AS to_day, CASE level{fineness} ELSE 0 END AS fineness,\n  tool, channel, campaign, item, keyword, search_term, creative_title, creative_picture,\n  impressions, clicks, cost, avg_rank, quality_score, bid, default_bid, category_bid, favorites, carts, orders, revenue\nFROM ads\nWHERE {}{named}",
        dated(ask, "ads"),
        date = ask.engine.quoted("date"),
    )
}

/// Where some rows are dated, those that are not cannot be put beside them.
pub fn dated(ask: &Ask<'_>, table: &str) -> String {
    let date = ask.engine.quoted("date");
    format!("({date} IS NOT NULL OR (SELECT count({date}) FROM {table}) = 0)")
}

/// The rows that are added up, out of those told and the spans of days that count.
pub fn rows(told: &str, spans: &str) -> String {
    format!(
        "SELECT *\nFROM (\n  SELECT *, min(fineness) OVER (PARTITION BY tool, from_day, to_day, CASE WHEN all_named = 1 THEN campaign ELSE '' END) AS coarsest\n  FROM (\n    SELECT *, min(CASE WHEN campaign <> '' THEN 1 ELSE 0 END) OVER (PARTITION BY tool, from_day, to_day) AS all_named\n    FROM {told}\n  ) AS named\n) AS weighed\nWHERE fineness = coarsest AND (from_day IS NULL OR (tool, from_day, to_day) IN (SELECT tool, from_day, to_day FROM {spans}))"
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

    /// Counts ads by bucket: a row counts in the bucket that holds all its days, and is told as cut by one that holds some.
    pub fn ad_buckets(&mut self, slice: Slice, parts: &[Counted]) {
        self.step(Step::AdRows);
        self.bucket_ends(slice);
        let sums: String = parts.iter().map(|part| format!(",\n  {} AS {}", part.sql().1, part.column())).collect();
        let select = format!("SELECT from_day, to_day{sums}\nFROM ad_rows\nGROUP BY from_day, to_day");
        self.add("ad_spans_told", "What the rows of each span of days add up to".into(), select);
        let inside = "from_day >= bucket AND to_day <= bucket_end";
        let column = |part: &Counted| {
            let name = part.column();
            let takes = if *part == Counted::Count(Part::AdRowsCut) {
                format!("NOT ({inside})")
            } else {
                format!("from_day IS NULL OR ({inside})")
            };
            format!(",\n  sum(CASE WHEN {takes} THEN {name} END) AS {name}")
        };
        let columns: String = parts.iter().map(column).collect();
        // Rows without a day are part of the whole, and of no bucket.
        let undated = if slice.grain().is_none() { "from_day IS NULL OR " } else { "" };
        let select = format!(
            "SELECT bucket{columns}\nFROM ad_spans_told\nCROSS JOIN bucket_ends\nWHERE {undated}(from_day <= bucket_end AND to_day >= bucket)\nGROUP BY bucket"
        );
        self.add(Relation::Ads.counts(), String::new(), select);
    }

    /// Counts ads by key, over rows whose days lie in the period.
    pub fn ad_keys(&mut self, dimension: Dimension, parts: &[Counted], fields: &[&'static Entry]) {
        let named = keys::named(dimension).is_some();
        self.step(if named { Step::KeyedAdRows } else { Step::AdRows });
        let key = keys::column(self.ask.engine, dimension, Relation::Ads);
        let sums = parts.iter().map(|part| format!(",\n  {} AS {}", part.sql().1, part.column()));
        let latest = fields.iter().map(|entry| format!(",\n  {} AS {}", self.latest(entry), entry.id));
        let columns: String = sums.chain(latest).collect();
        let rows = if named { "keyed_ad_rows" } else { "ad_rows" };
        let of_item = self.item.as_ref().map(|item| format!("item = {} AND ", self.ask.engine.text(item))).unwrap_or_default();
        let select = format!(
            "SELECT {key} AS key{columns}\nFROM {rows}\nCROSS JOIN period\nWHERE {of_item}(from_day IS NULL OR (from_day >= first_day AND to_day <= last_day))\nGROUP BY key"
        );
        self.add(Relation::Ads.counts(), "Rows whose days lie in the period, by key".into(), select);
    }

    /// A column that is no sum: the latest value, of the last day, there of the row shown most, there the largest.
    fn latest(&self, entry: &Entry) -> String {
        let engine = self.ask.engine;
        let day = format!("coalesce(to_day, {})", engine.date(crate::model::Day(0)));
        let of = |column: &str| {
            let order = format!("{day}, coalesce(impressions, 0), {column}");
            engine.latest(column, &format!("{column} IS NOT NULL"), &order)
        };
        // A later day that tells the default bid and none of the keyword's own has taken that back.
        let last = |column: &str| format!("max(CASE WHEN {column} IS NOT NULL THEN {day} END)");
        let own = || format!("CASE WHEN {} < {} THEN NULL ELSE {} END", last("bid"), last("default_bid"), of("bid"));
        match entry.id {
            "ad_quality_score" => of("quality_score"),
            "ad_default_bid" => of("default_bid"),
            "ad_category_bid" => of("category_bid"),
            "ad_own_bid" => own(),
            "ad_effective_bid" => format!("coalesce({}, {})", own(), of("default_bid")),
            _ => "NULLIF(count(DISTINCT CASE WHEN item <> '' THEN item END), 0)".into(),
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
        let seen = format!(
            "SELECT tool, campaign, item, channel, campaign_state, item_state, coalesce(end_date, {date}, {epoch}) AS to_day\nFROM ads\nCROSS JOIN period\nWHERE {dated} AND ({date} IS NULL OR coalesce(end_date, {date}) <= last_day)",
            epoch = engine.date(crate::model::Day(0)),
            dated = dated(&self.ask, Table::Ads.name()),
        );
        self.add("ad_seen", "All rows up to the period's end: states are those of the last day".into(), seen);
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
        let select = "SELECT campaign_states.campaign AS campaign, campaign_states.state AS state, campaign_states.targeted AS targeted,\n  count(item_states.item) AS items, count(CASE WHEN item_states.state = 'paused' THEN 1 END) AS paused_items, coalesce(max(tool_items), 0) AS tool_items\nFROM campaign_states\nLEFT JOIN tools_held ON tools_held.tool = campaign_states.tool\nLEFT JOIN item_states ON item_states.campaign = campaign_states.campaign AND item_states.tool = campaign_states.tool\nGROUP BY campaign_states.tool, campaign_states.campaign, campaign_states.state, campaign_states.targeted";
        self.add("campaigns_held", "Campaigns with what they hold".into(), select.into());
        let count = |name: &str, takes: &str| format!("  count(CASE WHEN {takes} THEN 1 END) AS {name}");
        let campaigns = [
            count("ad_targeted", "targeted = 1"),
            count("campaign_paused", "state = 'paused'"),
            count("campaign_active", "state = 'active'"),
            count("campaign_without_items", "items = 0 AND tool_items > 0"),
            count("campaign_all_items_paused", "items > 0 AND items = paused_items"),
        ];
        self.add("campaign_standings", String::new(), format!("SELECT\n{}\nFROM campaigns_held", campaigns.join(",\n")));
        let items = [
            count("ad_item_active", "state = 'active'"),
            count("ad_item_paused", "state = 'paused'"),
            count("ad_rejected", "state = 'rejected'"),
            count("ad_item_delisted", "state = 'delisted'"),
        ];
        self.add("item_standings", String::new(), format!("SELECT\n{}\nFROM item_states", items.join(",\n")));
    }
}
