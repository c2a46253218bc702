//! Rounding, and what floats are made of.

use super::macros::{binary, ufunc, unary};
use crate::element::{Bool, Element};
use crate::float_status::OVERFLOW;
use crate::ufunc::inner::{Exceptional, map1_to2, map2};
use crate::ufunc::{Loop, Ufunc};
use num_complex::{Complex32, Complex64};

macro_rules! whole {
    ($name:literal, |$a:ident| $body:expr) => {
        ufunc!($name, 1 -> 1, None, [
            unary!([Bool i8 u8 i16 u16 i32 u32 i64 u64] |a| a),
            unary!([f32 f64] |$a| $body),
        ])
    };
}

/// `np.floor`
pub static FLOOR: Ufunc = whole!("floor", |a| a.floor());
/// `np.ceil`
pub static CEIL: Ufunc = whole!("ceil", |a| a.ceil());
/// `np.trunc`
pub static TRUNC: Ufunc = whole!("trunc", |a| a.trunc());
/// `np.rint`: halves to even.
pub static RINT: Ufunc = ufunc!("rint", 1 -> 1, None, [
    unary!([f32 f64] |a| a.round_ties_even()),
    unary!([Complex32 Complex64] |a| T::new(a.re.round_ties_even(), a.im.round_ties_even())),
]);

macro_rules! question {
    ($name:literal, $integers:literal, |$a:ident| $float:expr, |$z:ident| $complex:expr) => {
        ufunc!($name, 1 -> 1, None, [
            unary!([Bool i8 u8 i16 u16 i32 u32 i64 u64] => Bool |_a| Bool::from($integers)),
            unary!([f32 f64] => Bool |$a| Bool::from($float)),
            unary!([Complex32 Complex64] => Bool |$z| Bool::from($complex)),
        ])
    };
}

/// `np.isnan`
pub static ISNAN: Ufunc = question!("isnan", false, |a| a.is_nan(), |z| Exceptional::is_nan(z));
/// `np.isinf`
pub static ISINF: Ufunc =
    question!("isinf", false, |a| a.is_infinite(), |z| z.re.is_infinite() || z.im.is_infinite());
/// `np.isfinite`
pub static ISFINITE: Ufunc = question!("isfinite", true, |a| a.is_finite(), |z| z.is_ordinary());
/// `np.signbit`
pub static SIGNBIT: Ufunc = ufunc!("signbit", 1 -> 1, None, [
    unary!([f32 f64] => Bool |a| Bool::from(a.is_sign_negative())),
]);

/// `np.copysign`
pub static COPYSIGN: Ufunc = ufunc!("copysign", 2 -> 1, None, [binary!([f32 f64] |a, b| a.copysign(b))]);

/// `np.nextafter`
pub static NEXTAFTER: Ufunc = ufunc!("nextafter", 2 -> 1, None, [
    binary!([f32] raising |_x, _y| OVERFLOW, |a, b| libm::nextafterf(a, b)),
    binary!([f64] raising |_x, _y| OVERFLOW, |a, b| libm::nextafter(a, b)),
]);

/// `np.spacing`: the distance to the next number away from zero.
pub static SPACING: Ufunc = ufunc!("spacing", 1 -> 1, None, [
    unary!([f32] |a| if a.is_infinite() { f32::NAN } else if a == 0.0 { f32::from_bits(1) } else {
        libm::nextafterf(a, f32::INFINITY.copysign(a)) - a
    }),
    unary!([f64] |a| if a.is_infinite() { f64::NAN } else if a == 0.0 { f64::from_bits(1) } else {
        libm::nextafter(a, f64::INFINITY.copysign(a)) - a
    }),
]);

macro_rules! parts {
    ([$($type:ident)*] $second:ident |$a:ident| $body:expr) => {
        &[$(Loop {
            inputs: &[<$type as Element>::DTYPE],
            outputs: &[<$type as Element>::DTYPE, <$second as Element>::DTYPE],
            inner: |frame| map1_to2(frame, |$a: $type| -> ($type, $second) { $body }),
        }),*]
    };
}

/// `np.modf`: fraction and whole part, both with the sign of the number.
pub static MODF: Ufunc = ufunc!("modf", 1 -> 2, None, [
    parts!([f32] f32 |a| if a.is_infinite() { (0.0_f32.copysign(a), a) } else {
        ((a - a.trunc()).copysign(a), a.trunc())
    }),
    parts!([f64] f64 |a| if a.is_infinite() { (0.0_f64.copysign(a), a) } else {
        ((a - a.trunc()).copysign(a), a.trunc())
    }),
]);

/// `np.frexp`: mantissa in [0.5, 1) and power of two.
pub static FREXP: Ufunc = ufunc!("frexp", 1 -> 2, None, [
    parts!([f32] i32 |a| if a.is_finite() { libm::frexpf(a) } else { (a, 0) }),
    parts!([f64] i32 |a| if a.is_finite() { libm::frexp(a) } else { (a, 0) }),
]);

macro_rules! scaled {
    ([$($type:ident)*] $exponent:ident $function:path) => {
        &[$(Loop {
            inputs: &[<$type as Element>::DTYPE, <$exponent as Element>::DTYPE],
            outputs: &[<$type as Element>::DTYPE],
            inner: |frame| map2(frame, |_, _| OVERFLOW, |a: $type, b: $exponent| -> $type {
                // Beyond this every result is 0 or infinite.
                $function(a, i64::from(b).clamp(-10_000, 10_000) as i32)
            }),
        }),*]
    };
}

/// `np.ldexp`: `a * 2**b`.
pub static LDEXP: Ufunc = ufunc!("ldexp", 2 -> 1, None, [
    scaled!([f32] i32 libm::ldexpf),
    scaled!([f32] i64 libm::ldexpf),
    scaled!([f64] i32 libm::ldexp),
    scaled!([f64] i64 libm::ldexp),
]);

/// `np.heaviside`: 0, the second number at 0, 1.
pub static HEAVISIDE: Ufunc = ufunc!("heaviside", 2 -> 1, None, [
    binary!([f32 f64] |a, b| if a.is_nan() { a } else if a == 0.0 { b } else if a < 0.0 { 0.0 } else { 1.0 }),
]);
