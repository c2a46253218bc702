//! The algorithms of machine learning that interviews ask for, on the core's own arrays.
//!
//! Each is one function, stable and vectorised, that takes a [`Recorder`]: pass `&mut ()` for the result alone, or a
//! `Vec<Step>` to keep every step with its formula, NumPy line and values. Shapes and errors are NumPy's.

pub mod attention;
pub mod calculate;
pub mod calibration;
pub mod clusters;
pub mod convolution;
pub mod decomposition;
pub mod distance;
pub mod encoding;
pub mod loss;
pub mod neighbors;
pub mod network;
pub mod normalization;
pub mod optimizer;
mod order;
pub mod rolling;
pub mod softmax;
pub mod step;
pub mod surface;
pub mod top_k;

pub use step::{Named, Recorder, Step};
