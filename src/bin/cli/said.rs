//! Options that say how files are written, against the guess.

use dianzhang::ingest::Encoding;
use dianzhang::model::{Currency, Recipe, Said};
use std::path::{Path, PathBuf};

/// How one file is written.
#[derive(clap::Args)]
pub struct Writing {
    /// What parts two cells: one to four characters, or tab
    #[arg(long, value_name = "TEXT")]
    pub delimiter: Option<String>,
    /// What stands around cells: double, single or none
    #[arg(long, value_name = "double|single|none")]
    pub quote: Option<String>,
    /// UTF-8, GB18030 (GBK), Big5, Shift_JIS, UTF-16LE, UTF-16BE or windows-1252
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Line of the header and how many rows it has, such as 3 or 3+2; 0 for none
    #[arg(long, value_name = "LINE[+ROWS]")]
    pub header: Option<String>,
}

/// How several files are written, each named.
#[derive(clap::Args, Default)]
pub struct Writings {
    /// Say what parts two cells of a file: one to four characters, or tab
    #[arg(long, value_name = "FILE=TEXT")]
    pub delimiter: Vec<String>,
    /// Say what stands around cells: double, single or none
    #[arg(long, value_name = "FILE=QUOTE")]
    pub quote: Vec<String>,
    /// Say which encoding a file is in
    #[arg(long, value_name = "FILE=NAME")]
    pub encoding: Vec<String>,
    /// Say on which line the header stands and how many rows it has, such as 3 or 3+2; 0 for none
    #[arg(long, value_name = "FILE=LINE[+ROWS]")]
    pub header: Vec<String>,
    /// Say which comes first in dates with the year last: day or month
    #[arg(long, value_name = "FILE=day|month")]
    pub dates: Vec<String>,
    /// Say from which year a spreadsheet's day numbers count: 1900 or 1904
    #[arg(long, value_name = "FILE=YEAR")]
    pub day_numbers: Vec<String>,
    /// Say what a file's money is counted in, such as USD
    #[arg(long, value_name = "FILE=CODE")]
    pub currency: Vec<String>,
    /// A mapping saved earlier: files with the same headers are read by it
    #[arg(long, value_name = "MAPPING")]
    pub mapping: Vec<PathBuf>,
}

impl Writing {
    /// What is said.
    pub fn said(&self) -> Result<Said, String> {
        let mut said = Said::default();
        let options = [(Delimiter, &self.delimiter), (Quote, &self.quote), (Encoded, &self.encoding), (Header, &self.header)];
        for (what, given) in options {
            given.as_deref().map_or(Ok(()), |given| what.put(given, &mut said))?;
        }
        Ok(said)
    }
}

impl Writings {
    /// Every option of the form FILE=…
    pub fn named(&self) -> impl Iterator<Item = &String> {
        [&self.delimiter, &self.quote, &self.encoding, &self.header, &self.dates, &self.day_numbers, &self.currency].into_iter().flatten()
    }

    /// What is said about a file; `of` finds its value in a list.
    pub fn said(&self, of: impl Fn(&[String]) -> Option<String>) -> Result<Said, String> {
        let mut said = Said::default();
        let lists = [
            (Delimiter, &self.delimiter),
            (Quote, &self.quote),
            (Encoded, &self.encoding),
            (Header, &self.header),
            (Dates, &self.dates),
            (DayNumbers, &self.day_numbers),
            (Money, &self.currency),
        ];
        for (what, list) in lists {
            of(list).map_or(Ok(()), |given| what.put(&given, &mut said))?;
        }
        Ok(said)
    }

    /// The mappings that were saved.
    pub fn recipes(&self) -> Result<Vec<Recipe>, String> {
        let read = |path: &PathBuf| {
            let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
            Recipe::read(&text)
                .ok_or_else(|| format!("`{}` is no saved mapping; `dianzhang sniff --format mapping FILE` writes one", shown(path)))
        };
        self.mapping.iter().map(read).collect()
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[derive(Clone, Copy)]
enum What {
    Delimiter,
    Quote,
    Encoded,
    Header,
    Dates,
    DayNumbers,
    Money,
}
use What::{Dates, DayNumbers, Delimiter, Encoded, Header, Money, Quote};

impl What {
    /// Adds one option's value to what is said.
    fn put(self, given: &str, said: &mut Said) -> Result<(), String> {
        let wrong = |wanted: &str| Err(format!("`{given}` is not {wanted}"));
        match self {
            Delimiter => {
                let text = match given.to_lowercase().as_str() {
                    "tab" | "\\t" => "\t".to_string(),
                    "space" => " ".to_string(),
                    _ => given.to_string(),
                };
                if !(1..=4).contains(&text.len()) {
                    return wrong("one to four characters");
                }
                said.delimiter = Some(text);
            }
            Quote => {
                said.quote = Some(String::from(match given {
                    "double" | "\"" => "\"",
                    "single" | "'" => "'",
                    "none" | "" => "",
                    _ => return wrong("double, single or none"),
                }));
            }
            Encoded => match Encoding::named(given) {
                Some(encoding) => said.encoding = Some(encoding.name().to_string()),
                None => return wrong("one of the encodings UTF-8, GB18030, Big5, Shift_JIS, UTF-16LE, UTF-16BE, windows-1252"),
            },
            Header => {
                let (line, rows) = given.split_once('+').unwrap_or((given, "1"));
                match (line.parse(), rows.parse()) {
                    (Ok(line), Ok(rows @ 1..=3)) => (said.header_line, said.header_rows) = (Some(line), Some(rows)),
                    _ => return wrong("a line, or a line and 1 to 3 rows such as 3+2"),
                }
            }
            Dates => match given {
                "day" => said.day_first = Some(true),
                "month" => said.day_first = Some(false),
                _ => return wrong("day or month"),
            },
            DayNumbers => match given {
                "1900" => said.since_1904 = Some(false),
                "1904" => said.since_1904 = Some(true),
                _ => return wrong("1900 or 1904"),
            },
            Money => match Currency::of(given) {
                Some(currency) => said.currency = currency.code().map(String::from),
                None => return wrong("the code of a currency such as CNY or USD"),
            },
        }
        Ok(())
    }
}
