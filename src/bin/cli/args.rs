//! The program's calls and options.

use clap::{Parser, Subcommand, ValueEnum};
use dianzhang::metric::MetricId;
use dianzhang::model::{Day, Grain, Period};
use dianzhang::report::{Dimension, Lang, Question};
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
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// What each file is: encoding, delimiter, header, table, columns, each with its evidence
    Sniff {
        #[command(flatten)]
        reading: Reading,
        /// Shape of the answer
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// The file as clean UTF-8 CSV on standard output
    Table {
        /// The file
        file: PathBuf,
        /// Which sheet of a workbook, or file of an archive (default: the first with a table)
        #[arg(long, value_name = "NAME")]
        sheet: Option<String>,
    },
    /// Rows set aside, as CSV: file,line,reason,raw
    Rejects {
        #[command(flatten)]
        reading: Reading,
    },
    /// The catalogue: every entry with its names, kind, unit, formula and needs
    Metrics {
        /// Shape of the answer
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Write the sample shop's files into a folder
    Sample {
        /// The folder; made when it is not there
        folder: PathBuf,
        /// Another seed makes another shop
        #[arg(long, default_value_t = dianzhang::sample::SEED)]
        seed: u64,
    },
    /// One figure: definition, formula with the numbers filled in, what to keep in mind
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
    /// Add a breakdown: source, page, item, category, promotion, province, search_term
    #[arg(long, value_name = "DIMENSION")]
    pub breakdown: Vec<Dimension>,
    /// Only these metrics
    #[arg(long, value_name = "ID")]
    pub metric: Vec<String>,
}

impl Asking {
    /// The question these options ask.
    pub fn question(&self, period: Option<Period>) -> Result<Question, String> {
        for id in &self.metric {
            MetricId::of(id).ok_or_else(|| format!("no metric is called `{id}`; `dianzhang metrics` lists them"))?;
        }
        Ok(Question { period, compare: None, grain: self.by, breakdowns: self.breakdown.clone(), limit: None, most_buckets: None })
    }
}

/// Shape of an answer.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For scripts
    Json,
}
