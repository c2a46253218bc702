//! Complex functions that num-complex does not have, or not with NumPy's care at the edges.

use crate::float_status;
use num_complex::{Complex, Complex32, Complex64};
use std::f64::consts::{LN_2, LOG2_E, LOG10_E};

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
    if re.is_nan() || im.is_nan() {
        // Which of them is larger is an invalid question.
        float_status::raise(float_status::INVALID);
    }
    if re >= im {
        if re == T::zero() && im == T::zero() {
            if [a.re, a.im].iter().any(|part| *part != T::zero() && part.is_finite()) {
                float_status::raise(float_status::DIVIDE);
            }
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

/// `1 / z`, without overflow halfway.
pub(super) fn reciprocal<T: Part>(z: Complex<T>) -> Complex<T> {
    if z.im.abs() <= z.re.abs() {
        let ratio = z.im / z.re;
        let below = z.re + z.im * ratio;
        Complex::new(below.recip(), -ratio / below)
    } else {
        let ratio = z.re / z.im;
        let below = z.re * ratio + z.im;
        Complex::new(ratio / below, -below.recip())
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

/// A real function that leaves zeros, with their signs, as they are.
fn keeping_zero(x: f64, function: impl Fn(f64) -> f64) -> f64 {
    if x == 0.0 { x } else { function(x) }
}

fn is_minus_zero(x: f64) -> bool {
    x == 0.0 && x.is_sign_negative()
}

/// The angle of a point, -0 where a point below the axis is too near to it for another angle.
pub(super) fn angle(z: Complex64) -> f64 {
    let angle = pxfm::f_atan2(z.im, z.re);
    if angle == 0.0 { angle.copysign(z.im) } else { angle }
}

/// Below this a number has fewer digits than others, or its square has none.
pub(super) const SMALL: f64 = f64::MIN_POSITIVE * 4.0;

pub(super) fn sqrt(z: Complex64) -> Complex64 {
    let (a, b) = (z.re, z.im);
    if a == 0.0 && b == 0.0 {
        return Complex64::new(0.0, b);
    }
    if b.is_infinite() {
        return Complex64::new(f64::INFINITY, b);
    }
    if a.is_infinite() {
        let root = if b.is_nan() { b } else { 0.0 };
        return if a < 0.0 {
            Complex64::new(root, a.abs().copysign(b))
        } else {
            Complex64::new(a, root.copysign(b))
        };
    }
    if a.is_nan() || b.is_nan() {
        return Complex64::new(f64::NAN, f64::NAN);
    }
    // Scaled where the sum below would overflow, or lose its digits.
    let largest = a.abs().max(b.abs());
    let (scale, root_scale) = match largest {
        _ if largest >= f64::MAX / 4.0 => (0.25, 2.0),
        _ if largest < SMALL => (2.0_f64.powi(106), 2.0_f64.powi(-53)),
        _ => (1.0, 1.0),
    };
    let (a, b) = (a * scale, b * scale);
    let t = ((a.abs() + pxfm::f_hypot(a, b)) * 0.5).sqrt();
    let root = if a >= 0.0 {
        Complex64::new(t, b / (2.0 * t))
    } else {
        Complex64::new(b.abs() / (2.0 * t), t.copysign(b))
    };
    root * root_scale
}

/// `magnitude · (cos angle + i sin angle)` for an infinite magnitude: of no direction if the angle is none.
fn infinite(magnitude: f64, angle: f64) -> Complex64 {
    if angle.is_finite() {
        Complex64::new(magnitude * pxfm::f_cos(angle), magnitude * pxfm::f_sin(angle))
    } else {
        Complex64::new(magnitude, f64::NAN)
    }
}

/// Beyond this the exponential overflows, or nearly does.
const LARGEST_EXPONENT: f64 = 709.0;

/// `factor · exp(z)` for a real part above [`LARGEST_EXPONENT`], whose exponential overflows though the sine of the angle may be small.
fn large_exp(z: Complex64, factor: f64) -> Complex64 {
    let (first, rest) = (pxfm::f_exp(LARGEST_EXPONENT) * factor, pxfm::f_exp(z.re - LARGEST_EXPONENT));
    Complex64::new(first * pxfm::f_cos(z.im) * rest, first * pxfm::f_sin(z.im) * rest)
}

pub(super) fn exp(z: Complex64) -> Complex64 {
    let magnitude = pxfm::f_exp(z.re);
    if z.im == 0.0 {
        return Complex64::new(magnitude, z.im);
    }
    if z.re == f64::INFINITY {
        return infinite(magnitude, z.im);
    }
    if magnitude == 0.0 && !z.im.is_finite() {
        return Complex64::new(0.0, 0.0_f64.copysign(z.im));
    }
    if z.re > LARGEST_EXPONENT {
        return large_exp(z, 1.0);
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
    let (large, small) =
        if z.re.abs() > z.im.abs() { (z.re.abs(), z.im.abs()) } else { (z.im.abs(), z.re.abs()) };
    // Near the unit circle the magnitude's logarithm would lose its digits, and a tiny magnitude has few.
    let magnitude =
        if large.is_finite() && (0.5..=2.0).contains(&large) && large * large + small * small < 3.0 {
            pxfm::f_log1p((large - 1.0) * (large + 1.0) + small * small) / 2.0
        } else if large < SMALL && large > 0.0 {
            let scale = 2.0_f64.powi(106);
            pxfm::f_log(pxfm::f_hypot(z.re * scale, z.im * scale)) - 106.0 * LN_2
        } else {
            pxfm::f_log(pxfm::f_hypot(z.re, z.im))
        };
    Complex64::new(magnitude, angle(z))
}

pub(super) fn log2(z: Complex64) -> Complex64 {
    log(z) * LOG2_E
}

pub(super) fn log10(z: Complex64) -> Complex64 {
    log(z) * LOG10_E
}

pub(super) fn log1p(z: Complex64) -> Complex64 {
    let above = Complex64::new(z.re + 1.0, z.im);
    Complex64::new(pxfm::f_log(pxfm::f_hypot(above.re, above.im)), angle(above))
}

/// A product as C defines it: infinite where a factor is, though the formula gives NaN.
///
/// Source: ISO/IEC 9899:1999, annex G.5.1.
fn multiply(a: Complex64, b: Complex64) -> Complex64 {
    let product = a * b;
    if !(product.re.is_nan() && product.im.is_nan()) {
        return product;
    }
    let is_infinite = |z: Complex64| z.re.is_infinite() || z.im.is_infinite();
    // Infinite parts become units with their signs, other parts zeros.
    let unit = |x: f64| if x.is_infinite() { 1.0_f64.copysign(x) } else { 0.0_f64.copysign(x) };
    let without_nan = |x: f64| if x.is_nan() { 0.0_f64.copysign(x) } else { x };
    let direction = |z: Complex64, other: Complex64| match (is_infinite(z), is_infinite(other)) {
        (true, _) => Complex64::new(unit(z.re), unit(z.im)),
        (false, true) => Complex64::new(without_nan(z.re), without_nan(z.im)),
        (false, false) => z,
    };
    let overflows = (a.re * b.re).is_infinite()
        || (a.im * b.im).is_infinite()
        || (a.re * b.im).is_infinite()
        || (a.im * b.re).is_infinite();
    let (x, y) = if is_infinite(a) || is_infinite(b) {
        (direction(a, b), direction(b, a))
    } else if overflows {
        (
            Complex64::new(without_nan(a.re), without_nan(a.im)),
            Complex64::new(without_nan(b.re), without_nan(b.im)),
        )
    } else {
        return product;
    };
    Complex64::new(f64::INFINITY * (x.re * y.re - x.im * y.im), f64::INFINITY * (x.re * y.im + x.im * y.re))
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
        return whole_power(a, b.re);
    }
    exp(multiply(b, log(a)))
}

fn whole_power(a: Complex64, whole: f64) -> Complex64 {
    match whole {
        1.0 => return a,
        2.0 => return a * a,
        3.0 => return a * (a * a),
        _ => {}
    }
    let mut exponent = whole.abs() as u32;
    let (mut base, mut result) = (a, Complex64::new(1.0, 0.0));
    while exponent > 0 {
        if exponent & 1 == 1 {
            result *= base;
        }
        exponent >>= 1;
        if exponent > 0 {
            base *= base;
        }
    }
    if whole < 0.0 { divide(Complex64::new(1.0, 0.0), result) } else { result }
}

/// `exp(|x| + iy) / 2`, to which the hyperbolic functions of large numbers come.
fn large_half(x: f64, y: f64) -> Complex64 {
    large_exp(Complex64::new(x.abs(), y), 0.5)
}

pub(super) fn sinh(z: Complex64) -> Complex64 {
    let sine = keeping_zero(z.re, pxfm::f_sinh);
    // On the real axis, infinite factors must not spoil the zero.
    if z.im == 0.0 {
        return Complex64::new(sine, z.im);
    }
    match z.re {
        0.0 if !z.im.is_finite() => Complex64::new(z.re, f64::NAN),
        x if x.is_infinite() && !z.im.is_finite() => Complex64::new(f64::INFINITY.copysign(x), f64::NAN),
        x if x.abs() > LARGEST_EXPONENT => {
            let half = large_half(x, z.im);
            Complex64::new(half.re * x.signum(), half.im)
        }
        x => Complex64::new(sine * pxfm::f_cos(z.im), pxfm::f_cosh(x) * pxfm::f_sin(z.im)),
    }
}

pub(super) fn cosh(z: Complex64) -> Complex64 {
    let sine = keeping_zero(z.re, pxfm::f_sinh);
    if z.im == 0.0 {
        return Complex64::new(
            pxfm::f_cosh(z.re),
            if z.re < 0.0 || is_minus_zero(z.re) { -z.im } else { z.im },
        );
    }
    match z.re {
        0.0 if !z.im.is_finite() => Complex64::new(f64::NAN, 0.0),
        x if x.is_infinite() && !z.im.is_finite() => Complex64::new(f64::INFINITY, f64::NAN),
        x if x.abs() > LARGEST_EXPONENT => {
            let half = large_half(x, z.im);
            Complex64::new(half.re, half.im * x.signum())
        }
        x => Complex64::new(pxfm::f_cosh(x) * pxfm::f_cos(z.im), sine * pxfm::f_sin(z.im)),
    }
}

/// Source: W. Kahan, "Branch cuts for complex elementary functions", in: The State of the Art in Numerical Analysis (1987).
pub(super) fn tanh(z: Complex64) -> Complex64 {
    let unknown = Complex64::new(f64::NAN, f64::NAN);
    match (z.re, z.im) {
        (x, _) if x == 0.0 && !z.im.is_finite() => return Complex64::new(x, f64::NAN),
        (x, y) if x.is_infinite() => {
            let turns = if y.is_finite() && y.abs() > 1.0 { pxfm::f_sin(y) * pxfm::f_cos(y) } else { y };
            return Complex64::new(1.0_f64.copysign(x), 0.0_f64.copysign(turns));
        }
        (x, y) if x.is_nan() => return if y == 0.0 { z } else { unknown },
        (_, y) if !y.is_finite() => return unknown,
        _ => {}
    }
    if z.re.abs() > 22.0 {
        let imaginary = 4.0 * pxfm::f_sin(z.im) * pxfm::f_cos(z.im) * pxfm::f_exp(-2.0 * z.re.abs());
        return Complex64::new(1.0_f64.copysign(z.re), imaginary);
    }
    let tangent = pxfm::f_tan(z.im);
    let secant = 1.0 + tangent * tangent;
    let sine = keeping_zero(z.re, pxfm::f_sinh);
    let below = 1.0 + secant * sine * sine;
    Complex64::new(secant * (1.0 + sine * sine).sqrt() * sine / below, tangent / below)
}

/// `-i · f(i z)`: the circular function that belongs to a hyperbolic one.
pub(super) fn circular(z: Complex64, hyperbolic: impl Fn(Complex64) -> Complex64) -> Complex64 {
    let turned = hyperbolic(Complex64::new(-z.im, z.re));
    Complex64::new(turned.im, -turned.re)
}

pub(super) fn sin(z: Complex64) -> Complex64 {
    circular(z, sinh)
}

pub(super) fn cos(z: Complex64) -> Complex64 {
    cosh(Complex64::new(-z.im, z.re))
}

pub(super) fn tan(z: Complex64) -> Complex64 {
    circular(z, tanh)
}
