//! Sums, products, quotients, remainders, powers, signs.

use super::macros::{binary, binary_float, ufunc, unary, unary_float};
use crate::array::Array;
use crate::element::{Bool, Element};
use crate::error::{Error, Result};
use crate::float_status::{self, DIVIDE as BY_ZERO, INVALID, OVERFLOW};
use crate::ufunc::inner::map2_to2;
use crate::ufunc::{Loop, Ufunc, complex};
use crate::with_element;
use num_complex::{Complex32, Complex64};

/// `np.add`
pub static ADD: Ufunc = ufunc!("add", 2 -> 1, Zero, [
    binary!([Bool] |a, b| Bool(u8::from(a.get() | b.get()))),
    binary!([i8 u8 i16 u16 i32 u32 i64 u64] |a, b| a.wrapping_add(b)),
    binary_float!([f32 f64] raising |_x, _y| OVERFLOW, Add, |a, b| a + b),
    binary!([Complex32 Complex64] raising |_x, _y| OVERFLOW, |a, b| a + b),
]);

/// `np.subtract`
pub static SUBTRACT: Ufunc = ufunc!("subtract", 2 -> 1, None, [
    binary!([i8 u8 i16 u16 i32 u32 i64 u64] |a, b| a.wrapping_sub(b)),
    binary_float!([f32 f64] raising |_x, _y| OVERFLOW, Subtract, |a, b| a - b),
    binary!([Complex32 Complex64] raising |_x, _y| OVERFLOW, |a, b| a - b),
]);

/// `np.multiply`
pub static MULTIPLY: Ufunc = ufunc!("multiply", 2 -> 1, One, [
    binary!([Bool] |a, b| Bool(u8::from(a.get() & b.get()))),
    binary!([i8 u8 i16 u16 i32 u32 i64 u64] |a, b| a.wrapping_mul(b)),
    binary_float!([f32 f64] raising |_x, _y| OVERFLOW, Multiply, |a, b| a * b),
    binary!([Complex32 Complex64] raising |_x, _y| OVERFLOW, |a, b| a * b),
]);

/// `np.divide`, alias `np.true_divide`
pub static DIVIDE: Ufunc = ufunc!("divide", 2 -> 1, None, [
    binary_float!([f32 f64] raising |_x, y| if y == 0.0 { BY_ZERO } else { OVERFLOW }, Divide, |a, b| a / b),
    binary!([Complex32 Complex64]
        raising |_x, y| if y == T::default() { BY_ZERO } else { OVERFLOW }, |a, b| complex::divide(a, b)),
]);

/// Integers of either sign as division has them.
trait Divide: Element {
    /// Quotient rounded towards minus infinity, and the remainder with the divisor's sign. 0 and 0 for a divisor of 0.
    fn floor_div_mod(self, divisor: Self) -> (Self, Self);
    /// Remainder with the dividend's sign.
    fn truncated_remainder(self, divisor: Self) -> Self;
}

macro_rules! divide_signed {
    ($($type:ty)*) => {
        $(impl Divide for $type {
            #[inline]
            fn floor_div_mod(self, divisor: Self) -> (Self, Self) {
                if divisor == 0 {
                    float_status::raise(BY_ZERO);
                    return (0, 0);
                }
                let Some(quotient) = self.checked_div(divisor) else {
                    float_status::raise(OVERFLOW);
                    return (self, 0);
                };
                let remainder = self - quotient * divisor;
                if remainder != 0 && (remainder < 0) != (divisor < 0) {
                    (quotient - 1, remainder + divisor)
                } else {
                    (quotient, remainder)
                }
            }
            #[inline]
            fn truncated_remainder(self, divisor: Self) -> Self {
                if divisor == 0 {
                    float_status::raise(BY_ZERO);
                    return 0;
                }
                self.wrapping_rem(divisor)
            }
        })*
    };
}

macro_rules! divide_unsigned {
    ($($type:ty)*) => {
        $(impl Divide for $type {
            #[inline]
            fn floor_div_mod(self, divisor: Self) -> (Self, Self) {
                if divisor == 0 {
                    float_status::raise(BY_ZERO);
                    return (0, 0);
                }
                (self / divisor, self % divisor)
            }
            #[inline]
            fn truncated_remainder(self, divisor: Self) -> Self {
                self.floor_div_mod(divisor).1
            }
        })*
    };
}

divide_signed!(i8 i16 i32 i64);
divide_unsigned!(u8 u16 u32 u64);

macro_rules! divide_float {
    ($($type:ty)*) => {
        $(impl Divide for $type {
            #[inline]
            fn floor_div_mod(self, divisor: Self) -> (Self, Self) {
                let remainder = self % divisor;
                if divisor == 0.0 {
                    return (self / divisor, remainder);
                }
                let mut quotient = (self - remainder) / divisor;
                let remainder = if remainder == 0.0 {
                    remainder.copysign(divisor)
                } else if (divisor < 0.0) != (remainder < 0.0) {
                    quotient -= 1.0;
                    remainder + divisor
                } else {
                    remainder
                };
                if quotient == 0.0 {
                    return ((0.0 as $type).copysign(self / divisor), remainder);
                }
                // The quotient is a whole number but for rounding.
                let floor = quotient.floor();
                (if quotient - floor > 0.5 { floor + 1.0 } else { floor }, remainder)
            }
            #[inline]
            fn truncated_remainder(self, divisor: Self) -> Self {
                self % divisor
            }
        })*
    };
}

divide_float!(f32 f64);

/// `np.floor_divide`
pub static FLOOR_DIVIDE: Ufunc = ufunc!("floor_divide", 2 -> 1, None, [
    binary!([i8 u8 i16 u16 i32 u32 i64 u64] |a, b| a.floor_div_mod(b).0),
    binary!([f32 f64] raising |_x, y| if y == 0.0 { BY_ZERO } else { OVERFLOW }, |a, b| a.floor_div_mod(b).0),
]);

/// `np.remainder`, alias `np.mod`
pub static REMAINDER: Ufunc = ufunc!("remainder", 2 -> 1, None, [
    binary!([i8 u8 i16 u16 i32 u32 i64 u64] |a, b| a.floor_div_mod(b).1),
    binary!([f32 f64] |a, b| a.floor_div_mod(b).1),
]);

/// `np.fmod`
pub static FMOD: Ufunc = ufunc!("fmod", 2 -> 1, None, [
    binary!([i8 u8 i16 u16 i32 u32 i64 u64] |a, b| a.truncated_remainder(b)),
    binary!([f32 f64] |a, b| a.truncated_remainder(b)),
]);

macro_rules! divmod {
    ([$($type:ident)*] $status:expr) => {
        &[$(Loop {
            inputs: &[<$type as Element>::DTYPE; 2],
            outputs: &[<$type as Element>::DTYPE; 2],
            inner: |frame| map2_to2(frame, |a: $type, b: $type| {
                let status: fn($type, $type) -> u8 = $status;
                let flags = status(a, b);
                if flags != 0 {
                    float_status::raise(flags);
                }
                a.floor_div_mod(b)
            }),
        }),*]
    };
}

/// `np.divmod`
pub static DIVMOD: Ufunc = ufunc!("divmod", 2 -> 2, None, [
    divmod!([i8 u8 i16 u16 i32 u32 i64 u64] |_, _| 0),
    divmod!([f32 f64] |a, b| match b == 0.0 {
        true if a == 0.0 => INVALID,
        true if a.is_finite() => BY_ZERO | INVALID,
        _ if a.is_infinite() && !b.is_nan() => INVALID,
        _ => 0,
    }),
]);

/// `a ** b` with the type's wrapping, by squaring. Negative exponents are refused before.
macro_rules! integer_power {
    ($a:ident, $b:ident) => {{
        let (mut base, mut exponent, mut result): (T, T, T) = ($a, $b, 1);
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = result.wrapping_mul(base);
            }
            base = base.wrapping_mul(base);
            exponent >>= 1;
        }
        result
    }};
}

fn refuse_negative_exponents(inputs: &[Array]) -> Result<()> {
    let exponents = &inputs[1];
    let negative = with_element!(exponents.dtype(), [integer] T => {
        #[allow(unused_comparisons, reason = "unsigned integers are never negative")]
        exponents.elements::<T>()?.iter().any(|exponent| *exponent < 0 as T)
    }, _ => false);
    if negative {
        return Err(Error::value("Integers to negative integer powers are not allowed."));
    }
    Ok(())
}

/// Whatever to the power of 0 is 1, and so is any power of 1: NaN too.
fn power(a: f64, b: f64) -> f64 {
    if b == 0.0 || a == 1.0 {
        return 1.0;
    }
    if b == 2.0 {
        return a * a;
    }
    let power = pxfm::f_pow(a, b);
    // pxfm 0.1.30 has no answer for a few of the largest bases.
    if power.is_nan() && a > 0.0 && !b.is_nan() { libm::pow(a, b) } else { power }
}

fn power_single(a: f32, b: f32) -> f32 {
    if b == 0.0 || a == 1.0 {
        return 1.0;
    }
    if b == 2.0 {
        return a * a;
    }
    // pxfm 0.1.30 forgets the sign of zero.
    if a == 0.0 && b % 2.0 == -1.0 { f32::INFINITY.copysign(a) } else { pxfm::f_powf(a, b) }
}

/// `np.power`
pub static POWER: Ufunc = ufunc!("power", 2 -> 1, None, [
    binary!([i8 u8 i16 u16 i32 u32 i64 u64] |a, b| integer_power!(a, b)),
    binary!([f32] raising |x, y| if x == 0.0 && y < 0.0 { BY_ZERO } else { OVERFLOW },
        |a, b| power_single(a, b)),
    binary!([f64] raising |x, y| if x == 0.0 && y < 0.0 { BY_ZERO } else { OVERFLOW }, |a, b| power(a, b)),
    binary!([Complex32] raising |_x, _y| OVERFLOW,
        |a, b| complex::narrow(complex::power(complex::widen(a), complex::widen(b)))),
    binary!([Complex64] raising |_x, _y| OVERFLOW, |a, b| complex::power(a, b)),
], check refuse_negative_exponents);

/// `np.float_power`
pub static FLOAT_POWER: Ufunc = ufunc!("float_power", 2 -> 1, None, [
    binary!([f64] raising |x, y| if x == 0.0 && y < 0.0 { BY_ZERO } else { OVERFLOW }, |a, b| power(a, b)),
    binary!([Complex64] raising |_x, _y| OVERFLOW, |a, b| complex::power(a, b)),
]);

/// `np.negative`
pub static NEGATIVE: Ufunc = ufunc!("negative", 1 -> 1, None, [
    unary!([i8 u8 i16 u16 i32 u32 i64 u64] |a| a.wrapping_neg()),
    unary_float!([f32 f64] raising 0, Negative),
    unary!([Complex32 Complex64] |a| -a),
]);

/// `np.positive`
pub static POSITIVE: Ufunc = ufunc!("positive", 1 -> 1, None, [
    unary!([i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 Complex32 Complex64] |a| a),
]);

/// `np.absolute`, alias `np.abs`
pub static ABSOLUTE: Ufunc = ufunc!("absolute", 1 -> 1, None, [
    unary!([Bool] |a| a),
    unary!([i8 i16 i32 i64] |a| a.wrapping_abs()),
    unary!([u8 u16 u32 u64] |a| a),
    unary_float!([f32 f64] raising 0, Absolute),
    unary!([Complex32] => f32 raising OVERFLOW, |a| pxfm::f_hypotf(a.re, a.im)),
    unary!([Complex64] => f64 raising OVERFLOW, |a| pxfm::f_hypot(a.re, a.im)),
]);

/// `np.fabs`
pub static FABS: Ufunc = ufunc!("fabs", 1 -> 1, None, [unary_float!([f32 f64] raising 0, Absolute)]);

/// `np.sign`
pub static SIGN: Ufunc = ufunc!("sign", 1 -> 1, None, [
    unary!([i8 i16 i32 i64] |a| a.signum()),
    unary!([u8 u16 u32 u64] |a| T::from(a > 0)),
    unary!([f32 f64] |a| if a > 0.0 { 1.0 } else if a < 0.0 { -1.0 } else if a == 0.0 { 0.0 } else { a }),
    unary!([Complex32 Complex64] |a| complex::sign(a)),
]);

/// `np.conjugate`, alias `np.conj`
pub static CONJUGATE: Ufunc = ufunc!("conjugate", 1 -> 1, None, [
    unary!([i8 u8 i16 u16 i32 u32 i64 u64 f32 f64] |a| a),
    unary!([Complex32 Complex64] |a| a.conj()),
]);

/// `np.square`
pub static SQUARE: Ufunc = ufunc!("square", 1 -> 1, None, [
    unary!([i8 u8 i16 u16 i32 u32 i64 u64] |a| a.wrapping_mul(a)),
    unary_float!([f32 f64] raising OVERFLOW, Square),
    unary!([Complex32 Complex64] raising OVERFLOW, |a| a * a),
]);

/// `np.reciprocal`
pub static RECIPROCAL: Ufunc = ufunc!("reciprocal", 1 -> 1, None, [
    unary!([i8 u8 i16 u16 i32 u32 i64 u64] |a| match a {
        0 => {
            float_status::raise(BY_ZERO | INVALID);
            if T::MIN == 0 { 0 } else { f64::INFINITY.cast::<T>() }
        }
        a => 1 / a,
    }),
    unary!([f32 f64] raising BY_ZERO, |a| 1.0 / a),
    unary!([Complex32 Complex64] raising BY_ZERO, |a| complex::reciprocal(a)),
]);
