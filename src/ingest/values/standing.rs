//! The status words of the platforms, as data: how far an order has come.

use crate::model::{Dict, Standing};

/// Words of each standing, in the order in which they are looked for: the first that a status holds decides, so that
/// 已取消，退款成功 is a refund and 买家已付款，等待卖家发货 is paid.
const WORDS: &[(Standing, &[&str])] = &[
    (Standing::Refunded, &["退款成功", "已退款", "全额退款", "退款完成", "已全额退款"]),
    (Standing::Unknown, &["partiallyrefunded", "partiallypaid", "部分退款", "部分付款"]),
    (Standing::Refunded, &["refunded"]),
    (
        Standing::Closed,
        &["交易关闭", "已关闭", "已取消", "订单取消", "(删除)", "（删除）", "cancel", "voided", "failed", "expired", "trash"],
    ),
    (Standing::Placed, &["等待买家付款", "等待付款", "待付款", "待支付", "未付款", "未支付", "unpaid", "pending", "onhold", "authorized"]),
    (
        Standing::Paid,
        &[
            "已付款",
            "等待卖家发货",
            "等待买家确认",
            "卖家已发货",
            "交易成功",
            "待发货",
            "已发货",
            "待收货",
            "已收货",
            "已签收",
            "已完成",
            "等待出库",
            "等待确认收货",
            "等待打印",
            "已出库",
            "完成",
            "paid",
            "completed",
            "processing",
            "shipped",
            "unshipped",
            "delivered",
            "fulfilled",
        ],
    ),
];

/// Different statuses that are remembered: a shop has a dozen.
const KNOWN: usize = 256;

/// What statuses say, each looked at once.
#[derive(Default)]
pub struct Standings {
    /// A status and what came after, as one text.
    texts: Dict,
    of: Vec<Standing>,
    both: String,
}

impl Standings {
    /// What a status and the words of what came after the sale say.
    pub fn of(&mut self, status: &str, after: &str) -> Standing {
        if status.is_empty() && after.is_empty() {
            return Standing::Unknown;
        }
        self.both.clear();
        self.both.extend([status, "\n", after]);
        match self.texts.find(&self.both) {
            Some(known) => self.of[known as usize - 1],
            None => {
                let says = standing(status, after);
                if self.of.len() < KNOWN {
                    self.texts.number(&self.both);
                    self.of.push(says);
                }
                says
            }
        }
    }
}

/// What a status and the words of what came after the sale say; `Unknown` where neither has a known word.
fn standing(status: &str, after: &str) -> Standing {
    let plain = |text: &str| {
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect::<String>()
    };
    let after = plain(after);
    if WORDS[0].1.iter().any(|word| after.contains(word)) {
        return Standing::Refunded;
    }
    let status = plain(status);
    // A refund of a part leaves the order paid.
    if ["partiallyrefunded", "部分退款"].iter().any(|word| status.contains(word)) {
        return Standing::Paid;
    }
    WORDS.iter().find(|(_, words)| words.iter().any(|word| status.contains(word))).map_or(Standing::Unknown, |(standing, _)| *standing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_every_platform() {
        for (status, after, is) in [
            ("等待买家付款", "", Standing::Placed),
            ("买家已付款，等待卖家发货", "", Standing::Paid),
            ("交易成功", "", Standing::Paid),
            ("交易关闭", "", Standing::Closed),
            ("已发货，待收货", "无售后或售后取消", Standing::Paid),
            ("已取消，退款成功", "退款成功", Standing::Refunded),
            ("未发货，退款成功", "", Standing::Refunded),
            ("已完成\t", "退款成功", Standing::Refunded),
            ("待支付", "-", Standing::Placed),
            ("已关闭", "-", Standing::Closed),
            ("(删除)等待出库", "", Standing::Closed),
            ("等待确认收货", "", Standing::Paid),
            ("partially_refunded", "", Standing::Paid),
            ("partially_paid", "", Standing::Unknown),
            ("refunded", "", Standing::Refunded),
            ("voided", "", Standing::Closed),
            ("On hold", "", Standing::Placed),
            ("Shipped - Delivered to Buyer", "", Standing::Paid),
            ("Unshipped", "", Standing::Paid),
            ("Cancelled", "", Standing::Closed),
            ("unpaid", "", Standing::Placed),
            ("神秘", "", Standing::Unknown),
            ("", "", Standing::Unknown),
        ] {
            assert_eq!(standing(status, after), is, "{status} {after}");
        }
    }
}
