//! The geometry of the small drawings, as numbers and path texts: pure, so that it is tested without a browser.

/// Width of the box that paths are drawn in; the page stretches it to the room there is.
pub const WIDTH: f64 = 1_000.0;
/// Height of that box.
pub const HEIGHT: f64 = 100.0;

/// The scale of a chart's upright axis: 0 at the bottom (or the least value, when that is below 0).
#[derive(Clone, PartialEq, Debug)]
pub struct Scale {
    /// Value at the bottom.
    pub low: f64,
    /// Value at the top.
    pub high: f64,
    /// The marks, from the bottom to the top.
    pub ticks: Vec<f64>,
}

impl Scale {
    /// A scale with round marks that holds every value; `whole` keeps the marks to whole numbers.
    pub fn over(values: impl Iterator<Item = f64>, whole: bool) -> Scale {
        let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
        let span = if high - low > 0.0 { high - low } else { 1.0 };
        let mut step = nice(span / 4.0);
        if whole {
            step = step.ceil();
        }
        let (first, last) = ((low / step).floor(), (high / step).ceil().max((low / step).floor() + 1.0));
        let ticks: Vec<f64> = (0..=(last - first) as u32).map(|i| (first + f64::from(i)) * step).collect();
        Scale { low: first * step, high: last * step, ticks }
    }

    /// How far from the top a value lies, 0 to 1.
    pub fn depth(&self, value: f64) -> f64 {
        (self.high - value) / (self.high - self.low)
    }
}

/// The smallest of 1, 2, 2.5, 5 × a power of ten that is not below `x`.
fn nice(x: f64) -> f64 {
    let power = 10f64.powf(x.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|m| m * power).find(|step| *step >= x * 0.999_999).unwrap_or(10.0 * power)
}

/// The middle of bucket `at` of `count`, as a share of the width.
pub fn middle(at: usize, count: usize) -> f64 {
    (at as f64 + 0.5) / count.max(1) as f64
}

/// The path of a line through the known values; unknown ones leave a gap, lonely ones become a short dash.
pub fn line(values: &[Option<f64>], count: usize, scale: &Scale) -> String {
    let mut path = String::new();
    let mut drawing = false;
    for (at, value) in values.iter().enumerate() {
        let Some(value) = value else {
            drawing = false;
            continue;
        };
        let (x, y) = (middle(at, count) * WIDTH, scale.depth(*value) * HEIGHT);
        let alone = !drawing && values.get(at + 1).is_none_or(Option::is_none);
        if alone {
            path.push_str(&format!("M{:.2} {y:.2}H{:.2}", x - 4.0, x + 4.0));
        } else {
            path.push_str(&format!("{}{x:.2} {y:.2}", if drawing { 'L' } else { 'M' }));
        }
        drawing = true;
    }
    path
}

/// A share of the width as an SVG length: `37.5%`.
pub fn percent(share: f64) -> String {
    format!("{:.3}%", share.clamp(0.0, 1.0) * 100.0)
}

/// Which buckets get a label so that about `most` fit, always with the first one.
pub fn labelled(count: usize, most: usize) -> Vec<usize> {
    let step = count.div_ceil(most.max(1)).max(1);
    (0..count).step_by(step).collect()
}

/// The shade of a heat map's cell: 0 for nothing, 1 to 6 by the share of the largest value.
pub fn shade(value: u64, largest: u64) -> u8 {
    if value == 0 || largest == 0 { 0 } else { (value as f64 / largest as f64 * 6.0).ceil().clamp(1.0, 6.0) as u8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_round_and_hold_every_value() {
        let scale = Scale::over([12.0, 87.0].into_iter(), true);
        assert_eq!((scale.low, scale.high, scale.ticks.as_slice()), (0.0, 100.0, [0.0, 25.0, 50.0, 75.0, 100.0].as_slice()));
        assert_eq!(Scale::over([0.0].into_iter(), true).ticks, [0.0, 1.0]);
        assert_eq!(Scale::over([3.0].into_iter(), true).ticks.last(), Some(&3.0));
        let below = Scale::over([-3.0, 5.0].into_iter(), false);
        assert!(below.low <= -3.0 && below.high >= 5.0);
    }

    #[test]
    fn unknown_values_leave_gaps() {
        let scale = Scale { low: 0.0, high: 10.0, ticks: vec![] };
        let path = line(&[Some(10.0), Some(0.0), None, Some(5.0)], 4, &scale);
        assert_eq!(path, "M125.00 0.00L375.00 100.00M871.00 50.00H879.00");
    }

    #[test]
    fn shades_and_labels() {
        assert_eq!([shade(0, 9), shade(1, 600), shade(9, 9)], [0, 1, 6]);
        assert_eq!(labelled(10, 4), [0, 3, 6, 9]);
        assert_eq!(labelled(3, 8), [0, 1, 2]);
    }
}
