//! What the shop pays for: a 直通车 report by day and keyword, and the log of who changed what. The clicks are the visits
//! that came from there, and sales go back to the click that led to them.

use super::crowd::Traffic;
use super::dice::Dice;
use super::goods::ItemNo;
use super::rhythm::{DAY, DAYS, Moment, Phase, Source};
use super::sheet::{bytes, row, writer, yuan};
use super::visits::Page;
use csv::QuoteStyle;
use std::collections::{BTreeMap, BTreeSet};

/// Items of each category that are promoted.
const PROMOTED: usize = 3;
/// Days after a click in which an order counts as its own.
const DAYS_OF_CREDIT: u32 = 15;
/// Day on which the campaign of 618 starts, and the first day after it.
const CAMPAIGN: (u32, u32) = (30, 49);
/// The item that is paused, and since when.
const PAUSED: (ItemNo, u32) = (ItemNo(22), 40);
/// The item that review takes down for some days.
const REVIEWED: (ItemNo, u32, u32) = (ItemNo(12), 20, 24);
/// A keyword that nobody searches for.
const QUIET: &str = "轻奢小众原创设计师款";

const COLUMNS: &str = "日期,宝贝状态,宝贝ID,商品名称,计划名称,计划状态,关键词,质量得分,出价,默认出价,类目出价,创意标题,展现量,点击量,点击率,花费,平均点击花费,\
    平均展现排名,总收藏数,总购物车数,总成交笔数,总成交金额,点击转化率,投入产出比";

/// One keyword of one item on one day. Money in fen.
#[derive(Default)]
struct Cell {
    impressions: u32,
    clicks: u32,
    cost: u32,
    favorites: u32,
    carts: u32,
    orders: u32,
    revenue: u32,
}

/// Day, item, and which keyword of the item: 0 or 1.
type Key = (u32, u8, usize);

/// Clicks and what they brought, by day, item and keyword.
fn cells(dice: &mut Dice, traffic: &Traffic) -> BTreeMap<Key, Cell> {
    let mut cells: BTreeMap<Key, Cell> = BTreeMap::new();
    for day in 0..DAYS {
        for item in ItemNo::all().filter(|item| shown(*item, day)) {
            for word in 0..2 {
                let cell = cells.entry((day, item.0, word)).or_default();
                cell.impressions = dice.between(1, 9) * Phase::of(day).buying() / 100 * (PROMOTED as u32 + 1 - item.place() as u32);
            }
        }
    }
    // The visit's first item is what was clicked; who clicked what and when decides where an order goes.
    let mut clicks: BTreeMap<(u32, u8), Vec<(Moment, usize)>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for event in traffic.events.iter().filter(|event| event.visit.source == Source::ADS) {
        let Page::Item(item) = event.page else { continue };
        if !shown(item, event.at.day()) || !seen.insert(event.visit.session) {
            continue;
        }
        let word = dice.weighted(&[6, 4]);
        let bid = bid(item, word, event.at.day());
        if let Some(cell) = cells.get_mut(&(event.at.day(), item.0, word)) {
            // Some leave before the page opens: they cost and are in no log.
            let lost = u32::from(dice.chance(60));
            cell.clicks += 1 + lost;
            cell.cost += (1 + lost) * bid * dice.between(70, 95) / 100;
            cell.impressions += dice.between(18, 45) * (1 + lost);
            cell.favorites += u32::from(dice.chance(60));
            cell.carts += u32::from(dice.chance(Phase::of(event.at.day()).carting()));
        }
        clicks.entry((event.visit.visitor, item.0)).or_default().push((event.at, word));
    }
    for basket in traffic.baskets.iter().filter(|basket| basket.paid.is_some()) {
        for (item, pieces) in &basket.lines {
            let before = clicks.get(&(basket.visitor, item.0)).into_iter().flatten();
            let near = before.rev().find(|(at, _)| *at <= basket.placed && basket.placed.0 - at.0 < DAYS_OF_CREDIT * DAY);
            let Some((at, word)) = near else { continue };
            if let Some(cell) = cells.get_mut(&(at.day(), item.0, *word)) {
                cell.orders += 1;
                cell.revenue += item.item().price * pieces;
            }
        }
    }
    cells
}

/// Whether an item is promoted and online on a day.
fn shown(item: ItemNo, day: u32) -> bool {
    item.place() < PROMOTED && state(item, day) == "推广中"
}

fn state(item: ItemNo, day: u32) -> &'static str {
    if item == PAUSED.0 && day >= PAUSED.1 {
        "暂停"
    } else if item == REVIEWED.0 && (REVIEWED.1..REVIEWED.2).contains(&day) {
        "审核下架"
    } else {
        "推广中"
    }
}

/// The campaign of an item on a day: the two most wanted of each category go into that of 618.
fn campaign(item: ItemNo, day: u32) -> &'static str {
    if item.place() < 2 && (CAMPAIGN.0..CAMPAIGN.1).contains(&day) { "618大促" } else { "日常推广" }
}

/// The bid for a keyword in fen: higher in the campaign.
fn bid(item: ItemNo, word: usize, day: u32) -> u32 {
    let base = 55 + item.item().price / 250 + 20 * (1 - word as u32);
    if (CAMPAIGN.0 + 1..CAMPAIGN.1).contains(&day) { base * 8 / 5 } else { base }
}

fn default_bid(item: ItemNo) -> u32 {
    40 + item.item().price / 400
}

/// The keyword of an item: what people search for in its category.
fn keyword(item: ItemNo, word: usize) -> &'static str {
    let terms = item.category().terms;
    terms[(item.place() / 2 + word) % terms.len()]
}

/// The ad's title: the item's own, shorter, and another one for comparison.
fn creative(item: ItemNo, word: usize) -> String {
    let short: String = item.item().title.chars().take(10).collect();
    if word == 0 { short } else { format!("新品上市 {}", short.chars().take(6).collect::<String>()) }
}

/// `zhitongche.csv`: the report by day and keyword, with the total at its end that such reports have.
pub fn report(dice: &mut Dice, traffic: &Traffic) -> Vec<u8> {
    let cells = cells(dice, traffic);
    let mut out = writer(QuoteStyle::Necessary, true);
    row(&mut out, COLUMNS.split(','));
    let mut total = Cell::default();
    for day in 0..DAYS {
        let date = Moment(day * DAY).to_string()[..10].to_string();
        for item in ItemNo::all().filter(|item| item.place() < PROMOTED) {
            for word in 0..2 {
                let none = Cell::default();
                let cell = cells.get(&(day, item.0, word)).unwrap_or(&none);
                add(&mut total, cell);
                let quality = 5 + (u32::from(item.0) * 7 + word as u32 * 3) % 6;
                let rank = (cell.impressions > 0).then(|| 1200 / (bid(item, word, day) / 8 + 8) + dice.below(20));
                let own = [
                    date.clone(),
                    state(item, day).into(),
                    item.id().to_string(),
                    item.item().title.into(),
                    campaign(item, day).into(),
                    "推广中".into(),
                    keyword(item, word).into(),
                    quality.to_string(),
                    if word == 0 { yuan(bid(item, word, day)) } else { "-".into() },
                    yuan(default_bid(item)),
                    yuan(default_bid(item) * 7 / 8),
                    creative(item, word),
                ];
                row(&mut out, own.into_iter().chain(numbers(cell, rank)));
            }
        }
        // A keyword that was added and never found anybody, and a campaign that holds nothing.
        let item = ItemNo::at(0, 0);
        let quiet =
            [&date, "推广中", &item.id().to_string(), item.item().title, "日常推广", "推广中", QUIET, "4", "0.30", "0.80", "0.70", ""];
        row(&mut out, quiet.map(String::from).into_iter().chain(numbers(&Cell::default(), None)));
        let empty = [&date, "", "", "", "新品测试", "推广中", "", "", "", "", "", ""];
        row(&mut out, empty.map(String::from).into_iter().chain(numbers(&Cell::default(), None)));
        if day >= CAMPAIGN.1 {
            let over = [&date, "", "", "", "618大促", "暂停", "", "", "", "", "", ""];
            row(&mut out, over.map(String::from).into_iter().chain(numbers(&Cell::default(), None)));
        }
    }
    let sum = ["合计", "", "", "", "", "", "", "", "", "", "", ""];
    row(&mut out, sum.map(String::from).into_iter().chain(numbers(&total, None)));
    bytes(out)
}

fn add(total: &mut Cell, cell: &Cell) {
    total.impressions += cell.impressions;
    total.clicks += cell.clicks;
    total.cost += cell.cost;
    total.favorites += cell.favorites;
    total.carts += cell.carts;
    total.orders += cell.orders;
    total.revenue += cell.revenue;
}

/// The figures of a row as the platform writes them: `￥1.20`, `3.45%`, `-` for what cannot be computed.
fn numbers(cell: &Cell, rank: Option<u32>) -> [String; 12] {
    let hundredths = |above: u64, below: u32| (below > 0).then(|| (above * 100 / u64::from(below)) as u32);
    let share = |above: u32, below: u32| hundredths(u64::from(above) * 100, below).map_or("-".into(), |rate| format!("{}%", yuan(rate)));
    let of = |above: u32, below: u32| hundredths(u64::from(above), below).map_or("-".into(), yuan);
    [
        cell.impressions.to_string(),
        cell.clicks.to_string(),
        share(cell.clicks, cell.impressions),
        format!("￥{}", yuan(cell.cost)),
        cell.cost.checked_div(cell.clicks).map_or("-".into(), |each| format!("￥{}", yuan(each))),
        rank.map_or("-".into(), |rank| format!("{}.{}", rank / 10, rank % 10)),
        cell.favorites.to_string(),
        cell.carts.to_string(),
        cell.orders.to_string(),
        format!("￥{}", yuan(cell.revenue)),
        share(cell.orders, cell.clicks),
        of(cell.revenue, cell.cost),
    ]
}

/// `ad_log.csv`: what was done in the account, in order of time.
pub fn log(dice: &mut Dice) -> Vec<u8> {
    let mut out = writer(QuoteStyle::Necessary, true);
    row(&mut out, ["操作时间", "操作类型", "操作", "操作对象", "操作前", "操作后", "操作人"]);
    let mut entry = |day: u32, hour: u32, cells: [&str; 5]| {
        let at = Moment(day * DAY + hour * 3600 + dice.below(3600)).to_string();
        let [scope, action, object, before, after] = cells;
        row(&mut out, [at.as_str(), scope, action, object, before, after, "店长"]);
    };
    let title = |item: ItemNo| item.item().title;
    entry(0, 9, ["账户相关", "新建计划", "日常推广", "", "推广中"]);
    entry(0, 10, ["宝贝相关", "参与推广", title(ItemNo::at(0, 0)), "", "推广中"]);
    entry(0, 11, ["关键词相关", "添加关键词", QUIET, "", "0.30"]);
    entry(6, 15, ["账户相关", "新建计划", "新品测试", "", "推广中"]);
    entry(12, 14, ["推广内容相关", "修改推广标题", title(ItemNo::at(1, 0)), "纯棉短袖", "新品上市 重磅纯棉短"]);
    entry(REVIEWED.1, 8, ["宝贝相关", "审核下架", title(REVIEWED.0), "推广中", "审核下架"]);
    entry(REVIEWED.2, 8, ["宝贝相关", "恢复推广", title(REVIEWED.0), "审核下架", "推广中"]);
    entry(CAMPAIGN.0, 9, ["账户相关", "新建计划", "618大促", "", "推广中"]);
    entry(CAMPAIGN.0, 10, ["账户相关", "修改日限额", "618大促", "300", "2000"]);
    for category in 0..3 {
        let item = ItemNo::at(category, 0);
        let (before, after) = (yuan(bid(item, 0, CAMPAIGN.0)), yuan(bid(item, 0, CAMPAIGN.0 + 1)));
        entry(CAMPAIGN.0 + 1, category as u32, ["关键词相关", "修改出价", keyword(item, 0), &before, &after]);
    }
    entry(PAUSED.1, 16, ["宝贝相关", "暂停推广", title(PAUSED.0), "推广中", "暂停"]);
    entry(CAMPAIGN.1, 0, ["账户相关", "暂停计划", "618大促", "推广中", "暂停"]);
    bytes(out)
}
