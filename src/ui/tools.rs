//! What can be done with the view as a whole: sent, saved, printed, looked up.

use crate::report::Lang;
use yew::prelude::*;

/// Something that can be done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tool {
    /// Show the link.
    Share,
    /// Save the figures as CSV.
    Csv,
    /// Save the figures as a workbook.
    Xlsx,
    /// Save a report that opens from a disk.
    Html,
    /// Show the board large, for a screen on the wall.
    Wall,
    /// Print.
    Print,
    /// Choose more files.
    Add,
    /// Change between light and dark.
    Theme,
    /// Change the language.
    Language,
    /// Everything by name.
    Palette,
    /// Show what the keys do.
    Keys,
}

impl Tool {
    /// Every one, in the order of the palette.
    pub const ALL: [Tool; 11] = [
        Tool::Share,
        Tool::Xlsx,
        Tool::Csv,
        Tool::Html,
        Tool::Wall,
        Tool::Print,
        Tool::Add,
        Tool::Theme,
        Tool::Language,
        Tool::Palette,
        Tool::Keys,
    ];
    /// Those that stand above the boards.
    const SHOWN: [Tool; 7] = [Tool::Palette, Tool::Share, Tool::Xlsx, Tool::Csv, Tool::Html, Tool::Wall, Tool::Print];

    /// The id of its name.
    pub fn text(self) -> &'static str {
        match self {
            Tool::Share => "tool-share",
            Tool::Xlsx => "tool-xlsx",
            Tool::Csv => "tool-csv",
            Tool::Html => "tool-html",
            Tool::Wall => "tool-wall",
            Tool::Print => "tool-print",
            Tool::Add => "data-add",
            Tool::Theme => "tool-theme",
            Tool::Language => "tool-language",
            Tool::Palette => "tool-palette",
            Tool::Keys => "tool-keys",
        }
    }
}

/// The buttons above a board. On a phone they are a sheet at the foot of the screen, behind one button: the browser's own
/// popover, which a browser without any shows as the row that it is elsewhere.
pub fn tools(lang: Lang, act: &Callback<Tool>) -> Html {
    html! {
        <div class="tools">
            <button type="button" class="button tools__open" popovertarget="tools">{ lang.text("tools-label") }</button>
            <div class="tools__list" id="tools" popover="auto" role="group" aria-label={lang.text("tools-label")}>
                { for Tool::SHOWN.into_iter().map(|tool| html! {
                    <button type="button" class="button tools__button" popovertarget="tools" popovertargetaction="hide"
                        data-tool={format!("{tool:?}")} onclick={act.reform(move |_: MouseEvent| tool)}>
                        { lang.text(tool.text()) }
                    </button>
                }) }
            </div>
        </div>
    }
}
