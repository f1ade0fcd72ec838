//! What money is counted in, and what nobody says: amounts of two currencies are never added up, and a column of which no
//! row says anything is unknown and not 0. Every rule is counted again here from the rows alone.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use dianzhang::model::{Grain, Remark, Role};
use dianzhang::report::{Dimension, Lang, Question, json};
use dianzhang::wire::protocol::Overrides;
use dianzhang::wire::session::Session;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use support::{answers, answers_of, csv, lanes, only, push, session, value};

const ORDERS: &str = "order_id,buyer,placed_at,paid_at,item,quantity,amount,paid_amount,currency";

/// One order as the file writes it, in cents.
#[derive(Clone, Debug)]
struct Sale {
    day: u32,
    paid: bool,
    item: u32,
    amount: Option<u32>,
    currency: &'static str,
}

fn sale() -> impl Strategy<Value = Sale> {
    let currency = prop::sample::select(vec!["CNY", "CNY", "CNY", "USD", "EUR", ""]);
    let amount = prop::option::weighted(0.8, 1u32..100_000);
    (1u32..5, any::<bool>(), 1u32..4, amount, currency).prop_map(|(day, paid, item, amount, currency)| Sale {
        day,
        paid,
        item,
        amount,
        currency,
    })
}

fn written(sales: &[Sale], from: usize) -> Vec<u8> {
    let row = |(at, sale): (usize, &Sale)| {
        let day = format!("2026-06-0{} 10:00:00", sale.day);
        let paid = if sale.paid { day.as_str() } else { "" };
        let amount = sale.amount.map_or("-".to_string(), |cents| format!("{}.{:02}", cents / 100, cents % 100));
        format!("o{},b{at},{day},{paid},i{},1,{amount},{amount},{}", at + from, sale.item, sale.currency)
    };
    csv(ORDERS, &sales.iter().enumerate().map(row).collect::<Vec<_>>())
}

/// What the figure of some orders has to be: its value, and the currency it is in.
fn expected<'a>(sales: impl Iterator<Item = &'a Sale>) -> (Value, Value) {
    let all: Vec<&Sale> = sales.collect();
    let told: Vec<(&str, u32)> = all.iter().filter_map(|sale| Some((sale.currency, sale.amount?))).collect();
    let currencies: BTreeSet<&str> = told.iter().map(|(currency, _)| *currency).filter(|currency| !currency.is_empty()).collect();
    if currencies.len() > 1 {
        return (Value::Null, Value::Null);
    }
    let cents: u32 = told.iter().map(|(_, cents)| cents).sum();
    (json!(format!("{}.{:02}", cents / 100, cents % 100)), currencies.first().map_or(Value::Null, |code| json!(code)))
}

fn asked(session: &Session) -> Value {
    let question = Question { grain: Some(Grain::Day), breakdowns: vec![Dimension::Item], ads: true, ..Question::default() };
    json::report(session.answer(&question).as_ref(), &[], json::Shape { lang: Lang::En, metrics: &[] })
}

fn told(figure: &Value) -> (Value, Value) {
    (figure["value"].clone(), figure["currency"].clone())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// The figures of a period, of a day and of an item are sums of one currency, or unknown; counted again from the rows.
    #[test]
    fn sums_are_of_one_currency(mut sales in prop::collection::vec(sale(), 1..14)) {
        // A row without a currency in a file that names one belongs to it; kept apart, the rule is the rows' own.
        let named: BTreeSet<&str> = sales.iter().map(|sale| sale.currency).filter(|code| !code.is_empty()).collect();
        if let (1, Some(code)) = (named.len(), named.first().copied()) {
            sales.iter_mut().for_each(|sale| sale.currency = code);
        }
        let answer = asked(&session(&[("orders.csv", &written(&sales, 0))], usize::MAX));
        if sales.iter().all(|sale| sale.amount.is_none()) {
            prop_assert_eq!(&answer["metrics"]["placed_amount"]["value"], &Value::Null);
            return Ok(());
        }
        let metrics = &answer["metrics"];
        prop_assert_eq!(told(&metrics["placed_amount"]), expected(sales.iter()), "placed: {}", metrics["placed_amount"]);
        let paid = || sales.iter().filter(|sale| sale.paid);
        prop_assert_eq!(told(&metrics["paid_amount"]), expected(paid()), "paid: {}", metrics["paid_amount"]);
        for id in ["placed_amount", "paid_amount"] {
            let mixed = metrics[id]["why"].as_str().is_some_and(|why| why.contains("several currencies"));
            for point in answer["series"][id].as_array().into_iter().flatten() {
                let day: u32 = point["from"].as_str().unwrap()[8..].parse().unwrap();
                let of_day = sales.iter().filter(|sale| sale.day == day && (id == "placed_amount" || sale.paid));
                let sum = if mixed { Value::Null } else { expected(of_day).0 };
                prop_assert_eq!(&point["value"], &sum, "{} on {}", id, day);
            }
        }
        for row in answer["breakdowns"]["item"].as_array().unwrap() {
            let of_item = paid().filter(|sale| row["key"] == format!("i{}", sale.item));
            prop_assert_eq!(told(&row["metrics"]["paid_amount"]), expected(of_item), "{}", row["key"]);
        }
    }

    /// Chunks, lanes and the order of files change nothing.
    #[test]
    fn no_way_of_reading_matters(sales in prop::collection::vec(sale(), 2..12), cut in any::<prop::sample::Index>()) {
        let (one, two) = sales.split_at(cut.index(sales.len()));
        let files = [written(one, 0), written(two, one.len())];
        let named = [("1.csv", files[0].as_slice()), ("2.csv", files[1].as_slice())];
        let whole = answers(&session(&named, usize::MAX));
        prop_assert_eq!(&answers(&session(&named, 7)), &whole);
        prop_assert_eq!(&answers(&session(&[named[1], named[0]], usize::MAX)), &whole);
        let (mut first, mut others, _) = lanes(&named, 3, 64);
        prop_assert_eq!(&answers_of(&mut first, &mut others), &whole);
    }
}

const ADS: &str = "date,tool,campaign,impressions,clicks,cost,orders,revenue,currency";

#[test]
fn two_tools_in_two_currencies_stand_beside_each_other_and_are_not_added() {
    let rows = ["2026-06-01,A,a,100,10,5.00,1,20.00,USD", "2026-06-01,B,b,300,30,50.00,2,90.00,CNY"].map(String::from);
    let answer = answers(&session(&[("ads.csv", &csv(ADS, &rows))], usize::MAX));
    for id in ["ad_cost", "ad_total_cost", "ad_revenue", "ad_cpc", "ad_roi", "ad_cost_per_order"] {
        assert_eq!(value(&answer, id), Value::Null, "{id}");
        assert!(answer["metrics"][id]["why"].as_str().unwrap().contains("CNY, USD"), "{}", answer["metrics"][id]);
    }
    // What is no money adds up all the same.
    assert_eq!((value(&answer, "ad_clicks"), value(&answer, "ad_ctr")), (json!(40), json!(0.1)));
    let tools = answer["breakdowns"]["tool"].as_array().unwrap();
    let of = |key: &str| &tools.iter().find(|row| row["key"] == key).unwrap()["metrics"];
    assert_eq!(of("A")["ad_cost"], json!({"value": "5.00", "currency": "USD"}));
    assert_eq!(of("B")["ad_cpc"], json!({"value": 50.0 / 30.0, "currency": "CNY"}));
    assert_eq!(of("A")["ad_roi"], json!({"value": 4.0}));
}

#[test]
fn a_column_that_says_nothing_is_unknown_and_partly_blank_ones_are_told() {
    let rows = ["2026-06-01,A,a,100,10,5.00,-,-,", "2026-06-02,A,a,300,30,7.50,,--,"].map(String::from);
    let session_of = |rows: &[String]| session(&[("ads.csv", &csv(ADS, rows))], usize::MAX);
    let blank = session_of(&rows);
    let answer = answers(&blank);
    for id in ["ad_revenue", "ad_orders", "ad_roi", "ad_conversion_rate"] {
        assert_eq!(value(&answer, id), Value::Null, "{id}");
        assert!(answer["metrics"][id]["why"].as_str().unwrap().contains("not 0"), "{}", answer["metrics"][id]);
    }
    assert_eq!(value(&answer, "ad_cost"), json!("12.50"));
    assert!(answer["metrics"]["ad_cost"].get("currency").is_none(), "nothing names one");
    let remarks = only(&blank).remarks;
    assert!(remarks.contains(&Remark::BlankCells { role: Role::Revenue, rows: 2, of: 2, first_line: 2 }), "{remarks:?}");
    let partly = session_of(&[rows[0].clone(), "2026-06-02,A,a,300,30,7.50,1,9.00,".into()]);
    let answer = answers(&partly);
    assert_eq!(value(&answer, "ad_revenue"), json!("9.00"));
    let notes = answer["metrics"]["ad_revenue"]["notes"].to_string();
    assert!(notes.contains("1 rows leave ad revenue blank"), "{notes}");
    let remarks = only(&partly).remarks;
    assert!(remarks.contains(&Remark::BlankCells { role: Role::Revenue, rows: 1, of: 2, first_line: 2 }), "{remarks:?}");
}

#[test]
fn daily_reports_add_no_two_currencies() {
    let rows = ["2026-06-01,10,$5.00", "2026-06-02,20,€7.00"].map(String::from);
    let of = |rows: &[String]| answers(&session(&[("daily.csv", &csv("date,visitors,paid_amount", rows))], usize::MAX));
    let answer = of(&rows);
    assert_eq!(value(&answer, "paid_amount"), Value::Null);
    assert!(answer["metrics"]["paid_amount"]["why"].as_str().unwrap().contains("USD, EUR"), "{}", answer["metrics"]["paid_amount"]);
    assert_eq!(value(&answer, "visitor_days"), json!(30));
    let answer = of(&rows[..1]);
    assert_eq!((value(&answer, "paid_amount"), &answer["metrics"]["paid_amount"]["currency"]), (json!("5.00"), &json!("USD")));
}

#[test]
fn what_is_said_of_a_file_goes_before_what_it_says() {
    let bytes = csv(ORDERS, &["o1,b1,2026-06-01,2026-06-01,i1,1,5.00,5.00,".to_string()]);
    let read = |code: Option<&str>| {
        let mut session = Session::new(Default::default());
        let mut overrides = Overrides::default();
        overrides.said.currency = code.map(String::from);
        push(&mut session, "orders.csv", &bytes, usize::MAX, &overrides);
        session.settle();
        answers(&session)["metrics"]["paid_amount"].clone()
    };
    assert_eq!(read(None).get("currency"), None);
    assert_eq!(read(Some("INR"))["currency"], "INR");
}
