//! A report as one page that opens from a disk: no script, no request, one style sheet, a table for everything.

use super::Taken;
use crate::metric::catalogue::Group;
use crate::report::{Dimension, Figure, format, words};
use std::fmt::Write;

/// The policy allows the page's own style and nothing else, whatever a file's texts may hold.
const HEAD: &str = "<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
                    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">";
const STYLE: &str = "body{max-width:64rem;margin:2rem auto;padding:0 1rem;font:15px/1.6 system-ui,\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif;\
color:#1d2321;background:#fffefb;font-variant-numeric:tabular-nums}h1{font-size:1.6rem}h2{margin:2rem 0 .5rem;font-size:1.15rem}\
table{width:100%;border-collapse:collapse;font-size:.87rem}caption{text-align:left;color:#565e5a}th,td{padding:.3rem .6rem;border-bottom:1px solid #dcd7ca;text-align:left;vertical-align:top}\
thead th{border-bottom-color:#8b8f86;color:#565e5a}.n{text-align:right;white-space:nowrap}.s{color:#565e5a;font-size:.8rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}\
dt{color:#565e5a}dd{margin:0;overflow-wrap:anywhere}svg{width:100%;height:7rem}svg path{fill:none;stroke:#165a60;stroke-width:1.5}\
@media (prefers-color-scheme:dark){body{color:#e8e6df;background:#1a1f1e}th,td{border-color:#333b39}thead th,dt,.s,caption{color:#a6ada8}svg path{stroke:#83c9cb}}\
@media print{body{max-width:none;margin:0;color:#000;background:#fff}tr,svg{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}}";
/// Rows of a breakdown in the report; the CSV has all that were asked for.
const ROWS: usize = 50;

/// The report.
pub fn html(taken: &Taken<'_>) -> String {
    let (lang, title) = (taken.lang, escape(taken.title));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n{HEAD}\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<dl>\n",
        lang.tag()
    );
    for (name, text) in taken.facts() {
        let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", escape(&name), escape(&text));
    }
    out.push_str("</dl>\n");
    figures(&mut out, taken);
    series(&mut out, taken);
    for (dimension, rows) in &taken.report.breakdowns {
        breakdown(&mut out, *dimension, rows, taken);
    }
    let _ = writeln!(out, "<h2>{}</h2>\n<dl>", escape(&lang.text("take-definitions")));
    for figure in taken.figures() {
        let entry = figure.metric.0;
        let _ = writeln!(
            out,
            "<dt id=\"{}\">{}</dt><dd>{}<br><span class=\"s\">{}</span></dd>",
            entry.id,
            escape(lang.of(entry.name)),
            escape(lang.of(entry.definition)),
            escape(lang.of(entry.formula))
        );
    }
    out.push_str("</dl>\n</body>\n</html>\n");
    out
}

fn figures(out: &mut String, taken: &Taken<'_>) {
    let lang = taken.lang;
    let compared = taken.report.compared.is_some();
    let head = |ids: &[&str]| {
        ids.iter()
            .enumerate()
            .map(|(at, id)| format!("<th scope=\"col\"{}>{}</th>", if at == 0 { "" } else { " class=\"n\"" }, escape(&lang.text(id))))
            .collect::<String>()
    };
    for group in [Group::Basic, Group::Sales, Group::Search, Group::Sources, Group::Extra] {
        let figures: Vec<&Figure> = taken.figures().into_iter().filter(|figure| figure.metric.0.group == group).collect();
        if figures.is_empty() {
            continue;
        }
        let _ =
            writeln!(out, "<h2>{}</h2>\n<table>\n<thead><tr>{}", escape(&lang.text(group_id(group))), head(&["take-name", "take-value"]));
        if compared {
            out.push_str(&head(&["take-then", "take-change"]).replacen("<th scope=\"col\">", "<th scope=\"col\" class=\"n\">", 1));
        }
        let _ = writeln!(out, "<th scope=\"col\">{}</th></tr></thead>\n<tbody>", escape(&lang.text("take-notes")));
        for figure in figures {
            let entry = figure.metric.0;
            let exact = |figure: &Figure| format::value(figure.value, figure.shown(), format::Style::Exact, lang);
            let _ = write!(out, "<tr><th scope=\"row\"><a href=\"#{}\">{}</a></th>", entry.id, escape(lang.of(entry.name)));
            let _ = write!(out, "<td class=\"n\" data-metric=\"{}\">{}</td>", entry.id, escape(&exact(figure)));
            if compared {
                let then = taken.then(figure.metric);
                let before = then.and_then(|then| figure.beside(then));
                let change = format::change(figure.value, before, entry.unit, lang).unwrap_or_else(|| format::UNKNOWN.to_string());
                let _ = write!(
                    out,
                    "<td class=\"n\">{}</td><td class=\"n\">{}</td>",
                    escape(&then.map_or_else(|| format::UNKNOWN.to_string(), exact)),
                    escape(&change)
                );
            }
            let why = figure.why.iter().map(|why| words::why_text(why, lang));
            let notes: Vec<String> = why.chain(figure.notes.iter().map(|note| words::note_text(note, lang))).collect();
            let _ = writeln!(out, "<td class=\"s\">{}</td></tr>", escape(&notes.join(" ")));
        }
        out.push_str("</tbody>\n</table>\n");
    }
}

/// The course of the first figure that has one, drawn and as a table.
fn series(out: &mut String, taken: &Taken<'_>) {
    let lang = taken.lang;
    let course = |figure: &&Figure| -> Vec<Option<&Figure>> {
        taken.report.series.iter().map(|bucket| bucket.figures.iter().find(|other| other.metric == figure.metric)).collect()
    };
    let known = |figure: &&Figure| course(figure).iter().flatten().filter(|figure| figure.value.is_some()).count() > 1;
    let Some(figure) = taken.figures().into_iter().find(known) else { return };
    let entry = figure.metric.0;
    let course = course(&figure);
    let values: Vec<Option<f64>> = course.iter().map(|figure| figure.and_then(|figure| figure.value).map(|value| value.to_f64())).collect();
    let name = escape(&lang.text_with("take-course", &[("name", lang.of(entry.name).into())]));
    let _ = writeln!(
        out,
        "<h2>{name}</h2>\n<svg viewBox=\"0 0 1000 100\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{name}\"><path d=\"{}\" vector-effect=\"non-scaling-stroke\"/></svg>",
        line(&values)
    );
    let _ = writeln!(
        out,
        "<table>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\" class=\"n\">{}</th></tr></thead>\n<tbody>",
        escape(&lang.text("take-period")),
        escape(lang.of(entry.name))
    );
    for (bucket, figure) in taken.report.series.iter().zip(course) {
        let value = figure
            .map_or_else(|| format::UNKNOWN.to_string(), |figure| format::value(figure.value, figure.shown(), format::Style::Exact, lang));
        let _ = writeln!(out, "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td></tr>", super::days(bucket.period), escape(&value));
    }
    out.push_str("</tbody>\n</table>\n");
}

fn breakdown(out: &mut String, dimension: Dimension, rows: &[crate::report::Row], taken: &Taken<'_>) {
    let lang = taken.lang;
    let Some(first) = rows.first().filter(|_| rows.iter().flat_map(|row| &row.figures).any(|figure| figure.value.is_some())) else {
        return;
    };
    let _ = writeln!(out, "<h2>{}</h2>\n<table>", escape(&lang.text(&format!("take-by-{}", dimension.name()))));
    if rows.len() > ROWS {
        let args = [("shown", ROWS.to_string().into()), ("total", rows.len().to_string().into())];
        let _ = writeln!(out, "<caption>{}</caption>", escape(&lang.text_with("take-cut", &args)));
    }
    let _ = write!(out, "<thead><tr><th scope=\"col\">{}</th>", escape(&lang.text("take-key")));
    for figure in &first.figures {
        let _ = write!(out, "<th scope=\"col\" class=\"n\">{}</th>", escape(lang.of(figure.metric.0.name)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows.iter().take(ROWS) {
        let name = row.label.as_deref().unwrap_or(&row.key);
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", if name.is_empty() { format::UNKNOWN.to_string() } else { escape(name) });
        for figure in &row.figures {
            let _ =
                write!(out, "<td class=\"n\">{}</td>", escape(&format::value(figure.value, figure.shown(), format::Style::Exact, lang)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

/// A line through the known values, from left to right; it breaks where one is not known.
fn line(values: &[Option<f64>]) -> String {
    let (low, high) = values.iter().flatten().fold((0f64, 0f64), |(low, high), value| (low.min(*value), high.max(*value)));
    let span = if high > low { high - low } else { 1.0 };
    let step = 1000.0 / (values.len().max(2) - 1) as f64;
    let mut path = String::new();
    let mut drawn = false;
    for (at, value) in values.iter().enumerate() {
        if let Some(value) = value {
            let _ = write!(path, "{}{:.1} {:.1}", if drawn { 'L' } else { 'M' }, at as f64 * step, 97.0 - (value - low) / span * 94.0);
        }
        drawn = value.is_some();
    }
    path
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// The id of a group's name.
fn group_id(group: Group) -> &'static str {
    match group {
        Group::Basic => "group-basic",
        Group::Sales => "group-sales",
        Group::Search => "group-search",
        Group::Sources => "group-sources",
        Group::Extra | Group::Part => "group-extra",
    }
}
