//! Evenly spaced numbers.

use crate::array::Array;
use crate::dtype::DType;
use crate::element::Element;
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{self, normalize_axis};
use crate::scalar::Scalar;
use crate::with_element;
use num_complex::Complex64;
use smallvec::SmallVec;

/// Numbers from `start` to before `stop`, `step` apart.
///
/// As in NumPy, number `i` is `start + i * delta`, where `delta` is the difference of the first two as the element type
/// rounds them.
///
/// # Errors
/// `ZeroDivisionError` for a step of 0; `ValueError` for a length that is not a number or too large; `TypeError` for more
/// than two bools; `MemoryError`.
pub fn arange(start: Scalar, stop: Scalar, step: Scalar, dtype: DType) -> Result<Array> {
    if [start.dtype(), stop.dtype(), step.dtype(), dtype].iter().any(|dtype| dtype.is_text()) {
        return Err(Error::type_error(
            "arange() not supported for inputs with DType <class 'numpy.dtypes.StrDType'>.",
        ));
    }
    let len = range_len(start, stop, step)?;
    let second = sum(start, step);
    if dtype == DType::Bool && len > 2 {
        return Err(Error::type_error(
            "arange() is only supported for booleans when the result has at most length 2.",
        ));
    }
    let range = Array::empty(&layout::checked_shape(&[len], dtype)?, dtype)?;
    with_element!(dtype, T => fill_range(&range, start.get::<T>(), second.get::<T>()));
    Ok(range)
}

/// How many numbers there are.
fn range_len(start: Scalar, stop: Scalar, step: Scalar) -> Result<i64> {
    let too_large = || Error::value("Maximum allowed size exceeded");
    let ceil = |ratio: f64| match ratio.ceil() {
        len if len.is_nan() => Err(Error::value("arange: cannot compute length")),
        len if len >= i64::MAX as f64 => Err(too_large()),
        len => Ok(len.max(0.0) as i64),
    };
    let zero_division = |message: &str| Error::new(ErrorKind::ZeroDivision, message);
    if let (Some(start), Some(stop), Some(step)) = (start.as_integer(), stop.as_integer(), step.as_integer())
    {
        let distance = stop - start;
        if step == 0 {
            return Err(zero_division("division by zero"));
        }
        let len = distance / step + i128::from(distance % step != 0 && (distance < 0) == (step < 0));
        return i64::try_from(len.max(0)).map_err(|_| too_large());
    }
    if start.dtype().is_complex() || stop.dtype().is_complex() || step.dtype().is_complex() {
        let ratio = (stop.get::<Complex64>() - start.get::<Complex64>()) / step.get::<Complex64>();
        return Ok(ceil(ratio.re)?.min(ceil(ratio.im)?));
    }
    let step = step.get::<f64>();
    if step == 0.0 {
        return Err(zero_division("float division by zero"));
    }
    let distance = stop.get::<f64>() - start.get::<f64>();
    let ratio = distance / step;
    // A ratio so small that it vanishes still means that there is one number, or none.
    if ratio == 0.0 && distance != 0.0 {
        return Ok(if ratio.is_sign_negative() { 0 } else { 1 });
    }
    ceil(ratio)
}

fn sum(a: Scalar, b: Scalar) -> Scalar {
    match (a.as_integer(), b.as_integer()) {
        (Some(a), Some(b)) => Scalar::Int64((a + b) as i64),
        _ if a.dtype().is_complex() || b.dtype().is_complex() => {
            Scalar::Complex128(a.get::<Complex64>() + b.get::<Complex64>())
        }
        _ => Scalar::Float64(a.get::<f64>() + b.get::<f64>()),
    }
}

/// The arithmetic that ranges need of an element type.
trait Arithmetic: Element {
    fn minus(self, other: Self) -> Self;
    fn plus(self, other: Self) -> Self;
    fn times(self, count: usize) -> Self;
}

macro_rules! wrapping_arithmetic {
    ($($type:ty)*) => {$(
        impl Arithmetic for $type {
            fn minus(self, other: Self) -> Self {
                self.wrapping_sub(other)
            }
            fn plus(self, other: Self) -> Self {
                self.wrapping_add(other)
            }
            fn times(self, count: usize) -> Self {
                self.wrapping_mul(count as Self)
            }
        }
    )*};
}

macro_rules! float_arithmetic {
    ($($type:ty, $part:ty;)*) => {$(
        impl Arithmetic for $type {
            fn minus(self, other: Self) -> Self {
                self - other
            }
            fn plus(self, other: Self) -> Self {
                self + other
            }
            fn times(self, count: usize) -> Self {
                self * (count as $part)
            }
        }
    )*};
}

wrapping_arithmetic!(i8 u8 i16 u16 i32 u32 i64 u64);
float_arithmetic!(f32, f32; f64, f64; crate::Complex32, f32; Complex64, f64;);

impl Arithmetic for crate::Bool {
    fn minus(self, _other: Self) -> Self {
        self
    }
    fn plus(self, _other: Self) -> Self {
        self
    }
    fn times(self, _count: usize) -> Self {
        self
    }
}

fn fill_range<T: Arithmetic>(range: &Array, first: T, second: T) {
    let delta = second.minus(first);
    let mut cells = range.cells::<T>()[..range.size()].iter().enumerate();
    // The first two are as they were given: only from the third on are they computed.
    for (value, (_, cell)) in [first, second].into_iter().zip(cells.by_ref()) {
        cell.set(value);
    }
    cells.for_each(|(i, cell)| cell.set(first.plus(delta.times(i))));
}

/// What `np.linspace` gives.
#[derive(Clone, Debug)]
pub struct Linspace {
    /// The numbers.
    pub samples: Array,
    /// The distance between neighbours.
    pub step: Array,
}

/// `num` evenly spaced numbers from `start` to `stop`, for each pair of elements of the two, along a new axis.
///
/// # Errors
/// `ValueError` for a negative number, or shapes that do not broadcast; `AxisError`; `MemoryError`.
pub fn linspace(
    start: &Array,
    stop: &Array,
    num: i64,
    endpoint: bool,
    dtype: Option<DType>,
    axis: i64,
) -> Result<Linspace> {
    if num < 0 {
        return Err(Error::value(format!("Number of samples, {num}, must be non-negative.")));
    }
    let promoted = crate::promote::promote_types(start.dtype(), stop.dtype());
    let computed = if promoted.is_inexact() { promoted } else { DType::Float64 };
    let shape = layout::broadcast_shapes(&[stop.shape(), start.shape()])?;
    let wanted: SmallVec<[i64; 4]> =
        std::iter::once(num).chain(shape.iter().map(|size| *size as i64)).collect();
    let samples = Array::empty(&layout::checked_shape(&wanted, computed)?, computed)?;
    let step = Array::empty(&shape, computed)?;
    let start = start.as_dtype(computed)?.broadcast_to(&shape)?;
    let stop = stop.as_dtype(computed)?.broadcast_to(&shape)?;
    match computed {
        DType::Float32 => fill_linspace::<f32>(&samples, &step, &start, &stop, endpoint)?,
        DType::Float64 => fill_linspace::<f64>(&samples, &step, &start, &stop, endpoint)?,
        DType::Complex64 => fill_linspace::<crate::Complex32>(&samples, &step, &start, &stop, endpoint)?,
        _ => fill_linspace::<Complex64>(&samples, &step, &start, &stop, endpoint)?,
    }
    let dtype = dtype.unwrap_or(computed);
    if dtype.is_integer() && !computed.is_complex() {
        floor_all(&samples);
    }
    let axis = normalize_axis(axis, samples.rank())
        .map_err(|error| Error { message: format!("destination: {}", error.message), ..error })?;
    let mut order: SmallVec<[usize; 4]> = (1..samples.rank()).collect();
    order.insert(axis, 0);
    Ok(Linspace { samples: samples.as_dtype(dtype)?.permute(&order), step })
}

/// The arithmetic of real and complex floating-point numbers.
trait Float: Arithmetic + std::ops::Mul<Output = Self> + std::ops::Div<Output = Self> {
    fn from_count(count: f64) -> Self;
}

impl Float for f32 {
    fn from_count(count: f64) -> Self {
        count as f32
    }
}

impl Float for f64 {
    fn from_count(count: f64) -> Self {
        count
    }
}

impl Float for crate::Complex32 {
    fn from_count(count: f64) -> Self {
        crate::Complex32::new(count as f32, 0.0)
    }
}

impl Float for Complex64 {
    fn from_count(count: f64) -> Self {
        Complex64::new(count, 0.0)
    }
}

fn fill_linspace<T: Float>(
    samples: &Array,
    step: &Array,
    start: &Array,
    stop: &Array,
    endpoint: bool,
) -> Result<()> {
    let num = samples.shape()[0];
    let divisions = if endpoint { num.saturating_sub(1) } else { num };
    let (starts, stops) = (start.elements::<T>()?, stop.elements::<T>()?);
    let divisor = T::from_count(divisions as f64);
    let step_of = |from: T, to: T| {
        if divisions > 0 { to.minus(from) / divisor } else { T::from_count(f64::NAN) }
    };
    for ((cell, from), to) in step.cells::<T>().iter().zip(&starts).zip(&stops) {
        cell.set(step_of(*from, *to));
    }
    // Where a step vanishes though start and stop may differ, NumPy divides first, for all pairs.
    let zero = T::default();
    let divides_first = step.cells::<T>()[..step.size()].iter().any(|step| step.get() == zero);
    let cells = &samples.cells::<T>()[..samples.size()];
    for (i, row) in cells.chunks(starts.len().max(1)).enumerate() {
        let count = T::from_count(i as f64);
        for ((cell, &from), &to) in row.iter().zip(&starts).zip(&stops) {
            let distance = match divisions {
                0 => count * to.minus(from),
                _ if divides_first => count / divisor * to.minus(from),
                _ => count * step_of(from, to),
            };
            cell.set(if endpoint && num > 1 && i == num - 1 { to } else { distance.plus(from) });
        }
    }
    Ok(())
}

fn floor_all(array: &Array) {
    match array.dtype() {
        DType::Float32 => array.cells::<f32>().iter().for_each(|cell| cell.set(cell.get().floor())),
        _ => array.cells::<f64>().iter().for_each(|cell| cell.set(cell.get().floor())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Expected values: NumPy 2.4.
    #[test]
    fn ranges_have_numpys_lengths_and_roundings() {
        let floats = |start: f64, stop: f64, step: f64| {
            arange(start.into(), stop.into(), step.into(), DType::Float64).unwrap().to_vec::<f64>()
        };
        assert_eq!(floats(0.0, 1.0, 0.1)[3], 0.30000000000000004);
        assert_eq!(floats(1.0, 2.0, 0.1).len(), 10);
        assert_eq!(floats(0.0, 10.0, f64::INFINITY), [0.0]);
        let message = |start: f64, stop: f64, step: f64| {
            arange(start.into(), stop.into(), step.into(), DType::Float64).unwrap_err().message
        };
        assert_eq!(message(0.0, f64::NAN, 1.0), "arange: cannot compute length");
        assert_eq!(message(0.0, 1e30, 1.0), "Maximum allowed size exceeded");
        assert_eq!(message(0.0, 1.0, 0.0), "float division by zero");
        let bytes = arange(0_i64.into(), 300_i64.into(), 1_i64.into(), DType::Int8).unwrap();
        assert_eq!(bytes.to_vec::<i64>()[299], 43);
    }

    #[test]
    fn linspace_ends_where_it_is_told() {
        let scalar = |value: f64| Array::from_scalar(value.into()).unwrap();
        let result = linspace(&scalar(0.0), &scalar(1.0), 4, true, None, 0).unwrap();
        assert_eq!(result.samples.to_vec::<f64>(), [0.0, 0.3333333333333333, 0.6666666666666666, 1.0]);
        let whole = linspace(&scalar(-1.0), &scalar(1.0), 4, true, Some(DType::Int64), 0).unwrap();
        assert_eq!(whole.samples.to_vec::<i64>(), [-1, -1, 0, 1]);
        let single = linspace(&scalar(3.0), &scalar(9.0), 1, true, None, 0).unwrap();
        assert_eq!(single.samples.to_vec::<f64>(), [3.0]);
        assert!(single.step.to_vec::<f64>()[0].is_nan());
    }
}
