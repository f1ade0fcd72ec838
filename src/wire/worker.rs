//! The worker's role: reads files slice by slice, drives the session between the reads, and answers the page.
//!
//! The one file of the worker that touches the browser. Knows nothing of the page's parts. A panic is thrown as an
//! error of its text, so that every way of breaking ends in the one `error` event that the page listens to.

use super::protocol::{Overrides, Reply, Request, VERSION};
use super::session::{Import, Session, Step};
use super::unpacker::{self, Opened};
use crate::ingest;
use crate::model::{FileId, Rejected, Remark, Zone};
use crate::report::{Problem, RejectRow};
use crate::sample;
use js_sys::{Array, Uint8Array};
use serde::Serialize;
use std::{cell::RefCell, collections::VecDeque};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DedicatedWorkerGlobalScope, File, MessageEvent};

/// Bytes asked for at a time; the next slice is on its way while one is worked on.
const SLICE: u64 = 4 << 20;
/// Rows set aside that stand this close together are read again in one go.
const REREAD: u64 = 1 << 20;
/// Milliseconds between two messages of progress inside a file.
const PACE: f64 = 100.0;

thread_local! {
    static INBOX: RefCell<VecDeque<(Request, Vec<File>)>> = const { RefCell::new(VecDeque::new()) };
    static CANCELLED: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    static DESK: RefCell<Option<Desk>> = const { RefCell::new(None) };
}

/// Whether this wasm runs inside a worker.
pub fn is_here() -> bool {
    js_sys::global().is_instance_of::<DedicatedWorkerGlobalScope>()
}

/// Takes up the worker's role: from here on, messages are answered.
pub fn start() {
    std::panic::set_hook(Box::new(|info| wasm_bindgen::throw_val(js_sys::Error::new(&info.to_string()).into())));
    // Built with the program's features (in lints and tests on the machine), the core has a library instead.
    #[cfg(not(feature = "cli"))]
    ingest::teach_gb18030(|bytes| {
        let decoder = web_sys::TextDecoder::new_with_label("gb18030");
        decoder.and_then(|decoder| decoder.decode_with_u8_array(bytes)).unwrap_or_default()
    });
    DESK.set(Some(Desk { session: Session::new(Zone::default()), held: Vec::new() }));
    let listen = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| hear(&event.data()));
    scope().set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Puts a message into the inbox and, if nobody is working on it, starts to.
fn hear(message: &JsValue) {
    let pair: &Array = message.unchecked_ref();
    let Ok(request) = serde_wasm_bindgen::from_value::<Request>(pair.get(0)) else {
        // A page of another build: the number tells it to ask for a reload.
        return post(&Reply::Ready { version: VERSION }, []);
    };
    if let Request::Cancel { job } = request {
        return CANCELLED.with_borrow_mut(|jobs| jobs.push(job));
    }
    let files = pair.get(1).unchecked_into::<Array>().iter().map(JsCast::unchecked_into).collect();
    INBOX.with_borrow_mut(|inbox| inbox.push_back((request, files)));
    if let Some(mut desk) = DESK.take() {
        spawn_local(async move {
            while let Some((request, files)) = INBOX.with_borrow_mut(VecDeque::pop_front) {
                desk.serve(request, files).await;
            }
            DESK.set(Some(desk));
        });
    }
}

fn post<'a>(reply: &Reply, files: impl IntoIterator<Item = &'a File>) {
    let body = reply.serialize(&serde_wasm_bindgen::Serializer::new()).expect("every reply can be written");
    let files: Array = files.into_iter().collect();
    scope().post_message(&Array::of2(&body, &files)).expect("replies and handles can be sent");
}

/// A file to read, and what is said about it.
#[derive(Clone)]
struct Source {
    file: File,
    overrides: Overrides,
    /// Why it is listed and not read: it broke a worker before, or could not be unpacked.
    problem: Option<Problem>,
    /// What was noticed when it was unpacked.
    remarks: Vec<Remark>,
}

impl Source {
    /// What is read in place of this file: itself, or what it holds inside; None where somebody cancelled.
    async fn opened(&self, pace: &mut Pace) -> Option<Vec<Source>> {
        if self.problem.is_some() {
            return Some(vec![self.clone()]);
        }
        let mut goes_on = |bytes| {
            pace.tell_in_time(bytes, 0);
            !pace.is_cancelled()
        };
        match unpacker::open(&self.file, &mut goes_on).await {
            Opened::Cancelled => None,
            Opened::Plain => Some(vec![self.clone()]),
            Opened::Refused(problem) => Some(vec![Source { problem: Some(problem), ..self.clone() }]),
            Opened::Parts(parts) => {
                let part = |part: unpacker::Part| Source {
                    file: part.file,
                    overrides: self.overrides.clone(),
                    problem: part.problem,
                    remarks: part.remarks,
                };
                Some(parts.into_iter().map(part).collect())
            }
        }
    }
}

/// Why a file was not read to its end.
enum Stop {
    Cancelled,
    Problem(Problem),
}

/// Somebody cancelled.
struct Cancelled;

/// The session, and the handle of every file it lists.
struct Desk {
    session: Session,
    held: Vec<(FileId, Source)>,
}

impl Desk {
    async fn serve(&mut self, request: Request, files: Vec<File>) {
        match request {
            Request::Hello { .. } => post(&Reply::Ready { version: VERSION }, []),
            // Taken out of the line before it gets here.
            Request::Cancel { .. } => {}
            Request::Import { job, overrides } => self.import(job, sources(files, overrides, &[])).await,
            Request::Sample { job } => {
                let made = sample::shop_files(sample::SEED, ingest::encode_gb18030);
                let files = made.iter().map(|(name, bytes)| file_of(name, bytes)).collect();
                self.import(job, sources(files, vec![], &[])).await;
            }
            Request::Restore { job, zone, overrides, broken } => {
                *self = Desk { session: Session::new(zone_called(&zone)), held: Vec::new() };
                let sources = sources(files, overrides, &broken);
                let read = self.take(job, &sources).await;
                self.give_up_on(&sources[read..]);
                self.finish(job);
            }
            Request::Remap { job, file, overrides } => {
                let again: Vec<Source> = self.held.iter().filter(|(id, _)| *id == file).map(|(_, source)| source.clone()).collect();
                let again: Vec<Source> = again.into_iter().map(|source| Source { overrides: overrides.clone(), ..source }).collect();
                // The old reading goes first: the same bytes twice would be a duplicate.
                self.forget(file);
                let read = self.take(job, &again).await;
                self.give_up_on(&again[read..]);
                self.finish(job);
            }
            Request::Zone { job, zone } => {
                let mut fresh = Desk { session: Session::new(zone_called(&zone)), held: Vec::new() };
                let sources: Vec<Source> = self.held.iter().map(|(_, source)| source.clone()).collect();
                if fresh.take(job, &sources).await == sources.len() {
                    *self = fresh;
                }
                self.finish(job);
            }
            Request::Remove { file } => {
                self.forget(file);
                self.session.settle();
                self.list(None);
            }
            Request::Clear => {
                self.session.clear();
                self.held.clear();
                self.list(None);
            }
            Request::Ask { seq, question } => {
                post(&Reply::Answer { seq, report: self.session.answer(&question).map(Box::new) }, []);
            }
            Request::Rejects { file, start, count } => {
                let rows = self.rejects(file, start, count).await;
                post(&Reply::Rejects { file, start, rows }, []);
            }
            Request::RejectsCsv { file, lang } => {
                let rows = self.rejects(file, 0, u64::MAX).await;
                let csv = rows.map(|rows| self.session.rejects_csv(file, &rows, lang.parse().unwrap_or_default(), true));
                post(&Reply::RejectsCsv { file, csv }, []);
            }
        }
    }

    /// Reads new files; when that is cancelled, none of them stays.
    async fn import(&mut self, job: u32, sources: Vec<Source>) {
        let before = self.held.len();
        if self.take(job, &sources).await < sources.len() {
            for (id, _) in self.held.split_off(before) {
                self.session.remove(id);
            }
        }
        self.finish(job);
    }

    /// Reads files in order; gives how many were dealt with before somebody cancelled.
    async fn take(&mut self, job: u32, sources: &[Source]) -> usize {
        let total = sources.iter().map(|source| source.file.size() as u64).sum();
        let mut pace = Pace { job, position: 0, name: String::new(), before: 0, total, told: 0.0 };
        for source in sources {
            pace.name = source.file.name();
            pace.tell(0, 0);
            let before = self.held.len();
            let read = match source.opened(&mut pace).await {
                Some(inside) => self.read(inside, &mut pace).await,
                None => Err(Cancelled),
            };
            if read.is_err() {
                for (id, _) in self.held.split_off(before) {
                    self.session.remove(id);
                }
                return pace.position as usize;
            }
            pace.before += source.file.size() as u64;
            pace.position += 1;
        }
        pace.name.clear();
        pace.tell(0, 0);
        sources.len()
    }

    /// Reads what one dropped file holds.
    async fn read(&mut self, inside: Vec<Source>, pace: &mut Pace) -> Result<(), Cancelled> {
        for source in inside {
            let (name, size) = (source.file.name(), source.file.size() as u64);
            let outcome = match source.problem.clone() {
                Some(problem) => Err(Stop::Problem(problem)),
                None => {
                    let mut import = self.session.begin(&name, size, &source.overrides);
                    pour(&source.file, &mut import, pace).await.map(|()| import)
                }
            };
            let id = match outcome {
                Ok(import) => self.session.finish(import),
                Err(Stop::Problem(problem)) => self.session.refuse(&name, size, problem),
                Err(Stop::Cancelled) => return Err(Cancelled),
            };
            source.remarks.iter().for_each(|remark| self.session.note(id, remark.clone()));
            self.held.push((id, source));
        }
        Ok(())
    }

    /// Lists files that were to be read when somebody cancelled.
    fn give_up_on(&mut self, sources: &[Source]) {
        for source in sources {
            let id = self.session.refuse(&source.file.name(), source.file.size() as u64, Problem::Cancelled);
            self.held.push((id, source.clone()));
        }
    }

    /// Forgets a file, and the handles of copies that go with it.
    fn forget(&mut self, file: FileId) {
        self.session.remove(file);
        let listed = self.session.files();
        self.held.retain(|(id, _)| listed.iter().any(|report| report.id == *id));
    }

    /// Ends an import.
    fn finish(&mut self, job: u32) {
        self.session.settle();
        CANCELLED.with_borrow_mut(|jobs| jobs.retain(|cancelled| *cancelled != job));
        self.list(Some(job));
    }

    /// Tells the page every file, its handle beside it.
    fn list(&self, job: Option<u32>) {
        let files = self.session.files();
        let handles: Vec<&File> = files.iter().filter_map(|report| self.handle(report.id)).collect();
        post(&Reply::Files { job, files }, handles);
    }

    fn handle(&self, file: FileId) -> Option<&File> {
        self.held.iter().find(|(id, _)| *id == file).map(|(_, source)| &source.file)
    }

    /// The texts of rows set aside, read again from the file; None when that fails.
    async fn rejects(&self, file: FileId, start: u64, count: u64) -> Option<Vec<RejectRow>> {
        let wanted: Vec<Rejected> = self.session.rejected(file).iter().skip(start as usize).take(count as usize).cloned().collect();
        let handle = self.handle(file)?;
        let mut rows = Vec::with_capacity(wanted.len());
        let mut rest = wanted.as_slice();
        while let Some(first) = rest.first() {
            let near = |row: &Rejected| row.offset >= first.offset && row.offset + u64::from(row.length) <= first.offset + REREAD;
            let together = rest.iter().take_while(|row| near(row)).count().max(1);
            let (group, later) = rest.split_at(together);
            let end = group.iter().map(|row| row.offset + u64::from(row.length)).max()?;
            let mut bytes = Vec::new();
            fetch(slice(handle, first.offset, end).await, end - first.offset, &mut bytes).ok()?;
            for row in group {
                let from = (row.offset - first.offset) as usize;
                let raw = self.session.raw_text(file, bytes.get(from..from + row.length as usize)?);
                rows.push(RejectRow { line: row.line, reason: row.reason.clone(), raw });
            }
            rest = later;
        }
        Some(rows)
    }
}

/// The page offers names it knows; an unknown one from an old link is the default.
fn zone_called(name: &str) -> Zone {
    Zone::named(name).unwrap_or_default()
}

fn sources(files: Vec<File>, overrides: Vec<Overrides>, broken: &[u32]) -> Vec<Source> {
    let mut overrides = overrides.into_iter();
    let source = |(at, file)| Source {
        file,
        overrides: overrides.next().unwrap_or_default(),
        problem: broken.contains(&at).then_some(Problem::Crashed),
        remarks: Vec::new(),
    };
    (0..).zip(files).map(source).collect()
}

fn file_of(name: &str, bytes: &[u8]) -> File {
    File::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)), name).expect("bytes make a file")
}

/// Reads a file to its end, or twice where the importer asks for it.
async fn pour(file: &File, import: &mut Import, pace: &mut Pace) -> Result<(), Stop> {
    let size = file.size() as u64;
    let mut bytes = Vec::new();
    let mut at = 0;
    let mut current = slice(file, 0, SLICE.min(size));
    while at < size {
        let end = (at + SLICE).min(size);
        let ahead = slice(file, end, (end + SLICE).min(size));
        fetch(current.await, end - at, &mut bytes).map_err(Stop::Problem)?;
        if pace.is_cancelled() {
            return Err(Stop::Cancelled);
        }
        match import.push(&bytes) {
            Step::Continue => (at, current) = (end, ahead),
            Step::Restart => (at, current) = (0, slice(file, 0, SLICE.min(size))),
        }
        pace.tell_in_time(at, import.rows());
    }
    Ok(())
}

/// Asks for bytes of a file; the asking starts at once, not when it is awaited.
pub(super) fn slice(file: &Blob, from: u64, to: u64) -> JsFuture {
    let bytes = file.slice_with_f64_and_f64(from as f64, to as f64).map(|part| part.array_buffer());
    JsFuture::from(bytes.unwrap_or_else(|error| js_sys::Promise::reject(&error)))
}

/// Takes what was asked for into `bytes`; the system's refusal, or fewer bytes than the file promised, is a problem.
pub(super) fn fetch(outcome: Result<JsValue, JsValue>, length: u64, bytes: &mut Vec<u8>) -> Result<(), Problem> {
    let read = outcome.map_err(|error| match js_sys::Reflect::get(&error, &"name".into()) {
        Ok(name) if name == "NotReadableError" => Problem::Changed,
        _ => Problem::Vanished,
    })?;
    let read = Uint8Array::new(&read);
    if u64::from(read.length()) != length {
        return Err(Problem::Changed);
    }
    bytes.resize(length as usize, 0);
    read.copy_to(bytes);
    Ok(())
}

/// How far an import is, and when the page was last told.
struct Pace {
    job: u32,
    position: u32,
    name: String,
    /// Bytes of the files before this one.
    before: u64,
    total: u64,
    told: f64,
}

impl Pace {
    fn is_cancelled(&self) -> bool {
        CANCELLED.with_borrow(|jobs| jobs.contains(&self.job))
    }

    /// At the start of each file, always: when the worker breaks, the page knows on which file.
    fn tell(&mut self, bytes: u64, rows: u64) {
        self.told = now();
        let (job, position, name) = (self.job, self.position, self.name.clone());
        post(&Reply::Progress { job, position, name, bytes: self.before + bytes, total: self.total, rows }, []);
    }

    fn tell_in_time(&mut self, bytes: u64, rows: u64) {
        if now() - self.told >= PACE {
            self.tell(bytes, rows);
        }
    }
}

fn now() -> f64 {
    scope().performance().map_or(0.0, |clock| clock.now())
}
