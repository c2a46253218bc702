//! Inverse trigonometric and hyperbolic functions of complex numbers, by Kahan's formulas: accurate near the branch points,
//! on the right side of every branch cut as the zeros' signs say.
//!
//! W. Kahan, "Branch cuts for complex elementary functions, or much ado about nothing's sign bit" (1987).

use super::complex::{SMALL, angle, circular, sqrt};
use num_complex::Complex64;
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, LN_2};

/// Beyond this squares overflow.
const LARGE: f64 = f64::MAX / 4.0;

const UNKNOWN: Complex64 = Complex64::new(f64::NAN, f64::NAN);

fn is_large(z: Complex64) -> bool {
    z.re.abs() > LARGE || z.im.abs() > LARGE
}

fn is_small(z: Complex64) -> bool {
    z.re.abs() < SMALL && z.im.abs() < SMALL
}

/// A part that vanishes has the sign of the number's part that it belongs to.
fn signed(part: f64, belongs_to: f64) -> f64 {
    if part == 0.0 { part.copysign(belongs_to) } else { part }
}

/// The logarithm of the modulus of twice a large number.
fn log_of_double(z: Complex64) -> f64 {
    pxfm::f_log(pxfm::f_hypot(z.re / 2.0, z.im / 2.0)) + 2.0 * LN_2
}

/// `np.arccos`
pub(super) fn acos(z: Complex64) -> Complex64 {
    if !z.is_finite() {
        let turned = acosh(z);
        let downwards = |height: f64| if z.im.is_sign_negative() { height } else { -height };
        return match (z.re.is_nan(), z.im.is_nan()) {
            (true, _) if z.im.is_infinite() => Complex64::new(f64::NAN, downwards(f64::INFINITY)),
            (_, true) if z.re == 0.0 => Complex64::new(FRAC_PI_2, f64::NAN),
            (_, true) if z.re.is_infinite() => Complex64::new(f64::NAN, downwards(f64::INFINITY)),
            (false, false) => Complex64::new(turned.im.abs(), downwards(f64::INFINITY)),
            _ => UNKNOWN,
        };
    }
    if is_large(z) {
        return Complex64::new(pxfm::f_atan2(z.im.abs(), z.re), -log_of_double(z).copysign(z.im));
    }
    if is_small(z) {
        return Complex64::new(FRAC_PI_2, -z.im);
    }
    let (below, above) = (sqrt(Complex64::new(1.0 - z.re, -z.im)), sqrt(Complex64::new(1.0 + z.re, z.im)));
    Complex64::new(
        2.0 * pxfm::f_atan2(below.re, above.re),
        pxfm::f_asinh(above.re * below.im - above.im * below.re),
    )
}

/// `np.arccosh`
pub(super) fn acosh(z: Complex64) -> Complex64 {
    if !z.is_finite() {
        return match (z.re.is_nan(), z.im.is_nan()) {
            (false, false) => Complex64::new(f64::INFINITY, angle(z)),
            (_, true) if z.re.is_infinite() => Complex64::new(f64::INFINITY, f64::NAN),
            (_, true) if z.re == 0.0 => Complex64::new(f64::NAN, FRAC_PI_2),
            (true, _) if z.im.is_infinite() => Complex64::new(f64::INFINITY, f64::NAN),
            _ => UNKNOWN,
        };
    }
    if is_large(z) {
        return Complex64::new(log_of_double(z), pxfm::f_atan2(z.im, z.re));
    }
    if is_small(z) {
        return Complex64::new(z.im.abs(), FRAC_PI_2.copysign(z.im));
    }
    let (below, above) = (sqrt(Complex64::new(z.re - 1.0, z.im)), sqrt(Complex64::new(z.re + 1.0, z.im)));
    Complex64::new(
        pxfm::f_asinh(below.re * above.re + below.im * above.im),
        2.0 * pxfm::f_atan2(below.im, above.re),
    )
}

/// `np.arcsinh`
pub(super) fn asinh(z: Complex64) -> Complex64 {
    if !z.is_finite() {
        return match (z.re.is_nan(), z.im.is_nan()) {
            (false, false) => {
                let turn = angle(Complex64::new(z.re.abs(), z.im));
                Complex64::new(f64::INFINITY.copysign(z.re), turn)
            }
            (_, true) if z.re.is_infinite() => z,
            (true, _) if z.im.is_infinite() => Complex64::new(f64::INFINITY, f64::NAN),
            (true, _) if z.im == 0.0 => z,
            _ => UNKNOWN,
        };
    }
    if is_large(z) {
        return Complex64::new(
            log_of_double(z).copysign(z.re),
            signed(pxfm::f_atan2(z.im, z.re.abs()), z.im),
        );
    }
    if is_small(z) {
        return z;
    }
    let (below, above) = (sqrt(Complex64::new(1.0 + z.im, -z.re)), sqrt(Complex64::new(1.0 - z.im, z.re)));
    Complex64::new(
        signed(pxfm::f_asinh(below.re * above.im - above.re * below.im), z.re),
        signed(pxfm::f_atan2(z.im, below.re * above.re - below.im * above.im), z.im),
    )
}

/// `np.arcsin`
pub(super) fn asin(z: Complex64) -> Complex64 {
    circular(z, asinh)
}

/// `np.arctanh`
pub(super) fn atanh(z: Complex64) -> Complex64 {
    if !z.is_finite() {
        let quarter = FRAC_PI_2.copysign(z.im);
        return match (z.re.is_nan(), z.im.is_nan()) {
            (false, false) => Complex64::new(0.0_f64.copysign(z.re), quarter),
            (_, true) if z.re.is_infinite() || z.re == 0.0 => {
                Complex64::new(0.0_f64.copysign(z.re), f64::NAN)
            }
            (true, _) if z.im.is_infinite() => Complex64::new(0.0_f64.copysign(z.re), quarter),
            _ => UNKNOWN,
        };
    }
    if z.re.is_sign_negative() {
        return -atanh(-z);
    }
    let height = z.im.abs();
    let square_overflows = LARGE.sqrt();
    if z.re > square_overflows || height > square_overflows {
        let half = pxfm::f_hypot(z.re / 2.0, z.im / 2.0);
        return Complex64::new(z.re / 4.0 / half / half, FRAC_PI_2.copysign(z.im));
    }
    let distance = (1.0 - z.re) * (1.0 - z.re) + height * height;
    if distance == 0.0 {
        // So near to the pole that the square of the distance vanishes.
        return match height {
            0.0 => Complex64::new(f64::INFINITY, z.im),
            _ => Complex64::new((LN_2 - pxfm::f_log(height)) / 2.0, FRAC_PI_4.copysign(z.im)),
        };
    }
    Complex64::new(
        pxfm::f_log1p(4.0 * z.re / distance) / 4.0,
        -pxfm::f_atan2(-2.0 * z.im, (1.0 - z.re) * (1.0 + z.re) - height * height) / 2.0,
    )
}

/// `np.arctan`
pub(super) fn atan(z: Complex64) -> Complex64 {
    circular(z, atanh)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_near(found: Complex64, re: f64, im: f64) {
        let near = |a: f64, b: f64| {
            a == b && a.is_sign_negative() == b.is_sign_negative() || (a - b).abs() <= 4e-16 * b.abs()
        };
        assert!(near(found.re, re) && near(found.im, im), "{found} is not {re} + {im}i");
    }

    // Expected values: NumPy 2.4 (glibc).
    #[test]
    fn the_side_of_a_branch_cut_is_the_sign_of_zero() {
        let (above, below) = (Complex64::new(2.0, 0.0), Complex64::new(2.0, -0.0));
        assert_near(asin(above), FRAC_PI_2, 1.316_957_896_924_816_6);
        assert_near(asin(below), FRAC_PI_2, -1.316_957_896_924_816_6);
        assert_near(acos(above), 0.0, -1.316_957_896_924_816_6);
        assert_near(atanh(above), 0.549_306_144_334_054_9, FRAC_PI_2);
        assert_near(atanh(-above), -0.549_306_144_334_054_9, -FRAC_PI_2);
        assert_near(acosh(Complex64::new(-2.0, -0.0)), 1.316_957_896_924_816_6, -std::f64::consts::PI);
        assert_near(asinh(Complex64::new(-0.0, 2.0)), -1.316_957_896_924_816_6, FRAC_PI_2);
    }

    #[test]
    fn large_and_small_numbers_lose_nothing() {
        assert_near(asin(Complex64::new(1e10, 1.0)), 1.570_796_326_694_896_5, 23.718_998_110_500_4);
        assert_near(acos(Complex64::new(1e10, 1.0)), 1e-10, -23.718_998_110_500_4);
        assert_near(asinh(Complex64::new(1e300, 1e300)), 691.815_248_669_053_5, std::f64::consts::FRAC_PI_4);
        assert_near(atan(Complex64::new(1e10, 1.0)), 1.570_796_326_694_896_5, 1e-20);
        assert_near(acosh(Complex64::new(0.5, 0.0)), 0.0, 1.047_197_551_196_597_6);
    }
}
