//! Rows of the tables `ads` and `ad_log`, and the few words that states, channels and scopes are told in.

use super::{Currency, Dict, Money, Period, Place, Role, Roles};
use serde::{Deserialize, Serialize};

/// Where an ad was shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdChannel {
    /// The report does not say.
    #[default]
    Unknown,
    /// In the results of a search, by keyword.
    Search,
    /// On other pages, aimed at people (定向推广).
    Targeted,
}

impl AdChannel {
    /// The name used as a key; empty where nothing is known.
    pub fn name(self) -> &'static str {
        match self {
            AdChannel::Unknown => "",
            AdChannel::Search => "search",
            AdChannel::Targeted => "targeted",
        }
    }

    /// The channel that a report's word means.
    pub fn of(word: &str) -> AdChannel {
        let word = word.trim().to_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
        if has(&["定向", "人群", "targeted", "display", "展示", "推荐", "信息流"]) {
            AdChannel::Targeted
        } else if has(&["搜索", "关键词", "search", "快车"]) {
            AdChannel::Search
        } else {
            AdChannel::Unknown
        }
    }
}

/// The state of a campaign or of an item's promotion.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdState {
    /// The report does not say, or says something else.
    #[default]
    Unknown,
    /// Online (推广中).
    Active,
    /// Offline by the shop's own hand (暂停).
    Paused,
    /// Refused or taken down by review (审核下架).
    Rejected,
    /// The item is not on sale (淘宝下架).
    Delisted,
}

impl AdState {
    /// The name used in JSON and SQL; empty where nothing is known.
    pub fn name(self) -> &'static str {
        match self {
            AdState::Unknown => "",
            AdState::Active => "active",
            AdState::Paused => "paused",
            AdState::Rejected => "rejected",
            AdState::Delisted => "delisted",
        }
    }

    /// The state that a report's word means.
    pub fn of(word: &str) -> AdState {
        let word = word.trim().to_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
        if has(&["审核", "违规", "拒绝", "disapproved", "rejected"]) {
            AdState::Rejected
        } else if has(&["下架", "售罄", "delisted", "not on sale"]) {
            AdState::Delisted
        } else if has(&["暂停", "停止", "下线", "paused", "disabled", "stopped"]) {
            AdState::Paused
        } else if has(&["推广中", "投放中", "参与推广", "启用", "有效", "上线", "active", "enabled", "eligible", "running"])
        {
            AdState::Active
        } else {
            AdState::Unknown
        }
    }
}

/// How fine a reporting row is. A row of a coarse report contains what the rows of a finer one tell of the same days,
/// so only one of them is ever counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdLevel {
    /// A whole account or tool.
    #[default]
    Account,
    /// A campaign.
    Campaign,
    /// An item, or an ad group.
    Item,
    /// A creative.
    Creative,
    /// A keyword, or a group of people.
    Keyword,
    /// What somebody really typed.
    Term,
}

impl AdLevel {
    /// Every level, the coarsest first.
    pub const ALL: [AdLevel; 6] = [AdLevel::Account, AdLevel::Campaign, AdLevel::Item, AdLevel::Creative, AdLevel::Keyword, AdLevel::Term];

    /// The name used in JSON and SQL.
    pub fn name(self) -> &'static str {
        match self {
            AdLevel::Account => "account",
            AdLevel::Campaign => "campaign",
            AdLevel::Item => "item",
            AdLevel::Creative => "creative",
            AdLevel::Keyword => "keyword",
            AdLevel::Term => "term",
        }
    }

    /// The level that a report's word (主体类型) means.
    pub fn of(word: &str) -> Option<AdLevel> {
        let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
        if has(&["搜索词", "查询词"]) {
            Some(AdLevel::Term)
        } else if has(&["关键词", "人群", "词包"]) {
            Some(AdLevel::Keyword)
        } else if has(&["创意"]) {
            Some(AdLevel::Creative)
        } else if has(&["商品", "宝贝", "店铺", "单元", "主体"]) {
            Some(AdLevel::Item)
        } else if has(&["计划"]) {
            Some(AdLevel::Campaign)
        } else {
            has(&["账户", "账号", "场景"]).then_some(AdLevel::Account)
        }
    }
}

/// One reporting row of a paid tool. Number 0 of every dictionary is "nothing there".
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct AdRow {
    /// The days it stands for; None where nothing names them.
    pub when: Option<Period>,
    /// How fine it is.
    pub level: AdLevel,
    /// Where the ads were shown.
    pub channel: AdChannel,
    /// The tool.
    pub tool: u32,
    /// The campaign.
    pub campaign: u32,
    /// The ad group.
    pub group: u32,
    /// The item.
    pub item: u32,
    /// The keyword.
    pub keyword: u32,
    /// How the keyword has to match.
    pub matching: u32,
    /// What was really typed.
    pub term: u32,
    /// The ad's title.
    pub creative: u32,
    /// The ad's picture.
    pub picture: u32,
    /// State of the campaign.
    pub campaign_state: AdState,
    /// State of the item's promotion.
    pub item_state: AdState,
    /// Times shown.
    pub impressions: u64,
    /// Clicks.
    pub clicks: u64,
    /// Cost.
    pub cost: Money,
    /// Mean rank.
    pub rank: Option<Money>,
    /// Quality score.
    pub quality: Option<Money>,
    /// The keyword's own bid.
    pub bid: Option<Money>,
    /// The item's default bid.
    pub default_bid: Option<Money>,
    /// The category bid.
    pub category_bid: Option<Money>,
    /// Additions to favourites.
    pub favorites: u64,
    /// Additions to the cart.
    pub carts: u64,
    /// Orders, parts of one included.
    pub orders: Money,
    /// Sales.
    pub revenue: Money,
    /// What its money is counted in.
    pub currency: Currency,
    /// The numbers that the row leaves blank, or has no column for.
    pub blank: Roles,
    /// Where it stands.
    pub place: Place,
    /// Position of its file among those loaded, once the store has put them together.
    pub file: u32,
}

impl AdRow {
    /// The columns that are added up, or weighed by impressions.
    pub const FIGURES: [Role; 9] = [
        Role::Impressions,
        Role::Clicks,
        Role::Favorites,
        Role::Carts,
        Role::Cost,
        Role::Orders,
        Role::Revenue,
        Role::AvgRank,
        Role::QualityScore,
    ];

    /// Whether it tells neither impressions nor clicks nor cost: what it names was not shown.
    pub fn idle(&self) -> bool {
        [Role::Impressions, Role::Clicks, Role::Cost].iter().all(|role| self.blank.has(*role))
    }
}

/// Reporting rows of one file.
#[derive(Clone, Default)]
pub struct AdRows {
    /// The roles its columns have.
    pub roles: Roles,
    /// All texts by number.
    pub texts: Dict,
    /// Titles of items, by the numbers of item and title.
    pub titles: Vec<(u32, u32)>,
    /// The rows, in file order.
    pub rows: Vec<AdRow>,
}

/// What an operation in the ad account was done to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// A keyword.
    Keyword,
    /// An item.
    Item,
    /// The account or a campaign.
    Account,
    /// An ad's title.
    Creative,
}

impl Scope {
    /// Every scope, in order.
    pub const ALL: [Scope; 4] = [Scope::Keyword, Scope::Item, Scope::Account, Scope::Creative];

    /// The scope that a log's word means.
    pub fn of(word: &str) -> Option<Scope> {
        let word = word.trim().to_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
        if has(&["关键词", "keyword"]) {
            Some(Scope::Keyword)
        } else if has(&["推广内容", "创意", "标题", "creative", "title"]) {
            Some(Scope::Creative)
        } else if has(&["宝贝", "商品", "item", "product", "类目出价", "默认出价"]) {
            Some(Scope::Item)
        } else if has(&["账户", "账号", "计划", "日限额", "投放", "account", "campaign", "budget"]) {
            Some(Scope::Account)
        } else {
            None
        }
    }

    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Keyword => "keyword",
            Scope::Item => "item",
            Scope::Account => "account",
            Scope::Creative => "creative",
        }
    }
}

/// One operation in the ad account.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Operation {
    /// Unix seconds.
    pub time: i64,
    /// What it was done to.
    pub scope: Scope,
    /// What was done.
    pub action: String,
    /// The very thing.
    pub object: String,
    /// Its value before.
    pub before: String,
    /// Its value after.
    pub after: String,
}
