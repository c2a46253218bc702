//! WebAssembly's vectors.

use super::{Doubles, Vector};
use core::arch::wasm32::*;
use std::cell::Cell;
use std::ops::{Add, Div, Mul, Sub};

macro_rules! vector {
    ($(#[$doc:meta])* $name:ident, $scalar:ident, $bits:ident, $lanes:literal,
     [$splat:ident $splat_bits:ident $add:ident $sub:ident $mul:ident $div:ident $abs:ident $lt:ident $le:ident $eq:ident
      $add_bits:ident $sub_bits:ident $shl:ident $shr:ident $bitmask:ident $signed:ident $larger:ident $smaller:ident
      $neg:ident $sqrt:ident $extract:ident]) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name(v128);

        vector!(@operator $name, Add::add, $add);
        vector!(@operator $name, Sub::sub, $sub);
        vector!(@operator $name, Mul::mul, $mul);
        vector!(@operator $name, Div::div, $div);

        impl Vector for $name {
            type Scalar = $scalar;
            type Bits = $bits;
            const LANES: usize = $lanes;

            #[inline(always)]
            fn load(from: &[$scalar]) -> Self {
                assert!(from.len() >= $lanes);
                // SAFETY: there are 16 bytes to read, and any are a vector; the load asks for no alignment.
                $name(unsafe { v128_load(from.as_ptr().cast()) })
            }
            #[inline(always)]
            fn store(self, to: &mut [$scalar]) {
                assert!(to.len() >= $lanes);
                // SAFETY: there is room for 16 bytes, and any are floats; the store asks for no alignment.
                unsafe { v128_store(to.as_mut_ptr().cast(), self.0) };
            }
            #[inline(always)]
            fn load_cells(from: &[Cell<$scalar>]) -> Self {
                assert!(from.len() >= $lanes);
                // SAFETY: there are 16 bytes to read, laid out as floats are, and no other thread writes to cells.
                $name(unsafe { v128_load(from.as_ptr().cast()) })
            }
            #[inline(always)]
            fn store_cells(self, to: &[Cell<$scalar>]) {
                assert!(to.len() >= $lanes);
                // SAFETY: there is room for 16 bytes, laid out as floats are, which cells let anybody overwrite.
                unsafe { v128_store(to.as_ptr().cast_mut().cast(), self.0) };
            }
            #[inline(always)]
            fn splat(value: $scalar) -> Self {
                $name($splat(value))
            }
            #[inline(always)]
            fn splat_bits(bits: $bits) -> Self {
                $name($splat_bits(bits as $signed))
            }
            #[inline(always)]
            fn and(self, other: Self) -> Self {
                $name(v128_and(self.0, other.0))
            }
            #[inline(always)]
            fn or(self, other: Self) -> Self {
                $name(v128_or(self.0, other.0))
            }
            #[inline(always)]
            fn xor(self, other: Self) -> Self {
                $name(v128_xor(self.0, other.0))
            }
            #[inline(always)]
            fn add_bits(self, other: Self) -> Self {
                $name($add_bits(self.0, other.0))
            }
            #[inline(always)]
            fn sub_bits(self, other: Self) -> Self {
                $name($sub_bits(self.0, other.0))
            }
            #[inline(always)]
            fn shl(self, by: u32) -> Self {
                $name($shl(self.0, by))
            }
            #[inline(always)]
            fn shr(self, by: u32) -> Self {
                $name($shr(self.0, by))
            }
            #[inline(always)]
            fn lt(self, other: Self) -> Self {
                $name($lt(self.0, other.0))
            }
            #[inline(always)]
            fn le(self, other: Self) -> Self {
                $name($le(self.0, other.0))
            }
            #[inline(always)]
            fn eq(self, other: Self) -> Self {
                $name($eq(self.0, other.0))
            }
            #[inline(always)]
            fn larger(self, other: Self) -> Self {
                $name($larger(self.0, other.0))
            }
            #[inline(always)]
            fn smaller(self, other: Self) -> Self {
                $name($smaller(self.0, other.0))
            }
            #[inline(always)]
            fn select(mask: Self, yes: Self, no: Self) -> Self {
                $name(v128_bitselect(yes.0, no.0, mask.0))
            }
            #[inline(always)]
            fn bitmask(mask: Self) -> u32 {
                u32::from($bitmask(mask.0))
            }
            #[inline(always)]
            fn abs(self) -> Self {
                $name($abs(self.0))
            }
            #[inline(always)]
            fn neg(self) -> Self {
                $name($neg(self.0))
            }
            #[inline(always)]
            fn sqrt(self) -> Self {
                $name($sqrt(self.0))
            }
            #[inline(always)]
            fn first(self) -> $scalar {
                $extract::<0>(self.0)
            }
        }
    };
    (@operator $name:ident, $trait:ident::$method:ident, $function:ident) => {
        impl $trait for $name {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                $name($function(self.0, other.0))
            }
        }
    };
}

vector!(
    /// Two numbers of double precision.
    F64x2, f64, u64, 2,
    [f64x2_splat i64x2_splat f64x2_add f64x2_sub f64x2_mul f64x2_div f64x2_abs f64x2_lt f64x2_le f64x2_eq
     i64x2_add i64x2_sub i64x2_shl u64x2_shr i64x2_bitmask i64 f64x2_pmax f64x2_pmin f64x2_neg f64x2_sqrt f64x2_extract_lane]
);
vector!(
    /// Four numbers of single precision.
    F32x4, f32, u32, 4,
    [f32x4_splat i32x4_splat f32x4_add f32x4_sub f32x4_mul f32x4_div f32x4_abs f32x4_lt f32x4_le f32x4_eq
     i32x4_add i32x4_sub i32x4_shl u32x4_shr i32x4_bitmask i32 f32x4_pmax f32x4_pmin f32x4_neg f32x4_sqrt f32x4_extract_lane]
);

impl Doubles for F64x2 {
    #[inline(always)]
    fn pairs(table: &[[f64; 2]; 128], index: Self) -> (Self, Self) {
        let low = i32x4_extract_lane::<0>(index.0) as usize & 127;
        let high = i32x4_extract_lane::<2>(index.0) as usize & 127;
        // SAFETY: a pair is 16 bytes, and the load asks for no alignment.
        let [first, second] = [low, high].map(|at| unsafe { v128_load(table[at].as_ptr().cast()) });
        (F64x2(i64x2_shuffle::<0, 2>(first, second)), F64x2(i64x2_shuffle::<1, 3>(first, second)))
    }
}
