//! Everything the page knows, and the one function that changes it. Knows nothing of the browser.

use super::against::Against;
use super::period::Range;
use super::plan;
use super::route::{Link, Place, Sent, View};
use crate::metric::MetricId;
use crate::model::{FileId, Period, Recipe, Value};
use crate::report::ads::AdsTold;
use crate::report::drill::{Drill, DrillPart};
use crate::report::{Figure, FileReport, FileState, Lang, Problem, Question, Report};
use crate::wire::protocol::{Reply, VERSION};
use std::collections::BTreeMap;

pub mod evidence;
mod parts;

use evidence::{Evidence, Seek};

pub use parts::{Heed, Import, Leaf, Notice, Panel, Phase, Shared, Slice, Subject};

/// Points of a trend: more cannot be told apart, and each carries every figure.
const BUCKETS: usize = 400;

/// The most rows of a breakdown that the page asks for.
const ROWS: usize = 300;
/// How many set-aside rows one leaf of the viewer holds.
pub const LEAF: u64 = 50;

/// The whole state.
#[derive(Clone, PartialEq, Debug)]
pub struct State {
    /// What is shown.
    pub view: View,
    /// The running import.
    pub import: Option<Import>,
    /// Every file, in the order of dropping.
    pub files: Shared<Vec<FileReport>>,
    /// Grows when the files change, so that the question is asked anew.
    pub generation: u32,
    /// The number of the last question.
    pub asked: u32,
    /// What that was, and of which files: the page waits from the moment the view wants another one.
    pub asked_about: Option<(u32, Question)>,
    /// The number of the last answer.
    pub answered: u32,
    /// The last answer.
    pub report: Option<Shared<Report>>,
    /// The number of the last question for the figures beside: those of another period, for cards.
    pub asked_beside: u32,
    /// Their answer.
    pub beside: Option<Shared<Report>>,
    /// What the parts of the board of paid tools were told, by slot, with the number of the question.
    pub ads: BTreeMap<u8, (u32, Shared<AdsTold>)>,
    /// The number of the last question for the course: the trend of the whole period while the view is narrowed to some
    /// of its days.
    pub asked_course: u32,
    /// Its answer.
    pub course: Option<Shared<Report>>,
    /// How the sender of the link counted, until somebody has read it.
    pub sent: Option<Sent>,
    /// Mappings that links brought.
    pub recipes: Vec<Recipe>,
    /// What is open over the page.
    pub panel: Option<Panel>,
    /// A message above the page.
    pub notice: Option<Notice>,
    /// Whether the messages about files that could not be used are on show.
    pub problems: bool,
    /// The figure being explained.
    pub explained: Option<Subject>,
    /// What was asked for about it.
    pub evidence: Evidence,
    /// The file whose columns are being named.
    pub mapping: Option<FileId>,
    /// The set-aside rows on show.
    pub leaf: Option<Leaf>,
    /// Whether files hover over the page.
    pub hover: bool,
}

/// What happens to the page.
#[derive(Debug)]
pub enum Action {
    /// The link changed.
    Visit(String),
    /// An import with this number starts.
    Start(u32),
    /// A question with this number is sent, about these files.
    Ask(u32, (u32, Question)),
    /// The question for the figures beside is sent with this number; None when there is none.
    AskBeside(Option<u32>),
    /// The question for the course is sent with this number; None when there is none.
    AskCourse(Option<u32>),
    /// Something opens over the page, or closes.
    Open(Option<Panel>),
    /// Something that lay over the page was closed; what has opened in its place since stays.
    Shut(Panel),
    /// A table was saved, and this many of its cells began like a formula.
    Neutralised(u64),
    /// A part of the page could not be loaded.
    NotLoaded,
    /// What the sender of the link said is read.
    DismissSent,
    /// The worker says something.
    Hear(Reply),
    /// The worker broke; another one reads the files again, and news of them follows.
    Crash,
    /// The worker cannot be used: the page must be loaded again.
    Stale,
    /// A figure is to be explained, or no more.
    Explain(Option<Subject>),
    /// More is wanted about the figure being explained.
    Seek(Seek),
    /// The columns of a file are to be named, or no more.
    Map(Option<FileId>),
    /// Set-aside rows are to be shown from here on, or no more.
    Turn(Option<(FileId, u64)>),
    /// Files hover over the page, or no more.
    Hover(bool),
    /// The message above the page is read.
    DismissNotice,
    /// The messages about files are read.
    DismissProblems,
}

impl State {
    /// The state of a page just opened at `fragment`.
    pub fn opened(fragment: &str, lang: Lang) -> State {
        let Link { view, sent, explain, recipe, trouble } = View::parse(fragment, lang);
        State {
            view,
            sent,
            notice: trouble.map(Notice::Link).or(recipe.as_ref().map(|_| Notice::Mapping)),
            recipes: recipe.into_iter().collect(),
            import: None,
            files: Shared::new(Vec::new()),
            generation: 0,
            asked: 0,
            asked_about: None,
            answered: 0,
            report: None,
            asked_beside: 0,
            beside: None,
            ads: BTreeMap::new(),
            asked_course: 0,
            course: None,
            panel: None,
            problems: false,
            explained: explain,
            evidence: Evidence::default(),
            mapping: None,
            leaf: None,
            hover: false,
        }
    }

    /// Whether the board of files is what is shown.
    pub fn shows_files(&self) -> bool {
        let is_list = self.phase() == Phase::Error || self.view.place == Place::Data;
        is_list && !self.files.is_empty() && self.mapping.is_none() && !matches!(self.view.place, Place::Glossary(_))
    }

    /// The state after something happened.
    pub fn reduce(&self, action: Action) -> State {
        let mut next = self.clone();
        match action {
            Action::Visit(fragment) => {
                let Link { view, sent, explain, recipe, trouble } = View::parse(&fragment, self.view.lang);
                if view.place != self.view.place {
                    (next.explained, next.mapping, next.leaf) = (None, None, None);
                }
                if explain.is_some() {
                    next.explained = explain;
                }
                next.evidence = Evidence::default();
                let news = trouble.map(Notice::Link).or(recipe.as_ref().map(|_| Notice::Mapping));
                next.notice = news.or(self.notice.filter(|notice| !matches!(notice, Notice::Link(_))));
                next.recipes.splice(0..0, recipe);
                next.sent = sent.or_else(|| self.sent.clone());
                next.panel = None;
                if view.focus.is_some() && self.view.focus.is_none() {
                    // What is on show is the course, until a newer one comes.
                    next.course = self.report.clone();
                }
                next.view = view;
            }
            Action::Start(job) => {
                next.import = Some(Import { job, name: String::new(), bytes: 0, total: 0, rows: 0 });
                // What a link wants explained waits for the first files.
                next.explained = self.explained.clone().filter(|_| !self.has_data());
                (next.mapping, next.leaf, next.hover, next.problems) = (None, None, false, false);
                next.notice = None;
            }
            Action::Ask(seq, about) => (next.asked, next.asked_about) = (seq, Some(about)),
            Action::AskBeside(seq) => {
                next.asked_beside = seq.unwrap_or(0);
                next.beside = None;
            }
            Action::AskCourse(seq) => {
                next.asked_course = seq.unwrap_or(0);
                next.course = next.course.filter(|_| seq.is_some());
            }
            Action::Open(panel) => next.panel = panel,
            Action::Shut(panel) => next.panel = self.panel.filter(|open| *open != panel),
            Action::Neutralised(cells) => next.notice = Some(Notice::Neutralised(cells)),
            Action::NotLoaded => next.notice = Some(Notice::NotLoaded),
            Action::DismissSent => next.sent = None,
            Action::Hear(reply) => next.hear(reply),
            Action::Crash => (next.notice, next.evidence) = (Some(Notice::WorkerBroken), Evidence::default()),
            Action::Stale => {
                next.import = None;
                next.notice = Some(Notice::StaleBuild);
            }
            Action::Explain(subject) => (next.explained, next.evidence) = (subject, Evidence::default()),
            Action::Seek(seek) => next.evidence.seek(seek),
            Action::Map(file) => {
                next.mapping = file;
                next.leaf = None;
            }
            Action::Turn(leaf) => next.leaf = leaf.map(|(file, start)| Leaf { file, start, rows: None }),
            Action::Hover(hover) => next.hover = hover,
            Action::DismissNotice => next.notice = None,
            Action::DismissProblems => next.problems = false,
        }
        next
    }

    fn hear(&mut self, reply: Reply) {
        match reply {
            Reply::Ready { version } => {
                if version != VERSION {
                    self.notice = Some(Notice::StaleBuild);
                }
            }
            Reply::Progress { job, name, bytes, total, rows, .. } => {
                if self.import.as_ref().is_some_and(|import| import.job == job) {
                    self.import = Some(Import { job, name, bytes, total, rows });
                }
            }
            Reply::Files { job, files } => {
                // News of an older import says what is loaded, but does not end the one that runs.
                if self.import.as_ref().is_some_and(|import| job == Some(import.job)) {
                    self.import = None;
                    self.problems = files.iter().any(|file| matches!(file.state, FileState::Failed(_)));
                    // The file that broke the worker is named with its remedy: that says more than the plain notice.
                    if files.iter().any(|file| file.state == FileState::Failed(Problem::Crashed)) {
                        self.notice = self.notice.filter(|notice| *notice != Notice::WorkerBroken);
                    }
                    self.mapping = files.iter().find(|file| file.state == FileState::NeedsMapping).map(|file| file.id);
                }
                if !files.iter().any(|file| file.state == FileState::Loaded) {
                    (self.report, self.beside, self.course) = (None, None, None);
                    self.ads.clear();
                }
                let known = |id: FileId| files.iter().any(|file| file.id == id);
                self.mapping = self.mapping.filter(|id| known(*id));
                self.leaf = self.leaf.take().filter(|leaf| known(leaf.file));
                self.files = Shared::new(files);
                self.generation += 1;
                self.evidence = Evidence::default();
            }
            Reply::Answer { seq, report } => {
                if seq == self.asked_course {
                    self.course = report.map(|report| Shared::new(*report));
                } else if seq == self.asked_beside {
                    self.beside = report.map(|report| Shared::new(*report));
                } else if seq == self.asked {
                    self.answered = seq;
                    self.report = report.map(|report| Shared::new(*report));
                }
            }
            Reply::Ads { slot, seq, told } => {
                let newer = self.ads.get(&slot).is_none_or(|(known, _)| *known <= seq);
                if let Some(told) = told.filter(|_| newer) {
                    self.ads.insert(slot, (seq, Shared::new(*told)));
                }
            }
            Reply::Rejects { file, start, rows } => {
                if let Some(leaf) = self.leaf.as_mut().filter(|leaf| leaf.file == file && leaf.start == start) {
                    match rows {
                        Some(rows) => leaf.rows = Some(rows),
                        None => (self.leaf, self.notice) = (None, Some(Notice::FileGone)),
                    }
                }
            }
            Reply::Rows { .. } | Reply::RowsProgress { .. } | Reply::RowsCsv { .. } | Reply::Sql { .. } => self.evidence.hear(reply),
            Reply::AllRejects { rows, .. } => {
                if rows.is_none() {
                    self.notice = Some(Notice::FileGone);
                }
            }
        }
    }

    /// Whether a file's rows count.
    pub fn has_data(&self) -> bool {
        self.files.iter().any(|file| file.state == FileState::Loaded)
    }

    /// Whether what is on show is not yet the answer to what the view asks.
    pub fn is_waiting(&self) -> bool {
        let wanted = self.question().map(|question| (self.generation, question));
        self.asked != self.answered || (wanted.is_some() && wanted != self.asked_about)
    }

    /// What `main[data-state]` says.
    pub fn phase(&self) -> Phase {
        if self.import.is_some() || (self.has_data() && (self.answered == 0 || (self.report.is_none() && self.is_waiting()))) {
            Phase::Importing
        } else if self.has_data() {
            Phase::Ready
        } else if self.files.is_empty() {
            Phase::Empty
        } else {
            Phase::Error
        }
    }

    /// The days the loaded data cover, once an answer told them.
    pub fn covered(&self) -> Option<Period> {
        self.report.as_ref().map(|report| report.covered)
    }

    /// What the page asks the worker for the present view; None when nothing is loaded.
    pub fn question(&self) -> Option<Question> {
        if !self.has_data() {
            return None;
        }
        let period = self.view.focus.or(self.view.range.resolve(self.covered()));
        Some(Question {
            period,
            compare: self.covered().and_then(|covered| self.view.compare.days(self.range(), covered)),
            grain: Some(self.view.grain),
            breakdowns: plan::breakdowns(&self.view.place).to_vec(),
            limit: Some(ROWS),
            // Only this board shows them, and there may be millions.
            pages: self.view.place == Place::Traffic,
            filters: self.view.filters.clone(),
            most_buckets: Some(BUCKETS),
            word: None,
            // The board asks for them part by part.
            ads: false,
        })
    }

    /// What cards compare with beside the view's own choice, and the question for it; None where the data do not reach
    /// back that far.
    pub fn question_beside(&self) -> Option<(Against, Question)> {
        let covered = self.covered().filter(|_| self.has_data() && self.view.place.is_board())?;
        let way = self.view.compare.beside();
        let days = way.days(self.range(), covered)?;
        let filters = self.view.filters.clone();
        Some((way, Question { period: Some(days), limit: Some(1), filters, ..Question::default() }))
    }

    /// The question for the course of the whole period, where the view is narrowed to some of its days.
    pub fn question_course(&self) -> Option<Question> {
        self.view.focus?;
        let covered = self.covered().filter(|_| self.has_data() && self.view.place.is_board())?;
        Some(Question {
            period: self.view.range.resolve(Some(covered)),
            compare: self.view.compare.days(self.view.range, covered),
            grain: Some(self.view.grain),
            limit: Some(1),
            filters: self.view.filters.clone(),
            most_buckets: Some(BUCKETS),
            ..Question::default()
        })
    }

    /// The days that figures are asked for: those narrowed to, else those of the picker.
    fn range(&self) -> Range {
        self.view.focus.map_or(self.view.range, Range::Days)
    }

    /// What there is to say about the files of a link's sender; None once it is read, or when all is alike.
    pub fn heed(&self) -> Option<Heed> {
        let sent = self.sent.as_ref()?;
        let Some(report) = self.report.as_ref().filter(|_| self.has_data()) else {
            return self.files.is_empty().then_some(Heed::NoFiles(sent.count));
        };
        let here = Sent::of(&self.files, &report.zone);
        if here.digest != sent.digest {
            Some(Heed::OtherFiles(sent.count))
        } else if (&here.zone, here.gap) != (&sent.zone, sent.gap) {
            Some(Heed::OtherRules(sent.zone.clone(), sent.gap))
        } else {
            None
        }
    }

    /// What is being explained, once there is an answer: a link may want it before any file is there.
    pub fn explaining(&self) -> Option<&Subject> {
        self.explained.as_ref().filter(|_| self.report.is_some())
    }

    /// What is looked for behind a figure of the present answer.
    pub fn drill(&self, subject: &Subject, part: DrillPart) -> Option<Drill> {
        let report = self.report.as_ref()?;
        let period = (!report.undated).then_some(report.period);
        let question = Question { period, grain: report.grain, filters: self.view.filters.clone(), ..Question::default() };
        let slice = if part.whole { subject.slice.whole() } else { subject.slice.clone() };
        Some(Drill { question, slice, part: part.part })
    }

    /// The figure that a subject means, in the present answer.
    pub fn figure(&self, subject: &Subject) -> Option<Figure> {
        let report = self.report.as_ref()?;
        let among = |figures: &[Figure]| figures.iter().find(|figure| figure.metric == subject.metric).cloned();
        match &subject.slice {
            Slice::Whole => among(&report.figures),
            Slice::Key(dimension, key) => {
                let rows = report.breakdowns.iter().find(|(d, _)| d == dimension).map(|(_, rows)| rows);
                let row = rows.and_then(|rows| rows.iter().find(|row| row.key == *key));
                row.and_then(|row| among(&row.figures))
                    .or_else(|| self.ads.values().find_map(|(_, told)| among(told.figures(*dimension, key)?)))
            }
            Slice::Creative { item, creative } => self.ads.values().find_map(|(_, told)| among(told.creative(item, creative)?)),
            Slice::Bucket(period) => {
                // The trend may show more days than the view is narrowed to.
                let shown = [Some(report), self.course.as_ref()].into_iter().flatten();
                let mut buckets = shown.flat_map(|report| report.series.iter().chain(report.compared.iter().flat_map(|then| &then.series)));
                among(&buckets.find(|bucket| bucket.period == *period)?.figures)
            }
            Slice::Hour(weekday, hour) => {
                let views = *report.hours.as_ref()?.get(usize::from(*weekday))?.get(usize::from(*hour))?;
                (subject.metric.id() == "page_views").then(|| Figure { value: Some(Value::Count(views)), ..unknown(subject.metric) })
            }
            Slice::Page(page) => {
                let row = report.pages.as_ref()?.iter().find(|row| row.page == *page)?;
                among(&page_figures(row))
            }
        }
    }
}

/// A page's row of the entry and exit table as figures of the metrics they are.
pub fn page_figures(row: &crate::report::PageRow) -> Vec<Figure> {
    let count = |id, n| Some(Figure { value: Some(Value::Count(n)), ..unknown(MetricId::of(id)?) });
    let bounce = MetricId::of("bounce_rate").filter(|_| row.entries > 0).map(|metric| Figure {
        value: Some(Value::Real(row.bounces as f64 / row.entries as f64)),
        numerator: Some(Value::Count(row.bounces)),
        denominator: Some(Value::Count(row.entries)),
        ..unknown(metric)
    });
    [
        count("entries", row.entries),
        count("exits", row.exits),
        bounce,
        count("landing_page_views", row.landing_page_views),
        count("page_views", row.page_views),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn unknown(metric: MetricId) -> Figure {
    Figure::unknown(metric)
}

#[cfg(test)]
mod tests;
