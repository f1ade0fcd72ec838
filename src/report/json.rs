//! The answer as JSON, in the shape that scripts rely on.

mod ads_json;

use super::words::{layout, note_text, why_text};
use super::{Bucket, Figure, FileReport, FileState, Lang, Report, Row};
use crate::metric::catalogue::{Entry, Group, Kind, listed};
use crate::model::{Day, Value};
use serde_json::{Map, Value as Json, json};

/// What of an answer is written.
#[derive(Clone, Copy)]
pub struct Shape<'a> {
    /// Language of reasons and notes.
    pub lang: Lang,
    /// The metrics wanted; all when empty. They also order breakdowns: the first one sorts.
    pub metrics: &'a [String],
}

impl Shape<'_> {
    /// Whether a metric is asked for.
    pub fn wants(&self, id: &str) -> bool {
        self.metrics.is_empty() || self.metrics.iter().any(|wanted| wanted == id)
    }
}

/// The whole report. `report` is None when no row with a date is loaded: the files are told all the same.
pub fn report(report: Option<&Report>, files: &[FileReport], shape: Shape<'_>) -> Json {
    let mut out = Map::new();
    let files: Vec<Json> = files.iter().map(|file| file_json(file, shape.lang)).collect();
    let Some(report) = report else {
        out.insert("period".into(), Json::Null);
        out.insert("files".into(), files.into());
        out.insert("metrics".into(), json!({}));
        return out.into();
    };
    let day = |day: Day| (!report.undated).then_some(day);
    out.insert("period".into(), json!({"from": day(report.period.from), "to": day(report.period.to), "zone": report.zone}));
    out.insert("files".into(), files.into());
    let metrics = report.figures.iter().filter(|figure| shape.wants(figure.metric.id()));
    out.insert(
        "metrics".into(),
        metrics.map(|figure| (figure.metric.id().to_string(), figure_json(figure, shape.lang))).collect::<Map<_, _>>().into(),
    );
    if !report.series.is_empty() {
        out.insert("series".into(), series(&report.series, shape));
    }
    if !report.breakdowns.is_empty() {
        let breakdowns = report.breakdowns.iter().map(|(dimension, rows)| (dimension.name().to_string(), breakdown(rows, shape)));
        out.insert("breakdowns".into(), breakdowns.collect::<Map<_, _>>().into());
    }
    let mut tables = Map::new();
    if let Some(pages) = report.pages.as_ref().filter(|_| shape.wants("entry_exit_pages")) {
        let rows = pages.iter().map(|page| {
            json!({"key": page.page, "metrics": {
                "entries": {"value": page.entries},
                "exits": {"value": page.exits},
                "bounce_rate": {"value": (page.entries > 0).then(|| page.bounces as f64 / page.entries as f64)},
                "landing_page_views": {"value": page.landing_page_views},
                "page_views": {"value": page.page_views},
            }})
        });
        tables.insert("entry_exit_pages".into(), rows.collect());
    }
    if let Some(hours) = report.hours.as_ref().filter(|_| shape.wants("entry_times")) {
        let cells = hours.iter().enumerate().flat_map(|(day, hours)| {
            hours
                .iter()
                .enumerate()
                .filter(|(_, views)| **views > 0)
                .map(move |(hour, views)| json!({"weekday": day + 1, "hour": hour, "page_views": views}))
        });
        tables.insert("entry_times".into(), cells.collect());
    }
    if let Some(ads) = &report.ads {
        ads_json::tables(ads, shape, &mut tables);
    }
    if !tables.is_empty() {
        out.insert("tables".into(), tables.into());
    }
    out.into()
}

/// One file's account.
pub fn file_json(file: &FileReport, lang: Lang) -> Json {
    let mut out = json!({
        "name": file.name,
        "table": file.table,
        "layout": file.layout,
        "encoding": file.encoding,
        "rows_read": file.account.read,
        "rows_used": file.account.used,
        "rows_blank": file.account.blank,
        "rows_set_aside": file.account.set_aside,
    });
    if let Some(fields) = out.as_object_mut() {
        match &file.state {
            FileState::DuplicateOf(_) => {
                fields.insert("duplicate".into(), true.into());
            }
            FileState::Loaded | FileState::Mapping => {}
            FileState::Failed(_) | FileState::NeedsMapping => {
                fields.insert("problem".into(), super::words::file_problem(file, lang).into());
            }
        }
        if let Some(code) = file.tender.currencies().one().code() {
            fields.insert("currency".into(), code.into());
        }
        let remarks: Vec<String> = file.remarks.iter().map(|remark| super::words::remark_text(remark, lang)).collect();
        fields.insert("remarks".into(), remarks.into());
    }
    out
}

/// What `sniff` says of a file.
pub fn sniff_json(file: &FileReport, lang: Lang) -> Json {
    let columns = file.columns.iter().map(
        |column| json!({"header": column.header, "role": column.role, "evidence": super::words::evidence_text(&column.evidence, lang)}),
    );
    let columns: Vec<Json> = columns.collect();
    let mut out = file_json(file, lang);
    if let Some(fields) = out.as_object_mut() {
        fields.insert("size".into(), file.size.into());
        fields.insert("digest".into(), file.digest.clone().into());
        let form = file.form.clone().unwrap_or_default();
        fields.insert("delimiter".into(), form.delimiter.into());
        fields.insert("quote".into(), form.quote.into());
        fields.insert("escape".into(), if form.backslash { "backslash" } else { "doubled" }.into());
        fields.insert("blanks_trimmed".into(), form.trimmed.into());
        fields.insert("width".into(), form.width.into());
        fields.insert("even_percent".into(), form.even.into());
        fields.insert("typed_percent".into(), form.typed.into());
        fields.insert("header_rows".into(), form.header_rows.into());
        fields.insert("header_line".into(), file.header_line.into());
        fields.insert("preface_rows".into(), file.header_line.map_or(0, |line| line - 1).into());
        fields.insert("layout_name".into(), file.table.map(|_| layout(file.layout.as_deref(), lang)).into());
        fields.insert("columns".into(), columns.into());
        let finding = |found: super::doctor::Finding| json!({"chapter": found.chapter.name(), "text": found.text, "count": found.count, "line": found.line, "remedy": found.remedy, "offer": found.offer.map(|offer| offer.said)});
        let findings: Vec<Json> = super::doctor::findings(file, lang).into_iter().map(finding).collect();
        fields.insert("findings".into(), findings.into());
    }
    out
}

fn value_json(value: Option<Value>) -> Json {
    value.map_or(Json::Null, Value::to_json)
}

fn figure_json(figure: &Figure, lang: Lang) -> Json {
    let mut out = json!({"value": value_json(figure.value), "unit": figure.metric.0.unit});
    if let Some(fields) = out.as_object_mut() {
        for (name, part) in [("numerator", figure.numerator), ("denominator", figure.denominator)] {
            if let Some(part) = part {
                fields.insert(name.into(), part.to_json());
            }
        }
        if let Some(code) = money_of(figure) {
            fields.insert("currency".into(), code.into());
        }
        if let Some(why) = &figure.why {
            fields.insert("why".into(), why_text(why, lang).into());
        }
        let notes: Vec<String> = figure.notes.iter().map(|note| note_text(note, lang)).collect();
        fields.insert("notes".into(), notes.into());
    }
    out
}

/// The code of the currency that a figure's value is counted in.
fn money_of(figure: &Figure) -> Option<&'static str> {
    figure.currency.code().filter(|_| figure.value.is_some() && figure.metric.0.unit.is_money())
}

fn series(buckets: &[Bucket], shape: Shape<'_>) -> Json {
    let mut out = Map::new();
    for bucket in buckets {
        for figure in bucket.figures.iter().filter(|figure| shape.wants(figure.metric.id())) {
            let mut point = cell_json(figure);
            point["from"] = json!(bucket.period.from);
            if let Json::Array(points) = out.entry(figure.metric.id()).or_insert_with(|| json!([])) {
                points.push(point);
            }
        }
    }
    out.into()
}

/// The rows of a breakdown, sorted by the first metric asked for, descending, then by key.
pub fn sorted<'a>(rows: &'a [Row], shape: Shape<'_>) -> Vec<&'a Row> {
    let mut rows: Vec<&Row> = rows.iter().collect();
    if let Some(first) = shape.metrics.first() {
        let value =
            |row: &Row| row.figures.iter().find(|f| f.metric.id() == first).and_then(|f| f.value).map_or(f64::NEG_INFINITY, Value::to_f64);
        rows.sort_by(|a, b| value(b).total_cmp(&value(a)).then_with(|| a.key.cmp(&b.key)));
    }
    rows
}

fn breakdown(rows: &[Row], shape: Shape<'_>) -> Json {
    let rows = sorted(rows, shape).into_iter().map(|row| {
        let figures = row.figures.iter().filter(|figure| shape.wants(figure.metric.id()));
        let metrics: Map<String, Json> = figures.map(|f| (f.metric.id().to_string(), cell_json(f))).collect();
        let mut out = json!({"key": row.key, "metrics": metrics});
        if let (Some(label), Some(fields)) = (&row.label, out.as_object_mut()) {
            fields.insert("label".into(), label.clone().into());
        }
        out
    });
    rows.collect()
}

/// A figure of a breakdown or of a point in a series.
fn cell_json(figure: &Figure) -> Json {
    let mut out = json!({"value": value_json(figure.value)});
    if let (Some(code), Some(fields)) = (money_of(figure), out.as_object_mut()) {
        fields.insert("currency".into(), code.into());
    }
    out
}

/// The catalogue: every term and extra figure, in order.
pub fn catalogue() -> Json {
    listed().map(entry_json).collect()
}

fn entry_json(entry: &Entry) -> Json {
    let formula = match entry.kind {
        Kind::Ratio { numerator, denominator } | Kind::DailyRatio { numerator, denominator } => format!("{numerator} / {denominator}"),
        Kind::Share { of } => format!("{of} / sum of {of} over all keys"),
        Kind::MeanOfDays { of, .. } => format!("mean of daily {of}"),
        _ => entry.formula.en.to_string(),
    };
    json!({
        "n": entry.n,
        "id": entry.id,
        "zh": entry.name.zh,
        "en": entry.name.en,
        "group": entry.group,
        "kind": entry.kind.name(),
        "unit": entry.unit,
        "better": entry.better,
        "additive": entry.additive,
        "needs": entry.needs,
        "columns": entry.columns,
        "formula": formula,
        "formula_zh": entry.formula.zh,
        "formula_en": entry.formula.en,
        "parts": entry.kind.parts(),
        "definition_zh": entry.definition.zh,
        "definition_en": entry.definition.en,
        "beware_zh": entry.beware.zh,
        "beware_en": entry.beware.en,
        "extra": entry.group == Group::Extra,
    })
}
