use super::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Chinese characters, their punctuation and full-width forms.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

fn texts(entry: &Entry) -> [(&'static str, Text); 4] {
    [("name", entry.name), ("definition", entry.definition), ("formula", entry.formula), ("beware", entry.beware)]
}

#[test]
fn the_terms_stand_in_their_order() {
    let groups = [
        (basic::ENTRIES, Group::Basic, 'A', 20),
        (sales::ENTRIES, Group::Sales, 'B', 28),
        (search::ENTRIES, Group::Search, 'C', 33),
        (sources::ENTRIES, Group::Sources, 'D', 9),
        (extra::ENTRIES, Group::Extra, 'X', 6),
        (ads::ENTRIES, Group::Extra, 'E', 16),
        (retention::RATES, Group::Extra, 'R', 7),
        (parts::ENTRIES, Group::Part, 'P', 7),
        (retention::COUNTS, Group::Part, 'Q', 14),
    ];
    let mut expected = vec![];
    for (list, group, letter, count) in groups {
        assert_eq!(list.len(), count, "{group:?}");
        for (at, entry) in list.iter().enumerate() {
            expected.push((format!("{letter}{:02}", at + 1), group));
            let inner = if entry.group == Group::Part { Group::Part } else { group };
            expected.last_mut().unwrap().1 = inner;
            assert_eq!((entry.n, entry.group), (expected.last().unwrap().0.as_str(), inner));
        }
    }
    let found: Vec<_> = entries().map(|entry| (entry.n.to_owned(), entry.group)).collect();
    assert_eq!(found, expected);
    assert_eq!(listed().count(), 117);
}

#[test]
fn ids_are_unique_but_for_the_default_bid() {
    let mut by_id: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in entries() {
        assert!(entry.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{}", entry.id);
        by_id.entry(entry.id).or_default().push(entry);
    }
    for (id, same) in by_id {
        let ns: Vec<_> = same.iter().map(|entry| entry.n).collect();
        if id == "ad_default_bid" {
            assert_eq!(ns, ["C08", "C23", "C26", "C28"]);
            assert!(same.iter().all(|entry| **entry == Entry { n: entry.n, ..*same[0] }));
        } else {
            assert_eq!(ns.len(), 1, "{id} stands at {ns:?}");
        }
    }
}

#[test]
fn an_entry_covers_what_its_parts_need() {
    for entry in entries() {
        for part in entry.kind.parts() {
            let part = find(part).unwrap_or_else(|| panic!("{} names `{part}`, which does not exist", entry.id));
            assert!(part.kind.is_figure(), "{} is computed from {}", entry.id, part.id);
            assert!(part.needs.iter().all(|table| entry.needs.contains(table)), "{} lacks a table of {}", entry.id, part.id);
            assert!(part.columns.iter().all(|any| entry.columns.contains(any)), "{} lacks a column of {}", entry.id, part.id);
        }
    }
}

#[test]
fn columns_belong_to_the_tables_needed() {
    for entry in entries() {
        assert!(!entry.needs.is_empty(), "{}", entry.id);
        let roles: Vec<Role> = entry.needs.iter().flat_map(|table| table.roles()).copied().collect();
        for any in entry.columns {
            assert!(!any.is_empty() && any.iter().all(|role| roles.contains(role)), "{}: {any:?}", entry.id);
        }
    }
}

#[test]
fn kind_unit_and_adding_up_agree() {
    for entry in entries() {
        let (units, additive): (&[Unit], Option<bool>) = match entry.kind {
            Kind::Count(_) => (&[Unit::Count, Unit::Seconds], None),
            Kind::CountOver(..) => (&[Unit::Seconds], None),
            Kind::Amount(_) => (&[Unit::Money, Unit::Count], Some(true)),
            Kind::Ratio { .. } | Kind::MeanOfDays { .. } => (&[Unit::Ratio, Unit::Mean, Unit::MoneyMean, Unit::SecondsMean], Some(false)),
            Kind::Share { .. } | Kind::DailyRatio { .. } => (&[Unit::Ratio], Some(false)),
            Kind::Breakdown | Kind::Field | Kind::State | Kind::Tool | Kind::Record => (&[Unit::None], Some(false)),
        };
        assert!(units.contains(&entry.unit), "{} counts {:?}", entry.id, entry.unit);
        assert!(additive.is_none_or(|additive| additive == entry.additive), "{}", entry.id);
        if let Kind::MeanOfDays { of, .. } = entry.kind {
            assert_eq!(find(of).map(|of| of.unit), Some(entry.unit), "{}", entry.id);
        }
    }
}

#[test]
fn only_the_counts_of_persons_do_not_add_up() {
    let found: BTreeSet<_> =
        entries().filter(|entry| matches!(entry.kind, Kind::Count(_)) && !entry.additive).map(|entry| entry.id).collect();
    let persons = [
        "visitors",
        "returning_visitors",
        "item_page_visitors",
        "buyers",
        "repeat_buyers",
        "promo_buyers",
        "non_promo_buyers",
        "source_visitors",
        "source_new_visitors",
    ];
    assert_eq!(found, BTreeSet::from(persons));
}

#[test]
fn every_part_is_used() {
    for part in Part::ALL {
        let uses = |kind| matches!(kind, Kind::Count(used) | Kind::CountOver(used, _) if used == *part);
        assert!(entries().any(|entry| uses(entry.kind)), "{part:?}");
    }
    for part in MoneyPart::ALL {
        assert!(entries().any(|entry| entry.kind == Kind::Amount(*part)), "{part:?}");
    }
}

#[test]
fn every_text_is_there_in_its_language() {
    for entry in entries() {
        for (what, text) in texts(entry) {
            let here = format!("{} {what}", entry.id);
            assert_eq!(text.zh.is_empty(), text.en.is_empty(), "{here}: one language only");
            if text.zh.is_empty() {
                assert_eq!(what, "beware", "{here} is empty");
                continue;
            }
            assert!(text.zh.chars().any(is_chinese), "{here}: {}", text.zh);
            assert!(!text.en.chars().any(is_chinese), "{here}: {}", text.en);
            for one in [text.zh, text.en] {
                assert_eq!(one, one.trim(), "{here}");
                assert!(!one.contains("  ") && !one.contains('\n'), "{here}: {one}");
            }
        }
    }
}

#[test]
fn sentences_end_and_chinese_ones_use_full_width_marks() {
    for entry in entries() {
        for text in [entry.definition, entry.beware] {
            assert!(text.zh.is_empty() || text.zh.ends_with('。'), "{}: {}", entry.id, text.zh);
            assert!(text.en.is_empty() || text.en.ends_with('.'), "{}: {}", entry.id, text.en);
        }
        // Brackets are left out: the terms' own names have them half-width.
        for text in [entry.definition.zh, entry.formula.zh, entry.beware.zh] {
            assert!(!text.contains([',', ';', ':', '!', '?']), "{}: {text}", entry.id);
        }
    }
}

#[test]
fn formulas_name_their_parts() {
    for entry in entries() {
        for part in entry.kind.parts().into_iter().filter_map(find) {
            if !matches!(entry.kind, Kind::CountOver(..)) {
                assert!(entry.formula.zh.contains(part.name.zh), "{}: {} without {}", entry.id, entry.formula.zh, part.name.zh);
                assert!(entry.formula.en.contains(part.id), "{}: {} without {}", entry.id, entry.formula.en, part.id);
            }
        }
    }
}

#[test]
fn ids_travel_as_text() {
    let id = MetricId::of("bounce_rate").unwrap();
    assert_eq!(serde_json::to_string(&id).unwrap(), "\"bounce_rate\"");
    assert_eq!(serde_json::from_str::<MetricId>("\"bounce_rate\"").unwrap(), id);
    assert!(serde_json::from_str::<MetricId>("\"no_such\"").is_err());
}

/// Reads the few forms that the specification's list of terms uses: `[[term]]`, `key = "text"`, `key = ["a", "b"]`.
fn read_terms(text: &str) -> Vec<BTreeMap<&str, Vec<&str>>> {
    let mut terms: Vec<BTreeMap<_, _>> = vec![];
    for line in text.lines() {
        if line.starts_with("[[term]]") {
            terms.push(BTreeMap::new());
        } else if let (Some(term), Some((key, value))) = (terms.last_mut(), line.split_once(" = ")) {
            // Between quotes stand the odd pieces.
            term.insert(key, value.split('"').skip(1).step_by(2).collect());
        }
    }
    terms
}

#[test]
fn the_terms_are_those_of_the_specification() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/spec/terms.toml");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: the specification is not beside the repository");
        return;
    };
    let terms = read_terms(&text);
    assert_eq!(terms.len(), 90);
    for (term, entry) in terms.iter().zip(entries()) {
        let needs: Vec<_> = entry.needs.iter().map(|table| table.name()).collect();
        assert_eq!(term["n"], [entry.n]);
        assert_eq!(term["id"], [entry.id], "{}", entry.n);
        assert_eq!(term["zh"], [entry.name.zh], "{}", entry.n);
        assert_eq!(term["kind"], [entry.kind.name()], "{}", entry.n);
        assert_eq!(term["needs"], needs, "{}", entry.n);
    }
}
