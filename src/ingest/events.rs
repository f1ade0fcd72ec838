//! Rows of the table `events`.

use super::row::{RowText, column, id_number};
use super::values::{Id, Instant, Order, TimeReader, Told, read_id};
use crate::model::{ColumnGuess, Dict, EventKind, EventRows, PageType, Reason, Remark, Role, Zone};

/// Turns rows of cells into columns of events.
pub struct EventBuilder {
    rows: EventRows,
    columns: Columns,
    times: TimeReader,
    order: Option<Order>,
    /// Different event words, numbered, with the kind each means and its rows.
    words: Dict,
    kinds: Vec<(EventKind, u64)>,
    has_millis: bool,
}

struct Columns {
    visitor: Option<usize>,
    time: Option<usize>,
    event: Option<usize>,
    page: Option<usize>,
    page_type: Option<usize>,
    item: Option<usize>,
    category: Option<usize>,
    source: Option<usize>,
    session: Option<usize>,
    term: Option<usize>,
}

impl EventBuilder {
    /// A builder for a file with these columns.
    pub fn new(columns: &[ColumnGuess], zone: &Zone, order: impl Fn(Role) -> Option<Order>) -> EventBuilder {
        let of = |role| column(columns, role);
        let rows = EventRows { roles: columns.iter().map(|column| column.role).collect(), ..EventRows::default() };
        EventBuilder {
            rows,
            columns: Columns {
                visitor: of(Role::Visitor),
                time: of(Role::Time),
                event: of(Role::Event),
                page: of(Role::Page),
                page_type: of(Role::PageType),
                item: of(Role::Item),
                category: of(Role::Category),
                source: of(Role::Source),
                session: of(Role::Session),
                term: of(Role::SearchTerm),
            },
            times: TimeReader::new(zone, order(Role::Time)),
            order: order(Role::Time),
            words: Dict::default(),
            kinds: vec![(EventKind::View, 0)],
            has_millis: false,
        }
    }

    /// Takes one row, or says why it cannot be used. Nothing of a refused row is kept.
    pub fn row(&mut self, row: &mut RowText<'_>) -> Result<(), Reason> {
        let visitor = row.cell(self.columns.visitor);
        let Id::Text(visitor) = read_id(&visitor) else {
            return Err(if visitor.trim().is_empty() || read_id(&visitor) == Id::Absent {
                Reason::Missing(Role::Visitor)
            } else {
                Reason::IdDestroyed(Role::Visitor)
            });
        };
        let (time, millis) = match self.times.read(&row.cell(self.columns.time)) {
            Instant::At(seconds, millis) => (seconds, millis),
            Instant::Absent => return Err(Reason::Missing(Role::Time)),
            Instant::Unreadable => return Err(Reason::Unreadable(Role::Time)),
        };
        // Ids that may be destroyed are read before anything is pushed, so that a refused row leaves no half.
        let rows = &mut self.rows;
        let mut id = |dict: &mut Dict, at: Option<usize>, role: Role| match at {
            Some(_) => id_number(dict, &row.cell(at), role),
            None => Ok(0),
        };
        let item = id(&mut rows.places, self.columns.item, Role::Item)?;
        let session = id(&mut rows.sessions, self.columns.session, Role::Session)?;
        let category = id(&mut rows.categories, self.columns.category, Role::Category)?;
        rows.person.push(rows.people.number(visitor));
        rows.time.push(time);
        if millis > 0 && !self.has_millis {
            self.has_millis = true;
            rows.millis.resize(rows.time.len() - 1, 0);
        }
        if self.has_millis {
            rows.millis.push(millis);
        }
        let word = self.words.number(row.cell(self.columns.event).trim()) as usize;
        if word == self.kinds.len() {
            self.kinds.push((EventKind::of(self.words.text(word as u32)), 0));
        }
        self.kinds[word].1 += 1;
        let page_type = self.columns.page_type.map_or(PageType::Other, |at| PageType::of(&row.cell(Some(at))));
        rows.kind.push(self.kinds[word].0 as u8 | (page_type as u8) << 4);
        let mut text = |dict: &mut Dict, cells: &mut Vec<u32>, at: Option<usize>| {
            if at.is_some() {
                cells.push(dict.number(row.cell(at).trim()));
            }
        };
        text(&mut rows.places, &mut rows.page, self.columns.page);
        text(&mut rows.sources, &mut rows.source, self.columns.source);
        text(&mut rows.terms, &mut rows.term, self.columns.term);
        for (at, cells, number) in [
            (self.columns.item, &mut rows.item, item),
            (self.columns.session, &mut rows.session, session),
            (self.columns.category, &mut rows.category, category),
        ] {
            if at.is_some() {
                cells.push(number);
            }
        }
        Ok(())
    }

    /// What the time column told about day and month.
    pub fn told(&self) -> Vec<(Role, Told, Option<Order>)> {
        vec![(Role::Time, self.times.told, self.order)]
    }

    /// The rows, and the event words that mean nothing to any metric.
    pub fn finish(self) -> (EventRows, Vec<Remark>) {
        let mut unknown: Vec<Remark> = (1..self.kinds.len())
            .filter(|word| self.kinds[*word].0 == EventKind::Other)
            .map(|word| Remark::UnknownEvents { word: self.words.text(word as u32).chars().take(60).collect(), rows: self.kinds[word].1 })
            .collect();
        unknown.truncate(20);
        (self.rows, unknown)
    }
}
