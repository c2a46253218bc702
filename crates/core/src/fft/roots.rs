//! Roots of unity.

use crate::c_library::{cos, small_angle_sin};
use crate::double_double::DoubleDouble;
use num_complex::{Complex, Complex64};
use num_traits::{Float, NumCast};
use std::f64::consts::FRAC_PI_4;

/// What π/4 has beyond its `f64`, in the 64 bits of x86's long double.
const FRAC_PI_4_LOW: f64 = 565.0 / (1_u128 << 64) as f64;

/// The powers of `exp(2πi / n)`, each the product of two table entries: as accurate as computing each from its angle, with
/// only some 2 √n angles.
///
/// Source: M. Reinecke, pocketfft (BSD-3-Clause), whose tables NumPy transforms with.
pub(super) struct Roots {
    length: usize,
    shift: u32,
    /// The powers from 0 to `2^shift`.
    fine: Vec<Complex64>,
    /// Each `2^shift`-th power.
    coarse: Vec<Complex64>,
}

impl Roots {
    pub(super) fn new(length: usize) -> Self {
        let needed = length / 2 + 1;
        let mut shift = 1;
        while 1 << (2 * shift) < needed {
            shift += 1;
        }
        let step = 1 << shift;
        let angle = eighth_of_root(length);
        let table = |count: usize, step: usize| (0..count).map(|k| root(k * step, length, angle)).collect();
        Roots { length, shift, fine: table(step, 1), coarse: table(needed.div_ceil(step), step) }
    }

    /// `exp(2πi index / n)`, for indices below n.
    pub(super) fn get<T: Float>(&self, index: usize) -> Complex<T> {
        let mirrored = 2 * index > self.length;
        let index = if mirrored { self.length - index } else { index };
        let (x, y) = (self.fine[index & ((1 << self.shift) - 1)], self.coarse[index >> self.shift]);
        let im = x.re * y.im + x.im * y.re;
        rounded(Complex64::new(x.re * y.re - x.im * y.im, if mirrored { -im } else { im }))
    }
}

/// The number in the precision of the transform.
pub(super) fn rounded<T: Float>(number: Complex64) -> Complex<T> {
    let part = |part: f64| <T as NumCast>::from(part).unwrap_or_else(T::nan);
    Complex::new(part(number.re), part(number.im))
}

/// The angle π / 4n, rounded as C rounds what it computed as a long double.
fn eighth_of_root(length: usize) -> f64 {
    const EXTRA_BITS: f64 = 2048.0;
    let DoubleDouble { high, low } =
        DoubleDouble::new(FRAC_PI_4, FRAC_PI_4_LOW) / DoubleDouble::from(length as f64);
    let unit = (high.next_up() - high) / EXTRA_BITS;
    high + (low / unit).round_ties_even() * unit
}

/// `exp(2πi k / n)` for at most half a turn, by way of an angle of at most π/4. `angle` is an eighth of that of the first root.
fn root(k: usize, n: usize, angle: f64) -> Complex64 {
    if k == 0 {
        return Complex64::new(1.0, 0.0);
    }
    let sin_cos = |eighths: usize| (small_angle_sin(eighths as f64 * angle), cos(eighths as f64 * angle));
    let (quarter, from_axis) = (8 * k / (2 * n), 8 * k % (2 * n));
    let (im, re) = if from_axis < n {
        sin_cos(from_axis)
    } else {
        let (sin, cos) = sin_cos(2 * n - from_axis);
        (cos, sin)
    };
    match quarter {
        0 => Complex64::new(re, im),
        1 => Complex64::new(-im, re),
        // Half a turn. What a table has beyond is not read.
        _ => Complex64::new(-re, -im),
    }
}
