//! Where the rows of a file go: into the builder of its table, each one accounted for.

use super::ads::{AdBuilder, LogBuilder};
use super::daily::DailyBuilder;
use super::encoding::Encoding;
use super::events::EventBuilder;
use super::orders::OrderBuilder;
use super::plain::Line;
use super::products::ProductBuilder;
use super::ragged::{Judge, Verdict};
use super::row::RowText;
use super::shape;
use super::suspect::Marks;
use super::tokens::{Cells, Span};
use super::values::{Order, Told};
use super::watch::Watch;
use crate::model::{Account, Mend, Place, Reason, Rejected, Role};

/// Takes rows and keeps the account.
pub struct Sink {
    /// Encoding of the cells.
    pub encoding: Encoding,
    /// Offset of the header row: rows up to it are no data.
    pub header: Option<u64>,
    /// Columns of the header: text beyond them fits nowhere.
    pub width: usize,
    /// The account so far.
    pub account: Account,
    /// Rows set aside so far.
    pub rejected: Vec<Rejected>,
    /// Cells in which bytes had to be replaced.
    pub broken_cells: u64,
    /// Judges rows of another width.
    pub judge: Judge,
    /// The header's names.
    pub names: Vec<String>,
    /// How rows were repaired: how many, and the line of the first.
    pub mended: Vec<(Mend, u64, u64)>,
    /// Marks where numbers should stand.
    pub marks: Marks,
    /// The table's builder; None for a file that is looked at only.
    pub builder: Option<Builder>,
    /// Looks at the rows that are used, where the file is read once more for them.
    pub watch: Option<Watch>,
}

/// The builder of a table.
pub enum Builder {
    /// Of events.
    Events(Box<EventBuilder>),
    /// Of orders.
    Orders(Box<OrderBuilder>),
    /// Of products.
    Products(Box<ProductBuilder>),
    /// Of reporting rows of paid tools.
    Ads(Box<AdBuilder>),
    /// Of operations in the ad account.
    AdLog(Box<LogBuilder>),
    /// Of rows of ready-made reports.
    Daily(Box<DailyBuilder>),
}

impl Sink {
    /// Takes one row.
    pub fn row(&mut self, cells: Cells<'_>, span: Span) {
        if self.header.is_some_and(|header| span.offset <= header) {
            return;
        }
        self.account.read += 1 + span.blank_before;
        self.account.blank += span.blank_before;
        let even = cells.len() == self.width && !(span.mended || span.broken || span.unclosed || span.loose);
        if even && cells.line().is_some_and(|line| self.quick(&line, span.line)) {
            self.account.used += 1;
            if self.watch.is_some() {
                self.watched(cells, Place { line: span.line, offset: span.offset, length: span.length as u32 });
            }
            return;
        }
        if cells.blank() {
            self.account.blank += 1;
            return;
        }
        let place = Place { line: span.line, offset: span.offset, length: span.length as u32 };
        let taken = if even { self.build(cells, place) } else { self.odd(cells, span, place) };
        match taken {
            Ok(()) => self.account.used += 1,
            Err(reason) => {
                self.account.set_aside += 1;
                self.rejected.push(Rejected::at(place, self.told_apart(cells, reason)));
            }
        }
    }

    /// Takes a plain line the fast way, if it is written in the commonest ways.
    #[inline]
    pub fn quick(&mut self, line: &Line<'_>, number: u64) -> bool {
        match &mut self.builder {
            Some(Builder::Events(events)) => events.quick(line, number),
            _ => false,
        }
    }

    /// The events read so far, since the last time.
    pub fn events(&mut self) -> Option<&mut EventBuilder> {
        match &mut self.builder {
            Some(Builder::Events(events)) => Some(events),
            _ => None,
        }
    }

    /// Hands a row to its table's builder.
    fn build(&mut self, cells: Cells<'_>, place: Place) -> Result<(), Reason> {
        self.marks.look(&mut RowText::new(cells, self.encoding), place.line);
        build(&mut self.builder, RowText::new(cells, self.encoding), place, &mut self.broken_cells)?;
        self.watched(cells, place);
        Ok(())
    }

    /// Shows a row that was used to who looks for it.
    fn watched(&mut self, cells: Cells<'_>, place: Place) {
        if let Some(watch) = &mut self.watch {
            watch.see(RowText::new(cells, self.encoding), place);
        }
    }

    /// A row of another width, or with quotes that did not add up.
    #[inline(never)]
    fn odd(&mut self, cells: Cells<'_>, span: Span, place: Place) -> Result<(), Reason> {
        if span.unclosed {
            return Err(Reason::UnclosedQuote);
        }
        if span.broken {
            return Err(Reason::BrokenQuotes);
        }
        let extra = (self.width..cells.len()).any(|at| cells.get(at).is_some_and(|cell| !cell.trim_ascii().is_empty()));
        let fits = cells.len() == self.width && (!span.loose || self.width != self.judge.profile().width());
        let mend = if fits || (!span.loose && cells.len() == self.judge.profile().width() && !extra) {
            self.build(cells, place)?;
            span.mended.then_some(Mend::Quote)
        } else {
            match self.judge.judge(cells) {
                Verdict::Stands(_) if extra => return Err(Reason::TooManyCells),
                Verdict::Stands(mend) => {
                    self.build(cells, place)?;
                    if span.mended { Some(Mend::Quote) } else { mend }
                }
                Verdict::Mended(mend) => {
                    let row = || RowText::new(self.judge.mended(cells.raw()), self.encoding);
                    build(&mut self.builder, row(), place, &mut self.broken_cells)?;
                    if let Some(watch) = &mut self.watch {
                        watch.see(row(), place);
                    }
                    Some(mend)
                }
                Verdict::Aside(reason) => return Err(reason),
            }
        };
        if let Some(mend) = mend {
            match self.mended.iter_mut().find(|(of, ..)| *of == mend) {
                Some((_, rows, _)) => *rows += 1,
                None => self.mended.push((mend, 1, span.line)),
            }
        }
        Ok(())
    }

    /// A better reason for a row that no builder takes: it may be none of the table's rows.
    #[inline(never)]
    fn told_apart(&self, cells: Cells<'_>, reason: Reason) -> Reason {
        if matches!(reason, Reason::IdDestroyed(_) | Reason::UnclosedQuote | Reason::BrokenQuotes) {
            return reason;
        }
        let mut row = RowText::new(cells, self.encoding);
        let texts: Vec<String> = (0..cells.len()).map(|at| row.cell(Some(at)).into_owned()).collect();
        shape::apart(&texts, self.judge.profile(), &self.names, cells.raw()).unwrap_or(reason)
    }

    /// For each time column: what its dates told about day and month, and the order they were read in.
    pub fn told(&self) -> Vec<(Role, Told, Option<Order>)> {
        match &self.builder {
            Some(Builder::Events(events)) => events.told(),
            Some(Builder::Orders(orders)) => orders.told(),
            Some(Builder::Ads(ads)) => vec![ads.told()],
            Some(Builder::AdLog(log)) => vec![log.told()],
            Some(Builder::Daily(daily)) => vec![daily.told()],
            _ => Vec::new(),
        }
    }
}

/// Hands a row to a builder, if there is one.
fn build(builder: &mut Option<Builder>, mut row: RowText<'_>, place: Place, broken: &mut u64) -> Result<(), Reason> {
    let taken = match builder.as_mut() {
        Some(Builder::Events(events)) => events.row(&mut row, place.line),
        Some(Builder::Orders(orders)) => orders.row(&mut row, place),
        Some(Builder::Products(products)) => products.row(&mut row),
        Some(Builder::Ads(ads)) => ads.row(&mut row, place),
        Some(Builder::AdLog(log)) => log.row(&mut row, place.line),
        Some(Builder::Daily(daily)) => daily.row(&mut row, place),
        None => Ok(()),
    };
    *broken += row.broken;
    taken
}
