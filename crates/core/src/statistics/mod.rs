//! Interpolating and correlating; what else NumPy calls statistics is made of these, of ufuncs and of sorting.

mod correlate;
mod interpolate;

pub use correlate::{Mode, convolve, correlate};
pub use interpolate::{Outside, interp};
