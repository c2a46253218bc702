//! Complex functions that num-complex does not have, or not with NumPy's care at the edges.

use num_complex::{Complex, Complex32, Complex64};
use std::f64::consts::{LN_2, LN_10};

pub(super) fn widen(z: Complex32) -> Complex64 {
    Complex64::new(z.re.into(), z.im.into())
}

pub(super) fn narrow(z: Complex64) -> Complex32 {
    Complex32::new(z.re as f32, z.im as f32)
}

/// A part of a complex number.
pub(super) trait Part: num_traits::Float {}
impl Part for f32 {}
impl Part for f64 {}

/// Quotient by Smith's method, which does not overflow halfway.
///
/// Source: R. L. Smith, "Algorithm 116: Complex division", CACM 5 (1962).
pub(super) fn divide<T: Part>(a: Complex<T>, b: Complex<T>) -> Complex<T> {
    let (re, im) = (b.re.abs(), b.im.abs());
    if re >= im {
        if re == T::zero() && im == T::zero() {
            return Complex::new(a.re / re, a.im / re);
        }
        let ratio = b.im / b.re;
        let scale = T::one() / (b.re + b.im * ratio);
        Complex::new((a.re + a.im * ratio) * scale, (a.im - a.re * ratio) * scale)
    } else {
        let ratio = b.re / b.im;
        let scale = T::one() / (b.im + b.re * ratio);
        Complex::new((a.re * ratio + a.im) * scale, (a.im * ratio - a.re) * scale)
    }
}

/// `z / |z|`; 0 for 0, NaN for NaN.
pub(super) fn sign<T: Part>(z: Complex<T>) -> Complex<T> {
    let magnitude = z.re.hypot(z.im);
    if magnitude.is_nan() {
        return Complex::new(T::nan(), T::nan());
    }
    if magnitude == T::zero() {
        return Complex::new(T::zero(), T::zero());
    }
    if magnitude.is_infinite() {
        return match (z.re.is_infinite(), z.im.is_infinite()) {
            (true, true) => Complex::new(T::nan(), T::nan()),
            (true, false) => Complex::new(z.re.signum(), T::zero()),
            _ => Complex::new(T::zero(), z.im.signum()),
        };
    }
    Complex::new(z.re / magnitude, z.im / magnitude)
}

pub(super) fn sqrt(z: Complex64) -> Complex64 {
    let (a, b) = (z.re, z.im);
    if a == 0.0 && b == 0.0 {
        return Complex64::new(0.0, b);
    }
    if b.is_infinite() {
        return Complex64::new(f64::INFINITY, b);
    }
    if a.is_nan() || b.is_nan() {
        return Complex64::new(f64::NAN, f64::NAN);
    }
    if a.is_infinite() {
        return if a < 0.0 {
            Complex64::new(0.0, a.abs().copysign(b))
        } else {
            Complex64::new(a, 0.0_f64.copysign(b))
        };
    }
    // Halved where the sum below would overflow.
    let large = a.abs().max(b.abs()) >= f64::MAX / 4.0;
    let (a, b) = if large { (a * 0.25, b * 0.25) } else { (a, b) };
    let root = if a >= 0.0 {
        let t = ((a + pxfm::f_hypot(a, b)) * 0.5).sqrt();
        Complex64::new(t, b / (2.0 * t))
    } else {
        let t = ((-a + pxfm::f_hypot(a, b)) * 0.5).sqrt();
        Complex64::new(b.abs() / (2.0 * t), t.copysign(b))
    };
    if large { root * 2.0 } else { root }
}

pub(super) fn exp(z: Complex64) -> Complex64 {
    let magnitude = pxfm::f_exp(z.re);
    if z.im == 0.0 {
        return Complex64::new(magnitude, z.im);
    }
    if magnitude == 0.0 && !z.im.is_finite() {
        return Complex64::new(0.0, 0.0);
    }
    Complex64::new(magnitude * pxfm::f_cos(z.im), magnitude * pxfm::f_sin(z.im))
}

pub(super) fn exp2(z: Complex64) -> Complex64 {
    exp(z * LN_2)
}

pub(super) fn expm1(z: Complex64) -> Complex64 {
    let half = pxfm::f_sin(z.im / 2.0);
    Complex64::new(
        pxfm::f_expm1(z.re) * pxfm::f_cos(z.im) - 2.0 * half * half,
        pxfm::f_exp(z.re) * pxfm::f_sin(z.im),
    )
}

pub(super) fn log(z: Complex64) -> Complex64 {
    let angle = pxfm::f_atan2(z.im, z.re);
    let (large, small) =
        if z.re.abs() > z.im.abs() { (z.re.abs(), z.im.abs()) } else { (z.im.abs(), z.re.abs()) };
    // Near the unit circle the magnitude's logarithm would lose its digits.
    let magnitude =
        if large.is_finite() && (0.5..=2.0).contains(&large) && large * large + small * small < 3.0 {
            pxfm::f_log1p((large - 1.0) * (large + 1.0) + small * small) / 2.0
        } else {
            pxfm::f_log(pxfm::f_hypot(z.re, z.im))
        };
    Complex64::new(magnitude, angle)
}

pub(super) fn log2(z: Complex64) -> Complex64 {
    log(z) / LN_2
}

pub(super) fn log10(z: Complex64) -> Complex64 {
    log(z) / LN_10
}

pub(super) fn log1p(z: Complex64) -> Complex64 {
    let magnitude = pxfm::f_hypot(z.re + 1.0, z.im);
    Complex64::new(pxfm::f_log(magnitude), pxfm::f_atan2(z.im, z.re + 1.0))
}

/// `a ** b`: by repeated multiplication for small whole exponents, as NumPy does, else by logarithm.
pub(super) fn power(a: Complex64, b: Complex64) -> Complex64 {
    if b == Complex64::default() {
        return Complex64::new(1.0, 0.0);
    }
    if a == Complex64::default() {
        return if b.re > 0.0 { Complex64::default() } else { Complex64::new(f64::NAN, f64::NAN) };
    }
    if b.im == 0.0 && b.re.trunc() == b.re && b.re.abs() < 100.0 {
        let mut exponent = b.re.abs() as u32;
        if exponent == 1 {
            return if b.re > 0.0 { a } else { divide(Complex64::new(1.0, 0.0), a) };
        }
        let (mut base, mut result) = (a, Complex64::new(1.0, 0.0));
        while exponent > 0 {
            if exponent & 1 == 1 {
                result *= base;
            }
            base *= base;
            exponent >>= 1;
        }
        return if b.re < 0.0 { divide(Complex64::new(1.0, 0.0), result) } else { result };
    }
    exp(b * log(a))
}

pub(super) fn sinh(z: Complex64) -> Complex64 {
    // On the real axis, infinite factors must not spoil the zero.
    if z.im == 0.0 {
        return Complex64::new(pxfm::f_sinh(z.re), z.im);
    }
    Complex64::new(pxfm::f_sinh(z.re) * pxfm::f_cos(z.im), pxfm::f_cosh(z.re) * pxfm::f_sin(z.im))
}

pub(super) fn cosh(z: Complex64) -> Complex64 {
    if z.im == 0.0 {
        return Complex64::new(pxfm::f_cosh(z.re), if z.re.is_sign_negative() { -z.im } else { z.im });
    }
    Complex64::new(pxfm::f_cosh(z.re) * pxfm::f_cos(z.im), pxfm::f_sinh(z.re) * pxfm::f_sin(z.im))
}

/// Source: W. Kahan, "Branch cuts for complex elementary functions", in: The State of the Art in Numerical Analysis (1987).
pub(super) fn tanh(z: Complex64) -> Complex64 {
    if !z.re.is_finite() || !z.im.is_finite() {
        return z.tanh();
    }
    if z.re.abs() > 22.0 {
        let imaginary = 4.0 * pxfm::f_sin(z.im) * pxfm::f_cos(z.im) * pxfm::f_exp(-2.0 * z.re.abs());
        return Complex64::new(1.0_f64.copysign(z.re), imaginary);
    }
    let tangent = pxfm::f_tan(z.im);
    let secant = 1.0 + tangent * tangent;
    let sine = pxfm::f_sinh(z.re);
    let below = 1.0 + secant * sine * sine;
    Complex64::new(secant * (1.0 + sine * sine).sqrt() * sine / below, tangent / below)
}

pub(super) fn sin(z: Complex64) -> Complex64 {
    let turned = sinh(Complex64::new(-z.im, z.re));
    Complex64::new(turned.im, -turned.re)
}

pub(super) fn cos(z: Complex64) -> Complex64 {
    cosh(Complex64::new(-z.im, z.re))
}

pub(super) fn tan(z: Complex64) -> Complex64 {
    let turned = tanh(Complex64::new(-z.im, z.re));
    Complex64::new(turned.im, -turned.re)
}
