//! Batch normalisation and layer normalisation.

use super::Recorder;
use super::calculate::{add, divide, mean, multiply, number, sqrt, square, subtract, sum};
use super::step::step;
use crate::array::Array;
use crate::error::{Error, Result};

/// What the backward pass of a normalisation needs.
#[derive(Clone, Debug)]
pub struct Cache {
    /// The normalised input, in its shape.
    pub normalized: Array,
    /// The input less its mean.
    pub centered: Array,
    /// `sqrt(variance + eps)`, with axes of size 1 where it was averaged.
    pub deviation: Array,
    gamma: Array,
    axes: Vec<i64>,
}

/// Means and variances of features, as they run through training: (D,) each.
#[derive(Clone, Debug)]
pub struct Running {
    /// Mean.
    pub mean: Array,
    /// Variance.
    pub variance: Array,
}

/// Gradients of a normalisation.
#[derive(Clone, Debug)]
pub struct Gradients {
    /// By the input, in its shape.
    pub input: Array,
    /// By the scale: (D,).
    pub gamma: Array,
    /// By the shift: (D,).
    pub beta: Array,
}

/// Axes that batch normalisation averages over, and the shape that lets a vector of features broadcast: features are
/// axis 1 of (N, D) and of (N, C, H, W).
fn feature_axes(x: &Array) -> Result<(Vec<i64>, Vec<usize>)> {
    match x.rank() {
        2 => Ok((vec![0], vec![1, x.shape()[1]])),
        4 => Ok((vec![0, 2, 3], vec![1, x.shape()[1], 1, 1])),
        rank => Err(Error::value(format!("batch normalisation takes 2 or 4 dimensions, not {rank}"))),
    }
}

fn as_features(vector: &Array, shape: &[usize]) -> Result<Array> {
    let shape: Vec<i64> = shape.iter().map(|size| *size as i64).collect();
    vector.reshape(&shape, crate::layout::Order::C)
}

/// Normalisation over any axes, of which batch, layer and instance normalisation are choices; gamma and beta broadcast
/// against x.
///
/// # Errors
/// `AxisError`; as broadcasting words it; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, ml::normalization::normalize};
/// let x = Array::from_slice(&[2, 2], &[1.0, 3.0, 5.0, 9.0]).unwrap();
/// let (one, zero) = (Array::from_slice(&[1], &[1.0]).unwrap(), Array::from_slice(&[1], &[0.0]).unwrap());
/// let (out, _) = normalize(&x, &one, &zero, 0.0, vec![-1], &mut ()).unwrap();
/// assert_eq!(out.to_vec::<f64>(), [-1.0, 1.0, -1.0, 1.0]);
/// ```
pub fn normalize(
    x: &Array,
    gamma: &Array,
    beta: &Array,
    eps: f64,
    axes: Vec<i64>,
    recorder: &mut impl Recorder,
) -> Result<(Array, Cache)> {
    let centered = subtract(x, mean(x, &axes, true)?)?;
    step!(
        recorder, "Centre", r"c = x - \mathrm{mean}(x)", "centered = x - x.mean(axis=axes, keepdims=True)",
        ["x" ["N", "D"] x] => ["centered" ["N", "D"] &centered],
        "Name the axis aloud: over the batch for batch norm, over the features for layer norm."
    );
    let variance = mean(&square(&centered)?, &axes, true)?;
    let deviation = sqrt(&add(&variance, number(eps))?)?;
    let normalized = divide(&centered, &deviation)?;
    step!(
        recorder, "Divide by the deviation", r"\hat{x} = \frac{c}{\sqrt{\mathrm{mean}(c^2) + \epsilon}}",
        "normalized = centered / np.sqrt((centered**2).mean(axis=axes, keepdims=True) + eps)",
        ["centered" ["N", "D"] &centered] => ["normalized" ["N", "D"] &normalized],
        "The variance is the biased one, and eps stands inside the root, so a constant feature becomes 0 and not NaN."
    );
    let out = add(multiply(gamma, &normalized)?, beta)?;
    step!(
        recorder, "Scale and shift", r"y = \gamma \hat{x} + \beta", "out = gamma * normalized + beta",
        ["normalized" ["N", "D"] &normalized, "gamma" ["D"] gamma, "beta" ["D"] beta] => ["out" ["N", "D"] &out],
        "Two learnt numbers per feature let the network undo the normalisation where it harms."
    );
    Ok((out, Cache { normalized, centered, deviation, gamma: gamma.clone(), axes }))
}

/// Batch normalisation in training: x (N, D) or (N, C, H, W), gamma and beta (D,) or (C,).
///
/// # Errors
/// `ValueError` for other ranks, and as broadcasting words it; `MemoryError`.
///
/// Source: S. Ioffe and C. Szegedy, "Batch Normalization", ICML (2015).
///
/// ```
/// use ndgym_core::{Array, ml::normalization::batch_norm};
/// let x = Array::from_slice(&[2, 1], &[1.0, 3.0]).unwrap();
/// let (one, zero) = (Array::from_slice(&[1], &[1.0]).unwrap(), Array::from_slice(&[1], &[0.0]).unwrap());
/// assert_eq!(batch_norm(&x, &one, &zero, 0.0, &mut ()).unwrap().0.to_vec::<f64>(), [-1.0, 1.0]);
/// ```
pub fn batch_norm(
    x: &Array,
    gamma: &Array,
    beta: &Array,
    eps: f64,
    recorder: &mut impl Recorder,
) -> Result<(Array, Cache)> {
    let (axes, shape) = feature_axes(x)?;
    normalize(x, &as_features(gamma, &shape)?, &as_features(beta, &shape)?, eps, axes, recorder)
}

/// [`batch_norm`], and the running statistics after this batch: `running = (1 - momentum) * running + momentum * batch`.
///
/// # Errors
/// As [`batch_norm`].
pub fn batch_norm_training(
    x: &Array,
    gamma: &Array,
    beta: &Array,
    running: &Running,
    momentum: f64,
    eps: f64,
    recorder: &mut impl Recorder,
) -> Result<(Array, Cache, Running)> {
    let (out, cache) = batch_norm(x, gamma, beta, eps, recorder)?;
    let (axes, _) = feature_axes(x)?;
    let moved = |old: &Array, new: &Array| {
        add(multiply(old, number(1.0 - momentum))?, multiply(new, number(momentum))?)
    };
    let batch_mean = mean(x, &axes, false)?;
    let batch_variance = mean(&square(&cache.centered)?, &axes, false)?;
    let old = running;
    let running =
        Running { mean: moved(&old.mean, &batch_mean)?, variance: moved(&old.variance, &batch_variance)? };
    step!(
        recorder, "Move the running statistics", r"r \leftarrow (1 - m)\, r + m\, s",
        "running_mean = (1 - momentum) * running_mean + momentum * x.mean(axis=axes)\nrunning_variance = (1 - momentum) * running_variance + momentum * x.var(axis=axes)",
        ["x" ["N", "D"] x, "running_mean" ["D"] &old.mean, "running_variance" ["D"] &old.variance]
            => ["running_mean" ["D"] &running.mean, "running_variance" ["D"] &running.variance],
        "At inference a prediction must not depend on who else is in the batch; these averages stand in."
    );
    Ok((out, cache, running))
}

/// Batch normalisation at inference, with running statistics.
///
/// # Errors
/// As [`batch_norm`].
pub fn batch_norm_inference(
    x: &Array,
    gamma: &Array,
    beta: &Array,
    running: &Running,
    eps: f64,
    recorder: &mut impl Recorder,
) -> Result<Array> {
    let (_, shape) = feature_axes(x)?;
    let (mean, variance) = (as_features(&running.mean, &shape)?, as_features(&running.variance, &shape)?);
    let normalized = divide(subtract(x, &mean)?, sqrt(&add(&variance, number(eps))?)?)?;
    let out = add(multiply(as_features(gamma, &shape)?, &normalized)?, as_features(beta, &shape)?)?;
    step!(
        recorder, "Normalise with what training saw", r"y = \gamma \frac{x - r_\mu}{\sqrt{r_{\sigma^2} + \epsilon}} + \beta",
        "out = gamma * (x - running_mean) / np.sqrt(running_variance + eps) + beta",
        ["x" ["N", "D"] x, "gamma" ["D"] gamma, "beta" ["D"] beta, "running_mean" ["N", "D"] &mean, "running_variance" ["N", "D"] &variance]
            => ["out" ["N", "D"] &out],
        "A batch of one works here, and would be all zeros in training."
    );
    Ok(out)
}

/// Layer normalisation over the last axis: gamma and beta have its length.
///
/// # Errors
/// `AxisError` for a scalar; as broadcasting words it; `MemoryError`.
///
/// Source: J. Ba, J. Kiros and G. Hinton, "Layer Normalization" (2016).
pub fn layer_norm(
    x: &Array,
    gamma: &Array,
    beta: &Array,
    eps: f64,
    recorder: &mut impl Recorder,
) -> Result<(Array, Cache)> {
    normalize(x, gamma, beta, eps, vec![-1], recorder)
}

/// Backward pass of [`batch_norm`] and [`layer_norm`]: gradients by input, scale and shift.
///
/// # Errors
/// As broadcasting words it; `MemoryError`.
pub fn backward(output_gradient: &Array, cache: &Cache, recorder: &mut impl Recorder) -> Result<Gradients> {
    let Cache { normalized, deviation, gamma, axes, .. } = cache;
    let scaled = multiply(output_gradient, gamma)?;
    let from_mean = mean(&scaled, axes, true)?;
    let from_variance = multiply(normalized, mean(&multiply(&scaled, normalized)?, axes, true)?)?;
    let input = divide(subtract(subtract(&scaled, from_mean)?, from_variance)?, deviation)?;
    // Whatever gamma was broadcast over is summed.
    let broadcast: Vec<i64> = match (gamma.rank() == normalized.rank(), axes.as_slice()) {
        (true, axes) => axes.to_vec(),
        (false, _) => (0..normalized.rank() as i64 - 1).collect(),
    };
    let by_gamma = sum(&multiply(output_gradient, normalized)?, &broadcast, false)?;
    let by_beta = sum(output_gradient, &broadcast, false)?;
    step!(
        recorder, "Back to scale and shift",
        r"\frac{\partial L}{\partial \gamma} = \sum \frac{\partial L}{\partial y} \hat{x}, \quad \frac{\partial L}{\partial \beta} = \sum \frac{\partial L}{\partial y}",
        "dgamma, dbeta = (dout * normalized).sum(axis=broadcast), dout.sum(axis=broadcast)",
        ["dout" ["N", "D"] output_gradient, "normalized" ["N", "D"] normalized] => ["dgamma" ["D"] &by_gamma, "dbeta" ["D"] &by_beta],
        "What was broadcast forward is summed backward, over just those axes."
    );
    step!(
        recorder, "Back through mean and variance",
        r"\frac{\partial L}{\partial x} = \frac{g - \mathrm{mean}(g) - \hat{x}\,\mathrm{mean}(g \hat{x})}{\sigma}, \quad g = \gamma \frac{\partial L}{\partial y}",
        "g = gamma * dout\ndx = (g - g.mean(axis=axes, keepdims=True) - normalized * (g * normalized).mean(axis=axes, keepdims=True)) / deviation",
        ["dout" ["N", "D"] output_gradient, "gamma" ["N", "D"] gamma, "normalized" ["N", "D"] normalized, "deviation" ["N", "D"] deviation]
            => ["g" ["N", "D"] &scaled, "dx" ["N", "D"] &input],
        "Every input moved the mean and the variance too: the two subtracted terms are those paths."
    );
    Ok(Gradients { gamma: by_gamma, beta: by_beta, input })
}

#[cfg(test)]
mod tests {
    use super::super::loss::numerical_gradient;
    use super::*;

    fn array(shape: &[usize], start: f64) -> Array {
        let count: usize = shape.iter().product();
        let values: Vec<f64> = (0..count).map(|i| ((i as f64 + start) * 1.7).sin() * 2.0).collect();
        Array::from_slice(shape, &values).unwrap()
    }

    fn weighted(out: &Array, weights: &Array) -> f64 {
        multiply(out, weights).unwrap().to_vec::<f64>().iter().sum()
    }

    fn assert_near(found: &Array, expected: &[f64]) {
        for (found, expected) in found.to_vec::<f64>().iter().zip(expected) {
            assert!((found - expected).abs() < 1e-7, "{found} {expected}");
        }
    }

    #[test]
    fn gradients_of_batch_norm_are_those_of_the_forward_pass() {
        for shape in [&[5, 3][..], &[2, 3, 2, 2]] {
            let (x, gamma, beta, upstream) =
                (array(shape, 0.0), array(&[3], 2.0), array(&[3], 9.0), array(shape, 30.0));
            let (_, cache) = batch_norm(&x, &gamma, &beta, 1e-5, &mut ()).unwrap();
            let gradients = backward(&upstream, &cache, &mut ()).unwrap();
            let loss = |x: &Array, gamma: &Array, beta: &Array| {
                weighted(&batch_norm(x, gamma, beta, 1e-5, &mut ()).unwrap().0, &upstream)
            };
            assert_near(&gradients.input, &numerical_gradient(&x, |x| loss(x, &gamma, &beta)));
            assert_near(&gradients.gamma, &numerical_gradient(&gamma, |gamma| loss(&x, gamma, &beta)));
            assert_near(&gradients.beta, &numerical_gradient(&beta, |beta| loss(&x, &gamma, beta)));
        }
    }

    #[test]
    fn gradients_of_layer_norm_are_those_of_the_forward_pass() {
        let (x, gamma, beta, upstream) =
            (array(&[2, 3, 4], 0.0), array(&[4], 2.0), array(&[4], 9.0), array(&[2, 3, 4], 30.0));
        let (_, cache) = layer_norm(&x, &gamma, &beta, 1e-5, &mut ()).unwrap();
        let gradients = backward(&upstream, &cache, &mut ()).unwrap();
        let loss = |x: &Array, gamma: &Array| {
            weighted(&layer_norm(x, gamma, &beta, 1e-5, &mut ()).unwrap().0, &upstream)
        };
        assert_near(&gradients.input, &numerical_gradient(&x, |x| loss(x, &gamma)));
        assert_near(&gradients.gamma, &numerical_gradient(&gamma, |gamma| loss(&x, gamma)));
    }

    #[test]
    fn a_constant_feature_becomes_zero_and_other_ranks_are_refused() {
        let x = Array::from_slice(&[3, 1], &[4.0; 3]).unwrap();
        let (one, zero) =
            (Array::from_slice(&[1], &[1.0]).unwrap(), Array::from_slice(&[1], &[0.0]).unwrap());
        assert_eq!(batch_norm(&x, &one, &zero, 1e-5, &mut ()).unwrap().0.to_vec::<f64>(), [0.0; 3]);
        assert!(batch_norm(&array(&[3], 0.0), &one, &zero, 1e-5, &mut ()).is_err());
    }
}
