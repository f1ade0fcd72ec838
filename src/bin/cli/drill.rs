//! The rows behind a figure, read again from the files.

use crate::args::Asking;
use crate::files::Opened;
use dianzhang::metric::MetricId;
use dianzhang::metric::catalogue::Kind;
use dianzhang::metric::drill::Tallied;
use dianzhang::model::{FileId, Period, Role};
use dianzhang::report::drill::{Drill, DrillPart, Slice, parts};
use dianzhang::report::takeout::{RowsCsv, columns};
use dianzhang::report::{Figure, FileReport, Lang, Question, words};
use std::io::Write;

/// Rows that an explanation shows.
pub const SHOWN: usize = 5;

/// What `drill` is asked for beside the usual.
#[derive(clap::Args)]
pub struct Sought {
    /// Which part of the figure: a rate has the rows of its upper part unless its lower one is named here
    #[arg(long, value_name = "ID")]
    part: Option<String>,
    /// The figure of one row of a breakdown, e.g. source=直通车
    #[arg(long, value_name = "DIMENSION=TEXT")]
    key: Option<String>,
    /// At most this many rows (default: all)
    #[arg(long, value_name = "ROWS")]
    rows: Option<u64>,
}

/// Writes the rows behind a figure as CSV, straight to `out`: there may be millions.
pub fn write(
    opened: &mut Opened,
    period: Option<Period>,
    asking: &Asking,
    sought: &Sought,
    lang: Lang,
    out: &mut dyn Write,
) -> Result<(), String> {
    let [id] = asking.metric.as_slice() else { return Err("say which figure: one --metric ID".into()) };
    let metric = MetricId::of(id).ok_or_else(|| format!("no metric is called `{id}`; `dianzhang metrics` lists them"))?;
    let mut question = asking.question(period)?;
    let slice = match &sought.key {
        None => Slice::Whole,
        Some(given) => {
            let (dimension, text) = given.split_once('=').ok_or_else(|| format!("`{given}` is not of the form DIMENSION=TEXT"))?;
            Slice::Key(dimension.parse()?, text.to_string())
        }
    };
    if let Slice::Key(dimension, _) = &slice {
        question.breakdowns = vec![*dimension];
    }
    let report = opened.answer(&question);
    let figure = report.as_ref().and_then(|report| match &slice {
        Slice::Key(_, key) => {
            let (_, rows) = report.breakdowns.first()?;
            rows.iter().find(|row| row.key == *key)?.figures.iter().find(|figure| figure.metric == metric)
        }
        _ => report.figure(id),
    });
    let Some(figure) = figure else { return Err(format!("there is no figure `{id}` to look behind")) };
    let part = chosen(figure, sought.part.as_deref())?;
    let slice = if part.whole { slice.whole() } else { slice };
    let drill = Drill { question: Question { period, ..question }, slice, part: part.part };
    let hunted = opened.session.hunt(&drill).map(|hunt| opened.session.hunted(&hunt)).unwrap_or_default();
    let files = opened.session.files();
    let mut csv = RowsCsv::new(columns(files.iter().filter(|file| hunted.contains(&file.id))), None);
    let names: Vec<(FileId, String)> = opened.session.files().into_iter().map(|file: FileReport| (file.id, file.name)).collect();
    let mut failed = None;
    let gone = opened.drill(&drill, &mut |file, line, roles, cells| {
        let name = names.iter().find(|(id, _)| *id == file).map_or("", |(_, name)| name.as_str());
        csv.row(name, line, roles, &cells);
        if csv.pending() > 1 << 20 {
            failed = out.write_all(csv.take().as_bytes()).err();
        }
        failed.is_none() && sought.rows.is_none_or(|most| csv.rows() < most)
    })?;
    out.write_all(csv.take().as_bytes()).and_then(|()| out.flush()).map_err(|error| error.to_string())?;
    for file in opened.session.files().iter().filter(|file| gone.contains(&file.id)) {
        eprintln!("dianzhang: {}", words::problem_text(&file.name, &dianzhang::model::Problem::Changed, lang));
    }
    Ok(())
}

/// The part asked for: the figure's first one, or the one named.
fn chosen(figure: &Figure, named: Option<&str>) -> Result<DrillPart, String> {
    let all = parts(figure);
    let ids = || all.iter().map(|part| part.part.id()).collect::<Vec<_>>().join(", ");
    let found = match named {
        None => all.first(),
        Some(id) => all.iter().find(|part| part.part.id() == id),
    };
    found.copied().ok_or_else(|| match named {
        Some(id) => format!("`{id}` is no part of `{}`; these have rows: {}", figure.metric.id(), ids()),
        None => format!("`{}` has no rows to list", figure.metric.id()),
    })
}

/// The first rows behind a figure, as lines of text.
pub fn first(opened: &mut Opened, question: &Question, figure: &Figure, lang: Lang) -> String {
    let mut out = String::new();
    for part in parts(figure) {
        let drill = Drill { question: question.clone(), slice: Slice::Whole, part: part.part };
        let names: Vec<(FileId, String)> = opened.session.files().into_iter().map(|file| (file.id, file.name)).collect();
        let mut rows: Vec<String> = Vec::new();
        let read = opened.drill(&drill, &mut |file, line, _: &[Role], cells| {
            let name = names.iter().find(|(id, _)| *id == file).map_or("", |(_, name)| name.as_str());
            let cells: Vec<&str> = cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
            rows.push(format!("    {name}:{line}  {}\n", cells.join(" · ")));
            rows.len() < SHOWN
        });
        let counted = Tallied::of(part.part.0).is_some() || matches!(part.part.0.kind, Kind::State | Kind::Record);
        if read.is_ok() && !rows.is_empty() && counted {
            let args = [("name", lang.of(part.part.0.name).into()), ("rows", rows.len().to_string().into())];
            out.push_str(&format!("  {}\n", lang.text_with("cli-first-rows", &args)));
            out.extend(rows);
        }
    }
    out
}
