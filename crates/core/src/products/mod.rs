//! Products that sum: matrices, inner and outer products, contractions.
//!
//! Source: <https://numpy.org/doc/stable/reference/routines.linalg.html#matrix-and-vector-products>

mod contract;
mod matmul;
mod rounding;

pub use contract::{Axes, dot, inner, kron, outer, tensordot, vdot};
pub use matmul::matmul;
pub(crate) use matmul::{matmul_plain, matmul_rounded};
pub(crate) use rounding::Rounding;

use crate::element::Bool;
use ndgym_kernels::gemm::Ring;

impl Ring for Bool {
    const COLUMNS: usize = 8;
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        (self.get() | other.get()).into()
    }
    /// What is true of the first alone.
    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        (self.get() & !other.get()).into()
    }
    #[inline(always)]
    fn multiply_add(self, a: Self, b: Self) -> Self {
        (self.get() | (a.get() & b.get())).into()
    }
}
