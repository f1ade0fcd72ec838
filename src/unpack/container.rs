//! A container: its parts, and each of them as text as often as wanted.

use super::flat::Flat;
use super::gzip::Gunzip;
use super::html::Html;
use super::look::{GZIP, HEAD, Kind, look};
use super::rows::Take;
use super::source::{self, Input, Limits};
use super::xls::Xls;
use super::xlsx::Xlsx;
use super::zip::Zip;
use super::{Decode, INSIDE, Sheet, Told};
use crate::model::{Problem, Remark};
use std::io::{Cursor, Read, Seek, SeekFrom};

/// One text inside a container.
#[derive(Clone, PartialEq, Debug)]
pub struct Part {
    /// Its name: `exports.zip › book.xlsx › Sheet1`.
    pub name: String,
    /// Worth saying about it.
    pub remarks: Vec<Remark>,
    /// Why it cannot be read; the other parts can.
    pub problem: Option<Problem>,
    member: Option<usize>,
    sheet: Option<usize>,
}

/// A book of tables.
enum Book {
    New(Box<Xlsx>),
    Old(Box<Xls>),
    Flat(Box<Flat>),
    Page(Html),
}

impl Book {
    /// A zip as a workbook; the zip itself where it is none.
    fn of_zip(mut zip: Zip, limits: Limits) -> Result<Result<Book, Zip>, Problem> {
        if zip.find("[Content_Types].xml").is_some() {
            return Ok(Ok(Book::New(Box::new(Xlsx::open(zip, limits)?))));
        }
        if let Some(at) = zip.find("mimetype") {
            let kind = source::head(&mut zip.member(at)?, 256)?;
            if kind.starts_with(b"application/vnd.oasis.opendocument") {
                let sheet = memchr::memmem::find(&kind, b"spreadsheet").is_some();
                return Err(if sheet { Problem::Workbook } else { Problem::NotText("OpenDocument".into()) });
            }
        }
        Ok(Err(zip))
    }

    fn old(mut source: Input, limits: Limits, decode: Decode) -> Result<Book, Problem> {
        Ok(Book::Old(Box::new(Xls::open(&mut *source, limits, decode)?)))
    }

    fn page(mut source: Input, limits: Limits, decode: Decode) -> Result<Book, Problem> {
        source.seek(SeekFrom::Start(0)).map_err(source::problem)?;
        // Cells with little text weigh several times their bytes.
        let bytes = source::all(&mut source, limits.held / 4)?;
        Ok(Book::Page(Html::open(bytes, limits, decode)?))
    }

    /// A book that lies packed in something else, whole in memory. None: it holds no book but another archive.
    fn inside(bytes: Vec<u8>, limits: Limits, decode: Decode) -> Result<Option<Book>, Problem> {
        let kind = look(&bytes);
        let source: Input = Box::new(Cursor::new(bytes));
        match kind {
            Some(Kind::Zip) => Ok(Book::of_zip(Zip::open(source, limits, decode)?, limits)?.ok()),
            Some(Kind::OldWorkbook) => Book::old(source, limits, decode).map(Some),
            Some(Kind::Flat) => Ok(Some(Book::Flat(Box::new(Flat::open(source, limits)?)))),
            Some(Kind::Page) => Book::page(source, limits, decode).map(Some),
            _ => Ok(None),
        }
    }

    /// The tables of this book as parts of what has this name.
    fn parts(&self, name: &str, member: Option<usize>) -> Result<Vec<Part>, Problem> {
        let sheets: Vec<Sheet> = match self {
            Book::New(book) => book.sheets().cloned().collect(),
            Book::Old(book) => book.sheets().cloned().collect(),
            Book::Flat(book) => book.sheets().cloned().collect(),
            Book::Page(page) => (1..=page.len()).map(|at| Sheet { name: format!("#{at}"), ..Sheet::default() }).collect(),
        };
        let alone = matches!(self, Book::Page(_)) && sheets.len() == 1;
        let part = |(at, sheet): (usize, &Sheet)| Part {
            name: if alone { name.to_string() } else { format!("{name}{INSIDE}{}", sheet.name) },
            remarks: if sheet.hidden { vec![Remark::HiddenSheet] } else { Vec::new() },
            problem: None,
            member,
            sheet: Some(at),
        };
        let mut parts: Vec<Part> = sheets.iter().enumerate().filter(|(_, sheet)| !sheet.empty).map(part).collect();
        let empty: Vec<String> = sheets.iter().filter(|sheet| sheet.empty).map(|sheet| sheet.name.clone()).collect();
        match parts.first_mut() {
            None => return Err(Problem::NothingInside),
            Some(first) if !empty.is_empty() => first.remarks.push(Remark::EmptySheets { names: empty }),
            Some(_) => {}
        }
        Ok(parts)
    }

    fn read<'a>(&mut self, sheet: usize, take: &'a mut Take<'a>) -> Result<Told, Problem> {
        match self {
            Book::New(book) => book.read(sheet, take),
            Book::Old(book) => book.read(sheet, take),
            Book::Flat(book) => book.read(sheet, take),
            Book::Page(page) => page.read(sheet, take),
        }
    }
}

/// What a container is from outside.
enum Shell {
    Gzip(Input),
    Zip(Zip),
    Book(Book),
}

/// An opened container: its parts, and each of them as text as often as wanted.
pub struct Container {
    shell: Shell,
    limits: Limits,
    decode: Decode,
    parts: Vec<Part>,
    /// The book that was read last of those that lie inside.
    nested: Option<(usize, Book)>,
}

impl Container {
    /// Looks into a file; None where it is none of these and is to be read as it is.
    pub fn open(name: &str, mut source: Input, limits: Limits, decode: Decode) -> Result<Option<Container>, Problem> {
        source.seek(SeekFrom::Start(0)).map_err(source::problem)?;
        let head = source::head(&mut source, HEAD)?;
        let shell = match look(&head) {
            None => return Ok(None),
            Some(Kind::Tar) => return Err(Problem::Compressed),
            Some(Kind::Gzip) => Shell::Gzip(source),
            Some(Kind::OldWorkbook) => Shell::Book(Book::old(source, limits, decode)?),
            Some(Kind::Flat) => Shell::Book(Book::Flat(Box::new(Flat::open(source, limits)?))),
            Some(Kind::Page) => Shell::Book(Book::page(source, limits, decode)?),
            Some(Kind::Zip) => match Book::of_zip(Zip::open(source, limits, decode)?, limits)? {
                Ok(book) => Shell::Book(book),
                Err(zip) => Shell::Zip(zip),
            },
        };
        let mut container = Container { shell, limits, decode, parts: Vec::new(), nested: None };
        container.parts = container.list(name)?;
        Ok(Some(container))
    }

    /// The texts inside, in the container's order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    fn list(&mut self, name: &str) -> Result<Vec<Part>, Problem> {
        let names: Vec<(usize, String)> = match &self.shell {
            Shell::Book(book) => return book.parts(name, None),
            Shell::Gzip(_) => vec![(0, name.to_string())],
            Shell::Zip(zip) => {
                let files = zip.entries().iter().enumerate().filter(|(_, entry)| !is_litter(&entry.name));
                files.map(|(at, entry)| (at, format!("{name}{INSIDE}{}", entry.name))).collect()
            }
        };
        if names.len() as u64 > self.limits.members {
            return Err(Problem::TooMany(self.limits.members));
        }
        let mut parts = Vec::new();
        for (at, name) in names {
            match self.inside(at, &name) {
                Ok(found) => parts.extend(found),
                // A file that is broken as a whole is told as such; a member costs itself only.
                Err(problem) if matches!(self.shell, Shell::Gzip(_)) => return Err(problem),
                Err(problem) => parts.push(Part { name, remarks: Vec::new(), problem: Some(problem), member: Some(at), sheet: None }),
            }
            if parts.len() as u64 > self.limits.members {
                return Err(Problem::TooMany(self.limits.members));
            }
        }
        if parts.is_empty() { Err(Problem::NothingInside) } else { Ok(parts) }
    }

    /// The parts of one member.
    fn inside(&mut self, at: usize, name: &str) -> Result<Vec<Part>, Problem> {
        let kind = look(&source::head(&mut self.member(at)?, HEAD)?);
        let plain = Part { name: name.to_string(), remarks: Vec::new(), problem: None, member: Some(at), sheet: None };
        match kind {
            None => Ok(vec![plain]),
            Some(Kind::Gzip | Kind::Tar) => Err(Problem::Nested),
            Some(_) => self.book(at)?.parts(name, Some(at)),
        }
    }

    /// The bytes of a member, unpacked; of a .gz in a .zip those inside.
    fn member(&mut self, at: usize) -> Result<Box<dyn Read + '_>, Problem> {
        let limits = self.limits;
        match &mut self.shell {
            Shell::Book(_) => Err(Problem::Damaged),
            Shell::Gzip(source) => {
                source.seek(SeekFrom::Start(0)).map_err(source::problem)?;
                Ok(Box::new(Gunzip::new(source, limits)))
            }
            Shell::Zip(zip) => {
                let gzip = source::head(&mut zip.member(at)?, 2)? == GZIP;
                let member = zip.member(at)?;
                Ok(if gzip { Box::new(Gunzip::new(member, limits)) } else { Box::new(member) })
            }
        }
    }

    /// The book inside a member; it is held until another one is wanted.
    fn book(&mut self, at: usize) -> Result<&mut Book, Problem> {
        if self.nested.as_ref().is_none_or(|(held, _)| *held != at) {
            self.nested = None;
            let limit = self.limits.held;
            let bytes = source::all(&mut self.member(at)?, limit)?;
            let book = Book::inside(bytes, self.limits, self.decode)?.ok_or(Problem::Nested)?;
            self.nested = Some((at, book));
        }
        self.nested.as_mut().map(|(_, book)| book).ok_or(Problem::Damaged)
    }

    /// Reads one part from its start; `take` gets its text and says whether it wants more. Gives what was noticed.
    pub fn read<'a>(&mut self, at: usize, take: &'a mut Take<'a>) -> Result<Vec<Remark>, Problem> {
        let Part { member, sheet, problem, .. } = self.parts.get(at).ok_or(Problem::Damaged)?.clone();
        if let Some(problem) = problem {
            return Err(problem);
        }
        let told = match (member, sheet, &mut self.shell) {
            (None, Some(sheet), Shell::Book(book)) => book.read(sheet, take)?,
            (Some(member), Some(sheet), _) => self.book(member)?.read(sheet, take)?,
            (member, ..) => {
                pour(&mut self.member(member.unwrap_or(0))?, take)?;
                Told::default()
            }
        };
        let formulas = (told.formulas > 0).then_some(Remark::FormulasWithoutValue { cells: told.formulas });
        Ok(formulas.into_iter().collect())
    }
}

fn pour(reader: &mut dyn Read, take: &mut Take<'_>) -> Result<(), Problem> {
    let mut bytes = vec![0; 256 << 10];
    loop {
        match reader.read(&mut bytes) {
            Ok(0) => return Ok(()),
            Ok(count) if !take(&bytes[..count]) => return Ok(()),
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(source::problem(error)),
        }
    }
}

/// What systems leave in archives beside the files: folders, and their own notes about them.
fn is_litter(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or_default();
    last.is_empty() || name.starts_with("__MACOSX/") || matches!(last, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}
