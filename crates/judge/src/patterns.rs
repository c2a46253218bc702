//! Words for wrong values: looks for what all of them have in common.

use ndgym_core::format::scalar_str;
use ndgym_core::{Complex64, DType};

use crate::compare::Tolerance;
use crate::numbers::{Closeness, Distance, Numbers, is_finite, is_nan};

/// Larger answers are not sorted to look for a permutation.
const SORTABLE: usize = 100_000;

/// Relative differences below this are about precision, not about the formula.
const NEARLY: f64 = 1e-2;

/// What is wrong with `got`, of the shape of `expected`; at least one cell differs.
pub(crate) fn explain(
    got: &Numbers,
    expected: &Numbers,
    distance: &Distance,
    tolerance: Tolerance,
) -> String {
    let pair = Pair { got, expected, distance, tolerance };
    pair.not_finite()
        .or_else(|| pair.rearranged())
        .or_else(|| pair.uniform())
        .or_else(|| pair.nearly())
        .or_else(|| pair.localised())
        .unwrap_or_else(|| pair.plain())
}

/// An answer beside what was expected.
struct Pair<'a> {
    got: &'a Numbers,
    expected: &'a Numbers,
    distance: &'a Distance,
    tolerance: Tolerance,
}

impl Pair<'_> {
    /// NaN or infinity where there should be none, or the other way round.
    fn not_finite(&self) -> Option<String> {
        let mismatched = &self.distance.mismatched;
        let finite_expected = |&&at: &&usize| is_finite(self.expected.cells[at]);
        if let Some(&at) = mismatched.iter().filter(finite_expected).find(|&&at| is_nan(self.got.cells[at])) {
            let others = others(self.distance.nan_count);
            return Some(format!(
                "{}{others}; NaN comes from 0/0, inf/inf, inf - inf or the root of a negative number",
                self.at(at)
            ));
        }
        if let Some(&at) =
            mismatched.iter().filter(finite_expected).find(|&&at| !is_finite(self.got.cells[at]))
        {
            let others = others(self.distance.inf_count);
            return Some(format!(
                "{}{others}; infinity comes from an overflow, a division by 0 or the logarithm of 0",
                self.at(at)
            ));
        }
        let at = mismatched.iter().find(|&&at| !is_finite(self.expected.cells[at]))?;
        Some(self.at(*at))
    }

    /// The right values in other places.
    fn rearranged(&self) -> Option<String> {
        let rank = self.got.shape.len();
        if self.is_constant(&self.expected.cells) {
            return None;
        }
        for first in 0..rank {
            for second in first + 1..rank {
                let swapped = self.got.shape[first] == self.got.shape[second]
                    && self.holds_from(|index| index.swap(first, second));
                if swapped {
                    return Some(if rank == 2 {
                        "all values are there, but transposed".to_owned()
                    } else {
                        format!("all values are there, but axes {first} and {second} are swapped")
                    });
                }
            }
        }
        for axis in 0..rank {
            let last = self.got.shape[axis].saturating_sub(1);
            if self.holds_from(|index| index[axis] = last - index[axis]) {
                return Some(format!("all values are there, but in reverse order along axis {axis}"));
            }
        }
        let is_permutation =
            self.got.cells.len() <= SORTABLE && self.holds_for(&sorted(self.got)?, &sorted(self.expected)?);
        is_permutation.then(|| "all values are there, but in another order".to_owned())
    }

    /// One error that all cells share.
    fn uniform(&self) -> Option<String> {
        let (got, expected) = (&self.got.cells, &self.expected.cells);
        if expected.len() > 1 && self.is_constant(got) && !self.is_constant(expected) {
            return Some(format!("every cell holds the same value, {}", self.text(self.got, 0)));
        }
        if got.iter().all(|cell| cell.norm_sqr() == 0.0) {
            return Some("every value is 0".to_owned());
        }
        if self.holds_by(|_, expected| -expected) {
            return Some("the signs are all the other way round".to_owned());
        }
        let is_whole = |cell: &Complex64| cell.re.fract() == 0.0 && cell.im == 0.0;
        let truncated = || got.iter().zip(expected).all(|(got, expected)| (got - expected).norm() < 1.0);
        if got.iter().all(is_whole) && !expected.iter().all(is_whole) && truncated() {
            return Some(
                "the values are cut to whole numbers; was the result stored in an integer array?".to_owned(),
            );
        }
        if expected.len() < 2 {
            return None;
        }
        let largest = (0..expected.len())
            .max_by(|&left, &right| expected[left].norm().total_cmp(&expected[right].norm()))?;
        let ratio = got[largest] / expected[largest];
        let is_real = |value: Complex64| value.im == 0.0 && value.re.is_finite();
        if is_real(ratio) && self.holds_by(|_, expected| expected * ratio) {
            return Some(format!("every value is {} times what was expected", short(ratio.re)));
        }
        let offset = got[0] - expected[0];
        if is_real(offset)
            && offset.re.abs() > self.tolerance.atol
            && self.holds_by(|_, expected| expected + offset)
        {
            let direction = if offset.re > 0.0 { "large" } else { "small" };
            return Some(format!("every value is too {direction} by {}", short(offset.re.abs())));
        }
        None
    }

    /// Right but for precision.
    fn nearly(&self) -> Option<String> {
        let Tolerance { rtol, atol } = self.tolerance;
        let mut relative: f64 = 0.0;
        for &at in &self.distance.mismatched {
            let expected = self.expected.cells[at];
            relative = relative.max((self.got.cells[at] - expected).norm() / expected.norm());
        }
        if relative.is_nan() || relative >= NEARLY || self.got.dtype.is_integer() {
            return None;
        }
        let count = self.count();
        let single = |dtype: DType| dtype.real() == DType::Float32;
        let precision = if single(self.got.dtype) && !single(self.expected.dtype) {
            "; the result is float32 where float64 was expected"
        } else {
            ""
        };
        Some(format!(
            "{count} near, but not near enough: off by up to {} of the value, where rtol={} and atol={} are allowed{precision}",
            short(relative),
            short(rtol),
            short(atol)
        ))
    }

    /// All that differs lies in one place.
    fn localised(&self) -> Option<String> {
        let mismatched = &self.distance.mismatched;
        let shape = &self.expected.shape;
        if mismatched.len() < 2 || mismatched.len() == self.expected.cells.len() {
            return None;
        }
        let indices: Vec<Vec<usize>> = mismatched.iter().map(|&at| self.expected.index(at)).collect();
        let first = &indices[0];
        let example = self.at(mismatched[0]);
        if shape.len() == 2 && shape[0] == shape[1] && indices.iter().all(|index| index[0] == index[1]) {
            return Some(format!("only cells of the diagonal differ: {example}"));
        }
        let axis = (0..shape.len())
            .find(|&axis| shape[axis] > 1 && indices.iter().all(|index| index[axis] == first[axis]))?;
        let place: Vec<String> = (0..shape.len())
            .map(|other| if other == axis { first[axis].to_string() } else { ":".to_owned() })
            .collect();
        Some(format!("{} differ, all in [{}]: {example}", self.count(), place.join(", ")))
    }

    fn plain(&self) -> String {
        let example = self.at(self.distance.mismatched[0]);
        if self.expected.cells.len() == 1 {
            return example;
        }
        let verb = if self.distance.mismatched.len() == 1 { "differs" } else { "differ" };
        format!("{} {verb}, first {example}", self.count())
    }

    /// `3 of 12 values`
    fn count(&self) -> String {
        match (self.distance.mismatched.len(), self.expected.cells.len()) {
            (1, 1) => "the value".to_owned(),
            (few, all) if few == all => format!("all {all} values"),
            (few, all) => format!("{few} of {all} values"),
        }
    }

    /// `nan at [1, 0] where 0.5 was expected`
    fn at(&self, position: usize) -> String {
        let (mut got, mut expected) = (self.text(self.got, position), self.text(self.expected, position));
        if got == expected {
            got = scalar_str(self.got.scalar(position));
            expected = scalar_str(self.expected.scalar(position));
        }
        let got = if got == "nan" { "NaN".to_owned() } else { got };
        let expected = if expected == "nan" { "NaN".to_owned() } else { expected };
        if self.expected.shape.is_empty() {
            return format!("{got} where {expected} was expected");
        }
        let index: Vec<String> = self.expected.index(position).iter().map(usize::to_string).collect();
        format!("{got} at [{}] where {expected} was expected", index.join(", "))
    }

    fn text(&self, numbers: &Numbers, position: usize) -> String {
        let cell = numbers.cells[position];
        if numbers.dtype.is_inexact() && cell.im == 0.0 && !numbers.dtype.is_complex() {
            short(cell.re)
        } else {
            scalar_str(numbers.scalar(position))
        }
    }

    fn is_constant(&self, cells: &[Complex64]) -> bool {
        cells.iter().all(|&cell| cell == cells[0])
    }

    /// Whether the answer is near what `change` makes of each expected value.
    fn holds_by(&self, change: impl Fn(Complex64, Complex64) -> Complex64) -> bool {
        let closeness = Closeness::new(self.tolerance, self.got.dtype, self.expected.dtype);
        let mut pairs = self.got.cells.iter().zip(&self.expected.cells);
        pairs.all(|(&got, &expected)| closeness.holds(got, change(got, expected)))
    }

    /// Whether the answer, each cell taken from the place that `change` leads to, is near what was expected.
    fn holds_from(&self, change: impl Fn(&mut [usize])) -> bool {
        let closeness = Closeness::new(self.tolerance, self.got.dtype, self.expected.dtype);
        (0..self.expected.cells.len()).all(|position| {
            let mut index = self.expected.index(position);
            change(&mut index);
            let from = index.iter().zip(&self.got.shape).fold(0, |from, (&along, &size)| from * size + along);
            closeness.holds(self.got.cells[from], self.expected.cells[position])
        })
    }

    fn holds_for(&self, got: &[f64], expected: &[f64]) -> bool {
        let closeness = Closeness::new(self.tolerance, self.got.dtype, self.expected.dtype);
        got.iter().zip(expected).all(|(&got, &expected)| closeness.holds(got.into(), expected.into()))
    }
}

/// Real cells, smallest first; nothing for complex numbers.
fn sorted(numbers: &Numbers) -> Option<Vec<f64>> {
    let real = numbers.cells.iter().map(|cell| (cell.im == 0.0).then_some(cell.re));
    let mut cells: Vec<f64> = real.collect::<Option<_>>()?;
    cells.sort_by(f64::total_cmp);
    Some(cells)
}

fn others(count: u64) -> String {
    match count {
        0 | 1 => String::new(),
        2 => " (and in 1 other cell)".to_owned(),
        count => format!(" (and in {} other cells)", count - 1),
    }
}

/// A number with at most six significant digits.
fn short(value: f64) -> String {
    let rounded: f64 = format!("{value:.5e}").parse().unwrap_or(value);
    scalar_str(rounded.into())
}
