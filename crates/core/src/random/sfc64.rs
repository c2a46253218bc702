//! SFC64: Doty-Humphrey's small fast chaotic generator.

use super::halves::Halves;
use super::{BitSource, SeedSequence};

/// Three words of chaos and a counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sfc64 {
    /// The chaotic words, then the counter.
    pub words: [u64; 4],
    /// What is kept for draws of 32 bits.
    pub halves: Halves,
}

impl Sfc64 {
    /// Seeded from a sequence.
    pub fn new(seed: &SeedSequence) -> Sfc64 {
        let words = seed.generate_u64(3);
        let mut generator = Sfc64 { words: [words[0], words[1], words[2], 1], halves: Halves::default() };
        for _ in 0..12 {
            generator.next_u64();
        }
        generator
    }
}

impl BitSource for Sfc64 {
    #[inline]
    fn next_u64(&mut self) -> u64 {
        let [a, b, c, counter] = self.words;
        let output = a.wrapping_add(b).wrapping_add(counter);
        self.words = [
            b ^ (b >> 11),
            c.wrapping_add(c << 3),
            c.rotate_left(24).wrapping_add(output),
            counter.wrapping_add(1),
        ];
        output
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
