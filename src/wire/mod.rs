//! Page ↔ worker: the messages, and the one session machine that page, program and tests drive alike.

pub mod drill;
#[cfg(any(feature = "web", feature = "unpacker"))]
mod inside;
pub mod lane;
#[cfg(feature = "unpacker")]
pub mod opener;
mod packed;
pub mod protocol;
pub mod session;
#[cfg(feature = "web")]
pub mod worker;
