//! Logarithms.
//!
//! x is 2^k · (1 + f) with 1 + f between √½ and √2, and ln(1 + f) = f - f²/2 + s (f²/2 + R(s²)) with s = f / (2 + f). The
//! polynomial R is the Remez one of Sun's fdlibm (e_log.c, 1993); sums that matter keep what their rounding loses.

use super::Function;
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

/// Normal positive numbers.
struct Normal<V> {
    least: V,
    infinity: V,
}

impl<V: Vector> Normal<V> {
    #[inline(always)]
    fn holds(&self, x: V) -> V {
        self.least.le(x).and(x.lt(self.infinity))
    }
}

/// What all logarithms in double precision share.
struct Parts<V> {
    root: V,
    bias: V,
    exponent_bits: V,
    two_to_52: V,
    two_to_52_biased: V,
    half: V,
    one: V,
    two: V,
    r: [V; 7],
    normal: Normal<V>,
}

impl<V: Doubles> Parts<V> {
    #[inline(always)]
    fn new() -> Self {
        const TWO_TO_52: f64 = 4_503_599_627_370_496.0;
        Parts {
            root: V::constant_bits(std::f64::consts::FRAC_1_SQRT_2.to_bits()),
            bias: V::constant_bits(1023 << 52),
            exponent_bits: V::constant_bits(0xfff << 52),
            two_to_52: V::constant(TWO_TO_52),
            two_to_52_biased: V::constant(TWO_TO_52 + 1023.0),
            half: V::constant(0.5),
            one: V::constant(1.0),
            two: V::constant(2.0),
            r: R.map(V::constant),
            normal: Normal { least: V::constant(f64::MIN_POSITIVE), infinity: V::constant(f64::INFINITY) },
        }
    }

    /// The exponent k, and f, of normal positive numbers.
    #[inline(always)]
    fn reduce(&self, x: V) -> (V, V) {
        let above = x.sub_bits(self.root);
        let exponent = above.add_bits(self.bias).shr(52);
        let k = exponent.or(self.two_to_52) - self.two_to_52_biased;
        let mantissa = x.sub_bits(above.and(self.exponent_bits));
        (k, mantissa - self.one)
    }

    /// ln(1 + f) = high + low, for f between √½ - 1 and √2 - 1.
    #[inline(always)]
    fn near_one(&self, f: V) -> (V, V) {
        let s = f / (self.two + f);
        let z = s * s;
        let w = z * z;
        let r = &self.r;
        let odd = w * (r[1] + w * (r[3] + w * r[5]));
        let even = z * (r[0] + w * (r[2] + w * (r[4] + w * r[6])));
        let half_square = self.half * f * f;
        let rest = s * (half_square + (odd + even));
        let high = f - half_square;
        (high, ((f - high) - half_square) + rest)
    }

    /// Both parts of ln(1 + f), the first with so few bits that its products below are exact.
    #[inline(always)]
    fn near_one_split(&self, f: V) -> (V, V) {
        let (high, low) = self.near_one(f);
        let short = high.and(V::splat_bits(!0xffff_ffff));
        (short, (high - short) + low)
    }
}

/// ln 2, of which a multiple by 11 bits is exact, and what that leaves.
struct Ln2<V> {
    high: V,
    low: V,
}

impl<V: Doubles> Ln2<V> {
    #[inline(always)]
    fn new() -> Self {
        Ln2 { high: V::constant(6.931_471_803_691_238e-1), low: V::constant(1.908_214_929_270_587_7e-10) }
    }

    /// k ln 2 + high + low + more.
    #[inline(always)]
    fn combine(&self, k: V, (high, low): (V, V), more: V) -> V {
        let whole = k * self.high;
        let sum = whole + high;
        let lost = (whole - sum) + high;
        sum + (lost + (low + (k * self.low + more)))
    }
}

/// ln x for normal positive numbers: within 0.65 units of the last place.
pub(super) struct Ln<V> {
    parts: Parts<V>,
    ln_2: Ln2<V>,
}

impl<V: Doubles> Function<V> for Ln<V> {
    #[inline(always)]
    fn new() -> Self {
        Ln { parts: Parts::new(), ln_2: Ln2::new() }
    }
    #[inline(always)]
    fn is_ordinary(&self, x: V) -> V {
        self.parts.normal.holds(x)
    }
    #[inline(always)]
    fn of(&self, x: V) -> V {
        let (k, f) = self.parts.reduce(x);
        self.ln_2.combine(k, self.parts.near_one(f), V::splat(0.0))
    }
}

/// ln(1 + x) for x above -1 and below 2^1023: within 0.7 units of the last place.
pub(super) struct Ln1P<V> {
    parts: Parts<V>,
    ln_2: Ln2<V>,
    /// Between these, 1 + x has the exponent 0.
    near: [V; 2],
    /// Between these, all is ordinary.
    ordinary: [V; 2],
}

impl<V: Doubles> Function<V> for Ln1P<V> {
    #[inline(always)]
    fn new() -> Self {
        Ln1P {
            parts: Parts::new(),
            ln_2: Ln2::new(),
            near: [-0.292_8, 0.414_2].map(V::constant),
            ordinary: [-1.0, f64::MAX / 2.0].map(V::constant),
        }
    }
    #[inline(always)]
    fn is_ordinary(&self, x: V) -> V {
        self.ordinary[0].lt(x).and(x.lt(self.ordinary[1]))
    }
    #[inline(always)]
    fn of(&self, x: V) -> V {
        let one = self.parts.one;
        let sum = one + x;
        let (k, f) = self.parts.reduce(sum);
        // What the sum lost, whichever of the two is larger.
        let lost = V::select(one.lt(x), one - (sum - x), x - (sum - one));
        let near = self.near[0].lt(x).and(x.lt(self.near[1]));
        let zero = V::splat(0.0);
        let (k, f) = (V::select(near, zero, k), V::select(near, x, f));
        let correction = V::select(near, zero, lost / sum);
        let result = self.ln_2.combine(k, self.parts.near_one(f), correction);
        // Adding would lose the sign of zero.
        V::select(x.eq(zero), x, result)
    }
}

/// log2 x for normal positive numbers: within 0.6 units of the last place. Exact for powers of two.
pub(super) struct Log2<V> {
    parts: Parts<V>,
    /// 1 / ln 2, of which products with 21 bits are exact, and what that leaves.
    high: V,
    low: V,
}

impl<V: Doubles> Function<V> for Log2<V> {
    #[inline(always)]
    fn new() -> Self {
        Log2 {
            parts: Parts::new(),
            high: V::constant(1.442_695_040_721_446_3),
            low: V::constant(1.675_171_316_488_651_2e-10),
        }
    }
    #[inline(always)]
    fn is_ordinary(&self, x: V) -> V {
        self.parts.normal.holds(x)
    }
    #[inline(always)]
    fn of(&self, x: V) -> V {
        let (k, f) = self.parts.reduce(x);
        let (high, low) = self.parts.near_one_split(f);
        let value = high * self.high;
        let rest = (low + high) * self.low + low * self.high;
        let sum = k + value;
        sum + (rest + ((k - sum) + value))
    }
}

/// log10 x for normal positive numbers: within 0.7 units of the last place.
pub(super) struct Log10<V> {
    parts: Parts<V>,
    /// 1 / ln 10, of which products with 21 bits are exact, and what that leaves.
    high: V,
    low: V,
    /// log10 2 likewise.
    log10_2_high: V,
    log10_2_low: V,
}

impl<V: Doubles> Function<V> for Log10<V> {
    #[inline(always)]
    fn new() -> Self {
        Log10 {
            parts: Parts::new(),
            high: V::constant(4.342_944_818_781_689e-1),
            low: V::constant(2.508_294_671_164_527_5e-11),
            log10_2_high: V::constant(3.010_299_956_636_117_7e-1),
            log10_2_low: V::constant(3.694_239_077_158_931e-13),
        }
    }
    #[inline(always)]
    fn is_ordinary(&self, x: V) -> V {
        self.parts.normal.holds(x)
    }
    #[inline(always)]
    fn of(&self, x: V) -> V {
        let (k, f) = self.parts.reduce(x);
        let (high, low) = self.parts.near_one_split(f);
        let value = high * self.high;
        let whole = k * self.log10_2_high;
        let rest = k * self.log10_2_low + (low + high) * self.low + low * self.high;
        let sum = whole + value;
        sum + (rest + ((whole - sum) + value))
    }
}

/// ln x in single precision, for normal positive numbers: within 0.9 units of the last place.
pub(super) struct LnSingle<V> {
    root: V,
    bias: V,
    exponent_bits: V,
    two_to_23: V,
    two_to_23_biased: V,
    half: V,
    one: V,
    two: V,
    ln_2_high: V,
    ln_2_low: V,
    r: [V; 4],
    normal: Normal<V>,
}

impl<V: Vector<Scalar = f32, Bits = u32>> Function<V> for LnSingle<V> {
    #[inline(always)]
    fn new() -> Self {
        const TWO_TO_23: f32 = 8_388_608.0;
        /// The polynomial of FreeBSD's e_logf.c.
        const R: [f32; 4] = [0.666_666_6, 0.400_009_72, 0.284_987_87, 0.242_790_79];
        LnSingle {
            root: V::constant_bits(std::f32::consts::FRAC_1_SQRT_2.to_bits()),
            bias: V::constant_bits(127 << 23),
            exponent_bits: V::constant_bits(0x1ff << 23),
            two_to_23: V::constant(TWO_TO_23),
            two_to_23_biased: V::constant(TWO_TO_23 + 127.0),
            half: V::constant(0.5),
            one: V::constant(1.0),
            two: V::constant(2.0),
            // ln 2, of which a multiple by 8 bits is exact, and what that leaves.
            ln_2_high: V::constant(6.931_381e-1),
            ln_2_low: V::constant(9.058_001e-6),
            r: R.map(V::constant),
            normal: Normal { least: V::constant(f32::MIN_POSITIVE), infinity: V::constant(f32::INFINITY) },
        }
    }
    #[inline(always)]
    fn is_ordinary(&self, x: V) -> V {
        self.normal.holds(x)
    }
    #[inline(always)]
    fn of(&self, x: V) -> V {
        let above = x.sub_bits(self.root);
        let exponent = above.add_bits(self.bias).shr(23);
        let k = exponent.or(self.two_to_23) - self.two_to_23_biased;
        let f = x.sub_bits(above.and(self.exponent_bits)) - self.one;
        let s = f / (self.two + f);
        let z = s * s;
        let w = z * z;
        let r = &self.r;
        let series = z * (r[0] + w * r[2]) + w * (r[1] + w * r[3]);
        let half_square = self.half * f * f;
        let rest = s * (half_square + series) + k * self.ln_2_low;
        k * self.ln_2_high + (f - (half_square - rest))
    }
}
