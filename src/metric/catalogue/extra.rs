//! X: figures beside the 90 terms, which operators ask for in the same breath.

use super::{Days, Entry, Group, Kind, Text, basic};
use crate::metric::Part;
use crate::model::Role::{Amount, Buyer, Event, Item, PageType, PaidAmount, PaidAt, Promotion};
use crate::model::{Table, Unit};

const BASE: Entry = Entry { group: Group::Extra, ..basic::BASE };

pub static ENTRIES: &[Entry] = &[
    Entry {
        n: "X01",
        id: "visits",
        name: Text { zh: "访问次数", en: "Visits" },
        kind: Kind::Count(Part::Visits),
        additive: true,
        definition: Text {
            zh: "访客进店看了多少次。同一访客相邻两次浏览隔了 30 分钟以上，就另算一次；数据带会话编号时按会话划分。",
            en: "How many times visitors came. A gap of more than 30 minutes between two views of a visitor starts a new visit; \
                 where the data has session ids, they decide.",
        },
        formula: Text { zh: "在时段内开始的访问的次数", en: "number of visits that start in the period" },
        beware: Text {
            zh: "访问归入第一次浏览的那一天，跨零点也只算一次。",
            en: "A visit belongs to the day of its first view; running past midnight it still counts once.",
        },
        ..BASE
    },
    Entry {
        n: "X02",
        id: "carts",
        name: Text { zh: "加购次数", en: "Additions to cart" },
        kind: Kind::Count(Part::Carts),
        additive: true,
        columns: &[&[Event]],
        definition: Text { zh: "把宝贝放进购物车的次数。", en: "How often something was put into the cart." },
        formula: Text { zh: "加购事件的条数", en: "number of cart events" },
        beware: Text { zh: "数的是次数，不是件数，也不是人数。", en: "It counts clicks, neither pieces nor people." },
        ..BASE
    },
    Entry {
        n: "X03",
        id: "buys",
        name: Text { zh: "购买事件数", en: "Buy events" },
        kind: Kind::Count(Part::Buys),
        additive: true,
        columns: &[&[Event]],
        definition: Text { zh: "行为数据里记录的购买次数。", en: "Purchases recorded in the log of visitors' behaviour." },
        formula: Text { zh: "购买事件的条数", en: "number of buy events" },
        beware: Text {
            zh: "来自行为数据，不是订单：没有载入订单时，每条购买事件当作一笔一件、没有金额的成交订单。",
            en: "From the event log, not from orders: where no orders are loaded, each buy event stands in for a paid order of one \
                 piece without amount.",
        },
        ..BASE
    },
    Entry {
        n: "X04",
        id: "amount_per_order",
        name: Text { zh: "笔单价", en: "Amount per order" },
        kind: Kind::Ratio { numerator: "paid_amount", denominator: "paid_orders" },
        unit: Unit::MoneyMean,
        needs: &[Table::Orders],
        columns: &[&[PaidAt], &[PaidAmount, Amount]],
        definition: Text { zh: "平均每笔成交订单付了多少钱。", en: "How much was paid per order on average." },
        formula: Text { zh: "支付宝成交金额 ÷ 支付宝成交笔数", en: "paid_amount ÷ paid_orders" },
        beware: Text {
            zh: "按笔不按人：同一个人付两笔算两笔；按人算的是客单价。",
            en: "Per order, not per person: two orders of one person are two. Per person it is amount_per_buyer.",
        },
        ..BASE
    },
    Entry {
        n: "X05",
        id: "avg_visit_depth_daily_mean",
        name: Text { zh: "平均访问深度均值", en: "Average visit depth, daily mean" },
        kind: Kind::MeanOfDays { of: "avg_visit_depth", over: Days::WithDenominator },
        unit: Unit::Mean,
        definition: Text {
            zh: "先算出每一天的平均访问深度，再对有访问的日子取平均；没有访问的日子不计。",
            en: "The average visit depth of each day, averaged over the days that had visits; days without visits are left out.",
        },
        formula: Text {
            zh: "每日平均访问深度之和 ÷ 有访问的天数", en: "sum of daily avg_visit_depth ÷ days with visits"
        },
        beware: Text {
            zh: "有些月报里的“平均访问深度”其实是它；每天分量相同，与整段的平均访问深度一般不相等。",
            en: "What some monthly reports call average visit depth; every day weighs the same, so it usually differs from that of \
                 the period.",
        },
        ..BASE
    },
    Entry {
        n: "X06",
        id: "promo_conversion_rate_period",
        name: Text { zh: "宝贝页(促销)时段成交转化率", en: "Promotion conversion rate of item pages over the period" },
        kind: Kind::Ratio { numerator: "promo_buyers", denominator: "item_page_visitors" },
        unit: Unit::Ratio,
        needs: &[Table::Orders, Table::Events],
        columns: &[&[PaidAt], &[Buyer], &[Promotion], &[Item, PageType]],
        definition: Text {
            zh: "整个时段的促销成交用户数占宝贝页访客数的比例，两边都对整段去重。",
            en: "Promotion buyers against item page visitors, both deduplicated over the whole period.",
        },
        formula: Text { zh: "促销成交用户数 ÷ 宝贝页访客数", en: "promo_buyers ÷ item_page_visitors" },
        beware: Text {
            zh: "不是每日转化率的平均；日均看“宝贝页(促销)成交转化率”。只看一天时两者相等。",
            en: "Not the mean of the daily rates; for that see promo_conversion_rate. On a single day the two are equal.",
        },
        ..BASE
    },
];
