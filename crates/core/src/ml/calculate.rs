//! Array arithmetic in few words: NumPy's operators and reductions as functions, for algorithms that read like NumPy code.

use crate::array::Array;
use crate::error::Result;
use crate::layout::normalize_axis;
use crate::ufunc::{self, Number, Operand, Options, ReduceOptions, Ufunc};

/// Applies a ufunc with one result to arrays and Python-like numbers.
pub(crate) fn apply(ufunc: &'static Ufunc, operands: &[Operand]) -> Result<Array> {
    Ok(ufunc.call(operands, &Options::default())?.remove(0))
}

/// A number that takes its type from the array beside it, as a Python float does.
pub(crate) fn number(value: f64) -> Operand {
    Operand::Number(Number::Float(value))
}

macro_rules! binary {
    ($($name:ident $ufunc:ident)*) => {
        $(pub(crate) fn $name(a: impl Into<Operand>, b: impl Into<Operand>) -> Result<Array> {
            apply(&ufunc::$ufunc, &[a.into(), b.into()])
        })*
    };
}

binary! { add ADD subtract SUBTRACT multiply MULTIPLY divide DIVIDE maximum MAXIMUM }

macro_rules! unary {
    ($($name:ident $ufunc:ident)*) => {
        $(pub(crate) fn $name(a: &Array) -> Result<Array> {
            apply(&ufunc::$ufunc, &[a.into()])
        })*
    };
}

unary! { exp EXP log LOG sqrt SQRT negative NEGATIVE square SQUARE }

macro_rules! reductions {
    ($($name:ident $ufunc:ident)*) => {
        $(
            /// Along one axis, which may count from the end; `keepdims` as in NumPy.
            pub(crate) fn $name(a: &Array, axis: i64, keepdims: bool) -> Result<Array> {
                let options = ReduceOptions { keepdims, ..ReduceOptions::default() };
                ufunc::$ufunc.reduce(a, &[normalize_axis(axis, a.rank())?], &options)
            }
        )*
    };
}

reductions! { sum ADD max MAXIMUM }
