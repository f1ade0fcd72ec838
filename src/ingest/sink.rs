//! Where the rows of a file go: into the builder of its table, each one accounted for.

use super::ads::{AdBuilder, LogBuilder};
use super::daily::DailyBuilder;
use super::encoding::Encoding;
use super::events::EventBuilder;
use super::orders::OrderBuilder;
use super::plain::Line;
use super::products::ProductBuilder;
use super::row::RowText;
use super::tokens::{Cells, Span};
use super::values::{Order, Told};
use crate::model::{Account, Place, Reason, Rejected, Role};

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
    /// The table's builder; None for a file that is looked at only.
    pub builder: Option<Builder>,
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
        if !span.unclosed && cells.len() <= self.width && cells.line().is_some_and(|line| self.quick(&line)) {
            self.account.used += 1;
            return;
        }
        if cells.blank() {
            self.account.blank += 1;
            return;
        }
        let mut row = RowText::new(cells, self.encoding);
        let place = Place { line: span.line, offset: span.offset, length: span.length as u32 };
        let extra = (self.width..cells.len()).any(|at| cells.get(at).is_some_and(|cell| !cell.trim_ascii().is_empty()));
        let taken = if span.unclosed {
            Err(Reason::UnclosedQuote)
        } else if extra {
            Err(Reason::TooManyCells)
        } else {
            match self.builder.as_mut() {
                Some(Builder::Events(events)) => events.row(&mut row),
                Some(Builder::Orders(orders)) => orders.row(&mut row, place),
                Some(Builder::Products(products)) => products.row(&mut row),
                Some(Builder::Ads(ads)) => ads.row(&mut row, place),
                Some(Builder::AdLog(log)) => log.row(&mut row),
                Some(Builder::Daily(daily)) => daily.row(&mut row, place),
                None => Ok(()),
            }
        };
        self.broken_cells += row.broken;
        match taken {
            Ok(()) => self.account.used += 1,
            Err(reason) => {
                self.account.set_aside += 1;
                self.rejected.push(Rejected::at(place, reason));
            }
        }
    }

    /// Takes a plain line the fast way, if it is written in the commonest ways.
    #[inline]
    pub fn quick(&mut self, line: &Line<'_>) -> bool {
        match &mut self.builder {
            Some(Builder::Events(events)) => events.quick(line),
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
