//! Where the page's state, its worker and the browser meet: the one part that holds handles. All others take values
//! and callbacks.

use super::ads::{self, AdsEnd};
use super::against::Against;
use super::board::Board;
use super::browser::{self, FileHandle};
use super::client::{Client, Heard};
use super::data::{FileDeeds, data};
use super::evidence::Deeds;
use super::explain::{self, Explained};
use super::glossary::glossary;
use super::importing::importing;
use super::kept;
use super::keys::{self, Wish, wish};
use super::mapping::Mapping;
use super::memory;
use super::messages::{message, newer, problems};
use super::narrow;
use super::palette::{self, Palette};
use super::panel::panel;
use super::period::{self, Range};
use super::picker::Picker;
use super::plan;
use super::plot::{self, Plot};
use super::requests::Requests;
use super::route::{Place, Sent, View};
use super::settings::Settings;
use super::share::{self, Share};
use super::shell::{Head, foot};
use super::state::evidence::{ROWS, Seek};
use super::state::{Action, Heed, LEAF, Panel, Phase, State, Subject};
use super::strip::strip;
use super::subject;
use super::tools::{Tool, tools};
use super::welcome::{overlay, welcome};
use super::words;
use crate::metric::MetricId;
use crate::model::{FileId, Period};
use crate::report::ads::AdsAsk;
use crate::report::drill::DrillPart;
use crate::report::takeout::{self, RowWords, Taken};
use crate::report::{Dimension, Lang, Report};
use crate::wire::protocol::{Overrides, Reply, Request};
use std::rc::Rc;
use yew::prelude::*;

/// The state as yew keeps it.
#[derive(PartialEq)]
struct Store(State);

impl Reducible for Store {
    type Action = Action;
    fn reduce(self: Rc<Self>, action: Action) -> Rc<Store> {
        Rc::new(Store(self.0.reduce(action)))
    }
}

/// The language of a reader who has not chosen one in the link: the one chosen last time, else Chinese, the language
/// of the trade, whatever language the browser was installed in.
fn first_language() -> Lang {
    browser::stored("lang").and_then(|code| code.parse().ok()).unwrap_or_default()
}

/// Everything that changes the state or asks the worker, as callbacks.
struct Desk {
    store: UseReducerHandle<Store>,
    client: Rc<Client>,
    jobs: Rc<std::cell::RefCell<u32>>,
    /// The number of the last question of the board of paid tools.
    ads: Rc<std::cell::Cell<u32>>,
}

impl Desk {
    fn on<T: 'static>(&self, deed: impl Fn(&Client, &UseReducerDispatcher<Store>, T) + 'static) -> Callback<T> {
        let (client, dispatcher) = (self.client.clone(), self.store.dispatcher());
        Callback::from(move |value| deed(&client, &dispatcher, value))
    }

    /// The numbers of imports and searches.
    fn numbers(&self) -> impl Fn() -> u32 + 'static {
        let jobs = self.jobs.clone();
        move || {
            *jobs.borrow_mut() += 1;
            *jobs.borrow()
        }
    }

    /// A callback that starts an import: the request is made from its number.
    fn import<T: 'static>(&self, request: impl Fn(u32, T) -> (Request, Vec<FileHandle>) + 'static) -> Callback<T> {
        let number = self.numbers();
        self.on(move |client, dispatcher, value| {
            let job = number();
            let (request, files) = request(job, value);
            dispatcher.dispatch(Action::Start(job));
            client.send(request, files);
        })
    }
}

#[hook]
fn use_desk() -> Desk {
    let store = use_reducer(|| Store(State::opened(&browser::hash(), first_language())));
    let jobs = use_mut_ref(|| 0);
    let ads = use_memo((), |()| std::cell::Cell::new(0));
    // The worker's words come outside of any rendering; what they are about is looked up in the newest state.
    let latest = use_mut_ref(|| None::<UseReducerHandle<Store>>);
    *latest.borrow_mut() = Some(store.clone());
    let dispatcher = store.dispatcher();
    let client = use_memo((), move |()| {
        Client::start(move |heard| match heard {
            Heard::Reply(reply) => {
                if let Reply::AllRejects { file, rows: Some(rows) } = &*reply {
                    let latest = latest.borrow();
                    let files = latest.as_ref().map(|store| store.0.files.clone());
                    let name = files.and_then(|files| files.iter().find(|f| f.id == *file).map(|f| f.name.clone()));
                    let name = name.unwrap_or_default();
                    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
                    let lang = latest.as_ref().map(|store| store.0.view.lang).unwrap_or_default();
                    browser::save(&format!("{stem}-set-aside.csv"), "text/csv;charset=utf-8", &takeout::rejects(&name, rows, lang, true));
                }
                dispatcher.dispatch(Action::Hear(*reply));
            }
            Heard::Crashed { detail, .. } => {
                browser::log(&detail);
                dispatcher.dispatch(Action::Crash);
            }
            Heard::Reload { detail } => {
                browser::log(&detail);
                dispatcher.dispatch(Action::Stale);
            }
        })
    });
    Desk { store, client, jobs, ads }
}

/// A search that nobody waits for any more is stopped.
#[hook]
fn use_searches(desk: &Desk) {
    let client = desk.client.clone();
    let before = use_mut_ref(Vec::new);
    use_effect_with(desk.store.0.evidence.running(), move |running| {
        let gone: Vec<u32> = before.replace(running.clone()).into_iter().filter(|job| !running.contains(job)).collect();
        gone.into_iter().for_each(|job| client.send(Request::Cancel { job }, vec![]));
    });
}

/// What the page tells the browser after each change.
#[hook]
fn use_browser(desk: &Desk, settings: &Settings, take: &Callback<Vec<FileHandle>>) {
    let state = &desk.store.0;
    let asked = use_mut_ref(|| 0);
    {
        let (client, dispatcher) = (desk.client.clone(), desk.store.dispatcher());
        let asked = asked.clone();
        use_effect_with((state.generation, state.question()), move |(generation, question)| {
            if let Some(question) = question {
                *asked.borrow_mut() += 1;
                let seq = *asked.borrow();
                dispatcher.dispatch(Action::Ask(seq, (*generation, question.clone())));
                client.send(Request::Ask { seq, question: question.clone() }, vec![]);
            }
        });
    }
    {
        let (client, dispatcher) = (desk.client.clone(), desk.store.dispatcher());
        let asked = asked.clone();
        use_effect_with((state.generation, state.answered, state.question_beside()), move |(.., beside)| {
            let seq = beside.as_ref().map(|(_, question)| {
                *asked.borrow_mut() += 1;
                let seq = *asked.borrow();
                client.send(Request::Ask { seq, question: question.clone() }, vec![]);
                seq
            });
            dispatcher.dispatch(Action::AskBeside(seq));
        });
    }
    {
        let (client, dispatcher) = (desk.client.clone(), desk.store.dispatcher());
        use_effect_with((state.generation, state.answered, state.question_course()), move |(.., course)| {
            let seq = course.as_ref().map(|question| {
                *asked.borrow_mut() += 1;
                let seq = *asked.borrow();
                client.send(Request::Ask { seq, question: question.clone() }, vec![]);
                seq
            });
            dispatcher.dispatch(Action::AskCourse(seq));
        });
    }
    {
        let (on_hash, on_hover, take) = (desk.store.dispatcher(), desk.store.dispatcher(), take.clone());
        use_effect_with((), move |()| {
            let hash = browser::on_hash(move |hash| on_hash.dispatch(Action::Visit(hash)));
            let drops = browser::on_drop(move |over| on_hover.dispatch(Action::Hover(over)), move |files| take.emit(files));
            move || drop((hash, drops))
        });
    }
    use_effect_with((state.view.lang, state.view.place.clone()), |(lang, place)| {
        let place = lang.text(&format!("nav-{}", place.name()));
        browser::dress(lang.tag(), &format!("{place} · {}", lang.text("brand")), None);
    });
    use_effect_with(settings.clone(), |settings| {
        browser::mark("data-theme", settings.theme.name());
        browser::mark("data-colours", settings.colours.name());
    });
    use_effect_with(state.phase() != Phase::Importing, |calm| {
        if *calm {
            browser::bring_rest();
        }
    });
    use_effect_with(state.view.wall, |wall| browser::mark("data-wall", if *wall { "on" } else { "off" }));
    use_effect_with(state.explaining().is_some(), |open| browser::show_dialog(explain::DIALOG, *open));
    use_effect_with(state.panel, |panel| {
        let all =
            [(share::DIALOG, Panel::Share), (palette::DIALOG, Panel::Palette), (keys::DIALOG, Panel::Keys), (plot::DIALOG, Panel::Plot)];
        // One that closes gives the keyboard back; one that opens after it takes it.
        for shown in [false, true] {
            for (id, _) in all.into_iter().filter(|(_, this)| (*panel == Some(*this)) == shown) {
                browser::show_dialog(id, shown);
            }
        }
        if *panel == Some(Panel::Palette) {
            browser::focus(palette::FIELD);
        }
    });
    use_effect_with(state.mapping, |file| {
        if file.is_some() {
            browser::to_top();
            browser::focus("mapping-title");
        }
    });
    let first = use_mut_ref(|| true);
    use_effect_with(state.view.place.clone(), move |_| {
        if !first.replace(false) {
            browser::to_top();
            browser::focus("main");
        }
    });
}

/// Whether a copy of the page is kept, and whether a newer version waits.
#[hook]
fn use_offline() -> (bool, bool) {
    let offline = use_state_eq(browser::offline);
    let setter = offline.setter();
    use_effect_with((), move |()| {
        setter.set(browser::offline());
        let news = browser::on_offline(move || setter.set(browser::offline()));
        move || drop(news)
    });
    *offline
}

/// The whole page.
#[component]
pub fn App() -> Html {
    let desk = use_desk();
    let settings = use_state(|| Settings::read(browser::stored));
    let sent = desk.store.0.recipes.clone();
    let take = desk.import(move |job, files: Vec<FileHandle>| {
        // A link of today goes before what the device remembers.
        let recipes = sent.iter().cloned().chain(kept::all()).collect();
        let overrides = Overrides { recipes, ..Overrides::default() };
        (Request::Import { job, overrides: vec![overrides; files.len()] }, files)
    });
    use_browser(&desk, &settings, &take);
    let reopen = desk.import(|job, files: Vec<(FileHandle, Overrides)>| {
        let (handles, overrides) = files.into_iter().unzip();
        (Request::Import { job, overrides }, handles)
    });
    let held = desk.client.held().into_iter().map(|(file, overrides)| (file, memory::said(&overrides))).collect();
    let (keeps, keep) = memory::use_memory(held, desk.store.0.generation, reopen);
    let (kept, waits) = use_offline();
    let state = &desk.store.0;
    let lang = state.view.lang;
    let go = go(&desk);
    let explain = desk.on(|_, dispatcher, subject: Subject| dispatcher.dispatch(Action::Explain(Some(subject))));
    use_searches(&desk);
    let set = {
        let settings = settings.clone();
        Callback::from(move |next: Settings| {
            browser::store("theme", next.theme.name());
            browser::store("colours", next.colours.name());
            browser::store("keys", if next.keys { "on" } else { "off" });
            settings.set(next);
        })
    };
    let act = act(&desk, &settings, &set, &go);
    use_keys(&desk, settings.keys, &go, &act);
    let onchange = take.reform(|event: Event| browser::files_of_input(&event));
    let skip = Callback::from(|event: MouseEvent| {
        // The fragment holds the view, so the browser's own jump would lose it.
        event.prevent_default();
        browser::focus("main");
    });
    let phase = state.phase();
    html! {
        <>
            <a class="skip" href="#main" onclick={skip}>{ lang.text("skip") }</a>
            <Head view={state.view.clone()} settings={(*settings).clone()} files={state.files.len()} go={go.clone()} set={set.clone()} />
            <main id="main" class="main" tabindex="-1" data-state={phase.name()} aria-busy={(phase == Phase::Importing || state.is_waiting()).to_string()}>
                <input type="file" id="files" class="sr-only" multiple=true tabindex="-1" aria-label={lang.text("choose-files")} {onchange} />
                if waits {
                    { newer(lang, &Callback::from(|_| browser::ask_offline("take-newer"))) }
                }
                if let Some(notice) = state.notice {
                    { message(&notice.words(lang), lang, &desk.on(|_, dispatcher, _| dispatcher.dispatch(Action::DismissNotice))) }
                }
                if let Some(heed) = state.heed() {
                    { message(&heed_text(&heed, lang), lang, &desk.on(|_, dispatcher, _| dispatcher.dispatch(Action::DismissSent))) }
                }
                if state.problems {
                    { problems(&state.files, lang, &desk.on(|_, dispatcher, _| dispatcher.dispatch(Action::DismissProblems))) }
                }
                if phase == Phase::Importing {
                    { importing(state.import.as_ref(), lang, &cancel(&desk)) }
                }
                { content(&desk, phase, go.clone(), explain.clone(), &act) }
                if state.view.place == Place::Data && state.mapping.is_none() {
                    { memory::memory(lang, keeps, &keep) }
                    <Requests {lang} {kept} />
                }
                if !state.files.is_empty() && !state.shows_files() && phase != Phase::Importing {
                    { strip(&state.files, &state.view, &Callback::from(|_: MouseEvent| browser::click("files"))) }
                }
            </main>
            // It is away while there is nothing above it, and so is never pushed down.
            if phase != Phase::Importing {
                { foot(lang, &browser::now()) }
            }
            { explanation(&desk) }
            { panels(&desk, &settings, &set, &go, &act, &explain) }
            if state.hover {
                { overlay(lang) }
            }
        </>
    }
}

/// Goes to another view. Choosing a metric or a language is no step that the back button undoes.
fn go(desk: &Desk) -> Callback<View> {
    let now = desk.store.0.view.clone();
    desk.on(move |_, dispatcher, view: View| {
        if view.lang != now.lang {
            browser::store("lang", view.lang.code());
        }
        let link = view.to_string();
        if (View { metric: now.metric, lang: now.lang, ..view.clone() }) == now {
            browser::replace_hash(link.trim_start_matches('#'));
            dispatcher.dispatch(Action::Visit(link));
            if view.metric != now.metric {
                browser::reveal("trend");
            }
        } else {
            browser::set_hash(&link);
        }
    })
}

/// The title of an item, where one is loaded: from the rows on show.
fn title(state: &State, report: &Report, dimension: Dimension, text: &str) -> Option<String> {
    let rows = report.breakdowns.iter().filter(|(other, _)| *other == dimension).flat_map(|(_, rows)| rows);
    let of_row = rows.filter(|row| row.key == text).find_map(|row| row.label.clone());
    if of_row.is_none() && !state.ads.is_empty() { ads::title(&state.ads, dimension, text) } else { of_row }
}

/// The figures beside, with what they are.
fn beside(state: &State) -> Option<(Against, super::state::Shared<crate::report::Report>)> {
    let (way, _) = state.question_beside()?;
    Some((way, state.beside.clone()?))
}

fn explanation(desk: &Desk) -> Html {
    let close = desk.on(|_, dispatcher, ()| dispatcher.dispatch(Action::Explain(None)));
    let content = desk.store.0.explaining().map(|subject| explained(desk, subject, &close));
    explain::dialog(&close, content)
}

#[inline(never)]
fn explained(desk: &Desk, subject: &Subject, close: &Callback<()>) -> Html {
    let state = &desk.store.0;
    explain::content(&Explained {
        subject,
        figure: state.figure(subject),
        report: state.report.as_deref(),
        files: &state.files,
        evidence: &state.evidence,
        deeds: seekers(desk),
        link: explained_at(state, subject),
        view: &state.view,
        close,
    })
}

/// The link to an explanation.
fn explained_at(state: &State, subject: &Subject) -> String {
    let rules = state.report.as_ref().map(|report| Sent::of(&state.files, &report.zone).to_string());
    format!("{}{}&explain={}{}", browser::address(), state.view, subject::write(subject), rules.unwrap_or_default())
}

/// What can be asked for about the figure being explained.
fn seekers(desk: &Desk) -> Deeds {
    let state = desk.store.0.clone();
    let stop = |client: &Client, jobs: Vec<u32>| jobs.into_iter().for_each(|job| client.send(Request::Cancel { job }, vec![]));
    let drill = {
        let state = state.clone();
        move |part: DrillPart| state.drill(state.explained.as_ref()?, part)
    };
    let lang = state.view.lang;
    Deeds {
        rows: {
            let (drill, number, running) = (drill.clone(), desk.numbers(), state.evidence.running());
            desk.on(move |client, dispatcher, part: DrillPart| {
                stop(client, running.clone());
                if let Some(drill) = drill(part) {
                    let job = number();
                    dispatcher.dispatch(Action::Seek(Seek::Rows(job, part)));
                    client.send(Request::Rows { job, drill: Box::new(drill), count: ROWS }, vec![]);
                }
            })
        },
        save: {
            let number = desk.numbers();
            let words = RowWords {
                file: lang.text("rows-file"),
                line: lang.text("rows-line"),
                roles: takeout::columns(state.files.iter()).into_iter().map(|role| (role, words::role(role, lang))).collect(),
            };
            let named = state.explained.clone().zip(state.report.as_ref().map(|report| report.period));
            desk.on(move |client, dispatcher, part: DrillPart| {
                if let (Some(drill), Some((_, period))) = (drill(part), &named) {
                    let job = number();
                    dispatcher.dispatch(Action::Seek(Seek::All(job)));
                    let name = format!("dianzhang-rows-{}-{}-{}.csv", part.part.id(), period.from, period.to);
                    client.send(Request::RowsCsv { job, drill: Box::new(drill), words: words.clone(), name }, vec![]);
                }
            })
        },
        stop: desk.on(move |client, _, job: u32| client.send(Request::Cancel { job }, vec![])),
        sql: desk.on(move |client, dispatcher, engine: &'static str| {
            if let Some((subject, drill)) = state
                .explained
                .as_ref()
                .and_then(|subject| Some((subject, state.drill(subject, DrillPart { part: subject.metric, whole: false })?)))
            {
                dispatcher.dispatch(Action::Seek(Seek::Sql(engine)));
                client.send(Request::Sql { metric: subject.metric, drill: Box::new(drill), engine: engine.into() }, vec![]);
            }
        }),
    }
}

fn cancel(desk: &Desk) -> Callback<MouseEvent> {
    let job = desk.store.0.import.as_ref().map(|import| import.job);
    desk.on(move |client, _, _| {
        if let Some(job) = job {
            client.send(Request::Cancel { job }, vec![]);
        }
    })
}

#[inline(never)]
fn deeds(desk: &Desk) -> FileDeeds {
    FileDeeds {
        remove: desk.on(|client, _, file| client.send(Request::Remove { file }, vec![])),
        map: desk.on(|_, dispatcher, file| dispatcher.dispatch(Action::Map(Some(file)))),
        again: desk.import(|job, (file, overrides)| (Request::Remap { job, file, overrides }, vec![])),
        turn: desk.on(|client, dispatcher, leaf: Option<(FileId, u64)>| {
            dispatcher.dispatch(Action::Turn(leaf));
            if let Some((file, start)) = leaf {
                client.send(Request::Rejects { file, start, count: LEAF }, vec![]);
            }
        }),
        save: desk.on(|client, _, file| client.send(Request::AllRejects { file }, vec![])),
    }
}

/// What the receiver of a link is told about its sender's files.
#[inline(never)]
fn heed_text(heed: &Heed, lang: crate::report::Lang) -> String {
    match heed {
        Heed::NoFiles(count) => lang.text_with("heed-no-files", &[("count", (*count).into())]),
        Heed::OtherFiles(count) => lang.text_with("heed-other-files", &[("count", (*count).into())]),
        Heed::OtherRules(zone, gap) => {
            lang.text_with("heed-other-rules", &[("zone", zone.clone().into()), ("gap", gap.to_string().into())])
        }
    }
}

/// What is taken out of the present view.
fn taken<'a>(state: &'a State, report: &'a Report, title: &'a str, metrics: &'a [MetricId], made: &'a str) -> Taken<'a> {
    Taken { title, report, metrics, files: &state.files, made, filters: &state.view.filters, lang: state.view.lang }
}

/// Saves it.
#[inline(never)]
fn take(tool: Tool, taken: &Taken<'_>, board: &str, dispatcher: &UseReducerDispatcher<Store>) {
    let period = taken.report.period;
    let stem = format!("dianzhang-{board}-{}-{}", period.from, period.to);
    match tool {
        Tool::Html => browser::save(&format!("{stem}.html"), "text/html;charset=utf-8", &takeout::html(taken)),
        Tool::Xlsx => {
            let order = postcard::to_allocvec(&takeout::Book::of(taken)).expect("every report can be written");
            let dispatcher = dispatcher.clone();
            browser::save_workbook(&format!("{stem}.xlsx"), order, move |done| {
                if !done {
                    dispatcher.dispatch(Action::NotLoaded);
                }
            });
        }
        _ => {
            let csv = takeout::csv(taken);
            browser::save(&format!("{stem}.csv"), "text/csv;charset=utf-8", &csv.text);
            if csv.neutralised > 0 {
                dispatcher.dispatch(Action::Neutralised(csv.neutralised));
            }
        }
    }
}

/// What the tools do.
fn act(desk: &Desk, settings: &Settings, set: &Callback<Settings>, go: &Callback<View>) -> Callback<Tool> {
    let (state, settings, set, go) = (desk.store.0.clone(), settings.clone(), set.clone(), go.clone());
    desk.on(move |_, dispatcher, tool: Tool| {
        dispatcher.dispatch(Action::Open(match tool {
            Tool::Share => Some(Panel::Share),
            Tool::Palette => Some(Panel::Palette),
            Tool::Keys => Some(Panel::Keys),
            _ => None,
        }));
        match tool {
            Tool::Share | Tool::Palette | Tool::Keys => {}
            Tool::Csv | Tool::Html | Tool::Xlsx => {
                if let Some(report) = &state.report {
                    let title = state.view.lang.text(&format!("board-{}", state.view.place.name()));
                    let metrics: Vec<MetricId> =
                        plan::sections(&state.view.place).into_iter().flat_map(|section| section.metrics).collect();
                    let made = browser::now();
                    take(tool, &taken(&state, report, &title, &metrics, &made), state.view.place.name(), dispatcher);
                }
            }
            Tool::Wall => {
                let wall = !state.view.wall;
                browser::fill_screen(wall);
                go.emit(View { wall, ..state.view.clone() });
            }
            Tool::Print => browser::print(),
            Tool::Add => browser::click("files"),
            Tool::Theme => set.emit(Settings { theme: settings.theme.next(), ..settings.clone() }),
            Tool::Language => {
                let other = if state.view.lang == crate::report::Lang::Zh { crate::report::Lang::En } else { crate::report::Lang::Zh };
                go.emit(View { lang: other, ..state.view.clone() });
            }
        }
    })
}

/// The keys of the whole page.
#[hook]
fn use_keys(desk: &Desk, single: bool, go: &Callback<View>, act: &Callback<Tool>) {
    // The listener stays; what it looks at is always the newest.
    let latest = use_mut_ref(|| None);
    *latest.borrow_mut() = Some((desk.store.clone(), single, go.clone(), act.clone()));
    use_effect_with((), move |()| {
        let keys = browser::on_key(move |key| {
            let Some((store, single, go, act)) = latest.borrow().clone() else { return false };
            let state = &store.0;
            match wish(&key, single) {
                None => return false,
                Some(Wish::Palette) => act.emit(Tool::Palette),
                Some(Wish::Keys) => act.emit(Tool::Keys),
                Some(Wish::Whole) => {
                    if state.view.wall && state.panel.is_none() && state.explaining().is_none() {
                        go.emit(View { wall: false, ..state.view.clone() });
                        return true;
                    }
                    if !state.view.is_narrowed() || !state.view.place.is_board() || state.panel.is_some() || state.explaining().is_some() {
                        return false;
                    }
                    go.emit(state.view.whole());
                }
                Some(Wish::Step(by)) => {
                    let Some(report) = state.report.as_ref().filter(|_| state.view.place.is_board() && state.mapping.is_none()) else {
                        return false;
                    };
                    let to = period::shift(report.period, by);
                    if to.to < report.covered.from || report.covered.to < to.from {
                        return false;
                    }
                    // A step from one day of the trend leads to the next one.
                    go.emit(match state.view.focus {
                        Some(_) => View { focus: Some(to), ..state.view.clone() },
                        None => View { range: Range::Days(to), ..state.view.clone() },
                    });
                }
            }
            true
        });
        move || drop(keys)
    });
}

/// What can lie over the page.
fn panels(
    desk: &Desk,
    settings: &Settings,
    set: &Callback<Settings>,
    go: &Callback<View>,
    act: &Callback<Tool>,
    explain: &Callback<Subject>,
) -> Html {
    let state = &desk.store.0;
    let lang = state.view.lang;
    let shut = |panel: Panel| desk.on(move |_, dispatcher, ()| dispatcher.dispatch(Action::Shut(panel)));
    let open = |this: Panel, content: &dyn Fn() -> Html| {
        if state.panel == Some(this) {
            content()
        } else {
            html! {}
        }
    };
    let link = || {
        let rules = state.report.as_ref().map(|report| Sent::of(&state.files, &report.zone).to_string());
        format!("{}{}{}", browser::address(), state.view, rules.unwrap_or_default())
    };
    // What the view is narrowed to is seen on the board below.
    let pick = {
        let (go, close, view) = (go.clone(), shut(Panel::Plot), state.view.clone());
        Callback::from(move |days: Period| {
            close.emit(());
            go.emit(view.toggle_days(days));
        })
    };
    let go = {
        let (go, close) = (go.clone(), shut(Panel::Palette));
        Callback::from(move |view: View| {
            close.emit(());
            go.emit(view);
        })
    };
    html! {
        <>
            { panel(share::DIALOG, &lang.text("tool-share"), lang, &shut(Panel::Share), open(Panel::Share, &|| html! { <Share link={link()} {lang} /> })) }
            { panel(palette::DIALOG, &lang.text("palette-title"), lang, &shut(Panel::Palette), open(Panel::Palette, &|| html! {
                <Palette view={state.view.clone()} files={palette::names(&state.files)} go={go.clone()} act={act.clone()} />
            })) }
            { panel(plot::DIALOG, &lang.text("plot-title"), lang, &shut(Panel::Plot), open(Panel::Plot, &|| plotted(state, settings, &pick, explain))) }
            { panel(keys::DIALOG, &lang.text("tool-keys"), lang, &shut(Panel::Keys), open(Panel::Keys, &|| keys::keys(lang, settings, set))) }
        </>
    }
}

/// Where the board of paid tools asks. Its questions have numbers of their own.
fn ads_end(desk: &Desk) -> AdsEnd {
    let state = &desk.store.0;
    let (client, asked, filters) = (desk.client.clone(), desk.ads.clone(), state.view.filters.clone());
    let ask = Callback::from(move |(slot, ask): (u8, AdsAsk)| {
        asked.set(asked.get() + 1);
        client.send(Request::Ads { slot, seq: asked.get(), ask, filters: filters.clone() }, vec![]);
        asked.get()
    });
    let (answers, files, filters) = (state.ads.clone(), state.files.clone(), state.view.filters.clone());
    let (go, lang) = (go(desk), state.view.lang);
    let narrow = Callback::from(move |(dimension, text): (Dimension, String)| {
        ads::narrow(&go, lang, dimension, &text);
    });
    AdsEnd { answers, files, generation: state.generation, filters, ask, narrow }
}

/// The large chart of the figure whose course is on show.
#[inline(never)]
fn plotted(state: &State, settings: &Settings, pick: &Callback<Period>, explain: &Callback<Subject>) -> Html {
    let Some(report) = &state.report else { return html! {} };
    let course = state.course.as_ref().unwrap_or(report);
    let Some(metric) = super::board::chosen(course, &state.view) else { return html! {} };
    let lang = state.view.lang;
    let made = browser::now();
    let taken = taken(state, course, "", &[], &made);
    let dress = format!("{} {}", settings.theme.name(), settings.colours.name());
    html! { <Plot course={course.clone()} report={report.clone()} {metric} caption={taken.caption()} {lang} {dress}
    focus={state.view.focus} pick={pick.clone()} explain={explain.clone()} /> }
}

fn content(desk: &Desk, phase: Phase, go: Callback<View>, explain: Callback<Subject>, act: &Callback<Tool>) -> Html {
    let state = &desk.store.0;
    let (view, lang) = (state.view.clone(), state.view.lang);
    let choose = Callback::from(|_: MouseEvent| browser::click("files"));
    if let Some(file) = state.mapping.and_then(|id| state.files.iter().find(|file| file.id == id)) {
        let id = file.id;
        let say = desk.import(move |job, overrides| (Request::Remap { job, file: id, overrides }, vec![]));
        let close = desk.on(|_, dispatcher, _| dispatcher.dispatch(Action::Map(None)));
        return html! { <Mapping key={id.0} file={file.clone()} {lang} {say} {close} /> };
    }
    if let Place::Glossary(entry) = view.place {
        return glossary(&view, entry, state.report.as_deref());
    }
    if phase == Phase::Empty {
        let sample = desk.import(|job, _| (Request::Sample { job }, vec![]));
        return welcome(lang, &choose, &sample);
    }
    if state.shows_files() {
        let clear = desk.on(|client, _, _| client.send(Request::Clear, vec![]));
        return data(&state.files, state.leaf.as_ref(), lang, &deeds(desk), &choose, &clear);
    }
    // Another board is drawn anew, and nothing of the one before moves to another place.
    let place = view.place.name();
    match &state.report {
        Some(report) => html! {
            <>
                <Picker view={view.clone()} covered={report.covered} shown={report.period} zone={report.zone.clone()}
                    compared={report.compared.as_ref().map(|compared| compared.period)} go={go.clone()} />
                if view.is_narrowed() {
                    { narrow::chips(&view, &go, &|dimension, text| title(state, report, dimension, text)) }
                }
                { tools(lang, act) }
                if view.wall {
                    <button type="button" class="button wall__leave" onclick={act.reform(|_: MouseEvent| Tool::Wall)}>{ lang.text("wall-leave") }</button>
                }
                <ContextProvider<AdsEnd> context={ads_end(desk)}>
                    <Board key={place} report={report.clone()} course={state.course.clone()} beside={beside(state)} {view} {go} {explain}
                        enlarge={desk.on(|_, dispatcher, ()| dispatcher.dispatch(Action::Open(Some(Panel::Plot))))} />
                </ContextProvider<AdsEnd>>
            </>
        },
        None if phase == Phase::Ready => html! {
            <p class="board__none">{ lang.text("no-dates") }{ " " }<a href={view.at(Place::Data).href()}>{ lang.text("overview-lack-go") }</a></p>
        },
        None => html! {},
    }
}
