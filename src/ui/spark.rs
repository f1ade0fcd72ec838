//! Small drawings inside cards and table cells. Plain functions: each component costs every reader some kilobytes, and
//! these keep no state.

use super::chart::{self, Scale};
use yew::prelude::*;

/// The course of a figure, bucket by bucket, as a small line; decoration, for the trend tells the same in full.
pub fn spark(values: &[Option<f64>]) -> Html {
    let scale = Scale::over(values.iter().copied().flatten(), false);
    let view_box = format!("0 -4 {} {}", chart::WIDTH, chart::HEIGHT + 8.0);
    html! {
        <svg class="spark" viewBox={view_box} preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <path class="spark__line" d={chart::line(values, values.len(), &scale)} vector-effect="non-scaling-stroke" />
        </svg>
    }
}

/// A bar in a table cell, behind the number it stands for; `share` is how much of the room it takes, 0 to 1.
pub fn bar(share: f64) -> Html {
    html! {
        <svg class="bar" aria-hidden="true" focusable="false">
            <rect class="bar__fill" width={chart::percent(share)} height="100%" />
        </svg>
    }
}
