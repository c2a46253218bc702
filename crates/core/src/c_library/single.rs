//! Logarithm, exponential function and power in single precision, computed in double, and `log1p`, which is not.
//!
//! Sources: S. Nagy, optimized-routines, Arm Limited, `math/logf.c`, `math/expf.c`, `math/powf.c` (MIT); Sun Microsystems,
//! fdlibm, `s_log1pf.c` (freely granted).

use super::bits;

/// Near the middle of each sixteenth of the range from 0.7 to 1.4: its inverse, its natural and its binary logarithm.
const LOGARITHMS: [[u64; 3]; 16] = [
    [0x3ff6_61ec_79f8_f3be, 0xbfd5_7bf7_808c_aade, 0xbfde_fec6_5b96_3019],
    [0x3ff5_71ed_4aaf_883d, 0xbfd2_bef0_a7c0_6ddb, 0xbfdb_0b68_32d4_fca4],
    [0x3ff4_9539_f0f0_10b0, 0xbfd0_1eae_7f51_3a67, 0xbfd7_418b_0a1f_b77b],
    [0x3ff3_c995_b0b8_0385, 0xbfcb_31d8_a682_24e9, 0xbfd3_9de9_1a6d_cf7b],
    [0x3ff3_0d19_0c88_64a5, 0xbfc6_574f_0ac0_7758, 0xbfd0_1d9b_f3f2_b631],
    [0x3ff2_5e22_7b0b_8ea0, 0xbfc1_aa2b_c79c_8100, 0xbfc9_7c1d_1b3b_7af0],
    [0x3ff1_bb4a_4a1a_343f, 0xbfba_4e76_ce8c_0e5e, 0xbfc2_f9e3_93af_3c9f],
    [0x3ff1_2358_f08a_e5ba, 0xbfb1_973c_5a61_1ccc, 0xbfb9_60cb_bf78_8d5c],
    [0x3ff0_953f_4199_00a7, 0xbfa2_52f4_38e1_0c1e, 0xbfaa_6f9d_b647_5fce],
    [0x3ff0_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000],
    [0x3fee_608c_fd9a_47ac, 0x3faa_a5aa_5df2_5984, 0x3fb3_38ca_9f24_f53d],
    [0x3fec_a4b3_1f02_6aa0, 0x3fbc_5e53_aa36_2eb4, 0x3fc4_76a9_5438_91ba],
    [0x3feb_2036_576a_fce6, 0x3fc5_26e5_7720_db08, 0x3fce_840b_4ac4_e4d2],
    [0x3fe9_c2d1_63a1_aa2d, 0x3fcb_c286_0d22_4770, 0x3fd4_0645_f0c6_651c],
    [0x3fe8_86e6_0378_41ed, 0x3fd1_058b_c8a0_7ee1, 0x3fd8_8e9c_2c1b_9ff8],
    [0x3fe7_67dc_f553_4862, 0x3fd4_0430_57b6_ee09, 0x3fdc_e0a4_4eb1_7bcc],
];

/// Powers of 2 to the 32nds, less what the exponent adds.
const POWERS: [u64; 32] = [
    0x3ff0_0000_0000_0000,
    0x3fef_d9b0_d315_8574,
    0x3fef_b558_6cf9_890f,
    0x3fef_9301_d012_5b51,
    0x3fef_72b8_3c7d_517b,
    0x3fef_5487_3168_b9aa,
    0x3fef_387a_6e75_6238,
    0x3fef_1e9d_f51f_dee1,
    0x3fef_06fe_0a31_b715,
    0x3fee_f1a7_373a_a9cb,
    0x3fee_dea6_4c12_3422,
    0x3fee_ce08_6061_892d,
    0x3fee_bfda_d536_2a27,
    0x3fee_b42b_569d_4f82,
    0x3fee_ab07_dd48_5429,
    0x3fee_a47e_b03a_5585,
    0x3fee_a09e_667f_3bcd,
    0x3fee_9f75_e8ec_5f74,
    0x3fee_a114_73eb_0187,
    0x3fee_a589_994c_ce13,
    0x3fee_ace5_422a_a0db,
    0x3fee_b737_b0cd_c5e5,
    0x3fee_c491_82a3_f090,
    0x3fee_d503_b23e_255d,
    0x3fee_e89f_995a_d3ad,
    0x3fee_ff76_f2fb_5e47,
    0x3fef_199b_dd85_529c,
    0x3fef_3720_dcef_9069,
    0x3fef_5818_dcfb_a487,
    0x3fef_7c97_337b_9b5f,
    0x3fef_a4af_a2a4_90da,
    0x3fef_d076_5b6e_4540,
];

/// Powers of 2 per number of `POWERS`.
const PARTS: f64 = 32.0;
/// Added, it leaves a number's nearest integer in the lowest bits.
const SHIFT: f64 = bits(0x4338_0000_0000_0000);

/// `x = 2^k z`: k, z and the number of z's part of the range.
fn parts(x: f32) -> (f64, f64, usize) {
    const FROM: u32 = 0x3f33_0000;
    let is_subnormal = x < f32::MIN_POSITIVE;
    let x = if is_subnormal { (x * (1 << 23) as f32).to_bits().wrapping_sub(23 << 23) } else { x.to_bits() };
    let beyond = x.wrapping_sub(FROM);
    let z = f32::from_bits(x.wrapping_sub(beyond & 0xff80_0000));
    (f64::from(beyond as i32 >> 23), f64::from(z), (beyond >> 19) as usize % 16)
}

/// The natural logarithm.
pub(crate) fn ln_f32(x: f32) -> f32 {
    const A: [f64; 3] =
        [bits(0xbfd0_0ea3_48b8_8334), bits(0x3fd5_575b_0be0_0b6a), bits(0xbfdf_fffe_f20a_4123)];
    if !(x > 0.0 && x < f32::INFINITY) || x == 1.0 {
        return x.ln();
    }
    let (k, z, part) = parts(x);
    let [inverse, logarithm, _] = LOGARITHMS[part].map(f64::from_bits);
    let r = z.mul_add(inverse, -1.0);
    let whole = k.mul_add(std::f64::consts::LN_2, logarithm);
    let square = r * r;
    let inner = A[0].mul_add(square, A[1].mul_add(r, A[2]));
    inner.mul_add(square, whole + r) as f32
}

/// The power of e.
pub(crate) fn exp_f32(x: f32) -> f32 {
    if x.is_nan() || x.abs() >= 88.0 {
        return x.exp();
    }
    let x = f64::from(x);
    let shifted = x.mul_add(std::f64::consts::LOG2_E * PARTS, SHIFT);
    let rest = x.mul_add(std::f64::consts::LOG2_E * PARTS, SHIFT - shifted);
    power_of_2(shifted.to_bits(), rest, 1.0 / PARTS) as f32
}

/// A positive number's power.
pub(crate) fn pow_f32(x: f32, y: f32) -> f32 {
    const A: [f64; 5] = [
        bits(0x3fd2_7616_c949_6e0b),
        bits(0xbfd7_1969_a075_c67a),
        bits(0x3fde_c70a_6ca7_badd),
        bits(0xbfe7_1547_48be_f6c8),
        bits(0x3ff7_1547_652a_b82b),
    ];
    if !(x > 0.0 && x < f32::INFINITY && y.is_finite()) {
        return x.powf(y);
    }
    let (k, z, part) = parts(x);
    let [inverse, _, logarithm] = LOGARITHMS[part].map(f64::from_bits);
    let r = z.mul_add(inverse, -1.0);
    let square = r * r;
    let outer = A[0].mul_add(r, A[1]);
    let inner = A[2].mul_add(r, A[3]).mul_add(square, A[4].mul_add(r, logarithm + k));
    let exponent = f64::from(y) * outer.mul_add(square * square, inner);
    if exponent.abs() >= 150.0 {
        return if exponent > 0.0 { f32::INFINITY } else { 0.0 };
    }
    let shifted = exponent + SHIFT / PARTS;
    power_of_2(shifted.to_bits(), exponent - (shifted - SHIFT / PARTS), 1.0) as f32
}

/// 2 to the power of whole 32nds, in the lowest bits of a number, and a rest, in a unit.
fn power_of_2(whole: u64, rest: f64, unit: f64) -> f64 {
    const C: [f64; 3] =
        [bits(0x3fac_6af8_4b91_2394), bits(0x3fce_bfce_50fa_c4f3), bits(0x3fe6_2e42_ff0c_52d6)];
    let scale = bits(POWERS[whole as usize % 32].wrapping_add(whole << 47));
    let outer = (C[0] * unit * unit * unit).mul_add(rest, C[1] * unit * unit);
    outer.mul_add(rest * rest, (C[2] * unit).mul_add(rest, 1.0)) * scale
}

/// The logarithm of 1 + x, for x more than -1.
pub(crate) fn ln_1p_f32(x: f32) -> f32 {
    const TINY: f32 = f32::from_bits(0x2480_0000);
    const SMALL: f32 = f32::from_bits(0x3100_0000);
    const NO_EXPONENT: std::ops::RangeInclusive<f32> =
        f32::from_bits(0xbe95_f61f)..=f32::from_bits(0x3ed4_13d6);
    const LN_2: [f32; 2] = [f32::from_bits(0x3f31_7180), f32::from_bits(0x3717_f7d1)];
    const MILLION: f32 = (1 << 20) as f32;
    if !(x > -1.0 && x < f32::INFINITY) || x.abs() < TINY {
        return x.ln_1p();
    }
    if x.abs() < SMALL {
        return x - x * x * 0.5;
    }
    if NO_EXPONENT.contains(&x) {
        let half_square = 0.5 * x * x;
        return x - (half_square - ln_1p_series(x, half_square));
    }
    let (k, f, low) = normalized_sum(x);
    let low = k * LN_2[1] + low;
    if f == 0.0 {
        return k * LN_2[0] + low;
    }
    let half_square = 0.5 * f * f;
    if (-3.0 / 16.0 / MILLION..0.0).contains(&f) {
        return k * LN_2[0] - (half_square * (1.0 - 0.666_666_7 * f) - low - f);
    }
    k * LN_2[0] - (half_square - (ln_1p_series(f, half_square) + low) - f)
}

/// `1 + x = 2^k (1 + f)`, and what rounding took from the sum, as a part of it.
fn normalized_sum(x: f32) -> (f32, f32, f32) {
    const ROOT_OF_2: u32 = 0x35_04f7;
    let sum = 1.0 + x;
    let k = (sum.to_bits() >> 23) as i32 - 127;
    let lost = if k > 0 { 1.0 - (sum - x) } else { x - (sum - 1.0) };
    let digits = sum.to_bits() & 0x007f_ffff;
    let is_low = digits < ROOT_OF_2;
    let f = f32::from_bits(digits | if is_low { 0x3f80_0000 } else { 0x3f00_0000 }) - 1.0;
    ((k + i32::from(!is_low)) as f32, f, lost / sum)
}

/// `s (f²/2 + R)` with s = f / (2 + f) and R a polynomial of s².
fn ln_1p_series(f: f32, half_square: f32) -> f32 {
    const L: [u32; 7] =
        [0x3f2a_aaab, 0x3ecc_cccd, 0x3e92_4925, 0x3e63_8e29, 0x3e3a_3325, 0x3e1c_d04f, 0x3e17_8897];
    let s = f / (2.0 + f);
    let z = s * s;
    let series = L.iter().rev().fold(0.0, |sum, term| z * (f32::from_bits(*term) + sum));
    s * (half_square + series)
}

#[cfg(test)]
mod tests {
    use super::*;

    // What the GNU C library 2.36 gives on a processor that fuses; none of these is the correctly rounded number.
    #[test]
    fn errs_where_the_c_library_does() {
        assert_eq!(
            [1.034, 2.281, 0.985, 1.031].map(ln_f32),
            [0.033434812, 0.8246139, -0.015113624, 0.030529222]
        );
        assert_eq!([1.029, 4.941, 6.2].map(exp_f32), [2.7982662, 139.9101, 492.74896]);
        let powers =
            [(4.805, 2.184), (6.67, 4.627), (5.516, 3.529), (7.418, 4.634)].map(|(x, y)| pow_f32(x, y));
        assert_eq!(powers, [30.818987, 6504.743, 414.18274, 10787.209]);
        let logarithms = [1.894, 1.097, -0.262, 4.534, -0.234125, -0.377].map(ln_1p_f32);
        assert_eq!(logarithms, [1.0626397, 0.7405077, -0.30381143, 1.7109108, -0.26673633, -0.47320879]);
    }

    #[test]
    fn differs_from_double_precision_by_the_last_digit_at_most() {
        let near = |found: f32, expected: f64| found.to_bits().abs_diff((expected as f32).to_bits()) <= 1;
        for i in -1500..1500 {
            let x = 1.057_f32.powi(i);
            let wide = f64::from(x);
            assert!(near(ln_f32(x), wide.ln()), "{x}");
            assert!(near(ln_1p_f32(x), wide.ln_1p()), "{x}");
            let below = -1.0 / (1.0 + x);
            assert!(below == -1.0 || near(ln_1p_f32(below), f64::from(below).ln_1p()), "{below}");
            let y = i as f32 / 100.0;
            assert!(near(exp_f32(5.0 * y), f64::from(5.0 * y).exp()), "{y}");
            assert!(near(pow_f32(x, y), wide.powf(f64::from(y))), "{x}, {y}");
        }
    }

    #[test]
    fn ends_of_the_range() {
        assert_eq!((ln_f32(0.0), ln_f32(1.0), ln_1p_f32(-1.0)), (f32::NEG_INFINITY, 0.0, f32::NEG_INFINITY));
        assert_eq!((exp_f32(-200.0), exp_f32(100.0), exp_f32(0.0)), (0.0, f32::INFINITY, 1.0));
        assert_eq!((pow_f32(0.0, 2.0), pow_f32(3.0, 100.0), pow_f32(0.5, 1000.0)), (0.0, f32::INFINITY, 0.0));
    }
}
