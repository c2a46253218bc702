//! From seeds of any quality to the well mixed state of a generator: O'Neill's `seed_seq` alternative.

/// Words in the entropy pool unless asked for more.
pub const DEFAULT_POOL_SIZE: usize = 4;

const INIT_A: u32 = 0x43b0_d7e5;
const MULT_A: u32 = 0x931e_8875;
const INIT_B: u32 = 0x8b51_f9dd;
const MULT_B: u32 = 0x58f3_8ded;
const MIX_LEFT: u32 = 0xca01_f9dd;
const MIX_RIGHT: u32 = 0x4973_f715;
const SHIFT: u32 = 16;

/// Entropy, the place in the tree of spawned sequences, and the pool mixed from both.
#[derive(Clone, Debug)]
pub struct SeedSequence {
    pool: Vec<u32>,
}

impl SeedSequence {
    /// Mixes `entropy`, then the words of `spawn_key`, into a pool of `pool_size` words.
    pub fn new(entropy: &[u32], spawn_key: &[u32], pool_size: usize) -> SeedSequence {
        let mut words = entropy.to_vec();
        if !spawn_key.is_empty() && words.len() < pool_size {
            // Otherwise the entropy [1] with the key (2,) would be the entropy [1, 2].
            words.resize(pool_size, 0);
        }
        words.extend(spawn_key);
        SeedSequence { pool: mixed_pool(&words, pool_size) }
    }

    /// A pool of ordinary size from entropy alone.
    pub fn from_entropy(entropy: &[u32]) -> SeedSequence {
        SeedSequence::new(entropy, &[], DEFAULT_POOL_SIZE)
    }

    /// The mixed pool.
    pub fn pool(&self) -> &[u32] {
        &self.pool
    }

    /// That many words of state.
    pub fn generate_u32(&self, count: usize) -> Vec<u32> {
        let mut constant = INIT_B;
        self.pool
            .iter()
            .cycle()
            .take(count)
            .map(|word| {
                let mixed = word ^ constant;
                constant = constant.wrapping_mul(MULT_B);
                let mixed = mixed.wrapping_mul(constant);
                mixed ^ (mixed >> SHIFT)
            })
            .collect()
    }

    /// That many double words of state, low halves first.
    pub fn generate_u64(&self, count: usize) -> Vec<u64> {
        let words = self.generate_u32(2 * count);
        words.as_chunks().0.iter().map(|&[low, high]| u64::from(low) | u64::from(high) << 32).collect()
    }
}

/// A hash whose multiplier changes from call to call.
struct Hash(u32);

impl Hash {
    fn mix(&mut self, value: u32) -> u32 {
        let value = value ^ self.0;
        self.0 = self.0.wrapping_mul(MULT_A);
        let value = value.wrapping_mul(self.0);
        value ^ (value >> SHIFT)
    }
}

fn mix(x: u32, y: u32) -> u32 {
    let mixed = MIX_LEFT.wrapping_mul(x).wrapping_sub(MIX_RIGHT.wrapping_mul(y));
    mixed ^ (mixed >> SHIFT)
}

fn mixed_pool(words: &[u32], size: usize) -> Vec<u32> {
    let mut hash = Hash(INIT_A);
    let mut pool: Vec<u32> = (0..size).map(|i| hash.mix(words.get(i).copied().unwrap_or(0))).collect();
    // Every word is to reach every other.
    for source in 0..size {
        for target in (0..size).filter(|target| *target != source) {
            pool[target] = mix(pool[target], hash.mix(pool[source]));
        }
    }
    for word in words.iter().skip(size) {
        for target in &mut pool {
            *target = mix(*target, hash.mix(*word));
        }
    }
    pool
}
