//! What the tests share: driving a session with bytes, and writing small shops.
#![allow(dead_code)] // each test binary uses its own part

pub mod reports;

use dianzhang::ingest::Cut;
use dianzhang::model::{FileId, Role, Zone};
use dianzhang::report::{Dimension, FileReport, Lang, Question, Report, json};
use dianzhang::wire::lane::{Lane, Order, Told};
use dianzhang::wire::protocol::Overrides;
use dianzhang::wire::session::{Session, Step};
use serde_json::Value;

/// Pushes a file into a session in chunks of a size.
pub fn push(session: &mut Session, name: &str, bytes: &[u8], chunk: usize, overrides: &Overrides) -> FileId {
    let mut import = session.begin(name, bytes.len() as u64, overrides);
    loop {
        // The same import again after a restart: it has learnt something.
        if bytes.chunks(chunk.max(1)).all(|part| import.push(part) == Step::Continue) {
            return session.finish(import);
        }
    }
}

/// A settled session with these files.
pub fn session(files: &[(&str, &[u8])], chunk: usize) -> Session {
    let mut session = Session::new(Zone::default());
    for (name, bytes) in files {
        push(&mut session, name, bytes, chunk, &Overrides::default());
    }
    session.settle();
    session
}

/// A settled session of several lanes and its other lanes, with these files: each read in pieces by all lanes in turn
/// where it can be, and how many of the files were.
pub fn lanes(files: &[(&str, &[u8])], count: usize, piece: u64) -> (Session, Vec<Lane>, usize) {
    let mut session = Session::of_lanes(Zone::default(), count);
    let mut others: Vec<Lane> = (1..count).map(|number| Lane::new(number, count)).collect();
    let mut cut_up = 0;
    for (name, bytes) in files {
        let cut = Cut { size: bytes.len() as u64, piece, behind: 200 };
        let mut import = session.begin(name, cut.size, &Overrides::default());
        let mut reads = Vec::new();
        // The head is what recognition looks at; files shorter than it are padded by nothing, so they have no plan.
        'again: loop {
            for chunk in bytes.chunks(dianzhang::ingest::HEAD) {
                if import.push(chunk) == Step::Restart {
                    tell(&mut session, &mut others, &Order::Discard);
                    continue 'again;
                }
                let Some((plan, rows)) = import.plan() else { continue };
                tell(&mut session, &mut others, &Order::Open(import.id(), Box::new(plan), rows));
                // The last piece first: the order in which pieces come in must not matter.
                for at in (0..cut.pieces()).rev() {
                    let (from, to) = cut.bytes_of(at);
                    let reader = at as usize % count;
                    let bytes = &bytes[from as usize..to as usize];
                    let lane = if reader == 0 { session.lane() } else { &mut others[reader - 1] };
                    let (piece, parcels) = lane.read(at, bytes, cut);
                    import.piece(piece);
                    for (to, parcel) in parcels.iter().enumerate() {
                        let lane = if to == 0 { session.lane() } else { &mut others[to - 1] };
                        lane.accept(import.id(), parcel);
                    }
                }
                let names = tell(&mut session, &mut others, &Order::Close);
                if import.gathered() == Step::Restart {
                    tell(&mut session, &mut others, &Order::Discard);
                    continue 'again;
                }
                reads = names.into_iter().filter_map(Told::names).collect();
                cut_up += 1;
                break 'again;
            }
            break;
        }
        let id = import.id();
        let mut closing = session.close(import, reads);
        for (lane, parcel) in others.iter_mut().zip(std::mem::take(&mut closing.parcels)) {
            lane.accept(id, &parcel);
        }
        let told = closing.order().map(|order| tell(&mut session, &mut others, &order)).unwrap_or_default();
        if let (_, Some(admit)) = session.conclude(closing, told) {
            tell(&mut session, &mut others, &admit);
        }
    }
    let told = tell(&mut session, &mut others, &Order::Settle);
    session.settle_with(told);
    (session, others, cut_up)
}

/// All lanes do what is told.
pub fn tell(session: &mut Session, others: &mut [Lane], order: &Order) -> Vec<Told> {
    std::iter::once(session.lane()).chain(others).map(|lane| lane.obey(order.clone())).collect()
}

/// Everything that several lanes answer about all their data.
pub fn answers_of(session: &mut Session, others: &mut [Lane]) -> Value {
    without_files(answer_of(session, others, &everything()))
}

/// What several lanes answer to a question. What lanes are asked and answer travels as bytes, as between workers.
pub fn answer_of(session: &mut Session, others: &mut [Lane], question: &Question) -> Option<Report> {
    let mut asking = session.ask(question)?;
    let mut told = Vec::new();
    while let Some(order) = asking.next(told) {
        let order = postcard::from_bytes(&postcard::to_allocvec(&order).unwrap()).unwrap();
        told =
            tell(session, others, &order).iter().map(|told| postcard::from_bytes(&postcard::to_allocvec(told).unwrap()).unwrap()).collect();
    }
    Some(session.report(asking))
}

/// Everything a session answers about all its data, as JSON without the files.
pub fn answers(session: &Session) -> Value {
    without_files(session.answer(&everything()))
}

/// A question about all there is.
pub fn everything() -> Question {
    Question {
        period: None,
        compare: None,
        grain: Some(dianzhang::model::Grain::Week),
        breakdowns: Dimension::ALL.to_vec(),
        limit: None,
        pages: true,
        filters: Vec::new(),
        most_buckets: None,
        word: None,
        ads: true,
    }
}

fn without_files(report: Option<Report>) -> Value {
    let mut json = json::report(report.as_ref(), &[], json::Shape { lang: Lang::En, metrics: &[] });
    if let Some(fields) = json.as_object_mut() {
        fields.remove("files");
    }
    json
}

/// One metric's JSON value.
pub fn value(answers: &Value, id: &str) -> Value {
    answers["metrics"][id]["value"].clone()
}

/// The only file's report.
pub fn only(session: &Session) -> FileReport {
    session.files().remove(0)
}

/// Rows as CSV text under a header.
pub fn csv(header: &str, rows: &[String]) -> Vec<u8> {
    let mut text = String::from(header);
    for row in rows {
        text.push('\n');
        text.push_str(row);
    }
    text.push('\n');
    text.into_bytes()
}

/// A text in GB18030.
pub fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

/// A table under a header line: each row names the cells it fills, the others stay empty. Blanks around the names in
/// the header do not matter.
pub fn sheet(header: &str, rows: &[&[(&str, &str)]]) -> String {
    let names: Vec<&str> = header.split(',').map(str::trim).collect();
    let line = |row: &&[(&str, &str)]| {
        assert!(row.iter().all(|(name, _)| names.contains(name)), "a cell without a column: {row:?}");
        let cell = |name: &&str| row.iter().find(|(of, _)| of == name).map_or("", |(_, cell)| *cell);
        names.iter().map(cell).collect::<Vec<_>>().join(",")
    };
    let lines = rows.iter().map(line);
    std::iter::once(header.to_string()).chain(lines).map(|line| line + "\n").collect()
}

/// Read, used, blank and set aside rows of a file.
pub fn account(file: &FileReport) -> [u64; 4] {
    let account = file.account;
    [account.read, account.used, account.blank, account.set_aside]
}

/// The headers that have a role, in the file's order.
pub fn headers_of(file: &FileReport, role: Role) -> Vec<&str> {
    file.columns.iter().filter(|column| column.role == role).map(|column| column.header.as_str()).collect()
}

/// Checks that metrics have these values.
#[track_caller]
pub fn expect(session: &Session, values: &[(&str, Value)]) {
    let answers = answers(session);
    for (id, expected) in values {
        assert_eq!(value(&answers, id), *expected, "{id}: {}", answers["metrics"][id]);
    }
}
