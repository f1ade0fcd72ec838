//! Texts of the page and the program, from the resource files under `www/locales`.

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use serde::{Deserialize, Serialize};
use std::{str::FromStr, sync::OnceLock};

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
    pub fn text_with(self, id: &str, args: &[(&'static str, FluentValue<'_>)]) -> String {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_string();
        };
        let mut filled = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            filled.set(*name, value.clone());
        }
        bundle.format_pattern(pattern, Some(&filled), &mut Vec::new()).into_owned()
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        static ZH: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
        static EN: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
        let cell = match self {
            Lang::Zh => &ZH,
            Lang::En => &EN,
        };
        cell.get_or_init(|| {
            let mut bundle = FluentBundle::new_concurrent(self.tag().parse().into_iter().collect());
            // The marks that keep right-to-left text apart are of no use here and break comparisons of texts.
            bundle.set_use_isolating(false);
            for source in self.resources() {
                // What is wrong in a resource file is found by a test; here, the good texts of it are taken.
                let resource = FluentResource::try_new((*source).to_string()).unwrap_or_else(|(good, _)| good);
                bundle.add_resource_overriding(resource);
            }
            bundle
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
    use std::collections::BTreeSet;

    fn ids(lang: Lang) -> BTreeSet<String> {
        let sources = lang.resources().join("\n");
        sources
            .lines()
            .filter_map(|line| line.split_once(" ="))
            .map(|(id, _)| id.to_string())
            .filter(|id| !id.starts_with([' ', '#', '.', '*', '[']))
            .collect()
    }

    #[test]
    fn resource_files_are_whole_and_no_text_stands_twice() {
        for lang in Lang::ALL {
            let mut bundle = FluentBundle::new_concurrent(vec![]);
            for source in lang.resources() {
                let resource = FluentResource::try_new((*source).to_string()).map_err(|(_, errors)| errors).unwrap();
                bundle.add_resource(resource).unwrap();
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_texts() {
        let (zh, en) = (ids(Lang::Zh), ids(Lang::En));
        assert!(!zh.is_empty());
        assert_eq!(zh.difference(&en).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in English");
        assert_eq!(en.difference(&zh).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in Chinese");
    }
}
