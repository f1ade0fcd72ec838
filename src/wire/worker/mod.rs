//! The worker's role: reads files slice by slice, drives the session between the reads, and answers the page.
//!
//! The one file of the worker that touches the browser. Knows nothing of the page's parts. A panic is thrown as an
//! error of its text, so that every way of breaking ends in the one `error` event that the page listens to.

use super::lane::{Order, Told};
use super::packed;
use super::protocol::{Overrides, Reply, Request, VERSION};
use super::session::Session;
use super::warm;
use crate::ingest;
use crate::model::{FileId, Rejected, Remark, Zone};
use crate::report::ads::Cutter;
use crate::report::{Problem, RejectRow};
use crate::sample;
use crew::Crew;
use files::{fetch, slice};
use js_sys::{Array, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

mod beside;
mod crew;
mod files;
mod hand;
mod opened;
mod parcels;
mod read;
mod rows;
mod speller;
mod stretch;
mod unpacker;

/// Rows set aside that stand this close together are read again in one go.
const REREAD: u64 = 1 << 20;
/// Milliseconds after which a worker that nobody wants anything of practises.
const LEISURE: i32 = 400;
/// Milliseconds between two messages of progress inside a file.
const PACE: f64 = 100.0;

thread_local! {
    static INBOX: RefCell<VecDeque<(Request, Vec<File>)>> = const { RefCell::new(VecDeque::new()) };
    static CANCELLED: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    static DESK: RefCell<Option<Desk>> = const { RefCell::new(None) };
    static READY: Cell<bool> = const { Cell::new(false) };
    static BROUGHT: Cell<bool> = const { Cell::new(false) };
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
    #[cfg(not(feature = "cli"))]
    ingest::teach_decoder(|label, bytes| {
        let decoder = web_sys::TextDecoder::new_with_label(label);
        decoder.and_then(|decoder| decoder.decode_with_u8_array(bytes)).unwrap_or_default()
    });
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
    if hand::begin(pair) {
        return;
    }
    // The first message of the page makes this the first worker.
    DESK.with_borrow_mut(|desk| {
        if desk.is_none() && !READY.replace(true) {
            *desk = Some(Desk::new(Zone::default()));
        }
    });
    let bytes = pair.get(0).unchecked_into::<Uint8Array>().to_vec();
    let Some(request) = packed::read::<Request>(VERSION, &bytes) else {
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
    let body = Uint8Array::from(packed::write(VERSION, reply).as_slice());
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

/// Why a file was not read to its end.
enum Stop {
    Cancelled,
    Problem(Problem),
}

/// The session, the helpers that share its events, and the handle of every file it lists.
struct Desk {
    session: Session,
    crew: Rc<Crew>,
    held: Vec<(FileId, Source)>,
}

/// A session that knows what time it is.
fn session_now(zone: Zone, lanes: usize) -> Session {
    let mut session = Session::of_lanes(zone, lanes);
    session.set_now((js_sys::Date::now() / 1000.0) as i64);
    session
}

impl Desk {
    fn new(zone: Zone) -> Desk {
        let crew = Rc::new(Crew::hire());
        Desk { session: session_now(zone, crew.lanes()), crew, held: Vec::new() }
    }

    /// All lanes at once do what is told.
    async fn tell(&mut self, order: Order) -> Vec<Told> {
        let number = self.crew.tell(&order);
        let own = self.session.lane().obey(order);
        let mut told = vec![own];
        told.extend(self.crew.told(number).await);
        told
    }

    /// Forgets everything, in a new zone.
    async fn restart(&mut self, zone: Zone) {
        self.tell(Order::Clear).await;
        self.session = session_now(zone, self.crew.lanes());
        self.held.clear();
    }

    async fn serve(&mut self, request: Request, files: Vec<File>) {
        match request {
            Request::Hello { .. } => {
                post(&Reply::Ready { version: VERSION }, []);
                practise_at_leisure();
            }
            // Taken out of the line before it gets here.
            Request::Cancel { .. } => {}
            Request::Import { job, overrides } => self.import(job, sources(files, overrides, &[])).await,
            Request::Sample { job } => {
                let made = sample::shop_files(sample::SEED, ingest::encode_gb18030);
                let files = made.iter().map(|(name, bytes)| file_of(name, bytes)).collect();
                self.import(job, sources(files, vec![], &[])).await;
            }
            Request::Restore { job, zone, overrides, broken } => {
                self.restart(zone_called(&zone)).await;
                let sources = sources(files, overrides, &broken);
                let read = self.take(job, &sources).await;
                self.give_up_on(&sources[read..]);
                self.finish(job).await;
            }
            Request::Remap { job, file, overrides } => {
                let again: Vec<Source> = self.held.iter().filter(|(id, _)| *id == file).map(|(_, source)| source.clone()).collect();
                let again: Vec<Source> = again.into_iter().map(|source| Source { overrides: overrides.clone(), ..source }).collect();
                // The old reading goes first: the same bytes twice would be a duplicate.
                self.forget(file).await;
                let read = self.take(job, &again).await;
                self.give_up_on(&again[read..]);
                self.finish(job).await;
            }
            Request::Zone { job, zone } => {
                let sources: Vec<Source> = self.held.iter().map(|(_, source)| source.clone()).collect();
                let before = zone_called(self.session.zone().name());
                self.restart(zone_called(&zone)).await;
                if self.take(job, &sources).await < sources.len() {
                    // Cancelled: back to the zone before, which takes as long as it takes.
                    CANCELLED.with_borrow_mut(|jobs| jobs.retain(|cancelled| *cancelled != job));
                    self.restart(before).await;
                    let read = self.take(job, &sources).await;
                    self.give_up_on(&sources[read..]);
                }
                self.finish(job).await;
            }
            Request::Remove { file } => {
                self.forget(file).await;
                self.settle().await;
                self.list(None);
            }
            Request::Clear => {
                self.tell(Order::Clear).await;
                self.session.clear();
                self.held.clear();
                self.list(None);
            }
            Request::Ask { seq, question } => {
                let mut report = None;
                if let Some(mut asking) = self.session.ask(&question) {
                    let mut told = Vec::new();
                    while let Some(order) = asking.next(told) {
                        told = self.tell(order).await;
                    }
                    report = Some(Box::new(self.session.report(asking)));
                }
                let drawn = report.is_some();
                post(&Reply::Answer { seq, report }, []);
                if drawn {
                    bring_more();
                }
            }
            Request::Ads { slot, seq, ask, filters } => {
                let texts = self.session.ads_texts(&ask);
                let words = if texts.is_empty() { None } else { speller::cut(&texts).await };
                let cut = words.as_ref().map(|words| {
                    move |text: &str| texts.iter().position(|known| known == text).map_or_else(Vec::new, |at| words[at].clone())
                });
                let told = self.session.ads(&ask, &filters, cut.as_ref().map(|cut| cut as Cutter<'_>));
                post(&Reply::Ads { slot, seq, told: Some(Box::new(told)) }, []);
            }
            Request::Rejects { file, start, count } => {
                let rows = self.rejects(file, start, count).await;
                post(&Reply::Rejects { file, start, rows }, []);
            }
            Request::Rows { job, drill, count } => self.first_rows(job, *drill, count).await,
            Request::RowsCsv { job, drill, words, name } => self.rows_csv(job, *drill, words, name).await,
            Request::Sql { metric, drill, engine } => {
                if let Ok(wanted) = engine.parse() {
                    let text = self.session.sql(metric, &drill, wanted);
                    post(&Reply::Sql { metric, engine, text }, []);
                }
            }
            Request::AllRejects { file } => {
                let rows = self.rejects(file, 0, u64::MAX).await.map(Box::new);
                post(&Reply::AllRejects { file, rows }, []);
            }
        }
    }

    /// Reads new files; when that is cancelled, none of them stays.
    async fn import(&mut self, job: u32, sources: Vec<Source>) {
        let before = self.held.len();
        if self.take(job, &sources).await < sources.len() {
            for (id, _) in self.held.split_off(before) {
                self.remove(id).await;
            }
        }
        self.finish(job).await;
    }

    /// Reads files in order; gives how many were dealt with before somebody cancelled.
    async fn take(&mut self, job: u32, sources: &[Source]) -> usize {
        let total = sources.iter().map(|source| source.file.size() as u64).sum();
        let mut pace = Pace { job, position: 0, name: String::new(), before: 0, total, told: 0.0 };
        for source in sources {
            pace.name = source.file.name();
            pace.tell(0, 0);
            let before = self.held.len();
            if self.read_opened(source, &mut pace).await.is_err() {
                for (id, _) in self.held.split_off(before) {
                    self.remove(id).await;
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

    /// Lists files that were to be read when somebody cancelled.
    fn give_up_on(&mut self, sources: &[Source]) {
        for source in sources {
            let id = self.session.refuse(&source.file.name(), source.file.size() as u64, Problem::Cancelled);
            self.held.push((id, source.clone()));
        }
    }

    /// Forgets a file on all lanes.
    async fn remove(&mut self, file: FileId) {
        let number = self.crew.tell(&Order::Remove(file));
        self.session.remove(file);
        self.crew.told(number).await;
    }

    /// Forgets a file, and the handles of copies that go with it.
    async fn forget(&mut self, file: FileId) {
        self.remove(file).await;
        let listed = self.session.files();
        self.held.retain(|(id, _)| listed.iter().any(|report| report.id == *id));
    }

    /// Puts the files together.
    async fn settle(&mut self) {
        let told = self.tell(Order::Settle).await;
        self.session.settle_with(told);
    }

    /// Ends an import.
    async fn finish(&mut self, job: u32) {
        self.settle().await;
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

/// Practises once the page has had the time to come up, unless there is work already, and brings the other half, so that
/// nothing need be asked for once there are files.
fn practise_at_leisure() {
    let practise = Closure::once_into_js(|| {
        let idle = DESK.with_borrow(|desk| desk.as_ref().is_some_and(|desk| desk.held.is_empty()));
        if idle {
            bring_more();
            warm::practise();
        }
    });
    // Where there is no clock, large files are a little slower, and that is all.
    let _ = scope().set_timeout_with_callback_and_timeout_and_arguments_0(practise.unchecked_ref(), LEISURE);
}

/// Brings the worker's other half, once.
fn bring_more() {
    if !BROUGHT.replace(true) {
        beside::bring_more();
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
