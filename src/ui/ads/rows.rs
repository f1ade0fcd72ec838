//! The head and the rows of a long table.

use super::Part;
use crate::report::ads::Bond;
use crate::report::ads::sheet::{By, Cut, SheetRow, SheetTold};
use crate::report::{Figure, Lang, format};
use crate::ui::narrow;
use crate::ui::spark::bar;
use yew::prelude::*;

/// What is drawn of a table.
pub struct Drawn<'a> {
    /// The window that was told.
    pub told: &'a SheetTold,
    /// What it is drawn with.
    pub part: &'a Part,
    /// The height of a row in pixels.
    pub row: f64,
    /// The beginning of its text ids.
    pub texts: &'static str,
    /// What sorts it, and whether the least comes first.
    pub order: (By, bool),
    /// The cell that the keyboard is at.
    pub active: (u64, usize),
    /// The cell that the Tab key leads to.
    pub reachable: (u64, usize),
    /// The rows to draw, from and up to.
    pub range: (u64, u64),
    /// Gets what to sort by.
    pub sort: &'a Callback<By>,
}

/// The cell that the Tab key leads to: the active one, or one of the head where that is not drawn.
pub fn reachable(told: &SheetTold, (row, column): (u64, usize), (from, to): (u64, u64)) -> (u64, usize) {
    let told_rows = told.ask.start..told.ask.start + told.rows.len() as u64;
    let drawn = row == 0 || ((from..to).contains(&(row - 1)) && told_rows.contains(&(row - 1)));
    (if drawn { row } else { 0 }, column.min(told.columns.len()))
}

impl Drawn<'_> {
    /// The rows of the window that are drawn, with their places.
    fn rows(&self) -> impl Iterator<Item = (u64, &SheetRow)> {
        let (from, to) = self.range;
        (self.told.ask.start..).zip(&self.told.rows).filter(move |(at, _)| (from..to).contains(at))
    }

    fn tabindex(&self, at: (u64, usize)) -> Option<&'static str> {
        Some(if self.reachable == at { "0" } else { "-1" })
    }
}

/// The head: the name, then a column for each figure; pressing one sorts by it.
pub fn head(drawn: &Drawn<'_>) -> Html {
    let lang = drawn.part.lang;
    let (by, rising) = drawn.order;
    let cell = |column: usize, this: By, name: String, number: bool| {
        let sort = if this != by {
            "none"
        } else if rising {
            "ascending"
        } else {
            "descending"
        };
        let mark = match sort {
            "ascending" => "↑",
            "descending" => "↓",
            _ => "",
        };
        let onclick = drawn.sort.reform(move |_: MouseEvent| this);
        let class = classes!("sheet__head", number.then_some("table__number"), (column == 0).then_some("sheet__name"));
        html! {
            <th scope="col" {class} aria-sort={sort} aria-colindex={(column + 1).to_string()} data-at={format!("0-{column}")}>
                <button type="button" class="table__sort" tabindex={drawn.tabindex((0, column))} {onclick}>
                    { name }<span class="table__order" aria-hidden="true">{ mark }</span>
                </button>
            </th>
        }
    };
    let related = matches!(drawn.told.ask.cut, Cut::Related(_));
    let name = if related && by != By::Closeness { By::Closeness } else { By::Name };
    html! {
        <thead>
            <tr aria-rowindex="1">
                { cell(0, name, lang.text(&format!("{}-head", drawn.texts)), false) }
                { for drawn.told.columns.iter().enumerate().map(|(at, metric)| {
                    cell(at + 1, By::Figure(*metric), lang.of(metric.0.name).to_string(), true)
                }) }
            </tr>
        </thead>
    }
}

/// The rows in sight, between two empty rows as high as all those that are not.
pub fn body(drawn: &Drawn<'_>) -> Html {
    let rows: Vec<(u64, &SheetRow)> = drawn.rows().collect();
    let (from, to) = rows.first().zip(rows.last()).map_or((0, 0), |((first, _), (last, _))| (*first, last + 1));
    let gap = |rows: u64| {
        (rows > 0).then(|| {
            html! {
                <tr aria-hidden="true" class="sheet__gap"><td colspan={(drawn.told.columns.len() + 1).to_string()}
                    height={((rows as f64) * drawn.row).round().to_string()}></td></tr>
            }
        })
    };
    html! {
        <tbody>
            { for gap(from) }
            { for rows.iter().map(|(at, row)| line(drawn, *at, row)) }
            { for gap(drawn.told.found.saturating_sub(to)) }
        </tbody>
    }
}

fn line(drawn: &Drawn<'_>, at: u64, row: &SheetRow) -> Html {
    let lang = drawn.part.lang;
    let index = at + 1;
    let hook = format!("{}:{}", drawn.told.ask.cut.dimension().name(), row.row.key);
    let class = if row.absent { "sheet__row sheet__row--absent" } else { "sheet__row" };
    // Hundreds of cells are drawn anew while somebody scrolls: they carry the number and no listener, and what a cell is
    // called stands in the head of its column. A press is heard by the table.
    html! {
        <tr key={row.row.key.clone()} {class} aria-rowindex={(index + 1).to_string()}>
            { head_of(drawn, index, row, lang) }
            { for row.row.figures.iter().enumerate().map(|(column, figure)| html! {
                <td class="table__number" aria-colindex={(column + 2).to_string()} data-at={format!("{index}-{}", column + 1)}>
                    { sign(figure, row, lang) }
                    <button type="button" class="num" tabindex={drawn.tabindex((index, column + 1))} aria-haspopup="dialog"
                        data-metric={figure.metric.id()} data-value={figure.value.map_or_else(String::new, |v| v.to_plain())} data-key={hook.clone()}>
                        { format::value(figure.value, figure.shown(), format::Style::Exact, lang) }
                    </button>
                    if drawn.order.0 == By::Figure(figure.metric) {
                        { bar(figure.value.map_or(0.0, |value| value.to_f64()) / drawn.told.largest.max(f64::MIN_POSITIVE)) }
                    }
                </td>
            }) }
        </tr>
    }
}

/// The head of a row: its name. A press on a campaign or an item narrows the view to it; a keyword is chosen to see its items.
fn head_of(drawn: &Drawn<'_>, index: u64, row: &SheetRow, lang: Lang) -> Html {
    let unnamed = || lang.text(&format!("{}-unnamed", drawn.texts));
    let name = row.row.label.clone().unwrap_or_else(|| if row.row.key.is_empty() { unnamed() } else { row.row.key.clone() });
    let tip = if row.row.label.is_some() { format!("{name} · {}", row.row.key) } else { name.clone() };
    let (at, tabindex) = (format!("{index}-0"), drawn.tabindex((index, 0)));
    if !picks(drawn.told, row) {
        return html! {
            <th scope="row" class="sheet__name" title={tip} aria-colindex="1" data-at={at} {tabindex}>{ name }{ tags(row, lang) }</th>
        };
    }
    let dimension = drawn.told.ask.cut.dimension();
    let held = drawn.part.filters.iter().any(|(other, key)| *other == dimension && *key == row.row.key);
    let title = lang.text_with(if held { "narrow-off" } else { "narrow-on" }, &[("name", tip.into())]);
    html! {
        <th scope="row" class="sheet__name" aria-colindex="1" data-at={at}>
            <button type="button" class="table__pick" aria-pressed={held.to_string()} {title} {tabindex}>{ name }</button>{ tags(row, lang) }
        </th>
    }
}

/// Whether a press on a row's name narrows the view to it.
pub fn picks(told: &SheetTold, row: &SheetRow) -> bool {
    matches!(told.ask.cut, Cut::Campaign | Cut::Item) && narrow::can(told.ask.cut.dimension(), &row.row.key)
}

/// What is worth knowing of a row beside its figures.
fn tags(row: &SheetRow, lang: Lang) -> Html {
    let tag = |class: &'static str, text: String| html! { <span class={classes!("sheet__tag", class)}>{ text }</span> };
    html! {
        <>
            if row.quiet {
                { tag("sheet__tag--warn", lang.text("sheet-tag-quiet")) }
            }
            if let Some((bond, shared)) = &row.bond {
                { tag("", lang.text(if row.keyword { "sheet-tag-keyword" } else { "sheet-tag-typed" })) }
                { tag("", match bond {
                    Bond::Same => lang.text("sheet-bond-same"),
                    Bond::Contains => lang.text("sheet-bond-contains"),
                    Bond::Shares => lang.text_with("sheet-bond-shares", &[("part", shared.clone().into())]),
                }) }
            }
        </>
    }
}

/// A mark before a number: whether what is bid is the word's own bid, and that several items use one word.
fn sign(figure: &Figure, row: &SheetRow, lang: Lang) -> Html {
    let mark = |class: &'static str, id: &str, tip: &str| html! { <span class={class} title={lang.text(tip)}>{ lang.text(id) }</span> };
    match figure.metric.id() {
        "ad_effective_bid" if figure.value.is_some() && row.own_bid => mark("sheet__mark", "sheet-bid-own", "sheet-bid-own-tip"),
        "ad_effective_bid" if figure.value.is_some() => mark("sheet__mark", "sheet-bid-default", "sheet-bid-default-tip"),
        "ad_keyword_items" if row.items_total > 1 => mark("sheet__mark sheet__mark--warn", "sheet-contest", "sheet-contest-tip"),
        _ => html! {},
    }
}

/// Below the table: the items that use the keyword which the keyboard is at.
pub fn more(drawn: &Drawn<'_>) -> Html {
    let lang = drawn.part.lang;
    if drawn.told.ask.cut != Cut::Keyword {
        return html! {};
    }
    let row = drawn.rows().find(|(at, _)| at + 1 == drawn.active.0).map(|(_, row)| row).filter(|row| row.items_total > 0);
    let Some(row) = row else {
        return html! { <p class="sheet__more">{ lang.text("sheet-more-hint") }</p> };
    };
    let named = row.items.iter().map(|(item, label)| label.as_ref().map_or_else(|| item.clone(), |label| format!("{label} ({item})")));
    let named: Vec<String> = named.collect();
    let args = [
        ("word", row.row.key.clone().into()),
        ("items", format::count(row.items_total).into()),
        ("names", named.join(&lang.text("sheet-more-and")).into()),
        ("rest", format::count(row.items_total - row.items.len() as u64).into()),
    ];
    let id = match (row.items_total, row.items_total > row.items.len() as u64) {
        (1, _) => "sheet-more-one",
        (_, false) => "sheet-more-several",
        (_, true) => "sheet-more-many",
    };
    html! { <p class="sheet__more" aria-live="polite">{ lang.text_with(id, &args) }</p> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::MetricId;

    #[test]
    fn columns_are_in_the_catalogue() {
        for cut in [Cut::Campaign, Cut::Item, Cut::Keyword, Cut::Term, Cut::Related(String::new())] {
            assert!(cut.columns().iter().all(|id| MetricId::of(id).is_some()), "{cut:?}");
        }
    }
}
