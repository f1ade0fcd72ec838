//! Page ↔ worker: the messages, and the one session machine that page, program and tests drive alike.

pub mod lane;
mod packed;
pub mod protocol;
pub mod session;
#[cfg(feature = "web")]
pub mod worker;
