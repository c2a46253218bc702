//! ndgym's arrays for JavaScript: `wasm-pack build` makes an npm package of this crate.
//!
//! [`NdArray`] is the core's array; functions and methods carry NumPy's names in JavaScript's spelling (`argSort` is not:
//! `argsort` stays one word). An error is thrown as an `Error` whose `name` is NumPy's exception class and whose `message`
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
mod peak;
mod random;
mod types;
mod ufuncs;

pub use array::NdArray;
pub use creation::*;
pub use error::Thrown;
pub use linalg::*;
pub use peak::peak_gflops;
pub use random::{Generator, default_rng};
pub use types::*;
pub use ufuncs::*;
