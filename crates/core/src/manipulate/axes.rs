//! Axes added, dropped and moved.

use crate::array::Array;
use crate::error::{Error, Result};
use crate::layout::{self, Order, Shape, Strides, normalize_axis};
use smallvec::SmallVec;

/// New axes of size 1 at positions of the result (`np.expand_dims`): a view.
///
/// # Errors
/// `AxisError`; `ValueError: repeated axis`.
pub fn expand_dims(array: &Array, axes: &[i64]) -> Result<Array> {
    let rank = array.rank() + axes.len();
    layout::checked_rank(rank)?;
    let mut new: SmallVec<[usize; 4]> = SmallVec::new();
    for axis in axes {
        let axis = normalize_axis(*axis, rank)?;
        if new.contains(&axis) {
            return Err(Error::value("repeated axis"));
        }
        new.push(axis);
    }
    let mut shape: Shape = array.shape().into();
    new.sort_unstable();
    new.iter().for_each(|axis| shape.insert(*axis, 1));
    array.reshape_to(&shape, Order::C)
}

/// Without axes of size 1, all or the given ones: a view.
///
/// # Errors
/// `ValueError: cannot select an axis to squeeze out which has size not equal to one`; `AxisError`.
pub fn squeeze(array: &Array, axes: Option<&[i64]>) -> Result<Array> {
    let dropped = match axes {
        None => (0..array.rank()).filter(|axis| array.shape()[*axis] == 1).collect(),
        // A number has no axes, and may be asked to drop the first.
        Some([0 | -1]) if array.rank() == 0 => SmallVec::new(),
        Some(axes) => layout::normalize_axes(axes, array.rank(), "axis")?,
    };
    if dropped.iter().any(|axis| array.shape()[*axis] != 1) {
        return Err(Error::value("cannot select an axis to squeeze out which has size not equal to one"));
    }
    let kept: SmallVec<[usize; 4]> = (0..array.rank()).filter(|axis| !dropped.contains(axis)).collect();
    let shape: Shape = kept.iter().map(|axis| array.shape()[*axis]).collect();
    let strides: Strides = kept.iter().map(|axis| array.strides()[*axis]).collect();
    Ok(array.view(&shape, &strides, array.offset()))
}

/// Two axes exchanged: a view.
///
/// # Errors
/// `AxisError: axis2: axis 4 is out of bounds for array of dimension 2`.
pub fn swap_axes(array: &Array, axis1: i64, axis2: i64) -> Result<Array> {
    let first = named("axis1", axis1, array.rank())?;
    let second = named("axis2", axis2, array.rank())?;
    let mut order: SmallVec<[usize; 4]> = (0..array.rank()).collect();
    order.swap(first, second);
    Ok(array.permute(&order))
}

fn named(argument: &str, axis: i64, rank: usize) -> Result<usize> {
    normalize_axis(axis, rank).map_err(|mut error| {
        error.message = format!("{argument}: {}", error.message);
        error
    })
}

/// Axes moved to new positions, the others in their order (`np.moveaxis`): a view.
///
/// # Errors
/// `AxisError`; `ValueError` for repeated axes and lists of different length.
pub fn move_axis(array: &Array, source: &[i64], destination: &[i64]) -> Result<Array> {
    let rank = array.rank();
    let positions = |axes: &[i64], argument: &str| -> Result<SmallVec<[usize; 4]>> {
        let mut positions: SmallVec<[usize; 4]> = SmallVec::new();
        for axis in axes {
            let axis = named(argument, *axis, rank)?;
            if positions.contains(&axis) {
                return Err(Error::value(format!("repeated axis in `{argument}` argument")));
            }
            positions.push(axis);
        }
        Ok(positions)
    };
    let source = positions(source, "source")?;
    let destination = positions(destination, "destination")?;
    if source.len() != destination.len() {
        return Err(Error::value(
            "`source` and `destination` arguments must have the same number of elements",
        ));
    }
    let mut order: SmallVec<[usize; 4]> = (0..rank).filter(|axis| !source.contains(axis)).collect();
    for position in 0..rank {
        if let Some(moved) = destination.iter().position(|wanted| *wanted == position) {
            order.insert(position, source[moved]);
        }
    }
    Ok(array.permute(&order))
}

/// All elements along one axis, in the given order: a view if they already lie so, else a copy.
///
/// # Errors
/// `MemoryError`.
pub fn ravel(array: &Array, order: Order) -> Result<Array> {
    let in_order = match order {
        Order::C => array.clone(),
        Order::F => array.transpose(),
        Order::A if array.is_f_contiguous() && !array.is_c_contiguous() => array.transpose(),
        Order::A => array.clone(),
        Order::K => {
            let opinions =
                array.strides().iter().map(|stride| (*stride != 0).then(|| stride.unsigned_abs())).collect();
            let order = layout::strides_in_common_order(array.shape(), &[opinions]);
            array.permute(&layout::axes_slowest_first(&order))
        }
    };
    in_order.as_c_contiguous()?.reshape_to(&[array.size()], Order::C)
}

/// At least `rank` axes, as `np.atleast_1d`, `_2d` and `_3d` add them.
///
/// # Errors
/// None beyond those of views.
pub fn at_least(array: &Array, rank: usize) -> Result<Array> {
    // As `a[np.newaxis, :, np.newaxis]` does, which steps nowhere along new axes.
    let new: &[usize] = match (array.rank(), rank) {
        (0, _) => return expand_dims(array, &(0..rank as i64).collect::<SmallVec<[i64; 3]>>()),
        (1, 2) => &[0],
        (1, 3) => &[0, 2],
        (2, 3) => &[2],
        _ => &[],
    };
    let (mut shape, mut strides) = (Shape::from(array.shape()), Strides::from(array.strides()));
    for axis in new {
        shape.insert(*axis, 1);
        strides.insert(*axis, 0);
    }
    Ok(array.view(&shape, &strides, array.offset()))
}
