//! Counts → the answer: figures with their reasons and notes, series, breakdowns.

use super::breakdown::{self, Key, Texts};
use super::{Bucket, Compared, Dimension, Figure, Note, Question, Report, Row, ads, ready};
use crate::metric::catalogue::{Kind, metrics_of};
use crate::metric::fold::{Cell, Codes, DailyTally, EventCell, EventFilter, Few, Keyed, SaleCell, SaleFilter, SaleKeys, ViewCell, Wanted};
use crate::metric::rank::Ranking;
use crate::metric::{
    Ask, Counted, Data, Entry, Extent, Loaded, Measured, MetricId, MoneyPart, Part, Rests, Shortlists, Tallies, Tally, Why,
    distinct_entries, evaluate, measure,
};
use crate::model::{Day, EventKind, Grain, Period, Role, Space, Table, Value, arrange};
use std::collections::{BTreeMap, BTreeSet};

/// Titles of items, by item id.
pub type Titles = BTreeMap<String, String>;

/// What the products say of items.
#[derive(Clone, Copy)]
pub struct ProductTexts<'a> {
    /// Their titles.
    pub titles: &'a Titles,
    /// What they are like, by item id.
    pub attributes: &'a Titles,
}

/// What must be counted to answer a question.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// The days answered for.
    pub period: Period,
    /// The days that the loaded data cover.
    pub covered: Period,
    /// Whether nothing loaded names a day: the period means nothing then.
    pub undated: bool,
    /// The grain of the series.
    pub grain: Option<Grain>,
    /// What to count: for the period, and for the one compared with.
    pub asks: Vec<Ask>,
    /// What to rank first, so that only the first so many need be counted by.
    pub rankings: Vec<Ranking>,
    /// How many of the first ones are wanted.
    pub first: usize,
    /// How many pages visits enter or leave by, where only the first are counted by.
    pub doors: Option<u64>,
}

/// Looks what must be counted; None when nothing with a date is loaded.
pub fn plan(data: &Data<'_>, question: &Question) -> Option<Plan> {
    let extent = data.extent();
    // Reports without a single day are told all the same; the period means nothing then.
    let undated = extent.all().is_none() && (data.ads.undated() || data.daily.undated());
    let nowhen = Period { from: Day(0), to: Day(0) };
    let covered = extent.all().or(undated.then_some(nowhen))?;
    let period = question.period.unwrap_or(covered);
    let wants = |dimension| question.breakdowns.contains(&dimension);
    let grain = question.grain.map(|grain| fitting(grain, period, question.most_buckets));
    let (filter, sales) = filters(data, question);
    let ask = Ask {
        period,
        grain,
        wanted: Wanted {
            sources: wants(Dimension::Source),
            places: question.pages || wants(Dimension::Page),
            items: wants(Dimension::Item),
            categories: wants(Dimension::Category),
            terms: wants(Dimension::SearchTerm),
        },
        shortlists: Shortlists::default(),
        codes: codes(data),
        keys: SaleKeys { items: wants(Dimension::Item), promotions: wants(Dimension::Promotion), provinces: wants(Dimension::Province) },
        filter,
        sales,
        stand_in: data.loaded().orders_from_events(),
        first_day: extent.events.map_or(covered.from, |events| events.from),
        last_day: extent.events.map_or(covered.to, |events| events.to),
        zone: data.zone.clone(),
    };
    let compared = question.compare.map(|period| Ask { period, wanted: Wanted::default(), keys: SaleKeys::default(), ..ask.clone() });
    let rankings = rankings(data, question, &ask);
    let asks = std::iter::once(ask).chain(compared).collect();
    Some(Plan { period, covered, undated, grain, asks, rankings, first: question.limit.unwrap_or(0), doors: None })
}

/// What pays to be ranked before it is counted by.
fn rankings(data: &Data<'_>, question: &Question, ask: &Ask) -> Vec<Ranking> {
    // Which visits come from a source is known when they are counted, not before.
    if question.limit.unwrap_or(0) == 0 || ask.filter.source.is_some() || data.facts.rows == 0 {
        return Vec::new();
    }
    let visits = data.register.roles().has(Role::Session);
    let by_views = question.breakdowns.contains(&Dimension::Page);
    let pages = match (by_views, question.pages) {
        (true, false) => Some(Ranking::Pages),
        (false, true) if !visits => Some(Ranking::Entries),
        // Both of them, each by its own, is a table of all.
        _ => None,
    };
    ask.wanted.items.then_some(Ranking::Items).into_iter().chain(pages).collect()
}

/// How many names the events have.
fn codes(data: &Data<'_>) -> Codes {
    let of = |space: Space| data.register.names.of(space).codes();
    Codes { places: of(Space::Places), categories: of(Space::Categories), sources: of(Space::Sources), terms: of(Space::Terms) }
}

/// The codes of what a question is narrowed to; a text that no row has is a code that none has.
fn filters(data: &Data<'_>, question: &Question) -> (EventFilter, SaleFilter) {
    if question.filters.is_empty() { Default::default() } else { some_filters(data, question) }
}

// Apart: see www/build/later.mjs.
#[inline(never)]
fn some_filters(data: &Data<'_>, question: &Question) -> (EventFilter, SaleFilter) {
    let (mut events, mut sales) = (EventFilter::default(), SaleFilter::default());
    let (names, orders) = (&data.register.names, data.orders);
    let code = |space: Space, text: &str| Some(names.of(space).find(text).unwrap_or(u32::MAX));
    let number = |found: Option<u32>| Some(found.unwrap_or(u32::MAX));
    for (dimension, text) in &question.filters {
        match dimension {
            Dimension::Source => events.source = code(Space::Sources, text),
            Dimension::Page => events.page = code(Space::Places, text),
            Dimension::Category => events.category = code(Space::Categories, text),
            Dimension::Item => {
                events.item = code(Space::Places, text);
                sales.item = number(orders.items.find(text));
            }
            Dimension::Promotion => sales.promotion = number(orders.promotions.find(text)),
            Dimension::Province => sales.province = number(orders.provinces.find(text)),
            Dimension::SearchTerm => events.term = code(Space::Terms, text),
            // Of paid tools: no figure of events and orders means anything beside them.
            _ => {}
        }
    }
    (events, sales)
}

/// The columns that a question is narrowed by, of which a table must have each for its figures to mean anything.
fn narrowed_by(question: &Question) -> Vec<Role> {
    question.filters.iter().map(|(dimension, _)| dimension.role()).collect()
}

/// Answers a question from what was counted for its plan.
pub fn answer(data: &Data<'_>, told: ProductTexts<'_>, question: &Question, plan: &Plan, counted: Vec<Counted>) -> Report {
    let only = ads::only(&question.filters);
    let data = &Data { only: &only, ..*data };
    let titles = told.titles;
    let loaded = Loaded { products: !titles.is_empty(), ..data.loaded() };
    let mut measured = plan.asks.iter().zip(counted).map(|(ask, counted)| measure(ask, data, counted));
    let context = Context { data, loaded, extent: data.extent(), titles, narrowed: narrowed_by(question) };
    let main = measured.next().expect("a plan asks for its period");
    let compared = question.compare.zip(measured.next());
    let limit = question.limit.unwrap_or(usize::MAX);
    let has_pages = question.pages && loaded.events.is_some_and(|roles| roles.has(Role::Page) || roles.has(Role::Item));
    let pages = has_pages.then(|| breakdown::pages(&main.traffic.places, data.register.names.of(Space::Places), titles, limit));
    let (pages, pages_total) = pages.map_or((None, 0), |(rows, total)| (Some(rows), plan.doors.unwrap_or(total)));
    Report {
        period: plan.period,
        covered: plan.covered,
        zone: data.zone.name().to_string(),
        figures: context.figures(&main, plan.period),
        compared: compared.map(|(period, measured)| Compared {
            period,
            figures: context.figures(&measured, period),
            series: context.series(&measured, period),
        }),
        grain: plan.grain,
        series: context.series(&main, plan.period),
        breakdowns: question
            .breakdowns
            .iter()
            .map(|dimension| (*dimension, context.breakdown(*dimension, &main, plan.period, limit)))
            .collect(),
        ads: question.ads.then(|| ads::report(data, told, &main, plan.period, question, loaded)).flatten(),
        undated: plan.undated,
        pages,
        pages_total,
        hours: loaded.events.map(|_| main.traffic.hours.iter().map(|hours| hours.to_vec()).collect()),
    }
}

/// The grain asked for, or the first coarser one that cuts the period into no more than so many buckets.
fn fitting(asked: Grain, period: Period, most: Option<usize>) -> Grain {
    let grains = [Grain::Day, Grain::Week, Grain::Month];
    let mut coarser = grains.into_iter().skip_while(|grain| *grain != asked);
    coarser.find(|grain| most.is_none_or(|most| period.buckets(*grain).len() <= most)).unwrap_or(Grain::Month)
}

struct Context<'a> {
    data: &'a Data<'a>,
    loaded: Loaded,
    extent: Extent,
    titles: &'a Titles,
    /// Columns that the question is narrowed by.
    narrowed: Vec<Role>,
}

impl Context<'_> {
    fn figures(&self, measured: &Measured, period: Period) -> Vec<Figure> {
        let tallies = Tallies { here: &measured.total, whole: &measured.total, days: &measured.days };
        distinct_entries()
            .map(|entry| {
                let mut figure = self.figure(entry, tallies);
                if self.beside_the_filter(entry).is_none() {
                    ads::settle(&mut figure, self.data, measured, period, self.loaded);
                }
                if figure.value.is_some() {
                    figure.notes = self.notes(entry, &figure, measured, period);
                }
                self.settle(&mut figure, &measured.daily.total, period);
                figure
            })
            .collect()
    }

    fn series(&self, measured: &Measured, period: Period) -> Vec<Bucket> {
        let daily = self.data.daily.loaded();
        let figures: Vec<&'static Entry> =
            distinct_entries().filter(|entry| entry.kind.is_figure() && (daily || self.loaded.lack(entry).is_none())).collect();
        // What cannot be added up over the period is not drawn over it either: its points are no one thing.
        let whole = Tallies { here: &measured.total, whole: &measured.total, days: &measured.days };
        let apart: Vec<(MetricId, Why)> = figures
            .iter()
            .filter_map(|entry| {
                let mut figure = self.figure(entry, whole);
                self.settle(&mut figure, &measured.daily.total, period);
                let why = figure.why.filter(|why| matches!(why, Why::Currencies(_)))?;
                Some((MetricId(entry), why))
            })
            .collect();
        let buckets = measured.series.iter().enumerate().map(|(at, (bucket, tally))| {
            let days = (bucket.from.0 - period.from.0) as usize..=(bucket.to.0 - period.from.0) as usize;
            let tallies = Tallies { here: tally, whole: tally, days: &measured.days[days] };
            let mut figures: Vec<Figure> = figures.iter().map(|entry| self.figure(entry, tallies)).collect();
            if let Some(ready) = measured.daily.series.get(at) {
                figures.iter_mut().for_each(|figure| self.settle(figure, ready, *bucket));
            }
            for (metric, why) in &apart {
                figures.iter_mut().filter(|figure| figure.metric == *metric).for_each(|figure| {
                    *figure = Figure { why: Some(why.clone()), ..Figure::unknown(*metric) };
                });
            }
            figures.iter_mut().for_each(|figure| figure.notes.clear());
            Bucket { period: *bucket, figures }
        });
        let mut buckets: Vec<Bucket> = buckets.collect();
        // A figure stands in every bucket or, where no bucket can tell it, in none.
        let told: Vec<MetricId> = figures
            .iter()
            .map(|entry| MetricId(entry))
            .filter(|metric| {
                let of = |bucket: &Bucket| bucket.figures.iter().any(|figure| figure.metric == *metric && figure.value.is_some());
                self.loaded.lack(metric.0).is_none() || buckets.iter().any(of)
            })
            .collect();
        if told.len() < figures.len() {
            buckets.iter_mut().for_each(|bucket| bucket.figures.retain(|figure| told.contains(&figure.metric)));
        }
        buckets
    }

    /// Takes a figure out of ready-made reports where the rows cannot tell it. Those cannot be narrowed.
    fn settle(&self, figure: &mut Figure, tally: &DailyTally, period: Period) {
        if self.narrowed.is_empty() {
            ready::settle(figure, tally, self.data, period, self.loaded);
        }
    }

    fn figure(&self, entry: &'static Entry, tallies: Tallies<'_>) -> Figure {
        if let Some(why) = self.beside_the_filter(entry) {
            return Figure { why: Some(why), ..Figure::unknown(MetricId(entry)) };
        }
        let computed = evaluate(entry, self.loaded, tallies);
        Figure {
            metric: MetricId(entry),
            value: computed.value,
            numerator: computed.numerator,
            denominator: computed.denominator,
            why: computed.why,
            currency: computed.currency,
            notes: Vec::new(),
        }
    }

    /// Why a figure means nothing under the filters: one of its tables has no such column.
    fn beside_the_filter(&self, entry: &Entry) -> Option<Why> {
        self.loaded.beside(entry, &self.narrowed)
    }

    /// What to keep in mind when reading a figure of the period.
    fn notes(&self, entry: &Entry, figure: &Figure, measured: &Measured, period: Period) -> Vec<Note> {
        let mut notes = Vec::new();
        let parts = parts_of(entry);
        let counts = |part: Part| parts.counts.contains(&part);
        let stand_in = self.loaded.orders_from_events();
        if (counts(Part::ReturningVisitors) || counts(Part::SourceNewVisitors))
            && let Some(events) = self.extent.events
            && events.from > period.from.plus(-6)
        {
            notes.push(Note::HistoryIncomplete { from: events.from });
        }
        if counts(Part::RepeatBuyers)
            && let Some(from) = measured.sales.first_paid
        {
            notes.push(Note::HistoryFrom { from });
        }
        if self.data.orders.amount_stands_in() && parts.amounts.iter().any(|part| *part != MoneyPart::PlacedAmount) {
            notes.push(Note::PaidAmountFromAmount);
        }
        if let Some(amount) = self.data.orders.net_of_refunds()
            && parts.amounts.iter().any(|part| *part != MoneyPart::PlacedAmount)
        {
            notes.push(Note::NetOfRefunds { amount });
        }
        if stand_in && entry.needs.contains(&Table::Orders) {
            notes.push(Note::OrdersFromEvents);
        }
        let persons = [Part::Buyers, Part::RepeatBuyers, Part::PromoBuyers, Part::NonPromoBuyers];
        if measured.sales.without_buyer > 0 && persons.iter().any(|part| counts(*part)) {
            notes.push(Note::OrdersWithoutBuyer { orders: measured.sales.without_buyer });
        }
        if entry.id == "payment_rate" && matches!(figure.value, Some(Value::Real(rate)) if rate > 1.0) {
            notes.push(Note::AboveOne);
        }
        let kinds = [
            (Part::Favorites, EventKind::Favorite),
            (Part::ItemFavorites, EventKind::Favorite),
            (Part::Searches, EventKind::Search),
            (Part::Carts, EventKind::Cart),
        ];
        if kinds.iter().any(|(part, kind)| counts(*part) && self.data.facts.count(*kind) == 0) {
            notes.push(Note::NoSuchEvent);
        }
        if let Kind::MeanOfDays { .. } | Kind::DailyRatio { .. } = entry.kind
            && let Some(Value::Count(days)) = figure.denominator
            && measured.days.len() > 1
        {
            notes.push(Note::MeanOverDays { days: days as u32 });
        }
        self.money_notes(entry, figure, measured, &mut notes);
        ads::notes(entry, self.data, measured, &mut notes);
        for table in entry.needs {
            let covered = match table {
                Table::Events => self.extent.events,
                Table::Orders if stand_in => self.extent.events,
                Table::Orders => self.extent.orders,
                Table::Ads => self.extent.ads,
                _ => None,
            };
            if let Some(covered) = covered
                && (period.from < covered.from || period.to > covered.to)
            {
                notes.push(Note::OutsideData { table: *table, from: covered.from, to: covered.to });
            }
        }
        notes
    }

    /// What rows leave out of a sum that was formed all the same: their currency, or the number itself.
    fn money_notes(&self, entry: &Entry, figure: &Figure, measured: &Measured, notes: &mut Vec<Note>) {
        if measured.total.marks.currencies(entry).partly_untold()
            && let Some(code) = figure.currency.code()
        {
            notes.push(Note::CurrencyAssumed { code: code.to_string() });
        }
        let of_ads = entry.needs.contains(&Table::Ads);
        for part in &Rests::of(entry).parts {
            let Some(role) = part.role() else { continue };
            let rows = match of_ads {
                true => measured.ads.blank.get(&role).copied(),
                false => measured.blank.iter().find(|(of, _)| of == part).map(|(_, rows)| *rows),
            };
            let known = notes.iter().any(|note| matches!(note, Note::PartlyBlank { role: of, .. } if *of == role));
            if let (Some(rows), false) = (rows, known) {
                notes.push(Note::PartlyBlank { role, rows });
            }
        }
    }

    fn breakdown(&self, dimension: Dimension, measured: &Measured, period: Period, limit: usize) -> Vec<Row> {
        let (orders, names) = (self.data.orders, &self.data.register.names);
        let (traffic, sales) = (&measured.traffic, &measured.sales);
        let places = names.of(Space::Places);
        let views = |(often, _): &(ViewCell, EventCell)| u64::from(often.views);
        let paid = |cell: &SaleCell| cell.orders;
        let keys = match dimension {
            Dimension::Source => {
                breakdown::keys(|| own(&traffic.sources), names.of(Space::Sources), limit, |cell| u64::from(cell.visitors))
            }
            Dimension::Category => breakdown::keys(|| traffic.categories.iter(), names.of(Space::Categories), limit, views),
            Dimension::SearchTerm => {
                breakdown::keys(|| own(&traffic.terms), names.of(Space::Terms), limit, |cell| u64::from(cell.searches))
            }
            Dimension::Page => breakdown::keys(|| traffic.places.iter(), places, limit, |(often, _)| u64::from(often.views)),
            Dimension::Promotion => breakdown::keys(|| few(&sales.promotions), &orders.promotions, limit, paid),
            Dimension::Province => breakdown::keys(|| few(&sales.provinces), &orders.provinces, limit, paid),
            Dimension::Tool | Dimension::Channel | Dimension::Campaign | Dimension::Keyword | Dimension::Creative | Dimension::Date => {
                Vec::new()
            }
            Dimension::Item => {
                let sold: &dyn Texts = if self.loaded.orders_from_events() { places } else { &orders.items };
                breakdown::items(
                    (&traffic.items, places),
                    (&sales.items, sold),
                    limit,
                    |cell| cell.map_or(0, views),
                    |cell| {
                        let mut tally = cell.tally();
                        tally[Part::ItemPageViews] = tally[Part::PageViews];
                        tally[Part::ItemPageVisitors] = tally[Part::Visitors];
                        tally
                    },
                )
            }
        };
        let counted_by_ads = ads::keys(dimension, self.data, period);
        let (of_ads, of_reports) = (counted_by_ads.as_ref(), ready::keys(dimension, measured));
        let ads_only = metrics_of(dimension) == ads::METRICS;
        // What only reports name follows after what the rows have counted; where those are more than enough, it stays out.
        let own: Vec<(String, Tally)> = keys.into_iter().map(|Key { text, tally }| (text, tally)).collect();
        let mut others: BTreeSet<&str> = match of_ads {
            _ if !ads_only && own.len() >= limit => BTreeSet::new(),
            Some(counted) if ads_only && counted.len() > limit => ads::dearest(counted, limit, self.loaded),
            _ => of_ads
                .into_iter()
                .flat_map(BTreeMap::keys)
                .chain(of_reports.into_iter().flat_map(BTreeMap::keys))
                .map(String::as_str)
                .collect(),
        };
        own.iter().for_each(|(key, _)| {
            others.remove(key.as_str());
        });
        let others: Vec<(String, Tally)> = others.into_iter().map(|key| (key.to_string(), Tally::default())).collect();
        let metrics: Vec<MetricId> = metrics_of(dimension).iter().filter(|_| !ads_only).filter_map(|id| MetricId::of(id)).collect();
        let row = |(key, tally): (String, Tally)| {
            let tallies = Tallies { here: &tally, whole: &measured.total, days: &[] };
            let mut figures: Vec<Figure> = metrics.iter().map(|metric| self.figure(metric.0, tallies)).collect();
            if let Some(reports) = of_reports {
                let none = DailyTally::default();
                let ready = reports.get(&key).unwrap_or(&none);
                figures.iter_mut().for_each(|figure| self.settle(figure, ready, period));
                let more = ready::figures(dimension, ready, period, &figures);
                figures.extend(more);
            }
            if ads_only || of_ads.is_some() {
                let counted = of_ads.and_then(|keys| keys.get(&key));
                figures.extend(ads::figures(dimension, counted, &measured.total, self.loaded));
            }
            figures.iter_mut().for_each(|figure| figure.notes.clear());
            let label = self.titles.get(&key).cloned().or_else(|| ads::label(dimension, &key, self.data, self.titles));
            Row { label, key, figures }
        };
        let mut rows: Vec<Row> = own.into_iter().map(row).collect();
        let mut more: Vec<Row> = others.into_iter().map(row).collect();
        // Keys come in order of their text; the sort keeps that order among equals.
        let first = |row: &Row| row.figures.first().and_then(|figure| figure.value).map_or(-1.0, Value::to_f64);
        arrange(&mut more, |a, b| first(b).total_cmp(&first(a)));
        rows.extend(more);
        rows.truncate(limit);
        rows
    }
}

/// The cells of few keys, by code.
fn few(cells: &Few) -> impl Iterator<Item = (u32, SaleCell)> {
    cells.iter().map(|(code, cell)| (code, *cell))
}

/// The cells of keys, by code.
fn own<T: Cell>(keyed: &Keyed<T>) -> impl Iterator<Item = (u32, T)> {
    keyed.iter().map(|(code, cell)| (code, cell.clone()))
}

/// The tallied parts an entry rests on, itself or through the entries its formula names.
struct Parts {
    counts: Vec<Part>,
    amounts: Vec<MoneyPart>,
}

fn parts_of(entry: &Entry) -> Parts {
    let mut parts = Parts { counts: Vec::new(), amounts: Vec::new() };
    match entry.kind {
        Kind::Count(part) | Kind::CountOver(part, _) => parts.counts.push(part),
        Kind::Amount(part) => parts.amounts.push(part),
        _ => {}
    }
    for id in entry.kind.parts() {
        if let Some(below) = MetricId::of(id) {
            let below = parts_of(below.0);
            parts.counts.extend(below.counts);
            parts.amounts.extend(below.amounts);
        }
    }
    parts
}
