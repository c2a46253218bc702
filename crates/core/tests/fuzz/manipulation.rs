//! The same elements in other shapes, orders and companies.

use super::Operation;
use super::choices::Choices;
use crate::operations;
use ndgym_core::layout::{self, normalize_axes, normalize_axis};
use ndgym_core::manipulate::*;
use ndgym_core::pack::{BitOrder, packbits, unpackbits};
use ndgym_core::{Array, DType, Error};

type Result<T> = std::result::Result<T, Error>;

fn axes(c: &mut Choices, array: &Array) -> Vec<i64> {
    (0..c.below(4)).map(|_| c.axis(array.rank())).collect()
}

fn axes_or_none(c: &mut Choices, array: &Array) -> Option<Vec<i64>> {
    c.either().then(|| axes(c, array))
}

fn join_options(c: &mut Choices) -> JoinOptions {
    JoinOptions { dtype: c.dtype_or_none(), casting: c.casting(), out: c.one_in(6).then(|| c.array()) }
}

fn joined(c: &mut Choices) -> Result<Array> {
    let arrays = c.arrays(4);
    let axis = c.axis_or_none(arrays.first().map_or(1, Array::rank));
    concatenate(&arrays, axis, &join_options(c))
}

fn stacked(c: &mut Choices) -> Result<Array> {
    let arrays = c.arrays(4);
    let axis = c.axis(arrays.first().map_or(1, Array::rank) + 1);
    stack(&arrays, axis, &join_options(c))
}

/// An array and one of its axes.
fn array_and_axis(c: &mut Choices) -> Result<(Array, usize)> {
    let array = c.array();
    let axis = normalize_axis(c.axis(array.rank()), array.rank())?;
    Ok((array, axis))
}

fn transposed(c: &mut Choices) -> Result<Array> {
    let array = c.array();
    let axes: Vec<i64> = (0..array.rank()).map(|_| c.axis(array.rank())).collect();
    Ok(array.permute(&layout::permutation(&axes, array.rank())?))
}

fn rolled(c: &mut Choices) -> Result<Array> {
    let array = c.array();
    let axes = normalize_axes(&axes(c, &array), array.rank(), "axis")?;
    let shifts: Vec<(usize, i64)> = axes.into_iter().map(|axis| (axis, c.integer())).collect();
    roll(&array, &shifts)
}

fn flipped(c: &mut Choices) -> Result<Array> {
    let array = c.array();
    let axes = normalize_axes(&axes(c, &array), array.rank(), "axis")?;
    Ok(flip(&array, &axes))
}

fn deleted(c: &mut Choices) -> Result<Array> {
    let (array, axis) = array_and_axis(c)?;
    let size = array.shape()[axis];
    let positions: Vec<usize> = (0..c.below(5).min(size)).map(|_| c.below(size)).collect();
    delete(&array, &positions, axis)
}

fn inserted(c: &mut Choices) -> Result<Array> {
    let (array, axis) = array_and_axis(c)?;
    let count = c.below(4);
    let mut places: Vec<usize> = (0..array.shape()[axis] + count).collect();
    while places.len() > count {
        places.remove(c.below(places.len()));
    }
    insert(&array, &places, &c.array(), axis)
}

fn repeated(c: &mut Choices) -> Result<Array> {
    let (array, axis) = array_and_axis(c)?;
    let counts: Vec<i64> = match c.below(3) {
        0 => vec![c.integer()],
        1 => (0..array.shape()[axis]).map(|_| c.integer()).collect(),
        _ => c.integers(4),
    };
    repeat(&array, &counts, axis)
}

fn unpacked(c: &mut Choices) -> Result<Array> {
    let dtype = if c.one_in(5) { c.dtype() } else { DType::UInt8 };
    let array = c.array_of(dtype);
    let axis = c.axis_or_none(array.rank());
    unpackbits(&array, axis, c.integer_or_none(), c.pick(&[BitOrder::Big, BitOrder::Little]))
}

fn packed(c: &mut Choices) -> Result<Array> {
    let array = c.array();
    let axis = c.axis_or_none(array.rank());
    packbits(&array, axis, c.pick(&[BitOrder::Big, BitOrder::Little]))
}

pub(crate) const OPERATIONS: &[Operation] = operations! {
    concatenate: |c| joined(c);
    stack: |c| stacked(c);
    permute: |c| transposed(c);
    expand_dims: |c| { let array = c.array(); expand_dims(&array, &axes(c, &array)) };
    squeeze: |c| { let array = c.array(); let axes = axes_or_none(c, &array); squeeze(&array, axes.as_deref()) };
    swap_axes: |c| { let array = c.array(); swap_axes(&array, c.axis(array.rank()), c.axis(array.rank())) };
    move_axis: |c| { let array = c.array(); move_axis(&array, &axes(c, &array), &axes(c, &array)) };
    ravel: |c| ravel(&c.array(), c.order());
    at_least: |c| at_least(&c.array(), c.below(4));
    flip: |c| flipped(c);
    roll: |c| rolled(c);
    rot90: |c| {
        let array = c.array();
        rot90(&array, c.integer(), (c.axis(array.rank()), c.axis(array.rank())))
    };
    array_split: |c| array_and_axis(c).and_then(|(array, axis)| array_split(&array, c.integer(), axis));
    split_at: |c| array_and_axis(c).map(|(array, axis)| split_at(&array, &c.integers(4), axis));
    delete: |c| deleted(c);
    insert: |c| inserted(c);
    resize: |c| resize(&c.array(), &c.absurd_shape());
    repeat: |c| repeated(c);
    tile: |c| tile(&c.array(), &c.requested_shape());
    packbits: |c| packed(c);
    unpackbits: |c| unpacked(c);
};
