//! One value of any element type.

use crate::dtype::{DType, Kind};
use crate::element::{Bool, Element};
use crate::float_status;
use crate::text::Text;
use crate::with_element;
use num_complex::{Complex32, Complex64};

/// One value with its element type: what indexing a single cell gives.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Scalar {
    Bool(bool),
    Int8(i8),
    UInt8(u8),
    Int16(i16),
    UInt16(u16),
    Int32(i32),
    UInt32(u32),
    Int64(i64),
    UInt64(u64),
    Float32(f32),
    Float64(f64),
    Complex64(Complex32),
    Complex128(Complex64),
    Text(Text),
}

/// Runs a block with the scalar's value bound under its element type: `with_scalar!(scalar, value => f(value))`. A text
/// gives the number that it says, or 0.
macro_rules! with_scalar {
    ($scalar:expr, $value:ident => $body:expr) => {
        match $scalar {
            Scalar::Bool(value) => {
                let $value = Bool::from(value);
                $body
            }
            Scalar::Int8($value) => $body,
            Scalar::UInt8($value) => $body,
            Scalar::Int16($value) => $body,
            Scalar::UInt16($value) => $body,
            Scalar::Int32($value) => $body,
            Scalar::UInt32($value) => $body,
            Scalar::Int64($value) => $body,
            Scalar::UInt64($value) => $body,
            Scalar::Float32($value) => $body,
            Scalar::Float64($value) => $body,
            Scalar::Complex64($value) => $body,
            Scalar::Complex128($value) => $body,
            Scalar::Text(text) => {
                let $value = text.as_number().unwrap_or_default();
                $body
            }
        }
    };
}

impl Scalar {
    /// From a Rust element.
    #[inline]
    pub fn new<T: Element>(value: T) -> Scalar {
        match T::DTYPE {
            DType::Bool => Scalar::Bool(value.cast::<Bool>().get()),
            DType::Int8 => Scalar::Int8(value.cast()),
            DType::UInt8 => Scalar::UInt8(value.cast()),
            DType::Int16 => Scalar::Int16(value.cast()),
            DType::UInt16 => Scalar::UInt16(value.cast()),
            DType::Int32 => Scalar::Int32(value.cast()),
            DType::UInt32 => Scalar::UInt32(value.cast()),
            DType::Int64 => Scalar::Int64(value.cast()),
            DType::UInt64 => Scalar::UInt64(value.cast()),
            DType::Float32 => Scalar::Float32(value.cast()),
            DType::Float64 => Scalar::Float64(value.cast()),
            DType::Complex64 => Scalar::Complex64(value.cast()),
            DType::Complex128 => Scalar::Complex128(value.cast()),
            // No Rust type stands for texts, whose widths differ.
            DType::Text(_) => Scalar::Text(Text::EMPTY),
        }
    }

    /// Its element type.
    pub fn dtype(self) -> DType {
        fn of<T: Element>(_: T) -> DType {
            T::DTYPE
        }
        match self {
            Scalar::Text(text) => DType::Text(text.width()),
            number => with_scalar!(number, value => of(value)),
        }
    }

    /// As a Rust element, converted as NumPy casts. A text that says no number is 0; [`crate::text`] has what fails.
    #[inline]
    pub fn get<T: Element>(self) -> T {
        with_scalar!(self, value => value.cast::<T>())
    }

    /// [`Scalar::cast`] that says so in the status if a number is beyond single precision.
    pub fn narrowed(self, dtype: DType) -> Scalar {
        let cast = self.cast(dtype);
        if matches!(dtype, DType::Float32 | DType::Complex64) {
            let (before, after) = (self.get::<Complex64>(), cast.get::<Complex64>());
            let overflows = |before: f64, after: f64| after.is_infinite() && before.is_finite();
            if overflows(before.re, after.re) || overflows(before.im, after.im) {
                float_status::raise(float_status::CAST_OVERFLOW);
            }
        }
        cast
    }

    /// As another element type, converted as NumPy casts.
    pub fn cast(self, dtype: DType) -> Scalar {
        match dtype {
            DType::Text(width) if dtype.is_text() => Scalar::Text(Text::of_scalar(self).cut(width)),
            _ => with_element!(dtype, T => Scalar::new(self.get::<T>())),
        }
    }

    /// Whether it is not zero.
    pub fn is_true(self) -> bool {
        match self {
            Scalar::Text(text) => text != Text::EMPTY,
            number => number.get::<Bool>().get(),
        }
    }

    /// The value of an integer or bool.
    pub fn as_integer(self) -> Option<i128> {
        match self.dtype().kind() {
            Kind::Bool | Kind::Signed => Some(self.get::<i64>().into()),
            Kind::Unsigned => Some(self.get::<u64>().into()),
            Kind::Float | Kind::Complex | Kind::Text => None,
        }
    }
}

macro_rules! scalar_from {
    ($($type:ty),*) => {
        $(impl From<$type> for Scalar {
            #[inline]
            fn from(value: $type) -> Scalar {
                Scalar::new(value)
            }
        })*
    };
}

scalar_from!(i8, u8, i16, u16, i32, u32, i64, u64, f32, f64, Complex32, Complex64, Bool);

impl From<bool> for Scalar {
    fn from(value: bool) -> Scalar {
        Scalar::Bool(value)
    }
}

impl std::fmt::Display for Scalar {
    /// As `str(x)` writes it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&crate::format::scalar_str(*self))
    }
}
