//! Philox4x64-10: Salmon, Moraes, Dror and Shaw's generator, which enciphers a counter.

use super::halves::Halves;
use super::{BitSource, SeedSequence};

const MULTIPLIERS: [u64; 2] = [0xd2e7_470e_e14c_6c93, 0xca5a_8263_9512_1157];
const KEY_STEPS: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xbb67_ae85_84ca_a73b];
const ROUNDS: usize = 10;

/// A counter of 256 bits, a key, and the last block enciphered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Philox {
    /// The counter, lowest word first.
    pub counter: [u64; 4],
    /// The key.
    pub key: [u64; 2],
    /// The last block.
    pub block: [u64; 4],
    /// How many words of it were given out.
    pub position: usize,
    /// What is kept for draws of 32 bits.
    pub halves: Halves,
}

impl Philox {
    /// Keyed from a sequence, counting from 0.
    pub fn new(seed: &SeedSequence) -> Philox {
        let words = seed.generate_u64(2);
        Philox::with_key([words[0], words[1]], [0; 4])
    }

    /// With that key, counting from there.
    pub fn with_key(key: [u64; 2], counter: [u64; 4]) -> Philox {
        Philox { counter, key, block: [0; 4], position: 4, halves: Halves::default() }
    }

    /// Adds to the counter, from the given word up, and forgets the block.
    fn count(&mut self, word: usize, steps: u64) {
        let mut carry = steps;
        for digit in &mut self.counter[word..] {
            let (sum, overflows) = digit.overflowing_add(carry);
            *digit = sum;
            if !overflows {
                break;
            }
            carry = 1;
        }
    }

    /// Moves on by 2¹²⁸ blocks, that many times.
    pub fn jump(&mut self, times: u64) {
        self.count(2, times);
        self.forget();
    }

    /// Moves on by that many blocks.
    pub fn advance(&mut self, blocks: u128) {
        self.count(0, blocks as u64);
        self.count(1, (blocks >> 64) as u64);
        self.forget();
    }

    fn forget(&mut self) {
        self.position = 4;
        self.halves = Halves::default();
    }

    fn encipher(&self) -> [u64; 4] {
        let (mut block, mut key) = (self.counter, self.key);
        for round in 0..ROUNDS {
            if round > 0 {
                key = [key[0].wrapping_add(KEY_STEPS[0]), key[1].wrapping_add(KEY_STEPS[1])];
            }
            let [first, second] = [(MULTIPLIERS[0], block[0]), (MULTIPLIERS[1], block[2])]
                .map(|(m, x)| u128::from(m) * u128::from(x));
            block = [
                (second >> 64) as u64 ^ block[1] ^ key[0],
                second as u64,
                (first >> 64) as u64 ^ block[3] ^ key[1],
                first as u64,
            ];
        }
        block
    }
}

impl BitSource for Philox {
    #[inline]
    fn next_u64(&mut self) -> u64 {
        if self.position >= self.block.len() {
            self.count(0, 1);
            self.block = self.encipher();
            self.position = 0;
        }
        self.position += 1;
        self.block[self.position - 1]
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
