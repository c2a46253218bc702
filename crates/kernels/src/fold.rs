//! Sums and extrema of many floats, by vectors, in an order that does not depend on the vectors.

use crate::simd::{F32x4, F64x2, Vector};
use std::cell::Cell;
use std::ops::Add;

/// Floats that vectors hold.
pub trait Float: Copy + Default + PartialOrd + Add<Output = Self> + 'static {
    /// Vectors of them.
    type Vector: Vector<Scalar = Self>;
}

impl Float for f32 {
    type Vector = F32x4;
}

impl Float for f64 {
    type Vector = F64x2;
}

/// Running results side by side.
const RUNNING: usize = 8;
/// Longest run that is added up without halving.
const BLOCK: usize = 128;
/// Vectors that hold the running results, at most: those of two lanes.
const VECTORS: usize = RUNNING / 2;

const fn vectors<T: Float>() -> usize {
    RUNNING / <T::Vector as Vector>::LANES
}

/// The sum as NumPy adds floats: blocks of up to 128 numbers in eight running sums, blocks added by halves.
pub fn sum<T: Float>(numbers: &[Cell<T>]) -> T {
    sum_of(numbers, &|x| x)
}

/// The sum, likewise, of squared distances from `center`.
pub fn sum_of_squared_distances<T: Float>(numbers: &[Cell<T>], center: T) -> T {
    let center = T::Vector::splat(center);
    sum_of(numbers, &|x| square(x - center))
}

#[inline(always)]
fn square<V: Vector>(x: V) -> V {
    x * x
}

fn sum_of<T: Float>(numbers: &[Cell<T>], f: &impl Fn(T::Vector) -> T::Vector) -> T {
    let add = |sum: T, number: &Cell<T>| sum + f(T::Vector::splat(number.get())).first();
    if numbers.len() < RUNNING {
        return numbers.iter().fold(T::default(), add);
    }
    if numbers.len() > BLOCK {
        let (left, right) = numbers.split_at(numbers.len() / 2 / RUNNING * RUNNING);
        return sum_of(left, f) + sum_of(right, f);
    }
    let (eights, rest) = numbers.as_chunks::<RUNNING>();
    let load = |eight: &[Cell<T>], i: usize| f(T::Vector::load_cells(&eight[i * T::Vector::LANES..]));
    let mut running = [T::Vector::splat(T::default()); VECTORS];
    for (i, running) in running.iter_mut().enumerate().take(vectors::<T>()) {
        *running = load(&eights[0], i);
    }
    for eight in &eights[1..] {
        for (i, running) in running.iter_mut().enumerate().take(vectors::<T>()) {
            *running = *running + load(eight, i);
        }
    }
    let s = lanes::<T>(&running);
    let sum = ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
    rest.iter().fold(sum, add)
}

#[inline(always)]
fn lanes<T: Float>(running: &[T::Vector; VECTORS]) -> [T; RUNNING] {
    let mut lanes = [T::default(); RUNNING];
    for (i, vector) in running.iter().enumerate().take(vectors::<T>()) {
        vector.store(&mut lanes[i * T::Vector::LANES..]);
    }
    lanes
}

/// Which extremum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extremum {
    /// The largest number.
    Largest,
    /// The smallest number.
    Smallest,
}

impl Extremum {
    /// Whether a number takes the place of the best so far.
    #[inline(always)]
    pub fn beats<T: PartialOrd>(self, x: T, best: T) -> bool {
        match self {
            Extremum::Largest => x > best,
            Extremum::Smallest => x < best,
        }
    }

    #[inline(always)]
    fn better<V: Vector>(self, x: V, best: V) -> V {
        match self {
            Extremum::Largest => best.larger(x),
            Extremum::Smallest => best.smaller(x),
        }
    }
}

/// The best of a number that is not NaN and many others, in eight running extrema; None if there is a NaN among them.
pub fn extremum<T: Float>(extremum: Extremum, start: T, numbers: &[Cell<T>]) -> Option<T> {
    match extremum {
        Extremum::Largest => best_of(Extremum::Largest, start, numbers),
        Extremum::Smallest => best_of(Extremum::Smallest, start, numbers),
    }
}

#[inline(always)]
fn best_of<T: Float>(extremum: Extremum, start: T, numbers: &[Cell<T>]) -> Option<T> {
    let (eights, rest) = numbers.as_chunks::<RUNNING>();
    let mut running = [T::Vector::splat(start); VECTORS];
    let mut is_number = running[0].eq(running[0]);
    for eight in eights {
        for (i, best) in running.iter_mut().enumerate().take(vectors::<T>()) {
            let x = T::Vector::load_cells(&eight[i * T::Vector::LANES..]);
            is_number = is_number.and(x.eq(x));
            *best = extremum.better(x, *best);
        }
    }
    let mut found = lanes::<T>(&running);
    let mut any_nan = T::Vector::bitmask(is_number) + 1 != 1 << T::Vector::LANES;
    for number in rest {
        let x = number.get();
        any_nan |= is_nan(x);
        found[0] = if extremum.beats(x, found[0]) { x } else { found[0] };
    }
    let best = found.into_iter().fold(start, |best, x| if extremum.beats(x, best) { x } else { best });
    (!any_nan).then_some(best)
}

#[inline(always)]
#[allow(clippy::eq_op, reason = "NaN alone differs from itself")]
fn is_nan<T: Float>(x: T) -> bool {
    x != x
}

/// Where the extremum stands first, or the first NaN if there is one. 0 if there is nothing.
pub fn position<T: Float>(extremum: Extremum, numbers: &[Cell<T>]) -> usize {
    let Some(first) = numbers.first() else { return 0 };
    if is_nan(first.get()) {
        return 0;
    }
    match self::extremum(extremum, first.get(), numbers) {
        Some(best) => {
            let wanted = T::Vector::splat(best);
            find(numbers, |x| x.eq(wanted), |x| x == best)
        }
        // A mask of no bits is 0.
        None => find(numbers, |x| T::Vector::splat(T::default()).eq(x.eq(x)), is_nan),
    }
    .unwrap_or(0)
}

/// Where a number with a property stands first: `mask` says of vectors what `is` says of numbers.
#[inline(always)]
fn find<T: Float>(
    numbers: &[Cell<T>],
    mask: impl Fn(T::Vector) -> T::Vector,
    is: impl Fn(T) -> bool,
) -> Option<usize> {
    let (eights, _) = numbers.as_chunks::<RUNNING>();
    let holds_one = |eight: &[Cell<T>; RUNNING]| {
        let masks = eight.chunks_exact(T::Vector::LANES).map(|lanes| mask(T::Vector::load_cells(lanes)));
        masks.reduce(T::Vector::or).is_some_and(|any| T::Vector::bitmask(any) != 0)
    };
    let start = eights.iter().position(holds_one).unwrap_or(eights.len()) * RUNNING;
    numbers[start..].iter().position(|number| is(number.get())).map(|at| start + at)
}

/// What rows are folded by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Added.
    Sum,
    /// The larger, or NaN if either is.
    Largest,
    /// The smaller, or NaN if either is.
    Smallest,
}

/// Folds rows, the one after the other, into `into`: `count` rows as long as it, the first at `start` of `source`, each
/// `step` after the one before. `into` shares no memory with them.
///
/// # Panics
/// If a row would lie outside `source`.
pub fn rows<T: Float>(
    fold: Fold,
    into: &[Cell<T>],
    source: &[Cell<T>],
    start: usize,
    step: isize,
    count: usize,
) {
    let rows = Rows { source, start, step, count };
    match fold {
        Fold::Sum => rows.fold(into, [], |a, b, []| a + b),
        Fold::Largest => rows.fold(into, [], |a, b, []| winner(a, b, b.le(a))),
        Fold::Smallest => rows.fold(into, [], |a, b, []| winner(a, b, a.le(b))),
    }
}

/// Adds the squared distances of rows from the row `center` to `into`; otherwise as [`rows`].
///
/// # Panics
/// If a row would lie outside `source`, or `center` is shorter than `into`.
pub fn squared_distances<T: Float>(
    into: &[Cell<T>],
    center: &[Cell<T>],
    source: &[Cell<T>],
    start: usize,
    step: isize,
    count: usize,
) {
    Rows { source, start, step, count }.fold(into, [center], |sum, x, [center]| sum + square(x - center));
}

/// The first where it wins or is NaN, else the second.
#[inline(always)]
fn winner<V: Vector>(a: V, b: V, wins: V) -> V {
    V::select(a.eq(a), V::select(wins, a, b), a)
}

/// Rows of one matrix.
struct Rows<'a, T> {
    source: &'a [Cell<T>],
    start: usize,
    step: isize,
    count: usize,
}

impl<'a, T: Float> Rows<'a, T> {
    #[inline(always)]
    fn row(&self, i: usize, len: usize) -> &'a [Cell<T>] {
        let from = self.start.wrapping_add_signed(self.step * i as isize);
        &self.source[from..from + len]
    }

    /// Folds them into `into`; `f` is given what there is so far, a row's element, and what the rows beside have there.
    #[inline(always)]
    fn fold<const K: usize>(
        &self,
        into: &[Cell<T>],
        beside: [&[Cell<T>]; K],
        f: impl Fn(T::Vector, T::Vector, [T::Vector; K]) -> T::Vector,
    ) {
        let (len, width) = (into.len(), T::Vector::LANES);
        let beside = beside.map(|row| &row[..len]);
        let whole = len / width * width;
        let load = |cells: &[Cell<T>], at: usize| T::Vector::load_cells(&cells[at..at + width]);
        // Several rows at a time, so that what they are folded into is loaded and stored less often.
        let fours = self.count / 4 * 4;
        for i in (0..fours).step_by(4) {
            let four = [0, 1, 2, 3].map(|k| self.row(i + k, len));
            for at in (0..whole).step_by(width) {
                let beside = beside.map(|row| load(row, at));
                let folded = four.iter().fold(load(into, at), |folded, row| f(folded, load(row, at), beside));
                folded.store_cells(&into[at..at + width]);
            }
        }
        for row in (fours..self.count).map(|i| self.row(i, len)) {
            for at in (0..whole).step_by(width) {
                f(load(into, at), load(row, at), beside.map(|row| load(row, at)))
                    .store_cells(&into[at..at + width]);
            }
        }
        let splat = |cells: &[Cell<T>], at: usize| T::Vector::splat(cells[at].get());
        for at in whole..len {
            let beside = beside.map(|row| splat(row, at));
            let fold = |folded, i| f(folded, splat(self.row(i, len), at), beside);
            into[at].set((0..self.count).fold(splat(into, at), fold).first());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells<T>(numbers: &mut [T]) -> &[Cell<T>] {
        Cell::from_mut(numbers).as_slice_of_cells()
    }

    // Expected: NumPy 2.4, `(1 / np.arange(1, n + 1)).sum()`.
    #[test]
    fn sums_are_those_of_numpy() {
        for (n, expected) in
            [(7, 2.592_857_142_857_142_5), (100, 5.187_377_517_639_621), (1000, 7.485_470_860_550_345)]
        {
            let mut numbers: Vec<f64> = (1..=n).map(|i| 1.0 / f64::from(i)).collect();
            assert_eq!(sum(cells(&mut numbers)), expected);
        }
    }

    #[test]
    fn the_best_is_found_wherever_it_stands_and_nan_before_it() {
        for at in 0..21 {
            let mut numbers = [1.5_f32; 21];
            numbers[at] = 2.0;
            assert_eq!(extremum(Extremum::Largest, 0.0, cells(&mut numbers)), Some(2.0));
            assert_eq!(extremum(Extremum::Smallest, 9.0, cells(&mut numbers)), Some(1.5));
            assert_eq!(position(Extremum::Largest, cells(&mut numbers)), at);
            numbers[at] = f32::NAN;
            assert_eq!(extremum(Extremum::Largest, 0.0, cells(&mut numbers)), None);
            assert_eq!(position(Extremum::Smallest, cells(&mut numbers)), at);
        }
    }

    #[test]
    fn rows_are_folded_in_order() {
        let mut numbers: Vec<f64> = (0..70).map(|i| f64::from(i % 13) * 0.1).collect();
        let expected: Vec<f64> =
            (0..7).map(|column| (0..10).fold(0.5, |sum, row| sum + numbers[row * 7 + column])).collect();
        let mut into = [0.5; 7];
        rows(Fold::Sum, cells(&mut into), cells(&mut numbers), 0, 7, 10);
        assert_eq!(into[..], expected);
        numbers[30] = f64::NAN;
        let mut into = [f64::NEG_INFINITY; 7];
        rows(Fold::Largest, cells(&mut into), cells(&mut numbers), 0, 7, 10);
        assert!(into.iter().enumerate().all(|(column, x)| x.is_nan() == (column == 2)));
    }
}
