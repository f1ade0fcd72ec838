//! Files of the program: opened, pushed through the session, read again where a row's text is wanted.

use crate::args::Reading;
use crate::crew::Crew;
use crate::inside;
use dianzhang::ingest;
use dianzhang::model::{FileId, Problem, Reason, Role};
use dianzhang::report::drill::Drill;
use dianzhang::report::{Question, RejectRow, Report};
use dianzhang::sample::LogOrder;
use dianzhang::unpack::{Container, INSIDE};
use dianzhang::wire::drill::Reading as Rereading;
use dianzhang::wire::protocol::Overrides;
use dianzhang::wire::session::Session;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Gets a row that was found: its file, its line, the roles of its cells and the cells; says whether to go on.
pub type TakeRow<'a> = dyn FnMut(FileId, u64, &[Role], Vec<String>) -> bool + 'a;

/// Gets a row that is set aside, with its text.
pub type TakeReject<'a> = dyn FnMut(RejectRow) + 'a;

/// Where a file of the session comes from.
enum Origin {
    /// A file as it is.
    File(PathBuf),
    /// A part of a container.
    Part(PathBuf, usize),
}

/// A session with the files it was opened from, and the threads that share its events.
pub struct Opened {
    pub session: Session,
    crew: Crew,
    origins: Vec<(FileId, Origin)>,
}

/// The file and the value of an option FILE=…; the value may be an equals sign.
fn parts(given: &str) -> Option<(&str, &str)> {
    given.strip_suffix("==").map(|file| (file, "=")).or_else(|| given.rsplit_once('='))
}

/// Whether a file named in an option is this one: by its whole path or by its name.
fn names(path: &Path, given: &str) -> bool {
    path == Path::new(given) || path.file_name().is_some_and(|name| name == given)
}

pub fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
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
    for given in reading.table.iter().chain(&reading.columns).chain(reading.writings.named()) {
        let said = parts(given).map(|(file, _)| file).ok_or_else(|| format!("`{given}` is not of the form FILE=…"))?;
        let file = said.split(INSIDE).next().unwrap_or(said);
        if !reading.files.iter().any(|path| names(path, file)) {
            return Err(format!("`{said}` is none of the files given"));
        }
    }
    let zone = crate::zones::named(&reading.zone).map_err(|error| error.to_string())?;
    let bytes = reading.files.iter().map(|path| size_of(path)).sum();
    let (mut session, crew) = Crew::of(zone, threads, bytes);
    if let Ok(now) = SystemTime::now().duration_since(UNIX_EPOCH) {
        session.set_now(now.as_secs() as i64);
    }
    let mut opened = Opened { session, crew, origins: Vec::new() };
    for path in &reading.files {
        match inside::look(path) {
            Ok(None) => opened.take_file(reading, path)?,
            Ok(Some(mut inside)) => opened.take_parts(reading, path, &mut inside)?,
            Err(problem) => drop(opened.session.refuse(&name_of(path), size_of(path), problem)),
        }
    }
    opened.crew.settle(&mut opened.session);
    Ok(opened)
}

fn size_of(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |meta| meta.len())
}

impl Reading {
    /// What the options say about one file, or about what lies inside one; the most exact name counts.
    fn overrides(&self, path: &Path, inside: Option<&str>) -> Result<Overrides, String> {
        let of = |list: &[String]| -> Option<String> {
            let pairs = || list.iter().filter_map(|given| parts(given));
            let exact = pairs().find(|(file, _)| inside == Some(*file));
            exact.or_else(|| pairs().find(|(file, _)| names(path, file))).map(|(_, said)| said.to_string())
        };
        let table = of(&self.table).map(|name| name.parse()).transpose()?;
        let columns = of(&self.columns).map(|roles| roles.split(',').map(|role| role.trim().parse()).collect()).transpose()?;
        Ok(Overrides { table, columns, said: self.writings.said(of)?, recipes: self.writings.recipes()? })
    }
}

impl Opened {
    fn take_file(&mut self, reading: &Reading, path: &Path) -> Result<(), String> {
        let overrides = reading.overrides(path, None)?;
        let (name, size) = (name_of(path), size_of(path));
        let id = match self.crew.read(&mut self.session, path, &name, size, &overrides) {
            Err(_) => self.session.refuse(&name, size, Problem::Vanished),
            Ok(None) => self.session.refuse(&name, size, Problem::Changed),
            Ok(Some(id)) => id,
        };
        self.origins.push((id, Origin::File(path.to_path_buf())));
        self.check(id, &name, &overrides)
    }

    fn take_parts(&mut self, reading: &Reading, path: &Path, inside: &mut Container) -> Result<(), String> {
        let size = size_of(path);
        for (at, part) in inside.parts().to_vec().into_iter().enumerate() {
            let overrides = reading.overrides(path, Some(&part.name))?;
            let id = match self.crew.read_part(&mut self.session, (inside, at), &part.name, size, &overrides) {
                Ok((id, noticed)) => {
                    part.remarks.into_iter().chain(noticed).for_each(|remark| self.session.note(id, remark));
                    id
                }
                Err(problem) => self.session.refuse(&part.name, size, problem),
            };
            self.origins.push((id, Origin::Part(path.to_path_buf(), at)));
            self.check(id, &part.name, &overrides)?;
        }
        Ok(())
    }

    /// Complains about more roles than columns.
    fn check(&self, id: FileId, name: &str, overrides: &Overrides) -> Result<(), String> {
        let said = overrides.columns.as_ref().map_or(0, Vec::len);
        let there = self.session.files().iter().find(|file| file.id == id).map_or(0, |file| file.columns.len());
        if said > there && there > 0 {
            return Err(format!("--columns names {said} roles, but `{name}` has {there} columns"));
        }
        Ok(())
    }

    /// Answers a question; None when nothing with a date is loaded.
    pub fn answer(&mut self, question: &Question) -> Option<Report> {
        self.crew.answer(&mut self.session, question)
    }

    /// Reads the files again for the rows behind a figure, until `row` has enough; gives the files that are others than
    /// before.
    pub fn drill(&mut self, drill: &Drill, row: &mut TakeRow<'_>) -> Result<Vec<FileId>, String> {
        let mut gone = Vec::new();
        let Some(hunt) = self.session.hunt(drill) else { return Ok(gone) };
        for file in self.session.hunted(&hunt) {
            let Some(mut reading) = self.session.reread(file, &hunt) else { continue };
            let (session, crew) = (&mut self.session, &mut self.crew);
            let mut more = true;
            // What every stretch of bytes gives: false once nothing more is wanted.
            let mut look = |reading: &mut Rereading| {
                if reading.is_due() {
                    let basket = reading.take(session.data().register);
                    let told = reading.question(&basket).map(|order| crew.tell(session, &order)).unwrap_or_default();
                    more = reading.pick(&basket, told, &mut |line, cells| row(file, line, basket.roles(), cells));
                }
                more && !reading.is_over()
            };
            let origin = self.origins.iter().find(|(of, _)| *of == file).map(|(_, origin)| origin);
            let whole = match origin {
                Some(Origin::File(path)) => pour(path, &mut |bytes| if reading.push(bytes) { Some(look(&mut reading)) } else { None }),
                Some(Origin::Part(path, at)) => {
                    let mut same = true;
                    let read = inside::look(path).ok().flatten().map(|mut inside| {
                        inside.read(*at, &mut |bytes| {
                            same = reading.push(bytes);
                            same && look(&mut reading)
                        })
                    });
                    same && matches!(read, Some(Ok(_)))
                }
                None => false,
            };
            if whole {
                reading.end();
                look(&mut reading);
            } else {
                gone.push(file);
            }
            if !more {
                break;
            }
        }
        Ok(gone)
    }

    fn origin(&self, id: FileId) -> Option<&Origin> {
        self.origins.iter().find(|(of, _)| *of == id).map(|(_, origin)| origin)
    }

    /// The rows of a file that are set aside, with their texts read again, one by one.
    pub fn raw_rows(&self, id: FileId, row: &mut TakeReject<'_>) -> Result<(), Problem> {
        let rejected = self.session.rejected(id);
        let odd = rejected.iter().map(|row| (row.reason.clone(), row.line, row.offset, u64::from(row.length)));
        self.with_texts(id, odd.collect(), row)
    }

    /// Rows of a file of no known table that fit it in no way or stand around it, with their texts, one by one.
    pub fn odd_rows(&self, id: FileId, row: &mut TakeReject<'_>) -> Result<(), Problem> {
        let Some(origin) = self.origin(id) else { return Ok(()) };
        let said = self.session.files().into_iter().find(|file| file.id == id).map_or_else(Default::default, |file| file.said);
        let mut rows = |odd: Vec<ingest::OddRow>| {
            let mut odd: Vec<_> = odd.into_iter().map(|(reason, span)| (reason, span.line, span.offset, span.length)).collect();
            odd.sort_by_key(|(.., offset, _)| *offset);
            self.with_texts(id, odd, row)
        };
        let told = match origin {
            Origin::File(path) => inside::sift_odd(&mut |out| inside::pour_file(path, out), &said, &mut rows),
            Origin::Part(path, at) => {
                let mut container = inside::look(path)?.ok_or(Problem::Changed)?;
                inside::sift_odd(&mut |out| container.read(*at, out).map(drop), &said, &mut rows)
            }
        };
        // A file without any table has said so.
        told.or_else(|problem| if matches!(problem, Problem::Vanished | Problem::Changed) { Err(problem) } else { Ok(()) })
    }

    /// Gives out rows with their texts, which are read again.
    fn with_texts(&self, id: FileId, odd: Vec<(Reason, u64, u64, u64)>, row: &mut TakeReject<'_>) -> Result<(), Problem> {
        let Some(origin) = self.origin(id).filter(|_| !odd.is_empty()) else { return Ok(()) };
        let places: Vec<(u64, u64)> = odd.iter().map(|(.., offset, length)| (*offset, *length)).collect();
        let mut rows = odd.into_iter();
        let mut text = |bytes: &[u8]| {
            if let Some((reason, line, ..)) = rows.next() {
                row(RejectRow { line, reason, raw: self.session.raw_text(id, bytes) });
            }
        };
        match origin {
            Origin::File(path) => again(path, &places, &mut text).map_err(|_| Problem::Vanished),
            Origin::Part(path, at) => inside::again(path, *at, &places, &mut text),
        }
    }
}

/// Pushes a file's bytes until `push` has enough (`Some(false)`); false where it cannot be read or `push` gives None.
fn pour(path: &Path, push: &mut dyn FnMut(&[u8]) -> Option<bool>) -> bool {
    let Ok(mut file) = File::open(path) else { return false };
    let mut bytes = vec![0; 1 << 20];
    loop {
        match file.read(&mut bytes) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return false,
            Ok(0) => return true,
            Ok(count) => match push(&bytes[..count]) {
                Some(true) => {}
                Some(false) => return true,
                None => return false,
            },
        }
    }
}

/// Gives out the bytes at some places of a file.
fn again(path: &Path, places: &[(u64, u64)], text: &mut dyn FnMut(&[u8])) -> io::Result<()> {
    let mut file = BufReader::with_capacity(64 << 10, File::open(path)?);
    let (mut at, mut bytes) = (0u64, Vec::new());
    for (offset, length) in places {
        // Most of the rows stand near the one before, in what is read already.
        file.seek_relative(*offset as i64 - at as i64)?;
        bytes.resize(*length as usize, 0);
        file.read_exact(&mut bytes)?;
        at = offset + length;
        text(&bytes);
    }
    Ok(())
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
