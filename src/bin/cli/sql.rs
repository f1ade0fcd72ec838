//! The call `sql`: which text is wanted, for which engine, over which tables.

use crate::args::{Asking, Reading};
use crate::files;
use clap::Args;
use dianzhang::ingest::{LAYOUTS, USER_BEHAVIOR, USER_BEHAVIOR_ROLES};
use dianzhang::metric::catalogue::{Entry, Kind, fields_of, find, metrics_of, told_besides};
use dianzhang::metric::distinct_entries;
use dianzhang::model::{Day, Dimension, Role, Roles, Table, Zone};
use dianzhang::report::ads::METRICS;
use dianzhang::sql::{Ask, Clock, Column, Cut, Engine, Only, Source, Tables, ddl, hour, load, overview, query, row, tables};
use std::path::PathBuf;

/// Options of `sql`.
#[derive(Args)]
pub struct Wanted {
    /// The engine: duckdb, clickhouse or spark
    #[arg(long)]
    engine: Engine,
    /// The canonical tables instead of a query
    #[arg(long, conflicts_with_all = ["layout", "overview"])]
    tables: bool,
    /// The statement that loads a file of a known layout instead of a query
    #[arg(long, value_name = "ID", conflicts_with = "overview")]
    layout: Option<String>,
    /// The file that `--layout` loads; Parquet by its ending
    #[arg(long, value_name = "FILE", default_value = "FILE.csv", requires = "layout")]
    input: String,
    /// One script for all: the period's figures, the series of --by, every --breakdown, in few passes
    #[arg(long)]
    overview: bool,
    /// Only this row: a key of the breakdown, or the first day of a bucket of the series
    #[arg(long, value_name = "KEY|DAY", conflicts_with = "overview")]
    row: Option<String>,
    /// Only rows of paid tools that name this item: with `--breakdown creative --row …`, one creative of one item
    #[arg(long, value_name = "ITEM", requires = "row")]
    of_item: Option<String>,
    /// The views of one weekday (1 is Monday) and hour instead of a metric
    #[arg(long, value_name = "WEEKDAY-HOUR", conflicts_with_all = ["overview", "row"])]
    hour: Option<String>,
    /// A table that is there, with its columns where not all are: orders, events=visitor,time,page (default: all tables)
    #[arg(long, value_name = "TABLE[=column,…]")]
    has: Vec<String>,
    /// The tables and columns that these files fill, instead of --has
    #[arg(long, value_name = "FILE", conflicts_with = "has")]
    like: Vec<PathBuf>,
    /// The shop's time zone
    #[arg(long, default_value = Zone::DEFAULT)]
    zone: String,
    #[command(flatten)]
    asking: Asking,
}

/// Writes the text asked for.
pub fn write(wanted: &Wanted, out: &mut Vec<u8>) -> Result<(), String> {
    out.extend_from_slice(text(wanted)?.as_bytes());
    Ok(())
}

fn text(wanted: &Wanted) -> Result<String, String> {
    let asking = &wanted.asking;
    if wanted.tables {
        return Ok(ddl(wanted.engine));
    }
    let clock = clock(&wanted.zone)?;
    if let Some(id) = &wanted.layout {
        return Ok(load(wanted.engine, &clock, &source(id, &wanted.input)?));
    }
    if let (Some(from), Some(to)) = (asking.from, asking.to)
        && from > to
    {
        return Err(format!("{to} is before {from}"));
    }
    let tables = if wanted.like.is_empty() { has(&wanted.has)? } else { like(wanted)? };
    let metrics = chosen(&asking.metric, asking.by.is_none() && !wanted.overview)?;
    let filters = asking.filters()?;
    let ask = Ask { engine: wanted.engine, clock: &clock, from: asking.from, to: asking.to, tables: &tables, filters: &filters };
    if let Some(cell) = &wanted.hour {
        let (weekday, of_day) = cell
            .split_once('-')
            .and_then(|(weekday, hour)| Some((weekday.parse().ok()?, hour.parse().ok()?)))
            .filter(|(weekday, hour): &(u8, u8)| (1..=7).contains(weekday) && *hour < 24)
            .ok_or_else(|| format!("`{cell}` is no weekday and hour such as 1-23"))?;
        return Ok(hour(ask, weekday, of_day));
    }
    let breakdowns: Vec<(Dimension, Vec<&'static Entry>)> =
        asking.breakdown.iter().map(|dimension| keyed(*dimension, &asking.metric, &tables)).collect::<Result<_, _>>()?;
    if let Some(only) = &wanted.row {
        return match (breakdowns.as_slice(), asking.by) {
            ([(dimension, metrics)], None) => {
                let only = match &wanted.of_item {
                    None => Only::Key(only.clone()),
                    Some(item) => Only::KeyOfItem(only.clone(), item.clone()),
                };
                Ok(row(ask, Cut::Breakdown(*dimension), metrics, &only))
            }
            ([], Some(grain)) => {
                Ok(row(ask, Cut::Series(grain), &metrics, &Only::Bucket(only.parse::<Day>().map_err(|error| error.to_string())?)))
            }
            _ => Err("--row is a row of one --breakdown or of a series (--by)".into()),
        };
    }
    if wanted.overview {
        return Ok(overview(ask, &metrics, asking.by, &breakdowns));
    }
    match (breakdowns.as_slice(), asking.by) {
        ([], None) => Ok(query(ask, Cut::Whole, &metrics)),
        ([], Some(grain)) => Ok(query(ask, Cut::Series(grain), &metrics)),
        ([(dimension, metrics)], None) => Ok(query(ask, Cut::Breakdown(*dimension), metrics)),
        _ => Err("one query is a series or a breakdown; --overview writes several".into()),
    }
}

/// The entries asked for; all of them when none is named. States and records are told for a whole period only.
fn chosen(ids: &[String], whole: bool) -> Result<Vec<&'static Entry>, String> {
    let standing = |kind: Kind| matches!(kind, Kind::State | Kind::Record);
    let figure = |id: &String| match find(id) {
        None => Err(format!("no metric is called `{id}`; `dianzhang metrics` lists them")),
        Some(entry) if entry.kind.is_figure() || standing(entry.kind) && whole => Ok(entry),
        Some(entry) if entry.kind == Kind::Field => Ok(entry),
        Some(entry) if standing(entry.kind) => Err(format!("`{id}` is a {}: it is told for a whole period", entry.kind.name())),
        Some(entry) => Err(format!("`{id}` is no figure: it is a {}", entry.kind.name())),
    };
    let all = || distinct_entries().filter(|entry| entry.kind.is_figure() || standing(entry.kind) && whole);
    if ids.is_empty() { Ok(all().collect()) } else { ids.iter().map(figure).collect() }
}

/// A breakdown with those of its figures that are asked for.
fn keyed(dimension: Dimension, ids: &[String], tables: &Tables) -> Result<(Dimension, Vec<&'static Entry>), String> {
    let mut own = metrics_of(dimension).to_vec();
    // What reports tell of the same keys stands behind what rows do.
    if tables.daily {
        own.extend(told_besides(dimension).iter().filter(|id| !metrics_of(dimension).contains(id)));
    }
    if tables.loaded.ads.is_some() {
        let told = matches!(dimension, Dimension::Item | Dimension::SearchTerm);
        own.extend(METRICS.iter().filter(|_| told));
        own.extend(fields_of(dimension));
    }
    if let Some(id) = ids.iter().find(|id| !own.contains(&id.as_str())) {
        return Err(format!("`{id}` is not told by {}; these are: {}", dimension.name(), own.join(", ")));
    }
    let wanted = own.iter().copied().filter(|id| ids.is_empty() || ids.iter().any(|asked| asked == id));
    // The first metric asked for sorts, as in the report.
    let wanted: Vec<&str> = if ids.is_empty() { wanted.collect() } else { ids.iter().map(String::as_str).collect() };
    Ok((dimension, wanted.into_iter().filter_map(find).collect()))
}

fn clock(zone: &str) -> Result<Clock, String> {
    crate::zones::named(zone).map_err(|error| error.to_string())?;
    // An offset is the same all year; engines write it in different ways, so it becomes seconds.
    let fixed = zone == "UTC" || zone.starts_with(['+', '-']);
    Ok(match Zone::named(zone) {
        Ok(known) if fixed => Clock::Offset(known.clock().local(0)),
        _ => Clock::Zone(zone.to_string()),
    })
}

/// What `--has` says is there.
fn has(given: &[String]) -> Result<Tables, String> {
    if given.is_empty() {
        return Ok(Tables::all());
    }
    let mut tables = Tables { loaded: Default::default(), daily: false };
    for said in given {
        let (table, columns) = said.split_once('=').map_or((said.as_str(), None), |(table, columns)| (table, Some(columns)));
        let table: Table = table.parse()?;
        let roles: Roles = match columns {
            None => table.roles().iter().copied().collect(),
            Some(columns) => {
                columns.split(',').map(|name| name.trim().parse::<Role>()).collect::<Result<Vec<_>, _>>()?.into_iter().collect()
            }
        };
        match table {
            Table::Events => tables.loaded.events = Some(roles),
            Table::Orders => tables.loaded.orders = Some(roles),
            Table::Ads => tables.loaded.ads = Some(roles),
            Table::AdLog => tables.loaded.ad_log = true,
            Table::Daily => tables.daily = true,
            other => return Err(format!("the table {} has no SQL; events, orders, ads, ad_log and daily have", other.name())),
        }
    }
    Ok(tables)
}

/// What a few files fill: a sample of the data tells which figures can be known.
fn like(wanted: &Wanted) -> Result<Tables, String> {
    let reading = Reading {
        files: wanted.like.clone(),
        zone: wanted.zone.clone(),
        table: Vec::new(),
        columns: Vec::new(),
        writings: Default::default(),
        threads: None,
    };
    let opened = files::open(&reading)?;
    let data = opened.session.data();
    Ok(Tables { loaded: data.loaded(), daily: data.daily.loaded() })
}

/// The file of a layout: the reader's own list says which header holds what.
fn source(id: &str, path: &str) -> Result<Source, String> {
    let parquet = path.ends_with(".parquet");
    if let Some(table) = tables().find(|table| id.strip_prefix("canonical_") == Some(table.name())) {
        return Ok(Source::canonical(table, path, parquet));
    }
    if id == USER_BEHAVIOR {
        let columns = USER_BEHAVIOR_ROLES.map(|role| Column { role, header: role.name().to_string(), others: Vec::new() });
        return Ok(Source { layout: id.into(), table: Table::Events, columns: columns.into(), header: false, path: path.into(), parquet });
    }
    let Some(layout) = LAYOUTS.iter().find(|layout| layout.id == id) else {
        let canonical = tables().map(|table| format!("canonical_{}", table.name()));
        let known: Vec<String> = LAYOUTS.iter().map(|layout| layout.id).chain([USER_BEHAVIOR]).map(String::from).chain(canonical).collect();
        return Err(format!("no layout is called `{id}`; these are: {}", known.join(", ")));
    };
    // What the reader puts together first, SQL alone cannot: lines that share an amount, several lines in one row.
    let shared = layout.grain == dianzhang::model::OrderGrain::Shared || layout.columns.iter().any(|(role, _)| *role == Role::AfterSale);
    if shared || layout.grain == dianzhang::model::OrderGrain::Detail {
        return Err(format!(
            "rows of `{id}` belong to orders of another file: `dianzhang canon orders FILE…` joins them; load that with --layout canonical_orders"
        ));
    }
    if !matches!(layout.table, Table::Events | Table::Orders) {
        return Err(format!(
            "`{id}` is a report, with words and totals of its own: `dianzhang canon {0} FILE…` reads it; load that with --layout canonical_{0}",
            layout.table.name()
        ));
    }
    let columns = layout.columns.iter().filter_map(|(role, headers)| {
        let (first, others) = headers.split_first()?;
        Some(Column { role: *role, header: (*first).into(), others: others.iter().map(|name| (*name).into()).collect() })
    });
    Ok(Source { layout: id.into(), table: layout.table, columns: columns.collect(), header: true, path: path.into(), parquet })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_breakdown_of_the_report_has_its_key() {
        for dimension in Dimension::ALL {
            let (_, metrics) = keyed(dimension, &[], &Tables::all()).unwrap();
            assert!(!metrics.is_empty(), "{}", dimension.name());
        }
    }
}
