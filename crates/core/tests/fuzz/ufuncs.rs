//! Universal functions, called and folded.

use super::Operation;
use super::arrays::{Outcome, cast};
use super::choices::Choices;
use crate::operations;
use ndgym_core::layout::{Order, normalize_axes, normalize_axis};
use ndgym_core::rounding::round;
use ndgym_core::ufunc::{self, Number, Operand, Options, ReduceOptions, Ufunc};
use ndgym_core::{Array, Complex64, DType, Error};

type Result<T> = std::result::Result<T, Error>;

pub(crate) fn any_ufunc(c: &mut Choices) -> &'static Ufunc {
    let ufunc = c.pick(ufunc::ALL);
    c.tell(ufunc);
    ufunc
}

/// One that can be folded, mostly.
pub(crate) fn any_binary(c: &mut Choices) -> &'static Ufunc {
    let ufunc = any_ufunc(c);
    let fits = ufunc.inputs == 2 && ufunc.outputs == 1 && !ufunc.is_generalized();
    if fits || c.one_in(10) { ufunc } else { c.pick(&[&ufunc::ADD, &ufunc::MAXIMUM, &ufunc::SUBTRACT]) }
}

fn number(c: &mut Choices) -> Number {
    match c.below(6) {
        0 | 1 => Number::Int(c.integer().into()),
        2 => Number::Int(c.pick(&[i128::MAX, i128::MIN, 1 << 64, (1 << 64) - 1, -(1 << 64)])),
        3 => Number::Float(c.float()),
        4 => Number::Complex(Complex64::new(c.float(), c.float())),
        _ => Number::Wide(1e40, "10000000000000000000000000000000000000000".into()),
    }
}

/// Operands that often fit together.
fn operands(c: &mut Choices, ufunc: &Ufunc) -> Vec<Operand> {
    let first = if c.one_in(20) { c.long_array() } else { c.array() };
    let mut operands = vec![Operand::from(&first)];
    while operands.len() < ufunc.inputs {
        let next = match c.below(5) {
            0 | 1 => cast(&first, c.dtype()).into(),
            2 => Operand::Number(number(c)),
            3 => c.array_of_rank(first.dtype(), 0).into(),
            _ => c.array().into(),
        };
        operands.push(next);
    }
    operands
}

fn options(c: &mut Choices, ufunc: &Ufunc, like: &Array) -> Options {
    let mut options = Options { dtype: c.dtype_or_none(), order: c.order(), ..Options::default() };
    if c.one_in(4) {
        options.casting = c.casting();
    }
    if c.one_in(4) {
        options.out = (0..ufunc.outputs)
            .map(|_| match c.below(3) {
                0 => None,
                1 => Some(c.array()),
                _ => Some(cast(like, c.dtype())),
            })
            .collect();
    }
    options.where_ = c.mask_or_none(like);
    options
}

fn called(c: &mut Choices) -> Result<Vec<Array>> {
    let ufunc = any_ufunc(c);
    let operands = operands(c, ufunc);
    let like = operands.iter().find_map(|operand| match operand {
        Operand::Array(array) => Some(array.clone()),
        Operand::Number(_) => None,
    });
    let options = options(c, ufunc, &like.expect("the first is an array"));
    ufunc.call(&operands, &options).map(|results| results.into_vec())
}

fn outer(c: &mut Choices) -> Result<Array> {
    let ufunc = any_binary(c);
    let a = c.array();
    let b = if c.one_in(5) { Operand::Number(number(c)) } else { c.array().into() };
    if a.size() * b.shape().iter().product::<usize>() > 4000 {
        return Ok(a);
    }
    ufunc.outer(&a, &b, &Options { dtype: c.dtype_or_none(), ..Options::default() })
}

fn reduced(c: &mut Choices) -> Result<Array> {
    let ufunc = any_binary(c);
    let array = if c.one_in(10) { c.long_array() } else { c.array() };
    let axes: Vec<i64> = match c.below(3) {
        0 => (0..array.rank() as i64).collect(),
        _ => (0..c.below(4)).map(|_| c.axis(array.rank())).collect(),
    };
    let axes = normalize_axes(&axes, array.rank(), "axis")?;
    let mut options = ReduceOptions { dtype: c.dtype_or_none(), keepdims: c.either(), ..Default::default() };
    if c.one_in(4) {
        let dtype = c.dtype();
        options.initial = Some(c.scalar(dtype));
    }
    if c.one_in(6) {
        options.out = Some(c.array());
    }
    options.where_ = match c.one_in(8) {
        true => Some(c.array().cast(DType::Bool, Order::K)?),
        false => c.mask_or_none(&array),
    };
    ufunc.reduce(&array, &axes, &options)
}

fn accumulated(c: &mut Choices) -> Result<Array> {
    let ufunc = any_binary(c);
    let array = c.array();
    let axis = normalize_axis(c.axis(array.rank()), array.rank())?;
    let out = match c.below(6) {
        4 => Some(array.cast(c.dtype(), Order::K)?),
        5 => Some(c.array()),
        _ => None,
    };
    ufunc.accumulate(&array, axis, c.dtype_or_none(), out.as_ref())
}

fn reduced_at(c: &mut Choices) -> Result<Array> {
    let ufunc = any_binary(c);
    let array = c.array();
    let axis = normalize_axis(c.axis(array.rank()), array.rank())?;
    ufunc.reduceat(&array, &c.integers(5), axis, c.dtype_or_none())
}

fn changed_at(c: &mut Choices) -> Result<()> {
    let ufunc = any_ufunc(c);
    let array = c.array();
    if ufunc.is_generalized() || array.size() == 0 {
        return Ok(());
    }
    let elements: Vec<usize> = (0..c.below(6)).map(|_| c.below(array.size())).collect();
    let values = if c.one_in(5) { Operand::Number(number(c)) } else { c.array().into() };
    let values = (ufunc.inputs == 2 || c.one_in(9)).then_some(values);
    ufunc.at(&array, &elements, values.as_ref(), &[elements.len()])?;
    array.check();
    Ok(())
}

fn rounded(c: &mut Choices) -> Result<Array> {
    let array = c.array();
    let out = match c.below(5) {
        3 => Some(array.cast(c.dtype(), Order::K)?),
        4 => Some(c.array()),
        _ => None,
    };
    round(&array, c.integer(), out.as_ref())
}

pub(crate) const OPERATIONS: &[Operation] = operations! {
    call: |c| called(c);
    call_more: |c| called(c);
    call_most: |c| called(c);
    outer: |c| outer(c);
    reduce: |c| reduced(c);
    reduce_more: |c| reduced(c);
    accumulate: |c| accumulated(c);
    reduceat: |c| reduced_at(c);
    at: |c| changed_at(c);
    round: |c| rounded(c);
};
