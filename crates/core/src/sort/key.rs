//! Keys that order elements as NumPy does.

use crate::element::{Bool, Element};
use ndgym_kernels::sort::{sort_f32, sort_f64, sort_integers};
use num_complex::{Complex32, Complex64};

/// An element type with its order.
pub(crate) trait Sortable: Element {
    /// Ordered as the elements are, equal for those that sorting does not tell apart: all NaNs, both zeros.
    type Key: Ord + Copy;

    /// The element's key.
    fn key(self) -> Self::Key;

    /// Whether it is a NaN, or has one as a part.
    #[inline(always)]
    fn is_nan(self) -> bool {
        false
    }

    /// Sorts elements ascending.
    fn sort(elements: &mut [Self]) {
        elements.sort_unstable_by_key(|element| element.key());
    }

    /// The key as a number of 64 bits in the same order, if it has no more: what kernels sort by.
    const BITS: Option<fn(Self::Key) -> u64> = None;
}

macro_rules! integer_sortable {
    ($($type:ty),*: |$key:ident| $bits:expr) => {
        $(impl Sortable for $type {
            type Key = $type;

            const BITS: Option<fn($type) -> u64> = Some(|$key| $bits);

            #[inline(always)]
            fn key(self) -> $type {
                self
            }

            fn sort(elements: &mut [$type]) {
                sort_integers(elements);
            }
        })*
    };
}

integer_sortable!(u8, u16, u32, u64: |key| key as u64);
// Negative numbers come first.
integer_sortable!(i8, i16, i32, i64: |key| key as u64 ^ 1 << 63);

impl Sortable for Bool {
    type Key = bool;

    #[inline(always)]
    fn key(self) -> bool {
        self.get()
    }

    fn sort(elements: &mut [Bool]) {
        let falses = elements.iter().filter(|element| !element.get()).count();
        elements[..falses].fill(false.into());
        elements[falses..].fill(true.into());
    }
}

macro_rules! float_sortable {
    ($type:ty, $bits:ty, $sort:path) => {
        impl Sortable for $type {
            type Key = $bits;

            const BITS: Option<fn($bits) -> u64> = Some(|key| u64::from(key));

            /// The bits as an unsigned number: with the sign flipped for positive numbers, all flipped for negative ones.
            #[inline(always)]
            fn key(self) -> $bits {
                const SIGN: $bits = 1 << (<$bits>::BITS - 1);
                if self.is_nan() {
                    return <$bits>::MAX;
                }
                // Adding zero makes -0.0 the other zero.
                let bits = (self + 0.0).to_bits();
                if bits & SIGN == 0 { bits | SIGN } else { !bits }
            }

            #[inline(always)]
            fn is_nan(self) -> bool {
                self != self
            }

            fn sort(elements: &mut [$type]) {
                let numbers = move_nans_last(elements);
                $sort(&mut elements[..numbers]);
            }
        }
    };
}

float_sortable!(f32, u32, sort_f32);
float_sortable!(f64, u64, sort_f64);

/// Moves NaNs behind all numbers, which keep their order; gives how many numbers there are.
fn move_nans_last<T: Sortable>(elements: &mut [T]) -> usize {
    // Mostly there is none, which is seen sooner by many at a time.
    let any_nan = |block: &[T]| block.iter().fold(false, |any, element| any | element.is_nan());
    let start = elements.chunks(64).take_while(|block| !any_nan(block)).map(<[T]>::len).sum();
    let mut numbers = start;
    for i in start..elements.len() {
        if !elements[i].is_nan() {
            elements.swap(numbers, i);
            numbers += 1;
        }
    }
    numbers
}

macro_rules! complex_sortable {
    ($type:ty, $part:ty) => {
        impl Sortable for $type {
            /// Which parts are NaN (none, imaginary, real, both), then the parts that are not.
            type Key = (u8, <$part as Sortable>::Key, <$part as Sortable>::Key);

            #[inline(always)]
            fn key(self) -> Self::Key {
                let class = 2 * u8::from(self.re.is_nan()) + u8::from(self.im.is_nan());
                (class, self.re.key(), self.im.key())
            }

            #[inline(always)]
            fn is_nan(self) -> bool {
                self.re.is_nan() || self.im.is_nan()
            }
        }
    };
}

complex_sortable!(Complex32, f32);
complex_sortable!(Complex64, f64);

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    #[test]
    fn float_keys_are_ordered_as_the_numbers_are() {
        let ascending = [f64::NEG_INFINITY, -PI, -5e-324, 0.0, 5e-324, 1.0, f64::INFINITY, f64::NAN];
        assert!(ascending.is_sorted_by(|a, b| a.key() < b.key()));
        assert_eq!((-0.0_f64).key(), 0.0_f64.key());
        assert_eq!((-f64::NAN).key(), f64::NAN.key());
    }

    #[test]
    fn complex_numbers_with_a_nan_come_last() {
        let nan = f64::NAN;
        let ascending = [(1.0, 5.0), (2.0, -1.0), (2.0, 0.0), (0.0, nan), (1.0, nan), (nan, 0.0), (nan, nan)];
        assert!(ascending.map(|(re, im)| Complex64::new(re, im)).is_sorted_by(|a, b| a.key() < b.key()));
    }
}
