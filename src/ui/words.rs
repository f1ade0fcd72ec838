//! Small texts that many parts of the page share, beside those of the report.

pub use crate::report::words::{evidence_text, layout, note_text, problem_text, reason_text, role, table, why_text};

use crate::model::{Day, Period, Role};
use crate::report::{FileReport, FileState, Lang};

/// The names of roles, one of which is enough.
pub fn any_role(roles: &[Role], lang: Lang) -> String {
    let names: Vec<String> = roles.iter().map(|r| role(*r, lang)).collect();
    names.join(&lang.text("word-or"))
}

/// The name of a delimiter.
pub fn delimiter(delimiter: char, lang: Lang) -> String {
    if delimiter == '\t' { lang.text("delimiter-tab") } else { delimiter.to_string() }
}

/// How a file's import ended, in a word or two.
pub fn state(file: &FileReport, files: &[FileReport], lang: Lang) -> String {
    match &file.state {
        FileState::Loaded => lang.text("file-loaded"),
        FileState::NeedsMapping => lang.text("file-needs-mapping"),
        FileState::Mapping => lang.text("file-mapping"),
        FileState::Failed(_) => lang.text("file-failed"),
        FileState::DuplicateOf(id) => {
            let name = files.iter().find(|other| other.id == *id).map_or_else(String::new, |other| other.name.clone());
            lang.text_with("file-duplicate", &[("name", name.into())])
        }
    }
}

/// A day with its weekday.
pub fn day(day: Day, lang: Lang) -> String {
    format!("{day} {}", lang.text(&format!("weekday-{}", day.weekday())))
}

/// A period as text: one day, or first and last.
pub fn period(period: Period) -> String {
    if period.from == period.to { period.from.to_string() } else { format!("{} – {}", period.from, period.to) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::{period::Preset, plan, route::Place};

    /// The text ids that the sources of the page name in full.
    fn named() -> Vec<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/ui");
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file());
        let sources: Vec<String> = files.map(|path| std::fs::read_to_string(path).unwrap()).collect();
        let calls = ["text(\"", "text_with(\"", "part(\"", "fact(\"", "plain(\""];
        let ids = |call| sources.iter().flat_map(move |source| source.split(call).skip(1));
        calls.into_iter().flat_map(ids).filter_map(|rest| rest.split_once('"')).map(|(id, _)| id.to_string()).collect()
    }

    #[test]
    fn every_text_that_is_asked_for_is_there() {
        let mut ids = named();
        assert!(ids.len() > 100);
        ids.extend(Place::ALL.iter().flat_map(|place| [format!("nav-{}", place.name()), format!("board-{}", place.name())]));
        ids.extend(Place::ALL.iter().flat_map(|place| plan::sections(place).into_iter().map(|section| section.title.to_string())));
        ids.extend(Preset::ALL.iter().map(|preset| format!("preset-{}", preset.name())));
        ids.extend(crate::ui::tools::Tool::ALL.iter().map(|tool| tool.text().to_string()));
        ids.extend((1..=7).map(|day| format!("weekday-{day}")));
        for lang in Lang::ALL {
            for id in ids.iter().filter(|id| id.contains('-')) {
                assert_ne!(lang.text(id), *id, "no text is called {id}");
            }
        }
    }
}
