//! The import doctor: one panel for each file, chapter by chapter, every finding with its count, its first example and
//! what to do.

use crate::model::Said;
use crate::report::doctor::{Chapter, Finding, findings};
use crate::report::{FileReport, Lang, format};
use yew::prelude::*;

/// The panel of a file; it stands open where something asks for a look. `again` reads the file again with something said
/// about it.
pub fn doctor(file: &FileReport, lang: Lang, again: &Callback<Said>) -> Html {
    let found = findings(file, lang);
    if found.is_empty() {
        return html! {};
    }
    let odd = found.iter().filter(|finding| finding.chapter == Chapter::Odd).count() as u64;
    let verdict = match odd {
        0 => lang.text("doctor-fine"),
        odd => lang.text_with("doctor-look", &[("count", format::count(odd).into())]),
    };
    html! {
        <details class="doctor" open={odd > 0} data-odd={odd.to_string()}>
            <summary class="doctor__title">
                { lang.text("doctor-title") }{ " " }
                <span class={if odd > 0 { "doctor__verdict doctor__verdict--odd" } else { "doctor__verdict" }}>{ verdict }</span>
            </summary>
            { for Chapter::ALL.into_iter().map(|chapter| part(chapter, &found, lang, again)) }
        </details>
    }
}

fn part(chapter: Chapter, found: &[Finding], lang: Lang, again: &Callback<Said>) -> Html {
    let mut own = found.iter().filter(|finding| finding.chapter == chapter).peekable();
    if own.peek().is_none() {
        return html! {};
    }
    html! {
        <section class={classes!("doctor__part", (chapter == Chapter::Odd).then_some("doctor__part--odd"))}>
            <h3 class="doctor__chapter">{ lang.text(chapter.title()) }</h3>
            <ul class="doctor__findings">{ for own.map(|finding| one(finding, lang, again)) }</ul>
        </section>
    }
}

fn one(finding: &Finding, lang: Lang, again: &Callback<Said>) -> Html {
    // Other texts hold their count and their line themselves.
    let text = match (finding.chapter, finding.count, finding.line) {
        (Chapter::Aside, Some(count), Some(line)) => lang.text_with(
            "aside-reason",
            &[("rows", format::count(count).into()), ("reason", finding.text.clone().into()), ("line", format::count(line).into())],
        ),
        _ => finding.text.clone(),
    };
    html! {
        <li class="doctor__finding">
            { text }
            if let Some(remedy) = &finding.remedy {
                <p class="doctor__remedy">{ lang.text_with("doctor-remedy", &[("remedy", remedy.clone().into())]) }</p>
            }
            if let Some(offer) = &finding.offer {
                <button type="button" class="button doctor__offer" onclick={again.reform({
                    let said = offer.said.clone();
                    move |_: MouseEvent| said.clone()
                })}>{ &offer.text }</button>
            }
        </li>
    }
}
