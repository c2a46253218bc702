//! Logarithms.
//!
//! x is 2^k · (1 + f) with 1 + f between √½ and √2, and ln(1 + f) = f - f²/2 + s (f²/2 + R(s²)) with s = f / (2 + f). The
//! polynomial R is the Remez one of Sun's fdlibm (e_log.c, 1993); sums that matter keep what their rounding loses.

use crate::simd::{Doubles, Vector};

const R: [f64; 7] = [
    6.666_666_666_666_735e-1,
    3.999_999_999_940_942e-1,
    2.857_142_874_366_239e-1,
    2.222_219_843_214_978e-1,
    1.818_357_216_161_805e-1,
    1.531_383_769_920_937_3e-1,
    1.479_819_860_511_658_6e-1,
];
/// ln 2, of which a multiple by 11 bits is exact, and what that leaves.
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// The exponent k, and f, of normal positive numbers.
#[inline(always)]
fn reduce<V: Doubles>(x: V) -> (V, V) {
    const ROOT: u64 = std::f64::consts::FRAC_1_SQRT_2.to_bits();
    const BIAS: u64 = 1023 << 52;
    const TWO_TO_52: f64 = 4_503_599_627_370_496.0;
    let above = x.sub_bits(V::splat_bits(ROOT));
    let exponent = above.add_bits(V::splat_bits(BIAS)).shr(52);
    let k = exponent.or(V::splat(TWO_TO_52)) - V::splat(TWO_TO_52 + 1023.0);
    let mantissa = x.sub_bits(above.and(V::splat_bits(0xfff << 52)));
    (k, mantissa - V::splat(1.0))
}

/// ln(1 + f) = high + low, for f between √½ - 1 and √2 - 1.
#[inline(always)]
fn near_one<V: Doubles>(f: V) -> (V, V) {
    let s = f / (V::splat(2.0) + f);
    let z = s * s;
    let w = z * z;
    let c = |i: usize| V::splat(R[i]);
    let odd = w * (c(1) + w * (c(3) + w * c(5)));
    let even = z * (c(0) + w * (c(2) + w * (c(4) + w * c(6))));
    let half_square = V::splat(0.5) * f * f;
    let rest = s * (half_square + (odd + even));
    let high = f - half_square;
    ((high), ((f - high) - half_square) + rest)
}

/// k ln 2 + high + low + more.
#[inline(always)]
fn combine<V: Doubles>(k: V, (high, low): (V, V), more: V) -> V {
    let whole = k * V::splat(LN_2_HIGH);
    let sum = whole + high;
    let lost = (whole - sum) + high;
    sum + (lost + (low + (k * V::splat(LN_2_LOW) + more)))
}

/// ln x for normal positive numbers: within 0.65 units of the last place.
#[inline(always)]
pub(super) fn ln<V: Doubles>(x: V) -> V {
    let (k, f) = reduce(x);
    combine(k, near_one(f), V::splat(0.0))
}

/// ln(1 + x) for x above -1 and below 2^1023: within 0.7 units of the last place.
#[inline(always)]
pub(super) fn ln_1p<V: Doubles>(x: V) -> V {
    let one = V::splat(1.0);
    let sum = one + x;
    let (k, f) = reduce(sum);
    // What the sum lost, whichever of the two is larger.
    let lost = V::select(one.lt(x), one - (sum - x), x - (sum - one));
    let near = V::splat(-0.292_8).lt(x).and(x.lt(V::splat(0.414_2)));
    let zero = V::splat(0.0);
    let (k, f) = (V::select(near, zero, k), V::select(near, x, f));
    let correction = V::select(near, zero, lost / sum);
    let result = combine(k, near_one(f), correction);
    // Adding would lose the sign of zero.
    V::select(x.eq(zero), x, result)
}

/// Both parts of ln(1 + f), the first with so few bits that its products below are exact.
#[inline(always)]
fn near_one_split<V: Doubles>(f: V) -> (V, V) {
    let (high, low) = near_one(f);
    let short = high.and(V::splat_bits(!0xffff_ffff));
    (short, (high - short) + low)
}

/// log2 x for normal positive numbers: within 0.6 units of the last place. Exact for powers of two.
#[inline(always)]
pub(super) fn log2<V: Doubles>(x: V) -> V {
    /// 1 / ln 2, of which products with 21 bits are exact, and what that leaves.
    const HIGH: f64 = 1.442_695_040_721_446_3;
    const LOW: f64 = 1.675_171_316_488_651_2e-10;
    let (k, f) = reduce(x);
    let (high, low) = near_one_split(f);
    let value = high * V::splat(HIGH);
    let rest = (low + high) * V::splat(LOW) + low * V::splat(HIGH);
    let sum = k + value;
    sum + (rest + ((k - sum) + value))
}

/// log10 x for normal positive numbers: within 0.7 units of the last place.
#[inline(always)]
pub(super) fn log10<V: Doubles>(x: V) -> V {
    /// 1 / ln 10, of which products with 21 bits are exact, and what that leaves.
    const HIGH: f64 = 4.342_944_818_781_689e-1;
    const LOW: f64 = 2.508_294_671_164_527_5e-11;
    /// log10 2 likewise.
    const LOG10_2_HIGH: f64 = 3.010_299_956_636_117_7e-1;
    const LOG10_2_LOW: f64 = 3.694_239_077_158_931e-13;
    let (k, f) = reduce(x);
    let (high, low) = near_one_split(f);
    let value = high * V::splat(HIGH);
    let whole = k * V::splat(LOG10_2_HIGH);
    let rest = k * V::splat(LOG10_2_LOW) + (low + high) * V::splat(LOW) + low * V::splat(HIGH);
    let sum = whole + value;
    sum + (rest + ((whole - sum) + value))
}

/// ln x in single precision, for normal positive numbers: within 0.9 units of the last place.
#[inline(always)]
pub(super) fn ln_single<V: Vector<Scalar = f32, Bits = u32>>(x: V) -> V {
    const ROOT: u32 = std::f32::consts::FRAC_1_SQRT_2.to_bits();
    const BIAS: u32 = 127 << 23;
    const TWO_TO_23: f32 = 8_388_608.0;
    /// ln 2, of which a multiple by 8 bits is exact, and what that leaves.
    const LN_2_HIGH: f32 = 6.931_381e-1;
    const LN_2_LOW: f32 = 9.058_001e-6;
    /// The polynomial of FreeBSD's e_logf.c.
    const R: [f32; 4] = [0.666_666_6, 0.400_009_72, 0.284_987_87, 0.242_790_79];
    let above = x.sub_bits(V::splat_bits(ROOT));
    let exponent = above.add_bits(V::splat_bits(BIAS)).shr(23);
    let k = exponent.or(V::splat(TWO_TO_23)) - V::splat(TWO_TO_23 + 127.0);
    let f = x.sub_bits(above.and(V::splat_bits(0x1ff << 23))) - V::splat(1.0);
    let s = f / (V::splat(2.0) + f);
    let z = s * s;
    let w = z * z;
    let c = |i: usize| V::splat(R[i]);
    let series = z * (c(0) + w * c(2)) + w * (c(1) + w * c(3));
    let half_square = V::splat(0.5) * f * f;
    let rest = s * (half_square + series) + k * V::splat(LN_2_LOW);
    k * V::splat(LN_2_HIGH) + (f - (half_square - rest))
}
