//! Roots, exponentials, logarithms, trigonometry.
//!
//! What programs compute most by vectors (`kernels::math`); the rest, and the rare cases of that, from the `pxfm` crate:
//! correctly rounded but for rare cases. Both are the same in a browser as anywhere else.

use super::macros::{binary, ufunc, unary, unary_float, unary_many};
use crate::float_status::{DIVIDE as BY_ZERO, OVERFLOW};
use crate::ufunc::{Ufunc, complex, complex_inverse};
use ndgym_kernels::math::{self, in_double};
use num_complex::{Complex32, Complex64};

/// A function of real and complex numbers; an infinite result of a finite number raises the flag.
macro_rules! elementary {
    ($name:literal, $single:path, $double:path, $complex:expr, raising $flag:expr) => {
        ufunc!($name, 1 -> 1, None, [
            unary!([f32] raising $flag, |a| $single(a)),
            unary!([f64] raising $flag, |a| $double(a)),
            unary!([Complex32] raising $flag, |a| complex::narrow($complex(complex::widen(a)))),
            unary!([Complex64] raising $flag, |a| $complex(a)),
        ])
    };
    ($name:literal, $single:path, $double:path, raising $flag:expr) => {
        ufunc!($name, 1 -> 1, None, [
            unary!([f32] raising $flag, |a| $single(a)),
            unary!([f64] raising $flag, |a| $double(a)),
        ])
    };
}

/// The same, where the real ones are functions of many numbers at once.
macro_rules! vectorized {
    ($name:literal, $single:expr, $double:expr, $complex:expr, raising $flag:expr) => {
        ufunc!($name, 1 -> 1, None, [
            &[unary_many!(f32 raising $flag, $single), unary_many!(f64 raising $flag, $double)],
            unary!([Complex32] raising $flag, |a| complex::narrow($complex(complex::widen(a)))),
            unary!([Complex64] raising $flag, |a| $complex(a)),
        ])
    };
}

/// `np.sqrt`
pub static SQRT: Ufunc = ufunc!("sqrt", 1 -> 1, None, [
    unary_float!([f32 f64] raising 0, Root),
    unary!([Complex32] |a| complex::narrow(complex::sqrt(complex::widen(a)))),
    unary!([Complex64] |a| complex::sqrt(a)),
]);

/// `np.cbrt`
pub static CBRT: Ufunc = elementary!("cbrt", pxfm::f_cbrtf, pxfm::f_cbrt, raising 0);
/// `np.exp`
pub static EXP: Ufunc = vectorized!("exp", |a, out| math::exp_f32(a, out, pxfm::f_expf),
    |a, out| math::exp(a, out, exp), complex::exp, raising OVERFLOW);
/// `np.exp2`
pub static EXP2: Ufunc = vectorized!("exp2", |a, out| in_double(a, out, |a, out| math::exp2(a, out, pxfm::f_exp2)),
    |a, out| math::exp2(a, out, pxfm::f_exp2), complex::exp2, raising OVERFLOW);
/// `np.expm1`
pub static EXPM1: Ufunc = vectorized!("expm1", |a, out| in_double(a, out, |a, out| math::exp_m1(a, out, pxfm::f_expm1)),
    |a, out| math::exp_m1(a, out, pxfm::f_expm1), complex::expm1, raising OVERFLOW);
/// `np.log`
pub static LOG: Ufunc = vectorized!("log", |a, out| math::ln_f32(a, out, pxfm::f_logf),
    |a, out| math::ln(a, out, pxfm::f_log), complex::log, raising BY_ZERO);
/// `np.log2`
pub static LOG2: Ufunc = vectorized!("log2", |a, out| in_double(a, out, |a, out| math::log2(a, out, pxfm::f_log2)),
    |a, out| math::log2(a, out, pxfm::f_log2), complex::log2, raising BY_ZERO);
/// `np.log10`
pub static LOG10: Ufunc = vectorized!("log10", |a, out| in_double(a, out, |a, out| math::log10(a, out, pxfm::f_log10)),
    |a, out| math::log10(a, out, pxfm::f_log10), complex::log10, raising BY_ZERO);
/// `np.log1p`
pub static LOG1P: Ufunc = vectorized!("log1p", |a, out| in_double(a, out, |a, out| math::ln_1p(a, out, pxfm::f_log1p)),
    |a, out| math::ln_1p(a, out, pxfm::f_log1p), complex::log1p, raising BY_ZERO);

/// `np.sin`
pub static SIN: Ufunc = elementary!("sin", pxfm::f_sinf, pxfm::f_sin, complex::sin, raising OVERFLOW);
/// `np.cos`
pub static COS: Ufunc = elementary!("cos", pxfm::f_cosf, pxfm::f_cos, complex::cos, raising OVERFLOW);
/// `np.tan`
pub static TAN: Ufunc = elementary!("tan", pxfm::f_tanf, pxfm::f_tan, complex::tan, raising OVERFLOW);
/// `np.arcsin`, alias `np.asin`
pub static ARCSIN: Ufunc =
    elementary!("arcsin", pxfm::f_asinf, pxfm::f_asin, complex_inverse::asin, raising 0);
/// `np.arccos`, alias `np.acos`
pub static ARCCOS: Ufunc =
    elementary!("arccos", pxfm::f_acosf, pxfm::f_acos, complex_inverse::acos, raising 0);
/// `np.arctan`, alias `np.atan`
pub static ARCTAN: Ufunc =
    elementary!("arctan", pxfm::f_atanf, pxfm::f_atan, complex_inverse::atan, raising BY_ZERO);
/// `np.sinh`
pub static SINH: Ufunc = elementary!("sinh", pxfm::f_sinhf, sinh, complex::sinh, raising OVERFLOW);
/// `np.cosh`
pub static COSH: Ufunc = elementary!("cosh", pxfm::f_coshf, pxfm::f_cosh, complex::cosh, raising OVERFLOW);
/// `np.tanh`
pub static TANH: Ufunc = vectorized!("tanh", |a, out| in_double(a, out, |a, out| math::tanh(a, out, pxfm::f_tanh)),
    |a, out| math::tanh(a, out, pxfm::f_tanh), complex::tanh, raising 0);
/// `np.arcsinh`, alias `np.asinh`
pub static ARCSINH: Ufunc =
    elementary!("arcsinh", pxfm::f_asinhf, pxfm::f_asinh, complex_inverse::asinh, raising 0);
/// `np.arccosh`, alias `np.acosh`
pub static ARCCOSH: Ufunc =
    elementary!("arccosh", pxfm::f_acoshf, pxfm::f_acosh, complex_inverse::acosh, raising 0);
/// `np.arctanh`, alias `np.atanh`
pub static ARCTANH: Ufunc =
    elementary!("arctanh", pxfm::f_atanhf, pxfm::f_atanh, complex_inverse::atanh, raising BY_ZERO);

macro_rules! float_pair {
    ($name:literal, $identity:ident, raising $flag:expr, $function:expr) => {
        ufunc!($name, 2 -> 1, $identity, [
            binary!([f32] raising |_x, _y| $flag, |a, b| $function(f64::from(a), f64::from(b)) as f32),
            binary!([f64] raising |_x, _y| $flag, |a, b| $function(a, b)),
        ])
    };
}

/// `np.arctan2`, alias `np.atan2`
pub static ARCTAN2: Ufunc = float_pair!("arctan2", None, raising 0, arctan2);
/// `np.hypot`
pub static HYPOT: Ufunc = float_pair!("hypot", Zero, raising OVERFLOW, pxfm::f_hypot);
/// `np.logaddexp`
pub static LOGADDEXP: Ufunc = float_pair!("logaddexp", MinusInfinity, raising OVERFLOW, log_add_exp);
/// `np.logaddexp2`
pub static LOGADDEXP2: Ufunc = float_pair!("logaddexp2", MinusInfinity, raising OVERFLOW, log_add_exp2);

/// An angle too small for a number still lies on its side of the axis.
fn arctan2(y: f64, x: f64) -> f64 {
    let angle = pxfm::f_atan2(y, x);
    if angle == 0.0 { angle.copysign(y) } else { angle }
}

/// Below this, exponentials are subnormal.
const LEAST_NORMAL_EXPONENT: f64 = -708.39;

fn exp(x: f64) -> f64 {
    // pxfm 0.1.30 errs by digits at a few subnormal results.
    if x < LEAST_NORMAL_EXPONENT { libm::exp(x) } else { pxfm::f_exp(x) }
}

fn sinh(x: f64) -> f64 {
    if x == 0.0 { x } else { pxfm::f_sinh(x) }
}

fn log_add_exp(x: f64, y: f64) -> f64 {
    if x == y {
        return x + std::f64::consts::LN_2;
    }
    match x - y {
        difference if difference > 0.0 => x + pxfm::f_log1p(pxfm::f_exp(-difference)),
        difference if difference <= 0.0 => y + pxfm::f_log1p(pxfm::f_exp(difference)),
        nan => nan,
    }
}

fn log_add_exp2(x: f64, y: f64) -> f64 {
    if x == y {
        return x + 1.0;
    }
    let log2_1p = |t: f64| std::f64::consts::LOG2_E * pxfm::f_log1p(t);
    match x - y {
        difference if difference > 0.0 => x + log2_1p(pxfm::f_exp2(-difference)),
        difference if difference <= 0.0 => y + log2_1p(pxfm::f_exp2(difference)),
        nan => nan,
    }
}

macro_rules! angle {
    ($name:literal, $factor:expr) => {
        ufunc!($name, 1 -> 1, None, [
            unary!([f32] raising OVERFLOW, |a| a * ($factor as f32)),
            unary!([f64] raising OVERFLOW, |a| a * $factor),
        ])
    };
}

const DEGREE: f64 = std::f64::consts::PI / 180.0;
const RADIAN: f64 = 180.0 / std::f64::consts::PI;

/// `np.deg2rad`
pub static DEG2RAD: Ufunc = angle!("deg2rad", DEGREE);
/// `np.radians`
pub static RADIANS: Ufunc = angle!("radians", DEGREE);
/// `np.rad2deg`
pub static RAD2DEG: Ufunc = angle!("rad2deg", RADIAN);
/// `np.degrees`
pub static DEGREES: Ufunc = angle!("degrees", RADIAN);
