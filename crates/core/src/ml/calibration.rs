//! Scores as probabilities: Platt scaling, temperature, reliability.

use super::Recorder;
use super::calculate::{constant, multiply, number};
use super::loss::picked;
use super::softmax::softmax;
use super::step::{list, step};
use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, Result};

/// Rounds of Newton's method that are allowed; it needs about ten.
const ROUNDS: usize = 100;
/// Between these a temperature is sought.
const TEMPERATURES: (f64, f64) = (0.01, 100.0);

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

/// Gradient, and the Hessian's three different numbers, of the negative log-likelihood by slope and intercept.
fn derivatives(data: &[(f64, f64)], a: f64, b: f64) -> ([f64; 2], [f64; 3]) {
    let mut gradient = [0.0; 2];
    let mut hessian = [1e-12, 0.0, 1e-12];
    for (score, label) in data {
        let p = sigmoid(a * score + b);
        let (error, weight) = (p - label, p * (1.0 - p));
        gradient[0] += error * score;
        gradient[1] += error;
        hessian[0] += weight * score * score;
        hessian[1] += weight * score;
        hessian[2] += weight;
    }
    (gradient, hessian)
}

/// Slope and intercept of `p = sigmoid(a * score + b)` by maximum likelihood, for scores (n,) and labels (n,) of 0 and 1.
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
/// let (a, b) = fit_platt(&scores, &labels, &mut ()).unwrap();
/// assert!(a.abs() < 1e-9 && b.abs() < 1e-9); // the scores say nothing
/// ```
pub fn fit_platt(scores: &Array, labels: &Array, recorder: &mut impl Recorder) -> Result<(f64, f64)> {
    let data = pairs(scores, labels)?;
    let columns =
        || Array::from_slice(&[data.len(), 2], &data.iter().flat_map(|one| [one.0, 1.0]).collect::<Vec<_>>());
    step!(
        recorder, "A column of scores, a column of ones", r"z_i = a s_i + b = X_i w",
        "X, w = np.stack([scores, np.ones(len(scores))], axis=1), np.zeros(2)",
        ["scores" ["n"] scores] => ["X" ["n", "2"] &columns()?, "w" ["2"] &list(&[0.0; 2])?],
        "Platt scaling is logistic regression on one number: a slope and an intercept, fitted on rows the classifier did not train on."
    );
    let loss = |a: f64, b: f64| -> f64 {
        data.iter().map(|(score, label)| softplus(a * score + b) - label * (a * score + b)).sum()
    };
    let (mut a, mut b) = (0.0, 0.0);
    let mut least = loss(a, b);
    for _ in 0..ROUNDS {
        let (gradient, hessian) = derivatives(&data, a, b);
        let determinant = hessian[0] * hessian[2] - hessian[1] * hessian[1];
        let step = [
            (hessian[2] * gradient[0] - hessian[1] * gradient[1]) / determinant,
            (hessian[0] * gradient[1] - hessian[1] * gradient[0]) / determinant,
        ];
        // Halved until the loss falls: far from the minimum the parabola misleads.
        let found = (0..60)
            .map(|halvings| 0.5_f64.powi(halvings))
            .map(|share| (share, loss(a - share * step[0], b - share * step[1])))
            .find(|(_, loss)| *loss <= least);
        let Some((share, loss)) = found else { return Ok((a, b)) };
        least = loss;
        let moved = (a - share * step[0], b - share * step[1]);
        step!(
            recorder, "A step of Newton's method",
            r"p = \sigma(X w), \quad w \leftarrow w - t \left(X^\top \mathrm{diag}(p (1 - p)) X\right)^{-1} X^\top (p - y)",
            "p = 1 / (1 + np.exp(-X @ w))\nw = w - t * np.linalg.solve((X.T * (p * (1 - p))) @ X, X.T @ (p - labels))",
            ["X" ["n", "2"] &columns()?, "labels" ["n"] labels, "w" ["2"] &list(&[a, b])?, "t" [] &constant(share, DType::Float64)?]
                => ["p" ["n"] &probabilities(scores, a, b)?, "w" ["2"] &list(&[moved.0, moved.1])?],
            "The gradient is again prediction less truth. The loss is convex, so any optimiser finds the same two numbers; t is 1 unless the loss would rise."
        );
        (a, b) = moved;
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
/// `IndexError` for labels that are no class; `ValueError` for other ranks; `MemoryError`.
///
/// Source: C. Guo et al., "On Calibration of Modern Neural Networks", ICML (2017).
///
/// ```
/// use ndgym_core::{Array, ml::calibration::fit_temperature};
/// // Logits of ±4 say 98 %, but only three of four labels agree: log 3 = 1.1 is what they should have said.
/// let logits = Array::from_slice(&[4, 2], &[4.0, 0.0, 4.0, 0.0, 4.0, 0.0, 4.0, 0.0]).unwrap();
/// let labels = Array::from_slice(&[4], &[0_i64, 0, 0, 1]).unwrap();
/// let temperature = fit_temperature(&logits, &labels, &mut ()).unwrap();
/// assert!((temperature - 4.0 / 3.0_f64.ln()).abs() < 1e-9);
/// ```
pub fn fit_temperature(logits: &Array, labels: &Array, recorder: &mut impl Recorder) -> Result<f64> {
    let right = picked(logits, labels)?.to_vec::<f64>();
    let classes = logits.shape()[1].max(1);
    let values = logits.to_vec::<f64>();
    let look = |inverse: f64| -> Result<(Array, f64, f64)> {
        let chances = softmax(&multiply(logits, number(inverse))?, &mut ())?;
        let (slope, curvature) = slope_and_curvature(&values, &chances.to_vec(), &right, classes);
        Ok((chances, slope, curvature))
    };
    // The loss is convex in the inverse temperature: its slope has one zero, which stays between these, or none.
    let (mut low, mut high) = (1.0 / TEMPERATURES.1, 1.0 / TEMPERATURES.0);
    let ends = (look(low)?.1, look(high)?.1);
    if ends.0 < 0.0 && ends.1 <= 0.0 {
        return Ok(TEMPERATURES.0);
    }
    if ends.0 >= 0.0 && ends.1 > 0.0 {
        return Ok(TEMPERATURES.1);
    }
    let mut inverse = 1.0;
    for _ in 0..ROUNDS {
        let (chances, slope, curvature) = look(inverse)?;
        if slope == 0.0 {
            break;
        }
        *(if slope > 0.0 { &mut high } else { &mut low }) = inverse;
        let newton = inverse - slope / curvature;
        let next = if low <= newton && newton <= high { newton } else { (low * high).sqrt() };
        let (beta, next_beta) = (|| constant(inverse, DType::Float64), || constant(next, DType::Float64));
        step!(
            recorder, "Which way the loss falls",
            r"\frac{\partial L}{\partial \beta} = \mathrm{mean}_i \left(\sum_j p_{ij} x_{ij} - x_{i y_i}\right), \quad \beta = 1 / T",
            "p = softmax(beta * logits)\nexpected = (p * logits).sum(axis=1)\nslope = (expected - logits[np.arange(len(labels)), labels]).mean()",
            ["logits" ["N", "C"] logits, "labels" ["N"] labels, "beta" [] &beta()?]
                => ["p" ["N", "C"] &chances, "slope" [] &constant(slope, DType::Float64)?],
            "One number for all classes: dividing by it changes no argmax, so accuracy stays as it was. It is fitted on held-out rows."
        );
        if next == newton {
            step!(
                recorder, "A step of Newton's method", r"\beta \leftarrow \beta - \frac{\partial L / \partial \beta}{\mathrm{mean}_i \mathrm{Var}_{p_i}(x_i)}",
                "beta = beta - slope / (p * (logits - expected[:, None])**2).sum(axis=1).mean()",
                ["logits" ["N", "C"] logits, "p" ["N", "C"] &chances, "beta" [] &beta()?] => ["beta" [] &next_beta()?],
                "The second derivative is a variance and so never negative: the loss is convex in 1 / T, and there is one best temperature."
            );
        } else {
            step!(
                recorder, "Newton would leave the bracket: halve it", r"\beta \leftarrow \sqrt{\beta_{\text{low}} \beta_{\text{high}}}",
                "beta = np.sqrt(low * high)",
                ["low" [] &constant(low, DType::Float64)?, "high" [] &constant(high, DType::Float64)?] => ["beta" [] &next_beta()?],
                "Where softmax is saturated the parabola says nothing; the slope's sign still says on which side to look."
            );
        }
        let moved = (next - inverse).abs();
        inverse = next;
        if moved <= 1e-13 * inverse {
            break;
        }
    }
    Ok(1.0 / inverse)
}

/// First and second derivative of the mean cross-entropy of `inverse * logits` by `inverse`, whose softmax is `chances`.
fn slope_and_curvature(logits: &[f64], chances: &[f64], right: &[f64], classes: usize) -> (f64, f64) {
    let (mut slope, mut curvature) = (0.0, 0.0);
    for ((logits, chances), right) in logits.chunks(classes).zip(chances.chunks(classes)).zip(right) {
        // Differences first: where the right class has nearly all the chance, their sum is all there is to see.
        let over: f64 = logits.iter().zip(chances).map(|(x, p)| p * (x - right)).sum();
        let expected = right + over;
        slope += over;
        curvature +=
            logits.iter().zip(chances).map(|(x, p)| p * (x - expected) * (x - expected)).sum::<f64>();
    }
    let count = right.len() as f64;
    (slope / count, curvature / count)
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
/// let (bins, error) = reliability(&probabilities, &labels, 10, &mut ()).unwrap();
/// assert_eq!((bins[8].count, (error - 0.4).abs() < 1e-12), (2, true));
/// ```
pub fn reliability(
    probabilities: &Array,
    labels: &Array,
    bins: usize,
    recorder: &mut impl Recorder,
) -> Result<(Vec<Bin>, f64)> {
    let data = pairs(probabilities, labels)?;
    if bins == 0 {
        return Err(Error::value("`bins` must be positive, when an integer"));
    }
    let places: Vec<usize> = data
        .iter()
        .map(|(probability, _)| ((probability * bins as f64).ceil() as usize).clamp(1, bins) - 1)
        .collect();
    let at = || Array::from_slice(&[places.len()], &places.iter().map(|at| *at as i64).collect::<Vec<_>>());
    step!(
        recorder, "Find each one's bin", r"b_i = \lceil B p_i \rceil", "at = np.clip(np.ceil(probabilities * bins).astype(int), 1, bins) - 1",
        ["probabilities" ["n"] probabilities] => ["at" ["n"] &at()?],
        "Say which side of a bin is closed: 0.9 belongs to (0.8, 0.9] here; the clip takes in 0 itself."
    );
    let mut sums = vec![(0_usize, 0.0, 0.0); bins];
    for ((probability, label), at) in data.iter().zip(&places) {
        sums[*at] = (sums[*at].0 + 1, sums[*at].1 + probability, sums[*at].2 + label);
    }
    let mean = |(count, predicted, actual): (usize, f64, f64)| Bin {
        count,
        predicted: predicted / count as f64,
        actual: actual / count as f64,
    };
    let bins: Vec<Bin> = sums.into_iter().map(mean).collect();
    let column = |of: fn(&Bin) -> f64| list(&bins.iter().map(of).collect::<Vec<_>>());
    let (counts, promised) = (|| column(|bin| bin.count as f64), || column(|bin| bin.predicted));
    let came_true = || column(|bin| bin.actual);
    step!(
        recorder, "What each bin promised, and what came true",
        r"\bar{p}_b = \frac{1}{n_b} \sum_{i \in b} p_i, \quad \bar{y}_b = \frac{1}{n_b} \sum_{i \in b} y_i",
        "counts = np.bincount(at, minlength=bins)\npredicted, actual = (np.bincount(at, weights=w, minlength=bins) / counts for w in (probabilities, labels))",
        ["at" ["n"] &at()?, "probabilities" ["n"] probabilities, "labels" ["n"] labels]
            => ["counts" ["B"] &counts()?, "predicted" ["B"] &promised()?, "actual" ["B"] &came_true()?],
        "bincount with weights is a sum per group without a loop. Empty bins are 0 / 0: they must be left out, not counted as 0."
    );
    let filled = bins.iter().filter(|bin| bin.count > 0);
    let error = filled.map(|bin| bin.count as f64 * (bin.predicted - bin.actual).abs()).sum::<f64>();
    let error = error / data.len() as f64;
    step!(
        recorder, "Average the distances", r"\mathrm{ECE} = \sum_b \frac{n_b}{n} \left|\bar{p}_b - \bar{y}_b\right|",
        "ece = np.nansum(counts * np.abs(predicted - actual)) / len(labels)",
        ["counts" ["B"] &counts()?, "predicted" ["B"] &promised()?, "actual" ["B"] &came_true()?]
            => ["ece" [] &constant(error, DType::Float64)?],
        "One number hides the shape: too sure here and too shy there can look like small errors everywhere. Look at the diagram, too."
    );
    Ok((bins, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platt_scaling_stands_where_the_likelihood_is_level() {
        let scores: Vec<f64> = (0..200).map(|i| f64::from(i) / 25.0 - 4.0).collect();
        let labels: Vec<f64> = (0..200).map(|i| f64::from(u8::from((i * 7919) % 200 < i))).collect();
        let array = |values: &[f64]| Array::from_slice(&[values.len()], values).unwrap();
        let (a, b) = fit_platt(&array(&scores), &array(&labels), &mut ()).unwrap();
        let errors =
            || scores.iter().zip(&labels).map(|(score, label)| (score, sigmoid(a * score + b) - label));
        assert!(errors().map(|(_, error)| error).sum::<f64>().abs() < 1e-8);
        assert!(errors().map(|(score, error)| score * error).sum::<f64>().abs() < 1e-8);
        assert!(a > 0.1, "{a}");
        assert!(fit_platt(&array(&[0.0, 1.0]), &array(&[0.0]), &mut ()).is_err());
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
            fit_temperature(&Array::from_slice(&[100, 3], &scaled).unwrap(), &labels, &mut ()).unwrap()
        };
        let (one, five) = (fitted(1.0), fitted(5.0));
        assert!((five / one - 5.0).abs() < 1e-9 && (0.05..15.0).contains(&one), "{one} {five}");
    }

    #[test]
    fn certainty_that_comes_true_has_no_error() {
        let array = |values: &[f64]| Array::from_slice(&[values.len()], values).unwrap();
        let (bins, error) =
            reliability(&array(&[0.0, 1.0, 1.0]), &array(&[0.0, 1.0, 1.0]), 10, &mut ()).unwrap();
        assert_eq!((error, bins[0].count, bins[9].count), (0.0, 1, 2));
        assert!(bins[4].predicted.is_nan());
        assert!(reliability(&array(&[0.5]), &array(&[1.0]), 0, &mut ()).is_err());
    }

    #[test]
    fn temperatures_stay_between_their_ends() {
        let labels = Array::from_slice(&[2], &[0_i64, 1]).unwrap();
        let fitted = |values: &[f64]| {
            fit_temperature(&Array::from_slice(&[2, 2], values).unwrap(), &labels, &mut ()).unwrap()
        };
        // Always right: the sharper, the better. Always wrong: the flatter. Always level: as it is.
        assert_eq!(fitted(&[1.0, 0.0, 0.0, 1.0]), TEMPERATURES.0);
        assert_eq!(fitted(&[900.0, 0.0, 0.0, 900.0]), TEMPERATURES.0);
        assert_eq!(fitted(&[0.0, 900.0, 900.0, 0.0]), TEMPERATURES.1);
        assert_eq!(fitted(&[3.0; 4]), 1.0);
    }
}
