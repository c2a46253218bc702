//! Multiplication and addition with one rounding, where the processor's instruction for it is out of reach: WebAssembly has none.
//!
//! The product is taken apart into two numbers and the sum as well, exactly; the small parts are added first. So all bits count,
//! save for the double rounding of the small parts, which decides where they are longer than a number and end in the middle
//! between two results: for numbers that are no constructed ones, one time in 2^50 or so.
//!
//! Sources: T. J. Dekker, "A floating-point technique for extending the available precision", Numer. Math. 18 (1971); S. Boldo,
//! G. Melquiond, "Emulation of FMA and correctly rounded sums", IEEE Trans. Computers 57 (2008).

use crate::simd::{F64x2, Vector};
use std::ops::{Add, Mul, Sub};

/// A double or some side by side.
pub trait Arithmetic: Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> {}

impl<T: Copy + Add<Output = T> + Sub<Output = T> + Mul<Output = T>> Arithmetic for T {}

/// 2^27 + 1 parts a number of 53 bits into two halves.
pub const SPLITTER: f64 = 134_217_729.0;

/// A factor: the number, and two of half as many bits whose sum it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Factor<V> {
    whole: V,
    high: V,
    low: V,
}

impl<V: Arithmetic> Factor<V> {
    /// Of a number, with [`SPLITTER`].
    #[inline(always)]
    pub fn new(whole: V, splitter: V) -> Factor<V> {
        let scaled = whole * splitter;
        let high = scaled - (scaled - whole);
        Factor { whole, high, low: whole - high }
    }

    /// `self * other + sum`.
    #[inline(always)]
    pub fn times_plus(self, other: Factor<V>, sum: V) -> V {
        let product = self.whole * other.whole;
        let lost = ((self.high * other.high - product) + self.high * other.low + self.low * other.high)
            + self.low * other.low;
        let total = sum + product;
        let of_product = total - sum;
        let taken = (sum - (total - of_product)) + (product - of_product);
        total + (taken + lost)
    }
}

impl Factor<F64x2> {
    /// The same in each lane.
    #[inline(always)]
    pub fn splat(of: Factor<f64>) -> Factor<F64x2> {
        Factor { whole: F64x2::splat(of.whole), high: F64x2::splat(of.high), low: F64x2::splat(of.low) }
    }

    /// Side by side.
    #[inline(always)]
    pub fn pair([a, b]: [Factor<f64>; 2]) -> Factor<F64x2> {
        Factor {
            whole: F64x2::load(&[a.whole, b.whole]),
            high: F64x2::load(&[a.high, b.high]),
            low: F64x2::load(&[a.low, b.low]),
        }
    }
}

/// `a * b + sum` with one rounding, for any numbers: what [`f64::mul_add`] means, sooner.
#[inline]
pub fn multiply_add(a: f64, b: f64, sum: f64) -> f64 {
    let have_room = |range: std::ops::Range<f64>| [a, b, a * b].iter().all(|x| range.contains(&x.abs()));
    if have_room(1e-200..1e200) && sum.abs() < 1e300 {
        Factor::new(a, SPLITTER).times_plus(Factor::new(b, SPLITTER), sum)
    } else {
        a.mul_add(b, sum)
    }
}

/// Floats of which products can be added with one rounding.
pub trait Fused: Copy + Default {
    /// Whether OpenBLAS's code for AVX2 has several sums for an element of a row that it computes alone.
    const SUMS_ALONE: bool;
    /// As a double, exactly.
    fn widened(self) -> f64;
    /// From a double that is one of these numbers.
    fn narrowed(number: f64) -> Self;
    /// `a * b + sum`, rounded once to numbers of this type, for [widened](Fused::widened) ones that have
    /// [room](Fused::has_room).
    fn times_plus(a: Factor<F64x2>, b: Factor<F64x2>, sum: F64x2) -> F64x2;
    /// Whether sums of products of such numbers neither overflow nor lose bits below the smallest one.
    fn has_room(self) -> bool;
}

impl Fused for f64 {
    const SUMS_ALONE: bool = true;
    #[inline(always)]
    fn widened(self) -> f64 {
        self
    }
    #[inline(always)]
    fn narrowed(number: f64) -> f64 {
        number
    }
    #[inline(always)]
    fn times_plus(a: Factor<F64x2>, b: Factor<F64x2>, sum: F64x2) -> F64x2 {
        a.times_plus(b, sum)
    }
    #[inline(always)]
    fn has_room(self) -> bool {
        self == 0.0 || (1e-100..1e100).contains(&self.abs())
    }
}

impl Fused for f32 {
    const SUMS_ALONE: bool = false;
    #[inline(always)]
    fn widened(self) -> f64 {
        self.into()
    }
    #[inline(always)]
    fn narrowed(number: f64) -> f32 {
        number as f32
    }
    #[inline(always)]
    fn times_plus(a: Factor<F64x2>, b: Factor<F64x2>, sum: F64x2) -> F64x2 {
        // A product of two floats is exact as a double.
        let mut sums = [0.0; 2];
        (sum + a.whole * b.whole).store(&mut sums);
        F64x2::load(&sums.map(|sum| f64::from(sum as f32)))
    }
    #[inline(always)]
    fn has_room(self) -> bool {
        self.is_finite()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of 53 bits with exponents near each other, so that sums cancel.
    fn numbers(count: usize) -> Vec<f64> {
        let mut state = 7_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state ^ (state >> 29)
        };
        let mut number = || {
            let bits = next();
            let exponent = 1023 - 30 + (bits >> 57) % 60;
            f64::from_bits(bits & (1 << 63 | ((1 << 52) - 1)) | exponent << 52)
        };
        (0..count).map(|_| number()).collect()
    }

    fn fused<T: Fused>(a: T, b: T, c: T) -> T {
        let [a, b] = [a, b].map(|x| Factor::splat(Factor::new(x.widened(), SPLITTER)));
        T::narrowed(T::times_plus(a, b, F64x2::splat(c.widened())).first())
    }

    #[test]
    fn one_rounding_as_the_processor_has_it() {
        let numbers = numbers(900_000);
        for abc in numbers.as_chunks::<3>().0 {
            let [a, b, c] = *abc;
            for c in [c, -a * b, 0.0] {
                assert_eq!(fused(a, b, c).to_bits(), a.mul_add(b, c).to_bits(), "{a:e} {b:e} {c:e}");
                assert_eq!(multiply_add(a, b, c).to_bits(), a.mul_add(b, c).to_bits(), "{a:e} {b:e} {c:e}");
            }
            let [a, b, c] = [a as f32, b as f32, c as f32];
            for c in [c, -a * b, 0.0] {
                assert_eq!(fused(a, b, c).to_bits(), a.mul_add(b, c).to_bits(), "{a:e} {b:e} {c:e}");
            }
        }
    }

    #[test]
    fn what_vanishes_is_a_positive_zero() {
        for a in [0.0, -0.0, 1.0, -1.0_f64] {
            for b in [0.0, -0.0, 1.0] {
                for c in [0.0, 1.0, -1.0] {
                    let once = a.mul_add(b, c);
                    assert_eq!(multiply_add(a, b, c).to_bits(), once.to_bits(), "{a} {b} {c}");
                    assert_eq!(fused(a, b, c).to_bits(), once.to_bits(), "{a} {b} {c}");
                    let (a, b, c, once) = (a as f32, b as f32, c as f32, once as f32);
                    assert_eq!(fused(a, b, c).to_bits(), once.to_bits(), "{a} {b} {c}");
                }
            }
        }
    }

    #[test]
    fn the_largest_and_smallest_numbers_are_added_too() {
        for a in [f64::MAX, 1e200, 1e-200, f64::MIN_POSITIVE, 5e-324, f64::INFINITY, f64::NAN] {
            for b in [f64::MAX, -1e200, 1.5, 1e-200, 5e-324, f64::NEG_INFINITY] {
                for c in [f64::MAX, 1e300, -1.0, 0.0, 5e-324, f64::INFINITY] {
                    assert_eq!(
                        multiply_add(a, b, c).to_bits(),
                        a.mul_add(b, c).to_bits(),
                        "{a:e} {b:e} {c:e}"
                    );
                }
            }
        }
    }
}
