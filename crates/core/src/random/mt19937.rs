//! MT19937: Matsumoto and Nishimura's Mersenne Twister, with their two ways of seeding.

use super::{BitSource, SeedSequence};

/// Words of state.
pub const STATE_SIZE: usize = 624;
pub(super) const MIDDLE: usize = 397;

/// The generator behind `np.random.seed` and `RandomState`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mt19937 {
    /// The state words.
    pub key: [u32; STATE_SIZE],
    /// How many of them were given out; beyond the last, the state is renewed.
    pub position: usize,
}

impl Mt19937 {
    /// Seeded from a sequence.
    pub fn new(seed: &SeedSequence) -> Mt19937 {
        let mut key = [0; STATE_SIZE];
        key.copy_from_slice(&seed.generate_u32(STATE_SIZE));
        // Never all zeros.
        key[0] = 0x8000_0000;
        Mt19937 { key, position: STATE_SIZE - 1 }
    }

    /// Seeded by one word (`init_genrand`).
    pub fn from_word(seed: u32) -> Mt19937 {
        let mut key = [0; STATE_SIZE];
        let mut word = seed;
        for (i, slot) in (0_u32..).zip(&mut key) {
            if i > 0 {
                word = (word ^ (word >> 30)).wrapping_mul(1_812_433_253).wrapping_add(i);
            }
            *slot = word;
        }
        Mt19937 { key, position: STATE_SIZE }
    }

    /// Seeded by several words (`init_by_array`); none are one zero.
    pub fn from_words(seed: &[u32]) -> Mt19937 {
        let seed = if seed.is_empty() { &[0] } else { seed };
        let mut generator = Mt19937::from_word(19_650_218);
        let key = &mut generator.key;
        let (mut i, mut j) = (1, 0);
        let mixed = |key: &[u32; STATE_SIZE], i: usize, factor: u32| {
            let last = key[i - 1];
            key[i] ^ (last ^ (last >> 30)).wrapping_mul(factor)
        };
        for _ in 0..STATE_SIZE.max(seed.len()) {
            key[i] = mixed(key, i, 1_664_525).wrapping_add(seed[j]).wrapping_add(j as u32);
            i += 1;
            if i == STATE_SIZE {
                key[0] = key[STATE_SIZE - 1];
                i = 1;
            }
            j = (j + 1) % seed.len();
        }
        for _ in 1..STATE_SIZE {
            key[i] = mixed(key, i, 1_566_083_941).wrapping_sub(i as u32);
            i += 1;
            if i == STATE_SIZE {
                key[0] = key[STATE_SIZE - 1];
                i = 1;
            }
        }
        key[0] = 0x8000_0000;
        generator
    }

    #[cold]
    fn renew(&mut self) {
        for i in 0..STATE_SIZE {
            let (next, middle) = (self.key[(i + 1) % STATE_SIZE], self.key[(i + MIDDLE) % STATE_SIZE]);
            self.key[i] = twisted(self.key[i], next, middle);
        }
        self.position = 0;
    }
}

/// The word that comes a whole state after a word, from it, the word after it and the one in the middle.
pub(super) fn twisted(word: u32, next: u32, middle: u32) -> u32 {
    let joined = word & 0x8000_0000 | next & 0x7fff_ffff;
    let twist = if joined & 1 == 1 { 0x9908_b0df } else { 0 };
    middle ^ (joined >> 1) ^ twist
}

impl BitSource for Mt19937 {
    #[inline]
    fn next_u32(&mut self) -> u32 {
        if self.position >= STATE_SIZE {
            self.renew();
        }
        let mut word = self.key[self.position];
        self.position += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c_5680;
        word ^= (word << 15) & 0xefc6_0000;
        word ^ (word >> 18)
    }

    #[inline]
    fn next_u64(&mut self) -> u64 {
        let high = u64::from(self.next_u32());
        high << 32 | u64::from(self.next_u32())
    }

    #[inline]
    fn next_f64(&mut self) -> f64 {
        let (high, low) = (self.next_u32() >> 5, self.next_u32() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
    }
}
