//! Jumps of the Mersenne Twister: 2¹²⁸ words ahead in its sequence.
//!
//! One word further is a linear map F over bits. P being the polynomial that annuls F, F^(2¹²⁸) is g(F), where
//! g = t^(2¹²⁸) mod P has fewer than 19937 terms. P is found from the sequence itself (Berlekamp and Massey's algorithm), g
//! by squaring: cheaper to ship than a table.

use super::mt19937::{MIDDLE, Mt19937, STATE_SIZE, twisted};
use std::sync::OnceLock;

/// The degree of P.
const DEGREE: usize = 19_937;
/// Words of 64 bits for a polynomial of that degree.
const WORDS: usize = DEGREE / 64 + 1;
/// The jump is 2 to this power.
const DOUBLINGS: usize = 128;

/// Coefficients, lowest first.
type Polynomial = Vec<u64>;

impl Mt19937 {
    /// Moves on by 2¹²⁸ words, that many times. As NumPy has it, the words are a ring that starts at the one given out next.
    pub fn jump(&mut self, times: u64) {
        static JUMP: OnceLock<Polynomial> = OnceLock::new();
        let jump = JUMP.get_or_init(jump_polynomial);
        let turn = (0..DEGREE).rev().find(|&i| bit(jump, i)).unwrap_or_default();
        for _ in 0..times {
            self.key.rotate_left(self.position % STATE_SIZE);
            self.key = applied(jump, &self.key);
            self.position = (self.position % STATE_SIZE + turn) % STATE_SIZE;
            self.key.rotate_right(self.position);
        }
    }
}

/// `g(F)` of a state: the sum of the states as many words ahead as `g` has terms.
fn applied(g: &[u64], state: &[u32; STATE_SIZE]) -> [u32; STATE_SIZE] {
    let mut sum = [0; STATE_SIZE];
    let mut ring = *state;
    for i in 0..DEGREE {
        let start = i % STATE_SIZE;
        if bit(g, i) {
            let (wrapped, first) = ring.split_at(start);
            for (total, word) in sum.iter_mut().zip(first.iter().chain(wrapped)) {
                *total ^= word;
            }
        }
        step(&mut ring, start);
    }
    sum
}

/// Replaces the oldest word of a ring by the one that follows the newest.
fn step(ring: &mut [u32; STATE_SIZE], oldest: usize) {
    let at = |i: usize| (oldest + i) % STATE_SIZE;
    ring[oldest] = twisted(ring[oldest], ring[at(1)], ring[at(MIDDLE)]);
}

fn bit(polynomial: &[u64], i: usize) -> bool {
    polynomial[i / 64] >> (i % 64) & 1 == 1
}

/// `t^(2¹²⁸) mod P`
fn jump_polynomial() -> Polynomial {
    let p = characteristic();
    // A multiple of t^s for every s below a word, so that whole words are subtracted.
    let shifted: Vec<Polynomial> = (0..64).map(|shift| shifted_left(&p, shift)).collect();
    let mut power = vec![0; WORDS];
    power[0] = 0b10;
    for _ in 0..DOUBLINGS {
        power = remainder(squared(&power), &shifted);
    }
    power
}

/// The polynomial that annuls the step, as the shortest recurrence of the lowest bits of the sequence.
fn characteristic() -> Polynomial {
    let mut ring = Mt19937::from_word(1).key;
    let mut next_bit = (0..).map(move |i| {
        let start = i % STATE_SIZE;
        step(&mut ring, start);
        u64::from(ring[start] & 1)
    });
    let mut connection = vec![0; WORDS];
    connection[0] = 1;
    let (mut previous, mut shift, mut length) = (connection.clone(), 1, 0);
    // The latest bits, the last one lowest.
    let mut latest = vec![0; WORDS];
    for (n, new) in (0..2 * DEGREE).zip(&mut next_bit) {
        latest = shifted_left(&latest, 1);
        latest.truncate(WORDS);
        latest[0] |= new;
        let differences = connection.iter().zip(&latest).map(|(c, s)| (c & s).count_ones());
        if differences.sum::<u32>() % 2 == 0 {
            shift += 1;
            continue;
        }
        let corrected: Polynomial = {
            let correction = shifted_left(&previous, shift);
            connection.iter().zip(&correction).map(|(c, d)| c ^ d).collect()
        };
        if 2 * length <= n {
            length = n + 1 - length;
            previous = std::mem::replace(&mut connection, corrected);
            shift = 1;
        } else {
            connection = corrected;
            shift += 1;
        }
    }
    let mut reversed = vec![0; WORDS];
    (0..=DEGREE).filter(|&i| bit(&connection, DEGREE - i)).for_each(|i| reversed[i / 64] |= 1 << (i % 64));
    reversed
}

/// `t^shift` times a polynomial, one word longer beyond whole words.
fn shifted_left(polynomial: &[u64], shift: usize) -> Polynomial {
    let (words, bits) = (shift / 64, shift % 64);
    let mut shifted = vec![0; words];
    let mut carry = 0;
    for word in polynomial {
        shifted.push(word << bits | carry);
        carry = if bits == 0 { 0 } else { word >> (64 - bits) };
    }
    shifted.push(carry);
    shifted
}

/// The square: a zero after every coefficient.
fn squared(polynomial: &[u64]) -> Polynomial {
    let spread = |half: u64| {
        let mut word = half;
        for (shift, mask) in [
            (16, 0x0000_ffff_0000_ffff),
            (8, 0x00ff_00ff_00ff_00ff),
            (4, 0x0f0f_0f0f_0f0f_0f0f),
            (2, 0x3333_3333_3333_3333),
            (1, 0x5555_5555_5555_5555),
        ] {
            word = (word | word << shift) & mask;
        }
        word
    };
    polynomial.iter().flat_map(|word| [spread(word & 0xffff_ffff), spread(word >> 32)]).collect()
}

/// What is left modulo a polynomial, given times all powers of t below a word.
fn remainder(mut dividend: Polynomial, multiples: &[Polynomial]) -> Polynomial {
    for i in (DEGREE..dividend.len() * 64).rev() {
        if bit(&dividend, i) {
            let (words, bits) = ((i - DEGREE) / 64, (i - DEGREE) % 64);
            for (word, subtracted) in dividend[words..].iter_mut().zip(&multiples[bits]) {
                *word ^= subtracted;
            }
        }
    }
    dividend.truncate(WORDS);
    dividend
}
