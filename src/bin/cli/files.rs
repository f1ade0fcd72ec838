//! Files of the program: opened, pushed through the session, read again where a row's text is wanted.

use crate::args::Reading;
use crate::crew::Crew;
use dianzhang::ingest;
use dianzhang::model::{FileId, Problem};
use dianzhang::report::{Lang, Question, RejectRow, Report, words};
use dianzhang::sample::LogOrder;
use dianzhang::wire::protocol::Overrides;
use dianzhang::wire::session::Session;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// A session with the files it was opened from, and the threads that share its events.
pub struct Opened {
    pub session: Session,
    crew: Crew,
    pub paths: Vec<(FileId, PathBuf)>,
}

/// Whether a file named in an option is this one: by its whole path or by its name.
fn names(path: &Path, given: &str) -> bool {
    path == Path::new(given) || path.file_name().is_some_and(|name| name == given)
}

/// Reads all files of a call.
pub fn open(reading: &Reading) -> Result<Opened, String> {
    open_on(reading, reading.threads)
}

/// Reads all files of a call on one thread, so that all rows lie together.
pub fn open_alone(reading: &Reading) -> Result<Opened, String> {
    open_on(reading, Some(1))
}

fn open_on(reading: &Reading, threads: Option<usize>) -> Result<Opened, String> {
    for given in reading.table.iter().chain(&reading.columns) {
        let file = given.rsplit_once('=').map(|(file, _)| file).ok_or_else(|| format!("`{given}` is not of the form FILE=…"))?;
        if !reading.files.iter().any(|path| names(path, file)) {
            return Err(format!("`{file}` is none of the files given"));
        }
    }
    let zone = crate::zones::named(&reading.zone).map_err(|error| error.to_string())?;
    let bytes = reading.files.iter().filter_map(|path| std::fs::metadata(path).ok()).map(|meta| meta.len()).sum();
    let (mut session, mut crew) = Crew::of(zone, threads, bytes);
    let mut paths = Vec::new();
    for path in &reading.files {
        let overrides = reading.overrides(path)?;
        let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        let size = std::fs::metadata(path).map_or(0, |meta| meta.len());
        let id = match crew.read(&mut session, path, &name, size, &overrides) {
            Err(_) => session.refuse(&name, size, Problem::Vanished),
            Ok(None) => session.refuse(&name, size, Problem::Changed),
            Ok(Some(id)) => id,
        };
        let (said, there) = (overrides.columns.map_or(0, |roles| roles.len()), columns_of(&session, id));
        if said > there && there > 0 {
            return Err(format!("--columns names {said} roles, but `{name}` has {there} columns"));
        }
        paths.push((id, path.clone()));
    }
    crew.settle(&mut session);
    Ok(Opened { session, crew, paths })
}

/// How many columns a file has; 0 where it could not be read.
fn columns_of(session: &Session, id: FileId) -> usize {
    session.files().iter().find(|file| file.id == id).map_or(0, |file| file.columns.len())
}

impl Reading {
    /// What the options say about one file.
    fn overrides(&self, path: &Path) -> Result<Overrides, String> {
        let of = |list: &[String]| -> Option<String> {
            list.iter().filter_map(|given| given.rsplit_once('=')).find(|(file, _)| names(path, file)).map(|(_, said)| said.to_string())
        };
        let table = of(&self.table).map(|name| name.parse()).transpose()?;
        let columns = of(&self.columns).map(|roles| roles.split(',').map(|role| role.trim().parse()).collect()).transpose()?;
        Ok(Overrides { table, columns })
    }
}

impl Opened {
    /// Answers a question; None when nothing with a date is loaded.
    pub fn answer(&mut self, question: &Question) -> Option<Report> {
        self.crew.answer(&mut self.session, question)
    }

    /// The rows of a file that are set aside, with their texts read again.
    pub fn raw_rows(&self, id: FileId) -> io::Result<Vec<RejectRow>> {
        let rejected = self.session.rejected(id);
        let path = self.paths.iter().find(|(of, _)| *of == id).map(|(_, path)| path);
        let Some(path) = path.filter(|_| !rejected.is_empty()) else { return Ok(Vec::new()) };
        let mut file = File::open(path)?;
        let rows = rejected.iter().map(|row| {
            let mut bytes = vec![0; row.length as usize];
            file.seek(SeekFrom::Start(row.offset))?;
            file.read_exact(&mut bytes)?;
            Ok(RejectRow { line: row.line, reason: row.reason.clone(), raw: self.session.raw_text(id, &bytes) })
        });
        rows.collect()
    }
}

/// Rows of a file of no known table that fit it in no way or stand around it, with their texts.
pub fn odd_rows(opened: &Opened, id: FileId) -> io::Result<Vec<RejectRow>> {
    let Some((_, path)) = opened.paths.iter().find(|(of, _)| *of == id) else { return Ok(Vec::new()) };
    let bytes = std::fs::read(path)?;
    let Ok(told) = ingest::clean_rows(&bytes, &mut |_| true) else { return Ok(Vec::new()) };
    let mut odd: Vec<_> = told.odd.into_iter().chain(told.left_out).collect();
    odd.sort_by_key(|(_, span)| span.offset);
    let raw = |span: &ingest::Span| bytes.get(span.offset as usize..(span.offset + span.length) as usize).unwrap_or_default();
    let row = |(reason, span): (_, ingest::Span)| RejectRow { line: span.line, reason, raw: opened.session.raw_text(id, raw(&span)) };
    Ok(odd.into_iter().map(row).collect())
}

/// Writes a file as clean CSV: one header row where it has one, its rows with text, the cells' own texts.
pub fn table(path: &Path, lang: Lang, out: &mut Vec<u8>) -> Result<u8, String> {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let complain = |problem: &Problem| {
        eprintln!("dianzhang: {}", words::problem_text(&name, problem, lang));
        Ok(crate::UNUSABLE)
    };
    let Ok(bytes) = std::fs::read(path) else { return complain(&Problem::Vanished) };
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
    match ingest::clean_rows(&bytes, &mut |cells| writer.write_record(cells).is_ok()) {
        Ok(told) => {
            crate::text::sifted(&name, &told, lang).iter().for_each(|line| eprintln!("dianzhang: {line}"));
            Ok(0)
        }
        Err(problem) => complain(&problem),
    }
}

/// Writes the sample shop's files, and their paths on standard output.
pub fn sample(folder: &Path, seed: u64, out: &mut Vec<u8>) -> Result<(), String> {
    let failed = |path: &Path, error: io::Error| format!("{}: {error}", path.display());
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    for (name, bytes) in dianzhang::sample::shop_files(seed, ingest::encode_gb18030) {
        let path = folder.join(name);
        std::fs::write(&path, bytes).map_err(|error| failed(&path, error))?;
        out.extend_from_slice(format!("{}\n", path.display()).as_bytes());
    }
    Ok(())
}

/// Writes a behaviour log of so many rows.
pub fn sample_log(path: &Path, seed: u64, rows: u64, order: LogOrder) -> Result<(), String> {
    let file = File::create(path).and_then(|file| dianzhang::sample::write_log(seed, rows, order, file));
    file.map_err(|error| format!("{}: {error}", path.display()))
}
