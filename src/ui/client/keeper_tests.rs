use super::*;
use crate::model::{Account, Table};
use crate::report::Question;

type Deeds = Vec<Deed<&'static str>>;

fn report(id: u32, name: &str, state: FileState) -> FileReport {
    FileReport {
        id: FileId(id),
        name: name.into(),
        size: 1,
        state,
        table: Some(Table::Events),
        layout: None,
        encoding: "UTF-8".into(),
        delimiter: ',',
        header_line: Some(1),
        form: None,
        said: Default::default(),
        columns: vec![],
        account: Account::default(),
        set_aside: vec![],
        remarks: vec![],
        tender: Default::default(),
        preview: vec![],
        digest: String::new(),
    }
}

fn files(job: u32, names: &[&str]) -> Reply {
    let files = (0..).zip(names).map(|(id, name)| report(id, name, FileState::Loaded)).collect();
    Reply::Files { job: Some(job), files }
}

fn progress(job: u32, position: u32, name: &str) -> Reply {
    Reply::Progress { job, position, name: name.into(), bytes: 0, total: 9, rows: 0 }
}

fn import(job: u32) -> Request {
    Request::Import { job, overrides: vec![] }
}

fn ask(seq: u32) -> Request {
    Request::Ask { seq, question: Question::default() }
}

fn working() -> Keeper<&'static str> {
    let (mut keeper, deeds) = Keeper::start();
    assert_eq!(deeds, [Deed::Spawn, hello()]);
    assert!(ready(&mut keeper).is_empty());
    keeper
}

fn ready(keeper: &mut Keeper<&'static str>) -> Deeds {
    keeper.hear(Reply::Ready { version: VERSION }, vec![])
}

fn loaded() -> Keeper<&'static str> {
    let mut keeper = working();
    keeper.send(import(1), vec!["a", "b"]);
    keeper.hear(progress(1, 0, "a"), vec![]);
    keeper.hear(files(1, &["a", "b"]), vec!["a", "b"]);
    keeper
}

fn told(deeds: &Deeds) -> &Heard {
    let told: Vec<_> = deeds.iter().filter_map(|deed| if let Deed::Tell(heard) = deed { Some(heard) } else { None }).collect();
    assert_eq!(told.len(), 1, "one message, no more: {deeds:?}");
    told[0]
}

fn restored(deeds: &Deeds) -> (u32, &[u32], &[&'static str]) {
    match &deeds[0] {
        Deed::Post(Request::Restore { job, broken, .. }, files) => (*job, broken, files),
        other => panic!("{other:?} restores nothing"),
    }
}

#[test]
fn requests_wait_until_the_worker_is_ready() {
    let (mut keeper, _) = Keeper::start();
    assert!(keeper.send(import(1), vec!["a"]).is_empty());
    assert_eq!(ready(&mut keeper), [Deed::Post(import(1), vec!["a"])]);
}

#[test]
fn another_protocol_asks_for_a_reload_and_ends() {
    let (mut keeper, _) = Keeper::<&str>::start();
    let deeds = keeper.hear(Reply::Ready { version: VERSION + 1 }, vec![]);
    assert!(matches!(told(&deeds), Heard::Reload { .. }));
    assert!(keeper.send(import(1), vec!["a"]).is_empty());
    assert!(keeper.crash("late".into()).is_empty());
}

#[test]
fn the_file_being_read_is_blamed_and_all_others_are_read_again() {
    let mut keeper = loaded();
    keeper.send(import(2), vec!["c", "d", "e"]);
    keeper.send(import(3), vec!["f"]);
    keeper.send(ask(7), vec![]);
    keeper.hear(progress(2, 1, "d"), vec![]);
    let deeds = keeper.crash("unreachable".into());
    assert_eq!(deeds[..2], [Deed::Spawn, hello()]);
    assert_eq!(*told(&deeds), Heard::Crashed { name: Some("d".into()), detail: "unreachable".into() });
    let deeds = ready(&mut keeper);
    assert_eq!(restored(&deeds), (2, &[3][..], &["a", "b", "c", "d", "e"][..]));
    assert_eq!(deeds[1..], [Deed::Post(import(3), vec!["f"])]);
}

#[test]
fn a_second_bad_file_is_found_while_restoring() {
    let mut keeper = loaded();
    keeper.send(import(2), vec!["c", "d"]);
    keeper.hear(progress(2, 0, "c"), vec![]);
    keeper.crash(String::new());
    ready(&mut keeper);
    keeper.hear(progress(2, 3, "d"), vec![]);
    assert_eq!(*told(&keeper.crash(String::new())), Heard::Crashed { name: Some("d".into()), detail: String::new() });
    assert_eq!(restored(&ready(&mut keeper)), (2, &[2, 3][..], &["a", "b", "c", "d"][..]));
}

#[test]
fn files_that_break_the_worker_together_are_all_left_out() {
    let mut keeper = loaded();
    keeper.send(import(2), vec!["c", "d"]);
    keeper.hear(progress(2, 2, ""), vec![]);
    assert_eq!(*told(&keeper.crash(String::new())), Heard::Crashed { name: None, detail: String::new() });
    assert_eq!(restored(&ready(&mut keeper)).1, [2, 3]);
}

#[test]
fn a_file_that_broke_a_worker_is_never_read_again() {
    let mut keeper = working();
    keeper.send(import(1), vec!["a", "b"]);
    let known = vec![report(0, "a", FileState::Failed(Problem::Crashed)), report(1, "b", FileState::Loaded)];
    keeper.hear(Reply::Files { job: Some(1), files: known }, vec!["a", "b"]);
    keeper.send(ask(1), vec![]);
    keeper.crash(String::new());
    assert_eq!(restored(&ready(&mut keeper)).1, [0]);
}

#[test]
fn a_question_that_breaks_the_worker_twice_ends_it() {
    let mut keeper = loaded();
    keeper.send(ask(1), vec![]);
    assert!(matches!(told(&keeper.crash(String::new())), Heard::Crashed { name: None, .. }));
    let deeds = ready(&mut keeper);
    let (job, ..) = restored(&deeds);
    keeper.hear(files(job, &["a", "b"]), vec!["a", "b"]);
    keeper.send(ask(2), vec![]);
    assert!(matches!(told(&keeper.crash(String::new())), Heard::Reload { .. }));
}

#[test]
fn an_import_that_does_not_stop_is_stopped() {
    let mut keeper = loaded();
    keeper.send(import(2), vec!["c"]);
    keeper.hear(progress(2, 0, "c"), vec![]);
    let deeds = keeper.send(Request::Cancel { job: 2 }, vec![]);
    assert_eq!(deeds, [Deed::Post(Request::Cancel { job: 2 }, vec![]), Deed::WaitFor(2)]);
    assert_eq!(keeper.waited_for(2), [Deed::Spawn, hello()]);
    assert_eq!(restored(&ready(&mut keeper)), (2, &[][..], &["a", "b"][..]));
    keeper.hear(files(2, &["a", "b"]), vec!["a", "b"]);
    assert!(keeper.waited_for(2).is_empty(), "it has ended");
}

#[test]
fn the_zone_outlives_the_worker() {
    let mut keeper = loaded();
    keeper.send(Request::Zone { job: 2, zone: "UTC".into() }, vec![]);
    keeper.hear(files(2, &["a", "b"]), vec!["a", "b"]);
    keeper.crash(String::new());
    let deeds = ready(&mut keeper);
    assert!(matches!(&deeds[0], Deed::Post(Request::Restore { zone, .. }, _) if zone == "UTC"));
}

#[test]
fn a_worker_that_holds_nothing_any_more_is_renewed_and_the_page_hears_of_it_once() {
    for (request, last) in [
        (Request::Clear, Reply::Files { job: None, files: vec![] }),
        (Request::Cancel { job: 2 }, Reply::Files { job: Some(2), files: vec![] }),
    ] {
        let mut keeper = working();
        keeper.send(import(2), vec!["a"]);
        keeper.hear(progress(2, 0, "a"), vec![]);
        if request == Request::Clear {
            keeper.hear(files(2, &["a"]), vec!["a"]);
        }
        keeper.send(request, vec![]);
        let deeds = keeper.hear(last.clone(), vec![]);
        assert_eq!(deeds, [Deed::Tell(Heard::Reply(Box::new(last))), Deed::Spawn, hello()]);
        // What is asked for meanwhile waits, and comes after the zone.
        assert!(keeper.send(import(3), vec!["b"]).is_empty());
        let deeds = ready(&mut keeper);
        let [Deed::Post(Request::Restore { job, .. }, none), Deed::Post(Request::Import { job: 3, .. }, _)] = &deeds[..] else {
            panic!("{deeds:?}")
        };
        assert!(none.is_empty());
        assert!(keeper.hear(Reply::Files { job: Some(*job), files: vec![] }, vec![]).is_empty());
        assert_eq!(keeper.hear(files(3, &["b"]), vec!["b"]).len(), 1, "the worker that holds a file stays");
    }
}

#[test]
fn a_worker_that_has_read_nothing_is_not_renewed() {
    let mut keeper = working();
    keeper.send(Request::Clear, vec![]);
    assert_eq!(keeper.hear(Reply::Files { job: None, files: vec![] }, vec![]).len(), 1);
}
