//! The one session machine: files in, answers out. Page, program and tests drive it alike; it reads no file, knows no
//! clock and no thread. The driver pushes bytes.

use super::asking::Asking;
use super::drill::{Known, Reading};
use super::lane::{Lane, Memory, Order, Told};
use super::protocol::Overrides;
use crate::ingest::{self, Encoding, Hints, Importer, Outcome, Piece, Words};
use crate::metric::fold::AdFilter;
use crate::metric::{Data, Loaded as Tables, MetricId};
use crate::model::{
    Account, FileId, Grain, NameSet, Period, Problem, Product, Reason, Recipe, Rejected, Remark, Roles, Rows, Said, Spaces, Table, Zone,
    arrange,
};
use crate::report::ads::{self, AdsAsk, AdsTold, Context, Cutter, words_of};
use crate::report::drill::{Drill, Hunt, Trail, hunt};
use crate::report::{self, Dimension, FileReport, FileState, ProductTexts, Question, RejectRow, RejectSummary, Report, Slice, Titles};
use crate::sql;
use crate::store::events::{Deal, Facts, Parcel};
use crate::store::{Ads, Daily, Events, Orders, Register};

pub use crate::ingest::Step;

/// Everything loaded. The events lie with the lanes, of which the session holds the first; without others it does all
/// by itself, and each call that needs the others has a form of its own for the driver that has them.
pub struct Session {
    zone: Zone,
    files: Vec<Loaded>,
    next: u32,
    lanes: usize,
    lane: Lane,
    register: Register,
    facts: Facts,
    orders: Orders,
    ads: Ads,
    daily: Daily,
    products: Vec<(FileId, Vec<Product>)>,
    titles: Titles,
    /// What the products say items are like, as the last file that says it of an item does.
    attributes: Titles,
    /// What the board of paid tools has asked for, until the files change.
    desk: ads::Desk,
    now: Option<i64>,
    /// Mappings that were dropped like files, with the file that each was.
    recipes: Vec<(FileId, Recipe)>,
}

/// One file as the session knows it.
struct Loaded {
    report: FileReport,
    reads: Encoding,
    /// Rows that its own bytes have shown to be of no use.
    own: Vec<Rejected>,
    /// `own`, and what putting the files together has added.
    rejected: Vec<Rejected>,
    own_account: Account,
    own_remarks: usize,
    /// For reading it once more.
    known: Option<Known>,
}

/// One file on its way in.
pub struct Import {
    id: FileId,
    name: String,
    size: u64,
    hints: Hints,
    importer: Importer,
    deal: Deal,
    dealt: u32,
}

impl Import {
    /// Its number.
    pub fn id(&self) -> FileId {
        self.id
    }

    /// Pushes the next bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) -> Step {
        self.importer.push(bytes)
    }

    /// Rows read so far.
    pub fn rows(&self) -> u64 {
        self.importer.rows()
    }

    /// Events that wait to be dealt.
    pub fn waiting(&mut self) -> usize {
        self.importer.waiting()
    }

    /// How lanes can read the file in pieces, once its head was pushed, and how many rows to expect; None where it must
    /// be read in one go.
    pub fn plan(&self) -> Option<(ingest::Plan, u64)> {
        let plan = self.importer.plan()?;
        Some((plan, self.importer.rows() * self.size / self.importer.pushed().max(1)))
    }

    /// Takes what a lane has read of a piece; they may come in any order.
    pub fn piece(&mut self, piece: Piece) {
        self.importer.piece(piece);
    }

    /// Says that all pieces were taken.
    pub fn gathered(&mut self) -> Step {
        self.importer.gathered()
    }
}

/// A file that was read to its end, before all lanes let its rows in.
pub struct Closing {
    id: FileId,
    loaded: Loaded,
    /// The events, if they count.
    events: Option<Arrivals>,
    /// The last rows, for the other lanes.
    pub parcels: Vec<Parcel>,
}

/// Events that are to be let in: their columns, their readers with the names, and the spaces that are texts from now on.
struct Arrivals {
    roles: Roles,
    readers: Vec<(u8, NameSet)>,
    texts: Spaces,
}

impl Closing {
    /// What all lanes are told or asked before the rows are let in, if anything.
    pub fn order(&self) -> Option<Order> {
        match &self.events {
            None => Some(Order::Discard),
            Some(Arrivals { texts, .. }) => (*texts != Spaces::default()).then_some(Order::Numbers(*texts)),
        }
    }
}

/// What a lane has read of a file in pieces: its number, its names, the event words.
pub type Read = (u8, NameSet, Words);

impl Session {
    /// An empty session for a shop in this zone.
    pub fn new(zone: Zone) -> Session {
        Session::of_lanes(zone, 1)
    }

    /// An empty session that is the first of so many lanes.
    pub fn of_lanes(zone: Zone, lanes: usize) -> Session {
        Session {
            zone,
            files: Vec::new(),
            next: 0,
            lanes,
            lane: Lane::new(0, lanes),
            register: Register::default(),
            facts: Facts::default(),
            orders: Orders::default(),
            ads: Ads::default(),
            daily: Daily::default(),
            products: Vec::new(),
            titles: Titles::new(),
            attributes: Titles::new(),
            desk: ads::Desk::default(),
            now: None,
            recipes: Vec::new(),
        }
    }

    /// Says what time it is, in unix seconds: times after it look wrong.
    pub fn set_now(&mut self, now: i64) {
        self.now = Some(now);
    }

    /// The session's own lane.
    pub fn lane(&mut self) -> &mut Lane {
        &mut self.lane
    }

    /// The shop's zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Starts to read a file.
    pub fn begin(&mut self, name: &str, size: u64, overrides: &Overrides) -> Import {
        let Overrides { table, columns, said, mut recipes } = overrides.clone();
        // The one that came last is the nearest.
        recipes.extend(self.recipes.iter().rev().map(|(_, recipe)| recipe.clone()));
        let hints = Hints { name: name.to_string(), zone: self.zone.clone(), table, columns, said, recipes, now: self.now };
        let (id, deal) = (self.take_id(), Deal::new(self.lanes));
        Import { id, name: name.to_string(), size, importer: Importer::new(hints.clone()), hints, deal, dealt: 0 }
    }

    /// Whether a file that is to be read in pieces fits into so many bytes on all lanes together, beside what is loaded: known
    /// from its head, before hours are spent on it.
    pub fn room(&self, plan: &ingest::Plan, rows: u64, bytes: u64) -> Result<(), Problem> {
        let fit = Events::rows_in(bytes, self.register.roles().union(plan.roles())).saturating_sub(self.facts.rows);
        if rows > fit { Err(Problem::TooManyRows(rows, fit)) } else { Ok(()) }
    }

    /// Deals the events that the import holds to the lanes: gives the parcels of the others.
    pub fn deal(&mut self, import: &mut Import) -> Vec<Parcel> {
        match import.importer.take() {
            Some((rows, names)) => {
                import.dealt += 1;
                let parcels = import.deal.deal(&rows, names, 0, import.dealt);
                self.keep(import.id, parcels)
            }
            None => Vec::new(),
        }
    }

    /// Takes the own parcel; gives those of the others.
    fn keep(&mut self, id: FileId, mut parcels: Vec<Parcel>) -> Vec<Parcel> {
        let others = parcels.split_off(1);
        parcels.iter().for_each(|parcel| self.lane.accept(id, parcel));
        others
    }

    /// Ends the reading of a file and admits what it holds. [`Session::settle`] must follow before anything is asked.
    pub fn finish(&mut self, import: Import) -> FileId {
        let closing = self.close(import, Vec::new());
        let told = closing.order().map(|order| self.lane.obey(order));
        let (id, admit) = self.conclude(closing, told.into_iter().collect());
        if let Some(admit) = admit {
            self.lane.obey(admit);
        }
        id
    }

    /// Ends the reading of a file, of which other lanes may have read pieces.
    pub fn close(&mut self, import: Import, reads: Vec<Read>) -> Closing {
        let Import { id, name, size, hints, importer, mut deal, dealt } = import;
        let known = Known { hints, learnt: importer.learnt() };
        let mut outcome = importer.finish();
        let duplicate = self.files.iter().find(|file| file.report.digest == outcome.digest && file.report.state == FileState::Loaded);
        let mut loaded = Loaded { known: Some(known), ..describe(id, name, size, &outcome) };
        let (mut events, mut parcels) = (None, Vec::new());
        if let (Some(first), Ok(Some(_))) = (duplicate, &outcome.rows) {
            loaded.report.state = FileState::DuplicateOf(first.report.id);
            loaded.own_account = Account::default();
            loaded.own.clear();
        } else {
            loaded.report.state = match std::mem::replace(&mut outcome.rows, Ok(None)) {
                Err(_) if outcome.recipe.is_some() => {
                    self.recipes.extend(outcome.recipe.take().map(|recipe| (id, recipe)));
                    FileState::Mapping
                }
                Err(problem) => FileState::Failed(problem),
                Ok(None) => match outcome.table {
                    Some(table) if table.roles().is_empty() => FileState::Failed(Problem::NotYet(table)),
                    _ => FileState::NeedsMapping,
                },
                Ok(Some(Rows::Events(roles))) => {
                    let mut reads = reads;
                    // What was read in one go comes beside the pieces only where there are none.
                    if let Some(own) = outcome.events.take().filter(|_| reads.is_empty()) {
                        parcels = deal.deal(&own.rows, &own.names, 0, dealt + 1);
                        reads.push((0, own.names, own.words));
                    }
                    parcels = self.keep_some(id, parcels);
                    let (words, readers): (Vec<Words>, Vec<(u8, NameSet)>) =
                        reads.into_iter().map(|(lane, names, words)| (words, (lane, names))).unzip();
                    loaded.report.remarks.extend(ingest::unknown_events(words));
                    loaded.own_remarks = loaded.report.remarks.len();
                    let texts = self.register.texts_with(&readers, self.facts.rows + loaded.own_account.used);
                    // A file without a usable row has failed: its columns promise nothing.
                    let roles = if loaded.own_account.used > 0 { roles } else { Roles::default() };
                    events = Some(Arrivals { roles, readers, texts });
                    FileState::Loaded
                }
                Ok(Some(rows)) => {
                    self.admit(id, rows);
                    FileState::Loaded
                }
            };
        }
        Closing { id, loaded, events, parcels }
    }

    fn keep_some(&mut self, id: FileId, parcels: Vec<Parcel>) -> Vec<Parcel> {
        if parcels.is_empty() { parcels } else { self.keep(id, parcels) }
    }

    /// Lists the file. `told` is what all lanes have answered to [`Closing::order`]; what is given is to be told to all
    /// of them, for their rows to be let in.
    pub fn conclude(&mut self, closing: Closing, told: Vec<Told>) -> (FileId, Option<Order>) {
        let Closing { id, loaded, events, .. } = closing;
        self.files.push(loaded);
        let Some(Arrivals { roles, readers, texts }) = events else { return (id, None) };
        let numbers: Vec<_> = told.into_iter().flat_map(Told::numbers).collect();
        (id, Some(Order::Admit(Box::new(self.register.admit(id, roles, texts, &readers, &numbers)))))
    }

    /// Notes a file that could not be read at all.
    pub fn refuse(&mut self, name: &str, size: u64, problem: Problem) -> FileId {
        let id = self.take_id();
        let report = FileReport { id, name: name.to_string(), size, state: FileState::Failed(problem), ..blank() };
        self.files.push(Loaded {
            report,
            reads: Encoding::Utf8,
            own: Vec::new(),
            rejected: Vec::new(),
            own_account: Account::default(),
            own_remarks: 0,
            known: None,
        });
        id
    }

    /// Adds a remark to a file, such as where in a workbook it came from.
    pub fn note(&mut self, id: FileId, remark: Remark) {
        if let Some(file) = self.files.iter_mut().find(|file| file.report.id == id) {
            file.report.remarks.insert(file.own_remarks, remark);
            file.own_remarks += 1;
        }
    }

    /// Puts the files together: sorts events, joins orders, settles every account. Once after each import or removal.
    pub fn settle(&mut self) {
        let told = self.lane.obey(Order::Settle);
        self.settle_with(vec![told]);
    }

    /// The same, with what all lanes have answered to [`Order::Settle`].
    pub fn settle_with(&mut self, told: Vec<Told>) {
        self.desk = ads::Desk::default();
        self.facts = Facts::default();
        let mut twice = Vec::new();
        for (facts, again) in told.into_iter().filter_map(Told::facts) {
            self.facts.merge(&facts);
            twice.extend(again);
        }
        let mut settled = self.orders.settle();
        let copies: Vec<_> = self.ads.settle().into_iter().chain(self.daily.settle()).collect();
        for file in &mut self.files {
            file.rejected = file.own.clone();
            file.report.account = file.own_account;
            file.report.remarks.truncate(file.own_remarks);
            if let Some(at) = settled.iter().position(|(id, _)| *id == file.report.id) {
                let (_, told) = settled.swap_remove(at);
                let moved = told.rejected.len() as u64;
                file.report.account.used -= moved;
                file.report.account.set_aside += moved;
                file.rejected.extend(told.rejected);
                arrange(&mut file.rejected, |a, b| a.offset.cmp(&b.offset));
                file.report.remarks.extend(told.remarks);
            }
            let again = twice.iter().filter(|(id, ..)| *id == file.report.id);
            let again = again.fold(None, |all: Option<(u64, i64)>, (_, rows, first)| {
                Some(all.map_or((*rows, *first), |(count, at)| (count + rows, at.min(*first))))
            });
            file.report.remarks.extend(again.map(|(rows, first)| Remark::EqualEvents { rows, first: written(&self.zone, first) }));
            for (_, rows) in copies.iter().filter(|(id, _)| *id == file.report.id) {
                file.report.account.used -= rows.len() as u64;
                file.report.account.set_aside += rows.len() as u64;
                file.rejected.extend(rows.iter().cloned());
                arrange(&mut file.rejected, |a, b| a.offset.cmp(&b.offset));
            }
            file.report.set_aside = summary(&file.rejected);
            file.report.state = judge(file);
        }
        let titled = self.products.iter().flat_map(|(_, products)| products).filter(|product| !product.title.is_empty());
        self.titles.clear();
        self.titles.extend(titled.map(|product| (product.item.clone(), product.title.clone())));
        let described = self.products.iter().flat_map(|(_, products)| products).filter(|product| !product.attributes.is_empty());
        self.attributes = described.map(|product| (product.item.clone(), product.attributes.clone())).collect();
    }

    /// Every file, in the order of dropping.
    pub fn files(&self) -> Vec<FileReport> {
        self.files.iter().map(|file| file.report.clone()).collect()
    }

    /// Forgets a file and its rows; the other lanes are to be told by [`Order::Remove`]. A dropped copy of it is forgotten with it, for it counted nothing.
    pub fn remove(&mut self, id: FileId) {
        self.files.retain(|file| file.report.id != id && file.report.state != FileState::DuplicateOf(id));
        self.lane.obey(Order::Remove(id));
        self.register.remove(id);
        self.orders.remove(id);
        self.ads.remove(id);
        self.daily.remove(id);
        self.products.retain(|(of, _)| *of != id);
        self.recipes.retain(|(of, _)| *of != id);
    }

    /// Forgets everything; the other lanes are to be told by [`Order::Clear`].
    pub fn clear(&mut self) {
        *self = Session { next: self.next, now: self.now, ..Session::of_lanes(self.zone.clone(), self.lanes) };
    }

    /// Answers a question; None when nothing with a date is loaded.
    pub fn answer(&self, question: &Question) -> Option<Report> {
        let mut asking = self.ask(question)?;
        let (mut told, mut memory) = (Vec::new(), Memory::default());
        while let Some(order) = asking.next(told) {
            told = vec![self.lane.tell(order, &mut memory)];
        }
        Some(self.report(asking))
    }

    /// Begins to answer a question, for a driver that has other lanes to ask; None when nothing with a date is loaded.
    pub fn ask(&self, question: &Question) -> Option<Asking> {
        Some(Asking::new(question.clone(), report::plan(&self.data(), question)?))
    }

    /// The answer, when all lanes were asked all there was to ask.
    pub fn report(&self, asking: Asking) -> Report {
        let Asking { question, plan, counted, .. } = asking;
        report::answer(&self.data(), ProductTexts { titles: &self.titles, attributes: &self.attributes }, &question, &plan, counted)
    }

    /// Answers one part of the board of paid tools, narrowed to some keys. `cut` cuts a text into its words.
    // Apart, as what follows: see www/build/later.mjs.
    #[inline(never)]
    pub fn ads(&mut self, ask: &AdsAsk, filters: &[(Dimension, String)], cut: Option<Cutter<'_>>) -> AdsTold {
        let mut desk = std::mem::take(&mut self.desk);
        let only = report::ads::only(filters);
        let data = Data { only: &only, ..self.data() };
        let loaded = Tables { products: !self.titles.is_empty(), ..data.loaded() };
        let told = desk.answer(&Context { data: &data, titles: &self.titles, attributes: &self.attributes, loaded }, ask, cut);
        self.desk = desk;
        told
    }

    /// The texts that must be cut into words to answer; none for most parts.
    #[inline(never)]
    pub fn ads_texts(&self, ask: &AdsAsk) -> Vec<String> {
        let data = self.data();
        words_of(&Context { data: &data, titles: &self.titles, attributes: &self.attributes, loaded: data.loaded() }, ask)
    }

    /// A figure as SQL for an engine, without the comment that [`Entry::head`](crate::metric::Entry::head) is.
    #[inline(never)]
    pub fn sql(&self, metric: MetricId, drill: &Drill, engine: sql::Engine) -> Result<String, sql::NoSql> {
        let key = |text: &String| Some(sql::Only::Key(text.clone()));
        let (cut, only) = match &drill.slice {
            Slice::Whole | Slice::Hour(..) => (sql::Cut::Whole, None),
            // A bucket by itself, which the trend may show beside the days that the rest is about.
            Slice::Bucket(_) => (sql::Cut::Series(drill.question.grain.unwrap_or(Grain::Day)), None),
            Slice::Key(dimension, text) => (sql::Cut::Breakdown(*dimension), key(text)),
            Slice::Page(text) => (sql::Cut::Breakdown(report::Dimension::Page), key(text)),
            Slice::Creative { item, creative } => {
                (sql::Cut::Breakdown(report::Dimension::Creative), Some(sql::Only::KeyOfItem(creative.clone(), item.clone())))
            }
        };
        let zone = self.zone.name();
        let fixed = zone == "UTC" || zone.starts_with(['+', '-']);
        let clock = if fixed { sql::Clock::Offset(self.zone.clock().local(0)) } else { sql::Clock::Zone(zone.to_string()) };
        let tables = sql::Tables { loaded: self.data().loaded(), daily: self.daily.loaded() };
        let period = if let Slice::Bucket(bucket) = drill.slice { Some(bucket) } else { drill.question.period };
        let (from, to) = (period.map(|period| period.from), period.map(|period| period.to));
        let ask = sql::Ask { engine, clock: &clock, from, to, tables: &tables, filters: &drill.question.filters };
        match drill.slice {
            Slice::Hour(..) if tables.loaded.events.is_none() => Err(sql::NoSql::Unknown),
            Slice::Hour(weekday, hour) => Ok(sql::hour(ask, weekday + 1, hour)),
            _ => sql::figure(ask, cut, only.as_ref(), metric.0),
        }
    }

    /// Looks how the rows behind a figure are found; None where there can be none.
    pub fn hunt(&self, drill: &Drill) -> Option<Hunt> {
        hunt(&self.data(), drill)
    }

    /// The files that a hunt reads again, in the order of dropping.
    pub fn hunted(&self, hunt: &Hunt) -> Vec<FileId> {
        let counts = |file: &FileReport| match &hunt.trail {
            Trail::Events(_) => file.table == Some(Table::Events) && file.account.used > 0,
            Trail::At(files) | Trail::Nth(files) => files.iter().any(|(id, rows)| *id == file.id && !rows.is_empty()),
        };
        let loaded = self.files.iter().map(|file| &file.report).filter(|file| file.state == FileState::Loaded);
        loaded.filter(|file| counts(file)).map(|file| file.id).collect()
    }

    /// Starts to read a file once more for a hunt.
    pub fn reread(&self, file: FileId, hunt: &Hunt) -> Option<Reading> {
        Reading::new(file, self.file(file)?.known.clone()?, hunt)
    }

    /// The days that the loaded data cover.
    pub fn covered(&self) -> Option<Period> {
        self.data().extent().all()
    }

    /// Everything loaded but the events themselves, for who writes the rows.
    pub fn data(&self) -> Data<'_> {
        Data {
            facts: &self.facts,
            register: &self.register,
            orders: &self.orders,
            ads: &self.ads,
            only: AdFilter::ALL,
            daily: &self.daily,
            zone: &self.zone,
        }
    }

    /// The rows of a file that are set aside, by their place in the file.
    pub fn rejected(&self, id: FileId) -> &[Rejected] {
        self.file(id).map_or(&[], |file| &file.rejected)
    }

    /// Bytes of a file, read again, as text.
    pub fn raw_text(&self, id: FileId, bytes: &[u8]) -> String {
        let reads = self.file(id).map_or(Encoding::Utf8, |file| file.reads);
        reads.decode(bytes).into_owned()
    }

    /// Rows set aside as CSV: `file,line,reason,raw`. `header` is wanted once for several files.
    #[inline(never)]
    pub fn rejects_csv(&self, id: FileId, rows: &[RejectRow], lang: report::Lang, header: bool) -> String {
        let name = self.file(id).map_or("", |file| file.report.name.as_str());
        report::takeout::rejects(name, rows, lang, header)
    }

    fn file(&self, id: FileId) -> Option<&Loaded> {
        self.files.iter().find(|file| file.report.id == id)
    }

    fn take_id(&mut self) -> FileId {
        self.next += 1;
        FileId(self.next)
    }

    fn admit(&mut self, id: FileId, rows: Rows) {
        match rows {
            // Those come by parcels.
            Rows::Events(_) => {}
            Rows::Orders(rows) => self.orders.append(id, *rows),
            Rows::Products(products) => self.products.push((id, products)),
            Rows::Ads(rows) => self.ads.append(id, *rows),
            Rows::AdLog(operations) => self.ads.append_log(id, operations),
            Rows::Daily(rows) => self.daily.append(id, *rows),
        }
    }
}

/// The state of a file when all files are put together: one that has rows, but none of use, has failed.
fn judge(file: &Loaded) -> FileState {
    let judged = matches!(file.report.state, FileState::Loaded | FileState::Failed(Problem::NoUsableRow(_) | Problem::IdsDestroyed));
    if !judged || file.report.account.used > 0 {
        return if judged { FileState::Loaded } else { file.report.state.clone() };
    }
    // A report whose every usable row another file tells as well was read; it only adds nothing.
    let again = file.report.set_aside.iter().filter(|summary| matches!(summary.reason, Reason::AlreadyLoaded | Reason::Replaced));
    let told_twice = file.own_account.used > 0 && again.map(|summary| summary.rows).sum::<u64>() >= file.own_account.used;
    if told_twice && matches!(file.report.table, Some(Table::Ads | Table::Daily | Table::Orders)) {
        return FileState::Loaded;
    }
    let reason = file.report.set_aside.first().map(|first| first.reason.clone());
    FileState::Failed(match reason {
        Some(Reason::IdDestroyed(_)) if file.report.table == Some(Table::Orders) => Problem::IdsDestroyed,
        reason => Problem::NoUsableRow(reason),
    })
}

/// Rows set aside by reason, the most frequent first.
fn summary(rejected: &[Rejected]) -> Vec<RejectSummary> {
    let mut out: Vec<RejectSummary> = Vec::new();
    for row in rejected {
        match out.iter_mut().find(|summary| summary.reason == row.reason) {
            Some(summary) => summary.rows += 1,
            None => out.push(RejectSummary { reason: row.reason.clone(), rows: 1, first_line: row.line }),
        }
    }
    arrange(&mut out, |a, b| b.rows.cmp(&a.rows));
    out
}

fn blank() -> FileReport {
    FileReport {
        id: FileId(0),
        name: String::new(),
        size: 0,
        state: FileState::Loaded,
        table: None,
        layout: None,
        encoding: String::new(),
        delimiter: ',',
        header_line: None,
        form: None,
        said: Said::default(),
        columns: Vec::new(),
        account: Account::default(),
        set_aside: Vec::new(),
        remarks: Vec::new(),
        tender: Default::default(),
        preview: Vec::new(),
        digest: String::new(),
    }
}

fn describe(id: FileId, name: String, size: u64, outcome: &Outcome) -> Loaded {
    let report = FileReport {
        id,
        name,
        size,
        table: outcome.table,
        layout: outcome.layout.map(String::from),
        encoding: outcome.encoding.to_string(),
        delimiter: outcome.delimiter,
        header_line: outcome.header_line,
        form: outcome.form.clone(),
        said: outcome.said.clone(),
        columns: outcome.columns.clone(),
        account: outcome.account,
        remarks: outcome.remarks.clone(),
        tender: outcome.tender.clone(),
        preview: outcome.preview.clone(),
        digest: outcome.digest.clone(),
        ..blank()
    };
    Loaded {
        reads: outcome.reads,
        own: outcome.rejected.clone(),
        rejected: Vec::new(),
        own_account: report.account,
        own_remarks: report.remarks.len(),
        known: None,
        report,
    }
}

/// An instant on the shop's wall clock.
fn written(zone: &Zone, seconds: i64) -> String {
    let mut clock = zone.clock();
    let (day, second) = (clock.day(seconds), clock.local(seconds).rem_euclid(86_400));
    format!("{day} {:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60)
}
