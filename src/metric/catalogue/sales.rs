//! B: sales 销售分析类. Placed (拍下) is dated by `placed_at`, paid (成交) by `paid_at`.

use super::{Days, Entry, Group, Kind, Text, basic};
use crate::metric::{MoneyPart, Part};
use crate::model::Role::{Amount, Buyer, Item, PageType, PaidAmount, PaidAt, PlacedAt, Promotion, Quantity};
use crate::model::{Table, Unit};

const BASE: Entry = Entry { group: Group::Sales, needs: &[Table::Orders], ..basic::BASE };

pub static ENTRIES: &[Entry] = &[
    Entry {
        n: "B01",
        id: "placed_items",
        name: Text { zh: "拍下件数", en: "Items placed" },
        kind: Kind::Count(Part::PlacedItems),
        additive: true,
        columns: &[&[PlacedAt], &[Quantity]],
        definition: Text {
            zh: "所选时段内被拍下的宝贝件数，付没付款都算；日期看拍下时间。",
            en: "Pieces in orders placed in the period, paid or not; dated by the time of placing.",
        },
        formula: Text { zh: "时段内拍下的订单行的数量之和", en: "sum of quantity over order lines placed in the period" },
        beware: Text {
            zh: "拍下不等于成交：没付款、后来关闭的订单也在里面。",
            en: "Placed is not sold: orders never paid or later closed are in it.",
        },
        ..BASE
    },
    Entry {
        n: "B02",
        id: "placed_orders",
        name: Text { zh: "拍下笔数", en: "Orders placed" },
        kind: Kind::Count(Part::PlacedOrders),
        additive: true,
        columns: &[&[PlacedAt]],
        definition: Text {
            zh: "所选时段内拍下的订单数，付没付款都算；一单里有多少件宝贝都只算一笔。",
            en: "Orders placed in the period, paid or not; an order of several items is one.",
        },
        formula: Text { zh: "时段内拍下的不同订单数", en: "number of distinct orders placed in the period" },
        beware: Text {
            zh: "订单导出里一单常占好几行，数行数会多算。",
            en: "Exports often spread an order over several lines; counting lines gives too many.",
        },
        ..BASE
    },
    Entry {
        n: "B03",
        id: "placed_amount",
        name: Text { zh: "拍下总金额", en: "Amount placed" },
        kind: Kind::Amount(MoneyPart::PlacedAmount),
        unit: Unit::Money,
        additive: true,
        columns: &[&[PlacedAt], &[Amount]],
        definition: Text {
            zh: "所选时段内拍下的订单行的应付金额之和，付没付款都算。",
            en: "The amount to pay on all order lines placed in the period, paid or not.",
        },
        formula: Text { zh: "时段内拍下的订单行的应付金额之和", en: "sum of amount over order lines placed in the period" },
        beware: Text {
            zh: "这是拍下的钱，不是收到的钱；收到的看支付宝成交金额。",
            en: "Money promised, not money received; for that see paid_amount.",
        },
        ..BASE
    },
    Entry {
        n: "B04",
        id: "buyers",
        name: Text { zh: "成交用户数", en: "Buyers" },
        kind: Kind::Count(Part::Buyers),
        columns: &[&[PaidAt], &[Buyer]],
        definition: Text {
            zh: "所选时段内付过款的人数；同一个人付多少笔都只算一个，日期看付款时间。",
            en: "People with an order paid in the period; one person counts once, however many orders. Dated by the time of payment.",
        },
        formula: Text { zh: "时段内付款订单的不同买家数", en: "number of distinct buyers with an order paid in the period" },
        beware: Text {
            zh: "对整个时段去重，各天的人数不能相加；没有买家信息的订单不计入人数。",
            en: "Deduplicated over the whole period, so daily values must not be added up; an order without a buyer counts in no \
                 number of buyers.",
        },
        ..BASE
    },
    Entry {
        n: "B05",
        id: "repeat_buyers",
        name: Text { zh: "成交回头客", en: "Repeat buyers" },
        kind: Kind::Count(Part::RepeatBuyers),
        columns: &[&[PaidAt], &[Buyer]],
        definition: Text {
            zh: "所选时段内付过款、而且在那之前还有另一笔更早付款的订单的人数；更早的那笔在时段内或时段前都可以。",
            en: "Buyers with an order paid in the period for whom another order with an earlier payment exists, inside the period or \
                 before it.",
        },
        formula: Text {
            zh: "时段内付款、且另有更早付款订单的不同买家数",
            en: "number of distinct buyers paying in the period who have another order paid earlier",
        },
        beware: Text {
            zh: "只认得已载入的订单：历史越短，数出来越少。看这个数要同时看历史从哪天开始。",
            en: "It knows only the orders that are loaded: the shorter the history, the lower the value. Read it together with the \
                 day the history starts.",
        },
        ..BASE
    },
    Entry {
        n: "B06",
        id: "paid_items",
        name: Text { zh: "支付宝成交件数", en: "Items paid" },
        kind: Kind::Count(Part::PaidItems),
        additive: true,
        columns: &[&[PaidAt], &[Quantity]],
        definition: Text {
            zh: "所选时段内付款的宝贝件数；日期看付款时间。",
            en: "Pieces in orders paid in the period; dated by the time of payment.",
        },
        formula: Text { zh: "时段内付款的订单行的数量之和", en: "sum of quantity over order lines paid in the period" },
        beware: Text {
            zh: "名字里的“支付宝”是沿用的老叫法，什么付款方式都算。",
            en: "The Chinese name says Alipay for historical reasons; every method of payment counts.",
        },
        ..BASE
    },
    Entry {
        n: "B07",
        id: "paid_orders",
        name: Text { zh: "支付宝成交笔数", en: "Orders paid" },
        kind: Kind::Count(Part::PaidOrders),
        additive: true,
        columns: &[&[PaidAt]],
        definition: Text {
            zh: "所选时段内付款的订单数；一单里有多少件宝贝都只算一笔。",
            en: "Orders paid in the period; an order of several items is one.",
        },
        formula: Text { zh: "时段内付款的不同订单数", en: "number of distinct orders paid in the period" },
        beware: Text {
            zh: "日期看付款时间：昨天拍下、今天付款的订单，算今天成交。",
            en: "Dated by payment: an order placed yesterday and paid today belongs to today.",
        },
        ..BASE
    },
    Entry {
        n: "B08",
        id: "paid_amount",
        name: Text { zh: "支付宝成交金额", en: "Amount paid" },
        kind: Kind::Amount(MoneyPart::PaidAmount),
        unit: Unit::Money,
        additive: true,
        columns: &[&[PaidAt], &[PaidAmount, Amount]],
        definition: Text {
            zh: "所选时段内付款的订单行的实付金额之和；数据里没有实付金额时用应付金额代替，并附说明。",
            en: "The money really paid on order lines paid in the period; where the data has no paid amount, the amount to pay \
                 stands in and the value says so.",
        },
        formula: Text {
            zh: "时段内付款的订单行的实付金额之和", en: "sum of paid_amount over order lines paid in the period"
        },
        beware: Text {
            zh: "付款之后的退款不会从中扣除；导出的实付金额若已扣除退款，数值旁会注明。",
            en: "Refunds made after payment are not taken off; where an export has taken them off its paid amounts already, the \
                 value says so.",
        },
        ..BASE
    },
    Entry {
        n: "B09",
        id: "items_per_buyer",
        name: Text { zh: "人均成交件数", en: "Items per buyer" },
        kind: Kind::Ratio { numerator: "paid_items", denominator: "buyers" },
        unit: Unit::Mean,
        columns: &[&[PaidAt], &[Quantity], &[Buyer]],
        definition: Text { zh: "平均每个成交用户买了多少件。", en: "How many pieces a buyer paid for on average." },
        formula: Text { zh: "支付宝成交件数 ÷ 成交用户数", en: "paid_items ÷ buyers" },
        beware: Text {
            zh: "除以的是人数，不是笔数；平均每笔多少件（连带率）是另一个指标。",
            en: "Divided by people, not by orders; items per order is another figure.",
        },
        ..BASE
    },
    Entry {
        n: "B10",
        id: "orders_per_buyer",
        name: Text { zh: "人均成交笔数", en: "Orders per buyer" },
        kind: Kind::Ratio { numerator: "paid_orders", denominator: "buyers" },
        unit: Unit::Mean,
        columns: &[&[PaidAt], &[Buyer]],
        definition: Text { zh: "平均每个成交用户付了多少笔订单。", en: "How many orders a buyer paid for on average." },
        formula: Text { zh: "支付宝成交笔数 ÷ 成交用户数", en: "paid_orders ÷ buyers" },
        beware: Text {
            zh: "时段越长，同一个人多买几笔的机会越多；要比较，就选一样长的时段。",
            en: "The longer the period, the more chances to buy again: compare only periods of equal length.",
        },
        ..BASE
    },
    Entry {
        n: "B11",
        id: "same_day_paid_items",
        name: Text { zh: "当日拍下-付款件数", en: "Items placed and paid the same day" },
        kind: Kind::Count(Part::SameDayPaidItems),
        additive: true,
        columns: &[&[PlacedAt], &[PaidAt], &[Quantity]],
        definition: Text {
            zh: "所选时段内拍下、并且在拍下当天就付了款的件数。",
            en: "Pieces in orders placed in the period and paid on the very day they were placed.",
        },
        formula: Text {
            zh: "当日拍下且当日付款的订单行的数量之和",
            en: "sum of quantity over order lines placed in the period and paid the same day",
        },
        beware: Text {
            zh: "“当日”是店铺时区的自然日：深夜拍下、过了零点才付款的不算。",
            en: "A day is a calendar day in the shop's time zone: placed at night and paid after midnight is not the same day.",
        },
        ..BASE
    },
    Entry {
        n: "B12",
        id: "same_day_paid_orders",
        name: Text { zh: "当日拍下-付款笔数", en: "Orders placed and paid the same day" },
        kind: Kind::Count(Part::SameDayPaidOrders),
        additive: true,
        columns: &[&[PlacedAt], &[PaidAt]],
        definition: Text {
            zh: "所选时段内拍下、并且在拍下当天就付了款的订单数。",
            en: "Orders placed in the period and paid on the very day they were placed.",
        },
        formula: Text {
            zh: "当日拍下且当日付款的不同订单数", en: "number of distinct orders placed in the period and paid the same day"
        },
        beware: Text {
            zh: "它与拍下笔数相比，才回答“当天拍下的有多少当天就付款”，支付率回答不了。",
            en: "Set against orders placed, it tells how many orders were paid at once; the payment rate does not.",
        },
        ..BASE
    },
    Entry {
        n: "B13",
        id: "same_day_paid_amount",
        name: Text { zh: "当日拍下-付款金额", en: "Amount placed and paid the same day" },
        kind: Kind::Amount(MoneyPart::SameDayPaidAmount),
        unit: Unit::Money,
        additive: true,
        columns: &[&[PlacedAt], &[PaidAt], &[PaidAmount, Amount]],
        definition: Text {
            zh: "所选时段内拍下、并且在拍下当天就付了款的订单行的实付金额之和。",
            en: "The money paid on order lines placed in the period and paid on the very day they were placed.",
        },
        formula: Text {
            zh: "当日拍下且当日付款的订单行的实付金额之和",
            en: "sum of paid_amount over order lines placed in the period and paid the same day",
        },
        beware: Text {
            zh: "它是支付宝成交金额的一部分；差额是收回的前几天拍下的款。",
            en: "It is a part of the amount paid; the rest pays for orders of earlier days.",
        },
        ..BASE
    },
    Entry {
        n: "B14",
        id: "amount_per_buyer",
        name: Text { zh: "客单价", en: "Amount per buyer" },
        kind: Kind::Ratio { numerator: "paid_amount", denominator: "buyers" },
        unit: Unit::MoneyMean,
        columns: &[&[PaidAt], &[PaidAmount, Amount], &[Buyer]],
        definition: Text {
            zh: "平均每个成交用户付了多少钱；同一个人的多笔订单合在一起算。",
            en: "How much a buyer paid on average; all orders of one person count together.",
        },
        formula: Text { zh: "支付宝成交金额 ÷ 成交用户数", en: "paid_amount ÷ buyers" },
        beware: Text {
            zh: "除以的是人数，不是笔数：成交金额除以成交笔数叫“笔单价”，两者最容易混用。",
            en: "Per buyer, not per order: paid_amount ÷ paid_orders is amount_per_order. The two are the most commonly confused \
                 figures of all.",
        },
        ..BASE
    },
    Entry {
        n: "B15",
        id: "amount_per_buyer_daily_mean",
        name: Text { zh: "客单价均值", en: "Amount per buyer, daily mean" },
        kind: Kind::MeanOfDays { of: "amount_per_buyer", over: Days::All },
        unit: Unit::MoneyMean,
        columns: &[&[PaidAt], &[PaidAmount, Amount], &[Buyer]],
        definition: Text {
            zh: "先算出每一天的客单价，全部相加，再除以时段的天数；没有成交的日子按 0 计，也占一天。",
            en: "The amount per buyer of each day, added up and divided by the calendar days of the period; a day without buyers \
                 adds 0 and still counts as a day.",
        },
        formula: Text { zh: "每日客单价之和 ÷ 时段天数", en: "sum of daily amount_per_buyer ÷ days of the period" },
        beware: Text {
            zh: "与整个时段的客单价不是一回事：这里每天分量相同，没有成交的日子会把它拉低。",
            en: "Not the amount per buyer of the period: here every day weighs the same, and days without sales pull it down.",
        },
        ..BASE
    },
    Entry {
        n: "B16",
        id: "payment_rate",
        name: Text { zh: "支付率", en: "Payment rate" },
        kind: Kind::Ratio { numerator: "paid_orders", denominator: "placed_orders" },
        unit: Unit::Ratio,
        columns: &[&[PaidAt], &[PlacedAt]],
        definition: Text {
            zh: "时段内付款的订单数与时段内拍下的订单数之比；付款看付款时间，拍下看拍下时间。",
            en: "Orders paid in the period against orders placed in the period, each dated by its own time.",
        },
        formula: Text { zh: "支付宝成交笔数 ÷ 拍下笔数", en: "paid_orders ÷ placed_orders" },
        beware: Text {
            zh: "可能超过 100%：今天付款的订单可以是前几天拍下的。它不是“今天拍下的有多少付了款”。",
            en: "It can exceed 100%: orders paid today may have been placed days ago. It is not the share of today's orders that got \
                 paid.",
        },
        ..BASE
    },
    Entry {
        n: "B17",
        id: "repeat_buyer_rate",
        name: Text { zh: "成交回头率", en: "Repeat buyer rate" },
        kind: Kind::Ratio { numerator: "repeat_buyers", denominator: "buyers" },
        unit: Unit::Ratio,
        columns: &[&[PaidAt], &[Buyer]],
        definition: Text {
            zh: "全部成交用户中，成交回头客所占的比例。", en: "The share of repeat buyers among all buyers."
        },
        formula: Text { zh: "成交回头客 ÷ 成交用户数", en: "repeat_buyers ÷ buyers" },
        beware: Text {
            zh: "载入的历史越短，比例越低；时段前没有历史时，只认得出时段内买了两次的人。",
            en: "The shorter the loaded history, the lower the rate; with none before the period, only those who bought twice inside \
                 it are recognised.",
        },
        ..BASE
    },
    Entry {
        n: "B18",
        id: "conversion_rate",
        name: Text { zh: "全店成交转化率", en: "Conversion rate" },
        kind: Kind::Ratio { numerator: "buyers", denominator: "visitors" },
        unit: Unit::Ratio,
        needs: &[Table::Orders, Table::Events],
        columns: &[&[PaidAt], &[Buyer]],
        definition: Text {
            zh: "成交用户数占访客数的比例：来一百个人，有几个付了款。",
            en: "Buyers against visitors: of a hundred people who came, how many paid.",
        },
        formula: Text { zh: "成交用户数 ÷ 访客数(UV)", en: "buyers ÷ visitors" },
        beware: Text {
            zh: "两头都按人数且各自去重，不能用订单数去除；今天付款的人也可能是前几天来看的。",
            en: "Both sides are people, each deduplicated, so orders do not belong in it; who pays today may have come to look days \
                 ago.",
        },
        ..BASE
    },
    Entry {
        n: "B19",
        id: "conversion_rate_daily_mean",
        name: Text { zh: "全店转化率均值", en: "Conversion rate, daily mean" },
        kind: Kind::MeanOfDays { of: "conversion_rate", over: Days::All },
        unit: Unit::Ratio,
        needs: &[Table::Orders, Table::Events],
        columns: &[&[PaidAt], &[Buyer]],
        definition: Text {
            zh: "先算出每一天的全店成交转化率，全部相加，再除以时段的天数；没有访客的日子按 0 计，也占一天。",
            en: "The conversion rate of each day, added up and divided by the calendar days of the period; a day without visitors \
                 adds 0 and still counts as a day.",
        },
        formula: Text { zh: "每日全店成交转化率之和 ÷ 时段天数", en: "sum of daily conversion_rate ÷ days of the period" },
        beware: Text {
            zh: "与整个时段的转化率不同：每天各自去重、分量相同，同一个人来几天就在分母里出现几次。",
            en: "Not the conversion rate of the period: each day is deduplicated on its own and weighs the same, so who came on \
                 several days is in several denominators.",
        },
        ..BASE
    },
    Entry {
        n: "B20",
        id: "promo_buyers",
        name: Text { zh: "促销成交用户数", en: "Promotion buyers" },
        kind: Kind::Count(Part::PromoBuyers),
        columns: &[&[PaidAt], &[Buyer], &[Promotion]],
        definition: Text {
            zh: "所选时段内付过款、且买的东西里有参加促销的人数，同一个人只算一个；促销一栏不为空就是参加促销。",
            en: "People who paid in the period for at least one line with a promotion, each counted once; a line has a promotion \
                 when its promotion cell is not empty.",
        },
        formula: Text {
            zh: "时段内付款的促销订单行的不同买家数",
            en: "number of distinct buyers with a promotion line paid in the period",
        },
        beware: Text {
            zh: "与非促销成交用户数相加不等于成交用户数：同一个人可以两样都买。",
            en: "It does not add up with non_promo_buyers to buyers: one person can buy both kinds.",
        },
        ..BASE
    },
    Entry {
        n: "B21",
        id: "promo_conversion_rate",
        name: Text { zh: "宝贝页(促销)成交转化率", en: "Promotion conversion rate of item pages" },
        kind: Kind::DailyRatio { numerator: "promo_buyers", denominator: "item_page_visitors" },
        unit: Unit::Ratio,
        needs: &[Table::Orders, Table::Events],
        columns: &[&[PaidAt], &[Buyer], &[Promotion], &[Item, PageType]],
        definition: Text {
            zh: "促销成交用户数占宝贝页访客数的比例。只看一天就是当天之比；看多天则把每天的比例相加，再除以天数。",
            en: "Promotion buyers against item page visitors. For one day it is that day's ratio; for several days, the daily ratios \
                 are added up and divided by the number of days.",
        },
        formula: Text {
            zh: "促销成交用户数 ÷ 宝贝页访客数；多天时：每日之比的和 ÷ 时段天数",
            en: "promo_buyers ÷ item_page_visitors; over several days: sum of the daily ratios ÷ days of the period",
        },
        beware: Text {
            zh: "多天的值是日均，不是整段之比；整段之比看“宝贝页(促销)时段成交转化率”。没有宝贝页访客的日子按 0 计。",
            en: "Over several days it is a daily mean, not the ratio of the period; for that see promo_conversion_rate_period. A day \
                 without item page visitors adds 0.",
        },
        ..BASE
    },
    Entry {
        n: "B22",
        id: "promo_paid_items",
        name: Text { zh: "支付宝(促销)成交件数", en: "Promotion items paid" },
        kind: Kind::Count(Part::PromoPaidItems),
        additive: true,
        columns: &[&[PaidAt], &[Quantity], &[Promotion]],
        definition: Text {
            zh: "所选时段内付款的订单行中，参加促销的件数。", en: "Pieces on promotion lines paid in the period."
        },
        formula: Text {
            zh: "时段内付款的促销订单行的数量之和", en: "sum of quantity over promotion lines paid in the period"
        },
        beware: Text {
            zh: "按订单行看：一单里只有参加促销的那几行才算。",
            en: "Line by line: of an order, only the lines with a promotion count.",
        },
        ..BASE
    },
    Entry {
        n: "B23",
        id: "promo_paid_orders",
        name: Text { zh: "支付宝(促销)成交笔数", en: "Promotion orders paid" },
        kind: Kind::Count(Part::PromoPaidOrders),
        additive: true,
        columns: &[&[PaidAt], &[Promotion]],
        definition: Text {
            zh: "所选时段内付款、至少有一行参加促销的订单数。",
            en: "Orders paid in the period with at least one promotion line.",
        },
        formula: Text {
            zh: "时段内付款的、含促销行的不同订单数",
            en: "number of distinct orders paid in the period that have a promotion line",
        },
        beware: Text {
            zh: "一单里促销和非促销都有，就两边各算一笔，两者相加可能多于成交笔数。",
            en: "An order with both kinds of lines counts on both sides, so the two can add up to more than the orders paid.",
        },
        ..BASE
    },
    Entry {
        n: "B24",
        id: "promo_paid_amount",
        name: Text { zh: "支付宝(促销)成交金额", en: "Promotion amount paid" },
        kind: Kind::Amount(MoneyPart::PromoPaidAmount),
        unit: Unit::Money,
        additive: true,
        columns: &[&[PaidAt], &[PaidAmount, Amount], &[Promotion]],
        definition: Text {
            zh: "所选时段内付款的促销订单行的实付金额之和。", en: "The money paid on promotion lines paid in the period."
        },
        formula: Text {
            zh: "时段内付款的促销订单行的实付金额之和", en: "sum of paid_amount over promotion lines paid in the period"
        },
        beware: Text {
            zh: "它是参加促销的成交金额，不是优惠掉的金额，也不等于促销带来的增量。",
            en: "It is the sales made under a promotion: neither the discount given nor the extra sales it caused.",
        },
        ..BASE
    },
    Entry {
        n: "B25",
        id: "non_promo_buyers",
        name: Text { zh: "非促销成交用户数", en: "Non-promotion buyers" },
        kind: Kind::Count(Part::NonPromoBuyers),
        columns: &[&[PaidAt], &[Buyer], &[Promotion]],
        definition: Text {
            zh: "所选时段内付过款、且买的东西里有没参加促销的人数，同一个人只算一个。",
            en: "People who paid in the period for at least one line without a promotion, each counted once.",
        },
        formula: Text {
            zh: "时段内付款的非促销订单行的不同买家数",
            en: "number of distinct buyers with a non-promotion line paid in the period",
        },
        beware: Text {
            zh: "不是“从不买促销的人”：两样都买的人，促销和非促销两边都算。",
            en: "Not the people who never buy on promotion: who buys both kinds counts on both sides.",
        },
        ..BASE
    },
    Entry {
        n: "B26",
        id: "non_promo_paid_items",
        name: Text { zh: "支付宝(非促销)成交件数", en: "Non-promotion items paid" },
        kind: Kind::Count(Part::NonPromoPaidItems),
        additive: true,
        columns: &[&[PaidAt], &[Quantity], &[Promotion]],
        definition: Text {
            zh: "所选时段内付款的订单行中，没参加促销的件数。",
            en: "Pieces on lines without a promotion paid in the period.",
        },
        formula: Text {
            zh: "时段内付款的非促销订单行的数量之和", en: "sum of quantity over non-promotion lines paid in the period"
        },
        beware: Text {
            zh: "件数可以相加：与促销成交件数合起来正好是支付宝成交件数。",
            en: "Pieces do add up: with the promotion items they make the items paid.",
        },
        ..BASE
    },
    Entry {
        n: "B27",
        id: "non_promo_paid_orders",
        name: Text { zh: "支付宝(非促销)成交笔数", en: "Non-promotion orders paid" },
        kind: Kind::Count(Part::NonPromoPaidOrders),
        additive: true,
        columns: &[&[PaidAt], &[Promotion]],
        definition: Text {
            zh: "所选时段内付款、至少有一行没参加促销的订单数。",
            en: "Orders paid in the period with at least one line without a promotion.",
        },
        formula: Text {
            zh: "时段内付款的、含非促销行的不同订单数",
            en: "number of distinct orders paid in the period that have a non-promotion line",
        },
        beware: Text {
            zh: "一单里两种都有，就两边各算一笔，与促销成交笔数相加可能多于成交笔数。",
            en: "An order with both kinds of lines counts on both sides, so with the promotion orders it can add up to more than the \
                 orders paid.",
        },
        ..BASE
    },
    Entry {
        n: "B28",
        id: "non_promo_paid_amount",
        name: Text { zh: "支付宝(非促销)成交金额", en: "Non-promotion amount paid" },
        kind: Kind::Amount(MoneyPart::NonPromoPaidAmount),
        unit: Unit::Money,
        additive: true,
        columns: &[&[PaidAt], &[PaidAmount, Amount], &[Promotion]],
        definition: Text {
            zh: "所选时段内付款的非促销订单行的实付金额之和。",
            en: "The money paid on lines without a promotion paid in the period.",
        },
        formula: Text {
            zh: "时段内付款的非促销订单行的实付金额之和",
            en: "sum of paid_amount over non-promotion lines paid in the period",
        },
        beware: Text {
            zh: "金额可以相加：与促销成交金额合起来正好是支付宝成交金额。",
            en: "Money does add up: with the promotion amount it makes the amount paid.",
        },
        ..BASE
    },
];
