//! NumPy-compatible arrays: layout, ufuncs, reductions, indexing, linear algebra, random numbers, printing.
//!
//! The core knows no Python and no browser. An [`Array`] is an element type, a shared [`buffer::Buffer`], an offset, a
//! shape and strides; slicing, transposing and broadcasting give views on the same buffer. [`layout`] answers questions
//! about shapes and strides without touching data. Everything a caller can get wrong comes back as an [`Error`] with
//! NumPy's own type and text.

pub mod array;
mod bits;
pub mod buffer;
mod c_library;
pub mod creation;
mod double_double;
pub mod dtype;
pub mod einsum;
pub mod element;
pub mod error;
pub mod fft;
pub mod float_status;
pub mod format;
pub mod index;
pub mod iterate;
pub mod layout;
pub mod linalg;
pub mod manipulate;
pub mod ml;
pub mod overlap;
pub mod pack;
pub mod products;
pub mod promote;
pub mod random;
pub mod reduce;
pub mod rounding;
pub mod scalar;
pub mod set;
pub mod sort;
pub mod statistics;
pub mod text;
pub mod ufunc;
pub mod underflow;

pub use array::Array;
pub use dtype::DType;
pub use element::{Bool, Element};
pub use error::{Error, ErrorKind, Reason, Result};
pub use scalar::Scalar;

pub use num_complex::{Complex32, Complex64};
