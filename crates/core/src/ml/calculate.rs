//! Array arithmetic in few words: NumPy's operators and reductions as functions, for algorithms that read like NumPy code.

use crate::array::Array;
use crate::dtype::DType;
use crate::error::Result;
use crate::layout::normalize_axes;
use crate::random::SeedSequence;
use crate::random::continuous::{self, normal};
use crate::random::pcg64::{Pcg64, Variant};
use crate::scalar::Scalar;
use crate::ufunc::{self, Number, Operand, Options, ReduceOptions, Ufunc};

/// Applies a ufunc with one result to arrays and Python-like numbers.
///
/// # Errors
/// NumPy's.
pub fn apply(ufunc: &'static Ufunc, operands: &[Operand]) -> Result<Array> {
    Ok(ufunc.call(operands, &Options::default())?.remove(0))
}

/// A number that takes its type from the array beside it, as a Python float does.
pub fn number(value: f64) -> Operand {
    Operand::Number(Number::Float(value))
}

macro_rules! binary {
    ($($name:ident $ufunc:ident)*) => {
        $(
            #[doc = concat!("`np.", stringify!($name), "(a, b)`: shapes broadcast.\n\n# Errors\nNumPy's.")]
            pub fn $name(a: impl Into<Operand>, b: impl Into<Operand>) -> Result<Array> {
                apply(&ufunc::$ufunc, &[a.into(), b.into()])
            }
        )*
    };
}

binary! {
    add ADD
    subtract SUBTRACT
    multiply MULTIPLY
    divide DIVIDE
    maximum MAXIMUM
    minimum MINIMUM
    equal EQUAL
    greater GREATER
}

macro_rules! unary {
    ($($name:ident $ufunc:ident)*) => {
        $(
            #[doc = concat!("`np.", stringify!($name), "(a)`, element by element.\n\n# Errors\nNumPy's.")]
            pub fn $name(a: &Array) -> Result<Array> {
                apply(&ufunc::$ufunc, &[a.into()])
            }
        )*
    };
}

unary! {
    exp EXP
    log LOG
    sqrt SQRT
    negative NEGATIVE
    square SQUARE
    absolute ABSOLUTE
}

macro_rules! reductions {
    ($($name:ident $ufunc:ident)*) => {
        $(
            #[doc = concat!("`a.", stringify!($name), "(axis=axes, keepdims=keepdims)`; axes may count from the end.\n\n# Errors\nNumPy's.")]
            pub fn $name(a: &Array, axes: &[i64], keepdims: bool) -> Result<Array> {
                let options = ReduceOptions { keepdims, ..ReduceOptions::default() };
                ufunc::$ufunc.reduce(a, &normalize_axes(axes, a.rank(), "axis")?, &options)
            }
        )*
    };
}

reductions! { sum ADD max MAXIMUM min MINIMUM }

/// `a.mean(axis=axes, keepdims=keepdims)`; axes may count from the end.
///
/// # Errors
/// NumPy's.
pub fn mean(a: &Array, axes: &[i64], keepdims: bool) -> Result<Array> {
    let count: usize = normalize_axes(axes, a.rank(), "axis")?.iter().map(|axis| a.shape()[*axis]).product();
    divide(sum(a, axes, keepdims)?, number(count as f64))
}

/// `a @ b`
///
/// # Errors
/// NumPy's.
pub fn matmul(a: &Array, b: &Array) -> Result<Array> {
    crate::products::matmul(a, b)
}

/// `np.swapaxes(a, -1, -2)`: each matrix transposed.
///
/// # Errors
/// NumPy's.
pub fn transposed(a: &Array) -> Result<Array> {
    crate::manipulate::swap_axes(a, -1, -2)
}

/// `np.where(mask, a, b)`
///
/// # Errors
/// NumPy's.
pub fn choose(mask: &Array, a: &Array, b: &Array) -> Result<Array> {
    crate::index::where_(mask, a, b)
}

/// A 0-d array of a type.
///
/// # Errors
/// NumPy's.
pub fn constant(value: f64, dtype: DType) -> Result<Array> {
    Array::from_scalar(Scalar::Float64(value).cast(dtype))
}

/// The bits of `np.random.default_rng(seed)`.
pub fn generator(seed: u64) -> Pcg64 {
    let words = [seed as u32, (seed >> 32) as u32];
    let words = if words[1] == 0 { &words[..1] } else { &words[..] };
    Pcg64::new(&SeedSequence::from_entropy(words), Variant::XslRr)
}

/// `rng.standard_normal(shape)`
///
/// # Errors
/// `MemoryError`.
pub fn standard_normal(generator: &mut Pcg64, shape: &[usize]) -> Result<Array> {
    let array = Array::empty(shape, DType::Float64)?;
    array.cells::<f64>().iter().for_each(|cell| cell.set(normal(generator, 0.0, 1.0)));
    Ok(array)
}

/// `rng.uniform(low, high, shape)`
///
/// # Errors
/// `MemoryError`.
pub fn uniform(generator: &mut Pcg64, low: f64, high: f64, shape: &[usize]) -> Result<Array> {
    let array = Array::empty(shape, DType::Float64)?;
    array.cells::<f64>().iter().for_each(|cell| cell.set(continuous::uniform(generator, low, high - low)));
    Ok(array)
}
