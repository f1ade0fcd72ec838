//! A believable shop made from a seed: sixty days of 2026 with the 618 campaign inside, as the files it would export.
//!
//! Imports `model` only. Everything is drawn with whole numbers, so that the browser and the program make the same
//! bytes of one seed. The way: `rhythm` says how many people come when, `crowd` sends them, `visits` walks each through
//! the shop of `goods`, `orders` makes orders of what they bought, `ads` tells what the shop paid for, `sheet` and `export` write the files.
//! `log` is apart from the shop: a behaviour log of any size, to measure with.
//!
//! Like real exports these have a few faults, for the account of rows to find: three rows of commas and two destroyed
//! ids in the order list, a visit log that breaks off in its last row, and a total at the end of the ad report. Every person in them is invented.

mod ads;
mod crowd;
mod dice;
mod export;
mod goods;
mod log;
mod names;
mod orders;
mod rhythm;
mod sheet;
mod visits;

use dice::Dice;
pub use log::{LogOrder, write_log};

/// The seed of the shop that the page shows.
pub const SEED: u64 = 618;

/// Name and bytes of each file of the seed's shop. The same seed gives the same bytes everywhere. The order exports are
/// in GBK, as the platform writes them: `encode` turns a text into it.
pub fn shop_files(seed: u64, encode: fn(&str) -> Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let gbk = |utf8: Vec<u8>| encode(&String::from_utf8_lossy(&utf8));
    let traffic = crowd::traffic(&mut Dice::new(seed, 1));
    let orders = orders::orders(&mut Dice::new(seed, 2), &traffic.baskets);
    [
        ("ExportOrderList.csv", gbk(export::order_list(&orders))),
        ("ExportOrderDetailList.csv", gbk(export::detail_list(&orders))),
        ("visits.csv", sheet::visits(&traffic.events)),
        ("products.csv", sheet::products()),
        ("zhitongche.csv", ads::report(&mut Dice::new(seed, 3), &traffic)),
        ("ad_log.csv", ads::log(&mut Dice::new(seed, 4))),
    ]
    .map(|(name, bytes)| (name.to_string(), bytes))
    .into()
}
