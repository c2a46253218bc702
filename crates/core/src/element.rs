//! The Rust types behind [`DType`]s, and casting between them.

use crate::dtype::DType;
use num_complex::{Complex32, Complex64};

/// An element of a bool array. A byte, since a view may lay any bytes under it; whatever is not 0 is true.
#[derive(Clone, Copy, Debug, Default)]
#[repr(transparent)]
pub struct Bool(pub u8);

impl Bool {
    /// As a Rust `bool`.
    #[inline(always)]
    pub const fn get(self) -> bool {
        self.0 != 0
    }
}

impl From<bool> for Bool {
    #[inline(always)]
    fn from(value: bool) -> Self {
        Bool(value as u8)
    }
}

impl PartialEq for Bool {
    #[inline(always)]
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

mod sealed {
    pub trait Sealed {}
}

/// A type that array elements can have. Sealed: the types of [`DType::ALL`] and no others, each valid for any bit
/// pattern, none with padding, which is what lets [`crate::buffer::Buffer`] hand out typed cells.
pub trait Element: sealed::Sealed + Copy + Default + PartialEq + std::fmt::Debug + 'static {
    /// Its element type.
    const DTYPE: DType;

    /// Converted as NumPy casts (`astype`): float to integer truncates, complex to real drops the imaginary part,
    /// integers wrap, anything to bool asks whether it is not zero.
    fn cast<T: Element>(self) -> T;

    #[doc(hidden)]
    fn from_i64(value: i64) -> Self;
    #[doc(hidden)]
    fn from_u64(value: u64) -> Self;
    #[doc(hidden)]
    fn from_f32(value: f32) -> Self;
    #[doc(hidden)]
    fn from_f64(value: f64) -> Self;
    #[doc(hidden)]
    fn from_c32(value: Complex32) -> Self;
    #[doc(hidden)]
    fn from_c64(value: Complex64) -> Self;
}

// A float outside an integer's range, or NaN, is undefined behaviour in C; NumPy on x86-64 gives what the processor's
// conversion gives: the smallest int64 (int32 for narrower targets), cut to the target's width.
const TWO_TO_63: f64 = (1_u64 << 63) as f64;

#[inline(always)]
fn float_to_i64(value: f64) -> i64 {
    if (-TWO_TO_63..TWO_TO_63).contains(&value) { value as i64 } else { i64::MIN }
}

#[inline(always)]
fn float_to_i32(value: f64) -> i32 {
    if value > -2_147_483_649.0 && value < 2_147_483_648.0 { value as i32 } else { i32::MIN }
}

#[inline(always)]
fn float_to_u64(value: f64) -> u64 {
    match value {
        _ if value < TWO_TO_63 => float_to_i64(value) as u64,
        _ if value < 2.0 * TWO_TO_63 => value as u64,
        _ => 1 << 63,
    }
}

macro_rules! integer_element {
    ($type:ident, $dtype:ident, $up:ident, $from:ident, $float:expr) => {
        impl sealed::Sealed for $type {}
        impl Element for $type {
            const DTYPE: DType = DType::$dtype;
            #[inline(always)]
            fn cast<T: Element>(self) -> T {
                T::$from(self as $up)
            }
            #[inline(always)]
            fn from_i64(value: i64) -> Self {
                value as $type
            }
            #[inline(always)]
            fn from_u64(value: u64) -> Self {
                value as $type
            }
            #[inline(always)]
            fn from_f32(value: f32) -> Self {
                Self::from_f64(value as f64)
            }
            #[inline(always)]
            fn from_f64(value: f64) -> Self {
                let convert = $float;
                convert(value) as $type
            }
            #[inline(always)]
            fn from_c32(value: Complex32) -> Self {
                Self::from_f32(value.re)
            }
            #[inline(always)]
            fn from_c64(value: Complex64) -> Self {
                Self::from_f64(value.re)
            }
        }
    };
}

integer_element!(i8, Int8, i64, from_i64, float_to_i32);
integer_element!(u8, UInt8, u64, from_u64, float_to_i32);
integer_element!(i16, Int16, i64, from_i64, float_to_i32);
integer_element!(u16, UInt16, u64, from_u64, float_to_i32);
integer_element!(i32, Int32, i64, from_i64, float_to_i32);
integer_element!(u32, UInt32, u64, from_u64, float_to_i64);
integer_element!(i64, Int64, i64, from_i64, float_to_i64);
integer_element!(u64, UInt64, u64, from_u64, float_to_u64);

macro_rules! float_element {
    ($type:ident, $dtype:ident, $from:ident) => {
        impl sealed::Sealed for $type {}
        impl Element for $type {
            const DTYPE: DType = DType::$dtype;
            #[inline(always)]
            fn cast<T: Element>(self) -> T {
                T::$from(self)
            }
            #[inline(always)]
            fn from_i64(value: i64) -> Self {
                value as $type
            }
            #[inline(always)]
            fn from_u64(value: u64) -> Self {
                value as $type
            }
            #[inline(always)]
            fn from_f32(value: f32) -> Self {
                value as $type
            }
            #[inline(always)]
            fn from_f64(value: f64) -> Self {
                value as $type
            }
            #[inline(always)]
            fn from_c32(value: Complex32) -> Self {
                value.re as $type
            }
            #[inline(always)]
            fn from_c64(value: Complex64) -> Self {
                value.re as $type
            }
        }
    };
}

float_element!(f32, Float32, from_f32);
float_element!(f64, Float64, from_f64);

macro_rules! complex_element {
    ($type:ident, $part:ident, $dtype:ident, $from:ident) => {
        impl sealed::Sealed for $type {}
        impl Element for $type {
            const DTYPE: DType = DType::$dtype;
            #[inline(always)]
            fn cast<T: Element>(self) -> T {
                T::$from(self)
            }
            #[inline(always)]
            fn from_i64(value: i64) -> Self {
                $type::new(value as $part, 0.0)
            }
            #[inline(always)]
            fn from_u64(value: u64) -> Self {
                $type::new(value as $part, 0.0)
            }
            #[inline(always)]
            fn from_f32(value: f32) -> Self {
                $type::new(value as $part, 0.0)
            }
            #[inline(always)]
            fn from_f64(value: f64) -> Self {
                $type::new(value as $part, 0.0)
            }
            #[inline(always)]
            fn from_c32(value: Complex32) -> Self {
                $type::new(value.re as $part, value.im as $part)
            }
            #[inline(always)]
            fn from_c64(value: Complex64) -> Self {
                $type::new(value.re as $part, value.im as $part)
            }
        }
    };
}

complex_element!(Complex32, f32, Complex64, from_c32);
complex_element!(Complex64, f64, Complex128, from_c64);

impl sealed::Sealed for Bool {}
impl Element for Bool {
    const DTYPE: DType = DType::Bool;
    #[inline(always)]
    fn cast<T: Element>(self) -> T {
        T::from_u64(self.get() as u64)
    }
    #[inline(always)]
    fn from_i64(value: i64) -> Self {
        (value != 0).into()
    }
    #[inline(always)]
    fn from_u64(value: u64) -> Self {
        (value != 0).into()
    }
    #[inline(always)]
    fn from_f32(value: f32) -> Self {
        (value != 0.0).into()
    }
    #[inline(always)]
    fn from_f64(value: f64) -> Self {
        (value != 0.0).into()
    }
    #[inline(always)]
    fn from_c32(value: Complex32) -> Self {
        (value != Complex32::default()).into()
    }
    #[inline(always)]
    fn from_c64(value: Complex64) -> Self {
        (value != Complex64::default()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Expected values: NumPy 2.4 on x86-64, `np.array([...]).astype(...)`.
    #[test]
    fn floats_become_integers_as_the_processor_has_it() {
        assert_eq!(300.7.cast::<i8>(), 44);
        assert_eq!((-1.0).cast::<u8>(), 255);
        assert_eq!((-1.5).cast::<u64>(), u64::MAX);
        assert_eq!(f64::NAN.cast::<i64>(), i64::MIN);
        assert_eq!(f64::NAN.cast::<i32>(), i32::MIN);
        assert_eq!(1e20.cast::<u64>(), 1 << 63);
        assert_eq!(f64::INFINITY.cast::<i16>(), 0);
    }

    #[test]
    fn integers_wrap_and_anything_else_than_zero_is_true() {
        assert_eq!(300_i64.cast::<u8>(), 44);
        assert_eq!((-1_i8).cast::<u64>(), u64::MAX);
        assert_eq!(Complex64::new(0.0, 2.0).cast::<Bool>(), Bool(1));
        assert_eq!(f64::NAN.cast::<Bool>(), Bool(1));
        assert_eq!(Bool(7).cast::<i64>(), 1);
        assert_eq!(16_777_217_u32.cast::<f32>(), 16_777_216.0);
    }
}
