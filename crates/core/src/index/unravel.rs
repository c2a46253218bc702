//! Positions in C or F order as indices along axes, and back.

use super::Mode;
use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::layout::{self, Order};

/// For each axis the indices of elements given by position.
///
/// # Errors
/// `ValueError: index 12 is out of bounds for array with size 12`; `TypeError: only int indices permitted`;
/// `MemoryError`.
pub fn unravel_index(positions: &Array, shape: &[usize], order: Order) -> Result<Vec<Array>> {
    check_integers(positions)?;
    layout::checked_rank(shape.len())?;
    let size = layout::checked_size(shape).map_err(|_| {
        Error::value(
            "dimensions are too large; arrays and shapes with a total size greater than 'intp' are not supported.",
        )
    })?;
    let axes: Vec<Array> =
        (shape.iter()).map(|_| Array::empty(positions.shape(), DType::Int64)).collect::<Result<_>>()?;
    for (i, position) in positions.elements::<i64>()?.into_iter().enumerate() {
        if position < 0 || position as u64 >= size as u64 {
            return Err(Error::value(format!(
                "index {position} is out of bounds for array with size {size}"
            )));
        }
        let mut rest = position as usize;
        let mut split = |axis: usize| {
            axes[axis].cells::<i64>()[i].set((rest % shape[axis]) as i64);
            rest /= shape[axis];
        };
        if order == Order::F {
            (0..shape.len()).for_each(&mut split)
        } else {
            (0..shape.len()).rev().for_each(&mut split)
        }
    }
    Ok(axes)
}

/// The positions of elements given by their index along each axis; `modes` has one for each axis.
///
/// # Errors
/// `ValueError: invalid entry in coordinates array`; `TypeError: only int indices permitted`; for shapes that do not
/// broadcast; `MemoryError`.
pub fn ravel_multi_index(index: &[Array], shape: &[usize], modes: &[Mode], order: Order) -> Result<Array> {
    layout::checked_rank(shape.len())?;
    if index.len() != shape.len() {
        return Err(Error::value(format!(
            "parameter multi_index must be a sequence of length {}",
            shape.len()
        )));
    }
    index.iter().try_for_each(check_integers)?;
    layout::checked_size(shape).map_err(|_| {
        Error::value("invalid dims: array size defined by dims is larger than the maximum possible size.")
    })?;
    let shapes: Vec<&[usize]> = index.iter().map(Array::shape).collect();
    let result = Array::zeros(&layout::broadcast_shapes(&shapes)?, DType::Int64)?;
    let strides = if order == Order::F { layout::f_strides(shape) } else { layout::c_strides(shape) };
    for (axis, indices) in index.iter().enumerate() {
        let indices = indices.broadcast_to(result.shape())?.elements::<i64>()?;
        for (to, index) in result.cells::<i64>().iter().zip(indices) {
            let mode = modes.get(axis).copied().unwrap_or(Mode::Raise);
            // Unlike in indexing, negative numbers do not count from the end.
            let resolved =
                if mode == Mode::Raise && index < 0 { None } else { mode.resolve(index, shape[axis]) };
            let along = resolved.ok_or_else(|| Error::value("invalid entry in coordinates array"))?;
            to.set(to.get() + along as i64 * strides[axis] as i64);
        }
    }
    Ok(result)
}

fn check_integers(array: &Array) -> Result<()> {
    if array.dtype().is_integer() { Ok(()) } else { Err(Error::type_error("only int indices permitted")) }
}
