//! Arrays from numbers, absurd ones too.

use super::Operation;
use super::arrays::Outcome;
use super::choices::Choices;
use crate::operations;
use ndgym_core::creation::*;
use ndgym_core::layout::{self, Order};
use ndgym_core::{Array, DType, Error, Scalar, index};

type Result<T> = std::result::Result<T, Error>;

fn any_scalar(c: &mut Choices) -> Scalar {
    let dtype = c.dtype();
    c.scalar(dtype)
}

/// Sizes that may go through `checked_shape`, as all from outside do.
fn checked(c: &mut Choices, make: fn(&[usize], DType) -> Result<Array>) -> Result<Array> {
    let dtype = c.dtype();
    make(&layout::checked_shape(&c.requested_shape(), dtype)?, dtype)
}

fn evenly_spaced(c: &mut Choices) -> Result<(Array, Array)> {
    let (start, stop, num) = (c.array(), c.array(), c.integer());
    let (endpoint, dtype, axis) = (c.either(), c.dtype_or_none(), c.axis(start.rank() + 1));
    linspace(&start, &stop, num, endpoint, dtype, axis).map(|made| (made.samples, made.step))
}

fn range(c: &mut Choices) -> Result<Array> {
    let mut number = || any_scalar(c);
    let (start, stop, step) = (number(), number(), number());
    c.tell((start, stop, step));
    arange(start, stop, step, c.dtype())
}

fn mesh(c: &mut Choices) -> Result<Vec<Array>> {
    let vectors = c.arrays(4);
    let indexing = c.pick(&[Indexing::Xy, Indexing::Ij]);
    let (sparse, copy) = (c.either(), c.either());
    meshgrid(&vectors, indexing, sparse, copy)
}

pub(crate) const OPERATIONS: &[Operation] = operations! {
    empty: |c| Array::empty(&c.absurd_shape(), c.dtype());
    zeros: |c| Array::zeros(&c.absurd_shape(), c.dtype());
    empty_in_order: |c| Array::empty_in_order(&c.absurd_shape(), c.dtype(), c.order());
    zeros_checked: |c| checked(c, Array::zeros);
    empty_checked: |c| checked(c, Array::empty);
    full: |c| Array::full(&c.absurd_shape(), any_scalar(c));
    arange: |c| range(c);
    linspace: |c| evenly_spaced(c);
    eye: |c| eye(c.integer(), c.integer_or_none(), c.integer(), c.dtype(), c.pick(&[Order::C, Order::F]));
    tri: |c| tri(c.integer(), c.integer_or_none(), c.integer(), c.dtype());
    tril: |c| tril(&c.array(), c.integer());
    triu: |c| triu(&c.array(), c.integer());
    diag: |c| diag(&c.array(), c.integer());
    diagflat: |c| diagflat(&c.array(), c.integer());
    meshgrid: |c| mesh(c);
    indices: |c| indices(&c.requested_shape(), c.dtype());
    sparse_indices: |c| sparse_indices(&c.absurd_shape(), c.dtype());
    diag_indices: |c| index::diag_indices(c.integer());
    tril_indices: |c| index::tril_indices(c.integer(), c.integer_or_none(), c.integer());
    triu_indices: |c| index::triu_indices(c.integer(), c.integer_or_none(), c.integer());
    scalar_casts: |c| {
        let scalar = any_scalar(c);
        Array::from_scalar(scalar.cast(c.dtype())).map(|array| array.item().map(|_| ()).check())
    };
};
