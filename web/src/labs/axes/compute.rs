//! The reduction, asked of the core, and the program that shows the same.

use super::{Function, State};
use crate::diagrams::{GridPicture, unflatten};
use ndgym_core::format::{PrintOptions, array_str, scalar_str};
use ndgym_core::layout::{FitsBack, Order, broadcast_strides, fits_back, reduced_shape, shape_as_tuple};
use ndgym_core::ml::calculate::{apply, max, mean, min, subtract, sum};
use ndgym_core::ufunc::{self, Number, Operand};
use ndgym_core::{Array, DType, Error, Scalar, creation};

/// What comes of a reduction, as it is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reduction {
    pub(super) a: GridPicture,
    pub(super) s: GridPicture,
    pub(super) s_shape: Vec<usize>,
    /// The cells of a, in C order.
    pub(super) values: Vec<i64>,
    /// The cells of s, each as a number of its own.
    pub(super) results: Vec<String>,
    /// For each cell of a the cell of s that it goes into.
    pub(super) target: Vec<usize>,
    pub(super) code: String,
    pub(super) printed: String,
}

/// Numbers below ten that do not stand in order.
fn source(shape: &[usize]) -> Result<Array, Error> {
    let size: usize = shape.iter().product();
    let numbers =
        creation::arange(Scalar::Int64(0), Scalar::Int64(size as i64), Scalar::Int64(1), DType::Int64)?;
    let seven = apply(&ufunc::MULTIPLY, &[numbers.into(), Operand::Number(Number::Int(7))])?;
    apply(&ufunc::REMAINDER, &[seven.into(), Operand::Number(Number::Int(10))])?.reshape_to(shape, Order::C)
}

/// Reduces.
pub(super) fn compute(state: &State) -> Result<Reduction, Error> {
    let array = source(&state.shape)?;
    let axes: Vec<i64> = state.axes.iter().map(|axis| *axis as i64).collect();
    let reduce = match state.function {
        Function::Sum => sum,
        Function::Mean => mean,
        Function::Max => max,
        Function::Min => min,
    };
    let result = reduce(&array, &axes, state.keepdims)?;
    let back = match fits_back(&state.shape, &state.axes, state.keepdims) {
        FitsBack::Clash(error) => Err(error),
        _ => Ok(subtract(&array, &result)?),
    };
    let cells = (0..result.size()).map(|cell| scalar_str(result.get(&unflatten(cell, result.shape()))));
    Ok(Reduction {
        a: GridPicture::of(&array),
        s: GridPicture::of(&result),
        s_shape: result.shape().to_vec(),
        values: array.to_vec::<i64>(),
        results: cells.collect(),
        target: targets(state)?,
        code: code(state, back.is_err()),
        printed: printed(&result, &back),
    })
}

/// Numbers of the result's cells, stretched over the array.
fn targets(state: &State) -> Result<Vec<usize>, Error> {
    let kept = reduced_shape(&state.shape, &state.axes, true);
    let cells: usize = kept.iter().product();
    let numbers =
        creation::arange(Scalar::Int64(0), Scalar::Int64(cells as i64), Scalar::Int64(1), DType::Int64)?;
    let numbers = numbers.reshape_to(&kept, Order::C)?;
    let strides = broadcast_strides(numbers.shape(), numbers.strides(), &state.shape);
    let stretched = numbers.view(&state.shape, &strides, numbers.offset());
    Ok(stretched.to_vec::<i64>().into_iter().map(|cell| cell as usize).collect())
}

/// `sum(axis=(0, 2), keepdims=True)`
pub(super) fn call(state: &State) -> String {
    let axis = match state.axes[..] {
        [one] => format!("axis={one}"),
        _ if state.axes.len() == state.shape.len() => String::new(),
        _ => format!("axis={}", shape_as_tuple(&state.axes)),
    };
    let keepdims = if state.keepdims { "keepdims=True" } else { "" };
    let comma = if axis.is_empty() || keepdims.is_empty() { "" } else { ", " };
    format!("{}({axis}{comma}{keepdims})", state.function.name())
}

/// The whole program.
fn code(state: &State, clashes: bool) -> String {
    let size: usize = state.shape.iter().product();
    let shape = shape_as_tuple(&state.shape);
    let reshape = if state.shape.len() == 1 { String::new() } else { format!(".reshape{shape}") };
    let made = format!("np.arange({size}){reshape} * 7 % 10");
    let back = if clashes {
        "try:\n    a - s\nexcept ValueError as error:\n    print(error)\n"
    } else {
        "print((a - s).shape)\n"
    };
    format!("import numpy as np\n\na = {made}\ns = a.{}\nprint(s)\nprint(s.shape)\n{back}", call(state))
}

/// What that prints.
fn printed(result: &Array, back: &Result<Array, Error>) -> String {
    let back = match back {
        Err(error) => error.message.clone(),
        Ok(difference) => shape_as_tuple(difference.shape()),
    };
    let text = array_str(result, &PrintOptions::default());
    format!("{text}\n{}\n{back}\n", shape_as_tuple(result.shape()))
}
