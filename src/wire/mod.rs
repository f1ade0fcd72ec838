//! Page ↔ worker: the messages, and the one session machine that page, program and tests drive alike.

mod asking;
pub mod drill;
#[cfg(any(feature = "worker", feature = "unpacker"))]
mod inside;
pub mod lane;
#[cfg(feature = "unpacker")]
pub mod opener;
pub mod packed;
pub mod protocol;
pub mod session;
pub mod warm;
#[cfg(feature = "worker")]
pub mod worker;
