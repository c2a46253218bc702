//! `_compress`: the inner functions of cryptographic hashes, which take a state and whole blocks of data to the next state.
//! What stands around them is Python (`_digests`).

use std::array::from_fn;

use rustpython_vm::Context;
use rustpython_vm::builtins::PyModuleDef;

/// The module's definition.
pub(crate) fn module_definition(ctx: &Context) -> &'static PyModuleDef {
    module::module_def(ctx)
}

#[rustpython_vm::pymodule(name = "_compress")]
mod module {
    use rustpython_vm::builtins::PyStrRef;
    use rustpython_vm::function::{ArgBytesLike, OptionalArg};
    use rustpython_vm::{PyResult, VirtualMachine};

    /// The state of a hash after blocks of data. `number` is the size of a block for `keccak`; for `blake2b` and `blake2s` it
    /// is how many bytes came before, or with a `last` block (1, or 3 if it is one of the last node) how many there are.
    #[pyfunction]
    fn compress(
        name: PyStrRef,
        state: ArgBytesLike,
        data: ArgBytesLike,
        number: OptionalArg<usize>,
        last: OptionalArg<u8>,
        vm: &VirtualMachine,
    ) -> PyResult<Vec<u8>> {
        let (number, last) = (number.unwrap_or(0), last.unwrap_or(0));
        let next =
            super::compress(&name.to_string_lossy(), &state.borrow_buf(), &data.borrow_buf(), number, last);
        next.ok_or_else(|| vm.new_value_error("no such hash, or a state or data of another size"))
    }
}

fn compress(name: &str, state: &[u8], data: &[u8], number: usize, last: u8) -> Option<Vec<u8>> {
    let (words, block) = match name {
        "md5" => (4, 64),
        "sha1" => (5, 64),
        "sha256" => (8, 64),
        "sha512" => (8, 128),
        "keccak" if number > 0 && number <= 200 && number.is_multiple_of(8) => (25, number),
        "blake2b" => (8, 128),
        "blake2s" => (8, 64),
        _ => return None,
    };
    let is_wide = matches!(name, "sha512" | "keccak" | "blake2b");
    if state.len() != words * if is_wide { 8 } else { 4 } || !data.len().is_multiple_of(block) {
        return None;
    }
    let blocks = data.chunks_exact(block);
    // How many bytes there are up to the end of a block.
    let end = |index: usize| if last != 0 { number } else { number + (index + 1) * block } as u64;
    Some(match name {
        "md5" => {
            fold(state, blocks, u32::from_le_bytes, u32::to_le_bytes, |state, words, _| md5(state, words))
        }
        "sha1" => {
            fold(state, blocks, u32::from_be_bytes, u32::to_be_bytes, |state, words, _| sha1(state, words))
        }
        "sha256" => {
            fold(state, blocks, u32::from_be_bytes, u32::to_be_bytes, |state, words, _| sha256(state, words))
        }
        "sha512" => {
            fold(state, blocks, u64::from_be_bytes, u64::to_be_bytes, |state, words, _| sha512(state, words))
        }
        "keccak" => {
            fold(state, blocks, u64::from_le_bytes, u64::to_le_bytes, |state, words, _| keccak(state, words))
        }
        "blake2b" => fold(state, blocks, u64::from_le_bytes, u64::to_le_bytes, |state, words, index| {
            blake2b(state, words, end(index), last)
        }),
        _ => fold(state, blocks, u32::from_le_bytes, u32::to_le_bytes, |state, words, index| {
            blake2s(state, words, end(index), last)
        }),
    })
}

/// Takes a state through blocks, all of them words of a byte order.
fn fold<'a, const N: usize, W>(
    state: &[u8],
    blocks: impl Iterator<Item = &'a [u8]>,
    read: fn([u8; N]) -> W,
    write: fn(W) -> [u8; N],
    step: impl Fn(&mut [W], &[W], usize),
) -> Vec<u8> {
    let words = |bytes: &[u8]| -> Vec<W> { bytes.as_chunks().0.iter().map(|word| read(*word)).collect() };
    let mut state = words(state);
    for (index, block) in blocks.enumerate() {
        step(&mut state, &words(block), index);
    }
    state.into_iter().flat_map(write).collect()
}

/// RFC 1321.
fn md5(state: &mut [u32], block: &[u32]) {
    const TURNS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let [mut a, mut b, mut c, mut d] = from_fn(|i| state[i]);
    for i in 0..64 {
        let (mixed, word) = match i / 16 {
            0 => (b & c | !b & d, i),
            1 => (d & b | !d & c, 5 * i + 1),
            2 => (b ^ c ^ d, 3 * i + 5),
            _ => (c ^ (b | !d), 7 * i),
        };
        let constant = (((i + 1) as f64).sin().abs() * 4_294_967_296.0) as u32;
        let sum = a.wrapping_add(mixed).wrapping_add(constant).wrapping_add(block[word % 16]);
        (a, d, c, b) = (d, c, b, b.wrapping_add(sum.rotate_left(TURNS[i / 16][i % 4])));
    }
    add(state, &[a, b, c, d], u32::wrapping_add);
}

fn add<W: Copy>(state: &mut [W], change: &[W], sum: fn(W, W) -> W) {
    for (word, change) in state.iter_mut().zip(change) {
        *word = sum(*word, *change);
    }
}

/// FIPS 180-4.
fn sha1(state: &mut [u32], block: &[u32]) {
    let mut w = [0; 80];
    w[..16].copy_from_slice(block);
    for t in 16..80 {
        w[t] = (w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16]).rotate_left(1);
    }
    let [mut a, mut b, mut c, mut d, mut e] = from_fn(|i| state[i]);
    for (t, word) in w.into_iter().enumerate() {
        let (mixed, constant) = match t / 20 {
            0 => (b & c | !b & d, 0x5a82_7999_u32),
            1 => (b ^ c ^ d, 0x6ed9_eba1),
            2 => (b & c | b & d | c & d, 0x8f1b_bcdc),
            _ => (b ^ c ^ d, 0xca62_c1d6),
        };
        let sum =
            a.rotate_left(5).wrapping_add(mixed).wrapping_add(e).wrapping_add(constant).wrapping_add(word);
        (e, d, c, b, a) = (d, c, b.rotate_left(30), a, sum);
    }
    add(state, &[a, b, c, d, e], u32::wrapping_add);
}

/// SHA-256 and SHA-512 of FIPS 180-4, which differ in the width of words and in numbers: rounds, and how far words are turned.
macro_rules! sha2 {
    ($name:ident, $word:ty, $rounds:expr, $large:expr, $small:expr) => {
        fn $name(state: &mut [$word], block: &[$word]) {
            const LARGE: [[u32; 3]; 2] = $large;
            const SMALL: [[u32; 3]; 2] = $small;
            let large =
                |x: $word, [i, j, k]: [u32; 3]| x.rotate_right(i) ^ x.rotate_right(j) ^ x.rotate_right(k);
            let small = |x: $word, [i, j, k]: [u32; 3]| x.rotate_right(i) ^ x.rotate_right(j) ^ x >> k;
            let mut w = [0; $rounds];
            w[..16].copy_from_slice(block);
            for t in 16..$rounds {
                let (before, after) = (small(w[t - 15], SMALL[0]), small(w[t - 2], SMALL[1]));
                w[t] = w[t - 16].wrapping_add(before).wrapping_add(w[t - 7]).wrapping_add(after);
            }
            let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = from_fn(|i| state[i]);
            for (word, constant) in w.into_iter().zip(ROOTS) {
                let constant = (constant >> (64 - <$word>::BITS)) as $word;
                let first = h
                    .wrapping_add(large(e, LARGE[1]))
                    .wrapping_add(e & f ^ !e & g)
                    .wrapping_add(constant)
                    .wrapping_add(word);
                let second = large(a, LARGE[0]).wrapping_add(a & b ^ a & c ^ b & c);
                (h, g, f, e, d, c, b, a) =
                    (g, f, e, d.wrapping_add(first), c, b, a, first.wrapping_add(second));
            }
            add(state, &[a, b, c, d, e, f, g, h], <$word>::wrapping_add);
        }
    };
}

sha2!(sha256, u32, 64, [[2, 13, 22], [6, 11, 25]], [[7, 18, 3], [17, 19, 10]]);
sha2!(sha512, u64, 80, [[28, 34, 39], [14, 18, 41]], [[1, 8, 7], [19, 61, 6]]);

/// The first 64 bits of the fractional parts of the first primes' cube roots.
#[rustfmt::skip]
const ROOTS: [u64; 80] = [
    0x428a2f98_d728ae22, 0x71374491_23ef65cd, 0xb5c0fbcf_ec4d3b2f, 0xe9b5dba5_8189dbbc, 0x3956c25b_f348b538,
    0x59f111f1_b605d019, 0x923f82a4_af194f9b, 0xab1c5ed5_da6d8118, 0xd807aa98_a3030242, 0x12835b01_45706fbe,
    0x243185be_4ee4b28c, 0x550c7dc3_d5ffb4e2, 0x72be5d74_f27b896f, 0x80deb1fe_3b1696b1, 0x9bdc06a7_25c71235,
    0xc19bf174_cf692694, 0xe49b69c1_9ef14ad2, 0xefbe4786_384f25e3, 0x0fc19dc6_8b8cd5b5, 0x240ca1cc_77ac9c65,
    0x2de92c6f_592b0275, 0x4a7484aa_6ea6e483, 0x5cb0a9dc_bd41fbd4, 0x76f988da_831153b5, 0x983e5152_ee66dfab,
    0xa831c66d_2db43210, 0xb00327c8_98fb213f, 0xbf597fc7_beef0ee4, 0xc6e00bf3_3da88fc2, 0xd5a79147_930aa725,
    0x06ca6351_e003826f, 0x14292967_0a0e6e70, 0x27b70a85_46d22ffc, 0x2e1b2138_5c26c926, 0x4d2c6dfc_5ac42aed,
    0x53380d13_9d95b3df, 0x650a7354_8baf63de, 0x766a0abb_3c77b2a8, 0x81c2c92e_47edaee6, 0x92722c85_1482353b,
    0xa2bfe8a1_4cf10364, 0xa81a664b_bc423001, 0xc24b8b70_d0f89791, 0xc76c51a3_0654be30, 0xd192e819_d6ef5218,
    0xd6990624_5565a910, 0xf40e3585_5771202a, 0x106aa070_32bbd1b8, 0x19a4c116_b8d2d0c8, 0x1e376c08_5141ab53,
    0x2748774c_df8eeb99, 0x34b0bcb5_e19b48a8, 0x391c0cb3_c5c95a63, 0x4ed8aa4a_e3418acb, 0x5b9cca4f_7763e373,
    0x682e6ff3_d6b2b8a3, 0x748f82ee_5defb2fc, 0x78a5636f_43172f60, 0x84c87814_a1f0ab72, 0x8cc70208_1a6439ec,
    0x90befffa_23631e28, 0xa4506ceb_de82bde9, 0xbef9a3f7_b2c67915, 0xc67178f2_e372532b, 0xca273ece_ea26619c,
    0xd186b8c7_21c0c207, 0xeada7dd6_cde0eb1e, 0xf57d4f7f_ee6ed178, 0x06f067aa_72176fba, 0x0a637dc5_a2c898a6,
    0x113f9804_bef90dae, 0x1b710b35_131c471b, 0x28db77f5_23047d84, 0x32caab7b_40c72493, 0x3c9ebe0a_15c9bebc,
    0x431d67c4_9c100d4c, 0x4cc5d4be_cb3e42b6, 0x597f299c_fc657e2a, 0x5fcb6fab_3ad6faec, 0x6c44198c_4a475817,
];

/// FIPS 202.
fn keccak(state: &mut [u64], block: &[u64]) {
    for (word, data) in state.iter_mut().zip(block) {
        *word ^= data;
    }
    let mut register = 1_u8;
    for _ in 0..24 {
        let columns: [u64; 5] = from_fn(|x| (0..5).fold(0, |parity, y| parity ^ state[x + 5 * y]));
        for (at, word) in state.iter_mut().enumerate() {
            *word ^= columns[(at + 4) % 5] ^ columns[(at + 1) % 5].rotate_left(1);
        }
        let (mut x, mut y, mut moved) = (1, 0, state[1]);
        for t in 0..24 {
            (x, y) = (y, (2 * x + 3 * y) % 5);
            let turned = moved.rotate_left((t + 1) * (t + 2) / 2 % 64);
            moved = std::mem::replace(&mut state[x + 5 * y], turned);
        }
        for row in state.as_chunks_mut().0 {
            let before: [u64; 5] = *row;
            *row = from_fn(|x| before[x] ^ !before[(x + 1) % 5] & before[(x + 2) % 5]);
        }
        for bit in 0..7 {
            state[0] ^= u64::from(register & 1) << ((1 << bit) - 1);
            register = register << 1 ^ if register & 0x80 == 0 { 0 } else { 0x71 };
        }
    }
}

/// BLAKE2b and BLAKE2s of RFC 7693, which differ in the width of words, in the number of rounds and in how far words are turned.
macro_rules! blake2 {
    ($name:ident, $word:ty, $rounds:expr, $turns:expr) => {
        fn $name(state: &mut [$word], block: &[$word], end: u64, last: u8) {
            const TURNS: [u32; 4] = $turns;
            let start: [$word; 8] = from_fn(|i| (STARTS[i] >> (64 - <$word>::BITS)) as $word);
            let mut v: [$word; 16] = from_fn(|i| if i < 8 { state[i] } else { start[i - 8] });
            v[12] ^= end as $word;
            v[13] ^= (u128::from(end) >> <$word>::BITS) as $word;
            v[14] ^= if last & 1 == 1 { <$word>::MAX } else { 0 };
            v[15] ^= if last & 2 == 2 { <$word>::MAX } else { 0 };
            for round in 0..$rounds {
                let order = ORDERS[round % 10];
                for (i, &[x, y]) in order.as_chunks().0.iter().enumerate() {
                    // Columns first, then diagonals.
                    let [a, b, c, d] = from_fn(|row| 4 * row + (i + row * (i / 4)) % 4);
                    v[a] = v[a].wrapping_add(v[b]).wrapping_add(block[usize::from(x)]);
                    v[d] = (v[d] ^ v[a]).rotate_right(TURNS[0]);
                    v[c] = v[c].wrapping_add(v[d]);
                    v[b] = (v[b] ^ v[c]).rotate_right(TURNS[1]);
                    v[a] = v[a].wrapping_add(v[b]).wrapping_add(block[usize::from(y)]);
                    v[d] = (v[d] ^ v[a]).rotate_right(TURNS[2]);
                    v[c] = v[c].wrapping_add(v[d]);
                    v[b] = (v[b] ^ v[c]).rotate_right(TURNS[3]);
                }
            }
            for i in 0..8 {
                state[i] ^= v[i] ^ v[i + 8];
            }
        }
    };
}

blake2!(blake2b, u64, 12, [32, 24, 16, 63]);
blake2!(blake2s, u32, 10, [16, 12, 8, 7]);

/// The first 64 bits of the fractional parts of the first primes' square roots.
#[rustfmt::skip]
const STARTS: [u64; 8] = [
    0x6a09e667_f3bcc908, 0xbb67ae85_84caa73b, 0x3c6ef372_fe94f82b, 0xa54ff53a_5f1d36f1, 0x510e527f_ade682d1,
    0x9b05688c_2b3e6c1f, 0x1f83d9ab_fb41bd6b, 0x5be0cd19_137e2179,
];

/// In which order the rounds take the words of a block.
#[rustfmt::skip]
const ORDERS: [[u8; 16]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
