//! E: what paid tools brought, and persons counted by day; Q: the inner parts of both.

use super::{Entry, Group, Kind, Text, basic};
use crate::metric::{MoneyPart, Part};
use crate::model::Role::{
    Bid, Buyer, Carts, Clicks, Cost, DefaultBid, Favorites, Impressions, Item, Keyword, Orders, PageType, PaidAt, QualityScore, Revenue,
};
use crate::model::{Direction, Table, Unit};

const BASE: Entry = Entry { group: Group::Extra, needs: &[Table::Ads], ..basic::BASE };
const FIELD: Entry = Entry { kind: Kind::Field, unit: Unit::None, better: Direction::Neutral, ..BASE };
const PART: Entry = Entry { group: Group::Part, better: Direction::Neutral, additive: true, ..BASE };

pub static ENTRIES: &[Entry] = &[
    Entry {
        n: "E01",
        id: "ad_revenue",
        name: Text { zh: "推广成交金额", en: "Ad revenue" },
        kind: Kind::Amount(MoneyPart::AdRevenue),
        unit: Unit::Money,
        additive: true,
        columns: &[&[Revenue]],
        definition: Text {
            zh: "推广工具记在自己名下的成交金额，直接成交与间接成交都在内。",
            en: "The sales that the paid tools ascribe to themselves, direct and indirect.",
        },
        formula: Text { zh: "报表中总成交金额一列之和", en: "sum of revenue in the tools' reports" },
        beware: Text {
            zh: "各工具按各自的归因天数认领，同一笔订单可能被两个工具都算进去，不等于店铺成交。",
            en: "Each tool claims sales by its own rules, and two tools may claim one order: it is no part of paid_amount.",
        },
        ..BASE
    },
    Entry {
        n: "E02",
        id: "ad_orders",
        name: Text { zh: "推广成交笔数", en: "Ad orders" },
        kind: Kind::Amount(MoneyPart::AdOrders),
        additive: true,
        columns: &[&[Orders]],
        definition: Text {
            zh: "推广工具记在自己名下的成交笔数。",
            en: "The orders or conversions that the paid tools ascribe to themselves.",
        },
        formula: Text { zh: "报表中总成交笔数一列之和", en: "sum of orders in the tools' reports" },
        beware: Text {
            zh: "有的工具把一笔订单分给几次点击，所以可能带小数。",
            en: "Some tools share one order between several clicks, so it may hold parts of one.",
        },
        ..BASE
    },
    Entry {
        n: "E03",
        id: "ad_roi",
        name: Text { zh: "投入产出比(ROI)", en: "Return on ad spend (ROI)" },
        kind: Kind::Ratio { numerator: "ad_revenue", denominator: "ad_cost" },
        unit: Unit::Mean,
        columns: &[&[Revenue], &[Cost]],
        definition: Text { zh: "每花一元推广费带来多少成交。", en: "How much revenue each unit of ad cost brought." },
        formula: Text { zh: "推广成交金额 ÷ 花费", en: "ad_revenue ÷ ad_cost" },
        beware: Text {
            zh: "是成交额不是利润：毛利率四成的店，投产比到 2.5 才不亏推广费。",
            en: "Revenue, not profit: with a gross margin of 40% it must reach 2.5 before the cost comes back.",
        },
        ..BASE
    },
    Entry {
        n: "E04",
        id: "ad_cost_per_order",
        name: Text { zh: "每笔成交成本", en: "Ad cost per order" },
        kind: Kind::Ratio { numerator: "ad_cost", denominator: "ad_orders" },
        unit: Unit::MoneyMean,
        better: Direction::Down,
        columns: &[&[Cost], &[Orders]],
        definition: Text { zh: "平均花多少推广费换来一笔成交。", en: "What an order cost in ads on average." },
        formula: Text { zh: "花费 ÷ 推广成交笔数", en: "ad_cost ÷ ad_orders" },
        beware: Text {
            zh: "只除以推广带来的成交，不是店铺全部成交。",
            en: "Over the orders that ads brought, not over all orders of the shop.",
        },
        ..BASE
    },
    Entry {
        n: "E05",
        id: "ad_conversion_rate",
        name: Text { zh: "点击转化率", en: "Ad conversion rate" },
        kind: Kind::Ratio { numerator: "ad_orders", denominator: "ad_clicks" },
        unit: Unit::Ratio,
        columns: &[&[Orders], &[Clicks]],
        definition: Text { zh: "点击之后成交的比例。", en: "The share of clicks that led to an order." },
        formula: Text { zh: "推广成交笔数 ÷ 点击量", en: "ad_orders ÷ ad_clicks" },
        beware: Text {
            zh: "按点击算，不按访客算，与成交转化率不是一回事。",
            en: "Per click and not per visitor: not the same as conversion_rate.",
        },
        ..BASE
    },
    Entry {
        n: "E06",
        id: "ad_favorites",
        name: Text { zh: "推广收藏数", en: "Ad favourites" },
        kind: Kind::Count(Part::AdFavorites),
        additive: true,
        columns: &[&[Favorites]],
        definition: Text { zh: "推广带来的收藏次数。", en: "Additions to favourites that ads brought." },
        formula: Text { zh: "报表中总收藏数一列之和", en: "sum of favorites in the tools' reports" },
        beware: Text { zh: "是店铺收藏量的一部分，不要相加。", en: "A part of favorites; do not add the two." },
        ..BASE
    },
    Entry {
        n: "E07",
        id: "ad_carts",
        name: Text { zh: "推广加购数", en: "Ad additions to cart" },
        kind: Kind::Count(Part::AdCarts),
        additive: true,
        columns: &[&[Carts]],
        definition: Text { zh: "推广带来的加入购物车次数。", en: "Additions to the cart that ads brought." },
        formula: Text { zh: "报表中总购物车数一列之和", en: "sum of carts in the tools' reports" },
        beware: Text { zh: "是店铺加购的一部分，不要相加。", en: "A part of carts; do not add the two." },
        ..BASE
    },
    Entry {
        n: "E08",
        id: "ad_quality_mean",
        name: Text { zh: "平均质量得分", en: "Average quality score" },
        kind: Kind::Ratio { numerator: "ad_quality_weight", denominator: "ad_scored_impressions" },
        unit: Unit::Mean,
        columns: &[&[QualityScore], &[Impressions]],
        definition: Text {
            zh: "按展现量加权的质量得分；没有得分的行不参与。",
            en: "The quality score weighted by impressions; rows without a score are left out.",
        },
        formula: Text { zh: "得分加权和 ÷ 有得分的展现量", en: "ad_quality_weight ÷ ad_scored_impressions" },
        beware: Text {
            zh: "只看平均会盖住花费大、得分低的词，要到关键词表里看。",
            en: "A mean hides keywords that cost much and score low; look at the table of keywords.",
        },
        ..BASE
    },
    Entry {
        n: "E09",
        id: "visitor_days",
        name: Text { zh: "访客人次", en: "Visitor days" },
        kind: Kind::Count(Part::VisitorDays),
        additive: true,
        needs: &[Table::Events],
        definition: Text {
            zh: "每天的访客数加起来：同一个人来三天算三个人次。",
            en: "The visitors of each day, added up: who came on three days counts three times.",
        },
        formula: Text { zh: "每日访客数之和", en: "sum of daily visitors" },
        beware: Text {
            zh: "它不是访客数。报表按来源、按小时分行时，同一个人还会在几行里各算一次。",
            en: "It is not a number of people. Where a report has rows by source or hour, one person counts in several of them too.",
        },
        ..BASE
    },
    Entry {
        n: "E10",
        id: "item_page_visitor_days",
        name: Text { zh: "宝贝页访客人次", en: "Item page visitor days" },
        kind: Kind::Count(Part::ItemPageVisitorDays),
        additive: true,
        needs: &[Table::Events],
        columns: &[&[Item, PageType]],
        definition: Text { zh: "每天的宝贝页访客数加起来。", en: "The item page visitors of each day, added up." },
        formula: Text { zh: "每日宝贝页访客数之和", en: "sum of daily item_page_visitors" },
        beware: Text {
            zh: "它不是人数；商品报表里同一个人看几个宝贝就算几个人次。",
            en: "Not a number of people: in a report by item, who looked at three items counts three times.",
        },
        ..BASE
    },
    Entry {
        n: "E11",
        id: "buyer_days",
        name: Text { zh: "成交人次", en: "Buyer days" },
        kind: Kind::Count(Part::BuyerDays),
        additive: true,
        needs: &[Table::Orders],
        columns: &[&[PaidAt], &[Buyer]],
        definition: Text {
            zh: "每天的成交用户数加起来：同一个人在两天付款算两个人次。",
            en: "The buyers of each day, added up: who paid on two days counts twice.",
        },
        formula: Text { zh: "每日成交用户数之和", en: "sum of daily buyers" },
        beware: Text {
            zh: "它不是成交用户数，不能拿来算客单价。", en: "Not a number of buyers; no amount per buyer comes from it."
        },
        ..BASE
    },
    Entry {
        n: "E12",
        id: "ad_quality_weight",
        name: Text { zh: "得分加权和", en: "Score-weighted impressions" },
        kind: Kind::Amount(MoneyPart::AdQualityWeight),
        columns: &[&[QualityScore], &[Impressions]],
        definition: Text {
            zh: "每行的质量得分乘以该行的展现量，全部相加。",
            en: "The quality score of each row times its impressions, summed.",
        },
        formula: Text { zh: "（质量得分 × 展现量）之和", en: "sum of quality_score × impressions" },
        ..PART
    },
    Entry {
        n: "E13",
        id: "ad_scored_impressions",
        name: Text { zh: "有得分的展现量", en: "Impressions with a score" },
        kind: Kind::Count(Part::AdScoredImpressions),
        columns: &[&[QualityScore], &[Impressions]],
        definition: Text {
            zh: "带有质量得分的数据行的展现量之和。", en: "The impressions of the rows that carry a quality score."
        },
        formula: Text { zh: "带有得分的行的展现量之和", en: "sum of impressions over rows with a score" },
        ..PART
    },
    Entry {
        n: "E14",
        id: "ad_own_bid",
        name: Text { zh: "关键词出价", en: "Keyword's own bid" },
        columns: &[&[Bid]],
        definition: Text {
            zh: "给这个关键词单独设的出价；没单独设就没有值，用默认出价。",
            en: "The bid set for this keyword alone; empty where none was set and the default bid holds.",
        },
        formula: Text { zh: "数据中的出价一列", en: "the column bid" },
        beware: Text {
            zh: "取时段内最后一天的值，不是平均；几个宝贝同投一个词时取展现多的那一行。之后的日子只有默认出价，说明已撤掉自己的出价。",
            en: "The value of the last day, not a mean. Where several items use the word, that of the row shown most. A later day \
                 with a default bid alone has taken it back.",
        },
        ..FIELD
    },
    Entry {
        n: "E15",
        id: "ad_effective_bid",
        name: Text { zh: "有效出价", en: "Effective bid" },
        columns: &[&[Bid, DefaultBid]],
        definition: Text {
            zh: "这个关键词真正按多少钱参与竞价：自己设了出价就用自己的，没设就用宝贝的默认出价。",
            en: "What is really bid for the keyword: its own bid where one was set, else the item's default bid.",
        },
        formula: Text { zh: "关键词出价，没有则默认出价", en: "ad_own_bid, else ad_default_bid" },
        beware: Text {
            zh: "它是愿意付的上限，实际扣的看平均点击花费；从类目导航来的点击看类目出价。",
            en: "The most one will pay, not what is charged; clicks from category navigation follow the category bid.",
        },
        ..FIELD
    },
    Entry {
        n: "E16",
        id: "ad_keyword_items",
        name: Text { zh: "用这个词的宝贝数", en: "Items on the keyword" },
        better: Direction::Neutral,
        columns: &[&[Keyword], &[Item]],
        definition: Text { zh: "账户里有几个宝贝在投这个关键词。", en: "How many items of the account use this keyword." },
        formula: Text { zh: "该词各行里不同宝贝的个数", en: "number of different items in the keyword's rows" },
        beware: Text {
            zh: "大于 1 就是自己与自己抢位置：同一次搜索通常只展现其中一个，出价却会互相抬高。",
            en: "Above 1 the shop bids against itself: one search usually shows only one of them, and the bids push each other up.",
        },
        ..FIELD
    },
];
