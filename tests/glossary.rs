//! The glossary's examples are the figures of the sample shop. `DIANZHANG_WRITE=1 cargo test --test glossary` writes them.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use dianzhang::metric::distinct_entries;
use dianzhang::report::Question;
use dianzhang::report::glossary::{example, written};
use std::fmt::Write;
use support::session;

#[test]
fn examples_are_the_figures_of_the_sample_shop() {
    let files = dianzhang::sample::shop_files(dianzhang::sample::SEED, dianzhang::ingest::encode_gb18030);
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let report = session(&files, 1 << 16).answer(&Question::default()).unwrap();
    let mut text = String::new();
    let mut known = 0;
    for entry in distinct_entries() {
        let Some(figure) = report.figure(entry.id).filter(|figure| figure.value.is_some()) else { continue };
        let _ = writeln!(text, "{}\t{}\t{}\t{}", entry.id, written(figure.value), written(figure.numerator), written(figure.denominator));
        if let Some(example) = example(figure.metric) {
            assert_eq!(
                (example.value, example.numerator, example.denominator),
                (figure.value, figure.numerator, figure.denominator),
                "{}",
                entry.id
            );
            known += 1;
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/report/glossary/examples.txt");
    if std::env::var_os("DIANZHANG_WRITE").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), text, "write them with DIANZHANG_WRITE=1");
    assert!(known > 60 || std::env::var_os("DIANZHANG_WRITE").is_some(), "{known}");
}
