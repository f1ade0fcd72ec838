//! P: inner parts of formulas. They have names so that an explanation can show them; they are not listed as figures.

use super::{Entry, Group, Kind, Text, basic};
use crate::metric::{MoneyPart, Part};
use crate::model::Role::{AvgRank, Impressions, Item, PageType};
use crate::model::{Direction, Table, Unit};

const BASE: Entry = Entry { group: Group::Part, ..basic::BASE };

pub static ENTRIES: &[Entry] = &[
    Entry {
        n: "P01",
        id: "visit_views",
        name: Text { zh: "访问内浏览量", en: "Views inside visits" },
        kind: Kind::Count(Part::VisitViews),
        additive: true,
        definition: Text {
            zh: "在时段内开始的各次访问里，总共有多少次浏览。", en: "All views in the visits that start in the period."
        },
        formula: Text {
            zh: "在时段内开始的访问的浏览次数之和", en: "sum of the views of the visits that start in the period"
        },
        beware: Text {
            zh: "访问跨过时段末尾时，零点之后的浏览也算在内，所以可能与浏览量略有出入。",
            en: "When a visit runs past the end of the period its later views are in, so it can differ a little from page_views.",
        },
        ..BASE
    },
    Entry {
        n: "P02",
        id: "bounces",
        name: Text { zh: "跳失次数", en: "Bounces" },
        kind: Kind::Count(Part::Bounces),
        better: Direction::Down,
        additive: true,
        definition: Text { zh: "只有一次浏览的访问次数。", en: "Visits with exactly one view." },
        formula: Text { zh: "浏览次数为 1 的访问的次数", en: "number of visits with one view" },
        ..BASE
    },
    Entry {
        n: "P03",
        id: "timed_visits",
        name: Text { zh: "可计时访问次数", en: "Timed visits" },
        kind: Kind::Count(Part::TimedVisits),
        additive: true,
        definition: Text {
            zh: "有两次及以上浏览、因而算得出停留时间的访问次数。",
            en: "Visits with two or more views, whose duration is therefore known.",
        },
        formula: Text { zh: "浏览次数不少于 2 的访问的次数", en: "number of visits with two or more views" },
        beware: Text { zh: "与跳失次数相加，就是访问次数。", en: "With the bounces they make up all visits." },
        ..BASE
    },
    Entry {
        n: "P04",
        id: "item_view_seconds",
        name: Text { zh: "宝贝页停留秒数", en: "Seconds on item pages" },
        kind: Kind::Count(Part::ItemViewSeconds),
        unit: Unit::Seconds,
        additive: true,
        columns: &[&[Item, PageType]],
        definition: Text {
            zh: "从打开宝贝页到同一次访问里打开下一个页面的秒数，全部相加。",
            en: "Seconds from opening an item page to the next view of the same visit, summed.",
        },
        formula: Text {
            zh: "（下一次浏览时间 − 宝贝页浏览时间）之和（秒）",
            en: "sum of time of next view − time of item page view (seconds)",
        },
        beware: Text { zh: "后面没有浏览的宝贝页浏览不计。", en: "Item page views without a following view add nothing." },
        ..BASE
    },
    Entry {
        n: "P05",
        id: "item_views_followed",
        name: Text { zh: "有后续浏览的宝贝页浏览量", en: "Item page views with a following view" },
        kind: Kind::Count(Part::ItemViewsFollowed),
        additive: true,
        columns: &[&[Item, PageType]],
        definition: Text {
            zh: "同一次访问里后面还有别的浏览的宝贝页浏览次数。",
            en: "Item page views that another view follows in the same visit.",
        },
        formula: Text {
            zh: "同一次访问内有下一次浏览的宝贝页浏览次数",
            en: "number of item page views with a next view in the same visit",
        },
        beware: Text { zh: "刷新同一页也算下一次浏览。", en: "A refresh of the same page is a next view too." },
        ..BASE
    },
    Entry {
        n: "P06",
        id: "ad_rank_weight",
        name: Text { zh: "展现排名加权和", en: "Rank-weighted impressions" },
        kind: Kind::Amount(MoneyPart::AdRankWeight),
        better: Direction::Neutral,
        additive: true,
        needs: &[Table::Ads],
        columns: &[&[AvgRank], &[Impressions]],
        definition: Text {
            zh: "每行数据的平均排名乘以该行的展现量，全部相加。",
            en: "The average rank of each row times the row's impressions, summed.",
        },
        formula: Text { zh: "（平均排名 × 展现量）之和", en: "sum of avg_rank × impressions" },
        beware: Text {
            zh: "它只是求平均展现排名的中间量，单独看没有意义。",
            en: "Only a step on the way to the average position; it means nothing by itself.",
        },
        ..BASE
    },
    Entry {
        n: "P07",
        id: "ad_ranked_impressions",
        name: Text { zh: "有排名的展现量", en: "Impressions with a rank" },
        kind: Kind::Count(Part::AdRankedImpressions),
        better: Direction::Neutral,
        additive: true,
        needs: &[Table::Ads],
        columns: &[&[AvgRank], &[Impressions]],
        definition: Text { zh: "带有排名的数据行的展现量之和。", en: "The impressions of the rows that carry a rank." },
        formula: Text { zh: "带有排名的行的展现量之和", en: "sum of impressions over rows with a rank" },
        beware: Text {
            zh: "没有排名的行不计，所以可能小于展现量。",
            en: "Rows without a rank are left out, so it can be less than ad_impressions.",
        },
        ..BASE
    },
];
