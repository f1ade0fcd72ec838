//! The program's calls and options.

use crate::said::{Writing, Writings};
use clap::{Parser, Subcommand, ValueEnum};
use dianzhang::metric::MetricId;
use dianzhang::model::{Day, Grain, Period};
use dianzhang::report::{Dimension, Lang, Question, Report, json, metrics_of};
use std::path::PathBuf;

/// Reads the files a shop exports and computes every operator metric, each with its reason.
#[derive(Parser)]
#[command(name = "dianzhang", version, about, max_term_width = 100)]
pub struct Args {
    /// Language of texts: zh or en (default: the environment's)
    #[arg(long, global = true)]
    lang: Option<Lang>,
    #[command(subcommand)]
    pub command: Command,
}

impl Args {
    /// The language asked for, else the environment's, else English.
    pub fn lang(&self) -> Lang {
        let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        let environment = || set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG"));
        self.lang.unwrap_or_else(|| if environment().is_some_and(|tag| tag.starts_with("zh")) { Lang::Zh } else { Lang::En })
    }
}

/// The calls.
#[derive(Subcommand)]
pub enum Command {
    /// Every figure the files allow
    Report {
        #[command(flatten)]
        reading: Reading,
        #[command(flatten)]
        asking: Asking,
        /// Shape of the answer
        #[arg(long, value_enum, default_value_t = Shape::Text)]
        format: Shape,
    },
    /// What each file is: encoding, delimiter, header, table, columns, each with its evidence
    Sniff {
        #[command(flatten)]
        reading: Reading,
        /// Shape of the answer
        #[arg(long, value_enum, default_value_t = SniffFormat::Text)]
        format: SniffFormat,
    },
    /// The file as clean UTF-8 CSV on standard output
    Table {
        /// The file
        file: PathBuf,
        /// Which sheet of a workbook, or file of an archive (default: the first with a table)
        #[arg(long, value_name = "NAME")]
        sheet: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// The clean rows that the figures are computed from, orders joined, as CSV: what the SQL of `sql` reads
    Canon {
        /// events, orders, ads, ad_log or daily
        #[arg(value_name = "TABLE")]
        canonical: dianzhang::model::Table,
        #[command(flatten)]
        reading: Reading,
    },
    /// The catalogue as SQL: tables, load statements, one query, or the whole overview
    Sql(crate::sql::Wanted),
    /// Rows set aside, as CSV: file,line,reason,raw
    Rejects {
        #[command(flatten)]
        reading: Reading,
    },
    /// The catalogue: every entry with its names, kind, unit, formula and needs
    Metrics {
        /// Shape of the answer
        #[arg(long, value_enum, default_value_t = CatalogueFormat::Text)]
        format: CatalogueFormat,
    },
    /// Write the sample shop's files into a folder
    Sample {
        /// The folder; made when it is not there
        folder: PathBuf,
        /// Another seed makes another shop
        #[arg(long, default_value_t = dianzhang::sample::SEED)]
        seed: u64,
    },
    /// Write a behaviour log of any size, in the layout of the public UserBehavior set, to measure with
    SampleLog {
        /// How many rows
        #[arg(long, default_value_t = 1_000_000)]
        rows: u64,
        /// Grouped by person, or in order of time: the same rows either way
        #[arg(long, value_name = "person|time", default_value = "person")]
        order: dianzhang::sample::LogOrder,
        /// Another seed makes another log
        #[arg(long, default_value_t = dianzhang::sample::SEED)]
        seed: u64,
        /// The file to write
        file: PathBuf,
    },
    /// The rows that count in a figure, read again from the files, as CSV: file,line and the columns that figures use
    Drill {
        #[command(flatten)]
        reading: Reading,
        #[command(flatten)]
        asking: Asking,
        #[command(flatten)]
        sought: crate::drill::Sought,
    },
    /// One figure: definition, formula with the numbers filled in, what to keep in mind, the first rows behind it
    Explain {
        #[command(flatten)]
        reading: Reading,
        #[command(flatten)]
        asking: Asking,
    },
}

/// What files to read, and how.
#[derive(clap::Args)]
pub struct Reading {
    /// Files to read
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The shop's time zone
    #[arg(long, default_value = dianzhang::model::Zone::DEFAULT)]
    pub zone: String,
    /// Say what table a file is, against the guess
    #[arg(long, value_name = "FILE=TABLE")]
    pub table: Vec<String>,
    /// Say what the columns of a file are, against the guess
    #[arg(long, value_name = "FILE=role,role,…")]
    pub columns: Vec<String>,
    #[command(flatten)]
    pub writings: Writings,
    /// How many threads read and count (default: as many as the machine has cores)
    #[arg(long, value_name = "NUMBER")]
    pub threads: Option<usize>,
}

/// What to ask.
#[derive(clap::Args)]
pub struct Asking {
    /// First day (default: the first one the data cover)
    #[arg(long, value_name = "DAY")]
    pub from: Option<Day>,
    /// Last day, included (default: the last one the data cover)
    #[arg(long, value_name = "DAY")]
    pub to: Option<Day>,
    /// Add a series by day, week or month
    #[arg(long, value_name = "day|week|month")]
    pub by: Option<Grain>,
    /// Add a breakdown: source, page, item, category, promotion, province, search_term, tool, channel,
    /// campaign, keyword, creative, date
    #[arg(long, value_name = "DIMENSION")]
    pub breakdown: Vec<Dimension>,
    /// Look for keywords and search terms that contain this word or share a part with it
    #[arg(long, value_name = "WORD")]
    pub word: Option<String>,
    /// Count only rows with this text, e.g. source=直通车 or item=101
    #[arg(long, value_name = "DIMENSION=TEXT")]
    pub filter: Vec<String>,
    /// At most this many rows of each breakdown (default: all)
    #[arg(long, value_name = "ROWS")]
    pub limit: Option<usize>,
    /// Only these metrics
    #[arg(long, value_name = "ID")]
    pub metric: Vec<String>,
}

impl Asking {
    /// Whether the entry and exit pages are asked for: they are, unless other metrics are named.
    fn wants_pages(&self) -> bool {
        self.metric.is_empty() || self.metric.iter().any(|id| id == "entry_exit_pages")
    }

    /// What the question is narrowed to.
    pub fn filters(&self) -> Result<Vec<(Dimension, String)>, String> {
        let filter = |given: &String| {
            let (dimension, text) = given.split_once('=').ok_or_else(|| format!("`{given}` is not of the form DIMENSION=TEXT"))?;
            Ok((dimension.parse()?, text.to_string()))
        };
        self.filter.iter().map(filter).collect()
    }

    /// The question these options ask.
    pub fn question(&self, period: Option<Period>) -> Result<Question, String> {
        for id in &self.metric {
            MetricId::of(id).ok_or_else(|| format!("no metric is called `{id}`; `dianzhang metrics` lists them"))?;
        }
        let filters = self.filters()?;
        // The answer cuts by each breakdown's own first metric; where another one sorts, `cut` has to see all rows.
        let sorts = |dimension: &Dimension| self.metric.first().is_none_or(|first| metrics_of(*dimension).first() == Some(&first.as_str()));
        let limit = self.limit.filter(|_| self.breakdown.iter().all(sorts));
        Ok(Question {
            period,
            compare: None,
            grain: self.by,
            breakdowns: self.breakdown.clone(),
            limit,
            word: self.word.clone(),
            pages: self.wants_pages(),
            filters,
            most_buckets: None,
            ads: true,
        })
    }

    /// Leaves the first rows of each breakdown, by the metric that sorts it.
    pub fn cut(&self, report: &mut Report, shape: json::Shape<'_>) {
        for (_, rows) in report.breakdowns.iter_mut().filter(|_| self.limit.is_some()) {
            *rows = json::sorted(rows, shape).into_iter().take(self.limit.unwrap_or(usize::MAX)).cloned().collect();
        }
    }
}

/// Shape of a report.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// For people
    Text,
    /// For scripts
    Json,
    /// A page that opens from a disk
    Html,
    /// For a spreadsheet
    Csv,
}

/// Shape of what is told of a file.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SniffFormat {
    /// For people
    Text,
    /// For scripts
    Json,
    /// What the columns are, to be kept for the next file of the same shape (--mapping)
    Mapping,
}

/// Shape of the catalogue.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CatalogueFormat {
    /// For people
    Text,
    /// For scripts: docs/metrics.schema.json describes it
    Json,
    /// A semantic manifest of dbt MetricFlow
    Metricflow,
}
