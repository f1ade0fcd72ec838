//! Rows of the table `events`.

use super::dialect::Dialect;
use super::encoding::Encoding;
use super::known::Known;
use super::plain::{Action, Line, Rows, SLOTS};
use super::row::{RowText, column};
use super::suspect::Pulse;
use super::values::{Id, Instant, Order, TimeReader, Told, read_id};
use crate::model::{ColumnGuess, Dict, EventKind, EventRows, NameSet, Names, PageType, Reason, Remark, Role, Space, Stamp, TEXTS, Zone};

/// Turns rows of cells into columns of events.
pub struct EventBuilder {
    rows: EventRows,
    names: NameSet,
    columns: Columns,
    encoding: Encoding,
    times: TimeReader,
    order: Option<Order>,
    /// Different event words, numbered, with the kind each means and its rows.
    words: Dict,
    kinds: Vec<(EventKind, u64)>,
    /// The short words met so far, by their bytes, with their number.
    short: Vec<(u64, usize)>,
    /// Cells that were met before: of persons and of the texts, of event words, of kinds of pages.
    known: [Known<u32>; 1 + TEXTS.len()],
    known_words: Known<usize>,
    known_pages: Known<PageType>,
    has_millis: bool,
    /// What the rows' times say of the clock they were written by.
    pulse: Pulse,
    /// The highest codes of plain rows, of persons and of the texts.
    highest: [u32; 7],
}

/// Where the columns stand in the file.
struct Columns {
    visitor: Option<usize>,
    time: Option<usize>,
    event: Option<usize>,
    page_type: Option<usize>,
    /// The columns of [`TEXTS`].
    texts: [Option<usize>; 6],
}

/// Places of a plain row, as its actions fill them.
const PERSON: usize = 0;
const TIME: usize = 1;
const WORD: usize = 2;
const TEXT: usize = 3;
const _: () = assert!(TEXT + TEXTS.len() == SLOTS);

/// The code of a cell that is written in a common way, or was met before; None where somebody must look closer.
#[inline]
fn quick_code(names: &mut Names, known: &mut Known<u32>, encoding: Encoding, line: &Line<'_>, at: usize, id: bool) -> Option<u32> {
    if names.are_numbers() {
        return match line.number(at) {
            Some(number) => Some(names.code_of_number(number)),
            None => line.empty(at).then_some(0),
        };
    }
    if let Some(text) = if id { line.id(at) } else { line.word(at) } {
        return Some(names.code(text));
    }
    known.of(line.cell(at)?, |cell| {
        let text = encoding.whole(cell)?;
        match if id { read_id(&text) } else { Id::Text(text.trim()) } {
            Id::Text(text) => Some(names.code(text)),
            Id::Absent => Some(0),
            Id::Destroyed => None,
        }
    })
}

/// The number of an event word.
fn word(words: &mut Dict, kinds: &mut Vec<(EventKind, u64)>, text: &str) -> usize {
    let word = words.number(text) as usize;
    if word == kinds.len() {
        kinds.push((EventKind::of(text), 0));
    }
    word
}

/// The columns of [`TEXTS`] that hold ids; the others hold words.
const IDS: [bool; 6] = [false, true, true, false, true, false];

/// Event words of a file with the number of their rows, as one reader has met them.
pub type Words = Vec<(String, u64)>;

impl EventBuilder {
    /// A builder for a file with these columns, its cells in an encoding.
    pub fn new(columns: &[ColumnGuess], encoding: Encoding, zone: &Zone, order: Option<Order>) -> EventBuilder {
        let of = |role| column(columns, role);
        EventBuilder {
            rows: EventRows::default(),
            names: NameSet::default(),
            columns: Columns {
                visitor: of(Role::Visitor),
                time: of(Role::Time),
                event: of(Role::Event),
                page_type: of(Role::PageType),
                texts: TEXTS.map(|(role, _)| of(role)),
            },
            encoding,
            times: TimeReader::new(zone, order),
            order,
            words: Dict::default(),
            kinds: vec![(EventKind::View, 0)],
            short: Vec::new(),
            known: Default::default(),
            known_words: Known::default(),
            known_pages: Known::default(),
            has_millis: false,
            pulse: Pulse::default(),
            highest: [0; 7],
        }
    }

    /// The same, with a spreadsheet's day numbers counted from 1904 or from 1900.
    pub fn since(mut self, since_1904: bool) -> EventBuilder {
        self.times = self.times.since(since_1904);
        self
    }

    /// The same, with times told that lie behind the time of reading.
    pub fn watching(mut self, now: Option<i64>) -> EventBuilder {
        self.pulse = Pulse::watching(now);
        self
    }

    /// What the times of the rows since the last time say.
    pub fn take_pulse(&mut self) -> Pulse {
        self.pulse.take()
    }

    /// Adds what others have met from a line on.
    pub fn beat(&mut self, pulse: Pulse, line: u64) {
        self.pulse.merge(pulse, line);
    }

    /// The first of some plain lines whose time lies behind the time of reading.
    pub fn first_late(&self, lines: &[u8], dialect: &Dialect) -> u64 {
        let (Some(delimiter), Some(at)) = (dialect.delimiter.single(), self.columns.time) else { return 0 };
        let late = |line: &[u8]| {
            let cell = line.split(|byte| *byte == delimiter).nth(at);
            let seconds = cell.and_then(|cell| std::str::from_utf8(cell).ok()).and_then(|cell| cell.trim().parse().ok());
            seconds.is_some_and(|seconds| self.pulse.is_late(seconds))
        };
        lines.split(|byte| *byte == b'\n').position(late).map_or(0, |at| at as u64 + 1)
    }

    /// Takes one row, or says why it cannot be used. Nothing of a refused row is kept.
    pub fn row(&mut self, row: &mut RowText<'_>, line: u64) -> Result<(), Reason> {
        let visitor = row.cell(self.columns.visitor);
        let Id::Text(visitor) = read_id(&visitor) else {
            return Err(if visitor.trim().is_empty() || read_id(&visitor) == Id::Absent {
                Reason::Missing(Role::Visitor)
            } else {
                Reason::IdDestroyed(Role::Visitor)
            });
        };
        let (time, millis) = match self.times.read(&row.cell(self.columns.time)) {
            Instant::At(seconds, millis) => (seconds, millis),
            Instant::Absent => return Err(Reason::Missing(Role::Time)),
            Instant::Unreadable => return Err(Reason::Unreadable(Role::Time)),
        };
        // Cells that may refuse the row are read before anything is pushed, so that a refused row leaves no half.
        let cells = self.columns.texts.map(|at| row.cell(at));
        let mut texts = [""; 6];
        for (at, cell) in cells.iter().enumerate() {
            texts[at] = match (IDS[at], read_id(cell)) {
                (false, _) => cell.trim(),
                (true, Id::Text(text)) => text,
                (true, Id::Absent) => "",
                (true, Id::Destroyed) => return Err(Reason::IdDestroyed(TEXTS[at].0)),
            };
        }
        let codes = self.codes(visitor, texts);
        let event = row.cell(self.columns.event);
        let word = word(&mut self.words, &mut self.kinds, event.trim());
        let page_type = self.columns.page_type.map_or(PageType::Other, |at| PageType::of(&row.cell(Some(at))));
        self.pulse.beat(time, line);
        self.push(codes, time, millis, word, page_type);
        Ok(())
    }

    /// What is done with the cells of a plain line, by column; None where plain lines must be looked at one by one:
    /// names that are texts are looked up, and kinds of pages are words of any length.
    pub fn actions(&self) -> Option<Vec<Action>> {
        let used = TEXTS.iter().zip(&self.columns.texts).filter(|(_, at)| at.is_some()).map(|((_, space), _)| *space);
        if self.columns.page_type.is_some() || used.chain([Space::People]).any(|space| !self.names.of(space).are_numbers()) {
            return None;
        }
        let columns = [self.columns.visitor, self.columns.time, self.columns.event].into_iter().chain(self.columns.texts);
        let mut actions = vec![Action::Skip; columns.clone().flatten().max().map_or(0, |last| last + 1)];
        for (slot, column) in columns.enumerate() {
            if let Some(column) = column {
                actions[column] = match slot {
                    PERSON => Action::Number { slot, optional: false },
                    TIME => Action::Seconds(slot),
                    WORD => Action::Word(slot),
                    _ => Action::Number { slot, optional: true },
                };
            }
        }
        Some(actions)
    }

    /// The number of a short event word, if it is known.
    #[inline]
    pub fn short_word(&self, key: u64) -> Option<u32> {
        self.short.iter().find(|(known, _)| *known == key).map(|(_, word)| *word as u32)
    }

    /// Takes rows that the actions have filled.
    pub fn plain(&mut self, rows: &Rows<'_>) {
        let raise = |highest: &mut u32, codes: &[u32]| *highest = codes.iter().fold(*highest, |highest, code| highest.max(*code));
        let mine = &mut self.rows;
        mine.person.extend_from_slice(rows.place(PERSON));
        raise(&mut self.highest[0], rows.place(PERSON));
        mine.time.extend(rows.place(TIME).iter().map(|seconds| Stamp::of(i64::from(*seconds))));
        self.pulse.beats(rows.place(TIME));
        if self.has_millis {
            mine.millis.resize(mine.time.len(), 0);
        }
        mine.kind.extend(rows.place(WORD).iter().map(|word| {
            let (kind, count) = &mut self.kinds[*word as usize];
            *count += 1;
            *kind as u8 | (PageType::Other as u8) << 4
        }));
        for (at, column) in mine.texts.iter_mut().enumerate().filter(|(at, _)| self.columns.texts[*at].is_some()) {
            column.extend_from_slice(rows.place(TEXT + at));
            raise(&mut self.highest[at + 1], rows.place(TEXT + at));
        }
    }

    /// Lets the names know the numbers of rows that were taken without asking them.
    pub fn know(&mut self) {
        let spaces = [Space::People].into_iter().chain(TEXTS.map(|(_, space)| space));
        for (space, highest) in spaces.zip(std::mem::take(&mut self.highest)) {
            self.names.of_mut(space).raise(&Names::Numbers(highest));
        }
    }

    /// Takes a row as it lies in the file, if all of its cells are written in the commonest ways; false, and nothing is
    /// taken, where [`EventBuilder::row`] must look closer. Both take the same from a row, and a law says so.
    #[inline]
    pub fn quick(&mut self, line: &Line<'_>, number: u64) -> bool {
        let Some(seconds) = self.columns.time.and_then(|at| self.quick_time(line, at)) else { return false };
        let Some(person) = self.columns.visitor.and_then(|at| self.quick_code(line, at, 0, Space::People, true)) else {
            return false;
        };
        if person == 0 {
            return false;
        }
        let mut codes = [0; 6];
        for (at, (_, space)) in TEXTS.into_iter().enumerate() {
            let Some(column) = self.columns.texts[at] else { continue };
            match self.quick_code(line, column, at + 1, space, IDS[at]) {
                Some(code) => codes[at] = code,
                None => return false,
            }
        }
        let word = match self.columns.event {
            None => 0,
            Some(at) => match self.quick_word(line, at) {
                Some(word) => word,
                None => return false,
            },
        };
        let page_type = match self.columns.page_type.map(|at| line.cell(at)) {
            None => PageType::Other,
            Some(cell) => {
                let encoding = self.encoding;
                let read = |cell: &[u8]| encoding.whole(cell).map(|text| PageType::of(&text));
                match self.known_pages.of(cell.unwrap_or_default(), read) {
                    Some(page_type) => page_type,
                    None => return false,
                }
            }
        };
        self.pulse.beat(seconds, number);
        self.push((person, codes), seconds, 0, word, page_type);
        true
    }

    #[inline]
    fn quick_time(&mut self, line: &Line<'_>, at: usize) -> Option<i64> {
        match line.number(at) {
            Some(number) => (1_000_000_000..2_000_000_000).contains(&number).then(|| i64::from(number)),
            None => self.times.quick(line.cell(at)?),
        }
    }

    #[inline]
    fn quick_code(&mut self, line: &Line<'_>, at: usize, kind: usize, space: Space, id: bool) -> Option<u32> {
        quick_code(self.names.of_mut(space), &mut self.known[kind], self.encoding, line, at, id)
    }

    #[inline]
    fn quick_word(&mut self, line: &Line<'_>, at: usize) -> Option<usize> {
        let key = line.short(at);
        if let Some((_, word)) = key.and_then(|key| self.short.iter().find(|(known, _)| *known == key)) {
            return Some(*word);
        }
        let EventBuilder { known_words, encoding, words, kinds, .. } = self;
        let word = known_words.of(line.cell(at)?, |cell| encoding.whole(cell).map(|text| word(words, kinds, text.trim())));
        if let (Some(key), Some(word), true) = (key, word, self.short.len() < 16) {
            self.short.push((key, word));
        }
        word
    }

    /// The codes of a row's names. Where one of them is the first text among numbers, the rows before it in the same
    /// stretch are written again.
    fn codes(&mut self, visitor: &str, texts: [&str; 6]) -> (u32, [u32; 6]) {
        loop {
            let before = self.names.texts();
            let person = self.names.of_mut(Space::People).code(visitor);
            let mut codes = [0; 6];
            for (at, (_, space)) in TEXTS.into_iter().enumerate() {
                if self.columns.texts[at].is_some() {
                    codes[at] = self.names.of_mut(space).code(texts[at]);
                }
            }
            let after = self.names.texts();
            if before == after {
                return (person, codes);
            }
            for space in Space::ALL.into_iter().filter(|space| after.has(*space) && !before.has(*space)) {
                let names = self.names.of_mut(space);
                let columns = self.rows.texts.iter_mut().zip(TEXTS).filter(|(_, (_, of))| *of == space).map(|(column, _)| column);
                let person = (space == Space::People).then_some(&mut self.rows.person);
                columns.chain(person).flatten().for_each(|code| *code = names.recode(*code));
            }
        }
    }

    #[inline]
    fn push(&mut self, (person, codes): (u32, [u32; 6]), seconds: i64, millis: u16, word: usize, page_type: PageType) {
        let rows = &mut self.rows;
        rows.person.push(person);
        rows.time.push(Stamp::of(seconds));
        if millis > 0 && !self.has_millis {
            self.has_millis = true;
        }
        if self.has_millis {
            rows.millis.resize(rows.time.len() - 1, 0);
            rows.millis.push(millis);
        }
        self.kinds[word].1 += 1;
        rows.kind.push(self.kinds[word].0 as u8 | (page_type as u8) << 4);
        for ((column, code), there) in rows.texts.iter_mut().zip(codes).zip(&self.columns.texts) {
            if there.is_some() {
                column.push(code);
            }
        }
    }

    /// Hands over the rows taken since the last time, with the names their codes mean. The next ones go where `spare`
    /// has room for them.
    pub fn take(&mut self, mut spare: EventRows) -> (EventRows, &NameSet) {
        spare.clear();
        (std::mem::replace(&mut self.rows, spare), &self.names)
    }

    /// Rows that wait to be handed over.
    pub fn waiting(&self) -> usize {
        self.rows.len()
    }

    /// What the time column told about day and month.
    pub fn told(&self) -> Vec<(Role, Told, Option<Order>)> {
        vec![(Role::Time, self.times.told, self.order)]
    }

    /// Adds what others were told.
    pub fn tell(&mut self, told: &[Told]) {
        self.times.told = told.iter().fold(self.times.told, |all, told| all.and(*told));
    }

    /// The names, and the event words with their rows.
    pub fn finish(self) -> (NameSet, Words) {
        let words = (0..self.kinds.len()).map(|word| (self.words.text(word as u32).to_string(), self.kinds[word].1));
        (self.names, words.collect())
    }
}

/// Event words that mean nothing to any metric, the most frequent first, as remarks.
pub fn unknown(readers: impl IntoIterator<Item = Words>) -> Vec<Remark> {
    let mut all: Vec<(String, u64)> = Vec::new();
    for (word, rows) in readers.into_iter().flatten().filter(|(word, rows)| *rows > 0 && EventKind::of(word) == EventKind::Other) {
        match all.iter_mut().find(|(known, _)| *known == word) {
            Some((_, sum)) => *sum += rows,
            None => all.push((word, rows)),
        }
    }
    crate::model::arrange(&mut all, |a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all.into_iter().take(20).map(|(word, rows)| Remark::UnknownEvents { word: word.chars().take(60).collect(), rows }).collect()
}
