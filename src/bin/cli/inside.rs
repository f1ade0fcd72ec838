//! What lies inside a file: a workbook, an archive, a web page with tables.

use crate::files::name_of;
use dianzhang::ingest;
use dianzhang::model::Problem;
use dianzhang::report::{Lang, words};
use dianzhang::unpack::{Container, INSIDE, Limits, code_page};
use std::fs::File;
use std::path::Path;

/// Looks into a file; None where it is read as it is.
pub fn look(path: &Path) -> Result<Option<Container>, Problem> {
    let file = File::open(path).map_err(|_| Problem::Vanished)?;
    // Pipes have no end to look at first.
    if !file.metadata().is_ok_and(|meta| meta.is_file()) {
        return Ok(None);
    }
    Container::open(&name_of(path), Box::new(file), Limits::default(), decode)
}

/// Bytes of a Windows code page as text.
fn decode(page: u16, bytes: &[u8]) -> String {
    let encoding = encoding_rs::Encoding::for_label(code_page(page).as_bytes()).unwrap_or(encoding_rs::UTF_8);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The bytes at some places of a part, in rising order: what is packed can only be read from its start.
pub fn again(path: &Path, part: usize, places: &[(u64, u64)]) -> Result<Vec<Vec<u8>>, Problem> {
    let mut inside = look(path)?.ok_or(Problem::Changed)?;
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

/// All of a part.
pub fn text(inside: &mut Container, part: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    inside.read(part, &mut |more| {
        bytes.extend_from_slice(more);
        true
    })?;
    Ok(bytes)
}

/// Writes a file as clean CSV: one header row where it has one, its rows with text, the cells' own texts. Of a
/// workbook or an archive the part asked for, else the first that has a table; the others are named.
pub fn table(path: &Path, sheet: Option<&str>, lang: Lang, out: &mut Vec<u8>) -> Result<u8, String> {
    let complain = |name: &str, problem: &Problem| {
        eprintln!("dianzhang: {}", words::problem_text(name, problem, lang));
        Ok(crate::UNUSABLE)
    };
    let name = name_of(path);
    let mut inside = match look(path) {
        Err(problem) => return complain(&name, &problem),
        Ok(Some(inside)) => inside,
        Ok(None) if sheet.is_some() => return Err(format!("`{name}` has no sheets")),
        Ok(None) => {
            let Ok(bytes) = std::fs::read(path) else { return complain(&name, &Problem::Vanished) };
            return match clean(&bytes, out) {
                Ok(found) => Ok(found.tell(&name, lang)),
                Err(problem) => complain(&name, &problem),
            };
        }
    };
    let names: Vec<String> = inside.parts().iter().map(|part| part.name.clone()).collect();
    let is_wanted = |part: &str| sheet.is_none_or(|sheet| part == sheet || part.ends_with(&format!("{INSIDE}{sheet}")));
    if !names.iter().any(|part| is_wanted(part)) {
        return Err(format!("`{}` is not inside; there are: {}", sheet.unwrap_or_default(), names.join("; ")));
    }
    // A note beside the tables is a table of one column at best.
    let (mut refused, mut chosen) = (Vec::new(), None);
    for (at, part) in names.iter().enumerate().filter(|(_, part)| is_wanted(part)) {
        let mut rows = Vec::new();
        match text(&mut inside, at).and_then(|bytes| clean(&bytes, &mut rows)) {
            Err(problem) => refused.push((part, problem)),
            Ok(found) if found.width == 0 => refused.push((part, Problem::Empty)),
            Ok(found) => {
                let is_table = found.width > 1;
                if is_table || chosen.is_none() {
                    chosen = Some((part, found, rows));
                }
                if is_table {
                    break;
                }
            }
        }
    }
    let Some((part, found, rows)) = chosen else {
        for (part, problem) in &refused {
            complain(part, problem)?;
        }
        return Ok(crate::UNUSABLE);
    };
    let others: Vec<&str> = names.iter().filter(|name| *name != part).map(String::as_str).collect();
    if sheet.is_none() && !others.is_empty() {
        let told = [("shown", part.as_str().into()), ("others", others.join("; ").into())];
        eprintln!("dianzhang: {}", lang.text_with("cli-other-parts", &told));
    }
    out.extend(rows);
    Ok(found.tell(part, lang))
}

/// What became of a text on its way to clean CSV.
struct Clean {
    told: ingest::Sifted,
    /// Cells of the widest row.
    width: usize,
}

impl Clean {
    /// Says on standard error what became of rows that did not fit.
    fn tell(&self, name: &str, lang: Lang) -> u8 {
        crate::text::sifted(name, &self.told, lang).iter().for_each(|line| eprintln!("dianzhang: {line}"));
        0
    }
}

fn clean(bytes: &[u8], out: &mut Vec<u8>) -> Result<Clean, Problem> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
    let mut width = 0;
    let told = ingest::clean_rows(bytes, &mut |cells| {
        width = width.max(cells.len());
        writer.write_record(cells).is_ok()
    })?;
    Ok(Clean { told, width })
}
