//! Scores as probabilities: Platt scaling, temperature, reliability.

use super::calculate::{divide, number};
use super::loss::cross_entropy_from_logits;
use crate::array::Array;
use crate::error::{Error, Result};

/// Rounds of Newton's method that are allowed; it needs about ten.
const ROUNDS: usize = 100;

fn pairs(scores: &Array, labels: &Array) -> Result<Vec<(f64, f64)>> {
    if scores.shape() != labels.shape() || scores.size() == 0 {
        return Err(Error::value("one label for each score is needed"));
    }
    Ok(scores.to_vec::<f64>().into_iter().zip(labels.to_vec::<f64>()).collect())
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// `log(1 + exp(x))`, for x of any size.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// Slope and intercept of `p = sigmoid(a * score + b)` by maximum likelihood, for labels 0 and 1.
///
/// # Errors
/// `ValueError` for shapes that differ, for no scores, and where the classes do not overlap, so that no finite slope is best.
///
/// Source: J. Platt, "Probabilistic outputs for support vector machines" (1999), without its smoothed targets.
///
/// ```
/// use ndgym_core::{Array, ml::calibration::fit_platt};
/// let scores = Array::from_slice(&[4], &[-1.0, 1.0, -1.0, 1.0]).unwrap();
/// let labels = Array::from_slice(&[4], &[0.0, 1.0, 1.0, 0.0]).unwrap();
/// let (a, b) = fit_platt(&scores, &labels).unwrap();
/// assert!(a.abs() < 1e-9 && b.abs() < 1e-9); // the scores say nothing
/// ```
pub fn fit_platt(scores: &Array, labels: &Array) -> Result<(f64, f64)> {
    let data = pairs(scores, labels)?;
    let loss = |a: f64, b: f64| -> f64 {
        data.iter().map(|(score, label)| softplus(a * score + b) - label * (a * score + b)).sum()
    };
    let (mut a, mut b) = (0.0, 0.0);
    for _ in 0..ROUNDS {
        let mut gradient = [0.0; 2];
        let mut hessian = [1e-12, 0.0, 1e-12];
        for (score, label) in &data {
            let p = sigmoid(a * score + b);
            let (error, weight) = (p - label, p * (1.0 - p));
            gradient[0] += error * score;
            gradient[1] += error;
            hessian[0] += weight * score * score;
            hessian[1] += weight * score;
            hessian[2] += weight;
        }
        let determinant = hessian[0] * hessian[2] - hessian[1] * hessian[1];
        let step = [
            (hessian[2] * gradient[0] - hessian[1] * gradient[1]) / determinant,
            (hessian[0] * gradient[1] - hessian[1] * gradient[0]) / determinant,
        ];
        // Halved until the loss falls: far from the minimum the parabola misleads.
        let before = loss(a, b);
        let share = (0..60)
            .map(|halvings| 0.5_f64.powi(halvings))
            .find(|share| loss(a - share * step[0], b - share * step[1]) <= before);
        let Some(share) = share else { return Ok((a, b)) };
        (a, b) = (a - share * step[0], b - share * step[1]);
        if step[0].abs().max(step[1].abs()) * share <= 1e-12 * (1.0 + a.abs().max(b.abs())) {
            return Ok((a, b));
        }
    }
    Err(Error::value("the classes do not overlap: the likelihood has no maximum"))
}

/// `1 / (1 + exp(-(slope * score + intercept)))` for each score: what Platt's fit, or a temperature (slope `1 / T`), makes of it.
///
/// # Errors
/// `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, ml::calibration::probabilities};
/// let scores = Array::from_slice(&[2], &[0.0, 1e4]).unwrap();
/// assert_eq!(probabilities(&scores, 2.0, 0.0).unwrap().to_vec::<f64>(), [0.5, 1.0]);
/// ```
pub fn probabilities(scores: &Array, slope: f64, intercept: f64) -> Result<Array> {
    let found: Vec<f64> =
        scores.to_vec::<f64>().into_iter().map(|score| sigmoid(slope * score + intercept)).collect();
    Array::from_slice(scores.shape(), &found)
}

/// The temperature that logits (N, C) are to be divided by for the least cross-entropy with labels (N,), between 0.01 and 100.
///
/// # Errors
/// As [`cross_entropy_from_logits`].
///
/// Source: C. Guo et al., "On Calibration of Modern Neural Networks", ICML (2017).
pub fn fit_temperature(logits: &Array, labels: &Array) -> Result<f64> {
    let loss = |logarithm: f64| -> Result<f64> {
        let scaled = divide(logits, number(logarithm.exp()))?;
        let loss = cross_entropy_from_logits(&scaled, labels, &mut ())?.to_vec::<f64>();
        Ok(loss.first().copied().unwrap_or(f64::NAN))
    };
    // Golden section: the loss falls, then rises, over the temperature's logarithm.
    let ratio = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (0.01_f64.ln(), 100.0_f64.ln());
    let (mut left, mut right) = (high - ratio * (high - low), low + ratio * (high - low));
    let (mut at_left, mut at_right) = (loss(left)?, loss(right)?);
    for _ in 0..80 {
        if at_left <= at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - ratio * (high - low);
            at_left = loss(left)?;
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + ratio * (high - low);
            at_right = loss(right)?;
        }
    }
    Ok(((low + high) / 2.0).exp())
}

/// A bin of the reliability diagram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// How many probabilities fall into it.
    pub count: usize,
    /// Their mean; NaN for none.
    pub predicted: f64,
    /// The share of them that came true; NaN for none.
    pub actual: f64,
}

/// Bins of equal width, open below and closed above (0 belongs to the first), and the expected calibration error: the mean
/// distance between what was predicted and what came true, weighted by the bins' counts.
///
/// # Errors
/// `ValueError` for shapes that differ and for no bins.
///
/// Source: M. Naeini, G. Cooper and M. Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", AAAI (2015).
///
/// ```
/// use ndgym_core::{Array, ml::calibration::reliability};
/// let probabilities = Array::from_slice(&[2], &[0.9, 0.9]).unwrap();
/// let labels = Array::from_slice(&[2], &[1.0, 0.0]).unwrap();
/// let (bins, error) = reliability(&probabilities, &labels, 10).unwrap();
/// assert_eq!((bins[8].count, (error - 0.4).abs() < 1e-12), (2, true));
/// ```
pub fn reliability(probabilities: &Array, labels: &Array, bins: usize) -> Result<(Vec<Bin>, f64)> {
    let data = pairs(probabilities, labels)?;
    if bins == 0 {
        return Err(Error::value("`bins` must be positive, when an integer"));
    }
    let mut sums = vec![(0_usize, 0.0, 0.0); bins];
    for (probability, label) in &data {
        let at = ((probability * bins as f64).ceil() as usize).clamp(1, bins) - 1;
        sums[at] = (sums[at].0 + 1, sums[at].1 + probability, sums[at].2 + label);
    }
    let mean = |(count, predicted, actual): (usize, f64, f64)| Bin {
        count,
        predicted: predicted / count as f64,
        actual: actual / count as f64,
    };
    let bins: Vec<Bin> = sums.into_iter().map(mean).collect();
    let filled = bins.iter().filter(|bin| bin.count > 0);
    let error = filled.map(|bin| bin.count as f64 * (bin.predicted - bin.actual).abs()).sum::<f64>();
    Ok((bins, error / data.len() as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platt_scaling_stands_where_the_likelihood_is_level() {
        let scores: Vec<f64> = (0..200).map(|i| f64::from(i) / 25.0 - 4.0).collect();
        let labels: Vec<f64> = (0..200).map(|i| f64::from(u8::from((i * 7919) % 200 < i))).collect();
        let array = |values: &[f64]| Array::from_slice(&[values.len()], values).unwrap();
        let (a, b) = fit_platt(&array(&scores), &array(&labels)).unwrap();
        let errors =
            || scores.iter().zip(&labels).map(|(score, label)| (score, sigmoid(a * score + b) - label));
        assert!(errors().map(|(_, error)| error).sum::<f64>().abs() < 1e-8);
        assert!(errors().map(|(score, error)| score * error).sum::<f64>().abs() < 1e-8);
        assert!(a > 0.1, "{a}");
        assert!(fit_platt(&array(&[0.0, 1.0]), &array(&[0.0])).is_err());
    }

    #[test]
    fn logits_that_were_scaled_are_scaled_back() {
        let logits: Vec<f64> = (0..300).map(|i| f64::from(i * i).sin() * 2.0).collect();
        // Three of four labels are what the logits say.
        let largest = |row: &[f64]| (0..3).max_by(|a, b| row[*a].total_cmp(&row[*b])).unwrap() as i64;
        let labels: Vec<i64> =
            logits.chunks(3).enumerate().map(|(i, row)| (largest(row) + i64::from(i % 4 == 0)) % 3).collect();
        let labels = Array::from_slice(&[100], &labels).unwrap();
        let fitted = |scale: f64| {
            let scaled: Vec<f64> = logits.iter().map(|x| x * scale).collect();
            fit_temperature(&Array::from_slice(&[100, 3], &scaled).unwrap(), &labels).unwrap()
        };
        let (one, five) = (fitted(1.0), fitted(5.0));
        assert!((five / one - 5.0).abs() < 1e-6 && (0.05..15.0).contains(&one), "{one} {five}");
    }

    #[test]
    fn certainty_that_comes_true_has_no_error() {
        let array = |values: &[f64]| Array::from_slice(&[values.len()], values).unwrap();
        let (bins, error) = reliability(&array(&[0.0, 1.0, 1.0]), &array(&[0.0, 1.0, 1.0]), 10).unwrap();
        assert_eq!((error, bins[0].count, bins[9].count), (0.0, 1, 2));
        assert!(bins[4].predicted.is_nan());
        assert!(reliability(&array(&[0.5]), &array(&[1.0]), 0).is_err());
    }
}
