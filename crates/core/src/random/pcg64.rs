//! PCG64: O'Neill's permuted congruential generator with 128 bits of state, XSL-RR output.

use super::{BitSource, SeedSequence};

const MULTIPLIER: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;

/// The generator behind `default_rng`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pcg64 {
    /// The congruential state.
    pub state: u128,
    /// The odd increment, which selects the stream.
    pub increment: u128,
    /// Whether only the lower half of the last output was used up.
    pub has_spare: bool,
    /// The upper half of the last output that was halved.
    pub spare: u32,
}

impl Pcg64 {
    /// Seeded from a sequence.
    pub fn new(seed: &SeedSequence) -> Pcg64 {
        let words = seed.generate_u64(4);
        let wide = |i: usize| u128::from(words[i]) << 64 | u128::from(words[i + 1]);
        let mut generator = Pcg64 { state: 0, increment: wide(2) << 1 | 1, has_spare: false, spare: 0 };
        generator.step();
        generator.state = generator.state.wrapping_add(wide(0));
        generator.step();
        generator
    }

    #[inline]
    fn step(&mut self) {
        self.state = self.state.wrapping_mul(MULTIPLIER).wrapping_add(self.increment);
    }

    /// Moves the state as `delta` draws of 64 bits would (modulo 2¹²⁸), by Brown's binary powers.
    pub fn advance(&mut self, delta: u128) {
        let (mut multiplier, mut increment) = (MULTIPLIER, self.increment);
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
        self.has_spare = false;
        self.spare = 0;
    }

    /// Moves the state as far as a golden section of the period, for streams that don't overlap.
    pub fn jump(&mut self, times: u128) {
        const GOLDEN_SECTION: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;
        self.advance(GOLDEN_SECTION.wrapping_mul(times));
    }
}

impl BitSource for Pcg64 {
    #[inline]
    fn next_u64(&mut self) -> u64 {
        self.step();
        let folded = (self.state >> 64) as u64 ^ self.state as u64;
        folded.rotate_right((self.state >> 122) as u32)
    }

    #[inline]
    fn next_u32(&mut self) -> u32 {
        if self.has_spare {
            self.has_spare = false;
            return self.spare;
        }
        let both = self.next_u64();
        self.has_spare = true;
        self.spare = (both >> 32) as u32;
        both as u32
    }
}
