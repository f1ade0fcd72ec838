//! Bytes that can be asked for from any place, and the gauge that keeps what comes out of them within bounds.

use crate::model::Problem;
use std::io::{self, Read, Seek, SeekFrom};

/// A file, a blob or bytes in memory: whoever unpacks says where its bytes come from.
pub trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

/// A source that somebody gives away.
pub type Input = Box<dyn Source>;

/// How much of the machine a file may ask for. What a file says about itself is never believed.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes that may be held in memory at once: texts shared by cells, a workbook that lies inside an archive.
    pub held: u64,
    /// Bytes of text that one container may become.
    pub text: u64,
    /// Files inside one archive, and sheets of one workbook.
    pub members: u64,
    /// How many times its packed size something may become, once it is larger than `free`.
    pub growth: u64,
    /// Bytes that may come out of anything, however small it is.
    pub free: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { held: 512 << 20, text: 64 << 30, members: 1000, growth: 200, free: 64 << 20 }
    }
}

/// Counts what comes out of something packed.
#[derive(Clone, Copy, Debug)]
pub struct Gauge {
    out: u64,
    limits: Limits,
}

impl Gauge {
    /// A gauge at its start.
    pub fn new(limits: Limits) -> Gauge {
        Gauge { out: 0, limits }
    }

    /// Counts bytes that have come out of so many packed ones; refuses when no honest file would have so many.
    pub fn count(&mut self, bytes: usize, packed: u64) -> Result<(), Problem> {
        self.out += bytes as u64;
        let swollen = self.out > self.limits.free && self.out / self.limits.growth > packed;
        if swollen || self.out > self.limits.text { Err(Problem::Swollen) } else { Ok(()) }
    }
}

/// A reader that knows how much was read of it.
pub struct Counted<R> {
    inner: R,
    /// Bytes read.
    pub count: u64,
}

impl<R> Counted<R> {
    /// Nothing was read yet.
    pub fn new(inner: R) -> Counted<R> {
        Counted { inner, count: 0 }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(bytes)?;
        self.count += count as u64;
        Ok(count)
    }
}

/// A problem on its way through a reader.
#[derive(Debug)]
struct Refused(Problem);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl std::error::Error for Refused {}

/// Wraps a problem, so that a reader can give it.
pub fn refuse(problem: Problem) -> io::Error {
    io::Error::other(Refused(problem))
}

/// What an error of reading means: bytes that make no sense are damage, everything else is a file that went away.
pub fn problem(error: io::Error) -> Problem {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    match error.kind() {
        InvalidData | InvalidInput | UnexpectedEof => Problem::Damaged,
        _ => match error.into_inner().and_then(|inner| inner.downcast::<Refused>().ok()) {
            Some(refused) => refused.0,
            None => Problem::Vanished,
        },
    }
}

/// How many bytes a source has.
pub fn size(source: &mut dyn Source) -> Result<u64, Problem> {
    source.seek(SeekFrom::End(0)).map_err(problem)
}

/// Bytes from a place on; fewer than asked for is damage.
pub fn at(source: &mut dyn Source, from: u64, bytes: &mut [u8]) -> Result<(), Problem> {
    source.seek(SeekFrom::Start(from)).and_then(|_| source.read_exact(bytes)).map_err(problem)
}

/// Reads to the end, but never more than a limit.
pub fn all(reader: &mut dyn Read, limit: u64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes).map_err(problem)?;
    if bytes.len() as u64 > limit { Err(Problem::TooLarge) } else { Ok(bytes) }
}

/// The first bytes, as many as there are up to a number.
pub fn head(reader: &mut dyn Read, count: u64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    reader.take(count).read_to_end(&mut bytes).map_err(problem)?;
    Ok(bytes)
}

/// A little-endian number of two bytes.
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// A little-endian number of four bytes.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// A little-endian number of eight bytes.
pub fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}
