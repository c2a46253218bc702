//! `round`: to a number of decimal places.

use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::layout::{Order, Strides};
use crate::ufunc::{self, Number, Operand, Options, Ufunc};

fn call(ufunc: &'static Ufunc, operands: &[Operand], out: Option<&Array>) -> Result<Array> {
    let mut options = Options::default();
    options.out.extend(out.map(|out| Some(out.clone())));
    Ok(ufunc.call(operands, &options)?.remove(0))
}

/// Rounds to the nearest multiple of a power of ten, halves to even. Integers stay integers.
///
/// Scaling rounds too, as in NumPy: `round(0.285, 2)` scales to 28.499999999999996 first.
///
/// # Errors
/// `ValueError: invalid output shape`; `TypeError` where `out` cannot hold the result; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, rounding::round};
/// let a = Array::from_slice(&[3], &[0.25, 1.35, -2.5]).unwrap();
/// assert_eq!(round(&a, 1, None).unwrap().to_vec::<f64>(), [0.2, 1.4, -2.5]);
/// ```
pub fn round(array: &Array, decimals: i64, out: Option<&Array>) -> Result<Array> {
    if out.is_some_and(|out| out.shape() != array.shape()) {
        return Err(Error::value("invalid output shape"));
    }
    if array.dtype().is_complex() {
        let fresh;
        let result = match out {
            Some(out) => out,
            None => {
                fresh = array.copy(Order::K)?;
                &fresh
            }
        };
        let (rounded_real, rounded_imaginary) =
            (round(&part(array, 0)?, decimals, None)?, round(&part(array, 1)?, decimals, None)?);
        if !result.dtype().is_complex() {
            let name = result.dtype().name();
            return Err(Error::type_error(format!(
                "Cannot cast array data from dtype('{}') to dtype('{name}') according to the rule 'same_kind'",
                array.dtype().name()
            )));
        }
        part(result, 0)?.assign(&rounded_real)?;
        part(result, 1)?.assign(&rounded_imaginary)?;
        return Ok(result.clone());
    }
    if array.dtype().is_integer() && decimals >= 0 {
        return match out {
            Some(out) => out.assign(array).map(|()| out.clone()),
            None => array.copy(Order::K),
        };
    }
    if decimals == 0 {
        return call(&ufunc::RINT, &[array.into()], out);
    }
    let (scale, unscale) = match decimals > 0 {
        true => (&ufunc::MULTIPLY, &ufunc::DIVIDE),
        false => (&ufunc::DIVIDE, &ufunc::MULTIPLY),
    };
    let power = Number::Float(power_of_ten(decimals.unsigned_abs()));
    // Like NumPy's, a fresh result is in C order but for Fortran-contiguous arrays. That truth values cannot hold their
    // multiples is for the error to say.
    let dtype = if array.dtype().is_integer() { DType::Float64 } else { array.dtype() };
    let order = if array.is_f_contiguous() && !array.is_c_contiguous() { Order::F } else { Order::C };
    let target = match out {
        Some(out) => out.clone(),
        None => Array::empty_in_order(array.shape(), dtype, order)?,
    };
    let scaled = call(scale, &[array.into(), Operand::Number(power.clone())], Some(&target))?;
    let rounded = call(&ufunc::RINT, &[(&scaled).into()], Some(&scaled))?;
    let result = call(unscale, &[(&rounded).into(), Operand::Number(power)], Some(&rounded))?;
    match out {
        None if array.dtype().is_integer() => result.as_dtype(array.dtype()),
        _ => Ok(result),
    }
}

/// A view of the real (0) or imaginary (1) parts of complex numbers.
fn part(array: &Array, part: usize) -> Result<Array> {
    let strides: Strides = array.strides().iter().map(|stride| stride * 2).collect();
    array
        .reinterpret(array.dtype().real(), array.shape(), &strides, array.offset() * 2 + part)
        .ok_or_else(|| Error::value("parts outside of their array"))
}

/// The float64 nearest to the power.
fn power_of_ten(exponent: u64) -> f64 {
    format!("1e{exponent}").parse().unwrap_or(f64::INFINITY)
}
