//! The clean rows that the figures are computed from, as CSV under the names of the canonical tables.

use dianzhang::model::{Money, Period, Role, Space, Stamp, Table};
use dianzhang::store::events::{kind_of, on_item_page};
use dianzhang::wire::session::Session;

/// Writes one table. Times are unix seconds. Orders are numbered anew: their own ids have done their work in the joining.
pub fn write(session: &mut Session, table: Table, out: &mut Vec<u8>) -> Result<(), String> {
    let mut writer = csv::Writer::from_writer(out);
    let done = match table {
        Table::Events => events(session, &mut writer),
        Table::Orders => orders(session, &mut writer),
        Table::Ads => ads(session, &mut writer),
        Table::AdLog => ad_log(session, &mut writer),
        Table::Daily => daily(session, &mut writer),
        other => return Err(format!("no rows of the table {} are kept; write events, orders, ads, ad_log or daily", other.name())),
    };
    done.and_then(|()| writer.flush().map_err(csv::Error::from)).map_err(|error| error.to_string())
}

fn events(session: &mut Session, out: &mut csv::Writer<&mut Vec<u8>>) -> csv::Result<()> {
    out.write_record(["visitor", "time", "seq", "event", "page", "page_type", "item", "category", "source", "session", "search_term"])?;
    let names = session.data().register.names.clone();
    let text = |space: Space, code: u32| names.of(space).text(code);
    // Persons and their events come in the order that every figure uses, thousandths and files included: it is `seq`.
    let mut seq = 0u64;
    for run in session.lane().events().runs() {
        for (at, (time, packed)) in run.times().iter().zip(run.kinds()).enumerate() {
            let item = run.items().at(at);
            // Figures ask only whether it is an item's page.
            let page_type = if on_item_page(*packed) || item != 0 { "item" } else { "other" };
            out.write_record([
                &*text(Space::People, run.person),
                &Stamp::seconds(*time).to_string(),
                &seq.to_string(),
                kind_of(*packed).name(),
                &text(Space::Places, run.pages().at(at)),
                page_type,
                &text(Space::Places, item),
                &text(Space::Categories, run.categories().at(at)),
                &text(Space::Sources, run.sources().at(at)),
                &text(Space::Sessions, run.sessions().at(at)),
                &text(Space::Terms, run.terms().at(at)),
            ])?;
            seq += 1;
        }
    }
    Ok(())
}

fn orders(session: &Session, out: &mut csv::Writer<&mut Vec<u8>>) -> csv::Result<()> {
    out.write_record(["order", "buyer", "placed_at", "paid_at", "item", "quantity", "amount", "paid_amount", "promotion", "province"])?;
    let orders = session.data().orders;
    let text = |value: Option<String>| value.unwrap_or_default();
    for (number, order) in orders.orders().iter().enumerate() {
        for line in orders.lines(order) {
            out.write_record([
                &(number + 1).to_string(),
                orders.buyers.text(order.buyer),
                &text(order.placed.seconds().map(|time| time.to_string())),
                &text(order.paid.seconds().map(|time| time.to_string())),
                orders.items.text(line.item),
                &text(line.quantity.map(|pieces| pieces.to_string())),
                &text(line.amount.map(|amount| amount.to_string())),
                &text(line.paid_amount.map(|amount| amount.to_string())),
                orders.promotions.text(line.promotion),
                orders.provinces.text(order.province),
            ])?;
        }
    }
    Ok(())
}

/// First and last day; nothing where no day is named.
fn days(when: Option<Period>) -> [String; 2] {
    when.map_or_else(Default::default, |days| [days.from.to_string(), days.to.to_string()])
}

/// Of rows that several files tell, those that stand.
fn ads(session: &Session, out: &mut csv::Writer<&mut Vec<u8>>) -> csv::Result<()> {
    out.write_record([
        "date",
        "end_date",
        "level",
        "tool",
        "channel",
        "campaign",
        "campaign_state",
        "ad_group",
        "item",
        "item_state",
        "keyword",
        "match_type",
        "search_term",
        "creative_title",
        "creative_picture",
        "impressions",
        "clicks",
        "cost",
        "avg_rank",
        "quality_score",
        "bid",
        "default_bid",
        "category_bid",
        "favorites",
        "carts",
        "orders",
        "revenue",
    ])?;
    let ads = session.data().ads;
    let text = |number: u32| ads.texts.text(number);
    let maybe = |value: Option<Money>| value.map(|value| value.to_string()).unwrap_or_default();
    for row in ads.rows() {
        let [from, to] = days(row.when);
        let said = |role: Role, number: String| if row.blank.has(role) { String::new() } else { number };
        out.write_record([
            &from,
            &to,
            row.level.name(),
            text(row.tool),
            row.channel.name(),
            text(row.campaign),
            row.campaign_state.name(),
            text(row.group),
            text(row.item),
            row.item_state.name(),
            text(row.keyword),
            text(row.matching),
            text(row.term),
            text(row.creative),
            text(row.picture),
            &said(Role::Impressions, row.impressions.to_string()),
            &said(Role::Clicks, row.clicks.to_string()),
            &said(Role::Cost, row.cost.to_string()),
            &maybe(row.rank),
            &maybe(row.quality),
            &maybe(row.bid),
            &maybe(row.default_bid),
            &maybe(row.category_bid),
            &said(Role::Favorites, row.favorites.to_string()),
            &said(Role::Carts, row.carts.to_string()),
            &said(Role::Orders, row.orders.to_string()),
            &said(Role::Revenue, row.revenue.to_string()),
        ])?;
    }
    Ok(())
}

fn ad_log(session: &Session, out: &mut csv::Writer<&mut Vec<u8>>) -> csv::Result<()> {
    out.write_record(["time", "scope", "action", "object", "before", "after"])?;
    for done in session.data().ads.log() {
        out.write_record([&done.time.to_string(), done.scope.name(), &done.action, &done.object, &done.before, &done.after])?;
    }
    Ok(())
}

fn daily(session: &Session, out: &mut csv::Writer<&mut Vec<u8>>) -> csv::Result<()> {
    let figures: Vec<Role> = Table::Daily.roles().iter().copied().skip_while(|role| *role != Role::PageViews).collect();
    let named = ["date", "end_date", "shop", "source", "page", "item", "search_term"];
    out.write_record(named.into_iter().chain(figures.iter().map(|role| role.name())))?;
    let daily = session.data().daily;
    for row in daily.rows() {
        let told = |role: &Role| row.values.iter().find(|(of, _)| of == role).map(|(_, value)| value.to_string()).unwrap_or_default();
        let texts = [row.shop, row.source, row.page, row.item, row.term].map(|number| daily.texts.text(number).to_string());
        out.write_record(days(row.when).into_iter().chain(texts).chain(figures.iter().map(told)))?;
    }
    Ok(())
}
