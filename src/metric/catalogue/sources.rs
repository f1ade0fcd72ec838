//! D: sources 来源分析类. A visit's source is the source of its first view; every entry is meant per source.

use super::{Entry, Group, Kind, Text, basic};
use crate::metric::Part;
use crate::model::Role::{Item, Page, Source};
use crate::model::{Direction, Unit};

const BASE: Entry = Entry { group: Group::Sources, ..basic::BASE };

pub static ENTRIES: &[Entry] = &[
    Entry {
        n: "D01",
        id: "source_visitors",
        name: Text { zh: "访客数(UV)", en: "Visitors (UV) by source" },
        kind: Kind::Count(Part::SourceVisitors),
        columns: &[&[Source]],
        definition: Text {
            zh: "经该来源进店的人数：在所选时段内有一次从该来源开始的访问，同一个人只算一个。一次访问的来源，看它第一次浏览的来源。",
            en: "People with a visit from the source that starts in the period, each counted once. A visit's source is that of its \
                 first view.",
        },
        formula: Text {
            zh: "在时段内开始的、来自该来源的访问的不同访客数",
            en: "distinct visitors with a visit from the source that starts in the period",
        },
        beware: Text {
            zh: "一个人可以从几个来源进店，各来源的人数相加可能多于全店访客数。",
            en: "One person can come from several sources, so the sources can add up to more than the shop's visitors.",
        },
        ..BASE
    },
    Entry {
        n: "D02",
        id: "source_landing_page_views",
        name: Text { zh: "到达页浏览量", en: "Landing page views by source" },
        kind: Kind::Count(Part::LandingPageViews),
        additive: true,
        columns: &[&[Source], &[Page, Item]],
        definition: Text {
            zh: "来自该来源的各次访问里，入店的那一页被看的次数，包括同一次访问里又回到那一页。",
            en: "In the visits from the source, the views of the page each entered on, later returns within the visit included.",
        },
        formula: Text { zh: "来自该来源的访问的到达页浏览量之和", en: "landing_page_views of the visits from the source" },
        beware: Text {
            zh: "看的是来源把人带到哪一页、那一页被看了多少次，不是进店次数。",
            en: "It counts views of the page people were led to, not the number of visits.",
        },
        ..BASE
    },
    Entry {
        n: "D03",
        id: "source_landing_share",
        name: Text { zh: "到达页浏览量占比", en: "Share of landing page views" },
        kind: Kind::Share { of: "source_landing_page_views" },
        unit: Unit::Ratio,
        better: Direction::Neutral,
        columns: &[&[Source], &[Page, Item]],
        definition: Text {
            zh: "该来源的到达页浏览量，占所有来源之和的比例。",
            en: "The source's landing page views against those of all sources together.",
        },
        formula: Text {
            zh: "该来源的到达页浏览量 ÷ 所有来源的到达页浏览量之和",
            en: "source_landing_page_views of the source ÷ sum of it over all sources",
        },
        beware: Text {
            zh: "占比升了，不一定是它涨了，也可能是别的来源跌了。",
            en: "A growing share need not mean growth: the other sources may have shrunk.",
        },
        ..BASE
    },
    Entry {
        n: "D04",
        id: "source_page_views",
        name: Text { zh: "浏览量(PV)", en: "Page views (PV) by source" },
        kind: Kind::Count(Part::VisitViews),
        additive: true,
        columns: &[&[Source]],
        definition: Text {
            zh: "来自该来源的各次访问里的浏览次数，刷新也算。",
            en: "Views in the visits from the source, refreshes included.",
        },
        formula: Text { zh: "来自该来源的访问内的浏览次数之和", en: "views in the visits from the source" },
        beware: Text {
            zh: "整次访问的浏览都归它进店时的来源；访问按开始时间归入时段，跨零点的部分会与全店浏览量略有出入。",
            en: "All views of a visit go to the source it entered by. A visit belongs to the period in which it starts, so visits \
                 across midnight can make a small difference to page_views.",
        },
        ..BASE
    },
    Entry {
        n: "D05",
        id: "source_page_view_share",
        name: Text { zh: "浏览量占比", en: "Share of page views" },
        kind: Kind::Share { of: "source_page_views" },
        unit: Unit::Ratio,
        better: Direction::Neutral,
        columns: &[&[Source]],
        definition: Text {
            zh: "该来源的浏览量，占所有来源之和的比例。",
            en: "The source's page views against those of all sources together.",
        },
        formula: Text {
            zh: "该来源的浏览量(PV) ÷ 所有来源的浏览量(PV)之和",
            en: "source_page_views of the source ÷ sum of it over all sources",
        },
        beware: Text {
            zh: "占比高可能只是进来的人翻得多，不代表带来的人多；人数看来源的访客数。",
            en: "A high share may only mean that its people browse a lot, not that there are many; for people see source_visitors.",
        },
        ..BASE
    },
    Entry {
        n: "D06",
        id: "source_visit_depth",
        name: Text { zh: "入店访问深度", en: "Visit depth by source" },
        kind: Kind::Ratio { numerator: "source_page_views", denominator: "visits" },
        unit: Unit::Mean,
        columns: &[&[Source]],
        definition: Text {
            zh: "从该来源进店的访问，平均每次看多少页。", en: "How many pages a visit from the source has on average."
        },
        formula: Text {
            zh: "该来源的浏览量(PV) ÷ 该来源的访问次数", en: "source_page_views ÷ visits, both of the source"
        },
        beware: Text { zh: "除以的是访问次数，不是人数。", en: "Divided by visits, not by people." },
        ..BASE
    },
    Entry {
        n: "D07",
        id: "source_bounce_rate",
        name: Text { zh: "入店跳失率", en: "Bounce rate by source" },
        kind: Kind::Ratio { numerator: "bounces", denominator: "visits" },
        unit: Unit::Ratio,
        better: Direction::Down,
        columns: &[&[Source]],
        definition: Text {
            zh: "从该来源进店的访问中，只有一次浏览就结束的比例。",
            en: "The share of visits from the source that end after a single view.",
        },
        formula: Text { zh: "该来源的跳失次数 ÷ 该来源的访问次数", en: "bounces ÷ visits, both of the source" },
        beware: Text {
            zh: "跳失高先看人带对了没有、到达页对不对题，再谈要不要停这个来源。",
            en: "If it is high, first ask whether the right people came and whether the landing page fits, then whether to drop the \
                 source.",
        },
        ..BASE
    },
    Entry {
        n: "D08",
        id: "source_new_visitors",
        name: Text { zh: "新访客数", en: "New visitors by source" },
        kind: Kind::Count(Part::SourceNewVisitors),
        columns: &[&[Source]],
        definition: Text {
            zh: "该来源的访客中，在时段内第一次经它进店那天之前的 6 天里，没有来过店铺的人数；不论从前从哪个来源来，都算来过。",
            en: "Of the source's visitors, those with no view at all, from whatever source, on the six days before the day of their \
                 first visit from this source in the period.",
        },
        formula: Text {
            zh: "访客数(UV)中，首次经该来源进店之日前 6 天没有任何浏览的人数",
            en: "source_visitors without a view on the six days before the day of their first visit from the source",
        },
        beware: Text {
            zh: "“新”是 6 天没来过，不是从没来过。时段之前载入的历史不足 6 天时，数字会偏大，并附提示。",
            en: "New means not seen for six days, not never seen. With less than six days of history loaded before the period the \
                 value is too high and says so.",
        },
        ..BASE
    },
    Entry {
        n: "D09",
        id: "source_new_visitor_share",
        name: Text { zh: "新访客占比", en: "Share of new visitors by source" },
        kind: Kind::Ratio { numerator: "source_new_visitors", denominator: "source_visitors" },
        unit: Unit::Ratio,
        better: Direction::Neutral,
        columns: &[&[Source]],
        definition: Text {
            zh: "该来源的访客中，新访客所占的比例。", en: "The share of new visitors among the source's visitors."
        },
        formula: Text {
            zh: "该来源的新访客数 ÷ 该来源的访客数(UV)", en: "source_new_visitors ÷ source_visitors, both of the source"
        },
        beware: Text {
            zh: "高低要看目的：拉新的渠道越高越好，维护老客的渠道本来就低。",
            en: "What is good depends on the aim: high for a channel that wins new people, naturally low for one that keeps old ones.",
        },
        ..BASE
    },
];
