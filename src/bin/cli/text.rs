//! Answers as text for people.

use dianzhang::ingest::{Runs, Sifted};
use dianzhang::metric::Entry;
use dianzhang::metric::catalogue::{Group, listed};
use dianzhang::report::doctor::{self, Chapter, Finding};
use dianzhang::report::explain::Explanation;
use dianzhang::report::format::{self, Style, UNKNOWN};
use dianzhang::report::json::{Shape, sorted};
use dianzhang::report::words::{evidence_text, file_problem, layout, mend_id, reason_text, remark_text, role, table, why_text};
use dianzhang::report::{Figure, FileReport, Lang, RejectSummary, Report, Row};
use std::fmt::Write;

/// `write!` into a String cannot fail.
macro_rules! line {
    ($out:expr) => { $out.push('\n') };
    ($out:expr, $($arg:tt)*) => { { let _ = writeln!($out, $($arg)*); } };
}

/// The whole report.
pub fn report(report: Option<&Report>, files: &[FileReport], shape: Shape<'_>) -> String {
    let lang = shape.lang;
    let mut out = String::new();
    for file in files {
        account(&mut out, file, lang);
    }
    let Some(report) = report else {
        line!(out, "{}", lang.text("cli-nothing-dated"));
        return out;
    };
    line!(out);
    if report.undated {
        line!(out, "{}", lang.text("cli-undated"));
    } else {
        line!(out, "{} – {}  ({})", report.period.from, report.period.to, report.zone);
    }
    let mut group = None;
    for figure in &report.figures {
        let entry = figure.metric.0;
        if !shape.wants(entry.id) || !entry.kind.is_figure() {
            continue;
        }
        if group != Some(entry.group) {
            group = Some(entry.group);
            line!(out);
            line!(out, "{}", lang.text(group_id(entry.group)));
        }
        one(&mut out, figure, lang);
    }
    for bucket in &report.series {
        line!(out);
        line!(out, "{} – {}", bucket.period.from, bucket.period.to);
        for figure in bucket.figures.iter().filter(|figure| shape.wants(figure.metric.id())) {
            one(&mut out, figure, lang);
        }
    }
    for (dimension, rows) in &report.breakdowns {
        line!(out);
        let rows = sorted(rows, shape);
        let Some(first) = rows.first() else { continue };
        let wanted = |row: &'_ Row| row.figures.iter().filter(|figure| shape.wants(figure.metric.id())).cloned().collect::<Vec<_>>();
        let names: Vec<&str> = wanted(first).iter().map(|figure| figure.metric.id()).collect();
        line!(out, "{}\t{}", dimension.name(), names.join("\t"));
        for row in rows {
            let cells: Vec<String> = wanted(row).iter().map(|f| format::value(f.value, f.shown(), Style::Exact, lang)).collect();
            line!(out, "{}\t{}", row.label.as_deref().unwrap_or(&row.key), cells.join("\t"));
        }
    }
    out
}

fn group_id(group: Group) -> &'static str {
    match group {
        Group::Basic => "group-basic",
        Group::Sales => "group-sales",
        Group::Search => "group-search",
        Group::Sources => "group-sources",
        Group::Extra | Group::Part => "group-extra",
    }
}

fn one(out: &mut String, figure: &Figure, lang: Lang) {
    let entry = figure.metric.0;
    let value = format::value(figure.value, figure.shown(), Style::Exact, lang);
    let why = figure.why.as_ref().map_or(String::new(), |why| format!("  ({})", why_text(why, lang)));
    line!(out, "  {:<28} {value:>18}{why}  {}", entry.id, lang.of(entry.name));
    for note in &figure.notes {
        line!(out, "      · {}", dianzhang::report::words::note_text(note, lang));
    }
}

fn account(out: &mut String, file: &FileReport, lang: Lang) {
    heading(out, file, lang);
    if let Some(problem) = file_problem(file, lang) {
        line!(out, "    ! {problem}");
    }
    for summary in &file.set_aside {
        line!(out, "    - {}", set_aside(summary, lang));
    }
    for remark in &file.remarks {
        line!(out, "    · {}", remark_text(remark, lang));
    }
}

/// One line on a file: its name, what it is, the account of its rows.
fn heading(out: &mut String, file: &FileReport, lang: Lang) {
    let kind = file.table.map_or(UNKNOWN.to_string(), |of| table(of, lang));
    let told = lang.text_with(
        "cli-account",
        &[
            ("read", format::count(file.account.read).into()),
            ("used", format::count(file.account.used).into()),
            ("blank", format::count(file.account.blank).into()),
            ("aside", format::count(file.account.set_aside).into()),
        ],
    );
    line!(out, "{}  [{kind}, {}]  {told}", file.name, file.encoding);
}

/// What the import doctor has found, chapter by chapter.
fn findings(out: &mut String, file: &FileReport, lang: Lang) {
    let found = doctor::findings(file, lang);
    for chapter in Chapter::ALL {
        let mut own = found.iter().filter(|finding| finding.chapter == chapter).peekable();
        if own.peek().is_some() {
            line!(out, "    {}", lang.text(chapter.title()));
        }
        for finding in own {
            line!(out, "      - {}", one_finding(finding, lang));
            if let Some(remedy) = &finding.remedy {
                line!(out, "        → {remedy}");
            }
        }
    }
}

fn one_finding(finding: &Finding, lang: Lang) -> String {
    let aside = finding.chapter == Chapter::Aside;
    let told = |line: u64| {
        [
            ("rows", format::count(finding.count.unwrap_or(0)).into()),
            ("line", line.to_string().into()),
            ("reason", finding.text.clone().into()),
        ]
    };
    finding.line.filter(|_| aside).map_or_else(|| finding.text.clone(), |line| lang.text_with("cli-set-aside", &told(line)))
}

/// What looks wrong in a file although it was read, with what to do: one line each.
pub fn odd(file: &FileReport, lang: Lang) -> Vec<String> {
    let found = doctor::findings(file, lang).into_iter().filter(|finding| finding.chapter == Chapter::Odd);
    found
        .map(|finding| [format!("{}: {}", file.name, finding.text)].into_iter().chain(finding.remedy).collect::<Vec<_>>().join(" → "))
        .collect()
}

/// What a file is, with the evidence.
pub fn sniff(file: &FileReport, lang: Lang) -> String {
    let mut out = String::new();
    heading(&mut out, file, lang);
    findings(&mut out, file, lang);
    let delimiter = file.form.as_ref().map_or(file.delimiter.to_string(), |form| form.delimiter.clone()).replace('\t', "TAB");
    let header = file.header_line.map_or(UNKNOWN.to_string(), |line| line.to_string());
    let named = file.table.map_or(UNKNOWN.to_string(), |_| layout(file.layout.as_deref(), lang));
    line!(
        out,
        "    {}",
        lang.text_with("cli-dialect", &[("delimiter", delimiter.into()), ("header", header.into()), ("layout", named.into())])
    );
    if let Some(form) = &file.form {
        let told = [
            ("quote", if form.quote.is_empty() { UNKNOWN.to_string() } else { form.quote.clone() }.into()),
            ("escape", lang.text(if form.backslash { "cli-escape-backslash" } else { "cli-escape-doubled" }).into()),
            ("width", form.width.to_string().into()),
            ("even", form.even.to_string().into()),
            ("typed", form.typed.to_string().into()),
            ("rows", form.header_rows.to_string().into()),
        ];
        line!(out, "    {}", lang.text_with("cli-form", &told));
    }
    for (at, column) in file.columns.iter().enumerate() {
        line!(out, "    {:>3}  {} → {}  ({})", at + 1, column.header, role(column.role, lang), evidence_text(&column.evidence, lang));
    }
    line!(out);
    out
}

/// What is worth saying about a file that was printed as a clean table: one line for each kind of thing, with the lines of
/// its rows.
pub fn sifted(name: &str, told: &Sifted, lang: Lang) -> Vec<String> {
    let mut out = Vec::new();
    let mut say = |id: &str, runs: &Runs, what: String| {
        let told = [("rows", format::count(runs.rows).into()), ("lines", runs.text().into()), ("what", what.into())];
        out.push(format!("{name}: {}", lang.text_with(id, &told)));
        if runs.unnamed > 0 {
            out.push(format!("{name}: {}", lang.text_with("cli-table-more", &[("rows", format::count(runs.unnamed).into())])));
        }
    };
    if told.rows + told.header == 0 {
        say("cli-table-empty", &Runs::default(), String::new());
    }
    for (mend, runs) in told.mended.iter() {
        say("cli-table-mended", runs, lang.text(mend_id(*mend)));
    }
    for (id, kinds) in [("cli-table-odd", &told.odd), ("cli-table-left-out", &told.left_out)] {
        for (reason, runs) in kinds.iter() {
            say(id, runs, reason_text(reason, lang));
        }
    }
    if told.preface.rows > 0 {
        say("cli-table-preface", &told.preface, String::new());
    }
    out
}

/// The catalogue.
pub fn catalogue(lang: Lang) -> String {
    let mut out = String::new();
    for entry in listed() {
        let needs: Vec<String> = entry.needs.iter().map(|of| table(*of, lang)).collect();
        let unit = serde_json::to_value(entry.unit).ok().and_then(|unit| unit.as_str().map(String::from)).unwrap_or_default();
        let told = [entry.kind.name(), &unit, &needs.join(" + ")].join(", ");
        line!(out, "{:<4} {:<30} {} · {}  [{told}]", entry.n, entry.id, lang.of(entry.name), lang.other().of(entry.name));
        line!(out, "       {}", lang.of(entry.definition));
        line!(out, "       = {}", lang.of(entry.formula));
    }
    out
}

/// One figure explained, with what the files of its tables leave out.
pub fn explanation(told: &Explanation, entry: &Entry, report: &Report, files: &[FileReport], lang: Lang) -> String {
    let mut out = String::new();
    line!(out, "{} = {}", told.name, told.value);
    line!(out, "  {} – {}  ({})", report.period.from, report.period.to, report.zone);
    line!(out, "  {}", told.definition);
    line!(out, "  {}", told.formula);
    for text in told.filled.iter().chain(&told.why).chain(&told.notes).chain(&told.beware) {
        line!(out, "  {text}");
    }
    if told.not_additive {
        line!(out, "  {}", lang.text("explain-not-additive"));
    }
    for file in files.iter().filter(|file| file.table.is_some_and(|of| entry.needs.contains(&of))) {
        for summary in &file.set_aside {
            line!(out, "  {}: {}", file.name, set_aside(summary, lang));
        }
    }
    out
}

/// How many rows of a file are set aside for one reason.
fn set_aside(summary: &RejectSummary, lang: Lang) -> String {
    let told = [
        ("rows", format::count(summary.rows).into()),
        ("line", summary.first_line.to_string().into()),
        ("reason", reason_text(&summary.reason, lang).into()),
    ];
    lang.text_with("cli-set-aside", &told)
}
