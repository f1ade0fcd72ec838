//! Which rows of paid tools and which operations count in a figure.

use super::Tallied;
use crate::metric::fold::{AdFilter, AdsMeasured, Standing, count_standings};
use crate::metric::{MoneyPart, Part};
use crate::model::{AdChannel, AdRow, AdState, FileId, LocalClock, Operation, Period, Scope};
use crate::store::Ads;
use std::collections::BTreeSet;

/// Whether a counted row adds anything to a part.
pub fn takes_ad(part: Tallied, row: &AdRow) -> bool {
    match part {
        Tallied::Count(Part::AdImpressions) => row.impressions > 0,
        Tallied::Count(Part::AdClicks) => row.clicks > 0,
        Tallied::Count(Part::AdFavorites) => row.favorites > 0,
        Tallied::Count(Part::AdCarts) => row.carts > 0,
        Tallied::Count(Part::AdRankedImpressions) | Tallied::Amount(MoneyPart::AdRankWeight) => row.rank.is_some(),
        Tallied::Count(Part::AdScoredImpressions) | Tallied::Amount(MoneyPart::AdQualityWeight) => row.quality.is_some(),
        Tallied::Amount(MoneyPart::AdCost) => !row.cost.0.is_zero(),
        Tallied::Amount(MoneyPart::AdRevenue) => !row.revenue.0.is_zero(),
        Tallied::Amount(MoneyPart::AdOrders) => !row.orders.0.is_zero(),
        _ => false,
    }
}

/// The operations that count in an entry (C30 to C33): of each file, their positions among its rows.
pub fn record_rows(ads: &Ads, clock: &mut LocalClock, period: Period, id: &str) -> Option<Vec<(FileId, Vec<u64>)>> {
    let scope = match id {
        "log_keyword" => Scope::Keyword,
        "log_item" => Scope::Item,
        "log_account" => Scope::Account,
        "log_creative" => Scope::Creative,
        _ => return None,
    };
    // The same operation in two overlapping exports is one operation: its first row stands for it.
    let mut seen: BTreeSet<&Operation> = BTreeSet::new();
    let mut out = Vec::new();
    for (file, operations) in ads.logs() {
        let counts = |operation: &Operation, clock: &mut LocalClock| operation.scope == scope && period.contains(clock.day(operation.time));
        let rows: Vec<u64> =
            (0..).zip(operations).filter(|(_, operation)| counts(operation, clock) && seen.insert(operation)).map(|(at, _)| at).collect();
        out.push((*file, rows));
    }
    Some(out)
}

/// The rows that tell the state of what an entry counts (C07, C15 to C22), up to the period's end.
pub fn state_rows<'a>(ads: &'a Ads, only: &AdFilter, period: Period, id: &str) -> Option<Vec<&'a AdRow>> {
    let (state, of_item) = match id {
        "campaign_paused" => (Some(AdState::Paused), false),
        "campaign_active" => (Some(AdState::Active), false),
        "ad_item_active" => (Some(AdState::Active), true),
        "ad_item_paused" => (Some(AdState::Paused), true),
        "ad_rejected" => (Some(AdState::Rejected), true),
        "ad_item_delisted" => (Some(AdState::Delisted), true),
        "ad_targeted" | "campaign_without_items" | "campaign_all_items_paused" => (None, false),
        _ => return None,
    };
    let mut told = AdsMeasured::default();
    count_standings(ads, only, period, &mut told);
    let text = |number: u32| ads.texts.text(number);
    let (campaigns, items): (Vec<_>, Vec<_>) = told.standings.iter().partition(|standing| standing.item.is_empty());
    let same_campaign = |standing: &Standing, row: &AdRow| standing.campaign == text(row.campaign) && standing.tool == text(row.tool);
    let in_state = |row: &AdRow| {
        let mut listed = if of_item { items.iter() } else { campaigns.iter() };
        listed
            .any(|standing| same_campaign(standing, row) && (!of_item || standing.item == text(row.item)) && Some(standing.state) == state)
    };
    let items_of = |row: &AdRow| items.iter().filter(|standing| same_campaign(standing, row)).collect::<Vec<_>>();
    let counts = |row: &AdRow| match id {
        "ad_targeted" => row.channel == AdChannel::Targeted && campaigns.iter().any(|campaign| same_campaign(campaign, row)),
        "campaign_without_items" => campaigns.iter().any(|campaign| same_campaign(campaign, row) && campaign.items == Some((0, 0))),
        "campaign_all_items_paused" => {
            let items = items_of(row);
            row.item != 0 && !items.is_empty() && items.iter().all(|item| item.state == AdState::Paused)
        }
        _ if of_item => row.item != 0 && Some(row.item_state) == state && in_state(row),
        _ => row.campaign != 0 && Some(row.campaign_state) == state && in_state(row),
    };
    let known = ads.rows().iter().filter(|row| ads.counts(row) && row.when.is_none_or(|when| when.to <= period.to));
    Some(known.filter(|row| counts(row)).collect())
}
