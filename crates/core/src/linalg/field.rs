//! The element types that linear algebra computes in.

use crate::array::Array;
use crate::dtype::DType;
use crate::element::Element;
use crate::error::Result;
use faer::traits::ComplexField;
use ndgym_kernels::gemm::Ring;
use num_complex::Complex64;
use std::ops::{Div, Mul, Neg};

/// float64 or complex128: element type here, scalar there.
pub(super) trait Field:
    Element + ComplexField<Real = f64> + Ring + Mul<Output = Self> + Div<Output = Self> + Neg<Output = Self>
{
    fn new(real: f64, imaginary: f64) -> Self;
    fn parts(self) -> (f64, f64);

    /// The complex conjugate.
    fn conjugate(self) -> Self {
        let (real, imaginary) = self.parts();
        Self::new(real, -imaginary)
    }

    /// `x` times a real factor.
    fn scaled(self, factor: f64) -> Self {
        let (real, imaginary) = self.parts();
        Self::new(real * factor, imaginary * factor)
    }

    /// `|x|`
    fn modulus(self) -> f64 {
        let (real, imaginary) = self.parts();
        real.hypot(imaginary)
    }
}

impl Field for f64 {
    fn new(real: f64, _: f64) -> Self {
        real
    }
    fn parts(self) -> (f64, f64) {
        (self, 0.0)
    }
}

impl Field for Complex64 {
    fn new(real: f64, imaginary: f64) -> Self {
        Complex64::new(real, imaginary)
    }
    fn parts(self) -> (f64, f64) {
        (self.re, self.im)
    }
}

/// The type that linear algebra on `dtype` returns: integers and bool become float64.
pub(super) fn field_of(dtype: DType) -> DType {
    if dtype.is_inexact() { dtype } else { DType::Float64 }
}

/// A result as precise as what it was computed from: NumPy computes in double precision, and gives single back for single.
pub(super) fn as_precise_as(input: DType, result: &Array) -> Result<Array> {
    match (input.real(), result.dtype()) {
        (DType::Float32, DType::Complex128) => result.as_dtype(DType::Complex64),
        (DType::Float32, DType::Float64) => result.as_dtype(DType::Float32),
        _ => Ok(result.clone()),
    }
}

/// Runs a block with a name bound to the field that this element type computes in: `with_field!(dtype, T => f::<T>(…))`.
macro_rules! with_field {
    ($dtype:expr, $T:ident => $body:expr) => {
        if $dtype.is_complex() {
            type $T = $crate::Complex64;
            $body
        } else {
            type $T = f64;
            $body
        }
    };
}
pub(super) use with_field;
