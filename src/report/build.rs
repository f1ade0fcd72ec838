//! Counts → the answer: figures with their reasons and notes, series, breakdowns.

use super::{Bucket, Compared, Dimension, Figure, Note, PageRow, Question, Report, Row, ads, ready};
use crate::metric::catalogue::Kind;
use crate::metric::fold::{DailyTally, KeyTallies, PlaceTally, SaleKeys, Wanted};
use crate::metric::{
    Ask, Data, Entry, Extent, Loaded, Measured, MetricId, MoneyPart, Part, Tallies, Tally, distinct_entries, evaluate, measure,
};
use crate::model::{Day, Dict, EventKind, Grain, Period, Role, Table, Value, arrange};
use std::collections::BTreeMap;

/// Titles of items, by item id.
pub type Titles = BTreeMap<String, String>;

/// The metrics of a breakdown, in the order of its columns; the first one sorts.
pub fn metrics_of(dimension: Dimension) -> &'static [&'static str] {
    match dimension {
        Dimension::Source => &[
            "source_visitors",
            "source_landing_page_views",
            "source_landing_share",
            "source_page_views",
            "source_page_view_share",
            "source_visit_depth",
            "source_bounce_rate",
            "source_new_visitors",
            "source_new_visitor_share",
            "visits",
        ],
        Dimension::Page => &["page_views", "entries", "exits", "bounce_rate", "landing_page_views"],
        Dimension::Item => {
            &["item_page_views", "item_page_visitors", "item_favorites", "carts", "buyers", "paid_orders", "paid_items", "paid_amount"]
        }
        Dimension::Category => &["page_views", "visitors", "favorites", "carts"],
        Dimension::Promotion | Dimension::Province => &["paid_orders", "buyers", "paid_items", "paid_amount"],
        Dimension::SearchTerm => &["searches"],
        _ => ads::METRICS,
    }
}

/// Answers a question; None when nothing with a date is loaded.
pub fn answer(data: &Data<'_>, titles: &Titles, question: &Question) -> Option<Report> {
    let extent = data.extent();
    // Reports without a single day are told all the same; the period means nothing then.
    let undated = extent.all().is_none() && (data.ads.undated() || data.daily.undated());
    let nowhen = Period { from: Day(0), to: Day(0) };
    let covered = extent.all().or(undated.then_some(nowhen))?;
    let period = question.period.unwrap_or(covered);
    let wants = |dimension| question.breakdowns.contains(&dimension);
    let grain = question.grain.map(|grain| fitting(grain, period, question.most_buckets));
    let ask = Ask {
        period,
        grain,
        wanted: Wanted {
            places: true,
            items: wants(Dimension::Item),
            categories: wants(Dimension::Category),
            terms: wants(Dimension::SearchTerm),
        },
        keys: SaleKeys { items: wants(Dimension::Item), promotions: wants(Dimension::Promotion), provinces: wants(Dimension::Province) },
    };
    let loaded = Loaded { products: !titles.is_empty(), ..data.loaded() };
    let measured = measure(data, &ask);
    let context = Context { data, loaded, extent, titles };
    let (pages, pages_total) = context.pages(&measured, question.limit);
    Some(Report {
        period,
        covered,
        zone: data.zone.name().to_string(),
        figures: context.figures(&measured, period),
        compared: question.compare.map(|period| {
            let measured = measure(data, &Ask { period, grain, wanted: Wanted::default(), keys: SaleKeys::default() });
            Compared { period, figures: context.figures(&measured, period), series: context.series(&measured, period) }
        }),
        grain,
        series: context.series(&measured, period),
        breakdowns: question
            .breakdowns
            .iter()
            .map(|dimension| (*dimension, context.breakdown(*dimension, &measured, period, question.limit)))
            .collect(),
        pages,
        pages_total,
        ads: ads::report(data, titles, &measured, period, question.limit, question.word.as_deref(), loaded),
        undated,
        hours: loaded.events.map(|_| measured.hours.iter().map(|hours| hours.to_vec()).collect()),
    })
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
}

impl Context<'_> {
    fn figures(&self, measured: &Measured, period: Period) -> Vec<Figure> {
        let tallies = Tallies { here: &measured.total, whole: &measured.total, days: &measured.days };
        distinct_entries()
            .map(|entry| {
                let mut figure = self.figure(entry, tallies);
                ads::settle(&mut figure, measured, self.loaded);
                if figure.value.is_some() {
                    figure.notes = self.notes(entry, &figure, measured, period);
                }
                ready::settle(&mut figure, &measured.daily.total, self.data, period, self.loaded);
                figure
            })
            .collect()
    }

    fn series(&self, measured: &Measured, period: Period) -> Vec<Bucket> {
        let daily = self.data.daily.loaded();
        let figures: Vec<&'static Entry> =
            distinct_entries().filter(|entry| entry.kind.is_figure() && (daily || self.loaded.lack(entry).is_none())).collect();
        let mut buckets: Vec<Bucket> = measured
            .series
            .iter()
            .enumerate()
            .map(|(at, (bucket, tally))| {
                let days = (bucket.from.0 - period.from.0) as usize..=(bucket.to.0 - period.from.0) as usize;
                let tallies = Tallies { here: tally, whole: tally, days: &measured.days[days] };
                let mut figures: Vec<Figure> = figures.iter().map(|entry| self.figure(entry, tallies)).collect();
                if let Some(ready) = measured.daily.series.get(at) {
                    figures.iter_mut().for_each(|figure| ready::settle(figure, ready, self.data, *bucket, self.loaded));
                }
                figures.iter_mut().for_each(|figure| figure.notes.clear());
                Bucket { period: *bucket, figures }
            })
            .collect();
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

    fn figure(&self, entry: &'static Entry, tallies: Tallies<'_>) -> Figure {
        let computed = evaluate(entry, self.loaded, tallies);
        Figure {
            metric: MetricId(entry),
            value: computed.value,
            numerator: computed.numerator,
            denominator: computed.denominator,
            why: computed.why,
            notes: Vec::new(),
        }
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
            && let Some(from) = measured.first_paid
        {
            notes.push(Note::HistoryFrom { from });
        }
        if self.data.orders.amount_stands_in() && parts.amounts.iter().any(|part| *part != MoneyPart::PlacedAmount) {
            notes.push(Note::PaidAmountFromAmount);
        }
        if stand_in && entry.needs.contains(&Table::Orders) {
            notes.push(Note::OrdersFromEvents);
        }
        let persons = [Part::Buyers, Part::RepeatBuyers, Part::PromoBuyers, Part::NonPromoBuyers];
        if measured.without_buyer > 0 && persons.iter().any(|part| counts(*part)) {
            notes.push(Note::OrdersWithoutBuyer { orders: measured.without_buyer });
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
        if kinds.iter().any(|(part, kind)| counts(*part) && self.data.events.count(*kind) == 0) {
            notes.push(Note::NoSuchEvent);
        }
        if let Kind::MeanOfDays { .. } | Kind::DailyRatio { .. } = entry.kind
            && let Some(Value::Count(days)) = figure.denominator
            && measured.days.len() > 1
        {
            notes.push(Note::MeanOverDays { days: days as u32 });
        }
        ads::notes(entry, self.data, measured, &mut notes);
        for table in entry.needs {
            let covered = match table {
                Table::Events => self.extent.events,
                Table::Orders if stand_in => self.extent.events,
                Table::Orders => self.extent.orders,
                Table::Ads => self.extent.ads,
                Table::AdLog => self.extent.ad_log,
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

    fn breakdown(&self, dimension: Dimension, measured: &Measured, period: Period, limit: Option<usize>) -> Vec<Row> {
        let (events, orders) = (self.data.events, self.data.orders);
        let keyed = match dimension {
            Dimension::Source => named(&measured.sources, &events.sources),
            Dimension::Category => named(&measured.categories, &events.categories),
            Dimension::SearchTerm => named(&measured.terms, &events.terms),
            Dimension::Promotion => named(&measured.promotions, &orders.promotions),
            Dimension::Province => named(&measured.provinces, &orders.provinces),
            Dimension::Page => measured
                .places
                .iter()
                .enumerate()
                .filter(|(_, place)| !place.is_empty())
                .map(|(at, place)| (events.places.text(at as u32).to_string(), whole(place)))
                .collect(),
            Dimension::Item => {
                let sold = if self.loaded.orders_from_events() { &events.places } else { &orders.items };
                let mut keyed = named(&measured.items, &events.places);
                for (key, tally) in named(&measured.sold_items, sold) {
                    keyed.entry(key).or_default().merge(&tally);
                }
                keyed
            }
            _ => BTreeMap::new(),
        };
        let mut keyed = keyed;
        let (of_ads, of_reports) = (ads::keys(dimension, measured), ready::keys(dimension, measured));
        let others = of_ads.into_iter().flat_map(BTreeMap::keys).chain(of_reports.into_iter().flat_map(BTreeMap::keys));
        others.for_each(|key| {
            keyed.entry(key.clone()).or_default();
        });
        let ads_only = metrics_of(dimension) == ads::METRICS;
        if ads_only && let (Some(counted), Some(most)) = (of_ads, limit) {
            let dearest = ads::dearest(counted, most, self.loaded);
            keyed.retain(|key, _| dearest.contains(key.as_str()));
        }
        let metrics = metrics_of(dimension);
        let mut rows: Vec<Row> = keyed
            .into_iter()
            .map(|(key, tally)| {
                let tallies = Tallies { here: &tally, whole: &measured.total, days: &[] };
                let own = metrics.iter().filter(|_| !ads_only).filter_map(|id| MetricId::of(id));
                let mut figures: Vec<Figure> = own.map(|metric| self.figure(metric.0, tallies)).collect();
                if let Some(reports) = of_reports {
                    let none = DailyTally::default();
                    let ready = reports.get(&key).unwrap_or(&none);
                    figures.iter_mut().for_each(|figure| ready::settle(figure, ready, self.data, period, self.loaded));
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
            })
            .collect();
        // Keys come in order of their text; the sort keeps that order among equals.
        let first = |row: &Row| row.figures.first().and_then(|figure| figure.value).map_or(-1.0, Value::to_f64);
        arrange(&mut rows, |a, b| first(b).total_cmp(&first(a)));
        rows.truncate(limit.unwrap_or(usize::MAX));
        rows
    }

    fn pages(&self, measured: &Measured, limit: Option<usize>) -> (Option<Vec<PageRow>>, u64) {
        if !self.loaded.events.is_some_and(|roles| roles.has(Role::Page) || roles.has(Role::Item)) {
            return (None, 0);
        }
        let mut places: Vec<(&str, &PlaceTally)> = measured
            .places
            .iter()
            .enumerate()
            .filter(|(_, place)| place.entries + place.exits > 0)
            .map(|(at, place)| (self.data.events.places.text(at as u32), place))
            .collect();
        arrange(&mut places, |(page, a), (other, b)| (b.entries, b.exits, *page).cmp(&(a.entries, a.exits, *other)));
        let total = places.len() as u64;
        let rows = places.into_iter().take(limit.unwrap_or(usize::MAX)).map(|(page, place)| PageRow {
            page: page.to_string(),
            label: self.titles.get(page).cloned(),
            entries: place.entries,
            exits: place.exits,
            bounces: place.bounces,
            landing_page_views: place.landing_page_views,
            page_views: place.page_views,
        });
        (Some(rows.collect()), total)
    }
}

/// The tallies of keys that have counted anything, by the keys' texts.
fn named(keys: &KeyTallies, dict: &Dict) -> BTreeMap<String, Tally> {
    let counted = keys.tallies.iter().enumerate().filter(|(_, tally)| **tally != Tally::default());
    let mut named = BTreeMap::new();
    // One by one: collecting would sort first, and the keys differ anyway.
    named.extend(counted.map(|(key, tally)| (dict.text(key as u32).to_string(), tally.clone())));
    named
}

fn whole(place: &PlaceTally) -> Tally {
    let mut tally = Tally::default();
    tally[Part::PageViews] = place.page_views;
    tally[Part::Visits] = place.entries;
    tally[Part::Exits] = place.exits;
    tally[Part::Bounces] = place.bounces;
    tally[Part::LandingPageViews] = place.landing_page_views;
    tally
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
