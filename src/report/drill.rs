//! From a figure to the rows behind it: which parts of it have rows, and how those are found.

pub use crate::metric::drill::Unit;

use super::{Dimension, Figure, Note, Question, plan};
use crate::metric::catalogue::{Kind, find};
use crate::metric::drill::{EventDrill, EventKey, Family, SaleDrill, SaleKey, Tallied, record_rows, sale_rows, state_rows, takes_ad};
use crate::metric::fold::{AdCut, DailyCut, ad_rows, daily_rows};
use crate::metric::{Data, MetricId, column_of};
use crate::model::{FileId, Period, Role, Space};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where in an answer a figure stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Slice {
    /// The whole period.
    Whole,
    /// One key of a breakdown.
    Key(Dimension, String),
    /// One bucket of the series.
    Bucket(Period),
    /// One page of the entry and exit table.
    Page(String),
    /// One cell of the table of weekdays (Monday is 0) and hours.
    Hour(u8, u8),
    /// One creative of one item: others may have a creative of the same name.
    Creative {
        /// The item.
        item: String,
        /// Title and picture.
        creative: String,
    },
}

impl Slice {
    /// The same over all keys.
    pub fn whole(&self) -> Slice {
        if let Slice::Bucket(period) = self { Slice::Bucket(*period) } else { Slice::Whole }
    }
}

/// The rows that are looked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Drill {
    /// The question that the figure answers: its period and what it is narrowed to.
    pub question: Question,
    /// Where in its answer the figure stands.
    pub slice: Slice,
    /// The part of the figure: an entry that is counted in rows.
    pub part: MetricId,
}

/// A part of a figure that has rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DrillPart {
    /// The entry.
    pub part: MetricId,
    /// Whether it is that of all keys together: the lower part of a share.
    pub whole: bool,
}

/// The parts of a figure that have rows, the upper one first; none where it is not known.
pub fn parts(figure: &Figure) -> Vec<DrillPart> {
    let entry = figure.metric.0;
    if figure.value.is_none() && figure.numerator.is_none() {
        return Vec::new();
    }
    let one = |part: MetricId| DrillPart { part, whole: false };
    // A rate that a report tells by itself is its own part.
    let told = figure.notes.contains(&Note::FromReports) && column_of(entry).is_some() && figure.numerator.is_none();
    let by_id = |id: &str| MetricId::of(id).filter(|part| Tallied::of(part.0).is_some());
    match entry.kind {
        _ if told => vec![one(figure.metric)],
        Kind::Count(_) | Kind::Amount(_) | Kind::CountOver(..) | Kind::Record | Kind::State => vec![one(figure.metric)],
        Kind::Ratio { numerator, denominator } | Kind::DailyRatio { numerator, denominator } => {
            [numerator, denominator].into_iter().filter_map(by_id).map(one).collect()
        }
        Kind::Share { of } => by_id(of).into_iter().flat_map(|part| [one(part), DrillPart { part, whole: true }]).collect(),
        Kind::MeanOfDays { of, .. } => match find(of).map(|entry| entry.kind) {
            Some(Kind::Ratio { numerator, denominator }) => [numerator, denominator].into_iter().filter_map(by_id).map(one).collect(),
            _ => Vec::new(),
        },
        Kind::Breakdown | Kind::Field | Kind::Tool => Vec::new(),
    }
}

/// How rows are found.
#[derive(Clone, PartialEq, Debug)]
pub enum Trail {
    /// Rows of files of events, by what they are: the lanes know which of them count.
    Events(Box<EventDrill>),
    /// Rows of these files, by their first byte, in rising order.
    At(Vec<(FileId, Vec<u64>)>),
    /// Rows of these files, by their position among the used ones, in rising order.
    Nth(Vec<(FileId, Vec<u64>)>),
}

/// Where the rows are, and what of them makes the figure.
#[derive(Clone, PartialEq, Debug)]
pub struct Hunt {
    /// How they are found.
    pub trail: Trail,
    /// What the figure counts in them.
    pub unit: Unit,
}

/// Looks how the rows of a part are found; None where nothing is loaded that could have any.
pub fn hunt(data: &Data<'_>, drill: &Drill) -> Option<Hunt> {
    let period = match &drill.slice {
        Slice::Bucket(period) => Some(*period),
        _ => drill.question.period,
    };
    let only = super::ads::only(&drill.question.filters);
    let data = &Data { only: &only, ..*data };
    let question = Question { period, filters: drill.question.filters.clone(), ..Question::default() };
    let plan = plan(data, &question)?;
    let (ask, entry, period) = (plan.asks.first()?, drill.part.0, plan.period);
    let loaded = data.loaded();
    let (slice, part) = (&drill.slice, Tallied::of(entry));
    let found = |trail: Trail, unit: Unit| Some(Hunt { trail, unit });
    // What rows cannot tell, ready-made reports do.
    if loaded.lack(entry).is_some() {
        let undated = !matches!(slice, Slice::Bucket(_));
        let rows = daily_rows(data.daily, period, column_of(entry)?, daily_key(slice)?, undated);
        let trail = Trail::At(by_file(rows.into_iter().filter_map(|row| Some((data.daily.file(row)?, row.place.offset)))));
        return found(trail, Unit::Told);
    }
    let ads = |rows: Vec<&crate::model::AdRow>, unit| {
        found(Trail::At(by_file(rows.into_iter().filter_map(|row| Some((data.ads.file(row)?, row.place.offset))))), unit)
    };
    let mut clock = data.zone.clock();
    if let Some(rows) = record_rows(data.ads, &mut clock, period, entry.id) {
        return found(Trail::Nth(rows), Unit::Rows);
    }
    if let Some(rows) = state_rows(data.ads, data.only, period, entry.id) {
        return ads(rows, Unit::Told);
    }
    let part = part?;
    let stand_in = loaded.orders_from_events();
    match part.family() {
        Family::Ads => {
            let mut rows = ad_rows(data.ads, data.only, period, ad_key(slice)?, part.any().reported()?);
            if let Slice::Creative { item, .. } = slice {
                rows.retain(|row| data.ads.texts.text(row.item) == item);
            }
            ads(rows.into_iter().filter(|row| takes_ad(part, row)).collect(), part.unit())
        }
        Family::Sales if !stand_in => {
            let orders = data.orders;
            let key =
                sale_key(slice, |text| orders.items.find(text), |text| orders.promotions.find(text), |text| orders.provinces.find(text))?;
            let drill = SaleDrill { part, period, filter: ask.sales, key, zone: data.zone.clone() };
            let origins = orders.origins();
            let mut rows = Vec::new();
            for (at, lines) in sale_rows(orders, &drill) {
                let Some(from) = origins.get(at) else { continue };
                let lines = lines.iter().filter_map(|line| from.lines.get(*line));
                rows.extend(lines.chain(&from.heads).filter_map(|(file, place)| Some((orders.file_at(*file)?, place.offset))));
            }
            found(Trail::At(by_file(rows.into_iter())), part.unit())
        }
        Family::Sales | Family::Events => {
            let key = event_key(data, slice, stand_in && part.family() == Family::Sales)?;
            let (filter, last_day, zone) = (ask.filter, ask.last_day, data.zone.clone());
            found(
                Trail::Events(Box::new(EventDrill { part, period, filter, key, last_day, zone })),
                if stand_in { one_each(part) } else { part.unit() },
            )
        }
    }
}

/// A buy event stands for an order of one piece: each is one row.
fn one_each(part: Tallied) -> Unit {
    match (part.family(), part.unit()) {
        (Family::Sales, Unit::Orders | Unit::Sum) if part != Tallied::Count(crate::metric::Part::BuyerDays) => Unit::Rows,
        (_, unit) => unit,
    }
}

/// Rows by file, each once, in rising order.
fn by_file(rows: impl Iterator<Item = (FileId, u64)>) -> Vec<(FileId, Vec<u64>)> {
    let mut files: BTreeMap<FileId, Vec<u64>> = BTreeMap::new();
    rows.for_each(|(file, offset)| files.entry(file).or_default().push(offset));
    for offsets in files.values_mut() {
        offsets.sort_unstable();
        offsets.dedup();
    }
    files.into_iter().collect()
}

/// The key of a slice among events. None where events have no such key.
fn event_key(data: &Data<'_>, slice: &Slice, sales: bool) -> Option<Option<EventKey>> {
    let names = &data.register.names;
    // A text that no row has is a code that none has.
    let code = |space: Space, text: &str| names.of(space).find(text);
    let found = |code: Option<u32>, key: fn(u32) -> EventKey| Some(Some(code.map_or(EventKey::Nothing, key)));
    match slice {
        Slice::Whole | Slice::Bucket(_) => Some(None),
        Slice::Creative { .. } => None,
        Slice::Hour(weekday, hour) => Some(Some(EventKey::Hour(*weekday, *hour))),
        Slice::Page(page) => found(code(Space::Places, page), EventKey::Page),
        Slice::Key(dimension, text) => match dimension {
            Dimension::Source if !sales => found(code(Space::Sources, text), EventKey::Source),
            Dimension::Page if !sales => found(code(Space::Places, text), EventKey::Page),
            Dimension::Item => found(code(Space::Places, text), EventKey::Item),
            Dimension::Category if !sales => found(code(Space::Categories, text), EventKey::Category),
            Dimension::SearchTerm if !sales => found(code(Space::Terms, text), EventKey::Term),
            // Events stand for orders without promotion and province.
            Dimension::Promotion | Dimension::Province if sales => Some(if text.is_empty() { None } else { Some(EventKey::Nothing) }),
            _ => None,
        },
    }
}

fn sale_key(
    slice: &Slice,
    item: impl Fn(&str) -> Option<u32>,
    promotion: impl Fn(&str) -> Option<u32>,
    province: impl Fn(&str) -> Option<u32>,
) -> Option<Option<SaleKey>> {
    let found = |code: Option<u32>, key: fn(u32) -> SaleKey| Some(Some(code.map_or(SaleKey::Nothing, key)));
    match slice {
        Slice::Whole | Slice::Bucket(_) => Some(None),
        Slice::Key(Dimension::Item, text) => found(item(text), SaleKey::Item),
        Slice::Key(Dimension::Promotion, text) => found(promotion(text), SaleKey::Promotion),
        Slice::Key(Dimension::Province, text) => found(province(text), SaleKey::Province),
        _ => None,
    }
}

fn ad_key(slice: &Slice) -> Option<Option<(AdCut, &str)>> {
    Some(match slice {
        Slice::Whole | Slice::Bucket(_) => None,
        Slice::Key(dimension, text) => Some((super::ads::cut(*dimension)?, text.as_str())),
        Slice::Creative { creative, .. } => Some((AdCut::Creative, creative.as_str())),
        Slice::Page(_) | Slice::Hour(..) => return None,
    })
}

fn daily_key(slice: &Slice) -> Option<Option<(DailyCut, &str)>> {
    Some(match slice {
        Slice::Whole | Slice::Bucket(_) => None,
        Slice::Key(dimension, text) => Some((super::ready::cut(*dimension)?, text.as_str())),
        Slice::Page(_) | Slice::Hour(..) | Slice::Creative { .. } => return None,
    })
}

/// A row behind a figure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DrillRow {
    /// Its file.
    pub file: FileId,
    /// Its line there, from 1.
    pub line: u64,
    /// Its cells, one for each of the columns of [`Drilled`]; empty where its file has no such column.
    pub cells: Vec<String>,
}

/// Rows behind a figure, read again from their files.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Drilled {
    /// What the cells are.
    pub columns: Vec<Role>,
    /// The rows, by file and line.
    pub rows: Vec<DrillRow>,
    /// Whether these are all there are.
    pub all: bool,
    /// Files that could not be read again.
    pub gone: Vec<FileId>,
}

impl Drilled {
    /// Adds a row whose cells are of these roles.
    pub fn push(&mut self, file: FileId, line: u64, roles: &[Role], cells: Vec<String>) {
        for role in roles {
            if !self.columns.contains(role) {
                self.columns.push(*role);
            }
        }
        let mut placed = vec![String::new(); self.columns.len()];
        for (role, cell) in roles.iter().zip(cells) {
            if let Some(at) = self.columns.iter().position(|column| column == role) {
                placed[at] = cell;
            }
        }
        self.rows.push(DrillRow { file, line, cells: placed });
    }
}
