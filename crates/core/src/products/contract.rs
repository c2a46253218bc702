//! Inner, outer and Kronecker products, and sums of products over chosen axes.

use super::matmul;
use crate::array::Array;
use crate::error::{Error, Reason, Result};
use crate::layout::{MAX_RANK, Order, Shape, checked_rank, normalize_axis, shape_in_message};
use crate::manipulate;
use crate::promote::promote_types;
use crate::ufunc::{self, Options};
use smallvec::SmallVec;

fn multiply(a: &Array, b: &Array) -> Result<Array> {
    let results = ufunc::MULTIPLY.call(&[a.into(), b.into()], &Options::default())?;
    results.into_iter().next().ok_or_else(|| Error::value("no product"))
}

fn not_aligned(a: &Array, a_axis: usize, b: &Array, b_axis: usize) -> Error {
    Error::value(format!(
        "shapes {} and {} not aligned: {} (dim {a_axis}) != {} (dim {b_axis})",
        shape_in_message(a.shape()),
        shape_in_message(b.shape()),
        a.shape()[a_axis],
        b.shape()[b_axis]
    ))
    .because(Reason::MatmulClash { left: a.shape().to_vec(), right: b.shape().to_vec() })
}

/// `np.dot`: sums over the last axis of the first and the second-to-last (or only) axis of the second.
///
/// # Errors
/// `ValueError: shapes (2,3) and (2,3) not aligned: 3 (dim 1) != 2 (dim 0)`; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, products::dot};
/// let a = Array::from_slice(&[3], &[1_i64, 2, 3]).unwrap();
/// assert_eq!(dot(&a, &a).unwrap().to_vec::<i64>(), [14]);
/// ```
pub fn dot(a: &Array, b: &Array) -> Result<Array> {
    if a.rank() == 0 || b.rank() == 0 {
        return multiply(a, b);
    }
    let (a_axis, b_axis) = (a.rank() - 1, b.rank().saturating_sub(2));
    if a.shape()[a_axis] != b.shape()[b_axis] {
        return Err(not_aligned(a, a_axis, b, b_axis));
    }
    contract(a, a_axis, b, b_axis)
}

/// `np.inner`: sums over the last axes.
///
/// # Errors
/// As [`dot`].
pub fn inner(a: &Array, b: &Array) -> Result<Array> {
    if a.rank() == 0 || b.rank() == 0 {
        return multiply(a, b);
    }
    let (a_axis, b_axis) = (a.rank() - 1, b.rank() - 1);
    if a.shape()[a_axis] != b.shape()[b_axis] {
        // NumPy says it of the product with the transpose.
        let turned = if b.rank() > 1 { manipulate::swap_axes(b, -1, -2)? } else { b.clone() };
        return Err(not_aligned(a, a_axis, &turned, b_axis.saturating_sub(1)));
    }
    contract(a, a_axis, b, b_axis)
}

/// Sum over one axis of each; the others stay, those of `a` first.
fn contract(a: &Array, a_axis: usize, b: &Array, b_axis: usize) -> Result<Array> {
    if a.rank() + b.rank() - 2 > MAX_RANK {
        return Err(Error::value("dot: too many dimensions in result"));
    }
    let depth = a.shape()[a_axis];
    let mut shape: Shape = a.shape().into();
    shape.remove(a_axis);
    let rows: usize = shape.iter().product();
    let mut rest: Shape = b.shape().into();
    rest.remove(b_axis);
    let columns: usize = rest.iter().product();
    shape.extend(rest);
    let left = manipulate::move_axis(a, &[a_axis as i64], &[-1])?.reshape_to(&[rows, depth], Order::C)?;
    let right = manipulate::move_axis(b, &[b_axis as i64], &[0])?.reshape_to(&[depth, columns], Order::C)?;
    matmul(&left, &right)?.reshape_to(&shape, Order::C)
}

/// `np.vdot`: the inner product of all elements, the first ones conjugated.
///
/// # Errors
/// `ValueError: cannot reshape array of size 1 into shape (2,)`; `MemoryError`.
pub fn vdot(a: &Array, b: &Array) -> Result<Array> {
    let a = manipulate::ravel(a, Order::C)?;
    let b = manipulate::ravel(b, Order::C)?;
    if a.size() != b.size() {
        return Err(Error::value(format!(
            "cannot reshape array of size {} into shape ({},)",
            b.size(),
            a.size()
        )));
    }
    let a = if a.dtype().is_complex() {
        ufunc::CONJUGATE.call(&[a.into()], &Options::default())?.remove(0)
    } else {
        a
    };
    dot(&a, &b)
}

/// `np.outer`: every element of one with every element of the other.
///
/// # Errors
/// `MemoryError`.
pub fn outer(a: &Array, b: &Array) -> Result<Array> {
    let column = manipulate::ravel(a, Order::C)?.reshape_to(&[a.size(), 1], Order::C)?;
    multiply(&column, &manipulate::ravel(b, Order::C)?)
}

/// Which axes [`tensordot`] sums over.
#[derive(Clone, Debug)]
pub enum Axes {
    /// The last so many of the first, and the first so many of the second.
    Count(i64),
    /// These of the first with those of the second.
    Pairs(SmallVec<[i64; 4]>, SmallVec<[i64; 4]>),
}

/// `np.tensordot`: sums over pairs of axes.
///
/// # Errors
/// `ValueError: shape-mismatch for sum`; `IndexError: tuple index out of range`; `MemoryError`.
pub fn tensordot(a: &Array, b: &Array, axes: &Axes) -> Result<Array> {
    let (a_axes, b_axes): (SmallVec<[i64; 4]>, SmallVec<[i64; 4]>) = match axes {
        Axes::Count(count) => {
            // One axis more than any array has is as wrong as many more.
            let count = (*count).clamp(0, MAX_RANK as i64 + 1);
            ((-count..0).collect(), (0..count).collect())
        }
        Axes::Pairs(a_axes, b_axes) => (a_axes.clone(), b_axes.clone()),
    };
    let repeats = |axes: &[i64]| (1..axes.len()).any(|i| axes[..i].contains(&axes[i]));
    if repeats(&a_axes) || repeats(&b_axes) {
        return Err(Error::value("duplicate axes are not allowed in tensordot"));
    }
    if a_axes.len() != b_axes.len() {
        return Err(Error::value("shape-mismatch for sum"));
    }
    let (a_axes, b_axes) = places(a, &a_axes, b, &b_axes)?;
    let kept = |array: &Array, summed: &[usize]| -> SmallVec<[usize; 4]> {
        (0..array.rank()).filter(|axis| !summed.contains(axis)).collect()
    };
    let (a_kept, b_kept) = (kept(a, &a_axes), kept(b, &b_axes));
    let depth: usize = a_axes.iter().map(|axis| a.shape()[*axis]).product();
    let mut shape: Shape = a_kept.iter().map(|axis| a.shape()[*axis]).collect();
    let rows: usize = shape.iter().product();
    let rest: Shape = b_kept.iter().map(|axis| b.shape()[*axis]).collect();
    let columns: usize = rest.iter().product();
    shape.extend(rest);
    checked_rank(shape.len())?;
    let order = |first: &[usize], second: &[usize]| -> SmallVec<[usize; 4]> {
        first.iter().chain(second).copied().collect()
    };
    let left = a.permute(&order(&a_kept, &a_axes)).reshape_to(&[rows, depth], Order::C)?;
    let right = b.permute(&order(&b_axes, &b_kept)).reshape_to(&[depth, columns], Order::C)?;
    matmul(&left, &right)?.reshape_to(&shape, Order::C)
}

/// Axes of an array.
type Places = SmallVec<[usize; 4]>;

/// The axes to sum over, pair by pair as NumPy looks at them.
fn places(a: &Array, a_axes: &[i64], b: &Array, b_axes: &[i64]) -> Result<(Places, Places)> {
    let mut places = (Places::new(), Places::new());
    let place = |axis: i64, array: &Array| {
        normalize_axis(axis, array.rank()).map_err(|_| Error::index("tuple index out of range"))
    };
    for (a_axis, b_axis) in a_axes.iter().zip(b_axes) {
        let (a_axis, b_axis) = (place(*a_axis, a)?, place(*b_axis, b)?);
        if a.shape()[a_axis] != b.shape()[b_axis] {
            return Err(Error::value("shape-mismatch for sum"));
        }
        places.0.push(a_axis);
        places.1.push(b_axis);
    }
    // One axis under its two names: NumPy finds out when it transposes.
    let repeats = |axes: &[usize]| (1..axes.len()).any(|i| axes[..i].contains(&axes[i]));
    if repeats(&places.0) || repeats(&places.1) {
        return Err(Error::value("axes don't match array"));
    }
    Ok(places)
}

/// `np.kron`: the second array, scaled by every element of the first.
///
/// # Errors
/// `MemoryError`.
pub fn kron(a: &Array, b: &Array) -> Result<Array> {
    let rank = a.rank().max(b.rank());
    let raised = |array: &Array| -> Shape {
        let mut shape: Shape = SmallVec::from_elem(1, rank - array.rank());
        shape.extend_from_slice(array.shape());
        shape
    };
    let (a_shape, b_shape) = (raised(a), raised(b));
    let mut a_split = Shape::new();
    let mut b_split = Shape::new();
    let mut shape = Shape::new();
    for (m, n) in a_shape.iter().zip(&b_shape) {
        a_split.extend([*m, 1]);
        b_split.extend([1, *n]);
        shape.push(m * n);
    }
    let dtype = promote_types(a.dtype(), b.dtype());
    let product = multiply(
        &a.as_dtype(dtype)?.reshape_to(&a_split, Order::C)?,
        &b.as_dtype(dtype)?.reshape_to(&b_split, Order::C)?,
    )?;
    product.as_c_contiguous()?.reshape_to(&shape, Order::C)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DType;

    // Expected: NumPy 2.4.
    #[test]
    fn axes_of_tensordot_that_are_none() {
        let ones = |shape: &[usize]| Array::full(shape, 1_i64.into()).unwrap();
        let message = |a: &[usize], b: &[usize], axes| {
            tensordot(&ones(a), &ones(b), &axes).map(|array| array.rank()).map_err(|error| error.message)
        };
        let pairs = |a: &[i64], b: &[i64]| Axes::Pairs(a.into(), b.into());
        assert_eq!(message(&[2, 3], &[3], Axes::Count(i64::MAX)), Err("tuple index out of range".to_owned()));
        assert_eq!(message(&[2, 3, 4], &[3], Axes::Count(3)), Err("shape-mismatch for sum".to_owned()));
        assert_eq!(message(&[2, 3], &[2, 3], Axes::Count(i64::MIN)), Ok(4));
        let twice = "duplicate axes are not allowed in tensordot".to_owned();
        assert_eq!(message(&[2, 2], &[2, 2], pairs(&[0, 0], &[0, 1])), Err(twice));
        let renamed = "axes don't match array".to_owned();
        assert_eq!(message(&[2, 2], &[2, 2], pairs(&[0, -2], &[0, 1])), Err(renamed));
    }

    #[test]
    fn products_of_too_many_axes() {
        let deep = Array::zeros(&[1; 40], DType::Int8).unwrap();
        assert_eq!(dot(&deep, &deep).unwrap_err().message, "dot: too many dimensions in result");
        let error = tensordot(&deep, &deep, &Axes::Count(0)).unwrap_err();
        assert_eq!(error.message, "maximum supported dimension for an ndarray is currently 64, found 80");
    }
}
