//! A stand-in for the sample shop.

/// Two small files.
pub fn shop_files(seed: u64) -> Vec<(String, Vec<u8>)> {
    vec![("orders.csv".into(), format!("order\n{seed}\n").into_bytes()), ("events.csv".into(), b"visitor,time\n1,2\n".to_vec())]
}
