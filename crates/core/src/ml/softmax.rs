//! Softmax and its logarithm.

use super::Recorder;
use super::calculate::{divide, exp, log, max, subtract, sum};
use super::step::step;
use crate::array::Array;
use crate::error::Result;

/// Probabilities from scores along the last axis, `exp(x - max) / Σ exp(x - max)`: shape (C,) or (N, C), the same out as in.
///
/// # Errors
/// `AxisError` for a scalar; `ValueError` for no classes; `MemoryError`.
///
/// Source: J. Bridle, "Probabilistic interpretation of feedforward classification network outputs" (1990).
///
/// ```
/// use ndgym_core::{Array, ml::softmax::softmax};
/// let logits = Array::from_slice(&[1, 2], &[1000.0, 1000.0]).unwrap();
/// assert_eq!(softmax(&logits, &mut ()).unwrap().to_vec::<f64>(), [0.5, 0.5]);
/// ```
pub fn softmax(logits: &Array, recorder: &mut impl Recorder) -> Result<Array> {
    let shifted = shift(logits, recorder)?;
    let weights = exp(&shifted)?;
    step!(
        recorder, "Exponentials of what is at most 0", r"w_{ij} = e^{x_{ij} - m_i}", "weights = np.exp(shifted)",
        ["shifted" ["N", "C"] &shifted] => ["weights" ["N", "C"] &weights],
        "The largest weight is 1, so nothing overflows and the sum is never 0."
    );
    let probabilities = divide(&weights, sum(&weights, &[-1], true)?)?;
    step!(
        recorder, "Divide by the row's sum", r"p_{ij} = \frac{w_{ij}}{\sum_k w_{ik}}",
        "probabilities = weights / weights.sum(axis=-1, keepdims=True)",
        ["weights" ["N", "C"] &weights] => ["probabilities" ["N", "C"] &probabilities],
        "keepdims leaves an axis of size 1, so the sums broadcast along the rows they came from."
    );
    Ok(probabilities)
}

/// Logarithms of [`softmax`], `x - max - log Σ exp(x - max)`, without a logarithm of 0.
///
/// # Errors
/// As [`softmax`].
///
/// ```
/// use ndgym_core::{Array, ml::softmax::log_softmax};
/// let logits = Array::from_slice(&[2], &[0.0, -2000.0]).unwrap();
/// assert_eq!(log_softmax(&logits, &mut ()).unwrap().to_vec::<f64>(), [0.0, -2000.0]);
/// ```
pub fn log_softmax(logits: &Array, recorder: &mut impl Recorder) -> Result<Array> {
    let shifted = shift(logits, recorder)?;
    let log_probabilities = subtract(&shifted, log(&sum(&exp(&shifted)?, &[-1], true)?)?)?;
    step!(
        recorder, "Subtract the logarithm of the sum", r"\log p_{ij} = x_{ij} - m_i - \log \sum_k e^{x_{ik} - m_i}",
        "log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))",
        ["shifted" ["N", "C"] &shifted] => ["log_probabilities" ["N", "C"] &log_probabilities],
        "The logarithm is taken of a sum that is at least 1; log(softmax(x)) would meet log(0)."
    );
    Ok(log_probabilities)
}

fn shift(logits: &Array, recorder: &mut impl Recorder) -> Result<Array> {
    let shifted = subtract(logits, max(logits, &[-1], true)?)?;
    step!(
        recorder, "Shift by the row's maximum", r"m_i = \max_k x_{ik}",
        "shifted = logits - logits.max(axis=-1, keepdims=True)",
        ["logits" ["N", "C"] logits] => ["shifted" ["N", "C"] &shifted],
        "A constant taken from a whole row cancels in the quotient: the answer does not change."
    );
    Ok(shifted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_those_of_the_result() {
        let logits = Array::from_slice(&[2, 2], &[0.0, 3.0_f64.ln(), 1.0, 1.0]).unwrap();
        let mut steps = Vec::new();
        let result = softmax(&logits, &mut steps).unwrap();
        assert_eq!(steps.len(), 3);
        assert_eq!(steps[2].outputs[0].array.to_vec::<f64>(), result.to_vec::<f64>());
        assert_eq!(result.to_vec::<f64>(), [0.25, 0.75, 0.5, 0.5]);
    }
}
