//! The status board: how many campaigns and items stand how, which they are, and what contradicts itself, with the reason.

use super::{Part, leaves, use_ask};
use crate::metric::MetricId;
use crate::model::AdState;
use crate::report::ads::standings::{Conflict, Stand, StandingLine, StandingsAsk};
use crate::report::ads::{AdsAsk, AdsTold};
use crate::report::{Lang, format};
use crate::ui::browser;
use yew::prelude::*;

/// Rows of one leaf.
const LEAF: u64 = 20;

/// Properties of [`Standings`].
#[derive(Properties, PartialEq)]
pub struct StandingsProps {
    /// What it asks and draws with.
    pub part: Part,
    /// Its slot.
    pub slot: u8,
}

/// The status board.
#[component]
pub fn Standings(props: &StandingsProps) -> Html {
    let part = &props.part;
    let lang = part.lang;
    let stand = use_state_eq(|| None::<Stand>);
    let find = use_state_eq(String::new);
    let start = use_state_eq(|| 0_u64);
    let ask = StandingsAsk { period: part.report.period, stand: *stand, find: (*find).clone(), start: *start, count: LEAF };
    use_ask(part, props.slot, Some(AdsAsk::Standings(ask)));
    let Some(AdsTold::Standings(told)) = part.told.as_deref() else {
        return html! {};
    };
    let oninput = {
        let (find, start) = (find.clone(), start.clone());
        Callback::from(move |event: InputEvent| {
            find.set(browser::value_of(&event));
            start.set(0);
        })
    };
    let turn = {
        let start = start.clone();
        Callback::from(move |to: u64| start.set(to))
    };
    let known = |id: &str| id.is_empty() || part.report.figure(id).is_some_and(|figure| figure.value.is_some());
    let all = html! {
        <p class="board__none">{ lang.text("standings-unknown") }</p>
    };
    html! {
        <section class="section panel board__row" aria-labelledby="standings-title" data-standings={told.found.to_string()}>
            <h2 class="section__title" id="standings-title">{ lang.text("standings-title") }</h2>
            <p class="section__text">{ lang.text("standings-text") }</p>
            <div class="standings__chips" role="group" aria-label={lang.text("standings-title")}>
                { for Stand::ALL.iter().filter(|(_, id)| known(id)).map(|(this, id)| chip(*this, id, &told.counts, &stand, &start, lang)) }
            </div>
            <div class="sheet__bar">
                <input type="search" class="field__input sheet__find" value={(*find).clone()} {oninput}
                    placeholder={lang.text("sheet-find")} aria-label={lang.text("standings-find")} />
                <span class="sheet__rows" role="status">{ lang.text_with("standings-rows", &[("rows", format::count(told.found).into())]) }</span>
            </div>
            if !known("campaign_active") && !known("ad_item_active") && !known("campaign_without_items") {
                { all }
            } else {
                { table(&told.rows, lang) }
            }
            { leaves(told.start, told.rows.len() as u64, told.found, LEAF, lang, &turn) }
        </section>
    }
}

/// One way to stand, with how many stand so; pressing it shows only these.
fn chip(this: Stand, id: &str, counts: &[u64], stand: &UseStateHandle<Option<Stand>>, start: &UseStateHandle<u64>, lang: Lang) -> Html {
    let count = counts.get(this as usize).copied().unwrap_or_default();
    let pressed = **stand == Some(this);
    let onclick = {
        let (stand, start) = (stand.clone(), start.clone());
        Callback::from(move |_: MouseEvent| {
            stand.set(if pressed { None } else { Some(this) });
            start.set(0);
        })
    };
    let name = MetricId::of(id).map_or_else(|| lang.text("standings-conflicts"), |metric| lang.of(metric.0.name).to_string());
    let bad = this == Stand::Conflicts && count > 0;
    html! {
        <button type="button" class={classes!("standings__chip", bad.then_some("standings__chip--bad"))} aria-pressed={pressed.to_string()}
            data-stand={format!("{this:?}")} data-count={count.to_string()} {onclick}>
            <span class="standings__count">{ format::count(count) }</span>
            <span class="standings__name">{ name }</span>
        </button>
    }
}

fn table(rows: &[StandingLine], lang: Lang) -> Html {
    if rows.is_empty() {
        return html! { <p class="board__none">{ lang.text("standings-none") }</p> };
    }
    html! {
        <div class="scroll" tabindex="0" role="group" aria-label={lang.text("standings-title")}>
            // On a phone rows are laid out as blocks (ads.css), which would take away what they are: it is said.
            <table class="table standings__table" role="table">
                <thead role="rowgroup"><tr role="row">
                    { for ["campaign", "item", "state", "why"].map(|column| html! {
                        <th scope="col" role="columnheader">{ lang.text(&format!("standings-head-{column}")) }</th>
                    }) }
                </tr></thead>
                <tbody role="rowgroup">{ for rows.iter().map(|row| line(row, lang)) }</tbody>
            </table>
        </div>
    }
}

fn line(row: &StandingLine, lang: Lang) -> Html {
    let campaign = match (row.campaign.as_str(), row.tool.as_str()) {
        ("", _) => lang.text("campaigns-unnamed"),
        (campaign, "") => campaign.to_string(),
        (campaign, tool) => format!("{campaign} · {tool}"),
    };
    let is_campaign = row.item.is_empty();
    let item = match &row.label {
        _ if is_campaign => {
            row.items.map_or_else(String::new, |(all, _)| lang.text_with("standings-items", &[("items", format::count(all).into())]))
        }
        Some(label) => format!("{label} ({})", row.item),
        None => row.item.clone(),
    };
    html! {
        <tr role="row" key={format!("{}\u{0}{}\u{0}{}", row.campaign, row.tool, row.item)} class={if row.conflicts.is_empty() { "" } else { "standings__row--bad" }}>
            <th scope="row" role="rowheader" class={if is_campaign { "standings__campaign" } else { "standings__inner" }}>{ campaign }</th>
            <td role="cell" class={is_campaign.then_some("standings__quiet")}>{ item }</td>
            <td role="cell">{ state(row, lang) }</td>
            <td role="cell">
                { for row.conflicts.iter().map(|conflict| html! {
                    <span class="standings__conflict" data-conflict={format!("{conflict:?}")}><span aria-hidden="true">{ "⚠ " }</span>{ reason(conflict, lang) }</span>
                }) }
            </td>
        </tr>
    }
}

/// The state in a word, with a sign that says the same without its colour.
fn state(row: &StandingLine, lang: Lang) -> Html {
    let inside = row.stands.iter().find_map(|stand| match stand {
        Stand::CampaignEmpty => Some("state-empty"),
        Stand::CampaignAllPaused => Some("state-all-paused"),
        _ => None,
    });
    let (sign, class, id) = match row.state {
        AdState::Active => ("●", "standings__state--active", "state-active"),
        AdState::Paused => ("❙❙", "", "state-paused"),
        AdState::Rejected => ("✕", "standings__state--bad", "state-rejected"),
        AdState::Delisted => ("▽", "standings__state--bad", "state-delisted"),
        AdState::Unknown => ("·", "", "state-unknown"),
    };
    html! {
        <>
            <span class={classes!("standings__state", class)}><span aria-hidden="true">{ sign }</span>{ " " }{ lang.text(id) }</span>
            if let Some(id) = inside {
                <span class="standings__state">{ lang.text(id) }</span>
            }
        </>
    }
}

/// Why something does not fit together, and what to look at.
fn reason(conflict: &Conflict, lang: Lang) -> String {
    let said = |id: &str| lang.text(id);
    let times = |n: &u64| [("impressions", format::count(*n).into())];
    match conflict {
        Conflict::ShownOffSale(n) => lang.text_with("conflict-off-sale", &times(n)),
        Conflict::ShownRejected(n) => lang.text_with("conflict-rejected", &times(n)),
        Conflict::OnSaleElsewhere(campaign) => lang.text_with("conflict-elsewhere", &[("campaign", campaign.clone().into())]),
        Conflict::InPausedCampaign => said("conflict-paused-campaign"),
        Conflict::NothingInside => said("conflict-empty"),
        Conflict::AllPaused => said("conflict-all-paused"),
    }
}
