//! Operations in place on arrays that share memory give what they give on copies, and touch nothing else.

use super::Operation;
use super::arrays::{elements, is_distinct, positions};
use super::choices::Choices;
use super::ufuncs::{any_binary, any_ufunc};
use crate::operations;
use ndgym_core::index::{self, Index, Mode, Selection};
use ndgym_core::layout::{Order, normalize_axis};
use ndgym_core::manipulate::{self, JoinOptions};
use ndgym_core::reduce::{self, MomentOptions};
use ndgym_core::rounding::round;
use ndgym_core::ufunc::{Operand, Options, ReduceOptions};
use ndgym_core::{Array, Error, promote::Casting, sort};

type Result<T> = std::result::Result<T, Error>;

/// Bytes of a buffer.
fn bytes(array: &Array) -> Vec<u8> {
    array.buffer().cells::<u8>().iter().map(std::cell::Cell::get).collect()
}

/// The same layout in a copy of the memory: sums depend on strides in their last digits.
fn elsewhere(window: &Array, memory: &Array) -> Array {
    let copy = memory.copy(Order::C).expect("a small array");
    copy.reinterpret(window.dtype(), window.shape(), window.strides(), window.offset())
        .expect("as large a copy")
}

/// Runs a change of the first of some windows of one memory, once on copies of them and once in place, and compares.
fn agrees<const N: usize>(c: &mut Choices, change: impl Fn(&mut Choices, &[Array; N]) -> Result<()>) {
    let dtype = c.dtype();
    let memory = c.memory(dtype, 48);
    let windows: [Array; N] = std::array::from_fn(|_| c.window(&memory));
    if !is_distinct(&windows[0]) {
        return;
    }
    let copies = windows.each_ref().map(|window| elsewhere(window, &memory));
    // Both runs decide alike.
    let numbers: Vec<u32> = (0..12).map(|_| c.next()).collect();
    let expected = change(&mut Choices::new(&numbers), &copies);
    let before = bytes(&memory);
    let mut choices = Choices::new(&numbers);
    let found = change(&mut choices, &windows);
    c.tell(choices.describe());
    assert_eq!(found, expected);
    if expected.is_ok() {
        assert_eq!(elements(&windows[0]), elements(&copies[0]), "in place (left) and on copies (right)");
    }
    let size = windows[0].dtype().itemsize();
    let mut untouched = vec![true; before.len()];
    positions(&windows[0])
        .iter()
        .for_each(|position| untouched[position * size..(position + 1) * size].fill(false));
    let after = bytes(&memory);
    assert!((0..after.len()).all(|i| !untouched[i] || before[i] == after[i]), "nothing else is written to");
}

fn call(c: &mut Choices, [out, a, b]: &[Array; 3]) -> Result<()> {
    let ufunc = any_ufunc(c);
    let operands: Vec<Operand> = [a, b].into_iter().take(ufunc.inputs).map(Operand::from).collect();
    let mut options = Options { casting: Casting::Unsafe, ..Options::default() };
    options.out.push(Some(out.clone()));
    options.out.resize(ufunc.outputs, None);
    ufunc.call(&operands, &options).map(|_| ())
}

fn call_masked(c: &mut Choices, [out, a, mask]: &[Array; 3]) -> Result<()> {
    let ufunc = any_ufunc(c);
    if ufunc.is_generalized() {
        return Ok(());
    }
    let operands: Vec<Operand> = [a, a].into_iter().take(ufunc.inputs).map(Operand::from).collect();
    let mut options = Options { casting: Casting::Unsafe, where_: Some(mask.clone()), ..Options::default() };
    options.out.push(Some(out.clone()));
    options.out.resize(ufunc.outputs, None);
    ufunc.call(&operands, &options).map(|_| ())
}

fn reduce_into(c: &mut Choices, [out, a]: &[Array; 2]) -> Result<()> {
    let ufunc = any_binary(c);
    let axis = normalize_axis(c.axis(a.rank()), a.rank())?;
    let options = ReduceOptions { out: Some(out.clone()), keepdims: c.either(), ..Default::default() };
    match c.below(3) {
        0 => ufunc.accumulate(a, axis, None, Some(out)).map(|_| ()),
        _ => ufunc.reduce(a, &[axis], &options).map(|_| ()),
    }
}

fn mean_into(c: &mut Choices, [out, a]: &[Array; 2]) -> Result<()> {
    let axis = normalize_axis(c.axis(a.rank()), a.rank())?;
    let options = MomentOptions { out: Some(out.clone()), ..Default::default() };
    match c.below(3) {
        0 => reduce::mean(a, &[axis], &options),
        1 => reduce::variance(a, &[axis], &options),
        _ => reduce::standard_deviation(a, &[axis], &options),
    }
    .map(|_| ())
}

fn at(c: &mut Choices, [array, values]: &[Array; 2]) -> Result<()> {
    let ufunc = any_binary(c);
    if array.size() == 0 || ufunc.is_generalized() {
        return Ok(());
    }
    let elements: Vec<usize> = (0..c.below(4)).map(|_| c.below(array.size())).collect();
    ufunc.at(array, &elements, Some(&values.into()), &[elements.len()])
}

fn set(c: &mut Choices, [array, values, indices]: &[Array; 3]) -> Result<()> {
    let items = match c.below(4) {
        0 => vec![Index::Array(indices.clone())],
        1 => vec![Index::Ellipsis, Index::Array(indices.clone())],
        2 => super::indexing::items(c, array),
        _ => vec![Index::Slice {
            start: c.integer_or_none(),
            stop: c.integer_or_none(),
            step: c.integer_or_none(),
        }],
    };
    Selection::new(array, &items)?.set(values)
}

fn put(c: &mut Choices, [array, indices, values]: &[Array; 3]) -> Result<()> {
    let mode = c.pick(&[Mode::Wrap, Mode::Clip, Mode::Wrap]);
    match c.below(7) {
        0 => index::put(array, indices, values, mode),
        1 => index::put_along_axis(array, indices, values, c.axis_or_none(array.rank())),
        2 => index::place(array, indices, values),
        3 => index::putmask(array, indices, values),
        4 => index::fill_diagonal(array, values, c.either()),
        5 => index::copyto(array, values, Casting::Unsafe, Some(indices)),
        _ => index::copyto(array, values, Casting::Unsafe, None),
    }
}

fn sorted(c: &mut Choices, [array]: &[Array; 1]) -> Result<()> {
    match c.either() {
        true => sort::sort_in_place(array, c.axis(array.rank())),
        false => sort::partition_in_place(array, &c.integers(2), c.axis(array.rank())),
    }
}

/// One array only: NumPy, too, writes the first before it reads the second.
fn joined(c: &mut Choices, [out, a]: &[Array; 2]) -> Result<()> {
    let options = JoinOptions { out: Some(out.clone()), casting: Casting::Unsafe, dtype: None };
    let axis = c.axis_or_none(a.rank());
    manipulate::concatenate(std::slice::from_ref(a), axis, &options).map(|_| ())
}

pub(crate) const OPERATIONS: &[Operation] = operations! {
    assign: |c| agrees(c, |_, [to, from]: &[Array; 2]| to.assign(from));
    call: |c| agrees(c, call);
    call_more: |c| agrees(c, call);
    call_masked: |c| agrees(c, call_masked);
    reduce: |c| agrees(c, reduce_into);
    moments: |c| agrees(c, mean_into);
    at: |c| agrees(c, at);
    set: |c| agrees(c, set);
    set_more: |c| agrees(c, set);
    put: |c| agrees(c, put);
    put_more: |c| agrees(c, put);
    sort: |c| agrees(c, sorted);
    concatenate: |c| agrees(c, joined);
    round: |c| agrees(c, |c, [out, array]: &[Array; 2]| round(array, c.integer(), Some(out)).map(|_| ()));
};
