//! What can be multiplied and added.

use super::{Matrix, fused, product_of};
use std::cell::Cell;

/// Numbers with the arithmetic that matrix products use: wrapping for integers, and/or for truth values.
pub trait Ring: Copy + Default {
    /// Columns of the block of sums that fits the registers: 2, 4 or 8.
    const COLUMNS: usize;
    /// `self + other`.
    fn plus(self, other: Self) -> Self;
    /// `self - other`.
    fn minus(self, other: Self) -> Self;
    /// `self + a * b`.
    fn multiply_add(self, a: Self, b: Self) -> Self;

    /// [`super::gemm`]
    fn gemm(m: usize, n: usize, k: usize, a: Matrix<'_, Self>, b: Matrix<'_, Self>, c: &[Cell<Self>]) {
        product_of(m, n, k, a, b, c);
    }

    /// [`super::gemm_fused`]
    fn gemm_fused(m: usize, n: usize, k: usize, a: Matrix<'_, Self>, b: Matrix<'_, Self>, c: &[Cell<Self>]) {
        Self::gemm(m, n, k, a, b, c);
    }
}

macro_rules! float_ring {
    ($($type:ty: $columns:literal {$($gemm:item)*})*) => {
        $(impl Ring for $type {
            const COLUMNS: usize = $columns;
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self + other
            }
            #[inline(always)]
            fn minus(self, other: Self) -> Self {
                self - other
            }
            #[inline(always)]
            fn multiply_add(self, a: Self, b: Self) -> Self {
                self + a * b
            }
            $($gemm)*
        })*
    };
}

/// Compiled as fast as this crate is, though who calls it be compiled to be small.
macro_rules! own_gemm {
    ($fused:ident) => {
        fn gemm(m: usize, n: usize, k: usize, a: Matrix<'_, Self>, b: Matrix<'_, Self>, c: &[Cell<Self>]) {
            product_of(m, n, k, a, b, c);
        }

        fn gemm_fused(
            m: usize,
            n: usize,
            k: usize,
            a: Matrix<'_, Self>,
            b: Matrix<'_, Self>,
            c: &[Cell<Self>],
        ) {
            fused::$fused(m, n, k, a, b, c);
        }
    };
}

macro_rules! integer_ring {
    ($($type:ty: $columns:literal)*) => {
        $(impl Ring for $type {
            const COLUMNS: usize = $columns;
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self.wrapping_add(other)
            }
            #[inline(always)]
            fn minus(self, other: Self) -> Self {
                self.wrapping_sub(other)
            }
            #[inline(always)]
            fn multiply_add(self, a: Self, b: Self) -> Self {
                self.wrapping_add(a.wrapping_mul(b))
            }
        })*
    };
}

// Four rows of so many sums are eight vectors of 16 bytes, or less: they leave half of the registers to operands.
float_ring!(f32: 8 {own_gemm!(product);} f64: 4 {own_gemm!(product_of_doubles);} num_complex::Complex32: 4 {} num_complex::Complex64: 2 {});
integer_ring!(i8: 8 u8: 8 i16: 8 u16: 8 i32: 8 u32: 8 i64: 4 u64: 4);
