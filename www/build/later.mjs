// What the page and its worker do without until somebody asks for it: functions by their names in Rust with all their types,
// one line for each thing. Functions that are the same are built once, under the name of any of them: small ones of libraries
// are never named here. A function that must be cut off from its caller to be found here says so by `#[inline(never)]`.

/** What is in the other halves. */
export const LATER = {
  page: [
    // Boards and entries that are not the overview.
    /^<*dianzhang::ui::(?:ads::(?!AdsEnd)|data|doctor|glossary|heat|mapping|pairs|rejects|requests|ring|writing)\b/,
    /^dianzhang::ui::(?:overlap::promotion|tables::(?:pages|tools)|memory::(?:memory|overrides))\b/,
    // What a view is narrowed to.
    /^dianzhang::ui::narrow::chips\b/,
    // What lies over the page when it is asked for.
    /^<*dianzhang::ui::(?:copier|evidence|palette|plot|share)\b/,
    /^dianzhang::ui::(?:explain::(?!dialog)|keys::keys|app::(?:explained|plotted|panels::\{closure#[2-9]))/,
    // All these as parts that yew draws.
    /^<yew::html::component::lifecycle::CompStateInner<dianzhang::ui::(?:ads|copier|glossary|mapping|palette|plot|requests|share)::\w+(?:::\w+)*> as [^>]*>::view$/,
    // Days of one's own, links to explanations, and what a link's receiver is told.
    /^<?dianzhang::ui::(?:picker::dates|subject::|app::heed_text|route::Sent>::of)/,
    // Messages about files that could not be used.
    /^dianzhang::ui::messages::/,
    // What the worker tells of all these, and the words for it.
    /^<+dianzhang::report::ads::desk::AdsTold as serde_core::de::/,
    /^dianzhang::report::words::(?:problem|reason|remark|mend|garble|evidence|counted|layout|file_problem)/,
    // What is taken out, charts and pictures.
    /^<?dianzhang::(?:report::takeout::|ui::app::take\b|ui::browser::(?:charts|grid)\b)/,
    // Mappings that were kept, which are JSON.
    /^<?(?:&mut )?serde_json::(?:de|error|read)::/,
    /^<?dianzhang::(?:ui::kept::(?:read|with)|model::said::Recipe>::(?:text|read))/,
  ],
  worker: [
    // What the session answers beside figures.
    /^<dianzhang::wire::session::Session>::(?:ads|ads_texts|sql|rejects_csv)\b/,
    // A figure as SQL.
    /^<?dianzhang::sql::/,
    // The sample shop.
    /^<?dianzhang::sample::/,
    // The rows behind a figure, and what is saved of them.
    /^<?dianzhang::(?:report|metric)::drill::/,
    /^<?dianzhang::wire::(?:drill|worker::rows)::/,
    /^<dianzhang::wire::worker::Desk>::(?:search|rejects|rows_csv)\b/,
    /^<?dianzhang::report::takeout::/,
    // What a question is narrowed to.
    /^dianzhang::report::build::some_filters\b/,
    /^<dianzhang::metric::evaluate::Loaded>::beside_/,
    // The board of paid tools.
    // (What decides that there are none stays.)
    /^<?dianzhang::report::ads::(?!(?:keys|label|only)\b)/,
    /^<?dianzhang::metric::fold::(?:ads|spans)::/,
    /^<?dianzhang::metric::words::/,
    /^<?dianzhang::ingest::ads::\w+>::row/,
    /^<?dianzhang::store::ads::Ads>::put_together/,
    /^<?core::slice::sort::.*dianzhang::model::ads::/,
    // Ready-made reports, and looks for rows of reports that stand twice.
    /^<?core::slice::sort::.*\[u(?:32|64); \dusize\]/,
    /^<?dianzhang::ingest::daily::DailyBuilder>::row/,
    /^<?dianzhang::store::daily::Daily>::put_together/,
    /^<?dianzhang::metric::fold::daily::(?:by_role|tally)/,
    /^<?dianzhang::metric::ready::ready/,
    // Lists of products.
    /^<?dianzhang::ingest::products::ProductBuilder>::(?:row|finish)\b/,
    // Workbooks and archives.
    /^<?dianzhang::wire::worker::unpacker::/,
    // Text in other encodings, and what it looks like when it was garbled.
    /^<?dianzhang::ingest::(?:mojibake::|foreign::|encoding::by_chance)/,
    // Orders that several files tell, and amounts that lines share.
    /^<dianzhang::store::orders::ledger::Ledger>::(?:among|compare|whole)/,
    /^<dianzhang::model::money::Money>::share/,
    // Rows of a large file of orders on their way from another lane.
    /OrdersRead>* as serde_core::/,
    // What lanes are asked for the rows behind a figure.
    /EventDrill> as serde_core::/,
    // Rows that do not fit, quotes that do not add up, and what stands around a table.
    /^<?dianzhang::ingest::(?:ragged::Judge>::(?:judge|try_again)|sink::Sink>::(?:odd|told_apart)|cut::mend|shape::apart|head::Head>::begins)\b/,
    /^<dianzhang::ingest::tokens::Tokenizer>::(?:doubtful|loose|swallowed|rows)\b/,
    // Mappings that were kept, which are JSON.
    /^<?&?(?:mut )?serde_json::/,
  ],
};
