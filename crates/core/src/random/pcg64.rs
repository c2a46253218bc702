//! PCG64 and PCG64DXSM: O'Neill's permuted congruential generators with 128 bits of state.

use super::halves::Halves;
use super::{BitSource, SeedSequence};

/// How state becomes output, and which multiplier moves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// Shifted, xored and rotated, after the step.
    XslRr,
    /// Doubly xored, shifted and multiplied, before the step, which has a cheaper multiplier.
    Dxsm,
}

const CHEAP_MULTIPLIER: u64 = 0xda94_2042_e4dd_58b5;

impl Variant {
    #[inline]
    const fn multiplier(self) -> u128 {
        match self {
            Variant::XslRr => 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645,
            Variant::Dxsm => CHEAP_MULTIPLIER as u128,
        }
    }
}

/// The generator behind `default_rng`, or its successor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pcg64 {
    /// Which of the two.
    pub variant: Variant,
    /// The congruential state.
    pub state: u128,
    /// The odd increment, which selects the stream.
    pub increment: u128,
    /// What is kept for draws of 32 bits.
    pub halves: Halves,
}

impl Pcg64 {
    /// Seeded from a sequence.
    pub fn new(seed: &SeedSequence, variant: Variant) -> Pcg64 {
        let words = seed.generate_u64(4);
        let wide = |i: usize| u128::from(words[i]) << 64 | u128::from(words[i + 1]);
        // Both are seeded with the multiplier of the first.
        let mut generator = Pcg64 {
            variant: Variant::XslRr,
            state: 0,
            increment: wide(2) << 1 | 1,
            halves: Halves::default(),
        };
        generator.step();
        generator.state = generator.state.wrapping_add(wide(0));
        generator.step();
        generator.variant = variant;
        generator
    }

    #[inline]
    fn step(&mut self) {
        self.state = wrapping_mul(self.state, self.variant.multiplier()).wrapping_add(self.increment);
    }

    /// Moves the state as `delta` draws of 64 bits would (modulo 2¹²⁸), by Brown's binary powers.
    pub fn advance(&mut self, delta: u128) {
        let (mut multiplier, mut increment) = (self.variant.multiplier(), self.increment);
        let (mut total_multiplier, mut total_increment) = (1_u128, 0_u128);
        let mut left = delta;
        while left > 0 {
            if left & 1 == 1 {
                total_multiplier = total_multiplier.wrapping_mul(multiplier);
                total_increment = total_increment.wrapping_mul(multiplier).wrapping_add(increment);
            }
            increment = multiplier.wrapping_add(1).wrapping_mul(increment);
            multiplier = multiplier.wrapping_mul(multiplier);
            left >>= 1;
        }
        self.state = total_multiplier.wrapping_mul(self.state).wrapping_add(total_increment);
        self.halves = Halves::default();
    }

    /// Moves the state as far as a golden section of the period, for streams that don't overlap.
    pub fn jump(&mut self, times: u128) {
        const GOLDEN_SECTION: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;
        self.advance(GOLDEN_SECTION.wrapping_mul(times));
    }
}

/// The lowest 128 bits of a product.
#[inline(always)]
fn wrapping_mul(a: u128, b: u128) -> u128 {
    // WebAssembly multiplies 64 bits at most; what compilers make of wider products there is a call.
    if cfg!(target_arch = "wasm32") { by_words(a, b) } else { a.wrapping_mul(b) }
}

/// The same by products of at most 64 bits.
#[inline(always)]
fn by_words(a: u128, b: u128) -> u128 {
    const LOW: u64 = u32::MAX as u64;
    let ((a, a_high), (b, b_high)) = ((a as u64, (a >> 64) as u64), (b as u64, (b >> 64) as u64));
    let ((a0, a1), (b0, b1)) = ((a & LOW, a >> 32), (b & LOW, b >> 32));
    let (low, cross) = (a0 * b0, a0 * b1);
    let middle = a1 * b0 + (low >> 32) + (cross & LOW);
    let carried = a1 * b1 + (cross >> 32) + (middle >> 32);
    let high = carried.wrapping_add(a.wrapping_mul(b_high)).wrapping_add(a_high.wrapping_mul(b));
    u128::from(high) << 64 | u128::from(a.wrapping_mul(b))
}

impl BitSource for Pcg64 {
    #[inline]
    fn next_u64(&mut self) -> u64 {
        match self.variant {
            Variant::XslRr => {
                self.step();
                let folded = (self.state >> 64) as u64 ^ self.state as u64;
                folded.rotate_right((self.state >> 122) as u32)
            }
            Variant::Dxsm => {
                let (mut high, low) = ((self.state >> 64) as u64, self.state as u64 | 1);
                high ^= high >> 32;
                high = high.wrapping_mul(CHEAP_MULTIPLIER);
                high ^= high >> 48;
                self.step();
                high.wrapping_mul(low)
            }
        }
    }

    #[inline]
    fn next_u32(&mut self) -> u32 {
        match self.halves.take() {
            Some(half) => half,
            None => {
                let both = self.next_u64();
                self.halves.split(both)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_by_words_are_those_of_128_bits() {
        let mut a = u128::MAX;
        for _ in 0..1000 {
            let b = Variant::XslRr.multiplier() ^ a >> 64;
            assert_eq!(by_words(a, b), a.wrapping_mul(b));
            a = a.wrapping_mul(Variant::XslRr.multiplier()).wrapping_add(b);
        }
        assert_eq!(by_words(u128::MAX, u128::MAX), 1);
    }
}
