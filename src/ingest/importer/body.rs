//! The rows of one file, once its head has shown how to read them.

use super::{Hints, Knowledge};
use crate::ingest::ads::{AdBuilder, LogBuilder};
use crate::ingest::daily::DailyBuilder;
use crate::ingest::days::{self, Days};
use crate::ingest::encoding::TrailMask;
use crate::ingest::epoch::Epoch;
use crate::ingest::events::EventBuilder;
use crate::ingest::foreign::Foreign;
use crate::ingest::head::Head;
use crate::ingest::layouts::is_statement;
use crate::ingest::orders::{OrderBuilder, OrderPlan};
use crate::ingest::products::ProductBuilder;
use crate::ingest::ragged::Judge;
use crate::ingest::recognise::{self, Found};
use crate::ingest::sink::{Builder, Sink};
use crate::ingest::suspect::Marks;
use crate::ingest::tokens::{Cells, Limit, Span, Tokenizer};
use crate::ingest::watch::{Wanted, Watch};
use crate::model::{Account, Period, Problem, Role, Said, Table};

/// Why the rows are not read, and what was seen of the file all the same.
pub(super) type Refusal = (Problem, Option<Box<Seen>>);

/// What was seen of a file before its rows are read.
pub(super) struct Seen {
    pub(super) head: Head,
    pub(super) found: Found,
    /// What was said of the file, or kept of an earlier one.
    pub(super) said: Said,
    /// From which year a spreadsheet's day numbers count, as is said or as the rows show.
    pub(super) epoch: Epoch,
}

/// The reading of the rows.
pub(super) struct Body {
    pub(super) seen: Box<Seen>,
    tokens: Tokenizer,
    mask: TrailMask,
    scratch: Vec<u8>,
    /// Decodes what is neither UTF-8 nor GB18030; rows up to this place of the decoded text are no data.
    pub(super) foreign: Option<(Foreign, Option<u64>)>,
    pub(super) sink: Sink,
}

impl Body {
    pub(super) fn new(seen: Box<Seen>, hints: &Hints, knowledge: &Knowledge, watched: Option<&Wanted>) -> Result<Body, Refusal> {
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
            marks: Marks::of(&found.columns),
            builder,
            watch: watched.map(|wanted| Watch::new(&found.columns, wanted.clone())),
        };
        let mut tokens = Tokenizer::with(head.dialect, Some(head.width));
        tokens.skip(head.skip());
        let foreign = Foreign::of(head.encoding).map(|foreign| (foreign, sink.header.take()));
        Ok(Body { seen, tokens, mask: TrailMask::default(), scratch: Vec::new(), foreign, sink })
    }

    pub(super) fn read(&mut self, bytes: &[u8]) -> Result<(), Limit> {
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

    pub(super) fn end(&mut self) -> Result<(), Limit> {
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
}

/// What a reader of a file's order rows must know of it.
pub(super) fn order_plan(seen: &Seen, hints: &Hints, knowledge: &Knowledge) -> OrderPlan {
    let order = |role: Role| knowledge.order(role, &seen.said);
    OrderPlan {
        grain: seen.found.grain,
        layout: seen.found.layout.map(String::from),
        named: days::exported(&hints.name, &hints.zone),
        orders: (order(Role::PlacedAt), order(Role::PaidAt)),
        said: Said { since_1904: Some(seen.epoch.since_1904), ..seen.said.clone() },
    }
}

/// The days that a report's title names, else those in its file's name. A column of days makes both needless.
fn title_days(head: &Head, found: &Found, name: &str) -> Option<Period> {
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
