//! One file, pushed in chunk by chunk: the stages of reading in order.

use super::ads::{AdBuilder, LogBuilder};
use super::daily::DailyBuilder;
use super::days::{self, Days};
use super::digest::{self, Digest};
use super::encoding::{Encoding, TrailMask, Utf8Check};
use super::epoch::{self, Epoch};
use super::events::{EventBuilder, Words};
use super::foreign::Foreign;
use super::gather::Gathering;
use super::head::Head;
use super::layouts::is_statement;
use super::mojibake;
use super::orders::{OrderBuilder, OrderPlan};
use super::piece::{Piece, Plan};
use super::products::ProductBuilder;
use super::ragged::Judge;
use super::recognise::{self, Found, Given};
use super::shape;
use super::sink::{Builder, Sink};
use super::suspect::Marks;
use super::tokens::{Cells, Limit, Span, Tokenizer};
use super::values::Order;
use super::watch::{Batch, Wanted, Watch};
use crate::model::{
    Account, ColumnGuess, EventRows, Evidence, Form, NameSet, Problem, Recipe, Rejected, Remark, Role, Rows, Said, Table, Tender, Zone,
};

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

/// Rows shown on the mapping screen, and the most characters of a cell there.
const PREVIEW: (usize, usize) = (8, 60);

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

/// What became of a file.
pub struct Outcome {
    /// Digest of all bytes, 32 hex digits.
    pub digest: String,
    /// Bytes pushed.
    pub size: u64,
    /// The encoding's name; empty where the file is no text.
    pub encoding: &'static str,
    /// The encoding, for reading rows again.
    pub reads: Encoding,
    /// The delimiter.
    pub delimiter: char,
    /// How the text is laid out; None where there is none.
    pub form: Option<Form>,
    /// Line of the header.
    pub header_line: Option<u64>,
    /// What was said about the file, or kept of an earlier one.
    pub said: Said,
    /// The mapping that the file is, and no table.
    pub recipe: Option<Recipe>,
    /// The layout's id.
    pub layout: Option<&'static str>,
    /// The table, or the guess of it.
    pub table: Option<Table>,
    /// Every column.
    pub columns: Vec<ColumnGuess>,
    /// The account. For order rows that wait for another file, `used` is settled later.
    pub account: Account,
    /// Rows set aside.
    pub rejected: Vec<Rejected>,
    /// Worth saying.
    pub remarks: Vec<Remark>,
    /// What its money is counted in.
    pub tender: Tender,
    /// The first rows, personal columns left out.
    pub preview: Vec<Vec<String>>,
    /// The rows; `Ok(None)` where somebody must map the columns first.
    pub rows: Result<Option<Rows>, Problem>,
    /// The last events that were read in one go, with the names of all of them.
    pub events: Option<Box<Events>>,
}

/// Events read in one go, and what their codes mean.
#[derive(Default)]
pub struct Events {
    /// Rows that nobody has taken yet.
    pub rows: EventRows,
    /// The names.
    pub names: NameSet,
    /// The event words with their rows.
    pub words: Words,
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

/// Why the rows are not read, and what was seen of the file all the same.
type Refusal = (Problem, Option<Box<Seen>>);

/// What was seen of a file before its rows are read.
struct Seen {
    head: Head,
    found: Found,
    /// What was said of the file, or kept of an earlier one.
    said: Said,
    /// From which year a spreadsheet's day numbers count, as is said or as the rows show.
    epoch: Epoch,
}

/// The reading of the rows.
struct Body {
    seen: Box<Seen>,
    tokens: Tokenizer,
    mask: TrailMask,
    scratch: Vec<u8>,
    /// Decodes what is neither UTF-8 nor GB18030; rows up to this place of the decoded text are no data.
    foreign: Option<(Foreign, Option<u64>)>,
    sink: Sink,
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

impl Body {
    fn new(seen: Box<Seen>, hints: &Hints, knowledge: &Knowledge, watched: Option<&Wanted>) -> Result<Body, Refusal> {
        let (head, found) = (&seen.head, &seen.found);
        let since = seen.epoch.since_1904;
        if is_statement(found.layout) && hints.columns.is_none() && hints.table.is_none() {
            return Err((Problem::Statement, Some(seen)));
        }
        let mapped = found.table.is_some_and(|table| recognise::satisfied(table, &found.columns));
        if !mapped && let (Some(table), true) = (found.table, hints.columns.is_some()) {
            let lack = table.needs().iter().filter(|any| !found.columns.iter().any(|c| any.contains(&c.role))).map(|any| any[0]);
            return Err((Problem::ColumnsLack(table, lack.collect()), Some(seen)));
        }
        let order = |role: Role| knowledge.order(role, &seen.said);
        let builder = match found.table.filter(|_| mapped) {
            Some(Table::Events) => {
                let events =
                    EventBuilder::new(&found.columns, head.encoding, &hints.zone, order(Role::Time)).since(since).watching(hints.now);
                Some(Builder::Events(Box::new(events)))
            }
            Some(Table::Orders) => {
                let plan = order_plan(&seen, hints, knowledge);
                Some(Builder::Orders(Box::new(OrderBuilder::new(&found.columns, &plan, &hints.zone, hints.now))))
            }
            Some(Table::Ads) => {
                let days = Days::new(&hints.zone, order(Role::Date), since, title_days(head, found, &hints.name));
                Some(Builder::Ads(Box::new(AdBuilder::new(&found.columns, found.layout, days, &seen.said))))
            }
            Some(Table::AdLog) => {
                Some(Builder::AdLog(Box::new(LogBuilder::new(&found.columns, &hints.zone, order(Role::Time), since, hints.now))))
            }
            Some(Table::Daily) => {
                let days = Days::new(&hints.zone, order(Role::Date), since, title_days(head, found, &hints.name));
                Some(Builder::Daily(Box::new(DailyBuilder::new(&found.columns, found.layout, days, &seen.said))))
            }
            Some(Table::Products) => Some(Builder::Products(Box::new(ProductBuilder::new(&found.columns)))),
            _ => None,
        };
        let mut sink = Sink {
            encoding: head.encoding,
            header: found.header.map(|at| head.rows[(at + found.stacked).min(head.rows.len()) - 1].1.offset),
            width: found.columns.len(),
            account: Account::default(),
            rejected: Vec::new(),
            broken_cells: 0,
            judge: Judge::new(head.dialect, head.encoding, head.profile.clone(), head.narrow),
            names: found.header.map_or(Vec::new(), |_| found.columns.iter().map(|column| column.header.clone()).collect()),
            mended: Vec::new(),
            marks: Marks::of(&found.columns, is_number),
            builder,
            watch: watched.map(|wanted| Watch::new(&found.columns, wanted.clone())),
        };
        let mut tokens = Tokenizer::with(head.dialect, Some(head.width));
        tokens.skip(head.skip());
        let foreign = Foreign::of(head.encoding).map(|foreign| (foreign, sink.header.take()));
        Ok(Body { seen, tokens, mask: TrailMask::default(), scratch: Vec::new(), foreign, sink })
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), Limit> {
        if bytes.is_empty() || self.sink.builder.is_none() {
            return Ok(());
        }
        let sink = &mut self.sink;
        if let Some((foreign, header)) = &mut self.foreign {
            foreign.push(bytes, &mut self.scratch);
            decoded(&mut self.tokens, &self.scratch, foreign, *header, sink)?;
            foreign.forget(self.tokens.position());
            return Ok(());
        }
        let mut take = |cells: Cells<'_>, span: Span| sink.row(cells, span);
        if self.seen.head.needs_mask() {
            self.scratch.clear();
            self.scratch.extend_from_slice(bytes);
            self.mask.mask(&mut self.scratch);
            return self.tokens.push(&self.scratch, &mut take);
        }
        self.tokens.push(bytes, &mut take)
    }

    fn end(&mut self) -> Result<(), Limit> {
        if self.sink.builder.is_none() {
            return Ok(());
        }
        let sink = &mut self.sink;
        if let Some((foreign, header)) = &mut self.foreign {
            foreign.push(b"", &mut self.scratch);
            decoded(&mut self.tokens, &self.scratch, foreign, *header, sink)?;
        }
        let mut take = |cells: Cells<'_>, span: Span| match &self.foreign {
            Some((_, Some(header))) if span.offset <= *header => {}
            Some((foreign, _)) => sink.row(cells, foreign.locate(span)),
            None => sink.row(cells, span),
        };
        self.tokens.push(b"", &mut take)?;
        let tail = self.tokens.blank_tail();
        self.sink.account.read += tail;
        self.sink.account.blank += tail;
        Ok(())
    }

    fn outcome(self, digest: String, size: u64, last: Result<(), Limit>, zone: &Zone, now: Option<i64>) -> Outcome {
        let Body { seen, mut sink, .. } = self;
        let mut remarks = Vec::new();
        for (role, told, _) in sink.told() {
            if told.seen {
                let day_first = told.read_day_first;
                let sure = told.day_first != told.month_first || seen.said.day_first.is_some();
                remarks.push(Remark::DayMonthOrder { role, day_first, sure });
            }
            if told.serial {
                let Epoch { since_1904, doubtful } = seen.epoch;
                remarks.push(Remark::SerialDates { role, since_1904, doubtful });
            }
        }
        remarks.extend(std::mem::take(&mut sink.marks).remarks());
        remarks.extend(sink.mended.iter().map(|(mend, rows, first)| Remark::Mended { mend: *mend, rows: *rows, first_line: *first }));
        if sink.broken_cells > 0 {
            remarks.push(Remark::BrokenText { cells: sink.broken_cells });
        }
        let (mut events, mut tender) = (None, Tender::default());
        let rows = match (last, sink.builder.take()) {
            (Err(Limit(line)), _) => Err(Problem::RowTooLong(line)),
            (Ok(()), None) => Ok(None),
            (Ok(()), Some(Builder::Events(mut builder))) => {
                remarks.extend(builder.take_pulse().remarks(Role::Time, zone));
                let (rows, _) = builder.take(EventRows::default());
                let (names, words) = builder.finish();
                events = Some(Box::new(Events { rows, names, words }));
                Ok(Some(Rows::Events(seen.found.columns.iter().map(|column| column.role).collect())))
            }
            (Ok(()), Some(Builder::Orders(orders))) => {
                let (rows, told, money) = orders.finish(zone);
                tender = money;
                remarks.extend(told);
                Ok(Some(Rows::Orders(Box::new(rows))))
            }
            (Ok(()), Some(Builder::Products(products))) => Ok(Some(Rows::Products(products.finish()))),
            (Ok(()), Some(Builder::Ads(ads))) => {
                let (rows, told, money) = ads.finish(zone, now);
                tender = money;
                remarks.extend(told);
                Ok(Some(Rows::Ads(Box::new(rows))))
            }
            (Ok(()), Some(Builder::AdLog(log))) => {
                let (rows, told) = log.finish(zone);
                remarks.extend(told);
                Ok(Some(Rows::AdLog(rows)))
            }
            (Ok(()), Some(Builder::Daily(daily))) => {
                let (rows, told, money) = daily.finish(zone, now);
                tender = money;
                remarks.extend(told);
                Ok(Some(Rows::Daily(Box::new(rows))))
            }
        };
        let described = described(digest, size, &seen);
        remarks.splice(0..0, described.remarks.iter().cloned());
        Outcome { account: sink.account, rejected: sink.rejected, remarks, tender, rows, events, ..described }
    }
}

/// What a reader of a file's order rows must know of it.
fn order_plan(seen: &Seen, hints: &Hints, knowledge: &Knowledge) -> OrderPlan {
    let order = |role: Role| knowledge.order(role, &seen.said);
    OrderPlan {
        grain: seen.found.grain,
        layout: seen.found.layout.map(String::from),
        named: days::exported(&hints.name, &hints.zone),
        orders: (order(Role::PlacedAt), order(Role::PaidAt)),
        said: Said { since_1904: Some(seen.epoch.since_1904), ..seen.said.clone() },
    }
}

/// Whether the text of the first rows was garbled before it came here. Personal columns are not looked at.
fn garbled(head: &Head, found: &Found) -> Option<Remark> {
    let open = |at: usize| found.columns.get(at).is_none_or(|column| column.role != Role::Personal);
    let cells = |(row, (cells, span)): (usize, &'_ (Vec<String>, Span))| -> Vec<(String, u64)> {
        let shown = |(at, _): &(usize, &String)| row <= found.header.unwrap_or(0) || open(*at);
        cells.iter().enumerate().filter(shown).map(|(_, cell)| (cell.clone(), span.line)).collect()
    };
    let cells: Vec<(String, u64)> = head.rows.iter().enumerate().flat_map(cells).collect();
    mojibake::look(cells.iter().map(|(cell, line)| (cell.as_str(), *line)))
}

/// Whether a role's cells are numbers.
pub(super) fn is_number(role: Role) -> bool {
    use Role::*;
    let texts = matches!(
        role,
        Ignore
            | Personal
            | Visitor
            | Time
            | Event
            | Page
            | PageType
            | Item
            | Category
            | Source
            | Session
            | SearchTerm
            | Order
            | SubOrder
            | Buyer
            | PlacedAt
            | PaidAt
            | Status
            | AfterSale
            | Title
            | Sku
            | Promotion
            | Province
            | City
            | Date
            | EndDate
            | Tool
            | Channel
            | Campaign
            | CampaignState
            | AdGroup
            | ItemState
            | Keyword
            | MatchType
            | CreativeTitle
            | CreativePicture
            | AdLevel
            | EntityId
            | Entity
            | Scope
            | Action
            | Object
            | Before
            | After
            | Operator
            | Shop
            | SubSource
            | LeafSource
            | Currency
    );
    !texts
}

/// The days that a report's title names, else those in its file's name. A column of days makes both needless.
fn title_days(head: &Head, found: &Found, name: &str) -> Option<crate::model::Period> {
    if found.columns.iter().any(|column| column.role == Role::Date) {
        return None;
    }
    let before = head.rows.iter().take(found.header.unwrap_or(0)).flat_map(|(cells, _)| cells);
    before.into_iter().find_map(|cell| days::named(cell)).or_else(|| days::named(name))
}

/// Pushes decoded text; rows are told by their places in the file.
fn decoded(tokens: &mut Tokenizer, text: &[u8], foreign: &Foreign, header: Option<u64>, sink: &mut Sink) -> Result<(), Limit> {
    if text.is_empty() {
        return Ok(());
    }
    tokens.push(text, &mut |cells, span| {
        if header.is_none_or(|header| span.offset > header) {
            sink.row(cells, foreign.locate(span));
        }
    })
}

fn failed(digest: String, size: u64, problem: Problem, seen: Option<Box<Seen>>) -> Outcome {
    let base = match &seen {
        Some(seen) => described(digest, size, seen),
        None => Outcome {
            digest,
            size,
            encoding: "",
            reads: Encoding::Utf8,
            delimiter: ',',
            form: None,
            said: Said::default(),
            recipe: None,
            header_line: None,
            layout: None,
            table: None,
            columns: Vec::new(),
            account: Account::default(),
            rejected: Vec::new(),
            remarks: Vec::new(),
            tender: Tender::default(),
            preview: Vec::new(),
            rows: Ok(None),
            events: None,
        },
    };
    Outcome { rows: Err(problem), ..base }
}

fn described(digest: String, size: u64, seen: &Seen) -> Outcome {
    let Seen { head, found, said, .. } = seen;
    let shown = |(at, cell): (usize, &String)| match found.columns.get(at) {
        Some(column) if column.role != Role::Personal => cell.trim().chars().take(PREVIEW.1).collect(),
        _ => String::new(),
    };
    let body = head.rows.iter().skip(found.header.map_or(0, |at| at + found.stacked)).take(PREVIEW.0);
    Outcome {
        digest,
        size,
        encoding: head.encoding.name(),
        reads: head.encoding,
        delimiter: head.dialect.delimiter.first() as char,
        form: Some(head.form(if found.stacked > 1 { found.stacked } else { shape::start(head, found.header).header })),
        said: said.clone(),
        recipe: None,
        header_line: found.header.map(|at| head.rows[at].1.line),
        layout: found.layout,
        table: found.table,
        columns: found.columns.clone(),
        account: Account::default(),
        rejected: Vec::new(),
        remarks: garbled(head, found).into_iter().collect(),
        tender: Tender::default(),
        preview: body.map(|(cells, _)| cells.iter().enumerate().map(shown).collect()).collect(),
        rows: Ok(None),
        events: None,
    }
}
