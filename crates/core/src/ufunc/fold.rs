//! Kernels that fold a lane into one element, where that is done otherwise than by the loop of two operands.
//!
//! Sums of floats are pairwise, as NumPy adds them, so that results agree to the last bit: blocks of up to 128 numbers in
//! eight running sums, blocks added by halves.
//! Source: <https://numpy.org/doc/stable/reference/generated/numpy.sum.html> (Notes).

use super::Ufunc;
use super::inner::{Exceptional, Frame, Inner};
use crate::dtype::DType;
use crate::element::{Bool, Element};
use crate::float_status::{self, INVALID, OVERFLOW};
use crate::with_element;
use ndgym_kernels::Lane;
use num_complex::{Complex32, Complex64};

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
trait Real: Exceptional + std::ops::Add<Output = Self> + std::ops::AddAssign {}
impl Real for f32 {}
impl Real for f64 {}

fn pairwise<T: Real>(lane: &Lane<'_, T>) -> T {
    match lane.contiguous() {
        Some(cells) => pairwise_by(cells.len(), &|i| cells[i].get()),
        None => pairwise_by(lane.len(), &|i| lane.get(i)),
    }
}

fn pairwise_by<T: Real>(len: usize, at: &impl Fn(usize) -> T) -> T {
    pairwise_range(0, len, at)
}

fn pairwise_range<T: Real>(from: usize, len: usize, at: &impl Fn(usize) -> T) -> T {
    if len < 8 {
        return (from..from + len).fold(T::default(), |sum, i| sum + at(i));
    }
    if len <= BLOCK {
        let mut sums: [T; 8] = std::array::from_fn(|k| at(from + k));
        let whole = len - len % 8;
        for i in (8..whole).step_by(8) {
            for (k, sum) in sums.iter_mut().enumerate() {
                *sum += at(from + i + k);
            }
        }
        let sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
        return (from + whole..from + len).fold(sum, |sum, i| sum + at(i));
    }
    let half = len / 2 - len / 2 % 8;
    pairwise_range(from, half, at) + pairwise_range(from + half, len - half, at)
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
            Some(|frame| fold(frame, |a: f32, lane| float_extremum(a, &lane, |x, y| x > y)))
        }
        (DType::Float64, true) => {
            Some(|frame| fold(frame, |a: f64, lane| float_extremum(a, &lane, |x, y| x > y)))
        }
        (DType::Float32, false) => {
            Some(|frame| fold(frame, |a: f32, lane| float_extremum(a, &lane, |x, y| x < y)))
        }
        (DType::Float64, false) => {
            Some(|frame| fold(frame, |a: f64, lane| float_extremum(a, &lane, |x, y| x < y)))
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

/// In eight running extrema; NaN wins.
#[inline(always)]
fn float_extremum<T: Exceptional + PartialOrd>(
    start: T,
    lane: &Lane<'_, T>,
    beats: impl Fn(T, T) -> bool,
) -> T {
    if start.is_nan() {
        return start;
    }
    let mut found = [start; 8];
    let mut any_nan = false;
    let mut take = |k: usize, x: T| {
        found[k] = if beats(x, found[k]) { x } else { found[k] };
        any_nan |= x.is_nan();
    };
    match lane.contiguous() {
        Some(cells) => {
            let (eights, rest) = cells.as_chunks::<8>();
            eights.iter().for_each(|eight| (0..8).for_each(|k| take(k, eight[k].get())));
            rest.iter().for_each(|cell| take(0, cell.get()));
        }
        None => (0..lane.len()).for_each(|i| take(0, lane.get(i))),
    }
    if any_nan {
        return (0..lane.len()).map(|i| lane.get(i)).find(|x| x.is_nan()).unwrap_or(start);
    }
    found.into_iter().fold(start, |best, x| if beats(x, best) { x } else { best })
}

fn find(lane: &Lane<'_, Bool>, value: bool) -> bool {
    (0..lane.len()).any(|i| lane.get(i).get() == value)
}
