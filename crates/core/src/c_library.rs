//! Elementary functions with the bits of the GNU C library.
//!
//! They err by a little more than half a unit in the last place: once in some thousand times they are not the correctly rounded
//! number. NumPy's streams hold what they give on processors that fuse products and sums, so its algorithms stand here with
//! every rounding in its place, `mul_add` where that library fuses.
//!
//! Source: S. Nagy, optimized-routines, Arm Limited, `math/log.c`, `math/exp.c`, `math/pow.c` (MIT).

mod circular;
mod less_one;
mod single;
mod tables;

pub(crate) use circular::{acos, cos, small_angle_sin};
pub(crate) use less_one::{exp_m1, ln_1p};
pub(crate) use single::{exp_f32, ln_1p_f32, ln_f32, pow_f32};
use tables::{EXP, LN, POW_LN};

/// ln 2 in two parts: the first times any exponent is exact.
const LN_2: [f64; 2] = [bits(0x3fe6_2e42_fefa_3800), bits(0x3d2e_f357_93c7_6730)];
/// Numbers whose exponents are at most this, and NaN and infinities, go other ways.
const MAX_EXPONENT: u64 = 0x7ff;

const fn bits(bits: u64) -> f64 {
    f64::from_bits(bits)
}

/// The exponent and sign of a number.
fn top(x: f64) -> u64 {
    x.to_bits() >> 52
}

/// The bits of a positive number whose exponent may be below what `f64` has.
fn normalized(x: f64) -> u64 {
    if top(x) == 0 { (x * bits(0x4330_0000_0000_0000)).to_bits().wrapping_sub(52 << 52) } else { x.to_bits() }
}

/// `x = 2^k z` with z from a number on (its bits): k, z and the number of z's part of the range.
fn parts(x: u64, from: u64) -> (f64, f64, usize) {
    let beyond = x.wrapping_sub(from);
    let part = (beyond >> 45) as usize % 128;
    let exponent = (beyond as i64 >> 52) as f64;
    (exponent, bits(x.wrapping_sub(beyond & 0xfff << 52)), part)
}

/// The natural logarithm.
pub(crate) fn ln(x: f64) -> f64 {
    const A: [f64; 5] = [
        bits(0xbfe0_0000_0000_0001),
        bits(0x3fd5_5555_5551_305b),
        bits(0xbfcf_ffff_ffeb_4590),
        bits(0x3fc9_99b3_24f1_0111),
        bits(0xbfc5_5575_e506_c89f),
    ];
    if (1.0 - 0.0625..bits(0x3ff1_0900_0000_0000)).contains(&x) {
        return ln_near_1(x);
    }
    if !(x > 0.0 && x < f64::INFINITY) {
        return x.ln();
    }
    let (k, z, part) = parts(normalized(x), 0x3fe6_0000_0000_0000);
    let [inverse, logarithm] = LN[part].map(f64::from_bits);
    let r = z.mul_add(inverse, -1.0);
    let whole = k.mul_add(LN_2[0], logarithm);
    let high = whole + r;
    let low = k.mul_add(LN_2[1], whole - high + r);
    let square = r * r;
    let inner = r.mul_add(A[4], A[3]).mul_add(square, r.mul_add(A[2], A[1]));
    (r * square).mul_add(inner, square.mul_add(A[0], low)) + high
}

/// The logarithm of numbers near 1, whose own is small.
fn ln_near_1(x: f64) -> f64 {
    const B: [f64; 11] = [
        bits(0xbfe0_0000_0000_0000),
        bits(0x3fd5_5555_5555_5577),
        bits(0xbfcf_ffff_ffff_fdcb),
        bits(0x3fc9_9999_9995_dd0c),
        bits(0xbfc5_5555_5567_45a7),
        bits(0x3fc2_4924_a344_de30),
        bits(0xbfbf_ffff_a442_3d65),
        bits(0x3fbc_7184_282a_d6ca),
        bits(0xbfb9_99eb_43b0_68ff),
        bits(0x3fb7_8182_f7af_d085),
        bits(0xbfb5_5213_75d1_45cd),
    ];
    const SPLIT: f64 = (1_u64 << 27) as f64;
    if x == 1.0 {
        return 0.0;
    }
    let r = x - 1.0;
    let square = r * r;
    let cube = r * square;
    let first = square.mul_add(B[3], r.mul_add(B[2], B[1]));
    let second = square.mul_add(B[6], r.mul_add(B[5], B[4]));
    let third = cube.mul_add(B[10], square.mul_add(B[9], r.mul_add(B[8], B[7])));
    let inner = third.mul_add(cube, second).mul_add(cube, first);
    let leading = (-SPLIT).mul_add(r, r.mul_add(SPLIT, r));
    let trailing = r - leading;
    let high = (leading * leading).mul_add(B[0], r);
    let low = (leading * leading).mul_add(B[0], r - high);
    let low = (B[0] * trailing).mul_add(r + leading, low);
    high + inner.mul_add(cube, low)
}

/// The power of e.
pub(crate) fn exp(x: f64) -> f64 {
    exp_of_sum(x, 0.0)
}

/// The power of e to x and a little more.
fn exp_of_sum(x: f64, more: f64) -> f64 {
    const PER_LN_2: f64 = bits(0x4067_1547_652b_82fe);
    const MINUS_LN_2: [f64; 2] = [bits(0xbf76_2e42_fefa_0000), bits(0xbd0c_f79a_bc9e_3b3a)];
    const C: [f64; 4] = [
        bits(0x3fdf_ffff_ffff_fdbd),
        bits(0x3fc5_5555_5555_543c),
        bits(0x3fa5_5555_cf17_2b91),
        bits(0x3f81_1111_67a4_d017),
    ];
    /// Added, it leaves a number's nearest integer in the lowest bits.
    const SHIFT: f64 = bits(0x4338_0000_0000_0000);
    let size = top(x) & MAX_EXPONENT;
    if size < top(bits(0x3c90_0000_0000_0000)) {
        return 1.0 + x;
    }
    if size >= top(1024.0) {
        return if x.is_finite() { if x < 0.0 { 0.0 } else { f64::INFINITY } } else { x.exp() };
    }
    let shifted = x.mul_add(PER_LN_2, SHIFT);
    let number = shifted.to_bits();
    let k = shifted - SHIFT;
    let mut r = k.mul_add(MINUS_LN_2[1], k.mul_add(MINUS_LN_2[0], x));
    if more != 0.0 {
        r += more;
    }
    let [tail, scale] = EXP[number as usize % 128];
    let scale = scale.wrapping_add(number << 45);
    let square = r * r;
    let near = r.mul_add(C[1], C[0]).mul_add(square, r + bits(tail));
    let less_one = (square * square).mul_add(r.mul_add(C[3], C[2]), near);
    if size >= top(512.0) {
        beyond_range(less_one, scale, number)
    } else {
        bits(scale).mul_add(less_one, bits(scale))
    }
}

/// `scale (1 + less_one)` where the scale's exponent is out of range, by way of one that is not.
fn beyond_range(less_one: f64, scale: u64, number: u64) -> f64 {
    if number & 0x8000_0000 == 0 {
        let scale = bits(scale.wrapping_sub(1009 << 52));
        return scale.mul_add(less_one, scale) * bits((1009 + 1023) << 52);
    }
    let scale = bits(scale.wrapping_add(1022 << 52));
    let more = scale * less_one;
    let mut y = scale + more;
    if y < 1.0 {
        // Rounded where the result will be rounded: subnormal numbers have fewer digits.
        let high = 1.0 + y;
        let low = 1.0 - high + y + (scale - y + more);
        y = high + low - 1.0;
    }
    y * f64::MIN_POSITIVE
}

/// A positive number's power.
pub(crate) fn pow(x: f64, y: f64) -> f64 {
    let size = top(y) & MAX_EXPONENT;
    let is_ordinary = x > 0.0 && x < f64::INFINITY && (0x3be..0x43e).contains(&size);
    if !is_ordinary {
        return x.powf(y);
    }
    let (high, low) = precise_ln(normalized(x));
    let product = y * high;
    let more = y.mul_add(low, high.mul_add(y, -product));
    exp_of_sum(product, more)
}

/// The logarithm of the number that has these bits, with some more digits.
fn precise_ln(x: u64) -> (f64, f64) {
    const A: [f64; 7] = [
        bits(0xbfe0_0000_0000_0000),
        bits(0xbfe5_5555_5555_5560),
        bits(0x3fe0_0000_0000_0006),
        bits(0x3fe9_9999_9959_554e),
        bits(0xbfe5_5555_5529_a47a),
        bits(0xbff2_495b_9b48_45e9),
        bits(0x3ff0_002b_8b26_3fc3),
    ];
    let (k, z, part) = parts(x, 0x3fe6_9555_0000_0000);
    let [inverse, logarithm, logarithm_low] = POW_LN[part].map(f64::from_bits);
    let r = z.mul_add(inverse, -1.0);
    let whole = k.mul_add(LN_2[0], logarithm);
    let sum = whole + r;
    let low = k.mul_add(LN_2[1], logarithm_low) + (whole - sum + r);
    let half = A[0] * r;
    let half_square = r * half;
    let high = sum + half_square;
    let low = low + half.mul_add(r, -half_square) + (sum - high + half_square);
    let inner = r.mul_add(A[6], A[5]).mul_add(half_square, r.mul_add(A[4], A[3]));
    let inner = half_square.mul_add(inner, r.mul_add(A[2], A[1]));
    let low = (r * half_square).mul_add(inner, low);
    let result = high + low;
    (result, high - result + low)
}

#[cfg(test)]
mod tests {
    use super::*;

    // What the GNU C library 2.36 gives on a processor that fuses; none of these is the correctly rounded number.
    #[test]
    fn errs_where_the_c_library_does() {
        let logarithms = [
            (0.7111917696952796, -0.34081316726886374),
            (0.5699993338763802, -0.5621200867921535),
            (1.024686043944621, 0.024386267080763514),
            (0.9895484065253624, -0.010506594948740662),
        ];
        let powers_of_e =
            [(-4.953117187754584, 0.007061362991991726), (-0.41365911191543425, 0.6612263170241541)];
        let powers = [
            (0.3703149613197131, 10.0 / 3.0, 0.036467349166143546),
            (0.4313507718714107, 10.0 / 3.0, 0.06064131332806674),
            (0.994736581039997, -2.5, 1.0132807144463711),
        ];
        logarithms.iter().for_each(|(x, expected)| assert_eq!(ln(*x), *expected));
        powers_of_e.iter().for_each(|(x, expected)| assert_eq!(exp(*x), *expected));
        powers.iter().for_each(|(x, y, expected)| assert_eq!(pow(*x, *y), *expected));
    }

    #[test]
    fn ends_of_the_range() {
        assert_eq!(ln(0.0), f64::NEG_INFINITY);
        assert_eq!(ln(f64::INFINITY), f64::INFINITY);
        assert!(ln(-1.0).is_nan() && exp(f64::NAN).is_nan());
        assert_eq!((ln(1.0), exp(0.0), pow(2.0, 0.0)), (0.0, 1.0, 1.0));
        assert_eq!((exp(-746.0), exp(710.0), exp(f64::NEG_INFINITY)), (0.0, f64::INFINITY, 0.0));
        assert_eq!((exp(-745.0), ln(5e-324)), (5e-324, -744.440_071_921_381_2));
        assert_eq!((pow(0.0, 0.5), pow(2.0, -1074.0), pow(1.5, f64::INFINITY)), (0.0, 5e-324, f64::INFINITY));
    }
}
