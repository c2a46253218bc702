//! Which element type results from which: promotion (NEP 50) and casting rules.

use crate::array::Array;
use crate::dtype::{DType, Kind};
use crate::error::{Error, Result};
use crate::layout::Order;
use num_complex::Complex64;

/// The smallest type that holds every value of both, as `np.promote_types`.
///
/// Source: <https://numpy.org/doc/stable/reference/generated/numpy.promote_types.html>
///
/// ```
/// use ndgym_core::{DType::*, promote::promote_types};
/// assert_eq!(promote_types(Int8, UInt8), Int16);
/// assert_eq!(promote_types(Int64, UInt64), Float64);
/// assert_eq!(promote_types(Int32, Float32), Float64);
/// assert_eq!(promote_types(Bool, Text(2)), Text(5));
/// ```
pub const fn promote_types(a: DType, b: DType) -> DType {
    use DType::*;
    let (low, high) = if (a.kind() as u8) <= (b.kind() as u8) { (a, b) } else { (b, a) };
    match (low.kind(), high.kind()) {
        (_, Kind::Text) if low.text_width() > high.text_width() => Text(low.text_width()),
        (_, Kind::Text) | (Kind::Bool, _) => high,
        (Kind::Unsigned, Kind::Unsigned)
        | (Kind::Signed, Kind::Signed)
        | (Kind::Float, Kind::Float)
        | (Kind::Complex, Kind::Complex) => {
            if low.itemsize() >= high.itemsize() {
                low
            } else {
                high
            }
        }
        (Kind::Unsigned, Kind::Signed) => {
            if low.itemsize() < high.itemsize() {
                high
            } else {
                match low {
                    UInt8 => Int16,
                    UInt16 => Int32,
                    UInt32 => Int64,
                    _ => Float64,
                }
            }
        }
        (Kind::Unsigned | Kind::Signed, Kind::Float) => {
            if low.itemsize() <= 2 {
                high
            } else {
                Float64
            }
        }
        (Kind::Unsigned | Kind::Signed, _) => {
            if low.itemsize() <= 2 {
                high
            } else {
                Complex128
            }
        }
        // float with complex
        (..) => {
            if matches!(low, Float64) {
                Complex128
            } else {
                high
            }
        }
    }
}

/// How much a cast may lose, as the `casting=` argument says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "NumPy's own words")]
pub enum Casting {
    No,
    Equiv,
    Safe,
    SameKind,
    Unsafe,
}

impl Casting {
    /// From the argument's text.
    ///
    /// # Errors
    /// `ValueError` as NumPy words it.
    pub fn parse(text: &str) -> Result<Casting> {
        Ok(match text {
            "no" => Casting::No,
            "equiv" => Casting::Equiv,
            "safe" => Casting::Safe,
            "same_kind" => Casting::SameKind,
            "unsafe" => Casting::Unsafe,
            _ => {
                return Err(Error::value(format!(
                    "casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe' (got '{text}')"
                )));
            }
        })
    }

    /// The rule as NumPy's messages print it.
    pub fn name(self) -> &'static str {
        match self {
            Casting::No => "no",
            Casting::Equiv => "equiv",
            Casting::Safe => "safe",
            Casting::SameKind => "same_kind",
            Casting::Unsafe => "unsafe",
        }
    }
}

/// Whether the rule allows the cast, as `np.can_cast`.
///
/// ```
/// use ndgym_core::{DType::*, promote::{Casting, can_cast}};
/// assert!(can_cast(Int64, Float64, Casting::Safe));
/// assert!(!can_cast(Float64, Int64, Casting::SameKind));
/// assert!(can_cast(Float64, Float32, Casting::SameKind));
/// ```
pub fn can_cast(from: DType, to: DType, casting: Casting) -> bool {
    match casting {
        // Texts of no definite width are of any.
        _ if to == DType::Text(0) && (from.is_text() || casting >= Casting::Safe) => true,
        Casting::No | Casting::Equiv => from == to,
        Casting::Safe => safe(from, to),
        Casting::SameKind => {
            safe(from, to)
                || from.kind() as u8 <= to.kind() as u8
                    && !(from.kind() == Kind::Signed && to.kind() == Kind::Unsigned)
        }
        Casting::Unsafe => true,
    }
}

/// int64 and uint64 go to float64 "safely", though large values are rounded: NumPy has it so.
fn safe(from: DType, to: DType) -> bool {
    promote_types(from, to) == to
}

/// Checks that every element keeps its value in another type (`astype(casting="same_value")`); to bool anything may go.
///
/// # Errors
/// `ValueError: could not cast 'same_value' double to long`; `MemoryError`.
///
/// Source: <https://numpy.org/doc/stable/reference/generated/numpy.ndarray.astype.html>
pub fn check_same_value(array: &Array, dtype: DType) -> Result<()> {
    let from = array.dtype();
    if dtype == DType::Bool || dtype == from {
        return Ok(());
    }
    let refused = |reason: &str| {
        let (from, to) = (c_name(from), c_name(dtype));
        Error::value(format!("could not cast 'same_value' {from} to {to}{reason}"))
    };
    let complex = DType::Complex128;
    let there = array.as_dtype(dtype)?.copy(Order::C)?;
    let back = there.as_dtype(from)?.copy(Order::C)?;
    let array = array.copy(Order::C)?;
    for at in 0..array.size() {
        let (before, after) = (array.scalar_at(array.offset() + at), back.scalar_at(back.offset() + at));
        let cast = there.scalar_at(there.offset() + at);
        if from.is_integer() && dtype.is_integer() && before.as_integer() != cast.as_integer() {
            return Err(refused(""));
        }
        let (number, kept): (Complex64, Complex64) = (before.cast(complex).get(), after.cast(complex).get());
        if before == after || number.is_nan() && kept.is_nan() {
            continue;
        }
        let loses_imaginary = from.is_complex() && !dtype.is_complex() && number.im != 0.0;
        return Err(refused(if loses_imaginary { ": imag is not 0" } else { "" }));
    }
    Ok(())
}

/// The type's name in C, without "unsigned" written out.
const fn c_name(dtype: DType) -> &'static str {
    match dtype {
        DType::Bool => "bool",
        DType::Int8 => "byte",
        DType::Int16 => "short",
        DType::Int32 => "int",
        DType::Int64 => "long",
        DType::UInt8 => "ubyte",
        DType::UInt16 => "ushort",
        DType::UInt32 => "uint",
        DType::UInt64 => "ulong",
        DType::Float32 => "float",
        DType::Float64 => "double",
        DType::Complex64 => "cfloat",
        DType::Complex128 => "cdouble",
        DType::Text(_) => "str",
    }
}
