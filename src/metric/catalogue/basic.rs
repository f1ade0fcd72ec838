//! A: basic statistics 基础统计类, what visitors do in the shop.

use super::{Entry, Group, Kind, Text};
use crate::metric::Part;
use crate::model::Role::{Event, Item, Page, PageType};
use crate::model::{Direction, Table, Unit};

const NO_TEXT: Text = Text { zh: "", en: "" };

/// What an entry is unless it says otherwise. The other lists start from it; the tests notice an entry that keeps
/// one of the empty texts.
pub(super) const BASE: Entry = Entry {
    n: "",
    id: "",
    name: NO_TEXT,
    group: Group::Basic,
    kind: Kind::Field,
    unit: Unit::Count,
    better: Direction::Up,
    additive: false,
    needs: &[Table::Events],
    columns: &[],
    definition: NO_TEXT,
    formula: NO_TEXT,
    beware: NO_TEXT,
};

pub static ENTRIES: &[Entry] = &[
    Entry {
        n: "A01",
        id: "page_views",
        name: Text { zh: "浏览量(PV)", en: "Page views (PV)" },
        kind: Kind::Count(Part::PageViews),
        additive: true,
        definition: Text {
            zh: "店铺页面被打开的次数；同一页面再次打开或刷新，都再算一次。",
            en: "How often the shop's pages were opened; opening or refreshing the same page again counts again.",
        },
        formula: Text { zh: "浏览事件的条数", en: "number of view events" },
        beware: Text {
            zh: "数的是次数，不是人数；人数看访客数。", en: "It counts openings, not people; for people see visitors."
        },
        ..BASE
    },
    Entry {
        n: "A02",
        id: "visitors",
        name: Text { zh: "访客数(UV)", en: "Visitors (UV)" },
        kind: Kind::Count(Part::Visitors),
        definition: Text {
            zh: "所选时段内至少浏览过一次的人数；同一个人来多少次都只算一个。",
            en: "People with at least one view in the period; one person counts once, however often they came.",
        },
        formula: Text { zh: "有浏览的不同访客数", en: "number of distinct visitors with a view" },
        beware: Text {
            zh: "去重是对整个时段做的：同一个人天天来，每天各算一个，整段仍只算一个，所以各天的访客数不能相加。",
            en: "Deduplicated over the whole period: who comes every day counts once on each day but only once in the period, so \
                 daily values must not be added up.",
        },
        ..BASE
    },
    Entry {
        n: "A03",
        id: "favorites",
        name: Text { zh: "收藏量", en: "Favorites" },
        kind: Kind::Count(Part::Favorites),
        additive: true,
        columns: &[&[Event]],
        definition: Text {
            zh: "在店内任何页面（首页、类目页、宝贝页）上点收藏的次数。",
            en: "How often something was favorited, on any page of the shop: home, category or item.",
        },
        formula: Text { zh: "收藏事件的条数", en: "number of favorite events" },
        beware: Text {
            zh: "数的是次数，不是人数；取消收藏不会倒扣。",
            en: "It counts clicks, not people; taking a favorite back subtracts nothing.",
        },
        ..BASE
    },
    Entry {
        n: "A04",
        id: "returning_visitors",
        name: Text { zh: "浏览回头客", en: "Returning visitors" },
        kind: Kind::Count(Part::ReturningVisitors),
        definition: Text {
            zh: "所选时段内某一天来过、并且在那天之前的 6 天里也来过的访客，按整个时段去重；时段之前已载入的日子也算历史。",
            en: "Visitors who came on some day of the period and also on at least one of the six days before that day, each counted \
                 once; loaded days before the period count as history.",
        },
        formula: Text {
            zh: "某天有浏览、且此前 6 天内也有浏览的不同访客数",
            en: "distinct visitors with a view on a day and a view on one of the six days before it",
        },
        beware: Text {
            zh: "只看来没来，不看买没买；同一天来两次不算回头。时段之前载入的历史不足 6 天时，数字会偏小，并附提示。",
            en: "It is about coming, not buying, and two visits on one day do not make a return. With less than six days of history \
                 loaded before the period the value is too low and says so.",
        },
        ..BASE
    },
    Entry {
        n: "A05",
        id: "returning_visitor_rate",
        name: Text { zh: "浏览回头率", en: "Returning visitor rate" },
        kind: Kind::Ratio { numerator: "returning_visitors", denominator: "visitors" },
        unit: Unit::Ratio,
        definition: Text {
            zh: "全部访客中，浏览回头客所占的比例。", en: "The share of returning visitors among all visitors."
        },
        formula: Text { zh: "浏览回头客 ÷ 访客数(UV)", en: "returning_visitors ÷ visitors" },
        beware: Text {
            zh: "别与成交回头率混淆：这里的回头是再来看，那里的回头是再来买。",
            en: "Not to be mixed up with the repeat buyer rate: here people come back to look, there they come back to buy.",
        },
        ..BASE
    },
    Entry {
        n: "A06",
        id: "avg_visit_depth",
        name: Text { zh: "平均访问深度", en: "Average visit depth" },
        kind: Kind::Ratio { numerator: "visit_views", denominator: "visits" },
        unit: Unit::Mean,
        definition: Text {
            zh: "平均每次访问看了多少页。同一访客相邻两次浏览隔了 30 分钟以上，就另算一次访问；数据带会话编号时按会话划分。",
            en: "How many pages a visit has on average. A gap of more than 30 minutes between two views of a visitor starts a new \
                 visit; where the data has session ids, they decide.",
        },
        formula: Text { zh: "访问内浏览量 ÷ 访问次数", en: "visit_views ÷ visits" },
        beware: Text {
            zh: "这是整个时段的总页数除以总次数；有些月报用的是每日数值的平均，那一项叫“平均访问深度均值”，两者一般不相等。",
            en: "This divides the period's totals; some monthly reports average the daily values instead, which is \
                 avg_visit_depth_daily_mean and usually differs.",
        },
        ..BASE
    },
    Entry {
        n: "A07",
        id: "bounce_rate",
        name: Text { zh: "跳失率", en: "Bounce rate" },
        kind: Kind::Ratio { numerator: "bounces", denominator: "visits" },
        unit: Unit::Ratio,
        better: Direction::Down,
        definition: Text {
            zh: "只有一次浏览就结束的访问，占全部访问的比例；可以看全店，也可以按入店页面、按来源看。",
            en: "The share of visits that end after a single view; for the whole shop, for each entry page or for each source.",
        },
        formula: Text { zh: "跳失次数 ÷ 访问次数", en: "bounces ÷ visits" },
        beware: Text {
            zh: "按访问次数算，不按人数算；刷新也是一次浏览，刷新过的访问不再算跳失。",
            en: "Counted by visits, not by people; a refresh is a second view, so a refreshed visit is no bounce.",
        },
        ..BASE
    },
    Entry {
        n: "A08",
        id: "avg_visit_seconds",
        name: Text { zh: "人均店内停留时间(秒)", en: "Average visit duration (seconds)" },
        kind: Kind::Ratio { numerator: "visit_seconds", denominator: "timed_visits" },
        unit: Unit::SecondsMean,
        definition: Text {
            zh: "平均每次访问从第一次浏览到最后一次浏览经过的秒数；只有一次浏览的访问无从计时，不参与平均。",
            en: "Seconds from the first to the last view of a visit, on average; a visit with one view cannot be timed and is left out.",
        },
        formula: Text { zh: "停留时间 ÷ 可计时访问次数", en: "visit_seconds ÷ timed_visits" },
        beware: Text {
            zh: "名字叫“人均”，其实是按每次访问平均。最后一页看了多久没有记录，所以结果比真实停留要短。",
            en: "Its Chinese name says per person, but it is a mean per visit. How long the last page was read is unknown, so the \
                 true stay is longer.",
        },
        ..BASE
    },
    Entry {
        n: "A09",
        id: "item_page_views",
        name: Text { zh: "宝贝页浏览量", en: "Item page views" },
        kind: Kind::Count(Part::ItemPageViews),
        additive: true,
        columns: &[&[Item, PageType]],
        definition: Text {
            zh: "宝贝页被打开的次数，刷新也算；页面类型是宝贝页、或者记录里带宝贝编号的浏览，都是宝贝页浏览。",
            en: "How often item pages were opened, refreshes included; a view whose page type is item or that carries an item id is \
                 a view of an item page.",
        },
        formula: Text { zh: "宝贝页浏览事件的条数", en: "number of view events on item pages" },
        beware: Text {
            zh: "它是浏览量的一部分，不要再与浏览量相加。", en: "It is a part of page_views; do not add the two."
        },
        ..BASE
    },
    Entry {
        n: "A10",
        id: "item_page_visitors",
        name: Text { zh: "宝贝页访客数", en: "Item page visitors" },
        kind: Kind::Count(Part::ItemPageVisitors),
        columns: &[&[Item, PageType]],
        definition: Text {
            zh: "所选时段内看过任意一个宝贝页的人数；同一个人看多少个宝贝、来多少天都只算一个。",
            en: "People who viewed at least one item page in the period; one person counts once, however many items or days.",
        },
        formula: Text { zh: "浏览过宝贝页的不同访客数", en: "number of distinct visitors with a view of an item page" },
        beware: Text {
            zh: "各天的人数、各个宝贝的人数都不能相加。",
            en: "Neither the values of the days nor those of the items may be added up.",
        },
        ..BASE
    },
    Entry {
        n: "A11",
        id: "item_favorites",
        name: Text { zh: "宝贝页收藏量", en: "Item page favorites" },
        kind: Kind::Count(Part::ItemFavorites),
        additive: true,
        columns: &[&[Event], &[Item, PageType]],
        definition: Text { zh: "在宝贝页上点收藏的次数。", en: "How often something was favorited on an item page." },
        formula: Text { zh: "宝贝页上收藏事件的条数", en: "number of favorite events on item pages" },
        beware: Text {
            zh: "它是收藏量的一部分，不含在首页、类目页上的收藏。",
            en: "It is a part of favorites; those made on the home page or a category page are not in it.",
        },
        ..BASE
    },
    Entry {
        n: "A12",
        id: "entry_exit_pages",
        name: Text { zh: "入店页面/出店页面", en: "Entry and exit pages" },
        kind: Kind::Breakdown,
        unit: Unit::None,
        better: Direction::Neutral,
        columns: &[&[Page, Item]],
        definition: Text {
            zh: "每个页面一行：有多少次访问从它开始（入店页面），有多少次访问到它结束（出店页面）。",
            en: "One row per page: how many visits began on it (entry page) and how many ended on it (exit page).",
        },
        formula: Text { zh: "按页面列出入店人次、出店人次", en: "entries and exits of each page" },
        beware: Text {
            zh: "出店页面只是最后看的一页，离开不一定是它的错：每次访问总有最后一页，先和它的浏览量比一比。",
            en: "An exit page is only the last page seen, not always the reason for leaving: every visit ends somewhere, so compare \
                 with the page's views first.",
        },
        ..BASE
    },
    Entry {
        n: "A13",
        id: "entries",
        name: Text { zh: "入店人次", en: "Entries" },
        kind: Kind::Count(Part::Visits),
        additive: true,
        definition: Text {
            zh: "第一次浏览落在该页面的访问次数；放到全店看，就是访问次数。",
            en: "Visits whose first view is this page; over all pages it is the number of visits.",
        },
        formula: Text { zh: "以该页面开始的访问次数", en: "number of visits that begin on the page" },
        beware: Text {
            zh: "名叫“人次”，按访问计：同一个人一天进店三次就是三。",
            en: "Visits, not people: who comes three times a day counts three.",
        },
        ..BASE
    },
    Entry {
        n: "A14",
        id: "exits",
        name: Text { zh: "出店人次", en: "Exits" },
        kind: Kind::Count(Part::Exits),
        better: Direction::Neutral,
        additive: true,
        definition: Text { zh: "最后一次浏览落在该页面的访问次数。", en: "Visits whose last view is this page." },
        formula: Text { zh: "以该页面结束的访问次数", en: "number of visits that end on the page" },
        beware: Text {
            zh: "每次访问有一个入口，也有一个出口，所以全店的出店人次必然等于入店人次，分页面看才有意义。",
            en: "Every visit has one entry and one exit, so over the whole shop exits equal entries; look at it page by page.",
        },
        ..BASE
    },
    Entry {
        n: "A15",
        id: "entry_times",
        name: Text { zh: "进店时间", en: "Times of visit" },
        kind: Kind::Breakdown,
        unit: Unit::None,
        better: Direction::Neutral,
        definition: Text {
            zh: "页面在什么时候被打开，刷新也算；汇总成星期几 × 几点的浏览次数表。",
            en: "When pages were opened, refreshes included, as a table of views by weekday and hour.",
        },
        formula: Text { zh: "按星期 × 小时列出浏览量(PV)", en: "page_views by weekday × hour" },
        beware: Text {
            zh: "每次打开页面都算，不只是进店那一下；钟点按店铺时区。",
            en: "Every opening counts, not only the first of a visit; hours are in the shop's time zone.",
        },
        ..BASE
    },
    Entry {
        n: "A16",
        id: "visit_seconds",
        name: Text { zh: "停留时间", en: "Visit duration" },
        kind: Kind::CountOver(Part::VisitSeconds, "timed_visits"),
        unit: Unit::Seconds,
        additive: true,
        definition: Text {
            zh: "一次访问中，最后一次浏览的时间减去第一次浏览的时间；时段的值，是在时段内开始、至少有两次浏览的各次访问之和。",
            en: "Within a visit, the time of the last view minus the time of the first. The period's value sums the visits that \
                 start in it and have two or more views.",
        },
        formula: Text {
            zh: "最后一次浏览时间 − 第一次浏览时间，逐次访问相加（秒）",
            en: "time of last view − time of first view, summed over visits (seconds)",
        },
        beware: Text {
            zh: "只有一次浏览的访问显示“—”：那是不知道，不是 0 秒。",
            en: "A visit with one view shows a dash: the time is unknown, not 0.",
        },
        ..BASE
    },
    Entry {
        n: "A17",
        id: "landing_page_views",
        name: Text { zh: "到达页浏览量", en: "Landing page views" },
        kind: Kind::Count(Part::LandingPageViews),
        additive: true,
        columns: &[&[Page, Item]],
        definition: Text {
            zh: "每次访问从哪一页进店，就数这次访问里那一页被看了几次，再全部相加；后来又回到那一页也算。",
            en: "For each visit, the views of the page it entered on, the entry itself and later returns to that page within the \
                 visit, summed over visits.",
        },
        formula: Text {
            zh: "各次访问中入店页面被浏览的次数之和", en: "views of its own entry page in each visit, summed over visits"
        },
        beware: Text {
            zh: "不等于入店人次：每次访问至少有一次，回到入口页还会多算。",
            en: "Not the same as entries: each visit gives at least one, and coming back to the entry page gives more.",
        },
        ..BASE
    },
    Entry {
        n: "A18",
        id: "avg_item_view_seconds",
        name: Text { zh: "平均访问时间", en: "Average time on item page" },
        kind: Kind::Ratio { numerator: "item_view_seconds", denominator: "item_views_followed" },
        unit: Unit::SecondsMean,
        columns: &[&[Item, PageType]],
        definition: Text {
            zh: "打开宝贝页之后，平均过多少秒打开下一个页面；只算同一次访问里后面还有浏览的那些宝贝页浏览。",
            en: "Seconds from opening an item page to opening the next page, on average; only over item page views that another view \
                 follows in the same visit.",
        },
        formula: Text {
            zh: "宝贝页停留秒数 ÷ 有后续浏览的宝贝页浏览量", en: "item_view_seconds ÷ item_views_followed"
        },
        beware: Text {
            zh: "看完宝贝就离开的浏览无从计时，不参与平均；一个能计时的都没有时显示“—”。",
            en: "A view after which the visitor left cannot be timed and is left out; when none can be timed, there is no value.",
        },
        ..BASE
    },
    Entry {
        n: "A19",
        id: "item_visits",
        name: Text { zh: "全店宝贝查看总人次", en: "Item visits" },
        kind: Kind::Count(Part::ItemVisits),
        additive: true,
        columns: &[&[Item, PageType]],
        definition: Text {
            zh: "每次访问看了几个不同的宝贝就记几次，全店相加；同一次访问里反复看同一个宝贝只记一次。",
            en: "Each visit counts once for every different item viewed in it; looking at the same item again within the visit adds \
                 nothing.",
        },
        formula: Text { zh: "不同的（访问，宝贝）组合数", en: "number of distinct (visit, item) pairs" },
        beware: Text {
            zh: "既不是人数，也不是宝贝页浏览量：刷新不增加，同一个人下次再来看会增加。",
            en: "Neither people nor item page views: a refresh adds nothing, the same person's next visit does.",
        },
        ..BASE
    },
    Entry {
        n: "A20",
        id: "searches",
        name: Text { zh: "搜索次数", en: "Searches in the shop" },
        kind: Kind::Count(Part::Searches),
        better: Direction::Neutral,
        additive: true,
        columns: &[&[Event]],
        definition: Text {
            zh: "访客在店铺里搜索的次数，按关键词搜和按价格区间搜都算。",
            en: "How often visitors searched within the shop, by keyword or by price range.",
        },
        formula: Text { zh: "搜索事件的条数", en: "number of search events" },
        beware: Text {
            zh: "只数店内搜索；在平台上搜到店铺再进来的，属于来源，不在这里。",
            en: "Only searches inside the shop; finding the shop by the platform's search is a source, not counted here.",
        },
        ..BASE
    },
];
