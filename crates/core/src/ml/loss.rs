//! Cross-entropy and its gradient.

use super::Recorder;
use super::calculate::{
    add, apply, constant, divide, equal, log, matmul, maximum, mean, minimum, negative, number, subtract,
    sum, transposed,
};
use super::softmax::{log_softmax, softmax};
use super::step::step;
use crate::array::Array;
use crate::creation::arange;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::index::take_along_axis;
use crate::manipulate::{expand_dims, squeeze};
use crate::scalar::Scalar;
use crate::ufunc::{self, Operand};

/// Probabilities are kept this far from 0, whose logarithm is infinite.
const LEAST_PROBABILITY: f64 = 1e-12;

/// Of each row the element at its label: `a[np.arange(N), labels]`, shapes (N, C) and (N,), giving (N,).
pub(super) fn picked(rows: &Array, labels: &Array) -> Result<Array> {
    if rows.rank() != 2 || labels.rank() != 1 {
        return Err(Error::index("arrays used as indices must be of integer (or boolean) type"));
    }
    if rows.shape()[0] != labels.shape()[0] {
        return Err(Error::index(format!(
            "shape mismatch: indexing arrays could not be broadcast together with shapes ({},) ({},) ",
            rows.shape()[0],
            labels.shape()[0]
        )));
    }
    let labels = expand_dims(labels, &[1])?;
    squeeze(&take_along_axis(rows, &labels, Some(1))?, Some(&[1]))
}

/// Mean negative logarithm of the probability of the right class: (N, C) probabilities, (N,) labels, a 0-d array.
///
/// # Errors
/// `IndexError` for labels that are no class; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, ml::loss::cross_entropy};
/// let probabilities = Array::from_slice(&[2, 2], &[0.5, 0.5, 0.0, 1.0]).unwrap();
/// let labels = Array::from_slice(&[2], &[0_i64, 1]).unwrap();
/// assert_eq!(cross_entropy(&probabilities, &labels, &mut ()).unwrap().to_vec::<f64>(), [2.0_f64.ln() / 2.0]);
/// ```
pub fn cross_entropy(probabilities: &Array, labels: &Array, recorder: &mut impl Recorder) -> Result<Array> {
    let clipped = minimum(maximum(probabilities, number(LEAST_PROBABILITY))?, number(1.0))?;
    step!(
        recorder, "Keep away from 0", r"p \leftarrow \max(p, 10^{-12})", "clipped = np.clip(probabilities, 1e-12, 1.0)",
        ["probabilities" ["N", "C"] probabilities] => ["clipped" ["N", "C"] &clipped],
        "One probability of 0 would make the whole mean infinite."
    );
    let right = picked(&clipped, labels)?;
    step!(
        recorder, "Pick each row's right class", r"q_i = p_{i, y_i}", "right = clipped[np.arange(len(labels)), labels]",
        ["clipped" ["N", "C"] &clipped, "labels" ["N"] labels] => ["right" ["N"] &right],
        "Two index arrays of the same length pick N elements; a one-hot product would touch all N times C."
    );
    let loss = negative(&mean(&log(&right)?, &[0], false)?)?;
    step!(
        recorder, "Average the surprise", r"L = -\frac{1}{N} \sum_i \log q_i", "loss = -np.log(right).mean()",
        ["right" ["N"] &right] => ["loss" [] &loss],
        "The mean, not the sum: the size of the batch must not change the learning rate."
    );
    Ok(loss)
}

/// The same from logits, by log-softmax: survives logits of any size.
///
/// # Errors
/// As [`cross_entropy`].
///
/// ```
/// use ndgym_core::{Array, ml::loss::cross_entropy_from_logits};
/// let logits = Array::from_slice(&[1, 2], &[0.0, 5000.0]).unwrap();
/// let labels = Array::from_slice(&[1], &[0_i64]).unwrap();
/// assert_eq!(cross_entropy_from_logits(&logits, &labels, &mut ()).unwrap().to_vec::<f64>(), [5000.0]);
/// ```
pub fn cross_entropy_from_logits(
    logits: &Array,
    labels: &Array,
    recorder: &mut impl Recorder,
) -> Result<Array> {
    let log_probabilities = log_softmax(logits, recorder)?;
    let right = picked(&log_probabilities, labels)?;
    let loss = negative(&mean(&right, &[0], false)?)?;
    step!(
        recorder, "Average over the right classes", r"L = -\frac{1}{N} \sum_i \log p_{i, y_i}",
        "loss = -log_probabilities[np.arange(len(labels)), labels].mean()",
        ["log_probabilities" ["N", "C"] &log_probabilities, "labels" ["N"] labels] => ["loss" [] &loss],
        "Equal logits give log C: a first check of any classifier's loss."
    );
    Ok(loss)
}

/// Gradient of [`cross_entropy_from_logits`] by the logits, `(softmax - one-hot) / N`: shape (N, C).
///
/// # Errors
/// As [`cross_entropy`].
///
/// ```
/// use ndgym_core::{Array, ml::loss::cross_entropy_gradient};
/// let logits = Array::from_slice(&[1, 2], &[0.0, 0.0]).unwrap();
/// let labels = Array::from_slice(&[1], &[0_i64]).unwrap();
/// assert_eq!(cross_entropy_gradient(&logits, &labels, &mut ()).unwrap().to_vec::<f64>(), [-0.5, 0.5]);
/// ```
pub fn cross_entropy_gradient(logits: &Array, labels: &Array, recorder: &mut impl Recorder) -> Result<Array> {
    let probabilities = softmax(logits, recorder)?;
    picked(&probabilities, labels)?;
    let classes = probabilities.shape()[1] as i64;
    let columns = arange(Scalar::Int64(0), Scalar::Int64(classes), Scalar::Int64(1), DType::Int64)?;
    let one_hot = equal(expand_dims(labels, &[1])?, &columns)?.as_dtype(probabilities.dtype())?;
    let gradient = divide(subtract(&probabilities, &one_hot)?, number(labels.size() as f64))?;
    step!(
        recorder, "Probabilities minus one-hot", r"\frac{\partial L}{\partial x_{ij}} = \frac{p_{ij} - [j = y_i]}{N}",
        "gradient = (probabilities - (labels[:, None] == np.arange(probabilities.shape[1]))) / len(labels)",
        ["probabilities" ["N", "C"] &probabilities, "labels" ["N"] labels] => ["gradient" ["N", "C"] &gradient],
        "Softmax and logarithm together leave a difference; taken apart they leave a Jacobian and a division by p."
    );
    Ok(gradient)
}

/// Weights after one step of gradient descent, and the loss before it.
#[derive(Clone, Debug)]
pub struct GradientStep {
    /// (D, C)
    pub weights: Array,
    /// (C,)
    pub bias: Array,
    /// 0-d.
    pub loss: Array,
}

/// One step of softmax regression: inputs (N, D), weights (D, C), bias (C,), labels (N,).
///
/// # Errors
/// `ValueError` as `matmul` words it for shapes that do not fit; as [`cross_entropy`].
///
/// ```
/// use ndgym_core::{Array, DType, ml::loss::softmax_regression_step};
/// let zeros = |shape: &[usize]| Array::zeros(shape, DType::Float64).unwrap();
/// let label = Array::from_slice(&[1], &[1_i64]).unwrap();
/// let found = softmax_regression_step(&zeros(&[1, 3]), &zeros(&[3, 2]), &zeros(&[2]), &label, 1.0, &mut ()).unwrap();
/// assert_eq!(found.bias.to_vec::<f64>(), [-0.5, 0.5]); // towards the label
/// ```
pub fn softmax_regression_step(
    inputs: &Array,
    weights: &Array,
    bias: &Array,
    labels: &Array,
    learning_rate: f64,
    recorder: &mut impl Recorder,
) -> Result<GradientStep> {
    let logits = add(matmul(inputs, weights)?, bias)?;
    step!(
        recorder, "Scores", r"x = X W + b", "logits = X @ W + b",
        ["X" ["N", "D"] inputs, "W" ["D", "C"] weights, "b" ["C"] bias] => ["logits" ["N", "C"] &logits],
        "The bias has one axis and broadcasts over the batch."
    );
    let loss = cross_entropy_from_logits(&logits, labels, &mut ())?;
    let gradient = cross_entropy_gradient(&logits, labels, recorder)?;
    let rate = || -> Result<Operand> { Ok(constant(learning_rate, gradient.dtype())?.into()) };
    let step_of = |gradient: &Array| apply(&ufunc::MULTIPLY, &[gradient.into(), rate()?]);
    let weights_gradient = matmul(&transposed(inputs)?, &gradient)?;
    let new_weights = subtract(weights, step_of(&weights_gradient)?)?;
    let new_bias = subtract(bias, step_of(&sum(&gradient, &[0], false)?)?)?;
    step!(
        recorder, "Step against the gradient", r"W \leftarrow W - \eta\, X^\top G, \quad b \leftarrow b - \eta \sum_i G_i",
        "W, b = W - rate * X.T @ gradient, b - rate * gradient.sum(axis=0)",
        ["X" ["N", "D"] inputs, "gradient" ["N", "C"] &gradient]
            => ["W" ["D", "C"] &new_weights, "b" ["C"] &new_bias],
        "What was broadcast forward is summed backward: the bias's gradient is a sum over the batch."
    );
    Ok(GradientStep { weights: new_weights, bias: new_bias, loss })
}

/// The derivative of `function` by each element of `at`, by central differences: an oracle for gradients in tests.
#[cfg(test)]
pub(super) fn numerical_gradient(at: &Array, function: impl Fn(&Array) -> f64) -> Vec<f64> {
    let values = at.to_vec::<f64>();
    let shifted = |index: usize, by: f64| {
        let mut values = values.clone();
        values[index] += by;
        function(&Array::from_slice(at.shape(), &values).unwrap())
    };
    (0..values.len()).map(|index| (shifted(index, 1e-5) - shifted(index, -1e-5)) / 2e-5).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gradient_is_that_of_the_loss() {
        let logits = Array::from_slice(&[2, 3], &[0.1, -2.0, 0.7, 3.0, 0.0, -0.5]).unwrap();
        let labels = Array::from_slice(&[2], &[2_i64, 0]).unwrap();
        let gradient = cross_entropy_gradient(&logits, &labels, &mut ()).unwrap();
        let loss =
            |logits: &Array| cross_entropy_from_logits(logits, &labels, &mut ()).unwrap().to_vec::<f64>()[0];
        for (found, expected) in gradient.to_vec::<f64>().iter().zip(numerical_gradient(&logits, loss)) {
            assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
    }

    #[test]
    fn equal_logits_give_the_logarithm_of_the_number_of_classes() {
        let logits = Array::from_slice(&[2, 4], &[7.0; 8]).unwrap();
        let labels = Array::from_slice(&[2], &[3_i64, 0]).unwrap();
        let loss = cross_entropy_from_logits(&logits, &labels, &mut ()).unwrap().to_vec::<f64>()[0];
        assert!((loss - 4.0_f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn a_label_beyond_the_classes_is_an_index_error() {
        let logits = Array::from_slice(&[1, 2], &[0.0, 1.0]).unwrap();
        let labels = Array::from_slice(&[1], &[2_i64]).unwrap();
        let error = cross_entropy_from_logits(&logits, &labels, &mut ()).unwrap_err();
        assert_eq!(error.message, "index 2 is out of bounds for axis 1 with size 2");
        let two = Array::from_slice(&[2], &[0_i64, 1]).unwrap();
        assert!(cross_entropy(&logits, &two, &mut ()).is_err());
    }
}
