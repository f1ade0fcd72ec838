//! What lies inside a file: a workbook, an archive, a web page with tables.

use crate::files::name_of;
use dianzhang::ingest::{OddRow, Sifted, Survey, TableReader};
use dianzhang::model::{Problem, Said};
use dianzhang::report::{Lang, words};
use dianzhang::unpack::{Container, INSIDE, Limits, code_page};
use std::fs::File;
use std::io::{self, BufWriter, Read};
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

/// Gives out the bytes at some places of a part, in rising order: what is packed can only be read from its start.
pub fn again(path: &Path, part: usize, places: &[(u64, u64)], text: &mut dyn FnMut(&[u8])) -> Result<(), Problem> {
    let mut inside = look(path)?.ok_or(Problem::Changed)?;
    let (mut from, mut next, mut held) = (0, 0, Vec::new());
    inside.read(part, &mut |bytes| {
        let end = from + bytes.len() as u64;
        while let Some((offset, length)) = places.get(next).filter(|(offset, _)| *offset < end) {
            let (start, stop) = ((*offset).max(from), (offset + length).min(end));
            held.extend_from_slice(&bytes[(start - from) as usize..(stop - from) as usize]);
            if offset + length > end {
                break;
            }
            text(&held);
            held.clear();
            next += 1;
        }
        from = end;
        next < places.len()
    })?;
    // A row may end where the bytes do.
    if next < places.len() { Err(Problem::Changed) } else { Ok(()) }
}

/// Takes bytes; answers whether it wants more.
pub type Sink<'a> = dyn FnMut(&[u8]) -> bool + 'a;

/// Gives out all bytes of a source, from its first one, as often as asked.
pub type Pour<'a> = dyn FnMut(&mut Sink<'_>) -> Result<(), Problem> + 'a;

/// The bytes of a file as it is.
pub fn pour_file(path: &Path, out: &mut Sink<'_>) -> Result<(), Problem> {
    let mut file = File::open(path).map_err(|_| Problem::Vanished)?;
    let mut buffer = vec![0; 1 << 20];
    loop {
        let count = file.read(&mut buffer).map_err(|_| Problem::Vanished)?;
        if count == 0 || !out(&buffer[..count]) {
            return Ok(());
        }
    }
}

/// Reads the table of a source: what was told of it. The source is poured twice, since only its last byte tells its
/// encoding; nothing of it is held.
fn sift(pour: &mut Pour<'_>, said: &Said, row: &mut dyn FnMut(&[String]) -> bool) -> Result<Sifted, Problem> {
    let Some(mut reader) = survey(pour, said)? else { return Ok(Sifted::default()) };
    let mut read = Ok(());
    let mut wanted = true;
    pour(&mut |bytes| {
        read = reader.push(bytes, &mut |cells| {
            wanted = wanted && row(cells);
            wanted
        });
        read.is_ok() && wanted
    })?;
    read?;
    reader.finish(row)
}

/// Gives out the rows of a source's table that fit it in no way, or stand around it, some thousands at a time.
pub fn sift_odd(pour: &mut Pour<'_>, said: &Said, rows: &mut dyn FnMut(Vec<OddRow>) -> Result<(), Problem>) -> Result<(), Problem> {
    const AT_ONCE: usize = 50_000;
    let Some(mut reader) = survey(pour, said)? else { return Ok(()) };
    reader.keep_odd_rows();
    let (mut waiting, mut read) = (Vec::new(), Ok(()));
    pour(&mut |bytes| {
        read = reader.push(bytes, &mut |_| true);
        waiting.append(&mut reader.odd_rows());
        if read.is_ok() && waiting.len() > AT_ONCE {
            read = rows(std::mem::take(&mut waiting));
        }
        read.is_ok()
    })?;
    read?;
    let (_, mut last) = reader.end(&mut |_| true)?;
    waiting.append(&mut last);
    rows(waiting)
}

fn survey(pour: &mut Pour<'_>, said: &Said) -> Result<Option<TableReader>, Problem> {
    let mut survey = Survey::default();
    pour(&mut |bytes| {
        survey.push(bytes);
        true
    })?;
    survey.reader(said)
}

/// Writes a file as clean CSV on standard output: one header row where it has one, its rows with text, the cells' own
/// texts. Of a workbook or an archive the part asked for, else the first that has a table; the others are named.
pub fn table(path: &Path, sheet: Option<&str>, said: &Said, lang: Lang) -> Result<u8, String> {
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
            let seekable = std::fs::metadata(path).is_ok_and(|meta| meta.is_file());
            // A pipe gives its bytes once.
            let held = if seekable { Ok(Vec::new()) } else { std::fs::read(path) };
            let Ok(held) = held else { return complain(&name, &Problem::Vanished) };
            let told = print(
                &mut |out| {
                    if seekable {
                        return pour_file(path, out);
                    }
                    out(&held);
                    Ok(())
                },
                said,
            );
            return match told {
                Ok(told) => Ok(tell(&told, &name, lang)),
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
        match survey(&mut |out| inside.read(at, out).map(drop), said) {
            Err(problem) => refused.push((part, problem)),
            Ok(None) => refused.push((part, Problem::Empty)),
            Ok(Some(reader)) => {
                let is_table = reader.width() > 1;
                if is_table || chosen.is_none() {
                    chosen = Some((at, part));
                }
                if is_table {
                    break;
                }
            }
        }
    }
    let Some((at, part)) = chosen else {
        for (part, problem) in &refused {
            complain(part, problem)?;
        }
        return Ok(crate::UNUSABLE);
    };
    let told = match print(&mut |out| inside.read(at, out).map(drop), said) {
        Ok(told) => told,
        Err(problem) => return complain(part, &problem),
    };
    let others: Vec<&str> = names.iter().filter(|name| *name != part).map(String::as_str).collect();
    if sheet.is_none() && !others.is_empty() {
        let told = [("shown", part.as_str().into()), ("others", others.join("; ").into())];
        eprintln!("dianzhang: {}", lang.text_with("cli-other-parts", &told));
    }
    Ok(tell(&told, part, lang))
}

/// Writes a source's table on standard output.
fn print(pour: &mut Pour<'_>, said: &Said) -> Result<Sifted, Problem> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(BufWriter::new(io::stdout().lock()));
    // A reader that has closed the pipe has seen enough.
    let told = sift(pour, said, &mut |cells| writer.write_record(cells).is_ok());
    drop(writer.flush());
    told
}

/// Says on standard error what became of rows that did not fit.
fn tell(told: &Sifted, name: &str, lang: Lang) -> u8 {
    crate::text::sifted(name, told, lang).iter().for_each(|line| eprintln!("dianzhang: {line}"));
    0
}
