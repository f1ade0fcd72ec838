//! A table of any length. Only the rows in sight are elements; the worker sorts, searches and sends the rows around them.
//! It is a grid to walk through by arrows, with one cell in the way of the Tab key.

use super::motion::{ROW, Sight, reach, step};
use super::rows::{Drawn, body, head, more, picks, reachable};
use super::{Part, use_ask};
use crate::report::ads::sheet::{By, Cut, Only, SheetAsk, SheetTold};
use crate::report::ads::{AdsAsk, AdsTold};
use crate::report::{Lang, format};
use crate::ui::browser::{self, grid};
use crate::ui::state::{Slice, Subject};
use yew::prelude::*;

/// Properties of [`Sheet`].
#[derive(Properties, PartialEq)]
pub struct SheetProps {
    /// What it asks and draws with.
    pub part: Part,
    /// Its slot.
    pub slot: u8,
    /// What the rows are.
    pub cut: Cut,
    /// The beginning of its text ids.
    pub texts: &'static str,
}

/// The window of the table that was told last, if it is of this table.
fn told(part: &Part) -> Option<&SheetTold> {
    match part.told.as_deref() {
        Some(AdsTold::Sheet(told)) => Some(told),
        _ => None,
    }
}

/// A long table.
#[component]
pub fn Sheet(props: &SheetProps) -> Html {
    let SheetProps { part, slot, cut, texts } = props;
    let (slot, lang) = (*slot, part.lang);
    let related = matches!(cut, Cut::Related(_));
    let first = if related { By::Closeness } else { crate::metric::MetricId::of("ad_cost").map_or(By::Name, By::Figure) };
    let order = use_state(|| (first, false));
    let find = use_state(String::new);
    let only = use_state(Only::default);
    let sight = use_state_eq(|| Sight { first: 0, fit: 16 });
    let row = use_state_eq(|| ROW);
    let active = use_state_eq(|| (0_u64, 0_usize));
    // Set when a key has moved the active cell: the cell gets the keyboard as soon as it is there.
    let moved = use_mut_ref(|| false);
    let (start, count) = sight.asked();
    let (by, rising) = *order;
    let question = SheetAsk { period: part.report.period, cut: cut.clone(), by, rising, find: (*find).clone(), only: *only, start, count };
    let stale = use_ask(part, slot, Some(AdsAsk::Sheet(question.clone())));
    let id = format!("sheet-{texts}");
    {
        let (id, moved, cell) = (id.clone(), moved.clone(), *active);
        use_effect(move || {
            if *moved.borrow() && grid::focus(&id, cell) {
                *moved.borrow_mut() = false;
            }
        });
    }
    let to_top = {
        let (id, sight, active) = (id.clone(), sight.clone(), active.clone());
        move || {
            grid::scroll(&id, 0.0);
            sight.set(Sight { first: 0, fit: sight.fit });
            active.set((0, active.1));
        }
    };
    {
        let to_top = to_top.clone();
        use_effect_with(part.filters.clone(), move |_| to_top());
    }
    let sort = {
        let (order, to_top) = (order.clone(), to_top.clone());
        Callback::from(move |by: By| {
            let (now, rising) = *order;
            // Names begin at A, numbers with the largest; a second press turns it round.
            order.set((by, if now == by { !rising } else { by == By::Name }));
            to_top();
        })
    };
    let Some(told) = told(part) else {
        return html! { <p class="board__none" role="status">{ lang.text("sheet-counting") }</p> };
    };
    if told.total == 0 && told.quiet == 0 {
        return html! { <p class="board__none">{ lang.text(&format!("{texts}-none")) }</p> };
    }
    let found = told.found;
    // What was told may be of the question before: its rows stand until the new ones come, marked as busy.
    let busy = stale || SheetAsk { start: told.ask.start, count: told.ask.count, ..question.clone() } != told.ask;
    let see = {
        let (id, sight, row) = (id.clone(), sight.clone(), row.clone());
        move || {
            if let Some((top, height)) = grid::view(&id) {
                let measured = grid::heights(&id).map_or(*row, |(row, _)| row);
                row.set(measured);
                sight.set(Sight::of(top, height, measured));
            }
        }
    };
    let onscroll = {
        let see = see.clone();
        Callback::from(move |_: Event| see())
    };
    let columns = told.columns.len() + 1;
    let onkeydown = {
        let (id, active, moved, fit) = (id.clone(), active.clone(), moved.clone(), sight.fit);
        Callback::from(move |event: KeyboardEvent| {
            let at = grid::cell(&event).unwrap_or(*active);
            let command = event.ctrl_key() || event.meta_key();
            let Some(to) = step(&event.key(), command, at, found, columns, fit) else { return };
            event.prevent_default();
            if let (Some((top, height)), Some((row, head))) = (grid::view(&id), grid::heights(&id))
                && let Some(top) = reach(to.0, top, height, row, head)
            {
                grid::scroll(&id, top);
            }
            if grid::focus(&id, to) {
                active.set(to);
            } else {
                *moved.borrow_mut() = true;
                active.set(to);
            }
        })
    };
    let onclick = {
        let (table, explain, narrow, dimension) = (part.told.clone(), part.explain.clone(), part.narrow.clone(), cut.dimension());
        Callback::from(move |event: MouseEvent| {
            let (Some((row @ 1.., column)), Some(AdsTold::Sheet(told))) = (grid::pressed(&event), table.as_deref()) else { return };
            let Some(row) = (row - 1).checked_sub(told.ask.start).and_then(|at| told.rows.get(at as usize)) else { return };
            match column.checked_sub(1) {
                None if picks(told, row) => narrow.emit((dimension, row.row.key.clone())),
                None => {}
                Some(at) => {
                    if let Some(figure) = row.row.figures.get(at) {
                        explain.emit(Subject { metric: figure.metric, slice: Slice::Key(dimension, row.row.key.clone()) });
                    }
                }
            }
        })
    };
    let onfocusin = {
        let active = active.clone();
        Callback::from(move |event: FocusEvent| {
            if let Some(at) = grid::cell(&event) {
                active.set(at);
            }
        })
    };
    let range = sight.drawn(found);
    let drawn = Drawn {
        told,
        part,
        row: *row,
        texts,
        order: *order,
        active: *active,
        reachable: reachable(told, *active, range),
        range,
        sort: &sort,
    };
    html! {
        <div class="sheet">
            { bar(told, &find, &only, texts, lang, to_top) }
            <div class="scroll sheet__view" id={id} {onscroll}>
                <table class="table sheet__table" role="grid" aria-label={lang.text(&format!("{texts}-title"))} aria-busy={busy.to_string()}
                    aria-rowcount={(found + 1).to_string()} aria-colcount={columns.to_string()} {onkeydown} {onfocusin} {onclick}
                    data-sheet={*texts} data-found={found.to_string()} data-total={told.total.to_string()}>
                    { head(&drawn) }
                    { body(&drawn) }
                </table>
            </div>
            { more(&drawn) }
        </div>
    }
}

/// What narrows the table, and how many rows are left.
fn bar(
    told: &SheetTold,
    find: &UseStateHandle<String>,
    only: &UseStateHandle<Only>,
    texts: &str,
    lang: Lang,
    to_top: impl Fn() + Clone + 'static,
) -> Html {
    let oninput = {
        let (find, to_top) = (find.clone(), to_top.clone());
        Callback::from(move |event: InputEvent| {
            find.set(browser::value_of(&event));
            to_top();
        })
    };
    let chip = |this: Only, text: String, disabled: bool| {
        let (only, to_top, pressed) = (only.clone(), to_top.clone(), **only == this);
        let onclick = Callback::from(move |_: MouseEvent| {
            only.set(if pressed { Only::All } else { this });
            to_top();
        });
        html! { <button type="button" class="picker__option sheet__chip" aria-pressed={pressed.to_string()} {disabled} {onclick}>{ text }</button> }
    };
    let number = |n: u64| format::count(n).into();
    let keywords = told.ask.cut == Cut::Keyword;
    let rows = if told.found == told.total { "sheet-rows" } else { "sheet-rows-of" };
    html! {
        <div class="sheet__bar">
            <input type="search" class="field__input sheet__find" value={(**find).clone()} {oninput} placeholder={lang.text("sheet-find")}
                aria-label={lang.text_with("sheet-find-in", &[("name", lang.text(&format!("{texts}-title")).into())])} />
            if keywords {
                if let Some(days) = told.quiet_days {
                    { chip(Only::Quiet, lang.text_with("sheet-quiet", &[("rows", number(told.quiet))]), told.quiet == 0) }
                    <span class="sheet__hint">{ lang.text_with("sheet-quiet-days", &[("days", crate::ui::words::period(days).into())]) }</span>
                } else {
                    <span class="sheet__hint">{ lang.text("sheet-quiet-unknown") }</span>
                }
                { chip(Only::Contested, lang.text_with("sheet-contested", &[("rows", number(told.contested))]), told.contested == 0) }
            }
            <span class="sheet__rows" role="status">{ lang.text_with(rows, &[("found", number(told.found)), ("total", number(told.total))]) }</span>
        </div>
    }
}
