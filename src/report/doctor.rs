//! The import doctor: what became of a file, finding by finding, each with its count, its first example and what to do.
//! Declared once: the page draws it, the program prints it.

use super::{FileReport, FileState, Lang, words};
use crate::model::{Evidence, Mend, Problem, Reason, Remark, Role, Said, Tender, TenderBy};

/// The parts of a diagnosis, in the order in which they are shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Chapter {
    /// What the file was read as, and why.
    Taken,
    /// What was repaired or turned into what figures use.
    Mended,
    /// What counts nowhere.
    Aside,
    /// What was read and looks wrong.
    Odd,
}

impl Chapter {
    /// Every chapter.
    pub const ALL: [Chapter; 4] = [Chapter::Taken, Chapter::Mended, Chapter::Aside, Chapter::Odd];

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Chapter::Taken => "read_as",
            Chapter::Mended => "repaired",
            Chapter::Aside => "set_aside",
            Chapter::Odd => "looks_wrong",
        }
    }

    /// The id of its title.
    pub fn title(self) -> &'static str {
        match self {
            Chapter::Taken => "doctor-taken",
            Chapter::Mended => "doctor-mended",
            Chapter::Aside => "doctor-aside",
            Chapter::Odd => "doctor-odd",
        }
    }
}

/// One thing that was found.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// Where it belongs.
    pub chapter: Chapter,
    /// What was found.
    pub text: String,
    /// How many rows, cells or orders; None where there is nothing to count.
    pub count: Option<u64>,
    /// Line of the first example.
    pub line: Option<u64>,
    /// What to do; None where nothing needs doing.
    pub remedy: Option<String>,
    /// Another reading of the file that may be the right one.
    pub offer: Option<Offer>,
}

/// Another reading of a file, to be had by one click.
#[derive(Clone, PartialEq, Debug)]
pub struct Offer {
    /// What the click does.
    pub text: String,
    /// What is then said of the file.
    pub said: Said,
}

/// Everything there is to say about a file, chapter by chapter.
pub fn findings(file: &FileReport, lang: Lang) -> Vec<Finding> {
    let mut found = taken(file, lang);
    for summary in &file.set_aside {
        let remedy = reason_remedy(&summary.reason).map(|id| lang.text(id));
        let text = words::reason_text(&summary.reason, lang);
        found.push(Finding {
            chapter: Chapter::Aside,
            text,
            count: Some(summary.rows),
            line: Some(summary.first_line),
            remedy,
            offer: None,
        });
    }
    for remark in &file.remarks {
        let Told { mut chapter, count, line, remedy } = told(remark);
        let offer = offer(remark, &file.said, lang).filter(|offer| !found.iter().any(|other| other.offer.as_ref() == Some(offer)));
        if offer.is_some() && in_future(remark, file) {
            chapter = Chapter::Odd;
        }
        let remedy = if is_said(remark, &file.said) { Some("remedy-said") } else { remedy }.map(|id| lang.text(id));
        found.push(Finding { chapter, text: words::remark_text(remark, lang), count, line, remedy, offer });
    }
    if let FileState::Failed(problem) = &file.state {
        let text = words::problem_text(&file.name, problem, lang);
        let chapter = if matches!(problem, Problem::Statement) { Chapter::Taken } else { Chapter::Aside };
        found.insert(0, Finding { chapter, text, count: None, line: None, remedy: None, offer: None });
    }
    let mut sorted: Vec<Finding> = Vec::with_capacity(found.len());
    for chapter in Chapter::ALL {
        sorted.extend(found.iter().filter(|finding| finding.chapter == chapter).cloned());
    }
    sorted
}

/// Whether something asks for a person's look.
pub fn needs_a_look(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.chapter == Chapter::Odd)
}

/// What the file was read as, with what speaks for it.
fn taken(file: &FileReport, lang: Lang) -> Vec<Finding> {
    let plain = |text: String| Finding { chapter: Chapter::Taken, text, count: None, line: None, remedy: None, offer: None };
    let mut found = Vec::new();
    if let Some(table) = file.table {
        let known = |evidence: &Evidence| file.columns.iter().filter(|column| column.evidence == *evidence).count();
        let given = file.columns.iter().filter(|column| matches!(column.evidence, Evidence::Given | Evidence::Kept)).count();
        let by_values = file.columns.iter().filter(|column| matches!(column.evidence, Evidence::Values(_))).count();
        let told = [
            ("table", words::table(table, lang).into()),
            ("layout", words::layout(file.layout.as_deref(), lang).into()),
            ("layouted", (known(&Evidence::Layout) as u64).to_string().into()),
            ("headed", (known(&Evidence::Header) as u64).to_string().into()),
            ("valued", (by_values as u64).to_string().into()),
            ("given", (given as u64).to_string().into()),
        ];
        found.push(Finding { line: file.header_line, ..plain(lang.text_with("doctor-table", &told)) });
    }
    if let Some(form) = &file.form {
        let delimiter = match form.delimiter.as_str() {
            "\t" => "TAB".to_string(),
            other => format!("“{other}”"),
        };
        let told = [
            ("encoding", file.encoding.as_str().into()),
            ("delimiter", delimiter.into()),
            ("quote", if form.quote.is_empty() { "—".to_string() } else { form.quote.clone() }.into()),
            ("width", form.width.to_string().into()),
            ("even", form.even.to_string().into()),
        ];
        found.push(plain(lang.text_with("doctor-form", &told)));
    }
    found.extend(money(file, lang));
    let personal: Vec<&str> =
        file.columns.iter().filter(|column| column.role == Role::Personal).map(|column| column.header.as_str()).collect();
    if !personal.is_empty() {
        let separator = if lang == Lang::Zh { "、" } else { ", " };
        let text = lang.text_with("doctor-personal", &[("columns", personal.join(separator).into())]);
        found.push(Finding { count: Some(personal.len() as u64), ..plain(text) });
    }
    found
}

/// What the file's money is counted in, and how that is known. Several currencies are to be looked at.
fn money(file: &FileReport, lang: Lang) -> Option<Finding> {
    let Tender { by, rows } = &file.tender;
    let known = file.tender.currencies();
    let counted = file.columns.iter().any(|column| column.role.is_money());
    let told = match by {
        _ if rows.is_empty() || !counted => return None,
        TenderBy::Nothing => "doctor-money-unknown",
        TenderBy::Said => "doctor-money-said",
        TenderBy::Column => "doctor-money-column",
        TenderBy::Sign => "doctor-money-sign",
        TenderBy::Header => "doctor-money-header",
        TenderBy::Platform => "doctor-money-platform",
    };
    let text = lang.text_with(told, &[("codes", words::codes(known, lang).into())]);
    let chapter = if known.mixed() { Chapter::Odd } else { Chapter::Taken };
    let remedy = known.mixed().then(|| lang.text("remedy-currencies"));
    Some(Finding { chapter, text, count: None, line: None, remedy, offer: None })
}

/// The other reading where one of two was taken that the file does not rule out.
fn offer(remark: &Remark, said: &Said, lang: Lang) -> Option<Offer> {
    let mut said = said.clone();
    let text = match remark {
        Remark::SerialDates { since_1904, .. } => {
            said.since_1904 = Some(!since_1904);
            if *since_1904 { "offer-since-1900" } else { "offer-since-1904" }
        }
        // What somebody has said can be taken back as well.
        Remark::DayMonthOrder { day_first, sure, .. } if !sure || said.day_first.is_some() => {
            said.day_first = Some(!day_first);
            if *day_first { "offer-month-first" } else { "offer-day-first" }
        }
        _ => return None,
    };
    Some(Offer { text: lang.text(text), said })
}

/// Whether a remark tells what somebody has said of the file.
fn is_said(remark: &Remark, said: &Said) -> bool {
    match remark {
        Remark::SerialDates { .. } => said.since_1904.is_some(),
        Remark::DayMonthOrder { .. } => said.day_first.is_some(),
        _ => false,
    }
}

/// Whether the dates that a remark is about lie in the future by the reading that was taken. Days counted from 1900 lie
/// before those counted from 1904: that other reading would be no remedy.
fn in_future(remark: &Remark, file: &FileReport) -> bool {
    let (Remark::SerialDates { role, since_1904: true, .. } | Remark::DayMonthOrder { role, .. }) = remark else { return false };
    file.remarks.iter().any(|other| matches!(other, Remark::FutureTimes { role: of, .. } if of == role))
}

/// What is to be done about rows set aside for a reason: the id of the text.
fn reason_remedy(reason: &Reason) -> Option<&'static str> {
    match reason {
        Reason::IdDestroyed(_) => Some("remedy-ids"),
        Reason::Unreadable(_) | Reason::Negative(_) => Some("remedy-cells"),
        Reason::Missing(Role::PlacedAt) | Reason::NoSuchOrder => Some("remedy-orders-list"),
        Reason::Missing(_) => Some("remedy-missing"),
        Reason::TooManyCells | Reason::TooFewCells | Reason::BrokenQuotes => Some("remedy-shape"),
        Reason::UnclosedQuote => Some("remedy-cut"),
        Reason::OtherTable => Some("remedy-other-table"),
        Reason::AlreadyLoaded | Reason::Replaced | Reason::TotalRow | Reason::HeaderRow | Reason::Footnote | Reason::Comment => None,
    }
}

/// Where a remark belongs, and what it counts.
struct Told {
    chapter: Chapter,
    count: Option<u64>,
    line: Option<u64>,
    remedy: Option<&'static str>,
}

fn told(remark: &Remark) -> Told {
    use Chapter::{Mended, Odd, Taken};
    let of = |chapter, count, line, remedy| Told { chapter, count, line, remedy };
    match remark {
        Remark::UnknownEvents { rows, .. } => of(Odd, Some(*rows), None, Some("remedy-events")),
        Remark::BrokenText { cells } => of(Odd, Some(*cells), None, Some("remedy-encoding")),
        Remark::Garbled { cells, first_line, .. } => of(Odd, Some(*cells), Some(*first_line), Some("remedy-garbled")),
        Remark::Ledger { changed, .. } => of(Mended, Some(*changed), None, None),
        Remark::OrdersInSeveralFiles { orders } => of(Odd, Some(*orders), None, Some("remedy-overlap")),
        Remark::AmountsRepeated { orders } | Remark::AmountsOnFirstLine { orders } => of(Mended, Some(*orders), None, None),
        Remark::Standings { unknown, .. } => {
            of(if *unknown > 0 { Odd } else { Taken }, None, None, (*unknown > 0).then_some("remedy-status"))
        }
        Remark::PaidByStatus { rows } => of(Mended, Some(*rows), None, None),
        Remark::NetOfRefunds { rows, .. } => of(Odd, Some(*rows), None, Some("remedy-net")),
        Remark::GrossOfRefunds { rows, .. } => of(Taken, Some(*rows), None, None),
        Remark::PackedLines { rows, .. } => of(Mended, Some(*rows), None, None),
        Remark::FutureTimes { rows, first_line, .. } => of(Odd, Some(*rows), Some(*first_line), Some("remedy-future")),
        Remark::HourShift { .. } => of(Odd, None, None, Some("remedy-zone")),
        Remark::PaidBeforePlaced { rows, first_line } => of(Odd, Some(*rows), Some(*first_line), Some("remedy-cells")),
        Remark::NegativeNumbers { rows, first_line, .. } => of(Odd, Some(*rows), Some(*first_line), Some("remedy-negative")),
        Remark::IdsRounded { ids, first_line, .. } => of(Odd, Some(*ids), Some(*first_line), Some("remedy-ids")),
        Remark::EqualEvents { rows, .. } => of(Odd, Some(*rows), None, Some("remedy-equal-events")),
        Remark::EqualRows { rows, first_line } => of(Odd, Some(*rows), Some(*first_line), Some("remedy-equal")),
        Remark::AbsentMarks { cells, first_line, .. } => of(Mended, Some(*cells), Some(*first_line), None),
        Remark::BlankCells { rows, of: all, first_line, .. } if rows == all => {
            of(Odd, Some(*rows), Some(*first_line), Some("remedy-blank"))
        }
        Remark::BlankCells { rows, first_line, .. } | Remark::NothingShown { rows, first_line } => {
            of(Taken, Some(*rows), Some(*first_line), None)
        }
        Remark::HeaderUnit { .. } => of(Mended, None, None, None),
        Remark::SerialDates { since_1904, doubtful, .. } => {
            let remedy = if *since_1904 { "remedy-serial-1904" } else { "remedy-serial" };
            of(if *doubtful { Odd } else { Taken }, None, None, Some(remedy))
        }
        Remark::DayMonthOrder { sure, .. } => of(Taken, None, None, (!sure).then_some("remedy-day-month")),
        Remark::DatedByTitle { .. } => of(Taken, None, None, None),
        Remark::Undated { rows } => of(Odd, Some(*rows), None, Some("remedy-undated")),
        Remark::Mended { mend: Mend::EndsEarly, rows, first_line } => of(Mended, Some(*rows), Some(*first_line), Some("remedy-cut")),
        Remark::Mended { rows, first_line, .. } => of(Mended, Some(*rows), Some(*first_line), None),
        Remark::NoColumn { .. } => of(Odd, None, None, None),
        Remark::HiddenSheet | Remark::EmptySheets { .. } => of(Taken, None, None, None),
        Remark::FormulasWithoutValue { cells } => of(Odd, Some(*cells), None, None),
    }
}
