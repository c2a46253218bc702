//! Continuous distributions of `numpy.random.Generator`, one draw each.

use super::BitSource;
pub use super::ziggurat::{
    standard_exponential, standard_exponential_f32, standard_normal, standard_normal_f32,
};

/// Uniform in [low, low + range).
#[inline]
pub fn uniform<S: BitSource>(source: &mut S, low: f64, range: f64) -> f64 {
    low + range * source.next_f64()
}

/// Normal.
#[inline]
pub fn normal<S: BitSource>(source: &mut S, mean: f64, deviation: f64) -> f64 {
    mean + deviation * standard_normal(source)
}
