//! The rows behind a figure: the first ones for the page to show, or all of them as a file to save.

use super::files::{fetch, slice};
use super::{CANCELLED, Desk, PACE, now, post};
use crate::model::FileId;
use crate::report::drill::{Drill, Drilled};
use crate::report::takeout::{RowWords, RowsCsv, columns};
use crate::report::{FileReport, Problem};
use crate::wire::protocol::Reply;
use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, File, FilePropertyBag};

/// Bytes asked for at a time: the first rows are mostly found in the first ones.
const SLICES: (u64, u64) = (1 << 20, 4 << 20);

/// Rows of a saved file; a spreadsheet holds 1,048,576.
pub const MOST: u64 = 1_000_000;

/// Characters of a saved file that are kept before they are handed to the browser.
const KEPT: usize = 4 << 20;

/// What became of a search.
enum End {
    /// All files were read.
    Whole,
    /// No more rows were wanted.
    Enough,
    /// Somebody cancelled.
    Cancelled,
}

/// A row that was found: its file, its line, the roles of its cells, and the cells.
type Found<'a> = (FileId, u64, &'a [crate::model::Role], Vec<String>);

impl Desk {
    /// The first rows behind a figure.
    pub(super) async fn first_rows(&mut self, job: u32, drill: Drill, count: u64) {
        let mut drilled = Drilled { columns: self.columns(&drill), ..Drilled::default() };
        let mut gone = Vec::new();
        let end = self
            .search(job, &drill, &mut gone, &mut |(file, line, roles, cells)| {
                drilled.push(file, line, roles, cells);
                (drilled.rows.len() as u64) < count
            })
            .await;
        let rows = end.map(|end| {
            drilled.all = matches!(end, End::Whole);
            drilled.gone = gone;
            drilled
        });
        let unit = self.session.hunt(&drill).map(|hunt| hunt.unit);
        post(&Reply::Rows { job, unit, rows }, []);
    }

    /// All rows behind a figure, as a file.
    pub(super) async fn rows_csv(&mut self, job: u32, drill: Drill, words: RowWords, name: String) {
        let names: Vec<(FileId, String)> = self.session.files().into_iter().map(|file| (file.id, file.name)).collect();
        let mut csv = RowsCsv::new(self.columns(&drill), Some(&words));
        let blocks = Array::new();
        let mut gone = Vec::new();
        let end = self
            .search(job, &drill, &mut gone, &mut |(file, line, roles, cells)| {
                let name = names.iter().find(|(id, _)| *id == file).map_or("", |(_, name)| name.as_str());
                csv.row(name, line, roles, &cells);
                if csv.rows().is_multiple_of(4096) && csv.pending() > KEPT {
                    hand_over(&csv.take(), &blocks);
                }
                csv.rows() < MOST
            })
            .await;
        hand_over(&csv.take(), &blocks);
        let kind = FilePropertyBag::new();
        kind.set_type("text/csv;charset=utf-8");
        let saved = matches!(end, Some(End::Whole | End::Enough));
        let file = saved.then(|| File::new_with_blob_sequence_and_options(&blocks, &name, &kind).ok()).flatten();
        let (rows, neutralised, all) = (csv.rows(), csv.neutralised(), matches!(end, Some(End::Whole)));
        let cancelled = matches!(end, Some(End::Cancelled));
        post(&Reply::RowsCsv { job, rows, neutralised, all, cancelled, gone }, file.as_ref());
    }

    /// The columns of the rows behind a figure.
    fn columns(&self, drill: &Drill) -> Vec<crate::model::Role> {
        let files = self.session.files();
        let ids = self.session.hunt(drill).map(|hunt| self.session.hunted(&hunt)).unwrap_or_default();
        columns(files.iter().filter(|file: &&FileReport| ids.contains(&file.id)))
    }

    /// Reads the files again and gives the rows that count; None where there can be none. Files that cannot be read any
    /// more are listed.
    async fn search(&mut self, job: u32, drill: &Drill, gone: &mut Vec<FileId>, row: &mut dyn FnMut(Found<'_>) -> bool) -> Option<End> {
        let hunt = self.session.hunt(drill)?;
        let files = self.session.hunted(&hunt);
        let total: u64 = files.iter().filter_map(|id| self.handle(*id)).map(|file| file.size() as u64).sum();
        let (mut before, mut told, mut found) = (0, now(), 0u64);
        for file in files {
            let (Some(mut reading), Some(handle)) = (self.session.reread(file, &hunt), self.handle(file).cloned()) else { continue };
            let size = handle.size() as u64;
            let (mut at, mut bytes, mut length) = (0, Vec::new(), SLICES.0);
            loop {
                let over = at >= size || reading.is_over();
                if over {
                    reading.end();
                } else {
                    let end = (at + length).min(size);
                    let read = fetch(slice(&handle, at, end).await, end - at, &mut bytes);
                    if read.is_err_and(|problem: Problem| matches!(problem, Problem::Changed | Problem::Vanished)) || !reading.push(&bytes)
                    {
                        gone.push(file);
                        break;
                    }
                    (at, length) = (end, SLICES.1);
                }
                if reading.is_due() {
                    let basket = reading.take(self.session.data().register);
                    let heard = match reading.question(&basket) {
                        Some(order) => self.tell(order).await,
                        None => Vec::new(),
                    };
                    let roles = basket.roles();
                    let go_on = reading.pick(&basket, heard, &mut |line, cells| {
                        found += 1;
                        row((file, line, roles, cells))
                    });
                    if !go_on {
                        return Some(End::Enough);
                    }
                }
                if CANCELLED.with_borrow(|jobs| jobs.contains(&job)) {
                    CANCELLED.with_borrow_mut(|jobs| jobs.retain(|cancelled| *cancelled != job));
                    return Some(End::Cancelled);
                }
                if now() - told >= PACE {
                    told = now();
                    post(&Reply::RowsProgress { job, bytes: before + at, total, rows: found }, []);
                }
                if over {
                    break;
                }
            }
            before += size;
        }
        Some(End::Whole)
    }
}

/// Gives a stretch of text to the browser, which keeps large ones on disk.
fn hand_over(text: &str, blocks: &Array) {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/csv");
    if let Ok(block) = Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(text)), &kind) {
        blocks.push(&block);
    }
}
