//! Bytes → rows of the model, with an account of every row.
//!
//! Bytes live only here. They are pushed in, in chunks of any size; rows come out. No IO inside, so one-byte chunks
//! and whole files give the same answer, and a test says so. Imports `model` only.
//!
//! Stages: `magic` (is it text at all?) → `encoding` → `dialect` (delimiter) → `tokens` (rows of cells) →
//! `recognise` (table and roles, with `layouts` as data) → `values` (ids, numbers, times) → row builders.

mod ads;
mod cut;
mod daily;
mod days;
mod dialect;
mod digest;
mod encoding;
mod epoch;
mod events;
mod foreign;
mod gather;
mod gb18030;
mod head;
mod importer;
mod known;
mod layouts;
mod looks;
mod magic;
mod masks;
mod mojibake;
mod orders;
mod packed;
mod piece;
mod plain;
mod products;
mod profile;
mod ragged;
mod recognise;
mod row;
mod runs;
mod shape;
mod sink;
mod suspect;
mod table;
mod tender;
mod tokens;
mod total;
mod values;
mod watch;

pub use encoding::Encoding;
pub use events::{Words, unknown as unknown_events};
#[cfg(not(feature = "cli"))]
pub use foreign::teach as teach_decoder;
pub use gb18030::encode as encode_gb18030;
#[cfg(not(feature = "cli"))]
pub use gb18030::teach as teach_gb18030;
pub use importer::{Events, HEAD, Hints, Importer, Knowledge, Outcome, Reread, Step};
pub use layouts::{LAYOUTS, Layout, USER_BEHAVIOR, USER_BEHAVIOR_ROLES};
pub use piece::{Cut, PIECE, Piece, PieceReader, Plan};
pub use runs::{Kinds, Runs};
pub use table::{OddRow, Sifted, Survey, TableReader, clean_rows};
pub use tokens::Span;
pub use watch::{Batch, Wanted};
