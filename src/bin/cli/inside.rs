//! What lies inside a file: a workbook, an archive, a web page with tables.

use crate::files::name_of;
use dianzhang::ingest;
use dianzhang::model::Problem;
use dianzhang::report::{Lang, words};
use dianzhang::unpack::{Container, INSIDE, Limits};
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
