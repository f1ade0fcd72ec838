//! The layers of the house, held by a test: no arrow runs the wrong way, the browser is named in three places only, and
//! the command-line program carries nothing of the page.
#![cfg(not(target_arch = "wasm32"))]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Each layer and what it may import of the house. An entry with a path narrows the layer to that part.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("ingest", &["model"]),
    ("unpack", &["model"]),
    ("store", &["model"]),
    ("metric", &["model", "store"]),
    ("report", &["model", "metric"]),
    ("sample", &["model"]),
    (
        "sql",
        &[
            "model",
            "metric::catalogue",
            "metric::AnyPart",
            "metric::Part",
            "metric::MoneyPart",
            "metric::Loaded",
            "metric::Why",
            "metric::fold::RETURN_DAYS",
            "metric::fold::VISIT_GAP",
        ],
    ),
    ("guide", &["model", "metric::catalogue"]),
    ("wire", &["model", "unpack", "ingest", "store", "metric", "report", "sample", "sql", "guide"]),
    ("ui", &["model", "metric::catalogue", "metric::Entry", "metric::MetricId", "report", "wire::protocol", "guide", "sql"]),
];

/// The files that may name the browser's interfaces.
const BROWSER: [&str; 4] = ["ui/browser.rs", "ui/browser/", "wire/worker/", "wire/opener.rs"];

/// What no layer below `wire` may name: clocks, threads, files, chance, JavaScript.
const OUTSIDE: &[&str] =
    &["std::time", "std::thread", "std::fs", "std::net", "std::env", "js_sys", "web_sys", "wasm_bindgen", "Zoned::now"];

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The source files, by their path under `src` with `/`, and their text without comments and without tests, which may
/// look where they like.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let source = |path: PathBuf| {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let code = |line: &str| line.split("//").next().unwrap_or_default().to_string();
        let text = fs::read_to_string(&path).unwrap().lines().map(code).collect::<Vec<_>>().join("\n");
        let own = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default().to_string();
        (name, own)
    };
    files(&root)
        .into_iter()
        .filter(|path| !path.ends_with("tests.rs"))
        .map(source)
        .filter(|(name, _)| !name.ends_with("_tests.rs"))
        .collect()
}

/// Every path of the house that a text names: `crate::a::{b, c::d}` gives `a::b` and `a::c::d`.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let start = at + "crate::".len();
        let before = text[..at].chars().next_back();
        if before.is_none_or(|char| !char.is_alphanumeric() && char != '_' && char != '$') {
            expand("", &text[start..], &mut found);
        }
    }
    found
}

/// Reads one path at the head of a text, with its braces; gives the text behind it.
fn expand<'a>(prefix: &str, text: &'a str, found: &mut Vec<String>) -> &'a str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('}') {
                return after;
            }
            let left = expand(prefix, rest, found).trim_start();
            rest = left.strip_prefix(',').unwrap_or(left);
            assert!(!rest.is_empty(), "unclosed braces after {prefix}");
        }
    }
    let end = text.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    if word.is_empty() {
        found.push(prefix.to_string());
        // `*` and the like: skip one mark so that the reading goes on.
        return rest.get(1..).unwrap_or_default();
    }
    let path = if prefix.is_empty() { word.to_string() } else { format!("{prefix}::{word}") };
    match rest.trim_start().strip_prefix("::") {
        Some(rest) => expand(&path, rest, found),
        None => {
            found.push(path);
            let trimmed = rest.trim_start();
            match trimmed.strip_prefix("as ") {
                Some(alias) => alias.trim_start().trim_start_matches(|char: char| char.is_alphanumeric() || char == '_'),
                None => rest,
            }
        }
    }
}

fn layer(file: &str) -> Option<&str> {
    let (folder, _) = file.split_once('/')?;
    (folder != "bin").then_some(folder)
}

#[test]
fn no_arrow_runs_the_wrong_way() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let Some(layer) = layer(&file) else { continue };
        let allowed = MAY_IMPORT.iter().find(|(name, _)| *name == layer).map(|(_, allowed)| *allowed);
        let allowed = allowed.unwrap_or_else(|| panic!("{file} is in a layer that this test does not know"));
        for path in imports(&text) {
            let inside = |name: &str| path == name || path.starts_with(&format!("{name}::"));
            if !inside(layer) && !allowed.iter().any(|name| inside(name)) {
                wrong.push(format!("{file} imports {path}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_browser_is_named_in_three_places_only() {
    for (file, text) in sources() {
        assert!(!text.contains("web_sys") || BROWSER.iter().any(|place| file.starts_with(place)), "{file} names web_sys");
        assert!(!text.contains("yew") || file.starts_with("ui/"), "{file} names yew");
    }
}

#[test]
fn nothing_below_the_wire_looks_outside() {
    for (file, text) in sources() {
        if matches!(layer(&file), Some(layer) if !matches!(layer, "wire" | "ui")) {
            for word in OUTSIDE {
                assert!(!text.contains(word), "{file} names {word}");
            }
        }
    }
}

#[test]
fn the_program_carries_nothing_of_the_page() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline", "-e", "normal", "--no-default-features", "--features", "cli", "--prefix", "none"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).unwrap();
    for name in ["yew", "web-sys", "js-sys", "wasm-bindgen"] {
        assert!(!tree.lines().any(|line| line.split(' ').next() == Some(name)), "the program depends on {name}");
    }
}

#[test]
fn imports_are_read_with_braces_and_names() {
    let text = "use crate::report::{Figure, text::{Lang as L, self}};\nlet x = crate::model::Day(1); pub(crate) fn f() {}";
    assert_eq!(imports(text), ["report::Figure", "report::text::Lang", "report::text::self", "model::Day"]);
}
