//! What the core makes of an operation: view or copy, and why.

use super::operation::{Item, Operation};
use super::{MOST_AXES, MOST_ELEMENTS, too_much};
use ndgym_core::index::{Index, Selection, diagonal};
use ndgym_core::layout::{self, Obstacle, Order, normalize_axis, permutation, reshape_obstacle};
use ndgym_core::manipulate::{ravel, swap_axes};
use ndgym_core::{Array, DType, Error, Result};

/// What an array of a chain is to the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The first array.
    Start,
    /// Other shape and strides for the same memory.
    View,
    /// New memory.
    Copy,
}

/// What came of an operation.
pub(super) struct Applied {
    pub(super) array: Array,
    pub(super) kind: Kind,
    pub(super) reason: String,
}

impl Operation {
    /// Applies it.
    ///
    /// # Errors
    /// NumPy's; our own words for what a picture cannot show.
    pub(super) fn apply(&self, array: &Array) -> Result<Applied> {
        let made = self.result(array)?;
        if made.rank() == 0 {
            return Err(Error::value(
                "One element: NumPy gives a number, no array. Index fewer axes, or use a slice.",
            ));
        }
        let size = made.shape().iter().try_fold(1_usize, |size, axis| size.checked_mul(*axis));
        if made.rank() > MOST_AXES || size.is_none_or(|size| size > MOST_ELEMENTS) {
            return Err(too_much());
        }
        let kind = if made.same_buffer(array) { Kind::View } else { Kind::Copy };
        let reason = self.reason(array, &made, kind);
        Ok(Applied { array: made, kind, reason })
    }

    fn result(&self, array: &Array) -> Result<Array> {
        match self {
            Operation::Index(items) => {
                let items = items.iter().map(Item::index).collect::<Result<Vec<_>>>()?;
                Selection::new(array, &items)?.get()
            }
            Operation::Mask(limit) => {
                let mask = ndgym_core::ml::calculate::greater(array, limit_of(*limit))?;
                Selection::new(array, &[Index::Array(mask)])?.get()
            }
            Operation::Transpose(None) => Ok(array.transpose()),
            Operation::Transpose(Some(axes)) => Ok(array.permute(&permutation(axes, array.rank())?)),
            Operation::SwapAxes(first, second) => swap_axes(array, *first, *second),
            Operation::Reshape(shape, order) => array.reshape(shape, *order),
            Operation::Ravel(order) => ravel(array, *order),
            Operation::Flatten(order) => {
                let flat = ravel(array, *order)?;
                if flat.same_buffer(array) { flat.copy(Order::C) } else { Ok(flat) }
            }
            Operation::Copy(order) => array.copy(*order),
            Operation::AsType(dtype) => array.cast(*dtype, Order::K),
            Operation::AsContiguous => array.as_c_contiguous(),
            Operation::AsFortran if array.is_f_contiguous() => Ok(array.clone()),
            Operation::AsFortran => array.copy(Order::F),
            Operation::BroadcastTo(shape) => {
                array.broadcast_to(&layout::checked_shape(shape, array.dtype())?)
            }
            Operation::SlidingWindow(width, axis) => sliding_window(array, *width, *axis),
            Operation::AsStrided(shape, strides) => as_strided(array, shape, strides),
            Operation::Diagonal(k) => diagonal(array, *k, 0, 1),
        }
    }

    fn reason(&self, from: &Array, made: &Array, kind: Kind) -> String {
        let moved = (made.offset() as isize - from.offset() as isize) * from.dtype().itemsize() as isize;
        match (self, kind) {
            (Operation::Index(_), Kind::Copy) => {
                "An index array may pick any elements in any order, which no strides describe: they are copied out.".to_owned()
            }
            (Operation::Mask(_), _) => {
                "A mask may pick any elements, which no strides describe: they are copied out.".to_owned()
            }
            (Operation::Index(_), _) => format!(
                "Slices and integers only move the start ({moved:+} bytes) and multiply strides by the step: nothing is copied."
            ),
            (Operation::Transpose(_) | Operation::SwapAxes(..), _) => {
                "The same elements, with sizes and strides in another order.".to_owned()
            }
            (Operation::Reshape(shape, order), Kind::Copy) => {
                let shape = layout::infer_shape(from.size(), shape).unwrap_or_default();
                obstacle_text(from, reshape_obstacle(from.shape(), from.strides(), &shape, *order == Order::F), *order)
            }
            (Operation::Reshape(..), _) => {
                "Axes are split, or joined where the elements are evenly spaced in memory: new strides will do.".to_owned()
            }
            (Operation::Ravel(order), Kind::Copy) => {
                let fortran = *order == Order::F;
                obstacle_text(from, reshape_obstacle(from.shape(), from.strides(), &[from.size()], fortran), *order)
            }
            (Operation::Ravel(_), _) => "The elements already follow each other in this order.".to_owned(),
            (Operation::Flatten(_), _) => "flatten always copies; ravel would only where it must.".to_owned(),
            (Operation::Copy(_), _) => "copy always copies.".to_owned(),
            (Operation::AsType(dtype), _) => format!(
                "{} bytes an element instead of {}: astype makes new memory, even for the same type.",
                dtype.itemsize(),
                from.dtype().itemsize()
            ),
            (Operation::AsContiguous | Operation::AsFortran, Kind::Copy) => {
                let letter = if *self == Operation::AsFortran { "F" } else { "C" };
                format!("It is not {letter}-contiguous: the elements are laid out anew.")
            }
            (Operation::AsContiguous | Operation::AsFortran, _) => {
                "It already lies so: the same array comes back.".to_owned()
            }
            (Operation::BroadcastTo(_), _) => {
                "Stretched axes get stride 0: the same bytes are read again. The view is read-only.".to_owned()
            }
            (Operation::SlidingWindow(..), _) => {
                "A window is one more axis with the same stride: windows overlap in memory. The view is read-only.".to_owned()
            }
            (Operation::AsStrided(..), _) => {
                "as_strided believes any shape and strides; NumPy does not even check that they stay inside the memory.".to_owned()
            }
            (Operation::Diagonal(_), _) => {
                "One step down and one to the right: the two strides added. The view is read-only.".to_owned()
            }
        }
    }
}

/// In bytes, which axis could not be joined with which.
fn obstacle_text(from: &Array, obstacle: Option<Obstacle>, order: Order) -> String {
    let itemsize = from.dtype().itemsize() as isize;
    let Some(Obstacle { axes: (first, second), found, needed }) = obstacle else {
        return "The elements do not follow each other in this order.".to_owned();
    };
    let (at, other) = if order == Order::F { (second, first) } else { (first, second) };
    format!(
        "Axes {first} and {second} must become one, but axis {at} has stride {} where {} would be needed (size {} × stride {} of axis \
         {other}): no strides read the elements in this order.",
        found * itemsize,
        needed * itemsize,
        from.shape()[other],
        from.strides()[other] * itemsize,
    )
}

fn limit_of(limit: i64) -> ndgym_core::ufunc::Operand {
    ndgym_core::ml::calculate::number(limit as f64)
}

impl Item {
    fn index(&self) -> Result<Index> {
        Ok(match self {
            Item::Integer(index) => Index::Integer(*index),
            Item::Slice(start, stop, step) => Index::Slice { start: *start, stop: *stop, step: *step },
            Item::Ellipsis => Index::Ellipsis,
            Item::NewAxis => Index::NewAxis,
            Item::List(positions) => Index::Array(Array::from_slice::<i64>(&[positions.len()], positions)?),
        })
    }
}

/// `np.lib.stride_tricks.sliding_window_view(array, width, axis=axis)`
fn sliding_window(array: &Array, width: i64, axis: i64) -> Result<Array> {
    if width < 0 {
        return Err(Error::value("`window_shape` cannot contain negative values"));
    }
    let axis = normalize_axis(axis, array.rank())?;
    let width = width as usize;
    if width > array.shape()[axis] {
        return Err(Error::value("window shape cannot be larger than input array shape"));
    }
    let (mut shape, mut strides) = (array.shape().to_vec(), array.strides().to_vec());
    shape[axis] = shape[axis] + 1 - width;
    shape.push(width);
    strides.push(strides[axis]);
    Ok(array.view(&shape, &strides, array.offset()).read_only())
}

/// `np.lib.stride_tricks.as_strided`, but only within the memory there is.
fn as_strided(array: &Array, shape: &[i64], byte_strides: &[i64]) -> Result<Array> {
    if shape.len() != byte_strides.len() {
        return Err(Error::value("strides must be a sequence of the same length as shape"));
    }
    let itemsize = array.dtype().itemsize() as i64;
    if byte_strides.iter().any(|stride| stride % itemsize != 0) {
        return Err(Error::value(format!(
            "These strides end inside an element: this picture needs multiples of {itemsize} bytes."
        )));
    }
    let shape = layout::checked_shape(shape, array.dtype())?;
    let strides: Vec<isize> =
        byte_strides.iter().map(|stride| isize::try_from(stride / itemsize).unwrap_or(isize::MAX)).collect();
    if !array.holds(array.dtype(), &shape, &strides, array.offset() as isize) {
        return Err(Error::value(format!(
            "Shape {} with these strides leaves the memory of {} bytes: NumPy would read whatever lies there.",
            layout::shape_as_tuple(&shape),
            array.buffer().len()
        )));
    }
    Ok(array.view(&shape, &strides, array.offset()))
}

/// The element types a chain may have.
pub(super) fn is_drawable(dtype: DType) -> bool {
    !matches!(dtype, DType::Complex64 | DType::Complex128)
}
