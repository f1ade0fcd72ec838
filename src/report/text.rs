//! Texts of the page and the program, from the resource files under `www/locales`.

use crate::model::arrange;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, str::FromStr, sync::OnceLock};

/// What fills a place of a text.
#[derive(Clone, Debug)]
pub struct Fill<'a>(Cow<'a, str>);

impl<'a> From<&'a str> for Fill<'a> {
    fn from(text: &'a str) -> Fill<'a> {
        Fill(Cow::Borrowed(text))
    }
}

impl From<String> for Fill<'_> {
    fn from(text: String) -> Self {
        Fill(Cow::Owned(text))
    }
}

macro_rules! whole_numbers {
    ($($of:ty),*) => {
        $(impl From<$of> for Fill<'_> {
            fn from(number: $of) -> Self {
                Fill(Cow::Owned(number.to_string()))
            }
        })*
    };
}
whole_numbers!(u8, u16, u32, u64, usize);

/// A language of the product.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese (zh-CN), the page's first language.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both.
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// `zh` or `en`, as options and links write it.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// The other one.
    pub fn other(self) -> Lang {
        match self {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        }
    }

    /// The tag for `<html lang>`.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The side of a catalogue text in this language.
    pub fn of(self, text: crate::metric::catalogue::Text) -> &'static str {
        match self {
            Lang::Zh => text.zh,
            Lang::En => text.en,
        }
    }

    /// The text called `id`.
    pub fn text(self, id: &str) -> String {
        self.text_with(id, &[])
    }

    /// The text called `id` with its places filled in. An unknown id is shown as itself; a test keeps that from
    /// happening.
    pub fn text_with(self, id: &str, fills: &[(&'static str, Fill<'_>)]) -> String {
        let texts = self.texts();
        texts.binary_search_by_key(&id, |(id, _)| id).map_or_else(|_| id.to_string(), |at| filled(texts[at].1, fills))
    }

    /// Every text by its id, in the order of the ids.
    fn texts(self) -> &'static [(&'static str, &'static str)] {
        static TEXTS: [OnceLock<Vec<(&str, &str)>>; 2] = [OnceLock::new(), OnceLock::new()];
        TEXTS[self as usize].get_or_init(|| {
            let lines = self.resources().iter().flat_map(|source| source.lines());
            let mut texts: Vec<(&str, &str)> =
                lines.filter_map(|line| line.split_once(" = ")).filter(|(id, _)| !id.starts_with('#')).collect();
            arrange(&mut texts, |a, b| a.0.cmp(b.0));
            texts
        })
    }

    fn resources(self) -> &'static [&'static str] {
        match self {
            Lang::Zh => &[
                include_str!("../../www/locales/zh-CN/messages.ftl"),
                include_str!("../../www/locales/zh-CN/page.ftl"),
                include_str!("../../www/locales/zh-CN/ads.ftl"),
            ],
            Lang::En => &[
                include_str!("../../www/locales/en/messages.ftl"),
                include_str!("../../www/locales/en/page.ftl"),
                include_str!("../../www/locales/en/ads.ftl"),
            ],
        }
    }
}

/// A text with its places filled in: `{ $name }` by what has that name, `{ "…" }` by what stands between the quotes. Of
/// Fluent's language this is all that the resource files use; a test holds it against the library.
fn filled(text: &str, fills: &[(&'static str, Fill<'_>)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (place, next) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(before);
        let place = place.trim();
        let fill = place.strip_prefix('$').and_then(|name| fills.iter().find(|(known, _)| *known == name));
        out.push_str(fill.map_or(place.trim_matches('"'), |(_, fill)| &fill.0));
        rest = next;
    }
    out.push_str(rest);
    out
}

impl FromStr for Lang {
    type Err = String;
    fn from_str(text: &str) -> Result<Lang, String> {
        match text {
            "zh" | "zh-CN" => Ok(Lang::Zh),
            "en" => Ok(Lang::En),
            _ => Err(format!("`{text}` is none of zh, en")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};

    fn library(lang: Lang) -> FluentBundle<FluentResource> {
        let mut bundle = FluentBundle::new(vec![]);
        bundle.set_use_isolating(false);
        for source in lang.resources() {
            let resource = FluentResource::try_new((*source).to_string()).map_err(|(_, errors)| errors).unwrap();
            bundle.add_resource(resource).expect("no text stands twice");
        }
        bundle
    }

    /// The names of the places of a text.
    fn places(text: &'static str) -> Vec<&'static str> {
        text.split('$').skip(1).map(|rest| rest.split([' ', '}']).next().unwrap()).collect()
    }

    #[test]
    fn texts_are_read_as_the_library_of_fluent_reads_them() {
        for lang in Lang::ALL {
            let bundle = library(lang);
            for (id, text) in lang.texts() {
                let pattern = bundle.get_message(id).and_then(|message| message.value()).unwrap_or_else(|| panic!("{id} is no text"));
                let fills: Vec<(&str, Fill)> = places(text).into_iter().map(|name| (name, format!("<{name}>").into())).collect();
                let args: FluentArgs = fills.iter().map(|(name, fill)| (*name, fill.0.as_ref())).collect();
                let mut errors = Vec::new();
                assert_eq!(lang.text_with(id, &fills), bundle.format_pattern(pattern, Some(&args), &mut errors), "{id}");
                assert!(errors.is_empty(), "{id}: {errors:?}");
            }
        }
    }

    #[test]
    fn every_line_of_a_resource_file_is_a_text_a_remark_or_blank() {
        for lang in Lang::ALL {
            let lines = lang.resources().iter().flat_map(|source| source.lines());
            let texts = lines.filter(|line| !line.is_empty() && !line.starts_with('#')).count();
            assert_eq!(texts, lang.texts().len());
        }
    }

    #[test]
    fn both_languages_have_the_same_texts() {
        let ids = |lang: Lang| -> Vec<&str> { lang.texts().iter().map(|(id, _)| *id).collect() };
        assert!(!ids(Lang::Zh).is_empty());
        assert_eq!(ids(Lang::Zh), ids(Lang::En));
    }

    #[test]
    fn places_are_filled() {
        let fills = [("from", Fill::from(7u32)), ("to", "{ $from }".into())];
        assert_eq!(filled(r#"{ " " }{ $from } to { $to }{$from}."#, &fills), " 7 to { $from }7.");
        assert_eq!(Lang::En.text("no-such-text"), "no-such-text");
    }
}
