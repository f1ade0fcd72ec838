//! A large file of orders that is read in pieces by several lanes is what one reader makes of it: the same figures, the same
//! remarks, the same account of every row.

mod support;

use dianzhang::model::{Role, Standing};
use dianzhang::wire::session::Session;
use proptest::prelude::*;
use support::{answers, answers_of, lanes, session};

/// Many rows for what is drawn of each: every round has orders and buyers of its own. Cells come in the ways that a reader
/// must look at: signs, units, quotes, several lines in one row, nothing, and what no number is.
fn text(rows: &[(u32, u8, u32, u8, &'static str)], header: &str, line_end: &str, bytes: usize) -> Vec<u8> {
    let mut text = String::from(header);
    for round in 0u64.. {
        if text.len() > bytes {
            break;
        }
        for (at, (order, buyer, cents, pieces, odd)) in rows.iter().enumerate() {
            text.push_str(line_end);
            let id = 480_000_000_000_000_000 + round * 1_000_000 + u64::from(*order);
            let day = 1 + (at + round as usize) % 28;
            let amount = format!("{}.{:02}", cents / 100, cents % 100);
            let (amount, paid, state) = match *odd {
                "sign" => (format!("￥{amount}"), amount.clone(), "交易成功"),
                "comma" => (format!("\"1,{amount}\""), amount.clone(), "买家已付款"),
                "none" => (String::new(), "nan".to_string(), "等待买家付款"),
                "word" => ("viel".to_string(), amount.clone(), "交易成功"),
                "minus" => (format!("-{amount}"), amount.clone(), "交易关闭"),
                "early" => (amount.clone(), amount.clone(), "交易成功"),
                _ => (amount.clone(), amount.clone(), "交易成功"),
            };
            let paid_day = if *odd == "early" { 1 } else { day };
            text.push_str(&format!(
                "{id},b{round}-{buyer},2026-06-{day:02} 1{}:00:00,2026-06-{paid_day:02} 12:30:0{},{}商品{},{pieces},{amount},{paid},{state},{}",
                at % 10,
                at % 10,
                order % 7,
                if *odd == "quote" { "" } else { "甲" },
                if at % 3 == 0 { "618" } else { "" },
            ));
        }
    }
    text.into_bytes()
}

const HEADER: &str = "订单编号,买家会员名,订单创建时间,订单付款时间,宝贝标题,购买数量,应付金额,实付金额,订单状态,活动";

/// Everything about the files that the way of reading must not change.
fn told(session: &Session) -> Vec<dianzhang::report::FileReport> {
    let mut files = session.files();
    // The digest is made of blocks of the usual pieces.
    files.iter_mut().for_each(|file| file.digest.clear());
    files
}

proptest! {
    // Each case is a file longer than what recognition looks at.
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_number_of_lanes_and_any_cut_gives_the_same_orders(
        rows in prop::collection::vec(
            (0u32..40, 0u8..6, 1u32..99_999, 1u8..5,
             prop::sample::select(vec!["", "", "", "sign", "comma", "none", "word", "minus", "early", "quote"])),
            10..40),
        count in 1usize..5, piece in 9_000u64..90_000, end in prop::sample::select(vec!["\n", "\r\n"]), gb in any::<bool>(),
    ) {
        let mut large = text(&rows, HEADER, end, 320_000);
        if gb {
            large = support::gbk(&String::from_utf8(large).unwrap());
        }
        // Next week's export of some of them.
        let later = text(&rows[..rows.len() / 2], HEADER, "\n", 4_000);
        let files: [(&str, &[u8]); 2] = [("订单_20260701.csv", &large), ("订单_20260708.csv", &later)];
        let whole = session(&files, 1 << 20);
        let (mut some, mut others, cut_up) = lanes(&files, count, piece);
        prop_assert_eq!(cut_up, 1, "the large one is read in pieces");
        prop_assert_eq!(told(&whole), told(&some));
        for (a, b) in whole.files().iter().zip(some.files()) {
            prop_assert_eq!(whole.rejected(a.id), some.rejected(b.id));
        }
        prop_assert_eq!(answers(&whole), answers_of(&mut some, &mut others));
        prop_assert_eq!(whole.data().orders.origins(), some.data().orders.origins());
    }
}

#[test]
fn rows_come_out_of_their_columns_as_they_went_in() {
    use dianzhang::model::{Currency, Money, OrderGrain, OrderRow, OrderRows, Place, Roles};
    let money = |text: &str| Money::parse(text);
    let mut rows = OrderRows::new(Roles::from_iter([Role::Order]), OrderGrain::Line, None);
    let row = |at: u32| OrderRow {
        order: rows_number(at, 5),
        buyer: rows_number(at, 3),
        placed: (!at.is_multiple_of(4)).then_some(1_780_000_000 + i64::from(at)),
        paid: (!at.is_multiple_of(6)).then_some(1_780_000_100 + i64::from(at)),
        item: at,
        quantity: (!at.is_multiple_of(7)).then_some(at),
        amount: money(&format!("{at}.50")),
        paid_amount: if at.is_multiple_of(9) { money("79228162514264337593543950335") } else { None },
        price: money("0.0000000000000000000000000001").filter(|_| at.is_multiple_of(11)),
        promotion: rows_number(at, 2),
        province: 0,
        part: 7,
        standing: if at.is_multiple_of(5) { Standing::Closed } else { Standing::Paid },
        refund: None,
        currency: Currency::CNY,
        place: Place { line: u64::from(at) + 2, offset: u64::from(at) << 33, length: at },
    };
    let all: Vec<OrderRow> = (0..40_000).map(row).collect();
    all.iter().for_each(|row| rows.push(row));
    assert!(rows.iter().eq(all.iter().copied()));
    rows.truncate(20_001);
    assert!(rows.iter().eq(all[..20_001].iter().copied()));
}

fn rows_number(at: u32, times: u32) -> u32 {
    at / times
}
