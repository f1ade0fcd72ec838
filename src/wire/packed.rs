//! An answer travels as one block of bytes: a year by day holds tens of thousands of figures, and making a JavaScript
//! object of each would keep the page from answering for longer than a blink.

use serde::de::{DeserializeOwned, Visitor};
use serde::ser::Error as _;
use serde::{Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// Writes an answer as bytes; no answer is no bytes.
pub fn serialize<T: Serialize, S: Serializer>(answer: &Option<Box<T>>, serializer: S) -> Result<S::Ok, S::Error> {
    let bytes = match answer {
        Some(answer) => postcard::to_allocvec(answer.as_ref()).map_err(S::Error::custom)?,
        None => Vec::new(),
    };
    serializer.serialize_bytes(&bytes)
}

/// Reads an answer from its bytes.
pub fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<T>>, D::Error> {
    deserializer.deserialize_byte_buf(Bytes(PhantomData))
}

struct Bytes<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for Bytes<T> {
    type Value = Option<Box<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bytes of an answer")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        if bytes.is_empty() {
            return Ok(None);
        }
        postcard::from_bytes(bytes).map(|answer| Some(Box::new(answer))).map_err(E::custom)
    }

    /// Formats without bytes of their own (JSON) write a list of numbers.
    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut bytes = Vec::with_capacity(list.size_hint().unwrap_or(0));
        while let Some(byte) = list.next_element()? {
            bytes.push(byte);
        }
        self.visit_bytes(&bytes)
    }

    fn visit_byte_buf<E: serde::de::Error>(self, bytes: Vec<u8>) -> Result<Self::Value, E> {
        self.visit_bytes(&bytes)
    }
}

#[cfg(test)]
mod tests {
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
            let text = serde_json::to_string(&reply).unwrap();
            assert_eq!(serde_json::from_str::<Reply>(&text).unwrap(), reply);
        }
    }
}
