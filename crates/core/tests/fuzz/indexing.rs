//! Indexing of every kind, reading and assigning.

use super::Operation;
use super::arrays::{cast, elements, is_distinct, positions};
use super::choices::Choices;
use crate::operations;
use ndgym_core::index::*;
use ndgym_core::layout::Order;
use ndgym_core::{Array, DType, Error};
use std::collections::HashMap;

type Result<T> = std::result::Result<T, Error>;

/// One item of an index.
fn item(c: &mut Choices, array: &Array) -> Index {
    match c.below(9) {
        0..3 => {
            Index::Slice { start: c.integer_or_none(), stop: c.integer_or_none(), step: c.integer_or_none() }
        }
        3 | 4 => Index::Integer(c.integer()),
        5 => Index::NewAxis,
        6 => Index::Ellipsis,
        7 => Index::Array(c.index_array()),
        _ => Index::Array(match c.below(3) {
            0 if array.size() < 1000 => cast(array, DType::Bool),
            0 | 1 => c.array_of_rank(DType::Int64, 1),
            _ => c.array_of_rank(DType::Bool, 0),
        }),
    }
}

pub(crate) fn items(c: &mut Choices, array: &Array) -> Vec<Index> {
    let items: Vec<Index> = (0..c.below(5)).map(|_| item(c, array)).collect();
    // Everything that is picked makes the result larger.
    let picked: f64 = items
        .iter()
        .map(|item| match item {
            Index::Array(picks) => picks.size().max(1) as f64,
            _ => 1.0,
        })
        .product();
    if picked > 5000.0 { Vec::new() } else { items }
}

fn read(c: &mut Choices) -> Result<Array> {
    let array = c.array();
    let items = items(c, &array);
    c.tell(&items);
    Selection::new(&array, &items)?.get()
}

fn written(c: &mut Choices) -> Result<Array> {
    let array = c.array();
    let items = items(c, &array);
    c.tell(&items);
    let selection = Selection::new(&array, &items)?;
    let values = match c.below(3) {
        0 => c.array(),
        1 => selection.get()?.cast(c.dtype(), Order::K)?,
        _ => c.array_of_rank(DType::Int64, 0),
    };
    let given = values.copy(Order::C)?;
    selection.set(&values)?;
    if let Selection::View(view) = &selection {
        is_written_through(&array, view, &given);
    }
    Ok(array)
}

/// What was assigned to a view is what it shows now, and what the array shows at the same places.
fn is_written_through(array: &Array, view: &Array, given: &Array) {
    if given.dtype().is_text() && !array.dtype().is_text() {
        // Some texts say no number; where there are no elements, nobody asked them.
        return;
    }
    assert!(view.same_buffer(array), "a view shares its array's memory");
    if !is_distinct(view) {
        return;
    }
    let extra = given.rank().saturating_sub(view.rank());
    let given = given.reshape_to(&given.shape()[extra..], Order::C).expect("leading axes of size 1");
    let given = given.cast(array.dtype(), Order::C).and_then(|given| given.broadcast_to(view.shape()));
    assert_eq!(elements(view), elements(&given.expect("values that fitted")));
    let shown: HashMap<usize, String> = positions(view).into_iter().zip(elements(view)).collect();
    for (position, element) in positions(array).into_iter().zip(elements(array)) {
        assert!(shown.get(&position).is_none_or(|shown| *shown == element), "writes through a view are seen");
    }
}

fn mode(c: &mut Choices) -> Mode {
    c.pick(&[Mode::Raise, Mode::Wrap, Mode::Clip])
}

/// Indices for every line of an array.
fn along(c: &mut Choices, array: &Array) -> Array {
    if c.one_in(3) {
        return c.index_array();
    }
    cast(array, DType::Int64)
}

fn put_along(c: &mut Choices) -> Result<Array> {
    let array = c.array();
    let indices = along(c, &array);
    put_along_axis(&array, &indices, &c.array(), c.axis_or_none(array.rank())).map(|()| array)
}

fn triple(c: &mut Choices) -> (Array, Array, Array) {
    let first = c.array();
    let like = |c: &mut Choices| match c.one_in(3) {
        true => c.array(),
        false => cast(&first, c.dtype()),
    };
    let (second, third) = (like(c), like(c));
    (first, second, third)
}

fn selected(c: &mut Choices) -> Result<Array> {
    let conditions: Vec<Array> = (0..c.below(3)).map(|_| c.array_of(DType::Bool)).collect();
    let choices: Vec<Array> =
        conditions.iter().map(|condition| condition.cast(c.dtype(), Order::K).expect("small")).collect();
    let choices = if c.one_in(4) { c.arrays(3) } else { choices };
    select(&conditions, &choices, &c.array())
}

fn raveled(c: &mut Choices) -> Result<Array> {
    let index: Vec<Array> = (0..c.below(4)).map(|_| c.index_array()).collect();
    let shape: Vec<usize> = match c.either() {
        true => index.iter().map(|_| c.below(6)).collect(),
        false => c.absurd_shape(),
    };
    let modes: Vec<Mode> = index.iter().map(|_| mode(c)).collect();
    ravel_multi_index(&index, &shape, &modes, c.pick(&[Order::C, Order::F]))
}

fn unraveled(c: &mut Choices) -> Result<Vec<Array>> {
    let positions = c.index_array();
    let shape: Vec<usize> = match c.either() {
        true => (0..c.below(4)).map(|_| c.below(6)).collect(),
        false => c.absurd_shape(),
    };
    unravel_index(&positions, &shape, c.pick(&[Order::C, Order::F]))
}

pub(crate) const OPERATIONS: &[Operation] = operations! {
    get: |c| read(c);
    get_more: |c| read(c);
    set: |c| written(c);
    set_more: |c| written(c);
    take: |c| { let array = c.array(); take(&array, &c.index_array(), c.axis_or_none(array.rank()), mode(c)) };
    take_along_axis: |c| {
        let array = c.array();
        take_along_axis(&array, &along(c, &array), c.axis_or_none(array.rank()))
    };
    put: |c| { let array = c.array(); put(&array, &c.index_array(), &c.array(), mode(c)).map(|()| array) };
    put_along_axis: |c| put_along(c);
    where_: |c| { let (condition, x, y) = triple(c); where_(&condition, &x, &y) };
    choose: |c| { let selector = c.index_array(); choose(&selector, &c.arrays(4), mode(c)) };
    select: |c| selected(c);
    nonzero: |c| nonzero(&c.array());
    argwhere: |c| argwhere(&c.array());
    flatnonzero: |c| flatnonzero(&c.array());
    count_true: |c| { count_true(&c.array()); };
    extract: |c| extract(&c.array(), &c.array());
    compress: |c| { let array = c.array(); compress(&c.array(), &array, c.axis_or_none(array.rank())) };
    place: |c| { let (array, mask, values) = triple(c); place(&array, &mask, &values).map(|()| array) };
    putmask: |c| { let (array, mask, values) = triple(c); putmask(&array, &mask, &values).map(|()| array) };
    copyto: |c| {
        let (to, from, mask) = triple(c);
        let mask = c.either().then_some(mask);
        copyto(&to, &from, c.casting(), mask.as_ref()).map(|()| to)
    };
    diagonal: |c| {
        let array = c.array();
        diagonal(&array, c.integer(), c.axis(array.rank()), c.axis(array.rank()))
    };
    fill_diagonal: |c| { let array = c.array(); fill_diagonal(&array, &c.array(), c.either()).map(|()| array) };
    ix_: |c| {
        let sequences: Vec<Array> = (0..c.below(4)).map(|_| c.array_of_rank(DType::Int64, 1)).collect();
        if c.either() { ix_(&sequences) } else { ix_(&c.arrays(3)) }
    };
    ravel_multi_index: |c| raveled(c);
    unravel_index: |c| unraveled(c);
};
