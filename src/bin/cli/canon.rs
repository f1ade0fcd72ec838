//! The clean rows that the figures are computed from, as CSV under the names of the canonical tables.

use dianzhang::model::{Space, Stamp, Table};
use dianzhang::store::events::{kind_of, on_item_page};
use dianzhang::wire::session::Session;

/// Writes one table. Times are unix seconds. Orders are numbered anew: their own ids have done their work in the joining.
pub fn write(session: &mut Session, table: Table, out: &mut Vec<u8>) -> Result<(), String> {
    let mut writer = csv::Writer::from_writer(out);
    let done = match table {
        Table::Events => events(session, &mut writer),
        Table::Orders => orders(session, &mut writer),
        other => return Err(format!("no rows of the table {} are kept; write events or orders", other.name())),
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
                &text(order.placed.map(|time| time.to_string())),
                &text(order.paid.map(|time| time.to_string())),
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
