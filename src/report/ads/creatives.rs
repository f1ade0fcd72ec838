//! C27: the creatives of an item beside each other, and whether their click-through rates really differ.

use super::Context;
use super::CreativeRow;
use crate::metric::Data;
use crate::metric::fold::{AdKey, AdSums, ad_creatives};
use crate::metric::proportions::{Difference, compare, interval_of};
use crate::model::{Period, arrange};
use crate::report::{Dimension, Figure};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Items offered to choose from: those shown most.
const ITEMS: usize = 300;

/// What is asked: the creatives of one item; of the one that has the most to compare when None.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CreativesAsk {
    /// The days.
    pub period: Period,
    /// The item.
    pub item: Option<String>,
}

/// An item to choose.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ItemChoice {
    /// Its id; empty where the report names none.
    pub item: String,
    /// Its title.
    pub label: Option<String>,
    /// Its creatives.
    pub count: u64,
    /// Times it was shown.
    pub impressions: u64,
}

/// One creative of the chosen item.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CreativeLine {
    /// Title and picture.
    pub creative: String,
    /// Its figures.
    pub figures: Vec<Figure>,
    /// The interval that holds its true click-through rate in 95 of 100 cases.
    pub interval: Option<(f64, f64)>,
    /// Against the creative shown most; None for that one, and where counts cannot be compared.
    pub against: Option<Difference>,
}

/// The answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CreativesTold {
    /// Items to choose from.
    pub items: Vec<ItemChoice>,
    /// How many there are in all.
    pub items_total: u64,
    /// The item chosen.
    pub chosen: Option<String>,
    /// Its creatives, the most shown first.
    pub lines: Vec<CreativeLine>,
}

/// The creatives of an item by impressions, the most shown first.
fn ranked(creatives: &BTreeMap<String, AdSums>) -> Vec<(&String, &AdSums)> {
    let mut rows: Vec<(&String, &AdSums)> = creatives.iter().collect();
    arrange(&mut rows, |a, b| b.1.impressions.cmp(&a.1.impressions).then_with(|| a.0.cmp(b.0)));
    rows
}

/// Clicks of impressions.
fn cases(sums: &AdSums) -> (u64, u64) {
    (sums.clicks, sums.impressions)
}

/// Every creative of every item, for the program.
pub fn rows(data: &Data<'_>, period: Period) -> Vec<CreativeRow> {
    let mut out = Vec::new();
    for (item, creatives) in &ad_creatives(data.ads, data.only, period) {
        let rows = ranked(creatives);
        let first = cases(rows[0].1);
        out.extend(rows.iter().enumerate().map(|(at, (creative, sums))| CreativeRow {
            item: item.clone(),
            creative: (*creative).clone(),
            impressions: sums.impressions,
            clicks: sums.clicks,
            against: if at == 0 { None } else { compare(cases(sums), first) },
        }));
    }
    out
}

/// The creatives of one item, for the page.
pub fn told(context: &Context<'_>, ask: &CreativesAsk) -> CreativesTold {
    let all = ad_creatives(context.data.ads, context.data.only, ask.period);
    let mut items: Vec<ItemChoice> = all
        .iter()
        .map(|(item, creatives)| ItemChoice {
            item: item.clone(),
            label: context.label(item),
            count: creatives.len() as u64,
            impressions: creatives.values().map(|sums| sums.impressions).sum(),
        })
        .collect();
    // Those with something to compare come first.
    arrange(&mut items, |a, b| (b.count > 1, b.impressions).cmp(&(a.count > 1, a.impressions)).then_with(|| a.item.cmp(&b.item)));
    let wanted = ask.item.as_ref().filter(|item| all.contains_key(*item)).cloned();
    let chosen = wanted.or_else(|| items.first().map(|first| first.item.clone()));
    let lines = chosen.as_ref().and_then(|item| all.get(item)).map_or_else(Vec::new, |creatives| lines(context, creatives));
    let items_total = items.len() as u64;
    items.truncate(ITEMS);
    CreativesTold { items, items_total, chosen, lines }
}

fn lines(context: &Context<'_>, creatives: &BTreeMap<String, AdSums>) -> Vec<CreativeLine> {
    let rows = ranked(creatives);
    let first = cases(rows[0].1);
    let line = |(at, (creative, sums)): (usize, &(&String, &AdSums))| CreativeLine {
        creative: (*creative).clone(),
        figures: context.figures(Dimension::Creative, &AdKey { sums: **sums, ..AdKey::default() }),
        interval: interval_of(cases(sums)),
        against: if at == 0 { None } else { compare(cases(sums), first) },
    };
    rows.iter().enumerate().map(line).collect()
}
