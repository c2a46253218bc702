//! Normal and exponential numbers by Marsaglia and Tsang's ziggurat of 256 layers.
//!
//! One draw gives a layer, a sign and a position within the layer. Nearly always the position lies inside the rectangle
//! below the curve and is the answer; else it is judged against the curve, or drawn from the tail.

mod tables;

use super::BitSource;
use super::math::{exp, exp_f32, ln_1p, ln_1p_f32};
use tables::{EXPONENTIAL_EDGE, NORMAL_EDGE, Tables, with_tables};

/// Standard normal.
#[inline]
pub fn standard_normal<S: BitSource>(source: &mut S) -> f64 {
    with_tables(|tables: &Tables| {
        loop {
            let bits = source.next_u64();
            let layer = (bits & 0xff) as usize;
            let position = (bits >> 9) & 0x000f_ffff_ffff_ffff;
            let magnitude = position as f64 * tables.normal.width[layer];
            let x = if bits & 0x100 == 0 { magnitude } else { -magnitude };
            if position < tables.normal.inside[layer] {
                return x;
            }
            if layer == 0 {
                let tail = NORMAL_EDGE + normal_tail(|| source.next_f64());
                return if (position >> 8) & 1 == 0 { tail } else { -tail };
            }
            let (above, below) = (tables.normal.height[layer - 1], tables.normal.height[layer]);
            if (above - below) * source.next_f64() + below < exp(-0.5 * x * x) {
                return x;
            }
        }
    })
}

/// How far beyond the last layer's edge, by Marsaglia's method.
fn normal_tail(mut uniform: impl FnMut() -> f64) -> f64 {
    const INVERSE_EDGE: f64 = 0.273_661_237_329_758_3;
    loop {
        let x = -INVERSE_EDGE * ln_1p(-uniform());
        let y = -ln_1p(-uniform());
        if y + y > x * x {
            return x;
        }
    }
}

/// Standard exponential.
#[inline]
pub fn standard_exponential<S: BitSource>(source: &mut S) -> f64 {
    with_tables(|tables: &Tables| {
        loop {
            let bits = source.next_u64() >> 3;
            let layer = (bits & 0xff) as usize;
            let position = bits >> 8;
            let x = position as f64 * tables.exponential.width[layer];
            if position < tables.exponential.inside[layer] {
                return x;
            }
            if layer == 0 {
                return EXPONENTIAL_EDGE - ln_1p(-source.next_f64());
            }
            let (above, below) = (tables.exponential.height[layer - 1], tables.exponential.height[layer]);
            if (above - below) * source.next_f64() + below < exp(-x) {
                return x;
            }
        }
    })
}

/// Standard normal in single precision.
#[inline]
pub fn standard_normal_f32<S: BitSource>(source: &mut S) -> f32 {
    with_tables(|tables: &Tables| {
        loop {
            let bits = source.next_u32();
            let layer = (bits & 0xff) as usize;
            let position = bits >> 9;
            let magnitude = position as f32 * tables.normal_f32.width[layer];
            let x = if bits & 0x100 == 0 { magnitude } else { -magnitude };
            if position < tables.normal_f32.inside[layer] {
                return x;
            }
            if layer == 0 {
                let tail = NORMAL_EDGE as f32 + normal_tail_f32(|| source.next_f32());
                return if (position >> 8) & 1 == 0 { tail } else { -tail };
            }
            let (above, below) = (tables.normal_f32.height[layer - 1], tables.normal_f32.height[layer]);
            let level = (above - below) * source.next_f32() + below;
            if f64::from(level) < exp(-0.5 * f64::from(x) * f64::from(x)) {
                return x;
            }
        }
    })
}

fn normal_tail_f32(mut uniform: impl FnMut() -> f32) -> f32 {
    const INVERSE_EDGE: f32 = 0.273_661_24;
    loop {
        let x = -INVERSE_EDGE * ln_1p_f32(-uniform());
        let y = -ln_1p_f32(-uniform());
        if y + y > x * x {
            return x;
        }
    }
}

/// Standard exponential in single precision.
#[inline]
pub fn standard_exponential_f32<S: BitSource>(source: &mut S) -> f32 {
    with_tables(|tables: &Tables| {
        loop {
            let bits = source.next_u32() >> 1;
            let layer = (bits & 0xff) as usize;
            let position = bits >> 8;
            let x = position as f32 * tables.exponential_f32.width[layer];
            if position < tables.exponential_f32.inside[layer] {
                return x;
            }
            if layer == 0 {
                return EXPONENTIAL_EDGE as f32 - ln_1p_f32(-source.next_f32());
            }
            let (above, below) =
                (tables.exponential_f32.height[layer - 1], tables.exponential_f32.height[layer]);
            if (above - below) * source.next_f32() + below < exp_f32(-x) {
                return x;
            }
        }
    })
}
