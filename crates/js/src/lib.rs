//! ndgym's arrays for JavaScript: `wasm-pack build` makes an npm package of this crate.
//!
//! [`NdArray`] is the core's array, [`Numpy`] has NumPy's functions, [`ml`] the algorithms; all carry NumPy's names. An error is thrown as an `Error` whose `name` is NumPy's exception class and whose `message`
//! is NumPy's text. What an operation means stands in `ndgym_core`; here values are converted.

mod array;
mod convert;
mod creation;
mod error;
mod index;
mod linalg;
mod memory;
mod methods;
pub mod ml;
mod numpy;
mod peak;
mod random;
mod types;
mod ufuncs;

use ndgym_kernels::allocator::CountingAllocator;

/// For its lists of small blocks.
#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

pub use array::NdArray;
pub use error::Thrown;
pub use numpy::Numpy;
pub use peak::peak_gflops;
pub use random::Generator;
pub use types::*;
