//! Questions about shapes and strides, and views.

use super::Operation;
use super::choices::Choices;
use crate::operations;
use ndgym_core::layout::*;
use ndgym_core::overlap::share_memory;
use ndgym_core::{Array, Error, dtype::DType, index};

type Result<T> = std::result::Result<T, Error>;

fn broadcast_shapes_of_any(c: &mut Choices) -> Result<()> {
    let shapes: Vec<Vec<usize>> = (0..c.below(4)).map(|_| c.absurd_shape()).collect();
    let shapes: Vec<&[usize]> = shapes.iter().map(|shape| &shape[..]).collect();
    broadcast_shapes_of_function(&shapes)?;
    broadcast_shapes(&shapes).map(|_| ())
}

fn infer(c: &mut Choices) -> Result<()> {
    let size = c.integer().unsigned_abs() as usize;
    infer_shape(size, &c.requested_shape()).map(|_| ())
}

fn slices(c: &mut Choices) {
    let (start, stop, step) = (c.integer_or_none(), c.integer_or_none(), c.integer());
    let size = c.integer().unsigned_abs().min(i64::MAX as u64) as usize;
    if step != 0 {
        let (first, len) = index::slice_bounds(start, stop, step, size);
        let last = first as i128 + (len as i128 - 1) * i128::from(step);
        assert!(len == 0 || first < size && (0..size as i128).contains(&last), "a slice stays inside");
    }
}

fn views(c: &mut Choices) {
    let array = c.array();
    let shape = c.absurd_shape();
    let strides: Vec<isize> = shape.iter().map(|_| c.integer() as isize).collect();
    let dtype = c.dtype();
    let offset = c.integer();
    if let Some(view) = array.reinterpret(dtype, &shape, &strides, offset.unsigned_abs() as usize) {
        assert!(view.holds(dtype, view.shape(), view.strides(), view.offset() as isize));
    }
    array.holds(dtype, &shape, &strides, offset as isize);
}

fn overlaps(c: &mut Choices) {
    let dtype = c.dtype();
    let memory = c.memory(dtype, 40);
    let (a, b) = (c.window(&memory), c.window(&memory));
    assert_eq!(a.may_overlap(&b), b.may_overlap(&a));
    let bytes = |array: &Array| -> std::collections::HashSet<usize> {
        let size = array.dtype().itemsize();
        let start = |position: usize| position * size..(position + 1) * size;
        super::arrays::positions(array).into_iter().flat_map(start).collect()
    };
    let shared = !bytes(&a).is_disjoint(&bytes(&b));
    assert!(a.may_overlap(&b) || !shared, "shared bytes are never missed");
    assert_eq!(share_memory(&a, &b), shared);
}

pub(crate) const OPERATIONS: &[Operation] = operations! {
    broadcast_shapes: |c| broadcast_shapes_of_any(c);
    infer_shape: |c| infer(c);
    checked_shape: |c| checked_shape(&c.requested_shape(), c.dtype()).map(|_| ());
    checked_size: |c| checked_size(&c.absurd_shape()).map(|_| ());
    normalize_axes: |c| normalize_axes(&c.integers(4), c.below(5), "axis").map(|_| ());
    permutation: |c| permutation(&c.integers(4), c.below(5)).map(|_| ());
    slice_bounds: |c| slices(c);
    views: |c| views(c);
    overlaps: |c| overlaps(c);
    copy: |c| c.array().copy(c.order());
    cast: |c| c.array().cast(c.dtype(), c.order());
    reshape: |c| c.array().reshape(&c.requested_shape(), c.order());
    broadcast_to: |c| c.array().broadcast_to(&c.absurd_shape());
    byte_strides: |c| { c.array().byte_strides(); };
    item: |c| c.array().item().map(|_| ());
    dtypes: |c| {
        let text = c.pick(&["<f8", "f", "", "<", "é", "=i4", "|b1", ">f8", "float64x"]);
        DType::parse(text).map(|_| ())
    };
};
