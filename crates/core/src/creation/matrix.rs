//! Matrices with values on or beside a diagonal.

use crate::array::Array;
use crate::bits;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::index::diagonal;
use crate::layout::{self, Opinions, Order, Shape, checked_shape};
use crate::scalar::Scalar;
use crate::with_bits;

/// Ones on diagonal `k`, zeros elsewhere; as many columns as rows unless told otherwise.
///
/// # Errors
/// `ValueError: negative dimensions are not allowed`; `MemoryError`.
pub fn eye(rows: i64, columns: Option<i64>, k: i64, dtype: DType, order: Order) -> Result<Array> {
    let matrix = zeros_in_order(&[rows, columns.unwrap_or(rows)], dtype, order)?;
    diagonal(&matrix, k, 0, 1)?.fill(Scalar::Int64(1));
    Ok(matrix)
}

fn zeros_in_order(shape: &[i64], dtype: DType, order: Order) -> Result<Array> {
    let mut shape = checked_shape(shape, dtype)?;
    if order != Order::F {
        return Array::zeros(&shape, dtype);
    }
    shape.reverse();
    Ok(Array::zeros(&shape, dtype)?.transpose())
}

/// Ones on and below diagonal `k`, zeros above; sizes below 0 count as 0.
///
/// # Errors
/// `MemoryError`.
pub fn tri(rows: i64, columns: Option<i64>, k: i64, dtype: DType) -> Result<Array> {
    let columns = columns.unwrap_or(rows);
    let matrix = Array::zeros(&checked_shape(&[rows.max(0), columns.max(0)], dtype)?, dtype)?;
    if matrix.size() == 0 {
        return Ok(matrix);
    }
    let columns = matrix.shape()[1];
    for row in 0..matrix.shape()[0] {
        matrix.view(&[ones_in_row(row, k, columns)], &[1], row * columns).fill(Scalar::Int64(1));
    }
    Ok(matrix)
}

/// How many elements of a row lie on or below diagonal `k`.
fn ones_in_row(row: usize, k: i64, columns: usize) -> usize {
    (row as i64).saturating_add(k).saturating_add(1).clamp(0, columns as i64) as usize
}

/// A copy with zeros above diagonal `k` of the last two axes.
///
/// # Errors
/// `MemoryError`; `TypeError` for an array of no axes, as Python words it for NumPy's helper.
pub fn tril(array: &Array, k: i64) -> Result<Array> {
    triangle(array, k, true)
}

/// A copy with zeros below diagonal `k` of the last two axes.
///
/// # Errors
/// As [`tril`].
pub fn triu(array: &Array, k: i64) -> Result<Array> {
    triangle(array, k.saturating_sub(1), false)
}

/// Keeps what lies on and below diagonal `k`, or what lies above.
fn triangle(array: &Array, k: i64, keep_below: bool) -> Result<Array> {
    let mut shape: Shape = array.shape().into();
    match shape[..] {
        [] => return Err(Error::type_error("tri() missing 1 required positional argument: 'N'")),
        // A vector stands for the matrix that repeats it in every row.
        [len] => shape.push(len),
        _ => {}
    }
    let source = array.broadcast_to(&shape)?;
    let copy = source.copy(Order::C)?;
    let (rows, columns) = (shape[shape.len() - 2], shape[shape.len() - 1]);
    if copy.size() == 0 {
        return Ok(copy);
    }
    with_bits!(array.dtype(), T => {
        for (row, cells) in bits::cells::<T>(&copy)[..copy.size()].chunks_exact(columns).enumerate() {
            let (below, above) = cells.split_at(ones_in_row(row % rows, k, columns));
            let cleared = if keep_below { above } else { below };
            cleared.iter().for_each(|cell| cell.set(T::default()));
        }
    });
    // In memory the result follows the array, unless that says otherwise of the last two axes than a C-ordered mask.
    let opinion =
        |(stride, size): (&isize, &usize)| (*stride != 0 && *size != 1).then(|| stride.unsigned_abs());
    let own: Opinions = source.strides().iter().zip(&shape).map(opinion).collect();
    let mut mask: Opinions = smallvec::SmallVec::from_elem(None, shape.len());
    if rows > 1 && columns > 1 {
        mask[shape.len() - 2] = Some(columns);
        mask[shape.len() - 1] = Some(1);
    }
    let result =
        Array::empty_strided(&shape, layout::strides_in_common_order(&shape, &[mask, own]), array.dtype())?;
    result.assign(&copy)?;
    Ok(result)
}

/// Of a vector, the matrix with it on diagonal `k`; of a matrix, a view of that diagonal.
///
/// # Errors
/// `ValueError: Input must be 1- or 2-d.`; `MemoryError`.
pub fn diag(array: &Array, k: i64) -> Result<Array> {
    match array.shape() {
        [len] => {
            let too_far = || Error::value("Maximum allowed dimension exceeded");
            let size = i64::try_from(k.unsigned_abs())
                .ok()
                .and_then(|distance| distance.checked_add(*len as i64))
                .ok_or_else(too_far)?;
            let matrix = Array::zeros(&checked_shape(&[size, size], array.dtype())?, array.dtype())?;
            diagonal(&matrix, k, 0, 1)?.assign(array)?;
            Ok(matrix)
        }
        [_, _] => diagonal(array, k, 0, 1),
        _ => Err(Error::value("Input must be 1- or 2-d.")),
    }
}

/// The matrix with all elements on diagonal `k`.
///
/// # Errors
/// `MemoryError`.
pub fn diagflat(array: &Array, k: i64) -> Result<Array> {
    diag(&array.reshape(&[-1], Order::C)?, k)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Expected values: NumPy 2.4.
    #[test]
    fn triangles_of_vectors_and_stacks() {
        let vector = Array::from_slice(&[3], &[1_i64, 2, 3]).unwrap();
        assert_eq!(tril(&vector, 0).unwrap().to_vec::<i64>(), [1, 0, 0, 1, 2, 0, 1, 2, 3]);
        let stack = Array::from_slice(&[2, 2, 2], &[1_i64, 2, 3, 4, 5, 6, 7, 8]).unwrap();
        assert_eq!(triu(&stack, 1).unwrap().to_vec::<i64>(), [0, 2, 0, 0, 0, 6, 0, 0]);
        assert_eq!(tri(2, Some(3), -9, DType::Int64).unwrap().to_vec::<i64>(), [0; 6]);
        assert_eq!(tri(1 << 30, Some(0), 0, DType::Int64).unwrap().shape(), [1 << 30, 0]);
        assert_eq!(tri(2, Some(3), i64::MAX, DType::Int64).unwrap().to_vec::<i64>(), [1; 6]);
        assert_eq!(eye(2, Some(3), -1, DType::Int64, Order::F).unwrap().to_vec::<i64>(), [0, 0, 0, 1, 0, 0]);
        assert_eq!(eye(2, None, i64::MIN, DType::Int64, Order::C).unwrap().to_vec::<i64>(), [0; 4]);
    }
}
