//! Rows of the table `daily`: a platform's ready-made report.

use super::ads::{blanks, dated, days, units_told};
use super::days::Days;
use super::row::{RowText, column, value};
use super::suspect;
use super::tender::Purse;
use super::total::row_is_total;
use super::values::{Id, Order, Told, Units, figure, read_id, unwrap};
use crate::model::{ColumnGuess, DailyRow, DailyRows, Money, Place, Reason, Remark, Role, Said, Tender, Zone};
use rust_decimal::Decimal;

/// Columns that hold figures.
pub const MEASURES: [Role; 20] = [
    Role::PageViews,
    Role::Visitors,
    Role::NewVisitors,
    Role::Visits,
    Role::EngagedVisits,
    Role::BounceRate,
    Role::VisitDepth,
    Role::StaySeconds,
    Role::LandingPageViews,
    Role::ItemPageViews,
    Role::ItemPageVisitors,
    Role::PlacedItems,
    Role::PlacedOrders,
    Role::PlacedAmount,
    Role::Buyers,
    Role::PaidItems,
    Role::PaidOrders,
    Role::PaidAmount,
    Role::ConversionRate,
    Role::AmountPerBuyer,
];

/// Columns that name what a row is about: a total stands in one of them.
const NAMES: [Role; 7] = [Role::Date, Role::Source, Role::SubSource, Role::LeafSource, Role::Page, Role::Item, Role::SearchTerm];

/// Turns rows of cells into rows of a ready-made report.
pub struct DailyBuilder {
    rows: DailyRows,
    columns: Vec<ColumnGuess>,
    names: Vec<Option<usize>>,
    measures: Vec<(Role, usize)>,
    days: Days,
    /// Rates that are written as percent numbers without their mark: no rate is above 1.
    percents: Vec<Role>,
    units: Units,
    purse: Purse,
    undated: u64,
    titled: u64,
}

impl DailyBuilder {
    /// A builder for a file with these columns.
    pub fn new(columns: &[ColumnGuess], layout: Option<&str>, days: Days, said: &Said) -> DailyBuilder {
        DailyBuilder {
            rows: DailyRows { roles: columns.iter().map(|column| column.role).collect(), ..DailyRows::default() },
            columns: columns.to_vec(),
            names: NAMES.map(|role| column(columns, role)).to_vec(),
            measures: MEASURES.iter().filter_map(|role| column(columns, *role).map(|at| (*role, at))).collect(),
            days,
            percents: Vec::new(),
            units: Units::of(columns),
            purse: Purse::new(columns, layout, said),
            undated: 0,
            titled: 0,
        }
    }

    /// Takes one row, or says why it cannot be used.
    // Apart: see www/build/later.mjs.
    #[inline(never)]
    pub fn row(&mut self, row: &mut RowText<'_>, place: Place) -> Result<(), Reason> {
        if row_is_total(row, &self.names) {
            return Err(Reason::TotalRow);
        }
        let columns = &self.columns;
        let at = |role| column(columns, role);
        let mut when = days(&mut self.days, row, at(Role::Date), at(Role::EndDate))?;
        if when.is_none() && self.days.title.is_some() {
            when = self.days.title;
            self.titled += 1;
        }
        let mut values: Vec<(Role, Money)> = Vec::with_capacity(self.measures.len());
        for (role, at) in &self.measures {
            let cell = row.cell(Some(*at));
            if let Some(value) = value(self.units.scaled(Some(*at), &cell, figure(&cell)), *role)? {
                let rate = matches!(role, Role::BounceRate | Role::ConversionRate);
                if rate && value.0 > Decimal::ONE && !self.percents.contains(role) {
                    self.percents.push(*role);
                }
                values.push((*role, value));
            }
        }
        if values.is_empty() {
            return Err(Reason::Missing(self.measures.first().map_or(Role::PageViews, |(role, _)| *role)));
        }
        let source = source(row, [at(Role::Source), at(Role::SubSource), at(Role::LeafSource)]);
        let item = match read_id(&row.cell(at(Role::Item))) {
            Id::Text(id) => id.to_string(),
            Id::Absent => unwrap(&row.cell(at(Role::Title))).to_string(),
            Id::Destroyed => return Err(Reason::IdDestroyed(Role::Item)),
        };
        let texts = &mut self.rows.texts;
        let mut text = |role| texts.number(unwrap(&row.cell(at(role))));
        let (shop, page, term) = (text(Role::Shop), text(Role::Page), text(Role::SearchTerm));
        self.undated += u64::from(when.is_none());
        let (source, item) = (texts.number(&source), texts.number(&item));
        let currency = self.purse.row(row);
        self.rows.rows.push(DailyRow { when, shop, source, page, item, term, currency, values, place, file: 0 });
        Ok(())
    }

    /// What the date column told about day and month.
    pub fn told(&self) -> (Role, Told, Option<Order>) {
        let (told, order) = self.days.told();
        (Role::Date, told, order)
    }

    /// The rows, and what is worth saying about their days.
    pub fn finish(mut self, zone: &Zone, now: Option<i64>) -> (DailyRows, Vec<Remark>, Tender) {
        let tender = self.purse.settle(self.rows.rows.iter_mut().map(|row| &mut row.currency));
        for (role, value) in self.rows.rows.iter_mut().flat_map(|row| &mut row.values) {
            if self.percents.contains(role) {
                value.0 = (value.0 / Decimal::ONE_HUNDRED).normalize();
            }
        }
        let mut remarks = dated(self.days.title, self.titled, self.undated);
        remarks.extend(units_told(&self.units));
        let rows = &self.rows.rows;
        let ends = |row: &DailyRow| Some((row.when?.to, row.place.line));
        remarks.extend(suspect::future_days(rows.iter().filter_map(ends), zone, now));
        let what = |row: &DailyRow| {
            let values: Vec<(u32, Money)> = row.values.iter().map(|(role, value)| (*role as u32, *value)).collect();
            (row.when.map(|days| (days.from, days.to)), [row.shop, row.source, row.page, row.item, row.term], values)
        };
        remarks.extend(suspect::again(rows, what, |row| row.place.line));
        let told = |row: &DailyRow, role: Role| row.values.iter().any(|(of, _)| *of == role);
        let measures = self.measures.iter().map(|(role, _)| *role);
        // A rate adds to no sum: only one that is nowhere is worth a word.
        let adds = |told: &Remark| match told {
            Remark::BlankCells { role, rows, of, .. } => {
                let rate = [Role::BounceRate, Role::VisitDepth, Role::StaySeconds, Role::ConversionRate, Role::AmountPerBuyer];
                rows == of || !rate.contains(role)
            }
            _ => true,
        };
        remarks
            .extend(measures.filter_map(|role| blanks(role, self.rows.rows.iter().map(|row| (!told(row, role), row.place)))).filter(adds));
        (self.rows, remarks, tender)
    }
}

/// The source's name: its parts from the coarse to the fine, joined.
fn source(row: &mut RowText<'_>, columns: [Option<usize>; 3]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for column in columns {
        let cell = row.cell(column);
        let part = unwrap(&cell);
        let nothing = part.chars().all(|c| matches!(c, '-' | '—' | '–'));
        if !nothing && parts.last().is_none_or(|last| last != part) {
            parts.push(part.to_string());
        }
    }
    parts.join(" / ")
}
