//! What the glossary says beside the catalogue: what is often confused, what belongs together, and an example.

use super::Figure;
use super::pinyin::spells;
use crate::metric::catalogue::{Text, find, listed};
use crate::metric::{Entry, MetricId};
use crate::model::{Currency, Money, Value};

/// Entries that are often taken for each other, and how they differ.
struct Confusion {
    ids: &'static [&'static str],
    text: Text,
}

const CONFUSIONS: &[Confusion] = &[
    Confusion {
        ids: &["amount_per_buyer", "amount_per_order"],
        text: Text {
            zh: "客单价除以人，笔单价除以笔。一个人付了两笔共 300 元：客单价 300，笔单价 150。",
            en: "Per buyer and per order: one person who pays two orders of 300 in all has 300 per buyer and 150 per order.",
        },
    },
    Confusion {
        ids: &["campaign_active", "campaign_paused"],
        text: Text {
            zh: "有的教材把“推广中”和“暂停”的说明写反了：推广中是正在投放，暂停是自己停下、不会展现。",
            en: "Some teaching texts have the two explanations swapped: active means being shown, paused means stopped by the shop itself.",
        },
    },
    Confusion {
        ids: &["visitors", "visitor_days", "source_visitors"],
        text: Text {
            zh: "访客数不能相加：同一个人来两天、走两个来源，整段只算一个。各天相加得到的是访客人次，各来源相加会多算。",
            en: "Visitors do not add up: who comes on two days or by two sources is one person of the whole. Days added up are visitor days; sources added up count some people twice.",
        },
    },
    Confusion {
        ids: &["buyers", "buyer_days", "repeat_buyers"],
        text: Text {
            zh: "成交用户数数人，成交人次按天数人次，成交回头客只数以前付过款的人。",
            en: "Buyers are people, buyer days count each of them once a day, repeat buyers are those who had paid before.",
        },
    },
    Confusion {
        ids: &["landing_page_views", "entries"],
        text: Text {
            zh: "入店人次一次访问只记一次；到达页浏览量记这次访问里到达页被看了几次，回头再看、刷新都算，所以不会更小。",
            en: "A visit enters once; landing page views count every view of that page inside the visit, refreshes and returns too, so they are never fewer.",
        },
    },
    Confusion {
        ids: &["bounce_rate", "exits"],
        text: Text {
            zh: "每次访问都有出店；只看一页就走的才是跳失。",
            en: "Every visit leaves by some page; only those that saw a single view have bounced.",
        },
    },
    Confusion {
        ids: &["placed_amount", "paid_amount", "same_day_paid_amount"],
        text: Text {
            zh: "拍下看拍下时间，付没付款都算；成交看付款时间；当日拍下当日付款的才进“当日”。",
            en: "Placed is dated by placing, paid or not; paid is dated by payment; the same-day figure takes only orders placed and paid on one day.",
        },
    },
    Confusion {
        ids: &["conversion_rate", "conversion_rate_daily_mean", "ad_conversion_rate"],
        text: Text {
            zh: "整段的转化率用整段的人数除，日均值先按天算再平均，点击转化率除的是点击不是访客：三个数一般不相等。",
            en: "The rate of the period divides its people, the daily mean averages the days, the ad rate divides by clicks: three different numbers.",
        },
    },
    Confusion {
        ids: &["amount_per_buyer", "amount_per_buyer_daily_mean"],
        text: Text {
            zh: "日均值让每天分量相同，整段的客单价让每个人分量相同。",
            en: "In the daily mean every day weighs the same, in the figure of the period every buyer does.",
        },
    },
    Confusion {
        ids: &["returning_visitors", "repeat_buyers"],
        text: Text {
            zh: "浏览回头客是 6 天内又来看的人，成交回头客是又来买的人。",
            en: "Returning visitors came to look again within six days; repeat buyers came to buy again.",
        },
    },
    Confusion {
        ids: &["page_views", "visits", "visitors"],
        text: Text {
            zh: "浏览量数页面打开的次数，访问次数数来店的次数，访客数数人：一个人来两次看五页，是 5、2、1。",
            en: "Views, visits, people: one person who comes twice and sees five pages is 5, 2 and 1.",
        },
    },
    Confusion {
        ids: &["ad_revenue", "paid_amount"],
        text: Text {
            zh: "推广成交金额是工具按自己的归因认领的，两个工具可能认领同一笔；它不是店铺成交金额的一部分。",
            en: "Ad revenue is what tools ascribe to themselves, two of them perhaps the same order: it is no part of the amount paid.",
        },
    },
    Confusion {
        ids: &["item_page_visitors", "item_visits", "item_page_views"],
        text: Text {
            zh: "宝贝页访客数数人，宝贝访问次数数“一次访问里看过的宝贝”，宝贝页浏览量数打开次数。",
            en: "People, items looked at per visit, and openings of item pages: three counts of one thing.",
        },
    },
    Confusion {
        ids: &["source_new_visitors", "returning_visitors"],
        text: Text {
            zh: "“新”是 6 天没来过，“回头”是 6 天内来过：看的是载入的历史，不是一辈子。",
            en: "New means not seen for six days, returning means seen within them: by the loaded history, not by a lifetime.",
        },
    },
];

/// Entries that are about one thing, beside those that a formula brings together.
const FAMILIES: &[&[&str]] = &[
    &["favorites", "item_favorites", "carts", "buys", "searches"],
    &["returning_visitors", "returning_visitor_rate", "retention_day_1", "retention_day_2", "retention_day_3"],
    &["retention_day_4", "retention_day_5", "retention_day_6", "retention_day_7", "retention_day_1", "returning_visitor_rate"],
    &["entry_exit_pages", "entries", "exits", "landing_page_views", "bounce_rate"],
    &["entry_times", "page_views", "visits", "visit_seconds"],
    &["item_page_views", "item_page_visitors", "item_visits", "item_page_visitor_days", "avg_item_view_seconds"],
    &["avg_visit_seconds", "visit_seconds", "avg_item_view_seconds", "avg_visit_depth"],
    &["placed_orders", "placed_items", "placed_amount", "payment_rate"],
    &["paid_orders", "paid_items", "paid_amount"],
    &["same_day_paid_orders", "same_day_paid_items", "same_day_paid_amount", "payment_rate"],
    &["promo_buyers", "promo_paid_orders", "promo_paid_items", "promo_paid_amount", "promo_conversion_rate"],
    &["non_promo_buyers", "non_promo_paid_orders", "non_promo_paid_items", "non_promo_paid_amount", "promo_buyers"],
    &["ad_impressions", "ad_clicks", "ad_ctr", "ad_avg_rank", "keywords_without_impressions"],
    &["ad_cost", "ad_cpc", "ad_total_cost", "ad_avg_click_cost"],
    &["ad_quality_score", "ad_quality_mean", "ad_effective_bid", "ad_avg_rank"],
    &["ad_own_bid", "ad_default_bid", "ad_category_bid", "ad_effective_bid", "ad_cpc"],
    &["ad_creative_title", "ad_creative", "ad_ctr", "log_creative"],
    &["keyword_suggestions", "related_keywords", "keywords_in_use", "keywords_without_impressions", "ad_keyword_items"],
    &["campaign_active", "campaign_paused", "campaign_without_items", "campaign_all_items_paused", "ad_targeted"],
    &["ad_item_active", "ad_item_paused", "ad_rejected", "ad_item_delisted", "campaign_all_items_paused"],
    &["log_keyword", "log_item", "log_account", "log_creative"],
    &["ad_orders", "ad_revenue", "ad_roi", "ad_favorites", "ad_carts"],
    &["source_visitors", "source_new_visitors", "source_landing_page_views", "source_page_views"],
    &["source_landing_share", "source_page_view_share", "source_new_visitor_share"],
    &["amount_per_buyer_daily_mean", "avg_visit_depth_daily_mean", "conversion_rate_daily_mean"],
    &["buyer_days", "visitor_days", "item_page_visitor_days"],
];

/// What people confuse an entry with: the others, and how they differ.
pub fn confusions(entry: &Entry) -> impl Iterator<Item = (Vec<&'static Entry>, Text)> {
    let id = entry.id;
    CONFUSIONS.iter().filter(move |confusion| confusion.ids.contains(&id)).map(move |confusion| {
        (confusion.ids.iter().filter(|other| **other != id).filter_map(|other| find(other)).collect(), confusion.text)
    })
}

/// Entries that belong to an entry: its parts' other uses, what it is a part of, what it is confused with, its family.
pub fn related(entry: &'static Entry) -> Vec<&'static Entry> {
    let parts = entry.kind.parts();
    let mut out: Vec<&'static Entry> = Vec::new();
    let mut add = |other: &'static Entry| {
        if other.id != entry.id && !out.iter().any(|known| known.id == other.id) {
            out.push(other);
        }
    };
    listed().filter(|other| parts.contains(&other.id) || other.kind.parts().contains(&entry.id)).for_each(&mut add);
    confusions(entry).flat_map(|(others, _)| others).for_each(&mut add);
    let families = FAMILIES.iter().filter(|family| family.contains(&entry.id));
    families.flat_map(|family| family.iter().filter_map(|id| find(id))).for_each(&mut add);
    listed().filter(|other| other.kind.parts().iter().any(|part| parts.contains(part))).for_each(&mut add);
    out.truncate(8);
    out
}

/// Whether an entry speaks of what is looked for: in either language, by its number or id, or by how its name is spelt.
pub fn speaks_of(entry: &Entry, wanted: &str) -> bool {
    let texts = [entry.n, entry.id, entry.name.zh, entry.name.en, entry.definition.zh, entry.definition.en];
    let wanted = wanted.trim().to_lowercase();
    wanted.split_whitespace().all(|word| texts.iter().any(|text| text.to_lowercase().contains(word))) || spells(entry.name.zh, &wanted)
}

/// Figures of the sample shop, one a line: id, value, upper and lower part. A test writes and checks them.
const EXAMPLES: &str = include_str!("glossary/examples.txt");

/// The figure of an entry on the sample shop.
pub fn example(metric: MetricId) -> Option<Figure> {
    let line = EXAMPLES.lines().find_map(|line| line.strip_prefix(metric.id())?.strip_prefix('\t'))?;
    let mut cells = line.split('\t').map(read);
    let mut next = || cells.next().flatten();
    let (value, numerator, denominator) = (next(), next(), next());
    Some(Figure { value: Some(value?), numerator, denominator, currency: Currency::CNY, ..Figure::unknown(metric) })
}

/// Rows of the sample shop for what is no single figure, one a line: id, key, then `metric=value` for each column.
const ROWS: &str = include_str!("glossary/lists.txt");

/// The first rows of an entry on the sample shop: a key, and the figures told of it.
pub fn example_rows(id: &str) -> impl Iterator<Item = (&'static str, Vec<Figure>)> {
    let lines = ROWS.lines().filter_map(move |line| line.strip_prefix(id)?.strip_prefix('\t'));
    lines.map(|line| {
        let mut cells = line.split('\t');
        let key = cells.next().unwrap_or_default();
        let figure = |cell: &str| {
            let (metric, value) = cell.split_once('=')?;
            Some(Figure { value: read(value), currency: Currency::CNY, ..Figure::unknown(MetricId::of(metric)?) })
        };
        (key, cells.filter_map(figure).collect())
    })
}

/// A value as the examples write it.
pub fn written(value: Option<Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::Count(n)) => format!("c{n}"),
        Some(Value::Money(money)) => format!("m{money}"),
        Some(Value::Real(x)) => format!("r{x}"),
    }
}

fn read(text: &str) -> Option<Value> {
    let (kind, number) = text.split_at_checked(1)?;
    match kind {
        "c" => number.parse().ok().map(Value::Count),
        "m" => Money::parse(number).map(Value::Money),
        "r" => number.parse().ok().map(Value::Real),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_that_is_named_exists() {
        for id in CONFUSIONS.iter().flat_map(|confusion| confusion.ids).chain(FAMILIES.iter().copied().flatten()) {
            assert!(find(id).is_some(), "{id}");
        }
        for confusion in CONFUSIONS {
            assert!(confusion.ids.len() > 1 && confusion.text.zh.chars().count() > 10 && confusion.text.en.len() > 20);
        }
    }

    #[test]
    fn what_is_confused_is_related() {
        let ids = |id: &str| related(find(id).unwrap()).into_iter().map(|entry| entry.id).collect::<Vec<_>>();
        assert!(ids("amount_per_buyer").contains(&"amount_per_order"));
        assert!(ids("bounce_rate").contains(&"visits"), "{:?}", ids("bounce_rate"));
        assert!(!ids("visitors").contains(&"visitors"));
        let alone: Vec<&str> = listed().filter(|entry| related(entry).len() < 2).map(|entry| entry.id).collect();
        assert_eq!(alone, Vec::<&str>::new(), "entries that lead nowhere");
    }

    #[test]
    fn entries_are_found_in_chinese_by_spelling_and_in_english() {
        let found = |typed: &str| listed().filter(|entry| speaks_of(entry, typed)).map(|entry| entry.id).collect::<Vec<_>>();
        for typed in ["跳失率", "tsl", "tiaoshilv", "bounce rate", "bounce_rate"] {
            assert!(found(typed).contains(&"bounce_rate"), "{typed}: {:?}", found(typed));
        }
        assert!(found("kdj").contains(&"amount_per_buyer"));
        assert!(found("zzzz").is_empty());
    }
}
