//! The Euclidean norm to the last digit as the BLAS gives it that NumPy is built with.
//!
//! OpenBLAS's `dnrm2` sums the squares in the 80-bit numbers of the x87 unit, on every x86-64 processor. LAPACK's reflectors
//! begin with this norm, so it decides on the last digits of all that follows. The numbers here have the same 64 significant
//! bits, and squares of the largest and smallest doubles neither overflow nor vanish in them.

use super::field::Field;

/// A number that is not negative: `significand * 2^exponent`, where the significand's highest bit is set unless it is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Extended {
    significand: u64,
    exponent: i32,
}

impl Extended {
    const ZERO: Extended = Extended { significand: 0, exponent: 0 };

    /// `bits * 2^exponent`, and a little more if `inexact`, rounded to the nearest, to even in the middle.
    fn rounded(bits: u128, exponent: i32, inexact: bool) -> Extended {
        if bits == 0 {
            return Extended::ZERO;
        }
        let length = u128::BITS - bits.leading_zeros();
        if length <= 64 {
            let shift = 64 - length;
            return Extended { significand: (bits << shift) as u64, exponent: exponent - shift as i32 };
        }
        let shift = length - 64;
        let (kept, rest, half) = ((bits >> shift) as u64, bits & ((1 << shift) - 1), 1_u128 << (shift - 1));
        let exponent = exponent + shift as i32;
        if rest < half || (rest == half && !inexact && kept & 1 == 0) {
            return Extended { significand: kept, exponent };
        }
        match kept.checked_add(1) {
            Some(significand) => Extended { significand, exponent },
            None => Extended { significand: 1 << 63, exponent: exponent + 1 },
        }
    }

    /// Of a finite number.
    fn square(x: f64) -> Extended {
        let bits = x.to_bits();
        let (biased, fraction) = ((bits >> 52 & 0x7ff) as i32, bits & ((1 << 52) - 1));
        let (significand, exponent) =
            if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) };
        Extended::rounded(u128::from(significand) * u128::from(significand), 2 * exponent, false)
    }

    fn plus(self, other: Extended) -> Extended {
        if self.significand == 0 {
            return other;
        }
        if other.significand == 0 {
            return self;
        }
        let (large, small) = if self.exponent >= other.exponent { (self, other) } else { (other, self) };
        let distance = (large.exponent - small.exponent) as u32;
        // One bit is left free for the sum.
        let shifted = u128::from(small.significand) << 63;
        let (part, inexact) = match distance {
            0..=127 => (shifted >> distance, (shifted >> distance) << distance != shifted),
            _ => (0, true),
        };
        Extended::rounded((u128::from(large.significand) << 63) + part, large.exponent - 63, inexact)
    }

    /// The square root, rounded to 64 bits and then to a double.
    fn root(self) -> f64 {
        if self.significand == 0 {
            return 0.0;
        }
        let shift = 63 + (self.exponent - 63).rem_euclid(2);
        let bits = u128::from(self.significand) << shift;
        let root = bits.isqrt();
        // The root lies past the middle between two whole numbers if the rest is larger than the smaller of them.
        let root = if bits - root * root > root { root + 1 } else { root };
        times_power_of_two(root as f64, (self.exponent - shift) / 2)
    }
}

/// `x * 2^exponent`
fn times_power_of_two(x: f64, exponent: i32) -> f64 {
    let power = |exponent: i32| f64::from_bits(((exponent.clamp(-1022, 1023) + 1023) as u64) << 52);
    let half = exponent / 2;
    x * power(half) * power(exponent - half)
}

/// The Euclidean norm: BLAS's `dnrm2` and `dznrm2`, with their four sums.
pub(super) fn norm<T: Field>(elements: impl ExactSizeIterator<Item = T> + Clone) -> f64 {
    fast_norm(elements.clone()).unwrap_or_else(|| exact_norm(elements))
}

/// The norm, if the last bits of the 80-bit sums do not matter. They matter once in some hundred times.
fn fast_norm<T: Field>(elements: impl ExactSizeIterator<Item = T>) -> Option<f64> {
    let count = elements.len();
    // The sum of squares and what rounding has taken from it.
    let (mut sum, mut lost) = (0.0, 0.0);
    for element in elements {
        let (real, imaginary) = element.parts();
        for part in [real, imaginary].into_iter().take(if T::DTYPE.is_complex() { 2 } else { 1 }) {
            let (square, rest) = exact_square(part);
            let next: f64 = sum + square;
            let taken = next - sum;
            lost += (sum - (next - taken)) + (square - taken) + rest;
            sum = next;
        }
    }
    // Elsewhere what is lost vanishes or overflows.
    if !(1e-200..1e200).contains(&sum) {
        return None;
    }
    let root = sum.sqrt();
    let (square, rest) = exact_square(root);
    let correction = ((sum - square) - rest + lost) / (2.0 * root);
    let norm = root + correction;
    let rest = correction - (norm - root);
    // How far the 80-bit sums may be from the exact ones.
    let doubt = norm * (count as f64 + 4.0) * f64::EPSILON / 2048.0;
    (norm + (rest + doubt) == norm && norm + (rest - doubt) == norm).then_some(norm)
}

/// A square and what rounding has taken from it.
fn exact_square(x: f64) -> (f64, f64) {
    const SPLIT: f64 = 134_217_729.0; // 2^27 + 1
    let square = x * x;
    let scaled = SPLIT * x;
    let high = scaled - (scaled - x);
    let low = x - high;
    (square, (high * high - square + 2.0 * high * low) + low * low)
}

fn exact_norm<T: Field>(elements: impl ExactSizeIterator<Item = T>) -> f64 {
    let parts = if T::DTYPE.is_complex() { 2 } else { 1 };
    let in_eights = elements.len() * parts / 8 * 8;
    let mut sums = [Extended::ZERO; 4];
    for (at, element) in elements.enumerate() {
        let (real, imaginary) = element.parts();
        for (at, part) in (at * parts..).zip([real, imaginary]).take(parts) {
            if !part.is_finite() {
                return part.abs();
            }
            let sum = if at < in_eights { 3 - at % 4 } else { 3 - at % parts };
            sums[sum] = sums[sum].plus(Extended::square(part));
        }
    }
    sums[0].plus(sums[1].plus(sums[3]).plus(sums[2])).root()
}

/// `√(x² + y²)` as LAPACK's `dlapy2` rounds it.
pub(super) fn hypotenuse(x: f64, y: f64) -> f64 {
    let (large, small) = (x.abs().max(y.abs()), x.abs().min(y.abs()));
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    if small == 0.0 || large.is_infinite() {
        return large;
    }
    large * (1.0 + (small / large) * (small / large)).sqrt()
}

/// `√(x² + y² + z²)` as LAPACK's `dlapy3` rounds it.
pub(super) fn hypotenuse_of_three(x: f64, y: f64, z: f64) -> f64 {
    let parts = [x, y, z].map(f64::abs);
    let largest = parts.into_iter().fold(0.0, f64::max);
    if largest == 0.0 || largest.is_infinite() {
        return largest;
    }
    let [x, y, z] = parts.map(|part| part / largest * (part / largest));
    largest * (x + y + z).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_rounded_to_64_bits_and_to_even() {
        let one = Extended::square(1.0);
        assert_eq!(one, Extended { significand: 1 << 63, exponent: -63 });
        let (below, middle) = (Extended::square(2.0_f64.powi(-33)), Extended::square(2.0_f64.powi(-32)));
        assert_eq!(one.plus(below), one);
        assert_eq!(one.plus(middle), one);
        let next = one.plus(middle.plus(below));
        assert_eq!(next, Extended { significand: (1 << 63) + 1, exponent: -63 });
        assert_eq!(next.plus(middle).significand, (1 << 63) + 2);
        let largest = Extended { significand: u64::MAX, exponent: 0 };
        assert_eq!(largest.plus(largest), Extended { significand: u64::MAX, exponent: 1 });
        assert_eq!(largest.plus(one), Extended { significand: 1 << 63, exponent: 1 });
    }

    #[test]
    fn norms_of_the_largest_and_smallest_numbers() {
        let norm = |elements: &[f64]| norm(elements.iter().copied());
        assert_eq!(norm(&[3.0, -4.0]), 5.0);
        assert_eq!(norm(&[3e300, 4e300]), 5e300);
        assert_eq!(norm(&[3.0 * 2.0_f64.powi(-1070), 2.0_f64.powi(-1068)]), 5.0 * 2.0_f64.powi(-1070));
        assert_eq!(norm(&[f64::MAX, f64::MAX]), f64::INFINITY);
        assert_eq!(norm(&[]), 0.0);
        assert!(norm(&[1.0, f64::NAN]).is_nan());
        assert_eq!(norm(&[2.0; 16]), 8.0);
        let complex = (0..9).map(|_| num_complex::Complex64::new(2.0, -1.0));
        assert_eq!(super::norm(complex), 45.0_f64.sqrt());
    }

    #[test]
    fn the_fast_way_finds_the_same() {
        let mut fast = 0;
        for seed in 0..20_000_usize {
            let number = |at: usize| {
                ((seed * 31 + at * 17) as f64 * 0.618).sin() * 2.0_f64.powi((seed * at) as i32 % 30)
            };
            let elements: Vec<f64> = (0..1 + seed % 20).map(number).collect();
            if let Some(found) = fast_norm(elements.iter().copied()) {
                assert_eq!(found, exact_norm(elements.iter().copied()), "{elements:?}");
                fast += 1;
            }
            let complex = elements.windows(2).map(|pair| num_complex::Complex64::new(pair[0], pair[1]));
            if let Some(found) = fast_norm(complex.clone()) {
                assert_eq!(found, exact_norm(complex));
            }
        }
        assert!(fast > 19_000, "{fast}");
    }

    #[test]
    fn roots_are_correctly_rounded() {
        for x in [2.0_f64, 3.0, 0.1, 7.3e-200, 5.5e111] {
            assert_eq!(
                Extended::rounded(u128::from(x.to_bits() & ((1 << 52) - 1) | 1 << 52), 0, false).root(),
                { ((x.to_bits() & ((1 << 52) - 1) | 1 << 52) as f64).sqrt() }
            );
            assert_eq!(norm([x].into_iter()), x);
        }
    }

    #[test]
    fn hypotenuse_neither_overflows_nor_divides_by_zero() {
        assert_eq!(hypotenuse(-3e300, 4e300), 5e300);
        assert_eq!(hypotenuse(0.0, -2.0), 2.0);
        assert_eq!(hypotenuse(0.0, 0.0), 0.0);
        assert!((hypotenuse_of_three(2e300, -3e300, 6e300) / 7e300 - 1.0).abs() < 1e-15);
        assert_eq!(hypotenuse_of_three(0.0, 0.0, 0.0), 0.0);
    }
}
