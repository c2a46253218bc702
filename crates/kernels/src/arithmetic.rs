//! Sums, differences, products and quotients of floats, by vectors.
//!
//! Operands lie apart from results, or are the same memory. Each function tells whether all results are finite, which it
//! notices on the way.

use crate::fold::Float;
use crate::simd::Vector;
use std::cell::Cell;

/// What two numbers become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// a + b
    Add,
    /// a - b
    Subtract,
    /// a · b
    Multiply,
    /// a / b
    Divide,
}

/// What one number becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    /// The square root.
    Root,
    /// The number without its sign.
    Absolute,
    /// The number with the other sign.
    Negative,
    /// The number times itself.
    Square,
}

/// As many numbers as there are results, or one for all.
#[derive(Clone, Copy, Debug)]
pub enum Operand<'a, T: Copy> {
    /// One for each result.
    Each(&'a [Cell<T>]),
    /// The same for all.
    Same(T),
}

impl<'a, T: Copy> Operand<'a, T> {
    /// What there is for result `i`.
    #[inline(always)]
    pub fn get(&self, i: usize) -> T {
        match self {
            Operand::Each(cells) => cells[i].get(),
            Operand::Same(number) => *number,
        }
    }

    /// What there is for `len` results from `from` on.
    #[inline(always)]
    pub fn part(&self, from: usize, len: usize) -> Operand<'a, T> {
        match self {
            Operand::Each(cells) => Operand::Each(&cells[from..from + len]),
            Operand::Same(number) => Operand::Same(*number),
        }
    }
}

/// `to = a operation b`.
///
/// # Panics
/// If there are fewer operands than results.
pub fn binary<T: Float>(operation: Binary, a: Operand<'_, T>, b: Operand<'_, T>, to: &[Cell<T>]) -> bool {
    match operation {
        Binary::Add => commutative_by(a, b, to, |a, b| a + b),
        Binary::Subtract => binary_by(a, b, to, |a, b| a - b),
        Binary::Multiply => commutative_by(a, b, to, |a, b| a * b),
        Binary::Divide => binary_by(a, b, to, |a, b| a / b),
    }
}

/// [`binary_by`] with half as many loops.
#[inline(always)]
fn commutative_by<T: Float>(
    a: Operand<'_, T>,
    b: Operand<'_, T>,
    to: &[Cell<T>],
    f: impl Fn(T::Vector, T::Vector) -> T::Vector,
) -> bool {
    match (a, b) {
        (Operand::Each(a), Operand::Each(b)) => fill(to, [a, b], |[a, b]| f(a, b)),
        (Operand::Each(each), Operand::Same(same)) | (Operand::Same(same), Operand::Each(each)) => {
            let same = T::Vector::splat(same);
            fill(to, [each], |[each]| f(each, same))
        }
        (Operand::Same(a), Operand::Same(b)) => repeat(to, f(T::Vector::splat(a), T::Vector::splat(b))),
    }
}

/// The same result everywhere.
#[inline(always)]
#[allow(clippy::eq_op, reason = "what differs from itself is not finite")]
fn repeat<T: Float>(to: &[Cell<T>], result: T::Vector) -> bool {
    let number = result.first();
    to.iter().for_each(|cell| cell.set(number));
    T::Vector::bitmask((result - result).eq(T::Vector::splat(T::default()))) + 1 == 1 << T::Vector::LANES
}

#[inline(always)]
fn binary_by<T: Float>(
    a: Operand<'_, T>,
    b: Operand<'_, T>,
    to: &[Cell<T>],
    f: impl Fn(T::Vector, T::Vector) -> T::Vector,
) -> bool {
    match (a, b) {
        (Operand::Each(a), Operand::Each(b)) => fill(to, [a, b], |[a, b]| f(a, b)),
        (Operand::Each(a), Operand::Same(b)) => {
            let b = T::Vector::splat(b);
            fill(to, [a], |[a]| f(a, b))
        }
        (Operand::Same(a), Operand::Each(b)) => {
            let a = T::Vector::splat(a);
            fill(to, [b], |[b]| f(a, b))
        }
        (Operand::Same(a), Operand::Same(b)) => repeat(to, f(T::Vector::splat(a), T::Vector::splat(b))),
    }
}

/// `to = operation a`.
///
/// # Panics
/// If there are fewer operands than results.
pub fn unary<T: Float>(operation: Unary, a: &[Cell<T>], to: &[Cell<T>]) -> bool {
    match operation {
        Unary::Root => fill(to, [a], |[a]| a.sqrt()),
        Unary::Absolute => fill(to, [a], |[a]| a.abs()),
        Unary::Negative => fill(to, [a], |[a]| a.neg()),
        Unary::Square => fill(to, [a], |[a]| a * a),
    }
}

/// Vectors that are filled in one turn of a loop.
const UNROLLED: usize = 4;

/// Fills `to` with vectors of operands. Whether all are finite; if they are so large that their sum is not, it may say no.
#[inline(always)]
#[allow(clippy::eq_op, reason = "what differs from itself is not finite")]
fn fill<T: Float, const K: usize>(
    to: &[Cell<T>],
    from: [&[Cell<T>]; K],
    f: impl Fn([T::Vector; K]) -> T::Vector,
) -> bool {
    let (width, block) = (T::Vector::LANES, T::Vector::LANES * UNROLLED);
    let zero = T::Vector::splat(T::default());
    // A sum to which anything not finite was added stays so.
    let mut sums = [zero; UNROLLED];
    let (mut to, mut from) = (to, from.map(|operand| &operand[..to.len()]));
    while to.len() >= block {
        let (now, later) = to.split_at(block);
        let parts = from.map(|operand| operand.split_at(block));
        for (i, sum) in sums.iter_mut().enumerate() {
            let at = i * width..(i + 1) * width;
            let result = f(parts.map(|(part, _)| T::Vector::load_cells(&part[at.clone()])));
            result.store_cells(&now[at]);
            *sum = *sum + result;
        }
        (to, from) = (later, parts.map(|(_, later)| later));
    }
    let whole = to.len() / width * width;
    for at in (0..whole).step_by(width) {
        let result = f(from.map(|operand| T::Vector::load_cells(&operand[at..at + width])));
        result.store_cells(&to[at..at + width]);
        sums[0] = sums[0] + result;
    }
    for (at, cell) in to.iter().enumerate().skip(whole) {
        let result = f(from.map(|operand| T::Vector::splat(operand[at].get())));
        cell.set(result.first());
        sums[0] = sums[0] + result;
    }
    // x - x is 0, or NaN where x is not finite.
    let difference = sums.map(|sum| sum - sum).into_iter().fold(zero, |all, sum| all.or(sum));
    T::Vector::bitmask(difference.eq(zero)) + 1 == 1 << width
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells<T>(numbers: &mut [T]) -> &[Cell<T>] {
        Cell::from_mut(numbers).as_slice_of_cells()
    }

    #[test]
    fn each_number_is_computed_and_what_is_not_finite_is_noticed() {
        for n in 0..23 {
            let mut a: Vec<f64> = (0..n).map(|i| 0.5 + f64::from(i)).collect();
            let mut b: Vec<f64> = (0..n).map(|i| 3.0 - f64::from(i) / 7.0).collect();
            let mut to = vec![0.0; n as usize];
            let expected: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a / b).collect();
            let all = (Operand::Each(cells(&mut a)), Operand::Each(cells(&mut b)));
            assert_eq!(binary(Binary::Divide, all.0, all.1, cells(&mut to)), n < 22, "3 - 21 / 7 is 0");
            assert_eq!(to, expected);
            let expected: Vec<f64> = a.iter().map(|a| 1.0 - a).collect();
            assert!(binary(
                Binary::Subtract,
                Operand::Same(1.0),
                Operand::Each(cells(&mut a)),
                cells(&mut to)
            ));
            assert_eq!(to, expected);
            let in_place = cells(&mut a);
            assert!(unary(Unary::Square, in_place, in_place));
            assert!(unary(Unary::Root, in_place, in_place));
            assert!(a.iter().enumerate().all(|(i, a)| *a == 0.5 + i as f64));
        }
    }

    #[test]
    fn signs_are_those_of_ieee_754() {
        let mut a = [-0.0_f32, 0.0, -1.5, f32::NAN, f32::NEG_INFINITY];
        let mut to = [1.0; 5];
        assert!(!unary(Unary::Absolute, cells(&mut a), cells(&mut to)));
        assert_eq!(to[..3].iter().map(|x| x.to_bits()).collect::<Vec<_>>(), [0, 0, 1.5_f32.to_bits()]);
        assert!(unary(Unary::Negative, &cells(&mut a)[..3], cells(&mut to[..3])));
        assert_eq!(to[..3].iter().map(|x| x.to_bits()).collect::<Vec<_>>(), [0, 1 << 31, 1.5_f32.to_bits()]);
    }
}
