//! The lanes of the program, each on a thread of its own.

use dianzhang::ingest::{Cut, PIECE};
use dianzhang::model::{FileId, Problem, Remark, Zone};
use dianzhang::report::{Question, Report};
use dianzhang::store::events::Parcel;
use dianzhang::unpack::Container;
use dianzhang::wire::lane::{Lane, Order, Told};
use dianzhang::wire::protocol::Overrides;
use dianzhang::wire::session::{Import, Session, Step};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

/// Bytes pushed at a time where a file is read in one go.
const CHUNK: usize = 1 << 20;

/// Events that may wait to be dealt.
const WAITING: usize = 1 << 17;

/// More threads than this wait for each other.
const MOST: usize = 64;

/// The lanes beside the session's own.
pub struct Crew {
    others: Vec<Lane>,
}

impl Crew {
    /// A session and its crew: as many lanes as wanted, or as the machine has cores; fewer where there is little to read.
    pub fn of(zone: Zone, threads: Option<usize>, bytes: u64) -> (Session, Crew) {
        let cores = || thread::available_parallelism().map_or(1, usize::from);
        let useful = usize::try_from(bytes / (2 * PIECE)).unwrap_or(MOST) + 1;
        let lanes = threads.unwrap_or_else(cores).clamp(1, MOST).min(useful);
        (Session::of_lanes(zone, lanes), Crew { others: (1..lanes).map(|number| Lane::new(number, lanes)).collect() })
    }

    /// All lanes at once do what is told.
    pub fn tell(&mut self, session: &mut Session, order: &Order) -> Vec<Told> {
        thread::scope(|scope| {
            let others: Vec<_> = self.others.iter_mut().map(|lane| scope.spawn(|| lane.obey(order.clone()))).collect();
            let own = session.lane().obey(order.clone());
            // A lane that breaks would take its persons with it: the program breaks too.
            std::iter::once(own).chain(others.into_iter().map(|other| other.join().unwrap_or_else(|broke| resume_unwind(broke)))).collect()
        })
    }

    fn deliver(&mut self, file: FileId, parcels: Vec<Parcel>) {
        self.others.iter_mut().zip(parcels).for_each(|(lane, parcel)| lane.accept(file, &parcel));
    }

    /// Reads a file; None where its size has changed meanwhile.
    pub fn read(&mut self, session: &mut Session, path: &Path, name: &str, size: u64, overrides: &Overrides) -> io::Result<Option<FileId>> {
        let mut import = session.begin(name, size, overrides);
        let mut file = File::open(path)?;
        let (mut buffer, mut read, mut reads) = (vec![0; CHUNK], 0, Vec::new());
        loop {
            let count = match file.read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                count => count?,
            };
            let first = read == 0;
            read += count as u64;
            let step = match import.push(&buffer[..count]) {
                Step::Restart => Step::Restart,
                _ if count == 0 => break,
                Step::Continue if first && size > 2 * PIECE => match self.in_pieces(session, &mut import, path, size)? {
                    Some((Step::Continue, names)) => {
                        reads = names;
                        read = size;
                        break;
                    }
                    Some((Step::Restart, _)) => Step::Restart,
                    None => Step::Continue,
                },
                Step::Continue => {
                    if import.waiting() > WAITING {
                        let parcels = session.deal(&mut import);
                        self.deliver(import.id(), parcels);
                    }
                    Step::Continue
                }
            };
            if step == Step::Restart {
                self.tell(session, &Order::Discard);
                file.seek(SeekFrom::Start(0))?;
                read = 0;
            }
        }
        if read != size && size > 0 {
            self.tell(session, &Order::Discard);
            return Ok(None);
        }
        Ok(Some(self.admit(session, import, reads)))
    }

    /// Reads one text of a container, in one go; with it comes what was noticed on the way.
    pub fn read_part(
        &mut self,
        session: &mut Session,
        (inside, at): (&mut Container, usize),
        name: &str,
        size: u64,
        overrides: &Overrides,
    ) -> Result<(FileId, Vec<Remark>), Problem> {
        let mut import = session.begin(name, size, overrides);
        loop {
            let mut again = false;
            let read = inside.read(at, &mut |bytes| {
                again = import.push(bytes) == Step::Restart;
                if !again && import.waiting() > WAITING {
                    let parcels = session.deal(&mut import);
                    self.deliver(import.id(), parcels);
                }
                !again
            });
            if again || read.is_err() {
                self.tell(session, &Order::Discard);
            }
            let remarks = read?;
            if !again {
                return Ok((self.admit(session, import, Vec::new()), remarks));
            }
        }
    }

    /// Lets all lanes take in the rows of a file that was read to its end.
    fn admit(&mut self, session: &mut Session, import: Import, reads: Vec<dianzhang::wire::session::Read>) -> FileId {
        let id = import.id();
        let mut closing = session.close(import, reads);
        self.deliver(id, std::mem::take(&mut closing.parcels));
        let told = closing.order().map(|order| self.tell(session, &order)).unwrap_or_default();
        let (id, admit) = session.conclude(closing, told);
        if let Some(admit) = admit {
            self.tell(session, &admit);
        }
        id
    }

    /// Reads a file in pieces, all lanes at once; None where that cannot be done.
    #[allow(clippy::type_complexity)]
    fn in_pieces(
        &mut self,
        session: &mut Session,
        import: &mut Import,
        path: &Path,
        size: u64,
    ) -> io::Result<Option<(Step, Vec<dianzhang::wire::session::Read>)>> {
        let Some((plan, rows)) = import.plan() else { return Ok(None) };
        let file = import.id();
        self.tell(session, &Order::Open(file, Box::new(plan), rows));
        let cut = Cut::of(size);
        let lanes: Vec<&mut Lane> = std::iter::once(session.lane()).chain(&mut self.others).collect();
        let inboxes: Vec<Mutex<Vec<Parcel>>> = lanes.iter().map(|_| Mutex::default()).collect();
        let (next, count) = (AtomicU32::new(0), cut.pieces());
        let taking = Mutex::new(&mut *import);
        let work = |number: usize, lane: &mut Lane| -> io::Result<()> {
            let (mut handle, mut bytes) = (File::open(path)?, Vec::new());
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= count {
                    return Ok(());
                }
                let (from, to) = cut.bytes_of(at);
                bytes.resize((to - from) as usize, 0);
                handle.seek(SeekFrom::Start(from))?;
                handle.read_exact(&mut bytes)?;
                let (piece, parcels) = lane.read(at, &bytes, cut);
                if let Ok(mut import) = taking.lock() {
                    import.piece(piece);
                }
                for (to, parcel) in parcels.into_iter().enumerate() {
                    if to == number {
                        lane.accept(file, &parcel);
                    } else if let Ok(mut inbox) = inboxes[to].lock() {
                        inbox.push(parcel);
                    }
                }
                let mine = inboxes[number].lock().map(|mut inbox| std::mem::take(&mut *inbox)).unwrap_or_default();
                mine.iter().for_each(|parcel| lane.accept(file, parcel));
            }
        };
        thread::scope(|scope| {
            let work = &work;
            let threads: Vec<_> = lanes.into_iter().enumerate().map(|(number, lane)| scope.spawn(move || work(number, lane))).collect();
            let done: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap_or_else(|broke| resume_unwind(broke))).collect();
            done.into_iter().collect::<io::Result<()>>()
        })?;
        for (number, inbox) in inboxes.into_iter().enumerate() {
            for parcel in inbox.into_inner().unwrap_or_default() {
                match number.checked_sub(1) {
                    None => session.lane().accept(file, &parcel),
                    Some(other) => self.others[other].accept(file, &parcel),
                }
            }
        }
        let names = self.tell(session, &Order::Close).into_iter().filter_map(Told::names).collect();
        Ok(Some((import.gathered(), names)))
    }

    /// Puts the files together.
    pub fn settle(&mut self, session: &mut Session) {
        let told = self.tell(session, &Order::Settle);
        session.settle_with(told);
    }

    /// Answers a question; None when nothing with a date is loaded.
    pub fn answer(&mut self, session: &mut Session, question: &Question) -> Option<Report> {
        let mut asking = session.ask(question)?;
        let mut told = Vec::new();
        while let Some(order) = asking.next(told) {
            told = self.tell(session, &order);
        }
        Some(session.report(asking))
    }
}
