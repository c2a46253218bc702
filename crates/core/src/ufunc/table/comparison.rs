//! Comparisons, logic, and the larger or smaller of two.

use super::macros::{binary, ufunc, unary};
use crate::element::{Bool, Element};
use crate::ufunc::inner::{Exceptional, map2, map3};
use crate::ufunc::{Loop, Ufunc};
use num_complex::{Complex32, Complex64};
use std::cmp::Ordering;

/// Numbers in NumPy's order: complex ones by real part, then imaginary part. None beside NaN.
trait Ordered: Exceptional {
    fn order(self, other: Self) -> Option<Ordering>;
}

macro_rules! ordered {
    ($($type:ty)*) => {
        $(impl Ordered for $type {
            #[inline(always)]
            fn order(self, other: Self) -> Option<Ordering> {
                self.partial_cmp(&other)
            }
        })*
    };
}

ordered!(i8 u8 i16 u16 i32 u32 i64 u64 f32 f64);

impl Ordered for Bool {
    #[inline(always)]
    fn order(self, other: Self) -> Option<Ordering> {
        self.get().partial_cmp(&other.get())
    }
}

macro_rules! ordered_complex {
    ($($type:ty)*) => {
        $(impl Ordered for $type {
            #[inline]
            fn order(self, other: Self) -> Option<Ordering> {
                if self.is_nan() || other.is_nan() {
                    return None;
                }
                let by_real_part = self.re.partial_cmp(&other.re)?;
                Some(by_real_part.then(self.im.partial_cmp(&other.im)?))
            }
        })*
    };
}

ordered_complex!(Complex32 Complex64);

/// An int64 beside a uint64, compared as numbers.
macro_rules! mixed_signs {
    ($($op:tt)*) => {
        &[
            Loop {
                inputs: &[<i64 as Element>::DTYPE, <u64 as Element>::DTYPE],
                outputs: &[<Bool as Element>::DTYPE],
                inner: |frame| map2(frame, |_, _| 0, |a: i64, b: u64| Bool::from(i128::from(a) $($op)* i128::from(b))),
            },
            Loop {
                inputs: &[<u64 as Element>::DTYPE, <i64 as Element>::DTYPE],
                outputs: &[<Bool as Element>::DTYPE],
                inner: |frame| map2(frame, |_, _| 0, |a: u64, b: i64| Bool::from(i128::from(a) $($op)* i128::from(b))),
            },
        ]
    };
}

macro_rules! comparison {
    ($name:literal, $op:tt, |$order:ident| $holds:expr) => {
        ufunc!($name, 2 -> 1, Reorderable, [
            binary!([Bool] => Bool |a, b| Bool::from(a.get() $op b.get())),
            binary!([i8 u8 i16 u16 i32 u32 i64 u64] => Bool |a, b| Bool::from(a $op b)),
            mixed_signs!($op),
            binary!([f32 f64] => Bool |a, b| Bool::from(a $op b)),
            binary!([Complex32 Complex64] => Bool |a, b| {
                let $order = a.order(b);
                Bool::from($holds)
            }),
        ])
    };
}

/// `np.equal`
pub static EQUAL: Ufunc = comparison!("equal", ==, |order| order == Some(Ordering::Equal));
/// `np.not_equal`
pub static NOT_EQUAL: Ufunc = comparison!("not_equal", !=, |order| order != Some(Ordering::Equal));
/// `np.less`
pub static LESS: Ufunc = comparison!("less", <, |order| order == Some(Ordering::Less));
/// `np.less_equal`
pub static LESS_EQUAL: Ufunc = comparison!("less_equal", <=, |order| order.is_some_and(Ordering::is_le));
/// `np.greater`
pub static GREATER: Ufunc = comparison!("greater", >, |order| order == Some(Ordering::Greater));
/// `np.greater_equal`
pub static GREATER_EQUAL: Ufunc =
    comparison!("greater_equal", >=, |order| order.is_some_and(Ordering::is_ge));

macro_rules! truth {
    ($value:expr) => {
        $value.cast::<Bool>().get()
    };
}

macro_rules! logic {
    ($name:literal, $identity:ident, $op:tt) => {
        ufunc!($name, 2 -> 1, $identity, [
            binary!([Bool i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 Complex32 Complex64] => Bool
                |a, b| Bool::from(truth!(a) $op truth!(b))),
        ])
    };
}

/// `np.logical_and`
pub static LOGICAL_AND: Ufunc = logic!("logical_and", One, &);
/// `np.logical_or`
pub static LOGICAL_OR: Ufunc = logic!("logical_or", Zero, |);
/// `np.logical_xor`
pub static LOGICAL_XOR: Ufunc = logic!("logical_xor", Zero, ^);
/// `np.logical_not`
pub static LOGICAL_NOT: Ufunc = ufunc!("logical_not", 1 -> 1, None, [
    unary!([Bool i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 Complex32 Complex64] => Bool |a| Bool::from(!truth!(a))),
]);

#[inline(always)]
fn larger<T: Ordered>(a: T, b: T) -> T {
    if a.is_nan() || a.order(b).is_some_and(Ordering::is_ge) { a } else { b }
}

#[inline(always)]
fn smaller<T: Ordered>(a: T, b: T) -> T {
    if a.is_nan() || a.order(b).is_some_and(Ordering::is_le) { a } else { b }
}

/// Ignoring NaN where the other is a number.
#[inline(always)]
fn larger_number<T: Ordered>(a: T, b: T) -> T {
    if b.is_nan() || a.order(b).is_some_and(Ordering::is_ge) { a } else { b }
}

#[inline(always)]
fn smaller_number<T: Ordered>(a: T, b: T) -> T {
    if b.is_nan() || a.order(b).is_some_and(Ordering::is_le) { a } else { b }
}

/// Floats by comparisons that are single instructions: NaN wins, and of equals (0 and -0 are) the second, as in NumPy.
macro_rules! float_extremum {
    ($op:tt) => {
        binary!([f32 f64] |a, b| if a $op b || a.is_nan() { a } else { b })
    };
}

/// `np.maximum`
pub static MAXIMUM: Ufunc = ufunc!("maximum", 2 -> 1, Reorderable, [
    binary!([Bool] |a, b| larger(a, b)),
    binary!([i8 u8 i16 u16 i32 u32 i64 u64] |a, b| a.max(b)),
    float_extremum!(>),
    binary!([Complex32 Complex64] |a, b| larger(a, b)),
]);

/// `np.minimum`
pub static MINIMUM: Ufunc = ufunc!("minimum", 2 -> 1, Reorderable, [
    binary!([Bool] |a, b| smaller(a, b)),
    binary!([i8 u8 i16 u16 i32 u32 i64 u64] |a, b| a.min(b)),
    float_extremum!(<),
    binary!([Complex32 Complex64] |a, b| smaller(a, b)),
]);

macro_rules! clip {
    ([$($type:ident)*] |$a:ident, $low:ident, $high:ident| $body:expr) => {
        &[$(Loop {
            inputs: &[<$type as Element>::DTYPE; 3],
            outputs: &[<$type as Element>::DTYPE],
            inner: |frame| map3(frame, |$a: $type, $low: $type, $high: $type| -> $type { $body }),
        }),*]
    };
}

/// What `np.clip` computes with: `minimum(maximum(a, low), high)`. `np.clip` itself is a function, so this one has no
/// object at the surface.
pub static CLIP: Ufunc = ufunc!("clip", 3 -> 1, None, [
    clip!([Bool] |a, low, high| smaller(larger(a, low), high)),
    clip!([i8 u8 i16 u16 i32 u32 i64 u64] |a, low, high| a.max(low).min(high)),
    clip!([f32 f64] |a, low, high| {
        let raised = if a >= low || a.is_nan() { a } else { low };
        if raised <= high || raised.is_nan() { raised } else { high }
    }),
    clip!([Complex32 Complex64] |a, low, high| smaller(larger(a, low), high)),
]);

/// `np.fmax`
pub static FMAX: Ufunc = ufunc!("fmax", 2 -> 1, Reorderable, [
    binary!([Bool] |a, b| larger(a, b)),
    binary!([i8 u8 i16 u16 i32 u32 i64 u64] |a, b| a.max(b)),
    binary!([f32 f64 Complex32 Complex64] |a, b| larger_number(a, b)),
]);

/// `np.fmin`
pub static FMIN: Ufunc = ufunc!("fmin", 2 -> 1, Reorderable, [
    binary!([Bool] |a, b| smaller(a, b)),
    binary!([i8 u8 i16 u16 i32 u32 i64 u64] |a, b| a.min(b)),
    binary!([f32 f64 Complex32 Complex64] |a, b| smaller_number(a, b)),
]);
