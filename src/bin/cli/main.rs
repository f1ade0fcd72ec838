//! The command-line program: the same core as the page, driven by files.

mod args;
mod canon;
mod crew;
mod drill;
mod files;
mod inside;
mod said;
mod sql;
mod text;
mod zones;

use args::{Args, CatalogueFormat, Command, Shape, SniffFormat};
use clap::Parser;
use dianzhang::metric::MetricId;
use dianzhang::model::Period;
use dianzhang::report::takeout::{self, Taken};
use dianzhang::report::{Dimension, FileReport, FileState, Lang, RejectRow, Report, explain, json, words};
use dianzhang::wire::session::Session;
use files::Opened;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

/// A file could not be used at all.
const UNUSABLE: u8 = 1;
/// The call is wrong.
const WRONG_CALL: u8 = 2;

fn main() -> ExitCode {
    let args = Args::parse();
    let lang = args.lang();
    let mut out = Vec::new();
    let code = match run(&args, lang, &mut out) {
        Ok(code) => code,
        Err(message) => {
            eprintln!("dianzhang: {message}");
            WRONG_CALL
        }
    };
    // A reader that has closed the pipe has seen enough.
    match io::stdout().lock().write_all(&out) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::from(WRONG_CALL),
        _ => ExitCode::from(code),
    }
}

fn run(args: &Args, lang: Lang, out: &mut Vec<u8>) -> Result<u8, String> {
    match &args.command {
        Command::Metrics { format } => {
            write(
                out,
                &match format {
                    CatalogueFormat::Json => pretty(&json::catalogue()),
                    CatalogueFormat::Metricflow => pretty(&dianzhang::sql::metricflow::manifest()),
                    CatalogueFormat::Text => text::catalogue(lang),
                },
            );
            Ok(0)
        }
        Command::Sniff { reading, format } => {
            let opened = files::open(reading)?;
            let files = opened.session.files();
            write(
                out,
                &match format {
                    SniffFormat::Json => pretty(&files.iter().map(|file| json::sniff_json(file, lang)).collect()),
                    SniffFormat::Text => files.iter().map(|file| text::sniff(file, lang)).collect(),
                    SniffFormat::Mapping => files.iter().filter_map(|file| file.recipe()).map(|recipe| recipe.text() + "\n").collect(),
                },
            );
            Ok(complain(&files, lang))
        }
        Command::Table { file, sheet, writing } => inside::table(file, sheet.as_deref(), &writing.said()?, lang),
        Command::Canon { canonical, reading } => {
            let mut opened = files::open_alone(reading)?;
            canon::write(&mut opened.session, *canonical, out)?;
            Ok(complain(&opened.session.files(), lang))
        }
        Command::Sql(wanted) => sql::write(wanted, out).map(|()| 0),
        Command::Rejects { reading } => {
            let opened = files::open(reading)?;
            rejects(&opened, lang, &mut BufWriter::new(io::stdout().lock()));
            for file in opened.session.files() {
                text::odd(&file, lang).iter().for_each(|line| eprintln!("dianzhang: {line}"));
            }
            Ok(complain(&opened.session.files(), lang))
        }
        Command::Report { reading, asking, format } => {
            let mut opened = files::open(reading)?;
            let question = asking.question(period_of(&opened.session, asking)?)?;
            let files = opened.session.files();
            let mut report = opened.answer(&question);
            let shape = json::Shape { lang, metrics: &asking.metric };
            if let Some(report) = &mut report {
                asking.cut(report, shape);
            }
            write(
                out,
                &match (format, &report) {
                    (Shape::Json, _) => pretty(&json::report(report.as_ref(), &files, shape)),
                    (Shape::Html | Shape::Csv, Some(report)) => take(*format, report, &files, &question.filters, &asking.metric, lang),
                    _ => text::report(report.as_ref(), &files, shape),
                },
            );
            Ok(complain(&files, lang))
        }
        Command::Sample { folder, seed } => files::sample(folder, *seed, out).map(|()| 0),
        Command::SampleLog { rows, order, seed, file } => files::sample_log(file, *seed, *rows, *order).map(|()| 0),
        Command::Drill { reading, asking, sought } => {
            let mut opened = files::open(reading)?;
            let period = period_of(&opened.session, asking)?;
            match drill::write(&mut opened, period, asking, sought, lang, &mut io::stdout().lock()) {
                // A reader that has closed the pipe has seen enough.
                Err(error) if !error.contains("Broken pipe") => Err(error),
                _ => Ok(complain(&opened.session.files(), lang)),
            }
        }
        Command::Explain { asking, .. } if asking.metric.is_empty() => {
            Err("say which figure to explain: --metric ID; `dianzhang metrics` lists them".into())
        }
        Command::Explain { reading, asking } => {
            let mut opened = files::open(reading)?;
            let question = asking.question(period_of(&opened.session, asking)?)?;
            let report = opened.answer(&question);
            for id in &asking.metric {
                let figure = report.as_ref().and_then(|report| report.figure(id));
                match (figure, report.as_ref()) {
                    (Some(figure), Some(report)) => {
                        write(
                            out,
                            &text::explanation(&explain::explain(figure, lang), figure.metric.0, report, &opened.session.files(), lang),
                        );
                        write(out, &drill::first(&mut opened, &question, figure, lang));
                    }
                    _ => eprintln!("dianzhang: {}", lang.text("cli-nothing-dated")),
                }
            }
            Ok(complain(&opened.session.files(), lang))
        }
    }
}

/// A report for a browser or a spreadsheet.
fn take(shape: Shape, report: &Report, files: &[FileReport], filters: &[(Dimension, String)], metrics: &[String], lang: Lang) -> String {
    let metrics: Vec<MetricId> = metrics.iter().filter_map(|id| MetricId::of(id)).collect();
    let made = jiff::Zoned::now().strftime("%Y-%m-%d %H:%M %:z").to_string();
    let taken = Taken { title: &lang.text("take-title"), report, metrics: &metrics, files, made: &made, filters, lang };
    if shape == Shape::Csv { takeout::csv(&taken).text } else { takeout::html(&taken) }
}

/// Days that can be asked for: the years that the reading of times knows.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2100;

/// The period asked for; an end that is not given is the data's own.
fn period_of(session: &Session, asking: &args::Asking) -> Result<Option<Period>, String> {
    if let Some(day) = [asking.from, asking.to].into_iter().flatten().find(|day| !YEARS.contains(&day.date().year)) {
        return Err(format!("{day} is outside the years {} to {}", YEARS.start(), YEARS.end()));
    }
    if asking.from.is_none() && asking.to.is_none() {
        return Ok(None);
    }
    let covered = session.covered();
    let (Some(from), Some(to)) = (asking.from.or(covered.map(|c| c.from)), asking.to.or(covered.map(|c| c.to))) else { return Ok(None) };
    Period::new(from, to).map(Some).ok_or_else(|| format!("--from {from} is after --to {to}"))
}

/// Says on standard error what could not be used; the exit code.
fn complain(files: &[FileReport], lang: Lang) -> u8 {
    let mut code = 0;
    for file in files {
        if let Some(message) = words::file_problem(file, lang) {
            eprintln!("dianzhang: {message}");
            code = UNUSABLE;
        }
        if let FileState::DuplicateOf(_) = file.state {
            eprintln!("dianzhang: {}", lang.text_with("cli-duplicate", &[("file", file.name.as_str().into())]));
        }
    }
    code
}

/// Writes the rows set aside as they are read again: there may be as many as the files have rows.
fn rejects(opened: &Opened, lang: Lang, out: &mut dyn Write) {
    let mut header = true;
    for file in opened.session.files() {
        let mut row = |row: RejectRow| {
            let text = opened.session.rejects_csv(file.id, &[row], lang, std::mem::take(&mut header));
            // A reader that has closed the pipe has seen enough.
            drop(out.write_all(text.as_bytes()));
        };
        let known = file.account.read > 0 || file.table.is_some();
        let read = if known { opened.raw_rows(file.id, &mut row) } else { opened.odd_rows(file.id, &mut row) };
        if let Err(problem) = read {
            eprintln!("dianzhang: {}", words::problem_text(&file.name, &problem, lang));
        }
    }
    if header {
        drop(out.write_all(takeout::rejects("", &[], lang, true).as_bytes()));
    }
    drop(out.flush());
}

fn pretty(json: &serde_json::Value) -> String {
    serde_json::to_string_pretty(json).map_or_else(|error| error.to_string(), |text| text + "\n")
}

fn write(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}
