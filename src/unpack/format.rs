//! What a cell's number format makes of its number.

/// What a number format shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// The number itself.
    #[default]
    Plain,
    /// A day, a time of day or both.
    Date {
        /// Whether hours are shown.
        time: bool,
        /// Whether parts of a second are shown.
        millis: bool,
    },
    /// Hours beyond a day: `[h]:mm:ss`.
    Elapsed,
    /// A share, shown times 100.
    Percent,
    /// A whole number with zeros before it: `00000`.
    Padded(u8),
}

/// The formats that every spreadsheet has built in, by number; the others are written out in the workbook.
pub fn built_in(number: u32) -> Format {
    match number {
        9 | 10 => Format::Percent,
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Format::Date { time: false, millis: false },
        18..=22 | 32..=35 | 45 | 55 | 56 => Format::Date { time: true, millis: false },
        46 => Format::Elapsed,
        47 => Format::Date { time: true, millis: true },
        _ => Format::Plain,
    }
}

/// A format by its code. Only the first section counts: later ones are for negative numbers and texts.
pub fn of(code: &str) -> Format {
    let (mut marks, mut elapsed) = (String::new(), false);
    let mut chars = code.chars();
    while let Some(char) = chars.next() {
        match char {
            ';' => break,
            // Quoted texts, escaped signs, filling and blank width show no part of the number.
            '"' => drop(chars.by_ref().find(|char| *char == '"')),
            '\\' | '_' | '*' => drop(chars.next()),
            '[' => {
                let inner: String = chars.by_ref().take_while(|char| *char != ']').collect();
                let inner = inner.to_ascii_lowercase();
                elapsed |= !inner.is_empty() && ["h", "m", "s"].iter().any(|unit| inner.trim_matches(|c| unit.starts_with(c)).is_empty());
            }
            other => marks.extend(other.to_lowercase()),
        }
    }
    if elapsed {
        return Format::Elapsed;
    }
    if marks.contains("general") || marks == "@" {
        return Format::Plain;
    }
    // `e` is the year of an era in dates, but `0.00E+00` is a number.
    let digits = marks.contains(['0', '#', '?']);
    let dated = marks.contains(['y', 'd', '年', '月', '日']) || (marks.contains('m') && !digits);
    let timed = marks.contains(['h', 's', '时', '時']) && !marks.contains('#');
    if dated || timed {
        return Format::Date { time: timed, millis: marks.contains("s.0") || marks.contains("ss,0") };
    }
    if marks.contains('%') {
        return Format::Percent;
    }
    if marks.len() > 1 && marks.len() <= 40 && marks.bytes().all(|byte| byte == b'0') {
        return Format::Padded(marks.len() as u8);
    }
    Format::Plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read() {
        let date = |time, millis| Format::Date { time, millis };
        for (code, expected) in [
            ("General", Format::Plain),
            ("@", Format::Plain),
            ("#,##0.00", Format::Plain),
            ("0.00E+00", Format::Plain),
            ("\"Day\" 0", Format::Plain),
            ("[Red]0.00;[Blue]-0.00", Format::Plain),
            ("0.00%", Format::Percent),
            ("0%;[Red]-0%", Format::Percent),
            ("00000", Format::Padded(5)),
            ("yyyy-mm-dd", date(false, false)),
            ("yyyy\"年\"m\"月\"d\"日\"", date(false, false)),
            ("yyyy年m月d日;@", date(false, false)),
            ("[$-804]yyyy/m/d h:mm;@", date(true, false)),
            ("m/d/yy h:mm AM/PM", date(true, false)),
            ("hh:mm:ss.000", date(true, true)),
            ("mmm-yy", date(false, false)),
            ("[h]:mm:ss", Format::Elapsed),
            ("[$¥-804]#,##0.00", Format::Plain),
            ("_ * #,##0.00_ ", Format::Plain),
        ] {
            assert_eq!(of(code), expected, "{code}");
        }
        assert_eq!(built_in(14), date(false, false));
        assert_eq!(built_in(22), date(true, false));
        assert_eq!(built_in(10), Format::Percent);
    }
}
