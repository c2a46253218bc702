//! From a value to a place on an axis, and where the ticks are.

/// How an axis is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Division {
    /// Equal differences.
    Linear,
    /// Equal ratios; shows nothing of what is not positive.
    Log,
}

/// An axis of a plot: its name and what it spans.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlotAxis {
    /// What it measures.
    pub(crate) label: String,
    /// Its start.
    pub(crate) low: f64,
    /// Its end, above `low`.
    pub(crate) high: f64,
    /// How it is divided.
    pub(crate) division: Division,
}

impl PlotAxis {
    /// With equal differences.
    pub(crate) fn linear(label: &str, low: f64, high: f64) -> PlotAxis {
        PlotAxis { label: label.to_owned(), low, high, division: Division::Linear }
    }

    /// With equal ratios, between the powers of ten around `low` and `high`.
    pub(crate) fn log(label: &str, low: f64, high: f64) -> PlotAxis {
        let power = |value: f64, round: fn(f64) -> f64| 10_f64.powf(round(value.max(1e-300).log10()));
        let low = power(low, f64::floor);
        let high = power(high, f64::ceil).max(low * 10.0);
        PlotAxis { label: label.to_owned(), low, high, division: Division::Log }
    }

    fn stretch(&self, value: f64) -> f64 {
        match self.division {
            Division::Linear => value,
            Division::Log => value.log10(),
        }
    }

    /// Where a value lies: 0 at the start, 1 at the end, beyond for what the axis does not span; NaN if it has no place.
    pub(crate) fn share(&self, value: f64) -> f64 {
        let (low, high) = (self.stretch(self.low), self.stretch(self.high));
        (self.stretch(value) - low) / (high - low)
    }

    /// The value at a share of the way.
    pub(crate) fn value(&self, share: f64) -> f64 {
        let (low, high) = (self.stretch(self.low), self.stretch(self.high));
        let stretched = low + share * (high - low);
        match self.division {
            Division::Linear => stretched,
            Division::Log => 10_f64.powf(stretched),
        }
    }

    /// Values with a tick, and their texts: about `count` of them.
    pub(crate) fn ticks(&self, count: usize) -> Vec<(f64, String)> {
        match self.division {
            Division::Linear => linear_ticks(self.low, self.high, count),
            Division::Log => log_ticks(self.low, self.high, count),
        }
    }
}

/// Multiples of 1, 2 or 5 times a power of ten.
fn linear_ticks(low: f64, high: f64, count: usize) -> Vec<(f64, String)> {
    let rough = (high - low) / count.max(1) as f64;
    if !(rough.is_finite() && rough > 0.0) {
        return Vec::new();
    }
    let power = 10_f64.powf(rough.log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].map(|m| m * power).into_iter().find(|step| *step >= rough).unwrap_or(rough);
    let decimals = (-step.log10().floor()).max(0.0) as usize;
    let first = (low / step - 1e-9).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    (first..=last)
        .map(|at| {
            let value = at as f64 * step;
            (value, format!("{value:.decimals$}"))
        })
        .collect()
}

/// Powers of ten, thinned out where there are more than `count`.
fn log_ticks(low: f64, high: f64, count: usize) -> Vec<(f64, String)> {
    let (first, last) = (low.log10().round() as i64, high.log10().round() as i64);
    let every = ((last - first) as usize).div_ceil(count.max(1)).max(1);
    (first..=last)
        .step_by(every)
        .map(|power| {
            let text = match power {
                -2..=3 => format!("{}", 10_f64.powi(power as i32)),
                _ => format!("1e{power}"),
            };
            (10_f64.powi(power as i32), text)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(axis: &PlotAxis) -> Vec<String> {
        axis.ticks(5).into_iter().map(|tick| tick.1).collect()
    }

    #[test]
    fn ticks_are_round_numbers_within_the_axis() {
        assert_eq!(texts(&PlotAxis::linear("", 0.0, 1.0)), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(texts(&PlotAxis::linear("", -3.0, 3.0)), ["-2", "0", "2"]);
        assert_eq!(texts(&PlotAxis::linear("", 0.0, 40.0)), ["0", "10", "20", "30", "40"]);
        assert_eq!(texts(&PlotAxis::log("", 3e-3, 20.0)), ["1e-3", "0.01", "0.1", "1", "10", "100"]);
        assert!(texts(&PlotAxis::linear("", 1.0, 1.0)).is_empty());
    }

    #[test]
    fn a_value_comes_back_from_its_place() {
        for axis in [PlotAxis::linear("", -2.0, 5.0), PlotAxis::log("", 0.01, 1e4)] {
            for value in [0.02, 1.0, 4.5] {
                assert!((axis.value(axis.share(value)) - value).abs() < 1e-12);
            }
        }
        assert!(!PlotAxis::log("", 1.0, 10.0).share(-1.0).is_finite());
    }
}
