//! Shapes and strides without data: which shape, which strides, view or copy, which axis clashes, and why.
//!
//! Arrays, error messages, labs, quizzes and the X-ray all ask here, so that they cannot disagree. Strides are counted in
//! elements; NumPy shows bytes.

mod axis;
mod broadcast;
mod cache;
mod memory;
mod reduction;
mod reshape;

pub use axis::{invert_permutation, normalize_axes, normalize_axis, permutation};
pub use broadcast::{
    broadcast_shapes, broadcast_shapes_of_function, broadcast_strides, broadcast_to_strides,
};
pub use cache::{Cache, Walk, addresses};
pub(crate) use memory::axes_slowest_first;
pub use memory::{
    Opinions, extent, fits, is_c_contiguous, is_f_contiguous, strides_in_common_order, strides_in_order_of,
};
pub use reduction::{FitsBack, fits_back, reduced_shape};
pub use reshape::{Obstacle, infer_shape, reshape_obstacle, reshape_strides};

use crate::dtype::DType;
use crate::error::{Error, Result};
use smallvec::SmallVec;

/// Most axes an array can have.
pub const MAX_RANK: usize = 64;

/// Sizes by axis.
pub type Shape = SmallVec<[usize; 4]>;

/// Distances in elements by axis.
pub type Strides = SmallVec<[isize; 4]>;

/// In which order elements lie in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Last axis fastest.
    C,
    /// First axis fastest.
    F,
    /// F if the array at hand is F-contiguous and not C-contiguous, else C.
    A,
    /// As near as possible to the array at hand.
    K,
}

impl Order {
    /// From NumPy's `order=` argument.
    ///
    /// # Errors
    /// `ValueError: order must be one of 'C', 'F', 'A', or 'K' (got 'x')`.
    pub fn parse(text: &str) -> Result<Order> {
        match text {
            "C" | "c" => Ok(Order::C),
            "F" | "f" => Ok(Order::F),
            "A" | "a" => Ok(Order::A),
            "K" | "k" => Ok(Order::K),
            _ => Err(Error::value(format!("order must be one of 'C', 'F', 'A', or 'K' (got '{text}')"))),
        }
    }
}

/// The shape for sizes that a caller asked for.
///
/// # Errors
/// `ValueError: negative dimensions are not allowed`, more than 64 axes, or more bytes than 64-bit NumPy can address;
/// `MemoryError` where NumPy would try and fail, which on a 32-bit machine is much earlier.
pub fn checked_shape(requested: &[i64], dtype: DType) -> Result<Shape> {
    checked_rank(requested.len())?;
    if requested.iter().any(|size| *size < 0) {
        return Err(Error::value("negative dimensions are not allowed"));
    }
    // A zero anywhere makes the array empty, but NumPy still refuses sizes whose product without it is too large.
    let bytes = requested
        .iter()
        .filter(|size| **size != 0)
        .try_fold(dtype.itemsize() as i64, |product, size| product.checked_mul(*size))
        .ok_or_else(too_big)?;
    if isize::try_from(bytes).is_err() {
        return Err(Error::out_of_memory(requested, dtype));
    }
    Ok(requested.iter().map(|size| *size as usize).collect())
}

/// Refuses more axes than an array can have.
///
/// # Errors
/// `ValueError: maximum supported dimension for an ndarray is currently 64, found 65`
pub fn checked_rank(rank: usize) -> Result<()> {
    if rank <= MAX_RANK {
        return Ok(());
    }
    Err(Error::value(format!(
        "maximum supported dimension for an ndarray is currently {MAX_RANK}, found {rank}"
    )))
}

/// Number of elements of a shape that may be too large to exist, such as a broadcast result's.
///
/// # Errors
/// `ValueError` if NumPy could not address so many.
pub fn checked_size(shape: &[usize]) -> Result<usize> {
    let nonzero =
        shape.iter().filter(|size| **size != 0).try_fold(1_usize, |product, size| product.checked_mul(*size));
    match nonzero {
        Some(product) if product <= isize::MAX as usize => Ok(if shape.contains(&0) { 0 } else { product }),
        _ => Err(Error::value("iterator is too large")),
    }
}

/// Refuses a shape whose elements take more bytes than NumPy can count, axes of size 0 left aside.
///
/// # Errors
/// `ValueError: array is too big; …`
pub fn checked_bytes(shape: &[usize], dtype: DType) -> Result<()> {
    // In 64 bits everywhere: a view of that many elements needs no memory.
    shape
        .iter()
        .filter(|size| **size != 0)
        .try_fold(dtype.itemsize() as i64, |product, size| product.checked_mul(i64::try_from(*size).ok()?))
        .map(|_| ())
        .ok_or_else(too_big)
}

/// The error for an array of more bytes than there are addresses.
pub(crate) fn too_big() -> Error {
    Error::value(
        "array is too big; `arr.size * arr.dtype.itemsize` is larger than the maximum possible size.",
    )
}

/// Strides of a fresh array with the last axis fastest; of one too large to exist they are just numbers.
///
/// ```
/// assert_eq!(ndgym_core::layout::c_strides(&[2, 3, 4])[..], [12, 4, 1]);
/// ```
pub fn c_strides(shape: &[usize]) -> Strides {
    let mut strides = unit_strides(shape);
    for axis in (1..shape.len()).rev() {
        strides[axis - 1] = strides[axis].saturating_mul(shape[axis] as isize);
    }
    strides
}

/// Strides of a fresh array with the first axis fastest.
///
/// ```
/// assert_eq!(ndgym_core::layout::f_strides(&[2, 3, 4])[..], [1, 2, 6]);
/// ```
pub fn f_strides(shape: &[usize]) -> Strides {
    let mut strides = unit_strides(shape);
    for axis in 1..shape.len() {
        strides[axis] = strides[axis - 1].saturating_mul(shape[axis - 1] as isize);
    }
    strides
}

/// All 1, or all 0 for an empty array, whose strides NumPy prints as 0.
fn unit_strides(shape: &[usize]) -> Strides {
    SmallVec::from_elem(if shape.contains(&0) { 0 } else { 1 }, shape.len())
}

/// A shape as NumPy's error messages print it: `(3,4)`, `(3,)`, `()`.
pub fn shape_in_message(shape: &[usize]) -> String {
    match shape {
        [one] => format!("({one},)"),
        _ => format!("({})", shape.iter().map(usize::to_string).collect::<Vec<_>>().join(",")),
    }
}

/// A shape as Python prints a tuple: `(3, 4)`, `(3,)`, `()`.
pub fn shape_as_tuple(shape: &[usize]) -> String {
    match shape {
        [one] => format!("({one},)"),
        _ => format!("({})", shape.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")),
    }
}
