//! What can be multiplied and added.

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
}

macro_rules! float_ring {
    ($($type:ty: $columns:literal)*) => {
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
        })*
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
float_ring!(f32: 8 f64: 4 num_complex::Complex32: 4 num_complex::Complex64: 2);
integer_ring!(i8: 8 u8: 8 i16: 8 u16: 8 i32: 8 u32: 8 i64: 4 u64: 4);
