//! `matmul`: products of matrices, stacks of matrices and vectors.

use super::rounding::Rounding;
use crate::array::Array;
use crate::dtype::DType;
use crate::element::{Bool, Element};
use crate::error::{Error, Reason, Result};
use crate::float_status::{self, INVALID, OVERFLOW};
use crate::iterate::Plan;
use crate::layout::{self, Order, Shape, Strides};
use crate::promote::promote_types;
use crate::sort::scratch;
use ndgym_kernels::gemm::{Matrix, Ring, all_finite, gemm, gemm_fused};
use num_complex::{Complex32, Complex64};
use std::cell::Cell;

const SIGNATURE: &str = "(n?,k),(k,m?)->(n?,m?)";

/// `a @ b`: matrices along the last two axes, the others broadcast; a vector is a row on the left, a column on the right.
///
/// # Errors
/// `ValueError: matmul: Input operand 1 has a mismatch in its core dimension 0, …`; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, products::matmul};
/// let a = Array::from_slice(&[2, 2], &[1.0, 2.0, 3.0, 4.0]).unwrap();
/// assert_eq!(matmul(&a, &a).unwrap().to_vec::<f64>(), [7.0, 10.0, 15.0, 22.0]);
/// ```
pub fn matmul(a: &Array, b: &Array) -> Result<Array> {
    matmul_rounded(a, b, Rounding::Blas)
}

/// [`matmul`] with a choice of roundings.
pub(crate) fn matmul_rounded(a: &Array, b: &Array, rounding: Rounding) -> Result<Array> {
    if let Some(product) = plain(a, b, rounding) {
        return product;
    }
    for (operand, array) in [a, b].into_iter().enumerate() {
        if array.rank() == 0 {
            return Err(Error::value(format!(
                "matmul: Input operand {operand} does not have enough dimensions (has 0, gufunc core with signature \
                 {SIGNATURE} requires 1)"
            )));
        }
    }
    let left = if a.rank() == 1 { a.reshape_to(&[1, a.size()], Order::C)? } else { a.clone() };
    let right = if b.rank() == 1 { b.reshape_to(&[b.size(), 1], Order::C)? } else { b.clone() };
    let (rows, depth) = (left.shape()[left.rank() - 2], left.shape()[left.rank() - 1]);
    let (height, columns) = (right.shape()[right.rank() - 2], right.shape()[right.rank() - 1]);
    if depth != height {
        return Err(Error::value(format!(
            "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature {SIGNATURE} (size \
             {height} is different from {depth})"
        ))
        .because(Reason::MatmulClash { left: a.shape().to_vec(), right: b.shape().to_vec() }));
    }
    let stack = broadcast_stacks(&left, &right)?;
    let mut shape = stack.clone();
    shape.extend([rows, columns]);
    layout::checked_size(&shape).map_err(|_| layout::too_big())?;
    let dtype = promote_types(a.dtype(), b.dtype());
    if dtype.is_text() {
        return Err(Error::value("data type must provide an itemsize"));
    }
    let working = working_type(dtype);
    let (left, right) = (left.as_dtype(working)?, right.as_dtype(working)?);
    let product = product_of(&left, &right, &stack, &shape, rounding)?.as_dtype(dtype)?;
    let mut squeezed = stack;
    squeezed.extend((a.rank() > 1).then_some(rows));
    squeezed.extend((b.rank() > 1).then_some(columns));
    product.reshape_to(&squeezed, Order::C)
}

/// The product of two matrices of one type that is computed as it is; None if there is more to ask. Small matrices are all
/// about these questions.
pub(crate) fn matmul_plain(a: &Array, b: &Array) -> Option<Result<Array>> {
    plain(a, b, Rounding::Blas)
}

fn plain(a: &Array, b: &Array, rounding: Rounding) -> Option<Result<Array>> {
    let (&[rows, depth], &[height, columns]) = (a.shape(), b.shape()) else { return None };
    let dtype = a.dtype();
    let is_plain = depth == height && b.dtype() == dtype && !dtype.is_text() && working_type(dtype) == dtype;
    (is_plain && layout::checked_size(&[rows, columns]).is_ok())
        .then(|| product_of(a, b, &[], &[rows, columns], rounding))
}

/// The products of stacks of matrices of one working type.
fn product_of(
    left: &Array,
    right: &Array,
    stack: &[usize],
    shape: &[usize],
    rounding: Rounding,
) -> Result<Array> {
    let product = Array::empty(shape, left.dtype())?;
    let multiply = match left.dtype() {
        DType::Bool => multiply_stacks::<Bool>,
        DType::Int32 => multiply_stacks::<i32>,
        DType::Float32 => multiply_stacks::<f32>,
        DType::Float64 => multiply_stacks::<f64>,
        DType::Complex64 => multiply_stacks::<Complex32>,
        DType::Complex128 => multiply_stacks::<Complex64>,
        _ => multiply_stacks::<i64>,
    };
    if !multiply(left, right, stack, &product, rounding)? {
        note_exceptions(left, right, &product)?;
    }
    Ok(product)
}

/// Integers wrap around, so that the last bits of a wider product are the narrower one's, whatever the sign: two types do
/// for all.
fn working_type(dtype: DType) -> DType {
    match dtype {
        DType::Int8 | DType::UInt8 | DType::Int16 | DType::UInt16 | DType::UInt32 => DType::Int32,
        DType::UInt64 => DType::Int64,
        other => other,
    }
}

/// Kernels may copy a vector, for which there may be no room if it is a stretched view.
fn check_room<T>(depth: usize) -> Result<()> {
    const SMALL: usize = 1 << 16;
    if depth > SMALL {
        scratch::<T>(depth)?;
    }
    Ok(())
}

fn broadcast_stacks(left: &Array, right: &Array) -> Result<Shape> {
    let stacks = [left, right].map(|array| &array.shape()[..array.rank() - 2]);
    layout::broadcast_shapes(&stacks).map_err(|error| {
        let remapped = |stack: &[usize]| {
            let sizes: String = stack.iter().map(|size| format!("{size},")).collect();
            format!("({sizes}newaxis,newaxis)")
        };
        let core = [left.shape()[left.rank() - 2], right.shape()[right.rank() - 1]];
        let message = format!(
            "operands could not be broadcast together with remapped shapes [original->remapped]: {}->{} {}->{}  and \
             requested shape {}",
            layout::shape_in_message(left.shape()),
            remapped(stacks[0]),
            layout::shape_in_message(right.shape()),
            remapped(stacks[1]),
            layout::shape_in_message(&core)
        );
        Error { message, ..error }
    })
}

/// Multiplies matrix by matrix; whether all sums are finite.
fn multiply_stacks<T: Element + Ring>(
    left: &Array,
    right: &Array,
    stack: &[usize],
    product: &Array,
    rounding: Rounding,
) -> Result<bool> {
    let (rows, depth) = (left.shape()[left.rank() - 2], left.shape()[left.rank() - 1]);
    let columns = right.shape()[right.rank() - 1];
    check_room::<T>(depth)?;
    if rows * columns == 0 {
        return Ok(true);
    }
    let outer = |array: &Array| -> Strides {
        let axes = array.rank() - 2;
        layout::broadcast_strides(&array.shape()[..axes], &array.strides()[..axes], stack)
    };
    let (a_cells, b_cells, cells) = (left.cells::<T>(), right.cells::<T>(), product.cells::<T>());
    let mut next = product.offset();
    let as_blas = rounding.is_of_blas(rows, depth, columns);
    let multiply_by = if as_blas { gemm_fused::<T> } else { gemm::<T> };
    let mut multiply = |rows: usize, a: usize, b: usize| {
        let (a, b) = (matrix(a_cells, left, a), matrix(b_cells, right, b));
        multiply_by(rows, columns, depth, a, b, &cells[next..next + rows * columns]);
        next += rows * columns;
    };
    if stack.is_empty() {
        multiply(rows, left.offset(), right.offset());
        return Ok(all_finite(cells));
    }
    let visit = |[a, b]: [usize; 2], [a_step, b_step]: [isize; 2], len: usize| {
        if !as_blas && b_step == 0 && a_step == rows as isize * left.strides()[left.rank() - 2] {
            // One matrix on the right, and on the left rows that follow on from matrix to matrix.
            return multiply(rows * len, a, b);
        }
        for i in 0..len as isize {
            multiply(rows, a.wrapping_add_signed(a_step * i), b.wrapping_add_signed(b_step * i));
        }
    };
    Plan::in_c_order(stack, [&outer(left), &outer(right)])
        .for_each_lane([left.offset(), right.offset()], visit);
    Ok(all_finite(cells))
}

/// The matrix along an array's last two axes that starts at `offset`.
fn matrix<'a, T>(cells: &'a [Cell<T>], array: &Array, offset: usize) -> Matrix<'a, T> {
    let axes = array.rank();
    Matrix { cells, offset, row_stride: array.strides()[axes - 2], column_stride: array.strides()[axes - 1] }
}

/// Says what a product met that is not finite.
fn note_exceptions(left: &Array, right: &Array, product: &Array) -> Result<()> {
    let (_, nan) = survey(product)?;
    let ((left_finite, left_nan), (right_finite, right_nan)) = (survey(left)?, survey(right)?);
    if left_finite && right_finite {
        float_status::raise(OVERFLOW);
    }
    if nan && !left_nan && !right_nan {
        float_status::raise(INVALID);
    }
    Ok(())
}

/// Whether all elements are finite, and whether any is NaN.
fn survey(array: &Array) -> Result<(bool, bool)> {
    let (mut finite, mut nan) = (true, false);
    let mut look = |x: f64| {
        finite &= x.is_finite();
        nan |= x.is_nan();
    };
    if array.dtype().is_complex() {
        array.elements::<Complex64>()?.into_iter().for_each(|z| {
            look(z.re);
            look(z.im);
        });
    } else {
        array.elements::<f64>()?.into_iter().for_each(look);
    }
    Ok((finite, nan))
}

#[cfg(all(test, target_pointer_width = "64"))] // sizes of more than 32 bits
mod tests {
    use super::*;

    #[test]
    fn stretched_operands_that_kernels_have_no_room_to_copy() {
        let number = Array::zeros(&[], crate::DType::Float64).unwrap();
        let stretched = number.broadcast_to(&[1 << 50]).unwrap();
        assert_eq!(matmul(&stretched, &stretched).unwrap_err().kind, crate::ErrorKind::Memory);
    }
}
