//! Masks: where something is true, and what is done there.

use crate::array::Array;
use crate::bits;
use crate::dtype::DType;
use crate::element::{Bool, Element};
use crate::error::{Error, ErrorKind, Result};
use crate::iterate::Plan;
use crate::layout::{self, Order, Strides};
use crate::promote::{Casting, can_cast};
use crate::{with_bits, with_element};
use smallvec::SmallVec;
use std::cell::Cell;

/// Checks a mask against the axes it stands for, of which the first is `axis`. A mask of no elements along an axis fits any.
pub(super) fn check_shape(axes: &[usize], mask: &[usize], axis: usize) -> Result<()> {
    match axes.iter().zip(mask).position(|(size, mask)| *mask != 0 && size != mask) {
        None => Ok(()),
        Some(at) => Err(Error::index(format!(
            "boolean index did not match indexed array along axis {}; size of axis is {} but size of corresponding \
             boolean axis is {}",
            axis + at,
            axes[at],
            mask[at]
        ))),
    }
}

/// How many elements are not zero (`np.count_nonzero`).
pub fn count_true(array: &Array) -> usize {
    let mut count = 0;
    with_element!(array.dtype(), T => {
        Plan::new(array.shape(), [array.strides()]).for_each_lane([array.offset()], |[at], [by], len| {
            let lane = array.lane::<T>(at, by, len);
            count += match lane.contiguous() {
                Some(cells) => cells.iter().filter(|cell| cell.get().cast::<Bool>().get()).count(),
                None => (0..len).filter(|&i| lane.get(i).cast::<Bool>().get()).count(),
            };
        });
    });
    count
}

/// Calls `visit` with the index of every element that is not zero, in C order.
fn for_each_true(array: &Array, mut visit: impl FnMut(&[usize])) {
    let Some((&len, outer)) = array.shape().split_last() else { return };
    if array.size() == 0 {
        return;
    }
    let mut index: SmallVec<[usize; 4]> = SmallVec::from_elem(0, array.rank());
    let last = array.rank() - 1;
    with_element!(array.dtype(), T => loop {
        index[last] = 0;
        let lane = array.lane::<T>(array.position(&index), array.strides()[last], len);
        for i in 0..len {
            if lane.get(i).cast::<Bool>().get() {
                index[last] = i;
                visit(&index);
            }
        }
        if !advance(&mut index[..last], outer) {
            return;
        }
    });
}

/// The next index of a shape in C order; false after the last.
pub(crate) fn advance(index: &mut [usize], shape: &[usize]) -> bool {
    for axis in (0..shape.len()).rev() {
        index[axis] += 1;
        if index[axis] < shape[axis] {
            return true;
        }
        index[axis] = 0;
    }
    false
}

/// The indices of elements that are not zero: one array for each axis, all columns of one table.
///
/// # Errors
/// `ValueError` for an array of no axes; `MemoryError`.
pub fn nonzero(array: &Array) -> Result<Vec<Array>> {
    if array.rank() == 0 {
        let hint = if array.dtype() == DType::Bool {
            " If the context of this error is of the form `arr[nonzero(cond)]`, just use `arr[cond]`."
        } else {
            ""
        };
        return Err(Error::value(format!(
            "Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() instead.{hint}"
        )));
    }
    let table = true_table(array, array.rank(), 1)?;
    let (count, rank) = (table.shape()[0], array.rank());
    Ok((0..rank)
        .map(|axis| table.view(&[count], &[rank as isize], if count == 0 { 0 } else { axis }))
        .collect())
}

/// The indices of elements that are not zero, one row for each (`np.argwhere`).
///
/// # Errors
/// `MemoryError`.
pub fn argwhere(array: &Array) -> Result<Array> {
    if array.rank() == 0 {
        // As NumPy has it: the table of a vector of one element, without its column.
        let count = count_true(array);
        let table = Array::empty(&[count, 1], DType::Int64)?;
        return Ok(table.view(&[count, 0], table.strides(), 0));
    }
    // NumPy transposes the arrays of `nonzero`, so that columns are contiguous.
    let count = count_true(array);
    let table = Array::empty(&[array.rank(), count], DType::Int64)?;
    write_indices(array, &table, 1, count);
    Ok(table.transpose())
}

/// The positions in C order of elements that are not zero.
///
/// # Errors
/// `MemoryError`.
pub fn flatnonzero(array: &Array) -> Result<Array> {
    let flat = array.reshape(&[-1], Order::C)?;
    let table = true_table(&flat, 1, 1)?;
    let count = table.shape()[0];
    table.reshape_to(&[count], Order::C)
}

fn true_table(array: &Array, row: usize, column: usize) -> Result<Array> {
    let table = Array::empty(&[count_true(array), array.rank()], DType::Int64)?;
    write_indices(array, &table, row, column);
    Ok(table)
}

/// Writes the index of the n-th true element along axis k to cell `n * row + k * column`.
fn write_indices(array: &Array, table: &Array, row: usize, column: usize) {
    let cells = table.cells::<i64>();
    if let (1, Some(flags)) = (array.rank(), flags(array)) {
        return compress_cells(flags, &cells[..table.size()], |i| i as i64);
    }
    let mut start = 0;
    for_each_true(array, |index| {
        for (axis, position) in index.iter().enumerate() {
            cells[start + axis * column].set(*position as i64);
        }
        start += row;
    });
}

/// A bool array's elements, if they are neighbours in memory.
fn flags(mask: &Array) -> Option<&[Cell<Bool>]> {
    (mask.dtype() == DType::Bool).then(|| mask.contiguous_cells::<Bool>()).flatten()
}

/// Fills cells with the values of the positions whose flags are set, without a branch that depends on a flag.
fn compress_cells<T: Copy>(flags: &[Cell<Bool>], to: &[Cell<T>], value: impl Fn(usize) -> T) {
    let mut next = 0;
    for (i, flag) in flags.iter().enumerate() {
        let Some(cell) = to.get(next) else { return };
        cell.set(value(i));
        next += usize::from(flag.get().get());
    }
}

/// Walks an array together with its mask in C order; `visit` gets the positions of all elements that the mask picks.
fn for_each_picked(array: &Array, mask: &Array, mut visit: impl FnMut(usize)) {
    Plan::in_c_order(array.shape(), [array.strides(), mask.strides()]).for_each_lane(
        [array.offset(), mask.offset()],
        |[at, mask_at], [by, mask_by], len| {
            let lane = mask.lane::<Bool>(mask_at, mask_by, len);
            for i in 0..len {
                if lane.get(i).get() {
                    visit(at.wrapping_add_signed(i as isize * by));
                }
            }
        },
    );
}

/// The elements that a mask of the same shape picks.
pub(super) fn pick(array: &Array, mask: &Array) -> Result<Array> {
    let picked = Array::empty(&[count_true(mask)], array.dtype())?;
    with_bits!(array.dtype(), T => {
        let from = bits::cells::<T>(array);
        if let (Some(flags), true) = (flags(mask), array.is_c_contiguous()) {
            let from = &from[array.offset()..array.offset() + flags.len()];
            compress_cells(flags, &bits::cells::<T>(&picked)[..picked.size()], |i| from[i].get());
            return Ok(picked);
        }
        let mut to = bits::cells::<T>(&picked).iter();
        for_each_picked(array, mask, |at| {
            if let Some(to) = to.next() {
                to.set(from[at].get());
            }
        });
    });
    Ok(picked)
}

/// Overwrites the elements that a mask of the same shape picks.
pub(super) fn overwrite(array: &Array, mask: &Array, values: &Array) -> Result<()> {
    if values.rank() > 1 {
        return Err(Error::type_error(format!(
            "NumPy boolean array indexing assignment requires a 0 or 1-dimensional input, input has {} dimensions",
            values.rank()
        )));
    }
    let count = count_true(mask);
    if values.size() != 1 && values.size() != count {
        return Err(Error::value(format!(
            "NumPy boolean array indexing assignment cannot assign {} input values to the {count} output values where \
             the mask is true",
            values.size()
        )));
    }
    overwrite_in_turn(array, mask, values)
}

/// Overwrites picked elements with values in turn, starting over when they run out. No values change nothing.
fn overwrite_in_turn(array: &Array, mask: &Array, values: &Array) -> Result<()> {
    let values = values.as_dtype(array.dtype())?.as_c_contiguous()?;
    let values = if values.may_overlap(array) { values.copy(Order::C)? } else { values };
    let mask = if mask.may_overlap(array) { mask.copy(Order::K)? } else { mask.clone() };
    let (first, count) = (values.offset(), values.size());
    if count == 0 {
        return Ok(());
    }
    with_bits!(array.dtype(), T => {
        let (to, from) = (bits::cells::<T>(array), &bits::cells::<T>(&values)[first..first + count]);
        if let [value] = from {
            let value = value.get();
            for_each_picked(array, &mask, |at| to[at].set(value));
        } else {
            let mut next = 0;
            for_each_picked(array, &mask, |at| {
                to[at].set(from[next].get());
                next += 1;
                if next == count {
                    next = 0;
                }
            });
        }
    });
    Ok(())
}

/// The elements at which a condition, both raveled, is true (`np.extract`).
///
/// # Errors
/// `IndexError` if the condition is true beyond the end; `MemoryError`.
pub fn extract(condition: &Array, array: &Array) -> Result<Array> {
    let positions = flatnonzero(condition)?;
    super::take(array, &positions, None, super::Mode::Raise)
}

/// The slices along an axis, or elements in C order, at which a condition of one axis is true (`np.compress`).
///
/// # Errors
/// `ValueError: condition must be a 1-d array`; `IndexError` if the condition is true beyond the end; `AxisError`;
/// `MemoryError`.
pub fn compress(condition: &Array, array: &Array, axis: Option<i64>) -> Result<Array> {
    if condition.rank() != 1 {
        return Err(Error::value("condition must be a 1-d array"));
    }
    let positions = flatnonzero(condition)?;
    super::take(array, &positions, axis, super::Mode::Raise)
}

/// Overwrites the elements at which a mask is true with the first values, starting over when they run out.
///
/// # Errors
/// `ValueError: place: mask and data must be the same size`, `ValueError: Cannot insert from an empty array!`;
/// `MemoryError`.
pub fn place(array: &Array, mask: &Array, values: &Array) -> Result<()> {
    if mask.size() != array.size() {
        return Err(Error::value("place: mask and data must be the same size"));
    }
    let mask = mask.as_dtype(DType::Bool)?.reshape_to(array.shape(), Order::C)?;
    if values.size() == 0 && count_true(&mask) > 0 {
        return Err(Error::value("Cannot insert from an empty array!"));
    }
    overwrite_in_turn(array, &mask, values)
}

/// Overwrites the elements at which a mask is true with the values at the same positions, repeated if there are fewer.
///
/// # Errors
/// `ValueError: putmask: mask and data must be the same size`; `MemoryError`.
pub fn putmask(array: &Array, mask: &Array, values: &Array) -> Result<()> {
    if mask.size() != array.size() {
        return Err(Error::value("putmask: mask and data must be the same size"));
    }
    let mask = mask.as_dtype(DType::Bool)?.reshape_to(array.shape(), Order::C)?;
    let (size, count) = (array.size(), values.size());
    if count == 0 || size == 0 {
        return Ok(());
    }
    let flat = values.as_dtype(array.dtype())?.reshape(&[-1], Order::C)?;
    let repeated = if count == size {
        flat
    } else if count == 1 {
        flat.broadcast_to(&[size])?
    } else {
        let positions = Array::empty(&[size], DType::Int64)?;
        positions.cells::<i64>().iter().enumerate().for_each(|(i, cell)| cell.set((i % count) as i64));
        super::take(&flat, &positions, None, super::Mode::Raise)?
    };
    copy_where(array, &repeated.reshape_to(array.shape(), Order::C)?, Some(&mask))
}

/// Overwrites an array with another, broadcast, where a mask, broadcast too, is true (`np.copyto`).
///
/// # Errors
/// `TypeError` if the casting rule forbids the cast; `ValueError` for shapes that do not broadcast; `MemoryError`.
pub fn copyto(to: &Array, from: &Array, casting: Casting, mask: Option<&Array>) -> Result<()> {
    if !can_cast(from.dtype(), to.dtype(), casting) {
        let what = if from.rank() == 0 { "scalar" } else { "array data" };
        return Err(Error::new(
            ErrorKind::Type,
            format!(
                "Cannot cast {what} from dtype('{}') to dtype('{}') according to the rule '{}'",
                from.dtype().name(),
                to.dtype().name(),
                casting.name()
            ),
        ));
    }
    copy_where(to, from, mask)
}

fn copy_where(to: &Array, from: &Array, mask: Option<&Array>) -> Result<()> {
    let Some(mask) = mask else { return to.assign(from) };
    let clash = |what: &str, shape: &[usize]| {
        let [shape, target] = [shape, to.shape()].map(layout::shape_in_message);
        Error::value(format!("could not broadcast {what} from shape {shape} into shape {target}"))
    };
    let stretch = |array: &Array, what: &str| -> Result<Array> {
        let extra = array.rank().saturating_sub(to.rank());
        let (dropped, kept) = array.shape().split_at(extra);
        if dropped.iter().any(|size| *size != 1) {
            return Err(clash(what, array.shape()));
        }
        let strides: Strides = layout::broadcast_to_strides(kept, &array.strides()[extra..], to.shape())
            .map_err(|_| clash(what, array.shape()))?;
        Ok(array.view(to.shape(), &strides, array.offset()))
    };
    let from = stretch(&from.as_dtype(to.dtype())?, "input array")?;
    if mask.rank() > to.rank() {
        return Err(clash("where mask", mask.shape()));
    }
    let mask = stretch(&mask.as_dtype(DType::Bool)?, "where mask")?;
    let from = if from.may_overlap(to) { from.copy(Order::K)? } else { from };
    let mask = if mask.may_overlap(to) { mask.copy(Order::K)? } else { mask };
    with_bits!(to.dtype(), T => copy_where_bits::<T>(to, &from, &mask));
    Ok(())
}

fn copy_where_bits<T: Element>(to: &Array, from: &Array, mask: &Array) {
    let (to_cells, from_cells) = (bits::cells::<T>(to), bits::cells::<T>(from));
    Plan::new(to.shape(), [to.strides(), from.strides(), mask.strides()]).for_each_lane(
        [to.offset(), from.offset(), mask.offset()],
        |[to, from, mask_at], [to_by, from_by, mask_by], len| {
            let to = ndgym_kernels::Lane::new(to_cells, to, to_by, len);
            let from = ndgym_kernels::Lane::new(from_cells, from, from_by, len);
            let mask = mask.lane::<Bool>(mask_at, mask_by, len);
            for i in 0..len {
                if mask.get(i).get() {
                    to.set(i, from.get(i));
                }
            }
        },
    );
}
