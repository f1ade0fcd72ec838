use super::counting::Counted;
use super::{Ask, Clock, Column, Cut, Engine, Only, Source, Tables, ddl, figure, formula, hour, load, overview, query};
use crate::metric::Loaded;
use crate::metric::catalogue::{Entry, Kind, entries, find, listed};
use crate::model::{Day, Dimension, Grain, Role, Table};

fn figures() -> Vec<&'static Entry> {
    listed().filter(|entry| entry.kind.is_figure()).collect()
}

fn zone() -> Clock {
    Clock::Zone("Asia/Shanghai".into())
}

/// Whether a column, as a whole word, is named in a text.
fn names(text: &str, column: &str) -> bool {
    text.split(|char: char| !char.is_alphanumeric() && char != '_').any(|word| word == column)
}

#[test]
fn every_part_has_a_column_of_its_own() {
    let mut columns: Vec<String> = Counted::all().map(Counted::column).collect();
    let all = columns.len();
    columns.sort();
    columns.dedup();
    assert_eq!(columns.len(), all);
    assert!(columns.contains(&"same_day_paid_amount".to_string()));
}

#[test]
fn every_figure_has_its_query_in_every_engine_and_cut() {
    let (clock, tables) = (zone(), Tables::all());
    for engine in Engine::ALL {
        let ask = Ask { engine, clock: &clock, from: None, to: None, tables: &tables, filters: &[] };
        for entry in figures() {
            for cut in [Cut::Whole, Cut::Series(Grain::Day), Cut::Series(Grain::Week), Cut::Series(Grain::Month)] {
                let text = query(ask, cut, &[entry]);
                assert!(text.contains(entry.definition.en), "{}", entry.id);
                assert!(names(text.rsplit("\nSELECT ").next().unwrap_or_default(), entry.id), "{} {cut:?}", entry.id);
                assert!(!text.contains("  AS "), "{} {cut:?} has an empty expression", entry.id);
                for part in formula::parts(entry) {
                    assert!(names(&text, &part.column()), "{} without {}", entry.id, part.column());
                }
            }
        }
    }
}

#[test]
fn a_new_ratio_needs_no_work() {
    let entry =
        Entry { id: "searches_per_visit", kind: Kind::Ratio { numerator: "searches", denominator: "visits" }, ..*find("visits").unwrap() };
    let entry: &'static Entry = Box::leak(Box::new(entry));
    let (clock, tables) = (zone(), Tables::all());
    let text =
        query(Ask { engine: Engine::DuckDb, clock: &clock, from: None, to: None, tables: &tables, filters: &[] }, Cut::Whole, &[entry]);
    assert!(text.contains("CAST(searches AS DOUBLE) / NULLIF(CAST(visits AS DOUBLE), 0) AS searches_per_visit"), "{text}");
}

#[test]
fn what_is_not_loaded_is_null_and_says_why() {
    let clock = zone();
    let events = Table::Events.roles().iter().copied().filter(|role| *role != Role::Event).collect();
    let tables = Tables { loaded: Loaded { events: Some(events), orders: None, ..Loaded::default() }, daily: false };
    let ask = Ask { engine: Engine::Spark, clock: &clock, from: None, to: None, tables: &tables, filters: &[] };
    let text =
        query(ask, Cut::Whole, &[find("carts").unwrap(), find("buyers").unwrap(), find("visitors").unwrap(), find("ad_ctr").unwrap()]);
    assert!(text.contains("CAST(NULL AS BIGINT) AS carts /* events without event */"), "{text}");
    assert!(text.contains("CAST(NULL AS BIGINT) AS buyers /* no table orders */"), "{text}");
    assert!(text.contains("CAST(NULL AS DOUBLE) AS ad_ctr /* no table ads */"), "{text}");
    assert!(!text.contains("FROM orders") && !text.contains("FROM ads"), "{text}");
}

#[test]
fn buy_events_stand_in_for_orders() {
    let clock = zone();
    let tables = Tables { loaded: Loaded { events: Tables::all().loaded.events, orders: None, ..Loaded::default() }, daily: false };
    let ask = Ask { engine: Engine::ClickHouse, clock: &clock, from: None, to: None, tables: &tables, filters: &[] };
    let text = query(ask, Cut::Whole, &[find("buyers").unwrap()]);
    assert!(text.contains("  orders AS (\n") && text.contains("WHERE event = 'buy'"), "{text}");
}

#[test]
fn a_step_is_named_once_and_before_it_is_read() {
    let (clock, tables) = (zone(), Tables::all());
    for engine in Engine::ALL {
        let ask = Ask { engine, clock: &clock, from: None, to: None, tables: &tables, filters: &[] };
        for cut in [Cut::Whole, Cut::Series(Grain::Week)].into_iter().chain(Dimension::ALL.map(Cut::Breakdown)) {
            let wanted: Vec<&Entry> = if let Cut::Breakdown(_) = cut { vec![find("visits").unwrap()] } else { figures() };
            let text = query(ask, cut, &wanted);
            let steps: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("  ")?.strip_suffix(" AS (")).collect();
            for (at, step) in steps.iter().enumerate() {
                assert!(!steps[..at].contains(step), "{step} twice");
                let first_read = text.find(&format!("FROM {step}\n")).unwrap_or(usize::MAX);
                assert!(text.find(&format!("  {step} AS (\n")).unwrap() < first_read, "{step} is read before it is made");
            }
        }
    }
}

#[test]
fn the_overview_makes_each_step_once() {
    let (clock, tables) = (zone(), Tables::all());
    for engine in Engine::ALL {
        let day = Some(Day(20_000));
        let ask = Ask { engine, clock: &clock, from: day, to: day, tables: &tables, filters: &[] };
        let text = overview(ask, &figures(), Some(Grain::Day), &[(Dimension::Source, vec![find("source_visitors").unwrap()])]);
        for table in ["FROM events\n", "FROM orders\n"] {
            // Two passes over the events (persons' days, visits), one over the orders.
            let most = if table.contains("events") { 2 } else { 1 };
            assert!(text.matches(table).count() <= most, "{} reads {table} {} times", engine.name(), text.matches(table).count());
        }
    }
}

#[test]
fn texts_cannot_end_their_literal() {
    assert_eq!(Engine::DuckDb.text("a'b\\"), "'a''b\\'");
    assert_eq!(Engine::ClickHouse.text("a'b\\"), "'a''b\\\\'");
    assert_eq!(Engine::Spark.text("a'b\\"), "'a\\'b\\\\'");
    assert_eq!(Engine::DuckDb.quoted("a\"b"), "\"a\"\"b\"");
    let source = |path: &str| Source { path: path.into(), ..Source::canonical(Table::Orders, "", false) };
    assert!(load(Engine::DuckDb, &zone(), &source("it's.csv")).contains("'it''s.csv'"));
}

#[test]
fn every_column_of_the_tables_is_loaded_or_said_to_be_empty() {
    for engine in Engine::ALL {
        let text = ddl(engine);
        for column in ["visitor", "seq", "search_term", "paid_amount", "avg_rank", "scope", "bounce_rate"] {
            assert!(names(&text, column), "{column}");
        }
        let columns = vec![Column { role: Role::Order, header: "订单编号".into(), others: vec!["订单号".into()] }];
        let source =
            Source { layout: "taobao_orders".into(), table: Table::Orders, columns, header: true, path: "o.csv".into(), parquet: false };
        let text = load(engine, &zone(), &source);
        assert!(text.contains("订单编号 may also be called 订单号"), "{text}");
        assert!(!text.contains("  AS "), "{text}");
    }
}

#[test]
fn an_offset_is_seconds_and_a_zone_a_name() {
    assert_eq!(Engine::ClickHouse.day("time", &Clock::Offset(-12_600)), "toDate(toDateTime(time - 12600, 'UTC'))");
    assert_eq!(Engine::DuckDb.day("time", &zone()), "CAST(timezone('Asia/Shanghai', to_timestamp(time)) AS DATE)");
}

#[test]
fn metricflow_names_what_it_leaves_out() {
    let manifest = super::metricflow::manifest();
    let metrics: Vec<&str> = manifest["metrics"].as_array().unwrap().iter().filter_map(|metric| metric["name"].as_str()).collect();
    for entry in entries().filter(|entry| entry.kind.is_figure()) {
        let there = metrics.iter().filter(|name| **name == entry.id).count();
        assert_eq!(there, usize::from(super::metricflow::left_out(entry).is_none()), "{}", entry.id);
    }
}

#[test]
fn every_entry_has_its_sql_or_says_why_not() {
    let (clock, tables) = (zone(), Tables::all());
    for engine in Engine::ALL {
        let ask = Ask { engine, clock: &clock, from: None, to: None, tables: &tables, filters: &[] };
        for entry in listed() {
            let told = figure(ask, Cut::Whole, None, entry);
            match entry.kind {
                Kind::Breakdown | Kind::Tool => assert_eq!(told, Err(super::NoSql::List), "{}", entry.id),
                Kind::Field => assert_eq!(told, Err(super::NoSql::Field), "{}", entry.id),
                _ => assert!(names(told.unwrap().rsplit("\nSELECT ").next().unwrap_or_default(), entry.id), "{}", entry.id),
            }
        }
    }
}

#[test]
fn a_row_is_chosen_and_a_filter_is_said() {
    let (clock, tables) = (zone(), Tables::all());
    let filters = [(Dimension::Source, "it's".to_string())];
    let ask = Ask { engine: Engine::Spark, clock: &clock, from: None, to: None, tables: &tables, filters: &filters };
    let visits = find("visits").unwrap();
    let text = figure(ask, Cut::Breakdown(Dimension::Source), Some(&Only::Key("a\\b".into())), visits).unwrap();
    assert!(text.contains("= 'it\\'s'") && text.ends_with("WHERE key = 'a\\\\b';\n"), "{text}");
    let text = figure(ask, Cut::Series(Grain::Day), Some(&Only::Bucket(Day(20_000))), visits).unwrap();
    assert!(text.ends_with("WHERE bucket = DATE '2024-10-04';\n"), "{text}");
    assert!(hour(ask, 7, 23).contains("marked_events"));
    // Of an order the source is not kept, and reports of paid tools tell none.
    for id in ["paid_amount", "ad_cost", "campaign_active"] {
        assert_eq!(figure(ask, Cut::Whole, None, find(id).unwrap()), Err(super::NoSql::Unknown), "{id}");
    }
}

#[test]
fn every_figure_of_a_ready_made_report_is_a_column() {
    let columns = super::tables::columns(Table::Daily);
    for role in Table::Daily.roles().iter().skip_while(|role| **role != Role::PageViews) {
        assert!(columns.contains(&role.name()), "{}", role.name());
    }
    for entry in figures() {
        assert_eq!(super::daily::tells(entry), crate::metric::column_of(entry).is_some() || told_as_ratio(entry), "{}", entry.id);
    }
}

/// Whether the parts of a ratio, or of the ratio behind a mean of days, are columns of reports.
fn told_as_ratio(entry: &Entry) -> bool {
    let column = |id: &str| {
        let id = id.strip_prefix("source_").unwrap_or(id);
        matches!(id, "bounces" | "visit_views") || crate::metric::catalogue::told_by(id).is_some()
    };
    match entry.kind {
        Kind::Ratio { numerator, denominator } | Kind::DailyRatio { numerator, denominator } => column(numerator) && column(denominator),
        Kind::MeanOfDays { of, .. } => find(of).is_some_and(told_as_ratio),
        _ => false,
    }
}
