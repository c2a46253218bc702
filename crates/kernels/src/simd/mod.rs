//! Vectors of 128 bits: WebAssembly's where it has them, else plain arrays with the same results to the last bit.
//!
//! Algorithms are written once, over [`Vector`]; [`F64x2`] and [`F32x4`] are the vectors of this machine. Nothing here fuses
//! a product with a sum, so that both forms round alike.

mod portable;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod wasm;

pub use portable::{Portable2, Portable4};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub use wasm::{F32x4, F64x2};

/// Two numbers of double precision.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub type F64x2 = Portable2;
/// Four numbers of single precision.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub type F32x4 = Portable4;

use std::cell::Cell;
use std::hint::black_box;
use std::ops::{Add, Div, Mul, Sub};

/// Floats side by side. Comparisons give masks: all bits of a lane set, or none.
pub trait Vector:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    /// A lane.
    type Scalar: Copy + Default;
    /// An unsigned integer as wide as a lane.
    type Bits: Copy + Default;
    /// How many lanes.
    const LANES: usize;

    /// From the first elements of a slice, which has at least as many.
    fn load(from: &[Self::Scalar]) -> Self;
    /// To the first elements of a slice, which has at least as many.
    fn store(self, to: &mut [Self::Scalar]);
    /// From the first cells of a slice, which has at least as many.
    fn load_cells(from: &[Cell<Self::Scalar>]) -> Self;
    /// To the first cells of a slice, which has at least as many.
    fn store_cells(self, to: &[Cell<Self::Scalar>]);
    /// The same number in each lane.
    fn splat(value: Self::Scalar) -> Self;
    /// The same bits in each lane.
    fn splat_bits(bits: Self::Bits) -> Self;
    /// As [`Vector::splat`], for a constant of a loop that is taken before the loop begins. Browsers build a constant anew
    /// wherever it is used, which costs more than what it is used for; of this one they do not know that it is constant.
    #[inline(always)]
    fn constant(value: Self::Scalar) -> Self {
        Self::splat(black_box(value))
    }
    /// As [`Vector::constant`], of bits.
    #[inline(always)]
    fn constant_bits(bits: Self::Bits) -> Self {
        Self::splat_bits(black_box(bits))
    }
    /// Bits set in both.
    fn and(self, other: Self) -> Self;
    /// Bits set in either.
    fn or(self, other: Self) -> Self;
    /// Bits set in one.
    fn xor(self, other: Self) -> Self;
    /// Lanes added as integers, wrapping.
    fn add_bits(self, other: Self) -> Self;
    /// Lanes subtracted as integers, wrapping.
    fn sub_bits(self, other: Self) -> Self;
    /// Lanes shifted left as integers.
    fn shl(self, by: u32) -> Self;
    /// Lanes shifted right as unsigned integers.
    fn shr(self, by: u32) -> Self;
    /// Where this is less. Not beside NaN.
    fn lt(self, other: Self) -> Self;
    /// Where this is less or equal. Not beside NaN.
    fn le(self, other: Self) -> Self;
    /// Where both are equal. Not beside NaN.
    fn eq(self, other: Self) -> Self;
    /// The larger of each two, this one if neither is less (`if self < other { other } else { self }`).
    fn larger(self, other: Self) -> Self;
    /// The smaller of each two, this one if neither is less (`if other < self { other } else { self }`).
    fn smaller(self, other: Self) -> Self;
    /// Lanes of `yes` where the mask is set, else of `no`.
    fn select(mask: Self, yes: Self, no: Self) -> Self;
    /// A mask's lanes as bits, the first lowest.
    fn bitmask(mask: Self) -> u32;
    /// Without the sign.
    fn abs(self) -> Self;
    /// With the other sign.
    fn neg(self) -> Self;
    /// The square root.
    fn sqrt(self) -> Self;
    /// The first lane.
    fn first(self) -> Self::Scalar;
}

/// What only vectors of double precision need.
pub trait Doubles: Vector<Scalar = f64, Bits = u64> {
    /// For each lane the pair of a table at the lane's lowest seven bits: all firsts, all seconds.
    fn pairs(table: &[[f64; 2]; 128], index: Self) -> (Self, Self);
}
