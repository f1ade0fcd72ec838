//! What the worker that unpacks says to the one that reads: words beside which files of text travel.

use crate::model::{Problem, Remark};
use serde::{Deserialize, Serialize};

/// One message; a file of text travels beside `Part` where it has no problem.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Word {
    /// The wasm is there and waits for a file.
    Ready,
    /// It goes on.
    Busy {
        /// How far into the file it has looked.
        bytes: u64,
    },
    /// One text that was inside.
    Part {
        /// Its name.
        name: String,
        /// Worth saying about it.
        remarks: Vec<Remark>,
        /// Why it cannot be read.
        problem: Option<Problem>,
    },
    /// No more comes; why nothing inside can be read, if so.
    End {
        /// The reason.
        problem: Option<Problem>,
    },
}
