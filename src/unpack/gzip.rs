//! A .gz: one packed stream after another (a log that was appended to has several), read as one.

use super::look::GZIP;
use super::source::{Counted, Gauge, Limits, refuse};
use crate::model::Problem;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, BufReader, Read};

/// Reads all streams of a .gz in a row.
pub struct Gunzip<R: Read> {
    stream: Option<GzDecoder<BufReader<Counted<R>>>>,
    gauge: Gauge,
}

impl<R: Read> Gunzip<R> {
    /// A reader of packed bytes.
    pub fn new(packed: R, limits: Limits) -> Gunzip<R> {
        let packed = BufReader::with_capacity(64 << 10, Counted::new(packed));
        Gunzip { stream: Some(GzDecoder::new(packed)), gauge: Gauge::new(limits) }
    }
}

impl<R: Read> Read for Gunzip<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        while let Some(stream) = &mut self.stream {
            let count = stream.read(bytes)?;
            if count > 0 || bytes.is_empty() {
                self.gauge.count(count, stream.get_ref().get_ref().count).map_err(refuse)?;
                return Ok(count);
            }
            // The end of one stream; its checksum was right. Tapes and copies pad with zeros.
            let Some(mut rest) = self.stream.take().map(GzDecoder::into_inner) else { break };
            loop {
                let next = rest.fill_buf()?;
                let zeros = next.iter().take_while(|byte| **byte == 0).count();
                match next.len() {
                    0 => return Ok(0),
                    length if zeros < length && next[zeros] == GZIP[0] => break rest.consume(zeros),
                    length if zeros < length => return Err(refuse(Problem::Damaged)),
                    length => rest.consume(length),
                }
            }
            self.stream = Some(GzDecoder::new(rest));
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut out = GzEncoder::new(Vec::new(), Compression::default());
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    fn unpack(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
        source::all(&mut Gunzip::new(bytes, Limits::default()), 1 << 30)
    }

    #[test]
    fn streams_follow_each_other() {
        let two = [packed(b"a,b\n"), packed(b""), packed(b"1,2\n")].concat();
        assert_eq!(unpack(&two).unwrap(), b"a,b\n1,2\n");
        assert_eq!(unpack(&[&two[..], &[0; 600]].concat()).unwrap(), b"a,b\n1,2\n");
    }

    #[test]
    fn damage_is_told() {
        let one = packed("a,b\n".repeat(100).as_bytes());
        assert_eq!(unpack(&one[..one.len() - 5]), Err(Problem::Damaged), "cut short");
        assert_eq!(unpack(&[&one[..], b"rest"].concat()), Err(Problem::Damaged), "something behind it");
        let mut wrong = one.clone();
        let end = wrong.len() - 6;
        wrong[end] ^= 1;
        assert_eq!(unpack(&wrong), Err(Problem::Damaged), "another checksum");
    }

    #[test]
    fn a_bomb_stops_early() {
        let bomb = packed(&vec![b'0'; 80 << 20]);
        assert_eq!(unpack(&bomb), Err(Problem::Swollen));
    }
}
