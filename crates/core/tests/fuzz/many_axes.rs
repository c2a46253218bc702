//! Arrays of about as many axes as an array can have.

use super::Operation;
use super::choices::Choices;
use crate::operations;
use ndgym_core::einsum::{Subscripts, einsum};
use ndgym_core::index::{self, Index, Mode, Selection};
use ndgym_core::layout::Order;
use ndgym_core::manipulate::{self, JoinOptions};
use ndgym_core::ufunc::{self, Options, ReduceOptions};
use ndgym_core::{Array, DType, Error, creation, fft, linalg, products, reduce, set, sort};

type Result<T> = std::result::Result<T, Error>;

/// An array of 30 to 64 axes, nearly all of size 1.
fn deep(c: &mut Choices) -> Array {
    let rank = c.pick(&[64, 63, 40, 33, 32, 31]);
    let dtype = c.dtype();
    deep_of(c, dtype, rank)
}

fn deep_of(c: &mut Choices, dtype: DType, rank: usize) -> Array {
    let mut shape = vec![1; rank];
    for size in [0, 2, 3] {
        if c.one_in(3) {
            shape[c.below(rank)] = size;
        }
    }
    let size: usize = shape.iter().product();
    let memory = c.memory(dtype, size.max(1));
    let array = memory.view(&shape, &ndgym_core::layout::c_strides(&shape), 0);
    c.remember(&array);
    array
}

fn two(c: &mut Choices) -> (Array, Array) {
    (deep(c), if c.either() { deep(c) } else { c.array() })
}

fn read(c: &mut Choices) -> Result<Array> {
    let array = deep(c);
    let picks = deep_of(c, DType::Int64, 33);
    picks.fill(0_i64.into());
    let mut items = vec![Index::Ellipsis];
    items.extend((0..c.below(40)).map(|_| Index::NewAxis));
    if c.either() {
        items.push(Index::Array(picks));
    }
    Selection::new(&array, &items)?.get()
}

fn multiplied(c: &mut Choices) -> Result<Array> {
    let (a, b) = two(c);
    match c.below(6) {
        0 => products::matmul(&a, &b),
        1 => products::dot(&a, &b),
        2 => products::inner(&a, &b),
        3 => products::kron(&a, &b),
        4 => products::tensordot(&a, &b, &products::Axes::Count(c.small())),
        _ => einsum(&Subscripts::parse("...,...")?, &[a, b]),
    }
}

fn decomposed(c: &mut Choices) {
    let array = deep(c);
    let _ = linalg::inv(&array);
    let _ = linalg::svd(&array, c.either());
    let _ = linalg::qr(&array, linalg::QrMode::Complete);
    let _ = linalg::eig(&array);
    let _ = linalg::solve(&array, &array);
    let _ = linalg::det(&array);
    let _ = linalg::lstsq(&array, &array, None);
}

pub(crate) const OPERATIONS: &[Operation] = operations! {
    call: |c| { let (a, b) = two(c); ufunc::ADD.call(&[a.into(), b.into()], &Options::default()).map(|results| results.into_vec()) };
    outer: |c| { let (a, b) = two(c); ufunc::ADD.outer(&a, &b.into(), &Options::default()) };
    reduce: |c| {
        let array = deep(c);
        let axes: Vec<usize> = (0..array.rank()).collect();
        ufunc::ADD.reduce(&array, &axes, &ReduceOptions { keepdims: c.either(), ..Default::default() })
    };
    mean: |c| { let array = deep(c); reduce::variance(&array, &[0, 30], &Default::default()).map(|moment| moment.value) };
    expand_dims: |c| { let array = deep(c); let axes: Vec<i64> = (0..c.below(5) as i64).collect(); manipulate::expand_dims(&array, &axes) };
    join: |c| { let array = deep(c); manipulate::stack(&[array.clone(), array], c.small(), &JoinOptions::default()) };
    tile: |c| manipulate::tile(&deep(c), &vec![1; 60 + c.below(6)]);
    repeat: |c| manipulate::repeat(&deep(c), &[2], 20);
    resize: |c| manipulate::resize(&deep(c), &vec![1; 60 + c.below(6)]);
    reshape: |c| deep(c).reshape(&vec![1; 60 + c.below(6)], Order::C);
    broadcast_to: |c| deep(c).broadcast_to(&vec![1; 60 + c.below(6)]);
    at_least: |c| manipulate::at_least(&deep(c), 3);
    get: |c| read(c);
    take: |c| { let array = deep(c); let picks = deep_of(c, DType::Int64, 31); index::take(&array, &picks, c.pick(&[None, Some(0)]), Mode::Wrap) };
    take_along_axis: |c| {
        let array = deep(c);
        let indices = array.cast(DType::Int64, Order::K);
        indices.and_then(|indices| index::take_along_axis(&array, &indices, Some(c.small())))
    };
    nonzero: |c| index::nonzero(&deep(c));
    argwhere: |c| index::argwhere(&deep(c));
    where_: |c| { let (a, b) = two(c); index::where_(&a, &b, &a) };
    choose: |c| { let (a, b) = two(c); index::choose(&a, &[b.clone(), b], Mode::Wrap) };
    diagonal: |c| index::diagonal(&deep(c), c.small(), c.small(), c.small());
    ix_: |c| index::ix_(&vec![c.array_of_rank(DType::Int64, 1); 60 + c.below(6)]);
    meshgrid: |c| creation::meshgrid(&vec![c.array_of_rank(DType::Bool, 0); 60 + c.below(6)], creation::Indexing::Ij, c.either(), c.either());
    indices: |c| creation::indices(&vec![1; 60 + c.below(6)], DType::Int64);
    linspace: |c| { let (a, b) = two(c); creation::linspace(&a, &b, 3, true, None, -1).map(|made| made.samples) };
    tril: |c| creation::tril(&deep(c), 0);
    products: |c| multiplied(c);
    linalg: |c| decomposed(c);
    fft: |c| fft::transform(&deep(c), None, c.small(), false, 1.0);
    sort: |c| sort::sort(&deep(c), Some(c.small()));
    unique: |c| set::unique(&deep(c), c.pick(&[None, Some(3)]), set::Wanted { index: true, inverse: true, counts: true }, true).map(|found| found.values);
};
