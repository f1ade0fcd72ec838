// What the worker does without until somebody asks for it: functions by their names in Rust, one line for each thing. A
// function that must be cut off from its caller to be found here says so by `#[inline(never)]`.

/** What is in the worker's other half. */
export const LATER = [
  // A figure as SQL.
  /^<?dianzhang::sql::/,
  // The sample shop.
  /^<?dianzhang::sample::/,
  // The rows behind a figure, and what is saved of them.
  /^<?dianzhang::(?:report|metric)::drill::/,
  /^<?dianzhang::wire::(?:drill|worker::rows)::/,
  /^<?dianzhang::report::takeout::/,
  // The board of paid tools.
  // (What decides that there are none stays.)
  /^<?dianzhang::report::ads::(?!(?:keys|label)::)/,
  /^<?dianzhang::metric::fold::ads::/,
  /^<?dianzhang::metric::words::/,
  /^<?dianzhang::ingest::ads::\w+::row/,
  /^<?dianzhang::store::ads::Ads::put_together/,
  // Ready-made reports.
  /^<?dianzhang::ingest::daily::DailyBuilder::row/,
  /^<?dianzhang::store::daily::Daily::put_together/,
  /^<?dianzhang::metric::fold::daily::(?:by_role|tally)/,
  /^<?dianzhang::metric::ready::ready/,
  // Workbooks and archives.
  /^<?dianzhang::wire::worker::unpacker::/,
  // Text in other encodings, and what it looks like when it was garbled.
  /^<?dianzhang::ingest::(?:mojibake|foreign)::/,
  // Rows that must be repaired.
  /^<?dianzhang::ingest::ragged::Judge::try_again/,
  // Mappings that were kept, which are JSON.
  /^<?&?(?:mut )?serde_json::/,
];
