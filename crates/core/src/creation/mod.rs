//! Arrays from nothing but numbers: ranges, matrices with ones on diagonals, grids. (`zeros`, `ones`, `full` and `empty`
//! are [`crate::Array`]'s own.)

mod grid;
mod matrix;
mod range;

pub use grid::{Indexing, indices, meshgrid, sparse_indices};
pub use matrix::{diag, diagflat, eye, tri, tril, triu};
pub use range::{Linspace, arange, linspace};
