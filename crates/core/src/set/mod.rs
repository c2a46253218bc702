//! Sets of elements: `unique`, `isin`, `intersect1d`, `union1d`, `setdiff1d`, `setxor1d`.

mod combine;
mod membership;
mod unique;

pub use combine::{Intersection, intersect1d, setdiff1d, setxor1d, union1d};
pub use membership::{Method, isin};
pub use unique::{Unique, Wanted, unique};
