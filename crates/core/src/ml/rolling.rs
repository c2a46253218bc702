//! Rolling means, and features of time series that do not look ahead.

use super::Recorder;
use super::order;
use super::step::{list, step};
use crate::array::Array;
use crate::error::{Error, Result};

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

/// Features of each row (user, day, value), by the same user's earlier days, whatever order the rows come in: lists of n.
///
/// # Errors
/// `ValueError` for lists of different length; `MemoryError`.
///
/// ```
/// use ndgym_core::ml::rolling::point_in_time;
/// let features = point_in_time(&[1, 1, 2], &[0, 1, 0], &[10.0, 20.0, 5.0], &mut ()).unwrap();
/// assert!(features[0].lag_1.is_nan() && features[2].lag_1.is_nan());
/// assert_eq!((features[1].lag_1, features[1].mean_7), (10.0, 10.0));
/// ```
pub fn point_in_time(
    users: &[i64],
    days: &[i64],
    values: &[f64],
    recorder: &mut impl Recorder,
) -> Result<Vec<PointInTime>> {
    if users.len() != days.len() || users.len() != values.len() {
        return Err(Error::value("All arrays must be of the same length"));
    }
    let mut order: Vec<usize> = (0..users.len()).collect();
    order::sort(&mut order, &mut |a, b| (users[a], days[a]).cmp(&(users[b], days[b])));
    let whole = |numbers: &[i64]| Array::from_slice(&[numbers.len()], numbers);
    step!(
        recorder, "Each user's days, one after the other", r"\pi = \mathrm{argsort}(u, t)",
        "frame = pd.DataFrame({\"user\": users, \"day\": days, \"value\": values}).sort_values([\"user\", \"day\"], kind=\"stable\")",
        ["users" ["n"] &whole(users)?, "days" ["n"] &whole(days)?, "values" ["n"] &list(values)?]
            => ["frame.index" ["n"] &whole(&order.iter().map(|row| *row as i64).collect::<Vec<_>>())?],
        "A shift moves by rows, not by days: in an unsorted table it would fetch tomorrow."
    );
    let nothing = PointInTime { mean_7: f64::NAN, deviation_7: f64::NAN, lag_1: f64::NAN, lag_7: f64::NAN };
    let mut features = vec![nothing; users.len()];
    for rows in order.chunk_by(|a, b| users[*a] == users[*b]) {
        for (at, row) in rows.iter().enumerate() {
            let before: Vec<f64> = rows[at.saturating_sub(7)..at].iter().map(|row| values[*row]).collect();
            let lag = |by: usize| at.checked_sub(by).map_or(f64::NAN, |at| values[rows[at]]);
            let (mean_7, deviation_7) = mean_and_deviation(&before);
            features[*row] = PointInTime { mean_7, deviation_7, lag_1: lag(1), lag_7: lag(7) };
        }
    }
    let column =
        |of: fn(&PointInTime) -> f64| list(&order.iter().map(|row| of(&features[*row])).collect::<Vec<_>>());
    let lag_1 = || column(|row| row.lag_1);
    step!(
        recorder, "What was known the day before", r"\ell_t = x_{t - 1}, \quad x_{t - 7}",
        "grouped = frame.groupby(\"user\")[\"value\"]\nlag_1, lag_7 = grouped.shift(1), grouped.shift(7)",
        ["values" ["n"] &list(&order.iter().map(|row| values[*row]).collect::<Vec<_>>())?]
            => ["lag_1" ["n"] &lag_1()?, "lag_7" ["n"] &column(|row| row.lag_7)?],
        "Shift within the user: without groupby, one user's last day becomes the next user's first feature."
    );
    step!(
        recorder, "Roll over what was shifted", r"\bar{x}_t = \frac{1}{|W_t|} \sum_{s \in W_t} x_s, \quad W_t = \{t - 7, \dots, t - 1\}",
        "by_user = lag_1.groupby(frame[\"user\"])\nmean_7, deviation_7 = (by_user.transform(f) for f in (lambda s: s.rolling(7, min_periods=1).mean(), lambda s: s.rolling(7, min_periods=2).std()))",
        ["lag_1" ["n"] &lag_1()?] => ["mean_7" ["n"] &column(|row| row.mean_7)?, "deviation_7" ["n"] &column(|row| row.deviation_7)?],
        "First shift, then roll: a window that ends today has the answer in it. Then split by time, never at random."
    );
    Ok(features)
}

/// Mean, NaN for none, and standard deviation (ddof 1), NaN for fewer than two.
fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, if values.len() < 2 { f64::NAN } else { (squares / (count - 1.0)).sqrt() })
}

/// Mean of up to `window` values that end `shift` before each row: `series.shift(shift).rolling(window, min_periods=1).mean()`
/// of pandas, for a list of n. With a shift of 0 a row is in its own mean: a leak, where the row's value is what is to be
/// predicted.
///
/// # Errors
/// `ValueError` for a window of 0; `MemoryError`.
///
/// ```
/// use ndgym_core::ml::rolling::trailing_mean;
/// assert_eq!(trailing_mean(&[1.0, 3.0, 8.0], 2, 0, &mut ()).unwrap(), [1.0, 2.0, 5.5]);
/// let shifted = trailing_mean(&[1.0, 3.0, 8.0], 2, 1, &mut ()).unwrap();
/// assert!(shifted[0].is_nan() && shifted[1..] == [1.0, 2.0]);
/// ```
pub fn trailing_mean(
    values: &[f64],
    window: usize,
    shift: usize,
    recorder: &mut impl Recorder,
) -> Result<Vec<f64>> {
    if window == 0 {
        return Err(Error::value("window must be an integer 0 or greater"));
    }
    let shifted = |row: usize| row.checked_sub(shift).map_or(f64::NAN, |row| values[row]);
    let all_shifted = || list(&(0..values.len()).map(shifted).collect::<Vec<_>>());
    step!(
        recorder, "Shift", r"\ell_t = x_{t - s}", "shifted = pd.Series(series).shift(shift)",
        ["series" ["n"] &list(values)?] => ["shifted" ["n"] &all_shifted()?],
        "By one where the row's own value is what is to be predicted. A shift of 0 changes nothing, and leaks."
    );
    let means: Vec<f64> = (0..values.len())
        .map(|row| {
            let end = (row + 1).saturating_sub(shift);
            let before = &values[end.saturating_sub(window)..end];
            before.iter().sum::<f64>() / before.len() as f64
        })
        .collect();
    step!(
        recorder, "Mean of what the window has", r"m_t = \frac{1}{|W_t|} \sum_{s \in W_t} \ell_s",
        "means = shifted.rolling(window, min_periods=1).mean()",
        ["shifted" ["n"] &all_shifted()?] => ["means" ["n"] &list(&means)?],
        "min_periods=1 keeps the first days; say that their means are of fewer values and vary more."
    );
    Ok(means)
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
        let base = point_in_time(&users, &days, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &mut ()).unwrap();
        // Whatever the latest value of a user is, nothing before it changes.
        let changed = point_in_time(&users, &days, &[1.0, 2.0, 3.0, 4.0, 500.0, 600.0], &mut ()).unwrap();
        let text = |features: &[PointInTime]| format!("{features:?}");
        assert_eq!(text(&base), text(&changed));
        assert_eq!((base[0].lag_1, base[0].mean_7), (4.0, 3.5));
    }
}
