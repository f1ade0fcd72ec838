//! The old compound file (OLE2): a file system in a file, in which an .xls is one stream.

use super::look::COMPOUND;
use super::source::{self, Source, u16_at, u32_at, u64_at};
use crate::model::Problem;

/// Numbers from here on are no sectors but ends and gaps.
const SPECIAL: u32 = 0xffff_fffa;

/// A file in the compound file.
struct Item {
    name: String,
    start: u32,
    size: u64,
}

/// An opened compound file.
pub struct Cfb<'a> {
    source: &'a mut dyn Source,
    sector: u64,
    sectors: u64,
    table: Vec<u32>,
    mini_table: Vec<u32>,
    mini: Vec<u8>,
    mini_cutoff: u64,
    mini_sector: u64,
    items: Vec<Item>,
    limit: u64,
}

impl<'a> Cfb<'a> {
    /// Reads the tables and the list of streams. Numbers of sectors are bounded by the file's real size.
    pub fn open(source: &'a mut dyn Source, limit: u64) -> Result<Cfb<'a>, Problem> {
        let size = source::size(source)?;
        let mut header = [0; 512];
        source::at(source, 0, &mut header)?;
        let short = |at| u16_at(&header, at).map_or(0, u32::from);
        let long = |at| u32_at(&header, at).unwrap_or(0);
        let (shift, mini_shift) = (short(30), short(32));
        if !header.starts_with(COMPOUND) || !matches!(shift, 9 | 12) || mini_shift != 6 {
            return Err(Problem::Damaged);
        }
        let sector = 1 << shift;
        let mut file = Cfb {
            source,
            sector,
            sectors: size / sector,
            table: Vec::new(),
            mini_table: Vec::new(),
            mini: Vec::new(),
            mini_cutoff: long(56).into(),
            mini_sector: 1 << mini_shift,
            items: Vec::new(),
            limit,
        };
        let mut blocks: Vec<u32> = header[76..].chunks_exact(4).filter_map(|bytes| u32_at(bytes, 0)).collect();
        let mut next = long(68);
        let mut seen = 0;
        while next < SPECIAL && seen <= file.sectors {
            let more = file.sector(next)?;
            let last = more.len() - 4;
            blocks.extend(more[..last].chunks_exact(4).filter_map(|bytes| u32_at(bytes, 0)));
            next = u32_at(&more, last).unwrap_or(SPECIAL);
            seen += 1;
        }
        for block in blocks.into_iter().filter(|block| *block < SPECIAL).take(file.sectors as usize) {
            let bytes = file.sector(block)?;
            file.table.extend(bytes.chunks_exact(4).filter_map(|bytes| u32_at(bytes, 0)));
        }
        let directory = file.chain(long(48), None)?;
        file.items = directory.chunks_exact(128).filter_map(item).collect();
        if let Some(root) = directory.get(..128) {
            let bytes = file.chain(long(60), None)?;
            file.mini_table = bytes.chunks_exact(4).filter_map(|bytes| u32_at(bytes, 0)).collect();
            file.mini = file.chain(u32_at(root, 116).unwrap_or(SPECIAL), None)?;
        }
        Ok(file)
    }

    /// Whether there is a stream of this name.
    pub fn has(&self, name: &str) -> bool {
        self.items.iter().any(|item| item.name.eq_ignore_ascii_case(name))
    }

    /// A stream's bytes; None where there is none of this name.
    pub fn stream(&mut self, name: &str) -> Result<Option<Vec<u8>>, Problem> {
        let Some(item) = self.items.iter().find(|item| item.name.eq_ignore_ascii_case(name)) else { return Ok(None) };
        let (start, size) = (item.start, item.size);
        if size >= self.mini_cutoff {
            return self.chain(start, Some(size)).map(Some);
        }
        let mut bytes = Vec::new();
        let mut next = start;
        while (bytes.len() as u64) < size {
            let at = u64::from(next) * self.mini_sector;
            let part = self.mini.get(at as usize..(at + self.mini_sector) as usize).ok_or(Problem::Damaged)?;
            bytes.extend_from_slice(part);
            next = *self.mini_table.get(next as usize).ok_or(Problem::Damaged)?;
        }
        bytes.truncate(size as usize);
        Ok(Some(bytes))
    }

    fn sector(&mut self, number: u32) -> Result<Vec<u8>, Problem> {
        let mut bytes = vec![0; self.sector as usize];
        source::at(self.source, (u64::from(number) + 1) * self.sector, &mut bytes)?;
        Ok(bytes)
    }

    /// The bytes of a chain of sectors: of `size`, or all of it.
    fn chain(&mut self, start: u32, size: Option<u64>) -> Result<Vec<u8>, Problem> {
        if size.is_some_and(|size| size > self.limit) {
            return Err(Problem::TooLarge);
        }
        let (mut bytes, mut next, mut seen) = (Vec::new(), start, 0);
        while size.map_or(next < SPECIAL, |size| (bytes.len() as u64) < size) {
            // A chain that is longer than the file runs in a circle.
            seen += 1;
            if seen > self.sectors + 1 || next >= SPECIAL {
                return Err(Problem::Damaged);
            }
            let sector = match self.sector(next) {
                // Some writers leave the last sector short.
                Err(Problem::Damaged) if size.is_some_and(|size| size - bytes.len() as u64 <= self.sector) => {
                    let mut rest = vec![0; (size.unwrap_or(0) - bytes.len() as u64) as usize];
                    source::at(self.source, (u64::from(next) + 1) * self.sector, &mut rest)?;
                    rest
                }
                sector => sector?,
            };
            bytes.extend_from_slice(&sector);
            if bytes.len() as u64 > self.limit + self.sector {
                return Err(Problem::TooLarge);
            }
            next = self.table.get(next as usize).copied().unwrap_or(SPECIAL);
        }
        bytes.truncate(size.map_or(usize::MAX, |size| size as usize));
        Ok(bytes)
    }
}

fn item(entry: &[u8]) -> Option<Item> {
    let length = usize::from(u16_at(entry, 64)?);
    let units: Vec<u16> = entry[..length.min(64)].chunks_exact(2).filter_map(|bytes| u16_at(bytes, 0)).collect();
    let name = String::from_utf16_lossy(&units).trim_end_matches('\0').to_string();
    // Only the lower half of a size counts in files of small sectors, and no .xls is longer.
    (entry[66] == 2).then_some(Item { name, start: u32_at(entry, 116)?, size: u64_at(entry, 120)? & 0xffff_ffff })
}
