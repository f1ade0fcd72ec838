//! Small drawings inside cards and table cells.

use super::chart::{self, Scale};
use yew::prelude::*;

/// Properties of [`Spark`].
#[derive(Properties, PartialEq)]
pub struct SparkProps {
    /// The values, bucket by bucket.
    pub values: Vec<Option<f64>>,
}

/// The course of a figure as a small line; decoration, for the trend tells the same in full.
#[component]
pub fn Spark(props: &SparkProps) -> Html {
    let scale = Scale::over(props.values.iter().copied().flatten(), false);
    let view_box = format!("0 -4 {} {}", chart::WIDTH, chart::HEIGHT + 8.0);
    html! {
        <svg class="spark" viewBox={view_box} preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <path class="spark__line" d={chart::line(&props.values, props.values.len(), &scale)} vector-effect="non-scaling-stroke" />
        </svg>
    }
}

/// Properties of [`Bar`].
#[derive(Properties, PartialEq)]
pub struct BarProps {
    /// How much of the room it takes, 0 to 1.
    pub share: f64,
}

/// A bar in a table cell, beside the number it stands for.
#[component]
pub fn Bar(props: &BarProps) -> Html {
    html! {
        <svg class="bar" aria-hidden="true" focusable="false">
            <rect class="bar__fill" width={chart::percent(props.share)} height="100%" />
        </svg>
    }
}
