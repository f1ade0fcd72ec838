//! Views by weekday and hour (A15): a table that is also a heat map.

use super::chart;
use super::state::{Slice, Subject};
use crate::metric::MetricId;
use crate::report::{Lang, Report, format};
use yew::prelude::*;

/// The heat map.
#[inline(never)]
pub fn heat(report: &Report, lang: Lang, explain: &Callback<Subject>) -> Html {
    let Some(rows) = &report.hours else {
        return html! { <p class="board__none">{ lang.text("heat-none") }</p> };
    };
    let views = MetricId::of("page_views");
    let largest = rows.iter().flatten().copied().max().unwrap_or(0);
    let weekday = |day: usize| lang.text(&format!("weekday-{}", day + 1));
    let peak = rows.iter().enumerate().flat_map(|(day, hours)| hours.iter().enumerate().map(move |(hour, n)| (*n, day, hour)));
    let peak = peak.max_by_key(|(n, day, hour)| (*n, std::cmp::Reverse((*day, *hour)))).filter(|(n, ..)| *n > 0);
    html! {
        <>
            if let Some((n, day, hour)) = peak {
                <p class="heat__peak">
                    { lang.text_with("heat-peak", &[
                        ("weekday", weekday(day).into()),
                        ("from", hour.to_string().into()),
                        ("to", (hour + 1).to_string().into()),
                        ("views", format::count(n).into()),
                    ]) }
                </p>
            }
            <div class="scroll" tabindex="0" role="group" aria-label={lang.text("heat-title")}>
                <table class="heat">
                    <caption class="sr-only">{ lang.text("heat-caption") }</caption>
                    <thead><tr>
                        <td></td>
                        { for (0..24).map(|hour| html! { <th scope="col" class="heat__hour">{ hour }</th> }) }
                    </tr></thead>
                    <tbody>
                        { for rows.iter().enumerate().map(|(day, hours)| html! {
                            <tr>
                                <th scope="row" class="heat__day">{ weekday(day) }</th>
                                { for hours.iter().enumerate().map(|(hour, n)| {
                                    let class = format!("heat__cell heat__cell--{}", chart::shade(*n, largest));
                                    let title = format!("{} {hour}:00–{}:00  {}", weekday(day), hour + 1, format::count(*n));
                                    let shown = format::value(Some(crate::model::Value::Count(*n)), crate::model::Unit::Count, format::Style::Short, lang);
                                    // An hour without a view has nothing behind it.
                                    let Some(metric) = views.filter(|_| *n > 0) else { return html! { <td {class} {title}>{ shown }</td> } };
                                    let subject = Subject { metric, slice: Slice::Hour(day as u8, hour as u8) };
                                    let onclick = explain.reform(move |_: MouseEvent| subject.clone());
                                    html! {
                                        <td {class} title={title.clone()}>
                                            <button type="button" class="heat__press" data-metric="page_views" data-value={n.to_string()}
                                                data-key={format!("hour:{day}-{hour}")} aria-label={title} aria-haspopup="dialog" {onclick}>{ shown }</button>
                                        </td>
                                    }
                                }) }
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </>
    }
}
