//! Exponentials.
//!
//! e^x is 2^(k/128) · e^r with |r| below 0.0028: the power of two from a table of twice the precision, the rest by a
//! polynomial. Source: Tang, "Table-driven implementation of the exponential function in IEEE floating-point arithmetic"
//! (ACM Transactions on Mathematical Software 15, 1989).

use super::double_double::DoubleDouble;
use crate::simd::{Doubles, Vector};

/// Beyond this, results may overflow or be subnormal: not for these functions.
pub(super) const ORDINARY: f64 = 708.0;

/// Beyond this, results of `exp2` may overflow or be subnormal.
pub(super) const ORDINARY_EXPONENT: f64 = 1022.0;

const SHIFT: f64 = 6_755_399_441_055_744.0; // 1.5 · 2^52: adding it leaves a whole number in the lowest bits
const INVERSE_STEP: f64 = 128.0 * std::f64::consts::LOG2_E;
/// ln 2 / 128, of which a multiple by 18 bits is exact, and what that leaves.
const STEP_HIGH: f64 = f64::from_bits((std::f64::consts::LN_2 / 128.0).to_bits() & !0x3_ffff);
const STEP_LOW: f64 = (std::f64::consts::LN_2 / 128.0 - STEP_HIGH) + DoubleDouble::LN_2.low / 128.0;

/// For j in 0..128: what the double leaves of 2^(j/128), as a fraction of it, and the double, its bits less j · 2^45, so
/// that adding (128 k + j) · 2^45 multiplies by 2^k.
static POWERS: [[f64; 2]; 128] = powers();

const fn powers() -> [[f64; 2]; 128] {
    let mut table = [[0.0; 2]; 128];
    let mut j = 0;
    while j < 128 {
        let exponent = DoubleDouble::LN_2.times(DoubleDouble { high: j as f64 / 128.0, low: 0.0 });
        let mut power = DoubleDouble::ONE;
        let mut n = 26;
        while n > 0 {
            power = DoubleDouble::ONE.plus(power.times(exponent).over(n as f64));
            n -= 1;
        }
        table[j] = [power.low / power.high, f64::from_bits(power.high.to_bits() - ((j as u64) << 45))];
        j += 1;
    }
    table
}

/// e^x as scale · (1 + tail) · e^(high - low).
struct Reduced<V> {
    scale: V,
    tail: V,
    high: V,
    low: V,
}

#[inline(always)]
fn reduce<V: Doubles>(x: V) -> Reduced<V> {
    let shifted = x * V::splat(INVERSE_STEP) + V::splat(SHIFT);
    let k = shifted - V::splat(SHIFT);
    let (tail, power) = V::pairs(&POWERS, shifted);
    Reduced {
        scale: power.add_bits(shifted.shl(45)),
        tail,
        high: x - k * V::splat(STEP_HIGH),
        low: k * V::splat(STEP_LOW),
    }
}

/// scale · (1 + tail) · e^r.
#[inline(always)]
fn scaled<V: Doubles>(scale: V, tail: V, r: V) -> V {
    let r2 = r * r;
    let square = r2 * (V::splat(1.0 / 2.0) + r * V::splat(1.0 / 6.0))
        + (r2 * r2) * (V::splat(1.0 / 24.0) + r * V::splat(1.0 / 120.0));
    scale + scale * (tail + r + square)
}

/// e^x for |x| < 708: within 0.51 units of the last place.
#[inline(always)]
pub(super) fn exp<V: Doubles>(x: V) -> V {
    let Reduced { scale, tail, high, low } = reduce(x);
    scaled(scale, tail, high - low)
}

/// e^x - 1 for |x| < 708: within 0.52 units of the last place.
#[inline(always)]
pub(super) fn exp_m1<V: Doubles>(x: V) -> V {
    let Reduced { scale, tail, high, low } = reduce(x);
    let r = high - low;
    let r2 = r * r;
    let square = r2 * (V::splat(1.0 / 2.0) + r * V::splat(1.0 / 6.0))
        + (r2 * r2) * (V::splat(1.0 / 24.0) + r * V::splat(1.0 / 120.0) + r2 * V::splat(1.0 / 720.0));
    let rest = tail + ((high - r) - low);
    // Where scale is near 1, the sum is small: what it and its rounding leave must be as exact as it is.
    let one = V::splat(1.0);
    let above = scale - one;
    let difference = above - scale;
    let lost = (scale - (above - difference)) - (one + difference);
    // scale · (1 + r) - 1 = above + r + above · r
    let sum = above + r;
    let result = sum + (((above - sum) + r) + lost + (above * r + scale * (rest + square)));
    // Adding would lose the sign of zero.
    V::select(x.eq(V::splat(0.0)), x, result)
}

/// tanh x for any x but NaN: within 1.1 units of the last place.
///
/// x + x³ P(x²) / Q(x²) for small x, with the polynomials of Moshier's Cephes (tanh.c), else 1 - 2 / (e^2x + 1).
#[inline(always)]
pub(super) fn tanh<V: Doubles>(x: V) -> V {
    const P: [f64; 3] = [-1.614_687_684_417_084_5e3, -9.928_772_310_019_186e1, -9.643_991_794_250_523e-1];
    const Q: [f64; 3] = [4.844_063_053_251_255e3, 2.235_488_390_601_004_5e3, 1.128_116_784_916_329_3e2];
    let c = V::splat;
    let magnitude = x.abs();
    // From here on it is 1 in double precision.
    let most = c(22.0);
    let clamped = V::select(magnitude.lt(most), magnitude, most);
    let exponential = exp(clamped + clamped);
    let z = clamped * clamped;
    let p = c(P[0]) + z * (c(P[1]) + z * c(P[2]));
    let q = c(Q[0]) + z * (c(Q[1]) + z * (c(Q[2]) + z));
    let small = clamped.lt(c(0.625));
    let above = V::select(small, clamped * z * p, c(-2.0));
    let below = V::select(small, q, exponential + c(1.0));
    let result = V::select(small, clamped, c(1.0)) + above / below;
    result.or(x.and(c(-0.0)))
}

/// 1 / (1 + e^-x) for |x| < 708: within 1.1 units of the last place.
#[inline(always)]
pub(super) fn expit<V: Doubles>(x: V) -> V {
    let one = V::splat(1.0);
    one / (one + exp(x.xor(V::splat(-0.0))))
}

/// 2^x for |x| < 1022: within 0.51 units of the last place.
#[inline(always)]
pub(super) fn exp2<V: Doubles>(x: V) -> V {
    // With 1/128 as unit, whose multiples are exact.
    const SHIFT_128: f64 = SHIFT / 128.0;
    let shifted = x + V::splat(SHIFT_128);
    let k = shifted - V::splat(SHIFT_128);
    let (tail, power) = V::pairs(&POWERS, shifted);
    let scale = power.add_bits(shifted.shl(45));
    scaled(scale, tail, (x - k) * V::splat(std::f64::consts::LN_2))
}

/// Beyond this, results of single precision may overflow or be subnormal.
pub(super) const ORDINARY_SINGLE: f32 = 87.0;

/// e^x in single precision for |x| < 87: within 0.8 units of the last place.
///
/// 2^k · e^r with |r| at most ln 2 / 2, by the series with coefficients economised (Remez).
#[inline(always)]
pub(super) fn exp_single<V: Vector<Scalar = f32, Bits = u32>>(x: V) -> V {
    const SHIFT: f32 = 12_582_912.0; // 1.5 · 2^23
    // ln 2, of which a multiple by 8 bits is exact, and what that leaves.
    const LN_2_HIGH: f32 = 0.693_145_75;
    const LN_2_LOW: f32 = 1.428_606_8e-6;
    let shifted = x * V::splat(std::f32::consts::LOG2_E) + V::splat(SHIFT);
    let k = shifted - V::splat(SHIFT);
    let high = x - k * V::splat(LN_2_HIGH);
    let low = k * V::splat(LN_2_LOW);
    let r = high - low;
    let r2 = r * r;
    let series =
        (V::splat(C2) + r * V::splat(C3)) + r2 * ((V::splat(C4) + r * V::splat(C5)) + r2 * V::splat(C6));
    let power = V::splat(1.0) + (high + (r2 * series - low));
    power.add_bits(shifted.shl(23))
}

const C2: f32 = 0.5;
const C3: f32 = 0.166_665_18;
const C4: f32 = 0.041_666_206;
const C5: f32 = 0.008_368_953;
const C6: f32 = 0.001_395_060_3;
