//! Numbers of an answer, and whether they are near enough to what was expected.

use ndgym_core::promote::promote_types;
use ndgym_core::{Array, Complex64, DType, Scalar};
use ndgym_python::Value;

use crate::compare::Tolerance;

/// The numbers of an array, a scalar or a nested sequence, in C order.
#[derive(Clone, Debug)]
pub(crate) struct Numbers {
    pub(crate) dtype: DType,
    pub(crate) shape: Vec<usize>,
    pub(crate) cells: Vec<Complex64>,
}

impl Numbers {
    /// The numbers in a value, if it holds numbers and nothing else, in a rectangular shape.
    pub(crate) fn of(value: &Value) -> Option<Numbers> {
        match value {
            Value::Array(array) => Some(Numbers::of_array(array)),
            Value::Scalar(scalar) | Value::Number(scalar) => {
                Some(Numbers { dtype: scalar.dtype(), shape: Vec::new(), cells: vec![scalar.get()] })
            }
            Value::List(items) | Value::Tuple(items) => Numbers::stacked(items),
            _ => None,
        }
    }

    fn of_array(array: &Array) -> Numbers {
        let cells = array.to_vec::<Complex64>();
        Numbers { dtype: array.dtype(), shape: array.shape().to_vec(), cells }
    }

    fn stacked(items: &[Value]) -> Option<Numbers> {
        let mut parts = items.iter().map(Numbers::of);
        let Some(first) = parts.next() else {
            return Some(Numbers { dtype: DType::Float64, shape: vec![0], cells: Vec::new() });
        };
        let mut whole = first?;
        for part in parts {
            let part = part?;
            if part.shape != whole.shape {
                return None;
            }
            whole.dtype = promote_types(whole.dtype, part.dtype);
            whole.cells.extend(part.cells);
        }
        whole.shape.insert(0, items.len());
        Some(whole)
    }

    /// The index of the cell at a position in C order.
    pub(crate) fn index(&self, position: usize) -> Vec<usize> {
        let mut rest = position;
        let mut index: Vec<usize> = self
            .shape
            .iter()
            .rev()
            .map(|&size| {
                let along = rest % size.max(1);
                rest /= size.max(1);
                along
            })
            .collect();
        index.reverse();
        index
    }

    /// A cell with its element type.
    pub(crate) fn scalar(&self, position: usize) -> Scalar {
        Scalar::Complex128(self.cells[position]).cast(self.dtype)
    }
}

/// How a cell is compared: as `numpy.isclose(got, expected, rtol, atol, equal_nan=True)`, including the precision in
/// which NumPy would do it.
pub(crate) struct Closeness {
    rtol: f64,
    atol: f64,
    single_tolerance: bool,
    single_difference: bool,
}

impl Closeness {
    pub(crate) fn new(tolerance: Tolerance, got: DType, expected: DType) -> Closeness {
        // NumPy takes expected integers as float64, and a Python float as whatever float it meets.
        let expected = if expected.is_inexact() { expected } else { DType::Float64 };
        let single_tolerance = expected.real() == DType::Float32;
        let single_difference = promote_types(got, expected).real() == DType::Float32;
        let weak = |value: f64| if single_tolerance { f64::from(value as f32) } else { value };
        Closeness {
            rtol: weak(tolerance.rtol),
            atol: weak(tolerance.atol),
            single_tolerance,
            single_difference,
        }
    }

    pub(crate) fn holds(&self, got: Complex64, expected: Complex64) -> bool {
        if is_nan(got) || is_nan(expected) {
            return is_nan(got) && is_nan(expected);
        }
        got == expected || is_finite(expected) && self.difference(got, expected) <= self.allowed(expected)
    }

    fn difference(&self, got: Complex64, expected: Complex64) -> f64 {
        magnitude(
            round(got.re - expected.re, self.single_difference),
            round(got.im - expected.im, self.single_difference),
        )
    }

    fn allowed(&self, expected: Complex64) -> f64 {
        let relative = round(self.rtol * magnitude(expected.re, expected.im), self.single_tolerance);
        round(self.atol + relative, self.single_tolerance)
    }
}

fn round(value: f64, single: bool) -> f64 {
    if single { f64::from(value as f32) } else { value }
}

fn magnitude(re: f64, im: f64) -> f64 {
    if im == 0.0 { re.abs() } else { re.hypot(im) }
}

pub(crate) fn is_nan(cell: Complex64) -> bool {
    cell.re.is_nan() || cell.im.is_nan()
}

pub(crate) fn is_finite(cell: Complex64) -> bool {
    cell.re.is_finite() && cell.im.is_finite()
}

/// How far two arrays of one shape are apart.
#[derive(Debug)]
pub(crate) struct Distance {
    /// Positions of the cells that differ.
    pub(crate) mismatched: Vec<usize>,
    /// Greatest absolute and relative difference over the cells that are finite on both sides.
    pub(crate) greatest: Option<(f64, f64)>,
    /// Cells that are NaN, and that are infinite, where a finite value was expected.
    pub(crate) nan_count: u64,
    pub(crate) inf_count: u64,
}

/// Compares cell by cell.
pub(crate) fn distance(got: &Numbers, expected: &Numbers, tolerance: Tolerance) -> Distance {
    let closeness = Closeness::new(tolerance, got.dtype, expected.dtype);
    let mut distance = Distance { mismatched: Vec::new(), greatest: None, nan_count: 0, inf_count: 0 };
    for (position, (&got, &expected)) in got.cells.iter().zip(&expected.cells).enumerate() {
        if !closeness.holds(got, expected) {
            distance.mismatched.push(position);
        }
        if !is_finite(expected) {
            continue;
        }
        if is_nan(got) {
            distance.nan_count += 1;
        } else if !is_finite(got) {
            distance.inf_count += 1;
        } else {
            let absolute = magnitude(got.re - expected.re, got.im - expected.im);
            let size = magnitude(expected.re, expected.im);
            let relative = if absolute == 0.0 { 0.0 } else { absolute / size };
            let (most, most_relative) = distance.greatest.unwrap_or((0.0, 0.0));
            distance.greatest = Some((most.max(absolute), most_relative.max(relative)));
        }
    }
    distance
}
