//! Elementary functions of many numbers at once.
//!
//! Each works in place, by vectors, on the numbers that its algorithm is meant for; others (infinities, NaN, what would
//! overflow, …) go one by one through `rare`. Results are the same on every machine, to the last bit.

mod double_double;
mod exp;
mod log;

use crate::simd::{Doubles, F32x4, F64x2, Vector};

/// Applies a function to each number by vectors, and another where the mask of `ordinary` is not set.
#[inline(always)]
fn map<V: Vector>(
    numbers: &mut [V::Scalar],
    ordinary: impl Fn(V) -> V,
    function: impl Fn(V) -> V,
    rare: impl Fn(V::Scalar) -> V::Scalar,
) {
    let mut chunks = numbers.chunks_exact_mut(V::LANES);
    for chunk in &mut chunks {
        map_vector(chunk, &ordinary, &function, &rare);
    }
    let rest = chunks.into_remainder();
    if let [first, ..] = rest {
        let mut lanes = [*first; MOST_LANES];
        lanes[..rest.len()].copy_from_slice(rest);
        map_vector(&mut lanes[..V::LANES], &ordinary, &function, &rare);
        rest.copy_from_slice(&lanes[..rest.len()]);
    }
}

const MOST_LANES: usize = 4;

#[inline(always)]
fn map_vector<V: Vector>(
    lanes: &mut [V::Scalar],
    ordinary: &impl Fn(V) -> V,
    function: &impl Fn(V) -> V,
    rare: &impl Fn(V::Scalar) -> V::Scalar,
) {
    let x = V::load(lanes);
    function(x).store(lanes);
    let mask = V::bitmask(ordinary(x));
    if mask + 1 != 1 << V::LANES {
        replace(lanes, x, mask, rare);
    }
}

/// Puts results of `rare` where the mask is not set. Out of the way of the loop, whose registers it would take.
#[cold]
#[inline(never)]
fn replace<V: Vector>(lanes: &mut [V::Scalar], x: V, mask: u32, rare: &impl Fn(V::Scalar) -> V::Scalar) {
    let mut numbers = [V::Scalar::default(); MOST_LANES];
    x.store(&mut numbers);
    for (i, (lane, number)) in lanes.iter_mut().zip(numbers).enumerate() {
        if mask >> i & 1 == 0 {
            *lane = rare(number);
        }
    }
}

macro_rules! functions {
    ($double:ty, $single:ty) => {
        functions!(@each $double, f64:
            /// e^x: within 0.51 units of the last place.
            exp, crate::math::exp::exp, |x| x.abs().lt(<$double>::splat(crate::math::exp::ORDINARY));
            /// 2^x: within 0.51 units of the last place.
            exp2, crate::math::exp::exp2, |x| x.abs().lt(<$double>::splat(crate::math::exp::ORDINARY_EXPONENT));
            /// e^x - 1: within 0.55 units of the last place.
            exp_m1, crate::math::exp::exp_m1, |x| x.abs().lt(<$double>::splat(crate::math::exp::ORDINARY));
            /// tanh x: within 1.2 units of the last place.
            tanh, crate::math::exp::tanh, |x| x.eq(x);
            /// 1 / (1 + e^-x): within 2 units of the last place.
            expit, crate::math::exp::expit, |x| x.abs().lt(<$double>::splat(crate::math::exp::ORDINARY));
            /// ln x: within 0.7 units of the last place.
            ln, crate::math::log::ln, is_normal;
            /// ln(1 + x): within 0.8 units of the last place.
            ln_1p, crate::math::log::ln_1p,
                |x| <$double>::splat(-1.0).lt(x).and(x.lt(<$double>::splat(f64::MAX / 2.0)));
            /// log2 x: within 0.7 units of the last place.
            log2, crate::math::log::log2, is_normal;
            /// log10 x: within 0.7 units of the last place.
            log10, crate::math::log::log10, is_normal;
        );
        functions!(@each $single, f32:
            /// e^x in single precision: within 0.8 units of the last place.
            exp_f32, crate::math::exp::exp_single, |x| x.abs().lt(<$single>::splat(crate::math::exp::ORDINARY_SINGLE));
            /// ln x in single precision: within 0.9 units of the last place.
            ln_f32, crate::math::log::ln_single,
                |x| <$single>::splat(f32::MIN_POSITIVE).le(x).and(x.lt(<$single>::splat(f32::INFINITY)));
        );
    };
    (@each $vector:ty, $scalar:ty: $($(#[$doc:meta])* $name:ident, $function:path, $ordinary:expr;)*) => {
        $($(#[$doc])*
        pub fn $name(numbers: &mut [$scalar], rare: impl Fn($scalar) -> $scalar) {
            map::<$vector>(numbers, $ordinary, $function, rare);
        })*
    };
}

functions!(F64x2, F32x4);

/// The same by vectors that are arrays, which those of the machine must agree with to the last bit.
pub mod portable {
    use super::{is_normal, map};
    use crate::simd::{Portable2, Portable4, Vector};

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

#[inline(always)]
fn is_normal<V: Doubles>(x: V) -> V {
    V::splat(f64::MIN_POSITIVE).le(x).and(x.lt(V::splat(f64::INFINITY)))
}

/// Numbers of single precision through a function of double precision, a block at a time.
pub fn in_double(numbers: &mut [f32], function: impl Fn(&mut [f64])) {
    let mut block = [0.0; 64];
    for chunk in numbers.chunks_mut(block.len()) {
        let block = &mut block[..chunk.len()];
        block.iter_mut().zip(&*chunk).for_each(|(wide, x)| *wide = f64::from(*x));
        function(block);
        chunk.iter_mut().zip(&*block).for_each(|(x, wide)| *x = *wide as f32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::E;

    type Rare = fn(f64) -> f64;

    fn of(function: fn(&mut [f64], Rare), x: f64) -> f64 {
        let mut numbers = [x; 3];
        function(&mut numbers, |_| f64::NAN);
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
            exp(&mut numbers, |_| -7.0);
            assert_eq!((numbers[0], numbers[1]), (E, -7.0));
        }
        for x in [f64::NAN, f64::INFINITY, 0.0, -1.0, 5e-324] {
            let mut numbers = [1.0, x, 1.0];
            ln(&mut numbers, |_| -7.0);
            assert_eq!(numbers, [0.0, -7.0, 0.0]);
        }
        assert!(all_finite(&[1.0; 5]) && !all_finite(&[1.0, f64::NAN, 1.0]) && !all_finite(&[f64::INFINITY]));
    }
}
