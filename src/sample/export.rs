//! The two order exports as the platform's seller centre writes them: GBK, ids as `="…"`, their quirks included.

use super::names::SHOP;
use super::orders::{Order, Status};
use super::rhythm::Moment;
use super::sheet::{bytes, member, row, writer, yuan};
use csv::QuoteStyle;

/// The order list's columns, in the layout of 2018 to 2024; six names end in a space.
const ORDER_COLUMNS: &str = "订单编号,买家会员名,买家支付宝账号,支付单号,支付详情,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,\
    买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,\
    宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,\
    特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,\
    新零售交易类型,新零售导购门店名称,新零售导购门店id,新零售发货门店名称,新零售发货门店id,退款金额,预约门店,确认收货时间,打款商家金额,\
    含应开票给个人的个人红包,是否信用购,体验期结束时间,前N有礼,配送类型,主订单编号";

/// Rows of nothing but commas that a spreadsheet left at the end.
const BLANK_ROWS: usize = 3;

/// `ExportOrderList.csv`, the latest order first.
pub fn order_list(orders: &[Order]) -> Vec<u8> {
    // A cell such as ="123" has to stay as it is, and no cell holds a comma, a line end or a leading quote.
    let mut out = writer(QuoteStyle::Never, true);
    row(&mut out, ORDER_COLUMNS.split(','));
    // Two rows that somebody touched in a spreadsheet: the digits of their ids are gone.
    let touched = [orders.len() / 3, orders.len() * 3 / 5];
    for (place, order) in orders.iter().enumerate().rev() {
        let id = |digits: &str| if touched.contains(&place) { scientific(digits) } else { format!("=\"{digits}\"") };
        row(&mut out, ORDER_COLUMNS.split(',').map(|column| cell(column, order, &id)));
    }
    for _ in 0..BLANK_ROWS {
        row(&mut out, ORDER_COLUMNS.split(',').map(|_| ""));
    }
    bytes(out)
}

/// One cell of the order list; columns without an answer are empty.
fn cell(column: &str, order: &Order, id: &dyn Fn(&str) -> String) -> String {
    let shown = order.status != Status::Dropped;
    let sent = order.parcel.as_ref();
    match column.trim_end() {
        "订单编号" | "主订单编号" => id(&order.id.to_string()),
        "买家会员名" => member(order.visitor),
        "买家支付宝账号" => "***".into(),
        "支付单号" => order.paid.map_or(String::new(), |paid| id(&payment_number(order, paid))),
        "买家应付货款" => yuan(order.goods),
        "买家应付邮费" => yuan(order.postage),
        "总金额" => yuan(order.total()),
        "买家实际支付金额" => yuan(order.paid.map_or(0, |_| order.total())),
        "买家支付积分" | "返点积分" | "买家实际支付积分" | "店铺Id" | "卖家服务费" => "0".into(),
        "订单状态" => order.status.words().into(),
        "买家留言" => order.message.into(),
        "收货人姓名" => format!("{}**", order.family),
        "收货地址" => format!("{} **区 ***(000000)", order.place),
        "运送方式" => "快递".into(),
        "联系手机" => "'1**********".into(),
        "订单创建时间" => order.placed.to_string(),
        "订单付款时间" => order.paid.map_or(String::new(), |paid| paid.to_string()),
        "宝贝标题" if shown => order.lines.iter().map(|line| line.item.item().title).collect::<Vec<_>>().join("，"),
        "宝贝种类" => if shown { order.lines.len() } else { 0 }.to_string(),
        "宝贝总数量" => if shown { order.lines.iter().map(|line| line.pieces).sum() } else { 0 }.to_string(),
        "物流单号" => sent.map_or(String::new(), |parcel| parcel.1.clone()),
        "物流公司" => sent.map_or(String::new(), |parcel| parcel.0.into()),
        "订单备注" => order.note.into(),
        "店铺名称" => SHOP.into(),
        "订单关闭原因" => match order.status {
            Status::Dropped => "买家未付款",
            Status::Refunded => "退款",
            _ => "订单未关闭",
        }
        .into(),
        "买家服务费" => "0元".into(),
        "是否手机订单" if order.phone => "手机订单".into(),
        "是否上传合同照片" | "是否上传小票" | "是否代付" | "是否信用购" => "否".into(),
        "退款金额" => yuan(order.refund),
        "确认收货时间" => order.confirmed.map_or(String::new(), |confirmed| confirmed.to_string()),
        "打款商家金额" => format!("{}元", yuan(if order.status == Status::Done { order.total() - order.refund } else { 0 })),
        "含应开票给个人的个人红包" => "0.00元".into(),
        _ => String::new(),
    }
}

/// The payment service's own number: the day, a channel, digits of the order.
fn payment_number(order: &Order, paid: Moment) -> String {
    format!("{}220014{:014}", paid.compact_day(), order.id % 100_000_000_000_000)
}

/// What a spreadsheet makes of a long number: `2.37359E+18`.
fn scientific(digits: &str) -> String {
    let mantissa = digits[1..6].trim_end_matches('0');
    let point = if mantissa.is_empty() { "" } else { "." };
    format!("{}{point}{mantissa}E+{}", &digits[..1], digits.len() - 1)
}

/// `ExportOrderDetailList.csv`: the items of the orders, every cell quoted.
pub fn detail_list(orders: &[Order]) -> Vec<u8> {
    let mut out = writer(QuoteStyle::Always, true);
    let columns = "子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码,商品ID,优惠活动";
    row(&mut out, columns.split(','));
    for order in orders.iter().rev() {
        for (place, line) in order.lines.iter().enumerate() {
            let (no, item, code) = (line.item, line.item.item(), line.item.code());
            let looks = format!("{}：{};{}：{}", no.category().look.0, line.variant.0, no.category().size.0, line.variant.1);
            let [sub, main, id] = [order.line_id(place), order.id, no.id()].map(|id| id.to_string());
            let [price, pieces] = [yuan(item.price), line.pieces.to_string()];
            let promotion = line.promotion.map_or("", |promotion| promotion.words());
            let status = order.status.words();
            row(&mut out, [&sub, &main, item.title, &price, &pieces, &code, &looks, "", order.note, status, &code, &id, promotion]);
        }
    }
    bytes(out)
}
