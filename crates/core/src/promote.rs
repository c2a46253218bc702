//! Which element type results from which: promotion (NEP 50) and casting rules.

use crate::dtype::{DType, Kind};
use crate::error::{Error, Result};

/// The smallest type that holds every value of both, as `np.promote_types`.
///
/// Source: <https://numpy.org/doc/stable/reference/generated/numpy.promote_types.html>
///
/// ```
/// use ndgym_core::{DType::*, promote::promote_types};
/// assert_eq!(promote_types(Int8, UInt8), Int16);
/// assert_eq!(promote_types(Int64, UInt64), Float64);
/// assert_eq!(promote_types(Int32, Float32), Float64);
/// ```
pub const fn promote_types(a: DType, b: DType) -> DType {
    use DType::*;
    let (low, high) = if (a.kind() as u8) <= (b.kind() as u8) { (a, b) } else { (b, a) };
    match (low.kind(), high.kind()) {
        (Kind::Bool, _) => high,
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
