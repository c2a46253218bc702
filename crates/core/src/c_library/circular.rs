//! The cosine and its inverse, for angles from 0 to π and a little more, and the sine of small angles.
//!
//! Source: IBM's Accurate Mathematical Library (A. Ziv, "Fast evaluation of elementary mathematical functions with correctly
//! rounded last bit", ACM TOMS 17, 1991) as the GNU C library 2.28 and later has it, without the slow paths. Its tables hold
//! what mathematics gives, so they are computed here: sines and cosines of k/128, Taylor polynomials of the arc sine.

mod tables;

use super::bits;
use std::f64::consts::FRAC_PI_2;
use tables::{ARC_SINES, ArcSine, SINES, Sine, inverse_root};

/// What π/2 has beyond its `f64`.
const FRAC_PI_2_LOW: f64 = bits(0x3c91_a626_3314_5c07);

/// The cosine of an angle whose size is at most 3π/2.
pub(crate) fn cos(angle: f64) -> f64 {
    const TINY: f64 = bits(0x3e40_0000_0000_0000);
    const NEAR_0: f64 = bits(0x3feb_6000_0000_0000);
    const NEAR_HALF_PI: f64 = bits(0x4003_68fd_0000_0000);
    let size = angle.abs();
    if size < TINY {
        1.0
    } else if size < NEAR_0 {
        cos_near_0(size, 0.0)
    } else if size < NEAR_HALF_PI {
        let away = FRAC_PI_2 - size;
        let high = away + FRAC_PI_2_LOW;
        sin_near_0(high, away - high + FRAC_PI_2_LOW)
    } else {
        let (quarter, high, low) = reduced(size);
        // cos(x + k π/2) is a cosine or a sine of x.
        let value = if quarter % 2 == 0 { cos_near_0(high, low) } else { sin_near_0(high, low) };
        if matches!(quarter % 4, 1 | 2) { -value } else { value }
    }
}

/// The sine of an angle from 0 to 0.85.
pub(crate) fn small_angle_sin(angle: f64) -> f64 {
    sin_near_0(angle, 0.0)
}

/// `angle = k π/2 + high + low`.
fn reduced(angle: f64) -> (u64, f64, f64) {
    const PER_HALF_PI: f64 = bits(0x3fe4_5f30_6dc9_c883);
    const SHIFT: f64 = bits(0x4338_0000_0000_0000);
    const HALF_PI: [f64; 4] = [
        bits(0x3ff9_21fb_5800_0000),
        bits(0xbe4d_de97_3c00_0000),
        bits(0xbc8c_b3b3_9800_0000),
        bits(0xbacd_747f_23e3_2ed7),
    ];
    let shifted = angle.mul_add(PER_HALF_PI, SHIFT);
    let k = shifted - SHIFT;
    let rest = (-k).mul_add(HALF_PI[1], (-k).mul_add(HALF_PI[0], angle));
    let less = (-k).mul_add(HALF_PI[2], rest);
    let low = (-k).mul_add(HALF_PI[2], rest - less);
    let high = (-k).mul_add(HALF_PI[3], less);
    (shifted.to_bits(), high, low + (-k).mul_add(HALF_PI[3], less - high))
}

/// The multiple of 1/128 next to a size below 1, as its entry of the table, and how far the size is from it.
fn next_sine(size: f64) -> (Sine, f64) {
    /// Added, it leaves a number's nearest multiple of 1/128 in the lowest bits.
    const SHIFT: f64 = bits(0x42c8_0000_0000_0000);
    let shifted = size + SHIFT;
    let entry = SINES.with(|table| table[shifted.to_bits() as usize % 128]);
    (entry, size - (shifted - SHIFT))
}

/// `sin(x) - x` by x³, for x below 1/256.
fn sine_series(square: f64) -> f64 {
    square.mul_add(bits(0x3f81_1110_e829_872f), bits(0xbfc5_5555_5555_5515))
}

/// `(1 - cos(x)) / x²`, for x below 1/256.
fn cosine_series(square: f64) -> f64 {
    let higher = square.mul_add(bits(0x3f56_c16b_edd9_e239), bits(0xbfa5_5555_5555_5535));
    square.mul_add(higher, 0.5)
}

fn cos_near_0(high: f64, low: f64) -> f64 {
    let low = if high < 0.0 { -low } else { low };
    let (Sine { sin, sin_low, cos, cos_low }, rest) = next_sine(high.abs());
    let x = rest + low;
    let square = x * x;
    let s = (x * square).mul_add(sine_series(square), x);
    let c = square * cosine_series(square);
    let correction = (-c).mul_add(cos, (-sin_low).mul_add(s, cos_low));
    cos + (-s).mul_add(sin, correction)
}

fn sin_near_0(high: f64, low: f64) -> f64 {
    const SMALL: f64 = bits(0x3fc0_20c4_9ba5_e354); // 0.126
    if high.abs() < SMALL {
        return small_sin(high, low);
    }
    let low = if high <= 0.0 { -low } else { low };
    let (Sine { sin, sin_low, cos, cos_low }, x) = next_sine(high.abs());
    let square = x * x;
    let s = x + (x * square).mul_add(sine_series(square), low);
    let c = x.mul_add(low, square * cosine_series(square));
    let correction = (-c).mul_add(sin, cos_low.mul_add(s, sin_low));
    (sin + s.mul_add(cos, correction)).copysign(high)
}

fn small_sin(high: f64, low: f64) -> f64 {
    const SERIES: [f64; 5] = [
        bits(0xbe5a_ddff_c2fc_df59),
        bits(0x3ec7_1de2_7b9a_7ed9),
        bits(0xbf2a_01a0_19db_08b8),
        bits(0x3f81_1111_1111_0ece),
        bits(0xbfc5_5555_5555_5555),
    ];
    let square = high * high;
    let series = polynomial(&SERIES, square);
    high + square.mul_add(series.mul_add(high, -(low * 0.5)), low)
}

/// The polynomial of these coefficients, the highest first.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().copied().reduce(|sum, next| sum.mul_add(x, next)).unwrap_or(0.0)
}

/// The arc cosine: an angle from 0 to π.
pub(crate) fn acos(x: f64) -> f64 {
    const TINY: f64 = bits(0x3c88_0000_0000_0000);
    const NEAR_1: f64 = 0.96875;
    let size = x.abs();
    if size < TINY {
        FRAC_PI_2
    } else if size < 0.125 {
        let square = x * x;
        let away = FRAC_PI_2 - x;
        let lost = FRAC_PI_2 - away - x + FRAC_PI_2_LOW;
        away + (-arc_series(square)).mul_add(x * square, lost)
    } else if size < NEAR_1 {
        let (high, low) = arc_sine(size);
        if x > 0.0 {
            FRAC_PI_2_LOW - low + (FRAC_PI_2 - high)
        } else {
            FRAC_PI_2_LOW + low + (FRAC_PI_2 + high)
        }
    } else if size < 1.0 {
        arc_near_1(x)
    } else if size == 1.0 {
        if x > 0.0 { 0.0 } else { 2.0 * FRAC_PI_2 }
    } else {
        f64::NAN
    }
}

/// `asin(x) - x` by x³, for x² below 1/64.
fn arc_series(square: f64) -> f64 {
    const SERIES: [f64; 6] = [
        bits(0x3f92_92d8_0f45_3c72),
        bits(0x3f96_e442_c822_d419),
        bits(0x3f9f_1c7e_04f4_ad99),
        bits(0x3fa6_db6d_ae42_c0e4),
        bits(0x3fb3_3333_3336_127d),
        bits(0x3fc5_5555_5555_54f9),
    ];
    polynomial(&SERIES, square)
}

/// The arc sine from 1/8 to 31/32, in two parts.
fn arc_sine(x: f64) -> (f64, f64) {
    let part = (x * 256.0) as usize;
    ARC_SINES.with(|table| {
        let ArcSine { at, high, low, slope, higher } = &table[part - tables::FIRST_PART];
        let away = x - at;
        let low = polynomial(higher, away).mul_add(away * away, *low);
        (*high, away.mul_add(*slope, low))
    })
}

/// The arc cosine near 1 and -1, where it goes as a square root: `acos(x) = 2 asin(√((1 - x) / 2))`.
fn arc_near_1(x: f64) -> f64 {
    const ROOT: [f64; 4] = [
        bits(0x3fd4_0063_18d1_dab9),
        bits(0x3fd8_0049_6769_c91a),
        bits(0x3fdf_ffff_ff75_7304),
        bits(0x3fef_ffff_ffec_c1dd),
    ];
    const SPLIT: f64 = (1_u64 << 27) as f64;
    let z = (1.0 - x.abs()) * 0.5;
    let inverse = inverse_root(z);
    let inverse = polynomial(&ROOT, (-(inverse * inverse)).mul_add(z, 1.0)) * inverse;
    let near = z * inverse;
    let sum = (-(inverse * 0.5)).mul_add(near, 1.5);
    let split = near.mul_add(SPLIT, near);
    let root = (-SPLIT).mul_add(near, split);
    let low = (-root).mul_add(root, z) / sum.mul_add(near, root);
    let rest = (arc_series(z) * z) * (root + low);
    let half = if x > 0.0 { low + rest + root } else { FRAC_PI_2_LOW - low - rest + (FRAC_PI_2 - root) };
    half + half
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers below 1 that fill it evenly, in no order.
    fn points() -> impl Iterator<Item = f64> {
        (1..50_000).map(|i| (f64::from(i) * 0.618_033_988_749_894_9).fract())
    }

    // What the GNU C library 2.36 gives on a processor that fuses; none of these is the correctly rounded number.
    #[test]
    fn errs_where_the_c_library_does() {
        let cosines = [
            (4.29381, -0.40646252450693365),
            (1.45648, 0.11406750423362677),
            (4.30838, -0.39310771852899207),
            (2.54534, -0.8274457259789749),
            (4.54262, -0.16895465514067776),
            (1.76347, -0.1914837752279006),
        ];
        let arcs = [
            (0.687887, 0.8122225043285118),
            (0.977038, 0.2147110507533178),
            (0.589933, 0.9398204655803577),
            (-0.340964, 1.9187384824962797),
            (-0.64822, 2.2760407950288615),
            (-0.870803, 2.627629627346372),
        ];
        cosines.iter().for_each(|(x, expected)| assert_eq!(cos(*x), *expected));
        arcs.iter().for_each(|(x, expected)| assert_eq!(acos(*x), *expected));
    }

    #[test]
    fn ends_of_the_range() {
        assert_eq!((cos(0.0), cos(1e-9), cos(-0.5)), (1.0, 1.0, cos(0.5)));
        assert_eq!((acos(0.0), acos(1.0), acos(-1.0)), (FRAC_PI_2, 0.0, 2.0 * FRAC_PI_2));
        assert!(acos(1.0 + f64::EPSILON).is_nan() && acos(f64::NAN).is_nan());
    }

    #[test]
    fn differs_from_the_correctly_rounded_number_by_the_last_digit_at_most() {
        let near = |found: f64, expected: f64| found.to_bits().abs_diff(expected.to_bits()) <= 1;
        for x in points() {
            assert!(near(acos(x), pxfm::f_acos(x)) && near(acos(-x), pxfm::f_acos(-x)), "{x}");
            let angle = 4.7 * x;
            assert!(near(cos(angle), pxfm::f_cos(angle)), "{angle}");
        }
    }

    // The standard library's functions are the system's: on others, other last digits.
    #[test]
    #[cfg(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64"))]
    fn has_the_bits_of_the_system() {
        if !std::is_x86_feature_detected!("fma") {
            return;
        }
        for x in points() {
            let x = 2.0 * x - 1.0;
            assert_eq!(acos(x), x.acos(), "{x}");
            assert_eq!(cos(4.7 * x), (4.7 * x).cos(), "{x}");
        }
    }
}
