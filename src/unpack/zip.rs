//! A .zip: the list of its files at its end, and each file as a reader.

use super::Decode;
use super::look::ZIP;
use super::source::{self, Gauge, Input, Limits, Source, refuse, u16_at, u32_at, u64_at};
use crate::model::Problem;
use flate2::{Crc, read::DeflateDecoder};
use std::io::{self, Read, Take};

const END: &[u8] = b"PK\x05\x06";
const END64: &[u8] = b"PK\x06\x06";
const END64_PLACE: &[u8] = b"PK\x06\x07";
const ENTRY: &[u8] = b"PK\x01\x02";
/// No real list of files is longer than this.
const LONGEST_LIST: u64 = 16 << 20;

/// One file inside.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Its path inside, with `/`.
    pub name: String,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    header: u64,
}

/// An opened zip.
pub struct Zip {
    source: Input,
    limits: Limits,
    size: u64,
    entries: Vec<Entry>,
}

impl Zip {
    /// Reads the list of files. A zip with more of them than the limit is refused before any is looked at.
    pub fn open(mut source: Input, limits: Limits, decode: Decode) -> Result<Zip, Problem> {
        let size = source::size(&mut *source)?;
        let tail_at = size.saturating_sub((1 << 16) + 22 + 20);
        let mut tail = vec![0; (size - tail_at) as usize];
        source::at(&mut *source, tail_at, &mut tail)?;
        let end = memchr::memmem::rfind(&tail, END).ok_or(Problem::Damaged)?;
        let short = |at: usize| u16_at(&tail, end + at).map(u64::from).ok_or(Problem::Damaged);
        let long = |at: usize| u32_at(&tail, end + at).map(u64::from).ok_or(Problem::Damaged);
        if short(4)? != 0 && short(4)? != 0xffff {
            // One of several volumes.
            return Err(Problem::Damaged);
        }
        let (mut count, mut length, mut place) = (short(10)?, long(12)?, long(16)?);
        if (count == 0xffff || length == 0xffff_ffff || place == 0xffff_ffff)
            && let Some(at) = end.checked_sub(20).filter(|at| tail[*at..].starts_with(END64_PLACE))
        {
            let mut record = [0; 56];
            source::at(&mut *source, u64_at(&tail, at + 8).ok_or(Problem::Damaged)?, &mut record)?;
            if !record.starts_with(END64) {
                return Err(Problem::Damaged);
            }
            let field = |at| u64_at(&record, at).ok_or(Problem::Damaged);
            (count, length, place) = (field(32)?, field(40)?, field(48)?);
        }
        if length > LONGEST_LIST || place.checked_add(length).is_none_or(|end| end > size) {
            return Err(Problem::Damaged);
        }
        let mut list = vec![0; length as usize];
        source::at(&mut *source, place, &mut list)?;
        let mut entries = Vec::new();
        let mut at = 0;
        while list.get(at..at + 4) == Some(ENTRY) {
            let (entry, next) = entry(&list, at, decode).ok_or(Problem::Damaged)?;
            entries.push(entry);
            at = next;
        }
        // Files that lie upon each other are a known way to make much of little.
        if entries.iter().map(|entry| entry.packed).sum::<u64>() > size {
            return Err(Problem::Damaged);
        }
        // The count of small zips is of 16 bits and wraps around in some writers.
        if entries.len() as u64 & 0xffff != count & 0xffff {
            return Err(Problem::Damaged);
        }
        Ok(Zip { source, limits, size, entries })
    }

    /// The files inside, in the order of the list.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Bytes of the whole zip.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Where the file of this path stands; case and the direction of slashes do not matter.
    pub fn find(&self, name: &str) -> Option<usize> {
        let name = name.trim_start_matches('/');
        self.entries.iter().position(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// One file as a reader. Its end is an error where length or checksum are not those of the list.
    pub fn member(&mut self, at: usize) -> Result<Member<'_>, Problem> {
        let entry = self.entries.get(at).ok_or(Problem::Damaged)?;
        if entry.flags & 1 != 0 {
            return Err(Problem::Encrypted);
        }
        let mut header = [0; 30];
        source::at(&mut *self.source, entry.header, &mut header)?;
        if !header.starts_with(ZIP[0]) {
            return Err(Problem::Damaged);
        }
        let behind = |at| u16_at(&header, at).map_or(0, u64::from);
        let body = entry.header.saturating_add(30 + behind(26) + behind(28));
        self.source.seek(io::SeekFrom::Start(body)).map_err(source::problem)?;
        let packed = (&mut *self.source as &mut dyn Source).take(entry.packed);
        let body = match entry.method {
            0 => Body::Stored(packed),
            8 => Body::Deflated(Box::new(DeflateDecoder::new_with_buf(packed, vec![0; 64 << 10]))),
            other => return Err(Problem::Method(method(other))),
        };
        Ok(Member { body, crc: Crc::new(), told: (entry.crc, entry.size), gauge: Gauge::new(self.limits), size: 0 })
    }
}

fn method(number: u16) -> String {
    match number {
        1..=6 => "PKZIP 1".into(),
        9 => "Deflate64".into(),
        12 => "BZIP2".into(),
        14 => "LZMA".into(),
        93 => "Zstandard".into(),
        95 => "XZ".into(),
        99 => "AES".into(),
        other => other.to_string(),
    }
}

/// One entry of the list, and where the next one starts.
fn entry(list: &[u8], at: usize, decode: Decode) -> Option<(Entry, usize)> {
    let short = |place: usize| u16_at(list, at + place);
    let long = |place: usize| u32_at(list, at + place);
    let (name_length, extra_length, comment) = (short(28)? as usize, short(30)? as usize, short(32)? as usize);
    let name = list.get(at + 46..at + 46 + name_length)?;
    let extra_at = at + 46 + name_length;
    let extra = list.get(extra_at..extra_at + extra_length)?;
    let mut entry = Entry {
        flags: short(8)?,
        method: short(10)?,
        crc: long(16)?,
        packed: long(20)?.into(),
        size: long(24)?.into(),
        header: long(42)?.into(),
        ..Entry::default()
    };
    let mut written = None;
    let mut fields = extra;
    while let (Some(id), Some(length)) = (u16_at(fields, 0), u16_at(fields, 2)) {
        let Some(body) = fields.get(4..4 + length as usize) else { break };
        match id {
            // Sizes of 64 bits, for those that are all ones in the entry.
            1 => {
                let mut values = body.chunks_exact(8).filter_map(|bytes| u64_at(bytes, 0));
                for field in [&mut entry.size, &mut entry.packed, &mut entry.header] {
                    if *field == 0xffff_ffff {
                        *field = values.next()?;
                    }
                }
            }
            // The name in UTF-8, written beside a name in an encoding that is not told.
            0x7075 => written = body.get(5..).and_then(|text| std::str::from_utf8(text).ok()).map(String::from),
            _ => {}
        }
        fields = &fields[4 + length as usize..];
    }
    // Without the flag of UTF-8 the encoding is that of the machine which packed it: in this trade, a Chinese Windows.
    let plain = || std::str::from_utf8(name).map_or_else(|_| decode(936, name), String::from);
    entry.name = written.unwrap_or_else(plain).replace('\\', "/");
    Some((entry, extra_at + extra_length + comment))
}

/// A file inside a zip, unpacked as it is read.
pub struct Member<'a> {
    body: Body<'a>,
    crc: Crc,
    told: (u32, u64),
    gauge: Gauge,
    size: u64,
}

enum Body<'a> {
    Stored(Take<&'a mut dyn Source>),
    Deflated(Box<DeflateDecoder<Take<&'a mut dyn Source>>>),
}

impl Read for Member<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = match &mut self.body {
            Body::Stored(reader) => reader.read(bytes)?,
            Body::Deflated(reader) => reader.read(bytes)?,
        };
        self.crc.update(&bytes[..count]);
        self.size += count as u64;
        let packed = match &self.body {
            Body::Stored(_) => self.size,
            Body::Deflated(reader) => reader.total_in(),
        };
        self.gauge.count(count, packed).map_err(refuse)?;
        if count == 0 && !bytes.is_empty() && self.told != (self.crc.sum(), self.size) {
            return Err(refuse(Problem::Damaged));
        }
        Ok(count)
    }
}
