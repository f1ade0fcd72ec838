//! Rows of the tables `ads` and `ad_log`.

use super::days::{Days, When};
use super::row::{RowText, column, value};
use super::suspect::{self, Pulse};
use super::tender::Purse;
use super::total::row_is_total;
use super::values::{Id, Instant, Order, TimeReader, Told, Units, figure, read_id, unwrap, whole};
use crate::model::{
    AdChannel, AdLevel, AdRow, AdRows, AdState, ColumnGuess, Operation, Period, Place, Reason, Remark, Role, Said, Scope, Tender, Zone,
};

/// The tool that a layout belongs to.
const TOOLS: &[(&str, &str)] = &[
    ("zhitongche", "直通车"),
    ("wanxiang", "万相台"),
    ("jingzhuntong", "京准通"),
    ("google_ads", "Google Ads"),
    ("google_ads_terms", "Google Ads"),
    ("amazon_ads", "Amazon Ads"),
    ("pdd_ads", "拼多多推广"),
    ("zuanzhan", "钻展"),
];

/// Columns that name what a row is about: a total stands in one of them.
const NAMES: [Role; 8] =
    [Role::Date, Role::Campaign, Role::AdGroup, Role::Item, Role::Title, Role::Keyword, Role::SearchTerm, Role::Entity];

/// Turns rows of cells into reporting rows of a paid tool.
pub struct AdBuilder {
    rows: AdRows,
    columns: Vec<ColumnGuess>,
    names: Vec<Option<usize>>,
    days: Days,
    tool: u32,
    level: AdLevel,
    keyword_report: bool,
    units: Units,
    purse: Purse,
    undated: u64,
    titled: u64,
}

impl AdBuilder {
    /// A builder for a file with these columns.
    pub fn new(columns: &[ColumnGuess], layout: Option<&str>, days: Days, said: &Said) -> AdBuilder {
        let mut rows = AdRows { roles: columns.iter().map(|column| column.role).collect(), ..AdRows::default() };
        let tool = TOOLS.iter().find(|(id, _)| Some(*id) == layout).map_or(0, |(_, tool)| rows.texts.number(tool));
        if tool != 0 {
            rows.roles.add(Role::Tool);
        }
        // A report that names its days in the title or in the file's name has them as well.
        if days.title.is_some() {
            rows.roles.add(Role::Date);
        }
        let has = |role| column(columns, role).is_some();
        let levels = [
            (AdLevel::Term, has(Role::SearchTerm)),
            (AdLevel::Keyword, has(Role::Keyword) || has(Role::Audience)),
            (AdLevel::Creative, has(Role::CreativeTitle) || has(Role::CreativePicture)),
            (AdLevel::Item, has(Role::Item) || has(Role::Title) || has(Role::AdGroup)),
            (AdLevel::Campaign, has(Role::Campaign)),
        ];
        let level = levels.iter().find(|(_, there)| *there).map_or(AdLevel::Account, |(level, _)| *level);
        AdBuilder {
            rows,
            columns: columns.to_vec(),
            names: NAMES.map(|role| column(columns, role)).to_vec(),
            days,
            tool,
            level,
            keyword_report: has(Role::Keyword) || has(Role::SearchTerm),
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
        let units = &self.units;
        let scaled = |row: &mut RowText<'_>, role| {
            let cell = row.cell(at(role));
            units.scaled(at(role), &cell, figure(&cell))
        };
        let numbers = |row: &mut RowText<'_>, role| value(whole(scaled(row, role)), role);
        let amounts = |row: &mut RowText<'_>, role| value(scaled(row, role), role);
        let (impressions, clicks) = (numbers(row, Role::Impressions)?, numbers(row, Role::Clicks)?);
        let (cost, revenue) = (amounts(row, Role::Cost)?, amounts(row, Role::Revenue)?);
        let (rank, quality) = (amounts(row, Role::AvgRank)?, amounts(row, Role::QualityScore)?);
        let (bid, default_bid) = (amounts(row, Role::Bid)?, amounts(row, Role::DefaultBid)?);
        let category_bid = amounts(row, Role::CategoryBid)?;
        let (favorites, carts) = (numbers(row, Role::Favorites)?, numbers(row, Role::Carts)?);
        // Conversions may be parts of one: Google shares an order between the clicks before it.
        let orders = amounts(row, Role::Orders)?;
        let blank = [
            (Role::Impressions, impressions.is_none()),
            (Role::Clicks, clicks.is_none()),
            (Role::Cost, cost.is_none()),
            (Role::Favorites, favorites.is_none()),
            (Role::Carts, carts.is_none()),
            (Role::Orders, orders.is_none()),
            (Role::Revenue, revenue.is_none()),
        ];
        let texts = &mut self.rows.texts;
        let mut text = |row: &mut RowText<'_>, role| named(texts, unwrap(&row.cell(at(role))));
        let tool = match text(row, Role::Tool) {
            0 => self.tool,
            tool => tool,
        };
        let (mut campaign, group) = (text(row, Role::Campaign), text(row, Role::AdGroup));
        let mut audience = text(row, Role::Audience);
        let (keyword, term) = (text(row, Role::Keyword), text(row, Role::SearchTerm));
        let (mut keyword, matching) = (keyword, text(row, Role::MatchType));
        let (creative, picture) = (text(row, Role::CreativeTitle), text(row, Role::CreativePicture));
        let title = text(row, Role::Title);
        let mut item = match read_id(&row.cell(at(Role::Item))) {
            Id::Text(id) => named(texts, id),
            Id::Absent => 0,
            Id::Destroyed => return Err(Reason::IdDestroyed(Role::Item)),
        };
        let kind = row.cell(at(Role::AdLevel));
        let level = AdLevel::of(&kind).unwrap_or(self.level);
        // A mixed report names its things in one column, whatever they are.
        let entity = match named(texts, unwrap(&row.cell(at(Role::Entity)))) {
            0 => named(texts, unwrap(&row.cell(at(Role::EntityId)))),
            name => name,
        };
        if entity != 0 {
            match level {
                AdLevel::Campaign if campaign == 0 => campaign = entity,
                AdLevel::Item if item == 0 => {
                    item = match read_id(&row.cell(at(Role::EntityId))) {
                        Id::Text(id) => named(texts, id),
                        Id::Absent => entity,
                        Id::Destroyed => return Err(Reason::IdDestroyed(Role::EntityId)),
                    };
                    if item != entity {
                        self.rows.titles.push((item, entity));
                    }
                }
                AdLevel::Keyword if kind.contains("人群") => audience = entity,
                AdLevel::Keyword if keyword == 0 => keyword = entity,
                _ => {}
            }
        }
        if item == 0 {
            item = title;
        } else if title != 0 {
            self.rows.titles.push((item, title));
        }
        let idle = impressions.is_none() && clicks.is_none() && cost.is_none();
        if idle && [campaign, group, item, keyword, term, creative, picture].iter().all(|name| *name == 0) {
            return Err(Reason::Missing(Role::Impressions));
        }
        // A line that ends before its numbers was cut off, and one with a single cell is a remark under the table.
        if idle && !(MEASURES.iter().all(|role| at(*role).is_none_or(|at| at < row.len())) && row.holds_several()) {
            return Err(Reason::Missing(Role::Impressions));
        }
        let told = AdChannel::of(&row.cell(at(Role::Channel)));
        let channel = match told {
            AdChannel::Unknown if audience != 0 => AdChannel::Targeted,
            AdChannel::Unknown if self.keyword_report => AdChannel::Search,
            told => told,
        };
        // People are no words: they are told apart like a further ad group, as fine as keywords.
        let (level, group) = match (audience, group) {
            (0, _) => (level, group),
            (_, 0) => (level.max(AdLevel::Keyword), audience),
            _ => {
                let both = format!("{} · {}", texts.text(group), texts.text(audience));
                (level.max(AdLevel::Keyword), texts.number(&both))
            }
        };
        self.undated += u64::from(when.is_none());
        self.rows.rows.push(AdRow {
            when,
            level,
            channel,
            tool,
            campaign,
            group,
            item,
            keyword: keyword_text(texts, keyword),
            matching,
            term,
            creative,
            picture,
            campaign_state: AdState::of(&row.cell(at(Role::CampaignState))),
            item_state: AdState::of(&row.cell(at(Role::ItemState))),
            impressions: impressions.unwrap_or(0),
            clicks: clicks.unwrap_or(0),
            cost: cost.unwrap_or_default(),
            rank,
            quality,
            bid,
            default_bid,
            category_bid,
            favorites: favorites.unwrap_or(0),
            carts: carts.unwrap_or(0),
            orders: orders.unwrap_or_default(),
            revenue: revenue.unwrap_or_default(),
            currency: self.purse.row(row),
            blank: blank.into_iter().filter(|(_, blank)| *blank).map(|(role, _)| role).collect(),
            place,
            file: 0,
        });
        Ok(())
    }

    /// What the date column told about day and month.
    pub fn told(&self) -> (Role, Told, Option<Order>) {
        let (told, order) = self.days.told();
        (Role::Date, told, order)
    }

    /// The rows, and what is worth saying about their days.
    pub fn finish(mut self, zone: &Zone, now: Option<i64>) -> (AdRows, Vec<Remark>, Tender) {
        let tender = self.purse.settle(self.rows.rows.iter_mut().map(|row| &mut row.currency));
        let mut remarks = dated(self.days.title, self.titled, self.undated);
        remarks.extend(units_told(&self.units));
        let rows = &self.rows.rows;
        let ends = |row: &AdRow| Some((row.when?.to, row.place.line));
        remarks.extend(suspect::future_days(rows.iter().filter_map(ends), zone, now));
        let what = |row: &AdRow| {
            let AdRow { tool, campaign, group, item, keyword, matching, term, creative, picture, .. } = *row;
            let when = row.when.map(|days| (days.from, days.to));
            let names = [tool, campaign, group, item, keyword, matching, term, creative, picture];
            (
                when,
                row.level as u8,
                row.channel as u8,
                names,
                [row.impressions, row.clicks, row.carts, row.favorites],
                row.cost,
                row.revenue,
            )
        };
        remarks.extend(suspect::again(rows, what, |row| row.place.line));
        if MEASURES.iter().any(|role| self.rows.roles.has(*role)) {
            remarks.extend(idle(rows));
        }
        let shown = || rows.iter().filter(|row| !row.idle());
        remarks.extend(
            NUMBERS
                .into_iter()
                .filter(|role| self.rows.roles.has(*role))
                .filter_map(|role| blanks(role, shown().map(|row| (row.blank.has(role), row.place)))),
        );
        (self.rows, remarks, tender)
    }
}

/// What an ad does at least once it is shown: a row without any of them was not.
const MEASURES: [Role; 3] = [Role::Impressions, Role::Clicks, Role::Cost];

/// What is worth saying about rows that were not shown: once for all their columns.
fn idle(rows: &[AdRow]) -> Option<Remark> {
    let mut idle = rows.iter().filter(|row| row.idle());
    let first = idle.next()?;
    Some(Remark::NothingShown { rows: 1 + idle.count() as u64, first_line: first.place.line })
}

/// Columns of numbers that add up.
const NUMBERS: [Role; 7] = [Role::Impressions, Role::Clicks, Role::Cost, Role::Favorites, Role::Carts, Role::Orders, Role::Revenue];

/// What is worth saying about the rows that leave a column blank: whether each does, and where it stands.
pub fn blanks(role: Role, rows: impl Iterator<Item = (bool, Place)>) -> Option<Remark> {
    let (mut of, mut blank, mut first) = (0, 0, 0);
    for (is_blank, place) in rows {
        of += 1;
        if is_blank {
            first = if blank == 0 { place.line } else { first };
            blank += 1;
        }
    }
    (blank > 0).then_some(Remark::BlankCells { role, rows: blank, of, first_line: first })
}

/// What is worth saying about the units that headers name.
pub fn units_told(units: &Units) -> Vec<Remark> {
    units.told().map(|(role, unit, factor)| Remark::HeaderUnit { role, unit: unit.to_string(), factor }).collect()
}

/// A text's number; marks for nothing are nothing.
fn named(texts: &mut crate::model::Dict, text: &str) -> u32 {
    let nothing = text.chars().all(|c| matches!(c, '-' | '—' | '–'));
    if nothing { 0 } else { texts.number(text) }
}

/// A keyword without the marks that tell how it has to match: `"""eld"""`, `[exact]`.
fn keyword_text(texts: &mut crate::model::Dict, keyword: u32) -> u32 {
    let text = texts.text(keyword);
    let plain = text.trim_matches('"').trim();
    let plain = plain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(plain).to_string();
    if plain == text { keyword } else { texts.number(&plain) }
}

/// What a row's cells say about its days.
pub fn days(days: &mut Days, row: &mut RowText<'_>, from: Option<usize>, to: Option<usize>) -> Result<Option<Period>, Reason> {
    let first = match days.cell(&row.cell(from)) {
        When::Days(period) => period,
        When::Absent => return Ok(None),
        When::Unreadable => return Err(Reason::Unreadable(Role::Date)),
    };
    match days.cell(&row.cell(to)) {
        When::Days(last) => Period::new(first.from, last.to).map(Some).ok_or(Reason::Unreadable(Role::EndDate)),
        When::Absent => Ok(Some(first)),
        When::Unreadable => Err(Reason::Unreadable(Role::EndDate)),
    }
}

/// What is worth saying about the days of a report's rows.
pub fn dated(title: Option<Period>, titled: u64, undated: u64) -> Vec<Remark> {
    let title = title.filter(|_| titled > 0).map(|days| Remark::DatedByTitle { from: days.from, to: days.to });
    title.into_iter().chain((undated > 0).then_some(Remark::Undated { rows: undated })).collect()
}

/// Turns rows of cells into operations of the ad account.
pub struct LogBuilder {
    rows: Vec<Operation>,
    columns: Vec<ColumnGuess>,
    time: TimeReader,
    order: Option<Order>,
    pulse: Pulse,
    /// Lines of the operations.
    lines: Vec<u64>,
}

impl LogBuilder {
    /// A builder for a file with these columns.
    pub fn new(columns: &[ColumnGuess], zone: &Zone, order: Option<Order>, since_1904: bool, now: Option<i64>) -> LogBuilder {
        let time = TimeReader::new(zone, order).since(since_1904);
        LogBuilder { rows: Vec::new(), columns: columns.to_vec(), time, order, pulse: Pulse::watching(now), lines: Vec::new() }
    }

    /// Takes one row, or says why it cannot be used.
    // Apart: see www/build/later.mjs.
    #[inline(never)]
    pub fn row(&mut self, row: &mut RowText<'_>, line: u64) -> Result<(), Reason> {
        let columns = &self.columns;
        let at = |role| column(columns, role);
        let time = match self.time.read(&row.cell(at(Role::Time))) {
            Instant::At(seconds, _) => seconds,
            Instant::Absent => return Err(Reason::Missing(Role::Time)),
            Instant::Unreadable => return Err(Reason::Unreadable(Role::Time)),
        };
        let mut text = |role| unwrap(&row.cell(at(role))).to_string();
        let (scope, action) = (text(Role::Scope), text(Role::Action));
        let Some(scope) = Scope::of(&scope).or_else(|| Scope::of(&action)) else {
            return Err(if scope.is_empty() { Reason::Missing(Role::Scope) } else { Reason::Unreadable(Role::Scope) });
        };
        let (object, before, after) = (text(Role::Object), text(Role::Before), text(Role::After));
        self.pulse.beat(time, line);
        self.lines.push(line);
        self.rows.push(Operation { time, scope, action, object, before, after });
        Ok(())
    }

    /// What the time column told about day and month.
    pub fn told(&self) -> (Role, Told, Option<Order>) {
        (Role::Time, self.time.told, self.order)
    }

    /// The operations, and what looks wrong with them.
    pub fn finish(self, zone: &Zone) -> (Vec<Operation>, Vec<Remark>) {
        let mut remarks = self.pulse.remarks(Role::Time, zone);
        let all: Vec<(&Operation, u64)> = self.rows.iter().zip(self.lines).collect();
        remarks.extend(suspect::again(&all, |(operation, _)| *operation, |(_, line)| *line));
        (self.rows, remarks)
    }
}
