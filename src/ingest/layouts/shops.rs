//! Layouts of orders and reports of platforms beside Taobao and Tmall, as data.

use super::{Headers, Layout};
use crate::model::{OrderGrain, Role, Table};
use Role::*;

/// What all layouts of orders here have in common.
const ORDERS: Layout = Layout { id: "", table: Table::Orders, grain: OrderGrain::Line, required: &[], columns: &[] };

/// Layouts of money that was settled: after fees, dated by the settlement. They are known so that nobody takes them for
/// sales; their figures are those of the order export.
pub static STATEMENTS: &[&str] = &["douyin_settlement", "douyin_ledger", "jd_settlement"];

/// Every known layout here; the first one that fits is taken.
pub static LAYOUTS: &[Layout] = &[
    Layout {
        id: "jd_orders",
        grain: OrderGrain::Shared,
        required: &[&["订单号"], &["下单时间"], &["订购数量"], &["京东价", "结算金额"]],
        columns: &[
            (Order, &["订单号"]),
            (Buyer, &["下单帐号", "下单账号"]),
            (PlacedAt, &["下单时间"]),
            (PaidAt, &["付款确认时间"]),
            (Status, &["订单状态"]),
            (Item, &["商品ID"]),
            (Title, &["商品名称"]),
            (Quantity, &["订购数量"]),
            (Price, &["京东价"]),
            (Amount, &["订单金额"]),
            // What is left to pay (应付金额) is less where a balance paid a part of it.
            (PaidAmount, &["结算金额", "应付金额"]),
            (Source, &["订单来源", "订单渠道"]),
        ],
        ..ORDERS
    },
    Layout {
        id: "pdd_orders",
        required: &[&["订单号"], &["商品总价(元)"], &["用户实付金额(元)", "商家实收金额(元)"], &["商品数量(件)"]],
        columns: &[
            (Order, &["订单号"]),
            (PlacedAt, &["下单时间", "拼单时间", "订单成交时间"]),
            (PaidAt, &["支付时间"]),
            (Status, &["订单状态"]),
            (Item, &["商品id"]),
            (Title, &["商品"]),
            (Sku, &["样式ID", "商品规格"]),
            (Quantity, &["商品数量(件)"]),
            (Amount, &["商品总价(元)"]),
            (Postage, &["邮费(元)"]),
            (PaidAmount, &["用户实付金额(元)", "商家实收金额(元)"]),
            (Source, &["订单来源"]),
            (Province, &["省"]),
            (City, &["市"]),
        ],
        ..ORDERS
    },
    Layout {
        id: "douyin_settlement",
        required: &[&["订单号"], &["结算时间"], &["结算金额"], &["平台服务费", "结算单类型", "结算账户"]],
        columns: &[(Order, &["订单号"]), (SubOrder, &["子订单号"]), (PlacedAt, &["下单时间"])],
        ..ORDERS
    },
    Layout {
        id: "douyin_ledger",
        required: &[&["动账时间"], &["动帐流水号", "动账流水号"], &["动账金额"]],
        columns: &[(Order, &["订单号"]), (SubOrder, &["子订单号"]), (PlacedAt, &["下单时间"])],
        ..ORDERS
    },
    Layout {
        id: "jd_settlement",
        required: &[&["订单编号"], &["应结金额"], &["费用名称"], &["收支方向", "结算状态"]],
        columns: &[(Order, &["订单编号"]), (PlacedAt, &["订单下单时间"]), (Quantity, &["商品数量"])],
        ..ORDERS
    },
    Layout {
        id: "douyin_orders",
        required: &[&["主订单编号"], &["子订单编号"], &["选购商品"], &["订单提交时间", "支付完成时间"]],
        columns: &[
            (Order, &["主订单编号"]),
            (SubOrder, &["子订单编号"]),
            (PlacedAt, &["订单提交时间"]),
            (PaidAt, &["支付完成时间"]),
            (Status, &["订单状态"]),
            (AfterSale, &["售后状态"]),
            (Item, &["商品ID"]),
            (Title, &["选购商品"]),
            (Sku, &["商品规格"]),
            (Quantity, &["商品数量"]),
            (Price, &["商品金额"]),
            (Amount, &["订单应付金额"]),
            (PaidAmount, &["订单实付金额", "用户实付金额", "实付金额"]),
            (Source, &["流量来源", "流量渠道", "流量体裁"]),
            (Province, &["省"]),
            (City, &["市"]),
        ],
        ..ORDERS
    },
    Layout {
        id: "shopify_orders",
        grain: OrderGrain::Shared,
        required: &[&["Name"], &["Financial Status"], &["Lineitem quantity"], &["Lineitem name"], &["Created at"]],
        columns: &[
            (Order, &["Name"]),
            (PlacedAt, &["Created at"]),
            (PaidAt, &["Paid at"]),
            (Status, &["Financial Status"]),
            (Item, &["Lineitem sku"]),
            (Title, &["Lineitem name"]),
            (Quantity, &["Lineitem quantity"]),
            (Price, &["Lineitem price"]),
            (Amount, &["Total"]),
            (RefundAmount, &["Refunded Amount"]),
            (Promotion, &["Discount Code"]),
            (Source, &["Source"]),
            (Province, &["Shipping Province Name", "Shipping Province", "Billing Province Name", "Billing Province"]),
            (City, &["Shipping City", "Billing City"]),
            (Currency, &["Currency"]),
        ],
        ..ORDERS
    },
    Layout {
        id: "amazon_orders",
        required: &[&["amazon-order-id"], &["purchase-date"], &["order-status", "item-status"], &["quantity", "quantity-purchased"]],
        columns: AMAZON,
        ..ORDERS
    },
    Layout {
        id: "woocommerce_orders",
        grain: OrderGrain::Shared,
        required: &[
            &["Order Number", "Order ID"],
            &["Order Status"],
            &["Order Date"],
            &["Order Total Amount", "Order Total"],
            &["Item Name", "Item #", "Quantity (- Refund)", "Quantity"],
        ],
        columns: &[
            (Order, &["Order Number", "Order ID"]),
            (Buyer, &["Customer ID", "Customer User ID"]),
            (PlacedAt, &["Order Date"]),
            (PaidAt, &["Paid Date", "Date Paid"]),
            (Status, &["Order Status"]),
            (Item, &["SKU", "Product ID"]),
            (Title, &["Item Name"]),
            (Quantity, &["Quantity (- Refund)", "Quantity"]),
            (Price, &["Item Cost"]),
            (Amount, &["Order Total Amount", "Order Total"]),
            (RefundAmount, &["Order Refund Amount"]),
            (Promotion, &["Coupon Code", "Coupons Used"]),
            (Province, &["State Code (Shipping)", "State Name (Shipping)", "State Code (Billing)"]),
            (City, &["City (Shipping)", "City (Billing)"]),
            (Currency, &["Order Currency", "Currency"]),
        ],
        ..ORDERS
    },
    Layout {
        id: "woocommerce_analytics",
        grain: OrderGrain::Order,
        required: &[&["Order #"], &["Date"], &["Status"], &["Items sold"], &["N. Revenue", "Net sales"]],
        columns: &[
            (Order, &["Order #"]),
            (PlacedAt, &["Date"]),
            (Status, &["Status"]),
            (Title, &["Product(s)"]),
            (Quantity, &["Items sold"]),
            (Amount, &["Net sales", "N. Revenue"]),
            (Promotion, &["Coupon(s)"]),
            (Source, &["Attribution"]),
        ],
        ..ORDERS
    },
    Layout {
        id: "amazon_business",
        table: Table::Daily,
        required: &[
            &["Ordered Product Sales"],
            &["Units Ordered", "Total Order Items"],
            &["Sessions - Total", "Sessions", "Page Views - Total"],
        ],
        columns: &[
            (Date, &["Date"]),
            (Item, &["SKU", "(Child) ASIN", "ASIN"]),
            (Title, &["Title"]),
            (Visits, &["Sessions - Total", "Sessions"]),
            (ItemPageViews, &["Page Views - Total", "Page Views"]),
            (PaidItems, &["Units Ordered"]),
            (PaidOrders, &["Total Order Items"]),
            (PaidAmount, &["Ordered Product Sales"]),
        ],
        ..ORDERS
    },
];

/// Columns of both order reports of Amazon.
const AMAZON: Headers = &[
    (Order, &["amazon-order-id"]),
    (SubOrder, &["order-item-id", "amazon-order-item-id"]),
    (PlacedAt, &["purchase-date"]),
    (PaidAt, &["payments-date"]),
    (Status, &["order-status"]),
    (Item, &["sku", "asin"]),
    (Title, &["product-name"]),
    (Quantity, &["quantity", "quantity-purchased"]),
    (Amount, &["item-price"]),
    (Postage, &["shipping-price"]),
    (Promotion, &["promotion-ids"]),
    (Source, &["sales-channel"]),
    (Province, &["ship-state"]),
    (City, &["ship-city"]),
    (Currency, &["currency"]),
];
