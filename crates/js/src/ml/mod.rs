//! The algorithms of machine learning. Each takes, last, an optional list that receives its steps: function and step form are
//! one.

mod functions;
mod network;
mod normalization;
mod step;
mod values;

pub use functions::*;
pub use network::{Adam, Momentum, NetworkCache, TwoLayerNet};
pub use normalization::{
    NormalizationCache, batch_norm, batch_norm_inference, batch_norm_training, layer_norm,
};
