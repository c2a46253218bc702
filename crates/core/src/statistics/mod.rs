//! Counting, interpolating and correlating; what else NumPy calls statistics is made of these, of ufuncs and of sorting.

mod bincount;
mod correlate;
mod interpolate;

pub use bincount::{bincount, bincount_weighted};
pub use correlate::{Mode, convolve, correlate};
pub use interpolate::{Outside, interp};
