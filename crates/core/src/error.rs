//! Errors as NumPy raises them: exception type, text, and a structured reason for diagrams.

use crate::dtype::DType;
use std::fmt;

/// What every fallible function of the core gives.
pub type Result<T> = std::result::Result<T, Error>;

/// The exception class NumPy raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// `ValueError`
    Value,
    /// `TypeError`
    Type,
    /// `IndexError`
    Index,
    /// `numpy.exceptions.AxisError`, both a `ValueError` and an `IndexError`
    Axis,
    /// `OverflowError`
    Overflow,
    /// `ZeroDivisionError`
    ZeroDivision,
    /// `MemoryError`
    Memory,
    /// `numpy.linalg.LinAlgError`, a `ValueError`
    LinAlg,
    /// `numpy.exceptions.DTypePromotionError`, a `TypeError`
    Promotion,
    /// `numpy._core._exceptions._UFuncNoLoopError`, a `TypeError`
    NoLoop,
    /// `numpy._core._exceptions._UFuncInputCastingError` or `…OutputCastingError`, a `TypeError`
    Casting,
    /// `FloatingPointError`, under `errstate(…='raise')`
    FloatingPoint,
    /// `NotImplementedError`
    NotImplemented,
    /// `RuntimeError`
    Runtime,
}

/// What exactly went wrong, for those who draw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Shapes do not broadcast: on this axis, counted from the right (-1 is the last), two sizes clash.
    BroadcastClash {
        /// The shapes, in the operands' order.
        shapes: Vec<Vec<usize>>,
        /// The clashing axis, negative.
        axis: isize,
        /// The operands that clash there.
        operands: (usize, usize),
    },
    /// The inner sizes of a matrix product differ.
    MatmulClash {
        /// Shape of the left operand.
        left: Vec<usize>,
        /// Shape of the right operand.
        right: Vec<usize>,
    },
    /// An index lies outside its axis.
    IndexOutOfBounds {
        /// The index, as given.
        index: i64,
        /// The axis.
        axis: usize,
        /// The axis' size.
        size: usize,
    },
    /// An axis number lies outside the array's rank.
    AxisOutOfBounds {
        /// The axis, as given.
        axis: i64,
        /// The array's rank.
        rank: usize,
    },
    /// An array of this many elements cannot take that shape.
    ReshapeClash {
        /// Number of elements there are.
        size: usize,
        /// The shape asked for; -1 is to be inferred.
        shape: Vec<i64>,
    },
}

/// An error as NumPy raises it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The exception class.
    pub kind: ErrorKind,
    /// `str(exception)`, to the letter.
    pub message: String,
    /// What exactly went wrong, where a diagram can show it. Boxed: errors are rare, results are everywhere.
    pub reason: Option<Box<Reason>>,
}

impl Error {
    /// An error of the given kind.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error { kind, message: message.into(), reason: None }
    }

    /// The same error with its reason.
    pub fn because(mut self, reason: Reason) -> Self {
        self.reason = Some(Box::new(reason));
        self
    }

    /// A `ValueError`.
    pub fn value(message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Value, message)
    }

    /// A `TypeError`.
    pub fn type_error(message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Type, message)
    }

    /// An `IndexError`.
    pub fn index(message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Index, message)
    }

    /// The `AxisError` for an axis outside an array of rank `rank`.
    pub fn axis(axis: i64, rank: usize) -> Self {
        Error::new(ErrorKind::Axis, format!("axis {axis} is out of bounds for array of dimension {rank}"))
            .because(Reason::AxisOutOfBounds { axis, rank })
    }

    /// NumPy's `MemoryError` for an array that cannot be had, its size in the largest unit that keeps it at or above 1.
    pub fn out_of_memory(shape: &[i64], dtype: DType) -> Self {
        const UNITS: [&str; 7] = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        let bytes = shape.iter().map(|size| *size as f64).product::<f64>() * dtype.nominal_itemsize() as f64;
        let unit = (0..6).take_while(|unit| bytes >= 1024_f64.powi(unit + 1)).count();
        let amount = bytes / 1024_f64.powi(unit as i32);
        // As C prints `%#.3g`: three digits, and a point even where none follow.
        let amount = match amount {
            _ if unit == 0 => format!("{amount}"),
            amount if amount < 9.995 => format!("{amount:.2}"),
            amount if amount < 99.95 => format!("{amount:.1}"),
            amount => format!("{amount:.0}."),
        };
        let sizes: Vec<String> = shape.iter().map(i64::to_string).collect();
        let comma = if sizes.len() == 1 { "," } else { "" };
        Error::new(
            ErrorKind::Memory,
            format!(
                "Unable to allocate {amount} {} for an array with shape ({}{comma}) and data type {}",
                UNITS[unit],
                sizes.join(", "),
                dtype.name()
            ),
        )
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
