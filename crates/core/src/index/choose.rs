//! Elements chosen from several arrays: `where`, `choose`, `select`.

use super::selection::slowest_first;
use super::{Mode, copyto};
use crate::array::Array;
use crate::bits;
use crate::dtype::DType;
use crate::element::{Bool, Element};
use crate::error::{Error, Result};
use crate::iterate::Plan;
use crate::layout::{self, Strides};
use crate::promote::{Casting, promote_types};
use crate::with_bits;
use ndgym_kernels::Lane;
use smallvec::SmallVec;
use std::cell::Cell;

/// Elements of `x` where the condition is true, else of `y`. The result has their promoted type.
///
/// # Errors
/// `ValueError` for shapes that do not broadcast; `MemoryError`.
pub fn where_(condition: &Array, x: &Array, y: &Array) -> Result<Array> {
    let dtype = promote_types(x.dtype(), y.dtype());
    let shape = layout::broadcast_shapes(&[condition.shape(), x.shape(), y.shape()])?;
    layout::checked_size(&shape)?;
    let stretch = |array: &Array| layout::broadcast_strides(array.shape(), array.strides(), &shape);
    let strides: SmallVec<[Strides; 4]> = [condition, x, y].map(stretch).into_iter().collect();
    let chosen =
        Array::empty_strided(&shape, strides_in_order(&shape, &slowest_first(&shape, &strides)), dtype)?;
    let (condition, x, y) = (condition.as_dtype(DType::Bool)?, x.as_dtype(dtype)?, y.as_dtype(dtype)?);
    with_bits!(dtype, T => where_bits::<T>(&chosen, &condition, &x, &y));
    Ok(chosen)
}

/// Strides that fill the memory of a fresh array, given its axes from the slowest to the fastest.
fn strides_in_order(shape: &[usize], slowest_first: &[usize]) -> Strides {
    let mut strides = layout::c_strides(shape);
    if shape.contains(&0) {
        return strides;
    }
    let mut step = 1;
    for axis in slowest_first.iter().rev() {
        strides[*axis] = step;
        step *= shape[*axis] as isize;
    }
    strides
}

fn where_bits<T: Element>(chosen: &Array, condition: &Array, x: &Array, y: &Array) {
    let shape = chosen.shape();
    let stretch = |array: &Array| layout::broadcast_strides(array.shape(), array.strides(), shape);
    let [c_strides, x_strides, y_strides] = [condition, x, y].map(stretch);
    let [to, x_cells, y_cells] = [chosen, x, y].map(|array| bits::cells::<T>(array));
    Plan::new(shape, [chosen.strides(), &c_strides, &x_strides, &y_strides]).for_each_lane(
        [chosen.offset(), condition.offset(), x.offset(), y.offset()],
        |[to_at, c_at, x_at, y_at], [to_by, c_by, x_by, y_by], len| {
            let to = Lane::new(to, to_at, to_by, len);
            let condition = condition.lane::<Bool>(c_at, c_by, len);
            let (x, y) = (Lane::new(x_cells, x_at, x_by, len), Lane::new(y_cells, y_at, y_by, len));
            match (to.contiguous(), condition.contiguous(), Source::of(x), Source::of(y)) {
                (Some(to), Some(condition), Some(x), Some(y)) => choose_neighbours(to, condition, x, y),
                _ => {
                    (0..len).for_each(|i| to.set(i, if condition.get(i).get() { x.get(i) } else { y.get(i) }))
                }
            }
        },
    );
}

/// What is chosen from: as many neighbours as there are places, or one element for all.
#[derive(Clone, Copy)]
enum Source<'a, T> {
    Each(&'a [Cell<T>]),
    Same(T),
}

impl<'a, T: Element> Source<'a, T> {
    fn of(lane: Lane<'a, T>) -> Option<Self> {
        lane.contiguous().map(Source::Each).or_else(|| lane.repeated().map(Source::Same))
    }
}

fn choose_neighbours<T: Element>(
    to: &[Cell<T>],
    condition: &[Cell<Bool>],
    x: Source<'_, T>,
    y: Source<'_, T>,
) {
    match (x, y) {
        (Source::Each(x), Source::Each(y)) => {
            let (x, y) = (&x[..to.len()], &y[..to.len()]);
            choose_each(to, condition, |i| x[i].get(), |i| y[i].get());
        }
        (Source::Each(x), Source::Same(y)) => {
            let x = &x[..to.len()];
            choose_each(to, condition, |i| x[i].get(), |_| y);
        }
        (Source::Same(x), Source::Each(y)) => {
            let y = &y[..to.len()];
            choose_each(to, condition, |_| x, |i| y[i].get());
        }
        (Source::Same(x), Source::Same(y)) => choose_each(to, condition, |_| x, |_| y),
    }
}

/// Reads both, so that nothing depends on a condition but which of the two is written.
#[inline(always)]
fn choose_each<T: Element>(
    to: &[Cell<T>],
    condition: &[Cell<Bool>],
    x: impl Fn(usize) -> T,
    y: impl Fn(usize) -> T,
) {
    for (i, (to, condition)) in to.iter().zip(condition).enumerate() {
        let (x, y) = (x(i), y(i));
        to.set(if condition.get().get() { x } else { y });
    }
}

/// At each place the element of the choice whose number stands there.
///
/// # Errors
/// `ValueError: invalid entry in choice array`, or for shapes that do not broadcast; `MemoryError`.
pub fn choose(selector: &Array, choices: &[Array], mode: Mode) -> Result<Array> {
    let Some(first) = choices.first() else {
        return Err(Error::value("choose: at least one choice is needed"));
    };
    let selector = super::take::whole_numbers(selector)?;
    // NumPy names the choices first, then the selector.
    let shapes: Vec<&[usize]> =
        choices.iter().map(Array::shape).chain(std::iter::once(selector.shape())).collect();
    let shape = layout::broadcast_shapes_of_function(&shapes)?;
    layout::checked_size(&shape)?;
    let dtype = choices.iter().fold(first.dtype(), |so_far, choice| promote_types(so_far, choice.dtype()));
    let choices: Vec<Array> = choices
        .iter()
        .map(|choice| choice.as_dtype(dtype)?.broadcast_to(&shape)?.as_c_contiguous())
        .collect::<Result<_>>()?;
    let selected = Array::empty(&shape, dtype)?;
    let numbers = selector.broadcast_to(&shape)?.elements::<i64>()?;
    with_bits!(dtype, T => {
        let sources: Vec<_> =
            choices.iter().map(|choice| &bits::cells::<T>(choice)[choice.offset()..]).collect();
        for (i, (to, number)) in bits::cells::<T>(&selected).iter().zip(&numbers).enumerate() {
            let choice = mode
                .resolve_without_negatives(*number, sources.len())
                .ok_or_else(|| Error::value("invalid entry in choice array"))?;
            to.set(sources[choice][i].get());
        }
    });
    Ok(selected)
}

impl Mode {
    /// As [`Mode::resolve`], but a negative number is out of bounds.
    fn resolve_without_negatives(self, number: i64, size: usize) -> Option<usize> {
        if self == Mode::Raise && number < 0 { None } else { self.resolve(number, size) }
    }
}

/// Elements of the first choice whose condition is true there, else the default.
///
/// # Errors
/// `ValueError` for lists that do not match or shapes that do not broadcast; `TypeError` for conditions that are not
/// bools; `MemoryError`.
pub fn select(conditions: &[Array], choices: &[Array], default: &Array) -> Result<Array> {
    if conditions.len() != choices.len() {
        return Err(Error::value("list of cases must be same length as list of conditions"));
    }
    if conditions.is_empty() {
        return Err(Error::value("select with an empty condition list is not possible"));
    }
    if let Some(i) = conditions.iter().position(|condition| condition.dtype() != DType::Bool) {
        return Err(Error::type_error(format!("invalid entry {i} in condlist: should be boolean ndarray")));
    }
    let dtype = choices.iter().fold(default.dtype(), |so_far, choice| promote_types(so_far, choice.dtype()));
    let shapes = |arrays: &[Array]| -> Result<layout::Shape> {
        let shapes: Vec<&[usize]> = arrays.iter().map(Array::shape).collect();
        layout::broadcast_shapes_of_function(&shapes)
    };
    let (of_conditions, of_choices) = (shapes(conditions)?, shapes(choices)?);
    let shape = layout::broadcast_shapes_of_function(&[&of_conditions, &of_choices, default.shape()])?;
    let selected = Array::empty(&shape, dtype)?;
    selected.assign(default)?;
    for (condition, choice) in conditions.iter().zip(choices).rev() {
        copyto(&selected, choice, Casting::Unsafe, Some(condition))?;
    }
    Ok(selected)
}
