//! The element types that linear algebra computes in.

use crate::dtype::DType;
use crate::element::Element;
use faer::traits::ComplexField;
use ndgym_kernels::gemm::Ring;
use num_complex::{Complex32, Complex64};
use std::ops::{Div, Mul, Neg};

/// float32, float64, complex64 or complex128: element type here, scalar there.
pub(super) trait Field:
    Element
    + ComplexField<Real = Self::Part>
    + Ring
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// The type of real and imaginary parts.
    type Part: Element + faer::traits::RealField + PartialOrd;

    /// Smallest step above 1.
    fn epsilon() -> f64;
    fn new(real: f64, imaginary: f64) -> Self;
    fn parts(self) -> (f64, f64);

    /// The complex conjugate.
    fn conjugate(self) -> Self {
        let (real, imaginary) = self.parts();
        Self::new(real, -imaginary)
    }

    /// `|x|`
    fn modulus(self) -> f64 {
        let (real, imaginary) = self.parts();
        real.hypot(imaginary)
    }
}

macro_rules! field {
    ($type:ty, $part:ty, |$real:ident, $imaginary:ident| $new:expr, |$value:ident| $parts:expr) => {
        impl Field for $type {
            type Part = $part;
            fn epsilon() -> f64 {
                <$part>::EPSILON as f64
            }
            #[allow(unused_variables, reason = "real types have no imaginary part")]
            fn new($real: f64, $imaginary: f64) -> Self {
                $new
            }
            fn parts(self) -> (f64, f64) {
                let $value = self;
                $parts
            }
        }
    };
}

field!(f32, f32, |re, im| re as f32, |x| (x as f64, 0.0));
field!(f64, f64, |re, im| re, |x| (x, 0.0));
field!(Complex32, f32, |re, im| Complex32::new(re as f32, im as f32), |x| (x.re as f64, x.im as f64));
field!(Complex64, f64, |re, im| Complex64::new(re, im), |x| (x.re, x.im));

/// The type that linear algebra on `dtype` computes in and returns: integers and bool become float64.
pub(super) fn field_of(dtype: DType) -> DType {
    if dtype.is_inexact() { dtype } else { DType::Float64 }
}

/// Runs a block with a name bound to the field of that element type: `with_field!(dtype, T => f::<T>(…))`.
macro_rules! with_field {
    ($dtype:expr, $T:ident => $body:expr) => {
        match $crate::linalg::field::field_of($dtype) {
            $crate::DType::Float32 => {
                type $T = f32;
                $body
            }
            $crate::DType::Complex64 => {
                type $T = $crate::Complex32;
                $body
            }
            $crate::DType::Complex128 => {
                type $T = $crate::Complex64;
                $body
            }
            _ => {
                type $T = f64;
                $body
            }
        }
    };
}
pub(super) use with_field;
