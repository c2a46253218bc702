//! Chance that a seed repeats.

use ndgym_core::ml::calculate::generator;
use ndgym_core::random::BitSource;
use ndgym_core::random::pcg64::Pcg64;

/// Draws what a generator needs. The same seed draws the same on every machine.
#[derive(Debug)]
pub struct Dice(Pcg64);

impl Dice {
    /// From a seed.
    pub fn new(seed: u64) -> Dice {
        Dice(generator(seed))
    }

    /// A number from 0 to `count - 1`; 0 if there is none.
    pub fn below(&mut self, count: usize) -> usize {
        // The tiny bias of the remainder is nothing to a quiz.
        (u64::from(self.0.next_u32()) % count.max(1) as u64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high + 1 - low)
    }

    /// Whether something that happens `percent` times of a hundred does.
    pub fn happens(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}
