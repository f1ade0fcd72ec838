//! What the page remembers about its worker, so that a worker that breaks can be replaced without losing anything:
//! which files it held, which requests it still owes, which file it was reading.
//!
//! Pure: every method takes what happened and gives the deeds to do, in order. Generic over the file handle, so that
//! it is tested without a browser.

use crate::model::{FileId, Zone};
use crate::report::{FileReport, FileState, Problem};
use crate::wire::protocol::{Overrides, Reply, Request, VERSION};
use std::collections::VecDeque;

/// What the page hears from its worker.
#[derive(Clone, PartialEq, Debug)]
pub enum Heard {
    /// An answer, as the worker sent it.
    Reply(Box<Reply>),
    /// The worker broke; another one has taken its place and reads the other files again. A `Files` reply follows.
    Crashed {
        /// Name of the file it was reading, if it was reading one.
        name: Option<String>,
        /// What the browser says about it; for people who look for the cause.
        detail: String,
    },
    /// The worker cannot be used: the page has to be loaded again.
    Reload {
        /// What speaks for it.
        detail: String,
    },
}

/// Something to do in the browser.
#[derive(Clone, PartialEq, Debug)]
pub enum Deed<H> {
    /// Put a new worker in the place of the old one.
    Spawn,
    /// Send a request to the worker, handles beside it.
    Post(Request, Vec<H>),
    /// Look again in a while whether a cancelled import has ended.
    WaitFor(u32),
    /// Tell the page.
    Tell(Heard),
}

/// A file that the worker holds or is to read again.
#[derive(Clone)]
struct Kept<H> {
    /// The worker's number for it; None while it was never read to its end.
    id: Option<FileId>,
    handle: H,
    overrides: Overrides,
    /// A worker broke on it: it is not read again.
    broken: bool,
}

/// A request and what the page has said about it since.
struct Sent<H> {
    request: Request,
    files: Vec<H>,
    cancelled: bool,
}

#[derive(PartialEq, Eq)]
enum Phase {
    Starting,
    Working,
    Over,
}

/// The page's memory of its worker.
pub struct Keeper<H> {
    phase: Phase,
    zone: String,
    kept: Vec<Kept<H>>,
    /// Requests that wait for the worker to be ready.
    waiting: VecDeque<Sent<H>>,
    /// Requests that the worker owes an answer to, in order.
    owed: VecDeque<Sent<H>>,
    /// Import, position and name of the file being read.
    reading: Option<(u32, usize, String)>,
    /// Times the worker broke without reading, since its last answer.
    idle_crashes: u32,
    spare_job: u32,
    /// Whether the worker has read anything: its memory grows and never shrinks.
    used: bool,
    /// The import of a new worker that the page need not hear of.
    silent: Option<u32>,
}

impl<H: Clone> Keeper<H> {
    /// A memory without a worker, and the deeds that start one.
    pub fn start() -> (Keeper<H>, Vec<Deed<H>>) {
        let keeper = Keeper {
            phase: Phase::Starting,
            zone: Zone::DEFAULT.to_string(),
            kept: Vec::new(),
            waiting: VecDeque::new(),
            owed: VecDeque::new(),
            reading: None,
            idle_crashes: 0,
            spare_job: u32::MAX,
            used: false,
            silent: None,
        };
        (keeper, vec![Deed::Spawn, hello()])
    }

    /// The page asks for something.
    pub fn send(&mut self, request: Request, files: Vec<H>) -> Vec<Deed<H>> {
        let sent = Sent { request, files, cancelled: false };
        match self.phase {
            Phase::Over => vec![],
            Phase::Starting => {
                self.waiting.push_back(sent);
                vec![]
            }
            Phase::Working => self.post(sent),
        }
    }

    fn post(&mut self, sent: Sent<H>) -> Vec<Deed<H>> {
        let mut deeds = vec![Deed::Post(sent.request.clone(), sent.files.clone())];
        if let Request::Cancel { job } = sent.request {
            for owed in self.owed.iter_mut().filter(|owed| job_of(&owed.request) == Some(job)) {
                owed.cancelled = true;
            }
            deeds.push(Deed::WaitFor(job));
        } else {
            self.owed.push_back(sent);
        }
        deeds
    }

    /// The files that the worker holds and that can be read again, with what is said about each.
    pub fn held(&self) -> Vec<(H, Overrides)> {
        self.kept.iter().filter(|kept| !kept.broken).map(|kept| (kept.handle.clone(), kept.overrides.clone())).collect()
    }

    /// The worker says something.
    pub fn hear(&mut self, reply: Reply, handles: Vec<H>) -> Vec<Deed<H>> {
        if self.phase == Phase::Over {
            return vec![];
        }
        match &reply {
            Reply::Ready { version } if *version != VERSION => {
                return self.end(format!("page of protocol {VERSION}, worker of protocol {version}"));
            }
            Reply::Ready { .. } => {
                self.phase = Phase::Working;
                let waiting = std::mem::take(&mut self.waiting);
                return waiting.into_iter().flat_map(|sent| self.post(sent)).collect();
            }
            Reply::Progress { job, position, name, .. } => {
                self.used = true;
                self.reading = Some((*job, *position as usize, name.clone()));
            }
            Reply::Files { job, files } => {
                self.reading = None;
                let paid = self.pay(|request| match job {
                    Some(job) => job_of(request) == Some(*job),
                    None => matches!(request, Request::Remove { .. } | Request::Clear),
                });
                if let Some(Sent { request: Request::Zone { zone, .. }, cancelled: false, .. }) = paid {
                    self.zone = zone;
                }
                self.kept = files.iter().zip(handles).map(|(report, handle)| Kept::of(report, handle)).collect();
                if self.silent.take_if(|silent| Some(*silent) == *job).is_some() {
                    return vec![];
                }
                if self.kept.is_empty() && self.owed.is_empty() && self.used {
                    let mut deeds = vec![Deed::Tell(Heard::Reply(Box::new(reply)))];
                    deeds.extend(self.renew());
                    return deeds;
                }
            }
            Reply::Answer { seq, .. } => {
                self.idle_crashes = 0;
                self.pay(|request| matches!(request, Request::Ask { seq: asked, .. } if asked == seq));
            }
            Reply::Ads { slot, seq, .. } => {
                self.pay(|request| matches!(request, Request::Ads { slot: of, seq: asked, .. } if (of, asked) == (slot, seq)));
            }
            Reply::Rejects { file, .. } => {
                self.pay(|request| matches!(request, Request::Rejects { file: asked, .. } if asked == file));
            }
            Reply::Rows { job, .. } => {
                self.pay(|request| matches!(request, Request::Rows { job: asked, .. } if asked == job));
            }
            Reply::RowsCsv { job, .. } => {
                self.pay(|request| matches!(request, Request::RowsCsv { job: asked, .. } if asked == job));
            }
            Reply::Sql { metric, engine, .. } => {
                self.pay(|request| matches!(request, Request::Sql { metric: asked, engine: of, .. } if asked == metric && of == engine));
            }
            Reply::RowsProgress { .. } => {}
            Reply::AllRejects { file, .. } => {
                self.pay(|request| matches!(request, Request::AllRejects { file: asked } if asked == file));
            }
        }
        vec![Deed::Tell(Heard::Reply(Box::new(reply)))]
    }

    /// Takes the first owed request that an answer belongs to off the list.
    fn pay(&mut self, answered: impl Fn(&Request) -> bool) -> Option<Sent<H>> {
        let at = self.owed.iter().position(|owed| answered(&owed.request))?;
        self.owed.remove(at)
    }

    /// The worker said something that this page cannot read, or never began.
    pub fn end(&mut self, detail: String) -> Vec<Deed<H>> {
        self.phase = Phase::Over;
        vec![Deed::Tell(Heard::Reload { detail })]
    }

    /// The worker broke: a panic, a trap, no memory.
    pub fn crash(&mut self, detail: String) -> Vec<Deed<H>> {
        match self.phase {
            Phase::Over => return vec![],
            Phase::Starting => return self.end(detail),
            Phase::Working => {}
        }
        let culprit = self.owed.pop_front();
        let job = culprit.as_ref().and_then(|sent| job_of(&sent.request));
        let reading = self.reading.take().filter(|(reading, ..)| Some(*reading) == job).map(|(_, position, name)| (position, name));
        if job.is_none() {
            self.idle_crashes += 1;
            if self.idle_crashes > 1 {
                return self.end(detail);
            }
        }
        let files = self.after(culprit, reading.as_ref().map(|(position, _)| *position));
        let name = reading.map(|(_, name)| name).filter(|name| !name.is_empty());
        let mut deeds = self.replace(job, files);
        deeds.push(Deed::Tell(Heard::Crashed { name, detail }));
        deeds
    }

    /// Time has passed since an import was cancelled: a worker that is still at it is replaced.
    pub fn waited_for(&mut self, job: u32) -> Vec<Deed<H>> {
        let stuck = self.owed.front().is_some_and(|owed| owed.cancelled && job_of(&owed.request) == Some(job));
        if !stuck || self.phase != Phase::Working {
            return vec![];
        }
        let culprit = self.owed.pop_front().filter(|owed| !matches!(owed.request, Request::Import { .. }));
        let position = self.reading.take().map(|(_, position, _)| position);
        let files = self.after(culprit, position);
        self.replace(Some(job), files)
    }

    /// The files to read again after the worker broke on a request, at a position of its files.
    fn after(&self, culprit: Option<Sent<H>>, position: Option<usize>) -> Vec<Kept<H>> {
        let mut files = self.kept.clone();
        let Some(Sent { request, files: handles, .. }) = culprit else { return files };
        match request {
            Request::Import { overrides, .. } => files.extend(blame(fresh(handles, overrides), position)),
            Request::Restore { overrides, broken, .. } => {
                files = blame(fresh(handles, overrides), position);
                for at in broken {
                    files[at as usize].broken = true;
                }
            }
            Request::Remap { file, .. } => {
                files.iter_mut().filter(|kept| kept.id == Some(file)).for_each(|kept| kept.broken = true);
            }
            Request::Clear => files.clear(),
            _ => {}
        }
        files
    }

    /// A new worker in the place of one that holds nothing any more but memory.
    fn renew(&mut self) -> Vec<Deed<H>> {
        let deeds = self.replace(None, Vec::new());
        self.silent = Some(self.spare_job);
        deeds
    }

    /// A new worker that reads these files, then what was still asked for; questions and single files are asked again
    /// by the page, whose file numbers may be old.
    fn replace(&mut self, job: Option<u32>, files: Vec<Kept<H>>) -> Vec<Deed<H>> {
        let job = job.unwrap_or_else(|| {
            self.spare_job -= 1;
            self.spare_job
        });
        self.phase = Phase::Starting;
        self.used = false;
        let restore = Request::Restore {
            job,
            zone: self.zone.clone(),
            overrides: files.iter().map(|kept| kept.overrides.clone()).collect(),
            broken: (0..).zip(&files).filter(|(_, kept)| kept.broken).map(|(at, _)| at).collect(),
        };
        let handles = files.into_iter().map(|kept| kept.handle).collect();
        self.waiting.push_back(Sent { request: restore, files: handles, cancelled: false });
        self.waiting.extend(self.owed.drain(..).filter_map(Sent::lasting));
        vec![Deed::Spawn, hello()]
    }
}

impl<H> Sent<H> {
    /// The request as a new worker should get it. A cancelled import becomes one of no files: it still needs its end.
    fn lasting(self) -> Option<Sent<H>> {
        match (&self.request, job_of(&self.request)) {
            (_, Some(job)) if self.cancelled => {
                Some(Sent { request: Request::Import { job, overrides: vec![] }, files: vec![], cancelled: false })
            }
            (Request::Import { .. } | Request::Sample { .. } | Request::Zone { .. } | Request::Clear, _) => Some(self),
            _ => None,
        }
    }
}

impl<H> Kept<H> {
    /// What was said about a file can be told from its report.
    fn of(report: &FileReport, handle: H) -> Kept<H> {
        Kept { id: Some(report.id), handle, overrides: Overrides::of(report), broken: report.state == FileState::Failed(Problem::Crashed) }
    }
}

/// Files that no worker has read to the end.
fn fresh<H>(handles: Vec<H>, overrides: Vec<Overrides>) -> Vec<Kept<H>> {
    let mut overrides = overrides.into_iter();
    handles.into_iter().map(|handle| Kept { id: None, handle, overrides: overrides.next().unwrap_or_default(), broken: false }).collect()
}

/// Marks the file that was being read; all of them when none was, since then they broke the worker together.
fn blame<H>(mut files: Vec<Kept<H>>, position: Option<usize>) -> Vec<Kept<H>> {
    match position.and_then(|at| files.get_mut(at)) {
        Some(file) => file.broken = true,
        None => files.iter_mut().for_each(|file| file.broken = true),
    }
    files
}

fn hello<H>() -> Deed<H> {
    Deed::Post(Request::Hello { version: VERSION }, vec![])
}

/// The number of an import.
fn job_of(request: &Request) -> Option<u32> {
    match request {
        Request::Import { job, .. }
        | Request::Restore { job, .. }
        | Request::Sample { job }
        | Request::Remap { job, .. }
        | Request::Zone { job, .. } => Some(*job),
        _ => None,
    }
}

#[cfg(test)]
#[path = "keeper_tests.rs"]
mod tests;
