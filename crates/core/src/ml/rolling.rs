//! Rolling means, and features of time series that do not look ahead.

use super::Recorder;
use super::step::step;
use crate::array::Array;
use crate::error::{Error, Result};
use std::collections::BTreeMap;

/// Means of each `window` neighbours of a series (n,), by cumulative sums: (n - window + 1,).
///
/// # Errors
/// `ValueError` for a window of 0 or longer than the series; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, ml::rolling::rolling_mean};
/// let series = Array::from_slice(&[4], &[1.0, 2.0, 3.0, 6.0]).unwrap();
/// assert_eq!(rolling_mean(&series, 2, &mut ()).unwrap().to_vec::<f64>(), [1.5, 2.5, 4.5]);
/// ```
pub fn rolling_mean(series: &Array, window: usize, recorder: &mut impl Recorder) -> Result<Array> {
    let values = series.to_vec::<f64>();
    if window == 0 || window > values.len() {
        return Err(Error::value("window shape cannot be larger than input array shape"));
    }
    let mut total = 0.0;
    let sums: Vec<f64> = std::iter::once(0.0)
        .chain(values.iter().map(|value| {
            total += value;
            total
        }))
        .collect();
    let sums_array = Array::from_slice(&[sums.len()], &sums)?;
    step!(
        recorder, "Cumulative sums, from 0", r"c_t = \sum_{i < t} x_i", "sums = np.cumsum(np.insert(series, 0, 0.0))",
        ["series" ["n"] series] => ["sums" ["n+1"] &sums_array],
        "The zero in front makes the first window a difference like all others."
    );
    let means: Vec<f64> =
        sums[window..].iter().zip(&sums).map(|(end, start)| (end - start) / window as f64).collect();
    let means = Array::from_slice(&[means.len()], &means)?;
    step!(
        recorder, "Differences", r"m_t = \frac{c_{t + w} - c_t}{w}", "means = (sums[window:] - sums[:-window]) / window",
        ["sums" ["n+1"] &sums_array] => ["means" ["n-w+1"] &means],
        "Linear in n for any window; but the sums grow, and with them what rounding takes from the differences."
    );
    Ok(means)
}

/// Features of one row of a user's history: only from what came before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointInTime {
    /// Mean of up to 7 values before; NaN for none.
    pub mean_7: f64,
    /// Their standard deviation (ddof 1); NaN for fewer than two.
    pub deviation_7: f64,
    /// The value before; NaN for none.
    pub lag_1: f64,
    /// The value 7 before; NaN for none.
    pub lag_7: f64,
}

/// Features of each row (user, day, value), by the same user's earlier days, whatever order the rows come in.
///
/// # Errors
/// `ValueError` for lists of different length.
///
/// ```
/// use ndgym_core::ml::rolling::point_in_time;
/// let features = point_in_time(&[1, 1, 2], &[0, 1, 0], &[10.0, 20.0, 5.0]).unwrap();
/// assert!(features[0].lag_1.is_nan() && features[2].lag_1.is_nan());
/// assert_eq!((features[1].lag_1, features[1].mean_7), (10.0, 10.0));
/// ```
pub fn point_in_time(users: &[i64], days: &[i64], values: &[f64]) -> Result<Vec<PointInTime>> {
    if users.len() != days.len() || users.len() != values.len() {
        return Err(Error::value("All arrays must be of the same length"));
    }
    let mut histories: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (row, user) in users.iter().enumerate() {
        histories.entry(*user).or_default().push(row);
    }
    let nothing = PointInTime { mean_7: f64::NAN, deviation_7: f64::NAN, lag_1: f64::NAN, lag_7: f64::NAN };
    let mut features = vec![nothing; users.len()];
    for mut rows in histories.into_values() {
        rows.sort_by_key(|row| days[*row]);
        for (at, row) in rows.iter().enumerate() {
            let before: Vec<f64> = rows[at.saturating_sub(7)..at].iter().map(|row| values[*row]).collect();
            let lag = |by: usize| at.checked_sub(by).map_or(f64::NAN, |at| values[rows[at]]);
            let count = before.len() as f64;
            let mean = before.iter().sum::<f64>() / count;
            let squares: f64 = before.iter().map(|value| (value - mean) * (value - mean)).sum();
            let deviation = if before.len() < 2 { f64::NAN } else { (squares / (count - 1.0)).sqrt() };
            features[*row] =
                PointInTime { mean_7: mean, deviation_7: deviation, lag_1: lag(1), lag_7: lag(7) };
        }
    }
    Ok(features)
}

/// Mean of up to `window` values that end `shift` before each row: `series.shift(shift).rolling(window, min_periods=1).mean()`
/// of pandas. With a shift of 0 a row is in its own mean: a leak, where the row's value is what is to be predicted.
///
/// # Errors
/// `ValueError` for a window of 0.
///
/// ```
/// use ndgym_core::ml::rolling::trailing_mean;
/// assert_eq!(trailing_mean(&[1.0, 3.0, 8.0], 2, 0).unwrap(), [1.0, 2.0, 5.5]);
/// let shifted = trailing_mean(&[1.0, 3.0, 8.0], 2, 1).unwrap();
/// assert!(shifted[0].is_nan() && shifted[1..] == [1.0, 2.0]);
/// ```
pub fn trailing_mean(values: &[f64], window: usize, shift: usize) -> Result<Vec<f64>> {
    if window == 0 {
        return Err(Error::value("window must be an integer 0 or greater"));
    }
    Ok((0..values.len())
        .map(|row| {
            let end = (row + 1).saturating_sub(shift);
            let before = &values[end.saturating_sub(window)..end];
            before.iter().sum::<f64>() / before.len() as f64
        })
        .collect())
}

/// Codes of categories by the mean target of all rows, each row's own among them: a leak, to be compared with
/// [`target_encoding`].
///
/// # Errors
/// `ValueError` for lists of different length.
///
/// ```
/// use ndgym_core::ml::rolling::leaking_target_encoding;
/// assert_eq!(leaking_target_encoding(&[7, 7, 8], &[1.0, 0.0, 1.0], 0.0).unwrap(), [0.5, 0.5, 1.0]);
/// ```
pub fn leaking_target_encoding(categories: &[i64], targets: &[f64], smoothing: f64) -> Result<Vec<f64>> {
    if categories.len() != targets.len() {
        return Err(Error::value("Found input variables with inconsistent numbers of samples"));
    }
    let mut sums: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
    for (category, target) in categories.iter().zip(targets) {
        let (sum, number) = sums.entry(*category).or_default();
        (*sum, *number) = (*sum + target, *number + 1.0);
    }
    let global = targets.iter().sum::<f64>() / targets.len() as f64;
    let code = |category: &i64| {
        let (sum, number) = sums.get(category).copied().unwrap_or_default();
        (sum + smoothing * global) / (number + smoothing)
    };
    Ok(categories.iter().map(code).collect())
}

/// Pearson's correlation of two lists, over the rows where neither is NaN; NaN where one does not vary.
///
/// # Errors
/// `ValueError` for lists of different length.
///
/// ```
/// use ndgym_core::ml::rolling::correlation;
/// assert!((correlation(&[1.0, 2.0, f64::NAN], &[3.0, 1.0, 9.0]).unwrap() + 1.0).abs() < 1e-12);
/// ```
pub fn correlation(a: &[f64], b: &[f64]) -> Result<f64> {
    if a.len() != b.len() {
        return Err(Error::value("all the input array dimensions must match exactly"));
    }
    let rows: Vec<(f64, f64)> =
        a.iter().copied().zip(b.iter().copied()).filter(|(a, b)| !a.is_nan() && !b.is_nan()).collect();
    let count = rows.len() as f64;
    let mean_a = rows.iter().map(|row| row.0).sum::<f64>() / count;
    let mean_b = rows.iter().map(|row| row.1).sum::<f64>() / count;
    let product = |of: fn(f64, f64) -> f64| rows.iter().map(|(a, b)| of(a - mean_a, b - mean_b)).sum::<f64>();
    Ok(product(|a, b| a * b) / (product(|a, _| a * a) * product(|_, b| b * b)).sqrt())
}

/// Codes of categories by the mean target of the other folds, drawn towards the global mean: `(n·mean + λ·global) / (n + λ)`;
/// a category that the other folds do not have gets the mean of these folds.
///
/// # Errors
/// `ValueError` for lists of different length.
///
/// Source: D. Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes", SIGKDD Explorations (2001).
///
/// ```
/// use ndgym_core::ml::rolling::target_encoding;
/// let codes = target_encoding(&[7, 7, 8], &[1.0, 0.0, 1.0], &[0, 1, 1], 0.0).unwrap();
/// assert_eq!(codes, [0.0, 1.0, 1.0]);
/// ```
pub fn target_encoding(
    categories: &[i64],
    targets: &[f64],
    folds: &[usize],
    smoothing: f64,
) -> Result<Vec<f64>> {
    if categories.len() != targets.len() || categories.len() != folds.len() {
        return Err(Error::value("Found input variables with inconsistent numbers of samples"));
    }
    let mut codes = vec![f64::NAN; categories.len()];
    let count = folds.iter().max().map_or(0, |last| last + 1);
    for fold in 0..count {
        let mut sums: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
        let (mut total, mut rows) = (0.0, 0.0);
        for row in (0..categories.len()).filter(|row| folds[*row] != fold) {
            let (sum, number) = sums.entry(categories[row]).or_default();
            (*sum, *number) = (*sum + targets[row], *number + 1.0);
            (total, rows) = (total + targets[row], rows + 1.0);
        }
        let global = total / rows;
        for row in (0..categories.len()).filter(|row| folds[*row] == fold) {
            let (sum, number) = sums.get(&categories[row]).copied().unwrap_or_default();
            codes[row] =
                if number == 0.0 { global } else { (sum + smoothing * global) / (number + smoothing) };
        }
    }
    Ok(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_the_mean_of_its_values() {
        let values: Vec<f64> = (0..50).map(|i| f64::from((i * 31) % 17)).collect();
        let series = Array::from_slice(&[50], &values).unwrap();
        for window in [1, 7, 50] {
            let means = rolling_mean(&series, window, &mut ()).unwrap().to_vec::<f64>();
            let expected = values.windows(window).map(|part| part.iter().sum::<f64>() / window as f64);
            assert!(means.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-12));
        }
        assert!(rolling_mean(&series, 51, &mut ()).is_err() && rolling_mean(&series, 0, &mut ()).is_err());
    }

    #[test]
    fn no_feature_sees_its_own_day_or_a_later_one() {
        let users = [1, 2, 1, 1, 2, 1];
        let days = [3, 0, 1, 2, 1, 4];
        let base = point_in_time(&users, &days, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).unwrap();
        // Whatever the latest value of a user is, nothing before it changes.
        let changed = point_in_time(&users, &days, &[1.0, 2.0, 3.0, 4.0, 500.0, 600.0]).unwrap();
        let text = |features: &[PointInTime]| format!("{features:?}");
        assert_eq!(text(&base), text(&changed));
        assert_eq!((base[0].lag_1, base[0].mean_7), (4.0, 3.5));
    }

    #[test]
    fn a_rows_own_target_is_not_in_its_code() {
        let (categories, folds) = ([1, 1, 1, 2], [0, 1, 2, 0]);
        let codes = target_encoding(&categories, &[1.0, 0.0, 0.0, 1.0], &folds, 1.0).unwrap();
        let other = target_encoding(&categories, &[9.0, 0.0, 0.0, 1.0], &folds, 1.0).unwrap();
        assert_eq!(codes[0], other[0]);
        assert_eq!(codes[3], 0.0); // unseen elsewhere: the other folds' mean
    }
}
