//! The link to what is on show: to copy, and as a code for a phone's camera. It holds the view, the rules and a digest
//! of the files, never data.

use super::browser;
use crate::report::Lang;
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;
use yew::prelude::*;

/// The id of the dialog.
pub const DIALOG: &str = "share";
/// Light squares that must stand around a code.
const QUIET: i32 = 4;

/// Properties of [`Share`].
#[derive(Properties, PartialEq)]
pub struct ShareProps {
    /// The whole link.
    pub link: String,
    /// The language.
    pub lang: Lang,
}

/// The link with its button, and its code.
#[component]
pub fn Share(props: &ShareProps) -> Html {
    let (lang, link) = (props.lang, &props.link);
    let copied = use_state(|| None::<bool>);
    let copy = {
        let (copied, link) = (copied.setter(), link.clone());
        Callback::from(move |_: MouseEvent| {
            let copied = copied.clone();
            browser::copy(&link, move |done| copied.set(Some(done)));
        })
    };
    let said = match *copied {
        None => String::new(),
        Some(true) => lang.text("share-copied"),
        Some(false) => lang.text("share-not-copied"),
    };
    html! {
        <div class="share">
            <p class="section__text">{ lang.text("share-text") }</p>
            <div class="share__line">
                <input id="share-link" class="field__input share__link" type="text" readonly=true value={link.clone()} aria-label={lang.text("share-link")} />
                <button type="button" class="button button--main" onclick={copy}>{ lang.text("share-copy") }</button>
            </div>
            <p class="share__said" role="status">{ said }</p>
            if let Some((side, path)) = code(link).filter(|_| browser::is_served()) {
                <figure class="share__figure">
                    <svg class="share__code" viewBox={format!("0 0 {side} {side}")} role="img" aria-label={lang.text("share-code")} shape-rendering="crispEdges">
                        <rect class="share__paper" width="100%" height="100%" />
                        <path class="share__ink" d={path} />
                    </svg>
                    <figcaption class="section__text">{ lang.text("share-code") }</figcaption>
                </figure>
            }
        </div>
    }
}

/// A text as a code: the length of its side, and its dark squares as one path. None for a text that is too long.
pub fn code(text: &str) -> Option<(i32, String)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count() as i32;
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    Some((code.size() + 2 * QUIET, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners_and_no_square_outside() {
        let (side, path) = code("https://example.org/#/overview?lang=zh").unwrap();
        let size = side - 2 * QUIET;
        // The top rows of the corners are seven dark squares wide.
        for corner in
            [format!("M{QUIET} {QUIET}h7"), format!("M{} {QUIET}h7", QUIET + size - 7), format!("M{QUIET} {}h7", QUIET + size - 7)]
        {
            assert!(path.contains(&corner), "{corner}");
        }
        assert_eq!(code(&"x".repeat(5_000)), None);
    }
}
