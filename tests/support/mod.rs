//! What the tests share: driving a session with bytes, and writing small shops.
#![allow(dead_code)] // each test binary uses its own part

use dianzhang::model::{FileId, Role, Zone};
use dianzhang::report::{Dimension, FileReport, Lang, Question, json};
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

/// Everything a session answers about all its data, as JSON without the files.
pub fn answers(session: &Session) -> Value {
    let question = Question {
        period: None,
        compare: None,
        grain: Some(dianzhang::model::Grain::Week),
        breakdowns: Dimension::ALL.to_vec(),
        limit: None,
        pages: true,
        filters: Vec::new(),
        most_buckets: None,
        word: None,
    };
    let report = session.answer(&question);
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
