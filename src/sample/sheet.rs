//! The files as bytes: plain tables in UTF-8, and the one place that knows how a cell is written.

use super::goods::{CATEGORIES, ItemNo};
use super::names::POSTS;
use super::rhythm::Phase;
use super::visits::{Event, Page};
use crate::model::EventKind;
use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

/// A writer of CSV into memory.
pub fn writer(quotes: QuoteStyle, crlf: bool) -> Writer<Vec<u8>> {
    let terminator = if crlf { Terminator::CRLF } else { Terminator::Any(b'\n') };
    WriterBuilder::new().quote_style(quotes).terminator(terminator).from_writer(Vec::new())
}

/// Writes one row.
pub fn row<T: AsRef<[u8]>>(writer: &mut Writer<Vec<u8>>, cells: impl IntoIterator<Item = T>) {
    writer.write_record(cells).expect("memory takes every row, and each row has the header's cells");
}

/// The bytes written.
pub fn bytes(writer: Writer<Vec<u8>>) -> Vec<u8> {
    writer.into_inner().expect("memory takes the last bytes")
}

/// The name under which a visitor is known in the visit log and in the orders.
pub fn member(visitor: u32) -> String {
    format!("tb{:05}", visitor + 1)
}

/// Fen as yuan: `159.00`.
pub fn yuan(fen: u32) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// `visits.csv`: one row per event, the last one cut short as a broken download leaves it.
pub fn visits(events: &[Event]) -> Vec<u8> {
    let mut out = writer(QuoteStyle::Necessary, false);
    row(&mut out, ["访客ID", "访问时间", "行为类型", "页面", "页面类型", "商品ID", "类目", "来源", "会话ID", "搜索词"]);
    for event in events {
        let (page, kind) = page(event.page);
        let (item, category, term) = match event.page {
            Page::Item(item) => (item.id().to_string(), item.category().name, ""),
            Page::List(place) => (String::new(), CATEGORIES[place].name, ""),
            Page::Search(place, term) => (String::new(), "", CATEGORIES[place].terms[term]),
            _ => (String::new(), "", ""),
        };
        let visit = event.visit;
        let [who, at, session] = [member(visit.visitor), event.at.to_string(), format!("S{:05}", visit.session + 1)];
        row(&mut out, [&who, &at, word(event.kind), &page, kind, &item, category, visit.source.habits().name, &session, term]);
    }
    let mut bytes = bytes(out);
    if let Some(last) = events.last() {
        // Inside the date, so that no reader can take the row for a whole one.
        bytes.extend_from_slice(member(last.visit.visitor).as_bytes());
        bytes.extend_from_slice(b",2026-06-");
    }
    bytes
}

/// `products.csv`: what is for sale, as a spreadsheet saves it, with a byte order mark.
pub fn products() -> Vec<u8> {
    let mut out = writer(QuoteStyle::Necessary, true);
    row(&mut out, ["商品ID", "标题", "类目", "价格", "成本", "库存"]);
    for no in ItemNo::all() {
        let item = no.item();
        let [id, price, cost, stock] = [no.id().to_string(), yuan(item.price), yuan(item.cost), item.stock.to_string()];
        row(&mut out, [&id, item.title, no.category().name, &price, &cost, &stock]);
    }
    [b"\xef\xbb\xbf".as_slice(), &bytes(out)].concat()
}

fn word(kind: EventKind) -> &'static str {
    match kind {
        EventKind::View => "浏览",
        EventKind::Favorite => "收藏",
        EventKind::Cart => "加购",
        EventKind::Search => "搜索",
        EventKind::Buy => "购买",
        EventKind::Other => "其他",
    }
}

/// A page's address and kind.
fn page(page: Page) -> (String, &'static str) {
    match page {
        Page::Home => ("/index".into(), "首页"),
        Page::List(place) => (format!("/list/{}", CATEGORIES[place].code), "分类页"),
        Page::Item(item) => (format!("/item/{}", item.code()), "商品页"),
        Page::Search(..) => ("/search".into(), "搜索页"),
        Page::Post(place) => (POSTS[place].into(), "内容页"),
        Page::Live => ("/live".into(), "内容页"),
        Page::Venue(Phase::Plain | Phase::After) => ("/new".into(), "活动页"),
        Page::Venue(_) => ("/618".into(), "活动页"),
        Page::Orders => ("/orders".into(), "订单页"),
    }
}
