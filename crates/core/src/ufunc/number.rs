//! Operands: arrays, and Python's numbers, which take the type of the arrays they meet (NEP 50).

use crate::array::Array;
use crate::dtype::{DType, Kind};
use crate::error::{Error, ErrorKind, Result};
use crate::scalar::Scalar;
use crate::text::Text;
use num_complex::Complex64;

/// A Python number. (Python's `bool` is as definite as NumPy's: an array of no axes.)
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// An `int`.
    Int(i128),
    /// An `int` beyond 128 bits: its value as a float, and its digits for messages.
    Wide(f64, Box<str>),
    /// A `float`.
    Float(f64),
    /// A `complex`.
    Complex(Complex64),
}

impl Number {
    /// The type it has when it meets no array: `int64`, `float64`, `complex128`.
    pub fn default_dtype(&self) -> DType {
        match self {
            Number::Int(value) if i64::try_from(*value).is_err() && u64::try_from(*value).is_ok() => {
                DType::UInt64
            }
            Number::Int(_) | Number::Wide(..) => DType::Int64,
            Number::Float(_) => DType::Float64,
            Number::Complex(_) => DType::Complex128,
        }
    }

    /// The type it takes beside arrays that together have the type `other`.
    pub fn dtype_beside(&self, other: DType) -> DType {
        match (self, other.kind()) {
            (Number::Int(_) | Number::Wide(..), Kind::Bool) => DType::Int64,
            (Number::Int(_) | Number::Wide(..), _) => other,
            (Number::Float(_), Kind::Float | Kind::Complex) => other,
            (Number::Float(_), _) => DType::Float64,
            (Number::Complex(_), Kind::Complex) => other,
            (Number::Complex(_), _) if other == DType::Float32 => DType::Complex64,
            (Number::Complex(_), _) => DType::Complex128,
        }
    }

    /// Whether the type has no place for numbers of this kind.
    pub fn loses_kind(&self, dtype: DType) -> bool {
        match self {
            Number::Int(_) | Number::Wide(..) => false,
            Number::Float(_) => !dtype.is_inexact(),
            Number::Complex(_) => !dtype.is_complex(),
        }
    }

    /// As an element of a type.
    ///
    /// # Errors
    /// `OverflowError: Python integer 300 out of bounds for uint8`.
    pub fn to_scalar(&self, dtype: DType) -> Result<Scalar> {
        let out_of_bounds = |digits: &dyn std::fmt::Display, fits: bool| {
            let message = match dtype {
                // These are Python's own conversion, which comes first.
                _ if !fits => "Python int too large to convert to C long".to_owned(),
                _ => format!("Python integer {digits} out of bounds for {}", dtype.name()),
            };
            Error::new(ErrorKind::Overflow, message)
        };
        match self {
            Number::Float(value) => Ok(Scalar::Float64(*value).narrowed(dtype)),
            Number::Complex(value) => Ok(Scalar::Complex128(*value).narrowed(dtype)),
            Number::Wide(value, _) if dtype.is_inexact() && value.is_infinite() => {
                Err(Error::new(ErrorKind::Overflow, "int too large to convert to float"))
            }
            Number::Wide(value, _) if dtype.is_inexact() => Ok(Scalar::Float64(*value).narrowed(dtype)),
            Number::Wide(_, digits) => Err(out_of_bounds(digits, false)),
            Number::Int(value) => match dtype.kind() {
                Kind::Text => Ok(Scalar::Text(Text::new(&value.to_string())).cast(dtype)),
                Kind::Bool => Ok(Scalar::Bool(*value != 0)),
                Kind::Float | Kind::Complex => Ok(Scalar::Float64(*value as f64).narrowed(dtype)),
                Kind::Signed | Kind::Unsigned => {
                    let fits = i64::try_from(*value).is_ok();
                    integer_scalar(*value, dtype).ok_or_else(|| out_of_bounds(value, fits))
                }
            },
        }
    }
}

/// An integer as an element of an integer type, if it fits.
pub fn integer_scalar(value: i128, dtype: DType) -> Option<Scalar> {
    let scalar = if value < 0 {
        Scalar::Int64(value.try_into().ok()?)
    } else {
        Scalar::UInt64(value.try_into().ok()?)
    };
    let cast = scalar.cast(dtype);
    (cast.as_integer() == Some(value)).then_some(cast)
}

/// What a ufunc takes.
#[derive(Clone, Debug)]
pub enum Operand {
    /// An array, or a NumPy scalar as an array of no axes.
    Array(Array),
    /// A Python number.
    Number(Number),
}

impl From<Array> for Operand {
    fn from(array: Array) -> Operand {
        Operand::Array(array)
    }
}

impl From<&Array> for Operand {
    fn from(array: &Array) -> Operand {
        Operand::Array(array.clone())
    }
}

impl Operand {
    /// Its element type: for a number, what it has when it meets no array.
    pub fn dtype(&self) -> DType {
        match self {
            Operand::Array(array) => array.dtype(),
            Operand::Number(number) => number.default_dtype(),
        }
    }

    /// Its shape: none for a number.
    pub fn shape(&self) -> &[usize] {
        match self {
            Operand::Array(array) => array.shape(),
            Operand::Number(_) => &[],
        }
    }
}
