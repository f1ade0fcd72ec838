//! The page's end of the wire: one worker, its requests, its replies, and another worker when it breaks.
//!
//! A part of the page uses it like this: `let client = Client::start(move |heard| state.dispatch(heard.into()))`
//! once, then `client.send(request, files)`. Replies come to the function given to `start`, in order. After
//! [`Heard::Crashed`] a `Files` reply follows; questions that were open then are to be asked again.

mod keeper;

pub use keeper::Heard;

use super::browser::{self, FileHandle, Worker};
use crate::wire::protocol::{Overrides, Reply, Request};
use keeper::{Deed, Keeper};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// How long a cancelled import may go on before its worker is replaced, in milliseconds.
const PATIENCE: u32 = 3000;

/// A handle to the worker; clones share it.
#[derive(Clone)]
pub struct Client(Rc<Line>);

struct Line {
    keeper: RefCell<Keeper<FileHandle>>,
    worker: RefCell<Option<Worker>>,
    /// Grows with each worker, so that a late word of an old one is not taken for the new one's.
    generation: Cell<u32>,
    tell: Box<dyn Fn(Heard)>,
}

impl PartialEq for Client {
    fn eq(&self, other: &Client) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Client {
    /// Starts a worker. Everything it says, and every trouble with it, goes to `tell`; never during this call.
    pub fn start(tell: impl Fn(Heard) + 'static) -> Client {
        let (keeper, deeds) = Keeper::start();
        let line = Line { keeper: RefCell::new(keeper), worker: RefCell::new(None), generation: Cell::new(0), tell: Box::new(tell) };
        let client = Client(Rc::new(line));
        client.perform(deeds);
        client
    }

    /// Asks the worker for something. File handles go beside `Import`, in order; nothing beside other requests.
    pub fn send(&self, request: Request, files: Vec<FileHandle>) {
        self.change(|keeper| keeper.send(request, files));
    }

    /// The files that the worker holds, with what is said about each.
    pub fn held(&self) -> Vec<(FileHandle, Overrides)> {
        self.0.keeper.borrow().held()
    }

    fn change(&self, change: impl FnOnce(&mut Keeper<FileHandle>) -> Vec<Deed<FileHandle>>) {
        let deeds = change(&mut self.0.keeper.borrow_mut());
        self.perform(deeds);
    }

    fn perform(&self, deeds: Vec<Deed<FileHandle>>) {
        for deed in deeds {
            match deed {
                Deed::Spawn => self.spawn(),
                Deed::Post(request, files) => {
                    if let Some(worker) = self.0.worker.borrow().as_ref() {
                        worker.post(&request, &files);
                    }
                }
                Deed::WaitFor(job) => {
                    let client = self.clone();
                    browser::later(PATIENCE, move || client.change(|keeper| keeper.waited_for(job)));
                }
                Deed::Tell(heard) => (self.0.tell)(heard),
            }
        }
    }

    fn spawn(&self) {
        let generation = self.0.generation.get() + 1;
        self.0.generation.set(generation);
        let (listener, mourner) = (self.clone(), self.clone());
        let hear = move |message: Option<(Reply, Vec<FileHandle>)>| match message {
            _ if listener.0.generation.get() != generation => {}
            Some((reply, files)) => {
                if let (Reply::RowsCsv { .. }, Some(file)) = (&reply, files.first()) {
                    browser::save_file(file);
                }
                listener.change(|keeper| keeper.hear(reply, files));
            }
            None => listener.change(|keeper| keeper.end("the worker speaks another protocol".into())),
        };
        let broke = move |detail: String| {
            if mourner.0.generation.get() == generation {
                mourner.change(|keeper| keeper.crash(detail));
            }
        };
        let client = self.clone();
        let failed = move |detail: String| client.change(|keeper| keeper.end(detail));
        self.0.worker.replace(Some(Worker::spawn(hear, broke, failed)));
    }
}
