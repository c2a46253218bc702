//! Bits, shifts, common divisors.

use super::macros::{binary, ufunc, unary};
use crate::element::{Bool, Element};
use crate::ufunc::inner::map1;
use crate::ufunc::{Loop, Ufunc};

/// `np.bitwise_and`
pub static BITWISE_AND: Ufunc = ufunc!("bitwise_and", 2 -> 1, MinusOne, [
    binary!([Bool] |a, b| Bool::from(a.get() & b.get())),
    binary!([i8 u8 i16 u16 i32 u32 i64 u64] |a, b| a & b),
]);

/// `np.bitwise_or`
pub static BITWISE_OR: Ufunc = ufunc!("bitwise_or", 2 -> 1, Zero, [
    binary!([Bool] |a, b| Bool::from(a.get() | b.get())),
    binary!([i8 u8 i16 u16 i32 u32 i64 u64] |a, b| a | b),
]);

/// `np.bitwise_xor`
pub static BITWISE_XOR: Ufunc = ufunc!("bitwise_xor", 2 -> 1, Zero, [
    binary!([Bool] |a, b| Bool::from(a.get() ^ b.get())),
    binary!([i8 u8 i16 u16 i32 u32 i64 u64] |a, b| a ^ b),
]);

/// `np.invert`, alias `np.bitwise_not`
pub static INVERT: Ufunc = ufunc!("invert", 1 -> 1, None, [
    unary!([Bool] |a| Bool::from(!a.get())),
    unary!([i8 u8 i16 u16 i32 u32 i64 u64] |a| !a),
]);

/// As a shift's count; counts beyond 32 bits, and negative ones, shift everything out.
fn shift_count(count: impl TryInto<u32>) -> u32 {
    count.try_into().unwrap_or(u32::MAX)
}

/// `np.left_shift`. Shifts by the type's width or more (or by negative numbers) leave 0.
pub static LEFT_SHIFT: Ufunc = ufunc!("left_shift", 2 -> 1, None, [
    binary!([i8 u8 i16 u16 i32 u32 i64 u64] |a, b| a.checked_shl(shift_count(b)).unwrap_or(0)),
]);

/// `np.right_shift`. Shifts by the type's width or more leave the sign: 0 or -1.
pub static RIGHT_SHIFT: Ufunc = ufunc!("right_shift", 2 -> 1, None, [
    binary!([i8 i16 i32 i64] |a, b| a >> shift_count(b).min(T::BITS - 1)),
    binary!([u8 u16 u32 u64] |a, b| a.checked_shr(shift_count(b)).unwrap_or(0)),
]);

macro_rules! bit_count {
    ([$($type:ident)*] |$a:ident| $magnitude:expr) => {
        &[$(Loop {
            inputs: &[<$type as Element>::DTYPE],
            outputs: &[<u8 as Element>::DTYPE],
            inner: |frame| map1(frame, 0, |$a: $type| -> u8 { $magnitude.count_ones() as u8 }),
        }),*]
    };
}

/// `np.bitwise_count`: ones in the binary form of the magnitude.
pub static BITWISE_COUNT: Ufunc = ufunc!("bitwise_count", 1 -> 1, None, [
    bit_count!([i8 i16 i32 i64] |a| a.unsigned_abs()),
    bit_count!([u8 u16 u32 u64] |a| a),
]);

/// Euclid's algorithm on magnitudes.
macro_rules! divisor {
    ($a:ident, $b:ident) => {{
        let (mut x, mut y) = ($a, $b);
        while y != 0 {
            (x, y) = (y, x.wrapping_rem(y));
        }
        x
    }};
}

/// `np.gcd`
pub static GCD: Ufunc = ufunc!("gcd", 2 -> 1, Zero, [
    binary!([i8 i16 i32 i64] |a, b| divisor!(a, b).wrapping_abs()),
    binary!([u8 u16 u32 u64] |a, b| divisor!(a, b)),
]);

/// `np.lcm`
pub static LCM: Ufunc = ufunc!("lcm", 2 -> 1, None, [
    binary!([i8 i16 i32 i64] |a, b| match divisor!(a, b) {
        0 => 0,
        divisor => a.wrapping_div(divisor).wrapping_mul(b).wrapping_abs(),
    }),
    binary!([u8 u16 u32 u64] |a, b| match divisor!(a, b) {
        0 => 0,
        divisor => (a / divisor).wrapping_mul(b),
    }),
]);
