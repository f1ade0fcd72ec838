//! Chance from a seed, with whole numbers only: the same draws in the browser and outside.

/// A row of draws that depends on nothing but its seed.
pub struct Dice(fastrand::Rng);

impl Dice {
    /// The draws of a seed. `stream` parts one use of the seed from another, so that a change in one leaves the other alone.
    pub fn new(seed: u64, stream: u64) -> Dice {
        Dice(fastrand::Rng::with_seed(seed.wrapping_add(stream.wrapping_mul(0x9e37_79b9_7f4a_7c15))))
    }

    /// A number from 0 to `n - 1`; 0 for `n` = 0. Never drawn as `usize`, whose width differs between machines.
    pub fn below(&mut self, n: u32) -> u32 {
        self.0.u32(0..n.max(1))
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }

    /// True in `per_mille` of 1,000 draws.
    pub fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// One of the things, each as likely as the other.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len() as u32) as usize]
    }

    /// A place in the weights, as likely as its weight says.
    pub fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (place, weight) in weights.iter().enumerate() {
            if left < *weight {
                return place;
            }
            left -= weight;
        }
        0
    }
}
