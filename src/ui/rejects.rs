//! The rows of a file that were set aside, leaf by leaf, each with its line, its reason and its text.

use super::state::{LEAF, Leaf};
use super::words;
use crate::model::FileId;
use crate::report::{Lang, format};
use yew::prelude::*;

/// The viewer of one leaf of `total` rows; `turn` shows the rows from a position on.
pub fn rejects(leaf: &Leaf, total: u64, lang: Lang, turn: &Callback<Option<(FileId, u64)>>) -> Html {
    let Some(rows) = &leaf.rows else {
        return html! { <p role="status" class="file__reading">{ lang.text("aside-reading") }</p> };
    };
    let (file, start) = (leaf.file, leaf.start);
    let go = |to: u64| turn.reform(move |_: MouseEvent| Some((file, to)));
    let last = start + rows.len() as u64;
    html! {
        <div class="rejects">
            <div class="scroll rejects__rows" tabindex="0" role="group" aria-label={lang.text("aside-title")}>
                <table class="table">
                    <thead><tr>
                        <th scope="col" class="table__number">{ lang.text("aside-line") }</th>
                        <th scope="col">{ lang.text("aside-why") }</th>
                        <th scope="col">{ lang.text("aside-raw") }</th>
                    </tr></thead>
                    <tbody>
                        { for rows.iter().map(|row| html! {
                            <tr>
                                <th scope="row" class="table__number">{ format::count(row.line) }</th>
                                <td>{ words::reason_text(&row.reason, lang) }</td>
                                <td><code class="rejects__raw">{ &row.raw }</code></td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
            if total > LEAF {
                <p class="rejects__leaf">
                    <button type="button" class="button" disabled={start == 0} onclick={go(start.saturating_sub(LEAF))}>{ lang.text("leaf-back") }</button>
                    <span>
                        { lang.text_with("leaf-now", &[
                            ("from", format::count(start + 1).into()),
                            ("to", format::count(last).into()),
                            ("total", format::count(total).into()),
                        ]) }
                    </span>
                    <button type="button" class="button" disabled={last >= total} onclick={go(start + LEAF)}>{ lang.text("leaf-on") }</button>
                </p>
            }
        </div>
    }
}
