//! The ways of the page, without a browser.

use super::*;
use crate::model::Account;

fn file(id: u32, state: FileState) -> FileReport {
    FileReport {
        id: FileId(id),
        name: format!("{id}.csv"),
        size: 1,
        state,
        table: None,
        layout: None,
        encoding: "UTF-8".into(),
        delimiter: ',',
        header_line: Some(1),
        form: None,
        columns: vec![],
        account: Account::default(),
        set_aside: vec![],
        remarks: vec![],
        preview: vec![],
        digest: String::new(),
    }
}

fn report(from: &str, to: &str) -> Box<Report> {
    let period = Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
    Box::new(Report {
        period,
        covered: period,
        zone: "Asia/Shanghai".into(),
        figures: vec![],
        compared: None,
        series: vec![],
        breakdowns: vec![],
        pages: None,
        grain: None,
        pages_total: 0,
        hours: None,
    })
}

fn after(actions: Vec<Action>) -> State {
    actions.into_iter().fold(State::opened("", Lang::Zh), |state, action| state.reduce(action))
}

fn files(job: Option<u32>, states: Vec<FileState>) -> Action {
    Action::Hear(Reply::Files { job, files: states.into_iter().zip(1..).map(|(state, id)| file(id, state)).collect() })
}

#[test]
fn an_import_ends_in_an_answer() {
    let mut state = after(vec![]);
    assert_eq!((state.phase(), state.question()), (Phase::Empty, None));
    let answer = Reply::Answer { seq: 1, report: Some(report("2026-06-05", "2026-06-18")) };
    for (action, phase) in [
        (Action::Start(1), Phase::Importing),
        (files(Some(1), vec![FileState::Loaded]), Phase::Importing),
        (Action::Ask(1), Phase::Importing),
        (Action::Hear(answer), Phase::Ready),
    ] {
        state = state.reduce(action);
        assert_eq!(state.phase(), phase);
    }
    assert_eq!(state.reduce(files(None, vec![])).phase(), Phase::Empty);
}

#[test]
fn late_answers_and_old_imports_change_nothing() {
    let state = after(vec![Action::Start(2), files(Some(1), vec![FileState::Loaded]), Action::Ask(2)]);
    assert!(state.import.is_some());
    let late = Reply::Answer { seq: 1, report: Some(report("2026-06-05", "2026-06-18")) };
    assert!(state.reduce(Action::Hear(late)).report.is_none());
}

#[test]
fn files_that_fail_are_told_and_files_that_ask_are_asked_about() {
    let failed = FileState::Failed(Problem::Empty);
    let state = after(vec![Action::Start(1), files(Some(1), vec![failed, FileState::NeedsMapping])]);
    assert_eq!((state.phase(), state.problems, state.mapping), (Phase::Error, true, Some(FileId(2))));
    assert_eq!(state.reduce(Action::DismissProblems).phase(), Phase::Error);
}

#[test]
fn comparison_is_asked_for_once_the_data_are_known() {
    let seen = Action::Hear(Reply::Answer { seq: 1, report: Some(report("2026-05-01", "2026-06-18")) });
    let visit = Action::Visit("/overview?period=last7".into());
    let state = after(vec![visit, Action::Start(1), files(Some(1), vec![FileState::Loaded]), Action::Ask(1)]);
    assert_eq!(state.question().unwrap().period, None);
    let question = state.reduce(seen).question().unwrap();
    assert_eq!(question.period.unwrap().days(), 7);
    assert_eq!(question.compare, Some(question.period.unwrap().previous()));
}
