//! From index items to a selection of an array's elements.

use super::basic::slice_bounds;
use super::gather::Gather;
use super::{Index, checked_rank, mask, out_of_bounds};
use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::layout::{self, Shape, Strides};
use smallvec::SmallVec;

/// Which elements of an array an index selects.
#[derive(Debug)]
pub enum Selection {
    /// Integers, slices, `...` and `newaxis` alone: a view.
    View(Array),
    /// One mask over all axes.
    Mask {
        /// The array.
        array: Array,
        /// A bool array of the same shape.
        mask: Array,
    },
    /// Elements picked by index arrays.
    Gather(Box<Gather>),
}

/// What is left of an array along axes that are not indexed by arrays.
struct Basic {
    shape: Shape,
    strides: Strides,
    offset: isize,
}

impl Basic {
    fn new(array: &Array) -> Basic {
        Basic { shape: Shape::new(), strides: Strides::new(), offset: array.offset() as isize }
    }

    fn push(&mut self, size: usize, stride: isize) {
        self.shape.push(size);
        self.strides.push(stride);
    }
}

impl Selection {
    /// Resolves an index against an array.
    ///
    /// # Errors
    /// `IndexError` as NumPy words it for indices that do not fit the array; `ValueError: slice step cannot be zero`.
    pub fn new(array: &Array, items: &[Index]) -> Result<Selection> {
        if let [Index::Array(mask)] = items
            && mask.dtype() == DType::Bool
            && mask.shape() == array.shape()
            && array.rank() > 0
        {
            return Ok(Selection::Mask { array: array.clone(), mask: mask.clone() });
        }
        let ellipsis = ellipsis_length(array, items)?;
        if !items.iter().any(|item| matches!(item, Index::Array(_))) {
            return view(array, items, ellipsis).map(Selection::View);
        }
        check_masks(array, items, ellipsis)?;
        let mut basic = Basic::new(array);
        let mut gather = Gather::new(array);
        let mut axis = 0;
        for item in items {
            match item {
                Index::NewAxis => {
                    basic.push(1, 0);
                    gather.end_of_group();
                }
                Index::Ellipsis => {
                    (axis..axis + ellipsis)
                        .for_each(|axis| basic.push(array.shape()[axis], array.strides()[axis]));
                    axis += ellipsis;
                    gather.end_of_group();
                }
                Index::Slice { start, stop, step } => {
                    slice(array, axis, *start, *stop, step.unwrap_or(1), &mut basic)?;
                    axis += 1;
                    gather.end_of_group();
                }
                // Beside index arrays, an integer is an index array too.
                Index::Integer(index) => {
                    gather.push_integer(*index, axis, basic.shape.len())?;
                    axis += 1;
                }
                Index::Array(indices) => axis += gather.push(indices, axis, basic.shape.len())?,
            }
        }
        (axis..array.rank()).for_each(|axis| basic.push(array.shape()[axis], array.strides()[axis]));
        checked_rank(basic.shape.len() + gather.picked_rank())?;
        let gather = gather.finish(basic.shape, basic.strides, basic.offset)?;
        Ok(Selection::Gather(Box::new(gather)))
    }

    /// The selected elements: a view where that is possible, else a copy.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn get(&self) -> Result<Array> {
        match self {
            Selection::View(view) => Ok(view.clone()),
            Selection::Mask { array, mask } => mask::pick(array, mask),
            Selection::Gather(gather) => gather.get(),
        }
    }

    /// Overwrites the selected elements. Where one is selected several times, the last value stays.
    ///
    /// # Errors
    /// `ValueError` or `TypeError` for values that do not broadcast to the selection; `MemoryError`.
    pub fn set(&self, values: &Array) -> Result<()> {
        match self {
            Selection::View(view) => view.assign(values),
            Selection::Mask { array, mask } => mask::overwrite(array, mask, values),
            Selection::Gather(gather) => gather.set(values),
        }
    }
}

/// `array[start:stop:step]`, the commonest of all indices: a view with a slice of the first axis. `step` is not 0, and the array
/// has an axis.
///
/// ```
/// use ndgym_core::{Array, index::slice_first_axis};
/// let a = Array::from_slice(&[5], &[0_i64, 1, 2, 3, 4]).unwrap();
/// assert_eq!(slice_first_axis(&a, Some(-2), None, -2).to_vec::<i64>(), [3, 1]);
/// ```
pub fn slice_first_axis(array: &Array, start: Option<i64>, stop: Option<i64>, step: i64) -> Array {
    let (first, len) = slice_bounds(start, stop, step, array.shape()[0]);
    let (mut shape, mut strides) = (Shape::from_slice(array.shape()), Strides::from_slice(array.strides()));
    // Of a slice of one element or none, the step may be anything.
    let stride = std::mem::replace(&mut strides[0], array.strides()[0].saturating_mul(step as isize));
    shape[0] = len;
    // An empty view may start anywhere; let it start inside.
    let distance = if shape.contains(&0) { 0 } else { first as isize * stride };
    array.view(&shape, &strides, array.offset().wrapping_add_signed(distance))
}

/// What integers, slices, `...` and `newaxis` select; `ellipsis` is the length of `...`.
fn view(array: &Array, items: &[Index], ellipsis: usize) -> Result<Array> {
    let mut basic = Basic::new(array);
    let mut axis = 0;
    let whole = |axis: usize, basic: &mut Basic| basic.push(array.shape()[axis], array.strides()[axis]);
    for item in items {
        match item {
            Index::NewAxis => basic.push(1, 0),
            Index::Ellipsis => {
                (axis..axis + ellipsis).for_each(|axis| whole(axis, &mut basic));
                axis += ellipsis;
            }
            Index::Slice { start, stop, step } => {
                slice(array, axis, *start, *stop, step.unwrap_or(1), &mut basic)?;
                axis += 1;
            }
            Index::Integer(index) => {
                basic.offset += integer(array, axis, *index)?;
                axis += 1;
            }
            Index::Array(_) => unreachable!("index arrays gather"),
        }
    }
    (axis..array.rank()).for_each(|axis| whole(axis, &mut basic));
    checked_rank(basic.shape.len())?;
    // An empty view may start anywhere; let it start inside.
    let offset = if basic.shape.contains(&0) { array.offset() as isize } else { basic.offset };
    Ok(array.view(&basic.shape, &basic.strides, offset as usize))
}

/// How many axes `...` stands for: those that no other item takes.
fn ellipsis_length(array: &Array, items: &[Index]) -> Result<usize> {
    if items.iter().filter(|item| matches!(item, Index::Ellipsis)).count() > 1 {
        return Err(Error::index("an index can only have a single ellipsis ('...')"));
    }
    let indexed: usize = items
        .iter()
        .map(|item| match item {
            Index::NewAxis | Index::Ellipsis => 0,
            Index::Array(mask) if mask.dtype() == DType::Bool => mask.rank(),
            _ => 1,
        })
        .sum();
    array.rank().checked_sub(indexed).ok_or_else(|| {
        Error::index(format!(
            "too many indices for array: array is {}-dimensional, but {indexed} were indexed",
            array.rank()
        ))
    })
}

/// Masks are checked before all else, so that their errors come before those of integers.
fn check_masks(array: &Array, items: &[Index], ellipsis: usize) -> Result<()> {
    let mut axis = 0;
    for item in items {
        axis += match item {
            Index::NewAxis => 0,
            Index::Ellipsis => ellipsis,
            Index::Array(mask) if mask.dtype() == DType::Bool => {
                mask::check_shape(&array.shape()[axis..], mask.shape(), axis)?;
                mask.rank()
            }
            Index::Slice { .. } | Index::Integer(_) | Index::Array(_) => 1,
        };
    }
    Ok(())
}

fn slice(
    array: &Array,
    axis: usize,
    start: Option<i64>,
    stop: Option<i64>,
    step: i64,
    basic: &mut Basic,
) -> Result<()> {
    if step == 0 {
        return Err(Error::value("slice step cannot be zero"));
    }
    let stride = array.strides()[axis];
    let (first, len) = slice_bounds(start, stop, step, array.shape()[axis]);
    basic.offset += first as isize * stride;
    // Of a slice of one element or none, the step may be anything.
    basic.push(len, stride.saturating_mul(step as isize));
    Ok(())
}

/// How far an integer index moves from the first element.
fn integer(array: &Array, axis: usize, index: i64) -> Result<isize> {
    let size = array.shape()[axis];
    let position = super::Mode::Raise.resolve(index, size).ok_or_else(|| out_of_bounds(index, axis, size))?;
    Ok(position as isize * array.strides()[axis])
}

/// Axes as an iterator over these operands would walk them, slowest first: where operands contradict each other, or axes
/// have size 1, C order wins.
pub(super) fn slowest_first(shape: &[usize], operands: &[Strides]) -> SmallVec<[usize; 4]> {
    let rank = shape.len();
    let mut order: SmallVec<[usize; 4]> = (0..rank).collect();
    for placed in (0..rank).rev() {
        // Insert from the right: everything after `placed` is in order.
        let mut at = placed;
        for next in placed + 1..rank {
            match is_slower(order[next], order[at], shape, operands) {
                Some(true) => {
                    order[at..=next].rotate_left(1);
                    at = next;
                }
                Some(false) => break,
                None => {}
            }
        }
    }
    order
}

/// Whether the right axis is slower in memory than the left one; None if no operand can tell.
fn is_slower(right: usize, left: usize, shape: &[usize], operands: &[Strides]) -> Option<bool> {
    let mut verdict = None;
    if shape[left] == 1 || shape[right] == 1 {
        return verdict;
    }
    for strides in operands {
        let (left, right) = (strides[left].unsigned_abs(), strides[right].unsigned_abs());
        if left != 0 && right != 0 {
            if right <= left {
                return Some(false);
            }
            verdict = Some(true);
        }
    }
    verdict
}

/// The shape that index arrays broadcast to.
pub(super) fn broadcast_indices(shapes: &[&[usize]]) -> Result<Shape> {
    layout::broadcast_shapes(shapes).map_err(|error| {
        // Integers among the indices have no shape to clash.
        let arrays = shapes.iter().filter(|shape| !shape.is_empty());
        let listed: String = arrays.map(|shape| layout::shape_in_message(shape) + " ").collect();
        Error {
            message: format!(
                "shape mismatch: indexing arrays could not be broadcast together with shapes {listed}"
            ),
            kind: crate::error::ErrorKind::Index,
            ..error
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Index;

    // Expected: NumPy 2.4.
    #[test]
    fn more_axes_than_an_array_can_have() {
        let number = Array::zeros(&[], DType::Int64).unwrap();
        let axes = |count| Selection::new(&number, &vec![Index::NewAxis; count]).map(|_| ());
        assert_eq!(axes(64), Ok(()));
        let message = "number of dimensions must be within [0, 64], indexing result would have 65";
        assert_eq!(axes(65).unwrap_err().message, message);
    }
}
