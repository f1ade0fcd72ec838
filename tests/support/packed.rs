//! Writers of packed files and old workbooks, so that tests can make good ones and hostile ones alike.

use flate2::write::{DeflateEncoder, GzEncoder};
use flate2::{Compression, Crc};
use std::io::Write;

/// A .gz of one stream.
pub fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// One file of a zip to be written.
pub struct Member<'a> {
    pub name: &'a [u8],
    pub bytes: &'a [u8],
    pub flags: u16,
    /// 0 as it is, 8 deflated, others as they are under a wrong number.
    pub method: u16,
}

impl<'a> Member<'a> {
    pub fn of(name: &'a str, bytes: &'a [u8]) -> Member<'a> {
        Member { name: name.as_bytes(), bytes, flags: 1 << 11, method: 8 }
    }
}

/// A zip of these files.
pub fn zip(files: &[Member<'_>]) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for file in files {
        let mut crc = Crc::new();
        crc.update(file.bytes);
        let packed = if file.method == 8 {
            let mut out = DeflateEncoder::new(Vec::new(), Compression::default());
            out.write_all(file.bytes).unwrap();
            out.finish().unwrap()
        } else {
            file.bytes.to_vec()
        };
        let at = out.len() as u32;
        let mut common = Vec::new();
        [20, file.flags, file.method, 0, 0].iter().for_each(|short: &u16| common.extend(short.to_le_bytes()));
        [crc.sum(), packed.len() as u32, file.bytes.len() as u32].iter().for_each(|long: &u32| common.extend(long.to_le_bytes()));
        common.extend((file.name.len() as u16).to_le_bytes());
        common.extend(0u16.to_le_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(file.name);
        out.extend(packed);
        list.extend(b"PK\x01\x02\x14\x00");
        list.extend(&common);
        list.extend([0; 10]);
        list.extend(at.to_le_bytes());
        list.extend(file.name);
    }
    let (count, place) = (files.len() as u16, out.len() as u32);
    out.extend(&list);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend((list.len() as u32).to_le_bytes());
    out.extend(place.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// The parts of an .xlsx of one sheet that are the same every time.
pub const RELS: &str =
    "<Relationships xmlns='x'><Relationship Id='rId1' Type='http://x/officeDocument' Target='xl/workbook.xml'/></Relationships>";
pub const BOOK: &str = "<workbook xmlns:r='r'><sheets><sheet name='Sheet1' sheetId='1' r:id='rId1'/></sheets></workbook>";
pub const LINKS: &str = "<Relationships><Relationship Id='rId1' Type='http://x/worksheet' Target='worksheets/sheet1.xml'/>\
                         <Relationship Id='rId2' Type='http://x/sharedStrings' Target='/xl/sharedStrings.xml'/></Relationships>";

/// An .xlsx of one sheet with this XML inside its rows, and this part of shared texts.
pub fn xlsx(rows: &str, texts: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    zip(&[
        Member::of("[Content_Types].xml", b"<Types/>"),
        Member::of("_rels/.rels", RELS.as_bytes()),
        Member::of("xl/workbook.xml", BOOK.as_bytes()),
        Member::of("xl/_rels/workbook.xml.rels", LINKS.as_bytes()),
        Member::of("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        Member::of("xl/sharedStrings.xml", texts.as_bytes()),
    ])
}

/// A cell of an .xls to be written.
#[derive(Clone, Debug)]
pub enum Cell {
    Number(f64),
    /// A whole number in 30 bits.
    Short(i32),
    Text(String),
    Bool(bool),
    Error(u8),
    /// A formula whose result is a text.
    Formula(String),
    Date(f64),
}

fn record(kind: u16, body: &[u8], out: &mut Vec<u8>) {
    out.extend(kind.to_le_bytes());
    out.extend((body.len() as u16).to_le_bytes());
    out.extend(body);
}

/// A text of BIFF8 with a length of two bytes: one byte a character where that is enough.
fn text(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let wide = units.iter().any(|unit| *unit > 0xff);
    let mut out = (units.len() as u16).to_le_bytes().to_vec();
    out.push(wide.into());
    for unit in units {
        out.extend(&unit.to_le_bytes()[..if wide { 2 } else { 1 }]);
    }
    out
}

/// The list of shared texts, cut into records of at most `most` bytes: inside a text the next one starts with flags.
fn shared(texts: &[String], most: usize) -> Vec<Vec<u8>> {
    let mut records = vec![[(texts.len() as u32).to_le_bytes(), (texts.len() as u32).to_le_bytes()].concat()];
    for one in texts {
        let bytes = text(one);
        let (head, body) = bytes.split_at(3);
        if records.last().unwrap().len() + 3 > most {
            records.push(Vec::new());
        }
        records.last_mut().unwrap().extend(head);
        for unit in body.chunks(if head[2] == 1 { 2 } else { 1 }) {
            if records.last().unwrap().len() + unit.len() > most {
                records.push(vec![head[2]]);
            }
            records.last_mut().unwrap().extend(unit);
        }
    }
    records
}

/// An .xls of one sheet. `before` are records that stand right after the workbook's start.
pub fn xls(cells: &[(u16, u16, Cell)], most: usize, before: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let (mut globals, mut sheet, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    record(0x809, &[0, 6, 5, 0, 0, 0, 0, 0], &mut globals);
    before.iter().for_each(|(kind, body)| record(*kind, body, &mut globals));
    let code = text("yyyy\\-mm\\-dd hh:mm:ss");
    record(0x41e, &[&164u16.to_le_bytes()[..], &code].concat(), &mut globals);
    record(0xe0, &[0; 20], &mut globals);
    record(0xe0, &[&[0, 0, 164, 0][..], &[0; 16]].concat(), &mut globals);
    record(0x809, &[0, 6, 16, 0, 0, 0, 0, 0], &mut sheet);
    for (row, column, cell) in cells {
        let mut body = [row.to_le_bytes(), column.to_le_bytes(), u16::from(matches!(cell, Cell::Date(_))).to_le_bytes()].concat();
        match cell {
            Cell::Number(value) | Cell::Date(value) => {
                body.extend(value.to_le_bytes());
                record(0x203, &body, &mut sheet);
            }
            Cell::Short(value) => {
                body.extend(((value << 2) | 2).to_le_bytes());
                record(0x27e, &body, &mut sheet);
            }
            Cell::Text(one) => {
                body.extend((texts.len() as u32).to_le_bytes());
                texts.push(one.clone());
                record(0xfd, &body, &mut sheet);
            }
            Cell::Bool(value) => {
                body.extend([u8::from(*value), 0]);
                record(0x205, &body, &mut sheet);
            }
            Cell::Error(value) => {
                body.extend([*value, 1]);
                record(0x205, &body, &mut sheet);
            }
            Cell::Formula(one) => {
                body.extend([0, 0, 0, 0, 0, 0, 0xff, 0xff]);
                body.extend([0; 8]);
                record(0x06, &body, &mut sheet);
                record(0x207, &text(one), &mut sheet);
            }
        }
    }
    record(0x0a, &[], &mut sheet);
    let mut list = Vec::new();
    for (at, body) in shared(&texts, most).iter().enumerate() {
        record(if at == 0 { 0xfc } else { 0x3c }, body, &mut list);
    }
    // The record that says where the sheet starts has a fixed length of 4 + 8 + 6.
    let start = (globals.len() + 18 + list.len() + 4) as u32;
    record(0x85, &[&start.to_le_bytes()[..], &[0, 0, 6, 0], b"Sheet1"].concat(), &mut globals);
    globals.extend(list);
    record(0x0a, &[], &mut globals);
    globals.extend(sheet);
    cfb("Workbook", &globals)
}

/// A compound file with one stream, which is filled up with zeros to the size of large streams.
pub fn cfb(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut stream = stream.to_vec();
    stream.resize(stream.len().next_multiple_of(512).max(4096), 0);
    let (count, free) = (stream.len() / 512, 0xffff_ffffu32);
    // Sectors: the stream, then its list, then the tables.
    let tables = (count + 1).div_ceil(127);
    let mut table: Vec<u32> = (1..=count as u32).collect();
    table[count - 1] = 0xffff_fffe;
    table.push(0xffff_fffe);
    table.extend(std::iter::repeat_n(0xffff_fffd, tables));
    table.resize(tables * 128, free);
    let mut out = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    out.extend([0; 16]);
    [0x3eu16, 3, 0xfffe, 9, 6, 0, 0, 0].iter().for_each(|short| out.extend(short.to_le_bytes()));
    let long = [0, tables as u32, count as u32, 0, 4096, 0xffff_fffe, 0, 0xffff_fffe, 0];
    long.iter().for_each(|long| out.extend(long.to_le_bytes()));
    (0..109).for_each(|at| out.extend((if at < tables { (count + 1 + at) as u32 } else { free }).to_le_bytes()));
    out.extend(&stream);
    for (name, kind, start, size) in
        [("Root Entry", 5u8, 0xffff_fffeu32, 0), (name, 2, 0, stream.len() as u32), ("", 0, 0, 0), ("", 0, 0, 0)]
    {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(64, 0);
        entry.extend((if name.is_empty() { 0 } else { 2 * name.len() as u16 + 2 }).to_le_bytes());
        entry.extend([kind, 1]);
        entry.extend([0xff; 12]);
        entry.resize(116, 0);
        entry.extend(start.to_le_bytes());
        entry.extend(size.to_le_bytes());
        entry.resize(128, 0);
        out.extend(entry);
    }
    table.iter().for_each(|next: &u32| out.extend(next.to_le_bytes()));
    out
}
