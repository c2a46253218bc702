//! Elementary functions of many numbers at once.
//!
//! Each works by vectors on the numbers that its algorithm is meant for; others (infinities, NaN, what would overflow, …) go
//! one by one through `rare`. It tells whether all results are finite. Results are the same on every machine, to the last
//! bit. Numbers and results are the same memory, or share none, and are equally many.

mod double_double;
mod exp;
mod log;

use crate::simd::{F32x4, F64x2, Vector};
use std::cell::Cell;

/// A function by vectors, with its constants at hand.
trait Function<V: Vector> {
    /// With its constants, which are to be made before a loop.
    fn new() -> Self;
    /// A mask of the numbers that its algorithm is meant for, whose results are finite.
    fn is_ordinary(&self, x: V) -> V;
    /// The function of those; of others, anything.
    fn of(&self, x: V) -> V;
}

/// Applies a function to each number, and `rare` to those it is not meant for.
#[inline(always)]
fn map<V: Vector, F: Function<V>>(
    from: &[Cell<V::Scalar>],
    to: &[Cell<V::Scalar>],
    rare: impl Fn(V::Scalar) -> V::Scalar,
) -> bool
where
    V::Scalar: Finite,
{
    let function = F::new();
    let mut all_finite = true;
    let mut one = |from: &[Cell<V::Scalar>], to: &[Cell<V::Scalar>]| {
        let x = V::load_cells(from);
        function.of(x).store_cells(to);
        let mask = V::bitmask(function.is_ordinary(x));
        if mask + 1 != 1 << V::LANES {
            all_finite &= replace(to, x, mask, &rare);
        }
    };
    let (whole, whole_to) = (from.chunks_exact(V::LANES), to.chunks_exact(V::LANES));
    let (rest, rest_to) = (whole.remainder(), whole_to.remainder());
    whole.zip(whole_to).for_each(|(from, to)| one(from, to));
    if let [first, ..] = rest {
        let mut lanes = [first.get(); MOST_LANES];
        lanes.iter_mut().zip(rest).for_each(|(lane, x)| *lane = x.get());
        let lanes = &Cell::from_mut(&mut lanes[..]).as_slice_of_cells()[..V::LANES];
        one(lanes, lanes);
        rest_to.iter().zip(lanes).for_each(|(to, lane)| to.set(lane.get()));
    }
    all_finite
}

const MOST_LANES: usize = 4;

/// Puts results of `rare` where the mask is not set. Out of the way of the loop, whose registers it would take.
#[cold]
#[inline(never)]
fn replace<V: Vector>(to: &[Cell<V::Scalar>], x: V, mask: u32, rare: &impl Fn(V::Scalar) -> V::Scalar) -> bool
where
    V::Scalar: Finite,
{
    let mut numbers = [V::Scalar::default(); MOST_LANES];
    x.store(&mut numbers);
    let mut all_finite = true;
    for (i, (lane, number)) in to.iter().zip(numbers).enumerate() {
        if mask >> i & 1 == 0 {
            let result = rare(number);
            all_finite &= result.finite();
            lane.set(result);
        }
    }
    all_finite
}

/// Floats that are infinite or NaN, or neither.
trait Finite {
    fn finite(&self) -> bool;
}

impl Finite for f32 {
    fn finite(&self) -> bool {
        self.is_finite()
    }
}

impl Finite for f64 {
    fn finite(&self) -> bool {
        self.is_finite()
    }
}

macro_rules! functions {
    ($double:ty, $single:ty) => {
        functions!(@each $double, f64:
            /// e^x: within 0.51 units of the last place.
            exp, exp::Exp;
            /// 2^x: within 0.51 units of the last place.
            exp2, exp::Exp2;
            /// e^x - 1: within 0.55 units of the last place.
            exp_m1, exp::ExpM1;
            /// tanh x: within 1.2 units of the last place.
            tanh, exp::Tanh;
            /// 1 / (1 + e^-x): within 2 units of the last place.
            expit, exp::Expit;
            /// ln x: within 0.7 units of the last place.
            ln, log::Ln;
            /// ln(1 + x): within 0.8 units of the last place.
            ln_1p, log::Ln1P;
            /// log2 x: within 0.7 units of the last place.
            log2, log::Log2;
            /// log10 x: within 0.7 units of the last place.
            log10, log::Log10;
        );
        functions!(@each $single, f32:
            /// e^x in single precision: within 0.8 units of the last place.
            exp_f32, exp::ExpSingle;
            /// ln x in single precision: within 0.9 units of the last place.
            ln_f32, log::LnSingle;
        );
    };
    (@each $vector:ty, $scalar:ty: $($(#[$doc:meta])* $name:ident, $module:ident::$function:ident;)*) => {
        $($(#[$doc])*
        pub fn $name(from: &[Cell<$scalar>], to: &[Cell<$scalar>], rare: impl Fn($scalar) -> $scalar) -> bool {
            map::<$vector, crate::math::$module::$function<$vector>>(from, to, rare)
        })*
    };
}

functions!(F64x2, F32x4);

/// The same by vectors that are arrays, which those of the machine must agree with to the last bit.
pub mod portable {
    use super::{Cell, map};
    use crate::simd::{Portable2, Portable4};

    functions!(Portable2, Portable4);
}

/// Whether no number is infinite or NaN.
#[inline]
pub fn all_finite(numbers: &[f64]) -> bool {
    finite::<F64x2>(numbers, |x| x.is_finite())
}

/// Whether no number is infinite or NaN.
#[inline]
pub fn all_finite_f32(numbers: &[f32]) -> bool {
    finite::<F32x4>(numbers, |x| x.is_finite())
}

#[inline(always)]
#[allow(clippy::eq_op, reason = "what differs from itself is not finite")]
fn finite<V: Vector>(numbers: &[V::Scalar], is_finite: impl Fn(&V::Scalar) -> bool) -> bool {
    let zero = V::splat_bits(V::Bits::default());
    let chunks = numbers.chunks_exact(V::LANES);
    let rest = chunks.remainder();
    // x - x is 0, or NaN where x is not finite.
    let differences = chunks.fold(zero, |so_far, chunk| {
        let x = V::load(chunk);
        so_far.or(x - x)
    });
    V::bitmask(differences.eq(zero)) + 1 == 1 << V::LANES && rest.iter().all(is_finite)
}

/// Numbers of single precision through a function of double precision, a block at a time.
pub fn in_double(
    from: &[Cell<f32>],
    to: &[Cell<f32>],
    function: impl Fn(&[Cell<f64>], &[Cell<f64>]) -> bool,
) -> bool {
    let mut block = [0.0; 64];
    let block = Cell::from_mut(&mut block[..]).as_slice_of_cells();
    let mut all_finite = true;
    for (from, to) in from.chunks(block.len()).zip(to.chunks(block.len())) {
        let block = &block[..from.len()];
        block.iter().zip(from).for_each(|(wide, x)| wide.set(f64::from(x.get())));
        function(block, block);
        to.iter().zip(block).for_each(|(to, wide)| to.set(wide.get() as f32));
        all_finite &= to.iter().fold(true, |all, x| all & x.get().is_finite());
    }
    all_finite
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::E;

    type Rare = fn(f64) -> f64;
    type OfMany = fn(&[Cell<f64>], &[Cell<f64>], Rare) -> bool;

    fn in_place(function: OfMany, numbers: &mut [f64], rare: Rare) -> bool {
        let cells = Cell::from_mut(numbers).as_slice_of_cells();
        function(cells, cells, rare)
    }

    fn of(function: OfMany, x: f64) -> f64 {
        let mut numbers = [x; 3];
        in_place(function, &mut numbers, |_| f64::NAN);
        assert!(numbers.iter().all(|y| y.to_bits() == numbers[0].to_bits()));
        numbers[0]
    }

    // Expected: mathematics.
    #[test]
    fn what_can_be_exact_is() {
        assert_eq!((of(exp, 0.0), of(exp2, 10.0), of(exp2, -1021.0)), (1.0, 1024.0, 2.0_f64.powi(-1021)));
        assert_eq!((of(exp, 1.0), of(ln, E), of(ln, 1.0)), (E, 1.0, 0.0));
        for n in -300..300 {
            assert_eq!(of(log2, 2.0_f64.powi(n)), f64::from(n));
        }
        for (n, power) in [(1.0, 10.0), (2.0, 100.0), (3.0, 1000.0), (15.0, 1e15), (22.0, 1e22)] {
            assert_eq!(of(log10, power), n);
        }
        for function in [exp_m1, ln_1p, tanh] {
            assert_eq!(of(function, -0.0).to_bits(), (-0.0_f64).to_bits());
            assert_eq!(of(function, 5e-324), 5e-324);
        }
        assert_eq!((of(tanh, 1e308), of(tanh, f64::NEG_INFINITY), of(expit, 0.0)), (1.0, -1.0, 0.5));
    }

    #[test]
    fn what_is_not_ordinary_goes_elsewhere() {
        for x in [f64::NAN, f64::INFINITY, 710.0, -746.0] {
            let mut numbers = [1.0, x, 2.0];
            assert!(in_place(exp, &mut numbers, |_| -7.0));
            assert_eq!((numbers[0], numbers[1]), (E, -7.0));
            assert!(!in_place(exp, &mut [1.0, x, 2.0], |_| f64::INFINITY));
        }
        for x in [f64::NAN, f64::INFINITY, 0.0, -1.0, 5e-324] {
            let mut numbers = [1.0, x, 1.0];
            in_place(ln, &mut numbers, |_| -7.0);
            assert_eq!(numbers, [0.0, -7.0, 0.0]);
        }
        assert!(all_finite(&[1.0; 5]) && !all_finite(&[1.0, f64::NAN, 1.0]) && !all_finite(&[f64::INFINITY]));
    }
}
