//! What a visitor did, and on what kind of page.

use serde::{Deserialize, Serialize};

/// One kind of event. Kinds nobody knows are kept as `Other`: they count in no metric, and the file's account says so.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum EventKind {
    /// A page was opened or refreshed.
    #[default]
    View,
    /// A page or item was added to the favourites.
    Favorite,
    /// An item was put into the cart.
    Cart,
    /// A search inside the shop.
    Search,
    /// A purchase, as an event log tells it (no amount).
    Buy,
    /// Anything else.
    Other,
}

impl EventKind {
    /// The words that files use for each known kind, lower case.
    pub const WORDS: &[(EventKind, &[&str])] = &[
        (EventKind::View, &["view", "pv", "page_view", "pageview", "浏览", "访问"]),
        (EventKind::Favorite, &["favorite", "favourite", "fav", "收藏"]),
        (EventKind::Cart, &["cart", "add_to_cart", "addtocart", "加购", "加入购物车"]),
        (EventKind::Search, &["search", "搜索"]),
        (EventKind::Buy, &["buy", "purchase", "购买", "成交", "支付"]),
    ];

    /// The name in canonical tables.
    pub fn name(self) -> &'static str {
        match self {
            EventKind::View => "view",
            EventKind::Favorite => "favorite",
            EventKind::Cart => "cart",
            EventKind::Search => "search",
            EventKind::Buy => "buy",
            EventKind::Other => "other",
        }
    }

    /// The kind a word means; an empty word is a view, an unknown one is `Other`.
    pub fn of(word: &str) -> EventKind {
        let word = word.trim().to_lowercase();
        if word.is_empty() {
            return EventKind::View;
        }
        EventKind::WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map_or(EventKind::Other, |(kind, _)| *kind)
    }
}

/// What kind of page a view was of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageType {
    /// The shop's front page.
    Home,
    /// A list of items.
    Category,
    /// One item's page (宝贝页).
    Item,
    /// Search results inside the shop.
    Search,
    /// An article, a live room, a short video.
    Content,
    /// Anything else, or not said.
    #[default]
    Other,
}

impl PageType {
    /// The words that files use, lower case.
    pub const WORDS: &[(PageType, &[&str])] = &[
        (PageType::Home, &["home", "index", "首页", "店铺首页"]),
        (PageType::Category, &["category", "list", "分类", "分类页", "类目页"]),
        (PageType::Item, &["item", "product", "detail", "宝贝", "宝贝页", "商品", "商品页", "详情", "详情页", "商品详情页"]),
        (PageType::Search, &["search", "搜索", "搜索页", "搜索结果页"]),
        (PageType::Content, &["content", "article", "内容", "内容页"]),
    ];

    /// The kind of page a word means; `Other` for unknown words.
    pub fn of(word: &str) -> PageType {
        let word = word.trim().to_lowercase();
        PageType::WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map_or(PageType::Other, |(kind, _)| *kind)
    }
}
