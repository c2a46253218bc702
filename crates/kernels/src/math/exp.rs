//! Exponentials.
//!
//! e^x is 2^(k/128) · e^r with |r| below 0.0028: the power of two from a table of twice the precision, the rest by a
//! polynomial. Source: Tang, "Table-driven implementation of the exponential function in IEEE floating-point arithmetic"
//! (ACM Transactions on Mathematical Software 15, 1989).

use super::Function;
use super::double_double::DoubleDouble;
use crate::simd::{Doubles, Vector};

/// Beyond this, results may overflow or be subnormal: not for these functions.
const ORDINARY: f64 = 708.0;

/// Beyond this, results of [`Exp2`] may overflow or be subnormal.
const ORDINARY_EXPONENT: f64 = 1022.0;

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

/// e^r for |r| below 0.0028, to be scaled.
struct Series<V> {
    half: V,
    sixth: V,
    twenty_fourth: V,
    hundred_twentieth: V,
}

impl<V: Doubles> Series<V> {
    #[inline(always)]
    fn new() -> Self {
        Series {
            half: V::constant(1.0 / 2.0),
            sixth: V::constant(1.0 / 6.0),
            twenty_fourth: V::constant(1.0 / 24.0),
            hundred_twentieth: V::constant(1.0 / 120.0),
        }
    }

    /// scale · (1 + tail) · e^r.
    #[inline(always)]
    fn scaled(&self, scale: V, tail: V, r: V) -> V {
        let r2 = r * r;
        let square =
            r2 * (self.half + r * self.sixth) + (r2 * r2) * (self.twenty_fourth + r * self.hundred_twentieth);
        scale + scale * (tail + r + square)
    }
}

/// Of x, what [`Series`] takes.
struct Reduction<V> {
    inverse_step: V,
    shift: V,
    step_high: V,
    step_low: V,
}

/// e^x as scale · (1 + tail) · e^(high - low).
struct Reduced<V> {
    scale: V,
    tail: V,
    high: V,
    low: V,
}

impl<V: Doubles> Reduction<V> {
    #[inline(always)]
    fn new() -> Self {
        Reduction {
            inverse_step: V::constant(INVERSE_STEP),
            shift: V::constant(SHIFT),
            step_high: V::constant(STEP_HIGH),
            step_low: V::constant(STEP_LOW),
        }
    }

    #[inline(always)]
    fn of(&self, x: V) -> Reduced<V> {
        let shifted = x * self.inverse_step + self.shift;
        let k = shifted - self.shift;
        let (tail, power) = V::pairs(&POWERS, shifted);
        Reduced {
            scale: power.add_bits(shifted.shl(45)),
            tail,
            high: x - k * self.step_high,
            low: k * self.step_low,
        }
    }
}

/// e^x for |x| < 708: within 0.51 units of the last place.
pub(super) struct Exp<V> {
    reduction: Reduction<V>,
    series: Series<V>,
    ordinary: V,
}

impl<V: Doubles> Function<V> for Exp<V> {
    #[inline(always)]
    fn new() -> Self {
        Exp { reduction: Reduction::new(), series: Series::new(), ordinary: V::constant(ORDINARY) }
    }
    #[inline(always)]
    fn is_ordinary(&self, x: V) -> V {
        x.abs().lt(self.ordinary)
    }
    #[inline(always)]
    fn of(&self, x: V) -> V {
        let Reduced { scale, tail, high, low } = self.reduction.of(x);
        self.series.scaled(scale, tail, high - low)
    }
}

/// e^x - 1 for |x| < 708: within 0.52 units of the last place.
pub(super) struct ExpM1<V> {
    reduction: Reduction<V>,
    series: Series<V>,
    seven_hundred_twentieth: V,
    one: V,
    ordinary: V,
}

impl<V: Doubles> Function<V> for ExpM1<V> {
    #[inline(always)]
    fn new() -> Self {
        ExpM1 {
            reduction: Reduction::new(),
            series: Series::new(),
            seven_hundred_twentieth: V::constant(1.0 / 720.0),
            one: V::constant(1.0),
            ordinary: V::constant(ORDINARY),
        }
    }
    #[inline(always)]
    fn is_ordinary(&self, x: V) -> V {
        x.abs().lt(self.ordinary)
    }
    #[inline(always)]
    fn of(&self, x: V) -> V {
        let Reduced { scale, tail, high, low } = self.reduction.of(x);
        let Series { half, sixth, twenty_fourth, hundred_twentieth } = self.series;
        let r = high - low;
        let r2 = r * r;
        let square = r2 * (half + r * sixth)
            + (r2 * r2) * (twenty_fourth + r * hundred_twentieth + r2 * self.seven_hundred_twentieth);
        let rest = tail + ((high - r) - low);
        // Where scale is near 1, the sum is small: what it and its rounding leave must be as exact as it is.
        let one = self.one;
        let above = scale - one;
        let difference = above - scale;
        let lost = (scale - (above - difference)) - (one + difference);
        // scale · (1 + r) - 1 = above + r + above · r
        let sum = above + r;
        let result = sum + (((above - sum) + r) + lost + (above * r + scale * (rest + square)));
        // Adding would lose the sign of zero.
        V::select(x.eq(V::splat(0.0)), x, result)
    }
}

/// tanh x for any x but NaN: within 1.1 units of the last place.
///
/// x + x³ P(x²) / Q(x²) for small x, with the polynomials of Moshier's Cephes (tanh.c), else 1 - 2 / (e^2x + 1).
pub(super) struct Tanh<V> {
    exp: Exp<V>,
    p: [V; 3],
    q: [V; 3],
    /// From here on it is 1 in double precision.
    most: V,
    small: V,
    one: V,
    minus_two: V,
}

impl<V: Doubles> Function<V> for Tanh<V> {
    #[inline(always)]
    fn new() -> Self {
        const P: [f64; 3] = [-1.614_687_684_417_084_5e3, -9.928_772_310_019_186e1, -9.643_991_794_250_523e-1];
        const Q: [f64; 3] = [4.844_063_053_251_255e3, 2.235_488_390_601_004_5e3, 1.128_116_784_916_329_3e2];
        Tanh {
            exp: Exp::new(),
            p: P.map(V::constant),
            q: Q.map(V::constant),
            most: V::constant(22.0),
            small: V::constant(0.625),
            one: V::constant(1.0),
            minus_two: V::constant(-2.0),
        }
    }
    #[inline(always)]
    #[allow(clippy::eq_op, reason = "NaN alone differs from itself")]
    fn is_ordinary(&self, x: V) -> V {
        x.eq(x)
    }
    #[inline(always)]
    fn of(&self, x: V) -> V {
        let Tanh { p, q, one, .. } = self;
        let magnitude = x.abs();
        let clamped = V::select(magnitude.lt(self.most), magnitude, self.most);
        let exponential = self.exp.of(clamped + clamped);
        let z = clamped * clamped;
        let p = p[0] + z * (p[1] + z * p[2]);
        let q = q[0] + z * (q[1] + z * (q[2] + z));
        let small = clamped.lt(self.small);
        let above = V::select(small, clamped * z * p, self.minus_two);
        let below = V::select(small, q, exponential + *one);
        let result = V::select(small, clamped, *one) + above / below;
        result.or(x.and(V::splat(-0.0)))
    }
}

/// 1 / (1 + e^-x) for |x| < 708: within 1.1 units of the last place.
pub(super) struct Expit<V> {
    exp: Exp<V>,
    one: V,
}

impl<V: Doubles> Function<V> for Expit<V> {
    #[inline(always)]
    fn new() -> Self {
        Expit { exp: Exp::new(), one: V::constant(1.0) }
    }
    #[inline(always)]
    fn is_ordinary(&self, x: V) -> V {
        self.exp.is_ordinary(x)
    }
    #[inline(always)]
    fn of(&self, x: V) -> V {
        self.one / (self.one + self.exp.of(x.xor(V::splat(-0.0))))
    }
}

/// 2^x for |x| < 1022: within 0.51 units of the last place.
pub(super) struct Exp2<V> {
    shift: V,
    ln_2: V,
    series: Series<V>,
    ordinary: V,
}

impl<V: Doubles> Function<V> for Exp2<V> {
    #[inline(always)]
    fn new() -> Self {
        Exp2 {
            // With 1/128 as unit, whose multiples are exact.
            shift: V::constant(SHIFT / 128.0),
            ln_2: V::constant(std::f64::consts::LN_2),
            series: Series::new(),
            ordinary: V::constant(ORDINARY_EXPONENT),
        }
    }
    #[inline(always)]
    fn is_ordinary(&self, x: V) -> V {
        x.abs().lt(self.ordinary)
    }
    #[inline(always)]
    fn of(&self, x: V) -> V {
        let shifted = x + self.shift;
        let k = shifted - self.shift;
        let (tail, power) = V::pairs(&POWERS, shifted);
        let scale = power.add_bits(shifted.shl(45));
        self.series.scaled(scale, tail, (x - k) * self.ln_2)
    }
}

/// e^x in single precision for |x| < 87: within 0.8 units of the last place.
///
/// 2^k · e^r with |r| at most ln 2 / 2, by the series with coefficients economised (Remez).
pub(super) struct ExpSingle<V> {
    log2_e: V,
    shift: V,
    ln_2_high: V,
    ln_2_low: V,
    series: [V; 5],
    one: V,
    ordinary: V,
}

impl<V: Vector<Scalar = f32, Bits = u32>> Function<V> for ExpSingle<V> {
    #[inline(always)]
    fn new() -> Self {
        const SERIES: [f32; 5] = [0.5, 0.166_665_18, 0.041_666_206, 0.008_368_953, 0.001_395_060_3];
        ExpSingle {
            log2_e: V::constant(std::f32::consts::LOG2_E),
            shift: V::constant(12_582_912.0), // 1.5 · 2^23
            // ln 2, of which a multiple by 8 bits is exact, and what that leaves.
            ln_2_high: V::constant(0.693_145_75),
            ln_2_low: V::constant(1.428_606_8e-6),
            series: SERIES.map(V::constant),
            one: V::constant(1.0),
            // Beyond this, results may overflow or be subnormal.
            ordinary: V::constant(87.0),
        }
    }
    #[inline(always)]
    fn is_ordinary(&self, x: V) -> V {
        x.abs().lt(self.ordinary)
    }
    #[inline(always)]
    fn of(&self, x: V) -> V {
        let shifted = x * self.log2_e + self.shift;
        let k = shifted - self.shift;
        let high = x - k * self.ln_2_high;
        let low = k * self.ln_2_low;
        let r = high - low;
        let r2 = r * r;
        let [c2, c3, c4, c5, c6] = self.series;
        let series = (c2 + r * c3) + r2 * ((c4 + r * c5) + r2 * c6);
        let power = self.one + (high + (r2 * series - low));
        power.add_bits(shifted.shl(23))
    }
}
