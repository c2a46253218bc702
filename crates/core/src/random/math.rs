//! Elementary functions, the same on every machine, and logarithms of factorials.

pub(in crate::random) use crate::c_library::{
    acos, cos, exp, exp_f32, exp_m1, ln, ln_1p, ln_1p_f32, ln_f32, pow, pow_f32,
};

use crate::Element;
use crate::double_double::DoubleDouble;
use std::f64::consts::PI;

/// ln Γ(x) for positive x: Stirling's series beyond 7, and the recurrence down to there (Zhang and Jin).
pub(super) fn ln_gamma(x: f64) -> f64 {
    const SERIES: [f64; 10] = [
        8.333_333_333_333_333e-2,
        -2.777_777_777_777_778e-3,
        7.936_507_936_507_937e-4,
        -5.952_380_952_380_952e-4,
        8.417_508_417_508_418e-4,
        -1.917_526_917_526_918e-3,
        6.410_256_410_256_41e-3,
        -2.955_065_359_477_124e-2,
        1.796_443_723_688_307e-1,
        -1.392_432_216_905_9,
    ];
    const LN_TWO_PI: f64 = 1.837_877_066_409_345_3;
    if x == 1.0 || x == 2.0 {
        return 0.0;
    }
    let steps = if x < 7.0 { (7.0 - x) as i64 } else { 0 };
    let mut at = x + steps as f64;
    let square = (1.0 / at) * (1.0 / at);
    let series = SERIES.iter().rev().skip(1).fold(SERIES[9], |sum, term| sum * square + term);
    let mut result = series / at + 0.5 * LN_TWO_PI + (at - 0.5) * ln(at) - at;
    for _ in 0..steps {
        result -= ln(at - 1.0);
        at -= 1.0;
    }
    result
}

/// ln k!, exactly rounded for small k, else by Stirling's series.
pub(super) fn ln_factorial(k: i64) -> f64 {
    const TABLED: usize = 126;
    thread_local! {
        static TABLE: [f64; TABLED] = {
            let mut sum = DoubleDouble::from(0.0);
            std::array::from_fn(|k| {
                if k > 1 {
                    sum = sum + DoubleDouble::from(k as f64).ln();
                }
                sum.high
            })
        };
    }
    match usize::try_from(k) {
        Ok(k) if k < TABLED => TABLE.with(|table| table[k]),
        _ => {
            const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_8;
            let k = k as f64;
            (k + 0.5) * ln(k) - k + (HALF_LN_TWO_PI + (1.0 / k) * (1.0 / 12.0 - 1.0 / (360.0 * k * k)))
        }
    }
}

/// An angle brought into -π..π, its sign kept.
pub(super) fn wrapped_angle(angle: f64) -> f64 {
    let wrapped = (angle.abs() + PI) % (2.0 * PI) - PI;
    if angle < 0.0 { -wrapped } else { wrapped }
}

/// A number without its fraction, as the processor converts it: what does not fit is the smallest integer.
pub(super) fn truncated(x: f64) -> i64 {
    x.cast::<i64>()
}
