//! Diagonals.

use crate::array::Array;
use crate::bits;
use crate::error::{Error, Result};
use crate::layout::{Order, Shape, Strides, normalize_axis};
use crate::with_bits;

/// The diagonals of two axes, which become the last axis: a read-only view.
///
/// # Errors
/// `ValueError: diag requires an array of at least two dimensions`, `ValueError: axis1 and axis2 cannot be the same`;
/// `AxisError`.
pub fn diagonal(array: &Array, k: i64, axis1: i64, axis2: i64) -> Result<Array> {
    let rank = array.rank();
    if rank < 2 {
        return Err(Error::value("diag requires an array of at least two dimensions"));
    }
    let axis = |axis, name: &str| {
        normalize_axis(axis, rank)
            .map_err(|error| Error { message: format!("{name}: {}", error.message), ..error })
    };
    let (row, column) = (axis(axis1, "axis1")?, axis(axis2, "axis2")?);
    if row == column {
        return Err(Error::value("axis1 and axis2 cannot be the same"));
    }
    let (rows, columns) = (array.shape()[row] as i64, array.shape()[column] as i64);
    let (row_stride, column_stride) = (array.strides()[row], array.strides()[column]);
    let (first_row, first_column) = if k < 0 { (k.saturating_neg(), 0) } else { (0, k) };
    let len = (rows.saturating_sub(first_row)).min(columns.saturating_sub(first_column)).max(0);
    let others = || (0..rank).filter(|axis| *axis != row && *axis != column);
    let mut shape: Shape = others().map(|axis| array.shape()[axis]).collect();
    let mut strides: Strides = others().map(|axis| array.strides()[axis]).collect();
    shape.push(len as usize);
    strides.push(row_stride + column_stride);
    let distance =
        if len == 0 { 0 } else { first_row as isize * row_stride + first_column as isize * column_stride };
    Ok(array.view(&shape, &strides, array.offset().wrapping_add_signed(distance)).read_only())
}

/// Overwrites the main diagonal with values in turn; `wrap` starts it over below the square part of a tall matrix.
///
/// # Errors
/// `ValueError: array must be at least 2-d`, `ValueError: All dimensions of input must be of equal length`;
/// `MemoryError`.
pub fn fill_diagonal(array: &Array, values: &Array, wrap: bool) -> Result<()> {
    let shape = array.shape();
    if shape.len() < 2 {
        return Err(Error::value("array must be at least 2-d"));
    }
    if shape.len() > 2 && shape.iter().any(|size| *size != shape[0]) {
        return Err(Error::value("All dimensions of input must be of equal length"));
    }
    let (rows, columns) = (shape[0], shape[1]);
    // With `wrap`, square blocks with an empty row between them follow each other down the rows.
    let starts: Vec<usize> = if wrap && shape.len() == 2 && columns > 0 {
        (0..rows).step_by(columns + 1).collect()
    } else {
        vec![0]
    };
    let values = values.as_dtype(array.dtype())?.copy(Order::C)?.reshape(&[-1], Order::C)?;
    if values.size() == 0 {
        return Ok(());
    }
    let smallest = shape.iter().copied().min().unwrap_or(0);
    let diagonal =
        starts.iter().flat_map(|start| (0..smallest.min(rows - start)).map(move |i| (start + i, i)));
    let step: isize = array.strides()[1..].iter().sum();
    with_bits!(array.dtype(), T => {
        let (to, from) = (bits::cells::<T>(array), bits::cells::<T>(&values));
        for ((row, column), value) in diagonal.zip(from[..values.size()].iter().cycle()) {
            let distance = row as isize * array.strides()[0] + column as isize * step;
            to[array.offset().wrapping_add_signed(distance)].set(value.get());
        }
    });
    Ok(())
}
