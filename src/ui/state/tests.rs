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
        undated: false,
        ads: None,
    })
}

fn after(actions: Vec<Action>) -> State {
    actions.into_iter().fold(State::opened("", Lang::Zh), |state, action| state.reduce(action))
}

fn files(job: Option<u32>, states: Vec<FileState>) -> Action {
    Action::Hear(Reply::Files { job, files: states.into_iter().zip(1..).map(|(state, id)| file(id, state)).collect() })
}

fn ask(seq: u32) -> Action {
    Action::Ask(seq, (1, Question::default()))
}

#[test]
fn an_import_ends_in_an_answer() {
    let mut state = after(vec![]);
    assert_eq!((state.phase(), state.question()), (Phase::Empty, None));
    let answer = Reply::Answer { seq: 1, report: Some(report("2026-06-05", "2026-06-18")) };
    for (action, phase) in [
        (Action::Start(1), Phase::Importing),
        (files(Some(1), vec![FileState::Loaded]), Phase::Importing),
        (ask(1), Phase::Importing),
        (Action::Hear(answer), Phase::Ready),
    ] {
        state = state.reduce(action);
        assert_eq!(state.phase(), phase);
    }
    assert_eq!(state.reduce(files(None, vec![])).phase(), Phase::Empty);
}

#[test]
fn the_page_waits_from_the_moment_that_something_else_is_wanted() {
    let answer = |seq| Action::Hear(Reply::Answer { seq, report: Some(report("2026-06-05", "2026-06-18")) });
    let asks = |state: &State, seq| state.reduce(Action::Ask(seq, (state.generation, state.question().unwrap())));
    let loaded = after(vec![Action::Start(1), files(Some(1), vec![FileState::Loaded])]);
    let shown = asks(&loaded, 1).reduce(answer(1));
    assert!(!shown.is_waiting());
    for change in [Action::Visit("/sales".into()), files(Some(2), vec![FileState::Loaded, FileState::Loaded])] {
        let changed = shown.reduce(change);
        assert!(changed.is_waiting(), "before the question is sent");
        let asked = asks(&changed, 2);
        assert!(asked.is_waiting());
        assert!(!asked.reduce(answer(2)).is_waiting());
    }
}

#[test]
fn late_answers_and_old_imports_change_nothing() {
    let state = after(vec![Action::Start(2), files(Some(1), vec![FileState::Loaded]), ask(2)]);
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
    let state = after(vec![visit, Action::Start(1), files(Some(1), vec![FileState::Loaded]), ask(1)]);
    assert_eq!(state.question().unwrap().period, None);
    let question = state.reduce(seen).question().unwrap();
    assert_eq!(question.period.unwrap().days(), 7);
    assert_eq!(question.compare, Some(question.period.unwrap().previous()));
}

#[test]
fn the_year_before_is_asked_for_beside_where_the_data_reach_back() {
    let seen = |from| Action::Hear(Reply::Answer { seq: 1, report: Some(report(from, "2026-06-18")) });
    let start =
        || after(vec![Action::Visit("/overview?period=last7".into()), Action::Start(1), files(Some(1), vec![FileState::Loaded]), ask(1)]);
    assert_eq!(start().reduce(seen("2026-05-01")).question_beside(), None);
    let state = start().reduce(seen("2025-05-01"));
    let (way, question) = state.question_beside().unwrap();
    assert_eq!((way, question.period), (Against::Year, Period::new("2025-06-12".parse().unwrap(), "2025-06-18".parse().unwrap())));
    let state = state.reduce(Action::AskBeside(Some(2)));
    let answer = Reply::Answer { seq: 2, report: Some(report("2025-06-12", "2025-06-18")) };
    let state = state.reduce(Action::Hear(answer));
    assert_eq!(state.beside.as_ref().unwrap().period.from.to_string(), "2025-06-12");
    assert_eq!(state.report.as_ref().unwrap().period.from.to_string(), "2025-05-01", "the answer itself stands");
}

#[test]
fn the_receiver_of_a_link_hears_when_the_files_differ() {
    let mut loaded = vec![file(1, FileState::Loaded), file(2, FileState::Loaded)];
    (loaded[0].digest, loaded[1].digest) = ("aa".into(), "bb".into());
    let link = |files: &[FileReport], zone| format!("/sales?lang=zh{}", Sent::of(files, zone));
    let receive = |link: &str, files: Vec<FileReport>| {
        let state = State::opened(link, Lang::Zh);
        assert_eq!(state.heed(), Some(Heed::NoFiles(2)));
        let answer = Reply::Answer { seq: 1, report: Some(report("2026-05-01", "2026-06-18")) };
        let actions = [Action::Start(1), Action::Hear(Reply::Files { job: Some(1), files }), ask(1), Action::Hear(answer)];
        actions.into_iter().fold(state, |state, action| state.reduce(action)).heed()
    };
    let turned: Vec<FileReport> = loaded.iter().rev().cloned().collect();
    assert_eq!(receive(&link(&loaded, "Asia/Shanghai"), turned), None);
    assert_eq!(receive(&link(&loaded, "Asia/Shanghai"), loaded[..1].to_vec()), Some(Heed::OtherFiles(2)));
    assert_eq!(receive(&link(&loaded, "UTC"), loaded), Some(Heed::OtherRules("UTC".into(), 1800)));
}

#[test]
fn one_day_of_the_trend_narrows_the_figures_and_leaves_the_trend() {
    let ready = vec![files(None, vec![FileState::Loaded]), ask(1)];
    let answer = |seq| Action::Hear(Reply::Answer { seq, report: Some(report("2026-06-05", "2026-06-18")) });
    let state = after(ready).reduce(answer(1));
    assert_eq!(state.question_course(), None);
    let day = Period::new("2026-06-07".parse().unwrap(), "2026-06-07".parse().unwrap()).unwrap();
    let link = state.view.toggle_days(day).toggle(crate::report::Dimension::Item, "101").to_string();
    let narrowed = state.reduce(Action::Visit(link));
    let question = narrowed.question().unwrap();
    assert_eq!((question.period, question.filters.len()), (Some(day), 1));
    assert_eq!(narrowed.course, state.report, "what is on show is the course until a newer one comes");
    let course = narrowed.question_course().unwrap();
    assert_eq!((course.period, course.filters.len(), course.grain), (None, 1, question.grain));
    let back = narrowed.reduce(Action::Visit(narrowed.view.whole().to_string())).reduce(Action::AskCourse(None));
    assert_eq!((back.question_course(), back.course.clone()), (None, None));
    assert_eq!(back.question(), state.question());
}
