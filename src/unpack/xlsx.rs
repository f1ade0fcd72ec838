//! An .xlsx: a zip of XML parts. Sheets are read cell by cell and never held; the texts that cells share are.

mod sheet;
mod styles;
mod texts;

use super::rows::Take;
use super::source::Limits;
use super::xml::{Token, Xml};
use super::zip::Zip;
use super::{Sheet, Told};
use crate::model::Problem;
use styles::Styles;
pub use texts::Text;
use texts::Texts;

/// An opened workbook.
pub struct Xlsx {
    zip: Zip,
    limits: Limits,
    /// Every sheet and the part that holds it.
    sheets: Vec<(Sheet, usize)>,
    date1904: bool,
    parts: Parts,
    /// What all sheets share, once the first is read.
    shared: Option<(Styles, Texts)>,
}

/// Parts that sheets share.
#[derive(Clone, Copy, Default)]
struct Parts {
    styles: Option<usize>,
    texts: Option<usize>,
}

/// One line of a list of relationships.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

impl Xlsx {
    /// Reads what the workbook says about itself.
    pub fn open(mut zip: Zip, limits: Limits) -> Result<Xlsx, Problem> {
        let roots = match zip.find("_rels/.rels") {
            Some(at) => relations(&mut zip, at, "")?,
            None => Vec::new(),
        };
        let document = roots.iter().find(|relation| relation.kind == "officeDocument");
        let path = document.map_or("xl/workbook.xml", |relation| relation.target.as_str()).to_string();
        if path.ends_with(".bin") {
            return Err(Problem::Workbook);
        }
        let at = zip.find(&path).ok_or(Problem::Damaged)?;
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let links = match zip.find(&format!("{folder}/_rels/{name}.rels")) {
            Some(at) => relations(&mut zip, at, folder)?,
            None => return Err(Problem::Damaged),
        };
        let part = |zip: &Zip, kind: &str| links.iter().find(|link| link.kind == kind).and_then(|link| zip.find(&link.target));
        let parts = Parts { styles: part(&zip, "styles"), texts: part(&zip, "sharedStrings") };
        let mut book = Xlsx { zip, limits, sheets: Vec::new(), date1904: false, parts, shared: None };
        // Letters and slides are zips of the same kind.
        let listed = book.list(at)?.ok_or_else(|| Problem::NotText("Office".into()))?;
        for (sheet, id) in listed {
            let link = links.iter().find(|link| link.id == id);
            // Sheets that are charts or dialogs hold no cells.
            let Some(link) = link.filter(|link| link.kind == "worksheet") else { continue };
            let at = book.zip.find(&link.target).ok_or(Problem::Damaged)?;
            book.sheets.push((sheet, at));
        }
        for at in 0..book.sheets.len() {
            let part = book.sheets[at].1;
            book.sheets[at].0.empty = !sheet::has_cells(&mut Xml::new(book.zip.member(part)?))?;
        }
        Ok(book)
    }

    /// The sheets in the workbook's part, with the ids of their links; None where it is no workbook.
    fn list(&mut self, at: usize) -> Result<Option<Vec<(Sheet, String)>>, Problem> {
        let mut xml = Xml::new(self.zip.member(at)?);
        let (mut sheets, mut workbook) = (Vec::new(), false);
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(b"workbook", _) => workbook = true,
                Token::Open(b"workbookPr", attributes) => self.date1904 = attributes.says(b"date1904"),
                Token::Open(b"sheet", attributes) if workbook => {
                    let hidden = matches!(attributes.get(b"state"), Some(b"hidden" | b"veryHidden"));
                    let name = attributes.text(b"name").unwrap_or_default();
                    sheets.push((Sheet { name, hidden, empty: false }, attributes.text(b"id").unwrap_or_default()));
                    if sheets.len() as u64 > self.limits.members {
                        return Err(Problem::TooMany(self.limits.members));
                    }
                }
                _ => {}
            }
        }
        Ok(workbook.then_some(sheets))
    }

    /// The sheets that hold cells, in the workbook's order.
    pub fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        self.sheets.iter().map(|(sheet, _)| sheet)
    }

    /// Reads one sheet as text.
    pub fn read<'a>(&mut self, at: usize, take: &'a mut Take<'a>) -> Result<Told, Problem> {
        let (styles, texts) = match self.shared.take() {
            Some(shared) => shared,
            None => (self.styles()?, self.texts()?),
        };
        let (_, part) = self.sheets.get(at).ok_or(Problem::Damaged)?;
        let told = sheet::Reader { styles: &styles, texts: &texts, date1904: self.date1904, size: self.zip.size(), limits: self.limits };
        let mut xml = Xml::new(self.zip.member(*part)?);
        let told = told.read(&mut xml, take);
        self.shared = Some((styles, texts));
        told
    }

    fn styles(&mut self) -> Result<Styles, Problem> {
        match self.parts.styles {
            Some(at) => Styles::read(&mut Xml::new(self.zip.member(at)?)),
            None => Ok(Styles::default()),
        }
    }

    fn texts(&mut self) -> Result<Texts, Problem> {
        match self.parts.texts {
            Some(at) => Texts::read(&mut Xml::new(self.zip.member(at)?), self.limits.held),
            None => Ok(Texts::default()),
        }
    }
}

/// A list of relationships; targets become paths inside the zip, kinds the last word of their addresses.
fn relations(zip: &mut Zip, at: usize, folder: &str) -> Result<Vec<Relation>, Problem> {
    let mut xml = Xml::new(zip.member(at)?);
    let mut links = Vec::new();
    while let Some(token) = xml.next()? {
        let Token::Open(b"Relationship", attributes) = token else { continue };
        let text = |name: &[u8]| attributes.text(name).unwrap_or_default();
        let kind = text(b"Type").rsplit('/').next().unwrap_or_default().to_string();
        links.push(Relation { id: text(b"Id"), kind, target: resolved(folder, &text(b"Target")) });
        if links.len() > 100_000 {
            return Err(Problem::Damaged);
        }
    }
    Ok(links)
}

/// A target as a path from the zip's root.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(path) = target.strip_prefix('/') {
        return path.to_string();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in target.split('/') {
        match name {
            ".." => drop(path.pop()),
            "." | "" => {}
            name => path.push(name),
        }
    }
    path.join("/")
}
