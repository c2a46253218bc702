//! What the core says of the operands: their arrays, the sum or the clash, and the program that shows the same.

use crate::diagrams::{Clash, GridPicture, from_last};
use ndgym_core::creation::arange;
use ndgym_core::format::{PrintOptions, array_str};
use ndgym_core::layout::{broadcast_shapes, broadcast_strides, c_strides, shape_as_tuple};
use ndgym_core::ml::calculate::{add, multiply};
use ndgym_core::{Array, DType, Error, Result, Scalar};
use ndgym_curriculum::chain;

/// Most operands.
pub(super) const MOST_OPERANDS: usize = 4;
/// Most axes of an operand.
pub(super) const MOST_AXES: usize = 4;
/// Most elements of an operand.
const LARGEST_OPERAND: usize = 4096;
/// Most elements of a result that is computed.
const LARGEST_RESULT: usize = 100_000;

/// An operand.
pub(super) struct Operand {
    pub(super) shape: Vec<usize>,
    code: String,
    array: Array,
}

/// An operand as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DrawnOperand {
    pub(super) name: String,
    pub(super) shape: Vec<usize>,
    /// As it is in memory.
    pub(super) own: GridPicture,
    /// Stretched to the result, if there is one.
    pub(super) stretched: Option<GridPicture>,
    /// Bytes in memory.
    pub(super) bytes: usize,
    /// Strides in bytes when it is read as large as the result.
    pub(super) strides: Option<Vec<isize>>,
    /// Bytes of an element.
    pub(super) itemsize: usize,
}

/// What comes of the sum.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    Fits { shape: Vec<usize>, picture: GridPicture },
    TooLarge { shape: Vec<usize> },
    Clash(Clash),
}

impl Outcome {
    pub(super) fn shape(&self) -> Option<Vec<usize>> {
        match self {
            Outcome::Fits { shape, .. } | Outcome::TooLarge { shape } => Some(shape.clone()),
            Outcome::Clash(_) => None,
        }
    }
}

/// Everything the lab shows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Computed {
    pub(super) operands: Vec<DrawnOperand>,
    /// `a + b`
    pub(super) sum: String,
    pub(super) outcome: Outcome,
    pub(super) code: String,
    pub(super) printed: String,
}

/// `a`, `b`, …
pub(super) fn name(number: usize) -> String {
    chain::name(number)
}

/// Reads an operand. A plain shape holds 0, 1, 2, … times 1, 10, 100 or 1000, so that a sum shows where it comes from.
pub(super) fn operand(number: usize, text: &str) -> Result<Operand> {
    if chain::is_expression(text) {
        let made = chain::expression(text)?;
        return Ok(Operand { shape: made.array.shape().to_vec(), code: made.code, array: made.array });
    }
    let shape = chain::shape(text)?;
    let size = shape.iter().try_fold(1_usize, |size, axis| size.checked_mul(*axis)).unwrap_or(usize::MAX);
    if shape.len() > MOST_AXES || size > LARGEST_OPERAND {
        return Err(Error::value(format!(
            "More than this page draws: at most {MOST_AXES} axes and {LARGEST_OPERAND} elements."
        )));
    }
    let scale = 10_i64.pow(number as u32);
    let code = match &shape[..] {
        [] => format!("np.array({scale})"),
        [_] => format!("np.arange({size})"),
        shape => format!("np.arange({size}).reshape{}", shape_as_tuple(shape)),
    };
    let code = if scale == 1 || shape.is_empty() { code } else { format!("{code} * {scale}") };
    let first = i64::from(shape.is_empty());
    let range =
        arange(Scalar::Int64(first), Scalar::Int64(first + size as i64), Scalar::Int64(1), DType::Int64)?;
    let array = multiply(
        &range.reshape_to(&shape, ndgym_core::layout::Order::C)?,
        &Array::from_scalar(Scalar::Int64(scale))?,
    )?;
    Ok(Operand { shape, code, array })
}

/// Computes it all; `texts` are sound.
pub(super) fn compute(texts: &[String]) -> Computed {
    let operands: Vec<Operand> =
        texts.iter().enumerate().filter_map(|(number, text)| operand(number, text).ok()).collect();
    let names: Vec<String> = (0..operands.len()).map(name).collect();
    let sum = names.join(" + ");
    let definitions: String =
        operands.iter().zip(&names).map(|(operand, name)| format!("{name} = {}\n", operand.code)).collect();
    let shapes: Vec<&[usize]> = operands.iter().map(|operand| &operand.shape[..]).collect();
    let head = format!("import numpy as np\n\n{definitions}");
    let (outcome, code, printed) = match add_up(&operands) {
        Some(Ok(result)) => {
            let (code, printed) = fitting_program(&head, &sum, &names, &operands, &result);
            let outcome = Outcome::Fits { shape: result.shape().to_vec(), picture: GridPicture::of(&result) };
            (outcome, code, printed)
        }
        Some(Err(error)) => {
            let code = format!("{head}\ntry:\n    {sum}\nexcept ValueError as error:\n    print(error)\n");
            (Outcome::Clash(Clash::of(&error)), code, format!("{}\n", error.message))
        }
        None => {
            let shape = broadcast_shapes(&shapes).unwrap_or_default().to_vec();
            let arguments: Vec<String> = names.iter().map(|name| format!("{name}.shape")).collect();
            let code = format!("{head}\nprint(np.broadcast_shapes({}))\n", arguments.join(", "));
            let printed = format!("{}\n", shape_as_tuple(&shape));
            (Outcome::TooLarge { shape }, code, printed)
        }
    };
    let result = outcome.shape();
    let operands =
        operands.iter().zip(names).map(|(operand, name)| drawn(operand, name, result.as_deref())).collect();
    Computed { operands, sum, outcome, code, printed }
}

/// The sum from left to right; None if it is too large to compute.
fn add_up(operands: &[Operand]) -> Option<Result<Array>> {
    let mut result = operands.first()?.array.clone();
    for operand in &operands[1..] {
        let shape = match broadcast_shapes(&[result.shape(), &operand.shape]) {
            Ok(shape) => shape,
            Err(error) => return Some(Err(error)),
        };
        if shape
            .iter()
            .try_fold(1_usize, |size, axis| size.checked_mul(*axis))
            .is_none_or(|size| size > LARGEST_RESULT)
        {
            // Whether the rest fits is said by the shapes alone.
            let shapes: Vec<&[usize]> = operands.iter().map(|operand| &operand.shape[..]).collect();
            return broadcast_shapes(&shapes).err().map(Err);
        }
        result = match add(&result, &operand.array) {
            Ok(sum) => sum,
            Err(error) => return Some(Err(error)),
        };
    }
    Some(Ok(result))
}

fn fitting_program(
    head: &str,
    sum: &str,
    names: &[String],
    operands: &[Operand],
    result: &Array,
) -> (String, String) {
    let pairs: Vec<String> = names.iter().map(|name| format!("(\"{name}\", {name})")).collect();
    let code = format!(
        "{head}\nresult = {sum}\nprint(result.shape)\nprint(result)\n\n# Read as large as the result: stride 0 along each stretched axis.\nfor \
         name, x in [{}]:\n    print(name, np.broadcast_to(x, result.shape).strides, x.nbytes, \"bytes\")\n",
        pairs.join(", ")
    );
    let mut printed =
        format!("{}\n{}\n", shape_as_tuple(result.shape()), array_str(result, &PrintOptions::default()));
    for (operand, name) in operands.iter().zip(names) {
        let strides = stretched_strides(&operand.array, result.shape());
        printed.push_str(&format!("{name} {} {} bytes\n", tuple(&strides), bytes(&operand.array)));
    }
    (code, printed)
}

/// Strides, in bytes, of `np.broadcast_to(array, to)`.
fn stretched_strides(array: &Array, to: &[usize]) -> Vec<isize> {
    array.broadcast_to(to).map(|view| view.byte_strides().to_vec()).unwrap_or_default()
}

fn bytes(array: &Array) -> usize {
    array.size() * array.dtype().itemsize()
}

fn tuple(numbers: &[isize]) -> String {
    match numbers {
        [one] => format!("({one},)"),
        _ => format!("({})", numbers.iter().map(isize::to_string).collect::<Vec<_>>().join(", ")),
    }
}

fn drawn(operand: &Operand, name: String, result: Option<&[usize]>) -> DrawnOperand {
    DrawnOperand {
        name,
        shape: operand.shape.clone(),
        own: GridPicture::of(&operand.array),
        stretched: result.and_then(|shape| GridPicture::stretched(&operand.array, shape).ok()),
        bytes: bytes(&operand.array),
        strides: result.map(|shape| stretched_strides(&operand.array, shape)),
        itemsize: operand.array.dtype().itemsize(),
    }
}

/// For a cell of the result: the cell of an operand that it reads.
pub(super) fn source(flat: usize, result: &[usize], operand: &[usize]) -> usize {
    let strides = broadcast_strides(operand, &c_strides(operand), result);
    let mut rest = flat;
    let mut place = 0;
    for (size, stride) in result.iter().zip(&strides).rev() {
        place += (rest % size.max(&1)) as isize * stride;
        rest /= size.max(&1);
    }
    place as usize
}

/// The first cell of the stretched operand that stands for one of its own, as a place in the result.
pub(super) fn first_use(own: usize, operand: &[usize], result: &[usize]) -> usize {
    let index = crate::diagrams::unflatten(own, operand);
    let padded: Vec<usize> =
        (1..=result.len()).rev().map(|axis| from_last(&index, axis).unwrap_or(0)).collect();
    crate::diagrams::flat_index(&padded, result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_and_their_sources_agree() {
        let (result, operand) = ([2, 3, 4], [3, 1]);
        for own in 0..3 {
            assert_eq!(source(first_use(own, &operand, &result), &result, &operand), own);
        }
        assert_eq!(source(23, &result, &operand), 2);
    }

    // Expected: numpy 2.4.6.
    #[test]
    fn programs_print_what_numpy_prints() {
        let printed = |texts: &[&str]| {
            compute(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()).printed
        };
        assert_eq!(
            printed(&["(2, 1)", "(3,)"]),
            "(2, 3)\n[[ 0 10 20]\n [ 1 11 21]]\na (8, 0) 16 bytes\nb (0, 8) 24 bytes\n"
        );
        assert_eq!(
            printed(&["(3, 4)", "(3,)"]),
            "operands could not be broadcast together with shapes (3,4) (3,) \n"
        );
        assert_eq!(printed(&["(1, 2)", "1"]), "(1, 2)\n[[0 1]]\na (0, 8) 16 bytes\nb (0, 0) 8 bytes\n");
        assert_eq!(printed(&["(4000, 1)", "(4000,)"]), "(4000, 4000)\n");
        assert_eq!(printed(&["()", "()", "()"]), "()\n111\na () 8 bytes\nb () 8 bytes\nc () 8 bytes\n");
    }

    #[test]
    fn every_sound_pair_prints_something() {
        for first in ["()", "1", "(2, 3)", "0", "(0, 3)", "np.ones((2, 1, 3)).T", "(1, 1, 1, 64)"] {
            for second in ["()", "3", "(3, 1)", "(2, 1, 3)", "np.arange(3)[:, None]"] {
                let computed = compute(&[first.to_owned(), second.to_owned()]);
                assert!(
                    !computed.printed.is_empty() && computed.code.starts_with("import numpy"),
                    "{first} {second}"
                );
            }
        }
    }
}
