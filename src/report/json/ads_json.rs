//! The tables and lists of paid tools as JSON.

use super::{Shape, breakdown};
use crate::report::AdsReport;
use crate::report::ads::Evidence;
use serde_json::{Map, Value as Json, json};

/// Adds the tables that are asked for and hold anything.
pub fn tables(ads: &AdsReport, shape: Shape<'_>, tables: &mut Map<String, Json>) {
    let mut add = |id: &str, rows: Vec<Json>| {
        if shape.wants(id) && !rows.is_empty() {
            tables.insert(id.to_string(), rows.into());
        }
    };
    add(
        "keywords_in_use",
        ads.in_use.iter().map(|row| json!({"key": row.keyword, "items": row.items, "effective_bid": row.effective_bid})).collect(),
    );
    add(
        "ad_quality_score",
        ads.scored.iter().map(|row| json!({"key": row.keyword, "quality_score": row.quality, "ad_cost": row.cost})).collect(),
    );
    let quiet =
        ads.quiet.iter().flat_map(|(days, words)| words.iter().map(move |word| json!({"key": word, "from": days.from, "to": days.to})));
    add("keywords_without_impressions", quiet.collect());
    let standing = ads.standings.iter().map(|row| {
        json!({
            "tool": row.tool, "campaign": row.campaign, "item": row.item, "state": row.state, "conflicting_impressions": row.conflict,
        })
    });
    add("ad_states", standing.collect());
    let creatives = ads.creatives.iter().map(|row| {
        let rate = (row.impressions > 0).then(|| row.clicks as f64 / row.impressions as f64);
        let metrics = json!({
            "ad_impressions": {"value": row.impressions}, "ad_clicks": {"value": row.clicks}, "ad_ctr": {"value": rate},
        });
        json!({"item": row.item, "key": row.creative, "metrics": metrics, "against_first": row.against})
    });
    add("ad_creative", creatives.collect());
    let operations = ads.operations.iter().map(|row| {
        json!({
            "time": row.time, "scope": row.scope.name(), "action": row.action, "object": row.object,
            "before": row.before, "after": row.after,
        })
    });
    add("ad_log", operations.collect());
    let suggestions = ads.suggestions.iter().map(|row| {
        let evidence = match row.evidence {
            Evidence::Keyword | Evidence::Typed => "report",
            Evidence::Title => "title",
            Evidence::Attributes => "attributes",
        };
        json!({"item": row.item, "key": row.word, "evidence": evidence, "ad_clicks": row.clicks})
    });
    add("keyword_suggestions", suggestions.collect());
    if !ads.related.is_empty()
        && shape.wants("related_keywords")
        && let Json::Array(rows) = breakdown(&ads.related, Shape { metrics: &[], ..shape })
    {
        tables.insert("related_keywords".into(), rows.into());
    }
}
