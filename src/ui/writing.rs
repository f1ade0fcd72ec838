//! How a file is written, to be said by hand: delimiter, quotes, encoding, header, order of day and month, day numbers.

use super::field::{Choice, Select};
use crate::model::{Currency, Said};
use crate::report::{FileReport, Lang};
use yew::prelude::*;

/// The encodings to choose from.
const ENCODINGS: [&str; 7] = ["UTF-8", "GB18030", "Big5", "Shift_JIS", "UTF-16LE", "UTF-16BE", "windows-1252"];

/// The delimiters to choose from.
const DELIMITERS: [&str; 8] = [",", "\t", ";", "|", ":", "^", "~", " "];

/// Lines that the header may stand on.
const LINES: u64 = 20;

/// What of it is chosen, by the names of the lists.
#[derive(Clone, Copy, PartialEq)]
enum What {
    Delimiter,
    Quote,
    Encoding,
    Header,
    HeaderRows,
    Dates,
    DayNumbers,
    Money,
}

use What::{Dates, DayNumbers, Delimiter, Encoding, Header, HeaderRows, Money, Quote};

impl What {
    const ALL: [What; 8] = [Delimiter, Quote, Encoding, Header, HeaderRows, Dates, DayNumbers, Money];

    fn label(self) -> &'static str {
        match self {
            Delimiter => "fact-delimiter",
            Quote => "write-quote",
            Encoding => "fact-encoding",
            Header => "write-header",
            HeaderRows => "write-header-rows",
            Dates => "write-dates",
            DayNumbers => "write-day-numbers",
            Money => "write-currency",
        }
    }

    /// The values to choose from, with their texts.
    fn choices(self, lang: Lang) -> Vec<(String, String)> {
        let same = |text: &str| (text.to_string(), text.to_string());
        let named = |value: &str, id: &str| (value.to_string(), lang.text(id));
        match self {
            Delimiter => {
                let text = |mark: &str| match mark {
                    "\t" => lang.text("delimiter-tab"),
                    " " => lang.text("write-space"),
                    other => other.to_string(),
                };
                DELIMITERS.iter().map(|mark| (mark.to_string(), text(mark))).collect()
            }
            Quote => vec![same("\""), same("'"), named("none", "write-none")],
            Encoding => ENCODINGS.iter().map(|name| same(name)).collect(),
            Header => std::iter::once(named("0", "write-no-header"))
                .chain((1..=LINES).map(|line| (line.to_string(), lang.text_with("fact-header-line", &[("line", line.to_string().into())]))))
                .collect(),
            HeaderRows => ["1", "2", "3"].map(same).to_vec(),
            Dates => vec![named("day", "write-day-first"), named("month", "write-month-first")],
            DayNumbers => ["1900", "1904"].map(same).to_vec(),
            Money => Currency::all().filter_map(Currency::code).map(same).collect(),
        }
    }

    /// What is said now; None where it is left to the guess.
    fn value(self, said: &Said) -> Option<String> {
        match self {
            Delimiter => said.delimiter.clone(),
            Quote => said.quote.as_ref().map(|quote| if quote.is_empty() { "none".to_string() } else { quote.clone() }),
            Encoding => said.encoding.clone(),
            Header => said.header_line.map(|line| line.to_string()),
            HeaderRows => said.header_rows.map(|rows| rows.to_string()),
            Dates => said.day_first.map(|first| if first { "day" } else { "month" }.to_string()),
            Money => said.currency.clone(),
            DayNumbers => said.since_1904.map(|since| if since { "1904" } else { "1900" }.to_string()),
        }
    }

    /// The same with another choice; an empty one leaves it to the guess.
    fn put(self, value: &str, said: &Said) -> Said {
        let given = Some(value.to_string()).filter(|value| !value.is_empty());
        let mut said = said.clone();
        match self {
            Delimiter => said.delimiter = given,
            Quote => said.quote = given.map(|quote| if quote == "none" { String::new() } else { quote }),
            Encoding => said.encoding = given,
            Header => said.header_line = given.and_then(|line| line.parse().ok()),
            HeaderRows => said.header_rows = given.and_then(|rows| rows.parse().ok()),
            Dates => said.day_first = given.map(|first| first == "day"),
            Money => said.currency = given,
            DayNumbers => said.since_1904 = given.map(|since| since == "1904"),
        }
        said
    }
}

/// The lists of one file: `said` is what is chosen, `pick` gets a choice, `again` reads the file by it.
pub fn writing(file: &FileReport, said: &Said, lang: Lang, pick: &Callback<Said>, again: &Callback<MouseEvent>) -> Html {
    let changed = *said != file.said;
    html! {
        <details class="writing" open={changed || file.said != Said::default()}>
            <summary>{ lang.text("write-title") }</summary>
            <p class="mapping__text">{ lang.text("write-text") }</p>
            <div class="writing__fields">
                { for What::ALL.into_iter().map(|what| {
                    let mut choices = vec![Choice { value: String::new(), text: lang.text("write-auto") }];
                    choices.extend(what.choices(lang).into_iter().map(|(value, text)| Choice { value, text }));
                    let value = what.value(said).unwrap_or_default();
                    // A delimiter of several characters is none of the list.
                    if !choices.iter().any(|choice| choice.value == value) {
                        choices.push(Choice { value: value.clone(), text: value.clone() });
                    }
                    let said = said.clone();
                    let onpick = pick.reform(move |value: String| what.put(&value, &said));
                    html! { <Select key={what.label()} label={lang.text(what.label())} {choices} {value} {onpick} /> }
                }) }
                <button type="button" class="button" id="read-again" disabled={!changed} onclick={again.clone()}>{ lang.text("write-again") }</button>
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_what_it_says() {
        for what in What::ALL {
            for (value, text) in what.choices(Lang::En) {
                let said = what.put(&value, &Said::default());
                assert_eq!(what.value(&said), Some(value.clone()), "{text}");
                assert_eq!(what.put("", &said), Said::default());
            }
        }
    }
}
