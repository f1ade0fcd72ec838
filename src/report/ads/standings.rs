//! C07 and C15 to C22: the status board. Where campaigns and items stand, and what in it contradicts itself.

use super::Context;
use crate::metric::fold::{AdFilter, Standing, standings_of};
use crate::metric::words;
use crate::model::{AdState, Period};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What does not fit together, or keeps something from being shown that reads as if it were.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Conflict {
    /// The item is off sale, and was shown this often all the same.
    ShownOffSale(u64),
    /// Review took the item down, and it was shown this often all the same.
    ShownRejected(u64),
    /// The item is off sale here and promoted in another campaign.
    OnSaleElsewhere(String),
    /// The item reads as promoted, its campaign as paused: it is not shown.
    InPausedCampaign,
    /// The campaign reads as promoted and holds nothing.
    NothingInside,
    /// The campaign reads as promoted, and all its items are paused.
    AllPaused,
}

/// What a row of the board is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Stand {
    /// A campaign that is promoted (推广中).
    CampaignActive,
    /// A campaign that is paused (暂停).
    CampaignPaused,
    /// A campaign without items (没有推广任何宝贝).
    CampaignEmpty,
    /// A campaign all of whose items are paused (所有宝贝暂停推广).
    CampaignAllPaused,
    /// An item that is promoted (推广中).
    ItemActive,
    /// An item that is paused (暂停).
    ItemPaused,
    /// An item taken down by review (审核下架).
    ItemRejected,
    /// An item that is off sale (淘宝下架).
    ItemDelisted,
    /// Anything that contradicts itself.
    Conflicts,
}

impl Stand {
    /// Every one, with the entry of the catalogue it is.
    pub const ALL: [(Stand, &'static str); 9] = [
        (Stand::CampaignActive, "campaign_active"),
        (Stand::CampaignPaused, "campaign_paused"),
        (Stand::CampaignEmpty, "campaign_without_items"),
        (Stand::CampaignAllPaused, "campaign_all_items_paused"),
        (Stand::ItemActive, "ad_item_active"),
        (Stand::ItemPaused, "ad_item_paused"),
        (Stand::ItemRejected, "ad_rejected"),
        (Stand::ItemDelisted, "ad_item_delisted"),
        (Stand::Conflicts, ""),
    ];
}

/// What is asked: rows that stand so, from one on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StandingsAsk {
    /// The days: states are those at their end.
    pub period: Period,
    /// Only these; all when None.
    pub stand: Option<Stand>,
    /// Only rows whose campaign, tool or item contains this.
    pub find: String,
    /// First row wanted.
    pub start: u64,
    /// How many.
    pub count: u64,
}

/// One campaign or item.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StandingLine {
    /// The tool.
    pub tool: String,
    /// The campaign.
    pub campaign: String,
    /// The item; empty for the campaign itself.
    pub item: String,
    /// The item's title.
    pub label: Option<String>,
    /// The state that the report tells.
    pub state: AdState,
    /// What it is on the board: a campaign may be promoted and empty.
    pub stands: Vec<Stand>,
    /// Items of a campaign, and how many of them are paused; None where no report of its tool names one.
    pub items: Option<(u64, u64)>,
    /// What contradicts it.
    pub conflicts: Vec<Conflict>,
}

/// The answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StandingsTold {
    /// How many stand how, in the order of [`Stand::ALL`].
    pub counts: Vec<u64>,
    /// How many rows fit what was asked.
    pub found: u64,
    /// First row given.
    pub start: u64,
    /// The rows, campaigns before their items.
    pub rows: Vec<StandingLine>,
}

/// The board.
pub fn told(context: &Context<'_>, ask: &StandingsAsk) -> StandingsTold {
    let standings = standings_of(context.data.ads, context.data.only, ask.period);
    let states: BTreeMap<(&str, &str), AdState> =
        standings.iter().filter(|standing| standing.item.is_empty()).map(|standing| (campaign(standing), standing.state)).collect();
    // Whether an item is on sale is the same in every campaign: where it reads as promoted elsewhere, one of them is wrong.
    let mut promoted: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
    let narrowed = !context.data.only.takes_all();
    let everywhere = narrowed.then(|| standings_of(context.data.ads, AdFilter::ALL, ask.period));
    for standing in
        everywhere.as_ref().unwrap_or(&standings).iter().filter(|standing| !standing.item.is_empty() && standing.state == AdState::Active)
    {
        promoted.entry(&standing.item).or_default().insert(campaign(standing));
    }
    let find = words::plain(ask.find.trim());
    let (mut counts, mut found, mut rows) = (vec![0; Stand::ALL.len()], 0, Vec::new());
    for standing in &standings {
        let conflicts = conflicts(standing, &states, &promoted);
        let stands = stands(standing, !conflicts.is_empty());
        stands.iter().for_each(|stand| counts[*stand as usize] += 1);
        let label = if standing.item.is_empty() { None } else { context.label(&standing.item) };
        let holds = |text: &str| words::plain(text).contains(&find);
        let named = find.is_empty()
            || holds(&standing.campaign)
            || holds(&standing.tool)
            || holds(&standing.item)
            || label.as_deref().is_some_and(holds);
        if !named || ask.stand.is_some_and(|stand| !stands.contains(&stand)) {
            continue;
        }
        if found >= ask.start && found - ask.start < ask.count {
            rows.push(StandingLine {
                tool: standing.tool.clone(),
                campaign: standing.campaign.clone(),
                item: standing.item.clone(),
                label,
                state: standing.state,
                stands,
                items: standing.items,
                conflicts,
            });
        }
        found += 1;
    }
    StandingsTold { counts, found, start: ask.start, rows }
}

/// A campaign, which its name alone does not tell: another tool may have one of the same name.
fn campaign(standing: &Standing) -> (&str, &str) {
    (&standing.campaign, &standing.tool)
}

fn stands(standing: &Standing, conflict: bool) -> Vec<Stand> {
    let is_campaign = standing.item.is_empty();
    let of_state = match (is_campaign, standing.state) {
        (true, AdState::Active) => Some(Stand::CampaignActive),
        (true, AdState::Paused) => Some(Stand::CampaignPaused),
        (false, AdState::Active) => Some(Stand::ItemActive),
        (false, AdState::Paused) => Some(Stand::ItemPaused),
        (false, AdState::Rejected) => Some(Stand::ItemRejected),
        (false, AdState::Delisted) => Some(Stand::ItemDelisted),
        _ => None,
    };
    let inside = match standing.items {
        Some((0, _)) => Some(Stand::CampaignEmpty),
        Some((all, paused)) if all == paused => Some(Stand::CampaignAllPaused),
        _ => None,
    };
    of_state.into_iter().chain(inside).chain(conflict.then_some(Stand::Conflicts)).collect()
}

fn conflicts(
    standing: &Standing,
    campaigns: &BTreeMap<(&str, &str), AdState>,
    promoted: &BTreeMap<&str, BTreeSet<(&str, &str)>>,
) -> Vec<Conflict> {
    if standing.item.is_empty() {
        return match standing.items.filter(|_| standing.state == AdState::Active) {
            Some((0, _)) => vec![Conflict::NothingInside],
            Some((all, paused)) if all == paused => vec![Conflict::AllPaused],
            _ => Vec::new(),
        };
    }
    let mut out = Vec::new();
    if standing.conflict > 0 {
        out.push(Conflict::ShownOffSale(standing.conflict));
    }
    if standing.rejected > 0 {
        out.push(Conflict::ShownRejected(standing.rejected));
    }
    if standing.state == AdState::Delisted
        && let Some((elsewhere, _)) = promoted.get(standing.item.as_str()).and_then(|campaigns| campaigns.first())
    {
        out.push(Conflict::OnSaleElsewhere((*elsewhere).to_string()));
    }
    if standing.state == AdState::Active && campaigns.get(&campaign(standing)) == Some(&AdState::Paused) {
        out.push(Conflict::InPausedCampaign);
    }
    out
}
