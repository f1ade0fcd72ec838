//! Files of the program: opened, unpacked, pushed through the session, read again where a row's text is wanted.

use crate::args::Reading;
use dianzhang::ingest;
use dianzhang::model::{FileId, Problem, Remark};
use dianzhang::report::{Lang, RejectRow, words};
use dianzhang::unpack::{Container, INSIDE, Limits};
use dianzhang::wire::protocol::Overrides;
use dianzhang::wire::session::{Import, Session, Step};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Bytes pushed at a time.
const CHUNK: usize = 1 << 20;

/// Where a file of the session comes from.
enum Origin {
    /// A file as it is.
    File(PathBuf),
    /// A part of a container.
    Part(PathBuf, usize),
}

/// A session with the files it was opened from.
pub struct Opened {
    pub session: Session,
    origins: Vec<(FileId, Origin)>,
}

/// Whether a file named in an option is this one: by its whole path or by its name.
fn names(path: &Path, given: &str) -> bool {
    path == Path::new(given) || path.file_name().is_some_and(|name| name == given)
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// Bytes of a Windows code page as text.
fn decode(page: u16, bytes: &[u8]) -> String {
    let label = match page {
        932 => "shift_jis".to_string(),
        936 | 54936 => "gb18030".to_string(),
        949 => "euc-kr".to_string(),
        950 => "big5".to_string(),
        10000 => "macintosh".to_string(),
        874 | 1250..=1258 => format!("windows-{page}"),
        _ => "utf-8".to_string(),
    };
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Looks into a file; None where it is read as it is.
fn container(path: &Path) -> Result<Option<Container>, Problem> {
    let file = File::open(path).map_err(|_| Problem::Vanished)?;
    // Pipes have no end to look at first.
    if !file.metadata().is_ok_and(|meta| meta.is_file()) {
        return Ok(None);
    }
    Container::open(&name_of(path), Box::new(file), Limits::default(), decode)
}

/// Reads all files of a call.
pub fn open(reading: &Reading) -> Result<Opened, String> {
    for given in reading.table.iter().chain(&reading.columns) {
        let said = given.rsplit_once('=').map(|(file, _)| file).ok_or_else(|| format!("`{given}` is not of the form FILE=…"))?;
        let file = said.split(INSIDE).next().unwrap_or(said);
        if !reading.files.iter().any(|path| names(path, file)) {
            return Err(format!("`{said}` is none of the files given"));
        }
    }
    let zone = crate::zones::named(&reading.zone).map_err(|error| error.to_string())?;
    let mut opened = Opened { session: Session::new(zone), origins: Vec::new() };
    for path in &reading.files {
        match container(path) {
            Ok(None) => opened.take_file(reading, path)?,
            Ok(Some(mut inside)) => opened.take_parts(reading, path, &mut inside)?,
            Err(problem) => drop(opened.session.refuse(&name_of(path), size_of(path), problem)),
        }
    }
    opened.session.settle();
    Ok(opened)
}

fn size_of(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |meta| meta.len())
}

/// Reads a file to its end, again from its start where the import asks for it; the bytes of the last reading.
fn pour(path: &Path, import: &mut Import) -> io::Result<u64> {
    let mut buffer = vec![0; CHUNK];
    let mut file = File::open(path)?;
    let mut read = 0;
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(read),
            Ok(count) => match import.push(&buffer[..count]) {
                Step::Continue => read += count as u64,
                Step::Restart => {
                    file.seek(SeekFrom::Start(0))?;
                    read = 0;
                }
            },
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The same for a part of a container; what was noticed on the way.
fn pour_part(inside: &mut Container, at: usize, import: &mut Import) -> Result<Vec<Remark>, Problem> {
    loop {
        let mut again = false;
        let remarks = inside.read(at, &mut |bytes| {
            again = import.push(bytes) == Step::Restart;
            !again
        })?;
        if !again {
            return Ok(remarks);
        }
    }
}

impl Reading {
    /// What the options say about one file, or about what lies inside one; the most exact name counts.
    fn overrides(&self, path: &Path, inside: Option<&str>) -> Result<Overrides, String> {
        let of = |list: &[String]| -> Option<String> {
            let pairs = || list.iter().filter_map(|given| given.rsplit_once('='));
            let exact = pairs().find(|(file, _)| inside == Some(*file));
            exact.or_else(|| pairs().find(|(file, _)| names(path, file))).map(|(_, said)| said.to_string())
        };
        let table = of(&self.table).map(|name| name.parse()).transpose()?;
        let columns = of(&self.columns).map(|roles| roles.split(',').map(|role| role.trim().parse()).collect()).transpose()?;
        Ok(Overrides { table, columns })
    }
}

impl Opened {
    fn take_file(&mut self, reading: &Reading, path: &Path) -> Result<(), String> {
        let overrides = reading.overrides(path, None)?;
        let (name, size) = (name_of(path), size_of(path));
        let mut import = self.session.begin(&name, size, &overrides);
        let id = match pour(path, &mut import) {
            Err(_) => self.session.refuse(&name, size, Problem::Vanished),
            Ok(read) if read != size && size > 0 => self.session.refuse(&name, size, Problem::Changed),
            Ok(_) => self.session.finish(import),
        };
        self.origins.push((id, Origin::File(path.to_path_buf())));
        self.check(id, &name, &overrides)
    }

    fn take_parts(&mut self, reading: &Reading, path: &Path, inside: &mut Container) -> Result<(), String> {
        let size = size_of(path);
        for (at, part) in inside.parts().to_vec().into_iter().enumerate() {
            let overrides = reading.overrides(path, Some(&part.name))?;
            let mut import = self.session.begin(&part.name, size, &overrides);
            let id = match pour_part(inside, at, &mut import) {
                Ok(noticed) => {
                    let id = self.session.finish(import);
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

    /// The rows of a file that are set aside, with their texts read again.
    pub fn raw_rows(&self, id: FileId) -> Result<Vec<RejectRow>, Problem> {
        let rejected = self.session.rejected(id);
        let origin = self.origins.iter().find(|(of, _)| *of == id).map(|(_, origin)| origin);
        let Some(origin) = origin.filter(|_| !rejected.is_empty()) else { return Ok(Vec::new()) };
        let places: Vec<(u64, u64)> = rejected.iter().map(|row| (row.offset, u64::from(row.length))).collect();
        let texts = match origin {
            Origin::File(path) => again(path, &places).map_err(|_| Problem::Vanished)?,
            Origin::Part(path, at) => again_inside(path, *at, &places)?,
        };
        let row = |(row, bytes): (&dianzhang::model::Rejected, Vec<u8>)| RejectRow {
            line: row.line,
            reason: row.reason.clone(),
            raw: self.session.raw_text(id, &bytes),
        };
        Ok(rejected.iter().zip(texts).map(row).collect())
    }
}

/// The bytes at some places of a file.
fn again(path: &Path, places: &[(u64, u64)]) -> io::Result<Vec<Vec<u8>>> {
    let mut file = File::open(path)?;
    let bytes = places.iter().map(|(offset, length)| {
        let mut bytes = vec![0; *length as usize];
        file.seek(SeekFrom::Start(*offset))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    });
    bytes.collect()
}

/// The bytes at some places of a part, in rising order: what is packed can only be read from its start.
fn again_inside(path: &Path, part: usize, places: &[(u64, u64)]) -> Result<Vec<Vec<u8>>, Problem> {
    let mut inside = container(path)?.ok_or(Problem::Changed)?;
    let mut texts = vec![Vec::new(); places.len()];
    let (mut from, mut next) = (0, 0);
    inside.read(part, &mut |bytes| {
        let end = from + bytes.len() as u64;
        while let Some((offset, length)) = places.get(next).filter(|(offset, _)| *offset < end) {
            let (start, stop) = ((*offset).max(from), (offset + length).min(end));
            texts[next].extend_from_slice(&bytes[(start - from) as usize..(stop - from) as usize]);
            if offset + length > end {
                break;
            }
            next += 1;
        }
        from = end;
        next < places.len()
    })?;
    if next < places.len() { Err(Problem::Changed) } else { Ok(texts) }
}

/// Writes a file as clean CSV: one header row where it has one, its rows with text, the cells' own texts. Of a
/// workbook or an archive the part asked for, else the first that has a table; the others are named.
pub fn table(path: &Path, sheet: Option<&str>, lang: Lang, out: &mut Vec<u8>) -> Result<u8, String> {
    let complain = |name: &str, problem: &Problem| {
        eprintln!("dianzhang: {}", words::problem_text(name, problem, lang));
        Ok(crate::UNUSABLE)
    };
    let name = name_of(path);
    let mut inside = match container(path) {
        Err(problem) => return complain(&name, &problem),
        Ok(Some(inside)) => inside,
        Ok(None) if sheet.is_some() => return Err(format!("`{name}` has no sheets")),
        Ok(None) => {
            let Ok(bytes) = std::fs::read(path) else { return complain(&name, &Problem::Vanished) };
            return match clean(&bytes, out) {
                Ok(()) => Ok(0),
                Err(problem) => complain(&name, &problem),
            };
        }
    };
    let names: Vec<String> = inside.parts().iter().map(|part| part.name.clone()).collect();
    let is_wanted = |part: &str| sheet.is_none_or(|sheet| part == sheet || part.ends_with(&format!("{INSIDE}{sheet}")));
    if !names.iter().any(|part| is_wanted(part)) {
        return Err(format!("`{}` is not inside; there are: {}", sheet.unwrap_or_default(), names.join("; ")));
    }
    let mut refused = Vec::new();
    for (at, part) in names.iter().enumerate().filter(|(_, part)| is_wanted(part)) {
        let mut bytes = Vec::new();
        let read = inside.read(at, &mut |more| {
            bytes.extend_from_slice(more);
            true
        });
        match read.and_then(|_| clean(&bytes, out)) {
            Err(problem) => refused.push((part, problem)),
            Ok(()) => {
                let others: Vec<&str> = names.iter().filter(|name| *name != part).map(String::as_str).collect();
                if sheet.is_none() && !others.is_empty() {
                    let told = [("shown", part.as_str().into()), ("others", others.join("; ").into())];
                    eprintln!("dianzhang: {}", lang.text_with("cli-other-parts", &told));
                }
                return Ok(0);
            }
        }
    }
    for (part, problem) in &refused {
        complain(part, problem)?;
    }
    Ok(crate::UNUSABLE)
}

fn clean(bytes: &[u8], out: &mut Vec<u8>) -> Result<(), Problem> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
    ingest::clean_rows(bytes, &mut |cells| writer.write_record(cells).is_ok())
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
