//! Kernels that fold a lane into one element, where that is done otherwise than by the loop of two operands.
//!
//! Sums of floats are pairwise, as NumPy adds them, so that results agree to the last bit: blocks of up to 128 numbers in
//! eight running sums, blocks added by halves.
//! Source: <https://numpy.org/doc/stable/reference/generated/numpy.sum.html> (Notes).

use super::Ufunc;
use super::inner::{Exceptional, Frame, Inner};
use crate::array::Array;
use crate::dtype::DType;
use crate::element::{Bool, Element};
use crate::float_status::{self, INVALID, OVERFLOW};
use crate::iterate::Plan;
use crate::layout::{self, Shape, Strides};
use crate::scalar::Scalar;
use crate::with_element;
use ndgym_kernels::Lane;
use ndgym_kernels::fold::{self as kernels, Extremum, Float, Fold};
use num_complex::{Complex32, Complex64};
use std::cell::Cell;

/// The kernel for a ufunc and type: takes the lane of operand 1 into the one element of operand 0, which is operand 2 too.
pub(super) fn kernel(ufunc: &Ufunc, dtype: DType) -> Option<Inner> {
    match ufunc.name {
        "add" => Some(match dtype {
            DType::Float32 => |frame| fold(frame, |start: f32, lane| start + pairwise(&lane)),
            DType::Float64 => |frame| fold(frame, |start: f64, lane| start + pairwise(&lane)),
            DType::Complex64 => |frame| fold(frame, |start: Complex32, lane| start + pairwise_complex(&lane)),
            DType::Complex128 => {
                |frame| fold(frame, |start: Complex64, lane| start + pairwise_complex(&lane))
            }
            _ => return integer_sum(dtype),
        }),
        "maximum" => extremum(dtype, true),
        "minimum" => extremum(dtype, false),
        "logical_or" if dtype == DType::Bool => {
            Some(|frame| fold(frame, |start: Bool, lane| (start.get() || find(&lane, true)).into()))
        }
        "logical_and" if dtype == DType::Bool => {
            Some(|frame| fold(frame, |start: Bool, lane| (start.get() && !find(&lane, false)).into()))
        }
        _ => None,
    }
}

#[inline(always)]
fn fold<T: Exceptional>(frame: &Frame<'_>, f: impl Fn(T, Lane<'_, T>) -> T) {
    let (target, lane) = (frame.lane::<T>(0), frame.lane::<T>(1));
    if lane.is_empty() {
        return;
    }
    let start = target.get(0);
    let result = f(start, lane);
    if !result.is_ordinary() && start.is_ordinary() {
        note(&lane, result);
    }
    target.set(0, result);
}

/// What it means that a fold of these elements is infinite or NaN.
#[cold]
fn note<T: Exceptional>(lane: &Lane<'_, T>, result: T) {
    let all_ordinary = (0..lane.len()).all(|i| lane.get(i).is_ordinary());
    let any_nan = (0..lane.len()).any(|i| lane.get(i).is_nan());
    if all_ordinary {
        float_status::raise(OVERFLOW);
    }
    if result.is_nan() && !any_nan {
        float_status::raise(INVALID);
    }
}

/// Longest run that is added up without halving.
const BLOCK: usize = 128;

/// A float that sums run over.
trait Real: Exceptional + Float + std::ops::AddAssign {}
impl Real for f32 {}
impl Real for f64 {}

fn pairwise<T: Real>(lane: &Lane<'_, T>) -> T {
    match lane.contiguous() {
        Some(cells) => kernels::sum(cells),
        None => pairwise_range(lane, 0, lane.len()),
    }
}

/// As [`kernels::sum`], of numbers that lie apart.
fn pairwise_range<T: Real>(lane: &Lane<'_, T>, from: usize, len: usize) -> T {
    if len > BLOCK {
        let half = len / 2 - len / 2 % 8;
        return pairwise_range(lane, from, half) + pairwise_range(lane, from + half, len - half);
    }
    let mut block = [T::default(); BLOCK];
    let block = &mut block[..len];
    block.iter_mut().enumerate().for_each(|(i, x)| *x = lane.get(from + i));
    kernels::sum(Cell::from_mut(block).as_slice_of_cells())
}

/// A complex number's parts are summed side by side, four running sums for each.
fn pairwise_complex<P: Real>(lane: &Lane<'_, num_complex::Complex<P>>) -> num_complex::Complex<P>
where
    num_complex::Complex<P>: Exceptional + std::ops::Add<Output = num_complex::Complex<P>>,
{
    complex_range(lane, 0, lane.len())
}

fn complex_range<P: Real>(
    lane: &Lane<'_, num_complex::Complex<P>>,
    from: usize,
    len: usize,
) -> num_complex::Complex<P>
where
    num_complex::Complex<P>: Exceptional + std::ops::Add<Output = num_complex::Complex<P>>,
{
    // Lengths count parts: two for each number.
    let parts = 2 * len;
    if parts < 8 {
        return (from..from + len)
            .fold(Default::default(), |sum: num_complex::Complex<P>, i| sum + lane.get(i));
    }
    if parts <= BLOCK {
        let mut sums: [num_complex::Complex<P>; 4] = std::array::from_fn(|k| lane.get(from + k));
        let whole = len - len % 4;
        for i in (4..whole).step_by(4) {
            for (k, sum) in sums.iter_mut().enumerate() {
                *sum = *sum + lane.get(from + i + k);
            }
        }
        let sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        return (from + whole..from + len).fold(sum, |sum, i| sum + lane.get(i));
    }
    let half = (parts / 2 - parts / 2 % 8) / 2;
    complex_range(lane, from, half) + complex_range(lane, from + half, len - half)
}

fn integer_sum(dtype: DType) -> Option<Inner> {
    with_element!(dtype, [integer] T => Some(|frame| fold(frame, |start: T, lane| match lane.contiguous() {
        Some(cells) => cells.iter().fold(start, |sum, cell| sum.wrapping_add(cell.get())),
        None => (0..lane.len()).fold(start, |sum, i| sum.wrapping_add(lane.get(i))),
    })), _ => None)
}

fn extremum(dtype: DType, largest: bool) -> Option<Inner> {
    match (dtype, largest) {
        (DType::Float32, true) => {
            Some(|frame| fold(frame, |a: f32, lane| float_extremum(a, &lane, Extremum::Largest)))
        }
        (DType::Float64, true) => {
            Some(|frame| fold(frame, |a: f64, lane| float_extremum(a, &lane, Extremum::Largest)))
        }
        (DType::Float32, false) => {
            Some(|frame| fold(frame, |a: f32, lane| float_extremum(a, &lane, Extremum::Smallest)))
        }
        (DType::Float64, false) => {
            Some(|frame| fold(frame, |a: f64, lane| float_extremum(a, &lane, Extremum::Smallest)))
        }
        (_, true) => with_element!(dtype, [integer] T => Some(|frame| {
            fold(frame, |start: T, lane| best(&lane, start, |x, y| x.max(y)))
        }), _ => None),
        (_, false) => with_element!(dtype, [integer] T => Some(|frame| {
            fold(frame, |start: T, lane| best(&lane, start, |x, y| x.min(y)))
        }), _ => None),
    }
}

fn best<T: Element>(lane: &Lane<'_, T>, start: T, pick: impl Fn(T, T) -> T) -> T {
    match lane.contiguous() {
        Some(cells) => cells.iter().fold(start, |best, cell| pick(best, cell.get())),
        None => (0..lane.len()).fold(start, |best, i| pick(best, lane.get(i))),
    }
}

/// The best of a number and those of a lane; NaN wins.
fn float_extremum<T: Exceptional + Float>(start: T, lane: &Lane<'_, T>, extremum: Extremum) -> T {
    if start.is_nan() {
        return start;
    }
    if let Some(cells) = lane.contiguous() {
        let nan = || cells.iter().map(Cell::get).find(|x| x.is_nan()).unwrap_or(start);
        return kernels::extremum(extremum, start, cells).unwrap_or_else(nan);
    }
    let mut best = start;
    for x in (0..lane.len()).map(|i| lane.get(i)) {
        if x.is_nan() {
            return x;
        }
        best = if extremum.beats(x, best) { x } else { best };
    }
    best
}

/// The fold of all elements, if they are neighbours of a type with a kernel and nothing infinite or NaN comes up.
pub(super) fn whole(ufunc: &Ufunc, array: &Array) -> Option<Scalar> {
    match array.dtype() {
        DType::Float64 => whole_of::<f64>(ufunc, array).map(Scalar::Float64),
        DType::Float32 => whole_of::<f32>(ufunc, array).map(Scalar::Float32),
        _ => None,
    }
}

#[inline(always)]
fn whole_of<T: Real>(ufunc: &Ufunc, array: &Array) -> Option<T> {
    let cells = array.contiguous_cells::<T>()?;
    let (first, rest) = cells.split_first()?;
    let start = first.get();
    let result = match ufunc.name {
        "add" => T::default() + kernels::sum(cells),
        "maximum" if !start.is_nan() => kernels::extremum(Extremum::Largest, start, rest)?,
        "minimum" if !start.is_nan() => kernels::extremum(Extremum::Smallest, start, rest)?,
        _ => return None,
    };
    result.is_ordinary().then_some(result)
}

/// Folds whole rows into one (`a.sum(axis=0)`), where the elements that a result is folded from lie apart and those of
/// neighbouring results together. False, and nothing is done, if that is not so or there is no such kernel.
pub(super) fn rows(ufunc: &Ufunc, result: &Array, source: &Array) -> bool {
    let fold = match ufunc.name {
        "add" => Fold::Sum,
        "maximum" => Fold::Largest,
        "minimum" => Fold::Smallest,
        _ => return false,
    };
    match result.dtype() {
        DType::Float64 => rows_of::<f64>(fold, result, source),
        DType::Float32 => rows_of::<f32>(fold, result, source),
        _ => false,
    }
}

fn rows_of<T: Exceptional + Float>(fold: Fold, result: &Array, source: &Array) -> bool {
    let into = layout::broadcast_strides(result.shape(), result.strides(), source.shape());
    let plan = Plan::new(source.shape(), [&into, source.strides()]);
    let (len, strides) = plan.lane();
    let Some((count, [0, step])) = plan.lanes_in_a_row() else { return false };
    if strides != [1, 1] || result.same_buffer(source) {
        return false;
    }
    let (to, from) = (result.cells::<T>(), source.cells::<T>());
    plan.for_each_row_of_lanes([result.offset(), source.offset()], |[at, start]| {
        let into = &to[at..at + len];
        let before: Vec<T> = match fold {
            Fold::Sum => into.iter().map(Cell::get).collect(),
            Fold::Largest | Fold::Smallest => Vec::new(),
        };
        kernels::rows(fold, into, from, start, step, count);
        for (column, before) in before.into_iter().enumerate() {
            if !into[column].get().is_ordinary() {
                let lane = Lane::new(from, start + column, step, count);
                note_sums(std::iter::once(before).chain((0..count).map(|i| lane.get(i))), |a, b| a + b);
            }
        }
    });
    true
}

/// What adding up numbers, the one after the other, meets.
#[cold]
fn note_sums<T: Exceptional>(mut numbers: impl Iterator<Item = T>, add: impl Fn(T, T) -> T) {
    let Some(start) = numbers.next() else { return };
    numbers.fold(start, |sum, x| {
        let next = add(sum, x);
        if !next.is_ordinary() {
            if sum.is_ordinary() && x.is_ordinary() {
                float_status::raise(OVERFLOW);
            } else if next.is_nan() && !sum.is_nan() && !x.is_nan() {
                float_status::raise(INVALID);
            }
        }
        next
    });
}

/// Running sums of neighbours (`np.cumsum`), which stay in a register from one to the next. False, and nothing is done, if
/// there is no such kernel. `result` is fresh, and as large as `source`.
pub(super) fn running_sums(ufunc: &Ufunc, result: &Array, source: &Array, axis: usize) -> bool {
    let is_along = |array: &Array| array.strides()[axis] == 1;
    if ufunc.name != "add" || !is_along(result) || !is_along(source) {
        return false;
    }
    match result.dtype() {
        DType::Float64 => running::<f64>(result, source, axis, |a, b| a + b),
        DType::Float32 => running::<f32>(result, source, axis, |a, b| a + b),
        DType::Int64 => running::<i64>(result, source, axis, i64::wrapping_add),
        _ => return false,
    }
    true
}

fn running<T: Exceptional>(result: &Array, source: &Array, axis: usize, add: impl Fn(T, T) -> T) {
    let len = source.shape()[axis];
    let others = |values: &[isize]| -> Strides {
        values.iter().enumerate().filter(|(i, _)| *i != axis).map(|(_, value)| *value).collect()
    };
    let mut shape: Shape = source.shape().into();
    shape.remove(axis);
    let (to, from) = (result.cells::<T>(), source.cells::<T>());
    let strides = [others(result.strides()), others(source.strides())];
    let plan = Plan::new(&shape, [&strides[0], &strides[1]]);
    plan.for_each_lane([result.offset(), source.offset()], |[to_at, from_at], [to_by, from_by], count| {
        for i in 0..count as isize {
            let from_at = from_at.wrapping_add_signed(from_by * i);
            let (to, from) = (&to[to_at.wrapping_add_signed(to_by * i)..][..len], &from[from_at..][..len]);
            let Some((first, rest)) = from.split_first() else { continue };
            to[0].set(first.get());
            let mut sum = first.get();
            for (to, from) in to[1..].iter().zip(rest) {
                sum = add(sum, from.get());
                to.set(sum);
            }
            // What is infinite or NaN once does not become a number again.
            if !sum.is_ordinary() {
                note_sums(from.iter().map(Cell::get), &add);
            }
        }
    });
}

fn find(lane: &Lane<'_, Bool>, value: bool) -> bool {
    (0..lane.len()).any(|i| lane.get(i).get() == value)
}
