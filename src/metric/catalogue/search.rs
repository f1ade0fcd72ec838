//! C: paid search 直通车数据类. The default bid stands four times in the seed's list: one field, four entries.

use super::{Entry, Group, Kind, Text, basic};
use crate::metric::{MoneyPart, Part};
use crate::model::Role::{
    AvgRank, Campaign, CampaignState, CategoryBid, Channel, Clicks, Cost, CreativePicture, CreativeTitle, Date, DefaultBid, Impressions,
    Item, ItemState, Keyword, QualityScore, SearchTerm, Title,
};
use crate::model::{Direction, Table, Unit};

const BASE: Entry = Entry { group: Group::Search, needs: &[Table::Ads], ..basic::BASE };

/// Tables, fields, states, tools and records: entries without a number for the period.
const NO_FIGURE: Entry = Entry { unit: Unit::None, better: Direction::Neutral, ..BASE };

const DEFAULT_BID: Entry = Entry {
    n: "C08",
    id: "ad_default_bid",
    name: Text { zh: "默认出价", en: "Default bid" },
    kind: Kind::Field,
    columns: &[&[DefaultBid]],
    definition: Text {
        zh: "给一个宝贝的关键词和类目统一设的出价；关键词自己设了出价就用自己的，没设就用它。",
        en: "The one bid set for all keywords and categories of an item; a keyword with a bid of its own uses that, any other \
             uses this.",
    },
    formula: Text {
        zh: "数据中的默认出价一列；关键词的有效出价 = 自己的出价，否则默认出价",
        en: "the column default_bid; a keyword's effective bid = its own bid, else default_bid",
    },
    beware: Text {
        zh: "它是愿意付的上限，不是实际扣费；原名词表里同一项列了四次，说的是同一个字段。",
        en: "It is the most one will pay, not what is charged. The list of terms names it four times; it is one field.",
    },
    ..NO_FIGURE
};

pub static ENTRIES: &[Entry] = &[
    Entry {
        n: "C01",
        id: "ad_impressions",
        name: Text { zh: "展现量", en: "Ad impressions" },
        kind: Kind::Count(Part::AdImpressions),
        additive: true,
        columns: &[&[Impressions]],
        definition: Text {
            zh: "推广的宝贝在付费展示位上出现在买家面前的次数。",
            en: "How often promoted items were shown to buyers in paid placements.",
        },
        formula: Text { zh: "展现量一列之和", en: "sum of impressions" },
        beware: Text {
            zh: "只算付费展示位，自然搜索带来的展现不在内。",
            en: "Paid placements only; natural search results are not in it.",
        },
        ..BASE
    },
    Entry {
        n: "C02",
        id: "ad_clicks",
        name: Text { zh: "点击量", en: "Ad clicks" },
        kind: Kind::Count(Part::AdClicks),
        additive: true,
        columns: &[&[Clicks]],
        definition: Text {
            zh: "推广的宝贝在付费展示位上被点击的次数。", en: "How often promoted items were clicked in paid placements."
        },
        formula: Text { zh: "点击量一列之和", en: "sum of clicks" },
        beware: Text {
            zh: "点击不等于访客：同一个人可以点好几次，点了也可能没等页面打开就走。",
            en: "Clicks are not visitors: one person can click several times, or leave before the page opens.",
        },
        ..BASE
    },
    Entry {
        n: "C03",
        id: "ad_ctr",
        name: Text { zh: "点击率", en: "Ad click-through rate (CTR)" },
        kind: Kind::Ratio { numerator: "ad_clicks", denominator: "ad_impressions" },
        unit: Unit::Ratio,
        columns: &[&[Clicks], &[Impressions]],
        definition: Text { zh: "展现之后被点击的比例。", en: "The share of impressions that were clicked." },
        formula: Text { zh: "点击量 ÷ 展现量", en: "ad_clicks ÷ ad_impressions" },
        beware: Text {
            zh: "要用点击总数除以展现总数；把各行的点击率直接平均，会让展现很少的词说话太响。",
            en: "Divide total clicks by total impressions; a plain mean of the rows' rates gives rarely shown keywords far too much \
                 weight.",
        },
        ..BASE
    },
    Entry {
        n: "C04",
        id: "ad_cost",
        name: Text { zh: "花费", en: "Ad cost" },
        kind: Kind::Amount(MoneyPart::AdCost),
        unit: Unit::Money,
        better: Direction::Neutral,
        additive: true,
        columns: &[&[Cost]],
        definition: Text { zh: "推广的宝贝被点击所花的钱。", en: "The money spent on clicks on promoted items." },
        formula: Text { zh: "花费一列之和", en: "sum of cost" },
        beware: Text {
            zh: "花得多少本身谈不上好坏，要和带来的成交一起看。",
            en: "High or low is neither good nor bad in itself; set it against the sales it brought.",
        },
        ..BASE
    },
    Entry {
        n: "C05",
        id: "ad_cpc",
        name: Text { zh: "平均点击花费", en: "Ad cost per click (CPC)" },
        kind: Kind::Ratio { numerator: "ad_cost", denominator: "ad_clicks" },
        unit: Unit::MoneyMean,
        better: Direction::Down,
        columns: &[&[Cost], &[Clicks]],
        definition: Text { zh: "平均每次点击花多少钱。", en: "What a click costs on average." },
        formula: Text { zh: "花费 ÷ 点击量", en: "ad_cost ÷ ad_clicks" },
        beware: Text {
            zh: "它是实际扣的钱，不是出价；出价是愿意付的上限。",
            en: "It is what was charged, not the bid; a bid is the most one is willing to pay.",
        },
        ..BASE
    },
    Entry {
        n: "C06",
        id: "ad_avg_rank",
        name: Text { zh: "平均展现排名", en: "Average ad position" },
        kind: Kind::Ratio { numerator: "ad_rank_weight", denominator: "ad_ranked_impressions" },
        unit: Unit::Mean,
        better: Direction::Down,
        columns: &[&[AvgRank], &[Impressions]],
        definition: Text {
            zh: "平均每次展现排在第几位；各行的排名按展现量加权，没有排名的行不参与。",
            en: "The position of an impression on average: the rows' ranks weighted by their impressions; rows without a rank are \
                 left out.",
        },
        formula: Text { zh: "展现排名加权和 ÷ 有排名的展现量", en: "ad_rank_weight ÷ ad_ranked_impressions" },
        beware: Text {
            zh: "数字越小排得越靠前；把各行的排名直接平均是错的，展现一次的词不该和展现一万次的词同样分量。",
            en: "Smaller is nearer the top. A plain mean of the rows' ranks is wrong: a keyword shown once must not weigh like one \
                 shown ten thousand times.",
        },
        ..BASE
    },
    Entry {
        n: "C07",
        id: "ad_targeted",
        name: Text { zh: "定向推广", en: "Targeted promotion" },
        kind: Kind::State,
        columns: &[&[Channel, Keyword]],
        definition: Text {
            zh: "按人群而不按搜索词投放的推广：系统挑出可能感兴趣的买家，把宝贝展示在他们浏览的页面上。",
            en: "Promotion aimed at people instead of search words: the system picks likely buyers and shows the item on the pages \
                 they browse.",
        },
        formula: Text { zh: "投放渠道 = 定向（与搜索相对）", en: "channel = targeted (as opposed to search)" },
        beware: Text {
            zh: "定向的点击率天然低于搜索，两者要分开看，不要混在一起比。",
            en: "Its click-through rate is by nature lower than that of search; look at the two apart.",
        },
        ..NO_FIGURE
    },
    DEFAULT_BID,
    Entry {
        n: "C09",
        id: "ad_category_bid",
        name: Text { zh: "类目出价", en: "Category bid" },
        kind: Kind::Field,
        columns: &[&[CategoryBid]],
        definition: Text {
            zh: "买家经类目导航找到宝贝并点击时，愿意为这一次点击付的最高价。",
            en: "The most one will pay for a click by a buyer who found the item through category navigation.",
        },
        formula: Text { zh: "数据中的类目出价一列", en: "the column category_bid" },
        beware: Text {
            zh: "只管从类目导航来的点击；搜索来的点击看关键词出价或默认出价。",
            en: "Only for clicks from category navigation; clicks from search follow the keyword's own bid or the default bid.",
        },
        ..NO_FIGURE
    },
    Entry {
        n: "C10",
        id: "ad_quality_score",
        name: Text { zh: "质量得分", en: "Quality score" },
        kind: Kind::Field,
        better: Direction::Up,
        columns: &[&[QualityScore]],
        definition: Text {
            zh: "关键词、推广标题与买家搜索意图三者有多相符的评分；每个词取最新值，汇总到词以上时按展现量加权平均。",
            en: "A score of how well keyword, ad title and the buyer's intent fit together; the latest value per keyword, and above \
                 keywords their mean weighted by impressions.",
        },
        formula: Text {
            zh: "每个关键词的最新得分；汇总时：（得分 × 展现量）之和 ÷ 展现量之和",
            en: "latest score of each keyword; above that: sum of score × impressions ÷ sum of impressions",
        },
        beware: Text {
            zh: "先看花费大而得分低的词；得分不能相加，也不要直接平均。",
            en: "Start with the keywords that cost much and score low; scores must not be added up, nor plainly averaged.",
        },
        ..NO_FIGURE
    },
    Entry {
        n: "C11",
        id: "ad_creative_title",
        name: Text { zh: "推广内容", en: "Ad title" },
        kind: Kind::Field,
        columns: &[&[CreativeTitle]],
        definition: Text {
            zh: "宝贝在付费展示位上的推广标题；指标可以按标题分组，比较哪个写得好。",
            en: "The title an item carries in paid placements; metrics group by it, so that titles can be compared.",
        },
        formula: Text { zh: "数据中的推广标题一列", en: "the column creative_title" },
        beware: Text {
            zh: "它不是宝贝在店里的标题，两者可以不同。", en: "Not the item's title in the shop; the two may differ."
        },
        ..NO_FIGURE
    },
    Entry {
        n: "C12",
        id: "keyword_suggestions",
        name: Text { zh: "系统推荐词", en: "Suggested keywords" },
        kind: Kind::Tool,
        needs: &[Table::Products, Table::Ads],
        definition: Text {
            zh: "为一个宝贝找可以试投的关键词：从它的标题、属性和已载入的关键词报表里取词，去掉它已在用的，并列出依据。",
            en: "Keywords worth trying for an item, taken from its title, its attributes and the loaded keyword reports, without \
                 those it already uses, each with the evidence for it.",
        },
        formula: Text {
            zh: "标题与属性的分词 + 报表中的词 − 已在用的词",
            en: "words of title and attributes + words of the reports − words in use",
        },
        beware: Text {
            zh: "推荐只说明有关联，不保证有效果；先小额试投。",
            en: "A suggestion shows relevance, not success; try it with a small budget first.",
        },
        ..NO_FIGURE
    },
    Entry {
        n: "C13",
        id: "related_keywords",
        name: Text { zh: "相关词查询", en: "Related keywords" },
        kind: Kind::Tool,
        columns: &[&[Keyword, SearchTerm]],
        definition: Text {
            zh: "输入一个词，列出已载入的关键词中包含它或与它有相同词段的，以及各词的展现、点击、花费和成交。",
            en: "Type a word to list all loaded keywords that contain it or share a segment with it, with their impressions, clicks, \
                 cost and revenue.",
        },
        formula: Text {
            zh: "包含该词或与它有共同词段的关键词", en: "keywords that contain the word or share a segment with it"
        },
        beware: Text {
            zh: "只在你载入的数据里查，不是全平台的行情。",
            en: "It looks only into the data you loaded, not into the whole platform's market.",
        },
        ..NO_FIGURE
    },
    Entry {
        n: "C14",
        id: "keywords_in_use",
        name: Text { zh: "正在使用的关键词", en: "Keywords in use" },
        kind: Kind::Breakdown,
        columns: &[&[Keyword]],
        definition: Text {
            zh: "账户里其他宝贝正在用的关键词，以及用它的是哪些宝贝。",
            en: "The keywords that the account's other items use now, and which items use them.",
        },
        formula: Text { zh: "按关键词列出使用它的宝贝", en: "the items that use each keyword" },
        beware: Text {
            zh: "几个宝贝同投一个词，就是自己与自己抢位置、抬价格。",
            en: "Several items on one keyword means bidding against yourself.",
        },
        ..NO_FIGURE
    },
    Entry {
        n: "C15",
        id: "campaign_paused",
        name: Text { zh: "(计划)暂停", en: "Campaign paused" },
        kind: Kind::State,
        columns: &[&[CampaignState]],
        definition: Text {
            zh: "推广计划处于下线状态，里面的宝贝都不展现。", en: "The campaign is offline; none of its items is shown."
        },
        formula: Text { zh: "计划状态 = 暂停", en: "campaign_state = paused" },
        beware: Text {
            zh: "有些流传的名词表把计划的“暂停”和“推广中”解释反了；这里暂停就是下线。",
            en: "Some glossaries in circulation have the meanings of a campaign's paused and active swapped; here paused means offline.",
        },
        ..NO_FIGURE
    },
    Entry {
        n: "C16",
        id: "campaign_active",
        name: Text { zh: "(计划)推广中", en: "Campaign active" },
        kind: Kind::State,
        columns: &[&[CampaignState]],
        definition: Text {
            zh: "推广计划处于上线状态，里面未暂停的宝贝可以展现。",
            en: "The campaign is online; those of its items that are not paused can be shown.",
        },
        formula: Text { zh: "计划状态 = 推广中", en: "campaign_state = active" },
        beware: Text {
            zh: "有些流传的名词表把两个状态解释反了，见“(计划)暂停”。计划推广中，不代表里面每个宝贝都在推广。",
            en: "Some glossaries have the two states swapped, see campaign_paused. An active campaign does not make every item in it \
                 active.",
        },
        ..NO_FIGURE
    },
    Entry {
        n: "C17",
        id: "campaign_without_items",
        name: Text { zh: "没有推广任何宝贝", en: "Campaign without items" },
        kind: Kind::State,
        columns: &[&[Campaign], &[Item, Title]],
        definition: Text { zh: "推广计划里一个宝贝都没有加。", en: "A campaign with no item in it." },
        formula: Text { zh: "计划内的宝贝数 = 0", en: "number of items in the campaign = 0" },
        beware: Text {
            zh: "计划本身可能显示推广中，却不会有任何展现。报表里不列宝贝的工具无法判断，其计划不计入。",
            en: "The campaign may read active and still never be shown. Campaigns of a tool whose reports name no item cannot be \
                 judged and do not count.",
        },
        ..NO_FIGURE
    },
    Entry {
        n: "C18",
        id: "campaign_all_items_paused",
        name: Text { zh: "所有宝贝暂停推广", en: "All items of the campaign paused" },
        kind: Kind::State,
        columns: &[&[Campaign], &[ItemState]],
        definition: Text {
            zh: "推广计划里有宝贝，但每一个都暂停了推广。", en: "A campaign that has items, all of which are paused."
        },
        formula: Text {
            zh: "计划内推广中的宝贝数 = 0，暂停的宝贝数 > 0", en: "active items of the campaign = 0, paused items > 0"
        },
        beware: Text {
            zh: "与暂停整个计划效果相同，但恢复时要逐个宝贝打开。",
            en: "It works like a paused campaign, but the items have to be resumed one by one.",
        },
        ..NO_FIGURE
    },
    Entry {
        n: "C19",
        id: "ad_item_active",
        name: Text { zh: "(宝贝)推广中", en: "Item active" },
        kind: Kind::State,
        columns: &[&[ItemState]],
        definition: Text { zh: "宝贝的推广处于上线状态。", en: "The item's promotion is online." },
        formula: Text { zh: "宝贝推广状态 = 推广中", en: "item_state = active" },
        beware: Text {
            zh: "宝贝推广中、计划却暂停，一样不会展现。", en: "An active item in a paused campaign is still not shown."
        },
        ..NO_FIGURE
    },
    Entry {
        n: "C20",
        id: "ad_item_paused",
        name: Text { zh: "(宝贝)暂停", en: "Item paused" },
        kind: Kind::State,
        columns: &[&[ItemState]],
        definition: Text {
            zh: "宝贝的推广处于下线状态，是店铺自己停的。",
            en: "The item's promotion is offline, stopped by the shop itself.",
        },
        formula: Text { zh: "宝贝推广状态 = 暂停", en: "item_state = paused" },
        beware: Text {
            zh: "停的是推广，不是销售：宝贝仍在店里卖。",
            en: "Promotion stops, not the sale: the item is still sold in the shop.",
        },
        ..NO_FIGURE
    },
    Entry {
        n: "C21",
        id: "ad_rejected",
        name: Text { zh: "审核下架", en: "Taken down by review" },
        kind: Kind::State,
        columns: &[&[ItemState]],
        definition: Text {
            zh: "宝贝或关键词违反了推广规则或商品发布规则，被平台审核拒绝或撤下。",
            en: "The item or keyword breaks the advertising or listing rules, and the platform's review refused it or took it down.",
        },
        formula: Text { zh: "推广状态 = 审核下架或审核拒绝", en: "item_state = taken down or refused by review" },
        beware: Text {
            zh: "要改到合规并重新送审才能恢复，调出价没有用。",
            en: "It comes back only after it is corrected and reviewed again; changing the bid does not help.",
        },
        ..NO_FIGURE
    },
    Entry {
        n: "C22",
        id: "ad_item_delisted",
        name: Text { zh: "淘宝下架", en: "Item not on sale" },
        kind: Kind::State,
        columns: &[&[ItemState]],
        definition: Text {
            zh: "宝贝在店里不是正常出售状态，推广无法同步，所以既不展现也没有点击。",
            en: "The item is not on regular sale in the shop, so it is neither shown nor clicked.",
        },
        formula: Text { zh: "推广状态 = 淘宝下架", en: "item_state = not on sale" },
        beware: Text {
            zh: "处于这个状态却有展现的数据互相矛盾，会标出来。",
            en: "Rows in this state that have impressions contradict themselves and are flagged.",
        },
        ..NO_FIGURE
    },
    Entry { n: "C23", ..DEFAULT_BID },
    Entry {
        n: "C24",
        id: "ad_total_cost",
        name: Text { zh: "总费用", en: "Total ad cost" },
        kind: Kind::Amount(MoneyPart::AdCost),
        unit: Unit::Money,
        better: Direction::Neutral,
        additive: true,
        columns: &[&[Cost]],
        definition: Text {
            zh: "一段时间内所有推广工具花费的总和。", en: "What all paid tools together cost over the period."
        },
        formula: Text { zh: "所有推广工具的花费之和", en: "sum of ad_cost over all tools" },
        beware: Text {
            zh: "只载入一种工具的数据时，它与花费相等。", en: "When only one tool is loaded it equals ad_cost."
        },
        ..BASE
    },
    Entry {
        n: "C25",
        id: "ad_avg_click_cost",
        name: Text { zh: "平均点击费用", en: "Average cost per click, all tools" },
        kind: Kind::Ratio { numerator: "ad_total_cost", denominator: "ad_clicks" },
        unit: Unit::MoneyMean,
        better: Direction::Down,
        columns: &[&[Cost], &[Clicks]],
        definition: Text {
            zh: "所有推广工具合起来，平均每次点击花多少钱。", en: "What a click costs on average over all paid tools."
        },
        formula: Text { zh: "总费用 ÷ 点击量", en: "ad_total_cost ÷ ad_clicks" },
        beware: Text {
            zh: "不同工具的点击贵贱差很多，合计之外还要分工具看。",
            en: "Clicks cost very different amounts in different tools; look at each tool as well.",
        },
        ..BASE
    },
    Entry { n: "C26", ..DEFAULT_BID },
    Entry {
        n: "C27",
        id: "ad_creative",
        name: Text { zh: "宝贝创意", en: "Ad creatives" },
        kind: Kind::Breakdown,
        columns: &[&[CreativeTitle, CreativePicture]],
        definition: Text {
            zh: "创意就是宝贝主图加推广标题；这里按创意列出各项指标，并检验同一宝贝两个创意的点击率差异是否可信。",
            en: "A creative is the main picture with the ad title. The metrics are listed per creative, with a test whether two \
                 creatives of an item really differ in click-through rate.",
        },
        formula: Text {
            zh: "按创意列出展现量、点击量、点击率", en: "ad_impressions, ad_clicks and ad_ctr of each creative"
        },
        beware: Text {
            zh: "展现太少时，点击率高低多半是碰运气，不要急着删创意。",
            en: "With few impressions a difference in rate is mostly chance; do not drop a creative too soon.",
        },
        ..NO_FIGURE
    },
    Entry { n: "C28", ..DEFAULT_BID },
    Entry {
        n: "C29",
        id: "keywords_without_impressions",
        name: Text { zh: "无展现词", en: "Keywords without impressions" },
        kind: Kind::Breakdown,
        better: Direction::Down,
        columns: &[&[Keyword], &[Impressions], &[Date]],
        definition: Text {
            zh: "到时段最后一天为止的 15 天里，一次展现都没有的关键词，包括词表里有、这些天的报表里没有的词。",
            en: "Keywords without a single impression in the 15 days up to the period's last day, those of a keyword list that the \
                 rows of these days do not name among them.",
        },
        formula: Text { zh: "近 15 天展现量为 0 的关键词", en: "keywords whose ad_impressions over 15 days are 0" },
        beware: Text {
            zh: "载入的数据不足 15 天时无法判断，显示“—”。没有展现多半是出价太低或没人搜。",
            en: "With less than 15 days loaded nothing can be said and no value is shown. The usual reasons are a bid too low or a \
                 word nobody searches.",
        },
        ..NO_FIGURE
    },
    Entry {
        n: "C30",
        id: "log_keyword",
        name: Text { zh: "关键词相关", en: "Log: keywords" },
        kind: Kind::Record,
        needs: &[Table::AdLog],
        definition: Text {
            zh: "对关键词的操作记录：添加、删除、修改出价。", en: "Operations on keywords: added, removed, bid changed."
        },
        formula: Text { zh: "操作对象 = 关键词的记录", en: "operations whose scope is keyword" },
        beware: Text {
            zh: "指标突变时，先看那几天有没有改过词、调过价。",
            en: "When a figure jumps, first look whether words or bids were changed in those days.",
        },
        ..NO_FIGURE
    },
    Entry {
        n: "C31",
        id: "log_item",
        name: Text { zh: "宝贝相关", en: "Log: items" },
        kind: Kind::Record,
        needs: &[Table::AdLog],
        definition: Text {
            zh: "对宝贝的操作记录：参与推广、暂停推广、设置类目出价、修改默认出价。",
            en: "Operations on items: promotion started or paused, category bid set, default bid changed.",
        },
        formula: Text { zh: "操作对象 = 宝贝的记录", en: "operations whose scope is item" },
        ..NO_FIGURE
    },
    Entry {
        n: "C32",
        id: "log_account",
        name: Text { zh: "账户相关", en: "Log: account and campaigns" },
        kind: Kind::Record,
        needs: &[Table::AdLog],
        definition: Text {
            zh: "对推广计划的操作记录：新建、修改，以及日限额、投放城市、投放时间、投放平台的设置。",
            en: "Operations on campaigns: created or changed, and settings of daily limit, cities, hours and platforms.",
        },
        formula: Text { zh: "操作对象 = 账户的记录", en: "operations whose scope is account" },
        beware: Text {
            zh: "日限额用完会提前下线，看上去像流量突然下跌。",
            en: "A used-up daily limit takes the campaign offline early, which looks like a sudden drop in traffic.",
        },
        ..NO_FIGURE
    },
    Entry {
        n: "C33",
        id: "log_creative",
        name: Text { zh: "推广内容相关", en: "Log: ad titles" },
        kind: Kind::Record,
        needs: &[Table::AdLog],
        definition: Text { zh: "对推广标题的操作记录。", en: "Operations on ad titles." },
        formula: Text { zh: "操作对象 = 推广内容的记录", en: "operations whose scope is creative" },
        beware: Text {
            zh: "换标题前后的数据不是同一个创意，不要连起来比。",
            en: "Figures before and after a change of title belong to different creatives.",
        },
        ..NO_FIGURE
    },
];
