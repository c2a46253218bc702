//! Roots, exponentials, logarithms, trigonometry.
//!
//! From the `libm` crate on every target, so that a browser gives what a server gives to the last bit. float32 goes by way
//! of float64, which rounds correctly but for rare ties.

use super::macros::{binary, ufunc, unary};
use crate::float_status::{DIVIDE as BY_ZERO, OVERFLOW};
use crate::ufunc::{Ufunc, complex};
use num_complex::{Complex32, Complex64};

/// A function of real and complex numbers; an infinite result of a finite number raises the flag.
macro_rules! elementary {
    ($name:literal, $real:expr, $complex:expr, raising $flag:expr) => {
        ufunc!($name, 1 -> 1, None, [
            unary!([f32] raising $flag, |a| $real(f64::from(a)) as f32),
            unary!([f64] raising $flag, |a| $real(a)),
            unary!([Complex32] raising $flag, |a| complex::narrow($complex(complex::widen(a)))),
            unary!([Complex64] raising $flag, |a| $complex(a)),
        ])
    };
    ($name:literal, $real:expr, raising $flag:expr) => {
        ufunc!($name, 1 -> 1, None, [
            unary!([f32] raising $flag, |a| $real(f64::from(a)) as f32),
            unary!([f64] raising $flag, |a| $real(a)),
        ])
    };
}

/// `np.sqrt`
pub static SQRT: Ufunc = ufunc!("sqrt", 1 -> 1, None, [
    unary!([f32 f64] |a| a.sqrt()),
    unary!([Complex32] |a| complex::narrow(complex::sqrt(complex::widen(a)))),
    unary!([Complex64] |a| complex::sqrt(a)),
]);

/// `np.cbrt`
pub static CBRT: Ufunc = elementary!("cbrt", libm::cbrt, raising 0);
/// `np.exp`
pub static EXP: Ufunc = elementary!("exp", libm::exp, complex::exp, raising OVERFLOW);
/// `np.exp2`
pub static EXP2: Ufunc = elementary!("exp2", libm::exp2, complex::exp2, raising OVERFLOW);
/// `np.expm1`
pub static EXPM1: Ufunc = elementary!("expm1", libm::expm1, complex::expm1, raising OVERFLOW);
/// `np.log`
pub static LOG: Ufunc = elementary!("log", libm::log, complex::log, raising BY_ZERO);
/// `np.log2`
pub static LOG2: Ufunc = elementary!("log2", libm::log2, complex::log2, raising BY_ZERO);
/// `np.log10`
pub static LOG10: Ufunc = elementary!("log10", libm::log10, complex::log10, raising BY_ZERO);
/// `np.log1p`
pub static LOG1P: Ufunc = elementary!("log1p", libm::log1p, complex::log1p, raising BY_ZERO);

/// `np.sin`
pub static SIN: Ufunc = elementary!("sin", libm::sin, |z: Complex64| z.sin(), raising OVERFLOW);
/// `np.cos`
pub static COS: Ufunc = elementary!("cos", libm::cos, |z: Complex64| z.cos(), raising OVERFLOW);
/// `np.tan`
pub static TAN: Ufunc = elementary!("tan", libm::tan, |z: Complex64| z.tan(), raising OVERFLOW);
/// `np.arcsin`, alias `np.asin`
pub static ARCSIN: Ufunc = elementary!("arcsin", libm::asin, |z: Complex64| z.asin(), raising 0);
/// `np.arccos`, alias `np.acos`
pub static ARCCOS: Ufunc = elementary!("arccos", libm::acos, |z: Complex64| z.acos(), raising 0);
/// `np.arctan`, alias `np.atan`
pub static ARCTAN: Ufunc = elementary!("arctan", libm::atan, |z: Complex64| z.atan(), raising BY_ZERO);
/// `np.sinh`
pub static SINH: Ufunc = elementary!("sinh", libm::sinh, |z: Complex64| z.sinh(), raising OVERFLOW);
/// `np.cosh`
pub static COSH: Ufunc = elementary!("cosh", libm::cosh, |z: Complex64| z.cosh(), raising OVERFLOW);
/// `np.tanh`
pub static TANH: Ufunc = elementary!("tanh", libm::tanh, |z: Complex64| z.tanh(), raising 0);
/// `np.arcsinh`, alias `np.asinh`
pub static ARCSINH: Ufunc = elementary!("arcsinh", libm::asinh, |z: Complex64| z.asinh(), raising 0);
/// `np.arccosh`, alias `np.acosh`
pub static ARCCOSH: Ufunc = elementary!("arccosh", libm::acosh, |z: Complex64| z.acosh(), raising 0);
/// `np.arctanh`, alias `np.atanh`
pub static ARCTANH: Ufunc = elementary!("arctanh", libm::atanh, |z: Complex64| z.atanh(), raising BY_ZERO);

macro_rules! float_pair {
    ($name:literal, $identity:ident, raising $flag:expr, $function:expr) => {
        ufunc!($name, 2 -> 1, $identity, [
            binary!([f32] raising |_x, _y| $flag, |a, b| $function(f64::from(a), f64::from(b)) as f32),
            binary!([f64] raising |_x, _y| $flag, |a, b| $function(a, b)),
        ])
    };
}

/// `np.arctan2`, alias `np.atan2`
pub static ARCTAN2: Ufunc = float_pair!("arctan2", None, raising 0, libm::atan2);
/// `np.hypot`
pub static HYPOT: Ufunc = float_pair!("hypot", Zero, raising OVERFLOW, libm::hypot);
/// `np.logaddexp`
pub static LOGADDEXP: Ufunc = float_pair!("logaddexp", MinusInfinity, raising OVERFLOW, log_add_exp);
/// `np.logaddexp2`
pub static LOGADDEXP2: Ufunc = float_pair!("logaddexp2", MinusInfinity, raising OVERFLOW, log_add_exp2);

fn log_add_exp(x: f64, y: f64) -> f64 {
    if x == y {
        return x + std::f64::consts::LN_2;
    }
    match x - y {
        difference if difference > 0.0 => x + libm::log1p(libm::exp(-difference)),
        difference if difference <= 0.0 => y + libm::log1p(libm::exp(difference)),
        nan => nan,
    }
}

fn log_add_exp2(x: f64, y: f64) -> f64 {
    if x == y {
        return x + 1.0;
    }
    let log2_1p = |t: f64| std::f64::consts::LOG2_E * libm::log1p(t);
    match x - y {
        difference if difference > 0.0 => x + log2_1p(libm::exp2(-difference)),
        difference if difference <= 0.0 => y + log2_1p(libm::exp2(difference)),
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
