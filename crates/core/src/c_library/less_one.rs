//! `expm1` and `log1p`: an exponential less 1 and a logarithm of a number and 1, precise near 0.
//!
//! Sources: Sun Microsystems, fdlibm, `s_expm1.c` and `s_log1p.c` (freely granted), with sums of polynomials in pairs
//! (N. Shimizu, 1997) and every product fused that a compiler fuses there.

use super::bits;

/// ln 2 in two parts: the first times any exponent is exact.
const LN_2: [f64; 2] = [bits(0x3fe6_2e42_fee0_0000), bits(0x3dea_39ef_3579_3c76)];

/// A number's sign, exponent and first 20 digits.
fn high_word(x: f64) -> i32 {
    (x.to_bits() >> 32) as i32
}

/// `x 2^k` where the result is no subnormal number.
fn scaled(x: f64, k: i32) -> f64 {
    bits(x.to_bits().wrapping_add((i64::from(k) << 52) as u64))
}

/// 2^-k.
fn inverse_power_of_2(k: i32) -> f64 {
    bits(((1023 - k) as u64) << 52)
}

/// e to x, less 1.
pub(crate) fn exp_m1(x: f64) -> f64 {
    const ALL_DIGITS: i32 = 0x4043_687a; // 56 ln 2: there, 1 is less than half of the last digit
    const TINY: i32 = 0x3c90_0000; // 2^-54
    const LARGEST: f64 = 709.782_712_893_384;
    let size = high_word(x) & 0x7fff_ffff;
    if x.is_nan() || size < TINY {
        return x;
    }
    if size >= ALL_DIGITS && x < 0.0 {
        return -1.0;
    }
    if x > LARGEST {
        return f64::INFINITY;
    }
    let (k, x, low) = reduced(x, size);
    let half = 0.5 * x;
    let half_square = x * half;
    let series = exp_m1_series(half_square);
    let t = (-series).mul_add(half, 3.0);
    let quotient = half_square * ((series - t) / (-x).mul_add(t, 6.0));
    if k == 0 {
        return x - x.mul_add(quotient, -half_square);
    }
    let error = x.mul_add(quotient - low, -low) - half_square;
    match k {
        -1 => 0.5_f64.mul_add(x - error, -0.5),
        1 if x < -0.25 => -2.0 * (error - (x + 0.5)),
        1 => 2.0_f64.mul_add(x - error, 1.0),
        2..=19 => scaled(1.0 - inverse_power_of_2(k) - (error - x), k),
        20..=56 => scaled(x - (error + inverse_power_of_2(k)) + 1.0, k),
        _ => scaled(1.0 - (error - x), k) - 1.0,
    }
}

/// `x = k ln 2 + r + low`: k, r and low.
fn reduced(x: f64, size: i32) -> (i32, f64, f64) {
    const HALF_LN_2: i32 = 0x3fd6_2e42;
    const ONE_AND_HALF_LN_2: i32 = 0x3ff0_a2b2;
    const PER_LN_2: f64 = bits(0x3ff7_1547_652b_82fe);
    if size <= HALF_LN_2 {
        return (0, x, 0.0);
    }
    let k = if size < ONE_AND_HALF_LN_2 {
        1.0_f64.copysign(x)
    } else {
        PER_LN_2.mul_add(x, 0.5_f64.copysign(x)).trunc()
    };
    let high = (-k).mul_add(LN_2[0], x);
    let low = k * LN_2[1];
    let r = high - low;
    (k as i32, r, high - r - low)
}

/// The part of `exp_m1` that a polynomial of r²/2 gives.
fn exp_m1_series(half_square: f64) -> f64 {
    const Q: [f64; 5] = [
        bits(0xbfa1_1111_1111_10f4),
        bits(0x3f5a_01a0_19fe_5585),
        bits(0xbf14_ce19_9eaa_dbb7),
        bits(0x3ed0_cfca_86e6_5239),
        bits(0xbe8a_fdb7_6e09_c32d),
    ];
    let square = half_square * half_square;
    let first = half_square.mul_add(Q[0], 1.0);
    let second = half_square.mul_add(Q[2], Q[1]);
    let third = half_square.mul_add(Q[4], Q[3]);
    (square * square).mul_add(third, square.mul_add(second, first))
}

/// The logarithm of 1 + x.
pub(crate) fn ln_1p(x: f64) -> f64 {
    const TINY: i32 = 0x3c90_0000; // 2^-54
    const SMALL: i32 = 0x3e20_0000; // 2^-29
    const MILLION: f64 = (1 << 20) as f64;
    const NO_EXPONENT: std::ops::RangeInclusive<f64> =
        bits(0xbfd2_bec3_ffff_ffff)..=bits(0x3fda_8279_ffff_ffff);
    let size = high_word(x) & 0x7fff_ffff;
    if x <= -1.0 {
        return if x == -1.0 { f64::NEG_INFINITY } else { f64::NAN };
    }
    if !x.is_finite() || size < TINY {
        return x;
    }
    if size < SMALL {
        return (-(x * x)).mul_add(0.5, x);
    }
    if NO_EXPONENT.contains(&x) {
        let half_square = 0.5 * x * x;
        return x - (half_square - ln_1p_series(x, half_square));
    }
    let (k, f, low) = normalized_sum(x);
    let low = k.mul_add(LN_2[1], low);
    if f == 0.0 {
        return k.mul_add(LN_2[0], low);
    }
    let half_square = 0.5 * f * f;
    if (-1.5 / MILLION..1.0 / MILLION).contains(&f) {
        let less = (-0.666_666_666_666_666_6_f64).mul_add(f, 1.0);
        return k.mul_add(LN_2[0], -(half_square.mul_add(less, -low) - f));
    }
    k.mul_add(LN_2[0], -(half_square - (low + ln_1p_series(f, half_square)) - f))
}

/// `1 + x = 2^k (1 + f)`, and what rounding took from the sum, as a part of it.
fn normalized_sum(x: f64) -> (f64, f64, f64) {
    const ROOT_OF_2: u64 = 0x6_a09e;
    let sum = 1.0 + x;
    let is_exact = x >= bits(0x4340_0000_0000_0000);
    let sum = if is_exact { x } else { sum };
    let k = (sum.to_bits() >> 52) as i32 - 1023;
    let lost = if is_exact {
        0.0
    } else if k > 0 {
        1.0 - (sum - x)
    } else {
        x - (sum - 1.0)
    };
    let digits = sum.to_bits() & 0x000f_ffff_ffff_ffff;
    let is_low = digits >> 32 < ROOT_OF_2;
    let f = bits(digits | if is_low { 0x3ff0 } else { 0x3fe0 } << 48) - 1.0;
    (f64::from(k + i32::from(!is_low)), f, lost / sum)
}

/// `s (f²/2 + R)` with s = f / (2 + f) and R a polynomial of s².
fn ln_1p_series(f: f64, half_square: f64) -> f64 {
    const L: [f64; 7] = [
        bits(0x3fe5_5555_5555_5593),
        bits(0x3fd9_9999_9997_fa04),
        bits(0x3fd2_4924_9422_9359),
        bits(0x3fcc_71c5_1d8e_78af),
        bits(0x3fc7_4664_96cb_03de),
        bits(0x3fc3_9a09_d078_c69f),
        bits(0x3fc2_f112_df3e_5244),
    ];
    let s = f / (2.0 + f);
    let z = s * s;
    let square = z * z;
    let fourth = square * square;
    let first = z.mul_add(L[0], square * z.mul_add(L[2], L[1]));
    let second = fourth.mul_add(z.mul_add(L[4], L[3]), first);
    s * (half_square + (square * fourth).mul_add(z.mul_add(L[6], L[5]), second))
}

#[cfg(test)]
mod tests {
    use super::*;

    // What the GNU C library 2.36 gives on a processor that fuses; none of these is the correctly rounded number.
    #[test]
    fn errs_where_the_c_library_does() {
        let exponentials = [
            (-0.308425, -0.26539695463844715),
            (-0.43653000000000003, -0.3537248906578888),
            (-1.02718, -0.6419848589356705),
            (-2.8238600000000003, -0.9406236927483616),
            (0.29612499999999997, 0.34463822610576744),
            (0.9, 1.4596031111569499),
            (1.06605, 1.9038864646402138),
        ];
        let logarithms = [
            (-0.36642, -0.4563690046366925),
            (0.31106999999999996, 0.2708435977115887),
            (0.623, 0.4842762885324542),
            (1.7, 0.9932517730102834),
            (36.37892, 3.621106909154163),
        ];
        exponentials.iter().for_each(|(x, expected)| assert_eq!(exp_m1(*x), *expected));
        logarithms.iter().for_each(|(x, expected)| assert_eq!(ln_1p(*x), *expected));
    }

    #[test]
    fn differs_from_the_standard_library_by_the_last_digit_at_most() {
        let near = |found: f64, expected: f64| found.to_bits().abs_diff(expected.to_bits()) <= 1;
        for i in -2000..2000 {
            let x = 1.013_f64.powi(i).copysign(f64::from(i));
            let small = if x < 0.0 { -x.abs().min(1.0 / x.abs()) } else { x };
            [x, -1.0 / x, small].iter().for_each(|x| assert!(near(exp_m1(*x), x.exp_m1()), "{x}"));
            assert!(near(ln_1p(small), small.ln_1p()), "{small}");
        }
    }

    #[test]
    fn ends_of_the_range() {
        assert!(exp_m1(f64::NAN).is_nan() && ln_1p(f64::NAN).is_nan() && ln_1p(-1.5).is_nan());
        assert_eq!((exp_m1(f64::INFINITY), exp_m1(f64::NEG_INFINITY)), (f64::INFINITY, -1.0));
        assert_eq!((exp_m1(-50.0), exp_m1(710.0), exp_m1(5e-324)), (-1.0, f64::INFINITY, 5e-324));
        assert_eq!(
            (ln_1p(-1.0), ln_1p(f64::INFINITY), ln_1p(-5e-324)),
            (f64::NEG_INFINITY, f64::INFINITY, -5e-324)
        );
    }
}
