//! A message travels as one block of bytes: a year by day holds tens of thousands of figures, and making a JavaScript
//! object of each would keep the page from answering for longer than a blink. Bytes without names also take less code to
//! write and to read than objects do, and all of that code is part of the first visit.

use serde::{Serialize, de::DeserializeOwned};

/// Writes a message as bytes, after the number of the protocol.
pub fn write<T: Serialize>(version: u32, message: &T) -> Vec<u8> {
    postcard::to_allocvec(&(version, message)).unwrap_or_default()
}

/// Reads a message from its bytes; None for one of another protocol, and for bytes that are no message.
pub fn read<T: DeserializeOwned>(version: u32, bytes: &[u8]) -> Option<T> {
    let (theirs, rest) = postcard::take_from_bytes::<u32>(bytes).ok()?;
    if theirs == version { postcard::from_bytes(rest).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::{read, write};
    use crate::metric::MetricId;
    use crate::model::{Currency, Day, Grain, Money, Period, Value};
    use crate::report::{Bucket, Figure, Note, Report, Why};
    use crate::wire::protocol::Reply;

    #[test]
    fn an_answer_comes_out_as_it_went_in() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let period = Period::new(day("2026-06-01"), day("2026-06-30")).unwrap();
        let figure = |id: &str, value| Figure {
            metric: MetricId::of(id).unwrap(),
            value,
            numerator: Some(Value::Money(Money::parse("12.50").unwrap())),
            denominator: Some(Value::Count(3)),
            why: value.is_none().then(|| Why::ZeroDenominator(MetricId::of("visitors").unwrap())),
            notes: vec![Note::HistoryFrom { from: day("2026-05-01") }],
            currency: Currency::CNY,
        };
        let figures = vec![figure("bounce_rate", Some(Value::Real(0.25))), figure("amount_per_buyer", None)];
        let report = Report {
            period,
            covered: period,
            zone: "Asia/Shanghai".into(),
            figures: figures.clone(),
            compared: None,
            grain: Some(Grain::Day),
            series: vec![Bucket { period, figures }],
            breakdowns: vec![],
            pages: None,
            pages_total: 0,
            hours: Some(vec![vec![7; 24]; 7]),
            undated: false,
            ads: None,
        };
        for report in [Some(Box::new(report)), None] {
            let reply = Reply::Answer { seq: 5, report };
            let bytes = write(7, &reply);
            assert_eq!(read::<Reply>(7, &bytes), Some(reply));
            assert_eq!(read::<Reply>(8, &bytes), None);
            assert_eq!(read::<Reply>(7, &bytes[..bytes.len() - 1]), None);
        }
    }
}
