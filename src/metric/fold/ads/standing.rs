//! C07, C15 to C22: where campaigns and promoted items stand, and where the data contradict themselves.

use super::AdsMeasured;
use super::chosen::{AdSpans, ROW};
use super::narrow::AdFilter;
use crate::model::{AdChannel, AdRow, AdState, Period};
use crate::store::Ads;
use std::collections::{BTreeMap, BTreeSet};

/// Where a campaign or a promoted item stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Standing {
    /// The tool: another one may have a campaign of the same name.
    pub tool: String,
    /// The campaign.
    pub campaign: String,
    /// The item; empty for the campaign itself.
    pub item: String,
    /// Its state.
    pub state: AdState,
    /// The items of a campaign, and how many of them are paused; None for an item, and where no report of the tool names one:
    /// then nobody can tell what its campaigns hold.
    pub items: Option<(u64, u64)>,
    /// Impressions in the period while the item was told to be off sale: the data contradict themselves.
    pub conflict: u64,
    /// The same while it was told to be taken down by review.
    pub rejected: u64,
}

/// The latest state that rows tell: its last day, how it ranks among the states of that day, and the state.
#[derive(Clone, Copy, Default)]
struct Seen(Option<(i32, u8, AdState)>);

impl Seen {
    fn see(&mut self, row: &AdRow, state: AdState) {
        if state != AdState::Unknown {
            self.0 = self.0.max(Some((row.when.map_or(0, |when| when.to.0), rank(state), state)));
        }
    }

    fn state(self) -> AdState {
        self.0.map_or(AdState::Unknown, |(_, _, state)| state)
    }
}

/// Of several states of one day the one nearest to being shown: what one row tells as active is online.
fn rank(state: AdState) -> u8 {
    match state {
        AdState::Active => 4,
        AdState::Paused => 3,
        AdState::Rejected => 2,
        AdState::Delisted => 1,
        AdState::Unknown => 0,
    }
}

/// A campaign: the numbers of its tool and of its name.
type Campaign = (u32, u32);

/// A promoted item: its state, and its impressions under states that forbid them.
#[derive(Clone, Copy, Default)]
struct Promoted {
    seen: Seen,
    delisted: u64,
    rejected: u64,
}

/// Fills in how many campaigns and items stand how at the period's end.
pub fn standings(ads: &Ads, only: &AdFilter, period: Period, out: &mut AdsMeasured) {
    let (all, targeted) = look(ads, only, period);
    let count = |fits: &dyn Fn(&Standing) -> bool| all.iter().filter(|standing| fits(standing)).count() as u64;
    let campaigns = |wanted: AdState| count(&|standing| standing.item.is_empty() && standing.state == wanted);
    let items = |wanted: AdState| count(&|standing| !standing.item.is_empty() && standing.state == wanted);
    let holding = |fits: fn((u64, u64)) -> bool| count(&|standing| standing.items.is_some_and(fits));
    let values = [
        ("ad_targeted", targeted),
        ("campaign_paused", campaigns(AdState::Paused)),
        ("campaign_active", campaigns(AdState::Active)),
        ("campaign_without_items", holding(|(all, _)| all == 0)),
        ("campaign_all_items_paused", holding(|(all, paused)| all > 0 && all == paused)),
        ("ad_item_active", items(AdState::Active)),
        ("ad_item_paused", items(AdState::Paused)),
        ("ad_rejected", items(AdState::Rejected)),
        ("ad_item_delisted", items(AdState::Delisted)),
    ];
    out.values.extend(values);
    out.standings = all;
}

/// Where each campaign and item stands at the period's end: campaigns in the order of their names and tools, each before its
/// items.
pub fn standings_of(ads: &Ads, only: &AdFilter, period: Period) -> Vec<Standing> {
    look(ads, only, period).0
}

/// The standings of what the filter leaves, and how many of its campaigns are targeted.
fn look(ads: &Ads, only: &AdFilter, period: Period) -> (Vec<Standing>, u64) {
    let mut campaigns: BTreeMap<Campaign, (Seen, bool)> = BTreeMap::new();
    let mut items: BTreeMap<(Campaign, u32), Promoted> = BTreeMap::new();
    let campaign_of = |row: &AdRow| (row.tool, row.campaign);
    let mut listed: BTreeSet<(Campaign, u32)> = BTreeSet::new();
    for row in ads.rows().iter().filter(|row| ads.counts(row) && row.when.is_none_or(|when| when.to <= period.to)) {
        if !only.takes_all() && only.takes(ads, row) {
            listed.extend([(campaign_of(row), 0), (campaign_of(row), row.item)]);
        }
        if row.campaign != 0 {
            let (seen, targeted) = campaigns.entry(campaign_of(row)).or_default();
            seen.see(row, row.campaign_state);
            *targeted |= row.channel == AdChannel::Targeted;
        }
        if row.item != 0 {
            items.entry((campaign_of(row), row.item)).or_default().seen.see(row, row.item_state);
        }
    }
    // Impressions are told by coarse and by fine reports alike: only one of them counts here too, of those with a state.
    let rows = AdSpans::of(ads, AdFilter::ALL, |row| row.item != 0 && row.item_state != AdState::Unknown);
    for (row, _) in rows.rows(period).filter(|(_, figures)| figures.has(ROW)) {
        if let Some(item) = items.get_mut(&(campaign_of(row), row.item)) {
            match row.item_state {
                AdState::Delisted => item.delisted += row.impressions,
                AdState::Rejected => item.rejected += row.impressions,
                _ => {}
            }
        }
    }
    let mut held: BTreeMap<Campaign, (u64, u64)> = BTreeMap::new();
    for ((campaign, _), item) in &items {
        let (all, paused) = held.entry(*campaign).or_default();
        *all += 1;
        *paused += u64::from(item.seen.state() == AdState::Paused);
    }
    let tools: BTreeSet<u32> = items.keys().map(|((tool, _), _)| *tool).collect();
    let text = |number: u32| ads.texts.text(number).to_string();
    let campaign = |(campaign, (seen, _)): (&Campaign, &(Seen, bool))| Standing {
        tool: text(campaign.0),
        campaign: text(campaign.1),
        item: String::new(),
        state: seen.state(),
        items: tools.contains(&campaign.0).then(|| held.get(campaign).copied().unwrap_or_default()),
        conflict: 0,
        rejected: 0,
    };
    let item = |((campaign, item), promoted): (&(Campaign, u32), &Promoted)| Standing {
        tool: text(campaign.0),
        campaign: text(campaign.1),
        item: text(*item),
        state: promoted.seen.state(),
        items: None,
        conflict: promoted.delisted,
        rejected: promoted.rejected,
    };
    // A filter chooses what is listed; where that stands is told by all rows.
    if !only.takes_all() {
        campaigns.retain(|campaign, _| listed.contains(&(*campaign, 0)));
        items.retain(|item, _| listed.contains(item));
    }
    let mut out: Vec<Standing> = campaigns.iter().map(campaign).chain(items.iter().map(item)).collect();
    let name = |standing: &Standing| (standing.campaign.clone(), standing.tool.clone(), standing.item.clone());
    out.sort_by_cached_key(name);
    (out, campaigns.values().filter(|(_, targeted)| *targeted).count() as u64)
}
