//! Known layouts and ordinary headers, as data. To add an export: one entry in [`LAYOUTS`] (header names as the
//! platform writes them; blanks, case and units in brackets do not matter) and one fixture in the tests.

mod ads;
mod shops;

use crate::model::{OrderGrain, Role, Table};
use Role::*;
use std::sync::LazyLock;

/// One platform's export.
pub struct Layout {
    /// Its id, for reports and texts.
    pub id: &'static str,
    /// What its rows become.
    pub table: Table,
    /// For orders: what one row is.
    pub grain: OrderGrain,
    /// Headers that must be there: one of each inner slice.
    pub required: &'static [&'static [&'static str]],
    /// Headers of each role, the best one first.
    pub columns: Headers,
}

/// Headers of each role, the best one first.
pub type Headers = &'static [(Role, &'static [&'static str])];

/// Every known layout, in the order in which they are tried.
pub fn layouts() -> impl Iterator<Item = &'static Layout> {
    LAYOUTS.iter().chain(shops::LAYOUTS).chain(ads::LAYOUTS)
}

/// Whether a layout's rows are money that was settled, and no sales.
pub fn is_statement(layout: Option<&str>) -> bool {
    layout.is_some_and(|id| shops::STATEMENTS.contains(&id))
}

/// Whether a platform's money is counted in yuan, wherever its exports do not say otherwise.
pub fn counts_in_yuan(layout: &str) -> bool {
    let platforms = ["taobao_", "jd_", "pdd_", "douyin_", "sycm_", "jingzhuntong", "wanxiang", "zhitongche", "zuanzhan", "linezing_"];
    platforms.iter().any(|start| layout.starts_with(start))
}

/// The ordinary headers of every table.
pub fn words() -> impl Iterator<Item = &'static (Table, Headers)> {
    WORDS.iter().chain(ads::WORDS)
}

/// Every known layout of events, orders and products; the first one that fits is taken.
pub static LAYOUTS: &[Layout] = &[
    Layout {
        id: "taobao_order_details",
        table: Table::Orders,
        grain: OrderGrain::Detail,
        required: &[&["订单编号", "主订单编号"], &["标题"], &["价格"], &["购买数量"]],
        columns: &[
            (Order, &["主订单编号", "订单编号"]),
            (SubOrder, &["子订单编号"]),
            (Item, &["商品ID", "宝贝ID"]),
            (Title, &["标题"]),
            (Price, &["价格"]),
            (Quantity, &["购买数量"]),
            (Sku, &["商品属性"]),
            (Status, &["订单状态"]),
            (Amount, &["买家应付货款"]),
            (PaidAmount, &["买家实际支付金额"]),
            (RefundAmount, &["退款金额"]),
            (Promotion, &["优惠活动", "促销活动"]),
            (PlacedAt, &["订单创建时间"]),
            (PaidAt, &["订单付款时间"]),
        ],
    },
    Layout {
        id: "taobao_orders",
        table: Table::Orders,
        grain: OrderGrain::Order,
        required: &[&["订单编号"], &["订单创建时间"], &["订单付款时间"], &["总金额", "买家应付货款"], &["买家实际支付金额"]],
        columns: &[
            (Order, &["订单编号"]),
            (Buyer, &["买家会员名"]),
            (PlacedAt, &["订单创建时间"]),
            (PaidAt, &["订单付款时间"]),
            (Status, &["订单状态"]),
            (Title, &["宝贝标题"]),
            (Quantity, &["宝贝总数量"]),
            (Amount, &["总金额", "买家应付货款"]),
            (PaidAmount, &["买家实际支付金额"]),
            (RefundAmount, &["退款金额"]),
        ],
    },
    Layout {
        id: "rees46_events",
        table: Table::Events,
        grain: OrderGrain::Line,
        required: &[&["event_time"], &["event_type"], &["product_id"], &["user_id"]],
        columns: &[
            (Time, &["event_time"]),
            (Event, &["event_type"]),
            (Item, &["product_id"]),
            (Category, &["category_id"]),
            (Visitor, &["user_id"]),
            (Session, &["user_session"]),
        ],
    },
    // What a search on Taobao showed of its items, day by day: sold and rated so far, which are no sales of a shop's own.
    Layout {
        id: "taobao_items",
        table: Table::Products,
        grain: OrderGrain::Line,
        required: &[&["id"], &["title"], &["price"], &["sale_count"], &["comment_count"]],
        columns: &[(Item, &["id"]), (Title, &["title"]), (Price, &["price"])],
    },
];

/// Id of the headerless behaviour log `user,item,category,pv|fav|cart|buy,unix seconds`, recognised by its values.
pub const USER_BEHAVIOR: &str = "taobao_user_behavior";

/// Its columns.
pub const USER_BEHAVIOR_ROLES: [Role; 5] = [Visitor, Item, Category, Event, Time];

/// Ordinary headers of each table, the best one first.
pub static WORDS: &[(Table, Headers)] = &[
    (
        Table::Orders,
        &[
            (Order, &["order", "order_id", "order_no", "订单编号", "订单号", "主订单编号", "订单ID"]),
            (SubOrder, &["sub_order", "sub_order_id", "order_item_id", "line_id", "子订单编号", "子订单号", "子订单ID"]),
            (
                Buyer,
                &[
                    "buyer",
                    "buyer_id",
                    "customer_id",
                    "买家",
                    "买家会员名",
                    "买家ID",
                    "下单帐号",
                    "下单账号",
                    "买家昵称",
                    "customer",
                    "user_id",
                    "用户ID",
                    "会员名",
                    "会员ID",
                    "visitor",
                ],
            ),
            (PlacedAt, &["placed_at", "created_at", "order_time", "订单创建时间", "下单时间", "拍下时间", "订单提交时间"]),
            (PaidAt, &["paid_at", "payment_time", "订单付款时间", "付款时间", "支付时间", "支付完成时间", "付款确认时间"]),
            (Status, &["status", "order_status", "订单状态", "状态"]),
            (Item, &["item", "item_id", "product_id", "宝贝ID", "商品ID", "商品编号"]),
            (Title, &["title", "item_title", "product_name", "标题", "宝贝标题", "商品名称", "商品标题"]),
            (Sku, &["sku", "sku_id", "商品规格", "商品属性", "规格"]),
            (Quantity, &["quantity", "qty", "数量", "购买数量", "宝贝数量", "宝贝总数量", "商品数量", "订购数量"]),
            (Amount, &["amount", "total", "总金额", "买家应付货款", "应付金额", "订单金额"]),
            (Postage, &["买家应付邮费"]),
            (Price, &["price", "unit_price", "单价", "价格", "京东价"]),
            (PaidAmount, &["paid_amount", "买家实际支付金额", "实付金额", "支付金额", "用户实付金额"]),
            (RefundAmount, &["refund_amount", "退款金额"]),
            (Promotion, &["promotion", "campaign", "coupon", "优惠活动", "促销活动", "活动", "促销"]),
            (Source, &["source", "channel", "来源", "渠道", "订单来源"]),
            (Province, &["province", "省", "省份"]),
            (City, &["city", "市", "城市"]),
            (Currency, &["currency", "currency_code", "币种", "货币", "结算币种"]),
        ],
    ),
    (
        Table::Events,
        &[
            (Visitor, &["visitor", "visitor_id", "user", "user_id", "访客", "访客ID", "用户ID", "会员名", "会员ID", "用户"]),
            (Time, &["time", "timestamp", "event_time", "ts", "时间", "访问时间", "行为时间", "进店时间"]),
            (Event, &["event", "event_type", "action", "behavior_type", "behavior", "行为", "行为类型", "事件", "事件类型"]),
            (Page, &["page", "url", "path", "页面", "访问页面", "page_url"]),
            (PageType, &["page_type", "页面类型"]),
            (Item, &["item", "item_id", "product_id", "sku_id", "宝贝ID", "商品ID", "商品编号"]),
            (Category, &["category", "category_id", "类目", "类目ID", "品类"]),
            (Source, &["source", "channel", "referrer", "utm_source", "来源", "流量来源", "渠道"]),
            (Session, &["session", "session_id", "user_session", "visit_id", "会话", "会话ID"]),
            (SearchTerm, &["search_term", "keyword", "query", "搜索词", "搜索关键词"]),
        ],
    ),
    (
        Table::Products,
        &[
            (Item, &["item", "item_id", "product_id", "宝贝ID", "商品ID", "商品编号"]),
            (Title, &["title", "name", "product_name", "标题", "宝贝标题", "商品名称", "商品标题"]),
            (Category, &["category", "category_id", "类目", "品类"]),
            (Price, &["price", "价格", "单价", "一口价"]),
            (Cost, &["cost", "成本", "成本价", "进价"]),
            (Stock, &["stock", "库存", "库存数量"]),
            (Attributes, &["attributes", "属性", "商品属性", "宝贝属性", "产品参数"]),
        ],
    ),
];

/// Whether a header, as [`normal`] writes it, names personal data: such columns are recognised and never read.
pub fn personal(name: &str) -> bool {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| PERSONAL.iter().map(|word| normal(word)).collect());
    NAMES.iter().any(|known| known == name) || PERSONAL_PARTS.iter().any(|part| name.contains(part))
}

/// A header with one of these in it is personal, whatever else stands around it.
static PERSONAL_PARTS: &[&str] =
    &["姓名", "手机号", "电话", "身份证", "邮箱", "收货地址", "详细地址", "收件地址", "phone", "email", "address", "street"];

static PERSONAL: &[&str] = &[
    "买家支付宝账号",
    "消费者资料",
    "合并收货地址",
    "客户姓名",
    "bill_address",
    "customer",
    "customer_note",
    "notes",
    "note_attributes",
    "billing_company",
    "shipping_company",
    "billing_zip",
    "shipping_zip",
    "ship_postal_code",
    "bill_postal_code",
    "postcode",
    "recipient_name",
    "ship_service_name",
    "payment_reference",
    "payment_references",
    "payment_id",
    "receipt_number",
    "device_id",
    "支付单号",
    "买家留言",
    "收货人",
    "联系手机",
    "发票抬头",
    "手机",
    "地址",
    "客户地址",
    "收件人",
    "name",
    "buyer_name",
    "customer_name",
    "receiver",
    "receiver_name",
    "shipping_name",
    "billing_name",
    "contact_name",
    "first_name",
    "last_name",
    "full_name",
    "mobile",
    "tel",
    "e_mail",
    "id_card",
];

/// A header as it is compared: no blanks, no underscores, lower case, units in brackets taken off.
pub fn normal(header: &str) -> String {
    let mut out = String::with_capacity(header.len());
    let mut depth = 0;
    for c in header.chars() {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = i32::max(0, depth - 1),
            _ if depth > 0 || c.is_whitespace() || matches!(c, '_' | '-' | '\u{feff}' | '\'' | '"' | '=') => {}
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_compare_without_dress() {
        for (written, plain) in
            [(" User ID ", "userid"), ("用户实付金额(元)", "用户实付金额"), ("收货地址 ", "收货地址"), ("\u{feff}订单编号", "订单编号")]
        {
            assert_eq!(normal(written), normal(plain));
        }
    }

    #[test]
    fn every_role_of_a_layout_belongs_to_its_table() {
        for layout in layouts() {
            for (role, _) in layout.columns {
                assert!(layout.table.roles().contains(role), "{}: {role:?}", layout.id);
            }
        }
        for (table, words) in words() {
            for (role, _) in *words {
                assert!(table.roles().contains(role), "{table:?}: {role:?}");
            }
        }
    }
}
