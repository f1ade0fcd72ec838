//! One file, pushed in chunk by chunk: the stages of reading in order.

use super::digest::{self, Digest};
use super::encoding::{Encoding, Utf8Check};
use super::epoch::{self, Epoch};
use super::gather::Gathering;
use super::head::Head;
use super::piece::{Piece, Plan};
use super::recognise::{self, Found, Given};
use super::sink::{Builder, Sink};
use super::tokens::Limit;
use super::values::Order;
use super::watch::{Batch, Wanted, Watch};
use crate::model::{EventRows, Evidence, NameSet, Problem, Recipe, Role, Said, Table, Zone};
use body::{Body, Refusal, Seen, order_plan};
use outcome::failed;
pub use outcome::{Events, Outcome};

mod body;
mod outcome;

/// Bytes that recognition looks at; as many times more as it takes to hold the first line, up to [`LONGEST_HEAD`].
pub const HEAD: usize = 256 << 10;

/// No real first line is longer than this.
const LONGEST_HEAD: usize = 4 << 20;

/// How many bytes of a file recognition wants to look at, `wanted` having been too few or not.
pub fn head_size(bytes: &[u8], mut wanted: usize) -> usize {
    while bytes.len() >= wanted && wanted < LONGEST_HEAD && memchr::memchr2(b'\n', b'\r', &bytes[..wanted]).is_none() {
        wanted *= 2;
    }
    wanted
}

/// What is said about a file from outside.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// The file's name: some reports name their day nowhere else.
    pub name: String,
    /// The shop's zone, for times without an offset.
    pub zone: Zone,
    /// The table, against the guess.
    pub table: Option<Table>,
    /// The roles of the columns in order, against the guess.
    pub columns: Option<Vec<Role>>,
    /// How the file is written, against the guess.
    pub said: Said,
    /// Mappings that were kept: the first that fits is used where nothing is said about the file itself.
    pub recipes: Vec<Recipe>,
    /// The time of reading in unix seconds, where it is known.
    pub now: Option<i64>,
}

/// What to do after a push.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Go on.
    Continue,
    /// Something in the file shows that a guess from its head was wrong: push it again from its first byte.
    Restart,
}

/// What a first reading has taught about a file.
#[derive(Clone, Default)]
pub struct Knowledge {
    encoding: Option<Encoding>,
    orders: Vec<(Role, Order)>,
    /// The file cannot be read in pieces.
    whole: bool,
}

impl Knowledge {
    /// Which of day and month comes first in a column, as far as it is said or was learnt.
    fn order(&self, role: Role, said: &Said) -> Option<Order> {
        let given = said.day_first.map(|day_first| if day_first { Order::DayFirst } else { Order::MonthFirst });
        given.or_else(|| self.orders.iter().find(|(known, _)| *known == role).map(|(_, order)| *order))
    }
}

/// Reads one file.
pub struct Importer {
    hints: Hints,
    knowledge: Knowledge,
    digest: Digest,
    size: u64,
    /// What others have read in pieces.
    gathering: Option<Gathering>,
    utf8: Utf8Check,
    head: Vec<u8>,
    wanted: usize,
    /// Which rows are looked for, where the file is read once more.
    watched: Option<Wanted>,
    body: Option<Result<Box<Body>, Refusal>>,
}

/// What a further reading of a file gives: rows with their cells, and for events what they are.
#[derive(Default)]
pub struct Reread<'a> {
    /// The roles of the cells.
    pub roles: Vec<Role>,
    /// The rows with their cells.
    pub rows: Batch,
    /// The same rows as events, where all of them are wanted and the file holds events.
    pub events: EventRows,
    /// What the codes of the events mean.
    pub names: Option<&'a NameSet>,
}

impl Importer {
    /// An importer for one file.
    pub fn new(hints: Hints) -> Importer {
        Importer {
            hints,
            knowledge: Knowledge::default(),
            digest: Digest::default(),
            size: 0,
            gathering: None,
            utf8: Utf8Check::default(),
            head: Vec::new(),
            wanted: HEAD,
            watched: None,
            body: None,
        }
    }

    /// An importer that reads a file once more, for the rows that are wanted. With what the first reading has learnt it
    /// asks for no restart.
    pub fn again(hints: Hints, knowledge: Knowledge, wanted: Wanted) -> Importer {
        Importer { knowledge, watched: Some(wanted), ..Importer::new(hints) }
    }

    /// What was learnt about the file so far.
    pub fn learnt(&self) -> Knowledge {
        self.knowledge.clone()
    }

    /// Rows that wait for [`Importer::reread`].
    pub fn watched(&self) -> usize {
        match &self.body {
            Some(Ok(body)) => body.sink.watch.as_ref().map_or(0, Watch::waiting),
            _ => 0,
        }
    }

    /// Whether no further row is wanted.
    pub fn is_over(&self) -> bool {
        match &self.body {
            Some(Ok(body)) => body.sink.watch.as_ref().is_some_and(Watch::is_over),
            Some(Err(_)) => true,
            None => false,
        }
    }

    /// The rows read once more, since the last time.
    pub fn reread(&mut self) -> Reread<'_> {
        let Some(Ok(body)) = &mut self.body else { return Reread::default() };
        let Sink { builder, watch, .. } = &mut body.sink;
        let (events, names) = match builder {
            Some(Builder::Events(builder)) => {
                let (rows, names) = builder.take(EventRows::default());
                (rows, Some(names))
            }
            _ => Default::default(),
        };
        match watch {
            Some(watch) => Reread { roles: watch.roles(), rows: watch.take(), events, names },
            None => Reread::default(),
        }
    }

    /// Says that all bytes were pushed, where the file is read once more; [`Importer::reread`] has the last rows.
    pub fn end(&mut self) {
        self.open_whole();
        if let Some(Ok(body)) = &mut self.body {
            // What cannot be read to its end was told when the file was read first.
            let _ = body.end();
        }
    }

    /// Pushes the next bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) -> Step {
        self.digest.push(bytes);
        self.size += bytes.len() as u64;
        let again = if self.body.is_some() {
            self.check(bytes);
            self.read(bytes)
        } else {
            self.head.extend_from_slice(bytes);
            self.wanted = head_size(&self.head, self.wanted);
            if self.head.len() < self.wanted {
                return Step::Continue;
            }
            let head = std::mem::take(&mut self.head);
            self.open(&head[..self.wanted], false);
            // The head has been judged as a whole; what follows may show that it misled.
            self.utf8.push(&head[..self.wanted]);
            self.utf8.judged();
            self.check(&head[self.wanted..]);
            self.read(&head)
        };
        if again { self.restart() } else { Step::Continue }
    }

    /// Looks whether text that was taken for UTF-8 is, beyond the head.
    fn check(&mut self, bytes: &[u8]) {
        if matches!(&self.body, Some(Ok(body)) if body.seen.head.encoding == Encoding::Utf8) {
            self.utf8.push(bytes);
        }
    }

    /// Forgets everything but what it has learnt.
    fn restart(&mut self) -> Step {
        let fresh = Importer::new(self.hints.clone());
        *self = Importer { knowledge: std::mem::take(&mut self.knowledge), watched: self.watched.take(), ..fresh };
        Step::Restart
    }

    /// Bytes pushed so far.
    pub fn pushed(&self) -> u64 {
        self.size
    }

    /// Rows read so far.
    pub fn rows(&self) -> u64 {
        match &self.body {
            Some(Ok(body)) => body.sink.account.read,
            _ => 0,
        }
    }

    /// How the file can be read in pieces, once its head was pushed; None where it must be read in one go.
    pub fn plan(&self) -> Option<Plan> {
        let Some(Ok(body)) = &self.body else { return None };
        let Seen { head, found, said, epoch } = body.seen.as_ref();
        let orders = match body.sink.builder {
            Some(Builder::Events(_)) => None,
            Some(Builder::Orders(_)) => Some(Box::new(order_plan(&body.seen, &self.hints, &self.knowledge))),
            _ => return None,
        };
        if self.knowledge.whole || head.needs_mask() || body.foreign.is_some() || epoch.since_1904 {
            return None;
        }
        Some(Plan {
            encoding: head.encoding,
            dialect: head.dialect,
            width: head.width,
            profile: head.profile.clone(),
            narrow: head.narrow,
            skip: head.skip(),
            header: body.sink.header,
            names: body.sink.names.clone(),
            columns: found.columns.clone(),
            zone: self.hints.zone.clone(),
            order: self.knowledge.order(Role::Time, said),
            orders,
            now: self.hints.now,
        })
    }

    /// Takes what others have read of a piece; they may come in any order, and all of them must.
    pub fn piece(&mut self, piece: Piece) {
        if let Some(Ok(body)) = &mut self.body {
            self.gathering.get_or_insert_with(|| Gathering::new(&mut body.sink)).take(piece, &mut body.sink);
        }
    }

    /// Says that all pieces were taken.
    pub fn gathered(&mut self) -> Step {
        if self.gathering.as_ref().is_some_and(|gathering| !gathering.is_fit()) {
            self.knowledge.whole = true;
            return self.restart();
        }
        if self.learn() { self.restart() } else { Step::Continue }
    }

    /// The events read in one go since the last time; None where the file holds no events.
    pub fn take(&mut self) -> Option<(EventRows, &NameSet)> {
        match &mut self.body {
            Some(Ok(body)) => body.sink.events().map(|events| events.take(EventRows::default())),
            _ => None,
        }
    }

    /// Events that wait to be taken.
    pub fn waiting(&mut self) -> usize {
        match &mut self.body {
            Some(Ok(body)) => body.sink.events().map_or(0, |events| events.waiting()),
            _ => 0,
        }
    }

    /// Says that all bytes were pushed.
    pub fn finish(mut self) -> Outcome {
        if self.body.is_none() && Recipe::begins(&self.head) {
            let recipe = std::str::from_utf8(&self.head).ok().and_then(Recipe::read);
            let outcome = failed(digest::of_blocks(&self.digest.blocks()), self.size, Problem::BrokenMapping, None);
            return Outcome { recipe, ..outcome };
        }
        self.open_whole();
        let gathered = self.gathering.is_some();
        let digest = digest::of_blocks(&self.gathering.map_or_else(|| self.digest.blocks(), |gathering| gathering.blocks));
        match self.body {
            Some(Ok(mut body)) => {
                let last = if gathered { Ok(()) } else { body.end() };
                body.outcome(digest, self.size, last, &self.hints.zone, self.hints.now)
            }
            Some(Err((problem, seen))) => failed(digest, self.size, problem, seen),
            None => failed(digest, self.size, Problem::Empty, None),
        }
    }

    /// A file no longer than a head lies here whole, so a restart needs nobody else.
    fn open_whole(&mut self) {
        if self.body.is_none() {
            let bytes = std::mem::take(&mut self.head);
            self.open(&bytes, true);
            while self.read(&bytes) {
                self.open(&bytes, true);
            }
        }
    }

    /// Looks at the head and makes ready for the rows.
    fn open(&mut self, head: &[u8], whole: bool) {
        self.body = Some(match self.see(head, whole) {
            Err(problem) => Err((problem, None)),
            Ok(seen) => Body::new(Box::new(seen), &self.hints, &self.knowledge, self.watched.as_ref()).map(Box::new),
        });
    }

    /// What the head shows: as somebody says, as an earlier file of the same shape was read, or by itself.
    fn see(&self, head: &[u8], whole: bool) -> Result<Seen, Problem> {
        let Hints { table, columns, said, recipes, .. } = &self.hints;
        let encoding = self.knowledge.encoding;
        let unsaid = table.is_none() && columns.is_none() && *said == Said::default();
        // Most mappings say nothing about how a file is written: the head is read once for all of them.
        let mut heads: Vec<(&Said, Result<Head, Problem>)> = Vec::new();
        for recipe in recipes.iter().filter(|_| unsaid) {
            if !heads.iter().any(|(said, _)| **said == recipe.said) {
                heads.push((&recipe.said, Head::read(head, whole, encoding, &recipe.said)));
            }
            let Some(at) = heads.iter().position(|(said, head)| **said == recipe.said && head.is_ok()) else { continue };
            let Some(given) = heads[at].1.as_ref().ok().and_then(|head| Given::kept(head, recipe)) else { continue };
            let head = heads.swap_remove(at).1?;
            let mut found = recognise::look(&head, &given);
            found.columns.iter_mut().for_each(|column| column.evidence = Evidence::Kept);
            return Ok(self.seen(head, found, &recipe.said));
        }
        let head = Head::read(head, whole, encoding, said)?;
        let given = Given::of(&head, said, *table, columns.clone());
        let found = recognise::look(&head, &given);
        Ok(self.seen(head, found, said))
    }

    fn seen(&self, head: Head, found: Found, said: &Said) -> Seen {
        let Hints { name, zone, now, .. } = &self.hints;
        let shown = || epoch::of(&head, &found.columns, found.header, name, zone, *now);
        let epoch = said.since_1904.map_or_else(shown, |since_1904| Epoch { since_1904, doubtful: false });
        Seen { head, found, said: said.clone(), epoch }
    }

    /// Reads the next bytes of rows; true when they show that the file must be read again from its start.
    fn read(&mut self, bytes: &[u8]) -> bool {
        let Some(Ok(body)) = &mut self.body else { return false };
        if let Err(Limit(line)) = body.read(bytes) {
            if let Some(Ok(body)) = self.body.take() {
                self.body = Some(Err((Problem::RowTooLong(line), Some(body.seen))));
            }
            return false;
        }
        self.learn()
    }

    /// Whether what was read shows that the file must be read again from its start.
    fn learn(&mut self) -> bool {
        let Some(Ok(body)) = &mut self.body else { return false };
        let mut again = false;
        if self.utf8.broken && body.seen.head.encoding == Encoding::Utf8 && body.seen.said.encoding.is_none() {
            self.knowledge.encoding = Some(Encoding::Gb18030);
            again = true;
        }
        for (role, told, used) in body.sink.told() {
            let order = match (told.day_first, told.month_first) {
                (true, false) => Order::DayFirst,
                (false, true) => Order::MonthFirst,
                _ => continue,
            };
            // What somebody says stands.
            if used != Some(order) && body.seen.said.day_first.is_none() && !self.knowledge.orders.iter().any(|(known, _)| *known == role) {
                self.knowledge.orders.push((role, order));
                again = true;
            }
        }
        again
    }
}
