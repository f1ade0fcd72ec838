//! Whether two shares really differ: two proportions with an interval for their difference.

use serde::{Deserialize, Serialize};

/// The quantile of the normal distribution for 95 of 100 cases.
const Z: f64 = 1.959_963_984_540_054;

/// Cases that each side must be expected to have, hits and misses, before anything is said.
const FEWEST: f64 = 5.0;

/// What can be said of two shares.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The first is higher.
    Higher,
    /// The first is lower.
    Lower,
    /// The difference may be chance.
    Open,
    /// There are too few cases to say anything.
    TooFew,
}

/// The difference of two shares.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Difference {
    /// First minus second.
    pub difference: f64,
    /// Lower end of the interval that holds the true difference in 95 of 100 cases.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// What can be said.
    pub verdict: Verdict,
    /// How often chance alone would make a difference at least as large, were there none: the two-sided z-test of two
    /// proportions with their pooled share. None where no case or every case is a hit.
    pub p: Option<f64>,
}

/// Wilson's interval of one share.
fn interval(hits: f64, cases: f64) -> (f64, f64) {
    let share = hits / cases;
    let (half, below) = (Z * Z / (2.0 * cases), 1.0 + Z * Z / cases);
    let spread = Z * (share * (1.0 - share) / cases + Z * Z / (4.0 * cases * cases)).sqrt();
    ((share + half - spread) / below, (share + half + spread) / below)
}

/// Wilson's interval of a share, which holds the true one in 95 of 100 cases; None without a case or with more hits than
/// cases.
pub fn interval_of((hits, cases): (u64, u64)) -> Option<(f64, f64)> {
    (cases > 0 && hits <= cases).then(|| interval(hits as f64, cases as f64))
}

/// The upper tail of the normal distribution beyond `z` ≥ 0, twice: by the series near 0, by Lentz's continued fraction
/// of the complementary error function further out. Exact to about 14 digits.
fn two_tails(z: f64) -> f64 {
    let x = z / std::f64::consts::SQRT_2;
    if x < 2.5 {
        // erf(x) = 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1))
        let (mut term, mut sum, mut n) = (x, x, 1.0);
        while term > sum * 1e-17 && n < 200.0 {
            term *= 2.0 * x * x / (2.0 * n + 1.0);
            sum += term;
            n += 1.0;
        }
        return 1.0 - std::f64::consts::FRAC_2_SQRT_PI * (-x * x).exp() * sum;
    }
    // erfc(x) = e^(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), from the far end.
    let below = (1..=80).rev().fold(x, |rest, k| x + f64::from(k) / 2.0 / rest);
    (-x * x).exp() / std::f64::consts::PI.sqrt() / below
}

/// Compares `hits` of `cases` of two sides, by Newcombe's interval from Wilson's two; None where a side has no case or
/// more hits than cases (clicks may outnumber impressions in broken reports).
pub fn compare(first: (u64, u64), second: (u64, u64)) -> Option<Difference> {
    let usable = |(hits, cases): (u64, u64)| cases > 0 && hits <= cases;
    if !usable(first) || !usable(second) {
        return None;
    }
    let [(a, m), (b, n)] = [first, second].map(|(hits, cases)| (hits as f64, cases as f64));
    let (p, q) = (a / m, b / n);
    let ((p_low, p_high), (q_low, q_high)) = (interval(a, m), interval(b, n));
    let difference = p - q;
    let low = difference - ((p - p_low).powi(2) + (q_high - q).powi(2)).sqrt();
    let high = difference + ((p_high - p).powi(2) + (q - q_low).powi(2)).sqrt();
    let pooled = (a + b) / (m + n);
    let few = [m, n].iter().any(|cases| cases * pooled < FEWEST || cases * (1.0 - pooled) < FEWEST);
    let verdict = match (few, low > 0.0, high < 0.0) {
        (true, _, _) => Verdict::TooFew,
        (_, true, _) => Verdict::Higher,
        (_, _, true) => Verdict::Lower,
        _ => Verdict::Open,
    };
    let spread = (pooled * (1.0 - pooled) * (1.0 / m + 1.0 / n)).sqrt();
    let p = (spread > 0.0).then(|| two_tails(difference.abs() / spread));
    Some(Difference { difference, low, high, verdict, p })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newcombes_own_example() {
        // Newcombe 1998, method 10: 56 of 70 against 48 of 80 gives 0.0524 to 0.3339.
        let found = compare((56, 70), (48, 80)).unwrap();
        assert!((found.low - 0.0524).abs() < 5e-5 && (found.high - 0.3339).abs() < 5e-5, "{found:?}");
        assert_eq!(found.verdict, Verdict::Higher);
        assert_eq!(compare((48, 80), (56, 70)).unwrap().verdict, Verdict::Lower);
        assert_eq!(compare((1, 70), (2, 80)).unwrap().verdict, Verdict::TooFew);
        assert_eq!(compare((50, 1000), (52, 1000)).unwrap().verdict, Verdict::Open);
        assert_eq!(compare((5, 0), (1, 2)), None);
        assert_eq!(compare((5, 4), (1, 2)), None);
    }

    #[test]
    fn tails_of_the_normal_distribution() {
        // From tables: 1.96 → 0.0500, 2.5758 → 0.0100, and far out where the other form takes over.
        for (z, p) in [
            (0.0, 1.0),
            (1.0, 0.317_310_507_862_914_2),
            (1.959_963_984_540_054, 0.05),
            (3.5, 4.652_581_580_710_501e-4),
            (3.6, 3.182_171_803_150_68e-4),
            (6.0, 1.973_175_290_075_402_4e-9),
        ] {
            assert!((two_tails(z) - p).abs() <= p * 1e-8, "{z}: {} is not {p}", two_tails(z));
        }
        assert_eq!(compare((0, 10), (0, 12)).unwrap().p, None);
    }

    proptest::proptest! {
        /// The interval holds the difference, stays between -1 and 1, and turns round with its sides.
        #[test]
        fn laws(a in 0u64..500, m in 1u64..500, b in 0u64..500, n in 1u64..500) {
            let (a, b) = (a.min(m), b.min(n));
            let (found, turned) = (compare((a, m), (b, n)).unwrap(), compare((b, n), (a, m)).unwrap());
            proptest::prop_assert!(found.low <= found.difference && found.difference <= found.high);
            proptest::prop_assert!(found.low >= -1.0 - 1e-12 && found.high <= 1.0 + 1e-12);
            proptest::prop_assert!((found.low + turned.high).abs() < 1e-12);
            proptest::prop_assert!(found.p.is_none_or(|p| (0.0..=1.0).contains(&p)) && found.p == turned.p);
        }
    }
}
