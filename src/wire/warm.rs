//! Practice: a made-up log is read and counted while nothing else is to be done.
//!
//! A browser first compiles a wasm fast and badly, and the functions that turn out to be busy once more and well, which
//! takes it as long as reading ten million rows. Who has practised before the first file comes has that behind him.

use super::lane::{Order, Told};
use super::protocol::Overrides;
use super::session::{Session, Step};
use crate::ingest::Cut;
use crate::model::{Grain, Zone};
use crate::report::{Dimension, Question};
use std::fmt::Write;

/// Rows of the log: enough for a browser to see what is busy.
const ROWS: u32 = 60_000;

/// Bytes of a piece: what is busy is noticed when it is called again.
const PIECE: u64 = 256 << 10;

/// Reads and counts a log that is forgotten at once. Takes some hundredths of a second.
pub fn practise() {
    let text = log();
    let bytes = text.as_bytes();
    let mut session = Session::new(Zone::default());
    let mut import = session.begin("practice", bytes.len() as u64, &Overrides::default());
    let head = bytes.len().min(crate::ingest::HEAD + 1);
    if import.push(&bytes[..head]) == Step::Restart {
        return;
    }
    let Some((plan, rows)) = import.plan() else { return };
    session.lane().obey(Order::Open(import.id(), Box::new(plan), rows));
    let cut = Cut { piece: PIECE, ..Cut::of(bytes.len() as u64) };
    for at in 0..cut.pieces() {
        let (from, to) = cut.bytes_of(at);
        let (piece, parcels) = session.lane().read(at, &bytes[from as usize..to as usize], cut);
        parcels.iter().for_each(|parcel| session.lane().accept(import.id(), parcel));
        import.piece(piece);
    }
    let names = session.lane().obey(Order::Close);
    if import.gathered() == Step::Restart {
        return;
    }
    let closing = session.close(import, Told::names(names).into_iter().collect());
    if let (_, Some(admit)) = session.conclude(closing, Vec::new()) {
        session.lane().obey(admit);
    }
    session.settle();
    let question =
        Question { grain: Some(Grain::Day), breakdowns: vec![Dimension::Item, Dimension::Source], limit: Some(10), ..Question::default() };
    session.answer(&question);
}

/// A log like those that are large: persons one after the other, each with some days of visits.
fn log() -> String {
    let mut text = String::from("user_id,item_id,category_id,behavior_type,timestamp\n");
    let mut time = 0;
    for row in 0..ROWS {
        let (person, step) = (row / 100, row % 100);
        time = if step == 0 { 1_511_568_000 } else { time + if step % 12 == 0 { 40_000 } else { 60 } };
        let item = row.wrapping_mul(2_654_435_761) >> 12;
        let event = ["pv", "pv", "pv", "pv", "pv", "pv", "pv", "cart", "fav", "buy"][(item % 10) as usize];
        let _ = writeln!(text, "{},{},{},{event},{time}", person + 1, item, item % 9000);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Practice that stops half way through, or reads the log in another way than large ones, would go unseen.
    #[test]
    fn the_log_is_one_that_lanes_read_in_pieces() {
        let text = log();
        let mut session = Session::new(Zone::default());
        let mut import = session.begin("practice", text.len() as u64, &Overrides::default());
        assert_eq!(import.push(&text.as_bytes()[..crate::ingest::HEAD + 1]), Step::Continue);
        assert!(import.plan().is_some());
        assert!(text.len() as u64 > 2 * PIECE);
        practise();
    }
}
