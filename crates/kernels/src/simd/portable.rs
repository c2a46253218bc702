//! Vectors as arrays, for any machine: the twin that says what each operation means.

use super::{Doubles, Vector};
use std::array::from_fn;
use std::cell::Cell;
use std::ops::{Add, Div, Mul, Sub};

macro_rules! portable {
    ($(#[$doc:meta])* $name:ident, $scalar:ident, $bits:ident, $lanes:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name([$scalar; $lanes]);

        portable!(@operator $name, Add::add);
        portable!(@operator $name, Sub::sub);
        portable!(@operator $name, Mul::mul);
        portable!(@operator $name, Div::div);

        impl $name {
            #[inline(always)]
            fn zip(self, other: Self, f: impl Fn($bits, $bits) -> $bits) -> Self {
                $name(from_fn(|i| $scalar::from_bits(f(self.0[i].to_bits(), other.0[i].to_bits()))))
            }

            #[inline(always)]
            fn compare(self, other: Self, holds: impl Fn($scalar, $scalar) -> bool) -> Self {
                let mask = |holds| if holds { $bits::MAX } else { 0 };
                $name(from_fn(|i| $scalar::from_bits(mask(holds(self.0[i], other.0[i])))))
            }
        }

        impl Vector for $name {
            type Scalar = $scalar;
            type Bits = $bits;
            const LANES: usize = $lanes;

            #[inline(always)]
            fn load(from: &[$scalar]) -> Self {
                $name(from_fn(|i| from[i]))
            }
            #[inline(always)]
            fn store(self, to: &mut [$scalar]) {
                to[..$lanes].copy_from_slice(&self.0);
            }
            #[inline(always)]
            fn load_cells(from: &[Cell<$scalar>]) -> Self {
                $name(from_fn(|i| from[i].get()))
            }
            #[inline(always)]
            fn store_cells(self, to: &[Cell<$scalar>]) {
                to[..$lanes].iter().zip(self.0).for_each(|(to, lane)| to.set(lane));
            }
            #[inline(always)]
            fn splat(value: $scalar) -> Self {
                $name([value; $lanes])
            }
            #[inline(always)]
            fn splat_bits(bits: $bits) -> Self {
                $name([$scalar::from_bits(bits); $lanes])
            }
            #[inline(always)]
            fn and(self, other: Self) -> Self {
                self.zip(other, |a, b| a & b)
            }
            #[inline(always)]
            fn or(self, other: Self) -> Self {
                self.zip(other, |a, b| a | b)
            }
            #[inline(always)]
            fn xor(self, other: Self) -> Self {
                self.zip(other, |a, b| a ^ b)
            }
            #[inline(always)]
            fn add_bits(self, other: Self) -> Self {
                self.zip(other, $bits::wrapping_add)
            }
            #[inline(always)]
            fn sub_bits(self, other: Self) -> Self {
                self.zip(other, $bits::wrapping_sub)
            }
            #[inline(always)]
            fn shl(self, by: u32) -> Self {
                self.zip(self, |a, _| a << by)
            }
            #[inline(always)]
            fn shr(self, by: u32) -> Self {
                self.zip(self, |a, _| a >> by)
            }
            #[inline(always)]
            fn lt(self, other: Self) -> Self {
                self.compare(other, |a, b| a < b)
            }
            #[inline(always)]
            fn le(self, other: Self) -> Self {
                self.compare(other, |a, b| a <= b)
            }
            #[inline(always)]
            fn eq(self, other: Self) -> Self {
                self.compare(other, |a, b| a == b)
            }
            #[inline(always)]
            fn larger(self, other: Self) -> Self {
                $name(from_fn(|i| if self.0[i] < other.0[i] { other.0[i] } else { self.0[i] }))
            }
            #[inline(always)]
            fn smaller(self, other: Self) -> Self {
                $name(from_fn(|i| if other.0[i] < self.0[i] { other.0[i] } else { self.0[i] }))
            }
            #[inline(always)]
            fn select(mask: Self, yes: Self, no: Self) -> Self {
                let chosen = mask.zip(yes, |mask, yes| mask & yes);
                mask.zip(no, |mask, no| !mask & no).or(chosen)
            }
            #[inline(always)]
            fn bitmask(mask: Self) -> u32 {
                (0..$lanes).map(|i| u32::from(mask.0[i].to_bits() != 0) << i).sum()
            }
            #[inline(always)]
            fn abs(self) -> Self {
                $name(self.0.map($scalar::abs))
            }
            #[inline(always)]
            fn neg(self) -> Self {
                $name(self.0.map(|lane| -lane))
            }
            #[inline(always)]
            fn sqrt(self) -> Self {
                $name(self.0.map($scalar::sqrt))
            }
            #[inline(always)]
            fn first(self) -> $scalar {
                self.0[0]
            }
        }
    };
    (@operator $name:ident, $trait:ident::$method:ident) => {
        impl $trait for $name {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                $name(from_fn(|i| $trait::$method(self.0[i], other.0[i])))
            }
        }
    };
}

portable!(
    /// Two numbers of double precision.
    Portable2, f64, u64, 2
);
portable!(
    /// Four numbers of single precision.
    Portable4, f32, u32, 4
);

impl Doubles for Portable2 {
    #[inline(always)]
    fn pairs(table: &[[f64; 2]; 128], index: Self) -> (Self, Self) {
        let pairs = index.0.map(|lane| table[(lane.to_bits() & 127) as usize]);
        (Portable2(pairs.map(|pair| pair[0])), Portable2(pairs.map(|pair| pair[1])))
    }
}
